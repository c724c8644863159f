//! The way from two lists to ranked candidates.

use std::sync::{Arc, Mutex};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::candidate::{self, Nearest};
use super::competition;
use super::evidence::{Evidence, SimilarityModel};
use super::facts::Facts;
use super::glossary::{Glossary, Translator};
use super::list::List;
use super::relation;
use super::space::{Fields, Index, Space};
use super::structure::Structure;
use super::token::Tokenizer;
use super::tongue;
use crate::model::{Lang, Relation};

/// How to align.
#[derive(Clone, Debug)]
pub struct Options {
    /// Counterparts to keep for a left clause.
    pub candidates: usize,
    /// Whether clause numbers, order and the tree are evidence.
    pub numbers: bool,
    /// Whether a clause may have one counterpart only.
    pub one_to_one: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { candidates: 16, numbers: true, one_to_one: false }
    }
}

/// The score from which a pair is accepted. Set where the mean F1 over experts' mappings of seven
/// kinds is best (`cargo bench --bench mappings -- --calibrate`, which also leaves each out in
/// turn).
pub const THRESHOLD: f32 = 0.16;

/// Candidates that are looked at even where fewer are asked for: a score must not depend on how
/// many are shown.
const FEWEST: usize = 16;

/// A right clause that may answer to a left one.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// The right clause, by its place in the list.
    pub right: usize,
    /// In 0..1.
    pub score: f32,
    /// All evidence in one, in 0..1, before rivals are looked at.
    pub similarity: f32,
    /// Why.
    pub evidence: Evidence,
}

/// Translators by pair of languages; `None` where there are no words for the pair.
type Translators = FxHashMap<(Lang, Lang), Option<Arc<Translator>>>;

/// Aligns lists; holds what several alignments share.
#[derive(Default)]
pub struct Aligner {
    glossaries: Vec<Glossary>,
    model: Option<Box<dyn SimilarityModel>>,
    translators: Mutex<Translators>,
}

impl std::fmt::Debug for Aligner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Aligner")
            .field("glossaries", &self.glossaries.len())
            .field("model", &self.model.as_ref().map(|it| it.name().to_owned()))
            .finish_non_exhaustive()
    }
}

/// Two lists, compared.
pub struct Comparison<'a> {
    /// The left side.
    pub left: &'a List<'a>,
    /// The right side.
    pub right: &'a List<'a>,
    /// For every left clause, its counterparts on the right, best first.
    pub ranked: Vec<Vec<Ranked>>,
    /// Languages of the two sides.
    pub languages: (Lang, Lang),
    pub(crate) tokenizers: (Tokenizer, Tokenizer),
    pub(crate) space: Space,
    /// Left and right places of anchors that keep the order, rising.
    chain: Vec<(usize, usize)>,
}

impl std::fmt::Debug for Comparison<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Comparison").field("ranked", &self.ranked).finish_non_exhaustive()
    }
}

impl Aligner {
    /// An aligner that knows the built-in glossary and the given ones.
    #[must_use]
    pub fn new(glossaries: Vec<Glossary>) -> Self {
        Self { glossaries, ..Self::default() }
    }

    /// The same with a model of meaning.
    #[must_use]
    pub fn with_model(mut self, model: Box<dyn SimilarityModel>) -> Self {
        self.model = Some(model);
        self
    }

    fn translator(&self, from: Lang, to: Lang) -> Option<Arc<Translator>> {
        if from == to {
            return None;
        }
        let mut all = self.translators.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        all.entry((from, to))
            .or_insert_with(|| {
                // One's own words come first: they win where terms are equal.
                let mut glossaries: Vec<&Glossary> = self.glossaries.iter().collect();
                glossaries.push(Glossary::built_in());
                Translator::new(&glossaries, from, to).map(Arc::new)
            })
            .clone()
    }

    /// Tokenizers for both sides, which meet in one language.
    fn tokenizers(&self, left: Lang, right: Lang) -> (Tokenizer, Tokenizer) {
        // Words of two languages meet in the right one's, or in English, which glossaries lead to.
        let direct =
            left == Lang::En || right != Lang::En && self.translator(left, right).is_none();
        let pivot = if direct { Lang::En } else { right };
        let of = |lang: Lang| {
            let translator = (left != right).then(|| self.translator(lang, pivot)).flatten();
            Tokenizer::new(lang, translator)
        };
        (of(left), of(right))
    }

