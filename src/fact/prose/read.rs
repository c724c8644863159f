//! Reading the text of a document: each text by itself, then what joins them.

use std::ops::Range;
use std::sync::OnceLock;

use super::super::cited::is_informative;
use super::super::kinds;
use super::{Kept, Part, Prose, ProseText, ProvisionRow, SentenceRow, count};
use crate::fact::{Facts, PROFILES, Spread};
use crate::language::{
    Convention, Form, Modality, Provision, is_han, item_label, provisions_in, provisions_with,
    sentences,
};
use crate::model::{Asset, Block, BlockKind, Element, Lang};

/// A text that is to be read.
struct Unread<'w> {
    row: ProseText,
    words: &'w str,
    /// The language that its block gives.
    given: Lang,
    /// Whether it can lead in a list, or be led in: 0 for a paragraph, one more than its depth for an
    /// item.
    level: Option<usize>,
    is_table: bool,
}

/// What a text says by itself.
struct Said {
    /// None of a table: its cells are no sentences.
    sentences: Vec<Range<usize>>,
    provisions: Vec<Provision>,
}

/// The force that a lead-in such as "the supplier shall:" gives to the items under it.
#[derive(Clone, Copy, Debug)]
struct LeadIn {
    /// 0 for a paragraph, one more than its depth for an item.
    level: usize,
    lang: Lang,
    modality: Modality,
    form: Form,
}

impl Prose {
    /// Reads the text of a document.
    pub(in crate::fact) fn read(facts: &Facts<'_>, doc: u32, spread: Spread) -> Self {
        let convention = convention(facts, doc);
        let mut prose = Self { convention, ..Self::default() };
        let mut unread = clauses(facts, doc);
        let of_clauses = unread.len();
        terms(facts, doc, &mut unread);
        let said = spread.map(&unread, |it| it.said(convention));
        let mut leads: Vec<LeadIn> = Vec::new();
        let mut clause = None;
        for (at, (it, said)) in unread.into_iter().zip(said).enumerate() {
            if at == of_clauses {
                prose.terms_from = count(prose.provisions.len());
            }
            if it.row.clause != clause {
                clause = it.row.clause;
                leads.clear();
            }
            prose.add(it, said, &mut leads);
        }
        if prose.texts.len() == of_clauses {
            prose.terms_from = count(prose.provisions.len());
        }
        prose
    }

    /// Adds a text to those before it.
    fn add(&mut self, unread: Unread<'_>, said: Said, leads: &mut Vec<LeadIn>) {
        let Unread { row, words, given, level, is_table } = unread;
        if is_table {
            self.cells(row, said.provisions);
            return;
        }
        let first = self.provisions.len();
        self.sentences(row, said);
        if let (Some(level), Convention::Prose) = (level, self.convention) {
            leads.retain(|it| it.level < level || it.lang != given);
            self.lead_in(first, words, (given, level), leads);
        }
    }

    /// Gives the items of a list the force of what leads them in. Each item is a block of its own.
    fn lead_in(
        &mut self,
        first: usize,
        words: &str,
        (lang, level): (Lang, usize),
        leads: &mut Vec<LeadIn>,
    ) {
        let own = self.provisions.get_mut(first..).unwrap_or_default();
        let has_modal = own.iter().any(|it| {
            !matches!(it.provision.modality, Modality::Statement | Modality::Instruction)
        });
        if let (Some(lead), false) =
            (leads.iter().rfind(|it| level > 0 && it.lang == lang), has_modal)
        {
            if let Some(text) = self.texts.last_mut() {
                text.stands_alone = false;
            }
            for row in own.iter_mut() {
                let provision = &mut row.provision;
                let keyword = provision.sentence.start..provision.sentence.start;
                let label = if provision.sentence.start == 0 { item_label(words) } else { 0 };
                let start = provision.sentence.start + label;
                provision.object = Some(start.min(provision.sentence.end)..provision.sentence.end);
                provision.modality = lead.modality;
                provision.form = lead.form;
                provision.negated = lead.modality.is_negative();
                provision.keyword = keyword;
                row.inherited = true;
            }
        }
        if !words.trim_end().ends_with([':', '：']) {
            return;
        }
        let last = own.iter().map(|it| &it.provision).rfind(|it| {
            !it.embedded && !matches!(it.modality, Modality::Statement | Modality::Instruction)
        });
        if let Some(last) = last.filter(|it| it.object.is_none()) {
            leads.push(LeadIn { level, lang, modality: last.modality, form: last.form });
        }
    }

    fn sentences(&mut self, row: ProseText, said: Said) {
        let text = count(self.texts.len());
        let mut found = said.provisions.into_iter().peekable();
        for range in said.sentences {
            let sentence = count(self.sentences.len());
            let first = count(self.provisions.len());
            while let Some(provision) = found.next_if(|it| it.sentence.start < range.end) {
                self.provisions.push(ProvisionRow {
                    text,
                    sentence,
                    clause: row.clause,
                    part: row.part,
                    lang: row.lang,
                    inherited: provision.keyword.end < provision.sentence.start,
                    provision,
                });
            }
            let provisions = first..count(self.provisions.len());
            self.sentences.push(SentenceRow { text, range, provisions });
        }
        self.texts.push(row);
    }

