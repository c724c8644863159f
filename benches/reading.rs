//! What reading YAML costs: bare events, our tree, a whole definition, and the oracle.
//!
//! `cargo bench --bench reading`

use std::fmt::Write;
use std::hint::black_box;

use consonance::reader::{Reader, definition::Definition};
use consonance::source::{Encoding, FileId, SourceFile, SourceMap};
use consonance::syntax::{json, yaml};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// Definitions as they are: short keys, Chinese and English text, some blocks and quotes.
fn definitions(count: usize) -> String {
    let mut text = String::new();
    for n in 0..count {
        let _ = write!(
            text,
            "---\nstandard: T/EXAMPLE {n}-2021\ntitle: {{zh: 服务评价通则 {n}, en: General principles {n}}}\n\
             status: current\ndates: {{published: 2021-03-01, effective: 2021-06-01}}\n\
             classification: {{ics: [\"03.080.01\"], ccs: [A16], sectors: [\"9.A\"], aspects: [evaluation]}}\n\
             references:\n  normative:\n    - GB/T 99901-2016\n    - standard: GB/T 99902\n      all_parts: true\n\
             \x20 informative: [ISO 99904, \"ISO 99905:2019\"]\nclauses:\n"
        );
        for clause in 1..12 {
            let _ = write!(
                text,
                "  - number: \"{clause}\"\n    title: {{zh: 要求, en: Requirements}}\n    text: |\n\
                 \x20     服务场所的 PM2.5 浓度不应大于 0.{clause} mg/m³。\n\n\
                 \x20     The provider shall keep records for at least {clause} years.\n\
                 \x20   notes: [室外除外。]\n    clauses:\n      - {{number: \"{clause}.1\", text: \"说明：见 GB/T 99901-2016 的 5.{clause}。\"}}\n"
            );
        }
    }
    text
}

fn reading(criterion: &mut Criterion) {
    let text = definitions(500);
    let value: Vec<serde_yaml::Value> = serde_yaml::Deserializer::from_str(&text)
        .filter_map(|it| <serde_yaml::Value as serde::Deserialize>::deserialize(it).ok())
        .collect();
    let as_json = serde_json::to_string(&value).unwrap_or_default();
    let id = FileId::from_index(0);
    let file = SourceFile::text_file(id, "a.yaml", Encoding::Utf8, text.as_str());
    let json_file = SourceFile::text_file(id, "a.json", Encoding::Utf8, as_json.as_str());
    let sources = SourceMap::new();

    let mut group = criterion.benchmark_group("yaml");
    group.sample_size(10).throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("events", |bencher| {
        bencher.iter(|| {
            let parser = granit_parser::Parser::new_from_str(&text);
            black_box(parser.filter(|it| it.is_ok()).count())
        });
    });
    group.bench_function("tree", |bencher| {
        bencher.iter(|| black_box(yaml::parse(&file).tree.len()))
    });
    group.bench_function("definition", |bencher| {
        bencher.iter(|| black_box(Definition.read(&file, &sources).standards.len()));
    });
    group.bench_function("serde_yaml", |bencher| {
        bencher.iter(|| {
            let documents = serde_yaml::Deserializer::from_str(&text);
            black_box(
                documents
                    .filter_map(|it| {
                        <serde_yaml::Value as serde::Deserialize>::deserialize(it).ok()
                    })
                    .count(),
            )
        });
    });
    group.finish();

    let mut group = criterion.benchmark_group("json");
    group.sample_size(10).throughput(Throughput::Bytes(as_json.len() as u64));
    group.bench_function("tree", |bencher| {
        bencher.iter(|| black_box(json::parse(&json_file).tree.len()));
    });
    group.bench_function("serde_json", |bencher| {
        bencher.iter(|| black_box(serde_json::from_str::<serde_json::Value>(&as_json).is_ok()));
    });
    group.finish();
}

criterion_group!(benches, reading);
criterion_main!(benches);
