//! The numbering part: which number Word prints before a paragraph.

use std::borrow::Cow;
use std::collections::HashMap;

use roxmltree::{Document, Node};

use super::{attribute, child, name, value};

/// Levels of a list.
const LEVELS: usize = 9;

#[derive(Clone, Debug, Default)]
struct Level {
    start: u32,
    format: String,
    text: String,
    style: String,
    /// All numbers in it are printed as decimals (`isLgl`).
    legal: bool,
    /// The level at which it starts again; `None`: any higher one.
    restart: Option<u8>,
}

/// Lists of a document.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// Levels of an abstract list.
    lists: HashMap<String, Vec<Level>>,
    /// The numberings of a document.
    instances: HashMap<String, Instance>,
}

/// A numbering: its list, and where it departs from that.
#[derive(Debug, Default)]
struct Instance {
    list: String,
    /// Where levels of it start instead.
    starts: HashMap<u8, u32>,
    /// Levels that are printed otherwise.
    levels: Vec<(u8, Level)>,
}

/// Where each list stands.
#[derive(Debug, Default)]
pub(super) struct Counters {
    by_list: HashMap<String, [Option<u32>; LEVELS]>,
    /// Numberings whose own starts were taken.
    started: HashMap<(String, u8), ()>,
}

impl Numbering {
    pub(super) fn read(tree: &Document<'_>) -> Self {
        let mut numbering = Self::default();
        let root = tree.root_element();
        let mut linked: HashMap<String, String> = HashMap::new();
        for node in root.children().filter(|it| name(*it) == "abstractNum") {
            let Some(id) = attribute(node, "abstractNumId") else { continue };
            let mut levels = vec![Level { start: 1, ..Level::default() }; LEVELS];
            for level in node.children().filter(|it| name(*it) == "lvl") {
                let index =
                    attribute(level, "ilvl").and_then(|it| it.parse::<usize>().ok()).unwrap_or(0);
                if let Some(slot) = levels.get_mut(index) {
                    *slot = read_level(level);
                }
            }
            if let Some(style) = value(node, "styleLink") {
                linked.insert(style.to_owned(), id.to_owned());
            }
            numbering.lists.insert(id.to_owned(), levels);
        }
        // A list may take its levels from the list of a numbering style: it is that list.
        let mut same: HashMap<String, String> = HashMap::new();
        for node in root.children().filter(|it| name(*it) == "abstractNum") {
            if let (Some(id), Some(style)) =
                (attribute(node, "abstractNumId"), value(node, "numStyleLink"))
                && let Some(list) = linked.get(style)
            {
                same.insert(id.to_owned(), list.clone());
            }
        }
        for node in root.children().filter(|it| name(*it) == "num") {
            let (Some(id), Some(list)) = (attribute(node, "numId"), value(node, "abstractNumId"))
            else {
                continue;
            };
            let list = same.get(list).map_or(list, String::as_str).to_owned();
            let mut instance = Instance { list, ..Instance::default() };
            for over in node.children().filter(|it| name(*it) == "lvlOverride") {
                let level = attribute(over, "ilvl").and_then(|it| it.parse().ok()).unwrap_or(0);
                if let Some(own) = child(over, "lvl").map(read_level) {
                    instance.starts.insert(level, own.start);
                    instance.levels.push((level, own));
                }
                if let Some(start) = value(over, "startOverride").and_then(|it| it.parse().ok()) {
                    instance.starts.insert(level, start);
                }
            }
            numbering.instances.insert(id.to_owned(), instance);
        }
        numbering
    }

    /// The level of a numbering that belongs to a paragraph style.
    pub(super) fn level_of_style(&self, id: &str, style: &str) -> Option<u8> {
        let list = &self.instances.get(id)?.list;
        let index =
            self.lists.get(list)?.iter().position(|it| !style.is_empty() && it.style == style)?;
        u8::try_from(index).ok()
    }

