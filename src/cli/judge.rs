//! Running the rules on a project, and holding what they find against waivers and the baseline.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::project::Project;
use crate::corpus::{AsOf, StandardId};
use crate::fact::Facts;
use crate::finding::baseline::{self, Baseline, Entry};
use crate::finding::{Judged, Section, waiver};
use crate::report::{Examined, Report, RuleCard};
use crate::rule::{Outcome, Policy, RuleSet, check, check_on, severity_in};
use crate::store::cache::DocketSlot;

/// Runs the rules. Where they stop at a bug, every draft is judged alone, so that one bad draft does
/// not take the findings of the others with it; false where findings may be missing.
pub(super) fn judge(rules: &RuleSet, project: &Project, policy: &Policy) -> (Outcome, bool) {
    judge_by(rules, project, policy, || check(rules, &project.corpus, policy))
}

/// The same on facts that somebody needs for more than that.
pub(super) fn judge_on(
    rules: &RuleSet,
    project: &Project,
    policy: &Policy,
    facts: &Facts<'_>,
) -> (Outcome, bool) {
    judge_by(rules, project, policy, || check_on(rules, facts, policy))
}

fn judge_by(
    rules: &RuleSet,
    project: &Project,
    policy: &Policy,
    all: impl FnOnce() -> Outcome,
) -> (Outcome, bool) {
    fn attempt(
        project: &Project,
        policy: &Policy,
        work: impl FnOnce() -> Outcome,
    ) -> Option<Outcome> {
        let work = || {
            stumble_if_asked(project, policy);
            work()
        };
        catch_unwind(AssertUnwindSafe(work)).ok()
    }
    if let Some(outcome) = attempt(project, policy, all) {
        return (outcome, true);
    }
    let mut all = Outcome::default();
    for id in &policy.judged {
        let alone =
            Policy { judged: vec![*id], maps: Vec::new(), systems: Vec::new(), ..policy.clone() };
        let work = || check(rules, &project.corpus, &alone);
        if let Some(outcome) = attempt(project, &alone, work) {
            all.findings.extend(outcome.findings);
            all.not_checkable.extend(outcome.not_checkable);
            all.stats.standards += outcome.stats.standards;
            all.stats.clauses += outcome.stats.clauses;
            all.stats.references += outcome.stats.references;
        }
    }
    (all, false)
}

/// What was found, for the next run, and with what is known from the one before.
pub(super) fn join_known(
    project: &mut Project,
    rules: &RuleSet,
    outcome: &mut Outcome,
    docket: Option<&DocketSlot>,
) {
    let corpus = &project.corpus;
    let shares = std::mem::take(&mut outcome.shares);
    // Mapping sets and plans join what files say in more ways than names tell.
    let is_plain = corpus.mappings().is_empty() && corpus.systems().is_empty();
    if let Some(docket) = docket.filter(|_| is_plain) {
        docket.keep(corpus, &shares);
    }
    if let Some(known) = project.known.take() {
        outcome.join(known, project.known_names.len(), rules, corpus.sources());
    }
}

/// Builds for development can be asked to meet a bug in a file, so that tests see what happens then.
fn stumble_if_asked(project: &Project, policy: &Policy) {
    if !cfg!(debug_assertions) {
        return;
    }
    let Ok(path) = std::env::var("CONSONANCE_TEST_BUG_IN") else { return };
    let path_of = |id| {
        let span = project.corpus.standard(id).span;
        project.corpus.sources().file(span.file).path()
    };
    assert!(policy.judged.iter().all(|id| path_of(*id) != path), "asked to stumble over {path}");
}

/// What was found, held against waivers and the baseline.
pub(super) fn report_on<'a>(
    project: &'a Project,
    rules: &RuleSet,
    policy: &Policy,
    outcome: Outcome,
) -> Report<'a> {
    let found: FxHashSet<&str> = outcome.findings.iter().map(|it| it.rule.as_str()).collect();
    let cards = rules.iter().filter(|it| found.contains(it.code.as_str())).map(|it| RuleCard {
        code: it.code.clone(),
        title: it.title.clone(),
        why: it.why.clone(),
        // Help that names things of one finding makes no sense for the rule as such.
        help: None,
        source: it.sources.clone(),
        severity: it.usual_severity(),
        section: it.section(),
    });
    let mut report = Report {
        sources: project.corpus.sources(),
        as_of: project.corpus.as_of().to_string(),
        rules: cards.collect(),
        examined: Examined {
            standards: outcome.stats.standards,
            clauses: outcome.stats.clauses,
            references: outcome.stats.references,
            files: project.files.len(),
        },
        findings: outcome.findings.into_iter().map(Judged::from).collect(),
        not_checkable: outcome.not_checkable,
        problems: project.corpus.problems().to_vec(),
        judged: project.files.clone(),
        fail_on: None,
        baseline: project.baseline.is_some(),
        stale: Vec::new(),
    };
    waive(&mut report, project, rules, policy);
    if let Some(baseline) = &project.baseline {
        hold_against(baseline, &mut report, project, rules, policy);
    }
    keep_house(&mut report, policy);
    report.sort();
    report
}

