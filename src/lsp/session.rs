//! One editor's session: what it says, and what is answered.

mod projects;
mod showing;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use gen_lsp_types::{
    Diagnostic, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::checked::{Checked, Project};
use super::document::Document;
use super::handshake;
use super::place::path_of;
use super::requests::{self, Need};
use super::server::{Ending, Settings};
use super::view::{Client, Schemas, View};
use super::wire::{self, Incoming, Outgoing};
use super::worker::Job;
use crate::source::Language;
use projects::PAUSE;

/// Where a session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Waiting,
    Running,
    ShutDown,
}

/// A session.
pub(super) struct Session<W> {
    out: Outgoing<W>,
    settings: Settings,
    language: Language,
    client: Client,
    schemas: Schemas,
    state: State,
    documents: BTreeMap<PathBuf, Document>,
    /// The revision of each open text, and the project it belongs to.
    homes: BTreeMap<PathBuf, (u64, Project)>,
    next_revision: u64,
    benches: BTreeMap<Project, Bench>,
    jobs: Sender<Job>,
    is_busy: bool,
    waiting: Vec<Waiting>,
    /// What the editor shows, by URI.
    shown: BTreeMap<String, (i32, Vec<Diagnostic>)>,
    /// What was said aloud, so that it is not said again.
    said: BTreeSet<String>,
}

/// A project at work.
#[derive(Default)]
struct Bench {
    checked: Option<Box<Checked>>,
    /// The texts as they were then.
    revisions: BTreeMap<PathBuf, u64>,
    /// Number of the check that is wanted, and of the one that was made.
    wanted: u64,
    done: u64,
    /// When to check again, and since when that is wanted.
    due: Option<(Instant, Instant)>,
    /// A whole check takes long.
    is_slow: bool,
    /// When to check as a whole what was last checked in part.
    rest_due: Option<Instant>,
    changed: Vec<PathBuf>,
    /// Files that are not open and of which something was said.
    troubled: BTreeSet<PathBuf>,
}

/// A request that waits for a check.
struct Waiting {
    id: Value,
    method: String,
    params: Value,
    path: PathBuf,
    need: Need,
}

impl<W: Write> Session<W> {
    pub(super) fn new(settings: Settings, out: Outgoing<W>, jobs: Sender<Job>) -> Self {
        let language = settings.language;
        Self {
            out,
            settings,
            language,
            client: Client::default(),
            schemas: Schemas::new(language),
            state: State::Waiting,
            documents: BTreeMap::new(),
            homes: BTreeMap::new(),
            next_revision: 0,
            benches: BTreeMap::new(),
            jobs,
            is_busy: false,
            waiting: Vec::new(),
            shown: BTreeMap::new(),
            said: BTreeSet::new(),
        }
    }

    /// Takes a message; says how the session ends where it does.
    pub(super) fn take(&mut self, message: Incoming) -> io::Result<Option<Ending>> {
        match message {
            Incoming::Answer => {}
            Incoming::Bad { id, code, message } => self.out.refuse(&id, code, &message)?,
            Incoming::Notification { method, params } => {
                if method == "exit" {
                    let agreed = self.state == State::ShutDown;
                    return Ok(Some(if agreed { Ending::Agreed } else { Ending::Abrupt }));
                }
                if self.state == State::Running {
                    self.notified(&method, params)?;
                }
            }
            Incoming::Request { id, method, params } => match (self.state, method.as_str()) {
                (State::Waiting, "initialize") => self.initialize(&id, &params)?,
                (State::Waiting, _) => {
                    self.out.refuse(&id, wire::NOT_INITIALIZED, "initialize comes first")?;
                }
                (_, "initialize") => {
                    self.out.refuse(&id, wire::INVALID_REQUEST, "initialized already")?;
                }
                (State::ShutDown, _) => {
                    self.out.refuse(&id, wire::INVALID_REQUEST, "the server is shut down")?;
                }
                (State::Running, "shutdown") => {
                    self.state = State::ShutDown;
                    for waiting in std::mem::take(&mut self.waiting) {
                        self.out.refuse(&waiting.id, wire::CANCELLED, "shut down")?;
                    }
                    self.out.answer(&id, &Value::Null)?;
                }
                (State::Running, _) => self.asked(id, method, params)?,
            },
        }
        Ok(None)
    }

    fn initialize(&mut self, id: &Value, params: &Value) -> io::Result<()> {
        self.client = handshake::client(params);
        if let Some(language) = handshake::language(params, self.settings.chosen) {
            self.language = language;
            self.schemas = Schemas::new(language);
        }
        self.state = State::Running;
        self.out.answer(id, &handshake::answer(&self.client))
    }

