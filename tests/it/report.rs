//! The gap report: what it says of the fixture corpus, in every format, and within its limits.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use calamine::{Data, Reader as _, Xlsx, open_workbook};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::cli::consonance;

/// Exit code, standard output, standard error.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = consonance(folder);
    // git is found by it.
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
    let output = command.arg("report").args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

const CONFIG: &str = "fixtures/trade-in-services/consonance.yaml";

fn fixture(arguments: &[&str]) -> String {
    let mut all = vec!["--config", CONFIG];
    all.extend(arguments);
    let (code, out, err) = run(&root(), &all);
    assert_eq!(code, 0, "{err}");
    out
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// Holds a report against the schema that is published.
fn holds(report: &Value) {
    let schema = consonance(&root()).args(["schema", "report"]).output().unwrap();
    let schema: Value = serde_json::from_slice(&schema.stdout).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(report)
        .take(5)
        .map(|it| format!("{}: {it}", it.instance_path()))
        .collect();
    assert_eq!(errors, Vec::<String>::new());
}

fn strings<'v>(values: &'v Value, key: &str) -> Vec<&'v str> {
    values.as_array().unwrap().iter().filter_map(|it| it[key].as_str()).collect()
}

#[test]
fn markdown_in_english() {
    insta::assert_snapshot!(fixture(&["--format", "markdown"]));
}

#[test]
fn markdown_in_chinese() {
    insta::assert_snapshot!(fixture(&["--format", "markdown", "--lang", "zh"]));
}

/// What an analyst would check by hand, without the long lists.
#[test]
fn json_says_what_is_in_the_corpus() {
    let text = fixture(&["--format", "json"]);
    let report = parsed(&text);
    holds(&report);
    let name = |at: &Value| report["standards"][at.as_u64().unwrap() as usize]["key"].clone();
    let adoptions: Vec<Value> = report["adoptions"].as_array().unwrap().iter().map(|it| json!({
        "standard": name(&it["standard"]), "source": it["source_written"], "declared": it["declared"], "computed": it["computed"],
        "state": it["state"], "reason": it["reason"]["en"], "requirements": it["requirements"], "undeclared": it["undeclared"]
    })).collect();
    let pairs: Vec<Value> = report["unharmonized"].as_array().unwrap().iter().map(|it| json!({
        "left": [name(&it["standard"]), it["left"]["clause"]], "right": [name(&it["source"]), it["right"]["clause"]],
        "basis": it["basis"], "declared": it["declared"], "differences": strings(&it["differences"], "kind")
    })).collect();
    let references: Vec<Value> = report["references"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| json!([it["written"], it["risk"], it["successor"], it["since"], it["affected"]]))
        .collect();
    insta::assert_json_snapshot!(json!({
        "summary": report["summary"], "adoptions": adoptions, "gaps": report["gaps"], "unharmonized": pairs, "references": references,
        "coverage": report["coverage"]["totals"], "graph_left_out": report["graph"]["left_out"],
    }));
}

/// Marked words, joined, are the clause; marks lead to differences.
#[test]
fn marks_lead_to_differences() {
    let report = parsed(&fixture(&["--format", "json"]));
    let mut marks = 0;
    for pair in report["unharmonized"].as_array().unwrap() {
        let count = pair["differences"].as_array().unwrap().len() as u64;
        for side in ["left", "right"] {
            for segment in pair[side]["segments"].as_array().unwrap() {
                if let Some(mark) = segment["mark"].as_u64() {
                    assert!(mark < count, "{pair}");
                    marks += 1;
                }
            }
        }
    }
    assert!(marks >= 15, "{marks}");
}

#[test]
fn addresses_are_those_of_check() {
    let report = parsed(&fixture(&["--format", "json"]));
    let check = |format: &str| {
        let output = consonance(&root())
            .args(["check", "--config", CONFIG, "--format", format])
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let found = parsed(&check("json"));
    let ours: Vec<&str> = strings(&report["findings"], "fingerprint");
    let theirs: Vec<&str> = strings(&found["findings"], "fingerprint");
    assert_eq!(ours, theirs);
    // The pull request names the section and the address.
    let page = check("markdown");
    for it in report["findings"].as_array().unwrap() {
        let address = format!("`#f-{}`", it["fingerprint"].as_str().unwrap());
        let line = page.lines().find(|line| line.contains(&address)).unwrap();
        let section = it["section"].as_str().unwrap();
        let sections = report["summary"]["by_section"].as_array().unwrap();
        let label = sections.iter().find(|it| it["key"] == section).unwrap();
        assert!(line.contains(label["label"]["en"].as_str().unwrap()), "{line}");
    }
    // And every one of them is an anchor of the report.
    let markdown = fixture(&["--format", "markdown"]);
    for it in ours {
        assert!(markdown.contains(&format!("<a id=\"f-{it}\"></a>")), "{it}");
    }
}

#[test]
fn every_format_is_the_same_with_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    for format in ["markdown", "json", "xlsx"] {
        let bytes = |threads: &str| {
            let path = folder.path().join(format!("{format}-{threads}"));
            let path = path.to_str().unwrap();
            fixture(&["--format", format, "--threads", threads, "-o", path]);
            fs::read(path).unwrap()
        };
        assert!(bytes("1") == bytes("4"), "{format}");
    }
}

