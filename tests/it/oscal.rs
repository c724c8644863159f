//! OSCAL catalogs and mapping collections.

use consonance::model::{Clause, Element, Standard};
use consonance::reader::{READERS, Reader, Reading};
use consonance::source::{Encoding, SourceFile, SourceMap};

use crate::shared_data::shared_data;

fn reader() -> &'static dyn Reader {
    *READERS.iter().find(|it| it.name() == "oscal").unwrap()
}

fn read(text: String) -> (SourceMap, Reading) {
    let mut sources = SourceMap::new();
    let id = sources.add(|id| SourceFile::text_file(id, "catalog", Encoding::Utf8, text));
    let file = sources.file(id);
    assert!(reader().recognises(file));
    let first = READERS.iter().find(|it| it.recognises(file)).unwrap();
    assert_eq!(first.name(), "oscal", "another reader takes it");
    let reading = reader().read(file, &sources);
    (sources, reading)
}

fn controls(standard: &Standard) -> usize {
    fn count(clauses: &[Clause]) -> usize {
        clauses
            .iter()
            .map(|it| {
                usize::from(it.element.is_some_and(|it| it.value == Element::Requirement))
                    + count(&it.clauses)
            })
            .sum()
    }
    count(standard.clauses.as_ref().unwrap())
}

#[test]
fn controls_are_counted_as_the_files_have_them() {
    for (name, active, withdrawn, incorporated) in [
        ("NIST_SP-800-53_rev4_catalog-min.json", 826, 96, 113),
        ("NIST_SP-800-53_rev5_LOW-baseline-resolved-profile_catalog.json", 149, 0, 0),
        ("basic-catalog.json", 4, 0, 0),
    ] {
        let Some(path) = shared_data(&format!("oscal/{name}")) else { return };
        let (sources, reading) = read(std::fs::read_to_string(path).unwrap());
        assert!(reading.problems.is_empty(), "{name}: {:?}", reading.problems);
        let [standard] = reading.standards.as_slice() else { panic!("one catalog") };
        let items = standard.details.as_ref().map_or(&[][..], |it| &it.withdrawn_items);
        let links = items
            .iter()
            .flat_map(|it| it.links.iter())
            .filter(|(relation, _)| relation.get(&sources) == "incorporated-into")
            .count();
        eprintln!("{name}: {:?}", standard.identity.as_ref().map(|it| it.written.get(&sources)));
        assert_eq!(
            (controls(standard), items.len(), links),
            (active, withdrawn, incorporated),
            "{name}"
        );
    }
}

const JSON: &str = r##"{"catalog": {"uuid": "u1", "metadata": {"title": "EXAMPLE 1: A catalog", "last-modified": "2024-01-02T00:00:00Z", "version": "1", "oscal-version": "1.2.0"},
 "groups": [{"id": "g1", "title": "Group", "controls": [
  {"id": "g1-1", "title": "First", "params": [{"id": "g1-1_prm_1", "label": "a period"}], "props": [{"name": "label", "value": "G1-1"}],
   "parts": [{"id": "g1-1_smt", "name": "statement", "prose": "Review \"it\" every {{ insert: param, g1-1_prm_1 }}.", "parts": [{"name": "item", "props": [{"name": "label", "value": "a."}], "prose": "Say so."}]}]},
  {"id": "g1-2", "title": "Second", "props": [{"name": "status", "value": "withdrawn"}], "links": [{"href": "#g1-1", "rel": "moved-to"}]}]}]}}"##;

const XML: &str = r##"<?xml version="1.0"?>
<catalog xmlns="http://csrc.nist.gov/ns/oscal/1.0" uuid="u1"><metadata><title>EXAMPLE 1: A catalog</title><last-modified>2024-01-02T00:00:00Z</last-modified><version>1</version><oscal-version>1.2.0</oscal-version></metadata>
<group id="g1"><title>Group</title><control id="g1-1"><title>First</title><param id="g1-1_prm_1"><label>a period</label></param><prop name="label" value="G1-1"/>
<part id="g1-1_smt" name="statement"><p>Review "it" every <insert type="param" id-ref="g1-1_prm_1"/>.</p><part name="item"><prop name="label" value="a."/><p>Say so.</p></part></part></control>
<control id="g1-2"><title>Second</title><prop name="status" value="withdrawn"/><link href="#g1-1" rel="moved-to"/></control></group></catalog>"##;

