//! Instructions in Chinese: sentences that open with a verb of doing.

use std::ops::Range;
use std::sync::LazyLock;

use super::context::Context;
use super::slice;
use crate::language::WordsByStart;

/// The verbs of instructions, as they are looked for.
struct Verbs {
    all: WordsByStart,
    /// Those of more than one character.
    of_doing: WordsByStart,
    not: WordsByStart,
    states: WordsByStart,
}

static VERBS: LazyLock<Verbs> = LazyLock::new(|| {
    let mut verbs: Vec<&str> = include_str!("../../../data/language/zh-imperatives.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
        .collect();
    // the longest first, so that 取决于 is not read as 取
    verbs.sort_by_key(|verb| std::cmp::Reverse(verb.len()));
    let of_doing = verbs.iter().copied().filter(|verb| verb.chars().count() >= 2);
    Verbs {
        of_doing: WordsByStart::new(of_doing.chain(DOING.iter().copied())),
        all: WordsByStart::new(verbs),
        not: WordsByStart::new(NOT_VERBS.iter().copied()),
        states: WordsByStart::new(STATES.iter().copied()),
    }
});

/// Signs of doing that are no verbs of their own.
const DOING: &[&str] = &[
    "进行", "试验", "操作", "测", "量", "擦", "洗", "放", "装", "涂", "切", "剪", "取", "加", "滴",
    "算", "检", "点燃",
];

/// Sentences that begin like an instruction and state something.
const NOT_VERBS: &[&str] = &[
    "取决于",
    "取值",
    "将来",
    "用于",
    "用途",
    "用户",
    "用电",
    "用水",
    "用人",
    "用品",
    "用语",
    "用词",
    "按钮",
    "加工",
    "加速度",
    "加权",
    "加强筋",
    "对象",
    "对比",
    "对于",
    "对数",
    "对应",
    "对角",
    "给水",
    "给定",
    "使用说明",
    "使用者",
    "使用寿命",
    "使用范围",
    "使用单位",
    "使用方",
    "使用年限",
    "测量结果",
    "测量不确定度",
    "测量范围",
    "测量仪器",
    "计算结果",
    "计算公式",
    "检查结果",
    "检查表",
    "记录表",
    "从业",
    "从属",
    "在线",
    "在用",
    "以上",
    "以下",
    "以及",
    "再生",
    "先进",
    "包装材料",
    "包装物",
    "喷嘴",
    "涂层",
    "涂料",
    "贴片",
    "剪切",
    "每年",
    "每个",
    "每种",
    "向量",
    "安装高度",
    "安装位置",
    "使用环境",
    "用能",
    "平衡状态",
    "固定资产",
    "保持时间",
    "标记示例",
    "选择性",
    "根据地",
    "按比例",
    "试验",
    "取样量",
    "将军",
    "把手",
    "让步",
    "加热器",
    "过滤器",
    "干燥器",
    "干燥剂",
    "冷却水",
    "冷却塔",
    "加热炉",
    "搅拌器",
    "垂直度",
    "水平度",
    "均匀性",
    "均匀度",
    "立即数",
    "分别为",
    "同时期",
    "实施日期",
    "报告编号",
    "培训机构",
    "评估机构",
    "执行机构",
    "连接件",
    "连接器",
    "包装箱",
    "焊接接头",
    "抛光剂",
    "安装尺寸",
    "提交日期",
    "扫描仪",
    "确定性",
    "清洗剂",
    "清洗机",
    "稀释剂",
    "启动器",
    "保存期",
    "存放期",
];

/// Words of a statement: what is so, not what is to be done.
const STATES: &[&str] = &[
    "分为",
    "包括",
    "属于",
    "如下",
    "组成",
    "构成",
    "是指",
    "称为",
    "表示为",
    "取决",
    "等于",
    "适用于",
    "规定了",
    "给出了",
    "描述了",
    "说明了",
    "一般为",
    "见表",
    "见图",
    "是",
    "有利于",
    "有助于",
    "有：",
    "列于",
    "来自",
    "具有",
    "表明",
    "导致",
    "引起",
    "产生",
    "造成",
    "存在",
    "需要",
    "可能",
    "提高了",
    "降低了",
    "影响",
    "不同",
];

/// The verb that opens the instruction, if the sentence is one.
pub(super) fn find(text: &str, context: &Context) -> Option<Range<usize>> {
    if text.ends_with(['？', '?']) {
        return None;
    }
    let mut segments = context.segments();
    // NOTE and EXAMPLE labels, then conditions and purposes
    if let Some(first) = segments.first() {
        let head = slice(text, first).trim();
        let label = head.starts_with('注')
            || head.starts_with("示例")
            || head.starts_with("步骤")
            || head.starts_with("警");
        if label && head.chars().count() <= 5 && segments.len() > 1 {
            segments = &segments[1..];
        }
    }
    while segments.len() > 1
        && (context.is_condition(&segments[0])
            || slice(text, &segments[0]).trim().ends_with(['后', '前', '时']))
    {
        segments = &segments[1..];
    }
    let segment = segments.first()?;
    let piece = slice(text, segment);
    let start = segment.start + (piece.len() - piece.trim_start().len());
    let body = &text[start..];
    if VERBS.not.beginning(body).is_some() {
        return None;
    }
    let verb = VERBS.all.beginning(body)?;
    let clause = slice(text, &(start..segment.end));
    let past = &clause[verb.len().min(clause.len())..];
    let noun = past.starts_with(['的', '了', '度', '性', '率', '量', '者', '器', '机', '值', '法'])
        || past.chars().count() < 1;
    let noun = noun
        || past.contains("见附")
        || past.contains("见第")
        || past.contains("格式见")
        || past.contains("见表") && !past.contains("进行");
    let states = VERBS.states.are_in(past)
        && !matches!(
            verb,
            "检查" | "记录" | "确保" | "核对" | "观察" | "将" | "确认" | "测量" | "测定"
        );
    // weak openers are prepositions: they need a verb of doing behind their phrase
    let weak = matches!(
        verb,
        "在" | "对"
            | "从"
            | "以"
            | "沿"
            | "向"
            | "给"
            | "按"
            | "按照"
            | "依据"
            | "根据"
            | "依照"
            | "每"
            | "使"
            | "让"
            | "先"
            | "再"
            | "同时"
            | "分别"
            | "必要时"
            | "用"
    );
    let rest = slice(text, &(start + verb.len()..text.len()));
    let acts = !weak || VERBS.of_doing.are_in(rest);
    (!noun && !states && acts).then(|| start..start + verb.len())
}
