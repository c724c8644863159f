//! Evidence from numbers, order and the tree, weighed by how reliable it proves to be.
//!
//! Two editions keep most of their numbers; two frameworks on one subject share none. Which of
//! the two is at hand is told by the anchors: pairs that are each other's best by text alone.

use rustc_hash::FxHashMap;

use super::candidate::Nearest;
use super::list::List;

/// Anchors below this score are not believed.
const ANCHOR: f32 = 0.35;
/// Fewer anchors than this tell nothing.
const FEWEST_ANCHORS: usize = 3;
/// Anchors that chance alone would put in order or under one number are no proof: this much of
/// reliability is taken off.
const CHANCE: f32 = 0.3;

/// What is known about how the two sides are built.
pub(crate) struct Structure<'a> {
    left: &'a List<'a>,
    right: &'a List<'a>,
    /// Share of anchors that bear the same number.
    numbers: f32,
    /// Share of anchors that keep their order.
    order: f32,
    /// Rising left and right places of the anchors that keep order.
    chain: Vec<(usize, usize)>,
    /// Right items by number.
    by_number: FxHashMap<&'a str, usize>,
    /// Scores by text alone.
    scores: Vec<FxHashMap<u32, f32>>,
}

impl<'a> Structure<'a> {
    /// Looks at the anchors among `scores` (best first for each left item).
    pub(crate) fn new(left: &'a List<'a>, right: &'a List<'a>, scores: &[Nearest]) -> Self {
        let mut best_of_right: FxHashMap<u32, (f32, usize)> = FxHashMap::default();
        for (at, found) in scores.iter().enumerate() {
            for (to, score) in found {
                let best = best_of_right.entry(*to).or_insert((*score, at));
                if *score > best.0 {
                    *best = (*score, at);
                }
            }
        }
        let anchors: Vec<(usize, usize)> = scores
            .iter()
            .enumerate()
            .filter_map(|(at, found)| {
                let (to, score) = found.first()?;
                let mutual = best_of_right.get(to).is_some_and(|(_, back)| *back == at);
                (*score >= ANCHOR && mutual).then_some((at, *to as usize))
            })
            .collect();
        let by_number = right.items.iter().enumerate().map(|(at, it)| (&*it.id, at)).collect();
        let chain = longest_rising(&anchors);
        let share = |count: usize| {
            #[expect(clippy::cast_precision_loss, reason = "counts of clauses")]
            let share = count as f32 / anchors.len().max(1) as f32;
            if anchors.len() < FEWEST_ANCHORS {
                return 0.0;
            }
            ((share - CHANCE) / (1.0 - CHANCE)).clamp(0.0, 1.0)
        };
        let same = anchors.iter().filter(|(l, r)| left.items[*l].id == right.items[*r].id).count();
        Self {
            left,
            right,
            numbers: share(same),
            order: share(chain.len()),
            chain,
            by_number,
            scores: scores.iter().map(|found| found.iter().copied().collect()).collect(),
        }
    }

    /// Left and right places of the anchors that keep order, rising.
    pub(crate) fn chain(&self) -> &[(usize, usize)] {
        &self.chain
    }

    /// How much structure is to be believed here, in 0..1.
    pub(crate) fn reliability(&self) -> f32 {
        self.numbers.max(self.order)
    }

