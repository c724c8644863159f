//! What a field of a fact gives: a value, nothing, or the reason why nobody knows.

use std::borrow::Cow;

use super::{FactRef, Kind};
use crate::corpus::PartialDate as Date;
use crate::identifier::IdentifierId;

/// The type of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// `true` or `false`.
    Bool,
    /// A number.
    Number,
    /// Any text.
    Text,
    /// A word of a closed list.
    Word(&'static [&'static str]),
    /// A date, to the day, month or year.
    Date,
    /// Another fact.
    Fact(Kind),
}

impl Type {
    /// Name of the type, as in messages and the schema.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Number => "number",
            Self::Text => "text",
            Self::Word(_) => "word",
            Self::Date => "date",
            Self::Fact(_) => "fact",
        }
    }
}

/// The value of a field for one fact.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// Not known, and why: a rule that depends on it is not checkable.
    Absent(Reason),
    /// Known not to be there.
    None,
    /// Yes or no.
    Bool(bool),
    /// A number.
    Number(f64),
    /// The index of a word in the field's closed list.
    Word(u8),
    /// A text, borrowed wherever it can be.
    Text(Cow<'a, str>),
    /// A date.
    Date(Date),
    /// Another fact.
    Fact(FactRef),
}

impl<'a> Value<'a> {
    /// A borrowed text.
    #[must_use]
    pub fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    /// A count.
    #[must_use]
    pub fn count(count: usize) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "nothing is counted beyond 2^52")]
        Self::Number(count as f64)
    }

    /// This value, or [`Value::None`].
    #[must_use]
    pub fn or_none<T: Into<Self>>(value: Option<T>) -> Self {
        value.map_or(Self::None, Into::into)
    }

    /// This value, or [`Value::Absent`] for the reason.
    #[must_use]
    pub fn or_absent<T: Into<Self>>(value: Option<T>, reason: impl FnOnce() -> Reason) -> Self {
        value.map_or_else(|| Self::Absent(reason()), Into::into)
    }
}

impl From<bool> for Value<'_> {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<f64> for Value<'_> {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(Cow::Borrowed(value))
    }
}

impl From<String> for Value<'_> {
    fn from(value: String) -> Self {
        Self::Text(Cow::Owned(value))
    }
}

impl From<Date> for Value<'_> {
    fn from(value: Date) -> Self {
        Self::Date(value)
    }
}

impl From<FactRef> for Value<'_> {
    fn from(value: FactRef) -> Self {
        Self::Fact(value)
    }
}

/// Closed lists of the model are words of fields by their declared order.
macro_rules! words_are_values {
    ($($name:ident),+ $(,)?) => {
        $(impl From<crate::model::$name> for Value<'_> {
            fn from(value: crate::model::$name) -> Self {
                Self::Word(value as u8)
            }
        })+
    };
}

words_are_values!(
    Degree,
    DeviationKind,
    DocumentFunction,
    Element,
    Lang,
    Level,
    ReferenceRole,
    Relation,
    Status,
);

/// Why a value is not known. What the reason is *about* is kept, so that findings can be grouped by
/// the document that would have to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The document does not say: it has no such field. Settles `exists` (it is not there).
    NotGiven {
        /// The document.
        doc: u32,
        /// The field.
        field: &'static str,
    },
    /// The text of the document is not available.
    NoText {
        /// The document.
        doc: u32,
    },
    /// The document is not in the corpus. Settles `exists` for the document itself, never for
    /// what it would say.
    NotInCorpus(IdentifierId),
    /// A plan of the standards system does not settle it.
    Plan {
        /// The plan, by its place in the corpus.
        system: u32,
        /// The reason, English and Chinese.
        why: &'static (&'static str, &'static str),
    },
    /// Anything else, in both languages.
    Because {
        /// The document.
        doc: u32,
        /// The reason, English and Chinese.
        why: &'static (&'static str, &'static str),
    },
}

impl Reason {
    /// Whether the reason itself answers `exists` with no.
    #[must_use]
    pub fn settles_existence(self) -> bool {
        matches!(self, Self::NotGiven { .. } | Self::NotInCorpus(_))
    }
}
