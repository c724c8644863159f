//! The scanner that all families share: a cursor over folded text that remembers how far any
//! attempt got, and what it wanted there.

use compact_str::CompactString;

use crate::bilingual;
use crate::source::Bilingual;

/// An attempt failed; the cursor knows where.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fail;

/// What an attempt gives.
pub(super) type Scan<T> = Result<T, Fail>;

/// What would have been accepted at the first bad character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    End,
    Number,
    Part,
    Year,
    Kind(&'static str),
    AssociationCode,
    DivisionCode,
    Publisher,
    Supplement,
    Start,
}

impl Wanted {
    /// The sentence for a reader.
    pub(super) fn message(self, found: Option<char>) -> Bilingual {
        let (en, zh) = match self {
            Self::End => ("the identifier ends before this", "编号到此之前已经结束"),
            Self::Number => ("a number is expected here", "此处应为顺序号"),
            Self::Part => ("a part number is expected here", "此处应为部分编号"),
            Self::Year => ("a year of four digits is expected here", "此处应为四位年代号"),
            Self::AssociationCode => (
                "the code of an association in capital letters is expected here",
                "此处应为团体代号（大写字母）",
            ),
            Self::DivisionCode => (
                "a division code of 2, 4 or 6 digits is expected here",
                "此处应为 2、4 或 6 位行政区划代码",
            ),
            Self::Publisher => ("a publisher is expected here", "此处应为发布机构代号"),
            Self::Supplement => {
                ("an amendment or corrigendum is expected here", "此处应为修改单或勘误")
            }
            Self::Start => {
                ("an identifier starts with a letter or a digit", "标准编号应以字母或数字开头")
            }
            Self::Kind(kinds) => {
                let zh = kinds.replace(" or ", " 或 ");
                return match found {
                    Some(found) => bilingual!(
                        "{kinds} is expected here, not `{found}`",
                        "此处应为 {zh}，而不是“{found}”"
                    ),
                    None => bilingual!("{kinds} is expected here", "此处应为 {zh}"),
                };
            }
        };
        match found {
            Some(found) => bilingual!("{en}, not `{found}`", "{zh}，而不是“{found}”"),
            None => bilingual!("{en}, but the text ends", "{zh}，但文本已结束"),
        }
    }
}

