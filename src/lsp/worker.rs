//! The thread that checks projects, one at a time.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::checked::{Checked, Checker, Project, Task};

/// A project to be checked.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) project: Project,
    /// Which of the checks of the project this is.
    pub(super) number: u64,
    pub(super) task: Task,
    /// What the texts are that are open, by their revisions.
    pub(super) revisions: BTreeMap<PathBuf, u64>,
}

/// A project that was checked.
#[derive(Debug)]
pub(super) struct Done {
    pub(super) project: Project,
    pub(super) number: u64,
    pub(super) revisions: BTreeMap<PathBuf, u64>,
    /// Everything was judged.
    pub(super) is_whole: bool,
    pub(super) took: Duration,
    /// Nothing where a bug was met.
    pub(super) checked: Option<Box<Checked>>,
}

/// Room for what recurses a little.
const STACK: usize = 16 << 20;

/// How long an ending session waits for the check that is running.
const LAST_CHECK: Duration = Duration::from_secs(2);

/// Waits for the thread to end, and with it for what it keeps in temporary files to be removed.
pub(super) fn end(worker: JoinHandle<()>) {
    let start = Instant::now();
    while !worker.is_finished() {
        if start.elapsed() > LAST_CHECK {
            return;
        }
        thread::sleep(Duration::from_millis(5));
    }
    // A bug in a check was met where it happened.
    let _ = worker.join();
}

/// Starts the thread; it ends when nobody can give it work any more.
///
/// # Errors
/// When the system gives no thread.
pub(super) fn start(
    mut checker: Box<dyn Checker>,
    report: impl Fn(Done) + Send + 'static,
) -> std::io::Result<(Sender<Job>, JoinHandle<()>)> {
    let (jobs, work) = channel::<Job>();
    let run = move || {
        for Job { project, number, task, revisions } in work {
            let start = Instant::now();
            let check = || Box::new(checker.check(&project, &task));
            let checked = catch_unwind(AssertUnwindSafe(check)).ok();
            let (is_whole, took) = (task.only.is_none(), start.elapsed());
            report(Done { project, number, revisions, is_whole, took, checked });
        }
    };
    let worker = thread::Builder::new().name("check".to_owned()).stack_size(STACK).spawn(run)?;
    Ok((jobs, worker))
}
