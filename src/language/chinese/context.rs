//! Clauses, conditions and quotations of a Chinese sentence.

use std::ops::Range;

use super::lexicon::Found;
use super::{ahead, behind, slice};
use crate::language::{Modality, item_label};

/// Words that open a condition, and what must not follow them.
const OPENERS: &[(&str, &[&str])] = &[
    ("如果", &[]),
    ("如", &["下", "图", "表", "式", "何", "公式", "附录", "此", "上", "同", "实"]),
    ("若", &["干"]),
    ("倘若", &[]),
    ("假如", &[]),
    ("假设", &[]),
    (
        "当",
        &[
            "地", "前", "事", "量", "日", "年", "天", "选", "值", "班", "月", "时", "场", "代",
            "期", "中",
        ],
    ),
    ("一旦", &[]),
    ("凡", &["士林"]),
    ("除非", &[]),
    ("除", &["去", "尘", "锈", "油", "湿", "草", "外", "霜", "以", "垢", "臭", "氧"]),
    ("只有", &[]),
    ("只要", &[]),
    ("未经", &[]),
    ("经", &["济", "营", "理", "纬", "度", "费", "销", "常", "过"]),
    ("在", &["线", "用", "产", "岗", "职", "售", "编"]),
    ("对于", &[]),
    ("遇", &["到"]),
    ("无论", &[]),
    ("尽管", &[]),
    ("虽然", &[]),
    ("由于", &[]),
    ("因", &["此", "子", "素", "而"]),
    ("必要时", &[]),
    ("需要时", &[]),
    ("适用时", &[]),
    ("为了", &[]),
];

/// Endings that make a clause a condition when a comma follows.
const CLOSERS: &[&str] = &[
    "时",
    "的",
    "情况下",
    "条件下",
    "后",
    "前",
    "过程中",
    "期间",
    "情形下",
    "者",
    "之前",
    "之后",
    "以前",
    "以后",
    "场合",
    "前提下",
];

/// Characters around a modal word that are looked at.
const REACH: usize = 60;

/// What stands around the modal words of a sentence.
pub(super) struct Context {
    /// Comma clauses, in order.
    segments: Vec<Range<usize>>,
    /// Conditions, in order.
    conditions: Vec<Range<usize>>,
    quotes: Vec<Range<usize>>,
    boilerplate: bool,
}

impl Context {
    pub(super) fn new(text: &str) -> Self {
        let label = item_label(text);
        let mut segments = Vec::new();
        let mut quotes = Vec::new();
        let mut start = label;
        let mut depth = 0usize;
        let mut open: Option<usize> = None;
        for (at, c) in text.char_indices().skip_while(|(at, _)| *at < label) {
            match c {
                '（' | '(' => depth += 1,
                '）' | ')' => depth = depth.saturating_sub(1),
                '“' | '「' | '『' | '‘' => open = Some(at),
                '"' if open.is_none() => open = Some(at),
                '”' | '」' | '』' | '’' | '"' => {
                    if let Some(from) = open.take() {
                        quotes.push(from..at);
                    }
                }
                '，' | '；' | '：' | '。' | ';' if depth == 0 => {
                    segments.push(start..at);
                    start = at + c.len_utf8();
                }
                ',' | ':' if depth == 0 && !digits_around(text, at) => {
                    segments.push(start..at);
                    start = at + 1;
                }
                _ => {}
            }
        }
        if start < text.len() || segments.is_empty() {
            segments.push(start..text.len());
        }
        let conditions = segments
            .iter()
            .enumerate()
            .filter_map(|(index, segment)| condition_in(text, segment, index + 1 < segments.len()))
            .collect();
        // “应”表示要求, “可”表示允许: the whole sentence is about the words
        let quoted = quotes.iter().any(|quote: &Range<usize>| {
            let inner = slice(text, quote);
            let inner = inner.trim_start_matches(['“', '「', '『', '‘', '"']);
            ["应", "宜", "可", "能", "不应", "不宜", "不必", "不能", "必须", "不得"]
                .contains(&inner)
        });
        let boilerplate = quoted
            && ["表示", "含义", "解释", "用语", "用词", "动词"]
                .iter()
                .any(|word| text.contains(word));
        Self { segments, conditions, quotes, boilerplate }
    }

