//! STS against the samples of the real data.

use consonance::model::{Clause, ReferenceRole, Standard};
use consonance::reader::{READERS, Reader, Reading};
use consonance::source::{Encoding, SourceFile, SourceMap};

use crate::shared_data::shared_data;

fn reader() -> &'static dyn Reader {
    *READERS.iter().find(|it| it.name() == "sts").unwrap()
}

fn read(text: String, path: &str) -> (SourceMap, Reading) {
    let mut sources = SourceMap::new();
    let id = sources.add(|id| SourceFile::text_file(id, path, Encoding::Utf8, text));
    let file = sources.file(id);
    assert!(reader().recognises(file), "{path} is not recognised");
    let reading = reader().read(file, &sources);
    (sources, reading)
}

fn outline(clauses: &[Clause], sources: &SourceMap, depth: usize, out: &mut String) {
    for clause in clauses {
        let number = clause.number.as_ref().map_or("-", |it| it.get(sources));
        let title = clause.title.first().map_or("", |it| it.get(sources));
        let element = clause.element.map_or("", |it| it.value.as_str());
        let normative =
            clause.normative.map_or(String::new(), |it| format!(" normative={}", it.value));
        out.push_str(&format!(
            "{:1$}{number} {title} [{element}{normative}] {2}\n",
            "",
            depth * 2,
            clause.blocks.len()
        ));
        outline(&clause.clauses, sources, depth + 1, out);
    }
}

#[test]
fn every_sample_reads() {
    let Some(folder) = shared_data("documents") else { return };
    let mut not_understood = Vec::new();
    let mut count = 0;
    for entry in ignore::Walk::new(folder).flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|it| it != "xml") {
            continue;
        }
        let mut sources = SourceMap::new();
        let text = std::fs::read_to_string(path).unwrap();
        let id = sources.add(|id| SourceFile::text_file(id, "x", Encoding::Utf8, text));
        if !reader().recognises(sources.file(id)) {
            continue;
        }
        count += 1;
        let reading = reader().read(sources.file(id), &sources);
        assert!(!reading.standards.is_empty(), "{}: {:?}", path.display(), reading.problems);
        let failures: Vec<_> = reading.problems.iter().filter(|it| it.code.is_failure()).collect();
        assert!(failures.is_empty(), "{}: {failures:?}", path.display());
        not_understood.extend(reading.problems.into_iter().map(|it| it.message.en));
    }
    eprintln!("{count} samples of STS; not understood: {not_understood:?}");
    assert!(count >= 12);
    assert!(not_understood.len() <= 3, "{not_understood:?}");
}

#[test]
fn a_whole_document_keeps_its_structure() {
    let Some(path) =
        shared_data("documents/sts-and-metanorma-xml/src/test/resources/rice-en.final.sts.xml")
    else {
        return;
    };
    let (sources, reading) = read(std::fs::read_to_string(path).unwrap(), "rice.xml");
    let [standard] = reading.standards.as_slice() else { panic!("one document") };
    assert_eq!(standard.identity.as_ref().unwrap().written.get(&sources), "ISO 17301-1:2016");
    assert_eq!(standard.terms.as_ref().unwrap().len(), 15);
    let references = standard.references.as_ref().unwrap();
    let normative = references.iter().filter(|it| it.role == ReferenceRole::Normative).count();
    assert_eq!((references.len(), normative), (23, 7));
    let mut out = String::new();
    outline(standard.clauses.as_deref().unwrap(), &sources, 0, &mut out);
    for line in [
        "1 Scope [scope] ",
        "2 Normative References [references] ",
        "      6.5.2.1 Interlaboratory test [] ",
        "A Determination of defects [annex normative=true] ",
    ] {
        assert!(
            out.lines().any(|it| it.starts_with(line.trim_start()) || it.starts_with(line)),
            "no {line} in\n{out}"
        );
    }
    let modified = &standard.terms.as_ref().unwrap()[1];
    assert!(modified.modified.unwrap().value);
    let (source, element) = modified.source.as_ref().unwrap();
    assert_eq!(source.written.get(&sources), "ISO 7301:2011");
    assert_eq!(element.as_ref().unwrap().get(&sources), "3.2");
}

