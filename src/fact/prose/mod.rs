//! What the text of a document says: its sentences and provisions, and the element of the document
//! that each stands in.
//!
//! Read once a document, when the first rule asks for it; quantities once a text.

mod read;

use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::cited::Site;
use super::{Facts, Spread};
use crate::language::{Convention, Provision, Quantity, quantities, quantities_in};
use crate::model::{Lang, Text};

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
    /// Its provisions are those that its words have by themselves: read as a whole, without force
    /// from a lead-in.
    pub(super) stands_alone: bool,
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

    /// The provisions of a text, in order, embedded ones included.
    #[must_use]
    pub(super) fn of_text(&self, text: u32) -> &[ProvisionRow] {
        let from = self.provisions.partition_point(|it| it.text < text);
        let rows = self.provisions.get(from..).unwrap_or_default();
        let count = rows.iter().take_while(|it| it.text == text).count();
        rows.get(..count).unwrap_or_default()
    }

    /// The sentences of a text, in order.
    #[must_use]
    pub(super) fn sentences_of(&self, text: u32) -> &[SentenceRow] {
        let from = self.sentences.partition_point(|it| it.text < text);
        let rows = self.sentences.get(from..).unwrap_or_default();
        let count = rows.iter().take_while(|it| it.text == text).count();
        rows.get(..count).unwrap_or_default()
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
            Some(table) => table.prose.get_or_init(|| Prose::read(self, doc, Spread::No)),
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
        quantities_in(self.quantities(doc, row.text), sentence)
            .iter()
            .filter(|it| sentence.start <= it.range.start && it.range.end <= sentence.end)
    }
}

fn count(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
