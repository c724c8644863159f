//! `consonance import`: any readable format, written as definition YAML.

mod check;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use super::common::TextFormat;
use super::output::write_file;
use super::progress::Bar;
use super::{CliError, Exit, Globals, project};
use crate::bilingual;
use crate::export::{self, Content};
use crate::reader::{LoadOptions, Loaded, load};
use crate::report::terminal;
use crate::source::{FileId, Origin, Problem, ProblemCode, plural};

/// Write any format that can be read as definition YAML ‖ 将任一可读格式写成定义 YAML
#[derive(ClapArgs, Debug)]
pub(crate) struct Args {
    /// Files or folders to import, `-` for standard input ‖ 要导入的文件或文件夹，- 为标准输入
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Write to this file, or for several files into this folder, instead of standard output ‖ 写入此文件（多个文件时写入此文件夹），而不是标准输出
    #[arg(short, long, value_name = "FILE|DIR")]
    output: Option<PathBuf>,
    /// Write nothing; tell what was not understood, and what the definition has no place for ‖ 不写入；列出未能识别的内容，以及定义中没有位置的内容
    #[arg(long, conflicts_with_all = ["output", "force"])]
    check: bool,
    /// How `--check` answers ‖ --check 的输出格式
    #[arg(long, value_enum, default_value_t, requires = "check")]
    format: TextFormat,
    /// Overwrite files that exist ‖ 覆盖已有文件
    #[arg(long)]
    force: bool,
    /// Read every file in this format, whatever it looks like ‖ 按此格式读取所有文件，不论其外观
    #[arg(long, value_name = "FORMAT")]
    input_format: Option<String>,
}

pub(crate) fn run(args: &Args, globals: &Globals) -> Result<Exit, CliError> {
    let config = project::config(globals)?;
    if let Some(name) = &args.input_format {
        project::check_format(name)?;
    }
    let bar = Bar::new(globals);
    let options = LoadOptions {
        input_format: args.input_format.as_deref(),
        lists: &config.lists,
        progress: &bar,
        ..LoadOptions::default()
    };
    let loaded = load(&args.files, &options);
    say_problems(&loaded, globals);
    let contents = by_file(&loaded);
    if args.check {
        super::output::write_stdout(|out| check::answer(&loaded, args.format, globals, out))?;
        return Ok(exit(&loaded));
    }
    write(args, globals, &loaded, &contents)?;
    let waivers = loaded.comments.len();
    if waivers > 0 {
        globals.warn(&bilingual!(
            "{waivers} comment(s) that speak to consonance (waivers) are not carried over",
            "有 {waivers} 条给 consonance 的注释（豁免）未带入"
        ));
    }
    hint(&loaded, globals);
    Ok(exit(&loaded))
}

fn exit(loaded: &Loaded) -> Exit {
    let unread = loaded.problems.iter().any(|it| it.code.is_failure());
    if unread { Exit::Unreadable } else { Exit::Clean }
}

/// Says that something was not understood, where that is so.
fn hint(loaded: &Loaded, globals: &Globals) {
    let strange = |it: &&Problem| it.code == ProblemCode::NotUnderstood;
    let count = loaded.problems.iter().filter(strange).count();
    if count > 0 {
        let kinds = plural(count, "kind of content was", "kinds of content were");
        globals.hint(&bilingual!(
            "{count} {kinds} not understood; `consonance import --check` lists them",
            "有 {count} 类内容未能识别；可用 consonance import --check 列出"
        ));
    }
}

/// What each file gave, in the order of the files. What was read stands in the order of its files,
/// so that every file's part is one run.
fn by_file(loaded: &Loaded) -> Vec<(FileId, Content<'_>)> {
    let mut contents: BTreeMap<FileId, Content<'_>> = BTreeMap::new();
    for run in loaded.standards.chunk_by(|a, b| a.span.file == b.span.file) {
        contents.entry(run[0].span.file).or_default().standards = run;
    }
    for run in loaded.mappings.chunk_by(|a, b| a.span.file == b.span.file) {
        contents.entry(run[0].span.file).or_default().mappings = run;
    }
    for run in loaded.systems.chunk_by(|a, b| a.span.file == b.span.file) {
        contents.entry(run[0].span.file).or_default().systems = run;
    }
    for (file, content) in &mut contents {
        let format = loaded.formats.get(file.index()).copied().flatten();
        content.format = format.filter(|it| *it != "definition");
    }
    contents.into_iter().collect()
}

