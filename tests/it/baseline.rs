//! The baseline: what is left for later, and what of it is gone.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use serde_json::Value;
use tempfile::TempDir;

use crate::cli::consonance;

/// Entries of the list of references that lead nowhere, and clauses that do, with their numbers.
fn draft(number: u32, references: &[String], clauses: &[(String, String)]) -> String {
    let mut text = format!(
        "standard: T/EXAMPLE {number}-2021\ntitle: {{zh: 服务规范}}\nreferences:\n  normative:"
    );
    if references.is_empty() {
        text.push_str(" []");
    }
    for it in references {
        text.push_str(&format!("\n    - {it}"));
    }
    text.push_str("\n  informative: []\nclauses:");
    if clauses.is_empty() {
        text.push_str(" []");
    }
    for (number, words) in clauses {
        text.push_str(&format!("\n  - {{number: \"{number}\", title: 要求, text: \"{words}\"}}"));
    }
    text.push('\n');
    text
}

fn dangling(numbers: &[u32]) -> Vec<String> {
    numbers.iter().map(|it| format!("GB/T {it}-2019")).collect()
}

struct Project(TempDir);

impl Project {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("drafts")).unwrap();
        let config = "drafts: drafts\nselect: [REF001, STR015]\nas_of: 2026-01-01\n";
        fs::write(folder.path().join("consonance.yaml"), config).unwrap();
        Self(folder)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path().join("drafts").join(name), text).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = consonance(self.path()).args(arguments).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    fn baseline(&self) {
        let (code, _, err) = self.run(&["baseline"]);
        assert_eq!(code, 0, "{err}");
    }

    fn text(&self) -> String {
        fs::read_to_string(self.path().join("consonance-baseline.yaml")).unwrap()
    }

    /// Codes of what is open, number of baselined, number of stale entries.
    fn check(&self) -> (Vec<String>, u64, usize) {
        let baseline = ["check", "--format", "json", "--baseline", "consonance-baseline.yaml"];
        let (_, out, err) = self.run(&baseline);
        let report: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{err}"));
        let open = report["findings"].as_array().unwrap().iter();
        (
            open.map(|it| it["rule"].as_str().unwrap().to_owned()).collect(),
            report["summary"]["baselined"].as_u64().unwrap(),
            report["stale"].as_array().unwrap().len(),
        )
    }
}

#[test]
fn what_is_in_the_baseline_does_not_count() {
    let project = Project::new();
    project.write("a.yaml", &draft(1, &dangling(&[99901, 99902]), &[]));
    assert_eq!(project.run(&["check"]).0, 1);
    project.baseline();
    assert_eq!(project.check(), (vec![], 2, 0));
    let with = ["check", "--baseline", "consonance-baseline.yaml"];
    let (code, out, _) = project.run(&with);
    assert_eq!(code, 0);
    assert!(out.contains("no findings (2 baselined)"), "{out}");
    // One more is new.
    project.write("a.yaml", &draft(1, &dangling(&[99901, 99903, 99902]), &[]));
    assert_eq!(project.check(), (vec!["REF001".to_owned()], 2, 0));
    assert_eq!(project.run(&with).0, 1);
    // The configuration can name it.
    let config = project.path().join("consonance.yaml");
    let text = fs::read_to_string(&config).unwrap() + "baseline: consonance-baseline.yaml\n";
    fs::write(config, text).unwrap();
    let (code, out, _) = project.run(&["check"]);
    assert!(code == 1 && out.contains("1 error (2 baselined)"), "{out}");
}

