//! Conflicts within one document.
//!
//! There is no key or mapping to lean on, so the words have to say all: two provisions are on one
//! thing where they name exactly the same things, and where the titles above them name no others.

use std::collections::BTreeMap;

use super::judge::ClausePair;
use super::norms::{ClauseNorms, DocumentNorms, TextNorms, has_force};
use super::{Conflict, ConflictKind, Ground, Scopes};
use crate::comparison::{Act, Measure, Opposition, opposition};
use crate::language::{QuantityKind, SetRelation};

/// Provisions on one thing beyond which it is no thing any more.
const MOST: usize = 32;

/// Something of a clause, with the text it stands in.
struct Placed<'n, 'a, T> {
    clause: &'n ClauseNorms<'a>,
    text: &'n TextNorms<'a>,
    of: &'n T,
}

pub(super) fn conflicts(norms: &DocumentNorms<'_>) -> Vec<Conflict> {
    let mut found = Vec::new();
    measures(norms, &mut found);
    acts(norms, &mut found);
    found
}

fn measures(norms: &DocumentNorms<'_>, found: &mut Vec<Conflict>) {
    let mut by_topic: BTreeMap<(String, Option<&str>), Vec<Placed<'_, '_, Measure>>> =
        BTreeMap::new();
    for clause in &norms.clauses {
        for text in clause.texts.iter().filter(|it| !it.is_item) {
            for of in text.measures.iter().filter(|it| it.binds() && has_force(it.modality)) {
                if of.condition.is_none() && !of.topic.is_thin() {
                    let all = by_topic.entry((of.topic.key(), None)).or_default();
                    all.push(Placed { clause, text, of });
                }
            }
        }
    }
    for all in by_topic.values().filter(|it| it.len() <= MOST) {
        for (at, later) in all.iter().enumerate() {
            for first in &all[..at] {
                let (x, y) = (&first.of.quantity, &later.of.quantity);
                // two values in one sentence, or two plain values, may both be meant
                let one_sentence = std::ptr::eq(first.text, later.text);
                let plain = x.kind == QuantityKind::Value || y.kind == QuantityKind::Value;
                if one_sentence
                    || plain
                    || first.text.lang != later.text.lang
                    || x.relation(y) != SetRelation::Disjoint
                    || !one_heading(first.clause, later.clause, &later.of.topic)
                {
                    continue;
                }
                let pair = pair(norms.doc, later, first);
                let sides = (
                    pair.measure(later.text, later.of, true),
                    pair.measure(first.text, first.of, false),
                );
                let mut conflict = pair.conflict(ConflictKind::Limit, sides);
                conflict.set = Some(SetRelation::Disjoint);
                conflict.scopes = Scopes::Linked;
                conflict.other_method = first.clause.method().differs(later.clause.method());
                conflict.beyond = y.beyond(x, later.text.words).map(Into::into);
                found.push(conflict);
            }
        }
    }
}

fn acts(norms: &DocumentNorms<'_>, found: &mut Vec<Conflict>) {
    let mut by_topic: BTreeMap<String, Vec<Placed<'_, '_, Act>>> = BTreeMap::new();
    for clause in &norms.clauses {
        for text in clause.texts.iter().filter(|it| !it.is_item) {
            for of in text.acts.iter().filter(|it| !it.bounds && !it.qualified && !it.refers_back) {
                let (subject, object) = of.topic();
                if !subject.is_empty() && !object.is_empty() {
                    let key = format!("{}| {}", subject.key(), object.key());
                    by_topic.entry(key).or_default().push(Placed { clause, text, of });
                }
            }
        }
    }
    for all in by_topic.values().filter(|it| it.len() <= MOST) {
        for (at, later) in all.iter().enumerate() {
            for first in &all[..at] {
                let against = opposition(first.of.modality, later.of.modality);
                let one_sentence =
                    std::ptr::eq(first.text, later.text) && first.of.sentence == later.of.sentence;
                if one_sentence
                    || first.text.lang != later.text.lang
                    || against.is_none_or(|it| it == Opposition::Strength)
                    || !one_heading(first.clause, later.clause, later.of.topic().1)
                {
                    continue;
                }
                let pair = pair(norms.doc, later, first);
                pair.act((later.text, later.of), (first.text, first.of), false, found);
            }
        }
    }
}

fn pair<'n, 'a, T>(
    doc: u32,
    later: &Placed<'n, 'a, T>,
    first: &Placed<'n, 'a, T>,
) -> ClausePair<'n, 'a> {
    ClausePair {
        docs: (doc, doc),
        ours: later.clause,
        theirs: first.clause,
        ground: Ground::Itself,
    }
}

/// Whether the titles above two clauses leave what stands under them one thing: the same clause,
/// the same key, or titles that name nothing that the other's do not, or that the provisions
/// themselves do not name.
fn one_heading(a: &ClauseNorms<'_>, b: &ClauseNorms<'_>, topic: &crate::comparison::Topic) -> bool {
    if a.row == b.row || a.key.is_some() && a.key == b.key {
        return true;
    }
    if a.heading.contrasts(&b.heading) || a.key.is_some() && b.key.is_some() {
        return false;
    }
    a.heading == b.heading
        || a.heading.adds_nothing(&b.heading, topic) && b.heading.adds_nothing(&a.heading, topic)
}
