//! Flags and manners that commands share.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::bilingual;
use crate::corpus::AsOf;
use crate::report::Look;
use crate::source::{Bilingual, Language};

/// When to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

/// The language of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LanguageArg {
    En,
    Zh,
}

/// Formats of commands that print a short answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextFormat {
    #[default]
    Terminal,
    Json,
}

/// Flags that every command takes.
#[derive(Args, Debug)]
#[command(next_help_heading = "Common options")]
pub(crate) struct GlobalArgs {
    /// Language of messages; otherwise from LC_ALL, LC_MESSAGES, LANG ‖ 消息的语言；未给出时取自 LC_ALL、LC_MESSAGES、LANG
    #[arg(long, global = true, value_enum, value_name = "LANG")]
    pub(crate) lang: Option<LanguageArg>,
    /// When to colour; NO_COLOR is honoured ‖ 何时使用颜色；遵守 NO_COLOR
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub(crate) color: Color,
    /// Say less: only findings and errors (twice: only the exit code and errors) ‖ 少说：只输出发现和错误（两次：只输出错误）
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) quiet: u8,
    /// Say more ‖ 多说
    #[arg(short, long, global = true, action = clap::ArgAction::Count, conflicts_with = "quiet")]
    pub(crate) verbose: u8,
    /// Configuration file; otherwise consonance.yaml here or in a folder above ‖ 配置文件；未给出时为此处或上级文件夹中的 consonance.yaml
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Threads to use; 0 is one for each core ‖ 线程数；0 表示每核一个
    #[arg(long, global = true, default_value_t = 0, value_name = "N")]
    pub(crate) threads: usize,
    /// Print help ‖ 显示帮助
    #[arg(short, long, global = true, action = clap::ArgAction::Help)]
    help: Option<bool>,
}

/// The flag `--as-of`, for commands whose answer depends on a date.
#[derive(Args, Clone, Copy, Debug, Default)]
pub(crate) struct AsOfArgs {
    /// Judge as on this date, YYYY-MM-DD (default today), or `publication`: each standard on its own date of publication ‖ 以此日期为准（YYYY-MM-DD，默认今天）；publication 表示以各标准的发布日期为准
    #[arg(long = "as-of", value_name = "DATE", value_parser = parse_as_of)]
    as_of: Option<AsOf>,
}

impl AsOfArgs {
    /// A date that another was given in the place of.
    #[must_use]
    pub(crate) fn at(as_of: AsOf) -> Self {
        Self { as_of: Some(as_of) }
    }

    /// What was asked for.
    #[must_use]
    pub(crate) fn get(self) -> Option<AsOf> {
        self.as_of
    }
}

fn parse_as_of(text: &str) -> Result<AsOf, String> {
    text.parse().map_err(|_| "YYYY-MM-DD | publication".to_owned())
}

/// What a command knows about how to speak, worked out once from flags and environment.
#[derive(Clone, Debug)]
pub(crate) struct Globals {
    /// Language of every message.
    pub(crate) language: Language,
    /// Whether what goes to standard output is coloured.
    pub(crate) color: bool,
    /// Whether what goes to standard error is coloured.
    pub(crate) color_stderr: bool,
    /// Columns to fill on standard output.
    pub(crate) width: usize,
    /// `-q`, counted.
    pub(crate) quiet: u8,
    /// `-v`, counted.
    pub(crate) verbose: u8,
    /// `--config`.
    pub(crate) config: Option<PathBuf>,
}

/// Columns where there is no terminal to ask: pipes, files, CI logs.
const DEFAULT_WIDTH: usize = 100;
/// Lines longer than this are hard to read however wide the terminal is.
const MAX_WIDTH: usize = 160;

impl Globals {
    /// From the flags and the environment.
    #[must_use]
    pub(crate) fn new(args: &GlobalArgs, language: Language) -> Self {
        let stdout = std::io::stdout().is_terminal();
        let stderr = std::io::stderr().is_terminal();
        Self {
            language,
            color: colored(args.color, stdout),
            color_stderr: colored(args.color, stderr),
            width: width(),
            quiet: args.quiet,
            verbose: args.verbose,
            config: args.config.clone(),
        }
    }

    /// The text in the user's language.
    #[must_use]
    pub(crate) fn say<'a>(&self, text: &'a Bilingual) -> &'a str {
        text.get(self.language)
    }

    /// How a report on standard output is to look.
    #[must_use]
    pub(crate) fn look(&self) -> Look {
        Look {
            language: self.language,
            color: self.color,
            width: self.width,
            verbose: self.verbose,
            quiet: self.quiet,
        }
    }

    /// A word on stderr, unless `-q`. A closed stderr is nobody's fault.
    pub(crate) fn note(&self, text: &Bilingual) {
        if self.quiet == 0 {
            let _ = writeln!(std::io::stderr().lock(), "{}", self.say(text));
        }
    }

    /// A warning on stderr, unless `-qq`.
    pub(crate) fn warn(&self, text: &Bilingual) {
        let _ = std::io::stderr().lock().write_all(self.warning(text).as_bytes());
    }

    /// The line of a warning; empty with `-qq`.
    pub(crate) fn warning(&self, text: &Bilingual) -> String {
        let word = bilingual!("warning", "警告");
        match self.quiet {
            0 | 1 => format!("{}: {}\n", self.say(&word), self.say(text)),
            _ => String::new(),
        }
    }

    /// What to do next, on stderr after a blank line, unless `-q`.
    pub(crate) fn hint(&self, text: &Bilingual) {
        if self.quiet == 0 {
            let word = bilingual!("hint", "提示");
            let _ = writeln!(std::io::stderr().lock(), "\n{}: {}", self.say(&word), self.say(text));
        }
    }
}

/// How to speak before the flags are known.
pub(crate) fn plain_look(language: Language) -> Look {
    Look { language, color: false, width: width(), verbose: 0, quiet: 0 }
}

fn colored(color: Color, terminal: bool) -> bool {
    let set =
        |name| std::env::var_os(name).is_some_and(|value: std::ffi::OsString| !value.is_empty());
    match color {
        Color::Always => true,
        Color::Never => false,
        // https://no-color.org: any value that is not empty
        Color::Auto => {
            terminal && !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|it| it != "dumb")
        }
    }
}

fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|it| it.parse::<usize>().ok());
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    columns.filter(|&it| it > 0).or_else(terminal).unwrap_or(DEFAULT_WIDTH).clamp(40, MAX_WIDTH)
}

/// The language asked for by the arguments (looked at before they are parsed, because help and
/// usage errors speak it too) or else by the environment.
#[must_use]
pub(crate) fn language(arguments: &[std::ffi::OsString]) -> Language {
    let mut arguments = arguments.iter().filter_map(|it| it.to_str()).take_while(|it| *it != "--");
    while let Some(argument) = arguments.next() {
        let value = match argument.strip_prefix("--lang") {
            Some("") => arguments.next(),
            Some(rest) => rest.strip_prefix('='),
            None => continue,
        };
        match value {
            Some("zh") => return Language::Zh,
            Some("en") => return Language::En,
            _ => {}
        }
    }
    let of_environment = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|it| !it.is_empty()));
    match of_environment {
        Some(locale) if locale.starts_with("zh") => Language::Zh,
        _ => Language::En,
    }
}
