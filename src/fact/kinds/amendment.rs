//! Kind `amendment`: a document amends or corrects another.

use super::super::{
    FactRef, Facts, Field, Kind, KindDef, Place, PlaceField, Producer, Reason, Type, Value, one,
    place,
};
use super::{STANDARD, STANDARD_PLACE, at};
use crate::corpus::StandardId;
use crate::language::Modality;
use crate::model::Target;

pub(crate) static KIND: KindDef = KindDef {
    name: "amendment",
    en: "a statement of a document that it amends or corrects another",
    zh: "文件修改或更正另一文件的声明",
    fields: FIELDS,
    places: PLACES,
    display: |f, r| target(f, r).map_or("", |it| f.written(it)).into(),
    producer: Producer::Document(|f, doc, take| {
        for index in 0..u32::try_from(f.standard(doc).amends.len()).unwrap_or(u32::MAX) {
            take(FactRef::new(Kind::Amendment, doc, index));
        }
    }),
};

const FIELDS: &[Field] = &[
    STANDARD,
    one(
        "amended",
        Type::Fact(Kind::Standard),
        "the document that is amended",
        "被修改的文件",
        |f, r| {
            let nodes = target(f, r).map(|it| f.corpus().resolve(it, StandardId(r.doc)).nodes);
            match nodes.and_then(|it| it.first().copied()) {
                Some(node) => f.document(node, r.doc),
                None => Value::None,
            }
        },
    ),
    one(
        "written",
        Type::Text,
        "the amended document as written",
        "被修改的文件（原文）",
        |f, r| Value::or_none(target(f, r).map(|it| f.written(it))),
    ),
    one(
        "provisions",
        Type::Number,
        "how many provisions the amendment contains: requirements, recommendations, permissions",
        "修改单所含条款的数目：要求、推荐、允许",
        |f, r| {
            if f.clauses(r.doc).is_empty() {
                return Value::Absent(Reason::NoText { doc: r.doc });
            }
            Value::count(binding(f, r.doc).count())
        },
    ),
];

const PLACES: &[PlaceField] = &[
    place("amendment", "the amended document as written", "被修改的文件", |f, r| {
        at(r, target(f, r).map(|it| it.written.span()))
    }),
    place(
        "provision",
        "the first provision of the amendment",
        "修改单中的第一个条款",
        |f, r| binding(f, r.doc).next(),
    ),
    STANDARD_PLACE,
];

fn target<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a Target> {
    f.standard(r.doc).amends.get(r.index as usize)
}

/// Places of the sentences of a document that bind, where something can be required.
fn binding<'a>(f: &Facts<'a>, doc: u32) -> impl Iterator<Item = Place> + use<'a> {
    let f = *f;
    let prose = f.prose(doc);
    prose.provisions.iter().filter_map(move |row| {
        let binds = !matches!(
            row.provision.modality,
            Modality::Statement | Modality::Can | Modality::Cannot
        );
        let informs = prose.texts.get(row.text as usize).is_none_or(|it| it.informative);
        if !binds || informs || row.provision.embedded {
            return None;
        }
        let span = f.prose_text(doc, row.text)?.span_of(row.provision.sentence.clone());
        Some(match row.clause {
            Some(clause) => Place::in_clause(doc, clause, span),
            None => Place::of(doc, span),
        })
    })
}
