//! The names of documents, as far as they tell what an edit can touch.

use std::borrow::Cow;

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::super::super::format::{first_bytes, small_number};
use super::super::super::keys::{Key, Keys, is_glossary, is_national_adoption};
use crate::model::{Standard, Target};
use crate::source::{FileId, SourceMap};

/// Half of a name's hash. Two names that share it only let a document more be judged.
pub(super) type Short = u32;

/// Bytes of it.
const SHORT: usize = 4;

/// Names, as bytes: one [`Short`] after the other, rising.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct List<'a>(#[serde(borrow)] Cow<'a, [u8]>);

impl List<'_> {
    fn of(keys: impl IntoIterator<Item = Key>) -> Self {
        let short = |key: Key| small_number(&key.to_le_bytes()[..SHORT]);
        let mut keys: Vec<Short> = keys.into_iter().map(short).collect();
        keys.sort_unstable();
        keys.dedup();
        Self(keys.into_iter().flat_map(Short::to_le_bytes).collect())
    }

    fn iter(&self) -> impl Iterator<Item = Short> + '_ {
        self.0.chunks_exact(SHORT).map(small_number)
    }
}

/// Whether documents make any national adoption be there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum National {
    #[default]
    Not,
    /// One is named by its number: see [`Keys::names_national`].
    Named,
    /// See [`is_national_adoption`].
    Is,
}

/// Names of the documents of a file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Names<'a> {
    /// See [`Keys::own`].
    #[serde(borrow)]
    own: List<'a>,
    /// See [`Keys::classes`].
    #[serde(borrow)]
    classes: List<'a>,
    /// See [`Keys::kin`].
    #[serde(borrow)]
    kin: List<'a>,
    /// See [`Keys::needs`].
    #[serde(borrow)]
    needs: List<'a>,
    /// See [`Keys::cites`]; those that are not among the needs and the kin.
    #[serde(borrow)]
    cites: List<'a>,
    /// Of what ways through other documents depend on.
    pub(super) bearing: u64,
    /// See [`is_glossary`].
    pub(super) glossary: bool,
    pub(super) national: National,
    /// There are mapping sets, whose ends may be meant by titles.
    pub(super) maps: bool,
}

impl Names<'_> {
    /// The names in the documents of a file, and in its text.
    pub(super) fn of<'s>(
        standards: impl IntoIterator<Item = &'s Standard>,
        sources: &SourceMap,
        file: FileId,
    ) -> Self {
        let mut keys = Keys::default();
        let mut bearing = blake3::Hasher::new();
        // Of ways of one length that comes first which leads over the first documents.
        bearing.update(sources.file(file).path().as_bytes());
        let mut names = Self::default();
        for standard in standards {
            keys.add(standard, sources);
            names.glossary |= is_glossary(standard);
            if is_national_adoption(standard, sources) {
                names.national = National::Is;
            }
            names.maps |= !standard.mappings.is_empty();
            bear(standard, sources, &mut bearing);
        }
        if keys.names_national && names.national == National::Not {
            names.national = National::Named;
        }
        keys.add_prose(sources.file(file).text());
        let Keys { own, classes, kin, needs, mut cites, .. } = keys;
        cites.retain(|it| !needs.contains(it) && !kin.contains(it));
        let lists = [own, classes, kin, needs, cites].map(List::of);
        let [own, classes, kin, needs, cites] = lists;
        let bearing = first_bytes(bearing.finalize());
        Self { own, classes, kin, needs, cites, bearing, ..names }
    }

    /// By which others mean the documents, or set them beside theirs.
    pub(super) fn borne(&self) -> impl Iterator<Item = Short> + '_ {
        self.own.iter().chain(self.classes.iter())
    }

    /// By which they are bound to others in life or adoption.
    fn binding(&self) -> impl Iterator<Item = Short> + '_ {
        self.own.iter().chain(self.kin.iter())
    }

    /// What they need.
    pub(super) fn needs(&self) -> impl Iterator<Item = Short> + '_ {
        self.needs.iter()
    }

    /// What they lead to.
    fn leads(&self) -> impl Iterator<Item = Short> + '_ {
        self.kin.iter().chain(self.needs.iter()).chain(self.cites.iter())
    }
}

/// Adds what ways through a document depend on: under which names it is met, whether it is met rather
/// than another description of the same, what it needs, and where it stands in its life.
fn bear(standard: &Standard, sources: &SourceMap, hasher: &mut blake3::Hasher) {
    let mut part = |text: &str| {
        hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
    };
    let mut targets = |list: &mut dyn Iterator<Item = &Target>| {
        list.for_each(|it| part(it.written.get(sources)));
        part("\n");
    };
    targets(&mut standard.identity.iter().chain(&standard.other_identifiers));
    targets(&mut standard.references.iter().flatten().map(|it| &it.target));
    for list in standard.related() {
        targets(&mut list.iter());
    }
    targets(&mut standard.adopts.iter().map(|it| &it.source));
    for reference in standard.references.iter().flatten() {
        let all_parts = reference.details.as_deref().and_then(|it| it.all_parts);
        let said = (reference.role, reference.target.by_key, all_parts.map(|it| it.value));
        part(&format!("{said:?}"));
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
    part(details.and_then(|it| it.edition.as_ref()).map_or("", |it| it.get(sources)));
    part(standard.key.as_ref().map_or("", |it| it.get(sources)));
    part(&format!("{:?}", (standard.references.is_some(), standard.clauses.is_some())));
}

/// Names by which the surroundings of a document reach something that has changed.
#[derive(Default)]
pub(super) struct Reach {
    /// Who bears one of these is met by, or bound to, something that has changed.
    bound: FxHashSet<Short>,
    /// Names of what has changed, and of what is bound to it.
    names: FxHashSet<Short>,
    /// Names that it leads to.
    leads: FxHashSet<Short>,
}

impl Reach {
    pub(super) fn add(&mut self, names: &Names<'_>) {
        self.bound.extend(names.binding());
        self.names.extend(names.borne().chain(names.kin.iter()));
        self.leads.extend(names.leads());
    }

    /// Whether documents are bound to what has changed.
    pub(super) fn binds(&self, names: &Names<'_>) -> bool {
        names.binding().any(|it| self.bound.contains(&it))
    }

    /// Whether the surroundings of documents hold something that has changed.
    pub(super) fn meets(&self, names: &Names<'_>) -> bool {
        names.borne().any(|it| self.names.contains(&it) || self.leads.contains(&it))
            || names.leads().any(|it| self.names.contains(&it))
    }
}
