//! What a standard names: other documents.

use serde::{Deserialize, Serialize};

use super::{Degree, Localised, ReferenceRole, Said, Text};
use crate::identifier::IdentifierId;
use crate::source::Span;

/// A document that is named, as written, and (once the corpus is joined) which identifier that is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// As written: an identifier or, where `by_key`, the key of a node of a reference graph.
    pub written: Text,
    /// Its parsed identifier; [`IdentifierId::NONE`] until the corpus is joined, or for a key.
    pub identifier: IdentifierId,
    /// The written text is a node key of a reference graph, not an identifier.
    pub by_key: bool,
}

impl Target {
    /// A document named by identifier.
    #[must_use]
    pub fn named(written: Text) -> Self {
        Self { written, identifier: IdentifierId::NONE, by_key: false }
    }

    /// A document named by its title alone (a book, a web page, a law): no identifier was given, and
    /// none is looked for.
    #[must_use]
    pub fn titled(written: Text) -> Self {
        Self::keyed(written)
    }

    /// A document named by the key of its node.
    #[must_use]
    pub fn keyed(written: Text) -> Self {
        Self { written, identifier: IdentifierId::NONE, by_key: true }
    }
}

/// An entry of the normative references or of the bibliography.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// The document referred to.
    pub target: Target,
    /// Which list it stands in.
    pub role: ReferenceRole,
    /// The whole entry.
    pub span: Span,
    /// What few entries say; `None` costs one word.
    pub details: Option<Box<ReferenceDetails>>,
}

/// What few references say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferenceDetails {
    /// Title as printed in the entry.
    pub title: Localised,
    /// The anchor by which the text cites the entry (Metanorma, RFC XML).
    pub anchor: Option<Text>,
    /// The anchor of the group of entries (a BCP of several RFCs) that this one belongs to.
    pub group: Option<Text>,
    /// The element cited, where the entry itself names one (`clause 5`).
    pub element: Option<Text>,
    /// Said to be dated or undated; `None` where only the identifier tells.
    pub dated: Option<Said<bool>>,
    /// Said to mean all parts.
    pub all_parts: Option<Said<bool>>,
    /// Which of ISO/IEC Directives Part 2, 10.2 a) to e) justifies a document of another body.
    pub justification: Option<Text>,
    /// The degree annotated after an adopting national document, as in `(ISO 9001:2015, IDT)`.
    pub annotated_degree: Option<Said<Degree>>,
    /// The source annotated there.
    pub annotated_source: Option<Target>,
    /// The document of its own body that a list declares to correspond to it, and to what degree
    /// (GB/T 1.2-2020 asks for such a list where international documents are cited normatively).
    pub counterpart: Option<Box<(Target, Option<Said<Degree>>)>>,
    /// The entry as written, where it names its document by key.
    pub raw: Option<Text>,
    /// Text of a footnote to the entry ("under preparation").
    pub footnote: Option<Text>,
}

impl Reference {
    /// A plain entry.
    #[must_use]
    pub fn new(target: Target, role: ReferenceRole, span: Span) -> Self {
        Self { target, role, span, details: None }
    }

    /// The rarer fields, made on first use.
    pub fn details_mut(&mut self) -> &mut ReferenceDetails {
        self.details.get_or_insert_default()
    }
}