#[test]
fn one_standard_against_its_sources() {
    let text = fixture(&["--format", "json", "--standard", "GB/T 99912"]);
    let report = parsed(&text);
    holds(&report);
    assert_eq!(report["scope"]["kind"], "standard");
    assert_eq!(report["standards"][0]["key"], "GB/T 99912-2022");
    assert_eq!(report["summary"]["standards"], 1);
    assert_eq!(report["adoptions"].as_array().unwrap().len(), 1);
    assert_eq!(report["coverage"], Value::Null);
    assert!(report["findings"].as_array().unwrap().iter().all(|it| it["standard"] == 0));
    let (code, _, err) = run(&root(), &["--config", CONFIG, "--standard", "GB/T 99912-2099"]);
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("GB/T 99912"), "{err}");
}

/// A report is no gate unless somebody says so.
#[test]
fn exit_codes() {
    let code = |further: &[&str]| {
        let mut all = vec!["--config", CONFIG, "--format", "json"];
        all.extend(further);
        run(&root(), &all).0
    };
    assert_eq!(code(&[]), 0);
    assert_eq!(code(&["--fail-on", "error"]), 1);
    assert_eq!(code(&["--fail-on", "error", "--select", "REF025"]), 0);
    assert_eq!(code(&["gone.yaml"]), 3);
    assert_eq!(code(&["--format", "nonsense"]), 2);
    assert_eq!(code(&["--template", "x.md"]), 2);
}

/// No rule of ours falls into a section by chance.
#[test]
fn every_rule_has_its_section() {
    let rules = consonance::rule::RuleSet::built_in().unwrap();
    for rule in rules.iter() {
        assert!(consonance::finding::Section::of_code(&rule.code).is_some(), "{}", rule.code);
    }
    assert_eq!(consonance::finding::Section::of_code("HSE001"), None);
}

// -- over time

const OLD: &str = "\
standard: GB/T 99901-2010
title: {zh: 服务 预订, en: Services — Booking}
status: withdrawn
dates: {published: 2010-01-01, effective: 2010-06-01, withdrawn: 2022-03-01}
";

fn draft(references: &str) -> String {
    format!(
        "standard: GB/T 99902-2015\ntitle: {{zh: 服务 住宿, en: Services — Lodging}}\nstatus: current\n\
         dates: {{published: 2015-01-01, effective: 2015-06-01}}\n\
         adopts: [{{standard: \"ISO 99901:2014\", degree: IDT}}]\n\
         references: {{normative: [{references}], informative: []}}\n\
         clauses:\n  - {{number: \"4\", title: {{zh: 温度}}, key: t, text: {{zh: 室内温度不应高于26 ℃。}}}}\n"
    )
}

const SOURCE: &str = "\
standard: \"ISO 99901:2014\"
title: {zh: 服务 住宿}
status: current
dates: {published: 2014-01-01, withdrawn: 2024-02-01}
clauses:
  - {number: \"4\", title: {zh: 温度}, key: t, text: {zh: 室内温度不应高于26 ℃。}}
";

fn project(references: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("drafts")).unwrap();
    fs::create_dir(folder.path().join("corpus")).unwrap();
    fs::write(folder.path().join("drafts/lodging.yaml"), draft(references)).unwrap();
    fs::write(folder.path().join("corpus/old.yaml"), OLD).unwrap();
    fs::write(folder.path().join("corpus/iso.yaml"), SOURCE).unwrap();
    let config = "drafts: drafts\ncorpus: corpus\nas_of: 2026-01-01\nselect: [REF007, REF001]\n";
    fs::write(folder.path().join("consonance.yaml"), config).unwrap();
    folder
}

