//! What a command works on: drafts, the corpus in whose light they stand, and the configuration.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::cache::CacheArgs;
use super::progress::Bar;
use super::{CliError, Globals};
use crate::bilingual;
use crate::config::{Config, FailOn};
use crate::corpus::{AsOf, Corpus, StandardId};
use crate::coverage::{Scheme, Schemes};
use crate::finding::baseline::Baseline;
use crate::finding::from_root;
use crate::reader::{LoadOptions, Loaded, load};
use crate::rule::{RuleSet, Share};
use crate::source::{Encoding, FileId, Instead, LoadLimits, Overlay, SourceFile, SourceMap};
use crate::store::cache::{
    self, Answer, CacheSettings, Given, Keeping, Question, Reading, Request, Wanted,
};
use crate::store::{Pack, Packs, is_pack};
use crate::syntax::did_you_mean;

/// Flags that say what is read.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct InputArgs {
    /// Files or folders to judge, `-` for standard input; otherwise what consonance.yaml names ‖ 要检查的文件或文件夹，- 为标准输入；未给出时取 consonance.yaml 所列
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Files or folders in whose light they are judged; takes every path after it ‖ 作为对照的文件或文件夹；其后所有路径都归于此项
    #[arg(long, value_name = "PATH", num_args = 1..)]
    pub(crate) corpus: Vec<PathBuf>,
    /// Read every file in this format, whatever it looks like ‖ 按此格式读取所有文件，不论其外观
    #[arg(long, value_name = "FORMAT")]
    pub(crate) input_format: Option<String>,
    #[command(flatten)]
    pub(crate) as_of: super::common::AsOfArgs,
    #[command(flatten)]
    pub(crate) cache: CacheArgs,
}

/// Drafts and corpus, read and joined.
pub(crate) struct Project {
    pub(crate) config: Arc<Config>,
    pub(crate) corpus: Corpus,
    /// The drafts among the standards.
    pub(crate) judged: Vec<StandardId>,
    /// Mapping sets in files of drafts that stand alone.
    pub(crate) maps: Vec<u32>,
    /// Plans of a standards system in files of drafts.
    pub(crate) systems: Vec<u32>,
    /// Sector schemes: the built-in ones, and those that the configuration and the plans name.
    pub(crate) schemes: Schemes,
    /// The files they came from, by path.
    pub(crate) files: Vec<FileId>,
    /// The configuration as a text of the run, for findings about it.
    pub(crate) config_file: Option<FileId>,
    /// What is left for later.
    pub(crate) baseline: Option<Baseline>,
    /// Whether everything was judged that the configuration speaks of.
    pub(crate) is_whole: bool,
    /// Drafts whose findings are known: they are among the standards to be looked at, not to be
    /// judged again.
    pub(crate) settled: Vec<StandardId>,
    /// What was found in other drafts before, and still holds.
    pub(crate) known: Option<Share>,
    /// What these drafts are called.
    pub(crate) known_names: Vec<String>,
}

/// A project, and where what is found in it and told of it may be kept; or what was told before.
pub(crate) enum Asked {
    Project(Box<Project>, Keeping),
    Answer(Answer),
}

/// What is read besides the arguments.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Besides<'a> {
    /// The file of the baseline.
    pub(crate) baseline: Option<&'a Path>,
    /// Contents that take the place of what is on the disk.
    pub(crate) overlay: Option<&'a Overlay>,
    /// A folder that is read in the place of another.
    pub(crate) instead: Option<&'a Instead>,
    /// How much of the packs is read.
    pub(crate) reach: Reach,
}

/// The configuration that `--config` names, or the nearest one.
pub(crate) fn config(globals: &Globals) -> Result<Config, CliError> {
    match globals.config.clone().or_else(Config::discover) {
        Some(path) => Config::load(&path).map_err(|it| CliError::problems(it.sources, it.problems)),
        None => Ok(Config::default()),
    }
}

/// How much of the packs in a corpus is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Reach {
    /// What a rule can look at when it judges the drafts.
    #[default]
    Drafts,
    /// Everything.
    Whole,
}

/// Paths, the packs among them kept apart.
pub(crate) struct Inputs {
    plain: Vec<PathBuf>,
    /// The place of each plain path among all.
    places: Vec<usize>,
    pub(crate) packs: Packs,
}

