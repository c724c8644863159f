//! What can be done about findings: fixes as `check --fix` makes them, and waivers.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use gen_lsp_types::{Range, TextEdit};
use serde_json::{Value, json};

use super::document::Manner;
use super::findings::Diagnose;
use super::view::View;
use crate::bilingual;
use crate::finding::{Finding, Judged, from_root};
use crate::fix::{self, Fixer};
use crate::source::{FileId, SourceFile, plural};
use crate::syntax::Quoting;

/// The kind of the action that applies all safe fixes of a file.
pub(super) const FIX_ALL: &str = "source.fixAll.consonance";

/// Fixes to choose from in one answer: for more there is the action that applies all of a file. The
/// file is read once for each.
const MOST_FIXES: usize = 50;

/// How often a file is read to see where waivers can stand.
const MOST_READINGS: usize = 64;

/// What can be done about the findings in a range. `only` are the kinds that are asked for.
pub(super) fn actions(view: &View<'_>, range: Range, only: Option<&[String]>) -> Vec<Value> {
    let wanted = |kind: &str| {
        only.is_none_or(|only| {
            only.iter().any(|it| {
                it.is_empty()
                    || kind == it
                    || kind.strip_prefix(it.as_str()).is_some_and(|rest| rest.starts_with('.'))
            })
        })
    };
    let (Some(checked), Some(file), true) = (view.checked, view.own_file(), view.is_current) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    if wanted("quickfix") {
        let bytes = view.columns().bytes_of(view.document.file(), range);
        let touches = |it: &&Finding| {
            let span = it.span.range();
            span.start <= bytes.end && bytes.start <= span.end
        };
        let here: Vec<&Finding> = checked.findings_in(file).filter(touches).collect();
        let offer = Offer::new(view);
        let mut fixer = view.corpus().map(|it| Fixer::new(it.sources()));
        let fixes = fixer.iter_mut().flat_map(|fixer| {
            let offer = &offer;
            here.iter().filter_map(move |it| fix_of(offer, fixer, it)).take(MOST_FIXES)
        });
        all.extend(fixes);
        all.extend(waivers_of(&offer, &here));
    }
    // Never offered unasked: it acts on the whole file.
    if only.is_some() && wanted(FIX_ALL) {
        all.extend(fix_all(view, file));
    }
    all
}

/// What all actions of one answer are made with.
struct Offer<'v> {
    view: &'v View<'v>,
    diagnose: Diagnose<'v>,
}

impl<'v> Offer<'v> {
    fn new(view: &'v View<'v>) -> Self {
        Self { view, diagnose: Diagnose::new(view) }
    }

    /// The diagnostic that an action is for, as it was sent.
    fn diagnostic(&self, finding: &Finding) -> Value {
        let found = self.diagnose.of(self.view, finding);
        found.and_then(|it| serde_json::to_value(it).ok()).unwrap_or(Value::Null)
    }
}

/// The fix of a finding, where it can be applied.
fn fix_of(offer: &Offer<'_>, fixer: &mut Fixer<'_>, finding: &Finding) -> Option<Value> {
    let view = offer.view;
    let fix = finding.fix.as_ref()?;
    let mut changes: BTreeMap<FileId, Vec<fix::Change>> = BTreeMap::new();
    for (file, change) in fixer.changes(fix).ok()? {
        changes.entry(file).or_default().push(change);
    }
    for (file, changes) in &mut changes {
        changes.sort_by_key(|it| (it.range.start, it.range.end));
        fixer.verify(*file, changes, fix.markup).ok()?;
    }
    let words = view.say(&fix.message);
    let title = match fix.safe {
        true => words,
        false => {
            view.say(&bilingual!("{words} (suggestion: read it)", "{words}（修改建议，请审阅）"))
        }
    };
    Some(json!({
        "title": title,
        "kind": "quickfix",
        "diagnostics": [offer.diagnostic(finding)],
        "isPreferred": fix.safe,
        "edit": edit(view, &changes)?,
    }))
}

/// All safe fixes of the file that can be applied together.
fn fix_all(view: &View<'_>, file: FileId) -> Option<Value> {
    let checked = view.checked?;
    let corpus = view.corpus()?;
    let own = checked.findings.iter().filter(|it| it.finding.span.file == file);
    let own: Vec<Judged> = own.cloned().collect();
    let mut fixer = Fixer::new(corpus.sources());
    let safe = |it: &Finding| it.fix.as_ref().is_some_and(|fix| fix.safe);
    let round = fix::choose(&own, &mut fixer, &safe, usize::MAX);
    for (file, changes) in &round.changes {
        fixer.verify(*file, changes, round.markup).ok()?;
    }
    let count = round.findings.len();
    if count == 0 {
        return None;
    }
    let noun = plural(count, "finding", "findings");
    Some(json!({
        "title": view.say(&bilingual!("Fix {count} {noun} safely", "安全修复 {count} 处发现")),
        "kind": FIX_ALL,
        "edit": edit(view, &round.changes)?,
    }))
}