    /// The label of the next paragraph of a numbering at a level.
    pub(super) fn label(&self, id: &str, level: u8, counters: &mut Counters) -> String {
        let Some(instance) = self.instances.get(id) else { return String::new() };
        let Some(levels) = self.lists.get(&instance.list) else { return String::new() };
        let mut levels = Cow::Borrowed(levels);
        for (index, own) in &instance.levels {
            if let Some(slot) = levels.to_mut().get_mut(usize::from(*index)) {
                *slot = own.clone();
            }
        }
        let at = usize::from(level).min(LEVELS - 1);
        let own_start = instance.starts.get(&level).copied();
        let restarts =
            own_start.is_some() && counters.started.insert((id.to_owned(), level), ()).is_none();
        let state = counters.by_list.entry(instance.list.clone()).or_insert([None; LEVELS]);
        for (index, slot) in state.iter_mut().enumerate().take(at) {
            // A level that was never counted is printed as if it had started.
            if slot.is_none() {
                *slot = Some(levels[index].start);
            }
        }
        state[at] = Some(match state[at] {
            Some(count) if !restarts => count.saturating_add(1),
            _ => own_start.unwrap_or(levels[at].start),
        });
        for (index, slot) in state.iter_mut().enumerate().skip(at + 1) {
            let restart = levels[index].restart;
            if restart.is_none_or(|it| it > 0 && usize::from(it) > at) {
                *slot = None;
            }
        }
        let counts: Vec<u32> = state.iter().map(|it| it.unwrap_or(0)).collect();
        render(&levels, at, &counts)
    }
}

fn read_level(node: Node<'_, '_>) -> Level {
    Level {
        start: value(node, "start").and_then(|it| it.parse().ok()).unwrap_or(1),
        format: value(node, "numFmt").unwrap_or("decimal").to_owned(),
        text: value(node, "lvlText").unwrap_or("").to_owned(),
        style: value(node, "pStyle").unwrap_or("").to_owned(),
        legal: child(node, "isLgl").is_some(),
        restart: value(node, "lvlRestart").and_then(|it| it.parse().ok()),
    }
}

/// `%1.%2` with the counts of its levels.
fn render(levels: &[Level], at: usize, counts: &[u32]) -> String {
    let level = &levels[at];
    if level.format == "none" && !level.text.contains('%') {
        return level.text.clone();
    }
    if level.format == "bullet" {
        // Symbol fonts use private characters: any bullet will do.
        let is_private = level.text.chars().any(|c| ('\u{e000}'..='\u{f8ff}').contains(&c));
        return if is_private { "•".to_owned() } else { level.text.clone() };
    }
    let mut out = String::new();
    let mut characters = level.text.chars().peekable();
    while let Some(c) = characters.next() {
        let digit = (c == '%').then(|| characters.peek().and_then(|it| it.to_digit(10))).flatten();
        match digit {
            Some(digit @ 1..=9) => {
                characters.next();
                let index = digit as usize - 1;
                let format = if level.legal { "decimal" } else { levels[index].format.as_str() };
                out.push_str(&count(counts[index], format));
            }
            _ => out.push(c),
        }
    }
    out.trim().to_owned()
}

/// A count in a number format of Word.
fn count(number: u32, format: &str) -> String {
    match format {
        "lowerLetter" => letters(number, b'a'),
        "upperLetter" => letters(number, b'A'),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperRoman" => roman(number),
        "decimalZero" => format!("{number:02}"),
        "decimalFullWidth" | "decimalFullWidth2" => number.to_string().chars().map(wide).collect(),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => {
            enclosed(number, '①').unwrap_or_else(|| number.to_string())
        }
        "decimalEnclosedParen" => enclosed(number, '⑴').unwrap_or_else(|| format!("({number})")),
        "decimalEnclosedFullstop" => enclosed(number, '⒈').unwrap_or_else(|| format!("{number}.")),
        "chineseCounting"
        | "chineseCountingThousand"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "japaneseCounting" => chinese(number, "〇一二三四五六七八九", ["十", "百", "千"]),
        "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal" => {
            chinese(number, "零壹贰叁肆伍陆柒捌玖", ["拾", "佰", "仟"])
        }
        "ideographDigital" | "taiwaneseDigital" | "japaneseDigitalTenThousand" => number
            .to_string()
            .chars()
            .filter_map(|it| "〇一二三四五六七八九".chars().nth(it.to_digit(10)? as usize))
            .collect(),
        "ideographTraditional" => of_row(number, "甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => of_row(number, "子丑寅卯辰巳午未申酉戌亥"),
        "ordinal" => format!("{number}{}", ordinal_ending(number)),
        "none" => String::new(),
        _ => number.to_string(),
    }
}

/// The signs from `first` on number one to twenty.
fn enclosed(number: u32, first: char) -> Option<String> {
    let step = number.checked_sub(1).filter(|it| *it < 20)?;
    char::from_u32(first as u32 + step).map(String::from)
}

fn wide(digit: char) -> char {
    char::from_u32('０' as u32 + digit.to_digit(10).unwrap_or(0)).unwrap_or(digit)
}

/// A series of signs, which ends where they end.
fn of_row(number: u32, signs: &str) -> String {
    let at = number.checked_sub(1).map_or(usize::MAX, |it| it as usize);
    signs.chars().nth(at).map_or_else(|| number.to_string(), String::from)
}

fn ordinal_ending(number: u32) -> &'static str {
    match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    }
}

