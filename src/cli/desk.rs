//! Projects as an editor works on them: read once, and after that only what has changed.
//!
//! A corpus of any size is kept as a [pack](crate::store) beside it in a temporary file, so that a
//! draft is judged in the light of tens of thousands of standards without reading them again. What
//! is open in the editor stays out of the pack: it is read as it is edited.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::judge::{judge, report_on};
use super::policy::RuleArgs;
use super::project::{self, Besides, InputArgs, Inputs};
use super::{CliError, Globals};
use crate::config::Config;
use crate::corpus::{AsOf, Corpus};
use crate::fact::Producer;
use crate::finding::from_root;
use crate::lsp::{self, Catalogue, Checked, Checker, Task, Trouble};
use crate::reader::{LoadOptions, Loaded};
use crate::rule::RuleSet;
use crate::source::{FileId, Overlay};
use crate::store;

/// Bytes of a corpus from which on it is kept as a pack; a smaller one is read in no time.
const LARGE: u64 = 1 << 20;

/// What a gzipped catalogue unpacks to, about.
const UNPACKED: u64 = 10;

/// All projects of an editor.
pub(super) struct Desk {
    globals: Globals,
    kept: BTreeMap<lsp::Project, Kept>,
}

/// Texts by path.
type Texts = Vec<(String, String)>;

/// What is kept of a project.
#[derive(Default)]
struct Kept {
    /// The last configuration that could be used.
    config: Option<Arc<Config>>,
    /// The last rules that could be used, and the texts beside the built-in ones.
    rules: Option<(Texts, Arc<RuleSet>)>,
    corpus: Option<KeptCorpus>,
    /// Fingerprints of what the last whole check found of several documents together.
    together: HashSet<String>,
}

/// A corpus as a pack.
struct KeptCorpus {
    pack: tempfile::NamedTempFile,
    /// The paths it was made of.
    paths: Vec<PathBuf>,
    /// Files that are not in it.
    without: BTreeSet<PathBuf>,
    catalogue: Arc<Catalogue>,
}

/// What a project is made of.
struct Paths {
    drafts: Vec<PathBuf>,
    corpus: Vec<PathBuf>,
}

impl Desk {
    pub(super) fn new(globals: &Globals) -> Self {
        // What is said of a run goes to a terminal, and there is none.
        let globals = Globals { quiet: 2, verbose: 0, ..globals.clone() };
        Self { globals, kept: BTreeMap::new() }
    }
}

impl Checker for Desk {
    fn check(&mut self, project: &lsp::Project, task: &Task) -> Checked {
        let unsaved = &task.unsaved;
        let kept = self.kept.entry(project.clone()).or_default();
        let mut troubles = Vec::new();
        if let Some(path) = &project.config {
            match read_config(path, unsaved) {
                Ok(config) => kept.config = Some(Arc::new(config)),
                Err(trouble) => troubles.push(trouble),
            }
        }
        let config = match (&project.config, &kept.config) {
            (_, Some(config)) => Arc::clone(config),
            (None, None) => Arc::default(),
            // Without any word on what is to be judged, nothing is.
            (Some(_), None) => return Checked::nothing(Arc::default(), troubles),
        };
        let (rules, rule_files) = kept.rules(&config, project, unsaved, &mut troubles);
        let paths = Paths::of(&config, project);
        let mut checked = Checked::nothing(Arc::clone(&rules), troubles);
        checked.rule_files = rule_files;
        checked.alone = project.alone.is_some();
        // A rule by itself is no draft.
        let is_rule = project.alone.as_ref().is_some_and(|it| checked.rule_files.contains(it));
        if paths.drafts.is_empty() || is_rule {
            return checked;
        }
        kept.keep(&paths, &config, unsaved, &task.changed);
        match self.examine(project, &config, &rules, &paths, task) {
            Ok(mut found) => {
                if let Some(kept) = self.kept.get_mut(project) {
                    kept.reconcile(&mut found, &rules, task.only.is_some());
                }
                let Checked { troubles, rule_files, alone, .. } = checked;
                Checked { troubles, rule_files, alone, ..found }
            }
            Err(error) => {
                checked.troubles.push(trouble(error));
                checked
            }
        }
    }
}

