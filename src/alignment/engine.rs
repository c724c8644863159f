//! The way from two lists to ranked candidates.

use std::sync::{Arc, Mutex};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::candidate::{self, Nearest};
use super::competition;
use super::glossary::{Glossary, Translator};
use super::list::List;
use super::space::{Fields, Index, Space};
use super::token::Tokenizer;
use super::tongue;
use crate::model::Lang;

/// How to align.
#[derive(Clone, Debug)]
pub struct Options {
    /// Counterparts to keep for a left clause.
    pub candidates: usize,
    /// Whether clause numbers and the order of clauses are evidence.
    pub numbers: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { candidates: 16, numbers: true }
    }
}

/// The score from which a pair is accepted.
pub const THRESHOLD: f32 = 0.2;

/// What speaks for a pair, each in 0..1; absent where there is nothing to compare.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evidence {
    /// Place in the tree, number and order.
    pub structure: Option<f32>,
    /// Titles.
    pub title: Option<f32>,
    /// Text: character n-grams and words.
    pub text: f32,
    /// Cited identifiers.
    pub identifiers: Option<f32>,
    /// Quantities.
    pub quantities: Option<f32>,
    /// Terms, through glossaries where the languages differ.
    pub terms: Option<f32>,
    /// Modality.
    pub modality: Option<f32>,
}

/// A right clause that may answer to a left one.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// The right clause, by its place in the list.
    pub right: usize,
    /// In 0..1.
    pub score: f32,
    /// Why.
    pub evidence: Evidence,
}

/// Aligns lists; holds what several alignments share.
#[derive(Default)]
pub struct Aligner {
    glossaries: Vec<Glossary>,
    translators: Mutex<FxHashMap<(Lang, Lang), Option<Arc<Translator>>>>,
}

impl std::fmt::Debug for Aligner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Aligner")
            .field("glossaries", &self.glossaries.len())
            .finish_non_exhaustive()
    }
}

impl Aligner {
    /// An aligner that knows the built-in glossary and the given ones.
    #[must_use]
    pub fn new(glossaries: Vec<Glossary>) -> Self {
        Self { glossaries, translators: Mutex::default() }
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
        // English is the language that glossaries lead to; without it, the right side's.
        let pivot =
            if left == Lang::En || right != Lang::En && self.translator(left, right).is_none() {
                Lang::En
            } else {
                right
            };
        let of = |lang: Lang| {
            let translator = (left != right).then(|| self.translator(lang, pivot)).flatten();
            Tokenizer::new(lang, translator)
        };
        (of(left), of(right))
    }

    /// For every left clause, its counterparts on the right, best first.
    #[must_use]
    pub fn rank(&self, left: &List<'_>, right: &List<'_>, options: &Options) -> Vec<Vec<Ranked>> {
        let lang = |list: &List<'_>| list.lang.unwrap_or_else(|| tongue::guess(texts(list)));
        let (left_lang, right_lang) = (lang(left), lang(right));
        let tokenizers = self.tokenizers(left_lang, right_lang);
        let tokenizers = (&tokenizers.0, &tokenizers.1);
        let space = Space::new(left, right, tokenizers, Fields::All);
        let index = Index::new(&space.right, space.places);
        // A title that several clauses bear says less: its weight is divided among them.
        let weights = (title_weights(left), title_weights(right));
        let titles = (weights.0.iter().any(|it| *it > 0.0) && weights.1.iter().any(|it| *it > 0.0))
            .then(|| Space::new(left, right, tokenizers, Fields::Title));
        let nearest = candidate::nearest(&space, &index, options.candidates);
        drop(index);
        let evidence = |left: usize, right: usize, text: f32| Evidence {
            text: text.clamp(0.0, 1.0),
            title: titles
                .as_ref()
                .filter(|_| weights.0[left] > 0.0 && weights.1[right] > 0.0)
                .map(|titles| titles.cosine(left, right).clamp(0.0, 1.0)),
            ..Evidence::default()
        };
        let similarity = |left: usize, right: usize, evidence: &Evidence| {
            let title_weight = (weights.0[left] * weights.1[right]).sqrt();
            let (mut sum, mut weight) = (evidence.text, 1.0);
            if let Some(title) = evidence.title {
                // A title stands for its clause as much as the text does, but is in the text's
                // vector already.
                sum += title_weight * (title + evidence.text) / 2.0;
                weight += title_weight;
            }
            sum / weight
        };
        let similarities: Vec<Nearest> = nearest
            .par_iter()
            .enumerate()
            .map(|(left, found)| {
                found
                    .iter()
                    .map(|(right, text)| {
                        let evidence = evidence(left, *right as usize, *text);
                        (*right, similarity(left, *right as usize, &evidence))
                    })
                    .collect()
            })
            .collect();
        let scores = competition::scores(&similarities, right.items.len());
        scores
            .into_par_iter()
            .enumerate()
            .map(|(left, scored)| {
                let mut text: FxHashMap<u32, f32> = FxHashMap::default();
                text.extend(nearest[left].iter().copied());
                scored
                    .into_iter()
                    .map(|(right, score)| Ranked {
                        right: right as usize,
                        score,
                        evidence: evidence(
                            left,
                            right as usize,
                            text.get(&right).copied().unwrap_or(0.0),
                        ),
                    })
                    .collect()
            })
            .collect()
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