    /// Compares two lists: ranks the counterparts of every left clause.
    #[must_use]
    pub fn compare<'a>(
        &self,
        left: &'a List<'a>,
        right: &'a List<'a>,
        options: &Options,
    ) -> Comparison<'a> {
        self.compare_known((left, &Known::of(left)), (right, &Known::of(right)), options)
    }

    /// The same of lists of which is known what can be told of each by itself.
    pub(crate) fn compare_known<'a>(
        &self,
        (left, of_left): (&'a List<'a>, &Known),
        (right, of_right): (&'a List<'a>, &Known),
        options: &Options,
    ) -> Comparison<'a> {
        let languages = (of_left.language, of_right.language);
        let tokenizers = self.tokenizers(languages.0, languages.1);
        let of = (&tokenizers.0, &tokenizers.1);
        let space = Space::new(left, right, of, Fields::All);
        let index = Index::new(&space.right, space.places);
        let weights = (&of_left.titles[..], &of_right.titles[..]);
        let has = |weights: &[f32]| weights.iter().any(|it| *it > 0.0);
        let titles =
            (has(weights.0) && has(weights.1)).then(|| Space::new(left, right, of, Fields::Title));
        let mut nearest = candidate::nearest(&space, &index, options.candidates.max(FEWEST));
        drop(index);
        let facts = (&of_left.facts[..], &of_right.facts[..]);
        let crosses =
            languages.0 != languages.1 && (tokenizers.0.translates() || tokenizers.1.translates());
        let mut parts = Parts {
            space: &space,
            titles: titles.as_ref(),
            weights,
            facts,
            crosses,
            model: FxHashMap::default(),
            structure: None,
        };
        if let Some(model) = &self.model {
            let limit = options.candidates.max(FEWEST);
            let proposed = model.candidates(left, right, limit);
            for ((at, found), further) in nearest.iter_mut().enumerate().zip(proposed) {
                add_candidates(found, at, further.into_iter().take(limit), &space);
            }
            let pairs: Vec<(usize, usize)> = (0..)
                .zip(&nearest)
                .flat_map(|(left, found)| found.iter().map(move |it| (left, it.0 as usize)))
                .collect();
            let said = model.similarities(left, right, &pairs);
            parts.model.extend(pairs.into_iter().zip(said).filter(|(_, it)| it.is_finite()));
        }
        let mut voices = parts.voices(&nearest);
        let mut scores = competition::scores(&similarities(&voices), right.items.len());
        let mut chain = Vec::new();
        if options.numbers {
            let structure = Structure::new(left, right, &scores);
            chain = structure.chain().to_vec();
            if structure.reliability() > 0.0 {
                for (at, found) in nearest.iter_mut().enumerate() {
                    add_candidates(found, at, structure.candidates(at), &space);
                }
                parts.structure = Some(structure);
                voices = parts.voices(&nearest);
                scores = competition::scores(&similarities(&voices), right.items.len());
            }
        }
        drop(parts);
        let limit = options.candidates;
        let ranked = scores
            .into_par_iter()
            .zip(voices)
            .map(|(scored, voices)| {
                let by_right: FxHashMap<u32, (f32, Evidence)> = voices
                    .into_iter()
                    .map(|(right, similarity, it)| (right, (similarity, it)))
                    .collect();
                scored
                    .into_iter()
                    .take(limit)
                    .filter_map(|(right, score)| {
                        let (similarity, evidence) = by_right.get(&right).copied()?;
                        Some(Ranked { right: right as usize, score, similarity, evidence })
                    })
                    .collect()
            })
            .collect();
        Comparison { left, right, ranked, languages, tokenizers, space, chain }
    }
}

/// What can be told of a list by itself: worked out once where it is compared with several.
#[derive(Debug)]
pub(crate) struct Known {
    language: Lang,
    facts: Vec<Facts>,
    /// How much the title of each item says. A title that several bear says less: its weight is
    /// divided among them.
    titles: Vec<f32>,
}

impl Known {
    pub(crate) fn of(list: &List<'_>) -> Self {
        let language = list.language();
        Self { language, facts: facts(list, language), titles: title_weights(list) }
    }
}

/// Adds right items to the candidates of a left one, each once, whatever their text.
fn add_candidates(
    found: &mut Nearest,
    left: usize,
    further: impl Iterator<Item = usize>,
    space: &Space,
) {
    for right in further.filter(|it| *it < space.right.len()) {
        let at = u32::try_from(right).unwrap_or(u32::MAX);
        if !found.iter().any(|it| it.0 == at) {
            found.push((at, space.cosine(left, right)));
        }
    }
}

/// Evidence for every candidate of a left clause, and the similarity it comes to.
type Voices = Vec<(u32, f32, Evidence)>;

fn similarities(voices: &[Voices]) -> Vec<Nearest> {
    voices
        .iter()
        .map(|it| it.iter().map(|(right, similarity, _)| (*right, *similarity)).collect())
        .collect()
}

/// What evidence is gathered from.
struct Parts<'a> {
    space: &'a Space,
    titles: Option<&'a Space>,
    weights: (&'a [f32], &'a [f32]),
    facts: (&'a [Facts], &'a [Facts]),
    crosses: bool,
    model: FxHashMap<(usize, usize), f32>,
    structure: Option<Structure<'a>>,
}

