//! The command line: the only place that prints and exits.
//!
//! A command is one file with `Args` (its flags) and `run`; it is entered in [`commands!`] and
//! nowhere else. Help texts are written `English ‖ 中文`, see [`localise`].

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::report::Look;
use crate::source::Language;

mod align;
mod baseline;
mod bug;
mod cache;
mod check;
mod common;
mod compare;
mod completions;
mod coverage;
mod desk;
mod diff;
mod error;
mod exit;
mod explain;
mod fix;
mod graph;
mod id;
mod impact;
mod import;
mod init;
mod judge;
mod localise;
mod lsp;
mod output;
mod pack;
mod policy;
mod progress;
mod project;
mod report;
mod revision;
mod rule_page;
mod rules;
mod schema;
mod sides;
mod usage;

pub(crate) use common::Globals;
pub(crate) use error::CliError;
pub(crate) use exit::Exit;

/// Find where standards do not agree: gaps, conflicts and unharmonized clauses ‖ 找出标准之间不一致之处：缺口、冲突与未协调的条款
#[derive(Parser, Debug)]
#[command(
    name = "consonance",
    version,
    disable_help_flag = true,
    disable_version_flag = true,
    arg_required_else_help = true,
    max_term_width = 100
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    globals: common::GlobalArgs,
    /// Print the version ‖ 显示版本
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    version: Option<bool>,
}

/// The table of commands: a name, and the module that holds it. The order is the order of help.
macro_rules! commands {
    ($($variant:ident => $module:ident),+ $(,)?) => {
        #[derive(Subcommand, Debug)]
        enum Command {
            $($variant($module::Args)),+
        }

        fn dispatch(command: &Command, globals: &Globals) -> Result<Exit, CliError> {
            match command {
                $(Command::$variant(args) => $module::run(args, globals)),+
            }
        }
    };
}

commands! {
    Check => check,
    Report => report,
    Baseline => baseline,
    Align => align,
    Diff => diff,
    Explain => explain,
    Rules => rules,
    Id => id,
    Compare => compare,
    Graph => graph,
    Impact => impact,
    Coverage => coverage,
    Import => import,
    Pack => pack,
    Init => init,
    Schema => schema,
    Completions => completions,
    Lsp => lsp,
}

/// Runs the program on the process's arguments.
#[must_use]
pub fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let language = common::language(&arguments);
    bug::guard(language, || run(arguments, language)).into()
}

fn run(arguments: Vec<OsString>, language: Language) -> Exit {
    let parsed = command(language)
        .try_get_matches_from(help_as_flag(arguments))
        .and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => {
            return match usage::error(&error) {
                Some(error) => complain(&error, common::plain_look(language)),
                None => {
                    let _ = error.print();
                    if error.use_stderr() { Exit::Usage } else { Exit::Clean }
                }
            };
        }
    };
    if cli.globals.threads > 0 {
        // More do no good anywhere, and to start thousands takes longer than any check.
        let threads = cli.globals.threads.min(256);
        // Fails only when the pool is already there, which the first call cannot meet.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    }
    let globals = Globals::new(&cli.globals, language);
    let look = Look { color: globals.color_stderr, ..globals.look() };
    dispatch(&cli.command, &globals).unwrap_or_else(|error| complain(&error, look))
}

fn complain(error: &CliError, look: Look) -> Exit {
    let _ = std::io::stderr().lock().write_all(error.render(look).as_bytes());
    error.exit()
}

/// `consonance help check` is `consonance check --help`.
fn help_as_flag(mut arguments: Vec<OsString>) -> Vec<OsString> {
    if arguments.get(1).is_some_and(|it| it == "help") {
        arguments.remove(1);
        arguments.truncate(2);
        arguments.push("--help".into());
    }
    arguments
}

/// The commands and flags as declared, with help in both languages.
fn raw_command() -> clap::Command {
    Cli::command()
}

/// The commands and flags with help in `language`.
fn command(language: Language) -> clap::Command {
    localise::localise(raw_command(), language)
}
