use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::shape::{SHAPES, Shape, Value};
use super::*;
use crate::model::BlockKind;
use crate::source::{Encoding, FileId, Problem};
use crate::syntax::{json, yaml};

const DOCS: &str = include_str!("../../../docs/definition-format.md");
const REFERENCE: &str = "## Reference\n\n";

fn examples() -> Vec<&'static str> {
    DOCS.split("```yaml\n").skip(1).filter_map(|part| part.split("```").next()).collect()
}

fn file(text: &str) -> SourceFile {
    SourceFile::text_file(FileId::from_index(0), "a.yaml", Encoding::Utf8, text)
}

fn read(text: &str) -> Reading {
    Definition.read(&file(text), &SourceMap::new())
}

fn problems(text: &str) -> Vec<String> {
    let said = |problem: &Problem| {
        let help = problem.help.as_ref().map_or("", |help| &help.en);
        let at = problem.span.map_or("", |span| &text[span.range()]);
        format!("{}: {} [{at}] ({help})", problem.code.as_str(), problem.message.en)
    };
    read(text).problems.iter().map(said).collect()
}

#[test]
fn the_examples_of_the_documentation_are_read_without_a_problem() {
    assert!(examples().len() >= 3);
    for example in examples() {
        assert_eq!(problems(example), Vec::<String>::new(), "{example}");
    }
}

#[test]
fn reader_schema_and_documentation_have_the_same_keys() {
    let mut asked = BTreeSet::new();
    for example in examples() {
        let file = file(example);
        let parsed = yaml::parse(&file);
        let access = Access::new(&parsed.tree);
        for root in access.roots() {
            read_document(root, &mut Reading::default());
        }
        asked.extend(access.asked());
    }
    let table: BTreeSet<(String, String)> = SHAPES
        .iter()
        .flat_map(|shape| shape.keys().map(|key| (shape.name.to_owned(), key.to_owned())))
        .collect();
    assert_eq!(asked, table);
    let schema = schema();
    for shape in SHAPES {
        let properties = schema["$defs"][shape.name]["properties"].as_object().unwrap();
        assert!(properties.keys().map(String::as_str).eq(shape.keys()), "{}", shape.name);
    }
}

