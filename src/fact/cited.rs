//! What the text of a document cites: other documents, and its own elements.
//!
//! Read once a document, when the first rule asks for it.

use std::ops::Range;

use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};

use super::context::ClauseRow;
use super::{Facts, PROFILES, Spread};
use crate::corpus::{Resolution, StandardId};
use crate::identifier::{CitedElement, ElementKind, Found, IdentifierId, citations};
use crate::model::{Block, BlockKind, Element, Lang, Target, Text};
use crate::source::Span;

/// A place of the text where something is cited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Site {
    /// The clause, by its number in [`Facts::clauses`].
    pub clause: u32,
    /// The block of the clause.
    pub block: u32,
    /// The text of the block, of those in its languages.
    pub text: u32,
    /// Its language.
    pub lang: Lang,
    /// It stands where nothing can be required: foreword, introduction, note, example, footnote of
    /// the text, informative annex, bibliography.
    pub informative: bool,
}

impl Site {
    /// The text.
    #[must_use]
    pub fn text_in<'a>(&self, facts: &Facts<'a>, doc: u32) -> Option<&'a Text> {
        let block =
            facts.clauses(doc).get(self.clause as usize)?.clause.blocks.get(self.block as usize)?;
        block.text.texts.get(self.text as usize).map(|(_, text)| text)
    }
}

/// A citation of another document.
#[derive(Clone, Debug)]
pub struct ExternalCitation {
    /// Where.
    pub site: Site,
    /// The identifier and the elements of it.
    pub found: Found,
    /// Only pointed to: "see", "参见".
    pub see: bool,
    /// The words, as a target.
    pub target: Target,
    /// Which document that is.
    pub resolution: Resolution,
}

/// A citation of an element of the document itself.
#[derive(Clone, Debug)]
pub struct InternalCitation {
    /// Where.
    pub site: Site,
    /// The element.
    pub element: CitedElement,
    /// Another document is named before it in the same text, so that it may belong to that one.
    pub doubtful: bool,
}

/// Everything that the text of a document cites.
#[derive(Debug, Default)]
pub struct Cited {
    /// Other documents, in order of the text.
    pub external: Vec<ExternalCitation>,
    /// Elements of the document, in order of the text.
    pub internal: Vec<InternalCitation>,
    /// Anchors that the format's own citations name, with what cites them.
    pub anchors: Vec<(CompactString, Site)>,
    /// Citations that the format marks up and that lead nowhere.
    pub dangling: Vec<DanglingCitation>,
    /// Numbers of the document's own elements.
    pub own: OwnElements,
    /// How often each work is cited, and how often normatively.
    pub counts: FxHashMap<CompactString, Citings>,
    /// How often each anchor is cited, and how often normatively.
    pub anchor_counts: FxHashMap<CompactString, Citings>,
    /// The whole text with one spelling for dashes, spaces and full-width forms, once asked for.
    pub(crate) folded: std::sync::OnceLock<String>,
}

/// What a block cites.
#[derive(Default)]
struct InBlock {
    external: Vec<ExternalCitation>,
    internal: Vec<InternalCitation>,
    anchors: Vec<(CompactString, Site)>,
    dangling: Vec<DanglingCitation>,
}

/// A citation that the format marks up, to an anchor that the file does not have.
#[derive(Clone, Debug)]
pub struct DanglingCitation {
    /// Where it stands.
    pub site: Site,
    /// The citation.
    pub span: Span,
    /// The anchor.
    pub anchor: CompactString,
}

/// How often something is cited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Citings {
    /// At all.
    pub all: u32,
    /// Where something can be required, and not only pointed to.
    pub normative: u32,
}

impl Citings {
    fn add(&mut self, normative: bool) {
        self.all += 1;
        self.normative += u32::from(normative);
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { all: self.all + other.all, normative: self.normative + other.normative }
    }
}

/// Numbers of the elements of a document, as they are cited.
#[derive(Debug, Default)]
pub struct OwnElements {
    /// Clauses and term entries.
    pub clauses: FxHashSet<CompactString>,
    /// Annexes, by letter.
    pub annexes: FxHashSet<CompactString>,
    /// Tables.
    pub tables: FxHashSet<CompactString>,
    /// Figures.
    pub figures: FxHashSet<CompactString>,
    /// Formulas.
    pub formulas: FxHashSet<CompactString>,
}

