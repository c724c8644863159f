//! What the clauses of a document provide: acts and measures, and by which method these are taken.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use regex::Regex;
use rustc_hash::FxHashMap;

use super::prospect::{Prospects, Spot};
use crate::comparison::{Act, Measure, Topic, acts_of, measures_of};
use crate::fact::{Facts, Part, Spread};
use crate::identifier;
use crate::language::{
    Convention, Modality, Provision, item_label, lower_case, provisions, provisions_with, sentences,
};
use crate::model::{BlockKind, Lang, Text};

/// What a document provides, clause by clause.
#[derive(Debug)]
pub(super) struct DocumentNorms<'a> {
    pub(super) doc: u32,
    /// Those that provide something, in the order of the text.
    pub(super) clauses: Vec<ClauseNorms<'a>>,
    prospects: OnceLock<Prospects>,
}

/// What a clause provides.
#[derive(Debug)]
pub(super) struct ClauseNorms<'a> {
    /// Its place in [`Facts::clauses`].
    pub(super) row: u32,
    pub(super) texts: Vec<TextNorms<'a>>,
    /// Its titles and those of the clauses it is in.
    pub(super) heading: Topic,
    pub(super) key: Option<&'a str>,
    /// What is said of how its values are taken.
    of_method: Vec<&'a str>,
    method: OnceLock<Method>,
}

/// What a text of a clause provides.
#[derive(Debug)]
pub(super) struct TextNorms<'a> {
    pub(super) text: &'a Text,
    pub(super) words: &'a str,
    pub(super) lang: Lang,
    /// An item of a list: what leads in the list says more than it does itself.
    pub(super) is_item: bool,
    pub(super) measures: Vec<Measure>,
    pub(super) acts: Vec<Act<'a>>,
}

impl<'a> DocumentNorms<'a> {
    pub(super) fn read(f: &Facts<'a>, doc: u32, spread: Spread) -> Self {
        let rows = f.clauses(doc);
        let prose = f.prose(doc);
        let mut clauses: Vec<ClauseNorms<'a>> = Vec::new();
        let mut by_row: FxHashMap<u32, usize> = FxHashMap::default();
        let mut texts: Vec<(u32, u32, bool, &'a Text)> = Vec::new();
        for (at, row) in (0_u32..).zip(&prose.texts) {
            let provides = matches!(row.part, Part::Clause | Part::NormativeAnnex | Part::Annex)
                && !row.informative;
            let (Some(clause), true, Some((_, block, _))) = (row.clause, provides, row.block())
            else {
                continue;
            };
            let block =
                rows.get(clause as usize).and_then(|it| it.clause.blocks.get(block as usize));
            let is_item = block.is_some_and(|it| it.kind == BlockKind::ListItem);
            let Some(text) = f.prose_text(doc, at) else { continue };
            if !f.text(text).trim().is_empty() {
                texts.push((at, clause, is_item, text));
            }
        }
        let norms = spread.map(&texts, |(at, _, _, text)| norms_of(f, (doc, *at), f.text(text)));
        for ((at, clause, is_item, text), (measures, acts)) in texts.into_iter().zip(norms) {
            let words = f.text(text);
            let lang = prose.texts.get(at as usize).map_or(Lang::Unstated, |it| it.lang);
            let index = *by_row.entry(clause).or_insert_with(|| {
                let key = rows.get(clause as usize).and_then(|it| it.clause.key.as_ref());
                clauses.push(ClauseNorms {
                    row: clause,
                    texts: Vec::new(),
                    heading: Topic::default(),
                    key: key.map(|it| f.text(it).trim()).filter(|it| !it.is_empty()),
                    of_method: Vec::new(),
                    method: OnceLock::new(),
                });
                clauses.len() - 1
            });
            let of = &mut clauses[index];
            of.of_method.push(words);
            let is_item = is_item || item_label(words) > 0;
            of.texts.push(TextNorms { text, words, lang, is_item, measures, acts });
        }
        clauses.retain(|clause| {
            clause.texts.iter().any(|it| !it.measures.is_empty() || !it.acts.is_empty())
        });
        for clause in &mut clauses {
            clause.heading = Topic::spoken(heading(f, doc, clause.row));
            let Some(row) = rows.get(clause.row as usize) else { continue };
            // what a clause names for its verification tells how its values are taken
            for test in &row.clause.tests {
                let said = f.text(test).trim();
                match f.clause_at(doc, said).and_then(|at| rows.get(at as usize)) {
                    Some(there) => {
                        let texts = there.clause.blocks.iter().filter_map(|it| it.text.first());
                        clause.of_method.extend(texts.map(|text| f.text(text)));
                    }
                    None => clause.of_method.push(said),
                }
            }
        }
        clauses.sort_by_key(|clause| clause.row);
        Self { doc, clauses, prospects: OnceLock::new() }
    }

    pub(super) fn clause(&self, row: u32) -> Option<&ClauseNorms<'a>> {
        let at = self.clauses.binary_search_by_key(&row, |clause| clause.row).ok()?;
        self.clauses.get(at)
    }

