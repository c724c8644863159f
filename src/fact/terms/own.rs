//! What the text of one document does with its own entries: which are used, which go in circles.

use rustc_hash::FxHashMap;

use super::{definitions, language_of, names};
use crate::corpus::Csr;
use crate::fact::{Facts, kinds::clause::element};
use crate::language::{TermFinder, is_han};
use crate::model::{Element, Lang, Localised};

/// What the text of one document does with its own entries.
#[derive(Debug, Default)]
pub(crate) struct OwnTerms {
    /// Whether each entry is used outside itself.
    used: Vec<bool>,
    /// The way round, from an entry back to it, kept at the first entry of each circle.
    circles: FxHashMap<u32, Vec<u32>>,
    /// There is text besides the entries in which they could be used.
    pub(crate) has_core: bool,
    /// Most entries are named in Chinese and in English.
    pub(crate) bilingual: bool,
}

impl OwnTerms {
    pub(crate) fn read(f: &Facts<'_>, doc: u32) -> Self {
        let entries = f.standard(doc).terms.as_deref().unwrap_or_default();
        if entries.is_empty() {
            return Self::default();
        }
        let named: Vec<(u32, &str)> = (0_u32..)
            .zip(entries)
            .flat_map(|(at, entry)| entry.designations.iter().map(move |it| (at, f.text(&it.text))))
            .flat_map(|(at, name)| spellings(name).map(move |it| (at, it)))
            .collect();
        let finder = Finder { of: &named, finder: TermFinder::new(named.iter().map(|it| it.1)) };
        let (used, has_core) = uses(f, doc, &finder, entries.len());
        let in_both = |entry| {
            let (zh, en) = names(f, entry).fold((false, false), |(zh, en), (lang, _)| {
                (zh || lang == Lang::Zh, en || lang == Lang::En)
            });
            zh && en
        };
        let both = entries.iter().filter(|it| in_both(it)).count();
        Self {
            used,
            circles: circles(f, doc, &finder),
            has_core,
            bilingual: both * 2 > entries.len(),
        }
    }

    /// Whether an entry is used.
    pub(crate) fn is_used(&self, index: u32) -> bool {
        self.used.get(index as usize).copied().unwrap_or(false)
    }

    /// The way from an entry through the definitions of others back to it, both ends included;
    /// empty where it begins no circle.
    pub(crate) fn circle(&self, index: u32) -> &[u32] {
        self.circles.get(&index).map_or(&[], Vec::as_slice)
    }
}

/// A name as it stands in running text: without its qualifier in brackets, *zero-setting means (of a gas
/// analyzer)*, and the abbreviation in brackets by itself, *calibration gas mixture (CGM)*.
fn spellings(name: &str) -> impl Iterator<Item = &str> {
    let name = name.trim();
    let open = name.find(['(', '（']).filter(|_| name.ends_with([')', '）']));
    let bracketed = open.filter(|at| *at > 0).map(|at| {
        let inner = name[at..].trim_matches(['(', '（', ')', '）']).trim();
        let abbreviation = inner.chars().any(|c| c.is_ascii_uppercase()) && !inner.contains(' ');
        (name[..at].trim(), abbreviation.then_some(inner))
    });
    let (short, abbreviation) = bracketed.unzip();
    [Some(name), short, abbreviation.flatten()].into_iter().flatten()
}

/// Finds entries by their names.
struct Finder<'n, 'a> {
    /// Entry of each name, and the name.
    of: &'n [(u32, &'a str)],
    finder: TermFinder,
}

impl Finder<'_, '_> {
    /// Names used in a text, by their index.
    fn names_in(&self, text: &str) -> impl Iterator<Item = (usize, std::ops::Range<usize>)> {
        self.finder.uses(text).into_iter().map(|it| (it.designation, it.range))
    }
}

