//! What goes wrong outside: disks, pipes, signals. A clear word, the right exit code, and no half
//! file.

use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::cli::consonance;

/// Many findings: a report that fills every pipe.
fn folder(references: usize) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut text = String::from(
        "standard: T/EXAMPLE 2-2021\ntitle: {zh: 服务规范}\nreferences:\n  normative:\n",
    );
    for number in 0..references {
        text.push_str(&format!("    - GB/T {}-2019\n", 90_000 + number));
    }
    fs::write(folder.path().join("draft.yaml"), text).unwrap();
    folder
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|it| it.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said() {
    let folder = folder(10);
    for arguments in [
        &["check", "draft.yaml"][..],
        &["check", "draft.yaml", "--format", "sarif"],
        &["rules"],
        &["baseline", "draft.yaml", "-o", "-"],
    ] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = consonance(folder.path()).args(arguments).stdout(full).output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?} {err}");
        assert!(err.contains("cannot write standard output"), "{err}");
    }
    for arguments in [
        &["check", "draft.yaml", "-o", "/dev/full"][..],
        &["check", "draft.yaml", "--format", "json", "-o", "/dev/full"],
        &["baseline", "draft.yaml", "-o", "/dev/full"],
    ] {
        let output = consonance(folder.path()).args(arguments).output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?} {err}");
        assert!(err.contains("cannot write /dev/full"), "{err}");
    }
}

#[test]
fn a_folder_that_is_not_there_or_a_folder_in_place_of_a_file_is_said() {
    let folder = folder(1);
    for output in ["no/such/report.txt", "."] {
        let output =
            consonance(folder.path()).args(["check", "draft.yaml", "-o", output]).output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(2) && err.contains("cannot write"), "{err}");
    }
    assert_eq!(names(folder.path()), ["draft.yaml"]);
}

#[test]
fn a_reader_that_stops_reading_is_no_error() {
    let folder = folder(3000);
    for format in ["terminal", "json", "github"] {
        let mut child = consonance(folder.path())
            .args(["check", "draft.yaml", "--format", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut head = [0; 100];
        child.stdout.take().unwrap().read_exact(&mut head).unwrap();
        // The pipe is closed here.
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{format}");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{format}");
    }
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_no_half_file() {
    let folder = folder(3000);
    fs::write(folder.path().join("report.json"), "old").unwrap();
    let whole = {
        let arguments = ["check", "draft.yaml", "--format", "json", "-o", "whole.json"];
        consonance(folder.path()).args(arguments).output().unwrap();
        let whole = fs::read(folder.path().join("whole.json")).unwrap();
        fs::remove_file(folder.path().join("whole.json")).unwrap();
        whole
    };
    for wait in [5, 20, 60, 120, 250] {
        let mut child = consonance(folder.path())
            .args(["check", "draft.yaml", "--format", "json", "-o", "report.json"])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let since = Instant::now();
        while since.elapsed() < Duration::from_millis(wait) {
            std::thread::sleep(Duration::from_millis(1));
        }
        let pid = child.id().to_string();
        let _ = std::process::Command::new("kill").args(["-INT", &pid]).status();
        child.wait().unwrap();
        let report = fs::read(folder.path().join("report.json")).unwrap();
        assert!(report == b"old" || report == whole, "half a file after {wait} ms");
    }
}
