//! Kind `clause`: a clause, annex or other division of a document.

use std::borrow::Cow;
use std::ops::Range;

use super::super::{
    FactRef, Facts, Field, Kind, KindDef, Place, PlaceField, Producer, Type, Value, many, one,
    place,
};
use super::{STANDARD, STANDARD_PLACE, elements, verification};
use crate::fact::cited::{annex_letter, plain_number};
use crate::fact::{ClauseRow, Reason, is_chinese};
use crate::model::{Block, BlockKind, Clause, Element, Lang, Localised, Text};
use crate::source::Span;

pub(crate) static KIND: KindDef = KindDef {
    name: "clause",
    en: "a clause, annex or other division of a document",
    zh: "章、条、附录或文件的其他部分",
    fields: FIELDS,
    places: PLACES,
    display: |f, r| row(f, r).and_then(|it| f.clause_name(it.clause)).unwrap_or("").into(),
    producer: Producer::Document(|f, doc, take| {
        for index in 0..u32::try_from(f.clauses(doc).len()).unwrap_or(u32::MAX) {
            take(FactRef::new(Kind::Clause, doc, index));
        }
    }),
};

const NUMBERINGS: &[&str] = &["ok", "gap", "duplicate", "wrong_parent", "order"];
const LANGUAGES: &[&str] = &["zh", "en"];
const WRITTEN_LANGUAGES: &[&str] = &["zh", "en", "de", "fr", "es", "ru"];
const LANGUAGE_NOT_READ: &(&str, &str) =
    &("the fixed wordings of its language are not known", "尚无该文件所用语言的固定表述");

