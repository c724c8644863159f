//! A corpus is packed.

use std::io::{self, Write};
use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::format::{
    BLOB_ROW, BLOCK, Block, CERTAIN, ELSEWHERE, Head, LAYOUT, MAGIC, NAME_ROW, PERHAPS, PREFIX,
    Section, StoredText, Table, Tables, TextPlace, UnitBody, UnitHead, day_number, hash, number,
};
use super::keys::{Key, Keys, Needed, is_glossary, is_national_adoption};
use crate::corpus::PartialDate;
use crate::model::{Standard, Status};
use crate::reader::Loaded;
use crate::source::{Before, FileId, SourceFile, SourceMap, shelf};

/// Files with more standards than this are cut up, so that one of them can be read alone.
const WHOLE: usize = 8;

/// What was packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packed {
    /// Standards.
    pub standards: usize,
    /// Bytes of the pack.
    pub bytes: u64,
}

/// Documents that are read together, by their places in what was loaded.
#[derive(Default)]
struct Plan {
    standards: Range<usize>,
    mappings: Range<usize>,
    systems: Range<usize>,
    /// Its texts are kept whole, not as excerpts.
    whole: bool,
}

impl Plan {
    /// The file it is from.
    fn file(&self, loaded: &Loaded) -> FileId {
        let standard = loaded.standards[self.standards.clone()].first().map(|it| it.span.file);
        let mapping = loaded.mappings[self.mappings.clone()].first().map(|it| it.span.file);
        let system = loaded.systems[self.systems.clone()].first().map(|it| it.span.file);
        standard.or(mapping).or(system).unwrap_or(FileId::from_index(0))
    }
}

/// Writes what was loaded as one file. The same input gives the same bytes.
///
/// # Errors
/// What `out` says.
pub fn write(loaded: &Loaded, out: &mut dyn Write) -> io::Result<Packed> {
    let unread = loaded.problems.iter().filter(|it| it.code.is_failure()).count();
    let selection = Selection { includes: &|_| true, keeps_texts: true, unread };
    write_selection(loaded, &selection, out).map(|it| it.0)
}

/// Which part of what was loaded is written.
pub(super) struct Selection<'a> {
    /// Documents of these files.
    pub(super) includes: &'a (dyn Fn(FileId) -> bool + Sync),
    /// Whether texts are written that are a whole file: who has the files need not have them twice.
    pub(super) keeps_texts: bool,
    /// Files that could not be read, or not in full.
    pub(super) unread: usize,
}

