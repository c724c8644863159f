//! Word files: after the template of GB/T 1.1 as Word writes it, and as LibreOffice does.

use consonance::model::{BlockKind, Clause};
use consonance::reader::{READERS, Reader, Reading};
use consonance::source::{SourceFile, SourceMap};

fn reader() -> &'static dyn Reader {
    *READERS.iter().find(|it| it.name() == "docx").unwrap()
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/fixtures/formats/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn read(bytes: Vec<u8>) -> (SourceMap, Reading) {
    let mut sources = SourceMap::new();
    let id = sources.add(|id| SourceFile::container(id, "draft.docx", bytes));
    let reading = reader().read(sources.file(id), &sources);
    (sources, reading)
}

fn outline(clauses: &[Clause], sources: &SourceMap, depth: usize, out: &mut String) {
    for clause in clauses {
        let number = clause.number.as_ref().map_or("-", |it| it.get(sources));
        let title = clause.title.first().map_or("", |it| it.get(sources));
        let element = clause.element.map_or("", |it| it.value.as_str());
        let normative =
            clause.normative.map_or("", |it| if it.value { " normative" } else { " informative" });
        out.push_str(&format!("{:1$}{number} {title} [{element}{normative}]\n", "", depth * 2));
        for block in &clause.blocks {
            let number = block.number.as_ref().map_or("", |it| it.get(sources));
            let title = block.title.first().map_or("", |it| it.get(sources));
            let text = block
                .text
                .first()
                .map_or("", |it| it.get(sources))
                .replace('\n', " / ")
                .replace('\t', " | ");
            out.push_str(&format!(
                "{:1$}| {2:?} {number} {title} {text}\n",
                "",
                depth * 2,
                block.kind
            ));
        }
        outline(&clause.clauses, sources, depth + 1, out);
    }
}

fn summary(name: &str) -> String {
    let (sources, reading) = read(fixture(name));
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let standard = &reading.standards[0];
    let get = |text: &consonance::source::Text| text.get(&sources).to_owned();
    let mut out = format!("{}\n", get(&standard.identity.as_ref().unwrap().written));
    for (lang, title) in standard.title.iter() {
        out.push_str(&format!("title {lang} {}\n", get(title)));
    }
    let dates = [&standard.dates.published, &standard.dates.effective];
    out.push_str(&format!("dates {:?}\n", dates.map(|it| it.as_ref().map(get))));
    if let Some(classification) = &standard.classification {
        out.push_str(&format!(
            "ics {:?} ccs {:?}\n",
            classification.ics.iter().map(get).collect::<Vec<_>>(),
            classification.ccs.iter().map(get).collect::<Vec<_>>()
        ));
    }
    out.push_str(&format!(
        "replaces {:?}\n",
        standard.replaces.iter().map(|it| get(&it.written)).collect::<Vec<_>>()
    ));
    for adoption in &standard.adopts {
        let places = adoption.places.as_ref();
        out.push_str(&format!(
            "adopts {} {:?} cover {:?} foreword {:?}\n",
            get(&adoption.source.written),
            adoption.degree.map(|it| it.value),
            places.and_then(|it| it.cover).map(|it| it.value),
            places.and_then(|it| it.foreword).map(|it| it.value)
        ));
    }
    for reference in standard.references.iter().flatten() {
        let details = reference.details.as_ref().unwrap();
        out.push_str(&format!(
            "{} {} | {} | {:?}\n",
            reference.role,
            get(&reference.target.written),
            details.title.first().map(get).unwrap_or_default(),
            details
                .annotated_source
                .as_ref()
                .map(|it| (get(&it.written), details.annotated_degree.unwrap().value))
        ));
    }
    for entry in standard.terms.iter().flatten() {
        let names: Vec<_> =
            entry.designations.iter().map(|it| format!("{}:{}", it.lang, get(&it.text))).collect();
        let definitions: Vec<_> = entry.definitions.iter().map(|it| get(&it.text)).collect();
        let source = entry
            .source
            .as_ref()
            .map(|(target, element)| (get(&target.written), element.as_ref().map(get)));
        out.push_str(&format!(
            "term {:?} {names:?} {definitions:?} notes {} source {source:?} modified {:?}\n",
            entry.number.as_ref().map(get),
            entry.notes.len(),
            entry.modified.map(|it| it.value)
        ));
    }
    outline(standard.clauses.as_deref().unwrap(), &sources, 0, &mut out);
    out
}

#[test]
fn a_draft_after_the_chinese_template_is_read_whole() {
    insta::assert_snapshot!(summary("gb-template.docx"));
}

#[test]
fn a_draft_from_libreoffice_is_read_whole() {
    insta::assert_snapshot!(summary("iso-style.docx"));
}

#[test]
fn a_place_is_a_paragraph_with_its_number_before_it() {
    let (sources, reading) = read(fixture("gb-template.docx"));
    let clauses = reading.standards[0].clauses.as_ref().unwrap();
    let requirement = clauses
        .iter()
        .find(|it| it.number.as_ref().is_some_and(|it| it.get(&sources) == "4"))
        .unwrap();
    let air = &requirement.clauses[0];
    assert_eq!(air.number.as_ref().unwrap().get(&sources), "4.1");
    let file = &sources.files()[0];
    assert_eq!(
        file.text().lines().nth(file.line_index(air.span.start as usize)).unwrap(),
        "4.1\t通风"
    );
    let text = air.blocks[0].text.first().unwrap();
    let at = text.get(&sources).find("30 m³/h").unwrap();
    assert_eq!(sources.slice(text.span_of(at..at + "30 m³/h".len())), "30 m³/h");
    assert_eq!(air.blocks[1].kind, BlockKind::Footnote);
}

#[test]
fn damaged_and_hostile_containers_are_said() {
    for bytes in
        [b"PK\x03\x04garbage".to_vec(), Vec::new(), fixture("gb-template.docx")[..1_000].to_vec()]
    {
        let (_, reading) = read(bytes);
        assert!(reading.problems[0].code.is_failure());
    }
    let mut state = 0x1234_5678_9abc_def0_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    let original = fixture("gb-template.docx");
    for _ in 0..500 {
        let mut bytes = original.clone();
        for _ in 0..1 + random(8) {
            let at = random(bytes.len());
            bytes[at] = u8::try_from(random(256)).unwrap();
        }
        let (_, reading) = read(bytes);
        assert!(!reading.standards.is_empty() || !reading.problems.is_empty());
    }
}