#[test]
fn every_mapping_that_the_schema_names_is_there() {
    fn names(value: &serde_json::Value, found: &mut Vec<String>) {
        match value {
            serde_json::Value::Object(object) => {
                if let Some(name) = object.get("$ref").and_then(|it| it.as_str()) {
                    found.push(name.to_owned());
                }
                object.values().for_each(|value| names(value, found));
            }
            serde_json::Value::Array(items) => items.iter().for_each(|it| names(it, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    names(&schema(), &mut found);
    assert!(found.len() > SHAPES.len());
    for name in found {
        assert!(shape::shape(name.trim_start_matches("#/$defs/")).is_some(), "{name}");
    }
}

/// What may stand behind a key, in words.
fn words(value: &Value) -> String {
    match value {
        Value::Text => "text".to_owned(),
        Value::Localised => "text, or one a language".to_owned(),
        Value::Bool => "`true` or `false`".to_owned(),
        Value::Date => "date: `2021`, `2021-06` or `2021-06-30`".to_owned(),
        Value::Stage => "stage code: `60.60`".to_owned(),
        Value::Word(list) => {
            list.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
        }
        Value::Shape(name) => format!("[{name}](#{name})"),
        Value::List(item) => format!("list of: {}", words(item)),
        Value::OneOrMore(item) => format!("one or a list of: {}", words(item)),
        Value::Either(values) => values.iter().map(words).collect::<Vec<_>>().join("; or "),
        Value::ByLanguage => "texts, or texts by language".to_owned(),
        Value::RowsByLanguage => "rows by language".to_owned(),
    }
}

fn reference(shapes: &[&Shape]) -> String {
    let mut text = String::new();
    for shape in shapes {
        let _ = write!(
            text,
            "### {}\n\n{}\n\n| Key | Value | |\n|---|---|---|\n",
            shape.name, shape.doc
        );
        for field in shape.fields {
            let required = if field.required { " (required)" } else { "" };
            let (key, value, doc) = (field.key, words(&field.value), field.doc);
            let _ = writeln!(text, "| `{key}`{required} | {value} | {doc} |");
        }
        text.push('\n');
    }
    text
}

/// The reference part of the documentation is made from the table: `UPDATE_DOCS=1 cargo test`.
#[test]
fn the_reference_is_up_to_date() {
    let (head, tail) = DOCS.split_once(REFERENCE).unwrap();
    let made = reference(SHAPES);
    let made = made.trim_end();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/definition-format.md");
        std::fs::write(path, format!("{head}{REFERENCE}{made}\n")).unwrap();
        return;
    }
    assert_eq!(tail.trim_end(), made, "run UPDATE_DOCS=1 cargo test the_reference_is_up_to_date");
}

#[test]
fn every_problem_is_reported_in_one_run() {
    let text = "\
titel: x
status: currant
stage: 6x
dates: {published: 2021-13-01, efective: 2021}
public: yes
references: {normativ: [], normative: {a: 1}}
title: [[a]]
clauses:
- numbr: 1
  normative: maybe
- just text
- clauses: {}
adopts: {degree: IDENTICAL}
terms: [{definition: x}]
classification: 5
";
    let said = problems(text);
    let expected = [
        "SRC008: \"standard\" is missing [titel] (add standard: with its value)",
        "SRC006: unknown key \"titel\" [titel] (did you mean \"title\"?)",
        "SRC007: \"currant\" is not a word that is known here [currant] (did you mean \"current\"?)",
        "SRC007: expected a stage code, found \"6x\" [6x] (write two digits, a point and two digits, as in 60.60)",
        "SRC007: \"2021-13-01\" is not a date [2021-13-01] (write 2021-06-30, 2021-06 or 2021)",
        "SRC006: unknown key \"efective\" [efective] (did you mean \"effective\"?)",
        "SRC007: expected true or false, found \"yes\" [yes] (write true or false, without quotes)",
        "SRC006: unknown key \"normativ\" [normativ] (did you mean \"normative\"?)",
        "SRC008: \"standard\" is missing [a] (add standard: with its value)",
        "SRC006: unknown key \"a\" [a]",
        "SRC007: expected a text, found a list [[a]]",
        "SRC006: unknown key \"numbr\" [numbr] (did you mean \"number\"?)",
        "SRC007: expected true or false, found \"maybe\" [maybe]",
        "SRC007: expected a mapping, found \"just text\" [just text]",
        "SRC007: expected a list, found a mapping [{}]",
        "SRC008: \"standard\" is missing [degree]",
        "SRC007: \"IDENTICAL\" is not a word that is known here [IDENTICAL] (one of: IDT, MOD, NEQ)",
        "SRC008: \"term\" is missing [definition]",
        "SRC007: expected a mapping, found \"5\" [5]",
    ];
    let mut left = said.clone();
    for expected in expected {
        let at = left.iter().position(|it| it.starts_with(expected));
        let Some(at) = at else { panic!("not said: {expected}\n{}", left.join("\n")) };
        left.remove(at);
    }
    assert_eq!(left, Vec::<String>::new(), "said besides");
    assert_eq!(read(text).standards.len(), 1, "and the rest is read");
}

#[test]
fn messages_are_there_in_both_languages() {
    for problem in read("titel: x\nclauses: 5\na: [").problems {
        assert!(!problem.message.zh.is_ascii(), "{problem:?}");
        assert!(problem.help.is_none_or(|help| !help.zh.is_empty()));
    }
}

#[test]
fn what_stands_before_a_syntax_error_is_read() {
    let reading = read(
        "standard: A 1\nclauses:\n- number: '1'\n  text: x\n- number: \"2\n---\nstandard: B 2\n",
    );
    assert_eq!(reading.standards.len(), 2);
    assert_eq!(reading.standards[0].clauses.as_ref().unwrap().len(), 2);
    assert_eq!(reading.problems.len(), 1, "{:?}", reading.problems);
}

#[test]
fn json_reads_as_yaml_does() {
    let text = r#"{"standard": "A 1", "title": {"zh": "标题"}, "clauses": [{"number": 5.10, "text": "a\n\nb"}]}"#;
    let reading = read(text);
    assert_eq!(reading.problems, []);
    let clause = &reading.standards[0].clauses.as_ref().unwrap()[0];
    assert_eq!(&text[clause.number.as_ref().unwrap().span().range()], "5.10");
    assert_eq!(clause.blocks.len(), 2);
    assert_eq!(&text[clause.blocks[1].span.range()], "b");
    assert!(json::parse(&file(text)).problems.is_empty());
}

#[test]
fn merge_keys_lend_what_is_not_said() {
    let text = "- &base {standard: A 1, status: draft, title: x}\n- {<<: *base, standard: B 2}\n- {<<: 5, standard: C 3}\n";
    let reading = read(text);
    let written: Vec<&str> = reading
        .standards
        .iter()
        .map(|it| &text[it.identity.as_ref().unwrap().written.span().range()])
        .collect();
    assert_eq!(written, ["A 1", "B 2", "C 3"]);
    assert!(reading.standards[1].status.is_some());
    assert_eq!(reading.problems.len(), 1, "{:?}", reading.problems);
}

#[test]
fn blocks_come_in_order_and_know_what_they_belong_to() {
    let text = "standard: A 1\nclauses:\n- text: {zh: \"甲\\n\\n乙\", en: \"a\\n\\nb\\n\\nc\"}\n  tables: [{number: 1, rows: [[a, ~], [\"x\\ty\", b]], footnotes: f}]\n  notes: {zh: 注, en: note}\n";
    let reading = read(text);
    assert_eq!(reading.problems, []);
    let blocks = &reading.standards[0].clauses.as_ref().unwrap()[0].blocks;
    let kinds: Vec<BlockKind> = blocks.iter().map(|it| it.kind).collect();
    use BlockKind::{Footnote, Note, Paragraph, Table};
    assert_eq!(kinds, [Paragraph, Paragraph, Paragraph, Table, Footnote, Note]);
    assert_eq!(blocks[0].text.texts.len(), 2);
    assert_eq!(blocks[2].text.texts.len(), 1);
    assert_eq!(blocks[4].within, Some(crate::model::Asset::Table));
    let cells = blocks[3].text.first().unwrap();
    let value = &*cells.owned().unwrap().value;
    assert_eq!(value, "a\t\nx y\tb");
    let b = value.find('b').unwrap();
    assert_eq!(&text[cells.span_of(b..b + 1).range()], "b");
    assert_eq!(blocks[5].text.texts.len(), 2);
}
