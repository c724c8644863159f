//! Speed and memory of alignment, beside `rapidfuzz` over all pairs and scikit-learn's TF-IDF.
//!
//! `cargo bench --bench alignment`. Each figure is measured in a process of its own, so that its
//! peak memory is its own: the best of several runs, without reading the lists; and, because other
//! work may keep the machine busy, the mean time of all cores together. Clauses are paragraphs of the RFC sample and of the OSCAL catalogues in `../shared/data`; without them they
//! are made up. The right side has every other clause of the left one, edited, and as many others.
//! scikit-learn is asked for where `python3` (or `CONSONANCE_PYTHON`) has it.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr, reason = "a tool")]
#![allow(missing_docs, clippy::cast_precision_loss, reason = "a tool")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use consonance::alignment::{Aligner, List, Options, of_standard};
use consonance::reader::{LoadOptions, load};

/// Length of a paragraph that is taken for a clause, in bytes.
const LENGTH: std::ops::RangeInclusive<usize> = 80..=2000;
const SIZES: [usize; 3] = [1_000, 5_000, 10_000];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|it| it == "--one") {
        one(&arguments[at + 1], Path::new(&arguments[at + 2]), arguments[at + 3].parse().unwrap());
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (clauses, origin) = clauses(folder.path());
    let mean = clauses.iter().map(String::len).sum::<usize>() / clauses.len();
    println!("{} clauses, {mean} bytes each in the mean: {origin}", clauses.len());
    println!("{:<48} {:>15} {:>8} {:>8} {:>8}", "", "clauses", "s", "cpu s", "peak MB");
    for size in SIZES {
        if clauses.len() < size * 3 / 2 {
            eprintln!("skipped: {size} × {size}, there are {} clauses only", clauses.len());
            continue;
        }
        write_lists(folder.path(), &clauses, size);
        let mut works = vec![
            ("ranking", "", "ten candidates, evidence but numbers and order"),
            ("alignment", "", "full evidence and assignment"),
            ("alignment", "1", "the same, one core"),
        ];
        if size <= 5_000 {
            works.push(("rapidfuzz", "1", "rapidfuzz ratio, all pairs, one core"));
        }
        for (work, cores, label) in works {
            let mut command = Command::new(std::env::current_exe().unwrap());
            command.args(["--one", work]).arg(folder.path()).arg(size.to_string());
            if !cores.is_empty() {
                command.env("RAYON_NUM_THREADS", cores);
            }
            say(label, size, &run(&mut command).unwrap());
        }
        for (way, label) in
            [("word", "scikit-learn TF-IDF, words"), ("char_wb", "scikit-learn TF-IDF, 3–5-grams")]
        {
            let python = std::env::var("CONSONANCE_PYTHON").unwrap_or_else(|_| "python3".into());
            let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/alignment_sklearn.py");
            let mut command = Command::new(python);
            command.arg(script).arg(folder.path()).args([&size.to_string(), way]);
            match run(&mut command) {
                Ok(figures) => say(label, size, &figures),
                Err(why) => eprintln!("skipped: {label}: {why}"),
            }
        }
    }
}

/// Seconds, seconds of all cores, and peak megabytes that a process prints.
fn run(command: &mut Command) -> Result<[f64; 3], String> {
    let done = command.output().map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    let mut figures = said.split_whitespace().filter_map(|it| it.parse().ok());
    match [figures.next(), figures.next(), figures.next()] {
        [Some(seconds), Some(cpu), Some(peak)] if done.status.success() => Ok([seconds, cpu, peak]),
        _ => {
            let talk = String::from_utf8_lossy(&done.stderr).into_owned();
            Err(talk.lines().last().unwrap_or("no answer").to_owned())
        }
    }
}

fn say(label: &str, size: usize, [seconds, cpu, peak]: &[f64; 3]) {
    let sizes = format!("{size} × {size}");
    println!("{label:<48} {sizes:>15} {seconds:>8.3} {cpu:>8.3} {peak:>8.0}");
}

/// One measurement, in this process.
fn one(work: &str, folder: &Path, size: usize) {
    let list = |name: &str| {
        let text = std::fs::read_to_string(folder.join(format!("{name}.jsonl"))).unwrap();
        List::from_json_lines(name, &text).unwrap()
    };
    let (left, right) = (list("left"), list("right"));
    let mut best = f64::INFINITY;
    let runs = if work == "rapidfuzz" { 1 } else { 7 };
    let before = cpu();
    for _ in 0..runs {
        let start = Instant::now();
        match work {
            "ranking" => {
                let options = Options { candidates: 10, numbers: false, ..Options::default() };
                let all = Aligner::default().compare(&left, &right, &options);
                assert_eq!(all.ranked.len(), size);
            }
            "alignment" => {
                let options = Options::default();
                let all = Aligner::default().compare(&left, &right, &options).alignment(&options);
                assert!(all.pairs.len() > size / 3, "{} pairs", all.pairs.len());
            }
            _ => all_pairs(&left, &right),
        }
        best = best.min(start.elapsed().as_secs_f64());
    }
    println!("{best} {} {}", (cpu() - before) / f64::from(runs), peak());
}

