//! What facts are read from: the corpus, and tables that are made once for all of them.

use std::borrow::Cow;
use std::sync::{LazyLock, OnceLock};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::cited::Cited;
use super::conflict::Conflicts;
use super::kinds::verification::Methods;
use super::lazy::Lazy;
use super::matching::Matching;
use super::prose::Prose;
use super::terms::OwnTerms;
use super::{FactRef, Field, Kind, Place, Reason, Spread, Type, Value, one};
use crate::bilingual;
use crate::corpus::{AsOf, Corpus, NodeId, PartialDate, Resolution, StandardId, Standing, WorkId};
use crate::coverage::Schemes;
use crate::identifier::{Grammar, Identifier, IdentifierError, IdentifierId, likely_grammar};
use crate::model::{Clause, Lang, Level, Localised, Reference, Standard, Status, Target, Text};
use crate::source::{Bilingual, FileId, SourceMap, Span};

/// Stands for a document where a fact belongs to none: a cell of the standards system.
pub const NO_DOCUMENT: u32 = u32::MAX;

/// The names of the profiles; the data is in `data/profiles/`.
pub const PROFILES: &[&str] = &["iso", "iec", "gb", "association", "ietf", "catalogue"];

/// Fields that every fact has, because they are those of the run.
pub const CONTEXT: &[Field] = &[
    one(
        "profile",
        Type::Word(PROFILES),
        "profile under which the document is judged",
        "判定文件所用的配置方案",
        |f, r| Value::Word(f.profile_index(r.doc)),
    ),
    one(
        "corpus_partial",
        Type::Bool,
        "the corpus is declared partial: what is not in it may well exist",
        "语料库声明为不完整：其中没有的文件仍可能存在",
        |f, r| Value::Bool(f.is_partial(r.doc)),
    ),
    one("as_of", Type::Date, "the day on which the document is judged", "判定日期", |f, r| {
        Value::or_absent(f.corpus().day_of(StandardId(r.doc)), || Reason::Because {
            doc: r.doc,
            why: &("the day on which to judge is not known", "判定日期未知"),
        })
    }),
];

/// The profile that somebody gave a document.
pub type ProfileOf<'a> = dyn Fn(StandardId) -> Option<u8> + Sync + 'a;

/// What the tables are made from.
pub struct Scope<'a> {
    /// All documents.
    pub corpus: &'a Corpus,
    /// The documents that are judged.
    pub judged: &'a [StandardId],
    /// Documents that count as judged, and of which nobody asks what is found.
    pub settled: &'a [StandardId],
    /// The profile that somebody gave a document (an index of [`PROFILES`]); without, its own.
    pub profile: Option<&'a ProfileOf<'a>>,
    /// The corpus is known not to hold everything.
    pub partial: bool,
    /// Rank of a document in the hierarchy of a profile, from its level and type letters.
    pub rank: &'a (dyn Fn(u8, Level, &str) -> Option<u8> + Sync),
}

impl<'a> Scope<'a> {
    /// These documents, each under its own profile; nothing is known of their hierarchy.
    #[must_use]
    pub fn of(corpus: &'a Corpus, judged: &'a [StandardId]) -> Self {
        Self { corpus, judged, settled: &[], profile: None, partial: false, rank: &|_, _, _| None }
    }
}

impl std::fmt::Debug for Scope<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scope").field("judged", &self.judged.len()).finish_non_exhaustive()
    }
}

/// One clause of a document, in the order of the text.
#[derive(Clone, Copy, Debug)]
pub struct ClauseRow<'a> {
    /// The clause.
    pub clause: &'a Clause,
    /// The clause it is in.
    pub parent: Option<u32>,
    /// Its place among its siblings, from 0.
    pub position: u32,
    /// 1 for a chapter or annex, 2 for its subclauses …
    pub depth: u32,
}

