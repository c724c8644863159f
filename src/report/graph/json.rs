//! The reference graph as JSON: the form that is also an input.

use std::io::{self, Write};

use serde::Serialize;

use super::{edge_facts, node_facts};
use crate::corpus::{Corpus, Node, NodeId, View};

#[derive(Serialize)]
struct NodeRow<'a> {
    key: &'a str,
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<&'static str>,
    status: &'static str,
    title: Option<&'a str>,
    date: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    /// Said where it is not so: others name the document, and nothing describes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    described: Option<bool>,
}

#[derive(Serialize)]
struct EdgeRow<'a> {
    from: &'a str,
    to: &'a str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    degree: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    relation: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    raw: Option<&'a str>,
}

/// One row a line, so that two graphs can be compared line by line; never the whole in memory.
pub(super) fn write(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"{\"nodes\": [")?;
    for (at, (&node, key)) in view.nodes.iter().zip(&view.keys).enumerate() {
        let facts = node_facts(view.corpus, node);
        let row = NodeRow {
            key,
            id: facts.id,
            level: facts.level.map(crate::model::Level::as_str),
            status: facts.status,
            title: facts.title,
            date: facts.date,
            path: facts.path,
            described: is_only_named(view.corpus, node).then_some(false),
        };
        line(out, at, &row)?;
    }
    out.write_all(b"\n], \"edges\": [")?;
    for (at, &(link, from, to)) in view.edges.iter().enumerate() {
        let facts = edge_facts(view.corpus, link);
        let row = EdgeRow {
            from: view.key(from),
            to: view.key(to),
            kind: facts.kind,
            role: facts.role,
            degree: facts.degree,
            relation: facts.relation,
            raw: facts.raw,
        };
        line(out, at, &row)?;
    }
    out.write_all(b"\n]}\n")
}

fn is_only_named(corpus: &Corpus, node: NodeId) -> bool {
    matches!(corpus.graph().node(node), Some(Node::Unknown { .. } | Node::Dangling(_)))
}

fn line(out: &mut dyn Write, at: usize, row: &impl Serialize) -> io::Result<()> {
    out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
    serde_json::to_writer(out, row).map_err(io::Error::from)
}
