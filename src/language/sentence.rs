//! Sentences of a text, as byte ranges.
//!
//! One pass, both languages at once: Chinese ends a sentence with `。！？；` or the end of a line;
//! English with a full stop that is not part of an abbreviation, a number or a label.

use std::ops::Range;

/// Abbreviations that never end a sentence.
const NEVER_END: &[&str] = &[
    "e.g", "i.e", "cf", "vs", "viz", "approx", "resp", "incl", "excl", "dr", "mr", "mrs", "ms",
    "prof", "st", "ca", "et al", "al", "seq",
];

/// Abbreviations that do not end a sentence when a number or a label follows (`No. 5`, `Fig. B.1`).
const BEFORE_NUMBER: &[&str] = &[
    "no", "nos", "fig", "figs", "tab", "eq", "eqs", "sec", "sect", "art", "cl", "ref", "refs",
    "vol", "p", "pp", "para", "paras", "ch", "chap", "app", "annex", "ed", "max", "min", "subcl",
    "reg", "pt", "ex", "temp", "corr", "amd",
];

/// Bytes after which a text without marks is cut.
const LONGEST: usize = 4096;

/// The sentences of `text`, in order, without surrounding white space; empty ones are left out.
#[must_use]
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut splitter = Splitter { text, start: 0, found: Vec::new() };
    splitter.run();
    splitter.found
}

struct Splitter<'a> {
    text: &'a str,
    start: usize,
    found: Vec<Range<usize>>,
}

impl Splitter<'_> {
    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            // most bytes end nothing
            let near = bytes.len().min(self.start + LONGEST);
            while at < near && !may_end(bytes[at]) {
                at += 1;
            }
            if at == bytes.len() {
                break;
            }
            // no sentence is this long: text without marks is cut, so that time stays linear
            if at - self.start > LONGEST && self.text.is_char_boundary(at) {
                self.cut(at);
            }
            let byte = bytes[at];
            match byte {
                b'.' => {
                    if let Some(end) = self.full_stop(at) {
                        self.cut(end);
                        at = end;
                        continue;
                    }
                    at += 1;
                }
                b'!' | b'?' => {
                    let end = after_closers(self.text, at + 1);
                    if end == bytes.len() || bytes[end].is_ascii_whitespace() {
                        self.cut(end);
                    }
                    at = end.max(at + 1);
                }
                b'\n' | b'\r' => at = self.line_end(at),
                0xE2 | 0xE3 | 0xEF => {
                    let width = char_width(byte);
                    let Some(piece) = self.text.get(at..at + width) else { break };
                    if matches!(piece, "。" | "！" | "？" | "；" | "\u{2029}" | "\u{2028}") {
                        let end = after_closers(self.text, at + width);
                        self.cut(end);
                        at = end;
                    } else {
                        at += width;
                    }
                }
                _ => at += 1,
            }
        }
        self.cut(bytes.len());
    }

    fn cut(&mut self, end: usize) {
        let piece = &self.text[self.start..end];
        let trimmed = piece.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if !trimmed.is_empty() {
            let lead = piece.len()
                - piece.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').len();
            let start = self.start + lead;
            self.found.push(start..start + trimmed.len());
        }
        self.start = end;
    }

    /// Where the sentence ends if the full stop at `at` ends it.
    fn full_stop(&self, at: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let end = after_closers(self.text, at + 1);
        if end < bytes.len() && !bytes[end].is_ascii_whitespace() {
            let next = self.text[end..].chars().next()?;
            // `…标准.应…`: an ASCII full stop used in Chinese text
            if !is_han(next) || previous_is_digit(bytes, at) {
                return None;
            }
            return Some(end);
        }
        let rest = self.text[end..].trim_start();
        let Some(next) = rest.chars().next() else { return Some(end) };
        if next.is_lowercase() {
            return None;
        }
        let before = &self.text[self.start..at];
        if is_label(before.trim()) {
            return None;
        }
        let word_start = before
            .rfind(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '“' | '"' | '—' | '/'))
            .map_or(0, |index| index + before[index..].chars().next().map_or(1, char::len_utf8));
        let word = &before[word_start..];
        if word.len() <= 6 && word.is_ascii() {
            let lower = word.to_ascii_lowercase();
            if NEVER_END.contains(&lower.as_str()) {
                return None;
            }
            if BEFORE_NUMBER.contains(&lower.as_str())
                && (next.is_ascii_digit() || is_short_label(rest))
            {
                return None;
            }
            // an initial: `J. Smith` opening a sentence, `U. S. Navy`
            let initial = word.len() == 1 && word.as_bytes()[0].is_ascii_uppercase();
            if initial && (before.trim().len() == 1 || ends_with_initial(&before[..word_start])) {
                return None;
            }
        }
        Some(end)
    }

    /// Handles the line end at `at`; gives the offset to go on from.
    fn line_end(&mut self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut next = at;
        let mut lines = 0;
        while next < bytes.len() && bytes[next].is_ascii_whitespace() {
            lines += usize::from(bytes[next] == b'\n');
            next += 1;
        }
        let before = self.text[self.start..at].trim_end();
        let after = &self.text[next..];
        let last = before.chars().next_back();
        let first = after.chars().next();
        let ends = lines > 1
            || matches!(last, Some(':' | ';' | '.' | '!' | '?' | '：' | '；'))
            || last.is_some_and(is_han_or_mark)
            || first.is_some_and(is_han_or_mark)
            || starts_item(after);
        if ends {
            self.cut(at);
        }
        next
    }
}

