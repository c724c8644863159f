//! Other programs and libraries on the same work, side by side in one run.
//!
//! `cargo bench --bench peers`. A peer that is not there is skipped with a word:
//! `pip install yamllint igraph strictdoc` brings those that are no crates. `PEERS_BIN` names the
//! folder of their programs where it is not on the path.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a benchmark")]
#![allow(clippy::cast_precision_loss, reason = "figures of a benchmark")]

#[path = "../measure/mod.rs"]
mod measure;
#[path = "../synthetic/mod.rs"]
mod synthetic;

mod graphs;
mod predicates;
mod requirements;
mod yaml;

use std::path::PathBuf;
use std::process::{Command, Stdio};

fn main() {
    let folder = tempfile::tempdir().unwrap();
    yaml::compare(folder.path());
    graphs::compare();
    predicates::compare();
    requirements::compare(folder.path());
}

/// A program of a peer; `None` with a word where it is not there.
fn program(name: &str) -> Option<PathBuf> {
    let path = match std::env::var_os("PEERS_BIN") {
        Some(folder) => PathBuf::from(folder).join(name),
        None => PathBuf::from(name),
    };
    let mut asked = Command::new(&path);
    asked.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    let is_there = asked.status().is_ok_and(|it| it.success());
    if !is_there {
        eprintln!("skipped: {name} is not installed");
    }
    is_there.then_some(path)
}
