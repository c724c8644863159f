//! Catalogue lists: CSV and TSV, JSON arrays, Excel sheets, and blocks of labelled lines, one
//! document a row. Which column is what is told by its name, or by `lists:` of `consonance.yaml`.

mod columns;
mod rows;

use thin_vec::ThinVec;

pub use self::columns::{Column, ListMapping};
use self::columns::{Columns, header_column};
use self::rows::{Row, Table};
use super::{Reader, Reading, Writing};
use crate::bilingual;
use crate::identifier;
use crate::model::{Lang, Said, Standard, Status, Target};
use crate::source::{Encoding, Problem, ProblemCode, SourceFile, SourceMap, Span, Text};
use crate::syntax::{docx, lines, peek};

/// The name of the format.
pub(super) const NAME: &str = "list";

/// Reads lists whose column names say what they are.
#[derive(Debug)]
pub(super) struct Lists;

impl Reader for Lists {
    fn name(&self) -> &'static str {
        NAME
    }

    fn recognises(&self, file: &SourceFile) -> bool {
        if file.encoding() == Encoding::Container {
            return docx::part(file.bytes(), "xl/workbook.xml");
        }
        let head = lines::head(file.text(), 4096);
        let peek = peek(file.text());
        if peek.is_json {
            return peek.keys.iter().any(|it| header_column(it) == Some(Column::Number))
                && peek
                    .keys
                    .iter()
                    .any(|it| matches!(header_column(it), Some(Column::Title | Column::Status)));
        }
        if peek.is_xml {
            return false;
        }
        let Some(first) = head.lines().find(|it| !it.trim().is_empty()) else { return false };
        let is_table = [',', '\t', ';'].iter().any(|delimiter| {
            let names: Vec<_> = first
                .split(*delimiter)
                .filter_map(|it| header_column(it.trim().trim_matches('"')))
                .collect();
            names.contains(&Column::Number) && names.len() >= 2
        });
        is_table || is_blocks(head)
    }

    fn writing(&self, file: &SourceFile) -> Writing {
        let is_json = file.text().trim_start().starts_with(['{', '[']);
        if is_json { Writing::Tree } else { Writing::Table }
    }

    fn read(&self, file: &SourceFile, _sources: &SourceMap) -> Reading {
        read(file, None)
    }
}

/// `标准编号 ：T/ABC` on a line of its own, and other labels beside it.
fn is_blocks(head: &str) -> bool {
    let labels = head
        .lines()
        .take(30)
        .filter_map(|line| line.split_once(['：', ':']))
        .filter_map(|(label, _)| header_column(label.trim()));
    let found: Vec<_> = labels.collect();
    found.contains(&Column::Number) && found.contains(&Column::Title)
}

/// Reads a list, with the columns that a mapping names where there is one.
pub(super) fn read(file: &SourceFile, mapping: Option<&ListMapping>) -> Reading {
    let mut reading = Reading::default();
    let table = match rows::read(file, mapping, &mut reading.problems) {
        Ok(table) => table,
        Err(problem) => {
            reading.problems.push(*problem);
            return reading;
        }
    };
    let columns = Columns::of(&table.headers, mapping);
    if let Some(missing) = columns.missing.first() {
        let names = table.headers.join(", ");
        reading.problems.push(
            Problem::at(
                ProblemCode::MissingKey,
                table.place,
                bilingual!("the list has no column \"{missing}\"", "列表中没有“{missing}”列"),
            )
            .help(bilingual!("its columns: {names}", "其列为：{names}")),
        );
    }
    if columns.get(Column::Number).is_none() {
        reading.problems.push(
            Problem::at(
                ProblemCode::MissingKey,
                table.place,
                bilingual!(
                    "no column of the list is known to hold the number of the standard",
                    "列表中没有可识别为标准编号的列"
                ),
            )
            .help(bilingual!(
                "name it in consonance.yaml: lists: [{{path: …, columns: {{number: …}}}}]",
                "请在 consonance.yaml 中指明：lists: [{{path: …, columns: {{number: …}}}}]"
            )),
        );
        return reading;
    }
    for row in &table.rows {
        if let Some(standard) = standard(file, &table, &columns, row) {
            reading.standards.push(standard);
        }
    }
    reading
}

/// Every cell with the name of its column.
pub(super) fn cells(file: &SourceFile) -> Vec<(String, Text)> {
    let Ok(table) = rows::read(file, None, &mut Vec::new()) else { return Vec::new() };
    let name =
        |at: usize| table.headers.get(at).map_or_else(String::new, |it| it.trim().to_owned());
    let cells = table.rows.iter().flat_map(|row| &row.cells);
    cells.map(|(at, text)| (name(*at), text.clone())).collect()
}

fn words<'t>(file: &'t SourceFile, text: &'t Text) -> &'t str {
    text.owned().map_or_else(|| file.slice(text.span()), |it| &it.value)
}

