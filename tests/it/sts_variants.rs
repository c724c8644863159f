//! Ways in which standards bodies deliver STS, each in words of our own.

use consonance::corpus::Corpus;
use consonance::model::{BlockKind, Clause, DesignationStatus, Element, Lang, Standard, TermEntry};
use consonance::reader::{LoadOptions, Reading, load};
use consonance::rule::{Policy, Profiles, RuleSet, check};
use consonance::source::SourceMap;

use crate::read::{get, read_files};

fn read(text: &str) -> (SourceMap, Reading) {
    read_files("sts", &[("x.xml", text)])
}

/// What the rules of some codes say of a file under the profile of ISO: code and standard.
fn findings(text: &str, codes: &[&str]) -> Vec<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("draft.xml");
    std::fs::write(&path, text).unwrap();
    let corpus =
        Corpus::build(load(&[path], &LoadOptions::default()), "2026-01-01".parse().unwrap());
    let mut policy = Policy::new(Profiles::built_in().unwrap(), corpus.ids().collect());
    policy.profile = Profiles::index_of("iso");
    policy.select = codes.iter().map(|it| (*it).to_owned()).collect();
    let rules = RuleSet::built_in().unwrap_or_else(|it| panic!("{:#?}", it.problems));
    check(&rules, &corpus, &policy).findings.into_iter().map(|it| (it.rule, it.standard)).collect()
}

fn pairs<const N: usize>(wanted: [(&str, &str); N]) -> Vec<(String, String)> {
    wanted.into_iter().map(|(a, b)| (a.to_owned(), b.to_owned())).collect()
}

/// A document with one section of terms.
fn with_terms(lang: &str, terms: &str) -> String {
    format!(
        r#"<standard xmlns:tbx="urn:iso:std:iso:30042:ed-1" xml:lang="{lang}"><front><iso-meta><std-ref type="dated">ISO 99931:2019</std-ref></iso-meta></front>
<body><sec id="s3" sec-type="terms"><label>3</label><title>Terms</title>{terms}</sec></body></standard>"#
    )
}

fn terms(reading: &Reading) -> &[TermEntry] {
    reading.standards[0].terms.as_deref().unwrap()
}

/// Names of an entry: language, name, status.
fn names(entry: &TermEntry, sources: &SourceMap) -> Vec<(Lang, String, DesignationStatus)> {
    entry
        .designations
        .iter()
        .map(|it| (it.lang, it.text.get(sources).to_owned(), it.status))
        .collect()
}

/// A German delivery: national around European around international, in German.
fn german(references: &str) -> String {
    format!(
        r#"<adoption xml:lang="de"><adoption-front>
<nat-meta originator="DIN"><title-wrap xml:lang="de"><full>Lampen</full></title-wrap><std-ref type="dated">DIN EN ISO 99931:2020-05</std-ref></nat-meta>
<sec><title>Nationales Vorwort</title><p>DIN EN ISO 99931 gilt ab sofort.</p><sec><title>Vorgehen</title><p>Wer DIN EN ISO 99931:2020-05 anwendet, liest zuerst das Vorwort.</p></sec></sec>
<sec><title>Frühere Ausgaben</title><p>DIN EN ISO 99931:2020-05 hat keine.</p></sec></adoption-front>
<adoption xml:lang="de"><adoption-front>
<reg-meta originator="CEN"><title-wrap xml:lang="de"><full>Lampen</full></title-wrap><std-ref type="dated">EN ISO 99931:2020</std-ref></reg-meta>
<sec><title>Europäisches Vorwort</title><p>Dieses Dokument (EN ISO 99931:2020) liegt vor.</p></sec>
<sec><title>Anerkennungsnotiz</title><p>ISO 99931:2019 wurde als EN ISO 99931:2020 genehmigt.</p></sec></adoption-front>
<standard><front><iso-meta><title-wrap xml:lang="de"><full>Lampen</full></title-wrap><std-ref type="dated">ISO 99931:2019</std-ref></iso-meta>
<sec><title>Vorwort</title><p>ISO 99931:2019 wurde von einem Komitee erarbeitet.</p></sec></front>
<body><sec id="s1"><label>1</label><title>Anwendungsbereich</title><p>Dieses Dokument gilt für Lampen.</p></sec>
<sec id="s2"><label>2</label><title>Normative Verweisungen</title><p>{references}</p>
<ref-list><ref><std><std-ref>ISO 99932</std-ref></std></ref></ref-list></sec></body></standard></adoption></adoption>"#
    )
}

