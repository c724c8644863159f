//! One editor's session: its texts, the projects they belong to, and what is answered.

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
use serde_json::{Value, json};

use super::checked::{Checked, Project, Task};
use super::document::Document;
use super::place::{path_of, uri_of};
use super::requests::{self, Need};
use super::server::{Ending, Settings};
use super::view::{Client, Schemas, View};
use super::wire::{self, Incoming, Outgoing};
use super::worker::{Done, Job};
use super::{findings, handshake};
use crate::bilingual;
use crate::config::FILE_NAME;
use crate::source::{Bilingual, Language};

/// How long nothing may be typed before it is checked.
const PAUSE: Duration = Duration::from_millis(150);
/// How long something that was typed waits at most.
const PATIENCE: Duration = Duration::from_millis(1000);
/// A project that takes longer than this is first checked where it is open, and as a whole when
/// nothing has been typed for a while.
const LONG: Duration = Duration::from_millis(300);
/// That while.
const REST: Duration = Duration::from_millis(800);

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

    fn open(&mut self, uri: String, version: i32, text: String) {
        let Some(path) = path_of(&uri) else { return };
        self.documents.insert(path.clone(), Document::new(uri, path.clone(), version, text));
        let home = self.home_of(&path);
        self.settle(path, home, Duration::ZERO);
    }

    /// Lets a text be part of a project from now on.
    fn settle(&mut self, path: PathBuf, home: Project, pause: Duration) {
        self.next_revision += 1;
        self.homes.insert(path.clone(), (self.next_revision, home));
        self.touched(&path, pause);
    }

    /// The project that the file at a path is looked for in first.
    fn home_of(&self, path: &Path) -> Project {
        let nearest = || {
            let folders = path.ancestors().skip(1);
            folders.map(|it| it.join(FILE_NAME)).find(|it| it.is_file())
        };
        let open = path.file_name().is_some_and(|it| it == FILE_NAME).then(|| path.to_owned());
        let config = open.or_else(|| self.settings.config.clone()).or_else(nearest);
        let alone = config.is_none().then(|| path.to_owned());
        Project { config, alone }
    }

    fn change(&mut self, params: DidChangeTextDocumentParams) {
        let uri = &params.text_document.text_document_identifier.uri.0;
        let Some(path) = path_of(uri) else { return };
        let Some(document) = self.documents.get_mut(&path) else { return };
        document.change(params.content_changes, self.client.columns);
        document.version = params.text_document.version;
        self.next_revision += 1;
        if let Some((revision, _)) = self.homes.get_mut(&path) {
            *revision = self.next_revision;
        }
        self.touched(&path, PAUSE);
    }

    fn close(&mut self, uri: &str) -> io::Result<()> {
        let Some(path) = path_of(uri) else { return Ok(()) };
        let Some(document) = self.documents.remove(&path) else { return Ok(()) };
        if let Some((_, home)) = self.homes.remove(&path) {
            let is_used = self.homes.values().any(|(_, it)| *it == home);
            if !is_used && let Some(bench) = self.benches.remove(&home) {
                for path in bench.troubled {
                    self.publish(&uri_of(&path), 0, Vec::new())?;
                }
            }
        }
        self.touched(&path, Duration::ZERO);
        let waiting = std::mem::take(&mut self.waiting);
        let (gone, left) = waiting.into_iter().partition(|it| it.path == path);
        self.waiting = left;
        for it in Vec::<Waiting>::from(gone) {
            self.out.answer(&it.id, &requests::nothing(&it.method))?;
        }
        self.publish(&document.uri, document.version, Vec::new())
    }

    /// Files have changed on the disk.
    fn on_disk(&mut self, paths: Vec<PathBuf>, pause: Duration) {
        let is_config = |it: &PathBuf| it.file_name().is_some_and(|it| it == FILE_NAME);
        if paths.iter().any(is_config) {
            // Other projects may hold now.
            for path in self.documents.keys().cloned().collect::<Vec<_>>() {
                let home = self.home_of(&path);
                if self.homes.get(&path).is_none_or(|(_, it)| *it != home) {
                    self.settle(path, home, pause);
                }
            }
            self.forget_unused();
        }
        for bench in self.benches.values_mut() {
            bench.changed.extend(paths.iter().cloned());
            bench.want(pause);
        }
    }

    fn forget_unused(&mut self) {
        let used: BTreeSet<&Project> = self.homes.values().map(|(_, it)| it).collect();
        self.benches.retain(|it, _| used.contains(it));
    }

    /// The text at a path has changed: every project that knows it is to be checked again.
    fn touched(&mut self, path: &Path, pause: Duration) {
        if let Some((_, home)) = self.homes.get(path) {
            self.benches.entry(home.clone()).or_default().want(pause);
        }
        for bench in self.benches.values_mut() {
            if bench.checked.as_ref().is_some_and(|it| it.knows(path)) {
                bench.want(pause);
            }
        }
    }

    /// When the next check is due.
    pub(super) fn next_due(&self) -> Option<Instant> {
        if self.is_busy {
            return None;
        }
        self.benches.values().filter_map(Bench::next).min()
    }

    /// Starts the check that is due, if one is and none is being made.
    pub(super) fn check_what_is_due(&mut self, now: Instant) -> io::Result<()> {
        if self.is_busy {
            return Ok(());
        }
        let due = self.benches.iter().filter_map(|(project, it)| Some((it.next()?, project)));
        let Some((_, project)) = due.min().filter(|(due, _)| *due <= now) else { return Ok(()) };
        let project = project.clone();
        let own = self.homes.iter().filter(|(_, (_, home))| *home == project);
        let own: Vec<PathBuf> = own.map(|(path, _)| path.clone()).collect();
        let Some(bench) = self.benches.get_mut(&project) else { return Ok(()) };
        let in_part = bench.due.take().is_some() && bench.is_slow && project.alone.is_none();
        if !in_part {
            bench.rest_due = None;
        }
        let unsaved = self.documents.iter();
        let task = Task {
            unsaved: unsaved.map(|(path, it)| (path.clone(), it.text().into())).collect(),
            changed: std::mem::take(&mut bench.changed),
            only: in_part.then_some(own),
        };
        let revisions = self.homes.iter().map(|(path, (it, _))| (path.clone(), *it)).collect();
        let job = Job { project, number: bench.wanted, task, revisions };
        self.is_busy = self.jobs.send(job).is_ok();
        Ok(())
    }

    /// Takes what a check gave: shows it, and answers what waited for it.
    pub(super) fn take_checked(&mut self, done: Done) -> io::Result<()> {
        self.is_busy = false;
        let Some(bench) = self.benches.get_mut(&done.project) else { return Ok(()) };
        bench.done = done.number;
        bench.revisions = done.revisions;
        match done.is_whole {
            true => bench.is_slow = done.took > LONG,
            false => bench.rest_due = Some(Instant::now() + REST),
        }
        let is_whole = done.checked.as_ref().is_some_and(|it| it.whole);
        if done.checked.is_some() {
            bench.checked = done.checked;
        }
        if !is_whole {
            self.say(2, &bilingual!(
                "a rule stopped at a bug of consonance: findings may be missing; `consonance check` tells more",
                "有规则因程序自身错误而停止，可能缺少发现；详情见 consonance check"
            ))?;
        }
        self.move_out(&done.project);
        self.show(&done.project)?;
        self.answer_waiting()
    }

    /// Texts that a project does not know are checked alone.
    fn move_out(&mut self, project: &Project) {
        let Some(checked) = self.benches.get(project).and_then(|it| it.checked.as_ref()) else {
            return;
        };
        if project.alone.is_some() || checked.corpus.is_none() && !checked.troubles.is_empty() {
            return;
        }
        let strangers: Vec<PathBuf> = self
            .homes
            .iter()
            .filter(|(path, (_, home))| {
                home == project
                    && !checked.knows(path)
                    && path.file_name().is_none_or(|it| it != FILE_NAME)
            })
            .map(|(path, _)| path.clone())
            .collect();
        for path in strangers {
            let home = Project { alone: Some(path.clone()), ..project.clone() };
            self.settle(path, home, Duration::ZERO);
        }
    }

    /// Shows what a project's last check says of the texts that are open.
    fn show(&mut self, project: &Project) -> io::Result<()> {
        self.show_troubles(project)?;
        if self.client.pulls {
            if self.client.refreshes {
                self.out.ask("workspace/diagnostic/refresh", &Value::Null)?;
            }
            return Ok(());
        }
        let own = self.homes.iter().filter(|(_, (_, home))| home == project);
        for path in own.map(|(path, _)| path.clone()).collect::<Vec<_>>() {
            // What has been typed since is checked next.
            let Some(view) = self.view(&path).filter(|it| it.is_current) else { continue };
            let diagnostics = findings::diagnostics(&view);
            let (uri, version) = (view.document.uri.clone(), view.document.version);
            self.publish(&uri, version, diagnostics)?;
        }
        Ok(())
    }

    /// Shows what is wrong with configuration and rules that are not open, and says what has no
    /// place.
    fn show_troubles(&mut self, project: &Project) -> io::Result<()> {
        let Some(bench) = self.benches.get(project) else { return Ok(()) };
        let Some(checked) = &bench.checked else { return Ok(()) };
        let Some(view) = self.homes.iter().find(|(_, (_, home))| home == project) else {
            return Ok(());
        };
        let Some(view) = self.view(view.0) else { return Ok(()) };
        let mut paths: BTreeSet<PathBuf> = bench.troubled.clone();
        let mut aloud: Vec<Bilingual> = Vec::new();
        for trouble in &checked.troubles {
            let files = trouble.sources.files().iter();
            paths.extend(files.map(|it| crate::finding::from_root(Path::new(it.path()))));
            let no_place = trouble.problems.iter().filter(|it| it.span.is_none());
            aloud.extend(no_place.map(|it| it.message.clone()));
        }
        let mut troubled = BTreeSet::new();
        let mut publish = Vec::new();
        for path in paths.into_iter().filter(|it| !self.documents.contains_key(it)) {
            let diagnostics = findings::troubles_in(&view, checked, &path);
            if !diagnostics.is_empty() {
                troubled.insert(path.clone());
            }
            publish.push((uri_of(&path), diagnostics));
        }
        if checked.corpus.is_none() && !troubled.is_empty() {
            aloud.push(bilingual!(
                "the configuration or the rules cannot be used: nothing is checked until that is mended",
                "配置或规则无法使用：改正之前不作检查"
            ));
        }
        if let Some(bench) = self.benches.get_mut(project) {
            bench.troubled = troubled;
        }
        for (uri, diagnostics) in publish {
            self.publish(&uri, 0, diagnostics)?;
        }
        for words in aloud {
            self.say(1, &words)?;
        }
        Ok(())
    }

    /// Says something aloud, once.
    fn say(&mut self, level: u8, words: &Bilingual) -> io::Result<()> {
        let message = words.get(self.language).to_owned();
        if !self.said.insert(message.clone()) {
            return Ok(());
        }
        self.out.notify("window/showMessage", &json!({"type": level, "message": message}))
    }

    fn publish(&mut self, uri: &str, version: i32, all: Vec<Diagnostic>) -> io::Result<()> {
        let is_known = match self.shown.get(uri) {
            Some(shown) => *shown == (version, all.clone()),
            // Nothing need not be said of what nothing was said of.
            None => all.is_empty() && version == 0,
        };
        if is_known {
            return Ok(());
        }
        let mut params = json!({"uri": uri, "diagnostics": all});
        let is_open = path_of(uri).is_some_and(|it| self.documents.contains_key(&it));
        if is_open {
            params["version"] = version.into();
            self.shown.insert(uri.to_owned(), (version, all));
        } else if all.is_empty() {
            self.shown.remove(uri);
        } else {
            self.shown.insert(uri.to_owned(), (version, all));
        }
        self.out.notify("textDocument/publishDiagnostics", &params)
    }

    /// What an answer about a text is made from.
    fn view(&self, path: &Path) -> Option<View<'_>> {
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

    fn answer_waiting(&mut self) -> io::Result<()> {
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

impl Bench {
    /// Asks for a check after a pause; what is asked for long enough does not wait for more.
    fn want(&mut self, pause: Duration) {
        let now = Instant::now();
        self.wanted += 1;
        let since = self.due.map_or(now, |(_, since)| since);
        self.due = Some(((now + pause).min(since + PATIENCE), since));
    }

    /// When it is to be checked next.
    fn next(&self) -> Option<Instant> {
        self.due.map(|(due, _)| due).or(self.rest_due)
    }

    /// Somebody waits.
    fn hurry(&mut self) {
        if let Some((due, _)) = &mut self.due {
            *due = Instant::now();
        }
    }
}

fn read<T: DeserializeOwned>(params: Value) -> Option<T> {
    serde_json::from_value(params).ok()
}
