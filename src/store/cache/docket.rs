//! What judging gave is kept between runs, so that after an edit only that is judged again which the
//! edit can touch.
//!
//! With what each file gave stand the names that its documents bear, and those that they lead to, as
//! in a [pack](super::super::pack). What can be touched is found by them, the other way round from
//! what [`Packs::pull`](super::super::Packs::pull) takes for a draft: whose surroundings hold a
//! document that has changed, as it was or as it is.
//!
//! ```text
//! magic            16 bytes
//! build            8 bytes: of the program that wrote it
//! hash             8 bytes: of all that follows
//! body             postcard
//! ```

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use indexmap::{IndexMap, IndexSet};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::super::format::{first_bytes, hash, number, small_number};
use super::super::keys::{Key, Keys, is_glossary, is_national_adoption};
use super::keep::replace;
use super::manifest::build;
use crate::corpus::Corpus;
use crate::finding::{Finding, NotCheckable};
use crate::model::{Reference, Standard, Target};
use crate::reader::Loaded;
use crate::rule::{Share, joined};
use crate::source::{Bilingual, FileId, SourceMap, shelf};

const MAGIC: [u8; 16] = *b"consonance found";

/// Bytes before the body.
const PREFIX: usize = MAGIC.len() + 8 + 8;

/// A longer one is not kept.
const LONGEST: usize = 1 << 30;

/// What judging a group of files gave, as it is kept.
#[derive(Serialize, Deserialize)]
pub(super) struct Docket<'a> {
    /// Of the question: whatever decides, besides the files, what is found.
    stamp: [u8; 32],
    /// The pack with the documents that were judged.
    pack_id: u64,
    /// In the order of the manifest.
    #[serde(borrow)]
    files: Vec<Entry<'a>>,
    #[serde(borrow)]
    unchecked: Unchecked<'a>,
}

/// What is kept of a file.
#[derive(Clone, Default, Serialize, Deserialize)]
struct Entry<'a> {
    #[serde(borrow)]
    names: Names<'a>,
    /// What its documents are called, a line each.
    called: &'a str,
    clauses: usize,
    references: usize,
    /// What was found: the files that places point into, by their entries, and the findings, with
    /// places that count from these. Nothing where nothing was found.
    found: &'a [u8],
}

/// What could not be checked, by who would have to say more, reason and file.
#[derive(Default, Serialize, Deserialize)]
struct Unchecked<'a> {
    #[serde(borrow)]
    standards: Vec<&'a str>,
    /// English, Chinese.
    #[serde(borrow)]
    reasons: Vec<(&'a str, &'a str)>,
    #[serde(borrow)]
    rules: Vec<Vec<&'a str>>,
    rows: Vec<Row>,
}

/// Places in the lists of [`Unchecked`], and of a file.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Row {
    standard: u32,
    reason: u32,
    rules: u32,
    file: u32,
}

/// Half of a name's hash. Two names that share it only let a document more be judged.
type Short = u32;

/// Bytes of it.
const SHORT: usize = 4;

/// Names of the documents of a file, each list as [`Short`] after `Short`.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
struct Names<'a> {
    /// See [`Keys::own`].
    own: &'a [u8],
    /// See [`Keys::classes`].
    classes: &'a [u8],
    /// See [`Keys::kin`].
    kin: &'a [u8],
    /// See [`Keys::needs`].
    needs: &'a [u8],
    /// See [`Keys::cites`]; those that are not among the needs and the kin.
    cites: &'a [u8],
    /// Of what ways through other documents depend on.
    bearing: u64,
    /// See [`is_glossary`].
    glossary: bool,
    /// See [`is_national_adoption`].
    national: bool,
}

/// The same of a file that was read now.
#[derive(Default)]
struct Read {
    keys: Keys,
    bearing: u64,
    glossary: bool,
    national: bool,
}

/// What was found in the documents that an edit cannot touch.
#[derive(Debug, Default)]
pub struct Settled {
    /// Files whose documents are to be judged again.
    pub again: FxHashSet<FileId>,
    /// The other files with documents.
    pub files: Vec<FileId>,
    /// What their documents are called.
    pub names: Vec<String>,
    /// What was found there.
    pub share: Share,
}

