//! Rows of a list, each cell with its place.

use std::io::Cursor;

use calamine::{Data, Reader as _, open_workbook_auto_from_rs};

use super::columns::{ListMapping, first_line};
use super::{is_blocks, join};
use crate::bilingual;
use crate::source::{Encoding, Problem, ProblemCode, SourceFile, Span, Text};
use crate::syntax::lines::{self, head};
use crate::syntax::{self, NodeKind, peek};

/// A list: the names of its columns, and its rows.
pub(super) struct Table {
    pub(super) headers: Vec<String>,
    pub(super) rows: Vec<Row>,
    /// Where the names of the columns stand.
    pub(super) place: Span,
}

/// One document: cells by column.
pub(super) struct Row {
    pub(super) span: Span,
    pub(super) cells: Vec<(usize, Text)>,
}

/// More rows than this are refused in a workbook, which claims what it likes.
const MOST_SHEET_CELLS: usize = 20_000_000;

pub(super) fn read(
    file: &SourceFile,
    mapping: Option<&ListMapping>,
    problems: &mut Vec<Problem>,
) -> Result<Table, Box<Problem>> {
    if file.encoding() == Encoding::Container {
        render_sheet(file, mapping)?;
        return Ok(delimited(file, '\t', problems));
    }
    let text = file.text();
    if peek(text).is_json {
        return Ok(json(file, problems));
    }
    if is_blocks(head(text, 4096)) {
        return Ok(blocks(file));
    }
    let first = text.lines().find(|it| !it.trim().is_empty()).unwrap_or("");
    let delimiter =
        ['\t', ';', ','].into_iter().max_by_key(|it| first.matches(*it).count()).unwrap_or(',');
    Ok(delimited(file, delimiter, problems))
}

/// CSV with any delimiter: quotes doubled inside quotes, line ends inside quotes allowed.
fn delimited(file: &SourceFile, delimiter: char, problems: &mut Vec<Problem>) -> Table {
    let text = file.text();
    let mut at = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut table = Table { headers: Vec::new(), rows: Vec::new(), place: first_line(file) };
    let mut is_first = true;
    while at < text.len() {
        let start = at;
        let mut cells = Vec::new();
        loop {
            let (cell, next, ended) = field(file, at, delimiter, problems);
            cells.push(cell);
            at = next;
            if ended {
                break;
            }
        }
        let end = text[start..at].trim_end_matches(['\n', '\r']).len() + start;
        if text[start..end].trim().is_empty() {
            continue;
        }
        let span = Span::new(file.id(), start, end);
        if std::mem::take(&mut is_first) {
            table.headers =
                cells.iter().map(|it| super::words(file, it).trim().to_owned()).collect();
            table.place = span;
        } else {
            table.rows.push(Row { span, cells: cells.into_iter().enumerate().collect() });
        }
    }
    table
}

/// One field: its text, where the next starts, and whether the record ended.
fn field(
    file: &SourceFile,
    at: usize,
    delimiter: char,
    problems: &mut Vec<Problem>,
) -> (Text, usize, bool) {
    let text = file.text();
    let rest = &text[at..];
    let ended = |end: usize| {
        let after = &text[end..];
        match after.chars().next() {
            Some('\r') => (end + if after.starts_with("\r\n") { 2 } else { 1 }, true),
            Some('\n') => (end + 1, true),
            Some(c) if c == delimiter => (end + c.len_utf8(), false),
            Some(c) => (end + c.len_utf8(), false),
            None => (end, true),
        }
    };
    if !rest.starts_with('"') {
        let len = rest.find(['\n', '\r', delimiter]).unwrap_or(rest.len());
        let (next, done) = ended(at + len);
        let words = &rest[..len];
        let start = at + words.len() - words.trim_start().len();
        return (
            Text::verbatim(Span::new(file.id(), start, start + words.trim().len())),
            next,
            done,
        );
    }
    let mut from = 1;
    let close = loop {
        match rest[from..].find('"').map(|it| from + it) {
            Some(quote) if rest[quote + 1..].starts_with('"') => from = quote + 2,
            Some(quote) => break quote,
            None => {
                problems.push(
                    Problem::at(
                        ProblemCode::Syntax,
                        Span::new(file.id(), at, at + 1),
                        bilingual!("a quote is opened here and never closed", "此处的引号没有闭合"),
                    )
                    .help(bilingual!(
                        "close it, or double it where it belongs to the words",
                        "请闭合引号；属于文字的引号请写两次"
                    )),
                );
                // The record is taken up to the end of its line, so that the rest is still read.
                break rest.find(['\n', '\r']).unwrap_or(rest.len());
            }
        }
    };
    let inner = Span::new(file.id(), at + 1, at + close.max(1));
    let words = file.slice(inner);
    let value = if words.contains("\"\"") {
        Text::decoded(inner, words.replace("\"\"", "\""), [])
    } else {
        Text::verbatim(inner)
    };
    let after = (at + close + 1).min(text.len());
    let after = if text.is_char_boundary(after) { after } else { at + close };
    let skip = text[after..].find(['\n', '\r', delimiter]).unwrap_or(text.len() - after);
    let (next, done) = ended(after + skip);
    (value, next, done)
}

