//! Terminological entries: TBX inside STS, and the display form of NISO STS.

use roxmltree::Node;
use thin_vec::ThinVec;

use super::{Content, Document, own_language};
use crate::model::{
    BlockKind, Clause, Definition, Designation, DesignationStatus, Element, Lang, Localised, Said,
    TermEntry,
};
use crate::source::Text;
use crate::syntax::xml;

impl Document<'_> {
    /// `<term-sec>`: an entry with its number; sections of entries may nest.
    pub(super) fn term_section(
        &mut self,
        node: Node<'_, '_>,
        content: &mut Content,
        clause: &mut Clause,
        depth: usize,
    ) {
        if depth >= xml::DEPTH_LIMIT {
            return;
        }
        let outer = self.enter_language_of(node);
        clause.anchor = xml::attribute(self.file, node, "id");
        clause.element = Some(Said::new(Element::Terms, self.span(node).within(0..9)));
        clause.number = xml::child(node, "label")
            .and_then(|it| xml::text_of(self.file, it))
            .map(|it| self.bare_number(&it));
        if let Some(title) = xml::child(node, "title").and_then(|it| self.printed(it, &[])) {
            clause.title = Localised::one(self.lang, title);
        }
        let parts = match is_entry(xml::name(node)) {
            true => vec![node],
            false => node.children().filter(Node::is_element).collect(),
        };
        // Entries may be given once more as they are printed: those add to what is read before.
        let has_entries = parts.iter().any(|it| is_entry(xml::name(*it)));
        let is_again = |it: &Node<'_, '_>| has_entries && xml::name(*it) == "term-display";
        let (again, parts): (Vec<_>, Vec<_>) = parts.into_iter().partition(is_again);
        let mut own = Vec::new();
        for child in parts {
            match xml::name(child) {
                name if is_entry(name) => own.push(self.term_entry(child, clause.number.clone())),
                "term-display" => own.push(self.display_entry(child, clause.number.clone())),
                "term-sec" => {
                    let mut inner = Clause::at(self.span(child));
                    self.term_section(child, content, &mut inner, depth + 1);
                    clause.clauses.push(inner);
                }
                "sec" => {
                    if let Some(inner) = self.section(child, content, depth + 1) {
                        clause.clauses.push(inner);
                    }
                }
                "label" | "title" => {}
                _ => {
                    let source = self.bracketed_source(child);
                    match own.last_mut().filter(|it| it.source.is_none()).zip(source) {
                        Some((entry, source)) => self.source(source, entry),
                        None => self.block(child, &mut clause.blocks, depth + 1, 0),
                    }
                }
            }
        }
        for (index, display) in again.into_iter().enumerate() {
            let display = self.display_entry(display, clause.number.clone());
            if let Some(entry) = own.get_mut(index) {
                complete(entry, display);
            }
        }
        if clause.title.is_empty()
            && let Some(first) = own.first().and_then(|it| it.designations.first())
        {
            clause.title = Localised::one(first.lang, first.text.clone());
        }
        content.terms.extend(own);
        self.lang = outer;
    }

    pub(super) fn term_entry(&mut self, node: Node<'_, '_>, number: Option<Text>) -> TermEntry {
        let mut entry = TermEntry::at(self.span(node), number);
        let is_set = |it: &Node<'_, '_>| matches!(xml::name(*it), "langSet" | "langSec");
        for set in node.children().filter(is_set) {
            let lang = match self.language(set) {
                Lang::Unstated => self.lang,
                lang => lang,
            };
            for child in set.children().filter(Node::is_element) {
                let text = || self.printed(child, &[]);
                match xml::name(child) {
                    "definition" => {
                        entry.definitions.extend(text().map(|text| Definition { lang, text }))
                    }
                    "note" | "usageNote" => match text() {
                        Some(text) if entry.source.is_none() && self.is_bracketed_source(&text) => {
                            self.source(text, &mut entry);
                        }
                        text => entry.notes.extend(text.map(|it| (lang, it))),
                    },
                    "example" => entry.examples.extend(text().map(|it| (lang, it))),
                    "source" if entry.source.is_none() => {
                        if let Some(text) = text() {
                            self.source(text, &mut entry);
                        }
                    }
                    "subjectField" => entry.domain = text(),
                    "tig" | "ntig" | "termSec" => self.designation(child, lang, &mut entry),
                    "source"
                    | "crossReference"
                    | "see"
                    | "xGraphic"
                    | "xMathML"
                    | "xTable"
                    | "xSource"
                    | "descripGrp"
                    | "externalCrossReference" => {}
                    _ => self.not_understood(child),
                }
            }
        }
        for field in xml::children(node, "subjectField") {
            entry.domain = xml::text_of(self.file, field);
        }
        for note in node.descendants().filter(|it| xml::name(*it) == "fn") {
            entry.footnotes.extend(xml::text_without(self.file, note, &["label"]));
        }
        entry
    }

    fn designation(&self, tig: Node<'_, '_>, lang: Lang, entry: &mut TermEntry) {
        let Some(text) = tig
            .descendants()
            .find(|it| xml::name(*it) == "term")
            .and_then(|it| self.printed(it, &[]))
        else {
            return;
        };
        let said = tig.descendants().filter(Node::is_element).find_map(authorization);
        let status = said.unwrap_or_else(|| first_is_preferred(entry, lang));
        entry.designations.push(Designation { lang, text, status });
    }

    /// The display form: paragraphs in order, the term in bold.
    fn display_entry(&mut self, node: Node<'_, '_>, number: Option<Text>) -> TermEntry {
        let mut entry = TermEntry::at(self.span(node), number);
        let outer = self.enter_language_of(node);
        for child in node.children().filter(Node::is_element) {
            let lang = own_language(child).unwrap_or(self.lang);
            let text = || self.printed(child, &[]);
            match xml::name(child) {
                "term" | "def-term" | "term-display-string" => {
                    if let Some(text) = text() {
                        let said = status_of(child);
                        let status = said.unwrap_or_else(|| first_is_preferred(&entry, lang));
                        entry.designations.push(Designation { lang, text, status });
                    }
                }
                // A synonym or abbreviation is a name of the concept; other relations lead to others.
                "related-term" => {
                    if let Some((status, text)) = status_of(child).zip(text()) {
                        entry.designations.push(Designation { lang, text, status });
                    }
                }
                "def" | "definition" => {
                    entry.definitions.extend(text().map(|text| Definition { lang, text }));
                }
                "p" => {
                    let Some(text) = text() else { continue };
                    if entry.source.is_none() && self.is_bracketed_source(&text) {
                        self.source(text, &mut entry);
                    } else if entry.designations.is_empty() {
                        entry.designations.push(Designation {
                            lang,
                            text,
                            status: DesignationStatus::Preferred,
                        });
                    } else if entry.definitions.is_empty() {
                        entry.definitions.push(Definition { lang, text });
                    } else {
                        entry.notes.push((lang, text));
                    }
                }
                "source" | "term-source" if entry.source.is_none() => {
                    if let Some(text) = text() {
                        self.source(text, &mut entry);
                    }
                }
                "label" | "title" | "pronunciation" | "part-of-speech" | "source"
                | "term-source" | "xref" | "see" => {}
                "list" | "def-list" | "disp-formula" | "table-wrap" | "fig" => {
                    let more = text().filter(|_| !entry.definitions.is_empty());
                    entry.notes.extend(more.map(|it| (lang, it)));
                }
                name if name.ends_with("note") || name.ends_with("example") => {
                    let mut blocks = ThinVec::new();
                    self.block(child, &mut blocks, 0, 0);
                    for block in blocks {
                        match block.kind {
                            BlockKind::Note => entry.notes.extend(block.text.texts),
                            BlockKind::Example => entry.examples.extend(block.text.texts),
                            _ => {}
                        }
                    }
                }
                _ => self.not_understood(child),
            }
        }
        for note in node.descendants().filter(|it| xml::name(*it) == "fn") {
            entry.footnotes.extend(xml::text_without(self.file, note, &["label"]));
        }
        self.lang = outer;
        entry
    }
}

