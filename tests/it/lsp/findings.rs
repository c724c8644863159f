//! Findings in the editor: those of `check`, where they are, and when they come and go.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use super::client::{Client, copied, folder, uri};
use crate::cli::consonance;

/// Rule, place and severity of what `check` finds, by file.
type ByFile = BTreeMap<String, Vec<(String, u64, u64, u64, u64, u64)>>;

fn found_by_check(root: &Path) -> ByFile {
    let output = consonance(root).args(["check", "--format", "json"]).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut all = ByFile::new();
    for it in report["findings"].as_array().unwrap() {
        let number = |at: &str, what: &str| it["location"][at][what].as_u64().unwrap() - 1;
        let severity = ["error", "warning", "info"].iter().position(|word| it["severity"] == *word);
        all.entry(it["location"]["path"].as_str().unwrap().to_owned()).or_default().push((
            it["rule"].as_str().unwrap().to_owned(),
            number("start", "line"),
            number("start", "column"),
            number("end", "line"),
            number("end", "column"),
            severity.unwrap() as u64 + 1,
        ));
    }
    all.values_mut().for_each(|it| it.sort());
    all
}

fn shown_by_editor(root: &Path) -> ByFile {
    // Columns in characters, as `check` counts them.
    let mut client = Client::with(root, json!({"general": {"positionEncodings": ["utf-32"]}}));
    let mut all = ByFile::new();
    for entry in std::fs::read_dir(root.join("drafts")).unwrap().flatten() {
        let path = format!("drafts/{}", entry.file_name().to_str().unwrap());
        let uri = client.open(&root.join(&path));
        let mut found: Vec<_> = client
            .diagnostics(&uri)
            .iter()
            .filter(|it| !it["code"].as_str().unwrap().starts_with("SRC"))
            .map(|it| {
                let number = |at: &str, what: &str| it["range"][at][what].as_u64().unwrap();
                (
                    it["code"].as_str().unwrap().to_owned(),
                    number("start", "line"),
                    number("start", "character"),
                    number("end", "line"),
                    number("end", "character"),
                    it["severity"].as_u64().unwrap(),
                )
            })
            .collect();
        found.sort();
        if !found.is_empty() {
            all.insert(path, found);
        }
    }
    assert_eq!(client.end(), 0);
    all
}

#[test]
fn the_editor_says_what_check_says() {
    let (_keep, root) = copied("trade-in-services");
    let (checked, shown) = (found_by_check(&root), shown_by_editor(&root));
    assert!(checked.values().map(Vec::len).sum::<usize>() > 80);
    for (path, findings) in &checked {
        assert_eq!(shown.get(path), Some(findings), "{path}");
    }
    assert_eq!(shown.len(), checked.len());
}

