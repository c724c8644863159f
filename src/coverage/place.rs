//! Where one standard stands in the matrix.

use super::aspect::AspectList;
use super::scheme::{Codes, Scheme, number};
use crate::corpus::{Corpus, StandardId};
use crate::model::{Level, Status, Text};

/// What one standard is to the matrix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// It was replaced or withdrawn: it fills nothing.
    Ended,
    /// It amends or corrects another: that one fills the cell.
    Amends,
    /// Another description of the same document is counted.
    ToldTwice,
    /// It is in force, under way, or nobody knows, and this is where it belongs.
    Counted {
        /// Its leaves, by their numbers, rising.
        leaves: Vec<u32>,
        /// Its aspects, by their numbers, rising.
        aspects: Vec<u32>,
        /// Why it fills no cell, where it fills none.
        unclassified: Option<Why>,
    },
}

/// Why a standard has no cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Neither sector nor aspect is said.
    Neither,
    /// No sector is said.
    NoSector,
    /// No aspect is said.
    NoAspect,
    /// None of its sectors is in the scheme.
    UnknownSector,
    /// None of its aspects is in the list.
    UnknownAspect,
}

/// Finds the places of standards.
pub(super) struct Places<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) scheme: &'a Scheme,
    pub(super) aspects: &'a AspectList,
    /// Where no sector is said, it is guessed from the ICS codes.
    pub(super) crosswalk: bool,
    /// Descriptions of a document that another description stands for.
    pub(super) told_twice: Vec<bool>,
}

/// What a standard says of its place, and what of it is not known to the scheme or the list.
pub(super) struct Found<'a> {
    pub(super) place: Place,
    pub(super) unknown_sectors: Vec<&'a str>,
    pub(super) unknown_aspects: Vec<&'a str>,
    /// Its sectors were guessed.
    pub(super) guessed: bool,
}

impl<'a> Places<'a> {
    pub(super) fn new(
        corpus: &'a Corpus,
        scheme: &'a Scheme,
        aspects: &'a AspectList,
        crosswalk: bool,
    ) -> Self {
        let mut told_twice = vec![false; corpus.standards().len()];
        for duplicate in corpus.duplicates() {
            // The description that says most of its place speaks for the others.
            let says = |id: &StandardId| {
                let class = corpus.standard(*id).classification.as_deref();
                class.map_or(0, |it| {
                    usize::from(it.aspects.as_ref().is_some_and(|it| !it.is_empty()))
                        + usize::from(it.sectors.as_ref().is_some_and(|it| !it.is_empty()))
                        + usize::from(!it.ics.is_empty())
                })
            };
            let mut best = None;
            for id in &duplicate.standards {
                if best.is_none_or(|(count, _)| says(id) > count) {
                    best = Some((says(id), *id));
                }
            }
            for id in &duplicate.standards {
                told_twice[id.index()] = best.is_some_and(|(_, it)| it != *id);
            }
        }
        Self { corpus, scheme, aspects, crosswalk, told_twice }
    }

    pub(super) fn of(&self, id: StandardId, status: Status) -> Found<'a> {
        let mut found = Found {
            place: Place::Ended,
            unknown_sectors: Vec::new(),
            unknown_aspects: Vec::new(),
            guessed: false,
        };
        let corpus = self.corpus;
        let standard = corpus.standard(id);
        if self.told_twice[id.index()] {
            found.place = Place::ToldTwice;
            return found;
        }
        if matches!(status, Status::Replaced | Status::Withdrawn) {
            return found;
        }
        let supplements = |id| corpus.identifier(id).is_some_and(|it| !it.supplements.is_empty());
        if !standard.amends.is_empty() || supplements(id.node()) {
            found.place = Place::Amends;
            return found;
        }
        let class = standard.classification.as_deref();
        let read = |texts: Option<&'a [Text]>| -> Vec<&'a str> {
            let texts = texts.unwrap_or_default().iter();
            texts.map(|it| it.get(corpus.sources()).trim()).filter(|it| !it.is_empty()).collect()
        };
        let ics = read(class.map(|it| it.ics.as_slice()));
        let codes = match self.scheme.codes {
            Codes::Ics => ics.clone(),
            Codes::Sectors => read(class.and_then(|it| it.sectors.as_deref())),
        };
        let words = read(class.and_then(|it| it.aspects.as_deref()));

        let mut leaves = Vec::new();
        for code in &codes {
            match self.scheme.resolve(code) {
                Some(it) => leaves.extend(self.scheme.leaves_of(it.sector).map(number)),
                None => found.unknown_sectors.push(code),
            }
        }
        let guess = codes.is_empty() && self.crosswalk && self.scheme.codes == Codes::Sectors;
        if guess {
            for sector in ics.iter().flat_map(|code| self.scheme.from_ics(code)) {
                leaves.extend(self.scheme.leaves_of(sector).map(number));
            }
            found.guessed = !leaves.is_empty();
        }
        let mut aspects = Vec::new();
        for word in &words {
            match self.aspects.resolve(word) {
                Some(range) => aspects.extend(range.map(number)),
                None => found.unknown_aspects.push(word),
            }
        }
        for list in [&mut leaves, &mut aspects] {
            list.sort_unstable();
            list.dedup();
        }
        let no_sector = codes.is_empty() && !found.guessed;
        let unclassified = match (leaves.is_empty(), aspects.is_empty()) {
            (false, false) => None,
            _ if no_sector && words.is_empty() => Some(Why::Neither),
            _ if no_sector => Some(Why::NoSector),
            (true, _) => Some(Why::UnknownSector),
            _ if words.is_empty() => Some(Why::NoAspect),
            _ => Some(Why::UnknownAspect),
        };
        found.place = Place::Counted { leaves, aspects, unclassified };
        found
    }
}

/// Level of the body behind a standard: from its identifier, else as declared.
pub(super) fn level_of(corpus: &Corpus, id: StandardId) -> Level {
    let by_identifier = corpus.identifier(id.node()).map(|it| it.level);
    let declared = || corpus.standard(id).details.as_deref()?.level.map(|it| it.value);
    by_identifier.filter(|it| *it != Level::Unknown).or_else(declared).unwrap_or(Level::Unknown)
}