/// Writes some of what was loaded; says of each unit which file it is from.
pub(super) fn write_selection(
    loaded: &Loaded,
    selection: &Selection<'_>,
    out: &mut dyn Write,
) -> io::Result<(Packed, Vec<FileId>)> {
    let mut plans = plans(loaded);
    plans.retain(|plan| (selection.includes)(plan.file(loaded)));
    let unit_files = plans.iter().map(|plan| plan.file(loaded)).collect();
    let standards: usize = plans.iter().map(|plan| plan.standards.len()).sum();
    let units: Vec<Written> =
        plans.par_iter().map(|plan| Written::of(loaded, plan)).collect::<Result<_, _>>()?;

    let mut blobs = Blobs::default();
    let mut texts: FxHashMap<Excerpt, u32> = FxHashMap::default();
    let mut text_rows: Vec<Row> = Vec::new();
    let mut unit_rows: Vec<Row> = Vec::new();
    let mut names = Names::default();
    let (mut always, mut national, mut names_national) = (Vec::new(), Vec::new(), Vec::new());
    let mut withdrawn: Vec<(u32, bool, Vec<Key>)> = Vec::with_capacity(units.len());
    let mut needed: Vec<Vec<Needed>> = Vec::with_capacity(units.len());
    let mut replaced: FxHashSet<Key> = FxHashSet::default();
    for (at, unit) in (0_u32..).zip(units) {
        let mut head = UnitHead::default();
        for excerpt in &unit.excerpts {
            let file = loaded.sources.file(excerpt.file);
            let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            let start = count(excerpt.range.start);
            let is_whole = excerpt.range == (0..file.text().len());
            let row = if is_whole && !selection.keeps_texts {
                ELSEWHERE
            } else {
                let next = count(text_rows.len());
                let row = *texts.entry(excerpt.clone()).or_insert(next);
                if row == next {
                    text_rows.push(blobs.add(&[&encode(&stored_text(file, excerpt))?]));
                }
                row
            };
            head.texts.push(TextPlace { row, start });
        }
        head.own = sorted(unit.keys.own.iter().copied());
        head.kin = sorted(unit.keys.kin.iter().copied());
        head.needs = sorted(unit.keys.needs.iter().copied());
        let all_parts = unit.keys.needed.iter().filter(|it| it.all_parts);
        head.parts = sorted(all_parts.filter_map(|it| it.parts));
        names.add(at, &unit.keys);
        withdrawn.push((unit.withdrawn, unit.alone, head.own.clone()));
        replaced.extend(unit.keys.replaced);
        needed.push(unit.keys.needed);
        if unit.is_national {
            national.push(at);
        } else if unit.names_national {
            names_national.push(at);
        }
        if unit.always {
            always.push(at);
        }
        unit_rows.push(blobs.add(&[&encode(&head)?, &unit.body]));
    }

    names.sort();
    let (need_starts, needs) = names.resolve(&needed);
    // What a document is bound to may be its successor.
    let bound = |key: &Key| names.kin.binary_search_by_key(key, |it| it.0).is_ok();
    let withdrawn = withdrawn.iter().map(|(since, alone, own)| match since {
        0 => 0,
        // It has a successor, and no other document bears its name.
        _ if *alone && own.iter().any(|key| replaced.contains(key) && names.bearers(*key) == 1) => {
            0
        }
        _ if own.iter().any(bound) => PERHAPS,
        since => *since,
    });
    let withdrawn: Vec<u32> = withdrawn.collect();
    let mut body = Vec::new();
    let tables = Tables {
        texts: table(&mut body, &rows(&text_rows), BLOB_ROW),
        units: table(&mut body, &rows(&unit_rows), BLOB_ROW),
        own: table(&mut body, &name_rows(&names.own), NAME_ROW),
        classes: table(&mut body, &name_rows(&names.classes), NAME_ROW),
        kin: table(&mut body, &name_rows(&names.kin), NAME_ROW),
        cited: table(&mut body, &name_rows(&names.cited), NAME_ROW),
        always: section(&mut body, &always),
        national: section(&mut body, &[national, names_national].concat()),
        need_starts: section(&mut body, &need_starts),
        needs: section(&mut body, &needs),
        withdrawn: section(&mut body, &withdrawn),
    };
    let head = encode(&Head {
        program: env!("CARGO_PKG_VERSION").to_owned(),
        standards: u32::try_from(standards).unwrap_or(u32::MAX),
        unread: u32::try_from(selection.unread).unwrap_or(u32::MAX),
        tables_len: body.len() as u64,
        tables,
    })?;
    let layout = u64::from_str_radix(LAYOUT, 16).unwrap_or_default();
    out.write_all(&MAGIC)?;
    out.write_all(&layout.to_le_bytes())?;
    out.write_all(&u32::try_from(head.len()).unwrap_or(u32::MAX).to_le_bytes())?;
    out.write_all(&hash(&head).to_le_bytes())?;
    out.write_all(&head)?;
    out.write_all(&body)?;
    out.write_all(&blobs.bytes)?;
    let bytes = (PREFIX + head.len() + body.len() + blobs.bytes.len()) as u64;
    Ok((Packed { standards, bytes }, unit_files))
}

/// Appends a table that is read by the block.
fn table(body: &mut Vec<u8>, rows: &[u8], row: usize) -> Table {
    let start = body.len() as u64;
    body.extend_from_slice(rows);
    let blocks = rows
        .chunks(BLOCK * row)
        .map(|block| Block { first: number(&block[..8]), hash: hash(block) })
        .collect();
    Table { start, rows: u32::try_from(rows.len() / row).unwrap_or(u32::MAX), blocks }
}

/// Appends a table that is read whole.
fn section(body: &mut Vec<u8>, numbers: &[u32]) -> Section {
    let start = body.len();
    body.extend(numbers.iter().flat_map(|it| it.to_le_bytes()));
    let bytes = &body[start..];
    Section { start: start as u64, len: bytes.len() as u64, hash: hash(bytes) }
}

/// Which documents are read together: those of one file, unless it holds many that do not need each
/// other.
fn plans(loaded: &Loaded) -> Vec<Plan> {
    let mut plans: Vec<Plan> = Vec::new();
    let (mut mapping, mut system) = (0, 0);
    let run = |from: usize, len: usize, file_at: &dyn Fn(usize) -> FileId| {
        let file = file_at(from);
        (from..len).find(|&at| file_at(at) != file).unwrap_or(len)
    };
    let standards = &loaded.standards;
    let mut from = 0;
    while from < standards.len() {
        let to = run(from, standards.len(), &|at| standards[at].span.file);
        let of_graph = standards[from..to].iter().any(|it| it.key.is_some());
        if to - from <= WHOLE || of_graph {
            plans.push(Plan { standards: from..to, whole: true, ..Plan::default() });
        } else {
            let total: usize = standards[from..to].iter().map(|it| it.span.len()).sum();
            // Excerpts that overlap (many standards in one line) would be larger than the file.
            let whole = total > 2 * loaded.sources.file(standards[from].span.file).text().len();
            let each = |at| Plan { standards: at..at + 1, whole, ..Plan::default() };
            plans.extend((from..to).map(each));
        }
        from = to;
    }
    while mapping < loaded.mappings.len() {
        plans.push(Plan { mappings: mapping..mapping + 1, whole: true, ..Plan::default() });
        mapping += 1;
    }
    while system < loaded.systems.len() {
        plans.push(Plan { systems: system..system + 1, whole: true, ..Plan::default() });
        system += 1;
    }
    plans
}

