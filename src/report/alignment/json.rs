//! Alignments for programs.

use std::io::{self, Write};

use serde_json::{Map, Value, json as value};

use super::{View, rounded};
use crate::alignment::{Evidence, Item, Pair};
use crate::comparison::{Change, ChangeOf, Passages, Quote, Weight};
use crate::model::{DeviationKind, Relation};
use crate::source::Span;

/// Writes `{"left", "right", "pairs", "left_only", "right_only"}`, and where all of it stands.
///
/// # Errors
/// What the writer says.
pub fn json(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let comparison = view.comparison;
    let (left, right) = (&comparison.left.items, &comparison.right.items);
    let mut pairs: Vec<&Pair> = view.alignment.pairs.iter().collect();
    if view.ranking {
        pairs.sort_by(|a, b| b.score.total_cmp(&a.score));
    }
    let clause =
        |side: &Passages<'_>, at: usize| location(view, side.spans.get(at).copied().flatten());
    let pairs: Vec<Value> = pairs
        .into_iter()
        .map(|pair| {
            let compared = !view.ranking && pair.relation != Relation::Equal;
            let changes = match compared {
                true => view.wording.compare(pair.left, pair.right).1,
                false => Vec::new(),
            };
            let relation = if compared { view.relation(pair, &changes) } else { pair.relation };
            let term = view.is_term(pair.left, pair.right);
            let declared = view.declared.as_ref().and_then(|it| it.of_pair(pair.left, pair.right));
            value!({
                "left": left[pair.left].id,
                "right": right[pair.right].id,
                "relation": relation.as_str(),
                "group": pair.group,
                "accepted": pair.accepted,
                "score": rounded(pair.score),
                "evidence": evidence(&pair.evidence),
                "differences": changes.iter().map(|it| difference(view, it, term)).collect::<Vec<_>>(),
                "moved": pair.moved,
                "declared": declared.map(deviation),
                "left_location": clause(view.left, pair.left),
                "right_location": clause(view.right, pair.right),
            })
        })
        .collect();
    let ids = |places: &[usize], items: &[Item<'_>]| -> Vec<Value> {
        places.iter().map(|at| Value::from(&*items[*at].id)).collect()
    };
    let locations = |places: &[usize], side: &Passages<'_>| -> Vec<Value> {
        places.iter().map(|at| clause(side, *at)).collect()
    };
    let (left_only, right_only) = (&view.alignment.left_only, &view.alignment.right_only);
    let whole = value!({
        "left": comparison.left.name,
        "right": comparison.right.name,
        "pairs": pairs,
        "left_only": ids(left_only, left),
        "right_only": ids(right_only, right),
        "left_only_locations": locations(left_only, view.left),
        "right_only_locations": locations(right_only, view.right),
    });
    serde_json::to_writer_pretty(&mut *out, &whole)?;
    out.write_all(b"\n")
}

/// Evidence as an object of named scores.
pub(super) fn evidence(evidence: &Evidence) -> Value {
    let named = evidence.named().map(|(name, score)| (name.to_owned(), rounded(score).into()));
    Value::Object(named.collect::<Map<String, Value>>())
}

fn location(view: &View<'_>, span: Option<Span>) -> Value {
    let found = span.zip(view.sources).map(|(span, sources)| sources.location(span));
    found.and_then(|it| serde_json::to_value(it).ok()).unwrap_or(Value::Null)
}

fn deviation(kind: DeviationKind) -> &'static str {
    match kind {
        DeviationKind::Technical => "technical",
        DeviationKind::Structural => "structural",
        DeviationKind::Editorial => "editorial",
    }
}

fn difference(view: &View<'_>, change: &Change, is_term: bool) -> Value {
    let kind = match change.of {
        ChangeOf::Modality => "modality",
        ChangeOf::Quantity => "quantity",
        ChangeOf::Reference => "reference",
        _ if is_term => "term",
        _ => "text",
    };
    let words = |quote: &Option<Quote>| quote.as_ref().map(|it| it.words.clone());
    let stated = |quote: &Option<Quote>| quote.as_ref().and_then(|it| it.value.clone());
    let place = |quote: &Option<Quote>| location(view, quote.as_ref().and_then(|it| it.span));
    value!({
        "kind": kind,
        "class": match change.weight {
            Weight::Requirement => "technical",
            Weight::Editorial | Weight::Same => "editorial",
            Weight::Text => "informative",
        },
        "left": words(&change.old),
        "right": words(&change.new),
        "left_value": stated(&change.old),
        "right_value": stated(&change.new),
        "relation": change.relation.map(|it| it.as_str()),
        "left_location": place(&change.old),
        "right_location": place(&change.new),
    })
}
