//! Two clauses on one subject: what of one does not go together with what of the other.

use super::norms::{ClauseNorms, DocumentNorms, TextNorms, has_force};
use super::pairs::Task;
use super::prospect::tells_what;
use super::scope::scopes;
use super::{Conflict, ConflictKind, Ground, Statement};
use crate::comparison::{Act, Matter, Measure, Opposition, choices_relation, opposition, paired};
use crate::fact::{Facts, Place};
use crate::language::{Comparability, Modality, Quantity, QuantityKind, SetRelation};

/// The conflicts of two documents.
pub(super) fn documents(
    f: &Facts<'_>,
    task: &Task,
    left: &DocumentNorms<'_>,
    right: &DocumentNorms<'_>,
) -> Vec<Conflict> {
    let mut found = Vec::new();
    let docs = (left.doc, right.doc);
    let settle = |found: &mut Vec<Conflict>, from: usize, ground: Ground| {
        if found.len() > from {
            let scopes = scopes(f, left.doc, right.doc, ground);
            let repeated = f.is_judged(right.doc) && right.doc < left.doc;
            for each in &mut found[from..] {
                (each.scopes, each.repeated) = (scopes, repeated);
            }
        }
    };
    for (a, b, ground) in &task.clauses {
        let (Some(ours), Some(theirs)) = (left.clause(*a), right.clause(*b)) else { continue };
        if ours.heading.contrasts(&theirs.heading) {
            continue;
        }
        let from = found.len();
        let pair = ClausePair { docs, ours, theirs, ground: *ground };
        pair.measures(&mut found);
        pair.acts(&mut found);
        settle(&mut found, from, *ground);
    }
    if task.near {
        let from = found.len();
        alike(docs, left, right, &mut found);
        settle(&mut found, from, Ground::Words);
    }
    found
}

/// Words of which two measures have to share this part to be taken for one thing by them alone.
const ALIKE: f64 = 0.5;

/// Limits that only their words put on one subject, wherever they stand: found by an index of
/// words.
fn alike<'a>(
    docs: (u32, u32),
    left: &DocumentNorms<'a>,
    right: &DocumentNorms<'a>,
    found: &mut Vec<Conflict>,
) {
    let (_, by_word) = right.prospects().limits();
    for spot in left.prospects().limits().0 {
        let Some((ours, ours_text, x)) = left.measure(*spot).filter(|it| tells_what(it.2)) else {
            continue;
        };
        for (other, shared) in by_word.sharing(&x.topic) {
            let Some((theirs, theirs_text, y)) = right.measure(other) else { continue };
            let enough = |shared: usize| {
                #[expect(clippy::cast_precision_loss, reason = "a few words")]
                let part = shared as f64 / x.topic.size().max(y.topic.size()) as f64;
                part >= ALIKE
            };
            if !enough(shared)
                || !tells_what(y)
                || !enough(x.topic.shared(&y.topic))
                || ours_text.lang != theirs_text.lang
                || x.conditions_differ(y)
                || x.matter(y) != Matter::Same
                || ours.heading.contrasts(&theirs.heading)
                || ours.key.is_some() && theirs.key.is_some()
            {
                continue;
            }
            let pair = ClausePair { docs, ours, theirs, ground: Ground::Words };
            pair.values((ours_text, x), (theirs_text, y), found);
        }
    }
}

/// Two clauses on one subject.
pub(super) struct ClausePair<'n, 'a> {
    pub(super) docs: (u32, u32),
    pub(super) ours: &'n ClauseNorms<'a>,
    pub(super) theirs: &'n ClauseNorms<'a>,
    pub(super) ground: Ground,
}

