//! Provisions of Chinese sentences (GB/T 1.1-2020, annex C).

mod context;
mod imperative;
mod lexicon;

use std::ops::Range;

use self::context::Context;
use self::lexicon::{Found, LEXICON};
use super::provision::{Provision, trimmed};
use super::{Form, Modality};

/// What stands before a modal word and says that the subject is the one before: 并应, 也可.
const JOINING: &[&str] =
    &["也", "并", "且", "还", "均", "都", "仍", "则", "亦", "而", "并且", "而且", "同时", "但"];

/// Appends the provisions of one sentence, ranges relative to it.
pub(super) fn provisions(text: &str, out: &mut Vec<Provision>) {
    let context = Context::new(text);
    let cues: Vec<Found> = LEXICON
        .find(text)
        .into_iter()
        .filter(|cue| !context.is_mention(text, &cue.range))
        .collect();
    let mut main: Option<usize> = None;
    let before = out.len();
    for (index, cue) in cues.iter().enumerate() {
        let previous = index.checked_sub(1).map(|index| &cues[index]);
        let follows = main.map(|main| &cues[main]);
        let embedded = context.embeds(text, cue, previous, follows, cues.get(index + 1));
        let segment = context.segment(cue.range.start);
        let condition = context.condition_for(cue.range.start);
        let mut subject_start = segment.start;
        if let Some(condition) = &condition
            && condition.end <= cue.range.start
        {
            subject_start = subject_start.max(condition.end);
        }
        if let Some(previous) = previous {
            subject_start = subject_start.max(previous.range.end);
        }
        let shares_subject = previous.is_some_and(|previous| previous.range.end > segment.start);
        let subject = (!shares_subject)
            .then(|| trimmed(text, subject_start..cue.range.start))
            .flatten()
            .filter(|range| !JOINING.contains(&slice(text, range)))
            .or_else(|| main.and_then(|_| out.last()).and_then(|last| last.subject.clone()));
        let end = cues.get(index + 1).map_or(text.len(), |next| {
            let next_segment = context.segment(next.range.start);
            if next_segment.start > cue.range.end { next_segment.start } else { next.range.start }
        });
        out.push(Provision {
            modality: cue.modality,
            form: cue.form,
            keyword: cue.range.clone(),
            negated: cue.modality.is_negative(),
            embedded,
            condition,
            subject,
            object: trimmed(text, cue.range.end..end),
            ..Provision::statement(0..text.len())
        });
        if !embedded {
            main = Some(index);
        }
    }
    // what an embedded cue cut off still belongs to the main one before it
    for index in (before..out.len().saturating_sub(1)).rev() {
        if out[index + 1].embedded && !out[index].embedded {
            let end = out[index + 1].object.as_ref().map(|object| object.end);
            if let (Some(end), Some(object)) = (end, &mut out[index].object) {
                object.end = object.end.max(end);
            }
        }
    }
    if main.is_some() {
        return;
    }
    let fallback = match imperative::find(text, &context) {
        Some(keyword) => Provision {
            modality: Modality::Instruction,
            form: Form::Imperative,
            object: trimmed(text, keyword.end..text.len()),
            condition: context
                .condition_for(keyword.start)
                .filter(|range| range.end <= keyword.start),
            keyword,
            ..Provision::statement(0..text.len())
        },
        None => Provision::statement(0..text.len()),
    };
    out.insert(before, fallback);
}

/// The characters after `at`, at most `count` of them.
fn ahead(text: &str, at: usize, count: usize) -> &str {
    let rest = &text[at..];
    let end = rest.char_indices().nth(count).map_or(rest.len(), |(index, _)| index);
    &rest[..end]
}

/// The characters before `at`, at most `count` of them.
fn behind(text: &str, at: usize, count: usize) -> &str {
    let rest = &text[..at];
    let start = rest.char_indices().rev().take(count).last().map_or(at, |(index, _)| index);
    &rest[start..]
}

/// A byte range with the length of `range` made to fit `text`.
fn slice<'a>(text: &'a str, range: &Range<usize>) -> &'a str {
    text.get(range.clone()).unwrap_or("")
}