    /// The clauses, in order.
    pub(super) fn segments(&self) -> &[Range<usize>] {
        &self.segments
    }

    /// The clause that holds byte `at`.
    pub(super) fn segment(&self, at: usize) -> Range<usize> {
        let index = self.segments.partition_point(|segment| segment.end <= at);
        self.segments.get(index).cloned().unwrap_or(at..at)
    }

    /// The modal word is talked about: “应”表示要求.
    pub(super) fn is_mention(&self, text: &str, range: &Range<usize>) -> bool {
        let index = self.quotes.partition_point(|quote| quote.end <= range.start);
        let quoted = self.quotes.get(index).is_some_and(|quote| {
            quote.start < range.start && slice(text, quote).chars().count() <= 6
        });
        quoted || self.boilerplate
    }

    /// Whether the modal word only qualifies something and makes no provision of the sentence.
    pub(super) fn embeds(
        &self,
        text: &str,
        cue: &Found,
        previous: Option<&Found>,
        main: Option<&Found>,
        next: Option<&Found>,
    ) -> bool {
        let at = cue.range.start;
        if self.conditions.iter().any(|condition| condition.contains(&at)) {
            return true;
        }
        let segment = self.segment(at);
        let before = behind(&text[..at], at, (at - segment.start).min(REACH));
        let before = if before.len() > at - segment.start {
            slice(text, &(segment.start..at))
        } else {
            before
        };
        let by_whom = before.ends_with('所')
            && ![
                "场所", "处所", "住所", "究所", "务所", "易所", "厕所", "诊所", "出所", "验所",
                "测所", "会所",
            ]
            .iter()
            .any(|word| before.ends_with(word));
        if before.contains("是否") || by_whom {
            return true;
        }
        // 不得不排队时应…: the words before 时 are the condition of what follows
        if let Some(next) = next.filter(|next| next.range.start < segment.end) {
            let between = slice(text, &(cue.range.end..next.range.start));
            if ["时", "时，", "后", "的情况下", "之前", "之后", "条件下"]
                .iter()
                .any(|word| between.ends_with(word))
            {
                return true;
            }
        }
        // 应禁止, 应能, 不应允许: the first word has the force
        if previous.is_some_and(|previous| previous.range.end == at) {
            return true;
        }
        let coordinated = joined(before);
        if let Some(main) = main
            && main.range.end > segment.start
            && !coordinated
        {
            let weak = matches!(
                cue.modality,
                Modality::Can | Modality::Cannot | Modality::Permission | Modality::NeedNot
            );
            let between = behind(text, at, REACH);
            let between = if between.len() > at - main.range.end {
                slice(text, &(main.range.end..at))
            } else {
                between
            };
            let after = ahead(slice(text, &(cue.range.end..segment.end)), 0, REACH);
            if weak || after.contains('的') || between.contains('使') {
                return true;
            }
        }
        if self.is_attributive(text, cue, next, &segment) {
            return true;
        }
        // 其目的是使…能…, 以便…能…, 从而能…: an aim or a consequence of the main provision
        let aim = [
            "以便",
            "以使",
            "使",
            "从而",
            "以确保",
            "以保证",
            "以满足",
            "确保",
            "保证",
            "用以",
            "以免",
            "防止",
            "避免",
        ]
        .iter()
        .any(|word| before.trim_start().starts_with(word));
        aim && main.is_some()
            && !matches!(cue.modality, Modality::Requirement | Modality::Prohibition)
    }

