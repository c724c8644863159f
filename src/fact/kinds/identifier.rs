//! Kind `identifier`: an identifier as a document writes it, its own or that of another.

use super::super::{
    FactRef, Facts, Field, Kind, KindDef, PlaceField, Producer, Reason, Type, Value, many, one,
    place,
};
use super::{STANDARD, STANDARD_PLACE, at};
use crate::identifier::{
    Grammar, Identifier, IdentifierError, did_you_mean, fold, publisher, sector_code,
};
use crate::model::{Level, Target};
use crate::source::Span;

pub(crate) static KIND: KindDef = KindDef {
    name: "identifier",
    en: "an identifier as a document writes it: its own, or one of a document that it names",
    zh: "文件中书写的标准编号：自身的或其所提及文件的",
    fields: FIELDS,
    places: PLACES,
    display: |f, r| target(f, r).map_or("", |target| f.written(target)).into(),
    producer: Producer::Document(|f, doc, take| {
        for (use_, list) in (0_u32..).zip(lists(f, doc)) {
            for (index, target) in (0_u32..).zip(list) {
                if !target.by_key {
                    take(FactRef::new(Kind::Identifier, doc, index).with_sub(use_));
                }
            }
        }
    }),
};

/// What an identifier is written for, in the order of [`lists`].
const USES: &[&str] = &[
    "own",
    "alias",
    "reference",
    "adoption",
    "replaces",
    "replaced_by",
    "amends",
    "part_of",
    "adopted_as",
    "text",
];
/// The use of a citation in the text: not one of [`lists`], and no fact of its own.
const IN_TEXT: u32 = 9;
const SEPARATORS: &[&str] = &["em_dash", "en_dash", "hyphen", "colon", "other"];