impl Desk {
    fn examine(
        &self,
        project: &lsp::Project,
        config: &Arc<Config>,
        rules: &Arc<RuleSet>,
        paths: &Paths,
        task: &Task,
    ) -> Result<Checked, CliError> {
        let kept = self.kept.get(project).and_then(|it| it.corpus.as_ref());
        let corpus = match kept {
            Some(kept) => {
                let open = kept.without.iter().filter(|it| paths.is_of_corpus(it)).cloned();
                open.chain([kept.pack.path().to_owned()]).collect()
            }
            None => paths.corpus.clone(),
        };
        let input = InputArgs { paths: paths.drafts.clone(), corpus, ..InputArgs::default() };
        let baseline = config.baseline.as_deref();
        let besides = Besides { baseline, overlay: Some(&task.unsaved), ..Besides::default() };
        let mut loaded =
            project::Project::load_with(&input, Arc::clone(config), besides, &self.globals)?;
        if let Some(only) = &task.only {
            judge_only(&mut loaded, only);
        }
        let policy = loaded.policy(&RuleArgs::default(), rules)?;
        let (outcome, whole) = judge(rules, &loaded, &policy);
        let report = report_on(&loaded, rules, &policy, outcome);
        let (findings, not_checkable) = (report.findings, report.not_checkable);
        let catalogue = match kept {
            Some(kept) => Arc::clone(&kept.catalogue),
            None => Arc::new(Catalogue::of(&loaded.corpus)),
        };
        let nothing = Checked::nothing(Arc::clone(rules), Vec::new());
        Ok(Checked { findings, not_checkable, catalogue, whole, ..nothing }.with(loaded.corpus))
    }
}

impl Paths {
    /// From the root, as the editor names files.
    fn of(config: &Config, project: &lsp::Project) -> Self {
        let from_root = |paths: &[PathBuf]| paths.iter().map(|it| from_root(it)).collect();
        let drafts = match &project.alone {
            Some(path) => vec![path.clone()],
            None => from_root(&config.drafts),
        };
        Self { drafts, corpus: from_root(&config.corpus) }
    }

    fn is_draft(&self, path: &Path) -> bool {
        self.drafts.iter().any(|it| path.starts_with(it))
    }

    /// Whether a path lies in the corpus and is not judged.
    fn is_of_corpus(&self, path: &Path) -> bool {
        self.corpus.iter().any(|it| path.starts_with(it)) && !self.is_draft(path)
    }
}

impl Kept {
    /// The rules and the files they come from; the last good ones where they cannot be used.
    fn rules(
        &mut self,
        config: &Config,
        project: &lsp::Project,
        unsaved: &Overlay,
        troubles: &mut Vec<Trouble>,
    ) -> (Arc<RuleSet>, Vec<PathBuf>) {
        let further = match project::further_rules(config, Some(unsaved)) {
            Ok(further) => further,
            Err(error) => {
                troubles.push(trouble(error));
                Vec::new()
            }
        };
        if let Some(path) = &project.alone
            && let Some(text) = text_of(path, unsaved).filter(|it| lsp::is_rule(it))
            && further.iter().all(|(it, _)| from_root(Path::new(it)) != *path)
        {
            // Without the others: a rule that is built in has its code already.
            let shown = path.to_string_lossy().into_owned();
            if let Err(wrong) = RuleSet::from_files([(shown, text)]) {
                troubles.push(Trouble { sources: wrong.sources, problems: wrong.problems });
            }
            return (self.last_rules(), vec![path.clone()]);
        }
        let files = further.iter().map(|(path, _)| from_root(Path::new(path))).collect();
        let known = self.rules.as_ref().is_some_and(|(texts, _)| *texts == further);
        if !known {
            match RuleSet::to_judge(further.clone()) {
                Ok(rules) => self.rules = Some((further, Arc::new(rules))),
                Err(wrong) => {
                    troubles.push(Trouble { sources: wrong.sources, problems: wrong.problems });
                }
            }
        }
        (self.last_rules(), files)
    }

    /// Of what concerns several documents, a check of some of them says only what was known: the
    /// same is else found at another of them, or found not to be so.
    fn reconcile(&mut self, found: &mut Checked, rules: &RuleSet, is_part: bool) {
        let concerns_several = |code: &str| match rules.get(code) {
            Some(rule) => matches!(rule.on.def().producer, Producer::Corpus(_)),
            None => true,
        };
        if is_part {
            found.findings.retain(|it| {
                let finding = &it.finding;
                !concerns_several(&finding.rule) || self.together.contains(&finding.fingerprint)
            });
            return;
        }
        let together = found.findings.iter().map(|it| &it.finding);
        let together = together.filter(|it| concerns_several(&it.rule));
        self.together = together.map(|it| it.fingerprint.clone()).collect();
    }

    fn last_rules(&self) -> Arc<RuleSet> {
        match &self.rules {
            Some((_, rules)) => Arc::clone(rules),
            None => Arc::new(RuleSet::to_judge([]).unwrap_or_default()),
        }
    }

