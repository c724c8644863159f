//! Kind `mapping_end`: one end of a map.

use super::super::maps::{End, Found, Maps};
use super::super::{
    FactRef, Facts, Field, Kind, KindDef, Place, PlaceField, Producer, Reason, Type, Value, many,
    one, place,
};
use super::{STANDARD, STANDARD_PLACE};
use crate::model::{BlockKind, Clause, MapEnd, Text, WithdrawnItem};

pub(crate) static KIND: KindDef = KindDef {
    name: "mapping_end",
    en: "one end of a map: a clause or control, and what pins its identity",
    zh: "映射的一端：条款或控制项及其身份标识",
    fields: FIELDS,
    places: PLACES,
    display: |f, r| read(f, r).map_or("", |it| f.text(&it.id).trim()).into(),
    producer: Producer::Corpus(|f, take| {
        let maps = f.lazy().maps(f);
        for (at, end) in (0_u32..).zip(&maps.ends) {
            let set = &maps.sets[maps.rows[end.row as usize].set as usize];
            if set.judged {
                take(FactRef::new(Kind::MappingEnd, set.doc, at));
            }
        }
    }),
};

/// The sides of a map.
pub(crate) const SIDES: &[&str] = &["left", "right"];
const PINS: &[&str] = &["title", "hash", "uuid"];

const FIELDS: &[Field] = &[
    STANDARD,
    one("id", Type::Text, "as written", "原文", |f, r| {
        Value::or_none(read(f, r).map(|it| f.text(&it.id).trim()))
    }),
    one("side", Type::Word(SIDES), "left or right", "左端或右端", |f, r| {
        Value::or_none(end(f, r).map(|it| Value::Word(u8::from(it.right))))
    }),
    one("mapping", Type::Fact(Kind::Mapping), "the map it belongs to", "所属映射", |f, r| {
        Value::or_none(end(f, r).map(|it| FactRef::new(Kind::Mapping, r.doc, it.row)))
    }),
    one(
        "document",
        Type::Fact(Kind::Standard),
        "the document that it is an element of",
        "所属文件",
        |f, r| match document(f, r) {
            Some(Ok(doc)) => Value::Fact(FactRef::standard_for(doc, r.doc)),
            Some(Err(reason)) => Value::Absent(reason),
            None => Value::None,
        },
    ),
    one(
        "document_written",
        Type::Text,
        "that document as written",
        "该文件（原文）",
        |f, r| Value::or_none(target(f, r)),
    ),
    one(
        "exists",
        Type::Bool,
        "the document has such a clause or control, and has not withdrawn it",
        "该文件有此条款或控制项，且未撤销",
        |f, r| match found(f, r) {
            Ok(found) => Value::Bool(matches!(found, Some(Found::Clause(..)))),
            Err(reason) => Value::Absent(reason),
        },
    ),
    one(
        "withdrawn",
        Type::Bool,
        "the document lists it as withdrawn",
        "该文件将其列为已撤销",
        |f, r| match found(f, r) {
            Ok(found) => Value::Bool(matches!(found, Some(Found::Withdrawn(_)))),
            Err(reason) => Value::Absent(reason),
        },
    ),
    many(
        "went_to",
        Type::Text,
        "the elements that took in a withdrawn one",
        "已撤销要素的内容所并入或移至的要素",
        |f, r, each| {
            let links = withdrawn(f, r).map_or(&[][..], |it| &it.links);
            each.all(links.iter().map(|(_, target)| f.text(target)))
        },
    ),
    one(
        "suggestion",
        Type::Text,
        "where a withdrawn one went, if to one place, else the name that comes nearest; none where \
         nothing does",
        "已撤销要素的唯一去处，或最接近的名称；没有则为空",
        |f, r| {
            if matches!(found(f, r), Ok(Some(Found::Clause(..))) | Err(_)) {
                return Value::None;
            }
            let went = withdrawn(f, r).map_or(&[][..], |it| &it.links);
            if let [(_, only)] = went {
                return Value::text(f.text(only));
            }
            let near = || {
                let Some(Ok(doc)) = document(f, r) else { return None };
                maps(f).nearest(doc, f.text(&read(f, r)?.id)).filter(|_| went.is_empty())
            };
            Value::or_none(near())
        },
    ),
    one(
        "title",
        Type::Text,
        "its title when it was mapped; none where none is given",
        "映射时的标题；未给出则为空",
        |f, r| Value::or_none(pinned(f, read(f, r).and_then(|it| it.title.as_ref()))),
    ),
    one(
        "actual_title",
        Type::Text,
        "its title in the document; none where it has none",
        "其在文件中的标题；没有则为空",
        |f, r| match clause(f, r) {
            Ok(clause) => {
                let title = clause.and_then(|(it, _)| it.title.first());
                Value::or_none(title.map(|it| f.text(it).trim()))
            }
            Err(reason) => Value::Absent(reason),
        },
    ),
    one(
        "actual_hash",
        Type::Text,
        "the hash of its words as they stand now: the first 32 digits of BLAKE3 over its paragraphs and \
         list items, white space folded",
        "其现有文字的散列值：对其各段和列项（空白归一）取 BLAKE3 的前 32 位",
        |f, r| match clause(f, r) {
            Ok(clause) => Value::or_none(clause.map(|(it, piece)| hash(f, it, piece))),
            Err(reason) => Value::Absent(reason),
        },
    ),
    one(
        "drifted",
        Type::Word(PINS),
        "what says that it is another element than the one that was mapped; none where nothing does",
        "表明其已不是所映射要素的标识；没有则为空",
        |f, r| match drifted(f, r) {
            Ok(found) => Value::or_none(found.map(|it| Value::Word(it.0))),
            Err(reason) => Value::Absent(reason),
        },
    ),
];

