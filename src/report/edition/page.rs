//! Edition to edition, for people: what became of every clause, with the changed sentences of both
//! editions beside each other.

use std::io::{self, Write};

use super::{EditionView, fate_sign, fate_word};
use crate::bilingual;
use crate::comparison::{Aligned, Fate, PlacedSentence, Role, Row};
use crate::report::Look;
use crate::report::columns::{Columns, Heading, TITLE, gone, new};
use crate::report::difference::{joined, name, revised, spaced, title};
use crate::report::paint::Ink;
use crate::report::wrap::{crop, wrap};
use crate::source::plural;

/// Lines of a clause that was added or deleted, unless asked for with `-v`.
const LINES_ALONE: usize = 3;
/// Changes of force, values, conditions and references that are put in words, unless with `-v`.
const NAMED: usize = 4;
/// Clauses of a run of unchanged ones that are listed, unless with `-v`.
const LISTED: usize = 4;
/// Changed lines of a drawing or of code that are shown.
const CODE_LINES: usize = 6;

/// Writes the page.
///
/// # Errors
/// What the writer says.
pub fn terminal(view: &EditionView<'_>, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let names = match look.language {
        crate::source::Language::En => ["old", "new"],
        crate::source::Language::Zh => ["旧", "新"],
    };
    Page { view, columns: Columns { look, names, out } }.write()
}

struct Page<'a, 'b> {
    view: &'a EditionView<'a>,
    columns: Columns<'b>,
}

impl Page<'_, '_> {
    fn write(&mut self) -> io::Result<()> {
        let label = |name: &str, title: &str| format!("{name}  {title}").trim_end().to_owned();
        let from = label(&self.view.from.name, &self.view.from.title);
        let to: Vec<String> = self.view.to.iter().map(|it| label(&it.name, &it.title)).collect();
        self.columns.head(&[from], &to)?;
        if !self.view.edition.one_language {
            let text = self.columns.say(&bilingual!(
                "the texts are in different languages: words were not compared",
                "文本语言不同：未比较文字"
            ));
            self.columns.note(&text)?;
        }
        let view = self.view;
        let rows: Vec<&Row> = view.rows().collect();
        let mut rows = rows.as_slice();
        while let [first, rest @ ..] = rows {
            let alike = rows.iter().take_while(|it| self.goes_with(first, it)).count();
            if alike > 1 {
                self.run(&rows[..alike])?;
                rows = &rows[alike..];
            } else {
                self.row(first)?;
                rows = rest;
            }
        }
        self.sum()
    }

    /// Whether a row may be told together with the one that opens a run.
    fn goes_with(&self, first: &Row, other: &Row) -> bool {
        let plain = [
            Fate::Unchanged,
            Fate::Moved,
            Fate::Renumbered,
            Fate::Deleted,
            Fate::Added,
            Fate::NotCompared,
        ];
        first.fates == other.fates && first.fates.iter().all(|it| plain.contains(it))
    }

    fn heading(&mut self, fates: &[Fate], further: Vec<String>) -> io::Result<()> {
        // What happened to a clause is told before what happened to its words.
        let telling = [
            Fate::Requirement,
            Fate::Deleted,
            Fate::Added,
            Fate::Split,
            Fate::Merged,
            Fate::Moved,
            Fate::Reworded,
            Fate::Retitled,
            Fate::Renumbered,
            Fate::Editorial,
            Fate::NotCompared,
            Fate::Unchanged,
        ];
        let mut order: Vec<Fate> = fates.to_vec();
        order.sort_by_key(|it| telling.iter().position(|each| each == it));
        let first = order.first().copied().unwrap_or(Fate::Unchanged);
        let ink = match first {
            Fate::Requirement => Ink::Warning,
            Fate::Deleted | Fate::Added => Ink::Error,
            _ => Ink::Info,
        };
        let words: Vec<String> = order.iter().map(|it| self.columns.say(&fate_word(*it))).collect();
        self.columns.heading(&Heading {
            sign: fate_sign(first),
            word: words.join(" · "),
            ink,
            further,
        })
    }

