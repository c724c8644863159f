//! Metanorma against real drafts.

use std::path::Path;

use consonance::model::{Clause, Standard};
use consonance::reader::{READERS, Reader, Reading};
use consonance::source::{Encoding, SourceFile, SourceMap};

use crate::shared_data::shared_data;

fn reader() -> &'static dyn Reader {
    *READERS.iter().find(|it| it.name() == "metanorma-adoc").unwrap()
}

/// Reads one document with every file of its folder at hand.
fn read(folder: &Path, name: &str) -> (SourceMap, Reading) {
    let mut sources = SourceMap::new();
    let mut main = None;
    for entry in
        ignore::WalkBuilder::new(folder).sort_by_file_name(std::cmp::Ord::cmp).build().flatten()
    {
        if entry.path().extension().is_some_and(|it| it == "adoc") {
            let text = std::fs::read_to_string(entry.path()).unwrap();
            let path = entry.path().to_string_lossy().into_owned();
            let id = sources.add(|id| SourceFile::text_file(id, path, Encoding::Utf8, text));
            if entry.path() == folder.join(name) {
                main = Some(id);
            }
        }
    }
    let file = sources.file(main.unwrap());
    assert!(reader().recognises(file));
    let reading = reader().read(file, &sources);
    (sources, reading)
}

/// Numbers and elements of the tree, without titles (which are in two languages).
fn tree(clauses: &[Clause], sources: &SourceMap, out: &mut Vec<String>) {
    for clause in clauses {
        let number = clause.number.as_ref().map_or("-", |it| it.get(sources));
        let element = clause.element.map_or("", |it| it.value.as_str());
        out.push(format!("{number} {element}"));
        tree(&clause.clauses, sources, out);
    }
}

fn identity(standard: &Standard, sources: &SourceMap) -> String {
    standard.identity.as_ref().unwrap().written.get(sources).to_owned()
}

const GB: &str = "documents/metanorma-adoc/gb-rice";
const ISO: &str = "documents/metanorma-adoc/iso-rice-2016/international-standard/rice-2016";

#[test]
fn a_header_says_what_the_document_is() {
    let Some(folder) = shared_data(GB) else { return };
    let mut identities = Vec::new();
    for kind in ["", "sector.", "local.", "social.", "enterprise."] {
        let (sources, reading) = read(&folder, &format!("rice.gb.{kind}en.adoc"));
        assert!(reading.problems.is_empty(), "{:?}", reading.problems);
        let standard = &reading.standards[0];
        identities.push(identity(standard, &sources));
        let adoption = &standard.adopts[0];
        assert_eq!(adoption.source.written.get(&sources), "ISO 17301-1:2016");
        assert_eq!(adoption.degree.unwrap().value.as_str(), "IDT");
        assert_eq!(sources.slice(adoption.degree.unwrap().span), "identical");
        assert_eq!(standard.replaces[0].written.get(&sources), "GB/T 88021-2016");
        assert_eq!(standard.classification.as_ref().unwrap().ccs[0].get(&sources), "B22");
        assert_eq!(standard.dates.effective.as_ref().unwrap().get(&sources), "2019-02-10");
    }
    let expected = [
        "GB/T 80021.1-2018",
        "LS/T 80021.1-2018",
        "DB81/T 80021.1-2018",
        "T/T/ABC 80021.1-2018",
        "Q/T/DEF 80021.1-2018",
    ];
    assert_eq!(identities, expected);
}

#[test]
fn the_number_of_an_association_is_checked_also_where_it_cannot_be_read() {
    let Some(gb) = shared_data(GB) else { return };
    let out = assert_cmd::Command::cargo_bin("consonance")
        .unwrap()
        .args(["check", "--select", "IDN003,IDN014", "--no-cache", "--format", "json"])
        .arg(&gb)
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    let findings = report["findings"].as_array().unwrap();
    let of = |rule: &str| findings.iter().filter(|it| it["rule"] == rule).count();
    assert_eq!(of("IDN003"), 1, "T/T/ABC");
    assert!(of("IDN014") > 0, "80021 replaces 88021");
}

