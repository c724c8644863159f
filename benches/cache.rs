//! A check of one draft against a large folder: the first time, again, and after one file was edited;
//! and against a pack of it. Then a check of all of another folder, in which little is wrong: the same
//! three times.
//!
//! `cargo bench --bench cache` makes 7,000 files; `CONSONANCE_BENCH_FILES=70000` as many as that, and
//! `CONSONANCE_BENCH_FOLDER=DIR` takes those of a folder instead (one of them is edited, and put
//! back). Seconds are those of the process on all cores (user and system), from the system's own
//! count, which goes by hundredths: what is short is the mean of ten runs, of which each edits the file
//! once more where it is edited.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark, not the library")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A small generator of numbers (xorshift): the same files in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }
}

fn name(at: usize) -> String {
    format!("ISO {}:{}", 200_000 + at, 2000 + at % 24)
}

/// About 3 kB: a title, ten references anywhere in the catalogue, some clauses; one in twenty is
/// withdrawn.
fn document(at: usize, all: usize, numbers: &mut Numbers) -> String {
    let mut text = format!("standard: {}\ntitle: {{en: Illustrative document {at}}}\n", name(at));
    let (withdrawn, year) = (numbers.below(20) == 0, 2000 + at % 24);
    text.push_str(if withdrawn { "status: withdrawn\n" } else { "status: current\n" });
    let _ = writeln!(text, "dates: {{published: {year}-05-01}}\nreferences:\n  normative:");
    for _ in 0..10 {
        let _ = writeln!(text, "    - {}", name(numbers.below(all)));
    }
    add_clauses(&mut text, 8, "the equipment is kept at the temperature of the laboratory ");
    text
}

fn add_clauses(text: &mut String, count: usize, words: &str) {
    text.push_str("clauses:\n");
    let words = words.repeat(4);
    for clause in 1..=count {
        let _ = writeln!(
            text,
            "  - number: \"{clause}\"\n    title: {{en: Illustrative clause}}\n    text: {{en: \"{words}\"}}"
        );
    }
}

/// The same, but that it is in force, and refers to documents that were there shortly before; one in a
/// hundred refers to one that is not there.
fn sound(at: usize, numbers: &mut Numbers) -> String {
    let name = |at: usize| format!("ISO {}:{}", 200_000 + at, 2022 + at % 4);
    let mut text = format!(
        "standard: {}\ntitle: {{en: Illustrative document {at}}}\nstatus: current\ndates: {{published: {}-05-01}}\n",
        name(at),
        2022 + at % 4
    );
    let earlier = (1..11).filter_map(|step| at.checked_sub(20 * step + numbers.below(20)));
    let mut references: Vec<String> = earlier.map(|it| format!("\"{}\"", name(it))).collect();
    references.extend((numbers.below(100) == 0).then(|| "\"ISO 199999:2001\"".to_owned()));
    let _ = writeln!(text, "references: {{normative: [{}]}}", references.join(", "));
    add_clauses(&mut text, 3, "the equipment is kept at the temperature of the laboratory. ");
    text
}

/// How many files are made.
fn files() -> usize {
    std::env::var("CONSONANCE_BENCH_FILES").map_or(7_000, |it| it.parse().unwrap())
}

fn made(corpus: PathBuf, document: impl Fn(usize, &mut Numbers) -> String) -> PathBuf {
    let mut numbers = Numbers(7);
    for at in 0..files() {
        let part = corpus.join(format!("{:03}", at / 1000));
        fs::create_dir_all(&part).unwrap();
        fs::write(part.join(format!("{at:06}.yaml")), document(at, &mut numbers)).unwrap();
    }
    corpus
}

/// All of a folder judged: the first time, again, and with one file edited, which gives what is given
/// without a cache.
fn all_judged(folder: &Path) -> [f64; 3] {
    let corpus = made(folder.join("sound"), sound);
    let corpus = corpus.to_str().unwrap();
    let check = |more: &[&str]| {
        let head = ["check", corpus, "--profile", "catalogue", "--as-of", "2026-01-01"];
        measure(folder, &[&head[..], &["--format", "json"], more].concat())
    };
    let cached = ["--cache", "sound-cache"];
    let (first, told) = check(&cached);
    check(&cached);
    let again = mean(|| check(&cached));
    let mut edit = edits(last_file(Path::new(corpus)));
    let edited = mean(|| {
        edit();
        check(&cached)
    });
    assert!(told == again.1 && edited.1 == check(&["--no-cache"]).1, "other reports");
    [first, again.0, edited.0]
}

