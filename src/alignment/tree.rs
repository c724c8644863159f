//! Clause trees of standards as lists to align.

use std::borrow::Cow;

use super::list::{Item, List};
use crate::model::{BlockKind, Clause, Element, Lang, Localised, Standard};
use crate::source::SourceMap;

/// A standard as a list, and the clause behind every item (none behind a term entry).
#[derive(Debug)]
pub struct ClauseList<'a> {
    /// What is aligned.
    pub list: List<'a>,
    /// The clauses, item by item.
    pub clauses: Vec<Option<&'a Clause>>,
}

/// Lists of the clauses of two standards, in a language that both have, if there is one.
#[must_use]
pub fn of_standards<'a>(
    left: &'a Standard,
    right: &'a Standard,
    sources: &'a SourceMap,
) -> (ClauseList<'a>, ClauseList<'a>) {
    let (ours, theirs) = (languages(left), languages(right));
    let common = ours.iter().copied().find(|it| *it != Lang::Unstated && theirs.contains(it));
    (of_standard(left, sources, common), of_standard(right, sources, common))
}

/// The clauses of a standard in document order, its term entries after them. Where a text is given
/// in several languages, `lang` is taken, or else the first.
#[must_use]
pub fn of_standard<'a>(
    standard: &'a Standard,
    sources: &'a SourceMap,
    lang: Option<Lang>,
) -> ClauseList<'a> {
    let pick = |text: &'a Localised| -> &'a str {
        let chosen = lang.and_then(|lang| text.in_lang(lang)).or_else(|| text.first());
        chosen.map_or("", |text| text.get(sources))
    };
    let name = standard.identity.as_ref().map(|it| it.written.get(sources).to_owned());
    let mut all = ClauseList {
        list: List { name: name.unwrap_or_default(), items: Vec::new(), lang: None },
        clauses: Vec::new(),
    };
    let mut open: Vec<(&Clause, Option<usize>)> =
        standard.clauses.iter().flatten().rev().map(|clause| (clause, None)).collect();
    while let Some((clause, parent)) = open.pop() {
        let place = all.list.items.len();
        let mut item =
            Item { parent, title: Cow::Borrowed(pick(&clause.title)), ..Item::default() };
        let lists_documents = clause.element.is_some_and(|it| {
            matches!(
                it.value,
                Element::NormativeReferences | Element::Bibliography | Element::Index
            )
        });
        for block in clause.blocks.iter().filter(|_| !lists_documents) {
            let to = match block.kind {
                BlockKind::Note
                | BlockKind::Example
                | BlockKind::Footnote
                | BlockKind::Figure
                | BlockKind::Admonition => &mut item.further,
                _ => &mut item.text,
            };
            to.extend(
                [pick(&block.title), pick(&block.text)]
                    .into_iter()
                    .filter(|text| !text.trim().is_empty())
                    .map(Cow::Borrowed),
            );
        }
        item.id = [clause.number.as_ref(), clause.key.as_ref(), clause.anchor.as_ref()]
            .into_iter()
            .flatten()
            .map(|text| text.get(sources).trim())
            .chain([item.title.trim()])
            .find(|text| !text.is_empty())
            .map_or_else(
                || Cow::Owned(format!("#{}", place + 1)),
                |text| Cow::Owned(text.to_owned()),
            );
        all.list.items.push(item);
        all.clauses.push(Some(clause));
        open.extend(clause.clauses.iter().rev().map(|each| (each, Some(place))));
    }
    terms(standard, sources, lang, &mut all);
    all
}

/// Term entries that are not clauses already.
fn terms<'a>(
    standard: &'a Standard,
    sources: &'a SourceMap,
    lang: Option<Lang>,
    all: &mut ClauseList<'a>,
) {
    let numbers: rustc_hash::FxHashMap<String, usize> =
        all.list.items.iter().enumerate().map(|(at, it)| (it.id.to_string(), at)).collect();
    for (index, entry) in standard.terms.iter().flatten().enumerate() {
        let in_lang = |of: Lang| lang.is_none_or(|lang| lang == of);
        let number = entry.number.as_ref().map(|it| it.get(sources).trim());
        if number.is_some_and(|it| numbers.contains_key(it)) {
            continue;
        }
        let names: Vec<&str> = entry
            .designations
            .iter()
            .filter(|it| in_lang(it.lang))
            .map(|it| it.text.get(sources))
            .collect();
        let text: Vec<Cow<'_, str>> = entry
            .definitions
            .iter()
            .filter(|it| in_lang(it.lang))
            .map(|it| Cow::Borrowed(it.text.get(sources)))
            .collect();
        if names.is_empty() && text.is_empty() {
            continue;
        }
        let above =
            number.and_then(|it| it.rsplit_once('.')).and_then(|(above, _)| numbers.get(above));
        all.list.items.push(Item {
            id: number.map_or_else(
                || {
                    Cow::Owned(
                        names
                            .first()
                            .map_or_else(|| format!("#t{}", index + 1), |it| (*it).to_owned()),
                    )
                },
                |it| Cow::Owned(it.to_owned()),
            ),
            parent: above.copied(),
            title: Cow::Owned(names.join("; ")),
            text,
            ..Item::default()
        });
        all.clauses.push(None);
    }
}

/// The languages in which a standard has clauses, in order of appearance.
fn languages(standard: &Standard) -> Vec<Lang> {
    let mut all = Vec::new();
    let mut open: Vec<&Clause> = standard.clauses.iter().flatten().collect();
    while let Some(clause) = open.pop() {
        for (lang, _) in
            clause.title.iter().chain(clause.blocks.iter().flat_map(|it| it.text.iter()))
        {
            if !all.contains(&lang) {
                all.push(lang);
            }
        }
        open.extend(&clause.clauses);
    }
    all.sort_unstable();
    all
}
