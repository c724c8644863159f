//! What may be written at the cursor.

use gen_lsp_types::{
    CompletionItem, CompletionItemKind, CompletionItemTag, CompletionItemTextEdit, CompletionList,
    TextEdit,
};

use super::catalogue::{Entry, is_over};
use super::document::Manner;
use super::hover::{kind_of, last_key};
use super::naming::{self, Owner, clauses};
use super::outline::{Outline, Spot, Step, outline};
use super::predicate::{self, Asked, JOINTS};
use super::schema::Said;
use super::view::View;
use crate::fact::{Kind, Type, word_in};
use crate::identifier;
use crate::model::Standard;
use crate::source::{Language, SourceMap};

/// Items that are sent at once; there may be tens of thousands.
const MOST: usize = 200;
/// Bytes before the cursor in which the start of an identifier is looked for.
const LONGEST: usize = 60;

/// What may be written, with whether there is more than is said.
#[derive(Default)]
struct Offer {
    items: Vec<CompletionItem>,
    is_incomplete: bool,
}

pub(super) fn complete(view: &View<'_>, offset: usize) -> CompletionList {
    let mut offer = Offer::default();
    match view.document.manner() {
        Manner::Text => in_prose(view, offset, &mut offer),
        manner => {
            let at = outline(view.document.file(), offset);
            match manner {
                Manner::Definition => in_definition(view, &at, offset, &mut offer),
                Manner::Config => in_config(view, &at, offset, &mut offer),
                _ => in_rule(view, &at, offset, &mut offer),
            }
        }
    }
    CompletionList {
        is_incomplete: offer.is_incomplete,
        item_defaults: None,
        apply_kind: None,
        items: offer.items,
    }
}

fn in_definition(view: &View<'_>, at: &Outline, offset: usize, offer: &mut Offer) {
    let said = view.schemas.definition.at(&at.steps, None);
    match &at.spot {
        Spot::Prose => in_prose(view, offset, offer),
        Spot::Key { range, siblings } => {
            let start = range.start.min(offset);
            // `- GB/T 1` may be an item as well as the beginning of a key.
            if said.document {
                identifiers(view, start, offset, offer);
            }
            words(view, &said, start, offset, offer);
            // Where a text is written, a key is hardly meant.
            if !view.document.text()[start..offset].contains(' ') {
                keys(view, said.keys(), siblings, (start, offset), offer);
            }
            if matches!(at.steps.last(), Some(Step::Item)) {
                numbers_at(view, at, start, offset, offer);
            }
        }
        Spot::Value { start } => {
            let start = unquoted(view, *start, offset);
            words(view, &said, start, offset, offer);
            if said.document || names_itself(at) {
                identifiers(view, start, offset, offer);
            } else if !numbers_at(view, at, start, offset, offer) {
                in_prose(view, offset, offer);
            }
        }
    }
}

/// The identifier of a draft is often that of another edition.
fn names_itself(at: &Outline) -> bool {
    last_key(&at.steps) == Some("standard")
}

fn in_config(view: &View<'_>, at: &Outline, offset: usize, offer: &mut Offer) {
    let said = view.schemas.config.at(&at.steps, None);
    let (start, is_key) = match &at.spot {
        Spot::Key { range, siblings } => {
            let start = range.start.min(offset);
            keys(view, said.keys(), siblings, (start, offset), offer);
            (start, true)
        }
        Spot::Value { start } => (unquoted(view, *start, offset), false),
        Spot::Prose => return,
    };
    words(view, &said, start, offset, offer);
    match last_key(&at.steps) {
        Some("select" | "ignore" | "rules") if !is_key || at.steps.last() == Some(&Step::Item) => {
            codes(view, start, offset, offer);
        }
        Some("severity") if is_key => codes(view, start, offset, offer),
        Some("profile") if !is_key => {
            for profile in crate::fact::PROFILES {
                offer.add(view, (start, offset), profile, CompletionItemKind::EnumMember, "");
            }
        }
        Some("standards") => identifiers(view, start, offset, offer),
        _ => {}
    }
}

/// Codes of rules, with their titles.
fn codes(view: &View<'_>, start: usize, offset: usize, offer: &mut Offer) {
    let Some(checked) = view.checked else { return };
    for rule in checked.rules.iter() {
        let title = rule.title.get(view.language);
        offer.add(view, (start, offset), &rule.code, CompletionItemKind::Constant, title);
    }
}

