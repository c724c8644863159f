//! The first page of a text: what the document is.

use std::ops::Range;

use super::{Draft, text_of};
use crate::model::{Lang, Localised, Said, Standard, Status, Target};
use crate::source::Text;
use crate::syntax::lines::Line;
use crate::syntax::text_builder::TextBuilder;
use crate::syntax::xml::stands_for;

/// What stands right of this column on the first page is of the authors' column.
const RIGHT_COLUMN: usize = 40;

/// Lists of documents on the first page.
#[derive(Clone, Copy)]
enum List {
    Obsoletes,
    Updates,
}

impl Draft<'_> {
    pub(super) fn front(&self, lines: &[Line<'_>], standard: &mut Standard) {
        let mut title: Vec<Line<'_>> = Vec::new();
        let mut draft_name = None;
        let mut in_header = true;
        for paragraph in lines.split(Line::is_blank).filter(|it| !it.is_empty()) {
            in_header &= is_header_block(paragraph);
            if in_header {
                self.header(paragraph, standard);
            }
            for line in paragraph {
                let words = line.text.trim();
                if let Some(name) = draft_name_in(words) {
                    let name = self.text(line, name);
                    standard.status = Some(Said::new(Status::Draft, name.span()));
                    draft_name.get_or_insert(name);
                } else if !in_header && draft_name.is_none() {
                    title.push(*line);
                }
            }
        }
        if standard.status.is_none() {
            // An RFC is in force from its publication on.
            standard.dates.effective.clone_from(&standard.dates.published);
        }
        if let Some(name) = draft_name {
            if standard.identity.is_none() {
                standard.identity = Some(Target::named(name));
            } else {
                standard.other_identifiers.push(Target::named(name));
            }
        }
        let mut words = TextBuilder::new();
        for line in &title {
            words.folded(line.text, line.start);
            words.blank(line.end(), line.end());
        }
        if !words.is_empty() {
            standard.title = Localised::one(Lang::En, words.finish(self.file.whole()));
        }
    }

    /// The two columns at the top: what the document is, and whose.
    fn header(&self, lines: &[Line<'_>], standard: &mut Standard) {
        let mut list = None;
        for line in lines {
            let left = left_column(line.text);
            let (label, value) = match left.split_once(':') {
                Some((label, value)) => (label.trim().to_ascii_lowercase(), value),
                None => (String::new(), left),
            };
            list = match label.as_str() {
                "obsoletes" => Some(List::Obsoletes),
                "updates" => Some(List::Updates),
                // A list may go on below its label.
                "" if !left.trim().is_empty() && numbers(left).is_some() => list,
                _ => None,
            };
            match list {
                Some(list) => self.list(list, line, value, standard),
                None => self.labelled(&label, line, value.trim(), standard),
            }
            if standard.dates.published.is_none()
                && let Some((range, value)) = date(line.text)
            {
                standard.dates.published = Some(stands_for(self.span(line, range), value));
            }
        }
    }

    fn labelled(&self, label: &str, line: &Line<'_>, value: &str, standard: &mut Standard) {
        let is_number = !value.is_empty() && value.bytes().all(|it| it.is_ascii_digit());
        let named = |series: &str| {
            let number = value.trim_start_matches('0');
            Target::named(stands_for(self.text(line, value).span(), format!("{series} {number}")))
        };
        match label {
            "request for comments" if is_number => standard.identity = Some(named("RFC")),
            "bcp" | "std" | "fyi" if is_number => {
                standard.part_of.push(named(&label.to_ascii_uppercase()));
            }
            "intended status" | "category" if !value.is_empty() => {
                standard.details_mut().document_type = Some(self.text(line, value));
            }
            _ => {}
        }
    }

    fn list(&self, list: List, line: &Line<'_>, value: &str, standard: &mut Standard) {
        let list = match list {
            List::Obsoletes => &mut standard.replaces,
            List::Updates => &mut standard.amends,
        };
        for word in numbers(value).unwrap_or_default() {
            let place = self.text(line, word).span();
            let number = digits(word).trim_start_matches('0');
            list.push(Target::named(stands_for(place, format!("RFC {number}"))));
        }
    }

    /// Words of a line, at their place.
    fn text(&self, line: &Line<'_>, words: &str) -> Text {
        let start = text_of(line, words);
        Text::verbatim(self.span(line, start..start + words.len()))
    }
}

/// The name of the draft where a line is nothing else: `<draft-example-lamps-02.txt>`.
fn draft_name_in(line: &str) -> Option<&str> {
    let bare = line.trim_start_matches('<').trim_end_matches('>');
    let name = bare.strip_suffix(".txt").unwrap_or(bare);
    (name.starts_with("draft-") && !name.contains(' ')).then_some(name)
}

/// Whether lines are columns or labels; the title is centred.
fn is_header_block(lines: &[Line<'_>]) -> bool {
    lines.iter().any(|line| {
        let in_columns = line.text.trim().contains("    ");
        let label = left_column(line.text).split_once(':').is_some_and(|(label, _)| {
            line.indent() == 0 && label.bytes().all(|it| it.is_ascii_alphabetic() || it == b' ')
        });
        in_columns || label || line.indent() >= RIGHT_COLUMN
    })
}

/// What stands in the left column: up to a gap, and nothing where the line begins further right.
fn left_column(line: &str) -> &str {
    let indent = line.len() - line.trim_start().len();
    if indent >= RIGHT_COLUMN {
        return "";
    }
    let words = &line[indent..];
    // After a label the value may stand apart.
    let value = words
        .find(':')
        .map_or(0, |at| at + 1 + words[at + 1..].len() - words[at + 1..].trim_start().len());
    let value = if value + indent < RIGHT_COLUMN { value } else { 0 };
    let end = words[value..].find("  ").map_or(words.len(), |at| value + at);
    &words[..end]
}

/// The words of a list of numbers: `5285, RFC 7231 (if approved)`; `None` where anything else is said.
fn numbers(list: &str) -> Option<Vec<&str>> {
    let mut found = Vec::new();
    for word in list.split([',', ' ', ';']).filter(|it| !it.is_empty()) {
        match word.to_ascii_lowercase().as_str() {
            "rfc" | "rfcs" | "(if" | "approved)" | "and" | "none" | "n/a" => {}
            _ if !digits(word).is_empty() => found.push(word.trim_end_matches('.')),
            _ => return None,
        }
    }
    Some(found)
}

/// `7231` of `7231`, `RFC7231`, `rfc7231.`; empty for other words.
fn digits(word: &str) -> &str {
    let number = word.trim_start_matches(['R', 'F', 'C', 'r', 'f', 'c']).trim_end_matches('.');
    if number.bytes().all(|it| it.is_ascii_digit()) { number } else { "" }
}

/// A date at the end of a line of the front matter: `7 March 2023`, `March 2023`.
fn date(line: &str) -> Option<(Range<usize>, String)> {
    let trimmed = line.trim_end();
    let column = trimmed.rfind("  ").map_or(line.len() - line.trim_start().len(), |at| at + 2);
    // What stands in the left column beside `Expires:` is another date.
    if line.to_ascii_lowercase().contains("expire") && column < RIGHT_COLUMN {
        return None;
    }
    let words: Vec<&str> = trimmed.get(column..)?.split_whitespace().collect();
    let (day, month, year) = match words.as_slice() {
        [month, year] => (None, *month, *year),
        [day, month, year] if day.ends_with(',') || day.parse::<u8>().is_ok() => {
            (day.parse::<u8>().ok(), *month, *year)
        }
        [month, day, year] if day.ends_with(',') => {
            (day.trim_end_matches(',').parse::<u8>().ok(), *month, *year)
        }
        _ => return None,
    };
    let month = super::super::month_number(month)?;
    if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut value = format!("{year}-{month:02}");
    if let Some(day) = day {
        value.push_str(&format!("-{day:02}"));
    }
    Some((column..trimmed.len(), value))
}