const FIELDS: &[Field] = &[
    STANDARD,
    one(
        "number",
        Type::Text,
        "number as printed; none where unnumbered",
        "编号；无编号则为空",
        |f, r| Value::or_none(number(f, r)),
    ),
    one(
        "title",
        Type::Text,
        "title; none where untitled",
        "标题；无标题则为空",
        |f, r| Value::or_none(row(f, r).and_then(|it| f.words(&it.clause.title, Lang::Zh))),
    ),
    one("titled", Type::Bool, "has a title", "有标题", |f, r| {
        Value::Bool(row(f, r).is_some_and(|it| is_titled(f, it.clause)))
    }),
    one(
        "titled_siblings",
        Type::Number,
        "how many clauses beside it have a title",
        "同层次其他条中有标题的数目",
        |f, r| {
            let Some(row) = row(f, r) else { return Value::None };
            let titled = siblings(f, r.doc, row).iter().filter(|it| is_titled(f, it)).count();
            Value::count(titled - usize::from(is_titled(f, row.clause)))
        },
    ),
    one(
        "element",
        Type::Word(Element::WORDS),
        "the element of the document that it is; none where that is not known",
        "所属要素；未知则为空",
        |f, r| Value::or_none(row(f, r).and_then(|it| element(f, it))),
    ),
    one(
        "depth",
        Type::Number,
        "1 for a chapter or annex, 2 for its subclauses",
        "章或附录为 1，其下的条为 2，依此类推",
        |f, r| Value::or_none(row(f, r).map(|it| f64::from(it.depth))),
    ),
    one(
        "subclauses",
        Type::Number,
        "how many subclauses it has",
        "下一层次条的数目",
        |f, r| Value::count(row(f, r).map_or(0, |it| it.clause.clauses.len())),
    ),
    one(
        "only_child",
        Type::Text,
        "number of its only subclause; none where it has none or several",
        "唯一的下一层次条的编号；没有或有多个则为空",
        |f, r| Value::or_none(only_child(f, r).and_then(|it| f.clause_name(it))),
    ),
    one(
        "parent",
        Type::Fact(Kind::Clause),
        "the clause it is in; none for a chapter",
        "上一层次；章则为空",
        |f, r| {
            let parent = row(f, r).and_then(|it| it.parent);
            Value::or_none(parent.map(|at| FactRef::new(Kind::Clause, r.doc, at)))
        },
    ),
    one(
        "own_text",
        Type::Text,
        "its own paragraphs and lists, without its subclauses; none where it has none",
        "自身的段和列项（不含下一层次）；没有则为空",
        |f, r| {
            let Some(row) = row(f, r) else { return Value::None };
            let mut texts = own_blocks(row.clause).flat_map(|it| it.text.iter());
            let Some((_, first)) = texts.next() else { return Value::None };
            let mut joined = Cow::Borrowed(f.text(first));
            for (_, text) in texts {
                let joined = joined.to_mut();
                joined.push('\n');
                joined.push_str(f.text(text));
            }
            Value::Text(joined)
        },
    ),
    one(
        "requires",
        Type::Bool,
        "its own text requires something, without its subclauses",
        "自身（不含下一层次）提出要求",
        |f, r| Value::Bool(verification::requires(f, r.doc, r.index)),
    ),
    many(
        "tests",
        Type::Text,
        "the methods of verification given with it",
        "随条给出的证实方法",
        |f, r, each| {
            let tests = row(f, r).map_or(&[][..], |it| &it.clause.tests);
            each.all(tests.iter().map(|text| f.text(text).trim()))
        },
    ),
    one(
        "verified",
        Type::Bool,
        "a method of verification is given: with it or a clause it is in, or in a clause on verification that names it by number or title",
        "给出了证实方法：随该条或其上一层次给出，或在证实方法章中以编号或标题指明",
        verification::verified,
    ),
    one(
        "numbering",
        Type::Word(NUMBERINGS),
        "how its number follows on the one before it; none where it cannot be counted",
        "编号与前一条是否连续；无法计数则为空",
        |f, r| Value::or_none(count(f, r).map(|it| Value::Word(it.0))),
    ),
    one(
        "expected_number",
        Type::Text,
        "the number that should stand here; none where it cannot be counted",
        "此处应有的编号；无法计数则为空",
        |f, r| Value::or_none(count(f, r).map(|it| it.1.written())),
    ),
    one(
        "annex_label",
        Type::Bool,
        "its number is one capital letter, or two as in regional and national annexes (ZA, NA)",
        "编号为一个大写字母，或区域、国家附录的两个字母（ZA、NA）",
        |f, r| {
            let label = number(f, r).map(plain_number);
            Value::Bool(label.is_some_and(|it| annex_letter(it) == Some(it)))
        },
    ),
    one(
        "normative",
        Type::Bool,
        "normative or informative as said; none where it is not said",
        "是否规范性（按其标示）；未标示则为空",
        |f, r| Value::or_none(row(f, r).and_then(|it| it.clause.normative).map(|said| said.value)),
    ),
    many(
        "lang",
        Type::Word(LANGUAGES),
        "languages of its title and text",
        "标题和正文的语言",
        |f, r, each| {
            let (zh, en) = row(f, r).map_or((false, false), |it| languages_of_words(f, it.clause));
            each.all(
                [(zh, 0_u8), (en, 1)].into_iter().filter(|it| it.0).map(|it| Value::Word(it.1)),
            )
        },
    ),
    one(
        "text_language",
        Type::Word(WRITTEN_LANGUAGES),
        "the language of its own first words; not known where they are in none of these",
        "自身开头文字的语言；不属于所列语言时不可知",
        |f, r| {
            let Some(row) = row(f, r) else { return Value::None };
            let mut texts = own_blocks(row.clause).flat_map(|it| it.text.iter());
            let lang = match texts.next().or_else(|| row.clause.title.iter().next()) {
                Some((Lang::Unstated, text)) if is_chinese(f.text(text)) => Lang::Zh,
                Some((Lang::Unstated, _)) | None => Lang::En,
                Some((lang, _)) => lang,
            };
            let at = WRITTEN_LANGUAGES.iter().position(|it| *it == lang.as_str());
            match at.and_then(|it| u8::try_from(it).ok()) {
                Some(at) => Value::Word(at),
                None => Value::Absent(Reason::Because { doc: r.doc, why: LANGUAGE_NOT_READ }),
            }
        },
    ),
    one(
        "missing_language",
        Type::Word(LANGUAGES),
        "the language in which it is not given, in a bilingual document; none elsewhere",
        "双语文件中所缺的语言；其他情况为空",
        |f, r| {
            let Some(row) = row(f, r).filter(|_| f.is_bilingual(r.doc)) else { return Value::None };
            match languages(row.clause) {
                (true, false) => Value::Word(1),
                (false, true) => Value::Word(0),
                _ => Value::None,
            }
        },
    ),
];

