//! Term entries.

use thin_vec::ThinVec;

use super::citation::locality;
use super::{Builder, Open};
use crate::model::{
    Clause, Definition, Designation, DesignationStatus, Lang, Said, Target, TermEntry,
};
use crate::source::{Span, Text};
use crate::syntax::adoc::{self, Line, Mark};

impl Builder<'_> {
    pub(super) fn term(
        &self,
        block: &adoc::Block<'_>,
        clause: &Clause,
        marks: &[Mark],
        words: &str,
    ) -> TermEntry {
        let mut entry = TermEntry {
            span: block.lines[0].0.whole(),
            number: clause.number.clone(),
            designations: ThinVec::new(),
            definitions: ThinVec::new(),
            domain: None,
            source: None,
            modified: None,
            notes: ThinVec::new(),
            examples: ThinVec::new(),
            footnotes: ThinVec::new(),
        };
        for mark in marks {
            if let Mark::Styled(role, text) = mark
                && let Some(lang) = Lang::from_word(role)
            {
                entry.designations.push(Designation {
                    lang,
                    text: text.clone(),
                    status: DesignationStatus::Preferred,
                });
            }
        }
        if entry.designations.is_empty()
            && !words.is_empty()
            && let Some(title) = clause.title.first()
        {
            // `=== term, admitted` is one designation; several stand on lines of their own.
            entry.designations.push(Designation {
                lang: self.lang,
                text: title.clone(),
                status: DesignationStatus::Preferred,
            });
        }
        entry
    }

    /// A block inside a term entry; false when it is ordinary text of the clause.
    pub(super) fn term_block(&mut self, block: &adoc::Block<'_>, stack: &mut [Open]) -> bool {
        let inline = self.inline(&block.lines);
        let Some(span) = block.span() else { return false };
        let is = |word: &str| block.attributes.is(word);
        let style = block.attributes.style.as_str();
        let is_citation = matches!(inline.marks.first(), Some(Mark::Citation { .. }));
        let mut source = None;
        if (is("source") || style == ".source") && is_citation {
            source = self.term_source(&inline, span);
        }
        let has_words = !inline.builder.is_empty();
        let words = inline.builder.as_str().to_owned();
        let only_designations = inline.marks.iter().any(|it| matches!(it, Mark::Styled(role, _) if designation_status(role).is_some() || role == "domain"));
        let first_is_formula = words.starts_with("stem:");
        let marks = inline.marks;
        let text = inline.builder.finish(span);
        let lang = self.lang;
        let Some(entry) = stack.last_mut().and_then(|it| it.term.as_mut()) else { return false };
        entry.span = entry.span.join(span);
        if let Some((target, element, modified)) = source {
            entry.source = Some((target, element));
            entry.modified = Some(modified);
            return true;
        }
        for mark in &marks {
            match mark {
                Mark::Styled(role, text) if role == "domain" => entry.domain = Some(text.clone()),
                Mark::Styled(role, text) => {
                    if let Some(status) = designation_status(role) {
                        entry.designations.push(Designation {
                            lang: Lang::Unstated,
                            text: text.clone(),
                            status,
                        });
                    }
                }
                Mark::Footnote(text) => entry.footnotes.push(text.clone()),
                _ => {}
            }
        }
        match &block.kind {
            adoc::BlockKind::Admonition(label) if label == "NOTE" || label == "注" => {
                entry.notes.push((lang, text))
            }
            adoc::BlockKind::Admonition(label) if label == "EXAMPLE" || label == "示例" => {
                entry.examples.push((lang, text))
            }
            adoc::BlockKind::Paragraph if is("example") => entry.examples.push((lang, text)),
            adoc::BlockKind::Paragraph if is("NOTE") => entry.notes.push((lang, text)),
            adoc::BlockKind::Paragraph if only_designations => {}
            adoc::BlockKind::Paragraph
                if entry.definitions.is_empty()
                    && has_words
                    && !first_is_formula
                    && !is_formula_only(&block.lines) =>
            {
                entry.definitions.push(Definition { lang, text });
            }
            _ => return false,
        }
        true
    }

    /// `<<ISO7301,clause 3.1>>, modified text`.
    pub(super) fn term_source(
        &self,
        inline: &adoc::Inline,
        span: Span,
    ) -> Option<(Target, Option<Text>, Said<bool>)> {
        let Some(Mark::Citation { anchor, text, end, span: place, .. }) = inline.marks.first()
        else {
            return None;
        };
        let name = anchor.get(self.sources).trim();
        let written = match self.labels.get(name) {
            Some(label) => Text::decoded(anchor.span(), label.as_str(), []),
            None => anchor.clone(),
        };
        let rest = inline.builder.as_str().get(*end..).unwrap_or("").trim_start_matches([',', ' ']);
        let element_words = rest.split(',').next().unwrap_or("").trim();
        let starts_number = element_words.starts_with(|c: char| c.is_ascii_digit());
        let element = text
            .as_ref()
            .map(|it| locality(it, self.sources))
            .or_else(|| starts_number.then(|| Text::decoded(*place, element_words, [])));
        let change =
            if starts_number { rest.get(element_words.len()..).unwrap_or("") } else { rest };
        let modified = !change.trim_matches([',', ' ', '.']).is_empty();
        Some((Target::named(written), element, Said::new(modified, span)))
    }
}

pub(super) fn designation_status(role: &str) -> Option<DesignationStatus> {
    Some(match role {
        "alt" | "admitted" | "symbol" | "letter-symbol" => DesignationStatus::Admitted,
        "deprecated" => DesignationStatus::Deprecated,
        "preferred" => DesignationStatus::Preferred,
        _ => return None,
    })
}

pub(super) fn is_formula_only(lines: &[(Line<'_>, usize)]) -> bool {
    lines.len() == 1
        && lines[0].0.text.trim().starts_with("stem:[")
        && lines[0].0.text.trim().ends_with(']')
}
