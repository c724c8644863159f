//! The engine: how rules are loaded, chosen and judged.

use consonance::corpus::{Corpus, StandardId};
use consonance::finding::Severity;
use consonance::reader::definition::Definition;
use consonance::reader::{Loaded, Reader};
use consonance::rule::{Outcome, Policy, Profiles, RuleSet, check, json_schema};
use consonance::source::{Encoding, Language, SourceFile, SourceMap};

/// A house rule around a kind of fact and its conditions.
fn rule(code: &str, on: &str, conditions: &str) -> String {
    format!(
        "code: {code}\n\
         title: {{en: House rule, zh: 内部规则}}\n\
         severity: warning\n\
         on: {on}\n\
         where: {conditions}\n\
         report:\n  at: {on}\n  message: {{en: \"found {{standard}}\", zh: \"发现 {{standard}}\"}}\n\
         why: {{en: To test., zh: 用于测试。}}\n"
    )
}

fn rules(texts: &[String]) -> RuleSet {
    let files = (1..).zip(texts).map(|(at, text)| (format!("house/{at}.yaml"), text.clone()));
    RuleSet::from_files(files).unwrap_or_else(|errors| panic!("{:#?}", errors.problems))
}

/// Everything that is wrong with a rule, as a user reads it.
fn complaints(text: &str) -> String {
    let Err(errors) = RuleSet::from_files([("house/rule.yaml".to_owned(), text.to_owned())]) else {
        return "loads".to_owned();
    };
    let mut report = String::new();
    for problem in &errors.problems {
        let at = problem.span.map(|span| errors.sources.location(span).start);
        let at = at.map_or_else(String::new, |at| format!("{}:{}", at.line, at.column));
        report.push_str(&format!("{at} {}\n", problem.message.en));
        if let Some(help) = &problem.help {
            let help: String = help.en.chars().take(72).collect();
            report.push_str(&format!("    {help}\n"));
        }
        assert!(!problem.message.zh.is_empty());
    }
    report
}

fn corpus(text: &str) -> Corpus {
    let mut sources = SourceMap::new();
    let id = sources.add(|id| SourceFile::text_file(id, "corpus.yaml", Encoding::Utf8, text));
    let reading = Definition.read(sources.file(id), &sources);
    assert!(reading.problems.is_empty(), "{:#?}", reading.problems);
    let loaded = Loaded { sources, standards: reading.standards, ..Loaded::default() };
    Corpus::build(loaded, "2026-01-01".parse().unwrap())
}

fn judge(rules: &RuleSet, corpus: &Corpus, change: impl FnOnce(&mut Policy)) -> Outcome {
    let mut policy =
        Policy::new(Profiles::built_in().unwrap(), corpus.ids().collect::<Vec<StandardId>>());
    change(&mut policy);
    check(rules, corpus, &policy)
}

