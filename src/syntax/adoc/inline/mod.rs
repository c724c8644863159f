//! Inline markup: words with their places, and what is marked up in them.

mod citation;
mod closing;
mod entry;
mod macros;
mod words;

use std::collections::BTreeMap;
use std::ops::Range;

use self::closing::{Unclosed, is_emphasis, styled};
use self::words::Words;
use super::characters;
use super::preprocess::{Entry, Line, substitute};
use crate::source::{Span, Text};
use crate::syntax::text_builder::TextBuilder;

/// What stands out in a run of text.
#[derive(Clone, Debug)]
pub enum Mark {
    /// `<<anchor,clause=5,words>>`; one for each anchor of `<<a;and!b>>`.
    Citation {
        /// The markup: the whole, or the part that names this anchor.
        span: Span,
        /// The anchor.
        anchor: Text,
        /// The places named (`clause 5`), in plain words.
        element: Option<Text>,
        /// The words given.
        text: Option<Text>,
        /// Byte offset in the value after it.
        end: usize,
    },
    /// `footnote:[…]`.
    Footnote(Text),
    /// `[role]#…#`: a style, a language.
    Styled(String, Text),
    /// `alt:[…]`, `[deprecated]#…#`, `domain:[…]`: the macro, the language where one is marked, the
    /// name.
    Designation(String, Option<String>, Text),
    /// An anchor inside the text: `[[id]]`.
    Anchor(Text),
    /// `[[[anchor,identifier]]]`, an entry of a bibliography.
    Entry {
        /// The whole markup.
        span: Span,
        /// The anchor.
        anchor: Text,
        /// The identifier as written.
        identifier: Option<Text>,
    },
}

/// A text and its marks.
#[derive(Debug, Default)]
pub struct Inline {
    /// The words, without markup.
    pub builder: TextBuilder,
    /// What is marked up, in order.
    pub marks: Vec<Mark>,
}

/// What an anchor stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Label {
    /// Another document, by its identifier.
    Document(String),
    /// A place of this document: `Clause 5`.
    Place(String),
}

/// What is known of anchors.
pub type Labels<'l> = &'l dyn Fn(&str) -> Option<Label>;

