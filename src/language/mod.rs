//! What a clause's text says: sentences, provisions, quantities, uses of terms.
//!
//! Everything is a byte range into the text that was given, on character boundaries, and takes
//! time linear in its length. English and Chinese are told apart sentence by sentence, so that a
//! bilingual text needs no markup.

mod case;
mod chinese;
mod english;
mod modality;
mod provision;
mod quantity;
mod sentence;
mod term;
mod words;

pub(crate) use case::lower_case;
pub use modality::{Form, Modality};
pub(crate) use provision::provisions_in;
pub use provision::{Convention, Provision, provisions, provisions_with};
pub use quantity::{
    Bound, Comparability, Dimension, Interval, Quantity, QuantityKind, QuantitySet, Rational,
    SetRelation, Unit, quantities, quantities_in,
};
pub use sentence::sentences;
pub(crate) use sentence::{is_han, item_label};
pub use term::{DefinitionRelation, TermFinder, TermUse, compare_definitions};
pub(crate) use words::WordsByStart;
