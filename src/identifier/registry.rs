//! What the data files say: publishers, Chinese sector codes, administrative divisions.
//!
//! The files under `data/` are tables with tab-separated columns, `#` starts a comment line; they
//! are embedded and read once.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::Grammar;
use crate::model::Level;

/// A publisher that the registry knows.
#[derive(Clone, Debug)]
pub struct Publisher {
    /// The letters with which its identifiers begin, folded.
    pub token: &'static str,
    /// The family that reads them.
    pub grammar: Grammar,
    /// Rank of the body.
    pub level: Level,
    /// Where its documents apply: a country code, `EU`, `EASC`, `world`.
    pub jurisdiction: &'static str,
    /// Name in English.
    pub name: &'static str,
}

/// A code of Chinese sector standards or another Chinese series.
#[derive(Clone, Debug)]
pub struct SectorCode {
    /// The code, `HB`.
    pub code: &'static str,
    /// Rank of its documents.
    pub level: Level,
    /// Letters that may follow after a slash.
    pub kinds: &'static str,
    /// Name of the sector in Chinese.
    pub name_zh: &'static str,
    /// Name of the sector in English.
    pub name_en: &'static str,
    /// Who approves the standards, where known.
    pub authority: &'static str,
    /// Whether somebody has checked the row.
    pub verified: bool,
}

pub(super) struct Registry {
    pub(super) publishers: Vec<Publisher>,
    families: FxHashMap<&'static str, Vec<Grammar>>,
    by_token: FxHashMap<&'static str, usize>,
    sectors: FxHashMap<&'static str, SectorCode>,
    divisions: FxHashMap<&'static str, &'static str>,
}

static REGISTRY: LazyLock<Registry> = LazyLock::new(|| {
    Registry::read(
        include_str!("../../data/publishers.tsv"),
        include_str!("../../data/sector-codes.tsv"),
        include_str!("../../data/divisions.tsv"),
    )
});

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| line.split('\t').map(str::trim).collect())
}

impl Registry {
    fn read(publishers: &'static str, sectors: &'static str, divisions: &'static str) -> Self {
        let mut registry = Self {
            publishers: Vec::new(),
            families: FxHashMap::default(),
            by_token: FxHashMap::default(),
            sectors: FxHashMap::default(),
            divisions: FxHashMap::default(),
        };
        for row in rows(sectors) {
            let &[code, level, kinds, name_zh, name_en, authority, verified] = row.as_slice()
            else {
                continue;
            };
            registry.families.entry(code).or_default().push(Grammar::Gb);
            registry.sectors.insert(
                code,
                SectorCode {
                    code,
                    level: Level::from_word(level).unwrap_or(Level::Unknown),
                    kinds,
                    name_zh,
                    name_en,
                    authority,
                    verified: verified == "y",
                },
            );
        }
        for row in rows(publishers) {
            let &[token, grammar, level, jurisdiction, name] = row.as_slice() else { continue };
            let Some(grammar) = Grammar::from_word(grammar) else { continue };
            let families = registry.families.entry(token).or_default();
            if !families.contains(&grammar) {
                families.push(grammar);
            }
            registry.by_token.entry(token).or_insert(registry.publishers.len());
            registry.publishers.push(Publisher {
                token,
                grammar,
                level: Level::from_word(level).unwrap_or(Level::Unknown),
                jurisdiction,
                name,
            });
        }
        for row in rows(divisions) {
            if let &[code, name] = row.as_slice() {
                registry.divisions.insert(code, name);
            }
        }
        registry
    }

    pub(super) fn get() -> &'static Self {
        &REGISTRY
    }

    /// Families whose identifiers may begin with `token`, most likely first.
    pub(super) fn families(&self, token: &str) -> &[Grammar] {
        self.families.get(token).map_or(&[], Vec::as_slice)
    }

    pub(super) fn publisher(&self, token: &str) -> Option<&Publisher> {
        self.publishers.get(*self.by_token.get(token)?)
    }

    pub(super) fn sector(&self, code: &str) -> Option<&SectorCode> {
        self.sectors.get(code)
    }

    pub(super) fn division(&self, code: &str) -> Option<&'static str> {
        self.divisions.get(code).copied()
    }

    /// Every token, in the order of the data files.
    pub(super) fn tokens(&self) -> impl Iterator<Item = &'static str> {
        let mut codes: Vec<_> = self.sectors.keys().copied().collect();
        codes.sort_unstable();
        codes.into_iter().chain(self.publishers.iter().map(|it| it.token))
    }
}

/// What is known about a Chinese sector code.
#[must_use]
pub fn sector_code(code: &str) -> Option<&'static SectorCode> {
    Registry::get().sector(code)
}

/// What is known about the publisher whose identifiers begin with `token` (folded).
#[must_use]
pub fn publisher(token: &str) -> Option<&'static Publisher> {
    Registry::get().publisher(token)
}

/// Name of an administrative division of China by its 2- or 4-digit code (GB/T 2260).
#[must_use]
pub fn division_name(code: &str) -> Option<&'static str> {
    Registry::get().division(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        let lines = |table: &'static str| rows(table).count();
        let registry = Registry::get();
        assert_eq!(registry.publishers.len(), lines(include_str!("../../data/publishers.tsv")));
        assert_eq!(registry.sectors.len(), lines(include_str!("../../data/sector-codes.tsv")));
        assert_eq!(registry.divisions.len(), lines(include_str!("../../data/divisions.tsv")));
        for publisher in &registry.publishers {
            assert_ne!(publisher.level, Level::Unknown, "{}", publisher.token);
            assert_eq!(super::super::fold(publisher.token), publisher.token);
        }
    }

    #[test]
    fn traps_of_the_field() {
        assert_eq!(sector_code("HB").map(|it| it.name_en), Some("Aviation"));
        assert_eq!(sector_code("DB").map(|it| it.name_en), Some("Seismology"));
        assert_eq!(division_name("4403"), Some("深圳市"));
    }
}
