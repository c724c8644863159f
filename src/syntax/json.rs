//! Strict JSON (RFC 8259) into a [`Tree`](super::Tree), with byte spans.
//!
//! Written here and not by way of a JSON library so that the tree, its limits and its messages are
//! the same as for YAML. Not recursive. Numbers, `true`, `false` and `null` are plain scalars.

use crate::bilingual;
use crate::source::{Bilingual, Problem, ProblemCode, SourceFile, Span};

use super::align::Style;
use super::build::{Builder, Limits};
use super::tree::{Parsed, Shape};

/// Reads a file of one JSON value, or of several (one a line, JSON Lines).
#[must_use]
pub fn parse(file: &SourceFile) -> Parsed<'_> {
    parse_within(file, Limits::default())
}

/// Reads a file of JSON values, within `limits`.
#[must_use]
pub fn parse_within(file: &SourceFile, limits: Limits) -> Parsed<'_> {
    let text = file.text();
    let mut reader =
        Reader { builder: Builder::new(file, limits), text, bytes: text.as_bytes(), at: 0 };
    loop {
        reader.white();
        if reader.at >= reader.bytes.len() {
            break;
        }
        match reader.value() {
            Ok(()) => reader.builder.close_document(true),
            Err(Lost { problem }) => {
                reader.builder.close_document(false);
                if let Some(problem) = problem {
                    reader.builder.problem(*problem);
                }
                // JSON Lines go on with the next line that starts a value.
                if !reader.next_document() {
                    break;
                }
            }
        }
    }
    reader.builder.finish()
}

/// The document cannot be read on.
struct Lost {
    problem: Option<Box<Problem>>,
}

struct Reader<'a> {
    builder: Builder<'a>,
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
}

/// What may come next within a collection.
#[derive(Clone, Copy, PartialEq)]
enum Expect {
    /// A value.
    Value,
    /// A value, or the end of a list that is still empty.
    ValueOrEnd,
    /// A key.
    Key,
    /// A key, or the end of a mapping that is still empty.
    KeyOrEnd,
    /// A comma or the end.
    More,
}

