//! The heat map in a terminal, and what is to be done.

use std::io::{self, Write};

use super::super::Look;
use super::super::paint::{Ink, paint};
use super::super::wrap::{columns, crop, wrap};
use super::table::{Line, Table, level_names};
use super::{Columns, CoverageView, sign};
use crate::bilingual;
use crate::coverage::{Gap, GapKind, Matrix, MatrixCell, State};
use crate::source::{Bilingual, Language};

/// Columns of a total: `12/13`, with a space before it.
const LEAST_TOTAL: usize = 6;
/// Columns that a label needs to be read.
const LEAST_LABEL: usize = 18;
/// Columns of a label beyond which none becomes easier to read.
const MOST_LABEL: usize = 44;
/// Standards that are named at a cell, without `-v`.
const NAMED: usize = 4;

/// Writes the matrix for a reader at a terminal.
///
/// # Errors
/// What `out` says.
pub fn terminal(view: &CoverageView<'_>, look: Look, out: &mut dyn Write) -> io::Result<()> {
    if look.quiet > 1 {
        return Ok(());
    }
    let mut page = Page { view, matrix: view.matrix, look, out };
    if look.quiet == 0 {
        page.head()?;
        page.map()?;
        page.legend()?;
        page.left_out()?;
    }
    page.gaps()?;
    page.summary()
}

struct Page<'a> {
    view: &'a CoverageView<'a>,
    matrix: &'a Matrix,
    look: Look,
    out: &'a mut dyn Write,
}

