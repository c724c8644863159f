//! What the comparison of an adoption comes to: how much of the source is there, whether its
//! structure was kept, and to what degree it corresponds by that.

use rustc_hash::FxHashSet;

use super::passage::Passage;
use super::side::{Role, Side};
use super::{Class, ClausePair, DifferenceKind, DocumentPair};
use crate::comparison::Analysis;
use crate::fact::Facts;
use crate::language::{Modality, SetRelation};
use crate::model::Degree;

/// The figures of a comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Clauses of the right document with provisions.
    pub required: usize,
    /// Those of them that the left document has, or may have: a clause that stands alone at the
    /// same place in another language counts.
    pub mapped: usize,
    /// The others, by their places in the right side.
    pub unmapped: Vec<u32>,
    /// Technical differences.
    pub technical: usize,
    /// Those of them that no declared deviation covers.
    pub undeclared: usize,
    /// Pairs that stand elsewhere in the tree: moved, split, merged, under another clause.
    pub restructured: Vec<u32>,
    /// Something is to be met here that cannot be met there.
    pub conflicting: bool,
    /// Every technical difference asks for more than the right document does.
    pub only_stricter: bool,
}

/// Below this share of mapped requirements a document is not equivalent to its source: deviations
/// are no longer "clearly identified" but the rule (our reading of the definition of NEQ).
const FEW: f64 = 0.5;

/// Score from which a computed pair says something of structure.
const SURE: f32 = 0.25;

/// How two documents stand to each other (ISO/IEC Guide 2:2004, clause 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Alignment {
    /// The same in substance and in presentation.
    Identical,
    /// The same in substance.
    Harmonized,
    /// What complies with the left complies with the right.
    UnilaterallyAligned,
    /// Different requirements on the same subjects.
    Comparable,
    /// Nothing can comply with both.
    Conflicting,
    /// Nothing in common.
    Unrelated,
}

impl Alignment {
    /// The words, in declared order.
    pub const WORDS: &'static [&'static str] = &[
        "identical",
        "harmonized",
        "unilaterally_aligned",
        "comparable",
        "conflicting",
        "unrelated",
    ];
}

impl Verdict {
    pub(super) fn of(f: &Facts<'_>, documents: &DocumentPair) -> Self {
        let mut verdict = Self { restructured: restructured(f, documents), ..Self::default() };
        verdict.count_requirements(f, documents);
        let mut stricter = true;
        for difference in documents.technical() {
            verdict.technical += 1;
            verdict.undeclared += usize::from(difference.deviation.is_none());
            let values = (difference.left_value.as_deref(), difference.right_value.as_deref());
            let forces = |value: Option<&str>| value.and_then(Modality::from_word);
            let (left, right) = (forces(values.0), forces(values.1));
            let opposed = |a, b| {
                matches!(
                    (a, b),
                    (Some(Modality::Requirement), Some(Modality::Prohibition))
                        | (Some(Modality::Prohibition), Some(Modality::Requirement))
                )
            };
            verdict.conflicting |= match difference.kind {
                DifferenceKind::Quantity => difference.set == Some(SetRelation::Disjoint),
                DifferenceKind::Modality => opposed(left, right),
                _ => false,
            };
            stricter &= match difference.kind {
                DifferenceKind::Quantity => difference.set == Some(SetRelation::Subset),
                DifferenceKind::Modality => {
                    left.is_some_and(Modality::is_binding)
                        && !right.is_some_and(Modality::is_binding)
                }
                DifferenceKind::Extra => true,
                DifferenceKind::Provision => difference.right.is_none(),
                _ => false,
            };
        }
        verdict.only_stricter = verdict.technical > 0 && stricter;
        verdict
    }

