//! Two texts side by side in a terminal, or stacked where it is narrow, with the words that differ
//! between marks: `[-gone-]`, `{+new+}`. Colour and underline come on top and are never needed.

use std::io::{self, Write};

use similar::{ChangeTag, TextDiff};

use super::Look;
use super::paint::{Ink, paint};
use super::wrap::{columns, crop, wrap};
use crate::source::Bilingual;

/// From this width on there is room for two columns.
const TWO_COLUMNS: usize = 100;
/// Same words between two differences that are left out, unless asked for with `-v`.
const LONG_RUN: usize = 160;
/// Characters kept on either side of what is left out.
const CONTEXT: usize = 50;

// Signs that stand for `[-`, `-]`, `{+` and `+}` while lines are broken, each one column wide.
const MARKS: [(char, char); 8] = [
    ('\u{e000}', '['),
    ('\u{e001}', '-'),
    ('\u{e002}', '-'),
    ('\u{e003}', ']'),
    ('\u{e004}', '{'),
    ('\u{e005}', '+'),
    ('\u{e006}', '+'),
    ('\u{e007}', '}'),
];
/// Begins a title, up to the end of its line.
pub(super) const TITLE: char = '\u{e008}';

/// What is said of clauses, over both columns.
#[derive(Debug)]
pub(super) struct Heading {
    pub(super) sign: &'static str,
    pub(super) word: String,
    pub(super) ink: Ink,
    pub(super) further: Vec<String>,
}

/// Where both texts are written to.
pub(super) struct Columns<'a> {
    pub(super) look: Look,
    /// What stands before the lines of either side where they are stacked.
    pub(super) names: [&'static str; 2],
    pub(super) out: &'a mut dyn Write,
}

