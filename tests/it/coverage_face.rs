//! The command `coverage`: the map, its formats, schemes of the user's own, real catalogues.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::cli::consonance;
use crate::shared_data::shared_data;

/// A standard in force that fills one cell.
const IN_FORCE: &str = "standards: [{standard: GB/T 99901-2024, status: current, classification: {sectors: ['9.B'], aspects: [quality]}}]\n";

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = consonance(folder).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn fixture() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/trade-in-services")
}

#[test]
fn the_map_reads_without_colour_at_eighty_columns() {
    for language in ["en", "zh"] {
        let (code, out, err) = run(&fixture(), &["coverage", "--lang", language]);
        assert_eq!((code, err.as_str()), (0, ""));
        for line in out.lines() {
            assert!(unicode_width(line) <= 80, "{line}");
        }
        assert!(!out.contains('\u{1b}'));
        insta::assert_snapshot!(format!("coverage_terminal_{language}"), out);
    }
}

fn unicode_width(line: &str) -> usize {
    line.chars().map(|c| if ('\u{2e80}'..'\u{ffe0}').contains(&c) { 2 } else { 1 }).sum()
}

#[test]
fn colour_changes_no_word() {
    let (_, plain, _) = run(&fixture(), &["coverage", "--color", "never"]);
    let (_, coloured, _) = run(&fixture(), &["coverage", "--color", "always"]);
    let mut stripped = String::new();
    let mut rest = coloured.as_str();
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        stripped.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    stripped.push_str(rest);
    assert_ne!(plain, coloured);
    assert_eq!(plain, stripped);
}

#[test]
fn a_narrow_terminal_gets_blocks() {
    let output = consonance(&fixture()).args(["coverage"]).env("COLUMNS", "40").output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    for line in out.lines() {
        assert!(unicode_width(line) <= 40, "{line}");
    }
    // Every column is there, in one of the blocks.
    for head in ["ter", "per", "int"] {
        assert!(out.contains(head), "{head}\n{out}");
    }
}

#[test]
fn quiet_says_only_what_is_to_be_done() {
    let (_, out, _) = run(&fixture(), &["coverage", "-q"]);
    assert!(out.contains("missing (1)") && !out.contains("distribution"), "{out}");
    assert_eq!(run(&fixture(), &["coverage", "-qq"]).1, "");
}

#[test]
fn json_keeps_the_published_schema_on_any_number_of_threads() {
    let folder = fixture();
    let schema: Value = serde_json::from_str(&run(&folder, &["schema", "coverage"]).1).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for more in [&[][..], &["--by", "level"], &["--scheme", "ics"], &["--crosswalk"]] {
        let of = |threads| {
            let base = ["coverage", "--format", "json", "--threads", threads];
            run(&folder, &[&base, more].concat()).1
        };
        let out = of("1");
        assert_eq!(out, of("4"));
        let document: Value = serde_json::from_str(&out).unwrap();
        let faults: Vec<_> = validator.iter_errors(&document).map(|it| it.to_string()).collect();
        assert_eq!(faults, Vec::<String>::new());
    }
    let out = run(&folder, &["coverage", "--format", "json"]).1;
    let document: Value = serde_json::from_str(&out).unwrap();
    let coverage = &document["coverage"];
    insta::assert_json_snapshot!(
        "coverage_json",
        serde_json::json!({
            "as_of": document["as_of"],
            "scheme": coverage["scheme"],
            "totals": coverage["totals"],
            "unclassified": coverage["unclassified"],
            "levels": coverage["levels"],
            "cell": coverage["cells"].as_array().unwrap().iter().find(|it| it["below_minimum"] == true),
            "by_aspect": coverage["by_aspect"],
        })
    );
}

