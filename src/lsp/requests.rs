//! Requests about a text: what each needs to be answered, and the answer.

use gen_lsp_types::{CodeActionParams, Range, TextDocumentPositionParams};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::view::View;
use super::{actions, complete, findings, hover, navigate};

/// What a request needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    /// The text alone.
    Text,
    /// Some check of the project.
    Check,
    /// A check of the text as it is.
    ThisText,
    /// A check of everything as it is.
    Latest,
}

/// What a request needs; nothing where there is no such request.
pub(super) fn need_of(method: &str) -> Option<Need> {
    Some(match method {
        "textDocument/hover"
        | "textDocument/definition"
        | "textDocument/references"
        | "textDocument/completion" => Need::Check,
        "textDocument/documentSymbol" => Need::Text,
        "textDocument/codeAction" => Need::ThisText,
        "textDocument/diagnostic" => Need::Latest,
        _ => return None,
    })
}

/// The answer about a text of which nothing is known.
pub(super) fn nothing(method: &str) -> Value {
    match method {
        "textDocument/hover" => Value::Null,
        "textDocument/diagnostic" => json!({"kind": "full", "items": []}),
        _ => json!([]),
    }
}

/// The answer.
///
/// # Errors
/// When the parameters are not those of the method.
pub(super) fn answer(view: &View<'_>, method: &str, params: &Value) -> Result<Value, String> {
    let at = || Ok::<_, String>(view.offset(read::<TextDocumentPositionParams>(params)?.position));
    match method {
        "textDocument/hover" => write(hover::hover(view, at()?)),
        "textDocument/definition" => write(navigate::definition(view, at()?)),
        "textDocument/references" => {
            let with_own = params["context"]["includeDeclaration"].as_bool().unwrap_or(false);
            write(navigate::references(view, at()?, with_own))
        }
        "textDocument/completion" => write(complete::complete(view, at()?)),
        "textDocument/documentSymbol" => symbols(view),
        "textDocument/codeAction" => {
            let params: CodeActionParams = read(params)?;
            let only = params.context.only.map(|it| {
                let words = it
                    .iter()
                    .filter_map(|it| Some(serde_json::to_value(it).ok()?.as_str()?.to_owned()));
                words.collect::<Vec<String>>()
            });
            write(actions::actions(view, params.range, only.as_deref()))
        }
        "textDocument/diagnostic" => diagnostic(view, params["previousResultId"].as_str()),
        _ => Ok(Value::Null),
    }
}

/// The outline, flat for clients that want it so.
fn symbols(view: &View<'_>) -> Result<Value, String> {
    let symbols = navigate::symbols(view);
    if view.client.nested_symbols {
        return write(symbols);
    }
    let mut flat = Vec::new();
    let mut open: Vec<_> = symbols.into_iter().rev().collect();
    let uri = &view.document.uri;
    while let Some(mut symbol) = open.pop() {
        open.extend(symbol.children.take().into_iter().flatten().rev());
        let range: Range = symbol.range;
        flat.push(json!({
            "name": symbol.name,
            "kind": symbol.kind,
            "location": {"uri": uri, "range": range},
        }));
    }
    Ok(Value::Array(flat))
}

fn diagnostic(view: &View<'_>, previous: Option<&str>) -> Result<Value, String> {
    let items = write(findings::diagnostics(view))?;
    let id = blake3::hash(items.to_string().as_bytes()).to_hex()[..16].to_owned();
    Ok(match previous {
        Some(known) if known == id => json!({"kind": "unchanged", "resultId": id}),
        _ => json!({"kind": "full", "resultId": id, "items": items}),
    })
}

fn read<T: DeserializeOwned>(params: &Value) -> Result<T, String> {
    T::deserialize(params).map_err(|error| error.to_string())
}

fn write(value: impl Serialize) -> Result<Value, String> {
    serde_json::to_value(value).map_err(|error| error.to_string())
}
