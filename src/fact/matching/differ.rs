//! Where two documents differ, clause by clause.

use std::ops::Range;

use super::side::{Role, Side};
use super::{Class, Difference, DifferenceKind, DocumentPair};
use crate::comparison;
use crate::fact::{Facts, Place};
use crate::language::{Modality, provisions};
use crate::model::{BlockKind, Lang, Localised, Text};

/// The text of clauses that are compared as one, with the way back to the sources.
#[derive(Debug, Default)]
pub(super) struct Passage<'a> {
    pub(super) text: String,
    pieces: Vec<Piece<'a>>,
}

/// A piece of a passage.
#[derive(Debug)]
struct Piece<'a> {
    /// Where it begins in the passage.
    start: usize,
    text: &'a Text,
    /// The item it stands in.
    member: u32,
}

impl<'a> Passage<'a> {
    /// The normative text of items of a side.
    pub(super) fn of(f: &Facts<'a>, side: &Side, members: &[u32]) -> Self {
        let mut passage = Self::default();
        for member in members {
            if let Some(entry) = side.entry(f, *member) {
                let said =
                    |lang: Lang| side.lang.is_none_or(|it| it == lang || lang == Lang::Unstated);
                for definition in entry.definitions.iter().filter(|it| said(it.lang)) {
                    passage.push(f, *member, &definition.text);
                }
                continue;
            }
            let Some(clause) = side.clause(f, *member) else { continue };
            for block in &clause.blocks {
                let counts = match block.kind {
                    BlockKind::Paragraph
                    | BlockKind::ListItem
                    | BlockKind::Provision
                    | BlockKind::Table => true,
                    BlockKind::Footnote => block.within.is_some(),
                    _ => false,
                };
                if let Some(text) = picked(&block.text, side.lang).filter(|_| counts) {
                    passage.push(f, *member, text);
                }
            }
        }
        passage
    }

    fn push(&mut self, f: &Facts<'a>, member: u32, text: &'a Text) {
        let words = f.text(text);
        if words.trim().is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.pieces.push(Piece { start: self.text.len(), text, member });
        self.text.push_str(words);
    }

    /// Where a range of the passage stands.
    pub(super) fn place(&self, side: &Side, range: &Range<usize>) -> Option<(u32, Place)> {
        let at = self.pieces.partition_point(|it| it.start <= range.start).checked_sub(1)?;
        let piece = &self.pieces[at];
        let end = self.pieces.get(at + 1).map_or(self.text.len(), |it| it.start - 1);
        let within = range.start - piece.start..range.end.min(end).max(range.start) - piece.start;
        Some((piece.member, side.place(piece.member, piece.text.span_of(within))))
    }
}

/// The text in a language or, failing that, the first.
pub(super) fn picked(text: &Localised, lang: Option<Lang>) -> Option<&Text> {
    lang.and_then(|lang| text.in_lang(lang)).or_else(|| text.first())
}

/// Clauses that are compared as one: those of one group.
struct Unit {
    left: Vec<u32>,
    right: Vec<u32>,
    /// The first pair of the group.
    pair: u32,
}

/// Compares the paired clauses of two documents.
pub(super) fn differences(f: &Facts<'_>, documents: &mut DocumentPair) {
    let mut found = Vec::new();
    for unit in units(documents) {
        let ours = Passage::of(f, &documents.left, &unit.left);
        let theirs = Passage::of(f, &documents.right, &unit.right);
        let strongest = (strongest(&ours.text), strongest(&theirs.text));
        let group = documents.pairs[unit.pair as usize].group;
        for pair in documents.pairs.iter_mut().filter(|it| it.group == group) {
            pair.modality = strongest;
        }
        let normative = |side: &Side, members: &[u32]| {
            members.iter().all(|at| side.roles.get(*at as usize) == Some(&Role::Normative))
        };
        if !normative(&documents.left, &unit.left) || !normative(&documents.right, &unit.right) {
            continue;
        }
        for difference in
            comparison::differences(&ours.text, &theirs.text, Lang::Unstated, Lang::Unstated)
        {
            let kind = match difference.kind {
                comparison::DifferenceKind::Modality => DifferenceKind::Modality,
                comparison::DifferenceKind::Quantity => DifferenceKind::Quantity,
                comparison::DifferenceKind::Reference => DifferenceKind::Reference,
                _ => continue,
            };
            let left = difference.left.and_then(|it| ours.place(&documents.left, &it));
            let right = difference.right.and_then(|it| theirs.place(&documents.right, &it));
            found.push(Difference {
                kind,
                class: Class::Technical,
                pair: Some(unit.pair),
                left_member: left.map(|it| it.0).or_else(|| unit.left.first().copied()),
                right_member: right.map(|it| it.0).or_else(|| unit.right.first().copied()),
                left: left.map(|it| it.1),
                right: right.map(|it| it.1),
                left_value: difference.left_value.map(Into::into),
                right_value: difference.right_value.map(Into::into),
                set: difference.relation,
                deviation: None,
            });
        }
    }
    documents.differences = found;
}

fn strongest(text: &str) -> Modality {
    provisions(text, Lang::Unstated)
        .iter()
        .map(|it| it.modality)
        .min()
        .unwrap_or(Modality::Statement)
}

/// The groups of accepted pairs, in the order of the left document.
fn units(documents: &DocumentPair) -> Vec<Unit> {
    let mut place: rustc_hash::FxHashMap<u32, usize> = rustc_hash::FxHashMap::default();
    let mut units: Vec<Unit> = Vec::new();
    for (at, pair) in (0_u32..).zip(&documents.pairs).filter(|(_, it)| it.accepted) {
        let index = *place.entry(pair.group).or_insert_with(|| {
            units.push(Unit { left: Vec::new(), right: Vec::new(), pair: at });
            units.len() - 1
        });
        let unit = &mut units[index];
        for (members, member) in [(&mut unit.left, pair.left), (&mut unit.right, pair.right)] {
            if !members.contains(&member) {
                members.push(member);
            }
        }
    }
    for unit in &mut units {
        unit.left.sort_unstable();
        unit.right.sort_unstable();
    }
    units
}
