//! Cells of a table as one text: one row a line, cells set apart by tabs.

use crate::model::{Lang, Localised, Segment, Text};
use crate::syntax::NodeKind;
use crate::syntax::access::Cursor;

use super::common::{each_language, text};

/// The cells, or the cells of each language.
pub(super) fn localised_cells(rows: Cursor<'_>) -> Localised {
    let mut found = Localised::default();
    if rows.kind() == NodeKind::Mapping {
        each_language(rows, |lang, rows| found.texts.extend(cells(rows).map(|it| (lang, it))));
    } else {
        found.texts.extend(cells(rows).map(|it| (Lang::Unstated, it)));
    }
    found
}

/// The cells as one text whose places map back to the cells.
fn cells(rows: Cursor<'_>) -> Option<Text> {
    let mut value = String::new();
    let mut segments = Vec::new();
    for (index, row) in rows.items().enumerate() {
        if index > 0 {
            value.push('\n');
        }
        for (index, cell) in row.items().enumerate() {
            if index > 0 {
                value.push('\t');
            }
            if cell.is_null() {
                continue;
            }
            if let Some(text) = text(cell) {
                append(&mut value, &mut segments, cell, &text);
            }
        }
    }
    (!value.is_empty()).then(|| Text::decoded(rows.span(), value, segments))
}

/// Adds a cell; line breaks and tabs in it would look like further cells.
fn append(value: &mut String, segments: &mut Vec<Segment>, cell: Cursor<'_>, text: &Text) {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let base = offset(value.len());
    let words = match text.owned() {
        Some(owned) => {
            segments.extend(
                owned
                    .segments
                    .iter()
                    .map(|segment| Segment { value: base + segment.value, ..*segment }),
            );
            &*owned.value
        }
        None => {
            let words = cell.access().tree().source(text.span());
            if !words.is_empty() {
                let segment =
                    Segment { value: base, source: text.span().start, len: offset(words.len()) };
                segments.push(segment);
            }
            words
        }
    };
    value.extend(words.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }));
}
