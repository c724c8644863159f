//! What may be written at the cursor.

mod prose;
mod rule;

use gen_lsp_types::{
    CompletionItem, CompletionItemKind, CompletionItemTextEdit, CompletionList, TextEdit,
};

use super::document::Manner;
use super::hover::last_key;
use super::outline::{Outline, Spot, Step, outline};
use super::schema::Said;
use super::view::View;
use prose::{identifiers, in_prose, numbers_at};
use rule::in_rule;

/// Items that are sent at once; there may be tens of thousands.
const MOST: usize = 200;

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
