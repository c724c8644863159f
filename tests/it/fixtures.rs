//! The illustrative corpus as a reviewer sees it, and its clean twin.

use std::path::PathBuf;
use std::process::Output;

use crate::cli::consonance;

fn check(fixture: &str, arguments: &[&str], columns: &str) -> Output {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let config = format!("fixtures/{fixture}/consonance.yaml");
    let mut command = consonance(&root);
    command.env("COLUMNS", columns).args(["check", "--config", &config]).args(arguments);
    command.output().unwrap()
}

fn text(output: Output) -> String {
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn english_at_80_columns() {
    insta::assert_snapshot!(text(check("trade-in-services", &[], "80")));
}

#[test]
fn chinese_at_120_columns() {
    insta::assert_snapshot!(text(check("trade-in-services", &["--lang", "zh"], "120")));
}

#[test]
fn everything_that_was_not_checkable() {
    let whole = text(check("trade-in-services", &["--select", "STR001,REF006", "-v"], "80"));
    let short = text(check("trade-in-services", &["--select", "STR001,REF006"], "80"));
    assert!(whole.len() > short.len());
    assert!(!whole.contains("-v shows"), "{whole}");
}

#[test]
fn the_clean_twin_is_clean() {
    let output = check("trade-in-services-clean", &["--fail-on", "info"], "80");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
}
