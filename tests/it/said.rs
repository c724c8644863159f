//! What the program says is so: faults by their name, one thing once, numbers with their nouns.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::cli::consonance;

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// Exit code, standard output, standard error.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = consonance(folder).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn findings(folder: &Path, arguments: &[&str]) -> Vec<Value> {
    let (_, out, err) = run(folder, &[&["check", "--format", "json"], arguments].concat());
    let report: Value = serde_json::from_str(&out).expect(&err);
    report["findings"].as_array().unwrap().clone()
}

#[test]
fn a_document_that_replaces_itself_is_told_once_and_so() {
    let itself = "standard: ISO 99901:2019\ntitle: {en: Tourism services}\nstatus: current\n\
                  replaces: [\"ISO 99901:2019\", \"ISO 99901:2019\"]\nreplaced_by: [\"ISO 99901:2019\"]\n";
    let folder = folder(&[("draft.yaml", itself)]);
    let found = findings(folder.path(), &["draft.yaml", "--select", "CON018"]);
    let messages: Vec<&Value> = found.iter().map(|it| &it["message"]).collect();
    assert_eq!(messages, [&json!("ISO 99901:2019 is said to replace itself")]);
    assert_eq!(found[0]["help"], "name the document that was meant, or take the entry out");
}

#[test]
fn a_circle_of_documents_that_are_described_twice_is_told_once_a_description() {
    let circle = "standards:\n\
        - {standard: \"ISO 99905:2019\", title: {en: Tours}, status: current, replaces: [\"ISO 99906:2019\", \"ISO 99906:2019\"]}\n\
        - {standard: \"ISO 99906:2019\", title: {en: Travel}, replaces: [\"ISO 99905:2019\"]}\n";
    let folder = folder(&[("draft.yaml", circle)]);
    let found = findings(folder.path(), &["draft.yaml", "--select", "CON018"]);
    let messages: Vec<&str> = found.iter().map(|it| it["message"].as_str().unwrap()).collect();
    assert_eq!(
        messages,
        [
            "ISO 99905:2019 replaces ISO 99906:2019 and is itself replaced by way of it",
            "ISO 99906:2019 replaces ISO 99905:2019 and is itself replaced by way of it",
        ]
    );
}

#[test]
fn a_faulty_waiver_is_told_by_its_fault() {
    for (waiver, message, label) in [
        ("allow REF001", "this waiver gives no reason", "waiver without reason"),
        ("allow REF901 -- to come", "no rule is called `REF901`", "waiver of an unknown rule"),
        (
            "allow REF001 until tomorrow -- to come",
            "`tomorrow` is no date: write YYYY-MM-DD",
            "waiver until no date",
        ),
        ("allow -- to come", "this waiver names no rule", "waiver without rule"),
        (
            "alow REF001 -- to come",
            "`alow` means nothing here: write allow or allow-file",
            "not understood",
        ),
    ] {
        let text = format!("# consonance: {waiver}\nstandard: T/EXAMPLE 2-2021\n");
        let folder = folder(&[("draft.yaml", &text)]);
        let (_, out, _) = run(folder.path(), &["check", "draft.yaml", "--select", "REF001"]);
        assert!(out.contains(&format!("warning[WVR003]: {message}")), "{out}");
        assert!(out.contains(&format!("╰── {label}\n")), "{out}");
        assert_eq!(out.contains("without reason"), label.contains("without reason"), "{out}");
    }
}

#[test]
fn nothing_that_was_checked_is_not_silence() {
    let folder = folder(&[("notes.txt", "nothing that is a standard")]);
    fs::create_dir(folder.path().join("empty")).unwrap();
    for path in [".", "empty"] {
        for format in ["terminal", "json", "sarif"] {
            // The second time from the cache.
            for _ in 0..2 {
                let (code, _, err) = run(folder.path(), &["check", path, "--format", format]);
                assert_eq!(code, 0);
                assert_eq!(
                    err,
                    "warning: nothing was checked: no standard, mapping or plan was found in what was named\n"
                );
            }
        }
    }
    let (_, _, err) = run(folder.path(), &["check", "empty", "--lang", "zh"]);
    assert!(err.starts_with("警告: 未检查任何内容"), "{err}");
    let (_, _, err) = run(folder.path(), &["check", "empty", "-qq"]);
    assert_eq!(err, "");
    fs::write(folder.path().join("draft.yaml"), "standard: T/EXAMPLE 2-2021\n").unwrap();
    let (_, _, err) = run(folder.path(), &["check", "."]);
    assert_eq!(err, "");
}

#[test]
fn git_that_is_missing_is_not_a_missing_repository() {
    let folder = folder(&[("draft.yaml", "standard: T/EXAMPLE 2-2021\n")]);
    let output = consonance(folder.path())
        .args(["report", "draft.yaml", "--since", "v1"])
        .env("PATH", folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(err.contains("the program git is not on the PATH"), "{err}");
    assert!(!err.contains("no git repository"), "{err}");
}

#[test]
fn one_is_not_many() {
    let one = "standard: GB/T 99901-2024\nstatus: current\nclauses: [{number: '1', text: {en: Prices shall be shown.}}]\n\
               classification: {ics: ['03.080.30']}\n";
    let folder = folder(&[("draft.yaml", one)]);
    let said = |arguments: &[&str]| {
        let (_, out, err) = run(folder.path(), arguments);
        out + &err
    };
    let all = [
        said(&["coverage", "draft.yaml"]),
        said(&["coverage", "draft.yaml", "--crosswalk"]),
        said(&["coverage", "draft.yaml", "--crosswalk", "--format", "markdown"]),
        said(&["pack", "draft.yaml", "-o", "one.pack"]),
        said(&["import", "draft.yaml", "-o", "again.yaml"]),
        said(&["import", "draft.yaml", "--check"]),
        said(&["diff", "draft.yaml", "draft.yaml"]),
        said(&["align", "draft.yaml", "draft.yaml"]),
    ];
    for text in all {
        for noun in ["standards", "clauses", "files", "pairs", "references", "terms", "characters"]
        {
            for before in ["1 ", "1 of 1 "] {
                let wrong = format!(" {before}{noun}");
                let text = format!(" {}", text.replace('\n', " "));
                assert!(!text.contains(&wrong), "{wrong}: {text}");
            }
        }
        assert!(!text.contains("(s)"), "{text}");
    }
}

#[test]
fn an_answer_about_nothing_says_so() {
    let folder = folder(&[]);
    fs::create_dir(folder.path().join("empty")).unwrap();
    for arguments in [
        &["graph", "empty"][..],
        &["coverage", "empty"],
        &["report", "empty", "--format", "json"],
        &["report", "empty", "--format", "markdown"],
    ] {
        let (code, out, err) = run(folder.path(), arguments);
        assert_eq!(code, 0);
        assert!(!out.is_empty());
        assert!(err.contains("warning: nothing was read"), "{arguments:?}: {err}");
    }
    fs::write(folder.path().join("draft.yaml"), "standard: T/EXAMPLE 2-2021\n").unwrap();
    let (_, _, err) = run(folder.path(), &["report", "draft.yaml", "--format", "json"]);
    assert_eq!(err, "");
    fs::write(folder.path().join("plan.yaml"), "system: {scheme: gats-w120, coverage: []}\n")
        .unwrap();
    for command in ["report", "coverage", "check"] {
        let (_, _, err) = run(folder.path(), &[command, "plan.yaml", "--format", "json"]);
        assert!(!err.contains("nothing was"), "{command}: {err}");
    }
}