/// A measure with the text it stands in.
type Placed<'n, 'a> = (&'n TextNorms<'a>, &'n Measure);

impl<'a> ClausePair<'_, 'a> {
    fn declared(&self) -> bool {
        matches!(self.ground, Ground::Key | Ground::Mapping)
    }

    pub(super) fn measures(&self, found: &mut Vec<Conflict>) {
        let (ours, theirs) = self.ours.facing(self.theirs);
        let (a, b) = (binding(&ours), binding(&theirs));
        if a.is_empty() || b.is_empty() {
            return;
        }
        let plain =
            |all: &[Placed<'_, '_>]| all.iter().map(|it| it.1.clone()).collect::<Vec<Measure>>();
        let pairs = paired(&plain(&a), &plain(&b));
        for (i, j) in &pairs {
            let ((left, x), (right, y)) = (a[*i], b[*j]);
            let alike = |it: &&Placed<'_, '_>| {
                let theirs = &it.1.quantity.unit.dimension;
                theirs.comparability(&x.quantity.unit.dimension) != Comparability::Incompatible
            };
            let alone = a.iter().filter(alike).count() == 1 && b.iter().filter(alike).count() == 1;
            if !x.conditions_differ(y) && self.same_thing(x, y, alone) {
                self.values((left, x), (right, y), found);
            }
        }
        // limits of one thing that cannot even be set against each other
        if let ([(left, x)], [(right, y)], []) = (&a[..], &b[..], &pairs[..])
            && !x.conditions_differ(y)
            && self.same_thing(x, y, true)
            && is_limit(&x.quantity)
            && is_limit(&y.quantity)
            && !x.quantity.unit.dimension.is_count()
            && !y.quantity.unit.dimension.is_count()
        {
            let sides = (self.measure(left, x, true), self.measure(right, y, false));
            let mut conflict = self.conflict(ConflictKind::Dimension, sides);
            conflict.set = Some(SetRelation::Incompatible);
            found.push(conflict);
        }
    }

    /// Whether two measures are of one thing. What a key or a mapping declares needs no more than
    /// that the words do not contradict it; what was only computed needs the words to say it.
    fn same_thing(&self, x: &Measure, y: &Measure, alone: bool) -> bool {
        let declared = self.declared();
        match x.matter(y) {
            Matter::Same => declared || !(x.topic.is_thin() && y.topic.is_thin()),
            Matter::Unsaid => {
                let translated = x.topic.translates(&y.topic);
                alone && if declared { translated != Some(false) } else { translated == Some(true) }
            }
            Matter::Different => {
                declared && alone && !x.topic.contrasts(&y.topic) && x.topic.shared(&y.topic) > 1
            }
        }
    }

    fn values(&self, left: Placed<'_, 'a>, right: Placed<'_, 'a>, found: &mut Vec<Conflict>) {
        let (stated, theirs) = (&left.1.quantity, &right.1.quantity);
        // a value that is only named is no limit, unless both are known to be on one subject
        let named = |it: &Quantity| it.kind == QuantityKind::Value;
        if !self.declared() && (named(stated) || named(theirs)) {
            return;
        }
        // who limits one end says nothing about the other
        let (x, y) = match stated.relation(theirs) {
            SetRelation::Disjoint => (stated.clone(), theirs.clone()),
            _ => (stated.completed_by(theirs), theirs.completed_by(stated)),
        };
        let set = x.relation(&y);
        let sides = || (self.measure(left.0, left.1, true), self.measure(right.0, right.1, false));
        let other_method = self.ours.method().differs(self.theirs.method());
        let comparable = !matches!(set, SetRelation::Incompatible | SetRelation::NotComparable);
        if other_method && comparable && is_limit(stated) && is_limit(theirs) {
            let mut sides = sides();
            let with = |it: &mut Statement, method: String| {
                it.value = it.value.take().map(|value| format!("{value} ({method})").into());
            };
            with(&mut sides.0, self.ours.method().shown());
            with(&mut sides.1, self.theirs.method().shown());
            let mut conflict = self.conflict(ConflictKind::Method, sides);
            (conflict.set, conflict.other_method) = (Some(set), true);
            found.push(conflict);
        }
        let kind = match set {
            SetRelation::Disjoint | SetRelation::Superset | SetRelation::Overlap => {
                let list = |it: &Quantity| it.kind == QuantityKind::Enumeration;
                if list(&x) || list(&y) { ConflictKind::Choice } else { ConflictKind::Limit }
            }
            SetRelation::Equal
                if left.1.matter(right.1) != Matter::Different
                    && opposition(demand(left.1.modality), demand(right.1.modality))
                        == Some(Opposition::Strength) =>
            {
                ConflictKind::Strength
            }
            _ => return,
        };
        let mut conflict = self.conflict(kind, sides());
        conflict.set = Some(set);
        conflict.other_method = other_method;
        conflict.beyond = x.beyond(&y, left.0.words).map(Into::into);
        found.push(conflict);
    }

    fn acts(&self, found: &mut Vec<Conflict>) {
        let (ours, theirs) = self.ours.facing(self.theirs);
        let all =
            |texts: &[&'_ TextNorms<'a>]| -> usize { texts.iter().map(|it| it.acts.len()).sum() };
        let alone = all(&ours) == 1 && all(&theirs) == 1;
        for left in &ours {
            for x in left.acts.iter().filter(|it| !it.bounds) {
                for right in &theirs {
                    for y in right.acts.iter().filter(|it| !it.bounds) {
                        self.act((left, x), (right, y), alone, found);
                    }
                }
            }
        }
    }

    pub(super) fn act(
        &self,
        (left, x): (&TextNorms<'a>, &Act<'a>),
        (right, y): (&TextNorms<'a>, &Act<'a>),
        alone: bool,
        found: &mut Vec<Conflict>,
    ) {
        // what holds in two different cases never meets; and where nobody has said that both are
        // on one subject, a case that only one names may well be meant by the other
        let cases = if self.declared() {
            x.conditions_differ(y) || x.is_qualified() && y.is_qualified() && !x.is_same(y)
        } else {
            x.is_qualified() || y.is_qualified() || x.refers_back() || y.refers_back()
        };
        if cases {
            return;
        }
        let sides = || (self.statement(left, x, true), self.statement(right, y, false));
        if let Some(against) = opposition(x.modality, y.modality) {
            let same = match self.same_act(x, y) {
                Matter::Same if against == Opposition::Strength => x.same_object(y),
                Matter::Same => true,
                Matter::Unsaid => {
                    let translated = x.object().translates(y.object());
                    self.declared() && alone && translated == Some(true)
                }
                Matter::Different => false,
            };
            if same {
                let kind = match against {
                    Opposition::MustNot => ConflictKind::MustNot,
                    Opposition::NeedNot => ConflictKind::NeedNot,
                    Opposition::MayNot => ConflictKind::MayNot,
                    Opposition::Advice => ConflictKind::Advice,
                    Opposition::Strength => ConflictKind::Strength,
                };
                found.push(self.conflict(kind, sides()));
            }
            return;
        }
        let required =
            |it: &Act<'_>| matches!(it.modality, Modality::Requirement | Modality::Instruction);
        if required(x)
            && required(y)
            && let Some(set) = choices_relation(x.choices(), y.choices())
            && set != SetRelation::Equal
            && self.same_subject(x, y)
        {
            let mut sides = sides();
            for (side, text, act) in [(&mut sides.0, left, x), (&mut sides.1, right, y)] {
                let place = text.text.span_of(act.choices().range.clone());
                side.place = Place { span: place, ..side.place };
                let items: Vec<&str> = act.choices().items.iter().map(String::as_str).collect();
                side.value = Some(format!("{{{}}}", items.join(", ")).into());
                let words = text.words.get(act.choices().range.clone()).unwrap_or_default();
                let words = words.trim_end_matches(['。', '.', '；', ';']);
                side.says = Some((words.into(), words.into()));
            }
            let mut conflict = self.conflict(ConflictKind::Choice, sides);
            conflict.set = Some(set);
            found.push(conflict);
        }
    }

    fn same_act(&self, x: &Act<'_>, y: &Act<'_>) -> Matter {
        let subjects = (x.subject(), y.subject());
        if self.declared() {
            // who does it may be called by other names, but not by wholly other ones
            let strangers = subjects.0.matter(subjects.1) == Matter::Different
                && subjects.0.shared(subjects.1) == 0;
            if strangers { Matter::Different } else { x.matter(y, false) }
        } else {
            x.matter(y, true)
        }
    }

    fn same_subject(&self, x: &Act<'_>, y: &Act<'_>) -> bool {
        match x.subject().matter(y.subject()) {
            Matter::Same => true,
            Matter::Unsaid => self.declared(),
            Matter::Different => false,
        }
    }

    pub(super) fn conflict(&self, kind: ConflictKind, sides: (Statement, Statement)) -> Conflict {
        Conflict {
            doc: self.docs.0,
            other: self.docs.1,
            kind,
            ground: self.ground,
            scopes: super::Scopes::Linked,
            left: sides.0,
            right: sides.1,
            set: None,
            beyond: None,
            other_method: false,
            expected: None,
            repeated: false,
        }
    }

    pub(super) fn measure(&self, text: &TextNorms<'a>, measure: &Measure, left: bool) -> Statement {
        let quantity = &measure.quantity;
        let range = quantity.range.start..quantity.range.end.max(quantity.figures.end);
        let (en, zh) = quantity.in_words(text.words);
        Statement {
            place: self.place(text, range, left),
            modality: demand(measure.modality),
            value: Some(quantity.display().into()),
            says: Some((en.into(), zh.into())),
        }
    }

    fn statement(&self, text: &TextNorms<'a>, act: &Act<'a>, left: bool) -> Statement {
        let words = text.words.get(act.words.clone()).unwrap_or_default().trim();
        let words = words.trim_end_matches(['。', '.', '；', ';']);
        Statement {
            place: self.place(text, act.words.clone(), left),
            modality: act.modality,
            value: Some(act.modality.as_str().into()),
            says: Some((words.into(), words.into())),
        }
    }

    fn place(&self, text: &TextNorms<'a>, range: std::ops::Range<usize>, left: bool) -> Place {
        let words = text.words.get(range.clone()).unwrap_or_default();
        let trimmed = words.trim_end_matches(|c: char| {
            c.is_whitespace() || matches!(c, '。' | '.' | '；' | ';' | '，' | ',')
        });
        let range = range.start..range.start + trimmed.len();
        let (doc, row) =
            if left { (self.docs.0, self.ours.row) } else { (self.docs.1, self.theirs.row) };
        Place::in_clause(doc, row, text.text.span_of(range))
    }
}

/// The measures that something is demanded of.
fn binding<'n, 'a>(texts: &[&'n TextNorms<'a>]) -> Vec<Placed<'n, 'a>> {
    texts
        .iter()
        .flat_map(|text| text.measures.iter().map(move |it| (*text, it)))
        .filter(|(_, it)| it.binds() && has_force(it.modality))
        .collect()
}

pub(super) fn is_limit(quantity: &Quantity) -> bool {
    matches!(quantity.kind, QuantityKind::Limit | QuantityKind::Range | QuantityKind::Tolerance)
}

/// The force of a measure: what a prohibition leaves is required.
fn demand(modality: Modality) -> Modality {
    match modality {
        Modality::Prohibition | Modality::Instruction => Modality::Requirement,
        Modality::RecommendationNot => Modality::Recommendation,
        other => other,
    }
}
