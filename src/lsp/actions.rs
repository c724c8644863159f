//! What can be done about findings: fixes as `check --fix` makes them, and waivers.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use gen_lsp_types::{Range, TextEdit};
use serde_json::{Value, json};

use super::document::Manner;
use super::view::View;
use crate::bilingual;
use crate::finding::{Finding, Judged, from_root};
use crate::fix::{self, Fixer};
use crate::source::{FileId, plural};

/// The kind of the action that applies all safe fixes of a file.
pub(super) const FIX_ALL: &str = "source.fixAll.consonance";

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
        all.extend(here.iter().filter_map(|it| fix_of(view, it)));
        all.extend(here.iter().filter_map(|it| waiver_of(view, it)));
    }
    // Never offered unasked: it acts on the whole file.
    if only.is_some() && wanted(FIX_ALL) {
        all.extend(fix_all(view, file));
    }
    all
}

/// The fix of a finding, where it can be applied.
fn fix_of(view: &View<'_>, finding: &Finding) -> Option<Value> {
    let fix = finding.fix.as_ref()?;
    let corpus = view.corpus()?;
    let mut fixer = Fixer::new(corpus.sources());
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
        "diagnostics": [diagnostic(view, finding)],
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

/// A waiver as a comment on the line of the finding, or above what it is about.
fn waiver_of(view: &View<'_>, finding: &Finding) -> Option<Value> {
    // Only where comments are read.
    if view.document.manner() != Manner::Definition || finding.rule.starts_with("WVR") {
        return None;
    }
    let file = view.document.file();
    let line = file.line_range(file.line_index(finding.span.start as usize));
    let text = &file.text()[line.clone()];
    let indent = &text[..text.len() - text.trim_start_matches(' ').len()];
    let reason = view.say(&bilingual!("TODO: reason", "待补：理由"));
    let code = &finding.rule;
    let line_end = if file.text()[line.start..].contains("\r\n") { "\r\n" } else { "\n" };
    let comment = format!("{indent}# consonance: allow {code} -- {reason}{line_end}");
    // A comment above a line within a text over several lines would become part of the text.
    let edits = [fix::Change { range: line.start..line.start, text: comment }];
    let mut new = file.text().to_owned();
    new.insert_str(line.start, &edits[0].text);
    let as_file = |text: &str| {
        crate::source::SourceFile::text_file(file.id(), file.path(), file.encoding(), text)
    };
    let (new, old) = (as_file(&new), as_file(file.text()));
    let (new, old) = (crate::syntax::parse(&new), crate::syntax::parse(&old));
    if new.tree.comments().len() != old.tree.comments().len() + 1
        || new.problems.len() != old.problems.len()
    {
        return None;
    }
    let range = view.range(line.start..line.start);
    let edits = vec![TextEdit { range, new_text: edits[0].text.clone() }];
    let edits = BTreeMap::from([(view.document.path.clone(), edits)]);
    Some(json!({
        "title": view.say(&bilingual!("Waive {code} here, with a reason", "在此豁免 {code}，并写明理由")),
        "kind": "quickfix",
        "diagnostics": [diagnostic(view, finding)],
        "isPreferred": false,
        "edit": workspace_edit(view, edits),
    }))
}

/// The diagnostic that an action is for, as it was sent.
fn diagnostic(view: &View<'_>, finding: &Finding) -> Value {
    let all = super::findings::diagnostics(view);
    let is_it = |it: &gen_lsp_types::Diagnostic| {
        it.data.as_ref().is_some_and(|data| data["fingerprint"] == finding.fingerprint.as_str())
            && it.range == view.range(finding.span.range())
    };
    let found = all.into_iter().find(is_it);
    found.and_then(|it| serde_json::to_value(it).ok()).unwrap_or(Value::Null)
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
