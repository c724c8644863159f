//! What a draft needs is taken out of packs.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::format::{ELSEWHERE, PackError, StoredText, TextPlace, UnitBody};
use super::keys::{Key, Keys};
use super::needs::{Changes, Newcomer};
use super::pack::{Pack, UnitRead};
use crate::bilingual;
use crate::corpus::AsOf;
use crate::reader::Loaded;
use crate::source::{FileId, Origin, Problem, ProblemCode, SourceFile, shelf};

/// The packs of a run, with the place of each among the paths that were given.
#[derive(Debug, Default)]
pub struct Packs {
    packs: Vec<(usize, Pack)>,
}

/// Units to be read, by pack; and names still to be followed.
#[derive(Default)]
struct Pulled {
    units: Vec<FxHashMap<u32, UnitRead>>,
    asked: FxHashSet<Key>,
    followed: FxHashSet<Key>,
}

/// What of a packed corpus is no longer as it was when the pack was written.
#[derive(Default)]
pub(super) struct Delta {
    /// Units that are not there any more.
    pub(super) gone: FxHashSet<u32>,
    /// Documents that have come.
    pub(super) come: Vec<Keys>,
}

impl Packs {
    /// Adds a pack that stands at place `argument` of the paths.
    pub fn add(&mut self, argument: usize, pack: Pack) {
        self.packs.push((argument, pack));
    }

    /// Whether one of them stands among the first `arguments` of the paths.
    #[must_use]
    pub fn any_of_first(&self, arguments: usize) -> bool {
        self.packs.iter().any(|(argument, _)| *argument < arguments)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.packs.is_empty()
    }

    /// Adds to `loaded` the documents that a rule can look at when it judges what is there: what it
    /// names, other editions of that, what is bound to them in life or adoption, what they need in
    /// turn, what refers to a draft, and what shares its series, association code, terms, sectors
    /// or subjects.
    ///
    /// A pack that is damaged is a problem of `loaded`; nothing is taken from it.
    pub fn pull(&self, loaded: &mut Loaded, as_of: AsOf) {
        let keys = Keys::of(loaded, |_| true);
        // A way through several packs is only found by following every name.
        let alone = self.packs.len() == 1;
        let none = Delta::default();
        self.follow(loaded, !alone, |pack| {
            let days = alone.then_some(as_of);
            pack.around(&keys, days, &none, &mut FxHashSet::default())
        });
    }

    /// Adds everything to `loaded`.
    pub fn pull_all(&self, loaded: &mut Loaded) {
        self.follow(loaded, false, |pack| Ok((0..pack.unit_count()).collect()));
    }

    fn follow(
        &self,
        loaded: &mut Loaded,
        needs: bool,
        start: impl Fn(&Pack) -> Result<Vec<u32>, PackError>,
    ) {
        let mut pulled = Pulled::default();
        pulled.units.resize_with(self.packs.len(), FxHashMap::default);
        let mut damaged: Vec<Option<PackError>> = self.packs.iter().map(|_| None).collect();
        let none = FxHashSet::default();
        for (at, (_, pack)) in self.packs.iter().enumerate() {
            let taken = start(pack).and_then(|units| pulled.take(pack, at, units, needs, &none));
            damaged[at] = taken.err();
        }
        while let Some(fresh) = pulled.fresh() {
            for (at, (_, pack)) in self.packs.iter().enumerate() {
                if damaged[at].is_none() {
                    damaged[at] = pulled.follow(pack, at, &fresh, needs, &none).err();
                }
            }
        }
        for (at, (argument, pack)) in self.packs.iter().enumerate() {
            let units = std::mem::take(&mut pulled.units[at]);
            let result = match damaged[at].take() {
                Some(error) => Err(error),
                None => pack.add(*argument, in_order(units), loaded),
            };
            if let Err(error) = result {
                let (message, help) = error.explain(&pack.path);
                let shown = pack.path.to_string_lossy();
                let problem = Problem::with_path(ProblemCode::Unreadable, shown, message);
                loaded.problems.push(problem.help(help));
            } else if pack.head.unread > 0 {
                let count = pack.head.unread;
                let (problems, were) = match count {
                    1 => ("problem", "was"),
                    _ => ("problems", "were"),
                };
                loaded.problems.push(Problem::with_path(
                    ProblemCode::NotUnderstood,
                    pack.path.to_string_lossy(),
                    bilingual!(
                        "{count} {problems} {were} met when this pack was made: it may lack documents",
                        "制作此数据包时遇到 {count} 个问题：可能缺少文件"
                    ),
                ));
            }
        }
    }
}

