//! Mermaid flowchart.

use std::io::{self, Write};

use super::{caption, edge_facts, node_facts};
use crate::corpus::View;

pub(super) fn write(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "flowchart LR")?;
    let mut ended = Vec::new();
    let mut unknown = Vec::new();
    for (at, &node) in view.nodes.iter().enumerate() {
        writeln!(out, "  n{at}[\"{}\"]", escaped(&caption(view, node)))?;
        match node_facts(view.corpus, node).status {
            "withdrawn" | "replaced" => ended.push(format!("n{at}")),
            "unknown" => unknown.push(format!("n{at}")),
            _ => {}
        }
    }
    for &(link, from, to) in &view.edges {
        let facts = edge_facts(view.corpus, link);
        let arrow = match facts.kind {
            "cites" if facts.role == Some("informative") => "-.->",
            "replaces" => "-.->",
            "adopts" => "==>",
            _ => "-->",
        };
        let (from, to) = (view.place(from), view.place(to));
        writeln!(out, "  n{from} {arrow}|\"{}\"| n{to}", escaped(&facts.label()))?;
    }
    if !ended.is_empty() {
        writeln!(out, "  classDef ended stroke-dasharray:4 3,color:#666")?;
        writeln!(out, "  class {} ended", ended.join(","))?;
    }
    if !unknown.is_empty() {
        writeln!(out, "  classDef unknown stroke:#999,color:#666")?;
        writeln!(out, "  class {} unknown", unknown.join(","))?;
    }
    Ok(())
}

/// Inside quotes Mermaid knows entities by number: everything that it, its Markdown or the HTML it
/// makes could take for its own is written so.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '#' | '&' | '<' | '>' | '`' | '\\' | ';' | '*' | '_' | '{' | '}' | '[' | ']' => {
                escaped.push_str(&format!("#{};", u32::from(c)));
            }
            c => escaped.push(c),
        }
    }
    escaped
}