/// Where what judging gives may be kept.
#[derive(Debug)]
pub struct DocketSlot {
    pub(super) path: PathBuf,
    pub(super) stamp: [u8; 32],
    pub(super) pack_id: u64,
    /// The entry of each file in the manifest.
    pub(super) entries: FxHashMap<FileId, u32>,
    /// How many there are.
    pub(super) count: usize,
}

/// The stamp of a question.
pub(super) fn stamp(question: &[u8]) -> [u8; 32] {
    *blake3::hash(question).as_bytes()
}

impl DocketSlot {
    /// Keeps what each document of the corpus gave. That it cannot be kept only means that it is
    /// worked out again.
    pub fn keep(&self, corpus: &Corpus, shares: Vec<Share>) {
        let _ = self.write(corpus, shares);
    }

    fn write(&self, corpus: &Corpus, shares: Vec<Share>) -> Option<()> {
        let (standards, sources) = (corpus.standards(), corpus.sources());
        if standards.len() != shares.len() {
            return None;
        }
        let mut by_file: Vec<(FileId, Range<usize>)> = Vec::new();
        for (at, standard) in standards.iter().enumerate() {
            let file = standard.span.file;
            match by_file.last_mut().filter(|it| it.0 == file) {
                Some((_, range)) => range.end = at + 1,
                None => by_file.push((file, at..at + 1)),
            }
        }
        let made: Vec<(u32, Owned)> = by_file
            .par_iter()
            .map(|(file, range)| {
                let read = Read::of(&standards[range.clone()], sources, [*file]);
                let ids = corpus.ids().skip(range.start).take(range.len());
                let called: Vec<String> = ids.map(|it| corpus.name(it.node())).collect();
                let owned = Owned::of(&read, called, &self.entries, &shares[range.clone()])?;
                Some((*self.entries.get(file)?, owned))
            })
            .collect::<Option<_>>()?;
        let mut files = vec![Entry::default(); self.count];
        for (at, owned) in &made {
            let entry = files.get_mut(*at as usize)?;
            // Documents of one file stand together.
            if !entry.called.is_empty() {
                return None;
            }
            *entry = owned.entry();
        }
        let unchecked =
            Unchecked::of(by_file.iter().zip(&made).flat_map(|((_, range), (at, _))| {
                let shares = &shares[range.clone()];
                shares.iter().flat_map(|it| &it.not_checkable).map(|it| (*at, it))
            }));
        let docket = Docket { stamp: self.stamp, pack_id: self.pack_id, files, unchecked };
        let mut bytes = MAGIC.to_vec();
        bytes.extend(build().to_le_bytes());
        bytes.extend([0; 8]);
        let mut bytes = postcard::to_extend(&docket, bytes).ok()?;
        if bytes.len() > LONGEST {
            return None;
        }
        let sum = hash(&bytes[PREFIX..]);
        bytes[PREFIX - 8..PREFIX].copy_from_slice(&sum.to_le_bytes());
        replace(&self.path, &bytes).ok()
    }
}

