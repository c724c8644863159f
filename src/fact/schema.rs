//! The shape of the schema: kinds of facts, their fields and their places.
//!
//! Everything that knows which fields there are derives from the tables in [`kinds`](super::kinds):
//! the check of a rule when it is loaded, the JSON Schema for rule files, `explain` and the docs.

use super::{FactRef, Facts, Reason, Type, Value};
use crate::source::Span;

/// Reads one value.
pub type One = for<'a> fn(&Facts<'a>, FactRef) -> Value<'a>;
/// Reads a list, value by value, without building it.
pub type Many = for<'a> fn(&Facts<'a>, FactRef, &mut Each<'_, 'a>) -> Listing;
/// Reads a place; `None` where there is no such place.
pub type Where = for<'a> fn(&Facts<'a>, FactRef) -> Option<Place>;

/// How a list went: given (perhaps empty), or not known and why.
pub type Listing = Result<(), Reason>;

/// How a field is read.
#[derive(Clone, Copy, Debug)]
pub enum Get {
    /// A single value.
    One(One),
    /// A list.
    Many(Many),
}

/// A field of a kind of fact.
#[derive(Debug)]
pub struct Field {
    /// Its name in rules.
    pub name: &'static str,
    /// The type of its value, or of the items of its list.
    pub ty: Type,
    /// What it says, in English.
    pub en: &'static str,
    /// What it says, in Chinese.
    pub zh: &'static str,
    /// How it is read.
    pub get: Get,
    /// Reading it sets documents side by side, which is done before rules are asked in parallel.
    pub compared: bool,
}

impl Field {
    /// The same field, read from documents that are set side by side.
    pub(crate) const fn compared(self) -> Self {
        Self { compared: true, ..self }
    }

    /// Whether it is a list.
    #[must_use]
    pub const fn is_list(&self) -> bool {
        matches!(self.get, Get::Many(_))
    }

    /// Its type for people: `bool`, `list of text`, `standard`.
    #[must_use]
    pub fn type_name(&self) -> String {
        let item = match self.ty {
            Type::Fact(kind) => kind.name(),
            ty => ty.name(),
        };
        if self.is_list() { format!("list of {item}") } else { item.to_owned() }
    }
}

/// A single-valued field: name, type, what it says in English and Chinese, getter.
pub(crate) const fn one(
    name: &'static str,
    ty: Type,
    en: &'static str,
    zh: &'static str,
    get: One,
) -> Field {
    Field { name, ty, en, zh, get: Get::One(get), compared: false }
}

/// A list field: name, type of its items, what it says in English and Chinese, getter.
pub(crate) const fn many(
    name: &'static str,
    ty: Type,
    en: &'static str,
    zh: &'static str,
    get: Many,
) -> Field {
    Field { name, ty, en, zh, get: Get::Many(get), compared: false }
}

/// A named place of a kind of fact.
#[derive(Debug)]
pub struct PlaceField {
    /// Its name in rules.
    pub name: &'static str,
    /// What stands there, in English.
    pub en: &'static str,
    /// What stands there, in Chinese.
    pub zh: &'static str,
    /// Where it is.
    pub get: Where,
}

/// A place: name, what stands there in English and Chinese, getter.
pub(crate) const fn place(
    name: &'static str,
    en: &'static str,
    zh: &'static str,
    get: Where,
) -> PlaceField {
    PlaceField { name, en, zh, get }
}

/// A place that a finding can point at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The document.
    pub doc: u32,
    /// The clause, by its number in [`Facts::clauses`].
    pub clause: Option<u32>,
    /// The words.
    pub span: Span,
}

impl Place {
    /// A place outside any clause.
    #[must_use]
    pub fn of(doc: u32, span: Span) -> Self {
        Self { doc, clause: None, span }
    }

    /// A place in a clause.
    #[must_use]
    pub fn in_clause(doc: u32, clause: u32, span: Span) -> Self {
        Self { doc, clause: Some(clause), span }
    }
}

/// Where the facts of a kind come from.
#[derive(Clone, Copy, Debug)]
pub enum Producer {
    /// From one judged document at a time.
    Document(for<'a, 'f> fn(&Facts<'a>, u32, &mut dyn FnMut(FactRef))),
    /// From the corpus as a whole: a cycle, a collision.
    Corpus(for<'a, 'f> fn(&Facts<'a>, &mut dyn FnMut(FactRef))),
}

/// A kind of fact.
#[derive(Debug)]
pub struct KindDef {
    /// Its name in rules (`on: reference`).
    pub name: &'static str,
    /// What such a fact is, in English.
    pub en: &'static str,
    /// What such a fact is, in Chinese.
    pub zh: &'static str,
    /// What rules can ask of it.
    pub fields: &'static [Field],
    /// What findings can point at; the first is its main place.
    pub places: &'static [PlaceField],
    /// How it is printed in messages.
    pub display: for<'a> fn(&Facts<'a>, FactRef) -> std::borrow::Cow<'a, str>,
    /// Where such facts come from.
    pub producer: Producer,
}

impl KindDef {
    /// The field of that name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The place of that name.
    #[must_use]
    pub fn place(&self, name: &str) -> Option<&'static PlaceField> {
        self.places.iter().find(|place| place.name == name)
    }
}

/// Takes the values of a list one by one, and may stop early.
pub struct Each<'v, 'a> {
    take: &'v mut dyn FnMut(Value<'a>) -> bool,
}

impl<'v, 'a> Each<'v, 'a> {
    /// Calls `take` for each value until it gives false.
    pub fn new(take: &'v mut dyn FnMut(Value<'a>) -> bool) -> Self {
        Self { take }
    }

    /// Gives all values of `values`, until the taker has had enough.
    ///
    /// # Errors
    /// Never; the result is what getters of lists return.
    pub fn all<T: Into<Value<'a>>>(&mut self, values: impl IntoIterator<Item = T>) -> Listing {
        for value in values {
            if !(self.take)(value.into()) {
                break;
            }
        }
        Ok(())
    }
}

impl std::fmt::Debug for Each<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Each")
    }
}
