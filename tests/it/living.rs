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

/// A project with two drafts that each refer to what is nowhere, and its configuration.
fn project(config: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("drafts/old")).unwrap();
    let text = draft("", "", "") + "clauses:\n  - {number: '4', title: 要求, text: 见下。}\n";
    fs::write(folder.path().join("drafts/a.yaml"), &text).unwrap();
    let other = text.replace("EXAMPLE 2-2021", "EXAMPLE 3-2020");
    fs::write(folder.path().join("drafts/old/b.yaml"), other).unwrap();
    let config = format!("drafts: drafts\nselect: [REF001]\nas_of: 2026-01-01\n{config}");
    fs::write(folder.path().join("consonance.yaml"), config).unwrap();
    folder
}

/// Exit code; rule, severity and path of what is open; how many are waived.
fn of_project(config: &str, further: &[&str]) -> (i32, Vec<String>, u64) {
    in_project(&project(config), further)
}

fn in_project(folder: &tempfile::TempDir, further: &[&str]) -> (i32, Vec<String>, u64) {
    let mut arguments = vec!["check", "--format", "json"];
    arguments.extend(further);
    let output = consonance(folder.path()).args(arguments).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    let open = report["findings"].as_array().unwrap().iter().map(|it| {
        let path = word(&it["location"]["path"]);
        format!("{} {} {path}", word(&it["rule"]), word(&it["severity"]))
    });
    let waived = report["summary"]["waived"].as_u64().unwrap();
    (output.status.code().unwrap(), open.collect(), waived)
}

const A: &str = "REF001 error drafts/a.yaml";
const B: &str = "REF001 error drafts/old/b.yaml";

fn open(them: &[&str]) -> Vec<String> {
    them.iter().map(|it| (*it).to_owned()).collect()
}

#[test]
fn waivers_of_the_configuration_name_files_standards_and_clauses() {
    let of =
        |waiver: &str| of_project(&format!("waivers: [{{rules: REF, reason: r, {waiver}}}]"), &[]);
    assert_eq!(of("owner: Li"), (0, open(&[]), 2));
    assert_eq!(of("paths: drafts/old"), (1, open(&[A]), 1));
    assert_eq!(of("paths: [drafts/*, '!drafts/old']"), (1, open(&[B]), 1));
    assert_eq!(of("standards: T/EXAMPLE 3"), (1, open(&[A]), 1));
    assert_eq!(of("standards: [T/EXAMPLE 2—2021]"), (1, open(&[B]), 1));
    // The references are in no clause.
    let unused = "WVR001 warning consonance.yaml";
    assert_eq!(of("clauses: '4'"), (1, open(&[unused, A, B]), 0));
}

#[test]
fn faults_of_waivers_of_the_configuration_stand_at_their_line() {
    let waiver = "waivers:\n  - {rules: REF001, paths: drafts/none.yaml, reason: gone}\n  \
                  - {rules: [REF001], expires: 2025-12-31, reason: late}\n";
    let unused = "WVR001 warning consonance.yaml";
    let expired = "WVR002 warning consonance.yaml";
    assert_eq!(of_project(waiver, &[]), (1, open(&[unused, expired, A, B]), 0));
    // Of what was not judged nothing is known.
    let some = in_project(&project(waiver), &["drafts/a.yaml"]);
    assert_eq!(some, (1, open(&[expired, A]), 0));
    let all = in_project(&project(waiver), &["."]);
    assert_eq!(all.1.len(), 4);
    // Their severity is the user's, and they can be left out.
    let silent = format!("{waiver}severity: {{WVR: info, WVR002: error}}\n");
    let expected = [&unused.replace("warning", "info"), &expired.replace("warning", "error")];
    let expected = [expected[0].as_str(), expected[1].as_str(), A, B];
    assert_eq!(of_project(&silent, &[]), (1, open(&expected), 0));
    assert_eq!(of_project(&format!("{waiver}ignore: WVR\n"), &[]), (1, open(&[A, B]), 0));
}

