//! `consonance.yaml`: what a project checks, and how strictly.
//!
//! [`raw`] is the shape of the file, every value with its place; [`Config`] is what was found to
//! make sense. Nothing in here knows the rules: selectors are held against them where they are
//! used, and their spans say where to point.

mod living;
mod raw;

use std::path::{Path, PathBuf};

use crate::bilingual;
use crate::corpus::AsOf;
use crate::finding::{Globs, Severity, waiver};
use crate::source::{Encoding, Problem, ProblemCode, Said, SourceFile, SourceMap, Span};
use crate::syntax::{access::Access, yaml};

pub use raw::schema;

/// The name of the file.
pub const FILE_NAME: &str = "consonance.yaml";

/// What a project checks, and how strictly.
#[derive(Debug, Default)]
pub struct Config {
    /// The text, for messages that point into it.
    pub sources: SourceMap,
    /// Where it lies, relative to the working folder; `None` where there is no such file.
    pub path: Option<PathBuf>,
    /// What is judged, relative to the working folder.
    pub drafts: Vec<PathBuf>,
    /// In the light of what.
    pub corpus: Vec<PathBuf>,
    /// The sector scheme: its name, or a path relative to the file.
    pub sectors: Option<Said<String>>,
    /// Folders and files with further rules.
    pub rules: Vec<PathBuf>,
    /// The profile.
    pub profile: Option<Said<String>>,
    /// Rules to run.
    pub select: Vec<Said<String>>,
    /// Rules to leave out.
    pub ignore: Vec<Said<String>>,
    /// Severities by selector.
    pub severity: Vec<(Said<String>, Severity)>,
    /// The lowest severity that fails the check.
    pub fail_on: Option<FailOn>,
    /// The date of judgement.
    pub as_of: Option<AsOf>,
    /// The corpus is known not to hold everything.
    pub partial: bool,
    /// How catalogue lists are read.
    pub lists: Vec<crate::reader::lists::ListMapping>,
    /// What differs for some files.
    pub paths: Vec<PathSettings>,
    /// Findings that are left as they are.
    pub waivers: Vec<waiver::Written>,
    /// The baseline, relative to the working folder.
    pub baseline: Option<PathBuf>,
    /// Templates of reports by format, relative to the working folder.
    pub templates: Vec<(String, PathBuf)>,
    /// The folder in which what was read is kept, relative to the working folder.
    pub cache: Option<PathBuf>,
    /// What was read is not kept.
    pub cache_off: bool,
}

/// What differs for some files.
#[derive(Clone, Debug)]
pub struct PathSettings {
    /// Which files.
    pub globs: Globs,
    /// Rules to run there, instead of those of the project.
    pub select: Vec<Said<String>>,
    /// Rules to leave out there, too.
    pub ignore: Vec<Said<String>>,
    /// Severities there, by selector.
    pub severity: Vec<(Said<String>, Severity)>,
    /// The profile there.
    pub profile: Option<Said<String>>,
}

/// From which severity on findings fail the check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailOn {
    /// This one and worse.
    Severity(Severity),
    /// Findings never fail it.
    Never,
}

impl FailOn {
    /// The words for it.
    pub const WORDS: &'static [&'static str] = &["error", "warning", "info", "never"];

    /// The value for a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "error" => Some(Self::Severity(Severity::Error)),
            "warning" => Some(Self::Severity(Severity::Warning)),
            "info" => Some(Self::Severity(Severity::Info)),
            "never" => Some(Self::Never),
            _ => None,
        }
    }

    /// The lowest severity that fails; `None` where none does.
    #[must_use]
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Severity(severity) => Some(severity),
            Self::Never => None,
        }
    }
}

/// A configuration that does not make sense, and why.
#[derive(Debug)]
pub struct ConfigErrors {
    /// The text.
    pub sources: SourceMap,
    /// Everything that is wrong with it.
    pub problems: Vec<Problem>,
}

impl Config {
    /// The configuration in `path`.
    ///
    /// # Errors
    /// Everything that is wrong with it, each with its place.
    pub fn load(path: &Path) -> Result<Self, ConfigErrors> {
        let sources = SourceMap::new();
        let shown = path.to_string_lossy().replace('\\', "/");
        let text = match std::fs::read(path).map(String::from_utf8) {
            Ok(Ok(text)) => text,
            Ok(Err(_)) => {
                let message =
                    bilingual!("the configuration is not UTF-8", "配置文件不是 UTF-8 编码");
                let problems = vec![Problem::with_path(ProblemCode::Encoding, shown, message)];
                return Err(ConfigErrors { sources, problems });
            }
            Err(error) => {
                let message = bilingual!(
                    "cannot read the configuration: {error}",
                    "无法读取配置文件：{error}"
                );
                let problems = vec![Problem::with_path(ProblemCode::Unreadable, shown, message)];
                return Err(ConfigErrors { sources, problems });
            }
        };
        Self::of_text(path, text)
    }

