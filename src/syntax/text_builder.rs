//! Builds a value out of pieces of a source, keeping track of where each byte came from.

use crate::model::{Segment, Text};
use crate::source::Span;

/// Collects a text from pieces of a source; white space may be folded on the way.
#[derive(Debug, Default)]
pub struct TextBuilder {
    value: String,
    segments: Vec<Segment>,
    /// Source range covered so far.
    covered: Option<(usize, usize)>,
    /// White space was seen and is written as one blank when something follows.
    pending_blank: Option<(usize, usize)>,
    /// Some blank stands for other white space, so that the value is not the bytes there.
    altered: bool,
}

impl TextBuilder {
    /// An empty builder.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty builder with room for a number of bytes.
    #[must_use]
    pub fn with_room(bytes: usize) -> Self {
        Self { value: String::with_capacity(bytes), ..Self::default() }
    }

    /// Length of the value so far, in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.value.len()
    }

    /// Whether nothing was collected (a blank that nothing follows does not count).
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.value.is_empty()
    }

    /// The value so far.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.value
    }

    fn cover(&mut self, start: usize, end: usize) {
        self.covered = Some(match self.covered {
            Some((first, last)) => (first.min(start), last.max(end)),
            None => (start, end),
        });
    }

    fn flush_blank(&mut self) {
        // A cell or a line does not begin with a blank.
        if let Some((start, end)) = self.pending_blank.take()
            && !self.value.is_empty()
            && !self.value.ends_with(['\t', '\n'])
        {
            self.raw(" ", start, end, true);
        }
    }

    /// Appends `value`, which stands at `start..end` of the source; `verbatim` when it is those
    /// bytes (or as many bytes, so that each byte has its place).
    fn raw(&mut self, value: &str, start: usize, end: usize, verbatim: bool) {
        if value.is_empty() {
            return;
        }
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let at = self.value.len();
        if verbatim {
            match self.segments.last_mut() {
                Some(last)
                    if last.value + last.len == number(at)
                        && last.source + last.len == number(start) =>
                {
                    last.len += number(value.len());
                }
                _ => self.segments.push(Segment {
                    value: number(at),
                    source: number(start),
                    len: number(value.len()),
                }),
            }
        }
        self.value.push_str(value);
        self.cover(start, end);
    }

    /// Appends source bytes as they stand.
    pub fn verbatim(&mut self, value: &str, start: usize) {
        self.flush_blank();
        self.raw(value, start, start + value.len(), true);
    }

    /// Appends source bytes, with each run of white space folded into one blank.
    pub fn folded(&mut self, value: &str, start: usize) {
        let bytes = value.as_bytes();
        let mut rest = 0;
        while rest < bytes.len() {
            let gap = blanks(&bytes[rest..]);
            if gap > 0 {
                let was_pending = self.pending_blank.is_some();
                let was_altered = self.altered;
                self.blank(start + rest, start + rest + gap);
                if !was_pending && &bytes[rest..rest + gap] == b" " {
                    self.altered = was_altered;
                }
                rest += gap;
                continue;
            }
            // Words with single blanks between them stand as they are.
            let words = as_it_stands(&bytes[rest..]);
            self.flush_blank();
            self.raw(&value[rest..rest + words], start + rest, start + rest + words, true);
            rest += words;
        }
    }

    /// White space at `start..end` of the source: one blank when something follows.
    pub fn blank(&mut self, start: usize, end: usize) {
        if self.pending_blank.is_none() {
            self.pending_blank = Some((start, end));
            self.altered |= !self.value.is_empty();
        }
    }

    /// Appends `value`, which stands for other bytes at `start..end` of the source.
    pub fn replaced(&mut self, value: &str, start: usize, end: usize) {
        self.flush_blank();
        self.raw(value, start, end, false);
    }

    /// Appends words that the source does not have (a generated label).
    pub fn inserted(&mut self, value: &str) {
        if value.is_empty() {
            return;
        }
        self.flush_blank();
        self.value.push_str(value);
    }

    /// Appends a text (whose value is `value`) as it stands, each byte with its place.
    pub fn text(&mut self, text: &Text, value: &str) {
        if value.is_empty() {
            return;
        }
        let Some(owned) = text.owned() else {
            self.verbatim(value, text.span().start as usize);
            return;
        };
        let mut at = 0;
        for segment in &owned.segments {
            let (start, end) = (segment.value as usize, (segment.value + segment.len) as usize);
            let (Some(before), Some(same)) = (value.get(at..start), value.get(start..end)) else {
                break;
            };
            self.inserted(before);
            self.verbatim(same, segment.source as usize);
            at = end;
        }
        self.inserted(value.get(at..).unwrap_or(""));
        self.cover(text.span().start as usize, text.span().end as usize);
    }

    /// Appends what another builder collected from the same source.
    pub fn append(&mut self, other: Self) {
        let mut at = 0;
        for segment in &other.segments {
            let (start, end) = (segment.value as usize, (segment.value + segment.len) as usize);
            self.inserted(&other.value[at..start]);
            self.verbatim(&other.value[start..end], segment.source as usize);
            at = end;
        }
        self.inserted(&other.value[at..]);
        if let Some((start, end)) = other.covered {
            self.cover(start, end);
        }
    }

    /// The end of a cell in the value; white space around it is dropped.
    pub fn cell_break(&mut self) {
        self.pending_blank = None;
        self.value.push('\t');
    }

    /// A line break in the value; white space before it is dropped.
    pub fn line_break(&mut self) {
        self.pending_blank = None;
        if !self.value.is_empty() {
            self.value.push('\n');
        }
    }

    /// The text. `whole` is the span to use where nothing was collected, and its file.
    #[must_use]
    pub fn finish(mut self, whole: Span) -> Text {
        while self.value.ends_with([' ', '\n']) {
            self.value.pop();
        }
        let Some((start, end)) = self.covered else {
            return Text::decoded(whole, self.value, []);
        };
        let length = u32::try_from(self.value.len()).unwrap_or(u32::MAX);
        self.segments.retain_mut(|segment| {
            segment.len = segment.len.min(length.saturating_sub(segment.value));
            segment.len > 0
        });
        let span = Span::new(whole.file, start, end);
        match self.segments.as_slice() {
            [only] if only.value == 0 && only.len == length && !self.altered => {
                let start = only.source as usize;
                Text::verbatim(Span::new(whole.file, start, start + self.value.len()))
            }
            _ => Text::decoded(span, self.value, self.segments),
        }
    }
}

