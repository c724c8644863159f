//! Entries of all documents, by name and by words: built once, so that questions about other
//! documents cost what they find.

use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    EntryId, compare, definitions, domain, entry, folded, names, same_domain, share_a_name,
};
use crate::corpus::{LinkKind, NodeId, StandardId, is_public};
use crate::fact::{Date, Facts};
use crate::identifier::Identifier;
use crate::language::{DefinitionRelation, is_han};
use crate::model::{Degree, Lang, Status, TermEntry};

/// Entries of all documents.
#[derive(Debug, Default)]
pub(crate) struct TermIndex {
    /// By name, in a language; in the order of the documents.
    by_name: FxHashMap<(Lang, Box<str>), Vec<EntryId>>,
    /// By the words of a definition that is long enough not to agree by chance.
    by_words: FxHashMap<(Lang, Box<str>), Vec<EntryId>>,
    /// Equivalents of a preferred name within a subject field, each with its first entry.
    equivalents: FxHashMap<(Lang, Box<str>, Box<str>), Vec<EntryId>>,
}

/// As many possible originals are kept of words that are repeated.
const ORIGINALS: usize = 16;

/// When a document was published.
fn published(f: &Facts<'_>, doc: u32) -> Option<Date> {
    Date::parse(f.text(f.standard(doc).dates.published.as_ref()?))
}

impl TermIndex {
    pub(crate) fn build(f: &Facts<'_>) -> Self {
        let mut index = Self::default();
        for StandardId(doc) in f.corpus().ids() {
            let entries = f.standard(doc).terms.as_deref().unwrap_or_default();
            for (at, each) in (0_u32..).zip(entries) {
                index.add(f, (doc, at), each);
            }
        }
        // Who repeats words is told of one original: the first few are enough, however many repeat
        // them. Each list is sorted on its own, so the order of the map does not matter.
        index.by_words.values_mut().for_each(|group| {
            group.sort_by_cached_key(|id| {
                let sourced = entry(f, *id).is_some_and(|it| it.source.is_some());
                (sourced, published(f, id.0).map(Date::first), *id)
            });
            group.truncate(ORIGINALS);
        });
        index
    }

    fn add(&mut self, f: &Facts<'_>, id: EntryId, entry: &TermEntry) {
        let domain = domain(f, entry);
        for (lang, name) in names(f, entry) {
            let name: Box<str> = folded(name).into();
            if let Some(domain) = &domain {
                let key = (lang, name.clone(), domain.as_str().into());
                let known = self.equivalents.entry(key).or_default();
                // One entry stands for all that translate alike.
                if !known.iter().any(|other| translate_alike(f, *other, id) != Some(false)) {
                    known.push(id);
                }
            }
            let named = self.by_name.entry((lang, name)).or_default();
            if named.last() != Some(&id) {
                named.push(id);
            }
        }
        for (lang, _, words) in definitions(f, entry) {
            if let Some(words) = telling(words) {
                self.by_words.entry((lang, words)).or_default().push(id);
            }
        }
    }

