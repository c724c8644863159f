//! Living with findings: waivers.

use std::fs;

use serde_json::Value;

use crate::cli::consonance;

/// A definition that refers to what is nowhere (REF001), with words for a waiver.
fn draft(top: &str, above: &str, behind: &str) -> String {
    format!(
        "{top}standard: T/EXAMPLE 2-2021\ntitle: {{zh: 服务规范, en: Specification for services}}\n\
         references:\n  normative:\n{above}    - GB/T 99999-2019{behind}\n  informative: []\n"
    )
}

/// The exit code, the codes of what is open, and the number of waived findings.
fn check(text: &str, further: &[&str]) -> (i32, Vec<String>, u64) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("draft.yaml"), text).unwrap();
    let mut arguments = vec!["check", "draft.yaml", "--format", "json", "--as-of", "2026-01-01"];
    arguments.extend(["--select", "REF001"]);
    arguments.extend(further);
    let output = consonance(folder.path()).args(arguments).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let open = report["findings"].as_array().unwrap().iter();
    let open = open.map(|it| it["rule"].as_str().unwrap().to_owned()).collect();
    (output.status.code().unwrap(), open, report["summary"]["waived"].as_u64().unwrap())
}

#[test]
fn without_a_waiver_it_counts() {
    assert_eq!(check(&draft("", "", ""), &[]), (1, vec!["REF001".to_owned()], 0));
}

#[test]
fn waivers_stand_behind_above_or_at_the_top() {
    let waived = (0, Vec::new(), 1);
    assert_eq!(check(&draft("", "", " # consonance: allow REF001 -- to come"), &[]), waived);
    assert_eq!(check(&draft("", "    # consonance: allow REF -- to come\n", ""), &[]), waived);
    let top = "# consonance: allow-file REF001 until 2026-01-01 by A. Nother -- to come\n";
    assert_eq!(check(&draft(top, "", ""), &[]), waived);
}

#[test]
fn a_waiver_covers_nothing_but_what_it_stands_at() {
    let top = "# consonance: allow REF001 -- only the next entry\n";
    let (code, open, waived) = check(&draft(top, "", ""), &[]);
    assert_eq!((code, waived), (1, 0));
    assert_eq!(open, ["WVR001", "REF001"]);
}

#[test]
fn faults_of_waivers_are_findings() {
    let of = |waiver: &str| check(&draft("", "", &format!(" # consonance: {waiver}")), &[]);
    let with = |fault: &str| (1, vec!["REF001".to_owned(), fault.to_owned()], 0);
    assert_eq!(of("allow REF001 until 2025-12-31 -- to come"), with("WVR002"));
    assert_eq!(of("allow REF001"), with("WVR003"));
    assert_eq!(of("allow REF001 --"), with("WVR003"));
    assert_eq!(of("allow REF901 -- to come"), with("WVR003"));
    assert_eq!(of("allow REF001 until tomorrow -- to come"), with("WVR003"));
    assert_eq!(of("alow REF001 -- to come"), with("WVR003"));
    // A rule that did not run says nothing about its waivers.
    assert_eq!(of("allow STR005 -- to come"), (1, vec!["REF001".to_owned()], 0));
}

#[test]
fn faults_are_explained_and_can_be_left_out() {
    let text = draft("", "", " # consonance: allow REF001");
    assert_eq!(check(&text, &["--ignore", "WVR"]), (1, vec!["REF001".to_owned()], 0));
    let folder = tempfile::tempdir().unwrap();
    for code in ["WVR001", "WVR002", "WVR003"] {
        let output = consonance(folder.path()).args(["explain", code]).output().unwrap();
        assert!(String::from_utf8(output.stdout).unwrap().contains(code));
    }
}
