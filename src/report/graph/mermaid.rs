//! Mermaid flowchart.

use std::io::{self, Write};

use super::level::{clusters, level_name};
use super::{caption, edge_facts, node_facts};
use crate::corpus::View;
use crate::source::Language;

pub(super) fn write(view: &View<'_>, language: Language, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "flowchart LR")?;
    let mut ended = Vec::new();
    let mut unknown = Vec::new();
    for (level, members) in clusters(view) {
        let label = escaped(level_name(level).get(language));
        writeln!(out, "  subgraph level_{level} [\"{label}\"]")?;
        for at in members {
            let node = view.nodes[at];
            writeln!(out, "    n{at}[\"{}\"]", escaped(&caption(view, node)))?;
            match node_facts(view.corpus, node).status {
                "withdrawn" | "replaced" => ended.push(at),
                "unknown" => unknown.push(at),
                _ => {}
            }
        }
        writeln!(out, "  end")?;
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
    class(out, "ended", "stroke-dasharray:4 3,color:#666", ended)?;
    class(out, "unknown", "stroke:#999,color:#666", unknown)
}

fn class(out: &mut dyn Write, name: &str, style: &str, mut members: Vec<usize>) -> io::Result<()> {
    if members.is_empty() {
        return Ok(());
    }
    members.sort_unstable();
    let members: Vec<String> = members.iter().map(|at| format!("n{at}")).collect();
    writeln!(out, "  classDef {name} {style}")?;
    writeln!(out, "  class {} {name}", members.join(","))
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
