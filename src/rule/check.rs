//! Rules and facts in, findings out.

use std::cmp::Ordering;
use std::iter::Peekable;
use std::sync::Arc;
use std::vec::IntoIter;

use indexmap::IndexSet;
use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::ast::{FixRule, PlacePath, Rule, RuleLanguage};
use super::predicate::Verdict;
use super::profile::{Choice, Profile, Profiles, severity_in};
use super::set::RuleSet;
use crate::corpus::{Corpus, StandardId};
use crate::coverage::Schemes;
use crate::fact::{
    FactRef, Facts, KINDS, Kind, NO_DOCUMENT, PROFILES, Place, Producer, Reason, Scope, Spread,
    Tables, Value,
};
use crate::finding::{Edit, Finding, Fix, NotCheckable, RelatedPlace, Severity, fingerprint};
use crate::source::{Bilingual, Language, SourceMap};

/// What to check, and how.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The documents that are judged: the drafts. The others are the light in which they are seen.
    pub judged: Vec<StandardId>,
    /// Drafts, too, of which is known what they give: the others see them judged, and nothing is told
    /// of them.
    pub settled: Vec<StandardId>,
    /// Also give what each document gave, for who keeps it.
    pub shares: bool,
    /// Mapping sets that stand alone and are judged, by their place in [`Corpus::mappings`], rising.
    pub maps: Vec<u32>,
    /// Plans of a standards system that are judged, by their place in [`Corpus::systems`], rising.
    pub systems: Vec<u32>,
    /// Sector schemes that the plans may name.
    pub schemes: Schemes,
    /// The profile for all of them (an index of [`PROFILES`]); without, each document's own.
    pub profile: Option<u8>,
    /// Rules that the user selects: `default` are those of the profile. None: the profile's.
    pub select: Vec<String>,
    /// Rules that the user leaves out.
    pub ignore: Vec<String>,
    /// Severities that the user sets, by selector.
    pub severities: Vec<(String, Severity)>,
    /// What differs for some documents.
    pub exceptions: Exceptions,
    /// The corpus is known not to hold everything: an unresolved reference may be nobody's fault.
    pub partial: bool,
    /// All profiles.
    pub profiles: Profiles,
}

impl Policy {
    /// The usual rules on these documents.
    #[must_use]
    pub fn new(profiles: Profiles, judged: Vec<StandardId>) -> Self {
        Self {
            judged,
            settled: Vec::new(),
            shares: false,
            maps: Vec::new(),
            systems: Vec::new(),
            schemes: Schemes::default(),
            profile: None,
            select: Vec::new(),
            ignore: Vec::new(),
            severities: Vec::new(),
            exceptions: Exceptions::default(),
            partial: false,
            profiles,
        }
    }

    /// Whether a rule runs under a profile, on documents with an exception or without one.
    #[must_use]
    pub fn runs(&self, rule: &Rule, profile: &Profile, exception: Option<&Exception>) -> bool {
        let mut select = &self.select;
        if let Some(it) = exception {
            if it.choice.leaves_out(rule) && !it.choice.takes(rule) {
                return false;
            }
            if !it.choice.select.is_empty() {
                select = &it.choice.select;
            }
        }
        let by_default = select.is_empty() || select.iter().any(|it| it == "default");
        let own = Choice { select: select.clone(), ignore: self.ignore.clone() };
        if own.takes(rule) {
            return true;
        }
        by_default && profile.choice.takes(rule) && !own.leaves_out(rule)
    }

    /// Whether a rule runs on any document that could be there.
    #[must_use]
    pub fn runs_anywhere(&self, rule: &Rule) -> bool {
        let exceptions = self.exceptions.list.iter().map(Some).chain([None]);
        exceptions
            .into_iter()
            .any(|it| self.profiles.iter().any(|profile| self.runs(rule, profile, it)))
    }
}

/// What differs for some of the judged documents.
#[derive(Clone, Debug, Default)]
pub struct Exceptions {
    list: Vec<Exception>,
    of: FxHashMap<StandardId, usize>,
}