    fn notified(&mut self, method: &str, params: Value) -> io::Result<()> {
        match method {
            "initialized" if self.client.watches => {
                self.out.ask("client/registerCapability", &handshake::watching())?;
            }
            "textDocument/didOpen" => {
                if let Some(it) = read::<DidOpenTextDocumentParams>(params) {
                    let it = it.text_document;
                    self.open(it.uri.0, it.version, it.text);
                }
            }
            "textDocument/didChange" => {
                if let Some(it) = read::<DidChangeTextDocumentParams>(params) {
                    self.change(it);
                }
            }
            "textDocument/didSave" => {
                if let Some(it) = read::<DidSaveTextDocumentParams>(params)
                    && let Some(path) = path_of(&it.text_document.uri.0)
                {
                    self.on_disk(vec![path], Duration::ZERO);
                }
            }
            "textDocument/didClose" => {
                if let Some(it) = read::<DidCloseTextDocumentParams>(params) {
                    self.close(&it.text_document.uri.0)?;
                }
            }
            "workspace/didChangeWatchedFiles" => {
                if let Some(it) = read::<DidChangeWatchedFilesParams>(params) {
                    let paths = it.changes.iter().filter_map(|it| path_of(&it.uri.0)).collect();
                    self.on_disk(paths, PAUSE);
                }
            }
            "workspace/didChangeConfiguration" => {
                let paths = self.benches.keys().filter_map(|it| it.config.clone()).collect();
                self.on_disk(paths, Duration::ZERO);
            }
            "$/cancelRequest" => {
                let id = &params["id"];
                if let Some(at) = self.waiting.iter().position(|it| it.id == *id) {
                    self.waiting.remove(at);
                    self.out.refuse(id, wire::CANCELLED, "cancelled")?;
                }
            }
            // Whatever else there may be is not for us.
            _ => {}
        }
        Ok(())
    }

    /// What an answer about a text is made from.
    pub(super) fn view(&self, path: &Path) -> Option<View<'_>> {
        let document = self.documents.get(path)?;
        let (revision, home) = self.homes.get(path)?;
        let bench = self.benches.get(home);
        Some(View {
            document,
            checked: bench.and_then(|it| it.checked.as_deref()),
            is_current: bench.is_some_and(|it| it.revisions.get(path) == Some(revision)),
            open: &self.documents,
            client: &self.client,
            schemas: &self.schemas,
            language: self.language,
        })
    }

    /// Whether what a request needs is there.
    fn is_ready(&self, path: &Path, need: Need) -> bool {
        let Some((revision, home)) = self.homes.get(path) else { return true };
        let Some(bench) = self.benches.get(home) else { return true };
        let is_current = bench.revisions.get(path) == Some(revision);
        match need {
            Need::Text => true,
            Need::Check => bench.checked.is_some() || bench.done > 0,
            Need::ThisText => is_current,
            Need::Latest => is_current && bench.done == bench.wanted,
        }
    }

    fn asked(&mut self, id: Value, method: String, params: Value) -> io::Result<()> {
        let Some(need) = requests::need_of(&method) else {
            let message = format!("there is no {method}");
            return self.out.refuse(&id, wire::METHOD_NOT_FOUND, &message);
        };
        let Some(uri) = params["textDocument"]["uri"].as_str() else {
            return self.out.refuse(&id, wire::INVALID_PARAMS, "no textDocument.uri");
        };
        let path = path_of(uri).filter(|it| self.documents.contains_key(it));
        let Some(path) = path else {
            return self.out.answer(&id, &requests::nothing(&method));
        };
        let waiting = Waiting { id, method, params, path, need };
        if self.is_ready(&waiting.path, waiting.need) {
            return self.answer(&waiting);
        }
        if let Some((_, home)) = self.homes.get(&waiting.path)
            && let Some(bench) = self.benches.get_mut(home)
        {
            bench.hurry();
        }
        self.waiting.push(waiting);
        Ok(())
    }

    pub(super) fn answer_waiting(&mut self) -> io::Result<()> {
        for waiting in std::mem::take(&mut self.waiting) {
            match self.is_ready(&waiting.path, waiting.need) {
                true => self.answer(&waiting)?,
                false => self.waiting.push(waiting),
            }
        }
        Ok(())
    }

    fn answer(&mut self, waiting: &Waiting) -> io::Result<()> {
        let Waiting { id, method, params, path, .. } = waiting;
        let answer = match self.view(path) {
            None => Ok(Ok(requests::nothing(method))),
            Some(view) => {
                catch_unwind(AssertUnwindSafe(|| requests::answer(&view, method, params)))
            }
        };
        match answer {
            Ok(Ok(result)) => self.out.answer(id, &result),
            Ok(Err(message)) => self.out.refuse(id, wire::INVALID_PARAMS, &message),
            Err(_) => {
                let message = format!("a bug in consonance stopped {method}");
                self.out.refuse(id, wire::INTERNAL_ERROR, &message)
            }
        }
    }
}

fn read<T: DeserializeOwned>(params: Value) -> Option<T> {
    serde_json::from_value(params).ok()
}
