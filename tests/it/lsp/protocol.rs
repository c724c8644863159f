//! The protocol: beginning and end, what is refused, and input that is none.

use serde_json::{Value, json};

use super::client::{Client, folder, uri};

const DRAFT: &str = "standard: T/EXAMPLE 1-2021\ntitle: 服务通则\n";

fn code(answer: &Value) -> i64 {
    answer["error"]["code"].as_i64().unwrap_or(0)
}

#[test]
fn capabilities_and_the_agreed_columns() {
    let (_keep, root) = folder(&[("a.yaml", DRAFT)]);
    for (offered, agreed) in [
        (json!(["utf-16", "utf-8"]), "utf-8"),
        (json!(["utf-16"]), "utf-16"),
        (json!(["utf-32"]), "utf-32"),
        (json!(["utf-7"]), "utf-16"),
        (json!(null), "utf-16"),
    ] {
        let mut client = Client::raw(&root, &["--stdio"]);
        let can = json!({"general": {"positionEncodings": offered}});
        let result = client.request("initialize", json!({"capabilities": can}));
        let server = &result["capabilities"];
        assert_eq!(server["positionEncoding"], agreed);
        assert_eq!(server["textDocumentSync"]["change"], 2);
        for provider in ["hoverProvider", "definitionProvider", "completionProvider"] {
            assert!(!server[provider].is_null(), "{provider}");
        }
        assert!(server["diagnosticProvider"].is_null(), "it pushes where nobody pulls");
        assert_eq!(result["serverInfo"]["name"], "consonance");
        assert_eq!(client.end(), 0);
    }
}

#[test]
fn requests_have_their_time() {
    let (_keep, root) = folder(&[("a.yaml", DRAFT)]);
    let mut client = Client::raw(&root, &[]);
    let early = client.ask("textDocument/hover", json!({})).into();
    assert_eq!(code(&client.answer(&early)), -32002);
    // A notification before the beginning is dropped.
    client.open(&root.join("a.yaml"));
    client.request("initialize", json!({"capabilities": {}}));
    let again = client.ask("initialize", json!({"capabilities": {}})).into();
    assert_eq!(code(&client.answer(&again)), -32600);
    client.request("shutdown", Value::Null);
    let late = client.ask("textDocument/hover", json!({})).into();
    assert_eq!(code(&client.answer(&late)), -32600);
    client.notify("exit", Value::Null);
    assert_eq!(client.code(), 0);
}

#[test]
fn an_end_that_was_not_agreed_on_fails() {
    let (_keep, root) = folder(&[("a.yaml", DRAFT)]);
    let mut client = Client::usual(&root);
    client.notify("exit", Value::Null);
    assert_eq!(client.code(), 1);
    let mut gone = Client::usual(&root);
    assert_eq!(gone.code(), 1, "the editor is gone");
}

#[test]
fn what_is_not_known_is_refused_and_not_fatal() {
    let (_keep, root) = folder(&[("a.yaml", DRAFT)]);
    let mut client = Client::usual(&root);
    let mut refused = |method: &str, params: Value| {
        let id = client.ask(method, params).into();
        code(&client.answer(&id))
    };
    assert_eq!(refused("textDocument/rename", json!({})), -32601);
    assert_eq!(refused("consonance/none", json!({})), -32601);
    assert_eq!(refused("textDocument/hover", json!({})), -32602);
    assert_eq!(refused("textDocument/hover", json!([1, 2])), -32602);
    let uri = client.open(&root.join("a.yaml"));
    let id = client.ask("textDocument/hover", json!({"textDocument": {"uri": uri}})).into();
    assert_eq!(code(&client.answer(&id)), -32602, "no position");
    // Files that are not open, and such that cannot be.
    for uri in ["file:///nowhere.yaml", "untitled:1", "", "file://%zz/%"] {
        assert_eq!(client.at("hover", uri, (0, 0)), Value::Null);
        assert_eq!(client.at("definition", uri, (0, 0)), json!([]));
    }
    client.notify("textDocument/didChange", json!({"textDocument": 7}));
    client.notify("$/nonsense", json!({}));
    assert_eq!(client.end(), 0);
}

