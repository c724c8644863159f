//! Identifiers of standards: parsed by the grammar of their publisher's family, brought into a
//! canonical form, compared, and found in prose.
//!
//! One file a family; `dispatch` chooses by the first letters, which the registry (`data/`) knows.

mod astm;
mod bsi;
mod cen;
mod consortia;
mod cursor;
mod describe;
mod dispatch;
mod element;
mod error;
mod etsi;
mod find;
mod fold;
mod gb;
mod gost;
mod ieee;
mod ietf;
mod iso;
mod itu;
mod jis;
mod national;
mod nist;
mod parts;
mod plain;
mod registry;
mod suggest;
mod supplement;
mod table;
mod word;
mod work;

pub use describe::{IdRecord, ReadRecord, describe};
pub use error::IdentifierError;
pub use find::{
    Citations, CitedElement, ElementKind, Found, citations, find, find_internal_elements,
};
pub use fold::fold;
pub use gb::Division;
pub use registry::{Publisher, SectorCode, division_name, publisher, sector_code};
pub use suggest::did_you_mean;
pub use table::{IdentifierId, IdentifierTable};
pub use word::BoxedWord;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};
use thin_vec::ThinVec;

use crate::model::Level;

/// An identifier, taken apart. A catalogue holds very many: what few of them have costs one word.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Identifier {
    /// The family whose grammar read it; `open` for the fallback, which takes nothing apart.
    pub grammar: Grammar,
    /// Canonical form: what is compared, sorted and printed in JSON.
    pub canonical: CompactString,
    /// First publisher (`ISO`, `GB`, `T/CAS`), empty for `open`.
    pub publisher: CompactString,
    /// Further publishers, in order.
    pub copublishers: ThinVec<CompactString>,
    /// Type of document as the family names it (`TR`, `T` for recommended, `Guide`), if any.
    pub kind: Option<CompactString>,
    /// Number without parts.
    pub number: CompactString,
    /// Part and subpart numbers, outermost first.
    pub parts: ThinVec<CompactString>,
    /// Stands for all parts.
    pub all_parts: bool,
    /// Year of the edition: its date.
    pub year: Option<u16>,
    /// Edition or version, where the identifier names it (`2.0`, `V1.3.1`).
    pub edition: Option<BoxedWord>,
    /// Stage word or code (`FDIS`, `CD 2`), if it is a draft.
    pub stage: Option<BoxedWord>,
    /// Amendments, corrigenda, addenda: each in canonical form (`Amd 1:2018`).
    pub supplements: ThinVec<CompactString>,
    /// Language version, where it is named. Not part of the canonical form: a translation is the
    /// same document.
    pub language: Option<BoxedWord>,
    /// What the identifier itself says it adopts (`BS EN ISO 9001` adopts `EN ISO 9001`, a dual
    /// number adopts its second half).
    pub adopts: Option<Box<Identifier>>,
    /// Rank of the issuing body.
    pub level: Level,
    /// Canonical form of the work: no year, edition, stage or supplement.
    work: CompactString,
}

/// Declares the families with their words.
macro_rules! grammars {
    ($($(#[$doc:meta])* $variant:ident = $word:literal),+ $(,)?) => {
        /// The family of publishers whose grammar read an identifier.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Grammar { $($(#[$doc])* #[serde(rename = $word)] $variant),+ }

        impl Grammar {
            /// Every family.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word for this family in JSON and in the registry.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The family for a word.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

grammars! {
    /// The fallback: kept word for word.
    Open = "open",
    /// ISO, and what ISO publishes with others.
    Iso = "iso",
    /// IEC, CISPR and the IEC's conformity systems.
    Iec = "iec",
    /// ITU.
    Itu = "itu",
    /// CEN and CENELEC.
    Cen = "cen",
    /// British Standards.
    Bsi = "bsi",
    /// DIN.
    Din = "din",
    /// Japanese Industrial Standards.
    Jis = "jis",
    /// GOST and the interstate standards of EASC.
    Gost = "gost",
    /// China: national, sector, local, association and enterprise standards.
    Gb = "gb",
    /// ASTM International.
    Astm = "astm",
    /// IEEE and its forerunners.
    Ieee = "ieee",
    /// ETSI.
    Etsi = "etsi",
    /// NIST and NBS.
    Nist = "nist",
    /// Ecma International.
    Ecma = "ecma",
    /// OIML.
    Oiml = "oiml",
    /// CCSDS.
    Ccsds = "ccsds",
    /// OASIS.
    Oasis = "oasis",
    /// W3C.
    W3c = "w3c",
    /// 3GPP.
    Tgpp = "tgpp",
    /// IETF: RFC, BCP, STD, FYI, Internet-Drafts.
    Ietf = "ietf",
    /// National bodies that number like their European or international source.
    National = "national",
    /// ANSI and its accredited developers.
    Ansi = "ansi",
    /// Bodies whose identifiers are a prefix and a number.
    Plain = "plain",
}

impl Identifier {
    /// An identifier of which nothing is known but its family.
    pub(super) fn blank(grammar: Grammar, publisher: &str, level: Level) -> Self {
        Self {
            grammar,
            canonical: CompactString::default(),
            publisher: publisher.into(),
            copublishers: ThinVec::new(),
            kind: None,
            number: CompactString::default(),
            parts: ThinVec::new(),
            all_parts: false,
            year: None,
            edition: None,
            stage: None,
            supplements: ThinVec::new(),
            language: None,
            adopts: None,
            level,
            work: CompactString::default(),
        }
    }

    /// URN, where the family defines one.
    #[must_use]
    pub fn urn(&self) -> Option<CompactString> {
        match self.grammar {
            Grammar::Iso | Grammar::Iec => iso::urn(self),
            Grammar::Ietf => ietf::urn(self),
            _ => None,
        }
    }

    /// Kept word for word.
    pub(super) fn open(text: &str) -> Self {
        let mut id = Self::blank(Grammar::Open, "", Level::Unknown);
        id.canonical = text.into();
        id.work = text.into();
        id
    }
}

impl std::fmt::Display for Identifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.canonical)
    }
}

impl std::str::FromStr for Identifier {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        parse(text)
    }
}

/// Reads one identifier; the whole of `text` must be one.
///
/// # Errors
/// Says the column of the first character that no grammar accepts and, where one is near, what was
/// probably meant.
pub fn parse(text: &str) -> Result<Identifier, IdentifierError> {
    dispatch::parse(without_dash_for_date(text).unwrap_or(text))
}

/// The family that the first letters of a text speak for, also where the rest of it cannot be read.
#[must_use]
pub fn likely_grammar(text: &str) -> Option<Grammar> {
    dispatch::families(&fold(text)).first().copied()
}

/// `ISO 16634:—` is a document that has no date yet (ISO/IEC Directives, Part 2: a dash takes the
/// place of the date): named undated. The dash of other bodies joins number and year, so only one
/// after a colon counts.
fn without_dash_for_date(text: &str) -> Option<&str> {
    let head = text.trim_end().trim_end_matches(['—', '–', '-', '－', '―']);
    if head.len() == text.trim_end().len() {
        return None;
    }
    head.strip_suffix(':').or_else(|| head.strip_suffix('：'))
}
