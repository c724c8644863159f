//! References at risk: documents that are cited and ended, are not there yet, or are unknown.

use indexmap::IndexMap;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::findings::Found;
use super::index::Index;
use super::{StdRef, Words, successor_of};
use crate::bilingual;
use crate::corpus::{How, NodeId, StandardId};
use crate::fact::Facts;
use crate::finding::{Finding, Section};
use crate::model::Status;

/// A document that judged ones cite at their risk.
#[derive(Clone, Debug, Serialize)]
pub struct RiskRow {
    /// The document.
    pub target: Option<StdRef>,
    /// What it is called where it is cited.
    pub written: String,
    /// `withdrawn`, `replaced`, `draft`, `unresolved`.
    pub risk: &'static str,
    /// The same in words.
    pub risk_label: Words,
    /// The document that took its place.
    pub successor: Option<String>,
    /// Since when.
    pub since: Option<String>,
    /// The judged documents that cite it.
    pub cited_by: Vec<StdRef>,
    /// How often they do.
    pub entries: usize,
    /// How many documents of the corpus depend on it, over any number of steps.
    pub affected: usize,
    /// Findings about these references.
    pub findings: Vec<String>,
}

/// All of them.
#[derive(Debug)]
pub(super) struct Risks {
    pub(super) rows: Vec<RiskRow>,
    pub(super) left_out: usize,
    /// Entries of lists of references that are at risk, by risk.
    pub(super) ended: usize,
    pub(super) drafts: usize,
    pub(super) unresolved: usize,
}

/// Rows of one risk that are listed; the most affected ones.
const LISTED: usize = 2000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Risk {
    Withdrawn,
    Replaced,
    Draft,
    Unresolved,
}

impl Risk {
    fn key(self) -> &'static str {
        match self {
            Self::Withdrawn => "withdrawn",
            Self::Replaced => "replaced",
            Self::Draft => "draft",
            Self::Unresolved => "unresolved",
        }
    }

    fn label(self) -> Words {
        match self {
            Self::Withdrawn => bilingual!("withdrawn", "已废止"),
            Self::Replaced => bilingual!("replaced", "已被代替"),
            Self::Draft => bilingual!("draft", "草案"),
            Self::Unresolved => bilingual!("not in the corpus", "不在语料库中"),
        }
    }
}

#[derive(Default)]
struct Group<'a> {
    cited_by: Vec<u32>,
    entries: usize,
    written: String,
    findings: Vec<&'a Finding>,
}

pub(super) fn rows(f: &Facts<'_>, found: &Found<'_>, index: &mut Index) -> Risks {
    let corpus = f.corpus();
    let by_document: Vec<Vec<(NodeId, Risk, u32)>> =
        f.judged().par_iter().map(|id| at_risk(f, *id)).collect();
    let mut groups: IndexMap<(NodeId, Risk), Group<'_>> = IndexMap::new();
    for (StandardId(doc), all) in f.judged().iter().zip(by_document) {
        let own: Vec<&Finding> = found.in_section(*doc, Section::References).collect();
        let references = f.standard(*doc).references.as_deref().unwrap_or_default();
        for (node, risk, at) in all {
            let Some(entry) = references.get(at as usize) else { continue };
            let group = groups.entry((node, risk)).or_default();
            group.entries += 1;
            if group.cited_by.last() != Some(doc) {
                group.cited_by.push(*doc);
            }
            if group.written.is_empty() {
                // Of "all parts", each part is a row; a key tells nobody anything.
                let several = f.resolution(*doc, at).is_some_and(|it| it.nodes.len() > 1);
                group.written = match entry.target.by_key || several {
                    true => corpus.name(node),
                    false => f.written(&entry.target).to_owned(),
                };
            }
            group.findings.extend(own.iter().filter(|it| {
                let place = entry.span().join(entry.target.written.span());
                it.span.file == place.file
                    && place.start <= it.span.start
                    && it.span.end <= place.end
            }));
        }
    }
    let mut all: Vec<((NodeId, Risk), Group<'_>)> = groups.into_iter().collect();
    let count = |risks: &[Risk], all: &[((NodeId, Risk), Group<'_>)]| -> usize {
        let own = all.iter().filter(|((_, risk), _)| risks.contains(risk));
        own.map(|(_, group)| group.entries).sum()
    };
    let mut risks = Risks {
        rows: Vec::new(),
        left_out: 0,
        ended: count(&[Risk::Withdrawn, Risk::Replaced], &all),
        drafts: count(&[Risk::Draft], &all),
        unresolved: count(&[Risk::Unresolved], &all),
    };
    let affected = affected(f, &all.iter().map(|it| it.0.0).collect::<Vec<_>>());
    let rank = |it: &((NodeId, Risk), Group<'_>)| {
        let affected = affected.get(&it.0.0).copied().unwrap_or(0);
        (std::cmp::Reverse((affected, it.1.cited_by.len())), it.0.1, it.0.0)
    };
    all.sort_by_cached_key(rank);
    let mut listed: FxHashMap<Risk, usize> = FxHashMap::default();
    for ((node, risk), group) in all {
        let count = listed.entry(risk).or_default();
        *count += 1;
        if *count > LISTED {
            risks.left_out += 1;
            continue;
        }
        let reader = StandardId(group.cited_by.first().copied().unwrap_or(0));
        let standing = corpus.standing_for(node, reader);
        let successor = successor_of(corpus, node, reader, &standing);
        let mut findings: Vec<String> = Vec::new();
        for it in group.findings {
            if !findings.contains(&it.fingerprint) {
                findings.push(it.fingerprint.clone());
            }
        }
        risks.rows.push(RiskRow {
            target: Some(index.of(node)),
            written: group.written,
            risk: risk.key(),
            risk_label: risk.label(),
            successor: successor.map(|node| corpus.name(node)),
            since: standing.since.map(|it| it.to_string()),
            cited_by: group.cited_by.iter().map(|doc| index.of_doc(*doc)).collect(),
            entries: group.entries,
            affected: affected.get(&node).copied().unwrap_or(0),
            findings,
        });
    }
    risks
}

/// Entries of a document's list that name a document at risk, each with its place in the list.
fn at_risk(f: &Facts<'_>, id: StandardId) -> Vec<(NodeId, Risk, u32)> {
    let count = f.standard(id.0).references.as_ref().map_or(0, |it| it.len());
    let mut found = Vec::new();
    for at in 0..u32::try_from(count).unwrap_or(u32::MAX) {
        let Some(resolution) = f.resolution(id.0, at) else { continue };
        for node in &resolution.nodes {
            let risk = match resolution.how {
                How::NotInCorpus | How::Malformed | How::NoSuchKey => Some(Risk::Unresolved),
                _ => match f.corpus().standing_for(*node, id).status {
                    Status::Withdrawn => Some(Risk::Withdrawn),
                    Status::Replaced => Some(Risk::Replaced),
                    Status::Draft => Some(Risk::Draft),
                    _ => None,
                },
            };
            if let Some(risk) = risk {
                found.push((*node, risk, at));
            }
        }
    }
    found
}

/// How many documents depend on each of these: one reversed graph for all.
fn affected(f: &Facts<'_>, nodes: &[NodeId]) -> FxHashMap<NodeId, usize> {
    if nodes.is_empty() {
        return FxHashMap::default();
    }
    let dependants = f.corpus().dependants();
    nodes
        .par_iter()
        .map(|node| {
            let number = u32::try_from(node.index()).unwrap_or(u32::MAX);
            (*node, dependants.reach(&[number]).len())
        })
        .collect()
}
