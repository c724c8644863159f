//! The impact as one page: how many and who must act first, a small drawing of the ways, then everything
//! by level and distance. It looks as the page of the graph does.

use std::io::{self, Write};

use indexmap::IndexMap;
use serde::Serialize;

use super::duty::Urgency;
use super::plan::{Plan, Sum, owner_name, start_names};
use crate::corpus::{Corpus, Impact, NodeId};
use crate::model::Level;
use crate::report::graph::html::{Page, escaped};
use crate::report::graph::level::level_name;
use crate::report::graph::{caption_of, edge_facts, node_facts, one_line, title_in, words};
use crate::source::{Bilingual, Language};

/// Documents on a page; of more the nearest.
const MOST_DOCUMENTS: usize = 20_000;

#[derive(Serialize)]
struct Data {
    lang: &'static str,
    as_of: String,
    tool: &'static str,
    event: &'static str,
    question: Pair,
    names: Vec<String>,
    affected: usize,
    direct: usize,
    left_out: usize,
    levels: Vec<LevelRow>,
    /// By urgency: the word, in words.
    urgencies: Vec<(&'static str, Pair)>,
    statuses: Vec<(&'static str, Pair)>,
    /// What is to be done: its urgency, in words.
    duties: Vec<(usize, Pair)>,
    /// What it means for a document.
    effects: Vec<Pair>,
    /// How a document depends on the one before it.
    kinds: Vec<Pair>,
    owners: Vec<Pair>,
    rows: Vec<Row>,
}

type Pair = (String, String);

/// The level, in words, affected, directly, by urgency.
#[derive(Serialize)]
struct LevelRow(&'static str, Pair, usize, usize, [usize; Urgency::ALL.len()]);

/// Name, titles, level, status, owner, steps, the row before it (or none), the document it happens to,
/// kind, effect, duty.
#[derive(Serialize)]
struct Row(
    String,
    Option<Pair>,
    usize,
    usize,
    usize,
    u32,
    Option<usize>,
    String,
    usize,
    usize,
    usize,
);

/// Writes who is affected as one page that needs nothing but a browser.
///
/// # Errors
/// What `out` says.
pub fn impact_html(
    corpus: &Corpus,
    impact: &Impact,
    successor: Option<&str>,
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    let plan = Plan::new(corpus, impact, successor);
    let data = data(&plan, language);
    let json = serde_json::to_string(&data).map_err(io::Error::from)?;
    let question = plan.question();
    let title = question.get(language);
    let body = include_str!("../page/impact.html").replace("{{title}}", &escaped(title));
    Page {
        language: data.lang,
        title,
        styles: &[
            include_str!("../../colours.css"),
            include_str!("../page/look.css"),
            include_str!("../page/impact.css"),
        ],
        body: &body,
        data: &json,
        scripts: &[
            include_str!("../page/common.js"),
            include_str!("../page/shapes.js"),
            include_str!("../page/impact-words.js"),
            include_str!("../page/impact-drawing.js"),
            include_str!("../page/impact.js"),
        ],
    }
    .write(out)
}

fn pair(text: Bilingual) -> Pair {
    (text.en, text.zh)
}

/// Values by the order in which they are first met.
struct Numbers<K, V>(IndexMap<K, V>);

impl<K: std::hash::Hash + Eq, V> Numbers<K, V> {
    fn of(&mut self, key: K, value: impl FnOnce() -> V) -> usize {
        let entry = self.0.entry(key);
        let at = entry.index();
        entry.or_insert_with(value);
        at
    }

    fn values(self) -> Vec<V> {
        self.0.into_values().collect()
    }
}

fn data(plan: &Plan<'_>, language: Language) -> Data {
    let (corpus, impact) = (plan.corpus, plan.impact);
    let levels: Vec<Level> = plan.levels.iter().map(|(level, _)| *level).collect();
    let mut statuses = Numbers(IndexMap::new());
    let mut duties = Numbers(IndexMap::new());
    let mut effects = Numbers(IndexMap::new());
    let mut kinds = Numbers(IndexMap::new());
    let mut owners = Numbers(IndexMap::new());
    let mut rows = Vec::new();
    for (affected, row) in impact.affected.iter().zip(&plan.rows).take(MOST_DOCUMENTS) {
        let facts = node_facts(corpus, affected.node);
        let edge = edge_facts(corpus, affected.link);
        rows.push(Row(
            caption_of(corpus, affected.node),
            titles(corpus, affected.node),
            levels.iter().position(|&it| it == row.level).unwrap_or(0),
            statuses.of(facts.status, || (facts.status, pair(words::word(facts.status)))),
            owners.of(row.owner.clone(), || pair(owner_name(&row.owner))),
            affected.depth,
            affected.parent,
            if affected.parent.is_none() { caption_of(corpus, affected.on) } else { String::new() },
            kinds.of(edge.label(), || pair(edge.words())),
            effects.of(affected.effect, || pair(affected.effect.explain())),
            duties.of(row.duty, || {
                (row.duty.urgency() as usize, pair(row.duty.explain(plan.successor)))
            }),
        ));
    }
    let level_row = |&(level, sum): &(Level, Sum)| {
        LevelRow(level.as_str(), pair(level_name(level)), sum.affected, sum.direct, sum.asked)
    };
    Data {
        lang: match language {
            Language::En => "en",
            Language::Zh => "zh",
        },
        as_of: corpus.as_of().to_string(),
        tool: concat!("consonance ", env!("CARGO_PKG_VERSION")),
        event: impact.event.word(),
        question: pair(plan.question()),
        names: start_names(corpus, impact),
        affected: impact.affected.len(),
        direct: impact.direct(),
        left_out: impact.affected.len() - rows.len(),
        levels: plan.levels.iter().map(level_row).collect(),
        urgencies: Urgency::ALL.iter().map(|it| (it.word(), pair(it.explain()))).collect(),
        statuses: statuses.values(),
        duties: duties.values(),
        effects: effects.values(),
        kinds: kinds.values(),
        owners: owners.values(),
        rows,
    }
}

/// The title in English and in Chinese; in the language it has where it has but one.
fn titles(corpus: &Corpus, node: NodeId) -> Option<Pair> {
    let title = |language| title_in(corpus, node, language).map(one_line);
    Some((title(Language::En)?, title(Language::Zh)?))
}
