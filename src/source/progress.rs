//! How far the work is: told to whoever wants to show it, so that the library prints nothing.

/// Told how far a long step is.
pub trait Progress: Sync {
    /// A step of `total` parts begins.
    fn start(&self, total: usize);
    /// `count` further parts are done. Called from any thread.
    fn advance(&self, count: usize);
    /// The step is over.
    fn finish(&self);
}

/// Shows nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoProgress;

impl Progress for NoProgress {
    fn start(&self, _total: usize) {}
    fn advance(&self, _count: usize) {}
    fn finish(&self) {}
}