#[test]
fn since_a_day() {
    let folder = project("GB/T 99901-2010");
    let (code, out, err) = run(folder.path(), &["--format", "json", "--since", "2020-06-30"]);
    assert_eq!(code, 0, "{err}");
    let report = parsed(&out);
    holds(&report);
    let history = &report["history"];
    assert_eq!(history["since_kind"], "date");
    // Withdrawn in 2022: no finding in 2020.
    assert_eq!(history["new"].as_array().unwrap().len(), 1);
    assert_eq!(history["new"][0], report["findings"][0]["fingerprint"]);
    assert_eq!(history["fixed"], json!([]));
    let rates: Vec<Value> = history["rates"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            json!([
                it["date"],
                it["adoptions"],
                it["checked"],
                it["harmonized"],
                it["current_source"]
            ])
        })
        .collect();
    // The texts agree all the time; the source was withdrawn in February 2024.
    assert_eq!(
        rates,
        [
            json!(["2020-06-30", 1, 1, 1, 1]),
            json!(["2020-12-31", 1, 1, 1, 1]),
            json!(["2021-12-31", 1, 1, 1, 1]),
            json!(["2022-12-31", 1, 1, 1, 1]),
            json!(["2023-12-31", 1, 1, 1, 1]),
            json!(["2024-12-31", 1, 1, 0, 0]),
            json!(["2025-12-31", 1, 1, 0, 0]),
            json!(["2026-01-01", 1, 1, 0, 0]),
        ]
    );
    let (_, page, _) = run(folder.path(), &["--format", "markdown", "--since", "2020-06-30"]);
    assert!(page.contains("## Since 2020-06-30"), "{page}");
    assert!(page.contains("| 2024-12-31 | 1 | 1 | 0 | 0 | ░░░░░░░░░░░░░░░░░░░░ |"), "{page}");
    let (code, _, err) = run(folder.path(), &["--since", "2026-01-01"]);
    assert_eq!(code, 2);
    assert!(err.contains("not before 2026-01-01"), "{err}");
}

fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.current_dir(folder).args(["-c", "user.name=x", "-c", "user.email=x@example.org"]);
    let output = command.args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn since_a_revision() {
    if Command::new("git").arg("--version").output().is_err() {
        crate::shared_data::aloud("skipped: git is not there");
        return;
    }
    // Then a withdrawn document was cited, and one more draft was there; now an unknown one is.
    let folder = project("GB/T 99901-2010");
    let more = draft("GB/T 99901-2010").replace("99902-2015", "99903-2016");
    fs::write(folder.path().join("drafts/more.yaml"), more).unwrap();
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-qm", "one"]);
    git(folder.path(), &["tag", "v1"]);
    fs::remove_file(folder.path().join("drafts/more.yaml")).unwrap();
    fs::write(folder.path().join("drafts/lodging.yaml"), draft("GB/T 99999-2019")).unwrap();
    let (code, out, err) = run(folder.path(), &["--format", "json", "--since", "v1"]);
    assert_eq!(code, 0, "{err}");
    let report = parsed(&out);
    holds(&report);
    let history = &report["history"];
    assert_eq!((&history["since"], &history["since_kind"]), (&json!("v1"), &json!("revision")));
    assert_eq!(history["new"].as_array().unwrap().len(), 1);
    let fixed = &history["fixed"];
    assert_eq!(strings(fixed, "rule"), ["REF007", "REF007"]);
    // Under the names that people know, not those of a temporary folder.
    assert_eq!(strings(fixed, "path"), ["drafts/lodging.yaml", "drafts/more.yaml"]);
    let gone = fixed[1]["standard"].as_u64().unwrap() as usize;
    assert_eq!(report["standards"][gone]["key"], "GB/T 99903-2016");
    assert_eq!(report["standards"][gone]["judged"], false);
    // The work tree is as it was.
    assert!(!folder.path().join("drafts/more.yaml").exists());
    let text = fs::read_to_string(folder.path().join("drafts/lodging.yaml")).unwrap();
    assert!(text.contains("99999"));
    // From a folder below, with the configuration found above.
    let (code, out, err) =
        run(&folder.path().join("drafts"), &["--format", "json", "--since", "v1"]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(parsed(&out)["history"]["fixed"].as_array().unwrap().len(), 2);
    let (code, _, err) = run(folder.path(), &["--since", "v9"]);
    assert_eq!(code, 2);
    assert!(err.contains("neither a date nor a revision"), "{err}");
    let bare = project("GB/T 99901-2010");
    let (code, _, err) = run(bare.path(), &["--since", "v1"]);
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("no git repository") && err.contains("hint"), "{err}");
}

