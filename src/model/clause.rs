//! Clauses and what stands in them.

use serde::{Deserialize, Serialize};
use thin_vec::ThinVec;

use super::{BlockKind, Element, Localised, Said, Text};
use crate::source::Span;

/// A numbered or titled division of a document, with its own text and its subclauses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clause {
    /// The whole clause.
    pub span: Span,
    /// Number as printed: `5.2.1`, `A.3`; `None` where unnumbered. For annexes `A`.
    pub number: Option<Text>,
    /// Title.
    pub title: Localised,
    /// The element it is, where said or known from the format.
    pub element: Option<Said<Element>>,
    /// Normative or informative, where said (annexes).
    pub normative: Option<Said<bool>>,
    /// Subject key shared across standards, so that clauses on one subject find each other.
    pub key: Option<Text>,
    /// The anchor by which the text cites the clause (Metanorma, RFC XML, STS).
    pub anchor: Option<Text>,
    /// Spans in the title that the format marks up as requirement keywords (`<bcp14>`).
    pub title_keywords: ThinVec<Span>,
    /// Own text, in order: paragraphs, lists, notes, tables.
    pub blocks: ThinVec<Block>,
    /// Verification methods for its requirements (证实方法): a clause number or a text.
    pub tests: ThinVec<Text>,
    /// Single or double margin line beside the clause (GB/T 1.2; ISO/IEC Guide 21-1).
    pub margin_mark: Option<Text>,
    /// Subclauses.
    pub clauses: ThinVec<Clause>,
}

impl Clause {
    /// An empty clause at `span`.
    #[must_use]
    pub fn at(span: Span) -> Self {
        Self {
            span,
            number: None,
            title: Localised::default(),
            element: None,
            normative: None,
            key: None,
            anchor: None,
            title_keywords: ThinVec::new(),
            blocks: ThinVec::new(),
            tests: ThinVec::new(),
            margin_mark: None,
            clauses: ThinVec::new(),
        }
    }
}

/// The asset a footnote belongs to: such footnotes may contain requirements
/// (ISO/IEC Directives Part 2, 28.5.5 and 29.5.2; GB/T 1.1-2020, 9.12.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asset {
    /// Of a table.
    Table,
    /// Of a figure.
    Figure,
}

/// A piece of the text of a clause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// The whole block.
    pub span: Span,
    /// Number or label (`Table 1`, `a)`, `1`), without the word for its kind.
    pub number: Option<Text>,
    /// Caption of a table or figure.
    pub title: Localised,
    /// The words.
    pub text: Localised,
    /// The anchor by which the text cites the block.
    pub anchor: Option<Text>,
    /// The table or figure that a footnote or note belongs to.
    pub within: Option<Asset>,
    /// Depth of a list item, from 0.
    pub depth: u8,
    /// Citations that the format marks up itself; those in prose are found by `language`.
    pub citations: ThinVec<ExplicitCitation>,
    /// Spans that the format marks up as requirement keywords (`<bcp14>`).
    pub keywords: ThinVec<Span>,
}

impl Block {
    /// A block with a text.
    #[must_use]
    pub fn new(kind: BlockKind, span: Span, text: Localised) -> Self {
        Self {
            kind,
            span,
            number: None,
            title: Localised::default(),
            text,
            anchor: None,
            within: None,
            depth: 0,
            citations: ThinVec::new(),
            keywords: ThinVec::new(),
        }
    }
}

/// A citation that the format marks up: an anchor, and the element cited there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExplicitCitation {
    /// The whole citation.
    pub span: Span,
    /// Anchor of the reference or of the clause, table … of this document.
    pub anchor: Text,
    /// The element cited there, as written (`clause 5`, `Section 4.2`).
    pub element: Option<Text>,
    /// The file has no such anchor: the citation leads nowhere.
    #[serde(default)]
    pub dangling: bool,
}
