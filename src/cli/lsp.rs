//! `consonance lsp`: a language server on standard input and output.

use std::io::{self, BufReader};

use clap::Args as ClapArgs;

use super::desk::Desk;
use super::{CliError, Exit, Globals};
use crate::bilingual;
use crate::lsp::{self, Ending};

/// Serve an editor: findings as you type, hover, definitions, completion, quick fixes ‖ 为编辑器提供语言服务：实时检查、悬停说明、跳转、补全、快速修复
#[derive(ClapArgs, Debug)]
pub(crate) struct Args {
    /// Speak over standard input and output, as is done in any case ‖ 经标准输入输出通信（本来如此）
    #[arg(long)]
    stdio: bool,
}

pub(crate) fn run(_args: &Args, globals: &Globals) -> Result<Exit, CliError> {
    // The editor's language holds unless somebody chose one here.
    let chosen = std::env::args_os().any(|it| it.to_string_lossy().starts_with("--lang"));
    let settings = lsp::Settings {
        language: globals.language,
        chosen,
        config: globals.config.as_deref().map(crate::finding::from_root),
    };
    let desk = Box::new(Desk::new(globals));
    let input = BufReader::new(io::stdin());
    match lsp::serve(settings, desk, input, io::stdout().lock()) {
        Ok(Ending::Agreed) => Ok(Exit::Clean),
        // The protocol asks for 1 where nobody said shutdown.
        Ok(Ending::Abrupt) => Ok(Exit::Findings),
        Err(error) => Err(CliError::unreadable(bilingual!(
            "the connection to the editor broke",
            "与编辑器的连接中断"
        ))
        .cause(error)),
    }
}
