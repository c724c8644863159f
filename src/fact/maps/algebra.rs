//! What relations between sets of requirements entail.
//!
//! A clause stands for what complies with it asks; two clauses are then equal, one a proper part of
//! the other, overlapping, or disjoint: exactly one of the five (*equal* and *equivalent* are one set
//! in two wordings). The words are those of OSCAL and NIST IR 8477.

use crate::model::Relation;

/// A set of relations that are still possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Possible(u8);

const SAME: u8 = 1;
const PART: u8 = 2;
const WHOLE: u8 = 4;
const OVERLAP: u8 = 8;
const APART: u8 = 16;
const ANY: u8 = 31;

fn bit(relation: Relation) -> u8 {
    match relation {
        Relation::Equal | Relation::Equivalent => SAME,
        Relation::Subset => PART,
        Relation::Superset => WHOLE,
        Relation::Intersects => OVERLAP,
        Relation::None => APART,
    }
}

impl Possible {
    /// Whether this relation is among them.
    pub(crate) fn has(self, relation: Relation) -> bool {
        self.0 & bit(relation) != 0
    }

    /// One relation of each kind that is possible, in the order of the words.
    pub(crate) fn relations(self) -> impl Iterator<Item = Relation> {
        let kinds = [
            Relation::Equal,
            Relation::Subset,
            Relation::Superset,
            Relation::Intersects,
            Relation::None,
        ];
        kinds.into_iter().filter(move |it| self.has(*it))
    }
}

/// The same relation seen from the other end.
pub(crate) fn inverse(relation: Relation) -> Relation {
    match relation {
        Relation::Subset => Relation::Superset,
        Relation::Superset => Relation::Subset,
        other => other,
    }
}

/// Two relations of one pair cannot both hold.
pub(crate) fn exclude(left: Relation, right: Relation) -> bool {
    bit(left) != bit(right)
}

/// What is possible between A and C where A stands in `first` to B and B in `second` to C. Nothing is
/// excluded by intersects∘intersects.
pub(crate) fn compose(first: Relation, second: Relation) -> Possible {
    let (first, second) = (bit(first), bit(second));
    Possible(match (first, second) {
        (SAME, other) | (other, SAME) => other,
        (PART, PART) => PART,
        (WHOLE, WHOLE) => WHOLE,
        (PART, APART) | (APART, WHOLE) => APART,
        (WHOLE, PART) => SAME | PART | WHOLE | OVERLAP,
        (PART, OVERLAP) | (APART, PART | OVERLAP) => PART | OVERLAP | APART,
        (WHOLE, OVERLAP) => WHOLE | OVERLAP,
        (OVERLAP, PART) => PART | OVERLAP,
        (OVERLAP, WHOLE | APART) | (WHOLE, APART) => WHOLE | OVERLAP | APART,
        _ => ANY,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every pair of non-empty sets over four things, by bits.
    fn relation(left: u8, right: u8) -> Relation {
        match left & right {
            0 => Relation::None,
            _ if left == right => Relation::Equal,
            both if both == left => Relation::Subset,
            both if both == right => Relation::Superset,
            _ => Relation::Intersects,
        }
    }

    #[test]
    fn composition_allows_exactly_what_sets_do() {
        let mut seen = std::collections::BTreeMap::new();
        for a in 1_u8..64 {
            for b in 1_u8..64 {
                for c in 1_u8..64 {
                    *seen.entry((relation(a, b), relation(b, c))).or_insert(0) |=
                        bit(relation(a, c));
                }
            }
        }
        for ((first, second), possible) in seen {
            assert_eq!(compose(first, second).0, possible, "{first} ∘ {second}");
        }
        assert_eq!(compose(Relation::Intersects, Relation::Intersects).0, ANY);
    }

    #[test]
    fn seen_from_the_other_end() {
        for a in 1_u8..16 {
            for b in 1_u8..16 {
                assert_eq!(inverse(relation(a, b)), relation(b, a));
            }
        }
        assert!(exclude(Relation::Subset, Relation::Intersects));
        assert!(!exclude(Relation::Equal, Relation::Equivalent));
    }
}