impl Columns<'_> {
    pub(super) fn say(&self, text: &Bilingual) -> String {
        text.get(self.look.language).to_owned()
    }

    pub(super) fn wide(&self) -> bool {
        self.look.width >= TWO_COLUMNS
    }

    /// Columns of a text on either side.
    pub(super) fn column(&self) -> usize {
        if self.wide() { (self.look.width - 3) / 2 } else { self.look.width - 4 }
    }

    /// Names of both sides, and a rule under them.
    pub(super) fn head(&mut self, left: &[String], right: &[String]) -> io::Result<()> {
        let column = self.column();
        if self.wide() {
            for at in 0..left.len().max(right.len()) {
                let side =
                    |names: &[String]| names.get(at).map_or(String::new(), |it| crop(it, column));
                let (a, b) = (side(left), side(right));
                let bold = |text: &str| paint(text, Ink::Bold, self.look.color);
                self.row(&bold(&a), &a, &bold(&b))?;
            }
            return writeln!(self.out, "{}─┼─{}", "─".repeat(column), "─".repeat(column));
        }
        for (mark, names) in [(self.names[0], left), (self.names[1], right)] {
            for name in names {
                let name = paint(&crop(name, column), Ink::Bold, self.look.color);
                writeln!(self.out, "{mark} │ {name}")?;
            }
        }
        writeln!(self.out, "{}", "─".repeat(self.look.width))
    }

    /// One line of both columns; `plain` is the left one without colour, to know its width.
    fn row(&mut self, left: &str, plain: &str, right: &str) -> io::Result<()> {
        let fill = " ".repeat(self.column().saturating_sub(columns(plain)));
        let line = format!("{left}{fill} │ {right}");
        writeln!(self.out, "{}", line.trim_end())
    }

    pub(super) fn heading(&mut self, heading: &Heading) -> io::Result<()> {
        let plain = format!("{} {}", heading.sign, heading.word);
        let sign = paint(&plain, heading.ink, self.look.color);
        let room = self.look.width.saturating_sub(columns(&plain) + 2);
        let further = crop(&heading.further.join(" · "), room);
        let further = paint(&further, Ink::Dim, self.look.color);
        writeln!(self.out, "\n{}", format!("{sign}  {further}").trim_end())
    }

    /// A title that both sides have, where they are stacked.
    pub(super) fn one(&mut self, title: &str) -> io::Result<()> {
        for line in wrap(title, self.column()) {
            writeln!(self.out, "= │ {line}")?;
        }
        Ok(())
    }

    /// A line over both columns.
    pub(super) fn note(&mut self, text: &str) -> io::Result<()> {
        for line in wrap(text, self.look.width.saturating_sub(2)) {
            writeln!(self.out, "  {line}")?;
        }
        Ok(())
    }

    /// Paragraphs of both sides, beside or above each other.
    pub(super) fn both(&mut self, left: &[String], right: &[String]) -> io::Result<()> {
        let width = self.column();
        let lines = |all: &[String]| -> Vec<String> {
            all.iter().filter(|it| !it.is_empty()).flat_map(|text| titled(text, width)).collect()
        };
        let (left, right) = (lines(left), lines(right));
        if !self.wide() {
            for (mark, lines) in [(self.names[0], left), (self.names[1], right)] {
                let mut open = None;
                for line in lines {
                    let line = self.inked(&line, &mut open);
                    writeln!(self.out, "{}", format!("{mark} │ {line}").trim_end())?;
                }
            }
            return Ok(());
        }
        let (mut open_left, mut open_right) = (None, None);
        for at in 0..left.len().max(right.len()) {
            let (a, b) =
                (left.get(at).map_or("", String::as_str), right.get(at).map_or("", String::as_str));
            let (x, y) = (self.inked(a, &mut open_left), self.inked(b, &mut open_right));
            let plain = a.trim_start_matches(TITLE);
            self.row(&x, plain, &y)?;
        }
        Ok(())
    }

    /// A line with its marks in print, and in ink; `open` is carried from line to line.
    fn inked(&self, line: &str, open: &mut Option<&'static str>) -> String {
        if let Some(title) = line.strip_prefix(TITLE) {
            return paint(title, Ink::Bold, self.look.color);
        }
        let mut out = String::new();
        if let (true, Some(ink)) = (self.look.color, *open) {
            out.push_str(ink);
        }
        for c in line.chars() {
            let printed =
                MARKS.iter().find(|(mark, _)| *mark == c).map_or(c, |(_, printed)| *printed);
            // Underlined besides being coloured.
            let begins = match c {
                '\u{e000}' => Some("\x1b[4;31m"),
                '\u{e004}' => Some("\x1b[4;32m"),
                _ => None,
            };
            if let Some(ink) = begins {
                *open = Some(ink);
                if self.look.color {
                    out.push_str(ink);
                }
            }
            out.push(printed);
            if matches!(c, '\u{e003}' | '\u{e007}') {
                *open = None;
                if self.look.color {
                    out.push_str("\x1b[0m");
                }
            }
        }
        if self.look.color && open.is_some() {
            out.push_str("\x1b[0m");
        }
        out
    }

    /// Both texts with differing words between marks, and long runs of the same words left out.
    pub(super) fn marked(&self, left: &str, right: &str) -> (String, String) {
        let stretches = compare(left, right);
        if common(&stretches) < 0.3 {
            return (gone(left), new(right));
        }
        let (mut a, mut b) = (String::new(), String::new());
        for (at, stretch) in stretches.iter().enumerate() {
            match stretch {
                Stretch::Same(text) => {
                    let short = match self.look.verbose {
                        0 => shorten(text, at == 0, at + 1 == stretches.len()),
                        _ => text.clone(),
                    };
                    a.push_str(&short);
                    b.push_str(&short);
                }
                Stretch::Differs(x, y) => {
                    between(0, x, &mut a);
                    between(4, y, &mut b);
                }
            }
        }
        (a, b)
    }
}

/// A title in lines that are all known as such.
fn titled(text: &str, width: usize) -> Vec<String> {
    match text.strip_prefix(TITLE) {
        Some(title) => wrap(title, width).into_iter().map(|it| format!("{TITLE}{it}")).collect(),
        None => wrap(text, width),
    }
}

/// Words that only the left text has.
pub(super) fn gone(text: &str) -> String {
    let mut out = String::new();
    between(0, text, &mut out);
    out
}

/// Words that only the right text has.
pub(super) fn new(text: &str) -> String {
    let mut out = String::new();
    between(4, text, &mut out);
    out
}

/// Puts `words` between marks, their outer space outside.
fn between(first: usize, words: &str, out: &mut String) {
    let start = words.len() - words.trim_start().len();
    let end = words.trim_end().len().max(start);
    out.push_str(&words[..start]);
    if start < end {
        out.extend([MARKS[first].0, MARKS[first + 1].0]);
        out.push_str(&words[start..end]);
        out.extend([MARKS[first + 2].0, MARKS[first + 3].0]);
    }
    out.push_str(&words[end..]);
}

