//! The same graph: petgraph's own algorithms, igraph, and ours.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

use consonance::corpus::Csr;
use petgraph::graph::DiGraph;
use petgraph::visit::Dfs;

use crate::measure::{Goal, best, head, row};
use crate::program;
use crate::synthetic::random_edges;

const NODES: u32 = 100_000;
const EDGES: u32 = 1_000_000;
const REACHABILITIES: u32 = 100;

fn starts() -> impl Iterator<Item = u32> {
    (0..REACHABILITIES).map(|at| at * (NODES / REACHABILITIES))
}

fn ours(edges: &[(u32, u32)]) -> [usize; 2] {
    let numbered = edges.iter().zip(0..).map(|(&(from, to), edge)| (from, to, edge));
    let view = Csr::from_pairs(NODES as usize, numbered);
    let components = view.components();
    let condensed = view.condense(&components);
    let ordered = components.order().count();
    assert_eq!(condensed.nodes(), ordered);
    [ordered, starts().map(|at| view.reachable(at).len()).sum()]
}

fn petgraph(edges: &[(u32, u32)]) -> [usize; 2] {
    let mut graph: DiGraph<(), ()> = DiGraph::with_capacity(NODES as usize, edges.len());
    for _ in 0..NODES {
        graph.add_node(());
    }
    graph.extend_with_edges(edges);
    let reach = |at: u32| {
        let mut walk = Dfs::new(&graph, at.into());
        std::iter::from_fn(|| walk.next(&graph)).count()
    };
    let reached = starts().map(reach).sum();
    let condensed = petgraph::algo::condensation(graph, true);
    let ordered = petgraph::algo::toposort(&condensed, None).unwrap().len();
    [ordered, reached]
}

/// CPU seconds of igraph, as it tells them.
fn igraph(edges: &[(u32, u32)]) -> Option<f64> {
    let python = program("python3")?;
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/peers/graph_igraph.py");
    let mut input = String::new();
    for (from, to) in edges {
        let _ = writeln!(input, "{from} {to}");
    }
    let mut child = Command::new(python)
        .args([script, &NODES.to_string(), &REACHABILITIES.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    // Where igraph is not there the script ends before it reads.
    let _ = child.stdin.take()?.write_all(input.as_bytes());
    let said = child.wait_with_output().ok()?;
    let said = String::from_utf8(said.stdout).ok()?;
    let seconds = said.split_whitespace().next().and_then(|it| it.parse().ok());
    if seconds.is_none() {
        eprintln!("skipped: igraph is not installed for python3");
    }
    seconds
}

pub(crate) fn compare() {
    let edges = random_edges(NODES, EDGES);
    head(
        "Peers on the same graph: 100,000 nodes, 1,000,000 edges; components, condensation, order, 100 reachabilities",
    );
    assert_eq!(ours(&edges), petgraph(&edges), "as many components, as much reached");
    row("consonance", best(5, || ours(&edges)), "s", Goal::AtMost(0.7));
    row("petgraph", best(3, || petgraph(&edges)), "s", Goal::None);
    if let Some(seconds) = igraph(&edges) {
        row("igraph (C, from Python)", seconds, "s", Goal::None);
    }
}
