//! The texts of a session and the projects they belong to: when each is checked.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use gen_lsp_types::DidChangeTextDocumentParams;

use super::super::checked::{Project, Task};
use super::super::document::Document;
use super::super::place::{path_of, uri_of};
use super::super::requests;
use super::super::worker::{Done, Job};
use super::{Bench, Session, Waiting};
use crate::bilingual;
use crate::config::FILE_NAME;

/// How long nothing may be typed before it is checked.
pub(super) const PAUSE: Duration = Duration::from_millis(150);
/// How long something that was typed waits at most.
const PATIENCE: Duration = Duration::from_millis(1000);
/// A project that takes longer than this is first checked where it is open, and as a whole when
/// nothing has been typed for a while.
const LONG: Duration = Duration::from_millis(300);
/// That while.
const REST: Duration = Duration::from_millis(800);

impl<W: Write> Session<W> {
    pub(super) fn open(&mut self, uri: String, version: i32, text: String) {
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

    pub(super) fn change(&mut self, params: DidChangeTextDocumentParams) {
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

    pub(super) fn close(&mut self, uri: &str) -> io::Result<()> {
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
        let (gone, left): (Vec<Waiting>, Vec<Waiting>) =
            waiting.into_iter().partition(|it| it.path == path);
        self.waiting = left;
        for it in gone {
            self.out.answer(&it.id, &requests::nothing(&it.method))?;
        }
        self.publish(&document.uri, document.version, Vec::new())
    }

    /// Files have changed on the disk.
    pub(super) fn on_disk(&mut self, paths: Vec<PathBuf>, pause: Duration) {
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
    pub(in super::super) fn next_due(&self) -> Option<Instant> {
        if self.is_busy {
            return None;
        }
        self.benches.values().filter_map(Bench::next).min()
    }

    /// Starts the check that is due, if one is and none is being made.
    pub(in super::super) fn check_what_is_due(&mut self, now: Instant) -> io::Result<()> {
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
    pub(in super::super) fn take_checked(&mut self, done: Done) -> io::Result<()> {
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
    pub(super) fn hurry(&mut self) {
        if let Some((due, _)) = &mut self.due {
            *due = Instant::now();
        }
    }
}
