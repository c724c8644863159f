//! What many parts of the format have in common.

use thin_vec::ThinVec;

use crate::bilingual;
use crate::model::{Degree, Lang, Localised, Said, Stage, Target, Text};
use crate::source::ProblemCode;
use crate::syntax::NodeKind;
use crate::syntax::access::{Cursor, Fields};

use super::shape::{self, LANGUAGES, Shape};

/// The entries of a mapping of this shape.
pub(super) fn fields<'c>(cursor: Cursor<'c>, shape: &'static Shape) -> Option<Fields<'c>> {
    cursor.fields_of(shape.name, shape.keys())
}

/// A text without the white space around it; `None` where there is none.
pub(super) fn text(cursor: Cursor<'_>) -> Option<Text> {
    cursor.text().map(|text| trimmed(cursor, text))
}

/// A block scalar ends in a line feed that nobody means.
fn trimmed(cursor: Cursor<'_>, text: Text) -> Text {
    let value = cursor.str().unwrap_or("");
    let start = value.len() - value.trim_start().len();
    let end = start + value.trim().len();
    if end - start == value.len() { text } else { text.part(start..end) }
}

/// A text, or one a language; a list of these where one language has several.
pub(super) fn localised(cursor: Cursor<'_>) -> Localised {
    localised_with(cursor, text)
}

/// The same, with the white space around the texts.
pub(super) fn exactly_localised(cursor: Cursor<'_>) -> Localised {
    localised_with(cursor, |it| it.text())
}

fn localised_with(cursor: Cursor<'_>, text: fn(Cursor<'_>) -> Option<Text>) -> Localised {
    let tree = cursor.access().tree();
    let mut localised = Localised::default();
    let languages = |it: Cursor<'_>| tree.entries(it.node()).count().max(1);
    localised.texts = ThinVec::with_capacity(cursor.one_or_more().map(languages).sum());
    for item in cursor.one_or_more() {
        if item.kind() == NodeKind::Mapping {
            each_language(item, |lang, value| {
                localised.texts.extend(text(value).map(|it| (lang, it)));
            });
        } else {
            localised.texts.extend(text(item).map(|it| (Lang::Unstated, it)));
        }
    }
    localised
}

/// Texts, or texts by language: `{zh: …, en: […]}`.
pub(super) fn by_language(cursor: Cursor<'_>) -> ThinVec<(Lang, Text)> {
    let mut texts = ThinVec::new();
    if cursor.kind() == NodeKind::Mapping {
        each_language(cursor, |lang, value| {
            texts.extend(value.one_or_more().filter_map(text).map(|it| (lang, it)));
        });
    } else {
        for item in cursor.one_or_more() {
            if item.kind() == NodeKind::Mapping {
                texts.extend(localised(item).texts);
            } else {
                texts.extend(text(item).map(|it| (Lang::Unstated, it)));
            }
        }
    }
    texts
}

pub(super) fn each_language<'c>(cursor: Cursor<'c>, mut each: impl FnMut(Lang, Cursor<'c>)) {
    let Some(fields) = cursor.any_fields("languages") else { return };
    for (key, value) in fields.iter() {
        let Some(lang) = key.word(LANGUAGES, Lang::from_word) else { continue };
        if !value.is_null() {
            each(lang.value, value);
        }
    }
}

/// Texts: one, or a list.
pub(super) fn texts(cursor: Cursor<'_>) -> ThinVec<Text> {
    cursor.read_all(text)
}

/// Documents: one, or a list.
pub(super) fn targets(cursor: Cursor<'_>) -> ThinVec<Target> {
    cursor.read_all(target)
}

/// A document, named by identifier, or by a key or title; `{}` is one without any name.
pub(super) fn target(cursor: Cursor<'_>) -> Option<Target> {
    if cursor.kind() != NodeKind::Mapping {
        return text(cursor).map(Target::named);
    }
    let fields = fields(cursor, &shape::DOCUMENT_NAME)?;
    fields.get("key").and_then(text).map(Target::keyed)
}

/// A degree of correspondence.
pub(super) fn degree(cursor: Cursor<'_>) -> Option<Said<Degree>> {
    cursor.word(Degree::WORDS, Degree::from_word)
}

/// A harmonized stage code.
pub(super) fn stage(cursor: Cursor<'_>) -> Option<Said<Stage>> {
    let stage = cursor.str().and_then(Stage::parse);
    if stage.is_none() {
        cursor.wrong_type(
            &bilingual!("a stage code", "阶段代码"),
            Some(bilingual!(
                "write two digits, a point and two digits, as in 60.60",
                "请写作两位数字、点、两位数字，如 60.60"
            )),
        );
    }
    stage.map(|stage| Said::new(stage, cursor.span()))
}

/// A date: year, month or day; or in the words of another source.
pub(super) fn date(cursor: Cursor<'_>) -> Option<Text> {
    if cursor.kind() == NodeKind::Mapping {
        let fields = fields(cursor, &shape::FOREIGN_DATE)?;
        return fields.require("written").and_then(text);
    }
    let text = text(cursor)?;
    let written = cursor.str().unwrap_or("").trim();
    if is_date(written) {
        return Some(text);
    }
    cursor.problem(
        ProblemCode::WrongType,
        bilingual!("\"{written}\" is not a date", "“{written}”不是日期"),
        Some(bilingual!("write 2021-06-30, 2021-06 or 2021", "请写作 2021-06-30、2021-06 或 2021")),
    );
    None
}

/// Whether the words are a date as definitions write it.
pub(crate) fn is_date(written: &str) -> bool {
    let mut parts = written.split('-');
    let number = |part: Option<&str>, len: usize| -> Option<Option<i16>> {
        let Some(part) = part else { return Some(None) };
        let is_number = part.len() == len && part.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| part.parse().ok())
    };
    let (Some(Some(year)), Some(month), Some(day)) =
        (number(parts.next(), 4), number(parts.next(), 2), number(parts.next(), 2))
    else {
        return false;
    };
    let small = |it: Option<i16>| i8::try_from(it.unwrap_or(1)).unwrap_or(0);
    parts.next().is_none() && jiff::civil::Date::new(year, small(month), small(day)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::is_date;

    #[test]
    fn dates() {
        for good in ["2021", "2021-06", "2021-06-30", "2024-02-29"] {
            assert!(is_date(good), "{good}");
        }
        for bad in [
            "",
            "21",
            "2021-13",
            "2021-02-29",
            "2021-6-1",
            "2021/06/01",
            "2021-06-30-1",
            "二〇二一",
        ] {
            assert!(!is_date(bad), "{bad}");
        }
    }
}
