//! `consonance align`: which clause answers to which.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::common::TextFormat;
use super::output::OutputArgs;
use super::sides::{is_list, read_corpus, read_glossary, read_list, standard, title, with_text};
use super::{CliError, Exit, Globals};
use crate::alignment::{
    Aligner, ClauseList, Comparison, Glossary, List, Options, of_standard, of_standards,
};
use crate::bilingual;
use crate::comparison::{Passages, Wording};
use crate::corpus::{Corpus, StandardId};
use crate::model::DeviationKind;
use crate::report::alignment::{Declared, View, explain_json, explain_terminal, json, terminal};
use crate::source::SourceMap;

/// Show which clause of one standard answers to which of another, side by side ‖ 并列显示两项标准的条款对应关系
#[derive(ClapArgs, Debug)]
pub(crate) struct Args {
    /// An identifier in the corpus, a file with a standard, or JSON Lines of {"id", "title", "text"} ‖ 语料库中的标准编号、含一项标准的文件，或每行为 {"id", "title", "text"} 的 JSON Lines
    #[arg(value_name = "A")]
    left: String,
    /// The same for the other side ‖ 另一侧，写法相同
    #[arg(value_name = "B")]
    right: String,
    /// Files or folders to look identifiers up in; otherwise what consonance.yaml names ‖ 查找标准编号的文件或文件夹；未给出时取 consonance.yaml 所列
    #[arg(long, value_name = "PATH", num_args = 1..)]
    corpus: Vec<PathBuf>,
    /// Print up to N ranked counterparts of each left clause, accepted or not ‖ 对左侧每条给出最多 N 个按分数排序的候选，不论是否接受
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    candidates: Option<u16>,
    /// Use each clause once at most ‖ 每条至多对应一条
    #[arg(long)]
    one_to_one: bool,
    /// Leave clause numbers and order out of the evidence ‖ 不以条款编号和顺序为依据
    #[arg(long)]
    no_numbers: bool,
    /// Terms in two languages: tab-separated, or YAML; may be given again ‖ 双语术语表：制表符分隔或 YAML；可多次给出
    #[arg(long, value_name = "FILE")]
    glossary: Vec<PathBuf>,
    /// Explain the score of one pair: the number on the left, the number on the right ‖ 解释一对条款的得分：左侧编号、右侧编号
    #[arg(long, num_args = 2, value_names = ["L", "R"])]
    explain: Vec<String>,
    /// How to answer ‖ 输出格式
    #[arg(long, value_enum, default_value_t)]
    format: TextFormat,
    #[command(flatten)]
    output: OutputArgs,
}

/// Candidates looked at for an alignment; `--candidates` may ask for more.
const CANDIDATES: usize = 16;

pub(crate) fn run(args: &Args, globals: &Globals) -> Result<Exit, CliError> {
    let mut glossaries = Vec::new();
    for path in &args.glossary {
        glossaries.push(read_glossary(path)?);
    }
    let options = Options {
        candidates: args.candidates.map_or(CANDIDATES, usize::from),
        numbers: !args.no_numbers,
        one_to_one: args.one_to_one,
    };
    let (left, right) = (is_list(&args.left), is_list(&args.right));
    if left && right {
        let (left, right) = (read_list(&args.left)?, read_list(&args.right)?);
        let aligner = Aligner::new(glossaries);
        let comparison = aligner.compare(&left, &right, &options);
        let (a, b) = (Passages::of_list(&left), Passages::of_list(&right));
        let sides = Sides { left: &a, right: &b, titles: Default::default(), sources: None };
        answer(args, globals, &comparison, &options, sides, None)?;
        return Ok(Exit::Clean);
    }
    let corpus = read_corpus(&[&args.left, &args.right], &args.corpus, globals)?;
    let exit = super::graph::say_problems(&corpus, globals);
    glossaries.push(Glossary::of_terms(corpus.standards(), corpus.sources()));
    let aligner = Aligner::new(glossaries);
    let of = |side: &str| -> Result<Option<StandardId>, CliError> {
        if is_list(side) { Ok(None) } else { standard(&corpus, side).map(Some) }
    };
    let (left, right) = (of(&args.left)?, of(&args.right)?);
    for (id, written) in [(left, &args.left), (right, &args.right)] {
        if let Some(id) = id {
            with_text(&corpus, id, written)?;
        }
    }
    let sources = corpus.sources();
    let (mut a, mut b) = match (left, right) {
        (Some(a), Some(b)) => {
            let (a, b) = of_standards(corpus.standard(a), corpus.standard(b), sources);
            (Side::Standard(a), Side::Standard(b))
        }
        _ => {
            let side = |id: Option<StandardId>, path: &str| match id {
                Some(id) => Ok(Side::Standard(of_standard(corpus.standard(id), sources, None))),
                None => read_list(path).map(Side::List),
            };
            (side(left, &args.left)?, side(right, &args.right)?)
        }
    };
    for (id, side) in [(left, &mut a), (right, &mut b)] {
        if let (Some(id), Side::Standard(all)) = (id, side) {
            all.list.name = corpus.name(id.node());
        }
    }
    let declared = match (left, right) {
        (Some(x), Some(y)) => declared(&corpus, x, y, a.list(), b.list()).or_else(|| {
            let turned = declared(&corpus, y, x, b.list(), a.list())?;
            Some(Declared { left: turned.right, right: turned.left })
        }),
        _ => None,
    };
    let title = |id: Option<StandardId>| {
        id.map_or_else(String::new, |id| title(&corpus, id, globals.language))
    };
    let comparison = aligner.compare(a.list(), b.list(), &options);
    let (x, y) = (a.passages(sources), b.passages(sources));
    let titles = (title(left), title(right));
    let sides = Sides { left: &x, right: &y, titles, sources: Some(sources) };
    answer(args, globals, &comparison, &options, sides, declared)?;
    Ok(exit)
}

