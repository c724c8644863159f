//! What a check of a project gave, as the server keeps it to answer from.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::catalogue::Catalogue;
use crate::corpus::{Corpus, StandardId};
use crate::finding::{Finding, Judged, NotCheckable, from_root};
use crate::rule::RuleSet;
use crate::source::{FileId, Overlay, Problem, SourceFile, SourceMap};

/// What is checked together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Project {
    /// The configuration that holds, from the root.
    pub(crate) config: Option<PathBuf>,
    /// A file that is checked by itself, because the configuration does not name it, or because
    /// there is none.
    pub(crate) alone: Option<PathBuf>,
}

/// Checks projects, and keeps of them what need not be read again.
pub(crate) trait Checker: Send {
    /// Reads and judges a project.
    fn check(&mut self, project: &Project, task: &Task) -> Checked;
}

/// What a check is to look at.
#[derive(Clone, Debug, Default)]
pub(crate) struct Task {
    /// Contents that take the place of those on the disk.
    pub(crate) unsaved: Overlay,
    /// What has changed on the disk since the last check.
    pub(crate) changed: Vec<PathBuf>,
    /// Judges these files only, because everything would take long. What several documents have to
    /// do with each other is then as the last whole check found it.
    pub(crate) only: Option<Vec<PathBuf>>,
}

/// What is wrong with the configuration or the rules, with the texts it is about.
#[derive(Debug, Default)]
pub(crate) struct Trouble {
    pub(crate) sources: SourceMap,
    pub(crate) problems: Vec<Problem>,
}

/// What a check gave.
#[derive(Debug)]
pub(crate) struct Checked {
    /// Everything that was read; nothing where the configuration cannot be used.
    pub(crate) corpus: Option<Corpus>,
    /// The rules that were run.
    pub(crate) rules: Arc<RuleSet>,
    /// What they found, whether it counts or not.
    pub(crate) findings: Vec<Judged>,
    /// What could not be checked.
    pub(crate) not_checkable: Vec<NotCheckable>,
    /// Why there may be less than there is: configuration and rules.
    pub(crate) troubles: Vec<Trouble>,
    /// The texts that rules were read from, beside the built-in ones.
    pub(crate) rule_files: Vec<PathBuf>,
    /// Every document that can be named.
    pub(crate) catalogue: Arc<Catalogue>,
    /// It is of a file by itself.
    pub(crate) alone: bool,
    /// No rule met a bug.
    pub(crate) whole: bool,
    /// The texts of the corpus by path.
    pub(crate) files: BTreeMap<PathBuf, FileId>,
}

impl Checked {
    /// Nothing but what is wrong with the configuration.
    pub(crate) fn nothing(rules: Arc<RuleSet>, troubles: Vec<Trouble>) -> Self {
        Self {
            corpus: None,
            rules,
            findings: Vec::new(),
            not_checkable: Vec::new(),
            troubles,
            rule_files: Vec::new(),
            catalogue: Arc::default(),
            alone: false,
            whole: true,
            files: BTreeMap::new(),
        }
    }

    /// The same, with what was read.
    pub(crate) fn with(mut self, corpus: Corpus) -> Self {
        let files = corpus.sources().files();
        // Of several texts of one path the first is the one that was judged.
        for file in files.iter().rev() {
            self.files.insert(from_root(Path::new(file.path())), file.id());
        }
        self.corpus = Some(corpus);
        self
    }

    /// The text that lies at a path.
    pub(super) fn file(&self, path: &Path) -> Option<&SourceFile> {
        Some(self.corpus.as_ref()?.sources().file(*self.files.get(path)?))
    }

    /// Whether the project has something to say of the file at a path.
    pub(super) fn knows(&self, path: &Path) -> bool {
        self.files.contains_key(path)
            || self.rule_files.iter().any(|it| it == path)
            || self
                .troubles
                .iter()
                .flat_map(|it| it.sources.files())
                .any(|it| from_root(Path::new(it.path())) == path)
    }

    /// The findings that count in a file, in their order.
    pub(super) fn findings_in(&self, file: FileId) -> impl Iterator<Item = &Finding> {
        let open = self.findings.iter().filter(|it| it.is_open()).map(|it| &it.finding);
        open.filter(move |it| it.span.file == file)
    }

    /// The standard that a place of a file belongs to: the one around it, else the first.
    pub(super) fn standard_at(&self, file: FileId, offset: usize) -> Option<StandardId> {
        let corpus = self.corpus.as_ref()?;
        let own = || corpus.ids().filter(|it| corpus.standard(*it).span.file == file);
        let around = own().find(|it| {
            let span = corpus.standard(*it).span.range();
            span.start <= offset && offset <= span.end
        });
        around.or_else(|| own().next())
    }
}
