//! Sets of values: unions of intervals, and how two of them lie to each other.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::Rational;

/// An end of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// No end on this side.
    Unbounded,
    /// The value belongs to the interval.
    Closed(Rational),
    /// The value does not belong to the interval.
    Open(Rational),
}

/// All values between two bounds; never empty inside a [`QuantitySet`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Interval {
    /// Lower end.
    pub low: Bound,
    /// Upper end.
    pub high: Bound,
}

/// How one set lies to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SetRelation {
    /// The same values.
    Equal,
    /// The left allows less: all its values are in the right one.
    Subset,
    /// The left allows more.
    Superset,
    /// Some values in both, some in one only.
    Overlap,
    /// No value in both.
    Disjoint,
    /// Different dimensions: metres against seconds.
    Incompatible,
    /// Not to be decided: months against days, persons against pieces, numbers beyond range.
    NotComparable,
}

impl SetRelation {
    /// The word in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Subset => "subset",
            Self::Superset => "superset",
            Self::Overlap => "overlap",
            Self::Disjoint => "disjoint",
            Self::Incompatible => "incompatible",
            Self::NotComparable => "not_comparable",
        }
    }

    /// The relation seen from the other side.
    #[must_use]
    pub fn inverse(self) -> Self {
        match self {
            Self::Subset => Self::Superset,
            Self::Superset => Self::Subset,
            other => other,
        }
    }
}

/// Lower bounds by where they begin.
fn by_low(left: &Bound, right: &Bound) -> Ordering {
    match (left, right) {
        (Bound::Unbounded, Bound::Unbounded) => Ordering::Equal,
        (Bound::Unbounded, _) => Ordering::Less,
        (_, Bound::Unbounded) => Ordering::Greater,
        (Bound::Closed(a) | Bound::Open(a), Bound::Closed(b) | Bound::Open(b)) => {
            let open = |bound: &Bound| matches!(bound, Bound::Open(_));
            a.cmp(b).then(open(left).cmp(&open(right)))
        }
    }
}

/// Upper bounds by where they end.
fn by_high(left: &Bound, right: &Bound) -> Ordering {
    match (left, right) {
        (Bound::Unbounded, Bound::Unbounded) => Ordering::Equal,
        (Bound::Unbounded, _) => Ordering::Greater,
        (_, Bound::Unbounded) => Ordering::Less,
        (Bound::Closed(a) | Bound::Open(a), Bound::Closed(b) | Bound::Open(b)) => {
            let open = |bound: &Bound| matches!(bound, Bound::Open(_));
            a.cmp(b).then(open(right).cmp(&open(left)))
        }
    }
}

impl Interval {
    /// The interval, unless no value lies in it.
    #[must_use]
    pub fn new(low: Bound, high: Bound) -> Option<Self> {
        let empty = match (low, high) {
            (Bound::Closed(a), Bound::Closed(b)) => a > b,
            (Bound::Closed(a) | Bound::Open(a), Bound::Closed(b) | Bound::Open(b)) => a >= b,
            _ => false,
        };
        (!empty).then_some(Self { low, high })
    }

    fn intersection(self, other: Self) -> Option<Self> {
        let low =
            if by_low(&self.low, &other.low) == Ordering::Less { other.low } else { self.low };
        let high =
            if by_high(&self.high, &other.high) == Ordering::Less { self.high } else { other.high };
        Self::new(low, high)
    }

    /// Whether `self`, which begins first, reaches `next`, so that both are one interval.
    fn touches(self, next: Self) -> bool {
        match (self.high, next.low) {
            (Bound::Unbounded, _) | (_, Bound::Unbounded) => true,
            (Bound::Open(a), Bound::Open(b)) => a > b,
            (Bound::Closed(a) | Bound::Open(a), Bound::Closed(b) | Bound::Open(b)) => a >= b,
        }
    }
}

/// A set of values, as intervals that neither overlap nor touch, in rising order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct QuantitySet {
    intervals: Vec<Interval>,
}

impl QuantitySet {
    /// No value.
    #[must_use]
    pub fn empty() -> Self {
        Self::default()
    }

    /// Every value.
    #[must_use]
    pub fn all() -> Self {
        Self { intervals: vec![Interval { low: Bound::Unbounded, high: Bound::Unbounded }] }
    }

    /// One value.
    #[must_use]
    pub fn point(value: Rational) -> Self {
        Self::between(Bound::Closed(value), Bound::Closed(value))
    }

    /// The values between two bounds.
    #[must_use]
    pub fn between(low: Bound, high: Bound) -> Self {
        Self { intervals: Interval::new(low, high).into_iter().collect() }
    }

    /// Not more than `value`.
    #[must_use]
    pub fn at_most(value: Rational) -> Self {
        Self::between(Bound::Unbounded, Bound::Closed(value))
    }

