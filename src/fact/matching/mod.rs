//! Documents set side by side: which clauses answer to each other, and where they differ.
//!
//! Worked out once a run, when the first rule asks ([`Facts::matching`]), in parallel over pairs of
//! documents. Which documents are set side by side, and why ([`Basis`]):
//!
//! - **adoption**: a judged document and each document that it adopts, whatever the degree;
//! - **mapping**: a judged document and one that a mapping set relates it to, by its maps alone;
//! - **subject**: a judged document and one that gives clauses the same subject key, by the keys
//!   alone.
//!
//! Two documents stand side by side once: the first basis in this order counts, and what the others
//! declare is added to it. For adoptions the trees of clauses are aligned; a declared clause map,
//! mapping or key overrules what was computed.
//!
//! The left document is always the one that is judged. Where a text is not there, the pair of
//! documents is kept with the reason ([`DocumentPair::hindrance`]), so that rules which depend on
//! the comparison are not checkable instead of silent.

mod build;
mod declared;
mod deviation;
mod differ;
mod passage;
mod side;
mod table;
mod verdict;

use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

pub use crate::comparison::Class;
pub use deviation::Standing;
pub(crate) use deviation::{is_within, numbers};
pub use side::{Member, Role, Side};
pub use verdict::{Alignment, Verdict};

use super::{Facts, Place, Reason};
use crate::alignment::{Aligner, Evidence};
use crate::language::SetRelation;
use crate::model::Relation;

/// Why two documents are set side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Basis {
    /// The left adopts the right.
    Adoption,
    /// A mapping set relates them.
    Mapping,
    /// They give clauses the same subject key.
    Subject,
    /// Somebody sets them beside each other on purpose, as two editions ([`beside`]); rules are
    /// never asked about such pairs.
    Edition,
}

impl Basis {
    /// The words, in declared order.
    pub const WORDS: &'static [&'static str] = &["adoption", "mapping", "subject", "edition"];

    /// Whether whole trees of clauses are aligned, so that it says something that a clause stands
    /// alone.
    #[must_use]
    pub fn is_whole(self) -> bool {
        matches!(self, Self::Adoption | Self::Edition)
    }
}

/// All documents that are set side by side.
#[derive(Debug, Default)]
pub struct Matching {
    documents: Vec<DocumentPair>,
    by_left: FxHashMap<u32, Range<u32>>,
}

impl Matching {
    pub(super) fn build(f: &Facts<'_>) -> Self {
        let documents = build::documents(f);
        let mut by_left: FxHashMap<u32, Range<u32>> = FxHashMap::default();
        for (at, pair) in (0_u32..).zip(&documents) {
            by_left.entry(pair.left.doc).or_insert(at..at).end = at + 1;
        }
        Self { documents, by_left }
    }

