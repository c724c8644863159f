//! `consonance check`: the rules on drafts, in the light of a corpus.

use std::borrow::Cow;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args as ClapArgs, ValueEnum};

use super::fix::{self, Work};
use super::judge::{join_known, judge, report_on};
use super::output::OutputArgs;
use super::policy::RuleArgs;
use super::project::{Asked, Besides, InputArgs, Project, config, rules_to_judge};
use super::{CliError, Exit, Globals, bug};
use crate::bilingual;
use crate::config::{Config, FailOn};
use crate::corpus::AsOf;
use crate::finding::Severity;
use crate::report::{self, Look, Report};
use crate::source::Bilingual;
use crate::store::cache::{Answer, Question};

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
    /// Count only findings that are not in this file, as `consonance baseline` writes it ‖ 只计此文件中没有的发现；由 consonance baseline 写出
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Apply the fixes that keep the meaning, then report what is left ‖ 应用不改变含义的修复，再报告其余发现
    #[arg(long)]
    fix: bool,
    /// Apply suggestions, too: read what they change ‖ 同时应用修改建议：请审阅其改动
    #[arg(long, requires = "fix")]
    unsafe_fixes: bool,
    /// Change nothing, print what would be changed as a diff ‖ 不改动文件，只以 diff 输出将作的改动
    #[arg(long, requires = "fix")]
    pub(super) dry_run: bool,
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
pub(super) enum Level {
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
    let baseline = args.baseline.clone().or_else(|| config.baseline.clone());
    let config = Arc::new(config);
    let mut known = None;
    if args.fix {
        let rules = known.insert(rules_to_judge(&config)?);
        let baseline = baseline.as_deref();
        let (input, choice, config) = (&input, &choice, &config);
        let work = Work { input, choice, rules, config, baseline, globals };
        let fixed = fix::settle(&work, args.unsafe_fixes)?;
        if args.dry_run {
            args.output.write(|out| out.write_all(fixed.diff().as_bytes()))?;
        } else {
            fixed.write()?;
        }
        fixed.tell(args, globals);
    }
    let besides = Besides { baseline: baseline.as_deref(), ..Besides::default() };
    let judging = judging(args, &input, &choice, &config);
    let has_baseline = baseline.is_some();
    let answer = judging.as_ref().and_then(|it| question(it, args, has_baseline, globals));
    let question = Question {
        answer: answer.as_deref().map(str::as_bytes),
        judging: judging.as_deref().map(str::as_bytes),
    };
    // A draft is read by one thread: the other reads the rules.
    let load = || Project::load_asked(&input, Arc::clone(&config), besides, question, globals);
    let (rules, asked) = match known {
        Some(rules) => (Ok(rules), load()),
        None => rayon::join(|| rules_to_judge(&config), load),
    };
    let rules = rules?;
    let (mut project, keeping) = match asked? {
        Asked::Project(project, keeping) => (project, keeping),
        Asked::Answer(answer) => return repeat(args, &answer),
    };
    let mut policy = project.policy(&choice, &rules)?;
    policy.shares = keeping.docket.is_some();
    let fail_on = project.fail_on(args.fail_on.map(FailOn::from)).severity();

    let (mut outcome, whole) = judge(&rules, &project, &policy);
    let docket = keeping.docket.as_ref().filter(|_| whole);
    join_known(&mut project, &rules, &mut outcome, docket);
    let mut report = report_on(&project, &rules, &policy, outcome);
    report.fail_on = fail_on;

    let mut look = globals.look();
    look.color &= args.output.is_stdout();
    let is_told = !args.dry_run && (args.format != Format::Terminal || look.quiet < 2);
    let told = is_told.then(|| args.format.render(&report, look));
    if let Some(told) = &told {
        args.output.write(|out| out.write_all(told.as_bytes()))?;
    }
    // What could not be read is said aloud, also where the report goes to a program or a file.
    let on_screen = args.format == Format::Terminal
        && args.output.is_stdout()
        && look.quiet < 2
        && !args.dry_run;
    let mut words = if on_screen { String::new() } else { problems(&report, globals) };
    if project.has_nothing() {
        words.push_str(&globals.warning(&nothing_read()));
    }
    let _ = std::io::stderr().lock().write_all(words.as_bytes());
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
    } else if let Some(slot) = keeping.answer.filter(|_| project.corpus.systems().is_empty()) {
        // A plan may name a file with sectors that is not among those that were read.
        slot.keep(&Answer { exit: exit.code(), report: told, words });
    }
    // The process ends here: to give back all of it piece by piece would only take time.
    std::mem::forget(report);
    std::mem::forget((project, rules));
    Ok(exit)
}

