//! The heat map in a terminal, and what is to be done.

use std::io::{self, Write};

use super::super::Look;
use super::super::paint::{Ink, paint};
use super::super::wrap::{columns, crop, wrap};
use super::table::level_names;
use super::words::{folded_line, names, standards_line, summary_line, unverified};
use super::{Columns, CoverageView, sign};
use crate::bilingual;
use crate::coverage::{Gap, GapKind, Matrix, MatrixCell, State};
use crate::source::{Bilingual, Language, plural};

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

/// What is being written.
pub(super) struct Page<'a> {
    pub(super) view: &'a CoverageView<'a>,
    pub(super) matrix: &'a Matrix,
    pub(super) look: Look,
    pub(super) out: &'a mut dyn Write,
}

impl Page<'_> {
    pub(super) fn say(&self, text: &Bilingual) -> String {
        text.get(self.look.language).to_owned()
    }

    pub(super) fn paint(&self, text: &str, ink: Ink) -> String {
        paint(text, ink, self.look.color)
    }

    pub(super) fn lines(&mut self, text: &str, indent: usize) -> io::Result<()> {
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
            let standards = plural(guessed, "standard is", "standards are");
            let text = self.say(&bilingual!(
                "the sector of {guessed} {standards} guessed from the ICS codes",
                "其中 {guessed} 项标准的部门由 ICS 号推测而得"
            ));
            self.lines(&text, 0)?;
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
            let text = unverified();
            words.push((text.get(language).to_owned(), Ink::Dim));
        }
        self.flow(&words, " · ")?;
        self.flow(&heads, " · ")
    }

    /// Short entries in a row, broken only between them.
    pub(super) fn flow(&mut self, entries: &[(String, Ink)], separator: &str) -> io::Result<()> {
        let (mut line, mut used) = (String::new(), 0);
        for (entry, ink) in entries {
            if columns(entry) > self.look.width {
                if used > 0 {
                    writeln!(self.out, "{line}")?;
                    (line, used) = (String::new(), 0);
                }
                for part in wrap(entry, self.look.width) {
                    let part = self.paint(&part, *ink);
                    writeln!(self.out, "{part}")?;
                }
                continue;
            }
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
        for fault in &self.view.judged.plan_faults {
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
        for gap in self.view.judged.gaps() {
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
        let row = self.view.judged.sectors.iter().find(|it| it.code == first.sector);
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
        let text = self.say(&summary_line(self.view.judged));
        self.lines(&text, 0)?;
        match folded_line(self.view) {
            Some(text) => {
                let text = self.say(&text);
                self.lines(&text, 0)
            }
            None => Ok(()),
        }
    }
}
