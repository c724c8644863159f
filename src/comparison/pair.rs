//! Whether two texts are in conflict.

use std::ops::Range;

use serde::Serialize;

use super::content::{Content, Force};
use super::difference::{Difference, DifferenceKind, differences, paired};
use super::matter::{Measure, measures};
use super::topic::Matter;
use crate::language::{Modality, QuantityKind, SetRelation, provisions};
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
    /// What the score rests on.
    pub evidence: Evidence,
}

/// What the score of a conflict rests on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Evidence {
    /// Part of each text's content that the other has too: the smaller of both parts.
    pub mutual_cover: f64,
    /// The one negates the act and the other does not, as far as both are about one thing.
    pub opposed: f64,
    /// Another word of force, as far as both are about one thing.
    pub other_force: f64,
    /// Only one has a negative word, as far as both are about one thing.
    pub one_negative: f64,
    /// Only one is under a condition, as far as both are about one thing.
    pub one_conditional: f64,
    /// Logarithm of the number of words of both.
    pub length: f64,
    /// What the values that both texts set say.
    pub values: Values,
    /// What is left of the score where nothing stands against each other: 1 elsewhere.
    pub kept: f64,
}

/// What the values that both texts set say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Values {
    /// Nothing: there are none, or they measure different things.
    #[default]
    None,
    /// Every value that the one sets can be had together with those of the other.
    Meet,
    /// Some value of the same thing is allowed by one of them only, and never by both.
    Apart,
}

impl Evidence {
    /// The features that are weighed.
    #[must_use]
    pub fn features(&self) -> [f64; FEATURES] {
        [
            self.mutual_cover,
            self.opposed,
            self.other_force,
            self.one_negative,
            self.one_conditional,
            self.length,
        ]
    }

    /// The score by weights, the first of which is the base.
    #[must_use]
    pub fn score(&self, weights: &[f64; FEATURES + 1]) -> f64 {
        let sum = self.features().iter().zip(&weights[1..]).map(|(x, w)| x * w).sum::<f64>();
        let score = 1.0 / (1.0 + (-(weights[0] + sum)).exp());
        match self.values {
            // no value meets both, whatever the words around say
            Values::Apart => 1.0 - (1.0 - score) * 0.4,
            _ => score * self.kept,
        }
    }
}

/// How many features are weighed.
pub const FEATURES: usize = 6;

/// Base and weights of the features. Round numbers, from a logistic model with few, symmetric
/// features, cross-validated over sentence pairs of contracts (`cargo bench --bench conflicts`).
pub const WEIGHTS: [f64; FEATURES + 1] = [2.2, 2.8, 1.3, 1.3, 1.1, 1.0, -1.4];

/// Compares two texts; the language of each is told by its script.
#[must_use]
pub fn compare(left: &str, right: &str) -> Comparison {
    let (p, q) = (measures(left, Lang::Unstated), measures(right, Lang::Unstated));
    let (a, b) = (Content::of(&without_limits(left, &p)), Content::of(&without_limits(right, &q)));
    let differences = differences(left, right, Lang::Unstated, Lang::Unstated);
    let values = values(&p, &q);
    let said = evidence(&a, &b);
    // beside values that meet, another force alone is no conflict
    let unturned = said.opposed + said.one_negative == 0.0
        && (said.other_force == 0.0 || values == Values::Meet);
    let open = |text: &str| {
        provisions(text, Lang::Unstated).iter().all(|each| {
            matches!(each.modality, Modality::Permission | Modality::NeedNot | Modality::Can)
        })
    };
    let only_values = differences
        .iter()
        .all(|each| matches!(each.kind, DifferenceKind::Quantity | DifferenceKind::Reference));
    let same_words = a.chinese == b.chinese && a.same_words(&b);
    let kept = if a.words == b.words && values != Values::Apart && differences.is_empty() {
        0.0
    } else if same_words || unturned && only_values && values == Values::Meet {
        0.2
    } else if p.len().min(q.len()) > 0 && unturned && !turned(&differences, values)
        || open(left) && open(right)
    {
        // both set values that can be had together, or of different things; and nobody has
        // anything against a permission but one who forbids
        0.5
    } else {
        1.0
    };
    let evidence = Evidence { values, kept, ..said };
    let kind = kind(&a, &b, values == Values::Apart, &differences);
    let conflict = (evidence.score(&WEIGHTS) * 1e4).round() / 1e4;
    Comparison { conflict, kind, differences, evidence }
}