impl Page<'_> {
    fn say(&self, text: &Bilingual) -> String {
        text.get(self.look.language).to_owned()
    }

    fn paint(&self, text: &str, ink: Ink) -> String {
        paint(text, ink, self.look.color)
    }

    fn lines(&mut self, text: &str, indent: usize) -> io::Result<()> {
        let width = self.look.width.saturating_sub(indent);
        for line in wrap(text, width) {
            writeln!(self.out, "{}{line}", " ".repeat(indent))?;
        }
        Ok(())
    }

    fn head(&mut self) -> io::Result<()> {
        let as_of = self.view.as_of;
        let title = self.say(&self.matrix.scheme.label);
        let dated = self.say(&bilingual!("as of {as_of}", "截至 {as_of}"));
        let title = crop(&format!("{title} · {dated}"), self.look.width);
        let title = self.paint(&title, Ink::Bold);
        writeln!(self.out, "{title}")?;
        if self.matrix.scheme.crosswalk {
            let guessed = self.matrix.totals.guessed;
            let text = self.say(&bilingual!(
                "the sector of {guessed} standards is guessed from their ICS codes",
                "其中 {guessed} 项标准的部门由 ICS 号推测而得"
            ));
            self.lines(&text, 0)?;
        }
        writeln!(self.out)
    }

    fn map(&mut self) -> io::Result<()> {
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
            let text = match self.view.columns {
                Columns::Aspects => bilingual!(
                    "{count} rows have no standard and need none:",
                    "另有 {count} 行没有标准，也不要求："
                ),
                Columns::Levels => bilingual!(
                    "{count} rows have no standard in force:",
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

    fn legend(&mut self) -> io::Result<()> {
        let language = self.look.language;
        if self.view.columns == Columns::Levels {
            let names: Vec<(String, Ink)> =
                level_names(language).into_iter().map(|it| (it, Ink::Dim)).collect();
            return self.flow(&names, " · ");
        }
        let colon = bilingual!(": ", "：");
        let colon = colon.get(language);
        // Each sign with its number of cells: the legend is also the sum.
        let mut entries: Vec<(String, Ink)> = State::ALL
            .iter()
            .map(|state| {
                let count = self.matrix.totals.of(*state);
                let label = state.label();
                let text = format!("{} {}{colon}{count}", sign::sign(*state), label.get(language));
                (text, if count == 0 { Ink::Dim } else { sign::ink(*state) })
            })
            .collect();
        if self.matrix.totals.below_minimum > 0 {
            let count = self.matrix.totals.below_minimum;
            let label = GapKind::BelowMinimum.label();
            let text = format!("{} {}{colon}{count}", sign::BELOW, label.get(language));
            entries.push((text, Ink::Warning));
        }
        self.flow(&entries, "   ")?;
        writeln!(self.out)?;
        let heads: Vec<(String, Ink)> = self
            .matrix
            .aspects
            .iter()
            .filter(|it| it.short.get(language) != it.label.get(language))
            .map(|it| (format!("{} {}", it.short.get(language), it.label.get(language)), Ink::Dim))
            .collect();
        let digits = bilingual!(
            "a digit is the number of standards (none: one, *: ten or more)",
            "数字为标准数（无数字为一项，* 为十项及以上）"
        );
        let mut words = vec![(digits.get(language).to_owned(), Ink::Dim)];
        if self.matrix.sectors.iter().any(|it| !it.verified) {
            let text = bilingual!(
                "{UNVERIFIED} the code was not yet read in its source",
                "{UNVERIFIED} 该代码尚未与来源核对"
            );
            words.push((text.get(language).to_owned(), Ink::Dim));
        }
        self.flow(&words, " · ")?;
        self.flow(&heads, " · ")
    }

    /// Short entries in a row, broken only between them.
    fn flow(&mut self, entries: &[(String, Ink)], separator: &str) -> io::Result<()> {
        let (mut line, mut used) = (String::new(), 0);
        for (entry, ink) in entries {
            let more = columns(separator) + columns(entry);
            if used > 0 && used + more > self.look.width {
                writeln!(self.out, "{line}")?;
                (line, used) = (String::new(), 0);
            }
            if used > 0 {
                line.push_str(&self.paint(separator, Ink::Dim));
                used += columns(separator);
            }
            line.push_str(&self.paint(entry, *ink));
            used += columns(entry);
        }
        if used > 0 { writeln!(self.out, "{line}") } else { Ok(()) }
    }

    /// What the matrix does not show: standards without a cell, and entries of the plan that lead
    /// nowhere.
    fn left_out(&mut self) -> io::Result<()> {
        writeln!(self.out)?;
        let text = self.say(&standards_line(self.matrix));
        self.lines(&text, 0)?;
        let unknown = &self.matrix.unknown_codes;
        if !unknown.is_empty() {
            let all = self.look.verbose > 0;
            let most = if all { unknown.len() } else { 8 };
            let mut codes: Vec<String> = unknown
                .iter()
                .take(most)
                .map(|it| format!("{} ({})", it.code, it.standards))
                .collect();
            if unknown.len() > most {
                codes.push("…".to_owned());
            }
            let codes = codes.join(", ");
            let text = self.say(&bilingual!(
                "not in the scheme or the list of aspects: {codes}",
                "不在分类或方面清单中：{codes}"
            ));
            self.lines(&text, 0)?;
        }
        for fault in &self.matrix.plan_faults {
            let text = format!("{}:{}: {}", fault.path, fault.line, self.say(&fault.message));
            let word = self.say(&bilingual!("in the plan", "计划中"));
            self.lines(&format!("{word}: {text}"), 0)?;
        }
        Ok(())
    }

    fn gaps(&mut self) -> io::Result<()> {
        if self.view.columns == Columns::Levels {
            return Ok(());
        }
        for gap in self.matrix.gaps() {
            self.gap(&gap)?;
        }
        Ok(())
    }

    fn gap(&mut self, gap: &Gap<'_>) -> io::Result<()> {
        let count = gap.cells.len();
        let label = self.say(&gap.kind.label());
        let title = self.say(&bilingual!("{label} ({count})", "{label}（{count}）"));
        let colon = self.say(&bilingual!(":", "："));
        let ink = if gap.kind.is_warning() { Ink::Warning } else { Ink::Info };
        let advice = self.say(&gap.kind.advice());
        let space = if self.look.language == Language::En { " " } else { "" };
        let joined = format!("{title}{colon}{space}{advice}");
        writeln!(self.out)?;
        if columns(&joined) <= self.look.width {
            let title = self.paint(&title, ink);
            writeln!(self.out, "{title}{colon}{space}{advice}")?;
        } else {
            let title = self.paint(&title, ink);
            writeln!(self.out, "{title}{colon}")?;
            self.lines(&advice, 2)?;
        }
        for cells in gap.cells.chunk_by(|a, b| a.sector == b.sector && names(a) == names(b)) {
            self.gap_row(gap.kind, cells)?;
        }
        Ok(())
    }

    fn gap_row(&mut self, kind: GapKind, cells: &[&MatrixCell]) -> io::Result<()> {
        let Some(first) = cells.first() else { return Ok(()) };
        let language = self.look.language;
        let row = self.matrix.sectors.iter().find(|it| it.code == first.sector);
        let sector = row.map_or("", |it| it.label.get(language));
        let aspects: Vec<&str> = cells
            .iter()
            .filter_map(|cell| self.matrix.aspects.iter().find(|it| it.key == cell.aspect))
            .map(|it| it.label.get(language))
            .collect();
        let list = bilingual!(", ", "、");
        let colon = bilingual!(": ", "：");
        let aspects = aspects.join(list.get(language));
        let mut text = format!("{} {sector}{}{aspects}", first.sector, colon.get(language));
        if kind == GapKind::BelowMinimum
            && let Some((best, min)) = first.best_level.zip(first.min_level)
        {
            let (best, min) =
                (crate::coverage::level_label(best), crate::coverage::level_label(min));
            let (en, zh) = (
                format!(" ({} where {} is wanted)", best.en, min.en),
                format!("（现为{}，要求{}）", best.zh, min.zh),
            );
            text.push_str(Bilingual { en, zh }.get(language));
        }
        let names = names(first);
        if !names.is_empty() {
            let most = if self.look.verbose > 0 { names.len() } else { NAMED };
            let more = names.len().saturating_sub(most);
            let mut shown = names[..names.len().min(most)].join(list.get(language));
            if more > 0 {
                let more = bilingual!(" and {more} more", "等，另有 {more} 项");
                shown.push_str(more.get(language));
            }
            text.push_str(" · ");
            text.push_str(&shown);
        }
        let width = self.look.width.saturating_sub(4);
        for (at, line) in wrap(&text, width).into_iter().enumerate() {
            writeln!(self.out, "{}{line}", if at == 0 { "  " } else { "    " })?;
        }
        Ok(())
    }

    fn summary(&mut self) -> io::Result<()> {
        writeln!(self.out)?;
        let text = self.say(&summary_line(self.matrix));
        self.lines(&text, 0)
    }
}

/// Behind a code that nobody has read in its source.
const UNVERIFIED: &str = "~";

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

/// The standards that matter for what is wrong with a cell.
fn names(cell: &MatrixCell) -> &[String] {
    match cell.state {
        State::Planned => &cell.planned,
        State::Unknown => &cell.uncertain,
        _ => &cell.standards,
    }
}

/// Numbers of cells, each with its denominator.
pub(super) fn summary_line(matrix: &Matrix) -> Bilingual {
    let t = &matrix.totals;
    let (filled, of, na) = (t.filled, t.applicable, t.not_applicable);
    let mut text =
        bilingual!("{filled} of {of} cells filled", "{of} 个单元中 {filled} 个已有现行标准");
    let mut add = |more: Bilingual| {
        text.en.push_str(&format!(", {}", more.en));
        text.zh.push_str(&format!("，{}", more.zh));
    };
    if matrix.planned {
        let (filled, of) = (t.required_filled, t.required);
        add(bilingual!("{filled} of {of} required ones", "{of} 个要求的单元中 {filled} 个已有"));
    } else {
        add(bilingual!("no plan says which are required", "没有计划说明哪些是要求的"));
    }
    if na > 0 {
        add(bilingual!("{na} not applicable", "{na} 个不适用"));
    }
    text
}

/// What became of all standards: everything that is not in the matrix is said.
pub(super) fn standards_line(matrix: &Matrix) -> Bilingual {
    let (t, u) = (&matrix.totals, &matrix.unclassified);
    let (all, classified) = (t.standards, t.classified);
    let mut text = bilingual!(
        "{classified} of {all} standards have a cell",
        "{all} 项标准中 {classified} 项已归入单元"
    );
    let mut add = |count: usize, more: &dyn Fn(usize) -> Bilingual| {
        if count > 0 {
            let more = more(count);
            text.en.push_str(&format!("; {}", more.en));
            text.zh.push_str(&format!("；{}", more.zh));
        }
    };
    add(t.unclassified, &|n| {
        let mut parts = Bilingual::default();
        let mut part = |count: usize, what: Bilingual| {
            if count > 0 {
                let (en, zh) = if parts.en.is_empty() { ("", "") } else { (", ", "，") };
                parts.en.push_str(&format!("{en}{count} {}", what.en));
                parts.zh.push_str(&format!("{zh}{count} 项{}", what.zh));
            }
        };
        part(u.neither, bilingual!("without sector and aspect", "既无部门也无方面"));
        part(u.no_sector, bilingual!("without sector", "无部门"));
        part(u.no_aspect, bilingual!("without aspect", "无方面"));
        part(
            u.unknown_sector,
            bilingual!("under a sector that is not in the scheme", "的部门不在分类中"),
        );
        part(
            u.unknown_aspect,
            bilingual!("under an aspect that is not in the list", "的方面不在清单中"),
        );
        let (en, zh) = (parts.en, parts.zh);
        bilingual!("{n} unclassified ({en})", "{n} 项未分类（{zh}）")
    });
    add(t.ended, &|n| bilingual!("{n} replaced or withdrawn", "{n} 项已被代替或废止"));
    add(t.amendments, &|n| bilingual!("{n} amending another", "{n} 项为修改单"));
    add(t.told_twice, &|n| bilingual!("{n} described twice", "{n} 项重复描述"));
    text
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
