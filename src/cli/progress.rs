//! How far reading is: a bar on a terminal, once it has taken longer than a second.

use std::io::IsTerminal;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Globals;
use crate::source::Progress;

/// Shorter steps show nothing: a bar that flashes by only disturbs.
const PATIENCE: Duration = Duration::from_secs(1);

pub(crate) struct Bar {
    wanted: bool,
    started: Instant,
    shown: AtomicBool,
    bar: Mutex<ProgressBar>,
}

impl Bar {
    pub(crate) fn new(globals: &Globals) -> Self {
        Self {
            wanted: globals.quiet == 0 && std::io::stderr().is_terminal(),
            started: Instant::now(),
            shown: AtomicBool::new(false),
            bar: Mutex::new(ProgressBar::hidden()),
        }
    }

    fn bar(&self) -> Option<ProgressBar> {
        self.bar.lock().ok().map(|bar| bar.clone())
    }
}

impl Progress for Bar {
    fn start(&self, total: usize) {
        if !self.wanted {
            return;
        }
        if let (Some(bar), Ok(style)) =
            (self.bar(), ProgressStyle::with_template("{wide_bar} {pos}/{len}"))
        {
            bar.set_style(style);
            bar.set_length(u64::try_from(total).unwrap_or(u64::MAX));
            bar.set_position(0);
        }
    }

    fn advance(&self, count: usize) {
        if !self.wanted {
            return;
        }
        let Some(bar) = self.bar() else { return };
        bar.inc(u64::try_from(count).unwrap_or(0));
        if self.started.elapsed() > PATIENCE && !self.shown.swap(true, Ordering::Relaxed) {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    fn finish(&self) {
        if let Some(bar) = self.bar().filter(|_| self.shown.swap(false, Ordering::Relaxed)) {
            bar.finish_and_clear();
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
    }
}
