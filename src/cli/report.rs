//! `consonance report`: the harmonization gap report of a corpus, or of one standard.

use std::path::{Path, PathBuf};

use clap::{Args as ClapArgs, ValueEnum};
use jiff::civil::Date;

use super::check::{Level, say_problems};
use super::common::AsOfArgs;
use super::graph::nothing_read;
use super::judge::{judge_on, report_on};
use super::output::{OutputArgs, write_stdout};
use super::policy::RuleArgs;
use super::project::{Besides, InputArgs, Project, Reach, config, rules_to_judge};
use super::revision::Revision;
use super::{CliError, Exit, Globals, bug};
use crate::bilingual;
use crate::config::{Config, FailOn};
use crate::corpus::{AsOf, StandardId};
use crate::report::survey::template::{Template, TemplateError};
use crate::report::survey::{html, json, markdown, xlsx};
use crate::rule::{RuleSet, with_facts};
use crate::source::{
    Encoding, FileId, Instead, Problem, ProblemCode, SourceFile, SourceMap, Span, plural,
};
use crate::survey::{Input, Rate, Since, Survey, compare, rates};

/// Report gaps, conflicts and unharmonized clauses of a corpus, or of one standard against its sources ‖ 报告语料库（或某一标准与其来源之间）的缺口、冲突与未协调的条款
#[derive(ClapArgs, Debug)]
pub(crate) struct Args {
    #[command(flatten)]
    input: InputArgs,
    /// Only this standard, against its sources ‖ 只报告此标准与其来源
    #[arg(long, value_name = "ID")]
    standard: Option<String>,
    /// Say what changed since this date (YYYY-MM-DD: the same texts, judged on that day) or git revision (its texts, judged as now) ‖ 说明自该日期（YYYY-MM-DD：同一文本以该日为准）或 git 修订版（该版文本以现在为准）以来的变化
    #[arg(long, value_name = "DATE|REV")]
    since: Option<String>,
    #[command(flatten)]
    rules: RuleArgs,
    /// How to report ‖ 报告格式
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Write to this file; - is standard output. Without: consonance-report.html or .xlsx for these two, standard output for the others ‖ 写入此文件，- 为标准输出；未给出时 html 和 xlsx 写入 consonance-report.html、.xlsx，其余写到标准输出
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Template in the place of the shipped one, for html and markdown ‖ 代替内置模板的模板文件（用于 html 和 markdown）
    #[arg(long, value_name = "FILE")]
    template: Option<PathBuf>,
    /// Print the shipped template of a format, to start from ‖ 输出某一格式的内置模板，作为起点
    #[arg(long, value_enum, value_name = "FORMAT")]
    print_template: Option<Templated>,
    /// Lowest severity that makes the command fail (default never: a report is no gate, and fail_on of consonance.yaml is for check) ‖ 使命令失败的最低级别（默认 never：报告不是关卡，consonance.yaml 的 fail_on 只用于 check）
    #[arg(long, value_enum, value_name = "LEVEL")]
    fail_on: Option<Level>,
    /// Count only findings that are not in this file, as `consonance baseline` writes it ‖ 只计此文件中没有的发现；由 consonance baseline 写出
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
}

/// Every format; a new one is a line here, and one in [`Format::render`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    #[default]
    Html,
    Markdown,
    Xlsx,
    Json,
}

/// Formats that are made from a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Templated {
    Html,
    Markdown,
}