const BINDING: &str = "Die folgenden Dokumente werden so in Bezug genommen, dass sie Anforderungen \
                       dieses Dokuments darstellen.";

#[test]
fn layers_of_an_adoption_need_not_repeat_what_the_adopted_text_has() {
    let codes = ["STR001", "STR004", "REF017"];
    assert_eq!(findings(&german(BINDING), &codes), []);
    // What the text itself lacks is still found, in its language too.
    assert_eq!(findings(&german("Die Liste:"), &codes), pairs([("STR004", "ISO 99931:2019")]));
    let without_scope = german(BINDING).replace("Anwendungsbereich", "Allgemeines");
    assert_eq!(findings(&without_scope, &codes), pairs([("STR001", "ISO 99931:2019")]));
    let without_foreword = german(BINDING).replace("Europäisches Vorwort", "Hinweis");
    assert_eq!(findings(&without_foreword, &codes), pairs([("STR001", "EN ISO 99931:2020")]));
}

#[test]
fn lead_ins_and_headings_are_known_in_the_languages_of_adoptions() {
    for (lang, heading, sentence) in [
        (
            "fr",
            "Références normatives",
            "Ces documents constituent des exigences du présent document.",
        ),
        ("es", "Normas para consulta", "Su contenido constituye requisitos de este documento."),
        (
            "ru",
            "Нормативные ссылки",
            "В настоящем стандарте использованы нормативные ссылки на документы:",
        ),
        ("en", "Normative references", "Their content constitutes requirements of this document."),
    ] {
        let text = |sentence: &str| {
            format!(
                r#"<standard xml:lang="{lang}"><front><iso-meta><std-ref type="dated">ISO 99931:2019</std-ref></iso-meta></front>
<body><sec id="s2"><label>2</label><title>{heading}</title><p>{sentence}</p><ref-list><ref><std><std-ref>ISO 99932</std-ref></std></ref></ref-list></sec></body></standard>"#
            )
        };
        assert_eq!(findings(&text(sentence), &["STR004"]), [], "{lang}");
        assert_eq!(
            findings(&text("…"), &["STR004"]),
            pairs([("STR004", "ISO 99931:2019")]),
            "{lang}"
        );
    }
}

#[test]
fn a_layer_that_adds_no_text_has_none_of_its_own() {
    let (_, reading) = read(
        r#"<standard><front><reg-meta originator="CEN"><std-ref type="dated">EN ISO 99931:2020</std-ref></reg-meta>
<iso-meta><std-ref type="dated">ISO 99931:2019</std-ref></iso-meta></front><body><sec><label>1</label><title>Scope</title><p>Lamps.</p></sec></body></standard>"#,
    );
    let [outer, inner] = reading.standards.as_slice() else { panic!("two layers") };
    assert!(outer.clauses.is_none() && inner.clauses.is_some());
    assert!(outer.adopts[0].endorsed);
}

#[test]
fn several_blocks_about_one_document_are_one_layer() {
    let (sources, reading) = read(
        r#"<standard><front><iso-meta><std-ref type="dated">ISO 99931:2019</std-ref></iso-meta>
<std-meta std-meta-type="int"><std-ref type="dated">ISO 99931:2019</std-ref></std-meta>
<std-meta std-meta-type="nat"><std-ref type="dated">NEN ISO 99931:2020</std-ref></std-meta></front><body/></standard>"#,
    );
    let names: Vec<_> = reading
        .standards
        .iter()
        .map(|it| get(it.identity.as_ref().map(|it| &it.written), &sources))
        .collect();
    assert_eq!(names, ["NEN ISO 99931:2020", "ISO 99931:2019"]);
}

