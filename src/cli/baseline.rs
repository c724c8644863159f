//! `consonance baseline`: what is found now is left for later.

use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use super::judge::{judge, report_on};
use super::policy::RuleArgs;
use super::project::{Besides, InputArgs, Project, config, rules_to_judge};
use super::{CliError, Exit, Globals, bug, output};
use crate::bilingual;
use crate::config::Config;
use crate::finding::baseline::{Baseline, FILE_NAME};
use crate::source::plural;

/// Write what is found now to a file, so that `check --baseline` counts only what is new ‖ 将现有发现写入文件，此后 check --baseline 只计新的发现
#[derive(ClapArgs, Debug)]
pub(crate) struct Args {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    rules: RuleArgs,
    /// The file (default: what consonance.yaml names, else consonance-baseline.yaml beside it) ‖ 文件（默认为 consonance.yaml 所指，否则为其旁的 consonance-baseline.yaml）
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Only take out of the file what is no longer found ‖ 只从文件中删去已不再出现的条目
    #[arg(long)]
    prune: bool,
}

pub(crate) fn run(args: &Args, globals: &Globals) -> Result<Exit, CliError> {
    let (mut input, mut choice) = (args.input.clone(), args.rules.clone());
    choice.hand_back_paths(&mut input);
    let config = config(globals)?;
    let rules = rules_to_judge(&config)?;
    let path = args.output.clone().unwrap_or_else(|| usual_path(&config));
    let besides = Besides { baseline: args.prune.then_some(path.as_path()), ..Besides::default() };
    let is_named = config.baseline.as_ref() == Some(&path);
    let project = Project::load_with(&input, config, besides, globals)?;
    let policy = project.policy(&choice, &rules)?;
    let (outcome, whole) = judge(&rules, &project, &policy);
    if !whole {
        // A baseline without what a bug hid would be a wrong one.
        bug::report(globals.language);
        return Ok(Exit::Bug);
    }
    let report = report_on(&project, &rules, &policy, outcome);
    // What is not read is not in it, and will count once it can be read.
    let unread = report.problems.iter().any(|it| it.code.is_failure());
    super::check::say_problems(&report, globals);
    let exit = if unread { Exit::Unreadable } else { Exit::Clean };
    // Entries of what cannot be read now would be lost.
    if unread && !args.prune && path.exists() {
        globals.note(&output::left(&path));
        return Ok(exit);
    }
    let baseline = match &project.baseline {
        Some(old) => {
            let kept = old.entries.iter().filter(|it| !report.stale.contains(it));
            Baseline { entries: kept.cloned().collect() }
        }
        None => Baseline::of(&report.findings, report.sources),
    };
    let text = baseline.write();
    if path == Path::new("-") {
        output::write_stdout(|out| out.write_all(text.as_bytes()))?;
        return Ok(exit);
    }
    output::write_file(&path, |out| out.write_all(text.as_bytes()))
        .map_err(|error| CliError::unwritable(&path, &error))?;
    let (shown, count, gone) = (path.display(), baseline.entries.len(), report.stale.len());
    let entries = plural(count, "entry", "entries");
    globals.note(&match args.prune {
        true => bilingual!(
            "{shown}: {gone} taken out, {count} {entries} left",
            "{shown}：删去 {gone} 条，余 {count} 条"
        ),
        false => bilingual!("wrote {shown}: {count} {entries}", "已写出 {shown}：{count} 条"),
    });
    if !is_named && !args.prune {
        globals.hint(&bilingual!(
            "consonance check --baseline {shown}, or `baseline: {shown}` in consonance.yaml",
            "consonance check --baseline {shown}，或在 consonance.yaml 中写 baseline: {shown}"
        ));
    }
    Ok(exit)
}

/// What the configuration names, else the usual name beside it.
fn usual_path(config: &Config) -> PathBuf {
    let beside = || config.path.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
    config.baseline.clone().unwrap_or_else(|| beside().join(FILE_NAME))
}