/// The number of a clause or asset as citations write it: without the word for its kind, brackets
/// and closing stop.
#[must_use]
pub(crate) fn plain_number(written: &str) -> &str {
    let written = written.trim();
    let written = written.rsplit([' ', '\u{a0}', '\u{3000}']).next().unwrap_or(written);
    let written = written.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
    written.trim_end_matches(|c: char| !c.is_alphanumeric())
}

/// The letter that a clause number begins with, where it lies in an annex: `A`; `ZA` or `NA` of
/// regional and national annexes.
pub(crate) fn annex_letter(number: &str) -> Option<&str> {
    let end = number.find(|it: char| !it.is_ascii_uppercase()).unwrap_or(number.len());
    let (letter, rest) = number.split_at(end);
    let is_label = matches!(letter.as_bytes(), [_] | [b'N' | b'Z', _]);
    (is_label && (rest.is_empty() || rest.starts_with('.'))).then_some(letter)
}

impl OwnElements {
    /// Whether the document has this element; `None` where nothing is known of elements of its kind.
    #[must_use]
    pub fn has(&self, kind: ElementKind, number: &str) -> Option<bool> {
        let set = match kind {
            ElementKind::Clause => &self.clauses,
            ElementKind::Annex => &self.annexes,
            ElementKind::Table => &self.tables,
            ElementKind::Figure => &self.figures,
            ElementKind::Formula => &self.formulas,
            _ => return None,
        };
        // A document without any numbered table may come from a format that does not give them; one
        // without annexes has none.
        let known = match kind {
            ElementKind::Annex => !self.clauses.is_empty(),
            _ => !set.is_empty(),
        };
        if !known {
            return None;
        }
        let number = plain_number(number);
        if set.contains(number) {
            return Some(true);
        }
        Some(match kind {
            // `A.3` may be cited where the annex has paragraphs only; the letter has to be there.
            ElementKind::Annex => {
                annex_letter(number).is_some_and(|letter| self.annexes.contains(letter))
                    && number.len() > 1
            }
            // `Figure 3 a)`, `Table 2b`: parts of an asset that is there.
            ElementKind::Table | ElementKind::Figure => {
                let whole = number.trim_end_matches(|c: char| c.is_ascii_lowercase());
                set.contains(whole)
            }
            _ => false,
        })
    }
}

impl Cited {
    /// Reads the text of a document.
    pub(super) fn read(facts: &Facts<'_>, doc: u32, spread: Spread) -> Self {
        let mut cited = Self::default();
        let mut blocks: Vec<(&Block, Site)> = Vec::new();
        let rows = facts.clauses(doc);
        // The introduction of an RFC is a section like any other.
        let profile = PROFILES.get(usize::from(facts.profile_index(doc)));
        let binding_introduction = profile == Some(&"ietf");
        for (at, row) in (0_u32..).zip(rows) {
            cited.own_numbers(facts, row);
            let informative = is_informative(rows, at, binding_introduction);
            for (number, block) in (0_u32..).zip(&row.clause.blocks) {
                let site =
                    Site { clause: at, block: number, text: 0, lang: Lang::Unstated, informative };
                blocks.push((block, site));
            }
        }
        for mut found in
            spread.map(&blocks, |(block, site)| Self::of_block(facts, doc, block, *site))
        {
            cited.external.append(&mut found.external);
            cited.internal.append(&mut found.internal);
            cited.anchors.append(&mut found.anchors);
            cited.dangling.append(&mut found.dangling);
        }
        let terms = facts.standard(doc).terms.iter().flatten();
        for (target, _) in terms.clone().filter_map(|term| term.source.as_ref()) {
            if let Some(Ok(identifier)) = facts.parsed(target.identifier) {
                cited.counts.entry(identifier.work_key().into()).or_default().add(false);
            }
        }
        for citation in &cited.external {
            let normative = !citation.site.informative && !citation.see;
            let key = citation.found.identifier.work_key();
            cited.counts.entry(key.into()).or_default().add(normative);
        }
        for (anchor, site) in &cited.anchors {
            cited.anchor_counts.entry(anchor.clone()).or_default().add(!site.informative);
        }
        cited.own.clauses.extend(terms.filter_map(|term| {
            term.number.as_ref().map(|number| plain_number(facts.text(number)).into())
        }));
        cited
    }

