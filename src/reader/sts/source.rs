//! Where a terminological entry was taken from: `ISO 99901:2019, 3.2, modified — …`.

use roxmltree::Node;

use super::Document;
use crate::model::{Said, Target, TermEntry};
use crate::source::Text;

/// Words before a source, in brackets.
const LABELS: &[&str] =
    &["source", "quelle", "fuente", "bron", "fonte", "источник", "来源", "源自"];

/// How words begin that say an entry was modified.
const MODIFIED: &[&str] = &["modif", "adapted", "geändert", "gewijzigd", "измен", "有修改", "修改"];

/// Words between the document and the number of an element in it.
const ELEMENTS: &[&str] = &[
    "clauses",
    "clause",
    "subclause",
    "definition",
    "entry",
    "term",
    "section",
    "article",
    "abschnitt",
    "begriff",
    "définition",
    "apartado",
    "пункт",
];

impl Document<'_> {
    /// `[SOURCE: …]`: the source where a paragraph is nothing else.
    pub(super) fn bracketed_source(&self, node: Node<'_, '_>) -> Option<Text> {
        self.printed(node, &[]).filter(|it| self.is_bracketed_source(it))
    }

    /// Whether a note or paragraph is nothing but a source.
    pub(super) fn is_bracketed_source(&self, text: &Text) -> bool {
        let inner = self.words(text).strip_prefix(['[', '［']);
        inner.is_some_and(|it| without_label(it) != it)
    }

    /// Reads a source: the document, the element in it, and whether the entry was modified.
    pub(super) fn source(&self, text: Text, entry: &mut TermEntry) {
        let words = self.words(&text);
        let inner = words.trim_start_matches(['[', '［']).trim_start();
        let inner = without_label(inner);
        let start = words.len() - inner.len();
        let end = start + inner.find(is_stop).unwrap_or(inner.len());
        let document = words[start..end].trim_end();
        let rest = words[end..].trim_start_matches([',', '，', ' ']);
        let rest = without_element_word(rest);
        let from = words.len() - rest.len();
        let element = &rest[..rest.find(|c| is_stop(c) || c == ' ').unwrap_or(rest.len())];
        let element = element.trim_end_matches('.');
        let is_element = element.starts_with(|c: char| c.is_ascii_digit())
            || (element.starts_with(|c: char| c.is_ascii_uppercase())
                && element.bytes().all(|it| !it.is_ascii_lowercase()));
        entry.modified = Some(match modified(words) {
            Some(range) => Said::new(true, text.span_of(range)),
            None => Said::new(false, text.span()),
        });
        let element = is_element.then(|| text.part(from..from + element.len()));
        let document = text.part(start..start + document.len());
        entry.source = Some((Target::named(document), element));
    }
}

fn is_stop(letter: char) -> bool {
    matches!(letter, ',' | ';' | '，' | '；' | ']' | '］' | '、')
}

/// What follows `SOURCE:`.
fn without_label(words: &str) -> &str {
    let Some((label, rest)) = words.split_once([':', '：']) else { return words };
    match LABELS.contains(&label.trim().to_lowercase().as_str()) {
        true => rest.trim_start(),
        false => words,
    }
}

/// What follows `clause` or `definition` before a number.
fn without_element_word(words: &str) -> &str {
    ELEMENTS
        .iter()
        .filter_map(|word| {
            let head = words.get(..word.len())?;
            (head.to_lowercase() == **word).then(|| words[word.len()..].trim_start())
        })
        .find(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_uppercase()))
        .unwrap_or(words)
}

/// The word that says that an entry was modified.
fn modified(words: &str) -> Option<std::ops::Range<usize>> {
    words.char_indices().find_map(|(at, _)| {
        let starts_word = !words[..at].ends_with(|c: char| c.is_alphabetic() && c.is_ascii());
        let tail = &words[at..];
        let first = tail.chars().flat_map(char::to_lowercase).next();
        let begin = MODIFIED.iter().find(|it| {
            starts_word
                && it.chars().next() == first
                && tail
                    .char_indices()
                    .nth(it.chars().count())
                    .map_or(Some(tail), |(end, _)| tail.get(..end))
                    .is_some_and(|head| head.to_lowercase() == **it)
        })?;
        let length = if begin.is_ascii() {
            tail.find(|c: char| !c.is_alphabetic()).unwrap_or(tail.len())
        } else {
            begin.len().min(tail.len())
        };
        Some(at..at + length)
    })
}