/// Which entries are used outside themselves, and whether there is text where they could be.
fn uses(f: &Facts<'_>, doc: u32, finder: &Finder<'_, '_>, count: usize) -> (Vec<bool>, bool) {
    let entries = f.standard(doc).terms.as_deref().unwrap_or_default();
    let mut by_number: FxHashMap<&str, u32> = FxHashMap::default();
    for (at, entry) in (0_u32..).zip(entries) {
        if let Some(number) = &entry.number {
            by_number.entry(f.text(number).trim()).or_insert(at);
        }
    }
    let mut seen = Seen { names: vec![false; finder.of.len()], open: Vec::new() };
    let mut has_core = false;
    // The element of the chapter that a clause stands in, and the entry that a clause is.
    let mut chapter = None;
    let mut clause_of: FxHashMap<&str, u32> = FxHashMap::default();
    for row in f.clauses(doc) {
        if row.depth == 1 {
            chapter = element(f, row);
        }
        let own = row.clause.element.map(|said| said.value).or(chapter);
        let in_terms = own == Some(Element::Terms) || chapter == Some(Element::Terms);
        let number = row.clause.number.as_ref().map(|text| f.text(text).trim());
        let entry = number.filter(|_| in_terms).and_then(|it| by_number.get(it)).copied();
        if let Some((entry, anchor)) = entry.zip(row.clause.anchor.as_ref()) {
            clause_of.insert(f.text(anchor).trim(), entry);
        }
        let titles = (!in_terms).then_some(&row.clause.title).into_iter();
        let blocks = row.clause.blocks.iter().flat_map(|it| [&it.title, &it.text]);
        let mut words = 0;
        for (_, text) in titles.chain(blocks).flat_map(Localised::iter) {
            let text = f.text(text);
            words += text.len();
            seen.take(finder, text, entry);
        }
        let apart = matches!(
            own,
            Some(
                Element::Foreword
                    | Element::Introduction
                    | Element::Scope
                    | Element::NormativeReferences
                    | Element::Terms
                    | Element::Bibliography
                    | Element::Index
                    | Element::Preliminary
            )
        );
        has_core |= !apart && !in_terms && words > 0;
    }
    for text in f.standard(doc).title.iter() {
        seen.take(finder, f.text(text.1), None);
    }
    for (at, entry) in (0_u32..).zip(entries) {
        let notes = entry.notes.iter().chain(&entry.examples).map(|(_, text)| text);
        for text in entry.definitions.iter().map(|it| &it.text).chain(notes) {
            seen.take(finder, f.text(text), Some(at));
        }
    }
    seen.close(finder);
    let mut used = vec![false; count];
    for (name, (entry, _)) in seen.names.iter().zip(finder.of) {
        used[*entry as usize] |= name;
    }
    let mut apart = Elliptical::new(finder, &used);
    if !apart.is_empty() {
        let blocks = f.clauses(doc).iter().flat_map(|row| &row.clause.blocks);
        for (_, text) in blocks.flat_map(|it| it.text.iter()) {
            apart.take(f.text(text), &mut used);
        }
    }
    for (anchor, _) in &f.cited(doc).anchors {
        if let Some(entry) = clause_of.get(anchor.as_str()) {
            used[*entry as usize] = true;
        }
    }
    (used, has_core)
}

/// Names of several English words that were not met as they stand: *immature and/or malformed kernels*
/// uses *immature kernel* all the same.
struct Elliptical {
    words: TermFinder,
    /// Names by their last word, each with its entry, its words, and how long it is.
    by_head: FxHashMap<usize, Vec<(u32, Vec<usize>, usize)>>,
}

impl Elliptical {
    /// Letters that may stand between the words of a name.
    const BETWEEN: usize = 24;

    fn new(finder: &Finder<'_, '_>, used: &[bool]) -> Self {
        let mut words: Vec<&str> = Vec::new();
        let mut number: FxHashMap<&str, usize> = FxHashMap::default();
        let mut by_head: FxHashMap<usize, Vec<(u32, Vec<usize>, usize)>> = FxHashMap::default();
        for (entry, name) in finder.of.iter().filter(|it| !used[it.0 as usize]) {
            if !name.contains(' ') || name.chars().any(is_han) {
                continue;
            }
            let numbered: Vec<usize> = name
                .split_whitespace()
                .map(|word| {
                    *number.entry(word).or_insert_with(|| {
                        words.push(word);
                        words.len() - 1
                    })
                })
                .collect();
            let Some(&head) = numbered.last() else { continue };
            by_head.entry(head).or_default().push((*entry, numbered, name.len()));
        }
        Self { words: TermFinder::new(words), by_head }
    }

    fn is_empty(&self) -> bool {
        self.by_head.is_empty()
    }

    fn take(&mut self, text: &str, used: &mut [bool]) {
        let hits = self.words.uses(text);
        for (at, hit) in hits.iter().enumerate() {
            let Some(names) = self.by_head.get(&hit.designation) else { continue };
            for (entry, words, len) in names {
                let from = hit.range.end.saturating_sub(len + Self::BETWEEN);
                let before = hits[..=at].iter().rev().take_while(|it| it.range.start >= from);
                let near: Vec<usize> = before.map(|it| it.designation).collect();
                if words.iter().all(|word| near.contains(word)) {
                    used[*entry as usize] = true;
                }
            }
        }
    }
}

/// Names that were met.
struct Seen {
    names: Vec<bool>,
    open: Vec<usize>,
}

impl Seen {
    /// Takes note of the names in a text that is part of an entry, or of none.
    fn take(&mut self, finder: &Finder<'_, '_>, text: &str, of: Option<u32>) {
        for (name, _) in finder.names_in(text) {
            if Some(finder.of[name].0) != of {
                self.note(name);
            }
        }
    }

    fn note(&mut self, name: usize) {
        if !std::mem::replace(&mut self.names[name], true) {
            self.open.push(name);
        }
    }

