//! Walks over the normative references of a pack, without reading a document.
//!
//! Two questions of rules reach further than the documents that a draft names: whether something
//! that it needs needs a withdrawn document in turn, and whether something that it needs needs the
//! draft. Their answers are ways; the documents on them are all that has to be read. Each walk looks
//! at a reference once, however many documents it starts from.

use rustc_hash::{FxHashMap, FxHashSet};

use super::format::{CERTAIN, day_number};
use crate::corpus::{AsOf, PartialDate};

/// A distance that no way has.
const FAR: u32 = u32::MAX;

/// Who needs whom, and who is withdrawn; see [`Tables`](super::format::Tables).
#[derive(Debug)]
pub(super) struct Needs {
    /// For each unit the place of its first row in `units`, and one place more.
    starts: Vec<u32>,
    units: Vec<u32>,
    /// The same the other way round.
    citing_starts: Vec<u32>,
    citing: Vec<u32>,
    withdrawn: Vec<u32>,
}

/// What is no longer as it was when the tables were written.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Units that are not there any more.
    pub(super) gone: FxHashSet<u32>,
    /// Units whose names, or what is said of them, others now share: what means them, and whether
    /// they are withdrawn, only the whole corpus can tell.
    pub(super) doubtful: FxHashSet<u32>,
    /// Documents that have come: their number is that of the last unit and on.
    pub(super) come: Vec<Newcomer>,
}

/// A document that the tables do not know.
#[derive(Debug, Default)]
pub(super) struct Newcomer {
    /// Units that it may need.
    pub(super) needs: Vec<u32>,
    /// Units that may need it.
    pub(super) citing: Vec<u32>,
}

/// Lists by number, one behind the other: starts and entries.
fn reversed(starts: &[u32], units: &[u32], count: usize) -> (Vec<u32>, Vec<u32>) {
    let mut places = vec![0_u32; count + 1];
    for row in units {
        if let Some(place) = places.get_mut((row & !CERTAIN) as usize + 1) {
            *place += 1;
        }
    }
    for at in 1..places.len() {
        places[at] += places[at - 1];
    }
    let reversed_starts = places.clone();
    let mut citing = vec![0_u32; units.len()];
    for (unit, bounds) in (0_u32..).zip(starts.windows(2)) {
        for row in units.get(bounds[0] as usize..bounds[1] as usize).unwrap_or_default() {
            let Some(place) = places.get_mut((row & !CERTAIN) as usize) else { continue };
            if let Some(entry) = citing.get_mut(*place as usize) {
                *entry = unit | (row & CERTAIN);
            }
            *place += 1;
        }
    }
    (reversed_starts, citing)
}

/// The entries of `unit`, without and with the mark that they hold on every day.
fn entries<'t>(
    starts: &[u32],
    units: &'t [u32],
    unit: u32,
) -> impl Iterator<Item = (u32, bool)> + use<'t> {
    let at = unit as usize;
    let from = starts.get(at).copied().unwrap_or(0) as usize;
    let to = starts.get(at + 1).copied().unwrap_or(0) as usize;
    let rows = units.get(from..to).unwrap_or_default();
    rows.iter().map(|row| (row & !CERTAIN, row & CERTAIN != 0))
}

/// One question's view of the tables: what has changed since they were written is seen changed.
struct Walk<'n> {
    needs: &'n Needs,
    changes: &'n Changes,
    /// Newcomers that each unit may need.
    further: FxHashMap<u32, Vec<u32>>,
    /// Newcomers that may need each unit.
    newly_citing: FxHashMap<u32, Vec<u32>>,
}

impl Needs {
    pub(super) fn new(starts: Vec<u32>, units: Vec<u32>, withdrawn: Vec<u32>) -> Self {
        let (citing_starts, citing) = reversed(&starts, &units, withdrawn.len());
        Self { starts, units, citing_starts, citing, withdrawn }
    }

    fn walk<'n>(&'n self, changes: &'n Changes) -> Walk<'n> {
        let mut walk = Walk {
            needs: self,
            changes,
            further: FxHashMap::default(),
            newly_citing: FxHashMap::default(),
        };
        for (number, newcomer) in (self.count()..).zip(&changes.come) {
            for unit in &newcomer.citing {
                walk.further.entry(*unit).or_default().push(number);
            }
            for unit in &newcomer.needs {
                walk.newly_citing.entry(*unit).or_default().push(number);
            }
        }
        walk
    }

    /// How many units the tables know.
    fn count(&self) -> u32 {
        u32::try_from(self.withdrawn.len()).unwrap_or(u32::MAX)
    }

