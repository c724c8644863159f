//! Definitions, read from files.

use std::path::PathBuf;

use consonance::reader::{LoadOptions, Loaded, load};

fn read(name: &str, text: impl AsRef<[u8]>) -> Loaded {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    load(&[path], &LoadOptions::default())
}

#[test]
fn a_simple_definition() {
    let loaded = read(
        "a.yaml",
        "standard: T/EXAMPLE 1-2021\ntitle: {zh: 服务评价通则, en: General principles}\n\
         references: {normative: [\"GB/T 99901-2016\"], informative: []}\n\
         clauses:\n- number: 5.10\n  title: 范围\n  text: |\n    第一段。\n\n    第二段。\n",
    );
    assert_eq!(loaded.problems, []);
    let standard = &loaded.standards[0];
    let text = |text: &consonance::model::Text| text.get(&loaded.sources).to_owned();
    assert_eq!(text(&standard.identity.as_ref().unwrap().written), "T/EXAMPLE 1-2021");
    let clause = &standard.clauses.as_ref().unwrap()[0];
    assert_eq!(text(clause.number.as_ref().unwrap()), "5.10");
    let words: Vec<String> =
        clause.blocks.iter().map(|block| text(block.text.first().unwrap())).collect();
    assert_eq!(words, ["第一段。", "第二段。"]);
    assert!(clause.blocks[0].text.first().unwrap().owned().is_none(), "no copy of plain lines");
}

#[test]
fn a_missing_file_is_a_problem() {
    let loaded = load(&[PathBuf::from("/nowhere/at/all.yaml")], &LoadOptions::default());
    assert_eq!(loaded.problems[0].message.en, "there is no such file or folder");
    assert!(loaded.standards.is_empty());
}
