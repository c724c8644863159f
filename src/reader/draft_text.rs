//! Internet-Drafts and RFCs as plain text, as far as their sections and references go.

use thin_vec::ThinVec;

use super::{Reader, Reading};
use crate::bilingual;
use crate::model::{
    Block, BlockKind, Clause, Element, Lang, Localised, Reference, ReferenceRole, Said, Standard,
    Status, Target,
};
use crate::source::{Problem, ProblemCode, SourceFile, SourceMap, Span, Text};
use crate::syntax::lines::{self, Line};
use crate::syntax::text_builder::TextBuilder;
use crate::syntax::xml::stands_for;

/// Reads the text form of an Internet-Draft or an RFC.
#[derive(Debug)]
pub(super) struct DraftText;

impl Reader for DraftText {
    fn name(&self) -> &'static str {
        "internet-draft"
    }

    fn recognises(&self, file: &SourceFile) -> bool {
        let head = lines::head(file.text(), 4096);
        let starts = |words: &str| head.lines().any(|line| line.trim_start().starts_with(words));
        !head.trim_start().starts_with('<')
            && (starts("Internet-Draft")
                || starts("INTERNET-DRAFT")
                || starts("Request for Comments:"))
            && head.lines().any(|line| {
                let line = line.trim();
                line.starts_with("draft-")
                    || line.starts_with("Request for Comments:")
                    || line.contains("Expires")
            })
    }

    fn read(&self, file: &SourceFile, _sources: &SourceMap) -> Reading {
        let mut reading = Reading::default();
        let lines = without_page_breaks(file);
        let mut draft = Draft { file, lines: &lines };
        let (standard, problem) = draft.read();
        reading.standards.push(standard);
        reading.problems.extend(problem);
        reading
    }
}

/// Lines of the document: page footers, page headers and the blank lines around them left out.
fn without_page_breaks(file: &SourceFile) -> Vec<Line<'_>> {
    let all: Vec<Line<'_>> = lines::lines(file).collect();
    let is_footer = |line: &Line<'_>| {
        let text = line.text.trim_end();
        text.ends_with(']')
            && text.rfind("[Page ").is_some_and(|at| {
                text[at + 6..text.len() - 1]
                    .trim()
                    .bytes()
                    .all(|b| b.is_ascii_digit() || b.is_ascii_lowercase())
            })
    };
    let mut kept: Vec<Line<'_>> = Vec::with_capacity(all.len());
    let mut index = 0;
    while index < all.len() {
        if !is_footer(&all[index]) {
            kept.push(all[index]);
            index += 1;
            continue;
        }
        let mut blanks = 0;
        while kept.last().is_some_and(Line::is_blank) {
            kept.pop();
            blanks += 1;
        }
        index += 1;
        while all.get(index).is_some_and(Line::is_blank) {
            index += 1;
        }
        // The header of the next page is one line at the margin.
        if all.get(index).is_some_and(|line| line.indent() == 0)
            && !all.get(index).is_some_and(is_footer)
        {
            index += 1;
        }
        let mut after = 0;
        while all.get(index).is_some_and(Line::is_blank) {
            index += 1;
            after += 1;
        }
        // A paragraph goes on over the page unless the page broke between paragraphs; the text
        // cannot tell which, but a new sentence, label or heading starts a new paragraph.
        let goes_on = blanks > 0
            && after > 0
            && kept.last().zip(all.get(index)).is_some_and(|(before, next)| {
                !before.text.trim_end().ends_with(['.', ':', '>', ';'])
                    && next.indent() > 0
                    && before.indent() > 0
                    && !next.text.trim_start().starts_with('[')
            });
        if !goes_on {
            kept.push(Line {
                text: "",
                start: all.get(index).map_or(file.text().len(), |it| it.start),
            });
        }
    }
    kept
}

struct Draft<'a> {
    file: &'a SourceFile,
    lines: &'a [Line<'a>],
}

