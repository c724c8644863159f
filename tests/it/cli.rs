//! The program from outside: exit codes, bad input, languages, pipes.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use assert_cmd::assert::OutputAssertExt;
use assert_cmd::cargo::CommandCargoExt;
use tempfile::TempDir;

const GOOD: &str = "\
standard: T/EXAMPLE 1-2021
title: {zh: 服务通则, en: General principles for services}
status: current
public: true
disclosed: true
dates: {published: 2021-01-01, effective: 2021-02-01}
classification: {ics: [\"03.080.01\"], ccs: [A16], sectors: [\"9.A\"], aspects: [general]}
references: {normative: [], informative: []}
";

/// Refers to what is nowhere: REF001, an error under every profile.
const BAD: &str = "\
standard: T/EXAMPLE 2-2021
title: {zh: 服务规范, en: Specification for services}
status: current
public: true
disclosed: true
dates: {published: 2021-01-01, effective: 2021-02-01}
classification: {ics: [\"03.080.01\"], ccs: [A16], sectors: [\"9.A\"], aspects: [general]}
references: {normative: [GB/T 99999-2019], informative: []}
";

/// The program in `folder`, with nothing of the machine's around it.
pub(crate) fn consonance(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("consonance").unwrap();
    command.current_dir(folder).env_clear().env("COLUMNS", "80").stdin(Stdio::null());
    command
}

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("good.yaml"), GOOD).unwrap();
    fs::write(folder.path().join("bad.yaml"), BAD).unwrap();
    folder
}

/// Exit code, standard output, standard error.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = consonance(folder).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn exit_codes() {
    let folder = folder();
    let code = |arguments: &[&str]| run(folder.path(), arguments).0;
    assert_eq!(code(&["check", "good.yaml"]), 0);
    assert_eq!(code(&["check", "bad.yaml"]), 1);
    assert_eq!(code(&["check", "bad.yaml", "--fail-on", "never"]), 0);
    assert_eq!(code(&["check", "bad.yaml", "--ignore", "REF001"]), 0);
    assert_eq!(code(&["check"]), 2);
    assert_eq!(code(&["check", "good.yaml", "--no-such-flag"]), 2);
    assert_eq!(code(&["check", "gone.yaml"]), 3);
    // 3 wins over 1, 2 over 3.
    assert_eq!(code(&["check", "bad.yaml", "gone.yaml"]), 3);
    assert_eq!(code(&["check", "bad.yaml", "gone.yaml", "--select", "XYZ999"]), 2);
    assert_eq!(code(&["--help"]), 0);
    assert_eq!(code(&["--version"]), 0);
    assert_eq!(code(&[]), 2);
}

#[test]
fn what_could_be_read_is_still_checked() {
    let folder = folder();
    fs::write(folder.path().join("broken.yaml"), "standard: [T/EXAMPLE 3-2021\n").unwrap();
    let (code, out, _) = run(folder.path(), &["check", "broken.yaml", "bad.yaml", "gone.yaml"]);
    assert_eq!(code, 3);
    assert!(out.contains("error[REF001]"), "{out}");
    assert!(out.contains("broken.yaml:"), "{out}");
    assert!(out.contains("[gone.yaml]"), "{out}");
    assert!(out.contains("problems reading the input"), "{out}");
}

#[test]
fn binary_and_empty_and_huge_lines_are_said() {
    let folder = folder();
    fs::write(folder.path().join("binary.yaml"), [0_u8, 159, 146, 150, 0, 1, 2]).unwrap();
    fs::write(folder.path().join("empty.yaml"), "").unwrap();
    for name in ["binary.yaml", "empty.yaml", "."] {
        let (code, out, _) = run(folder.path(), &["check", name]);
        assert_eq!(code, 3, "{name}: {out}");
    }
}

#[test]
fn wrong_usage_says_what_was_probably_meant() {
    let folder = folder();
    let cases: &[&[&str]] = &[
        &["chekc"],
        &["check", "good.yaml", "--formt", "json"],
        &["check", "good.yaml", "--format", "jsn"],
        &["check", "good.yaml", "--select", "REF0O1"],
        &["check", "good.yaml", "--profile", "bg"],
        &["check", "good.yaml", "--as-of", "yesterday"],
        &["check", "good.yaml", "--input-format", "relato"],
        &["check", "--corpus", "good.yaml"],
        &["explain", "REF107"],
        &["check"],
    ];
    let mut all = String::new();
    for arguments in cases {
        for language in ["en", "zh"] {
            let mut arguments = arguments.to_vec();
            arguments.extend(["--lang", language]);
            let (code, out, err) = run(folder.path(), &arguments);
            assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}: {err}");
            all.push_str(&format!("$ consonance {}\n{err}\n", arguments.join(" ")));
        }
    }
    insta::assert_snapshot!(all);
}