const FIELDS: &[Field] = &[
    STANDARD,
    one("use", Type::Word(USES), "what it is written for", "用途", |_, r| {
        Value::Word(u8::try_from(r.sub).unwrap_or(0))
    }),
    one("written", Type::Text, "as written", "原文", |f, r| {
        Value::or_none(target(f, r).map(|target| f.written(target)))
    }),
    one(
        "canonical",
        Type::Text,
        "canonical form, or as written where it cannot be read",
        "规范形式；无法识别时为原文",
        |f, r| match parsed(f, r) {
            Some(it) => Value::text(&it.canonical),
            None => Value::or_none(target(f, r).map(|target| f.written(target))),
        },
    ),
    one("well_formed", Type::Bool, "some grammar reads it", "符合某种编号语法", |f, r| {
        Value::Bool(parsed(f, r).is_some())
    }),
    one(
        "error",
        Type::Text,
        "why it cannot be read; none where it can",
        "无法识别的原因；可识别则为空",
        |f, r| Value::or_none(error(f, r).map(|error| error.message.en.as_str())),
    ),
    one(
        "error_zh",
        Type::Text,
        "why it cannot be read, in Chinese",
        "无法识别的原因（中文）",
        |f, r| Value::or_none(error(f, r).map(|error| error.message.zh.as_str())),
    ),
    one(
        "suggestion",
        Type::Text,
        "what was probably meant; none where nothing is near",
        "可能的正确写法；没有则为空",
        |f, r| {
            let Some(target) = target(f, r) else { return Value::None };
            let said = error(f, r).and_then(|error| error.suggestion.as_deref());
            let written = f.written(target);
            Value::or_none(mended(written).or_else(|| said.map(str::to_owned)).or_else(|| {
                let unknown = parsed(f, r).is_some_and(|it| it.grammar == Grammar::Open);
                unknown.then(|| did_you_mean(written)).flatten()
            }))
        },
    ),
    one("chinese", Type::Bool, "of a Chinese body", "属于中国标准编号", |f, r| {
        Value::Bool(parsed(f, r).is_some_and(|it| it.grammar == Grammar::Gb))
    }),
    one(
        "folded",
        Type::Text,
        "as written, with one spelling for full-width forms, dashes and spaces",
        "统一全角、连接号和空格后的写法",
        |f, r| Value::or_none(target(f, r).map(|target| fold(f.written(target)).into_owned())),
    ),
    one(
        "prefix",
        Type::Text,
        "the code it begins with; none where it does not begin with one",
        "编号开头的代号；没有则为空",
        |f, r| Value::or_none(prefix(f, r).map(|(text, _)| text)),
    ),
    one(
        "registered",
        Type::Bool,
        "its code is in a registry; associations and enterprises have no closed list",
        "代号已登记；团体和企业代号没有封闭的登记表",
        |f, r| match parsed(f, r) {
            None => unreadable(r),
            Some(it) if it.grammar != Grammar::Open => Value::Bool(true),
            Some(_) => match prefix(f, r) {
                Some((code, _)) => {
                    let head = code.split('/').next().unwrap_or(code);
                    Value::Bool(publisher(head).is_some() || sector_code(head).is_some())
                }
                // A title or a law: no identifier at all.
                None => Value::Bool(true),
            },
        },
    ),
    one(
        "division",
        Type::Text,
        "digits of the division of a Chinese local standard; none for others",
        "地方标准的行政区划代码；其他为空",
        |f, r| {
            let division = parsed(f, r).and_then(Identifier::division);
            Value::or_none(division.map(|it| it.code.to_string()))
        },
    ),
    one(
        "division_known",
        Type::Bool,
        "the table has the division; not known for a city of a known province, since the table does not have every city",
        "行政区划代码表中有该代码；已知省份下的城市因表不全而未知",
        |f, r| match parsed(f, r).and_then(Identifier::division) {
            None => Value::None,
            Some(division) if division.known => Value::Bool(true),
            Some(division) if !division.province_known => Value::Bool(false),
            Some(_) => Value::Absent(Reason::Because {
                doc: r.doc,
                why: &(
                    "the table of divisions does not have every city",
                    "行政区划代码表未收录所有城市",
                ),
            }),
        },
    ),
    one(
        "dual",
        Type::Bool,
        "a dual number: that of the adopted document follows",
        "双编号：后附所采用文件的编号",
        |f, r| {
            let written = target(f, r).map(|target| f.written(target));
            let dual =
                parsed(f, r).is_some_and(|it| it.grammar == Grammar::Gb && it.adopts.is_some());
            Value::Bool(dual && written.is_some())
        },
    ),
    one(
        "grammar",
        Type::Text,
        "the family that reads it (`iso`, `gb`); `open` for the fallback",
        "识别它的编号语法族；后备语法为 open",
        |f, r| read(f, r, |it| family(it).into()),
    ),
    one("publisher", Type::Text, "first publisher", "首个发布者", |f, r| {
        read(f, r, |it| nonempty(it.publisher.as_str()))
    }),
    many(
        "copublishers",
        Type::Text,
        "further publishers",
        "其他联合发布者",
        |f, r, each| {
            each.all(parsed(f, r).iter().flat_map(|it| &it.copublishers).map(|it| it.as_str()))
        },
    ),
    one(
        "type",
        Type::Text,
        "type letters (`TR`, `T` for recommended, `Guide`); none where there are none",
        "类型字母；没有则为空",
        |f, r| read(f, r, |it| it.kind.as_deref().map_or(Value::None, Value::text)),
    ),
    one("number", Type::Text, "number without parts", "不含部分号的顺序号", |f, r| {
        read(f, r, |it| nonempty(it.number.as_str()))
    }),
    one(
        "part_depth",
        Type::Number,
        "how many levels of part numbers",
        "部分号层数",
        |f, r| read(f, r, |it| Value::count(it.parts.len())),
    ),
    one("all_parts", Type::Bool, "stands for all parts", "代表所有部分", |f, r| {
        read(f, r, |it| it.all_parts.into())
    }),
    one(
        "year",
        Type::Number,
        "year of the edition; none where undated",
        "版本年份；不注日期则为空",
        |f, r| read(f, r, |it| it.year.map_or(Value::None, |year| f64::from(year).into())),
    ),
    one("dated", Type::Bool, "names one edition", "注日期", |f, r| match target(f, r) {
        Some(_) if r.sub == IN_TEXT => parsed(f, r).is_some_and(Identifier::is_dated).into(),
        Some(target) if parsed(f, r).is_some() => f.corpus().is_dated(target.identifier).into(),
        _ => unreadable(r),
    }),
    one(
        "level",
        Type::Word(Level::WORDS),
        "level of the issuing body",
        "发布机构层级",
        |f, r| {
            read(f, r, |it| match it.level {
                Level::Unknown => unreadable(r),
                level => level.into(),
            })
        },
    ),
    one(
        "declared_level",
        Type::Word(Level::WORDS),
        "level that the document declares of itself; none where it does not, or for another document's identifier",
        "文件声明的自身层级；未声明或非自身编号则为空",
        |f, r| {
            let details = f.standard(r.doc).details.as_deref().filter(|_| r.sub == 0);
            Value::or_none(details.and_then(|it| it.level).map(|said| said.value))
        },
    ),
    one(
        "year_separator",
        Type::Word(SEPARATORS),
        "sign between number and year; none where undated",
        "编号与年份之间的符号；不注日期则为空",
        |f, r| {
            let Some((separator, _)) = separator(f, r) else { return Value::None };
            Value::Word(match separator {
                "—" => 0,
                "–" => 1,
                "-" => 2,
                ":" => 3,
                _ => 4,
            })
        },
    ),
    one(
        "confusable",
        Type::Text,
        "the letter O, I or l that stands among digits; none where there is none",
        "夹在数字中的字母 O、I 或 l；没有则为空",
        |f, r| {
            let Some(target) = target(f, r) else { return Value::None };
            let written = f.written(target);
            Value::or_none(confusable(written).map(|range| &written[range]))
        },
    ),
];

