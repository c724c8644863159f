//! What the text of a document says: its sentences and provisions, and the element of the document
//! that each stands in.
//!
//! Read once a document, when the first rule asks for it; quantities once a text.

use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::cited::{Site, is_informative};
use super::{Facts, PROFILES};
use crate::language::{
    Convention, Form, Modality, Provision, Quantity, is_han, item_label, provisions_with,
    quantities, sentences,
};
use crate::model::{Asset, Block, BlockKind, Element, Lang, Text};

macro_rules! parts {
    ($($(#[$doc:meta])* $variant:ident = $word:literal),+ $(,)?) => {
        /// The part of a document that a text stands in, the innermost.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Part { $($(#[$doc])* $variant),+ }

        impl Part {
            /// Every word, in declared order.
            pub const WORDS: &'static [&'static str] = &[$($word),+];
        }
    };
}

parts! {
    /// A clause of the core of the document.
    Clause = "clause",
    /// The foreword.
    Foreword = "foreword",
    /// The introduction.
    Introduction = "introduction",
    /// The scope.
    Scope = "scope",
    /// What is said around the list of normative references.
    References = "references",
    /// What is said around the terms.
    Terms = "terms",
    /// A definition.
    Definition = "definition",
    /// A note to a terminological entry: it may contain provisions (ISO/IEC Directives Part 2, 16.5.9).
    TermNote = "term_note",
    /// An example of a terminological entry.
    TermExample = "term_example",
    /// A note.
    Note = "note",
    /// An example.
    Example = "example",
    /// A footnote of the text.
    Footnote = "footnote",
    /// A footnote of a table: it may contain requirements (ISO/IEC Directives Part 2, 29.5.2).
    TableFootnote = "table_footnote",
    /// A footnote of a figure: it may contain requirements (ISO/IEC Directives Part 2, 28.5.5).
    FigureFootnote = "figure_footnote",
    /// A table.
    Table = "table",
    /// An annex that is normative.
    NormativeAnnex = "normative_annex",
    /// An annex that is informative.
    InformativeAnnex = "informative_annex",
    /// An annex that does not say which of both it is.
    Annex = "annex",
    /// The bibliography or the index.
    Bibliography = "bibliography",
    /// What stands before the text: abstract, national preface.
    Preliminary = "preliminary",
}

/// Where a text is kept in the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kept {
    /// Clause, block, text of the block.
    Block(u32, u32, u32),
    /// Entry, definition.
    Definition(u32, u32),
    /// Entry, note.
    TermNote(u32, u32),
    /// Entry, example.
    TermExample(u32, u32),
}

/// A text whose sentences were read.
#[derive(Debug)]
pub struct ProseText {
    kept: Kept,
    /// The clause, by its number in [`Facts::clauses`]; none where a description gives terms apart
    /// from the text.
    pub clause: Option<u32>,
    /// Its language, as given or as its script tells.
    pub lang: Lang,
    /// What it stands in.
    pub part: Part,
    /// It stands where nothing can be required.
    pub informative: bool,
    quantities: OnceLock<Box<[Quantity]>>,
}

impl ProseText {
    /// Clause, block and text of the block; none for the text of a terminological entry.
    #[must_use]
    pub fn block(&self) -> Option<(u32, u32, u32)> {
        match self.kept {
            Kept::Block(clause, block, text) => Some((clause, block, text)),
            _ => None,
        }
    }
}

/// A sentence of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentenceRow {
    /// The text it stands in, by its number in [`Prose::texts`].
    pub text: u32,
    /// Where, in bytes of that text.
    pub range: Range<usize>,
    /// Its provisions, by their numbers in [`Prose::provisions`].
    pub provisions: Range<u32>,
}

/// A provision of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProvisionRow {
    /// The text it stands in, by its number in [`Prose::texts`].
    pub text: u32,
    /// The sentence, by its number in [`Prose::sentences`].
    pub sentence: u32,
    /// The clause, by its number in [`Facts::clauses`].
    pub clause: Option<u32>,
    /// What it stands in.
    pub part: Part,
    /// The language of its text.
    pub lang: Lang,
    /// It has its force from the words that lead in a list, and no modal words of its own.
    pub inherited: bool,
    /// What is provided, with ranges into the text.
    pub provision: Provision,
}