#[test]
fn a_wrong_configuration_is_drawn_at_its_place() {
    let folder = folder();
    let config = "drafts: good.yaml\nselct: [REF]\nseverity: {REF999: error}\nfail_on: perhaps\n";
    fs::write(folder.path().join("consonance.yaml"), config).unwrap();
    let (code, out, err) = run(folder.path(), &["check"]);
    assert_eq!((code, out.as_str()), (2, ""));
    insta::assert_snapshot!(err);

    fs::write(folder.path().join("consonance.yaml"), "drafts: good.yaml\nignore: [REF0O1]\n")
        .unwrap();
    let (code, _, err) = run(folder.path(), &["check"]);
    assert_eq!(code, 2);
    assert!(err.contains("consonance.yaml:2:10"), "{err}");
}

#[test]
fn the_configuration_is_found_from_a_folder_below() {
    let folder = folder();
    fs::create_dir(folder.path().join("below")).unwrap();
    fs::write(folder.path().join("consonance.yaml"), "drafts: bad.yaml\nignore: [REF001]\n")
        .unwrap();
    let (code, out, err) = run(&folder.path().join("below"), &["check"]);
    assert_eq!(code, 0, "{out}{err}");
    let (code, out, _) = run(
        &folder.path().join("below"),
        &["check", "../bad.yaml", "--select", "REF", "--fail-on", "info"],
    );
    assert_eq!(code, 0, "the configuration's `ignore` still holds: {out}");
}

#[test]
fn standard_input_is_a_dash() {
    let folder = folder();
    let mut command = consonance(folder.path());
    command.args(["check", "-"]).stdin(fs::File::open(folder.path().join("bad.yaml")).unwrap());
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stdout).unwrap().contains("[-:"));
}

#[test]
fn colour_is_asked_for_or_left_out() {
    let folder = folder();
    let colored = |arguments: &[&str], no_color: bool| {
        let mut command = consonance(folder.path());
        command.args(["check", "bad.yaml"]).args(arguments);
        if no_color {
            command.env("NO_COLOR", "1");
        }
        command.output().unwrap().stdout.contains(&0x1b)
    };
    assert!(!colored(&[], false), "no terminal, no colour");
    assert!(colored(&["--color", "always"], false));
    assert!(colored(&["--color", "always"], true), "asked for is asked for");
    assert!(!colored(&["--color", "never"], false));
}

#[test]
fn an_output_file_appears_whole_and_keeps_its_permissions() {
    let folder = folder();
    let target = folder.path().join("out.json");
    let (code, out, _) =
        run(folder.path(), &["check", "bad.yaml", "--format", "json", "-o", "out.json"]);
    assert_eq!((code, out.as_str()), (1, ""));
    let written: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&target).unwrap()).unwrap();
    assert_eq!(written["summary"]["error"], 1);
    let rest: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(rest.len(), 3, "nothing is left beside it: {rest:?}");
    let (code, _, err) = run(folder.path(), &["check", "bad.yaml", "-o", "no/such/folder/out"]);
    assert_eq!(code, 2);
    assert!(err.contains("cannot write no/such/folder/out"), "{err}");
}