const PLACES: &[PlaceField] = &[
    place("identifier", "the identifier", "标准编号", |f, r| {
        at(r, target(f, r).map(|target| target.written.span()))
    }),
    STANDARD_PLACE,
    place(
        "error",
        "from the first character that cannot be read",
        "从第一个无法识别的字符起",
        |f, r| {
            let target = target(f, r)?;
            let column = error(f, r).map_or(1, |error| error.column.max(1)) as usize;
            let value = f.text(&target.written);
            let lead = value.len() - value.trim_start().len();
            let start = value[lead..]
                .char_indices()
                .nth(column - 1)
                .map_or(value.len(), |(at, _)| lead + at);
            let span = if start < value.trim_end().len() {
                target.written.span_of(start..value.trim_end().len())
            } else {
                target.written.span()
            };
            at(r, Some(span))
        },
    ),
    place("prefix", "the code it begins with", "编号开头的代号", |f, r| {
        let target = target(f, r)?;
        let span = prefix(f, r).map(|(_, range)| target.written.span_of(range));
        at(r, span.or_else(|| Some(target.written.span())))
    }),
    place("level", "the level that the document declares", "所声明的层级", |f, r| {
        let details = f.standard(r.doc).details.as_deref().filter(|_| r.sub == 0);
        at(r, details.and_then(|it| it.level).map(|said| said.span))
    }),
    place(
        "year_separator",
        "the sign between number and year",
        "编号与年份之间的符号",
        |f, r| at(r, separator(f, r).map(|(_, span)| span)),
    ),
    place("confusable", "the letter among digits", "夹在数字中的字母", |f, r| {
        let target = target(f, r)?;
        let range = confusable(f.text(&target.written))?;
        at(r, Some(target.written.span_of(range)))
    }),
];

/// The own identifier of a document as a fact.
pub(super) fn own(f: &Facts<'_>, doc: u32) -> Option<FactRef> {
    let identity = f.standard(doc).identity.as_ref()?;
    (!identity.by_key).then(|| FactRef::new(Kind::Identifier, doc, 0))
}

/// An identifier that a document writes, as a fact.
pub(super) fn of(doc: u32, use_: &str, index: u32) -> FactRef {
    let at = USES.iter().position(|each| *each == use_).unwrap_or(0);
    FactRef::new(Kind::Identifier, doc, index).with_sub(u32::try_from(at).unwrap_or(0))
}

/// Every document that a standard names, by use.
fn lists<'a>(f: &Facts<'a>, doc: u32) -> [Box<dyn Iterator<Item = &'a Target> + 'a>; 9] {
    let standard = f.standard(doc);
    [
        Box::new(standard.identity.iter()),
        Box::new(standard.other_identifiers.iter()),
        Box::new(standard.references.iter().flatten().map(|it| &it.target)),
        Box::new(standard.adopts.iter().map(|it| &it.source)),
        Box::new(standard.replaces.iter()),
        Box::new(standard.replaced_by.iter()),
        Box::new(standard.amends.iter()),
        Box::new(standard.part_of.iter()),
        Box::new(standard.adopted_as.iter()),
    ]
}

/// The words of an identifier fact.
pub(super) fn target<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a Target> {
    let standard = f.standard(r.doc);
    let index = r.index as usize;
    match r.sub {
        0 => standard.identity.as_ref(),
        1 => standard.other_identifiers.get(index),
        2 => standard.references.as_ref()?.get(index).map(|it| &it.target),
        3 => standard.adopts.get(index).map(|it| &it.source),
        4 => standard.replaces.get(index),
        5 => standard.replaced_by.get(index),
        6 => standard.amends.get(index),
        7 => standard.part_of.get(index),
        8 => standard.adopted_as.get(index),
        9 => f.cited(r.doc).external.get(index).map(|it| &it.target),
        _ => None,
    }
}

