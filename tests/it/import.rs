//! `import`: what is written as a definition is what was read, but for places.

use std::path::{Path, PathBuf};
use std::time::Instant;

use consonance::corpus::{AsOf, Corpus};
use consonance::export::{Content, definition};
use consonance::model::{Localised, Standard, Text};
use consonance::reader::{LoadOptions, Loaded, load};
use consonance::rule::{Policy, Profiles, RuleSet, check};
use consonance::source::{SourceMap, Span};
use serde_json::{Map, Value};

use crate::shared_data::shared_data;

/// A model without its places: texts are their words, marked words are ranges of their text.
struct Plain<'a>(&'a SourceMap);

impl Plain<'_> {
    fn of(&self, model: &impl serde::Serialize) -> Value {
        self.value(serde_json::to_value(model).unwrap())
    }

    fn value(&self, value: Value) -> Value {
        match value {
            Value::Array(items) => {
                Value::Array(items.into_iter().map(|it| self.value(it)).collect())
            }
            Value::Object(map) => self.object(map),
            other => other,
        }
    }

    fn object(&self, map: Map<String, Value>) -> Value {
        if map.contains_key("owned") && map.contains_key("span") && map.len() == 2 {
            let text: Text = serde_json::from_value(Value::Object(map)).unwrap();
            return Value::String(text.get(self.0).trim().to_owned());
        }
        if map.contains_key("file") && map.contains_key("start") {
            return Value::Null;
        }
        if map.contains_key("value") && map.contains_key("span") && map.len() == 2 {
            return self.value(map["value"].clone());
        }
        let text_of = |key: &str, with: &str| -> Option<Localised> {
            let text = map.get(key).filter(|_| map.contains_key(with))?;
            Some(serde_json::from_value(text.clone()).unwrap())
        };
        let marked = text_of("text", "keywords");
        let titled = text_of("title", "title_keywords");
        let mut plain = Map::new();
        for (key, value) in map {
            let value = match (key.as_str(), &marked, &titled) {
                ("span" | "reach" | "imported_from", ..) => continue,
                ("keywords", Some(text), _) | ("title_keywords", _, Some(text)) => {
                    self.ranges(&value, text)
                }
                ("citations", Some(text), _) => self.citations(&value, text),
                ("details", ..) => nothing_said(self.value(value)),
                _ => self.value(value),
            };
            plain.insert(key, value);
        }
        Value::Object(plain)
    }

    /// Where marked words stand, counted without the white space around the text.
    fn ranges(&self, spans: &Value, text: &Localised) -> Value {
        let ranges = |span: &Value| {
            let span: Span = serde_json::from_value(span.clone()).unwrap();
            let found = text.iter().enumerate().find_map(|(at, (_, text))| {
                let words = text.get(self.0);
                let range = text.value_at(span).filter(|it| !it.is_empty())?;
                let blank = words.len() - words.trim_start().len();
                Some(format!(
                    "{at} {}..{} {}",
                    range.start - blank.min(range.start),
                    range.end - blank.min(range.end),
                    &words[range]
                ))
            });
            found.map_or(Value::Null, Value::String)
        };
        spans.as_array().unwrap().iter().map(ranges).collect()
    }

    fn citations(&self, citations: &Value, text: &Localised) -> Value {
        let with_place = |citation: &Value| {
            let place = self.ranges(&Value::Array(vec![citation["span"].clone()]), text);
            let mut plain = self.value(citation.clone());
            plain["place"] = place;
            plain
        };
        citations.as_array().unwrap().iter().map(with_place).collect()
    }
}

/// Details that say nothing are as good as none.
fn nothing_said(value: Value) -> Value {
    let is_nothing = |value: &Value| match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(map) => map.get("texts").is_some_and(|it| it == &Value::Array(Vec::new())),
        _ => false,
    };
    match &value {
        Value::Object(map) if map.values().all(is_nothing) => Value::Null,
        _ => value,
    }
}

/// The first place where two values differ.
fn difference(left: &Value, right: &Value, path: &str) -> Option<String> {
    match (left, right) {
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => a
            .iter()
            .zip(b)
            .enumerate()
            .find_map(|(at, (a, b))| difference(a, b, &format!("{path}[{at}]"))),
        (Value::Object(a), Value::Object(b)) if a.len() == b.len() => {
            a.iter().find_map(|(key, a)| {
                difference(a, b.get(key).unwrap_or(&Value::Null), &format!("{path}.{key}"))
            })
        }
        (a, b) if a == b => None,
        (a, b) => Some(format!("{path}\n  read:     {a}\n  imported: {b}")),
    }
}

