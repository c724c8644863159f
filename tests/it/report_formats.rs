//! Every machine format, with the same findings.

use consonance::report::{Look, github, json, junit, markdown, sarif, terminal};
use consonance::source::Language;
use serde_json::Value;

use crate::sample;

fn look(language: Language) -> Look {
    Look { language, color: false, width: 80, verbose: 0, quiet: 0 }
}

/// Everything in `document` that the schema does not allow.
fn faults(schema: &str, document: &str) -> Vec<String> {
    let schema: Value = serde_json::from_str(schema).unwrap();
    let document: Value = serde_json::from_str(document).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    validator.iter_errors(&document).map(|it| format!("{}: {it}", it.instance_path())).collect()
}

#[test]
fn json_keeps_its_published_schema() {
    let sources = sample::sources();
    let text = json::render(&sample::report(&sources), Language::En);
    assert_eq!(faults(json::SCHEMA, &text), Vec::<String>::new());
    // The schema can fail.
    assert!(!faults(json::SCHEMA, &text.replace("\"severity\"", "\"severeness\"")).is_empty());
    assert!(!faults(json::SCHEMA, &text.replace("\"version\": 1,", "\"version\": 2,")).is_empty());
    insta::assert_snapshot!(text);
}

#[test]
fn sarif_keeps_the_schema_of_oasis() {
    let sources = sample::sources();
    let text = sarif::render(&sample::report(&sources), Language::En);
    // One pattern of the published schema (`run.language`, which we do not write) has a stray `]`.
    let schema = include_str!("../schemas/sarif-2.1.0.json").replace("{2}]?$", "{2}$");
    let schema = schema.as_str();
    assert_eq!(faults(schema, &text), Vec::<String>::new());
    assert!(!faults(schema, &text.replace("\"ruleId\"", "\"rule\"")).is_empty());
    insta::assert_snapshot!(text);
}

#[test]
fn sarif_places_are_code_points_of_the_text() {
    let sources = sample::sources();
    let log: Value =
        serde_json::from_str(&sarif::render(&sample::report(&sources), Language::En)).unwrap();
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let of_rule = |code: &str| {
        run["results"].as_array().unwrap().iter().find(|it| it["ruleId"] == code).unwrap().clone()
    };
    let region = &of_rule("CON012")["locations"][0]["physicalLocation"]["region"];
    let line = sources.files()[0]
        .text()
        .lines()
        .nth(region["startLine"].as_u64().unwrap() as usize - 1)
        .unwrap();
    let columns = region["startColumn"].as_u64().unwrap() as usize
        ..region["endColumn"].as_u64().unwrap() as usize;
    let words: String = line.chars().skip(columns.start - 1).take(columns.len()).collect();
    assert_eq!(words, "不应大于 0.15 mg/m³");
    let rule = of_rule("CON012")["ruleIndex"].as_u64().unwrap() as usize;
    assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], "CON012");
}

#[test]
fn github_annotations() {
    let sources = sample::sources();
    insta::assert_snapshot!(github::render(&sample::report(&sources), look(Language::En)));
}

#[test]
fn junit_suites() {
    let sources = sample::sources();
    insta::assert_snapshot!(junit::render(&sample::report(&sources), Language::En).unwrap());
}

#[test]
fn markdown_page() {
    let sources = sample::sources();
    insta::assert_snapshot!(markdown::render(&sample::report(&sources), Language::En));
}

/// Chinese output holds no English words of ours; the words of the source stay as they are.
#[test]
fn every_format_speaks_chinese() {
    let sources = sample::sources();
    let report = sample::report(&sources);
    let zh = Language::Zh;
    let texts = [
        terminal::render(&report, look(zh)),
        github::render(&report, look(zh)),
        markdown::render(&report, zh),
        junit::render(&report, zh).unwrap(),
        json::render(&report, zh),
        sarif::render(&report, zh),
    ];
    for text in texts {
        for word in [
            "withdrawn target",
            "heuristic: may",
            "not checkable",
            "no findings",
            "as of ",
            "help: ",
        ] {
            assert!(!text.contains(word), "`{word}` in\n{text}");
        }
    }
}
