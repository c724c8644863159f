//! Text that knows its place.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{SourceMap, Span};

/// A value read from a source: where it stands, and its decoded form where that is not simply the
/// bytes there.
///
/// Sixteen bytes: a corpus holds very many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text(Form);

/// The two forms of a text, so laid out that the pointer lies where a place has its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    Verbatim(Span),
    Decoded(Box<(Span, OwnedText)>),
}

/// A decoded value and how its bytes answer to the source's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnedText {
    /// The value.
    pub value: Box<str>,
    /// Runs of bytes that stand in the source as they do in the value, by rising start.
    pub segments: Box<[Segment]>,
}

/// A run of value bytes that stands unchanged in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// First byte in the value.
    pub value: u32,
    /// First byte in the source.
    pub source: u32,
    /// Length in bytes.
    pub len: u32,
}

/// A text as it is written: its runs are counted from its own place, which moves with the text it
/// lies in.
#[derive(Serialize, Deserialize)]
#[serde(rename = "Text")]
struct Stored {
    span: Span,
    owned: Option<OwnedText>,
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let span = self.span();
        let owned = self.owned().map(|owned| owned.moved(span.start, 0));
        Stored { span, owned }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Stored { span, owned } = Stored::deserialize(deserializer)?;
        Ok(match owned {
            None => Self::verbatim(span),
            Some(owned) => Self(Form::Decoded(Box::new((span, owned.moved(0, span.start))))),
        })
    }
}

impl Text {
    /// A value that is exactly the bytes at `span`.
    #[must_use]
    pub fn verbatim(span: Span) -> Self {
        Self(Form::Verbatim(span))
    }

    /// A value that differs from the bytes at `span`. `segments` say which runs of it stand there
    /// unchanged; with none, every place in the value maps to the whole span.
    #[must_use]
    pub fn decoded(
        span: Span,
        value: impl Into<Box<str>>,
        segments: impl Into<Box<[Segment]>>,
    ) -> Self {
        let owned = OwnedText { value: value.into(), segments: segments.into() };
        Self(Form::Decoded(Box::new((span, owned))))
    }

    /// The value.
    #[must_use]
    pub fn get<'a>(&'a self, sources: &'a SourceMap) -> &'a str {
        match &self.0 {
            Form::Verbatim(span) => sources.slice(*span),
            Form::Decoded(decoded) => &decoded.1.value,
        }
    }

    /// Where the whole value stands.
    #[must_use]
    pub fn span(&self) -> Span {
        match &self.0 {
            Form::Verbatim(span) => *span,
            Form::Decoded(decoded) => decoded.0,
        }
    }

    /// The decoded value, where it is not the bytes in the source.
    #[must_use]
    pub fn owned(&self) -> Option<&OwnedText> {
        match &self.0 {
            Form::Verbatim(_) => None,
            Form::Decoded(decoded) => Some(&decoded.1),
        }
    }

    /// Where a byte range of the value stands in the source: exact within and across unchanged
    /// runs, the nearest enclosing place otherwise.
    #[must_use]
    pub fn span_of(&self, range: std::ops::Range<usize>) -> Span {
        let span = self.span();
        let Some(owned) = self.owned() else {
            return span.within(range);
        };
        if owned.segments.is_empty() {
            return span;
        }
        let start = owned.to_source(range.start, false).unwrap_or(span.start as usize);
        let end = if range.is_empty() {
            start
        } else {
            owned.to_source(range.end, true).unwrap_or(span.end as usize)
        };
        Span::new(span.file, start, end.max(start))
    }
}

impl Text {
    /// The part of the value that stands for a piece of the source: what [`Text::span_of`] finds to
    /// overlap it. `None` where no byte of the value does.
    #[must_use]
    pub fn value_at(&self, place: Span) -> Option<std::ops::Range<usize>> {
        let span = self.span();
        if place.file != span.file {
            return None;
        }
        let (from, to) = (place.start, place.end);
        let Some(owned) = self.owned() else {
            let (start, end) = (from.max(span.start), to.min(span.end));
            let offset = |at: u32| (at - span.start) as usize;
            return (start < end).then(|| offset(start)..offset(end));
        };
        let mut found: Option<std::ops::Range<usize>> = None;
        let mut add = |range: std::ops::Range<usize>| {
            if !range.is_empty() {
                let known = found.get_or_insert_with(|| range.clone());
                *known = known.start.min(range.start)..known.end.max(range.end);
            }
        };
        // Between runs stands what was written otherwise: all of it, or nothing.
        let (mut value, mut source) = (0, span.start);
        for run in &owned.segments {
            if source.max(from) < run.source.min(to) {
                add(value as usize..run.value as usize);
            }
            let (start, end) = (run.source.max(from), (run.source + run.len).min(to));
            if start < end {
                let offset = |at: u32| (run.value + (at - run.source)) as usize;
                add(offset(start)..offset(end));
            }
            (value, source) = (run.value + run.len, run.source + run.len);
        }
        if source.max(from) < span.end.min(to) {
            add(value as usize..owned.value.len());
        }
        let on_boundary =
            |at: usize| (0..=at).rev().find(|&it| owned.value.is_char_boundary(it)).unwrap_or(0);
        found.map(|it| on_boundary(it.start)..on_boundary(it.end))
    }

