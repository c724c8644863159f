//! `consonance impact`: who is affected when something happens to a document.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::graph::{find, load, say_problems};
use super::output::OutputArgs;
use super::project::InputArgs;
use super::{CliError, Exit, Globals};
use crate::bilingual;
use crate::corpus::{Corpus, Event, NodeId};
use crate::report::graph::{impact_html, impact_json, impact_markdown, impact_terminal};
use crate::syntax::did_you_mean;

/// Say who is affected, transitively, when a document is withdrawn, amended or replaced ‖ 某文件被废止、修改或代替时，说明（传递地）受影响者
#[derive(ClapArgs, Debug)]
pub(crate) struct Args {
    /// The document: an identifier, or a key of a reference graph ‖ 文件：标准编号，或引用图中的键
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    input: InputArgs,
    /// What happens to it: withdrawn (the default), amended, or replaced-by ID ‖ 发生何事：withdrawn（默认）、amended，或 replaced-by ID
    #[arg(long = "if", value_name = "EVENT", num_args = 1..=2)]
    event: Vec<String>,
    /// How to answer ‖ 输出格式
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
    Html,
}

pub(crate) fn run(args: &Args, globals: &Globals) -> Result<Exit, CliError> {
    let (event, successor, path) = event(&args.event)?;
    let mut input = args.input.clone();
    input.paths.extend(path);
    let corpus = load(&input, globals)?;
    let starts = find(&corpus, &args.id)?;
    let successor = successor.map(|id| successor_name(&corpus, &starts, &id)).transpose()?;
    let impact = corpus.impact(&starts, event);
    let successor = successor.as_deref();
    let language = globals.language;
    args.output.write(|out| match args.format {
        Format::Terminal => impact_terminal(&corpus, &impact, successor, language, out),
        Format::Json => impact_json(&corpus, &impact, successor, out),
        Format::Markdown => impact_markdown(&corpus, &impact, successor, language, out),
        Format::Html => impact_html(&corpus, &impact, successor, language, out),
    })?;
    Ok(say_problems(&corpus, globals))
}

type Happening = (Event, Option<String>, Option<PathBuf>);

/// `--if` takes one word, and `replaced-by` a document behind it; behind another word stands a path
/// that was meant as one.
fn event(words: &[String]) -> Result<Happening, CliError> {
    let (word, second) = match words {
        [] => return Ok((Event::Withdrawn, None, None)),
        [word, rest @ ..] => (word.as_str(), rest.first().cloned()),
    };
    let (word, joined) = match word.split_once('=') {
        Some((word, id)) => (word, Some(id.to_owned())),
        None => (word, None),
    };
    match (word, joined, second) {
        ("withdrawn", None, path) => Ok((Event::Withdrawn, None, path.map(PathBuf::from))),
        ("amended", None, path) => Ok((Event::Amended, None, path.map(PathBuf::from))),
        ("replaced-by", Some(id), path) => Ok((Event::Replaced, Some(id), path.map(PathBuf::from))),
        ("replaced-by", None, Some(id)) => Ok((Event::Replaced, Some(id), None)),
        ("replaced-by", None, None) => {
            Err(CliError::usage(bilingual!("replaced by what?", "被何文件代替？")).help(
                bilingual!(
                    "name the new document: --if replaced-by ID",
                    "请指明新文件：--if replaced-by ID"
                ),
            ))
        }
        (other, ..) => {
            let help = match did_you_mean(other, Event::WORDS) {
                Some(near) => bilingual!("did you mean `{near}`?", "是否应为“{near}”？"),
                None => {
                    let list = Event::WORDS.join(", ");
                    bilingual!("one of {list}", "可选: {list}")
                }
            };
            let message = bilingual!("there is no event `{other}`", "没有事件“{other}”");
            Err(CliError::usage(message).help(help))
        }
    }
}

/// The new document need not be in the corpus yet, but must be named by an identifier.
fn successor_name(corpus: &Corpus, starts: &[NodeId], id: &str) -> Result<String, CliError> {
    let itself = |name: &str| {
        CliError::usage(bilingual!("{name} cannot replace itself", "{name} 不能代替其自身")).help(
            bilingual!(
                "name the new document: --if replaced-by ID",
                "请指明新文件：--if replaced-by ID"
            ),
        )
    };
    let is_start = |name: &str| starts.iter().any(|&it| corpus.name(it) == name);
    if let Ok(nodes) = corpus.find(id) {
        if let Some(&node) = nodes.iter().find(|it| starts.contains(it)) {
            return Err(itself(&corpus.name(node)));
        }
        if let &[node] = nodes.as_slice() {
            return Ok(corpus.name(node));
        }
    }
    match crate::identifier::parse(id) {
        Ok(identifier) if is_start(identifier.canonical.as_ref()) => {
            Err(itself(identifier.canonical.as_ref()))
        }
        Ok(identifier) => Ok(identifier.canonical.to_string()),
        Err(error) => {
            let (message, column) = (error.message, error.column);
            let en = format!("`{id}` is no identifier: {} (column {column})", message.en);
            let zh = format!("“{id}”不是标准编号：{}（第 {column} 列）", message.zh);
            Err(CliError::usage(crate::source::Bilingual::new(en, zh)))
        }
    }
}