#[test]
fn entries_are_one_a_line_sorted_and_say_what_they_are() {
    let project = Project::new();
    let clauses = |them: &[&str]| -> Vec<(String, String)> {
        them.iter().map(|it| ((*it).to_owned(), "见附录 Z。".to_owned())).collect()
    };
    project.write("a.yaml", &draft(1, &dangling(&[99901]), &clauses(&["4", "5", "10"])));
    project.baseline();
    let text = project.text();
    let entries: Vec<&str> = text.lines().filter(|it| it.starts_with("- ")).collect();
    assert_eq!(entries.len(), 4, "{text}");
    assert!(entries[0].starts_with(
        "- {standard: \"T/EXAMPLE 1-2021\", rule: REF001, at: \"GB/T 99901-2019\", fingerprint: \""
    ));
    let clauses: Vec<&str> = entries[1..]
        .iter()
        .map(|it| it.split("clause: ").nth(1).unwrap().split(',').next().unwrap())
        .collect();
    assert_eq!(clauses, ["\"4\"", "\"5\"", "\"10\""]);
    // Written again, nothing changes; a further finding is one further line.
    project.baseline();
    assert_eq!(project.text(), text);
    project.write("b.yaml", &draft(2, &dangling(&[99901]), &[]));
    project.baseline();
    let kept: Vec<String> = project.text().lines().map(str::to_owned).collect();
    assert_eq!(kept.len(), text.lines().count() + 1);
    assert!(text.lines().all(|it| kept.iter().any(|kept| kept == it)));
}

#[test]
fn what_is_gone_is_said_and_pruned() {
    let project = Project::new();
    project.write("a.yaml", &draft(1, &dangling(&[99901, 99902]), &[]));
    project.write("b.yaml", &draft(2, &dangling(&[99901]), &[]));
    project.baseline();
    let before = project.text();
    project.write("a.yaml", &draft(1, &dangling(&[99902]), &[]));
    assert_eq!(project.check(), (vec!["WVR004".to_owned()], 2, 1));
    let stale = ["check", "--baseline", "consonance-baseline.yaml"];
    let (code, out, _) = project.run(&stale);
    assert_eq!(code, 0);
    assert!(out.contains("WVR004") && out.contains("consonance-baseline.yaml:5:3"), "{out}");
    assert!(out.contains("--prune"), "{out}");
    // Of what was not judged, nothing is known; nor of rules that did not run.
    let (_, out, _) = project.run(&[&stale[..], &["drafts/b.yaml"]].concat());
    assert!(!out.contains("WVR004"), "{out}");
    let (_, out, _) = project.run(&[&stale[..], &["--select", "STR015"]].concat());
    assert!(!out.contains("WVR004"), "{out}");
    // Pruning only takes out.
    project.write("b.yaml", &draft(2, &dangling(&[99901, 99904]), &[]));
    assert_eq!(project.run(&["baseline", "--prune"]).0, 0);
    let after = project.text();
    let left: Vec<&str> =
        before.lines().filter(|it| !after.lines().any(|kept| kept == *it)).collect();
    assert_eq!(left.len(), 1);
    assert!(left[0].contains("EXAMPLE 1-2021") && left[0].contains("99901"));
    assert_eq!(after.lines().count() + 1, before.lines().count());
    assert_eq!(project.check(), (vec!["REF001".to_owned()], 2, 0));
    // A draft that is gone takes its entries along.
    fs::remove_file(project.path().join("drafts/b.yaml")).unwrap();
    assert_eq!(project.check().2, 1);
}

#[test]
fn a_renumbered_clause_keeps_its_entry() {
    let project = Project::new();
    let clause = |number: &str| (number.to_owned(), "见附录 Z。".to_owned());
    project.write("a.yaml", &draft(1, &[], &[clause("4"), clause("5")]));
    project.baseline();
    let new = ("4".to_owned(), "新增的一章。".to_owned());
    project.write("a.yaml", &draft(1, &[], &[new, clause("5"), clause("6")]));
    assert_eq!(project.check(), (vec![], 2, 0));
}

#[test]
fn waived_findings_are_not_baselined() {
    let project = Project::new();
    let text = draft(1, &dangling(&[99901, 99902]), &[]);
    let waived = text.replace("99902-2019", "99902-2019  # consonance: allow REF001 -- to come");
    project.write("a.yaml", &waived);
    project.baseline();
    assert_eq!(project.text().matches("- {").count(), 1);
    // Waived later, an entry is still found.
    project.write("a.yaml", &text);
    project.baseline();
    project.write("a.yaml", &waived);
    assert_eq!(project.check(), (vec![], 1, 0));
}

