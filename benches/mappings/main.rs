//! Prints how well alignment does on the mapping sets of `../shared/data/mappings`.
//!
//! `cargo bench --bench mappings`. Add `-- --reverse` for the sets turned round as well, `--split` for either half of
//! each, `--numbers` for the sets as they are, numbers and order included, `--seeds N` for so many ways to shuffle, and
//! `--calibrate` for the threshold that serves all sets, and what a set gets from the threshold of the others.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr, reason = "a tool")]
#![allow(missing_docs, clippy::cast_precision_loss, reason = "a tool")]

mod measure;

use measure::{Figures, SETS, STEPS, Set};

/// Ways to shuffle, where nothing else is said.
const SEEDS: u64 = 3;

fn main() {
    let base = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/mappings");
    if !base.exists() {
        eprintln!("skipped: no ../shared/data/mappings");
        return;
    }
    let arguments: Vec<String> = std::env::args().collect();
    let wants = |what: &str| arguments.iter().any(|it| it == what);
    let seeds = arguments.iter().position(|it| it == "--seeds");
    let seeds = seeds.map_or(SEEDS, |at| arguments[at + 1].parse().unwrap());
    println!("{:<30} {:>29} | {:>20} | {:>20}", "", "best", "shipped threshold", "pairs kept");
    println!(
        "{:<30} {:>6} {:>6} {:>6} {:>8} | {:>6} {:>6} {:>6} | {:>6} {:>6} {:>6}",
        "set", "R@1", "MRR", "F1", "(at)", "P", "R", "F1", "P", "R", "F1"
    );
    let mut sum = Figures::default();
    let mut curves = Vec::new();
    for name in SETS {
        let set = Set::read(&base.join(name));
        let of = mean(&set, seeds);
        print(name, &of);
        curves.push((*name, of.curve.clone()));
        for (to, from) in [
            (&mut sum.recall_at_1, of.recall_at_1),
            (&mut sum.mrr, of.mrr),
            (&mut sum.best_f1, of.best_f1),
            (&mut sum.f1, of.f1),
            (&mut sum.precision, of.precision),
            (&mut sum.recall, of.recall),
            (&mut sum.kept_precision, of.kept_precision),
            (&mut sum.kept_recall, of.kept_recall),
            (&mut sum.kept_f1, of.kept_f1),
        ] {
            *to += from / SETS.len() as f64;
        }
        if wants("--reverse") {
            print("  turned round", &mean(&set.reversed(), seeds));
        }
        if wants("--split") {
            print("  one half", &mean(&set.part(0), seeds));
            print("  other half", &mean(&set.part(1), seeds));
        }
        if wants("--numbers") {
            print("  as it is, with numbers", &set.measure_as_it_is());
        }
    }
    print("mean", &sum);
    if wants("--calibrate") {
        calibrate(&curves);
    }
}

/// The threshold of the best mean F1, and for each set what the best threshold of the others gives.
fn calibrate(curves: &[(&str, Vec<f64>)]) {
    let best = |without: &str| {
        let mean = |step: usize| -> f64 {
            curves.iter().filter(|(name, _)| *name != without).map(|(_, it)| it[step]).sum()
        };
        (0..STEPS).max_by(|a, b| mean(*a).total_cmp(&mean(*b))).unwrap()
    };
    let of_all = best("");
    let mean = curves.iter().map(|(_, it)| it[of_all]).sum::<f64>() / curves.len() as f64;
    println!("\nbest threshold for all: {:.2}, mean F1 {mean:.3}", of_all as f64 / STEPS as f64);
    let mut left_out = 0.0;
    for (name, curve) in curves {
        let step = best(name);
        left_out += curve[step] / curves.len() as f64;
        println!(
            "left out {name:<30} threshold {:.2}, F1 {:.3}",
            step as f64 / STEPS as f64,
            curve[step]
        );
    }
    println!("mean F1, each set with the threshold of the others: {left_out:.3}");
}

fn mean(set: &Set, seeds: u64) -> Figures {
    let mut sum = Figures { curve: vec![0.0; STEPS], ..Figures::default() };
    let n = seeds as f64;
    for seed in 1..=seeds {
        let figures = set.measure(seed);
        sum.recall_at_1 += figures.recall_at_1 / n;
        sum.mrr += figures.mrr / n;
        sum.best_f1 += figures.best_f1 / n;
        sum.best_threshold += figures.best_threshold / n;
        sum.f1 += figures.f1 / n;
        sum.precision += figures.precision / n;
        sum.recall += figures.recall / n;
        sum.kept_precision += figures.kept_precision / n;
        sum.kept_recall += figures.kept_recall / n;
        sum.kept_f1 += figures.kept_f1 / n;
        for (to, from) in sum.curve.iter_mut().zip(&figures.curve) {
            *to += from / n;
        }
    }
    sum
}

fn print(name: &str, it: &Figures) {
    println!(
        "{name:<30} {:>6.3} {:>6.3} {:>6.3} {:>8} | {:>6.3} {:>6.3} {:>6.3} | {:>6.3} {:>6.3} {:>6.3}",
        it.recall_at_1,
        it.mrr,
        it.best_f1,
        if it.best_threshold > 0.0 { format!("{:.3}", it.best_threshold) } else { String::new() },
        it.precision,
        it.recall,
        it.f1,
        it.kept_precision,
        it.kept_recall,
        it.kept_f1
    );
}
