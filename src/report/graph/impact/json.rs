//! The impact as JSON.

use std::io::{self, Write};

use serde::Serialize;

use super::duty::Urgency;
use super::plan::{Plan, Sum};
use crate::corpus::{Corpus, Impact, Selection, View};
use crate::report::graph::{edge_facts, node_facts};

/// Steps up to which JSON gives the whole way; of a longer one, `on` gives the step before.
const WHOLE_WAY: u32 = 100;

#[derive(Serialize)]
struct Row<'a> {
    key: &'a str,
    id: Option<&'a str>,
    status: &'static str,
    title: Option<&'a str>,
    level: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<&'a str>,
    effect: &'static str,
    must: &'static str,
    duty: &'static str,
    depth: u32,
    on: &'a str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    degree: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<Vec<&'a str>>,
}

#[derive(Serialize)]
struct Head<'a> {
    version: u32,
    of: Vec<&'a str>,
    #[serde(rename = "if")]
    event: &'static str,
    successor: Option<&'a str>,
    as_of: String,
    summary: Summary,
}

#[derive(Serialize)]
struct Summary {
    affected: usize,
    direct: usize,
    #[serde(flatten)]
    asked: Asked,
    levels: Vec<LevelSummary>,
}

#[derive(Serialize)]
struct LevelSummary {
    level: &'static str,
    affected: usize,
    direct: usize,
    #[serde(flatten)]
    asked: Asked,
}

/// How many documents, by what is asked of their owners.
#[derive(Serialize)]
struct Asked {
    act: usize,
    decide: usize,
    look: usize,
    note: usize,
    none: usize,
}

impl Asked {
    fn of(sum: &Sum) -> Self {
        let count = |urgency: Urgency| sum.asked[urgency as usize];
        Self {
            act: count(Urgency::Act),
            decide: count(Urgency::Decide),
            look: count(Urgency::Look),
            note: count(Urgency::Note),
            none: count(Urgency::None),
        }
    }
}

/// Writes who is affected as JSON: one object, each affected document on a line of its own. `path`
/// leads from the document to that to which it happens; beyond 100 steps it is left out and `on`, the
/// next step of the way, leads on.
///
/// # Errors
/// What `out` says.
pub fn impact_json(
    corpus: &Corpus,
    impact: &Impact,
    successor: Option<&str>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let view = View::new(corpus, &Selection::default());
    let plan = Plan::new(corpus, impact, successor);
    let levels = plan.levels.iter().map(|(level, sum)| LevelSummary {
        level: level.as_str(),
        affected: sum.affected,
        direct: sum.direct,
        asked: Asked::of(sum),
    });
    let starts: Vec<&str> = impact.starts.iter().map(|&node| view.key(node)).collect();
    let head = Head {
        version: 1,
        of: starts,
        event: impact.event.word(),
        successor,
        as_of: corpus.as_of().to_string(),
        summary: Summary {
            affected: impact.affected.len(),
            direct: impact.direct(),
            asked: Asked::of(&plan.sum()),
            levels: levels.collect(),
        },
    };
    let head = serde_json::to_string(&head).map_err(io::Error::from)?;
    // the rows go into the same object, one by one
    let head = head.strip_suffix('}').unwrap_or(&head);
    write!(out, "{head},\"affected\":[")?;
    for (at, affected) in impact.affected.iter().enumerate() {
        let facts = node_facts(corpus, affected.node);
        let edge = edge_facts(corpus, affected.link);
        let path = (affected.depth <= WHOLE_WAY)
            .then(|| impact.path(at).into_iter().map(|node| view.key(node)).collect());
        let row = Row {
            key: view.key(affected.node),
            id: facts.id,
            status: facts.status,
            title: facts.title,
            level: plan.rows[at].level.as_str(),
            owner: Some(plan.rows[at].owner.as_str()).filter(|it| !it.is_empty()),
            effect: affected.effect.word(),
            must: plan.rows[at].duty.urgency().word(),
            duty: plan.rows[at].duty.word(),
            depth: affected.depth,
            on: view.key(affected.on),
            kind: edge.kind,
            role: edge.role,
            degree: edge.degree,
            path,
        };
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &row).map_err(io::Error::from)?;
    }
    out.write_all(b"\n]}\n")
}