    /// Entries of one of `docs` (by rising number) that bear a name of `entry`.
    fn namesakes<'i>(
        &'i self,
        f: &'i Facts<'_>,
        entry: &'i TermEntry,
        docs: &'i [u32],
    ) -> impl Iterator<Item = EntryId> + 'i {
        names(f, entry).flat_map(move |(lang, name)| {
            let group: &'i [EntryId] =
                self.by_name.get(&(lang, folded(name).into())).map_or(&[][..], Vec::as_slice);
            // The shorter list leads.
            let by_group = group.len() <= docs.len();
            let of_doc = move |doc: &'i u32| {
                let from = group.partition_point(|it| it.0 < *doc);
                group[from..].iter().take_while(move |it| it.0 == *doc).copied()
            };
            let led_by_group = by_group.then_some(group).into_iter().flatten().copied();
            let led_by_group = led_by_group.filter(|it| docs.binary_search(&it.0).is_ok());
            let led_by_docs = (!by_group).then_some(docs).into_iter().flatten().flat_map(of_doc);
            led_by_group.chain(led_by_docs)
        })
    }

    /// An entry of a linked document with the same name and subject field that defines it otherwise;
    /// not where the entry says that it modifies its source, nor between an adoption and its source.
    pub(crate) fn conflict(&self, f: &Facts<'_>, id: EntryId) -> Option<EntryId> {
        let own = entry(f, id)?;
        if own.modified.is_some_and(|said| said.value) {
            return None;
        }
        let linked =
            linked(f, id.0, |kind| !matches!(kind, LinkKind::Adopts(_) | LinkKind::Replaces));
        self.namesakes(f, own, &linked)
            .filter(|other| !f.is_judged(other.0) || other.0 < id.0)
            .find(|other| {
                let modified = |it: &TermEntry| it.modified.is_some_and(|said| said.value);
                entry(f, *other).is_some_and(|other| {
                    !modified(other)
                        && same_domain(f, own, other)
                        && compare(f, own, other) == Some(DefinitionRelation::Different)
                })
            })
    }

    /// An entry with the same name whose translation is another: in the same document, in a linked
    /// one, or anywhere in the same subject field.
    pub(crate) fn rival(&self, f: &Facts<'_>, id: EntryId) -> Option<EntryId> {
        let own = entry(f, id)?;
        let differs =
            |other: &EntryId| *other < id && translate_alike(f, *other, id) == Some(false);
        if let Some(domain) = domain(f, own) {
            return names(f, own)
                .filter_map(|(lang, name)| {
                    let key = (lang, folded(name).into(), domain.as_str().into());
                    self.equivalents.get(&key)?.iter().copied().find(|other| differs(other))
                })
                .min();
        }
        let mut docs = linked(f, id.0, |kind| !matches!(kind, LinkKind::Replaces));
        if let Err(at) = docs.binary_search(&id.0) {
            docs.insert(at, id.0);
        }
        let same = |other: &EntryId| entry(f, *other).is_some_and(|it| same_domain(f, own, it));
        self.namesakes(f, own, &docs).find(|other| same(other) && differs(other))
    }

    /// The entry that one without a source repeats word for word: of an earlier document, or of one
    /// that this document refers to.
    pub(crate) fn original(&self, f: &Facts<'_>, id: EntryId) -> Option<EntryId> {
        let own = entry(f, id)?;
        if own.source.is_some() {
            return None;
        }
        let groups: Vec<&Vec<EntryId>> = definitions(f, own)
            .filter_map(|(lang, _, words)| self.by_words.get(&(lang, telling(words)?)))
            .filter(|group| group.len() > 1)
            .collect();
        if groups.is_empty() {
            return None;
        }
        let (cited, kin, numbers) = (linked_from(f, id.0), kin(f, id.0), own_numbers(f, id.0));
        let born = published(f, id.0);
        let earlier = |doc: u32| match (published(f, doc), born) {
            (Some(theirs), Some(ours)) => theirs.surely_before(ours),
            _ => cited.contains(&doc),
        };
        let foreign = |doc: u32| {
            doc != id.0
                && !kin.contains(&doc)
                && !f.own_identifier(doc).is_some_and(|it| numbers.contains(&number(it)))
        };
        groups.into_iter().flatten().copied().find(|other| {
            earlier(other.0)
                && foreign(other.0)
                && entry(f, *other).is_some_and(|it| share_a_name(f, own, it))
                && f.standing(other.0, id.0).status != Status::Draft
        })
    }

    /// The entry of the adopted document that an entry answers to and from which its definition
    /// drifts; `None` in the inner place where none drifts.
    pub(crate) fn drift(&self, f: &Facts<'_>, id: EntryId) -> Drift {
        let Some(own) = entry(f, id) else { return Drift::None };
        let sources = adopted(f, id.0);
        let mut unknown = false;
        for other in self.namesakes(f, own, &sources) {
            let Some(theirs) = entry(f, other).filter(|it| same_domain(f, own, it)) else {
                continue;
            };
            match compare(f, own, theirs) {
                Some(DefinitionRelation::Different) => return Drift::From(other),
                Some(_) => return Drift::None,
                None => unknown = true,
            }
        }
        if unknown { Drift::NotComparable } else { Drift::None }
    }
}

/// How an entry lies to the one of the adopted document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Drift {
    /// It defines otherwise.
    From(EntryId),
    /// It defines alike, or answers to none.
    None,
    /// The definitions have no language in common.
    NotComparable,
}

/// Whether two entries that share a name translate it alike; `None` where one does not translate.
fn translate_alike(f: &Facts<'_>, left: EntryId, right: EntryId) -> Option<bool> {
    let of = |id| entry(f, id).map(|it| names(f, it).map(|(lang, it)| (lang, folded(it))));
    let left: Vec<_> = of(left)?.collect();
    let right: Vec<_> = of(right)?.collect();
    let mut answer = None;
    for lang in [Lang::Zh, Lang::En] {
        let theirs: Vec<_> = right.iter().filter(|it| it.0 == lang).collect();
        let ours: Vec<_> = left.iter().filter(|it| it.0 == lang).collect();
        if !theirs.is_empty() && !ours.is_empty() {
            let alike = ours.iter().any(|it| theirs.contains(it));
            answer = Some(answer.unwrap_or(true) && alike);
        }
    }
    answer
}