impl Draft<'_> {
    fn read(&mut self) -> (Standard, Option<Problem>) {
        let mut standard = Standard::at(self.file.whole());
        let first_section = self
            .lines
            .iter()
            .position(|line| {
                heading(line).is_some()
                    || matches!(
                        line.text.trim_end(),
                        "Abstract" | "Status of This Memo" | "Status of this Memo"
                    )
            })
            .unwrap_or(self.lines.len());
        self.front(&self.lines[..first_section], &mut standard);
        let problem = standard.identity.is_none().then(|| {
            let end = self.lines.first().map_or(0, Line::end);
            Problem::at(
                ProblemCode::MissingKey,
                Span::new(self.file.id(), 0, end),
                bilingual!(
                    "no draft name (draft-…) or RFC number in the front matter",
                    "首页没有草案名称（draft-…）或 RFC 编号"
                ),
            )
            .help(bilingual!("write the draft name below the title", "请在标题下写明草案名称"))
        });
        self.body(first_section, &mut standard);
        (standard, problem)
    }

    fn span(&self, line: &Line<'_>, range: std::ops::Range<usize>) -> Span {
        Span::new(self.file.id(), line.start + range.start, line.start + range.end)
    }

    fn front(&self, lines: &[Line<'_>], standard: &mut Standard) {
        let mut title = TextBuilder::new();
        let mut draft_name = None;
        for line in lines {
            let trimmed = line.text.trim();
            let at = line.indent();
            if trimmed.starts_with("draft-") && !trimmed.contains(' ') {
                draft_name = Some(Text::verbatim(self.span(line, at..at + trimmed.len())));
                standard.status =
                    Some(Said::new(Status::Draft, self.span(line, at..at + trimmed.len())));
            } else if at >= 8 && draft_name.is_none() && !trimmed.is_empty() {
                // The title is centred; the right column of the first lines stands further right.
                if at < 45 {
                    title.folded(line.text, line.start);
                    title.blank(line.end(), line.end());
                }
            }
            for (label, list) in
                [("Obsoletes:", &mut standard.replaces), ("Updates:", &mut standard.amends)]
            {
                if let Some(rest) = trimmed.strip_prefix(label) {
                    let numbers = rest.split("  ").find(|it| !it.trim().is_empty()).unwrap_or("");
                    for word in numbers.split([',', ' ']).filter(|it| !it.is_empty()) {
                        let digits = word.trim_start_matches("RFC");
                        if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
                            let start = line.text.find(word).unwrap_or(0);
                            let place = self.span(line, start..start + word.len());
                            list.push(Target::named(stands_for(place, format!("RFC {digits}"))));
                        }
                    }
                }
            }
            if let Some(rest) = trimmed.strip_prefix("Request for Comments:") {
                let number = rest.split_whitespace().next().unwrap_or("");
                if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) {
                    let start = line.text.find(number).unwrap_or(0);
                    let place = self.span(line, start..start + number.len());
                    standard.identity =
                        Some(Target::named(stands_for(place, format!("RFC {number}"))));
                }
            }
            for label in ["Intended status:", "Category:"] {
                if let Some(rest) = trimmed.strip_prefix(label) {
                    let words = rest.trim_start().split("  ").next().unwrap_or("").trim();
                    let start = line.text.find(words).unwrap_or(0);
                    standard.details_mut().document_type =
                        Some(Text::verbatim(self.span(line, start..start + words.len())));
                }
            }
            if standard.dates.published.is_none()
                && let Some((range, value)) = date(line.text)
            {
                standard.dates.published = Some(stands_for(self.span(line, range), value));
            }
        }
        if standard.status.is_none() {
            // An RFC is in force from its publication on.
            standard.dates.effective.clone_from(&standard.dates.published);
        }
        if let Some(name) = draft_name {
            if standard.identity.is_none() {
                standard.identity = Some(Target::named(name));
            } else {
                standard.other_identifiers.push(Target::named(name));
            }
        }
        if !title.is_empty() {
            standard.title = Localised::one(Lang::En, title.finish(self.file.whole()));
        }
    }

    fn body(&self, from: usize, standard: &mut Standard) {
        let mut roots: ThinVec<Clause> = ThinVec::new();
        let mut references: ThinVec<Reference> = ThinVec::new();
        let mut in_contents = false;
        let mut role: Option<ReferenceRole> = None;
        let mut in_references = false;
        let mut index = from;
        while index < self.lines.len() {
            let line = &self.lines[index];
            if line.is_blank() {
                index += 1;
                continue;
            }
            if line.indent() == 0 {
                let title = line.text.trim();
                let numbered = heading(line);
                in_contents = title.eq_ignore_ascii_case("table of contents");
                if in_contents {
                    index += 1;
                    continue;
                }
                let end = index + 1;
                let mut clause = Clause::at(self.span(line, 0..line.text.len()));
                let (number, words) = match &numbered {
                    Some((number, at)) => (Some(number.clone()), *at),
                    None => (None, 0),
                };
                clause.title = Localised::one(
                    Lang::En,
                    Text::verbatim(self.span(line, words..line.text.trim_end().len())),
                );
                let heading_words = line.text[words..].trim().to_lowercase();
                let own_role = role_of(&heading_words);
                let is_references = heading_words.ends_with("references");
                if is_references || own_role.is_some() {
                    in_references = true;
                    role = own_role;
                } else {
                    in_references = false;
                }
                clause.element = if in_references {
                    let element = match role {
                        Some(ReferenceRole::Normative) => Element::NormativeReferences,
                        _ => Element::Bibliography,
                    };
                    Some(Said::new(element, clause.span))
                } else {
                    match heading_words.as_str() {
                        "introduction" => Some(Said::new(Element::Introduction, clause.span)),
                        "abstract" | "copyright notice" => {
                            Some(Said::new(Element::Preliminary, clause.span))
                        }
                        words if words.starts_with("status of this memo") => {
                            Some(Said::new(Element::Preliminary, clause.span))
                        }
                        _ => None,
                    }
                };
                let depth = number.as_ref().map_or(0, |it| it.matches('.').count());
                if let Some(number) = number {
                    let at = line.text.find(number.as_str()).unwrap_or(0);
                    clause.number = Some(Text::verbatim(self.span(line, at..at + number.len())));
                }
                insert(&mut roots, clause, depth);
                index = end;
                continue;
            }
            let start = index;
            while index < self.lines.len()
                && !self.lines[index].is_blank()
                && self.lines[index].indent() > 0
            {
                index += 1;
            }
            if in_contents {
                continue;
            }
            let paragraph = &self.lines[start..index];
            if in_references {
                self.entries(paragraph, role.unwrap_or(ReferenceRole::Unstated), &mut references);
            } else if let Some(clause) = last(&mut roots) {
                let text = self.folded(paragraph);
                let span = text.span();
                clause.blocks.push(Block::new(
                    BlockKind::Paragraph,
                    span,
                    Localised::one(Lang::En, text),
                ));
                clause.span = clause.span.join(span);
            }
        }
        standard.references = Some(references);
        standard.clauses = Some(roots);
    }

    fn folded(&self, lines: &[Line<'_>]) -> Text {
        let mut builder = TextBuilder::new();
        for line in lines {
            builder.folded(line.text.trim(), line.start + line.indent());
            // A name broken after its hyphen goes on without a blank.
            if !builder.as_str().ends_with('-') || builder.as_str().ends_with(" -") {
                builder.blank(line.end(), line.end());
            }
        }
        let first = &lines[0];
        let whole =
            Span::new(self.file.id(), first.start, lines.last().map_or(first.end(), Line::end));
        builder.finish(whole)
    }

    /// `[anchor]  Authors, "Title", Series, date.` — one or more in a run of lines.
    fn entries(
        &self,
        lines: &[Line<'_>],
        role: ReferenceRole,
        references: &mut ThinVec<Reference>,
    ) {
        let starts: Vec<usize> = lines
            .iter()
            .enumerate()
            .filter(|(_, line)| line.indent() <= 4 && line.text.trim_start().starts_with('['))
            .map(|(index, _)| index)
            .collect();
        if starts.is_empty() {
            // The entry goes on after a page break.
            if let Some(reference) = references.last_mut() {
                let text = self.folded(lines);
                let value = self.words(&text).to_owned();
                reference.set_span(reference.span().join(text.span()));
                if !is_series(self.words(&reference.target.written))
                    && let Some((range, written)) = series(&value)
                {
                    reference.set_target(Target::named(stands_for(text.span_of(range), written)));
                }
            }
            return;
        }
        for (position, &start) in starts.iter().enumerate() {
            let end = starts.get(position + 1).copied().unwrap_or(lines.len());
            let text = self.folded(&lines[start..end]);
            let value = self.words(&text).to_owned();
            let Some(close) = value.find(']') else { continue };
            let anchor = text.part(1..close);
            let rest = close + 1;
            let target = match series(&value[rest..]) {
                Some((range, written)) => Target::named(stands_for(
                    text.span_of(rest + range.start..rest + range.end),
                    written,
                )),
                None => Target::titled(
                    quoted(&value, rest).map_or_else(|| anchor.clone(), |range| text.part(range)),
                ),
            };
            let mut reference = Reference::new(target, role, text.span());
            let title = quoted(&value, rest);
            let details = reference.details_mut();
            details.anchor = Some(anchor);
            if let Some(range) = title {
                details.title = Localised::one(Lang::En, text.part(range));
            }
            references.push(reference);
        }
    }

    fn words<'t>(&'t self, text: &'t Text) -> &'t str {
        text.owned().map_or_else(|| self.file.slice(text.span()), |it| &it.value)
    }
}

fn quoted(value: &str, from: usize) -> Option<std::ops::Range<usize>> {
    let open = from + value[from..].find('"')? + 1;
    let close = open + value[open..].find("\",").or_else(|| value[open..].find('"'))?;
    Some(open..close)
}

fn is_series(written: &str) -> bool {
    written.starts_with("RFC ") || written.starts_with("draft-")
}

/// The document that an entry names: an RFC, else an Internet-Draft, else any identifier whose
/// publisher is known.
fn series(value: &str) -> Option<(std::ops::Range<usize>, String)> {
    // The title may name other RFCs.
    let after_title = quoted(value, 0).map_or(0, |range| range.end);
    let tail = &value[after_title..];
    for series in ["RFC ", "BCP ", "STD ", "FYI "] {
        for (at, _) in tail.match_indices(series) {
            let digits = tail[at + series.len()..].bytes().take_while(u8::is_ascii_digit).count();
            let starts_word = !tail[..at].ends_with(|c: char| c.is_alphanumeric());
            if digits > 0 && starts_word {
                let number =
                    tail[at + series.len()..at + series.len() + digits].trim_start_matches('0');
                let range = after_title + at..after_title + at + series.len() + digits;
                return Some((range, format!("{series}{number}")));
            }
        }
    }
    if let Some(at) = tail.find("draft-") {
        let end = tail[at..]
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
            .unwrap_or(tail.len() - at);
        return Some((after_title + at..after_title + at + end, tail[at..at + end].to_owned()));
    }
    tail.split(',').find_map(|piece| {
        let words = piece.trim().trim_end_matches('.');
        let known = crate::identifier::parse(words)
            .is_ok_and(|it| it.grammar != crate::identifier::Grammar::Open);
        let at = words.as_ptr() as usize - value.as_ptr() as usize;
        known.then(|| (at..at + words.len(), words.to_owned()))
    })
}

/// The number of a heading and where its words start: `7.1.  Title`, `Appendix A.  Title`.
fn heading(line: &Line<'_>) -> Option<(String, usize)> {
    if line.indent() > 0 {
        return None;
    }
    let text = line.text;
    let (from, rest) = match text.strip_prefix("Appendix ") {
        Some(rest) => ("Appendix ".len(), rest),
        None => (0, text),
    };
    let end = rest.find(' ')?;
    let number = rest[..end].trim_end_matches(['.', ':']);
    let mut pieces = number.split('.');
    let first = pieces.next()?;
    let is_number = |piece: &str| !piece.is_empty() && piece.bytes().all(|b| b.is_ascii_digit());
    let first_ok = is_number(first)
        || (first.len() == 1
            && first.as_bytes()[0].is_ascii_uppercase()
            && (from > 0 || number.contains('.')));
    if !first_ok || !pieces.all(is_number) {
        return None;
    }
    let words = from + end + rest[end..].len() - rest[end..].trim_start().len();
    (words < text.trim_end().len()).then(|| (number.to_owned(), words))
}

fn role_of(title: &str) -> Option<ReferenceRole> {
    if title.contains("informative") || title.contains("non-normative") {
        return Some(ReferenceRole::Informative);
    }
    title.contains("normative").then_some(ReferenceRole::Normative)
}

/// Puts a clause under the last one at the depth above it.
fn insert(roots: &mut ThinVec<Clause>, clause: Clause, depth: usize) {
    let mut list = roots;
    for _ in 0..depth {
        if list.is_empty() {
            break;
        }
        let last = list.len() - 1;
        list = &mut list[last].clauses;
    }
    list.push(clause);
}

/// The clause that text goes to: the last one, at its deepest.
fn last(roots: &mut ThinVec<Clause>) -> Option<&mut Clause> {
    let mut clause = roots.last_mut()?;
    while !clause.clauses.is_empty() {
        let index = clause.clauses.len() - 1;
        clause = &mut clause.clauses[index];
    }
    Some(clause)
}

/// A date at the end of a line of the front matter: `7 March 2023`, `March 2023`.
fn date(line: &str) -> Option<(std::ops::Range<usize>, String)> {
    if line.contains("Expires") || line.contains("expire") {
        return None;
    }
    let trimmed = line.trim_end();
    let column = trimmed.rfind("  ").map_or(line.len() - line.trim_start().len(), |at| at + 2);
    let words: Vec<&str> = trimmed.get(column..)?.split_whitespace().collect();
    let (day, month, year) = match words.as_slice() {
        [month, year] => (None, *month, *year),
        [day, month, year] if day.ends_with(',') || day.parse::<u8>().is_ok() => {
            (day.parse::<u8>().ok(), *month, *year)
        }
        [month, day, year] if day.ends_with(',') => {
            (day.trim_end_matches(',').parse::<u8>().ok(), *month, *year)
        }
        _ => return None,
    };
    let month = super::month_number(month)?;
    if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut value = format!("{year}-{month:02}");
    if let Some(day) = day {
        value.push_str(&format!("-{day:02}"));
    }
    Some((column..trimmed.len(), value))
}
