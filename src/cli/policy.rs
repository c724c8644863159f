//! Which rules run, and how: from the flags and the configuration.

use std::path::PathBuf;

use clap::Args;

use super::CliError;
use super::project::{InputArgs, Project, copy};
use crate::bilingual;
use crate::corpus::StandardId;
use crate::finding::Severity;
use crate::rule::{Choice, Exception, Exceptions, Policy, Profiles, RuleSet, check_selector};
use crate::source::{Bilingual, Problem, ProblemCode, Said, SourceMap, Span};
use crate::syntax::did_you_mean;

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

impl Project {
    /// The rules to run on it, and how.
    pub(crate) fn policy(&self, args: &RuleArgs, rules: &RuleSet) -> Result<Policy, CliError> {
        let profiles =
            Profiles::built_in().map_err(|it| CliError::problems(it.sources, it.problems))?;
        let mut policy = Policy::new(profiles, self.judged.clone());
        policy.settled.clone_from(&self.settled);
        policy.maps.clone_from(&self.maps);
        policy.systems.clone_from(&self.systems);
        policy.schemes = self.schemes.clone();
        policy.partial = self.config.partial;
        policy.profile = self.profile(args)?;
        policy.select = self.selectors(&args.select, &self.config.select, rules)?;
        let configured = self.selectors(&[], &self.config.ignore, rules)?;
        policy.ignore = self.selectors(&args.ignore, &[], rules)?;
        policy.ignore.extend(configured);
        policy.severities = self.severities(&self.config.severity, rules)?;
        policy.exceptions = self.exceptions(args, rules)?;
        self.check_waivers(rules)?;
        Ok(policy)
    }

    fn severities(
        &self,
        configured: &[(Said<String>, Severity)],
        rules: &RuleSet,
    ) -> Result<Vec<(String, Severity)>, CliError> {
        let mut severities = Vec::new();
        for (selector, severity) in configured {
            let selector = self.selectors(&[], std::slice::from_ref(selector), rules)?;
            severities.extend(selector.into_iter().map(|it| (it, *severity)));
        }
        Ok(severities)
    }

    /// What `paths:` says about each draft; later entries win, and flags win over all.
    fn exceptions(&self, args: &RuleArgs, rules: &RuleSet) -> Result<Exceptions, CliError> {
        let mut known = Vec::new();
        for it in &self.config.paths {
            let select = self.selectors(&[], &it.select, rules)?;
            let profile = match &it.profile {
                Some(said) => Some(self.profile_named(&said.value, Some(said.span))?),
                None => None,
            };
            known.push(Exception {
                choice: Choice {
                    select: if args.select.is_empty() { select } else { Vec::new() },
                    ignore: self.selectors(&[], &it.ignore, rules)?,
                },
                severities: self.severities(&it.severity, rules)?,
                profile: profile.filter(|_| args.profile.is_none()),
            });
        }
        let mut exceptions = Exceptions::default();
        if known.is_empty() {
            return Ok(exceptions);
        }
        let path_of =
            |id: StandardId| self.corpus.sources().file(self.corpus.standard(id).span.file).path();
        for id in self.judged.iter().chain(&self.settled) {
            let path = path_of(*id);
            let fitting: Vec<&Exception> = self
                .config
                .paths
                .iter()
                .zip(&known)
                .filter(|(settings, _)| settings.globs.fits(path))
                .map(|(_, exception)| exception)
                .collect();
            if !fitting.is_empty() {
                exceptions.set(*id, merged(&fitting));
            }
        }
        Ok(exceptions)
    }

    /// The rules that waivers of the configuration name must be there.
    fn check_waivers(&self, rules: &RuleSet) -> Result<(), CliError> {
        for waiver in &self.config.waivers {
            let unknown =
                waiver.rules.iter().find(|it| *it == "ALL" || rules.matching(it).next().is_none());
            if let Some(code) = unknown {
                let message = bilingual!("no rule is called `{code}`", "没有名为“{code}”的规则");
                let help = rules
                    .nearest(code)
                    .map(|near| bilingual!("did you mean `{near}`?", "是否应为“{near}”？"));
                return Err(self.at(Some(waiver.span), message, help));
            }
        }
        Ok(())
    }

    fn profile(&self, args: &RuleArgs) -> Result<Option<u8>, CliError> {
        let (name, span) = match (&args.profile, &self.config.profile) {
            (Some(name), _) => (name, None),
            (None, Some(said)) => (&said.value, Some(said.span)),
            (None, None) => return Ok(None),
        };
        self.profile_named(name, span).map(Some)
    }

    fn profile_named(&self, name: &str, span: Option<Span>) -> Result<u8, CliError> {
        if let Some(index) = Profiles::index_of(name) {
            return Ok(index);
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
    fn at(&self, span: Option<Span>, message: Bilingual, help: Option<Bilingual>) -> CliError {
        let Some(span) = span else {
            let error = CliError::usage(message);
            return match help {
                Some(help) => error.help(help),
                None => error,
            };
        };
        let mut problem = Problem::at(ProblemCode::WrongType, span, message);
        problem.help = help;
        let mut sources = SourceMap::new();
        copy(self.config.sources.file(span.file), &mut sources);
        CliError::problems(sources, vec![problem])
    }
}

/// Exceptions of one document as one: later ones win, what is left out adds up.
fn merged(exceptions: &[&Exception]) -> Exception {
    let mut all = Exception::default();
    for it in exceptions {
        if !it.choice.select.is_empty() {
            all.choice.select.clone_from(&it.choice.select);
        }
        all.choice.ignore.extend(it.choice.ignore.iter().cloned());
        all.severities.extend(it.severities.iter().cloned());
        all.profile = it.profile.or(all.profile);
    }
    all
}