impl<'a> Unchecked<'a> {
    fn of(all: impl Iterator<Item = (u32, &'a NotCheckable)>) -> Self {
        let (mut standards, mut reasons) = (IndexSet::new(), IndexSet::new());
        let mut rules: IndexSet<Vec<&str>> = IndexSet::new();
        let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let mut codes: IndexMap<(u32, u32, u32), Vec<&'a str>> = IndexMap::new();
        for (file, it) in all {
            let standard = number(standards.insert_full(it.standard.as_str()).0);
            let reason = (it.reason.en.as_str(), it.reason.zh.as_str());
            let reason = number(reasons.insert_full(reason).0);
            let codes = codes.entry((standard, reason, file)).or_default();
            codes.extend(it.rules.iter().map(String::as_str));
        }
        let mut rows = Vec::with_capacity(codes.len());
        for ((standard, reason, file), mut codes) in codes {
            codes.sort_unstable();
            codes.dedup();
            let rules = number(rules.insert_full(codes).0);
            rows.push(Row { standard, reason, rules, file });
        }
        let (standards, reasons): (Vec<_>, Vec<_>) =
            (standards.into_iter().collect(), reasons.into_iter().collect());
        rows.sort_by_cached_key(|it| {
            (standards[it.standard as usize], reasons[it.reason as usize], it.file)
        });
        Self { standards, reasons, rules: rules.into_iter().collect(), rows }
    }

    /// What is said by files that are not touched, sorted.
    fn without(&self, touched: &[bool]) -> Option<Vec<NotCheckable>> {
        let bilingual =
            |it: &(&str, &str)| Arc::new(Bilingual { en: it.0.to_owned(), zh: it.1.to_owned() });
        let reasons: Vec<Arc<Bilingual>> = self.reasons.iter().map(bilingual).collect();
        let list = |it: &Vec<&str>| it.iter().map(|it| (*it).to_owned()).collect();
        let rules: Vec<Arc<[String]>> = self.rules.iter().map(list).collect();
        let mut all: Vec<NotCheckable> = Vec::new();
        let mut last: Option<Row> = None;
        for row in self.rows.iter().filter(|it| touched.get(it.file as usize) == Some(&false)) {
            let rules = rules.get(row.rules as usize)?;
            let same = last.filter(|it| (it.standard, it.reason) == (row.standard, row.reason));
            match (same, all.last_mut()) {
                (Some(_), Some(known)) => {
                    if !Arc::ptr_eq(&known.rules, rules) {
                        known.rules = joined(&known.rules, rules);
                    }
                }
                _ => all.push(NotCheckable {
                    standard: (*self.standards.get(row.standard as usize)?).to_owned(),
                    reason: Arc::clone(reasons.get(row.reason as usize)?),
                    rules: Arc::clone(rules),
                }),
            }
            last = Some(*row);
        }
        Some(all)
    }
}

/// An entry before it is written.
struct Owned {
    lists: [Vec<u8>; 5],
    bearing: u64,
    glossary: bool,
    national: bool,
    called: String,
    clauses: usize,
    references: usize,
    found: Vec<u8>,
}

impl Owned {
    fn of(
        read: &Read,
        called: Vec<String>,
        entries: &FxHashMap<FileId, u32>,
        shares: &[Share],
    ) -> Option<Self> {
        let findings: Vec<&Finding> = shares.iter().flat_map(|it| &it.findings).collect();
        let mut found = Vec::new();
        if !findings.is_empty() {
            let mut failed = false;
            let named = shelf::measure(|| failed = postcard::to_stdvec(&findings).is_err());
            if failed {
                return None;
            }
            let files: Vec<u32> =
                named.iter().map(|(file, _)| entries.get(file).copied()).collect::<Option<_>>()?;
            let texts = named.iter().map(|(file, _)| (*file, 0)).collect();
            let head = postcard::to_stdvec(&files).ok()?;
            found = shelf::relative(texts, || postcard::to_extend(&findings, head)).ok()?;
        }
        let keys = &read.keys;
        let all = [&keys.own, &keys.classes, &keys.kin, &keys.needs];
        let [own, classes, kin, needs] = all.map(|it| packed(it.iter().copied()));
        let cites =
            keys.cites.iter().filter(|it| !keys.needs.contains(it) && !keys.kin.contains(it));
        let lists = [own, classes, kin, needs, packed(cites.copied())];
        let Read { bearing, glossary, national, .. } = *read;
        let called = called.iter().map(|it| it.replace('\n', " ") + "\n").collect();
        let clauses = shares.iter().map(|it| it.clauses).sum();
        let references = shares.iter().map(|it| it.references).sum();
        Some(Self { lists, bearing, glossary, national, called, clauses, references, found })
    }

    fn entry(&self) -> Entry<'_> {
        let [own, classes, kin, needs, cites] = &self.lists;
        let Self { bearing, glossary, national, clauses, references, .. } = *self;
        let names = Names { own, classes, kin, needs, cites, bearing, glossary, national };
        let (called, found) = (&*self.called, &*self.found);
        Entry { names, called, clauses, references, found }
    }
}

fn short(key: Key) -> Short {
    small_number(&key.to_le_bytes()[..SHORT])
}

