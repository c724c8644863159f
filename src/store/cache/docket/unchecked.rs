//! What could not be checked, as it is kept: said of many documents in the same words.

use std::sync::Arc;

use indexmap::{IndexMap, IndexSet};
use serde::{Deserialize, Serialize};

use crate::finding::NotCheckable;
use crate::rule::joined;
use crate::source::Bilingual;

/// What could not be checked, by who would have to say more, reason and file.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Unchecked<'a> {
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

impl<'a> Unchecked<'a> {
    pub(super) fn of(all: impl Iterator<Item = (u32, &'a NotCheckable)>) -> Self {
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
    pub(super) fn without(&self, touched: &[bool]) -> Option<Vec<NotCheckable>> {
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
