//! Alignments for people: two columns, or stacked where the terminal is narrow.

use std::io::{self, Write};

use super::{View, sign, word};
use crate::alignment::Pair;
use crate::bilingual;
use crate::comparison::{Aligned, Change, Quote, Role, Weight};
use crate::model::{DeviationKind, Relation};
use crate::report::Look;
use crate::report::columns::{Columns, Heading, TITLE, gone, new};
use crate::report::difference::{against, change_word, is_named, joined, name, spaced, title};
use crate::report::edition::code;
use crate::report::paint::Ink;
use crate::report::wrap::{crop, wrap};
use crate::source::{Bilingual, plural};

/// Lines of a text that stands alone, unless asked for with `-v`.
const LINES_ALONE: usize = 4;
/// Differences of a pair that are put in words, unless asked for with `-v`.
const NAMED: usize = 4;

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
    Page { view, columns: Columns { look, names: ["A", "B"], out }, group_sizes, told: Vec::new() }
        .write()
}

struct Page<'a, 'b> {
    view: &'a View<'a>,
    columns: Columns<'b>,
    /// Pairs in each group.
    group_sizes: Vec<usize>,
    /// Relations of the pairs told so far.
    told: Vec<Relation>,
}

impl Page<'_, '_> {
    fn write(&mut self) -> io::Result<()> {
        let view = self.view;
        let comparison = view.comparison;
        let label = |name: &str, title: &str| format!("{name}  {title}").trim_end().to_owned();
        let left = label(&comparison.left.name, &view.titles.0);
        let right = label(&comparison.right.name, &view.titles.1);
        self.columns.head(&[left], &[right])?;
        let mut pairs = view.alignment.pairs.as_slice();
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
        if !view.ranking {
            self.alone(&view.alignment.left_only, true)?;
            self.alone(&view.alignment.right_only, false)?;
        }
        self.sum()
    }

    /// Whether nothing is to be said of a pair but that both sides are the same.
    fn is_plain(&self, pair: &Pair) -> bool {
        pair.relation == Relation::Equal
            && !self.view.ranking
            && self.columns.look.verbose == 0
            && self.remarks(pair, &[]).is_empty()
    }

    fn same(&mut self, pairs: &[Pair]) -> io::Result<()> {
        let count = pairs.len();
        let further = match count {
            1 => Vec::new(),
            _ => vec![self.columns.say(&bilingual!("{count} clauses", "{count} 条"))],
        };
        let word = self.columns.say(&word(Relation::Equal));
        let sign = sign(Relation::Equal);
        self.columns.heading(&Heading { sign, word, ink: Ink::Info, further })?;
        let comparison = self.view.comparison;
        for pair in pairs {
            self.told.push(pair.relation);
            let left = title(&comparison.left.items[pair.left]);
            let right = title(&comparison.right.items[pair.right]);
            if !self.columns.wide() && left == right {
                self.columns.one(&left)?;
                continue;
            }
            self.columns.both(&[format!("{TITLE}{left}")], &[format!("{TITLE}{right}")])?;
        }
        Ok(())
    }

    /// What is worth knowing of a pair besides relation and score.
    fn remarks(&self, pair: &Pair, changes: &[Change]) -> Vec<String> {
        let mut remarks = Vec::new();
        if let Some(declared) = self.declared(pair, changes) {
            remarks.push(self.columns.say(&declared));
        }
        if pair.moved {
            remarks.push(self.columns.say(&bilingual!("moved", "位置移动")));
        }
        let size = self.group_sizes.get(pair.group).copied().unwrap_or(0);
        if !self.view.ranking && size > 1 {
            let group = pair.group;
            remarks.push(self.columns.say(&bilingual!("group {group}", "第 {group} 组")));
        }
        remarks
    }

