//! `diff`: what became of every clause from one edition to the next.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::cli::consonance;
use crate::shared_data::shared_data;

const OLD: &str = r#"
standard: T/EXAMPLE 7-2015
title: {en: Storage rooms of museums, zh: 博物馆库房}
clauses:
  - number: "1"
    title: {en: Scope}
    text: {en: This standard specifies requirements for the storage rooms of museums. It does not apply to libraries.}
  - number: "4"
    title: {en: Climate}
    clauses:
      - number: "4.1"
        title: {en: Air}
        text: {en: The air temperature shall not exceed 22 °C. The relative humidity should be recorded twice a day by the keeper. Values are kept in the log as specified in ISO 99901:2009.}
      - number: "4.2"
        title: {en: Light}
        text: {en: Lamps may be switched off when nobody is in the room.}
      - number: "4.3"
        title: {en: Dust}
        text: {en: Shelves shall be cleaned once a month with a dry cloth.}
  - number: "5"
    title: {en: Insects}
    text: {en: Traps for insects shall be looked at every week and replaced when they are full.}
  - number: "6"
    title: {en: Keys}
    text: {en: Keys are kept in a locked cabinet beside the entrance (see 4.2). The colour of the tag says which room they open.}
  - number: "7"
    title: {en: Visitors}
    text: {en: Visitors shall be accompanied at all times by a member of the staff.}
  - number: "8"
    title: {en: Guests of the house}
    text: {en: Guests of the house shall sign the visitors' book before they enter the room.}
"#;

const NEW: &str = r#"
standard: T/EXAMPLE 7-2022
title: {en: Storage rooms of museums, zh: 博物馆库房}
clauses:
  - number: "1"
    title: {en: Scope}
    text: {en: This document specifies requirements for the storage rooms of museums. It does not apply to libraries.}
  - number: "2"
    title: {en: Staff}
    text: {en: The keeper shall be trained in handling works on paper before taking up the post.}
  - number: "5"
    title: {en: Climate}
    clauses:
      - number: "5.1"
        title: {en: Temperature}
        text: {en: The air temperature shall not exceed 20 °C. Values are kept in the log as specified in ISO 99901:2019.}
      - number: "5.2"
        title: {en: Humidity}
        text: {en: The relative humidity shall be recorded twice a day by the keeper.}
      - number: "5.3"
        title: {en: Light}
        text: {en: Lamps shall be switched off when nobody is in the room.}
  - number: "6"
    title: {en: Keys}
    text: {en: Keys are kept in a locked cabinet beside the entrance (see 5.3). The color of the tag says which room they open.}
  - number: "7"
    title: {en: Visitors}
    text: {en: Visitors shall be accompanied at all times by a member of the staff. Guests of the house shall sign the visitors' book before they enter the room.}
  - number: "8"
    title: {en: Cleaning}
    clauses:
      - number: "8.1"
        title: {en: Dust}
        text: {en: Shelves shall be cleaned once a month with a dry cloth.}
"#;

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("old.yaml"), OLD.trim_start()).unwrap();
    fs::write(folder.path().join("new.yaml"), NEW.trim_start()).unwrap();
    folder
}

