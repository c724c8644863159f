//! Whether two texts are in conflict.

use serde::Serialize;

use super::content::{Content, Force};
use super::difference::{Difference, DifferenceKind, context, differences, paired};
use crate::language::{Modality, QuantityKind, SetRelation, provisions, quantities};
use crate::model::Lang;

/// What a conflict lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ConflictKind {
    /// One demands or allows what the other forbids, or binds more.
    Modality,
    /// Values allowed by the one and not by the other.
    Quantity,
    /// Different things are to be done.
    Object,
    /// The one holds under a condition, the other without or under another.
    Condition,
    /// The same matter, otherwise put together.
    Structure,
}

/// Two texts compared.
#[derive(Clone, Debug, Serialize)]
pub struct Comparison {
    /// How much speaks for a conflict, 0..1.
    pub conflict: f64,
    /// What the conflict would lie in.
    pub kind: ConflictKind,
    /// All that differs.
    pub differences: Vec<Difference>,
}

/// Weights of what speaks for a conflict. Round numbers, from a logistic model with few, symmetric
/// features, cross-validated over sentence pairs of contracts (`tests/it/conflicts.rs`).
mod weight {
    pub(super) const BASE: f64 = 2.2;
    pub(super) const MUTUAL_COVER: f64 = 2.8;
    pub(super) const OPPOSED: f64 = 1.3;
    pub(super) const OTHER_VERB: f64 = 1.3;
    pub(super) const ONE_NEGATIVE: f64 = 1.1;
    pub(super) const ONE_CONDITIONAL: f64 = 1.0;
    pub(super) const LENGTH: f64 = -1.4;
    pub(super) const DISJOINT: f64 = 2.5;
    pub(super) const DISJOINT_ACROSS: f64 = 4.0;
}

/// Share of words around two quantities that makes them measures of the same thing.
const SAME_THING: f64 = 0.6;

/// Compares two texts; the language of each is told by its script.
#[must_use]
pub fn compare(left: &str, right: &str) -> Comparison {
    let (a, b) = (Content::of(&without_limits(left)), Content::of(&without_limits(right)));
    let differences = differences(left, right, Lang::Unstated, Lang::Unstated);
    let disjoint = opposed_quantities(left, right, a.chinese != b.chinese);
    let kind = kind(&a, &b, disjoint, &differences);
    let conflict =
        if a.words == b.words && a.chinese == b.chinese { 0.0 } else { score(&a, &b, disjoint) };
    Comparison { conflict: (conflict * 1e4).round() / 1e4, kind, differences }
}

/// The text without its words of comparison: the "not" of "not more than" negates no act.
fn without_limits(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut at = 0;
    for each in quantities(text, Lang::Unstated) {
        if matches!(each.kind, QuantityKind::Limit | QuantityKind::Range) && each.range.start >= at
        {
            kept.push_str(&text[at..each.range.start]);
            kept.push(' ');
            kept.push_str(&text[each.figures.start.max(at)..each.figures.end]);
            at = each.range.end.max(each.figures.end);
        }
    }
    kept.push_str(&text[at..]);
    kept
}

fn score(a: &Content, b: &Content, disjoint: bool) -> f64 {
    let similarity = a.similarity(b);
    let mut sum = weight::BASE + weight::MUTUAL_COVER * a.mutual_cover(b);
    if let (Some(x), Some(y)) = (&a.force, &b.force) {
        sum += f64::from(u8::from(x.1 != y.1)) * weight::OPPOSED * similarity;
        sum += f64::from(u8::from(x.2 != y.2)) * weight::OTHER_VERB * similarity;
    }
    sum += f64::from(u8::from(a.negative != b.negative)) * weight::ONE_NEGATIVE * similarity;
    sum +=
        f64::from(u8::from(a.conditional != b.conditional)) * weight::ONE_CONDITIONAL * similarity;
    if disjoint {
        // across languages the words cannot say that both are about the same thing
        sum += if a.chinese == b.chinese { weight::DISJOINT } else { weight::DISJOINT_ACROSS };
    }
    // long texts hold several provisions: what they share says less
    sum += weight::LENGTH * (a.length + b.length + 1.0).ln();
    1.0 / (1.0 + (-sum).exp())
}

/// Values of the same thing that no one thing can have.
fn opposed_quantities(left: &str, right: &str, two_languages: bool) -> bool {
    let (a, b) = (quantities(left, Lang::Unstated), quantities(right, Lang::Unstated));
    let advice = |text: &str| {
        provisions(text, Lang::Unstated).iter().all(|each| {
            matches!(each.modality, Modality::Can | Modality::Cannot | Modality::NeedNot)
        })
    };
    if advice(left) || advice(right) {
        return false;
    }
    let alone = a.len() == 1 && b.len() == 1;
    paired(left, right, &a, &b).into_iter().any(|(i, j)| {
        if a[i].relation(&b[j]) != SetRelation::Disjoint {
            return false;
        }
        // two plain deviations always share the middle; two values of a list may both be meant
        if a[i].kind == QuantityKind::Tolerance
            && b[j].kind == QuantityKind::Tolerance
            && a[i].approximate != b[j].approximate
        {
            return false;
        }
        if two_languages {
            return alone || a.len() == b.len();
        }
        let (x, y) = (context(left, &a[i]), context(right, &b[j]));
        let shared = x.iter().filter(|word| y.contains(word)).count();
        let size = x.len().min(y.len());
        #[expect(clippy::cast_precision_loss, reason = "a share of a few words")]
        let share = if size == 0 { 0.0 } else { shared as f64 / size as f64 };
        if size == 0 { alone } else { share >= SAME_THING }
    })
}

fn kind(a: &Content, b: &Content, disjoint: bool, differences: &[Difference]) -> ConflictKind {
    if disjoint {
        return ConflictKind::Quantity;
    }
    let has = |kind: DifferenceKind| differences.iter().any(|each| each.kind == kind);
    let opposed = match (&a.force, &b.force) {
        (Some(x), Some(y)) => {
            x.1 != y.1 || x.0 != y.0 && !matches!((x.0, y.0), (Force::Bound, Force::Bound))
        }
        _ => has(DifferenceKind::Modality),
    };
    let quantity = differences.iter().any(|each| {
        // values of different things that do not meet are no conflict of values
        each.kind == DifferenceKind::Quantity
            && each.relation.is_some_and(|relation| relation != SetRelation::Disjoint)
    });
    if opposed {
        ConflictKind::Modality
    } else if quantity {
        ConflictKind::Quantity
    } else if has(DifferenceKind::Condition) || a.conditional != b.conditional {
        ConflictKind::Condition
    } else if has(DifferenceKind::Object) {
        ConflictKind::Object
    } else {
        ConflictKind::Structure
    }
}
