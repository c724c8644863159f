//! Clause trees of standards as lists to align.

use std::borrow::Cow;

use rustc_hash::FxHashSet;

use super::list::{Item, List};
use crate::model::{BlockKind, Clause, Element, Lang, Localised, Standard, TermEntry};
use crate::source::SourceMap;

/// A standard as a list, and what stands behind every item: a clause or a term entry.
#[derive(Debug)]
pub struct ClauseList<'a> {
    /// What is aligned.
    pub list: List<'a>,
    /// The clauses, item by item; none behind a term entry.
    pub clauses: Vec<Option<&'a Clause>>,
    /// The term entries, item by item; none behind a clause.
    pub entries: Vec<Option<&'a TermEntry>>,
    /// The language that was taken where texts are given in several.
    pub lang: Option<Lang>,
}

/// Lists of the clauses of two standards, in a language that both have, if there is one.
#[must_use]
pub fn of_standards<'a>(
    left: &'a Standard,
    right: &'a Standard,
    sources: &'a SourceMap,
) -> (ClauseList<'a>, ClauseList<'a>) {
    let common = common_language(&languages(left), &languages(right));
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
        entries: Vec::new(),
        lang,
    };
    let mut entries = Entries::new(standard, sources, lang);
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
        all.entries.push(None);
        if let Some(number) = &clause.number {
            for entry in entries.under(number.get(sources).trim()) {
                entries.push(entry, Some(place), &mut all);
            }
        }
        open.extend(clause.clauses.iter().rev().map(|each| (each, Some(place))));
    }
    // Entries under no clause stand at the end.
    for entry in entries.rest() {
        entries.push(entry, None, &mut all);
    }
    all
}

/// Term entries that are not clauses already, to be put under the clause they belong to.
struct Entries<'a> {
    sources: &'a SourceMap,
    lang: Option<Lang>,
    waiting: Vec<Option<&'a TermEntry>>,
}

impl<'a> Entries<'a> {
    fn new(standard: &'a Standard, sources: &'a SourceMap, lang: Option<Lang>) -> Self {
        let mut numbers: FxHashSet<&str> = FxHashSet::default();
        let mut open: Vec<&Clause> = standard.clauses.iter().flatten().collect();
        while let Some(clause) = open.pop() {
            numbers.extend(clause.number.as_ref().map(|it| it.get(sources).trim()));
            open.extend(&clause.clauses);
        }
        let waiting = standard
            .terms
            .iter()
            .flatten()
            .filter(|entry| {
                let number = entry.number.as_ref().map(|it| it.get(sources).trim());
                number.is_none_or(|number| !numbers.contains(number))
            })
            .map(Some)
            .collect();
        Self { sources, lang, waiting }
    }

    /// Takes the entries whose numbers stand right under `number`.
    fn under(&mut self, number: &str) -> Vec<&'a TermEntry> {
        let sources = self.sources;
        let belongs = |entry: &&TermEntry| {
            let own = entry.number.as_ref().map(|it| it.get(sources).trim());
            own.and_then(|own| own.rsplit_once('.')).is_some_and(|(above, _)| above == number)
        };
        let found = self.waiting.iter_mut().filter(|it| it.as_ref().is_some_and(belongs));
        found.filter_map(Option::take).collect()
    }

    fn rest(&mut self) -> Vec<&'a TermEntry> {
        self.waiting.iter_mut().filter_map(Option::take).collect()
    }

    fn push(&self, entry: &'a TermEntry, parent: Option<usize>, all: &mut ClauseList<'a>) {
        let in_lang = |of: Lang| self.lang.is_none_or(|lang| lang == of || of == Lang::Unstated);
        let named = |only: bool| -> Vec<&'a str> {
            let designations = entry.designations.iter().filter(|it| !only || in_lang(it.lang));
            designations.map(|it| it.text.get(self.sources)).collect()
        };
        let mut names = named(true);
        if names.is_empty() {
            names = named(false);
        }
        let text: Vec<Cow<'_, str>> = entry
            .definitions
            .iter()
            .filter(|it| in_lang(it.lang))
            .map(|it| Cow::Borrowed(it.text.get(self.sources)))
            .collect();
        if names.is_empty() && text.is_empty() {
            return;
        }
        let id = match (&entry.number, names.first()) {
            (Some(number), _) => Cow::Borrowed(number.get(self.sources).trim()),
            (None, Some(name)) => Cow::Borrowed(*name),
            (None, None) => Cow::Owned(format!("#{}", all.list.items.len() + 1)),
        };
        all.list.items.push(Item {
            id,
            parent,
            title: Cow::Owned(names.join("; ")),
            text,
            ..Item::default()
        });
        all.clauses.push(None);
        all.entries.push(Some(entry));
    }
}

/// The language in which two standards are compared, if there is one that both have.
pub(crate) fn common_language(ours: &[Lang], theirs: &[Lang]) -> Option<Lang> {
    ours.iter().copied().find(|it| *it != Lang::Unstated && theirs.contains(it))
}

/// The languages in which a standard has clauses, rising.
pub(crate) fn languages(standard: &Standard) -> Vec<Lang> {
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
