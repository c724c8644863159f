//! Packs: what is checked against one is checked as against the documents it was made from.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::cli::consonance;
use super::shared_data::shared_data;

pub(crate) fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = consonance(folder).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// The report in JSON on `drafts`, in the light of `corpus`.
fn report(folder: &Path, drafts: &str, corpus: &str) -> String {
    let arguments =
        ["check", drafts, "--corpus", corpus, "--format", "json", "--as-of", "2026-01-01"];
    let (_, out, err) = run(folder, &arguments);
    assert!(out.starts_with('{'), "{err}");
    out
}

/// A small generator of numbers (xorshift): the same documents in every run.
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }
}

/// One document of a made-up catalogue of `all`: replacements, adoptions, withdrawals, parts,
/// undated references, and circles, all at random.
pub(crate) fn document(at: usize, all: usize, numbers: &mut Numbers) -> String {
    let name = |at: usize| match at % 4 {
        0 => format!("ISO {}:2015", 990_000 + at),
        1 => format!("GB/T {}-2009", 990_000 + at),
        2 => format!("GB/T {}-2019", 990_000 + at - 1),
        _ => format!("IEC {}-{}:2012", 990_000 + at - at % 8, 1 + at % 8),
    };
    let mut text = format!("standard: {}\ntitle: {{en: Illustrative document {at}}}\n", name(at));
    match at % 4 {
        1 => text.push_str("status: replaced\n"),
        2 => _ = write!(text, "status: current\nreplaces: [{}]\n", name(at - 1)),
        _ if numbers.below(12) == 0 => {
            // As said, or only as the stage code says.
            text.push_str(match numbers.below(2) {
                0 => "status: withdrawn\ndates: {withdrawn: 2018-05-01}\n",
                _ => "stage: 95.99\n",
            });
        }
        _ => text.push_str("status: current\n"),
    }
    if at % 4 == 2 && at >= 4 {
        _ = writeln!(text, "adopts: [{{standard: \"{}\", degree: IDT}}]", name(at - 2));
    }
    text.push_str("references:\n  normative:\n");
    for _ in 0..numbers.below(4) {
        let to = numbers.below(all);
        let undated = numbers.below(3) == 0;
        let name = name(to);
        let name = if undated { name.rsplit_once([':', '-']).unwrap().0 } else { name.as_str() };
        _ = writeln!(text, "    - \"{name}\"");
    }
    text.push_str("    - \"ISO 999999:1999\"\n");
    text
}

pub(crate) fn catalogue(folder: &Path, all: usize, seed: u64) {
    let mut numbers = Numbers(seed);
    fs::create_dir_all(folder.join("corpus")).unwrap();
    fs::create_dir_all(folder.join("drafts")).unwrap();
    for at in 0..all {
        // Every seventh file holds two documents.
        let mut text = document(at, all, &mut numbers);
        if at % 7 == 0 {
            _ = write!(text, "---\n{}", document(at + all, all, &mut numbers));
        }
        fs::write(folder.join(format!("corpus/{at:04}.yaml")), text).unwrap();
    }
    for at in 0..6 {
        let text = document(2 * all + 10 * at + 2, all, &mut numbers);
        fs::write(folder.join(format!("drafts/{at}.yaml")), text).unwrap();
    }
}

/// A document of [`document`] with a text: titles, terms and limits that others share, citations.
pub(crate) fn text_document(at: usize, all: usize, numbers: &mut Numbers) -> String {
    let pick = |of: &[&str], numbers: &mut Numbers| of[numbers.below(of.len())].to_owned();
    let mut text = document(at, all, numbers);
    let subject = ["Care of visitors", "Handling of parcels", "Cold storage of fruit"];
    let title = format!("{} in hall {}", pick(&subject, numbers), numbers.below(all / 3));
    text = text.replace(&format!("Illustrative document {at}"), &title);
    if numbers.below(3) == 0 {
        let term = pick(&["reading room", "Reading Room", "guest", "handover"], numbers);
        let definition = pick(
            &[
                "place where documents are read by the public under supervision",
                "person who is received and stays for at least one night",
            ],
            numbers,
        );
        let number = numbers.below(all / 3);
        _ = write!(
            text,
            "terms:\n  - number: \"3.1\"\n    term: {{en: {term} {number}}}\n    definition: {{en: {definition}}}\n"
        );
    }
    if numbers.below(12) == 0 {
        let code = pick(&["03.080.30", "67.060"], numbers);
        _ = writeln!(text, "classification: {{ics: [\"{code}\"]}}");
    }
    if numbers.below(3) > 0 {
        text.push_str("clauses:\n");
        for clause in 4..5 + numbers.below(3) {
            let limit = 10 + numbers.below(50);
            let sentence = match numbers.below(3) {
                0 => format!("The temperature of the room shall not exceed {limit} °C."),
                1 => format!("The staff shall answer within {limit} min."),
                _ => format!("See ISO {}:2015, Clause 4.", 990_000 + 4 * numbers.below(all / 4)),
            };
            let title = pick(&["Temperature", "Response"], numbers);
            _ = write!(
                text,
                "  - number: \"{clause}\"\n    title: {{en: {title}}}\n    text: {{en: \"{sentence}\"}}\n"
            );
        }
    }
    text
}