#[test]
fn markdown_has_the_numbers_first() {
    let (code, out, _) = run(&fixture(), &["coverage", "--format", "markdown"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!("coverage_markdown", out);
}

/// Every cell of the plan stands in the workbook as `--format json` has it.
#[test]
fn the_workbook_has_the_cells_of_the_map() {
    use calamine::{Reader as _, Xlsx, open_workbook};
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("coverage.xlsx");
    let (code, _, err) =
        run(&fixture(), &["coverage", "--format", "xlsx", "-o", book.to_str().unwrap()]);
    assert_eq!(code, 0, "{err}");
    let mut book: Xlsx<_> = open_workbook(&book).unwrap();
    let sheets: Vec<String> = book.sheet_names().clone();
    let texts: Vec<String> = sheets
        .iter()
        .flat_map(|name| {
            let sheet = book.worksheet_range(name).unwrap();
            sheet.rows().flatten().map(ToString::to_string).collect::<Vec<_>>()
        })
        .collect();
    let (_, json, _) = run(&fixture(), &["coverage", "--format", "json"]);
    let matrix: Value = serde_json::from_str(&json).unwrap();
    let mut missing = 0;
    for cell in matrix["coverage"]["cells"].as_array().unwrap() {
        let label = cell["state_label"]["en"].as_str().unwrap();
        assert!(texts.iter().any(|it| it.starts_with(label)), "{label} is in no sheet");
        missing += usize::from(cell["state"] == "missing");
    }
    let shown = texts.iter().filter(|it| it.starts_with("missing")).count();
    assert!(missing > 0 && shown >= missing, "{shown} of {missing}");
}

#[test]
fn the_exit_code_follows_the_gaps() {
    let code = |fail_on| run(&fixture(), &["coverage", "-qq", "--fail-on", fail_on]).0;
    assert_eq!((code("error"), code("warning"), code("info"), code("never")), (0, 1, 1, 0));
    let clean = fixture().with_file_name("trade-in-services-clean");
    assert_eq!(run(&clean, &["coverage", "-qq", "--fail-on", "warning"]).0, 0);
    assert_eq!(run(&fixture(), &["coverage", "no-such-file.yaml"]).0, 3);
    let (code, _, err) = run(&fixture(), &["coverage", "--scheme", "nace"]);
    assert_eq!(code, 2);
    assert!(err.contains("no sector scheme nace") && err.contains("gats-w120, ics"), "{err}");
    assert_eq!(run(&fixture(), &["coverage", "--scheme", "ics", "--crosswalk"]).0, 2);
}

const OWN: &str = "\
scheme: house
title: {en: our services, zh: 本单位服务}
sectors:
  - code: A
    title: {en: counter, zh: 柜台}
    ics: ['03.080.30']
    sectors: [{code: A.1, title: {en: advice, zh: 咨询}}, {code: A.2, title: {en: payment, zh: 收费}}]
  - {code: B, title: delivery}
";

#[test]
fn a_scheme_of_the_users_own() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("sectors.yaml", OWN);
    fs::create_dir(folder.path().join("plans")).unwrap();
    write(
        "plans/plan.yaml",
        "system:\n  scheme: ../sectors.yaml\n  coverage: [{sector: A, aspect: quality, required: true}]\nstandards:\n  - {standard: Q/EXAMPLE 1-2024, status: current, public: true, classification: {ics: ['03.080.20'], sectors: [A.1, 9.B], aspects: [quality]}}\n",
    );
    let json = |arguments: &[&str]| -> Value {
        let (code, out, err) =
            run(folder.path(), &[&["coverage", "--format", "json"], arguments].concat());
        assert_eq!(code, 0, "{err}");
        serde_json::from_str::<Value>(&out).unwrap()["coverage"].clone()
    };
    for arguments in [&["plans"][..], &["plans", "--scheme", "sectors.yaml"]] {
        let coverage = json(arguments);
        assert_eq!(coverage["scheme"]["key"], "house", "{arguments:?}");
        assert_eq!(
            (&coverage["totals"]["cells"], &coverage["totals"]["covered"]),
            (&39.into(), &0.into())
        );
        assert_eq!(coverage["totals"]["association_only"], 1);
        assert_eq!(coverage["unknown_codes"][0]["code"], "9.B");
    }
    // The rules know it, too: A.1 is a sector, 9.B is none, and A.2 has nothing.
    let (_, out, _) = run(
        folder.path(),
        &["check", "plans", "--format", "json", "--select", "SYS001,SYS003,GAP001"],
    );
    let report: Value = serde_json::from_str(&out).unwrap();
    let found: Vec<String> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| format!("{} {}", it["rule"].as_str().unwrap(), it["message"].as_str().unwrap()))
        .collect();
    assert_eq!(
        found,
        [
            "GAP001 no standard for A.2 (payment), quality: none in force, none under way",
            "SYS003 sector A.1 is usually found under ICS 03.080.30, and Q/EXAMPLE 1-2024 has no code there",
            "SYS001 \"9.B\" is no sector of the scheme in use",
        ]
    );
    // In the configuration.
    write("consonance.yaml", "drafts: [plans]\nsectors: sectors.yaml\n");
    write(
        "plans/plan.yaml",
        "system:\n  coverage: [{sector: B, aspect: quality, required: true}]\n",
    );
    assert_eq!(json(&[])["totals"]["missing"], 1);
    // What is wrong with it is said at its place.
    write("sectors.yaml", "scheme: house\nsectors: [{code: A}, {code: A}, {cod: B}]\n");
    let (code, _, err) = run(folder.path(), &["coverage"]);
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("unknown key \"cod\"") && err.contains("did you mean \"code\"?"), "{err}");
    write("consonance.yaml", "drafts: [plans]\n");
    write(
        "plans/plan.yaml",
        "system: {scheme: gone.yaml, coverage: [{sector: A, aspect: quality}]}\n",
    );
    let (code, _, err) = run(folder.path(), &["coverage"]);
    assert_eq!(code, 3, "{err}");
    assert!(err.contains("the sector scheme") && err.contains("cannot be read"), "{err}");
}

