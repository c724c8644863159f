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
        "flowchart LR\n  subgraph level_international [\"international\"]\n    n0[\"ISO 99901:2015\"]\n  end\n  \
         subgraph level_national [\"national\"]\n    n1[\"GB/T 99901-2019\"]\n  end\n  n1 ==>|\"adopts IDT\"| n0\n  \
         classDef ended stroke-dasharray:4 3,color:#666\n  class n0 ended\n"
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
        "if ISO 99901:2015 is withdrawn: 3 affected, 1 directly\n\n  \
         level        affected  directly  must act  should check\n  \
         national            1         1         1             0\n  \
         association         2         0         0             2\n\n\
         who must act:\n  GB (National standards) · national\n    \
         withdraw the adoption, move it to a successor, or keep the text as a document of its own\n      \
         GB/T 99901-2019\n\n\
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

#[test]
fn statuses_are_those_of_the_day_in_every_form() {
    let status = |format: &str, day: &str| {
        let (code, out, err) =
            run(&["graph", "corpus.yaml", "--format", format, "--as-of", day, "--lang", "en"]);
        assert_eq!(code, Some(0), "{err}");
        out
    };
    // the edition of 2024 is only to come in 2020, so that of 2015 is in force
    for (format, before, after) in [
        (
            "json",
            r#""id":"ISO 99901:2015","level":"international","status":"current""#,
            r#""id":"ISO 99901:2015","level":"international","status":"replaced""#,
        ),
        (
            "dot",
            "label=\"ISO 99901:2015\", class=\"current\"",
            "label=\"ISO 99901:2015\", class=\"replaced\"",
        ),
        (
            "graphml",
            "<data key=\"node-status\">draft</data>",
            "<data key=\"node-status\">replaced</data>",
        ),
    ] {
        assert!(status(format, "2020-01-01").contains(before), "{format}");
        assert!(status(format, "2026-01-01").contains(after), "{format}");
    }
    assert!(status("html", "2020-01-01").contains("\"as_of\":\"2020-01-01\""));
    assert_ne!(
        status("html", "2020-01-01").replace("2020-01-01", ""),
        status("html", "2026-01-01").replace("2026-01-01", "")
    );
}

#[test]
fn several_kinds_and_several_steps() {
    let count = |arguments: &[&str]| {
        let (code, out, err) =
            run(&[&["graph", "corpus.yaml", "--format", "json"], arguments].concat());
        assert_eq!(code, Some(0), "{err}");
        let graph: serde_json::Value = serde_json::from_str(&out).expect("JSON");
        let length = |list: &str| graph[list].as_array().map_or(0, Vec::len);
        (length("nodes"), length("edges"))
    };
    assert_eq!(count(&["--only", "cites,adopts"]), (6, 5));
    assert_eq!(count(&["--only", "replaces"]), (6, 1));
    assert_eq!(count(&["--around", "GB/T 99901-2019"]), (3, 2));
    assert_eq!(count(&["--around", "GB/T 99901-2019", "--depth", "2"]), (5, 5));
    assert_eq!(count(&["--around", "GB/T 99901-2019", "--depth", "9", "--only", "adopts"]), (2, 1));
}

#[test]
fn a_file_that_cannot_be_written_is_wrong_usage_and_the_old_one_stays() {
    let folder = folder();
    for arguments in [
        &["graph", "corpus.yaml", "--format", "html", "-o", "nowhere/graph.html"][..],
        &["impact", "ISO 99901:2015", "corpus.yaml", "--format", "html", "-o", "nowhere/i.html"],
    ] {
        let output = consonance(folder.path()).args(arguments).output().expect("run");
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains("nowhere"));
    }
    let left: Vec<_> = fs::read_dir(folder.path()).expect("a folder").collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

/// The data of a page.
fn data_of(page: &str) -> serde_json::Value {
    let (_, rest) = page.split_once("id=\"data\">").expect("data");
    let (data, _) = rest.split_once("</script>").expect("an end");
    serde_json::from_str(data).expect("JSON")
}