impl Format {
    /// The key of its template in `templates:` of consonance.yaml.
    fn templated(self) -> Option<&'static str> {
        match self {
            Self::Html => Some("html"),
            Self::Markdown => Some("markdown"),
            Self::Xlsx | Self::Json => None,
        }
    }

    /// Where the report goes without `-o`: what no terminal can show goes to a file.
    fn usual_output(self) -> Option<&'static Path> {
        match self {
            Self::Markdown | Self::Json => None,
            Self::Html => Some(Path::new("consonance-report.html")),
            Self::Xlsx => Some(Path::new("consonance-report.xlsx")),
        }
    }

    fn render(
        self,
        survey: &Survey,
        template: Option<&Template>,
        globals: &Globals,
    ) -> Result<Vec<u8>, CliError> {
        let language = globals.language;
        match self {
            Self::Html => {
                let shipped = html::shipped();
                let template = template.unwrap_or(&shipped);
                let page = html::render(survey, language, template)
                    .map_err(|error| wrong_template(template, error))?;
                Ok(page.into_bytes())
            }
            Self::Markdown => {
                let shipped;
                let template = match template {
                    Some(template) => template,
                    None => {
                        shipped = markdown::shipped();
                        &shipped
                    }
                };
                let (text, fits) = markdown::render(survey, language, template)
                    .map_err(|error| wrong_template(template, error))?;
                if !fits {
                    globals.warn(&bilingual!(
                        "the report is longer than a comment on GitHub may be (65,536 characters)",
                        "报告超过 GitHub 评论的长度上限（65536 个字符）"
                    ));
                }
                Ok(text.into_bytes())
            }
            Self::Xlsx => xlsx::render(survey, language).map_err(|error| {
                let title = bilingual!("the workbook cannot be made", "无法生成工作簿");
                CliError::usage(title).cause(error)
            }),
            Self::Json => {
                let mut bytes = Vec::new();
                json::write(survey, &mut bytes).map_err(|error| {
                    CliError::usage(bilingual!("the report cannot be made", "无法生成报告"))
                        .cause(error)
                })?;
                Ok(bytes)
            }
        }
    }
}

pub(crate) fn run(args: &Args, globals: &Globals) -> Result<Exit, CliError> {
    if let Some(format) = args.print_template {
        let text = match format {
            Templated::Html => html::TEMPLATE,
            Templated::Markdown => markdown::TEMPLATE,
        };
        write_stdout(|out| out.write_all(text.as_bytes()))?;
        return Ok(Exit::Clean);
    }
    let (mut input, mut choice) = (args.input.clone(), args.rules.clone());
    choice.hand_back_paths(&mut input);
    let configured = config(globals)?;
    let rules = rules_to_judge(&configured)?;
    // Wrong templates and revisions are found before the work is done.
    let template = template(args, &configured)?;
    let since = args.since.as_deref().map(|it| since(it, &input, &configured)).transpose()?;
    let baseline = args.baseline.clone().or_else(|| configured.baseline.clone());
    let named = &input.paths;
    let work = Work { args, choice: &choice, rules: &rules, globals, named };
    let from = since.as_ref().map(|it| &it.0);
    if let Some(links @ 1..) = since.as_ref().and_then(|it| it.1.as_ref()).map(|it| it.links) {
        let are = plural(links, "link of the revision is", "links of the revision are");
        globals.warn(&bilingual!(
            "{links} symbolic {are} not followed",
            "未跟随该修订版中的 {links} 个符号链接"
        ));
    }
    let besides =
        Besides { baseline: baseline.as_deref(), reach: Reach::Whole, ..Besides::default() };
    let mut made = work.survey(&input, configured, besides, from)?;
    let is_planned = made.survey.coverage.as_ref().is_some_and(|it| it.planned);
    if made.survey.standards.is_empty() && !made.unread && !is_planned {
        globals.warn(&nothing_read());
    }
    if let Some((since, revision)) = &since {
        let earlier = work.earlier(&input, since, revision.as_ref())?;
        made.whole &= earlier.whole;
        compare(&mut made.survey, &earlier.survey, since, std::mem::take(&mut made.rates));
    }
    let bytes = args.format.render(&made.survey, template.as_ref(), globals)?;
    let output = args.output.clone().or_else(|| args.format.usual_output().map(Path::to_owned));
    let output = OutputArgs { output };
    output.write(|out| out.write_all(&bytes))?;
    if let (Some(path), None) = (&output.output, &args.output) {
        let path = path.display();
        globals.note(&bilingual!("written to {path}", "已写入 {path}"));
    }
    Ok(made.exit(globals))
}

