//! Places that outlive a run.
//!
//! A [`Span`] names its file by a number that means something in one run only. Where standards are
//! written to a file, their spans are written relative to the texts that go with them, in a short
//! list; where they are read, the same list says which files those texts have become. The list
//! holds for what is written or read inside the given function, on this thread.

use std::cell::RefCell;
use std::ops::Range;

use super::{FileId, Span};

/// A text of the list: the file, and the byte of the file at which the text starts.
pub(crate) type Shelved = (FileId, u32);

enum Mode {
    /// Outside any list: spans as they are.
    Plain,
    /// Notes which bytes of which files are named.
    Measuring(Vec<(FileId, Range<u32>)>),
    /// Spans count from the texts of this list, in both directions.
    Relative(Vec<Shelved>),
}

thread_local! {
    static MODE: RefCell<Mode> = const { RefCell::new(Mode::Plain) };
}

/// Puts the former mode back, also when the work panics.
struct Restore(Option<Mode>);

impl Drop for Restore {
    fn drop(&mut self) {
        if let Some(mode) = self.0.take() {
            MODE.with_borrow_mut(|it| *it = mode);
        }
    }
}

fn enter(mode: Mode) -> Restore {
    Restore(Some(MODE.with_borrow_mut(|it| std::mem::replace(it, mode))))
}

/// Which bytes of which files the spans name that `write` writes, in the order of first mention.
pub(crate) fn measure(write: impl FnOnce()) -> Vec<(FileId, Range<u32>)> {
    let _restore = enter(Mode::Measuring(Vec::new()));
    write();
    MODE.with_borrow_mut(|it| match it {
        Mode::Measuring(found) => std::mem::take(found),
        _ => Vec::new(),
    })
}

/// Writes or reads spans relative to `texts`.
pub(crate) fn relative<T>(texts: Vec<Shelved>, work: impl FnOnce() -> T) -> T {
    let _restore = enter(Mode::Relative(texts));
    work()
}

/// A span as it is to be written: its file is a text's place in the list.
pub(super) fn put(span: Span) -> Span {
    MODE.with_borrow_mut(|mode| match mode {
        Mode::Plain => span,
        Mode::Measuring(found) => {
            match found.iter_mut().find(|it| it.0 == span.file) {
                Some((_, range)) => {
                    *range = range.start.min(span.start)..range.end.max(span.end);
                }
                None => found.push((span.file, span.start..span.end)),
            }
            span
        }
        Mode::Relative(texts) => {
            let at = texts.iter().position(|it| it.0 == span.file);
            let start = at.map_or(0, |at| texts[at].1);
            Span {
                file: FileId::from_index(at.unwrap_or(usize::MAX)),
                start: span.start.saturating_sub(start),
                end: span.end.saturating_sub(start),
            }
        }
    })
}

/// The span that was written; `None` where its text is not in the list.
pub(super) fn take(stored: Span) -> Option<Span> {
    (stored.start <= stored.end).then_some(())?;
    MODE.with_borrow(|mode| match mode {
        Mode::Relative(texts) => {
            let (file, from) = *texts.get(stored.file.index())?;
            let end = stored.end.checked_add(from)?;
            Some(Span { file, start: stored.start + from, end })
        }
        _ => Some(stored),
    })
}

#[cfg(test)]
mod tests {
    use super::{measure, relative};
    use crate::source::{FileId, Segment, Span, Text};

    fn file(index: usize) -> FileId {
        FileId::from_index(index)
    }

    #[test]
    fn places_move_with_their_texts() {
        let run = Segment { value: 0, source: 105, len: 2 };
        let text = Text::decoded(Span::new(file(7), 104, 109), "ab", [run]);
        let named = measure(|| drop(serde_json::to_string(&text)));
        assert_eq!(named, [(file(7), 104..109)]);
        let written = relative(vec![(file(7), 100)], || serde_json::to_string(&text).unwrap());
        let read: Text = relative(vec![(file(2), 0)], || serde_json::from_str(&written).unwrap());
        assert_eq!(read.span(), Span::new(file(2), 4, 9));
        assert_eq!(read.span_of(0..2), Span::new(file(2), 5, 7));
    }

    #[test]
    fn a_place_in_no_text_is_an_error() {
        let read = relative(vec![(file(2), 0)], || {
            serde_json::from_str::<Span>(r#"{"file": 2, "start": 0, "end": 1}"#)
        });
        assert!(read.is_err());
        let backwards = r#"{"file": 1, "start": 5, "end": 1}"#;
        assert!(serde_json::from_str::<Span>(backwards).is_err());
    }
}
