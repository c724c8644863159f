//! Synthetic catalogues: as many standards as wanted, ten references each, always the same for a
//! seed, as definitions or as Relaton writes them.
//!
//! Every third document is the second edition of the one before it. Of ten references seven name an
//! edition, two a document, one what is not in the catalogue.
#![allow(dead_code, reason = "each benchmark uses a part")]

use std::fmt::Write as _;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// References of each standard.
pub(crate) const REFERENCES: usize = 10;

/// How a catalogue is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Definitions, one document a standard.
    Definition,
    /// As the data sets of Relaton do.
    Relaton,
}

/// A catalogue.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Catalogue {
    standards: usize,
    seed: u64,
}

/// A small generator of numbers (splitmix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % limit.max(1) as u64).unwrap_or(0)
    }
}

/// The identifier of the standard at a place of the catalogue.
fn name(at: usize) -> String {
    let number = 10_000 + at / 3;
    match at % 3 {
        0 => format!("ISO {number}:2015"),
        1 => format!("GB/T {number}-2009"),
        _ => format!("GB/T {number}-2019"),
    }
}

impl Catalogue {
    /// A catalogue of so many standards.
    pub(crate) fn new(standards: usize) -> Self {
        Self { standards, seed: 4 }
    }

    /// The same with other references.
    pub(crate) fn seeded(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// How many standards there are.
    pub(crate) fn len(&self) -> usize {
        self.standards
    }

    /// The references of a standard as written.
    pub(crate) fn references(&self, at: usize) -> [String; REFERENCES] {
        let mut numbers = Numbers(self.seed ^ (at as u64).wrapping_mul(0xD134_2543_DE82_EF95));
        std::array::from_fn(|reference| {
            let to = numbers.below(self.standards);
            match reference {
                7 | 8 => format!("ISO {}", 10_000 + to / 3),
                9 => format!("IEC {}:1999", 10_000 + to / 3),
                _ => name(to),
            }
        })
    }

    /// The standards at `places`, one document each.
    pub(crate) fn text(&self, format: Format, places: Range<usize>) -> String {
        let mut text = String::with_capacity(places.len() * 640);
        for at in places {
            match format {
                Format::Definition => self.definition(at, &mut text),
                Format::Relaton => self.relaton(at, &mut text),
            }
        }
        text
    }

    fn definition(&self, at: usize, text: &mut String) {
        let references = self.references(at);
        let list = |range: Range<usize>| references[range].join(", ");
        let status = if at % 3 == 1 { "replaced" } else { "current" };
        let _ = write!(
            text,
            "---\nstandard: {}\ntitle: {{zh: 产品 {at} 通用技术要求, en: \"Product {at}: general requirements\"}}\n\
             status: {status}\ndates: {{published: {}-03-01, effective: {}-10-01}}\n",
            name(at),
            year(at),
            year(at)
        );
        if at % 3 == 2 {
            let _ = writeln!(text, "replaces: [{}]", name(at - 1));
        }
        let _ = write!(
            text,
            "references:\n  normative: [{}]\n  informative:\n    - {}\n    - {}\n",
            list(0..8),
            references[8],
            references[9]
        );
    }

    fn relaton(&self, at: usize, text: &mut String) {
        let name = name(at);
        let body = if at.is_multiple_of(3) { "ISO" } else { "GB" };
        let key: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        let _ = write!(
            text,
            "---\nschema-version: v1.2.9\nid: {key}\ntype: standard\ntitle:\n\
             - {{content: \"Product {at}: general requirements\", language: [en], type: main}}\n\
             - {{content: 产品 {at} 通用技术要求, language: [zh], type: main}}\n\
             docid:\n- {{id: {name}, type: {body}, primary: true}}\n\
             date:\n- {{type: published, value: '{}-03-01'}}\n\
             docstatus: {{stage: {{value: '60'}}, substage: {{value: '60'}}}}\nrelation:\n",
            year(at)
        );
        if at % 3 == 2 {
            relation(text, "obsoletes", &self::name(at - 1));
        }
        for reference in self.references(at) {
            relation(text, "cites", &reference);
        }
        text.push_str(
            "ext:\n  doctype: {type: standard}\n  ics: [{code: 03.080.01, text: Services}]\n",
        );
    }

    /// Writes the catalogue into a folder, so many standards a file, and gives the files.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub(crate) fn write(
        &self,
        folder: &Path,
        format: Format,
        standards_a_file: usize,
    ) -> io::Result<Vec<PathBuf>> {
        std::fs::create_dir_all(folder)?;
        let file = |from: usize| {
            let to = (from + standards_a_file).min(self.standards);
            let path = folder.join(format!("{from:07}.yaml"));
            std::fs::write(&path, self.text(format, from..to))?;
            Ok(path)
        };
        (0..self.standards).step_by(standards_a_file.max(1)).map(file).collect()
    }
}

