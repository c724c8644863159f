//! Reading and resolving whole catalogues, against the bare YAML events of the same bytes.
//!
//! `cargo bench --bench performance -- catalogue`

use std::path::{Path, PathBuf};

use crate::measure::{Goal, best, best_elapsed, head, row};
use crate::synthetic::{Catalogue, Format};
use consonance::corpus::{AsOf, Corpus};
use consonance::reader::{LoadOptions, load};
use rayon::ThreadPool;

const ROUNDS: usize = 5;

fn pool(threads: usize) -> ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap()
}

/// Reads and joins everything under a path.
fn corpus(path: &Path, standards: usize) -> Corpus {
    let loaded = load(&[path.to_owned()], &LoadOptions::default());
    assert_eq!(loaded.standards.len(), standards, "every standard is read");
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems.first());
    Corpus::build(loaded, AsOf::Date(jiff::civil::date(2026, 1, 1)))
}

/// Reads the files and lets the parser tell its events, and no more.
fn events(files: &[PathBuf]) -> usize {
    let count = |path: &PathBuf| {
        let text = std::fs::read_to_string(path).unwrap();
        granit_parser::Parser::new_from_str(&text).filter(Result::is_ok).count()
    };
    files.iter().map(count).sum()
}

pub(crate) fn run() {
    let folder = tempfile::tempdir().unwrap();
    let one = pool(1);
    head("Reading and resolving, one core, against the bare events of the parser");
    for (what, format, standards, a_file) in [
        ("10,000 definitions in one file", Format::Definition, 10_000, 10_000),
        ("10,000 definitions, one a file", Format::Definition, 10_000, 1),
        ("100,000 definitions, 1,000 a file", Format::Definition, 100_000, 1_000),
        ("10,000 items as Relaton has them, one a file", Format::Relaton, 10_000, 1),
    ] {
        let place = folder.path().join(format!("{format:?}-{standards}-{a_file}"));
        let files = Catalogue::new(standards).write(&place, format, a_file).unwrap();
        let bytes: u64 = files.iter().map(|it| it.metadata().unwrap().len()).sum();
        let rounds = if standards > 10_000 { 2 } else { ROUNDS };
        let bare = best(rounds, || events(&files));
        let ours = one.install(|| best(rounds, || corpus(&place, standards)));
        #[expect(clippy::cast_precision_loss, reason = "bytes of a benchmark")]
        let megabytes = bytes as f64 / 1e6;
        row(what, ours / bare, "×", Goal::AtMost(1.5));
        row("– bare events", megabytes / bare, "MB/s", Goal::None);
        row("– read and resolved", megabytes / ours, "MB/s", Goal::None);
    }

    head("Two threads against one, on the clock: two cores have to be idle");
    if std::thread::available_parallelism().map_or(1, usize::from) < 2 {
        eprintln!("skipped: one core only");
        return;
    }
    let place = folder.path().join("Definition-100000-1000");
    let two = pool(2);
    let alone = one.install(|| best_elapsed(3, || corpus(&place, 100_000)));
    let together = two.install(|| best_elapsed(3, || corpus(&place, 100_000)));
    row("100,000 definitions, 1,000 a file", alone / together, "×", Goal::AtLeast(1.8));
}
