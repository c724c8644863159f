//! Walks over the normative references of a pack, without reading a document.
//!
//! Two questions of rules reach further than the documents that a draft names: whether something
//! that it needs needs a withdrawn document in turn, and whether something that it needs needs the
//! draft. Their answers are ways; the documents on them are all that has to be read.

use std::collections::VecDeque;
use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use super::format::{CERTAIN, day_number};
use super::pack::number;
use crate::corpus::{AsOf, PartialDate};

/// Tables of a pack; see [`Tables`](super::format::Tables).
#[derive(Debug)]
pub(super) struct Needs {
    pub(super) starts: Vec<u8>,
    pub(super) units: Vec<u8>,
    pub(super) withdrawn: Vec<u8>,
}

/// Starts from which on all ways are given instead of the shortest: each start costs a walk.
const MANY: usize = 256;

/// Steps from the nearest start, by unit.
type Distances = FxHashMap<u32, u32>;

impl Needs {
    fn row(table: &[u8], at: u32) -> Option<u32> {
        let at = at as usize * 4;
        table.get(at..at + 4).and_then(|row| u32::try_from(number(row)).ok())
    }

    /// Units that a unit may need, and whether it does so on every day.
    fn of(&self, unit: u32) -> impl Iterator<Item = (u32, bool)> + '_ {
        let from = Self::row(&self.starts, unit).unwrap_or(0);
        let to = Self::row(&self.starts, unit + 1).unwrap_or(from);
        let rows = (from..to).filter_map(|at| Self::row(&self.units, at));
        rows.map(|row| (row & !CERTAIN, row & CERTAIN != 0))
    }

    /// How far units lie from `starts`, up to `most` steps.
    fn distances(&self, starts: &[u32], most: u32) -> Distances {
        self.walk(starts, most, false, |_| false).0
    }

    /// Steps over certain references from `start` to the nearest unit that `is_end`.
    fn certain_distance(&self, start: u32, is_end: impl Fn(u32) -> bool) -> Option<u32> {
        let (found, end) = self.walk(&[start], u32::MAX - 1, true, is_end);
        end.and_then(|end| found.get(&end).copied())
    }

    /// Walks from `starts`, nearest first, up to `most` steps or to the first unit that `is_end`.
    fn walk(
        &self,
        starts: &[u32],
        most: u32,
        only_certain: bool,
        is_end: impl Fn(u32) -> bool,
    ) -> (Distances, Option<u32>) {
        let mut found = Distances::default();
        let mut open = VecDeque::new();
        for &start in starts {
            if found.insert(start, 0).is_none() {
                open.push_back(start);
            }
        }
        while let Some(unit) = open.pop_front() {
            if is_end(unit) {
                return (found, Some(unit));
            }
            let next = found.get(&unit).map_or(0, |steps| steps + 1);
            if next > most {
                break;
            }
            for (to, certain) in self.of(unit) {
                if (certain || !only_certain)
                    && let Entry::Vacant(place) = found.entry(to)
                {
                    place.insert(next);
                    open.push_back(to);
                }
            }
        }
        (found, None)
    }

    /// Units on the shortest ways from each of `starts` to what is withdrawn for good on the day.
    ///
    /// Which edition an undated reference means is not known here, so that ways may be too many and
    /// seem too short. The way over certain references to a certainly withdrawn document bounds the
    /// length of the true shortest one; every way within that length is given.
    pub(super) fn ways_to_withdrawn(&self, starts: &[u32], as_of: AsOf) -> Vec<u32> {
        let day = match as_of {
            AsOf::Date(date) => day_number(PartialDate::of_day(date)),
            AsOf::Publication => 0,
        };
        let since = |unit: &u32| Self::row(&self.withdrawn, *unit).unwrap_or(0);
        // PERHAPS is later than every day.
        let surely = |unit: &u32| since(unit) > 0 && since(unit) <= day;
        let ways = |starts: &[u32], bound: Option<u32>| {
            let reached = self.distances(starts, bound.unwrap_or(u32::MAX - 1));
            let ends: Vec<u32> = reached.keys().copied().filter(|it| since(it) > 0).collect();
            self.between(&reached, &ends, bound)
        };
        if starts.len() > MANY {
            return ways(starts, None);
        }
        let each = starts.iter().flat_map(|start| {
            let bound = self.certain_distance(*start, |unit| surely(&unit));
            ways(&[*start], bound)
        });
        each.collect()
    }

    /// Units on the ways from `starts` to `ends`.
    pub(super) fn ways_to(&self, starts: &[u32], ends: &[u32]) -> Vec<u32> {
        if ends.is_empty() {
            return Vec::new();
        }
        let reached = self.distances(starts, u32::MAX - 1);
        self.between(&reached, ends, None)
    }

    /// Units that were reached and lead to one of `ends`, on a way of at most `most` steps.
    fn between(&self, reached: &Distances, ends: &[u32], most: Option<u32>) -> Vec<u32> {
        let mut citing: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        let mut units: Vec<u32> = reached.keys().copied().collect();
        units.sort_unstable();
        for &unit in &units {
            for (to, _) in self.of(unit) {
                if reached.contains_key(&to) {
                    citing.entry(to).or_default().push(unit);
                }
            }
        }
        let mut left = Distances::default();
        let mut open = VecDeque::new();
        for &end in ends {
            if reached.contains_key(&end) && left.insert(end, 0).is_none() {
                open.push_back(end);
            }
        }
        while let Some(unit) = open.pop_front() {
            let next = left.get(&unit).map_or(0, |steps| steps + 1);
            for &from in citing.get(&unit).map_or(&[][..], Vec::as_slice) {
                if let Entry::Vacant(place) = left.entry(from) {
                    place.insert(next);
                    open.push_back(from);
                }
            }
        }
        let on_way = |unit: &u32| match (reached.get(unit), left.get(unit), most) {
            (Some(from), Some(to), Some(most)) => from + to <= most,
            (Some(_), Some(_), None) => true,
            _ => false,
        };
        units.retain(on_way);
        units
    }
}

#[cfg(test)]
mod tests {
    use super::super::format::PERHAPS;
    use super::{CERTAIN, Needs};
    use crate::corpus::AsOf;

    fn bytes(rows: &[u32]) -> Vec<u8> {
        rows.iter().flat_map(|it| it.to_le_bytes()).collect()
    }

    /// 0 → 1 → 2 (withdrawn); 0 ⇢ 3 (perhaps withdrawn); 1 → 4 → 5 (withdrawn).
    fn needs() -> Needs {
        Needs {
            starts: bytes(&[0, 2, 4, 4, 4, 5, 5]),
            units: bytes(&[1 | CERTAIN, 3, 2 | CERTAIN, 4 | CERTAIN, 5 | CERTAIN]),
            withdrawn: bytes(&[0, 0, 20_150_101, PERHAPS, 0, 1]),
        }
    }

    #[test]
    fn only_the_shortest_ways_count() {
        let on = |date: &str| AsOf::Date(date.parse().unwrap());
        assert_eq!(needs().ways_to_withdrawn(&[0], on("2026-01-01")), [0, 1, 2, 3]);
        // Not yet withdrawn: the way goes on to the other one.
        assert_eq!(needs().ways_to_withdrawn(&[0], on("2010-01-01")), [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn ways_back_are_found() {
        assert_eq!(needs().ways_to(&[0], &[5]), [0, 1, 4, 5]);
        assert_eq!(needs().ways_to(&[4], &[2]), Vec::<u32>::new());
    }
}
