//! Sector schemes and the list of aspects, from YAML.

use serde_json::{Value, json};

use super::aspect::AspectList;
use super::scheme::{Part, Scheme, Sector, number};
use crate::bilingual;
use crate::source::{Bilingual, Problem, ProblemCode, SourceFile};
use crate::syntax::NodeKind;
use crate::syntax::access::{Access, Cursor, Fields};

/// Keys of a file with a sector scheme.
pub const SCHEME_KEYS: &[&str] = &["scheme", "title", "note", "sectors"];
const SECTOR_KEYS: &[&str] = &["code", "title", "unverified", "cpc", "ics", "parts", "sectors"];
const PART_KEYS: &[&str] = &["title", "cpc"];
const ASPECT_KEYS: &[&str] = &["key", "title", "short", "also", "aspects"];

/// A scheme in a file, and everything that is wrong with it; none where it cannot be used.
#[must_use]
pub(crate) fn scheme(file: &SourceFile) -> (Option<Scheme>, Vec<Problem>) {
    let parsed = crate::syntax::parse(file);
    let access = Access::new(&parsed.tree);
    let scheme = access.roots().next().and_then(|root| read_scheme(root, &access));
    let mut problems = parsed.problems;
    if scheme.is_none() && problems.is_empty() && access.roots().next().is_none() {
        problems.push(Problem::with_path(
            ProblemCode::MissingKey,
            file.path(),
            bilingual!("the file with the sectors is empty", "部门分类文件为空"),
        ));
    }
    problems.extend(access.into_problems());
    (scheme.filter(|_| problems.is_empty()), problems)
}

