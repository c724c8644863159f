//! Citations and the elements that they name.

use thin_vec::ThinVec;

use super::Builder;
use crate::identifier::find_internal_elements;
use crate::model::ExplicitCitation;
use crate::source::{SourceMap, Span, Text};
use crate::syntax::adoc::{self, Mark};

impl Builder<'_> {
    pub(super) fn citations(&self, inline: &adoc::Inline) -> ThinVec<ExplicitCitation> {
        let words = inline.builder.as_str();
        inline
            .marks
            .iter()
            .filter_map(|mark| match mark {
                Mark::Citation { span, anchor, element, text, end } => {
                    let element = element
                        .clone()
                        .or_else(|| text.as_ref().and_then(|it| place_in(it, self.sources)))
                        .or_else(|| {
                            // Numbers after a place of this document are no places in it.
                            let name = anchor.get(self.sources).trim();
                            let is_place = self.places.contains_key(name);
                            let following = following_element(words, *end).filter(|_| !is_place)?;
                            Some(following.text(*span))
                        });
                    Some(ExplicitCitation {
                        span: *span,
                        anchor: anchor.clone(),
                        element,
                        dangling: false,
                    })
                }
                _ => None,
            })
            .collect()
    }
}

/// The words given with a citation, where they name a place: `5.2`, `第 5 章`.
pub(super) fn place_in(text: &Text, sources: &SourceMap) -> Option<Text> {
    let words = text.get(sources);
    let is_number = words.starts_with(|c: char| c.is_ascii_digit())
        && words.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'.' | b'-'));
    let begins = find_internal_elements(words).first().is_some_and(|it| it.range.start == 0);
    (is_number || begins).then(|| text.clone())
}

/// An element that is named in the words after a citation.
pub(super) struct Following {
    words: String,
    /// Byte offset in the value after it.
    pub(super) end: usize,
}

impl Following {
    pub(super) fn text(self, place: Span) -> Text {
        Text::decoded(place, self.words, [])
    }
}

/// An element named right after a citation: `, Clause 5`, `, 3.1`, `, Annex C`, `第 5 章`.
pub(super) fn following_element(words: &str, end: usize) -> Option<Following> {
    let rest = words.get(end..)?;
    let rest =
        rest.strip_prefix(',').or_else(|| rest.strip_prefix('，')).unwrap_or(rest).trim_start();
    let kinds = [
        "Clause",
        "clause",
        "Section",
        "section",
        "Annex",
        "Table",
        "Figure",
        "Formula",
        "subclause",
        "Appendix",
        "第",
        "附录",
        "表",
        "图",
    ];
    let kind = kinds.iter().find(|it| rest.starts_with(**it));
    let number_at = kind.map_or(0, |it| it.len());
    let number = rest[number_at..].trim_start();
    let len = number
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '-'))
        .unwrap_or(number.len());
    let number = number[..len].trim_end_matches(['.', '-']);
    let is_number = number.starts_with(|c: char| c.is_ascii_digit())
        || (kind.is_some()
            && number.len() <= 6
            && number.starts_with(|c: char| c.is_ascii_uppercase()));
    let end = words.len() - rest.len() + (rest.len() - rest[number_at..].trim_start().len());
    is_number.then(|| Following {
        words: kind.map_or_else(|| number.to_owned(), |kind| format!("{kind} {number}")),
        end: end + number.len(),
    })
}