    pub(super) fn measure(
        &self,
        spot: Spot,
    ) -> Option<(&ClauseNorms<'a>, &TextNorms<'a>, &Measure)> {
        let (clause, text) = self.text(spot)?;
        Some((clause, text, text.measures.get(spot.of as usize)?))
    }

    pub(super) fn act(&self, spot: Spot) -> Option<(&ClauseNorms<'a>, &TextNorms<'a>, &Act<'a>)> {
        let (clause, text) = self.text(spot)?;
        Some((clause, text, text.acts.get(spot.of as usize)?))
    }

    fn text(&self, spot: Spot) -> Option<(&ClauseNorms<'a>, &TextNorms<'a>)> {
        let clause = self.clauses.get(spot.clause as usize)?;
        Some((clause, clause.texts.get(spot.text as usize)?))
    }

    /// What of it could stand against something of another document: looked for when the first one is
    /// set against it.
    pub(super) fn prospects(&self) -> &Prospects {
        self.prospects.get_or_init(|| Prospects::of(self))
    }
}

/// The measures and acts of a text of a document, by its number among those that were read.
fn norms_of<'a>(
    f: &Facts<'a>,
    (doc, at): (u32, u32),
    words: &'a str,
) -> (Vec<Measure>, Vec<Act<'a>>) {
    let prose = f.prose(doc);
    let Some(row) = prose.texts.get(at as usize) else { return Default::default() };
    let quantities = f.quantities(doc, at);
    let anew: Vec<Provision>;
    let all: Vec<&Provision> = if row.stands_alone {
        prose.of_text(at).iter().map(|it| &it.provision).collect()
    } else {
        anew = provisions_with(words, row.lang, prose.convention);
        anew.iter().collect()
    };
    let acts = acts_of(words, &all, quantities);
    if quantities.is_empty() {
        return (Vec::new(), acts);
    }
    // a value is limited by words of any case, also where only capitals make a requirement
    let of_prose: Vec<Provision>;
    let provisions: Vec<&Provision> = if prose.convention == Convention::Prose {
        all.into_iter().filter(|it| !it.embedded).collect()
    } else {
        of_prose = provisions(words, row.lang);
        of_prose.iter().collect()
    };
    let sentences: Vec<Range<usize>> = if row.stands_alone {
        prose.sentences_of(at).iter().map(|it| it.range.clone()).collect()
    } else {
        sentences(words)
    };
    (measures_of(words, quantities, &provisions, &sentences), acts)
}

/// The titles of a clause and of those above it.
fn heading(f: &Facts<'_>, doc: u32, row: u32) -> String {
    let mut said = String::new();
    let mut at = Some(row);
    while let Some(row) = at.and_then(|it| f.clauses(doc).get(it as usize)) {
        for (_, title) in row.clause.title.iter() {
            said.push_str(f.text(title));
            said.push(' ');
        }
        at = row.parent;
    }
    said
}

impl<'a> ClauseNorms<'a> {
    /// How its values are taken: read when the first value is set against another.
    pub(super) fn method(&self) -> &Method {
        self.method.get_or_init(|| {
            let mut method = Method::default();
            for text in &self.of_method {
                method.read(text);
            }
            method
        })
    }

    /// The texts that are set against those of `other`: in a language that both have, else in the
    /// first of each.
    pub(super) fn facing<'n>(
        &'n self,
        other: &'n Self,
    ) -> (Vec<&'n TextNorms<'a>>, Vec<&'n TextNorms<'a>>) {
        let has = |clause: &Self, lang: Lang| clause.texts.iter().any(|it| it.lang == lang);
        let common = self.texts.iter().map(|it| it.lang).find(|lang| has(other, *lang));
        let pick = |clause: &'n Self| -> Vec<&'n TextNorms<'a>> {
            let lang = common.or_else(|| clause.texts.first().map(|it| it.lang));
            clause.texts.iter().filter(|it| Some(it.lang) == lang).collect()
        };
        (pick(self), pick(other))
    }
}

