//! Messages with holes: `{target.status}` is filled from the fact.

use std::fmt::Write as _;

use super::matched::Matched;
use super::predicate::Path;
use crate::fact::{FactRef, Facts, Field, Reason, Type, Value, word_in};
use crate::source::{Bilingual, Language};

/// A text with holes, checked against the schema when the rule was loaded.
#[derive(Clone, Debug, Default)]
pub struct Template {
    pub(super) pieces: Vec<Piece>,
}

/// A piece of a template.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    /// Words as they stand.
    Literal(Box<str>),
    /// A value of the fact.
    Hole(Path),
    /// The words that the rule's regular expression found.
    Match(Matched),
}

/// Bytes that a value of a fact seldom takes more of.
const USUAL_VALUE: usize = 32;

impl Template {
    /// Fills the holes for one fact, in one language.
    #[must_use]
    pub fn render(&self, facts: &Facts<'_>, fact: FactRef, language: Language) -> String {
        let room = |piece: &Piece| match piece {
            Piece::Literal(literal) => literal.len(),
            Piece::Hole(_) | Piece::Match(_) => USUAL_VALUE,
        };
        let mut text = String::with_capacity(self.pieces.iter().map(room).sum());
        for piece in &self.pieces {
            match piece {
                Piece::Literal(literal) => text.push_str(literal),
                Piece::Hole(path) => fill(&mut text, path, facts, fact, language),
                Piece::Match(matched) => {
                    text.push_str(&matched.words(facts, fact).unwrap_or_default());
                }
            }
        }
        text
    }
}

impl Template {
    /// Fills the holes with what a document may hold: words of closed lists as they are written
    /// there. `None` where a hole has nothing to be filled with.
    #[must_use]
    pub fn render_exact(&self, facts: &Facts<'_>, fact: FactRef) -> Option<String> {
        let mut text = String::new();
        for piece in &self.pieces {
            let path = match piece {
                Piece::Literal(literal) => {
                    text.push_str(literal);
                    continue;
                }
                Piece::Match(matched) => {
                    text.push_str(&matched.words(facts, fact)?);
                    continue;
                }
                Piece::Hole(path) => path,
            };
            match (path.get(facts, fact), path.field) {
                (Value::Absent(_) | Value::None, _) => return None,
                (Value::Word(at), Some(Field { ty: Type::Word(words), .. })) => {
                    text.push_str(words.get(usize::from(at))?);
                }
                (value, field) => print(&mut text, &value, field, facts, Language::En),
            }
        }
        Some(text)
    }
}

/// A template in every language.
#[derive(Clone, Debug, Default)]
pub struct BilingualTemplate {
    /// English.
    pub en: Template,
    /// Chinese.
    pub zh: Template,
}

impl BilingualTemplate {
    /// Fills the holes for one fact.
    #[must_use]
    pub fn render(&self, facts: &Facts<'_>, fact: FactRef) -> Bilingual {
        Bilingual {
            en: self.en.render(facts, fact, Language::En),
            zh: self.zh.render(facts, fact, Language::Zh),
        }
    }
}

fn fill(text: &mut String, path: &Path, facts: &Facts<'_>, fact: FactRef, language: Language) {
    let separator = match language {
        Language::En => ", ",
        Language::Zh => "、",
    };
    let mut first = true;
    let result = path.each(facts, fact, &mut |value| {
        if !first {
            text.push_str(separator);
        }
        first = false;
        print(text, &value, path.field, facts, language);
        true
    });
    match result {
        // What a document is called is known even where the document is not there.
        Err(Reason::NotInCorpus(id)) => text.push_str(facts.name_of(id)),
        Err(_) => text.push_str(match language {
            Language::En => "(not known)",
            Language::Zh => "（未知）",
        }),
        Ok(()) if first => text.push_str(match language {
            Language::En => "(none)",
            Language::Zh => "（无）",
        }),
        Ok(()) => {}
    }
}

fn print(
    text: &mut String,
    value: &Value<'_>,
    field: Option<&'static Field>,
    facts: &Facts<'_>,
    language: Language,
) {
    match value {
        Value::Absent(_) | Value::None => {}
        Value::Bool(value) => text.push_str(match (value, language) {
            (true, Language::En) => "yes",
            (false, Language::En) => "no",
            (true, Language::Zh) => "是",
            (false, Language::Zh) => "否",
        }),
        Value::Number(number) => {
            // Two digits are as much as anybody wants to read.
            let rounded = (number * 100.0).round() / 100.0;
            let _ = write!(text, "{rounded}");
        }
        Value::Word(index) => {
            if let Some(Field { ty: Type::Word(words), .. }) = field {
                text.push_str(
                    words.get(usize::from(*index)).map_or("", |it| word_in(it, language)),
                );
            }
        }
        Value::Text(value) => text.push_str(value),
        Value::Date(date) => {
            let _ = write!(text, "{date}");
        }
        Value::Fact(fact) => text.push_str(&facts.display(*fact)),
    }
}
