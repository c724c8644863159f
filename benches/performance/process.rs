//! The program as people start it: cold start, one large draft, one finding in a large file, and the
//! longest chain there can be.
//!
//! `cargo bench --bench performance -- process`

use std::path::Path;

use crate::measure::{Goal, head, process, row};

const CHAIN: usize = 1_000_000;

pub(crate) fn run() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();

    head("Start: the whole process, CPU time of 200 runs on average");
    for arguments in
        [&["--version"] as &[&str], &["id", "ISO 99901:2015"], &["explain", "REF007"], &["--help"]]
    {
        let (cpu, _, code) = process(200, arguments);
        assert_eq!(code, Some(0), "{arguments:?}");
        let what = format!("`consonance {}`", arguments.join(" "));
        let goal = if arguments[0] == "explain" { Goal::None } else { Goal::AtMost(5.0) };
        row(&what, cpu * 1e3, "ms", goal);
    }

    head("One draft, checked with all rules of its profile");
    let draft = at("draft.yaml");
    std::fs::write(&draft, crate::synthetic::draft(600_000)).unwrap();
    let (cpu, elapsed, code) = process(20, &["check", &draft, "-qq", "--as-of", "2026-01-01"]);
    assert!(matches!(code, Some(0 | 1)), "{code:?}");
    row("a draft of 600 KB in two languages: CPU time", cpu * 1e3, "ms", Goal::None);
    row("– on the clock, two cores", elapsed * 1e3, "ms", Goal::AtMost(20.0));
    let (cpu, ..) = process(20, &["check", &draft, "-qq", "--threads", "1", "--format", "json"]);
    row("– CPU time on one thread, as JSON", cpu * 1e3, "ms", Goal::None);

    head("A chain of a million references: every command that walks");
    let chain = folder.path().join("chain");
    write_chain(&chain);
    let chain = chain.to_str().unwrap();
    for arguments in [
        &["check", chain, "-qq", "--as-of", "2026-01-01"] as &[&str],
        &["graph", "--corpus", chain, "--format", "json", "-o", &at("graph.json")],
        &["impact", "T/EXAMPLE 1000000-2021", "--corpus", chain, "--format", "json"],
    ] {
        let (cpu, _, code) = process(1, arguments);
        assert!(matches!(code, Some(0 | 1)), "{arguments:?} ended with {code:?}");
        row(&format!("`consonance {}`: CPU time", arguments[0]), cpu, "s", Goal::None);
    }
}

fn write_chain(folder: &Path) {
    const A_FILE: usize = 10_000;
    std::fs::create_dir_all(folder).unwrap();
    for from in (0..CHAIN).step_by(A_FILE) {
        let text = crate::synthetic::chain(from..from + A_FILE, CHAIN);
        std::fs::write(folder.join(format!("{from:07}.yaml")), text).unwrap();
    }
}