/// Everything that was read, written as one definition.
fn written(loaded: &Loaded) -> String {
    definition(
        &loaded.sources,
        Content {
            standards: &loaded.standards,
            mappings: &loaded.mappings,
            systems: &loaded.systems,
            format: loaded
                .formats
                .iter()
                .flatten()
                .copied()
                .next()
                .filter(|it| *it != "definition"),
        },
    )
}

fn read(paths: &[PathBuf]) -> Loaded {
    load(paths, &LoadOptions::default())
}

struct Imported {
    _folder: tempfile::TempDir,
    original: Loaded,
    again: Loaded,
}

/// Reads, writes, and reads again. Panics where the writing is not read without a problem.
fn import(path: &Path) -> Imported {
    let original = read(&[path.to_owned()]);
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("imported.yaml");
    std::fs::write(&target, written(&original)).unwrap();
    let again = read(&[target]);
    let said: Vec<String> = again
        .problems
        .iter()
        .take(3)
        .map(|it| {
            let place =
                it.span.map(|span| again.sources.slice(span).chars().take(60).collect::<String>());
            format!("{} {place:?}", it.message.en)
        })
        .collect();
    assert!(said.is_empty(), "{}: {said:#?}", path.display());
    Imported { _folder: folder, original, again }
}

fn same_model(path: &Path) -> Result<usize, String> {
    let Imported { original, again, .. } = import(path);
    let (before, after) = (Plain(&original.sources), Plain(&again.sources));
    let name = |standard: &Standard| {
        standard.identity.as_ref().map_or("-", |it| it.written.get(&original.sources)).to_owned()
    };
    if original.standards.len() != again.standards.len() {
        return Err(format!(
            "{} standards, {} again",
            original.standards.len(),
            again.standards.len()
        ));
    }
    for (left, right) in original.standards.iter().zip(&again.standards) {
        if let Some(found) = difference(&before.of(left), &after.of(right), "") {
            return Err(format!("{} {}: {found}", path.display(), name(left)));
        }
    }
    let rest = |plain: &Plain<'_>, loaded: &Loaded| {
        Value::Array(vec![plain.of(&loaded.mappings), plain.of(&loaded.systems)])
    };
    match difference(&rest(&before, &original), &rest(&after, &again), "") {
        Some(found) => Err(format!("{}: {found}", path.display())),
        None => Ok(original.standards.len()),
    }
}

/// Files in a folder that are read, includes with what includes them.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = ignore::WalkBuilder::new(folder)
        .build()
        .flatten()
        .filter(|it| it.file_type().is_some_and(|it| it.is_file()))
        .map(ignore::DirEntry::into_path)
        .filter(|it| {
            let loaded = read(std::slice::from_ref(it));
            !loaded.standards.is_empty()
                || !loaded.mappings.is_empty()
                || !loaded.systems.is_empty()
        })
        .collect();
    files.sort();
    files
}

#[test]
fn fixtures_survive_the_round_trip() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let files = files(&root);
    assert!(files.len() > 40);
    let failures: Vec<String> = files.iter().filter_map(|it| same_model(it).err()).collect();
    assert!(failures.is_empty(), "{} of {}\n{}", failures.len(), files.len(), failures.join("\n"));
}

#[test]
fn real_data_survives_the_round_trip() {
    let mut failures = Vec::new();
    let mut count = 0;
    for folder in [
        "documents",
        "oscal",
        "relaton",
        "china",
        "adoption",
        "catalogues",
        "pdf-normrefs",
        "rfc/http-core",
    ] {
        let Some(folder) = shared_data(folder) else { continue };
        let start = Instant::now();
        let files = files(&folder);
        for path in &files {
            match same_model(path) {
                Ok(standards) => count += standards,
                Err(failure) => failures.push(failure),
            }
        }
        eprintln!("{}: {} files, {:?}", folder.display(), files.len(), start.elapsed());
    }
    eprintln!("{count} standards come back");
    assert!(failures.is_empty(), "{} fail\n{}", failures.len(), failures.join("\n"));
}