// -- the workbook

fn workbook(arguments: &[&str]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.xlsx");
    let mut all = vec!["--format", "xlsx", "-o", path.to_str().unwrap()];
    all.extend(arguments);
    fixture(&all);
    (folder, path)
}

fn cell(range: &calamine::Range<Data>, row: usize, column: usize) -> Data {
    range.get((row, column)).cloned().unwrap_or(Data::Empty)
}

fn text(value: &Value) -> Data {
    match value.as_str().filter(|it| !it.is_empty()) {
        Some(text) => Data::String(text.to_owned()),
        None => Data::Empty,
    }
}

fn number(value: &Value) -> Data {
    value.as_f64().map_or(Data::Empty, Data::Float)
}

/// Every cell of the adoptions, the references and the findings is what the JSON says, typed.
#[test]
fn the_workbook_is_read_back_cell_by_cell() {
    let report = parsed(&fixture(&["--format", "json"]));
    let name = |at: &Value| match at.as_u64() {
        Some(at) => text(&report["standards"][at as usize]["key"]),
        None => Data::Empty,
    };
    let (_folder, path) = workbook(&[]);
    let mut book: Xlsx<_> = open_workbook(&path).unwrap();
    assert_eq!(
        book.sheet_names(),
        [
            "Summary",
            "Adoptions",
            "Gaps",
            "Gaps by pair",
            "Gaps by sector",
            "Conflicts",
            "Unharmonized clauses",
            "Terms",
            "References at risk",
            "Standards system",
            "Findings",
            "Not checkable",
            "Standards",
            "Rules",
            "Method"
        ]
    );
    let sheet = book.worksheet_range("Adoptions").unwrap();
    let rows = report["adoptions"].as_array().unwrap();
    assert_eq!(sheet.height(), rows.len() + 1);
    for (row, it) in (1..).zip(rows) {
        let expected = [
            name(&it["standard"]),
            text(&it["source_written"]),
            text(&it["declared"]),
            text(&it["computed"]),
            text(&it["state_label"]["en"]),
            text(&it["reason"]["en"]),
        ];
        for (column, expected) in expected.into_iter().enumerate() {
            assert_eq!(cell(&sheet, row, column), expected, "{row}:{column}");
        }
        assert_eq!(cell(&sheet, row, 8), number(&it["lag_years"]));
        assert_eq!(cell(&sheet, row, 9), number(&it["requirements"]["total"]));
        assert_eq!(cell(&sheet, row, 12), number(&it["technical"]));
        assert_eq!(cell(&sheet, row, 14), number(&it["deviations"]));
    }
    let sheet = book.worksheet_range("References at risk").unwrap();
    for (row, it) in (1..).zip(report["references"].as_array().unwrap()) {
        assert_eq!(cell(&sheet, row, 0), text(&it["written"]));
        match it["since"].as_str() {
            Some(since) => {
                let Data::DateTime(day) = cell(&sheet, row, 2) else { panic!("no date: {it}") };
                assert_eq!(day.as_datetime().unwrap().date().to_string(), since);
            }
            None => assert_eq!(cell(&sheet, row, 2), Data::Empty),
        }
        assert_eq!(cell(&sheet, row, 6), number(&it["affected"]));
    }
    let sheet = book.worksheet_range("Findings").unwrap();
    let rows = report["findings"].as_array().unwrap();
    assert_eq!(sheet.height(), rows.len() + 1);
    for (row, it) in (1..).zip(rows) {
        let expected = [
            text(&it["rule"]),
            text(&it["severity"]),
            text(&it["title"]["en"]),
            name(&it["standard"]),
            text(&it["clause"]),
            text(&it["message"]["en"]),
            text(&it["help"]["en"]),
        ];
        for (column, expected) in expected.into_iter().enumerate() {
            assert_eq!(cell(&sheet, row, column), expected, "{row}:{column}");
        }
        assert_eq!(cell(&sheet, row, 12), number(&it["line"]));
        assert_eq!(cell(&sheet, row, 15), text(&it["fingerprint"]));
    }
    let sheet = book.worksheet_range("Summary").unwrap();
    let all: String = sheet.used_cells().map(|it| format!("{}\n", it.2)).collect();
    for it in report["summary"]["figures"].as_array().unwrap() {
        assert!(all.contains(it["label"]["en"].as_str().unwrap()), "{it}");
    }
    let (_folder, path) = workbook(&["--lang", "zh"]);
    let book: Xlsx<_> = open_workbook(&path).unwrap();
    assert_eq!(book.sheet_names()[..3], ["摘要", "采用情况", "缺口"]);
}

