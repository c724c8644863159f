//! Where two documents differ: first clause by clause, then what is left over on either side.
//!
//! A sentence that a clause lacks is looked for in the whole of the other document before it counts
//! as dropped or added: a clause may have been split, merged or moved.

use rustc_hash::{FxHashMap, FxHashSet};

use super::passage::Passage;
use super::side::{Role, Side};
use super::{Class, Difference, DifferenceKind, DocumentPair, Substitution, table};
use crate::comparison::{
    Analysis, Sentence, TextDifference, TextDifferenceKind, differences_across,
    match_near_sentences, match_sentences, sentence_differences,
};
use crate::corpus::StandardId;
use crate::fact::Facts;
use crate::identifier::{self, Identifier};
use crate::language::Modality;
use crate::model::{Degree, Level};

/// Clauses that are compared as one: those of one group, or one that stands alone.
struct Unit {
    left: Vec<u32>,
    right: Vec<u32>,
    /// The first pair of the group; none for a clause that stands alone.
    pair: Option<u32>,
    role: Role,
}

/// Share of common words from which a sentence is the one that another clause lacks.
const ELSEWHERE: f64 = 0.6;

/// Compares two documents whose clauses have been paired.
pub(super) fn differences(f: &Facts<'_>, documents: &mut DocumentPair) {
    let mut units = units(documents);
    if documents.basis.is_whole() {
        alone(documents, &mut units);
    }
    let passages: Vec<(Passage<'_>, Passage<'_>)> = units
        .iter()
        .map(|unit| {
            let left = Passage::of(f, &documents.left, &unit.left);
            (left, Passage::of(f, &documents.right, &unit.right))
        })
        .collect();
    let own = Own::of(f, documents);
    let names_itself = |it: &Identifier| own.names(it);
    let mut found = Vec::new();
    // What is equal letter for letter needs no analysis.
    let analysed: Vec<Option<(Analysis<'_>, Analysis<'_>)>> = passages
        .iter()
        .map(|(left, right)| {
            (!left.equals(right)).then(|| {
                (
                    Analysis::of(&left.text, &left.marked, &names_itself),
                    Analysis::of(&right.text, &right.marked, &names_itself),
                )
            })
        })
        .collect();
    let mut comparing = Comparing {
        f,
        documents,
        units: &units,
        passages: &passages,
        analysed: &analysed,
        found: &mut found,
    };
    comparing.clause_by_clause();
    documents.differences = found;
    documents.differences.sort_by_key(|it| {
        let at = |member: Option<u32>| member.unwrap_or(u32::MAX);
        let start = it.left.map_or(u32::MAX, |it| it.span.start);
        (at(it.left_member), start, at(it.right_member), it.kind)
    });
}

/// The groups of accepted pairs, in the order of the left document.
fn units(documents: &DocumentPair) -> Vec<Unit> {
    let mut place: FxHashMap<u32, usize> = FxHashMap::default();
    let mut units: Vec<Unit> = Vec::new();
    for (at, pair) in (0_u32..).zip(&documents.pairs).filter(|(_, it)| it.accepted) {
        let index = *place.entry(pair.group).or_insert_with(|| {
            let (left, right) = (Vec::new(), Vec::new());
            units.push(Unit { left, right, pair: Some(at), role: Role::Normative });
            units.len() - 1
        });
        let unit = &mut units[index];
        for (members, member) in [(&mut unit.left, pair.left), (&mut unit.right, pair.right)] {
            if !members.contains(&member) {
                members.push(member);
            }
        }
    }
    for unit in &mut units {
        unit.left.sort_unstable();
        unit.right.sort_unstable();
        let roles = |side: &Side, members: &[u32]| -> Vec<Role> {
            members.iter().filter_map(|at| side.roles.get(*at as usize).copied()).collect()
        };
        let mut all = roles(&documents.left, &unit.left);
        all.extend(roles(&documents.right, &unit.right));
        // What is for information on one side requires nothing that both have.
        unit.role = all.into_iter().max().unwrap_or(Role::Apart);
    }
    units.retain(|it| it.role != Role::Apart);
    units
}

