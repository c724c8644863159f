//! A standard: one edition of one document.

use serde::{Deserialize, Serialize};
use thin_vec::ThinVec;

use super::{
    Adoption, Clause, DocumentFunction, Level, Localised, MappingSet, Reference, Said, Stage,
    Status, Target, TermEntry, Text,
};
use crate::source::Span;

/// One edition of one document, as its source describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standard {
    /// The whole description.
    pub span: Span,
    /// Its identifier as written, or its node key in a reference graph.
    pub identity: Option<Target>,
    /// Node key, where the source is a reference graph.
    pub key: Option<Box<Text>>,
    /// Further identifiers of the same document (URN, DOI and ISBN excluded).
    pub other_identifiers: ThinVec<Target>,
    /// Titles by language.
    pub title: Localised,
    /// Status as said; the corpus computes it for a date where dates tell.
    pub status: Option<Said<Status>>,
    /// Dates, each as said.
    pub dates: Dates,
    /// Normative references and bibliography; `None` where the source does not say at all.
    pub references: Option<ThinVec<Reference>>,
    /// Documents that this one replaces.
    pub replaces: ThinVec<Target>,
    /// Documents that replace this one.
    pub replaced_by: ThinVec<Target>,
    /// Documents that this one amends or corrects.
    pub amends: ThinVec<Target>,
    /// Documents that are said to amend or correct this one.
    pub amended_by: ThinVec<Target>,
    /// Documents that are said to be parts of this one.
    pub parts: ThinVec<Target>,
    /// Documents of which this is a part, an edition or an annex.
    pub part_of: ThinVec<Target>,
    /// Declared adoptions.
    pub adopts: ThinVec<Adoption>,
    /// Documents that are said to adopt this one.
    pub adopted_as: ThinVec<Target>,
    /// Classification codes.
    pub classification: Option<Box<Classification>>,
    /// Terms and definitions; `None` where the text is not available.
    pub terms: Option<ThinVec<TermEntry>>,
    /// The text; `None` where it is not available.
    pub clauses: Option<ThinVec<Clause>>,
    /// Mapping sets that the document declares.
    pub mappings: ThinVec<MappingSet>,
    /// What few sources say; `None` costs one word.
    pub details: Option<Box<Details>>,
}

/// What few sources say about a standard.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    /// International harmonized stage code.
    pub stage: Option<Said<Stage>>,
    /// The format that a definition was imported from: what that cannot say is not known.
    pub imported_from: Option<Text>,
    /// Edition number as written.
    pub edition: Option<Text>,
    /// Type of document as the source names it.
    pub document_type: Option<Text>,
    /// Level as declared (the identifier usually tells).
    pub level: Option<Said<Level>>,
    /// Issuing body.
    pub issuer: Option<Text>,
    /// Country or region in which it applies, as written (`CN`, `EU`, `world`).
    pub jurisdiction: Option<Text>,
    /// Profile of rules that the document asks for (`iso`, `gb` …).
    pub profile: Option<Text>,
    /// Function of the document.
    pub function: Option<Said<DocumentFunction>>,
    /// Publicly available.
    pub public: Option<Said<bool>>,
    /// Disclosed on the public platform (association and enterprise standards).
    pub disclosed: Option<Said<bool>>,
    /// The corpus this description belongs to is declared partial.
    pub partial: Option<Said<bool>>,
    /// Languages of the text as said.
    pub languages: ThinVec<Text>,
    /// Old identifiers that were withdrawn inside the document (OSCAL withdrawn controls).
    pub withdrawn_items: ThinVec<WithdrawnItem>,
}

/// An element that an edition withdraws, and where its content went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithdrawnItem {
    /// The whole element.
    pub span: Span,
    /// Its identifier.
    pub id: Text,
    /// Its title.
    pub title: Option<Text>,
    /// `incorporated-into`, `moved-to`: the relation as written, and the element it names.
    pub links: ThinVec<(Text, Text)>,
}

/// Dates of a standard, each as written (`2015-09-15`, `2015-09`, `2015`). Those that few sources
/// give cost one word.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dates {
    /// Publication.
    pub published: Option<Text>,
    /// Entry into force.
    pub effective: Option<Text>,
    /// Withdrawal.
    pub withdrawn: Option<Box<Text>>,
    /// Last review or confirmation.
    pub reviewed: Option<Box<Text>>,
    /// The day by which national standards that conflict with it have to be withdrawn (the "dow"
    /// of the CEN-CENELEC Internal Regulations).
    #[serde(default)]
    pub conflicting_withdrawn: Option<Box<Text>>,
}

/// Classification codes, each with its place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Classification {
    /// International Classification for Standards.
    pub ics: ThinVec<Text>,
    /// Chinese Classification for Standards.
    pub ccs: ThinVec<Text>,
    /// Sectors of the sector scheme in use.
    pub sectors: Option<ThinVec<Text>>,
    /// Aspects of the standards system.
    pub aspects: Option<ThinVec<Text>>,
}

impl Standard {
    /// An empty description at `span`.
    #[must_use]
    pub fn at(span: Span) -> Self {
        Self {
            span,
            identity: None,
            key: None,
            other_identifiers: ThinVec::new(),
            title: Localised::default(),
            status: None,
            dates: Dates::default(),
            references: None,
            replaces: ThinVec::new(),
            replaced_by: ThinVec::new(),
            amends: ThinVec::new(),
            amended_by: ThinVec::new(),
            parts: ThinVec::new(),
            part_of: ThinVec::new(),
            adopts: ThinVec::new(),
            adopted_as: ThinVec::new(),
            classification: None,
            terms: None,
            clauses: None,
            mappings: ThinVec::new(),
            details: None,
        }
    }

    /// The lists of documents that this one is bound to in life, as parts, or by adoption elsewhere.
    pub(crate) fn related(&self) -> [&ThinVec<Target>; 7] {
        [
            &self.replaces,
            &self.replaced_by,
            &self.amends,
            &self.amended_by,
            &self.parts,
            &self.part_of,
            &self.adopted_as,
        ]
    }

    /// The rarer fields, made on first use.
    pub fn details_mut(&mut self) -> &mut Details {
        self.details.get_or_insert_default()
    }

    /// Gives back the room that growing left over: lists are made once and never grow again.
    pub fn shrink_to_fit(&mut self) {
        if let Some(references) = &mut self.references {
            references.shrink_to_fit();
        }
        self.title.texts.shrink_to_fit();
        self.adopts.shrink_to_fit();
        for list in [
            &mut self.other_identifiers,
            &mut self.replaces,
            &mut self.replaced_by,
            &mut self.amends,
            &mut self.amended_by,
            &mut self.parts,
            &mut self.part_of,
            &mut self.adopted_as,
        ] {
            list.shrink_to_fit();
        }
    }

    /// The classification, made on first use.
    pub fn classification_mut(&mut self) -> &mut Classification {
        self.classification.get_or_insert_default()
    }
}