fn standard(file: &SourceFile, table: &Table, columns: &Columns, row: &Row) -> Option<Standard> {
    let cell = |column: Column| {
        let index = columns.get(column)?;
        row.cells
            .iter()
            .find(|(at, _)| *at == index)
            .map(|(_, text)| text)
            .filter(|it| !words(file, it).trim().is_empty())
    };
    let mut number = cell(Column::Number)?.clone();
    let mut title = cell(Column::Title).cloned();
    // A list in blocks may split the number: the code here, the rest at the head of the title.
    if let Some(head) = title.as_ref().and_then(|it| split_number(words(file, it)))
        && !words(file, &number).chars().any(|c| c.is_ascii_digit())
        && let Some(whole) = title.take()
    {
        let code = words(file, &number).trim().to_owned();
        let rest = words(file, &whole)[..head].trim().to_owned();
        number = Text::decoded(whole.part(0..head).span(), format!("{code} {rest}"), []);
        let len = words(file, &whole).len();
        let start = head + words(file, &whole)[head..].len()
            - words(file, &whole)[head..].trim_start().len();
        title = (start < len).then(|| whole.part(start..len));
    }
    let mut standard = Standard::at(row.span);
    standard.identity = Some(Target::named(number));
    if let Some(title) = title {
        standard.title.texts.push((language_of(words(file, &title)), title));
    }
    if let Some(title) = cell(Column::TitleEn) {
        standard.title.texts.push((Lang::En, title.clone()));
    }
    if let Some(text) = cell(Column::Status) {
        let value = status(words(file, text).trim());
        standard.status = value.map(|it| Said::new(it, text.span()));
    }
    standard.dates.published = cell(Column::Published).cloned();
    standard.dates.effective = cell(Column::Effective).cloned();
    standard.dates.withdrawn = cell(Column::Withdrawn).cloned().map(Box::new);
    standard.dates.reviewed = cell(Column::Reviewed).cloned().map(Box::new);
    if let Some(text) = cell(Column::Replaces) {
        standard.replaces = documents(words(file, text), text, true);
    }
    if let Some(text) = cell(Column::ReplacedBy) {
        standard.replaced_by = documents(words(file, text), text, false);
    }
    for (column, is_ics) in [(Column::Ics, true), (Column::Ccs, false)] {
        if let Some(text) = cell(column) {
            let codes = codes(words(file, text), text, is_ics);
            let classification = standard.classification_mut();
            if is_ics { classification.ics = codes } else { classification.ccs = codes }
        }
    }
    if let Some(text) = cell(Column::Issuer) {
        standard.details_mut().issuer = Some(text.clone());
    }
    let _ = table;
    Some(standard)
}

/// Documents named in a cell, which may hold other words too: `代替DB50/T 398-2011主管部门：…`.
/// In a column that is for several things, only what follows the word for it counts.
fn documents(words: &str, text: &Text, is_replaces: bool) -> ThinVec<Target> {
    let by_word = ["代替", "替代", "replaces", "supersedes", "Replaces"]
        .iter()
        .find_map(|it| words.find(it).map(|at| at + it.len()));
    let is_reverse = words.contains("被代替") || words.contains("被替代");
    let has_labels = words.contains('：') || words.contains(':') && !words.contains("ISO");
    let from = match (by_word, has_labels) {
        (Some(at), _) if is_replaces && !is_reverse => at,
        (None, true) if is_replaces => return ThinVec::new(),
        _ => 0,
    };
    identifier::find(&words[from..])
        .into_iter()
        .map(|it| Target::named(text.part(from + it.range.start..from + it.range.end)))
        .collect()
}

fn codes(words: &str, text: &Text, is_ics: bool) -> ThinVec<Text> {
    let is_part =
        |c: char| c.is_ascii_digit() || (is_ics && c == '.') || (!is_ics && c.is_ascii_uppercase());
    let mut found = ThinVec::new();
    let mut start = None;
    for (at, c) in words.char_indices().chain([(words.len(), ' ')]) {
        match (is_part(c), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push(text.part(from..at));
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// Where the rest of a split number ends: `0032-2021 标题`.
fn split_number(title: &str) -> Option<usize> {
    let end = title
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '—' | '–' | '－' | '/')))
        .unwrap_or(title.len());
    let head = &title[..end];
    let year = head.rsplit(['-', '—', '–', '－']).next()?;
    (head.len() > year.len() && year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()))
        .then_some(end)
}

fn status(word: &str) -> Option<Status> {
    Status::from_word(word).or_else(|| {
        Some(match word.to_lowercase().as_str() {
            "valid" | "active" | "in force" | "published" | "有效" => Status::Current,
            "withdrawn" | "cancelled" | "obsolete" | "inactive" | "abolished" | "失效" => {
                Status::Withdrawn
            }
            "superseded" | "replaced" | "已被代替" | "被替代" => Status::Replaced,
            "draft" | "under development" | "征求意见" | "报批" => Status::Draft,
            "confirmed" => Status::Confirmed,
            _ => return None,
        })
    })
}

fn language_of(text: &str) -> Lang {
    if text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) {
        Lang::Zh
    } else if text.chars().any(|c| ('\u{400}'..='\u{4ff}').contains(&c)) {
        Lang::Ru
    } else {
        Lang::Unstated
    }
}

/// The span of several texts.
fn join(spans: impl Iterator<Item = Span>) -> Option<Span> {
    spans.reduce(Span::join)
}
