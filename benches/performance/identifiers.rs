//! Identifiers a second on one core: parsing alone, interning, and finding them in prose.
//!
//! `cargo bench --bench performance -- identifiers`; the lists are those of `../shared/data`, where it is there.

use std::hint::black_box;
use std::path::Path;

use crate::measure::{Goal, best, head, row};
use consonance::identifier::{IdentifierTable, find, parse};

const ROUNDS: usize = 5;
/// Identifiers of one round: CPU time is told to some milliseconds.
const A_ROUND: usize = 500_000;

/// One of each kind that is met often.
const MIXED: &[&str] = &[
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

/// Every line of the lists of a folder that is no comment.
fn lines(folder: &Path) -> Vec<String> {
    let mut lines = Vec::new();
    for file in ignore::Walk::new(folder).flatten() {
        let path = file.path();
        if path.extension().is_none_or(|it| it != "txt") || path.iter().any(|it| it == "fail") {
            continue;
        }
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let written =
            |line: &str| line.trim_start_matches('!').split('!').next().map(str::to_owned);
        let lists = text.lines().filter(|it| !it.trim().is_empty() && !it.starts_with('#'));
        lines.extend(lists.filter_map(written));
    }
    lines.sort();
    lines
}

/// Millions of identifiers a second.
fn rate<T: AsRef<str>>(texts: &[T]) -> f64 {
    let repeats = 1 + A_ROUND / texts.len().max(1);
    let seconds = best(ROUNDS, || {
        for text in (0..repeats).flat_map(|_| texts) {
            let _ = black_box(parse(black_box(text.as_ref())));
        }
    });
    (texts.len() * repeats) as f64 / seconds / 1e6
}

pub(crate) fn run() {
    head("Identifiers, one core");
    row("parse: one of each kind", rate(MIXED), "M/s", Goal::AtLeast(1.0));
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/identifiers");
    for (what, folder) in [
        ("parse: all lists of publishers", ""),
        ("parse: lists of ISO", "iso"),
        ("parse: lists of IEC", "iec"),
        ("parse: lists of China", "gb"),
    ] {
        let lines = lines(&data.join(folder));
        if lines.is_empty() {
            eprintln!("skipped: no lists in ../shared/data/identifiers/{folder}");
            continue;
        }
        row(what, rate(&lines), "M/s", Goal::AtLeast(1.0));
    }
    let mut table = IdentifierTable::default();
    let seconds = best(ROUNDS, || {
        for text in (0..A_ROUND / MIXED.len()).flat_map(|_| MIXED) {
            black_box(table.intern(black_box(text)));
        }
    });
    row("intern: known ones", A_ROUND as f64 / seconds / 1e6, "M/s", Goal::None);

    let paragraph = "本文件按照GB/T 1.1—2020的规定起草。服务场所的空气质量应符合GB/T 99901—2016中 8.2.1 的要求，见表2。\n\
        The service shall meet ISO/IEC 99901:2022, A.5.7, and RFC 8446 Section 4.2. It has 5 GB of memory; IEEE members know.\n";
    let text = paragraph.repeat(10_000);
    let seconds = best(ROUNDS, || black_box(find(black_box(&text))));
    row("find in prose", text.len() as f64 / seconds / 1e6, "MB/s", Goal::None);
}
