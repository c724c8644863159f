//! Words of a text, folded so that what is only printed otherwise is equal.
//!
//! ISO/IEC Guide 21-1 lets an identical adoption change the decimal sign, the spelling, misprints
//! and the name that the document has for itself. Two tokens with one `meaning` differ in nothing
//! but that.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use rustc_hash::FxHasher;

use crate::alignment::fold;
use crate::identifier::Citations;
use crate::language::is_han;

/// A word, number, sign of comparison or Chinese character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Where it stands.
    pub(super) range: Range<usize>,
    /// Hash of what it means: spelling, decimal sign and own name folded away.
    pub(super) meaning: u64,
    /// Hash of the word as printed, in lower case and half width.
    pub(super) print: u64,
    /// Hash of its stem, where what it means is to be told whatever its ending.
    pub(super) stem: u64,
    /// Says nothing of its own: articles and the like.
    pub(super) empty: bool,
    /// Joins others and says little of its own: prepositions, pronouns, auxiliaries, connectives.
    pub(super) weak: bool,
}

impl Token {
    /// A token that stands for something named.
    fn name(text: &str, range: Range<usize>, meaning: u64) -> Self {
        let print = hash(&fold(text.get(range.clone()).unwrap_or("")));
        Self { range, meaning, print, stem: meaning, empty: false, weak: false }
    }
}

const EMPTY: &[&str] = &["the", "a", "an", "的", "地", "and", "or", "和", "与", "及", "或"];

/// Words that only join others. Negations, quantifiers and words of time and place that limit
/// ("before", "only", "at least") are none of them.
const WEAK: &[&str] = &[
    "of",
    "to",
    "in",
    "on",
    "for",
    "by",
    "with",
    "as",
    "that",
    "which",
    "who",
    "whom",
    "whose",
    "it",
    "its",
    "they",
    "their",
    "them",
    "this",
    "these",
    "those",
    "such",
    "is",
    "are",
    "was",
    "were",
    "be",
    "been",
    "being",
    "has",
    "have",
    "had",
    "having",
    "do",
    "does",
    "did",
    "will",
    "would",
    "there",
    "here",
    "then",
    "thus",
    "hence",
    "so",
    "therefore",
    "however",
    "moreover",
    "furthermore",
    "addition",
    "additionally",
    "accordingly",
    "consequently",
    "also",
    "from",
    "into",
    "at",
    "when",
    "where",
    "note",
    "e.g",
    "i.e",
    "etc",
    "namely",
    "using",
    "used",
    "use",
    "following",
    "given",
    "specified",
    "described",
    "defined",
    "according",
    "accordance",
    "了",
    "在",
    "所",
    "其",
    "于",
    "对",
    "对于",
    "并",
    "且",
    "该",
    "为",
    "是",
    "之",
    "以",
    "而",
];

/// Words by which a document calls itself, after "this".
const SELF: &[&str] = &[
    "document",
    "standard",
    "part",
    "specification",
    "report",
    "guide",
    "recommendation",
    "publication",
    "deliverable",
];
const SELF_BETWEEN: &[&str] = &[
    "international",
    "national",
    "european",
    "british",
    "chinese",
    "american",
    "industry",
    "sector",
    "technical",
    "publicly",
    "available",
    "draft",
    "company",
    "group",
    "association",
    "first",
    "second",
    "present",
];
/// The same in Chinese, after 本.
const SELF_ZH: &[&str] = &[
    "国际标准",
    "国家标准",
    "行业标准",
    "团体标准",
    "指导性技术文件",
    "技术规范",
    "技术报告",
    "文件",
    "标准",
    "部分",
    "规范",
    "导则",
    "指南",
    "规程",
];

fn hash(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    word.hash(&mut hasher);
    hasher.finish()
}

