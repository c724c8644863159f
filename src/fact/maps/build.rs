//! Building the index, and asking it what maps say of each other.

use rustc_hash::FxHashMap;

use super::elements::{Elements, Found, plain};
use super::gap::gaps;
use super::{Answers, End, Maps, NOBODY, Row, Set, compose, exclude, inverse};
use crate::corpus::StandardId;
use crate::fact::{Facts, Reason};
use crate::model::{MapEnd, MappingSet, Relation, Target};

impl Maps {
    pub(crate) fn build(f: &Facts<'_>) -> Self {
        let mut maps = Self::default();
        let mut numbers = Numbers::default();
        for StandardId(doc) in f.corpus().ids() {
            for (at, set) in (0_u32..).zip(&f.standard(doc).mappings) {
                maps.add(f, set, (Some(doc), at), f.is_judged(doc), &mut numbers);
            }
        }
        for (at, set) in (0_u32..).zip(f.corpus().mappings()) {
            maps.add(f, set, (None, at), f.judges_map(at), &mut numbers);
        }
        maps.answer(f, &numbers);
        maps.gaps = gaps(f, &maps);
        maps
    }

    fn add(
        &mut self,
        f: &Facts<'_>,
        set: &MappingSet,
        (declared_in, at): (Option<u32>, u32),
        judged: bool,
        numbers: &mut Numbers,
    ) {
        let from = declared_in.unwrap_or(NOBODY);
        let sides = [&set.left, &set.right].map(|target| document(f, target, from));
        let frameworks = [0, 1].map(|side| {
            let target = if side == 0 { &set.left } else { &set.right };
            numbers.framework(f, target, sides[side].ok())
        });
        for doc in sides.iter().flatten() {
            self.elements.entry(*doc).or_insert_with(|| Elements::read(f, *doc));
        }
        let doc = declared_in.or(sides[0].ok()).or(sides[1].ok()).unwrap_or(NOBODY);
        let number = u32::try_from(self.sets.len()).unwrap_or(u32::MAX);
        for (at, map) in (0_u32..).zip(&set.maps) {
            let row = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
            let from = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
            let keys = [(&map.left, 0), (&map.right, 1)].map(|(ends, side)| {
                let mut key: Vec<u32> = (0_u32..)
                    .zip(ends)
                    .map(|(at, end)| {
                        let found = self.resolve(f, sides[side], end);
                        self.ends.push(End { row, right: side == 1, at, found });
                        numbers.element(f, frameworks[side], end, found.ok().flatten())
                    })
                    .collect();
                key.sort_unstable();
                key.dedup();
                key.into_boxed_slice()
            });
            let to = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
            let relation = map.relation.map(|said| said.value);
            self.rows.push(Row { set: number, at, ends: from..to, keys, relation });
        }
        self.sets.push(Set { declared_in, at, doc, judged, sides, frameworks });
    }

    fn resolve(
        &self,
        f: &Facts<'_>,
        side: Result<u32, Reason>,
        end: &MapEnd,
    ) -> Result<Option<Found>, Reason> {
        let doc = side?;
        if f.standard(doc).clauses.is_none() {
            return Err(Reason::NoText { doc });
        }
        Ok(self.find(doc, end.id.get(f.sources())))
    }