const PLACES: &[PlaceField] = &[
    place("clause", "its number, else its title", "其编号或标题", |f, r| {
        let clause = row(f, r)?.clause;
        at(r, named(clause).unwrap_or(clause.span))
    }),
    place("number", "its number", "其编号", |f, r| {
        at(r, row(f, r)?.clause.number.as_ref()?.span())
    }),
    place("title", "its title", "其标题", |f, r| at(r, row(f, r)?.clause.title.first()?.span())),
    place("own_text", "its own first words", "其自身正文", |f, r| {
        let clause = row(f, r)?.clause;
        let first = own_blocks(clause).find_map(|it| it.text.first())?;
        at(r, first.span())
    }),
    place("text_start", "before its own first words", "其自身正文之前", |f, r| {
        let clause = row(f, r)?.clause;
        at(r, own_blocks(clause).find_map(|it| it.text.first())?.span_of(0..0))
    }),
    place(
        "lead_in",
        "the sentences that introduce the list of references, or the place before its own first words",
        "引导引用文件清单的语句；没有则为其自身正文之前",
        |f, r| {
            let first = own_blocks(row(f, r)?.clause).find_map(|it| it.text.first())?;
            at(r, first.span_of(lead_in(f.text(first))))
        },
    ),
    place("only_child", "its only subclause", "其唯一的下一层次条", |f, r| {
        let clause = only_child(f, r)?;
        Some(Place::in_clause(r.doc, r.index + 1, named(clause).unwrap_or(clause.span)))
    }),
    STANDARD_PLACE,
];

fn row<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a ClauseRow<'a>> {
    f.clauses(r.doc).get(r.index as usize)
}

#[expect(clippy::unnecessary_wraps, reason = "places are optional")]
fn at(r: FactRef, span: Span) -> Option<Place> {
    Some(Place::in_clause(r.doc, r.index, span))
}

/// The words that name a clause.
fn named(clause: &Clause) -> Option<Span> {
    clause.number.as_ref().or_else(|| clause.title.first()).map(Text::span)
}

fn number<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a str> {
    let number = f.text(row(f, r)?.clause.number.as_ref()?).trim();
    (!number.is_empty()).then_some(number)
}

fn is_titled(f: &Facts<'_>, clause: &Clause) -> bool {
    clause.title.iter().any(|(_, text)| !text.get(f.sources()).trim().is_empty())
}

fn siblings<'a>(f: &Facts<'a>, doc: u32, row: &ClauseRow<'a>) -> &'a [Clause] {
    match row.parent.and_then(|at| f.clauses(doc).get(at as usize)) {
        Some(parent) => &parent.clause.clauses,
        None => f.standard(doc).clauses.as_deref().unwrap_or_default(),
    }
}

fn only_child<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a Clause> {
    match row(f, r)?.clause.clauses.as_slice() {
        [only] => Some(only),
        _ => None,
    }
}

fn own_blocks(clause: &Clause) -> impl Iterator<Item = &Block> {
    clause.blocks.iter().filter(|it| {
        matches!(it.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Provision)
    })
}

/// The sentences at the head of `text` that introduce a list of references, in whatever wording
/// earlier drafting rules had for them; empty where it begins otherwise.
fn lead_in(text: &str) -> Range<usize> {
    /// How the first sentence begins, and the others.
    const HEADS: [&str; 4] =
        ["下列文件", "下列标准", "the following documents", "the following referenced documents"];
    const NEXT: [&str; 9] = [
        "凡是",
        "凡注日期",
        "凡不注日期",
        "其中，注日期",
        "注日期的引用文件",
        "不注日期的引用文件",
        "其最新版本",
        "for dated references",
        "for undated references",
    ];
    let begins = |sentence: &str, heads: &[&str]| {
        let sentence = sentence.trim_start();
        heads.iter().any(|head| {
            sentence.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head))
        })
    };
    let mut end = 0;
    while let Some(sentence) = first_sentence(&text[end..]) {
        if !begins(sentence, if end == 0 { &HEADS } else { &NEXT }) {
            break;
        }
        end += sentence.len();
    }
    0..end
}