fn read_scheme(root: Cursor<'_>, access: &Access<'_>) -> Option<Scheme> {
    let fields = root.fields_of("scheme", SCHEME_KEYS.iter().copied())?;
    let key = fields.require("scheme").and_then(word)?;
    let title = fields.get("title").and_then(both).unwrap_or_else(|| same(&key));
    let note = fields.get("note").and_then(both);
    let roots = fields.require("sectors")?;
    // What is to be read, the next one last: a scheme may be as deep as it likes.
    let mut open: Vec<(Cursor<'_>, Option<u32>)> = roots.items().map(|it| (it, None)).collect();
    open.reverse();
    let (mut sectors, mut places) = (Vec::new(), Vec::new());
    while let Some((cursor, parent)) = open.pop() {
        let Some(fields) = cursor.fields_of("sector", SECTOR_KEYS.iter().copied()) else {
            continue;
        };
        let Some(sector) = sector(&fields, parent) else { continue };
        let own = number(sectors.len());
        sectors.push(sector);
        places.push(fields.require("code").unwrap_or(cursor));
        if let Some(under) = fields.get("sectors") {
            let from = open.len();
            open.extend(under.items().map(|it| (it, Some(own))));
            open[from..].reverse();
        }
    }
    let codes: Vec<String> = sectors.iter().map(|it| it.code.clone()).collect();
    match Scheme::new(key, title, sectors) {
        Ok(scheme) => Some(Scheme { note, ..scheme }),
        Err(at) => {
            let code = &codes[at];
            let place = places[at];
            let message = bilingual!("the code \"{code}\" is there twice", "代码“{code}”重复");
            let help = bilingual!("give every sector a code of its own", "每个部门应有各自的代码");
            access
                .problem(Problem::at(ProblemCode::DuplicateKey, place.span(), message).help(help));
            None
        }
    }
}

fn sector(fields: &Fields<'_>, parent: Option<u32>) -> Option<Sector> {
    let code = fields.require("code").and_then(word)?;
    let parts = fields.get("parts").map(|it| it.items().filter_map(part).collect());
    Some(Sector {
        title: fields.get("title").and_then(both).unwrap_or_else(|| same(&code)),
        code,
        parent,
        verified: !fields.get("unverified").and_then(Cursor::bool).is_some_and(|it| it.value),
        cpc: words(fields, "cpc"),
        ics: words(fields, "ics"),
        parts: parts.unwrap_or_default(),
        ..Sector::default()
    })
}

fn part(cursor: Cursor<'_>) -> Option<Part> {
    let fields = cursor.fields_of("part", PART_KEYS.iter().copied())?;
    let title = fields.require("title").and_then(both)?;
    Some(Part { title, cpc: words(&fields, "cpc") })
}

/// A list of aspects in a file, and what is wrong with it.
#[must_use]
pub(super) fn aspects(file: &SourceFile) -> (AspectList, Vec<Problem>) {
    let parsed = crate::syntax::parse(file);
    let access = Access::new(&parsed.tree);
    let mut list = AspectList::default();
    if let Some(fields) = access.roots().next().and_then(|it| it.fields(&["aspects"]))
        && let Some(groups) = fields.require("aspects")
    {
        groups.items().for_each(|it| group(it, &mut list));
        let all = 0..list.aspects.len();
        list.spelling("*", all);
    }
    let mut problems = parsed.problems;
    problems.extend(access.into_problems());
    (list, problems)
}

fn group(cursor: Cursor<'_>, list: &mut AspectList) {
    let Some((fields, key, title, short)) = named(cursor) else { return };
    list.group(key.clone(), title.clone(), short.clone());
    let from = list.aspects.len();
    match fields.get("aspects") {
        Some(under) => {
            for item in under.items() {
                let Some((fields, key, title, short)) = named(item) else { continue };
                list.aspect(key.clone(), title.clone(), short);
                let own = list.aspects.len() - 1..list.aspects.len();
                spell(list, item, &fields, &key, &title, own);
            }
        }
        None => list.aspect(key.clone(), title.clone(), short),
    }
    spell(list, cursor, &fields, &key, &title, from..list.aspects.len());
}

fn named(cursor: Cursor<'_>) -> Option<(Fields<'_>, String, Bilingual, Bilingual)> {
    let fields = cursor.fields(ASPECT_KEYS)?;
    let key = fields.require("key").and_then(word);
    let title = fields.require("title").and_then(both);
    let short = fields.require("short").and_then(both);
    Some((fields, key?, title?, short?))
}

fn spell(
    list: &mut AspectList,
    cursor: Cursor<'_>,
    fields: &Fields<'_>,
    key: &str,
    title: &Bilingual,
    aspects: std::ops::Range<usize>,
) {
    let also = words(fields, "also");
    for spelling in [key, &title.en, &title.zh].into_iter().chain(also.iter().map(String::as_str)) {
        if !list.spelling(spelling, aspects.clone()) {
            cursor.problem(
                ProblemCode::DuplicateKey,
                bilingual!(
                    "\"{spelling}\" stands for another aspect already",
                    "“{spelling}”已用于其他方面"
                ),
                None,
            );
        }
    }
}

fn word(cursor: Cursor<'_>) -> Option<String> {
    cursor.text()?;
    cursor.str().map(|it| it.trim().to_owned()).filter(|it| !it.is_empty())
}

fn words(fields: &Fields<'_>, key: &str) -> Vec<String> {
    fields.get(key).map(|it| it.one_or_more().filter_map(word).collect()).unwrap_or_default()
}

/// `{en: …, zh: …}`; one language, or a plain text, stands for both.
fn both(cursor: Cursor<'_>) -> Option<Bilingual> {
    if cursor.kind() != NodeKind::Mapping {
        return word(cursor).map(|it| same(&it));
    }
    let fields = cursor.fields_of("text", ["en", "zh"].into_iter())?;
    let (en, zh) = (fields.get("en").and_then(word), fields.get("zh").and_then(word));
    match (en, zh) {
        (Some(en), Some(zh)) => Some(Bilingual { en, zh }),
        (Some(one), None) | (None, Some(one)) => Some(same(&one)),
        (None, None) => None,
    }
}

fn same(text: &str) -> Bilingual {
    Bilingual::new(text, text)
}

/// The JSON Schema (2020-12) of a file with a sector scheme, for editors.
#[must_use]
pub fn schema() -> Value {
    let text = json!({"anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": false,
        "properties": {"en": {"type": "string"}, "zh": {"type": "string"}}}]});
    let texts =
        json!({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]});
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": concat!(env!("CARGO_PKG_HOMEPAGE"), "/schema/sectors.json"),
        "title": "a sector scheme",
        "description": "Sectors, and what is under them: the rows of a coverage matrix.",
        "type": "object",
        "additionalProperties": false,
        "required": ["scheme", "sectors"],
        "properties": {
            "scheme": {"type": "string", "description": "By which the plan names it."},
            "title": text,
            "note": text,
            "sectors": {"type": "array", "items": {"$ref": "#/$defs/sector"}},
        },
        "$defs": {
            "sector": {
                "type": "object",
                "additionalProperties": false,
                "required": ["code"],
                "properties": {
                    "code": {"type": "string"},
                    "title": text,
                    "unverified": {"type": "boolean", "description": "Nobody has read the code in a source yet."},
                    "cpc": texts,
                    "ics": {"description": "Where its standards are found in the ICS: a proposal, for SYS003 and --crosswalk.", "anyOf": texts["anyOf"]},
                    "parts": {"type": "array", "items": {"type": "object", "additionalProperties": false, "required": ["title"],
                        "properties": {"title": text, "cpc": texts}}},
                    "sectors": {"type": "array", "items": {"$ref": "#/$defs/sector"}},
                },
            },
        },
    })
}