#[test]
fn real_output_keeps_the_published_schema() {
    let folder = folder();
    let (_, schema, _) = run(folder.path(), &["schema", "findings"]);
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let (_, out, err) = run(folder.path(), &["check", "bad.yaml", "gone.yaml", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&out).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let faults: Vec<_> = validator.iter_errors(&document).map(|it| it.to_string()).collect();
    assert_eq!(faults, Vec::<String>::new());
    assert!(err.contains("gone.yaml"), "what could not be read is said aloud: {err}");
}

#[test]
fn every_number_of_threads_gives_the_same_bytes() {
    let folder = folder();
    for index in 10..60 {
        let text = BAD.replace("T/EXAMPLE 2-2021", &format!("T/EXAMPLE {index}-2021"));
        fs::write(folder.path().join(format!("d{index}.yaml")), text).unwrap();
    }
    for format in ["terminal", "json", "sarif", "junit", "github", "markdown"] {
        let of = |threads: &str| {
            run(
                folder.path(),
                &["check", ".", "--format", format, "--as-of", "2026-01-01", "--threads", threads],
            )
        };
        let one = of("1");
        assert!(one.1.contains("REF001"), "{}", one.1);
        for threads in ["2", "7"] {
            assert_eq!(one, of(threads), "{format} with {threads} threads");
        }
    }
}

/// `| head -1`: the rest is not wanted, and that is nobody's fault.
#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = folder();
    for index in 10..400 {
        let text = BAD.replace("T/EXAMPLE 2-2021", &format!("T/EXAMPLE {index}-2021"));
        fs::write(folder.path().join(format!("d{index}.yaml")), text).unwrap();
    }
    let mut child = consonance(folder.path())
        .args(["check", "."])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(output.status.code(), Some(1), "the answer is still the answer");
}

#[test]
fn github_annotations_come_with_a_step_summary() {
    let folder = folder();
    let summary = folder.path().join("summary.md");
    fs::write(&summary, "before\n").unwrap();
    let mut command = consonance(folder.path());
    command.args(["check", "bad.yaml", "--format", "github"]).env("GITHUB_STEP_SUMMARY", &summary);
    let output = command.output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().contains("::error file=bad.yaml,line="));
    let text = fs::read_to_string(&summary).unwrap();
    assert!(text.starts_with("before\n# consonance\n"), "{text}");
}

#[test]
fn a_new_project_checks_clean() {
    for language in ["en", "zh"] {
        let folder = tempfile::tempdir().unwrap();
        consonance(folder.path()).args(["init", "--lang", language]).assert().success();
        let (code, out, err) = run(folder.path(), &["check", "--fail-on", "warning"]);
        assert_eq!(code, 0, "{out}{err}");
        let (code, _, err) = run(folder.path(), &["init"]);
        assert_eq!(code, 2);
        assert!(err.contains("already there"), "{err}");
    }
}

#[test]
fn chinese_help_holds_no_english_help() {
    let folder = folder();
    let commands = ["check", "explain", "rules", "id", "init", "schema", "completions"];
    for command in commands {
        let (code, zh, _) = run(folder.path(), &[command, "--help", "--lang", "zh"]);
        assert_eq!(code, 0);
        for word in ["Usage:", "Options:", "Arguments:", "Print help", "[default", "[possible"] {
            assert!(!zh.contains(word), "`{word}` in\n{zh}");
        }
    }
    let (_, by_locale, _) = {
        let output =
            consonance(folder.path()).env("LANG", "zh_CN.UTF-8").arg("--help").output().unwrap();
        (0, String::from_utf8(output.stdout).unwrap(), 0)
    };
    assert!(by_locale.contains("通用选项"), "{by_locale}");
}

