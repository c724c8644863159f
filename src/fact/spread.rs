//! Work on the many texts of one document, on one thread or on all.

use rayon::prelude::*;

/// Whether work on one document is spread over threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spread {
    /// The thread that asks does all of it: what is made once while others wait for it has to be, since
    /// a thread that waits for its share takes up other work, which may wait for the same.
    No,
    /// Before anybody can wait for it.
    Yes,
}

/// Texts below which it is not worth waking a thread.
const FEW: usize = 16;

impl Spread {
    /// Of few documents each is the work of all threads, of many that of one.
    pub(crate) fn over(documents: usize) -> Self {
        if documents < rayon::current_num_threads() { Self::Yes } else { Self::No }
    }

    /// The work on each item, in order.
    pub(super) fn map<'t, T: Sync, U: Send>(
        self,
        items: &'t [T],
        work: impl Fn(&'t T) -> U + Sync + Send,
    ) -> Vec<U> {
        match self {
            Self::No => items.iter().map(work).collect(),
            Self::Yes => items.par_iter().with_min_len(FEW).map(work).collect(),
        }
    }
}
