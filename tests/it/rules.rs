//! The built-in rules: they load, they are complete, and their examples prove them.

use consonance::rule::{Profiles, Rule, RuleSet, examples};

/// The built-in rules, or everything that is wrong with them.
fn built_in() -> RuleSet {
    RuleSet::built_in().unwrap_or_else(|errors| {
        let mut report = String::new();
        for problem in &errors.problems {
            let place = problem.span.map(|span| errors.sources.location(span));
            let place = place.map_or_else(String::new, |it| {
                format!("{}:{}:{}", it.path, it.start.line, it.start.column)
            });
            report.push_str(&format!("{place}: {}", problem.message.en));
            if let Some(help) = &problem.help {
                report.push_str(&format!(" ({})", help.en));
            }
            report.push('\n');
        }
        panic!("{} problems in the rules\n{report}", errors.problems.len());
    })
}

#[test]
fn all_rules_load() {
    assert!(built_in().len() > 50);
}

/// What judges leaves the examples out, which have to come last for that, and nothing else.
#[test]
fn rules_to_judge_with_are_the_same_without_examples() {
    let (whole, to_judge) = (built_in(), RuleSet::to_judge([]).unwrap());
    assert_eq!(whole.len(), to_judge.len());
    for (rule, other) in whole.iter().zip(to_judge.iter()) {
        assert!(!rule.bad.is_empty() && other.bad.is_empty() && other.good.is_empty());
        let bare = Rule { bad: Vec::new(), good: Vec::new(), span: other.span, ..rule.clone() };
        assert_eq!(format!("{bare:?}"), format!("{other:?}"));
    }
}

#[test]
fn all_examples_pass() {
    let rules = built_in();
    let profiles = Profiles::built_in().unwrap();
    let results = examples::run(&rules, &profiles, |_| true);
    let failures: Vec<String> = results
        .iter()
        .filter_map(|it| {
            let failure = it.failure.as_ref()?;
            Some(format!("{} {:?} {}: {}", it.code, it.expectation, it.index, failure.en))
        })
        .collect();
    assert!(
        failures.is_empty(),
        "{} of {} fail\n{}",
        failures.len(),
        results.len(),
        failures.join("\n")
    );
}

/// What `check` says of a fixture, in the form of `expected.txt`: code, severity, file, standard and
/// clause, one finding a line.
fn checked(folder: &str) -> (String, Vec<serde_json::Value>) {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder);
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_consonance"))
        .args(["check", "--format", "json"])
        .current_dir(root)
        .output()
        .unwrap();
    let report: serde_json::Value =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
            panic!("no report: {error}\n{}", String::from_utf8_lossy(&output.stderr))
        });
    let word = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
    let mut lines: Vec<String> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            let [rule, severity, path, standard, clause] = [
                &finding["rule"],
                &finding["severity"],
                &finding["location"]["path"],
                &finding["standard"],
                &finding["clause"],
            ]
            .map(word);
            format!("{rule}\t{severity}\t{path}\t{standard}\t{clause}\n")
        })
        .collect();
    lines.sort();
    (lines.concat(), report["not_checkable"].as_array().unwrap().clone())
}

#[test]
fn planted_faults_are_found_and_nothing_else() {
    let (found, _) = checked("trade-in-services");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/trade-in-services/expected.txt");
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(path, &found).unwrap();
    }
    let expected = std::fs::read_to_string(path).unwrap();
    let missing: Vec<&str> = expected.lines().filter(|line| !found.contains(line)).collect();
    let extra: Vec<&str> = found.lines().filter(|line| !expected.contains(line)).collect();
    assert_eq!(
        found, expected,
        "\nno longer found: {missing:#?}\nnot documented: {extra:#?}\n\
         read them; UPDATE_EXPECTED=1 writes the list anew"
    );
}

#[test]
fn the_clean_twin_is_clean() {
    let (found, unknown) = checked("trade-in-services-clean");
    assert_eq!(found, "", "the clean twin has findings");
    assert!(unknown.is_empty(), "not checkable in the clean twin: {unknown:#?}");
}

#[test]
fn every_rule_is_complete() {
    for rule in built_in().iter() {
        let code = &rule.code;
        assert!(
            !rule.bad.is_empty() && !rule.good.is_empty(),
            "{code} has no examples of both kinds"
        );
        assert!(!rule.sources.is_empty(), "{code} rests on nothing");
        assert!(!rule.since.is_empty(), "{code} does not say since when it is there");
        assert!(rule.report.has_help(), "{code} does not say what to do");
        for text in [&rule.title, &rule.why] {
            assert!(
                text.en.is_ascii() || text.en.chars().any(|c| c.is_ascii_alphabetic()),
                "{code}"
            );
            assert!(text.zh.chars().any(|c| ('\u{4e00}'..'\u{a000}').contains(&c)), "{code}");
        }
    }
}