/// An array of objects; keys are columns.
fn json(file: &SourceFile, problems: &mut Vec<Problem>) -> Table {
    let parsed = syntax::json::parse(file);
    problems.extend(parsed.problems);
    let tree = &parsed.tree;
    let mut table = Table { headers: Vec::new(), rows: Vec::new(), place: first_line(file) };
    for document in tree.documents() {
        // The array itself, or the first array among the members.
        let list = match tree.kind(document.root) {
            NodeKind::Mapping => tree
                .entries(document.root)
                .map(|(_, value)| value)
                .find(|it| tree.kind(*it) == NodeKind::Sequence),
            _ => Some(document.root),
        };
        for item in list.into_iter().flat_map(|it| tree.items(it)) {
            let mut cells = Vec::new();
            for (key, value) in tree.entries(item) {
                let name = tree.str(key);
                let index = table.headers.iter().position(|it| it == name).unwrap_or_else(|| {
                    table.headers.push(name.to_owned());
                    table.headers.len() - 1
                });
                if tree.kind(value) == NodeKind::Scalar && !tree.is_null(value) {
                    cells.push((index, tree.text(value)));
                }
            }
            table.rows.push(Row { span: tree.span(item), cells });
        }
    }
    table
}

/// Blocks of `label ：value` lines with a blank line, or a label that comes again, between them.
fn blocks(file: &SourceFile) -> Table {
    let mut table = Table { headers: Vec::new(), rows: Vec::new(), place: first_line(file) };
    let mut cells: Vec<(usize, Text)> = Vec::new();
    let flush = |cells: &mut Vec<(usize, Text)>, rows: &mut Vec<Row>| {
        let span = join(cells.iter().map(|(_, it)| it.span()));
        if let Some(span) = span {
            rows.push(Row { span, cells: std::mem::take(cells) });
        }
    };
    for line in lines::lines(file) {
        if line.is_blank() {
            flush(&mut cells, &mut table.rows);
            continue;
        }
        let Some(colon) = line.text.find(['：', ':']) else { continue };
        let label = line.text[..colon].trim().trim_start_matches('\u{feff}').to_owned();
        let width = line.text[colon..].chars().next().map_or(1, char::len_utf8);
        let value = &line.text[colon + width..];
        let index = table.headers.iter().position(|it| *it == label).unwrap_or_else(|| {
            table.headers.push(label);
            table.headers.len() - 1
        });
        if cells.iter().any(|(known, _)| *known == index) {
            flush(&mut cells, &mut table.rows);
        }
        let start = line.start + colon + width + value.len() - value.trim_start().len();
        cells
            .push((index, Text::verbatim(Span::new(file.id(), start, start + value.trim().len()))));
    }
    flush(&mut cells, &mut table.rows);
    table
}

/// Renders a sheet as lines of cells set apart by tabs: a workbook has no lines of its own.
fn render_sheet(file: &SourceFile, mapping: Option<&ListMapping>) -> Result<(), Box<Problem>> {
    let fail = |message| Box::new(Problem::with_path(ProblemCode::Syntax, file.path(), message));
    let mut book =
        open_workbook_auto_from_rs(Cursor::new(file.bytes().to_vec())).map_err(|error| {
            fail(bilingual!("the workbook cannot be read: {error}", "无法读取工作簿：{error}"))
        })?;
    let names = book.sheet_names();
    let wanted = mapping.and_then(|it| it.sheet.as_deref());
    let name = match wanted {
        Some(wanted) => names.iter().find(|it| it.as_str() == wanted).ok_or_else(|| {
            let names = names.join(", ");
            fail(bilingual!(
                "the workbook has no sheet \"{wanted}\"; it has: {names}",
                "工作簿中没有工作表“{wanted}”；现有：{names}"
            ))
        })?,
        None => names
            .first()
            .ok_or_else(|| fail(bilingual!("the workbook has no sheet", "工作簿中没有工作表")))?,
    };
    let range = book.worksheet_range(name).map_err(|error| {
        fail(bilingual!("sheet {name} cannot be read: {error}", "无法读取工作表 {name}：{error}"))
    })?;
    if range.height().saturating_mul(range.width()) > MOST_SHEET_CELLS {
        return Err(fail(bilingual!(
            "sheet {name} has more than {MOST_SHEET_CELLS} cells",
            "工作表 {name} 的单元格超过 {MOST_SHEET_CELLS} 个"
        )));
    }
    let mut text = String::new();
    for row in range.rows() {
        for (index, cell) in row.iter().enumerate() {
            if index > 0 {
                text.push('\t');
            }
            let words = match cell {
                Data::Empty => String::new(),
                // A date is a number of days with a format: printed as a day.
                Data::DateTime(date) => {
                    date.as_datetime().map_or_else(|| cell.to_string(), |it| it.date().to_string())
                }
                _ => cell.to_string(),
            };
            text.push_str(&words.replace(['\t', '\n', '\r'], " ").replace('"', "”"));
        }
        text.push('\n');
    }
    file.render(text);
    Ok(())
}