    fn pair(&mut self, pair: &Pair) -> io::Result<()> {
        let view = self.view;
        let comparison = view.comparison;
        let (left, right) =
            (&comparison.left.items[pair.left], &comparison.right.items[pair.right]);
        let (sentences, changes) = match view.ranking {
            true => (Vec::new(), Vec::new()),
            false => view.wording.compare(pair.left, pair.right),
        };
        let mut further = Vec::new();
        if view.ranking && pair.accepted {
            further.push(self.columns.say(&bilingual!("accepted", "接受")));
        }
        let mut kinds: Vec<String> = Vec::new();
        for change in changes.iter().filter(|it| is_named(it)) {
            let kind = self.columns.say(&change_word(change.of));
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        if !kinds.is_empty() {
            let kinds = kinds.join(", ");
            further.push(self.columns.say(&bilingual!("differs in {kinds}", "{kinds}不同")));
        }
        further.extend(self.remarks(pair, &changes));
        further.push(format!("{:.2}", pair.score));
        if self.columns.look.verbose > 0 || view.ranking {
            let voices = pair.evidence.named().map(|(name, score)| format!("{name} {score:.2}"));
            further.push(voices.collect::<Vec<_>>().join(", "));
        }
        let relation = if view.ranking { pair.relation } else { view.relation(pair, &changes) };
        self.told.push(relation);
        let ink = match relation {
            Relation::None => Ink::Dim,
            _ if changes.iter().any(|it| it.weight == Weight::Requirement) => Ink::Warning,
            Relation::Equal | Relation::Equivalent => Ink::Info,
            _ if view.one_language() => Ink::Warning,
            _ => Ink::Info,
        };
        let word = self.columns.say(&word(relation));
        self.columns.heading(&Heading { sign: sign(relation), word, ink, further })?;
        name(&mut self.columns, &changes, NAMED, "↔", against)?;
        let titles = ([format!("{TITLE}{}", title(left))], [format!("{TITLE}{}", title(right))]);
        if view.ranking || pair.relation == Relation::Equal && self.columns.look.verbose == 0 {
            return self.columns.both(&titles.0, &titles.1);
        }
        self.columns.both(&titles.0, &titles.1)?;
        if !view.one_language() {
            let (left, right) = (view.left.of(pair.left), view.right.of(pair.right));
            let quotes = |side: fn(&Change) -> Option<&Quote>| -> Vec<&Quote> {
                changes
                    .iter()
                    .filter(|it| it.weight == Weight::Requirement)
                    .filter_map(side)
                    .collect()
            };
            let (ours, theirs) = (quotes(|it| it.old.as_ref()), quotes(|it| it.new.as_ref()));
            let a = joined(left.iter().map(|it| pointed(&spaced(it), &ours, gone)));
            let b = joined(right.iter().map(|it| pointed(&spaced(it), &theirs, new)));
            return self.columns.both(&[a], &[b]);
        }
        let (mut shown, mut skipped) = (false, false);
        for each in &sentences {
            if self.is_quiet(each) {
                skipped = true;
                continue;
            }
            if std::mem::take(&mut skipped) && shown {
                self.columns.both(&["…".to_owned()], &["…".to_owned()])?;
            }
            shown = true;
            self.sentence(*each)?;
        }
        if !shown {
            // Nothing but white space and titles differ: the text is shown once.
            let text = joined(view.left.of(pair.left).iter().map(spaced));
            let text = crop(&text, self.columns.column());
            let text = std::slice::from_ref(&text);
            self.columns.both(text, text)?;
        }
        Ok(())
    }

    /// Whether a sentence needs no line: the same at its place.
    fn is_quiet(&self, pair: &Aligned) -> bool {
        let (Some(left), Some(right)) = (pair.old, pair.new) else { return false };
        let (a, b) = (&self.view.left.sentences[left], &self.view.right.sentences[right]);
        self.columns.look.verbose == 0
            && !pair.moved
            && a.text().split_whitespace().eq(b.text().split_whitespace())
    }

    fn sentence(&mut self, pair: Aligned) -> io::Result<()> {
        let left = pair.old.map(|it| &self.view.left.sentences[it]);
        let right = pair.new.map(|it| &self.view.right.sentences[it]);
        let (mut a, mut b) = match (left, right) {
            (Some(x), Some(y)) if x.role == Role::Verbatim => {
                code(x.text(), y.text(), self.columns.column())
            }
            (Some(x), Some(y)) => self.columns.marked(&spaced(x), &spaced(y)),
            (Some(x), None) => (gone(&spaced(x)), String::new()),
            (None, Some(y)) => (String::new(), new(&spaced(y))),
            (None, None) => return Ok(()),
        };
        if pair.moved {
            (a, b) = (format!("↕ {a}"), format!("↕ {b}"));
        }
        self.columns.both(&[a], &[b])
    }

    /// Whether a difference is declared, where one document adopts the other.
    fn declared(&self, pair: &Pair, changes: &[Change]) -> Option<Bilingual> {
        let declared = self.view.declared.as_ref()?;
        match declared.of_pair(pair.left, pair.right) {
            Some(kind) => Some(declared_word(kind)),
            // Only what touches a requirement has to be declared.
            None if changes.iter().any(|it| it.weight == Weight::Requirement) => {
                Some(bilingual!("no deviation declared", "未声明差异"))
            }
            None => None,
        }
    }

    /// Clauses without a counterpart: those of which the same is to be said, under one heading.
    fn alone(&mut self, places: &[usize], is_left: bool) -> io::Result<()> {
        let mut places = places;
        while let [first, ..] = places {
            let remark = self.declared_alone(*first, is_left);
            let alike =
                places.iter().take_while(|it| self.declared_alone(**it, is_left) == remark).count();
            let (sign, word) = match is_left {
                true => ("−", bilingual!("only on the left", "仅见于左侧")),
                false => ("+", bilingual!("only on the right", "仅见于右侧")),
            };
            let word = self.columns.say(&word);
            let mut further: Vec<String> = remark.iter().map(|it| self.columns.say(it)).collect();
            if alike > 1 {
                further.push(self.columns.say(&bilingual!("{alike} clauses", "{alike} 条")));
            }
            self.columns.heading(&Heading { sign, word, ink: Ink::Error, further })?;
            for at in &places[..alike] {
                self.lone(*at, is_left)?;
            }
            places = &places[alike..];
        }
        Ok(())
    }

    fn declared_alone(&self, at: usize, is_left: bool) -> Option<Bilingual> {
        let declared = self.view.declared.as_ref()?;
        let (kinds, side) = match is_left {
            true => (&declared.left, self.view.left),
            false => (&declared.right, self.view.right),
        };
        match kinds.get(at).copied().flatten() {
            Some(kind) => Some(declared_word(kind)),
            None if side.of(at).iter().any(|it| it.binding) => {
                Some(bilingual!("no deviation declared", "未声明差异"))
            }
            None => None,
        }
    }

    fn lone(&mut self, at: usize, is_left: bool) -> io::Result<()> {
        let comparison = self.view.comparison;
        let (list, side) = match is_left {
            true => (comparison.left, self.view.left),
            false => (comparison.right, self.view.right),
        };
        let mut lines = vec![format!("{TITLE}{}", title(&list.items[at]))];
        let text = joined(side.of(at).iter().map(spaced));
        let mut wrapped = wrap(&text, self.columns.column());
        if self.columns.look.verbose == 0 && wrapped.len() > LINES_ALONE {
            wrapped.truncate(LINES_ALONE);
            if let Some(last) = wrapped.last_mut() {
                *last = crop(&format!("{last} …"), self.columns.column());
            }
        }
        lines.extend(wrapped);
        match is_left {
            true => self.columns.both(&lines, &[]),
            false => self.columns.both(&[], &lines),
        }
    }

    fn sum(&mut self) -> io::Result<()> {
        let alignment = self.view.alignment;
        let mut parts = Vec::new();
        for relation in Relation::ALL {
            let count = self.told.iter().filter(|it| **it == *relation).count();
            if count > 0 {
                parts.push(format!("{count} {}", self.columns.say(&word(*relation))));
            }
        }
        let pairs = alignment.pairs.len();
        let (left, right) = (alignment.left_only.len(), alignment.right_only.len());
        let noun = plural(pairs, "pair", "pairs");
        let text = match pairs {
            0 => bilingual!(
                "no pairs; {left} only on the left, {right} only on the right",
                "没有对应；仅见于左侧 {left} 条，仅见于右侧 {right} 条"
            ),
            _ => bilingual!(
                "{pairs} {noun} ({}); {left} only on the left, {right} only on the right",
                "{pairs} 对（{}）；仅见于左侧 {left} 条，仅见于右侧 {right} 条",
                parts.join(", ")
            ),
        };
        let text = self.columns.say(&text);
        writeln!(self.columns.out)?;
        for line in wrap(&text, self.columns.look.width) {
            writeln!(self.columns.out, "{line}")?;
        }
        Ok(())
    }
}

fn declared_word(kind: DeviationKind) -> Bilingual {
    match kind {
        DeviationKind::Technical => {
            bilingual!("declared: technical deviation", "已声明：技术性差异")
        }
        DeviationKind::Structural => bilingual!("declared: structural change", "已声明：结构变化"),
        DeviationKind::Editorial => bilingual!("declared: editorial change", "已声明：编辑性修改"),
    }
}

/// A sentence with the quoted words between marks.
fn pointed(text: &str, quotes: &[&Quote], mark: fn(&str) -> String) -> String {
    let mut places: Vec<std::ops::Range<usize>> = quotes
        .iter()
        .filter_map(|quote| {
            let words = quote.words.split_whitespace().collect::<Vec<_>>().join(" ");
            let at = text.find(&words).filter(|_| !words.is_empty())?;
            Some(at..at + words.len())
        })
        .collect();
    places.sort_by_key(|it| (it.start, std::cmp::Reverse(it.end)));
    let mut out = String::new();
    let mut at = 0;
    for place in places {
        if place.start < at {
            continue;
        }
        out.push_str(&text[at..place.start]);
        out.push_str(&mark(&text[place.clone()]));
        at = place.end;
    }
    out.push_str(&text[at..]);
    out
}
