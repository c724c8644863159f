//! Speed of reading clause text: provisions, quantities, uses of terms, two texts compared.
#![allow(missing_docs, reason = "a benchmark")]

use std::hint::black_box;

use consonance::comparison::compare;
use consonance::language::{TermFinder, provisions, quantities};
use consonance::model::Lang;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const ENGLISH: &str = "If the room temperature is below 18 °C, the operator shall close the window and should inform the guests within 10 min. The noise shall not exceed 55 dB(A), measured at a distance of 1 m ± 0.1 m. Devices that may overheat shall carry a warning. See 5.2 and ISO 99901:2019, Table 3.\n\n";
const CHINESE: &str = "当室内温度低于 18 ℃时，操作人员应关闭窗户，并宜在 10 min 内告知客人。噪声不应大于 55 dB(A)，测量距离为 1 m ± 0.1 m。可拆卸的部件应编号，必要时可增加检测次数。应按 GB/T 99901—2019 的规定进行试验。\n";

fn language(criterion: &mut Criterion) {
    let finder = TermFinder::new(["room temperature", "operator", "guest", "噪声", "操作人员"]);
    for (name, sentence) in [("en", ENGLISH), ("zh", CHINESE)] {
        let text = sentence.repeat(4000);
        let mut group = criterion.benchmark_group(name);
        group.sample_size(10);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function("provisions", |b| {
            b.iter(|| provisions(black_box(&text), Lang::Unstated).len());
        });
        group.bench_function("quantities", |b| {
            b.iter(|| quantities(black_box(&text), Lang::Unstated).len());
        });
        group.bench_function("terms", |b| b.iter(|| finder.uses(black_box(&text)).len()));
        group.finish();
    }
    criterion.bench_function("compare two sentences", |b| {
        b.iter(|| compare(black_box(ENGLISH), black_box(CHINESE)).conflict);
    });
}

criterion_group!(benches, language);
criterion_main!(benches);
