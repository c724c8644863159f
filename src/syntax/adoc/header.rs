//! The title of a document and the lines under it.

use std::collections::BTreeMap;

use super::preprocess::{Entry, Line};
use crate::source::Text;

/// The part of the header that comes next.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Header {
    #[default]
    Title,
    Author,
    Revision,
    /// Attribute entries alone, up to a blank line.
    Entries,
    /// The text has begun.
    Over,
}

impl Header {
    pub(super) fn is_over(self) -> bool {
        self == Self::Over
    }

    /// Whether the next line is no text: an empty title, the author or the revision. What the last
    /// says becomes attributes.
    pub(super) fn takes(
        &mut self,
        line: &Line<'_>,
        attributes: &mut BTreeMap<String, Entry>,
    ) -> bool {
        let words = line.text.trim();
        if words.is_empty() {
            if *self != Self::Title {
                *self = Self::Over;
            }
            return false;
        }
        let now = *self;
        *self = Self::Over;
        match now {
            Self::Title if is_empty_title(words) => {
                *self = Self::Author;
                true
            }
            Self::Title => {
                if line.text.starts_with("= ") || line.text.starts_with("# ") {
                    *self = Self::Author;
                }
                false
            }
            // Blocks may follow at once where no author is named.
            Self::Author if !begins_block(words) => {
                *self = Self::Revision;
                true
            }
            Self::Revision if revision(line, attributes) => {
                *self = Self::Entries;
                true
            }
            Self::Author | Self::Revision | Self::Entries | Self::Over => false,
        }
    }
}

/// A document can be without a title of its own: its header begins all the same.
fn is_empty_title(words: &str) -> bool {
    let rest = words.strip_prefix('=').or_else(|| words.strip_prefix('#'));
    rest.is_some_and(|it| matches!(it.trim(), "" | "{blank}" | "{empty}"))
}

/// Whether a line under the title begins the text, so that it names no author.
fn begins_block(words: &str) -> bool {
    words.starts_with(['=', '#', '[', '.', '*', '|', '<', '\''])
        || words.starts_with("--")
        || words.contains("::")
}

/// `v1.0, 2020-01-01: remark`: whether the line was one.
fn revision(line: &Line<'_>, attributes: &mut BTreeMap<String, Entry>) -> bool {
    let words = line.text.trim();
    let (revision, remark) = words.split_once(':').unwrap_or((words, ""));
    let (number, date) = match revision.split_once(',') {
        Some((number, date)) => (number.trim(), date.trim()),
        None if revision.starts_with('v') => (revision.trim(), ""),
        None if !remark.is_empty() => ("", revision.trim()),
        None => return false,
    };
    let bare = number.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    if !number.is_empty() && !bare.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let parts = [("revnumber", number), ("revdate", date), ("revremark", remark.trim())];
    for (name, value) in parts.into_iter().filter(|(_, value)| !value.is_empty()) {
        let start = line.text.find(value).unwrap_or(0);
        let text = Text::verbatim(line.span(start..start + value.len()));
        let entry = Entry { value: value.to_owned(), text };
        attributes.entry(name.to_owned()).or_insert(entry);
    }
    true
}
