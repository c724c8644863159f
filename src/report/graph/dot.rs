//! Graphviz DOT.

use std::io::{self, Write};

use super::level::{clusters, level_name};
use super::{caption, edge_facts, node_facts, one_line};
use crate::corpus::View;
use crate::source::Language;

pub(super) fn write(view: &View<'_>, language: Language, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "digraph references {{")?;
    // without newrank Graphviz ranks each cluster alone, and fails where labelled edges run both ways
    writeln!(out, "  rankdir=LR; newrank=true;")?;
    writeln!(out, "  node [shape=box, fontname=\"sans-serif\"];")?;
    for (level, members) in clusters(view) {
        writeln!(out, "  subgraph \"cluster_{level}\" {{")?;
        let label = quoted(level_name(level).get(language));
        writeln!(out, "    label={label}; fontname=\"sans-serif\"; color=\"gray80\";")?;
        for at in members {
            node(view, at, out)?;
        }
        writeln!(out, "  }}")?;
    }
    for &(link, from, to) in &view.edges {
        let facts = edge_facts(view.corpus, link);
        let style = match facts.kind {
            "cites" if facts.role == Some("informative") => ", style=\"dotted\"",
            "adopts" => ", style=\"bold\"",
            "replaces" => ", style=\"dashed\"",
            _ => "",
        };
        let (from, to) = (view.place(from), view.place(to));
        writeln!(out, "  n{from} -> n{to} [label={}{style}];", quoted(&facts.label()))?;
    }
    writeln!(out, "}}")
}

fn node(view: &View<'_>, at: usize, out: &mut dyn Write) -> io::Result<()> {
    let node = view.nodes[at];
    let facts = node_facts(view.corpus, node);
    let label = quoted(&caption(view, node));
    let style = match facts.status {
        "withdrawn" | "replaced" => ", style=\"dashed\", fontcolor=\"gray40\"",
        "draft" | "published_not_effective" => ", style=\"rounded\"",
        "unknown" => ", color=\"gray60\"",
        _ => "",
    };
    write!(out, "    n{at} [label={label}, class={}{style}", quoted(facts.status))?;
    if let Some(title) = facts.title {
        write!(out, ", tooltip={}", quoted(&one_line(title)))?;
    }
    writeln!(out, "];")
}

/// A quoted string. A backslash starts an escape in labels (`\N` is the name of the node), so it is
/// doubled; all other characters but the quote stand for themselves.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
