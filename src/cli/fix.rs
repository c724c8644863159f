//! `check --fix`: fixes are applied in rounds, each read and checked again before the next, until
//! nothing is left to be fixed. Nothing is written before that.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::judge::{judge, report_on};
use super::policy::RuleArgs;
use super::project::{Besides, InputArgs, Project};
use super::{CliError, Globals, output};
use crate::bilingual;
use crate::config::Config;
use crate::finding::{Finding, Judged, Severity};
use crate::fix::{self, Fixer, Refusal, Round};
use crate::rule::RuleSet;
use crate::source::{Bilingual, FileId, Overlay, plural};

/// How often everything is checked again, at most: fixes that never come to rest are bugs of rules.
const ROUNDS: usize = 64;

/// Fixes that were not applied are said one by one up to this many.
const REFUSED: usize = 10;

/// What is checked, and how.
#[derive(Clone, Copy)]
pub(super) struct Work<'a> {
    pub(super) input: &'a InputArgs,
    pub(super) choice: &'a RuleArgs,
    pub(super) rules: &'a RuleSet,
    pub(super) config: &'a Arc<Config>,
    pub(super) baseline: Option<&'a Path>,
    pub(super) globals: &'a Globals,
}

/// Where the files stand after some rounds.
struct State {
    project: Project,
    findings: Vec<Judged>,
    /// Failures to read, by path.
    failures: BTreeMap<String, usize>,
    /// Errors by rule and standard: their clauses may have been renumbered.
    errors: BTreeMap<(String, String), usize>,
    /// Every rule could be asked.
    is_whole: bool,
}

/// What came of it.
#[derive(Default)]
pub(super) struct Fixed {
    /// What files were before, by path.
    originals: BTreeMap<PathBuf, Original>,
    /// Their new contents, as bytes and as text.
    files: BTreeMap<PathBuf, (Vec<u8>, String)>,
    /// How many fixes were applied.
    applied: usize,
    /// What was not applied: rule, place, why.
    refused: BTreeSet<(String, String, Bilingual)>,
    /// Suggestions that were not asked for.
    suggestions: usize,
}

/// A file before anything was changed.
struct Original {
    /// As messages show the path.
    shown: String,
    bytes: Vec<u8>,
    text: String,
}

/// Names a fix across rounds.
type Key = (String, String, String);

impl Work<'_> {
    fn examine(&self, overlay: &Overlay) -> Result<State, CliError> {
        let overlay = Some(overlay);
        let besides = Besides { baseline: self.baseline, overlay, ..Besides::default() };
        let project =
            Project::load_with(self.input, Arc::clone(self.config), besides, self.globals)?;
        let policy = project.policy(self.choice, self.rules)?;
        let (outcome, is_whole) = judge(self.rules, &project, &policy);
        let report = report_on(&project, self.rules, &policy, outcome);
        let mut failures: BTreeMap<String, usize> = BTreeMap::new();
        for it in report.problems.iter().filter(|it| it.code.is_failure()) {
            let path = it.span.map(|span| report.sources.file(span.file).path().to_owned());
            *failures.entry(path.or(it.path.clone()).unwrap_or_default()).or_default() += 1;
        }
        let mut errors: BTreeMap<(String, String), usize> = BTreeMap::new();
        for it in report.open().filter(|it| it.severity == Severity::Error) {
            *errors.entry((it.rule.clone(), it.standard.clone())).or_default() += 1;
        }
        let findings = report.findings;
        Ok(State { project, findings, failures, errors, is_whole })
    }
}