/// Silence about nothing would pass for silence about no fault.
fn nothing_read() -> Bilingual {
    bilingual!(
        "nothing was checked: no standard, mapping or plan was found in what was named",
        "未检查任何内容：所给路径中没有标准、映射或标准体系计划"
    )
}

/// Whatever decides, besides the files that are judged, what is found in them. `None` where that is
/// more than can be said in a few words, or more is to be done than to judge.
fn judging(args: &Args, input: &InputArgs, choice: &RuleArgs, config: &Config) -> Option<String> {
    if args.fix || !config.rules.is_empty() || config.sectors.is_some() {
        return None;
    }
    let as_of = input.as_of.get().or(config.as_of).unwrap_or_else(AsOf::today);
    let config_text = config.sources.files().first().map(|it| it.text());
    let bug = std::env::var_os("CONSONANCE_TEST_BUG_IN");
    let paths = (&input.paths, &input.corpus, &input.input_format);
    Some(format!("{:?}", (paths, choice, as_of, &config.path, config_text, bug)))
}

/// Whatever decides what is told of it. `None` where a file that is not judged has a part in it, or
/// the report goes to more than one place.
fn question(judging: &str, args: &Args, has_baseline: bool, globals: &Globals) -> Option<String> {
    let is_one = !has_baseline && args.format != Format::Github;
    is_one.then(|| format!("{judging} {:?}", (args, globals)))
}

/// Tells what was told before.
fn repeat(args: &Args, answer: &Answer) -> Result<Exit, CliError> {
    if let Some(report) = &answer.report {
        args.output.write(|out| out.write_all(report.as_bytes()))?;
    }
    let _ = std::io::stderr().lock().write_all(answer.words.as_bytes());
    Ok(Exit::of_code(answer.exit))
}

pub(super) fn say_problems(report: &Report<'_>, globals: &Globals) {
    let _ = std::io::stderr().lock().write_all(problems(report, globals).as_bytes());
}

fn problems(report: &Report<'_>, globals: &Globals) -> String {
    let look = Look { color: globals.color_stderr, ..globals.look() };
    let drawn = |it| report::terminal::problem(it, report.sources, look) + "\n";
    report.problems.iter().map(drawn).collect()
}

/// GitHub shows what is appended to this file on the page of the run.
fn write_step_summary(report: &Report<'_>, globals: &Globals) {
    let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|it| !it.is_empty()) else {
        return;
    };
    let text = report::markdown::render(report, globals.language);
    let text = bounded(&text, globals);
    let file = std::fs::OpenOptions::new().append(true).create(true).open(&path);
    if let Err(error) = file.and_then(|mut file| file.write_all(text.as_bytes())) {
        globals.warn(&bilingual!(
            "the step summary could not be written: {error}",
            "无法写入步骤摘要：{error}"
        ));
    }
}

/// Bytes that GitHub takes for the summary of a step: a longer one is refused as a whole.
const SUMMARY: usize = 1000 << 10;

/// The head of the summary, to the end of a line, where it is too long.
fn bounded<'t>(text: &'t str, globals: &Globals) -> Cow<'t, str> {
    if text.len() <= SUMMARY {
        return Cow::Borrowed(text);
    }
    let mut end = SUMMARY;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = &text[..text[..end].rfind('\n').map_or(end, |it| it + 1)];
    let more = bilingual!(
        "The rest is too long for this page: see the log, or `check --format markdown -o FILE`.",
        "其余内容过长：请见日志，或用 check --format markdown -o 文件。"
    );
    Cow::Owned(format!("{head}\n{}\n", globals.say(&more)))
}