/// Everything that the text of a document says.
#[derive(Debug, Default)]
pub struct Prose {
    /// The texts that were read, in order.
    pub texts: Vec<ProseText>,
    /// Their sentences, in order. Of tables only the cells that provide something.
    pub sentences: Vec<SentenceRow>,
    /// Their provisions, in order, embedded ones included.
    pub provisions: Vec<ProvisionRow>,
    /// How requirements are marked.
    pub convention: Convention,
    /// The first provision of the terminological entries; those before it are of the clauses.
    terms_from: u32,
    counterparts: OnceLock<FxHashMap<u32, u32>>,
}

impl Prose {
    /// The provisions of a clause, without those of its subclauses.
    #[must_use]
    pub fn of_clause(&self, clause: u32) -> &[ProvisionRow] {
        let rows = self.provisions.get(..self.terms_from as usize).unwrap_or_default();
        let from = rows.partition_point(|it| it.clause < Some(clause));
        let until = rows.partition_point(|it| it.clause <= Some(clause));
        rows.get(from..until).unwrap_or_default()
    }

    /// The provisions of the sentences that hold `range` of a text of a block.
    pub(super) fn around(
        &self,
        site: &Site,
        range: &Range<usize>,
    ) -> impl Iterator<Item = &ProvisionRow> {
        let of_block = |it: &ProseText| it.block().unwrap_or((u32::MAX, u32::MAX, u32::MAX));
        let wanted = (site.clause, site.block, site.text);
        let at = self.texts.partition_point(|it| of_block(it) < wanted);
        let text = self.texts.get(at).filter(|it| it.block() == Some(wanted)).map(|_| count(at));
        let from = self.provisions.partition_point(|it| Some(it.text) < text);
        let (start, end) = (range.start, range.end);
        self.provisions
            .get(from..)
            .unwrap_or_default()
            .iter()
            .take_while(move |it| Some(it.text) == text)
            .filter(move |it| {
                it.provision.sentence.start <= start && end <= it.provision.sentence.end
            })
    }

    /// The provision that says the same in the other language of a bilingual document.
    #[must_use]
    pub fn counterpart(&self, provision: u32) -> Option<u32> {
        let pairs = self.counterparts.get_or_init(|| super::bilingual::counterparts(self));
        pairs.get(&provision).copied()
    }
}

