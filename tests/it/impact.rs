//! `impact`: held against a walk of its own, and what it says who must do.

use std::collections::{BTreeMap, VecDeque};
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::cli::consonance;
use crate::shared_data::shared_data;

/// What the program says: steps by key.
fn said(graph: &Path, key: &str) -> BTreeMap<String, u64> {
    let output = consonance(graph.parent().unwrap())
        .args(["impact", key])
        .arg(graph)
        .args(["--format", "json", "--as-of", "2026-01-01"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    let rows = json["affected"].as_array().unwrap();
    assert_eq!(json["summary"]["affected"], rows.len());
    for row in rows {
        // every way leads from the document to the start, each step an edge of the list
        let path: Vec<&str> =
            row["path"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
        assert_eq!(path.len() as u64, row["depth"].as_u64().unwrap() + 1);
        assert_eq!((path[0], path[path.len() - 1]), (row["key"].as_str().unwrap(), key));
        assert_eq!(path[1], row["on"]);
    }
    rows.iter()
        .map(|row| (row["key"].as_str().unwrap().to_owned(), row["depth"].as_u64().unwrap()))
        .collect()
}

/// The same by a plain breadth-first walk against the edges of the file.
fn walked(graph: &Value, start: &str) -> BTreeMap<String, u64> {
    let mut against: BTreeMap<&str, Vec<(&str, bool)>> = BTreeMap::new();
    for edge in graph["edges"].as_array().unwrap() {
        let kind = edge["kind"].as_str().unwrap();
        let informative = edge["role"] == "informative";
        if kind != "replaces" {
            let (from, to) = (edge["from"].as_str().unwrap(), edge["to"].as_str().unwrap());
            against.entry(to).or_default().push((from, informative));
        }
    }
    let mut steps = BTreeMap::from([(start.to_owned(), 0)]);
    let mut queue = VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        let depth = steps[at];
        for &(from, informative) in against.get(at).into_iter().flatten() {
            if !informative && !steps.contains_key(from) {
                steps.insert(from.to_owned(), depth + 1);
                queue.push_back(from);
            }
        }
    }
    // who only names the start for information is told, and leads no further
    for &(from, _) in against.get(start).into_iter().flatten() {
        steps.entry(from.to_owned()).or_insert(1);
    }
    steps.remove(start);
    steps
}

fn agree(path: &Path, keys: &[String]) -> usize {
    let graph: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let mut most = 0;
    for key in keys {
        let walked = walked(&graph, key);
        most = most.max(walked.len());
        assert_eq!(said(path, key), walked, "{key}");
    }
    most
}

#[test]
fn reach_is_that_of_a_plain_walk_on_made_up_graphs_with_cycles() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("graph.json");
    let mut seed = 7_u64;
    let mut next = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    for (nodes, edges) in [(12, 20), (60, 90), (60, 200)] {
        let rows: Vec<_> = (0..nodes).map(|at| format!("{{\"key\":\"k{at}\"}}")).collect();
        let kinds = ["cites", "cites", "adopts", "amends", "replaces", "part-of"];
        let links: Vec<_> = (0..edges)
            .map(|_| {
                let (from, to) = (next(nodes), next(nodes));
                let kind = kinds[usize::try_from(next(6)).unwrap()];
                let role = match (kind, next(4)) {
                    ("cites", 0) => ",\"role\":\"informative\"",
                    ("cites", _) => ",\"role\":\"normative\"",
                    _ => "",
                };
                format!("{{\"from\":\"k{from}\",\"to\":\"k{to}\",\"kind\":\"{kind}\"{role}}}")
            })
            .collect();
        let graph = format!("{{\"nodes\":[{}],\"edges\":[{}]}}", rows.join(","), links.join(","));
        fs::write(&path, graph).unwrap();
        let keys: Vec<String> = (0..6).map(|at| format!("k{at}")).collect();
        assert!(agree(&path, &keys) > 3);
    }
}

#[test]
fn reach_is_that_of_a_plain_walk_on_a_real_graph() {
    let Some(path) = shared_data("pdf-normrefs/graph.json") else { return };
    // the root, the most cited, one in the largest cycle, one that cites itself
    let keys = ["pdf:0", "pdf:1", "pdf:3", "pdf:164", "pdf:256"].map(str::to_owned);
    assert!(agree(&path, &keys) > 100);
}

const CORPUS: &str = r#"
standards:
  - standard: ISO 99901:2015
    title: {en: "Widgets | <b>&"}
    status: current
  - standard: GB/T 99901-2019
    title: {zh: 部件}
    status: current
    references: {normative: ["ISO 99901:2015"], informative: []}
    adopts: [{standard: "ISO 99901:2015", degree: IDT}]
  - standard: GB/T 99902-2011
    status: withdrawn
    references: {normative: ["ISO 99901:2015"]}
  - standard: T/EXAMPLE 1-2021
    title: {zh: 部件评价 | 甲}
    status: current
    issuer: Example | Association
    references: {normative: ["ISO 99901"], informative: []}
  - standard: T/EXAMPLE 2-2022
    status: draft
    references: {normative: ["ISO 99901:2015"]}
  - standard: T/EXAMPLE 3-2022
    status: current
    references: {normative: [T/EXAMPLE 1-2021], informative: []}
  - standard: T/EXAMPLE 4-2022
    status: current
    references: {normative: [], informative: ["ISO 99901"]}
"#;

fn answer(arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("corpus.yaml"), CORPUS).unwrap();
    let output = consonance(folder.path())
        .args(["impact", "ISO 99901:2015", "corpus.yaml", "--as-of", "2026-01-01"])
        .args(arguments)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_event_asks_for_something_else() {
    let duties = |event: &[&str]| -> BTreeMap<String, (String, String)> {
        let json: Value =
            serde_json::from_str(&answer(&[&["--format", "json", "--if"], event].concat()))
                .unwrap();
        let rows = json["affected"].as_array().unwrap().iter();
        rows.map(|row| {
            let text = |name: &str| row[name].as_str().unwrap().to_owned();
            (text("key"), (text("must"), text("duty")))
        })
        .collect()
    };
    let pair = |must: &str, duty: &str| (must.to_owned(), duty.to_owned());
    let withdrawn = duties(&["withdrawn"]);
    assert_eq!(withdrawn["GB/T 99901-2019"], pair("act", "decide_adoption"));
    assert_eq!(withdrawn["T/EXAMPLE 1-2021"], pair("act", "replace_reference"));
    assert_eq!(withdrawn["GB/T 99902-2011"], pair("none", "nothing"));
    assert_eq!(withdrawn["T/EXAMPLE 2-2022"], pair("act", "change_draft"));
    assert_eq!(withdrawn["T/EXAMPLE 3-2022"], pair("look", "check_itself"));
    assert_eq!(withdrawn["T/EXAMPLE 4-2022"], pair("note", "update_bibliography"));
    let amended = duties(&["amended"]);
    assert_eq!(amended["GB/T 99901-2019"], pair("act", "adopt_amendment"));
    assert_eq!(amended["T/EXAMPLE 1-2021"], pair("act", "check_amendment"));
    let replaced = duties(&["replaced-by", "ISO 99901:2030"]);
    assert_eq!(replaced["GB/T 99901-2019"], pair("act", "adopt_new_edition"));
    assert_eq!(replaced["T/EXAMPLE 1-2021"], pair("act", "check_new_edition"));
}

#[test]
fn summaries_add_up() {
    let json: Value = serde_json::from_str(&answer(&["--format", "json"])).unwrap();
    let summary = &json["summary"];
    let number = |of: &Value, name: &str| of[name].as_u64().unwrap();
    let levels = summary["levels"].as_array().unwrap();
    for name in ["affected", "direct", "act", "decide", "look", "note", "none"] {
        let sum: u64 = levels.iter().map(|it| number(it, name)).sum();
        assert_eq!(sum, number(summary, name), "{name}");
    }
    assert_eq!(number(summary, "affected"), 6);
    let asked = ["act", "decide", "look", "note", "none"].map(|it| number(summary, it));
    assert_eq!(asked, [3, 0, 1, 1, 1]);
}

#[test]
fn markdown() {
    insta::assert_snapshot!("impact_markdown_en", answer(&["--format", "markdown"]));
    insta::assert_snapshot!(
        "impact_markdown_zh",
        answer(&["--format", "markdown", "--lang", "zh", "--if", "replaced-by", "ISO 99901:2030"])
    );
}

#[test]
fn terminal() {
    insta::assert_snapshot!("impact_terminal_en", answer(&[]));
    insta::assert_snapshot!("impact_terminal_zh", answer(&["--lang", "zh", "--if", "amended"]));
}

#[test]
fn a_document_that_is_described_twice_is_named_once_and_does_not_replace_itself() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = "standards:\n\
        - {standard: \"ISO 99903:2010\", title: {en: Travel}}\n\
        - {standard: \"ISO 99903:2010\", title: {en: Travel}}\n\
        - {standard: \"T/EXAMPLE 2-2021\", references: {normative: [\"ISO 99903:2010\"]}}\n";
    fs::write(folder.path().join("corpus.yaml"), corpus).unwrap();
    let run = |further: &[&str]| {
        let output = consonance(folder.path())
            .args(["impact", "ISO 99903:2010", "corpus.yaml"])
            .args(further)
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    for format in ["terminal", "markdown", "html"] {
        let (code, out, err) = run(&["--format", format]);
        assert_eq!(code, Some(0), "{err}");
        assert!(out.to_lowercase().contains("if iso 99903:2010 is withdrawn"), "{out}");
        assert!(!out.contains("\"names\":[\"ISO 99903:2010\",\"ISO"), "{out}");
    }
    for successor in ["ISO 99903:2010", "iso 99903 : 2010"] {
        let (code, out, err) = run(&["--if", "replaced-by", successor]);
        assert_eq!((code, out.as_str()), (Some(2), ""));
        assert!(err.contains("ISO 99903:2010 cannot replace itself"), "{err}");
    }
    let (code, ..) = run(&["--if", "replaced-by", "ISO 99903:2024"]);
    assert_eq!(code, Some(0));
}