/// What differs for a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exception {
    /// Rules to run instead of those of the policy (none: those), and rules to leave out.
    pub choice: Choice,
    /// Severities, by selector; the later of two equally close ones counts.
    pub severities: Vec<(String, Severity)>,
    /// The profile.
    pub profile: Option<u8>,
}

impl Exceptions {
    /// Lets an exception hold for a document.
    pub fn set(&mut self, id: StandardId, exception: Exception) {
        let known = self.list.iter().position(|it| *it == exception);
        let index = known.unwrap_or_else(|| {
            self.list.push(exception);
            self.list.len() - 1
        });
        self.of.insert(id, index);
    }

    /// The exception that holds for a document.
    #[must_use]
    pub fn get(&self, id: StandardId) -> Option<&Exception> {
        self.of.get(&id).map(|&index| &self.list[index])
    }
}

/// What a check gave.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// What was found, by path, place and code.
    pub findings: Vec<Finding>,
    /// What could not be checked.
    pub not_checkable: Vec<NotCheckable>,
    /// How much was looked at.
    pub stats: Stats,
    /// What each judged document gave, where the policy asks for it.
    pub shares: Vec<Share>,
}

/// What a document gave, or several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Their clauses.
    pub clauses: usize,
    /// Their references.
    pub references: usize,
    /// What was found: in no order, and without what the rule says of itself and the fingerprint.
    pub findings: Vec<Finding>,
    /// What could not be checked.
    pub not_checkable: Vec<NotCheckable>,
}

/// How much was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Documents that were judged.
    pub standards: usize,
    /// Their clauses.
    pub clauses: usize,
    /// Their references.
    pub references: usize,
    /// Rules that ran, of any profile.
    pub rules: usize,
    /// Facts that were looked at.
    pub facts: usize,
    /// Predicates that were evaluated: a rule on a fact each.
    pub evaluations: usize,
}

/// A rule that runs under a profile.
struct Active<'r> {
    rule: &'r Rule,
    severity: Option<Severity>,
}

/// The rules of one profile, by kind of fact.
struct Plan<'r> {
    by_kind: Vec<Vec<Active<'r>>>,
}

impl<'r> Plan<'r> {
    fn new(
        rules: &'r RuleSet,
        policy: &Policy,
        profile: &Profile,
        exception: Option<&Exception>,
    ) -> Self {
        let mut by_kind: Vec<Vec<Active<'r>>> = KINDS.iter().map(|_| Vec::new()).collect();
        for rule in rules.iter().filter(|rule| policy.runs(rule, profile, exception)) {
            let severity = exception
                .and_then(|it| severity_in(&it.severities, &rule.code))
                .or_else(|| severity_in(&policy.severities, &rule.code))
                .or_else(|| profile.severity_of(rule));
            by_kind[rule.on as usize].push(Active { rule, severity });
        }
        Self { by_kind }
    }

    /// Whether it asks what texts say and cite.
    fn reads_prose(&self) -> bool {
        [Kind::Sentence, Kind::Provision, Kind::Conflict]
            .iter()
            .any(|kind| !self.by_kind[*kind as usize].is_empty())
    }
}

/// What one document (or one kind of fact of the whole corpus) gave.
#[derive(Default)]
struct Found<'r> {
    /// Each with the document that gave it.
    findings: Vec<(u32, Finding)>,
    unknown: IndexSet<(u32, Reason, &'r str), FxBuildHasher>,
    facts: usize,
    evaluations: usize,
}

/// Runs the rules on the judged documents in the light of the corpus.
#[must_use]
pub fn check(rules: &RuleSet, corpus: &Corpus, policy: &Policy) -> Outcome {
    with_facts(corpus, policy, |facts| check_on(rules, facts, policy))
}

