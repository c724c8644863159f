//! Kind `cell`: a cell of the standards system.

use super::super::{
    FactRef, Facts, Field, Kind, KindDef, NO_DOCUMENT, Place, PlaceField, Producer, Reason, Type,
    Value, many, one, place,
};
use crate::coverage::{AspectList, MatrixCell, State};
use crate::model::{Level, Text};
use crate::source::Span;

pub(crate) static KIND: KindDef = KindDef {
    name: "cell",
    en: "a cell of the standards system, sector and aspect: one that a judged plan speaks of, or one with standards",
    zh: "标准体系的一个单元，即部门与方面：所判定的计划提到的，或已有标准的",
    fields: FIELDS,
    places: PLACES,
    display: |f, r| match cell(f, r) {
        Ok(cell) => format!("{}/{}", cell.sector, cell.aspect).into(),
        Err(_) => f.lazy().systems(f).fault(r.index).map_or("", |it| it.written.as_str()).into(),
    },
    producer: Producer::Corpus(|f, take| {
        for (at, _) in (0_u32..).zip(&f.lazy().systems(f).rows) {
            take(FactRef::new(Kind::Cell, NO_DOCUMENT, at));
        }
    }),
};

const FIELDS: &[Field] = &[
    one("scheme", Type::Text, "the sector scheme", "所用行业分类", |f, r| {
        let matrix = f.lazy().systems(f).matrix(r.index);
        Value::or_none(matrix.map(|it| it.scheme.key.as_str()))
    }),
    one("sector", Type::Text, "code of the sector", "部门代码", |f, r| {
        known(f, r, |it| Value::text(&it.sector))
    }),
    one("sector_en", Type::Text, "the sector in English", "部门的英文名称", |f, r| {
        known(f, r, |it| sector_name(f, r, it, false))
    }),
    one("sector_zh", Type::Text, "the sector in Chinese", "部门的中文名称", |f, r| {
        known(f, r, |it| sector_name(f, r, it, true))
    }),
    one("aspect", Type::Text, "the aspect", "方面", |f, r| {
        known(f, r, |it| Value::text(&it.aspect))
    }),
    one("aspect_en", Type::Text, "the aspect in English", "方面的英文名称", |f, r| {
        known(f, r, |it| aspect_name(it, false))
    }),
    one("aspect_zh", Type::Text, "the aspect in Chinese", "方面的中文名称", |f, r| {
        known(f, r, |it| aspect_name(it, true))
    }),
    one("required", Type::Bool, "a standard is required", "要求有标准", |f, r| {
        known(f, r, |it| Value::Bool(it.required))
    }),
    one(
        "state",
        Type::Word(State::WORDS),
        "how the cell is filled on the day of judgement",
        "判定日期时该单元的状态",
        |f, r| known(f, r, |it| doubt(f, r, it).unwrap_or(Value::Word(it.state as u8))),
    ),
    one(
        "min_level",
        Type::Word(Level::WORDS),
        "the weakest level that will do; none where any does",
        "可接受的最低层级；不限则为空",
        |f, r| known(f, r, |it| Value::or_none(it.min_level)),
    ),
    one(
        "best_level",
        Type::Word(Level::WORDS),
        "the strongest level of the standards in force; none where there are none",
        "现行标准的最高层级；没有则为空",
        |f, r| known(f, r, |it| Value::or_none(it.best_level)),
    ),
    one(
        "below_minimum",
        Type::Bool,
        "its strongest standard is weaker than the weakest level that will do",
        "最高层级的标准仍低于可接受的最低层级",
        |f, r| {
            known(f, r, |it| {
                let doubt = doubt(f, r, it).filter(|_| it.below_minimum);
                doubt.unwrap_or(Value::Bool(it.below_minimum))
            })
        },
    ),
    many(
        "standards",
        Type::Fact(Kind::Standard),
        "the standards in force that fill it",
        "填充该单元的现行标准",
        |f, r, each| each.all(cell(f, r)?.members.iter().map(|id| FactRef::standard(id.0))),
    ),
    many(
        "planned",
        Type::Fact(Kind::Standard),
        "drafts, and standards that are not yet in force",
        "草案与尚未实施的标准",
        |f, r, each| each.all(cell(f, r)?.drafts.iter().map(|id| FactRef::standard(id.0))),
    ),
    one(
        "crowd",
        Type::Number,
        "standards in force of the level that has most of them",
        "现行标准最多的层级的标准数",
        |f, r| known(f, r, |it| Value::count(crowd(it).map_or(0, |(_, count)| count))),
    ),
    one(
        "crowded_level",
        Type::Word(Level::WORDS),
        "the level that has most of them; none where there are none",
        "现行标准最多的层级；没有则为空",
        |f, r| known(f, r, |it| Value::or_none(crowd(it).map(|(level, _)| level))),
    ),
    one(
        "allowed",
        Type::Number,
        "standards of one level that a cell may hold: as the plan says, else 3",
        "同一层级在一个单元内允许的标准数：按计划所列，未列则为 3",
        |f, r| {
            let most = f.lazy().systems(f).most(r.index);
            known(f, r, |_| Value::count(most as usize))
        },
    ),
    one(
        "na_reason",
        Type::Text,
        "why no standard is needed; empty where it is declared without a reason, none where it is not \
         declared",
        "不需要标准的理由；声明而无理由则为空文字，未声明则无值",
        |f, r| known(f, r, |it| Value::or_none(it.reason.as_deref())),
    ),
];

