//! A few lines of a text, cut to the width of the page and ready for drawing.
//!
//! `miette` draws the arrows, but only ever sees these excerpts: its own sources rescan a file
//! from its first byte for each label, it panics on a label past column 65,535, and it joins far
//! labels into one giant snippet. An excerpt costs what it shows, wherever in a file it lies.

use std::ops::Range;

use miette::{LabeledSpan, MietteError, SourceCode, SourceSpan, SpanContents};
use unicode_width::UnicodeWidthChar;

use super::wrap::{columns, wrap};
use crate::source::{SourceFile, Span, Unit};

/// Labels of one file that are at most this many lines apart are shown in one excerpt.
const NEAR: usize = 3;
/// A label gets this much room beside its arrow before it is wrapped, where there is one mark.
const LABEL_ROOM: usize = 30;
/// No label is wrapped to fewer columns.
const NARROWEST_LABEL: usize = 8;
/// What a tab is shown as.
const TAB: &str = "    ";

/// A place to be marked, and what is said there.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub(super) span: Span,
    pub(super) text: String,
    pub(super) primary: bool,
}

/// Cropped lines of one file and the marks in them.
#[derive(Debug)]
pub(super) struct Excerpt {
    text: String,
    /// Line of the file (from 0) that the excerpt starts with.
    first_line: usize,
    line_count: usize,
    pub(super) labels: Vec<LabeledSpan>,
    /// Whether each label is the primary one, in the order of their places.
    pub(super) primary: Vec<bool>,
    /// The first mark given: what the header names.
    pub(super) anchor: Span,
}

/// Groups marks of one file into runs that one excerpt can show; the first group holds the first
/// mark, and the marks in a group are in the order of their places.
pub(super) fn group(file: &SourceFile, marks: Vec<Mark>, width: usize) -> Vec<Vec<Mark>> {
    let mut groups: Vec<(Vec<Mark>, Range<usize>)> = Vec::new();
    for mark in marks {
        let line = file.line_index(mark.span.start as usize);
        let near = groups.iter_mut().find(|(group, lines)| {
            line + NEAR >= lines.start
                && line <= lines.end + NEAR
                && line.max(lines.end) - line.min(lines.start) < 3 * NEAR
                && group.iter().all(|it| {
                    let same_line = file.line_index(it.span.start as usize) == line;
                    !same_line || apart(it.span, mark.span, width)
                })
        });
        match near {
            Some((group, lines)) => {
                *lines = lines.start.min(line)..lines.end.max(line);
                group.push(mark);
            }
            None => groups.push((vec![mark], line..line)),
        }
    }
    groups.into_iter().map(|(group, _)| group).collect()
}

/// Two places on one line can be marked together when neither hides the other, and when there is
/// room for both and for what is said of them.
fn apart(a: Span, b: Span, width: usize) -> bool {
    let disjoint = a.end <= b.start || b.end <= a.start;
    disjoint && a.join(b).len() <= width.saturating_sub(10) / 2
}

impl Excerpt {
    /// The lines that `marks` (not empty, all of `file`) lie on, in `width` columns.
    pub(super) fn new(file: &SourceFile, marks: Vec<Mark>, width: usize) -> Self {
        let anchor = marks[0].span;
        let mut marks = marks;
        marks.sort_by_key(|it| it.span);
        let line_of = |mark: &Mark| file.line_index(mark.span.start as usize);
        let first_marked = line_of(&marks[0]);
        let last = marks.iter().map(line_of).max().unwrap_or(first_marked);
        let before = file.before().lines as usize;
        let gutter = digits(before + last + 1) + 4;
        let room = width.saturating_sub(gutter + 1).max(20);

        let mut excerpt = Self {
            text: String::new(),
            first_line: first_marked,
            line_count: 0,
            labels: Vec::new(),
            primary: Vec::new(),
            anchor,
        };
        for line in first_marked..=last {
            let here: Vec<&Mark> = marks.iter().filter(|it| line_of(it) == line).collect();
            let cut = excerpt.push_line(file, line, &here, room);
            // A line above gives the words their place, unless the window has moved along the line.
            if line == first_marked && !cut {
                excerpt.push_line_above(file, room);
            }
        }
        excerpt.first_line += before;
        excerpt
    }

