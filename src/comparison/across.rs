//! Two texts of different languages compared by what no language changes: force, quantities,
//! documents cited. What only the words could tell is not told.

use std::ops::Range;

use super::analysis::Analysis;
use super::text::{Class, TextDifference, TextDifferenceKind as Kind};
use super::text::{allow_the_same, force};
use super::within::of_references;
use crate::identifier::Identifier;
use crate::language::{
    Bound, Modality, Provision, Quantity, QuantityKind, QuantitySet, SetRelation,
};

/// What differs between two texts in different languages.
#[must_use]
pub fn differences_across(left: &Analysis<'_>, right: &Analysis<'_>) -> Vec<TextDifference> {
    let mut found = Vec::new();
    forces(left, right, &mut found);
    of_quantities(left, right, &mut found);
    let cited = |it: &Analysis<'_>| -> Vec<(Range<usize>, Identifier)> {
        it.sentences.iter().flat_map(|it| it.cited.iter().cloned()).collect()
    };
    of_references(&cited(left), &cited(right), &mut (), &mut found);
    found
}

/// Provisions that bind, with the quantities of their sentence. Abilities are left out: 可 stands
/// for may as well as for can.
fn binding<'a>(of: &'a Analysis<'_>) -> Vec<(&'a Provision, &'a [Quantity])> {
    of.sentences
        .iter()
        .flat_map(|it| it.provisions.iter().map(|each| (each, it.quantities.as_slice())))
        .filter(|(it, _)| {
            !matches!(it.modality, Modality::Statement | Modality::Can | Modality::Cannot)
        })
        .collect()
}

fn forces(left: &Analysis<'_>, right: &Analysis<'_>, found: &mut Vec<TextDifference>) {
    let (a, b) = (binding(left), binding(right));
    // The negation of a limit may stand in the limit or in the verb.
    let level = |it: &(&Provision, &[Quantity]), beside: bool| {
        let own = it.0.modality;
        let own = if beside { it.0.modality_beside(it.1) } else { own };
        force(own)
    };
    let alike = |x: &(&Provision, &[Quantity]), y: &(&Provision, &[Quantity])| {
        let y = [level(y, false), level(y, true)];
        y.contains(&level(x, false)) || y.contains(&level(x, true))
    };
    let mut theirs: Vec<usize> = (0..b.len()).collect();
    let mut ours = Vec::new();
    for (i, x) in a.iter().enumerate() {
        match theirs.iter().position(|j| alike(x, &b[*j])) {
            Some(at) => drop(theirs.remove(at)),
            None => ours.push(i),
        }
    }
    // What only one language says may be said without a verb of force in the other.
    for (i, j) in ours.into_iter().zip(theirs) {
        let (x, y) = (a[i].0, b[j].0);
        // Which of two forces stands inside the other's subject is not always told rightly.
        let inside = |of: &Analysis<'_>, modality: Modality| {
            let mut all = of.sentences.iter().flat_map(|it| &it.embedded);
            all.any(|it| force(*it) == force(modality))
        };
        if inside(left, y.modality) || inside(right, x.modality) {
            continue;
        }
        // 不应大于 may be a prohibition where the limit was not read.
        let limits = [x.modality, y.modality].map(force);
        if limits.contains(&Modality::Requirement) && limits.contains(&Modality::Prohibition) {
            continue;
        }
        found.push(
            TextDifference::new(Kind::Modality, Class::Technical)
                .left(place(x), x.modality.as_str())
                .right(place(y), y.modality.as_str()),
        );
    }
}

fn place(provision: &Provision) -> Range<usize> {
    if provision.keyword.is_empty() { &provision.sentence } else { &provision.keyword }.clone()
}

/// Whether two quantities can be set against each other, whatever each language counts.
fn comparable(x: &Quantity, y: &Quantity) -> bool {
    x.unit.dimension.is_same_but_count(&y.unit.dimension)
}

/// Whether two quantities say the same: the same values or, where only one was read as a limit, the
/// same figures.
fn say_the_same(x: &Quantity, y: &Quantity) -> bool {
    if allow_the_same(x, y) {
        return true;
    }
    let (Some(a), Some(b)) = (&x.set, &y.set) else { return false };
    if !comparable(x, y) {
        return false;
    }
    let limits = |it: &Quantity| matches!(it.kind, QuantityKind::Limit | QuantityKind::Range);
    a.relation(b) == SetRelation::Equal || (limits(x) != limits(y) && ends(a) == ends(b))
}