    /// What maps say of each other: each is looked up by the pair of its ends.
    fn answer(&mut self, f: &Facts<'_>, numbers: &Numbers) {
        let mut answers = vec![Answers::default(); self.rows.len()];
        let mut by_pair: FxHashMap<(&[u32], &[u32]), Vec<u32>> = FxHashMap::default();
        let mut equal_to: FxHashMap<(&[u32], u32), u32> = FxHashMap::default();
        for (at, row) in (0_u32..).zip(&self.rows) {
            let answer = &mut answers[at as usize];
            let [left, right] = &row.keys;
            let others = by_pair.entry((left, right)).or_default();
            let same_set = |it: &&u32| self.rows[**it as usize].set == row.set;
            let said = |it: u32| self.rows[it as usize].relation;
            answer.duplicate =
                others.iter().filter(same_set).find(|it| said(**it) == row.relation).copied();
            if let Some(relation) = row.relation {
                let against = |it: &&u32| said(**it).is_some_and(|other| exclude(other, relation));
                answer.contradicts = others.iter().find(against).copied();
                if relation == Relation::Equal {
                    let framework = self.sets[row.set as usize].frameworks[1];
                    let first = *equal_to.entry((left, framework)).or_insert(at);
                    let elsewhere = self.rows[first as usize].keys[1] != row.keys[1];
                    answer.equal_elsewhere = elsewhere.then_some(first);
                }
            }
            others.push(at);
        }
        for (at, row) in (0_u32..).zip(&self.rows) {
            let Some(relation) = row.relation else { continue };
            let [left, right] = &row.keys;
            let back = by_pair.get(&(&**right, &**left)).map_or(&[][..], Vec::as_slice);
            let against = |it: &&u32| {
                // Told once, of the later of two that are judged.
                let told = **it < at || !self.sets[self.rows[**it as usize].set as usize].judged;
                told && **it != at
                    && self.rows[**it as usize]
                        .relation
                        .is_some_and(|other| exclude(inverse(other), relation))
            };
            answers[at as usize].not_inverse = back.iter().find(against).copied();
            answers[at as usize].implied_by = self.implied(f, numbers, at, &by_pair);
        }
        self.compositions(&mut answers);
        self.answers = answers;
    }

    /// A map of an ancestor from which a map follows: what is said of a whole holds for its parts.
    fn implied(
        &self,
        f: &Facts<'_>,
        numbers: &Numbers,
        at: u32,
        by_pair: &FxHashMap<(&[u32], &[u32]), Vec<u32>>,
    ) -> Option<u32> {
        let row = &self.rows[at as usize];
        let relation = row.relation?;
        let [left, right] = &row.keys;
        let lefts = self.ancestors(f, numbers, row, 0);
        let rights = self.ancestors(f, numbers, row, 1);
        let lefts = std::iter::once(left.to_vec()).chain(lefts.into_iter().map(|it| vec![it]));
        let rights: Vec<Vec<u32>> =
            std::iter::once(right.to_vec()).chain(rights.into_iter().map(|it| vec![it])).collect();
        for (up, left) in lefts.enumerate() {
            for (over, right) in rights.iter().enumerate() {
                if up + over == 0 {
                    continue;
                }
                let found = by_pair.get(&(left.as_slice(), right.as_slice()));
                let follows = |it: &&u32| {
                    **it != at
                        && self.rows[**it as usize].relation.is_some_and(|above| match relation {
                            // A part of the left is within what the left is within.
                            Relation::Subset => {
                                over == 0
                                    && !matches!(
                                        above,
                                        Relation::Superset | Relation::Intersects | Relation::None
                                    )
                            }
                            Relation::Superset => {
                                up == 0
                                    && !matches!(
                                        above,
                                        Relation::Subset | Relation::Intersects | Relation::None
                                    )
                            }
                            Relation::None => above == Relation::None,
                            _ => false,
                        })
                };
                if let Some(found) = found.and_then(|list| list.iter().find(follows)) {
                    return Some(*found);
                }
            }
        }
        None
    }

    /// Numbers of the clauses above the only end of a side, the nearest first.
    fn ancestors(&self, f: &Facts<'_>, numbers: &Numbers, row: &Row, side: usize) -> Vec<u32> {
        let mut above = Vec::new();
        let ends = &self.ends[row.ends.start as usize..row.ends.end as usize];
        let mut ends = ends.iter().filter(|it| it.right == (side == 1));
        let (Some(end), None) = (ends.next(), ends.next()) else { return above };
        let set = &self.sets[row.set as usize];
        let (Ok(doc), Ok(Some(Found::Clause(clause, piece)))) = (set.sides[side], end.found) else {
            return above;
        };
        let rows = f.clauses(doc);
        let parent = |at: u32| rows.get(at as usize).and_then(|it| it.parent);
        let mut next = if piece > 0 { Some(clause) } else { parent(clause) };
        while let Some(at) = next {
            above.extend(numbers.known(set.frameworks[side], Found::Clause(at, 0)));
            next = parent(at);
        }
        above
    }