    /// The configuration in a text that is that of `path`, or is to be.
    ///
    /// # Errors
    /// Everything that is wrong with it, each with its place.
    pub fn of_text(path: &Path, text: String) -> Result<Self, ConfigErrors> {
        let mut sources = SourceMap::new();
        let shown = path.to_string_lossy().replace('\\', "/");
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        let id = sources.add(|id| SourceFile::text_file(id, shown, Encoding::Utf8, text));
        let (mut config, problems) = read(sources.file(id), path.parent().unwrap_or(Path::new("")));
        if !problems.is_empty() {
            return Err(ConfigErrors { sources, problems });
        }
        config.path = Some(path.to_owned());
        config.sources = sources;
        Ok(config)
    }

    /// The nearest configuration file, in the working folder or one above it, by a path that is
    /// short to read.
    #[must_use]
    pub fn discover() -> Option<PathBuf> {
        let here = std::env::current_dir().ok()?;
        let mut relative = PathBuf::new();
        for folder in here.ancestors() {
            if folder.join(FILE_NAME).is_file() {
                return Some(relative.join(FILE_NAME));
            }
            relative.push("..");
        }
        None
    }

    /// The folder that its paths are relative to.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.path.as_deref().and_then(Path::parent).unwrap_or(Path::new(""))
    }

    /// Where a value was said, for a message about it.
    #[must_use]
    pub fn problem(&self, span: Span, message: crate::source::Bilingual) -> Problem {
        Problem::at(ProblemCode::WrongType, span, message)
    }
}

fn read(file: &SourceFile, folder: &Path) -> (Config, Vec<Problem>) {
    let parsed = yaml::parse(file);
    let mut problems = parsed.problems;
    let access = Access::new(&parsed.tree);
    let mut roots = access.roots();
    // An empty file is a project that asks for nothing special.
    let config = roots.next().map(|root| raw::read(root, folder)).unwrap_or_default();
    if let Some(second) = roots.next() {
        let message =
            bilingual!("one document is enough for a configuration", "配置文件只能有一个文档");
        second.problem(ProblemCode::Syntax, message, None);
    }
    drop(roots);
    problems.extend(access.into_problems());
    (config, problems)
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::{Config, FailOn, read};
    use crate::finding::Severity;
    use crate::source::{Encoding, FileId, SourceFile};

    fn of(text: &str) -> (Config, Vec<String>) {
        let file =
            SourceFile::text_file(FileId::from_index(0), "consonance.yaml", Encoding::Utf8, text);
        let (config, problems) = read(&file, Path::new("sub"));
        (config, problems.into_iter().map(|it| it.message.en).collect())
    }

    #[test]
    fn everything_is_read_and_paths_are_of_the_file() {
        let (config, problems) = of("\
drafts: drafts
corpus: [corpus, ../shared/iso.yaml]
rules: house-rules
profile: gb
select: [default, VRB]
ignore: IDN010
severity: {REF006: info}
fail_on: warning
as_of: 2026-01-01
partial: true
");
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(config.drafts, [PathBuf::from("sub/drafts")]);
        assert_eq!(
            config.corpus,
            [PathBuf::from("sub/corpus"), PathBuf::from("sub/../shared/iso.yaml")]
        );
        assert_eq!(
            config.select.iter().map(|it| it.value.as_str()).collect::<Vec<_>>(),
            ["default", "VRB"]
        );
        assert_eq!(config.severity[0].1, Severity::Info);
        assert_eq!(config.fail_on, Some(FailOn::Severity(Severity::Warning)));
        assert!(config.partial);
    }

    #[test]
    fn every_mistake_is_said_at_once() {
        let (_, problems) = of("draft: x\nfail_on: sometimes\nas_of: tomorrow\npartial: perhaps\n");
        assert_eq!(problems.len(), 4, "{problems:?}");
    }

    #[test]
    fn an_empty_file_asks_for_nothing() {
        assert_eq!(of("").1, Vec::<String>::new());
        assert_eq!(of("# nothing yet\n").1, Vec::<String>::new());
    }
}