    /// Sees that a large corpus is there as a pack, without what is open.
    fn keep(&mut self, paths: &Paths, config: &Config, unsaved: &Overlay, changed: &[PathBuf]) {
        let open: BTreeSet<PathBuf> =
            unsaved.keys().filter(|it| paths.is_of_corpus(it)).cloned().collect();
        let is_good = |kept: &KeptCorpus| {
            kept.paths == paths.corpus
                && open.is_subset(&kept.without)
                && !changed.iter().any(|it| paths.is_of_corpus(it) && !kept.without.contains(it))
        };
        if self.corpus.as_ref().is_some_and(is_good) {
            return;
        }
        // Those that were open before are likely to be opened again.
        let before = self.corpus.take().filter(|it| it.paths == paths.corpus);
        let mut without = before.map(|it| it.without).unwrap_or_default();
        without.retain(|it| it.is_file());
        without.extend(open);
        if is_large(&paths.corpus) {
            // Where no pack can be written, everything is read every time.
            self.corpus = KeptCorpus::make(paths, config, without).ok().flatten();
        }
    }
}

impl KeptCorpus {
    /// Reads the corpus and packs it; nothing where it has a pack that cannot be opened, which is
    /// said when it is read.
    fn make(
        paths: &Paths,
        config: &Config,
        without: BTreeSet<PathBuf>,
    ) -> std::io::Result<Option<Self>> {
        let Ok(inputs) = Inputs::of(&paths.corpus) else { return Ok(None) };
        let options = LoadOptions { lists: &config.lists, ..LoadOptions::default() };
        let mut loaded = inputs.load(&options);
        inputs.packs.pull_all(&mut loaded);
        leave_out(&mut loaded, &|path| without.contains(path) || paths.is_draft(path));
        let mut pack = tempfile::Builder::new().prefix("consonance-").tempfile()?;
        store::write(&loaded, &mut std::io::BufWriter::new(pack.as_file_mut()))?;
        pack.as_file_mut().flush()?;
        let as_of = config.as_of.unwrap_or_else(AsOf::today);
        let catalogue = Arc::new(Catalogue::of(&Corpus::build(loaded, as_of)));
        Ok(Some(Self { pack, paths: paths.corpus.clone(), without, catalogue }))
    }
}

/// Lets only these files be judged.
fn judge_only(project: &mut project::Project, only: &[PathBuf]) {
    let corpus = &project.corpus;
    let is_one = |file: FileId| {
        let path = from_root(Path::new(corpus.sources().file(file).path()));
        only.contains(&path)
    };
    project.files.retain(|it| is_one(*it));
    let files = &project.files;
    project.judged.retain(|it| files.contains(&corpus.standard(*it).span.file));
    let set_of = |at: &u32| corpus.mappings().get(*at as usize);
    project.maps.retain(|it| set_of(it).is_some_and(|it| files.contains(&it.span.file)));
    project.is_whole = false;
}

/// Takes out what comes from some files.
fn leave_out(loaded: &mut Loaded, is_out: &dyn Fn(&Path) -> bool) {
    let files = loaded.sources.files().iter();
    let out: Vec<bool> = files.map(|it| is_out(&from_root(Path::new(it.path())))).collect();
    let stays = |file: crate::source::FileId| !out.get(file.index()).copied().unwrap_or(false);
    loaded.standards.retain(|it| stays(it.span.file));
    loaded.mappings.retain(|it| stays(it.span.file));
    loaded.systems.retain(|it| stays(it.span.file));
    // What cannot be read in the corpus is shown where it is opened.
    loaded.problems.clear();
}

/// Whether files and folders hold much, as far as their sizes tell.
fn is_large(paths: &[PathBuf]) -> bool {
    let mut open: Vec<PathBuf> = paths.to_vec();
    let mut bytes = 0;
    while let Some(path) = open.pop() {
        let Ok(metadata) = std::fs::metadata(&path) else { continue };
        if metadata.is_file() {
            let is_packed = path.extension().is_some_and(|it| it == "gz");
            bytes += metadata.len() * if is_packed { UNPACKED } else { 1 };
        } else if let Ok(entries) = std::fs::read_dir(&path) {
            // A link may lead back.
            let entries =
                entries.flatten().filter(|it| it.file_type().is_ok_and(|it| !it.is_symlink()));
            open.extend(entries.map(|it| it.path()));
        }
        if bytes >= LARGE {
            return true;
        }
    }
    false
}

fn read_config(path: &Path, unsaved: &Overlay) -> Result<Config, Trouble> {
    let read = match unsaved.get(path) {
        Some(bytes) => Config::of_text(path, String::from_utf8_lossy(bytes).into_owned()),
        None => Config::load(path),
    };
    read.map_err(|it| Trouble { sources: it.sources, problems: it.problems })
}

fn text_of(path: &Path, unsaved: &Overlay) -> Option<String> {
    match unsaved.get(path) {
        Some(bytes) => String::from_utf8(bytes.clone()).ok(),
        None => std::fs::read_to_string(path).ok(),
    }
}

fn trouble(error: CliError) -> Trouble {
    let (sources, problems) = error.into_problems();
    Trouble { sources, problems }
}
