//! `align`: what a reviewer and a program see.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::consonance;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/trade-in-services")
}

fn align(folder: &Path, columns: &str, arguments: &[&str]) -> (i32, String, String) {
    let mut command = consonance(folder);
    let output = command.env("COLUMNS", columns).arg("align").args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

const ADOPTED: [&str; 2] = ["GB/T 99912-2022", "ISO 99902:2021"];

/// The block of a page that tells of a clause.
fn block<'a>(page: &'a str, title: &str) -> &'a str {
    page.split("\n\n")
        .find(|block| block.lines().any(|line| line.contains(title)))
        .unwrap_or_else(|| panic!("{title} in {page}"))
}

#[test]
fn differing_values_are_marked_and_held_against_the_declaration() {
    let (code, page, err) = align(&fixtures(), "140", &ADOPTED);
    assert_eq!(code, 0, "{err}");
    let declared = block(&page, "4.1  Temperature");
    assert!(declared.contains("differs in quantity · declared: technical deviation"), "{declared}");
    assert!(declared.contains("[-不应低于16 ℃，且不应高于28 ℃-]"), "{declared}");
    assert!(declared.contains("(left allows more)"), "{declared}");
    let silent = block(&page, "4.3  Noise");
    assert!(silent.contains("no deviation declared"), "{silent}");
    // A foreword requires nothing, so that nothing in it has to be declared.
    assert!(!block(&page, "Foreword").contains("declared"));
    // The same, seen from the adopted document.
    let (_, page, _) = align(&fixtures(), "140", &[ADOPTED[1], ADOPTED[0]]);
    assert!(block(&page, "4.1  Temperature").contains("declared: technical deviation"));
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for columns in [40, 72, 80, 100, 140, 160] {
        for lang in ["en", "zh"] {
            let arguments = [ADOPTED[0], ADOPTED[1], "--lang", lang];
            let (_, page, _) = align(&fixtures(), &columns.to_string(), &arguments);
            for line in page.lines() {
                let width = unicode_width::UnicodeWidthStr::width(line);
                assert!(width <= columns, "{width} columns of {columns}: {line}");
            }
        }
    }
}

#[test]
fn colour_adds_nothing_but_colour() {
    let plain = align(&fixtures(), "120", &ADOPTED).1;
    let coloured = align(&fixtures(), "120", &[ADOPTED[0], ADOPTED[1], "--color", "always"]).1;
    assert_ne!(plain, coloured);
    let mut bare = String::new();
    let mut rest = coloured.as_str();
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        bare.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    bare.push_str(rest);
    let trimmed =
        |text: &str| -> Vec<String> { text.lines().map(|it| it.trim_end().to_owned()).collect() };
    assert_eq!(trimmed(&plain), trimmed(&bare));
}

#[test]
fn json_keeps_the_contract_and_says_where() {
    let (code, out, err) = align(&fixtures(), "80", &[ADOPTED[0], ADOPTED[1], "--format", "json"]);
    assert_eq!(code, 0, "{err}");
    let value: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(value["left"], ADOPTED[0]);
    assert_eq!(value["right"], ADOPTED[1]);
    let relations = ["equal", "equivalent", "subset", "superset", "intersects", "none"];
    let kinds = ["modality", "quantity", "term", "reference", "text"];
    let mut quoted = 0;
    for pair in value["pairs"].as_array().unwrap() {
        assert!(relations.contains(&pair["relation"].as_str().unwrap()));
        assert!(pair["group"].is_u64() && pair["accepted"].is_boolean());
        for score in pair["evidence"].as_object().unwrap().values().chain([&pair["score"]]) {
            assert!((0.0..=1.0).contains(&score.as_f64().unwrap()));
        }
        for difference in pair["differences"].as_array().unwrap() {
            assert!(kinds.contains(&difference["kind"].as_str().unwrap()), "{difference}");
            for side in ["left", "right"] {
                let place = &difference[format!("{side}_location")];
                let Some(words) = difference[side].as_str() else { continue };
                let path = fixtures().join(place["path"].as_str().unwrap());
                let text = fs::read_to_string(path).unwrap();
                let offset =
                    |end: &str| usize::try_from(place[end]["offset"].as_u64().unwrap()).unwrap();
                assert_eq!(&text[offset("start")..offset("end")], words);
                quoted += 1;
            }
        }
    }
    assert!(quoted > 5, "{quoted}");
    let alone = value["right_only"].as_array().unwrap();
    assert_eq!(alone.len(), value["right_only_locations"].as_array().unwrap().len());
}

#[test]
fn errors_say_what_was_probably_meant() {
    let (code, _, err) = align(&fixtures(), "100", &["GB/T 99912", "ISO 99902:2012"]);
    assert_eq!(code, 2);
    assert!(err.contains("did you mean `ISO 99902:2021`"), "{err}");
    let (code, _, err) = align(&fixtures(), "100", &["GB/T 99912", "ISO 99903"]);
    assert_eq!(code, 2);
    assert!(err.contains("ISO 99903 is more than one standard"), "{err}");
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.yaml"), "standard: T/EXAMPLE 1-2021\n").unwrap();
    fs::write(
        folder.path().join("b.yaml"),
        "standard: T/EXAMPLE 2-2021\nclauses: [{number: \"1\", text: a}]\n",
    )
    .unwrap();
    let (code, _, err) = align(folder.path(), "100", &["a.yaml", "b.yaml"]);
    assert_eq!(code, 3);
    assert!(err.contains("not checkable: the text of T/EXAMPLE 1-2021 is not available"), "{err}");
    fs::write(folder.path().join("c.bin"), [0u8, 159, 146, 150]).unwrap();
    let (code, _, err) = align(folder.path(), "100", &["b.yaml", "c.bin"]);
    assert_eq!(code, 3, "{err}");
}