fn diff(folder: &Path, columns: &str, arguments: &[&str]) -> (i32, String, String) {
    let output =
        consonance(folder).env("COLUMNS", columns).arg("diff").args(arguments).output().unwrap();
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

fn json(folder: &Path, arguments: &[&str]) -> serde_json::Value {
    let mut all = vec!["--format", "json"];
    all.extend(arguments);
    let (code, out, err) = diff(folder, "80", &all);
    assert_eq!(code, 0, "{err}");
    let schema = consonance(folder).args(["schema", "diff"]).output().unwrap().stdout;
    let schema: serde_json::Value = serde_json::from_slice(&schema).unwrap();
    let value: serde_json::Value = serde_json::from_str(&out).unwrap();
    let problems: Vec<String> = jsonschema::validator_for(&schema)
        .unwrap()
        .iter_errors(&value)
        .map(|it| it.to_string())
        .collect();
    assert!(problems.is_empty(), "{problems:?}");
    value
}

/// `old -> new: kinds` of every change.
fn changes(value: &serde_json::Value) -> Vec<String> {
    let ids = |side: &serde_json::Value| -> String {
        let all: Vec<&str> =
            side.as_array().unwrap().iter().map(|it| it["clause"].as_str().unwrap()).collect();
        all.join(" ")
    };
    let rows = value["changes"].as_array().unwrap().iter();
    rows.map(|row| {
        let kinds: Vec<&str> =
            row["kinds"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
        format!("{} -> {}: {}", ids(&row["old"]), ids(&row["new"]), kinds.join(" "))
    })
    .collect()
}

#[test]
fn two_columns_where_there_is_room() {
    let folder = folder();
    let (code, out, err) = diff(folder.path(), "120", &["old.yaml", "new.yaml"]);
    assert_eq!(code, 0, "{err}");
    insta::assert_snapshot!(out);
}

#[test]
fn stacked_where_there_is_not_and_in_chinese() {
    let folder = folder();
    let arguments = ["old.yaml", "new.yaml", "--lang", "zh", "--only", "requirement,deleted"];
    insta::assert_snapshot!(diff(folder.path(), "70", &arguments).1);
}

#[test]
fn every_clause_has_its_fate() {
    let folder = folder();
    let value = json(folder.path(), &["old.yaml", "new.yaml"]);
    assert_eq!(
        changes(&value),
        [
            "1 -> 1: editorial",
            " -> 2: added",
            "4 -> 5: renumbered",
            "4.1 -> 5.1 5.2: requirement split",
            "4.2 -> 5.3: requirement renumbered",
            "4.3 -> 8.1: moved",
            "5 -> : deleted",
            "6 -> 6: editorial",
            "7 8 -> 7: merged",
            " -> 8: added",
        ]
    );
    assert_eq!(value["summary"]["requirement"], 2);
    let split = &value["changes"][3]["differences"];
    let kinds: Vec<&str> =
        split.as_array().unwrap().iter().map(|it| it["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["quantity", "reference", "modality"]);
    // Every difference leads to its words in both files.
    for (side, text) in [("old", OLD), ("new", NEW)] {
        for difference in split.as_array().unwrap() {
            let words = &difference[side];
            let offset = |end: &str| {
                usize::try_from(words["location"][end]["offset"].as_u64().unwrap()).unwrap()
            };
            let found = &text.trim_start()[offset("start")..offset("end")];
            assert_eq!(found, words["text"].as_str().unwrap());
        }
    }
    assert_eq!(split[0]["relation"], "superset");
}

#[test]
fn one_edition_goes_to_several_documents() {
    let folder = folder();
    let (first, second) = NEW.trim_start().split_once("  - number: \"6\"").unwrap();
    fs::write(folder.path().join("a.yaml"), first).unwrap();
    let second = format!("standard: T/EXAMPLE 8-2022\nclauses:\n  - number: \"6\"{second}");
    fs::write(folder.path().join("b.yaml"), second).unwrap();
    let value = json(folder.path(), &["old.yaml", "a.yaml", "b.yaml"]);
    let found = changes(&value);
    assert!(found.contains(&"4.1 -> 5.1 5.2: requirement split".to_owned()), "{found:?}");
    let keys = value["changes"].as_array().unwrap().iter().find(|it| it["old"][0]["clause"] == "6");
    assert_eq!(keys.unwrap()["new"][0]["standard"], "T/EXAMPLE 8-2022");
    assert_eq!(value["new"].as_array().unwrap().len(), 2);
}

#[test]
fn what_cannot_be_compared_is_said() {
    let folder = folder();
    fs::write(folder.path().join("bare.yaml"), "standard: T/EXAMPLE 9-2022\n").unwrap();
    let (code, _, err) = diff(folder.path(), "100", &["old.yaml", "bare.yaml"]);
    assert_eq!(code, 3);
    assert!(err.contains("not checkable: the text of T/EXAMPLE 9-2022 is not available"), "{err}");
    let (code, _, err) =
        diff(folder.path(), "100", &["T/EXAMPLE 7-2015", "T/EXAMPLE 7-2021", "--corpus", "."]);
    assert_eq!(code, 2);
    assert!(err.contains("T/EXAMPLE 7-202"), "{err}");
}

/// A document beside itself, whatever it holds, is unchanged.
#[test]
fn real_documents_are_equal_to_themselves() {
    let Some(folder) = shared_data("rfc/http-core/archive/auth48-2014") else { return };
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap().path())
        .filter(|it| it.extension().is_some_and(|it| it == "xml"))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    for file in files {
        let file = file.to_string_lossy();
        let value = json(Path::new("."), &[&file, &file]);
        for (kind, count) in value["summary"].as_object().unwrap() {
            assert!(kind == "unchanged" || count == 0, "{file}: {count} {kind}");
        }
    }
}

/// Rows of `diff` on real editions, to be judged by eye: eight of each set, drawn with the seed in
/// `SEED` (7 where none is given).
///
/// `cargo test --test it editions::sample -- --ignored --nocapture`
#[test]
#[ignore = "prints a sample for people"]
fn sample_of_real_rows() {
    let seed = std::env::var("SEED").ok().and_then(|it| it.parse().ok()).unwrap_or(7u64);
    let Some(folder) = crate::rfc::sample() else { return };
    let Some(http) = shared_data("rfc/http-core") else { return };
    let rfc = |number: u32| folder.path().join(format!("rfc{number}.xml")).display().to_string();
    let mut sets: Vec<Vec<String>> = [(8740, 9113), (8782, 9132), (8843, 9143), (8728, 9280)]
        .iter()
        .map(|(old, new)| vec![rfc(*old), rfc(*new)])
        .collect();
    let mut lineage = vec![http.join("preRFC723x/orig/rfc2616.xml").display().to_string()];
    lineage.extend((7230..=7235).map(|number| {
        http.join(format!("archive/auth48-2014/rfc{number}-to-be.xml")).display().to_string()
    }));
    sets.push(lineage);
    for (at, set) in sets.iter().enumerate() {
        let set: Vec<&str> = set.iter().map(String::as_str).collect();
        let value = json(Path::new("."), &set);
        println!("\n######## {set:?}\n{}", value["summary"]);
        let mut rows: Vec<&serde_json::Value> =
            value["changes"].as_array().unwrap().iter().collect();
        rows.retain(|row| row["kinds"][0] != "unchanged");
        // xorshift64
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (at as u64 + 1);
        for _ in 0..8.min(rows.len()) {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            let row = rows.remove(usize::try_from(state % rows.len() as u64).unwrap());
            let side = |side: &str| -> Vec<String> {
                let all = row[side].as_array().unwrap().iter();
                all.map(|it| format!("{} {} {}", it["standard"], it["clause"], it["title"]))
                    .collect()
            };
            println!(
                "\n== {} score {}\n  old {:?}\n  new {:?}",
                row["kinds"],
                row["score"],
                side("old"),
                side("new")
            );
            for it in row["differences"].as_array().unwrap().iter().take(12) {
                let text = |side: &str| -> String {
                    let text = it[side]["text"].as_str().unwrap_or("-");
                    text.split_whitespace()
                        .collect::<Vec<_>>()
                        .join(" ")
                        .chars()
                        .take(160)
                        .collect()
                };
                println!(
                    "   {} {}: {} => {}",
                    it["kind"],
                    it["requirement"],
                    text("old"),
                    text("new")
                );
            }
        }
    }
}
