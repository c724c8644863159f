//! What one finding costs at the terminal: it must not depend on the size of the file.
//!
//! `cargo bench --bench performance -- render`

use std::hint::black_box;

use crate::measure::{Goal, best, head, row};
use consonance::bilingual;
use consonance::finding::{Confidence, Finding, RelatedPlace, Severity};
use consonance::report::{Look, terminal};
use consonance::source::{Encoding, Language, SourceFile, SourceMap, Span};

const SIZE: usize = 23_000_000;
const TIMES: u32 = 200;

fn finding(sources: &mut SourceMap, text: String) -> Finding {
    let middle = text.floor_char_boundary(text.len() / 2);
    let end = text.floor_char_boundary(text.len() - 100);
    let id = sources.add(|id| SourceFile::text_file(id, "large.yaml", Encoding::Utf8, text));
    Finding {
        rule: "REF007".to_owned(),
        title: bilingual!("Withdrawn target", "引用已废止的文件"),
        severity: Severity::Error,
        confidence: Confidence::Certain,
        message: bilingual!("refers to a withdrawn document", "引用了已废止的文件"),
        standard: "T/EXAMPLE 1-2021".to_owned(),
        clause: None,
        span: Span::new(id, end, end + 12),
        label: None,
        related: vec![RelatedPlace {
            standard: "GB/T 99901-2009".to_owned(),
            clause: None,
            message: bilingual!("withdrawn here", "此处注明已废止"),
            span: Span::new(id, middle, middle + 12),
        }],
        source: Vec::new(),
        help: Some(bilingual!("drop the reference", "删去该引用")),
        fix: None,
        evidence: Vec::new(),
        fingerprint: String::new(),
    }
}

pub(crate) fn run() {
    let look = Look { language: Language::En, color: true, width: 80, verbose: 0, quiet: 0 };
    let texts = [
        ("in 23 MB of lines", "  - text: 浓度不应大于 0.15 mg/m³，温度应保持在 18 ℃。\n"),
        ("in one line of 23 MB", "{\"text\": \"浓度不应大于 0.15 mg/m³\"}, "),
    ];
    head("A finding and its related place, drawn for the terminal");
    for (name, piece) in texts {
        let mut sources = SourceMap::new();
        let finding = finding(&mut sources, piece.repeat(SIZE / piece.len()));
        // The table of lines is made with the first finding of a file.
        let first = best(1, || terminal::finding(black_box(&finding), &sources, look));
        let seconds = best(5, || {
            for _ in 0..TIMES {
                black_box(terminal::finding(black_box(&finding), &sources, look));
            }
        });
        row(name, seconds / f64::from(TIMES) * 1e3, "ms", Goal::AtMost(0.1));
        row("– the first one, with the table of lines", first * 1e3, "ms", Goal::None);
    }
}