    /// Not less than `value`.
    #[must_use]
    pub fn at_least(value: Rational) -> Self {
        Self::between(Bound::Closed(value), Bound::Unbounded)
    }

    /// The union of any intervals.
    #[must_use]
    pub fn from_intervals(mut intervals: Vec<Interval>) -> Self {
        intervals.sort_by(|a, b| by_low(&a.low, &b.low).then_with(|| by_high(&a.high, &b.high)));
        let mut joined: Vec<Interval> = Vec::with_capacity(intervals.len());
        for next in intervals {
            match joined.last_mut() {
                Some(last) if last.touches(next) => {
                    if by_high(&last.high, &next.high) == Ordering::Less {
                        last.high = next.high;
                    }
                }
                _ => joined.push(next),
            }
        }
        Self { intervals: joined }
    }

    /// The intervals, in rising order.
    #[must_use]
    pub fn intervals(&self) -> &[Interval] {
        &self.intervals
    }

    /// True if no value lies in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.intervals.is_empty()
    }

    /// The single value of a set of one.
    #[must_use]
    pub fn single(&self) -> Option<Rational> {
        match self.intervals[..] {
            [Interval { low: Bound::Closed(a), high: Bound::Closed(b) }] if a == b => Some(a),
            _ => None,
        }
    }

    /// Whether `value` is in the set.
    #[must_use]
    pub fn contains(&self, value: Rational) -> bool {
        !self.intersection(&Self::point(value)).is_empty()
    }

    /// Values in either set.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self::from_intervals(self.intervals.iter().chain(&other.intervals).copied().collect())
    }

    /// Values in both sets.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let mut found = Vec::new();
        let (mut left, mut right) = (0, 0);
        while let (Some(a), Some(b)) = (self.intervals.get(left), other.intervals.get(right)) {
            found.extend(a.intersection(*b));
            if by_high(&a.high, &b.high) == Ordering::Less { left += 1 } else { right += 1 }
        }
        Self { intervals: found }
    }

    /// Values not in the set.
    #[must_use]
    pub fn complement(&self) -> Self {
        let mut found = Vec::new();
        let mut low = Some(Bound::Unbounded);
        for interval in &self.intervals {
            let before = match interval.low {
                Bound::Unbounded => None,
                Bound::Closed(value) => Some(Bound::Open(value)),
                Bound::Open(value) => Some(Bound::Closed(value)),
            };
            if let (Some(low), Some(high)) = (low, before) {
                found.extend(Interval::new(low, high));
            }
            low = match interval.high {
                Bound::Unbounded => None,
                Bound::Closed(value) => Some(Bound::Open(value)),
                Bound::Open(value) => Some(Bound::Closed(value)),
            };
        }
        if let Some(low) = low {
            found.extend(Interval::new(low, Bound::Unbounded));
        }
        Self { intervals: found }
    }

    /// Values of `self` that `other` lacks.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        self.intersection(&other.complement())
    }

    /// Whether all values of `self` are in `other`.
    #[must_use]
    pub fn is_subset(&self, other: &Self) -> bool {
        self.intersection(other) == *self
    }

    /// How `self` lies to `other`. Two empty sets are equal; an empty one is a subset of any other.
    #[must_use]
    pub fn relation(&self, other: &Self) -> SetRelation {
        match (self.is_subset(other), other.is_subset(self)) {
            (true, true) => SetRelation::Equal,
            (true, false) => SetRelation::Subset,
            (false, true) => SetRelation::Superset,
            (false, false) if self.intersection(other).is_empty() => SetRelation::Disjoint,
            (false, false) => SetRelation::Overlap,
        }
    }

    /// The set without values below nought where it has no lower end: a limit "not more than x" of
    /// a magnitude that is never negative.
    #[must_use]
    pub fn from_zero(&self) -> Self {
        let zero = Bound::Closed(Rational::ZERO);
        let intervals = self
            .intervals
            .iter()
            .filter_map(|interval| match interval.low {
                Bound::Unbounded => Interval::new(zero, interval.high),
                _ => Some(*interval),
            })
            .collect();
        Self { intervals }
    }

    /// Every value multiplied and moved; `None` where a number does not fit.
    #[must_use]
    pub fn scaled(&self, factor: Rational, offset: Rational) -> Option<Self> {
        if factor <= Rational::ZERO {
            return None;
        }
        let move_bound = |bound: Bound| -> Option<Bound> {
            let place = |value: Rational| value.times(factor)?.plus(offset);
            Some(match bound {
                Bound::Unbounded => Bound::Unbounded,
                Bound::Closed(value) => Bound::Closed(place(value)?),
                Bound::Open(value) => Bound::Open(place(value)?),
            })
        };
        let mut intervals = Vec::with_capacity(self.intervals.len());
        for interval in &self.intervals {
            intervals.push(Interval {
                low: move_bound(interval.low)?,
                high: move_bound(interval.high)?,
            });
        }
        Some(Self { intervals })
    }
}