fn year(at: usize) -> u16 {
    match at % 3 {
        0 => 2015,
        1 => 2009,
        _ => 2019,
    }
}

fn relation(text: &mut String, kind: &str, to: &str) {
    let body = to.split([' ', '/']).next().unwrap_or("");
    let _ = writeln!(
        text,
        "- type: {kind}\n  bibitem:\n    docid:\n    - {{id: {to}, type: {body}, primary: true}}\n    type: standard"
    );
}

/// A catalogue in which each standard refers to the next, as definitions: the longest chain there
/// can be.
pub(crate) fn chain(places: Range<usize>, standards: usize) -> String {
    let mut text = String::with_capacity(places.len() * 110);
    for at in places {
        let _ = writeln!(text, "---\nstandard: T/EXAMPLE {}-2021\nstatus: current", at + 1);
        if at + 1 < standards {
            let _ = writeln!(text, "references:\n  normative: [T/EXAMPLE {}-2021]", at + 2);
        }
    }
    text
}

/// A draft of about so many bytes: clauses with sentences in two languages, references, terms.
pub(crate) fn draft(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 1024);
    text.push_str(
        "standard: T/EXAMPLE 1-2021\ntitle: {zh: 服务评价通则, en: General principles of evaluation}\n\
         status: draft\nreferences:\n  normative: [GB/T 99901-2016, \"ISO 99904:2020\"]\n\
         clauses:\n  - {number: \"1\", element: scope, title: {zh: 范围, en: Scope}, text: {zh: 本文件规定了服务评价的要求。, en: This document specifies requirements for evaluation.}}\n",
    );
    let mut clause = 2;
    while text.len() < bytes {
        let _ = write!(
            text,
            "  - number: \"{clause}\"\n    title: {{zh: 要求 {clause}, en: Requirements {clause}}}\n    clauses:\n"
        );
        for part in 1..=8 {
            let _ = write!(
                text,
                "      - number: \"{clause}.{part}\"\n        title: {{zh: 指标 {part}, en: Value {part}}}\n        text:\n\
                 \x20         zh: 室内噪声不应大于 {part}5 dB(A)。测量按 GB/T 99901-2016 中 5.{part} 的规定进行，见 {clause}.1。\n\
                 \x20         en: The noise indoors shall not exceed {part}5 dB(A). It should be measured as ISO 99904:2020, 5.{part} says, see {clause}.1.\n"
            );
        }
        clause += 1;
    }
    text
}

/// `clauses` clauses of which each names three others: what tools for requirements read.
pub(crate) fn linked_clauses(clauses: usize) -> Vec<(usize, [usize; 3])> {
    let mut numbers = Numbers(11);
    (0..clauses).map(|at| (at, std::array::from_fn(|_| numbers.below(clauses)))).collect()
}

/// So many edges between so many nodes.
pub(crate) fn random_edges(nodes: u32, edges: u32) -> Vec<(u32, u32)> {
    let mut numbers = Numbers(7);
    let mut end = || u32::try_from(numbers.below(nodes as usize)).unwrap_or(0);
    (0..edges).map(|_| (end(), end())).collect()
}
