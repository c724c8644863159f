//! The definition format as a table: what drives the reader's known keys, the JSON Schema and the
//! reference in `docs/definition-format.md`.

use crate::model::{
    BlockKind, Degree, DeviationKind, DocumentFunction, Element, Lang, Level, ReferenceRole,
    Relation, Status,
};

/// A mapping of the format.
#[derive(Debug)]
pub struct Shape {
    /// Its name in the schema.
    pub name: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// Its keys.
    pub fields: &'static [Field],
}

/// A key of a mapping.
#[derive(Debug)]
pub struct Field {
    /// The key.
    pub key: &'static str,
    /// What stands behind it.
    pub value: Value,
    /// Whether the mapping is nothing without it.
    pub required: bool,
    /// What it says.
    pub doc: &'static str,
}

/// What may stand behind a key.
#[derive(Debug)]
pub enum Value {
    /// A text.
    Text,
    /// A text, or one text a language: `{zh: …, en: …}`.
    Localised,
    /// `true` or `false`.
    Bool,
    /// A date: `2021`, `2021-06` or `2021-06-30`.
    Date,
    /// An international harmonized stage code: `60.60`.
    Stage,
    /// A word of a closed list.
    Word(&'static [&'static str]),
    /// A mapping, by the name of its shape.
    Shape(&'static str),
    /// A list.
    List(&'static Value),
    /// One value, or a list of them.
    OneOrMore(&'static Value),
    /// Any one of these.
    Either(&'static [Value]),
    /// A list a language: `{zh: […], en: […]}`, or one value or list for all.
    ByLanguage,
    /// Rows of cells a language: `{zh: [[…]], en: [[…]]}`.
    RowsByLanguage,
}

impl Shape {
    /// The keys, in order.
    pub fn keys(&self) -> impl Iterator<Item = &'static str> + Clone {
        self.fields.iter().map(|field| field.key)
    }
}

const fn field(key: &'static str, value: Value, doc: &'static str) -> Field {
    Field { key, value, required: false, doc }
}

const fn required(key: &'static str, value: Value, doc: &'static str) -> Field {
    Field { key, value, required: true, doc }
}

const TEXTS: Value = Value::OneOrMore(&Value::Text);
/// A date, or the words of another source for it.
const DATE: Value = Value::Either(&[Value::Date, Value::Shape("foreign_date")]);
/// A document: its identifier, or how else it is named.
const DOCUMENT: Value = Value::Either(&[Value::Text, Value::Shape("document")]);
const STANDARDS: Value = Value::OneOrMore(&DOCUMENT);

/// Every mapping of the format.
pub const SHAPES: &[&Shape] = &[
    &FILE,
    &STANDARD,
    &DATES,
    &FOREIGN_DATE,
    &CLASSIFICATION,
    &ADOPTION,
    &PLACES,
    &DEVIATION,
    &A_DEVIATION,
    &CORRESPONDENCE,
    &REFERENCES,
    &REFERENCE,
    &COUNTERPART,
    &DOCUMENT_NAME,
    &TERM,
    &TERM_SOURCE,
    &CLAUSE,
    &BLOCK,
    &ITEM,
    &CITATION,
    &KEYWORD,
    &TABLE,
    &MAPPING_SET,
    &MAP,
    &MAP_END,
    &UNMAPPED,
    &WITHDRAWN_ITEM,
    &LINK,
    &SYSTEM,
    &CELL,
];

/// The shape of this name.
#[must_use]
pub fn shape(name: &str) -> Option<&'static Shape> {
    SHAPES.iter().copied().find(|shape| shape.name == name)
}

/// A file of several standards, of mappings, or of the plan of a standards system.
pub const FILE: Shape = Shape {
    name: "file",
    doc: "Several standards, mapping sets, or the plan of a standards system in one file.",
    fields: &[
        field("standards", Value::List(&Value::Shape("standard")), "The standards."),
        field(
            "mappings",
            Value::List(&Value::Shape("mapping_set")),
            "Mapping sets that stand alone.",
        ),
        field("system", Value::Shape("system"), "The plan of a standards system."),
        field(
            "coverage",
            Value::List(&Value::Shape("cell")),
            "The cells of a plan that has no name.",
        ),
        field(
            "partial",
            Value::Bool,
            "The standards of this file are only a part of what exists: a document that is not among them is not thereby missing.",
        ),
    ],
};

/// A standard.
pub const STANDARD: Shape = Shape {
    name: "standard",
    doc: "One edition of one standard.",
    fields: &[
        required(
            "standard",
            DOCUMENT,
            "Its identifier. What follows from it (publisher, level, year) need not be said. `{}` says that it has none.",
        ),
        field("other_identifiers", STANDARDS, "Further identifiers of the same document."),
        field("key", Value::Text, "The key by which a reference graph names it."),
        field("title", Value::Localised, "Title."),
        field(
            "status",
            Value::Word(Status::WORDS),
            "Where it stands in its life. Computed from the dates where it is not said.",
        ),
        field("stage", Value::Stage, "International harmonized stage code, as in 60.60."),
        field("edition", Value::Text, "Number of the edition."),
        field("type", Value::Text, "Type of document, as its publisher names it."),
        field(
            "level",
            Value::Word(Level::WORDS),
            "Level of the issuing body, where it is to be declared; the identifier usually tells.",
        ),
        field("issuer", Value::Text, "Issuing body."),
        field("jurisdiction", Value::Text, "Country or region in which it applies: CN, EU, world."),
        field(
            "profile",
            Value::Text,
            "Profile of rules by which it is to be judged: iso, iec, gb, association, ietf, catalogue.",
        ),
        field("function", Value::Word(DocumentFunction::WORDS), "Function of the document."),
        field("public", Value::Bool, "Whether it is publicly available."),
        field(
            "disclosed",
            Value::Bool,
            "Whether it is disclosed on the public platform (association and enterprise standards).",
        ),
        field(
            "partial",
            Value::Bool,
            "This description belongs to a corpus that is only a part of what exists.",
        ),
        field(
            "imported_from",
            Value::Text,
            "The format that it was imported from: what that format cannot say is not known, rather than absent.",
        ),
        field("languages", TEXTS, "Languages of the text."),
        field("dates", Value::Shape("dates"), "Dates of its life."),
        field("classification", Value::Shape("classification"), "Classification codes."),
        field(
            "adopts",
            Value::OneOrMore(&Value::Either(&[Value::Text, Value::Shape("adoption")])),
            "Documents that it adopts, with the degree of correspondence.",
        ),
        field("adopted_as", STANDARDS, "Documents that are said to adopt this one."),
        field("replaces", STANDARDS, "Documents that it replaces."),
        field("replaced_by", STANDARDS, "Documents that replace it."),
        field("amends", STANDARDS, "Documents that it amends or corrects."),
        field("amended_by", STANDARDS, "Documents that amend or correct it."),
        field("parts", STANDARDS, "Documents that are parts of it."),
        field("part_of", STANDARDS, "Documents of which it is a part."),
        field(
            "references",
            Value::Either(&[
                Value::Shape("references"),
                Value::List(&Value::Either(&[Value::Text, Value::Shape("reference")])),
            ]),
            "Documents that it refers to. Leave the key out where they are not known; an empty list says that there are none.",
        ),
        field("terms", Value::List(&Value::Shape("term")), "Terms and definitions."),
        field(
            "clauses",
            Value::List(&Value::Shape("clause")),
            "The text. Leave the key out where it is not available.",
        ),
        field(
            "mappings",
            Value::List(&Value::Shape("mapping_set")),
            "Mapping sets that the document itself declares.",
        ),
        field(
            "withdrawn_items",
            Value::List(&Value::Shape("withdrawn_item")),
            "Elements that this edition withdraws.",
        ),
    ],
};

/// Dates.
pub const DATES: Shape = Shape {
    name: "dates",
    doc: "Dates of a standard, each as year, year and month, or day.",
    fields: &[
        field("published", DATE, "Publication."),
        field("effective", DATE, "Entry into force."),
        field("withdrawn", DATE, "Withdrawal."),
        field("reviewed", DATE, "Last review or confirmation."),
        field(
            "conflicting_withdrawn",
            DATE,
            "Day by which national standards that conflict with a European one have to be withdrawn.",
        ),
    ],
};

/// A date in the words of another source.
pub const FOREIGN_DATE: Shape = Shape {
    name: "foreign_date",
    doc: "A date in the words of the source from which it was imported.",
    fields: &[required("written", Value::Text, "The words, as in 15 September 2015.")],
};

/// Classification codes.
pub const CLASSIFICATION: Shape = Shape {
    name: "classification",
    doc: "Classification codes.",
    fields: &[
        field(
            "ics",
            TEXTS,
            "International Classification for Standards, as in \"03.080.01\". In quotes where it could be read as a number.",
        ),
        field("ccs", TEXTS, "Chinese Classification for Standards, as in A16."),
        field("sectors", TEXTS, "Sectors of the sector scheme in use, as in \"9.A\"."),
        field("aspects", TEXTS, "Aspects of the standards system, as in evaluation."),
    ],
};

/// An adoption.
pub const ADOPTION: Shape = Shape {
    name: "adoption",
    doc: "The adoption of another document.",
    fields: &[
        required("standard", DOCUMENT, "The adopted document."),
        field("degree", Value::Word(Degree::WORDS), "Degree of correspondence."),
        field(
            "places",
            Value::Shape("places"),
            "The degree as each place of the document states it.",
        ),
        field(
            "deviations",
            Value::List(&Value::Shape("deviation")),
            "Declared deviations; an empty list says that there are none.",
        ),
        field(
            "clause_map",
            Value::List(&Value::Shape("correspondence")),
            "Clauses here and in the source, where the numbering differs.",
        ),
        field(
            "comparison_table",
            Value::Bool,
            "Whether the document has a table that compares it with its source.",
        ),
        field(
            "amendments",
            STANDARDS,
            "Amendments and corrigenda of the source that are incorporated.",
        ),
        field("claim", Value::Text, "The words by which the document says that it adopts."),
        field("endorsed", Value::Bool, "The source is endorsed as it stands, not printed again."),
    ],
};

/// Degrees by place.
pub const PLACES: Shape = Shape {
    name: "places",
    doc: "The degree of correspondence as each place of the document states it.",
    fields: &[
        field("cover", Value::Word(Degree::WORDS), "On the cover."),
        field("foreword", Value::Word(Degree::WORDS), "In the foreword."),
        field("catalogue", Value::Word(Degree::WORDS), "In the catalogue."),
        field("numbering", Value::Word(Degree::WORDS), "By its number: a dual number says IDT."),
    ],
};

/// A deviation.
pub const DEVIATION: Shape = Shape {
    name: "deviation",
    doc: "A declared deviation from the adopted document.",
    fields: &[
        field("clause", Value::Text, "Clause of this document."),
        field("source", Value::Text, "Clause of the adopted document."),
        field("kind", Value::Word(DeviationKind::WORDS), "How it is classed."),
        field("difference", Value::Text, "What differs, in words."),
        field("reason", Value::Text, "Why."),
        field("margin_mark", Value::Bool, "Whether the margin of the clause bears the mark."),
        field(
            "regulation",
            Value::Text,
            "The national regulation that forces an A-deviation; short for a_deviation: {regulation: …}.",
        ),
        field(
            "a_deviation",
            Value::Shape("a_deviation"),
            "An A-deviation (CEN-CENELEC Internal Regulations).",
        ),
    ],
};

/// An A-deviation.
pub const A_DEVIATION: Shape = Shape {
    name: "a_deviation",
    doc: "A deviation from a European standard that a national regulation forces.",
    fields: &[
        field("regulation", Value::Text, "The regulation."),
        field("clause", Value::Text, "Clause of the European standard."),
        field("annex", Value::Text, "Annex in which it is listed."),
    ],
};

/// A row of a clause map.
pub const CORRESPONDENCE: Shape = Shape {
    name: "correspondence",
    doc: "A clause here and its counterpart in the source; one of the two left out: added or dropped.",
    fields: &[
        field("clause", Value::Text, "Clause of this document."),
        field("source", Value::Text, "Clause of the source."),
    ],
};

/// References by role.
pub const REFERENCES: Shape = Shape {
    name: "references",
    doc: "Documents referred to, by role.",
    fields: &[
        field(
            "normative",
            Value::OneOrMore(&Value::Either(&[Value::Text, Value::Shape("reference")])),
            "Indispensable for the application of the document.",
        ),
        field(
            "informative",
            Value::OneOrMore(&Value::Either(&[Value::Text, Value::Shape("reference")])),
            "For information: the bibliography.",
        ),
    ],
};

/// A reference.
pub const REFERENCE: Shape = Shape {
    name: "reference",
    doc: "An entry of a list of references.",
    fields: &[
        required("standard", DOCUMENT, "The document referred to, as written."),
        field("role", Value::Word(ReferenceRole::WORDS), "Its role, in a list that does not say."),
        field("title", Value::Localised, "Title as printed in the entry."),
        field("anchor", Value::Text, "The anchor by which the text cites it."),
        field(
            "group",
            Value::Text,
            "The anchor of the group of entries that it belongs to, as a BCP of several RFCs.",
        ),
        field("clause", Value::Text, "The element that the entry names, as in clause 5."),
        field("dated", Value::Bool, "Said to be dated; the identifier usually tells."),
        field("all_parts", Value::Bool, "Said to mean all parts."),
        field(
            "justification",
            Value::Text,
            "Which of ISO/IEC Directives Part 2, 10.2 a) to e) justifies a document of another body.",
        ),
        field(
            "annotated_degree",
            Value::Word(Degree::WORDS),
            "The degree annotated behind a national document, as in (ISO 9001:2015, IDT).",
        ),
        field("annotated_source", DOCUMENT, "The source annotated there."),
        field(
            "counterpart",
            Value::Either(&[Value::Text, Value::Shape("counterpart")]),
            "The national document that is declared to correspond to it.",
        ),
        field("entry", Value::Text, "The entry as printed, where it names its document by a key."),
        field("footnote", Value::Text, "Footnote to the entry, as in \"under preparation\"."),
    ],
};

/// The counterpart of an international document.
pub const COUNTERPART: Shape = Shape {
    name: "counterpart",
    doc: "The national document that is declared to correspond to an international one.",
    fields: &[
        required("standard", DOCUMENT, "The national document."),
        field("degree", Value::Word(Degree::WORDS), "Degree of correspondence."),
    ],
};

/// A document that is named otherwise than by its identifier.
pub const DOCUMENT_NAME: Shape = Shape {
    name: "document",
    doc: "A document that is not named by an identifier, in place of the text. Empty: a document without any name.",
    fields: &[field(
        "key",
        Value::Text,
        "The key of its node in a reference graph, or its title where it has no identifier (a book, a law): no identifier is looked for in it.",
    )],
};

/// A term entry.
pub const TERM: Shape = Shape {
    name: "term",
    doc: "A terminological entry.",
    fields: &[
        field("number", Value::Text, "Number of the entry, as in \"3.1\"."),
        required("term", Value::ByLanguage, "Preferred term."),
        field("admitted", Value::ByLanguage, "Admitted terms."),
        field("deprecated", Value::ByLanguage, "Deprecated terms."),
        field("definition", Value::ByLanguage, "Definition."),
        field("domain", Value::Text, "Subject field, as in <packaging>."),
        field(
            "source",
            Value::Either(&[Value::Text, Value::Shape("term_source")]),
            "The document from which the entry was taken.",
        ),
        field("modified", Value::Bool, "Whether it was modified against its source."),
        field("notes", Value::ByLanguage, "Notes to entry."),
        field("examples", Value::ByLanguage, "Examples."),
        field("footnotes", TEXTS, "Footnotes."),
    ],
};

/// The source of a term.
pub const TERM_SOURCE: Shape = Shape {
    name: "term_source",
    doc: "The place from which a term entry was taken.",
    fields: &[
        required("standard", DOCUMENT, "The document."),
        field("clause", Value::Text, "Its element, as in \"3.1\"."),
    ],
};

/// A clause.
pub const CLAUSE: Shape = Shape {
    name: "clause",
    doc: "A clause, with its own text and its subclauses.",
    fields: &[
        field("number", Value::Text, "Number as printed, as in \"5.2\", \"A.3\"; an annex: \"A\"."),
        field("title", Value::Localised, "Title."),
        field("element", Value::Word(Element::WORDS), "The element of the document that it is."),
        field("normative", Value::Bool, "Normative or informative; for annexes."),
        field(
            "key",
            Value::Text,
            "Key of its subject, shared across standards, so that clauses on one subject find each other.",
        ),
        field("anchor", Value::Text, "The anchor by which the text cites it."),
        field(
            "title_keywords",
            Value::List(&Value::Either(&[Value::Text, Value::Shape("keyword")])),
            "Words of the title that are marked up as requirement keywords, as in MUST.",
        ),
        field("text", Value::Localised, "Its text. Empty lines part paragraphs."),
        field(
            "blocks",
            Value::List(&Value::Either(&[Value::Text, Value::Shape("item")])),
            "What follows the text, in order, where the order matters or more is to be said than below: paragraphs as plain texts, and anything else.",
        ),
        field(
            "notes",
            Value::OneOrMore(&Value::Either(&[Value::Localised, Value::Shape("block")])),
            "Notes.",
        ),
        field(
            "examples",
            Value::OneOrMore(&Value::Either(&[Value::Localised, Value::Shape("block")])),
            "Examples.",
        ),
        field(
            "footnotes",
            Value::OneOrMore(&Value::Either(&[Value::Localised, Value::Shape("block")])),
            "Footnotes.",
        ),
        field("tables", Value::List(&Value::Shape("table")), "Tables."),
        field(
            "figures",
            Value::List(&Value::Shape("table")),
            "Figures; their text is the words in them.",
        ),
        field(
            "formulas",
            Value::OneOrMore(&Value::Either(&[Value::Localised, Value::Shape("block")])),
            "Formulas.",
        ),
        field("tests", TEXTS, "How its requirements are verified: clause numbers or texts."),
        field("margin_mark", Value::Text, "Mark in its margin, single or double."),
        field("clauses", Value::List(&Value::Shape("clause")), "Subclauses."),
    ],
};

/// A numbered piece of text.
pub const BLOCK: Shape = Shape {
    name: "block",
    doc: "A numbered note, example, footnote or formula.",
    fields: &[
        field("number", Value::Text, "Number or label."),
        required("text", Value::Localised, "The words."),
        field(
            "of",
            Value::Word(&["table", "figure"]),
            "What a footnote or note belongs to, where not to the text.",
        ),
        field("anchor", Value::Text, "The anchor by which the text cites it."),
    ],
};

/// A piece of text of any kind.
pub const ITEM: Shape = Shape {
    name: "item",
    doc: "A piece of text of any kind. Its text is taken as it stands: white space and empty lines count.",
    fields: &[
        field("kind", Value::Word(BLOCK_KINDS), "What it is; a paragraph where it is not said."),
        field("number", Value::Text, "Number or label."),
        field("title", Value::Localised, "Title of a table or figure; name of an item in a list."),
        field("text", Value::Localised, "The words."),
        field(
            "rows",
            Value::Either(&[Value::List(&Value::List(&Value::Text)), Value::RowsByLanguage]),
            "The cells of a table, row by row, in place of text.",
        ),
        field(
            "of",
            Value::Word(&["table", "figure"]),
            "What a footnote or note belongs to, where not to the text.",
        ),
        field("depth", Value::Text, "Depth of an item in a list of lists, from 0."),
        field("anchor", Value::Text, "The anchor by which the text cites it."),
        field(
            "citations",
            Value::List(&Value::Either(&[Value::Text, Value::Shape("citation")])),
            "Citations by anchor: an anchor, or more.",
        ),
        field(
            "keywords",
            Value::List(&Value::Either(&[Value::Text, Value::Shape("keyword")])),
            "Words that are marked up as requirement keywords, in order: MUST.",
        ),
    ],
};

/// A citation by anchor.
pub const CITATION: Shape = Shape {
    name: "citation",
    doc: "A citation by anchor.",
    fields: &[
        required("anchor", Value::Text, "Anchor of the reference, clause, table … that is cited."),
        field("element", Value::Text, "The element cited there, as in clause 5."),
        field("dangling", Value::Bool, "The document has no such anchor."),
        field("words", Value::Text, "The words of the text that make the citation."),
        field(
            "nth",
            Value::Text,
            "Which occurrence of these words in the text, counted from 1; the next one where it is not said.",
        ),
    ],
};

/// A marked keyword.
pub const KEYWORD: Shape = Shape {
    name: "keyword",
    doc: "A word that is marked up as a requirement keyword.",
    fields: &[
        required("words", Value::Text, "The word as it stands in the text."),
        field(
            "nth",
            Value::Text,
            "Which occurrence of it in the text, counted from 1; the next one where it is not said.",
        ),
    ],
};

/// Kinds of pieces of text.
pub const BLOCK_KINDS: &[&str] = BlockKind::WORDS;

/// A table or figure.
pub const TABLE: Shape = Shape {
    name: "table",
    doc: "A table or a figure.",
    fields: &[
        field("number", Value::Text, "Number without the word for its kind: \"1\", \"A.1\"."),
        field("title", Value::Localised, "Title."),
        field("text", Value::Localised, "The words in it."),
        field(
            "rows",
            Value::Either(&[Value::List(&Value::List(&Value::Text)), Value::RowsByLanguage]),
            "The cells of a table, row by row, in place of text.",
        ),
        field(
            "notes",
            Value::OneOrMore(&Value::Either(&[Value::Localised, Value::Shape("block")])),
            "Notes of the table or figure.",
        ),
        field(
            "footnotes",
            Value::OneOrMore(&Value::Either(&[Value::Localised, Value::Shape("block")])),
            "Footnotes of the table or figure.",
        ),
        field("anchor", Value::Text, "The anchor by which the text cites it."),
    ],
};

/// A mapping set.
pub const MAPPING_SET: Shape = Shape {
    name: "mapping_set",
    doc: "Maps from the clauses or controls of one document to those of another.",
    fields: &[
        required("left", DOCUMENT, "Document of the left ends."),
        required("right", DOCUMENT, "Document of the right ends."),
        field("maps", Value::List(&Value::Shape("map")), "The maps."),
        field(
            "unmapped",
            Value::List(&Value::Either(&[Value::Text, Value::Shape("unmapped")])),
            "Elements of the left that are declared to have no counterpart.",
        ),
        field(
            "analysed",
            Value::List(&Value::Either(&[Value::Text, Value::Shape("map_end")])),
            "Elements of the left that were analysed, where not all of them were.",
        ),
    ],
};

/// A map.
pub const MAP: Shape = Shape {
    name: "map",
    doc: "One map. Several right ends mean their union.",
    fields: &[
        required(
            "left",
            Value::OneOrMore(&Value::Either(&[Value::Text, Value::Shape("map_end")])),
            "Left end or ends.",
        ),
        required(
            "right",
            Value::OneOrMore(&Value::Either(&[Value::Text, Value::Shape("map_end")])),
            "Right end or ends: their union.",
        ),
        field("relation", Value::Word(Relation::WORDS), "Relation of the left to the right."),
        field("rationale", Value::Text, "Why."),
        field("confidence", Value::Text, "How sure."),
    ],
};

/// An end of a map.
pub const MAP_END: Shape = Shape {
    name: "map_end",
    doc: "A clause or control, and what pins its identity.",
    fields: &[
        required("id", Value::Text, "Clause number or control identifier."),
        field("uuid", Value::Text, "UUID of the element when it was mapped."),
        field("hash", Value::Text, "Hash of its text when it was mapped."),
        field("title", Value::Text, "Its title when it was mapped."),
    ],
};

/// An element without counterpart.
pub const UNMAPPED: Shape = Shape {
    name: "unmapped",
    doc: "An element that is declared to have no counterpart.",
    fields: &[
        required("id", Value::Text, "Clause number or control identifier."),
        field("reason", Value::Text, "Why."),
        field("uuid", Value::Text, "UUID of the element."),
        field("hash", Value::Text, "Hash of its text."),
        field("title", Value::Text, "Its title."),
    ],
};

/// A withdrawn element.
pub const WITHDRAWN_ITEM: Shape = Shape {
    name: "withdrawn_item",
    doc: "An element that this edition withdraws.",
    fields: &[
        required("id", Value::Text, "Its identifier."),
        field("title", Value::Text, "Its title."),
        field("incorporated_into", TEXTS, "Elements that took in its content."),
        field("moved_to", TEXTS, "Elements to which it was moved."),
        field(
            "links",
            Value::List(&Value::Shape("link")),
            "Further relations, or all of them where their order matters.",
        ),
    ],
};

/// A link of a withdrawn element.
pub const LINK: Shape = Shape {
    name: "link",
    doc: "Where the content of a withdrawn element went.",
    fields: &[
        required("relation", Value::Text, "The relation: incorporated-into, moved-to."),
        required("to", Value::Text, "The element."),
    ],
};

/// A standards system.
pub const SYSTEM: Shape = Shape {
    name: "system",
    doc: "The plan of a standards system: which cells of sector and aspect ought to be filled.",
    fields: &[
        field(
            "scheme",
            Value::Text,
            "Sector scheme: gats-w120, ics, or the path of a file with one, relative to this file.",
        ),
        field(
            "most_of_a_level",
            Value::Text,
            "Standards of one level that a cell may hold before it is called oversupplied (3).",
        ),
        field("coverage", Value::List(&Value::Shape("cell")), "The cells."),
    ],
};

/// A cell of a standards system.
pub const CELL: Shape = Shape {
    name: "cell",
    doc: "Sectors and aspects, and what is wanted there: each of the ones with each of the others. Where several entries meet, the closer one counts, and the later of two equally close ones.",
    fields: &[
        required(
            "sector",
            TEXTS,
            "Sector codes, as in \"9.A\"; one with others under it stands for all of them, \"*\" for every sector.",
        ),
        required(
            "aspect",
            TEXTS,
            "Aspects, as in evaluation; a group (support) stands for all its aspects, \"*\" for every one.",
        ),
        field("required", Value::Bool, "Whether a standard is required."),
        field("min_level", Value::Word(Level::WORDS), "The weakest level that will do."),
        field("na_reason", Value::Text, "Why no standard is needed there."),
    ],
};

/// Languages that a text can be said to be in.
pub const LANGUAGES: &[&str] = Lang::WORDS;
