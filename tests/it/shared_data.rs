//! Real data that is not part of the project: used where it is there, skipped aloud where not.
#![allow(dead_code, reason = "not every test module reads real data")]

use std::path::PathBuf;

/// The file or folder `relative` of the shared data, or `None` with a word on stderr.
pub(crate) fn shared_data(relative: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(relative);
    if path.exists() {
        return Some(path);
    }
    aloud(&format!("skipped: no ../shared/data/{relative}"));
    None
}

/// Says something also where the output of tests is kept back.
pub(crate) fn aloud(words: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "{words}");
}
