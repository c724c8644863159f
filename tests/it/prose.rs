//! Sentences and provisions as facts: what they stand in, their words, their places.

use consonance::corpus::{Corpus, StandardId};
use consonance::fact::{Facts, Part, Scope, Tables};
use consonance::language::{Convention, Modality};
use consonance::model::Lang;
use consonance::reader::definition::Definition;
use consonance::reader::{Loaded, Reader};
use consonance::source::{Encoding, SourceFile, SourceMap};

fn corpus(text: &str) -> Corpus {
    let mut sources = SourceMap::new();
    let id = sources.add(|id| SourceFile::text_file(id, "corpus.yaml", Encoding::Utf8, text));
    let reading = Definition.read(sources.file(id), &sources);
    assert!(reading.problems.is_empty(), "{:#?}", reading.problems);
    let loaded = Loaded { sources, standards: reading.standards, ..Loaded::default() };
    Corpus::build(loaded, "2026-01-01".parse().unwrap())
}

fn with_facts(text: &str, test: impl FnOnce(&Facts<'_>)) {
    let corpus = corpus(text);
    let judged: Vec<StandardId> = corpus.ids().collect();
    let tables = Tables::build(Scope::of(&corpus, &judged));
    test(&Facts::new(&tables));
}

/// Part, force, keyword and whether it is inherited, of every provision that is no statement.
fn provided(facts: &Facts<'_>) -> Vec<(Part, Modality, String, bool)> {
    let rows = facts.provisions(0).iter();
    rows.filter(|it| it.provision.modality != Modality::Statement)
        .map(|it| {
            let text = facts.prose_text(0, it.text).unwrap();
            let span = text.span_of(it.provision.keyword.clone());
            let word = facts.sources().slice(span).to_owned();
            (it.part, it.provision.modality, word, it.inherited)
        })
        .collect()
}

#[test]
fn every_part_of_a_document_is_told_apart() {
    use Modality::{Permission, Recommendation, Requirement};
    let text = "\
standard: GB/T 99901-2020
title: {zh: 服务评价}
terms:
  - {number: '3.1', term: {zh: 评价}, definition: {zh: 应有结论的活动}, notes: [{zh: 结论可公开。}]}
clauses:
  - {number: '1', title: 范围, text: 评价应公开。}
  - number: '4'
    title: 要求
    text: 评价宜定期进行。
    notes: [{text: {zh: 结果可公开。}}]
    examples: [{zh: 评价应在每年进行。}]
    footnotes: [{zh: 结果应保存。}]
    tables:
      - {number: '1', rows: [[项目, 要求], [期限, 不应超过 5 d]], footnotes: [{zh: 期限应计算到节假日。}]}
    clauses:
      - {number: '4.1', title: 附加, text: 结论应明确。}
  - {number: A, title: 示例, element: annex, normative: false, text: 表格应填写。}
  - {number: B, title: 方法, element: annex, normative: true, clauses: [{number: B.1, title: 步骤, text: 样品应编号。}]}
";
    with_facts(text, |facts| {
        let found: Vec<_> =
            provided(facts).into_iter().map(|(part, force, word, _)| (part, force, word)).collect();
        let row = |part, force, word: &str| (part, force, word.to_owned());
        assert_eq!(
            found,
            [
                row(Part::Scope, Requirement, "应"),
                row(Part::Clause, Recommendation, "宜"),
                row(Part::Table, Modality::Prohibition, "不应"),
                row(Part::TableFootnote, Requirement, "应"),
                row(Part::Note, Permission, "可"),
                row(Part::Example, Requirement, "应"),
                row(Part::Footnote, Requirement, "应"),
                row(Part::Clause, Requirement, "应"),
                row(Part::InformativeAnnex, Requirement, "应"),
                row(Part::NormativeAnnex, Requirement, "应"),
                row(Part::Definition, Requirement, "应"),
                row(Part::TermNote, Permission, "可"),
            ]
        );
        let informative = facts.prose(0).texts.iter().filter(|it| it.informative).count();
        assert_eq!(informative, 5, "note, example, footnote, informative annex, note to entry");
        let limit = facts.provisions(0).iter().find(|it| it.part == Part::Table).unwrap();
        assert_eq!(facts.quantities_of(0, limit).count(), 1);
    });
}

#[test]
fn items_have_the_force_of_their_lead_in() {
    let text = "\
standard: ISO 99901:2019
title: {en: Services}
clauses:
  - number: '4'
    title: {en: Requirements}
    text: |
      The provider shall:

      - keep records;

      - name a contact.

      The records are public.
";
    with_facts(text, |facts| {
        let found = provided(facts);
        assert_eq!(found[0].2, "shall");
        let inherited: Vec<_> = found.iter().filter(|it| it.3).collect();
        assert_eq!(inherited.len(), 2, "{found:?}");
        assert!(inherited.iter().all(|it| it.1 == Modality::Requirement));
        assert_eq!(found.len(), 3);
    });
}

#[test]
fn sentences_know_their_provisions_and_language() {
    let text = "\
standard: GB/T 99901-2020
title: {zh: 服务, en: Services}
clauses:
  - number: '4'
    title: {zh: 要求, en: Requirements}
    text:
      zh: 门应关闭。灯宜点亮，且不应闪烁。
      en: The door shall be closed.
";
    with_facts(text, |facts| {
        let prose = facts.prose(0);
        let counts: Vec<_> = prose.sentences.iter().map(|it| it.provisions.len()).collect();
        assert_eq!(counts, [1, 2, 1]);
        let languages: Vec<_> = prose.texts.iter().map(|it| it.lang).collect();
        assert_eq!(languages, [Lang::Zh, Lang::En]);
    });
}

#[test]
fn capitals_count_where_the_document_says_so() {
    let text = "\
standard: EXAMPLE-1
title: {en: Protocol}
clauses:
  - number: '1'
    title: {en: Words}
    text: The key words MUST and MAY are to be interpreted as in RFC 2119.
  - {number: '2', title: {en: Rules}, text: A client must know it and MUST answer.}
";
    with_facts(text, |facts| {
        assert_eq!(facts.prose(0).convention, Convention::Bcp14);
        let words: Vec<_> = provided(facts).into_iter().map(|it| it.2).collect();
        assert_eq!(words.last().map(String::as_str), Some("MUST"));
        assert!(!words.contains(&"must".to_owned()));
    });
}

#[test]
fn a_document_without_text_says_nothing() {
    with_facts("{standard: ISO 99901:2019, title: {en: Services}}", |facts| {
        assert!(facts.provisions(0).is_empty());
    });
}
