//! Who is affected, for people and for programs.

use std::io::{self, Write};

use serde::Serialize;

use super::{edge_facts, node_facts};
use crate::bilingual;
use crate::corpus::{Corpus, Event, Impact, NodeId, Selection, View};
use crate::source::{Bilingual, Language};

/// Steps up to which JSON gives the whole way; of a longer one, `on` gives the step before.
const WHOLE_WAY: u32 = 100;

#[derive(Serialize)]
struct Row<'a> {
    key: &'a str,
    id: Option<&'a str>,
    status: &'static str,
    title: Option<&'a str>,
    effect: &'static str,
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
    let starts: Vec<&str> = impact.starts.iter().map(|&node| view.key(node)).collect();
    let head = Head {
        version: 1,
        of: starts,
        event: impact.event.word(),
        successor,
        as_of: corpus.as_of().to_string(),
        summary: Summary { affected: impact.affected.len(), direct: impact.direct() },
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
            effect: affected.effect.word(),
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

/// Steps of a way that are printed; of a longer one the middle is left out.
const SHOWN_STEPS: usize = 6;

/// Writes who is affected for people: first who depends directly, each with what it means, then who
/// depends on those, each with the way.
///
/// # Errors
/// What `out` says.
pub fn impact_terminal(
    corpus: &Corpus,
    impact: &Impact,
    successor: Option<&str>,
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    let say = |text: Bilingual| text.get(language).to_owned();
    let names: Vec<String> = impact.starts.iter().map(|&node| corpus.name(node)).collect();
    let event = say(match impact.event {
        Event::Withdrawn => bilingual!("withdrawn", "废止"),
        Event::Amended => bilingual!("amended", "修改"),
        Event::Replaced => match successor {
            Some(by) => bilingual!("replaced by {by}", "被 {by} 代替"),
            None => bilingual!("replaced", "被代替"),
        },
    });
    let (names, all, direct) = (names.join(", "), impact.affected.len(), impact.direct());
    let head = match all {
        0 => bilingual!(
            "if {names} is {event}: nobody in the corpus is affected",
            "若 {names} {event}：语料库中无文件受影响"
        ),
        _ => bilingual!(
            "if {names} is {event}: {all} affected, {direct} directly",
            "若 {names} {event}：{all} 项受影响，其中 {direct} 项直接受影响"
        ),
    };
    writeln!(out, "{}", say(head))?;
    // parents stand before their children
    let mut roots: Vec<NodeId> = Vec::with_capacity(all);
    for affected in &impact.affected {
        roots.push(affected.parent.map_or(affected.on, |parent| roots[parent]));
    }
    let width = impact.affected[..direct]
        .iter()
        .map(|it| columns(&corpus.name(it.node)))
        .max()
        .unwrap_or(0)
        .min(40);
    for (at, affected) in impact.affected.iter().enumerate() {
        if at == 0 && affected.depth == 1 {
            writeln!(out, "\n{}", say(bilingual!("directly:", "直接：")))?;
        }
        if at == direct {
            writeln!(out, "\n{}", say(bilingual!("through others:", "经由其他文件：")))?;
        }
        let name = corpus.name(affected.node);
        if affected.depth == 1 {
            let pad = " ".repeat(width.saturating_sub(columns(&name)));
            let label = edge_facts(corpus, affected.link).label();
            writeln!(out, "  {name}{pad}  [{label}] {}", say(affected.effect.explain()))?;
            continue;
        }
        writeln!(out, "  {}", way(corpus, impact, at, roots[at], language))?;
    }
    Ok(())
}

/// The way from an affected document to that to which it happens, the middle of a long one left out.
fn way(corpus: &Corpus, impact: &Impact, at: usize, root: NodeId, language: Language) -> String {
    let mut names = Vec::new();
    let mut next = Some(at);
    while let Some(affected) = next.and_then(|at| impact.affected.get(at)) {
        if names.len() + 1 == SHOWN_STEPS && affected.depth > 1 {
            let left_out = affected.depth;
            let more = bilingual!("… {left_out} more …", "……另 {left_out} 项……");
            names.push(more.get(language).to_owned());
            break;
        }
        names.push(corpus.name(affected.node));
        next = affected.parent;
    }
    names.push(corpus.name(root));
    names.join(" → ")
}

fn columns(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}