const PLACES: &[PlaceField] = &[
    place("end", "as written", "原文", |f, r| Some(Place::of(r.doc, read(f, r)?.id.span()))),
    place(
        "pin",
        "what says that it is another element",
        "表明已不是原要素的标识",
        |f, r| Some(Place::of(r.doc, drifted(f, r).ok()??.1.span())),
    ),
    place(
        "element",
        "the element in its own document",
        "该要素在其文件中的位置",
        |f, r| {
            let Some(Ok(doc)) = document(f, r) else { return None };
            match found(f, r).ok()?? {
                Found::Clause(at, _) => {
                    let clause = f.clauses(doc).get(at as usize)?.clause;
                    let named = clause.title.first().or(clause.number.as_ref()).map(Text::span);
                    Some(Place::in_clause(doc, at, named.unwrap_or(clause.span)))
                }
                Found::Withdrawn(_) => {
                    let item = withdrawn(f, r)?;
                    Some(Place::of(doc, item.id.span()))
                }
            }
        },
    ),
    STANDARD_PLACE,
];

fn maps<'a>(f: &Facts<'a>) -> &'a Maps {
    f.lazy().maps(f)
}

fn end<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a End> {
    maps(f).ends.get(r.index as usize)
}

fn read<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a MapEnd> {
    end(f, r)?.read(f, maps(f))
}

fn document(f: &Facts<'_>, r: FactRef) -> Option<Result<u32, Reason>> {
    let end = end(f, r)?;
    let set = &maps(f).sets[maps(f).rows[end.row as usize].set as usize];
    Some(set.sides[usize::from(end.right)])
}

fn target<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a str> {
    let end = end(f, r)?;
    let set = &maps(f).sets[maps(f).rows[end.row as usize].set as usize];
    set.target(f, usize::from(end.right)).map(|it| f.written(it))
}

fn found(f: &Facts<'_>, r: FactRef) -> Result<Option<Found>, Reason> {
    end(f, r).map_or(Ok(None), |it| it.found)
}