/// A list of names as bytes, in rising order.
fn packed(keys: impl Iterator<Item = Key>) -> Vec<u8> {
    let mut keys: Vec<Short> = keys.map(short).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter().flat_map(Short::to_le_bytes).collect()
}

fn unpacked(bytes: &[u8]) -> impl Iterator<Item = Short> + '_ {
    bytes.chunks_exact(SHORT).map(small_number)
}

impl Read {
    /// What is known by name of documents and of the texts of their files.
    fn of<'s>(
        standards: impl IntoIterator<Item = &'s Standard>,
        sources: &SourceMap,
        files: impl IntoIterator<Item = FileId>,
    ) -> Self {
        let mut read = Self::default();
        let mut bearing = blake3::Hasher::new();
        for standard in standards {
            read.keys.add(standard, sources);
            read.glossary |= is_glossary(standard);
            read.national |= is_national_adoption(standard, sources);
            bear(standard, sources, &mut bearing);
        }
        for file in files {
            read.keys.add_prose(sources.file(file).text());
        }
        read.bearing = first_bytes(bearing.finalize());
        read
    }
}

/// Adds what ways through a document depend on: under which names it is met, what it needs, and
/// where it stands in its life.
fn bear(standard: &Standard, sources: &SourceMap, hasher: &mut blake3::Hasher) {
    let mut part = |text: &str| {
        hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
    };
    let mut targets = |list: &mut dyn Iterator<Item = &Target>| {
        list.for_each(|it| part(it.written.get(sources)));
        part("\n");
    };
    let own = standard.identity.iter().chain(&standard.other_identifiers);
    targets(&mut own.into_iter());
    targets(&mut standard.references.iter().flatten().map(|it: &Reference| &it.target));
    for list in [
        &standard.replaces,
        &standard.replaced_by,
        &standard.amends,
        &standard.amended_by,
        &standard.parts,
        &standard.part_of,
        &standard.adopted_as,
    ] {
        targets(&mut list.iter());
    }
    targets(&mut standard.adopts.iter().map(|it| &it.source));
    for reference in standard.references.iter().flatten() {
        part(&format!("{:?}", reference.role));
    }
    let dates = &standard.dates;
    let plain = [&dates.published, &dates.effective];
    let boxed = [&dates.withdrawn, &dates.reviewed, &dates.conflicting_withdrawn];
    let dates = plain.into_iter().map(Option::as_ref);
    for date in dates.chain(boxed.into_iter().map(Option::as_deref)) {
        part(date.map_or("", |it| it.get(sources)));
    }
    part(&format!("{:?}", standard.status.map(|it| it.value)));
    let details = standard.details.as_deref();
    part(&format!("{:?}", details.and_then(|it| it.stage.map(|it| it.value))));
    part(&format!("{:?}", standard.references.is_some()));
}

impl<'a> Docket<'a> {
    /// Reads what was kept of the pack, where it answers the question.
    pub(super) fn from_bytes(bytes: &'a [u8], stamp: [u8; 32], pack_id: u64) -> Option<Self> {
        let (prefix, body) = bytes.split_at_checked(PREFIX)?;
        let is_own = prefix[..MAGIC.len()] == MAGIC && number(&prefix[16..24]) == build();
        // What it is an answer to stands first: another one need not be read.
        if !is_own || body.get(..32)? != stamp || number(&prefix[24..]) != hash(body) {
            return None;
        }
        let docket: Self = postcard::from_bytes(body).ok()?;
        (docket.pack_id == pack_id).then_some(docket)
    }

