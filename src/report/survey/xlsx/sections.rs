//! The sheets of the sections.

use rust_xlsxwriter::{Worksheet, XlsxError};
use rustc_hash::FxHashMap;

use super::sheet::{Cell, Tone, page, write};
use super::{Book, head};
use crate::bilingual;
use crate::coverage::{MatrixCell, State};
use crate::fact::word_in;
use crate::finding::Section;
use crate::survey::{FindingRow, Passage, Segment};

/// The words of a closed list, in the language of the reader.
fn word(book: &Book<'_>, word: Option<&'static str>) -> Cell {
    Cell::option(word.map(|it| word_in(it, book.language)))
}

fn clause(passage: &Passage) -> String {
    let number = passage.clause.as_deref().unwrap_or("");
    let title = passage.title.as_deref().unwrap_or("");
    format!("{number} {title}").trim().to_owned()
}

fn rich(segments: &[Segment]) -> Cell {
    Cell::Rich(segments.iter().map(|it| (it.text.clone(), it.mark.is_some())).collect())
}

impl Book<'_> {
    pub(super) fn adoptions(&mut self) -> Result<(), XlsxError> {
        let tone = |state: &str| match state {
            "confirmed" => Tone::Good,
            "overclaimed" | "source_withdrawn" => Tone::Bad,
            "not_checkable" => Tone::Quiet,
            _ => Tone::Doubtful,
        };
        let mut tones: Vec<(String, Tone)> = Vec::new();
        for it in &self.survey.adoptions {
            let label = self.say(&it.state_label);
            if tones.iter().all(|known| known.0 != label) {
                tones.push((label, tone(it.state)));
            }
        }
        let heads = vec![
            head("standard", "标准"),
            head("adopted document", "所采用文件"),
            head("declared", "声明程度"),
            head("computed", "得出程度"),
            (bilingual!("state", "状态"), tones),
            head("why", "原因"),
            head("alignment (Guide 2)", "协调状态（指南 2）"),
            head("edition in force", "现行版本"),
            head("lag, years", "滞后年数"),
            head("source requirements", "来源要求数"),
            head("of them here", "本文件具有"),
            head("share", "比例"),
            head("technical differences", "技术性差异"),
            head("not declared", "未声明"),
            head("declared deviations", "声明的差异"),
            head("findings", "发现"),
        ];
        let rows = self.survey.adoptions.iter().map(|it| {
            let requirements = it.requirements;
            vec![
                self.standard(it.standard),
                Cell::text(it.source_written.clone()),
                Cell::option(it.declared),
                Cell::option(it.computed),
                Cell::text(self.say(&it.state_label)),
                Cell::option(it.reason.as_ref().map(|it| self.say(it))),
                word(self, it.alignment),
                Cell::option(it.latest_edition.clone()),
                it.lag_years.map_or(Cell::Empty, Cell::Number),
                Cell::maybe(requirements.map(|it| it.total)),
                Cell::maybe(requirements.map(|it| it.mapped)),
                requirements.map_or(Cell::Empty, |it| Cell::Share(it.mapped, it.total)),
                Cell::maybe(it.technical),
                Cell::maybe(it.undeclared),
                Cell::count(it.deviations),
                self.link(&it.findings),
            ]
        });
        let rows = rows.collect();
        self.add(&Section::Adoptions.title(), heads, rows)
    }

    pub(super) fn gaps(&mut self) -> Result<(), XlsxError> {
        let kind = |kind: &str| match kind {
            "source_unmapped" => bilingual!("missing here", "本文件缺少"),
            "national_extra" => bilingual!("only here", "仅本文件有"),
            _ => bilingual!("no declared relation", "未声明关系"),
        };
        let tones = vec![
            (self.say(&kind("source_unmapped")), Tone::Bad),
            (self.say(&kind("national_extra")), Tone::Doubtful),
            (self.say(&kind("no_relation")), Tone::Note),
        ];
        let heads = vec![
            (bilingual!("gap", "缺口"), tones),
            head("standard", "标准"),
            head("other document", "对照文件"),
            head("clause", "条"),
            head("title", "标题"),
            head("requirement", "要求"),
            head("declared", "已声明"),
            head("sectors", "部门"),
            head("finding", "发现"),
        ];
        let rows = self.survey.gaps.iter().map(|it| {
            vec![
                Cell::text(self.say(&kind(it.kind))),
                self.standard(it.standard),
                Cell::text(self.name(it.source)),
                Cell::option(it.clause.clone()),
                Cell::option(it.clause_title.clone()),
                Cell::text(it.text.clone()),
                self.yes(it.declared),
                Cell::text(it.sectors.join(", ")),
                self.link(it.finding.as_slice()),
            ]
        });
        let rows = rows.collect();
        self.add(&Section::Gaps.title(), heads, rows)
    }

    pub(super) fn gap_totals(&mut self) -> Result<(), XlsxError> {
        let counts = || {
            [
                head("source requirements", "来源要求数"),
                head("of them here", "本文件具有"),
                head("share", "比例"),
                head("missing", "缺少"),
                head("only here", "仅本文件有"),
            ]
        };
        let cells = |required, mapped, missing, extra| {
            vec![
                Cell::count(required),
                Cell::count(mapped),
                Cell::Share(mapped, required),
                Cell::count(missing),
                Cell::count(extra),
            ]
        };
        let mut heads = vec![head("standard", "标准"), head("source", "来源")];
        heads.extend(counts());
        let rows = self.survey.gaps_by_pair.iter().map(|it| {
            let mut row = vec![self.standard(it.standard), self.standard(it.source)];
            row.extend(cells(it.required, it.mapped, it.missing, it.extra));
            row
        });
        let rows = rows.collect();
        self.add(&bilingual!("Gaps by pair", "缺口（按文件对）"), heads, rows)?;
        let mut heads = vec![head("sector", "部门代码"), head("name", "部门名称")];
        heads.extend(counts());
        let rows = self.survey.gaps_by_sector.iter().map(|it| {
            let mut row = vec![Cell::text(it.sector.clone()), Cell::text(self.say(&it.label))];
            row.extend(cells(it.required, it.mapped, it.missing, it.extra));
            row
        });
        let rows = rows.collect();
        self.add(&bilingual!("Gaps by sector", "缺口（按部门）"), heads, rows)
    }

    pub(super) fn conflicts(&mut self) -> Result<(), XlsxError> {
        let heads = vec![
            (bilingual!("severity", "级别"), self.severities()),
            head("conflict", "冲突"),
            head("standard", "标准"),
            head("clause", "条"),
            head("words", "文字"),
            head("other document", "对照文件"),
            head("its clause", "对照条"),
            head("its words", "对照文字"),
            head("what is wrong", "问题"),
            head("what to do", "建议"),
            head("finding", "发现"),
        ];
        let listed = |it: &&FindingRow| it.section == Section::Conflicts && it.standing == "open";
        let rows = self.survey.findings.iter().filter(listed).map(|it| {
            let other = it.related.first();
            vec![
                self.severity(it.severity),
                Cell::text(self.say(&it.title)),
                Cell::text(self.name(it.standard)),
                Cell::option(it.clause.clone()),
                it.excerpt.as_deref().map_or(Cell::Empty, rich),
                Cell::option(other.map(|it| it.written.clone())),
                Cell::option(other.and_then(|it| it.clause.clone())),
                other.and_then(|it| it.excerpt.as_deref()).map_or(Cell::Empty, rich),
                Cell::text(self.say(&it.message)),
                Cell::option(it.help.as_ref().map(|it| self.say(it))),
                self.link(std::slice::from_ref(&it.fingerprint)),
            ]
        });
        let rows = rows.collect();
        self.add(&Section::Conflicts.title(), heads, rows)
    }

    pub(super) fn unharmonized(&mut self) -> Result<(), XlsxError> {
        let heads = vec![
            head("no.", "序号"),
            head("standard", "标准"),
            head("clause", "条"),
            head("words", "文字"),
            head("other document", "对照文件"),
            head("its clause", "对照条"),
            head("its words", "对照文字"),
            head("differences", "差异"),
            head("all declared", "均已声明"),
            head("relation", "关系"),
            head("score", "得分"),
            head("finding", "发现"),
        ];
        let rows = self.survey.unharmonized.iter().map(|it| {
            let told = it.differences.iter().map(|it| self.say(&it.message));
            vec![
                Cell::text(it.id.clone()),
                self.standard(it.standard),
                Cell::text(clause(&it.left)),
                rich(&it.left.segments),
                self.standard(it.source),
                Cell::text(clause(&it.right)),
                rich(&it.right.segments),
                Cell::text(told.collect::<Vec<_>>().join("\n")),
                self.yes(it.declared),
                word(self, Some(it.relation)),
                Cell::Number(it.score),
                self.link(&it.findings),
            ]
        });
        let rows = rows.collect();
        self.add(&Section::Unharmonized.title(), heads, rows)
    }

    pub(super) fn terms(&mut self) -> Result<(), XlsxError> {
        let heads = vec![
            head("term", "术语"),
            head("in English", "英文"),
            head("what is wrong", "问题"),
            head("standard", "标准"),
            head("definition", "定义"),
            head("other document", "对照文件"),
            head("its definition", "对照定义"),
            head("finding", "发现"),
        ];
        let rows = self.survey.terms.iter().map(|it| {
            let other = |(key, _): &(&&str, &String)| **key != "en";
            let own = it.term.iter().find(other).or_else(|| it.term.iter().next());
            vec![
                Cell::option(own.map(|it| it.1.clone())),
                Cell::option(it.term.get("en").cloned()),
                Cell::text(self.say(&it.kind)),
                self.standard(it.standard),
                Cell::option(it.definition.clone()),
                Cell::text(self.name(it.other)),
                Cell::option(it.other_definition.clone()),
                self.link(std::slice::from_ref(&it.finding)),
            ]
        });
        let rows = rows.collect();
        self.add(&Section::Terms.title(), heads, rows)
    }

    pub(super) fn references(&mut self) -> Result<(), XlsxError> {
        let mut tones: Vec<(String, Tone)> = Vec::new();
        for it in &self.survey.references {
            let label = self.say(&it.risk_label);
            if tones.iter().all(|known| known.0 != label) {
                let tone = match it.risk {
                    "withdrawn" => Tone::Bad,
                    "unresolved" => Tone::Quiet,
                    _ => Tone::Doubtful,
                };
                tones.push((label, tone));
            }
        }
        let heads = vec![
            head("document", "文件"),
            (bilingual!("risk", "风险"), tones),
            head("since", "起始日期"),
            head("in its place", "代替文件"),
            head("citing standards", "引用它的标准数"),
            head("references", "引用处数"),
            head("affected, all steps", "影响文件数（传递）"),
            head("cited by", "引用者"),
            head("findings", "发现"),
        ];
        let rows = self.survey.references.iter().map(|it| {
            let by: Vec<&str> = it.cited_by.iter().map(|it| self.name(Some(*it))).collect();
            vec![
                Cell::text(it.written.clone()),
                Cell::text(self.say(&it.risk_label)),
                it.since.clone().map_or(Cell::Empty, Cell::Date),
                Cell::option(it.successor.clone()),
                Cell::count(it.cited_by.len()),
                Cell::count(it.entries),
                Cell::count(it.affected),
                Cell::text(by.join("; ")),
                self.link(&it.findings),
            ]
        });
        let rows = rows.collect();
        self.add(&Section::References.title(), heads, rows)
    }

    /// The matrix: rows are sectors, columns aspects; a cell says its state, and how many standards
    /// fill it.
    pub(super) fn coverage(&mut self) -> Result<(), XlsxError> {
        let Some(matrix) = &self.survey.coverage else { return Ok(()) };
        let mut sheet = Worksheet::new();
        sheet.set_name(self.say(&bilingual!("Standards system", "标准体系")))?;
        let first = [bilingual!("sector", "部门代码"), bilingual!("name", "部门名称")];
        let aspects = matrix.aspects.iter().map(|it| it.label.clone());
        for (at, label) in (0_u16..).zip(first.into_iter().chain(aspects)) {
            let label = self.say(&label);
            sheet.write_string_with_format(0, at, label, &self.formats.head)?;
            sheet.set_column_width(at, if at == 1 { 40 } else { 14 })?;
        }
        let places = matrix.cells.iter().map(|it| ((it.sector.as_str(), it.aspect.as_str()), it));
        let by_place: FxHashMap<(&str, &str), &MatrixCell> = places.collect();
        let (mut links, mut cut) = (0, super::Cut::default());
        for (row, sector) in (1_u32..).zip(&matrix.sectors) {
            let mut cells =
                vec![Cell::text(sector.code.clone()), Cell::text(self.say(&sector.label))];
            for aspect in &matrix.aspects {
                let found = by_place.get(&(sector.code.as_str(), aspect.key.as_str()));
                cells.push(found.map_or(Cell::Empty, |it| {
                    let label = self.say(&it.state.label());
                    match it.standards.len() {
                        0 => Cell::text(label),
                        count => Cell::text(format!("{label} ({count})")),
                    }
                }));
            }
            for (at, cell) in (0_u16..).zip(cells) {
                write(&mut sheet, &self.formats, (row, at), cell, &mut links, &mut cut)?;
            }
        }
        let (last, right) = (
            u32::try_from(matrix.sectors.len()).unwrap_or(0),
            u16::try_from(matrix.aspects.len() + 1).unwrap_or(u16::MAX),
        );
        if last > 0 {
            for state in State::ALL {
                let tone = match state {
                    State::Covered => Tone::Good,
                    State::Missing => Tone::Bad,
                    State::NotApplicable | State::Empty | State::Unknown => Tone::Quiet,
                    _ => Tone::Doubtful,
                };
                begins(&mut sheet, (1, 2, last, right), &self.say(&state.label()), tone)?;
            }
        }
        sheet.autofilter(0, 0, last, right)?;
        sheet.set_freeze_panes(1, 2)?;
        page(&mut sheet)?;
        self.workbook.push_worksheet(sheet);
        Ok(())
    }

    pub(super) fn findings(&mut self) -> Result<(), XlsxError> {
        let standing = |standing: &str| match standing {
            "waived" => bilingual!("waived", "已豁免"),
            "baselined" => bilingual!("in the baseline", "在基线内"),
            _ => bilingual!("open", "未处理"),
        };
        let heads = vec![
            head("rule", "规则"),
            (bilingual!("severity", "级别"), self.severities()),
            head("title", "名称"),
            head("standard", "标准"),
            head("clause", "条"),
            head("what is wrong", "问题"),
            head("what to do", "建议"),
            head("words", "文字"),
            head("section", "章节"),
            head("standing", "处理"),
            head("why waived", "豁免理由"),
            head("file", "文件"),
            head("line", "行"),
            head("rests on", "依据"),
            head("confidence", "可信度"),
            head("address", "标识"),
        ];
        let rows = self.survey.findings.iter().map(|it| {
            let sources: Vec<String> = it.sources.iter().map(|it| self.say(it)).collect();
            let sure = match it.confidence {
                crate::finding::Confidence::Certain => bilingual!("certain", "确定"),
                crate::finding::Confidence::Heuristic => bilingual!("heuristic", "启发式"),
            };
            vec![
                Cell::Link(crate::report::rule_url(&it.rule), it.rule.clone()),
                self.severity(it.severity),
                Cell::text(self.say(&it.title)),
                Cell::text(self.name(it.standard)),
                Cell::option(it.clause.clone()),
                Cell::text(self.say(&it.message)),
                Cell::option(it.help.as_ref().map(|it| self.say(it))),
                it.excerpt.as_deref().map_or(Cell::Empty, rich),
                Cell::text(self.say(&it.section.title())),
                Cell::text(self.say(&standing(it.standing))),
                Cell::option(it.waiver.as_ref().map(|it| it.reason.clone())),
                Cell::text(it.path.clone()),
                Cell::maybe(it.line.map(|it| it as usize)),
                Cell::text(sources.join("; ")),
                Cell::text(self.say(&sure)),
                Cell::text(it.fingerprint.clone()),
            ]
        });
        let rows = rows.collect();
        self.add(&Self::findings_name(), heads, rows)
    }

    pub(super) fn not_checkable(&mut self) -> Result<(), XlsxError> {
        let heads = vec![
            head("document", "文件"),
            head("why", "原因"),
            head("rules that could not look", "无法运行的规则"),
        ];
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        for it in &self.survey.problems {
            let path = it.path.as_deref().unwrap_or("");
            let place = it.line.map_or_else(|| path.to_owned(), |line| format!("{path}:{line}"));
            let told = format!("{} {}", it.code, it.message.get(self.language));
            rows.push(vec![Cell::text(place), Cell::text(told), Cell::Empty]);
        }
        rows.extend(self.survey.not_checkable.iter().map(|it| {
            vec![
                Cell::text(it.standard.clone()),
                Cell::text(self.say(&it.reason)),
                Cell::text(it.rules.join(", ")),
            ]
        }));
        self.add(&bilingual!("Not checkable", "无法检查"), heads, rows)
    }

    pub(super) fn standards(&mut self) -> Result<(), XlsxError> {
        let heads = vec![
            head("standard", "标准"),
            head("title", "名称"),
            head("level", "级别"),
            head("status", "状态"),
            head("published", "发布日期"),
            head("judged", "受检"),
            head("text there", "有正文"),
            head("errors", "错误"),
            head("warnings", "警告"),
            head("info", "提示"),
            head("sectors", "部门"),
            head("ICS", "ICS"),
            head("file", "文件"),
        ];
        let rows = self.survey.standards.iter().map(|it| {
            vec![
                Cell::text(it.key.clone()),
                self.title(&it.title),
                word(self, Some(it.level)),
                word(self, Some(it.status)),
                it.date.clone().map_or(Cell::Empty, Cell::Date),
                self.yes(it.judged),
                self.yes(it.has_text),
                Cell::count(it.findings.error),
                Cell::count(it.findings.warning),
                Cell::count(it.findings.info),
                Cell::text(it.sectors.join(", ")),
                Cell::text(it.ics.join(", ")),
                Cell::option(it.path.clone()),
            ]
        });
        let rows = rows.collect();
        self.add(&bilingual!("Standards", "标准"), heads, rows)
    }

    pub(super) fn rules(&mut self) -> Result<(), XlsxError> {
        let heads = vec![
            head("rule", "规则"),
            head("title", "名称"),
            head("open findings", "未处理的发现"),
            (bilingual!("usual severity", "通常级别"), self.severities()),
            head("why", "理由"),
            head("rests on", "依据"),
            head("section", "章节"),
        ];
        let rows = self.survey.rules.iter().map(|it| {
            let sources: Vec<String> = it.sources.iter().map(|it| self.say(it)).collect();
            vec![
                Cell::Link(it.url.clone(), it.code.clone()),
                Cell::text(self.say(&it.title)),
                Cell::count(it.count),
                self.severity(it.severity),
                Cell::text(self.say(&it.why)),
                Cell::text(sources.join("; ")),
                Cell::text(self.say(&it.section.title())),
            ]
        });
        let rows = rows.collect();
        self.add(&bilingual!("Rules", "规则"), heads, rows)
    }

    pub(super) fn method(&mut self) -> Result<(), XlsxError> {
        let heads = vec![head("how the figures were got", "数字如何得出")];
        let rows = self.survey.method.iter().map(|it| vec![Cell::text(self.say(it))]);
        let rows = rows.collect();
        self.add(&bilingual!("Method", "方法"), heads, rows)
    }
}

/// Colours cells that begin with a word: the number behind it is not part of it.
fn begins(
    sheet: &mut Worksheet,
    range: (u32, u16, u32, u16),
    word: &str,
    tone: Tone,
) -> Result<(), XlsxError> {
    use rust_xlsxwriter::{ConditionalFormatText, ConditionalFormatTextRule};
    let (top, left, bottom, right) = range;
    let rule = ConditionalFormatText::new()
        .set_rule(ConditionalFormatTextRule::BeginsWith(word.to_owned()))
        .set_format(tone.format());
    sheet.add_conditional_format(top, left, bottom, right, &rule)?;
    Ok(())
}
