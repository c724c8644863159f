//! Edition to edition, for programs: the contract of `consonance schema diff`, version 1.

use std::io::{self, Write};

use serde::Serialize;

use super::{Document, EditionView};
use crate::comparison::{Change, Fate, Quote, Row};
use crate::language::SetRelation;
use crate::source::Location;

/// The JSON Schema (2020-12) of this output.
pub const SCHEMA: &str = include_str!("diff.schema.json");

#[derive(Serialize)]
struct Whole<'a> {
    version: u32,
    tool: Tool,
    old: Side<'a>,
    new: Vec<Side<'a>>,
    words_compared: bool,
    summary: serde_json::Map<String, serde_json::Value>,
    changes: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Side<'a> {
    standard: &'a str,
    title: Option<&'a str>,
    path: Option<&'a str>,
    clauses: usize,
}

#[derive(Serialize)]
struct Entry<'a> {
    kinds: Vec<&'static str>,
    old: Vec<Clause<'a>>,
    new: Vec<Clause<'a>>,
    score: Option<f64>,
    differences: Vec<Difference<'a>>,
}

#[derive(Serialize)]
struct Clause<'a> {
    standard: &'a str,
    clause: &'a str,
    title: Option<&'a str>,
    location: Option<Location>,
}

#[derive(Serialize)]
struct Difference<'a> {
    kind: &'static str,
    requirement: bool,
    relation: Option<SetRelation>,
    elsewhere: Option<Elsewhere<'a>>,
    old: Option<Words<'a>>,
    new: Option<Words<'a>>,
}

#[derive(Serialize)]
struct Elsewhere<'a> {
    standard: &'a str,
    clause: &'a str,
}

#[derive(Serialize)]
struct Words<'a> {
    clause: &'a str,
    text: &'a str,
    value: Option<&'a str>,
    location: Option<Location>,
}

/// Writes what became of every clause.
///
/// # Errors
/// What the writer says.
pub fn json(view: &EditionView<'_>, out: &mut dyn Write) -> io::Result<()> {
    let side = |document: &'_ Document| -> (String, Option<String>, Option<String>, usize) {
        let title = Some(document.title.clone()).filter(|it| !it.is_empty());
        (document.name.clone(), title, document.path.clone(), document.clauses)
    };
    let old = side(&view.from);
    let new: Vec<_> = view.to.iter().map(side).collect();
    fn as_side(it: &(String, Option<String>, Option<String>, usize)) -> Side<'_> {
        Side { standard: &it.0, title: it.1.as_deref(), path: it.2.as_deref(), clauses: it.3 }
    }
    let mut summary = serde_json::Map::new();
    for fate in Fate::ALL {
        summary.insert(fate.as_str().to_owned(), view.edition.count(*fate).into());
    }
    let whole = Whole {
        version: 1,
        tool: Tool { name: "consonance", version: env!("CARGO_PKG_VERSION") },
        old: as_side(&old),
        new: new.iter().map(as_side).collect(),
        words_compared: view.edition.one_language,
        summary,
        changes: view.rows().map(|row| entry(view, row)).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &whole)?;
    out.write_all(b"\n")
}

fn entry<'a>(view: &'a EditionView<'_>, row: &'a Row) -> Entry<'a> {
    Entry {
        kinds: row.fates.iter().map(|it| it.as_str()).collect(),
        old: row.old.iter().map(|it| old_clause(view, *it)).collect(),
        new: row.new.iter().map(|it| new_clause(view, *it)).collect(),
        score: row.score.map(|it| (f64::from(it) * 10_000.0).round() / 10_000.0),
        differences: row.changes.iter().map(|it| difference(view, it)).collect(),
    }
}

fn named(title: &str) -> Option<&str> {
    Some(title.trim()).filter(|it| !it.is_empty())
}

fn old_clause<'a>(view: &'a EditionView<'_>, at: usize) -> Clause<'a> {
    let item = &view.comparison.left.items[at];
    Clause {
        standard: &view.from.name,
        clause: &item.id,
        title: named(&item.title),
        location: view.old.spans[at].map(|span| view.sources.location(span)),
    }
}

fn new_clause<'a>(view: &'a EditionView<'_>, at: usize) -> Clause<'a> {
    let item = &view.comparison.right.items[at];
    Clause {
        standard: view.document_of(at).map_or("", |it| &it.name),
        clause: view.number_of(at),
        title: named(&item.title),
        location: view.new.spans[at].map(|span| view.sources.location(span)),
    }
}

fn difference<'a>(view: &'a EditionView<'_>, change: &'a Change) -> Difference<'a> {
    let words = |quote: &'a Quote, clause: &'a str| Words {
        clause,
        text: &quote.words,
        value: quote.value.as_deref(),
        location: quote.span.map(|span| view.sources.location(span)),
    };
    let old_id = |at: usize| &*view.comparison.left.items[at].id;
    let elsewhere = change.elsewhere.map(|at| match change.old.is_some() {
        true => {
            let clause = new_clause(view, at);
            Elsewhere { standard: clause.standard, clause: clause.clause }
        }
        false => Elsewhere { standard: &view.from.name, clause: old_id(at) },
    });
    Difference {
        kind: change.of.as_str(),
        requirement: change.weight == crate::comparison::Weight::Requirement,
        relation: change.relation,
        elsewhere,
        old: change.old.as_ref().map(|it| words(it, old_id(it.item))),
        new: change.new.as_ref().map(|it| words(it, view.number_of(it.item))),
    }
}
