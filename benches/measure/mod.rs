//! What the benchmarks share: CPU time, the best of some rounds, and one row of the table of
//! `docs/performance.md` a figure.
//!
//! CPU time of the whole process is measured, not time on the clock: the machine does other work.
#![allow(dead_code, reason = "each benchmark uses a part")]
#![allow(clippy::print_stdout, reason = "a benchmark prints its table")]

use std::hint::black_box;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What a figure is to reach.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Goal {
    /// No more than this.
    AtMost(f64),
    /// No less than this.
    AtLeast(f64),
    /// For comparison only.
    None,
}

/// Prints the head of a table.
pub(crate) fn head(title: &str) {
    println!("\n| {title} | Measured | To reach | |\n|---|---:|---:|---|");
}

/// Prints one row: what was done, how much, in which unit, and what it should be.
pub(crate) fn row(what: &str, value: f64, unit: &str, goal: Goal) {
    let (sign, limit, reached) = match goal {
        Goal::AtMost(limit) => ("≤ ", Some(limit), value <= limit),
        Goal::AtLeast(limit) => ("≥ ", Some(limit), value >= limit),
        Goal::None => ("", None, true),
    };
    let limit = limit.map_or_else(String::new, |it| format!("{sign}{} {unit}", plain(it)));
    let verdict = if reached { "" } else { "missed" };
    println!("| {what} | {} {unit} | {limit} | {verdict} |", plain(value));
}

/// Three digits are all that such a figure is worth.
fn plain(value: f64) -> String {
    match value {
        100.0.. => format!("{value:.0}"),
        10.0..100.0 => format!("{value:.1}"),
        1.0..10.0 => format!("{value:.2}").trim_end_matches('0').trim_end_matches('.').to_owned(),
        _ => format!("{value:.3}").trim_end_matches('0').trim_end_matches('.').to_owned(),
    }
}

/// CPU time of this process so far, all threads that live: where the system does not tell, time on
/// the clock. Exact to a tick (some milliseconds): rounds have to be longer by far.
pub(crate) fn cpu() -> Duration {
    thread_local!(static START: Instant = Instant::now());
    let of_task = |task: std::io::Result<std::fs::DirEntry>| -> Option<u64> {
        let text = std::fs::read_to_string(task.ok()?.path().join("schedstat")).ok()?;
        text.split_ascii_whitespace().next()?.parse().ok()
    };
    match std::fs::read_dir("/proc/self/task") {
        Ok(tasks) => Duration::from_nanos(tasks.filter_map(of_task).sum()),
        Err(_) => START.with(Instant::elapsed),
    }
}

/// CPU time of the processes that this one has waited for, in hundredths of a second.
fn cpu_of_children() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/self/stat").ok()?;
    let behind_name = text.rsplit_once(')')?.1;
    // `cutime` and `cstime` are fields 16 and 17; the first behind the name is the third.
    let ticks = behind_name.split_ascii_whitespace().skip(13).take(2);
    let ticks: u64 = ticks.filter_map(|it| it.parse::<u64>().ok()).sum();
    Some(Duration::from_millis(ticks * 10))
}

/// CPU seconds of `work`.
pub(crate) fn once<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let start = cpu();
    let result = black_box(work());
    (cpu().saturating_sub(start).as_secs_f64(), result)
}

/// CPU seconds of `work`: the least of some rounds, each with a fresh input that `make` is not
/// charged for.
pub(crate) fn best_with<I, T>(
    rounds: usize,
    mut make: impl FnMut() -> I,
    mut work: impl FnMut(I) -> T,
) -> f64 {
    let mut round = || {
        let input = make();
        let (seconds, result) = once(|| work(input));
        drop(result);
        seconds
    };
    (0..rounds).map(|_| round()).fold(f64::INFINITY, f64::min)
}

/// CPU seconds of `work`: the least of some rounds.
pub(crate) fn best<T>(rounds: usize, mut work: impl FnMut() -> T) -> f64 {
    best_with(rounds, || (), |()| work())
}

/// Seconds on the clock: the least of some rounds.
pub(crate) fn best_elapsed<T>(rounds: usize, mut work: impl FnMut() -> T) -> f64 {
    let mut round = || {
        let start = Instant::now();
        drop(black_box(work()));
        start.elapsed().as_secs_f64()
    };
    (0..rounds).map(|_| round()).fold(f64::INFINITY, f64::min)
}

/// CPU seconds of the processes that `work` starts and waits for.
pub(crate) fn children<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let (start, clock) = (cpu_of_children(), Instant::now());
    let result = work();
    let elapsed = clock.elapsed();
    let spent = start.zip(cpu_of_children()).map(|(start, end)| end.saturating_sub(start));
    (spent.unwrap_or(elapsed).as_secs_f64(), result)
}

/// Runs the program `times` times, its output thrown away: CPU seconds and seconds on the clock of
/// one run on average, and the exit code of the last.
pub(crate) fn process(times: u32, arguments: &[&str]) -> (f64, f64, Option<i32>) {
    let clock = Instant::now();
    let (spent, code) = children(|| {
        let mut code = None;
        for _ in 0..times {
            let mut command = Command::new(env!("CARGO_BIN_EXE_consonance"));
            command.args(arguments);
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            code = command.status().ok().and_then(|it| it.code());
        }
        code
    });
    let elapsed = clock.elapsed().as_secs_f64();
    (spent / f64::from(times), elapsed / f64::from(times), code)
}