#[test]
fn the_three_spellings_say_the_same() {
    let yaml =
        serde_yaml::to_string(&serde_json::from_str::<serde_json::Value>(JSON).unwrap()).unwrap();
    for text in [JSON.to_owned(), XML.to_owned(), yaml] {
        let (sources, reading) = read(text);
        assert!(reading.problems.is_empty(), "{:?}", reading.problems);
        let standard = &reading.standards[0];
        assert_eq!(standard.identity.as_ref().unwrap().written.get(&sources), "EXAMPLE 1");
        assert_eq!(standard.dates.published.as_ref().unwrap().get(&sources), "2024-01-02");
        let control = &standard.clauses.as_ref().unwrap()[0].clauses[0];
        assert_eq!(control.number.as_ref().unwrap().get(&sources), "G1-1");
        let text = control.blocks[0].text.first().unwrap();
        assert_eq!(text.get(&sources), "Review \"it\" every [a period].");
        let at = text.get(&sources).find("every").unwrap();
        assert_eq!(sources.slice(text.span_of(at..at + 5)), "every");
        assert_eq!(control.blocks[1].number.as_ref().unwrap().get(&sources), "a.");
        let item = &standard.details.as_ref().unwrap().withdrawn_items[0];
        let (relation, target) = &item.links[0];
        assert_eq!((relation.get(&sources), target.get(&sources)), ("moved-to", "g1-1"));
    }
}

const MAPPING: &str = r##"{"mapping-collection": {"uuid": "m", "metadata": {"title": "A to B", "oscal-version": "1.2.0"}, "mappings": [
 {"uuid": "m1", "source-resource": {"type": "catalog", "href": "#r1"}, "target-resource": {"type": "catalog", "href": "b.json"},
  "maps": [{"uuid": "x", "relationship": "subset-of", "sources": [{"type": "control", "id-ref": "g1-1"}], "targets": [{"type": "control", "id-ref": "b-1"}, {"type": "control", "id-ref": "b-2"}], "qualifiers": [{"subject": "source", "predicate": "has-requirement", "description": "why"}], "confidence-score": {"percentage": 80}},
           {"uuid": "y", "relationship": "subset-off", "sources": [{"type": "control", "id-ref": "g1-1"}], "targets": [{"type": "control", "id-ref": "b-3"}]}],
  "source-gap-summary": {"uuid": "z", "unmapped-controls": [{"with-ids": ["g1-9"]}]}}],
 "back-matter": {"resources": [{"uuid": "r1", "title": "EXAMPLE 1"}]}}}"##;

#[test]
fn a_map_with_several_targets_stays_one_map() {
    let (sources, reading) = read(MAPPING.to_owned());
    let set = &reading.mappings[0];
    assert_eq!(set.left.written.get(&sources), "EXAMPLE 1");
    assert_eq!(set.right.written.get(&sources), "b.json");
    let targets: Vec<_> = set.maps[0].right.iter().map(|it| it.id.get(&sources)).collect();
    assert_eq!(targets, ["b-1", "b-2"]);
    assert_eq!(set.maps[0].relation.unwrap().value.as_str(), "subset");
    assert_eq!(set.maps[0].rationale.as_ref().unwrap().get(&sources), "why");
    assert_eq!(set.unmapped[0].0.id.get(&sources), "g1-9");
    let [problem] = reading.problems.as_slice() else { panic!("{:?}", reading.problems) };
    assert_eq!(problem.message.en, "\"subset-off\" is no relationship");
    assert_eq!(problem.help.as_ref().unwrap().en, "did you mean subset-of?");
    assert_eq!(sources.slice(problem.span.unwrap()), "subset-off");
}

#[test]
fn mutated_collections_never_panic() {
    let mut state = 0xdead_beef_cafe_f00d_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    for round in 0..3_000 {
        let mut bytes = [JSON, XML, MAPPING][round % 3].as_bytes().to_vec();
        for _ in 0..1 + random(3) {
            if bytes.is_empty() {
                break;
            }
            let at = random(bytes.len());
            match random(3) {
                0 => bytes[at] = b"{}[]\":,<>&/#"[random(12)],
                1 => bytes.truncate(at),
                _ => {
                    let piece = bytes[at..(at + 25).min(bytes.len())].to_vec();
                    bytes.splice(at..at, piece);
                }
            }
        }
        let mut sources = SourceMap::new();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let id = sources.add(|id| SourceFile::text_file(id, "m", Encoding::Utf8, text));
        let _ = reader().recognises(sources.file(id));
        let _ = reader().read(sources.file(id), &sources);
    }
}
