//! Pages in a browser: `tests/browser/` drives headless Chromium where it is installed; where not, that
//! is said aloud.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Exit code of the runner when there is no Chromium.
const NO_BROWSER: i32 = 77;

/// Runs the checks of `tests/browser/SUITE.py` on pages, each with its name.
pub(crate) fn browse(suite: &str, pages: &[(&str, &Path)]) {
    let runner = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/browser/run.py");
    let mut command = Command::new("python3");
    command.arg(runner).arg(suite);
    for (name, path) in pages {
        command.arg(format!("{name}={}", path.display()));
    }
    let Ok(output) = command.output() else {
        eprintln!("skipped: {suite} needs python3 on the PATH");
        return;
    };
    let said = String::from_utf8_lossy(&output.stdout);
    if output.status.code() == Some(NO_BROWSER) {
        eprintln!("skipped: {suite} needs chromium on the PATH");
        return;
    }
    assert!(output.status.success(), "{suite}:\n{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("ok      "), "{suite} checked nothing:\n{said}");
}

const GOOD: &str = r#"<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<title>Good</title><body><main><h1>Good</h1><button>press</button></main></body></html>"#;

const BAD: &str = r#"<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Bad</title><body><main><h1 style="color:#aaa">bad</h1><div style="width:900px">wide</div><button></button>
<script src="http://127.0.0.1:9/x.js"></script><script>throw new Error("boo")</script></main></body></html>"#;

#[test]
fn the_promises_of_pages_can_fail() {
    let folder = tempfile::tempdir().unwrap();
    let (good, bad) = (folder.path().join("good.html"), folder.path().join("bad.html"));
    fs::write(&good, GOOD).unwrap();
    fs::write(&bad, BAD).unwrap();
    browse("promises_can_fail", &[("good", &good), ("bad", &bad)]);
}