/// A long run of the same words without its middle.
fn shorten(text: &str, first: bool, last: bool) -> String {
    let signs: Vec<char> = text.chars().collect();
    if signs.len() <= LONG_RUN || first && last {
        return text.to_owned();
    }
    let cut = |at: usize, back: bool| -> usize {
        // At a space near by, so that words stay whole.
        let near = 15.min(at);
        let found = match back {
            true => (at - near..at).rev().find(|it| signs[*it].is_whitespace()),
            false => (at..(at + near).min(signs.len())).find(|it| signs[*it].is_whitespace()),
        };
        found.unwrap_or(at)
    };
    let head: String =
        if first { String::new() } else { signs[..cut(CONTEXT, true)].iter().collect() };
    let tail: String = if last {
        String::new()
    } else {
        signs[cut(signs.len() - CONTEXT, false)..].iter().collect()
    };
    match (first, last) {
        (true, _) => format!("…{tail}"),
        (_, true) => format!("{head} …"),
        _ => format!("{head} …{tail}"),
    }
}

/// A stretch of both texts.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stretch {
    /// The same in both.
    Same(String),
    /// Words of the left in the place of words of the right; either may be empty.
    Differs(String, String),
}

/// Compares word by word; a Chinese character is a word.
fn compare(left: &str, right: &str) -> Vec<Stretch> {
    let diff = TextDiff::configure().diff_unicode_words(left, right);
    let mut out: Vec<Stretch> = Vec::new();
    for change in diff.iter_all_changes() {
        let word = change.value();
        match (change.tag(), out.last_mut()) {
            (ChangeTag::Equal, Some(Stretch::Same(text))) => text.push_str(word),
            (ChangeTag::Equal, _) => out.push(Stretch::Same(word.to_owned())),
            (ChangeTag::Delete, Some(Stretch::Differs(text, _)))
            | (ChangeTag::Insert, Some(Stretch::Differs(_, text))) => text.push_str(word),
            (ChangeTag::Delete, _) => out.push(Stretch::Differs(word.to_owned(), String::new())),
            (ChangeTag::Insert, _) => out.push(Stretch::Differs(String::new(), word.to_owned())),
        }
    }
    join(out)
}

/// Differences with nothing but a space between them are one.
fn join(stretches: Vec<Stretch>) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::new();
    let mut all = stretches.into_iter().peekable();
    while let Some(stretch) = all.next() {
        match (stretch, out.last_mut()) {
            (Stretch::Same(gap), Some(Stretch::Differs(left, right)))
                if gap.trim().is_empty() && matches!(all.peek(), Some(Stretch::Differs(..))) =>
            {
                left.push_str(&gap);
                right.push_str(&gap);
            }
            (Stretch::Differs(a, b), Some(Stretch::Differs(left, right))) => {
                left.push_str(&a);
                right.push_str(&b);
            }
            (stretch, _) => out.push(stretch),
        }
    }
    out
}

/// Share of the characters that both have, in 0..1: below a third, marks hide more than they show.
fn common(stretches: &[Stretch]) -> f64 {
    let (mut same, mut all) = (0usize, 0usize);
    for stretch in stretches {
        match stretch {
            Stretch::Same(text) => {
                same += 2 * text.chars().count();
                all += 2 * text.chars().count();
            }
            Stretch::Differs(left, right) => all += left.chars().count() + right.chars().count(),
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a share")]
    let share = same as f64 / all.max(1) as f64;
    share
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differing_words_stand_out() {
        let found = compare("not exceed 0.15 mg/m3.", "not exceed 0.10 mg/m3.");
        assert_eq!(
            found,
            [
                Stretch::Same("not exceed ".into()),
                Stretch::Differs("0.15".into(), "0.10".into()),
                Stretch::Same(" mg/m3.".into())
            ]
        );
        let found = compare("浓度不应大于 5", "浓度不宜大于 5");
        assert_eq!(found[1], Stretch::Differs("应".into(), "宜".into()));
    }

    #[test]
    fn neighbours_are_one() {
        let found = compare("a red old house", "a blue new house");
        assert_eq!(found[1], Stretch::Differs("red old".into(), "blue new".into()));
    }
}