/// Findings and what could not be checked, without places.
fn findings(loaded: Loaded) -> Vec<String> {
    let rules = RuleSet::built_in().unwrap_or_else(|_| panic!("the built-in rules load"));
    let corpus = Corpus::build(loaded, "2026-01-01".parse::<AsOf>().unwrap());
    let judged = corpus.ids().collect();
    let policy =
        Policy::new(Profiles::built_in().unwrap_or_else(|_| panic!("profiles load")), judged);
    let outcome = check(&rules, &corpus, &policy);
    let found: Vec<String> = outcome
        .findings
        .iter()
        .map(|it| {
            format!(
                "{} {:?} {} | {} {} | {:?} {}",
                it.rule,
                it.severity,
                it.message.en,
                it.standard,
                it.clause.as_deref().unwrap_or("-"),
                it.evidence,
                it.related.len()
            )
        })
        .chain(outcome.not_checkable.iter().map(|it| {
            format!("not checkable: {} {} {}", it.standard, it.reason.en, it.rules.join(","))
        }))
        .collect();
    // A standard without an identifier is called by its place.
    let place = regex::Regex::new(r"/\S+:\d+").unwrap();
    let mut found: Vec<String> =
        found.iter().map(|it| place.replace_all(it, "PLACE").into_owned()).collect();
    found.sort();
    found
}

fn same_findings(path: &Path) -> Result<usize, String> {
    let Imported { original, again, .. } = import(path);
    let (before, after) = (findings(original), findings(again));
    let only = |these: &[String], those: &[String]| -> Vec<String> {
        these.iter().filter(|it| !those.contains(it)).take(4).cloned().collect()
    };
    if before == after {
        return Ok(before.len());
    }
    Err(format!(
        "{}: {} findings, {} again\n  only before: {:#?}\n  only after: {:#?}",
        path.display(),
        before.len(),
        after.len(),
        only(&before, &after),
        only(&after, &before)
    ))
}

#[test]
fn fixtures_give_the_same_findings() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut failures = Vec::new();
    let mut count = 0;
    let mut paths: Vec<PathBuf> =
        vec![root.join("trade-in-services"), root.join("trade-in-services-clean")];
    paths.extend(files(&root.join("formats")));
    for path in paths {
        match same_findings(&path) {
            Ok(found) => count += found,
            Err(failure) => failures.push(failure),
        }
    }
    eprintln!("{count} findings are the same");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn real_documents_give_the_same_findings() {
    let mut failures = Vec::new();
    let mut count = 0;
    for folder in ["documents", "oscal", "china"] {
        let Some(folder) = shared_data(folder) else { continue };
        for path in files(&folder) {
            match same_findings(&path) {
                Ok(found) => count += found,
                Err(failure) => failures.push(failure),
            }
        }
    }
    eprintln!("{count} findings are the same");
    assert!(failures.is_empty(), "{}\n{}", failures.len(), failures.join("\n"));
}

/// A part of the RFC sample: marked keywords and citations survive with their places.
#[test]
fn rfcs_survive_the_round_trip() {
    let Some(folder) = crate::rfc::sample() else { return };
    let all = files(folder.path());
    let part: Vec<_> = all.iter().step_by(20).collect();
    assert!(part.len() > 10);
    for path in part {
        same_model(path).unwrap_or_else(|failure| panic!("{failure}"));
        same_findings(path).unwrap_or_else(|failure| panic!("{failure}"));
    }
}

