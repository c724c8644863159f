//! Quick fixes and waivers: what they change, and that it is what `check --fix` changes.

use std::path::Path;

use serde_json::{Value, json};

use super::client::{Client, copied, folder};
use crate::cli::consonance;

/// All actions for a whole text.
fn actions(client: &mut Client, uri: &str, only: Option<&str>) -> Vec<Value> {
    let at = |line: u64| json!({"line": line, "character": 0});
    let mut context = json!({"diagnostics": []});
    if let Some(only) = only {
        context["only"] = json!([only]);
    }
    let range = json!({"start": at(0), "end": at(100_000)});
    let params = json!({"textDocument": {"uri": uri}, "range": range, "context": context});
    client.request("textDocument/codeAction", params).as_array().unwrap().clone()
}

/// The text with an edit, as an editor applies it: columns in UTF-16.
fn applied(text: &str, edit: &Value, uri: &str) -> String {
    let document = &edit["documentChanges"][0];
    assert_eq!(document["textDocument"]["uri"], uri);
    let offset = |position: &Value| {
        let line = position["line"].as_u64().unwrap() as usize;
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let column = position["character"].as_u64().unwrap() as usize;
        let mut units = 0;
        let inside = text[start..].char_indices().find(|(_, ch)| {
            let found = units >= column;
            units += ch.len_utf16();
            found
        });
        start + inside.map_or(text.len() - start, |(at, _)| at)
    };
    let mut new = text.to_owned();
    let mut edits: Vec<_> = document["edits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            (
                offset(&it["range"]["start"])..offset(&it["range"]["end"]),
                it["newText"].as_str().unwrap(),
            )
        })
        .collect();
    edits.sort_by_key(|it| it.0.start);
    for (range, with) in edits.into_iter().rev() {
        new.replace_range(range, with);
    }
    new
}

