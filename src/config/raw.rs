//! The shape of `consonance.yaml`: one table of keys, from which reading and the JSON Schema come.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::{Config, FailOn};
use crate::bilingual;
use crate::corpus::AsOf;
use crate::finding::Severity;
use crate::reader::lists::{Column, ListMapping};
use crate::source::{ProblemCode, Said};
use crate::syntax::access::{Cursor, Fields};

/// What stands behind a key.
enum Kind {
    Paths,
    Word,
    Selectors,
    Severities,
    Date,
    FailOn,
    Bool,
    Lists,
    Places,
    Templates,
    Waivers,
}

/// Every key: what stands behind it, and what it is for.
const KEYS: &[(&str, Kind, &str)] = &[
    (
        "drafts",
        Kind::Paths,
        "What `check` judges when no path is given: files or folders, relative to this file.",
    ),
    ("corpus", Kind::Paths, "In the light of what: files, folders, catalogues or packs."),
    (
        "sectors",
        Kind::Word,
        "The sector scheme that is meant where a plan names none: gats-w120 (the default), ics, or a file with one.",
    ),
    ("rules", Kind::Paths, "Files and folders with further rules."),
    (
        "profile",
        Kind::Word,
        "Profile for every draft: iso, iec, gb, association, ietf, catalogue. Without it each draft has that of its publisher.",
    ),
    (
        "select",
        Kind::Selectors,
        "Rules to run: codes (REF007), heads of codes (REF), ALL, or `default` for those of the profile.",
    ),
    ("ignore", Kind::Selectors, "Rules to leave out."),
    (
        "severity",
        Kind::Severities,
        "Severities that differ from those of the profile, by selector.",
    ),
    ("fail_on", Kind::FailOn, "The lowest severity that fails the check (default error)."),
    (
        "as_of",
        Kind::Date,
        "The date of judgement, YYYY-MM-DD, or `publication`: each standard on its own date of publication. Default: today.",
    ),
    (
        "partial",
        Kind::Bool,
        "The corpus is known not to hold everything: what is not in it may still exist.",
    ),
    (
        "paths",
        Kind::Places,
        "What differs for some files: globs as in .gitignore, relative to this file, with select, ignore, severity and profile. Later entries win.",
    ),
    (
        "waivers",
        Kind::Waivers,
        "Findings that are left as they are: rules and a reason, and where: paths, standards, clauses. An unused or expired one is a finding.",
    ),
    (
        "baseline",
        Kind::Word,
        "The file with the findings that are left for later, as `consonance baseline` writes it; relative to this file.",
    ),
    (
        "templates",
        Kind::Templates,
        "Templates of reports in the place of the shipped ones, by format (markdown, html): files, relative to this one.",
    ),
    (
        "cache",
        Kind::Word,
        "The folder in which what was read of large inputs is kept for the next run, relative to this file, or `off`. Default: that of the user's caches.",
    ),
    (
        "lists",
        Kind::Lists,
        "How catalogue lists (CSV, JSON, Excel) are read: for a path, the names of the columns that hold number, title, status and so on.",
    ),
];

/// Formats that are made from a template.
const TEMPLATES: &[&str] = &["markdown", "html"];

const SEVERITIES: &[&str] = &["error", "warning", "info"];

/// The configuration in a mapping; what is wrong with it is recorded there.
pub(super) fn read(root: Cursor<'_>, folder: &Path) -> Config {
    let mut config = Config::default();
    let keys = KEYS.iter().map(|(key, ..)| *key);
    let Some(fields) = root.fields_of("configuration", keys) else {
        return config;
    };
    config.drafts = paths(&fields, "drafts", folder);
    config.corpus = paths(&fields, "corpus", folder);
    config.rules = paths(&fields, "rules", folder);
    config.sectors = fields.get("sectors").and_then(word);
    config.profile = fields.get("profile").and_then(word);
    config.select = words(&fields, "select");
    config.ignore = words(&fields, "ignore");
    config.severity = severities(&fields);
    config.fail_on = fields
        .get("fail_on")
        .and_then(|it| it.word(FailOn::WORDS, FailOn::from_word))
        .map(|it| it.value);
    config.as_of = fields.get("as_of").and_then(as_of);
    config.lists =
        fields.get("lists").map(|it| it.items().filter_map(list).collect()).unwrap_or_default();
    config.paths = super::living::places(&fields, folder);
    config.waivers = super::living::waivers(&fields, folder);
    config.baseline = fields.get("baseline").and_then(word).map(|it| folder.join(it.value));
    config.templates = templates(&fields, folder);
    let cache = fields.get("cache").and_then(word).map(|it| it.value);
    config.cache_off = cache.as_deref().is_some_and(|it| matches!(it, "off" | "false" | "no"));
    config.cache = cache.filter(|_| !config.cache_off).map(|it| folder.join(it));
    config.partial = fields.get("partial").and_then(Cursor::bool).is_some_and(|it| it.value);
    config
}

pub(super) fn word(cursor: Cursor<'_>) -> Option<Said<String>> {
    cursor.text()?;
    cursor.str().map(|it| Said::new(it.to_owned(), cursor.span()))
}

