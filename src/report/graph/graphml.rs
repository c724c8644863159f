//! GraphML, with a declared attribute for everything that is said of nodes and edges.

use std::io::{self, Write};

use super::{caption, edge_facts, node_facts};
use crate::corpus::View;

const NODE_KEYS: [&str; 8] = ["key", "label", "id", "level", "status", "title", "date", "path"];
const EDGE_KEYS: [&str; 5] = ["kind", "role", "degree", "relation", "raw"];

pub(super) fn write(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">")?;
    for (of, keys) in [("node", &NODE_KEYS[..]), ("edge", &EDGE_KEYS[..])] {
        for key in keys {
            writeln!(
                out,
                "  <key id=\"{of}-{key}\" for=\"{of}\" attr.name=\"{key}\" attr.type=\"string\"/>"
            )?;
        }
    }
    writeln!(out, "  <graph id=\"references\" edgedefault=\"directed\">")?;
    for (at, (&node, key)) in view.nodes.iter().zip(&view.keys).enumerate() {
        let facts = node_facts(view.corpus, node);
        let label = caption(view, node);
        writeln!(out, "    <node id=\"n{at}\">")?;
        let values = [
            Some(key.as_str()),
            Some(label.as_str()),
            facts.id,
            facts.level.map(crate::model::Level::as_str),
            Some(facts.status),
            facts.title,
            facts.date,
            facts.path,
        ];
        data(out, "node", &NODE_KEYS, &values)?;
        writeln!(out, "    </node>")?;
    }
    for (at, &(link, from, to)) in view.edges.iter().enumerate() {
        let facts = edge_facts(view.corpus, link);
        let (from, to) = (view.place(from), view.place(to));
        writeln!(out, "    <edge id=\"e{at}\" source=\"n{from}\" target=\"n{to}\">")?;
        let values = [Some(facts.kind), facts.role, facts.degree, facts.relation, facts.raw];
        data(out, "edge", &EDGE_KEYS, &values)?;
        writeln!(out, "    </edge>")?;
    }
    writeln!(out, "  </graph>")?;
    writeln!(out, "</graphml>")
}

fn data(out: &mut dyn Write, of: &str, keys: &[&str], values: &[Option<&str>]) -> io::Result<()> {
    for (key, value) in keys.iter().zip(values) {
        if let Some(value) = value {
            writeln!(out, "      <data key=\"{of}-{key}\">{}</data>", escaped(value))?;
        }
    }
    Ok(())
}

/// XML text. What XML 1.0 cannot hold at all is left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\r' => escaped.push_str("&#13;"),
            '\t' | '\n' => escaped.push(c),
            '\u{FFFE}' | '\u{FFFF}' => {}
            c if u32::from(c) < 0x20 => {}
            c => escaped.push(c),
        }
    }
    escaped
}
