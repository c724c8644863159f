//! Correspondence of clauses that somebody declares: a clause map, a mapping set, a common key.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::side::{Member, Side};
use crate::corpus::StandardId;
use crate::fact::Facts;
use crate::model::{Adoption, MapEnd, MappingSet, Relation, Target, Text};

/// One declared correspondence; an end that is not there is declared to have no counterpart.
#[derive(Clone, Debug)]
pub(super) struct Row {
    left: End,
    right: End,
    relation: Option<Relation>,
}

/// An end of a correspondence.
#[derive(Clone, Debug)]
enum End {
    /// Nothing answers to the other end.
    Nothing,
    /// A clause as it is written.
    Written(Text),
    /// A clause by its place in [`Facts::clauses`].
    Clause(u32),
}

impl Row {
    /// Two clauses with one subject key.
    pub(super) fn key(left: u32, right: u32) -> Self {
        Self { left: End::Clause(left), right: End::Clause(right), relation: None }
    }
}

/// The rows of an adoption's clause map.
pub(super) fn clause_map(adoption: &Adoption) -> Vec<Row> {
    let end = |text: &Option<Text>| text.clone().map_or(End::Nothing, End::Written);
    adoption
        .clause_map
        .iter()
        .map(|row| Row { left: end(&row.clause), right: end(&row.source), relation: None })
        .collect()
}

/// For each judged document the others that mapping sets relate it to, with the maps, seen from it.
pub(super) fn mapped(f: &Facts<'_>) -> FxHashMap<u32, Vec<(u32, Vec<Row>)>> {
    let mut all: FxHashMap<u32, Vec<(u32, Vec<Row>)>> = FxHashMap::default();
    let corpus = f.corpus();
    let own =
        corpus.ids().flat_map(|id| corpus.standard(id).mappings.iter().map(move |it| (id, it)));
    let alone = f.judged().first().copied();
    let alone = alone.into_iter().flat_map(|id| corpus.mappings().iter().map(move |it| (id, it)));
    for (from, set) in own.chain(alone) {
        let (Some(left), Some(right)) = (end(f, &set.left, from), end(f, &set.right, from)) else {
            continue;
        };
        if left == right {
            continue;
        }
        for (doc, other, mirrored) in [(left, right, false), (right, left, true)] {
            if f.is_judged(doc) {
                all.entry(doc).or_default().push((other, rows(set, mirrored)));
            }
        }
    }
    all
}

fn end(f: &Facts<'_>, target: &Target, from: StandardId) -> Option<u32> {
    let node = f.corpus().resolve(target, from).single()?;
    f.corpus().standard_of(node).map(|it| it.0)
}

fn rows(set: &MappingSet, mirrored: bool) -> Vec<Row> {
    let mut rows = Vec::new();
    let written = |end: &MapEnd| End::Written(end.id.clone());
    for map in &set.maps {
        let relation = map.relation.map(|it| it.value);
        for left in &map.left {
            for right in &map.right {
                let row = Row { left: written(left), right: written(right), relation };
                rows.push(row);
            }
        }
    }
    rows.extend(set.unmapped.iter().map(|(end, _)| Row {
        left: written(end),
        right: End::Nothing,
        relation: Some(Relation::None),
    }));
    if mirrored {
        for row in &mut rows {
            std::mem::swap(&mut row.left, &mut row.right);
            row.relation = row.relation.map(inverse);
        }
    }
    rows
}

/// The relation seen from the other side.
fn inverse(relation: Relation) -> Relation {
    match relation {
        Relation::Subset => Relation::Superset,
        Relation::Superset => Relation::Subset,
        other => other,
    }
}

/// Declared pairs, by the places of both ends.
#[derive(Debug, Default)]
pub(super) struct Declared {
    pub(super) links: Vec<Link>,
    /// Left items that some row names.
    pub(super) left: FxHashSet<u32>,
    /// Right items that some row names.
    pub(super) right: FxHashSet<u32>,
}

/// One declared pair.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) left: u32,
    pub(super) right: u32,
    pub(super) relation: Option<Relation>,
}

impl Declared {
    pub(super) fn find(f: &Facts<'_>, left: &Side, right: &Side, rows: &[Row]) -> Self {
        let mut found = Self::default();
        if rows.is_empty() {
            return found;
        }
        let (ours, theirs) = (Names::of(f, left), Names::of(f, right));
        let mut seen = FxHashSet::default();
        for row in rows {
            let (a, b) = (ours.place(f, &row.left), theirs.place(f, &row.right));
            found.left.extend(a);
            found.right.extend(b);
            if let (Some(left), Some(right)) = (a, b)
                && row.relation != Some(Relation::None)
                && seen.insert((left, right))
            {
                found.links.push(Link { left, right, relation: row.relation });
            }
        }
        found
    }

    pub(super) fn is_empty(&self) -> bool {
        self.left.is_empty() && self.right.is_empty()
    }
}

/// The items of a side by what names them.
struct Names<'a> {
    by_name: FxHashMap<&'a str, u32>,
    by_row: FxHashMap<u32, u32>,
}

impl<'a> Names<'a> {
    fn of(f: &Facts<'a>, side: &Side) -> Self {
        let mut names = Self { by_name: FxHashMap::default(), by_row: FxHashMap::default() };
        for (at, member) in (0_u32..).zip(&side.members) {
            if let Some(number) = side.number(f, at) {
                names.by_name.entry(plain(number)).or_insert(at);
            }
            if let Member::Clause(row) = member {
                names.by_row.insert(*row, at);
            }
        }
        // Keys and anchors name what has no number of that name.
        for at in 0..u32::try_from(side.members.len()).unwrap_or(u32::MAX) {
            let Some(clause) = side.clause(f, at) else { continue };
            for name in [&clause.key, &clause.anchor].into_iter().flatten() {
                names.by_name.entry(f.text(name).trim()).or_insert(at);
            }
        }
        names
    }

    fn place(&self, f: &Facts<'_>, end: &End) -> Option<u32> {
        match end {
            End::Nothing => None,
            End::Clause(row) => self.by_row.get(row).copied(),
            End::Written(text) => {
                let written = text.get(f.sources()).trim();
                self.by_name.get(written).or_else(|| self.by_name.get(plain(written))).copied()
            }
        }
    }
}

/// The number in what names a clause: `Clause 5`, `第5章`, `附录A`, `5.2.`; all of it where none is.
pub(super) fn plain(written: &str) -> &str {
    let written = written.trim();
    let strip = |token: &'_ str| -> Range<usize> {
        let start = token.len() - token.trim_start_matches(is_around).len();
        start..start + token.trim_matches(is_around).len()
    };
    written
        .split_whitespace()
        .filter_map(|token| token.get(strip(token)))
        .find(|number| {
            number.bytes().any(|b| b.is_ascii_digit())
                || number.len() == 1 && number.as_bytes()[0].is_ascii_uppercase()
        })
        .unwrap_or(written)
}

fn is_around(c: char) -> bool {
    !c.is_ascii_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn numbers_are_found_in_names() {
        for (written, number) in [
            ("5.2", "5.2"),
            ("Clause 5", "5"),
            ("第5章", "5"),
            ("附录A", "A"),
            ("Annex B", "B"),
            ("5.2 a)", "5.2"),
            ("AC-2(1)", "AC-2(1"),
            ("Scope", "Scope"),
        ] {
            assert_eq!(plain(written), number, "{written}");
        }
    }
}