/// Makes the facts about the judged documents once, for whoever needs them for more than rules.
pub fn with_facts<T>(corpus: &Corpus, policy: &Policy, work: impl FnOnce(&Facts<'_>) -> T) -> T {
    let rank = |profile: u8, level, kind: &str| {
        Some(policy.profiles.at(profile)?.hierarchy.rank(level, kind)?.rank)
    };
    let given = |id| policy.exceptions.get(id).and_then(|it| it.profile).or(policy.profile);
    let tables = Tables::build(Scope {
        corpus,
        judged: &policy.judged,
        settled: &policy.settled,
        profile: Some(&given),
        partial: policy.partial,
        rank: &rank,
    })
    .judging_maps(&policy.maps)
    .judging_systems(&policy.systems, &policy.schemes);
    work(&Facts::new(&tables))
}

/// Runs the rules on facts that were made with the same policy.
#[must_use]
pub fn check_on(rules: &RuleSet, facts: &Facts<'_>, policy: &Policy) -> Outcome {
    let exceptions = &policy.exceptions;
    // A plan for each profile without an exception, then for each profile under each exception.
    let plan_at = |doc: u32| {
        let exception = exceptions.of.get(&StandardId(doc)).map_or(0, |index| index + 1);
        exception * PROFILES.len() + usize::from(facts.profile_index(doc))
    };
    let mut used: Vec<usize> = policy.judged.iter().map(|id| plan_at(id.0)).collect();
    used.extend(facts.mapped_documents().into_iter().map(plan_at));
    used.extend(facts.judges_a_system().then(|| plan_at(NO_DOCUMENT)));
    used.sort_unstable();
    used.dedup();
    let plans: Vec<Option<Plan<'_>>> = (0..PROFILES.len() * (exceptions.list.len() + 1))
        .map(|at| {
            used.binary_search(&at).ok()?;
            let profile = u8::try_from(at % PROFILES.len()).ok()?;
            let exception = (at / PROFILES.len()).checked_sub(1).map(|it| &exceptions.list[it]);
            Some(Plan::new(rules, policy, policy.profiles.at(profile)?, exception))
        })
        .collect();
    let plan_of = |doc: u32| plans[plan_at(doc)].as_ref();
    let is_settled = |doc: u32| policy.settled.binary_search(&StandardId(doc)).is_ok();

    let are_few = Spread::over(policy.judged.len()) == Spread::Yes;
    if are_few {
        for id in &policy.judged {
            if plan_of(id.0).is_some_and(Plan::reads_prose) {
                facts.read_ahead(id.0);
            }
        }
    }
    let mut active = plans.iter().flatten().flat_map(|plan| plan.by_kind.iter().flatten());
    if active.any(|it| it.rule.compares) {
        // Before documents are judged in parallel: see `Facts::matching`.
        let _made = facts.matching();
    }
    let mut active = plans.iter().flatten();
    if active.any(|plan| !plan.by_kind[Kind::Conflict as usize].is_empty()) {
        let _made = facts.conflicts();
    }

    let share = if are_few { 1 } else { Kind::ALL.len() };
    let shares: Vec<(u32, &[Kind])> = policy
        .judged
        .iter()
        .flat_map(|id| Kind::ALL.chunks(share).map(|kinds| (id.0, kinds)))
        .collect();
    let by_document = shares.par_iter().map(|(doc, kinds)| {
        let mut found = Found::default();
        let Some(plan) = plan_of(*doc) else { return found };
        for kind in *kinds {
            let active = &plan.by_kind[*kind as usize];
            if let (Producer::Document(produce), false) = (kind.def().producer, active.is_empty()) {
                produce(facts, *doc, &mut |fact| judge(facts, fact, active, &mut found));
            }
        }
        found
    });
    let mut all: Vec<Found<'_>> = by_document.collect();
    all.par_extend(Kind::ALL.par_iter().filter_map(|kind| {
        let Producer::Corpus(produce) = kind.def().producer else { return None };
        let wanted = plans.iter().flatten().any(|plan| !plan.by_kind[*kind as usize].is_empty());
        wanted.then(|| {
            let mut found = Found::default();
            produce(facts, &mut |fact| {
                if let Some(plan) = plan_of(fact.doc).filter(|_| !is_settled(fact.doc)) {
                    judge(facts, fact, &plan.by_kind[*kind as usize], &mut found);
                }
            });
            found
        })
    }));

    let mut outcome = gather(facts, all, policy);
    let running = |rule: &&Rule| {
        plans.iter().flatten().any(|plan| {
            plan.by_kind[rule.on as usize].iter().any(|active| active.rule.code == rule.code)
        })
    };
    outcome.stats.rules = rules.iter().filter(running).count();
    outcome.stats.standards = policy.judged.len();
    for id in &policy.judged {
        outcome.stats.clauses += facts.clauses(id.0).len();
        outcome.stats.references += references_of(facts, *id);
    }
    outcome
}

fn gather(facts: &Facts<'_>, all: Vec<Found<'_>>, policy: &Policy) -> Outcome {
    let mut outcome = Outcome::default();
    let mut shares = Shares::of(facts, policy);
    let mut unknown = Unknown::default();
    for found in all {
        for (doc, finding) in found.findings {
            if let Some(share) = shares.get(doc) {
                share.findings.push(bare(&finding));
            }
            outcome.findings.push(finding);
        }
        outcome.stats.facts += found.facts;
        outcome.stats.evaluations += found.evaluations;
        for (doc, reason, code) in found.unknown {
            let (standard, why) = facts.explain(reason);
            if let Some(share) = shares.get(doc) {
                let (standard, reason) = (standard.clone(), Arc::new(why.clone()));
                let rules = [code.to_owned()].into();
                share.not_checkable.push(NotCheckable { standard, reason, rules });
            }
            unknown.add(standard, why, code);
        }
    }
    outcome.shares = shares.all;
    outcome.not_checkable = unknown.settle();
    settle(&mut outcome.findings, facts.corpus().sources());
    outcome
}

impl Outcome {
    /// Adds what is known of documents that were not judged now. What is not checkable of them is
    /// sorted.
    pub fn join(&mut self, settled: Share, documents: usize, rules: &RuleSet, sources: &SourceMap) {
        self.stats.standards += documents;
        self.stats.clauses += settled.clauses;
        self.stats.references += settled.references;
        self.not_checkable = merged(std::mem::take(&mut self.not_checkable), settled.not_checkable);
        self.findings.extend(settled.findings.into_iter().map(|it| dressed(it, rules)));
        settle(&mut self.findings, sources);
    }
}

/// What each document gave, by its place among those that are judged.
struct Shares {
    all: Vec<Share>,
    at: FxHashMap<u32, usize>,
}

impl Shares {
    /// One for each judged document; none where nobody wants them.
    fn of(facts: &Facts<'_>, policy: &Policy) -> Self {
        let wanted = if policy.shares { &policy.judged[..] } else { &[] };
        let share = |id: &StandardId| Share {
            clauses: facts.clauses(id.0).len(),
            references: references_of(facts, *id),
            ..Share::default()
        };
        Self {
            all: wanted.iter().map(share).collect(),
            at: wanted.iter().map(|it| it.0).zip(0..).collect(),
        }
    }

    fn get(&mut self, doc: u32) -> Option<&mut Share> {
        self.at.get(&doc).and_then(|at| self.all.get_mut(*at))
    }
}

fn references_of(facts: &Facts<'_>, id: StandardId) -> usize {
    facts.corpus().standard(id).references.as_ref().map_or(0, |it| it.len())
}

/// A finding without what its rule says in each: [`dressed`] gives it back.
fn bare(finding: &Finding) -> Finding {
    Finding {
        rule: finding.rule.clone(),
        title: Bilingual::default(),
        severity: finding.severity,
        confidence: finding.confidence,
        message: finding.message.clone(),
        standard: finding.standard.clone(),
        clause: finding.clause.clone(),
        span: finding.span,
        label: finding.label.clone(),
        related: finding.related.clone(),
        source: Vec::new(),
        help: finding.help.clone(),
        fix: finding.fix.clone(),
        evidence: finding.evidence.clone(),
        fingerprint: String::new(),
    }
}

fn dressed(finding: Finding, rules: &RuleSet) -> Finding {
    let Some(rule) = rules.get(&finding.rule) else { return finding };
    Finding { title: rule.title.clone(), source: rule.sources.clone(), ..finding }
}

/// What was not checkable, grouped by the document that would have to say more.
#[derive(Default)]
struct Unknown<'r> {
    reasons: IndexSet<Bilingual, FxBuildHasher>,
    rows: FxHashMap<(String, usize), Vec<&'r str>>,
}

