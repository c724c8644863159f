//! The corpus graph and its readers over real catalogues.

use std::path::PathBuf;

use consonance::corpus::{AsOf, Corpus, LinkKind, Selection, View, is_public};
use consonance::reader::{LoadOptions, Loaded, load};
use consonance::report::graph::{GraphFormat, write_graph};
use consonance::source::Language;

use crate::shared_data::shared_data;

fn read(path: PathBuf) -> Loaded {
    load(&[path], &LoadOptions::default())
}

fn as_of() -> AsOf {
    "2026-11-23".parse().expect("a date")
}

fn count(corpus: &Corpus, keep: impl Fn(LinkKind) -> bool) -> usize {
    let links = corpus.graph().edges().map(|(_, edge)| edge.link);
    links.filter(|link| is_public(link) && keep(link.kind)).count()
}

#[test]
fn true_counts_of_the_pdf_reference_graph() {
    let Some(path) = shared_data("pdf-normrefs/graph.json") else { return };
    let loaded = read(path);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let corpus = Corpus::build(loaded, as_of());
    let counts = corpus.counts();
    assert_eq!(counts.nodes, 1_173);
    assert_eq!(counts.unknown, 0);
    assert_eq!(counts.edges, 2_572);
    assert_eq!(counts.into_ended, 330);
    assert_eq!(counts.self_references, 3);
    assert_eq!(counts.duplicate_edges, 17);
    assert_eq!(counts.dangling, 0);
    assert_eq!(counts.components.len(), 20);
    assert_eq!(&counts.components[..5], [30, 12, 9, 8, 6]);
}

#[test]
fn the_pdf_reference_graph_comes_back_as_it_went_in() {
    let Some(path) = shared_data("pdf-normrefs/graph.json") else { return };
    let given: serde_json::Value =
        serde_json::from_slice(&std::fs::read(&path).expect("readable")).expect("JSON");
    let corpus = Corpus::build(read(path), as_of());
    let mut written = Vec::new();
    let view = View::new(&corpus, &Selection::default());
    write_graph(&view, GraphFormat::Json, Language::En, &mut written).expect("written");
    let written: serde_json::Value = serde_json::from_slice(&written).expect("JSON");
    let rows = |graph: &serde_json::Value, list: &str, keys: &[&str]| -> Vec<String> {
        let rows = graph[list].as_array().expect("a list").iter();
        let mut rows: Vec<String> =
            rows.map(|row| keys.iter().map(|key| format!("{}|", row[*key])).collect()).collect();
        rows.sort();
        rows
    };
    let node = ["key", "id", "title", "status"];
    let edge = ["from", "to", "kind", "role"];
    assert_eq!(rows(&given, "nodes", &node), rows(&written, "nodes", &node));
    assert_eq!(rows(&given, "edges", &edge), rows(&written, "edges", &edge));
    // an empty date says nothing
    let dates = |graph| rows(graph, "nodes", &["key", "date"]).join("\n").replace("\"\"", "null");
    assert_eq!(dates(&given), dates(&written));
}

#[test]
fn catalogues_have_their_adoptions() {
    for (body, standards, adoptions) in [
        ("ccsds", 706, 278),
        ("ieee", 11_787, 115),
        ("ecma", 799, 0),
        ("easc", 167, 0),
        ("oasis", 585, 0),
    ] {
        let Some(path) = shared_data(&format!("catalogues/{body}.min.jsonl.gz")) else { return };
        let loaded = read(path);
        assert!(loaded.problems.iter().all(|it| !it.code.is_failure()), "{:?}", loaded.problems);
        assert_eq!(loaded.standards.len(), standards, "{body}");
        let declared: usize =
            loaded.standards.iter().map(|it| it.adopts.len() + it.adopted_as.len()).sum();
        assert_eq!(declared, adoptions, "{body}");
        let corpus = Corpus::build(loaded, as_of());
        let edges = corpus.graph().edges().map(|(_, edge)| edge.link).filter(|link| {
            matches!(link.kind, LinkKind::Adopts(_))
                && link.declared != consonance::corpus::DeclaredBy::Identifier
        });
        assert_eq!(edges.count(), adoptions, "{body}");
        assert!(count(&corpus, |_| true) >= adoptions);
    }
}

#[test]
fn relaton_files_of_ten_bodies_are_read() {
    let Some(path) = shared_data("relaton") else { return };
    let loaded = read(path);
    for problem in &loaded.problems {
        eprintln!("{:?} {} {:?}", problem.code, problem.message.en, problem.span);
    }
    assert!(loaded.problems.iter().all(|it| !it.code.is_failure()));
    assert_eq!(loaded.standards.len(), 400);
    assert!(loaded.standards.iter().all(|it| it.identity.is_some()));
    let titled = loaded.standards.iter().filter(|it| !it.title.is_empty()).count();
    assert!(titled >= 395, "{titled}");
    let corpus = Corpus::build(loaded, as_of());
    let counts = corpus.counts();
    assert_eq!(counts.dangling, 0);
}