#[test]
fn a_national_adoption_has_the_tree_of_its_source() {
    let (Some(gb), Some(iso)) = (shared_data(GB), shared_data(ISO)) else { return };
    let (left_sources, left) = read(&gb, "rice.gb.en.adoc");
    let mut left_tree = Vec::new();
    tree(left.standards[0].clauses.as_ref().unwrap(), &left_sources, &mut left_tree);
    let mut wrappers = 0;
    for entry in std::fs::read_dir(&iso).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with("document-en") {
            continue;
        }
        wrappers += 1;
        let (right_sources, right) = read(&iso, &name);
        assert!(right.problems.is_empty(), "{name}: {:?}", right.problems);
        let mut right_tree = Vec::new();
        tree(right.standards[0].clauses.as_ref().unwrap(), &right_sources, &mut right_tree);
        // The national text leaves out Annex E of its source.
        right_tree.retain(|it| !matches!(it.as_str(), "E annex" | "E.1 "));
        assert_eq!(left_tree, right_tree, "{name}");
        assert_eq!(right.standards[0].terms.as_ref().unwrap().len(), 15, "{name}");
        eprintln!("{name}: {}", identity(&right.standards[0], &right_sources));
    }
    assert!(wrappers >= 7);
    // The citation in the clause on packaging leads nowhere.
    let standard = &left.standards[0];
    let mut anchors: Vec<&str> = standard
        .references
        .iter()
        .flatten()
        .filter_map(|it| it.details.as_ref()?.anchor.as_ref())
        .map(|it| it.get(&left_sources))
        .collect();
    fn walk<'a>(
        clauses: &'a [Clause],
        sources: &'a SourceMap,
        anchors: &mut Vec<&'a str>,
        cited: &mut Vec<&'a str>,
    ) {
        for clause in clauses {
            anchors.extend(
                clause
                    .anchor
                    .iter()
                    .chain(clause.blocks.iter().filter_map(|it| it.anchor.as_ref()))
                    .map(|it| it.get(sources)),
            );
            cited.extend(
                clause
                    .blocks
                    .iter()
                    .flat_map(|it| it.citations.iter())
                    .map(|it| it.anchor.get(sources)),
            );
            walk(&clause.clauses, sources, anchors, cited);
        }
    }
    let mut cited = Vec::new();
    walk(standard.clauses.as_ref().unwrap(), &left_sources, &mut anchors, &mut cited);
    let mut dangling: Vec<_> = cited.into_iter().filter(|it| !anchors.contains(it)).collect();
    dangling.dedup();
    assert_eq!(dangling, ["ISO8531-1"]);
}

#[test]
fn terms_keep_their_languages_sources_and_changes() {
    let Some(folder) = shared_data(GB) else { return };
    let (sources, reading) = read(&folder, "rice.gb.en.adoc");
    let terms = reading.standards[0].terms.as_ref().unwrap();
    assert_eq!(terms.len(), 15);
    let names: Vec<_> = terms[1]
        .designations
        .iter()
        .map(|it| (it.lang.as_str(), it.text.get(&sources), it.status.as_str()))
        .collect();
    assert_eq!(
        names,
        [
            ("en", "husked rice", "preferred"),
            ("zh", "糙米", "preferred"),
            ("zh", "货米", "deprecated"),
            ("en", "cargo rice", "deprecated")
        ]
    );
    let (source, element) = terms[1].source.as_ref().unwrap();
    assert_eq!(
        (source.written.get(&sources), element.as_ref().unwrap().get(&sources)),
        ("ISO 7301:2011", "3.2")
    );
    assert!(terms[1].modified.unwrap().value);
    assert!(!terms[0].modified.unwrap().value);
}

#[test]
fn every_draft_of_the_sample_reads() {
    let Some(folder) = shared_data("documents/metanorma-adoc/oiml/sources") else { return };
    for (path, expected, clauses) in [
        ("r144/1", "OIML R 144-1:2013", 10),
        ("r144/2", "OIML R 144-2:2013", 5),
        ("r144/3", "OIML R 144-3:2013", 4),
        ("d036-e20", "OIML D 36:2020", 9),
        ("g021-e17", "OIML G 21:2017", 13),
    ] {
        let (sources, reading) = read(&folder.join(path), "document.adoc");
        let standard = &reading.standards[0];
        assert!(reading.problems.is_empty(), "{path}: {:?}", reading.problems);
        assert_eq!(identity(standard, &sources), expected);
        let count = standard.clauses.as_ref().unwrap().len();
        eprintln!(
            "{path}: {count} clauses, {} references, {} terms",
            standard.references.as_ref().unwrap().len(),
            standard.terms.as_ref().unwrap().len()
        );
        assert!(count >= clauses - 1, "{path} {count}");
    }
}