    /// Of each file whether what is known of it may not hold any more, where files of `changed` are
    /// no longer as they were and the documents of `loaded` have come. `None` where that is most of
    /// them, or cannot be told.
    pub(super) fn touched(&self, changed: &[bool], loaded: &Loaded) -> Option<Vec<bool>> {
        let came = came(loaded);
        let come = came.iter().map(|it| &it.1);
        let gone = || self.files.iter().zip(changed).filter(|it| *it.1).map(|it| &it.0.names);
        let is_glossary = gone().any(|it| it.glossary) || come.clone().any(|it| it.glossary);
        let stayed = || self.files.iter().zip(changed).filter(|it| !*it.1).map(|it| &it.0.names);
        let national = stayed().any(|it| it.national);
        let before = national || gone().any(|it| it.national);
        let after = national || come.clone().any(|it| it.national);
        // Both concern every document.
        if is_glossary || before != after {
            return None;
        }
        let mut touched = changed.to_vec();
        let mut reach = Reach::default();
        gone().for_each(|it| reach.add(it));
        come.clone().for_each(|it| reach.add_read(&it.keys));
        self.spread(&mut reach, changed);
        let bears_else = self.bears_else(changed, &came, loaded);
        let ways = bears_else.then(|| self.leading_to(changed, come));
        touched.par_iter_mut().zip(&self.files).enumerate().for_each(|(at, (touched, entry))| {
            *touched |= reach.meets(&entry.names)
                || ways.as_ref().is_some_and(|it| it.get(at).copied().unwrap_or(true))
                || entry.points_into(changed);
        });
        let count = touched.iter().filter(|it| **it).count();
        (count <= touched.len() / 2).then_some(touched)
    }

    /// Adds to `reach` what is bound to it in life or adoption, whichever side says so.
    fn spread(&self, reach: &mut Reach, changed: &[bool]) {
        let mut taken = changed.to_vec();
        loop {
            let bound: Vec<usize> = self
                .files
                .par_iter()
                .enumerate()
                .filter(|(at, entry)| {
                    !taken.get(*at).copied().unwrap_or(true) && reach.binds(&entry.names)
                })
                .map(|it| it.0)
                .collect();
            if bound.is_empty() {
                return;
            }
            for at in bound {
                taken[at] = true;
                reach.add(&self.files[at].names);
            }
        }
    }

    /// Whether ways through the documents of a file that has changed may lead elsewhere now.
    fn bears_else(&self, changed: &[bool], came: &[(FileId, Read)], loaded: &Loaded) -> bool {
        let mut before: Vec<u64> = Vec::new();
        for (entry, _) in self.files.iter().zip(changed).filter(|it| *it.1) {
            before.push(entry.names.bearing);
        }
        let mut after: Vec<u64> = came.iter().map(|it| it.1.bearing).collect();
        // A file without a document bears what nothing bears.
        let nothing = Read::of([], &loaded.sources, []).bearing;
        before.retain(|it| *it != 0 && *it != nothing);
        after.retain(|it| *it != nothing);
        before.sort_unstable();
        after.sort_unstable();
        before != after
    }

    /// Of each file whether its documents lead by needs, over however many others, to what has
    /// changed.
    fn leading_to<'r>(&self, changed: &[bool], come: impl Iterator<Item = &'r Read>) -> Vec<bool> {
        let mut leads = changed.to_vec();
        let mut met: FxHashSet<Short> = FxHashSet::default();
        for (entry, _) in self.files.iter().zip(changed).filter(|it| *it.1) {
            met.extend(unpacked(entry.names.own).chain(unpacked(entry.names.classes)));
        }
        for read in come {
            met.extend(shorts([&read.keys.own, &read.keys.classes]));
        }
        loop {
            let further: Vec<usize> = self
                .files
                .par_iter()
                .enumerate()
                .filter(|(at, entry)| {
                    !leads.get(*at).copied().unwrap_or(true)
                        && unpacked(entry.names.needs).any(|it| met.contains(&it))
                })
                .map(|it| it.0)
                .collect();
            if further.is_empty() {
                return leads;
            }
            for at in further {
                leads[at] = true;
                let names = &self.files[at].names;
                met.extend(unpacked(names.own).chain(unpacked(names.classes)));
            }
        }
    }

    /// What is known of the files that are not touched; `ids` are the files of the entries.
    pub(super) fn settled(
        &self,
        touched: &[bool],
        ids: &FxHashMap<u32, FileId>,
    ) -> Option<Settled> {
        let mut settled = Settled::default();
        let mut found: Vec<&Entry<'_>> = Vec::new();
        let entries = (0_u32..).zip(self.files.iter().zip(touched));
        for (at, (entry, _)) in entries.filter(|(_, (it, touched))| !**touched && it.is_there()) {
            settled.files.push(*ids.get(&at)?);
            settled.names.extend(entry.called.lines().map(str::to_owned));
            settled.share.clauses += entry.clauses;
            settled.share.references += entry.references;
            found.extend(Some(entry).filter(|it| !it.found.is_empty()));
        }
        let findings: Vec<Vec<Finding>> =
            found.into_par_iter().map(|it| it.findings(ids)).collect::<Option<_>>()?;
        settled.share.findings = findings.into_iter().flatten().collect();
        settled.share.not_checkable = self.unchecked.without(touched)?;
        Some(settled)
    }
}

