//! The first sheet: the figures, and what they are of; and the sheet of the years.

use rust_xlsxwriter::{Chart, ChartType, Worksheet, XlsxError};

use super::sheet::{Cell, Cut, page, write};
use super::{Book, head};
use crate::bilingual;
use crate::source::{Bilingual, plural};

/// Writes cells one below the other.
struct Lines<'b, 's> {
    book: &'b Book<'s>,
    sheet: &'b mut Worksheet,
    row: u32,
}

impl Lines<'_, '_> {
    fn put(&mut self, cells: Vec<Cell>) -> Result<(), XlsxError> {
        let (mut links, mut cut) = (0, Cut::default());
        for (at, cell) in (0_u16..).zip(cells) {
            write(self.sheet, &self.book.formats, (self.row, at), cell, &mut links, &mut cut)?;
        }
        self.row += 1;
        Ok(())
    }

    fn heads(&mut self, heads: &[Bilingual]) -> Result<(), XlsxError> {
        self.row += 1;
        for (at, head) in (0_u16..).zip(heads) {
            let text = self.book.say(head);
            self.sheet.write_string_with_format(self.row, at, text, &self.book.formats.head)?;
        }
        self.row += 1;
        Ok(())
    }
}

impl Book<'_> {
    pub(super) fn summary(&mut self, name: &str) -> Result<(), XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?;
        self.fill(&mut sheet)?;
        for (at, width) in [(0, 56), (1, 14), (2, 14), (3, 14), (4, 60)] {
            sheet.set_column_width(at, width)?;
        }
        page(&mut sheet)?;
        sheet.set_active(true);
        if let Some(first) = self.workbook.worksheets_mut().first_mut() {
            *first = sheet;
        }
        Ok(())
    }

    fn fill(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let survey = self.survey;
        let summary = &survey.summary;
        sheet.write_string_with_format(0, 0, self.say(&survey.title), &self.formats.title)?;
        let mut lines = Lines { book: self, sheet, row: 1 };
        let as_of = match survey.as_of.as_str() {
            "publication" => {
                bilingual!("each standard on its own date of publication", "以各标准的发布日期为准")
            }
            date => bilingual!("as of {date}", "截至 {date}"),
        };
        lines.put(vec![Cell::text(self.say(&as_of))])?;
        let (standards, clauses) = (summary.standards, summary.clauses);
        let (references, files) = (summary.references, summary.files);
        let (a, b) =
            (plural(standards, "standard", "standards"), plural(clauses, "clause", "clauses"));
        let (c, d) =
            (plural(references, "reference", "references"), plural(files, "file", "files"));
        let examined = bilingual!(
            "{standards} {a}, {clauses} {b}, {references} {c} in {files} {d}",
            "{standards} 项标准，{clauses} 条，{references} 处引用，{files} 个文件"
        );
        lines.put(vec![Cell::text(self.say(&examined))])?;
        lines.heads(&[
            bilingual!("figure", "指标"),
            bilingual!("number", "数目"),
            bilingual!("of", "总数"),
            bilingual!("share", "比例"),
            bilingual!("note", "说明"),
        ])?;
        for it in &summary.figures {
            lines.put(vec![
                Cell::text(self.say(&it.label)),
                Cell::count(it.value),
                Cell::maybe(it.of),
                it.of.map_or(Cell::Empty, |of| Cell::Share(it.value, of)),
                Cell::option(it.note.as_ref().map(|it| self.say(it))),
            ])?;
        }
        lines.heads(&[
            bilingual!("open findings by section", "未处理的发现（按章节）"),
            bilingual!("errors", "错误"),
            bilingual!("warnings", "警告"),
            bilingual!("info", "提示"),
        ])?;
        for it in &summary.by_section {
            lines.put(vec![
                Cell::text(self.say(&it.label)),
                Cell::count(it.error),
                Cell::count(it.warning),
                Cell::count(it.info),
            ])?;
        }
        let counts = summary.findings;
        for (label, count) in [
            (bilingual!("waived", "已豁免"), counts.waived),
            (bilingual!("in the baseline", "在基线内"), counts.baselined),
            (bilingual!("not checkable", "无法检查"), counts.not_checkable),
        ] {
            lines.put(vec![Cell::text(self.say(&label)), Cell::count(count)])?;
        }
        lines.heads(&[
            bilingual!("standards by level", "标准（按级别）"),
            bilingual!("number", "数目"),
        ])?;
        for it in &summary.by_level {
            lines.put(vec![Cell::text(self.say(&it.label)), Cell::count(it.count)])?;
        }
        lines.heads(&[
            bilingual!("standards by status", "标准（按状态）"),
            bilingual!("number", "数目"),
        ])?;
        for it in &summary.by_status {
            lines.put(vec![Cell::text(self.say(&it.label)), Cell::count(it.count)])?;
        }
        lines.heads(&[
            bilingual!("sector", "部门"),
            bilingual!("standards", "标准"),
            bilingual!("errors", "错误"),
            bilingual!("warnings", "警告"),
        ])?;
        for it in &summary.by_sector {
            let label = self.say(&it.label);
            let named = format!("{} {}", it.sector, if label == it.sector { "" } else { &label });
            lines.put(vec![
                Cell::text(named.trim()),
                Cell::count(it.standards),
                Cell::count(it.error),
                Cell::count(it.warning),
            ])?;
        }
        self.cuts(&mut lines)
    }

    /// What Excel could not take: said where everybody looks first.
    fn cuts(&self, lines: &mut Lines<'_, '_>) -> Result<(), XlsxError> {
        let left_out = self.survey.references_left_out;
        if self.cuts.is_empty() && left_out == 0 {
            return Ok(());
        }
        lines.heads(&[bilingual!("left out of this workbook", "本工作簿未收录")])?;
        for (sheet, Cut { cells, rows, links }) in &self.cuts {
            let (row, cell) = (plural(*rows, "row", "rows"), plural(*cells, "cell", "cells"));
            let link = plural(*links, "link", "links");
            for (count, what) in [
                (
                    rows,
                    bilingual!(
                        "{sheet}: {rows} {row} more than Excel holds",
                        "{sheet}：{rows} 行超出 Excel 上限"
                    ),
                ),
                (
                    cells,
                    bilingual!(
                        "{sheet}: {cells} {cell} cut at 32,767 characters",
                        "{sheet}：{cells} 个单元格在 32767 字符处截断"
                    ),
                ),
                (
                    links,
                    bilingual!(
                        "{sheet}: {links} {link} given as plain text",
                        "{sheet}：{links} 个链接以文字给出"
                    ),
                ),
            ] {
                if *count > 0 {
                    lines.put(vec![Cell::text(self.say(&what))])?;
                }
            }
        }
        if left_out > 0 {
            let references = plural(left_out, "reference", "references");
            let told = bilingual!(
                "{left_out} less affected {references} at risk",
                "另有 {left_out} 项影响较小的引用风险"
            );
            lines.put(vec![Cell::text(self.say(&told))])?;
        }
        Ok(())
    }

    /// What changed, and adoptions over the years as a table and a chart.
    pub(super) fn history(&mut self) -> Result<(), XlsxError> {
        let Some(history) = &self.survey.history else { return Ok(()) };
        let (since, until) = (&history.since, &history.until);
        let mut sheet = Worksheet::new();
        let name = self.say(&bilingual!("History", "变化"));
        sheet.set_name(&name)?;
        let title = bilingual!("Since {since}, until {until}", "自 {since} 至 {until}");
        sheet.write_string_with_format(0, 0, self.say(&title), &self.formats.title)?;
        let mut lines = Lines { book: self, sheet: &mut sheet, row: 1 };
        for (label, count) in [
            (bilingual!("new findings", "新增的发现"), history.new.len()),
            (bilingual!("fixed findings", "已解决的发现"), history.fixed.len()),
            (bilingual!("persisting findings", "仍存在的发现"), history.persisting),
            (bilingual!("waived or baselined since", "其后豁免或列入基线"), history.waived),
        ] {
            lines.put(vec![Cell::text(self.say(&label)), Cell::count(count)])?;
        }
        if !history.rates.is_empty() {
            lines.heads(&[
                bilingual!("day", "日期"),
                bilingual!("adoptions in force", "有效的采用"),
                bilingual!("texts compared", "可比较文本"),
                bilingual!("confirmed, source in force", "已证实且来源现行"),
                bilingual!("share", "比例"),
                bilingual!("source in force", "来源现行"),
                bilingual!("share", "比例"),
            ])?;
            let first = lines.row;
            for it in &history.rates {
                lines.put(vec![
                    Cell::Date(it.date.clone()),
                    Cell::count(it.adoptions),
                    Cell::count(it.checked),
                    Cell::count(it.harmonized),
                    Cell::Share(it.harmonized, it.adoptions),
                    Cell::count(it.current_source),
                    Cell::Share(it.current_source, it.adoptions),
                ])?;
            }
            let last = lines.row - 1;
            let mut chart = Chart::new(ChartType::Column);
            for column in [3, 5, 1] {
                chart
                    .add_series()
                    .set_categories((name.as_str(), first, 0, last, 0))
                    .set_values((name.as_str(), first, column, last, column))
                    .set_name((name.as_str(), first - 1, column));
            }
            let title = bilingual!("Adoptions over the years", "历年采用情况");
            chart.title().set_name(&self.say(&title));
            // Days of unequal distance are names here, not points of a scale.
            chart.x_axis().set_text_axis(true).set_num_format("yyyy-mm-dd");
            chart.set_width(720).set_height(320);
            lines.sheet.insert_chart(last + 2, 0, &chart)?;
        }
        for (at, width) in [(0, 30), (1, 18), (2, 16), (3, 27), (4, 10), (5, 16), (6, 10)] {
            sheet.set_column_width(at, width)?;
        }
        page(&mut sheet)?;
        self.workbook.push_worksheet(sheet);
        self.changes()
    }

    fn changes(&mut self) -> Result<(), XlsxError> {
        let Some(history) = &self.survey.history else { return Ok(()) };
        let (new, fixed) = (bilingual!("new", "新增"), bilingual!("fixed", "已解决"));
        let heads = vec![
            (
                bilingual!("change", "变化"),
                vec![(self.say(&new), super::Tone::Bad), (self.say(&fixed), super::Tone::Good)],
            ),
            head("rule", "规则"),
            head("standard", "标准"),
            head("clause", "条"),
            head("what is wrong", "问题"),
            head("address", "标识"),
        ];
        let listed = history.new.iter().filter_map(|it| {
            self.rows.get(it.as_str()).and_then(|at| self.survey.findings.get(*at))
        });
        let listed = listed.map(|it| (&new, it)).chain(history.fixed.iter().map(|it| (&fixed, it)));
        let rows = listed.map(|(change, it)| {
            vec![
                Cell::text(self.say(change)),
                Cell::text(it.rule.clone()),
                Cell::text(self.name(it.standard)),
                Cell::option(it.clause.clone()),
                Cell::text(self.say(&it.message)),
                Cell::text(it.fingerprint.clone()),
            ]
        });
        let rows = rows.collect();
        self.add(&bilingual!("Changes", "变化明细"), heads, rows)
    }
}
