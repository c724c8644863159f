//! Relaton: bibliographic items of standards bodies, as YAML (both generations of its keys), and
//! one item a line in the short JSON form of catalogues.
//!
//! The format is open: bodies add keys of their own, so unknown keys are no problem. What a key that is
//! read does not say in a way that is understood is listed as *not understood*.

mod relation;
mod words;

use thin_vec::ThinVec;

use super::{Reader, Reading};
use crate::bilingual;
use crate::model::{Lang, Localised, Said, Stage, Standard, Status, Target, Text};
use crate::source::{ProblemCode, SourceFile, SourceMap};
use crate::syntax::access::{Access, Cursor, Fields};
use crate::syntax::{NodeKind, peek};

/// The reader of Relaton items and catalogues.
#[derive(Debug)]
pub struct Relaton;

impl Reader for Relaton {
    fn name(&self) -> &'static str {
        "relaton"
    }

    fn recognises(&self, file: &SourceFile) -> bool {
        let peek = peek(file.text());
        let is_item = peek.has("docid") || peek.has("docidentifier");
        let is_row = peek.has("ids") && (peek.has("title") || peek.has("dates"));
        !peek.is_xml && !peek.has("standard") && (is_item || is_row)
    }

    fn read(&self, file: &SourceFile, _sources: &SourceMap) -> Reading {
        let parsed = crate::syntax::parse(file);
        let access = Access::new(&parsed.tree);
        let mut reading = Reading::default();
        for root in access.roots() {
            match root.kind() {
                NodeKind::Sequence => {
                    reading.standards.extend(root.items().filter_map(item));
                }
                _ => reading.standards.extend(item(root)),
            }
        }
        reading.problems = parsed.problems;
        reading.problems.extend(access.into_problems());
        reading.problems.sort_by_key(|it| it.span.map(|span| (span.start, span.end)));
        reading
    }
}

/// What the relations of an item need to know of it.
struct Own<'c> {
    /// Type of the primary identifier: the body whose habits count.
    body: &'c str,
    identifiers: Vec<&'c str>,
    year: Option<u16>,
    /// Date of publication as written.
    date: Option<&'c str>,
}

impl Own<'_> {
    fn is(&self, identifier: &str) -> bool {
        self.identifiers.contains(&identifier)
    }
}

fn item(root: Cursor<'_>) -> Option<Standard> {
    let fields = root.any_fields("relaton item")?;
    let mut standard = Standard::at(root.span());
    let mut own = Own { body: "", identifiers: Vec::new(), year: None, date: None };
    let identifiers =
        fields.get("docid").or_else(|| fields.get("docidentifier")).or_else(|| fields.get("ids"));
    match identifiers {
        Some(identifiers) => read_identifiers(identifiers, &mut standard, &mut own),
        None => {
            let _ = fields.require("docid");
        }
    }
    standard.title = fields.get("title").map(title).unwrap_or_default();
    if let Some(cursor) = fields.get("date").or_else(|| fields.get("dates")) {
        own.date = read_dates(&dates(cursor), own.body, &mut standard);
    }
    own.year = own
        .identifiers
        .iter()
        .find_map(|it| crate::identifier::parse(it).ok()?.year)
        .or(own.date.and_then(relation::year));
    read_status(&fields, &own, &mut standard);
    read_details(&fields, &mut standard);
    if let Some(relations) = fields.get("relation") {
        for cursor in relations.one_or_more() {
            relation::relation(cursor, &own, &mut standard);
        }
    }
    Some(standard)
}

/// The one value of a scalar, of a mapping that wraps one, or of the first item of a list.
fn content(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    let cursor = first_of(cursor)?;
    match cursor.kind() {
        NodeKind::Scalar => Some(cursor),
        NodeKind::Mapping => wrapped(&cursor.any_fields("relaton value")?),
        _ => None,
    }
}

/// The one value that a mapping wraps.
fn wrapped<'c>(fields: &Fields<'c>) -> Option<Cursor<'c>> {
    const KEYS: [&str; 6] = ["content", "value", "id", "code", "type", "abbreviation"];
    let value = KEYS.iter().find_map(|key| fields.get(key))?;
    (value.kind() == NodeKind::Scalar).then_some(value)
}

/// The item itself, or the first of a list.
fn first_of(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    let first = cursor.one_or_more().next()?;
    (!first.is_null()).then_some(first)
}

/// The first primary identifier of a list, or its first that names the document.
fn primary(identifiers: Cursor<'_>) -> Option<Cursor<'_>> {
    let mut first = None;
    for identifier in all_identifiers(identifiers) {
        if identifier.primary {
            return Some(identifier.cursor);
        }
        first = first.or(Some(identifier.cursor));
    }
    first
}

struct OneIdentifier<'c> {
    cursor: Cursor<'c>,
    kind: &'c str,
    primary: bool,
}

