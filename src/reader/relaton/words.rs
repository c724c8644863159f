//! What the words of catalogues mean: stages and relations, as tables.

use compact_str::CompactString;

use crate::model::{Degree, Status};

/// Stage words, all lower case. The body is the type of the primary identifier in lower case, `*` any.
/// The first row that fits counts.
const STAGES: &[(&str, &str, Status)] = &[
    // IEC webstore: a revised publication was replaced by its next edition
    ("iec", "revised", Status::Replaced),
    ("iec", "deleted", Status::Withdrawn),
    // EASC says of a new document whether it took another's place
    ("easc", "new", Status::Current),
    ("easc", "replaces", Status::Current),
    ("itu", "withdrawal", Status::Withdrawn),
    ("ieee", "inactive", Status::Withdrawn),
    ("ieee", "inactive-withdrawn", Status::Withdrawn),
    ("ieee", "inactive-reserved", Status::Withdrawn),
    ("*", "published", Status::Current),
    ("*", "in-force", Status::Current),
    ("*", "in force", Status::Current),
    ("*", "valid", Status::Current),
    ("*", "active", Status::Current),
    ("*", "current", Status::Current),
    ("*", "approved", Status::Current),
    ("*", "final", Status::Current),
    ("*", "standard", Status::Current),
    ("*", "recommendation", Status::Current),
    ("*", "confirmed", Status::Confirmed),
    ("*", "reaffirmed", Status::Confirmed),
    ("*", "stabilized", Status::Confirmed),
    ("*", "replaced", Status::Replaced),
    ("*", "superseded", Status::Replaced),
    ("*", "revised", Status::Replaced),
    ("*", "obsolete", Status::Replaced),
    ("*", "obsoleted", Status::Replaced),
    ("*", "merged", Status::Replaced),
    ("*", "withdrawn", Status::Withdrawn),
    ("*", "withdrawal", Status::Withdrawn),
    ("*", "cancelled", Status::Withdrawn),
    ("*", "canceled", Status::Withdrawn),
    ("*", "retired", Status::Withdrawn),
    ("*", "rescinded", Status::Withdrawn),
    ("*", "draft", Status::Draft),
    ("*", "proposal", Status::Draft),
    ("*", "working-draft", Status::Draft),
    ("*", "committee-draft", Status::Draft),
    ("*", "draft-standard", Status::Draft),
    ("*", "final-draft", Status::Draft),
    ("*", "draft-public", Status::Draft),
    ("*", "draft-internal", Status::Draft),
    ("*", "draft-wip", Status::Draft),
    ("*", "approval", Status::Draft),
    ("*", "under development", Status::Draft),
    ("*", "in-preparation", Status::Draft),
    ("*", "prepublished", Status::Draft),
];

/// The status that a stage word means for documents of a body.
pub(super) fn status(body: &str, word: &str) -> Option<Status> {
    let lower = CompactString::from_str_to_lowercase;
    let (body, word) = (lower(body), lower(word.trim()));
    STAGES
        .iter()
        .find(|(of, stage, _)| (*of == "*" || *of == body) && *stage == word)
        .map(|&(_, _, status)| status)
}

/// What a relation means for the document that declares it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Replaces,
    ReplacedBy,
    Amends,
    AmendedBy,
    PartOf,
    HasPart,
    Adopts(Option<Degree>),
    AdoptedAs,
    Cites,
    /// Says different things in different catalogues: see [`updates`](super::relation).
    Updates,
    /// Says nothing about the documents themselves, or what their identifiers say better.
    Nothing,
}

