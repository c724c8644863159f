//! Numbers as they are written.

use std::ops::Range;

use super::Rational;
use crate::initials::Initials;

/// A number in a text.
#[derive(Clone, Debug)]
pub(super) struct Number {
    pub(super) range: Range<usize>,
    pub(super) value: Rational,
    /// Written in words: needs a unit or a limit to count.
    pub(super) in_words: bool,
}

/// An ASCII digit for any digit.
fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
        _ => None,
    }
}

fn starts_digit(text: &str) -> bool {
    text.chars().next().and_then(digit).is_some()
}

/// Whether a number can begin with a character that is none of ASCII.
pub(super) fn may_begin_with(c: char) -> bool {
    matches!(
        c,
        '零' | '一' | '二' | '两' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '半'
    ) || digit(c).is_some()
        || vulgar(c).is_some()
}

/// The number that begins at `at`, which has to be where one can begin.
pub(super) fn at(text: &str, at: usize) -> Option<Number> {
    let rest = &text[at..];
    let first = rest.chars().next()?;
    if digit(first).is_some() {
        return figures(text, at);
    }
    if let Some(value) = vulgar(first) {
        return Some(Number { range: at..at + first.len_utf8(), value, in_words: false });
    }
    chinese(text, at)
}

fn vulgar(c: char) -> Option<Rational> {
    let (over, under) = match c {
        '½' => (1, 2),
        '¼' => (1, 4),
        '¾' => (3, 4),
        '⅓' => (1, 3),
        '⅔' => (2, 3),
        '⅛' => (1, 8),
        _ => return None,
    };
    Rational::new(over, under)
}

/// 百分之三, 百分之 5, 千分之二: the number behind, and the power of ten that it is a part of.
pub(super) fn part(text: &str, at: usize) -> Option<(Number, i32)> {
    let rest = &text[at..];
    let (power, words) = [("百分之", -2), ("千分之", -3), ("万分之", -4)]
        .iter()
        .find_map(|(words, power)| rest.starts_with(words).then_some((*power, words.len())))?;
    let gap = rest[words..].len() - rest[words..].trim_start_matches(' ').len();
    let start = at + words + gap;
    let mut number = self::at(text, start)?;
    // 百分之九十九点五
    if let Some(after) = text[number.range.end..].strip_prefix('点')
        && number.in_words
    {
        let mut scale = Rational::ONE;
        let mut end = number.range.end + '点'.len_utf8();
        for c in after.chars() {
            let Some(digit) = "零一二三四五六七八九".chars().position(|each| each == c)
            else {
                break;
            };
            scale = scale.times(Rational::power_of_ten(-1)?)?;
            let digit = Rational::whole(i64::try_from(digit).ok()?);
            number.value = number.value.plus(digit.times(scale)?)?;
            end += c.len_utf8();
            number.range.end = end;
        }
    }
    number.range.start = at;
    Some((number, power))
}

/// A run of digits.
#[derive(Clone, Copy)]
struct Digits {
    /// `None` where it is beyond range.
    value: Option<i128>,
    /// How many count.
    len: usize,
    starts_with_nought: bool,
    /// Where they end.
    end: usize,
}

/// Digits beyond which a run is cut.
const MOST_DIGITS: usize = 40;

/// The run of digits at `at`.
fn digits(text: &str, at: usize) -> Digits {
    let mut run = Digits { value: Some(0), len: 0, starts_with_nought: false, end: at };
    for c in text[at..].chars() {
        let Some(value) = digit(c).and_then(|it| it.to_digit(10)) else { break };
        if run.len < MOST_DIGITS {
            run.value = run.value.and_then(|it| it.checked_mul(10)?.checked_add(value.into()));
            run.starts_with_nought |= run.len == 0 && value == 0;
            run.len += 1;
        }
        run.end += c.len_utf8();
    }
    run
}

/// Two runs as one.
fn joined(left: Option<i128>, right: &Digits) -> Option<i128> {
    let power = 10i128.checked_pow(u32::try_from(right.len).ok()?)?;
    left?.checked_mul(power)?.checked_add(right.value?)
}

