//! The RFC index as a text file: a catalogue with status and succession.

use thin_vec::ThinVec;

use super::{Reader, Reading, Writing};
use crate::bilingual;
use crate::model::{Lang, Localised, Said, Standard, Status, Target};
use crate::source::{Problem, ProblemCode, SourceFile, SourceMap, Span, Text};
use crate::syntax::lines::{self, Line};
use crate::syntax::text_builder::TextBuilder;
use crate::syntax::xml::stands_for;

/// Reads `rfc-index.txt`.
#[derive(Debug)]
pub(super) struct RfcIndex;

impl Reader for RfcIndex {
    fn name(&self) -> &'static str {
        "rfc-index"
    }

    fn recognises(&self, file: &SourceFile) -> bool {
        let text = file.text();
        let head = lines::head(text, 4096);
        head.lines().any(|line| line.trim() == "RFC INDEX")
    }

    fn writing(&self, _file: &SourceFile) -> Writing {
        Writing::Plain
    }

    fn read(&self, file: &SourceFile, _sources: &SourceMap) -> Reading {
        let mut reading = Reading::default();
        for paragraph in lines::paragraphs(file) {
            let first = paragraph[0];
            let words = first.text;
            let digits = words.bytes().take_while(u8::is_ascii_digit).count();
            if digits == 0 || words.as_bytes().get(digits) != Some(&b' ') {
                continue;
            }
            entry(file, &paragraph, digits, &mut reading);
        }
        reading
    }
}

/// One entry: `####  Title. Authors. Date. (Format: …) (Obsoletes …) … (Status: …) (DOI: …)`.
fn entry(file: &SourceFile, paragraph: &[Line<'_>], digits: usize, reading: &mut Reading) {
    let mut builder = TextBuilder::new();
    for line in paragraph {
        builder.folded(line.text, line.start);
        builder.blank(line.end(), line.end());
    }
    let whole = Span::new(
        file.id(),
        paragraph[0].start,
        paragraph.last().map_or(paragraph[0].start, Line::end),
    );
    let text = builder.finish(whole);
    let value = text.owned().map_or_else(|| file.slice(text.span()), |it| &it.value).to_owned();
    if value[digits..].trim() == "Not Issued." {
        return;
    }
    let Some(groups) = value.find("(Format:").or_else(|| value.find(" (Obsolete").map(|at| at + 1))
    else {
        reading.problems.push(Problem::at(
            ProblemCode::NotUnderstood,
            text.span(),
            bilingual!(
                "this entry of the RFC index has no (Format: …)",
                "RFC 索引的此条目没有 (Format: …)"
            ),
        ));
        return;
    };
    let mut standard = Standard::at(whole);
    let number = text.part(0..digits);
    standard.identity = Some(Target::named(stands_for(number.span(), rfc(&value[..digits]))));
    let head = &value[..groups];
    let title = digits + 1..title_end(head, digits + 1);
    standard.title = Localised::one(Lang::En, text.part(title));
    standard.dates.published = date(head, &text);
    // An RFC is in force from its publication on, until another one obsoletes it: the index knows
    // only those that came before it was made.
    standard.dates.effective.clone_from(&standard.dates.published);
    let mut at = groups;
    while let Some(open) = value[at..].find('(').map(|open| at + open) {
        let close = value[open..].find(')').map_or(value.len(), |close| open + close);
        group(&value, open + 1..close, &text, &mut standard);
        at = close;
    }
    reading.standards.push(standard);
}

fn group(value: &str, range: std::ops::Range<usize>, text: &Text, standard: &mut Standard) {
    let words = &value[range.clone()];
    let lists: [(&str, &mut ThinVec<Target>); 5] = [
        ("Obsoletes ", &mut standard.replaces),
        ("Obsoleted by ", &mut standard.replaced_by),
        ("Updates ", &mut standard.amends),
        ("Updated by ", &mut ThinVec::new()),
        ("Also ", &mut standard.part_of),
    ];
    for (prefix, list) in lists {
        if let Some(names) = words.strip_prefix(prefix) {
            if prefix == "Obsoleted by " {
                standard.status = Some(Said::new(Status::Replaced, text.span_of(range.clone())));
            }
            let mut at = range.start + prefix.len();
            for name in names.split(',') {
                let start = at + (name.len() - name.trim_start().len());
                at += name.len() + 1;
                let name = name.trim();
                if !name.is_empty() {
                    let place = text.span_of(start..start + name.len());
                    list.push(Target::named(stands_for(place, rfc(name))));
                }
            }
            return;
        }
    }
    if let Some(status) = words.strip_prefix("Status: ") {
        let start = range.start + "Status: ".len();
        standard.details_mut().document_type = Some(text.part(start..start + status.len()));
    }
}

/// `RFC0010`, `0010`, `STD0005` in the form in which they are cited.
fn rfc(name: &str) -> String {
    let digits = name.find(|c: char| c.is_ascii_digit()).unwrap_or(name.len());
    let (series, number) = name.split_at(digits);
    let series = if series.is_empty() { "RFC" } else { series.trim() };
    format!("{series} {}", number.trim_start_matches('0'))
}

/// Where the title ends: before the first author (initials), else at the first full stop.
fn title_end(head: &str, from: usize) -> usize {
    let stops = head[from..].match_indices(". ").map(|(at, _)| from + at);
    let is_initials = |word: &str| {
        let mut letters =
            word.trim_end_matches(',').split('.').filter(|it| !it.is_empty()).peekable();
        word.contains('.')
            && letters.peek().is_some()
            && letters.all(|it| {
                it.trim_start_matches('-').chars().count() <= 2
                    && it.chars().any(char::is_uppercase)
            })
    };
    let mut first = None;
    for stop in stops {
        first = first.or(Some(stop));
        let next = head[stop + 2..].split(' ').next().unwrap_or("");
        if is_initials(next) {
            return stop;
        }
    }
    first.unwrap_or_else(|| head.trim_end().trim_end_matches('.').len().max(from))
}

/// The date: the last sentence before the groups, `Month Year` or `1 Month Year`.
fn date(head: &str, text: &Text) -> Option<Text> {
    let trimmed = head.trim_end().trim_end_matches('.');
    let start = trimmed.rfind(". ").map_or(0, |at| at + 2);
    let words: Vec<&str> = trimmed[start..].split(' ').collect();
    let (day, month, year) = match words.as_slice() {
        [month, year] => (None, *month, *year),
        [day, month, year] => (day.parse::<u8>().ok(), *month, *year),
        _ => return None,
    };
    let month = super::month_number(month)?;
    (year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit())).then(|| {
        let mut value = format!("{year}-{month:02}");
        if let Some(day) = day {
            value.push_str(&format!("-{day:02}"));
        }
        stands_for(text.span_of(start..trimmed.len()), value)
    })
}
