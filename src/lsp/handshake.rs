//! What client and server tell each other at the beginning.

use serde_json::{Value, json};

use super::actions::FIX_ALL;
use super::place::Columns;
use super::view::Client;
use crate::source::Language;

/// What a client can do. Read piece by piece: one that says something odd is served all the same.
pub(super) fn client(params: &Value) -> Client {
    let can = &params["capabilities"];
    let is = |value: &Value| value.as_bool() == Some(true);
    let text = &can["textDocument"];
    let offered = can["general"]["positionEncodings"].as_array().into_iter().flatten();
    let offered: Vec<&str> = offered.filter_map(Value::as_str).collect();
    let formats = text["hover"]["contentFormat"].as_array();
    Client {
        columns: Columns::choose(&offered),
        related: is(&text["publishDiagnostics"]["relatedInformation"]),
        pulls: text["diagnostic"].is_object(),
        refreshes: is(&can["workspace"]["diagnostics"]["refreshSupport"]),
        watches: is(&can["workspace"]["didChangeWatchedFiles"]["dynamicRegistration"]),
        versioned_edits: is(&can["workspace"]["workspaceEdit"]["documentChanges"]),
        markdown: formats.is_none_or(|it| it.iter().any(|it| it == "markdown")),
        nested_symbols: is(&text["documentSymbol"]["hierarchicalDocumentSymbolSupport"]),
    }
}

/// The language of messages that the client asks for: by our own option, or as its own language
/// unless somebody `chose` one.
pub(super) fn language(params: &Value, chosen: bool) -> Option<Language> {
    let of = |word: &str| match word.get(..2) {
        Some(start) if start.eq_ignore_ascii_case("zh") => Some(Language::Zh),
        Some(start) if start.eq_ignore_ascii_case("en") => Some(Language::En),
        _ => None,
    };
    let option = params["initializationOptions"]["lang"].as_str().and_then(of);
    option.or_else(|| params["locale"].as_str().filter(|_| !chosen).and_then(of))
}

/// What the server can do.
pub(super) fn answer(client: &Client) -> Value {
    let mut capabilities = json!({
        "positionEncoding": client.columns.name(),
        "textDocumentSync": {"openClose": true, "change": 2, "save": {"includeText": false}},
        "hoverProvider": true,
        "definitionProvider": true,
        "referencesProvider": true,
        "documentSymbolProvider": true,
        "completionProvider": {"triggerCharacters": [" ", "/", ".", "-", ":", "{", "\""]},
        "codeActionProvider": {"codeActionKinds": ["quickfix", FIX_ALL]},
    });
    if client.pulls {
        capabilities["diagnosticProvider"] = json!({
            "identifier": "consonance",
            "interFileDependencies": true,
            "workspaceDiagnostics": false,
        });
    }
    json!({
        "capabilities": capabilities,
        "serverInfo": {"name": "consonance", "version": env!("CARGO_PKG_VERSION")},
    })
}

/// Asks the client to tell of files that change on the disk.
pub(super) fn watching() -> Value {
    const GLOB: &str = "**/*.{yaml,yml,json,jsonl,xml,adoc,txt,csv,docx,xlsx,gz,pack}";
    json!({"registrations": [{
        "id": "consonance/files",
        "method": "workspace/didChangeWatchedFiles",
        "registerOptions": {"watchers": [{"globPattern": GLOB}]},
    }]})
}