#[test]
fn a_large_corpus_is_read_once_and_nothing_else_is_found() {
    let (_keep, root) = copied("trade-in-services");
    // Large enough to be kept: documents that nothing names.
    let mut filler = String::new();
    for number in 0..9_000 {
        filler.push_str(&format!(
            "---\nstandard: ZB {number}-1999\ntitle: A document of which nobody speaks, number {number}\n"
        ));
    }
    assert!(filler.len() > 600_000);
    std::fs::write(root.join("corpus/filler-1.yaml"), &filler).unwrap();
    std::fs::write(root.join("corpus/filler-2.yaml"), filler.replace("ZB ", "ZBA ")).unwrap();
    let (checked, shown) = (found_by_check(&root), shown_by_editor(&root));
    assert_eq!(shown, checked);

    // A document of the kept corpus is edited: the drafts see that at once.
    let mut client = Client::usual(&root);
    let draft = client.open(&root.join("drafts/t-example-101.yaml"));
    let codes = |all: &[Value]| {
        all.iter().map(|it| it["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(codes(&client.diagnostics(&draft)).contains(&"CON012".to_owned()));
    let path = root.join("corpus/gb-99901.yaml");
    let law = client.open(&path);
    client.diagnostics(&law);
    let text = std::fs::read_to_string(&path).unwrap();
    client.set(&law, &text.replace("mandatory", "voluntary").replace("GB 99901", "GB/T 99901"));
    let seen = client.wait(|it| {
        it["params"]["uri"] == draft.as_str()
            && !codes(it["params"]["diagnostics"].as_array().unwrap())
                .contains(&"CON012".to_owned())
    });
    assert!(!codes(seen["params"]["diagnostics"].as_array().unwrap()).is_empty());
    assert_eq!(client.end(), 0);
}

/// An undated reference by its words, a withdrawn target, and characters outside the first plane
/// before them.
const DRAFT: &str = "\
standard: T/EXAMPLE 2-2021
title: {zh: 服务规范, en: Specification for services}
status: current
public: true
disclosed: true
dates: {published: 2021-01-01, effective: 2021-02-01}
classification: {ics: [\"03.080.01\"], ccs: [A16], sectors: [\"9.A\"], aspects: [general]}
references:
  normative: [{title: 𠀀𠀁服务, standard: GB/T 99902-2019}, {title: 基础, standard: GB/T 99999-2019}]
  informative: []
";
const WITHDRAWN: &str = "\
standard: GB/T 99902-2019
title: 服务基础
status: withdrawn
dates: {withdrawn: 2020-06-01}
";
const CONFIG: &str = "drafts: [drafts]\ncorpus: [corpus]\nas_of: 2026-01-01\n";

fn project() -> (tempfile::TempDir, std::path::PathBuf) {
    folder(&[("consonance.yaml", CONFIG), ("drafts/a.yaml", DRAFT), ("corpus/old.yaml", WITHDRAWN)])
}

fn of<'a>(all: &'a [Value], code: &str) -> &'a Value {
    all.iter().find(|it| it["code"] == code).unwrap_or_else(|| panic!("no {code} in {all:#?}"))
}

#[test]
fn a_diagnostic_has_all_that_a_finding_has() {
    let (_keep, root) = project();
    let mut client = Client::usual(&root);
    let uri = client.open(&root.join("drafts/a.yaml"));
    let all = client.diagnostics(&uri);
    let withdrawn = of(&all, "REF007");
    let line = DRAFT.lines().position(|it| it.contains("GB/T 99902")).unwrap();
    let before = DRAFT.lines().nth(line).unwrap().split("GB/T 99902").next().unwrap();
    let column = before.encode_utf16().count();
    assert_ne!(column, before.chars().count(), "the fixture is of use");
    assert_eq!(
        withdrawn["range"],
        json!({"start": {"line": line, "character": column},
               "end": {"line": line, "character": column + "GB/T 99902-2019".len()}})
    );
    assert_eq!(withdrawn["severity"], 1);
    assert_eq!(withdrawn["source"], "consonance");
    assert_eq!(withdrawn["tags"], json!([2]), "deprecated");
    assert!(withdrawn["codeDescription"]["href"].as_str().unwrap().ends_with("/REF007"));
    let words = withdrawn["message"].as_str().unwrap();
    assert!(words.contains("GB/T 99902-2019") && words.contains("\nhelp: "), "{words}");
    let related = &withdrawn["relatedInformation"][0];
    assert_eq!(related["location"]["uri"], super::client::uri(&root.join("corpus/old.yaml")));
    assert!(!withdrawn["data"]["fingerprint"].as_str().unwrap().is_empty());
    assert!(of(&all, "REF001")["tags"].is_null());
    assert_eq!(client.end(), 0);
}

#[test]
fn messages_speak_the_language_of_the_editor() {
    let (_keep, root) = project();
    let mut client = Client::raw(&root, &[]);
    client.request("initialize", json!({"capabilities": {}, "locale": "zh-CN"}));
    let uri = client.open(&root.join("drafts/a.yaml"));
    let all = client.diagnostics(&uri);
    assert!(of(&all, "REF007")["message"].as_str().unwrap().contains("\n建议："));
    assert_eq!(client.end(), 0);
    // Unless somebody chose one.
    let mut client = Client::raw(&root, &["--lang", "en"]);
    client.request("initialize", json!({"capabilities": {}, "locale": "zh-CN"}));
    let uri = client.open(&root.join("drafts/a.yaml"));
    assert!(of(&client.diagnostics(&uri), "REF007")["message"].as_str().unwrap().contains("help"));
}

#[test]
fn findings_follow_what_is_typed() {
    let (_keep, root) = project();
    let path = root.join("drafts/a.yaml");
    let mut client = Client::usual(&root);
    let uri = client.open(&path);
    of(&client.diagnostics(&uri), "REF007");
    // One character at a time, behind characters of two units: 99902 becomes 99903.
    let line = DRAFT.lines().position(|it| it.contains("GB/T 99902")).unwrap();
    let before = DRAFT.lines().nth(line).unwrap().split("2-2019}").next().unwrap();
    let column = before.encode_utf16().count();
    let at = |character: usize| json!({"line": line, "character": character});
    client.change(
        &uri,
        json!([
            {"range": {"start": at(column), "end": at(column + 1)}, "text": ""},
            {"range": {"start": at(column), "end": at(column)}, "text": "3"},
        ]),
    );
    let all = client.latest(&uri);
    assert!(all.iter().all(|it| it["code"] != "REF007"), "{all:#?}");
    assert!(all.iter().any(|it| it["message"].as_str().unwrap().contains("GB/T 99903-2019")));
    // A text that cannot be read is said so, with the place.
    client.set(&uri, "standard: [\n");
    let broken = client.latest(&uri);
    assert_eq!(of(&broken, "SRC004")["severity"], 1);
    // Nothing was saved; closing takes the editor's text out of the project.
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    assert_eq!(client.diagnostics(&uri), Vec::<Value>::new());
    let uri = client.open(&path);
    of(&client.diagnostics(&uri), "REF007");
    assert_eq!(client.end(), 0);
}

#[test]
fn files_that_change_on_the_disk_are_read_again() {
    let (_keep, root) = project();
    let mut client = Client::usual(&root);
    let uri = client.open(&root.join("drafts/a.yaml"));
    of(&client.diagnostics(&uri), "REF007");
    let changed = |path: &str, kind: u8| json!({"changes": [{"uri": super::client::uri(&root.join(path)), "type": kind}]});
    let current = "standard: GB/T 99902-2019\ntitle: 服务基础\nstatus: current\n";
    std::fs::write(root.join("corpus/old.yaml"), current).unwrap();
    client.notify("workspace/didChangeWatchedFiles", changed("corpus/old.yaml", 2));
    let all = client.diagnostics(&uri);
    assert!(all.iter().all(|it| it["code"] != "REF007"), "{all:#?}");
    std::fs::remove_file(root.join("corpus/old.yaml")).unwrap();
    client.notify("workspace/didChangeWatchedFiles", changed("corpus/old.yaml", 3));
    let all = client.diagnostics(&uri);
    assert_eq!(all.iter().filter(|it| it["code"] == "REF001").count(), 2, "{all:#?}");
    // The configuration, on the disk.
    std::fs::write(root.join("consonance.yaml"), format!("{CONFIG}ignore: REF001\n")).unwrap();
    client.notify("workspace/didChangeWatchedFiles", changed("consonance.yaml", 2));
    let all = client.diagnostics(&uri);
    assert!(all.iter().all(|it| it["code"] != "REF001"), "{all:#?}");
    assert_eq!(client.end(), 0);
}

#[test]
fn the_configuration_is_checked_and_counts_as_it_is_typed() {
    let (_keep, root) = project();
    let mut client = Client::usual(&root);
    let uri = client.open(&root.join("drafts/a.yaml"));
    of(&client.diagnostics(&uri), "REF007");
    let config = client.open(&root.join("consonance.yaml"));
    assert_eq!(client.diagnostics(&config), Vec::<Value>::new());
    client.set(&config, &format!("{CONFIG}severity: {{REF007: info}}\n"));
    assert_eq!(of(&client.diagnostics(&uri), "REF007")["severity"], 3);
    client.set(&config, &format!("{CONFIG}ignroe: REF007\nselect: [REFF007]\n"));
    let wrong = client.latest(&config);
    assert_eq!(of(&wrong, "SRC006")["range"]["start"], json!({"line": 3, "character": 0}));
    // A selector that names no rule is only found when rules are at hand.
    client.set(&config, &format!("{CONFIG}select: [REFF007]\n"));
    let wrong = client.latest(&config);
    assert_eq!(wrong[0]["range"]["start"], json!({"line": 3, "character": 9}), "{wrong:#?}");
    client.set(&config, CONFIG);
    assert_eq!(client.latest(&config), Vec::<Value>::new());
    assert_eq!(client.end(), 0);
}

#[test]
fn a_configuration_that_is_not_open_is_shown_all_the_same() {
    let (_keep, root) = project();
    std::fs::write(root.join("consonance.yaml"), "draft: [drafts]\n").unwrap();
    let mut client = Client::usual(&root);
    client.open(&root.join("drafts/a.yaml"));
    let config = uri(&root.join("consonance.yaml"));
    assert_eq!(of(&client.diagnostics(&config), "SRC006")["severity"], 1);
    let said = client.wait(|it| it["method"] == "window/showMessage");
    assert!(said["params"]["message"].as_str().unwrap().contains("nothing is checked"));
    std::fs::write(root.join("consonance.yaml"), CONFIG).unwrap();
    client.notify("workspace/didChangeConfiguration", json!({"settings": null}));
    assert_eq!(client.diagnostics(&config), Vec::<Value>::new());
    assert_eq!(client.end(), 0);
}

const RULE: &str = "\
code: HOUSE001
title: {en: Public or not, zh: 未说明是否公开}
severity: warning
on: standard
where: {public: {exists: false}}
report:
  at: identifier
  message: {en: \"{standard} does not say whether it is public\", zh: \"{standard} 未说明是否公开\"}
why: {en: Members ask., zh: 成员会问。}
";

#[test]
fn rules_are_checked_and_run_as_they_are_typed() {
    let (_keep, root) = folder(&[
        ("consonance.yaml", "drafts: [drafts]\nrules: [house]\nselect: [HOUSE]\n"),
        ("drafts/a.yaml", "standard: T/EXAMPLE 1-2021\ntitle: {zh: 服务通则}\n"),
        ("house/title.yaml", RULE),
        ("elsewhere/rule.yaml", "code: HOUSE002\non: standart\nwhere: {}\n"),
    ]);
    let mut client = Client::usual(&root);
    let draft = client.open(&root.join("drafts/a.yaml"));
    let first = client.diagnostics(&draft);
    assert_eq!(first.len(), 1, "{first:#?}");
    assert_eq!(first[0]["code"], "HOUSE001");
    let rule = client.open(&root.join("house/title.yaml"));
    assert_eq!(client.diagnostics(&rule), Vec::<Value>::new());
    client.set(&rule, &RULE.replace("public", "pubilc"));
    let wrong = client.latest(&rule);
    assert_eq!(wrong[0]["range"]["start"], json!({"line": 4, "character": 8}), "{wrong:#?}");
    assert!(wrong[0]["message"].as_str().unwrap().contains("did you mean"));
    client.set(&rule, &RULE.replace("severity: warning", "severity: error"));
    assert_eq!(client.latest(&rule), Vec::<Value>::new());
    let now = client.wait(|it| {
        it["params"]["uri"] == draft.as_str() && it["params"]["diagnostics"][0]["severity"] == 1
    });
    assert_eq!(now["params"]["diagnostics"][0]["code"], "HOUSE001");
    // A rule that no configuration names is checked by itself.
    let other = client.open(&root.join("elsewhere/rule.yaml"));
    let wrong = client.diagnostics(&other);
    assert!(wrong.iter().any(|it| it["message"].as_str().unwrap().contains("standart")));
    assert_eq!(client.end(), 0);
}

#[test]
fn other_formats_and_files_of_no_project() {
    let adoc = "= 服务规范\n:docnumber: 99905\n:publisher: ISO\n:copyright-year: 2021\n:mn-document-class: iso\n\n== Scope\n\nSee GB/T 99999-2019.\n";
    let (_keep, root) = folder(&[
        ("a.adoc", adoc),
        ("list.yaml", "services:\n  web: {image: nginx}\n"),
        ("draft.yaml", DRAFT),
        ("broken.xml", "<rfc version=\"3\"><front></rfc>"),
    ]);
    let mut client = Client::usual(&root);
    let codes = |all: Vec<Value>| -> Vec<String> {
        all.iter().map(|it| it["code"].as_str().unwrap().to_owned()).collect()
    };
    let uri = client.open(&root.join("draft.yaml"));
    assert!(codes(client.diagnostics(&uri)).contains(&"REF001".to_owned()));
    // YAML of somebody else is none of ours.
    let uri = client.open(&root.join("list.yaml"));
    assert_eq!(codes(client.diagnostics(&uri)), Vec::<String>::new());
    let uri = client.open(&root.join("broken.xml"));
    assert_eq!(codes(client.diagnostics(&uri)), ["SRC004"]);
    let uri = client.open(&root.join("a.adoc"));
    let output = consonance(&root).args(["check", "a.adoc", "--format", "json"]).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut checked: Vec<String> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["rule"].as_str().unwrap().to_owned())
        .collect();
    let mut shown = codes(client.diagnostics(&uri));
    shown.retain(|it| !it.starts_with("SRC"));
    checked.sort();
    shown.sort();
    assert!(!checked.is_empty());
    assert_eq!(shown, checked);
    assert_eq!(client.end(), 0);
}

#[test]
fn an_editor_may_ask_for_diagnostics_itself() {
    let (_keep, root) = project();
    let can = json!({"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": true}}});
    let mut client = Client::with(&root, can);
    let uri = client.open(&root.join("drafts/a.yaml"));
    let of_text =
        |previous: &Value| json!({"textDocument": {"uri": uri}, "previousResultId": previous});
    let first = client.request("textDocument/diagnostic", of_text(&Value::Null));
    assert_eq!(first["kind"], "full");
    of(first["items"].as_array().unwrap(), "REF007");
    let again = client.request("textDocument/diagnostic", of_text(&first["resultId"]));
    assert_eq!(again, json!({"kind": "unchanged", "resultId": first["resultId"]}));
    client.set(&uri, &DRAFT.replace("99902", "99903"));
    let now = client.request("textDocument/diagnostic", of_text(&first["resultId"]));
    assert_eq!(now["kind"], "full");
    assert!(now["items"].as_array().unwrap().iter().all(|it| it["code"] != "REF007"));
    client.wait(|it| it["method"] == "workspace/diagnostic/refresh");
    assert_eq!(client.end(), 0);
}