impl<'r> Unknown<'r> {
    fn add(&mut self, standard: String, why: Bilingual, code: &'r str) {
        let (reason, _) = self.reasons.insert_full(why);
        let codes = self.rows.entry((standard, reason)).or_default();
        if !codes.contains(&code) {
            codes.push(code);
        }
    }

    fn settle(self) -> Vec<NotCheckable> {
        let reasons: Vec<Arc<Bilingual>> = self.reasons.into_iter().map(Arc::new).collect();
        let mut lists: FxHashMap<Vec<&str>, Arc<[String]>> = FxHashMap::default();
        let mut settled: Vec<NotCheckable> = Vec::with_capacity(self.rows.len());
        // The order of the map is not that of the list, which is sorted below.
        #[expect(clippy::iter_over_hash_type, reason = "sorted below")]
        for ((standard, reason), mut codes) in self.rows {
            codes.sort_unstable();
            let rules = lists
                .entry(codes)
                .or_insert_with_key(|it| it.iter().map(|it| (*it).to_owned()).collect());
            let reason = reasons.get(reason).map_or_else(Arc::default, Arc::clone);
            settled.push(NotCheckable { standard, reason, rules: Arc::clone(rules) });
        }
        settled.par_sort_unstable();
        settled
    }
}

/// Two sorted lists as one: of what both say the rules are joined.
fn merged(left: Vec<NotCheckable>, right: Vec<NotCheckable>) -> Vec<NotCheckable> {
    let mut all: Vec<NotCheckable> = Vec::with_capacity(left.len() + right.len());
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    loop {
        let order = match (left.peek(), right.peek()) {
            (Some(a), Some(b)) => (&a.standard, &a.reason).cmp(&(&b.standard, &b.reason)),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return all,
        };
        let mut next = |from: &mut Peekable<IntoIter<NotCheckable>>| all.extend(from.next());
        match order {
            Ordering::Less => next(&mut left),
            Ordering::Greater => next(&mut right),
            Ordering::Equal => {
                next(&mut left);
                if let (Some(first), Some(second)) = (all.last_mut(), right.next()) {
                    first.rules = joined(&first.rules, &second.rules);
                }
            }
        }
    }
}