/// Applies fixes until none is left, in memory.
pub(super) fn settle(work: &Work<'_>, with_suggestions: bool) -> Result<Fixed, CliError> {
    if work.input.paths.iter().any(|it| it.as_os_str() == "-") {
        return Err(
            CliError::usage(Refusal::Stdin.why()).help(bilingual!("name the file", "请给出文件"))
        );
    }
    let mut fixed = Fixed::default();
    let mut overlay = Overlay::default();
    let mut state = work.examine(&overlay)?;
    let mut banned: HashSet<Key> = HashSet::new();
    let mut most = usize::MAX;
    let mut seen: HashSet<Vec<u8>> = HashSet::from([hash(&overlay)]);
    for _ in 0..ROUNDS {
        let sources = state.project.corpus.sources();
        let mut fixer = Fixer::new(sources);
        let wanted = |it: &Finding| {
            it.fix.as_ref().is_some_and(|fix| with_suggestions || fix.safe)
                && !banned.contains(&key(it))
        };
        let round = fix::choose(&state.findings, &mut fixer, &wanted, most);
        for (finding, refusal) in &round.refused {
            fixed.refuse(finding, &state.project, refusal.why());
        }
        let refused: Vec<Key> = round.refused.iter().map(|(it, _)| key(it)).collect();
        if round.findings.is_empty() {
            banned.extend(refused);
            break;
        }
        let attempt = match fixed.change(&state, &overlay, &round, &mut fixer) {
            Ok(contents) => attempt(work, &state, contents, &round, &mut seen)?,
            Err(refusal) => Err(refusal.why()),
        };
        let mut stop: Vec<Key> = refused;
        match attempt {
            Ok((next, contents)) => {
                fixed.applied += round.findings.len();
                overlay = contents;
                most = usize::MAX;
                state = next;
            }
            // Halved until it is known which of them it is.
            Err(_) if round.findings.len() > 1 => most = round.findings.len() / 2,
            Err(why) => {
                if let [finding] = round.findings[..] {
                    fixed.refuse(finding, &state.project, why);
                    stop.push(key(finding));
                }
                most = usize::MAX;
            }
        }
        banned.extend(stop);
    }
    let is_suggestion = |it: &&Judged| {
        it.is_open() && it.finding.fix.as_ref().is_some_and(|fix| !with_suggestions && !fix.safe)
    };
    fixed.suggestions = state.findings.iter().filter(is_suggestion).count();
    for (path, bytes) in overlay.into_iter().collect::<BTreeMap<_, _>>() {
        let text = text_at(&state.project, &path);
        fixed.files.insert(path, (bytes, text));
    }
    Ok(fixed)
}

/// The state with these contents, or why it is not to be.
fn attempt(
    work: &Work<'_>,
    state: &State,
    contents: Overlay,
    round: &Round<'_>,
    seen: &mut HashSet<Vec<u8>>,
) -> Result<Result<(State, Overlay), Bilingual>, CliError> {
    let name = hash(&contents);
    if seen.contains(&name) {
        return Ok(Err(bilingual!("fixes undo each other here", "此处的修复互相抵消")));
    }
    let next = work.examine(&contents)?;
    Ok(match worse(state, &next, round) {
        Some(why) => Err(why),
        None => {
            seen.insert(name);
            Ok((next, contents))
        }
    })
}

/// The text of the file that lies at a path.
fn text_at(project: &Project, path: &Path) -> String {
    let origins = project.corpus.origins();
    let index = origins.iter().position(|it| it.path == path);
    index.map_or_else(String::new, |it| {
        project.corpus.sources().file(FileId::from_index(it)).text().to_owned()
    })
}

/// Why a state is worse than the one before: a file that can no longer be read, an error that was
/// not there, a fix that fixes nothing.
fn worse(before: &State, after: &State, round: &Round<'_>) -> Option<Bilingual> {
    let count = |state: &State, path: &String| state.failures.get(path).copied().unwrap_or(0);
    if let Some((path, _)) = after.failures.iter().find(|(path, it)| **it > count(before, path)) {
        return Some(bilingual!("{path} could not be read any more", "修复后 {path} 无法读取"));
    }
    if before.is_whole && !after.is_whole {
        return Some(bilingual!("a rule meets a bug then", "应用后有规则遇到程序错误"));
    }
    let errors = |state: &State, it: &(String, String)| state.errors.get(it).copied().unwrap_or(0);
    let new = after.errors.iter().find(|(it, count)| **count > errors(before, it));
    if let Some(((rule, standard), _)) = new {
        return Some(bilingual!(
            "it would bring a new error, {rule} in {standard}",
            "会带来新的错误：{standard} 的 {rule}"
        ));
    }
    // The same fix at the same place again would go on for ever.
    let again = round.findings.iter().any(|finding| {
        let name = |it: &Finding| {
            let edits = it.fix.as_ref().map(|fix| fix.edits.clone()).unwrap_or_default();
            let edits = edits.into_iter().map(|it| (it.span.is_empty(), it.replacement));
            (it.rule.clone(), it.standard.clone(), it.clause.clone(), edits.collect::<Vec<_>>())
        };
        let own = name(finding);
        let count = |state: &State| {
            state.findings.iter().filter(|it| it.is_open() && name(&it.finding) == own).count()
        };
        count(after) >= count(before)
    });
    again.then(|| bilingual!("it would not resolve the finding", "应用后问题仍然存在"))
}

fn key(finding: &Finding) -> Key {
    let edits = finding.fix.as_ref().map(|it| format!("{:?}", it.edits)).unwrap_or_default();
    (finding.rule.clone(), finding.fingerprint.clone(), edits)
}

