//! Ways of writing that are common outside the samples: each in words of our own.

use consonance::model::{BlockKind, Clause, ReferenceRole};
use consonance::reader::Reading;
use consonance::source::SourceMap;

use crate::read::{get, outline, read_files};

fn read(name: &str, path: &str, text: &str) -> (SourceMap, Reading) {
    read_files(name, &[(path, text)])
}

fn texts(clause: &Clause, sources: &SourceMap) -> Vec<(BlockKind, String)> {
    clause.blocks.iter().map(|it| (it.kind, get(it.text.first(), sources))).collect()
}

const CHAIN: &str = r##"<standard xmlns:mml="m"><front>
<std-doc-meta><content-language>de</content-language></std-doc-meta>
<nat-meta originator="DIN"><std-ref type="dated">DIN EN ISO 99931:2020</std-ref></nat-meta>
<reg-meta originator="CEN"><std-ref type="dated">EN ISO 99931:2020</std-ref></reg-meta>
<iso-meta><std-ref type="dated">ISO 99931:2019</std-ref></iso-meta>
<sec xml:lang="de"><title>Nationales Vorwort</title>
<p>Für die zitierten internationalen Dokumente wird auf die entsprechenden deutschen Dokumente hingewiesen:</p>
<list><list-item><p>ISO 99932:2012 siehe DIN ISO 99932:2013</p></list-item></list></sec>
<sec><title>European foreword</title><p>Approved by CEN.</p></sec>
<sec><title>Foreword</title><p>ISO is a federation.</p></sec>
</front><body><sec id="s2" sec-type="norm-refs"><label>2</label><title>Normative references</title>
<ref-list content-type="norm-refs"><ref id="r1"><std><std-ref>ISO 99932:2012</std-ref></std></ref></ref-list></sec></body>
<back><app-group><app id="a"><label>Annex A</label><annex-type>(normative)</annex-type><title>Values</title><p>One.</p></app>
<app id="za"><label>Annex ZA</label><title>Relation to directives</title><p>Two.</p></app>
<app id="na"><label>Anhang NA</label><title>Literatur</title><p>Drei.</p></app></app-group></back></standard>"##;

