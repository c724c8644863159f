//! Kind `classification_code`: a code under which a document is classified.

use super::super::{
    FactRef, Facts, Field, Kind, KindDef, PlaceField, Producer, Reason, Type, Value, one, place,
};
use super::{STANDARD, STANDARD_PLACE, at};
use crate::coverage::{AspectList, Codes, Scheme, gats, lies_under};
use crate::fact::classification::{is_ccs, is_ics, is_sector, nearest};
use crate::model::Text;
use crate::syntax::did_you_mean;

pub(crate) static KIND: KindDef = KindDef {
    name: "classification_code",
    en: "an ICS, CCS or sector code, or an aspect, under which a document is classified",
    zh: "文件的 ICS、CCS 或行业分类代码，或所属方面",
    fields: FIELDS,
    places: PLACES,
    display: |f, r| code(f, r).unwrap_or("").into(),
    producer: Producer::Document(|f, doc, take| {
        let Some(classification) = f.standard(doc).classification.as_deref() else { return };
        let sectors = classification.sectors.as_ref().map_or(0, |it| it.len());
        let aspects = classification.aspects.as_ref().map_or(0, |it| it.len());
        let counts = [classification.ics.len(), classification.ccs.len(), sectors, aspects];
        for (scheme, count) in (0_u32..).zip(counts) {
            for index in 0..u32::try_from(count).unwrap_or(u32::MAX) {
                take(FactRef::new(Kind::ClassificationCode, doc, index).with_sub(scheme));
            }
        }
    }),
};

const SCHEMES: &[&str] = &["ics", "ccs", "sector", "aspect"];

const FIELDS: &[Field] = &[
    STANDARD,
    one(
        "scheme",
        Type::Word(SCHEMES),
        "which classification it is of",
        "所属分类体系",
        |_, r| Value::Word(u8::try_from(r.sub).unwrap_or(0)),
    ),
    one("code", Type::Text, "the code", "代码", |f, r| Value::or_none(code(f, r))),
    one("known", Type::Bool, "the table has it", "分类表中有该代码", |f, r| {
        let Some(code) = code(f, r) else { return Value::None };
        if code.is_empty() {
            return Value::None;
        }
        let known = match r.sub {
            0 => Some(is_ics(code)),
            1 => is_ccs(code),
            2 => knows_sector(f, code),
            _ => Some(AspectList::built_in().resolve(code).is_some()),
        };
        Value::or_absent(known, || Reason::Because {
            doc: r.doc,
            why: &("there is no table of these classification codes", "没有此类分类代码的完整表"),
        })
    }),
    one(
        "suggestion",
        Type::Text,
        "the nearest code above it; none where there is none",
        "最接近的上级代码；没有则为空",
        |f, r| {
            let Some(code) = code(f, r) else { return Value::None };
            Value::or_none(match r.sub {
                0 => nearest(code, is_ics),
                2 => nearest(code, |code| knows_sector(f, code) == Some(true)),
                3 => {
                    let keys = AspectList::built_in().aspects.iter().map(|it| it.key.as_str());
                    did_you_mean(code, keys)
                }
                _ => None,
            })
        },
    ),
    one(
        "ics_agrees",
        Type::Bool,
        "for a sector: some ICS code of the document lies where the crosswalk of the scheme expects it",
        "对行业代码：文件至少有一个 ICS 号位于该分类对照表所预期之处",
        |f, r| match expected(f, r) {
            Ok(expected) => {
                let class = f.standard(r.doc).classification.as_deref();
                let ics = class.map_or(&[][..], |it| &it.ics);
                if ics.is_empty() {
                    return Value::Absent(Reason::NotGiven { doc: r.doc, field: "ics" });
                }
                Value::Bool(ics.iter().any(|text| {
                    let code = f.text(text).trim();
                    // A code above an expected one is no contradiction.
                    expected.iter().any(|it| lies_under(code, it) || lies_under(it, code))
                }))
            }
            Err(value) => value,
        },
    ),
    one(
        "expected_ics",
        Type::Text,
        "for a sector: the ICS codes under which the crosswalk of the scheme expects its documents",
        "对行业代码：该分类对照表所预期的 ICS 号",
        |f, r| match expected(f, r) {
            Ok(expected) => Value::from(expected.join(", ")),
            Err(value) => value,
        },
    ),
];

const PLACES: &[PlaceField] =
    &[place("code", "the code", "代码", |f, r| at(r, text(f, r).map(Text::span))), STANDARD_PLACE];

fn text<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a Text> {
    let classification = f.standard(r.doc).classification.as_deref()?;
    let list = match r.sub {
        0 => &classification.ics,
        1 => &classification.ccs,
        2 => classification.sectors.as_ref()?,
        _ => classification.aspects.as_ref()?,
    };
    list.get(r.index as usize)
}

fn code<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a str> {
    text(f, r).map(|text| f.text(text).trim())
}

/// Sector schemes in use: those of the plans, else the usual one. Nothing where a plan names one that
/// is not there: its codes may be anything.
fn in_use<'a>(f: &Facts<'a>) -> Option<Vec<&'a Scheme>> {
    let Some((_, schemes)) = f.judged_systems() else { return Some(vec![gats()]) };
    let mut used = Vec::new();
    for system in f.corpus().systems() {
        used.push(schemes.of(f.corpus(), system)?);
    }
    used.retain(|it| it.codes == Codes::Sectors);
    if used.is_empty() {
        let usual = schemes.usual();
        used.push(if usual.codes == Codes::Sectors { usual } else { gats() });
    }
    Some(used)
}

/// Whether a code is one of the sector schemes in use; `None` where nobody can tell.
fn knows_sector(f: &Facts<'_>, code: &str) -> Option<bool> {
    let schemes = in_use(f)?;
    let by = |scheme: &&Scheme| {
        if scheme.key == gats().key {
            is_sector(code)
        } else {
            Some(scheme.resolve(code).is_some())
        }
    };
    let answers: Vec<Option<bool>> = schemes.iter().map(by).collect();
    if answers.contains(&Some(true)) {
        return Some(true);
    }
    (!answers.contains(&None)).then_some(false)
}

/// ICS codes where the documents of a sector are expected, or the value that stands for there being
/// no answer.
fn expected<'a>(f: &Facts<'a>, r: FactRef) -> Result<&'a [String], Value<'a>> {
    let Some(code) = code(f, r).filter(|_| r.sub == 2) else { return Err(Value::None) };
    let outside = || {
        Value::Absent(Reason::Because {
            doc: r.doc,
            why: &(
                "the crosswalk of the sector scheme says nothing of this sector",
                "行业分类的对照表未涉及该部门",
            ),
        })
    };
    let schemes = in_use(f).ok_or_else(outside)?;
    let found = schemes.into_iter().find_map(|it| Some((it, it.resolve(code)?)));
    let expected = found.map_or(&[][..], |(scheme, it)| scheme.crosswalk(it.sector));
    if expected.is_empty() { Err(outside()) } else { Ok(expected) }
}