/// The codes of both lists, rising.
pub(crate) fn joined(left: &Arc<[String]>, right: &Arc<[String]>) -> Arc<[String]> {
    let mut codes: Vec<String> = left.iter().chain(right.iter()).cloned().collect();
    codes.sort_unstable();
    codes.dedup();
    codes.into()
}

/// Brings findings into their order, tells each once, and gives it its address.
fn settle(findings: &mut Vec<Finding>, sources: &SourceMap) {
    let order = |left: &Finding, right: &Finding| {
        let path = |it: &Finding| sources.file(it.span.file).path();
        let paths = match left.span.file == right.span.file {
            true => Ordering::Equal,
            false => path(left).cmp(path(right)),
        };
        paths
            .then_with(|| (left.span.start, left.span.end).cmp(&(right.span.start, right.span.end)))
            .then_with(|| left.rule.cmp(&right.rule))
            .then_with(|| left.message.en.cmp(&right.message.en))
    };
    // Findings are large: it is quicker to sort where they stand, and to move each once.
    let mut ranks: Vec<usize> = (0..findings.len()).collect();
    ranks.par_sort_by(|left, right| order(&findings[*left], &findings[*right]));
    let mut unsorted: Vec<Option<Finding>> = findings.drain(..).map(Some).collect();
    findings.extend(ranks.into_iter().filter_map(|at| unsorted[at].take()));
    // One thing said twice of the same words is one thing.
    findings.dedup_by(|later, first| {
        later.rule == first.rule && later.span == first.span && later.message == first.message
    });
    fingerprint(findings, sources);
}

/// Whether a rule for documents in a language is for this one.
fn speaks(facts: &Facts<'_>, doc: u32, language: RuleLanguage) -> bool {
    match language {
        RuleLanguage::Both => true,
        RuleLanguage::Zh => facts.speaks_chinese(doc),
        RuleLanguage::En => facts.speaks_english(doc),
    }
}

