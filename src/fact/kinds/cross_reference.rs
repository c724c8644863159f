//! Kind `cross_reference`: a citation of an element of the document itself.

use super::super::{
    FactRef, Facts, Field, Kind, KindDef, Place, PlaceField, Producer, Reason, Type, Value, one,
    place,
};
use super::{STANDARD, STANDARD_PLACE, clause, elements};
use crate::fact::cited::{DanglingCitation, InternalCitation};
use crate::identifier::ElementKind;

pub(crate) static KIND: KindDef = KindDef {
    name: "cross_reference",
    en: "a citation of a clause, table, figure or annex of the document itself",
    zh: "对本文件章条、表、图或附录的提及",
    fields: FIELDS,
    places: PLACES,
    display: |f, r| words(f, r).unwrap_or("").into(),
    producer: Producer::Document(|f, doc, take| {
        for (at, citation) in (0_u32..).zip(&f.cited(doc).internal) {
            // A foreword tells what changed against the edition before, and an amendment what
            // changes in the document that it amends: their numbers are those of the other.
            let is_of_another = elements::is_supplement(f, doc)
                || clause::is_before_the_text(f, doc, citation.site.clause);
            if !is_of_another && kind_of(citation.element.kind).is_some() {
                take(FactRef::new(Kind::CrossReference, doc, at));
            }
        }
        for (at, _) in (0_u32..).zip(&f.cited(doc).dangling) {
            take(FactRef::new(Kind::CrossReference, doc, at).with_sub(BY_ANCHOR));
        }
    }),
};

/// The citation is marked up by the format, and its anchor leads nowhere.
const BY_ANCHOR: u32 = 1;

const WORDS: &[&str] = &["clause", "annex", "table", "figure", "formula"];

const FIELDS: &[Field] = &[
    STANDARD,
    one("written", Type::Text, "as written", "原文", |f, r| Value::or_none(words(f, r))),
    one("element_kind", Type::Word(WORDS), "what is cited", "所提及的要素类别", |f, r| {
        Value::or_none(citation(f, r).and_then(|it| kind_of(it.element.kind)).map(Value::Word))
    }),
    one("element", Type::Text, "its number", "编号", |f, r| {
        let anchor = dangling(f, r).map(|it| it.anchor.as_str());
        Value::or_none(anchor.or_else(|| citation(f, r).map(|it| it.element.number.as_str())))
    }),
    one(
        "clause",
        Type::Fact(Kind::Clause),
        "the clause where it is cited",
        "提及之处所在章条",
        |f, r| {
            let at = dangling(f, r).map(|it| it.site.clause);
            let at = at.or_else(|| citation(f, r).map(|it| it.site.clause));
            Value::or_none(at.map(|at| FactRef::new(Kind::Clause, r.doc, at)))
        },
    ),
    one("exists", Type::Bool, "the document has it", "本文件中有该内容", |f, r| {
        if dangling(f, r).is_some() {
            return Value::Bool(false);
        }
        let Some(citation) = citation(f, r) else { return Value::None };
        let own = &f.cited(r.doc).own;
        let element = &citation.element;
        let numbers = std::iter::once(&element.number).chain(&element.to);
        let mut all = true;
        for number in numbers {
            match own.has(element.kind, number) {
                None => return unknown(r, &NOT_GIVEN),
                Some(has) => all &= has,
            }
        }
        if !all && citation.doubtful {
            return unknown(r, &DOUBTFUL);
        }
        Value::Bool(all)
    }),
];

static NOT_GIVEN: (&str, &str) = ("elements of this kind are not given", "未给出此类要素");
static DOUBTFUL: (&str, &str) = (
    "a number may be that of another document named beside it",
    "某个编号可能属于同一段中提及的其他文件",
);

const PLACES: &[PlaceField] = &[
    place("citation", "the citation", "提及之处", |f, r| {
        if let Some(dangling) = dangling(f, r) {
            return Some(Place::in_clause(r.doc, dangling.site.clause, dangling.span));
        }
        let citation = citation(f, r)?;
        let span = citation.site.text_in(f, r.doc)?.span_of(citation.element.range.clone());
        Some(Place::in_clause(r.doc, citation.site.clause, span))
    }),
    STANDARD_PLACE,
];

fn kind_of(kind: ElementKind) -> Option<u8> {
    Some(match kind {
        ElementKind::Clause => 0,
        ElementKind::Annex => 1,
        ElementKind::Table => 2,
        ElementKind::Figure => 3,
        ElementKind::Formula => 4,
        _ => return None,
    })
}

fn dangling<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a DanglingCitation> {
    (r.sub == BY_ANCHOR).then(|| f.cited(r.doc).dangling.get(r.index as usize)).flatten()
}

fn citation<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a InternalCitation> {
    if r.sub == BY_ANCHOR {
        return None;
    }
    f.cited(r.doc).internal.get(r.index as usize)
}

fn words<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a str> {
    if let Some(dangling) = dangling(f, r) {
        return Some(&dangling.anchor);
    }
    let citation = citation(f, r)?;
    f.text(citation.site.text_in(f, r.doc)?).get(citation.element.range.clone())
}

fn unknown<'a>(r: FactRef, why: &'static (&'static str, &'static str)) -> Value<'a> {
    Value::Absent(Reason::Because { doc: r.doc, why })
}
