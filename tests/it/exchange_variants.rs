//! Ways in which RFCs, drafts and control catalogs are written, each in words of our own.

use consonance::model::{BlockKind, Clause, Element, ReferenceRole, Standard, Target};
use consonance::reader::Reading;
use consonance::source::SourceMap;

use crate::read::{get, read_files};

fn read(name: &str, text: &str) -> (SourceMap, Reading) {
    read_files(name, &[("x", text)])
}

fn names(targets: &[Target], sources: &SourceMap) -> Vec<String> {
    targets.iter().map(|it| it.written.get(sources).to_owned()).collect()
}

/// Number, title and element of clauses, indented.
fn outline(clauses: &[Clause], sources: &SourceMap) -> Vec<String> {
    let mut lines = Vec::new();
    for clause in clauses {
        let number = get(clause.number.as_ref(), sources);
        let title = get(clause.title.first(), sources);
        let element = clause.element.map_or("", |it| it.value.as_str());
        lines.push(format!("{number} {title} [{element}]").trim().to_owned());
        lines.extend(outline(&clause.clauses, sources).into_iter().map(|it| format!("  {it}")));
    }
    lines
}

fn entries(standard: &Standard, sources: &SourceMap) -> Vec<(String, ReferenceRole)> {
    standard
        .references
        .iter()
        .flatten()
        .map(|it| (it.target.written.get(sources).to_owned(), it.role))
        .collect()
}

const DRAFT: &str = "


Lamps Working Group                                            A. Author
Internet-Draft                                                  Lamps AG
Obsoletes: 99901, 99902, 99903,               Another Very Long Firm Inc
           99904 (if approved)                              7 March 2021
Updates: RFC99905 (if approved)
Intended status: Standards Track
Expires: 8 September 2021


              Lamps That Shine Longer Than Others: Practice
                    draft-example-lamps-long-03

Abstract

   Practice with lamps, as in Section 99
   of a book.

Table of Contents

   1.  Introduction  . . . . . . . . . . . . . . . . . . . . . . . .   2
   2.  Care  . . . . . . . . . . . . . . . . . . . . . . . . . . . .   2

1.  Introduction

   A lamp MUST shine, and it goes on shining when the page ends in the



Author                  Expires 8 September 2021                [Page 1]
\u{c}
Internet-Draft                    Lamps                       March 2021


   middle of a sentence.

1.1.  A Title That Is so Long That It Has to Be Wrapped after the Word
      Wrapped and Ends Here

   Words.

2.  Normative Text and Cross References

   This section is about references; it is no list.

10.  References

10.1.  Normative References

   [RFC99906] Author, A., \"Words\", BCP 14, RFC 99906, March 2019,
              <https://example.org/>.

10.2.  Informative References

   [LAMPS]    Author, B., \"The Book of Lamps\", 1999.

Appendix A.  Tables of Lamps That Are Known to the Authors and Others
             of the Group

A.1.  Small Lamps

   None.

Appendix B.  Non-Normative References

   [OLD]      Author, C., \"Old Lamps\", RFC 99907, March 1989.

Author's Address

   A. Author
";

#[test]
fn a_draft_in_text_keeps_wrapped_titles_appendices_and_lists_over_pages() {
    let (sources, reading) = read("internet-draft", DRAFT);
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let standard = &reading.standards[0];
    assert_eq!(
        get(standard.title.first(), &sources),
        "Lamps That Shine Longer Than Others: Practice"
    );
    assert_eq!(
        names(&standard.replaces, &sources),
        ["RFC 99901", "RFC 99902", "RFC 99903", "RFC 99904"]
    );
    assert_eq!(names(&standard.amends, &sources), ["RFC 99905"]);
    assert_eq!(get(standard.dates.published.as_ref(), &sources), "2021-03-07");
    assert_eq!(
        outline(standard.clauses.as_ref().unwrap(), &sources),
        [
            "Abstract [preliminary]",
            "1 Introduction [introduction]",
            "  1.1 A Title That Is so Long That It Has to Be Wrapped after the Word Wrapped and Ends Here []",
            "2 Normative Text and Cross References []",
            "10 References [bibliography]",
            "  10.1 Normative References [references]",
            "  10.2 Informative References [bibliography]",
            "A Tables of Lamps That Are Known to the Authors and Others of the Group [annex]",
            "  A.1 Small Lamps []",
            "B Non-Normative References [bibliography]",
            "Author's Address []",
        ]
    );
    assert_eq!(
        entries(standard, &sources),
        [
            ("RFC 99906".to_owned(), ReferenceRole::Normative),
            ("The Book of Lamps".to_owned(), ReferenceRole::Informative),
            ("RFC 99907".to_owned(), ReferenceRole::Informative),
        ]
    );
    let introduction = &standard.clauses.as_ref().unwrap()[1];
    assert_eq!(
        get(introduction.blocks[0].text.first(), &sources),
        "A lamp MUST shine, and it goes on shining when the page ends in the middle of a sentence."
    );
    // A number is found where it stands, not inside another.
    let place = standard.replaces[3].written.span();
    assert_eq!(sources.slice(place), "99904");
}

