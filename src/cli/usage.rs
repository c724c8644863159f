//! What the argument parser has against the arguments, in our own words and both languages.

use std::fmt::Write as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::CliError;
use crate::bilingual;
use crate::source::Bilingual;

/// The parser's complaint as ours. `None` for help and version, which are no complaints.
pub(super) fn error(error: &clap::Error) -> Option<CliError> {
    let get = |kind| error.get(kind).map(words).unwrap_or_default();
    let argument = get(ContextKind::InvalidArg);
    let value = get(ContextKind::InvalidValue);
    let title = match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => return None,
        ErrorKind::UnknownArgument => {
            bilingual!("unknown option {argument}", "未知选项 {argument}")
        }
        ErrorKind::InvalidSubcommand => {
            let name = get(ContextKind::InvalidSubcommand);
            bilingual!("unknown command {name}", "未知命令 {name}")
        }
        ErrorKind::MissingSubcommand => bilingual!("no command given", "没有给出命令"),
        ErrorKind::MissingRequiredArgument => bilingual!("missing: {argument}", "缺少: {argument}"),
        ErrorKind::ArgumentConflict if get(ContextKind::PriorArg).is_empty() => bilingual!(
            "{argument} cannot be used with other options",
            "{argument} 不能与其他选项同时使用"
        ),
        ErrorKind::ArgumentConflict => {
            let other = get(ContextKind::PriorArg);
            bilingual!(
                "{argument} cannot be used with {other}",
                "{argument} 不能与 {other} 同时使用"
            )
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            bilingual!("{argument} needs a value", "{argument} 需要一个值")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            bilingual!("'{value}' is no value for {argument}", "“{value}”不能作为 {argument} 的值")
        }
        ErrorKind::InvalidUtf8 => bilingual!("an argument is not UTF-8", "有参数不是 UTF-8 编码"),
        _ => {
            let text = error.to_string();
            let line =
                text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
            return Some(CliError::usage(Bilingual::new(line.clone(), line)).help(more()));
        }
    };
    let mut complaint = CliError::usage(title);
    if let Some(source) = std::error::Error::source(error) {
        complaint = complaint.cause(source);
    }
    Some(complaint.help(help(error)))
}

/// The nearest right word, or the words there are, or where to read on.
fn help(error: &clap::Error) -> Bilingual {
    let near =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
            .into_iter()
            .find_map(|kind| error.get(kind));
    if let Some(near) = near {
        let near = words(near);
        return bilingual!("did you mean {near}?", "您是指 {near} 吗？");
    }
    let valid = [ContextKind::ValidValue, ContextKind::ValidSubcommand]
        .into_iter()
        .find_map(|kind| error.get(kind))
        .map(words)
        .filter(|it| !it.is_empty());
    match valid {
        Some(valid) => bilingual!("one of {valid}", "可选: {valid}"),
        None => more(),
    }
}

fn more() -> Bilingual {
    bilingual!(
        "consonance --help lists commands, consonance COMMAND --help its options",
        "consonance --help 列出命令，consonance 命令 --help 列出其选项"
    )
}

fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        ContextValue::Number(number) => number.to_string(),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::StyledStrs(texts) => texts.iter().fold(String::new(), |mut all, text| {
            let _ = write!(all, "{}{text}", if all.is_empty() { "" } else { ", " });
            all
        }),
        _ => String::new(),
    }
}