#[test]
fn identifiers_one_a_line() {
    let folder = folder();
    let (code, out, _) =
        run(folder.path(), &["id", "--format", "json", "GB/T 19001-2016", "GB/T 19OO1-2016"]);
    assert_eq!(code, 1);
    let records: Vec<serde_json::Value> =
        out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(records[0]["canonical"], "GB/T 19001-2016");
    assert_eq!((&records[0]["ok"], &records[1]["ok"]), (&true.into(), &false.into()));
    assert_eq!(records[1]["column"], 8);
}

#[test]
fn a_bug_is_said_and_keeps_the_other_findings() {
    let folder = folder();
    let text = BAD.replace("T/EXAMPLE 2-2021", "T/EXAMPLE 3-2021");
    fs::write(folder.path().join("other.yaml"), text).unwrap();
    let mut command = consonance(folder.path());
    command.args(["check", "bad.yaml", "other.yaml"]).env("CONSONANCE_TEST_BUG_IN", "other.yaml");
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(70));
    let (out, err) =
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(out.contains("bad.yaml:8:"), "{out}");
    assert!(!out.contains("other.yaml:8:"), "{out}");
    assert!(err.starts_with("bug: consonance "), "{err}");
    assert!(err.contains("asked to stumble over other.yaml") && err.contains("report it"), "{err}");
}

#[test]
fn every_schema_is_a_schema() {
    let folder = folder();
    for name in ["findings", "diff", "definition", "rule", "config"] {
        let (code, out, err) = run(folder.path(), &["schema", name]);
        assert_eq!(code, 0, "{err}");
        let schema: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        jsonschema::validator_for(&schema).unwrap();
    }
}

const HOUSE_RULE: &str = "\
code: HSE001
title: {en: House style, zh: 内部格式}
since: 0.1.0
life: stable
confidence: certain
severity: warning
language: both
source: [{document: house style}]
on: reference
where: {role: normative}
report:
  at: reference
  message: {en: \"{written} is normative\", zh: \"{written} 是规范性的\"}
why: {en: The house says so., zh: 内部规定。}
examples:
  bad: [{standards: [{standard: GB/T 99901-2020, references: {normative: [GB/T 99902-2020]}}]}]
  good: [{standards: [{standard: GB/T 99901-2020, references: {normative: []}}]}]
";

#[test]
fn a_house_rule_is_a_rule() {
    let folder = folder();
    fs::create_dir(folder.path().join("house")).unwrap();
    fs::write(folder.path().join("house/normative.yaml"), HOUSE_RULE).unwrap();
    fs::write(
        folder.path().join("consonance.yaml"),
        "drafts: bad.yaml\nrules: house\nselect: [default, HSE]\n",
    )
    .unwrap();
    let (_, out, _) = run(folder.path(), &["check"]);
    assert!(out.contains("warning[HSE001]: GB/T 99999-2019 is normative"), "{out}");
    let (code, out, _) = run(folder.path(), &["rules", "test", "HSE001"]);
    assert_eq!((code, out.as_str()), (0, "2 examples of 1 rule: 0 failed\n"));
    let (_, out, _) = run(folder.path(), &["explain", "hse001"]);
    assert!(out.contains("The house says so.") && out.contains("which gives"), "{out}");

    let wrong = HOUSE_RULE.replace("role: normative", "roll: normative");
    fs::write(folder.path().join("house/normative.yaml"), wrong).unwrap();
    let (code, _, err) = run(folder.path(), &["check"]);
    assert_eq!(code, 2);
    assert!(err.contains("house/normative.yaml:10:9") && err.contains("`role`"), "{err}");
}

#[test]
fn a_path_behind_codes_is_a_path() {
    let folder = folder();
    let (code, out, err) =
        run(folder.path(), &["check", "--select", "REF001", "REF006", "bad.yaml"]);
    assert_eq!(code, 1, "{err}");
    assert!(out.contains("error[REF001]"), "{out}");
}
