//! Modal words of Chinese and the compounds in which their characters mean something else.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::{ahead, behind};
use crate::language::{Form, Modality};
use Modality::{
    Can, Cannot, NeedNot, Permission, Prohibition, Recommendation, RecommendationNot, Requirement,
};

/// A modal word in a sentence.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) range: Range<usize>,
    pub(super) modality: Modality,
    pub(super) form: Form,
}

/// Modal words with their force and form.
const CUES: &[(&str, Modality, Form)] = &[
    ("应", Requirement, Form::Preferred),
    ("应当", Requirement, Form::Equivalent),
    ("应该", Requirement, Form::Equivalent),
    ("应予", Requirement, Form::Preferred),
    ("只准许", Requirement, Form::Equivalent),
    ("仅准许", Requirement, Form::Equivalent),
    ("只允许", Requirement, Form::Equivalent),
    ("仅允许", Requirement, Form::Equivalent),
    ("只可", Requirement, Form::Equivalent),
    ("仅可", Requirement, Form::Equivalent),
    ("只能", Requirement, Form::Equivalent),
    ("仅能", Requirement, Form::Equivalent),
    ("方可", Requirement, Form::Equivalent),
    ("才可", Requirement, Form::Equivalent),
    ("才可以", Requirement, Form::Equivalent),
    ("方能", Requirement, Form::Equivalent),
    ("才能", Requirement, Form::Equivalent),
    ("必须", Requirement, Form::Must),
    ("须", Requirement, Form::Must),
    ("务必", Requirement, Form::Must),
    ("不得不", Requirement, Form::Must),
    ("不可不", Requirement, Form::Must),
    ("不应", Prohibition, Form::Preferred),
    ("不应当", Prohibition, Form::Equivalent),
    ("不应该", Prohibition, Form::Equivalent),
    ("不准许", Prohibition, Form::Equivalent),
    ("不允许", Prohibition, Form::Equivalent),
    ("不得", Prohibition, Form::Forbid),
    ("不可", Prohibition, Form::Forbid),
    ("不可以", Prohibition, Form::Forbid),
    ("禁止", Prohibition, Form::Forbid),
    ("应禁止", Prohibition, Form::Forbid),
    ("应严禁", Prohibition, Form::Forbid),
    ("严禁", Prohibition, Form::Forbid),
    ("不许", Prohibition, Form::Forbid),
    ("不准", Prohibition, Form::Forbid),
    ("切勿", Prohibition, Form::Forbid),
    ("请勿", Prohibition, Form::Forbid),
    ("勿", Prohibition, Form::Forbid),
    ("不要", Prohibition, Form::Forbid),
    ("请不要", Prohibition, Form::Forbid),
    ("宜", Recommendation, Form::Preferred),
    ("推荐", Recommendation, Form::Equivalent),
    ("建议", Recommendation, Form::Equivalent),
    ("不宜", RecommendationNot, Form::Preferred),
    ("不推荐", RecommendationNot, Form::Equivalent),
    ("不建议", RecommendationNot, Form::Equivalent),
    ("建议不", RecommendationNot, Form::Equivalent),
    ("可", Permission, Form::Preferred),
    ("可以", Permission, Form::Equivalent),
    ("允许", Permission, Form::Equivalent),
    ("准许", Permission, Form::Equivalent),
    ("不必", NeedNot, Form::Preferred),
    ("无须", NeedNot, Form::Equivalent),
    ("无需", NeedNot, Form::Equivalent),
    ("毋须", NeedNot, Form::Equivalent),
    ("毋需", NeedNot, Form::Equivalent),
    ("不需", NeedNot, Form::Equivalent),
    ("不需要", NeedNot, Form::Equivalent),
    ("不要求", NeedNot, Form::Equivalent),
    ("可不", NeedNot, Form::Equivalent),
    ("可以不", NeedNot, Form::Equivalent),
    ("可不必", NeedNot, Form::Equivalent),
    ("能", Can, Form::Preferred),
    ("能够", Can, Form::Equivalent),
    ("不能", Cannot, Form::Preferred),
    ("不能够", Cannot, Form::Equivalent),
    ("无法", Cannot, Form::Equivalent),
    ("不得不应", Requirement, Form::Must),
];

/// Words ruled by what stands around them; the automaton gives them, [`Lexicon::decide`] judges.
const AMBIGUOUS: &[&str] = &[
    "应用",
    "应对",
    "应变",
    "应有",
    "应付",
    "应力求",
    "应变更",
    "应变为",
    "应收到",
    "应收集",
    "应收取",
    "应付费",
    "应急切",
    "可不断",
    "可见证",
    "可选用",
    "可选择",
    "可选取",
    "可调整",
    "可调用",
    "可调节",
    "可调度",
    "可行使",
    "可变更",
    "可认可",
    "可得到",
    "可得出",
    "可动用",
    "可用",
    "可能够",
    "能量化",
    "能量测",
    "能动态",
    "不能量化",
    "不能量测",
    "可重复使用",
    "能源自",
];