impl Inputs {
    /// Opens the packs among `paths`.
    ///
    /// # Errors
    /// For a pack that is damaged or of another version: what it would have said is not left out
    /// in silence.
    pub(crate) fn of(paths: &[PathBuf]) -> Result<Self, CliError> {
        let mut inputs = Self { plain: Vec::new(), places: Vec::new(), packs: Packs::default() };
        for (place, path) in paths.iter().enumerate() {
            if path.is_file() && is_pack(path) {
                let pack = Pack::open(path).map_err(|error| {
                    let (message, help) = error.explain(path);
                    CliError::unreadable(message).help(help)
                })?;
                inputs.packs.add(place, pack);
            } else {
                inputs.plain.push(path.clone());
                inputs.places.push(place);
            }
        }
        Ok(inputs)
    }

    /// Reads what is no pack.
    pub(crate) fn load(&self, options: &LoadOptions<'_>) -> Loaded {
        self.placed(load(&self.plain, options))
    }

    /// The same with the help of a cache; of the corpus only what is around the first paths, where
    /// that is enough.
    fn load_cached(
        &self,
        drafts: usize,
        options: &LoadOptions<'_>,
        wanted: Wanted,
        (settings, question): (&CacheSettings, Question<'_>),
        globals: &Globals,
    ) -> Given {
        let request = Request {
            paths: &self.plain,
            drafts: self.places.partition_point(|it| *it < drafts),
            options,
            // What packs are asked for depends on all that is there.
            wanted: if self.packs.is_empty() { wanted } else { Wanted::Everything },
            question: if self.packs.is_empty() { question } else { Question::default() },
        };
        let (given, said) = cache::load(&request, settings);
        if globals.verbose > 0 {
            said.iter().for_each(|it| globals.note(it));
        }
        match given {
            Given::Read(mut reading) => {
                reading.loaded = self.placed(reading.loaded);
                Given::Read(reading)
            }
            answered @ Given::Answered(_) => answered,
        }
    }

    /// What was read of the plain paths, as of their places among all paths.
    fn placed(&self, mut loaded: Loaded) -> Loaded {
        for origin in &mut loaded.origins {
            origin.argument = self.places.get(origin.argument).copied().unwrap_or(0);
        }
        loaded
    }
}

impl Project {
    /// Reads everything. What cannot be read is a problem of the corpus, not an error.
    pub(crate) fn load(
        args: &InputArgs,
        config: impl Into<Arc<Config>>,
        globals: &Globals,
    ) -> Result<Self, CliError> {
        let besides = Besides { reach: Reach::Whole, ..Besides::default() };
        Self::load_with(args, config, besides, globals)
    }

    /// The same, with a baseline, or with contents that are not yet saved.
    pub(crate) fn load_with(
        args: &InputArgs,
        config: impl Into<Arc<Config>>,
        besides: Besides<'_>,
        globals: &Globals,
    ) -> Result<Self, CliError> {
        let opened = Opened::of(args, config.into())?;
        let loaded = opened.read(args, besides, globals);
        Ok(opened.join(args, besides, loaded.into())?.0)
    }

    /// The same, or what was told before of the same files, where the same was asked.
    pub(crate) fn load_asked(
        args: &InputArgs,
        config: impl Into<Arc<Config>>,
        besides: Besides<'_>,
        question: Question<'_>,
        globals: &Globals,
    ) -> Result<Asked, CliError> {
        let opened = Opened::of(args, config.into())?;
        match opened.ask(args, besides, question, globals) {
            Given::Read(reading) => {
                let (project, keeping) = opened.join(args, besides, *reading)?;
                Ok(Asked::Project(Box::new(project), keeping))
            }
            Given::Answered(answer) => Ok(Asked::Answer(answer)),
        }
    }

    /// The sector scheme of the first plan that has one, else the usual one.
    pub(crate) fn scheme(&self) -> &Scheme {
        let plans = self.corpus.systems().iter();
        let mut schemes = plans.filter_map(|it| self.schemes.of(&self.corpus, it));
        schemes.next().unwrap_or_else(|| self.schemes.usual())
    }

    /// Lets only one standard be judged; the drafts become light for it, as the rest is.
    pub(crate) fn judge_only(&mut self, id: StandardId) {
        self.judged = vec![id];
        self.maps.clear();
        self.systems.clear();
        self.files = vec![self.corpus.standard(id).span.file];
        self.is_whole = false;
    }

