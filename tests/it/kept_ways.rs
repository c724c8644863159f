//! Ways through documents that an edit does not touch: what a cache or a pack tells of circles, of what
//! is withdrawn over several steps, and of adoptions, is what the folder tells.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::cache::same;
use super::packs::{Numbers, run};

const ALL: [&str; 4] = ["check", "corpus", "--format", "json"];

/// `ISO 990001:2015` and so on.
fn number(at: usize) -> String {
    format!("ISO {}:2015", 990_000 + at)
}

/// A document with normative references, as they are written in YAML.
fn document(number: &str, status: &str, references: &[String]) -> String {
    let mut text =
        format!("standard: \"{number}\"\nstatus: {status}\ntitle: {{en: Illustrative}}\n");
    if !references.is_empty() {
        let _ = writeln!(text, "references: {{normative: [{}]}}", references.join(", "));
    }
    text
}

fn quoted(numbers: &[usize]) -> Vec<String> {
    numbers.iter().map(|at| format!("\"{}\"", number(*at))).collect()
}

/// Documents by file, among sixty that nothing leads to.
fn corpus(documents: &[(&str, String)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("corpus")).unwrap();
    for at in 0..60 {
        let text = document(&format!("ISO {}:2015", 991_000 + at), "current", &[]);
        fs::write(file(folder.path(), &format!("f{at}")), text).unwrap();
    }
    for (name, text) in documents {
        fs::write(file(folder.path(), name), text).unwrap();
    }
    folder
}

fn file(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("corpus/{name}.yaml"))
}

/// After an edit the cache tells what the folder tells, and that is something else than before.
fn told_after(documents: &[(&str, String)], edit: impl FnOnce(&Path), what: &str) {
    let folder = corpus(documents);
    let folder = folder.path();
    same(folder, &ALL, what);
    let before = run(folder, &[&ALL[..], &["--as-of", "2026-01-01", "--no-cache"]].concat());
    edit(folder);
    same(folder, &ALL, what);
    let after = run(folder, &[&ALL[..], &["--as-of", "2026-01-01", "--no-cache"]].concat());
    assert!(before.1 != after.1, "{what}: nothing else is told");
}

fn renamed(from: &'static str, to: &'static str) -> impl FnOnce(&Path) {
    move |folder| fs::rename(file(folder, from), file(folder, to)).unwrap()
}

fn replaced(name: &'static str, old: &'static str, new: &'static str) -> impl FnOnce(&Path) {
    move |folder| {
        let text = fs::read_to_string(file(folder, name)).unwrap();
        assert!(text.contains(old));
        fs::write(file(folder, name), text.replace(old, new)).unwrap();
    }
}

/// Eight documents in a circle, the first and the fifth in files of these names.
fn circle(first: &'static str, fifth: &'static str) -> Vec<(&'static str, String)> {
    let names = [first, "k1", "k2", "k3", fifth, "k5", "k6", "k7"];
    let text = |at: usize| document(&number(at), "current", &quoted(&[(at + 1) % 8]));
    names.into_iter().enumerate().map(|(at, name)| (name, text(at))).collect()
}

/// A circle is told of its first member in the order of the files.
#[test]
fn a_circle_is_told_once_whichever_file_comes_first() {
    told_after(&circle("a", "b"), renamed("a", "z"), "the first becomes the last");
    told_after(&circle("k0", "k4"), renamed("k3", "a"), "another becomes the first");
}

#[test]
fn of_equally_short_ways_that_over_the_first_files_is_told() {
    let documents = [
        ("a0", document(&number(1), "current", &quoted(&[2]))),
        ("a1", document(&number(2), "current", &quoted(&[3, 4]))),
        ("m1", document(&number(3), "current", &quoted(&[5]))),
        ("m2", document(&number(4), "current", &quoted(&[6]))),
        ("w1", document(&number(5), "withdrawn", &[])),
        ("w2", document(&number(6), "withdrawn", &[])),
    ];
    told_after(&documents, renamed("w2", "b"), "another withdrawn document comes first");
}

/// Of two descriptions of one document references mean the one that says most.
#[test]
fn another_description_may_be_meant_after_an_edit() {
    let documents = [
        ("a0", document(&number(1), "current", &quoted(&[2]))),
        ("a1", document(&number(2), "current", &quoted(&[3]))),
        ("b1", document(&number(3), "current", &quoted(&[5]))),
        ("b2", document(&number(3), "current", &[]) + "references: {normative: []}\n#\n"),
        ("w1", document(&number(5), "withdrawn", &[])),
    ];
    let clauses = "clauses: [{number: \"4\", title: {en: Heat}, text: {en: Words.}}]\n";
    told_after(&documents, replaced("b2", "#\n", clauses), "a text");
    let work = "ISO 990003";
    let documents = [
        ("a0", document(&number(1), "current", &quoted(&[2]))),
        ("a1", document(&number(2), "current", &[work.to_owned()])),
        ("b1", document(work, "current", &quoted(&[5])) + "edition: 2\n"),
        ("b2", document(work, "current", &[]) + "references: {normative: []}\nedition: 1\n"),
        ("w1", document(&number(5), "withdrawn", &[])),
    ];
    told_after(&documents, replaced("b2", "edition: 1", "edition: 3"), "an edition");
}

