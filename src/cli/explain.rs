//! `consonance explain CODE`: one rule with everything behind it.

use clap::Args as ClapArgs;

use super::common::TextFormat;
use super::project::{config, rules};
use super::rule_page::{Entry, Page};
use super::{CliError, Exit, Globals, output};
use crate::bilingual;
use crate::finding::waiver::Fault;
use crate::rule::{Profiles, RuleSet};

/// Explain a rule: why, source, condition, examples ‖ 解释一条规则：理由、依据、条件、示例
#[derive(ClapArgs, Debug)]
pub(crate) struct Args {
    /// Codes of rules, such as REF007 ‖ 规则代码，如 REF007
    #[arg(value_name = "CODE", required = true)]
    codes: Vec<String>,
    /// How to answer ‖ 输出格式
    #[arg(long, value_enum, default_value_t)]
    format: TextFormat,
}

pub(crate) fn run(args: &Args, globals: &Globals) -> Result<Exit, CliError> {
    let rules = rules(&config(globals)?)?;
    let profiles =
        Profiles::built_in().map_err(|it| CliError::problems(it.sources, it.problems))?;
    let mut pages = Vec::new();
    for code in &args.codes {
        if let Some(fault) = Fault::from_code(&code.to_ascii_uppercase()) {
            pages.push(of_waivers(fault, args.format, globals));
            continue;
        }
        let rule = rules.get(&code.to_ascii_uppercase()).ok_or_else(|| unknown(code, &rules))?;
        pages.push(match args.format {
            TextFormat::Terminal => Page::new(&rules, &profiles, rule).terminal(globals.look()),
            TextFormat::Json => {
                let entry = Entry::new(rule, globals.language);
                serde_json::to_string_pretty(&entry).unwrap_or_default() + "\n"
            }
        });
    }
    output::write_stdout(|out| out.write_all(pages.join("\n").as_bytes()))?;
    Ok(Exit::Clean)
}

/// What is wrong with a waiver is no rule, but is explained like one.
fn of_waivers(fault: Fault, format: TextFormat, globals: &Globals) -> String {
    let (code, title, why, help) = (fault.code(), fault.title(), fault.why(), fault.help());
    let (title, why, help) = (globals.say(&title), globals.say(&why), globals.say(&help));
    match format {
        TextFormat::Terminal => format!("{code} {title}\n\n{why}\n\n{help}\n"),
        TextFormat::Json => {
            let entry = Entry::of_fault(fault, globals.language);
            serde_json::to_string_pretty(&entry).unwrap_or_default() + "\n"
        }
    }
}

/// No such rule, and which one was probably meant.
pub(super) fn unknown(code: &str, rules: &RuleSet) -> CliError {
    let error = CliError::usage(bilingual!("no rule is called `{code}`", "没有名为“{code}”的规则"));
    error.help(match rules.nearest(code) {
        Some(near) => bilingual!("did you mean `{near}`?", "是否应为“{near}”？"),
        None => bilingual!("consonance rules lists them", "consonance rules 可列出所有规则"),
    })
}
