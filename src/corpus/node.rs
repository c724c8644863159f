//! What the graph is made of.

use serde::{Deserialize, Serialize};

use super::{How, NodeId};
use crate::identifier::IdentifierId;
use crate::model::{Degree, ReferenceRole, Relation};

/// A standard of the corpus, by its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StandardId(pub u32);

impl StandardId {
    /// The index into [`Corpus::standards`](super::Corpus::standards).
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// Its node.
    #[must_use]
    pub fn node(self) -> NodeId {
        NodeId::new(self.index())
    }
}

/// A document without regard to its editions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct WorkId(pub u32);

/// What a node stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Node {
    /// A standard of the corpus: one edition of one document.
    Edition(StandardId),
    /// A document without regard to its editions; internal.
    Work(WorkId),
    /// A document that is named in the corpus and not in it. Where `internal`, only an identifier
    /// names it (`BS EN ISO 1` names `EN ISO 1`), in a reference graph whose nodes are kept as they are.
    Unknown {
        /// Its identifier, which may be malformed.
        identifier: IdentifierId,
        /// Neither exported nor counted.
        internal: bool,
    },
    /// The key of an edge of a reference graph that no node has: an index into
    /// [`Corpus::dangling_keys`](super::Corpus::dangling_keys).
    Dangling(u32),
    /// An element of a document: a control that it withdraws, or one that took in its content.
    Element(u32),
}

/// How one document relates to another. The direction is that of the words: the citing document
/// cites, the adopting one adopts, the new one replaces, the amendment amends, the part is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum LinkKind {
    /// Names it among its references.
    Cites(ReferenceRole),
    /// Adopts it, to the declared degree.
    Adopts(Option<Degree>),
    /// Takes its place.
    Replaces,
    /// Amends or corrects it.
    Amends,
    /// Is a part or an annex of it.
    PartOf,
    /// Maps its elements to those of it; the relation where all maps have one and the same.
    Maps(Option<Relation>),
    /// Is an edition of it; internal.
    EditionOf,
}

impl LinkKind {
    /// The word for it in `graph --only` and in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Cites(_) => "cites",
            Self::Adopts(_) => "adopts",
            Self::Replaces => "replaces",
            Self::Amends => "amends",
            Self::PartOf => "part-of",
            Self::Maps(_) => "maps",
            Self::EditionOf => "edition-of",
        }
    }

    /// Every word, for `graph --only`.
    pub const WORDS: [&'static str; 7] =
        ["cites", "adopts", "replaces", "amends", "part-of", "maps", "edition-of"];
}

/// Who says that a link is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DeclaredBy {
    /// The document it comes from.
    From,
    /// The document it goes to (`replaced_by`, `adopted_as`).
    To,
    /// Both.
    Both,
    /// The identifier of the document it comes from: `BS EN ISO 1` adopts `EN ISO 1`.
    Identifier,
    /// The corpus itself, for its own use: such an edge is neither exported nor counted unless asked.
    Corpus,
    /// A mapping set that stands alone: [`Corpus::mappings`](super::Corpus::mappings).
    MappingSet,
}

/// An edge of the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Link {
    /// How the one relates to the other.
    pub kind: LinkKind,
    /// Who says so.
    pub declared: DeclaredBy,
    /// How the named document was found.
    pub how: How,
    /// Index into the list it was read from: that of the document it comes from (`references`,
    /// `adopts`, `replaces`, `amends`, `part_of`, `mappings`), or, where only the other end declares
    /// it, of that one (`replaced_by`, `adopted_as`).
    pub index: u32,
}

impl Link {
    /// Whether the corpus made it for itself.
    #[must_use]
    pub fn is_internal(&self) -> bool {
        self.declared == DeclaredBy::Corpus
    }
}

/// Leaves out what the corpus made for itself.
#[must_use]
pub fn is_public(link: &Link) -> bool {
    !link.is_internal() && link.kind != LinkKind::EditionOf
}