/// What is the same for both surveys of a run.
struct Work<'a> {
    args: &'a Args,
    choice: &'a RuleArgs,
    rules: &'a RuleSet,
    globals: &'a Globals,
    /// The paths of the command line.
    named: &'a [PathBuf],
}

/// A survey, and what the command comes to.
struct Made {
    survey: Survey,
    rates: Vec<Rate>,
    whole: bool,
    fails: bool,
    unread: bool,
}

impl Made {
    fn exit(&self, globals: &Globals) -> Exit {
        let mut exit = Exit::Clean;
        if self.fails {
            exit = exit.and(Exit::Findings);
        }
        if self.unread {
            exit = exit.and(Exit::Unreadable);
        }
        if !self.whole {
            bug::report(globals.language);
            exit = exit.and(Exit::Bug);
        }
        exit
    }
}

impl Work<'_> {
    fn survey(
        &self,
        input: &InputArgs,
        config: Config,
        besides: Besides<'_>,
        since: Option<&Since>,
    ) -> Result<Made, CliError> {
        let is_earlier = besides.instead.is_some();
        let mut project = Project::load_with(input, config, besides, self.globals)?;
        if let Some(id) = &self.args.standard {
            match one(&project, id) {
                Ok(only) => project.judge_only(only),
                // It was not there yet: everything about it is new.
                Err(_) if is_earlier => project.judge_nothing(),
                Err(error) => return Err(error),
            }
        }
        let policy = project.policy(self.choice, self.rules)?;
        let fail_on = self.args.fail_on.map_or(FailOn::Never, FailOn::from).severity();
        Ok(with_facts(&project.corpus, &policy, |facts| {
            let (outcome, whole) = judge_on(self.rules, &project, &policy, facts);
            let report = report_on(&project, self.rules, &policy, outcome);
            let survey = Survey::of(&Input {
                facts,
                rules: self.rules,
                policy: &policy,
                findings: &report.findings,
                not_checkable: &report.not_checkable,
                problems: &report.problems,
                clauses: report.examined.clauses,
                references: report.examined.references,
                files: report.examined.files,
                paths: paths(&project, input),
                single: self.args.standard.is_some(),
                scheme: project.scheme(),
            });
            if !is_earlier {
                say_problems(&report, self.globals);
            }
            Made {
                survey,
                rates: since.map(|it| rates(facts, it)).unwrap_or_default(),
                whole,
                fails: report.open().any(|it| fail_on.is_some_and(|level| it.severity >= level)),
                unread: report.problems.iter().any(|it| it.code.is_failure()),
            }
        }))
    }

    /// The same on an earlier day, or on earlier texts. Neither is held against a baseline, which is
    /// of today.
    fn earlier(
        &self,
        input: &InputArgs,
        since: &Since,
        revision: Option<&Revision>,
    ) -> Result<Made, CliError> {
        let mut input = input.clone();
        if let Since::Date(date) = since {
            input.as_of = AsOfArgs::at(AsOf::Date(*date));
        }
        let mut config = config(self.globals)?;
        let instead: Option<&Instead> = revision.map(|it| &it.instead);
        if let Some(instead) = instead {
            // What was not there yet is no mistake of an earlier revision.
            let there = |it: &PathBuf| it.as_os_str() == "-" || instead.real(it).exists();
            for paths in [&mut input.paths, &mut input.corpus] {
                paths.retain(there);
            }
            for paths in [&mut config.drafts, &mut config.corpus] {
                paths.retain(there);
            }
            if input.paths.is_empty() && (config.drafts.is_empty() || !self.named.is_empty()) {
                let name = self.args.since.as_deref().unwrap_or_default();
                return Err(CliError::usage(bilingual!(
                    "{name} has none of the files that are judged now",
                    "{name} 中没有现在所检查的任何文件"
                ))
                .help(bilingual!("compare with a later revision", "请与更晚的修订版比较")));
            }
        }
        let besides = Besides { instead, reach: Reach::Whole, ..Besides::default() };
        self.survey(&input, config, besides, None)
    }
}

