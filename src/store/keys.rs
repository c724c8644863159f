//! By what a document is found, and what it leads to.
//!
//! A pack is asked for the documents around a draft, not read whole. For that each document is
//! entered under every name by which another can mean it, and keeps the names of what it leads to.
//! A name is kept as a hash of eight bytes: two names that share one only bring a document more.

use rustc_hash::FxHashSet;

use super::format::first_bytes;
use crate::corpus::forms;
use crate::fact::{folded, title_subject};
use crate::identifier::{self, Identifier};
use crate::model::{Clause, Lang, Level, MappingSet, ReferenceRole, Standard, Target};
use crate::reader::Loaded;
use crate::source::{FileId, SourceMap};

/// The hash of a name.
pub(super) type Key = u64;

/// The names of one unit (documents that are read together).
#[derive(Debug, Default)]
pub(super) struct Keys {
    /// Names that mean it or an edition of it.
    pub(super) own: FxHashSet<Key>,
    /// What it shares with documents that a rule may set beside it: its series, the code of its
    /// association, terms, the subject of its title, subjects of its clauses, ICS codes of its text.
    pub(super) classes: FxHashSet<Key>,
    /// What it is bound to in life or adoption: replaced, amended, adopted documents, parts.
    pub(super) kin: FxHashSet<Key>,
    /// Editions that it says it replaces.
    pub(super) replaced: Vec<Key>,
    /// What it refers to normatively.
    pub(super) needs: FxHashSet<Key>,
    /// The same, reference by reference.
    pub(super) needed: Vec<Needed>,
    /// What else it refers to.
    pub(super) cites: FxHashSet<Key>,
    /// A document that it names is a national adoption by its number: `GB/T 1-2020/ISO 1:2018`. It need
    /// not be there itself.
    pub(super) names_national: bool,
}

/// What a reference may mean.
#[derive(Clone, Copy, Debug)]
pub(super) struct Needed {
    pub(super) edition: Key,
    /// Any edition, where that one is not there.
    pub(super) any: Key,
    /// The parts, where there is no such document.
    pub(super) parts: Option<Key>,
    /// The parts are meant before the document.
    pub(super) all_parts: bool,
}

fn key(kind: &str, name: &str) -> Key {
    let mut hasher = blake3::Hasher::new();
    hasher.update(kind.as_bytes()).update(b"\x1f").update(name.as_bytes());
    first_bytes(hasher.finalize())
}

impl Keys {
    /// The names in the documents that were read of some files, wherever they stand.
    pub(super) fn of(loaded: &Loaded, is_asked: impl Fn(FileId) -> bool) -> Self {
        let mut keys = Self::default();
        let sources = &loaded.sources;
        for standard in loaded.standards.iter().filter(|it| is_asked(it.span.file)) {
            keys.add(standard, sources);
        }
        for set in loaded.mappings.iter().filter(|it| is_asked(it.span.file)) {
            keys.add_mapping(set, sources);
        }
        for file in sources.files().iter().filter(|it| is_asked(it.id())) {
            keys.add_prose(file.text());
        }
        keys
    }

    /// Enters a document.
    pub(super) fn add(&mut self, standard: &Standard, sources: &SourceMap) {
        let written = |target: &Target| target.written.get(sources).trim().to_owned();
        for target in standard.identity.iter().chain(&standard.other_identifiers) {
            self.add_own(&written(target), target.by_key);
        }
        for reference in standard.references.iter().flatten() {
            let target = written(&reference.target);
            let details = reference.details.as_deref();
            if reference.role == ReferenceRole::Informative {
                self.names_national |= names(&target, &mut self.cites);
            } else {
                let said = details.and_then(|it| it.all_parts).map(|it| it.value);
                self.need(&target, said);
            }
            let source = details.and_then(|it| it.annotated_source.as_ref());
            if let Some(source) = source {
                names(&written(source), &mut self.cites);
            }
        }
        for target in standard.related().into_iter().flatten() {
            self.names_national |= names(&written(target), &mut self.kin);
        }
        for target in &standard.replaces {
            let Ok(identifier) = identifier::parse(&written(target)) else { continue };
            // Which edition an undated name means is known only in the whole corpus.
            if identifier.canonical != forms::undated(&identifier) {
                self.replaced.push(key("id", &identifier.canonical));
            }
        }
        for adoption in &standard.adopts {
            self.names_national |= names(&written(&adoption.source), &mut self.kin);
            for amendment in &adoption.amendments {
                names(&written(amendment), &mut self.kin);
            }
        }
        for term in standard.terms.iter().flatten() {
            if let Some((source, _)) = &term.source {
                names(&written(source), &mut self.cites);
            }
            for it in &term.designations {
                self.classes.insert(key("term", &folded(it.text.get(sources))));
            }
        }
        for (_, title) in standard.title.iter() {
            if let Some(subject) = title_subject(title.get(sources)) {
                self.classes.insert(key("title", &subject));
            }
        }
        for set in &standard.mappings {
            self.add_mapping(set, sources);
        }
        if let Some(it) = standard.classification.as_deref() {
            for code in it.sectors.iter().flatten() {
                self.classes.insert(key("sector", code.get(sources).trim()));
            }
            // Only texts are set against each other for it.
            let has_text = standard.clauses.as_ref().is_some_and(|it| !it.is_empty());
            for code in it.ics.iter().filter(|_| has_text) {
                self.classes.insert(key("ics", code.get(sources).trim()));
            }
        }
        let mut open: Vec<&Clause> = standard.clauses.iter().flatten().collect();
        while let Some(clause) = open.pop() {
            if let Some(subject) = &clause.key {
                self.classes.insert(key("subject", subject.get(sources).trim()));
            }
            open.extend(&clause.clauses);
        }
    }