/// Modal words before a verb whose first character would make a compound with them: 应接受 is "shall
/// accept", though 应接 is masked.
const BEFORE_VERBS: &[(&str, Modality, Form, &[&str])] = &[
    (
        "应",
        Requirement,
        Form::Preferred,
        &[
            "接受",
            "接到",
            "接入",
            "接地",
            "接通",
            "接近",
            "接触",
            "接收",
            "接管",
            "接听",
            "接待",
            "验证",
            "验收",
            "验算",
            "验明",
            "试验",
            "试用",
            "试运行",
            "试装",
            "试点",
            "允许",
            "征求",
            "征得",
            "征询",
            "征集",
            "声明",
            "时刻",
            "时常",
            "邀请",
            "得到",
            "得出",
            "得知",
            "召开",
            "召集",
            "答复",
            "答疑",
            "激活",
            "激励",
            "激发",
            "力争",
            "力图",
            "力戒",
            "收回",
            "收存",
            "收缴",
            "收录",
            "收起",
            "收紧",
            "付给",
            "付清",
            "聘请",
            "聘用",
            "聘任",
            "变换",
            "变成",
            "变得",
            "届满",
            "援助",
        ],
    ),
    (
        "可",
        Permission,
        Form::Preferred,
        &[
            "比较",
            "比照",
            "得知",
            "读取",
            "视情况",
            "视情",
            "视需要",
            "视具体",
            "视实际",
            "视项目",
            "达到",
            "听取",
            "调配",
            "调动",
            "调取",
            "调低",
            "调高",
            "调阅",
            "调查",
            "动态",
            "行驶",
            "观察",
            "控制在",
        ],
    ),
    ("宜", Recommendation, Form::Preferred, &["人工", "人员", "居中", "春季", "兴建"]),
    ("须", Requirement, Form::Must, &["知晓", "知道", "知悉"]),
    (
        "不得",
        Prohibition,
        Form::Forbid,
        &["分包", "分解", "分段", "分开", "分散", "分批", "分割", "分别", "体现", "体罚", "当作"],
    ),
];

/// Words that end in the first character of a compound with 应: in 影响应 the word is 影响, and 应 stands
/// by itself.
const BEFORE_SHALL: &[&str] = &[
    "提供", "违反", "影响", "音响", "时效", "绩效", "实效", "有效", "成效", "失效", "功效", "疗效",
    "药效", "能效", "无效", "生效", "见效", "核对", "校对", "比对", "面对", "针对", "配对", "派对",
    "返回", "收回", "召回", "退回", "驳回", "撤回", "取回", "找回", "互相", "亮相", "舒适", "合适",
    "称呼", "敏感",
];

/// One automaton for masks and modal words: the longest match from the left wins.
pub(super) struct Lexicon {
    automaton: AhoCorasick,
    kinds: Vec<Kind>,
}

#[derive(Clone, Copy)]
enum Kind {
    Mask,
    Cue(Modality, Form),
    Ambiguous,
    /// The modal word is as long as this, and what follows is a verb.
    BeforeVerb(usize, Modality, Form),
    /// A word as long as this: go on behind it.
    Ahead(usize),
}

pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::new);

