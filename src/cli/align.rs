//! `consonance align`: which clause answers to which.

use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use super::common::TextFormat;
use super::output::OutputArgs;
use super::progress::Bar;
use super::{CliError, Exit, Globals};
use crate::alignment::{Aligner, Comparison, Glossary, List, Options, of_standard, of_standards};
use crate::bilingual;
use crate::corpus::{AsOf, Corpus, StandardId};
use crate::model::DeviationKind;
use crate::reader::{LoadOptions, load};
use crate::report::alignment::{View, explain_json, explain_terminal, json, terminal};

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
        answer(args, globals, &comparison, &options, None)?;
        return Ok(Exit::Clean);
    }
    let corpus = read_corpus(args, globals)?;
    let exit = super::graph::say_problems(&corpus, globals);
    glossaries.push(Glossary::of_terms(corpus.standards(), corpus.sources()));
    let aligner = Aligner::new(glossaries);
    let of = |side: &str| -> Result<Option<StandardId>, CliError> {
        if is_list(side) { Ok(None) } else { standard(&corpus, side).map(Some) }
    };
    let (left, right) = (of(&args.left)?, of(&args.right)?);
    let sources = corpus.sources();
    let named = |id: StandardId, list: &mut List<'_>| {
        list.name = corpus.name(id.node());
    };
    let (mut left_list, mut right_list) = match (left, right) {
        (Some(a), Some(b)) => {
            let (a, b) = of_standards(corpus.standard(a), corpus.standard(b), sources);
            (a.list, b.list)
        }
        _ => {
            let side = |id: Option<StandardId>, path: &str| match id {
                Some(id) => Ok(of_standard(corpus.standard(id), sources, None).list),
                None => read_list(path),
            };
            (side(left, &args.left)?, side(right, &args.right)?)
        }
    };
    for (id, list, other) in
        [(left, &mut left_list, &args.left), (right, &mut right_list, &args.right)]
    {
        if let Some(id) = id {
            named(id, list);
        }
        if list.items.is_empty() {
            let name = if list.name.is_empty() { other.clone() } else { list.name.clone() };
            return Err(CliError::unreadable(bilingual!(
                "the text of {name} is not there: no clauses to align",
                "没有 {name} 的文本：无条款可对应"
            )));
        }
    }
    let declared = match (left, right) {
        (Some(a), Some(b)) => declared(&corpus, a, b, &left_list),
        _ => None,
    };
    let comparison = aligner.compare(&left_list, &right_list, &options);
    answer(args, globals, &comparison, &options, declared)?;
    Ok(exit)
}

fn answer(
    args: &Args,
    globals: &Globals,
    comparison: &Comparison<'_>,
    options: &Options,
    declared: Option<Vec<Option<DeviationKind>>>,
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
    let view = View { comparison, alignment: &alignment, declared, ranking };
    args.output.write(|out| match args.format {
        TextFormat::Terminal => terminal(&view, globals.look(), out),
        TextFormat::Json => json(&view, out),
    })
}

/// Whether a side is a list of clauses rather than a standard.
fn is_list(side: &str) -> bool {
    let extension = Path::new(side).extension().and_then(|it| it.to_str()).unwrap_or_default();
    ["jsonl", "ndjson"].iter().any(|it| extension.eq_ignore_ascii_case(it))
}

fn read_text(path: &Path) -> Result<String, CliError> {
    let shown = path.display();
    let bytes = std::fs::read(path).map_err(|error| {
        CliError::unreadable(bilingual!("cannot read {shown}", "无法读取 {shown}")).cause(error)
    })?;
    String::from_utf8(bytes).map_err(|error| {
        CliError::unreadable(bilingual!("{shown} is not UTF-8", "{shown} 不是 UTF-8 编码"))
            .cause(error.utf8_error())
    })
}

fn read_list(path: &str) -> Result<List<'static>, CliError> {
    let text = read_text(Path::new(path))?;
    let list = List::from_json_lines(path, &text).map_err(|error| {
        let line = error.line;
        CliError::unreadable(crate::source::Bilingual::new(
            format!("{path}, line {line}: {}", error.message.en),
            format!("{path} 第 {line} 行：{}", error.message.zh),
        ))
    })?;
    if list.items.is_empty() {
        return Err(CliError::unreadable(bilingual!("{path} is empty", "{path} 为空")));
    }
    Ok(list)
}

