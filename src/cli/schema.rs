//! `consonance schema`: the JSON Schemas of what is read and written.

use clap::{Args as ClapArgs, ValueEnum};

use super::output::OutputArgs;
use super::{CliError, Exit, Globals};
use crate::source::Language;
use crate::{config, coverage, reader, report, rule};

/// Print the JSON Schema of an input or output format ‖ 输出某种输入或输出格式的 JSON Schema
#[derive(ClapArgs, Debug)]
pub(crate) struct Args {
    /// The format ‖ 格式
    #[arg(value_enum)]
    of: Format,
    #[command(flatten)]
    output: OutputArgs,
}

/// Every format with a published schema; a new one is a line here and one in [`Format::schema`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Findings,
    Report,
    Diff,
    Coverage,
    Sectors,
    Definition,
    Rule,
    Config,
}

impl Format {
    fn schema(self, language: Language) -> String {
        match self {
            Self::Findings => report::json::SCHEMA.to_owned(),
            Self::Report => report::survey::json::SCHEMA.to_owned(),
            Self::Diff => report::edition::SCHEMA.to_owned(),
            Self::Coverage => report::coverage::SCHEMA.to_owned(),
            Self::Sectors => pretty(&coverage::schema()),
            Self::Definition => pretty(&reader::definition::schema()),
            Self::Rule => pretty(&rule::json_schema(language)),
            Self::Config => pretty(&config::schema()),
        }
    }
}

fn pretty(schema: &serde_json::Value) -> String {
    let mut text = serde_json::to_string_pretty(schema).unwrap_or_default();
    text.push('\n');
    text
}

pub(crate) fn run(args: &Args, globals: &Globals) -> Result<Exit, CliError> {
    args.output.write(|out| out.write_all(args.of.schema(globals.language).as_bytes()))?;
    Ok(Exit::Clean)
}
