//! What `align` and `diff` set beside each other: standards by path or identifier, and lists.

use std::path::{Path, PathBuf};

use super::progress::Bar;
use super::{CliError, Globals};
use crate::alignment::{Glossary, List};
use crate::bilingual;
use crate::corpus::{AsOf, Corpus, StandardId};
use crate::model::Lang;
use crate::reader::{LoadOptions, load};
use crate::source::Language;

/// Whether a side is a list of clauses rather than a standard.
pub(crate) fn is_list(side: &str) -> bool {
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

pub(crate) fn read_list(path: &str) -> Result<List<'static>, CliError> {
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

pub(crate) fn read_glossary(path: &Path) -> Result<Glossary, CliError> {
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
pub(crate) fn read_corpus(
    sides: &[&str],
    corpus: &[PathBuf],
    globals: &Globals,
) -> Result<Corpus, CliError> {
    let config = super::project::config(globals)?;
    let mut paths: Vec<PathBuf> = sides
        .iter()
        .filter(|side| !is_list(side) && Path::new(side).exists())
        .map(PathBuf::from)
        .collect();
    if corpus.is_empty() {
        paths.extend(config.drafts.iter().chain(&config.corpus).cloned());
    } else {
        paths.extend(corpus.iter().cloned());
    }
    if paths.is_empty() {
        let side = sides.iter().find(|it| !is_list(it)).copied().unwrap_or_default();
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
pub(crate) fn standard(corpus: &Corpus, side: &str) -> Result<StandardId, CliError> {
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

/// The title of a standard, in the user's language where it has one.
pub(crate) fn title(corpus: &Corpus, id: StandardId, language: Language) -> String {
    let lang = match language {
        Language::En => Lang::En,
        Language::Zh => Lang::Zh,
    };
    let title = corpus.standard(id).title.prefer(lang);
    let title = title.map_or("", |it| it.get(corpus.sources()));
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Without clauses there is nothing to compare, and saying so is better than an empty answer.
pub(crate) fn with_text(corpus: &Corpus, id: StandardId, written: &str) -> Result<(), CliError> {
    let standard = corpus.standard(id);
    let clauses = standard.clauses.as_ref().is_some_and(|it| !it.is_empty());
    let terms = standard.terms.as_ref().is_some_and(|it| !it.is_empty());
    if clauses || terms {
        return Ok(());
    }
    let name = corpus.name(id.node());
    let name = if name.is_empty() { written.to_owned() } else { name };
    Err(CliError::unreadable(bilingual!(
        "not checkable: the text of {name} is not available",
        "无法检查：没有 {name} 的文本"
    ))
    .help(bilingual!(
        "name a file that holds its clauses, or add one to the corpus",
        "请给出含其条款的文件，或将其加入语料库"
    )))
}