/// Figures: groups, decimals, powers of ten, fractions, 万 and 亿.
fn figures(text: &str, start: usize) -> Option<Number> {
    let first = digits(text, start);
    let (mut whole, mut end) = (first.value, first.end);
    // groups of three: 1 000, 1,000, 1 000 000
    let mut grouped = None;
    if first.len <= 3 && !(first.len == 1 && first.starts_with_nought) {
        while let Some(mark) = text[end..].chars().next() {
            if !matches!(mark, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | ',' | '，')
                || grouped.is_some_and(|each| each != mark)
            {
                break;
            }
            let group = digits(text, end + mark.len_utf8());
            let fits =
                group.len == 3 && !(mark == ' ' && grouped.is_none() && first.starts_with_nought);
            // a decimal behind the group settles that the comma groups; "2,100" is read as grouped
            if !fits {
                break;
            }
            whole = joined(whole, &group);
            end = group.end;
            grouped = Some(mark);
        }
    }
    let mut places = 0;
    if let Some(mark) = text[end..].chars().next() {
        let after = end + mark.len_utf8();
        let decimal = matches!(mark, '.' | '．') || matches!(mark, ',') && grouped.is_none();
        if decimal && starts_digit(&text[after..]) {
            let part = digits(text, after);
            // 5.2.1 is a clause number, 1.5.2021 a date
            let more = text[part.end..].starts_with(['.', '．'])
                && text[part.end..].chars().nth(1).and_then(digit).is_some();
            if more {
                return None;
            }
            whole = joined(whole, &part);
            places = part.len;
            end = part.end;
        }
    }
    let mut value = Rational::decimal(whole?, places)?;
    if text[end..].chars().next().and_then(vulgar).is_some() {
        let c = text[end..].chars().next()?;
        value = value.plus(vulgar(c)?)?;
        end += c.len_utf8();
    }
    // a fraction, not a path or a unit: 1/2
    if places == 0 && text[end..].starts_with('/') && starts_digit(&text[end + 1..]) {
        let under = digits(text, end + 1);
        if under.len <= 3 && !text[under.end..].starts_with(['/', '-', '.']) {
            value = value.divided_by(Rational::decimal(under.value?, 0)?)?;
            end = under.end;
        }
    }
    if let Some((power, past)) = power_of_ten(text, end, value) {
        value = power;
        end = past;
    }
    let rest = text[end..].trim_start_matches(' ');
    let counts = rest.starts_with(['万', '百', '千', '亿']);
    for (word, power) in
        [("万亿", 12), ("百万", 6), ("千万", 7), ("亿", 8), ("万", 4), ("千", 3), ("百", 2)]
            .into_iter()
            .filter(|_| counts)
    {
        if let Some(after) = rest.strip_prefix(word) {
            // 千克, 百帕 are units
            if power <= 3
                && !after.starts_with(['人', '个', '元', '件', '家', '户', '名', '次', '台'])
            {
                continue;
            }
            value = value.times(Rational::power_of_ten(power)?)?;
            end = text.len() - after.len();
            break;
        }
    }
    for (word, power) in [(" million", 6), (" thousand", 3), (" billion", 9), (" hundred", 2)] {
        if let Some(after) = text[end..].strip_prefix(word)
            && !after.starts_with(|c: char| c.is_ascii_alphanumeric())
        {
            value = value.times(Rational::power_of_ten(power)?)?;
            end += word.len();
            break;
        }
    }
    Some(Number { range: start..end, value, in_words: false })
}

/// `× 10³`, `x10^-3`, `e-3`, or `^3` right after 10.
fn power_of_ten(text: &str, end: usize, value: Rational) -> Option<(Rational, usize)> {
    let rest = &text[end..];
    if value == Rational::whole(10)
        && let Some((power, length)) = exponent(rest)
    {
        return Some((Rational::power_of_ten(power)?, end + length));
    }
    let trimmed = rest.trim_start_matches(' ');
    let after = trimmed.strip_prefix(['×', 'x', '·', '*', '✕'])?.trim_start_matches(' ');
    let after = after.strip_prefix("10")?;
    let (power, length) = exponent(after)?;
    Some((value.times(Rational::power_of_ten(power)?)?, text.len() - after.len() + length))
}

