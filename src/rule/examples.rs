//! The examples of rules, run: each bad one has to give the finding, each good one must not.

use rayon::prelude::*;

use super::ast::{Example, Rule};
use super::check::{Policy, check};
use super::fields::Reading;
use super::profile::Profiles;
use super::set::RuleSet;
use crate::bilingual;
use crate::corpus::{AsOf, Corpus, StandardId};
use crate::fact::PROFILES;
use crate::finding::Finding;
use crate::reader::Loaded;
use crate::reader::definition;
use crate::source::{Bilingual, Encoding, Problem, ProblemCode, SourceFile, SourceMap};
use crate::syntax::access::Access;
use crate::syntax::{NodeId, Tree, yaml};

/// The keys of an example.
pub(super) const KEYS: &[&str] =
    &["as_of", "profile", "judge", "partial", "standards", "system", "note"];

/// The day on which examples are judged, where they do not say.
pub const DAY: &str = "2026-01-01";

/// What an example is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// It must give the finding.
    Bad,
    /// It must not, and the rule must be checkable there.
    Good,
}

/// How one example went.
#[derive(Clone, Debug)]
pub struct ExampleResult {
    /// The rule.
    pub code: String,
    /// What the example is for.
    pub expectation: Expectation,
    /// Which one of its kind, from 0.
    pub index: usize,
    /// Where it stands, in the rule's file.
    pub span: crate::source::Span,
    /// What went wrong; `None` where it passed.
    pub failure: Option<Bilingual>,
    /// What the rule found there.
    pub findings: Vec<Finding>,
}

/// Runs every example of the rules that `wanted` picks, in order of code.
#[must_use]
pub fn run(
    rules: &RuleSet,
    profiles: &Profiles,
    wanted: impl Fn(&Rule) -> bool + Sync,
) -> Vec<ExampleResult> {
    let chosen: Vec<&Rule> = rules.iter().filter(|rule| wanted(rule)).collect();
    chosen.par_iter().flat_map_iter(|rule| run_rule(rules, profiles, rule)).collect()
}

fn run_rule(rules: &RuleSet, profiles: &Profiles, rule: &Rule) -> Vec<ExampleResult> {
    let bad = (0..).zip(&rule.bad).map(|(index, it)| (Expectation::Bad, index, it));
    let good = (0..).zip(&rule.good).map(|(index, it)| (Expectation::Good, index, it));
    bad.chain(good)
        .map(|(expectation, index, example)| {
            let (failure, findings) = match run_example(rules, profiles, rule, example, expectation)
            {
                Ok(findings) => (None, findings),
                Err((failure, findings)) => (Some(failure), findings),
            };
            ExampleResult {
                code: rule.code.clone(),
                expectation,
                index,
                span: example.span,
                failure,
                findings,
            }
        })
        .collect()
}

fn run_example(
    rules: &RuleSet,
    profiles: &Profiles,
    rule: &Rule,
    example: &Example,
    expectation: Expectation,
) -> Result<Vec<Finding>, (Bilingual, Vec<Finding>)> {
    let file = rules.sources().file(rule.span.file);
    let read = read(file, example).map_err(|problem| (problem.message, Vec::new()))?;
    let judged: Vec<StandardId> = if read.judge_all {
        read.corpus.ids().collect()
    } else {
        read.corpus.ids().take(1).collect()
    };
    let mut policy = Policy::new(profiles.clone(), judged);
    policy.profile = read.profile;
    policy.partial = read.partial;
    // A plan in an example is there to be judged.
    policy.systems = (0..u32::try_from(read.corpus.systems().len()).unwrap_or(0)).collect();
    policy.select = vec![rule.code.clone()];
    let outcome = check(rules, &read.corpus, &policy);
    let found: Vec<Finding> =
        outcome.findings.into_iter().filter(|finding| finding.rule == rule.code).collect();
    let unknown = outcome.not_checkable.iter().find(|it| it.rules.contains(&rule.code));
    match expectation {
        Expectation::Bad if found.is_empty() => {
            let why = unknown.map_or_else(Bilingual::default, |it| {
                bilingual!(
                    " (not checkable: {}: {})",
                    "（无法检查：{}：{}）",
                    it.standard,
                    it.reason.en
                )
            });
            let (en, zh) = (why.en, why.zh);
            Err((bilingual!("gave no finding{en}", "没有给出发现{zh}"), found))
        }
        Expectation::Good if !found.is_empty() => {
            let (en, zh) = (&found[0].message.en, &found[0].message.zh);
            Err((bilingual!("gave a finding: {en}", "给出了发现：{zh}"), found))
        }
        Expectation::Good if unknown.is_some() => {
            let (standard, en, zh) = unknown.map_or_else(Default::default, |it| {
                (it.standard.clone(), it.reason.en.clone(), it.reason.zh.clone())
            });
            Err((
                bilingual!("is not checkable: {standard}: {en}", "无法检查：{standard}：{zh}"),
                found,
            ))
        }
        _ => Ok(found),
    }
}

