//! Alignments for programs.

use std::io::{self, Write};

use serde_json::{Map, Value, json as value};

use super::words::{Stretch, compare};
use super::{View, rounded};
use crate::alignment::{Evidence, Item, Pair};
use crate::model::Relation;

/// Writes `{"left", "right", "pairs", "left_only", "right_only"}`.
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
    let pairs: Vec<Value> = pairs
        .into_iter()
        .map(|pair| {
            let (a, b) = (&left[pair.left], &right[pair.right]);
            let compared = view.one_language() && !view.ranking && pair.relation != Relation::Equal;
            value!({
                "left": a.id,
                "right": b.id,
                "relation": pair.relation.as_str(),
                "group": pair.group,
                "accepted": pair.accepted,
                "score": rounded(pair.score),
                "evidence": evidence(&pair.evidence),
                "differences": if compared { differences(a, b) } else { Vec::new() },
            })
        })
        .collect();
    let ids = |places: &[usize], items: &[Item<'_>]| -> Vec<Value> {
        places.iter().map(|at| Value::from(&*items[*at].id)).collect()
    };
    let whole = value!({
        "left": comparison.left.name,
        "right": comparison.right.name,
        "pairs": pairs,
        "left_only": ids(&view.alignment.left_only, left),
        "right_only": ids(&view.alignment.right_only, right),
    });
    serde_json::to_writer_pretty(&mut *out, &whole)?;
    out.write_all(b"\n")
}

/// Evidence as an object of named scores.
pub(super) fn evidence(evidence: &Evidence) -> Value {
    let named = evidence.named().map(|(name, score)| (name.to_owned(), rounded(score).into()));
    Value::Object(named.collect::<Map<String, Value>>())
}

fn differences(left: &Item<'_>, right: &Item<'_>) -> Vec<Value> {
    compare(&left.text.join("\n"), &right.text.join("\n"))
        .into_iter()
        .filter_map(|stretch| match stretch {
            Stretch::Same(_) => None,
            Stretch::Differs(left, right) => {
                Some(value!({"kind": "text", "left": left.trim(), "right": right.trim()}))
            }
        })
        .collect()
}