#[test]
fn libreoffice_opens_the_workbook() {
    let (folder, path) = workbook(&["--since", "2020-01-01"]);
    let soffice = ["soffice", "libreoffice"]
        .into_iter()
        .find(|it| Command::new(it).arg("--version").output().is_ok());
    let Some(soffice) = soffice else {
        crate::shared_data::aloud("skipped: LibreOffice is not there");
        return;
    };
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    let output = Command::new(soffice)
        .current_dir(folder.path())
        .args([
            &profile,
            "--headless",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
        ])
        .arg(&path)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let adoptions = fs::read_to_string(folder.path().join("report-Adoptions.csv")).unwrap();
    assert!(
        adoptions.contains("GB/T 99912-2022,ISO 99902:2021,MOD,MOD,claims too much"),
        "{adoptions}"
    );
    let history = fs::read_to_string(folder.path().join("report-History.csv")).unwrap();
    assert!(history.contains("2020-12-31"), "{history}");
}

// -- bad input and limits

#[test]
fn what_begins_like_a_formula_is_text_and_markup_is_words() {
    let folder = tempfile::tempdir().unwrap();
    let draft = "\
standard: T/EXAMPLE 1-2021
title: {zh: '=HYPERLINK(\"https://example.org\")', en: '<script>alert(1)</script> | **bold** [x](javascript:y)'}
references: {normative: ['@SUM(1)', '+1', '-2', '=1+1|<b>x</b>'], informative: []}
";
    fs::write(folder.path().join("draft.yaml"), draft).unwrap();
    let path = folder.path().join("r.xlsx");
    let arguments = ["draft.yaml", "--as-of", "2026-01-01"];
    let with = |further: &[&str]| {
        let mut all = arguments.to_vec();
        all.extend(further);
        run(folder.path(), &all)
    };
    let (code, _, err) = with(&["--format", "xlsx", "-o", path.to_str().unwrap()]);
    assert_eq!(code, 0, "{err}");
    let mut book: Xlsx<_> = open_workbook(&path).unwrap();
    for name in book.sheet_names() {
        assert!(book.worksheet_formula(&name).unwrap().used_cells().next().is_none(), "{name}");
    }
    let sheet = book.worksheet_range("References at risk").unwrap();
    let written: Vec<Data> = (1..sheet.height()).map(|row| cell(&sheet, row, 0)).collect();
    for expected in ["@SUM(1)", "+1", "-2", "=1+1|<b>x</b>"] {
        assert!(written.contains(&Data::String(expected.to_owned())), "{written:?}");
    }
    let sheet = book.worksheet_range("Standards").unwrap();
    let title = cell(&sheet, 1, 1).to_string();
    assert!(title.starts_with("<script>"), "{title}");
    let (_, page, _) = with(&["--format", "markdown"]);
    assert!(!page.contains("<b>x</b>") && !page.contains("=1+1|"), "{page}");
    assert!(page.contains(r"=1+1\|&lt;b&gt;x&lt;/b&gt;"), "{page}");
    holds(&parsed(&with(&["--format", "json"]).1));
}

