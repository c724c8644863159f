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
///
/// Forty bytes: a catalogue holds very many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// The document referred to.
    pub target: Target,
    /// Which list it stands in.
    pub role: ReferenceRole,
    /// How far the whole entry reaches before and behind the words of its target;
    /// [`FAR`] where the details say.
    reach: (u16, u16),
    /// What few entries say; `None` costs one word.
    pub details: Option<Box<ReferenceDetails>>,
}

/// The entry reaches further than two bytes can say.
const FAR: (u16, u16) = (u16::MAX, u16::MAX);

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
    /// The whole entry, where it reaches far beyond the words of its target.
    pub(crate) entry: Option<Span>,
}

impl Reference {
    /// A plain entry.
    #[must_use]
    pub fn new(target: Target, role: ReferenceRole, span: Span) -> Self {
        let mut reference = Self { target, role, reach: (0, 0), details: None };
        reference.set_span(span);
        reference
    }

    /// The whole entry.
    #[must_use]
    pub fn span(&self) -> Span {
        let words = self.target.written.span();
        if self.reach == FAR {
            return self.details.as_deref().and_then(|it| it.entry).unwrap_or(words);
        }
        let (before, behind) = self.reach;
        Span { start: words.start - u32::from(before), end: words.end + u32::from(behind), ..words }
    }

    /// Says what few entries say.
    #[must_use]
    pub fn with_details(mut self, details: ReferenceDetails) -> Self {
        let entry = self.details.take().and_then(|it| it.entry);
        let details = ReferenceDetails { entry, ..details };
        if details != ReferenceDetails::default() {
            self.details = Some(Box::new(details));
        }
        self
    }

    /// Names another document, in words elsewhere in the same entry.
    pub fn set_target(&mut self, target: Target) {
        let span = self.span();
        self.target = target;
        self.set_span(span);
    }

    /// Says where the whole entry stands.
    pub fn set_span(&mut self, span: Span) {
        let words = self.target.written.span();
        let reach = |from: u32, to: u32| u16::try_from(to.checked_sub(from)?).ok();
        let near = reach(span.start, words.start).zip(reach(words.end, span.end));
        match near.filter(|near| span.file == words.file && *near != FAR) {
            Some(near) => self.reach = near,
            None => {
                self.reach = FAR;
                self.details_mut().entry = Some(span);
            }
        }
    }

    /// The rarer fields, made on first use.
    pub fn details_mut(&mut self) -> &mut ReferenceDetails {
        self.details.get_or_insert_default()
    }
}
