//! What may be written where documents and their clauses are named.

use gen_lsp_types::{CompletionItemKind, CompletionItemTag};

use super::super::catalogue::{Entry, folded, is_over};
use super::super::hover::last_key;
use super::super::naming::{self, Owner, clauses};
use super::super::outline::Outline;
use super::super::view::View;
use super::{MOST, Offer};
use crate::fact::word_in;
use crate::identifier;
use crate::model::Standard;
use crate::source::SourceMap;

/// Bytes before the cursor in which the start of an identifier is looked for.
const LONGEST: usize = 60;

/// Numbers of clauses behind a key that takes them; false behind others.
pub(super) fn numbers_at(
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
pub(super) fn in_prose(view: &View<'_>, offset: usize, offer: &mut Offer) {
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
    let own = |it: &str| {
        let rest = words.to_lowercase();
        rest.strip_suffix(it).is_some_and(|rest| {
            !it.is_ascii() || rest.chars().next_back().is_none_or(|ch| !ch.is_alphanumeric())
        })
    };
    let starts_number =
        before.ends_with(|it: char| it.is_ascii_digit() || it == '.' || it == ' ') || typed == 0;
    if starts_number && BEFORE_OWN.iter().any(|it| own(it)) {
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
        if typed.len() >= 2 && entries.iter().any(|it| it.folded.starts_with(&typed)) {
            return Some(start + at);
        }
    }
    None
}

/// Identifiers of the corpus that what is written may become, living ones first.
pub(super) fn identifiers(view: &View<'_>, start: usize, offset: usize, offer: &mut Offer) {
    let Some(checked) = view.checked else { return };
    let typed = folded(&view.document.text()[start..offset]);
    let all = checked.catalogue.entries();
    let begin = |it: &&Entry| it.folded.starts_with(&typed);
    let mut fitting: Vec<&Entry> = all.iter().filter(begin).collect();
    if fitting.is_empty() {
        // Only the number is known by heart.
        fitting.extend(all.iter().filter(|it| it.folded.contains(&typed)));
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
