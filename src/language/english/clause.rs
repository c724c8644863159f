//! Main and subordinate clauses of an English sentence, as far as modality needs them.

use std::ops::Range;

use super::cue::{Cue, is_noun_start};
use super::imperative::after_label;
use super::token::{Kind, Words};
use crate::language::item_label;

/// A subordinate clause: its tokens, and whether it states a condition.
#[derive(Clone, Debug)]
struct Subordinate {
    tokens: Range<usize>,
    conditional: bool,
}

/// The subordinate clauses of a sentence.
pub(super) struct Clauses {
    subordinate: Vec<Subordinate>,
    /// First token after a list marker or element label.
    start: usize,
    /// The tokens behind breaks (`;`, `:`), rising.
    breaks: Vec<usize>,
}

impl Clauses {
    pub(super) fn new(words: &Words) -> Self {
        let label = item_label(words.text);
        let mut start =
            after_label(words, words.tokens.partition_point(|token| token.start < label));
        // NOTE 1: … , EXAMPLE: …, "Shop practice: …" are cut at their colon by `breaks`
        if matches!(words.word(start), "then" | "otherwise" | "however" | "therefore") {
            start += 1 + usize::from(words.word(start + 1) == ",");
        }
        let mut subordinate: Vec<Subordinate> = Vec::new();
        let is_break = |at: &usize| matches!(words.word(*at), ";" | ":");
        let breaks: Vec<usize> = (0..words.len()).filter(is_break).map(|at| at + 1).collect();
        let mut at = 0;
        let mut covered = 0;
        while at < words.len() {
            let opens_clause =
                at <= start || breaks.binary_search(&at).is_ok() || words.before(at) == ",";
            let Some(conditional) = subordinator(words, at, opens_clause) else {
                at += 1;
                continue;
            };
            if at < covered {
                at += 1;
                continue;
            }
            let end = end_of(words, at, opens_clause);
            subordinate.push(Subordinate { tokens: at..end, conditional });
            covered = end;
            at = end.max(at + 1);
        }
        Self { subordinate, start, breaks }
    }

    /// Where the clause of the verb at `at` begins, given the cue before it.
    pub(super) fn subject_start(&self, words: &Words, previous: Option<&Cue>, at: usize) -> usize {
        let until = self.breaks.partition_point(|it| *it <= at);
        let last_break = until.checked_sub(1).map_or(0, |last| self.breaks[last]);
        let mut start = last_break.max(self.start.min(at));
        if let Some(condition) = self
            .subordinate
            .iter()
            .rev()
            .find(|each| each.tokens.end <= at && each.tokens.start <= start)
        {
            start = start.max(condition.tokens.end);
        }
        if let Some(previous) = previous.filter(|previous| previous.tokens.end > start) {
            start = previous.tokens.end;
            let last = (start..at)
                .rev()
                .take(40)
                .find(|&index| matches!(words.word(index), "and" | "but" | "or" | "nor"));
            if let Some(last) = last {
                // "nor shall it": the word itself negates
                start = if words.word(last) == "nor" { last } else { last + 1 };
            } else {
                start = at;
            }
        }
        while start < at && words.word(start) == "," {
            start += 1;
        }
        start
    }

    /// Whether `cue` only qualifies something in the sentence and does not make it a provision.
    pub(super) fn embeds(
        &self,
        words: &Words,
        cue: &Cue,
        main: Option<&Cue>,
        strong_follows: bool,
    ) -> bool {
        let at = cue.tokens.start;
        if self.subordinate.iter().any(|each| each.tokens.contains(&at)) {
            return true;
        }
        let mut before = at;
        while before > 0 && words.before(before).ends_with("ly") {
            before -= 1;
        }
        if is_relative(words.before(before)) {
            // ", which shall be calibrated" adds a provision of its own
            let commented = before >= 2
                && words.before(before) == "which"
                && matches!(words.word(before - 2), "," | "of");
            let pronoun = words.before(before) == "that" && before == 1;
            return !(commented || pronoun);
        }
        if matches!(words.before(at), "that" | "as") {
            return true;
        }
        let near = |reach: usize| {
            (at.saturating_sub(reach)..at).rev().find(|&index| is_relative(words.word(index)))
        };
        let transparent = |index: usize| {
            matches!(
                words.before(index),
                "recommended" | "required" | "note" | "necessary" | "noted" | "except" | "and"
            )
        };
        match main {
            Some(main) => {
                let from = main.tokens.end;
                let since = (from..at)
                    .rev()
                    .take(60)
                    .take_while(|&index| {
                        words.word(index) != ";"
                            && !(matches!(words.word(index), "and" | "but")
                                && words.before(index) == ",")
                    })
                    .find(|&index| is_subordinating(words.word(index)));
                match since {
                    Some(index) if cue.is_strong() => at - index <= 5 && !transparent(index),
                    Some(_) => true,
                    // "shall ensure the user can …", "shall be … to be able": no clause of its own
                    None => !cue.is_strong() && !joined(words, from, at),
                }
            }
            None if self.is_of_relative(words, at) => true,
            None if cue.is_strong() => {
                strong_follows && near(5).is_some_and(|index| !transparent(index))
            }
            None => {
                near(6).is_some_and(|index| !transparent(index) && !words.before(index).is_empty())
            }
        }
    }

