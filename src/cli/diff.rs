//! `consonance diff`: what became of every clause from one edition to the next.

use std::borrow::Cow;
use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::common::TextFormat;
use super::output::OutputArgs;
use super::sides::{read_corpus, read_glossary, standard, title, with_text};
use super::{CliError, Exit, Globals};
use crate::alignment::{Aligner, ClauseList, Glossary, List, Options, of_standards};
use crate::comparison::{Fate, Passages, edition};
use crate::corpus::{Corpus, StandardId};
use crate::report::edition::{Document, EditionView, json, terminal};
use crate::source::Language;

/// Show what became of every clause from one edition to the next: changed requirements, moved, split, merged, deleted, added ‖ 显示新旧版本之间每一条款的变化：要求变化、移动、拆分、合并、删除、新增
#[derive(ClapArgs, Debug)]
pub(crate) struct Args {
    /// The old edition: a file, or an identifier in the corpus ‖ 旧版本：文件，或语料库中的标准编号
    #[arg(value_name = "OLD")]
    old: String,
    /// The new edition; several, where the old text went to many documents ‖ 新版本；旧文本分为多个文件时可给出多个
    #[arg(value_name = "NEW", required = true, num_args = 1..)]
    new: Vec<String>,
    /// Files or folders to look identifiers up in; otherwise what consonance.yaml names ‖ 查找标准编号的文件或文件夹；未给出时取 consonance.yaml 所列
    #[arg(long, value_name = "PATH", num_args = 1..)]
    corpus: Vec<PathBuf>,
    /// List only changes of these kinds ‖ 只列出这些种类的变化
    #[arg(long, value_enum, value_name = "KIND", value_delimiter = ',')]
    only: Vec<Kind>,
    /// Terms in two languages: tab-separated, or YAML; may be given again ‖ 双语术语表：制表符分隔或 YAML；可多次给出
    #[arg(long, value_name = "FILE")]
    glossary: Vec<PathBuf>,
    /// How to answer ‖ 输出格式
    #[arg(long, value_enum, default_value_t)]
    format: TextFormat,
    #[command(flatten)]
    output: OutputArgs,
}

/// Kinds of change, as in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Kind {
    Unchanged,
    Editorial,
    Reworded,
    Requirement,
    Moved,
    Renumbered,
    Retitled,
    Split,
    Merged,
    Deleted,
    Added,
}

impl Kind {
    fn fate(self) -> Fate {
        match self {
            Self::Unchanged => Fate::Unchanged,
            Self::Editorial => Fate::Editorial,
            Self::Reworded => Fate::Reworded,
            Self::Requirement => Fate::Requirement,
            Self::Moved => Fate::Moved,
            Self::Renumbered => Fate::Renumbered,
            Self::Retitled => Fate::Retitled,
            Self::Split => Fate::Split,
            Self::Merged => Fate::Merged,
            Self::Deleted => Fate::Deleted,
            Self::Added => Fate::Added,
        }
    }
}

/// Candidates looked at for each clause: the text of one may have gone to many.
const CANDIDATES: usize = 16;

pub(crate) fn run(args: &Args, globals: &Globals) -> Result<Exit, CliError> {
    let mut glossaries = Vec::new();
    for path in &args.glossary {
        glossaries.push(read_glossary(path)?);
    }
    let sides: Vec<&str> =
        std::iter::once(&args.old).chain(&args.new).map(String::as_str).collect();
    let corpus = read_corpus(&sides, &args.corpus, globals)?;
    let exit = super::graph::say_problems(&corpus, globals);
    let old = standard(&corpus, &args.old)?;
    let new: Vec<StandardId> =
        args.new.iter().map(|it| standard(&corpus, it)).collect::<Result<_, _>>()?;
    for (id, written) in std::iter::once((old, &args.old)).chain(new.iter().copied().zip(&args.new))
    {
        with_text(&corpus, id, written)?;
    }
    let sources = corpus.sources();
    let lists: Vec<(ClauseList<'_>, ClauseList<'_>)> = new
        .iter()
        .map(|id| of_standards(corpus.standard(old), corpus.standard(*id), sources))
        .collect();
    let Some((from, _)) = lists.first() else { return Ok(exit) };
    let mut to = Vec::new();
    let mut right = List::default();
    for (id, (_, list)) in new.iter().zip(&lists) {
        to.push(document(&corpus, *id, right.items.len(), &list.list, globals.language));
        append(&mut right, &list.list, &to, new.len() > 1);
    }
    let documents: Vec<usize> = to.iter().map(|it| it.start).collect();
    let old_text = Passages::of_clauses(from, sources);
    let new_text =
        Passages::joined(lists.iter().map(|(_, it)| Passages::of_clauses(it, sources)).collect());
    glossaries.push(Glossary::of_terms(corpus.standards(), sources));
    let aligner = Aligner::new(glossaries);
    let options = Options { candidates: CANDIDATES, ..Options::default() };
    let comparison = aligner.compare(&from.list, &right, &options);
    let edition = edition(&comparison, &old_text, &new_text, &documents, &options);
    let only: Vec<Fate> = args.only.iter().map(|it| it.fate()).collect();
    let view = EditionView {
        comparison: &comparison,
        edition: &edition,
        old: &old_text,
        new: &new_text,
        from: document(&corpus, old, 0, &from.list, globals.language),
        to,
        sources,
        only: &only,
    };
    args.output.write(|out| match args.format {
        TextFormat::Terminal => terminal(&view, globals.look(), out),
        TextFormat::Json => json(&view, out),
    })?;
    Ok(exit)
}

/// Puts the clauses of a further document behind those of the others. Where there are several, the
/// name of the document goes before its numbers: two clauses 1 are not one.
fn append<'a>(all: &mut List<'a>, list: &List<'a>, documents: &[Document], several: bool) {
    let start = all.items.len();
    let name = documents.last().map_or("", |it| it.name.as_str());
    all.items.extend(list.items.iter().cloned().map(|mut item| {
        item.parent = item.parent.map(|it| it + start);
        if several {
            item.id = Cow::Owned(format!("{name}, {}", item.id));
        }
        item
    }));
    if start == 0 {
        all.name = name.to_owned();
        all.lang = list.lang;
    }
}

fn document(
    corpus: &Corpus,
    id: StandardId,
    start: usize,
    list: &List<'_>,
    language: Language,
) -> Document {
    let standard = corpus.standard(id);
    Document {
        name: corpus.name(id.node()),
        title: title(corpus, id, language),
        path: Some(corpus.sources().file(standard.span.file).path().to_owned()),
        start,
        clauses: list.items.len(),
    }
}
