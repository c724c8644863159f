//! Pages of a text: their footers and headers are no words of it.

use crate::source::SourceFile;
use crate::syntax::lines::{self, Line};

/// Lines of the document: page footers, page headers and the blank lines around them left out.
pub(super) fn without_page_breaks(file: &SourceFile) -> Vec<Line<'_>> {
    let all: Vec<Line<'_>> = lines::lines(file).collect();
    let is_footer = |line: &Line<'_>| {
        let text = line.text.trim_end();
        text.ends_with(']')
            && text.rfind("[Page ").is_some_and(|at| {
                text[at + 6..text.len() - 1]
                    .trim()
                    .bytes()
                    .all(|b| b.is_ascii_digit() || b.is_ascii_lowercase())
            })
    };
    let mut kept: Vec<Line<'_>> = Vec::with_capacity(all.len());
    let mut index = 0;
    while index < all.len() {
        if !is_footer(&all[index]) {
            kept.push(all[index]);
            index += 1;
            continue;
        }
        let mut blanks = 0;
        while kept.last().is_some_and(Line::is_blank) {
            kept.pop();
            blanks += 1;
        }
        index += 1;
        while all.get(index).is_some_and(Line::is_blank) {
            index += 1;
        }
        // The header of the next page is one line at the margin, in columns.
        if all.get(index).is_some_and(is_header) {
            index += 1;
        }
        let mut after = 0;
        while all.get(index).is_some_and(Line::is_blank) {
            index += 1;
            after += 1;
        }
        // A paragraph goes on over the page unless the page broke between paragraphs; the text
        // cannot tell which, but a new sentence, label or heading starts a new paragraph.
        let goes_on = blanks > 0
            && after > 0
            && kept.last().zip(all.get(index)).is_some_and(|(before, next)| {
                !before.text.trim_end().ends_with(['.', ':', '>', ';'])
                    && next.indent() > 0
                    && before.indent() > 0
                    && !next.text.trim_start().starts_with('[')
            });
        if !goes_on {
            kept.push(Line {
                text: "",
                start: all.get(index).map_or(file.text().len(), |it| it.start),
            });
        }
    }
    kept
}

/// `Internet-Draft        Lamps in Practice        March 2020`, `RFC 99904   Words   March 2019`.
fn is_header(line: &Line<'_>) -> bool {
    let words = line.text.trim_end();
    let in_columns = words.contains("  ") || words.contains('\t');
    let ends_in_year = words.bytes().rev().take_while(u8::is_ascii_digit).count() == 4;
    line.indent() == 0
        && in_columns
        && (ends_in_year
            || words.starts_with("RFC ")
            || words.to_ascii_lowercase().starts_with("internet"))
}
