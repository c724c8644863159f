//! A corpus is packed.

use std::io::{self, Write};
use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::format::{
    CERTAIN, Head, LAYOUT, MAGIC, PERHAPS, PREFIX, StoredText, Table, Tables, UnitBody, UnitHead,
    day_number, hash,
};
use super::keys::{Key, Keys, is_glossary, is_national_adoption};
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

/// Writes what was loaded as one file. The same input gives the same bytes.
///
/// # Errors
/// What `out` says.
pub fn write(loaded: &Loaded, out: &mut dyn Write) -> io::Result<Packed> {
    let plans = plans(loaded);
    let units: Vec<Written> =
        plans.par_iter().map(|plan| Written::of(loaded, plan)).collect::<Result<_, _>>()?;

    let mut blobs = Blobs::default();
    let mut texts: FxHashMap<Excerpt, u32> = FxHashMap::default();
    let mut text_rows: Vec<Row> = Vec::new();
    let mut unit_rows: Vec<Row> = Vec::new();
    let mut names = Names::default();
    let mut always = Vec::new();
    let mut seen_national_adoption = false;
    let mut withdrawn: Vec<(u32, bool, Vec<Key>)> = Vec::with_capacity(units.len());
    let mut needed: Vec<Vec<(Key, Key)>> = Vec::with_capacity(units.len());
    let mut replaced: FxHashSet<Key> = FxHashSet::default();
    for (at, unit) in (0_u32..).zip(units) {
        let mut head = UnitHead::default();
        for excerpt in &unit.excerpts {
            let next = u32::try_from(text_rows.len()).unwrap_or(u32::MAX);
            let row = *texts.entry(excerpt.clone()).or_insert(next);
            if row == next {
                let stored = stored_text(loaded.sources.file(excerpt.file), excerpt);
                text_rows.push(blobs.add(&[&encode(&stored)?]));
            }
            head.texts.push(row);
        }
        head.own = sorted(unit.keys.own.iter().copied());
        head.kin = sorted(unit.keys.kin.iter().copied());
        head.needs = sorted(unit.keys.needs.iter().copied());
        names.add(at, &unit.keys);
        withdrawn.push((unit.withdrawn, unit.alone, sorted(unit.keys.own.iter().copied())));
        replaced.extend(unit.keys.replaced);
        needed.push(unit.keys.needed);
        let first_national_adoption = unit.national_adoption && !seen_national_adoption;
        seen_national_adoption |= unit.national_adoption;
        if unit.always || first_national_adoption {
            always.extend_from_slice(&at.to_le_bytes());
        }
        unit_rows.push(blobs.add(&[&encode(&head)?, &unit.body]));
    }

    names.sort();
    let (need_starts, needs) = names.resolve(&needed);
    // What a document is bound to may be its successor.
    let bound = |key: &Key| names.kin.binary_search_by_key(key, |it| it.0).is_ok();
    let withdrawn: Vec<u8> = withdrawn
        .iter()
        .map(|(since, alone, own)| match since {
            0 => 0,
            // It has a successor, and no other document bears its name.
            _ if *alone
                && own.iter().any(|key| replaced.contains(key) && names.bearers(*key) == 1) =>
            {
                0
            }
            _ if own.iter().any(bound) => PERHAPS,
            since => *since,
        })
        .flat_map(u32::to_le_bytes)
        .collect();
    let mut tables = Tables::default();
    let sections = [
        (&mut tables.texts, rows(&text_rows)),
        (&mut tables.units, rows(&unit_rows)),
        (&mut tables.own, table(&names.own)),
        (&mut tables.classes, table(&names.classes)),
        (&mut tables.kin, table(&names.kin)),
        (&mut tables.cited, table(&names.cited)),
        (&mut tables.always, always),
        (&mut tables.need_starts, need_starts),
        (&mut tables.needs, needs),
        (&mut tables.withdrawn, withdrawn),
    ];
    let mut body = Vec::new();
    for (place, bytes) in sections {
        *place = Table { start: body.len() as u64, len: bytes.len() as u64, hash: hash(&bytes) };
        body.extend_from_slice(&bytes);
    }
    let unread = loaded.problems.iter().filter(|it| it.code.is_failure()).count();
    let head = encode(&Head {
        program: env!("CARGO_PKG_VERSION").to_owned(),
        standards: u32::try_from(loaded.standards.len()).unwrap_or(u32::MAX),
        unread: u32::try_from(unread).unwrap_or(u32::MAX),
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
    Ok(Packed { standards: loaded.standards.len(), bytes })
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
    /// One such document stands for all in a draft's surroundings.
    national_adoption: bool,
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
        let national_adoption = standards.iter().any(|it| is_national_adoption(it, sources));
        // Of several documents that are read together, only the whole corpus can tell.
        let alone = standards.len() == 1;
        let withdrawn = withdrawn.map_or(0, |since| if alone { since } else { PERHAPS });
        Ok(Self { excerpts, keys, always, alone, national_adoption, withdrawn, body })
    }
}

/// The day of withdrawal, where a document says that it is withdrawn, without naming a successor.
fn withdrawn_since(standard: &Standard, sources: &SourceMap) -> Option<u32> {
    let date = standard.dates.withdrawn.as_ref();
    let date = date.and_then(|it| PartialDate::parse(it.get(sources).trim()));
    let is = |status| standard.status.is_some_and(|it| it.value == status);
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
    fn resolve(&self, needed: &[Vec<(Key, Key)>]) -> (Vec<u8>, Vec<u8>) {
        let units = |list: &[(Key, u32)], key: Key| -> Vec<u32> {
            let from = list.partition_point(|it| it.0 < key);
            list[from..].iter().take_while(|it| it.0 == key).map(|it| it.1).collect()
        };
        let (mut starts, mut rows) = (Vec::new(), Vec::new());
        for (at, references) in (0_u32..).zip(needed) {
            starts.extend_from_slice(
                &u32::try_from(rows.len() / 4).unwrap_or(u32::MAX).to_le_bytes(),
            );
            let mut targets: Vec<(u32, bool)> = Vec::new();
            for &(edition, any) in references {
                let mut means = units(&self.own, edition);
                if means.is_empty() {
                    means = units(&self.own, any);
                }
                if means.is_empty() {
                    means = units(&self.classes, any);
                }
                let certain = means.len() == 1;
                targets.extend(means.into_iter().filter(|it| *it != at).map(|it| (it, certain)));
            }
            // Certain before uncertain, so that the stronger word stays.
            targets.sort_unstable_by_key(|&(unit, certain)| (unit, !certain));
            targets.dedup_by_key(|it| it.0);
            for (unit, certain) in targets {
                let row = if certain { unit | CERTAIN } else { unit };
                rows.extend_from_slice(&row.to_le_bytes());
            }
        }
        starts.extend_from_slice(&u32::try_from(rows.len() / 4).unwrap_or(u32::MAX).to_le_bytes());
        (starts, rows)
    }
}

fn table(names: &[(Key, u32)]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(names.len() * super::format::NAME_ROW);
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