    fn count_requirements(&mut self, f: &Facts<'_>, documents: &DocumentPair) {
        let right = &documents.right;
        let paired: FxHashSet<u32> =
            documents.pairs.iter().filter(|it| it.accepted).map(|it| it.right).collect();
        // Clauses whose every sentence that binds was found elsewhere are no longer alone.
        let missing: FxHashSet<u32> = documents
            .differences
            .iter()
            .filter(|it| it.kind == DifferenceKind::Missing && it.class == Class::Technical)
            .filter_map(|it| it.right_member)
            .collect();
        for at in 0..u32::try_from(right.members.len()).unwrap_or(u32::MAX) {
            if right.roles.get(at as usize) != Some(&Role::Normative) {
                continue;
            }
            let passage = Passage::of(f, right, &[at]);
            let analysis = Analysis::of(&passage.text, &[], &|_| false);
            if !analysis.sentences.iter().any(crate::comparison::Sentence::binds) {
                continue;
            }
            self.required += 1;
            let gone = missing.iter().any(|top| *top == at || right.is_under(at, *top));
            if paired.contains(&at) || !gone {
                self.mapped += 1;
            } else {
                self.unmapped.push(at);
            }
        }
    }

    /// Share of the requirements that are mapped; none where there are none.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        #[expect(clippy::cast_precision_loss, reason = "counts of clauses")]
        let share = self.mapped as f64 / self.required as f64;
        (self.required > 0).then_some(share)
    }

    /// The degree that the texts show; none where they do not show enough: across languages nothing
    /// proves identity.
    #[must_use]
    pub fn degree(&self, one_language: bool) -> Option<Degree> {
        if self.share().is_some_and(|it| it < FEW) {
            Some(Degree::Neq)
        } else if self.technical > 0 || !self.restructured.is_empty() {
            Some(Degree::Mod)
        } else {
            one_language.then_some(Degree::Idt)
        }
    }

    /// How the documents stand to each other; none where that cannot be told.
    #[must_use]
    pub fn alignment(&self, one_language: bool) -> Option<Alignment> {
        if self.required > 0 && self.mapped == 0 {
            Some(Alignment::Unrelated)
        } else if self.conflicting {
            Some(Alignment::Conflicting)
        } else if self.only_stricter {
            Some(Alignment::UnilaterallyAligned)
        } else if self.technical > 0 {
            Some(Alignment::Comparable)
        } else if !one_language {
            None
        } else if self.restructured.is_empty() {
            Some(Alignment::Identical)
        } else {
            Some(Alignment::Harmonized)
        }
    }
}

/// Pairs that break the likeness of the two trees. Terms follow the alphabet of their language, and
/// what is for information may be arranged anew.
fn restructured(f: &Facts<'_>, documents: &DocumentPair) -> Vec<u32> {
    let counts = |side: &Side, at: u32| {
        side.roles.get(at as usize).is_some_and(|it| matches!(it, Role::Normative | Role::Scope))
    };
    let sure = |pair: &ClausePair| pair.accepted && (pair.declared || pair.score >= SURE);
    let all: Vec<(u32, &ClausePair)> = (0_u32..)
        .zip(&documents.pairs)
        .filter(|(_, it)| sure(it))
        .filter(|(_, it)| counts(&documents.left, it.left) && counts(&documents.right, it.right))
        .collect();
    let mut sizes: rustc_hash::FxHashMap<u32, usize> = rustc_hash::FxHashMap::default();
    for (_, pair) in &all {
        *sizes.entry(pair.group).or_default() += 1;
    }
    let ordered: Vec<(usize, usize)> =
        all.iter().map(|(_, it)| (it.left as usize, it.right as usize)).collect();
    let kept: FxHashSet<(usize, usize)> =
        crate::alignment::longest_rising(&ordered).into_iter().collect();
    let paired: FxHashSet<(u32, u32)> = all.iter().map(|(_, it)| (it.left, it.right)).collect();
    let parent = |side: &Side, at: u32| side.parents.get(at as usize).copied().flatten();
    all.iter()
        .filter(|(_, pair)| {
            let above = (parent(&documents.left, pair.left), parent(&documents.right, pair.right));
            let other_parent = match above {
                (None, None) => false,
                (Some(a), Some(b)) => !paired.contains(&(a, b)),
                _ => true,
            };
            let split = sizes.get(&pair.group).is_some_and(|it| *it > 1);
            let order = (pair.left as usize, pair.right as usize);
            let numbers =
                (documents.left.number(f, pair.left), documents.right.number(f, pair.right));
            (other_parent || split || !kept.contains(&order)) && numbers.0 != numbers.1
        })
        .map(|(at, _)| *at)
        .collect()
}
