//! Alignments for people: two columns, or stacked where the terminal is narrow.

use std::io::{self, Write};

use super::words::{Stretch, common, compare};
use super::{View, sign, word};
use crate::alignment::{Item, Pair};
use crate::bilingual;
use crate::model::{DeviationKind, Relation};
use crate::report::Look;
use crate::report::paint::{Ink, paint};
use crate::report::wrap::{columns, crop, wrap};
use crate::source::Bilingual;

/// From this width on there is room for two columns.
const TWO_COLUMNS: usize = 100;
/// Same words between two differences that are left out, unless asked for with `-v`.
const LONG_RUN: usize = 160;
/// Characters kept on either side of what is left out.
const CONTEXT: usize = 50;
/// Lines of a text that stands alone, unless asked for with `-v`.
const LINES_ALONE: usize = 4;

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

/// Writes the page.
///
/// # Errors
/// What the writer says.
pub fn terminal(view: &View<'_>, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let groups = view.alignment.pairs.iter().map(|it| it.group).max().unwrap_or(0);
    let mut group_sizes = vec![0; groups + 1];
    for pair in &view.alignment.pairs {
        group_sizes[pair.group] += 1;
    }
    Page { view, look, out, group_sizes }.write()
}

struct Page<'a, 'b> {
    view: &'a View<'a>,
    look: Look,
    out: &'b mut dyn Write,
    /// Pairs in each group.
    group_sizes: Vec<usize>,
}

/// What is said of a pair, over both columns.
struct Heading {
    sign: &'static str,
    word: Bilingual,
    ink: Ink,
    further: Vec<String>,
}

impl Page<'_, '_> {
    fn write(&mut self) -> io::Result<()> {
        let comparison = self.view.comparison;
        self.head(&comparison.left.name, &comparison.right.name)?;
        let mut pairs = self.view.alignment.pairs.as_slice();
        while let [first, rest @ ..] = pairs {
            // Clauses that are the same need no more than a line each.
            let same = pairs.iter().take_while(|it| self.is_plain(it)).count();
            if same == 0 {
                self.pair(first)?;
                pairs = rest;
                continue;
            }
            self.same(&pairs[..same])?;
            pairs = &pairs[same..];
        }
        if !self.view.ranking {
            self.alone(&self.view.alignment.left_only, true)?;
            self.alone(&self.view.alignment.right_only, false)?;
        }
        self.sum()
    }

    fn say(&self, text: &Bilingual) -> String {
        text.get(self.look.language).to_owned()
    }

    fn wide(&self) -> bool {
        self.look.width >= TWO_COLUMNS
    }

    /// Columns of a text on either side.
    fn column(&self) -> usize {
        if self.wide() { (self.look.width - 3) / 2 } else { self.look.width - 4 }
    }

    fn head(&mut self, left: &str, right: &str) -> io::Result<()> {
        let column = self.column();
        if self.wide() {
            self.row(
                &paint(&crop(left, column), Ink::Bold, self.look.color),
                &crop(left, column),
                &paint(&crop(right, column), Ink::Bold, self.look.color),
            )?;
            return writeln!(self.out, "{}─┼─{}", "─".repeat(column), "─".repeat(column));
        }
        for (mark, name) in [("A", left), ("B", right)] {
            let name = paint(&crop(name, column), Ink::Bold, self.look.color);
            writeln!(self.out, "{mark} │ {name}")?;
        }
        writeln!(self.out, "{}", "─".repeat(self.look.width))
    }

    /// One line of both columns; `plain` is the left one without colour, to know its width.
    fn row(&mut self, left: &str, plain: &str, right: &str) -> io::Result<()> {
        let fill = " ".repeat(self.column().saturating_sub(columns(plain)));
        let line = format!("{left}{fill} │ {right}");
        writeln!(self.out, "{}", line.trim_end())
    }

    /// Whether nothing is to be said of a pair but that both sides are the same.
    fn is_plain(&self, pair: &Pair) -> bool {
        pair.relation == Relation::Equal
            && !self.view.ranking
            && self.look.verbose == 0
            && self.remarks(pair).is_empty()
    }

    fn same(&mut self, pairs: &[Pair]) -> io::Result<()> {
        let count = pairs.len();
        let further = match count {
            1 => Vec::new(),
            _ => vec![self.say(&bilingual!("{count} clauses", "{count} 条"))],
        };
        let (sign, word) = (sign(Relation::Equal), word(Relation::Equal));
        self.heading(&Heading { sign, word, ink: Ink::Info, further })?;
        let comparison = self.view.comparison;
        for pair in pairs {
            let left = title(&comparison.left.items[pair.left]);
            let right = title(&comparison.right.items[pair.right]);
            if !self.wide() && left == right {
                let lines = wrap(&left, self.column());
                for line in lines {
                    writeln!(self.out, "= │ {line}")?;
                }
                continue;
            }
            self.both(&[left], &[right])?;
        }
        Ok(())
    }

