//! The built-in rules: they load, they are complete, and their examples prove them.

use consonance::rule::{Profiles, RuleSet, examples};

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