impl Parts<'_> {
    fn voices(&self, nearest: &[Nearest]) -> Vec<Voices> {
        nearest
            .par_iter()
            .with_min_len(16)
            .enumerate()
            .map(|(left, found)| {
                found
                    .iter()
                    .map(|(right, text)| {
                        let (similarity, evidence) = self.voice(left, *right as usize, *text);
                        (*right, similarity, evidence)
                    })
                    .collect()
            })
            .collect()
    }

    fn voice(&self, left: usize, right: usize, text: f32) -> (f32, Evidence) {
        let (a, b) = (self.weights.0[left], self.weights.1[right]);
        let mut evidence = Evidence { text: text.clamp(0.0, 1.0), ..Evidence::default() };
        if let Some(titles) = self.titles.filter(|_| a > 0.0 && b > 0.0) {
            evidence.title = Some(titles.cosine(left, right).clamp(0.0, 1.0));
        }
        if self.crosses {
            evidence.terms = Some((2.0 * self.space.words_cosine(left, right)).clamp(0.0, 1.0));
        }
        evidence.add_facts(&self.facts.0[left], &self.facts.1[right]);
        evidence.model = self.model.get(&(left, right)).map(|it| it.clamp(0.0, 1.0));
        let mut trust = 0.0;
        if let Some(structure) = &self.structure {
            evidence.structure = structure.agreement(left, right).map(|it| it.clamp(0.0, 1.0));
            trust = structure.reliability();
        }
        (evidence.similarity((a * b).sqrt(), trust), evidence)
    }
}

impl Comparison<'_> {
    /// How a left clause stands to one of its candidates.
    pub(crate) fn relation(&self, left: usize, candidate: &Ranked) -> Relation {
        relation::relation(
            &self.space,
            (left, &self.left.items[left]),
            (candidate.right, &self.right.items[candidate.right]),
            candidate.evidence.text.max(candidate.evidence.model.unwrap_or(0.0)),
            self.languages.0 == self.languages.1,
        )
    }

    /// How a left item stands to a right one, whether or not they are candidates for each other.
    #[must_use]
    pub fn relation_of(&self, left: usize, right: usize) -> Relation {
        if let Some(candidate) = self.ranked[left].iter().find(|it| it.right == right) {
            return self.relation(left, candidate);
        }
        let similarity = self.space.cosine(left, right);
        let evidence = Evidence { text: similarity.clamp(0.0, 1.0), ..Evidence::default() };
        self.relation(left, &Ranked { right, score: similarity, similarity, evidence })
    }

    /// Whether a pair leaves the order that the chain of anchors keeps.
    pub(crate) fn is_moved(&self, left: usize, right: usize) -> bool {
        if self.chain.len() < 3 {
            return false;
        }
        let at = self.chain.partition_point(|(l, _)| *l < left);
        let before = at.checked_sub(1).map(|it| self.chain[it].1);
        let after = self.chain[at..].iter().find(|(l, _)| *l > left).map(|it| it.1);
        before.is_some_and(|it| right < it) || after.is_some_and(|it| right > it)
    }
}

/// The facts of every item: those it brings, or those found in its text.
fn facts(list: &List<'_>, lang: Lang) -> Vec<Facts> {
    list.items
        .par_iter()
        .with_min_len(16)
        .map(|item| {
            if item.facts.is_empty() {
                Facts::find(item.text.iter().map(|it| &**it), lang)
            } else {
                item.facts.clone()
            }
        })
        .collect()
}

impl List<'_> {
    /// The language of the list: the one given, or the one that a sample of its texts speaks.
    #[must_use]
    pub fn language(&self) -> Lang {
        self.lang.unwrap_or_else(|| tongue::guess(texts(self)))
    }
}

/// The texts by which the language of a list is told: a sample from all over it.
fn texts<'a>(list: &'a List<'_>) -> impl Iterator<Item = &'a str> {
    let step = (list.items.len() / 100).max(1);
    list.items
        .iter()
        .step_by(step)
        .flat_map(|item| std::iter::once(&*item.title).chain(item.text.iter().map(|it| &**it)))
}

/// For every item, one over the number of items with its title; 0 without a title.
fn title_weights(list: &List<'_>) -> Vec<f32> {
    let mut counts: FxHashMap<&str, f32> = FxHashMap::default();
    for item in &list.items {
        *counts.entry(item.title.trim()).or_default() += 1.0;
    }
    list.items
        .iter()
        .map(|item| match item.title.trim() {
            "" => 0.0,
            title => counts.get(title).map_or(0.0, |count| 1.0 / count),
        })
        .collect()
}