const DRAFT: &str = "\
standard: T/EXAMPLE 1-2021
title: {zh: 服务通则, en: General principles for services}
status: current
public: true
disclosed: true
dates: {published: 2021-01-01, effective: 2021-02-01}
classification: {ics: [\"03.080.01\"], ccs: [A16], sectors: [\"9.A\"], aspects: [general]}
references:
  normative:
    - {title: {zh: 𠀀基础}, standard: GB/T 99901—2019}
    - GB/T 99901—2019 # twice
  informative: []
";
const OTHER: &str = "standard: GB/T 99901-2019\ntitle: 基础\nstatus: current\n";

fn project(draft: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    folder(&[
        ("consonance.yaml", "drafts: [drafts]\ncorpus: [corpus]\nas_of: 2026-01-01\n"),
        ("drafts/a.yaml", draft),
        ("corpus/b.yaml", OTHER),
    ])
}

fn fixed_by_check(root: &Path, flags: &[&str]) -> String {
    let mut command = consonance(root);
    command.args(["check", "--fix", "--fail-on", "never"]).args(flags).output().unwrap();
    std::fs::read_to_string(root.join("drafts/a.yaml")).unwrap()
}

#[test]
fn quick_fixes_are_those_of_check() {
    let (_keep, root) = copied("trade-in-services");
    let mut client = Client::usual(&root);
    let mut seen = std::collections::BTreeSet::new();
    for name in ["gb-t-99911.yaml", "gb-t-99912.yaml", "register.yaml", "t-example-101.yaml"] {
        let path = root.join("drafts").join(name);
        let text = std::fs::read_to_string(&path).unwrap();
        let uri = client.open(&path);
        client.diagnostics(&uri);
        let fixes = actions(&mut client, &uri, Some("quickfix"));
        for action in fixes.iter().filter(|it| !it["title"].as_str().unwrap().starts_with("Waive"))
        {
            // One of each rule will do.
            if !seen.insert(action["diagnostics"][0]["code"].to_string()) {
                continue;
            }
            assert_eq!(action["diagnostics"][0]["source"], "consonance", "{action}");
            let new = applied(&text, &action["edit"], &uri);
            assert_ne!(new, text);
            // The fix takes its own finding away.
            let gone = &action["diagnostics"][0]["data"]["fingerprint"];
            client.set(&uri, &new);
            let left = client.latest(&uri);
            assert!(left.iter().all(|it| it["data"]["fingerprint"] != *gone), "{action}");
        }
    }
    assert!(seen.len() >= 3, "{seen:?}");
    assert_eq!(client.end(), 0);
}

#[test]
fn one_fix_and_all_fixes() {
    let (_keep, root) = project(DRAFT);
    let mut client = Client::usual(&root);
    let uri = client.open(&root.join("drafts/a.yaml"));
    client.diagnostics(&uri);
    let all = actions(&mut client, &uri, None);
    assert!(
        all.iter().all(|it| it["kind"] == "quickfix"),
        "what acts on the whole file waits to be asked for"
    );
    let fixes: Vec<&Value> =
        all.iter().filter(|it| !it["title"].as_str().unwrap().starts_with("Waive")).collect();
    assert!(!fixes.is_empty(), "{all:#?}");
    for fix in &fixes {
        let safe = fix["diagnostics"][0]["data"]["fix"] == "safe";
        assert_eq!(fix["isPreferred"], safe);
        assert_eq!(fix["title"].as_str().unwrap().contains("suggestion"), !safe, "{fix}");
        assert_eq!(fix["edit"]["documentChanges"][0]["textDocument"]["version"], 1);
    }
    let source = actions(&mut client, &uri, Some("source.fixAll"));
    let safe = fixes.iter().filter(|it| it["isPreferred"] == true).count();
    assert_eq!(source.len(), usize::from(safe > 0), "{source:#?}");
    if let Some(action) = source.first() {
        assert_eq!(action["kind"], "source.fixAll.consonance");
        let new = applied(DRAFT, &action["edit"], &uri);
        assert_eq!(new, fixed_by_check(&root, &[]));
    }
    // Edits without versions for clients that do not take them.
    let mut old = Client::with(&root, json!({}));
    let uri = old.open_as(&root.join("drafts/a.yaml"), DRAFT);
    old.diagnostics(&uri);
    let all = actions(&mut old, &uri, None);
    assert!(all.iter().all(|it| it["edit"]["changes"].get(&uri).is_some()), "{all:#?}");
}

#[test]
fn a_waiver_waives() {
    let (_keep, root) = project(DRAFT);
    let mut client = Client::usual(&root);
    let uri = client.open(&root.join("drafts/a.yaml"));
    let found = client.diagnostics(&uri);
    let all = actions(&mut client, &uri, Some("quickfix"));
    let waivers: Vec<&Value> =
        all.iter().filter(|it| it["title"].as_str().unwrap().starts_with("Waive")).collect();
    assert!(!waivers.is_empty());
    for action in waivers {
        let own = &action["diagnostics"][0];
        let new = applied(DRAFT, &action["edit"], &uri);
        let code = own["code"].as_str().unwrap();
        assert!(new.contains(&format!("# consonance: allow {code} -- TODO: reason\n")), "{new}");
        client.set(&uri, &new);
        let left = client.latest(&uri);
        let count = |all: &[Value]| all.iter().filter(|it| it["code"] == code).count();
        assert!(count(&left) < count(&found), "{code} in {left:#?}");
        assert!(left.iter().all(|it| it["code"] != "WVR001" && it["code"] != "WVR003"));
    }
    assert_eq!(client.end(), 0);
}

#[test]
fn waivers_of_many_findings_stand_where_comments_can() {
    // Texts on one line, in quotes over two, and as a block over two: below each a finding.
    let mut text = String::from("standard: T/EXAMPLE 1-2021\ntitle: {en: Services}\nclauses:\n");
    for at in 1..=400 {
        let body = match at % 4 {
            0 => "      en: |\n        Prices must be shown.\n        Guests must be told.\n",
            1 => "      en: \"Prices must be shown.\n        Guests must be told.\"\n",
            2 => "      en: Prices must be shown,\n        and guests must be told.\n",
            _ => "      en: Prices must be shown.\n",
        };
        text.push_str(&format!(
            "  - number: \"{at}\"\n    title: {{en: Prices}}\n    text:\n{body}"
        ));
    }
    let (_keep, root) = project(&text);
    let mut client = Client::usual(&root);
    let uri = client.open(&root.join("drafts/a.yaml"));
    let found = client.diagnostics(&uri);
    let words = |it: &Value| it["message"].as_str().unwrap().contains("must");
    let musts: Vec<&Value> = found.iter().filter(|it| words(it)).collect();
    assert!(musts.len() > 500, "{} findings", musts.len());
    let all = actions(&mut client, &uri, Some("quickfix"));
    let waived: Vec<u64> = all
        .iter()
        .filter(|it| it["title"].as_str().unwrap().starts_with("Waive"))
        .filter(|it| words(&it["diagnostics"][0]))
        .map(|it| it["diagnostics"][0]["range"]["start"]["line"].as_u64().unwrap())
        .collect();
    let lines: Vec<&str> = text.lines().collect();
    // Where the line has the key, a comment can stand above it; else it would be in the text.
    for finding in musts {
        let line = finding["range"]["start"]["line"].as_u64().unwrap();
        let can = lines[usize::try_from(line).unwrap()].contains("en:");
        assert_eq!(waived.contains(&line), can, "line {line}: {}", lines[line as usize]);
    }
}
