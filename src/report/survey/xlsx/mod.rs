//! The report as a workbook: one sheet a section.

mod sections;
mod sheet;
mod summary;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};
use rustc_hash::FxHashMap;

use crate::bilingual;
use crate::finding::Severity;
use crate::source::{Bilingual, Language};
use crate::survey::{StdRef, Survey, Title};
use sheet::{Cell, Column, Cut, Formats, Tone, table};

/// The bytes of the workbook: the same for the same survey.
///
/// # Errors
/// What the writer of workbooks says; no survey is known that makes it fail.
pub fn render(survey: &Survey, language: Language) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut book = Book::new(survey, language);
    book.write()?;
    Ok(book.workbook.save_to_buffer()?)
}

/// A workbook in the making.
struct Book<'s> {
    survey: &'s Survey,
    language: Language,
    workbook: Workbook,
    formats: Formats,
    /// The row of each finding in its sheet.
    rows: FxHashMap<&'s str, usize>,
    cuts: Vec<(String, Cut)>,
}

impl<'s> Book<'s> {
    fn new(survey: &'s Survey, language: Language) -> Self {
        let mut workbook = Workbook::new();
        // The clock must not be in the bytes.
        let day = ExcelDateTime::parse_from_str(&survey.as_of).ok();
        let day = day.or_else(|| ExcelDateTime::from_ymd(2000, 1, 1).ok());
        let mut properties = DocProperties::new()
            .set_title(survey.title.get(language))
            .set_company(survey.tool.name);
        if let Some(day) = &day {
            properties = properties.set_creation_datetime(day);
        }
        workbook.set_properties(&properties);
        let rows = survey.findings.iter().enumerate();
        let rows = rows.map(|(at, it)| (it.fingerprint.as_str(), at)).collect();
        let (formats, cuts) = (Formats::new(), Vec::new());
        Self { survey, language, workbook, formats, rows, cuts }
    }

    fn write(&mut self) -> Result<(), XlsxError> {
        // The summary comes first and tells what was cut elsewhere, so it is written last.
        let first = self.say(&bilingual!("Summary", "摘要"));
        self.workbook.add_worksheet().set_name(&first)?;
        self.adoptions()?;
        self.gaps()?;
        self.gap_totals()?;
        self.conflicts()?;
        self.unharmonized()?;
        self.terms()?;
        self.references()?;
        self.coverage()?;
        self.findings()?;
        self.not_checkable()?;
        self.standards()?;
        self.rules()?;
        self.method()?;
        self.history()?;
        self.summary(&first)
    }

    fn say(&self, words: &Bilingual) -> String {
        words.get(self.language).to_owned()
    }

    /// Adds a sheet with a table, unless there is nothing to show in it.
    fn add(
        &mut self,
        name: &Bilingual,
        heads: Vec<(Bilingual, Vec<(String, Tone)>)>,
        rows: Vec<Vec<Cell>>,
    ) -> Result<(), XlsxError> {
        if rows.is_empty() {
            return Ok(());
        }
        let name = self.say(name);
        let heads: Vec<(String, Vec<(String, Tone)>)> =
            heads.into_iter().map(|(head, tones)| (self.say(&head), tones)).collect();
        let heads: Vec<Column<'_>> =
            heads.iter().map(|(head, tones)| Column::toned(head, tones.clone())).collect();
        let mut sheet = Worksheet::new();
        sheet.set_name(&name)?;
        let cut = table(&mut sheet, &self.formats, &heads, rows)?;
        self.workbook.push_worksheet(sheet);
        if cut.is_some() {
            self.cuts.push((name, cut));
        }
        Ok(())
    }

    /// What to call a standard.
    fn name(&self, standard: Option<StdRef>) -> &'s str {
        let row = standard.and_then(|it| self.survey.standards.get(it.index()));
        row.map_or("", |it| it.key.as_str())
    }

    fn standard(&self, standard: StdRef) -> Cell {
        Cell::text(self.name(Some(standard)))
    }

    /// A text of a document, in the language of the reader where it has one.
    fn title(&self, title: &Title) -> Cell {
        let key = if self.language == Language::Zh { "zh" } else { "en" };
        Cell::option(title.get(key).or_else(|| title.values().next()).cloned())
    }

    /// A link to a finding in its sheet: the first of several, with how many there are.
    fn link(&self, fingerprints: &[String]) -> Cell {
        let Some(first) = fingerprints.first() else { return Cell::Empty };
        let Some(at) = self.rows.get(first.as_str()) else { return Cell::text(first.clone()) };
        let code = self.survey.findings.get(*at).map_or("", |it| it.rule.as_str());
        let more = match fingerprints.len() {
            1 => String::new(),
            count => format!(" +{}", count - 1),
        };
        let sheet = self.say(&Self::findings_name());
        Cell::Link(format!("internal:'{sheet}'!A{}", at + 2), format!("{code}{more}"))
    }

    fn findings_name() -> Bilingual {
        bilingual!("Findings", "全部发现")
    }

    fn severity(&self, severity: Severity) -> Cell {
        let word = crate::report::terminal::severity_word(severity);
        Cell::text(self.say(&word))
    }

    fn severities(&self) -> Vec<(String, Tone)> {
        let tones = [
            (Severity::Error, Tone::Bad),
            (Severity::Warning, Tone::Doubtful),
            (Severity::Info, Tone::Note),
        ];
        let word = |it| self.say(&crate::report::terminal::severity_word(it));
        tones.into_iter().map(|(severity, tone)| (word(severity), tone)).collect()
    }

    fn yes(&self, yes: bool) -> Cell {
        Cell::text(self.say(&if yes { bilingual!("yes", "是") } else { bilingual!("no", "否") }))
    }
}

/// A head without colours.
fn head(en: &str, zh: &str) -> (Bilingual, Vec<(String, Tone)>) {
    (Bilingual::new(en, zh), Vec::new())
}
