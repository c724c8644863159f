//! Paths in, everything that stands behind them out.

use std::path::{Component, Path, PathBuf};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::lists::{self, ListMapping};
use super::{Loaded, READERS, Reader, Reading};
use crate::bilingual;
use crate::model::Standard;
use crate::source::{
    self, FileId, LoadLimits, NoProgress, Origin, Problem, ProblemCode, Progress, SourceFile,
    Sources, Span,
};
use crate::syntax::did_you_mean;

/// How to load.
#[derive(Clone, Copy)]
pub struct LoadOptions<'a> {
    /// Read every file in this format, whatever it looks like.
    pub input_format: Option<&'a str>,
    /// How catalogue lists are read, from `lists:` of `consonance.yaml`.
    pub lists: &'a [ListMapping],
    /// Size limits.
    pub limits: LoadLimits<'a>,
    /// Told how far reading is.
    pub progress: &'a dyn Progress,
}

impl Default for LoadOptions<'_> {
    fn default() -> Self {
        Self {
            input_format: None,
            lists: &[],
            limits: LoadLimits::default(),
            progress: &NoProgress,
        }
    }
}

/// Reads files and folders, and standard input for `-`.
///
/// The result depends on the paths and the files only: not on threads, machine or time.
#[must_use]
pub fn load(paths: &[PathBuf], options: &LoadOptions<'_>) -> Loaded {
    let forced = match options.forced() {
        Ok(forced) => forced,
        Err(problem) => return Loaded { problems: vec![*problem], ..Loaded::default() },
    };
    let sources = source::load(paths, options.limits, options.progress);
    let known = Vec::new();
    read(paths, sources, forced, known, options).loaded
}

impl LoadOptions<'_> {
    /// The reader of the format that was asked for.
    ///
    /// # Errors
    /// When there is no such format.
    pub(crate) fn forced(&self) -> Result<Option<&'static dyn Reader>, Box<Problem>> {
        self.input_format.map(reader_named).transpose()
    }
}

/// What a former run knows of a file without reading it.
#[derive(Debug, Default)]
pub(crate) struct Known {
    pub(crate) format: Option<&'static str>,
    /// It is in none of the formats, and passed over.
    pub(crate) is_skipped: bool,
    pub(crate) problems: Vec<Problem>,
    pub(crate) comments: Vec<Span>,
}

/// What was read, and how it hangs together.
pub(crate) struct Read {
    pub(crate) loaded: Loaded,
    /// The files that the last of the problems are of, one entry a problem: those before them were
    /// met before any file was read.
    pub(crate) problem_files: Vec<FileId>,
    /// Of each file, whether what it gives depends on others too: it includes some, or is included.
    pub(crate) depends: Vec<bool>,
}

/// Reads what was gathered. Files that are `known` give what is known of them instead, but no
/// documents.
pub(crate) fn read(
    paths: &[PathBuf],
    mut sources: Sources,
    forced: Option<&'static dyn Reader>,
    mut known: Vec<Option<Known>>,
    options: &LoadOptions<'_>,
) -> Read {
    let is_known =
        |known: &[Option<Known>], index: usize| known.get(index).is_some_and(Option::is_some);
    let mut readers: Vec<Option<&dyn Reader>> = sources
        .map
        .files()
        .par_iter()
        .map(|file| {
            let is_read = !is_known(&known, file.id().index());
            is_read.then(|| forced.or_else(|| recognise(file))).flatten()
        })
        .collect();
    let (includes, mut depends) =
        load_companions(paths, &mut sources, &mut readers, options.limits);
    let companions = parts_of_others(&includes);
    let files = sources.map.files();
    known.resize_with(files.len(), || None);
    options.progress.start(known.iter().filter(|it| it.is_none()).count());
    let unread: Vec<&SourceFile> =
        files.iter().filter(|file| !is_known(&known, file.id().index())).collect();
    let readings: Vec<Reading> = unread
        .into_par_iter()
        .map(|file| {
            let index = file.id().index();
            let mapped = options.lists.iter().find(|it| it.is_for(file.path()));
            let mut reading = match readers.get(index).copied().flatten() {
                _ if mapped.is_some() => lists::read(file, mapped),
                // A companion is read with the file that includes it.
                Some(reader) if !companions.get(index).copied().unwrap_or(false) => {
                    reader.read(file, &sources.map)
                }
                _ => Reading::default(),
            };
            reading.standards.iter_mut().for_each(tidy_up);
            options.progress.advance(1);
            reading
        })
        .collect();
    options.progress.finish();
    let mut loaded = Loaded {
        formats: readers.iter().map(|reader| reader.map(|it| it.name())).collect(),
        ..Loaded::default()
    };
    loaded.standards.reserve_exact(readings.iter().map(|it| it.standards.len()).sum());
    let mut problem_files = Vec::new();
    let mut readings = readings.into_iter();
    for (index, file) in sources.map.files().iter().enumerate() {
        if let Some(known) = known[index].take() {
            loaded.formats[index] = known.format;
            loaded.skipped.extend(known.is_skipped.then_some(file.id()));
            loaded.problems.extend(known.problems);
            loaded.comments.extend(known.comments);
            problem_files.resize(loaded.problems.len(), file.id());
            continue;
        }
        let reading = readings.next().unwrap_or_default();
        let is_mapped = options.lists.iter().any(|it| it.is_for(file.path()));
        if is_mapped {
            loaded.formats[index] = Some(lists::NAME);
        }
        if readers.get(index).is_none_or(Option::is_none) && !companions[index] && !is_mapped {
            match unrecognised(file, &sources.origins[index]) {
                Some(problem) => loaded.problems.push(problem),
                None => loaded.skipped.push(file.id()),
            }
        }
        loaded.standards.extend(reading.standards);
        loaded.mappings.extend(reading.mappings);
        loaded.systems.extend(reading.systems);
        loaded.problems.extend(reading.problems);
        loaded.comments.extend(
            reading.comments.into_iter().filter(|&it| file.slice(it).contains("consonance")),
        );
        problem_files.resize(loaded.problems.len(), file.id());
    }
    // What could not even be opened comes first.
    let read = std::mem::replace(&mut loaded.problems, std::mem::take(&mut sources.problems));
    loaded.problems.extend(read);
    loaded.sources = sources.map;
    loaded.origins = sources.origins;
    for index in includes.into_iter().flatten() {
        depends[index] = true;
    }
    Read { loaded, problem_files, depends }
}