fn write(
    args: &Args,
    globals: &Globals,
    loaded: &Loaded,
    contents: &[(FileId, Content<'_>)],
) -> Result<(), CliError> {
    if contents.is_empty() {
        return Err(CliError::unreadable(bilingual!("nothing to import", "没有可导入的内容"))
            .help(bilingual!(
                "no standard, mapping or plan was found in what was named; --input-format names the format where it is not recognised",
                "所给内容中没有标准、映射或规划；未能识别格式时可用 --input-format 指定"
            )));
    }
    let Some(output) = args.output.as_deref().filter(|it| *it != Path::new("-")) else {
        return super::output::write_stdout(|out| {
            for (index, (_, content)) in contents.iter().enumerate() {
                if index > 0 {
                    out.write_all(b"---\n")?;
                }
                out.write_all(export::definition(&loaded.sources, *content).as_bytes())?;
            }
            Ok(())
        });
    };
    let targets: Vec<PathBuf> = match contents {
        [_] if !is_folder(output, args) => vec![output.to_owned()],
        contents => {
            let files = contents.iter().map(|it| it.0);
            names(files, loaded, &args.files).into_iter().map(|it| output.join(it)).collect()
        }
    };
    if !args.force
        && let Some(there) = targets.iter().find(|it| it.is_file())
    {
        let there = there.display();
        return Err(CliError::usage(bilingual!("{there} exists", "{there} 已存在")).help(
            bilingual!(
                "name another place, or overwrite it with --force",
                "请改用其他位置，或用 --force 覆盖"
            ),
        ));
    }
    for ((_, content), path) in contents.iter().zip(&targets) {
        let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
        let made = folder.map_or(Ok(()), std::fs::create_dir_all);
        made.and_then(|()| {
            let text = export::definition(&loaded.sources, *content);
            write_file(path, |out| out.write_all(text.as_bytes()))
        })
        .map_err(|error| CliError::unwritable(path, &error))?;
    }
    let (count, shown) = (targets.len(), output.display());
    let files = plural(count, "file", "files");
    globals.note(&bilingual!("wrote {count} {files}: {shown}", "已写 {count} 个文件：{shown}"));
    Ok(())
}

/// Whether `-o` names a folder: it is one, it ends like one, or there may be several files.
fn is_folder(output: &Path, args: &Args) -> bool {
    output.is_dir()
        || output.as_os_str().to_string_lossy().ends_with(['/', '\\'])
        || args.files.len() > 1
        || args.files.iter().any(|it| it.is_dir())
}

/// A path below the output folder for each file: its own path below what was named, ending in
/// `.yaml`. Files that differ only in their ending keep it.
fn names(files: impl Iterator<Item = FileId>, loaded: &Loaded, given: &[PathBuf]) -> Vec<PathBuf> {
    let own = |file: FileId| match loaded.origins.get(file.index()) {
        Some(origin) => below(origin, given),
        None => PathBuf::from("stdin"),
    };
    let own: Vec<PathBuf> = files.map(own).collect();
    let short: Vec<PathBuf> = own.iter().map(|it| it.with_extension("yaml")).collect();
    let mut taken: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for name in &short {
        *taken.entry(name.clone()).or_default() += 1;
    }
    let mut used = std::collections::BTreeSet::new();
    own.iter()
        .zip(short)
        .map(|(own, short)| {
            let mut name = short;
            if taken.get(&name).is_some_and(|count| *count > 1) {
                name = with_suffix(own, ".yaml");
            }
            // The same name below two of the folders that were named.
            let mut number = 2;
            while !used.insert(name.clone()) {
                name = with_suffix(own, &format!("-{number}.yaml"));
                number += 1;
            }
            name
        })
        .collect()
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(suffix);
    path.with_file_name(name)
}

/// The path of a file below the argument that led to it.
fn below(origin: &Origin, given: &[PathBuf]) -> PathBuf {
    let argument = given.get(origin.argument).map_or(Path::new(""), PathBuf::as_path);
    let relative = origin.path.strip_prefix(argument).ok();
    let is_inside = |it: &&Path| {
        let mut parts = it.components().peekable();
        parts.peek().is_some() && parts.all(|it| matches!(it, std::path::Component::Normal(_)))
    };
    match relative.filter(is_inside) {
        Some(relative) => relative.to_owned(),
        None => origin.path.file_name().map_or_else(|| PathBuf::from("stdin"), PathBuf::from),
    }
}

fn say_problems(loaded: &Loaded, globals: &Globals) {
    let mut look = globals.look();
    look.color = globals.color_stderr;
    let failures = loaded.problems.iter().filter(|it| it.code.is_failure());
    for problem in failures {
        let text = terminal::problem(problem, &loaded.sources, look);
        let _ = writeln!(std::io::stderr().lock(), "{text}");
    }
}
