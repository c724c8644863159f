//! Terminological entries: what is worked out for one document, and for all of them at once.
//!
//! Questions about other documents go through [`TermIndex`], which is built once, so that no
//! document is compared with every other.

mod index;
mod own;

pub(crate) use index::{Drift, TermIndex};
pub(crate) use own::OwnTerms;

use super::Facts;
use crate::language::is_han;
use crate::model::{Definition, Designation, DesignationStatus, Lang, TermEntry};

/// An entry: its document and its place among the document's entries.
pub(crate) type EntryId = (u32, u32);

/// The entry.
pub(crate) fn entry<'a>(f: &Facts<'a>, (doc, index): EntryId) -> Option<&'a TermEntry> {
    f.standard(doc).terms.as_ref()?.get(index as usize)
}

/// The language of a text: as said, else by its script.
pub(crate) fn language_of(said: Lang, text: &str) -> Lang {
    match said {
        Lang::Unstated if text.chars().any(is_han) => Lang::Zh,
        Lang::Unstated if text.chars().any(|c| c.is_ascii_alphabetic()) => Lang::En,
        said => said,
    }
}

/// Names that may be used: preferred ones and admitted ones, each with its language.
pub(crate) fn names<'a>(
    f: &Facts<'a>,
    entry: &'a TermEntry,
) -> impl Iterator<Item = (Lang, &'a str)> {
    let usable = |it: &&Designation| it.status != DesignationStatus::Deprecated;
    let f = *f;
    entry.designations.iter().filter(usable).filter_map(move |it| {
        let text = f.text(&it.text).trim();
        (!text.is_empty()).then(|| (language_of(it.lang, text), text))
    })
}

/// Definitions, each with its language.
pub(crate) fn definitions<'a>(
    f: &Facts<'a>,
    entry: &'a TermEntry,
) -> impl Iterator<Item = (Lang, &'a Definition, &'a str)> {
    let f = *f;
    entry.definitions.iter().filter_map(move |it| {
        let text = f.text(&it.text).trim();
        (!text.is_empty()).then(|| (language_of(it.lang, text), it, text))
    })
}

/// A name or subject field as far as spelling does not matter: width, case and white space.
pub(crate) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        let c = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            '\u{3000}' | '\u{a0}' => ' ',
            '‐' | '‑' | '–' => '-',
            c => c,
        };
        if c.is_whitespace() {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            out.extend(c.to_lowercase());
        }
    }
    out
}

/// Whether two entries name a concept alike in some language.
pub(crate) fn share_a_name(f: &Facts<'_>, left: &TermEntry, right: &TermEntry) -> bool {
    let right: Vec<(Lang, String)> =
        names(f, right).map(|(lang, name)| (lang, folded(name))).collect();
    names(f, left).any(|(lang, name)| {
        let name = folded(name);
        right.iter().any(|(other, it)| *other == lang && *it == name)
    })
}

/// How the definitions of two entries lie to each other; `None` where they have no language in
/// common, or where one has none.
pub(crate) fn compare(
    f: &Facts<'_>,
    left: &TermEntry,
    right: &TermEntry,
) -> Option<crate::language::DefinitionRelation> {
    let mut worst = None;
    for (lang, _, words) in definitions(f, left) {
        let same = |it: &(Lang, &Definition, &str)| it.0 == lang;
        // Several definitions in one language: the nearest one counts.
        let nearest = definitions(f, right)
            .filter(same)
            .map(|(_, _, other)| crate::language::compare_definitions(words, other))
            .min();
        worst = worst.max(nearest);
    }
    worst
}

/// The subject fields of two entries are the same, or neither has one.
pub(crate) fn same_domain(f: &Facts<'_>, left: &TermEntry, right: &TermEntry) -> bool {
    domain(f, left) == domain(f, right)
}

/// The subject field of an entry, folded; without its brackets.
pub(crate) fn domain(f: &Facts<'_>, entry: &TermEntry) -> Option<String> {
    let text = folded(f.text(entry.domain.as_ref()?));
    let text = text.trim_matches(['<', '>', '〈', '〉', '《', '》', ' ']);
    (!text.is_empty()).then(|| text.to_owned())
}