    /// Of a table, the cells that provide something: a heading or a number is no sentence.
    fn cells(&mut self, row: ProseText, said: Vec<Provision>) {
        let text = count(self.texts.len());
        for provision in said {
            let number = count(self.provisions.len());
            match self.sentences.last_mut() {
                Some(last) if last.text == text && last.range == provision.sentence => {
                    last.provisions.end = number + 1;
                }
                _ => self.sentences.push(SentenceRow {
                    text,
                    range: provision.sentence.clone(),
                    provisions: number..number + 1,
                }),
            }
            self.provisions.push(ProvisionRow {
                text,
                sentence: count(self.sentences.len() - 1),
                clause: row.clause,
                part: row.part,
                lang: row.lang,
                inherited: provision.keyword.end < provision.sentence.start,
                provision,
            });
        }
        self.texts.push(row);
    }
}

/// The texts of the clauses.
fn clauses<'a>(facts: &Facts<'a>, doc: u32) -> Vec<Unread<'a>> {
    let rows = facts.clauses(doc);
    let profile = PROFILES.get(usize::from(facts.profile_index(doc)));
    let binding_introduction = profile == Some(&"ietf");
    // An element holds for the clauses inside it; parents come before their children.
    let mut parts: Vec<Part> = Vec::with_capacity(rows.len());
    let mut unread = Vec::new();
    for (at, row) in (0_u32..).zip(rows) {
        let inherited =
            row.parent.and_then(|at| parts.get(at as usize)).copied().unwrap_or(Part::Clause);
        let normative = row.clause.normative.map(|it| it.value);
        let part = part_of(kinds::clause::element(facts, row), normative, inherited);
        parts.push(part);
        let informative = is_informative(rows, at, binding_introduction);
        for (number, block) in (0_u32..).zip(&row.clause.blocks) {
            let read = |text| Unread::of_block(facts, (at, number, text), block, part, informative);
            unread.extend((0..count(block.text.texts.len())).filter_map(read));
        }
    }
    unread
}

/// The texts of the terminological entries.
fn terms<'a>(facts: &Facts<'a>, doc: u32, unread: &mut Vec<Unread<'a>>) {
    let chapter = facts
        .clauses(doc)
        .iter()
        .position(|row| kinds::clause::element(facts, row) == Some(Element::Terms));
    let chapter = chapter.map(count);
    for (entry, term) in (0_u32..).zip(facts.standard(doc).terms.iter().flatten()) {
        let definitions = (0_u32..).zip(&term.definitions);
        let definitions = definitions
            .map(|(at, it)| (Kept::Definition(entry, at), Part::Definition, it.lang, &it.text));
        let notes = (0_u32..)
            .zip(&term.notes)
            .map(|(at, (lang, text))| (Kept::TermNote(entry, at), Part::TermNote, *lang, text));
        let examples = (0_u32..).zip(&term.examples).map(|(at, (lang, text))| {
            (Kept::TermExample(entry, at), Part::TermExample, *lang, text)
        });
        for (kept, part, given, text) in definitions.chain(notes).chain(examples) {
            let words = text.get(facts.sources());
            let row = ProseText {
                kept,
                clause: chapter,
                lang: language(given, words),
                part,
                informative: part != Part::Definition,
                stands_alone: true,
                quantities: OnceLock::new(),
            };
            unread.push(Unread { row, words, given, level: None, is_table: false });
        }
    }
}

impl<'a> Unread<'a> {
    /// A text of a block of a clause.
    fn of_block(
        facts: &Facts<'a>,
        (clause, number, at): (u32, u32, u32),
        block: &'a Block,
        part: Part,
        informative: bool,
    ) -> Option<Self> {
        // Code, formulas and the lettering of figures are no prose.
        if matches!(block.kind, BlockKind::Verbatim | BlockKind::Formula | BlockKind::Figure) {
            return None;
        }
        let (given, text) = block.text.texts.get(at as usize)?;
        let words = text.get(facts.sources());
        let part = part_of_block(block, words, part);
        let row = ProseText {
            kept: Kept::Block(clause, number, at),
            clause: Some(clause),
            lang: language(*given, words),
            part,
            informative: informative || matches!(part, Part::Note | Part::Example | Part::Footnote),
            stands_alone: block.kind != BlockKind::Table,
            quantities: OnceLock::new(),
        };
        let level = match block.kind {
            // A definition gives items as paragraphs.
            BlockKind::Paragraph if item_label(words) > 0 => Some(1),
            BlockKind::Paragraph | BlockKind::Provision => Some(0),
            BlockKind::ListItem => Some(usize::from(block.depth) + 1),
            _ => None,
        };
        Some(Self { row, words, given: *given, level, is_table: block.kind == BlockKind::Table })
    }

