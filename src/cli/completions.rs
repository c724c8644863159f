//! `consonance completions SHELL`: completion scripts.

use clap_complete::Shell;

use super::{CliError, Exit, Globals, output};

/// Print a completion script for a shell ‖ 输出 shell 补全脚本
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The shell ‖ shell 名称
    #[arg(value_enum)]
    shell: Shell,
}

pub(crate) fn run(args: &Args, globals: &Globals) -> Result<Exit, CliError> {
    let mut command = super::command(globals.language);
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "consonance", &mut script);
    output::write_stdout(|out| out.write_all(&script))?;
    Ok(Exit::Clean)
}
