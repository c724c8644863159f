//! What a rule costs: nanoseconds for one fact and one predicate, over many references.
//!
//! `cargo bench --bench performance -- rules`

use std::hint::black_box;

use crate::measure::{Goal, best, head, row};
use crate::synthetic::{Catalogue, Format, REFERENCES};
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

/// So many rules with the same conditions.
fn rules(conditions: &str, count: usize) -> RuleSet {
    let text = |at: usize| {
        format!(
            "code: HOUSE{at:03}\ntitle: {{en: a, zh: 甲}}\nseverity: info\non: reference\n\
             where: {conditions}\n\
             report: {{at: reference, message: {{en: a, zh: 甲}}}}\nwhy: {{en: a, zh: 甲}}\n"
        )
    };
    RuleSet::from_files((1..=count).map(|at| (format!("house/{at}.yaml"), text(at)))).unwrap()
}

pub(crate) fn run() {
    let corpus = corpus(Catalogue::new(STANDARDS).text(Format::Definition, 0..STANDARDS));
    let judged: Vec<StandardId> = corpus.ids().collect();
    let policy = Policy::new(Profiles::built_in().unwrap(), judged);
    let mut bare = Policy::new(Profiles::built_in().unwrap(), policy.judged.clone());
    bare.select = vec!["HOUSE".to_owned()];
    head("Rules: one fact and one predicate");
    // What is paid once a fact is not the predicate's: twenty rules against one.
    const MORE: usize = 20;
    for (what, conditions) in [
        ("a word", "{role: informative, place: text}"),
        ("a word and a text", "{role: normative, written: {matches: '^QQQ'}}"),
        ("a chain to the target", "{target.status: withdrawn}"),
        ("an earlier entry", "{duplicate_of: {exists: true}, place: text}"),
    ] {
        let seconds = |count: usize| {
            let rules = rules(conditions, count);
            let mut evaluations = 0;
            let seconds = best(ROUNDS, || {
                let outcome = check(black_box(&rules), &corpus, &bare);
                assert!(outcome.findings.is_empty(), "nothing is found, nothing is reported");
                evaluations = outcome.stats.evaluations;
            });
            assert_eq!(evaluations, STANDARDS * REFERENCES * count);
            seconds
        };
        let (one, many) = (seconds(1), seconds(MORE));
        let facts = (STANDARDS * REFERENCES) as f64;
        let each = (many - one) / (MORE - 1) as f64 / facts * 1e9;
        row(what, each, "ns", Goal::AtMost(50.0));
        row("– the fact itself, and the first rule", one / facts * 1e9, "ns", Goal::None);
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
