//! The heat map: sectors as rows, aspects or levels as columns, in as many blocks as the terminal needs.

use std::io;

use super::super::paint::Ink;
use super::super::wrap::{columns, crop};
use super::Columns;
use super::table::{Line, Table};
use super::terminal::Page;
use crate::bilingual;
use crate::source::plural;

/// Behind a code that nobody has read in its source.
pub(super) const UNVERIFIED: &str = "~";
/// Columns of a total: `12/13`, with a space before it.
const LEAST_TOTAL: usize = 6;
/// Columns that a label needs to be read.
const LEAST_LABEL: usize = 18;
/// Columns of a label beyond which none becomes easier to read.
const MOST_LABEL: usize = 44;

/// Where the columns of a block stand.
struct Grid {
    cell: usize,
    label: usize,
    total: usize,
    from: usize,
    to: usize,
    /// Totals stand behind the last block.
    last: bool,
}

impl Page<'_> {
    pub(super) fn map(&mut self) -> io::Result<()> {
        let table = Table::new(self.view, self.look.language);
        if table.lines.is_empty() {
            let text = match self.view.columns {
                Columns::Aspects => bilingual!(
                    "no cell has a standard, and no plan requires one",
                    "没有单元已有标准，也没有计划要求标准"
                ),
                Columns::Levels => bilingual!(
                    "no standard in force has a sector of this scheme",
                    "没有现行标准属于此分类的部门"
                ),
            };
            let text = self.say(&text);
            self.lines(&text, 0)?;
            return writeln!(self.out);
        }
        let cell = self.cell_width(&table);
        let totals = table.lines.iter().filter_map(|it| match it {
            Line::Row { total, .. } => Some(columns(total)),
            Line::Heading { .. } => None,
        });
        let sums = table.sums.iter().map(|it| columns(&it.2));
        let total = totals.chain(sums).chain([columns(&table.total)]).max().unwrap_or(0) + 1;
        let total = total.max(LEAST_TOTAL);
        // Where the terminal is narrow, columns stand in blocks one under the other.
        let room = self.look.width.saturating_sub(total + LEAST_LABEL);
        let per_block = (room / cell).max(1);
        let blocks = table.heads.len().div_ceil(per_block).max(1);
        let per_block = table.heads.len().div_ceil(blocks);
        let label = self.look.width.saturating_sub(total + per_block * cell).min(MOST_LABEL);
        for block in 0..blocks {
            let from = block * per_block;
            let to = (from + per_block).min(table.heads.len());
            if from < to {
                let grid = Grid { cell, label, total, from, to, last: block + 1 == blocks };
                self.block(&table, &grid)?;
            }
        }
        if !table.quiet.is_empty() {
            let count = table.quiet.len();
            let rows = plural(count, "row has", "rows have");
            let none = plural(count, "needs", "need");
            let text = match self.view.columns {
                Columns::Aspects => bilingual!(
                    "{count} {rows} no standard and {none} none:",
                    "另有 {count} 行没有标准，也不要求："
                ),
                Columns::Levels => bilingual!(
                    "{count} {rows} no standard in force:",
                    "另有 {count} 行没有现行标准："
                ),
            };
            let mut entries = vec![(self.say(&text), Ink::Dim)];
            entries.extend(table.quiet.iter().map(|code| (code.clone(), Ink::Dim)));
            self.flow(&entries, " ")?;
            writeln!(self.out)?;
        }
        Ok(())
    }

    /// As wide as the terminal lets it be, and no wider than what is in it.
    fn cell_width(&self, table: &Table) -> usize {
        let heads = table.heads.len().max(1);
        let widest = table
            .lines
            .iter()
            .filter_map(|it| match it {
                Line::Row { cells, .. } => cells.iter().map(|(text, _)| columns(text)).max(),
                Line::Heading { .. } => None,
            })
            .chain(table.sums.iter().filter_map(|it| it.1.iter().map(|it| columns(it)).max()))
            .max()
            .unwrap_or(1);
        let room = self.look.width.saturating_sub(LEAST_TOTAL + LEAST_LABEL + 10) / heads;
        room.clamp(4, 6).max(widest + 1)
    }

    fn block(&mut self, table: &Table, grid: &Grid) -> io::Result<()> {
        let heads = &table.heads[grid.from..grid.to];
        if heads.iter().any(|it| !it.group.is_empty()) {
            let mut line = " ".repeat(grid.label);
            for group in heads.chunk_by(|a, b| a.group == b.group && !a.group.is_empty()) {
                let width = group.len() * grid.cell;
                let head = group.first();
                let name = head.map_or("", |it| it.group.as_str());
                let short = head.map_or("", |it| it.group_short.as_str());
                let fits = columns(name) + 2 <= width;
                line.push_str(&spread(if fits { name } else { short }, width));
            }
            let line = self.paint(line.trim_end(), Ink::Dim);
            writeln!(self.out, "{line}")?;
        }
        let mut line = " ".repeat(grid.label);
        for head in heads {
            line.push_str(&right(&crop_bare(&head.short, grid.cell - 1), grid.cell));
        }
        if grid.last {
            line.push_str(&right(&table.total, grid.total));
        }
        let line = self.paint(&line, Ink::Bold);
        writeln!(self.out, "{line}")?;

        let width = table.lines.iter().filter_map(|it| match it {
            Line::Row { code, verified, .. } => Some(columns(code) + usize::from(!verified)),
            Line::Heading { .. } => None,
        });
        let code_width = width.max().unwrap_or(0);
        for line in &table.lines {
            match line {
                Line::Heading { code, label } => {
                    let text = format!("{} {label}", left(code, code_width));
                    let text = self.paint(&crop(&text, self.look.width), Ink::Bold);
                    writeln!(self.out, "{text}")?;
                }
                Line::Row { code, verified, label, cells, total } => {
                    let mark = if *verified { "" } else { UNVERIFIED };
                    let text = format!("{} {label}", left(&format!("{code}{mark}"), code_width));
                    let mut line = left(&crop(&text, grid.label.saturating_sub(1)), grid.label);
                    for (text, ink) in &cells[grid.from..grid.to] {
                        let fill = " ".repeat(grid.cell.saturating_sub(columns(text)));
                        line.push_str(&fill);
                        line.push_str(&self.paint(text, *ink));
                    }
                    if grid.last {
                        line.push_str(&right(total, grid.total));
                    }
                    writeln!(self.out, "{}", line.trim_end())?;
                }
            }
        }
        let rule =
            grid.label + (grid.to - grid.from) * grid.cell + if grid.last { grid.total } else { 0 };
        let rule = self.paint(&"─".repeat(rule), Ink::Dim);
        writeln!(self.out, "{rule}")?;
        for (word, numbers, total) in &table.sums {
            let mut line = left(&crop(word, grid.label.saturating_sub(1)), grid.label);
            for number in &numbers[grid.from..grid.to] {
                line.push_str(&right(number, grid.cell));
            }
            if grid.last {
                line.push_str(&right(total, grid.total));
            }
            writeln!(self.out, "{}", line.trim_end())?;
        }
        writeln!(self.out)
    }
}

fn left(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

fn right(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(columns(text))))
}

/// Cut without a mark: a head of three letters says more than two and a dot.
fn crop_bare(text: &str, width: usize) -> String {
    let mut kept = String::new();
    for character in text.chars() {
        kept.push(character);
        if columns(&kept) > width {
            kept.pop();
            break;
        }
    }
    kept
}

/// A name over its columns, with a line as far as they go.
fn spread(name: &str, width: usize) -> String {
    if name.is_empty() {
        return " ".repeat(width);
    }
    let name = crop(name, width.saturating_sub(2));
    let fill = width.saturating_sub(columns(&name) + 2);
    format!(" {name} {}", "─".repeat(fill))
}
