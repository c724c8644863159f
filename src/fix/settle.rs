//! Which fixes are applied together: those that do not touch each other. The others wait for the
//! next round, when the file has been read again.

use std::collections::BTreeMap;

use super::{Change, Fixer, Refusal};
use crate::finding::{Finding, Judged};
use crate::source::FileId;

/// Fixes that are applied at once.
#[derive(Debug, Default)]
pub struct Round<'r> {
    /// What is changed, by file, in order of place.
    pub changes: BTreeMap<FileId, Vec<Change>>,
    /// Some of it is markup, so that values come or go.
    pub markup: bool,
    /// The findings whose fixes these are.
    pub findings: Vec<&'r Finding>,
    /// Fixes that cannot be applied at all.
    pub refused: Vec<(&'r Finding, Refusal)>,
}

/// The first `most` of the fixes that `wanted` lets through and that do not touch each other.
pub fn choose<'r>(
    findings: &'r [Judged],
    fixer: &mut Fixer<'_>,
    wanted: &dyn Fn(&Finding) -> bool,
    most: usize,
) -> Round<'r> {
    let mut round = Round::default();
    for finding in findings.iter().filter(|it| it.is_open()).map(|it| &it.finding) {
        if round.findings.len() >= most {
            break;
        }
        let Some(fix) = finding.fix.as_ref().filter(|_| wanted(finding)) else { continue };
        let changes = match fixer.changes(fix) {
            Ok(changes) => changes,
            Err(refusal) => {
                round.refused.push((finding, refusal));
                continue;
            }
        };
        let is_free = |(file, change): &(FileId, Change)| {
            let taken = round.changes.get(file).map_or(&[][..], Vec::as_slice);
            !taken.iter().any(|it| touch(it, change))
        };
        if !changes.iter().all(is_free) {
            continue;
        }
        for (file, change) in changes {
            round.markup |= fix.markup;
            round.changes.entry(file).or_default().push(change);
        }
        round.findings.push(finding);
    }
    for changes in round.changes.values_mut() {
        changes.sort_by_key(|it| (it.range.start, it.range.end));
    }
    round
}

/// Whether two changes share a byte, or stand so close that their order would count.
fn touch(a: &Change, b: &Change) -> bool {
    let (a, b) = (&a.range, &b.range);
    if a.is_empty() || b.is_empty() {
        a.start <= b.end && b.start <= a.end
    } else {
        a.start < b.end && b.start < a.end
    }
}
