//! Instructions: sentences in the imperative mood.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::Mentions;
use super::cue::is_noun_start;
use super::token::{Kind, Words};

/// The verb of an instruction.
pub(super) struct Imperative {
    pub(super) tokens: Range<usize>,
    pub(super) negated: bool,
}

/// Verbs that open instructions; `plain` ones are hardly ever nouns, the others need a determiner.
struct Verbs {
    plain: HashSet<&'static str>,
    ambiguous: HashSet<&'static str>,
}

static VERBS: LazyLock<Verbs> = LazyLock::new(|| {
    let mut verbs = Verbs { plain: HashSet::new(), ambiguous: HashSet::new() };
    for line in include_str!("../../../data/language/en-imperatives.txt").lines() {
        let Some((kind, words)) = line.split_once(':') else { continue };
        match kind {
            "plain" => verbs.plain.extend(words.split_whitespace()),
            "ambiguous" => verbs.ambiguous.extend(words.split_whitespace()),
            _ => {}
        }
    }
    verbs
});

/// The instruction that `words` give, looking behind opening phrases ("After drying, weigh …").
pub(super) fn find(words: &Words, mentions: &Mentions, label: usize) -> Option<Imperative> {
    if words.text.trim_end().ends_with('?') {
        return None;
    }
    let mut start = after_label(words, words.tokens.partition_point(|token| token.start < label));
    // NOTE 1: , EXAMPLE: , WARNING —
    if let Some(colon) =
        (start..words.len().min(start + 6)).find(|&i| matches!(words.word(i), ":" | "—" | "–"))
    {
        start = colon + 1;
    }
    let mut tries = 0;
    loop {
        while matches!(
            words.word(start),
            "then"
                | "next"
                | "finally"
                | "first"
                | "now"
                | ","
                | "and"
                | "please"
                | "also"
                | "always"
                | "again"
                | "therefore"
        ) || (words.word(start).len() > 4
            && words.word(start).ends_with("ly")
            && !matches!(
                words.word(start),
                "apply" | "supply" | "comply" | "rely" | "reply" | "multiply" | "fly"
            ))
        {
            start += 1;
        }
        if let Some(found) = verb_at(words, mentions, start) {
            return Some(found);
        }
        let opening = tries > 0 || is_opening(words.word(start));
        if !opening || tries >= 3 {
            return None;
        }
        let comma = (start..words.len()).find(|&index| words.word(index) == ",")?;
        start = comma + 1;
        tries += 1;
    }
}

/// Past the label of a note or an example: `NOTE 1`, `EXAMPLE 2:`.
pub(super) fn after_label(words: &Words, start: usize) -> usize {
    if !matches!(
        words.written(start),
        "NOTE" | "EXAMPLE" | "Note" | "WARNING" | "CAUTION" | "IMPORTANT"
    ) {
        return start;
    }
    if words.written(start) == "Note" && words.kind(start + 1) != Some(Kind::Number) {
        return start;
    }
    let mut at = start + 1;
    while words.kind(at) == Some(Kind::Number)
        || matches!(words.word(at), ":" | "—" | "–" | "." | "to" if words.word(at) != "to" || words.word(at + 1) == "entry")
        || words.before(at) == "to" && words.word(at) == "entry"
    {
        at += 1;
    }
    at
}

/// Words that open a phrase before an instruction.
fn is_opening(word: &str) -> bool {
    matches!(
        word,
        "if" | "when"
            | "where"
            | "unless"
            | "after"
            | "before"
            | "during"
            | "using"
            | "with"
            | "to"
            | "for"
            | "in"
            | "on"
            | "at"
            | "while"
            | "once"
            | "as"
            | "should"
            | "by"
            | "in-order"
            | "without"
            | "until"
            | "within"
            | "upon"
            | "from"
            | "following"
    )
}

fn verb_at(words: &Words, mentions: &Mentions, at: usize) -> Option<Imperative> {
    if at >= words.len() || mentions.has(at) {
        return None;
    }
    let negative = (words.are(at, &["do", "not"]) || words.word(at) == "don't")
        .then(|| at + if words.word(at) == "do" { 2 } else { 1 })
        .or_else(|| (words.word(at) == "never").then_some(at + 1));
    if let Some(verb) = negative {
        return (words.kind(verb) == Some(Kind::Word))
            .then_some(Imperative { tokens: at..verb + 1, negated: true });
    }
    let word = words.word(at);
    let next = words.word(at + 1);
    let object = is_noun_start(next)
        || matches!(next, "them" | "him" | "her" | "your" | "two" | "three" | "four" | "five")
        || words.kind(at + 1) == Some(Kind::Number);
    let finite = |index: usize| {
        matches!(
            words.word(index),
            "is" | "are"
                | "was"
                | "were"
                | "has"
                | "does"
                | "will"
                | "consists"
                | "contains"
                | "describes"
                | "includes"
                | "depends"
                | "means"
                | "applies"
                | "specifies"
        )
    };
    let found = if VERBS.plain.contains(word) {
        !finite(at + 1)
            && next != "of"
            && !(matches!(next, "," | "and" | "or") && finite_before_object(words, at, &finite))
    } else if VERBS.ambiguous.contains(word) {
        let note = word == "note" && next == "that";
        let number = words.kind(at + 1) == Some(Kind::Number);
        !note && object && !(number && (at + 1..words.len().min(at + 8)).any(finite))
            || !note
                && (!matches!(next, "of" | "," | "" | "." | ":" | ")")
                    && words.len() > at + 2
                    && !(at + 1..words.len()).any(finite))
    } else {
        false
    };
    found.then_some(Imperative { tokens: at..at + 1, negated: false })
}

fn finite_before_object(words: &Words, at: usize, finite: &dyn Fn(usize) -> bool) -> bool {
    (at + 1..(at + 6).min(words.len())).any(finite)
}