fn all_identifiers(identifiers: Cursor<'_>) -> impl Iterator<Item = OneIdentifier<'_>> {
    identifiers.one_or_more().filter_map(|cursor| {
        let (mut kind, mut primary, mut mark) = ("", false, false);
        let value = if cursor.kind() == NodeKind::Mapping {
            let fields = cursor.any_fields("relaton identifier")?;
            let word = |key| fields.get(key).and_then(Cursor::str).unwrap_or("");
            kind = word("type");
            primary = word("primary") == "true";
            mark = word("scope") == "trademark";
            wrapped(&fields)
        } else {
            content(cursor)
        };
        // a spelling with the trademark sign is no further name
        let cursor = value.filter(|it| !mark && !trademark(*it))?;
        let is_empty = cursor.str().is_none_or(|it| it.trim().is_empty());
        let names = !is_empty && words::names_the_document(kind);
        names.then_some(OneIdentifier { cursor, kind, primary })
    })
}

fn trademark(cursor: Cursor<'_>) -> bool {
    cursor.str().is_some_and(|it| it.contains(['™', '®']))
}

fn read_identifiers<'c>(identifiers: Cursor<'c>, standard: &mut Standard, own: &mut Own<'c>) {
    let mut all: Vec<OneIdentifier<'c>> = all_identifiers(identifiers).collect();
    // the primary ones first, each group in its order
    all.sort_by_key(|it| !it.primary);
    for identifier in all {
        let Some(text) = identifier.cursor.text() else { continue };
        let value = identifier.cursor.str().unwrap_or("").trim();
        if own.is(value) {
            continue;
        }
        own.identifiers.push(value);
        if standard.identity.is_none() {
            own.body = identifier.kind;
            standard.identity = Some(Target::named(text));
        } else {
            standard.other_identifiers.push(Target::named(text));
        }
    }
    if standard.identity.is_none() {
        identifiers.problem(
            ProblemCode::NotUnderstood,
            bilingual!("no identifier of a standard here", "此处没有标准编号"),
            None,
        );
    }
}

/// Titles by language, the whole title before its parts.
fn title(cursor: Cursor<'_>) -> Localised {
    let mut best: Vec<(Lang, u8, Text)> = Vec::new();
    let mut offer =
        |lang: Lang, rank: u8, text: Text| match best.iter_mut().find(|(of, _, _)| *of == lang) {
            Some((_, old, place)) if rank < *old => (*old, *place) = (rank, text),
            Some(_) => {}
            None => best.push((lang, rank, text)),
        };
    for entry in cursor.one_or_more() {
        if entry.kind() == NodeKind::Scalar {
            if let Some(text) = entry.text() {
                offer(Lang::Unstated, 0, text);
            }
            continue;
        }
        let Some(fields) = entry.any_fields("relaton title") else { continue };
        if let Some(value) = fields.get("content").or_else(|| fields.get("value")) {
            let rank = match fields.get("type").and_then(Cursor::str) {
                None | Some("main") => 0,
                Some("title-main") => 1,
                Some(_) => 2,
            };
            let lang = fields.get("language").and_then(first_of).and_then(Cursor::str);
            if let Some(text) = content(value).and_then(Cursor::text) {
                offer(language(lang), rank, text);
            }
        } else {
            // the short form: titles by language
            for (key, value) in fields.iter() {
                if let Some(text) = content(value).and_then(Cursor::text) {
                    offer(language(key.str()), 0, text);
                }
            }
        }
    }
    Localised { texts: best.into_iter().map(|(lang, _, text)| (lang, text)).collect() }
}

fn language(word: Option<&str>) -> Lang {
    word.map_or(Lang::Unstated, |word| Lang::from_word(word).unwrap_or(Lang::Other))
}

/// Dates with their types. The value has had many keys.
fn dates(cursor: Cursor<'_>) -> Vec<(&str, Cursor<'_>)> {
    const KEYS: [&str; 6] = ["value", "on", "at", "from", "start", "content"];
    let mut dates = Vec::new();
    for entry in cursor.one_or_more() {
        if entry.kind() == NodeKind::Scalar {
            dates.push(("published", entry));
            continue;
        }
        if entry.kind() != NodeKind::Mapping {
            continue;
        }
        let Some(fields) = entry.any_fields("relaton date") else { continue };
        let kind = fields.get("type").and_then(Cursor::str).unwrap_or("");
        let value = KEYS.iter().find_map(|key| fields.get(key)).and_then(content);
        dates.extend(value.map(|value| (kind, value)));
    }
    dates
}

/// IEEE puts the day of publication under `created`; `published` is the day on which the file was put
/// online, and `issued` that of approval.
const PUBLICATION: &[(&str, &[&str])] =
    &[("ieee", &["created", "issued", "published"]), ("*", &["published", "issued", "announced"])];