/// Relation types (Relaton, `BibItemRelation`) in their camel-case form.
const RELATIONS: &[(&str, Meaning)] = &[
    ("obsoletes", Meaning::Replaces),
    ("replaces", Meaning::Replaces),
    ("supersedes", Meaning::Replaces),
    ("successorOf", Meaning::Replaces),
    ("merges", Meaning::Replaces),
    ("revises", Meaning::Replaces),
    ("obsoletedBy", Meaning::ReplacedBy),
    ("replacedBy", Meaning::ReplacedBy),
    ("supersededBy", Meaning::ReplacedBy),
    ("hasSuccessor", Meaning::ReplacedBy),
    ("mergedInto", Meaning::ReplacedBy),
    ("splitInto", Meaning::ReplacedBy),
    ("splitsInto", Meaning::ReplacedBy),
    ("revisedBy", Meaning::ReplacedBy),
    ("isRevisedBy", Meaning::ReplacedBy),
    ("amends", Meaning::Amends),
    ("corrects", Meaning::Amends),
    ("supplements", Meaning::Amends),
    ("amendedBy", Meaning::AmendedBy),
    ("correctedBy", Meaning::AmendedBy),
    ("updatedBy", Meaning::AmendedBy),
    ("updates", Meaning::Updates),
    ("partOf", Meaning::PartOf),
    ("includedIn", Meaning::PartOf),
    ("splits", Meaning::PartOf),
    ("hasPart", Meaning::HasPart),
    ("includes", Meaning::HasPart),
    ("adoptedFrom", Meaning::Adopts(None)),
    ("identical", Meaning::Adopts(Some(Degree::Idt))),
    ("identicalTo", Meaning::Adopts(Some(Degree::Idt))),
    ("equivalent", Meaning::Adopts(Some(Degree::Mod))),
    ("equivalentTo", Meaning::Adopts(Some(Degree::Mod))),
    ("modified", Meaning::Adopts(Some(Degree::Mod))),
    ("nonequivalent", Meaning::Adopts(Some(Degree::Neq))),
    ("nonequivalentTo", Meaning::Adopts(Some(Degree::Neq))),
    ("adoptedAs", Meaning::AdoptedAs),
    ("cites", Meaning::Cites),
    // editions and language versions of one document: the identifiers say it, and catalogues list
    // every edition with every other, whichever came first
    ("hasEdition", Meaning::Nothing),
    ("editionOf", Meaning::Nothing),
    ("hasInstance", Meaning::Nothing),
    ("instanceOf", Meaning::Nothing),
    ("hasExpression", Meaning::Nothing),
    ("expressionOf", Meaning::Nothing),
    ("hasManifestation", Meaning::Nothing),
    ("manifestationOf", Meaning::Nothing),
    ("hasExemplar", Meaning::Nothing),
    ("exemplarOf", Meaning::Nothing),
    ("hasReproduction", Meaning::Nothing),
    ("reproductionOf", Meaning::Nothing),
    ("hasReprint", Meaning::Nothing),
    ("reprintOf", Meaning::Nothing),
    ("hasTranslation", Meaning::Nothing),
    ("translatedFrom", Meaning::Nothing),
    ("hasDraft", Meaning::Nothing),
    ("draftOf", Meaning::Nothing),
    ("hasPreliminaryDraft", Meaning::Nothing),
    ("preliminaryDraftOf", Meaning::Nothing),
    // ITU lists every supplement of a series with every recommendation of it
    ("complementOf", Meaning::Nothing),
    ("hasComplement", Meaning::Nothing),
    ("related", Meaning::Nothing),
    // bodies of text about the document, not standards
    ("hasReview", Meaning::Nothing),
    ("reviewOf", Meaning::Nothing),
    ("hasCommentary", Meaning::Nothing),
    ("commentaryOf", Meaning::Nothing),
    ("hasAnnotation", Meaning::Nothing),
    ("annotationOf", Meaning::Nothing),
    ("describes", Meaning::Nothing),
    ("describedBy", Meaning::Nothing),
    ("catalogues", Meaning::Nothing),
    ("cataloguedBy", Meaning::Nothing),
];

/// What a relation type means; case and separators (`obsoleted-by`, `Obsoleted by`) do not count.
pub(super) fn meaning(word: &str) -> Option<Meaning> {
    let letters = word.chars().filter(|c| c.is_alphanumeric());
    let wanted: CompactString = letters.flat_map(char::to_lowercase).collect();
    let found = RELATIONS.iter().find(|(name, _)| name.eq_ignore_ascii_case(&wanted));
    found.map(|&(_, meaning)| meaning)
}

/// What the description of an `updates` relation says, where it says it (IEEE).
pub(super) fn described(word: &str) -> Option<Meaning> {
    match word.trim().to_lowercase().as_str() {
        "revises" | "replaces" | "supersedes" | "revision of" => Some(Meaning::Replaces),
        "amends" | "corrects" | "supplements" | "amendment to" | "corrigendum to" => {
            Some(Meaning::Amends)
        }
        _ => None,
    }
}

/// Types of identifiers that name a file, a page or a language version, not the document.
const FOREIGN: &[&str] = &[
    "urn",
    "doi",
    "isbn",
    "issn",
    "uri",
    "url",
    "handle",
    "ark",
    "iso-reference",
    "iso-with-lang",
    "iso-undated",
    "iso-tc",
    "rfc-anchor",
    "metanorma",
    "metanorma-ordinal",
    "sici",
];

/// Whether an identifier of this type names the document.
pub(super) fn names_the_document(kind: &str) -> bool {
    let kind = CompactString::from_str_to_lowercase(kind);
    !FOREIGN.contains(&kind.as_str()) && !kind.ends_with("-slug") && !kind.ends_with("-anchor")
}