/// Holds the findings against the waivers in the files that are judged and in the configuration.
fn waive(report: &mut Report<'_>, project: &Project, rules: &RuleSet, policy: &Policy) {
    let (corpus, sources) = (&project.corpus, project.corpus.sources());
    let judged = corpus.comments().iter().filter(|it| project.files.contains(&it.file));
    let in_files = judged.filter_map(|it| waiver::in_comment(sources.file(it.file), *it));
    let in_config = project.config.waivers.iter().cloned().map(|mut it| {
        // Its place is in the text of this run.
        it.span.file = project.config_file.unwrap_or(it.span.file);
        it.waiver.span = Some(it.span);
        it
    });
    let waivers: Vec<_> = in_files.chain(in_config).collect();
    if waivers.is_empty() {
        return;
    }
    // As of publication, each standard has its own day.
    let days: FxHashMap<String, Date> = match corpus.as_of() {
        AsOf::Date(_) => FxHashMap::default(),
        AsOf::Publication => {
            let day = |id: &StandardId| Some((corpus.name(id.node()), corpus.day_of(*id)?.first()));
            project.judged.iter().filter_map(day).collect()
        }
    };
    let terms = waiver::Terms {
        sources,
        today: match corpus.as_of() {
            AsOf::Date(date) => Some(date),
            AsOf::Publication => None,
        },
        day_of: &|finding| days.get(&finding.standard).copied(),
        known: &|selector| selector != "ALL" && rules.matching(selector).next().is_some(),
        ran: &|selector| rules.matching(selector).any(|it| policy.runs_anywhere(it)),
        all_judged: project.is_whole,
    };
    waiver::waive(&mut report.findings, &waivers, &terms);
}

/// Holds the findings against the baseline, and says which of its entries are no longer found: of
/// those whose rule ran, on standards that were judged.
fn hold_against(
    baseline: &Baseline,
    report: &mut Report<'_>,
    project: &Project,
    rules: &RuleSet,
    policy: &Policy,
) {
    let found = baseline.apply(&mut report.findings, report.sources);
    let ran = |entry: &Entry| rules.get(&entry.rule).is_none_or(|it| policy.runs_anywhere(it));
    let judged_now = project.judged.iter().map(|id| project.corpus.name(id.node()));
    let known = project.known_names.iter().cloned();
    let names: HashSet<String> = judged_now.chain(known).collect();
    // What could not be read may be in a standard that is not there for that reason only.
    let unread = report.problems.iter().any(|it| it.code.is_failure());
    let is_whole = project.is_whole && !unread;
    let judged = |entry: &Entry| is_whole || names.contains(&entry.standard);
    let gone = baseline.entries.iter().zip(found).filter(|(_, found)| !found);
    report.stale = gone.map(|(it, _)| it).filter(|it| ran(it) && judged(it)).cloned().collect();
    report.findings.extend(baseline::stale(&report.stale, report.sources));
}

/// Findings about waivers and the baseline have no profile, but the user's word counts.
fn keep_house(report: &mut Report<'_>, policy: &Policy) {
    for fault in waiver::Fault::ALL {
        let is_own = |it: &Judged| it.finding.rule == fault.code();
        if policy.ignore.iter().any(|it| it == fault.code() || it == "WVR") {
            report.findings.retain(|it| !is_own(it));
        }
        let mut findings = report.findings.iter_mut().filter(|it| is_own(it)).peekable();
        if findings.peek().is_none() {
            continue;
        }
        if let Some(severity) = severity_in(&policy.severities, fault.code()) {
            findings.for_each(|it| it.finding.severity = severity);
        }
        report.rules.push(RuleCard {
            code: fault.code().to_owned(),
            title: fault.title(),
            why: fault.why(),
            help: Some(fault.help()),
            source: Vec::new(),
            severity: waiver::Fault::SEVERITY,
            section: Section::Form,
        });
    }
}
