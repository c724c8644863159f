//! The same YAML: yamllint, serde_yaml, and our reading and resolving.

use std::path::Path;
use std::process::{Command, Stdio};

use consonance::corpus::{AsOf, Corpus};
use consonance::reader::{LoadOptions, load};
use serde::Deserialize;

use crate::measure::{Goal, best, children, head, row};
use crate::program;
use crate::synthetic::{Catalogue, Format};

const STANDARDS: usize = 10_000;
/// yamllint is some hundred times slower.
const LINTED: usize = 500;

pub(crate) fn compare(folder: &Path) {
    let place = folder.join("yaml");
    let files = Catalogue::new(STANDARDS).write(&place, Format::Definition, STANDARDS).unwrap();
    let text = std::fs::read_to_string(&files[0]).unwrap();
    let megabytes = text.len() as f64 / 1e6;
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let ours = one.install(|| {
        best(3, || {
            let loaded = load(std::slice::from_ref(&place), &LoadOptions::default());
            Corpus::build(loaded, AsOf::Date(jiff::civil::date(2026, 1, 1)))
        })
    });
    let serde = best(3, || {
        let documents = serde_yaml::Deserializer::from_str(&text);
        documents.filter_map(|it| serde_yaml::Value::deserialize(it).ok()).count()
    });
    let bare = best(3, || granit_parser::Parser::new_from_str(&text).count());
    head("Peers on the same YAML: 10,000 definitions, one core");
    row("consonance: read and resolved", megabytes / ours, "MB/s", Goal::None);
    row("granit-parser: events alone", megabytes / bare, "MB/s", Goal::None);
    row("serde_yaml: values, nothing resolved", megabytes / serde, "MB/s", Goal::None);
    let Some(yamllint) = program("yamllint") else { return };
    let linted = folder.join("linted.yaml");
    let text = Catalogue::new(STANDARDS).text(Format::Definition, 0..LINTED);
    std::fs::write(&linted, &text).unwrap();
    let mut command = Command::new(yamllint);
    command.args(["-d", "relaxed"]).arg(&linted).stdout(Stdio::null()).stderr(Stdio::null());
    let (seconds, _) = children(|| command.status());
    row("yamllint", text.len() as f64 / 1e6 / seconds, "MB/s", Goal::None);
}