/// A sentence with its full stop and the blanks after it; `None` where no full stop follows.
fn first_sentence(text: &str) -> Option<&str> {
    let stops = text.char_indices().filter(|(_, it)| matches!(it, '。' | '.'));
    let is_end = |at: usize, stop: char| {
        stop == '。' || text[at + 1..].chars().next().is_none_or(char::is_whitespace)
    };
    let (at, stop) = stops.into_iter().find(|(at, stop)| is_end(*at, *stop))?;
    let rest = &text[at + stop.len_utf8()..];
    let blanks = rest.len() - rest.trim_start().len();
    text.get(..at + stop.len_utf8() + blanks)
}

/// Chinese, English: the languages that a clause is said to be in or, where nothing is said of a
/// text, that its letters tell.
fn languages_of_words(f: &Facts<'_>, clause: &Clause) -> (bool, bool) {
    let texts = clause.blocks.iter().map(|it| &it.text);
    let all = std::iter::once(&clause.title).chain(texts);
    all.flat_map(Localised::iter).fold((false, false), |(zh, en), (lang, text)| match lang {
        Lang::Unstated if is_chinese(f.text(text)) => (true, en),
        Lang::Unstated => (zh, true),
        _ => (zh || lang == Lang::Zh, en || lang == Lang::En),
    })
}

/// Chinese, English: the languages that a clause is said to be in.
pub(crate) fn languages(clause: &Clause) -> (bool, bool) {
    let texts = clause.blocks.iter().map(|it| &it.text);
    let all = std::iter::once(&clause.title).chain(texts);
    all.flat_map(Localised::iter).fold((false, false), |(zh, en), (lang, _)| {
        (zh || lang == Lang::Zh, en || lang == Lang::En)
    })
}

/// Titles by which the elements of a document are known.
const TITLES: &[(&str, Element)] = &[
    ("前言", Element::Foreword),
    ("foreword", Element::Foreword),
    ("引言", Element::Introduction),
    ("introduction", Element::Introduction),
    ("范围", Element::Scope),
    ("scope", Element::Scope),
    ("规范性引用文件", Element::NormativeReferences),
    ("normative references", Element::NormativeReferences),
    ("术语和定义", Element::Terms),
    ("术语、定义和缩略语", Element::Terms),
    ("术语、定义、符号和缩略语", Element::Terms),
    ("terms and definitions", Element::Terms),
    ("terms, definitions and abbreviated terms", Element::Terms),
    ("terms, definitions, symbols and abbreviated terms", Element::Terms),
    ("参考文献", Element::Bibliography),
    ("bibliography", Element::Bibliography),
];

/// The element that a clause is: as said or, for a chapter, as its title says.
pub(crate) fn element(f: &Facts<'_>, row: &ClauseRow<'_>) -> Option<Element> {
    if let Some(said) = row.clause.element {
        return Some(said.value);
    }
    if row.depth > 1 {
        return None;
    }
    row.clause.title.iter().find_map(|(_, text)| {
        let title = text.get(f.sources()).trim();
        TITLES
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(title))
            .map(|(_, element)| *element)
    })
}

/// Whether a clause is a foreword or another part before the text, or stands in one.
pub(super) fn is_before_the_text(f: &Facts<'_>, doc: u32, clause: u32) -> bool {
    let row = |at: u32| f.clauses(doc).get(at as usize);
    std::iter::successors(row(clause), |it| it.parent.and_then(row))
        .any(|it| matches!(element(f, it), Some(Element::Foreword | Element::Preliminary)))
}

/// The number of a clause, taken apart: what stands before its last component, and that.
fn parts(number: &str) -> Option<(&str, &str)> {
    let number = plain_number(number);
    let counted = |part: &str| {
        let digits = !part.is_empty() && part.len() < 6 && part.bytes().all(|b| b.is_ascii_digit());
        digits || (part.len() == 1 && part.as_bytes()[0].is_ascii_uppercase())
    };
    if !number.split('.').all(counted) {
        return None;
    }
    Some(number.rsplit_once('.').unwrap_or(("", number)))
}

/// The place of a last component in its row: of a number itself, of a letter its place in the
/// alphabet.
fn ordinal(last: &str) -> Option<u32> {
    match last.as_bytes() {
        [letter @ b'A'..=b'Z'] => Some(u32::from(letter - b'A') + 1),
        _ => last.parse().ok(),
    }
}