fn consonance(arguments: &[&str], folder: &Path) -> (Option<i32>, String, String) {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_consonance"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("LANG")
        .env_remove("LC_ALL")
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

const ADOC: &str = "= Example: General principles
:docnumber: 99901
:publisher: ISO
:copyright-year: 2019
:language: en

== Scope

This document shows an example.

[bibliography]
== Normative references

* [[[ref1,ISO 99902]]], _Terms_
";

#[test]
fn the_command_writes_what_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::write(root.join("a.adoc"), ADOC).unwrap();
    std::fs::create_dir(root.join("more")).unwrap();
    std::fs::write(root.join("more/b.adoc"), ADOC.replace("99901", "99903")).unwrap();
    std::fs::write(root.join("more/b.yaml"), "standard: T/EXAMPLE 1-2021\n").unwrap();

    let (code, out, err) = consonance(&["import", "a.adoc"], root);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(out.starts_with("standard: ISO 99901:2019\n"), "{out}");
    assert!(out.contains("\nclauses:\n  - number: '1'\n    title:\n"), "{out}");

    // A file; not twice without --force.
    let (code, out, err) = consonance(&["import", "a.adoc", "-o", "out.yaml"], root);
    assert_eq!((code, out.as_str()), (Some(0), ""), "{err}");
    std::fs::write(root.join("out.yaml"), "mine").unwrap();
    let (code, _, err) = consonance(&["import", "a.adoc", "-o", "out.yaml"], root);
    assert_eq!(code, Some(2));
    assert!(err.contains("out.yaml exists") && err.contains("--force"), "{err}");
    assert_eq!(std::fs::read_to_string(root.join("out.yaml")).unwrap(), "mine");
    let (code, ..) = consonance(&["import", "a.adoc", "-o", "out.yaml", "--force"], root);
    assert_eq!(code, Some(0));
    assert!(std::fs::read_to_string(root.join("out.yaml")).unwrap().starts_with("standard:"));

    // Several: a folder, each below its own path; names that differ in their ending only keep it.
    let (code, _, err) = consonance(&["import", "a.adoc", "more", "-o", "to/here"], root);
    assert_eq!(code, Some(0), "{err}");
    let mut written: Vec<String> = std::fs::read_dir(root.join("to/here"))
        .unwrap()
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    written.sort();
    assert_eq!(written, ["a.yaml", "b.adoc.yaml", "b.yaml.yaml"]);

    // Several on standard output: one stream of documents.
    let (code, out, _) = consonance(&["import", "a.adoc", "more"], root);
    assert_eq!((code, out.matches("\n---\n").count()), (Some(0), 2));

    // Waivers are comments, which no model holds.
    let waived = "standard: T/EXAMPLE 1-2021 # consonance: allow STR001 -- a stub\n";
    std::fs::write(root.join("waived.yaml"), waived).unwrap();
    let (code, out, err) = consonance(&["import", "waived.yaml"], root);
    assert_eq!((code, out.as_str()), (Some(0), "standard: T/EXAMPLE 1-2021\n"));
    assert!(err.contains("1 comment(s)"), "{err}");

    // Nothing to import, and an unknown format.
    std::fs::write(root.join("x.txt"), "nothing").unwrap();
    let (code, _, err) = consonance(&["import", "x.txt"], root);
    assert_eq!(code, Some(3));
    assert!(err.contains("nothing to import"), "{err}");
    let (code, _, err) = consonance(&["import", "a.adoc", "--input-format", "sst"], root);
    assert_eq!(code, Some(2));
    assert!(err.contains("did you mean sts"), "{err}");
}

fn check_of(name: &str, text: &str) -> Vec<(String, String, String, u64)> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), text).unwrap();
    let (code, out, err) =
        consonance(&["import", "--check", "--format", "json", name], folder.path());
    assert_eq!(code, Some(0), "{err}");
    let answer: Value = serde_json::from_str(&out).unwrap();
    let file = &answer["files"][0];
    let mut rows = Vec::new();
    for list in ["not_understood", "left_out"] {
        for row in file[list].as_array().unwrap() {
            let word = |key: &str| row[key].as_str().unwrap().to_owned();
            rows.push((
                list.to_owned(),
                word("kind"),
                word("name"),
                row["count"].as_u64().unwrap(),
            ));
        }
    }
    rows
}

fn row(list: &str, kind: &str, name: &str, count: u64) -> (String, String, String, u64) {
    (list.to_owned(), kind.to_owned(), name.to_owned(), count)
}

#[test]
fn a_check_tells_what_was_left_out() {
    let markup = r#"<standard><front><iso-meta><std-ref type="dated">ISO 99901:2019</std-ref><permissions>All rights</permissions></iso-meta></front>
<body><sec id="a"><label>1</label><title>Scope</title><p>Held.</p><gizmo><p>Lost.</p></gizmo><gizmo>Lost too.</gizmo></sec></body></standard>"#;
    assert_eq!(
        check_of("a.xml", markup),
        [
            row("not_understood", "element", "gizmo", 2),
            row("left_out", "element", "permissions", 1)
        ]
    );
    let adoc = ADOC.replace(":language: en", ":language: en\n:house-colour: blue");
    assert_eq!(check_of("a.adoc", &adoc), [row("left_out", "attribute", "house-colour", 1)]);
    let list = "number,title,shelf,status\nISO 99901:2019,Example,A 7,current\nISO 99902:2019,Other,,current\n";
    assert_eq!(check_of("a.csv", list), [row("left_out", "column", "shelf", 1)]);
    let item = "id: ISO99901\ndocid: [{id: 'ISO 99901:2019', type: ISO, primary: true}]\ntitle: [{content: Example, language: [en]}]\nfetched: 2021-01-01\ntype: standard\nshelf: {a: 1, b: [2, 3]}\n";
    let rows = check_of("a.yaml", item);
    assert!(rows.contains(&row("left_out", "key", "shelf", 1)), "{rows:?}");
    assert!(!rows.iter().any(|it| it.2 == "content"), "{rows:?}");
}
