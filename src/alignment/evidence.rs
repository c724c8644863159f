//! What speaks for a pair of clauses, and how the voices are joined.

use super::facts::overlap;
use super::list::List;

/// What speaks for a pair, each in 0..1; absent where there is nothing to compare.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evidence {
    /// Place in the tree, number and order.
    pub structure: Option<f32>,
    /// Titles.
    pub title: Option<f32>,
    /// Text: character n-grams and words, titles included.
    pub text: f32,
    /// Cited identifiers.
    pub identifiers: Option<f32>,
    /// Quantities.
    pub quantities: Option<f32>,
    /// Terms, through a glossary, where the languages differ.
    pub terms: Option<f32>,
    /// Modality.
    pub modality: Option<f32>,
    /// What a model of meaning says, where one is used.
    pub model: Option<f32>,
}

impl Evidence {
    /// Names and scores, in the order in which they are shown.
    pub fn named(&self) -> impl Iterator<Item = (&'static str, f32)> {
        [
            ("structure", self.structure),
            ("title", self.title),
            ("text", Some(self.text)),
            ("identifiers", self.identifiers),
            ("quantities", self.quantities),
            ("terms", self.terms),
            ("modality", self.modality),
            ("model", self.model),
        ]
        .into_iter()
        .filter_map(|(name, score)| Some((name, score?)))
    }
}

/// A model of meaning (of sentence embeddings, say) whose word is one more evidence.
pub trait SimilarityModel: Send + Sync {
    /// What it is called.
    fn name(&self) -> &str;

    /// Similarities in 0..1 for pairs of a left and a right item, in the order of `pairs`. Called
    /// once an alignment, so that every text need be looked at only once. What is no number, or
    /// missing at the end, counts as not said.
    fn similarities(&self, left: &List<'_>, right: &List<'_>, pairs: &[(usize, usize)])
    -> Vec<f32>;

    /// For every left item, up to `limit` right items that are near in meaning though they may
    /// share no word: candidates besides those found by text. None unless the model has an index.
    fn candidates(&self, left: &List<'_>, right: &List<'_>, limit: usize) -> Vec<Vec<usize>> {
        let _ = (left, right, limit);
        Vec::new()
    }
}

/// By how much agreement in a fact raises similarity, and disagreement lowers it. Identifiers and
/// quantities are chosen by an author for this very clause; a modality is one of ten.
const IDENTIFIERS: f32 = 0.3;
const QUANTITIES: f32 = 0.15;
const MODALITY: f32 = 0.05;

/// Similarity from which structure counts in full.
const LIKENESS: f32 = 0.1;

/// How much structure may count against text when it has proved reliable on this pair of
/// documents.
const STRUCTURE: f32 = 0.3;

impl Evidence {
    /// Evidence of facts for a pair of items.
    pub(crate) fn add_facts(&mut self, left: &super::Facts, right: &super::Facts) {
        self.identifiers = overlap(&left.identifiers, &right.identifiers);
        self.quantities = overlap(&left.quantities, &right.quantities);
        self.modality = overlap(&left.modality, &right.modality);
    }

    /// One similarity from all evidence. `title_weight` is how telling the titles are, and
    /// `structure_weight` how reliable numbers and order have proved, both in 0..1.
    pub(crate) fn similarity(&self, title_weight: f32, structure_weight: f32) -> f32 {
        let mut sum = self.text;
        let mut weight = 1.0;
        if let Some(title) = self.title {
            // A title stands for its clause as the text does; it is in the text's vector too.
            sum += title_weight * (title + self.text) / 2.0;
            weight += title_weight;
        }
        if let Some(model) = self.model {
            sum += model;
            weight += 1.0;
        }
        let mut similarity = sum / weight;
        for (share, fact) in [
            (IDENTIFIERS, self.identifiers),
            (QUANTITIES, self.quantities),
            (MODALITY, self.modality),
        ] {
            if let Some(agreement) = fact {
                similarity *= 1.0 + share * (2.0 * agreement - 1.0);
            }
        }
        let similarity = similarity.clamp(0.0, 1.0);
        match self.structure {
            Some(structure) => {
                let share = STRUCTURE * structure_weight;
                // Place alone makes no pair: two clauses that share no word at all stay apart.
                let spoken = (similarity / LIKENESS).min(1.0);
                (1.0 - share) * similarity + share * structure * spoken
            }
            None => similarity,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn similarity_stays_in_bounds() {
        let all = Evidence {
            structure: Some(1.0),
            title: Some(1.0),
            text: 1.0,
            identifiers: Some(1.0),
            quantities: Some(1.0),
            terms: Some(1.0),
            modality: Some(1.0),
            model: Some(1.0),
        };
        assert!((all.similarity(1.0, 1.0) - 1.0).abs() < 1e-6);
        assert!(Evidence::default().similarity(1.0, 1.0).abs() < 1e-6);
    }

    #[test]
    fn disagreement_lowers() {
        let text = Evidence { text: 0.5, ..Evidence::default() };
        let agree = Evidence { identifiers: Some(1.0), ..text };
        let differ = Evidence { identifiers: Some(0.0), ..text };
        assert!(agree.similarity(0.0, 0.0) > text.similarity(0.0, 0.0));
        assert!(differ.similarity(0.0, 0.0) < text.similarity(0.0, 0.0));
    }
}