/// What is known of one document beyond its description.
#[derive(Debug)]
pub(super) struct DocumentTable<'a> {
    pub(super) clauses: Vec<ClauseRow<'a>>,
    pub(super) by_number: FxHashMap<&'a str, u32>,
    /// What each entry of the reference list means; only for judged documents.
    pub(super) references: Vec<Resolution>,
    /// The text is in Chinese and in English: most clauses are given in both.
    pub(super) bilingual: bool,
    /// What the text cites, once somebody asks.
    pub(super) cited: OnceLock<Cited>,
    /// What the text says, once somebody asks.
    pub(super) prose: OnceLock<Prose>,
    /// The methods of verification it gives, once somebody asks.
    methods: OnceLock<Methods>,
    /// Entries of the reference list by document, once somebody asks.
    kin: OnceLock<Kin>,
    /// What the text does with its own terms, once somebody asks.
    terms: OnceLock<OwnTerms>,
}

/// Entries of a reference list that name the same document, in whatever edition.
#[derive(Debug, Default)]
struct Kin {
    group_of: Vec<u32>,
    groups: Vec<Vec<u32>>,
}

impl Kin {
    fn of(corpus: &Corpus, references: &[Reference]) -> Self {
        let mut by_work: FxHashMap<(Option<WorkId>, &str), u32> = FxHashMap::default();
        let mut kin = Self::default();
        for (at, reference) in (0_u32..).zip(references) {
            let target = &reference.target;
            let work = corpus.work_named(target.identifier).filter(|_| !target.by_key);
            let key = if work.is_some() { "" } else { target.written.get(corpus.sources()).trim() };
            let next = u32::try_from(kin.groups.len()).unwrap_or(u32::MAX);
            let group = *by_work.entry((work, key)).or_insert(next);
            if group == next {
                kin.groups.push(Vec::new());
            }
            kin.groups[group as usize].push(at);
            kin.group_of.push(group);
        }
        kin
    }
}

/// Tables that are made once for all facts of a run.
#[derive(Debug)]
pub struct Tables<'a> {
    scope: Scope<'a>,
    profiles: Vec<u8>,
    judged: Vec<bool>,
    documents: Vec<Option<Box<DocumentTable<'a>>>>,
    /// Chinese, English: asked for every rule, so worked out once.
    languages: Vec<OnceLock<(bool, bool)>>,
    /// Where each stands on the day, where that is one for all documents.
    statuses: Vec<OnceLock<Status>>,
    lazy: Lazy,
    /// Mapping sets that stand alone and are judged, by their place in the corpus.
    judged_maps: &'a [u32],
    /// Plans that are judged, by their place in the corpus, and the schemes that they may name.
    judged_systems: Option<(&'a [u32], &'a Schemes)>,
    /// The profile for what belongs to no document.
    own_profile: u8,
}

impl<'a> Tables<'a> {
    /// Makes the tables.
    #[must_use]
    pub fn build(scope: Scope<'a>) -> Self {
        let corpus = scope.corpus;
        let mut judged = vec![false; corpus.standards().len()];
        for id in scope.judged.iter().chain(scope.settled) {
            if let Some(flag) = judged.get_mut(id.index()) {
                *flag = true;
            }
        }
        let profiles = corpus
            .ids()
            .map(|id| {
                let given = scope.profile.and_then(|of| of(id));
                given.unwrap_or_else(|| usual_profile(corpus, id))
            })
            .collect();
        let own_profile = scope.profile.and_then(|of| of(StandardId(NO_DOCUMENT))).unwrap_or(0);
        let documents = (0..corpus.standards().len())
            .into_par_iter()
            .map(|index| {
                let standard = &corpus.standards()[index];
                (judged[index] || standard.clauses.is_some())
                    .then(|| Box::new(DocumentTable::of(corpus, index, judged[index])))
            })
            .collect();
        let languages = corpus.ids().map(|_| OnceLock::new()).collect();
        let statuses = match corpus.as_of() {
            AsOf::Date(_) => corpus.ids().map(|_| OnceLock::new()).collect(),
            AsOf::Publication => Vec::new(),
        };
        Self {
            scope,
            profiles,
            judged,
            documents,
            languages,
            statuses,
            lazy: Lazy::default(),
            judged_maps: &[],
            judged_systems: None,
            own_profile,
        }
    }
}

impl<'a> Tables<'a> {
    /// Mapping sets that stand alone belong to no document: which of them are judged is said apart, by
    /// rising number.
    #[must_use]
    pub fn judging_maps(self, maps: &'a [u32]) -> Self {
        Self { judged_maps: maps, ..self }
    }

