//! What a harmonization gap report says: corpus, facts and judged findings → one [`Survey`] of plain
//! data, from which every format is written.
//!
//! The names of its fields are the keys of `report --format json`, and so a promise. A number stands
//! with what it is a number of; what could not be verified is there, with its reason. Standards are
//! referred to by their place in [`Survey::standards`], findings by their fingerprint, which is the
//! address of a finding in every output of the program.
//!
//! Each section is one file, types and computation together. Facts are made once, by whoever calls
//! [`Survey::of`], and have been asked by the rules before.

mod adoptions;
mod changes;
mod differences;
mod excerpt;
mod figures;
mod findings;
mod gaps;
mod graph;
mod index;
mod method;
mod passage;
mod references;
mod standards;
mod summary;
mod system;
mod terms;
mod unharmonized;

pub use adoptions::{AdoptionRow, Requirements};
pub use changes::{History, Rate, Since, compare, rates};
pub use excerpt::Segment;
pub use figures::Figure;
pub use findings::{Elsewhere, FindingRow, RuleRow, WaiverRow};
pub use gaps::{Gap, PairGaps, SectorGaps};
pub use graph::{Edge, Graph, GraphNode};
pub use index::StdRef;
pub use passage::Passage;
pub use references::RiskRow;
pub use standards::StandardRow;
pub use summary::{Counted, SectionCount, SectorCount, Summary, Tally};
pub use terms::TermRow;
pub use unharmonized::{DifferenceRow, UnharmonizedRow};

use indexmap::IndexMap;
use serde::Serialize;

use crate::bilingual;
use crate::corpus::{Corpus, NodeId, StandardId, Standing};
use crate::coverage::{AspectList, Matrix, Plan, Scheme};
use crate::fact::Facts;
use crate::finding::{Judged, NotCheckable};
use crate::rule::{Policy, RuleSet};
use crate::source::{Bilingual, Problem, SourceMap};
use findings::Found;
use index::Index;

/// Words in both languages.
pub type Words = Bilingual;

/// A text of a document by language, as the document has it.
pub type Title = IndexMap<&'static str, String>;

/// Version of the form; keys are only ever added while it stays.
const VERSION: u32 = 1;

/// What a reader of a document that has ended is to go to: the document in force at the end of the
/// chain, else the one that took its place.
fn successor_of(
    corpus: &Corpus,
    node: NodeId,
    reader: StandardId,
    standing: &Standing,
) -> Option<NodeId> {
    corpus.living_successor(node, reader).or(standing.successor)
}

/// What a survey is made from.
#[derive(Debug)]
pub struct Input<'a> {
    /// Facts about the judged documents.
    pub facts: &'a Facts<'a>,
    /// The rules.
    pub rules: &'a RuleSet,
    /// Which of them ran.
    pub policy: &'a Policy,
    /// What they found, held against waivers and baseline.
    pub findings: &'a [Judged],
    /// What they could not look at.
    pub not_checkable: &'a [NotCheckable],
    /// What could not be read.
    pub problems: &'a [Problem],
    /// Clauses of the judged documents.
    pub clauses: usize,
    /// Entries of their lists of references.
    pub references: usize,
    /// Files they came from.
    pub files: usize,
    /// What was asked for.
    pub paths: Vec<String>,
    /// One standard was asked for, the only one that is judged.
    pub single: bool,
    /// The scheme of sectors.
    pub scheme: &'a Scheme,
}

/// A harmonization gap report.
#[derive(Clone, Debug, Serialize)]
pub struct Survey {
    /// Version of this form.
    pub version: u32,
    /// Who made it.
    pub tool: Tool,
    /// `report`, `coverage`, `impact`.
    pub kind: &'static str,
    /// What it is called.
    pub title: Words,
    /// The date of judgement, or `publication`.
    pub as_of: String,
    /// What it is about.
    pub scope: Scope,
    /// The numbers.
    pub summary: Summary,
    /// Every standard that is spoken of: first those that are judged.
    pub standards: Vec<StandardRow>,
    /// Adoptions, declared and verified.
    pub adoptions: Vec<AdoptionRow>,
    /// What one document has and the other lacks.
    pub gaps: Vec<Gap>,
    /// The same as numbers, a pair of documents each.
    pub gaps_by_pair: Vec<PairGaps>,
    /// The same as numbers, a sector each.
    pub gaps_by_sector: Vec<SectorGaps>,
    /// Findings about what cannot both be met, by fingerprint.
    pub conflicts: Vec<String>,
    /// Clauses that correspond and do not say the same.
    pub unharmonized: Vec<UnharmonizedRow>,
    /// Findings about terms.
    pub terms: Vec<TermRow>,
    /// Documents that are cited and ended, not yet there, or unknown; most affected first.
    pub references: Vec<RiskRow>,
    /// How many more of them are not listed.
    pub references_left_out: usize,
    /// The standards system, where it was asked for.
    pub coverage: Option<Matrix>,
    /// What could not be checked, and why.
    pub not_checkable: Vec<Unchecked>,
    /// What could not be read.
    pub problems: Vec<ProblemRow>,
    /// Every finding, by path and place.
    pub findings: Vec<FindingRow>,
    /// The rules that ran, by code.
    pub rules: Vec<RuleRow>,
    /// How figures were got.
    pub method: Vec<Words>,
    /// The documents around what is judged.
    pub graph: Graph,
    /// What changed since an earlier day or revision.
    pub history: Option<History>,
}