fn in_rule(view: &View<'_>, at: &Outline, offset: usize, offer: &mut Offer) {
    let on = kind_of(view);
    let (start, siblings) = match &at.spot {
        Spot::Key { range, siblings } => (range.start.min(offset), Some(siblings)),
        Spot::Value { start } => (unquoted(view, *start, offset), None),
        Spot::Prose => (offset, None),
    };
    if let Some(kind) = on {
        if let Some(asked) = predicate::asked(kind, &at.steps) {
            in_condition(view, asked, (start, offset), siblings, offer);
            return;
        }
        if last_key(&at.steps) == Some("at") && siblings.is_none() {
            places(view, kind, (start, offset), offer);
            return;
        }
        if let Some(place) = template_before(view, offset) {
            fields(view, kind, (place, offset), &[], offer);
            return;
        }
    }
    let said = view.schemas.rule.at(&at.steps, on.map(Kind::name));
    words(view, &said, start, offset, offer);
    if let Some(siblings) = siblings {
        keys(view, said.keys(), siblings, (start, offset), offer);
    }
}

/// Fields of a fact, operators on a field, or the words that a field may have.
fn in_condition(
    view: &View<'_>,
    asked: Asked,
    place: (usize, usize),
    siblings: Option<&Vec<String>>,
    offer: &mut Offer,
) {
    let about = |field| predicate::about(field, view.language);
    match (asked, siblings) {
        (Asked::Fact(kind), Some(siblings)) => {
            fields(view, kind, place, siblings, offer);
            for (word, en, zh) in JOINTS {
                let detail = if view.language == Language::Zh { zh } else { en };
                offer.key(view, place, word, CompletionItemKind::Operator, detail);
            }
        }
        (Asked::Value(field), Some(_)) => {
            for word in predicate::operators_of(field) {
                offer.key(view, place, word, CompletionItemKind::Operator, &about(field));
            }
            for word in predicate::words(field) {
                offer.add(view, place, word, CompletionItemKind::EnumMember, &about(field));
            }
        }
        (Asked::Value(field), None) => {
            for word in predicate::words(field) {
                offer.add(view, place, word, CompletionItemKind::EnumMember, &about(field));
            }
        }
        (Asked::Fact(_), None) => {}
    }
}

/// The fields at the end of a dotted path that is being written.
fn fields(
    view: &View<'_>,
    kind: Kind,
    (start, offset): (usize, usize),
    siblings: &[String],
    offer: &mut Offer,
) {
    let typed = &view.document.text()[start..offset];
    let Some((kind, before)) = predicate::kind_before(kind, typed) else { return };
    let is_template = siblings.is_empty() && view.document.text()[..start].ends_with('{');
    for field in predicate::fields(kind) {
        let path = match before.is_empty() {
            true => field.name.to_owned(),
            false => format!("{before}.{}", field.name),
        };
        if siblings.contains(&path) {
            continue;
        }
        let about = predicate::about(field, view.language);
        let kind = CompletionItemKind::Field;
        match is_template {
            true => offer.add(view, (start, offset), &path, kind, &about),
            false => offer.key(view, (start, offset), &path, kind, &about),
        }
    }
}

/// Places of a fact, and facts that have places of their own.
fn places(view: &View<'_>, kind: Kind, (start, offset): (usize, usize), offer: &mut Offer) {
    let typed = &view.document.text()[start..offset];
    let Some((kind, before)) = predicate::kind_before(kind, typed) else { return };
    let path = |name: &str| match before.is_empty() {
        true => name.to_owned(),
        false => format!("{before}.{name}"),
    };
    for place in kind.def().places {
        let about = if view.language == Language::Zh { place.zh } else { place.en };
        let kind = CompletionItemKind::Reference;
        offer.add(view, (start, offset), &path(place.name), kind, about);
    }
    for field in kind.def().fields.iter().filter(|it| matches!(it.ty, Type::Fact(_))) {
        let about = predicate::about(field, view.language);
        let kind = CompletionItemKind::Field;
        offer.add(view, (start, offset), &path(field.name), kind, &about);
    }
}

/// Where the field in an open `{…` of a message begins.
fn template_before(view: &View<'_>, offset: usize) -> Option<usize> {
    let file = view.document.file();
    let line = file.line_range(file.line_index(offset)).start;
    let before = &file.text()[line..offset];
    let at = before.rfind('{')? + 1;
    let is_path = |it: char| it.is_ascii_lowercase() || it == '_' || it == '.';
    // In YAML a brace at the start of a value is a mapping.
    let in_words = before[..at - 1].trim_end().ends_with(|it: char| it != ':' && it != ',');
    (before[at..].chars().all(is_path) && in_words && before.contains(['"', '\'']))
        .then_some(line + at)
}

/// Keys that are not there yet.
fn keys(
    view: &View<'_>,
    known: Vec<(&str, &str)>,
    siblings: &[String],
    place: (usize, usize),
    offer: &mut Offer,
) {
    for (key, about) in known {
        if !siblings.iter().any(|it| it == key) {
            offer.key(view, place, key, CompletionItemKind::Property, about);
        }
    }
}