    /// Rows with nothing to say but their fate.
    fn run(&mut self, rows: &[&Row]) -> io::Result<()> {
        let Some(first) = rows.first() else { return Ok(()) };
        let count = rows.len();
        let clauses = plural(count, "clause", "clauses");
        let further = vec![self.columns.say(&bilingual!("{count} {clauses}", "{count} 条"))];
        self.heading(&first.fates, further)?;
        let alone = first.old.is_empty() || first.new.is_empty();
        let short = first.fates == [Fate::Unchanged] && self.columns.look.verbose == 0;
        for (at, row) in rows.iter().enumerate() {
            if short && count > LISTED && at >= 2 && at + 1 < count {
                if at == 2 {
                    self.columns.both(&["…".to_owned()], &["…".to_owned()])?;
                }
                continue;
            }
            if alone {
                self.alone(row)?;
            } else {
                self.titles(row)?;
            }
        }
        Ok(())
    }

    fn titles(&mut self, row: &Row) -> io::Result<()> {
        let (left, right) = self.title_lines(row);
        self.columns.both(&left, &right)
    }

    fn title_lines(&self, row: &Row) -> (Vec<String>, Vec<String>) {
        let comparison = self.view.comparison;
        let lines = |places: &[usize], items: &[crate::alignment::Item<'_>]| -> Vec<String> {
            places.iter().map(|at| format!("{TITLE}{}", title(&items[*at]))).collect()
        };
        (lines(&row.old, &comparison.left.items), lines(&row.new, &comparison.right.items))
    }

    /// A clause that only one edition has.
    fn alone(&mut self, row: &Row) -> io::Result<()> {
        let (mut left, mut right) = self.title_lines(row);
        let is_old = row.new.is_empty();
        let (side, places) = match is_old {
            true => (self.view.old, &row.old),
            false => (self.view.new, &row.new),
        };
        let sentences = places.iter().flat_map(|item| side.of(*item));
        let text = joined(sentences.filter(|it| it.role != Role::Verbatim).map(spaced));
        let mut wrapped = wrap(&text, self.columns.column());
        if self.columns.look.verbose == 0 && wrapped.len() > LINES_ALONE {
            wrapped.truncate(LINES_ALONE);
            if let Some(last) = wrapped.last_mut() {
                *last = crop(&format!("{last} …"), self.columns.column());
            }
        }
        if is_old {
            left.extend(wrapped)
        } else {
            right.extend(wrapped)
        }
        self.columns.both(&left, &right)
    }

    fn row(&mut self, row: &Row) -> io::Result<()> {
        self.heading(&row.fates, Vec::new())?;
        if row.old.is_empty() || row.new.is_empty() {
            return self.alone(row);
        }
        name(&mut self.columns, &row.changes, NAMED, "→", revised)?;
        self.titles(row)?;
        let (mut shown, mut skipped) = (false, false);
        for pair in &row.sentences {
            if self.is_quiet(pair) {
                skipped = true;
                continue;
            }
            if std::mem::take(&mut skipped) && shown {
                self.columns.both(&["…".to_owned()], &["…".to_owned()])?;
            }
            shown = true;
            self.sentence(row, *pair)?;
        }
        Ok(())
    }

    /// Whether a sentence needs no line: the same at its place.
    fn is_quiet(&self, pair: &Aligned) -> bool {
        if self.columns.look.verbose > 0 || pair.moved {
            return false;
        }
        let (Some(old), Some(new)) = (pair.old, pair.new) else { return false };
        let (a, b) = (&self.view.old.sentences[old], &self.view.new.sentences[new]);
        a.text().split_whitespace().eq(b.text().split_whitespace())
    }

