//! What a mapping leaves out. That nothing is said of a clause proves nothing: it may be declared to
//! have no counterpart, or it may not have been analysed.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Found, Maps};
use crate::fact::Facts;
use crate::model::{MapEnd, Relation, Text};

/// How the requirements of the left document of a set stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Gap {
    /// All that were to be analysed and all that were not.
    pub(crate) requirements: usize,
    /// In a map that relates them to something.
    pub(crate) related: usize,
    /// Declared to have no counterpart, with the reason.
    pub(crate) declared: usize,
    /// The set says what was analysed, and these are not among it.
    pub(crate) not_analysed: usize,
    /// The rest: neither a map nor a reason. Clauses, in the order of the text.
    pub(crate) unmapped: Vec<u32>,
}

/// The gap of each set; of several sets of the same two documents, the first that is judged answers
/// for all.
pub(super) fn gaps(f: &Facts<'_>, maps: &Maps) -> Vec<Option<Gap>> {
    let mut groups: FxHashMap<[u32; 2], Vec<usize>> = FxHashMap::default();
    for (at, set) in maps.sets.iter().enumerate() {
        groups.entry(set.frameworks).or_default().push(at);
    }
    let mut rows_of: Vec<Vec<u32>> = maps.sets.iter().map(|_| Vec::new()).collect();
    for (at, row) in (0_u32..).zip(&maps.rows) {
        rows_of[row.set as usize].push(at);
    }
    maps.sets
        .iter()
        .enumerate()
        .map(|(at, set)| {
            let own = groups.get(&set.frameworks).map_or(&[][..], Vec::as_slice);
            let first = own.iter().find(|it| maps.sets[**it].judged);
            if first != Some(&at) {
                return None;
            }
            let [left, right] = set.frameworks;
            let back = groups.get(&[right, left]).map_or(&[][..], Vec::as_slice);
            gap(f, maps, set.sides[0].ok()?, own, back, &rows_of)
        })
        .collect()
}

fn gap(
    f: &Facts<'_>,
    maps: &Maps,
    doc: u32,
    own: &[usize],
    back: &[usize],
    rows_of: &[Vec<u32>],
) -> Option<Gap> {
    f.standard(doc).clauses.as_ref()?;
    let clause = |end: &MapEnd| match maps.find(doc, end.id.get(f.sources())) {
        Some(Found::Clause(clause, _)) => Some(clause),
        _ => None,
    };
    let mut related: FxHashSet<u32> = FxHashSet::default();
    let mut declared: FxHashSet<u32> = FxHashSet::default();
    let mut analysed: FxHashSet<u32> = FxHashSet::default();
    for (sets, right) in [(own, false), (back, true)] {
        for row in sets.iter().flat_map(|set| &rows_of[*set]) {
            let row = &maps.rows[*row as usize];
            let reason = row.read(f, maps).is_some_and(|it| it.rationale.is_some());
            for end in &maps.ends[row.ends.start as usize..row.ends.end as usize] {
                let Ok(Some(Found::Clause(clause, _))) = end.found else { continue };
                if end.right != right {
                    continue;
                }
                match row.relation {
                    Some(Relation::None) if reason => declared.insert(clause),
                    Some(Relation::None) => false,
                    _ => related.insert(clause),
                };
            }
        }
    }
    for set in own.iter().filter_map(|at| maps.sets[*at].read(f)) {
        let reasoned = |it: &&(MapEnd, Option<Text>)| {
            it.1.as_ref().is_some_and(|text| !text.get(f.sources()).trim().is_empty())
        };
        declared.extend(set.unmapped.iter().filter(reasoned).filter_map(|it| clause(&it.0)));
        analysed.extend(set.analysed.iter().filter_map(clause));
    }
    let limited = !analysed.is_empty();
    let rows = f.clauses(doc);
    // What is said of a clause holds for what it contains.
    let within = |set: &FxHashSet<u32>, at: u32| {
        let mut next = Some(at);
        while let Some(at) = next {
            if set.contains(&at) {
                return true;
            }
            next = rows.get(at as usize).and_then(|it| it.parent);
        }
        false
    };
    let requirements = &maps.elements.get(&doc)?.requirements;
    let mut gap = Gap { requirements: requirements.len(), ..Gap::default() };
    for at in requirements {
        if within(&related, *at) {
            gap.related += 1;
        } else if within(&declared, *at) {
            gap.declared += 1;
        } else if limited && !within(&analysed, *at) {
            gap.not_analysed += 1;
        } else {
            gap.unmapped.push(*at);
        }
    }
    Some(gap)
}