impl Lexicon {
    #[expect(clippy::unwrap_used, reason = "a few hundred fixed words always build")]
    fn new() -> Self {
        let mut words: Vec<&str> = Vec::new();
        let mut kinds = Vec::new();
        for (word, modality, form) in CUES {
            words.push(word);
            kinds.push(Kind::Cue(*modality, *form));
        }
        for word in AMBIGUOUS {
            words.push(word);
            kinds.push(Kind::Ambiguous);
        }
        let before_verbs: Vec<(String, Kind)> = BEFORE_VERBS
            .iter()
            .flat_map(|(cue, modality, form, verbs)| {
                let kind = Kind::BeforeVerb(cue.len(), *modality, *form);
                verbs.iter().map(move |verb| (format!("{cue}{verb}"), kind))
            })
            .filter(|(word, _)| !AMBIGUOUS.contains(&word.as_str()))
            .collect();
        let before_shall: Vec<String> =
            BEFORE_SHALL.iter().map(|word| format!("{word}应")).collect();
        for (word, pattern) in BEFORE_SHALL.iter().zip(&before_shall) {
            words.push(pattern);
            kinds.push(Kind::Ahead(word.len()));
        }
        for (word, kind) in &before_verbs {
            words.push(word);
            kinds.push(*kind);
        }
        for line in include_str!("../../../data/language/zh-compounds.txt").lines() {
            if line.starts_with('#') {
                continue;
            }
            for word in line.split_whitespace().filter(|word| !AMBIGUOUS.contains(word)) {
                words.push(word);
                kinds.push(Kind::Mask);
            }
        }
        let automaton =
            AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&words).unwrap();
        Self { automaton, kinds }
    }

    /// The modal words of `text`, in order.
    pub(super) fn find(&self, text: &str) -> Vec<Found> {
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(hit) =
            self.automaton.find(aho_corasick::Input::new(text).span(from..text.len()))
        {
            let range = hit.start()..hit.end();
            from = range.end;
            match self.kinds[hit.pattern().as_usize()] {
                Kind::Mask => {}
                Kind::Cue(modality, form) => {
                    if let Some(end) = judge(text, &range) {
                        found.push(Found { range: range.start..end, modality, form });
                    }
                }
                Kind::Ahead(length) => from = range.start + length,
                Kind::BeforeVerb(length, modality, form) => {
                    from = range.start + length;
                    found.push(Found { range: range.start..from, modality, form });
                }
                Kind::Ambiguous => {
                    if let Some((length, modality, form)) = decide(text, &range) {
                        let end = range.start + length;
                        found.push(Found { range: range.start..end, modality, form });
                        // what follows the modal character may itself hold a compound
                        from = end;
                    }
                }
            }
        }
        found
    }
}

/// Whether the modal word at `range` is one, from the characters beside it; gives its end.
fn judge(text: &str, range: &Range<usize>) -> Option<usize> {
    let word = &text[range.clone()];
    let next = ahead(text, range.end, 1);
    let before = behind(text, range.start, 1);
    let two_before = behind(text, range.start, 2);
    let nothing_follows = next.is_empty() || "，。；、：）)”’」,.;".contains(next);
    match word {
        // 应 as the whole of a cell or the end of a word (反应 and its like are masked)
        "应" | "宜" | "可" | "能" if nothing_follows && !"：:".contains(next) => None,
        "应" if next.is_empty() => None,
        "推荐" | "建议" => {
            let noun = nothing_follows
                || matches!(
                    next,
                    "书" | "稿"
                        | "和"
                        | "的"
                        | "等"
                        | "及"
                        | "被"
                        | "值"
                        | "与"
                        | "给"
                        | "了"
                        | "过"
                )
                || matches!(
                    before,
                    "的" | "项" | "条" | "个" | "些" | "该" | "此" | "被" | "经" | "由" | "供"
                )
                || matches!(
                    two_before,
                    "提出"
                        | "提供"
                        | "给出"
                        | "意见"
                        | "采纳"
                        | "听取"
                        | "收集"
                        | "参考"
                        | "反馈"
                        | "优先"
                        | "个人"
                        | "专家"
                        | "科学"
                        | "合理"
                        | "改进"
                        | "征求"
                        | "接受"
                        | "处理"
                );
            (!noun).then_some(range.end)
        }
        "能" => {
            // 能 closing a noun (各种能) or naming energy
            let noun = matches!(
                before,
                "热" | "电"
                    | "光"
                    | "核"
                    | "动"
                    | "风"
                    | "氢"
                    | "声"
                    | "化"
                    | "磁"
                    | "功"
                    | "耗"
                    | "产"
                    | "效"
                    | "机"
                    | "本"
                    | "势"
                    | "蓄"
                    | "储"
            ) && matches!(
                next,
                "的" | "和" | "与" | "等" | "、" | "转" | "发" | "源" | "装" | "量" | "利"
            );
            (!noun && !matches!(next, "源" | "量" | "力" | "耗" | "效" | "级" | "谱"))
                .then_some(range.end)
        }
        "须" if matches!(before, "胡" | "触" | "根" | "必") => None,
        "勿" if matches!(before, "非" | "请" | "切") => None,
        "不要" if matches!(next, "求" | "素" | "点") => None,
        "允许" | "准许" if matches!(next, "的" | "值" | "范" | "偏" | "误" | "限" | "量") => {
            None
        }
        "允许" if matches!(before, "所" | "被" | "经" | "大" | "小" | "高" | "低" | "未") => {
            None
        }
        _ => Some(range.end),
    }
}

