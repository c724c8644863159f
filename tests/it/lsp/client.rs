//! An editor as a script: starts the server, speaks to it, and waits for what it says.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::cli::consonance;

/// Longer than anything takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

pub(super) struct Client {
    child: Child,
    to: Option<ChildStdin>,
    from: Receiver<Value>,
    next: i64,
    /// Notifications and requests of the server that nobody has looked at yet.
    heard: Vec<Value>,
    version: i64,
}

impl Client {
    /// A server, not yet initialized.
    pub(super) fn raw(folder: &Path, arguments: &[&str]) -> Self {
        let mut command = consonance(folder);
        command.arg("lsp").args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let (send, from) = channel();
        std::thread::spawn(move || {
            while let Some(message) = message(&mut out) {
                if send.send(message).is_err() {
                    break;
                }
            }
        });
        let to = child.stdin.take();
        Self { child, to, from, next: 0, heard: Vec::new(), version: 1 }
    }

    /// A server that knows what this client can do.
    pub(super) fn with(folder: &Path, capabilities: Value) -> Self {
        let mut client = Self::raw(folder, &[]);
        let root = uri(folder);
        client.request(
            "initialize",
            json!({"processId": null, "rootUri": root, "capabilities": capabilities}),
        );
        client.notify("initialized", json!({}));
        client
    }

    /// A client that can do what most can.
    pub(super) fn usual(folder: &Path) -> Self {
        Self::with(
            folder,
            json!({
                "textDocument": {
                    "publishDiagnostics": {"relatedInformation": true},
                    "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
                },
                "workspace": {"workspaceEdit": {"documentChanges": true}},
            }),
        )
    }

    pub(super) fn send_bytes(&mut self, bytes: &[u8]) {
        let to = self.to.as_mut().unwrap();
        to.write_all(bytes).unwrap();
        to.flush().unwrap();
    }

    pub(super) fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.send_bytes(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    pub(super) fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Sends a request and does not wait; gives its id.
    pub(super) fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.next += 1;
        let id = self.next;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        id
    }

    /// The answer to a request: the whole message.
    pub(super) fn answer(&mut self, id: &Value) -> Value {
        self.wait(|it| it.get("method").is_none() && it["id"] == *id)
    }

    /// The result of a request that must not fail.
    pub(super) fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params).into();
        let answer = self.answer(&id);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// The first message for which `is_it` holds; the others are kept.
    pub(super) fn wait(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.heard.iter().position(&is_it) {
            return self.heard.remove(at);
        }
        loop {
            let message = self.from.recv_timeout(PATIENCE).expect("the server says nothing");
            if is_it(&message) {
                return message;
            }
            self.heard.push(message);
        }
    }

    /// Opens the file at a path of the folder.
    pub(super) fn open(&mut self, path: &Path) -> String {
        let text = std::fs::read_to_string(path).unwrap();
        self.open_as(path, &text)
    }

    pub(super) fn open_as(&mut self, path: &Path, text: &str) -> String {
        let uri = uri(path);
        let document = json!({"uri": uri, "languageId": "yaml", "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
        uri
    }

    /// Replaces the whole text.
    pub(super) fn set(&mut self, uri: &str, text: &str) {
        self.change(uri, json!([{"text": text}]));
    }

    pub(super) fn change(&mut self, uri: &str, changes: Value) -> i64 {
        self.version += 1;
        let document = json!({"uri": uri, "version": self.version});
        let params = json!({"textDocument": document, "contentChanges": changes});
        self.notify("textDocument/didChange", params);
        self.version
    }

    /// The next diagnostics of a file.
    pub(super) fn diagnostics(&mut self, uri: &str) -> Vec<Value> {
        let message = self.wait(|it| {
            it["method"] == "textDocument/publishDiagnostics" && it["params"]["uri"] == uri
        });
        message["params"]["diagnostics"].as_array().unwrap().clone()
    }

    /// The diagnostics of the text as it was last sent.
    pub(super) fn latest(&mut self, uri: &str) -> Vec<Value> {
        let version = self.version;
        let message = self.wait(|it| {
            it["method"] == "textDocument/publishDiagnostics"
                && it["params"]["uri"] == uri
                && it["params"]["version"] == version
        });
        message["params"]["diagnostics"].as_array().unwrap().clone()
    }

    /// A request about a place.
    pub(super) fn at(&mut self, method: &str, uri: &str, place: (usize, usize)) -> Value {
        let position = json!({"line": place.0, "character": place.1});
        let method = format!("textDocument/{method}");
        self.request(&method, json!({"textDocument": {"uri": uri}, "position": position}))
    }

    /// The text of the hover at a place; empty where there is none.
    pub(super) fn hover(&mut self, uri: &str, place: (usize, usize)) -> String {
        let hover = self.at("hover", uri, place);
        hover["contents"]["value"].as_str().unwrap_or("").to_owned()
    }

    /// Labels and the whole answer of completion at a place.
    pub(super) fn complete(&mut self, uri: &str, place: (usize, usize)) -> (Vec<String>, Value) {
        let list = self.at("completion", uri, place);
        let items = list["items"].as_array().unwrap();
        let labels = items.iter().map(|it| it["label"].as_str().unwrap().to_owned());
        (labels.collect(), list.clone())
    }

    /// Says goodbye; gives the exit code.
    pub(super) fn end(mut self) -> i32 {
        self.request("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        self.code()
    }

    /// Waits for the end of the process.
    pub(super) fn code(&mut self) -> i32 {
        self.to = None;
        self.child.wait().unwrap().code().unwrap()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn message(out: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if out.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim().strip_prefix("Content-Length: ") {
            Some(number) => length = number.parse().ok()?,
            None if line.trim().is_empty() => break,
            None => {}
        }
    }
    let mut body = vec![0; length];
    out.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

pub(super) fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

/// A copy of a fixture; from its root, without links on the way.
pub(super) fn copied(fixture: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(fixture);
    for part in ["", "drafts", "corpus"] {
        std::fs::create_dir_all(root.join(part)).unwrap();
        for entry in std::fs::read_dir(from.join(part)).unwrap().flatten() {
            if entry.path().is_file() {
                std::fs::copy(entry.path(), root.join(part).join(entry.file_name())).unwrap();
            }
        }
    }
    (folder, root)
}

/// A folder with these files.
pub(super) fn folder(files: &[(&str, &str)]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    for (path, text) in files {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    (folder, root)
}

/// Line and UTF-16 column of the mark `¦` in a text, and the text without it.
pub(super) fn marked(text: &str) -> (String, (usize, usize)) {
    let at = text.find('¦').unwrap();
    let before = &text[..at];
    let line = before.matches('\n').count();
    let column = before.rsplit('\n').next().unwrap().encode_utf16().count();
    (text.replacen('¦', "", 1), (line, column))
}
