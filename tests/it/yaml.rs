//! Our YAML and JSON trees against an oracle, and against the source they stand in.

use consonance::source::{Encoding, FileId, SourceFile};
use consonance::syntax::{NodeId, NodeKind, Parsed, Tree, json, yaml};
use proptest::prelude::*;
use serde_yaml::Value;

use crate::shared_data::shared_data;

pub(crate) fn file(text: &str) -> SourceFile {
    SourceFile::text_file(FileId::from_index(0), "a.yaml", Encoding::Utf8, text)
}

/// The tree says what the oracle says. Scalars are not typed in the tree: a plain one must be read
/// by the oracle as what it read in its place.
fn agrees(tree: &Tree<'_>, node: NodeId, oracle: &Value) -> Result<(), String> {
    let here = |what: &str| Err(format!("{what} at {:?}: {oracle:?}", tree.span(node)));
    let oracle = match oracle {
        Value::Tagged(tagged) => &tagged.value,
        other => other,
    };
    match tree.kind(node) {
        NodeKind::Scalar => {
            let value = tree.str(node);
            if !tree.is_plain(node) {
                return match oracle {
                    Value::String(string) if string == value => Ok(()),
                    _ => here(&format!("{value:?}")),
                };
            }
            let alone: Value = if value.is_empty() {
                Value::Null
            } else {
                serde_yaml::from_str(value).unwrap_or(Value::String(value.into()))
            };
            let same = match (&alone, oracle) {
                // Not a number is not equal to itself.
                (Value::Number(a), Value::Number(b)) => a == b || a.is_nan() && b.is_nan(),
                // Words of several lines read differently alone.
                (_, Value::String(string)) => string == value,
                (a, b) => a == b,
            };
            if same { Ok(()) } else { here(&format!("plain {value:?}")) }
        }
        NodeKind::Sequence => {
            let Value::Sequence(items) = oracle else { return here("a list") };
            let mine: Vec<NodeId> = tree.items(node).collect();
            if mine.len() != items.len() {
                return here("another length");
            }
            mine.iter().zip(items).try_for_each(|(&mine, oracle)| agrees(tree, mine, oracle))
        }
        NodeKind::Mapping => {
            let Value::Mapping(entries) = oracle else { return here("a mapping") };
            let mine: Vec<(NodeId, NodeId)> = tree.entries(node).collect();
            if mine.len() != entries.len() {
                return here("another length");
            }
            mine.iter().zip(entries).try_for_each(|(&(key, value), (oracle_key, oracle_value))| {
                agrees(tree, key, oracle_key)?;
                agrees(tree, value, oracle_value)
            })
        }
        NodeKind::Missing => here("missing"),
    }
}

/// Every run of a decoded value stands in the source at its place, and runs are in order.
fn places_are_exact(tree: &Tree<'_>, node: NodeId, source: &str) {
    match tree.kind(node) {
        NodeKind::Scalar => {
            let text = tree.text(node);
            let value = tree.str(node);
            let Some(owned) = text.owned() else {
                assert_eq!(&source[text.span().range()], value);
                return;
            };
            assert_eq!(&*owned.value, value);
            let mut from = 0;
            for segment in &owned.segments {
                let at = segment.value as usize..(segment.value + segment.len) as usize;
                let there = segment.source as usize..(segment.source + segment.len) as usize;
                assert!(at.start >= from, "in order");
                from = at.end;
                assert_eq!(&value[at], &source[there], "{value:?}");
            }
            // Letters that are not escaped all stand in the source.
            if !source[text.span().range()].contains('\\') {
                let covered = |offset: usize| {
                    owned.segments.iter().any(|it| {
                        (it.value as usize..(it.value + it.len) as usize).contains(&offset)
                    })
                };
                for (offset, c) in value.char_indices().filter(|(_, c)| !c.is_whitespace()) {
                    assert!(covered(offset), "{c:?} of {value:?} has no place: {owned:?}");
                }
            }
        }
        NodeKind::Sequence => tree.items(node).for_each(|it| places_are_exact(tree, it, source)),
        NodeKind::Mapping => tree.entries(node).for_each(|(key, value)| {
            places_are_exact(tree, key, source);
            places_are_exact(tree, value, source);
        }),
        NodeKind::Missing => {}
    }
}