/// The tokens of `text`. `cited` are its citations: each is one token, and one of an own element is
/// equal to any other, since numbers of clauses follow the structure. `marked` are ranges that the
/// format itself marks as citations, whatever it prints for them. `own` tells whether an identifier
/// is that of the document itself.
pub(super) fn tokens(
    text: &str,
    cited: &Citations,
    marked: &[Range<usize>],
    own: &dyn Fn(&crate::identifier::Identifier) -> bool,
) -> Vec<Token> {
    let element = hash("\u{1}element");
    let mut set: Vec<(Range<usize>, u64)> = cited
        .found
        .iter()
        .map(|it| {
            let name = if own(&it.identifier) { "\u{1}self" } else { &*it.identifier.canonical };
            (it.range.clone(), hash(name))
        })
        .collect();
    for range in marked {
        let inside = |it: &Range<usize>| it.start < range.end && range.start < it.end;
        if cited.found.iter().any(|it| inside(&it.range)) {
            // The elements of another document, in whatever form: only their numbers count.
            set.extend(numbers(text, range, cited));
        } else {
            set.push((range.clone(), element));
        }
    }
    let is_marked =
        |it: &Range<usize>| marked.iter().any(|range| it.start < range.end && range.start < it.end);
    set.extend(
        cited
            .internal
            .iter()
            .filter(|it| !is_marked(&it.range))
            .map(|it| (it.range.clone(), element)),
    );
    set.extend(
        cited
            .found
            .iter()
            .flat_map(|it| &it.elements)
            .filter(|it| !is_marked(&it.range))
            .map(|it| (it.range.clone(), hash(&fold(&it.number)))),
    );
    set.sort_by_key(|it| (it.0.start, it.0.end));
    let mut found: Vec<Token> = Vec::new();
    let mut at = 0;
    for (range, meaning) in set {
        if range.start < at {
            continue;
        }
        words(text, at..range.start, &mut found);
        if meaning == element {
            silence_kind(text, &mut found);
        }
        at = range.end;
        found.push(Token::name(text, range, meaning));
    }
    words(text, at..text.len(), &mut found);
    call_itself(text, &mut found);
    found
}

/// Numbers of elements in a marked citation, outside the identifiers: `5`, `C.1`. What stands
/// between them says nothing more.
fn numbers(text: &str, range: &Range<usize>, cited: &Citations) -> Vec<(Range<usize>, u64)> {
    let mut all = Vec::new();
    words(text, range.clone(), &mut all);
    let outside = |it: &Range<usize>| {
        !cited.found.iter().any(|found| it.start < found.range.end && found.range.start < it.end)
    };
    let mut rest: Vec<Range<usize>> =
        all.into_iter().map(|it| it.range).filter(|it| outside(it)).collect();
    rest.retain(|it| {
        let word = text.get(it.clone()).unwrap_or("");
        let letter = word.len() == 1 && word.as_bytes()[0].is_ascii_uppercase();
        letter || word.bytes().any(|b| b.is_ascii_digit())
    });
    let mut found: Vec<(Range<usize>, u64)> = Vec::new();
    for number in rest {
        // `C.1` is one number, of two words.
        match found.last_mut() {
            Some(last) if text.get(last.0.end..number.start) == Some(".") => {
                last.0.end = number.end;
            }
            _ => found.push((number, 0)),
        }
    }
    // The words between the numbers go with them, so that they are no tokens of their own.
    let mut from = cited
        .found
        .iter()
        .filter(|it| it.range.start >= range.start && it.range.end <= range.end)
        .map(|it| it.range.end)
        .max()
        .unwrap_or(range.start);
    for (number, meaning) in &mut found {
        *meaning = hash(&fold(text.get(number.clone()).unwrap_or("")));
        number.start = number.start.min(from.max(range.start));
        from = number.end;
    }
    found
}

/// Words for the kind of an element: they come and go with the way it is cited.
const KINDS: &[&str] = &[
    "formula",
    "equation",
    "table",
    "figure",
    "clause",
    "subclause",
    "section",
    "annex",
    "note",
    "example",
    "see",
    "公",
    "式",
    "表",
    "图",
    "条",
    "章",
    "附",
    "录",
    "见",
];

fn silence_kind(text: &str, found: &mut [Token]) {
    for token in found.iter_mut().rev().take(2) {
        let word = text.get(token.range.clone()).unwrap_or("").to_ascii_lowercase();
        if !KINDS.contains(&word.as_str()) {
            break;
        }
        (token.empty, token.weak) = (true, true);
    }
}