#[test]
fn a_plan_is_judged_in_the_light_of_what_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write(
        "plan.yaml",
        "system: {coverage: [{sector: '9.B', aspect: quality, required: true}, {sector: '9.Z', aspect: quality, required: true}]}\n",
    );
    write(
        "corpus.yaml",
        "standards: [{standard: GB/T 99901-2024, public: true, classification: {sectors: ['9.B'], aspects: [quality]}}]\n",
    );
    let check = |more: &[&str]| -> (Vec<String>, Vec<String>) {
        let base = ["check", "plan.yaml", "--format", "json", "--select", "GAP001"];
        let (_, out, _) = run(folder.path(), &[&base, more].concat());
        let report: Value = serde_json::from_str(&out).unwrap();
        let list = |key: &str, field: &str| {
            report[key]
                .as_array()
                .unwrap()
                .iter()
                .map(|it| it[field].as_str().unwrap().to_owned())
                .collect()
        };
        (list("findings", "clause"), list("not_checkable", "reason"))
    };
    // No corpus: nothing is there. A sector that is nowhere is not passed over.
    let unknown = "the plan names a sector or an aspect that is not there".to_owned();
    assert_eq!(check(&[]), (vec!["9.B/quality".to_owned()], vec![unknown.clone()]));
    // A standard whose status nobody knows settles nothing.
    let doubt = "whether it is in force is not known".to_owned();
    assert_eq!(check(&["--corpus", "corpus.yaml"]), (vec![], vec![doubt, unknown.clone()]));
    // Nor does a corpus that is declared partial.
    write("consonance.yaml", "partial: true\n");
    let partial =
        "the corpus is declared partial: what fills its cells may not be in it".to_owned();
    let (found, reasons) = check(&[]);
    assert_eq!(found, Vec::<String>::new());
    assert!(reasons.contains(&partial) && reasons.contains(&unknown), "{reasons:?}");
}

#[test]
fn a_plan_looks_into_the_whole_of_a_pack() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("plan.yaml", "system: {coverage: [{sector: '9.B', aspect: quality, required: true}]}\n");
    write("corpus.yaml", IN_FORCE);
    assert_eq!(run(folder.path(), &["pack", "corpus.yaml", "-o", "all.pack"]).0, 0);
    let arguments = ["check", "plan.yaml", "--select", "GAP", "--fail-on", "info", "--corpus"];
    assert_eq!(run(folder.path(), &[&arguments[..], &["all.pack"]].concat()).0, 0);
    assert_eq!(run(folder.path(), &arguments[..6]).0, 1);
}

/// Standards in force by ICS leaf, counted from the file itself.
fn counted_by_hand(list: &Value, table: &Value) -> (BTreeMap<String, usize>, usize) {
    let codes: BTreeSet<&str> =
        table.as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap()).collect();
    let under = |code: &str, above: &str| code == above || code.starts_with(&format!("{above}."));
    let leaves: Vec<&&str> = codes
        .iter()
        .filter(|code| !codes.iter().any(|it| it != *code && under(it, code)))
        .collect();
    let mut counts = BTreeMap::new();
    let mut with_code = 0;
    for entry in list.as_array().unwrap() {
        let in_force =
            ["现行", "即将实施", "确认有效"].contains(&entry["status"].as_str().unwrap());
        let ics = entry["ics"].as_str().unwrap();
        if !in_force || ics.is_empty() {
            continue;
        }
        let mut own: BTreeSet<&&&str> = BTreeSet::new();
        for code in ics.split([',', '、']) {
            // A code finer than the table counts for the leaf that it lies under.
            let known = codes.contains(code);
            let finer = |leaf: &str| !known && under(code, leaf);
            own.extend(leaves.iter().filter(|leaf| under(leaf, code) || finer(leaf)));
        }
        with_code += usize::from(!own.is_empty());
        for leaf in own {
            *counts.entry((**leaf).to_string()).or_default() += 1;
        }
    }
    (counts, with_code)
}