#[test]
fn a_waiver_may_have_run_out_for_one_document_and_not_for_another() {
    // As of its publication, each document is judged on its own day.
    let folder = project("waivers: [{rules: REF001, expires: 2020-12-31, reason: r}]");
    let published = |path: &str, date: &str| {
        let path = folder.path().join(path);
        let text = fs::read_to_string(&path).unwrap() + &format!("dates: {{published: {date}}}\n");
        fs::write(path, text).unwrap();
    };
    published("drafts/a.yaml", "2021-05-01");
    published("drafts/old/b.yaml", "2020-05-01");
    let (_, found, waived) = in_project(&folder, &["--as-of", "publication"]);
    let expired = "WVR002 warning consonance.yaml";
    assert_eq!((found, waived), (open(&[expired, A]), 1));
}

#[test]
fn mistakes_in_waivers_and_paths_point_into_the_configuration() {
    for (config, word) in [
        ("waivers: [{rules: REF001}]", "\"reason\" is missing"),
        ("waivers: [{reason: r}]", "\"rules\" is missing"),
        ("waivers: [{rules: REF901, reason: r}]", "no rule is called `REF901`"),
        ("waivers: [{rules: REF001, reason: ''}]", "gives no reason"),
        ("waivers: [{rules: REF001, reason: r, expires: soon}]", "`soon` is no date"),
        ("waivers: [{rules: REF001, reason: r, paths: ['a{b']}]", "no path or glob"),
        ("waivers: [{rules: REF001, reason: r, path: a}]", "did you mean \"paths\"?"),
        ("paths: [{select: REF}]", "\"path\" is missing"),
        ("paths: [{path: a, profile: gbb}]", "there is no profile `gbb`"),
        ("paths: [{path: a, ignore: REF901}]", "no rule is called `REF901`"),
        ("paths: [{path: a, severity: {REF: high}}]", "\"high\" is not a word"),
    ] {
        let folder = project(config);
        let output = consonance(folder.path()).arg("check").output().unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{config}");
        assert!(text.contains(word) && text.contains("consonance.yaml:4"), "{config}\n{text}");
    }
}

#[test]
fn settings_differ_by_path() {
    let of = |config: &str| of_project(config, &[]).1;
    assert_eq!(of("paths: [{path: drafts/old, ignore: REF}]"), open(&[A]));
    let info = B.replace("error", "info");
    assert_eq!(of("paths: [{path: drafts/old, severity: {REF001: info}}]"), open(&[A, &info]));
    // Later entries win, flags win over all.
    let two = "paths: [{path: drafts, severity: {REF001: info}}, {path: a.yaml, severity: {REF001: error}}]";
    assert_eq!(of(two), open(&[A, &info]));
    let other = "paths: [{path: drafts/old, select: [STR001]}]";
    assert!(of(other).iter().any(|it| it.starts_with("STR001")), "{:?}", of(other));
    assert_eq!(of_project(other, &["--select", "REF001"]).1, open(&[A, B]));
    // The closer word of the nearer place counts.
    assert_eq!(of("paths: [{path: drafts/old, ignore: REF, select: REF001}]"), open(&[A, B]));
}

#[test]
fn the_profile_differs_by_path() {
    // `profile` decides which rules run: STR001 asks for the elements that a profile requires.
    let of = |config: &str| {
        of_project(&format!("{config}\n"), &["--select", "default", "--ignore", "REF,SYS"]).1
    };
    let association = of("");
    let ietf = of("paths: [{path: drafts/old, profile: ietf}]");
    let of_b = |them: &[String]| them.iter().filter(|it| it.ends_with("b.yaml")).count();
    let of_a = |them: &[String]| them.iter().filter(|it| it.ends_with("a.yaml")).count();
    assert_eq!(of_a(&association), of_a(&ietf));
    assert_ne!(of_b(&association), of_b(&ietf));
}

#[test]
fn what_is_wrong_with_waivers_is_listed_like_a_rule() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let output = consonance(folder.path()).args(arguments).output().unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    };
    for format in ["terminal", "json", "markdown"] {
        for arguments in [&["rules", "--format", format][..], &["rules", "WVR", "--format", format]]
        {
            let text = run(arguments);
            assert!(["WVR001", "WVR004"].iter().all(|it| text.contains(it)), "{text}");
        }
    }
    assert!(!run(&["rules", "REF"]).contains("WVR"));
    let entry: Value =
        serde_json::from_str(&run(&["explain", "WVR004", "--format", "json"])).unwrap();
    let list: Value = serde_json::from_str(&run(&["rules", "WVR", "--format", "json"])).unwrap();
    assert_eq!(list.as_array().unwrap().last(), Some(&entry));
}