    /// Right items to consider for a left one whatever its text: the same number, and the place
    /// that order expects.
    pub(crate) fn candidates(&self, left: usize) -> impl Iterator<Item = usize> {
        let number = self.by_number.get(&*self.left.items[left].id).copied();
        let number = number.filter(|_| self.numbers > 0.0);
        let place = (self.order > 0.0).then(|| self.expected(left)).flatten();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a place in the list"
        )]
        let place = place
            .map(|at| (at.round().max(0.0) as usize).min(self.right.items.len().saturating_sub(1)));
        number.into_iter().chain(place.filter(|it| Some(*it) != number))
    }

    /// How well the places of two items agree.
    pub(crate) fn agreement(&self, left: usize, right: usize) -> Option<f32> {
        let (a, b) = (&self.left.items[left], &self.right.items[right]);
        let mut sum = 0.0;
        let mut weight = 0.0;
        if self.numbers > 0.0 {
            sum += self.numbers * number_agreement(&a.id, &b.id);
            weight += self.numbers;
        }
        if self.order > 0.0
            && let Some(expected) = self.expected(left)
        {
            #[expect(clippy::cast_precision_loss, reason = "counts of clauses")]
            let (off, all) = ((right as f32 - expected).abs(), self.right.items.len() as f32);
            // A tenth of the document away is somewhere else.
            sum += self.order * (1.0 - off / (all / 10.0).max(3.0)).max(0.0);
            weight += self.order;
        }
        if weight == 0.0 {
            return None;
        }
        if let (Some(above), Some(other)) = (a.parent, b.parent) {
            let score = self
                .scores
                .get(above)
                .and_then(|found| found.get(&u32::try_from(other).ok()?))
                .copied()
                .unwrap_or(0.0);
            let trust = self.reliability();
            sum += trust * score;
            weight += trust;
        }
        Some(sum / weight)
    }

    /// The right place at which order expects the counterpart of a left item.
    #[expect(clippy::cast_precision_loss, reason = "counts of clauses")]
    fn expected(&self, left: usize) -> Option<f32> {
        let after = self.chain.partition_point(|(at, _)| *at < left);
        // An item is not its own witness.
        let next = self.chain[after..].iter().find(|(at, _)| *at > left).copied();
        let before = self.chain[..after].last().copied();
        let at = left as f32;
        match (before, next) {
            (Some((l0, r0)), Some((l1, r1))) => {
                let share = (at - l0 as f32) / (l1 - l0) as f32;
                Some(r0 as f32 + share * (r1 as f32 - r0 as f32))
            }
            (Some((l0, r0)), None) => Some(r0 as f32 + at - l0 as f32),
            (None, Some((l1, r1))) => Some(r1 as f32 - (l1 as f32 - at)),
            (None, None) => None,
        }
    }
}

/// 1 for the same number, less the earlier two numbers part.
fn number_agreement(left: &str, right: &str) -> f32 {
    if left == right {
        return 1.0;
    }
    let parts = |id: &'_ str| -> Vec<String> {
        id.split(|c: char| !c.is_alphanumeric())
            .filter(|it| !it.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let (a, b) = (parts(left), parts(right));
    let common = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    #[expect(clippy::cast_precision_loss, reason = "components of a number")]
    let share = common as f32 / a.len().max(b.len()).max(1) as f32;
    share / 2.0
}

/// The longest chain of pairs that rises on both sides.
pub(crate) fn longest_rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // Patience sorting: `ends[n]` is the pair that ends the best chain of n + 1.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
    for (index, pair) in pairs.iter().enumerate() {
        let at = ends.partition_point(|end| pairs[*end].1 < pair.1);
        before[index] = at.checked_sub(1).map(|it| ends[it]);
        if at == ends.len() {
            ends.push(index);
        } else {
            ends[at] = index;
        }
    }
    let mut chain = Vec::with_capacity(ends.len());
    let mut at = ends.last().copied();
    while let Some(index) = at {
        chain.push(pairs[index]);
        at = before[index];
    }
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chains() {
        assert_eq!(longest_rising(&[(0, 3), (1, 0), (2, 1), (3, 2)]), [(1, 0), (2, 1), (3, 2)]);
        assert!(longest_rising(&[]).is_empty());
    }

    #[test]
    fn numbers_that_part_late_are_nearer() {
        assert!((number_agreement("5.2", "5.2") - 1.0).abs() < f32::EPSILON);
        assert!(number_agreement("5.2.1", "5.2.3") > number_agreement("5.2.1", "5.3.1"));
        assert!(number_agreement("A.1", "B.1").abs() < f32::EPSILON);
    }
}
