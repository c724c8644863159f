//! What is asked of the rules from outside: which run, how bad they are, what fails.

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use crate::cli::consonance;

/// REF001 (error), REF003 (warning), REF020 (heuristic, info: both dated and undated).
const DRAFT: &str = "\
standard: T/EXAMPLE 2-2021
title: {zh: 服务规范}
references:
  normative: [GB/T 99999-2019, GB/T 99999]
  informative: []
clauses:
  - {number: '4', title: 要求, text: 服务应及时。}
";

fn folder(config: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("draft.yaml"), DRAFT).unwrap();
    fs::write(folder.path().join("consonance.yaml"), format!("drafts: draft.yaml\n{config}"))
        .unwrap();
    folder
}

/// Exit code, and codes with severities of what was found, each once.
fn check(config: &str, arguments: &[&str]) -> (i32, Vec<String>) {
    let folder = folder(config);
    let mut all = vec!["check", "--format", "json", "--as-of", "2026-01-01"];
    all.extend(arguments);
    let output = consonance(folder.path()).args(all).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    let mut found: Vec<String> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| format!("{} {}", word(&it["rule"]), word(&it["severity"])))
        .collect();
    found.sort();
    found.dedup();
    (output.status.code().unwrap(), found)
}

fn codes(config: &str, arguments: &[&str]) -> Vec<String> {
    let found = check(config, arguments).1.into_iter();
    found.map(|it| it.split(' ').next().unwrap().to_owned()).collect()
}

#[test]
fn selectors_are_codes_heads_of_codes_and_words() {
    let of = |arguments: &[&str]| codes("", arguments);
    assert_eq!(of(&["--select", "REF001"]), ["REF001"]);
    assert_eq!(of(&["--select", "REF001,REF003"]), ["REF001", "REF003"]);
    assert_eq!(of(&["--select", "REF001", "REF003"]), ["REF001", "REF003"]);
    assert!(of(&["--select", "REF"]).iter().all(|it| it.starts_with("REF")));
    let by_default = of(&[]);
    assert_eq!(of(&["--select", "default"]), by_default);
    assert!(by_default.iter().any(|it| it.starts_with("STR")), "{by_default:?}");
    assert!(!of(&["--ignore", "STR"]).iter().any(|it| it.starts_with("STR")));
    assert!(!of(&["--ignore", "REF001"]).contains(&"REF001".to_owned()));
    // The closer word wins, and what is left out where both are equally close.
    assert_eq!(of(&["--select", "REF001", "--ignore", "REF"]), ["REF001"]);
    assert!(!of(&["--select", "REF", "--ignore", "REF001"]).contains(&"REF001".to_owned()));
    assert_eq!(of(&["--select", "REF001", "--ignore", "REF001"]), Vec::<String>::new());
}

#[test]
fn heuristic_rules_have_to_be_named() {
    let has = |arguments: &[&str]| codes("", arguments).contains(&"REF020".to_owned());
    assert!(!has(&[]));
    assert!(!has(&["--select", "ALL"]));
    assert!(has(&["--select", "REF020"]));
    assert!(has(&["--select", "default,REF020"]));
    assert!(has(&["--select", "REF"]));
    assert!(codes("select: [default, REF020]\n", &[]).contains(&"REF020".to_owned()));
}

#[test]
fn severities_are_set_by_selector_and_flags_win_over_the_configuration() {
    let select = &["--select", "REF001,REF003"];
    assert_eq!(
        check("", select),
        (1, vec!["REF001 error".to_owned(), "REF003 warning".to_owned()])
    );
    let found = check("severity: {REF: info, REF003: error}\n", select);
    assert_eq!(found, (1, vec!["REF001 info".to_owned(), "REF003 error".to_owned()]));
    assert_eq!(check("severity: {REF: warning}\n", select).0, 0);
    assert_eq!(check("severity: {ALL: info}\nfail_on: info\n", select).0, 1);
    assert_eq!(codes("select: [STR]\n", &["--select", "REF001"]), ["REF001"]);
    assert_eq!(codes("ignore: [REF003]\n", &["--select", "REF001,REF003"]), ["REF001"]);
}

#[test]
fn the_fail_level_decides_about_the_exit_code() {
    let of = |select: &str, level: &str| check("", &["--select", select, "--fail-on", level]).0;
    for (level, error, warning) in
        [("error", 1, 0), ("warning", 1, 1), ("info", 1, 1), ("never", 0, 0)]
    {
        assert_eq!(of("REF001", level), error, "{level}");
        assert_eq!(of("REF003", level), warning, "{level}");
    }
    let config = "fail_on: warning\n";
    assert_eq!(check(config, &["--select", "REF003"]).0, 1);
    assert_eq!(check(config, &["--select", "REF003", "--fail-on", "error"]).0, 0);
    // What does not fail the check is no failure in JUnit either.
    let folder = folder("");
    let junit = |level: &str| {
        let arguments = ["check", "--select", "REF003", "--format", "junit", "--fail-on", level];
        let output = consonance(folder.path()).args(arguments).output().unwrap();
        String::from_utf8(output.stdout).unwrap().matches("<failure").count()
    };
    assert_eq!((junit("error"), junit("warning"), junit("never")), (0, 2, 0));
}

#[test]
fn a_selector_that_names_nothing_is_said_wherever_it_stands() {
    for (config, arguments) in [
        ("", &["--select", "REF999"][..]),
        ("", &["--ignore", "REX"]),
        ("select: [REF999]\n", &[]),
        ("ignore: REX\n", &[]),
        ("severity: {REX: info}\n", &[]),
    ] {
        let folder = folder(config);
        let output = consonance(folder.path()).arg("check").args(arguments).output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(2) && err.contains("no rule is called"), "{err}");
    }
}
