//! Who is affected, who owns that, and what is asked of whom: the same for every format.

use std::collections::BTreeMap;

use super::duty::{Duty, Urgency};
use crate::bilingual;
use crate::corpus::{Corpus, Event, Impact, NodeId};
use crate::identifier::{publisher, sector_code};
use crate::model::Level;
use crate::report::graph::level::level_of;
use crate::report::graph::one_line;
use crate::source::Bilingual;

/// An impact, with what it asks for.
pub(super) struct Plan<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) impact: &'a Impact,
    pub(super) successor: Option<&'a str>,
    /// One row for each affected document, in the order of the impact: nearest first.
    pub(super) rows: Vec<Row>,
    /// How many, by level from international down.
    pub(super) levels: Vec<(Level, Sum)>,
}

/// What is asked for an affected document.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) level: Level,
    /// Issuing body as said, or the publisher in its identifier; empty where nothing tells.
    pub(super) owner: String,
    pub(super) duty: Duty,
}

/// How many documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) affected: usize,
    pub(super) direct: usize,
    /// By urgency, in its order.
    pub(super) asked: [usize; Urgency::ALL.len()],
}

impl Sum {
    fn add(&mut self, urgency: Urgency, depth: u32) {
        self.affected += 1;
        self.direct += usize::from(depth == 1);
        self.asked[urgency as usize] += 1;
    }
}

impl<'a> Plan<'a> {
    pub(super) fn new(corpus: &'a Corpus, impact: &'a Impact, successor: Option<&'a str>) -> Self {
        let mut sums: BTreeMap<Level, Sum> = BTreeMap::new();
        let rows = impact
            .affected
            .iter()
            .map(|it| {
                let level = level_of(corpus, it.node);
                let duty = Duty::of(it.effect, impact.event, corpus.status(it.node));
                sums.entry(level).or_default().add(duty.urgency(), it.depth);
                Row { level, owner: owner(corpus, it.node), duty }
            })
            .collect();
        Self { corpus, impact, successor, rows, levels: sums.into_iter().collect() }
    }

    /// All levels together.
    pub(super) fn sum(&self) -> Sum {
        let mut sum = Sum::default();
        for (row, it) in self.rows.iter().zip(&self.impact.affected) {
            sum.add(row.duty.urgency(), it.depth);
        }
        sum
    }

    /// Who has to act or to decide, by level and owner; under each what is to be done, with the places
    /// of the documents in `rows`.
    pub(super) fn owners(&self) -> Vec<Owner<'_>> {
        let mut owners: BTreeMap<(Level, &str), BTreeMap<Duty, Vec<usize>>> = BTreeMap::new();
        for (at, row) in self.rows.iter().enumerate() {
            if row.duty.urgency() <= Urgency::Decide {
                let duties = owners.entry((row.level, &row.owner)).or_default();
                duties.entry(row.duty).or_default().push(at);
            }
        }
        owners
            .into_iter()
            .map(|((level, name), duties)| Owner {
                level,
                name,
                duties: duties.into_iter().collect(),
            })
            .collect()
    }

    /// The documents to which it happens. One that the data describe twice is one document.
    pub(super) fn names(&self) -> String {
        let names = start_names(self.corpus, self.impact);
        match names.len() {
            0..=4 => names.join(", "),
            count => format!("{} … ({count})", names[..3].join(", ")),
        }
    }

    /// `if ISO 99901:2015 is withdrawn`.
    pub(super) fn question(&self) -> Bilingual {
        let names = self.names();
        match (self.impact.event, self.successor) {
            (Event::Withdrawn, _) => {
                bilingual!("if {names} is withdrawn", "若 {names} 废止")
            }
            (Event::Amended, _) => bilingual!("if {names} is amended", "若 {names} 修改"),
            (Event::Replaced, Some(by)) => {
                bilingual!("if {names} is replaced by {by}", "若 {names} 被 {by} 代替")
            }
            (Event::Replaced, None) => bilingual!("if {names} is replaced", "若 {names} 被代替"),
        }
    }

    /// `3 affected, 1 directly`.
    pub(super) fn answer(&self) -> Bilingual {
        let (all, direct) = (self.impact.affected.len(), self.impact.direct());
        match all {
            0 => bilingual!("nobody in the corpus is affected", "语料库中无文件受影响"),
            _ => bilingual!(
                "{all} affected, {direct} directly",
                "{all} 项受影响，其中 {direct} 项直接受影响"
            ),
        }
    }
}

/// What the documents are called to which it happens, each once.
pub(super) fn start_names(corpus: &Corpus, impact: &Impact) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for &node in &impact.starts {
        let name = one_line(&corpus.name(node));
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Who has to do something.
pub(super) struct Owner<'p> {
    pub(super) level: Level,
    pub(super) name: &'p str,
    pub(super) duties: Vec<(Duty, Vec<usize>)>,
}

fn owner(corpus: &Corpus, node: NodeId) -> String {
    let node = corpus.element(node).map_or(node, |element| element.standard.node());
    let said = corpus
        .standard_of(node)
        .and_then(|id| corpus.standard(id).details.as_deref()?.issuer.as_ref())
        .map(|text| one_line(text.get(corpus.sources())));
    let of_identifier = || corpus.identifier(node).map(|it| it.publisher.to_string());
    said.filter(|it| !it.is_empty()).or_else(of_identifier).unwrap_or_default()
}

/// What to call an owner: the letters of an identifier with the body behind them, where the registry
/// knows it.
pub(super) fn owner_name(name: &str) -> Bilingual {
    if name.is_empty() {
        return bilingual!("owner not known", "归口单位未知");
    }
    if let Some(sector) = sector_code(name).filter(|it| it.verified) {
        let zh = if sector.authority.is_empty() { sector.name_zh } else { sector.authority };
        return Bilingual::new(format!("{name} ({})", sector.name_en), format!("{name}（{zh}）"));
    }
    match publisher(name) {
        Some(known) => {
            Bilingual::new(format!("{name} ({})", known.name), format!("{name}（{}）", known.name))
        }
        None => Bilingual::new(name, name),
    }
}