#[test]
fn a_baseline_that_cannot_be_read_or_written_is_said() {
    let project = Project::new();
    project.write("a.yaml", &draft(1, &dangling(&[99901]), &[]));
    let (code, _, err) = project.run(&["check", "--baseline", "none.yaml"]);
    assert!(code == 2 && err.contains("cannot read the baseline none.yaml"), "{err}");
    fs::write(project.path().join("bad.yaml"), "version: 1\nfindings:\n- {rule: REF001}\n")
        .unwrap();
    let (code, _, err) = project.run(&["check", "--baseline", "bad.yaml"]);
    assert!(
        code == 2 && err.contains("bad.yaml:3:4") && err.contains("\"fingerprint\" is missing"),
        "{err}"
    );
    fs::write(project.path().join("bad.yaml"), "version: 9\nfindings: []\n").unwrap();
    assert_eq!(project.run(&["check", "--baseline", "bad.yaml"]).0, 2);
    let (code, _, err) = project.run(&["baseline", "-o", "no/such/folder.yaml"]);
    assert!(code == 2 && err.contains("cannot write"), "{err}");
    let (code, out, _) = project.run(&["baseline", "-o", "-"]);
    assert!(code == 0 && out.contains("99901"));
    // What could not be read is said; it will count once it can be read.
    project.write("bad.yaml", "standard: [\n");
    let (code, _, err) = project.run(&["baseline"]);
    assert!(code == 3 && err.contains("bad.yaml:"), "{err}");
    assert_eq!(project.text().matches("- {").count(), 1);
    // Nothing is known of what could not be read: it is not gone.
    project.write("a.yaml", "standard: [\n");
    assert_eq!(project.check().2, 0);
    assert_eq!(project.run(&["baseline", "--prune"]).0, 3);
    assert_eq!(project.text().matches("- {").count(), 1);
    // Nor is it given up for a new baseline without it.
    for arguments in [&["baseline"] as &[&str], &["baseline", "no-such-file.yaml"]] {
        let (code, _, err) = project.run(arguments);
        assert!(code == 3 && err.contains("consonance-baseline.yaml is left as it was"), "{err}");
        assert_eq!(project.text().matches("- {").count(), 1);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Lines before, other entries, other files, other layout: what was there is found again.
    #[test]
    fn fingerprints_survive_edits_elsewhere(
        numbers in prop::collection::btree_set(99000_u32..99050, 1..6),
        further in prop::collection::vec(98000_u32..98050, 0..4),
        lines in 0_usize..5,
        reorder in any::<bool>(),
        reformat in any::<bool>(),
    ) {
        let numbers: Vec<u32> = numbers.into_iter().collect();
        let project = Project::new();
        let clauses = [("4".to_owned(), "见附录 Y。见附录 Z。".to_owned())];
        project.write("m.yaml", &draft(1, &dangling(&numbers), &clauses));
        project.write("n.yaml", &draft(2, &dangling(&numbers), &[]));
        project.baseline();
        let count = project.text().matches("- {").count() as u64;
        let mut changed = numbers.clone();
        changed.splice(0..0, further.iter().copied());
        if reorder {
            changed.reverse();
        }
        let mut text = "# a line\n".repeat(lines) + &draft(1, &dangling(&changed), &clauses);
        if reformat {
            text = text.replace("    - GB", "      -   GB").replace("title: 要求", "title:   \"要求\"");
        }
        fs::remove_file(project.path().join("drafts/m.yaml")).unwrap();
        project.write(if reorder { "z.yaml" } else { "a.yaml" }, &text);
        let new: std::collections::BTreeSet<u32> = further.iter().copied().collect();
        let (open, baselined, stale) = project.check();
        prop_assert_eq!(baselined, count);
        prop_assert_eq!(stale, 0);
        prop_assert!(open.len() >= new.len() && open.len() <= further.len());
    }
}