    /// Lets nothing be judged.
    pub(crate) fn judge_nothing(&mut self) {
        self.judged.clear();
        self.maps.clear();
        self.systems.clear();
        self.files.clear();
        self.is_whole = false;
    }

    /// Whether there is nothing in the drafts that a rule could be asked about, and nothing that
    /// could not be read.
    pub(crate) fn has_nothing(&self) -> bool {
        self.judged.is_empty()
            && self.known_names.is_empty()
            && self.maps.is_empty()
            && self.systems.is_empty()
            && !self.corpus.problems().iter().any(|it| it.code.is_failure())
    }

    /// From which severity on findings fail the command.
    pub(crate) fn fail_on(&self, flag: Option<FailOn>) -> FailOn {
        let usual = FailOn::Severity(crate::finding::Severity::Error);
        flag.or(self.config.fail_on).unwrap_or(usual)
    }
}

/// Paths of a project that were found, its packs opened, nothing else read.
struct Opened {
    config: Arc<Config>,
    inputs: Inputs,
    /// How many of the paths are drafts: the first ones.
    drafts: usize,
    as_of: AsOf,
}

impl Opened {
    fn of(args: &InputArgs, config: Arc<Config>) -> Result<Self, CliError> {
        let drafts = if args.paths.is_empty() { &config.drafts } else { &args.paths };
        let others = if args.corpus.is_empty() { &config.corpus } else { &args.corpus };
        if drafts.is_empty() {
            return Err(nothing_to_judge(args, &config));
        }
        if let Some(name) = &args.input_format {
            check_format(name)?;
        }
        let paths: Vec<PathBuf> = drafts.iter().chain(others).cloned().collect();
        let as_of = args.as_of.get().or(config.as_of).unwrap_or_else(AsOf::today);
        let (inputs, drafts) = (Inputs::of(&paths)?, drafts.len());
        Ok(Self { config, inputs, drafts, as_of })
    }

    fn options<'a>(
        &'a self,
        args: &'a InputArgs,
        besides: Besides<'a>,
        bar: &'a Bar,
    ) -> LoadOptions<'a> {
        LoadOptions {
            input_format: args.input_format.as_deref(),
            lists: &self.config.lists,
            progress: bar,
            limits: LoadLimits {
                overlay: besides.overlay,
                instead: besides.instead,
                ..LoadLimits::default()
            },
        }
    }

    /// Reads what is named, or finds what was told of it before, where the same was asked.
    fn ask(
        &self,
        args: &InputArgs,
        besides: Besides<'_>,
        question: Question<'_>,
        globals: &Globals,
    ) -> Given {
        let bar = Bar::new(globals);
        let options = self.options(args, besides, &bar);
        let wanted = match besides.reach {
            Reach::Drafts => Wanted::Around(self.as_of),
            Reach::Whole => Wanted::Everything,
        };
        // What is read in the place of the files is not what the cache knows them by.
        let cache = args.cache.settings(&self.config).filter(|_| besides.instead.is_none());
        match cache {
            Some(cache) => {
                let asked = (&cache, question);
                self.inputs.load_cached(self.drafts, &options, wanted, asked, globals)
            }
            None => Given::Read(Box::new(self.inputs.load(&options).into())),
        }
    }

    /// Reads what is named.
    fn read(&self, args: &InputArgs, besides: Besides<'_>, globals: &Globals) -> Loaded {
        match self.ask(args, besides, Question::default(), globals) {
            Given::Read(reading) => reading.loaded,
            // Who asks nothing is not answered, but shown the files.
            Given::Answered(_) => {
                self.inputs.load(&self.options(args, besides, &Bar::new(globals)))
            }
        }
    }

    /// Joins what was read.
    fn join(
        self,
        args: &InputArgs,
        besides: Besides<'_>,
        reading: Reading,
    ) -> Result<(Project, Keeping), CliError> {
        let Reading { mut loaded, settled: known, keeping } = reading;
        let config = self.config;
        // A pack that is to be judged is judged whole.
        let judged_packs = self.inputs.packs.any_of_first(self.drafts);
        // A cell of the standards system may be filled by any document.
        let judges_plan = loaded.has_plan_in(self.drafts);
        if besides.reach == Reach::Whole || judged_packs || judges_plan {
            self.inputs.packs.pull_all(&mut loaded);
        } else if !self.inputs.packs.is_empty() {
            self.inputs.packs.pull(&mut loaded, self.as_of);
        }
        let is_draft: Vec<bool> =
            loaded.origins.iter().map(|origin| origin.argument < self.drafts).collect();
        let mut files: Vec<FileId> = Vec::new();
        // Findings may be about the configuration and the baseline: their texts join the others.
        let config_file = config.sources.files().first().map(|it| copy(it, &mut loaded.sources));
        let baseline = match besides.baseline {
            Some(path) => Some(read_baseline(path, &mut loaded.sources)?),
            None => None,
        };
        let mut schemes = schemes(&config)?;
        schemes.read_plans(&mut loaded);
        let corpus = Corpus::build(loaded, self.as_of);
        // Whether what stands in a file is judged; then the file is.
        let again = known.as_ref().map(|it| &it.again);
        let is_draft = |file: FileId| is_draft.get(file.index()).copied().unwrap_or(false);
        let mut judges = |file: FileId| {
            let judged = is_draft(file) && again.is_none_or(|it| it.contains(&file));
            if judged {
                files.push(file);
            }
            judged
        };
        let file_of = |id: &StandardId| corpus.standard(*id).span.file;
        let judged: Vec<StandardId> = corpus.ids().filter(|it| judges(file_of(it))).collect();
        let is_settled = |it: &StandardId| known.is_some() && is_draft(file_of(it));
        let settled = corpus.ids().filter(|it| is_settled(it));
        let settled = settled.filter(|it| judged.binary_search(it).is_err()).collect();
        let maps = (0_u32..).zip(corpus.mappings()).filter(|(_, it)| judges(it.span.file));
        let maps = maps.map(|(at, _)| at).collect();
        let systems = (0_u32..).zip(corpus.systems()).filter(|(_, it)| judges(it.span.file));
        let systems = systems.map(|(at, _)| at).collect();
        let (known, known_names) = match known {
            Some(known) => {
                files.extend(&known.files);
                (Some(known.share), known.names)
            }
            None => (None, Vec::new()),
        };
        files.sort_by_key(|file| corpus.sources().file(*file).path());
        files.dedup();
        let is_whole = is_whole(args, &config);
        let project = Project {
            config,
            corpus,
            judged,
            maps,
            systems,
            schemes,
            files,
            config_file,
            baseline,
            is_whole,
            settled,
            known,
            known_names,
        };
        Ok((project, keeping))
    }
}