fn is_letter(last: &str) -> bool {
    last.as_bytes()[0].is_ascii_uppercase()
}

/// A number by its parts: what stands before its last component, and that.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Counted<'a> {
    head: &'a str,
    ordinal: u32,
    is_letter: bool,
}

impl Counted<'_> {
    fn written(self) -> String {
        let last = match u8::try_from(self.ordinal) {
            Ok(at @ 1..=26) if self.is_letter => char::from(b'A' + at - 1).to_string(),
            _ => self.ordinal.to_string(),
        };
        if self.head.is_empty() { last } else { format!("{}.{last}", self.head) }
    }
}

/// How the number of a clause follows on that of the clause before it (an index of
/// [`NUMBERINGS`]), and which number should stand here.
fn count<'a>(f: &Facts<'a>, r: FactRef) -> Option<(u8, Counted<'a>)> {
    // Changes have the numbers of the document that they change.
    let row = row(f, r).filter(|_| !elements::is_supplement(f, r.doc))?;
    let (head, last) = parts(number(f, r)?)?;
    let letter = is_letter(last);
    let parent = row.parent.and_then(|at| f.clauses(r.doc).get(at as usize));
    let parent_number = parent.and_then(|it| it.clause.number.as_ref());
    let of_clause = |clause: &'a Clause| {
        let (head, last) = parts(f.text(clause.number.as_ref()?).trim())?;
        Some(Counted { head, ordinal: ordinal(last)?, is_letter: is_letter(last) })
    };
    let earlier = siblings(f, r.doc, row).get(..row.position as usize).unwrap_or_default();
    let own = ordinal(last)?;
    let before = earlier.iter().rev().filter_map(of_clause).find(|it| it.is_letter == letter);
    let head_wanted = match parent_number {
        Some(number) => {
            let number = plain_number(f.text(number));
            // Lists of another kind (controls, terms) have numbers of their own.
            parts(number)?;
            number
        }
        // Unnumbered parents do not count; neither do parts that restart.
        None if parent.is_some() => return None,
        None => "",
    };
    let expected = match &before {
        // An excerpt may begin anywhere.
        None if parent.is_none() => own,
        // `0.1` stands in an introduction with the number 0; some rows begin with 0.
        None if own == 0 => 0,
        None => 1,
        Some(Counted { ordinal: 8, is_letter: true, .. }) if own == 10 => 10,
        Some(Counted { ordinal: 14, is_letter: true, .. }) if own == 16 => 16,
        Some(it) => it.ordinal + 1,
    };
    let wanted = Counted { head: head_wanted, ordinal: expected, is_letter: letter };
    if head != head_wanted {
        // A whole number inside a clause restarts a row of its own.
        if head.is_empty() {
            return None;
        }
        return Some((3, wanted));
    }
    let kind = match own.cmp(&expected) {
        std::cmp::Ordering::Equal => 0,
        std::cmp::Ordering::Greater => 1,
        std::cmp::Ordering::Less => {
            let this = Counted { head, ordinal: own, is_letter: letter };
            let twice = earlier.iter().rev().filter_map(of_clause).any(|it| it == this);
            if twice { 2 } else { 4 }
        }
    };
    Some((kind, wanted))
}

#[cfg(test)]
mod tests {
    use super::{Counted, parts};

    #[test]
    fn numbers_are_taken_apart() {
        assert_eq!(parts("5.2.1"), Some(("5.2", "1")));
        assert_eq!(parts("5"), Some(("", "5")));
        assert_eq!(parts("Annex A"), Some(("", "A")));
        assert_eq!(parts("A.3"), Some(("A", "3")));
        for other in ["AC-2(1)", "a)", "V5.1b", "iv", "2021年版"] {
            assert_eq!(parts(other), None, "{other}");
        }
    }

    #[test]
    fn numbers_are_written() {
        let counted = |head, ordinal, is_letter| Counted { head, ordinal, is_letter };
        assert_eq!(counted("5.2", 3, false).written(), "5.2.3");
        assert_eq!(counted("", 2, true).written(), "B");
    }
}
