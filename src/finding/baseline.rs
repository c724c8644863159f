//! The baseline: what was found when it was written, left for later, so that only what is new counts.
//!
//! A file with one entry a line, sorted, so that it is small in a diff. An entry knows its finding
//! by the fingerprint; where the clause was renumbered since, by rule, standard and words.

use std::fmt::Write as _;

use rustc_hash::FxHashMap;
use serde_json::Value;

use super::waiver::Fault;
use super::{Finding, Judged, RelatedPlace, Standing, fingerprint};
use crate::bilingual;
use crate::source::{Problem, ProblemCode, SourceFile, SourceMap, Span};
use crate::syntax::access::{Access, Cursor};
use crate::syntax::yaml;

/// The usual name of the file.
pub const FILE_NAME: &str = "consonance-baseline.yaml";

/// The version of the format that is written and read.
const VERSION: &str = "1";

/// Characters of a finding's words that an entry keeps.
const WORDS: usize = 60;

/// Stale entries that are shown one by one.
const SHOWN: usize = 8;

/// A baseline, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// Its entries, in the order of the file.
    pub entries: Vec<Entry>,
}

/// A finding that was there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Code of the rule.
    pub rule: String,
    /// The standard.
    pub standard: String,
    /// Number of the clause.
    pub clause: Option<String>,
    /// The words it pointed at, cut.
    pub at: String,
    /// Its fingerprint.
    pub fingerprint: String,
    /// Where the entry stands; `None` for one that is yet to be written.
    pub span: Option<Span>,
}

impl Entry {
    fn of(finding: &Finding, sources: &SourceMap) -> Self {
        Self {
            rule: finding.rule.clone(),
            standard: finding.standard.clone(),
            clause: finding.clause.clone(),
            at: words(finding, sources),
            fingerprint: finding.fingerprint.clone(),
            span: None,
        }
    }

    /// `REF007, T/EXAMPLE 2-2021, 5.2`.
    fn name(&self) -> String {
        let parts = [Some(&self.rule), Some(&self.standard), self.clause.as_ref()];
        let parts = parts.into_iter().flatten().filter(|it| !it.is_empty());
        parts.map(String::as_str).collect::<Vec<_>>().join(", ")
    }

    fn line(&self) -> String {
        // Quoted as in JSON, which is YAML too: no word can be taken for anything else.
        let quoted = |text: &str| Value::from(text).to_string();
        let clause = self.clause.as_deref().map(|it| format!(", clause: {}", quoted(it)));
        format!(
            "- {{standard: {}{}, rule: {}, at: {}, fingerprint: {}}}",
            quoted(&self.standard),
            clause.unwrap_or_default(),
            self.rule,
            quoted(&self.at),
            quoted(&self.fingerprint),
        )
    }
}

/// The words that a finding points at, white space folded and cut.
fn words(finding: &Finding, sources: &SourceMap) -> String {
    let words: Vec<&str> = sources.slice(finding.span).split_whitespace().collect();
    words.join(" ").chars().take(WORDS).collect()
}

/// `5.10` comes behind `5.9`.
fn natural(number: &str) -> Vec<(u64, &str)> {
    number.split('.').map(|it| (it.parse().unwrap_or(u64::MAX), it)).collect()
}

impl Baseline {
    /// The baseline of what is found now. Waived findings and those about waivers are left out.
    #[must_use]
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Judged>, sources: &SourceMap) -> Self {
        let kept = findings.into_iter().filter(|it| {
            !matches!(it.standing, Standing::Waived(_))
                && Fault::from_code(&it.finding.rule).is_none()
        });
        Self { entries: kept.map(|it| Entry::of(&it.finding, sources)).collect() }
    }

    /// The file, one entry a line in a fixed order.
    #[must_use]
    pub fn write(&self) -> String {
        let mut entries: Vec<&Entry> = self.entries.iter().collect();
        entries.sort_by(|a, b| {
            let key = |it: &Entry| (it.rule.clone(), it.at.clone(), it.fingerprint.clone());
            (&a.standard, a.clause.as_deref().map(natural), key(a)).cmp(&(
                &b.standard,
                b.clause.as_deref().map(natural),
                key(b),
            ))
        });
        let mut text = format!(
            "# Findings that are left for later: `consonance check` counts only what is not listed here.\n\
             # Written by `consonance baseline`; `consonance baseline --prune` takes out what is gone.\n\
             version: {VERSION}\nfindings:"
        );
        if entries.is_empty() {
            text.push_str(" []");
        }
        for entry in entries {
            let _ = write!(text, "\n{}", entry.line());
        }
        text.push('\n');
        text
    }

    /// Reads the file.
    ///
    /// # Errors
    /// Everything that is wrong with it, each with its place.
    pub fn read(file: &SourceFile) -> Result<Self, Vec<Problem>> {
        let parsed = yaml::parse(file);
        let mut problems = parsed.problems;
        let access = Access::new(&parsed.tree);
        let mut baseline = Self::default();
        match access.roots().next() {
            Some(root) => baseline.entries = entries(root),
            None => problems.push(
                Problem::at(
                    ProblemCode::UnknownFormat,
                    file.whole(),
                    bilingual!("the baseline is empty", "基线文件是空的"),
                )
                .help(bilingual!(
                    "write it with consonance baseline",
                    "请用 consonance baseline 写出"
                )),
            ),
        }
        problems.extend(access.into_problems());
        if problems.is_empty() { Ok(baseline) } else { Err(problems) }
    }

    /// Marks what was there before. The answer says which entries were found again: first those
    /// with the same fingerprint, then those whose clause has another number now.
    pub fn apply(&self, findings: &mut [Judged], sources: &SourceMap) -> Vec<bool> {
        let mut found = vec![false; self.entries.len()];
        let mut by_fingerprint: FxHashMap<&str, usize> = FxHashMap::default();
        for (index, entry) in self.entries.iter().enumerate() {
            by_fingerprint.entry(&entry.fingerprint).or_insert(index);
        }
        let mut new = Vec::new();
        for (at, judged) in findings.iter_mut().enumerate() {
            if Fault::from_code(&judged.finding.rule).is_some() {
                continue;
            }
            match by_fingerprint.get(judged.finding.fingerprint.as_str()) {
                Some(&index) => {
                    found[index] = true;
                    if judged.is_open() {
                        judged.standing = Standing::Baselined;
                    }
                }
                None => new.push(at),
            }
        }
        let mut by_words: FxHashMap<(String, String, String), Vec<usize>> = FxHashMap::default();
        for (index, entry) in self.entries.iter().enumerate().rev().filter(|(it, _)| !found[*it]) {
            let key = (entry.rule.clone(), entry.standard.clone(), entry.at.clone());
            by_words.entry(key).or_default().push(index);
        }
        for at in new {
            let it = &findings[at].finding;
            let key = (it.rule.clone(), it.standard.clone(), words(it, sources));
            let Some(index) = by_words.get_mut(&key).and_then(Vec::pop) else { continue };
            found[index] = true;
            if findings[at].is_open() {
                findings[at].standing = Standing::Baselined;
            }
        }
        found
    }
}