    /// 应检测的项目见表1; 能承受的压力应…; 采用可拆卸的结构.
    fn is_attributive(
        &self,
        text: &str,
        cue: &Found,
        next: Option<&Found>,
        segment: &Range<usize>,
    ) -> bool {
        let rest = ahead(slice(text, &(cue.range.end..segment.end)), 0, REACH);
        let Some(de) = rest.find('的') else { return false };
        let inner = &rest[..de];
        let after = &rest[de + '的'.len_utf8()..];
        let length = inner.chars().count();
        const TAKES_CLAUSE: &[&str] = &[
            "保证", "确保", "使", "检查", "确认", "规定", "说明", "证明", "记录", "保持", "控制",
            "满足", "符合", "采用", "设置", "注明", "标明", "对", "按", "在", "将", "由", "为",
            "是", "有", "具有", "给出", "根据", "考虑", "测量", "与", "从", "以", "把", "遵守",
            "使用",
        ];
        let takes_clause = TAKES_CLAUSE.iter().any(|word| {
            inner.len() > word.len()
                && inner.starts_with(word)
                && !(*word == "使" && inner.starts_with("使用"))
        });
        // … 的 N 应 …: a later modal word of the same clause is the main one
        if let Some(next) = next.filter(|next| next.range.start < segment.end) {
            let middle = slice(text, &(cue.range.end..next.range.start));
            if middle.contains('的') && !joined(middle) && next.range.start > cue.range.end {
                return true;
            }
        }
        if takes_clause || length > 8 {
            return false;
        }
        let predicate = [
            "见",
            "为",
            "是",
            "包括",
            "如下",
            "列于",
            "分为",
            "由",
            "属于",
            "取决于",
            "有",
            "不同",
            "等于",
        ]
        .iter()
        .filter_map(|word| after.find(word))
        .any(|index| after[..index].chars().count() <= 10 && !after[index..].starts_with("是否"));
        if predicate {
            return true;
        }
        let before = slice(text, &(segment.start..cue.range.start));
        let object = [
            "采用", "具有", "设置", "为", "是", "有", "提供", "一种", "使用", "的", "或", "和",
            "包括",
        ]
        .iter()
        .any(|word| before.ends_with(word));
        matches!(cue.modality, Modality::Permission | Modality::Can | Modality::Cannot) && object
    }

    /// The condition of the provision at byte `at`.
    pub(super) fn condition_for(&self, at: usize) -> Option<Range<usize>> {
        self.conditions
            .iter()
            .rfind(|condition| condition.end <= at)
            .or_else(|| self.conditions.iter().find(|condition| condition.start > at))
            .cloned()
    }

    /// True if the clause is a condition from its first character on.
    pub(super) fn is_condition(&self, segment: &Range<usize>) -> bool {
        self.conditions
            .iter()
            .any(|condition| condition.start <= segment.start + 3 && condition.end >= segment.end)
    }
}

/// Something before the modal word joins it to an equal: 并应, 且不应, 也可.
fn joined(before: &str) -> bool {
    let tail = behind(before, before.len(), 3);
    tail.contains(['并', '且', '也', '还', '而', '但', '或', '亦', '均', '则', '；'])
}

fn digits_around(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    at > 0 && bytes[at - 1].is_ascii_digit() && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
}

/// The condition in a clause, if it holds one.
fn condition_in(text: &str, segment: &Range<usize>, comma_follows: bool) -> Option<Range<usize>> {
    let piece = slice(text, segment);
    let lead = piece.len() - piece.trim_start().len();
    let body = piece.trim();
    let start = segment.start + lead;
    let end = start + body.len();
    if body.is_empty() {
        return None;
    }
    let opener = OPENERS.iter().find(|(word, not)| {
        body.strip_prefix(word).is_some_and(|rest| !not.iter().any(|bad| rest.starts_with(bad)))
    });
    let closed = CLOSERS.iter().any(|word| body.ends_with(word));
    if let Some((word, _)) = opener {
        let soft = matches!(*word, "在" | "经" | "除" | "因" | "为了" | "遇");
        if comma_follows && (!soft || closed || !has_modal(body)) {
            return Some(start..end);
        }
        // 当温度低于5℃时应停止: the condition ends at 时 or 后 within the clause
        let inner = ["时", "情况下", "条件下", "前提下", "之后", "之前", "后", "前"]
            .iter()
            .filter_map(|close| {
                body.match_indices(close).map(|(index, found)| index + found.len()).find(|&index| {
                    !matches!(
                        ahead(body, index, 1),
                        "间" | "刻"
                            | "期"
                            | "长"
                            | "段"
                            | "限"
                            | "机"
                            | "速"
                            | "续"
                            | "果"
                            | "端"
                            | "方"
                            | "面"
                            | "者"
                    )
                })
            })
            .min();
        if let Some(inner) = inner {
            return Some(start..start + inner);
        }
        return None;
    }
    (comma_follows && closed && body.chars().count() > 2).then_some(start..end)
}

fn has_modal(body: &str) -> bool {
    ["应", "宜", "可", "不得", "必须", "不能"].iter().any(|word| body.contains(word))
}
