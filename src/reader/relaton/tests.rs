use super::*;
use crate::model::Degree;
use crate::source::Encoding;

fn read(text: &str) -> (Reading, SourceMap) {
    let mut sources = SourceMap::new();
    let id =
        sources.add(|id| SourceFile::text_file(id, "item.yaml", Encoding::Utf8, text.to_owned()));
    let file = sources.file(id);
    assert!(Relaton.recognises(file), "not recognised: {text}");
    let reading = Relaton.read(file, &sources);
    (reading, sources)
}

fn names(list: &[Target], sources: &SourceMap) -> Vec<String> {
    list.iter().map(|it| it.written.get(sources).to_owned()).collect()
}

const FIRST: &str = r#"---
schema-version: v1.2.9
title:
- {content: Widgets, language: [en], type: title-main}
- {content: Widgets - Part 1, language: [en], type: main}
- {content: 部件, language: [zh]}
docid:
- {id: "ISO 99901:2015(en)", type: iso-reference}
- {id: ISO 99901:2015, type: ISO, primary: true}
- {id: "urn:iso:std:iso:99901", type: URN}
- {id: "GB/T 99901-2016", type: GB}
date:
- {type: published, value: '2015-09'}
- {type: obsoleted, value: '2024-01-01'}
- {type: confirmed, value: '2020'}
edition: {content: '5'}
language: [en, zh]
docstatus: {stage: {value: '90'}, substage: {value: '93'}}
relation:
- {type: obsoletes, bibitem: {docid: [{id: ISO 99901:2008, type: ISO, primary: true}], type: standard}}
- {type: obsoletes, bibitem: {docid: {id: ISO/AWI 99901, type: ISO}}}
- {type: updates, bibitem: {docid: [{id: ISO 99901:2024, type: ISO}], date: [{type: published, value: '2024'}]}}
- {type: frobnicates, bibitem: {formattedref: {content: ISO 1}}}
ext:
  doctype: {type: international-standard}
  ics: [{code: 03.080.01, text: Services}]
  structuredidentifier: {project_number: 424242}
"#;

const SECOND: &str = r"
id: x
schema_version: v1.5.6
title: [{language: eng, content: Widgets, type: main}]
docidentifier: [{content: OIML R 999, type: OIML, primary: true}]
date: [{type: published, from: '2006-01-01'}]
contributor:
- role: [{type: publisher}]
  organization: {name: [{content: Some Body}], abbreviation: {content: SB}}
status: {stage: {content: superseded}}
relation:
- {type: hasSuccessor, bibitem: {docidentifier: [{content: OIML R 999-1, type: OIML}]}}
- {type: hasInstance, bibitem: {docidentifier: [{content: OIML R 999 (E), type: OIML}]}}
- {type: includedIn, bibitem: {docidentifier: [{content: OIML Bulletin 1, type: OIML}]}}
ext: {doctype: {content: recommendation}}
";

const ROWS: &str = r#"{"file":"a","ids":[{"id":"IEEE Std 9999-2020","type":"IEEE","primary":true},{"id":"IEEE Std 9999™-2020","type":"IEEE","primary":true}],"stage":"approved","dates":[{"type":"published","on":"2022-05"},{"type":"created","on":"2020-03-01"},{"type":null,"on":"1"}],"title":{"und":"Gadgets"},"relation":[{"type":"updates","target":"IEEE Std 9999-2010","description":"revises"},{"type":"updates","target":"IEEE Std 9998-2010","description":"amends"},{"type":"adoptedFrom","target":"ISO 9"},{"type":"adoptedAs","target":"IEC 9"}]}
{"file":"b","ids":[{"id":"ECMA-999","type":"ECMA","primary":true}],"edition":"2","dates":[{"type":"published","on":"1999"}],"title":{"en":"Tapes"},"relation":[{"type":"updates","target":"ECMA-999"}]}
"#;

#[test]
fn the_first_generation() {
    let (reading, sources) = read(FIRST);
    let standard = &reading.standards[0];
    let text = |text: &Option<Text>| text.as_ref().map(|it| it.get(&sources).to_owned());
    let rare = |text: &Option<Box<Text>>| text.as_ref().map(|it| it.get(&sources).to_owned());
    assert_eq!(standard.identity.as_ref().unwrap().written.get(&sources), "ISO 99901:2015");
    assert_eq!(names(&standard.other_identifiers, &sources), ["GB/T 99901-2016"]);
    assert_eq!(standard.title.in_lang(Lang::En).unwrap().get(&sources), "Widgets - Part 1");
    assert_eq!(standard.title.in_lang(Lang::Zh).unwrap().get(&sources), "部件");
    assert_eq!(text(&standard.dates.published).as_deref(), Some("2015-09"));
    assert_eq!(rare(&standard.dates.withdrawn).as_deref(), Some("2024-01-01"));
    assert_eq!(rare(&standard.dates.reviewed).as_deref(), Some("2020"));
    let details = standard.details.as_ref().unwrap();
    assert_eq!(details.stage.unwrap().value.to_string(), "90.93");
    assert_eq!(text(&details.edition).as_deref(), Some("5"));
    assert_eq!(text(&details.document_type).as_deref(), Some("international-standard"));
    assert_eq!(standard.classification.as_ref().unwrap().ics[0].get(&sources), "03.080.01");
    // `updates` points from the old edition to the new one in the catalogue of ISO
    assert_eq!(names(&standard.replaces, &sources), ["ISO 99901:2008"]);
    assert_eq!(names(&standard.replaced_by, &sources), ["ISO 99901:2024"]);
    let messages: Vec<_> = reading.problems.iter().map(|it| it.message.en.as_str()).collect();
    assert_eq!(messages.len(), 2, "{messages:?}");
    assert!(messages[0].contains("draft") && messages[1].contains("frobnicates"));
    assert!(reading.problems.iter().all(|it| !it.code.is_failure()));
}

