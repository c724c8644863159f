//! Facts: the vocabulary that rules speak.
//!
//! A rule says `on: reference` and is asked about every reference of the documents that are judged.
//! What can be asked is written down once, in the tables under [`kinds`]: the check of rules when
//! they are loaded, the JSON Schema for rule files, `explain` and the documentation follow from it.
//!
//! # Adding a field
//! One entry in the `FIELDS` of its kind (`src/fact/kinds/<kind>.rs`):
//!
//! ```ignore
//! one("degree", Type::Word(Degree::WORDS), "declared degree", "所声明的一致性程度",
//!     |f, r| f.given(r, "degree", f.adoption(r).degree)),
//! ```
//!
//! - `one` for a single value, `many` for a list; name, type, what it says in English and Chinese,
//!   getter. `f` is the corpus ([`Facts`]), `r` the fact ([`FactRef`]).
//! - A value that is **known not to be there** is [`Value::None`]; one that is **not known** is
//!   [`Value::Absent`] with its [`Reason`], and makes a rule that depends on it *not checkable*.
//! - [`Facts::given`] does the usual case: what a document may say and does not.
//! - A list getter gives its values one by one (`each.all(iterator)`), and is never copied.
//! - A fact-valued field gives a [`FactRef`]; rules chain through it (`target.status`).
//!
//! A place that findings can point at is one entry in `PLACES`, a kind one file and one line in
//! [`KINDS`].

mod bilingual;
mod cited;
mod clash;
mod classification;
pub mod conflict;
mod context;
pub mod kinds;
mod lazy;
mod maps;
pub mod matching;
mod prose;
mod schema;
mod spread;
mod subject;
mod system;
mod terms;
mod value;
mod words;

pub use crate::corpus::PartialDate as Date;
pub(crate) use cited::plain_number;
pub use cited::{Cited, ExternalCitation, InternalCitation, OwnElements, Site};
pub use context::{CONTEXT, ClauseRow, Facts, NO_DOCUMENT, PROFILES, ProfileOf, Scope, Tables};
pub use prose::{Part, Prose, ProseText, ProvisionRow, SentenceRow};
pub use schema::{
    Each, Field, Get, KindDef, Listing, Many, One, Place, PlaceField, Producer, Where,
};
pub use value::{Reason, Type, Value};
pub use words::word_in;

pub(crate) use context::is_chinese;
pub(crate) use schema::{many, one, place};
pub(crate) use spread::Spread;
pub(crate) use subject::title_subject;
pub(crate) use terms::folded;

macro_rules! declare_kinds {
    ($($(#[$doc:meta])* $variant:ident = $module:ident::$table:ident),+ $(,)?) => {
        /// A kind of fact; its name is the word in `on:`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind { $($(#[$doc])* $variant),+ }

        /// Every kind, in the order of [`Kind`].
        pub static KINDS: &[&KindDef] = &[$(&kinds::$module::$table),+];

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
        }
    };
}

declare_kinds! {
    /// A standard: one edition of one document.
    Standard = standard::KIND,
    /// An identifier as a document writes it.
    Identifier = identifier::KIND,
    /// A naming of another document, in a list or in the text.
    Reference = reference::KIND,
    /// A document adopts another.
    Adoption = adoption::KIND,
    /// A declared deviation from an adopted document.
    Deviation = deviation::KIND,
    /// One document is said to take the place of another.
    Replacement = replacement::KIND,
    /// A clause, annex or other division of a document.
    Clause = clause::KIND,
    /// An annex, figure, table or other numbered piece.
    Asset = asset::KIND,
    /// A sentence of the text.
    Sentence = sentence::KIND,
    /// What a sentence requires, recommends, permits or states.
    Provision = provision::KIND,
    /// A citation of an element of the document itself.
    CrossReference = cross_reference::KIND,
    /// A code under which a document is classified.
    ClassificationCode = classification_code::KIND,
    /// Documents that need each other in a circle.
    Cycle = cycle::KIND,
    /// Documents that clash.
    Collision = collision::KIND,
    /// A document that amends or corrects another.
    Amendment = amendment::KIND,
    /// What two mapped clauses do not have in common.
    Difference = difference::KIND,
    /// A terminological entry.
    Term = term::KIND,
    /// Two clauses that belong together.
    Pair = pair::KIND,
    /// Two provisions that do not go together.
    Conflict = conflict::KIND,
    /// A map between two frameworks.
    Mapping = mapping::KIND,
    /// One end of a map.
    MappingEnd = mapping_end::KIND,
    /// One of the two documents that a mapping set joins.
    MappingSide = mapping_side::KIND,
    /// A cell of the standards system.
    Cell = cell::KIND,
}

impl Kind {
    /// What is known about the kind.
    #[must_use]
    pub fn def(self) -> &'static KindDef {
        KINDS[self as usize]
    }

    /// Its name in rules.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.def().name
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

/// A fact, by reference: nothing is copied out of the corpus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FactRef {
    /// What kind.
    pub kind: Kind,
    /// The document it is about, by its index in the corpus.
    pub doc: u32,
    /// Which one of its kind in that document; what it counts is the kind's own affair.
    pub index: u32,
    /// A second number, where the kind needs one.
    pub sub: u32,
}

impl FactRef {
    /// The fact `index` of a document.
    #[must_use]
    pub const fn new(kind: Kind, doc: u32, index: u32) -> Self {
        Self { kind, doc, index, sub: 0 }
    }

    /// The same, with a second number.
    #[must_use]
    pub const fn with_sub(self, sub: u32) -> Self {
        Self { sub, ..self }
    }

    /// A document as a fact, seen by itself.
    #[must_use]
    pub const fn standard(doc: u32) -> Self {
        Self::new(Kind::Standard, doc, doc)
    }

    /// A document as a fact, seen by `from`: on its day, and by its profile.
    #[must_use]
    pub const fn standard_for(doc: u32, from: u32) -> Self {
        Self::new(Kind::Standard, doc, from)
    }
}
