//! Declared deviations against what they cover.

use super::DocumentPair;
use super::declared::plain;
use super::side::Side;
use crate::alignment;
use crate::fact::Facts;
use crate::model::{Deviation, Text};

/// What the deviations of an adoption name, by their places.
pub(super) struct Listed<'a> {
    rows: Vec<(u32, Vec<&'a str>, Vec<&'a str>)>,
}

impl<'a> Listed<'a> {
    /// The deviations that the adoption behind two documents lists.
    pub(super) fn of(f: &Facts<'a>, documents: &DocumentPair) -> Self {
        let adoptions = &f.standard(documents.left.doc).adopts;
        let adoption = documents.adoption.and_then(|it| adoptions.get(it as usize));
        let all: &[Deviation] =
            adoption.and_then(|it| it.deviations.as_deref()).unwrap_or_default();
        let numbers = |text: &'a Option<Text>| -> Vec<&'a str> {
            text.as_ref().map(|it| numbers(f.text(it))).unwrap_or_default()
        };
        let rows = (0_u32..)
            .zip(all)
            .map(|(at, it)| (at, numbers(&it.clause), numbers(&it.source)))
            .collect();
        Self { rows }
    }

    /// The first deviation that names one of two items, or a clause that one of them is in.
    pub(super) fn covering(
        &self,
        f: &Facts<'_>,
        documents: &DocumentPair,
        left: Option<u32>,
        right: Option<u32>,
    ) -> Option<u32> {
        let names = |side: &Side, at: Option<u32>| at.and_then(|at| side.number(f, at)).map(plain);
        let (ours, theirs) = (names(&documents.left, left), names(&documents.right, right));
        let covers = |named: &[&str], number: Option<&str>| {
            number.is_some_and(|number| named.iter().any(|it| is_within(number, it)))
        };
        self.rows
            .iter()
            .find(|(_, clauses, sources)| covers(clauses, ours) || covers(sources, theirs))
            .map(|it| it.0)
    }
}

/// Every number that a deviation names: `5.2, 5.3 and Annex B`, `5.2、5.3`.
pub(crate) fn numbers(written: &str) -> Vec<&str> {
    written
        .split([',', ';', '，', '；', '、', '和', '及', '与'])
        .flat_map(|part| part.split(" and "))
        .map(plain)
        .filter(|it| !it.is_empty())
        .collect()
}

/// Whether a clause is the named one, or in it: `5.2.1` is in `5.2` and in `5`.
pub(crate) fn is_within(number: &str, named: &str) -> bool {
    number.strip_prefix(named).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Notes for pairs and differences which deviation covers them.
pub(super) fn cover(f: &Facts<'_>, documents: &mut DocumentPair) {
    let listed = Listed::of(f, documents);
    if listed.rows.is_empty() {
        return;
    }
    let of_pairs: Vec<Option<u32>> = documents
        .pairs
        .iter()
        .map(|it| listed.covering(f, documents, Some(it.left), Some(it.right)))
        .collect();
    let of_differences: Vec<Option<u32>> = documents
        .differences
        .iter()
        .map(|it| listed.covering(f, documents, it.left_member, it.right_member))
        .collect();
    for (pair, deviation) in documents.pairs.iter_mut().zip(of_pairs) {
        pair.deviation = deviation;
    }
    for (difference, deviation) in documents.differences.iter_mut().zip(of_differences) {
        difference.deviation = deviation;
    }
}

/// What the texts say of a declared deviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The texts differ there.
    Found,
    /// The texts are the same there.
    Stale,
    /// The clauses that it names are not there.
    NoClause,
    /// The languages differ, and nothing that no language changes does.
    Untold,
}

impl DocumentPair {
    /// What the texts say of a deviation of the adoption, by its place there.
    #[must_use]
    pub fn standing(&self, f: &Facts<'_>, deviation: u32) -> Standing {
        let listed = Listed::of(f, self);
        let Some((_, clauses, sources)) = listed.rows.into_iter().find(|it| it.0 == deviation)
        else {
            return Standing::NoClause;
        };
        let within = |side: &Side, named: &[&str]| -> Vec<u32> {
            (0..u32::try_from(side.members.len()).unwrap_or(u32::MAX))
                .filter(|at| {
                    let number = side.number(f, *at).map(plain);
                    number.is_some_and(|it| named.iter().any(|named| is_within(it, named)))
                })
                .collect()
        };
        let (left, right) = (within(&self.left, &clauses), within(&self.right, &sources));
        if left.is_empty() && right.is_empty() {
            return Standing::NoClause;
        }
        let differs = self.differences.iter().any(|it| {
            it.left_member.is_some_and(|at| left.contains(&at))
                || it.right_member.is_some_and(|at| right.contains(&at))
        });
        let alone = left.iter().any(|at| self.left_only.contains(at))
            || right.iter().any(|at| self.right_only.contains(at));
        let own = |it: &super::ClausePair| left.contains(&it.left) || right.contains(&it.right);
        let mut pairs = self.pairs.iter().filter(|it| it.accepted && own(it));
        let elsewhere = pairs.clone().any(|it| {
            it.moved
                || self.left.number(f, it.left).map(plain)
                    != self.right.number(f, it.right).map(plain)
        });
        if differs || alone || elsewhere {
            return Standing::Found;
        }
        if !self.one_language {
            return Standing::Untold;
        }
        // Notes, figures and formulas count too: whatever differs is a reason to list it.
        let letters = |side: &Side, at: u32| {
            let mut all = alignment::fold(&side.whole_text(f, at));
            all.retain(char::is_alphanumeric);
            all
        };
        let same = pairs.all(|it| letters(&self.left, it.left) == letters(&self.right, it.right));
        if same { Standing::Stale } else { Standing::Found }
    }
}

#[cfg(test)]
mod tests {
    use super::{is_within, numbers};

    #[test]
    fn several_clauses_are_named_at_once() {
        assert_eq!(numbers("5.2, 5.3 and Annex B"), ["5.2", "5.3", "B"]);
        assert_eq!(numbers("5.2、附录C"), ["5.2", "C"]);
        assert!(is_within("5.2.1", "5.2") && is_within("5.2", "5.2") && !is_within("5.21", "5.2"));
    }
}
