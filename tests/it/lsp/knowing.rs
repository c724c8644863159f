//! What the editor is told of a place: hover, definitions, references, outline, completion.

use serde_json::{Value, json};

use super::client::{Client, folder, marked, uri};

const CONFIG: &str = "drafts: [drafts]\ncorpus: [corpus]\nas_of: 2026-01-01\n";

const CORPUS: &str = "\
standards:
  - standard: GB/T 99901-2009
    title: {zh: 服务基础, en: Foundations of services}
    status: replaced
    edition: 1
    dates: {published: 2009-05-01}
    replaced_by: GB/T 99901-2019
  - standard: GB/T 99901-2019
    title: {zh: 服务基础, en: Foundations of services}
    status: current
    dates: {published: 2019-05-01, effective: 2019-12-01}
    clauses:
      - {number: \"4\", title: {zh: 总则}, text: {zh: 总则的内容。}}
      - number: \"5\"
        title: {zh: 要求}
        clauses:
          - {number: \"5.1\", title: {zh: 温度}, text: {zh: 温度不应低于18 ℃。}}
          - {number: \"5.2\", title: {zh: 噪声}, text: {zh: 噪声不应大于55 dB。}}
  - standard: ISO 99902:2015
    title: {en: Vocabulary of services}
    status: withdrawn
    dates: {withdrawn: 2020-06-01}
";

/// With a mark where the cursor is.
fn draft(body: &str) -> String {
    format!("standard: T/EXAMPLE 1-2021\ntitle: {{zh: 服务通则}}\n{body}")
}

/// A project with one draft that is open, and the place of the mark in it.
struct Desk {
    client: Client,
    uri: String,
    place: (usize, usize),
    root: std::path::PathBuf,
    _keep: tempfile::TempDir,
}

fn desk(text: &str) -> Desk {
    let (text, place) = marked(text);
    let (keep, root) = folder(&[
        ("consonance.yaml", CONFIG),
        ("drafts/a.yaml", &text),
        ("corpus/all.yaml", CORPUS),
    ]);
    let mut client = Client::usual(&root);
    let uri = client.open(&root.join("drafts/a.yaml"));
    Desk { client, uri, place, root, _keep: keep }
}

impl Desk {
    fn hover(&mut self) -> String {
        self.client.hover(&self.uri, self.place)
    }

    fn complete(&mut self) -> (Vec<String>, Value) {
        self.client.complete(&self.uri, self.place)
    }

    /// File name and line of each definition.
    fn goes_to(&mut self) -> Vec<(String, u64)> {
        let found = self.client.at("definition", &self.uri, self.place);
        let place = |it: &Value| {
            let uri = it["uri"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
            (uri, it["range"]["start"]["line"].as_u64().unwrap())
        };
        found.as_array().unwrap().iter().map(place).collect()
    }
}

fn line(text: &str, words: &str) -> u64 {
    text.lines().position(|it| it.contains(words)).unwrap() as u64
}

#[test]
fn a_document_is_told_of_where_it_is_named() {
    let mut it =
        desk(&draft("references:\n  normative: [{title: 𠀀𠀁, standard: GB/T 9¦9901-2009}]\n"));
    let words = it.hover();
    for wanted in [
        "**GB/T 99901-2009** 服务基础 · Foundations of services",
        "**replaced** on 2026-01-01",
        "Replaced by: GB/T 99901-2019",
        "national",
        "edition 1",
        "published 2009-05-01",
        "cited by 1 document",
    ] {
        assert!(words.contains(wanted), "{wanted} in {words}");
    }
    assert_eq!(it.goes_to(), [("all.yaml".to_owned(), line(CORPUS, "99901-2009"))]);
    // The range is that of the identifier, in UTF-16.
    let hover = it.client.at("hover", &it.uri, it.place);
    let column = "  normative: [{title: 𠀀𠀁, standard: ".encode_utf16().count();
    assert_eq!(hover["range"]["start"], json!({"line": 3, "character": column}));
}

#[test]
fn an_undated_name_means_the_edition_of_the_day() {
    let mut it =
        desk(&draft("clauses:\n  - number: \"1\"\n    text: 应符合 GB/T 9¦9901 的规定。\n"));
    let words = it.hover();
    assert!(words.contains("**GB/T 99901-2019**"), "{words}");
    assert!(words.contains("undated: the edition in force on the day"), "{words}");
}

#[test]
fn what_is_not_there_is_said() {
    let mut it = desk(&draft("references: {normative: [GB/T 9¦9901-2030]}\n"));
    let words = it.hover();
    assert!(words.contains("**GB/T 99901-2030**\n\nnot in the corpus"), "{words}");
    assert!(words.contains("Other editions: GB/T 99901-2009, GB/T 99901-2019"), "{words}");
    assert_eq!(it.goes_to(), []);
}

#[test]
fn a_clause_is_told_of_where_it_is_cited() {
    let cited = "clauses:\n  - number: \"1\"\n    text: >\n      应符合 GB/T 99901-2019 的\n      5.¦2 和 5.1。\n";
    let mut it = desk(&draft(cited));
    let words = it.hover();
    assert!(words.contains("**5.2 噪声** — GB/T 99901-2019"), "{words}");
    assert!(words.contains("> 噪声不应大于55 dB。"), "{words}");
    assert_eq!(it.goes_to(), [("all.yaml".to_owned(), line(CORPUS, "\"5.2\""))]);

    let mut it =
        desk(&draft("clauses:\n  - number: \"1\"\n    text: See GB/T 99901-2019, 9.¦9.\n"));
    assert!(it.hover().contains("GB/T 99901-2019 has no 9.9"));

    let own = "clauses:\n  - number: \"1\"\n    text: 见 4.1¦。\n  - number: \"4\"\n    clauses:\n      - {number: \"4.1\", title: {zh: 选址}, text: 应靠近车站。}\n";
    let mut it = desk(&draft(own));
    assert!(it.hover().contains("**4.1 选址**\n\n> 应靠近车站。"));
    assert_eq!(it.goes_to(), [("a.yaml".to_owned(), 7)]);
}

#[test]
fn numbers_in_declarations_are_clauses() {
    let text = "adopts:\n  - standard: GB/T 99901-2019\n    degree: MOD\n    deviations: [{clause: \"4.1\", source: \"5.¦1\", kind: technical, reason: x}]\n";
    let mut it = desk(&draft(text));
    assert!(it.hover().contains("**5.1 温度** — GB/T 99901-2019"), "{}", it.hover());
    assert_eq!(it.goes_to(), [("all.yaml".to_owned(), line(CORPUS, "\"5.1\""))]);
    let text = "mappings:\n  - left: T/EXAMPLE 1-2021\n    right: GB/T 99901-2019\n    maps:\n      - {left: \"1\", right: {id: \"¦5.2\"}}\n";
    let mut it = desk(&draft(text));
    assert!(it.hover().contains("**5.2 噪声**"), "{}", it.hover());
}

#[test]
fn findings_are_explained_where_they_are() {
    let mut it = desk(&draft("references:\n  normative: [ISO 9¦9902:2015]\n"));
    let words = it.hover();
    for wanted in [
        "**REF007 ",
        " — error",
        "\n\nHelp: ",
        "\n\nSource: ",
        "[REF007](http",
        "**ISO 99902:2015**",
    ] {
        assert!(words.contains(wanted), "{wanted} in {words}");
    }
    // Without marks for those who do not show them.
    let can = json!({"textDocument": {"hover": {"contentFormat": ["plaintext"]}}});
    let mut plain = Client::with(&it.root, can);
    plain.open(&it.root.join("drafts/a.yaml"));
    let hover = plain.at("hover", &it.uri, it.place);
    assert_eq!(hover["contents"]["kind"], "plaintext");
    assert!(!hover["contents"]["value"].as_str().unwrap().contains("**"));
}

#[test]
fn keys_are_explained() {
    let mut it = desk(&draft("class¦ification: {ics: [\"03.080\"]}\n"));
    assert_eq!(it.hover(), "**classification** — Classification codes.");
    let mut it = desk(&draft(
        "adopts:\n  - standard: ISO 99902:2015\n    deviations:\n      - clau¦se: \"1\"\n",
    ));
    assert!(it.hover().starts_with("**clause** — "), "{}", it.hover());
    let mut it = desk(&draft("references: {normative: [{standard: A, annotated_deg¦ree: IDT}]}\n"));
    assert!(it.hover().contains("degree annotated"), "{}", it.hover());
    let config = it.client.open(&it.root.join("consonance.yaml"));
    assert!(it.client.hover(&config, (2, 1)).contains("date of judgement"));
}

#[test]
fn the_text_as_it_is_now_counts() {
    let (text, place) = marked(&draft("references: {normative: [GB/T 9¦9901-2019]}\n"));
    let mut it = desk(&draft("references: {normative: [GB/T 9¦9901-2009]}\n"));
    assert!(it.hover().contains("99901-2009"));
    it.client.set(&it.uri, &text);
    assert!(it.client.hover(&it.uri, place).contains("**GB/T 99901-2019**"));
}

#[test]
fn references_lead_to_those_who_name_it() {
    let mut it = desk(&draft("references: {normative: [GB/T 9¦9901-2019]}\n"));
    let params = json!({
        "textDocument": {"uri": it.uri},
        "position": {"line": it.place.0, "character": it.place.1},
        "context": {"includeDeclaration": true},
    });
    let found = it.client.request("textDocument/references", params);
    let places: Vec<_> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            (
                it["uri"].as_str().unwrap().rsplit('/').next().unwrap(),
                it["range"]["start"]["line"].as_u64().unwrap(),
            )
        })
        .collect();
    let said = [line(CORPUS, "replaced_by"), line(CORPUS, "- standard: GB/T 99901-2019")];
    assert_eq!(places, [("all.yaml", said[0]), ("all.yaml", said[1]), ("a.yaml", 2)]);
}

#[test]
fn the_outline_is_that_of_the_clauses() {
    let text = draft(
        "clauses:\n  - {number: \"1\", title: 范围}\n  - number: \"4\"\n    title: 要求\n    clauses:\n      - {number: \"4.1\", title: 选址}\n      - {number: \"4.2\"}\n  - {title: 附则}\n¦",
    );
    let mut it = desk(&text);
    let params = json!({"textDocument": {"uri": it.uri}});
    let outline = it.client.request("textDocument/documentSymbol", params);
    let names = |of: &Value| -> Vec<String> {
        let below = of["children"].as_array().cloned().unwrap_or_default();
        below.iter().map(|it| it["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(outline[0]["name"], "T/EXAMPLE 1-2021");
    assert_eq!(names(&outline[0]), ["1 范围", "4 要求", "附则"]);
    assert_eq!(names(&outline[0]["children"][1]), ["4.1 选址", "4.2"]);
    let chosen = &outline[0]["children"][1]["children"][0]["selectionRange"];
    assert_eq!(chosen["start"]["line"], 7);
}

#[test]
fn identifiers_are_completed_from_the_corpus() {
    let mut it = desk(&draft("references:\n  normative:\n    - ¦\n"));
    let (labels, list) = it.complete();
    let place = |label: &str| labels.iter().position(|it| it == label).unwrap();
    assert!(place("GB/T 99901-2019") < place("GB/T 99901-2009"), "{labels:?}");
    let item = |label: &str| &list["items"][place(label)];
    assert_eq!(item("GB/T 99901-2019")["detail"], "Foundations of services — current");
    assert!(item("GB/T 99901-2019")["tags"].is_null());
    assert_eq!(item("ISO 99902:2015")["detail"], "Vocabulary of services — withdrawn");
    assert_eq!(item("ISO 99902:2015")["tags"], json!([1]), "deprecated");

    // As people type it: small letters, no blanks; what is there is replaced.
    let mut it = desk(&draft("references:\n  normative: [{title: 𠀀, standard: gbt999¦}]\n"));
    let (labels, list) = it.complete();
    assert_eq!(labels, ["GB/T 99901-2019", "GB/T 99901-2009"]);
    let column = "  normative: [{title: 𠀀, standard: ".encode_utf16().count();
    let range = &list["items"][0]["textEdit"]["range"];
    assert_eq!(range["start"], json!({"line": 3, "character": column}));
    assert_eq!(range["end"], json!({"line": 3, "character": column + 6}));

    // In a text, behind Chinese characters.
    let mut it = desk(&draft("clauses:\n  - number: \"1\"\n    text: |\n      应符合GB/T 99¦\n"));
    let (labels, list) = it.complete();
    assert_eq!(labels, ["GB/T 99901-2019", "GB/T 99901-2009"]);
    assert_eq!(list["items"][0]["textEdit"]["range"]["start"], json!({"line": 5, "character": 9}));
}

#[test]
fn clauses_of_the_cited_document_are_completed() {
    for before in [
        "GB/T 99901-2019, ",
        "GB/T 99901-2019 的 5.",
        "GB/T 99901-2019, clause 5",
        "GB/T 99901, 5.1 and ",
    ] {
        let mut it =
            desk(&draft(&format!("clauses:\n  - number: \"1\"\n    text: 应符合 {before}¦\n")));
        let (labels, list) = it.complete();
        assert_eq!(labels, ["4", "5", "5.1", "5.2"], "{before}");
        assert_eq!(list["items"][3]["detail"], "噪声");
    }
    let mut it = desk(&draft(
        "clauses:\n  - {number: \"7\", title: 甲}\n  - number: \"8\"\n    text: 见¦\n",
    ));
    assert_eq!(it.complete().0, ["7", "8"]);
    let mut it = desk(&draft(
        "adopts:\n  - standard: GB/T 99901-2019\n    deviations:\n      - source: \"¦\"\n",
    ));
    assert_eq!(it.complete().0, ["4", "5", "5.1", "5.2"]);
}

#[test]
fn keys_and_words_are_completed() {
    let mut it = desk(&draft("sta¦\n"));
    let (labels, list) = it.complete();
    assert!(labels.contains(&"status".to_owned()) && labels.contains(&"stage".to_owned()));
    assert!(!labels.contains(&"title".to_owned()), "it is there already");
    let status = labels.iter().position(|it| it == "status").unwrap();
    assert_eq!(list["items"][status]["textEdit"]["newText"], "status: ");
    assert!(!list["items"][status]["detail"].as_str().unwrap().is_empty());

    let mut it = desk(&draft("status: ¦\n"));
    let (labels, _) = it.complete();
    assert!(labels.contains(&"withdrawn".to_owned()) && labels.contains(&"current".to_owned()));
    let mut it = desk(&draft("public: ¦\n"));
    assert_eq!(it.complete().0, ["true", "false"]);
    let mut it = desk(&draft("clauses:\n  - number: \"1\"\n    el¦\n"));
    assert!(it.complete().0.contains(&"element".to_owned()));
    let mut it = desk(&draft("clauses:\n  - {number: \"1\", element: ¦}\n"));
    assert!(it.complete().0.contains(&"requirement".to_owned()));
    let mut it = desk(&draft("references:\n  normative:\n    - {standard: A, ro¦}\n"));
    let (labels, _) = it.complete();
    assert!(labels.contains(&"role".to_owned()) && !labels.contains(&"standard".to_owned()));
}

#[test]
fn rules_and_configurations_are_completed_and_explained() {
    let rule = "code: HOUSE001\non: reference\nwhere:\n  role: ¦\n  target.status: withdrawn\nreport:\n  at: reference\n";
    let mut it = desk(&draft("¦"));
    let mut at = |name: &str, text: &str| {
        let (text, place) = marked(text);
        let uri = it.client.open_as(&it.root.join(name), &text);
        (it.client.complete(&uri, place), it.client.hover(&uri, place))
    };
    let ((labels, _), _) = at("r1.yaml", rule);
    assert!(labels.contains(&"normative".to_owned()), "{labels:?}");
    let where_ = |words: &str| rule.replace("  role: ¦\n", words);
    let alone = |words: &str| where_(words).replace("  target.status: withdrawn\n", "");
    let ((labels, list), _) = at("r2.yaml", &alone("  target.¦\n"));
    let status = labels.iter().position(|it| it == "target.status").unwrap();
    assert_eq!(list["items"][status]["textEdit"]["newText"], "target.status: ");
    let ((labels, _), _) = at("r3.yaml", &alone("  target.status: ¦\n"));
    assert!(labels.contains(&"withdrawn".to_owned()), "{labels:?}");
    let ((labels, _), _) = at("r4.yaml", &alone("  target.status: {¦}\n"));
    assert!(labels.contains(&"not_in".to_owned()), "{labels:?}");
    let ((labels, _), _) = at("r5.yaml", "code: HOUSE001\non: ¦\nwhere: {}\nreport: {}\n");
    assert!(labels.contains(&"deviation".to_owned()), "{labels:?}");
    let ((labels, _), _) =
        at("r6.yaml", &rule.replace("¦", "normative").replace("at: reference", "at: ¦"));
    assert!(labels.contains(&"standard".to_owned()), "{labels:?}");
    let (_, words) =
        at("r7.yaml", &rule.replace("¦", "normative").replace("target.sta", "target.st¦a"));
    assert!(words.starts_with("**target.status** — "), "{words}");
    let (_, words) = at("r8.yaml", &rule.replace("¦", "normative").replace("code:", "co¦de:"));
    assert!(words.starts_with("**code** — "), "{words}");

    let ((labels, _), _) = at("consonance.yaml", &format!("{CONFIG}fail_on: ¦\n"));
    assert!(labels.contains(&"never".to_owned()), "{labels:?}");
    let ((labels, _), _) = at("x/consonance.yaml", "ignore: [REF007, R¦]\n");
    assert!(labels.contains(&"REF001".to_owned()), "{labels:?}");
    let (_, words) = at("y/consonance.yaml", "ignore: [REF0¦07]\n");
    assert!(words.starts_with("**REF007 "), "{words}");
    let _ = uri(&it.root);
}