/// Adds what stands alone.
fn alone(documents: &DocumentPair, units: &mut Vec<Unit>) {
    let role = |side: &Side, at: u32| side.roles.get(at as usize).copied().unwrap_or(Role::Apart);
    for at in &documents.left_only {
        let role = role(&documents.left, *at);
        units.push(Unit { left: vec![*at], right: Vec::new(), pair: None, role });
    }
    for at in &documents.right_only {
        let role = role(&documents.right, *at);
        units.push(Unit { left: Vec::new(), right: vec![*at], pair: None, role });
    }
    units.retain(|it| it.pair.is_some() || it.role < Role::Informative);
}

/// The identifiers that stand for the two documents themselves.
struct Own {
    all: Vec<Identifier>,
}

impl Own {
    fn of(f: &Facts<'_>, documents: &DocumentPair) -> Self {
        let mut all = Vec::new();
        for doc in [documents.left.doc, documents.right.doc] {
            let Some(own) = f.own_identifier(doc) else { continue };
            if let Some(second) = own.adopts.as_deref() {
                let first = own.canonical.strip_suffix(second.canonical.as_str());
                let first = first.map(|it| it.trim_end_matches([' ', '/', '(', '+']));
                all.extend(first.and_then(|it| identifier::parse(it).ok()));
                all.push(second.clone());
            }
            all.push(own.clone());
        }
        Self { all }
    }

    fn names(&self, identifier: &Identifier) -> bool {
        self.all.iter().any(|it| it.same_work(identifier))
    }
}

/// A sentence by its unit and its place there.
type At = (usize, usize);

struct Comparing<'c, 'a> {
    f: &'c Facts<'a>,
    documents: &'c DocumentPair,
    units: &'c [Unit],
    passages: &'c [(Passage<'a>, Passage<'a>)],
    analysed: &'c [Option<(Analysis<'c>, Analysis<'c>)>],
    found: &'c mut Vec<Difference>,
}