impl std::fmt::Display for QuantitySet {
    /// `[0, 0.15]`, `(-∞, 5)`, `{2}`, `{1} ∪ {2}`, `∅`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.intervals.is_empty() {
            return f.write_str("∅");
        }
        for (index, interval) in self.intervals.iter().enumerate() {
            if index > 0 {
                f.write_str(" ∪ ")?;
            }
            if let (Bound::Closed(a), Bound::Closed(b)) = (interval.low, interval.high)
                && a == b
            {
                write!(f, "{{{a}}}")?;
                continue;
            }
            match interval.low {
                Bound::Unbounded => f.write_str("(-∞, ")?,
                Bound::Closed(value) => write!(f, "[{value}, ")?,
                Bound::Open(value) => write!(f, "({value}, ")?,
            }
            match interval.high {
                Bound::Unbounded => f.write_str("∞)")?,
                Bound::Closed(value) => write!(f, "{value}]")?,
                Bound::Open(value) => write!(f, "{value})")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bound() -> impl Strategy<Value = Bound> {
        prop_oneof![
            1 => Just(Bound::Unbounded),
            3 => (-6i64..6).prop_map(|v| Bound::Closed(Rational::whole(v))),
            3 => (-6i64..6).prop_map(|v| Bound::Open(Rational::whole(v))),
        ]
    }

    fn set() -> impl Strategy<Value = QuantitySet> {
        proptest::collection::vec((bound(), bound()), 0..4).prop_map(|pairs| {
            QuantitySet::from_intervals(
                pairs.into_iter().filter_map(|(low, high)| Interval::new(low, high)).collect(),
            )
        })
    }

    /// Values that fall on and between all bounds that `set` makes.
    fn probes() -> impl Iterator<Item = Rational> {
        (-14i128..15).filter_map(|half| Rational::new(half, 2))
    }

    proptest! {
        #[test]
        fn operations_are_those_of_membership(a in set(), b in set()) {
            for value in probes() {
                let (x, y) = (a.contains(value), b.contains(value));
                prop_assert_eq!(a.union(&b).contains(value), x || y);
                prop_assert_eq!(a.intersection(&b).contains(value), x && y);
                prop_assert_eq!(a.complement().contains(value), !x);
                prop_assert_eq!(a.difference(&b).contains(value), x && !y);
            }
        }

        #[test]
        fn relation_is_that_of_membership(a in set(), b in set()) {
            let pairs: Vec<(bool, bool)> = probes().map(|v| (a.contains(v), b.contains(v))).collect();
            let both = pairs.iter().any(|(x, y)| *x && *y);
            let left = pairs.iter().any(|(x, y)| *x && !*y);
            let right = pairs.iter().any(|(x, y)| !*x && *y);
            let expected = match (left, right) {
                (false, false) => SetRelation::Equal,
                (false, true) => SetRelation::Subset,
                (true, false) => SetRelation::Superset,
                (true, true) if both => SetRelation::Overlap,
                (true, true) => SetRelation::Disjoint,
            };
            prop_assert_eq!(a.relation(&b), expected);
            prop_assert_eq!(b.relation(&a), expected.inverse());
        }

        #[test]
        fn laws(a in set(), b in set(), c in set()) {
            prop_assert_eq!(a.complement().complement(), a.clone());
            prop_assert_eq!(a.union(&b), b.union(&a));
            prop_assert_eq!(a.intersection(&b), b.intersection(&a));
            prop_assert_eq!(a.intersection(&b.union(&c)), a.intersection(&b).union(&a.intersection(&c)));
            prop_assert_eq!(a.union(&b).complement(), a.complement().intersection(&b.complement()));
            prop_assert!(a.intersection(&b).is_subset(&a));
            prop_assert!(a.is_subset(&a.union(&b)));
        }

        #[test]
        fn scaling_keeps_the_relation(a in set(), b in set(), factor in 1i64..50, offset in -20i64..20) {
            let (factor, offset) = (Rational::whole(factor), Rational::whole(offset));
            let (x, y) = (a.scaled(factor, offset).unwrap(), b.scaled(factor, offset).unwrap());
            prop_assert_eq!(x.relation(&y), a.relation(&b));
        }
    }

    #[test]
    fn sets_are_shown_as_intervals() {
        let two = Rational::whole(2);
        assert_eq!(QuantitySet::at_most(two).to_string(), "(-∞, 2]");
        assert_eq!(QuantitySet::at_most(two).from_zero().to_string(), "[0, 2]");
        assert_eq!(QuantitySet::point(two).complement().to_string(), "(-∞, 2) ∪ (2, ∞)");
        assert_eq!(QuantitySet::empty().to_string(), "∅");
    }
}