/// Asks every active rule about one fact.
fn judge<'r>(facts: &Facts<'_>, fact: FactRef, active: &[Active<'r>], found: &mut Found<'r>) {
    found.facts += 1;
    for Active { rule, severity } in active {
        if !speaks(facts, fact.doc, rule.language) {
            continue;
        }
        found.evaluations += 1;
        match rule.filter.holds(facts, fact) {
            Verdict::False => {}
            Verdict::Unknown(reason) => {
                found.unknown.insert((fact.doc, reason, rule.code.as_str()));
            }
            Verdict::True => {
                found.findings.push((fact.doc, report(facts, fact, rule, *severity)));
            }
        }
    }
}

/// The finding of a rule on a fact.
fn report(facts: &Facts<'_>, fact: FactRef, rule: &Rule, severity: Option<Severity>) -> Finding {
    let place = place_at(facts, fact, &rule.report.at)
        .or_else(|| fact.kind.def().places.iter().find_map(|place| (place.get)(facts, fact)))
        .unwrap_or_else(|| facts.place_of_document(fact.doc));
    let mut related = Vec::new();
    for each in &rule.report.related {
        let Some(message) = each.message.pick(facts, fact) else { continue };
        let mut seen = 0;
        places_at(facts, fact, &each.at, &mut |place| {
            related.push(RelatedPlace {
                standard: facts.name(place.doc),
                clause: facts.clause_number(place),
                message: message.render(facts, fact),
                span: place.span,
            });
            seen += 1;
            // A cycle of thirty documents is shown well enough by some of them.
            seen < 8
        });
    }
    let severity = severity
        .or_else(|| rule.severity.pick(facts, fact).copied())
        .unwrap_or_else(|| rule.usual_severity());
    let render = |cases: &super::ast::Cases<super::template::BilingualTemplate>| {
        cases.pick(facts, fact).map(|template| template.render(facts, fact))
    };
    Finding {
        rule: rule.code.clone(),
        title: rule.title.clone(),
        severity,
        confidence: rule.confidence,
        message: render(&rule.report.message).unwrap_or_else(|| rule.title.clone()),
        standard: facts.name(place.doc),
        clause: facts.clause_number(place).or_else(|| facts.address(fact)),
        span: place.span,
        label: rule.report.label.as_ref().and_then(render),
        related,
        source: rule.sources.clone(),
        help: rule.report.help.as_ref().and_then(render),
        fix: rule.fix.as_ref().and_then(|fix| fix_for(facts, fact, fix)),
        evidence: rule
            .report
            .evidence
            .iter()
            .map(|(name, text)| (name.clone(), text.render(facts, fact, Language::En)))
            .collect(),
        fingerprint: String::new(),
    }
}

/// The change that a fix makes; none where its condition does not surely hold, or its place is
/// not there.
fn fix_for(facts: &Facts<'_>, fact: FactRef, fix: &FixRule) -> Option<Fix> {
    if fix.when.as_ref().is_some_and(|when| when.holds(facts, fact) != Verdict::True) {
        return None;
    }
    let place = place_at(facts, fact, &fix.at)?;
    let replacement = fix.replace.pick(facts, fact)?.render_exact(facts, fact)?;
    Some(Fix {
        message: fix.message.render(facts, fact),
        safe: fix.safe,
        markup: fix.markup,
        edits: vec![Edit { span: place.span, replacement }],
    })
}

fn place_at(facts: &Facts<'_>, fact: FactRef, at: &PlacePath) -> Option<Place> {
    let mut found = None;
    places_at(facts, fact, at, &mut |place| {
        found = Some(place);
        false
    });
    found
}

/// Every place that a path leads to.
fn places_at(
    facts: &Facts<'_>,
    fact: FactRef,
    at: &PlacePath,
    take: &mut dyn FnMut(Place) -> bool,
) {
    // What is not known has no place to show.
    let _ = at.path.each(facts, fact, &mut |value| match value {
        Value::Fact(end) => match at.place.of(facts, end) {
            Some(place) => take(place),
            None => true,
        },
        _ => true,
    });
}
