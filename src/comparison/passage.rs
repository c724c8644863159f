//! The text of clauses, sentence by sentence, with the way back to the sources.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHasher};

use crate::alignment::{ClauseList, List, fold};
use crate::language::{Convention, Modality, is_han, provisions_with, quantities, sentences};
use crate::model::{BlockKind, Clause, Element, Lang, Localised, TermEntry};
use crate::source::{SourceMap, Span, Text};

/// What a piece of text is to its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Its own words.
    Body,
    /// A note, an example, a figure: nothing that is required stands there.
    Further,
    /// Set as it stands: source code, drawings.
    Verbatim,
}

/// A sentence of a clause.
#[derive(Clone, Debug)]
pub struct PlacedSentence<'a> {
    /// The clause, by its place in the list.
    pub item: usize,
    /// The piece of text it stands in.
    pub piece: &'a str,
    /// Where it stands in the piece.
    pub range: Range<usize>,
    /// What the piece is.
    pub role: Role,
    /// The piece in its source; `None` for lists that were brought as such.
    source: Option<&'a Text>,
    /// Its words, folded and hashed.
    pub(super) words: Vec<u64>,
    /// All its letters and digits, folded and hashed.
    pub(super) letters: u64,
    /// It requires, recommends or permits something.
    pub binding: bool,
}

impl PlacedSentence<'_> {
    /// Its words.
    #[must_use]
    pub fn text(&self) -> &str {
        self.piece.get(self.range.clone()).unwrap_or_default()
    }

    /// Where a byte range of the sentence stands in the source.
    #[must_use]
    pub fn span_of(&self, range: Range<usize>) -> Option<Span> {
        let start = self.range.start;
        Some(self.source?.span_of(start + range.start..start + range.end))
    }

    /// Where it stands in the source.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.span_of(0..self.range.len())
    }

    /// How much it says, in words.
    pub(super) fn weight(&self) -> usize {
        self.words.len()
    }
}

/// One side of a comparison: its clauses in sentences.
#[derive(Debug)]
pub struct Passages<'a> {
    /// All sentences, clause by clause in the order of the list.
    pub sentences: Vec<PlacedSentence<'a>>,
    /// For each clause, its sentences.
    pub of_item: Vec<Range<usize>>,
    /// For each clause, its title in the source.
    pub titles: Vec<Option<&'a Text>>,
    /// For each clause, where it stands.
    pub spans: Vec<Option<Span>>,
    /// For each clause, whether it is a term entry.
    pub is_term: Vec<bool>,
    /// Which words of force count.
    pub convention: Convention,
    /// Language of the texts.
    pub lang: Lang,
}

impl<'a> Passages<'a> {
    /// The clauses of a standard.
    #[must_use]
    pub fn of_clauses(all: &'a ClauseList<'a>, sources: &'a SourceMap) -> Self {
        let mut side = Self::like(&all.list);
        let mut informative = Vec::with_capacity(all.list.items.len());
        for ((clause, entry), item) in all.clauses.iter().zip(&all.entries).zip(&all.list.items) {
            let above = item.parent.and_then(|it| informative.get(it)).copied().unwrap_or(false);
            let own = clause.is_some_and(requires_nothing);
            informative.push(above || own);
            match (clause, entry) {
                (Some(clause), _) => side.clause(clause, all.lang, sources, above || own),
                (_, Some(entry)) => side.entry(entry, all.lang, sources),
                _ => side.close(None, None, side.sentences.len()),
            }
        }
        side
    }

    /// The items of a list.
    #[must_use]
    pub fn of_list(list: &'a List<'a>) -> Self {
        let mut side = Self::like(list);
        for item in &list.items {
            let start = side.sentences.len();
            for text in &item.text {
                side.piece(text, None, Role::Body, false);
            }
            for text in &item.further {
                side.piece(text, None, Role::Further, false);
            }
            side.close(None, None, start);
        }
        side
    }

    /// Several sides in a row, as the one side of a comparison with many documents.
    #[must_use]
    pub fn joined(sides: Vec<Self>) -> Self {
        let first = sides.first().map(|it| (it.lang, it.convention));
        let (lang, convention) = first.unwrap_or((Lang::Unstated, Convention::Prose));
        let mut whole = Self::empty(lang, convention);
        for side in sides {
            let (items, sentences) = (whole.of_item.len(), whole.sentences.len());
            whole.sentences.extend(side.sentences.into_iter().map(|mut it| {
                it.item += items;
                it
            }));
            whole
                .of_item
                .extend(side.of_item.iter().map(|it| it.start + sentences..it.end + sentences));
            whole.titles.extend(side.titles);
            whole.spans.extend(side.spans);
            whole.is_term.extend(side.is_term);
        }
        whole
    }