/// The white space of the formats: not the no-break space, which is a character of the text.
fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Whether folding leaves words (without white space at their ends) as they stand.
pub(super) fn is_folded(words: &str) -> bool {
    words.is_empty() || as_it_stands(words.as_bytes()) == words.len()
}

/// How many bytes of white space stand first.
fn blanks(bytes: &[u8]) -> usize {
    bytes.iter().position(|it| !is_blank(*it)).unwrap_or(bytes.len())
}

/// How many bytes stand first that folding leaves alone: words set apart by single blanks, up to
/// the last one before other white space.
fn as_it_stands(bytes: &[u8]) -> usize {
    let line = memchr::memchr3(b'\n', b'\t', b'\r', bytes).unwrap_or(bytes.len());
    let line = &bytes[..line];
    let doubled = |line: &[u8]| line.windows(2).position(|it| it == b"  ");
    // Without a branch a byte, so that the usual line, which has none, is passed over fast.
    let next = line.get(1..).unwrap_or_default();
    let has_doubled =
        line.iter().zip(next).fold(false, |found, (a, b)| found | ((*a == b' ') & (*b == b' ')));
    let end = if has_doubled { doubled(line).unwrap_or(line.len()) } else { line.len() };
    if line[..end].ends_with(b" ") { end - 1 } else { end }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Encoding, FileId, SourceFile, SourceMap};

    fn map(text: &str) -> (SourceMap, Span) {
        let mut sources = SourceMap::new();
        let id = sources.add(|id| SourceFile::text_file(id, "t", Encoding::Utf8, text));
        (sources, Span::new(id, 0, text.len()))
    }

    #[test]
    fn folded_text_maps_back_to_the_source() {
        let source = "one  two\n   three";
        let (sources, whole) = map(source);
        let mut builder = TextBuilder::new();
        builder.folded(source, 0);
        let text = builder.finish(whole);
        assert_eq!(text.get(&sources), "one two three");
        assert_eq!(sources.slice(text.span_of(4..7)), "two");
        assert_eq!(sources.slice(text.span_of(8..13)), "three");
        assert_eq!(sources.slice(text.span_of(0..13)), source);
    }

    #[test]
    fn one_run_costs_no_copy() {
        let (sources, whole) = map("<p>plain</p>");
        let mut builder = TextBuilder::new();
        builder.folded("plain", 3);
        let text = builder.finish(whole);
        assert!(text.owned().is_none());
        assert_eq!(text.get(&sources), "plain");
    }

    #[test]
    fn a_line_end_is_a_blank_in_the_value() {
        let source = "one\ntwo";
        let (sources, whole) = map(source);
        let mut builder = TextBuilder::new();
        builder.folded(source, 0);
        assert_eq!(builder.finish(whole).get(&sources), "one two");
    }

    #[test]
    fn replaced_text_maps_to_what_it_replaces() {
        let source = "a &amp; b";
        let (sources, whole) = map(source);
        let mut builder = TextBuilder::new();
        builder.folded("a ", 0);
        builder.replaced("&", 2, 7);
        builder.folded(" b", 7);
        let text = builder.finish(whole);
        assert_eq!(text.get(&sources), "a & b");
        assert_eq!(sources.slice(text.span_of(4..5)), "b");
        assert_eq!(sources.slice(text.span_of(0..3)), "a &amp;");
        let _ = FileId::from_index(0);
    }
}