/// The nearest right clause of every left one, by edit distance over all pairs.
fn all_pairs(left: &List<'_>, right: &List<'_>) {
    let mut found = 0usize;
    for a in &left.items {
        let scorer = rapidfuzz::fuzz::RatioBatchComparator::new(a.text[0].chars());
        let best = right
            .items
            .iter()
            .enumerate()
            .map(|(at, b)| (scorer.similarity(b.text[0].chars()), at))
            .max_by(|x, y| x.0.total_cmp(&y.0));
        found += usize::from(best.is_some());
    }
    assert_eq!(found, left.items.len());
}

/// Seconds that all threads of this process have run; 0 where the system does not say.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // Behind the name, which may hold anything, user and system time are the 12th and 13th fields.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: f64 = fields.skip(11).take(2).filter_map(|it| it.parse::<f64>().ok()).sum();
    ticks / 100.0
}

/// The most memory that this process has had, in megabytes; 0 where the system does not say.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|it| it.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1024.0
}

/// Paragraphs of real documents, or else made-up ones, in an order that has nothing to do with
/// where they stand; and where they are from.
fn clauses(folder: &Path) -> (Vec<String>, String) {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let mut paths: Vec<PathBuf> = Vec::new();
    let sample = folder.join("rfc");
    std::fs::create_dir(&sample).unwrap();
    let archive = data.join("rfc/rfcxml-dev.tar.xz");
    let unpacked = Command::new("tar").arg("xJf").arg(&archive).arg("-C").arg(&sample).output();
    if unpacked.is_ok_and(|it| it.status.success()) {
        paths.push(sample);
    } else {
        eprintln!("skipped: {} is not there, or tar cannot unpack it", archive.display());
    }
    if data.join("oscal").exists() {
        paths.push(data.join("oscal"));
    } else {
        eprintln!("skipped: {} is not there", data.join("oscal").display());
    }
    if paths.is_empty() {
        eprintln!("no real clauses: made-up ones instead");
        return (made_up(16_000), "made up".to_owned());
    }
    let loaded = load(&paths, &LoadOptions::default());
    let mut all: Vec<String> = Vec::new();
    for standard in &loaded.standards {
        let list = of_standard(standard, &loaded.sources, None).list;
        let texts = list.items.iter().flat_map(|item| &item.text);
        all.extend(
            texts.map(|text| text.trim().to_owned()).filter(|it| LENGTH.contains(&it.len())),
        );
    }
    // One catalogue repeats another: a paragraph counts once.
    all.sort_unstable();
    all.dedup();
    let mut random = Random(1);
    for at in (1..all.len()).rev() {
        all.swap(at, random.below(at + 1));
    }
    (all, format!("{} documents of ../shared/data/rfc and oscal", loaded.standards.len()))
}

/// Sentences of a made-up vocabulary whose words are as unequal in frequency as those of a language.
fn made_up(count: usize) -> Vec<String> {
    const SYLLABLES: [&str; 12] =
        ["ba", "con", "der", "fi", "gra", "lo", "men", "ni", "pro", "ser", "tu", "ve"];
    let mut random = Random(1);
    let word = |mut number: usize| {
        let mut word = String::new();
        while number > 0 {
            word.push_str(SYLLABLES[number % 12]);
            number /= 12;
        }
        word
    };
    (0..count)
        .map(|_| {
            let words = 10 + random.below(60);
            let one = |random: &mut Random| {
                let range = 2 << random.below(14);
                word(1 + random.below(range))
            };
            (0..words).map(|_| one(&mut random)).collect::<Vec<_>>().join(" ")
        })
        .collect()
}

fn write_lists(folder: &Path, clauses: &[String], size: usize) {
    let write = |name: &str, texts: &mut dyn Iterator<Item = String>| {
        let file = std::fs::File::create(folder.join(format!("{name}.jsonl"))).unwrap();
        let mut file = std::io::BufWriter::new(file);
        for (at, text) in texts.enumerate() {
            let id = format!("{}.{}.{}", at / 100 + 1, at / 10 % 10 + 1, at % 10 + 1);
            writeln!(file, "{}", serde_json::json!({"id": id, "text": text})).unwrap();
        }
    };
    write("left", &mut clauses[..size].iter().cloned());
    let mut others = clauses[size..].iter();
    write(
        "right",
        &mut (0..size).map(|at| match at % 2 {
            0 => edited(&clauses[at]),
            _ => others.next().unwrap().clone(),
        }),
    );
}

/// A new edition of a clause: every seventh word is gone.
fn edited(text: &str) -> String {
    let words = text.split_whitespace().enumerate();
    words.filter(|(at, _)| at % 7 != 6).map(|(_, word)| word).collect::<Vec<_>>().join(" ")
}

/// xorshift64*
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % end
    }
}