impl<'a> Facts<'a> {
    /// Sentences and provisions of a document; nothing where it has no text.
    #[must_use]
    pub fn prose(&self, doc: u32) -> &'a Prose {
        static NONE: OnceLock<Prose> = OnceLock::new();
        match self.table(doc) {
            Some(table) => table.prose.get_or_init(|| Prose::read(self, doc)),
            None => NONE.get_or_init(Prose::default),
        }
    }

    /// The provisions of a document in the order of its text, embedded ones included.
    #[must_use]
    pub fn provisions(&self, doc: u32) -> &'a [ProvisionRow] {
        &self.prose(doc).provisions
    }

    /// A text whose sentences were read, by its number in [`Prose::texts`].
    #[must_use]
    pub fn prose_text(&self, doc: u32, text: u32) -> Option<&'a Text> {
        let standard = self.standard(doc);
        let term = |at: u32| standard.terms.as_deref()?.get(at as usize);
        match self.prose(doc).texts.get(text as usize)?.kept {
            Kept::Block(clause, block, at) => {
                let clause = self.clauses(doc).get(clause as usize)?.clause;
                let texts = &clause.blocks.get(block as usize)?.text.texts;
                texts.get(at as usize).map(|(_, text)| text)
            }
            Kept::Definition(entry, at) => {
                term(entry)?.definitions.get(at as usize).map(|it| &it.text)
            }
            Kept::TermNote(entry, at) => term(entry)?.notes.get(at as usize).map(|(_, it)| it),
            Kept::TermExample(entry, at) => {
                term(entry)?.examples.get(at as usize).map(|(_, it)| it)
            }
        }
    }

    /// The quantities of such a text, in order.
    #[must_use]
    pub fn quantities(&self, doc: u32, text: u32) -> &'a [Quantity] {
        let Some(row) = self.prose(doc).texts.get(text as usize) else { return &[] };
        row.quantities.get_or_init(|| {
            let words = self.prose_text(doc, text).map_or("", |it| self.text(it));
            quantities(words, row.lang).into()
        })
    }

    /// The quantities of the sentence that a provision stands in.
    pub fn quantities_of(
        &self,
        doc: u32,
        row: &'a ProvisionRow,
    ) -> impl Iterator<Item = &'a Quantity> + use<'a> {
        let sentence = &row.provision.sentence;
        self.quantities(doc, row.text)
            .iter()
            .filter(|it| sentence.start <= it.range.start && it.range.end <= sentence.end)
    }
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
    pub(super) fn read(facts: &Facts<'_>, doc: u32) -> Self {
        let mut prose = Self { convention: convention(facts, doc), ..Self::default() };
        let rows = facts.clauses(doc);
        let profile = PROFILES.get(usize::from(facts.profile_index(doc)));
        let binding_introduction = profile == Some(&"ietf");
        // An element holds for the clauses inside it; parents come before their children.
        let mut parts: Vec<Part> = Vec::with_capacity(rows.len());
        let mut leads: Vec<LeadIn> = Vec::new();
        for (at, row) in (0_u32..).zip(rows) {
            let inherited =
                row.parent.and_then(|at| parts.get(at as usize)).copied().unwrap_or(Part::Clause);
            let normative = row.clause.normative.map(|it| it.value);
            let part = part_of(super::kinds::clause::element(facts, row), normative, inherited);
            parts.push(part);
            let informative = is_informative(rows, at, binding_introduction);
            leads.clear();
            for (number, block) in (0_u32..).zip(&row.clause.blocks) {
                prose.block(facts, (at, number), block, part, informative, &mut leads);
            }
        }
        prose.terms_from = count(prose.provisions.len());
        prose.terms(facts, doc);
        prose
    }

    fn block(
        &mut self,
        facts: &Facts<'_>,
        (clause, number): (u32, u32),
        block: &Block,
        part: Part,
        informative: bool,
        leads: &mut Vec<LeadIn>,
    ) {
        // Code, formulas and the lettering of figures are no prose.
        if matches!(block.kind, BlockKind::Verbatim | BlockKind::Formula | BlockKind::Figure) {
            return;
        }
        for (at, (lang, text)) in (0_u32..).zip(block.text.iter()) {
            let words = text.get(facts.sources());
            let part = part_of_block(block, words, part);
            let informative =
                informative || matches!(part, Part::Note | Part::Example | Part::Footnote);
            let row = ProseText {
                kept: Kept::Block(clause, number, at),
                clause: Some(clause),
                lang: language(lang, words),
                part,
                informative,
                quantities: OnceLock::new(),
            };
            if block.kind == BlockKind::Table {
                self.table(row, words);
                continue;
            }
            let lead = match block.kind {
                // A definition gives items as paragraphs.
                BlockKind::Paragraph if item_label(words) > 0 => Some(1),
                BlockKind::Paragraph | BlockKind::Provision => Some(0),
                BlockKind::ListItem => Some(usize::from(block.depth) + 1),
                _ => None,
            };
            let first = self.provisions.len();
            self.read_text(row, words);
            if let (Some(level), Convention::Prose) = (lead, self.convention) {
                leads.retain(|it| it.level < level || it.lang != lang);
                self.lead_in(first, words, (lang, level), leads);
            }
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

    fn read_text(&mut self, row: ProseText, words: &str) {
        let text = count(self.texts.len());
        let found = provisions_with(words, row.lang, self.convention);
        let mut found = found.into_iter().peekable();
        for range in sentences(words) {
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
    fn table(&mut self, row: ProseText, words: &str) {
        let text = count(self.texts.len());
        let mut start = 0;
        for cell in words.split_inclusive(['\t', '\n']) {
            let found = provisions_with(cell, row.lang, self.convention);
            let provides = |it: &Provision| {
                !matches!(it.modality, Modality::Statement | Modality::Instruction)
            };
            for provision in found.into_iter().filter(provides) {
                let provision = provision.shifted(start);
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
            start += cell.len();
        }
        self.texts.push(row);
    }

    fn terms(&mut self, facts: &Facts<'_>, doc: u32) {
        let chapter = facts
            .clauses(doc)
            .iter()
            .position(|row| super::kinds::clause::element(facts, row) == Some(Element::Terms));
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
            for (kept, part, lang, text) in definitions.chain(notes).chain(examples) {
                let words = text.get(facts.sources());
                let row = ProseText {
                    kept,
                    clause: chapter,
                    lang: language(lang, words),
                    part,
                    informative: part != Part::Definition,
                    quantities: OnceLock::new(),
                };
                self.read_text(row, words);
            }
        }
    }
}

fn count(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
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
