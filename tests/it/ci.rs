//! The files that CI takes: the GitHub action and the pre-commit hook, from a checkout.

#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::Command;

use consonance::source::{Encoding, FileId, SourceFile};
use consonance::syntax::{NodeId, Tree, yaml};
use tempfile::TempDir;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Reads a YAML file of the checkout.
fn with_tree<T>(name: &str, read: impl FnOnce(&Tree<'_>, NodeId) -> T) -> T {
    let text = fs::read_to_string(root().join(name)).unwrap();
    let file = SourceFile::text_file(FileId::from_index(0), name, Encoding::Utf8, text);
    let parsed = yaml::parse(&file);
    assert!(parsed.problems.is_empty(), "{name}");
    read(&parsed.tree, parsed.tree.documents()[0].root)
}

/// The script of the step that checks, and its variables with the inputs that they stand for.
fn step() -> (String, Vec<(String, String)>) {
    with_tree("action.yml", |tree, root| {
        let steps = tree.get(tree.get(root, "runs").unwrap(), "steps").unwrap();
        let step = tree.items(steps).last().unwrap();
        assert_eq!(tree.str(tree.get(step, "shell").unwrap()), "bash");
        let inputs = tree.get(root, "inputs").unwrap();
        let variables = tree.entries(tree.get(step, "env").unwrap()).map(|(name, value)| {
            let value = tree.str(value);
            let input = value.trim_start_matches("${{ inputs.").trim_end_matches(" }}").to_owned();
            assert!(tree.get(inputs, &input).is_some(), "{value} is no input");
            (tree.str(name).to_owned(), input)
        });
        (tree.str(tree.get(step, "run").unwrap()).to_owned(), variables.collect())
    })
}

struct Run {
    folder: TempDir,
    code: i32,
    out: String,
    err: String,
}

/// Runs the step as GitHub does, with these inputs.
fn run(inputs: &[(&str, &str)]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let temp = folder.path().join("temp");
    fs::create_dir_all(temp.join("consonance/bin")).unwrap();
    std::os::unix::fs::symlink(
        env!("CARGO_BIN_EXE_consonance"),
        temp.join("consonance/bin/consonance"),
    )
    .unwrap();
    fs::create_dir(folder.path().join("drafts")).unwrap();
    fs::create_dir(folder.path().join("corpus")).unwrap();
    let draft = "standard: T/EXAMPLE 2-2021\ntitle: {zh: 服务规范}\nreferences: {normative: [GB/T 99999-2019], informative: []}\n";
    fs::write(folder.path().join("drafts/a.yaml"), draft).unwrap();
    let cited = "standard: GB/T 99999-2019\ntitle: {zh: 服务}\nstatus: current\n";
    fs::write(folder.path().join("corpus/b.yaml"), cited).unwrap();
    let (script, variables) = step();
    let mut command = Command::new("bash");
    command.args(["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", &script]);
    command.current_dir(folder.path()).env("RUNNER_TEMP", &temp);
    command.env("GITHUB_STEP_SUMMARY", folder.path().join("summary.md"));
    for (name, input) in variables {
        let given = inputs.iter().find(|it| it.0 == input);
        command.env(name, given.map_or("", |it| it.1));
    }
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run {
        code: output.status.code().unwrap(),
        out: text(output.stdout),
        err: text(output.stderr),
        folder,
    }
}

#[test]
fn the_action_annotates_summarizes_and_writes_sarif() {
    let it = run(&[("paths", "drafts"), ("args", "--select REF001"), ("sarif", "out.sarif")]);
    assert_eq!(it.code, 1, "{}", it.err);
    assert!(it.out.starts_with("::error file=drafts/a.yaml,line=3,"), "{}", it.out);
    let log = fs::read_to_string(it.folder.path().join("out.sarif")).unwrap();
    assert!(log.contains("\"ruleId\": \"REF001\""));
    let summary = fs::read_to_string(it.folder.path().join("summary.md")).unwrap();
    assert_eq!(summary.matches("# consonance").count(), 1, "{summary}");
}

#[test]
fn the_action_succeeds_where_nothing_fails_and_fails_where_it_is_used_wrongly() {
    let select = ("args", "--select REF001 REF");
    assert_eq!(
        run(&[("paths", "drafts"), ("corpus", "corpus"), ("args", "--select REF001")]).code,
        0
    );
    let it = run(&[("paths", "drafts"), ("corpus", "corpus"), select]);
    assert!(it.code <= 1, "{}", it.err);
    assert_eq!(run(&[("paths", "drafts"), ("args", "--no-such-flag"), ("sarif", "x")]).code, 2);
    // Without paths, the project says what is checked; here there is none.
    assert_eq!(run(&[]).code, 2);
}

#[test]
fn the_hook_runs_a_command_that_there_is() {
    with_tree(".pre-commit-hooks.yaml", |tree, root| {
        let hooks: Vec<_> = tree.items(root).collect();
        assert_eq!(hooks.len(), 1);
        let of = |key: &str| tree.str(tree.get(hooks[0], key).unwrap()).to_owned();
        assert_eq!((of("id"), of("language")), ("consonance".to_owned(), "rust".to_owned()));
        assert_eq!(
            (of("entry"), of("pass_filenames")),
            ("consonance check".to_owned(), "false".to_owned())
        );
    });
}
