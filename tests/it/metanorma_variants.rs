//! Metanorma AsciiDoc as people write it outside the samples: each in words of our own.

use consonance::model::{Clause, Reference, Standard, TermEntry};
use consonance::reader::{READERS, Reading};
use consonance::source::SourceMap;

use crate::read::{get, outline};

/// Reads the first file, with the others at hand.
fn read_files(files: &[(&str, &str)]) -> (SourceMap, Reading) {
    crate::read::read_files("metanorma-adoc", files)
}

const HEADER: &str = ":docnumber: 99901\n:mn-document-class: iso\n:publisher: ISO\n:language: en\n";

/// Reads a text under a header.
fn read(text: &str) -> (SourceMap, Reading) {
    read_files(&[("d/lamps.adoc", &format!("= Lamps\n{HEADER}\n{text}"))])
}

fn standard(reading: &Reading) -> &Standard {
    &reading.standards[0]
}

fn clauses(reading: &Reading) -> &[Clause] {
    standard(reading).clauses.as_deref().unwrap()
}

/// The words of every block, in order.
fn words(clauses: &[Clause], sources: &SourceMap) -> Vec<String> {
    let mut found = Vec::new();
    for clause in clauses {
        found.extend(clause.blocks.iter().map(|it| get(it.text.first(), sources)));
        found.extend(words(&clause.clauses, sources));
    }
    found
}

/// Anchors and elements of the citations, in order.
fn citations(clauses: &[Clause], sources: &SourceMap) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for clause in clauses {
        found.extend(
            clause
                .blocks
                .iter()
                .flat_map(|it| &it.citations)
                .map(|it| (get(Some(&it.anchor), sources), get(it.element.as_ref(), sources))),
        );
        found.extend(citations(&clause.clauses, sources));
    }
    found
}

/// The document, the title and the anchor of each entry.
fn entries(reading: &Reading, sources: &SourceMap) -> Vec<[String; 3]> {
    let entry = |it: &Reference| {
        let details = it.details.as_ref();
        [
            get(Some(&it.target.written), sources),
            get(details.and_then(|it| it.title.first()), sources),
            get(details.and_then(|it| it.anchor.as_ref()), sources),
        ]
    };
    standard(reading).references.iter().flatten().map(entry).collect()
}

fn names(term: &TermEntry, sources: &SourceMap) -> Vec<(&'static str, String, &'static str)> {
    let name = |it: &consonance::model::Designation| {
        (it.lang.as_str(), get(Some(&it.text), sources), it.status.as_str())
    };
    term.designations.iter().map(name).collect()
}

fn terms(reading: &Reading) -> &[TermEntry] {
    standard(reading).terms.as_deref().unwrap()
}

fn list<const N: usize>(items: [&str; N]) -> Vec<String> {
    items.map(str::to_owned).to_vec()
}

#[test]
fn headings_below_terms_are_terms_groups_or_lists() {
    let (sources, reading) = read(
        "== Terms and definitions

=== General

The terms of ISO 99902 apply.

=== Definitions

==== lamp

thing that gives light

==== adjustment

act of moving a lamp

===== fine adjustment

adjustment by less than one step

=== Terms of trade

For the purposes of this document, these are used:

==== lot

number of lamps sold together

=== Acronyms and symbols

LMP:: lamp

=== symbol

sign that stands for a thing

=== Abbreviation

Word made shorter

[.nonterm]
=== Lamps of old

==== wick

Wicks are no longer made.
",
    );
    let found: Vec<_> = terms(&reading).iter().map(|it| names(it, &sources)[0].1.clone()).collect();
    assert_eq!(found, ["lamp", "fine adjustment", "adjustment", "lot", "symbol", "Abbreviation"],);
    assert_eq!(
        outline(clauses(&reading), &sources),
        [
            "1 Terms and definitions",
            "  1.1 General",
            "  1.2 Definitions",
            "    1.2.1 lamp",
            "    1.2.2 adjustment",
            "      1.2.2.1 fine adjustment",
            "  1.3 Terms of trade",
            "    1.3.1 lot",
            "  1.4 Acronyms and symbols",
            "  1.5 symbol",
            "  1.6 Abbreviation",
            "  1.7 Lamps of old",
            "    1.7.1 wick",
        ]
    );
    let symbols = &clauses(&reading)[0].clauses[3];
    assert_eq!(symbols.element.map(|it| it.value.as_str()), Some("symbols"));
    assert_eq!(words(std::slice::from_ref(symbols), &sources), ["lamp"]);
}

#[test]
fn chinese_lists_below_terms_are_no_terms() {
    let text = "= 灯具\n:docnumber: 99901\n:mn-document-class: gb\n:language: zh\n\n== 术语和定义\n\n=== 总则\n\n下列术语适用于本文件。\n\n=== 灯\n\n发光的器具\n\n=== 缩略语\n\n下列缩略语适用于本文件。\n\nLMP:: 灯\n\n=== 符号\n\n代表事物的记号\n";
    let (sources, reading) = read_files(&[("灯.adoc", text)]);
    let found: Vec<_> = terms(&reading).iter().map(|it| names(it, &sources)[0].1.clone()).collect();
    assert_eq!(found, ["灯", "符号"]);
}

