//! Whole graphs: components, condensation, an order, and what can be reached.
//!
//! `cargo bench --bench performance -- analysis`; the peers on the same graph: `benches/peers/graph.sh`.

use std::hint::black_box;

use crate::measure::{Goal, best, head, row};
use crate::synthetic::{Catalogue, Format, random_edges};
use consonance::corpus::{AsOf, Corpus, Csr, Event, StandardId, is_public};
use consonance::reader::{LoadOptions, load};

const NODES: u32 = 100_000;
const EDGES: u32 = 1_000_000;
const REACHABILITIES: u32 = 100;
const ROUNDS: usize = 5;

fn view(edges: &[(u32, u32)]) -> Csr {
    let numbered = edges.iter().zip(0..).map(|(&(from, to), edge)| (from, to, edge));
    Csr::from_pairs(NODES as usize, numbered)
}

/// Components, their condensation, an order of it, and what a hundred nodes reach.
fn whole(edges: &[(u32, u32)]) -> usize {
    let view = view(edges);
    let components = view.components();
    let condensed = view.condense(&components);
    let order: Vec<u32> = components.order().collect();
    let reached: usize =
        (0..REACHABILITIES).map(|at| view.reachable(at * (NODES / REACHABILITIES)).len()).sum();
    condensed.nodes() + order.len() + reached
}

pub(crate) fn run() {
    let edges = random_edges(NODES, EDGES);
    head("A graph of 100,000 nodes and 1,000,000 edges");
    let all = best(ROUNDS, || whole(black_box(&edges)));
    row("components, condensation, order, 100 reachabilities", all, "s", Goal::AtMost(0.7));
    let csr = view(&edges);
    row("– the view", best(ROUNDS, || view(black_box(&edges))), "s", Goal::None);
    row("– components", best(ROUNDS, || black_box(&csr).components()), "s", Goal::None);
    let components = csr.components();
    row("– condensation", best(ROUNDS, || black_box(&csr).condense(&components)), "s", Goal::None);
    let reach = best(ROUNDS, || black_box(&csr).reachable(0).len());
    row("– one reachability", reach * 1e3, "ms", Goal::None);
    let reach = best(ROUNDS, || black_box(&csr).reach(&[0]).len());
    row("– one reachability with the ways", reach * 1e3, "ms", Goal::None);
    head("The same on a tenth of the edges, where most components are small");
    let sparse = &edges[..100_000];
    row("all of it", best(ROUNDS, || whole(black_box(sparse))), "s", Goal::None);

    let folder = tempfile::tempdir().unwrap();
    Catalogue::new(100_000).write(folder.path(), Format::Definition, 10_000).unwrap();
    let loaded = load(&[folder.path().to_owned()], &LoadOptions::default());
    let corpus = Corpus::build(loaded, AsOf::Date(jiff::civil::date(2026, 1, 1)));
    head("A catalogue of 100,000 standards with 10 references each");
    row("figures of the whole graph", best(ROUNDS, || corpus.counts()), "s", Goal::None);
    let circles = best(ROUNDS, || corpus.components(|_, _, link| is_public(link)));
    row("circles of references", circles, "s", Goal::None);
    let impact = best(ROUNDS, || corpus.impact(&[StandardId(0).node()], Event::Withdrawn));
    row("who is affected by one withdrawal", impact, "s", Goal::None);
}