#[test]
fn parts_of_one_front_are_told_apart_by_heading_words_and_what_their_tags_say() {
    let (sources, reading) = read(
        r#"<standard xml:lang="es"><front>
<nat-meta originator="UNE"><std-ref type="dated">UNE-EN ISO 99931:2020</std-ref></nat-meta>
<reg-meta originator="CEN"><std-ref type="dated">EN ISO 99931:2020</std-ref></reg-meta>
<iso-meta><std-ref type="dated">ISO 99931:2019</std-ref></iso-meta>
<sec><title>Prólogo nacional</title><p>Uno.</p></sec>
<sec specific-use="amendments.nat"><title>Cambios</title><p>Dos.</p></sec>
<sec><title>Prólogo</title><p>El texto ha sido aprobado por CEN.</p></sec>
<sec><title>Prólogo</title><p>ISO (Organización Internacional) es una federación; CEN coopera.</p></sec>
<sec><title>Introducción</title><p>Tres.</p></sec></front><body/>
<back><app-group><app><label>Anexo A (normativo)</label><title>Ensayos</title><p>A.</p></app>
<app><label>Anexo ZA (informativo)</label><title>Directivas</title><p>ZA.</p></app>
<app><label>Anexo nacional NA</label><annex-type>(informativo)</annex-type><title>Notas</title><p>NA.</p></app></app-group></back></standard>"#,
    );
    let heads = |it: &Standard| -> Vec<(String, String, Option<Element>, Option<bool>)> {
        it.clauses
            .iter()
            .flatten()
            .map(|it| {
                (
                    get(it.number.as_ref(), &sources),
                    get(it.title.first(), &sources),
                    it.element.map(|it| it.value),
                    it.normative.map(|it| it.value),
                )
            })
            .collect()
    };
    let head = |number: &str, title: &str, element, normative| {
        (number.to_owned(), title.to_owned(), Some(element), normative)
    };
    assert_eq!(
        reading.standards.iter().map(heads).collect::<Vec<_>>(),
        [
            vec![
                head("", "Prólogo nacional", Element::Foreword, None),
                head("", "Cambios", Element::Preliminary, None),
                head("NA", "Notas", Element::Annex, Some(false)),
            ],
            vec![
                head("", "Prólogo", Element::Foreword, None),
                head("ZA", "Directivas", Element::Annex, Some(false)),
            ],
            vec![
                head("", "Prólogo", Element::Foreword, None),
                head("", "Introducción", Element::Introduction, None),
                head("A", "Ensayos", Element::Annex, Some(true)),
            ],
        ]
    );
}

#[test]
fn chinese_annexes_set_wide_are_numbered() {
    let (sources, reading) = read(
        r#"<standard xml:lang="zh"><front><nat-meta originator="SAC"><std-ref type="dated">GB/T 99931-2020</std-ref></nat-meta></front><body/>
<back><app-group><app><label>附　录　A</label><annex-type>（规范性）</annex-type><title>试验</title><p>甲。</p></app></app-group></back></standard>"#,
    );
    let annex = &reading.standards[0].clauses.as_ref().unwrap()[0];
    assert_eq!(get(annex.number.as_ref(), &sources), "A");
    assert!(annex.normative.unwrap().value);
}

#[test]
fn an_entry_in_tbx_and_as_printed_is_one_entry() {
    let text = with_terms(
        "en",
        r#"<term-sec id="t1"><label>3.1</label>
<term-display><term>lamp</term><def><p>device that gives light</p></def><non-normative-note><label>Note 1 to entry:</label><p>It shines.</p></non-normative-note></term-display>
<tbx:termEntry id="e1"><tbx:langSet xml:lang="en"><tbx:definition>device that gives light</tbx:definition><tbx:tig><tbx:term>lamp</tbx:term></tbx:tig></tbx:langSet></tbx:termEntry></term-sec>
<term-sec id="t2"><label>3.2</label><term-display><term>bulb</term><def><p>glass of a lamp</p></def></term-display></term-sec>"#,
    );
    let (sources, reading) = read(&text);
    let [lamp, bulb] = terms(&reading) else { panic!("{}", terms(&reading).len()) };
    assert_eq!(
        names(lamp, &sources),
        [(Lang::En, "lamp".to_owned(), DesignationStatus::Preferred)]
    );
    // What only the printed form says is kept.
    assert_eq!(get(lamp.notes.first().map(|it| &it.1), &sources), "It shines.");
    assert_eq!(get(bulb.number.as_ref(), &sources), "3.2");
    let clauses = &reading.standards[0].clauses.as_ref().unwrap()[0].clauses;
    let titles: Vec<_> = clauses.iter().map(|it| get(it.title.first(), &sources)).collect();
    assert_eq!(titles, ["lamp", "bulb"]);
}