fn words(text: &str, within: Range<usize>, found: &mut Vec<Token>) {
    let Some(piece) = text.get(within.clone()) else { return };
    let mut open: Option<usize> = None;
    let mut chars = piece.char_indices().peekable();
    let push = |range: Range<usize>, found: &mut Vec<Token>| {
        let word = fold(text.get(range.clone()).unwrap_or(""));
        let spelt = meaning(&word);
        let empty = EMPTY.contains(&word.as_str());
        found.push(Token {
            range,
            meaning: hash(&spelt),
            print: hash(&word),
            stem: hash(stem(&spelt)),
            empty,
            weak: empty || WEAK.contains(&word.as_str()),
        });
    };
    while let Some((offset, c)) = chars.next() {
        let at = within.start + offset;
        let next = chars.peek().map(|it| it.1);
        let digit_sign = matches!(c, '.' | ',' | '，' | '．')
            && open.is_some_and(|start| text[start..at].ends_with(|c: char| c.is_ascii_digit()))
            && next.is_some_and(|it| it.is_ascii_digit())
            && c != '，';
        if (c.is_alphanumeric() && !is_han(c)) || digit_sign {
            open.get_or_insert(at);
            continue;
        }
        if let Some(start) = open.take() {
            push(start..at, found);
        }
        let sign =
            matches!(c, '<' | '>' | '=' | '≤' | '≥' | '±' | '≠' | '≈' | '%' | '‰' | '+' | '×');
        if is_han(c) || sign {
            push(at..at + c.len_utf8(), found);
        }
    }
    if let Some(start) = open {
        push(start..within.end, found);
    }
}

/// Joins `this International Standard` and 本标准 to one token each.
fn call_itself(text: &str, found: &mut Vec<Token>) {
    let own = hash("\u{1}self");
    let mut at = 0;
    while at < found.len() {
        let word = |at: usize| -> Option<&str> { text.get(found.get(at)?.range.clone()) };
        let is = |at: usize, words: &[&str]| {
            word(at).is_some_and(|word| words.iter().any(|it| word.eq_ignore_ascii_case(it)))
        };
        let mut end = at;
        if is(at, &["this"]) {
            let mut last = at + 1;
            while is(last, SELF_BETWEEN) && last < at + 4 {
                last += 1;
            }
            if is(last, SELF) {
                end = last + 1;
                // "this part of ISO 99901"
                if is(end, &["of"]) && found.get(end + 1).is_some_and(|it| it.meaning == own) {
                    end += 2;
                }
            }
        } else if word(at) == Some("本") {
            let rest = text.get(found[at].range.end..).unwrap_or("");
            if let Some(name) = SELF_ZH.iter().find(|it| rest.starts_with(**it)) {
                end = at + 1 + name.chars().count();
            }
        }
        if end > at && end <= found.len() {
            let range = found[at].range.start..found[end - 1].range.end;
            found.splice(at..end, [Token::name(text, range, own)]);
        }
        at += 1;
    }
}

/// The words of a text, folded and without spelling, with a space around each.
pub(super) fn meaning_of(text: &str) -> String {
    let folded = fold(text);
    let words = folded
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | ',')))
        .map(|word| meaning(word.trim_matches(['.', ','])))
        .filter(|word| !word.is_empty());
    let mut joined = String::from(" ");
    for word in words {
        joined.push_str(&word);
        joined.push(' ');
    }
    if joined.len() > 1 { joined } else { String::new() }
}

/// A folded word without what differs between spellings of one language.
fn meaning(word: &str) -> String {
    let first = word.bytes().next().unwrap_or(b' ');
    if first.is_ascii_digit() {
        let number = word.replace(',', ".");
        let plain = number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        if plain && number.bytes().filter(|b| *b == b'.').count() == 1 {
            return number.trim_end_matches('0').trim_end_matches('.').to_owned();
        }
        return number;
    }
    if word.len() < 5 || !word.is_ascii() {
        return match word {
            "grey" => "gray".to_owned(),
            "tyre" => "tire".to_owned(),
            "℃" => "°c".to_owned(),
            _ => word.to_owned(),
        };
    }
    let mut word = word.to_owned();
    for (from, to) in [
        ("programme", "program"),
        ("aluminium", "aluminum"),
        ("sulph", "sulf"),
        ("mould", "mold"),
        ("licence", "license"),
        ("defence", "defense"),
        ("practise", "practice"),
        ("cheque", "check"),
        ("judgement", "judgment"),
        ("acknowledgement", "acknowledgment"),
        ("centre", "center"),
        ("metre", "meter"),
        ("litre", "liter"),
        ("fibre", "fiber"),
        ("calibre", "caliber"),
        ("logue", "log"),
        ("haem", "hem"),
        ("oedema", "edema"),
        ("manoeuvr", "maneuver"),
        ("yse", "yze"),
        ("our", "or"),
        ("lling", "ling"),
        ("lled", "led"),
    ] {
        if word.contains(from) {
            word = word.replace(from, to);
        }
    }
    for ending in ["e", "ed", "es", "er", "ers", "ing", "ation", "ations", "able"] {
        if let Some(stem) = word.strip_suffix(ending).and_then(|it| it.strip_suffix("is"))
            && stem.len() > 2
        {
            return format!("{stem}iz{ending}");
        }
    }
    word
}