#[test]
fn the_second_generation() {
    let (reading, sources) = read(SECOND);
    assert_eq!(reading.problems, []);
    let standard = &reading.standards[0];
    assert_eq!(standard.status.unwrap().value, Status::Replaced);
    assert_eq!(names(&standard.replaced_by, &sources), ["OIML R 999-1"]);
    assert_eq!(names(&standard.part_of, &sources), ["OIML Bulletin 1"]);
    let details = standard.details.as_ref().unwrap();
    assert_eq!(details.issuer.as_ref().unwrap().get(&sources), "SB");
    assert_eq!(details.document_type.as_ref().unwrap().get(&sources), "recommendation");
    assert_eq!(standard.dates.published.as_ref().unwrap().get(&sources), "2006-01-01");
}

#[test]
fn one_item_a_line() {
    let (reading, sources) = read(ROWS);
    assert_eq!(reading.problems, []);
    let [ieee, ecma] = reading.standards.as_slice() else { panic!("two") };
    assert!(ieee.other_identifiers.is_empty(), "a trademark sign makes no further identifier");
    assert_eq!(names(&ieee.replaces, &sources), ["IEEE Std 9999-2010"]);
    assert_eq!(names(&ieee.amends, &sources), ["IEEE Std 9998-2010"]);
    assert_eq!(ieee.adopts[0].source.written.get(&sources), "ISO 9");
    assert_eq!(names(&ieee.adopted_as, &sources), ["IEC 9"]);
    assert_eq!(ieee.dates.published.as_ref().unwrap().get(&sources), "2020-03-01");
    // every edition is listed with every other under one identifier: dates say it better
    assert!(ecma.replaces.is_empty() && ecma.amends.is_empty() && ecma.replaced_by.is_empty());
}

#[test]
fn degrees_of_adoption() {
    let item = "docid: [{id: GB/T 9, type: GB}]\ntitle: t\nrelation:\n- {type: identicalTo, bibitem: {docid: {id: ISO 9}}}\n- {type: nonequivalent, bibitem: ISO 8}\n";
    let (reading, _) = read(item);
    let degrees: Vec<_> =
        reading.standards[0].adopts.iter().map(|it| it.degree.map(|it| it.value)).collect();
    assert_eq!(degrees, [Some(Degree::Idt), Some(Degree::Neq)]);
}

#[test]
fn odd_shapes_lose_nothing_else() {
    for item in [
        "docid: []\n",
        "docid: ~\ntitle: {}\n",
        "docid: {a: b}\ndate: [1, {type: [x]}]\n",
        "docid: ISO 1\ntitle: [[]]\nrelation: 5\n",
        "docid: ISO 1\nrelation: [{type: obsoletes}, {bibitem: {}}, x, [y]]\n",
        "docid: ISO 1\nstatus: []\next: 7\nedition: {}\nlanguage: {}\n",
        "docid: ISO 1\ncontributor: [1, {role: []}, {role: publisher, organization: []}]\n",
        "docid: ISO 1\ndocstatus: {stage: {value: whatever}}\n",
    ] {
        let (reading, _) = read(item);
        assert_eq!(reading.standards.len(), 1, "{item}");
    }
    let (reading, _) = read("docid: ISO 1\ndocstatus: {stage: {value: whatever}}\n");
    assert_eq!(reading.problems[0].message.en, "the stage \"whatever\" is not known");
}

/// Cuts, doubles and changes bytes: whatever comes, no panic.
#[test]
fn mutations_do_not_panic() {
    use proptest::prelude::*;
    let change = (0_usize..3_000, any::<u8>(), 0_u8..4);
    proptest!(ProptestConfig::with_cases(300), |(
        which in 0_usize..3,
        changes in prop::collection::vec(change, 1..8),
    )| {
        let mut bytes = [FIRST, SECOND, ROWS][which].as_bytes().to_vec();
        for (at, byte, how) in changes {
            let at = at % bytes.len().max(1);
            match how {
                0 if at < bytes.len() => bytes[at] = byte,
                1 => bytes.truncate(at),
                2 if at < bytes.len() => { bytes.remove(at); }
                _ => bytes.insert(at, b"[]{}:-\",'&*"[usize::from(byte) % 11]),
            }
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let mut sources = SourceMap::new();
        let id = sources.add(|id| SourceFile::text_file(id, "m", Encoding::Utf8, text));
        let reading = Relaton.read(sources.file(id), &sources);
        let loaded = crate::reader::Loaded {
            sources,
            standards: reading.standards,
            ..Default::default()
        };
        let corpus = crate::corpus::Corpus::build(loaded, crate::corpus::AsOf::Publication);
        prop_assert!(corpus.counts().nodes < 1_000);
    });
}
