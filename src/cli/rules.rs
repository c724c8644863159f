//! `consonance rules`: the list, and `rules test`: their examples run.

use std::fmt::Write as _;

use clap::{Args as ClapArgs, Subcommand, ValueEnum};

use super::explain::unknown;
use super::output::OutputArgs;
use super::project::{config, rules};
use super::rule_page::{Entry, Page};
use super::{CliError, Exit, Globals, output};
use crate::bilingual;
use crate::finding::Confidence;
use crate::finding::waiver::Fault;
use crate::report::{columns, terminal};
use crate::rule::examples::{self, Expectation};
use crate::rule::{Profiles, Rule, RuleSet};
use crate::source::{Bilingual, Problem, ProblemCode, plural};

/// List the rules, or test them ‖ 列出规则，或测试规则
#[derive(ClapArgs, Debug)]
#[command(args_conflicts_with_subcommands = true, subcommand_value_name = "COMMAND")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Option<Sub>,
    /// Only these: codes (REF007) or heads of codes (REF) ‖ 只列出这些：代码（REF007）或代码前缀（REF）
    #[arg(value_name = "CODE")]
    select: Vec<String>,
    /// How to answer; markdown is the rule reference ‖ 输出格式；markdown 为规则手册
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    #[default]
    Terminal,
    Json,
    Markdown,
}

#[derive(Subcommand, Debug)]
enum Sub {
    /// Run the examples of rules: bad ones must give the finding, good ones must not ‖ 运行规则的示例：反例须得到发现，正例不得
    Test(TestArgs),
}

#[derive(ClapArgs, Debug)]
struct TestArgs {
    /// Only these: codes (REF007) or heads of codes (REF) ‖ 只测试这些：代码（REF007）或代码前缀（REF）
    #[arg(value_name = "CODE")]
    select: Vec<String>,
}

pub(crate) fn run(args: &Args, globals: &Globals) -> Result<Exit, CliError> {
    let rules = rules(&config(globals)?)?;
    if let Some(Sub::Test(args)) = &args.command {
        return test(&rules, &args.select, globals);
    }
    let chosen = choose(&rules, &args.select)?;
    let text = match args.format {
        Format::Terminal => list(&chosen, globals),
        Format::Json => {
            let rules = chosen.rules.iter().map(|it| Entry::new(it, globals.language));
            let faults = chosen.faults.iter().map(|it| Entry::of_fault(*it, globals.language));
            let entries: Vec<_> = rules.chain(faults).collect();
            serde_json::to_string_pretty(&entries).unwrap_or_default() + "\n"
        }
        Format::Markdown => reference(&rules, &chosen, globals)?,
    };
    args.output.write(|out| out.write_all(text.as_bytes()))?;
    Ok(Exit::Clean)
}

/// What is listed.
struct Chosen<'r> {
    rules: Vec<&'r Rule>,
    /// Findings about waivers and the baseline, which no rule file makes.
    faults: Vec<Fault>,
}

fn choose<'r>(rules: &'r RuleSet, select: &[String]) -> Result<Chosen<'r>, CliError> {
    let names = |selector: &String, fault: Fault| {
        selector == Fault::FAMILY || selector == "ALL" || selector == fault.code()
    };
    for selector in select {
        let is_fault = Fault::ALL.into_iter().any(|it| names(selector, it));
        if !is_fault && rules.matching(selector).next().is_none() {
            return Err(unknown(selector, rules));
        }
    }
    let wanted = |rule: &&Rule| {
        select.is_empty()
            || select.iter().any(|it| rules.matching(it).any(|it| it.code == rule.code))
    };
    let mut chosen: Vec<&Rule> = rules.iter().filter(wanted).collect();
    chosen.sort_by(|a, b| (&a.family, &a.code).cmp(&(&b.family, &b.code)));
    let wanted = |it: &Fault| select.is_empty() || select.iter().any(|each| names(each, *it));
    let faults = Fault::ALL.into_iter().filter(wanted).collect();
    Ok(Chosen { rules: chosen, faults })
}

/// A line a rule, by family.
fn list(chosen: &Chosen<'_>, globals: &Globals) -> String {
    let language = globals.language;
    let bold =
        |text: &str| if globals.color { format!("\x1b[1m{text}\x1b[0m") } else { text.to_owned() };
    let mut out = String::new();
    let mut family = "";
    for rule in &chosen.rules {
        if rule.family != family {
            let blank = if family.is_empty() { "" } else { "\n" };
            family = &rule.family;
            let _ = writeln!(out, "{blank}{}", bold(family));
        }
        let severity = terminal::severity_word(rule.usual_severity());
        let severity = severity.get(language);
        let pad = 7_usize.saturating_sub(columns(severity));
        let mut marks = Vec::new();
        if rule.confidence == Confidence::Heuristic {
            marks.push(bilingual!("heuristic", "启发式"));
        }
        if let Some(fix) = &rule.fix {
            marks.push(match fix.is_safe() {
                true => bilingual!("fix", "可修复"),
                false => bilingual!("suggestion", "附建议"),
            });
        }
        let marks: Vec<_> = marks.iter().map(|it: &Bilingual| it.get(language)).collect();
        let marks =
            if marks.is_empty() { String::new() } else { format!(" ({})", marks.join(", ")) };
        let _ = writeln!(
            out,
            "  {}  {severity}{:pad$}  {}{marks}",
            rule.code,
            "",
            rule.title.get(language)
        );
    }
    if !chosen.faults.is_empty() {
        let blank = if family.is_empty() { "" } else { "\n" };
        let _ = writeln!(out, "{blank}{}", bold("living"));
    }
    for fault in &chosen.faults {
        let severity = terminal::severity_word(Fault::SEVERITY);
        let severity = severity.get(language);
        let pad = 7_usize.saturating_sub(columns(severity));
        let _ = writeln!(
            out,
            "  {}  {severity}{:pad$}  {}",
            fault.code(),
            "",
            fault.title().get(language)
        );
    }
    let count = chosen.rules.len() + chosen.faults.len();
    let noun = plural(count, "rule", "rules");
    let total = bilingual!(
        "{count} {noun}; `consonance explain CODE` tells all about one",
        "共 {count} 条规则；consonance explain 代码 可查看详情"
    );
    let _ = writeln!(out, "\n{}", globals.say(&total));
    out
}

