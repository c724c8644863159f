//! What a rule costs: nanoseconds for one fact and one predicate, over many references.
//!
//! `cargo bench --bench performance -- rules`

use std::hint::black_box;

use crate::measure::{Goal, best, head, row};
use crate::synthetic::{Catalogue, Format};
use consonance::corpus::{AsOf, Corpus, StandardId};
use consonance::reader::definition::Definition;
use consonance::reader::{Loaded, Reader};
use consonance::rule::{Policy, Profiles, RuleSet, check};
use consonance::source::{Encoding, SourceFile, SourceMap};

const STANDARDS: usize = 20_000;
const ROUNDS: usize = 3;

fn corpus(text: String) -> Corpus {
    let mut sources = SourceMap::new();
    let id = sources.add(|id| SourceFile::text_file(id, "corpus.yaml", Encoding::Utf8, text));
    let reading = Definition.read(sources.file(id), &sources);
    let loaded = Loaded { sources, standards: reading.standards, ..Loaded::default() };
    Corpus::build(loaded, AsOf::Date(jiff::civil::date(2026, 1, 1)))
}

fn rule(conditions: &str) -> RuleSet {
    let text = format!(
        "code: HOUSE001\ntitle: {{en: a, zh: 甲}}\nseverity: info\non: reference\n\
         where: {conditions}\n\
         report: {{at: reference, message: {{en: a, zh: 甲}}}}\nwhy: {{en: a, zh: 甲}}\n"
    );
    RuleSet::from_files([("house/rule.yaml".to_owned(), text)]).unwrap()
}

pub(crate) fn run() {
    let corpus = corpus(Catalogue::new(STANDARDS).text(Format::Definition, 0..STANDARDS));
    let judged: Vec<StandardId> = corpus.ids().collect();
    let policy = Policy::new(Profiles::built_in().unwrap(), judged);
    let mut bare = Policy::new(Profiles::built_in().unwrap(), policy.judged.clone());
    bare.select = vec!["HOUSE001".to_owned()];
    head("Rules: one fact and one predicate");
    // What is paid once a fact and once a corpus is not the predicate's: it is measured with a rule
    // that is always false for the first word it looks at.
    for (what, conditions) in [
        ("a word", "{role: informative, place: text}"),
        ("a word and a text", "{role: normative, written: {matches: '^QQQ'}}"),
        ("a chain to the target", "{target.status: withdrawn}"),
        ("an earlier entry", "{duplicate_of: {exists: true}, place: text}"),
    ] {
        let rules = rule(conditions);
        let mut evaluations = 0;
        let seconds = best(ROUNDS, || {
            let outcome = check(black_box(&rules), &corpus, &bare);
            assert!(outcome.findings.is_empty(), "nothing is found, nothing is reported");
            evaluations = outcome.stats.evaluations;
        });
        assert_eq!(evaluations, STANDARDS * crate::synthetic::REFERENCES);
        row(what, seconds * 1e9 / evaluations as f64, "ns", Goal::AtMost(50.0));
    }
    let rules = RuleSet::built_in().unwrap();
    let mut outcome = check(&rules, &corpus, &policy);
    let seconds = best(ROUNDS, || outcome = check(black_box(&rules), &corpus, &policy));
    let evaluations = outcome.stats.evaluations as f64;
    row("all built-in rules", seconds * 1e9 / evaluations, "ns", Goal::AtMost(50.0));
    row("– evaluations", evaluations / 1e6, "M", Goal::None);
    row("– findings", outcome.findings.len() as f64, "", Goal::None);
    row("– the whole check", seconds, "s", Goal::None);
    let seconds = best(ROUNDS, || black_box(RuleSet::built_in()));
    row("loading the built-in rules", seconds * 1e3, "ms", Goal::None);
}
