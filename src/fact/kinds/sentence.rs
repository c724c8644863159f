//! Kind `sentence`: a sentence of the text.

use std::ops::Range;

use super::super::{
    FactRef, Facts, Field, Kind, KindDef, Place, PlaceField, Producer, Type, Value, many, one,
    place,
};
use super::{STANDARD, STANDARD_PLACE, reference};
use crate::fact::{Part, ProseText, SentenceRow};
use crate::language::{Modality, quantities_in};
use crate::model::Lang;
use crate::source::Span;

pub(crate) static KIND: KindDef = KindDef {
    name: "sentence",
    en: "a sentence of the text, of a definition or of a note; of tables, the cells that provide something",
    zh: "正文、定义或注中的一句；表中仅含有条款的单元格",
    fields: FIELDS,
    places: PLACES,
    display: |f, r| words(f, r).unwrap_or("").into(),
    producer: Producer::Document(|f, doc, take| {
        for index in 0..u32::try_from(f.prose(doc).sentences.len()).unwrap_or(u32::MAX) {
            take(FactRef::new(Kind::Sentence, doc, index));
        }
    }),
};

/// In the order of [`Modality::ALL`].
pub(super) const MODALITIES: &[&str] =
    &["REQ", "PROH", "INSTR", "REC", "REC_NOT", "PERM", "NEED_NOT", "CAN", "CANNOT", "EXT", "STMT"];
pub(super) const LANGUAGES: &[&str] = &["zh", "en", "other"];

const FIELDS: &[Field] = &[
    STANDARD,
    one("text", Type::Text, "its words", "文字", |f, r| Value::or_none(words(f, r))),
    one("lang", Type::Word(LANGUAGES), "its language", "语言", |f, r| {
        Value::or_none(text(f, r).map(|it| language(it.lang)))
    }),
    one(
        "element",
        Type::Word(Part::WORDS),
        "the innermost part of the document that it stands in",
        "所处的最内层要素",
        |f, r| Value::or_none(text(f, r).map(|it| Value::Word(it.part as u8))),
    ),
    one(
        "clause",
        Type::Fact(Kind::Clause),
        "the clause that it stands in; none for terms that are given apart from the text",
        "所在章条；与正文分开给出的术语则为空",
        |f, r| Value::or_none(text(f, r).and_then(|it| it.clause).map(|at| clause(r.doc, at))),
    ),
    one(
        "informative",
        Type::Bool,
        "it stands where nothing can be required: foreword, introduction, note, example, informative annex",
        "处于不能提出要求之处：前言、引言、注、示例、资料性附录",
        |f, r| Value::or_none(text(f, r).map(|it| it.informative)),
    ),
    one(
        "modality",
        Type::Word(MODALITIES),
        "the strongest force of its provisions, embedded ones left out",
        "所含条款中最强的能愿类型（不计内嵌的）",
        |f, r| {
            let Some(row) = row(f, r) else { return Value::None };
            let provisions = f.provisions(r.doc);
            let own = provisions
                .get(row.provisions.start as usize..row.provisions.end as usize)
                .unwrap_or_default();
            let own = own.iter().filter(|it| !it.provision.embedded);
            let strongest = own.map(|it| it.provision.modality).min();
            modality(strongest.unwrap_or(Modality::Statement))
        },
    ),
    many(
        "provisions",
        Type::Fact(Kind::Provision),
        "its provisions, embedded ones included",
        "所含条款（包括内嵌的）",
        |f, r, each| {
            let range = row(f, r).map_or(0..0, |it| it.provisions.clone());
            each.all(range.map(|at| FactRef::new(Kind::Provision, r.doc, at)))
        },
    ),
    many(
        "cites",
        Type::Fact(Kind::Reference),
        "the documents that it names",
        "其中提及的文件",
        |f, r, each| match row(f, r) {
            Some(row) => each.all(cited_in(f, r.doc, row.text, &row.range)),
            None => Ok(()),
        },
    ),
    one(
        "has_quantity",
        Type::Bool,
        "it has a number with a unit, or a limit",
        "含有量值或限值",
        |f, r| {
            let Some(row) = row(f, r) else { return Value::None };
            Value::Bool(has_quantity(f, r.doc, row.text, &row.range))
        },
    ),
];