impl<'c> Comparing<'c, '_> {
    fn clause_by_clause(&mut self) {
        let (mut left_over, mut right_over): (Vec<At>, Vec<At>) = (Vec::new(), Vec::new());
        for (at, unit) in self.units.iter().enumerate() {
            let Some((left, right)) = &self.analysed[at] else { continue };
            if unit.pair.is_some() {
                self.tables(at);
            }
            let foreign = self.passages[at].0.foreign || self.passages[at].1.foreign;
            if !self.documents.one_language || foreign {
                if unit.pair.is_some() {
                    for difference in differences_across(left, right) {
                        self.push((at, at), difference);
                    }
                }
                continue;
            }
            let (ours, theirs): (Vec<&Sentence>, Vec<&Sentence>) =
                (left.sentences.iter().collect(), right.sentences.iter().collect());
            let pairs = match_near_sentences(&ours, &theirs);
            for (i, j) in &pairs {
                let matters = matters(unit.role);
                for it in sentence_differences((left, ours[*i]), (right, theirs[*j]), matters) {
                    self.push((at, at), it);
                }
            }
            let rest = |count: usize, used: &dyn Fn(usize) -> bool| -> Vec<At> {
                (0..count).filter(|it| !used(*it)).map(|it| (at, it)).collect()
            };
            left_over.extend(rest(ours.len(), &|it| pairs.iter().any(|pair| pair.0 == it)));
            right_over.extend(rest(theirs.len(), &|it| pairs.iter().any(|pair| pair.1 == it)));
        }
        if !self.documents.basis.is_whole() {
            return;
        }
        if self.documents.one_language {
            self.elsewhere(&mut left_over, &mut right_over);
        } else {
            self.across(&mut left_over, &mut right_over);
        }
        self.left_over(&left_over, true);
        self.left_over(&right_over, false);
    }

    fn sentence(&self, at: At, left: bool) -> Option<(&'c Analysis<'c>, &'c Sentence)> {
        let analysed: &'c Option<(Analysis<'c>, Analysis<'c>)> = self.analysed.get(at.0)?;
        let both = analysed.as_ref()?;
        let analysis = if left { &both.0 } else { &both.1 };
        Some((analysis, analysis.sentences.get(at.1)?))
    }

    /// Takes out of what is left over the sentences that stand elsewhere in the other document.
    fn elsewhere(&mut self, left_over: &mut Vec<At>, right_over: &mut Vec<At>) {
        let all = |over: &[At], left: bool| -> Vec<&'c Sentence> {
            over.iter().filter_map(|at| self.sentence(*at, left)).map(|it| it.1).collect()
        };
        let (ours, theirs) = (all(left_over, true), all(right_over, false));
        let pairs = match_sentences(&ours, &theirs, ELSEWHERE);
        for (i, j) in &pairs {
            let (a, b) = (left_over[*i], right_over[*j]);
            let (Some(x), Some(y)) = (self.sentence(a, true), self.sentence(b, false)) else {
                continue;
            };
            let role = self.units[a.0].role.max(self.units[b.0].role);
            for difference in sentence_differences(x, y, matters(role)) {
                self.push((a.0, b.0), difference);
            }
        }
        let used: (FxHashSet<usize>, FxHashSet<usize>) = pairs.into_iter().unzip();
        let mut at = 0..;
        left_over.retain(|_| !at.next().is_some_and(|it| used.0.contains(&it)));
        let mut at = 0..;
        right_over.retain(|_| !at.next().is_some_and(|it| used.1.contains(&it)));
    }

    /// Across languages only whole clauses can be told to be missing.
    fn across(&self, left_over: &mut Vec<At>, right_over: &mut Vec<At>) {
        for (at, unit) in self.units.iter().enumerate().filter(|(_, it)| it.pair.is_none()) {
            let Some((left, right)) = &self.analysed[at] else { continue };
            if unit.right.is_empty() {
                left_over.extend((0..left.sentences.len()).map(|it| (at, it)));
            } else {
                right_over.extend((0..right.sentences.len()).map(|it| (at, it)));
            }
        }
    }

    /// Sentences that bind and that the other document does not have at all.
    fn left_over(&mut self, over: &[At], left: bool) {
        let mut clauses: Vec<(usize, Vec<usize>)> = Vec::new();
        for (unit, sentence) in over {
            match clauses.last_mut() {
                Some(last) if last.0 == *unit => last.1.push(*sentence),
                _ => clauses.push((*unit, vec![*sentence])),
            }
        }
        clauses.sort_by_key(|it| it.0);
        let mut whole: Vec<(u32, u32, At, Modality)> = Vec::new();
        for (at, sentences) in clauses {
            let unit = &self.units[at];
            // What a definition provides is a fault of its own, not one of correspondence.
            if unit.role == Role::Terms {
                continue;
            }
            let binding: Vec<(usize, Modality)> = sentences
                .iter()
                .filter_map(|it| {
                    let (_, sentence) = self.sentence((at, *it), left)?;
                    sentence.binds().then(|| (*it, sentence.strongest()))
                })
                .collect();
            let Some((first, _)) = binding.first().copied() else { continue };
            let strongest = binding.iter().map(|it| it.1).min().unwrap_or(Modality::Statement);
            if unit.pair.is_none() {
                let all = self.analysed[at].as_ref().map_or(0, |(a, b)| {
                    let all = if left { &a.sentences } else { &b.sentences };
                    all.iter().filter(|it| it.binds()).count()
                });
                let member = if left { unit.left.first() } else { unit.right.first() };
                // What was found elsewhere in part is a clause taken apart.
                if let Some(member) = member.filter(|_| binding.len() == all) {
                    let top = self.topmost(*member, left);
                    whole.push((top, *member, (at, first), strongest));
                    continue;
                }
            }
            for (sentence, modality) in binding {
                self.push_alone(DifferenceKind::Provision, (at, sentence), left, None, modality);
            }
        }
        whole.sort_unstable();
        let mut before = None;
        for at in 0..whole.len() {
            let (top, _, first, _) = whole[at];
            if before == Some(top) {
                continue;
            }
            before = Some(top);
            let group = whole.iter().filter(|it| it.0 == top);
            let strongest = group.clone().map(|it| it.3).min().unwrap_or(Modality::Statement);
            let kind = if left { DifferenceKind::Extra } else { DifferenceKind::Missing };
            let several = (group.count() > 1).then_some(top);
            self.push_alone(kind, first, left, several, strongest);
        }
    }

    /// The highest clause above an item, itself included, of which nothing has a counterpart.
    fn topmost(&self, member: u32, left: bool) -> u32 {
        let (side, alone) = if left {
            (&self.documents.left, &self.documents.left_only)
        } else {
            (&self.documents.right, &self.documents.right_only)
        };
        let is_alone = |at: u32| alone.binary_search(&at).is_ok();
        let mut top = member;
        while let Some(above) = side.parents.get(top as usize).copied().flatten() {
            let whole = (above..)
                .take_while(|at| *at == above || side.is_under(*at, above))
                .take_while(|at| (*at as usize) < side.members.len())
                .all(is_alone);
            if !whole {
                break;
            }
            top = above;
        }
        top
    }

    fn push_alone(
        &mut self,
        kind: DifferenceKind,
        at: At,
        left: bool,
        several: Option<u32>,
        modality: Modality,
    ) {
        let Some((_, sentence)) = self.sentence(at, left) else { return };
        let unit = &self.units[at.0];
        let (side, passage) = if left {
            (&self.documents.left, &self.passages[at.0].0)
        } else {
            (&self.documents.right, &self.passages[at.0].1)
        };
        let Some((member, place)) = passage.place(side, &sentence.range) else { return };
        let (member, place) = match several {
            Some(top) => (top, side.heading(self.f, top)),
            None => (member, place),
        };
        let other = match unit.pair {
            Some(_) => if left { unit.right.first() } else { unit.left.first() }.copied(),
            None => self.nearest(member, left),
        };
        // Across languages, a clause that stands alone on either side at one place may be the
        // other's counterpart.
        let doubtful = !self.documents.one_language && self.has_rival(member, left);
        let class = match (unit.role, doubtful) {
            (Role::Informative, _) => Class::Editorial,
            (_, true) => Class::Unclear,
            _ => Class::Technical,
        };
        let value = Some(Box::from(modality.as_str()));
        self.found.push(Difference {
            kind,
            class,
            pair: unit.pair,
            left_member: if left { Some(member) } else { other },
            right_member: if left { other } else { Some(member) },
            left: left.then_some(place),
            right: (!left).then_some(place),
            left_value: if left { value.clone() } else { None },
            right_value: if left { None } else { value },
            set: None,
            substitution: None,
            deviation: None,
        });
    }

    /// The counterpart of the nearest item above or before one that stands alone.
    fn nearest(&self, member: u32, left: bool) -> Option<u32> {
        let side = if left { &self.documents.left } else { &self.documents.right };
        let counterpart = |at: u32| {
            self.documents.pairs.iter().filter(|it| it.accepted).find_map(|it| {
                let (own, other) = if left { (it.left, it.right) } else { (it.right, it.left) };
                (own == at).then_some(other)
            })
        };
        let mut above = side.parents.get(member as usize).copied().flatten();
        while let Some(at) = above {
            if let Some(found) = counterpart(at) {
                return Some(found);
            }
            above = side.parents.get(at as usize).copied().flatten();
        }
        (0..member).rev().take(20).find_map(counterpart)
    }

    /// Whether the other side has something that stands alone at the same place.
    fn has_rival(&self, member: u32, left: bool) -> bool {
        let (own, other, alone) = if left {
            (&self.documents.left, &self.documents.right, &self.documents.right_only)
        } else {
            (&self.documents.right, &self.documents.left, &self.documents.left_only)
        };
        let above = own.parents.get(member as usize).copied().flatten();
        let counterpart = above.and_then(|_| self.nearest(member, left));
        alone.iter().any(|at| {
            let parent = other.parents.get(*at as usize).copied().flatten();
            let counts = other.roles.get(*at as usize).is_some_and(|it| *it < Role::Informative);
            counts && parent == counterpart
        })
    }

    fn tables(&mut self, at: usize) {
        let (left, right) = &self.passages[at];
        for (ours, theirs) in left.tables.iter().zip(&right.tables) {
            for cell in table::differences(ours, theirs, self.documents.one_language) {
                let value = |table: &super::passage::Table<'_>,
                             range: &Option<std::ops::Range<usize>>| {
                    range.as_ref().map(|it| Box::from(table.cell(it)))
                };
                self.found.push(Difference {
                    kind: DifferenceKind::Quantity,
                    class: class_for(self.units[at].role, Class::Technical),
                    pair: self.units[at].pair,
                    left_member: Some(ours.member),
                    right_member: Some(theirs.member),
                    left_value: value(ours, &cell.left),
                    right_value: value(theirs, &cell.right),
                    left: cell.left.map(|it| ours.place(&self.documents.left, it)),
                    right: cell.right.map(|it| theirs.place(&self.documents.right, it)),
                    set: None,
                    substitution: None,
                    deviation: None,
                });
            }
        }
    }

    fn push(&mut self, at: At, text: TextDifference) {
        let (ours, theirs) = (&self.units[at.0], &self.units[at.1]);
        let left = text.left.and_then(|it| self.passages[at.0].0.place(&self.documents.left, &it));
        let right =
            text.right.and_then(|it| self.passages[at.1].1.place(&self.documents.right, &it));
        let role = ours.role.max(theirs.role);
        let kind = match text.kind {
            TextDifferenceKind::Modality => DifferenceKind::Modality,
            TextDifferenceKind::Quantity => DifferenceKind::Quantity,
            TextDifferenceKind::Condition => DifferenceKind::Condition,
            TextDifferenceKind::Reference => DifferenceKind::Reference,
            TextDifferenceKind::Wording if role == Role::Terms => DifferenceKind::Definition,
            TextDifferenceKind::Wording => DifferenceKind::Wording,
        };
        let substitution = match (&text.left_value, &text.right_value) {
            (Some(left), Some(right)) if kind == DifferenceKind::Reference => {
                self.substitution(left, right)
            }
            _ => None,
        };
        let class = match substitution {
            Some(Substitution::Identical) => Class::Editorial,
            Some(Substitution::Unknown) => Class::Unclear,
            _ => text.class,
        };
        self.found.push(Difference {
            kind,
            class: class_for(role, class),
            pair: ours.pair.or(theirs.pair),
            left_member: left.map(|it| it.0).or_else(|| ours.left.first().copied()),
            right_member: right.map(|it| it.0).or_else(|| theirs.right.first().copied()),
            left: left.map(|it| it.1),
            right: right.map(|it| it.1),
            left_value: text.left_value.map(Into::into),
            right_value: text.right_value.map(Into::into),
            set: text.set,
            substitution,
            deviation: None,
        });
    }

    /// What a document cited on the left is to the one cited on the right in its place; none where
    /// the left one is no adoption of anything by its kind: a slip, or another document.
    fn substitution(&self, left: &str, right: &str) -> Option<Substitution> {
        let (Ok(left), Ok(right)) = (identifier::parse(left), identifier::parse(right)) else {
            return Some(Substitution::Unknown);
        };
        if left.same_work(&right) {
            return Some(Substitution::Edition);
        }
        if left.level == Level::International {
            return None;
        }
        Some(self.adopted(&left, &right))
    }

    /// To what degree one document adopts another.
    fn adopted(&self, left: &Identifier, right: &Identifier) -> Substitution {
        if left.adopts.as_deref().is_some_and(|it| it.same_work(right)) {
            return Substitution::Identical;
        }
        let corpus = self.f.corpus();
        let from = StandardId(self.documents.left.doc);
        let resolution = corpus.resolve_in_prose(left, from);
        let Some(node) = resolution.nodes.first().copied().filter(|_| resolution.is_found()) else {
            return Substitution::Unknown;
        };
        let step = corpus.adoptions(node).into_iter().find(|step| {
            corpus.identifier(step.source).is_some_and(|source| source.same_work(right))
        });
        match step.map(|it| it.degree) {
            Some(Some(Degree::Idt)) => Substitution::Identical,
            Some(Some(Degree::Mod)) => Substitution::Modified,
            Some(Some(Degree::Neq)) => Substitution::NotEquivalent,
            Some(None) => Substitution::Unknown,
            None => Substitution::Other,
        }
    }
}

/// Words count in a scope and in definitions, even where nothing binds.
fn matters(role: Role) -> bool {
    matches!(role, Role::Scope | Role::Terms)
}

/// What is for information requires nothing.
fn class_for(role: Role, class: Class) -> Class {
    if role >= Role::Informative { Class::Editorial } else { class }
}
