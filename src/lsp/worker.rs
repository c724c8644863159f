//! The thread that checks projects, one at a time.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Sender, channel};
use std::thread;

use super::checked::{Checked, Checker, Project};
use crate::source::Overlay;

/// A project to be checked.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) project: Project,
    /// Which of the checks of the project this is.
    pub(super) number: u64,
    pub(super) unsaved: Overlay,
    /// What the texts are that are open, by their revisions.
    pub(super) revisions: BTreeMap<PathBuf, u64>,
    pub(super) changed: Vec<PathBuf>,
}

/// A project that was checked.
#[derive(Debug)]
pub(super) struct Done {
    pub(super) project: Project,
    pub(super) number: u64,
    pub(super) revisions: BTreeMap<PathBuf, u64>,
    /// Nothing where a bug was met.
    pub(super) checked: Option<Box<Checked>>,
}

/// Room for what recurses a little.
const STACK: usize = 16 << 20;

/// Starts the thread; it ends when nobody can give it work any more.
///
/// # Errors
/// When the system gives no thread.
pub(super) fn start(
    mut checker: Box<dyn Checker>,
    report: impl Fn(Done) + Send + 'static,
) -> std::io::Result<Sender<Job>> {
    let (jobs, work) = channel::<Job>();
    let run = move || {
        for Job { project, number, unsaved, revisions, changed } in work {
            let check = || Box::new(checker.check(&project, &unsaved, &changed));
            let checked = catch_unwind(AssertUnwindSafe(check)).ok();
            report(Done { project, number, revisions, checked });
        }
    };
    thread::Builder::new().name("check".to_owned()).stack_size(STACK).spawn(run)?;
    Ok(jobs)
}