    /// "the conditions with which such systems shall comply": the verb at `at` belongs to a relative
    /// clause that a preposition opens. One behind a comma adds a provision of its own.
    #[expect(clippy::unused_self, reason = "beside the other questions about clauses")]
    fn is_of_relative(&self, words: &Words, at: usize) -> bool {
        let which = (at.saturating_sub(14)..at).rev().take_while(|&index| words.word(index) != ",");
        let Some(which) = which.into_iter().find(|&index| words.word(index) == "which") else {
            return false;
        };
        let preposition = matches!(
            words.before(which),
            "with" | "to" | "for" | "in" | "by" | "under" | "at" | "from" | "on" | "of" | "through"
        );
        preposition && which >= 2 && !matches!(words.word(which - 2), "," | "." | ";")
    }

    /// Where what is said of the subject ends: at the next clause, a trailing condition or the end.
    pub(super) fn object_end(&self, words: &Words, from: usize, until: usize) -> usize {
        let mut end = until;
        if let Some(condition) =
            self.subordinate.iter().find(|each| each.tokens.start >= from && each.conditional)
        {
            end = end.min(condition.tokens.start);
        }
        if let Some(stop) = (from..end).find(|&index| words.word(index) == ";") {
            end = stop;
        }
        if end < words.len() && end == until {
            // the next provision's own subject does not belong to this one
            if let Some(joint) = (from..end)
                .rev()
                .take(40)
                .find(|&index| matches!(words.word(index), "and" | "but" | "nor" | "or"))
            {
                end = joint;
            }
        }
        while end > from && matches!(words.word(end - 1), "." | "," | "and" | "but" | ")") {
            end -= 1;
        }
        end
    }

    /// The condition that the provision at token `at` holds under.
    pub(super) fn condition_for(&self, at: usize) -> Option<Range<usize>> {
        let conditions = || self.subordinate.iter().filter(|each| each.conditional);
        conditions()
            .rfind(|each| each.tokens.end <= at)
            .or_else(|| conditions().find(|each| each.tokens.start > at))
            .map(|each| each.tokens.clone())
    }
}

/// Something joins the words at `at` to those at `from` as equals.
fn joined(words: &Words, from: usize, at: usize) -> bool {
    (from..at).rev().take(60).any(|index| {
        matches!(words.word(index), "and" | "or" | "but" | ";" | ":" | "," | "however")
    })
}

fn is_relative(word: &str) -> bool {
    matches!(word, "that" | "which" | "who" | "whom" | "whose" | "what")
}

fn is_subordinating(word: &str) -> bool {
    is_relative(word)
        || matches!(
            word,
            "so" | "whether" | "how" | "where" | "when" | "if" | "unless" | "because" | "until"
        )
}

/// Whether a subordinate clause begins at `at`, and whether it states a condition.
fn subordinator(words: &Words, at: usize, opens: bool) -> Option<bool> {
    let next = words.word(at + 1);
    match words.word(at) {
        "if" | "unless" | "whenever" | "wherever" => Some(true),
        "when" | "where" => {
            // "where applicable", "when required" and relative "where" alike
            Some(true)
        }
        "provided" | "providing" if next == "that" || opens => Some(true),
        "in" if next == "case" && !opens => Some(true),
        "in" if opens && matches!(next, "case" | "cases") => Some(true),
        "in" if opens
            && next == "the"
            && matches!(words.word(at + 2), "event" | "case" | "absence" | "presence") =>
        {
            Some(true)
        }
        "should" if opens && is_noun_start(next) => Some(true),
        "as" if next == "long" || (opens && next == "soon") => Some(true),
        "once" | "while" | "until" if opens || matches!(words.word(at), "until") => Some(true),
        "for" if opens && has_comma_soon(words, at) && words.word(at + 1) != "example" => {
            Some(true)
        }
        "before" | "after" | "during" | "upon" | "except" if opens && has_comma_soon(words, at) => {
            Some(true)
        }
        "although" | "though" | "whereas" | "because" => Some(false),
        "whether" => Some(false),
        "since" | "as" | "while"
            if opens && has_comma_soon(words, at) && words.before(at) != "," =>
        {
            Some(false)
        }
        _ => None,
    }
}

fn has_comma_soon(words: &Words, at: usize) -> bool {
    (at + 1..(at + 25).min(words.len())).any(|index| words.word(index) == ",")
}

/// Where the subordinate clause that begins at `at` ends: past its comma, or before what ends it.
fn end_of(words: &Words, at: usize, opens: bool) -> usize {
    let mut depth = 0usize;
    let mut first_comma = None;
    for index in at + 1..words.len() {
        match words.word(index) {
            "(" | "[" => depth += 1,
            ")" | "]" if depth == 0 => return index,
            ")" | "]" => depth -= 1,
            _ if depth > 0 => {}
            ";" | ":" => return first_comma.filter(|_| opens).unwrap_or(index),
            "," => {
                let next = words.word(index + 1);
                if !opens && matches!(next, "and" | "but" | "or") {
                    return index;
                }
                if is_noun_start(next) || next == "then" || !opens {
                    return index + usize::from(opens);
                }
                first_comma.get_or_insert(index + 1);
            }
            "then" if opens => return index,
            "." if index + 1 == words.len() => {
                return first_comma.filter(|_| opens).unwrap_or(index);
            }
            _ => {}
        }
        // an opening clause without a comma would swallow the main one: stop at its modal verb
        if opens
            && first_comma.is_none()
            && index > at + 2
            && words.kind(index) == Some(Kind::Word)
            && matches!(words.word(index), "shall" | "should")
            && !(at + 1..words.len()).any(|later| words.word(later) == ",")
        {
            return at + 1;
        }
    }
    first_comma.filter(|_| opens).unwrap_or(words.len())
}
