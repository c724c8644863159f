//! `consonance id`: identifiers taken apart.

use std::io::{self, BufRead, Write};

use clap::Args as ClapArgs;

use super::common::TextFormat;
use super::output::OutputArgs;
use super::{CliError, Exit, Globals};
use crate::bilingual;
use crate::identifier::{IdRecord, ReadRecord, describe};
use crate::source::Language;

/// Read identifiers from arguments, or from standard input, one a line ‖ 解析标准编号：取自参数，或从标准输入逐行读取
#[derive(ClapArgs, Debug)]
pub(crate) struct Args {
    /// Identifiers; none or `-` reads standard input ‖ 标准编号；不给出或为 - 时读取标准输入
    #[arg(value_name = "ID")]
    identifiers: Vec<String>,
    /// How to answer; json is one object a line ‖ 输出格式；json 为每行一个对象
    #[arg(long, value_enum, default_value_t)]
    format: TextFormat,
    #[command(flatten)]
    output: OutputArgs,
}

pub(crate) fn run(args: &Args, globals: &Globals) -> Result<Exit, CliError> {
    let mut all_read = true;
    let mut unreadable = None;
    args.output.write(|out| {
        let mut answer = |text: &str| {
            let record = describe(text);
            all_read &= matches!(record, IdRecord::Read(_));
            match args.format {
                TextFormat::Json => {
                    serde_json::to_writer(&mut *out, &record)?;
                    out.write_all(b"\n")
                }
                TextFormat::Terminal => describe_for_people(out, &record, globals),
            }
        };
        if !args.identifiers.is_empty() && args.identifiers != ["-"] {
            return args.identifiers.iter().try_for_each(|it| answer(it));
        }
        let mut input = io::stdin().lock();
        let mut line = Vec::new();
        loop {
            line.clear();
            match input.read_until(b'\n', &mut line) {
                Ok(0) => return Ok(()),
                Ok(_) => answer(String::from_utf8_lossy(&line).trim_end_matches(['\n', '\r']))?,
                Err(error) => {
                    unreadable = Some(error);
                    return Ok(());
                }
            }
        }
    })?;
    match unreadable {
        Some(error) => {
            let title = bilingual!("cannot read standard input", "无法读取标准输入");
            Err(CliError::unreadable(title).cause(error))
        }
        None if all_read => Ok(Exit::Clean),
        None => Ok(Exit::Findings),
    }
}

/// The identifier as written, what it says, and what was probably meant.
fn describe_for_people(
    out: &mut dyn Write,
    record: &IdRecord,
    globals: &Globals,
) -> io::Result<()> {
    match record {
        IdRecord::Read(it) => {
            writeln!(out, "{}", it.input)?;
            for (label, value) in facts(it) {
                writeln!(out, "  {}: {value}", globals.say(&label))?;
            }
            Ok(())
        }
        IdRecord::Bad { input, error, error_zh, column, suggestion, .. } => {
            let text = match globals.language {
                Language::En => format!("not an identifier, column {column}: {error}"),
                Language::Zh => format!("不是标准编号，第 {column} 列：{error_zh}"),
            };
            writeln!(out, "{input}\n  {text}")?;
            if let Some(near) = suggestion {
                let text = bilingual!("did you mean {near}?", "是否应为 {near}？");
                writeln!(out, "  {}", globals.say(&text))?;
            }
            Ok(())
        }
    }
}

fn facts(it: &ReadRecord) -> Vec<(crate::source::Bilingual, String)> {
    let publishers = std::iter::once(&it.publisher).chain(&it.copublishers);
    let publisher = publishers.map(String::as_str).collect::<Vec<_>>().join("/");
    let one = |value: &Option<String>| value.clone().unwrap_or_default();
    let rows = [
        (bilingual!("canonical", "规范形式"), it.canonical.clone()),
        (bilingual!("family", "编号体系"), it.grammar.to_owned()),
        (bilingual!("publisher", "发布者"), publisher),
        (bilingual!("type", "类型"), one(&it.kind)),
        (bilingual!("number", "顺序号"), it.number.clone()),
        (bilingual!("parts", "部分"), it.parts.join(", ")),
        (bilingual!("year", "年份"), it.year.map(|it| it.to_string()).unwrap_or_default()),
        (bilingual!("edition", "版次"), one(&it.edition)),
        (bilingual!("stage", "阶段"), one(&it.stage)),
        (bilingual!("supplements", "修改单"), it.supplements.join(", ")),
        (bilingual!("adopts", "采用"), it.chain.join(" ← ")),
        (bilingual!("level", "层级"), it.level.to_owned()),
        (bilingual!("urn", "URN"), one(&it.urn)),
        (bilingual!("near", "相近"), one(&it.suggestion)),
    ];
    rows.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}