    /// So do plans of a standards system, by rising number; `schemes` are those that they may name.
    #[must_use]
    pub fn judging_systems(self, systems: &'a [u32], schemes: &'a Schemes) -> Self {
        Self { judged_systems: Some((systems, schemes)), ..self }
    }
}

impl<'a> DocumentTable<'a> {
    fn of(corpus: &'a Corpus, index: usize, judged: bool) -> Self {
        let standard = &corpus.standards()[index];
        let mut clauses = Vec::new();
        flatten(standard.clauses.as_deref().unwrap_or_default(), &mut clauses);
        let mut by_number = FxHashMap::default();
        for (at, row) in (0_u32..).zip(&clauses) {
            if let Some(number) = &row.clause.number {
                by_number.entry(number.get(corpus.sources()).trim()).or_insert(at);
            }
        }
        let id = StandardId(u32::try_from(index).unwrap_or(u32::MAX));
        let references = if judged { corpus.references(id) } else { Vec::new() };
        let (one, both) = clauses.iter().fold((0_usize, 0_usize), |(one, both), row| {
            match super::kinds::clause::languages(row.clause) {
                (true, true) => (one, both + 1),
                (false, false) => (one, both),
                _ => (one + 1, both),
            }
        });
        let bilingual = both > one;
        Self {
            clauses,
            by_number,
            references,
            bilingual,
            cited: OnceLock::new(),
            prose: OnceLock::new(),
            methods: OnceLock::new(),
            kin: OnceLock::new(),
            terms: OnceLock::new(),
        }
    }
}

/// All clauses in the order of the text, parents before children, without recursion.
fn flatten<'a>(roots: &'a [Clause], rows: &mut Vec<ClauseRow<'a>>) {
    let mut open: Vec<(&'a Clause, Option<u32>, u32, u32)> = Vec::new();
    let push = |open: &mut Vec<_>, clauses: &'a [Clause], parent, depth| {
        let from = open.len();
        open.extend((0_u32..).zip(clauses).map(|(at, it)| (it, parent, at, depth)));
        // What is pushed last comes out first.
        open[from..].reverse();
    };
    push(&mut open, roots, None, 1);
    while let Some((clause, parent, position, depth)) = open.pop() {
        let at = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        rows.push(ClauseRow { clause, parent, position, depth });
        push(&mut open, &clause.clauses, Some(at), depth + 1);
    }
}

/// The profile that a document asks for, or the one of its publisher's family. What comes without
/// text and without references is an entry of a catalogue.
fn usual_profile(corpus: &Corpus, id: StandardId) -> u8 {
    let standard = corpus.standard(id);
    let named = standard.details.as_deref().and_then(|it| it.profile.as_ref());
    let named = named.map(|text| text.get(corpus.sources()).trim());
    let index = |name: &str| PROFILES.iter().position(|each| *each == name);
    let name = if let Some(index) = named.and_then(index) {
        return u8::try_from(index).unwrap_or(0);
    } else if standard.clauses.is_none() && standard.references.is_none() {
        "catalogue"
    } else {
        let identifier = corpus.identifier(id.node());
        let family = identifier.map(super::kinds::identifier::family);
        match family.zip(identifier.map(|it| it.level)) {
            Some(("gb", Level::Association | Level::Enterprise)) => "association",
            Some(("gb", _)) => "gb",
            Some(("iso" | "cen", _)) => "iso",
            Some(("iec", _)) => "iec",
            Some(("ietf" | "rfc", _)) => "ietf",
            _ => "catalogue",
        }
    };
    index(name).and_then(|it| u8::try_from(it).ok()).unwrap_or(0)
}

/// Everything that facts are read from; cheap to copy.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    tables: &'a Tables<'a>,
}

impl<'a> Facts<'a> {
    /// A view of the tables.
    #[must_use]
    pub fn new(tables: &'a Tables<'a>) -> Self {
        Self { tables }
    }