const TWO: &str = "\
standards:
  - standard: GB/T 99901-2020
    title: {zh: 服务评价}
    references: {normative: [\"ISO 99902:2015\", \"ISO 99903:2015\"]}
  - standard: ISO 99902:2015
    title: {en: Services}
    status: withdrawn
";

#[test]
fn malformed_rules_are_explained_in_their_place() {
    let good = rule("HOUSE001", "reference", "{role: normative}");
    assert_eq!(complaints(&good), "loads");
    let cases = [
        ("an unknown field", good.replace("role: normative", "rol: normative")),
        ("an unknown word", good.replace("role: normative", "role: normativ")),
        ("a field of a chain", good.replace("role: normative", "target.statsu: withdrawn")),
        ("a chain through a word", good.replace("role: normative", "role.name: x")),
        ("a chain through a list", good.replace("role: normative", "targets.status: withdrawn")),
        ("an unknown operator", good.replace("role: normative", "role: {iss: normative}")),
        ("a list for a value", good.replace("role: normative", "role: [normative]")),
        ("a wrong type", good.replace("role: normative", "dated: 2015")),
        ("a bad pattern", good.replace("role: normative", "written: {matches: 'ISO ('}")),
        ("fields of two types", good.replace("role: normative", "dated: {is: {field: written}}")),
        ("a list without operator", good.replace("role: normative", "targets: x")),
        ("an unknown kind", good.replace("on: reference", "on: referense")),
        ("an unknown place", good.replace("at: reference", "at: refrence")),
        ("an unknown hole", good.replace("found {standard}", "found {standrad}")),
        ("a lone brace", good.replace("found {standard}", "found {standard")),
        ("a missing language", good.replace(", zh: 内部规则", "")),
        ("a missing key", good.replace("severity: warning\n", "")),
        ("an unknown key", good.replace("why:", "wy:")),
        ("a bad code", good.replace("HOUSE001", "house-1")),
        (
            "cases without an end",
            good.replace("severity: warning", "severity: [{when: {dated: true}, is: info}]"),
        ),
        ("no conditions", good.replace("{role: normative}", "{}")),
        ("no mapping at all", "- 1\n".to_owned()),
        ("nothing", String::new()),
    ];
    let mut report = String::new();
    for (name, text) in cases {
        report.push_str(&format!("## {name}\n{}\n", complaints(&text)));
    }
    insta::assert_snapshot!(report);
}

#[test]
fn a_code_is_given_once() {
    let text = rule("HOUSE001", "reference", "{role: normative}");
    let files = [("a/1.yaml".to_owned(), text.clone()), ("a/2.yaml".to_owned(), text)];
    let errors = RuleSet::from_files(files).unwrap_err();
    assert_eq!(errors.problems[0].message.en, "the code HOUSE001 is taken by a/1.yaml");
}

#[test]
fn what_is_not_known_is_said_and_grouped() {
    let rules = rules(&[rule("HOUSE001", "reference", "{target.status: withdrawn}")]);
    let outcome = judge(&rules, &corpus(TWO), |_| {});
    assert_eq!(outcome.findings.len(), 1, "ISO 99902 is withdrawn");
    let unknown: Vec<_> = outcome
        .not_checkable
        .iter()
        .map(|it| (it.standard.as_str(), it.reason.en.as_str(), it.rules.join(" ")))
        .collect();
    assert_eq!(unknown, [("ISO 99903:2015", "not in the corpus", "HOUSE001".to_owned())]);
}

#[test]
fn existence_is_settled_only_for_the_field_itself() {
    let missing = rules(&[rule("HOUSE001", "reference", "{target: {exists: false}}")]);
    let outcome = judge(&missing, &corpus(TWO), |_| {});
    assert_eq!(outcome.findings.len(), 1, "ISO 99903 is known not to be in the corpus");
    assert!(outcome.not_checkable.is_empty());

    let behind = rules(&[rule("HOUSE001", "reference", "{target.reviewed: {exists: false}}")]);
    let outcome = judge(&behind, &corpus(TWO), |_| {});
    assert_eq!(outcome.findings.len(), 1, "ISO 99902 does not say; of ISO 99903 nothing is known");
    assert_eq!(outcome.not_checkable.len(), 1);
}

#[test]
fn what_decides_without_the_unknown_is_decided() {
    let either = "{any: [{role: normative}, {target.status: withdrawn}]}";
    let outcome = judge(&rules(&[rule("HOUSE001", "reference", either)]), &corpus(TWO), |_| {});
    assert_eq!((outcome.findings.len(), outcome.not_checkable.len()), (2, 0));
    let both = "{role: informative, target.status: withdrawn}";
    let outcome = judge(&rules(&[rule("HOUSE001", "reference", both)]), &corpus(TWO), |_| {});
    assert_eq!((outcome.findings.len(), outcome.not_checkable.len()), (0, 0));
}

#[test]
fn lists_are_asked_item_by_item() {
    let found = |conditions: &str| {
        let rules = rules(&[rule("HOUSE001", "standard", conditions)]);
        let outcome = judge(&rules, &corpus(TWO), |policy| policy.judged.truncate(1));
        outcome.findings.len()
    };
    assert_eq!(found("{references: {any: {target: {exists: true}, role: normative}}}"), 1);
    assert_eq!(found("{references: {all: {role: normative}}}"), 1);
    assert_eq!(found("{references: {none: {role: informative}}}"), 1);
    assert_eq!(found("{references: {count: {ge: 2, lt: 3}}}"), 1);
    assert_eq!(found("{references: {count: 3}}"), 0);
    assert_eq!(found("{language: {contains: zh}}"), 1);
    assert_eq!(found("{language: {contains: en}}"), 0);
    assert_eq!(found("{titles: {any: {matches: '评价$'}}}"), 1);
}

#[test]
fn selection_severity_and_confidence_follow_the_policy() {
    let heuristic = rule("HOUSE002", "reference", "{role: normative}")
        .replace("severity: warning", "severity: warning\nconfidence: heuristic");
    let rules = rules(&[rule("HOUSE001", "reference", "{role: normative}"), heuristic]);
    let corpus = corpus(TWO);
    let codes = |change: &dyn Fn(&mut Policy)| -> Vec<String> {
        let outcome = judge(&rules, &corpus, change);
        let mut codes: Vec<_> = outcome.findings.into_iter().map(|it| it.rule).collect();
        codes.sort();
        codes.dedup();
        codes
    };
    let words = |list: &[&str]| list.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    assert_eq!(codes(&|_| {}), ["HOUSE001"], "heuristic rules are off");
    assert_eq!(codes(&|it| it.select = words(&["HOUSE002"])), ["HOUSE002"]);
    assert_eq!(codes(&|it| it.select = words(&["HOUSE"])), ["HOUSE001", "HOUSE002"]);
    let both = codes(&|it| it.select = words(&["default", "HOUSE002"]));
    assert_eq!(both, ["HOUSE001", "HOUSE002"]);
    assert_eq!(codes(&|it| it.ignore = words(&["HOUSE001"])), Vec::<String>::new());
    let closer = codes(&|it| {
        it.select = words(&["HOUSE001"]);
        it.ignore = words(&["HOUSE"]);
    });
    assert_eq!(closer, ["HOUSE001"], "the closer selector wins");
    let outcome = judge(&rules, &corpus, |it| {
        it.severities = vec![("HOUSE".to_owned(), Severity::Info)];
    });
    assert!(outcome.findings.iter().all(|it| it.severity == Severity::Info));
}

#[test]
fn fingerprints_survive_line_shifts_and_tell_equals_apart() {
    let rules = rules(&[rule("HOUSE001", "reference", "{role: normative}")]);
    let prints = |text: &str| -> Vec<String> {
        judge(&rules, &corpus(text), |_| {}).findings.into_iter().map(|it| it.fingerprint).collect()
    };
    let before = prints(TWO);
    let shifted = TWO.replace("standards:\n", "# a word before\n\nstandards:\n");
    assert_eq!(before, prints(&shifted));
    let twice = TWO.replace("\"ISO 99903:2015\"", "\"ISO 99902:2015\"");
    let equal = prints(&twice);
    assert_eq!(equal[0], before[0]);
    assert_ne!(equal[0], equal[1]);
}

#[test]
fn the_outcome_does_not_depend_on_the_number_of_threads() {
    let built_in = RuleSet::built_in().unwrap_or_else(|it| panic!("{:#?}", it.problems));
    let corpus = corpus(TWO);
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let outcome = pool.install(|| judge(&built_in, &corpus, |_| {}));
        serde_json::to_string(&(outcome.findings, outcome.not_checkable)).unwrap()
    };
    assert_eq!(with(1), with(4));
}

#[test]
fn the_schema_names_every_kind_and_field() {
    let schema = json_schema(Language::En).to_string();
    for kind in consonance::fact::KINDS {
        assert!(schema.contains(&format!("{}Predicate", kind.name)));
        for field in kind.fields {
            assert!(schema.contains(&format!("\"{}\"", field.name)), "{}", field.name);
            assert!(!field.en.is_empty() && !field.zh.is_empty());
        }
        for place in kind.places {
            assert!(!place.en.is_empty() && !place.zh.is_empty());
        }
    }
}

#[test]
fn names_of_fields_are_given_once() {
    for kind in consonance::fact::KINDS {
        for (at, field) in kind.fields.iter().enumerate() {
            assert!(
                kind.fields[..at].iter().all(|other| other.name != field.name),
                "{}.{}",
                kind.name,
                field.name
            );
        }
    }
}

#[test]
fn a_rule_points_at_the_words_that_it_looks_for() {
    let texts = [
        "code: HOUSE001\n\
         title: {en: Filler, zh: 冗词}\n\
         severity: warning\n\
         on: sentence\n\
         where: {text: {matches: 'very \\w+|in fact'}}\n\
         report: {at: match, message: {en: 'leave out “{match}”', zh: '删去“{match}”'}}\n\
         fix: {safe: false, when: {text: {contains: very}}, message: {en: delete, zh: 删去}, at: match, replace: ''}\n\
         why: {en: To test., zh: 用于测试。}\n"
            .to_owned(),
    ];
    let corpus = corpus(
        "standard: ISO 99901:2019\n\
         title: {en: Services}\n\
         clauses:\n\
         - {number: '4', title: {en: Prices}, text: {en: Prices are shown. They are very clear. They are in fact low.}}\n",
    );
    let outcome =
        judge(&rules(&texts), &corpus, |policy| policy.select = vec!["HOUSE001".to_owned()]);
    let found: Vec<_> = outcome
        .findings
        .iter()
        .map(|it| (corpus.sources().slice(it.span), it.message.en.as_str(), it.fix.is_some()))
        .collect();
    assert_eq!(
        found,
        [("very clear", "leave out “very clear”", true), ("in fact", "leave out “in fact”", false)]
    );
}

#[test]
fn match_is_known_only_where_something_is_looked_for() {
    let text = rule("HOUSE001", "sentence", "{lang: en}").replace("at: sentence", "at: match");
    assert!(complaints(&text).contains("no place `match`"), "{}", complaints(&text));
}