#[test]
fn what_no_reference_binds_is_found_in_a_pack_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir(root.join("corpus")).unwrap();
    let write = |name: &str, text: &str| fs::write(root.join(name), text).unwrap();
    let text = "clauses:\n  - number: \"4\"\n    title: {en: Temperature}\n    text: {en: \"The temperature of the reading room shall";
    // On the same subject by its title alone.
    write(
        "corpus/title.yaml",
        "standard: ISO 990001:2015\ntitle: {en: Care of visitors}\nstatus: current\n",
    );
    // By its ICS code alone.
    write(
        "corpus/ics.yaml",
        &format!(
            "standard: GB 990002-2019\ntitle: {{en: Rooms}}\nstatus: current\nclassification: {{ics: [\"03.080.30\"]}}\n{text} not exceed 18 °C.\"}}\n"
        ),
    );
    write(
        "draft.yaml",
        &format!(
            "standard: GB/T 990003-2024\ntitle: {{en: Care of visitors — Requirements}}\nstatus: current\nclassification: {{ics: [\"03.080.30\"]}}\n{text} not exceed 20 °C.\"}}\n"
        ),
    );
    assert_eq!(run(root, &["pack", "corpus", "-o", "c.pack"]).0, 0);
    let whole = report(root, "draft.yaml", "corpus");
    for shown in ["ISO 990001:2015", "GB 990002-2019"] {
        assert!(whole.contains(shown), "nothing is said of {shown}: {whole}");
    }
    assert_eq!(report(root, "draft.yaml", "c.pack"), whole);
}

#[test]
fn a_pack_of_texts_gives_their_findings() {
    for seed in [3, 78] {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let mut numbers = Numbers(seed);
        fs::create_dir(folder.join("corpus")).unwrap();
        for at in 0..200 {
            let text = text_document(at, 200, &mut numbers);
            fs::write(folder.join(format!("corpus/{at:04}.yaml")), text).unwrap();
        }
        run(folder, &["pack", "corpus", "-o", "c.pack"]);
        for at in 0..4 {
            let text = text_document(400 + 10 * at + 2, 200, &mut numbers);
            fs::write(folder.join("draft.yaml"), text).unwrap();
            let whole = report(folder, "draft.yaml", "corpus");
            assert_eq!(report(folder, "draft.yaml", "c.pack"), whole, "seed {seed}, {at}");
        }
    }
}

#[test]
fn a_pack_gives_the_findings_of_its_documents() {
    for seed in [1, 77, 4242] {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        catalogue(folder, 300, seed);
        let (code, _, err) = run(folder, &["pack", "corpus", "-o", "c.pack"]);
        assert_eq!(code, 0, "{err}");
        let whole = report(folder, "drafts", "corpus");
        assert!(whole.contains("REF023"), "the catalogue shows no way to a withdrawn document");
        let packed = report(folder, "drafts", "c.pack");
        let differing = whole.lines().zip(packed.lines()).find(|it| it.0 != it.1);
        assert!(differing.is_none() && whole.len() == packed.len(), "seed {seed}: {differing:?}");
        // One draft that is in the pack itself, and that others need.
        for draft in ["corpus/0002.yaml", "corpus/0014.yaml"] {
            assert_eq!(report(folder, draft, "c.pack"), report(folder, draft, "corpus"));
        }
    }
}

#[test]
fn the_fixtures_packed_give_the_same_report() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/trade-in-services");
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("corpus.pack");
    let pack = pack.to_str().unwrap();
    assert_eq!(run(&project, &["pack", "corpus", "-o", pack]).0, 0);
    assert_eq!(report(&project, "drafts", pack), report(&project, "drafts", "corpus"));
}

#[test]
fn the_same_documents_give_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    catalogue(folder.path(), 40, 5);
    run(folder.path(), &["pack", "corpus", "-o", "a.pack"]);
    run(folder.path(), &["pack", "corpus", "-o", "b.pack", "--threads", "1"]);
    let read = |name: &str| fs::read(folder.path().join(name)).unwrap();
    assert!(read("a.pack") == read("b.pack"));
    // A pack of a pack holds the same documents.
    run(folder.path(), &["pack", "a.pack", "-o", "c.pack"]);
    let graph = |name: &str| run(folder.path(), &["graph", name, "--format", "json"]).1;
    assert_eq!(graph("c.pack"), graph("a.pack"));
}