    fn own_numbers(&mut self, facts: &Facts<'_>, row: &ClauseRow<'_>) {
        if let Some(number) = &row.clause.number {
            let number = plain_number(number.get(facts.sources()));
            self.own.clauses.insert(number.into());
            let is_annex = row.clause.element.is_some_and(|it| it.value == Element::Annex);
            if let Some(letter) = annex_letter(number)
                && (is_annex || row.depth == 1)
            {
                self.own.annexes.insert(letter.into());
            }
        }
        for block in &row.clause.blocks {
            let Some(number) = &block.number else { continue };
            let number = CompactString::from(plain_number(number.get(facts.sources())));
            match block.kind {
                BlockKind::Table => self.own.tables.insert(number),
                BlockKind::Figure => self.own.figures.insert(number),
                BlockKind::Formula => self.own.formulas.insert(number),
                _ => false,
            };
        }
    }

    /// What a block cites.
    fn of_block(facts: &Facts<'_>, doc: u32, block: &Block, site: Site) -> InBlock {
        let mut cited = InBlock::default();
        let informative = site.informative
            || matches!(block.kind, BlockKind::Note | BlockKind::Example)
            || (block.kind == BlockKind::Footnote && block.within.is_none());
        for (at, (lang, text)) in (0_u32..).zip(block.text.iter()) {
            let site = Site { text: at, lang, informative, ..site };
            let words = text.get(facts.sources());
            let here = citations(words);
            let first_document = here.found.first().map(|it| it.range.start);
            // What the format marks up itself says whose element it is.
            let is_marked_up = |element: &CitedElement| {
                let span = text.span_of(element.range.clone());
                block.citations.iter().any(|it| {
                    it.span.file == span.file
                        && it.span.start < span.end
                        && span.start < it.span.end
                })
            };
            let internal = here.internal.into_iter().filter(|it| !is_marked_up(it));
            cited.internal.extend(internal.map(|element| InternalCitation {
                site,
                doubtful: first_document.is_some_and(|start| start < element.range.start)
                    || !block.citations.is_empty()
                    // Code and quotations speak of places of their own.
                    || block.kind == BlockKind::Verbatim
                    || is_of_another(words, &element.range),
                element,
            }));
            let overlaps = |range: Range<usize>, span: Span| {
                let own = text.span_of(range);
                own.file == span.file && own.start < span.end && span.start < own.end
            };
            // An anchor that leads nowhere is printed as it is: no document is named by it.
            let dangling = |range: Range<usize>| {
                block.citations.iter().any(|it| it.dangling && overlaps(range.clone(), it.span))
            };
            let found = here.found.into_iter().filter(|it| !dangling(it.range.clone()));
            cited.external.extend(found.map(|found| {
                let see = is_pointed_to(words, found.citation());
                let identifiers = facts.corpus().identifiers();
                let target = Target {
                    identifier: identifiers
                        .find(&found.identifier.canonical)
                        .unwrap_or(IdentifierId::NONE),
                    ..Target::named(text.part(found.range.clone()))
                };
                let resolution =
                    facts.corpus().resolve_in_prose(&found.identifier, StandardId(doc));
                ExternalCitation { site, found, see, target, resolution }
            }));
            for citation in &block.citations {
                if citation.dangling {
                    let anchor = citation.anchor.get(facts.sources()).trim().into();
                    cited.dangling.push(DanglingCitation { site, span: citation.span, anchor });
                }
                cited.anchors.push((citation.anchor.get(facts.sources()).trim().into(), site));
            }
        }
        cited
    }

    /// Whether the text cites the element, leaving out citations inside the clauses `but`.
    #[must_use]
    pub fn cites(&self, kind: ElementKind, number: &str, but: &Range<u32>) -> bool {
        let number = plain_number(number);
        self.internal.iter().any(|it| {
            if but.contains(&it.site.clause) {
                return false;
            }
            let same = it.element.kind == kind;
            let own = plain_number(&it.element.number);
            if same && (own == number || is_between(number, own, it.element.to.as_ref())) {
                return true;
            }
            // `Figure 3 a)`; a clause or table of an annex cites the annex.
            let inside = own.strip_prefix(number).unwrap_or("");
            match kind {
                ElementKind::Annex => inside.starts_with('.'),
                _ => same && inside.len() == 1 && inside.as_bytes()[0].is_ascii_lowercase(),
            }
        })
    }
}