fn words(view: &View<'_>, said: &Said<'_>, start: usize, offset: usize, offer: &mut Offer) {
    for (word, about) in said.words() {
        offer.add(view, (start, offset), word, CompletionItemKind::EnumMember, about);
    }
}

/// A value without the quote that opens it.
fn unquoted(view: &View<'_>, start: usize, offset: usize) -> usize {
    let value = view.document.text().get(start..offset).unwrap_or("");
    if value.starts_with(['"', '\'']) { start + 1 } else { start.min(offset) }
}

/// Numbers of clauses behind a key that takes them; false behind others.
fn numbers_at(
    view: &View<'_>,
    at: &Outline,
    start: usize,
    offset: usize,
    offer: &mut Offer,
) -> bool {
    let Some(key) = last_key(&at.steps) else { return false };
    match naming::owner_of(view, &at.steps, key, offset) {
        None => false,
        Some(Owner::Own) => {
            own_numbers(view, start, offset, offer);
            true
        }
        Some(Owner::Other(written)) => {
            numbers_of(view, &written, start, offset, offer);
            true
        }
    }
}

fn own_numbers(view: &View<'_>, start: usize, offset: usize, offer: &mut Offer) {
    let standards = view.document.standards();
    let own = standards.iter().find(|it| it.span.range().contains(&offset)).or(standards.last());
    if let Some(standard) = own {
        numbers(view, standard, view.document.sources(), (start, offset), offer);
    }
}

fn numbers_of(view: &View<'_>, written: &str, start: usize, offset: usize, offer: &mut Offer) {
    let Ok(identifier) = identifier::parse(written) else { return };
    let Some(corpus) = view.corpus() else { return };
    let resolution = naming::resolve(view, &identifier, offset);
    let found = resolution.map(|it| naming::standards(corpus, &it.nodes)).unwrap_or_default();
    if let [id] = found.as_slice() {
        numbers(view, corpus.standard(*id), corpus.sources(), (start, offset), offer);
    }
}

fn numbers(
    view: &View<'_>,
    standard: &Standard,
    sources: &SourceMap,
    place: (usize, usize),
    offer: &mut Offer,
) {
    for (clause, _) in clauses(standard) {
        let Some(number) = &clause.number else { continue };
        let title = clause.title.first().map_or("", |it| it.get(sources));
        let number = naming::plain(number.get(sources)).to_owned();
        let sort = format!("{:05}", offer.items.len());
        offer.add(view, place, &number, CompletionItemKind::Reference, title);
        if let Some(item) = offer.items.last_mut() {
            item.sort_text = Some(sort);
        }
    }
}

/// Words between the name of a document and the number of its clause.
const BETWEEN: &[&str] = &[
    ",",
    "，",
    "的",
    "中",
    "第",
    "条",
    "clause",
    "clauses",
    "subclause",
    "subclauses",
    "annex",
    "table",
    "figure",
    "and",
    "to",
    "附录",
    "表",
    "图",
    "和",
    "、",
];
/// Words after which an element of the text itself is named.
const BEFORE_OWN: &[&str] = &[
    "see",
    "clause",
    "subclause",
    "clauses",
    "见",
    "符合",
    "按",
    "按照",
    "依据",
    "与",
    "第",
    "在",
];

/// Identifiers, and numbers of clauses where one was begun behind an identifier or "see".
fn in_prose(view: &View<'_>, offset: usize, offer: &mut Offer) {
    let file = view.document.file();
    let line = file.line_range(file.line_index(offset));
    let mut from = line.start.max(offset.saturating_sub(4 << 10));
    while !file.text().is_char_boundary(from) {
        from += 1;
    }
    let before = &file.text()[from..offset];
    let is_number = |it: char| it.is_ascii_alphanumeric() || it == '.';
    let typed = before.len() - before.trim_end_matches(is_number).len();
    let start = offset - typed;
    let head = &before[..before.len() - typed];
    let last = identifier::find(before).pop().filter(|it| it.range.end <= head.len());
    if let Some(found) = last {
        let between = strip_words(&head[found.citation().end.min(head.len())..], BETWEEN);
        if between.is_empty() && head.len() > found.range.end {
            numbers_of(view, &found.identifier.canonical, start, offset, offer);
            return;
        }
    }
    let words = head.trim_end();
    let own = |it: &&str| {
        let rest = words.to_lowercase();
        rest.strip_suffix(*it).is_some_and(|rest| {
            !it.is_ascii() || rest.chars().next_back().is_none_or(|ch| !ch.is_alphanumeric())
        })
    };
    let starts_number =
        before.ends_with(|it: char| it.is_ascii_digit() || it == '.' || it == ' ') || typed == 0;
    if starts_number && BEFORE_OWN.iter().any(|it| own(&it)) {
        own_numbers(view, start, offset, offer);
    }
    if let Some(start) = identifier_start(view, from, offset) {
        identifiers(view, start, offset, offer);
    }
}