/// Verbs that show 应 + 用 ("shall be cleaned with") rather than 应用 ("application").
const WITH_TOOL: &[&str] = &[
    "清洗", "冲洗", "擦", "测", "固定", "连接", "密封", "覆盖", "包", "表示", "标", "涂", "填",
    "洗", "稀释", "溶解", "盖", "装", "支撑", "检查", "检验", "校准", "消毒", "说明", "描述",
    "书写", "印", "打印", "隔开", "分隔", "封", "遮", "吊", "运输", "加热", "干燥", "保护", "注明",
    "区分", "显示", "量取", "称", "浇", "抹", "填充", "润湿", "夹", "绑", "扎", "粘", "切", "处理",
    "编写", "制作", "制造", "签", "存放",
];

/// Words that show 应 + 对 ("shall, on …") rather than 应对 ("cope").
const COPED_WITH: &[&str] = &[
    "策略", "措施", "方案", "预案", "能力", "机制", "气候", "突发", "风险", "挑战", "危机", "计划",
    "手段", "准备", "工作",
];

fn decide(text: &str, range: &Range<usize>) -> Option<(usize, Modality, Form)> {
    let word = &text[range.clone()];
    let rest = ahead(text, range.end, 14);
    let clause = rest.split(['，', '。', '；', ',', ';']).next().unwrap_or("");
    let before = behind(text, range.start, 1);
    let one = word.chars().next().map_or(0, char::len_utf8);
    let requirement = Some((one, Requirement, Form::Preferred));
    let permission = Some((one, Permission, Form::Preferred));
    match word {
        "应用" => {
            let noun = clause.starts_with([
                '于', '的', '和', '与', '、', '程', '系', '层', '服', '场', '领', '范',
            ]) || matches!(
                before,
                "的" | "和" | "与" | "、" | "及" | "在" | "被" | "将" | "为" | "新" | "可"
            ) || clause.is_empty();
            (!noun && WITH_TOOL.iter().any(|verb| clause.contains(verb))).then_some(())?;
            requirement
        }
        "应对" => {
            let copes = COPED_WITH.iter().any(|word| clause.starts_with(word))
                || matches!(
                    before,
                    "的" | "和"
                        | "与"
                        | "、"
                        | "以"
                        | "来"
                        | "为"
                        | "何"
                        | "效"
                        | "极"
                        | "行"
                        | "善"
                )
                || clause.is_empty();
            if copes && !clause.contains("进行") && !clause.contains("予以") {
                return None;
            }
            requirement
        }
        "应变" => None,
        "应有" => {
            // 应有的 is masked; 应有 + noun is "shall have"
            if matches!(before, "其" | "的") && clause.contains('的') {
                None
            } else {
                requirement
            }
        }
        "应付" => {
            if clause.starts_with(['账', '款', '职', '利', '费', '票']) {
                None
            } else {
                requirement
            }
        }
        "应力求" | "应变更" | "应变为" | "应收到" | "应收集" | "应收取" | "应急切" => {
            requirement
        }
        "应付费" if clause.starts_with('用') => None,
        "应付费" => requirement,
        "可不断" | "可见证" | "可选用" | "可选择" | "可选取" | "可调整" | "可调用" | "可调节"
        | "可调度" | "可行使" | "可变更" | "可认可" | "可得到" | "可动用" => {
            if clause.starts_with('的') {
                None
            } else {
                permission
            }
        }
        "可得出" => None,
        "可用" => {
            let noun = clause.starts_with(['的', '性', '率', '度', '时', '空', '容', '资'])
                || clause.is_empty();
            if noun { None } else { permission }
        }
        "可重复使用" => {
            let property = clause.starts_with(['的', '性', '包', '容', '产'])
                || matches!(before, "为" | "采" | "用" | "和");
            if property { None } else { permission }
        }
        "能量化" | "能量测" | "能动态" | "能源自" => Some((one, Can, Form::Preferred)),
        "不能量化" | "不能量测" => Some(("不能".len(), Cannot, Form::Preferred)),
        "可能够" => None,
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{LEXICON, Modality};

    #[test]
    fn a_verb_is_told_from_the_compound_that_it_begins_with() {
        let forces = |text: &str| -> Vec<Modality> {
            LEXICON.find(text).into_iter().map(|it| it.modality).collect()
        };
        for text in [
            "质量应得到保证",
            "机构应接受监督",
            "结果应验证",
            "应答复投诉人",
            "三日内应答复",
            "影响应予以评估",
        ] {
            assert_eq!(forces(text), [Modality::Requirement], "{text}");
        }
        assert_eq!(forces("可视情况调整"), [Modality::Permission]);
        assert_eq!(forces("合同不得分包"), [Modality::Prohibition]);
        for text in [
            "应得的利益",
            "应答时间为 5 s",
            "可视范围",
            "设置应急停止按钮",
            "可变成本",
            "提供应急服务",
            "有效应力",
        ] {
            assert!(forces(text).is_empty(), "{text}");
        }
    }
}