/// How values are taken: which statistic of them, by which documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Method {
    /// Times over which a mean is taken, peaks.
    statistics: BTreeSet<String>,
    /// Documents that a measurement is said to follow.
    documents: BTreeSet<String>,
    chinese_documents: bool,
}

static MEAN: LazyLock<[Option<Regex>; 4]> = LazyLock::new(|| {
    [
        Regex::new(r"(?i)([0-9]+)\s*-?\s*(h|hours?|小时|min|minutes?|分钟|d|days?|天|日)\s*(?:time-weighted\s+)?(?:平均|均值|mean|average)").ok(),
        Regex::new(r"(年|月|日|小时|周)(?:平均|均值)").ok(),
        Regex::new(r"(?i)\b(annual|yearly|monthly|weekly|daily|hourly)\s+(?:mean|average)").ok(),
        Regex::new(r"(?i)(峰值|瞬时值|瞬时最大值|中位数|\bpeak value|\binstantaneous value|\bmedian)").ok(),
    ]
});

/// Words by which a sentence tells how something is measured.
const MEASURING: &[&str] = &[
    "测定",
    "测量",
    "检测",
    "检验",
    "试验",
    "measured",
    "determined",
    "tested",
    "test method",
    "sampled",
];

impl Method {
    fn read(&mut self, text: &str) {
        for found in MEAN.iter().flatten().flat_map(|each| each.captures_iter(text)) {
            let first = found.get(1).map_or("", |it| it.as_str()).to_lowercase();
            let unit = found.get(2).map_or("", |it| it.as_str()).to_lowercase();
            self.statistics.insert(statistic(&first, &unit));
        }
        let lower = lower_case(text);
        if MEASURING.iter().any(|word| lower.contains(word)) {
            for found in identifier::find(text) {
                let it = &found.identifier;
                self.chinese_documents |= it.publisher.starts_with("GB") || it.publisher.len() == 2;
                self.documents.insert(format!("{} {}", it.publisher, it.number));
            }
        }
    }

    /// Both say how, and not the same.
    pub(super) fn differs(&self, other: &Self) -> bool {
        let apart = |a: &BTreeSet<String>, b: &BTreeSet<String>| {
            !a.is_empty() && !b.is_empty() && a.is_disjoint(b)
        };
        // a national method and the international one that it adopts are one method
        let one_family = self.chinese_documents == other.chinese_documents;
        apart(&self.statistics, &other.statistics)
            || one_family && apart(&self.documents, &other.documents)
    }

    /// In words: what is said.
    pub(super) fn shown(&self) -> String {
        let all = self.statistics.iter().chain(&self.documents);
        all.map(String::as_str).collect::<Vec<_>>().join(", ")
    }
}

/// One name for a statistic, whatever the words: 24 h for the daily mean.
fn statistic(first: &str, unit: &str) -> String {
    let hours = |number: &str, factor: u32| {
        number.parse::<u32>().map_or_else(|_| number.to_owned(), |it| format!("{} h", it * factor))
    };
    match (first, unit) {
        ("日" | "daily", "") => "24 h".to_owned(),
        ("小时" | "hourly", "") => "1 h".to_owned(),
        ("年" | "annual" | "yearly", "") => "1 a".to_owned(),
        ("月" | "monthly", "") => "1 mo".to_owned(),
        ("周" | "weekly", "") => "168 h".to_owned(),
        ("峰值" | "瞬时值" | "瞬时最大值" | "peak value" | "instantaneous value", "") => {
            "peak".to_owned()
        }
        (_, "") => "median".to_owned(),
        (number, unit) if unit.starts_with('h') || unit == "小时" => hours(number, 1),
        (number, unit) if unit.starts_with('d') || matches!(unit, "天" | "日") => {
            hours(number, 24)
        }
        (number, _) => format!("{number} min"),
    }
}

/// Whether a force demands, advises, permits or forbids.
pub(super) fn has_force(modality: Modality) -> bool {
    !matches!(modality, Modality::Statement | Modality::External | Modality::Can | Modality::Cannot)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn method(text: &str) -> Method {
        let mut method = Method::default();
        method.read(text);
        method
    }

    #[test]
    fn statistics_are_told_apart() {
        assert!(method("24 h 平均浓度").differs(&method("the 1-hour mean concentration")));
        assert!(!method("日平均浓度").differs(&method("the daily mean")));
        assert!(!method("浓度").differs(&method("日平均浓度")));
        assert!(method("按 GB/T 99951 测定").differs(&method("按 GB/T 99952 的规定测定")));
        assert!(!method("measured according to ISO 99951").differs(&method("按 GB/T 99952 测定")));
    }
}