const DOCUMENT: &str = "= Example\n:docnumber: 99901\n:publisher: ISO\n:mn-document-class: iso\n:copyright-year: 2019\n:language: en\n:title-main-en: Example\n\n== Scope\n\nThis _document_ gives *words* and <<r1,clause 5>>.footnote:[A note.]\n\n[bibliography]\n== Normative references\n\n* [[[r1,ISO 99902:2018]]], _Title_\n\n== Terms and definitions\n\n=== kernel\nalt:[grain]\n\npart of a plant\n\n[.source]\n<<r1,clause 3.1>>\n\n[[t]]\n== Requirements\n\n. one\n. two\n\n[%unnumbered]\n|===\n| a | b\n|===\n\n[requirement]\n====\nIt shall hold.\n====\n";

#[test]
fn mutated_drafts_never_panic() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    for _ in 0..3_000 {
        let mut text: Vec<char> = DOCUMENT.chars().collect();
        for _ in 0..1 + random(5) {
            if text.is_empty() {
                break;
            }
            let at = random(text.len());
            match random(4) {
                0 => {
                    text[at] = [
                        '[', ']', '<', '>', '=', '*', '_', '|', '\n', ':', '{', '}', '第', '#',
                        '`', '-',
                    ][random(16)]
                }
                1 => text.truncate(at),
                2 => {
                    text.remove(at);
                }
                _ => {
                    let piece: Vec<char> = text[at..(at + 30).min(text.len())].to_vec();
                    text.splice(at..at, piece);
                }
            }
        }
        let mut sources = SourceMap::new();
        let text: String = text.into_iter().collect();
        let id = sources.add(|id| SourceFile::text_file(id, "m.adoc", Encoding::Utf8, text));
        let _ = reader().read(sources.file(id), &sources);
    }
}

#[test]
fn includes_that_loop_or_are_missing_are_said() {
    let mut sources = SourceMap::new();
    let main = format!("{DOCUMENT}\ninclude::part.adoc[]\n\ninclude::../outside.adoc[]\n");
    let id = sources.add(|id| SourceFile::text_file(id, "d/main.adoc", Encoding::Utf8, main));
    sources.add(|id| {
        SourceFile::text_file(
            id,
            "d/part.adoc",
            Encoding::Utf8,
            "== Part\n\nText.\n\ninclude::part.adoc[]\n",
        )
    });
    let reading = reader().read(sources.file(id), &sources);
    let messages: Vec<_> = reading.problems.iter().map(|it| it.message.en.as_str()).collect();
    assert_eq!(
        messages,
        [
            "part.adoc includes itself; it is not read again",
            "the included file ../outside.adoc was not found or may not be read"
        ]
    );
    let titles: Vec<_> = reading.standards[0]
        .clauses
        .as_ref()
        .unwrap()
        .iter()
        .filter_map(|it| it.title.first())
        .map(|it| it.get(&sources).to_owned())
        .collect();
    assert_eq!(titles.last().unwrap(), "Part");
}

#[test]
fn the_xml_of_a_draft_says_what_its_source_says() {
    let Some(path) =
        shared_data("documents/sts-and-metanorma-xml/src/test/resources/rice-en.cd.xml")
    else {
        return;
    };
    let Some(folder) = shared_data(ISO) else { return };
    let xml = *READERS.iter().find(|it| it.name() == "metanorma-xml").unwrap();
    let mut sources = SourceMap::new();
    let text = std::fs::read_to_string(path).unwrap();
    let id = sources.add(|id| SourceFile::text_file(id, "rice.xml", Encoding::Utf8, text));
    assert!(xml.recognises(sources.file(id)));
    let reading = xml.read(sources.file(id), &sources);
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let standard = &reading.standards[0];
    assert_eq!(identity(standard, &sources), "ISO/CD 17301-1:2016");
    let (source_sources, source) = read(&folder, "document-en.cd.adoc");
    let (mut left, mut right) = (Vec::new(), Vec::new());
    tree(standard.clauses.as_ref().unwrap(), &sources, &mut left);
    tree(source.standards[0].clauses.as_ref().unwrap(), &source_sources, &mut right);
    assert_eq!(left, right);
    let anchors = |standard: &Standard, sources: &SourceMap| -> Vec<String> {
        standard
            .references
            .iter()
            .flatten()
            .map(|it| it.details.as_ref().unwrap().anchor.as_ref().unwrap().get(sources).to_owned())
            .collect()
    };
    assert_eq!(
        anchors(standard, &sources).len(),
        anchors(&source.standards[0], &source_sources).len()
    );
    let names = |standard: &Standard, sources: &SourceMap| -> Vec<String> {
        standard
            .terms
            .iter()
            .flatten()
            .map(|it| it.designations[0].text.get(sources).to_owned())
            .collect()
    };
    assert_eq!(names(standard, &sources), names(&source.standards[0], &source_sources));
}