/// The rule reference: what `docs/rules.md` is made of.
fn reference(rules: &RuleSet, chosen: &Chosen<'_>, globals: &Globals) -> Result<String, CliError> {
    let language = globals.language;
    let profiles =
        Profiles::built_in().map_err(|it| CliError::problems(it.sources, it.problems))?;
    let title = bilingual!("# Rules", "# 规则");
    let intro = bilingual!(
        "Made by `consonance rules --format markdown` from the files in `rules/`. A heuristic rule is off unless a profile\nor the user selects it; profiles may change severities.",
        "由 `consonance rules --format markdown` 根据 `rules/` 中的文件生成。启发式规则默认不启用，除非由配置方案或用户选用；\n配置方案可调整级别。"
    );
    let mut out = format!("{}\n\n{}\n", globals.say(&title), globals.say(&intro));
    let _ = writeln!(
        out,
        "\n{}\n|---|---|---|",
        globals.say(&bilingual!("| Code | Title | Severity |", "| 代码 | 名称 | 级别 |"))
    );
    let rows =
        chosen.rules.iter().map(|it| (it.code.as_str(), it.title.clone(), it.usual_severity()));
    let faults = chosen.faults.iter().map(|it| (it.code(), it.title(), Fault::SEVERITY));
    for (code, title, severity) in rows.chain(faults) {
        let title = title.get(language);
        let (anchor, severity) = (anchor(code, title), terminal::severity_word(severity));
        let _ = writeln!(out, "| [{code}](#{anchor}) | {title} | {} |", severity.get(language));
    }
    let mut family = "";
    for rule in &chosen.rules {
        if rule.family != family {
            family = &rule.family;
            let _ = writeln!(out, "\n## {family}");
        }
        let page = Page::new(rules, &profiles, rule).markdown(language);
        let _ = write!(out, "\n{}", page.trim_end());
        out.push('\n');
    }
    if !chosen.faults.is_empty() {
        let _ = writeln!(out, "\n## living");
    }
    for fault in &chosen.faults {
        let page = [fault.title(), fault.why(), fault.help()];
        let [title, why, help] = page.each_ref().map(|it| it.get(language));
        let severity = terminal::severity_word(Fault::SEVERITY);
        let severity = severity.get(language);
        let _ = writeln!(out, "\n### {} {title}\n\n*{severity}*\n\n{why}\n\n{help}", fault.code());
    }
    Ok(out)
}

/// The anchor that GitHub gives a heading.
fn anchor(code: &str, title: &str) -> String {
    let heading = format!("{code} {title}").to_lowercase();
    let kept = heading.chars().filter(|it| it.is_alphanumeric() || matches!(it, ' ' | '-' | '_'));
    kept.map(|it| if it == ' ' { '-' } else { it }).collect()
}

fn test(rules: &RuleSet, select: &[String], globals: &Globals) -> Result<Exit, CliError> {
    let chosen = choose(rules, select)?.rules;
    let profiles =
        Profiles::built_in().map_err(|it| CliError::problems(it.sources, it.problems))?;
    let results =
        examples::run(rules, &profiles, |rule| chosen.iter().any(|it| it.code == rule.code));
    let mut out = String::new();
    let mut failed = 0;
    for result in &results {
        let Some(failure) = &result.failure else { continue };
        failed += 1;
        let number = result.index + 1;
        let (code, en, zh) = (&result.code, &failure.en, &failure.zh);
        let message = match result.expectation {
            Expectation::Bad => {
                bilingual!("{code}: bad example {number} {en}", "{code}：反例 {number} {zh}")
            }
            Expectation::Good => {
                bilingual!("{code}: good example {number} {en}", "{code}：正例 {number} {zh}")
            }
        };
        let problem = Problem::at(ProblemCode::Example, result.span, message);
        out.push_str(&terminal::problem(&problem, rules.sources(), globals.look()));
        out.push('\n');
    }
    let without: Vec<&str> = chosen
        .iter()
        .filter(|it| it.bad.is_empty() || it.good.is_empty())
        .map(|it| it.code.as_str())
        .collect();
    if !without.is_empty() {
        let list = without.join(", ");
        let text = bilingual!("without a bad and a good example: {list}", "缺少反例或正例：{list}");
        let _ = writeln!(out, "{}\n", globals.say(&text));
    }
    let (count, of) = (results.len(), chosen.len());
    let examples = plural(count, "example", "examples");
    let noun = plural(of, "rule", "rules");
    let summary = bilingual!(
        "{count} {examples} of {of} {noun}: {failed} failed",
        "{of} 条规则的 {count} 个示例：{failed} 个未通过"
    );
    let _ = writeln!(out, "{}", globals.say(&summary));
    output::write_stdout(|sink| sink.write_all(out.as_bytes()))?;
    Ok(if failed > 0 || !without.is_empty() { Exit::Findings } else { Exit::Clean })
}