#[test]
fn input_that_is_no_message_is_passed_over() {
    let (_keep, root) = folder(&[("a.yaml", DRAFT)]);
    let mut client = Client::usual(&root);
    let deep = "[".repeat(100_000);
    let deep = format!("Content-Length: {}\r\n\r\n{deep}", deep.len());
    let broken: [&[u8]; 9] = [
        b"Content-Length: 99999999999999999999\r\n\r\n",
        b"Content-Length: 9223372036854775807\r\n\r\n{}",
        b"Content-Length: -1\r\n\r\n",
        b"Content-Length: \xff\xfe\r\n\r\n",
        b"nonsense\r\nmore of it\r\n\r\n",
        b"Content-Length: 5\r\n\r\n{\"a\":",
        b"Content-Length: 4\r\n\r\n\xff\xff\xff\xff",
        b"Content-Length: 2\r\n\r\n[]",
        deep.as_bytes(),
    ];
    for bytes in broken {
        client.send_bytes(bytes);
        let said = client.answer(&Value::Null);
        assert!([-32700, -32600].contains(&code(&said)), "{said}");
    }
    // No method, an id that is none; neither stops the next request.
    client.send(&json!({"jsonrpc": "2.0", "id": 70}));
    assert_eq!(code(&client.answer(&json!(70))), -32600);
    client.send(&json!({"jsonrpc": "2.0", "id": {"a": 1}, "method": "shutdown"}));
    assert_eq!(code(&client.answer(&Value::Null)), -32600);
    // Junk glued to the next header.
    client.send_bytes(b"\x00\x01junk");
    let uri = client.open(&root.join("a.yaml"));
    assert!(!client.hover(&uri, (0, 2)).is_empty());
    assert_eq!(client.end(), 0);
}

#[test]
fn places_that_are_not_there_are_the_nearest() {
    let (_keep, root) = folder(&[("a.yaml", DRAFT)]);
    let mut client = Client::usual(&root);
    let uri = client.open(&root.join("a.yaml"));
    for place in [(0, 4_000_000_000), (4_000_000_000, 0), (2, 0), (1, 99)] {
        for method in ["hover", "definition", "completion", "references"] {
            client.at(method, &uri, place);
        }
    }
    let at = |line: u32, character: u32| json!({"line": line, "character": character});
    // The wrong way round, beyond the end, and no position at all.
    client.change(&uri, json!([{"range": {"start": at(9, 9), "end": at(0, 0)}, "text": "# x\n"}]));
    client.change(&uri, json!([{"range": {"start": at(0, 0)}, "text": 7}]));
    let range = json!({"start": at(9, 9), "end": at(0, 0)});
    let params =
        json!({"textDocument": {"uri": uri}, "range": range, "context": {"diagnostics": []}});
    client.request("textDocument/codeAction", params);
    assert_eq!(client.end(), 0);
}

#[test]
fn hostile_texts_are_texts() {
    let (_keep, root) = folder(&[("a.yaml", DRAFT)]);
    let mut client = Client::usual(&root);
    let deep = format!("clauses:{}", "\n- clauses: [".repeat(3_000));
    let texts = [
        deep,
        "{".repeat(20_000),
        "- ".repeat(20_000),
        "a: &a [*a, *a]\n".to_owned(),
        "standard: \u{0}\u{feff}\u{2028}\n".to_owned(),
        "𠀀: 𠀀\r标准: \u{10ffff}".to_owned(),
        String::new(),
    ];
    let uri = client.open(&root.join("a.yaml"));
    for text in texts {
        client.set(&uri, &text);
        for place in [(0, 1), (1, 3), (7, 7)] {
            for method in ["hover", "definition", "completion"] {
                client.at(method, &uri, place);
            }
        }
        client.request("textDocument/documentSymbol", json!({"textDocument": {"uri": uri}}));
        client.latest(&uri);
    }
    assert_eq!(client.end(), 0);
}

#[test]
fn a_request_that_waits_can_be_taken_back() {
    let (_keep, root) = folder(&[("a.yaml", DRAFT)]);
    let mut client = Client::usual(&root);
    let uri = client.open(&root.join("a.yaml"));
    client.diagnostics(&uri);
    client.set(&uri, &format!("{DRAFT}status: current\n"));
    // Code actions wait for the text to be checked.
    let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}});
    let params =
        json!({"textDocument": {"uri": uri}, "range": range, "context": {"diagnostics": []}});
    let id = client.ask("textDocument/codeAction", params);
    client.notify("$/cancelRequest", json!({"id": id}));
    assert_eq!(code(&client.answer(&id.into())), -32800);
    client.notify("$/cancelRequest", json!({"id": 12345}));
    assert_eq!(client.end(), 0);
}

#[test]
fn uris_are_those_of_the_client() {
    let (_keep, root) = folder(&[("标准 #1.yaml", DRAFT)]);
    let path = root.join("标准 #1.yaml");
    let mut client = Client::usual(&root);
    // Capital and small letters, more escaped than need be.
    let named = uri(&root.join("%e6%a0%87%E5%87%86%20%231%2Eyaml"));
    let document = json!({"uri": named, "languageId": "yaml", "version": 1,
        "text": std::fs::read_to_string(&path).unwrap()});
    client.notify("textDocument/didOpen", json!({"textDocument": document}));
    client.diagnostics(&named);
    assert!(client.hover(&named, (1, 2)).starts_with("**title**"));
    assert_eq!(client.end(), 0);
}