    /// Whoever writes *paddy rice* uses *rice* too: names within the names that were met.
    fn close(&mut self, finder: &Finder<'_, '_>) {
        while let Some(name) = self.open.pop() {
            let (entry, text) = finder.of[name];
            for part in [behind_first(text), before_last(text)] {
                for (inner, _) in finder.names_in(part) {
                    if finder.of[inner].0 != entry {
                        self.note(inner);
                    }
                }
            }
        }
    }
}

/// A name without its first word, or character of Chinese.
fn behind_first(name: &str) -> &str {
    let Some(first) = name.chars().next() else { return "" };
    let word =
        if is_han(first) { first.len_utf8() } else { name.find(ends_word).unwrap_or(name.len()) };
    &name[word.max(first.len_utf8())..]
}

/// A name without its last word, or character of Chinese.
fn before_last(name: &str) -> &str {
    let Some(last) = name.chars().next_back() else { return "" };
    if is_han(last) {
        return &name[..name.len() - last.len_utf8()];
    }
    &name[..name.rfind(ends_word).unwrap_or(0)]
}

fn ends_word(c: char) -> bool {
    !c.is_alphanumeric() || is_han(c)
}

/// Circles of definitions, the way round at the first entry of each. One walk over the definitions,
/// components without recursion.
fn circles(f: &Facts<'_>, doc: u32, finder: &Finder<'_, '_>) -> FxHashMap<u32, Vec<u32>> {
    let entries = f.standard(doc).terms.as_deref().unwrap_or_default();
    let mut pairs: Vec<(u32, u32, u32)> = Vec::new();
    for (at, entry) in (0_u32..).zip(entries) {
        for (lang, _, text) in definitions(f, entry) {
            for (name, range) in finder.names_in(text) {
                let (other, words) = finder.of[name];
                let same_tongue = language_of(Lang::Unstated, words) == lang || lang != Lang::Zh;
                // In English a plural goes before no other noun.
                let plural = range.len() > words.len();
                if same_tongue && (plural || stands_alone(text, &range)) {
                    pairs.push((at, other, 0));
                }
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    let csr = Csr::from_pairs(entries.len(), pairs.iter().copied());
    let mut ways: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for (from, to, _) in &pairs {
        if from == to {
            ways.insert(*from, vec![*from, *from]);
        }
    }
    for members in csr.components().iter() {
        let Some(&start) = members.first().filter(|_| members.len() > 1) else { continue };
        ways.entry(start).or_insert_with(|| way_round(&csr, members, start));
    }
    ways
}

/// The shortest way from `start` through other members and back.
fn way_round(csr: &Csr, members: &[u32], start: u32) -> Vec<u32> {
    let mut before: FxHashMap<u32, u32> = FxHashMap::default();
    let mut layer = vec![start];
    while !layer.is_empty() {
        let mut next = Vec::new();
        for at in layer {
            for &to in csr.neighbours(at) {
                if to == start && at != start {
                    let mut way = vec![start, at];
                    let mut back = at;
                    while let Some(&earlier) = before.get(&back) {
                        way.push(earlier);
                        back = earlier;
                    }
                    way.reverse();
                    return way;
                }
                let known = to == start || before.contains_key(&to);
                if !known && members.binary_search(&to).is_ok() {
                    before.insert(to, at);
                    next.push(to);
                }
            }
        }
        layer = next;
    }
    vec![start]
}

/// Words behind which a noun goes no further.
const AFTER_A_NOUN: &[&str] = &[
    "a",
    "after",
    "an",
    "and",
    "are",
    "as",
    "at",
    "before",
    "being",
    "between",
    "but",
    "by",
    "can",
    "containing",
    "during",
    "for",
    "from",
    "has",
    "have",
    "having",
    "in",
    "including",
    "into",
    "is",
    "may",
    "of",
    "on",
    "or",
    "over",
    "than",
    "that",
    "the",
    "through",
    "to",
    "under",
    "until",
    "was",
    "were",
    "when",
    "where",
    "which",
    "while",
    "who",
    "whose",
    "with",
    "within",
    "without",
];

/// Whether a name in a text is what is spoken of, and not a piece of a longer name: *fire* in *fire
/// effluent*, 服务 in 服务组织. Chinese names of three characters and more are taken to be.
fn stands_alone(text: &str, range: &std::ops::Range<usize>) -> bool {
    const PARTICLES: &str = "的和或与及是为在对将把由从以等被使所其各该每一个种类中内外并而";
    let words = &text[range.clone()];
    if !words.chars().any(is_han) {
        let Some(rest) = text[range.end..].strip_prefix(' ') else {
            return !text[range.end..].starts_with('-');
        };
        let next = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
        return next.is_empty() || next.ends_with("ed") || AFTER_A_NOUN.contains(&next);
    }
    if words.chars().count() > 2 {
        return true;
    }
    let bound = |c: Option<char>| c.is_none_or(|c| !is_han(c) || PARTICLES.contains(c));
    bound(text[..range.start].chars().next_back()) && bound(text[range.end..].chars().next())
}