/// Whether `number` lies in the range `from` to `to`: `Tables 1 to 3`, `A.1` to `A.4`.
fn is_between(number: &str, from: &str, to: Option<&CompactString>) -> bool {
    let Some(to) = to else { return false };
    let split = |text: &str| -> Option<(String, u32)> {
        let at = text.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| at + 1);
        Some((text[..at].to_owned(), text[at..].parse().ok()?))
    };
    let letter = |text: &str| text.bytes().next().filter(|_| text.len() == 1);
    if let (Some(number), Some(from), Some(to)) = (letter(number), letter(from), letter(to)) {
        return (from..=to).contains(&number);
    }
    match (split(number), split(from), split(plain_number(to))) {
        (Some(number), Some(from), Some(to)) => {
            number.0 == from.0 && from.0 == to.0 && (from.1..=to.1).contains(&number.1)
        }
        _ => false,
    }
}

/// `Section 9.5 of [XYZ]`, `[XYZ], Section 9.5`: the words around an element name a document that no
/// registry knows.
fn is_of_another(text: &str, at: &Range<usize>) -> bool {
    let after = without_title(&text[at.end..]);
    let own = ["of this", "in this", "of the present"];
    let names = |words: &[&str]| words.iter().any(|word| after.starts_with(word));
    (names(&["of ", "in ", "from ", "of[", "in["]) && !names(&own))
        || text[..at.start].contains('[')
}

/// What follows an element, without its title: `Section 6.3 ("Lamps") of the handbook`.
fn without_title(after: &str) -> &str {
    let mut rest = after.trim_start();
    for (open, close) in [('(', ')'), ('"', '"'), ('“', '”'), ('（', '）')] {
        if let Some(inside) = rest.strip_prefix(open)
            && let Some((_, behind)) = inside.split_once(close)
        {
            rest = behind.trim_start_matches([',', ' ', '\n']);
        }
    }
    rest
}

/// Whether what stands at `at` is only pointed to.
fn is_pointed_to(text: &str, at: Range<usize>) -> bool {
    let before = text[..at.start].trim_end();
    let before = before.trim_end_matches(['(', '（', '，', ',', '《']).trim_end();
    before.ends_with('见')
        || ["see", "see also", "refer to", "cf."].iter().any(|word| {
            let Some(start) = before.len().checked_sub(word.len()) else { return false };
            before.get(start..).is_some_and(|tail| tail.eq_ignore_ascii_case(word))
                && before[..start].chars().next_back().is_none_or(|c| !c.is_alphanumeric())
        })
}

/// Whether nothing can be required in a clause.
pub(super) fn is_informative(rows: &[ClauseRow<'_>], at: u32, binding_introduction: bool) -> bool {
    let mut next = Some(at);
    while let Some(row) = next.and_then(|at| rows.get(at as usize)) {
        let element = row.clause.element.map(|it| it.value);
        let normative = row.clause.normative.map(|it| it.value);
        let introduction = element == Some(Element::Introduction) && !binding_introduction;
        if normative == Some(false)
            || introduction
            || matches!(
                element,
                Some(
                    Element::Foreword
                        | Element::Bibliography
                        | Element::Index
                        | Element::Preliminary
                )
            )
        {
            return true;
        }
        next = row.parent;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{is_between, is_pointed_to, plain_number};

    #[test]
    fn numbers_lose_their_words() {
        for (written, plain) in [
            ("5.2", "5.2"),
            ("Annex A", "A"),
            ("附录 B", "B"),
            ("3.", "3"),
            ("（4）", "4"),
            ("Table A.1", "A.1"),
        ] {
            assert_eq!(plain_number(written), plain, "{written}");
        }
    }

    #[test]
    fn ranges_hold_what_lies_between() {
        let to = |text: &str| compact_str::CompactString::from(text);
        assert!(is_between("2", "1", Some(&to("3"))));
        assert!(is_between("A.2", "A.1", Some(&to("A.4"))));
        assert!(is_between("B", "A", Some(&to("C"))));
        assert!(!is_between("4", "1", Some(&to("3"))));
        assert!(!is_between("B.2", "A.1", Some(&to("A.4"))));
        assert!(!is_between("2", "1", None));
    }

    #[test]
    fn see_points_and_by_does_not() {
        for (text, word, pointed) in [
            ("see ISO 1", "ISO", true),
            ("(see also ISO 1)", "ISO", true),
            ("in accordance with ISO 1", "ISO", false),
            ("oversee ISO 1", "ISO", false),
            ("参见GB/T 1", "GB", true),
            ("按照GB/T 1", "GB", false),
        ] {
            let at = text.find(word).unwrap();
            assert_eq!(is_pointed_to(text, at..at + 3), pointed, "{text}");
        }
    }
}