#[test]
fn parts_of_one_front_go_to_the_layer_that_they_name() {
    let (sources, reading) = read("sts", "chain.xml", CHAIN);
    let heads: Vec<_> = reading
        .standards
        .iter()
        .map(|it| {
            let number = get(it.identity.as_ref().map(|it| &it.written), &sources);
            (number, outline(it.clauses.as_deref().unwrap(), &sources))
        })
        .collect();
    let own = |number: &str, parts: &[&str]| {
        (number.to_owned(), parts.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(
        heads,
        [
            own("DIN EN ISO 99931:2020", &["Nationales Vorwort", "NA Literatur"]),
            own("EN ISO 99931:2020", &["European foreword", "ZA Relation to directives"]),
            own("ISO 99931:2019", &["Foreword", "2 Normative references", "A Values"]),
        ]
    );
    let national = reading.standards[0].clauses.as_ref().unwrap();
    assert_eq!(national[0].title.texts[0].0, consonance::model::Lang::De);
    assert!(reading.standards[..2].iter().all(|it| it.adopts[0].endorsed));
}

#[test]
fn the_annex_of_cenelec_names_the_european_counterparts() {
    let text = r#"<adoption><adoption-front><std-meta std-meta-type="regional"><std-ref type="dated">EN IEC 99941:2021</std-ref></std-meta></adoption-front>
<standard><front><std-meta std-meta-type="international"><std-ref type="dated">IEC 99941:2020</std-ref></std-meta></front><body/></standard>
<back><ref-list content-type="norm-refs"><ref><std><std-ref>IEC 99942-1:2013</std-ref></std></ref></ref-list>
<app><label>Annex ZA</label><title>Normative references to international publications with their corresponding European publications</title>
<table-wrap><table><thead><tr><th>Publication</th><th>Year</th><th>Title</th><th>EN/HD</th><th>Year</th></tr></thead>
<tbody><tr><td>IEC 99942-1</td><td>2013</td><td>Lamps</td><td>EN 99942-1</td><td>2014</td></tr>
<tr><td>IEC 99943</td><td>-</td><td>Light</td><td>-</td><td>-</td></tr></tbody></table></table-wrap></app></back></adoption>"#;
    let (sources, reading) = read("sts", "en.xml", text);
    let reference = &reading.standards[0].references.as_ref().unwrap()[0];
    let counterpart = reference.details.as_ref().and_then(|it| it.counterpart.as_ref()).unwrap();
    assert_eq!(counterpart.0.written.get(&sources), "EN 99942-1:2014");
    assert!(counterpart.1.is_none());
}

#[test]
fn cells_that_span_keep_the_columns_of_the_others() {
    let text = r#"<standard><front><iso-meta><std-ref type="dated">ISO 99951:2019</std-ref></iso-meta></front><body><sec><label>1</label>
<table-wrap><table><tr><td rowspan="2">a</td><td colspan="2">b</td></tr><tr><td>c</td><td>d</td></tr></table></table-wrap>
<table-wrap><oasis:table xmlns:oasis="o"><oasis:tgroup><oasis:tbody><oasis:row><oasis:entry>e</oasis:entry><oasis:entry>f</oasis:entry></oasis:row></oasis:tbody></oasis:tgroup></oasis:table></table-wrap>
</sec></body></standard>"#;
    let (sources, reading) = read("sts", "table.xml", text);
    let clauses = reading.standards[0].clauses.as_ref().unwrap();
    assert_eq!(
        texts(&clauses[0], &sources),
        [(BlockKind::Table, "a\tb\t\n\tc\td".to_owned()), (BlockKind::Table, "e\tf".to_owned())]
    );
}

#[test]
fn version_2_of_rfc_xml_loses_no_words() {
    let text = r#"<rfc docName="draft-example-lamps-01" category="std"><front><title>Lamps</title><date year="2021"/></front>
<middle><section title="Lamps"><t><list style="hanging"><t hangText="Lamp:">gives light.</t></list></t>
<figure><preamble>Before it.</preamble><artwork>(o)</artwork><postamble>After it.</postamble></figure>
<texttable><ttcol>Item</ttcol><ttcol>Limit</ttcol><c>PM</c><c>0.1</c></texttable></section></middle></rfc>"#;
    let (sources, reading) = read("rfcxml", "draft.xml", text);
    let clauses = reading.standards[0].clauses.as_ref().unwrap();
    let words: Vec<_> = texts(&clauses[0], &sources).into_iter().map(|(_, it)| it).collect();
    assert_eq!(words, ["gives light.", "Before it.", "(o)", "After it.", "Item\tLimit\nPM\t0.1"]);
    assert_eq!(get(clauses[0].blocks[0].title.first(), &sources), "Lamp:");
}

#[test]
fn a_draft_named_in_its_front_only_has_a_name() {
    let text = r#"<rfc version="3"><front><title>Lamps</title><seriesInfo name="Internet-Draft" value="draft-example-lamps-02"/></front>
<middle/><back><references><name>Normative References</name><xi:include href="https://bib.ietf.org/public/rfc/bibxml/reference.ISO.99901.1988.xml"/>
<xi:include href="https://datatracker.ietf.org/doc/bibxml3/draft-example-other.xml"/></references></back></rfc>"#;
    let (sources, reading) = read("rfcxml", "draft.xml", text);
    let standard = &reading.standards[0];
    assert_eq!(standard.identity.as_ref().unwrap().written.get(&sources), "draft-example-lamps-02");
    let names: Vec<_> = standard
        .references
        .iter()
        .flatten()
        .map(|it| it.target.written.get(&sources).to_owned())
        .collect();
    assert_eq!(names, ["ISO 99901:1988", "draft-example-other"]);
}

#[test]
fn only_numbers_name_the_document_of_an_entry() {
    let entry = |anchor: &str, front: &str, rest: &str| {
        format!("<reference anchor=\"{anchor}\"><front>{front}</front>{rest}</reference>")
    };
    let text = format!(
        r#"<rfc version="3" docName="draft-example-lamps-03"><front><title>Lamps</title></front><middle/><back>
<references><name>Normative References</name>{}{}{}{}</references></back></rfc>"#,
        entry("A", "<title>Light</title>", r#"<seriesInfo name="W3C" value="Recommendation"/>"#),
        entry("B", "<title>Dark</title>", "<refcontent>W3C Working Group Note</refcontent>"),
        entry("C", "<title>Erratum ID 99901</title>", "<refcontent>RFC 99902</refcontent>"),
        entry("D", "<title>Lamps</title>", r#"<seriesInfo name="ISO" value="99903:2019"/>"#),
    );
    let (sources, reading) = read("rfcxml", "draft.xml", &text);
    let references = reading.standards[0].references.as_ref().unwrap();
    let names: Vec<_> = references.iter().map(|it| it.target.written.get(&sources)).collect();
    assert_eq!(names, ["Light", "Dark", "Erratum ID 99901", "ISO 99903:2019"]);
}

#[test]
fn included_entries_bring_the_anchor_of_their_file() {
    let text = r#"<rfc version="3" docName="draft-example-lamps-03"><front><title>Lamps</title></front><middle/><back>
<references><name>Normative References</name><?rfc include="reference.W3C.REC-lamps-20990101.xml"?>
<?rfc include="reference.IEEE.99901.1Q_2014.xml"?><?rfc include="reference.RFC.9990.xml"?>
<?rfc include="reference.I-D.draft-example-other.xml"?></references></back></rfc>"#;
    let (sources, reading) = read("rfcxml", "draft.xml", text);
    let references = reading.standards[0].references.as_ref().unwrap();
    let anchors: Vec<_> = references
        .iter()
        .map(|it| get(it.details.as_ref().and_then(|it| it.anchor.as_ref()), &sources))
        .collect();
    assert_eq!(
        anchors,
        ["W3C.REC-lamps-20990101", "IEEE.99901.1Q_2014", "RFC9990", "I-D.example-other"]
    );
}

#[test]
fn blocks_of_a_cell_do_not_run_together() {
    let text = r#"<rfc version="3" docName="draft-example-lamps-03"><front><title>Lamps</title></front>
<middle><section><name>Values</name><table><tr><td><t>one</t><t>two</t></td><td><ul><li>three</li><li>four</li></ul></td></tr>
<tr><td>five</td><td/></tr></table></section></middle></rfc>"#;
    let (sources, reading) = read("rfcxml", "draft.xml", text);
    let clauses = reading.standards[0].clauses.as_ref().unwrap();
    let words: Vec<_> = texts(&clauses[0], &sources).into_iter().map(|(_, it)| it).collect();
    assert_eq!(words, ["one two\tthree four\nfive\t"]);
}

/// What the rules say of a draft: the code of each finding and the message.
fn findings(text: &str, codes: &[&str]) -> Vec<(String, String)> {
    use consonance::reader::{LoadOptions, load};
    use consonance::rule::{Policy, Profiles, RuleSet, check};

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("draft-example-lamps-03.xml");
    std::fs::write(&path, text).unwrap();
    let loaded = load(&[path], &LoadOptions::default());
    let corpus = consonance::corpus::Corpus::build(loaded, "publication".parse().unwrap());
    let judged = corpus.ids().collect();
    let mut policy =
        Policy::new(Profiles::built_in().unwrap_or_else(|_| panic!("profiles")), judged);
    policy.select = codes.iter().map(|it| (*it).to_owned()).collect();
    let rules = RuleSet::built_in().unwrap_or_else(|_| panic!("rules"));
    let findings = check(&rules, &corpus, &policy).findings;
    findings.into_iter().map(|it| (it.rule.to_string(), it.message.en.to_string())).collect()
}

fn draft(body: &str, entries: &str) -> String {
    format!(
        r#"<rfc version="3" docName="draft-example-lamps-03"><front><title>Lamps</title></front>
<middle><section pn="section-1"><name>Lamps</name>{body}</section></middle>
<back><references><name>Normative References</name>{entries}</references></back></rfc>"#
    )
}

#[test]
fn members_of_a_group_are_cited_by_its_anchor() {
    let group = r#"<referencegroup anchor="BCP999"><reference anchor="RFC9990"><front><title>Lamps</title></front>
<seriesInfo name="RFC" value="9990"/></reference></referencegroup>"#;
    let cited = draft(r#"<t>A lamp MUST shine <xref target="BCP999"/>.</t>"#, group);
    assert_eq!(findings(&cited, &["REF003"]), []);
    let silent = draft("<t>A lamp MUST shine.</t>", group);
    assert_eq!(findings(&silent, &["REF003"]).len(), 1);
}

#[test]
fn chapters_of_one_book_are_no_duplicates() {
    let entry = |anchor: &str, title: &str, series: &str| {
        format!(
            r#"<reference anchor="{anchor}"><front><title>{title}</title></front><seriesInfo {series}/></reference>"#
        )
    };
    let book = r#"name="ISBN" value="978-0-00-000000-0""#;
    let list = [entry("A", "Light", book), entry("B", "Dark", book)].concat();
    assert_eq!(findings(&draft("<t>One.</t>", &list), &["REF025"]), []);
    let rfc = r#"name="RFC" value="9990""#;
    let list = [entry("A", "Light", rfc), entry("B", "Lights", rfc)].concat();
    assert_eq!(findings(&draft("<t>One.</t>", &list), &["REF025"]).len(), 1);
}

#[test]
fn places_of_other_texts_are_not_missed_here() {
    for foreign in [
        "<sourcecode>see Section 77.3</sourcecode>",
        r#"<t>It follows Section 77.3 ("Lamps") of the handbook.</t>"#,
        "<t>Links as specified in 999.77-LMP are bright.</t>",
    ] {
        assert_eq!(findings(&draft(foreign, ""), &["STR015"]), [], "{foreign}");
    }
    let own = r#"<t>It follows Section 77.3 ("Lamps").</t>"#;
    assert_eq!(findings(&draft(own, ""), &["STR015"]).len(), 1);
}

const RECOMMENDATION: &str = "= Framework for lamps
:docnumber: X.9994
:mn-document-class: itu
:bureau: T
:status: in-force
:copyright-year: 2021
:language: en

== Scope

See <<Y1,clause=5>>.

[bibliography]
== References

* [[[Y1,(1)ITU-T Y.9901]]], _Light_

== Terms and definitions

=== lamp
symbol:[stem:[L]]

thing that gives light

== Requirements

[[req-a]]
[requirement]
====
[%metadata]
identifier:: /req/a
subject:: lamp
statement:: The lamp SHALL shine.
====

[bibliography]
== Bibliography

* [[[b1,1]]], A book
";

#[test]
fn a_recommendation_in_asciidoc_is_numbered_and_partitioned_as_itu_prints_it() {
    let (sources, reading) = read("metanorma-adoc", "itu.adoc", RECOMMENDATION);
    let standard = &reading.standards[0];
    assert_eq!(standard.identity.as_ref().unwrap().written.get(&sources), "ITU-T X.9994:2021");
    let references: Vec<_> = standard
        .references
        .iter()
        .flatten()
        .map(|it| (it.role, it.target.written.get(&sources).to_owned()))
        .collect();
    assert_eq!(
        references,
        [
            (ReferenceRole::Normative, "ITU-T Y.9901".to_owned()),
            (ReferenceRole::Informative, "A book".to_owned())
        ]
    );
    let clauses = standard.clauses.as_ref().unwrap();
    assert_eq!(
        outline(clauses, &sources),
        [
            "1 Scope",
            "2 References",
            "3 Terms and definitions",
            "  3.1 lamp",
            "4 Requirements",
            "Bibliography"
        ]
    );
    let citation = &clauses[0].blocks[0].citations[0];
    assert_eq!(get(citation.element.as_ref(), &sources), "clause 5");
    let names = &standard.terms.as_ref().unwrap()[0].designations;
    assert_eq!(
        names.iter().map(|it| get(Some(&it.text), &sources)).collect::<Vec<_>>(),
        ["lamp", "L"]
    );
    let requirement = &clauses[3];
    assert_eq!(
        texts(requirement, &sources),
        [
            (BlockKind::ListItem, "lamp".to_owned()),
            (BlockKind::Provision, "The lamp SHALL shine.".to_owned())
        ]
    );
    assert_eq!(get(requirement.blocks[0].number.as_ref(), &sources), "/req/a");
    assert_eq!(get(requirement.blocks[0].title.first(), &sources), "subject");
}

#[test]
fn parameters_show_the_values_that_a_profile_sets() {
    let json = r##"{"catalog": {"metadata": {"title": "EXAMPLE 99971", "oscal-version": "1.1.2"}, "controls": [{"id": "ex-1", "title": "Lamps",
"props": [{"name": "label", "value": "EX-01", "class": "zero-padded"}, {"name": "label", "value": "EX-1"}],
"params": [{"id": "p1", "label": "frequency", "values": ["each week"]}, {"id": "p2", "select": {"choice": ["by day", "every {{ insert: param, p3 }}"]}}, {"id": "p3", "label": "period"}],
"parts": [{"name": "statement", "prose": "Look {{ insert: param, p1 }} or {{ insert: param, p2 }}."}]}]}}"##;
    let xml = r#"<catalog xmlns="http://csrc.nist.gov/ns/oscal/1.0"><metadata><title>EXAMPLE 99971</title></metadata><control id="ex-1"><title>Lamps</title>
<param id="p1"><label>frequency</label><value>each week</value></param><param id="p2"><select><choice>by day</choice><choice>every <insert type="param" id-ref="p3"/></choice></select></param><param id="p3"><label>period</label></param>
<prop name="label" value="EX-01" class="zero-padded"/><prop name="label" value="EX-1"/>
<part name="statement"><p>Look <insert type="param" id-ref="p1"/> or <insert type="param" id-ref="p2"/>.</p></part></control></catalog>"#;
    for (path, text) in [("catalog.json", json), ("catalog.xml", xml)] {
        let (sources, reading) = read("oscal", path, text);
        let clauses = reading.standards[0].clauses.as_ref().unwrap();
        assert_eq!(outline(clauses, &sources), ["EX-1 Lamps"], "{path}");
        assert_eq!(
            texts(&clauses[0], &sources),
            [(BlockKind::Paragraph, "Look [each week] or [by day; every [period]].".to_owned())],
            "{path}"
        );
    }
}

#[test]
fn other_models_of_oscal_are_named() {
    let (_, reading) = read(
        "oscal",
        "profile.json",
        r#"{"profile": {"uuid": "6f2c1c3e-0000-4000-8000-000000000009", "metadata": {"title": "x", "oscal-version": "1.1.2"}}}"#,
    );
    assert!(reading.standards.is_empty());
    assert!(reading.problems[0].message.en.contains("profile"), "{:?}", reading.problems);
}

const PRINTED: &str = r#"<iso-standard xmlns="https://www.metanorma.org/ns/iso" type="presentation"><bibdata><docidentifier type="ISO">ISO 99901:2021</docidentifier><language>en</language></bibdata>
<sections><clause id="s" type="scope" displayorder="1"><title depth="1">1<tab/>Scope</title><p>See <xref target="t1"><span class="citetbl">Table 1</span></xref> and
<eref bibitemid="r1" citeas="ISO 99902"><locality type="clause"><referenceFrom>5</referenceFrom></locality><span>ISO 99902</span>, <span>Clause 5</span></eref>.</p></clause>
<clause id="c" displayorder="3"><title depth="1">3<tab/>Requirements</title><clause id="c1"><title depth="2">3.1<tab/>Light</title>
<table id="t1"><name>Table 1&#xa0;— Limits</name><tbody><tr><td>PM</td></tr></tbody></table>
<formula id="f"><stem type="MathML"><math><mi>a</mi></math><asciimath>a</asciimath></stem></formula></clause></clause>
<terms id="d" displayorder="5"><title depth="1">4<tab/>Terms and definitions</title><term id="e"><name>4.1</name><preferred><strong>lamp</strong></preferred><definition><p>light</p></definition></term></terms>
<references id="n" normative="true" displayorder="2"><title depth="1">2<tab/>Normative references</title>
<bibitem id="r1"><formattedref>ISO 99902, <em>Light</em></formattedref><docidentifier type="ISO">ISO 99902</docidentifier></bibitem></references></sections>
<annex id="a" obligation="informative" displayorder="4"><title><strong>Annex A</strong><br/><span>(informative)</span><br/><strong>More</strong></title><p>Text.</p></annex></iso-standard>"#;

#[test]
fn labels_printed_in_titles_are_numbers_and_no_titles() {
    let (sources, reading) = read("metanorma-xml", "printed.xml", PRINTED);
    let standard = &reading.standards[0];
    let clauses = standard.clauses.as_ref().unwrap();
    assert_eq!(
        outline(clauses, &sources),
        [
            "1 Scope",
            "2 Normative references",
            "3 Requirements",
            "  3.1 Light",
            "4 Terms and definitions",
            "  4.1 lamp",
            "A More"
        ]
    );
    assert_eq!(
        texts(&clauses[0], &sources),
        [(BlockKind::Paragraph, "See Table 1 and ISO 99902, Clause 5.".to_owned())]
    );
    let light = &clauses[2].clauses[0];
    assert_eq!(get(light.blocks[0].number.as_ref(), &sources), "1");
    assert_eq!(get(light.blocks[0].title.first(), &sources), "Limits");
    assert_eq!(texts(light, &sources)[1], (BlockKind::Formula, "a".to_owned()));
    let reference = &standard.references.as_ref().unwrap()[0];
    assert_eq!(get(reference.details.as_ref().unwrap().title.first(), &sources), "Light");
    let entry = &standard.terms.as_ref().unwrap()[0];
    assert_eq!(get(entry.number.as_ref(), &sources), "4.1");
}

const VARIED: &str = r##"<standard xmlns:mml="m"><front><reg-meta originator="CEN"><std-ref type="dated">EN 99935:2020</std-ref></reg-meta></front><body>
<sec id="s1"><label>1</label><title>Requirements</title>
<p>The ratio <inline-formula><alternatives><tex-math>\frac ab</tex-math><mml:math><mml:mfrac><mml:mi>a</mml:mi><mml:mi>b</mml:mi></mml:mfrac></mml:math></alternatives></inline-formula> shall be as in Annex ZA.</p>
<disp-quote><p>Said once.</p></disp-quote>
<boxed-text><caption><p>Also once.</p></caption><list><list-item><p>Listed.</p></list-item></list></boxed-text>
<table-wrap><table><tbody><tr><td><p>x</p><p>y</p></td><td>z<list><list-item><label>a)</label><p>v</p></list-item></list></td></tr></tbody></table></table-wrap></sec>
<sec id="s2" sec-type="norm-refs"><label>2</label><title>Normative references</title><ref-list content-type="norm-refs">
<ref id="r1"><std><std-organization>Example Body</std-organization><pub-id>ISO 99936:2012</pub-id><source>Lamps</source><year>2012</year></std></ref>
<ref id="r2"><std><pub-id pub-id-type="doi">10.1/x</pub-id><std-ref>ISO 99937:2013</std-ref></std></ref></ref-list></sec></body>
<back><app-group><app id="a"><label>Annexe A (informative)</label><annex-type>(informative)</annex-type><title>Un</title><p>One.</p></app>
<app id="za"><label>Annex ZA</label><annex-type>(informative)</annex-type><title>Two</title><p>Two.</p></app>
<app id="na"><label>Nationaler Anhang NA</label><annex-type>(informative)</annex-type><title>Drei</title><p>Drei.</p></app></app-group></back></standard>"##;