/// Whole lines of a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Excerpt {
    file: FileId,
    range: Range<usize>,
}

impl Excerpt {
    /// The lines that `named` lies in, and the one above, which a report shows for its place.
    fn around(file: &SourceFile, named: &Range<u32>) -> Self {
        let first = file.line_index(named.start as usize).saturating_sub(1);
        let last = file.line_index(named.end as usize);
        let starts = file.line_starts();
        let end = starts.get(last + 1).map_or(file.text().len(), |start| *start as usize);
        Self { file: file.id(), range: starts[first] as usize..end }
    }
}

fn stored_text(file: &SourceFile, excerpt: &Excerpt) -> StoredText {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let lines = if excerpt.range.start == 0 { 0 } else { file.line_index(excerpt.range.start) };
    let before = file.before();
    StoredText {
        path: file.path().to_owned(),
        encoding: file.encoding(),
        unit: file.unit(),
        before: Before {
            lines: before.lines + count(lines),
            bytes: before.bytes + count(excerpt.range.start),
        },
        text: file.text()[excerpt.range.clone()].to_owned(),
    }
}

/// One unit, ready but for the numbers of its texts.
struct Written {
    excerpts: Vec<Excerpt>,
    keys: Keys,
    always: bool,
    /// It is one document.
    alone: bool,
    /// One such document stands for all in a draft's surroundings; where there is none, one that names
    /// one.
    is_national: bool,
    names_national: bool,
    /// See [`Tables::withdrawn`].
    withdrawn: u32,
    body: Vec<u8>,
}

impl Written {
    fn of(loaded: &Loaded, plan: &Plan) -> io::Result<Self> {
        let sources: &SourceMap = &loaded.sources;
        let mut keys = Keys::default();
        let standards = &loaded.standards[plan.standards.clone()];
        let mappings = &loaded.mappings[plan.mappings.clone()];
        standards.iter().for_each(|it| keys.add(it, sources));
        mappings.iter().for_each(|it| keys.add_mapping(it, sources));
        let body = UnitBody {
            standards: standards.to_vec(),
            mappings: mappings.to_vec(),
            systems: loaded.systems[plan.systems.clone()].to_vec(),
        };
        let mut failed = None;
        let named = shelf::measure(|| failed = encode(&body).err());
        if let Some(error) = failed {
            return Err(error);
        }
        let excerpts: Vec<Excerpt> = named
            .iter()
            .map(|(file, range)| {
                let file = sources.file(*file);
                if plan.whole {
                    Excerpt { file: file.id(), range: 0..file.text().len() }
                } else {
                    Excerpt::around(file, range)
                }
            })
            .collect();
        let start = |it: &Excerpt| u32::try_from(it.range.start).unwrap_or(u32::MAX);
        let texts = excerpts.iter().map(|it| (it.file, start(it))).collect();
        let body = shelf::relative(texts, || encode(&body))?;
        let always = !plan.systems.is_empty() || standards.iter().any(is_glossary);
        let withdrawn = standards.iter().filter_map(|it| withdrawn_since(it, sources)).min();
        let is_national = standards.iter().any(|it| is_national_adoption(it, sources));
        let names_national = keys.names_national;
        // Of several documents that are read together, only the whole corpus can tell.
        let alone = standards.len() == 1;
        let withdrawn = withdrawn.map_or(0, |since| if alone { since } else { PERHAPS });
        Ok(Self { excerpts, keys, always, alone, is_national, names_national, withdrawn, body })
    }
}

