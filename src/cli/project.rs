//! What a command works on: drafts, the corpus in whose light they stand, and the configuration.

use std::path::PathBuf;

use clap::Args;

use super::progress::Bar;
use super::{CliError, Globals};
use crate::bilingual;
use crate::config::{Config, FailOn};
use crate::corpus::{AsOf, Corpus, StandardId};
use crate::reader::{LoadOptions, load};
use crate::rule::{Policy, Profiles, RuleSet, check_selector};
use crate::source::{FileId, Problem, Said};
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
}

/// Flags that say which rules run.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct RuleArgs {
    /// Profile for all drafts: iso, iec, gb, association, ietf, catalogue ‖ 用于所有草案的配置方案：iso、iec、gb、association、ietf、catalogue
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// Rules to run: REF007, REF, ALL, default; replaces those of consonance.yaml ‖ 要运行的规则：REF007、REF、ALL、default；取代 consonance.yaml 所列
    #[arg(long, value_name = "CODE", value_delimiter = ',', num_args = 1..)]
    pub(crate) select: Vec<String>,
    /// Rules to leave out, besides those of consonance.yaml ‖ 不运行的规则，与 consonance.yaml 所列并用
    #[arg(long, value_name = "CODE", value_delimiter = ',', num_args = 1..)]
    pub(crate) ignore: Vec<String>,
}

impl RuleArgs {
    /// `--select REF007 draft.yaml`: a flag that takes several codes also takes the path behind
    /// them. What is no code and exists as a file was meant as a path.
    pub(crate) fn hand_back_paths(&mut self, input: &mut InputArgs) {
        let is_path = |value: &String| {
            let is_code = value == "default"
                || value.bytes().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit());
            value == "-" || (!is_code && std::path::Path::new(value).exists())
        };
        for values in [&mut self.select, &mut self.ignore] {
            input.paths.extend(values.extract_if(.., |it| is_path(it)).map(PathBuf::from));
        }
    }
}

/// Drafts and corpus, read and joined.
pub(crate) struct Project {
    pub(crate) config: Config,
    pub(crate) corpus: Corpus,
    /// The drafts among the standards.
    pub(crate) judged: Vec<StandardId>,
    /// The files they came from, by path.
    pub(crate) files: Vec<FileId>,
}

/// The configuration that `--config` names, or the nearest one.
pub(crate) fn config(globals: &Globals) -> Result<Config, CliError> {
    match globals.config.clone().or_else(Config::discover) {
        Some(path) => Config::load(&path).map_err(|it| CliError::problems(it.sources, it.problems)),
        None => Ok(Config::default()),
    }
}

impl Project {
    /// Reads everything. What cannot be read is a problem of the corpus, not an error.
    pub(crate) fn load(
        args: &InputArgs,
        config: Config,
        globals: &Globals,
    ) -> Result<Self, CliError> {
        let drafts = if args.paths.is_empty() { &config.drafts } else { &args.paths };
        let others = if args.corpus.is_empty() { &config.corpus } else { &args.corpus };
        if drafts.is_empty() {
            return Err(nothing_to_judge(args, &config));
        }
        if let Some(name) = &args.input_format {
            check_format(name)?;
        }
        let paths: Vec<PathBuf> = drafts.iter().chain(others).cloned().collect();
        let bar = Bar::new(globals);
        let options = LoadOptions {
            input_format: args.input_format.as_deref(),
            lists: &config.lists,
            progress: &bar,
            ..LoadOptions::default()
        };
        let loaded = load(&paths, &options);
        let is_draft: Vec<bool> =
            loaded.origins.iter().map(|origin| origin.argument < drafts.len()).collect();
        let as_of = args.as_of.get().or(config.as_of).unwrap_or_else(AsOf::today);
        let mut files: Vec<FileId> = Vec::new();
        let corpus = Corpus::build(loaded, as_of);
        let judged: Vec<StandardId> = corpus
            .ids()
            .filter(|id| {
                let file = corpus.standard(*id).span.file;
                let judged = is_draft.get(file.index()).copied().unwrap_or(false);
                if judged {
                    files.push(file);
                }
                judged
            })
            .collect();
        files.sort_by_key(|file| corpus.sources().file(*file).path());
        files.dedup();
        Ok(Self { config, corpus, judged, files })
    }

