//! Pages in a browser: `tests/browser/` drives headless Chromium where it is installed; where not, that
//! is said aloud.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cli::consonance;
use crate::shared_data::aloud;

/// Exit code of the runner when there is no Chromium.
const NO_BROWSER: i32 = 77;

/// Runs the checks of `tests/browser/SUITE.py` on pages, each with its name.
pub(crate) fn browse(suite: &str, pages: &[(&str, &Path)]) {
    let runner = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/browser/run.py");
    let mut command = Command::new("python3");
    command.arg(runner).arg(suite);
    for (name, path) in pages {
        command.arg(format!("{name}={}", path.display()));
    }
    let Ok(output) = command.output() else {
        aloud(&format!("skipped: {suite} needs python3 on the PATH"));
        return;
    };
    let said = String::from_utf8_lossy(&output.stdout);
    if output.status.code() == Some(NO_BROWSER) {
        aloud(&format!("skipped: {suite} needs chromium on the PATH"));
        return;
    }
    assert!(output.status.success(), "{suite}:\n{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("ok      "), "{suite} checked nothing:\n{said}");
}

const GOOD: &str = r#"<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<title>Good</title><body><main><h1>Good</h1><button>press</button></main></body></html>"#;

const BAD: &str = r#"<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Bad</title><body><main><h1 style="color:#aaa">bad</h1><div style="width:900px">wide</div><button></button>
<script src="http://127.0.0.1:9/x.js"></script><script>throw new Error("boo")</script></main></body></html>"#;

#[test]
fn the_promises_of_pages_can_fail() {
    let folder = tempfile::tempdir().unwrap();
    let (good, bad) = (folder.path().join("good.html"), folder.path().join("bad.html"));
    fs::write(&good, GOOD).unwrap();
    fs::write(&bad, BAD).unwrap();
    browse("promises_can_fail", &[("good", &good), ("bad", &bad)]);
}

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
    title: {zh: 部件通则, en: Widgets of this country}
    status: current
    dates: {published: 2019-06-04}
    adopts: [{standard: "ISO 99901:2015", degree: IDT}]
  - standard: T/EXAMPLE 1-2021
    title: {zh: 部件评价}
    status: current
    references: {normative: [GB/T 99901-2019], informative: ["ISO 99901"]}
  - standard: T/EXAMPLE 2-2022
    title: {zh: 部件回收, en: Recycling of widgets}
    references: {normative: [T/EXAMPLE 1-2021, T/EXAMPLE 404-2020]}
"#;

/// Words that try to be more than words, and documents that say nothing of themselves.
const HOSTILE: &str = r##"{"nodes": [
 {"key": "x\"</script><img src=1 onerror=hacked=1>'&amp;\u2028", "title": "<b>bold</b> <!-- <script>hacked=1</script> \u2028 ${hacked=1} javascript:hacked=1", "status": "current"},
 {"key": "untitled", "status": "withdrawn"},
 {"key": "%23#n-x", "title": "\u202egnp.exe"}
], "edges": [
 {"from": "x\"</script><img src=1 onerror=hacked=1>'&amp;\u2028", "to": "untitled", "kind": "cites", "role": "normative", "raw": "</script><script>hacked=1</script>"},
 {"from": "untitled", "to": "untitled", "kind": "cites", "role": "normative"}
]}"##;

fn write_page(folder: &Path, name: &str, arguments: &[&str]) -> PathBuf {
    let output =
        consonance(folder).args(arguments).args(["-o", name, "--lang", "en"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    folder.join(name)
}

#[test]
fn the_page_of_a_graph_works_in_a_browser() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::write(folder.join("corpus.yaml"), CORPUS).unwrap();
    fs::write(folder.join("hostile.json"), HOSTILE).unwrap();
    // more than a page holds: all but a few documents name one
    let nodes: Vec<_> = (0..21_002).map(|at| format!("{{\"key\":\"k{at}\"}}")).collect();
    let edges: Vec<_> = (0..300)
        .map(|at| format!("{{\"from\":\"k{at}\",\"to\":\"Hub\",\"kind\":\"cites\"}}"))
        .collect();
    let (nodes, edges) = (nodes.join(","), edges.join(","));
    let large = format!("{{\"nodes\":[{nodes},{{\"key\":\"Hub\"}}],\"edges\":[{edges}]}}");
    fs::write(folder.join("large.json"), large).unwrap();
    let html = ["--format", "html", "--as-of", "2026-01-01"];
    let arguments = |paths: &[&'static str]| [&["graph"], paths, &html].concat();
    let page = write_page(folder, "page.html", &arguments(&["corpus.yaml", "hostile.json"]));
    let large = write_page(folder, "large.html", &arguments(&["large.json"]));
    browse("graph_page", &[("page", &page), ("large", &large)]);
}

#[test]
fn the_page_of_an_impact_works_in_a_browser() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::write(folder.join("corpus.yaml"), CORPUS).unwrap();
    let html = ["corpus.yaml", "--format", "html", "--as-of", "2026-01-01"];
    let arguments = |id: &'static str| [&["impact", id], html.as_slice()].concat();
    let page = write_page(folder, "page.html", &arguments("ISO 99901:2015"));
    let nobody = write_page(folder, "nobody.html", &arguments("T/EXAMPLE 2-2022"));
    browse("impact_page", &[("page", &page), ("nobody", &nobody)]);
}