fn packed() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    catalogue(folder.path(), 20, 9);
    assert_eq!(run(folder.path(), &["pack", "corpus", "-o", "c.pack"]).0, 0);
    folder
}

#[test]
fn a_damaged_pack_is_never_believed() {
    let folder = packed();
    let good = fs::read(folder.path().join("c.pack")).unwrap();
    let draft = "drafts/0.yaml";
    let says = |bytes: &[u8]| {
        fs::write(folder.path().join("bad.pack"), bytes).unwrap();
        let (code, out, err) = run(folder.path(), &["check", draft, "--corpus", "bad.pack"]);
        (code, out + &err)
    };
    for at in (0..good.len()).step_by(211) {
        let mut bad = good.clone();
        bad[at] ^= 0x20;
        let (code, words) = says(&bad);
        let untouched = says(&good);
        // A byte of a document that the draft does not need is not looked at.
        if (code, &words) != (untouched.0, &untouched.1) {
            assert_eq!(code, 3, "byte {at}: {words}");
        }
    }
    for cut in [10, 40, 300, good.len() / 2] {
        let (code, words) = says(&good[..cut]);
        assert_eq!(code, 3, "cut at {cut}: {words}");
    }
    let mut other = good.clone();
    other[16] ^= 1;
    let (code, words) = says(&other);
    assert_eq!(code, 3);
    assert!(words.contains("another version") && words.contains("make it again"), "{words}");
}

#[test]
fn a_pack_of_unread_files_says_so() {
    let folder = packed();
    fs::write(folder.path().join("corpus/bad.yaml"), "standard: [").unwrap();
    let (code, _, err) = run(folder.path(), &["pack", "corpus", "-o", "d.pack"]);
    assert_eq!(code, 3);
    assert!(err.contains("bad.yaml") && err.contains("wrote d.pack"), "{err}");
    let out = report(folder.path(), "drafts/0.yaml", "d.pack");
    assert!(out.contains("2 problems were met") && out.contains("it may lack documents"), "{out}");
}

/// What lacks something never takes the place of a pack that is there.
#[test]
fn a_good_pack_stays_where_not_everything_can_be_read() {
    let folder = packed();
    let good = fs::read(folder.path().join("c.pack")).unwrap();
    fs::write(folder.path().join("corpus/bad.yaml"), "standard: [").unwrap();
    for paths in ["corpus", "no-such-folder"] {
        let (code, _, err) = run(folder.path(), &["pack", paths, "-o", "c.pack"]);
        assert_eq!(code, 3);
        assert!(err.contains("c.pack is left as it was"), "{err}");
        assert!(fs::read(folder.path().join("c.pack")).unwrap() == good);
    }
}

/// It is not said by each check, so it has to be said here.
#[test]
fn what_is_not_understood_is_said_when_it_is_packed() {
    let folder = packed();
    fs::write(folder.path().join("corpus/other.yaml"), "shopping: [bread]\n").unwrap();
    let (code, _, err) = run(folder.path(), &["pack", "corpus", "-o", "c.pack"]);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("other.yaml") && err.contains("in none of the formats"), "{err}");
}

#[test]
fn real_catalogues_packed_give_the_same_report() {
    let Some(data) = shared_data("catalogues") else { return };
    let data = data.parent().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("all.pack");
    let pack = pack.to_str().unwrap();
    let (_, _, err) = run(data, &["pack", "catalogues", "relaton", "-o", pack]);
    assert!(err.contains("standards"), "{err}");
    for draft in ["documents/metanorma-adoc/gb-rice", "relaton/iso", "pdf-normrefs/graph.json"] {
        let arguments = |corpus: &[&str]| {
            let mut all =
                vec!["check", draft, "--format", "json", "--as-of", "2026-01-01", "--corpus"];
            all.extend(corpus);
            // What was not understood of other documents was said when they were packed.
            let mut report: serde_json::Value = serde_json::from_str(&run(data, &all).1).unwrap();
            report.as_object_mut().unwrap().remove("problems");
            serde_json::to_string_pretty(&report).unwrap()
        };
        let (whole, packed) = (arguments(&["catalogues", "relaton"]), arguments(&[pack]));
        let lines = whole.lines().zip(packed.lines()).find(|it| it.0 != it.1);
        assert!(whole.len() > 1000 && lines.is_none(), "{draft}: {lines:?}");
    }
}