#[test]
fn text_in_the_place_of_what_is_printed_has_no_number() {
    let (sources, reading) = read(
        "== Terms and definitions\n\n[.boilerplate]\n=== {blank}\n\nNo terms of others.\n\n=== lamp\n\nthing that gives light\n",
    );
    assert_eq!(outline(clauses(&reading), &sources), ["1 Terms and definitions", "  1.1 lamp"]);
    assert_eq!(words(clauses(&reading), &sources), ["No terms of others."]);
}

#[test]
fn names_of_a_term_are_told_apart() {
    let (sources, reading) = read(
        "== Terms and definitions

=== lamp
preferred:[luminaire]
alt:[_light_ source; shiner]
deprecated:[[en]#lantern# [zh]#灯笼#]
alt:[[smallcap]#glow# thing]
domain:[lighting]

thing that gives light

=== flux

symbol:[stem:[Phi]]

stem:[Phi_v]

light per time

=== [en]#wick# [zh]#灯芯#
[alt]#芯线 core thread#

thing that burns

=== mantle

[%metadata]
language:: fr
domain:: gas lighting

admitted:[manchon]

[%metadata]
language:: fra
grammar::
gender::: masculine

part that glows

related:see[lamp]
related:deprecates[gas sock]
",
    );
    let entry = terms(&reading);
    let own = |term: usize| names(&entry[term], &sources);
    let named =
        |lang: &'static str, name: &str, status: &'static str| (lang, name.to_owned(), status);
    assert_eq!(
        own(0),
        [
            named("en", "lamp", "preferred"),
            named("en", "luminaire", "preferred"),
            named("en", "light source", "admitted"),
            named("en", "shiner", "admitted"),
            named("en", "lantern", "deprecated"),
            named("zh", "灯笼", "deprecated"),
            named("en", "glow thing", "admitted"),
        ]
    );
    assert_eq!(get(entry[0].domain.as_ref(), &sources), "lighting");
    assert_eq!(get(Some(&entry[0].definitions[0].text), &sources), "thing that gives light");
    assert_eq!(
        own(1),
        [
            named("en", "flux", "preferred"),
            named("und", "Phi", "admitted"),
            named("und", "Phi_v", "admitted")
        ]
    );
    assert_eq!(
        own(2),
        [
            named("en", "wick", "preferred"),
            named("zh", "灯芯", "preferred"),
            named("zh", "芯线", "admitted"),
            named("en", "core thread", "admitted"),
        ]
    );
    assert_eq!(
        own(3),
        [
            named("fr", "mantle", "preferred"),
            named("fr", "manchon", "admitted"),
            named("en", "gas sock", "deprecated"),
        ]
    );
    assert_eq!(get(entry[3].domain.as_ref(), &sources), "gas lighting");
    assert_eq!(get(Some(&entry[3].definitions[0].text), &sources), "part that glows");
}

#[test]
fn sources_of_terms_say_where_and_whether_changed() {
    let (sources, reading) = read(
        "== Terms and definitions

=== one

thing

[.source]
<<r1,clause=\"103-01-02\">>

=== two

thing

[.source]
<<r1,clause 3.2>>,

=== three

thing

[.source,status=modified]
<<r1,droploc%clause=3.3>>

=== four

thing

[.source]
<<r1>>, 3.4, note 1 is left out

=== five

thing

[.source]
ISO 99903:2019, 3.5, modified

=== six

[.definition]
--
thing that is meant here

[.source]
<<r1,3.6>>
--

[.definition]
--
thing that is meant there
--

[NOTE]
====
This is said:

* once;
* twice.
====

[example]
====
A thing.
====

[bibliography]
== Bibliography

* [[[r1,ISO 99902:2018]]], _Light_
",
    );
    let found: Vec<_> = terms(&reading)
        .iter()
        .map(|it| {
            let (target, element) = it.source.as_ref().unwrap();
            let element = get(element.as_ref(), &sources);
            (get(Some(&target.written), &sources), element, it.modified.unwrap().value)
        })
        .collect();
    let source =
        |element: &str, modified: bool| ("ISO 99902:2018".to_owned(), element.to_owned(), modified);
    assert_eq!(
        found,
        [
            source("clause 103-01-02", false),
            source("clause 3.2", true),
            source("clause 3.3", true),
            source("3.4", true),
            ("ISO 99903:2019".to_owned(), "3.5".to_owned(), true),
            source("3.6", false),
        ]
    );
    let last = &terms(&reading)[5];
    let definitions: Vec<_> =
        last.definitions.iter().map(|it| get(Some(&it.text), &sources)).collect();
    assert_eq!(definitions, ["thing that is meant here", "thing that is meant there"]);
    assert_eq!(get(Some(&last.notes[0].1), &sources), "This is said:\nonce;\ntwice.");
    assert_eq!(get(Some(&last.examples[0].1), &sources), "A thing.");
}

#[test]
fn the_header_is_no_text() {
    let text = format!(
        "// A comment\n////\n= Not this\n////\n= Lamps\nAda Example <ada@example.org>; Bo Example\nv1.2, 2021-03-04: first\n{HEADER}:title-main-en: Lamps \\\n  and light \\\n  for all\n:abstract: One line + \\\nand another\n:edition:=N/A\n\n== Scope\n\nThis is the text.\n"
    );
    let (sources, reading) = read_files(&[("d/lamps.adoc", &text)]);
    let standard = standard(&reading);
    assert_eq!(outline(clauses(&reading), &sources), ["1 Scope"]);
    assert_eq!(get(standard.title.first(), &sources), "Lamps and light for all");
    assert_eq!(get(standard.dates.published.as_ref(), &sources), "2021-03-04");
    assert!(standard.details.as_ref().unwrap().edition.is_none());

    for empty in ["=", "= ", "= {blank}"] {
        let text = format!("{empty}\n{HEADER}\n== Scope\n\nThis is the text.\n");
        let (sources, reading) = read_files(&[("d/lamps.adoc", &text)]);
        assert_eq!(outline(clauses(&reading), &sources), ["1 Scope"], "{empty:?}");
    }
}

#[test]
fn a_title_on_several_lines_stands_where_it_is_written() {
    let text = format!("= X\n{HEADER}:title-main-en: Lamps \\\n  and light\n\n== Scope\n\nText.\n");
    let (sources, reading) = read_files(&[("d/lamps.adoc", &text)]);
    let title = standard(&reading).title.first().unwrap();
    let at = title.get(&sources).find("light").unwrap();
    assert_eq!(sources.slice(title.span_of(at..at + 5)), "light");
}

#[test]
fn values_that_keep_a_place_are_said_and_not_believed() {
    let text = "= Lamps\n:docnumber: XXXX\n:mn-document-class: iso\n:published-date: YYYY-MM-DD\n:library-ics: N/A\n:obsoletes: none\n:edition: TBD\n:copyright-year: {year}\n:withdrawn-date: 2021-03-04\n\n== Scope\n\nText.\n";
    let (sources, reading) = read_files(&[("d/lamps.adoc", text)]);
    let standard = standard(&reading);
    assert!(standard.identity.is_none());
    assert!(standard.dates.published.is_none());
    assert!(standard.classification.is_none());
    assert!(standard.replaces.is_empty());
    assert_eq!(get(standard.dates.withdrawn.as_deref(), &sources), "2021-03-04");
    let mut said: Vec<_> =
        reading.problems.iter().map(|it| sources.slice(it.span.unwrap())).collect();
    said.sort_unstable();
    assert_eq!(said, ["N/A", "TBD", "XXXX", "YYYY-MM-DD", "none", "{year}"]);
    assert!(reading.problems.iter().all(|it| !it.code.is_failure()));
}

#[test]
fn attributes_put_in_other_attributes_and_characters() {
    let text = "= Lamps\n:docnumber: 99901\n:mn-document-class: iso\n:publisher: ISO;IEC\n:copyright-year: 2021\n:language: en\n:thing: lamp\n:title-main-en: The {thing}&nbsp;&mdash; an&#32;overview{empty}\n\n== Scope\n\nA {thing}{nbsp}is 5&#160;mm&thinsp;wide &#8212; &amp;{blank} b{empty}right {plus} R&D.\n";
    let (sources, reading) = read_files(&[("d/lamps.adoc", text)]);
    let standard = standard(&reading);
    assert_eq!(
        get(standard.identity.as_ref().map(|it| &it.written), &sources),
        "ISO/IEC 99901:2021"
    );
    let issuer = standard.details.as_ref().unwrap().issuer.as_ref();
    assert_eq!(get(issuer, &sources), "ISO/IEC");
    assert_eq!(get(standard.title.first(), &sources), "The lamp\u{a0}— an overview");
    assert_eq!(
        words(clauses(&reading), &sources),
        ["A lamp\u{a0}is 5\u{a0}mm\u{2009}wide — & bright + R&D."]
    );
}

#[test]
fn citations_name_each_anchor_and_each_place() {
    let (sources, reading) = read(
        "[[scope]]
== Scope

See <<r1,clause=5;and!table=2>>, <<r1,clause=3-5>>, <<r1,clause 5 and annex A>>,
<<r1,part=IV,chapter=3;or!part=VI,chapter=9>>, <<r1,clause=3;to!5>>, <<r1,droploc%clause=7>>,
<<r1,locality:frontispiece=5>>, <<r1,clause=\"3-5\",the words>>, <<r1,the words alone>>,
<<r1,the
section that follows>> and <<r1,whole>>.

See <<scope;and!limits>>, <<from!scope;to!more>>, xref:limits[] and xref:r1[that one].

[[limits]]
== Limits

=== Sizes

[[more]]
=== More

[bibliography]
== Bibliography

* [[[r1,ISO 99902:2018]]], _Light_
",
    );
    let cited = |anchor: &str, element: &str| (anchor.to_owned(), element.to_owned());
    assert_eq!(
        citations(clauses(&reading), &sources),
        [
            cited("r1", "clause 5 and table 2"),
            cited("r1", "clause 3-5"),
            cited("r1", "clause 5 and annex A"),
            cited("r1", "part IV, chapter 3 or part VI, chapter 9"),
            cited("r1", "clause 3 to 5"),
            cited("r1", "clause 7"),
            cited("r1", "frontispiece 5"),
            cited("r1", "clause 3-5"),
            cited("r1", ""),
            cited("r1", ""),
            cited("r1", "whole"),
            cited("scope", ""),
            cited("limits", ""),
            cited("scope", ""),
            cited("more", ""),
            cited("limits", ""),
            cited("r1", ""),
        ]
    );
    assert_eq!(
        words(clauses(&reading), &sources),
        [
            "See ISO 99902:2018, clause 5 and table 2, ISO 99902:2018, clause 3-5, \
             ISO 99902:2018, clause 5 and annex A, \
             ISO 99902:2018, part IV, chapter 3 or part VI, chapter 9, \
             ISO 99902:2018, clause 3 to 5, ISO 99902:2018, 7, ISO 99902:2018, frontispiece 5, \
             ISO 99902:2018, clause 3-5, the words, ISO 99902:2018, the words alone, \
             ISO 99902:2018, the section that follows and ISO 99902:2018, whole.",
            "See Clause 1 and Clause 2, Clause 1 to 2.2, Clause 2 and that one.",
        ]
    );
    let all = clauses(&reading).iter().flat_map(|it| &it.blocks).flat_map(|it| &it.citations);
    assert!(all.clone().all(|it| !it.dangling));
    // One of two anchors can lead nowhere: it alone is pointed at.
    let (sources, reading) = read("[[scope]]\n== Scope\n\nSee <<scope;and!nowhere>>.\n");
    let dangling: Vec<_> = clauses(&reading)[0].blocks[0]
        .citations
        .iter()
        .filter(|it| it.dangling)
        .map(|it| sources.slice(it.span))
        .collect();
    assert_eq!(dangling, ["nowhere"]);
}

#[test]
fn markup_goes_on_over_lines() {
    let (sources, reading) = read(
        "== Scope\n\nA _bright\nlamp_ lasts.footnote:[Not for\never.] See {{lamp,those\nlamps}}, {{<<r1>>,lamp,lamps}}, term:[lamp,it] and\nhttps://example.org[the\nsite^,title=Site].\n",
    );
    assert_eq!(
        words(clauses(&reading), &sources),
        ["A bright lamp lasts. See those lamps, lamps, it and the site.", "Not for ever."]
    );
}

#[test]
fn entries_are_named_by_what_is_inside_of_the_wrappers() {
    let (sources, reading) = read(
        "[bibliography]
== Normative references

* [[[a,ISO 99902]]], _Quality_
* [[[b,(1)ISO 99903:2015]]], _Quality_
* [[[c,nofetch(ISO 99904)]]] _Quality_
* [[[d,hidden(ISO 99905)]]]. _Quality_
* [[[e,path:(files/iso.xml,ISO 99906)]]]
* [[[f,repo:(iso/99907,ISO 99907-1 (all parts))]]]
* [[[g,dropid(ISO 99908)]]]
* [[[h,(Lamps of footnote:[Old.] the year)ISO 99909:2005]]], _Lamps_
* [[[i,number=2,code=ISO 99910]]]
* [[[j,nofetch=true,ISO 99911:2019]]]
* [[[k,merge(ISO 99912,ISO 99913)]]]
* [[[l,(Label)]]], ISO 99914:2020, _Lamps_. Geneva.
* [[[m,1]]] ISO 99915, _Lamps,
and light_ footnote:[Under preparation.]
* ISO 99916, _Lamps_
* [[[n,2]]], A. Example. _A book on ISO 99917_
* [[[o,ISO 99918:--]]]footnote:[Under preparation.], _Lamps_

NOTE: That list is long.
",
    );
    let entry = |named: &str, title: &str, anchor: &str| {
        [named.to_owned(), title.to_owned(), anchor.to_owned()]
    };
    assert_eq!(
        entries(&reading, &sources),
        [
            entry("ISO 99902", "Quality", "a"),
            entry("ISO 99903:2015", "Quality", "b"),
            entry("ISO 99904", "Quality", "c"),
            entry("ISO 99905", "Quality", "d"),
            entry("ISO 99906", "", "e"),
            entry("ISO 99907-1 (all parts)", "", "f"),
            entry("ISO 99908", "", "g"),
            entry("ISO 99909:2005", "Lamps", "h"),
            entry("ISO 99910", "", "i"),
            entry("ISO 99911:2019", "", "j"),
            entry("ISO 99912", "", "k"),
            entry("ISO 99914:2020", "Lamps. Geneva.", "l"),
            entry("ISO 99915", "Lamps, and light", "m"),
            entry("ISO 99916", "Lamps", ""),
            entry("A. Example. A book on ISO 99917", "A. Example. A book on ISO 99917", "n"),
            entry("ISO 99918:--", "Lamps", "o"),
        ]
    );
    let footnote = |at: usize| {
        let references = standard(&reading).references.as_ref().unwrap();
        get(references[at].details.as_ref().unwrap().footnote.as_ref(), &sources)
    };
    assert_eq!([footnote(12), footnote(15)], ["Under preparation.", "Under preparation."]);
    assert_eq!(words(clauses(&reading), &sources), ["That list is long."]);
}

#[test]
fn entries_can_be_described_by_a_list() {
    let (sources, reading) = read(
        "[bibliography,normative=true]
== References of the document

[[r1]]
[%bibitem]
=== Lamps and light
docid::
  type::: ISO
  id::: ISO 99902:2018
docid::
  type::: ABC
  id::: 32784
type:: standard

[%bibitem]
=== {blank}
id:: r2
title:: Wicks
docid:: ISO 99903

== Scope

See <<r1>> and <<r2>>.
",
    );
    let entry = |named: &str, title: &str, anchor: &str| {
        [named.to_owned(), title.to_owned(), anchor.to_owned()]
    };
    assert_eq!(
        entries(&reading, &sources),
        [entry("ISO 99902:2018", "Lamps and light", "r1"), entry("ISO 99903", "Wicks", "r2")]
    );
    let references = standard(&reading).references.as_ref().unwrap();
    assert_eq!(references[0].role.as_str(), "normative");
    assert_eq!(outline(clauses(&reading), &sources), ["1 References of the document", "2 Scope"]);
    assert_eq!(words(clauses(&reading), &sources), ["See ISO 99902:2018 and ISO 99903."]);
}

const PART: &str = "first
// tag::head[]
head
// end::head[]
// tag::body[]
body one
// tag::old[]
old
// end::old[]
body two
// end::body[]
last
";

#[test]
fn inclusions_take_what_they_ask_for() {
    for (options, expected) in [
        ("", "first head body one old body two last"),
        ("tag=head", "head"),
        ("tags=head;body", "head body one old body two"),
        ("tags=\"body,!old\"", "body one body two"),
        ("tags=!body", "first head last"),
        ("tags=**", "first head body one old body two last"),
        ("tags=*", "head body one old body two"),
        ("tags=**;!*", "first last"),
        ("tags=*;!old", "head body one body two"),
        ("tags=!*", "first last"),
        ("lines=1..3", "first head"),
        ("lines=\"1,6..8\"", "first body one old"),
        ("lines=10..-1", "body two last"),
        ("lines=12..", "last"),
    ] {
        let main = format!("= Lamps\n{HEADER}\n== Scope\n\ninclude::part.adoc[{options}]\n");
        let (sources, reading) = read_files(&[("d/main.adoc", &main), ("d/part.adoc", PART)]);
        assert_eq!(words(clauses(&reading), &sources), [expected], "{options}");
        assert!(reading.problems.is_empty(), "{options}: {:?}", reading.problems);
        let block = &clauses(&reading)[0].blocks[0];
        let file = sources.file(block.span.file);
        assert_eq!(file.path(), "d/part.adoc", "{options}");
    }
    let main = format!("= Lamps\n{HEADER}\n== Scope\n\ninclude::part.adoc[tags=nothing;head]\n");
    let (sources, reading) = read_files(&[("d/main.adoc", &main), ("d/part.adoc", PART)]);
    assert_eq!(words(clauses(&reading), &sources), ["head"]);
    assert_eq!(reading.problems.len(), 1);
    assert_eq!(reading.problems[0].message.en, "part.adoc has no region tagged nothing");
}

#[test]
fn inclusions_move_headings_and_stay_inside() {
    let main = format!(
        "= Lamps\n{HEADER}:parts: sections\n\n== Requirements\n\ninclude::{{parts}}/one.adoc[leveloffset=+1]\n\n:leveloffset: +1\n\ninclude::sections/one.adoc[]\n\n:leveloffset: -1\n\n== End\n\n////\ninclude::nowhere.adoc[]\n////\n\ninclude::gone.adoc[opts=optional]\n\n\\include::as-it-stands.adoc[]\n\ninclude::../../outside.adoc[tag=x]\n"
    );
    let part = "== Light\n\n=== Colour\n";
    let (sources, reading) = read_files(&[("d/main.adoc", &main), ("d/sections/one.adoc", part)]);
    assert_eq!(
        outline(clauses(&reading), &sources),
        [
            "1 Requirements",
            "  1.1 Light",
            "    1.1.1 Colour",
            "  1.2 Light",
            "    1.2.1 Colour",
            "2 End"
        ]
    );
    assert_eq!(words(clauses(&reading), &sources), ["include::as-it-stands.adoc[]"]);
    let messages: Vec<_> = reading.problems.iter().map(|it| it.message.en.as_str()).collect();
    assert_eq!(messages, ["the included file ../../outside.adoc was not found or may not be read"]);
    let reader = READERS.iter().find(|it| it.name() == "metanorma-adoc").unwrap();
    assert_eq!(
        reader.companions(&sources.files()[0]),
        list([
            "sections/one.adoc",
            "sections/one.adoc",
            "nowhere.adoc",
            "gone.adoc",
            "../../outside.adoc"
        ])
    );
}

#[test]
fn conditions_are_decided() {
    let text = format!(
        "= Lamps\n{HEADER}:draft:\n:level: 2\n\n== Scope\n\nifdef::draft[]\none\nendif::[]\n\nifndef::draft[]\nnot one\nendif::draft[]\n\nifdef::final,draft[two]\n\nifdef::final+draft[not two]\n\nifndef::final[three]\n\nifeval::[{{level}} > 1]\nfour\nifeval::[\"{{draft}}\" == \"x\"]\nnot four\nendif::[]\nendif::[]\n\nifeval::[\"{{language}}\" != 'en']\nnot five\nendif::[]\n"
    );
    let (sources, reading) = read_files(&[("d/lamps.adoc", &text)]);
    assert_eq!(words(clauses(&reading), &sources), ["one", "two", "three", "four"]);
}

#[test]
fn headings_that_begin_no_clause_are_text_and_styles_say_what_sections_are() {
    let text = format!(
        "# Lamps\n{HEADER}\n[.preface]\n== Executive summary\n\nShort.\n\n== Scope\n\n[discrete]\n=== Aside\n\nText.\n\n[[add]]\n[appendix,obligation=informative]\n== More\n\nSee <<add>>.\n\n[colophon]\n== Colophon\n\nPrinted.\n"
    );
    let (sources, reading) = read_files(&[("d/lamps.adoc", &text)]);
    assert_eq!(get(standard(&reading).title.first(), &sources), "Lamps");
    assert_eq!(
        outline(clauses(&reading), &sources),
        ["Executive summary", "1 Scope", "A More", "Colophon"]
    );
    assert_eq!(
        words(clauses(&reading), &sources),
        ["Short.", "Aside", "Text.", "See Annex A.", "Printed."]
    );
}

#[test]
fn long_paragraphs_of_open_markup_are_read() {
    for piece in ["<<a ", "_a ", "[", "{{a ", "((", "stem:[", "footnote:[x ", "[[[a,", "*b", "&#"] {
        let text = piece.repeat(200_000 / piece.len());
        let (_, reading) = read(&format!("== Scope\n\n{text}\n"));
        assert_eq!(reading.standards.len(), 1);
    }
}

const MARKUP: &str = r#"<metanorma xmlns="https://www.metanorma.org/ns/standoc" type="presentation" flavor="iso"><bibdata type="standard">
<docidentifier type="DOI" primary="true">10.9999/lamps</docidentifier><docidentifier type="URN">urn:example:99901</docidentifier>
<docidentifier type="ISO" primary="true">ISO/IEC 99901:2021</docidentifier><docidentifier type="iso-reference">ISO/IEC 99901:2021(E)</docidentifier>
<date type="published"><on>YYYY-MM-DD</on></date>
<contributor><role type="publisher"/><organization><name>One</name><abbreviation>ISO</abbreviation></organization></contributor>
<contributor><role type="publisher"/><organization><name>IEC</name></organization></contributor>
<language>en</language></bibdata><sections>
<clause id="s" type="scope"><title id="_a">Lamps of <xref target="t1"/></title><fmt-title depth="1"><span class="fmt-caption-label"><semx element="autonum" source="s">1</semx></span><span class="fmt-caption-delim"><tab/></span><semx element="title" source="_a">Lamps of Table 1</semx></fmt-title>
<p id="p">See <xref target="t1" id="_x"/><semx element="xref" source="_x"><fmt-xref target="t1"><span class="fmt-element-name">Table</span> <semx element="autonum" source="t1">1</semx></fmt-xref></semx>, <xref target="c"/> and <xref target="u"/>;
<eref bibitemid="r1" citeas="ISO 99902"><localityStack><locality type="clause"><referenceFrom>5</referenceFrom></locality></localityStack><localityStack connective="and"><locality type="table"><referenceFrom>2</referenceFrom></locality></localityStack></eref>,
<eref bibitemid="r1" citeas="ISO 99902"><localityStack connective="from"><locality type="clause"><referenceFrom>3</referenceFrom></locality></localityStack><localityStack connective="to"><locality type="clause"><referenceFrom>5</referenceFrom></locality></localityStack></eref>.</p>
<table id="t1"><name>Limits of <xref target="c"/></name><tbody><tr><td>x</td></tr></tbody></table></clause>
<clause id="c"><title>Light</title><clause id="u"><title>Colour</title>
<requirement id="q"><identifier>/req/a</identifier><subject>lamp</subject><description><p>The lamp shall shine.</p></description><fmt-provision><p>The lamp shall shine.</p></fmt-provision></requirement></clause></clause>
<terms id="d"><title>Terms and definitions</title><term id="e"><preferred><expression><name>lamp</name></expression></preferred><fmt-preferred><p>lamp</p></fmt-preferred><definition><verbal-definition><p>light</p></verbal-definition></definition><fmt-definition><p>light</p></fmt-definition>
<source status="identical"><origin citeas="ISO 99902"><localityStack><locality type="clause"><referenceFrom>3.1</referenceFrom></locality></localityStack></origin></source>
<source status="modified"><origin citeas="ISO 99903"/></source></term></terms></sections>
<bibliography><references id="n" normative="true"><title>Normative references</title><bibitem id="r1"><title type="main">Light</title>
<docidentifier type="URN">urn:example:99902</docidentifier><docidentifier scope="biblio-tag">[1] ISO 99902</docidentifier><docidentifier type="ISO">ISO 99902</docidentifier></bibitem></references></bibliography></metanorma>"#;

#[test]
fn markup_says_each_thing_once() {
    let (sources, reading) = crate::read::read_files("metanorma-xml", &[("lamps.xml", MARKUP)]);
    let standard = standard(&reading);
    assert_eq!(
        get(standard.identity.as_ref().map(|it| &it.written), &sources),
        "ISO/IEC 99901:2021"
    );
    assert!(standard.dates.published.is_none());
    assert_eq!(reading.problems.len(), 1, "{:?}", reading.problems);
    assert_eq!(sources.slice(reading.problems[0].span.unwrap()), "YYYY-MM-DD");
    assert_eq!(get(standard.details.as_ref().unwrap().issuer.as_ref(), &sources), "ISO/IEC");
    assert_eq!(
        outline(clauses(&reading), &sources),
        [
            "1 Lamps of Table 1",
            "2 Normative references",
            "3 Light",
            "  3.1 Colour",
            "4 Terms and definitions",
            "  4.1 lamp"
        ]
    );
    assert_eq!(
        words(clauses(&reading), &sources),
        [
            "See Table 1, Clause 3 and 3.1; ISO 99902, clause 5 and table 2, ISO 99902, clause 3 to 5.",
            "x",
            "lamp",
            "The lamp shall shine."
        ]
    );
    let blocks = &clauses(&reading)[0].blocks;
    assert_eq!(get(blocks[1].title.first(), &sources), "Limits of Clause 3");
    let requirement = &clauses(&reading)[2].clauses[0].blocks[0];
    assert_eq!(get(requirement.number.as_ref(), &sources), "/req/a");
    assert_eq!(get(requirement.title.first(), &sources), "subject");
    let entry = &terms(&reading)[0];
    assert_eq!(names(entry, &sources), [("en", "lamp".to_owned(), "preferred")]);
    assert_eq!(entry.definitions.len(), 1);
    let (source, element) = entry.source.as_ref().unwrap();
    assert_eq!(get(Some(&source.written), &sources), "ISO 99902");
    assert_eq!(get(element.as_ref(), &sources), "clause 3.1");
    assert!(!entry.modified.unwrap().value);
    let entry = |named: &str, title: &str, anchor: &str| {
        [named.to_owned(), title.to_owned(), anchor.to_owned()]
    };
    assert_eq!(entries(&reading, &sources), [entry("ISO 99902", "Light", "r1")]);
}

/// The rows of the first table.
fn rows(text: &str) -> Vec<String> {
    let (sources, reading) = read(&format!("== Scope\n\n{text}\n"));
    words(clauses(&reading), &sources)[0].split('\n').map(str::to_owned).collect()
}

#[test]
fn cells_stand_in_rows_however_they_are_written() {
    for (text, expected) in [
        ("|===\n|a |b\n\n|c\n|d, which\ngoes on\n|===", vec!["a\tb", "c\td, which goes on"]),
        ("[cols=\"1,2,3\"]\n|===\n|a\n|b\n|c\n|d |e |f\n|===", vec!["a\tb\tc", "d\te\tf"]),
        ("[cols=\"2*,^.^1a\"]\n|===\n|a |b |c\n|d |e |f\n|===", vec!["a\tb\tc", "d\te\tf"]),
        ("[cols=2]\n|===\n.2+|a |b\n|c\n2+^h|d\n|===", vec!["a\tb", "\tc", "d\t"]),
        ("|===\n.2+h|a 2+h|b\nh|c h|d\n|e |5 m |6\n|===", vec!["a\tb\t", "\tc\td", "e\t5 m\t6"]),
        ("|===\n3*|x\n|a |b\\|c |[[d]]e\n|===", vec!["x\tx\tx", "a\tb|c\te"]),
        ("[format=csv]\n|===\na,b\nc,d\n|===", vec!["a\tb", "c\td"]),
    ] {
        assert_eq!(rows(text), expected, "{text}");
    }
}

#[test]
fn flavours_number_and_name_in_their_own_way() {
    let document = |class: &str, header: &str, text: &str| {
        read_files(&[(
            "d/lamps.adoc",
            &format!(
                "= Lamps -- Light\n:docnumber: 99901\n:mn-document-class: {class}\n:copyright-year: 2021\n:language: en\n{header}\n{text}"
            ),
        )])
    };
    let text = "[abstract]\nShort.\n\n== Introduction\n\nText.\n\n[appendix,obligation=informative]\n== One\n\n=== Two\n\n[[f]]\n[stem]\n++++\na = b\n++++\n\nSee <<f>>.\n\n[appendix]\n== Three\n";
    for (class, expected) in [
        ("iso", ["Introduction", "A One", "  A.1 Two", "B Three"]),
        ("oiml", ["1 Introduction", "A One", "  A.1 Two", "B Three"]),
        ("itu", ["Introduction", "I One", "  I.1 Two", "A Three"]),
    ] {
        let (sources, reading) = document(class, "", text);
        let (first, rest) = clauses(&reading).split_first().unwrap();
        assert_eq!(first.element.map(|it| it.value.as_str()), Some("preliminary"), "{class}");
        assert_eq!(outline(rest, &sources), expected, "{class}");
        let title = get(standard(&reading).title.first(), &sources);
        assert_eq!(title, "Lamps — Light", "{class}");
    }
    let (sources, reading) = document("itu", "", text);
    assert!(words(clauses(&reading), &sources).contains(&"See Formula (I.1).".to_owned()));
    let identity = |reading: &Reading, sources: &SourceMap| {
        get(standard(reading).identity.as_ref().map(|it| &it.written), sources)
    };
    let (sources, reading) = document("nist", ":docidentifier: NIST SP 800-9999\n", text);
    assert_eq!(identity(&reading, &sources), "NIST SP 800-9999");
    let (sources, reading) = document("oiml", ":docidentifier: OIML R 999\n", text);
    assert_eq!(identity(&reading, &sources), "OIML R 999:2021");
    for (class, header, expected) in [
        ("nist", ":series: nist-sp\n:revision: 2\n", "NIST SP 99901r2"),
        ("iho", ":series: S\n", "IHO S-99901"),
        ("oiml", ":series: R\n:partnumber: 1\n", "OIML R 99901-1:2021"),
        ("ogc", "", "OGC 99901"),
        ("cc", "", "CC 99901:2021"),
    ] {
        let (sources, reading) = document(class, header, text);
        assert_eq!(identity(&reading, &sources), expected);
    }
    let (sources, reading) = document(
        "ietf",
        ":name: draft-example-lamps-01\n:obsoletes: 9990,9991\n:revdate: 2021-04-01T00:00:00Z\n:status: initial-public-draft\n",
        "== Lamps\n\nA lamp bcp14:[MUST] shine and [bcp14]#MAY# glow.\n",
    );
    let standard = standard(&reading);
    assert_eq!(identity(&reading, &sources), "draft-example-lamps-01");
    assert_eq!(get(standard.dates.published.as_ref(), &sources), "2021-04-01");
    assert_eq!(standard.status.unwrap().value.as_str(), "draft");
    let replaced: Vec<_> =
        standard.replaces.iter().map(|it| get(Some(&it.written), &sources)).collect();
    assert_eq!(replaced, ["RFC 9990", "RFC 9991"]);
    let block = &clauses(&reading)[0].blocks[0];
    assert_eq!(get(block.text.first(), &sources), "A lamp MUST shine and MAY glow.");
    let keywords: Vec<_> = block.keywords.iter().map(|it| sources.slice(*it)).collect();
    assert_eq!(keywords, ["MUST", "MAY"]);
}

#[test]
fn classes_of_requirements_require_nothing_and_are_cited_by_name() {
    let (sources, reading) = read(
        "== Core\n\n[[rc]]\n[requirements_class]\n====\n[%metadata]\nidentifier:: /req/core\nsubject:: lamp\n====\n\n[[req]]\n[requirement]\n====\n[%metadata]\nidentifier:: /req/core/one\nstatement:: It SHALL shine.\n====\n\n.Of lamps\n[example]\n====\nOne:: a lamp\n====\n\nSee <<rc>> and <<req>>.\n\n[bibliography]\n== Bibliography\n\n++++\n<bibitem id=\"r9\"><docidentifier>ISO 99902</docidentifier></bibitem>\n++++\n\n* [[[r1,1]]], _A book_\n",
    );
    let blocks = &clauses(&reading)[0].blocks;
    let found: Vec<_> = blocks
        .iter()
        .map(|it| {
            (it.kind.as_str(), get(it.number.as_ref(), &sources), get(it.text.first(), &sources))
        })
        .collect();
    let block =
        |kind: &'static str, number: &str, text: &str| (kind, number.to_owned(), text.to_owned());
    assert_eq!(
        found,
        [
            block("list_item", "/req/core", "lamp"),
            block("provision", "/req/core/one", "It SHALL shine."),
            block("example", "", "Of lamps"),
            block("example", "", "a lamp"),
            block("paragraph", "", "See /req/core and /req/core/one."),
        ]
    );
}
