//! Conditions of rules along with the cursor: which kind of fact is asked, and for what.

use super::outline::Step;
use crate::fact::{CONTEXT, Field, Kind, Type};
use crate::rule::operators;
use crate::source::Language;

/// What a condition asks at a place.
#[derive(Clone, Copy, Debug)]
pub(super) enum Asked {
    /// A fact, by its fields.
    Fact(Kind),
    /// The value of a field.
    Value(&'static Field),
}

/// Words that join conditions.
pub(super) const JOINTS: [(&str, &str, &str); 3] = [
    ("all", "every one of these conditions holds", "所列条件全部成立"),
    ("any", "at least one of these conditions holds", "所列条件至少一个成立"),
    ("not", "this condition does not hold", "此条件不成立"),
];

/// What is asked at the end of `steps` of a rule on `kind`; nothing outside conditions.
pub(super) fn asked(kind: Kind, steps: &[Step]) -> Option<Asked> {
    let is_start = |it: &Step| matches!(it, Step::Key(key) if key == "where" || key == "when");
    let start = steps.iter().position(is_start)?;
    let mut asked = Asked::Fact(kind);
    for step in &steps[start + 1..] {
        let Step::Key(key) = step else { continue };
        asked = match asked {
            Asked::Fact(_) if JOINTS.iter().any(|(word, ..)| word == key) => asked,
            Asked::Fact(kind) => Asked::Value(field(kind, key)?),
            // An operator; those on lists of facts ask each of them.
            Asked::Value(field) => match (field.ty, field.is_list()) {
                (Type::Fact(kind), true) => Asked::Fact(kind),
                _ => asked,
            },
        };
    }
    Some(asked)
}

/// The field at the end of a dotted path.
pub(super) fn field(kind: Kind, path: &str) -> Option<&'static Field> {
    let mut kind = kind;
    // The name of the kind is the fact itself.
    let own = format!("{}.", kind.name());
    let path = path.strip_prefix(own.as_str()).unwrap_or(path);
    let mut names = path.split('.').peekable();
    while let Some(name) = names.next() {
        let context = CONTEXT.iter().find(|it| it.name == name);
        let field = kind.def().field(name).or(context)?;
        if names.peek().is_none() {
            return Some(field);
        }
        let Type::Fact(next) = field.ty else { return None };
        kind = next;
    }
    None
}

/// The kind of fact before the last dot of a path, with that path.
pub(super) fn kind_before(kind: Kind, path: &str) -> Option<(Kind, &str)> {
    let Some((before, _)) = path.rsplit_once('.') else { return Some((kind, "")) };
    if before == kind.name() {
        return Some((kind, before));
    }
    match field(kind, before)?.ty {
        Type::Fact(kind) => Some((kind, before)),
        _ => None,
    }
}

/// The fields that a fact has, those of the run included.
pub(super) fn fields(kind: Kind) -> impl Iterator<Item = &'static Field> {
    kind.def().fields.iter().chain(CONTEXT)
}

/// What a field says.
pub(super) fn about(field: &Field, language: Language) -> String {
    let words = match language {
        Language::En => field.en,
        Language::Zh => field.zh,
    };
    format!("{words} ({})", field.type_name())
}

/// The words that may follow a field.
pub(super) fn words(field: &Field) -> &'static [&'static str] {
    match field.ty {
        Type::Word(words) => words,
        Type::Bool => &["true", "false"],
        _ => &[],
    }
}

/// The operators that may follow a field.
pub(super) fn operators_of(field: &Field) -> &'static [&'static str] {
    operators(field.ty, field.is_list())
}