#[test]
fn an_rfc_in_text_says_its_series_and_subdivided_references() {
    let text = "
Network Working Group                                          A. Author
Request for Comments: 99911                                  Example Inc
BCP: 99
Category: Best Current Practice                               March 1999

                            Words for Lamps

Status of this Memo

   This memo is free.

7. References

7.1. Normative References

7.1.1. Of the IETF

   [1]  Author, A., \"Light\", RFC 99912, March 1997.
\u{c}
Appendix A
   Lamps of Old

   Some.

   +------+
   | lamp |
   +------+
";
    let (sources, reading) = read("internet-draft", text);
    let standard = &reading.standards[0];
    assert_eq!(names(&standard.part_of, &sources), ["BCP 99"]);
    assert_eq!(get(standard.title.first(), &sources), "Words for Lamps");
    assert_eq!(get(standard.dates.effective.as_ref(), &sources), "1999-03");
    assert_eq!(entries(standard, &sources), [("RFC 99912".to_owned(), ReferenceRole::Normative)]);
    let clauses = standard.clauses.as_ref().unwrap();
    let last = clauses.last().unwrap();
    assert_eq!(get(last.title.first(), &sources), "Lamps of Old");
    assert_eq!(last.element.unwrap().value, Element::Annex);
    assert_eq!(get(last.blocks[0].text.first(), &sources), "Some.");
    assert_eq!(last.blocks[1].kind, BlockKind::Verbatim);
    assert_eq!(get(last.blocks[1].text.first(), &sources), "   +------+\n   | lamp |\n   +------+");
}

#[test]
fn the_name_of_a_draft_may_stand_in_angle_brackets() {
    let text = "
Network Working Group                                          A. Author
INTERNET-DRAFT                                               Example Inc
Expires: March 2, 2014                                 September 1, 2013

                               Lamps
                   <draft-author-lamps-02.txt>

1. Introduction
   A lamp.
";
    let (sources, reading) = read("internet-draft", text);
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let standard = &reading.standards[0];
    assert_eq!(standard.identity.as_ref().unwrap().written.get(&sources), "draft-author-lamps-02");
    assert_eq!(get(standard.title.first(), &sources), "Lamps");
    assert_eq!(get(standard.dates.published.as_ref(), &sources), "2013-09-01");
    let introduction = &standard.clauses.as_ref().unwrap()[0];
    assert_eq!(get(introduction.title.first(), &sources), "Introduction");
    assert_eq!(get(introduction.blocks[0].text.first(), &sources), "A lamp.");
}