/// Units in the order in which they were packed.
fn in_order(units: FxHashMap<u32, UnitRead>) -> Vec<(u32, UnitRead)> {
    let mut units: Vec<(u32, UnitRead)> = units.into_iter().collect();
    units.sort_unstable_by_key(|it| it.0);
    units
}

impl Pulled {
    /// Reads units that are not in `gone`, and notes what they lead to.
    fn take(
        &mut self,
        pack: &Pack,
        at: usize,
        mut units: Vec<u32>,
        needs: bool,
        gone: &FxHashSet<u32>,
    ) -> Result<(), PackError> {
        units.sort_unstable();
        units.dedup();
        for unit in units {
            if gone.contains(&unit) || self.units[at].contains_key(&unit) {
                continue;
            }
            let read = pack.unit(unit)?;
            self.asked.extend(read.0.own.iter().chain(&read.0.kin).chain(&read.0.parts));
            if needs {
                self.asked.extend(&read.0.needs);
            }
            self.units[at].insert(unit, read);
        }
        Ok(())
    }

    /// Names that were not followed yet; `None` when there are no more.
    fn fresh(&mut self) -> Option<Vec<Key>> {
        let followed = &mut self.followed;
        let mut fresh: Vec<Key> = self.asked.drain().filter(|key| followed.insert(*key)).collect();
        fresh.sort_unstable();
        (!fresh.is_empty()).then_some(fresh)
    }

    /// Takes what bears one of these names, is part of what does, or is bound to it.
    fn follow(
        &mut self,
        pack: &Pack,
        at: usize,
        names: &[Key],
        needs: bool,
        gone: &FxHashSet<u32>,
    ) -> Result<(), PackError> {
        let mut units = Vec::new();
        pack.own.of_all(&pack.bytes, names, &mut units)?;
        pack.kin.of_all(&pack.bytes, names, &mut units)?;
        // Of what is followed only the parts of a document are found by a class.
        pack.classes.of_all(&pack.bytes, names, &mut units)?;
        self.take(pack, at, units, needs, gone)
    }
}

impl Pack {
    /// The units around documents with these names. Ways through the pack are followed as on the
    /// days given, where it is the only one. Names to be followed besides are added to `asked`.
    fn around(
        &self,
        keys: &Keys,
        days: Option<AsOf>,
        delta: &Delta,
        asked: &mut FxHashSet<Key>,
    ) -> Result<Vec<u32>, PackError> {
        let bytes = &self.bytes;
        let mut start = self.always()?;
        // One stands for all.
        start.extend(self.national()?.into_iter().find(|it| !delta.gone.contains(it)));
        let mut citing: Vec<u32> = Vec::new();
        for key in keys.own.iter().chain(&keys.classes) {
            self.meant_by([key], &mut start)?;
            self.kin.find(bytes, *key, &mut start)?;
            self.cited.find(bytes, *key, &mut citing)?;
        }
        let mut needed: Vec<u32> = Vec::new();
        self.meant_by(&keys.needs, &mut needed)?;
        needed.sort_unstable();
        needed.dedup();
        for key in keys.kin.iter().chain(&keys.needs).chain(&keys.cites) {
            self.meant_by([key], &mut start)?;
            self.kin.find(bytes, *key, &mut start)?;
        }
        start.extend(&citing);
        if let Some(as_of) = days {
            let changes = self.changes(delta, asked)?;
            let first = self.unit_count();
            for (number, newcomer) in (first..).zip(&delta.come) {
                if newcomer.own.iter().chain(&newcomer.classes).any(|it| keys.needs.contains(it)) {
                    needed.push(number);
                }
                let mut names = newcomer.needs.iter().chain(&newcomer.cites);
                if names.any(|it| keys.own.contains(it) || keys.classes.contains(it)) {
                    citing.push(number);
                }
            }
            if !needed.is_empty() {
                let needs = self.needs()?;
                start.extend(needs.ways_to_withdrawn(&needed, as_of, &changes));
                start.extend(needs.ways_to(&needed, &citing, &changes));
            }
        }
        Ok(start)
    }