fn read_glossary(path: &Path) -> Result<Glossary, CliError> {
    let text = read_text(path)?;
    let extension = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
    let read = match extension {
        "yaml" | "yml" => Glossary::from_yaml(&text),
        _ => Glossary::from_tsv(&text),
    };
    read.map_err(|error| {
        let (path, line) = (path.display(), error.line);
        CliError::usage(crate::source::Bilingual::new(
            format!("{path}, line {line}: {}", error.message.en),
            format!("{path} 第 {line} 行：{}", error.message.zh),
        ))
        .help(bilingual!(
            "a glossary is a file of lines `term<TAB>equivalent; equivalent`, or YAML entries such as `- {{zh: 风险, en: risk}}`",
            "术语表每行为“词<制表符>译名; 译名”，或为 YAML 词条，如 `- {{zh: 风险, en: risk}}`"
        ))
    })
}

/// What identifiers are looked up in, and the files that were named.
fn read_corpus(args: &Args, globals: &Globals) -> Result<Corpus, CliError> {
    let config = super::project::config(globals)?;
    let mut paths: Vec<PathBuf> = [&args.left, &args.right]
        .into_iter()
        .filter(|side| !is_list(side) && Path::new(side).exists())
        .map(PathBuf::from)
        .collect();
    if args.corpus.is_empty() {
        paths.extend(config.drafts.iter().chain(&config.corpus).cloned());
    } else {
        paths.extend(args.corpus.iter().cloned());
    }
    if paths.is_empty() {
        let side = [&args.left, &args.right].into_iter().find(|it| !is_list(it));
        let side = side.map_or("", String::as_str);
        return Err(CliError::usage(bilingual!("there is no file {side}", "没有文件 {side}")).help(
            bilingual!(
                "to name a standard by its identifier, say where to look: --corpus PATH, or `corpus:` in consonance.yaml",
                "若为标准编号，请指明查找位置：--corpus 路径，或 consonance.yaml 中的 corpus:"
            ),
        ));
    }
    let bar = Bar::new(globals);
    let loaded = load(&paths, &LoadOptions { progress: &bar, ..LoadOptions::default() });
    Ok(Corpus::build(loaded, config.as_of.unwrap_or_else(AsOf::today)))
}

/// The one standard that a path or an identifier names.
fn standard(corpus: &Corpus, side: &str) -> Result<StandardId, CliError> {
    let found: Vec<StandardId> = if Path::new(side).exists() {
        let path = Path::new(side);
        let of_path: Vec<StandardId> = corpus
            .ids()
            .filter(|id| {
                let file = corpus.sources().file(corpus.standard(*id).span.file);
                Path::new(file.path()).starts_with(path) || file.path() == side
            })
            .collect();
        let with_text = |id: &StandardId| corpus.standard(*id).clauses.is_some();
        match of_path.iter().any(with_text) {
            true => of_path.into_iter().filter(with_text).collect(),
            false => of_path,
        }
    } else {
        let nodes = corpus
            .find(side)
            .map_err(|error| CliError::usage(error.message()).help(error.help()))?;
        nodes.into_iter().filter_map(|node| corpus.standard_of(node)).collect()
    };
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(CliError::unreadable(bilingual!(
            "the text of {side} is not there",
            "没有 {side} 的文本"
        ))),
        many => {
            let names: Vec<String> = many.iter().map(|id| corpus.name(id.node())).collect();
            let names = names.join(", ");
            Err(CliError::usage(bilingual!(
                "{side} is more than one standard",
                "{side} 指多项标准"
            ))
            .help(bilingual!("name one of: {names}", "请指明其一：{names}")))
        }
    }
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
    list: &List<'_>,
) -> Option<Vec<Option<DeviationKind>>> {
    let adopted = corpus.standard(left).adopts.iter().find(|adoption| {
        corpus.resolve(&adoption.source, left).single().and_then(|node| corpus.standard_of(node))
            == Some(right)
    })?;
    let mut declared = vec![None; list.items.len()];
    for deviation in adopted.deviations.iter().flatten() {
        let Some(clause) = deviation.clause.as_ref().map(|it| it.get(corpus.sources()).trim())
        else {
            continue;
        };
        let kind = deviation.kind.map_or(DeviationKind::Technical, |it| it.value);
        for (at, item) in list.items.iter().enumerate() {
            let under = item
                .id
                .strip_prefix(clause)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
            if under {
                declared[at] = Some(kind);
            }
        }
    }
    Some(declared)
}
