//! Clauses and what differs between them, in words.

use super::Look;
use super::columns::Columns;
use crate::alignment::Item;
use crate::bilingual;
use crate::comparison::{Change, ChangeOf, PlacedSentence, Quote};
use crate::language::SetRelation;
use crate::source::Bilingual;

/// In what something differs.
pub(super) fn change_word(of: ChangeOf) -> Bilingual {
    match of {
        ChangeOf::Modality => bilingual!("modality", "约束力"),
        ChangeOf::Quantity => bilingual!("quantity", "数值"),
        ChangeOf::Condition => bilingual!("condition", "条件"),
        ChangeOf::Reference => bilingual!("reference", "引用"),
        ChangeOf::Provision => bilingual!("provision", "条文"),
        ChangeOf::Text => bilingual!("text", "文字"),
        ChangeOf::Editorial => bilingual!("editorial", "编辑性"),
    }
}

/// What the new values are to the old ones.
pub(super) fn revised(relation: SetRelation) -> Option<Bilingual> {
    match relation {
        SetRelation::Superset => Some(bilingual!("stricter now", "变严")),
        SetRelation::Subset => Some(bilingual!("wider now", "变宽")),
        _ => against(relation),
    }
}

/// What the values of the left are to those of the right.
pub(super) fn against(relation: SetRelation) -> Option<Bilingual> {
    match relation {
        SetRelation::Superset => Some(bilingual!("left allows more", "左侧允许更多")),
        SetRelation::Subset => Some(bilingual!("left allows less", "左侧允许更少")),
        SetRelation::Overlap => Some(bilingual!("overlap in part", "部分重叠")),
        SetRelation::Disjoint => Some(bilingual!("no value meets both", "没有值能同时满足")),
        SetRelation::Incompatible => Some(bilingual!("another dimension", "量纲不同")),
        SetRelation::Equal | SetRelation::NotComparable => None,
    }
}

/// Whether a difference is worth a line of its own.
pub(super) fn is_named(change: &Change) -> bool {
    matches!(
        change.of,
        ChangeOf::Modality | ChangeOf::Quantity | ChangeOf::Condition | ChangeOf::Reference
    )
}

/// A difference in one line.
pub(super) fn in_words(
    change: &Change,
    arrow: &str,
    relation: fn(SetRelation) -> Option<Bilingual>,
    look: Look,
) -> String {
    let side = |quote: &Option<Quote>| match quote {
        None => bilingual!("nothing", "无").get(look.language).to_owned(),
        Some(quote) => {
            let words = quote.words.split_whitespace().collect::<Vec<_>>().join(" ");
            match &quote.value {
                Some(value) if change.of == ChangeOf::Modality => format!("{words} ({value})"),
                _ => words,
            }
        }
    };
    let of = change_word(change.of);
    let mut line =
        format!("{}: {} {arrow} {}", of.get(look.language), side(&change.old), side(&change.new));
    if let Some(word) = change.relation.and_then(relation) {
        line.push_str(&format!(" ({})", word.get(look.language)));
    }
    line
}

/// Writes the named differences, at most `most` of them.
pub(super) fn name(
    columns: &mut Columns<'_>,
    changes: &[Change],
    most: usize,
    arrow: &str,
    relation: fn(SetRelation) -> Option<Bilingual>,
) -> std::io::Result<()> {
    let all: Vec<&Change> = changes.iter().filter(|it| is_named(it)).collect();
    let most = if columns.look.verbose > 0 { all.len() } else { most };
    for change in all.iter().take(most) {
        let line = in_words(change, arrow, relation, columns.look);
        columns.note(&line)?;
    }
    if all.len() > most {
        let more = all.len() - most;
        let text = columns.say(&bilingual!("and {more} more", "另有 {more} 处"));
        columns.note(&text)?;
    }
    Ok(())
}

/// The words of a sentence with single spaces.
pub(super) fn spaced(sentence: &PlacedSentence<'_>) -> String {
    sentence.text().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Sentences in a row: a blank between them, but not between Chinese ones.
pub(super) fn joined(sentences: impl Iterator<Item = String>) -> String {
    let mut whole = String::new();
    for sentence in sentences {
        if !whole.is_empty() && !whole.ends_with(['。', '；', '：', '！', '？', '，']) {
            whole.push(' ');
        }
        whole.push_str(&sentence);
    }
    whole
}

/// Number and title of a clause; the first words of its text stand in for what it lacks.
pub(super) fn title(item: &Item<'_>) -> String {
    let mut line = item.id.to_string();
    if line.starts_with('#')
        && item.title.trim().is_empty()
        && let Some(text) = item.text.first()
    {
        let words: Vec<&str> = text.split_whitespace().take(8).collect();
        let words: String = words.join(" ").chars().take(60).collect();
        return format!("“{words}…”");
    }
    if item.title.trim() != item.id.trim() && !item.title.trim().is_empty() {
        line.push_str("  ");
        line.push_str(&item.title.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    line
}