pub(crate) fn check(text: &str) {
    let file = file(text);
    let Parsed { tree, problems } = yaml::parse(&file);
    assert_eq!(problems, [], "{text}");
    for document in tree.documents() {
        assert!(document.complete);
        places_are_exact(&tree, document.root, text);
    }
    let oracle: Vec<Value> = serde_yaml::Deserializer::from_str(text)
        .map(|document| <Value as serde::Deserialize>::deserialize(document).unwrap())
        .collect();
    let mine: Vec<NodeId> = tree.documents().iter().map(|it| it.root).collect();
    // An empty stream is nothing to us and one null to the oracle.
    if mine.is_empty() {
        assert!(oracle.iter().all(Value::is_null), "{text}");
        return;
    }
    assert_eq!(mine.len(), oracle.len(), "{text}");
    for (&mine, oracle) in mine.iter().zip(&oracle) {
        if let Err(why) = agrees(&tree, mine, oracle) {
            panic!("{why}\n{text}");
        }
    }
}

#[test]
fn every_style_of_scalar_keeps_its_place() {
    check("a: plain\nb: 'it''s ''so'''\nc: \"tab\\there \\\"q\\\" \\u00e9 \\U0001F600 \\x41 é\"\n");
    check("a: plain of\n  several\n\n  lines  \n  end\nb: 'quoted of\n  several  \n\n\n  lines'\n");
    check("a: \"double \\\n  joined\n  and   folded\n\n  line\"\n");
    check("a: |\n  one\n    two indented\n\n  三\n\nb: 1\n");
    check(
        "a: |-\n  one\n  two\nb: |+\n  keep\n\n\nc: >\n  folded\n  text\n\n  para\n    more\n  less\n",
    );
    check("a: |2\n   indented\n  less\nb: >-\n\n  leading empty line\n");
    check("a: |\n\n\n  leading empty lines\n  two\n");
    check("- |\n text\n-   - nested\n    - 'x'\n");
    check("a: |\r\n  one\r\n  two\r\nb: 'x\r\n  y'\r\nc: plain\r\n  more\r\n");
    check("a: \"  spaces kept  \"\nb: '  x\n  y  '\nc: \"\"\nd: ''\n");
    check("\"key \\\"q\\\"\": 1\n'it''s': 2\n? long key\n: 3\n");
    check("a: &x {k: [1, 2]}\nb: *x\nc: [*x, *x]\n");
    check("--- 1\n--- |\n  x\n...\n---\na: 1\n");
    check("# only a comment\n");
    check("");
    check("a:\nb: ~\nc: null\nd: [, ]\n".replace("[, ]", "[]").as_str());
    check("a: !!str 5\nb: !!int 5\n");
}

#[test]
fn nothing_is_typed() {
    let text = "a: 5.10\nb: NO\nc: 0x10\nd: 2021-01-02\ne: 1_000\nf: .5\n";
    let file = file(text);
    let tree = yaml::parse(&file).tree;
    let root = tree.documents()[0].root;
    let values: Vec<&str> = tree.entries(root).map(|(_, value)| tree.str(value)).collect();
    assert_eq!(values, ["5.10", "NO", "0x10", "2021-01-02", "1_000", ".5"]);
}

#[test]
fn places_in_folded_and_escaped_text_map_back() {
    let text = "a: >\n    服务应\n    达标。\nb: \"x\\ty PM2.5\"\n";
    let file = file(text);
    let tree = yaml::parse(&file).tree;
    let root = tree.documents()[0].root;
    let a = tree.text(tree.get(root, "a").unwrap());
    let value = "服务应 达标。\n";
    let at = value.find("达标").unwrap();
    assert_eq!(&text[a.span_of(at..at + 6).range()], "达标");
    assert_eq!(&text[a.span_of(0..value.len() - 1).range()], "服务应\n    达标。");
    let b = tree.text(tree.get(root, "b").unwrap());
    assert_eq!(&text[b.span_of(4..9).range()], "PM2.5");
}