fn parsed<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a Identifier> {
    if r.sub == IN_TEXT {
        return f.cited(r.doc).external.get(r.index as usize).map(|it| &it.found.identifier);
    }
    f.parsed(target(f, r)?.identifier)?.ok()
}

fn error<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a IdentifierError> {
    f.parsed(target(f, r)?.identifier)?.err()
}

/// What a readable identifier gives.
fn read<'a>(f: &Facts<'a>, r: FactRef, get: impl FnOnce(&'a Identifier) -> Value<'a>) -> Value<'a> {
    parsed(f, r).map_or_else(|| unreadable(r), get)
}

fn unreadable<'a>(r: FactRef) -> Value<'a> {
    Value::Absent(Reason::Because {
        doc: r.doc,
        why: &("an identifier cannot be read", "有标准编号无法识别"),
    })
}

fn nonempty(text: &str) -> Value<'_> {
    if text.is_empty() { Value::None } else { Value::text(text) }
}

/// The word of the family that reads an identifier.
pub(crate) fn family(identifier: &Identifier) -> &'static str {
    identifier.grammar.as_str()
}

/// The sign before the year of the edition.
fn separator<'a>(f: &Facts<'a>, r: FactRef) -> Option<(&'a str, Span)> {
    let target = target(f, r)?;
    let year = parsed(f, r)?.year?.to_string();
    let written = f.text(&target.written);
    let digits = written.rfind(&year)?;
    let sign = written[..digits].chars().next_back()?;
    let start = digits - sign.len_utf8();
    (!sign.is_alphanumeric())
        .then(|| (&written[start..digits], target.written.span_of(start..digits)))
}

/// The code that an identifier begins with, and where it stands in the written text: letters,
/// perhaps the digits of a division, perhaps a type after a slash, and then a number.
fn prefix<'a>(f: &Facts<'a>, r: FactRef) -> Option<(&'a str, std::ops::Range<usize>)> {
    let text = f.text(&target(f, r)?.written);
    let start = text.len() - text.trim_start().len();
    let rest = &text[start..];
    let run = |from: usize, wanted: fn(u8) -> bool| {
        from + rest.as_bytes()[from..].iter().take_while(|byte| wanted(**byte)).count()
    };
    let upper = |byte: u8| byte.is_ascii_uppercase();
    let mut end = run(0, upper);
    if !(2..=8).contains(&end) && !rest.starts_with("T/") {
        return None;
    }
    if rest.starts_with("DB") && end == 2 {
        end = run(end, |byte| byte.is_ascii_digit());
    }
    while rest.as_bytes().get(end) == Some(&b'/') {
        let after = run(end + 1, upper);
        if after == end + 1 {
            break;
        }
        end = after;
    }
    let number = rest[end..].trim_start_matches([' ', '\u{a0}', '\u{3000}', '-']);
    number.starts_with(|c: char| c.is_ascii_digit()).then_some((&rest[..end], start..start + end))
}

/// The identifier with the digits that its letters among digits stand for, if there are any.
fn mended(written: &str) -> Option<String> {
    let mut text = written.to_owned();
    confusable(&text)?;
    while let Some(range) = confusable(&text) {
        let digit = if &text[range.clone()] == "O" { "0" } else { "1" };
        text.replace_range(range, digit);
    }
    crate::identifier::parse(&text).is_ok().then_some(text)
}

/// A letter O, I or l that stands beside a digit in a run of digits and such letters.
fn confusable(written: &str) -> Option<std::ops::Range<usize>> {
    let bytes = written.as_bytes();
    let in_run = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'O' | b'I' | b'l');
    let mut at = 0;
    while at < bytes.len() {
        if !in_run(bytes[at]) {
            at += 1;
            continue;
        }
        let end = at + bytes[at..].iter().take_while(|byte| in_run(**byte)).count();
        let run = &bytes[at..end];
        let alone = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric());
        let bounded =
            alone(at.checked_sub(1).and_then(|before| bytes.get(before))) && alone(bytes.get(end));
        if bounded
            && run.iter().any(u8::is_ascii_digit)
            && let Some(letter) = run.iter().position(|byte| !byte.is_ascii_digit())
        {
            return Some(at + letter..at + letter + 1);
        }
        at = end;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::confusable;

    #[test]
    fn finds_letters_among_digits() {
        assert_eq!(confusable("ISO 9OO1:2015"), Some(5..6));
        assert_eq!(confusable("GB/T l9001-2016"), Some(5..6));
        for good in ["ISO 9001:2015", "IEC 60050", "OIML R 144", "DIN EN ISO 1", "T/ISO1 2"] {
            assert_eq!(confusable(good), None, "{good}");
        }
    }
}
