//! Conflicts within one document.
//!
//! There is no key or mapping to lean on, so the words have to say all: two provisions are on one
//! thing where they name exactly the same things, and where the titles above them name no others.

use super::judge::ClausePair;
use super::norms::{ClauseNorms, DocumentNorms, TextNorms, has_force};
use super::prospect::may_oppose;
use super::{Conflict, ConflictKind, Ground, Scopes};
use crate::comparison::{Act, Measure, Opposition, opposition};
use crate::fact::Spread;
use crate::language::{Modality, QuantityKind, SetRelation};
use crate::model::Lang;

/// Provisions on one thing beyond which it is no thing any more.
const MOST: usize = 32;

/// Something of a clause, with the text it stands in.
struct Placed<'n, 'a, T> {
    clause: &'n ClauseNorms<'a>,
    text: &'n TextNorms<'a>,
    of: &'n T,
}

impl<T> Clone for Placed<'_, '_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Placed<'_, '_, T> {}

pub(super) fn conflicts(norms: &DocumentNorms<'_>, spread: Spread) -> Vec<Conflict> {
    let mut found = Vec::new();
    measures(norms, spread, &mut found);
    acts(norms, spread, &mut found);
    found
}

/// What is said of one thing: a list for each thing that is named, which `topic` gives.
fn by_topic<T: Copy + Sync>(
    all: &[T],
    spread: Spread,
    topic: impl Fn(T) -> Option<String> + Sync + Send,
) -> Vec<Vec<T>> {
    let topics = spread.map(all, |it| topic(*it));
    let mut named: Vec<(String, T)> =
        topics.into_iter().zip(all).filter_map(|(topic, it)| Some((topic?, *it))).collect();
    named.sort_by(|a, b| a.0.cmp(&b.0));
    let one = named.chunk_by(|a, b| a.0 == b.0).filter(|it| it.len() <= MOST);
    one.map(|it| it.iter().map(|(_, it)| *it).collect()).collect()
}

fn measures(norms: &DocumentNorms<'_>, spread: Spread, found: &mut Vec<Conflict>) {
    let mut limits: Vec<Placed<'_, '_, Measure>> = Vec::new();
    for clause in &norms.clauses {
        for text in clause.texts.iter().filter(|it| !it.is_item) {
            for of in text.measures.iter().filter(|it| it.binds() && has_force(it.modality)) {
                if of.condition.is_none() {
                    limits.push(Placed { clause, text, of });
                }
            }
        }
    }
    let topic = |it: Placed<'_, '_, Measure>| (!it.of.topic.is_thin()).then(|| it.of.topic.key());
    for all in by_topic(&limits, spread, topic) {
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

fn acts(norms: &DocumentNorms<'_>, spread: Spread, found: &mut Vec<Conflict>) {
    let mut acts: Vec<Placed<'_, '_, Act<'_>>> = Vec::new();
    for clause in &norms.clauses {
        for text in clause.texts.iter().filter(|it| !it.is_item) {
            acts.extend(text.acts.iter().filter(|it| !it.bounds).map(|of| Placed {
                clause,
                text,
                of,
            }));
        }
    }
    // where no force stands against another there is nothing to look for
    let mut forces: Vec<(Lang, Modality)> =
        acts.iter().map(|it| (it.text.lang, it.of.modality)).collect();
    forces.sort_unstable();
    forces.dedup();
    let opposed = |a: &(Lang, Modality), b: &(Lang, Modality)| a.0 == b.0 && are_opposed(a.1, b.1);
    if !forces.iter().any(|a| forces.iter().any(|b| opposed(a, b))) {
        return;
    }
    let topic = |it: Placed<'_, '_, Act<'_>>| {
        let named = may_oppose(it.of) && !it.of.subject().is_empty() && !it.of.object().is_empty();
        named.then(|| format!("{}| {}", it.of.subject().key(), it.of.object().key()))
    };
    for all in by_topic(&acts, spread, topic) {
        for (at, later) in all.iter().enumerate() {
            for first in &all[..at] {
                let one_sentence =
                    std::ptr::eq(first.text, later.text) && first.of.sentence == later.of.sentence;
                if one_sentence
                    || first.text.lang != later.text.lang
                    || !are_opposed(first.of.modality, later.of.modality)
                    || !one_heading(first.clause, later.clause, later.of.object())
                {
                    continue;
                }
                let pair = pair(norms.doc, later, first);
                pair.act((later.text, later.of), (first.text, first.of), false, found);
            }
        }
    }
}

/// Whether two forces on one thing cannot both be meant by one document. To demand what it advises
/// elsewhere may be meant.
fn are_opposed(a: Modality, b: Modality) -> bool {
    opposition(a, b).is_some_and(|it| it != Opposition::Strength)
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
