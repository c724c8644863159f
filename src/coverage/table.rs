//! The schemes that come with the program.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::read;
use super::scheme::{Codes, Scheme, Sector, number};
use crate::source::{Bilingual, Encoding, FileId, SourceFile};

/// The GATS services sectoral classification list, W/120.
#[must_use]
pub fn gats() -> &'static Scheme {
    static GATS: LazyLock<Scheme> = LazyLock::new(|| {
        let text = include_str!("../../data/sectors/gats-w120.yaml");
        let path = "data/sectors/gats-w120.yaml";
        let file = SourceFile::text_file(FileId::from_index(0), path, Encoding::Utf8, text);
        read::scheme(&file).0.unwrap_or_else(|| Scheme::empty("gats-w120"))
    });
    &GATS
}

/// The International Classification for Standards, 7th edition.
#[must_use]
pub fn ics() -> &'static Scheme {
    static ICS: LazyLock<Scheme> = LazyLock::new(|| {
        let sectors = rows(include_str!("../../data/ics.tsv"));
        let title = Bilingual::new(
            "International Classification for Standards, 7th edition",
            "国际标准分类法（ICS）第 7 版",
        );
        match Scheme::new("ics".to_owned(), title, sectors) {
            Ok(scheme) => Scheme { codes: Codes::Ics, ..scheme },
            Err(_) => Scheme::empty("ics"),
        }
    });
    &ICS
}

/// Code, English and Chinese title, apart by tabs; a code lies under the one that it begins with.
fn rows(table: &str) -> Vec<Sector> {
    let mut places: FxHashMap<&str, u32> = FxHashMap::default();
    let mut sectors = Vec::new();
    for line in table.lines().filter(|it| !it.is_empty() && !it.starts_with('#')) {
        let mut cells = line.split('\t');
        let (code, en) = (cells.next().unwrap_or(""), cells.next().unwrap_or(""));
        let zh = cells.next().unwrap_or(en);
        let parent = code.rsplit_once('.').and_then(|(above, _)| places.get(above).copied());
        places.insert(code, number(sectors.len()));
        sectors.push(Sector {
            code: code.to_owned(),
            title: Bilingual::new(en, zh),
            parent,
            verified: true,
            ..Sector::default()
        });
    }
    sectors
}