    /// Units on the shortest ways from each of `starts` to what is withdrawn for good on the day.
    ///
    /// Which edition an undated reference means is not known here, so that ways may be too many and
    /// seem too short. The way over certain references to a certainly withdrawn document bounds the
    /// length of the true shortest one; every way within that length is given.
    pub(super) fn ways_to_withdrawn(
        &self,
        starts: &[u32],
        as_of: AsOf,
        changes: &Changes,
    ) -> Vec<u32> {
        let day = match as_of {
            AsOf::Date(date) => day_number(PartialDate::of_day(date)),
            AsOf::Publication => 0,
        };
        let walk = self.walk(changes);
        // PERHAPS is later than every day.
        let surely = |unit: u32| {
            let since = self.withdrawn.get(unit as usize).copied().unwrap_or(0);
            since > 0 && since <= day && !changes.is_uncertain(unit)
        };
        let all = || 0..self.count();
        let perhaps = all().filter(|unit| walk.may_be_withdrawn(*unit));
        // Of what has come, too, only the whole corpus can tell.
        let newcomers = self.count()..self.count().saturating_add(changes.count());
        let nearest = walk.back_from(perhaps.chain(newcomers), None);
        let certain = walk.back_from(all().filter(|unit| surely(*unit)), Some(starts));
        walk.within(starts, &nearest, &certain)
    }

    /// Units on the ways from `starts` to `ends`.
    pub(super) fn ways_to(&self, starts: &[u32], ends: &[u32], changes: &Changes) -> Vec<u32> {
        if ends.is_empty() {
            return Vec::new();
        }
        let walk = self.walk(changes);
        let leads = walk.back_from(ends.iter().copied(), None);
        walk.within(starts, &leads, &vec![FAR; leads.len()])
    }
}

impl Changes {
    fn is_uncertain(&self, unit: u32) -> bool {
        self.gone.contains(&unit) || self.doubtful.contains(&unit)
    }

    fn count(&self) -> u32 {
        u32::try_from(self.come.len()).unwrap_or(u32::MAX)
    }
}