#[test]
fn a_real_catalogue_by_ics_has_the_counts_of_its_file() {
    let (Some(china), Some(table)) = (shared_data("china"), shared_data("ics/ics-ed7.json")) else {
        return;
    };
    let read = |path: &Path| -> Value {
        serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
    };
    let list = read(&china.join("standards-with-replacement.json"));
    let (counts, with_code) = counted_by_hand(&list, &read(&table));
    let folder = tempfile::tempdir().unwrap();
    let of = |path: &Path| -> Value {
        // By then all that are published are in force.
        let arguments = ["--scheme", "ics", "--as-of", "2029-06-01", "--format", "json"];
        let output =
            consonance(folder.path()).arg("coverage").arg(path).args(arguments).output().unwrap();
        serde_json::from_slice::<Value>(&output.stdout).unwrap()["coverage"].clone()
    };
    let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    let coverage = of(&china.join("standards-with-replacement.json"));
    let found: BTreeMap<String, usize> = coverage["by_sector"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["sector"].as_str().unwrap().to_owned(), number(&it["standards"])))
        .filter(|it| it.1 > 0)
        .collect();
    assert!(counts.len() > 100, "{}", counts.len());
    assert_eq!(found, counts);
    let with_sector: usize =
        coverage["levels"].as_array().unwrap().iter().map(|it| number(&it["with_sector"])).sum();
    assert_eq!(with_sector, with_code);
    let totals = &coverage["totals"];
    assert_eq!(number(&totals["standards"]), list.as_array().unwrap().len());
    // The whole folder: nothing is lost between what was read and what is said.
    let totals = &of(&china)["totals"];
    let sum: usize = ["classified", "unclassified", "ended", "amendments", "told_twice"]
        .iter()
        .map(|it| number(&totals[*it]))
        .sum();
    assert_eq!(sum, number(&totals["standards"]));
    assert!(sum > 3_000, "{sum}");
}

#[test]
fn a_plan_is_judged_by_leaves_whatever_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let plan = "system:\n  scheme: gats-w120\n  coverage:\n    - {sector: ['9.A', '9.B'], aspect: quality, required: true}\n";
    fs::write(folder.path().join("plan.yaml"), format!("{plan}{IN_FORCE}")).unwrap();
    let whole = run(folder.path(), &["coverage", "plan.yaml", "--fail-on", "warning"]);
    assert_eq!(whole.0, 1, "{}{}", whole.1, whole.2);
    for format in ["terminal", "markdown", "json"] {
        let arguments =
            ["coverage", "plan.yaml", "--fail-on", "warning", "--depth", "1", "--format", format];
        let (code, out, err) = run(folder.path(), &arguments);
        assert_eq!(code, 1, "{out}{err}");
        match format {
            "json" => {
                let json: Value = serde_json::from_str(&out).unwrap();
                assert_eq!(json["judged"]["missing"], 1);
                assert_eq!(json["coverage"]["totals"]["missing"], 0);
            }
            _ => {
                assert!(out.contains("9.A hotels, dining: quality"), "{out}");
                assert!(out.contains("1 of 2 required ones"), "{out}");
                assert!(
                    out.contains("judged by all 56 sectors; the map folds them into 12"),
                    "{out}"
                );
            }
        }
    }
    let (_, out, _) = run(folder.path(), &["coverage", "plan.yaml", "--format", "json"]);
    assert!(serde_json::from_str::<Value>(&out).unwrap().get("judged").is_none());
}

#[test]
fn a_code_that_nobody_has_read_has_one_mark() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("one.yaml"), IN_FORCE).unwrap();
    let (_, terminal, _) = run(folder.path(), &["coverage", "one.yaml"]);
    assert!(terminal.contains("9.B~"), "{terminal}");
    let (_, markdown, _) = run(folder.path(), &["coverage", "one.yaml", "--format", "markdown"]);
    assert!(markdown.contains("9.B\\~") || markdown.contains("9.B~"), "{markdown}");
    assert!(markdown.contains("the code was not yet read in its source"), "{markdown}");
}
