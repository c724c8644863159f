//! Joining synthetic catalogues, and analysing large graphs.

use std::fmt::Write as _;
use std::hint::black_box;

use consonance::corpus::{AsOf, Corpus, Csr, Event, StandardId, is_public};
use consonance::model::{Reference, ReferenceRole, Said, Standard, Status, Target, Text};
use consonance::reader::Loaded;
use consonance::source::{Encoding, SourceFile, SourceMap, Span};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};

/// References of each standard.
const REFERENCES: usize = 10;

/// A small generator of numbers (xorshift): the same catalogue in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap_or(0)
    }
}

/// A catalogue: every third standard is a second edition that replaces the one before it; two of ten
/// references are undated, one leads to a document that is not there.
fn catalogue(standards: usize) -> Loaded {
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    let mut text = String::new();
    let line = |text: &mut String, name: &str| {
        let start = text.len();
        text.push_str(name);
        let end = text.len();
        text.push('\n');
        (start, end)
    };
    let name = |at: usize| match at % 3 {
        1 => format!("GB/T {}-2009", 100_000 + at),
        2 => format!("GB/T {}-2019", 100_000 + at - 1),
        _ => format!("ISO {}:2015", 100_000 + at),
    };
    let mut places = Vec::with_capacity(standards * (REFERENCES + 1));
    let mut written = String::new();
    for at in 0..standards {
        places.push(line(&mut text, &name(at)));
        for reference in 0..REFERENCES {
            let to = numbers.below(standards);
            written.clear();
            match reference {
                0 => _ = write!(written, "ISO {}:1999", 900_000 + to),
                1 | 2 => _ = write!(written, "ISO {}", 100_000 + to - to % 3),
                _ => written.push_str(&name(to)),
            }
            places.push(line(&mut text, &written));
        }
    }
    let mut sources = SourceMap::new();
    let file = sources.add(|id| SourceFile::text_file(id, "catalogue", Encoding::Utf8, text));
    let target =
        |(start, end): (usize, usize)| Target::named(Text::verbatim(Span::new(file, start, end)));
    let standards = places
        .chunks(REFERENCES + 1)
        .enumerate()
        .map(|(at, places)| {
            let span = Span::new(file, places[0].0, places[REFERENCES].1);
            let mut standard = Standard::at(span);
            standard.identity = Some(target(places[0]));
            let status = if at % 3 == 1 { Status::Replaced } else { Status::Current };
            standard.status = Some(Said::new(status, span));
            standard.references = Some(
                places[1..]
                    .iter()
                    .map(|&place| Reference::new(target(place), ReferenceRole::Normative, span))
                    .collect(),
            );
            standard
        })
        .collect();
    Loaded { sources, standards, ..Loaded::default() }
}

fn as_of() -> AsOf {
    AsOf::Date(jiff::civil::date(2026, 1, 1))
}

fn building(c: &mut Criterion) {
    let mut group = c.benchmark_group("corpus");
    group.sample_size(10);
    for standards in [1_000, 10_000, 100_000] {
        group.throughput(Throughput::Elements(standards as u64));
        group.bench_function(format!("build {standards}"), |b| {
            b.iter_batched(
                || catalogue(standards),
                |loaded| Corpus::build(loaded, as_of()),
                BatchSize::PerIteration,
            );
        });
    }
    let corpus = Corpus::build(catalogue(100_000), as_of());
    group.bench_function("counts 100000", |b| b.iter(|| black_box(&corpus).counts()));
    group.bench_function("components 100000", |b| {
        b.iter(|| black_box(&corpus).components(|_, _, link| is_public(link)));
    });
    group.bench_function("impact 100000", |b| {
        b.iter(|| black_box(&corpus).impact(&[StandardId(0).node()], Event::Withdrawn));
    });
    group.finish();
}

fn analysis(c: &mut Criterion) {
    const NODES: u32 = 100_000;
    const EDGES: u32 = 1_000_000;
    let mut numbers = Numbers(7);
    let mut end = || u32::try_from(numbers.below(NODES as usize)).unwrap_or(0);
    let edges: Vec<(u32, u32, u32)> = (0..EDGES).map(|edge| (end(), end(), edge)).collect();
    let mut group = c.benchmark_group("csr");
    group.sample_size(10);
    group.bench_function("view", |b| {
        b.iter(|| Csr::from_pairs(NODES as usize, black_box(&edges).iter().copied()));
    });
    let csr = Csr::from_pairs(NODES as usize, edges.iter().copied());
    group.bench_function("components", |b| b.iter(|| black_box(&csr).components()));
    group.bench_function("reach", |b| b.iter(|| black_box(&csr).reach(&[0])));
    group.finish();
}

criterion_group!(benches, building, analysis);
criterion_main!(benches);