/// Document 1 → 2 → 3 → all parts of document 5, of which one is withdrawn.
fn all_parts(reference: &str) -> [(&'static str, String); 5] {
    [
        ("a0", document(&number(1), "current", &quoted(&[2]))),
        ("a1", document(&number(2), "current", &quoted(&[3]))),
        ("b1", document(&number(3), "current", &[reference.to_owned()])),
        ("w0", document("ISO 990005:2015", "current", &[])),
        ("w1", document("ISO 990005-1:2015", "withdrawn", &[])),
    ]
}

const PLAIN: &str = "{standard: \"ISO 990005:2015\"}";
const PARTS: &str = "{standard: \"ISO 990005:2015\", all_parts: true}";

#[test]
fn parts_may_be_meant_after_an_edit() {
    told_after(&all_parts(PLAIN), replaced("b1", PLAIN, PARTS), "all parts");
    told_after(&all_parts(PARTS), replaced("b1", PARTS, PLAIN), "the document alone");
}

/// It need not be there: its number tells that it adopts another one.
#[test]
fn the_first_national_adoption_may_only_be_named() {
    let documents = [("b1", document(&number(3), "current", &[]))];
    for list in [
        "references: {normative: [\"BS EN ISO 9001:2015\"]}",
        "replaces: [\"BS EN ISO 990001:2010\"]",
    ] {
        let add = |folder: &Path| {
            let text = fs::read_to_string(file(folder, "b1")).unwrap();
            fs::write(file(folder, "b1"), format!("{text}{list}\n")).unwrap();
        };
        told_after(&documents, add, list);
    }
}

/// The report on a draft in the light of a folder, of a pack of it, and of what is kept of it.
fn drafts_are_told_the_same(draft: &str, documents: &[(&str, String)], rule: &str) {
    let folder = corpus(documents);
    let folder = folder.path();
    fs::create_dir(folder.join("drafts")).unwrap();
    fs::write(folder.join("drafts/d.yaml"), draft).unwrap();
    assert_eq!(run(folder, &["pack", "corpus", "-o", "c.pack"]).0, 0);
    let check = |corpus: &str, more: &[&str]| {
        let head = ["check", "drafts", "--corpus", corpus, "--as-of", "2026-01-01"];
        run(folder, &[&head[..], more].concat()).1
    };
    let plain = check("corpus", &["--no-cache", "--format", "json"]);
    assert!(plain.contains(rule), "{rule}: {plain}");
    assert_eq!(check("c.pack", &["--format", "json"]), plain);
    for format in ["json", "markdown", "json"] {
        let cached = check("corpus", &["--cache", "cache", "--format", format]);
        assert_eq!(cached, check("corpus", &["--no-cache", "--format", format]));
    }
}

#[test]
fn a_pack_leads_to_all_parts_and_to_adoptions_that_are_only_named() {
    let [_, rest @ ..] = all_parts(PARTS);
    let draft = document(&number(1), "current", &quoted(&[2]));
    drafts_are_told_the_same(&draft, &rest, "REF023");
    let draft = document(&number(1), "current", &[]) + "dates: {published: 2015-01-01}\n";
    let naming = document(&number(3), "current", &["\"BS EN ISO 9001:2015\"".to_owned()]);
    drafts_are_told_the_same(&draft, &[("b1", naming)], "GAP007");
}

/// One of twelve numbers, often of one that is there already.
fn random(numbers: &mut Numbers) -> String {
    let at = 1 + numbers.below(12);
    let own = match numbers.below(6) {
        0 => format!("ISO {}", 990_000 + at),
        1 => format!("ISO {}-1:2015", 990_000 + at),
        _ => number(at),
    };
    let references: Vec<String> = (0..numbers.below(3))
        .map(|_| {
            let at = 1 + numbers.below(12);
            match numbers.below(8) {
                0 => format!("{{standard: \"{}\", all_parts: true}}", number(at)),
                1 => format!("ISO {}", 990_000 + at),
                2 if numbers.below(20) == 0 => "\"BS EN ISO 9001:2015\"".to_owned(),
                _ => format!("\"{}\"", number(at)),
            }
        })
        .collect();
    let status = if numbers.below(6) == 0 { "withdrawn" } else { "current" };
    let mut text = document(&own, status, &references);
    if numbers.below(4) == 0 {
        let _ = writeln!(text, "edition: {}", 1 + numbers.below(3));
    }
    if numbers.below(4) == 0 {
        text += "clauses: [{number: \"4\", title: {en: Heat}, text: {en: Words.}}]\n";
    }
    if references.is_empty() && numbers.below(4) == 0 {
        text += "references: {normative: []}\n";
    }
    text
}

/// Closely knit documents, some described twice, with edits of every kind.
#[test]
fn whatever_is_edited_ways_are_told_as_without_a_cache() {
    for seed in [1, 2, 3, 4, 102, 122] {
        let mut numbers = Numbers(seed * 7919);
        let folder = corpus(&[]);
        let folder = folder.path();
        let name = |at: usize| file(folder, &format!("{}{at}", ["a", "m", "z"][at % 3]));
        for at in 0..16 {
            fs::write(name(at), random(&mut numbers)).unwrap();
        }
        same(folder, &ALL, "first");
        for step in 0..6 {
            let at = numbers.below(24);
            let other = numbers.below(24);
            match numbers.below(4) {
                0 if name(at).exists() => fs::rename(name(at), name(other)).unwrap(),
                1 => _ = fs::remove_file(name(at)),
                _ => fs::write(name(at), random(&mut numbers)).unwrap(),
            }
            same(folder, &ALL, &format!("seed {seed}, step {step}"));
        }
    }
}