const PLACES: &[PlaceField] = &[
    place("sector", "the sector in the plan", "计划中的部门", |f, r| {
        let systems = f.lazy().systems(f);
        if let Some(fault) = systems.fault(r.index) {
            return Some(at(fault.span));
        }
        let (_, entry) = systems.entry(f, r.index)?;
        let code = &cell(f, r).ok()?.sector;
        // Of several the one that names the cell most closely: the longest that it begins with.
        let fits = |text: &&Text| code.starts_with(f.text(text).trim());
        let named = entry.sectors.iter().filter(fits).max_by_key(|it| f.text(it).len());
        named.or_else(|| entry.sectors.first()).map(|it| at(it.span()))
    }),
    place("aspect", "the aspect in the plan", "计划中的方面", |f, r| {
        let (_, entry) = f.lazy().systems(f).entry(f, r.index)?;
        entry.aspects.first().map(|it| at(it.span()))
    }),
    place("min_level", "the weakest level that will do", "可接受的最低层级", |f, r| {
        let (_, entry) = f.lazy().systems(f).entry(f, r.index)?;
        entry.min_level.map(|it| at(it.span))
    }),
    place("na_reason", "why no standard is needed", "不需要标准的理由", |f, r| {
        let (_, entry) = f.lazy().systems(f).entry(f, r.index)?;
        entry.na_reason.as_ref().map(|it| at(it.span()))
    }),
    place("plan", "the plan", "计划", |f, r| {
        let system = f.lazy().systems(f).system(r.index)?;
        let system = f.corpus().systems().get(system as usize)?;
        let place = system.scheme.as_ref().map_or(system.span, Text::span);
        Some(at(first_line(f, place)))
    }),
];

fn at(span: Span) -> Place {
    Place::of(NO_DOCUMENT, span)
}

/// Of a long piece of YAML the first line is enough to point at.
fn first_line(f: &Facts<'_>, span: Span) -> Span {
    let text = f.sources().slice(span);
    span.within(0..text.find(['\n', '\r']).unwrap_or(text.len()))
}

fn cell<'a>(f: &Facts<'a>, r: FactRef) -> Result<&'a MatrixCell, Reason> {
    f.lazy().systems(f).cell(r.index)
}

fn known<'a>(f: &Facts<'a>, r: FactRef, of: impl FnOnce(&'a MatrixCell) -> Value<'a>) -> Value<'a> {
    match cell(f, r) {
        Ok(cell) => of(cell),
        Err(reason) => Value::Absent(reason),
    }
}

/// Why the state of a cell is not known, where more standards, or the status of those that are
/// there, could change it.
fn doubt<'a>(f: &Facts<'a>, r: FactRef, cell: &MatrixCell) -> Option<Value<'a>> {
    if matches!(cell.state, State::Covered | State::Oversupplied | State::NotApplicable) {
        return None;
    }
    if let Some(id) = cell.doubtful.first() {
        let why = &("whether it is in force is not known", "是否现行未知");
        return Some(Value::Absent(Reason::Because { doc: id.0, why }));
    }
    f.is_partial(NO_DOCUMENT).then(|| {
        let system = f.lazy().systems(f).system(r.index).unwrap_or(0);
        let why = &(
            "the corpus is declared partial: what fills its cells may not be in it",
            "语料库声明为不完整：填充单元的标准可能不在其中",
        );
        Value::Absent(Reason::Plan { system, why })
    })
}

fn crowd(cell: &MatrixCell) -> Option<(Level, usize)> {
    let known = cell.by_level.iter().filter(|it| it.level != Level::Unknown);
    // The strongest of equally crowded ones.
    let most = known.clone().map(|it| it.count).max()?;
    known.into_iter().find(|it| it.count == most).map(|it| (it.level, it.count))
}

fn sector_name<'a>(f: &Facts<'a>, r: FactRef, cell: &MatrixCell, zh: bool) -> Value<'a> {
    let matrix = f.lazy().systems(f).matrix(r.index);
    let row = matrix.and_then(|it| it.sectors.iter().find(|row| row.code == cell.sector));
    Value::or_none(row.map(|it| if zh { it.label.zh.as_str() } else { it.label.en.as_str() }))
}

fn aspect_name<'a>(cell: &MatrixCell, zh: bool) -> Value<'a> {
    let aspect = AspectList::built_in().aspects.iter().find(|it| it.key == cell.aspect);
    Value::or_none(aspect.map(|it| if zh { it.title.zh.as_str() } else { it.title.en.as_str() }))
}