/// A text for the source map of a run.
pub(super) fn copy(file: &SourceFile, sources: &mut SourceMap) -> FileId {
    sources.add(|id| SourceFile::text_file(id, file.path(), file.encoding(), file.text()))
}

/// The sector schemes that are built in, and the one that the configuration names.
fn schemes(config: &Config) -> Result<Schemes, CliError> {
    let mut schemes = Schemes::default();
    if let Some(said) = &config.sectors {
        sectors_named(&mut schemes, &said.value, config.folder())?;
    }
    Ok(schemes)
}

/// Lets a scheme be the usual one: a built-in one by its name, or one of the user's own by its path.
///
/// # Errors
/// When there is no such scheme, or it cannot be read.
pub(super) fn sectors_named(
    schemes: &mut Schemes,
    name: &str,
    folder: &Path,
) -> Result<(), CliError> {
    if schemes.find(name).is_some() {
        schemes.set_usual(name);
        return Ok(());
    }
    let path = folder.join(name);
    let shown = path.display().to_string();
    let names = schemes.names().join(", ");
    let text = std::fs::read_to_string(&path).map_err(|error| {
        CliError::usage(bilingual!(
            "there is no sector scheme {name}, and no file {shown}",
            "没有部门分类 {name}，也没有文件 {shown}"
        ))
        .cause(error)
        .help(bilingual!(
            "one of {names}, or the path of a file with one (see docs/coverage.md)",
            "可选：{names}，或含有分类的文件路径（见 docs/coverage.md）"
        ))
    })?;
    let mut sources = SourceMap::new();
    let shown = path.to_string_lossy().replace('\\', "/");
    let id = sources.add(|id| SourceFile::text_file(id, shown, Encoding::Utf8, text));
    let key = schemes.read(sources.file(id), &path);
    let key = key.map_err(|problems| CliError::problems(sources, problems))?;
    schemes.set_usual(key);
    Ok(())
}

