//! What changed between two surveys, and how harmonization went over the years.

use jiff::civil::Date;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::adoptions::{Claim, claims};
use super::findings::FindingRow;
use super::{StdRef, Survey};
use crate::corpus::{AsOf, PartialDate};
use crate::fact::Facts;
use crate::model::Status;

/// What changed since an earlier day or revision.
#[derive(Clone, Debug, Serialize)]
pub struct History {
    /// The earlier day, or the revision as it was named.
    pub since: String,
    /// `date`: the same texts on an earlier day; `revision`: the texts of an earlier revision.
    pub since_kind: &'static str,
    /// The day of this survey, or the revision of its texts.
    pub until: String,
    /// Open findings that were not there, by fingerprint.
    pub new: Vec<String>,
    /// Findings that were open and are gone.
    pub fixed: Vec<FindingRow>,
    /// How many were open and still are.
    pub persisting: usize,
    /// How many were open and were waived, or put into the baseline, since.
    pub waived: usize,
    /// Adoptions over the years.
    pub rates: Vec<Rate>,
}

/// The adoptions on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rate {
    /// The day.
    pub date: String,
    /// Adoptions by documents that were in force.
    pub adoptions: usize,
    /// Those whose texts could be compared.
    pub checked: usize,
    /// Those whose texts bear out what is declared, of a source that was in force.
    pub harmonized: usize,
    /// Those whose source was in force, whether the texts are there or not.
    pub current_source: usize,
}

/// Where the earlier survey comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Since {
    /// The same texts on an earlier day.
    Date(Date),
    /// The texts of a revision, as named, and the day on which it was made.
    Revision(String, Option<Date>),
}

/// Rows of a table of years, however far apart the two ends are.
const YEARS: i16 = 60;

/// Says in `now` what changed since `earlier`; paths of an earlier revision have to be those of the
/// project already.
pub fn compare(now: &mut Survey, earlier: &Survey, since: &Since, rates: Vec<Rate>) {
    let open = |it: &&FindingRow| it.standing == "open";
    let known: FxHashMap<&str, &str> =
        now.findings.iter().map(|it| (it.fingerprint.as_str(), it.standing)).collect();
    let before: FxHashSet<&str> =
        earlier.findings.iter().map(|it| it.fingerprint.as_str()).collect();
    let new = now.findings.iter().filter(open);
    let new = new.filter(|it| !before.contains(it.fingerprint.as_str()));
    let new: Vec<String> = new.map(|it| it.fingerprint.clone()).collect();
    let (mut persisting, mut waived) = (0, 0);
    let mut fixed: Vec<FindingRow> = Vec::new();
    for it in earlier.findings.iter().filter(open) {
        match known.get(it.fingerprint.as_str()) {
            Some(&"open") => persisting += 1,
            Some(_) => waived += 1,
            None => fixed.push(it.clone()),
        }
    }
    let mut moving = Moving::new(now, earlier);
    for it in &mut fixed {
        it.standard = it.standard.map(|standard| moving.take(now, earlier, standard));
        for place in &mut it.related {
            place.standard = place.standard.map(|standard| moving.take(now, earlier, standard));
        }
    }
    let (since, since_kind) = match since {
        Since::Date(date) => (date.to_string(), "date"),
        Since::Revision(name, _) => (name.clone(), "revision"),
    };
    let until = now.as_of.clone();
    now.history = Some(History { since, since_kind, until, new, fixed, persisting, waived, rates });
}

/// Numbers of standards of the earlier survey in the later one.
struct Moving {
    by_key: FxHashMap<String, StdRef>,
    known: Vec<Option<StdRef>>,
}

impl Moving {
    fn new(now: &Survey, earlier: &Survey) -> Self {
        let mut by_key: FxHashMap<String, StdRef> = FxHashMap::default();
        for (at, it) in (0_u32..).zip(&now.standards) {
            by_key.entry(it.key.clone()).or_insert(StdRef(at));
        }
        Self { by_key, known: vec![None; earlier.standards.len()] }
    }

    /// A standard that is no longer there is added as one that is not judged.
    fn take(&mut self, now: &mut Survey, earlier: &Survey, standard: StdRef) -> StdRef {
        let (Some(row), Some(known)) =
            (earlier.standards.get(standard.index()), self.known.get_mut(standard.index()))
        else {
            return standard;
        };
        if let Some(known) = known {
            return *known;
        }
        let next = StdRef(u32::try_from(now.standards.len()).unwrap_or(u32::MAX));
        let found = *self.by_key.entry(row.key.clone()).or_insert(next);
        if found == next {
            let mut row = row.clone();
            row.judged = false;
            row.findings = super::Tally::default();
            now.standards.push(row);
        }
        *known = Some(found);
        found
    }
}

/// The adoptions of the judged documents at the end of each year between two days, and on these days
/// themselves. Nothing where each document is judged on a day of its own.
#[must_use]
pub fn rates(f: &Facts<'_>, since: &Since) -> Vec<Rate> {
    let AsOf::Date(until) = f.corpus().as_of() else { return Vec::new() };
    let from = match since {
        Since::Date(date) => Some(*date),
        Since::Revision(_, date) => *date,
    };
    let Some(from) = from.filter(|from| *from < until) else { return Vec::new() };
    let mut days = vec![from];
    let first = from.year().max(until.year().saturating_sub(YEARS));
    days.extend((first..until.year()).filter_map(|year| Date::new(year, 12, 31).ok()));
    days.push(until);
    days.dedup();
    let claims = claims(f);
    days.into_par_iter().map(|day| rate(f, &claims, day)).collect()
}

fn rate(f: &Facts<'_>, claims: &[Claim], day: Date) -> Rate {
    let (corpus, on) = (f.corpus(), PartialDate::of_day(day));
    let mut rate =
        Rate { date: day.to_string(), adoptions: 0, checked: 0, harmonized: 0, current_source: 0 };
    for claim in claims {
        if !corpus.standing(claim.standard.node(), on).status.is_current() {
            continue;
        }
        let source = claim.source.map_or(Status::Unknown, |it| corpus.standing(it, on).status);
        let current = source.is_current();
        rate.adoptions += 1;
        rate.checked += usize::from(claim.checked);
        rate.current_source += usize::from(current);
        rate.harmonized += usize::from(claim.confirmed && current);
    }
    rate
}
