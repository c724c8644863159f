//! `consonance report`: the harmonization gap report of a corpus, or of one standard.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args as ClapArgs, ValueEnum};

use super::check::{Level, say_problems};
use super::judge::{judge_on, report_on};
use super::output::OutputArgs;
use super::policy::RuleArgs;
use super::project::{Besides, InputArgs, Project, Reach, config, rules};
use super::{CliError, Exit, Globals, bug};
use crate::bilingual;
use crate::config::FailOn;
use crate::corpus::StandardId;
use crate::report::survey;
use crate::rule::with_facts;
use crate::survey::{Input, Survey};

/// Report gaps, conflicts and unharmonized clauses of a corpus, or of one standard against its sources ‖ 报告语料库（或某一标准与其来源之间）的缺口、冲突与未协调的条款
#[derive(ClapArgs, Debug)]
pub(crate) struct Args {
    #[command(flatten)]
    input: InputArgs,
    /// Only this standard, against its sources ‖ 只报告此标准与其来源
    #[arg(long, value_name = "ID")]
    standard: Option<String>,
    #[command(flatten)]
    rules: RuleArgs,
    /// How to report ‖ 报告格式
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    output: OutputArgs,
    /// Lowest severity that makes the command fail (default never: a report is no gate) ‖ 使命令失败的最低级别（默认 never：报告不作为关卡）
    #[arg(long, value_enum, value_name = "LEVEL")]
    fail_on: Option<Level>,
    /// Count only findings that are not in this file, as `consonance baseline` writes it ‖ 只计此文件中没有的发现；由 consonance baseline 写出
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One page that needs no network ‖ 一个不需要网络的网页
    Html,
    #[default]
    Json,
}

pub(crate) fn run(args: &Args, globals: &Globals) -> Result<Exit, CliError> {
    let (mut input, mut choice) = (args.input.clone(), args.rules.clone());
    choice.hand_back_paths(&mut input);
    let config = config(globals)?;
    let rules = rules(&config)?;
    let baseline = args.baseline.clone().or_else(|| config.baseline.clone());
    let besides =
        Besides { baseline: baseline.as_deref(), reach: Reach::Whole, ..Besides::default() };
    let mut project = Project::load_with(&input, Arc::new(config), besides, globals)?;
    if let Some(id) = &args.standard {
        let only = one(&project, id)?;
        project.judge_only(only);
    }
    let policy = project.policy(&choice, &rules)?;
    let fail_on = args.fail_on.map_or(FailOn::Never, FailOn::from).severity();
    let made = with_facts(&project.corpus, &policy, |facts| {
        let (outcome, whole) = judge_on(&rules, &project, &policy, facts);
        let report = report_on(&project, &rules, &policy, outcome);
        let survey = Survey::of(&Input {
            facts,
            rules: &rules,
            policy: &policy,
            findings: &report.findings,
            not_checkable: &report.not_checkable,
            problems: &report.problems,
            clauses: report.examined.clauses,
            references: report.examined.references,
            files: report.examined.files,
            paths: paths(&project, &input),
            single: args.standard.is_some(),
            scheme: crate::coverage::gats(),
        });
        let fails = report.open().any(|it| fail_on.is_some_and(|level| it.severity >= level));
        say_problems(&report, globals);
        let unread = report.problems.iter().any(|it| it.code.is_failure());
        (survey, whole, fails, unread)
    });
    let (survey, whole, fails, unread) = made;
    args.output.write(|out| match args.format {
        Format::Html => {
            let page = survey::html::render_page(&survey, globals.language, None);
            out.write_all(page.map_err(|it| std::io::Error::other(it.message.en))?.as_bytes())
        }
        Format::Json => survey::json::write(&survey, out),
    })?;
    let mut exit = Exit::Clean;
    if fails {
        exit = exit.and(Exit::Findings);
    }
    if unread {
        exit = exit.and(Exit::Unreadable);
    }
    if !whole {
        bug::report(globals.language);
        exit = exit.and(Exit::Bug);
    }
    Ok(exit)
}

/// What was asked for, as a reader of the report wants to know it.
fn paths(project: &Project, input: &InputArgs) -> Vec<String> {
    let paths = if input.paths.is_empty() { &project.config.drafts } else { &input.paths };
    paths.iter().map(|it| it.to_string_lossy().replace('\\', "/")).collect()
}

/// The one standard that is meant: of several editions the one in force, else the latest.
fn one(project: &Project, id: &str) -> Result<StandardId, CliError> {
    let corpus = &project.corpus;
    let nodes = super::graph::find(corpus, id)?;
    let there: Vec<StandardId> = nodes.iter().filter_map(|it| corpus.standard_of(*it)).collect();
    let current = |it: &&StandardId| corpus.status(it.node()).is_current();
    let mut latest = there.clone();
    if let Some(work) = there.first().and_then(|it| corpus.work_of(*it)) {
        latest = corpus.editions(work).iter().filter(|it| there.contains(it)).copied().collect();
    }
    let chosen = latest.iter().rev().find(current).or(latest.last()).or(there.first());
    chosen.copied().ok_or_else(|| {
        CliError::usage(bilingual!(
            "{id} is only cited, its description is not there",
            "{id} 仅被引用，未提供其内容"
        ))
        .help(bilingual!(
            "add the file that describes it to the paths or to --corpus",
            "请将描述它的文件加入路径或 --corpus"
        ))
    })
}