/// Gives back the date of publication as written.
fn read_dates<'c>(
    dates: &[(&str, Cursor<'c>)],
    body: &str,
    standard: &mut Standard,
) -> Option<&'c str> {
    let of = |kinds: &[&str]| {
        let mut found = kinds.iter().filter_map(|kind| dates.iter().find(|(of, _)| of == kind));
        found.next().map(|&(_, cursor)| cursor)
    };
    let kinds = PUBLICATION.iter().find(|(of, _)| *of == "*" || body.eq_ignore_ascii_case(of));
    let published = kinds.and_then(|(_, kinds)| of(kinds));
    standard.dates.published = published.and_then(Cursor::text);
    standard.dates.effective = of(&["effective", "implemented"]).and_then(Cursor::text);
    standard.dates.withdrawn = of(&["obsoleted", "withdrawn"]).and_then(Cursor::text).map(Box::new);
    standard.dates.reviewed = of(&["confirmed", "reaffirmed"]).and_then(Cursor::text).map(Box::new);
    published.and_then(Cursor::str)
}

fn read_status(fields: &Fields<'_>, own: &Own<'_>, standard: &mut Standard) {
    let status = fields.get("docstatus").or_else(|| fields.get("status"));
    let (stage, substage) = match status.filter(|it| it.kind() == NodeKind::Mapping) {
        Some(status) => {
            let Some(status) = status.any_fields("relaton status") else { return };
            (status.get("stage").and_then(content), status.get("substage").and_then(content))
        }
        None => {
            let stage = fields.get("stage").or(status);
            (stage.and_then(content), fields.get("substage").and_then(content))
        }
    };
    let ext = ext(fields);
    let stage = stage.or_else(|| {
        // only where no stage is said: IEEE keeps its own word beside it
        ext.as_ref().and_then(|ext| ext.get("standard_status")).and_then(content)
    });
    let Some(stage) = stage else { return };
    let word = stage.str().unwrap_or("");
    let digits = word.trim();
    let code = match substage.and_then(Cursor::str) {
        Some(substage) if digits.len() == 2 => {
            Stage::parse(&format!("{digits}.{}", substage.trim()))
        }
        _ => Stage::parse(digits),
    };
    if let Some(code) = code {
        let end = substage.map_or(stage.span(), Cursor::span);
        standard.details_mut().stage = Some(Said::new(code, stage.span().join(end)));
        return;
    }
    match words::status(own.body, word) {
        Some(status) => standard.status = Some(Said::new(status, stage.span())),
        None => {
            standard.status = Some(Said::new(Status::Unknown, stage.span()));
            stage.problem(
                ProblemCode::NotUnderstood,
                bilingual!("the stage \"{word}\" is not known", "未知的阶段“{word}”"),
                None,
            );
        }
    }
}

fn ext<'c>(fields: &Fields<'c>) -> Option<Fields<'c>> {
    let ext = fields.get("ext").filter(|it| it.kind() == NodeKind::Mapping)?;
    ext.any_fields("relaton ext")
}

fn read_details(fields: &Fields<'_>, standard: &mut Standard) {
    let ext = ext(fields);
    let in_ext = |key: &str| ext.as_ref().and_then(|ext| ext.get(key)).or_else(|| fields.get(key));
    if let Some(edition) = fields.get("edition").and_then(edition) {
        standard.details_mut().edition = edition.text();
    }
    if let Some(kind) = in_ext("doctype").and_then(content) {
        standard.details_mut().document_type = kind.text();
    }
    if let Some(languages) = fields.get("language").or_else(|| fields.get("lang")) {
        let languages: ThinVec<Text> = languages.read_all(|it| content(it)?.text());
        if !languages.is_empty() {
            standard.details_mut().languages = languages;
        }
    }
    if let Some(ics) = in_ext("ics") {
        let codes: ThinVec<Text> = ics.read_all(|it| content(it)?.text());
        if !codes.is_empty() {
            standard.classification_mut().ics = codes;
        }
    }
    if let Some(contributors) = fields.get("contributor")
        && let Some(issuer) = contributors.one_or_more().find_map(publisher)
    {
        standard.details_mut().issuer = issuer.text();
    }
}

/// `edition: "2"`, or its content or number.
fn edition(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    if cursor.kind() != NodeKind::Mapping {
        return content(cursor);
    }
    let fields = cursor.any_fields("relaton edition")?;
    fields.get("content").or_else(|| fields.get("number")).and_then(content)
}

/// The short name of a contributor that is a publisher.
fn publisher(contributor: Cursor<'_>) -> Option<Cursor<'_>> {
    if contributor.kind() != NodeKind::Mapping {
        return None;
    }
    let fields = contributor.any_fields("relaton contributor")?;
    let is_publisher = fields
        .get("role")?
        .one_or_more()
        .filter_map(content)
        .any(|role| role.str() == Some("publisher"));
    let organization = fields.get("organization").filter(|_| is_publisher).and_then(first_of)?;
    if organization.kind() != NodeKind::Mapping {
        return content(organization);
    }
    let organization = organization.any_fields("relaton organization")?;
    organization.get("abbreviation").or_else(|| organization.get("name")).and_then(content)
}

#[cfg(test)]
mod tests;