impl Entry<'_> {
    /// Whether there is a document in the file.
    fn is_there(&self) -> bool {
        !self.called.is_empty()
    }

    /// Whether something that was found points into a file that has changed.
    fn points_into(&self, changed: &[bool]) -> bool {
        if self.found.is_empty() {
            return false;
        }
        let head: Result<(Vec<u32>, _), _> = postcard::take_from_bytes(self.found);
        let Ok((texts, _)) = head else { return true };
        texts.iter().any(|at| changed.get(*at as usize).copied().unwrap_or(true))
    }

    fn findings(&self, ids: &FxHashMap<u32, FileId>) -> Option<Vec<Finding>> {
        let (texts, body): (Vec<u32>, _) = postcard::take_from_bytes(self.found).ok()?;
        let texts = texts.iter().map(|it| Some((*ids.get(it)?, 0))).collect::<Option<Vec<_>>>()?;
        shelf::relative(texts, || postcard::from_bytes(body)).ok()
    }
}

/// The documents that were read, by file.
fn came(loaded: &Loaded) -> Vec<(FileId, Read)> {
    let mut by_file: IndexMap<FileId, Vec<&Standard>> = IndexMap::new();
    for standard in &loaded.standards {
        by_file.entry(standard.span.file).or_default().push(standard);
    }
    let read = |(file, standards): (FileId, Vec<&Standard>)| {
        (file, Read::of(standards, &loaded.sources, [file]))
    };
    by_file.into_iter().map(read).collect()
}

fn shorts<const N: usize>(lists: [&FxHashSet<Key>; N]) -> impl Iterator<Item = Short> {
    lists.into_iter().flatten().copied().map(short)
}

/// Names by which the surroundings of a document reach something that has changed.
#[derive(Default)]
struct Reach {
    /// Who bears one of these is met by, or bound to, something that has changed.
    bound: FxHashSet<Short>,
    /// Names of what has changed, and of what is bound to it.
    names: FxHashSet<Short>,
    /// Names that it leads to.
    leads: FxHashSet<Short>,
}

impl Reach {
    fn add(&mut self, names: &Names<'_>) {
        self.bound.extend(unpacked(names.own).chain(unpacked(names.kin)));
        self.names.extend(unpacked(names.own).chain(unpacked(names.classes)));
        self.names.extend(unpacked(names.kin));
        self.leads.extend(unpacked(names.kin).chain(unpacked(names.needs)));
        self.leads.extend(unpacked(names.cites));
    }

    fn add_read(&mut self, keys: &Keys) {
        self.bound.extend(shorts([&keys.own, &keys.kin]));
        self.names.extend(shorts([&keys.own, &keys.classes, &keys.kin]));
        self.leads.extend(shorts([&keys.kin, &keys.needs, &keys.cites]));
    }

    /// Whether documents are bound to what has changed.
    fn binds(&self, names: &Names<'_>) -> bool {
        unpacked(names.own).chain(unpacked(names.kin)).any(|it| self.bound.contains(&it))
    }

    /// Whether the surroundings of documents hold something that has changed.
    fn meets(&self, names: &Names<'_>) -> bool {
        let borne = unpacked(names.own).chain(unpacked(names.classes));
        let led = unpacked(names.kin).chain(unpacked(names.needs)).chain(unpacked(names.cites));
        borne.into_iter().any(|it| self.names.contains(&it) || self.leads.contains(&it))
            || led.into_iter().any(|it| self.names.contains(&it))
    }
}
