//! Provisions of English sentences (ISO/IEC Directives Part 2, clause 7; RFC 2119, RFC 8174).

mod clause;
mod cue;
mod imperative;
mod token;

use std::ops::Range;

use self::clause::Clauses;
use self::cue::Cue;
use self::token::{Kind, Words};
use super::provision::{Provision, trimmed};
use super::{Form, Modality, item_label};

/// Appends the provisions of one sentence, ranges relative to it.
pub(super) fn provisions(text: &str, out: &mut Vec<Provision>) {
    let words = Words::new(text);
    let mentions = mentions(&words);
    let clauses = Clauses::new(&words);
    let before = out.len();
    let mut cues: Vec<Cue> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let cue = (cue::may_begin(words.word(at)) && !mentions.has(at))
            .then(|| cue::at(&words, at, clauses.subject_start(&words, cues.last(), at)))
            .flatten();
        match cue {
            Some(cue) => {
                at = cue.tokens.end.max(at + 1);
                cues.push(cue);
            }
            None => at += 1,
        }
    }
    let mut last_main: Option<usize> = None;
    let mut subject: Option<Range<usize>> = None;
    for (index, cue) in cues.iter().enumerate() {
        let embedded = clauses.embeds(&words, cue, last_main.map(|main| &cues[main]), {
            cues[index + 1..].iter().any(Cue::is_strong)
        });
        let previous = index.checked_sub(1).map(|index| &cues[index]);
        let own_start = clauses.subject_start(&words, previous, cue.tokens.start);
        let own = trimmed(text, words.span(own_start..cue.tokens.start));
        let until = cues.get(index + 1).map_or(words.len(), |next| next.tokens.start);
        let object_end = clauses.object_end(&words, cue.tokens.end, until);
        if own.is_some() && !embedded {
            subject = own.clone();
        }
        out.push(Provision {
            modality: cue.modality,
            form: cue.form,
            keyword: words.span(cue.tokens.clone()),
            negated: cue.negated,
            embedded,
            condition: clauses.condition_for(cue.tokens.start).map(|range| words.span(range)),
            subject: if embedded { own } else { subject.clone() },
            object: trimmed(text, words.span(cue.tokens.end..object_end)),
            ..Provision::statement(0..text.len())
        });
        if !embedded {
            last_main = Some(index);
        }
    }
    if last_main.is_some() {
        return;
    }
    let fallback = match imperative::find(&words, &mentions, item_label(text)) {
        Some(found) => Provision {
            modality: if found.negated { Modality::Prohibition } else { Modality::Instruction },
            form: Form::Imperative,
            keyword: words.span(found.tokens.clone()),
            negated: found.negated,
            condition: (found.tokens.start > 0)
                .then(|| clauses.condition_for(found.tokens.start))
                .flatten()
                .map(|range| words.span(range)),
            object: trimmed(text, words.span(found.tokens.end..words.len())),
            ..Provision::statement(0..text.len())
        },
        None => Provision::statement(0..text.len()),
    };
    out.insert(before, fallback);
}

/// Appends the keywords in capitals of one sentence, ranges relative to it.
pub(super) fn capitals(text: &str, out: &mut Vec<Provision>) {
    if is_keyword_boilerplate(text) {
        return;
    }
    let words = Words::new(text);
    let mut at = 0;
    while at < words.len() {
        let next = words.written(at + 1);
        let found = match words.written(at) {
            "MUST" | "SHALL" if next == "NOT" => Some((Modality::Prohibition, 2)),
            "MUST" | "SHALL" | "REQUIRED" => Some((Modality::Requirement, 1)),
            "SHOULD" if next == "NOT" => Some((Modality::RecommendationNot, 2)),
            "NOT" if next == "RECOMMENDED" => Some((Modality::RecommendationNot, 2)),
            "SHOULD" | "RECOMMENDED" => Some((Modality::Recommendation, 1)),
            "MAY" | "OPTIONAL" => Some((Modality::Permission, 1)),
            _ => None,
        };
        let Some((modality, length)) = found else {
            at += 1;
            continue;
        };
        out.push(Provision {
            modality,
            form: if words.written(at) == "MUST" { Form::Must } else { Form::Preferred },
            keyword: words.span(at..at + length),
            negated: modality.is_negative(),
            subject: trimmed(text, words.span(0..at)),
            object: trimmed(text, words.span(at + length..words.len())),
            ..Provision::statement(0..text.len())
        });
        at += length;
    }
}

/// The sentence that brings in the keywords: "The key words "MUST", … are to be interpreted as".
fn is_keyword_boilerplate(text: &str) -> bool {
    // every form of it has "key", unless a hyphen hides it
    let bytes = text.as_bytes();
    let is_key =
        |at: usize| bytes.get(at..at + 3).is_some_and(|it| it.eq_ignore_ascii_case(b"key"));
    if !memchr::memchr2_iter(b'k', b'K', bytes).any(is_key) && memchr::memchr(b'-', bytes).is_none()
    {
        return false;
    }
    let mut lower = text.to_ascii_lowercase();
    lower.retain(|c| c != '-');
    (lower.contains("key words") || lower.contains("keywords") || lower.contains("keyword "))
        && (lower.contains("interpret") || lower.contains("as described in"))
}

/// Which tokens are talked about rather than used: `the verb "shall" …`.
struct Mentions(Vec<Range<usize>>);

impl Mentions {
    fn has(&self, token: usize) -> bool {
        self.0.iter().any(|it| it.contains(&token))
    }
}

fn mentions(words: &Words) -> Mentions {
    if is_keyword_boilerplate(words.text) {
        return Mentions(std::iter::once(0..words.len()).collect());
    }
    let mut mentioned = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for index in 0..words.len() {
        let mark = words.written(index).chars().next().unwrap_or(' ');
        if words.kind(index) == Some(Kind::Mark) {
            match open {
                Some((start, close)) if mark == close => {
                    // a longer quotation is a sentence that somebody says
                    if index - start <= 4 {
                        mentioned.push(start..index);
                    }
                    open = None;
                    continue;
                }
                _ => {}
            }
            let close = match mark {
                '"' => Some('"'),
                '“' | '„' => Some('”'),
                '‘' => Some('’'),
                '\'' => Some('\''),
                '`' => Some('`'),
                '«' => Some('»'),
                '「' => Some('」'),
                _ => None,
            };
            if let Some(close) = close {
                open = Some((index, close));
            }
        } else if is_modal(words.word(index))
            && matches!(
                words.before(index),
                "word"
                    | "words"
                    | "verb"
                    | "verbs"
                    | "auxiliary"
                    | "keyword"
                    | "keywords"
                    | "term"
                    | "form"
            )
            && !matches!(words.word(index + 1), "be" | "have" | "not" | "also" | "appear")
        {
            mentioned.push(index..index + 1);
        }
    }
    Mentions(mentioned)
}

fn is_modal(word: &str) -> bool {
    matches!(
        word,
        "shall" | "should" | "must" | "may" | "can" | "cannot" | "might" | "could" | "need"
    )
}