/// A place in folded text.
#[derive(Clone, Debug)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    pos: usize,
    furthest: usize,
    wanted: Wanted,
    prose: bool,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, pos: 0, furthest: 0, wanted: Wanted::Start, prose: false }
    }

    /// The same over running text: families read no further than what surely belongs to the
    /// identifier.
    pub(super) fn in_prose(text: &'a str) -> Self {
        Self { prose: true, ..Self::new(text) }
    }

    /// Whether words may follow that are not the identifier's.
    pub(super) fn is_prose(&self) -> bool {
        self.prose
    }

    pub(super) fn pos(&self) -> usize {
        self.pos
    }

    pub(super) fn set(&mut self, pos: usize) {
        self.pos = pos;
    }

    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.pos..]
    }

    pub(super) fn since(&self, from: usize) -> &'a str {
        &self.text[from..self.pos]
    }

    pub(super) fn at_end(&self) -> bool {
        self.pos == self.text.len()
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.pos).copied()
    }

    pub(super) fn peek_at(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.pos + ahead).copied()
    }

    /// The first bad character and what was wanted in its place.
    pub(super) fn furthest(&self) -> (usize, Wanted) {
        (self.furthest, self.wanted)
    }

    /// Notes that `wanted` is missing here.
    pub(super) fn note(&mut self, wanted: Wanted) {
        if self.pos > self.furthest
            || (self.pos == self.furthest && self.wanted == Wanted::Start)
            || (self.pos == self.furthest && self.wanted == Wanted::End)
        {
            self.furthest = self.pos;
            self.wanted = wanted;
        }
    }

    /// Notes what is missing and fails.
    pub(super) fn fail<T>(&mut self, wanted: Wanted) -> Scan<T> {
        self.note(wanted);
        Err(Fail)
    }

    /// The text must end here.
    pub(super) fn end(&mut self) -> Scan<()> {
        if self.at_end() { Ok(()) } else { self.fail(Wanted::End) }
    }

    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let hit = self.peek() == Some(byte);
        if hit {
            self.pos += 1;
        }
        hit
    }

    pub(super) fn eat_str(&mut self, word: &str) -> bool {
        let hit = self.rest().starts_with(word);
        if hit {
            self.pos += word.len();
        }
        hit
    }

    /// `word` in any case.
    pub(super) fn eat_ci(&mut self, word: &str) -> bool {
        let hit = self
            .text
            .as_bytes()
            .get(self.pos..self.pos + word.len())
            .is_some_and(|it| it.eq_ignore_ascii_case(word.as_bytes()));
        if hit {
            self.pos += word.len();
        }
        hit
    }

    /// `word`, and no further letter or digit.
    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        let start = self.pos;
        if self.eat_str(word) && !self.peek().is_some_and(|b| b.is_ascii_alphanumeric()) {
            return true;
        }
        self.pos = start;
        false
    }

    /// The first of `words` that stands here as a word.
    pub(super) fn eat_one<'w>(&mut self, words: &[&'w str]) -> Option<&'w str> {
        words.iter().copied().find(|word| self.eat_word(word))
    }

    /// One space, if there is one (folding left no more).
    pub(super) fn space(&mut self) -> bool {
        self.eat(b' ')
    }

    pub(super) fn take_while(&mut self, accept: impl Fn(u8) -> bool) -> &'a str {
        let start = self.pos;
        while self.peek().is_some_and(&accept) {
            self.pos += 1;
        }
        self.since(start)
    }

    pub(super) fn digits(&mut self) -> &'a str {
        self.take_while(|b| b.is_ascii_digit())
    }

    pub(super) fn capitals(&mut self) -> &'a str {
        self.take_while(|b| b.is_ascii_uppercase())
    }

    /// At least one digit.
    pub(super) fn number(&mut self, wanted: Wanted) -> Scan<&'a str> {
        let digits = self.digits();
        if digits.is_empty() { self.fail(wanted) } else { Ok(digits) }
    }

    /// A separator that people put spaces around.
    pub(super) fn spaced(&mut self, byte: u8) -> bool {
        let start = self.pos;
        self.space();
        if self.eat(byte) {
            self.space();
            return true;
        }
        self.pos = start;
        false
    }

    /// A year of four digits, with nothing alphanumeric after it that could belong to a number.
    pub(super) fn year(&mut self) -> Scan<u16> {
        let start = self.pos;
        let mut year = 0;
        for _ in 0..4 {
            match self.peek() {
                Some(digit) if digit.is_ascii_digit() => {
                    year = year * 10 + u16::from(digit - b'0');
                    self.pos += 1;
                }
                _ => {
                    self.note(Wanted::Year);
                    self.pos = start;
                    return Err(Fail);
                }
            }
        }
        if self.peek().is_some_and(|b| b.is_ascii_digit()) {
            self.note(Wanted::End);
            self.pos = start;
            return Err(Fail);
        }
        if !(1800..2100).contains(&year) {
            self.pos = start;
            self.note(Wanted::Year);
            return Err(Fail);
        }
        Ok(year)
    }

    /// A year, with a month and a day where they follow as `-07-23`: the date as written.
    pub(super) fn date(&mut self) -> Scan<(u16, &'a str)> {
        let start = self.pos;
        let year = self.year()?;
        for _ in 0..2 {
            let before = self.pos;
            let two = self.eat(b'-') && {
                let digits = self.digits();
                digits.len() == 2
                    && digits < "32"
                    && !self.peek().is_some_and(|b| b.is_ascii_alphabetic())
            };
            if !two {
                self.pos = before;
                break;
            }
        }
        Ok((year, self.since(start)))
    }
}

/// The year that two digits stand for in identifiers of the last century.
pub(super) fn century(two_digits: &str) -> Option<u16> {
    let year: u16 = two_digits.parse().ok()?;
    Some(if year < 30 { 2000 + year } else { 1900 + year })
}

/// Puts the pieces of a canonical form together.
pub(super) fn joined(pieces: &[&str]) -> CompactString {
    let mut out = CompactString::with_capacity(pieces.iter().map(|it| it.len()).sum());
    for piece in pieces {
        out.push_str(piece);
    }
    out
}
