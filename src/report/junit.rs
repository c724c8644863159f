//! JUnit XML for CI servers: a file is a suite, a finding a test case that failed.
//!
//! What fails the check (at or above the fail level) is a failure; what does not is a passed case
//! with the words in its output. Waived and baselined findings are skipped cases with their reason,
//! what could not be read is an error, and what could not be checked is skipped.

use indexmap::{IndexMap, IndexSet};
use quick_junit::{NonSuccessKind, Report as Document, TestCase, TestCaseStatus, TestSuite};

use super::summary::unchecked;
use super::{Report, terminal};
use crate::bilingual;
use crate::finding::{Finding, Judged, Standing};
use crate::source::Language;

/// The whole report.
///
/// # Errors
/// Never in practice: the writer only fails where the sink does.
pub fn render(
    report: &Report<'_>,
    language: Language,
) -> Result<String, quick_junit::SerializeError> {
    let mut suites: IndexMap<String, TestSuite> = IndexMap::new();
    let mut add = |suite: &str, case: TestCase| {
        let new = || TestSuite::new(suite);
        suites.entry(suite.to_owned()).or_insert_with(new).add_test_case(case);
    };
    for it in &report.problems {
        let path = it.span.map(|span| report.sources.file(span.file).path());
        let path = path.or(it.path.as_deref()).unwrap_or_default();
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_type(it.code.as_str()).set_message(it.message.get(language));
        let name = it.span.map(|span| place(report, span, it.code.as_str()));
        add(path, TestCase::new(name.unwrap_or_else(|| it.code.as_str().to_owned()), status));
    }
    // One pass over the findings, which stand in the order of their paths.
    let mut clean: IndexSet<&str> =
        report.judged.iter().map(|it| report.sources.file(*it).path()).collect();
    for it in &report.findings {
        let path = report.sources.file(it.finding.span.file).path();
        clean.swap_remove(path);
        add(path, case(it, report, language));
    }
    clean.sort_unstable();
    for path in clean {
        let name = bilingual!("no findings", "没有发现问题");
        add(path, TestCase::new(name.get(language), TestCaseStatus::success()));
    }
    for it in unchecked(report) {
        let title = bilingual!("not checkable", "无法检查");
        let mut status = TestCaseStatus::skipped();
        status.set_message(format!("{} [{}]", it.standards.join(", "), it.rules.join(", ")));
        add(title.get(language), TestCase::new(it.reason.get(language), status));
    }
    let mut document = Document::new("consonance");
    document.add_test_suites(suites.into_values());
    document.to_string()
}

fn place(report: &Report<'_>, span: crate::source::Span, code: &str) -> String {
    let start = report.sources.location(span).start;
    format!("{code} {}:{}", start.line, start.column)
}

fn case(judged: &Judged, report: &Report<'_>, language: Language) -> TestCase {
    let Judged { finding, standing } = judged;
    let fails = report.fail_on.is_some_and(|level| finding.severity >= level);
    let status = match standing {
        Standing::Open if fails => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status
                .set_type(finding.rule.as_str())
                .set_message(finding.message.get(language))
                .set_description(words(finding, report, language));
            status
        }
        Standing::Open => TestCaseStatus::success(),
        Standing::Waived(waiver) => skipped(&waiver.reason),
        Standing::Baselined => skipped(bilingual!("in the baseline", "在基线内").get(language)),
    };
    let mut case = TestCase::new(place(report, finding.span, &finding.rule), status);
    case.set_classname(finding.standard.as_str());
    if *standing == Standing::Open && !fails {
        case.set_system_out(words(finding, report, language));
    }
    case
}

fn skipped(reason: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    status.set_message(reason);
    status
}

/// The finding as at the terminal: CI servers show it in fixed width.
fn words(finding: &Finding, report: &Report<'_>, language: Language) -> String {
    let look = super::Look { language, color: false, width: 100, verbose: 1, quiet: 0 };
    terminal::finding(finding, report.sources, look)
}
