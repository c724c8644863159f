//! `consonance graph`: the reference graph, or the part of it around a document.

use clap::{Args as ClapArgs, ValueEnum};

use super::output::OutputArgs;
use super::project::{InputArgs, Project, config};
use super::{CliError, Exit, Globals};
use crate::bilingual;
use crate::corpus::{Corpus, NodeId, Selection, View};
use crate::report;
use crate::report::graph::{GraphFormat, MOST_DOCUMENTS, MOST_LINKS, left_out, write_graph};
use crate::source::{Bilingual, Problem};

/// Write the reference graph, or the part of it around a document ‖ 输出引用图，或某一文件周围的部分
#[derive(ClapArgs, Debug)]
pub(crate) struct Args {
    #[command(flatten)]
    input: InputArgs,
    /// In which form; json can be read again ‖ 输出格式；json 可再次读入
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Only what lies around this document ‖ 只输出此文件周围的部分
    #[arg(long, value_name = "ID")]
    around: Option<String>,
    /// Steps around it, in either direction ‖ 周围的步数，不论方向
    #[arg(long, value_name = "N", default_value_t = 1, requires = "around")]
    depth: u32,
    /// Only edges of these kinds ‖ 只输出这些种类的边
    #[arg(long, value_enum, value_name = "KIND", value_delimiter = ',')]
    only: Vec<Kind>,
    /// Also works, and edges that only identifiers imply ‖ 也输出作品节点，以及仅由标准编号得知的边
    #[arg(long)]
    internal: bool,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    #[default]
    Dot,
    Mermaid,
    Json,
    Graphml,
    Html,
}

impl From<Format> for GraphFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Dot => Self::Dot,
            Format::Mermaid => Self::Mermaid,
            Format::Json => Self::Json,
            Format::Graphml => Self::GraphMl,
            Format::Html => Self::Html,
        }
    }
}

/// The kinds of edges, as in [`LinkKind::WORDS`](crate::corpus::LinkKind::WORDS).
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    Cites,
    Adopts,
    Replaces,
    Amends,
    PartOf,
    Maps,
    EditionOf,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Cites => "cites",
            Self::Adopts => "adopts",
            Self::Replaces => "replaces",
            Self::Amends => "amends",
            Self::PartOf => "part-of",
            Self::Maps => "maps",
            Self::EditionOf => "edition-of",
        }
    }
}

/// Edges from which on Mermaid, as it is set up in most places, refuses to draw.
const MERMAID_LIMIT: usize = 500;

pub(crate) fn run(args: &Args, globals: &Globals) -> Result<Exit, CliError> {
    let corpus = load(&args.input, globals)?;
    let around = args.around.as_deref().map(|id| find(&corpus, id)).transpose()?;
    let only: Vec<&'static str> = args.only.iter().map(|kind| kind.word()).collect();
    let internal = args.internal || args.only.contains(&Kind::EditionOf);
    let selection = Selection { around, depth: args.depth, only, internal };
    let view = View::new(&corpus, &selection);
    args.output.write(|out| write_graph(&view, args.format.into(), globals.language, out))?;
    let edges = view.edges.len();
    if args.format == Format::Mermaid && edges > MERMAID_LIMIT {
        globals.hint(&bilingual!(
            "{edges} edges are more than Mermaid draws by default ({MERMAID_LIMIT}): narrow the graph with --around and --only",
            "共 {edges} 条边，超过 Mermaid 默认可绘制的 {MERMAID_LIMIT} 条：请用 --around 与 --only 缩小范围"
        ));
    }
    if args.format == Format::Html {
        say_left_out(&view, globals);
    }
    Ok(say_problems(&corpus, globals))
}

/// A page is bounded: what it leaves out is said, and what to do about it.
fn say_left_out(view: &View<'_>, globals: &Globals) {
    let (documents, links) = left_out(view);
    if documents == 0 && links == 0 {
        return;
    }
    globals.hint(&bilingual!(
        "a page holds {MOST_DOCUMENTS} documents and {MOST_LINKS} links: {documents} documents with the fewest links, and {links} links, were left out; narrow the graph with --around ID --depth N and --only",
        "一个网页最多容纳 {MOST_DOCUMENTS} 项文件和 {MOST_LINKS} 条关联：已略去关联最少的 {documents} 项文件及 {links} 条关联；请用 --around ID --depth N 与 --only 缩小范围"
    ));
}

/// Reads what the paths or the configuration name; here drafts and corpus are one.
pub(super) fn load(input: &InputArgs, globals: &Globals) -> Result<Corpus, CliError> {
    load_project(input, globals).map(|it| it.corpus)
}

/// The same, with what else is known of the project.
pub(super) fn load_project(input: &InputArgs, globals: &Globals) -> Result<Project, CliError> {
    let mut config = config(globals)?;
    let mut input = input.clone();
    if input.paths.is_empty() && !input.corpus.is_empty() {
        input.paths = std::mem::take(&mut input.corpus);
    }
    if input.paths.is_empty() && config.drafts.is_empty() {
        config.drafts = std::mem::take(&mut config.corpus);
    }
    if input.paths.is_empty() && config.drafts.is_empty() {
        return Err(CliError::usage(bilingual!("nothing to read", "没有可读取的内容")).help(
            bilingual!(
                "name files or folders with standards, or list them in consonance.yaml",
                "请给出含有标准的文件或文件夹，或在 consonance.yaml 中列出"
            ),
        ));
    }
    // paths that are given are the whole of it: a configuration is for those who give none
    if !input.paths.is_empty() && input.corpus.is_empty() {
        config.corpus.clear();
    }
    let project = Project::load(&input, config, globals)?;
    if project.has_nothing() && project.corpus.standards().is_empty() {
        globals.warn(&nothing_read());
    }
    Ok(project)
}

/// An empty answer would pass for one about what was named.
pub(super) fn nothing_read() -> Bilingual {
    bilingual!(
        "nothing was read: no standard, mapping or plan was found in what was named",
        "未读入任何内容：所给路径中没有标准、映射或标准体系计划"
    )
}

/// The document that a person names.
pub(super) fn find(corpus: &Corpus, id: &str) -> Result<Vec<NodeId>, CliError> {
    corpus.find(id).map_err(|error| CliError::usage(error.message()).help(error.help()))
}

/// Says what could not be read, and whether that matters.
pub(super) fn say_problems(corpus: &Corpus, globals: &Globals) -> Exit {
    use std::io::Write as _;
    let look = report::Look { color: globals.color_stderr, ..globals.look() };
    let failures: Vec<&Problem> =
        corpus.problems().iter().filter(|it| it.code.is_failure()).collect();
    let mut err = std::io::stderr().lock();
    for problem in &failures {
        let _ = writeln!(err, "{}", report::terminal::problem(problem, corpus.sources(), look));
    }
    if failures.is_empty() { Exit::Clean } else { Exit::Unreadable }
}