/// One side: a standard, or a list that was brought as such.
enum Side<'a> {
    Standard(ClauseList<'a>),
    List(List<'static>),
}

impl Side<'_> {
    fn list(&self) -> &List<'_> {
        match self {
            Self::Standard(all) => &all.list,
            Self::List(list) => list,
        }
    }

    fn passages<'p>(&'p self, sources: &'p SourceMap) -> Passages<'p> {
        match self {
            Self::Standard(all) => Passages::of_clauses(all, sources),
            Self::List(list) => Passages::of_list(list),
        }
    }
}

/// The texts of both sides.
struct Sides<'a> {
    left: &'a Passages<'a>,
    right: &'a Passages<'a>,
    titles: (String, String),
    sources: Option<&'a SourceMap>,
}

fn answer(
    args: &Args,
    globals: &Globals,
    comparison: &Comparison<'_>,
    options: &Options,
    sides: Sides<'_>,
    declared: Option<Declared>,
) -> Result<(), CliError> {
    if let [left, right] = args.explain.as_slice() {
        let explanation =
            comparison.explain(place(comparison.left, left)?, place(comparison.right, right)?);
        return args.output.write(|out| match args.format {
            TextFormat::Terminal => explain_terminal(comparison, &explanation, globals.look(), out),
            TextFormat::Json => explain_json(comparison, &explanation, out),
        });
    }
    let ranking = args.candidates.is_some();
    let alignment =
        if ranking { comparison.candidates(options) } else { comparison.alignment(options) };
    let view = View {
        comparison,
        alignment: &alignment,
        left: sides.left,
        right: sides.right,
        wording: Wording::new(sides.left, sides.right),
        titles: sides.titles,
        sources: sides.sources,
        declared,
        ranking,
    };
    args.output.write(|out| match args.format {
        TextFormat::Terminal => terminal(&view, globals.look(), out),
        TextFormat::Json => json(&view, out),
    })
}

/// The place of the clause that a person numbers so.
fn place(list: &List<'_>, id: &str) -> Result<usize, CliError> {
    if let Some(at) = list.items.iter().position(|it| it.id == id) {
        return Ok(at);
    }
    let name = &list.name;
    let error = CliError::usage(bilingual!("{name} has no clause {id}", "{name} 没有条款 {id}"));
    let ids = list.items.iter().map(|it| &*it.id);
    Err(match crate::syntax::did_you_mean(id, ids) {
        Some(near) => error.help(bilingual!("did you mean {near}?", "是否应为 {near}？")),
        None => error,
    })
}

/// Deviations that the left document declares from the right one, clause by clause; `None` where
/// it does not adopt it.
fn declared(
    corpus: &Corpus,
    left: StandardId,
    right: StandardId,
    ours: &List<'_>,
    theirs: &List<'_>,
) -> Option<Declared> {
    let adopted = corpus.standard(left).adopts.iter().find(|adoption| {
        corpus.resolve(&adoption.source, left).single().and_then(|node| corpus.standard_of(node))
            == Some(right)
    })?;
    let mut declared =
        Declared { left: vec![None; ours.items.len()], right: vec![None; theirs.items.len()] };
    for deviation in adopted.deviations.iter().flatten() {
        let kind = deviation.kind.map_or(DeviationKind::Technical, |it| it.value);
        let sides = [
            (&deviation.clause, ours, &mut declared.left),
            (&deviation.source, theirs, &mut declared.right),
        ];
        for (named, list, kinds) in sides {
            let Some(named) = named.as_ref().map(|it| it.get(corpus.sources())) else { continue };
            // A deviation may name several clauses, and covers what is under each.
            for number in named.split([',', ';', '，', '；', '、']).map(str::trim) {
                for (item, slot) in list.items.iter().zip(kinds.iter_mut()) {
                    let under = item
                        .id
                        .strip_prefix(number)
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
                    if under && !number.is_empty() {
                        *slot = Some(kind);
                    }
                }
            }
        }
    }
    Some(declared)
}