fn withdrawn<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a WithdrawnItem> {
    let Some(Ok(doc)) = document(f, r) else { return None };
    match found(f, r) {
        Ok(Some(Found::Withdrawn(at))) => {
            f.standard(doc).details.as_deref()?.withdrawn_items.get(at as usize)
        }
        _ => None,
    }
}

/// The clause that is named, and the piece of it.
fn clause<'a>(f: &Facts<'a>, r: FactRef) -> Result<Option<(&'a Clause, u32)>, Reason> {
    Ok(match (found(f, r)?, document(f, r)) {
        (Some(Found::Clause(at, piece)), Some(Ok(doc))) => {
            f.clauses(doc).get(at as usize).map(|it| (it.clause, piece))
        }
        _ => None,
    })
}

fn pinned<'a>(f: &Facts<'a>, text: Option<&'a Text>) -> Option<&'a str> {
    text.map(|it| f.text(it).trim()).filter(|it| !it.is_empty())
}

/// What says that an end is another element now: an index of [`PINS`], and where it is written. A
/// UUID can only be compared where the document gives its elements one.
fn drifted<'a>(f: &Facts<'a>, r: FactRef) -> Result<Option<(u8, &'a Text)>, Reason> {
    let Some(end) = read(f, r) else { return Ok(None) };
    let Some((clause, piece)) = clause(f, r)? else { return Ok(None) };
    if let Some(title) = &end.title
        && piece == 0
        && let Some(said) = pinned(f, Some(title))
        && !clause.title.is_empty()
        && !clause.title.iter().any(|(_, it)| same_title(f.text(it), said))
    {
        return Ok(Some((0, title)));
    }
    if let Some(text) = &end.hash
        && let Some(said) = pinned(f, Some(text))
    {
        let said = said.to_ascii_lowercase();
        let said = said.strip_prefix("blake3:").unwrap_or(&said);
        if said.len() < 8 || !hash(f, clause, piece).starts_with(said) {
            return Ok(Some((1, text)));
        }
    }
    if let Some(text) = &end.uuid
        && let Some(said) = pinned(f, Some(text))
    {
        let anchor = clause.anchor.as_ref().map(|it| f.text(it).trim());
        let Some(actual) = anchor.filter(|it| is_uuid(it)) else {
            return Err(Reason::Because {
                doc: document(f, r).and_then(Result::ok).unwrap_or(r.doc),
                why: &("its elements have no UUID", "其要素没有 UUID"),
            });
        };
        if !actual.eq_ignore_ascii_case(said) {
            return Ok(Some((2, text)));
        }
    }
    Ok(None)
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36 && text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
}

/// One title, or one of both with that of the clause above before it: *Account Management | Inactivity
/// Logout*.
fn same_title(left: &str, right: &str) -> bool {
    let last = |title: &str| title.rsplit(['|', '—', '–', '›']).next().map(str::to_owned);
    let tail = |long: &str, short: &str| last(long).is_some_and(|it| same_words(&it, short));
    same_words(left, right) || tail(left, right) || tail(right, left)
}

fn same_words(left: &str, right: &str) -> bool {
    let words = |text: &str| -> String {
        super::super::terms::folded(text).chars().filter(|c| c.is_alphanumeric()).collect()
    };
    words(left) == words(right)
}

/// BLAKE3 over the words of a clause or a piece of it, 32 digits.
fn hash(f: &Facts<'_>, clause: &Clause, piece: u32) -> String {
    let mut hasher = blake3::Hasher::new();
    let own = clause.blocks.iter().enumerate().filter(|(at, block)| match piece {
        0 => {
            matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Provision)
        }
        piece => *at + 1 == piece as usize,
    });
    for (_, text) in own.flat_map(|(_, block)| block.text.iter()) {
        for word in text.get(f.sources()).split_whitespace() {
            hasher.update(word.as_bytes());
            hasher.update(b" ");
        }
    }
    let hex = hasher.finalize().to_hex();
    hex.as_str().get(..32).unwrap_or_default().to_owned()
}
