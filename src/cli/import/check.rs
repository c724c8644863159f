//! `consonance import --check`: what was read, and what was not understood.

use std::io::{self, Write};

use serde::Serialize;

use super::super::Globals;
use super::super::common::TextFormat;
use crate::bilingual;
use crate::model::Clause;
use crate::reader::{LeftOut, Loaded, left_out};
use crate::source::{SourceFile, plural};

/// What one file gave.
#[derive(Serialize)]
struct FileAnswer {
    path: String,
    format: &'static str,
    standards: usize,
    clauses: usize,
    references: usize,
    terms: usize,
    /// What no reader knows.
    not_understood: Vec<Row>,
    /// What is known, and the model has no place for.
    left_out: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    kind: &'static str,
    name: String,
    count: usize,
    characters: usize,
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Answer {
    version: u32,
    files: Vec<FileAnswer>,
}

pub(super) fn answer(
    loaded: &Loaded,
    format: TextFormat,
    globals: &Globals,
    out: &mut dyn Write,
) -> io::Result<()> {
    let files = loaded.sources.files().iter();
    let known = files.filter_map(|file| {
        let format = loaded.formats.get(file.id().index()).copied().flatten()?;
        Some((file, format, left_out(loaded, file.id())))
    });
    if format == TextFormat::Json {
        let files =
            known.map(|(file, format, rows)| file_answer(loaded, file, format, &rows)).collect();
        serde_json::to_writer_pretty(&mut *out, &Answer { version: 1, files })?;
        return writeln!(out);
    }
    for (file, format, rows) in known {
        text(loaded, file, format, &rows, globals, out)?;
    }
    Ok(())
}

fn file_answer(
    loaded: &Loaded,
    file: &SourceFile,
    format: &'static str,
    rows: &[LeftOut],
) -> FileAnswer {
    let own = || loaded.standards.iter().filter(|it| it.span.file == file.id());
    let pick = |unknown: bool| {
        let rows = rows.iter().filter(|it| it.unknown == unknown);
        rows.map(|it| {
            let place = file.location(it.first).start;
            Row {
                kind: it.holder.as_str(),
                name: it.name.clone(),
                count: it.count,
                characters: it.characters,
                line: place.line,
                column: place.column,
            }
        })
        .collect()
    };
    FileAnswer {
        path: file.path().to_owned(),
        format,
        standards: own().count(),
        clauses: own().flat_map(|it| it.clauses.iter().flatten()).map(clauses).sum(),
        references: own().flat_map(|it| it.references.iter().flatten()).count(),
        terms: own().flat_map(|it| it.terms.iter().flatten()).count(),
        not_understood: pick(true),
        left_out: pick(false),
    }
}

fn clauses(clause: &Clause) -> usize {
    1 + clause.clauses.iter().map(clauses).sum::<usize>()
}

fn text(
    loaded: &Loaded,
    file: &SourceFile,
    format: &'static str,
    rows: &[LeftOut],
    globals: &Globals,
    out: &mut dyn Write,
) -> io::Result<()> {
    let answer = file_answer(loaded, file, format, rows);
    let FileAnswer { path, standards, clauses, references, terms, .. } = &answer;
    let (a, b) =
        (plural(*standards, "standard", "standards"), plural(*clauses, "clause", "clauses"));
    let (c, d) = (plural(*references, "reference", "references"), plural(*terms, "term", "terms"));
    let head = bilingual!(
        "{path} ({format}): {standards} {a}, {clauses} {b}, {references} {c}, {terms} {d}",
        "{path}（{format}）：标准 {standards}，章条 {clauses}，引用 {references}，术语 {terms}"
    );
    writeln!(out, "{}", globals.say(&head))?;
    for (unknown, title) in [
        (true, bilingual!("not understood", "未能识别")),
        (false, bilingual!("known, but left out", "可识别，但未纳入")),
    ] {
        let rows: Vec<&LeftOut> = rows.iter().filter(|it| it.unknown == unknown).collect();
        if rows.is_empty() {
            continue;
        }
        writeln!(out, "  {}:", globals.say(&title))?;
        let width = rows.iter().map(|it| it.name.chars().count()).max().unwrap_or(0).min(40);
        for row in rows {
            let (kind, name) = (row.holder.word(), &row.name);
            let (count, characters) = (row.count, row.characters);
            let line = file.location(row.first).start.line;
            let noun = plural(characters, "character", "characters");
            let words = bilingual!(
                "{count} ×, {characters} {noun}, first in line {line}",
                "{count} 处，{characters} 字，首见于第 {line} 行"
            );
            writeln!(out, "    {} {name:<width$}  {}", globals.say(&kind), globals.say(&words))?;
        }
    }
    Ok(())
}