    /// Digits of the last line number.
    pub(super) fn digits(&self) -> usize {
        digits(self.first_line + self.line_count)
    }

    /// Adds a line with its marks; true when its beginning was cut away.
    fn push_line(&mut self, file: &SourceFile, line: usize, marks: &[&Mark], room: usize) -> bool {
        let range = file.line_range(line);
        // Never inside a character, whatever the span says.
        let within = |span: Span| {
            let text = file.text();
            let start =
                text.floor_char_boundary((span.start as usize).clamp(range.start, range.end));
            let end = text.ceil_char_boundary((span.end as usize).clamp(range.start, range.end));
            start..end.max(start)
        };
        let places: Vec<Range<usize>> = marks.iter().map(|it| within(it.span)).collect();
        let focus = places.iter().cloned().reduce(|a, b| a.start..a.end.max(b.end));
        let focus = focus.unwrap_or(range.start..range.start);
        let longest = marks.iter().map(|it| columns(&it.text)).max().unwrap_or(0);
        let labels = Labels {
            places,
            wished: 4 + longest.min(LABEL_ROOM),
            needed: beside_arrow(marks.len()) + longest.min(NARROWEST_LABEL),
        };
        let window = window(file.text(), range.clone(), focus, room, &labels);

        let base = self.text.len();
        if window.start > range.start {
            self.text.push('…');
        }
        // Marks in order: each boundary is looked up while the visible text is written.
        let mut boundaries: Vec<(usize, usize)> = Vec::with_capacity(marks.len() * 2);
        let source = &file.text()[window.clone()];
        let wanted = |at: usize| {
            marks.iter().any(|it| {
                let it = within(it.span);
                it.start.clamp(window.start, window.end) == at
                    || it.end.clamp(window.start, window.end) == at
            })
        };
        for (at, character) in source.char_indices() {
            if wanted(window.start + at) {
                boundaries.push((window.start + at, self.text.len()));
            }
            push_visible(&mut self.text, character);
        }
        boundaries.push((window.end, self.text.len()));
        if window.end < range.end {
            self.text.push('…');
        }
        let visible_end = self.text.len();
        self.text.push('\n');
        self.line_count += 1;

        let shown = |at: usize| {
            let at = at.clamp(window.start, window.end);
            boundaries
                .iter()
                .find(|(source, _)| *source >= at)
                .map_or(visible_end, |(_, shown)| *shown)
        };
        for mark in marks {
            let it = within(mark.span);
            let (start, mut end) = (shown(it.start), shown(it.end));
            if it.end > window.end || mark.span.end as usize > range.end && !it.is_empty() {
                end = visible_end;
            }
            let before = columns(&self.text[base..start]);
            let arrow = before + columns(&self.text[start..end]) / 2;
            let left = room.saturating_sub(arrow + beside_arrow(marks.len()));
            let text = wrap(&mark.text, left.max(NARROWEST_LABEL)).join("\n");
            let label = (!mark.text.is_empty()).then_some(text);
            self.labels.push(LabeledSpan::new(label, start, end - start));
            self.primary.push(mark.primary);
        }
        window.start > range.start
    }

    fn push_line_above(&mut self, file: &SourceFile, room: usize) {
        let Some(above) = self.first_line.checked_sub(1).filter(|_| file.unit() == Unit::Line)
        else {
            return;
        };
        let range = file.line_range(above);
        if file.text()[range.clone()].chars().take(room).all(char::is_whitespace) {
            return;
        }
        let window =
            window(file.text(), range.clone(), range.start..range.start, room, &Labels::default());
        let mut text = String::new();
        for character in file.text()[window.clone()].chars() {
            push_visible(&mut text, character);
        }
        if window.end < range.end {
            text.push('…');
        }
        text.push('\n');
        self.labels.iter_mut().for_each(|it| {
            *it =
                LabeledSpan::new(it.label().map(str::to_owned), it.offset() + text.len(), it.len());
        });
        self.text.insert_str(0, &text);
        self.first_line = above;
        self.line_count += 1;
    }
}