/// Who made a report.
#[derive(Clone, Debug, Serialize)]
pub struct Tool {
    /// The program.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
}

/// What a report is about.
#[derive(Clone, Debug, Serialize)]
pub struct Scope {
    /// `corpus` or `standard`.
    pub kind: &'static str,
    /// The one standard.
    pub standard: Option<StdRef>,
    /// The paths that were named.
    pub paths: Vec<String>,
}

/// Something that could not be checked.
#[derive(Clone, Debug, Serialize)]
pub struct Unchecked {
    /// The standard that would have to say more.
    pub standard: String,
    /// Why.
    pub reason: Words,
    /// The rules that could not look.
    pub rules: Vec<String>,
}

/// Something that could not be read.
#[derive(Clone, Debug, Serialize)]
pub struct ProblemRow {
    /// The kind.
    pub code: &'static str,
    /// What is wrong.
    pub message: Words,
    /// In which file.
    pub path: Option<String>,
    /// In which line.
    pub line: Option<u32>,
}

impl Survey {
    /// Computes everything.
    #[must_use]
    pub fn of(input: &Input<'_>) -> Self {
        let f = input.facts;
        // Both spread over threads themselves, so they are asked for before others are: see
        // `Facts::matching`.
        let _made = (f.matching(), f.conflicts());
        let found = Found::of(input);
        let mut index = Index::new(f);
        for id in f.judged() {
            index.of(id.node());
        }
        let adoptions = adoptions::rows(f, &found, &mut index);
        let gaps = gaps::rows(f, input.scheme, &found, &mut index);
        let unharmonized = unharmonized::rows(f, &found, &mut index);
        let terms = terms::rows(f, &found, &mut index);
        let risks = references::rows(f, &found, &mut index);
        let findings = findings::rows(input, &found, &mut index);
        let graph = graph::graph(f, &mut index);
        let standards = standards::rows(f, &found, index);
        let rules = findings::rules(input);
        let conflicts = found.open_in(crate::finding::Section::Conflicts);
        let coverage = coverage(input);
        let summary = summary::Summary::of(&summary::Parts {
            input,
            found: &found,
            standards: &standards,
            adoptions: &adoptions,
            gaps: &gaps,
            unharmonized: &unharmonized,
            risks: &risks,
            conflicts: conflicts.len(),
            coverage: coverage.as_ref(),
        });
        let single = standards.first().filter(|_| input.single);
        Self {
            version: VERSION,
            tool: Tool { name: "consonance", version: env!("CARGO_PKG_VERSION") },
            kind: "report",
            title: single.map_or_else(
                || bilingual!("Harmonization gap report", "标准协调差距报告"),
                |it| {
                    let key = &it.key;
                    bilingual!("Harmonization gap report: {key}", "标准协调差距报告：{key}")
                },
            ),
            as_of: f.corpus().as_of().to_string(),
            scope: Scope {
                kind: if input.single { "standard" } else { "corpus" },
                standard: single.map(|_| StdRef(0)),
                paths: input.paths.clone(),
            },
            summary,
            standards,
            adoptions,
            gaps: gaps.rows,
            gaps_by_pair: gaps.by_pair,
            gaps_by_sector: gaps.by_sector,
            conflicts,
            unharmonized: unharmonized.rows,
            terms,
            references: risks.rows,
            references_left_out: risks.left_out,
            coverage,
            not_checkable: unchecked(input.not_checkable),
            problems: problems(input.problems, f.sources()),
            findings,
            rules,
            method: method::sentences(input),
            graph,
            history: None,
        }
    }
}

/// The standards system, where there is a plan or a standard that has its place in it. One standard
/// is no system.
fn coverage(input: &Input<'_>) -> Option<Matrix> {
    if input.single {
        return None;
    }
    let (corpus, aspects) = (input.facts.corpus(), AspectList::built_in());
    let systems: Vec<u32> = (0_u32..).zip(corpus.systems()).map(|it| it.0).collect();
    let plan = Plan::of(corpus, &systems, input.scheme, aspects);
    let matrix = Matrix::build(corpus, input.scheme, aspects, &plan, false);
    (matrix.planned || matrix.totals.classified > 0).then_some(matrix)
}

fn unchecked(all: &[NotCheckable]) -> Vec<Unchecked> {
    let row = |it: &NotCheckable| Unchecked {
        standard: it.standard.clone(),
        reason: Bilingual::clone(&it.reason),
        rules: it.rules.to_vec(),
    };
    all.iter().map(row).collect()
}

fn problems(all: &[Problem], sources: &SourceMap) -> Vec<ProblemRow> {
    let row = |it: &Problem| {
        let place = it.span.map(|span| sources.location(span));
        ProblemRow {
            code: it.code.as_str(),
            message: it.message.clone(),
            path: place.as_ref().map(|it| it.path.clone()).or_else(|| it.path.clone()),
            line: place.map(|it| it.start.line),
        }
    };
    all.iter().map(row).collect()
}