    /// The rules to run on it, and how.
    pub(crate) fn policy(&self, args: &RuleArgs, rules: &RuleSet) -> Result<Policy, CliError> {
        let profiles =
            Profiles::built_in().map_err(|it| CliError::problems(it.sources, it.problems))?;
        let mut policy = Policy::new(profiles, self.judged.clone());
        policy.partial = self.config.partial;
        policy.profile = self.profile(args)?;
        policy.select = self.selectors(&args.select, &self.config.select, rules)?;
        let configured = self.selectors(&[], &self.config.ignore, rules)?;
        policy.ignore = self.selectors(&args.ignore, &[], rules)?;
        policy.ignore.extend(configured);
        for (selector, severity) in &self.config.severity {
            let selector = self.selectors(&[], std::slice::from_ref(selector), rules)?;
            policy.severities.extend(selector.into_iter().map(|it| (it, *severity)));
        }
        Ok(policy)
    }

    fn profile(&self, args: &RuleArgs) -> Result<Option<u8>, CliError> {
        let (name, span) = match (&args.profile, &self.config.profile) {
            (Some(name), _) => (name, None),
            (None, Some(said)) => (&said.value, Some(said.span)),
            (None, None) => return Ok(None),
        };
        if let Some(index) = Profiles::index_of(name) {
            return Ok(Some(index));
        }
        let message = bilingual!("there is no profile `{name}`", "没有配置方案“{name}”");
        let known = crate::fact::PROFILES;
        let help = match did_you_mean(name, known.iter().copied()) {
            Some(near) => bilingual!("did you mean `{near}`?", "是否应为“{near}”？"),
            None => {
                let list = known.join(", ");
                bilingual!("one of {list}", "可选: {list}")
            }
        };
        Err(self.at(span, message, Some(help)))
    }

    /// The selectors of the user, or those of the configuration; each must name a rule.
    fn selectors(
        &self,
        given: &[String],
        configured: &[Said<String>],
        rules: &RuleSet,
    ) -> Result<Vec<String>, CliError> {
        let given = given.iter().map(|it| (it, None));
        let configured = configured.iter().map(|it| (&it.value, Some(it.span)));
        let chosen: Vec<_> = if given.len() > 0 { given.collect() } else { configured.collect() };
        for (selector, span) in &chosen {
            if let Err((message, help)) = check_selector(rules, selector) {
                return Err(self.at(*span, message, help));
            }
        }
        Ok(chosen.into_iter().map(|(selector, _)| selector.clone()).collect())
    }

    /// An error in the arguments, or at its place in the configuration.
    fn at(
        &self,
        span: Option<crate::source::Span>,
        message: crate::source::Bilingual,
        help: Option<crate::source::Bilingual>,
    ) -> CliError {
        let Some(span) = span else {
            let error = CliError::usage(message);
            return match help {
                Some(help) => error.help(help),
                None => error,
            };
        };
        let mut problem = Problem::at(crate::source::ProblemCode::WrongType, span, message);
        problem.help = help;
        let mut sources = crate::source::SourceMap::new();
        let file = self.config.sources.file(span.file);
        sources.add(|id| {
            crate::source::SourceFile::text_file(id, file.path(), file.encoding(), file.text())
        });
        CliError::problems(sources, vec![problem])
    }

    /// From which severity on findings fail the command.
    pub(crate) fn fail_on(&self, flag: Option<FailOn>) -> FailOn {
        let usual = FailOn::Severity(crate::finding::Severity::Error);
        flag.or(self.config.fail_on).unwrap_or(usual)
    }
}

/// The built-in rules and those that the configuration names.
pub(crate) fn rules(config: &Config) -> Result<RuleSet, CliError> {
    let mut further = Vec::new();
    let loaded = crate::source::load(
        &config.rules,
        crate::source::LoadLimits::default(),
        &crate::source::NoProgress,
    );
    if !loaded.problems.is_empty() {
        return Err(CliError::problems(loaded.map, loaded.problems));
    }
    for file in loaded.map.files() {
        if file.path().ends_with(".yaml") || file.path().ends_with(".yml") {
            further.push((file.path().to_owned(), file.text().to_owned()));
        }
    }
    RuleSet::load(further).map_err(|it| CliError::problems(it.sources, it.problems))
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

fn check_format(name: &str) -> Result<(), CliError> {
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
