//! Time and memory a standard, from a thousand to a million standards with ten references each.
//!
//! `cargo bench --bench scale`; a number behind `--` is the largest catalogue (a million needs 6 GB).
#![allow(clippy::unwrap_used, reason = "a benchmark")]
#![allow(clippy::cast_precision_loss, reason = "figures of a benchmark")]

mod measure;
mod synthetic;

use consonance::corpus::{AsOf, Corpus};
use consonance::reader::{LoadOptions, load};
use measure::{Goal, head, once, row};
use peak_alloc::PeakAlloc;
use synthetic::{Catalogue, Format};

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

/// What one catalogue costs, a standard.
struct Cost {
    microseconds: f64,
    /// Bytes held beyond the text.
    held: f64,
    /// Bytes at the highest beyond the text.
    peak: f64,
}

fn measure(standards: usize) -> Cost {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = Catalogue::new(standards);
    catalogue.write(folder.path(), Format::Definition, 1_000).unwrap();
    let before = ALLOCATED.current_usage();
    ALLOCATED.reset_peak_usage();
    let (seconds, corpus) = once(|| {
        let loaded = load(&[folder.path().to_owned()], &LoadOptions::default());
        Corpus::build(loaded, AsOf::Date(jiff::civil::date(2026, 1, 1)))
    });
    assert_eq!(corpus.standards().len(), standards);
    let text: usize = corpus.sources().files().iter().map(|it| it.text().len()).sum();
    let beyond = |bytes: usize| bytes.saturating_sub(before + text) as f64 / standards as f64;
    Cost {
        microseconds: seconds * 1e6 / standards as f64,
        held: beyond(ALLOCATED.current_usage()),
        peak: beyond(ALLOCATED.peak_usage()),
    }
}

fn main() {
    let most = std::env::args().filter_map(|it| it.parse::<usize>().ok()).next();
    let most = most.unwrap_or(1_000_000);
    // What is made once (the registry of publishers, threads) is no cost of a catalogue.
    let _warm = measure(1_000);
    head("Time and memory a standard (reading and resolving definitions)");
    let mut ten_thousand = None;
    for standards in [1_000, 10_000, 100_000, 1_000_000] {
        if standards > most {
            continue;
        }
        let cost = measure(standards);
        let name = format!("{standards} standards");
        row(&format!("{name}: CPU time a standard"), cost.microseconds, "µs", Goal::None);
        row(&format!("{name}: held beyond the text"), cost.held, "B", Goal::AtMost(1_500.0));
        row(&format!("{name}: at the highest"), cost.peak, "B", Goal::None);
        if standards == 10_000 {
            ten_thousand = Some(cost);
        } else if let (true, Some(small)) = (standards > 10_000, &ten_thousand) {
            let against = format!("{standards} against 10000");
            let time = cost.microseconds / small.microseconds;
            row(&format!("{against}: time a standard"), time, "×", Goal::AtMost(1.3));
            let held = cost.held / small.held;
            row(&format!("{against}: memory a standard"), held, "×", Goal::AtMost(1.3));
        }
    }
}