/// The mean of ten runs, and what the last one printed.
fn mean(mut run: impl FnMut() -> (f64, Vec<u8>)) -> (f64, Vec<u8>) {
    const RUNS: u8 = 10;
    let (mut seconds, mut printed) = (0.0, Vec::new());
    for _ in 0..RUNS {
        let (of_run, told) = run();
        seconds += of_run;
        printed = told;
    }
    (seconds / f64::from(RUNS), printed)
}

/// Edits a file once more each time.
fn edits(file: PathBuf) -> impl FnMut() {
    let mut text = fs::read(&file).unwrap();
    move || {
        text.splice(0..0, *b"# edited\n");
        fs::write(&file, &text).unwrap();
    }
}

/// The last file of a folder, in the order of names.
fn last_file(folder: &Path) -> PathBuf {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    entries.sort();
    let last = entries.pop().unwrap();
    if last.is_dir() { last_file(&last) } else { last }
}

/// Clock ticks that children of this process have used, user and system: fields 16 and 17 of
/// `/proc/self/stat`.
fn ticks() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> =
        stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    fields.get(13..15).map_or(0.0, |it| it.iter().filter_map(|it| it.parse::<f64>().ok()).sum())
}

/// Seconds of the program on these arguments, and what it printed.
fn measure(folder: &Path, arguments: &[&str]) -> (f64, Vec<u8>) {
    let (before, start) = (ticks(), std::time::Instant::now());
    let output = Command::new(env!("CARGO_BIN_EXE_consonance"))
        .current_dir(folder)
        .args(arguments)
        .stderr(Stdio::null())
        .output()
        .unwrap();
    let code = output.status.code();
    assert!(matches!(code, Some(0 | 1)), "{arguments:?} ended with {code:?}");
    let used = ticks() - before;
    // Where the system does not count, the clock has to do.
    let seconds = if used > 0.0 { used / 100.0 } else { start.elapsed().as_secs_f64() };
    (seconds, output.stdout)
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let given = std::env::var_os("CONSONANCE_BENCH_FOLDER").map(PathBuf::from);
    let corpus = given.unwrap_or_else(|| {
        made(folder.join("corpus"), |at, numbers| document(at, files(), numbers))
    });
    let corpus = fs::canonicalize(corpus).unwrap();
    let mut draft = String::from("standard: ISO 999001:2025\nreferences:\n  normative:\n");
    (0..10).for_each(|at| writeln!(draft, "    - {}", name(at * 501)).unwrap());
    fs::write(folder.join("draft.yaml"), draft).unwrap();
    let corpus_word = corpus.to_str().unwrap();
    let check = |more: &[&str]| {
        let head = [
            "check",
            "draft.yaml",
            "--as-of",
            "2026-01-01",
            "--format",
            "json",
            "--corpus",
            corpus_word,
        ];
        measure(folder, &[&head[..], more].concat())
    };
    let cached = ["--cache", "cache"];
    let plain = check(&["--no-cache"]);
    let first = check(&cached);
    // Files that were written a moment ago are hashed once more.
    check(&cached);
    let second = mean(|| check(&cached));
    let edited_file = last_file(&corpus);
    let text = fs::read(&edited_file).unwrap();
    let mut edit = edits(edited_file.clone());
    let edited = mean(|| {
        edit();
        check(&cached)
    });
    let edited_plain = check(&["--no-cache"]);
    fs::write(&edited_file, text).unwrap();
    assert!(
        plain.1 == first.1 && plain.1 == second.1 && edited.1 == edited_plain.1,
        "other reports"
    );
    let (packing, _) = measure(folder, &["pack", corpus_word, "-o", "c.pack"]);
    let pack =
        || measure(folder, &["check", "draft.yaml", "--as-of", "2026-01-01", "--corpus", "c.pack"]);
    let packed = mean(pack).0;

    println!("{:<34} {:>8}  of the first", "one draft against a folder", "CPU s");
    let line = |what: &str, seconds: f64| {
        println!("{what:<34} {seconds:>8.3}  1/{:.1}", first.0 / seconds);
    };
    line("without a cache", plain.0);
    line("the first time", first.0);
    line("again", second.0);
    line("with one file edited", edited.0);
    println!("one file edited / again: {:.2}", edited.0 / second.0);
    println!("{:<34} {packing:>8.3}", "to pack it");
    println!("{:<34} {packed:>8.3}", "one draft against the pack");

    let [first, again, edited] = all_judged(folder);
    println!("\n{:<34} {first:>8.3}", "all judged: the first time");
    println!("{:<34} {again:>8.3}  1/{:.1}", "again", first / again);
    println!("{:<34} {edited:>8.3}  1/{:.1}", "with one file edited", first / edited);
    println!("one file edited / again: {:.2}", edited / again);
}
