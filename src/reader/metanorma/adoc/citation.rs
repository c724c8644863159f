//! Citations and the elements that they name.

use thin_vec::ThinVec;

use super::Builder;
use crate::model::ExplicitCitation;
use crate::source::{SourceMap, Text};
use crate::syntax::adoc::{self, Mark};

impl Builder<'_> {
    pub(super) fn citations(&self, inline: &adoc::Inline) -> ThinVec<ExplicitCitation> {
        let words = inline.builder.as_str();
        inline
            .marks
            .iter()
            .filter_map(|mark| match mark {
                Mark::Citation { span, anchor, text, end } => {
                    let element =
                        text.as_ref().map(|it| locality(it, self.sources)).or_else(|| {
                            following_element(words, *end).map(|it| Text::decoded(*span, it, []))
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

/// `clause=3.2` is clause 3.2.
pub(super) fn locality(written: &Text, sources: &SourceMap) -> Text {
    let words = written.get(sources);
    if words.contains('=') {
        return Text::decoded(written.span(), words.replace('=', " "), []);
    }
    written.clone()
}

/// An element named right after a citation: `, Clause 5`, `, 3.1`, `, Annex C`, `第 5 章`.
pub(super) fn following_element(words: &str, end: usize) -> Option<String> {
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
    is_number.then(|| kind.map_or_else(|| number.to_owned(), |kind| format!("{kind} {number}")))
}