fn hash(overlay: &Overlay) -> Vec<u8> {
    let mut files: Vec<_> = overlay.iter().collect();
    files.sort();
    let mut hasher = blake3::Hasher::new();
    for (path, bytes) in files {
        hasher.update(path.to_string_lossy().as_bytes());
        hasher.update(&(bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    }
    hasher.finalize().as_bytes().to_vec()
}

impl Fixed {
    fn refuse(&mut self, finding: &Finding, project: &Project, why: Bilingual) {
        let place = project.corpus.sources().location(finding.span);
        let place = format!("{}:{}:{}", place.path, place.start.line, place.start.column);
        self.refused.insert((finding.rule.clone(), place, why));
    }

    /// The contents after a round, before they are read again.
    fn change(
        &mut self,
        state: &State,
        overlay: &Overlay,
        round: &Round<'_>,
        fixer: &mut Fixer<'_>,
    ) -> Result<Overlay, Refusal> {
        let corpus = &state.project.corpus;
        let mut contents = overlay.clone();
        for (file, changes) in &round.changes {
            fixer.verify(*file, changes, round.markup)?;
            let source = corpus.sources().file(*file);
            let path = &corpus.origins().get(file.index()).ok_or(Refusal::OtherBytes)?.path;
            if !self.originals.contains_key(path) {
                if std::fs::metadata(path).is_ok_and(|it| it.permissions().readonly()) {
                    return Err(Refusal::ReadOnly);
                }
                let bytes = std::fs::read(path).map_err(|_| Refusal::OtherBytes)?;
                let (shown, text) = (source.path().to_owned(), source.text().to_owned());
                self.originals.insert(path.clone(), Original { shown, bytes, text });
            }
            let original = &self.originals[path].bytes;
            let changed = fix::apply(overlay.get(path).unwrap_or(original), source, changes)?;
            // What is as it was is not changed.
            if changed == *original {
                contents.remove(path);
            } else {
                contents.insert(path.clone(), changed);
            }
        }
        Ok(contents)
    }

    /// The changes as a unified diff.
    pub(super) fn diff(&self) -> String {
        let diff = |(path, (_, text)): (&PathBuf, &(Vec<u8>, String))| {
            let it = &self.originals[path];
            let diff = similar::TextDiff::from_lines(it.text.as_str(), text.as_str());
            let (old, new) = (format!("a/{}", it.shown), format!("b/{}", it.shown));
            diff.unified_diff().header(&old, &new).to_string()
        };
        self.files.iter().map(diff).collect()
    }

    /// Writes every file: whole, with its permissions, and only where it still is what was read.
    pub(super) fn write(&self) -> Result<(), CliError> {
        let mut first = None;
        for (path, (new, _)) in &self.files {
            if let Err(error) = replace(path, &self.originals[path].bytes, new) {
                first.get_or_insert(error);
            }
        }
        first.map_or(Ok(()), Err)
    }

    /// What was done, and what not, on stderr.
    pub(super) fn tell(&self, args: &super::check::Args, globals: &Globals) {
        let (count, files) = (self.applied, self.files.len());
        let findings = plural(count, "finding", "findings");
        let noun = plural(files, "file", "files");
        globals.note(&match args.dry_run {
            true => bilingual!(
                "{count} {findings} would be fixed in {files} {noun}",
                "将修复 {files} 个文件中的 {count} 处发现"
            ),
            false => bilingual!(
                "fixed {count} {findings} in {files} {noun}",
                "已修复 {files} 个文件中的 {count} 处发现"
            ),
        });
        let shown = if globals.verbose > 0 { self.refused.len() } else { REFUSED };
        for (rule, place, why) in self.refused.iter().take(shown) {
            let (en, zh) = (&why.en, &why.zh);
            globals.warn(&bilingual!(
                "{rule} at {place} is not fixed: {en}",
                "{place} 的 {rule} 未修复：{zh}"
            ));
        }
        let hidden = self.refused.len().saturating_sub(shown);
        if hidden > 0 {
            globals.warn(&bilingual!(
                "{hidden} more are not fixed, -v shows all",
                "另有 {hidden} 处未修复，-v 显示全部"
            ));
        }
        let more = self.suggestions;
        if more > 0 {
            let noun = plural(more, "suggestion", "suggestions");
            globals.note(&bilingual!(
                "{more} {noun} left: --unsafe-fixes applies them",
                "另有 {more} 处修改建议：--unsafe-fixes 可应用"
            ));
        }
    }
}

fn replace(path: &Path, old: &[u8], new: &[u8]) -> Result<(), CliError> {
    let cannot = |error: std::io::Error| CliError::unwritable(path, &error);
    // What a link names is changed, not the link.
    let target = std::fs::canonicalize(path).map_err(cannot)?;
    // Renaming over it would succeed where only the folder may be written.
    if std::fs::metadata(&target).map_err(cannot)?.permissions().readonly() {
        return Err(cannot(std::io::ErrorKind::PermissionDenied.into()));
    }
    if std::fs::read(&target).map_err(cannot)? != old {
        let shown = path.display();
        return Err(CliError::usage(bilingual!(
            "{shown} was changed meanwhile, and is left as it is",
            "{shown} 其间有变动，未作修改"
        )));
    }
    output::write_file(&target, |out| out.write_all(new)).map_err(cannot)
}