    /// Enters a normative reference, and whether it says that it means all parts.
    fn need(&mut self, written: &str, all_parts: Option<bool>) {
        let name = key("written", written);
        self.needs.insert(name);
        let Ok(identifier) = identifier::parse(written) else {
            self.needed.push(Needed { edition: name, any: name, parts: None, all_parts: false });
            return;
        };
        lead(&identifier, &mut self.needs);
        self.names_national |= is_national(&identifier) && identifier.adopts.is_some();
        let all_parts = all_parts.unwrap_or(identifier.all_parts);
        let parts = forms::series(&identifier)
            .filter(|_| all_parts || identifier.parts.is_empty())
            .map(|it| key("series", &it));
        self.needs.extend(parts);
        let edition = key("id", &identifier.canonical);
        let any = key("id", forms::undated(&identifier));
        self.needed.push(Needed { edition, any, parts, all_parts });
    }

    /// Enters a mapping set: it is bound to both its ends.
    pub(super) fn add_mapping(&mut self, set: &MappingSet, sources: &SourceMap) {
        for end in [&set.left, &set.right] {
            self.names_national |= names(end.written.get(sources).trim(), &mut self.kin);
        }
    }

    fn add_own(&mut self, written: &str, by_key: bool) {
        self.own.insert(key("written", written));
        if by_key {
            return;
        }
        let Ok(identifier) = identifier::parse(written) else { return };
        enter(&identifier, &mut self.own);
        if let Some(series) = forms::series(&identifier).filter(|_| !identifier.parts.is_empty()) {
            self.classes.insert(key("series", &series));
        }
        if identifier.level == Level::Association {
            self.classes.insert(key("association", &identifier.publisher));
        }
        if let Some(source) = identifier.adopts.as_deref() {
            lead(source, &mut self.kin);
        }
        if let Some(base) = forms::base(&identifier) {
            self.kin.insert(key("id", base));
        }
    }

    /// Enters what a text names, wherever it does.
    pub(super) fn add_prose(&mut self, text: &str) {
        for found in identifier::find(text) {
            lead(&found.identifier, &mut self.cites);
        }
    }
}

/// The names under which a document is found.
fn enter(identifier: &Identifier, list: &mut FxHashSet<Key>) {
    list.insert(key("id", &identifier.canonical));
    list.insert(key("id", forms::undated(identifier)));
}

/// The names that an identifier in a reference leads to: the edition, any edition, what a supplement
/// belongs to, the parts of what has no part itself.
fn lead(identifier: &Identifier, list: &mut FxHashSet<Key>) {
    enter(identifier, list);
    if let Some(base) = forms::base(identifier) {
        list.insert(key("id", base));
        if let Ok(base) = identifier::parse(base) {
            list.insert(key("id", forms::undated(&base)));
        }
    }
    if let Some(series) = forms::series(identifier).filter(|_| identifier.parts.is_empty()) {
        list.insert(key("series", &series));
    }
    if let Some(source) = identifier.adopts.as_deref() {
        enter(source, list);
    }
}

/// Enters what a name leads to, and tells whether it is that of a national adoption.
fn names(written: &str, list: &mut FxHashSet<Key>) -> bool {
    list.insert(key("written", written));
    let Ok(identifier) = identifier::parse(written) else { return false };
    lead(&identifier, list);
    is_national(&identifier) && identifier.adopts.is_some()
}

/// Whether a document holds terms in two languages: they are a glossary for every comparison.
pub(super) fn is_glossary(standard: &Standard) -> bool {
    standard.terms.iter().flatten().any(|term| {
        let has = |lang| term.designations.iter().any(|it| it.lang == lang);
        has(Lang::Zh) && has(Lang::En)
    })
}

/// Whether a document of a country, a sector or a region adopts another: whether there is any such
/// document decides what it means that nobody adopts an international one.
pub(super) fn is_national_adoption(standard: &Standard, sources: &SourceMap) -> bool {
    let parse = |it: &Target| identifier::parse(it.written.get(sources).trim()).ok();
    let adopts = |it: &Identifier| it.adopts.is_some() || !standard.adopts.is_empty();
    standard.identity.as_ref().and_then(parse).is_some_and(|it| is_national(&it) && adopts(&it))
        || standard.adopted_as.iter().filter_map(parse).any(|it| is_national(&it))
}

fn is_national(identifier: &Identifier) -> bool {
    matches!(identifier.level, Level::National | Level::Sector | Level::Regional)
}