    /// Maps that two others exclude: for each pair, ways by a third element that both know, from the
    /// side that knows fewer. Unions are left alone: nothing follows for their members.
    fn compositions(&self, answers: &mut [Answers]) {
        let mut steps: FxHashMap<u32, Vec<(u32, Relation, u32)>> = FxHashMap::default();
        let mut between: FxHashMap<(u32, u32), (Relation, u32)> = FxHashMap::default();
        for (at, row) in (0_u32..).zip(&self.rows) {
            let ([left], [right], Some(relation)) = (&*row.keys[0], &*row.keys[1], row.relation)
            else {
                continue;
            };
            for (from, to, relation) in
                [(*left, *right, relation), (*right, *left, inverse(relation))]
            {
                if let std::collections::hash_map::Entry::Vacant(free) = between.entry((from, to)) {
                    free.insert((relation, at));
                    steps.entry(from).or_default().push((to, relation, at));
                }
            }
        }
        let none = Vec::new();
        for (at, row) in (0_u32..).zip(&self.rows) {
            let ([left], [right], Some(declared)) = (&*row.keys[0], &*row.keys[1], row.relation)
            else {
                continue;
            };
            let (from, to) = (steps.get(left).unwrap_or(&none), steps.get(right).unwrap_or(&none));
            let turned = to.len() < from.len();
            let (start, near, end) = if turned { (right, to, left) } else { (left, from, right) };
            for (middle, first, first_row) in near {
                if middle == start || middle == end || *first_row == at {
                    continue;
                }
                let Some((second, second_row)) = between.get(&(*middle, *end)) else { continue };
                let declared = if turned { inverse(declared) } else { declared };
                if *second_row != at && !compose(*first, *second).has(declared) {
                    let hops = (*first_row, *second_row);
                    answers[at as usize].hops = Some(if turned { (hops.1, hops.0) } else { hops });
                    break;
                }
            }
        }
    }
}

/// The document that a side means.
fn document(f: &Facts<'_>, target: &Target, from: u32) -> Result<u32, Reason> {
    let found = f.corpus().framework(target, (from != NOBODY).then_some(StandardId(from)));
    found.map(|id| id.0).ok_or(Reason::NotInCorpus(target.identifier))
}

/// Numbers for frameworks and elements, in the order in which they are met.
#[derive(Debug, Default)]
struct Numbers {
    unknown: FxHashMap<String, u32>,
    elements: FxHashMap<(u32, String), u32>,
    found: FxHashMap<(u32, Found), u32>,
    next: u32,
}

impl Numbers {
    /// Frameworks that are not in the corpus count from the end.
    fn framework(&mut self, f: &Facts<'_>, target: &Target, doc: Option<u32>) -> u32 {
        if let Some(doc) = doc {
            return doc;
        }
        let name = match f.parsed(target.identifier) {
            Some(Ok(identifier)) => identifier.canonical.to_string(),
            _ => target.written.get(f.sources()).trim().to_owned(),
        };
        let next = NOBODY - 1 - u32::try_from(self.unknown.len()).unwrap_or(0);
        *self.unknown.entry(name).or_insert(next)
    }

    fn element(
        &mut self,
        f: &Facts<'_>,
        framework: u32,
        end: &MapEnd,
        found: Option<Found>,
    ) -> u32 {
        let next = self.next;
        let number = match found {
            Some(found) => *self.found.entry((framework, found)).or_insert(next),
            None => {
                let name = plain(end.id.get(f.sources()));
                *self.elements.entry((framework, name)).or_insert(next)
            }
        };
        if number == next {
            self.next += 1;
        }
        number
    }

    /// The number of an element that some map names.
    fn known(&self, framework: u32, found: Found) -> Option<u32> {
        self.found.get(&(framework, found)).copied()
    }
}