/// What holds for the standards of every format.
fn tidy_up(standard: &mut Standard) {
    // Preferred names first, whatever the order in which a format lists the languages.
    for term in standard.terms.iter_mut().flatten() {
        term.designations.sort_by_key(|it| it.status);
    }
    standard.shrink_to_fit();
}

/// The reader that knows the format of a file, if one does.
#[must_use]
pub fn recognise(file: &SourceFile) -> Option<&'static dyn Reader> {
    READERS.iter().copied().find(|reader| reader.recognises(file))
}

fn reader_named(name: &str) -> Result<&'static dyn Reader, Box<Problem>> {
    if let Some(reader) = READERS.iter().copied().find(|reader| reader.name() == name) {
        return Ok(reader);
    }
    let names: Vec<&str> = READERS.iter().map(|reader| reader.name()).collect();
    let help = match did_you_mean(name, names.iter().copied()) {
        Some(near) => bilingual!("did you mean {near}?", "是否应为 {near}？"),
        None => {
            let list = names.join(", ");
            bilingual!("one of: {list}", "可用：{list}")
        }
    };
    Err(Box::new(Problem {
        code: ProblemCode::UnknownFormat,
        message: bilingual!("there is no input format {name}", "没有输入格式 {name}"),
        span: None,
        path: None,
        help: Some(help),
    }))
}

/// A file that no reader knows: a problem where somebody named it or its name promises a format
/// of ours; anything else in a folder is passed over.
fn unrecognised(file: &SourceFile, origin: &Origin) -> Option<Problem> {
    let is_empty = file.encoding() != source::Encoding::Container && file.text().trim().is_empty();
    let extension = origin.path.extension().and_then(|it| it.to_str()).unwrap_or("");
    let is_ours = matches!(extension, "yaml" | "yml" | "json");
    let name = origin.path.file_name().and_then(|it| it.to_str()).unwrap_or("");
    let is_config = name == "consonance.yaml" || name.ends_with("baseline.yaml");
    if !origin.named && (!is_ours || is_config) {
        return None;
    }
    if is_empty {
        return Some(
            Problem::at(
                ProblemCode::UnknownFormat,
                file.whole(),
                bilingual!("the file is empty", "文件是空的"),
            )
            .help(bilingual!("write a definition into it, or remove it", "请写入定义，或将其删去")),
        );
    }
    // In a folder many things are YAML or JSON: said, but no failure.
    let code = if origin.named { ProblemCode::UnknownFormat } else { ProblemCode::NotUnderstood };
    let names: Vec<&str> = READERS.iter().map(|reader| reader.name()).collect();
    let list = names.join(", ");
    Some(
        Problem::at(
            code,
            Span::new(file.id(), 0, 0),
            bilingual!("in none of the formats that are read", "不属于任何可读取的格式"),
        )
        .help(bilingual!(
            "a definition starts with the key standard: (see docs/definition-format.md); or name the format with --input-format: {list}",
            "定义文件以键 standard: 开头（见 docs/definition-format.md）；或用 --input-format 指定格式：{list}"
        )),
    )
}

/// What every file includes, and whether it would include anything: what is to be included may not
/// be there.
type Includes = (Vec<Vec<usize>>, Vec<bool>);