/// A word without its endings; at least four letters stay.
fn stem(word: &str) -> &str {
    const ENDINGS: &[&str] = &[
        "ement", "ment", "ation", "ition", "ion", "ing", "able", "ance", "ence", "ed", "er", "or",
        "es", "ly", "al", "s", "e",
    ];
    let mut stem = word;
    if !word.bytes().all(|b| b.is_ascii_alphabetic()) {
        return word;
    }
    while let Some(shorter) = ENDINGS
        .iter()
        .filter_map(|ending| stem.strip_suffix(ending))
        .find(|shorter| shorter.len() >= 4)
    {
        stem = shorter;
    }
    stem
}

/// Whether two runs of words are one word misprinted, or one compound written apart.
pub(super) fn same_but_print(left: &str, right: &str) -> bool {
    let letters = |text: &str| -> String {
        fold(text).split(|c: char| !c.is_alphanumeric()).map(meaning).collect()
    };
    let (left, right) = (letters(left), letters(right));
    if left == right {
        return true;
    }
    let words = |text: &str| text.chars().all(|c| c.is_alphabetic() && !is_han(c));
    if left.len().min(right.len()) < 6 || !words(&left) || !words(&right) {
        return false;
    }
    // The first letter carries negation: typical, atypical.
    left.chars().next() == right.chars().next() && one_slip(&left, &right)
}

/// Whether one letter was added, lost, changed or swapped with its neighbour.
fn one_slip(left: &str, right: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    let head = short.iter().zip(long.iter()).take_while(|(x, y)| x == y).count();
    let tail = short[head..]
        .iter()
        .rev()
        .zip(long[head..].iter().rev())
        .take_while(|(x, y)| x == y)
        .count();
    let (left_over, right_over) = (short.len() - head - tail, long.len() - head - tail);
    match (left_over, right_over) {
        (0 | 1, 1) => true,
        (2, 2) => short[head] == long[head + 1] && short[head + 1] == long[head],
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identifier::citations;

    fn meanings(text: &str) -> Vec<u64> {
        tokens(text, &citations(text), &[], &|it| it.canonical.contains("99901"))
            .into_iter()
            .filter(|it| !it.empty)
            .map(|it| it.meaning)
            .collect()
    }

    #[test]
    fn what_identity_allows_means_the_same() {
        for (left, right) in [
            ("The colour of 1,5 m fibre", "the color of 1.50 m fiber"),
            ("organisation", "Organization"),
            ("This International Standard applies.", "this document applies"),
            ("This part of ISO 99901 applies.", "This document applies."),
            ("本标准适用于", "本文件适用于"),
            ("as given in 5.2", "as given in 5.3"),
            ("温度不应大于 25 ℃。", "温度不应大于25℃"),
        ] {
            assert_eq!(meanings(left), meanings(right), "{left} / {right}");
        }
        assert_ne!(meanings("see ISO 99902"), meanings("see ISO 99903"));
        assert_ne!(meanings("1,5 m"), meanings("15 m"));
    }

    #[test]
    fn misprints_and_compounds_are_told_from_other_words() {
        assert!(same_but_print("cooperation", "co-operation"));
        assert!(same_but_print("determinaton", "determination"));
        assert!(!same_but_print("typical", "atypical"));
        assert!(!same_but_print("red", "bed"));
        assert!(!same_but_print("minimum", "maximum"));
    }
}
