//! One fixture a format, in our own words: what the model holds of it (as `import` writes it), what
//! of it was left out, and where findings point in the original.

use std::path::{Path, PathBuf};
use std::process::Command;

fn run(arguments: &[&str]) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats");
    let output = Command::new(env!("CARGO_BIN_EXE_consonance"))
        .args(arguments)
        .current_dir(root)
        .env("LANG", "C")
        .env_remove("LC_ALL")
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// Findings with the words that they point at.
fn findings(path: &str) -> String {
    let report = run(&["check", path, "--as-of", "2026-01-01", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let mut lines: Vec<String> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        // What other rooms may come to say changes often; these point at readers' places.
        .filter(|it| {
            ["IDN", "REF", "ADO", "STR"]
                .iter()
                .any(|family| it["rule"].as_str().unwrap().starts_with(family))
        })
        .map(|it| {
            let place = &it["location"];
            let word = |value: &serde_json::Value| value.as_str().unwrap_or("").to_owned();
            format!(
                "{} {}:{}:{} {}",
                word(&it["rule"]),
                word(&place["path"]),
                place["start"]["line"],
                place["start"]["column"],
                word(&it["message"])
            )
        })
        .collect();
    lines.sort();
    lines.join("\n")
}

fn snapshot(path: &str) {
    let name = path.replace('/', "-");
    let body = format!(
        "{}\n--- left out\n{}\n--- findings\n{}\n",
        run(&["import", path]),
        run(&["import", "--check", path]),
        findings(path)
    );
    insta::with_settings!({snapshot_path => "snapshots/formats", prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!(name, body);
    });
}

macro_rules! formats {
    ($($name:ident: $path:literal),+ $(,)?) => {
        $(#[test] fn $name() { snapshot($path); })+

        const FIXTURES: &[&str] = &[$($path),+];
    };
}

formats! {
    sts_with_two_adoptions: "sts-nested.xml",
    metanorma_xml: "metanorma.xml",
    metanorma_gb: "gb-adoption/document.adoc",
    metanorma_iso: "iso-draft/document.adoc",
    rfc_xml_3: "rfc-v3.xml",
    rfc_xml_2: "rfc-v2.xml",
    draft_as_text: "internet-draft.txt",
    rfc_index: "rfc-index.txt",
    oscal_json: "oscal-catalog.json",
    oscal_xml: "oscal-catalog.xml",
    oscal_yaml: "oscal-catalog.yaml",
    oscal_mapping: "oscal-mapping.json",
    relaton: "relaton.yaml",
    list_csv: "list.csv",
    list_json: "list.json",
    list_text: "list.txt",
    list_workbook: "list.xlsx",
    word_gb: "gb-template.docx",
    word_iso: "iso-style.docx",
}

#[test]
fn every_fixture_has_its_snapshot() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats");
    let mut files: Vec<PathBuf> = ignore::Walk::new(&root)
        .flatten()
        .filter(|it| it.file_type().is_some_and(|it| it.is_file()))
        .map(|it| it.path().strip_prefix(&root).unwrap().to_owned())
        .filter(|it| it.extension().is_none_or(|it| it != "py"))
        // Those of mappings have tests of their own.
        .filter(|it| !it.starts_with("oscal/"))
        // Parts of others.
        .filter(|it| {
            !it.starts_with("gb-adoption/sections") && !it.starts_with("iso-draft/sections")
        })
        .collect();
    files.sort();
    let mut known: Vec<PathBuf> = FIXTURES.iter().map(PathBuf::from).collect();
    known.sort();
    assert_eq!(files, known);
}

/// The three spellings of OSCAL, and two of what is said, are one model.
#[test]
fn spellings_of_one_catalog_agree() {
    assert_eq!(
        run(&["import", "oscal-catalog.json"]).replace("json", "xml"),
        run(&["import", "oscal-catalog.xml"])
    );
}