fn read_baseline(path: &Path, sources: &mut SourceMap) -> Result<Baseline, CliError> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| {
        CliError::usage(bilingual!("cannot read the baseline {shown}", "无法读取基线 {shown}"))
            .cause(error)
            .help(bilingual!("`consonance baseline` writes one", "可用 consonance baseline 写出"))
    })?;
    let shown = path.to_string_lossy().replace('\\', "/");
    let id = sources.add(|id| SourceFile::text_file(id, shown, Encoding::Utf8, text));
    Baseline::read(sources.file(id)).map_err(|problems| {
        let mut own = SourceMap::new();
        copy(sources.file(id), &mut own);
        let place = |mut span: crate::source::Span| {
            span.file = FileId::from_index(0);
            span
        };
        let problems = problems.into_iter().map(|mut it| {
            it.span = it.span.map(place);
            it
        });
        CliError::problems(own, problems.collect())
    })
}

/// Whether the paths that are judged hold all drafts of the project.
fn is_whole(args: &InputArgs, config: &Config) -> bool {
    let Some(path) = &config.path else { return false };
    if args.paths.is_empty() {
        return true;
    }
    let given: Vec<PathBuf> = args.paths.iter().map(|it| from_root(it)).collect();
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    let folder = std::slice::from_ref(&folder);
    let drafts = if config.drafts.is_empty() { folder } else { &config.drafts };
    drafts.iter().all(|it| given.iter().any(|given| from_root(it).starts_with(given)))
}

/// The built-in rules and those that the configuration names.
pub(crate) fn rules(config: &Config) -> Result<RuleSet, CliError> {
    let further = further_rules(config, None)?;
    RuleSet::load(further).map_err(|it| CliError::problems(it.sources, it.problems))
}

/// The same to judge with, quicker: without what only explains and tests the built-in ones.
pub(crate) fn rules_to_judge(config: &Config) -> Result<RuleSet, CliError> {
    let further = further_rules(config, None)?;
    RuleSet::to_judge(further).map_err(|it| CliError::problems(it.sources, it.problems))
}

/// Path and text of each rule that the configuration names, with unsaved texts where there are any.
pub(crate) fn further_rules(
    config: &Config,
    overlay: Option<&Overlay>,
) -> Result<Vec<(String, String)>, CliError> {
    let mut further = Vec::new();
    // As the editor names them.
    let paths = match overlay {
        Some(_) => config.rules.iter().map(|it| from_root(it)).collect(),
        None => config.rules.clone(),
    };
    let limits = LoadLimits { overlay, ..LoadLimits::default() };
    let loaded = crate::source::load(&paths, limits, &crate::source::NoProgress);
    if !loaded.problems.is_empty() {
        return Err(CliError::problems(loaded.map, loaded.problems));
    }
    for file in loaded.map.files() {
        if file.path().ends_with(".yaml") || file.path().ends_with(".yml") {
            further.push((file.path().to_owned(), file.text().to_owned()));
        }
    }
    Ok(further)
}

fn nothing_to_judge(args: &InputArgs, config: &Config) -> CliError {
    let error = CliError::usage(bilingual!("nothing to check", "没有要检查的内容"));
    if !args.corpus.is_empty() {
        return error.help(bilingual!(
            "--corpus takes every path after it: name the drafts first, `consonance check PATH --corpus PATH`",
            "--corpus 取其后所有路径：请先写草案，即 consonance check 路径 --corpus 路径"
        ));
    }
    match &config.path {
        Some(path) => {
            let path = path.display();
            error.help(bilingual!(
                "name a file or folder, or add `drafts:` to {path}",
                "请给出文件或文件夹，或在 {path} 中加上 drafts:"
            ))
        }
        None => error.help(bilingual!(
            "name a file or folder: `consonance check draft.yaml`; `consonance init` writes a {} that names them once",
            "请给出文件或文件夹，如 consonance check draft.yaml；consonance init 可写出列有它们的 {}",
            crate::config::FILE_NAME
        )),
    }
}

/// Whether there is such an input format.
///
/// # Errors
/// With those that there are.
pub(crate) fn check_format(name: &str) -> Result<(), CliError> {
    let names: Vec<&str> = crate::reader::READERS.iter().map(|it| it.name()).collect();
    if names.contains(&name) {
        return Ok(());
    }
    let list = names.join(", ");
    let help = match did_you_mean(name, names) {
        Some(near) => bilingual!("did you mean {near}?", "是否应为 {near}？"),
        None => bilingual!("one of {list}", "可选: {list}"),
    };
    Err(CliError::usage(bilingual!("there is no input format {name}", "没有输入格式 {name}"))
        .help(help))
}
