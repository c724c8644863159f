//! What an alignment says: pairs, groups, and what stands alone on either side.

use super::assignment::assign;
use super::engine::Comparison;
use super::evidence::Evidence;
use super::{Options, THRESHOLD};
use crate::model::Relation;

/// A pair of clauses, by their places in the lists.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Left clause.
    pub left: usize,
    /// Right clause.
    pub right: usize,
    /// How the left stands to the right.
    pub relation: Relation,
    /// Pairs of one group belong together: a clause split, merged, or spread over several.
    pub group: usize,
    /// Whether the score passes the threshold.
    pub accepted: bool,
    /// In 0..1.
    pub score: f32,
    /// Why.
    pub evidence: Evidence,
    /// Whether the pair breaks the order that most pairs keep.
    pub moved: bool,
}

/// The outcome of an alignment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Alignment {
    /// Pairs in the order of the left side, best first for each clause.
    pub pairs: Vec<Pair>,
    /// Left clauses without an accepted counterpart.
    pub left_only: Vec<usize>,
    /// Right clauses without an accepted counterpart.
    pub right_only: Vec<usize>,
}

/// A rival of both assigned partners is kept besides them only from this share of their scores on.
const RIVAL: f32 = 0.6;

impl Comparison<'_> {
    /// All ranked candidates, up to `options.candidates` for each left clause.
    #[must_use]
    pub fn candidates(&self, options: &Options) -> Alignment {
        let assigned = options.one_to_one.then(|| self.assigned(0.0));
        let mut keep = Vec::new();
        for (left, ranked) in self.ranked.iter().enumerate() {
            for (at, candidate) in ranked.iter().enumerate() {
                let chosen = assigned.as_ref().is_none_or(|all| all[left] == Some(candidate.right));
                if chosen {
                    keep.push((left, at));
                }
            }
        }
        self.outcome(&keep)
    }

    /// The accepted pairs: the best assignment, and the further counterparts of clauses that were
    /// split or merged.
    #[must_use]
    pub fn alignment(&self, options: &Options) -> Alignment {
        let assigned = self.assigned(THRESHOLD);
        let mut taken_by = vec![None; self.right.items.len()];
        for (left, right) in assigned.iter().enumerate() {
            if let Some(right) = right {
                taken_by[*right] = Some(left);
            }
        }
        let score_of = |left: usize, right: usize| {
            self.ranked[left].iter().find(|it| it.right == right).map_or(0.0, |it| it.score)
        };
        let mut keep = Vec::new();
        for (left, ranked) in self.ranked.iter().enumerate() {
            for (at, candidate) in ranked.iter().enumerate() {
                if candidate.score < THRESHOLD {
                    continue;
                }
                if self.relation(left, candidate) == Relation::None {
                    continue;
                }
                let chosen = match (assigned[left], taken_by[candidate.right]) {
                    (Some(right), _) if right == candidate.right => true,
                    _ if options.one_to_one => false,
                    (Some(right), Some(other)) => {
                        let rival = score_of(left, right).max(score_of(other, candidate.right));
                        candidate.score >= RIVAL * rival
                    }
                    _ => true,
                };
                if chosen {
                    keep.push((left, at));
                }
            }
        }
        self.outcome(&keep)
    }

    fn assigned(&self, floor: f32) -> Vec<Option<usize>> {
        let scores: Vec<Vec<(u32, f32)>> = self
            .ranked
            .iter()
            .map(|ranked| {
                let good = ranked.iter().filter(|it| it.score >= floor);
                good.map(|it| (u32::try_from(it.right).unwrap_or(u32::MAX), it.score)).collect()
            })
            .collect();
        assign(&scores, self.right.items.len())
    }

    /// Describes the kept candidates: relation, group, order.
    fn outcome(&self, keep: &[(usize, usize)]) -> Alignment {
        let mut groups = Groups::new(self.left.items.len() + self.right.items.len());
        let mut left_has = vec![false; self.left.items.len()];
        let mut right_has = vec![false; self.right.items.len()];
        for (left, at) in keep {
            let candidate = &self.ranked[*left][*at];
            if candidate.score >= THRESHOLD {
                left_has[*left] = true;
                right_has[candidate.right] = true;
                groups.join(*left, self.left.items.len() + candidate.right);
            }
        }
        let mut numbers = rustc_hash::FxHashMap::<usize, usize>::default();
        let mut next = 0;
        let mut pairs = Vec::with_capacity(keep.len());
        for (left, at) in keep {
            let candidate = &self.ranked[*left][*at];
            let accepted = candidate.score >= THRESHOLD;
            let mut number = || {
                next += 1;
                next
            };
            // What is not accepted belongs to nothing.
            let group = if accepted {
                let root = groups.root(*left);
                *numbers.entry(root).or_insert_with(&mut number)
            } else {
                number()
            };
            pairs.push(Pair {
                left: *left,
                right: candidate.right,
                relation: self.relation(*left, candidate),
                group,
                accepted,
                score: candidate.score,
                evidence: candidate.evidence,
                moved: accepted && self.is_moved(*left, candidate.right),
            });
        }
        let alone = |has: &[bool]| (0..has.len()).filter(|at| !has[*at]).collect();
        Alignment { pairs, left_only: alone(&left_has), right_only: alone(&right_has) }
    }
}

/// Disjoint sets.
struct Groups {
    above: Vec<usize>,
}

impl Groups {
    fn new(len: usize) -> Self {
        Self { above: (0..len).collect() }
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.above[at] != at {
            self.above[at] = self.above[self.above[at]];
            at = self.above[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.above[a.max(b)] = a.min(b);
    }
}