#[test]
fn real_files_agree_with_the_oracle() {
    let Some(folder) = shared_data("relaton") else { return };
    let mut count = 0;
    for body in std::fs::read_dir(folder).unwrap() {
        for path in std::fs::read_dir(body.unwrap().path()).unwrap() {
            let path = path.unwrap().path();
            if path.extension().is_some_and(|it| it == "yaml") {
                check(&std::fs::read_to_string(&path).unwrap());
                count += 1;
            }
        }
    }
    assert!(count > 100, "{count} files");
}

#[test]
fn json_agrees_with_serde() {
    for text in [
        r#"{"a": [1, 2.5e-3, -1, true, false, null], "b": {"c": "x\"y\\ \u00e9 \ud83d\ude00 \/"}, "": []}"#,
        "[]",
        "\"x\"",
        " 5 ",
        "{}",
    ] {
        let file = file(text);
        let Parsed { tree, problems } = json::parse(&file);
        assert_eq!(problems, [], "{text}");
        let oracle: serde_json::Value = serde_json::from_str(text).unwrap();
        let oracle: Value = serde_yaml::to_value(oracle).unwrap();
        agrees(&tree, tree.documents()[0].root, &oracle).unwrap();
        places_are_exact(&tree, tree.documents()[0].root, text);
    }
}

#[test]
fn what_is_not_json_is_refused() {
    for text in [
        "{a: 1}",
        "[1,]",
        "{\"a\" 1}",
        "[01]",
        "[1.]",
        "[+1]",
        "[nul]",
        "[\"\\x\"]",
        "[\"\t\"]",
        "[\"\\ud800\"]",
        "[1 2]",
        "{\"a\": 1",
        "[\"x",
        "{\"a\": 1,}",
        "]",
        "'x'",
        "[1e]",
        "{,}",
        "[-]",
    ] {
        let file = file(text);
        let parsed = json::parse(&file);
        assert_eq!(parsed.problems.len(), 1, "{text}: {:?}", parsed.problems);
        assert!(serde_json::from_str::<serde_json::Value>(text).is_err());
    }
}

#[test]
fn json_lines_go_on_after_a_bad_line() {
    let text = "{\"a\": 1}\n{\"b\": \n{\"c\": 3}\n";
    let file = file(text);
    let parsed = json::parse(&file);
    assert_eq!(parsed.problems.len(), 1);
    assert_eq!(parsed.tree.documents().len(), 2, "the broken line swallows nothing but itself");
}

/// Any value that YAML can hold, with strings that need quoting and folding.
fn any_value() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        "[a-z 中文:#'\"\\\\\\n\\t&*!|>%@`{},\\[\\]-]{0,24}",
        // YAML 1.1, the oracle's, breaks lines at these; YAML 1.2 does not.
        "\\PC{0,12}".prop_map(|it| it.replace(['\u{85}', '\u{2028}', '\u{2029}', '\u{feff}'], "")),
        Just("NO".to_owned()),
        Just("5.10".to_owned()),
        Just(" leading".to_owned()),
        Just("trailing \n".to_owned()),
        Just("a\n\n\nb\n".to_owned()),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i32>().prop_map(|it| Value::Number(it.into())),
        text.clone().prop_map(Value::String),
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Sequence),
            prop::collection::btree_map(text.clone(), inner, 0..6).prop_map(|entries| {
                Value::Mapping(
                    entries.into_iter().map(|(key, value)| (Value::String(key), value)).collect(),
                )
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn generated_yaml_agrees_with_the_oracle(value in any_value()) {
        check(&serde_yaml::to_string(&value).unwrap());
    }

    #[test]
    fn generated_json_agrees_with_the_oracle(value in any_value()) {
        let text = serde_json::to_string_pretty(&value).unwrap();
        let file = file(&text);
        let parsed = json::parse(&file);
        prop_assert_eq!(&parsed.problems, &[]);
        agrees(&parsed.tree, parsed.tree.documents()[0].root, &value).unwrap();
        places_are_exact(&parsed.tree, parsed.tree.documents()[0].root, &text);
    }
}