/// The words of a definition, folded, where they are many enough not to agree by chance: four words,
/// or eight Chinese characters.
fn telling(words: &str) -> Option<Box<str>> {
    let folded = folded(words);
    let folded = folded.trim_end_matches(['.', '。', ' ', ';', '；']);
    let folded =
        ["a ", "an ", "the "].iter().find_map(|it| folded.strip_prefix(it)).unwrap_or(folded);
    let han = folded.chars().filter(|c| is_han(*c)).count();
    (han >= 8 || folded.split(' ').count() >= 4).then(|| folded.into())
}

/// Documents with entries that a document names or that name it, by rising number.
fn linked(f: &Facts<'_>, doc: u32, keep: impl Fn(LinkKind) -> bool) -> Vec<u32> {
    let node = StandardId(doc).node();
    let corpus = f.corpus();
    let links = corpus.links_from(node).chain(corpus.links_to(node));
    let docs = links.filter(|(_, _, link)| is_public(link) && keep(link.kind));
    let kin = kin(f, doc);
    let mut docs: Vec<u32> = docs
        .filter_map(|(_, other, _)| corpus.standard_of(other))
        .map(|id| id.0)
        .filter(|it| *it != doc && !kin.contains(it) && f.standard(*it).terms.is_some())
        .collect();
    docs.sort_unstable();
    docs.dedup();
    docs
}

/// Publisher, number and parts: what a draft shares with the edition it becomes.
fn number(it: &Identifier) -> (&str, &str, &[CompactString]) {
    (&it.publisher, &it.number, &it.parts)
}

/// Numbers of a document and of what it adopts.
fn own_numbers<'a>(f: &Facts<'a>, doc: u32) -> Vec<(&'a str, &'a str, &'a [CompactString])> {
    let sources = adopted(f, doc).into_iter().chain([doc]);
    sources.filter_map(|it| f.own_identifier(it)).map(number).collect()
}

/// Documents that a document names.
fn linked_from(f: &Facts<'_>, doc: u32) -> FxHashSet<u32> {
    let links = f.corpus().links_from(StandardId(doc).node());
    let named = links.filter(|(_, _, link)| is_public(link));
    named.filter_map(|(_, other, _)| f.corpus().standard_of(other)).map(|id| id.0).collect()
}

/// Documents that are bound to say the same, or to say it anew: other editions, what it adopts and who
/// adopts it, what it replaces.
fn kin(f: &Facts<'_>, doc: u32) -> FxHashSet<u32> {
    let corpus = f.corpus();
    let node = StandardId(doc).node();
    let close = |kind: LinkKind| {
        matches!(kind, LinkKind::Adopts(_) | LinkKind::Replaces | LinkKind::Amends)
    };
    let links = corpus.links_from(node).chain(corpus.links_to(node));
    let direct: Vec<NodeId> =
        links.filter(|(_, _, link)| close(link.kind)).map(|(_, other, _)| other).collect();
    // Whoever adopts the same document.
    let adopted = corpus.links_from(node).filter(|it| matches!(it.2.kind, LinkKind::Adopts(_)));
    let siblings =
        adopted.flat_map(|(_, source, _)| corpus.adopters(source)).map(|(_, other)| other);
    let mut kin: FxHashSet<u32> = direct
        .iter()
        .copied()
        .chain(siblings)
        .filter_map(|it| corpus.standard_of(it))
        .map(|it| it.0)
        .collect();
    if let Some(work) = corpus.work_of(StandardId(doc)) {
        kin.extend(corpus.editions(work).iter().map(|it| it.0));
    }
    kin
}

/// Documents that a document adopts, by rising number; NEQ is not adoption (GB/T 1.2-2020).
fn adopted(f: &Facts<'_>, doc: u32) -> Vec<u32> {
    let links = f.corpus().links_from(StandardId(doc).node());
    let adopts = |kind| matches!(kind, LinkKind::Adopts(degree) if degree != Some(Degree::Neq));
    let mut docs: Vec<u32> = links
        .filter(|(_, _, link)| adopts(link.kind))
        .filter_map(|(_, other, _)| f.corpus().standard_of(other))
        .map(|id| id.0)
        .collect();
    docs.sort_unstable();
    docs.dedup();
    docs
}