fn digits(number: usize) -> usize {
    number.checked_ilog10().map_or(1, |it| it as usize + 1)
}

/// What is said of the marks of a line, which lie in its focus.
#[derive(Default)]
struct Labels {
    places: Vec<Range<usize>>,
    /// Columns that the longest label would like to have from the middle of the focus on.
    wished: usize,
    /// Columns without which no label can stand, from its arrow on.
    needed: usize,
}

/// Columns between the arrow of a mark and its label, in a line with so many marks.
fn beside_arrow(marks: usize) -> usize {
    4 + marks
}

/// The part of a line to show: `focus` and what fits around it in `room` columns, found by walking
/// outwards from the focus, so that a line of many megabytes costs no more than a short one.
fn window(
    text: &str,
    line: Range<usize>,
    focus: Range<usize>,
    room: usize,
    labels: &Labels,
) -> Range<usize> {
    let walk = |characters: &mut dyn Iterator<Item = char>, limit: usize| {
        let (mut bytes, mut used) = (0, 0);
        for character in characters {
            let width = shown_width(character);
            if used + width > limit {
                return (bytes, used, true);
            }
            bytes += character.len_utf8();
            used += width;
        }
        (bytes, used, false)
    };
    // One column at each end is kept for `…`.
    let room = room.saturating_sub(2);
    let (focus_bytes, focus_used, _) = walk(&mut text[focus.clone()].chars(), room);
    let spare = room - focus_used;
    let (_, left, _) = walk(&mut text[line.start..focus.start].chars().rev(), spare);
    let (_, right, right_cut) = walk(&mut text[focus.end..line.end].chars(), spare);
    let used = |range: Range<usize>| walk(&mut text[range].chars(), room).1;
    let arrow = |it: &Range<usize>| used(focus.start..it.start) + used(it.clone()) / 2;
    let last_arrow = labels.places.iter().map(arrow).max().unwrap_or(0);
    // A label may go on to the edge: of the two columns kept, one is before it.
    let most_left = room
        .saturating_sub(focus_used / 2 + labels.wished)
        .min((room + 1).saturating_sub(last_arrow + labels.needed));
    let left_limit = match right_cut || left + right > spare {
        // Lean to the left: what stands before a word tells more of its place.
        true => spare - right.min(spare / 3),
        false => spare,
    };
    let (left_bytes, left_used, _) =
        walk(&mut text[line.start..focus.start].chars().rev(), left_limit.min(most_left));
    let start = focus.start - left_bytes;
    let end_of_focus = focus.start + focus_bytes;
    let end = match end_of_focus < focus.end {
        true => end_of_focus,
        false => focus.end + walk(&mut text[focus.end..line.end].chars(), spare - left_used).0,
    };
    start..end
}

/// What a reader sees of a character: control characters and marks that turn the direction of
/// writing would change more on the screen than their own place.
fn push_visible(text: &mut String, character: char) {
    match character {
        '\t' => text.push_str(TAB),
        _ if is_hidden(character) => text.push(char::REPLACEMENT_CHARACTER),
        _ => text.push(character),
    }
}

fn shown_width(character: char) -> usize {
    match character {
        '\t' => TAB.len(),
        _ if is_hidden(character) => 1,
        _ => character.width().unwrap_or(0),
    }
}

fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        _: &SourceSpan,
        _: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let whole = SourceSpan::new(0.into(), self.text.len());
        Ok(Box::new(miette::MietteSpanContents::new(
            self.text.as_bytes(),
            whole,
            self.first_line,
            0,
            self.line_count,
        )))
    }
}
