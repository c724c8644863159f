//! The end of a report: what could not be checked, and how many of everything.

use std::fmt::Write as _;

use indexmap::IndexMap;

use super::paint::{Ink, paint};
use super::wrap::{columns, wrap};
use super::{Look, Report};
use crate::bilingual;
use crate::source::{Bilingual, Language, plural};

/// Reasons, and standards of one reason, that are listed without `-v`.
const SHORT: usize = 4;

/// Why something could not be checked, what it concerns, and which rules could not look.
pub(super) struct Unchecked<'a> {
    pub(super) reason: &'a Bilingual,
    pub(super) standards: Vec<&'a str>,
    pub(super) rules: Vec<&'a str>,
}

/// What could not be checked by reason: the most frequent first, equal ones by their words.
pub(super) fn unchecked<'a>(report: &'a Report<'_>) -> Vec<Unchecked<'a>> {
    let mut groups: IndexMap<&Bilingual, (Vec<&str>, Vec<&str>)> = IndexMap::new();
    for it in &report.not_checkable {
        let (standards, rules) = groups.entry(&it.reason).or_default();
        standards.push(&it.standard);
        rules.extend(it.rules.iter().map(String::as_str));
    }
    let mut groups: Vec<_> = groups
        .into_iter()
        .map(|(reason, (standards, rules))| Unchecked {
            reason,
            standards: distinct(standards),
            rules: distinct(rules),
        })
        .collect();
    groups.sort_by(|a, b| {
        b.standards.len().cmp(&a.standards.len()).then_with(|| a.reason.cmp(b.reason))
    });
    groups
}

fn distinct(mut words: Vec<&str>) -> Vec<&str> {
    words.sort_unstable();
    words.dedup();
    words
}

/// What could not be checked: short, or whole with `-v`. Never left out.
pub(super) fn not_checkable(report: &Report<'_>, look: Look) -> String {
    if report.not_checkable.is_empty() {
        return String::new();
    }
    let language = look.language;
    let shown = if look.verbose > 0 { usize::MAX } else { SHORT };
    let groups = unchecked(report);
    let title = bilingual!("not checkable", "无法检查");
    let mut out = format!("{}\n", paint(title.get(language), Ink::Bold, look.color));
    for Unchecked { reason, standards, rules } in groups.iter().take(shown) {
        let standards = few(standards, shown, language);
        let rules = few(rules, shown.saturating_mul(2), language);
        let text = match language {
            Language::En => format!("{}: {standards} [{rules}]", reason.en),
            Language::Zh => format!("{}：{standards} [{rules}]", reason.zh),
        };
        push_item(&mut out, &text, look);
    }
    let hidden = groups.len().saturating_sub(shown);
    if hidden > 0 {
        let reasons = plural(hidden, "reason", "reasons");
        let text = bilingual!(
            "{hidden} more {reasons}, -v shows all",
            "另有 {hidden} 种原因，-v 显示全部"
        );
        push_item(&mut out, text.get(language), look);
    }
    out.push('\n');
    out
}

fn push_item(out: &mut String, text: &str, look: Look) {
    for (index, line) in wrap(text, look.width.saturating_sub(4)).iter().enumerate() {
        let _ = writeln!(out, "{}{line}", if index == 0 { "  - " } else { "    " });
    }
}

/// The first few of `words`, and how many there are besides.
fn few(words: &[&str], shown: usize, language: Language) -> String {
    let hidden = words.len().saturating_sub(shown);
    let mut text = words[..words.len() - hidden].join(comma(language));
    if hidden > 0 {
        let more = bilingual!(" and {hidden} more", " 等，另有 {hidden} 个");
        text.push_str(more.get(language));
    }
    text
}

fn comma(language: Language) -> &'static str {
    match language {
        Language::En => ", ",
        Language::Zh => "、",
    }
}

/// `12 standards, 340 clauses: 1 error, 3 warnings (2 waived, 5 baselined), 2 not checkable`.
pub(super) fn line(report: &Report<'_>, look: Look) -> String {
    let counts = report.counts();
    let ink = match () {
        () if counts.error > 0 || unread(report) > 0 => Ink::Error,
        () if counts.warning > 0 => Ink::Warning,
        () => Ink::Bold,
    };
    let (examined, found) = (examined(report, look.language), found(report, look.language));
    let colon = bilingual!(":", "：");
    let colon = colon.get(look.language);
    let space = if look.language == Language::En { " " } else { "" };
    if columns(&examined) + columns(&found) + 2 <= look.width {
        return format!("{examined}{colon}{space}{}\n", paint(&found, ink, look.color));
    }
    let mut out = format!("{examined}{colon}\n");
    for line in wrap(&found, look.width.saturating_sub(2)) {
        let _ = writeln!(out, "  {}", paint(&line, ink, look.color));
    }
    out
}

fn unread(report: &Report<'_>) -> usize {
    report.problems.iter().filter(|it| it.code.is_failure()).count()
}

/// `12 standards, 340 clauses, 96 references in 12 files`.
pub(super) fn examined(report: &Report<'_>, language: Language) -> String {
    let it = report.examined;
    let parts = [
        counted(it.standards, "standard", "standards", "项标准"),
        counted(it.clauses, "clause", "clauses", "条"),
        counted(it.references, "reference", "references", "处引用"),
    ];
    parts.map(|it| it.get(language).to_owned()).join(comma(language))
}

/// `1 error, 3 warnings (2 waived, 5 baselined), 2 not checkable`.
pub(super) fn found(report: &Report<'_>, language: Language) -> String {
    let counts = report.counts();
    let list = |parts: Vec<(usize, Bilingual)>| {
        let some = parts.into_iter().filter(|(count, _)| *count > 0);
        some.map(|(_, it)| it.get(language).to_owned()).collect::<Vec<_>>().join(comma(language))
    };
    let mut text = list(vec![
        (counts.error, counted(counts.error, "error", "errors", "个错误")),
        (counts.warning, counted(counts.warning, "warning", "warnings", "个警告")),
        (counts.info, counted(counts.info, "info", "info", "个提示")),
    ]);
    if text.is_empty() {
        bilingual!("no findings", "没有发现问题").get(language).clone_into(&mut text);
    }
    let kept = list(vec![
        (counts.waived, counted(counts.waived, "waived", "waived", "个已豁免")),
        (counts.baselined, counted(counts.baselined, "baselined", "baselined", "个在基线内")),
    ]);
    if !kept.is_empty() {
        text.push_str(bilingual!(" ({kept})", "（{kept}）").get(language));
    }
    let unread = unread(report);
    let rest = list(vec![
        (
            counts.not_checkable,
            counted(counts.not_checkable, "not checkable", "not checkable", "项无法检查"),
        ),
        (
            unread,
            counted(
                unread,
                "problem reading the input",
                "problems reading the input",
                "处输入无法读取",
            ),
        ),
    ]);
    if !rest.is_empty() {
        text.push_str(bilingual!(", {rest}", "，{rest}").get(language));
    }
    text
}

/// A count with its noun.
fn counted(count: usize, one: &str, many: &str, zh: &str) -> Bilingual {
    let noun = plural(count, one, many);
    bilingual!("{count} {noun}", "{count} {zh}")
}