/// A national document around a regional one around an international one, in our own words.
const NESTED: &str = r#"<?xml version="1.0"?>
<adoption xml:lang="en">
  <adoption-front>
    <nat-meta originator="EX"><std-ref type="dated">DIN EN ISO 99901:2020</std-ref><pub-date>2020-05-01</pub-date></nat-meta>
    <sec sec-type="foreword"><title>National foreword</title><p>This document takes over the text below.</p></sec>
  </adoption-front>
  <adoption>
    <adoption-front>
      <reg-meta originator="CEN"><std-ref type="dated">EN ISO 99901:2020</std-ref></reg-meta>
      <sec sec-type="foreword"><title>European foreword</title><p>The text has been approved without change.</p></sec>
    </adoption-front>
    <standard>
      <front><iso-meta><std-ref type="dated">ISO 99901:2019</std-ref></iso-meta></front>
      <body><sec id="s1" sec-type="scope"><label>1</label><title>Scope</title><p>This document gives an example&nbsp;of nesting.</p></sec></body>
      <back><app-group><app content-type="inform-annex"><label>Annex A</label><annex-type>(informative)</annex-type><title>More</title><p>More.</p></app></app-group></back>
    </standard>
  </adoption>
  <adoption-back><app-group><app content-type="inform-annex"><label>Annex NA</label><annex-type>(informative)</annex-type><title>National notes</title><p>Notes.</p></app></app-group></adoption-back>
</adoption>
"#;

#[test]
fn nested_adoptions_become_a_chain_with_each_text_kept_apart() {
    let (sources, reading) = read(NESTED.to_owned(), "nested.xml");
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let identity = |it: &Standard| it.identity.as_ref().unwrap().written.get(&sources).to_owned();
    let names: Vec<_> = reading.standards.iter().map(identity).collect();
    assert_eq!(names, ["DIN EN ISO 99901:2020", "EN ISO 99901:2020", "ISO 99901:2019"]);
    let source = |index: usize| {
        let adoption = &reading.standards[index].adopts[0];
        assert!(adoption.endorsed);
        adoption.source.written.get(&sources).to_owned()
    };
    assert_eq!(source(0), "EN ISO 99901:2020");
    assert_eq!(source(1), "ISO 99901:2019");
    let titles = |index: usize| -> Vec<String> {
        let clauses = reading.standards[index].clauses.as_ref().unwrap();
        clauses.iter().map(|it| it.title.first().unwrap().get(&sources).to_owned()).collect()
    };
    assert_eq!(titles(0), ["National foreword", "National notes"]);
    assert_eq!(titles(1), ["European foreword"]);
    assert_eq!(titles(2), ["Scope", "More"]);
    let annex = &reading.standards[2].clauses.as_ref().unwrap()[1];
    assert_eq!(annex.number.as_ref().unwrap().get(&sources), "A");
    assert!(!annex.normative.unwrap().value);
    // Every word keeps its place, around the entity too.
    let text = reading.standards[2].clauses.as_ref().unwrap()[0].blocks[0].text.first().unwrap();
    assert_eq!(text.get(&sources), "This document gives an example\u{a0}of nesting.");
    let at = text.get(&sources).find("nesting").unwrap();
    assert_eq!(sources.slice(text.span_of(at..at + 7)), "nesting");
}

#[test]
fn hostile_markup_is_reported_and_bounded() {
    let deep = format!(
        "<standard><body>{}{}</body></standard>",
        "<sec>".repeat(100_000),
        "</sec>".repeat(100_000)
    );
    let (_, reading) = read(deep, "deep.xml");
    assert!(!reading.problems.is_empty());
    let bomb = r#"<!DOCTYPE standard [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">]><standard><front/><body><sec><p>&f;</p></sec></body></standard>"#;
    let (_, reading) = read(bomb.to_owned(), "bomb.xml");
    assert!(reading.problems.iter().any(|it| it.code.is_failure()), "{:?}", reading.problems);
    let external = r#"<!DOCTYPE standard [<!ENTITY secret SYSTEM "file:///etc/passwd">]><standard><front><iso-meta><std-ref>ISO 99901</std-ref></iso-meta></front><body><sec><p>before &secret; after</p></sec></body></standard>"#;
    let (sources, reading) = read(external.to_owned(), "external.xml");
    let text = reading.standards[0].clauses.as_ref().unwrap()[0].blocks[0].text.first().unwrap();
    assert_eq!(text.get(&sources), "before after");
}

#[test]
fn mutated_markup_never_panics() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    for _ in 0..2_000 {
        let mut bytes = NESTED.as_bytes().to_vec();
        for _ in 0..1 + random(4) {
            if bytes.is_empty() {
                break;
            }
            let at = random(bytes.len());
            match random(4) {
                0 => bytes[at] = b"<>&;/\"=x "[random(9)],
                1 => bytes.truncate(at.max(1)),
                2 => {
                    bytes.remove(at);
                }
                _ => {
                    let piece: Vec<u8> = bytes[at..(at + 40).min(bytes.len())].to_vec();
                    bytes.splice(at..at, piece);
                }
            }
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let mut sources = SourceMap::new();
        let id = sources.add(|id| SourceFile::text_file(id, "m.xml", Encoding::Utf8, text));
        let _ = reader().recognises(sources.file(id));
        let reading = reader().read(sources.file(id), &sources);
        assert!(!reading.standards.is_empty() || !reading.problems.is_empty());
    }
}
