//! Whether anything of two documents could be in conflict at all, before they are aligned.
//!
//! To align two documents takes longer than to read them, and all that an alignment says to
//! conflicts is which clauses are on one subject. Which clauses would be in conflict if they were is
//! known before, by the words of what they limit and of what they demand: only where there are some
//! is it asked whether they are.

use rustc_hash::FxHashSet;

use super::Ground;
use super::judge::{ClausePair, is_limit};
use super::norms::{ClauseNorms, DocumentNorms, has_force};
use crate::comparison::{Act, Measure, Topic, opposition};
use crate::language::{Modality, QuantityKind};
use crate::model::Lang;

/// A measure or an act of a document: clause, text, and which one of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    pub(super) clause: u32,
    pub(super) text: u32,
    pub(super) of: u32,
}

/// Spots by the hash of a word: two words of one hash only make more be looked at.
#[derive(Debug, Default)]
pub(super) struct ByWord(Vec<(u32, Spot)>);

impl ByWord {
    fn add(&mut self, topic: &Topic, spot: Spot) {
        self.0.extend(topic.words().map(|word| (hash(word), spot)));
    }

    fn finish(&mut self) {
        self.0.sort_unstable();
        self.0.shrink_to_fit();
    }

    fn of(&self, word: &str) -> impl Iterator<Item = Spot> + use<'_> {
        let hash = hash(word);
        let from = self.0.partition_point(|it| it.0 < hash);
        let all = self.0.get(from..).unwrap_or_default();
        all.iter().take_while(move |it| it.0 == hash).map(|it| it.1)
    }

    /// The spots that share words with a topic, rising, and how many words each shares, or more.
    pub(super) fn sharing(&self, topic: &Topic) -> Vec<(Spot, usize)> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let mut spots: Vec<Spot> = topic.words().flat_map(|word| self.of(word)).collect();
        spots.sort_unstable();
        spots.chunk_by(PartialEq::eq).map(|all| (all[0], all.len())).collect()
    }
}

fn hash(word: &str) -> u32 {
    use std::hash::Hasher;
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write(word.as_bytes());
    u32::try_from(hasher.finish() >> 32).unwrap_or(u32::MAX)
}

/// What of a document could stand against something of another. Spots count in the clauses of
/// [`DocumentNorms`].
#[derive(Debug, Default)]
pub(super) struct Prospects {
    /// Values that something is demanded of and that are more than named.
    limits: Vec<Spot>,
    limits_by_word: ByWord,
    /// What is to be done in any case, by what it is done to.
    acts: Vec<Spot>,
    acts_by_word: ByWord,
    /// Demanded choices, by who chooses.
    choices: Vec<Spot>,
    choices_by_word: ByWord,
    /// In which scripts things are limited, by language: each set that some clause has.
    scripts: Vec<Scripts>,
}

/// The languages of the texts of a clause, and in which scripts things are limited in each.
type Scripts = Vec<(Lang, [bool; 2])>;

impl Prospects {
    pub(super) fn of(norms: &DocumentNorms<'_>) -> Self {
        let mut all = Self::default();
        for (clause, of) in (0_u32..).zip(&norms.clauses) {
            let mut scripts: Scripts = Vec::new();
            for (text, it) in (0_u32..).zip(&of.texts) {
                let mut limited = [false; 2];
                for (of, measure) in (0_u32..).zip(&it.measures) {
                    if may_limit(measure) {
                        let spot = Spot { clause, text, of };
                        all.limits.push(spot);
                        all.limits_by_word.add(&measure.topic, spot);
                        limited[usize::from(measure.topic.is_chinese())] = true;
                    }
                }
                for (of, act) in (0_u32..).zip(&it.acts).filter(|(_, act)| may_oppose(act)) {
                    let spot = Spot { clause, text, of };
                    if !act.object().is_empty() {
                        all.acts.push(spot);
                        all.acts_by_word.add(act.object(), spot);
                    }
                    if may_choose(act) && !act.subject().is_empty() {
                        all.choices.push(spot);
                        all.choices_by_word.add(act.subject(), spot);
                    }
                }
                match scripts.iter_mut().find(|(lang, _)| *lang == it.lang) {
                    Some((_, known)) => {
                        *known = [known[0] || limited[0], known[1] || limited[1]];
                    }
                    None => scripts.push((it.lang, limited)),
                }
            }
            scripts.sort_unstable();
            if scripts.iter().any(|(_, limited)| limited.contains(&true))
                && !all.scripts.contains(&scripts)
            {
                all.scripts.push(scripts);
            }
        }
        all.limits_by_word.finish();
        all.acts_by_word.finish();
        all.choices_by_word.finish();
        all
    }

    /// The limits that share words with a topic.
    pub(super) fn limits(&self) -> (&[Spot], &ByWord) {
        (&self.limits, &self.limits_by_word)
    }

    fn is_empty(&self) -> bool {
        self.limits.is_empty() && self.acts.is_empty() && self.choices.is_empty()
    }
}

/// Whether a measure can be in conflict with one that only an alignment sets against it.
fn may_limit(measure: &Measure) -> bool {
    measure.binds() && has_force(measure.modality) && measure.quantity.kind != QuantityKind::Value
}

/// Whether an act can be in conflict with one that nobody says is on the same subject.
pub(super) fn may_oppose(act: &Act<'_>) -> bool {
    !act.bounds && !act.is_qualified() && !act.refers_back()
}

