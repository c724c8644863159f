use super::*;
use crate::corpus::{AsOf, Event, Selection};
use crate::reader::{Loaded, Reader};
use crate::source::{Encoding, Language, SourceFile, SourceMap};

/// A graph whose titles and keys try every escape.
const GRAPH: &str = r##"{"nodes": [
 {"key": "a\"b", "id": "GB/T 99901-2019", "status": "current", "title": "范围 <b>\"&\"</b> \\N #1; `x`\n]]>\u0001", "date": "2019"},
 {"key": "c", "id": "ISO 99902:2015", "status": "replaced", "title": "C"},
 {"key": "d", "id": null, "title": "a [bracket] {brace} | pipe -->"},
 {"key": "e", "id": "ISO 99902:2020", "status": "draft"}
], "edges": [
 {"from": "a\"b", "to": "c", "kind": "cites", "role": "normative", "raw": "ISO 99902—2015 \"raw\""},
 {"from": "a\"b", "to": "d", "kind": "cites", "role": "informative"},
 {"from": "a\"b", "to": "c", "kind": "adopts", "degree": "IDT"},
 {"from": "e", "to": "c", "kind": "replaces"},
 {"from": "d", "to": "a\"b", "kind": "maps", "relation": "subset"},
 {"from": "d", "to": "c", "kind": "amends"},
 {"from": "d", "to": "c", "kind": "part-of"}
]}"##;

fn corpus(text: &str) -> Corpus {
    let mut sources = SourceMap::new();
    let id =
        sources.add(|id| SourceFile::text_file(id, "graph.json", Encoding::Utf8, text.to_owned()));
    let reading = crate::reader::graph::ReferenceGraph.read(sources.file(id), &sources);
    assert_eq!(reading.problems, []);
    let loaded = Loaded { sources, standards: reading.standards, ..Loaded::default() };
    Corpus::build(loaded, "2026-01-01".parse::<AsOf>().unwrap())
}

fn written(corpus: &Corpus, selection: &Selection, format: GraphFormat) -> String {
    let mut out = Vec::new();
    write_graph(&View::new(corpus, selection), format, Language::En, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn json_is_what_was_read() {
    let corpus = corpus(GRAPH);
    let text = written(&corpus, &Selection::default(), GraphFormat::Json);
    insta::assert_snapshot!(text);
    let again = self::corpus(&text);
    assert_eq!(written(&again, &Selection::default(), GraphFormat::Json), text);
}

#[test]
fn dot() {
    insta::assert_snapshot!(written(&corpus(GRAPH), &Selection::default(), GraphFormat::Dot));
}

#[test]
fn mermaid() {
    insta::assert_snapshot!(written(&corpus(GRAPH), &Selection::default(), GraphFormat::Mermaid));
}

#[test]
fn graphml() {
    let text = written(&corpus(GRAPH), &Selection::default(), GraphFormat::GraphMl);
    let xml = roxmltree::Document::parse(&text).unwrap();
    let titles: Vec<_> = xml
        .descendants()
        .filter(|node| node.attribute("key") == Some("node-title"))
        .map(|node| node.text().unwrap_or(""))
        .collect();
    assert_eq!(titles[0], "范围 <b>\"&\"</b> \\N #1; `x`\n]]>");
    insta::assert_snapshot!(text);
}

#[test]
fn a_part_of_the_graph() {
    let corpus = corpus(GRAPH);
    let around = corpus.find("ISO 99902:2020").unwrap();
    let selection = Selection { around: Some(around), depth: 1, ..Selection::default() };
    let view = View::new(&corpus, &selection);
    assert_eq!((view.nodes.len(), view.edges.len()), (2, 1));
    let selection = Selection { only: vec!["replaces", "adopts"], ..Selection::default() };
    assert_eq!(View::new(&corpus, &selection).edges.len(), 2);
}

#[test]
fn impact_for_people_and_programs() {
    let corpus = corpus(GRAPH);
    let starts = corpus.find("iso 99902：2015").unwrap();
    let impact = corpus.impact(&starts, Event::Withdrawn);
    let mut out = Vec::new();
    for language in [Language::En, Language::Zh] {
        impact_terminal(&corpus, &impact, None, language, &mut out).unwrap();
        out.push(b'\n');
    }
    impact_json(&corpus, &impact, None, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    let json = &text[text.find("\n{").unwrap()..];
    assert!(serde_json::from_str::<serde_json::Value>(json).is_ok());
    insta::assert_snapshot!(text);
}

#[test]
fn a_long_way_is_cut_and_cheap() {
    const LEN: usize = 20_000;
    let nodes: Vec<_> = (0..LEN).map(|at| format!("{{\"key\":\"k{at}\"}}")).collect();
    let edges: Vec<_> = (1..LEN)
        .map(|at| format!("{{\"from\":\"k{at}\",\"to\":\"k{}\",\"kind\":\"cites\"}}", at - 1))
        .collect();
    let corpus =
        corpus(&format!("{{\"nodes\":[{}],\"edges\":[{}]}}", nodes.join(","), edges.join(",")));
    let impact = corpus.impact(&corpus.find("k0").unwrap(), Event::Amended);
    assert_eq!(impact.affected.len(), LEN - 1);
    let mut out = Vec::new();
    impact_terminal(&corpus, &impact, None, Language::En, &mut out).unwrap();
    impact_json(&corpus, &impact, None, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    let last = text.lines().find(|line| line.starts_with("  k19999 ")).unwrap();
    assert_eq!(last, "  k19999 → k19998 → k19997 → k19996 → k19995 → … 19994 more … → k0");
}