/// For each finding a waiver as a comment above the line of it, where a comment can stand there.
fn waivers_of(offer: &Offer<'_>, findings: &[&Finding]) -> Vec<Value> {
    let view = offer.view;
    // Only where comments are read.
    if view.document.manner() != Manner::Definition {
        return Vec::new();
    }
    let file = view.document.file();
    let line_of = |it: &Finding| file.line_range(file.line_index(it.span.start as usize)).start;
    let findings = findings.iter().filter(|it| !it.rule.starts_with("WVR"));
    let findings: Vec<(usize, &Finding)> = findings.map(|it| (line_of(it), *it)).collect();
    let free = free_lines(file, findings.iter().map(|it| it.0).collect());
    findings
        .into_iter()
        .filter(|(line, _)| free.contains(line))
        .map(|(line, finding)| waiver_of(offer, finding, line))
        .collect()
}

fn waiver_of(offer: &Offer<'_>, finding: &Finding, line: usize) -> Value {
    let view = offer.view;
    let file = view.document.file();
    let reason = view.say(&bilingual!("TODO: reason", "待补：理由"));
    let code = &finding.rule;
    let new_text = comment_line(file, line, &format!("consonance: allow {code} -- {reason}"));
    let edits = vec![TextEdit { range: view.range(line..line), new_text }];
    let edits = BTreeMap::from([(view.document.path.clone(), edits)]);
    json!({
        "title": view.say(&bilingual!("Waive {code} here, with a reason", "在此豁免 {code}，并写明理由")),
        "kind": "quickfix",
        "diagnostics": [offer.diagnostic(finding)],
        "isPreferred": false,
        "edit": workspace_edit(view, edits),
    })
}

/// A comment to stand above a line, as deep as that.
fn comment_line(file: &SourceFile, line: usize, words: &str) -> String {
    let rest = &file.text()[line..];
    let indent = &rest[..rest.len() - rest.trim_start_matches(' ').len()];
    let line_end = if rest.contains("\r\n") { "\r\n" } else { "\n" };
    format!("{indent}# {words}{line_end}")
}

/// Of places at which lines begin, those where a comment can stand. Within a text over several lines
/// it would become part of the text: the file is read with all of them, and where one does, with the
/// one half and the other.
fn free_lines(file: &SourceFile, lines: BTreeSet<usize>) -> BTreeSet<usize> {
    let old = crate::syntax::parse(file);
    let is_within = |line: usize| {
        let words = line + file.text()[line..].len() - file.text()[line..].trim_start().len();
        old.tree.scalar_around(words..words).is_some_and(|it| {
            let span = old.tree.span(it).range();
            // The span of a block begins with its first words, behind the indent.
            (span.start < line && words < span.end) || old.tree.quoting(it) == Quoting::Block
        })
    };
    let (comments, problems) = (old.tree.comments().len(), old.problems.len());
    let are_free = |lines: &[usize]| {
        let mut new = String::with_capacity(file.text().len() + 80 * lines.len());
        let mut from = 0;
        for &line in lines {
            new.push_str(&file.text()[from..line]);
            new.push_str(&comment_line(file, line, "consonance:"));
            from = line;
        }
        new.push_str(&file.text()[from..]);
        let new = SourceFile::text_file(file.id(), file.path(), file.encoding(), new);
        let new = crate::syntax::parse(&new);
        new.tree.comments().len() == comments + lines.len() && new.problems.len() == problems
    };
    let lines: Vec<usize> = lines.into_iter().filter(|it| !is_within(*it)).collect();
    let mut free = BTreeSet::new();
    let mut open = vec![lines.as_slice()];
    let mut readings = 0;
    while let Some(part) = open.pop() {
        if part.is_empty() || readings == MOST_READINGS {
            continue;
        }
        readings += 1;
        if are_free(part) {
            free.extend(part);
        } else if part.len() > 1 {
            let (first, second) = part.split_at(part.len() / 2);
            open.extend([second, first]);
        }
    }
    free
}

fn edit(view: &View<'_>, changes: &BTreeMap<FileId, Vec<fix::Change>>) -> Option<Value> {
    let sources = view.corpus()?.sources();
    let mut edits: BTreeMap<PathBuf, Vec<TextEdit>> = BTreeMap::new();
    for (file, changes) in changes {
        let file = sources.file(*file);
        let place = |it: &fix::Change| {
            let span = crate::source::Span::new(file.id(), it.range.start, it.range.end);
            TextEdit { range: view.columns().range(file, span), new_text: it.text.clone() }
        };
        edits.insert(from_root(Path::new(file.path())), changes.iter().map(place).collect());
    }
    Some(workspace_edit(view, edits))
}

fn workspace_edit(view: &View<'_>, edits: BTreeMap<PathBuf, Vec<TextEdit>>) -> Value {
    if !view.client.versioned_edits {
        let changes: serde_json::Map<String, Value> =
            edits.into_iter().map(|(path, edits)| (view.uri(&path).0, json!(edits))).collect();
        return json!({"changes": changes});
    }
    let changes: Vec<Value> = edits
        .into_iter()
        .map(|(path, edits)| {
            let version = view.open.get(&path).map(|it| it.version);
            json!({"textDocument": {"uri": view.uri(&path).0, "version": version}, "edits": edits})
        })
        .collect();
    json!({"documentChanges": changes})
}
