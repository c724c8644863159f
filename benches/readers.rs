//! Readers of XML, OSCAL and AsciiDoc, against the bare parse of the same files.
//!
//! `cargo bench --bench readers`. Files of `../shared/data`; each figure is the best of several
//! rounds over all files of a kind, on one core. Where the system tells it, the time that the
//! thread was on a core is taken, so that other work on the machine counts less.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr, reason = "a tool")]
#![allow(missing_docs, clippy::cast_precision_loss, reason = "a tool")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use consonance::reader::READERS;
use consonance::source::{Encoding, SourceFile, SourceMap};
use consonance::syntax::parse;

const ROUNDS: usize = 5;

/// Bytes read in a round, at least.
const ROUND: usize = 40_000_000;

fn main() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let unpacked = tempfile::tempdir().unwrap();
    let archive = data.join("rfc/rfcxml-dev.tar.xz");
    let _ = Command::new("tar").arg("xJf").arg(archive).arg("-C").arg(unpacked.path()).status();
    println!(
        "{:<16} {:>6} {:>8} {:>10} {:>10} {:>7}",
        "", "files", "MB", "bare MB/s", "read MB/s", "ratio"
    );
    for (reader, folder, ending) in [
        ("rfcxml", unpacked.path().to_owned(), "xml"),
        ("sts", data.join("documents"), "xml"),
        ("metanorma-xml", data.join("documents"), "xml"),
        ("oscal", data.join("oscal"), "json"),
    ] {
        measure(reader, &folder, ending);
    }
}

fn measure(name: &str, folder: &Path, ending: &str) {
    let reader = *READERS.iter().find(|it| it.name() == name).unwrap();
    let mut sources = SourceMap::new();
    let mut ids = Vec::new();
    let mut bytes = 0;
    for path in files(folder, ending) {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let shown = path.to_string_lossy().into_owned();
        let id = sources.add(|id| SourceFile::text_file(id, shown, Encoding::Utf8, text));
        if reader.recognises(sources.file(id)) {
            bytes += sources.file(id).text().len();
            ids.push(id);
        }
    }
    if ids.is_empty() {
        eprintln!("skipped: no files for {name} in {}", folder.display());
        return;
    }
    // The system tells the time on a core in steps of some milliseconds: small samples are read often.
    let times = u32::try_from(ROUND.div_ceil(bytes.max(1))).unwrap_or(1);
    let best = |work: &dyn Fn(&SourceFile)| {
        let round = || {
            let (start, busy) = (Instant::now(), on_core());
            for _ in 0..times {
                ids.iter().for_each(|id| work(sources.file(*id)));
            }
            let all = match (busy, on_core()) {
                (Some(before), Some(after)) => after - before,
                _ => start.elapsed().as_secs_f64(),
            };
            all / f64::from(times)
        };
        (0..ROUNDS).map(|_| round()).fold(f64::INFINITY, f64::min)
    };
    let bare = best(&|file| {
        if ending == "xml" {
            let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
            let _ = std::hint::black_box(
                roxmltree::Document::parse_with_options(file.text(), options).is_ok(),
            );
        } else {
            std::hint::black_box(parse(file).problems.len());
        }
    });
    let read = best(&|file| {
        std::hint::black_box(reader.read(file, &sources).standards.len());
    });
    let size = bytes as f64 / 1e6;
    println!(
        "{name:<16} {:>6} {size:>8.1} {:>10.0} {:>10.0} {:>7.2}",
        ids.len(),
        size / bare,
        size / read,
        read / bare
    );
}

/// Seconds that this thread was on a core (Linux).
fn on_core() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: u64 = told.split_whitespace().next()?.parse().ok()?;
    Some(nanoseconds as f64 / 1e9)
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = ignore::Walk::new(folder)
        .flatten()
        .map(ignore::DirEntry::into_path)
        .filter(|it| it.extension().is_some_and(|it| it == ending))
        .collect();
    files.sort();
    files
}
