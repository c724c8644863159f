//! What a rule costs: nanoseconds for one fact and one rule, over many references.
#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Duration;

use consonance::corpus::{Corpus, StandardId};
use consonance::reader::definition::Definition;
use consonance::reader::{Loaded, Reader};
use consonance::rule::{Policy, Profiles, RuleSet, check};
use consonance::source::{Encoding, SourceFile, SourceMap};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

/// Standards that refer to each other.
fn corpus(standards: usize, references: usize) -> Corpus {
    let mut text = String::from("standards:\n");
    for at in 0..standards {
        let number = 90_000 + at;
        let _ = write!(
            text,
            "  - standard: GB/T {number}-2020\n    status: current\n    references: {{normative: ["
        );
        for other in 1..=references {
            let number = 90_000 + (at + other) % standards;
            let _ = write!(text, "\"GB/T {number}-2020\", ");
        }
        text.push_str("]}\n");
    }
    let mut sources = SourceMap::new();
    let id = sources.add(|id| SourceFile::text_file(id, "corpus.yaml", Encoding::Utf8, text));
    let reading = Definition.read(sources.file(id), &sources);
    let loaded = Loaded { sources, standards: reading.standards, ..Loaded::default() };
    Corpus::build(loaded, "2026-01-01".parse().unwrap())
}

fn rule(conditions: &str) -> RuleSet {
    let text = format!(
        "code: HOUSE001\ntitle: {{en: a, zh: 甲}}\nseverity: info\non: reference\n\
         where: {conditions}\n\
         report: {{at: reference, message: {{en: a, zh: 甲}}}}\nwhy: {{en: a, zh: 甲}}\n"
    );
    RuleSet::from_files([("house/rule.yaml".to_owned(), text)]).unwrap()
}

fn benchmark(criterion: &mut Criterion) {
    let corpus = corpus(2_000, 20);
    let judged: Vec<StandardId> = corpus.ids().collect();
    let policy = Policy::new(Profiles::built_in().unwrap(), judged);
    let mut group = criterion.benchmark_group("rules");
    group.sample_size(10).measurement_time(Duration::from_secs(3));
    let facts = 2_000 * 20;
    group.throughput(Throughput::Elements(facts));
    for (name, conditions) in [
        ("a word", "{role: informative}"),
        ("a word and a text", "{role: normative, written: {matches: '^ISO'}}"),
        ("a chain", "{target.status: withdrawn}"),
        ("an earlier entry", "{duplicate_of: {exists: true}}"),
    ] {
        let rules = rule(conditions);
        group.bench_with_input(BenchmarkId::new("check", name), &rules, |bencher, rules| {
            bencher.iter(|| black_box(check(rules, &corpus, &policy)));
        });
    }
    let rules = RuleSet::built_in().unwrap();
    group.bench_with_input(BenchmarkId::new("check", "all built-in"), &rules, |bencher, rules| {
        bencher.iter(|| black_box(check(rules, &corpus, &policy)));
    });
    group.throughput(Throughput::Elements(rules.len() as u64));
    group.bench_function("load", |bencher| bencher.iter(|| black_box(RuleSet::built_in())));
    group.finish();
}

criterion_group!(benches, benchmark);
criterion_main!(benches);