/// Whether some force or condition differs; a statement has no force to differ in. Beside values
/// that meet, advice and demand go together, only a negation does not.
fn turned(differences: &[Difference], values: Values) -> bool {
    let modality =
        |value: &Option<String>| Modality::from_word(value.as_deref().unwrap_or_default());
    differences.iter().any(|each| match each.kind {
        DifferenceKind::Modality => {
            match (modality(&each.left_value), modality(&each.right_value)) {
                (Some(left), Some(right)) if values == Values::Meet => {
                    left.is_negative() != right.is_negative()
                }
                (left, right) => {
                    left != Some(Modality::Statement) && right != Some(Modality::Statement)
                }
            }
        }
        // what holds in two different cases never meets
        DifferenceKind::Condition => each.left.is_none() || each.right.is_none(),
        _ => false,
    })
}

/// The text without its words of comparison: the "not" of "not more than" negates no act, and
/// neither does that of "shall not weigh more than".
fn without_limits(text: &str, measures: &[Measure]) -> String {
    // what is cut out, and what is kept of it
    let mut cuts: Vec<(Range<usize>, &str)> = Vec::new();
    for measure in measures {
        let each = &measure.quantity;
        if !matches!(each.kind, QuantityKind::Limit | QuantityKind::Range) {
            continue;
        }
        if let Some(keyword) = measure.forbidden_by.clone() {
            let word = text[keyword.clone()].trim_start_matches('不');
            let word = word.strip_suffix("not").map_or(word, str::trim_end);
            cuts.push((keyword, word));
        }
        cuts.push((
            each.range.start..each.range.end.max(each.figures.end),
            &text[each.figures.clone()],
        ));
    }
    cuts.sort_by_key(|(range, _)| range.start);
    let mut kept = String::with_capacity(text.len());
    let mut at = 0;
    for (range, word) in cuts {
        if range.start >= at {
            kept.push_str(&text[at..range.start]);
            kept.push(' ');
            kept.push_str(word);
            at = range.end;
        }
    }
    kept.push_str(&text[at..]);
    kept
}

fn evidence(a: &Content, b: &Content) -> Evidence {
    let similarity = a.similarity(b);
    let when = |differ: bool| if differ { similarity } else { 0.0 };
    let forces = a.force.as_ref().zip(b.force.as_ref());
    Evidence {
        mutual_cover: a.mutual_cover(b),
        opposed: when(forces.is_some_and(|(x, y)| x.1 != y.1)),
        other_force: when(forces.is_some_and(|(x, y)| x.2 != y.2)),
        one_negative: when(a.negative != b.negative),
        one_conditional: when(a.conditional != b.conditional),
        // long texts hold several provisions: what they share says less
        length: (a.length + b.length + 1.0).ln(),
        ..Evidence::default()
    }
}

/// What the values that both texts set say.
fn values(a: &[Measure], b: &[Measure]) -> Values {
    let alone = a.len() == 1 && b.len() == 1 || a.len() == b.len();
    let mut said = Values::None;
    for (i, j) in paired(a, b) {
        let (x, y) = (&a[i], &b[j]);
        if !x.binds() || !y.binds() || x.conditions_differ(y) {
            continue;
        }
        let same = match x.matter(y) {
            Matter::Same => true,
            // across languages the words cannot say it, a single value beside each does
            Matter::Unsaid => alone,
            Matter::Different => false,
        };
        if !same {
            continue;
        }
        said = said.max(match x.quantity.relation(&y.quantity) {
            SetRelation::Disjoint if !deviations(x, y) => Values::Apart,
            SetRelation::Incompatible | SetRelation::NotComparable => Values::None,
            _ => Values::Meet,
        });
    }
    said
}

/// Two plain deviations always share the middle.
fn deviations(x: &Measure, y: &Measure) -> bool {
    x.quantity.kind == QuantityKind::Tolerance
        && y.quantity.kind == QuantityKind::Tolerance
        && x.quantity.approximate != y.quantity.approximate
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