#[test]
fn annexes_quotations_cells_and_references_of_sts_are_read_as_they_are_meant() {
    let (sources, reading) = read("sts", "varied.xml", VARIED);
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let standard = &reading.standards[0];
    let clauses = standard.clauses.as_ref().unwrap();
    assert_eq!(
        outline(clauses, &sources),
        ["1 Requirements", "2 Normative references", "A Un", "ZA Two", "NA Drei"]
    );
    assert_eq!(
        texts(&clauses[0], &sources),
        [
            (BlockKind::Paragraph, "The ratio ab shall be as in Annex ZA.".to_owned()),
            (BlockKind::Paragraph, "Said once.".to_owned()),
            (BlockKind::Paragraph, "Also once.".to_owned()),
            (BlockKind::ListItem, "Listed.".to_owned()),
            (BlockKind::Table, "x y\tz a) v".to_owned()),
        ]
    );
    let named: Vec<_> = standard
        .references
        .iter()
        .flatten()
        .map(|it| get(Some(&it.target.written), &sources))
        .collect();
    assert_eq!(named, ["ISO 99936:2012", "ISO 99937:2013"]);
}

#[test]
fn regional_and_national_annexes_have_labels_and_are_cited() {
    let cited = |text: &str| {
        let found = consonance::identifier::find_internal_elements(text);
        found.iter().map(|it| it.number.to_string()).collect::<Vec<_>>()
    };
    for (text, number) in [
        ("as in Annex ZA.", "ZA"),
        ("siehe Anhang NA, oben", "NA"),
        ("见附录NA。", "NA"),
        ("see Table ZA.2", "ZA.2"),
    ] {
        assert_eq!(cited(text), [number], "{text}");
    }
    assert!(cited("in Annex AB").is_empty());

    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("varied.xml"), VARIED).unwrap();
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_consonance"))
        .args(["check", "--no-cache", "--format", "json", "varied.xml"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let report = String::from_utf8(run.stdout).unwrap();
    assert!(!report.contains("\"STR011\""), "{report}");
    assert!(!report.contains("never cites annex ZA"), "{report}");
    // Nothing cites these two.
    assert!(report.contains("never cites annex NA"), "{report}");
    assert!(report.contains("never cites annex A\""), "{report}");
}

#[test]
fn stage_60_alone_is_published_and_a_print_does_not_move_the_date() {
    let text = r#"<iso-standard xmlns="https://www.metanorma.org/ns/iso"><bibdata><docidentifier type="ISO">ISO 99938:2021</docidentifier><language>en</language>
<date type="published"><on>2021-01-02</on></date><date type="issued"><on>2021-03-04</on></date><status><stage>60</stage></status></bibdata>
<sections><clause id="s"><title>Light</title><table id="t"><tbody><tr><td><p>x</p><p>y</p></td><td><ul><li><p>v</p></li><li><p>w</p></li></ul></td></tr></tbody></table></clause></sections></iso-standard>"#;
    let (sources, reading) = read("metanorma-xml", "stage.xml", text);
    let standard = &reading.standards[0];
    assert_eq!(get(standard.dates.published.as_ref(), &sources), "2021-01-02");
    let stage = standard.details.as_ref().unwrap().stage.as_ref().unwrap().value;
    assert_eq!((stage.stage, stage.substage), (60, 60));
    let table = &texts(&standard.clauses.as_ref().unwrap()[0], &sources)[0];
    assert_eq!(*table, (BlockKind::Table, "x y\tv w".to_owned()));

    let text = "= Light\n:docnumber: 99938\n:docstage: 60\n:doctype: international-standard\n:mn-document-class: iso\n\n== Scope\n\nLight.\n";
    let (_, reading) = read("metanorma-adoc", "stage.adoc", text);
    assert_eq!(reading.standards[0].status.unwrap().value.as_str(), "current");
}