fn is_entry(name: &str) -> bool {
    matches!(name, "termEntry" | "conceptEntry")
}

/// What the printed form of an entry says that its TBX form does not.
fn complete(entry: &mut TermEntry, display: TermEntry) {
    if entry.designations.is_empty() {
        entry.designations = display.designations;
    }
    if entry.definitions.is_empty() {
        entry.definitions = display.definitions;
    }
    if entry.source.is_none() {
        entry.source = display.source;
        entry.modified = entry.modified.or(display.modified);
    }
    if entry.notes.is_empty() {
        entry.notes = display.notes;
    }
    if entry.examples.is_empty() {
        entry.examples = display.examples;
    }
}

/// Not said which name is to be used: the first of a language is.
fn first_is_preferred(entry: &TermEntry, lang: Lang) -> DesignationStatus {
    match entry.designations.iter().any(|it| it.lang == lang) {
        true => DesignationStatus::Admitted,
        false => DesignationStatus::Preferred,
    }
}

/// The status that TBX gives a name: `normativeAuthorization`, `administrativeStatus`, or a
/// `termNote` of one of these types.
fn authorization(node: Node<'_, '_>) -> Option<DesignationStatus> {
    let kind = match xml::name(node) {
        "termNote" => node.attribute("type")?,
        name => name,
    };
    if !matches!(kind, "normativeAuthorization" | "administrativeStatus") {
        return None;
    }
    node.attribute("value").or_else(|| node.text()).and_then(status_word)
}

/// The status that a printed name bears in one of its attributes.
fn status_of(node: Node<'_, '_>) -> Option<DesignationStatus> {
    ["term-status", "type", "term-type", "related-term-type", "content-type", "specific-use"]
        .iter()
        .find_map(|it| node.attribute(*it).and_then(status_word))
}

/// `preferredTerm`, `admitted`, `deprecatedTerm-admn-sts` …
fn status_word(word: &str) -> Option<DesignationStatus> {
    let word = word.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|it| word.contains(it));
    if has(&["deprecat", "supersed", "obsolete", "rejected"]) {
        Some(DesignationStatus::Deprecated)
    } else if has(&["admit", "synonym", "abbrev", "acronym", "symbol", "alternat"]) {
        Some(DesignationStatus::Admitted)
    } else if has(&["prefer", "standardized"]) {
        Some(DesignationStatus::Preferred)
    } else {
        None
    }
}