/// The day of withdrawal, where a document says that it is withdrawn, without naming a successor.
fn withdrawn_since(standard: &Standard, sources: &SourceMap) -> Option<u32> {
    let date = standard.dates.withdrawn.as_ref();
    let date = date.and_then(|it| PartialDate::parse(it.get(sources).trim()));
    let said = standard.status.map(|it| it.value).filter(|it| *it != Status::Unknown);
    // Most catalogues only give the stage.
    let staged = || Some(standard.details.as_deref()?.stage?.value.status());
    let status = said.or_else(staged);
    let is = |it| status == Some(it);
    if is(Status::Withdrawn) && standard.replaced_by.is_empty() {
        Some(day_number(date))
    } else if is(Status::Withdrawn) || is(Status::Replaced) || date.is_some() {
        Some(PERHAPS)
    } else {
        None
    }
}

fn encode<T: serde::Serialize>(value: &T) -> io::Result<Vec<u8>> {
    postcard::to_stdvec(value).map_err(io::Error::other)
}

/// Where a blob lies.
struct Row {
    start: u64,
    len: u32,
    hash: u64,
}

#[derive(Default)]
struct Blobs {
    bytes: Vec<u8>,
}

impl Blobs {
    fn add(&mut self, parts: &[&[u8]]) -> Row {
        let start = self.bytes.len();
        parts.iter().for_each(|part| self.bytes.extend_from_slice(part));
        let blob = &self.bytes[start..];
        Row {
            start: start as u64,
            len: u32::try_from(blob.len()).unwrap_or(u32::MAX),
            hash: hash(blob),
        }
    }
}

fn rows(rows: &[Row]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for row in rows {
        bytes.extend_from_slice(&row.start.to_le_bytes());
        bytes.extend_from_slice(&row.len.to_le_bytes());
        bytes.extend_from_slice(&row.hash.to_le_bytes());
    }
    bytes
}

/// Units by name.
#[derive(Default)]
struct Names {
    own: Vec<(Key, u32)>,
    classes: Vec<(Key, u32)>,
    kin: Vec<(Key, u32)>,
    cited: Vec<(Key, u32)>,
}

impl Names {
    fn add(&mut self, unit: u32, keys: &Keys) {
        let entry = |key: &Key| (*key, unit);
        self.own.extend(keys.own.iter().map(entry));
        self.classes.extend(keys.classes.iter().map(entry));
        self.kin.extend(keys.kin.iter().map(entry));
        self.cited.extend(keys.needs.iter().chain(&keys.cites).map(entry));
    }

    /// How many units bear a name.
    fn bearers(&self, key: Key) -> usize {
        let from = self.own.partition_point(|it| it.0 < key);
        self.own[from..].iter().take_while(|it| it.0 == key).count()
    }

    fn sort(&mut self) {
        for list in [&mut self.own, &mut self.classes, &mut self.kin, &mut self.cited] {
            list.sort_unstable();
            list.dedup();
        }
    }

    /// Which units the normative references of each unit may mean: starts, then units.
    fn resolve(&self, needed: &[Vec<Needed>]) -> (Vec<u32>, Vec<u32>) {
        let units = |list: &[(Key, u32)], key: Key| -> Vec<u32> {
            let from = list.partition_point(|it| it.0 < key);
            list[from..].iter().take_while(|it| it.0 == key).map(|it| it.1).collect()
        };
        let (mut starts, mut rows) = (Vec::new(), Vec::new());
        let count = |rows: &Vec<u32>| u32::try_from(rows.len()).unwrap_or(u32::MAX);
        for (at, references) in (0_u32..).zip(needed) {
            starts.push(count(&rows));
            let mut targets: Vec<(u32, bool)> = Vec::new();
            for needed in references {
                let mut means = units(&self.own, needed.edition);
                // Whether another edition is meant instead, only the whole corpus can tell.
                let certain = means.len() == 1 && !needed.all_parts;
                if means.is_empty() {
                    means = units(&self.own, needed.any);
                }
                if let Some(parts) = needed.parts.filter(|_| needed.all_parts || means.is_empty()) {
                    means.extend(units(&self.classes, parts));
                }
                targets.extend(means.into_iter().filter(|it| *it != at).map(|it| (it, certain)));
            }
            // Certain before uncertain, so that the stronger word stays.
            targets.sort_unstable_by_key(|&(unit, certain)| (unit, !certain));
            targets.dedup_by_key(|it| it.0);
            let marked = |(unit, certain)| if certain { unit | CERTAIN } else { unit };
            rows.extend(targets.into_iter().map(marked));
        }
        starts.push(count(&rows));
        (starts, rows)
    }
}

fn name_rows(names: &[(Key, u32)]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(names.len() * NAME_ROW);
    for (key, unit) in names {
        bytes.extend_from_slice(&key.to_le_bytes());
        bytes.extend_from_slice(&unit.to_le_bytes());
    }
    bytes
}

fn sorted(keys: impl Iterator<Item = Key>) -> Vec<Key> {
    let mut keys: Vec<Key> = keys.collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}