    fn sentence(&mut self, row: &Row, pair: Aligned) -> io::Result<()> {
        let view = self.view;
        let old = pair.old.map(|it| &view.old.sentences[it]);
        let new_one = pair.new.map(|it| &view.new.sentences[it]);
        let (mut left, mut right) = match (old, new_one) {
            (Some(a), Some(b)) if a.role == Role::Verbatim => {
                code(a.text(), b.text(), self.columns.column())
            }
            // The same words at another place need no more than to be known again.
            (Some(a), Some(b)) if pair.moved && spaced(a) == spaced(b) => {
                let room = self.columns.column().saturating_sub(12);
                let line = crop(&spaced(a), room);
                (line.clone(), line)
            }
            (Some(a), Some(b)) => self.columns.marked(&spaced(a), &spaced(b)),
            (Some(a), None) => (gone(&self.short(a)), String::new()),
            (None, Some(b)) => (String::new(), new(&self.short(b))),
            (None, None) => return Ok(()),
        };
        // Which of several clauses a sentence stands in.
        if let (Some(a), true) = (old, row.old.len() > 1) {
            left = format!("{} ▸ {left}", view.comparison.left.items[a.item].id);
        }
        if let (Some(b), true) = (new_one, row.new.len() > 1) {
            right = format!("{} ▸ {right}", view.number_of(b.item));
        }
        if pair.moved {
            left = format!("↕ {left}");
            right = format!("↕ {right}");
        }
        let home = row.changes.iter().find_map(|change| {
            let at = change.elsewhere?;
            let of = change.old.as_ref().or(change.new.as_ref())?;
            let here = old.or(new_one)?;
            let same = of.item == here.item
                && of.words == here.text()
                && (old.is_none() == change.old.is_none());
            same.then_some((at, change.old.is_some()))
        });
        if let Some((at, went)) = home {
            if went {
                let id = &view.comparison.right.items[at].id;
                left.push_str(&self.columns.say(&bilingual!("  (now in {id})", "（移至 {id}）")));
            } else {
                let id = &view.comparison.left.items[at].id;
                right.push_str(&self.columns.say(&bilingual!("  (was in {id})", "（原在 {id}）")));
            }
        }
        self.columns.both(&[left], &[right])
    }

    /// A sentence that stands alone; drawings and code only by their first line.
    fn short(&self, sentence: &PlacedSentence<'_>) -> String {
        if sentence.role != Role::Verbatim || self.columns.look.verbose > 0 {
            return spaced(sentence);
        }
        let first = sentence.text().lines().next().unwrap_or_default().trim();
        format!("{} …", crop(first, self.columns.column().saturating_sub(8)))
    }

    fn sum(&mut self) -> io::Result<()> {
        let view = self.view;
        let mut parts = Vec::new();
        for fate in Fate::ALL {
            let count = view.edition.count(*fate);
            if count > 0 {
                parts.push(format!("{count} {}", self.columns.say(&fate_word(*fate))));
            }
        }
        let (old, new) = (view.comparison.left.items.len(), view.comparison.right.items.len());
        let clauses = plural(old, "clause", "clauses");
        let text = self.columns.say(&bilingual!(
            "{old} {clauses} became {new}: {}",
            "{old} 条变为 {new} 条：{}",
            parts.join(", ")
        ));
        writeln!(self.columns.out)?;
        for line in wrap(&text, self.columns.look.width) {
            writeln!(self.columns.out, "{line}")?;
        }
        Ok(())
    }
}

/// The lines of a drawing or of code that differ.
pub(in crate::report) fn code(a: &str, b: &str, width: usize) -> (String, String) {
    let lines = similar::TextDiff::from_lines(a, b);
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for change in lines.iter_all_changes() {
        let line = crop(change.value().trim_end(), width.saturating_sub(4));
        match change.tag() {
            similar::ChangeTag::Equal => {}
            similar::ChangeTag::Delete => left.push(gone(&line)),
            similar::ChangeTag::Insert => right.push(new(&line)),
        }
    }
    let joined = |mut lines: Vec<String>| {
        lines.retain(|it| !it.trim().is_empty());
        if lines.len() > CODE_LINES {
            lines.truncate(CODE_LINES);
            lines.push("…".to_owned());
        }
        lines.join("\n")
    };
    (joined(left), joined(right))
}