    /// The part of this text that a byte range of its value names (on character boundaries):
    /// without a copy where the bytes stand in the source as they are.
    #[must_use]
    pub fn part(&self, range: std::ops::Range<usize>) -> Self {
        let Some(owned) = self.owned() else {
            return Self::verbatim(self.span().within(range));
        };
        let span = self.span_of(range.clone());
        let value = owned.value.get(range.clone()).unwrap_or("");
        let segments = owned.within(&range);
        match segments.as_slice() {
            [only] if only.len as usize == value.len() => Self::verbatim(Span::new(
                span.file,
                only.source as usize,
                (only.source + only.len) as usize,
            )),
            _ => Self::decoded(span, value, segments),
        }
    }
}

impl OwnedText {
    /// The same, with the places of its runs counted from `to` instead of `from`.
    fn moved(&self, from: u32, to: u32) -> Self {
        let place =
            |it: &Segment| Segment { source: it.source.wrapping_sub(from).wrapping_add(to), ..*it };
        Self { value: self.value.clone(), segments: self.segments.iter().map(place).collect() }
    }

    /// The runs within a range of the value, counted from the start of the range.
    fn within(&self, range: &std::ops::Range<usize>) -> Vec<Segment> {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        let (from, to) = (clamp(range.start), clamp(range.end));
        let first = self.segments.partition_point(|each| each.value + each.len <= from);
        self.segments[first..]
            .iter()
            .take_while(|each| each.value < to)
            .map(|each| {
                let start = each.value.max(from);
                let end = (each.value + each.len).min(to);
                Segment {
                    value: start - from,
                    source: each.source + (start - each.value),
                    len: end.saturating_sub(start),
                }
            })
            .collect()
    }

    /// The source offset of a value offset. An end belongs to the run before it, a start to the
    /// run after it; an offset between runs goes to the far edge of the gap. `None` for a start
    /// before all runs and an end behind them.
    fn to_source(&self, offset: usize, is_end: bool) -> Option<usize> {
        let offset = u32::try_from(offset).ok()?;
        let after = self.segments.partition_point(|segment| {
            if is_end { segment.value < offset } else { segment.value <= offset }
        });
        let Some(segment) = after.checked_sub(1).map(|index| self.segments[index]) else {
            // Before the first run stands what begins where the whole begins.
            return self.segments.first().filter(|_| is_end).map(|first| first.source as usize);
        };
        let into = offset - segment.value;
        let inside = if is_end { into <= segment.len } else { into < segment.len };
        if inside {
            return Some((segment.source + into) as usize);
        }
        let edge = segment.source + segment.len;
        match self.segments.get(after) {
            Some(next) if is_end => Some(next.source as usize),
            None if is_end => None,
            _ => Some(edge as usize),
        }
    }
}

/// A word of a closed list, with the place where it was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Said<T> {
    /// The word.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Said<T> {
    /// A word and its place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn a_text_is_small() {
        assert_eq!(size_of::<Text>(), 16);
    }

    #[test]
    fn places_lead_back_into_the_value() {
        let file = FileId::from_index(0);
        let at = |start, end| Span::new(file, start, end);
        let plain = Text::verbatim(at(10, 20));
        assert_eq!(plain.value_at(at(12, 15)), Some(2..5));
        assert_eq!(plain.value_at(at(0, 10)), None);
        assert_eq!(plain.value_at(at(18, 40)), Some(8..10));
        // `ab<x/>cd`, where the element stands for the words [1].
        let runs =
            [Segment { value: 0, source: 0, len: 2 }, Segment { value: 5, source: 6, len: 2 }];
        let text = Text::decoded(at(0, 8), "ab[1]cd", runs);
        assert_eq!(text.value_at(at(2, 6)), Some(2..5));
        assert_eq!(text.value_at(at(0, 1)), Some(0..1));
        assert_eq!(text.value_at(at(6, 8)), Some(5..7));
        assert_eq!(text.value_at(at(9, 12)), None);
        for at in 0..7 {
            let place = text.span_of(at..at + 1);
            assert!(text.value_at(place).is_some_and(|it| it.contains(&at)), "{at}");
        }
    }
}
