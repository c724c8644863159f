//! A text taken apart once: sentences with what they say.

use std::ops::Range;

use super::token::{Token, tokens};
use crate::identifier::{Citations, Identifier, citations};
use crate::language::{
    Convention, Modality, Provision, Quantity, provisions_with, quantities, sentences,
};
use crate::model::Lang;

/// A sentence and what it says; ranges count from the start of the text.
#[derive(Debug)]
pub struct Sentence {
    /// Where it stands.
    pub range: Range<usize>,
    /// Its provisions, a statement where there is nothing else.
    pub provisions: Vec<Provision>,
    /// Forces inside conditions and relative clauses, and those that may stand there.
    pub(super) embedded: Vec<Modality>,
    /// Its quantities.
    pub quantities: Vec<Quantity>,
    /// What it cites.
    pub(super) cited: Vec<(Range<usize>, Identifier)>,
    /// Its words.
    pub(super) tokens: Vec<Token>,
}

impl Sentence {
    /// Whether it requires, recommends or permits something.
    #[must_use]
    pub fn binds(&self) -> bool {
        self.provisions.iter().any(|it| {
            !matches!(it.modality, Modality::Statement | Modality::Can | Modality::Cannot)
        })
    }

    /// Whether it requires or prohibits something.
    #[must_use]
    pub fn requires(&self) -> bool {
        self.provisions.iter().any(|it| {
            matches!(
                it.modality,
                Modality::Requirement
                    | Modality::Prohibition
                    | Modality::Instruction
                    | Modality::External
            )
        })
    }

    /// The strongest force in it.
    #[must_use]
    pub fn strongest(&self) -> Modality {
        self.provisions.iter().map(|it| it.modality).min().unwrap_or(Modality::Statement)
    }

    /// The meanings of its words, in order.
    pub(super) fn meanings(&self) -> impl Iterator<Item = u64> + Clone {
        self.tokens.iter().filter(|it| !it.empty).map(|it| it.meaning)
    }
}

/// A text taken apart.
#[derive(Debug)]
pub struct Analysis<'t> {
    /// The text.
    pub text: &'t str,
    /// Its sentences, in order.
    pub sentences: Vec<Sentence>,
}

impl<'t> Analysis<'t> {
    /// Takes a text apart. `marked` are ranges that the format itself marks as citations; `own` tells whether an identifier is that of the document itself, or of
    /// the one that it adopts.
    #[must_use]
    pub fn of(text: &'t str, marked: &[Range<usize>], own: &dyn Fn(&Identifier) -> bool) -> Self {
        let said = provisions_with(text, Lang::Unstated, Convention::Prose);
        let mut said = said.into_iter().peekable();
        let mut measured = quantities(text, Lang::Unstated).into_iter().peekable();
        let digits = text.bytes().any(|b| b.is_ascii_digit());
        let cited = if digits { citations(text) } else { Citations::default() };
        let mut named = cited.found.iter().peekable();
        let mut words = tokens(text, &cited, marked, own).into_iter().peekable();
        let mut all = Vec::new();
        for range in sentences(text) {
            let mut sentence = Sentence {
                range: range.clone(),
                provisions: Vec::new(),
                embedded: Vec::new(),
                quantities: Vec::new(),
                cited: Vec::new(),
                tokens: Vec::new(),
            };
            while let Some(it) = said.next_if(|it| it.sentence.start < range.end) {
                if it.embedded {
                    sentence.embedded.push(it.modality);
                } else {
                    sentence.provisions.push(it);
                }
            }
            while let Some(it) = measured.next_if(|it| it.range.start < range.end) {
                sentence.quantities.push(it);
            }
            while let Some(it) = named.next_if(|it| it.range.start < range.end) {
                if !own(&it.identifier) {
                    sentence.cited.push((it.range.clone(), it.identifier.clone()));
                }
            }
            while let Some(it) = words.next_if(|it| it.range.start < range.end) {
                sentence.tokens.push(it);
            }
            all.push(sentence);
        }
        Self { text, sentences: all }
    }

    /// Words of a range.
    pub(super) fn words(&self, range: &Range<usize>) -> &'t str {
        self.text.get(range.clone()).unwrap_or("")
    }
}