    /// What is worth knowing of a pair besides relation and score.
    fn remarks(&self, pair: &Pair) -> Vec<String> {
        let mut remarks = Vec::new();
        if pair.moved {
            remarks.push(self.say(&bilingual!("moved", "位置移动")));
        }
        let size = self.group_sizes.get(pair.group).copied().unwrap_or(0);
        if !self.view.ranking && size > 1 {
            let group = pair.group;
            remarks.push(self.say(&bilingual!("group {group}", "第 {group} 组")));
        }
        if let Some(declared) = self.declared(pair) {
            remarks.push(self.say(&declared));
        }
        remarks
    }

    fn pair(&mut self, pair: &Pair) -> io::Result<()> {
        let comparison = self.view.comparison;
        let (left, right) =
            (&comparison.left.items[pair.left], &comparison.right.items[pair.right]);
        let mut further = vec![format!("{:.2}", pair.score)];
        if self.view.ranking && pair.accepted {
            further.push(self.say(&bilingual!("accepted", "接受")));
        }
        further.extend(self.remarks(pair));
        if self.look.verbose > 0 || self.view.ranking {
            let voices = pair.evidence.named().map(|(name, score)| format!("{name} {score:.2}"));
            further.push(voices.collect::<Vec<_>>().join(", "));
        }
        let ink = match pair.relation {
            Relation::Equal | Relation::Equivalent => Ink::Info,
            Relation::None => Ink::Dim,
            _ => Ink::Warning,
        };
        self.heading(&Heading {
            sign: sign(pair.relation),
            word: word(pair.relation),
            ink,
            further,
        })?;
        if self.view.ranking {
            let (left, right) = (title(left), title(right));
            return self.both(&[left], &[right]);
        }
        let (mut a, mut b) = (vec![title(left)], vec![title(right)]);
        if pair.relation == Relation::Equal && self.look.verbose == 0 {
            return self.both(&a, &b);
        }
        let (left_text, right_text) = (left.text.join("\n"), right.text.join("\n"));
        let compared = self.view.one_language().then(|| compare(&left_text, &right_text));
        match compared.filter(|it| common(it) >= 0.4) {
            Some(stretches) => {
                let (x, y) = self.marked(&stretches);
                a.extend(x);
                b.extend(y);
            }
            None => {
                a.push(left_text);
                b.push(right_text);
            }
        }
        self.both(&a, &b)
    }

    /// Whether a difference is declared, where one document adopts the other.
    fn declared(&self, pair: &Pair) -> Option<Bilingual> {
        let declared = self.view.declared.as_ref()?;
        match declared.get(pair.left).copied().flatten() {
            Some(DeviationKind::Technical) => {
                Some(bilingual!("declared: technical deviation", "已声明：技术性差异"))
            }
            Some(DeviationKind::Structural) => {
                Some(bilingual!("declared: structural change", "已声明：结构变化"))
            }
            Some(DeviationKind::Editorial) => {
                Some(bilingual!("declared: editorial change", "已声明：编辑性修改"))
            }
            // Across languages nobody can say by words alone that something differs.
            None if matches!(pair.relation, Relation::Equal | Relation::Equivalent)
                || !self.view.one_language() =>
            {
                None
            }
            None => Some(bilingual!("no deviation declared", "未声明差异")),
        }
    }

    fn heading(&mut self, heading: &Heading) -> io::Result<()> {
        let sign = paint(
            &format!("{} {}", heading.sign, self.say(&heading.word)),
            heading.ink,
            self.look.color,
        );
        let plain = format!("{} {}", heading.sign, self.say(&heading.word));
        let room = self.look.width.saturating_sub(columns(&plain) + 2);
        let further = crop(&heading.further.join(" · "), room);
        let further = paint(&further, Ink::Dim, self.look.color);
        writeln!(self.out, "\n{}", format!("{sign}  {further}").trim_end())
    }

