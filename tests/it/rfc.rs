//! RFC XML against the truth of the RFC sample.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;
use std::process::Command;

use consonance::model::{Block, Clause, ReferenceRole, Standard};
use consonance::reader::{READERS, Reader, Reading};
use consonance::source::{Encoding, SourceFile, SourceMap};

use crate::shared_data::shared_data;

fn reader(name: &str) -> &'static dyn Reader {
    *READERS.iter().find(|it| it.name() == name).expect("a reader of this name")
}

fn read(path: &Path, reader: &dyn Reader) -> (SourceMap, Reading) {
    let text = std::fs::read_to_string(path).unwrap();
    let mut sources = SourceMap::new();
    let id =
        sources.add(|id| SourceFile::text_file(id, path.to_string_lossy(), Encoding::Utf8, text));
    let file = sources.file(id);
    assert!(reader.recognises(file), "{} is not recognised", path.display());
    let reading = reader.read(file, &sources);
    (sources, reading)
}

/// The RFC sample, unpacked; `None` where it is absent or cannot be unpacked.
fn sample() -> Option<tempfile::TempDir> {
    let archive = shared_data("rfc/rfcxml-dev.tar.xz")?;
    let folder = tempfile::tempdir().unwrap();
    let done = Command::new("tar").arg("xJf").arg(archive).arg("-C").arg(folder.path()).status();
    if !done.is_ok_and(|it| it.success()) {
        eprintln!("skipped: tar cannot unpack the RFC sample here");
        return None;
    }
    Some(folder)
}

fn keywords(standard: &Standard) -> usize {
    fn of_blocks(blocks: &[Block]) -> usize {
        blocks.iter().map(|it| it.keywords.len()).sum()
    }
    fn of_clause(clause: &Clause) -> usize {
        clause.title_keywords.len()
            + of_blocks(&clause.blocks)
            + clause.clauses.iter().map(of_clause).sum::<usize>()
    }
    standard.clauses.iter().flatten().map(of_clause).sum()
}

#[test]
fn references_and_keywords_are_those_of_the_sample() {
    let Some(folder) = sample() else { return };
    let Some(truth) = shared_data("rfc/refs-dev.jsonl.gz") else { return };
    let mut lines = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(truth).unwrap())
        .read_to_string(&mut lines)
        .unwrap();
    let (mut normative, mut informative, mut marked) = (0, 0, 0);
    for line in lines.lines() {
        let truth: serde_json::Value = serde_json::from_str(line).unwrap();
        let name = truth["file"].as_str().unwrap();
        let (sources, reading) = read(&folder.path().join(name), reader("rfcxml"));
        assert!(reading.problems.is_empty(), "{name}: {:?}", reading.problems);
        let standard = &reading.standards[0];
        let anchors = |role: ReferenceRole| {
            let mut found: BTreeMap<String, usize> = BTreeMap::new();
            for reference in standard.references.iter().flatten().filter(|it| it.role == role) {
                let anchor = reference.details.as_ref().and_then(|it| it.anchor.as_ref()).unwrap();
                *found.entry(anchor.get(&sources).to_owned()).or_default() += 1;
            }
            found
        };
        let expected = |list: &str| {
            let mut found: BTreeMap<String, usize> = BTreeMap::new();
            for entry in truth[list].as_array().unwrap() {
                *found.entry(entry["anchor"].as_str().unwrap().to_owned()).or_default() += 1;
            }
            found
        };
        assert_eq!(anchors(ReferenceRole::Normative), expected("normative"), "{name} normative");
        assert_eq!(
            anchors(ReferenceRole::Informative),
            expected("informative"),
            "{name} informative"
        );
        normative += anchors(ReferenceRole::Normative).values().sum::<usize>();
        informative += anchors(ReferenceRole::Informative).values().sum::<usize>();
        let tagged: u64 =
            truth["bcp14"].as_object().unwrap().values().map(|it| it.as_u64().unwrap()).sum();
        // Two stand in the abstract of a cited document: located, but no words of this one.
        let quoted: usize = standard
            .references
            .iter()
            .flatten()
            .map(|it| sources.slice(it.span).matches("<bcp14>").count())
            .sum();
        assert_eq!((keywords(standard) + quoted) as u64, tagged, "{name} keywords");
        marked += keywords(standard) + quoted;
    }
    assert_eq!((normative, informative, marked), (2_829, 3_894, 16_117));
}
