//! Terminological entries and mappings, end to end.

use consonance::corpus::{Corpus, StandardId};
use consonance::reader::definition::Definition;
use consonance::reader::{Loaded, Reader};
use consonance::rule::{Outcome, Policy, Profiles, RuleSet, check};
use consonance::source::{Encoding, SourceFile};

pub(crate) fn corpus(texts: &[&str]) -> Corpus {
    let mut loaded = Loaded::default();
    for text in texts {
        let mut sources = std::mem::take(&mut loaded.sources);
        let name = format!("{}.yaml", sources.files().len());
        let id = sources.add(|id| SourceFile::text_file(id, name, Encoding::Utf8, *text));
        let reading = Definition.read(sources.file(id), &sources);
        assert!(reading.problems.is_empty(), "{:#?}", reading.problems);
        loaded.sources = sources;
        loaded.standards.extend(reading.standards);
        loaded.mappings.extend(reading.mappings);
    }
    Corpus::build(loaded, "2026-01-01".parse().unwrap())
}

pub(crate) fn judge(corpus: &Corpus, select: &str) -> Outcome {
    let rules = RuleSet::built_in().unwrap_or_else(|it| panic!("{:#?}", it.problems));
    let judged: Vec<StandardId> = corpus.ids().collect();
    let mut policy = Policy::new(Profiles::built_in().unwrap(), judged);
    policy.select = vec![select.to_owned()];
    check(&rules, corpus, &policy)
}

/// What the safe fixes of a rule make of the first text.
fn fixed(texts: &[&str], rule: &str) -> String {
    let corpus = corpus(texts);
    let outcome = judge(&corpus, rule);
    let mut edits: Vec<_> = outcome
        .findings
        .iter()
        .filter_map(|it| it.fix.as_ref())
        .inspect(|it| assert!(it.safe))
        .flat_map(|it| &it.edits)
        .filter(|it| it.span.file.index() == 0)
        .collect();
    edits.sort_by_key(|it| std::cmp::Reverse(it.span.start));
    let mut text = texts[0].to_owned();
    for edit in edits {
        text.replace_range(edit.span.range(), &edit.replacement);
    }
    text
}

const ORIGINAL: &str = "\
standard: \"ISO 99902:2010\"
dates: {published: 2010-01-01}
terms:
  - {number: \"3.4\", term: {en: tour guide}, definition: {en: person who leads tourists through a place}}
";

#[test]
fn a_copied_entry_names_its_source_once_fixed() {
    for (draft, wanted) in [
        (
            "standard: \"ISO 99901:2019\"\ndates: {published: 2019-01-01}\nterms:\n  - number: \"3.1\" # first\n    \
             term: {en: tour guide}\n    definition: {en: person who leads tourists through a place} # copied\n    \
             # more to come\n  - number: \"3.2\"\n    term: {en: tour}\n",
            "place} # copied\n    source: {standard: \"ISO 99902:2010\", clause: \"3.4\"}\n",
        ),
        (
            "standard: \"ISO 99901:2019\"\ndates: {published: 2019-01-01}\nterms:\n  - {number: \"3.1\", term: {en: \
             tour guide}, definition: {en: person who leads tourists through a place}}\n",
            "a place}, source: {standard: \"ISO 99902:2010\", clause: \"3.4\"}}\n",
        ),
        (
            "standard: \"ISO 99901:2019\"\ndates: {published: 2019-01-01}\nterms:\n  - term: {en: tour guide}\n    \
             definition: |\n      person who leads tourists through a place\n",
            "a place\n    source: {standard: \"ISO 99902:2010\", clause: \"3.4\"}\n",
        ),
    ] {
        let text = fixed(&[draft, ORIGINAL], "TRM010");
        assert!(text.contains(wanted), "{text}");
        assert!(judge(&corpus(&[&text, ORIGINAL]), "TRM010").findings.is_empty(), "{text}");
    }
}

#[test]
fn articles_and_stops_are_taken_away_and_nothing_else() {
    let draft = "standard: \"ISO 99901:2019\"\nclauses: []\nterms:\n  - term: {en: guide}\n    definition: {en: \"The  \
                 person who leads (etc.).\"} # x\n";
    let rest = draft.replace("The  ", "");
    assert_eq!(fixed(&[draft], "TRM002"), rest);
    assert_eq!(fixed(&[draft], "TRM003"), draft.replace(").\"", ")\""));
}

#[test]
fn a_chain_of_definitions_is_only_long_and_a_circle_is_told_once() {
    let mut text = String::from("standard: \"ISO 99901:2019\"\nterms:\n");
    let count = 20_000;
    for at in 0..count {
        let next = (at + 1) % count;
        text.push_str(&format!(
            "  - {{number: \"3.{at}\", term: {{en: thing{at}x}}, definition: {{en: kind of thing{next}x}}}}\n"
        ));
    }
    let found = judge(&corpus(&[&text]), "TRM006").findings;
    assert_eq!(found.len(), 1);
}

#[test]
fn definitions_of_linked_documents_are_compared_and_no_others() {
    let other = "standard: \"ISO 99903:2010\"\nterms:\n  - {term: {en: tour guide}, definition: {en: book about a place}}\n";
    let linked = "standard: \"ISO 99901:2019\"\nreferences: {normative: [\"ISO 99903:2010\"]}\nterms:\n  - {term: {en: Tour \
                  Guide}, definition: {en: person who leads tourists}}\n";
    assert_eq!(judge(&corpus(&[linked, other]), "TRM008").findings.len(), 1);
    let alone = linked.replace("ISO 99903", "ISO 99904");
    assert!(judge(&corpus(&[&alone, other]), "TRM008").findings.is_empty());
}

#[test]
fn a_source_that_is_not_there_is_not_checkable() {
    let draft = "standard: \"ISO 99901:2019\"\nterms:\n  - term: {en: guide}\n    definition: {en: person who leads}\n    \
                 source: {standard: \"ISO 99909:2001\", clause: \"3.1\"}\n";
    let outcome = judge(&corpus(&[draft]), "TRM011");
    assert!(outcome.findings.is_empty());
    assert_eq!(outcome.not_checkable[0].standard, "ISO 99909:2001");
}

#[test]
fn thousands_of_documents_that_share_a_definition_are_each_told_once() {
    let mut text = String::new();
    for at in 0..4_000 {
        text.push_str(&format!(
            "---\nstandard: \"ISO {}:2019\"\ndates: {{published: 2019-01-{:02}}}\nterms:\n  - {{term: {{en: guide, zh: 导游}}, domain: d, \
             definition: {{en: person who leads tourists through a place}}}}\n",
            990_000 + at,
            at % 28 + 1
        ));
    }
    let corpus = corpus(&[&text]);
    let found = judge(&corpus, "TRM010").findings.len() + judge(&corpus, "TRM009").findings.len();
    // All but those of the first day.
    assert_eq!(found, 4_000 - 4_000_usize.div_ceil(28));
}