    /// What a walk over the needs has to know of what has changed.
    fn changes(&self, delta: &Delta, asked: &mut FxHashSet<Key>) -> Result<Changes, PackError> {
        let bytes = &self.bytes;
        let mut changes = Changes { gone: delta.gone.clone(), ..Changes::default() };
        if delta.gone.is_empty() && delta.come.is_empty() {
            return Ok(changes);
        }
        // Names that meant other documents, or now do.
        let mut names: FxHashSet<Key> = FxHashSet::default();
        let gone: Vec<u32> = delta.gone.iter().copied().collect();
        for unit in gone {
            let (head, _) = self.unit(unit)?;
            names.extend(head.own.iter().chain(&head.kin));
        }
        for newcomer in &delta.come {
            names.extend(newcomer.own.iter().chain(&newcomer.kin));
        }
        let mut doubtful = Vec::new();
        self.meant_by(&names, &mut doubtful)?;
        self.kin.of_all(bytes, &names, &mut doubtful)?;
        changes.doubtful = doubtful.into_iter().collect();
        asked.extend(names);
        let mut meant: FxHashMap<Key, Vec<u32>> = FxHashMap::default();
        for (number, newcomer) in (self.unit_count()..).zip(&delta.come) {
            for name in newcomer.own.iter().chain(&newcomer.classes) {
                meant.entry(*name).or_default().push(number);
            }
        }
        for newcomer in &delta.come {
            let mut needs = Vec::new();
            self.meant_by(&newcomer.needs, &mut needs)?;
            needs.extend(newcomer.needs.iter().filter_map(|it| meant.get(it)).flatten());
            needs.sort_unstable();
            needs.dedup();
            let mut citing = Vec::new();
            self.cited.of_all(bytes, newcomer.own.iter().chain(&newcomer.classes), &mut citing)?;
            citing.sort_unstable();
            citing.dedup();
            changes.come.push(Newcomer { needs, citing });
        }
        Ok(changes)
    }

    /// The units around documents with these names, of a corpus that has changed since it was packed.
    pub(super) fn pull_changed(
        &self,
        keys: &Keys,
        as_of: AsOf,
        delta: &Delta,
    ) -> Result<Vec<(u32, UnitRead)>, PackError> {
        let mut pulled = Pulled::default();
        pulled.units.push(FxHashMap::default());
        let mut asked = FxHashSet::default();
        let start = self.around(keys, Some(as_of), delta, &mut asked)?;
        pulled.asked = asked;
        pulled.take(self, 0, start, false, &delta.gone)?;
        while let Some(fresh) = pulled.fresh() {
            pulled.follow(self, 0, &fresh, false, &delta.gone)?;
        }
        Ok(pulled.units.pop().map(in_order).unwrap_or_default())
    }

    /// Adds units to `loaded`.
    fn add(
        &self,
        argument: usize,
        units: Vec<(u32, UnitRead)>,
        loaded: &mut Loaded,
    ) -> Result<(), PackError> {
        let rows = text_rows(&units);
        if rows.last() == Some(&ELSEWHERE) {
            return Err(PackError::Damaged);
        }
        let texts: Vec<StoredText> =
            rows.par_iter().map(|row| self.text(*row)).collect::<Result<_, PackError>>()?;
        let first = loaded.sources.files().len();
        let bodies = decode(&units, |_, place| {
            let at = rows.binary_search(&place.row).ok()?;
            Some((FileId::from_index(first + at), 0))
        })?;
        for text in texts {
            let form = (text.encoding, text.unit);
            loaded
                .sources
                .add(|id| SourceFile::excerpt(id, text.path, form, text.before, text.text));
            let path = self.path.clone();
            loaded.origins.push(Origin { argument, named: false, path });
        }
        for body in bodies {
            loaded.standards.extend(body.standards);
            loaded.mappings.extend(body.mappings);
            loaded.systems.extend(body.systems);
        }
        Ok(())
    }
}

/// The texts that units point into, by rising row.
pub(super) fn text_rows(units: &[(u32, UnitRead)]) -> Vec<u32> {
    let rows = units.iter().flat_map(|(_, (head, _))| head.texts.iter().map(|it| it.row));
    let mut rows: Vec<u32> = rows.collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// The documents of units, their places moved to where `text` says that each text is now.
pub(super) fn decode<T: Sync>(
    units: &[(T, UnitRead)],
    text: impl Fn(&T, &TextPlace) -> Option<(FileId, u32)> + Sync,
) -> Result<Vec<UnitBody>, PackError> {
    let decoded = units.par_iter().map(|(about, (head, blob))| {
        let files: Option<Vec<_>> = head.texts.iter().map(|it| text(about, it)).collect();
        let files = files.ok_or(PackError::Damaged)?;
        Ok(shelf::relative(files, || postcard::from_bytes(blob))?)
    });
    decoded.collect()
}