impl Reader<'_> {
    fn white(&mut self) {
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn value(&mut self) -> Result<(), Lost> {
        // One entry an open collection: `true` for a mapping.
        let mut open: Vec<bool> = Vec::new();
        let mut expect = Expect::Value;
        loop {
            self.white();
            let Some(&byte) = self.bytes.get(self.at) else {
                return Err(self.cut_short(&open));
            };
            match (byte, expect) {
                (b']', Expect::ValueOrEnd) | (b'}', Expect::KeyOrEnd) => {
                    expect = self.close(&mut open);
                }
                (b']', Expect::More) if open.last() == Some(&false) => {
                    expect = self.close(&mut open)
                }
                (b'}', Expect::More) if open.last() == Some(&true) => {
                    expect = self.close(&mut open)
                }
                (b',', Expect::More) => {
                    self.at += 1;
                    expect = if open.last() == Some(&true) { Expect::Key } else { Expect::Value };
                    self.white();
                    if matches!(self.bytes.get(self.at), Some(b']' | b'}')) {
                        return Err(self.lost(
                            bilingual!(
                                "a comma stands before the closing bracket",
                                "右括号之前多了逗号"
                            ),
                            bilingual!("remove the last comma", "请删去最后的逗号"),
                        ));
                    }
                }
                (b'"', Expect::Key | Expect::KeyOrEnd) => {
                    self.string()?;
                    self.white();
                    if self.bytes.get(self.at) != Some(&b':') {
                        return Err(self.lost(
                            bilingual!("a colon is missing behind the key", "键之后缺少冒号"),
                            bilingual!("write \"key\": value", "请写作 \"键\": 值"),
                        ));
                    }
                    self.at += 1;
                    expect = Expect::Value;
                }
                (_, Expect::Value | Expect::ValueOrEnd) => {
                    expect = match byte {
                        b'{' | b'[' => {
                            let is_mapping = byte == b'{';
                            let shape = if is_mapping { Shape::Mapping } else { Shape::Sequence };
                            let span = self.span(self.at, self.at + 1);
                            if self.builder.start(shape, span).is_none() {
                                return Err(Lost { problem: None });
                            }
                            self.at += 1;
                            open.push(is_mapping);
                            if is_mapping { Expect::KeyOrEnd } else { Expect::ValueOrEnd }
                        }
                        b'"' => {
                            self.string()?;
                            Expect::More
                        }
                        _ => {
                            self.bare()?;
                            Expect::More
                        }
                    };
                }
                (_, Expect::More) => {
                    return Err(self.lost(
                        bilingual!(
                            "a comma or a closing bracket is missing here",
                            "此处缺少逗号或右括号"
                        ),
                        bilingual!("put a comma between entries", "各条目之间请用逗号分隔"),
                    ));
                }
                (_, Expect::Key | Expect::KeyOrEnd) => {
                    return Err(self.lost(
                        bilingual!(
                            "a key in double quotes is missing here",
                            "此处缺少双引号中的键"
                        ),
                        bilingual!("write \"key\": value", "请写作 \"键\": 值"),
                    ));
                }
            }
            if expect == Expect::More && open.is_empty() {
                return Ok(());
            }
        }
    }

    fn close(&mut self, open: &mut Vec<bool>) -> Expect {
        self.at += 1;
        open.pop();
        self.builder.end(u32::try_from(self.at).ok());
        Expect::More
    }

    /// A number or a word.
    fn bare(&mut self) -> Result<(), Lost> {
        let start = self.at;
        let len = self.bytes[start..]
            .iter()
            .position(|byte| !matches!(byte, b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'+' | b'-' | b'.'))
            .unwrap_or(self.bytes.len() - start);
        let word = &self.text[start..start + len];
        if !matches!(word, "true" | "false" | "null") && !is_number(word.as_bytes()) {
            return Err(self.lost(
                bilingual!("this is no JSON value", "这不是 JSON 的值"),
                bilingual!(
                    "put text in double quotes; besides it only numbers, true, false and null stand alone",
                    "文字请加双引号；此外只有数、true、false、null 可单独出现"
                ),
            ));
        }
        self.at += len;
        let span = self.span(start, self.at);
        self.builder.push_scalar(Shape::Scalar(Style::Plain), None, span);
        Ok(())
    }

    fn string(&mut self) -> Result<(), Lost> {
        let start = self.at;
        let mut at = start + 1;
        let mut decoded: Option<String> = None;
        loop {
            let rest = &self.bytes[at..];
            let Some(len) =
                rest.iter().position(|&byte| matches!(byte, b'"' | b'\\') || byte < 0x20)
            else {
                self.at = start;
                return Err(self.lost(
                    bilingual!("the quote that opens here is never closed", "此处的引号没有结束"),
                    bilingual!("close it with \"", "请用 \" 结束"),
                ));
            };
            if let Some(decoded) = &mut decoded {
                decoded.push_str(&self.text[at..at + len]);
            }
            let special = rest[len];
            at += len;
            match special {
                b'"' => break,
                b'\\' => {
                    let decoded =
                        decoded.get_or_insert_with(|| self.text[start + 1..at].to_owned());
                    let Some((c, len)) = escape(&self.bytes[at..]) else {
                        self.at = at;
                        return Err(self.lost(
                            bilingual!(
                                "\\ does not start a known escape here",
                                "此处的 \\ 不是有效的转义"
                            ),
                            bilingual!("write \\\\ for a backslash", "反斜线请写作 \\\\"),
                        ));
                    };
                    decoded.push(c);
                    at += len;
                }
                _ => {
                    self.at = at;
                    return Err(self.lost(
                        bilingual!("a control character stands inside a string", "字符串中出现控制字符"),
                        bilingual!(
                            "write \\n for a line break, \\t for a tab; or the quote before is not closed",
                            "换行请写作 \\n，制表符写作 \\t；或前面的引号没有结束"
                        ),
                    ));
                }
            }
        }
        self.at = at + 1;
        let span = self.span(start, self.at);
        self.builder.push_scalar(Shape::Scalar(Style::Double), decoded.as_deref(), span);
        Ok(())
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.builder.tree.file, start, end)
    }

    /// A syntax error at the character where the reader stands.
    fn lost(&self, message: Bilingual, help: Bilingual) -> Lost {
        let len = self.text[self.at..].chars().next().map_or(0, char::len_utf8);
        let span = self.span(self.at, self.at + len);
        Lost { problem: Some(Box::new(Problem::at(ProblemCode::Syntax, span, message).help(help))) }
    }

    fn cut_short(&self, open: &[bool]) -> Lost {
        let bracket = if open.last() == Some(&true) { '}' } else { ']' };
        let message = if open.is_empty() {
            bilingual!("a value is missing here", "此处缺少值")
        } else {
            bilingual!("the file ends before the closing {bracket}", "文件在 {bracket} 之前结束")
        };
        self.lost(message, bilingual!("the file may have been cut short", "文件可能不完整"))
    }

    /// Goes to the next line that starts an object; `false` where there is none, or where there
    /// are problems enough.
    fn next_document(&mut self) -> bool {
        if self.builder.problems.len() >= self.builder.limits.problems {
            return false;
        }
        let mut at = self.at;
        while let Some(line_end) = memchr::memchr(b'\n', &self.bytes[at..]) {
            at += line_end + 1;
            if self.bytes.get(at) == Some(&b'{') {
                self.at = at;
                return true;
            }
        }
        false
    }
}

/// The character that an escape at the start of `bytes` stands for, and its length.
fn escape(bytes: &[u8]) -> Option<(char, usize)> {
    let c = match bytes.get(1)? {
        b'"' => '"',
        b'\\' => '\\',
        b'/' => '/',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => {
            let first = hex(bytes.get(2..6)?)?;
            if !(0xd800..0xe000).contains(&first) {
                return Some((char::from_u32(first)?, 6));
            }
            if first >= 0xdc00 || bytes.get(6..8)? != b"\\u" {
                return None;
            }
            let second = hex(bytes.get(8..12)?)?;
            if !(0xdc00..0xe000).contains(&second) {
                return None;
            }
            let code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
            return Some((char::from_u32(code)?, 12));
        }
        _ => return None,
    };
    Some((c, 2))
}

fn hex(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |value, &digit| Some(value * 16 + char::from(digit).to_digit(16)?))
}

/// `-`? int frac? exp? of RFC 8259, section 6.
fn is_number(word: &[u8]) -> bool {
    fn digits(word: &[u8]) -> Option<&[u8]> {
        let count = word.iter().take_while(|byte| byte.is_ascii_digit()).count();
        (count > 0).then(|| &word[count..])
    }
    let word = word.strip_prefix(b"-").unwrap_or(word);
    let Some(mut rest) = digits(word) else { return false };
    if word[0] == b'0' && word.len() - rest.len() > 1 {
        return false;
    }
    if let Some(fraction) = rest.strip_prefix(b".") {
        match digits(fraction) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    if let Some(exponent) = rest.strip_prefix(b"e").or_else(|| rest.strip_prefix(b"E")) {
        let exponent =
            exponent.strip_prefix(b"+").or_else(|| exponent.strip_prefix(b"-")).unwrap_or(exponent);
        match digits(exponent) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    rest.is_empty()
}