    /// The sentences of a clause.
    #[must_use]
    pub fn of(&self, item: usize) -> &[PlacedSentence<'a>] {
        self.of_item.get(item).and_then(|it| self.sentences.get(it.clone())).unwrap_or_default()
    }

    fn like(list: &List<'_>) -> Self {
        // A document that names BCP 14 means the words of force in capitals only.
        let names_bcp14 = |text: &str| {
            ["RFC2119", "RFC 2119", "BCP 14", "BCP14"].iter().any(|it| text.contains(it))
        };
        let bcp14 = list.items.iter().flat_map(|it| &it.text).any(|text| names_bcp14(text));
        Self::empty(list.language(), if bcp14 { Convention::Bcp14 } else { Convention::Prose })
    }

    fn empty(lang: Lang, convention: Convention) -> Self {
        Self {
            sentences: Vec::new(),
            of_item: Vec::new(),
            titles: Vec::new(),
            spans: Vec::new(),
            is_term: Vec::new(),
            convention,
            lang,
        }
    }

    fn clause(
        &mut self,
        clause: &'a Clause,
        lang: Option<Lang>,
        sources: &'a SourceMap,
        informative: bool,
    ) {
        let start = self.sentences.len();
        let element = clause.element.map(|it| it.value);
        // Lists of documents are compared as references, not as sentences.
        let lists_documents = matches!(
            element,
            Some(Element::NormativeReferences | Element::Bibliography | Element::Index)
        );
        // "The supplier shall:" gives its force to the items under it.
        let mut leads = false;
        for block in clause.blocks.iter().filter(|_| !lists_documents) {
            let before = self.sentences.len();
            let role = match block.kind {
                BlockKind::Note
                | BlockKind::Example
                | BlockKind::Footnote
                | BlockKind::Admonition => Role::Further,
                BlockKind::Figure | BlockKind::Verbatim | BlockKind::Formula => Role::Verbatim,
                _ if informative => Role::Further,
                _ => Role::Body,
            };
            for text in [&block.title, &block.text] {
                if let Some(text) = picked(text, lang) {
                    let table = block.kind == BlockKind::Table;
                    let text_of = text.get(sources);
                    let role = if role == Role::Verbatim && is_prose(text_of) && !informative {
                        Role::Body
                    } else {
                        role
                    };
                    self.piece(text_of, Some(text), role, table);
                }
            }
            let added = &mut self.sentences[before..];
            if block.kind == BlockKind::ListItem {
                added.iter_mut().for_each(|it| it.binding |= leads && it.role == Role::Body);
            } else if let Some(last) = added.last() {
                leads = last.binding && last.text().ends_with([':', '：']);
            }
        }
        self.close(picked(&clause.title, lang), Some(clause.span), start);
    }

    fn entry(&mut self, entry: &'a TermEntry, lang: Option<Lang>, sources: &'a SourceMap) {
        let start = self.sentences.len();
        for definition in &entry.definitions {
            if lang.is_none_or(|it| it == definition.lang || definition.lang == Lang::Unstated) {
                self.piece(definition.text.get(sources), Some(&definition.text), Role::Body, false);
            }
        }
        let title = entry.designations.first().map(|it| &it.text);
        self.close(title, Some(entry.span), start);
        if let Some(last) = self.is_term.last_mut() {
            *last = true;
        }
    }

    fn close(&mut self, title: Option<&'a Text>, span: Option<Span>, start: usize) {
        self.titles.push(title);
        self.spans.push(span);
        self.is_term.push(false);
        self.of_item.push(start..self.sentences.len());
    }

    fn piece(&mut self, piece: &'a str, source: Option<&'a Text>, role: Role, by_line: bool) {
        let whole = |text: &str| (!text.trim().is_empty()).then(|| trimmed(text, 0..text.len()));
        let ranges: Vec<Range<usize>> = match role {
            Role::Verbatim => whole(piece).into_iter().collect(),
            _ if by_line => lines(piece),
            _ => sentences(piece),
        };
        for range in ranges {
            let text = piece.get(range.clone()).unwrap_or_default();
            let folded = fold(text);
            let words: Vec<u64> = words(&folded).map(|range| hash(&folded[range])).collect();
            let letters: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
            let letters = if letters.is_empty() { hash(text) } else { hash(&letters) };
            let binding = role == Role::Body
                && provisions_with(text, self.lang, self.convention)
                    .iter()
                    .any(|it| !it.embedded && it.modality != Modality::Statement);
            // a bare limit in a table binds without a word of force
            let binding = binding || by_line && !quantities(text, self.lang).is_empty();
            self.sentences.push(PlacedSentence {
                item: self.of_item.len(),
                piece,
                range,
                role,
                source,
                words,
                letters,
                binding,
            });
        }
    }
}