/// Loads what files include, and what that includes in turn.
fn load_companions(
    paths: &[PathBuf],
    sources: &mut Sources,
    readers: &mut Vec<Option<&'static dyn Reader>>,
    limits: LoadLimits<'_>,
) -> Includes {
    // Most catalogues include nothing: made when it is needed.
    let mut by_path: Option<FxHashMap<PathBuf, usize>> = None;
    let (mut includes, mut depends): Includes = (Vec::new(), Vec::new());
    let mut index = 0;
    while index < sources.map.files().len() {
        let mut found = Vec::new();
        let mut would_include = false;
        if let Some(reader) = readers[index] {
            let file = &sources.map.files()[index];
            let (id, whole) = (file.id(), Span::new(file.id(), 0, 0));
            for written in reader.companions(file) {
                would_include = true;
                let origin = sources.origins[index].clone();
                let by_path = by_path.get_or_insert_with(|| {
                    let origins = sources.origins.iter().enumerate();
                    origins.map(|(index, origin)| (tidy(&origin.path), index)).collect()
                });
                let path = tidy(&origin.path.parent().unwrap_or(Path::new("")).join(&written));
                if let Some(&known) = by_path.get(&path) {
                    found.push(known);
                    continue;
                }
                if !lies_within(&path, &allowed(paths, &origin)) {
                    sources.problems.push(
                        Problem::at(
                            ProblemCode::Include,
                            whole,
                            bilingual!(
                                "includes {written}, which lies outside the folder that is read",
                                "包含的 {written} 位于所读文件夹之外"
                            ),
                        )
                        .help(bilingual!(
                            "move it into the folder, or name a folder that holds both",
                            "请将其移入该文件夹，或指定同时包含两者的文件夹"
                        )),
                    );
                    continue;
                }
                let before = sources.problems.len();
                if let Some(id) = sources.load_more(&path, id, limits) {
                    let new = id.index();
                    let file = &sources.map.files()[new];
                    // Read in the format of the file that includes it.
                    readers.push(recognise(file).or(readers[index]));
                    by_path.insert(path, new);
                    found.push(new);
                }
                for problem in &mut sources.problems[before..] {
                    problem.code = ProblemCode::Include;
                }
            }
        }
        includes.push(found);
        depends.push(would_include);
        index += 1;
    }
    (includes, depends)
}

/// Files that are included by another one that is not itself only a part; of files that include
/// each other in a circle the first is the whole.
fn parts_of_others(includes: &[Vec<usize>]) -> Vec<bool> {
    let mut included = vec![false; includes.len()];
    for (index, found) in includes.iter().enumerate() {
        for &other in found {
            included[other] |= other != index;
        }
    }
    let mut is_part = vec![false; includes.len()];
    let mut reached = vec![false; includes.len()];
    let wholes = (0..includes.len()).filter(|&index| !included[index]);
    let circles = (0..includes.len()).filter(|&index| included[index]);
    for whole in wholes.chain(circles) {
        if std::mem::replace(&mut reached[whole], true) {
            continue;
        }
        let mut open = vec![whole];
        while let Some(index) = open.pop() {
            for &other in &includes[index] {
                if !std::mem::replace(&mut reached[other], true) {
                    is_part[other] = true;
                    open.push(other);
                }
            }
        }
    }
    is_part
}

/// The folder that includes must stay within: the one that was named, or that of the named file.
fn allowed(paths: &[PathBuf], origin: &Origin) -> PathBuf {
    let given = paths.get(origin.argument).map_or(Path::new(""), PathBuf::as_path);
    let folder = if given.is_dir() { given } else { given.parent().unwrap_or(Path::new("")) };
    tidy(folder)
}

/// Whether a path lies in a folder: by its words, and by what it leads to where links are on the way.
fn lies_within(path: &Path, folder: &Path) -> bool {
    if !path.starts_with(folder) {
        return false;
    }
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    match (path.canonicalize(), folder.canonicalize()) {
        (Ok(path), Ok(folder)) => path.starts_with(folder),
        // What is not there is said when it is read.
        _ => true,
    }
}

/// A path without `.` and without `..` where that can be resolved by its words.
fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(tidy.components().next_back(), Some(Component::Normal(_))) =>
            {
                tidy.pop();
            }
            part => tidy.push(part),
        }
    }
    tidy
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{parts_of_others, tidy};

    #[test]
    fn a_circle_of_includes_has_a_whole() {
        assert_eq!(parts_of_others(&[vec![1], vec![0], vec![]]), [false, true, false]);
        assert_eq!(parts_of_others(&[vec![], vec![0, 2], vec![]]), [true, false, true]);
        assert_eq!(parts_of_others(&[vec![0]]), [false]);
    }

    #[test]
    fn paths_are_tidied() {
        assert_eq!(tidy(Path::new("./a/../b/./c")), Path::new("b/c"));
        assert_eq!(tidy(Path::new("../a")), Path::new("../a"));
        assert_eq!(tidy(Path::new("a/../../b")), Path::new("../b"));
    }
}
