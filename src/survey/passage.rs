//! The text of a clause, with the words marked in which it differs.

use std::ops::Range;

use serde::Serialize;

use super::excerpt::{Segment, is_hidden};
use crate::fact::Facts;
use crate::fact::matching::Side;
use crate::model::{Lang, Localised, Text};
use crate::source::Span;

/// A clause, or a term entry, as its document has it.
#[derive(Clone, Debug, Serialize)]
pub struct Passage {
    /// Its number.
    pub clause: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// The language of its text, where that is known.
    pub language: Option<&'static str>,
    /// The file.
    pub path: String,
    /// The line.
    pub line: Option<u32>,
    /// The text in pieces; joined they are the text.
    pub segments: Vec<Segment>,
}

/// Characters of a clause that are shown; what is marked is kept, and a cut is marked with `…`.
const SHOWN: usize = 1600;
/// Characters kept before the first mark where a clause is cut.
const LEAD: usize = 200;

/// What a member of a side says; `marks` are the words of each difference.
pub(super) fn passage(f: &Facts<'_>, side: &Side, at: u32, marks: &[(u32, Span)]) -> Passage {
    let place = f.sources().location(side.heading(f, at).span);
    let name = |text: &Localised| {
        let text = side.lang.and_then(|lang| text.in_lang(lang)).or_else(|| text.first());
        text.map(|it| f.text(it).trim().to_owned()).filter(|it| !it.is_empty())
    };
    let title = match side.entry(f, at) {
        Some(entry) => {
            let designations = &entry.designations;
            let own = designations.iter().find(|it| side.lang.is_some_and(|lang| lang == it.lang));
            own.or_else(|| designations.first()).map(|it| f.text(&it.text).trim().to_owned())
        }
        None => side.clause(f, at).and_then(|it| name(&it.title)),
    };
    let mut writer = Writer::default();
    for text in texts(f, side, at) {
        writer.push(f.text(text), &ranges(text, marks));
    }
    Passage {
        clause: side.number(f, at).map(str::to_owned),
        title,
        language: language(f, side, at),
        path: place.path,
        line: Some(place.start.line),
        segments: cut(writer.segments),
    }
}

/// The pieces of text of a member, in order, each in the language of the side.
pub(super) fn texts<'a>(f: &Facts<'a>, side: &Side, at: u32) -> Vec<&'a Text> {
    let picked = |text: &'a Localised| {
        side.lang.and_then(|lang| text.in_lang(lang)).or_else(|| text.first())
    };
    if let Some(entry) = side.entry(f, at) {
        let all = &entry.definitions;
        let own = all.iter().find(|it| side.lang.is_some_and(|lang| lang == it.lang));
        return own.or_else(|| all.first()).map(|it| &it.text).into_iter().collect();
    }
    let clause = side.clause(f, at);
    clause.map_or_else(Vec::new, |it| it.blocks.iter().filter_map(|it| picked(&it.text)).collect())
}

/// The language of a member's text: as said, else as its characters show.
pub(super) fn language(f: &Facts<'_>, side: &Side, at: u32) -> Option<&'static str> {
    let said = |text: &Localised| {
        let own = text.iter().find(|it| side.lang == Some(it.0)).or_else(|| text.iter().next());
        own.map(|it| it.0)
    };
    let said = match side.entry(f, at) {
        Some(entry) => entry.definitions.first().map(|it| it.lang),
        None => side.clause(f, at).and_then(|it| it.blocks.iter().find_map(|it| said(&it.text))),
    };
    match said? {
        Lang::Unstated => {
            let han = |it: char| ('\u{4e00}'..='\u{9fff}').contains(&it);
            words(f, side, at).contains(han).then_some("zh")
        }
        Lang::Other => None,
        lang => Some(lang.as_str()),
    }
}

/// The plain words of a member.
pub(super) fn words(f: &Facts<'_>, side: &Side, at: u32) -> String {
    let all: Vec<&str> = texts(f, side, at).into_iter().map(|it| f.text(it).trim()).collect();
    all.join(" ")
}

/// Where marks lie in a text: apart from each other, by rising place; of two that overlap, the
/// shorter one is the sharper one.
fn ranges(text: &Text, marks: &[(u32, Span)]) -> Vec<(Range<usize>, u32)> {
    let mut all: Vec<(Range<usize>, u32)> = marks
        .iter()
        .filter_map(|(mark, span)| Some((text.value_at(*span)?, *mark)))
        .filter(|it| !it.0.is_empty())
        .collect();
    all.sort_by_key(|(range, mark)| (range.len(), range.start, *mark));
    let mut kept: Vec<(Range<usize>, u32)> = Vec::new();
    for (range, mark) in all {
        if kept.iter().all(|it| it.0.end <= range.start || range.end <= it.0.start) {
            kept.push((range, mark));
        }
    }
    kept.sort_by_key(|it| it.0.start);
    kept
}

#[derive(Default)]
struct Writer {
    segments: Vec<Segment>,
}

impl Writer {
    fn push(&mut self, words: &str, marks: &[(Range<usize>, u32)]) {
        if words.trim().is_empty() {
            return;
        }
        if !self.segments.is_empty() {
            self.add("\n", None);
        }
        let mut at = 0;
        for (range, mark) in marks {
            self.add(words.get(at..range.start).unwrap_or(""), None);
            self.add(words.get(range.clone()).unwrap_or(""), Some(*mark));
            at = range.end;
        }
        self.add(words.get(at..).unwrap_or(""), None);
    }

    fn add(&mut self, words: &str, mark: Option<u32>) {
        if words.is_empty() {
            return;
        }
        let text: String = words
            .chars()
            .map(|c| match c {
                '\n' | '\t' => c,
                c if is_hidden(c) => char::REPLACEMENT_CHARACTER,
                c => c,
            })
            .collect();
        match self.segments.last_mut().filter(|it| it.mark == mark) {
            Some(last) => last.text.push_str(&text),
            None => self.segments.push(Segment { text, mark }),
        }
    }
}

/// Leaves out of a long text what lies far before its first mark and behind what is shown.
fn cut(mut segments: Vec<Segment>) -> Vec<Segment> {
    let count = |it: &Segment| it.text.chars().count();
    if segments.iter().map(count).sum::<usize>() <= SHOWN {
        return segments;
    }
    if let [first, _, ..] = segments.as_mut_slice()
        && first.mark.is_none()
    {
        let skip = count(first).saturating_sub(LEAD);
        if skip > 0 {
            let kept: String = first.text.chars().skip(skip).collect();
            first.text = format!("… {kept}");
        }
    }
    let mut room = SHOWN;
    let mut kept = Vec::new();
    for mut segment in segments {
        let own = count(&segment);
        if own > room {
            segment.text = segment.text.chars().take(room).chain(" …".chars()).collect();
            kept.push(segment);
            break;
        }
        room -= own;
        kept.push(segment);
    }
    kept
}
