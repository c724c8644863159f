//! What may be written in a rule: conditions, places, and fields in messages.

use gen_lsp_types::CompletionItemKind;

use super::super::hover::{kind_of, last_key};
use super::super::outline::{Outline, Spot};
use super::super::predicate::{self, Asked, JOINTS};
use super::super::view::View;
use super::{Offer, keys, unquoted, words};
use crate::fact::{Kind, Type};
use crate::source::Language;

pub(super) fn in_rule(view: &View<'_>, at: &Outline, offset: usize, offer: &mut Offer) {
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