const PLACES: &[PlaceField] = &[
    place("sentence", "the sentence", "该句", |f, r| {
        let row = row(f, r)?;
        placed(f, r.doc, row.text, row.range.clone())
    }),
    STANDARD_PLACE,
];

impl Facts<'_> {
    /// Whether parts of the `text` of such facts have places of their own.
    #[must_use]
    pub fn has_parts(kind: Kind) -> bool {
        matches!(kind, Kind::Sentence | Kind::Provision)
    }

    /// The place of a part of the `text` of a sentence or provision.
    #[must_use]
    pub fn place_of_part(&self, fact: FactRef, part: Range<usize>) -> Option<Place> {
        let at = match fact.kind {
            Kind::Sentence => fact.index,
            Kind::Provision => self.provisions(fact.doc).get(fact.index as usize)?.sentence,
            _ => return None,
        };
        let row = self.prose(fact.doc).sentences.get(at as usize)?;
        let start = row.range.start;
        placed(self, fact.doc, row.text, start + part.start..start + part.end)
    }
}

fn row<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a SentenceRow> {
    f.prose(r.doc).sentences.get(r.index as usize)
}

fn text<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a ProseText> {
    f.prose(r.doc).texts.get(row(f, r)?.text as usize)
}

fn words<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a str> {
    let row = row(f, r)?;
    part(f, r.doc, row.text, &row.range)
}

/// The words of a range of a text; none where it is empty.
pub(super) fn part<'a>(
    f: &Facts<'a>,
    doc: u32,
    text: u32,
    range: &Range<usize>,
) -> Option<&'a str> {
    let words = f.text(f.prose_text(doc, text)?).get(range.clone())?.trim();
    (!words.is_empty()).then_some(words)
}

/// The place of a range of a text.
pub(super) fn placed(f: &Facts<'_>, doc: u32, text: u32, range: Range<usize>) -> Option<Place> {
    let span: Span = f.prose_text(doc, text)?.span_of(range);
    let clause = f.prose(doc).texts.get(text as usize)?.clause;
    Some(Place { doc, clause, span })
}

pub(super) fn clause(doc: u32, at: u32) -> FactRef {
    FactRef::new(Kind::Clause, doc, at)
}

pub(super) fn language<'a>(lang: Lang) -> Value<'a> {
    Value::Word(match lang {
        Lang::Zh => 0,
        Lang::En => 1,
        _ => 2,
    })
}

pub(super) fn modality<'a>(modality: Modality) -> Value<'a> {
    Value::Word(modality as u8)
}

pub(super) fn has_quantity(f: &Facts<'_>, doc: u32, text: u32, range: &Range<usize>) -> bool {
    let found = quantities_in(f.quantities(doc, text), range);
    found.iter().any(|it| range.start <= it.range.start && it.range.end <= range.end)
}

/// The citations of other documents in a range of a text.
pub(super) fn cited_in<'a>(
    f: &Facts<'a>,
    doc: u32,
    text: u32,
    range: &Range<usize>,
) -> impl Iterator<Item = FactRef> + use<'a> {
    let site = f.prose(doc).texts.get(text as usize).and_then(ProseText::block);
    let external = &f.cited(doc).external;
    let first = site.map_or(external.len(), |site| {
        external.partition_point(|it| (it.site.clause, it.site.block, it.site.text) < site)
    });
    let range = range.clone();
    (u32::try_from(first).unwrap_or(u32::MAX)..)
        .zip(external.get(first..).unwrap_or_default())
        .take_while(move |(_, it)| Some((it.site.clause, it.site.block, it.site.text)) == site)
        .filter(move |(_, it)| {
            range.start <= it.found.range.start && it.found.range.end <= range.end
        })
        .map(move |(at, _)| reference::in_text(doc, at))
}