#[test]
fn a_page_is_the_same_with_any_number_of_threads_and_nothing_lies_on_anything() {
    let folder = folder();
    // a ring with chords and a tail, and documents without links
    let nodes: Vec<_> = (0..300).map(|at| format!("{{\"key\":\"k{at}\"}}")).collect();
    let edges: Vec<_> = (0..260)
        .flat_map(|at| [(at, (at + 1) % 200), (at, (at * 7 + 3) % 200)])
        .map(|(from, to)| format!("{{\"from\":\"k{from}\",\"to\":\"k{to}\",\"kind\":\"cites\"}}"))
        .collect();
    let graph = format!("{{\"nodes\":[{}],\"edges\":[{}]}}", nodes.join(","), edges.join(","));
    fs::write(folder.path().join("graph.json"), graph).expect("written");
    let page = |threads: &str| {
        let output = consonance(folder.path())
            .args(["graph", "graph.json", "corpus.yaml", "--format", "html", "--threads", threads])
            .args(["--as-of", "2026-01-01", "--lang", "en"])
            .output()
            .expect("run");
        assert_eq!(output.status.code(), Some(0));
        String::from_utf8(output.stdout).expect("text")
    };
    let one = page("1");
    assert!(one == page("4"), "threads changed the page");
    let data = data_of(&one);
    let whole = |value: &serde_json::Value| value.as_i64().expect("a number");
    let nodes = data["nodes"].as_array().expect("nodes");
    assert_eq!(nodes.len(), 306);
    let mut places: Vec<(i64, i64)> = Vec::new();
    for node in nodes {
        let (x, y) = (whole(&node[7]), whole(&node[8]));
        let level = usize::try_from(whole(&node[3])).expect("a level");
        let band = &data["bands"][level];
        let (top, height) = (whole(&band[1]), whole(&band[2]));
        assert!(y > top && y < top + height, "{node} is outside its band {band}");
        assert!(x > 0 && x < whole(&data["size"][0]), "{node} is outside");
        places.push((x, y));
    }
    for (at, &(x, y)) in places.iter().enumerate() {
        let near = places[..at].iter().find(|it| it.0.abs_diff(x) < 11 && it.1.abs_diff(y) < 11);
        assert_eq!(near, None, "{} lies on another", nodes[at]);
    }
}

#[test]
fn a_page_holds_nothing_that_is_fetched_and_lets_only_its_own_script_run() {
    let (_, page, _) = run(&["graph", "corpus.yaml", "--format", "html", "--as-of", "2026-01-01"]);
    let (_, head) = page.split_once("Content-Security-Policy\" content=\"").expect("a policy");
    let (policy, _) = head.split_once('"').expect("an end");
    let (_, nonce) = policy.split_once("script-src 'nonce-").expect("a nonce");
    let nonce = &nonce[..32];
    assert_eq!(
        policy,
        format!(
            "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'"
        )
    );
    for fetched in
        [" src=", "@import", "url(", "fetch(", "http:", "https:", "<link", "<iframe", "eval("]
    {
        let own = page.replace("http://www.w3.org/2000/svg", "");
        assert!(!own.contains(fetched), "{fetched}");
    }
    // another page, another nonce: what is said in a page cannot know its own
    let (_, other, _) = run(&["graph", "corpus.yaml", "--format", "html", "--as-of", "2025-01-01"]);
    assert!(!other.contains(nonce));
    // the structure, without data, style and script
    let (before, rest) = page.split_once("<style").expect("a style");
    let (_, rest) = rest.split_once("</style>").expect("an end");
    let (body, _) = rest.split_once("<script").expect("data");
    let structure = format!("{before}{body}").replace(nonce, "NONCE");
    insta::assert_snapshot!(structure);
}

#[test]
fn a_graph_that_was_written_keeps_what_is_only_named() {
    let folder = folder();
    let output = consonance(folder.path())
        .args(["graph", "corpus.yaml", "--format", "json"])
        .output()
        .expect("run");
    let graph: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let named: Vec<_> = graph["nodes"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|it| it["described"] == false)
        .map(|it| it["key"].as_str().expect("a key"))
        .collect();
    assert_eq!(named, ["T/EXAMPLE 404-2020"]);
    assert!(graph["nodes"][0].get("described").is_none());
    fs::write(folder.path().join("graph.json"), &output.stdout).expect("written");
    // what nobody described is still not in the corpus
    let found = |path: &str| {
        let output = consonance(folder.path())
            .args(["check", path, "--select", "REF001", "--format", "json"])
            .output()
            .expect("run");
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let standards = report["summary"]["standards"].clone();
        let messages = report["findings"].as_array().expect("a list").iter();
        (standards, messages.map(|it| it["message"].clone()).collect::<Vec<_>>())
    };
    let (standards, messages) = found("corpus.yaml");
    assert_eq!(messages.len(), 1);
    assert_eq!(found("graph.json"), (standards, messages));
    // and a graph of others, whose nodes say nothing of it, is read as before
    let plain = String::from_utf8_lossy(&output.stdout).replace(",\"described\":false", "");
    fs::write(folder.path().join("graph.json"), plain).expect("written");
    assert_eq!(found("graph.json").1.len(), 0);
}

#[test]
fn a_document_that_is_only_named_and_speaks_keeps_its_links() {
    let folder = folder();
    let graph = r#"{"nodes": [{"key": "a", "id": "ISO 99901:2015"}, {"key": "b", "id": "ISO 99902:2015", "described": false},
        {"key": "c", "id": "ISO 99903:2015", "described": false}],
        "edges": [{"from": "b", "to": "a", "kind": "adopts", "degree": "MOD"}, {"from": "a", "to": "c", "kind": "replaces"},
        {"from": 5}]}"#;
    fs::write(folder.path().join("graph.json"), graph).expect("written");
    let output = consonance(folder.path())
        .args(["graph", "graph.json", "--format", "json"])
        .output()
        .expect("run");
    let again: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(again["nodes"].as_array().map(Vec::len), Some(3), "{again}");
    assert_eq!(again["edges"].as_array().map(Vec::len), Some(2), "{again}");
    assert_eq!(err.matches("graph.json:").count(), 1, "each fault once: {err}");
}