    /// Paragraphs of both sides, beside or above each other.
    fn both(&mut self, left: &[String], right: &[String]) -> io::Result<()> {
        let width = self.column();
        let lines = |all: &[String]| -> Vec<String> {
            all.iter().filter(|it| !it.is_empty()).flat_map(|text| wrap(text, width)).collect()
        };
        let (left, right) = (lines(left), lines(right));
        if !self.wide() {
            for (mark, lines) in [("A", left), ("B", right)] {
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
            self.row(&x, a, &y)?;
        }
        Ok(())
    }

    /// Both texts with differing words between marks, and long runs of the same words left out.
    fn marked(&self, stretches: &[Stretch]) -> (Vec<String>, Vec<String>) {
        let (mut left, mut right) = (String::new(), String::new());
        let between = |open: [char; 2], words: &str, close: [char; 2], out: &mut String| {
            let start = words.len() - words.trim_start().len();
            let end = words.trim_end().len().max(start);
            out.push_str(&words[..start]);
            if start < end {
                out.extend(open);
                out.push_str(&words[start..end]);
                out.extend(close);
            }
            out.push_str(&words[end..]);
        };
        for (at, stretch) in stretches.iter().enumerate() {
            match stretch {
                Stretch::Same(text) => {
                    let short = match self.look.verbose {
                        0 => shorten(text, at == 0, at + 1 == stretches.len()),
                        _ => text.clone(),
                    };
                    left.push_str(&short);
                    right.push_str(&short);
                }
                Stretch::Differs(a, b) => {
                    between([MARKS[0].0, MARKS[1].0], a, [MARKS[2].0, MARKS[3].0], &mut left);
                    between([MARKS[4].0, MARKS[5].0], b, [MARKS[6].0, MARKS[7].0], &mut right);
                }
            }
        }
        (vec![left], vec![right])
    }

    /// A line with its marks in print, and in ink; `open` is carried from line to line.
    fn inked(&self, line: &str, open: &mut Option<&'static str>) -> String {
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

    fn alone(&mut self, places: &[usize], is_left: bool) -> io::Result<()> {
        let comparison = self.view.comparison;
        let list = if is_left { comparison.left } else { comparison.right };
        for at in places {
            let item = &list.items[*at];
            let (sign, word) = match is_left {
                true => ("−", bilingual!("only on the left", "仅见于左侧")),
                false => ("+", bilingual!("only on the right", "仅见于右侧")),
            };
            let deviation = is_left
                .then(|| self.view.declared.as_ref()?.get(*at).copied().flatten())
                .flatten()
                .map(|_| self.say(&bilingual!("declared", "已声明")));
            self.heading(&Heading {
                sign,
                word,
                ink: Ink::Error,
                further: deviation.into_iter().collect(),
            })?;
            let mut lines = vec![title(item)];
            let text = item.text.join("\n");
            let mut wrapped = wrap(&text, self.column());
            if self.look.verbose == 0 && wrapped.len() > LINES_ALONE {
                wrapped.truncate(LINES_ALONE);
                if let Some(last) = wrapped.last_mut() {
                    *last = crop(&format!("{last} …"), self.column());
                }
            }
            lines.extend(wrapped);
            let none = Vec::new();
            match is_left {
                true => self.both(&lines, &none)?,
                false => self.both(&none, &lines)?,
            }
        }
        Ok(())
    }

    fn sum(&mut self) -> io::Result<()> {
        let alignment = self.view.alignment;
        let mut parts = Vec::new();
        for relation in Relation::ALL {
            let count = alignment.pairs.iter().filter(|it| it.relation == *relation).count();
            if count > 0 {
                parts.push(format!("{count} {}", self.say(&word(*relation))));
            }
        }
        let pairs = alignment.pairs.len();
        let (left, right) = (alignment.left_only.len(), alignment.right_only.len());
        let text = bilingual!(
            "{pairs} pairs ({}); {left} only on the left, {right} only on the right",
            "{pairs} 对（{}）；仅见于左侧 {left} 条，仅见于右侧 {right} 条",
            parts.join(", ")
        );
        let text = match pairs {
            0 => bilingual!(
                "no pairs; {left} only on the left, {right} only on the right",
                "没有对应；仅见于左侧 {left} 条，仅见于右侧 {right} 条"
            ),
            _ => text,
        };
        let text = self.say(&text);
        writeln!(self.out)?;
        for line in wrap(&text, self.look.width) {
            writeln!(self.out, "{line}")?;
        }
        Ok(())
    }
}

/// Number and title of an item; its text stands in for a title it lacks.
fn title(item: &Item<'_>) -> String {
    let mut line = item.id.to_string();
    if item.title.trim() != item.id.trim() && !item.title.trim().is_empty() {
        line.push_str("  ");
        line.push_str(item.title.trim());
    }
    line
}

/// A long run of the same words without its middle.
fn shorten(text: &str, first: bool, last: bool) -> String {
    let signs: Vec<char> = text.chars().collect();
    if signs.len() <= LONG_RUN {
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
        (true, true) => text.to_owned(),
        (true, false) => format!("…{tail}"),
        (false, true) => format!("{head} …"),
        (false, false) => format!("{head} …{tail}"),
    }
}
