//! The matrix in Markdown: for a pull request, an issue or a page.

use std::io::{self, Write};

use super::super::markdown::escape;
use super::map::UNVERIFIED;
use super::table::{Line, Table};
use super::words::{folded_line, names, standards_line, summary_line, unverified};
use super::{Columns, CoverageView, sign};
use crate::bilingual;
use crate::coverage::{GapKind, State};
use crate::source::{Bilingual, Language, plural};

/// Writes the matrix as Markdown: the numbers first, the map folded.
///
/// # Errors
/// What `out` says.
pub fn markdown(
    view: &CoverageView<'_>,
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    let matrix = view.matrix;
    let say = |text: &Bilingual| text.get(language).to_owned();
    let as_of = view.as_of;
    writeln!(out, "# {}\n", escape(&say(&matrix.scheme.label)))?;
    writeln!(out, "**{}**  ", escape(&say(&summary_line(view.judged))))?;
    let dated = bilingual!("as of {as_of}", "截至 {as_of}");
    writeln!(out, "{} · {}", escape(&say(&standards_line(matrix))), say(&dated))?;
    if matrix.scheme.crosswalk {
        let guessed = matrix.totals.guessed;
        let standards = plural(guessed, "standard is", "standards are");
        let text = bilingual!(
            "The sector of {guessed} {standards} guessed from the ICS codes.",
            "其中 {guessed} 项标准的部门由 ICS 号推测而得。"
        );
        writeln!(out, "\n{}", say(&text))?;
    }
    if let Some(text) = folded_line(view) {
        writeln!(out, "\n{}", escape(&say(&text)))?;
    }
    for fault in &view.judged.plan_faults {
        let text = format!("{}:{}: {}", fault.path, fault.line, say(&fault.message));
        writeln!(out, "- {}", escape(&text))?;
    }
    if view.columns == Columns::Aspects {
        states(view, language, out)?;
        gaps(view, language, out)?;
    }
    map(view, language, out)
}

fn states(view: &CoverageView<'_>, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let (cells, state) = (bilingual!("Cells", "单元"), bilingual!("State", "状态"));
    writeln!(out, "\n| | {} | {} |\n|---|---|--:|", state.get(language), cells.get(language))?;
    for state in State::ALL {
        let count = view.matrix.totals.of(state);
        if count > 0 {
            let label = state.label();
            writeln!(out, "| `{}` | {} | {count} |", sign::sign(state), label.get(language))?;
        }
    }
    if view.matrix.totals.below_minimum > 0 {
        let (label, count) = (GapKind::BelowMinimum.label(), view.matrix.totals.below_minimum);
        writeln!(out, "| `{}` | {} | {count} |", sign::BELOW, label.get(language))?;
    }
    Ok(())
}

fn gaps(view: &CoverageView<'_>, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let matrix = view.judged;
    for gap in matrix.gaps() {
        let (label, advice) = (gap.kind.label(), gap.kind.advice());
        let count = gap.cells.len();
        writeln!(out, "\n## {} ({count})\n", label.get(language))?;
        writeln!(out, "{}\n", escape(advice.get(language)))?;
        for cell in &gap.cells {
            let sector = matrix.sectors.iter().find(|it| it.code == cell.sector);
            let aspect = matrix.aspects.iter().find(|it| it.key == cell.aspect);
            let sector = sector.map_or("", |it| it.label.get(language));
            let aspect = aspect.map_or("", |it| it.label.get(language));
            let text = format!("{} {sector}: {aspect}", cell.sector);
            write!(out, "- {}", escape(&text))?;
            let names = names(cell);
            if !names.is_empty() {
                write!(out, " ({})", escape(&names.join(", ")))?;
            }
            writeln!(out)?;
        }
    }
    Ok(())
}

fn map(view: &CoverageView<'_>, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let table = Table::new(view, language);
    if table.lines.is_empty() {
        return Ok(());
    }
    let title = match view.columns {
        Columns::Aspects => bilingual!("Sectors and aspects", "部门与方面"),
        Columns::Levels => bilingual!("Sectors and levels", "部门与层级"),
    };
    writeln!(out, "\n<details><summary>{}</summary>\n", title.get(language))?;
    let heads: Vec<String> = table.heads.iter().map(|it| escape(&it.label)).collect();
    writeln!(out, "| | {} | {} |", heads.join(" | "), escape(&table.total))?;
    writeln!(out, "|---|{}--:|", ":-:|".repeat(table.heads.len()))?;
    for line in &table.lines {
        match line {
            Line::Heading { code, label } => {
                let empty = " |".repeat(table.heads.len() + 1);
                writeln!(out, "| **{}** |{empty}", escape(&format!("{code} {label}")))?;
            }
            Line::Row { code, verified, label, cells, total } => {
                let mark = if *verified { "" } else { UNVERIFIED };
                let cells: Vec<String> =
                    cells.iter().map(|(text, _)| format!("`{text}`")).collect();
                let name = escape(&format!("{code}{mark} {label}"));
                writeln!(out, "| {name} | {} | {} |", cells.join(" | "), escape(total))?;
            }
        }
    }
    for (word, numbers, total) in &table.sums {
        writeln!(out, "| {} | {} | {total} |", escape(word), numbers.join(" | "))?;
    }
    if table.lines.iter().any(|it| matches!(it, Line::Row { verified: false, .. })) {
        let text = unverified();
        writeln!(out, "\n{}", escape(text.get(language)))?;
    }
    if !table.quiet.is_empty() {
        let codes = table.quiet.join(", ");
        let text = bilingual!("Rows with nothing in them: {codes}", "没有内容的行：{codes}");
        writeln!(out, "\n{}", escape(text.get(language)))?;
    }
    writeln!(out, "\n</details>")
}