/// The figures by which a set is bounded; zero, where everything begins, left out.
fn ends(set: &QuantitySet) -> Vec<String> {
    let mut all: Vec<String> = set
        .intervals()
        .iter()
        .flat_map(|it| [it.low, it.high])
        .filter_map(|bound| match bound {
            Bound::Closed(value) | Bound::Open(value) => Some(value.to_string()),
            Bound::Unbounded => None,
        })
        .filter(|it| it != "0")
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn of_quantities(left: &Analysis<'_>, right: &Analysis<'_>, found: &mut Vec<TextDifference>) {
    let all = |it: &'_ Analysis<'_>| -> Vec<Quantity> {
        it.sentences.iter().flat_map(|it| it.quantities.iter().cloned()).collect()
    };
    let (a, b) = (all(left), all(right));
    let mut theirs: Vec<usize> = (0..b.len()).collect();
    let mut ours = Vec::new();
    for (i, x) in a.iter().enumerate() {
        match theirs.iter().position(|j| say_the_same(x, &b[*j])) {
            Some(at) => drop(theirs.remove(at)),
            None => ours.push(i),
        }
    }
    while let Some(first) = ours.first().copied() {
        let of = |all: &[Quantity], left: &[usize]| -> Vec<usize> {
            left.iter().copied().filter(|it| comparable(&a[first], &all[*it])).collect()
        };
        let (p, q) = (of(&a, &ours), of(&b, &theirs));
        ours.retain(|it| !p.contains(it));
        theirs.retain(|it| !q.contains(it));
        if q.is_empty() {
            continue;
        }
        let counts =
            a[first].unit.dimension.is_count() || a[first].unit.dimension.is_dimensionless();
        if p.len() == q.len() {
            for (i, j) in p.into_iter().zip(q) {
                push(&a[i], &b[j], found);
            }
        } else if !counts
            && let (Some(x), Some(y)) = (together(&a, &p), together(&b, &q))
            && x.relation(&y) != SetRelation::Equal
        {
            // "not less than 16 and not more than 28" against a range.
            let hull = |all: &[Quantity], of: &[usize]| {
                let start = of.iter().map(|it| all[*it].range.start).min().unwrap_or(0);
                start..of.iter().map(|it| all[*it].range.end).max().unwrap_or(start)
            };
            let show = |all: &[Quantity], of: &[usize]| {
                of.iter().map(|it| all[*it].display()).collect::<Vec<_>>().join(" ∩ ")
            };
            let mut difference = TextDifference::new(Kind::Quantity, Class::Technical)
                .left(hull(&a, &p), show(&a, &p))
                .right(hull(&b, &q), show(&b, &q));
            difference.set = Some(x.relation(&y));
            found.push(difference);
        }
    }
}

/// What several limits allow together; none where one of them is no limit.
fn together(all: &[Quantity], of: &[usize]) -> Option<QuantitySet> {
    let mut sets = of.iter().map(|it| {
        let limits = matches!(all[*it].kind, QuantityKind::Limit | QuantityKind::Range);
        all[*it].set.as_ref().filter(|_| limits)
    });
    let first = sets.next()??.clone();
    let joined = sets.try_fold(first, |sum, next| Some(sum.intersection(next?)))?;
    (!joined.is_empty()).then_some(joined)
}

fn push(x: &Quantity, y: &Quantity, found: &mut Vec<TextDifference>) {
    let relation = match (&x.set, &y.set) {
        (Some(a), Some(b)) => a.relation(b),
        _ => SetRelation::NotComparable,
    };
    // Persons against pieces, or figures that were read as limits on one side only.
    let decided = x.unit.dimension == y.unit.dimension && relation != SetRelation::NotComparable;
    let class = if decided { Class::Technical } else { Class::Unclear };
    let mut difference = TextDifference::new(Kind::Quantity, class)
        .left(x.range.clone(), x.display())
        .right(y.range.clone(), y.display());
    difference.set = Some(relation);
    found.push(difference);
}
