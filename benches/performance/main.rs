//! The figures of `docs/performance.md`, each as a row of its table.
//!
//! `cargo bench --bench performance`; behind `--` the parts that are wanted, of [`PARTS`].
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a benchmark")]
#![allow(clippy::cast_precision_loss, reason = "figures of a benchmark")]

#[path = "../measure/mod.rs"]
mod measure;
#[path = "../synthetic/mod.rs"]
mod synthetic;

mod analysis;
mod catalogue;
mod identifiers;
mod process;
mod render;
mod rules;

const PARTS: &[(&str, fn())] = &[
    ("identifiers", identifiers::run),
    ("catalogue", catalogue::run),
    ("analysis", analysis::run),
    ("rules", rules::run),
    ("render", render::run),
    ("process", process::run),
];

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|it| !it.starts_with('-')).collect();
    for (name, run) in PARTS {
        if wanted.is_empty() || wanted.iter().any(|it| it == name) {
            run();
        }
    }
}