    fn said(&self, convention: Convention) -> Said {
        let (words, lang) = (self.words, self.row.lang);
        if !self.is_table {
            let sentences = sentences(words);
            let provisions = provisions_in(words, &sentences, lang, convention);
            return Said { sentences, provisions };
        }
        let provides =
            |it: &Provision| !matches!(it.modality, Modality::Statement | Modality::Instruction);
        let mut provisions = Vec::new();
        let mut start = 0;
        for cell in words.split_inclusive(['\t', '\n']) {
            let found = provisions_with(cell, lang, convention).into_iter().filter(provides);
            provisions.extend(found.map(|it| it.shifted(start)));
            start += cell.len();
        }
        Said { sentences: Vec::new(), provisions }
    }
}

/// The language as given, else as the script tells.
fn language(given: Lang, words: &str) -> Lang {
    match given {
        Lang::Unstated if words.chars().any(is_han) => Lang::Zh,
        Lang::Unstated => Lang::En,
        other => other,
    }
}

fn part_of(element: Option<Element>, normative: Option<bool>, inherited: Part) -> Part {
    match element {
        Some(Element::Foreword) => Part::Foreword,
        Some(Element::Introduction) => Part::Introduction,
        Some(Element::Scope) => Part::Scope,
        Some(Element::NormativeReferences) => Part::References,
        Some(Element::Terms | Element::Symbols) => Part::Terms,
        Some(Element::Bibliography | Element::Index) => Part::Bibliography,
        Some(Element::Preliminary) => Part::Preliminary,
        Some(Element::Annex) => match normative {
            Some(true) => Part::NormativeAnnex,
            Some(false) => Part::InformativeAnnex,
            None => Part::Annex,
        },
        Some(Element::Requirement | Element::Verification | Element::Other) | None => inherited,
    }
}

fn part_of_block(block: &Block, words: &str, part: Part) -> Part {
    match (block.kind, block.within) {
        (BlockKind::Note, _) => Part::Note,
        (BlockKind::Example, _) => Part::Example,
        (BlockKind::Footnote, Some(Asset::Table)) => Part::TableFootnote,
        (BlockKind::Footnote, Some(Asset::Figure)) => Part::FigureFootnote,
        (BlockKind::Footnote, None) => Part::Footnote,
        (BlockKind::Table, _) => Part::Table,
        (BlockKind::Paragraph, _) if is_labelled(words, &["NOTE", "Note", "注"]) => Part::Note,
        (BlockKind::Paragraph, _) if is_labelled(words, &["EXAMPLE", "Example", "示例"]) => {
            Part::Example
        }
        _ => part,
    }
}

/// `NOTE 1 …`, `注：…`: formats without notes give them as paragraphs.
fn is_labelled(words: &str, labels: &[&str]) -> bool {
    labels.iter().any(|label| {
        let Some(rest) = words.trim_start().strip_prefix(label) else { return false };
        let number =
            rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ' || c == '\u{a0}');
        let has_number = number.len() < rest.len() && rest.contains(|c: char| c.is_ascii_digit());
        let capitals = label.bytes().all(|b| b.is_ascii_uppercase());
        number.starts_with([':', '：'])
            || (capitals && (has_number || rest.starts_with([' ', '\u{a0}', '\t'])))
    })
}

/// Capitals count where the format marks them up, or where the text says so (RFC 2119, RFC 8174).
fn convention(facts: &Facts<'_>, doc: u32) -> Convention {
    let rows = facts.clauses(doc);
    let mut blocks = rows.iter().flat_map(|row| &row.clause.blocks);
    if blocks.clone().any(|block| !block.keywords.is_empty()) {
        return Convention::Bcp14;
    }
    let said = blocks.any(|block| {
        block.text.iter().any(|(_, text)| {
            let words = text.get(facts.sources());
            words.contains("key words")
                && words.contains("MUST")
                && (words.contains("2119") || words.contains("BCP 14") || words.contains("BCP14"))
        })
    });
    if said { Convention::Bcp14 } else { Convention::Prose }
}

#[cfg(test)]
mod tests {
    use super::is_labelled;

    #[test]
    fn notes_are_known_by_their_labels() {
        for (words, label, is) in [
            ("注：室外除外。", "注", true),
            ("注1：室外除外。", "注", true),
            ("注意事项", "注", false),
            ("NOTE 1 It may rain.", "NOTE", true),
            ("NOTE It may rain.", "NOTE", true),
            ("Note that it may rain.", "Note", false),
            ("Note: it may rain.", "Note", true),
            ("NOTES", "NOTE", false),
        ] {
            assert_eq!(is_labelled(words, &[label]), is, "{words}");
        }
    }
}
