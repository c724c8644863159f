//! Prints how well alignment does on the mapping sets of `../shared/data/mappings`.
//!
//! `cargo bench --bench mappings` (add `-- --reverse` for the sets turned round as well).
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr, reason = "a tool")]
#![allow(missing_docs, clippy::cast_precision_loss, reason = "a tool")]

mod measure;

use measure::{Figures, SETS, Set};

const SEEDS: [u64; 3] = [1, 2, 3];

fn main() {
    let base = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/mappings");
    if !base.exists() {
        eprintln!("skipped: no ../shared/data/mappings");
        return;
    }
    let reverse = std::env::args().any(|it| it == "--reverse");
    println!(
        "{:<38} {:>6} {:>6} {:>6} {:>7} {:>7} {:>6}",
        "set", "R@1", "MRR", "F1", "(at)", "F1 here", "P here"
    );
    let mut sum = Figures::default();
    for name in SETS {
        let set = Set::read(&base.join(name));
        let of = mean(&set);
        print(name, &of);
        for (to, from) in [
            (&mut sum.recall_at_1, of.recall_at_1),
            (&mut sum.mrr, of.mrr),
            (&mut sum.best_f1, of.best_f1),
            (&mut sum.f1, of.f1),
            (&mut sum.precision, of.precision),
        ] {
            *to += from / SETS.len() as f64;
        }
        if reverse {
            print(&format!("{name} <"), &mean(&set.reversed()));
        }
    }
    print("mean", &sum);
}

fn mean(set: &Set) -> Figures {
    let mut sum = Figures::default();
    let n = SEEDS.len() as f64;
    for seed in SEEDS {
        let figures = set.measure(seed);
        sum.recall_at_1 += figures.recall_at_1 / n;
        sum.mrr += figures.mrr / n;
        sum.best_f1 += figures.best_f1 / n;
        sum.best_threshold += figures.best_threshold / n;
        sum.f1 += figures.f1 / n;
        sum.precision += figures.precision / n;
    }
    sum
}

fn print(name: &str, it: &Figures) {
    println!(
        "{name:<38} {:>6.3} {:>6.3} {:>6.3} {:>7.3} {:>7.3} {:>6.3}",
        it.recall_at_1, it.mrr, it.best_f1, it.best_threshold, it.f1, it.precision
    );
}