#[test]
fn rfc_xml_prints_references_under_their_display_names() {
    let text = r#"<rfc version="3" docName="draft-example-lamps-01" obsoletes="99901 99902,RFC99903" updates="">
<front><title>Lamps</title><seriesInfo name="RFC" value="99921"/><seriesInfo name="STD" value="0099"/><date year="2021" month="5"/></front>
<middle><section anchor="s"><name>Lamps</name><t>As in <xref target="RFC99904" section="4.2" sectionFormat="comma"/> and <relref target="RFC99904"/>.</t></section></middle>
<back><displayreference target="RFC99904" to="WORDS"/><references><name>References</name><references><name>Normative References</name>
<reference anchor="RFC99904"><front><title>Words</title></front><seriesInfo name="RFC" value="99904"/></reference></references></references></back></rfc>"#;
    let (sources, reading) = read("rfcxml", text);
    let standard = &reading.standards[0];
    assert_eq!(standard.identity.as_ref().unwrap().written.get(&sources), "RFC 99921");
    assert_eq!(names(&standard.part_of, &sources), ["STD 99"]);
    assert_eq!(names(&standard.replaces, &sources), ["RFC 99901", "RFC 99902", "RFC 99903"]);
    assert!(standard.amends.is_empty() && standard.status.is_none());
    let block = &standard.clauses.as_ref().unwrap()[0].blocks[0];
    assert_eq!(get(block.text.first(), &sources), "As in [WORDS], Section 4.2 and [WORDS].");
    assert!(block.citations.iter().all(|it| !it.dangling));
}

/// A catalog with resources in its back matter.
fn catalog(title: &str, more: &str, resources: &str) -> String {
    format!(
        r##"{{"catalog": {{"uuid": "u", "metadata": {{"title": "{title}", "version": "1", "oscal-version": "1.1.2"{more}}},
 "controls": [{{"id": "x-1", "class": "example", "title": "One", "params": [{{"id": "x-1_prm", "guidelines": [{{"prose": "Choose with care."}}],
   "select": {{"how-many": "one-or-more", "choice": ["daily", "{{{{ insert: param, x-1_two }}}}"]}}}}, {{"id": "x-1_two", "label": "often"}}],
   "links": [{{"rel": "related", "href": "#x-2"}}], "parts": [{{"name": "statement", "prose": "Do it {{{{ insert: param, x-1_prm }}}}."}}]}}],
 "back-matter": {{"resources": [{resources}]}}}}}}"##
    )
}

#[test]
fn documents_of_a_catalog_are_named_by_identifiers_only_where_they_have_one() {
    let text = catalog(
        "Example Framework Q: Lamps",
        r##", "links": [{"rel": "canonical", "href": "#r0"}]"##,
        r#"{"uuid": "r0", "title": "Example Framework Q: Lamps (PDF)"},
{"uuid": "r1", "title": "FIPS Publication 999-1"}, {"uuid": "r2", "title": "NIST LAMPP", "citation": {"text": "The programme for lamps"}},
{"uuid": "r3", "title": "IR 9999-1"}, {"uuid": "r4", "title": "Guide to Lamps", "document-ids": [{"scheme": "https://www.doi.org/", "identifier": "10.99999/NIST.SP.999-4"}]},
{"uuid": "r5", "title": "Guide to Light", "rlinks": [{"href": "https://doi.org/10.99999/NIST.SP.999-5r1"}]},
{"uuid": "r6", "rlinks": [{"href": "https://example.org/lamps.pdf"}]}, {"uuid": "r7", "title": "ISO 99901:2019"}, {"uuid": "r8", "title": "Order 12 on Lamps"},
{"uuid": "r9", "title": "NIST Special Publication 999-9, Revision 2: Lamps"}"#,
    );
    let (sources, reading) = read("oscal", &text);
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let standard = &reading.standards[0];
    assert_eq!(standard.identity.as_ref().unwrap().written.get(&sources), "Example Framework Q");
    let targets: Vec<(String, bool)> = standard
        .references
        .iter()
        .flatten()
        .map(|it| (it.target.written.get(&sources).to_owned(), !it.target.by_key))
        .collect();
    let wanted = [
        ("NIST FIPS 999-1", true),
        ("NIST LAMPP", false),
        ("NIST IR 9999-1", true),
        ("NIST.SP.999-4", true),
        ("NIST.SP.999-5r1", true),
        ("https://example.org/lamps.pdf", false),
        ("ISO 99901:2019", true),
        ("Order 12 on Lamps", false),
        ("NIST Special Publication 999-9, Revision 2", true),
    ];
    assert_eq!(targets, wanted.map(|(name, named)| (name.to_owned(), named)));
    let control = &standard.clauses.as_ref().unwrap()[0];
    let texts: Vec<_> =
        control.blocks.iter().map(|it| (it.kind, get(it.text.first(), &sources))).collect();
    assert_eq!(
        texts,
        [
            (BlockKind::Paragraph, "Do it [daily; [often]].".to_owned()),
            (BlockKind::Note, "Choose with care.".to_owned()),
        ]
    );
}