type Earlier = (Since, Option<Revision>);

/// A date, or a revision of the repository around the configuration or the working folder.
fn since(word: &str, input: &InputArgs, config: &Config) -> Result<Earlier, CliError> {
    if let Some(date) = word.parse::<Date>().ok().filter(|_| word.len() == 10) {
        let as_of = input.as_of.get().or(config.as_of).unwrap_or_else(AsOf::today);
        return match as_of {
            AsOf::Date(until) if date < until => Ok((Since::Date(date), None)),
            AsOf::Date(until) => Err(CliError::usage(bilingual!(
                "{date} is not before {until}, the day of the report",
                "{date} 不早于报告日期 {until}"
            ))),
            AsOf::Publication => Err(CliError::usage(bilingual!(
                "--since DATE needs a day to compare with, and --as-of is publication",
                "--since 日期须与某一日比较，而 --as-of 为 publication"
            ))
            .help(bilingual!("give --as-of a date", "请为 --as-of 给出日期"))),
        };
    }
    if is_shaped_like_a_date(word) {
        return Err(CliError::usage(bilingual!("there is no day {word}", "没有 {word} 这一天"))
            .help(bilingual!("write YYYY-MM-DD", "请写作 YYYY-MM-DD")));
    }
    let folder = config.path.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
    let drafts = if input.paths.is_empty() { &config.drafts } else { &input.paths };
    let others = if input.corpus.is_empty() { &config.corpus } else { &input.corpus };
    let paths: Vec<PathBuf> = drafts.iter().chain(others).cloned().collect();
    let revision = Revision::take(word, folder, &paths)?;
    Ok((Since::Revision(word.to_owned(), revision.date), Some(revision)))
}

/// Four digits, two and two: nobody calls a revision so.
fn is_shaped_like_a_date(word: &str) -> bool {
    let is = |(at, it): (usize, u8)| match at {
        4 | 7 => it == b'-',
        _ => it.is_ascii_digit(),
    };
    word.len() == 10 && word.bytes().enumerate().all(is)
}

/// The user's template: of the command line, else of the configuration.
fn template(args: &Args, config: &Config) -> Result<Option<Template>, CliError> {
    let Some(format) = args.format.templated() else {
        return match &args.template {
            Some(_) => Err(CliError::usage(bilingual!(
                "this format is not made from a template",
                "此格式不使用模板"
            ))
            .help(bilingual!("use --format html or markdown", "请用 --format html 或 markdown"))),
            None => Ok(None),
        };
    };
    let configured = config.templates.iter().find(|it| it.0 == format).map(|it| &it.1);
    let Some(path) = args.template.as_ref().or(configured) else { return Ok(None) };
    let shown = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| {
        CliError::usage(bilingual!("cannot read the template {shown}", "无法读取模板 {shown}"))
            .cause(error)
            .help(bilingual!(
                "`consonance report --print-template {format}` writes one to start from",
                "可用 consonance report --print-template {format} 写出内置模板"
            ))
    })?;
    Ok(Some(Template { name: path.to_string_lossy().replace('\\', "/"), text }))
}

/// A mistake in a template, drawn at its place.
fn wrong_template(template: &Template, error: TemplateError) -> CliError {
    let Some(place) = error.place else {
        let name = &template.name;
        let (en, zh) = (&error.message.en, &error.message.zh);
        return CliError::usage(bilingual!("{name}: {en}", "{name}：{zh}"));
    };
    let mut sources = SourceMap::new();
    let name = template.name.clone();
    sources.add(|id| SourceFile::text_file(id, name, Encoding::Utf8, template.text.clone()));
    let span = Span::new(FileId::from_index(0), place.start, place.end);
    CliError::problems(sources, vec![Problem::at(ProblemCode::Syntax, span, error.message)])
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
            "{id} is only named, its description is not there",
            "{id} 仅被提及，未提供其内容"
        ))
        .help(bilingual!(
            "add the file that describes it to the paths, or to --corpus",
            "请将描述它的文件加入路径或 --corpus"
        ))
    })
}
