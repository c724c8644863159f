//! `consonance check`: the rules on drafts, in the light of a corpus.

use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};

use clap::{Args as ClapArgs, ValueEnum};

use super::output::OutputArgs;
use super::project::{InputArgs, Project, RuleArgs, config, rules};
use super::{CliError, Exit, Globals, bug};
use crate::bilingual;
use crate::config::FailOn;
use crate::corpus::AsOf;
use crate::finding::{Judged, Severity, waiver};
use crate::report::{self, Examined, Look, Report, RuleCard};
use crate::rule::{Outcome, Policy, RuleSet, check};

/// Check drafts against the rules, in the light of a corpus ‖ 对照语料库，按规则检查草案
#[derive(ClapArgs, Debug)]
pub(crate) struct Args {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    rules: RuleArgs,
    /// How to report ‖ 报告格式
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    output: OutputArgs,
    /// Lowest severity that fails the check (default error) ‖ 使检查失败的最低级别（默认 error）
    #[arg(long, value_enum, value_name = "LEVEL")]
    fail_on: Option<Level>,
}

/// Every report format of the command; a new one is a line here and one in [`Format::render`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    #[default]
    Terminal,
    Json,
    Sarif,
    Junit,
    Github,
    Markdown,
}

impl Format {
    fn render(self, report: &Report<'_>, look: Look) -> String {
        let language = look.language;
        match self {
            Self::Terminal => report::terminal::render(report, look),
            Self::Json => report::json::render(report, language),
            Self::Sarif => report::sarif::render(report, language),
            Self::Junit => report::junit::render(report, language).unwrap_or_default(),
            Self::Github => report::github::render(report, look),
            Self::Markdown => report::markdown::render(report, language),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Level {
    Error,
    Warning,
    Info,
    Never,
}

impl From<Level> for FailOn {
    fn from(level: Level) -> Self {
        match level {
            Level::Error => Self::Severity(Severity::Error),
            Level::Warning => Self::Severity(Severity::Warning),
            Level::Info => Self::Severity(Severity::Info),
            Level::Never => Self::Never,
        }
    }
}

pub(crate) fn run(args: &Args, globals: &Globals) -> Result<Exit, CliError> {
    let (mut input, mut choice) = (args.input.clone(), args.rules.clone());
    choice.hand_back_paths(&mut input);
    let config = config(globals)?;
    let rules = rules(&config)?;
    let project = Project::load(&input, config, globals)?;
    let policy = project.policy(&choice, &rules)?;
    let fail_on = project.fail_on(args.fail_on.map(FailOn::from)).severity();

    let (outcome, whole) = judge(&rules, &project, &policy);
    let mut report = report_on(&project, &rules, outcome);
    live_with(&mut report, &project, &rules, &policy);
    report.fail_on = fail_on;
    report.sort();

    let mut look = globals.look();
    look.color &= args.output.is_stdout();
    if args.format != Format::Terminal || look.quiet < 2 {
        args.output.write(|out| out.write_all(args.format.render(&report, look).as_bytes()))?;
    }
    // What could not be read is said aloud, also where the report goes to a program or a file.
    let on_screen = args.format == Format::Terminal && args.output.is_stdout() && look.quiet < 2;
    if !on_screen {
        say_problems(&report, globals);
    }
    if args.format == Format::Github {
        write_step_summary(&report, globals);
    }

    let unread = report.problems.iter().any(|it| it.code.is_failure());
    let fails = report.open().any(|it| fail_on.is_some_and(|level| it.severity >= level));
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

/// Runs the rules. Where they stop at a bug, every draft is judged alone, so that one bad draft does
/// not take the findings of the others with it; false where findings may be missing.
fn judge(rules: &RuleSet, project: &Project, policy: &Policy) -> (Outcome, bool) {
    let attempt = |policy: &Policy| {
        let work = || {
            stumble_if_asked(project, policy);
            check(rules, &project.corpus, policy)
        };
        catch_unwind(AssertUnwindSafe(work)).ok()
    };
    if let Some(outcome) = attempt(policy) {
        return (outcome, true);
    }
    let mut all = Outcome::default();
    for id in &policy.judged {
        let alone = Policy { judged: vec![*id], ..policy.clone() };
        if let Some(outcome) = attempt(&alone) {
            all.findings.extend(outcome.findings);
            all.not_checkable.extend(outcome.not_checkable);
            all.stats.standards += outcome.stats.standards;
            all.stats.clauses += outcome.stats.clauses;
            all.stats.references += outcome.stats.references;
        }
    }
    (all, false)
}

/// Builds for development can be asked to meet a bug in a file, so that tests see what happens then.
fn stumble_if_asked(project: &Project, policy: &Policy) {
    if !cfg!(debug_assertions) {
        return;
    }
    let Ok(path) = std::env::var("CONSONANCE_TEST_BUG_IN") else { return };
    let path_of = |id| {
        let span = project.corpus.standard(id).span;
        project.corpus.sources().file(span.file).path()
    };
    assert!(policy.judged.iter().all(|id| path_of(*id) != path), "asked to stumble over {path}");
}

fn report_on<'a>(project: &'a Project, rules: &RuleSet, outcome: Outcome) -> Report<'a> {
    let found = |code: &str| outcome.findings.iter().any(|it| it.rule == code);
    let cards = rules.iter().filter(|it| found(&it.code)).map(|it| RuleCard {
        code: it.code.clone(),
        title: it.title.clone(),
        why: it.why.clone(),
        // Help that names things of one finding makes no sense for the rule as such.
        help: None,
        source: it.sources.clone(),
        severity: it.usual_severity(),
    });
    Report {
        sources: project.corpus.sources(),
        as_of: project.corpus.as_of().to_string(),
        rules: cards.collect(),
        examined: Examined {
            standards: outcome.stats.standards,
            clauses: outcome.stats.clauses,
            references: outcome.stats.references,
            files: project.files.len(),
        },
        findings: outcome.findings.into_iter().map(Judged::from).collect(),
        not_checkable: outcome.not_checkable,
        problems: project.corpus.problems().to_vec(),
        judged: project.files.clone(),
        fail_on: None,
        baseline: false,
    }
}

/// Holds the findings against the waivers in the files that are judged.
fn live_with(report: &mut Report<'_>, project: &Project, rules: &RuleSet, policy: &Policy) {
    let (corpus, sources) = (&project.corpus, project.corpus.sources());
    let judged = corpus.comments().iter().filter(|it| project.files.contains(&it.file));
    let waivers: Vec<_> =
        judged.filter_map(|it| waiver::in_comment(sources.file(it.file), *it)).collect();
    let today = match corpus.as_of() {
        AsOf::Date(date) => date,
        AsOf::Publication => jiff::Zoned::now().date(),
    };
    let known = |selector: &str| selector != "ALL" && rules.matching(selector).next().is_some();
    let ran = |selector: &str| {
        rules.matching(selector).any(|rule| policy.profiles.iter().any(|it| policy.runs(rule, it)))
    };
    waiver::waive(&mut report.findings, &waivers, sources, today, &known, &ran);
    let left_out = |code: &str| policy.ignore.iter().any(|it| it == code || it == "WVR");
    report.findings.retain(|it| !left_out(&it.finding.rule) || !it.finding.rule.starts_with("WVR"));
    for fault in waiver::Fault::ALL {
        if report.findings.iter().any(|it| it.finding.rule == fault.code()) {
            report.rules.push(RuleCard {
                code: fault.code().to_owned(),
                title: fault.title(),
                why: fault.why(),
                help: Some(fault.help()),
                source: Vec::new(),
                severity: Severity::Warning,
            });
        }
    }
}

fn say_problems(report: &Report<'_>, globals: &Globals) {
    let look = Look { color: globals.color_stderr, ..globals.look() };
    let mut err = std::io::stderr().lock();
    for it in &report.problems {
        let _ = writeln!(err, "{}", report::terminal::problem(it, report.sources, look));
    }
}

/// GitHub shows what is appended to this file on the page of the run.
fn write_step_summary(report: &Report<'_>, globals: &Globals) {
    let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|it| !it.is_empty()) else {
        return;
    };
    let text = report::markdown::render(report, globals.language);
    let file = std::fs::OpenOptions::new().append(true).create(true).open(&path);
    if let Err(error) = file.and_then(|mut file| file.write_all(text.as_bytes())) {
        globals.warn(&bilingual!(
            "the step summary could not be written: {error}",
            "无法写入步骤摘要：{error}"
        ));
    }
}
