//! Help in the user's language.
//!
//! Doc comments of commands and flags carry both languages, `English ‖ 中文`, so that nobody can
//! write one without the other; here the half that is asked for is kept.

use clap::{Arg, Command};

use crate::source::Language;

/// What stands between the English and the Chinese half of a help text.
const SEPARATOR: &str = "‖";

/// The half of `text` in `language`.
fn half(text: &str, language: Language) -> &str {
    match (text.split_once(SEPARATOR), language) {
        (Some((en, _)), Language::En) => en.trim(),
        (Some((_, zh)), Language::Zh) => zh.trim(),
        (None, _) => text.trim(),
    }
}

/// The command with its help, and that of all its subcommands, in `language`.
pub(super) fn localise(command: Command, language: Language) -> Command {
    let about = command.get_about().map(|it| half(&it.to_string(), language).to_owned());
    let after = command.get_after_help().map(|it| half(&it.to_string(), language).to_owned());
    let mut command = command
        .mut_args(|arg| localise_argument(arg, language))
        .mut_subcommands(|it| localise(it, language))
        .disable_help_flag(true)
        .disable_help_subcommand(true);
    if let Some(about) = about {
        command = command.about(about);
    }
    if let Some(after) = after {
        command = command.after_help(after);
    }
    match language {
        Language::En => command,
        Language::Zh => command
            .help_template("{about-with-newline}\n用法: {usage}\n\n{all-args}{after-help}")
            .subcommand_help_heading("命令")
            .subcommand_value_name("命令"),
    }
}

fn localise_argument(arg: Arg, language: Language) -> Arg {
    let help = arg.get_help().map(|it| half(&it.to_string(), language).to_owned());
    let Language::Zh = language else {
        return match help {
            Some(help) => arg.help(help),
            None => arg,
        };
    };
    let heading = match arg.get_help_heading() {
        Some("Common options") => "通用选项",
        _ if arg.is_positional() => "参数",
        _ => "选项",
    };
    let mut help = help.unwrap_or_default();
    let join = |words: Vec<String>| words.join(", ");
    if !arg.get_action().takes_values() {
        return arg.help(help).help_heading(heading);
    }
    let values: Vec<String> =
        arg.get_possible_values().iter().map(|it| it.get_name().to_owned()).collect();
    let defaults: Vec<String> =
        arg.get_default_values().iter().map(|it| it.to_string_lossy().into_owned()).collect();
    if !defaults.is_empty() {
        help.push_str(&format!(" [默认: {}]", join(defaults)));
    }
    if !values.is_empty() {
        help.push_str(&format!(" [可选: {}]", join(values)));
    }
    arg.help(help).help_heading(heading).hide_default_value(true).hide_possible_values(true)
}

#[cfg(test)]
mod tests {
    use super::{SEPARATOR, half};
    use crate::source::Language;

    /// Every command and flag has help in both languages.
    #[test]
    fn help_is_complete_in_both_languages() {
        fn walk(command: &clap::Command, missing: &mut Vec<String>) {
            let path = command.get_name();
            let mut see = |what: String, text: Option<String>| {
                if text.is_none_or(|it| it.matches(SEPARATOR).count() != 1) {
                    missing.push(what);
                }
            };
            see(path.to_owned(), command.get_about().map(ToString::to_string));
            for arg in command.get_arguments() {
                see(format!("{path} {}", arg.get_id()), arg.get_help().map(ToString::to_string));
            }
            for it in command.get_subcommands() {
                walk(it, missing);
            }
        }
        let mut missing = Vec::new();
        walk(&crate::cli::raw_command(), &mut missing);
        assert!(missing.is_empty(), "no `English ‖ 中文` help: {missing:?}");
    }

    #[test]
    fn the_half_asked_for_is_kept() {
        assert_eq!(half("Print help ‖ 显示帮助", Language::En), "Print help");
        assert_eq!(half("Print help ‖ 显示帮助", Language::Zh), "显示帮助");
    }
}
