//! Kind `asset`: an annex, figure, table, note or other numbered piece of a document.

use super::super::{
    FactRef, Facts, Field, Kind, KindDef, Place, PlaceField, Producer, Type, Value, one, place,
};
use super::{STANDARD, STANDARD_PLACE, clause};
use crate::identifier::ElementKind;
use crate::model::{Block, BlockKind, Element, Lang, Localised, Text};

pub(crate) static KIND: KindDef = KindDef {
    name: "asset",
    en: "an annex, figure, table, formula, note, example or footnote",
    zh: "附录、图、表、公式、注、示例或脚注",
    fields: FIELDS,
    places: PLACES,
    display: |f, r| label(f, r).map_or("", |text| f.text(text).trim()).into(),
    producer: Producer::Document(|f, doc, take| {
        for (at, row) in (0_u32..).zip(f.clauses(doc)) {
            if row.depth == 1 && clause::element(f, row) == Some(Element::Annex) {
                take(FactRef::new(Kind::Asset, doc, at));
            }
            for (sub, block) in (1_u32..).zip(&row.clause.blocks) {
                if kind_of(block).is_some() {
                    take(FactRef::new(Kind::Asset, doc, at).with_sub(sub));
                }
            }
        }
    }),
};

const WORDS: &[&str] = &["annex", "figure", "table", "formula", "note", "example", "footnote"];

const FIELDS: &[Field] = &[
    STANDARD,
    one("kind", Type::Word(WORDS), "what it is", "类别", |f, r| {
        Value::or_none(match block(f, r) {
            None => Some(Value::Word(0)),
            Some(block) => kind_of(block).map(Value::Word),
        })
    }),
    one(
        "number",
        Type::Text,
        "its number or letter; none where it has none",
        "编号；没有则为空",
        |f, r| {
            Value::or_none(label(f, r).map(|text| f.text(text).trim()).filter(|it| !it.is_empty()))
        },
    ),
    one(
        "title",
        Type::Text,
        "its title; none where it has none",
        "标题；没有则为空",
        |f, r| Value::or_none(title(f, r).and_then(|it| f.words(it, Lang::Zh))),
    ),
    one("clause", Type::Fact(Kind::Clause), "the clause it stands in", "所在章条", |_, r| {
        Value::Fact(FactRef::new(Kind::Clause, r.doc, r.index))
    }),
    one("cited", Type::Bool, "the text cites it", "正文中提及", is_cited),
];

const PLACES: &[PlaceField] = &[
    place("asset", "its number, else its title", "其编号或标题", |f, r| {
        let named = label(f, r).or_else(|| title(f, r)?.first()).map(Text::span);
        let span = named.or_else(|| block(f, r).map(|it| it.span))?;
        Some(Place::in_clause(r.doc, r.index, span))
    }),
    STANDARD_PLACE,
];

fn kind_of(block: &Block) -> Option<u8> {
    Some(match block.kind {
        BlockKind::Figure => 1,
        BlockKind::Table => 2,
        BlockKind::Formula => 3,
        BlockKind::Note => 4,
        BlockKind::Example => 5,
        BlockKind::Footnote => 6,
        _ => return None,
    })
}

fn block<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a Block> {
    let at = (r.sub as usize).checked_sub(1)?;
    f.clauses(r.doc).get(r.index as usize)?.clause.blocks.get(at)
}

fn label<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a Text> {
    match r.sub {
        0 => f.clauses(r.doc).get(r.index as usize)?.clause.number.as_ref(),
        _ => block(f, r)?.number.as_ref(),
    }
}

fn title<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a Localised> {
    match r.sub {
        0 => Some(&f.clauses(r.doc).get(r.index as usize)?.clause.title),
        _ => Some(&block(f, r)?.title),
    }
}

fn is_cited<'a>(f: &Facts<'a>, r: FactRef) -> Value<'a> {
    let cited = f.cited(r.doc);
    let (kind, anchor, within) = match block(f, r) {
        None => {
            let rows = f.clauses(r.doc);
            let Some(row) = rows.get(r.index as usize) else { return Value::None };
            let rest = rows.iter().skip(r.index as usize + 1);
            let inside = rest.take_while(|it| it.depth > row.depth).count();
            let end = r.index + 1 + u32::try_from(inside).unwrap_or(0);
            (ElementKind::Annex, row.clause.anchor.as_ref(), r.index..end)
        }
        Some(block) => {
            let kind = match block.kind {
                BlockKind::Figure => ElementKind::Figure,
                BlockKind::Table => ElementKind::Table,
                BlockKind::Formula => ElementKind::Formula,
                _ => return Value::None,
            };
            (kind, block.anchor.as_ref(), 0..0)
        }
    };
    let by_anchor = anchor.map(|text| f.text(text).trim()).is_some_and(|anchor| {
        let outside = |clause: u32| !within.contains(&clause);
        cited.anchors.iter().any(|(name, site)| *name == anchor && outside(site.clause))
    });
    let by_number = || label(f, r).is_some_and(|number| cited.cites(kind, f.text(number), &within));
    Value::Bool(by_anchor || by_number())
}
