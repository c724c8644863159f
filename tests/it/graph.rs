//! The commands `graph` and `impact`.

use std::fs;
use std::path::Path;

use assert_cmd::Command;

const CORPUS: &str = r#"
standards:
  - standard: ISO 99901:2015
    title: {en: Widgets}
    status: replaced
    replaced_by: [ISO 99901:2024]
  - standard: ISO 99901:2024
    title: {en: Widgets}
    status: current
  - standard: GB/T 99901-2019
    title: {zh: 部件}
    status: current
    adopts: [{standard: "ISO 99901:2015", degree: IDT}]
  - standard: T/EXAMPLE 1-2021
    title: {zh: 部件评价}
    status: current
    references: {normative: [GB/T 99901-2019], informative: ["ISO 99901"]}
  - standard: T/EXAMPLE 2-2022
    title: {zh: 部件回收}
    references: {normative: [T/EXAMPLE 1-2021, T/EXAMPLE 404-2020]}
"#;

fn consonance(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("consonance").expect("built");
    command.current_dir(folder).env("LANG", "C").env("LC_ALL", "C").env_remove("NO_COLOR");
    command
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("corpus.yaml"), CORPUS).expect("written");
    folder
}

fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    let folder = folder();
    let output = consonance(folder.path()).args(arguments).output().expect("run");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn the_graph_as_json_is_an_input_again() {
    let folder = folder();
    let json = |path: &str| {
        let output = consonance(folder.path())
            .args(["graph", path, "--format", "json", "--as-of", "2026-01-01"])
            .output()
            .expect("run");
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    };
    let first = json("corpus.yaml");
    let graph: serde_json::Value = serde_json::from_slice(&first).expect("JSON");
    assert_eq!(graph["nodes"].as_array().map(Vec::len), Some(6));
    assert_eq!(graph["edges"].as_array().map(Vec::len), Some(6));
    let unknown = &graph["nodes"][5];
    assert_eq!(
        (&unknown["key"], &unknown["status"]),
        (&"T/EXAMPLE 404-2020".into(), &"unknown".into())
    );
    fs::write(folder.path().join("graph.json"), &first).expect("written");
    let again: serde_json::Value = serde_json::from_slice(&json("graph.json")).expect("JSON");
    let without = |graph: &serde_json::Value, list: &str, key: &str| {
        let mut rows = graph[list].as_array().expect("a list").clone();
        for row in &mut rows {
            row.as_object_mut().expect("an object").shift_remove(key);
        }
        rows
    };
    assert_eq!(without(&graph, "nodes", "path"), without(&again, "nodes", "path"));
    // what was written behind a reference is kept for references only
    assert_eq!(without(&graph, "edges", "raw"), without(&again, "edges", "raw"));
}

#[test]
fn a_part_of_the_graph_by_folded_identifier() {
    let (code, out, err) = run(&[
        "graph",
        "corpus.yaml",
        "--around",
        "gb/t 99901—2019",
        "--only",
        "adopts",
        "--format",
        "mermaid",
    ]);
    assert_eq!(code, Some(0), "{err}");
    assert_eq!(
        out,
        "flowchart LR\n  n0[\"ISO 99901:2015\"]\n  n1[\"GB/T 99901-2019\"]\n  n1 ==>|\"adopts IDT\"| n0\n  classDef ended stroke-dasharray:4 3,color:#666\n  class n0 ended\n"
    );
}

#[test]
fn an_unknown_document_is_wrong_usage_and_the_near_one_is_named() {
    for command in [
        &["graph", "corpus.yaml", "--around", "GB/T 99910-2019"][..],
        &["impact", "GB/T 99910-2019", "corpus.yaml"],
    ] {
        let (code, out, err) = run(command);
        assert_eq!(code, Some(2), "{err}");
        assert!(out.is_empty());
        assert!(err.contains("GB/T 99901-2019"), "{err}");
    }
}

#[test]
fn impact_leads_on_with_the_path() {
    let (code, out, err) = run(&["impact", "ISO 99901:2015", "--if", "withdrawn", "corpus.yaml"]);
    assert_eq!(code, Some(0), "{err}");
    assert_eq!(
        out,
        "if ISO 99901:2015 is withdrawn: 3 affected, 1 directly\n\n\
         directly:\n  GB/T 99901-2019  [adopts IDT] would adopt a withdrawn document\n\n\
         through others:\n  T/EXAMPLE 1-2021 → GB/T 99901-2019 → ISO 99901:2015\n  \
         T/EXAMPLE 2-2022 → T/EXAMPLE 1-2021 → GB/T 99901-2019 → ISO 99901:2015\n"
    );
}

#[test]
fn impact_of_a_replacement_tells_dated_from_undated() {
    let (code, out, err) = run(&[
        "impact",
        "ISO 99901:2024",
        "corpus.yaml",
        "--if",
        "replaced-by",
        "ISO 99901:2030",
        "--format",
        "json",
    ]);
    assert_eq!(code, Some(0), "{err}");
    let json: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(json["if"], "replaced-by");
    assert_eq!(json["successor"], "ISO 99901:2030");
    assert_eq!(json["affected"][0]["effect"], "for_information");
    let (code, out, _) = run(&["impact", "T/EXAMPLE 1-2021", "corpus.yaml", "--if", "amended"]);
    assert_eq!(code, Some(0));
    assert!(out.contains("dated reference: stays with the old text"), "{out}");
}

#[test]
fn wrong_events_are_wrong_usage() {
    let (code, _, err) = run(&["impact", "ISO 99901:2024", "corpus.yaml", "--if", "withdrawm"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("did you mean `withdrawn`?"), "{err}");
    let (code, _, err) = run(&["impact", "ISO 99901:2024", "corpus.yaml", "--if", "replaced-by"]);
    assert_eq!(code, Some(2), "{err}");
    let (code, _, _) = run(&["graph"]);
    assert_eq!(code, Some(2));
}

#[test]
fn what_cannot_be_read_is_said_and_the_rest_is_shown() {
    let folder = folder();
    fs::write(folder.path().join("bad.json"), "{\"nodes\": [{\"key\": \"x\"}], \"edges\": [")
        .expect("written");
    let output = consonance(folder.path())
        .args(["graph", "corpus.yaml", "bad.json", "--format", "json"])
        .output()
        .expect("run");
    assert_eq!(output.status.code(), Some(3));
    let graph: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert!(graph["nodes"].as_array().is_some_and(|nodes| nodes.len() >= 6));
}