    /// All documents.
    #[must_use]
    pub fn corpus(&self) -> &'a Corpus {
        self.tables.scope.corpus
    }

    /// All texts.
    #[must_use]
    pub fn sources(&self) -> &'a SourceMap {
        self.corpus().sources()
    }

    /// A document.
    #[must_use]
    pub fn standard(&self, doc: u32) -> &'a Standard {
        // A mapping set neither of whose documents is here is about none.
        static NOBODY: LazyLock<Standard> =
            LazyLock::new(|| Standard::at(Span::new(FileId::from_index(0), 0, 0)));
        self.corpus().standards().get(doc as usize).unwrap_or(&NOBODY)
    }

    /// A text's value.
    #[must_use]
    pub fn text(&self, text: &'a Text) -> &'a str {
        text.get(self.sources())
    }

    /// A document's identifier, or why it has none.
    #[must_use]
    pub fn parsed(&self, id: IdentifierId) -> Option<Result<&'a Identifier, &'a IdentifierError>> {
        self.corpus().identifiers().get(id)
    }

    /// A document's own identifier, where it can be read.
    #[must_use]
    pub fn own_identifier(&self, doc: u32) -> Option<&'a Identifier> {
        self.corpus().identifier(StandardId(doc).node())
    }

    /// Whether the document is one of those that are judged.
    #[must_use]
    pub fn is_judged(&self, doc: u32) -> bool {
        self.tables.judged.get(doc as usize).copied().unwrap_or(false)
    }

    /// Those that are judged.
    #[must_use]
    pub fn judged(&self) -> &'a [StandardId] {
        self.tables.scope.judged
    }

    /// Whether a mapping set that stands alone is judged.
    pub(crate) fn judges_map(&self, at: u32) -> bool {
        self.tables.judged_maps.binary_search(&at).is_ok()
    }

    /// Plans that are judged, and the schemes that they may name.
    pub(crate) fn judged_systems(&self) -> Option<(&'a [u32], &'a Schemes)> {
        self.tables.judged_systems
    }

    /// Whether any plan is judged.
    pub(crate) fn judges_a_system(&self) -> bool {
        self.tables.judged_systems.is_some_and(|(systems, _)| !systems.is_empty())
    }

    /// Documents that the judged mapping sets are about, by rising number.
    pub(crate) fn mapped_documents(&self) -> Vec<u32> {
        let judged = self.lazy().maps(self).sets.iter().filter(|set| set.judged);
        let mut docs: Vec<u32> = judged.map(|set| set.doc).collect();
        docs.sort_unstable();
        docs.dedup();
        docs
    }

    /// The profile under which a document is judged: an index of [`PROFILES`].
    #[must_use]
    pub fn profile_index(&self, doc: u32) -> u8 {
        self.tables.profiles.get(doc as usize).copied().unwrap_or(self.tables.own_profile)
    }

    /// Whether the corpus is declared partial, by the user or by the document.
    #[must_use]
    pub fn is_partial(&self, doc: u32) -> bool {
        let said = |standard: &Standard| standard.details.as_deref().and_then(|it| it.partial);
        self.tables.scope.partial || said(self.standard(doc)).is_some_and(|said| said.value)
    }

    /// Rank of a document in the hierarchy of the profile under which `from` is judged.
    #[must_use]
    pub fn rank(&self, doc: u32, from: u32) -> Option<u8> {
        let identifier = self.own_identifier(doc)?;
        let kind = identifier.kind.as_deref().unwrap_or("");
        (self.tables.scope.rank)(self.profile_index(from), identifier.level, kind)
    }

    /// The clauses of a document in the order of its text; none where it is not available.
    #[must_use]
    pub fn clauses(&self, doc: u32) -> &'a [ClauseRow<'a>] {
        self.table(doc).map_or(&[], |table| &table.clauses)
    }

    /// The clause with this number.
    #[must_use]
    pub fn clause_at(&self, doc: u32, number: &str) -> Option<u32> {
        self.table(doc)?.by_number.get(number).copied()
    }

    /// What an entry of the reference list means.
    #[must_use]
    pub fn resolution(&self, doc: u32, index: u32) -> Option<&'a Resolution> {
        self.table(doc)?.references.get(index as usize)
    }

    /// Entries of the reference list that name the same document as entry `index`, itself included,
    /// in order: so that a long list is not compared with itself.
    #[must_use]
    pub fn kin(&self, doc: u32, index: u32) -> &'a [u32] {
        let Some(table) = self.table(doc) else { return &[] };
        let references = self.standard(doc).references.as_deref().unwrap_or_default();
        let kin = table.kin.get_or_init(|| Kin::of(self.corpus(), references));
        let group = kin.group_of.get(index as usize).and_then(|at| kin.groups.get(*at as usize));
        group.map_or(&[], Vec::as_slice)
    }

    /// Whether a document is in Chinese and in English: most of its clauses are given in both.
    #[must_use]
    pub fn is_bilingual(&self, doc: u32) -> bool {
        self.table(doc).is_some_and(|table| table.bilingual)
    }

    /// What the text of a document cites; nothing where it has none.
    #[must_use]
    pub fn cited(&self, doc: u32) -> &'a Cited {
        static NONE: OnceLock<Cited> = OnceLock::new();
        match self.table(doc) {
            Some(table) => table.cited.get_or_init(|| Cited::read(self, doc, Spread::No)),
            None => NONE.get_or_init(Cited::default),
        }
    }

    /// Reads the text of a document on all threads, where somebody is sure to ask what it says and
    /// cites, before anybody does: of many documents each is read by a thread of its own.
    pub(crate) fn read_ahead(&self, doc: u32) {
        let Some(table) = self.table(doc) else { return };
        // Who asked before has set it.
        if table.prose.get().is_none() {
            let _ = table.prose.set(Prose::read(self, doc, Spread::Yes));
        }
        if table.cited.get().is_none() {
            let _ = table.cited.set(Cited::read(self, doc, Spread::Yes));
        }
    }

    /// The methods of verification that a document gives.
    pub(super) fn methods(&self, doc: u32) -> &'a Methods {
        static NONE: OnceLock<Methods> = OnceLock::new();
        match self.table(doc) {
            Some(table) => table.methods.get_or_init(|| Methods::read(self, doc)),
            None => NONE.get_or_init(Methods::default),
        }
    }

    /// What the text of a document does with its own terms; nothing where it has none.
    pub(crate) fn own_terms(&self, doc: u32) -> &'a OwnTerms {
        static NONE: OnceLock<OwnTerms> = OnceLock::new();
        match self.table(doc) {
            Some(table) => table.terms.get_or_init(|| OwnTerms::read(self, doc)),
            None => NONE.get_or_init(OwnTerms::default),
        }
    }

    /// Whether a document comes from a definition, which can say everything that rules ask.
    #[must_use]
    pub fn is_definition(&self, doc: u32) -> bool {
        let standard = self.standard(doc);
        let Some(identity) = &standard.identity else { return false };
        if standard.details.as_ref().is_some_and(|it| it.imported_from.is_some()) {
            return false;
        }
        let span = identity.written.span();
        let text = self.sources().file(span.file).text();
        let before =
            text.get(..span.start as usize).unwrap_or("").trim_end_matches(['"', '\'', ' ']);
        before.ends_with("standard:") || before.ends_with("standard\":")
    }

    /// Years from the publication of one document to that of another.
    #[must_use]
    pub fn years_between(&self, from: u32, to: u32) -> Option<f64> {
        let published = |doc: u32| {
            let text = self.standard(doc).dates.published.as_ref()?;
            PartialDate::parse(self.text(text))
        };
        Some(super::kinds::standard::years_between(published(from)?, published(to)?))
    }

    /// Documents set side by side, clause by clause.
    #[must_use]
    pub fn matching(&self) -> &'a Matching {
        self.lazy().matching(self)
    }

    /// Provisions that do not go together.
    #[must_use]
    pub fn conflicts(&self) -> &'a Conflicts {
        self.lazy().conflicts(self)
    }

    /// What is worked out once for all documents.
    pub(super) fn lazy(&self) -> &'a Lazy {
        &self.tables.lazy
    }

    pub(super) fn table(&self, doc: u32) -> Option<&'a DocumentTable<'a>> {
        self.tables.documents.get(doc as usize)?.as_deref()
    }

    /// Where a document stands when `from` asks.
    #[must_use]
    pub fn standing(&self, doc: u32, from: u32) -> Standing {
        self.corpus().standing_for(StandardId(doc).node(), StandardId(from))
    }

    /// Its status alone, which many rules ask of the same document.
    #[must_use]
    pub fn status(&self, doc: u32, from: u32) -> Status {
        match self.tables.statuses.get(doc as usize) {
            Some(known) => *known.get_or_init(|| self.standing(doc, from).status),
            None => self.standing(doc, from).status,
        }
    }

    /// A node of the graph as a fact, or the reason why there is none.
    #[must_use]
    pub fn document(&self, node: NodeId, from: u32) -> Value<'a> {
        match self.corpus().standard_of(node) {
            Some(id) => Value::Fact(FactRef::standard_for(id.0, from)),
            None => Value::Absent(Reason::NotInCorpus(
                self.corpus().identifier_id(node).unwrap_or(IdentifierId::NONE),
            )),
        }
    }

    /// What a document may say and perhaps does not: its value, or *not given*.
    #[must_use]
    pub fn given<T: Into<Value<'a>>>(
        &self,
        r: FactRef,
        field: &'static str,
        value: Option<T>,
    ) -> Value<'a> {
        Value::or_absent(value, || Reason::NotGiven { doc: r.doc, field })
    }

    /// A date that a document may say.
    #[must_use]
    pub fn date(&self, r: FactRef, field: &'static str, text: Option<&'a Text>) -> Value<'a> {
        let Some(text) = text else {
            return Value::Absent(Reason::NotGiven { doc: r.doc, field });
        };
        Value::or_absent(PartialDate::parse(self.text(text)), || Reason::Because {
            doc: r.doc,
            why: &("a date cannot be read", "日期无法识别"),
        })
    }

    /// The title to print.
    #[must_use]
    pub fn words(&self, title: &'a Localised, lang: Lang) -> Option<&'a str> {
        title.prefer(lang).map(|text| self.text(text).trim()).filter(|text| !text.is_empty())
    }

    /// What to call a document.
    #[must_use]
    pub fn name(&self, doc: u32) -> String {
        self.corpus().name(StandardId(doc).node())
    }

    /// What to call a document that is not in the corpus.
    #[must_use]
    pub fn name_of(&self, id: IdentifierId) -> &'a str {
        if id.is_none() { "?" } else { self.corpus().identifiers().canonical(id) }
    }

    /// A document as another writes it.
    #[must_use]
    pub fn written(&self, target: &'a Target) -> &'a str {
        self.text(&target.written).trim()
    }

    /// A fact as messages print it.
    #[must_use]
    pub fn display(&self, fact: FactRef) -> Cow<'a, str> {
        (fact.kind.def().display)(self, fact)
    }

    /// The place that stands for a whole document: its identifier, its key, or its first bytes.
    #[must_use]
    pub fn place_of_document(&self, doc: u32) -> Place {
        let standard = self.standard(doc);
        let span = self.corpus().place_of(StandardId(doc).node()).unwrap_or(standard.span);
        Place::of(doc, span)
    }

    /// The number of the clause of a place; its title where it has none.
    #[must_use]
    pub fn clause_number(&self, place: Place) -> Option<String> {
        let mut at = place.clause;
        while let Some(row) = at.and_then(|at| self.clauses(place.doc).get(at as usize)) {
            if let Some(name) = self.clause_name(row.clause) {
                return Some(name.to_owned());
            }
            at = row.parent;
        }
        None
    }

    /// Where a fact belongs that is in no clause: the sector and the aspect of a cell.
    #[must_use]
    pub fn address(&self, fact: FactRef) -> Option<String> {
        (fact.kind == Kind::Cell).then(|| self.display(fact).into_owned())
    }

    /// The number of a clause, or its title.
    #[must_use]
    pub fn clause_name(&self, clause: &'a Clause) -> Option<&'a str> {
        let number = clause.number.as_ref().map(|text| self.text(text).trim());
        number.filter(|text| !text.is_empty()).or_else(|| self.words(&clause.title, Lang::Zh))
    }

    /// Whether a document is Chinese, as far as is known: its texts are, or its publisher is.
    #[must_use]
    pub fn speaks_chinese(&self, doc: u32) -> bool {
        self.languages(doc).0
    }

    /// Whether a document is English, as far as is known.
    #[must_use]
    pub fn speaks_english(&self, doc: u32) -> bool {
        self.languages(doc).1
    }

    /// Chinese, English: what the document says, else what its titles are, else its publisher's.
    fn languages(&self, doc: u32) -> (bool, bool) {
        match self.tables.languages.get(doc as usize) {
            Some(known) => *known.get_or_init(|| self.find_languages(doc)),
            None => (false, false),
        }
    }

    fn find_languages(&self, doc: u32) -> (bool, bool) {
        let standard = self.standard(doc);
        let (mut zh, mut en) = (false, false);
        let said = standard.details.as_deref().map_or(&[][..], |details| &details.languages);
        for language in said {
            match Lang::from_word(self.text(language).trim()) {
                Some(Lang::Zh) => zh = true,
                Some(Lang::En) => en = true,
                _ => {}
            }
        }
        let clauses = standard.clauses.as_deref().unwrap_or_default();
        let titles = std::iter::once(&standard.title).chain(clauses.iter().map(|it| &it.title));
        let blocks = clauses.iter().flat_map(|clause| clause.blocks.iter().map(|it| &it.text));
        if !(zh || en) {
            for (lang, text) in titles.chain(blocks).flat_map(Localised::iter) {
                match lang {
                    Lang::Zh => zh = true,
                    Lang::En => en = true,
                    Lang::Unstated if is_chinese(self.text(text)) => zh = true,
                    Lang::Unstated => en = true,
                    _ => {}
                }
                if zh && en {
                    break;
                }
            }
        }
        if !(zh || en) {
            zh = self.is_of_china(doc);
            en = !zh;
        } else if !zh {
            // A national document of China is Chinese, whatever language its title is given in.
            zh = self.is_of_china(doc);
        }
        (zh, en)
    }

    /// Whether its identifier is of the Chinese family: where it cannot be read, by its first letters.
    #[must_use]
    pub fn is_of_china(&self, doc: u32) -> bool {
        if let Some(identifier) = self.own_identifier(doc) {
            return identifier.grammar == Grammar::Gb;
        }
        let identity = self.standard(doc).identity.as_ref().filter(|it| !it.by_key);
        identity.is_some_and(|it| likely_grammar(self.text(&it.written)) == Some(Grammar::Gb))
    }

    /// A reason in words: the document it concerns, and why.
    #[must_use]
    pub fn explain(&self, reason: Reason) -> (String, Bilingual) {
        match reason {
            Reason::NotGiven { doc, field } => {
                (self.name(doc), bilingual!("`{field}` is not given", "未给出“{field}”"))
            }
            Reason::NoText { doc } => {
                (self.name(doc), bilingual!("text not available", "无法获得正文"))
            }
            Reason::NotInCorpus(id) => {
                (self.name_of(id).to_owned(), bilingual!("not in the corpus", "不在语料库中"))
            }
            Reason::Because { doc, why: (en, zh) } => (self.name(doc), Bilingual::new(*en, *zh)),
            Reason::Plan { system, why: (en, zh) } => {
                let plan = self.corpus().systems().get(system as usize);
                let path = plan.map(|it| self.sources().file(it.span.file).path());
                (path.unwrap_or_default().to_owned(), Bilingual::new(*en, *zh))
            }
        }
    }

    /// The primary place of a fact.
    #[must_use]
    pub fn place(&self, fact: FactRef) -> Place {
        let places = fact.kind.def().places;
        places
            .iter()
            .find_map(|place| (place.get)(self, fact))
            .unwrap_or_else(|| self.place_of_document(fact.doc))
    }

    /// The place of a span within a clause of a document.
    #[must_use]
    pub fn at(&self, doc: u32, span: Span) -> Place {
        Place::of(doc, span)
    }

    /// Every fact of a kind about the judged documents.
    pub fn each(&self, kind: Kind, take: &mut dyn FnMut(FactRef)) {
        match kind.def().producer {
            super::Producer::Document(produce) => {
                for id in self.judged() {
                    produce(self, id.0, take);
                }
            }
            super::Producer::Corpus(produce) => produce(self, take),
        }
    }
}

/// Whether a text is Chinese: it has Han characters and no kana.
pub(crate) fn is_chinese(text: &str) -> bool {
    let mut han = false;
    for c in text.chars() {
        match c {
            '\u{3040}'..='\u{30ff}' => return false,
            '\u{3400}'..='\u{9fff}' => han = true,
            _ => {}
        }
    }
    han
}