/// An example, read.
struct Read {
    corpus: Corpus,
    profile: Option<u8>,
    judge_all: bool,
    partial: bool,
}

fn read(file: &SourceFile, example: &Example) -> Result<Read, Box<Problem>> {
    // The example keeps its places in the rule's file, so that a failure can point into it.
    let mut sources = SourceMap::new();
    let id = sources.add(|id| SourceFile::text_file(id, file.path(), Encoding::Utf8, file.text()));
    let copy = sources.file(id);
    let parsed = yaml::parse(copy);
    let gone = || {
        Box::new(Problem::at(
            ProblemCode::Syntax,
            example.span,
            bilingual!("the example cannot be found again", "无法重新找到该示例"),
        ))
    };
    let node = find(&parsed.tree, example).ok_or_else(gone)?;
    let mut reading = Reading::new(&parsed.tree);
    let access = Access::new(&parsed.tree);
    let mut as_of = None;
    let mut profile = None;
    let mut judge_all = false;
    let mut partial = false;
    let mut standards = Vec::new();
    let mut systems = Vec::new();
    for (key, value) in parsed.tree.entries(node) {
        match parsed.tree.str(key) {
            "as_of" => {
                let text = reading.scalar(value).unwrap_or("");
                as_of = Some(text.parse::<AsOf>().map_err(|message| {
                    Box::new(Problem::at(ProblemCode::WrongType, parsed.tree.span(value), message))
                })?);
            }
            "profile" => {
                profile = reading.word(value, PROFILES).and_then(|at| u8::try_from(at).ok());
            }
            "judge" => judge_all = reading.word(value, &["first", "all"]) == Some(1),
            "partial" => partial = reading.bool(value).unwrap_or(false),
            "standards" => {
                let items = reading.list(value).unwrap_or_default();
                standards.extend(
                    items.into_iter().filter_map(|it| definition::read_standard(access.cursor(it))),
                );
            }
            "system" => systems.extend(definition::read_system(access.cursor(value))),
            _ => {}
        }
    }
    let mut problems = reading.problems;
    problems.extend(access.into_problems());
    if let Some(problem) = problems.into_iter().next() {
        let at = problem.span.map(|span| sources.location(span).start.line);
        let (en, zh) = (problem.message.en, problem.message.zh);
        let line = at.unwrap_or(0);
        return Err(Box::new(Problem::at(
            problem.code,
            example.span,
            bilingual!("line {line}: {en}", "第 {line} 行：{zh}"),
        )));
    }
    drop(parsed);
    let as_of = match as_of {
        Some(as_of) => as_of,
        None => DAY.parse().unwrap_or(AsOf::Publication),
    };
    let loaded = Loaded { sources, standards, systems, ..Loaded::default() };
    Ok(Read { corpus: Corpus::build(loaded, as_of), profile, judge_all, partial })
}

/// The node of an example, by its place.
fn find(tree: &Tree<'_>, example: &Example) -> Option<NodeId> {
    let root = tree.documents().first()?.root;
    let examples = tree.get(root, "examples")?;
    tree.entries(examples)
        .flat_map(|(_, list)| tree.items(list))
        .find(|node| tree.span(*node).start == example.span.start)
}