pub(super) fn words(fields: &Fields<'_>, key: &str) -> Vec<Said<String>> {
    let Some(value) = fields.get(key) else { return Vec::new() };
    value.one_or_more().filter_map(word).collect()
}

fn paths(fields: &Fields<'_>, key: &str, folder: &Path) -> Vec<PathBuf> {
    words(fields, key).into_iter().map(|it| folder.join(it.value)).collect()
}

/// `{path: …, sheet: …, columns: {number: …}}`
fn list(cursor: Cursor<'_>) -> Option<ListMapping> {
    let fields = cursor.fields_of("list", ["path", "sheet", "columns"].into_iter())?;
    let path = fields.get("path").and_then(word);
    if path.is_none() {
        cursor.problem(
            ProblemCode::MissingKey,
            bilingual!("a list needs a path", "列表须有 path"),
            Some(bilingual!("name the file, or *.csv", "请写文件名，或 *.csv")),
        );
    }
    let names: Vec<&str> = Column::ALL.iter().map(|(name, _)| *name).collect();
    let columns = fields.get("columns").and_then(|it| it.fields_of("columns", names.into_iter()));
    let columns = Column::ALL
        .iter()
        .filter_map(|(name, column)| Some((*column, word(columns.as_ref()?.get(name)?)?)))
        .collect();
    Some(ListMapping {
        path: path?.value,
        columns,
        sheet: fields.get("sheet").and_then(word).map(|it| it.value),
    })
}

/// `{markdown: report.md}`
fn templates(fields: &Fields<'_>, folder: &Path) -> Vec<(String, PathBuf)> {
    let known =
        fields.get("templates").and_then(|it| it.fields_of("templates", TEMPLATES.iter().copied()));
    let file = |format: &&str| Some(folder.join(word(known.as_ref()?.get(format)?)?.value));
    TEMPLATES.iter().filter_map(|it| Some(((*it).to_owned(), file(it)?))).collect()
}

pub(super) fn severities(fields: &Fields<'_>) -> Vec<(Said<String>, Severity)> {
    let Some(fields) = fields.get("severity").and_then(|it| it.any_fields("severity")) else {
        return Vec::new();
    };
    let of_word = |word: &str| match FailOn::from_word(word) {
        Some(FailOn::Severity(severity)) => Some(severity),
        _ => None,
    };
    let entries = fields.iter();
    entries
        .filter_map(|(key, value)| Some((word(key)?, value.word(SEVERITIES, of_word)?.value)))
        .collect()
}

fn as_of(cursor: Cursor<'_>) -> Option<AsOf> {
    match cursor.str().unwrap_or_default().parse() {
        Ok(as_of) => Some(as_of),
        Err(message) => {
            let help = bilingual!("write YYYY-MM-DD", "请写 YYYY-MM-DD");
            cursor.problem(ProblemCode::WrongType, message, Some(help));
            None
        }
    }
}

/// The JSON Schema (2020-12) of the file, for editors.
#[must_use]
pub fn schema() -> Value {
    let texts =
        json!({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]});
    let severities = json!({"type": "object", "additionalProperties": {"enum": SEVERITIES}});
    let properties: Map<String, Value> = KEYS
        .iter()
        .map(|(key, kind, doc)| {
            let mut value = match kind {
                Kind::Paths | Kind::Selectors => texts.clone(),
                Kind::Word => json!({"type": "string"}),
                Kind::Lists => {
                    let columns: Map<String, Value> =
                        Column::ALL.iter().map(|(name, _)| ((*name).to_owned(), json!({"type": "string"}))).collect();
                    json!({"type": "array", "items": {"type": "object", "additionalProperties": false, "required": ["path"],
                        "properties": {"path": {"type": "string"}, "sheet": {"type": "string"},
                            "columns": {"type": "object", "additionalProperties": false, "properties": columns}}}})
                }
                Kind::Severities => severities.clone(),
                Kind::Places => json!({"type": "array", "items": {"type": "object", "additionalProperties": false, "required": ["path"],
                    "properties": {"path": texts, "select": texts, "ignore": texts, "severity": severities, "profile": {"type": "string"}}}}),
                Kind::Waivers => json!({"type": "array", "items": {"type": "object", "additionalProperties": false, "required": ["rules", "reason"],
                    "properties": {"rules": texts, "reason": {"type": "string"}, "owner": {"type": "string"},
                        "expires": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
                        "paths": texts, "standards": texts, "clauses": texts}}}),
                Kind::Templates => {
                    let formats: Map<String, Value> =
                        TEMPLATES.iter().map(|it| ((*it).to_owned(), json!({"type": "string"}))).collect();
                    json!({"type": "object", "additionalProperties": false, "properties": formats})
                }
                Kind::FailOn => json!({"enum": FailOn::WORDS}),
                Kind::Date => json!({"type": "string", "pattern": "^([0-9]{4}-[0-9]{2}-[0-9]{2}|publication)$"}),
                Kind::Bool => json!({"type": "boolean"}),
            };
            value["description"] = json!(doc);
            ((*key).to_owned(), value)
        })
        .collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": concat!(env!("CARGO_PKG_HOMEPAGE"), "/schema/config.json"),
        "title": "consonance.yaml",
        "description": "What a project checks, and how strictly.",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    })
}
