//! The same clauses with links: strictdoc, which reads and traces requirements, and our check.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::measure::{Goal, children, head, process, row};
use crate::program;
use crate::synthetic::linked_clauses;

fn definition(clauses: usize) -> String {
    let mut text = String::from(
        "standard: T/EXAMPLE 1-2021\ntitle: {en: Linked clauses, zh: 互引条款}\nclauses:\n",
    );
    for (at, links) in linked_clauses(clauses) {
        let [a, b, c] = links.map(|it| it + 1);
        let _ = write!(
            text,
            "  - number: \"{}\"\n    title: {{en: Clause {at}}}\n    text:\n      en: The value shall be recorded. See {a}.1, {b}.1 and {c}.1.\n\
             \x20   clauses:\n      - {{number: \"{}.1\", title: {{en: Detail}}, text: {{en: Records shall be kept.}}}}\n",
            at + 1,
            at + 1
        );
    }
    text
}

fn strictdoc_text(clauses: usize) -> String {
    let mut text = String::from("[DOCUMENT]\nTITLE: Linked clauses\n");
    for (at, links) in linked_clauses(clauses) {
        let _ = write!(
            text,
            "\n[REQUIREMENT]\nUID: C-{at}\nTITLE: Clause {at}\nSTATEMENT: The value shall be recorded.\n"
        );
        // Parents have to stand before: a circle is an error there.
        let mut parents: Vec<usize> = links.into_iter().filter(|&it| it < at).collect();
        parents.sort_unstable();
        parents.dedup();
        if !parents.is_empty() {
            text.push_str("RELATIONS:\n");
        }
        for parent in parents {
            let _ = writeln!(text, "- TYPE: Parent\n  VALUE: C-{parent}");
        }
    }
    text
}

/// CPU seconds of our whole process, with all rules of the profile.
fn ours(folder: &Path, clauses: usize) -> f64 {
    let path = folder.join(format!("linked-{clauses}.yaml"));
    std::fs::write(&path, definition(clauses)).unwrap();
    let path = path.to_str().unwrap();
    let times = if clauses > 1_000 { 3 } else { 20 };
    process(times, &["check", path, "-qq", "--as-of", "2026-01-01"]).0
}

/// CPU seconds of the whole process of strictdoc, which starts without its cache.
fn theirs(program: &Path, folder: &Path, clauses: usize) -> Option<f64> {
    let input = folder.join(format!("strictdoc-{clauses}"));
    std::fs::create_dir_all(&input).unwrap();
    std::fs::write(input.join("linked.sdoc"), strictdoc_text(clauses)).unwrap();
    let mut command = Command::new(program);
    command.args(["export", "--formats=json", "--output-dir"]).arg(folder.join("strictdoc-out"));
    command.arg(&input).stdout(Stdio::null()).stderr(Stdio::null());
    let (seconds, status) = children(|| command.status());
    let ended_well = status.is_ok_and(|it| it.success());
    if !ended_well {
        eprintln!("skipped: strictdoc failed on {clauses} clauses");
    }
    ended_well.then_some(seconds)
}

pub(crate) fn compare(folder: &Path) {
    head("Peers on the same clauses with links, whole processes");
    let [small, large] = [1_000, 10_000].map(|clauses| ours(folder, clauses));
    row("consonance: 1,000 clauses", small, "s", Goal::None);
    row("consonance: 10,000 clauses", large, "s", Goal::None);
    row("consonance: 10,000 against 1,000", large / small, "×", Goal::AtMost(11.0));
    let Some(strictdoc) = program("strictdoc") else { return };
    for (clauses, ours) in [(1_000, small), (10_000, large)] {
        let Some(theirs) = theirs(&strictdoc, folder, clauses) else { return };
        row(&format!("strictdoc: {clauses} clauses"), theirs, "s", Goal::None);
        let goal = if clauses == 10_000 { Goal::AtLeast(40.0) } else { Goal::None };
        row("– against consonance", theirs / ours, "×", goal);
    }
}