/// What is left of a text when these words and blanks are taken from its start.
fn strip_words<'t>(text: &'t str, words: &[&str]) -> &'t str {
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let lower = rest.to_ascii_lowercase();
        let digits = rest.trim_start_matches(|it: char| it.is_ascii_digit() || it == '.');
        let Some(word) =
            words.iter().filter(|it| lower.starts_with(**it)).max_by_key(|it| it.len())
        else {
            if digits.len() == rest.len() {
                return rest;
            }
            rest = digits;
            continue;
        };
        rest = &rest[word.len()..];
    }
}

/// Where the identifier that is being written begins: the earliest word from which on the text is
/// the beginning of one that is known.
fn identifier_start(view: &View<'_>, from: usize, offset: usize) -> Option<usize> {
    let text = view.document.text();
    let entries = view.checked?.catalogue.entries();
    let mut start = from.max(offset.saturating_sub(LONGEST));
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let before = &text[start..offset];
    let is_letter = |it: char| it.is_ascii_alphanumeric();
    let mut last = ' ';
    for (at, ch) in before.char_indices() {
        let begins = ch.is_ascii_alphabetic() && !is_letter(last);
        last = ch;
        if !begins {
            continue;
        }
        let typed = folded(&before[at..]);
        if typed.len() >= 2 && entries.iter().any(|it| folded(&it.name).starts_with(&typed)) {
            return Some(start + at);
        }
    }
    None
}

/// An identifier without what people write in different ways.
fn folded(text: &str) -> String {
    let kept = text.chars().filter(|it| it.is_alphanumeric() || *it == '.');
    kept.flat_map(char::to_uppercase).collect()
}

/// Identifiers of the corpus that what is written may become, living ones first.
fn identifiers(view: &View<'_>, start: usize, offset: usize, offer: &mut Offer) {
    let Some(checked) = view.checked else { return };
    let typed = folded(&view.document.text()[start..offset]);
    let all = checked.catalogue.entries();
    let begin = |it: &&Entry| folded(&it.name).starts_with(&typed);
    let mut fitting: Vec<&Entry> = all.iter().filter(begin).collect();
    if fitting.is_empty() {
        // Only the number is known by heart.
        fitting.extend(all.iter().filter(|it| folded(&it.name).contains(&typed)));
    }
    fitting.sort_by_key(|it| is_over(it.status));
    offer.is_incomplete |= fitting.len() > MOST;
    for entry in fitting.into_iter().take(MOST) {
        let over = is_over(entry.status);
        let status = word_in(entry.status.as_str(), view.language);
        let title = entry.title(view.language);
        let detail = match title.is_empty() {
            true => status.to_owned(),
            false => format!("{title} — {status}"),
        };
        let place = (start, offset);
        offer.add(view, place, &entry.name, CompletionItemKind::Reference, &detail);
        if let Some(item) = offer.items.last_mut() {
            item.sort_text = Some(format!("{}{}", u8::from(over), entry.name));
            item.tags = over.then(|| vec![CompletionItemTag::Deprecated]);
            // What was typed counts, however it was spelt.
            item.filter_text =
                Some(view.document.text()[start..offset].to_owned()).filter(|it| !it.is_empty());
        }
    }
}

impl Offer {
    /// A word in place of what was typed.
    fn add(
        &mut self,
        view: &View<'_>,
        (start, offset): (usize, usize),
        word: &str,
        kind: CompletionItemKind,
        detail: &str,
    ) {
        self.insert(view, (start, offset), (word, word.to_owned()), kind, detail);
    }

    /// A key, with its colon where there is none yet.
    fn key(
        &mut self,
        view: &View<'_>,
        (start, offset): (usize, usize),
        word: &str,
        kind: CompletionItemKind,
        detail: &str,
    ) {
        let rest = &view.document.text()[offset..];
        let name =
            rest.trim_start_matches(|it: char| it.is_ascii_alphanumeric() || "_.-".contains(it));
        let text = if name.starts_with(':') { word.to_owned() } else { format!("{word}: ") };
        self.insert(view, (start, offset), (word, text), kind, detail);
    }

    fn insert(
        &mut self,
        view: &View<'_>,
        (start, offset): (usize, usize),
        (label, text): (&str, String),
        kind: CompletionItemKind,
        detail: &str,
    ) {
        if self.items.iter().any(|it| it.label == label) {
            return;
        }
        let edit = TextEdit { range: view.range(start..offset), new_text: text };
        self.items.push(CompletionItem {
            label: label.to_owned(),
            kind: Some(kind),
            detail: (!detail.is_empty()).then(|| detail.to_owned()),
            text_edit: Some(CompletionItemTextEdit::TextEdit(edit)),
            ..CompletionItem::default()
        });
    }
}