#[test]
fn names_have_the_status_that_tbx_or_print_gives_them() {
    use DesignationStatus::{Admitted, Deprecated, Preferred};
    let tig = |name: &str, status: &str| {
        format!("<tbx:tig><tbx:term>{name}</tbx:term>{status}</tbx:tig>")
    };
    let entry = [
        tig("a", r#"<tbx:normativeAuthorization value="admittedTerm"/>"#),
        tig("b", r#"<tbx:normativeAuthorization value="preferredTerm"/>"#),
        tig("c", r#"<tbx:normativeAuthorization value="deprecatedTerm"/>"#),
        tig("d", r#"<tbx:normativeAuthorization value="supersededTerm"/>"#),
        tig(
            "e",
            r#"<tbx:termNote type="administrativeStatus">deprecatedTerm-admn-sts</tbx:termNote>"#,
        ),
        tig("f", ""),
    ]
    .concat();
    let text = with_terms(
        "en",
        &format!(
            r#"<term-sec><label>3.1</label><tbx:termEntry><tbx:langSet xml:lang="en"><tbx:definition>x</tbx:definition>{entry}</tbx:langSet></tbx:termEntry></term-sec>
<term-sec><label>3.2</label><term-display><term type="preferred">g</term><term type="deprecated">h</term><term term-status="admitted">i</term>
<term xml:lang="fr">j</term><related-term related-term-type="synonym">k</related-term><related-term related-term-type="broader">l</related-term><def><p>y</p></def></term-display></term-sec>"#
        ),
    );
    let (sources, reading) = read(&text);
    let of = |index: usize| {
        names(&terms(&reading)[index], &sources)
            .into_iter()
            .map(|(lang, name, status)| (lang.as_str(), name, status))
            .collect::<Vec<_>>()
    };
    let name = |lang: &'static str, name: &str, status| (lang, name.to_owned(), status);
    assert_eq!(
        of(0),
        [
            name("en", "a", Admitted),
            name("en", "b", Preferred),
            name("en", "c", Deprecated),
            name("en", "d", Deprecated),
            name("en", "e", Deprecated),
            name("en", "f", Admitted),
        ]
    );
    assert_eq!(
        of(1),
        [
            name("en", "g", Preferred),
            name("en", "h", Deprecated),
            name("en", "i", Admitted),
            name("fr", "j", Preferred),
            name("en", "k", Admitted),
        ]
    );
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
}

#[test]
fn sources_of_entries_are_read_as_they_are_written() {
    for (written, document, element, modified) in [
        ("ISO 99901:2019, 3.1, modified — The note was left out.", "ISO 99901:2019", "3.1", true),
        ("ISO 99901:2019, 2.18.", "ISO 99901:2019", "2.18", false),
        ("[SOURCE: ISO 99901:2019, definition 3.1]", "ISO 99901:2019", "3.1", false),
        ("[QUELLE: ISO 99901:2019, 3.1, modifiziert – Anmerkung]", "ISO 99901:2019", "3.1", true),
        ("[SOURCE: IEC 60050-999:2010, 999-01-02]", "IEC 60050-999:2010", "999-01-02", false),
        ("［来源：GB/T 99901—2019，3.1，有修改］", "GB/T 99901—2019", "3.1", true),
        ("ISO 99901:2019, Geändert", "ISO 99901:2019", "", true),
        ("ISO 99901:2019", "ISO 99901:2019", "", false),
    ] {
        let text = with_terms(
            "en",
            &format!(
                "<term-sec><label>3.1</label><tbx:termEntry><tbx:langSet xml:lang=\"en\"><tbx:definition>x</tbx:definition><tbx:source>{written}</tbx:source><tbx:tig><tbx:term>a</tbx:term></tbx:tig></tbx:langSet></tbx:termEntry></term-sec>"
            ),
        );
        let (sources, reading) = read(&text);
        let entry = &terms(&reading)[0];
        let (target, place) = entry.source.as_ref().unwrap();
        assert_eq!(target.written.get(&sources), document, "{written}");
        assert_eq!(get(place.as_ref(), &sources), element, "{written}");
        assert_eq!(entry.modified.unwrap().value, modified, "{written}");
    }
    // The source may stand as a note or paragraph of its own.
    let text = with_terms(
        "en",
        r#"<term-sec><label>3.1</label><term-display><term>a</term><def><p>x</p></def><p>[SOURCE: ISO 99901:2019, 3.1]</p></term-display></term-sec>
<term-sec><label>3.2</label><tbx:termEntry><tbx:langSet xml:lang="en"><tbx:definition>y</tbx:definition><tbx:note>[SOURCE: ISO 99901:2019, 3.2]</tbx:note><tbx:tig><tbx:term>b</tbx:term></tbx:tig></tbx:langSet></tbx:termEntry></term-sec>
<term-sec><label>3.3</label><tbx:termEntry><tbx:langSet xml:lang="en"><tbx:definition>z</tbx:definition><tbx:tig><tbx:term>c</tbx:term></tbx:tig></tbx:langSet></tbx:termEntry><p>[SOURCE: ISO 99901:2019, 3.3]</p></term-sec>"#,
    );
    let (sources, reading) = read(&text);
    let elements: Vec<_> = terms(&reading)
        .iter()
        .map(|it| get(it.source.as_ref().and_then(|it| it.1.as_ref()), &sources))
        .collect();
    assert_eq!(elements, ["3.1", "3.2", "3.3"]);
    assert!(terms(&reading).iter().all(|it| it.notes.is_empty()));
}

/// A document with references and text.
fn with_references(list: &str, text: &str) -> String {
    format!(
        r#"<standard xml:lang="en"><front><iso-meta><std-ref type="dated">ISO 99931:2019</std-ref></iso-meta></front>
<body><sec id="s2" sec-type="norm-refs"><label>2</label><title>Normative references</title><ref-list>{list}</ref-list></sec>
<sec id="s4"><label>4</label><title>Rules for <xref ref-type="sec" rid="s2">Clause 2</xref></title>{text}</sec></body>
<back><fn-group><fn id="f1"><label>1)</label><p>Under preparation.</p></fn></fn-group></back></standard>"#
    )
}

#[test]
fn identifiers_for_machines_are_no_words_of_the_text() {
    let machine = r#"<std-id-group><std-id std-id-link-type="internal-pub-id">x99f</std-id><std-id std-id-link-type="urn">iso:std:iso:99932</std-id></std-id-group>"#;
    let text = with_references(
        &format!(
            r#"<ref id="r1"><std>{machine}<std-ref type="undated">ISO 99932</std-ref><xref ref-type="fn" rid="f1"><sup>1)</sup></xref>, <title>Light</title></std></ref>
<ref><mixed-citation><bold>Standards of IEC</bold></mixed-citation></ref>
<ref id="r2"><label>[2]</label><mixed-citation><std>{machine}IEC 99933-1:2016</std>, Lamps and light</mixed-citation></ref>
<ref id="r3"><mixed-citation>ISO 99934, Cables</mixed-citation></ref>"#
        ),
        &format!(
            r#"<p>See <std>{machine}ISO 99932</std>, and <xref ref-type="sec" rid="s2 s4">both clauses</xref>.</p>"#
        ),
    );
    let (sources, reading) = read(&text);
    let standard = &reading.standards[0];
    let entries: Vec<(String, String)> = standard
        .references
        .iter()
        .flatten()
        .map(|it| {
            let details = it.details.as_ref().unwrap();
            (it.target.written.get(&sources).to_owned(), get(details.title.first(), &sources))
        })
        .collect();
    assert_eq!(
        entries,
        pairs([
            ("ISO 99932", "Light"),
            ("IEC 99933-1:2016", "Lamps and light"),
            ("ISO 99934", "Cables"),
        ])
    );
    let first = standard.references.as_ref().unwrap()[0].details.as_ref().unwrap();
    assert_eq!(get(first.footnote.as_ref(), &sources), "Under preparation.");
    let clause = &standard.clauses.as_ref().unwrap()[1];
    assert_eq!(get(clause.title.first(), &sources), "Rules for Clause 2");
    let block = &clause.blocks[0];
    assert_eq!(get(block.text.first(), &sources), "See ISO 99932, and both clauses.");
    let cited: Vec<_> = block.citations.iter().map(|it| it.anchor.get(&sources)).collect();
    assert_eq!(cited, ["s2", "s4"]);
    assert!(block.citations.iter().all(|it| !it.dangling));
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
}

#[test]
fn notes_legends_and_feet_are_read_once() {
    let text = with_references(
        "",
        r#"<fig id="f"><label>Figure 1</label><caption><title>Lamp</title></caption><graphic/><non-normative-note><label>NOTE</label><p>A.</p></non-normative-note>
<legend><title>Key</title><def-list><def-item><term>1</term><def><p>B</p></def></def-item></def-list></legend><p>C<fn><p>D.</p></fn></p></fig>
<table-wrap id="t"><label>Table 1</label><table><tr><td>E<xref ref-type="fn" rid="ft">a</xref></td></tr></table><table-wrap-foot><p>F.</p><fn id="ft"><label>a</label><p>G.</p></fn><non-normative-note><p>H.</p></non-normative-note></table-wrap-foot></table-wrap>
<disp-formula id="e"><label>(1)</label><tex-math>v = s/t</tex-math><legend><p>I.</p></legend></disp-formula>"#,
    );
    let (sources, reading) = read(&text);
    let clause: &Clause = &reading.standards[0].clauses.as_ref().unwrap()[1];
    let mut blocks: Vec<(BlockKind, String)> =
        clause.blocks.iter().map(|it| (it.kind, get(it.text.first(), &sources))).collect();
    blocks.sort();
    let mut wanted: Vec<(BlockKind, String)> = [
        (BlockKind::Figure, ""),
        (BlockKind::Note, "A."),
        (BlockKind::ListItem, "B"),
        (BlockKind::Paragraph, "C"),
        (BlockKind::Footnote, "D."),
        (BlockKind::Table, "E"),
        (BlockKind::Paragraph, "F."),
        (BlockKind::Footnote, "G."),
        (BlockKind::Note, "H."),
        (BlockKind::Formula, "v = s/t"),
        (BlockKind::Paragraph, "I."),
    ]
    .into_iter()
    .map(|(kind, words)| (kind, words.to_owned()))
    .collect();
    wanted.sort();
    assert_eq!(blocks, wanted);
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
}

#[test]
fn metadata_of_niso_sts_say_title_dates_and_body() {
    let (sources, reading) = read(
        r#"<standard><front><std-meta><title-wrap xml:lang="en"><main-title-wrap><main>Lamps</main></main-title-wrap><compl-title-wrap><compl>Part 2: Cables</compl></compl-title-wrap></title-wrap>
<std-ident><originator>NISO</originator><doc-type>standard</doc-type><doc-number>Z99.1</doc-number></std-ident>
<std-org><std-org-name>Lamp Makers</std-org-name><std-org-abbrev>LM</std-org-abbrev></std-org>
<std-ref type="dated">ISO 99931-2:2019</std-ref><release-date date-type="published" iso-8601-date="2019-10-06">Published: October 6, 2019</release-date>
<meta-date type="DOW">2022-11-30</meta-date><secretariat>XX</secretariat></std-meta></front><body/></standard>"#,
    );
    let standard = &reading.standards[0];
    assert_eq!(get(standard.title.first(), &sources), "Lamps — Part 2: Cables");
    assert_eq!(get(standard.dates.published.as_ref(), &sources), "2019-10-06");
    assert_eq!(get(standard.dates.conflicting_withdrawn.as_deref(), &sources), "2022-11-30");
    let details = standard.details.as_ref().unwrap();
    assert_eq!(get(details.issuer.as_ref(), &sources), "LM");
}

#[test]
fn a_national_foreword_declares_counterparts_of_the_references_of_the_text() {
    for list in [
        "<p>The DIN Standards corresponding to the International Standards referred to are as follows:</p><list><list-item><p>ISO 99932 see DIN ISO 99932</p></list-item></list>",
        "<p>Es wird auf die entsprechenden deutschen Dokumente hingewiesen:</p><table-wrap><table><tr><td>ISO 99932</td><td>siehe</td><td>DIN ISO 99932</td></tr></table></table-wrap>",
    ] {
        let text = german(BINDING).replace("<p>DIN EN ISO 99931 gilt ab sofort.</p>", list);
        let (sources, reading) = read(&text);
        let reference = &reading.standards[2].references.as_ref().unwrap()[0];
        let counterpart = reference.details.as_ref().and_then(|it| it.counterpart.as_ref());
        assert_eq!(counterpart.unwrap().0.written.get(&sources), "DIN ISO 99932", "{list}");
    }
}

#[test]
fn code_keeps_its_lines_and_books_are_named_by_their_words() {
    let text = with_references(
        "<ref><label>[1]</label><mixed-citation>AUTHOR A., Lamps, 1999</mixed-citation></ref>",
        "<preformat>a:\n  b</preformat>",
    );
    let (sources, reading) = read(&text);
    let standard = &reading.standards[0];
    let block = &standard.clauses.as_ref().unwrap()[1].blocks[0];
    assert_eq!(
        (block.kind, get(block.text.first(), &sources).as_str()),
        (BlockKind::Verbatim, "a:\n  b")
    );
    let target = &standard.references.as_ref().unwrap()[0].target;
    assert_eq!(target.written.get(&sources), "AUTHOR A., Lamps, 1999");
    assert!(target.by_key);
}

#[test]
fn entries_without_markup_are_parted_into_identifier_and_title() {
    let entry = |words: &str| format!("<ref><mixed-citation>{words}</mixed-citation></ref>");
    let list = [
        "GB/T 99943　灯具 分类",
        "<std><std-ref>GB/T 99942—2018</std-ref></std>　灯具（ISO 99942:2015，IDT）",
        "<std><std-ref>ISO 99944</std-ref></std> (all parts), Cables",
        "IEC 99945:2020: Plugs",
        "ISO 99946 shops, a book",
    ]
    .map(entry)
    .concat();
    let (sources, reading) = read(&with_references(&list, ""));
    let entries: Vec<(String, String)> = reading.standards[0]
        .references
        .iter()
        .flatten()
        .map(|it| {
            let title = it.details.as_ref().and_then(|it| it.title.first());
            (it.target.written.get(&sources).to_owned(), get(title, &sources))
        })
        .collect();
    assert_eq!(
        entries,
        pairs([
            ("GB/T 99943", "灯具 分类"),
            ("GB/T 99942—2018", "灯具（ISO 99942:2015，IDT）"),
            ("ISO 99944", "Cables"),
            ("IEC 99945:2020", "Plugs"),
            ("ISO 99946", "shops, a book"),
        ])
    );
    let adopted = reading.standards[0].references.as_ref().unwrap()[1].details.as_ref().unwrap();
    let source = adopted.annotated_source.as_ref().unwrap();
    assert_eq!(source.written.get(&sources), "ISO 99942:2015");
}

#[test]
fn an_amendment_is_no_document_of_its_own_parts() {
    let text = r#"<standard xml:lang="en"><front><iso-meta><title-wrap xml:lang="en"><full>Lamps</full></title-wrap><std-ref type="dated">ISO 99931:2019/Amd 1:2021</std-ref></iso-meta></front>
<body><sec><label>5.3</label><title>Test</title><editing-instruction><p>Replace the text of 5.3 by the following, and see Clause 7.</p></editing-instruction></sec></body></standard>"#;
    let codes = ["STR001", "STR005", "STR015"];
    assert_eq!(findings(text, &codes), []);
    let whole = text.replace("/Amd 1:2021", "");
    let found: Vec<String> = findings(&whole, &codes).into_iter().map(|it| it.0).collect();
    for code in codes {
        assert!(found.iter().any(|it| it == code), "{code} of {found:?}");
    }
}

#[test]
fn annexes_say_their_status_in_the_languages_of_adoptions() {
    for (words, normative) in [
        ("(informatief)", false),
        ("(normatief)", true),
        ("(informativ)", false),
        ("(normative)", true),
        ("(informativo)", false),
        ("(справочное)", false),
        ("(обязательное)", true),
    ] {
        let (_, reading) = read(&format!(
            r#"<standard><front><nat-meta originator="EX"><std-ref type="dated">NEN 99931:2020</std-ref></nat-meta></front><body/>
<back><app><label>Bijlage A</label><annex-type>{words}</annex-type><title>X</title><p>X.</p></app></back></standard>"#
        ));
        let annex = &reading.standards[0].clauses.as_ref().unwrap()[0];
        assert_eq!(annex.normative.map(|it| it.value), Some(normative), "{words}");
    }
}