/// Whether a byte is one of those with which a sentence may end, or begins such a mark.
fn may_end(byte: u8) -> bool {
    matches!(byte, b'.' | b'!' | b'?' | b'\n' | b'\r' | 0xE2 | 0xE3 | 0xEF)
}

fn char_width(lead: u8) -> usize {
    match lead {
        0..0x80 => 1,
        0x80..0xE0 => 2,
        0xE0..0xF0 => 3,
        _ => 4,
    }
}

fn previous_is_digit(bytes: &[u8], at: usize) -> bool {
    at > 0 && bytes[at - 1].is_ascii_digit()
}

/// True for a Chinese character.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

fn is_han_or_mark(c: char) -> bool {
    is_han(c) || matches!(c, '，' | '、' | '。' | '（' | '）' | '《' | '》' | '“' | '”')
}

/// Past closing quotes and brackets.
fn after_closers(text: &str, mut at: usize) -> usize {
    while let Some(c) = text[at..].chars().next() {
        if !matches!(c, '"' | '\'' | ')' | ']' | '”' | '’' | '»' | '）' | '】' | '」' | '》')
        {
            break;
        }
        at += c.len_utf8();
    }
    at
}

/// A label that opens a sentence and ends with a full stop: `5.2`, `a`, `A.1`, `iv`, `NOTE 1`.
fn is_label(text: &str) -> bool {
    if text.is_empty() || text.len() > 12 {
        return false;
    }
    let numeric = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let dotted = text.len() > 1
        && text.as_bytes()[0].is_ascii_alphabetic()
        && text.as_bytes()[1] == b'.'
        && text[2..].bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let letter = text.len() == 1 && text.as_bytes()[0].is_ascii_lowercase();
    let roman = text.len() <= 5 && text.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'));
    numeric || dotted || letter || roman
}

fn is_short_label(rest: &str) -> bool {
    let label: &str = rest.split(|c: char| c.is_whitespace()).next().unwrap_or("");
    label.len() <= 6 && label.bytes().any(|b| b.is_ascii_digit())
}

fn ends_with_initial(before: &str) -> bool {
    let trimmed = before.trim_end();
    let bytes = trimmed.as_bytes();
    bytes.len() >= 2
        && bytes[bytes.len() - 1] == b'.'
        && bytes[bytes.len() - 2].is_ascii_uppercase()
        && (bytes.len() == 2 || !bytes[bytes.len() - 3].is_ascii_alphanumeric())
}

/// A line that opens with a list marker.
pub(crate) fn starts_item(line: &str) -> bool {
    item_label(line) > 0
}

/// Length in bytes of the list marker or element label that opens `line`, with the space after it.
pub(crate) fn item_label(line: &str) -> usize {
    let mut chars = line.char_indices();
    let Some((_, first)) = chars.next() else { return 0 };
    let spaces = |from: usize| line[from..].len() - line[from..].trim_start().len();
    if matches!(first, '—' | '–' | '•' | '·' | '▪' | '◦' | '●' | '*' | '-') {
        let mut end = first.len_utf8();
        while line[end..].starts_with('—') {
            end += '—'.len_utf8();
        }
        let after = line[end..].chars().next();
        return match after {
            Some(c) if c.is_whitespace() => end + spaces(end),
            Some(c) if first != '-' && first != '*' && !c.is_ascii_digit() => end,
            _ => 0,
        };
    }
    // a) 1) (a) (1) a. 1. i)  and the full-width brackets
    let open = usize::from(matches!(first, '(' | '（')) * first.len_utf8();
    let body = &line[open..];
    let width = body.find(|c: char| !(c.is_ascii_alphanumeric() || c == '.')).unwrap_or(body.len());
    if width == 0 || width > 8 {
        return 0;
    }
    let label = &body[..width];
    let closer = body[width..].chars().next();
    match closer {
        Some(c @ (')' | '）')) if label.len() <= 4 => {
            let end = open + width + c.len_utf8();
            end + spaces(end)
        }
        _ if open > 0 => 0,
        Some(c) if c.is_whitespace() => {
            let numbered = label.as_bytes()[0].is_ascii_digit()
                && label.bytes().all(|b| b.is_ascii_digit() || b == b'.')
                && label.contains('.');
            let lettered = label.ends_with('.') && label.len() == 2 && label.is_ascii();
            if numbered || lettered { width + spaces(width) } else { 0 }
        }
        Some('、') if label.len() <= 2 => width + '、'.len_utf8(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn english_abbreviations_and_numbers_do_not_end_a_sentence() {
        assert_eq!(
            split("Use No. 5 wire, e.g. Copper of 1.5 mm. See Fig. 3 and Annex A. It shall fit."),
            ["Use No. 5 wire, e.g. Copper of 1.5 mm.", "See Fig. 3 and Annex A.", "It shall fit."]
        );
        assert_eq!(split("5.2. The lid shall close."), ["5.2. The lid shall close."]);
        assert_eq!(split("He said \"stop.\" Then left."), ["He said \"stop.\"", "Then left."]);
    }

    #[test]
    fn wrapped_lines_stay_together_and_items_do_not() {
        assert_eq!(
            split("The lid\nshall close.\nIt shall:\na) be dry;\nb) be clean.\n\nEnd"),
            ["The lid\nshall close.", "It shall:", "a) be dry;", "b) be clean.", "End"]
        );
    }

    #[test]
    fn chinese_marks_and_line_ends() {
        assert_eq!(
            split("应清洁；不应有锈。\n注：见表1\n下一行"),
            ["应清洁；", "不应有锈。", "注：见表1", "下一行"]
        );
    }
}