fn exponent(text: &str) -> Option<(i32, usize)> {
    let superscript = |c: char| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|each| each == c);
    if let Some(rest) = text.strip_prefix('^') {
        let (negative, rest) = match rest.strip_prefix(['-', '−']) {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        let width = rest.bytes().take_while(u8::is_ascii_digit).count();
        let power: i32 = rest.get(..width)?.parse().ok()?;
        return Some((if negative { -power } else { power }, text.len() - rest.len() + width));
    }
    let (negative, rest) = match text.strip_prefix('⁻') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let mut power = 0i32;
    let mut length = text.len() - rest.len();
    let mut any = false;
    for c in rest.chars() {
        let Some(value) = superscript(c) else { break };
        power = power.checked_mul(10)?.checked_add(i32::try_from(value).ok()?)?;
        length += c.len_utf8();
        any = true;
    }
    any.then_some((if negative { -power } else { power }, length))
}

/// Chinese numerals: 三, 十五, 二十, 一百零五, 两.
fn chinese(text: &str, start: usize) -> Option<Number> {
    let mut total: i64 = 0;
    let mut section: i64 = 0;
    let mut current: Option<i64> = None;
    let mut end = start;
    // the sign of what follows
    if text[start..].starts_with("零下") {
        return None;
    }
    for c in text[start..].chars().take(12) {
        let value = match c {
            '零' | '〇' => Some(0),
            '一' => Some(1),
            '二' | '两' => Some(2),
            '三' => Some(3),
            '四' => Some(4),
            '五' => Some(5),
            '六' => Some(6),
            '七' => Some(7),
            '八' => Some(8),
            '九' => Some(9),
            _ => None,
        };
        if let Some(value) = value {
            current = Some(value);
        } else {
            match c {
                '十' => section += current.take().unwrap_or(1) * 10,
                '百' => section += current.take()? * 100,
                '千' => section += current.take()? * 1000,
                '万' => {
                    total = (total + section + current.take().unwrap_or(0)) * 10_000;
                    section = 0;
                }
                '半' if end == start => {
                    let half = Rational::new(1, 2)?;
                    return Some(Number {
                        range: start..start + c.len_utf8(),
                        value: half,
                        in_words: true,
                    });
                }
                _ => break,
            }
        }
        end += c.len_utf8();
    }
    let value = total + section + current.unwrap_or(0);
    (end > start).then(|| Number {
        range: start..end,
        value: Rational::whole(value),
        in_words: true,
    })
}

/// An English number word at `at`, in any case.
pub(super) fn word(text: &str, at: usize) -> Option<Number> {
    const WORDS: &[(&str, i64)] = &[
        ("one", 1),
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("six", 6),
        ("seven", 7),
        ("eight", 8),
        ("nine", 9),
        ("ten", 10),
        ("eleven", 11),
        ("twelve", 12),
        ("fourteen", 14),
        ("fifteen", 15),
        ("sixteen", 16),
        ("eighteen", 18),
        ("twenty", 20),
        ("thirty", 30),
        ("forty", 40),
        ("forty-five", 45),
        ("fifty", 50),
        ("sixty", 60),
        ("ninety", 90),
        ("hundred", 100),
    ];
    const INITIALS: Initials = Initials::of(WORDS);
    if !text.as_bytes().get(at).is_some_and(|it| INITIALS.has(*it)) {
        return None;
    }
    let rest = &text[at..];
    let width = rest.bytes().take_while(|b| b.is_ascii_alphabetic() || *b == b'-').count();
    let word = rest.get(..width)?;
    let (_, value) = WORDS.iter().find(|(each, _)| each.eq_ignore_ascii_case(word))?;
    Some(Number { range: at..at + width, value: Rational::whole(*value), in_words: true })
}