/// Whether nothing that stands in a clause is a requirement of the document: its preliminary
/// elements, and annexes that say so (ISO/IEC Directives Part 2, 12, 13 and 20).
fn requires_nothing(clause: &Clause) -> bool {
    let preliminary = matches!(
        clause.element.map(|it| it.value),
        Some(Element::Foreword | Element::Introduction | Element::Bibliography | Element::Index)
    );
    preliminary || clause.normative.is_some_and(|it| !it.value)
}

/// The text in a language or, failing that, the first.
fn picked(text: &Localised, lang: Option<Lang>) -> Option<&Text> {
    lang.and_then(|lang| text.in_lang(lang)).or_else(|| text.first())
}

/// Whether what is set as it stands is prose all the same: a quoted paragraph, not code.
fn is_prose(text: &str) -> bool {
    let (mut letters, mut signs, mut words, mut lines) = (0usize, 0usize, 0usize, 0usize);
    for line in text.lines().filter(|it| !it.trim().is_empty()) {
        lines += 1;
        words += line.split_whitespace().count();
        for c in line.chars().filter(|c| !c.is_whitespace()) {
            signs += 1;
            letters += usize::from(c.is_alphabetic());
        }
    }
    (lines > 1 || words >= 15) && words >= 6 * lines && letters * 100 >= signs * 85
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let piece = &text[range.clone()];
    let start = range.start + piece.len() - piece.trim_start().len();
    start..start + piece.trim().len()
}

fn lines(text: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    text.split_inclusive('\n')
        .map(|line| {
            let range = at..at + line.len();
            at = range.end;
            trimmed(text, range)
        })
        .filter(|range| !range.is_empty())
        .collect()
}

/// Words of a text, and single Chinese characters. A number keeps its decimal sign.
pub(super) fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut signs = text.char_indices().peekable();
    std::iter::from_fn(move || {
        loop {
            let (at, c) = signs.next()?;
            let end = at + c.len_utf8();
            if is_han(c) || matches!(c, '<' | '>' | '≤' | '≥' | '=' | '±' | '%' | '‰' | '°' | '℃')
            {
                return Some(at..end);
            }
            if !c.is_alphanumeric() {
                continue;
            }
            let mut end = end;
            let mut last = c;
            while let Some((next_at, next)) = signs.peek().copied() {
                let joins = next.is_alphanumeric() && !is_han(next);
                let decimal = last.is_ascii_digit()
                    && matches!(next, '.' | ',')
                    && text[next_at + 1..].starts_with(|it: char| it.is_ascii_digit());
                if !joins && !decimal {
                    break;
                }
                end = next_at + next.len_utf8();
                last = next;
                signs.next();
            }
            return Some(at..end);
        }
    })
}

fn hash(text: &str) -> u64 {
    use std::hash::Hasher;
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

/// How telling words are in two sides together: rare ones count more.
#[derive(Debug)]
pub(super) struct Rarity {
    counts: FxHashMap<u64, u32>,
    all: f32,
}

impl Rarity {
    pub(super) fn of(sides: [&Passages<'_>; 2]) -> Self {
        let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
        let mut all = 1.0;
        for sentence in sides.iter().flat_map(|it| &it.sentences) {
            all += 1.0;
            let mut own = sentence.words.clone();
            own.sort_unstable();
            own.dedup();
            for word in own {
                *counts.entry(word).or_default() += 1;
            }
        }
        Self { counts, all }
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of sentences")]
    pub(super) fn weight(&self, word: u64) -> f32 {
        let count = self.counts.get(&word).copied().unwrap_or(1) as f32;
        (1.0 + self.all / count).ln()
    }

    /// Share of the words of both that both have, in 0..1, the rare ones counting more.
    pub(super) fn likeness(&self, a: &[u64], b: &[u64]) -> f32 {
        let mut counts: FxHashMap<u64, i32> = FxHashMap::default();
        let mut whole = 0.0;
        for word in a {
            *counts.entry(*word).or_default() += 1;
            whole += self.weight(*word);
        }
        let mut common = 0.0;
        for word in b {
            whole += self.weight(*word);
            if let Some(count) = counts.get_mut(word).filter(|it| **it > 0) {
                *count -= 1;
                common += self.weight(*word);
            }
        }
        if whole > 0.0 { 2.0 * common / whole } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_numbers_whole() {
        let text = "at most 0.10 mg/m3, 不应大于5";
        let found: Vec<&str> = words(text).map(|it| &text[it]).collect();
        assert_eq!(found, ["at", "most", "0.10", "mg", "m3", "不", "应", "大", "于", "5"]);
    }
}
