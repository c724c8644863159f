//! Term entries.

use std::ops::Range;

use super::citation::{following_element, place_in};
use super::{Builder, Open};
use crate::identifier;
use crate::model::{
    BlockKind, Clause, Definition, Designation, DesignationStatus, Lang, Said, Target, TermEntry,
};
use crate::source::{Span, Text};
use crate::syntax::adoc::{self, Line, Mark};
use crate::syntax::text_builder::TextBuilder;

/// A term entry that is being read.
pub(super) struct OpenTerm {
    pub(super) entry: TermEntry,
    /// The next paragraph is another definition.
    pub(super) begins_definition: bool,
    /// The items of a list say things of the designation before it.
    in_metadata: bool,
}

impl Builder<'_> {
    pub(super) fn term(
        &self,
        block: &adoc::Block<'_>,
        clause: &Clause,
        marks: &[Mark],
        words: &str,
    ) -> OpenTerm {
        let mut entry = TermEntry::at(block.lines[0].0.whole(), clause.number.clone());
        for mark in marks {
            match mark {
                Mark::Styled(role, text) => {
                    if let Some(lang) = Lang::from_word(role) {
                        entry.designations.push(Designation {
                            lang,
                            text: text.clone(),
                            status: DesignationStatus::Preferred,
                        });
                    }
                }
                Mark::Designation(role, lang, text) => {
                    self.designate(&mut entry, role, lang.as_deref(), text);
                }
                Mark::Footnote(text) => entry.footnotes.push(text.clone()),
                _ => {}
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
        OpenTerm { entry, begins_definition: false, in_metadata: false }
    }

    /// Another name, or the subject field, as a macro gives it.
    fn designate(&self, entry: &mut TermEntry, role: &str, lang: Option<&str>, text: &Text) {
        if role == "domain" {
            entry.domain = Some(text.clone());
            return;
        }
        let Some(status) = designation_status(role) else { return };
        let is_symbol = matches!(role, "symbol" | "letter-symbol");
        let words = text.get(self.sources);
        if lang.is_none()
            && let Some((first, second)) = two_scripts(words)
        {
            for range in [first, second] {
                let lang = self.lang_of(&words[range.clone()]);
                let lang = if lang == Lang::Zh && is_latin(&words[range.clone()]) {
                    Lang::En
                } else {
                    lang
                };
                entry.designations.push(Designation { lang, text: text.part(range), status });
            }
            return;
        }
        let lang = match lang {
            Some(marked) => Lang::from_word(marked).unwrap_or(Lang::Other),
            None if is_symbol => Lang::Unstated,
            None => self.lang_of(words),
        };
        entry.designations.push(Designation { lang, text: text.clone(), status });
    }

    /// The language of a name of which none is marked: that of the document, unless its letters
    /// are of another.
    fn lang_of(&self, words: &str) -> Lang {
        let is_han = words.chars().any(is_han);
        let is_cyrillic = words.chars().any(|c| matches!(c, '\u{400}'..='\u{4ff}'));
        match self.lang {
            lang @ (Lang::Zh | Lang::Ja | Lang::Ru | Lang::Unstated | Lang::Other) => lang,
            _ if is_han => Lang::Zh,
            _ if is_cyrillic => Lang::Ru,
            lang => lang,
        }
    }

    /// A block inside a term entry; false when it is ordinary text of the clause.
    pub(super) fn term_block(&mut self, block: &adoc::Block<'_>, stack: &mut [Open]) -> bool {
        let Some(mut term) = stack.last_mut().and_then(|it| it.term.take()) else { return false };
        let is_taken = self.take_block(block, &mut term);
        if let Some(open) = stack.last_mut() {
            open.term = Some(term);
        }
        is_taken
    }

    fn take_block(&self, block: &adoc::Block<'_>, term: &mut OpenTerm) -> bool {
        if self.metadata(block, term) {
            return true;
        }
        let Some(span) = block.span() else { return false };
        let inline = self.inline(&block.lines);
        let is = |word: &str| block.attributes.is(word);
        let has_words = !inline.builder.is_empty();
        let words = inline.builder.as_str().to_owned();
        let marks = inline.marks;
        let text = inline.builder.finish(span);
        let entry = &mut term.entry;
        entry.span = entry.span.join(span);
        if (is("source") || block.attributes.style == ".source")
            && let Some((target, element, modified)) =
                self.term_source(block, &marks, &words, &text)
        {
            // The first says where the entry is from; others are for its parts.
            if entry.source.is_none() {
                entry.source = Some((target, element));
                entry.modified = Some(Said::new(modified, span));
            }
            return true;
        }
        for mark in &marks {
            match mark {
                Mark::Designation(role, lang, text) => {
                    self.designate(entry, role, lang.as_deref(), text);
                }
                Mark::Footnote(text) => entry.footnotes.push(text.clone()),
                _ => {}
            }
        }
        let lang = self.lang;
        let only_names = marks.iter().any(|it| matches!(it, Mark::Designation(..))) && !has_words;
        match &block.kind {
            adoc::BlockKind::Admonition(label) if label == "NOTE" || label == "注" => {
                entry.notes.push((lang, text));
            }
            adoc::BlockKind::Admonition(label) if label == "EXAMPLE" || label == "示例" => {
                entry.examples.push((lang, text));
            }
            adoc::BlockKind::Paragraph if is("example") => entry.examples.push((lang, text)),
            adoc::BlockKind::Paragraph if is("NOTE") => entry.notes.push((lang, text)),
            adoc::BlockKind::Paragraph if only_names => {}
            // A formula on its own before the definition is another name.
            adoc::BlockKind::Paragraph
                if entry.definitions.is_empty() && is_formula_only(&block.lines) && has_words =>
            {
                entry.designations.push(Designation {
                    lang: Lang::Unstated,
                    text,
                    status: DesignationStatus::Admitted,
                });
            }
            adoc::BlockKind::Paragraph
                if (entry.definitions.is_empty() || term.begins_definition) && has_words =>
            {
                term.begins_definition = false;
                entry.definitions.push(Definition { lang, text });
            }
            _ => return false,
        }
        true
    }

    /// `[%metadata]`: a list of what is to be known of the designation before it.
    fn metadata(&self, block: &adoc::Block<'_>, term: &mut OpenTerm) -> bool {
        let begins = block.attributes.options.iter().any(|it| it == "metadata");
        let is_item = matches!(block.kind, adoc::BlockKind::Definition(_));
        term.in_metadata = is_item && (begins || term.in_metadata);
        if !term.in_metadata {
            return false;
        }
        let name = block.title.map(|title| self.inline(&[title]).builder.as_str().to_lowercase());
        let inline = self.inline(&block.lines);
        let Some(span) = block.span().filter(|_| !inline.builder.is_empty()) else { return true };
        let words = inline.builder.as_str().to_owned();
        match name.as_deref() {
            Some("language") => {
                if let Some(name) = term.entry.designations.last_mut() {
                    name.lang = Lang::from_word(words.trim()).unwrap_or(Lang::Other);
                }
            }
            Some("domain") => term.entry.domain = Some(inline.builder.finish(span)),
            Some("subject") if term.entry.domain.is_none() => {
                term.entry.domain = Some(inline.builder.finish(span));
            }
            _ => {}
        }
        true
    }

    /// Takes the blocks of a fenced note or example, from `start`, into the entry they stand in.
    pub(super) fn take_into_term(&self, stack: &mut [Open], start: usize) {
        let Some(open) = stack.last_mut() else { return };
        let Some(term) = &mut open.term else { return };
        let inside = open.clause.blocks.get(start..).unwrap_or_default();
        let kind = match inside.first().map(|it| it.kind) {
            Some(kind @ (BlockKind::Note | BlockKind::Example)) => kind,
            _ => return,
        };
        // Tables and figures stay blocks, and so does all that stands with them.
        if inside.iter().any(|it| it.kind != kind) {
            return;
        }
        let mut whole = TextBuilder::new();
        let span = inside.iter().map(|it| it.span).reduce(Span::join);
        for text in inside.iter().filter_map(|it| it.text.first()) {
            if !whole.is_empty() {
                whole.line_break();
            }
            whole.text(text, text.get(self.sources));
        }
        let Some(span) = span.filter(|_| !whole.is_empty()) else { return };
        open.clause.blocks.truncate(start);
        let text = (self.lang, whole.finish(span));
        match kind {
            BlockKind::Note => term.entry.notes.push(text),
            _ => term.entry.examples.push(text),
        }
    }

    /// `<<ISO7301,clause 3.1>>, modified text`.
    fn term_source(
        &self,
        block: &adoc::Block<'_>,
        marks: &[Mark],
        words: &str,
        whole: &Text,
    ) -> Option<(Target, Option<Text>, bool)> {
        let cited = marks.iter().find_map(|it| match it {
            Mark::Citation { anchor, element, text, end, span } => {
                Some((anchor, element, text, *end, *span))
            }
            _ => None,
        });
        let status = block.attributes.get("status").map(|it| it != "identical");
        let Some((anchor, element, text, end, place)) = cited else {
            // Written out, not cited by an anchor.
            let found = identifier::find(words).into_iter().next()?;
            let element = found.elements.first().map(|it| whole.part(it.range.clone()));
            let modified = status.unwrap_or_else(|| is_changed(&words[found.citation().end..]));
            return Some((Target::named(whole.part(found.range)), element, modified));
        };
        let name = anchor.get(self.sources).trim();
        let written = match self.documents.get(name) {
            Some(label) => Text::decoded(anchor.span(), label.as_str(), []),
            None => anchor.clone(),
        };
        let own =
            element.clone().or_else(|| text.as_ref().and_then(|it| place_in(it, self.sources)));
        let (element, end) = match (own, following_element(words, end)) {
            (Some(own), _) => (Some(own), end),
            (None, Some(following)) => {
                let end = following.end;
                (Some(following.text(place)), end)
            }
            (None, None) => (None, end),
        };
        let modified = status.unwrap_or_else(|| is_changed(words.get(end..).unwrap_or("")));
        Some((Target::named(written), element, modified))
    }
}

/// Whether words after a source say that the entry differs; a comma alone says so too.
fn is_changed(rest: &str) -> bool {
    let rest = rest.trim();
    rest.starts_with([',', '，']) || !rest.trim_matches(['.', '。', ' ', ']', ')', ';']).is_empty()
}

fn designation_status(role: &str) -> Option<DesignationStatus> {
    Some(match role {
        "alt" | "admitted" | "symbol" | "letter-symbol" => DesignationStatus::Admitted,
        "deprecated" => DesignationStatus::Deprecated,
        "preferred" => DesignationStatus::Preferred,
        _ => return None,
    })
}

fn is_formula_only(lines: &[(Line<'_>, usize)]) -> bool {
    lines.len() == 1
        && lines[0].0.text.trim().starts_with("stem:[")
        && lines[0].0.text.trim().ends_with(']')
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}')
}

/// Words in Latin letters, not a symbol or an abbreviation.
fn is_latin(words: &str) -> bool {
    words.split(|c: char| !c.is_ascii_lowercase()).any(|it| it.len() > 2)
}

/// A name in Chinese and the same in another script beside it: `糙米 rough rice`.
fn two_scripts(words: &str) -> Option<(Range<usize>, Range<usize>)> {
    let at = words.match_indices(' ').map(|(at, _)| at).find(|at| {
        let (left, right) = (&words[..*at], &words[at + 1..]);
        let split = |han: &str, latin: &str| {
            han.chars().any(is_han)
                && !latin.chars().any(is_han)
                && !is_latin(han)
                && is_latin(latin)
        };
        split(left, right) || split(right, left)
    })?;
    Some((0..at, at + 1..words.len()))
}