/// Ten thousand findings in one standard without a title, in a circle of references.
#[test]
fn ten_thousand_findings_in_one_standard() {
    let folder = tempfile::tempdir().unwrap();
    let mut draft = String::from(
        "standard: T/EXAMPLE 1-2021\nreferences:\n  informative: []\n  normative:\n    - T/EXAMPLE 2-2021\n",
    );
    for at in 0..10_000 {
        let _ = writeln!(draft, "    - T/EXAMPLE {}-2019", 10_000 + at);
    }
    draft.push_str("---\nstandard: T/EXAMPLE 2-2021\nreferences: {normative: [T/EXAMPLE 1-2021], informative: []}\n");
    fs::write(folder.path().join("draft.yaml"), draft).unwrap();
    let with = |further: &[&str]| {
        let mut all = vec!["draft.yaml", "--as-of", "2026-01-01", "--select", "REF001,REF016"];
        all.extend(further);
        run(folder.path(), &all)
    };
    let (code, out, err) = with(&["--format", "json"]);
    assert_eq!(code, 0, "{err}");
    let report = parsed(&out);
    assert!(report["summary"]["findings"]["error"].as_u64().unwrap() >= 10_000);
    assert_eq!(report["references"].as_array().unwrap().len(), 2000);
    assert_eq!(report["references_left_out"], 8000);
    assert_eq!(report["graph"]["nodes"].as_array().unwrap().len(), 400);
    assert_eq!(report["graph"]["left_out"], 10_002 - 400);
    let (code, page, err) = with(&["--format", "markdown"]);
    assert_eq!((code, err.as_str()), (0, ""));
    // GitHub's limit for a comment.
    assert!(page.chars().count() <= 65_536, "{}", page.chars().count());
    assert!(page.contains("… and 9"), "{page}");
    assert_eq!(page.matches("<details>").count(), page.matches("</details>").count());
    let path = folder.path().join("r.xlsx");
    let (code, _, err) = with(&["--format", "xlsx", "-o", path.to_str().unwrap()]);
    assert_eq!(code, 0, "{err}");
    let mut book: Xlsx<_> = open_workbook(&path).unwrap();
    let sheet = book.worksheet_range("Findings").unwrap();
    assert_eq!(sheet.height(), report["findings"].as_array().unwrap().len() + 1);
    let sheet = book.worksheet_range("Summary").unwrap();
    let all: String = sheet.used_cells().map(|it| format!("{}\n", it.2)).collect();
    assert!(all.contains("8000 less affected references"), "{all}");
}

#[test]
fn nothing_is_half_written() {
    let folder = project("GB/T 99901-2010");
    let (code, _, err) = run(folder.path(), &["--format", "xlsx", "-o", "gone/report.xlsx"]);
    assert_eq!(code, 2);
    assert!(err.contains("cannot write gone/report.xlsx") && err.contains("hint"), "{err}");
    let (code, _, err) = run(folder.path(), &["--format", "xlsx"]);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("written to consonance-report.xlsx"), "{err}");
    let mut names: Vec<String> = fs::read_dir(folder.path())
        .unwrap()
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["consonance-report.xlsx", "consonance.yaml", "corpus", "drafts"]);
}

// -- templates

#[test]
fn templates_are_the_users_own() {
    let folder = project("GB/T 99901-2010");
    let shipped = run(folder.path(), &["--print-template", "markdown"]).1;
    fs::write(folder.path().join("own.md"), &shipped).unwrap();
    let usual = run(folder.path(), &["--format", "markdown"]).1;
    let own = run(folder.path(), &["--format", "markdown", "--template", "own.md"]).1;
    assert_eq!(usual, own);
    // Named in the configuration; what it prints is escaped.
    let config = fs::read_to_string(folder.path().join("consonance.yaml")).unwrap();
    fs::write(
        folder.path().join("consonance.yaml"),
        format!("{config}templates: {{markdown: own.md}}\n"),
    )
    .unwrap();
    fs::write(
        folder.path().join("own.md"),
        "{{ survey.title | words }}: {{ '<b>*' }} {{ survey.conflicts | length }}\n",
    )
    .unwrap();
    let (code, out, err) = run(folder.path(), &["--format", "markdown", "--lang", "zh"]);
    assert_eq!((code, out.as_str()), (0, "标准协调差距报告: &lt;b&gt;\\* 0\n"), "{err}");
}

#[test]
fn mistakes_of_a_template_are_drawn_at_their_place() {
    let folder = project("GB/T 99901-2010");
    let fails = |template: &str| {
        fs::write(folder.path().join("own.md"), template).unwrap();
        let (code, out, err) =
            run(folder.path(), &["--format", "markdown", "--template", "own.md"]);
        assert_eq!((code, out.as_str()), (2, ""), "{err}");
        err
    };
    let err = fails("one\n{% if survey %}\ntwo\n");
    assert!(err.contains("own.md:") && err.contains("not well-formed"), "{err}");
    let err = fails("one\n{{ survey.nonsense }}\n");
    assert!(err.contains("own.md:2") && err.contains("not there"), "{err}");
    let err = fails(
        "{% for a in range(99999) %}{% for b in range(99999) %}{% for c in range(99999) %}{% endfor %}{% endfor %}{% endfor %}",
    );
    assert!(err.contains("does not end"), "{err}");
    let (code, _, err) = run(folder.path(), &["--format", "markdown", "--template", "gone.md"]);
    assert_eq!(code, 2);
    assert!(err.contains("--print-template"), "{err}");
}