fn entries(root: Cursor<'_>) -> Vec<Entry> {
    let Some(fields) = root.fields_of("baseline", ["version", "findings"].into_iter()) else {
        return Vec::new();
    };
    if let Some(version) = fields.require("version")
        && version.str() != Some(VERSION)
    {
        version.problem(
            ProblemCode::WrongType,
            bilingual!("this version of a baseline is not known here", "无法识别该版本的基线"),
            Some(bilingual!(
                "write it anew with consonance baseline",
                "请用 consonance baseline 重新写出"
            )),
        );
        return Vec::new();
    }
    let Some(list) = fields.get("findings") else { return Vec::new() };
    list.items().filter_map(entry).collect()
}

fn entry(cursor: Cursor<'_>) -> Option<Entry> {
    let keys = ["standard", "clause", "rule", "at", "fingerprint"];
    let fields = cursor.fields_of("baseline entry", keys.into_iter())?;
    let text = |cursor: Cursor<'_>| cursor.str().map(str::to_owned);
    Some(Entry {
        rule: fields.require("rule").and_then(text)?,
        standard: fields.get("standard").and_then(text).unwrap_or_default(),
        clause: fields.get("clause").and_then(text),
        at: fields.get("at").and_then(text).unwrap_or_default(),
        fingerprint: fields.require("fingerprint").and_then(text)?,
        span: Some(cursor.span()),
    })
}

/// The finding about entries that are no longer found: one for all of them.
#[must_use]
pub fn stale(entries: &[Entry], sources: &SourceMap) -> Option<Judged> {
    let (first, rest) = entries.split_first()?;
    let name = first.name();
    let message = match rest.len() {
        0 => bilingual!("no longer found: {name}", "已不再出现：{name}"),
        more => bilingual!(
            "no longer found: {name}, and {more} more",
            "已不再出现：{name}，另有 {more} 条"
        ),
    };
    let related = rest.iter().take(SHOWN).filter_map(|it| {
        Some(RelatedPlace {
            standard: it.standard.clone(),
            clause: it.clause.clone(),
            message: bilingual!("nor is this", "此条亦然"),
            span: it.span?,
        })
    });
    let mut finding = Fault::Stale.finding(first.span?, message);
    finding.related = related.collect();
    fingerprint(std::slice::from_mut(&mut finding), sources);
    Some(Judged::from(finding))
}

#[cfg(test)]
mod tests {
    use super::{Baseline, Entry};
    use crate::source::{Encoding, FileId, SourceFile};

    fn file(text: &str) -> SourceFile {
        SourceFile::text_file(FileId::from_index(0), "b.yaml", Encoding::Utf8, text)
    }

    fn entry(clause: &str, at: &str) -> Entry {
        Entry {
            rule: "REF001".to_owned(),
            standard: "T/EXAMPLE 1-2021: \"#\"".to_owned(),
            clause: (!clause.is_empty()).then(|| clause.to_owned()),
            at: at.to_owned(),
            fingerprint: format!("00{clause}{at}"),
            span: None,
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let entries = vec![entry("5.10", "b\\"), entry("5.9", "a: {"), entry("", "")];
        let text = Baseline { entries: entries.clone() }.write();
        let read = Baseline::read(&file(&text)).unwrap();
        let clauses: Vec<_> = read.entries.iter().map(|it| it.clause.as_deref()).collect();
        assert_eq!(clauses, [None, Some("5.9"), Some("5.10")]);
        for mut it in read.entries {
            it.span = None;
            assert!(entries.contains(&it), "{it:?}");
        }
        assert_eq!(text.lines().count(), 4 + 3);
        let empty = Baseline::default().write();
        assert!(Baseline::read(&file(&empty)).unwrap().entries.is_empty());
    }

    #[test]
    fn what_is_no_baseline_is_refused() {
        for text in [
            "",
            "version: 2\nfindings: []\n",
            "findings: []\n",
            "version: 1\nfindings: [{}]\n",
            "- a\n",
        ] {
            assert!(Baseline::read(&file(text)).is_err(), "{text}");
        }
    }
}