impl Walk<'_> {
    fn may_be_withdrawn(&self, unit: u32) -> bool {
        let since = self.needs.withdrawn.get(unit as usize).copied().unwrap_or(0);
        (since > 0 || self.changes.doubtful.contains(&unit)) && !self.changes.gone.contains(&unit)
    }

    fn newcomer(&self, unit: u32) -> Option<&Newcomer> {
        let at = unit.checked_sub(self.needs.count())?;
        self.changes.come.get(at as usize)
    }

    /// Units that a unit may need.
    fn needed_by(&self, unit: u32) -> impl Iterator<Item = u32> + '_ {
        let known = entries(&self.needs.starts, &self.needs.units, unit).map(|it| it.0);
        let come = self.newcomer(unit).map_or(&[][..], |it| &it.needs);
        let further = self.further.get(&unit).map_or(&[][..], Vec::as_slice);
        let all = known.chain(come.iter().copied()).chain(further.iter().copied());
        all.filter(|it| !self.changes.gone.contains(it))
    }

    /// Units that may need a unit, and whether they do so on every day.
    fn needing(&self, unit: u32) -> impl Iterator<Item = (u32, bool)> + '_ {
        let is_certain = !self.changes.is_uncertain(unit);
        let known = entries(&self.needs.citing_starts, &self.needs.citing, unit)
            .map(move |(from, certain)| (from, certain && is_certain));
        let come = self.newcomer(unit).map_or(&[][..], |it| &it.citing);
        let newly = self.newly_citing.get(&unit).map_or(&[][..], Vec::as_slice);
        let all = known.chain(come.iter().chain(newly).map(|it| (*it, false)));
        all.filter(|(from, _)| !self.changes.gone.contains(from))
    }

    /// How many steps each unit is from the nearest of `ends`. With `until`, only over references
    /// that are certain, and no further than it takes to know it of these.
    fn back_from(&self, ends: impl Iterator<Item = u32>, until: Option<&[u32]>) -> Vec<u32> {
        let count = self.needs.withdrawn.len() + self.changes.come.len();
        let mut steps = vec![FAR; count];
        let mut open: Vec<u32> = Vec::new();
        for end in ends {
            if let Some(place) = steps.get_mut(end as usize)
                && *place == FAR
            {
                *place = 0;
                open.push(end);
            }
        }
        let mut wanted: Option<FxHashSet<u32>> = until.map(|it| it.iter().copied().collect());
        let mut next = Vec::new();
        let mut far = 0;
        while !open.is_empty() {
            if let Some(wanted) = &mut wanted {
                wanted.retain(|it| steps.get(*it as usize).is_some_and(|it| *it == FAR));
                if wanted.is_empty() {
                    break;
                }
            }
            far += 1;
            for unit in open.drain(..) {
                for (from, certain) in self.needing(unit) {
                    if (certain || wanted.is_none())
                        && let Some(place) = steps.get_mut(from as usize)
                        && *place == FAR
                    {
                        *place = far;
                        next.push(from);
                    }
                }
            }
            std::mem::swap(&mut open, &mut next);
        }
        steps
    }

    /// Units on the ways from each of `starts` to what `nearest` counts from, which are no longer
    /// than `bound` of the start says; without a bound, on all of them.
    ///
    /// One walk for all starts: a unit is entered with the most steps that any way to it has left.
    fn within(&self, starts: &[u32], nearest: &[u32], bound: &[u32]) -> Vec<u32> {
        let near = |unit: u32| nearest.get(unit as usize).copied().unwrap_or(FAR);
        let leads = |unit: u32, left: u32| near(unit) != FAR && near(unit) <= left;
        // Steps left and one more; 0 where no way has led yet.
        let mut left = vec![0_u32; nearest.len()];
        let most = starts.iter().filter_map(|it| bound.get(*it as usize)).filter(|it| **it != FAR);
        let most = most.max().map_or(0, |it| *it as usize + 1);
        let mut unbounded: Vec<u32> = Vec::new();
        let mut open: Vec<Vec<u32>> = vec![Vec::new(); most];
        for &start in starts {
            let steps = bound.get(start as usize).copied().unwrap_or(FAR);
            let Some(place) = left.get_mut(start as usize) else { continue };
            let entered = steps.saturating_add(1);
            if leads(start, steps) && *place < entered {
                *place = entered;
                match open.get_mut(steps as usize) {
                    Some(open) => open.push(start),
                    None => unbounded.push(start),
                }
            }
        }
        while let Some(unit) = unbounded.pop() {
            for to in self.needed_by(unit) {
                if let Some(place) = left.get_mut(to as usize)
                    && *place != FAR
                    && leads(to, FAR)
                {
                    *place = FAR;
                    unbounded.push(to);
                }
            }
        }
        for steps in (1..most).rev() {
            for unit in std::mem::take(&mut open[steps]) {
                if left[unit as usize] as usize != steps + 1 {
                    continue;
                }
                for to in self.needed_by(unit) {
                    let steps = steps - 1;
                    let entered = u32::try_from(steps + 1).unwrap_or(FAR);
                    if let Some(place) = left.get_mut(to as usize)
                        && *place < entered
                        && leads(to, entered - 1)
                    {
                        *place = entered;
                        open[steps].push(to);
                    }
                }
            }
        }
        let known = left.iter().take(self.needs.withdrawn.len());
        let on_way = (0_u32..).zip(known).filter(|(_, left)| **left > 0).map(|(unit, _)| unit);
        on_way.filter(|it| !self.changes.gone.contains(it)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::format::PERHAPS;
    use super::{CERTAIN, Changes, Needs, Newcomer};
    use crate::corpus::AsOf;

    /// 0 → 1 → 2 (withdrawn); 0 ⇢ 3 (perhaps withdrawn); 1 → 4 → 5 (withdrawn).
    fn needs() -> Needs {
        Needs::new(
            vec![0, 2, 4, 4, 4, 5, 5],
            vec![1 | CERTAIN, 3, 2 | CERTAIN, 4 | CERTAIN, 5 | CERTAIN],
            vec![0, 0, 20_150_101, PERHAPS, 0, 1],
        )
    }

    fn on(date: &str) -> AsOf {
        AsOf::Date(date.parse().unwrap())
    }

    #[test]
    fn only_the_shortest_ways_count() {
        let none = Changes::default();
        assert_eq!(needs().ways_to_withdrawn(&[0], on("2026-01-01"), &none), [0, 1, 2, 3]);
        // Not yet withdrawn: the way goes on to the other one.
        assert_eq!(needs().ways_to_withdrawn(&[0], on("2010-01-01"), &none), [0, 1, 2, 3, 4, 5]);
        // Each start has its own bound.
        assert_eq!(needs().ways_to_withdrawn(&[1, 4], on("2026-01-01"), &none), [1, 2, 4, 5]);
    }

    #[test]
    fn ways_back_are_found() {
        let none = Changes::default();
        assert_eq!(needs().ways_to(&[0], &[5], &none), [0, 1, 4, 5]);
        assert_eq!(needs().ways_to(&[4], &[2], &none), Vec::<u32>::new());
    }

    #[test]
    fn what_has_changed_is_not_taken_for_certain() {
        let gone = Changes { gone: [2].into_iter().collect(), ..Changes::default() };
        assert_eq!(needs().ways_to_withdrawn(&[1], on("2026-01-01"), &gone), [1, 4, 5]);
        let doubtful = Changes { doubtful: [2].into_iter().collect(), ..Changes::default() };
        assert_eq!(needs().ways_to_withdrawn(&[1], on("2026-01-01"), &doubtful), [1, 2, 4, 5]);
        // 0 ⇢ a newcomer ⇢ 5: the way through it is as short as that over 1.
        let newcomer = Newcomer { needs: vec![5], citing: vec![0] };
        let come = Changes { come: vec![newcomer], ..Changes::default() };
        assert_eq!(needs().ways_to_withdrawn(&[0], on("2026-01-01"), &come), [0, 1, 2, 3, 5]);
        assert_eq!(needs().ways_to(&[0], &[5], &come), [0, 1, 4, 5]);
    }
}
