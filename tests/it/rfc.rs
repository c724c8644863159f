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
pub(crate) fn sample() -> Option<tempfile::TempDir> {
    let archive = shared_data("rfc/rfcxml-dev.tar.xz")?;
    let folder = tempfile::tempdir().unwrap();
    let done = Command::new("tar").arg("xJf").arg(archive).arg("-C").arg(folder.path()).status();
    if !done.is_ok_and(|it| it.success()) {
        crate::shared_data::aloud("skipped: tar cannot unpack the RFC sample here");
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
            .map(|it| sources.slice(it.span()).matches("<bcp14>").count())
            .sum();
        assert_eq!((keywords(standard) + quoted) as u64, tagged, "{name} keywords");
        marked += keywords(standard) + quoted;
    }
    assert_eq!((normative, informative, marked), (2_829, 3_894, 16_117));
}

#[test]
fn the_index_is_a_catalogue_with_succession() {
    let Some(path) = shared_data("rfc/rfc-index-20200516.txt") else { return };
    let (sources, reading) = read(&path, reader("rfc-index"));
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let issued = reading.standards.len();
    let find = |written: &str| {
        reading
            .standards
            .iter()
            .find(|it| it.identity.as_ref().unwrap().written.get(&sources) == written)
            .unwrap()
    };
    let names = |targets: &[consonance::model::Target]| -> Vec<String> {
        targets.iter().map(|it| it.written.get(&sources).to_owned()).collect()
    };
    let tls = find("RFC 8446");
    assert_eq!(
        tls.title.first().unwrap().get(&sources),
        "The Transport Layer Security (TLS) Protocol Version 1.3"
    );
    assert_eq!(names(&tls.replaces), ["RFC 5077", "RFC 5246", "RFC 6961"]);
    assert_eq!(names(&tls.amends), ["RFC 5705", "RFC 6066"]);
    assert_eq!(tls.dates.published.as_ref().unwrap().get(&sources), "2018-08");
    let kind = tls.details.as_ref().unwrap().document_type.as_ref().unwrap();
    assert_eq!(kind.get(&sources), "PROPOSED STANDARD");
    let words = find("RFC 2119");
    assert_eq!(names(&words.part_of), ["BCP 14"]);
    let without_date = reading.standards.iter().filter(|it| it.dates.published.is_none()).count();
    assert_eq!(without_date, 0, "of {issued}");
    let without_status = reading
        .standards
        .iter()
        .filter(|it| it.details.as_ref().is_none_or(|it| it.document_type.is_none()))
        .count();
    assert_eq!(without_status, 0, "of {issued}");
    eprintln!("{issued} RFCs in the index");
}

#[test]
fn a_draft_in_xml_and_in_text_gives_the_same_references() {
    for name in ["draft-ietf-idr-rt-derived-community-00", "draft-beep-boop"] {
        let folder = "documents/internet-drafts/tests/fixtures";
        let Some(markup) = shared_data(&format!("{folder}/{name}.xml")) else { return };
        let Some(text) = shared_data(&format!("{folder}/{name}.txt")) else { return };
        let list = |path: &Path, format: &str| -> Vec<(String, String, ReferenceRole)> {
            let (sources, reading) = read(path, reader(format));
            // One of the files has words before its root element: reported, and the rest is read.
            let stray = usize::from(name == "draft-beep-boop" && format == "rfcxml");
            assert_eq!(reading.problems.len(), stray, "{:?}", reading.problems);
            let standard = &reading.standards[0];
            standard
                .references
                .iter()
                .flatten()
                .map(|it| {
                    let anchor =
                        it.details.as_ref().unwrap().anchor.as_ref().unwrap().get(&sources);
                    let written = it.target.written.get(&sources);
                    // The entity names a draft, the text a version of it.
                    let draft = written.starts_with("draft-");
                    let work = match written.rsplit_once('-') {
                        Some((work, version)) if draft && version.parse::<u8>().is_ok() => work,
                        _ => written,
                    };
                    (anchor.to_owned(), work.to_owned(), it.role)
                })
                .collect()
        };
        let (left, right) = (list(&markup, "rfcxml"), list(&text, "internet-draft"));
        assert_eq!(left.len(), 7, "{name}");
        assert_eq!(left, right, "{name}");
    }
}

/// Documents that RFCs cite although they were obsolete when the RFC was published, and documents of
/// lower maturity that they cite normatively, as derived from the index and the files.
#[test]
fn stale_and_down_references_are_those_of_the_sample() {
    use std::collections::BTreeSet;

    use consonance::reader::{LoadOptions, load};
    use consonance::rule::{Policy, Profiles, RuleSet, check};

    let Some(folder) = sample() else { return };
    let Some(index) = shared_data("rfc/rfc-index-20200516.txt") else { return };
    let Some(truth) = shared_data("rfc/derived-findings-dev.tsv") else { return };
    let loaded = load(&[folder.path().to_owned(), index.clone()], &LoadOptions::default());
    let drafts: Vec<bool> = loaded.origins.iter().map(|it| it.argument == 0).collect();
    let corpus = consonance::corpus::Corpus::build(loaded, "publication".parse().unwrap());
    let judged = corpus.ids().filter(|it| drafts[corpus.standard(*it).span.file.index()]).collect();
    let mut policy =
        Policy::new(Profiles::built_in().unwrap_or_else(|_| panic!("profiles")), judged);
    policy.profile = Profiles::index_of("ietf");
    policy.select = ["REF006", "REF007", "REF011"].map(str::to_owned).into();
    let rules = RuleSet::built_in().unwrap_or_else(|_| panic!("rules"));
    let number = regex::Regex::new(r"RFC (\d+)").unwrap();
    let numbers = |text: &str| -> Vec<u32> {
        number.captures_iter(text).map(|it| it[1].parse().unwrap()).collect()
    };
    let (mut stale, mut down) = (BTreeSet::new(), BTreeSet::new());
    for finding in check(&rules, &corpus, &policy).findings {
        let own = numbers(&finding.standard)[0];
        let named = numbers(&finding.message.en);
        let Some(cited) = named.into_iter().find(|it| *it != own) else { continue };
        if finding.rule == "REF011" { &mut down } else { &mut stale }.insert((own, cited));
    }
    let (mut true_stale, mut true_down) = (BTreeSet::new(), BTreeSet::new());
    for line in std::fs::read_to_string(truth).unwrap().lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let pair = (cells[0].parse::<u32>().unwrap(), cells[1].parse::<u32>().unwrap());
        if cells[3] == "stale" { &mut true_stale } else { &mut true_down }.insert(pair);
    }
    assert_eq!((true_stale.len(), true_down.len()), (100, 122));
    let missed = |truth: &BTreeSet<(u32, u32)>, found: &BTreeSet<(u32, u32)>| -> Vec<(u32, u32)> {
        truth.difference(found).copied().collect()
    };
    // Their successors (RFC 8866, 9293, 9457) are younger than the index, and not in the sample.
    assert_eq!(missed(&true_stale, &stale), [(9143, 4566), (9401, 6093), (9421, 7807)]);
    // RFC 8805, 8806 and 9053 are younger than the index, which alone says what they are.
    assert_eq!(missed(&true_down, &down), [(8932, 8806), (9052, 9053), (9092, 8805)]);
    // Nothing else, but for what RFC 9051 lists under "Historical Aspects", which were obsolete too.
    assert_eq!(
        missed(&stale, &true_stale),
        [(9051, 822), (9051, 1064), (9051, 1730), (9051, 2060)]
    );
    assert_eq!(missed(&down, &true_down), []);
}
