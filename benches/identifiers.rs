//! Identifiers a second: parsing alone, interning, and finding them in prose.
//!
//! The aim is a million parses a second on one core.

use std::hint::black_box;

use consonance::identifier::{IdentifierTable, find, parse};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const IDENTIFIERS: &[&str] = &[
    "GB/T 1.1-2020",
    "GB/T 99901—2016",
    "DB4403/T 12-2021",
    "T/EXAMPLE 101-2021",
    "ISO 99901:2015",
    "ISO/IEC TR 99901-3:2005/Amd 1:2010",
    "IEC 60079-6:2015+AMD1:2020 CSV",
    "BS EN ISO 99901:2015+A1:2018",
    "ГОСТ Р ИСО/МЭК 99901-2-2016",
    "ETSI EN 300 476-2 V1.2.1 (2000-11)",
    "JIS C 61000-3-2:2019",
    "IEEE Std 802.3-2018",
    "NIST SP 800-53r5",
    "ITU-T X.680 (02/2021)",
    "RFC 8446",
    "ASTM A240/A240M-20",
];

fn parsing(c: &mut Criterion) {
    let mut group = c.benchmark_group("identifier");
    group.throughput(Throughput::Elements(IDENTIFIERS.len() as u64));
    group.bench_function("parse", |b| {
        b.iter(|| {
            for text in IDENTIFIERS {
                let _ = black_box(parse(black_box(text)));
            }
        });
    });
    group.bench_function("intern", |b| {
        let mut table = IdentifierTable::default();
        b.iter(|| {
            for text in IDENTIFIERS {
                black_box(table.intern(black_box(text)));
            }
        });
    });
    group.finish();
}

fn finding(c: &mut Criterion) {
    let paragraph = "本文件按照GB/T 1.1—2020的规定起草。服务场所的空气质量应符合GB/T 99901—2016中 8.2.1 的要求，见表2。\n\
        The service shall meet ISO/IEC 99901:2022, A.5.7, and RFC 8446 Section 4.2. It has 5 GB of memory; IEEE members know.\n";
    let text = paragraph.repeat(200);
    let mut group = c.benchmark_group("prose");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("find", |b| b.iter(|| black_box(find(black_box(&text)))));
    group.finish();
}

criterion_group!(benches, parsing, finding);
criterion_main!(benches);