/// Reads lines (each from the byte at which its words start) as one run of text.
#[must_use]
pub fn plain(
    lines: &[(Line<'_>, usize)],
    attributes: &BTreeMap<String, Entry>,
    labels: Labels<'_>,
) -> Inline {
    let mut inline = Inline::default();
    if let Some(words) = Words::of(lines) {
        let run = Run { words: &words, attributes, labels };
        run.read(&mut inline, 0..words.text.len(), 0);
    }
    inline
}

/// How Metanorma writes a unit inside a formula.
const UNIT: &str = "\"unitsml(";
/// Markup inside markup is read down to here.
const DEPTH: usize = 16;

struct Run<'r> {
    words: &'r Words<'r>,
    attributes: &'r BTreeMap<String, Entry>,
    labels: Labels<'r>,
}

impl Run<'_> {
    /// Reads a range of the words. `depth` bounds markup inside markup.
    fn read(&self, inline: &mut Inline, range: Range<usize>, depth: usize) {
        if depth > DEPTH {
            self.words.push(&mut inline.builder, range);
            return;
        }
        let mut at = range.start;
        let mut plain_from = range.start;
        let mut unclosed = Unclosed::default();
        while at < range.end {
            let tail = &self.words.text[at..range.end];
            let step = tail.chars().next().map_or(1, char::len_utf8);
            if !may_begin_markup(tail.as_bytes()[0]) {
                at += step;
                continue;
            }
            if tail.starts_with(|c: char| c.is_ascii_lowercase()) {
                let Some(found) = macros::at(self.words, range.clone(), at) else {
                    // Nothing begins inside a word.
                    at += tail.bytes().take_while(u8::is_ascii_alphanumeric).count();
                    continue;
                };
                self.words.push(&mut inline.builder, plain_from..at);
                at = found.end;
                plain_from = at;
                self.macro_found(inline, &found, depth);
                continue;
            }
            // What is plain before it comes first, so that places in the value are right.
            self.words.push(&mut inline.builder, plain_from..at);
            plain_from = at;
            if let Some(len) = self.markup(inline, at..range.end, range.start, &mut unclosed, depth)
            {
                at += len.max(1);
                plain_from = at;
            } else if let Some(escaped) = tail.strip_prefix('\\') {
                plain_from = at + 1;
                at += 1 + escaped.chars().next().map_or(0, char::len_utf8);
            } else {
                // A rule of many signs is none of them.
                let first = tail.as_bytes()[0];
                let same = |it: &u8| is_emphasis(first) && *it == first;
                let run = tail.bytes().take_while(same).count();
                at += if run > 3 { run } else { step };
            }
        }
        self.words.push(&mut inline.builder, plain_from..range.end);
    }

    /// Markup that begins at the start of `here`, inside words that begin at `begin`: how long it
    /// is.
    fn markup(
        &self,
        inline: &mut Inline,
        here: Range<usize>,
        begin: usize,
        unclosed: &mut Unclosed,
        depth: usize,
    ) -> Option<usize> {
        let at = here.start;
        let tail = &self.words.text[here.clone()];
        let start = self.words.span(at..at).start as usize;
        match tail.as_bytes()[0] {
            b'<' if tail.starts_with("<<") => {
                let close = unclosed.find(tail, at, ">>")?;
                self.citation(inline, at..at + close + 2, at + 2..at + close);
                Some(close + 2)
            }
            b'[' if tail.starts_with("[[[") => {
                let close = self.words.closing(at)?;
                let inner = at + 3..close.checked_sub(2)?;
                let is_whole = close < here.end && self.words.text[..=close].ends_with("]]]");
                if !is_whole || inner.start > inner.end {
                    return None;
                }
                let (anchor, identifier) = entry::parse(&self.words.text[inner.clone()]);
                let part = |range: Range<usize>| {
                    self.words.part(inner.start + range.start..inner.start + range.end)
                };
                inline.marks.push(Mark::Entry {
                    span: self.words.span(at..close + 1),
                    anchor: part(anchor),
                    identifier: identifier.map(part),
                });
                Some(close + 1 - at)
            }
            b'[' if tail.starts_with("[[") => {
                let close = unclosed.find(tail, at, "]]")?;
                let id = tail[2..close].split(',').next().unwrap_or("");
                inline.marks.push(Mark::Anchor(self.words.part(at + 2..at + 2 + id.len())));
                Some(close + 2)
            }
            b'[' => {
                let close = self.words.closing(at).filter(|it| *it < here.end)?;
                let (role, inner, len) = styled(tail, close - at)?;
                let inner = at + inner.start..at + inner.end;
                if macros::NAMING.contains(&role) {
                    self.designations(inline, role, inner, depth);
                    return Some(len);
                }
                let text = self.words.part(inner.clone());
                inline.marks.push(Mark::Styled(role.to_owned(), text));
                self.read(inline, inner, depth + 1);
                Some(len)
            }
            b'{' if tail.starts_with("{{") => {
                let end = unclosed.find(tail, at, "}}")?;
                let shown = macros::shown_term(&self.words.text, at + 2..at + end);
                self.read(inline, shown, depth + 1);
                Some(end + 2)
            }
            b'{' => {
                let close = unclosed.find(tail, at, "}")?;
                let name = tail[1..close].to_lowercase();
                let own = self.attributes.get(&name).map(|it| it.value.as_str());
                let value = own.or_else(|| characters::intrinsic(&name))?;
                inline.builder.replaced(value, start, start + close + 1);
                Some(close + 1)
            }
            b'&' => {
                let (character, len) = characters::reference(tail)?;
                let mut buffer = [0; 4];
                inline.builder.replaced(character.encode_utf8(&mut buffer), start, start + len);
                Some(len)
            }
            b'(' if tail.starts_with("(((") => Some(unclosed.find(tail, at, ")))")? + 3),
            b'(' if tail.starts_with("((") => {
                let close = unclosed.find(tail, at, "))")?;
                self.read(inline, at + 2..at + close, depth + 1);
                Some(close + 2)
            }
            b'-' if tail.starts_with("--") && !tail.starts_with("---") => {
                inline.builder.replaced("—", start, start + 2);
                Some(2)
            }
            // A unit inside a formula: `stem:[5 "unitsml(mm)"]`, `stem:[50 "%"]`.
            b'"' if tail.starts_with(UNIT) => {
                let close = unclosed.find(tail, at, ")\"")?;
                self.words.push(&mut inline.builder, at + UNIT.len()..at + close);
                Some(close + 2)
            }
            b'"' if tail.starts_with("\"%\"") => {
                self.words.push(&mut inline.builder, at + 1..at + 2);
                Some(3)
            }
            b'_' | b'*' | b'`' | b'#' | b'^' | b'~' | b'+' => {
                let before = &self.words.text[begin..at];
                let starts_word = !before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
                let (inner, len) = unclosed.quoted(tail, starts_word)?;
                self.read(inline, at + inner.start..at + inner.end, depth + 1);
                Some(len)
            }
            _ => None,
        }
    }

    fn macro_found(&self, inline: &mut Inline, found: &macros::Macro<'_>, depth: usize) {
        let inner = found.inner.clone();
        let text = &self.words.text;
        match found.name {
            "footnote" | "footnoteref" => {
                // `footnoteref:[id,words]`; one without words points to another.
                let words = match (found.name, text[inner.clone()].find(',')) {
                    ("footnoteref", Some(comma)) => inner.start + comma + 1..inner.end,
                    ("footnoteref", None) => inner.end..inner.end,
                    _ => inner,
                };
                inline.marks.push(Mark::Footnote(self.words.part(words)));
            }
            "anchor" => inline.marks.push(Mark::Anchor(self.words.part(found.target.clone()))),
            "xref" => {
                let target = found.target.clone();
                self.cross_reference(inline, found.start..found.end, target, inner);
            }
            name if macros::NAMING.contains(&name) => {
                self.designations(inline, name, inner, depth);
            }
            "symbol" | "letter-symbol" if macros::stands_alone(text, found) => {
                self.designations(inline, found.name, inner, depth);
            }
            "bcp14" => {
                inline.marks.push(Mark::Styled("bcp14".to_owned(), self.words.part(inner.clone())));
                self.read(inline, inner, depth + 1);
            }
            "related" => match &text[found.target.clone()] {
                "deprecates" => self.designations(inline, "deprecated", inner, depth),
                "equivalent" => self.designations(inline, "admitted", inner, depth),
                _ => {}
            },
            "index" | "image" | "icon" | "del" | "inherit" | "autonumber" | "bookmark" => {}
            "term" | "concept" | "symbol" | "letter-symbol" => {
                self.read(inline, macros::shown_term(text, inner), depth + 1);
            }
            "link" | "mailto" | "http" | "https" | "ftp" => {
                let words = macros::link_words(text, inner);
                let address = match found.name {
                    "link" | "mailto" => found.target.clone(),
                    _ => found.start..found.target.end,
                };
                if words.is_empty() {
                    self.words.push(&mut inline.builder, address);
                } else {
                    self.read(inline, words, depth + 1);
                }
            }
            _ => self.read(inline, inner, depth + 1),
        }
    }

    /// Names in a macro: one for each language that is marked, or for each that a semicolon sets
    /// apart.
    fn designations(&self, inline: &mut Inline, role: &str, inner: Range<usize>, depth: usize) {
        let mut named = Inline::default();
        self.read(&mut named, inner.clone(), depth + 1);
        let is_language =
            |it: &str| (2..=3).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_lowercase());
        let before = inline.marks.len();
        for mark in named.marks {
            match mark {
                Mark::Styled(lang, text) if is_language(&lang) => {
                    inline.marks.push(Mark::Designation(role.to_owned(), Some(lang), text));
                }
                Mark::Footnote(_) => inline.marks.push(mark),
                _ => {}
            }
        }
        if inline.marks[before..].iter().any(|it| matches!(it, Mark::Designation(..))) {
            return;
        }
        let words = named.builder.as_str().to_owned();
        let whole = named.builder.finish(self.words.span(inner));
        let mut at = 0;
        for piece in words.split([';', '；']) {
            let start = at + piece.len() - piece.trim_start().len();
            let sign = words[at + piece.len()..].chars().next().map_or(0, char::len_utf8);
            at += piece.len() + sign;
            let name = piece.trim();
            if !name.is_empty() {
                let text = whole.part(start..start + name.len());
                inline.marks.push(Mark::Designation(role.to_owned(), None, text));
            }
        }
    }

    /// `xref:anchor[words]`.
    fn cross_reference(
        &self,
        inline: &mut Inline,
        whole: Range<usize>,
        target: Range<usize>,
        inner: Range<usize>,
    ) {
        let anchor = self.words.text[target.clone()].to_owned();
        let words = Some(inner).filter(|it| !it.is_empty());
        let printed = match (&words, (self.labels)(&anchor)) {
            (Some(words), _) => self.words.text[words.clone()].to_owned(),
            (None, Some(Label::Document(label) | Label::Place(label))) => label,
            (None, None) => anchor,
        };
        let span = self.words.span(whole);
        inline.builder.replaced(&printed, span.start as usize, span.end as usize);
        inline.marks.push(Mark::Citation {
            span,
            anchor: self.words.part(target),
            element: None,
            text: words.map(|it| self.words.part(it)),
            end: inline.builder.len(),
        });
    }

    /// `<<…>>`: `whole` with its signs, `inner` without.
    fn citation(&self, inline: &mut Inline, whole: Range<usize>, inner: Range<usize>) {
        let written = &self.words.text[inner.clone()];
        let parsed = citation::parse(written);
        let at = |range: &Range<usize>| inner.start + range.start..inner.start + range.end;
        let is_chinese =
            inline.builder.as_str().trim_end().ends_with(
                |c: char| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ff00}'..='\u{ff65}'),
            );
        let mut printed = String::new();
        let mut of_document = false;
        for (joint, range) in &parsed.anchors {
            if !printed.is_empty() {
                printed.push_str(joint.print(is_chinese));
            }
            let anchor = written[range.clone()].trim();
            match (self.labels)(anchor) {
                Some(Label::Document(label)) => {
                    of_document = true;
                    printed.push_str(&label);
                }
                Some(Label::Place(label)) => printed.push_str(match label.rsplit_once(' ') {
                    Some((_, number)) if parsed.drops_kind => number,
                    _ => &label,
                }),
                None => printed.push_str(anchor),
            }
        }
        let places = parsed.places.as_ref().map(|(words, _)| match words.split_once(' ') {
            Some((_, number)) if parsed.drops_kind => number,
            _ => words.as_str(),
        });
        let words = parsed.words.as_ref().map(|it| &written[it.clone()]);
        if of_document {
            // The document is said even where other words are printed for it, so that its citation
            // can be judged.
            for more in [places, words].into_iter().flatten() {
                let is_han = more.starts_with(|c: char| matches!(c, '\u{2e80}'..='\u{9fff}'));
                printed.push_str(if is_han { " " } else { ", " });
                printed.push_str(more);
            }
        } else if let Some(words) = words.or(places) {
            words.clone_into(&mut printed);
        }
        let printed = printed.split_whitespace().collect::<Vec<_>>().join(" ");
        let printed = characters::decode(&substitute(&printed, self.attributes));
        let span = self.words.span(whole);
        inline.builder.replaced(&printed, span.start as usize, span.end as usize);
        let end = inline.builder.len();
        let element = parsed.places.as_ref().map(|(words, range)| {
            let text = self.words.part(at(range));
            let is_same = written[range.clone()] == **words;
            if is_same { text } else { Text::decoded(text.span(), words.as_str(), []) }
        });
        let several = parsed.anchors.len() > 1;
        for (_, range) in &parsed.anchors {
            let own = at(range);
            inline.marks.push(Mark::Citation {
                span: if several { self.words.span(own.clone()) } else { span },
                anchor: self.words.part(own),
                element: element.clone(),
                text: parsed.words.as_ref().map(|it| self.words.part(at(it))),
                end,
            });
        }
    }
}

/// Bytes at which markup may begin.
fn may_begin_markup(byte: u8) -> bool {
    byte.is_ascii_lowercase()
        || matches!(
            byte,
            b'<' | b'['
                | b'{'
                | b'&'
                | b'('
                | b'-'
                | b'"'
                | b'_'
                | b'*'
                | b'`'
                | b'#'
                | b'^'
                | b'~'
                | b'+'
                | b'\\'
        )
}