fn may_choose(act: &Act<'_>) -> bool {
    matches!(act.modality, Modality::Requirement | Modality::Instruction)
        && !act.choices().items.is_empty()
}

/// Whether a measure limits something that its words tell: what words alone set against another.
pub(super) fn tells_what(measure: &Measure) -> bool {
    measure.binds()
        && has_force(measure.modality)
        && is_limit(&measure.quantity)
        && !measure.topic.is_thin()
        && measure.modality != Modality::Permission
}

/// Limits of one thing in two languages beyond which it takes as long to set them all against each
/// other as to align.
const MOST: usize = 1024;

/// Whether some clauses would be in conflict if an alignment found that they answer to each other.
pub(super) fn could_conflict(left: &DocumentNorms<'_>, right: &DocumentNorms<'_>) -> bool {
    let (ours, theirs) = (left.prospects(), right.prospects());
    if ours.is_empty() || theirs.is_empty() {
        return false;
    }
    let pair = Documents { left, right };
    pair.acts(ours, theirs) || pair.choices(ours, theirs) || pair.limits(ours, theirs)
}

/// Two documents, by their places in which spots count.
struct Documents<'n, 'a> {
    left: &'n DocumentNorms<'a>,
    right: &'n DocumentNorms<'a>,
}

impl Documents<'_, '_> {
    fn acts(&self, ours: &Prospects, theirs: &Prospects) -> bool {
        ours.acts.iter().any(|spot| {
            let Some((_, _, x)) = self.left.act(*spot) else { return false };
            let object = x.object();
            theirs.acts_by_word.sharing(object).into_iter().any(|(other, shared)| {
                self.right.act(other).is_some_and(|(_, _, y)| {
                    opposition(x.modality, y.modality).is_some()
                        // acts are one where the words of the one are among those of the other
                        && shared >= object.size().min(y.object().size())
                        && self.are_opposed(*spot, other)
                })
            })
        })
    }

    fn choices(&self, ours: &Prospects, theirs: &Prospects) -> bool {
        ours.choices.iter().any(|spot| {
            let Some((_, _, x)) = self.left.act(*spot) else { return false };
            theirs
                .choices_by_word
                .sharing(x.subject())
                .into_iter()
                .any(|(other, _)| self.are_opposed(*spot, other))
        })
    }

    fn limits(&self, ours: &Prospects, theirs: &Prospects) -> bool {
        let mut seen: FxHashSet<(u32, u32)> = FxHashSet::default();
        for spot in &ours.limits {
            let Some((_, _, x)) = self.left.measure(*spot) else { continue };
            for (other, shared) in theirs.limits_by_word.sharing(&x.topic) {
                let one = self
                    .right
                    .measure(other)
                    .is_some_and(|(_, _, y)| shared >= x.topic.size().min(y.topic.size()));
                if one
                    && seen.insert((spot.clause, other.clause))
                    && self.limits_of(spot.clause, other.clause)
                {
                    return true;
                }
            }
        }
        let apart = ours.scripts.iter().any(|a| theirs.scripts.iter().any(|b| face(a, b)));
        if !apart {
            return false;
        }
        // no word is shared across scripts
        let clauses = |all: &[Spot]| {
            let mut clauses: Vec<u32> = all.iter().map(|it| it.clause).collect();
            clauses.dedup();
            clauses
        };
        let (a, b) = (clauses(&ours.limits), clauses(&theirs.limits));
        a.len() * b.len() > MOST
            || a.iter()
                .any(|x| b.iter().any(|y| !seen.contains(&(*x, *y)) && self.limits_of(*x, *y)))
    }

    fn are_opposed(&self, spot: Spot, other: Spot) -> bool {
        let (Some((ours, text, x)), Some((theirs, other_text, y))) =
            (self.left.act(spot), self.right.act(other))
        else {
            return false;
        };
        if ours.heading.contrasts(&theirs.heading) {
            return false;
        }
        let mut found = Vec::new();
        self.pair(ours, theirs).act((text, x), (other_text, y), false, &mut found);
        !found.is_empty()
    }

    fn limits_of(&self, ours: u32, theirs: u32) -> bool {
        let (Some(ours), Some(theirs)) =
            (self.left.clauses.get(ours as usize), self.right.clauses.get(theirs as usize))
        else {
            return false;
        };
        if ours.heading.contrasts(&theirs.heading) {
            return false;
        }
        let mut found = Vec::new();
        self.pair(ours, theirs).measures(&mut found);
        !found.is_empty()
    }

    fn pair<'n, 'a>(
        &self,
        ours: &'n ClauseNorms<'a>,
        theirs: &'n ClauseNorms<'a>,
    ) -> ClausePair<'n, 'a> {
        let docs = (self.left.doc, self.right.doc);
        ClausePair { docs, ours, theirs, ground: Ground::Alignment }
    }
}

/// Whether texts in different scripts are set against each other: in a language that two clauses
/// have in common, or in any where they have none.
fn face(ours: &Scripts, theirs: &Scripts) -> bool {
    let differ = |a: [bool; 2], b: [bool; 2]| a[0] && b[1] || a[1] && b[0];
    let common: Vec<([bool; 2], [bool; 2])> = ours
        .iter()
        .filter_map(|(lang, a)| theirs.iter().find(|it| it.0 == *lang).map(|(_, b)| (*a, *b)))
        .collect();
    if common.is_empty() {
        ours.iter().any(|(_, a)| theirs.iter().any(|(_, b)| differ(*a, *b)))
    } else {
        common.into_iter().any(|(a, b)| differ(a, b))
    }
}