/// Word repeats the letter after Z: AA, BB.
fn letters(number: u32, first: u8) -> String {
    let Some(index) = number.checked_sub(1) else { return String::new() };
    let letter = char::from(first + u8::try_from(index % 26).unwrap_or(0));
    letter.to_string().repeat(usize::try_from(index / 26).unwrap_or(0).min(20) + 1)
}

fn roman(mut number: u32) -> String {
    const VALUES: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number > 4_000 {
        return number.to_string();
    }
    let mut out = String::new();
    for (value, digits) in VALUES {
        while number >= value {
            out.push_str(digits);
            number -= value;
        }
    }
    out
}

/// `三`, `十二`, `一百零五`: with the digits and the units given.
fn chinese(number: u32, digits: &str, units: [&str; 3]) -> String {
    let digit = |n: u32| digits.chars().nth(n as usize % 10).unwrap_or('〇');
    if number < 10 {
        return digit(number).to_string();
    }
    if number >= 10_000 {
        return number.to_string();
    }
    let mut out = String::new();
    let mut is_gap = false;
    for (place, unit) in [(1_000, units[2]), (100, units[1]), (10, units[0]), (1, "")] {
        let here = number / place % 10;
        if here == 0 {
            is_gap = !out.is_empty();
            continue;
        }
        if is_gap {
            out.push('零');
            is_gap = false;
        }
        // Ten to nineteen are 十 to 十九.
        if !(place == 10 && here == 1 && out.is_empty()) {
            out.push(digit(here));
        }
        out.push_str(unit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const XML: &str = r#"<numbering xmlns:w="w"><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl><w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num></numbering>"#;

    #[test]
    fn numbers_are_those_that_word_prints() {
        let tree = Document::parse(XML).unwrap();
        let numbering = Numbering::read(&tree);
        let mut counters = Counters::default();
        let mut labels = Vec::new();
        for (id, level) in [
            ("1", 0),
            ("1", 1),
            ("1", 1),
            ("1", 2),
            ("1", 2),
            ("1", 0),
            ("1", 1),
            ("2", 0),
            ("2", 0),
        ] {
            labels.push(numbering.label(id, level, &mut counters));
        }
        assert_eq!(labels, ["1", "1.1", "1.2", "a)", "b)", "2", "2.1", "5", "6"]);
    }

    #[test]
    fn counts_have_their_formats() {
        assert_eq!(count(3, "chineseCounting"), "三");
        assert_eq!(count(21, "chineseCounting"), "二十一");
        assert_eq!(count(10, "chineseCounting"), "十");
        assert_eq!(count(105, "chineseCounting"), "一百零五");
        assert_eq!(count(110, "chineseCounting"), "一百一十");
        assert_eq!(count(12, "chineseLegalSimplified"), "拾贰");
        assert_eq!(count(10, "ideographDigital"), "一〇");
        assert_eq!(count(2, "ideographTraditional"), "乙");
        assert_eq!(count(22, "ordinal"), "22nd");
        assert_eq!(count(14, "lowerRoman"), "xiv");
        assert_eq!(count(28, "upperLetter"), "BB");
        assert_eq!(count(3, "decimalEnclosedCircle"), "③");
    }
}