    /// What a judged document is set beside, in the order of [`Basis`], then of declaration.
    #[must_use]
    pub fn of(&self, doc: u32) -> &[DocumentPair] {
        let range = self.by_left.get(&doc).cloned().unwrap_or(0..0);
        self.documents.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    /// The comparison with what an adoption names, by the adoption's place in the document.
    #[must_use]
    pub fn of_adoption(&self, doc: u32, adoption: u32) -> Option<&DocumentPair> {
        self.of(doc).iter().find(|it| it.adoption == Some(adoption))
    }
}

/// Sets any two documents beside each other, as two editions of one would be.
#[must_use]
pub fn beside(f: &Facts<'_>, aligner: &Aligner, left: u32, right: u32) -> DocumentPair {
    build::beside(f, aligner, left, right)
}

/// Two documents side by side.
#[derive(Debug)]
pub struct DocumentPair {
    /// Why.
    pub basis: Basis,
    /// The judged document.
    pub left: Side,
    /// The other one.
    pub right: Side,
    /// The adoption of the left document that names the right one.
    pub adoption: Option<u32>,
    /// Both texts are in one language, so that words can be compared.
    pub one_language: bool,
    /// Why the texts cannot be compared; the lists are empty then.
    pub hindrance: Option<Reason>,
    /// Clauses that answer to each other, in the order of the left document.
    pub pairs: Vec<ClausePair>,
    /// What differs, in the order of the left document, then of the right.
    pub differences: Vec<Difference>,
    /// Left clauses and entries without an accepted counterpart, by their places in the side.
    pub left_only: Vec<u32>,
    /// Right clauses and entries without an accepted counterpart.
    pub right_only: Vec<u32>,
    verdict: OnceLock<Verdict>,
}

/// Two clauses (or term entries) that answer to each other.
#[derive(Clone, Debug)]
pub struct ClausePair {
    /// Place in the left side.
    pub left: u32,
    /// Place in the right side.
    pub right: u32,
    /// How the left stands to the right.
    pub relation: Relation,
    /// Relation that somebody declared.
    pub declared_relation: Option<Relation>,
    /// In 0..1; 1 where it is declared.
    pub score: f32,
    /// Whether the score passes the threshold, or the pair is declared.
    pub accepted: bool,
    /// A clause map, a mapping or a common key says so.
    pub declared: bool,
    /// It leaves the order that most pairs keep.
    pub moved: bool,
    /// Pairs of one group belong together: a clause split, merged, or spread over several.
    pub group: u32,
    /// Why, where it was computed.
    pub evidence: Evidence,
    /// The declared deviation that names one of the two clauses, by its place in the adoption.
    pub deviation: Option<u32>,
}

/// In what two documents differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DifferenceKind {
    /// Force: shall against should.
    Modality,
    /// Values allowed.
    Quantity,
    /// Condition under which a provision holds.
    Condition,
    /// Documents cited.
    Reference,
    /// A provision that only one of two clauses has.
    Provision,
    /// Words of a provision or of another sentence.
    Wording,
    /// The definition of a term.
    Definition,
    /// A clause with provisions that only the right document has.
    Missing,
    /// A clause with provisions that only the left document has.
    Extra,
}

impl DifferenceKind {
    /// The words, in declared order.
    pub const WORDS: &'static [&'static str] = &[
        "modality",
        "quantity",
        "condition",
        "reference",
        "provision",
        "wording",
        "definition",
        "missing",
        "extra",
    ];
}

/// What a document cited on the left is to the one that the right cites in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Substitution {
    /// An identical adoption of it: allowed even where the documents are identical.
    Identical,
    /// A modified adoption of it.
    Modified,
    /// A document that is not equivalent to it.
    NotEquivalent,
    /// A document that does not adopt it.
    Other,
    /// Another edition of it.
    Edition,
    /// Not in the corpus.
    Unknown,
}

impl Substitution {
    /// The words, in declared order.
    pub const WORDS: &'static [&'static str] =
        &["identical", "modified", "not_equivalent", "other", "edition", "unknown"];
}

/// One difference between two documents.
#[derive(Clone, Debug)]
pub struct Difference {
    /// In what.
    pub kind: DifferenceKind,
    /// Whether it touches what is required.
    pub class: Class,
    /// The pair of clauses it lies in; none for a clause that stands alone.
    pub pair: Option<u32>,
    /// The clause on the left, by its place in the side; where it has none, the nearest one.
    pub left_member: Option<u32>,
    /// The clause on the right, by its place in the side; where it has none, the nearest one.
    pub right_member: Option<u32>,
    /// The words on the left; none where the left has nothing there.
    pub left: Option<Place>,
    /// The words on the right; none where the right has nothing there.
    pub right: Option<Place>,
    /// What the left says: a modality, a set of values, an identifier, the words.
    pub left_value: Option<Box<str>>,
    /// What the right says.
    pub right_value: Option<Box<str>>,
    /// How the left values lie to the right ones.
    pub set: Option<SetRelation>,
    /// What the document cited on the left is to the one on the right, where each cites one.
    pub substitution: Option<Substitution>,
    /// The declared deviation that covers it, by its place in the adoption.
    pub deviation: Option<u32>,
}

impl DocumentPair {
    /// The judged document.
    #[must_use]
    pub fn judged(&self) -> u32 {
        self.left.doc
    }

    /// What the comparison comes to; none where the texts cannot be compared.
    pub fn verdict(&self, f: &Facts<'_>) -> Option<&Verdict> {
        self.hindrance.is_none().then(|| self.verdict.get_or_init(|| Verdict::of(f, self)))
    }

    /// Technical differences, declared or not.
    pub fn technical(&self) -> impl Iterator<Item = &Difference> {
        self.differences.iter().filter(|it| it.class == Class::Technical)
    }
}