#[test]
fn a_title_that_only_begins_like_an_identifier_names_the_catalog_as_a_title() {
    let (sources, reading) =
        read("oscal", &catalog("NIST Special Publication 999-1 LOW BASELINE", "", ""));
    let identity = reading.standards[0].identity.as_ref().unwrap();
    assert_eq!(identity.written.get(&sources), "NIST Special Publication 999-1 LOW BASELINE");
    assert!(identity.by_key);
    let declared = r#", "document-ids": [{"scheme": "http://www.doi.org/", "identifier": "10.99999/NIST.SP.999-1"}]"#;
    let (sources, reading) = read("oscal", &catalog("Lamps", declared, ""));
    let identity = reading.standards[0].identity.as_ref().unwrap();
    assert_eq!(identity.written.get(&sources), "NIST.SP.999-1");
}

#[test]
fn a_relationship_may_be_a_word_or_an_object() {
    let map = |relationship: &str| {
        format!(
            r#"{{"uuid": "x", "relationship": {relationship}, "sources": [{{"type": "control", "id-ref": "a"}}], "targets": [{{"type": "control", "id-ref": "b"}}]}}"#
        )
    };
    let text = format!(
        r#"{{"mapping-collection": {{"uuid": "m", "metadata": {{"title": "M", "oscal-version": "1.2.0"}}, "mappings": [{{"uuid": "n",
 "source-resource": {{"type": "catalog", "href": "a.json"}}, "target-resource": {{"type": "catalog", "href": "b.json"}}, "maps": [{}, {}]}}]}}}}"#,
        map(r#""subset-of""#),
        map(r#"{"ns": "http://example.org/ns", "type": "equal-to"}"#)
    );
    let (_, reading) = read("oscal", &text);
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let relations: Vec<_> =
        reading.mappings[0].maps.iter().map(|it| it.relation.unwrap().value.as_str()).collect();
    assert_eq!(relations, ["subset", "equal"]);
    let xml = r##"<mapping-collection xmlns="http://csrc.nist.gov/ns/oscal/1.0" uuid="m"><metadata><title>M</title></metadata><mapping uuid="n">
<source-resource type="catalog" href="a.xml"/><target-resource type="catalog" href="b.xml"/>
<map uuid="x"><relationship ns="http://example.org/ns" type="superset-of"/><source type="control" id-ref="a"/><target type="control" id-ref="b"/></map></mapping></mapping-collection>"##;
    let (_, reading) = read("oscal", xml);
    assert_eq!(reading.mappings[0].maps[0].relation.unwrap().value.as_str(), "superset");
}

#[test]
fn rfc_xml_prints_its_own_sections_by_number_and_no_suffix_of_a_file() {
    let text = r#"<rfc docName="draft-example-lamps-04.txt"><front><title>Lamps</title></front>
<middle><section title="One"><t>See <xref target="two"/>, <xref target="deep" format="counter"/>, <xref target="app"/> and <xref target="book"/>.</t></section>
<section title="Unnumbered" numbered="false"/><section title="Two" anchor="two"><section title="Deep" anchor="deep"/></section></middle>
<back><references title="Informative References"><reference anchor="book"><front><title>The Book</title></front></reference></references>
<section title="A"/><section title="B" anchor="app"/></back></rfc>"#;
    let (sources, reading) = read("rfcxml", text);
    let standard = &reading.standards[0];
    assert_eq!(standard.identity.as_ref().unwrap().written.get(&sources), "draft-example-lamps-04");
    let clauses = standard.clauses.as_ref().unwrap();
    assert_eq!(
        get(clauses[0].blocks[0].text.first(), &sources),
        "See Section 2, 2.1, Appendix B and [book]."
    );
    assert_eq!(get(clauses[2].clauses[0].number.as_ref(), &sources), "2.1");
}
