//! What it costs to verify adoptions, and how well planted deviations are found: 1,000 made-up
//! documents, each the adoption of another, of 100 clauses each; half of them translations.
//!
//! `cargo bench --bench adoption` prints seconds and, by kind of deviation, how many were planted,
//! found, and told where nothing was planted. `-- 100` takes 100 pairs instead.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::time::Instant;

use consonance::corpus::{Corpus, StandardId};
use consonance::reader::definition::Definition;
use consonance::reader::{Loaded, Reader};
use consonance::rule::{Policy, Profiles, RuleSet, check};
use consonance::source::{Encoding, SourceFile, SourceMap};
use rayon::prelude::*;

const CLAUSES: usize = 100;
/// Clauses with a planted deviation in each adoption, and as many with an editorial change.
const PLANTED: usize = 6;

/// Subjects in both languages, so that a translation can be made up too.
const SUBJECTS: &[(&str, &str)] = &[
    ("lamp", "灯具"),
    ("main switch", "总开关"),
    ("inlet pipe", "进水管"),
    ("service counter", "服务台"),
    ("waiting room", "等候室"),
    ("fire door", "防火门"),
    ("cold store", "冷库"),
    ("delivery van", "配送车"),
    ("ticket machine", "售票机"),
    ("loading ramp", "装卸坡道"),
    ("noise barrier", "隔声屏"),
    ("water tank", "水箱"),
    ("control panel", "控制面板"),
    ("battery pack", "电池组"),
    ("exit sign", "出口标志"),
    ("safety rail", "安全栏杆"),
    ("filter bag", "滤袋"),
    ("air duct", "风管"),
    ("guest room", "客房"),
    ("luggage trolley", "行李车"),
    ("test bench", "试验台"),
    ("steel frame", "钢架"),
    ("cable tray", "电缆桥架"),
    ("roof light", "天窗"),
    ("pressure valve", "压力阀"),
];

/// Where it is, so that no two clauses of a document are about one thing.
const PLACES: &[(&str, &str)] = &[
    ("in the main building", "主楼内"),
    ("on board", "船上"),
    ("at the entrance", "入口处"),
    ("in the workshop", "车间内"),
];

/// What was changed on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    Limit,
    Force,
    Reference,
    Dropped,
    Added,
    Editorial,
}

/// A small generator of pseudo-random numbers: the same corpus on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

/// The clause `at` of a document, in English or Chinese, with a change or without.
fn clause(doc: usize, at: usize, chinese: bool, change: Option<Change>) -> (String, String) {
    let mut random = Random((doc * CLAUSES + at) as u64 + 1);
    let subject = SUBJECTS[at % SUBJECTS.len()];
    let place = PLACES[at / SUBJECTS.len() % PLACES.len()];
    let other = SUBJECTS[(at + 1 + random.below(20)) % SUBJECTS.len()];
    let limit = 20 + random.below(60) + if change == Some(Change::Limit) { 7 } else { 0 };
    let days = 2 + random.below(20);
    let cited =
        90_000 + random.below(500) + if change == Some(Change::Reference) { 500 } else { 0 };
    let decimal = if change == Some(Change::Editorial) { "1,5" } else { "1.5" };
    let (colour, document) = if change == Some(Change::Editorial) {
        ("colour", "this International Standard")
    } else {
        ("color", "this document")
    };
    let weak = change == Some(Change::Force);
    let mut text = String::new();
    if chinese {
        let shall = if weak { "宜" } else { "应" };
        let (s, p, o) = (subject.1, place.1, other.1);
        let _ = write!(text, "{p}{s}的长度不应大于{limit} mm。运营单位{shall}保存{s}的记录。");
        let _ = match at % 3 {
            0 => write!(text, "{s}应按照ISO {cited}:2019进行试验。"),
            1 => write!(text, "{s}与{o}之间的距离不应小于{decimal} m，见ISO {cited}:2019。"),
            _ => write!(text, "{s}宜在{days} d内按照ISO {cited}:2019检查。"),
        };
        (format!("{p}{s}"), text)
    } else {
        let shall = if weak { "should" } else { "shall" };
        let (s, p, o) = (subject.0, place.0, other.0);
        let _ = write!(
            text,
            "The length of the {s} {p} shall not exceed {limit} mm. The operator {shall} keep a record of the {s} and its {colour}. "
        );
        let _ = match at % 3 {
            0 => write!(
                text,
                "The {s} shall be tested in accordance with ISO {cited}:2019 and with {document}."
            ),
            1 => write!(
                text,
                "The distance between the {s} and the {o} shall be not less than {decimal} m, see ISO {cited}:2019."
            ),
            _ => write!(
                text,
                "The {s} should be inspected within {days} days as specified in ISO {cited}:2019 and in {document}."
            ),
        };
        let mut title = format!("{s} {p}");
        title[..1].make_ascii_uppercase();
        (title, text)
    }
}

/// What is changed in an adoption, by clause.
fn changes(doc: usize) -> BTreeMap<usize, Change> {
    let mut random = Random(doc as u64 * 7919 + 5);
    let kinds = [Change::Limit, Change::Force, Change::Reference, Change::Dropped, Change::Added];
    let mut all = BTreeMap::new();
    for at in 0..PLANTED {
        all.entry(random.below(CLAUSES)).or_insert(kinds[(doc + at) % kinds.len()]);
    }
    for _ in 0..PLANTED {
        all.entry(random.below(CLAUSES)).or_insert(Change::Editorial);
    }
    all
}

fn is_translation(doc: usize) -> bool {
    doc % 2 == 1
}

fn definition(doc: usize, adopts: bool) -> String {
    let year = 2019;
    let mut text = if adopts {
        let number = 10_000 + doc;
        format!(
            "standard: GB/T {number}-2020\nadopts: [{{standard: \"ISO {}:{year}\", degree: MOD, deviations: []}}]\nclauses:\n",
            50_000 + doc
        )
    } else {
        format!("standard: \"ISO {}:{year}\"\nclauses:\n", 50_000 + doc)
    };
    let changes = if adopts { changes(doc) } else { BTreeMap::new() };
    for chapter in 0..CLAUSES / 10 {
        let _ = write!(
            text,
            "  - number: \"{}\"\n    title: Group {chapter}\n    clauses:\n",
            chapter + 1
        );
        for at in chapter * 10..chapter * 10 + 10 {
            let change = changes.get(&at).copied();
            if change == Some(Change::Dropped) {
                continue;
            }
            let (title, words) = clause(doc, at, adopts && is_translation(doc), change);
            let number = at % 10 + 1;
            let _ = writeln!(
                text,
                "      - {{number: \"{}.{number}\", title: \"{title}\", text: \"{words}\"}}",
                chapter + 1
            );
            if change == Some(Change::Added) {
                let (title, words) = if adopts && is_translation(doc) {
                    ("国内要求", "经营者应每年向主管部门报送服务质量报告。")
                } else {
                    (
                        "Reports",
                        "The operator shall send a report on complaints to the authority every year.",
                    )
                };
                let _ = writeln!(
                    text,
                    "      - {{number: \"{}.{number}A\", title: \"{title}\", text: \"{words}\"}}",
                    chapter + 1
                );
            }
        }
    }
    text
}

fn main() {
    let pairs: usize = std::env::args().skip(1).find_map(|it| it.parse().ok()).unwrap_or(1_000);
    let texts: Vec<String> = (0..pairs)
        .into_par_iter()
        .flat_map_iter(|doc| [definition(doc, true), definition(doc, false)])
        .collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    let start = Instant::now();
    let mut sources = SourceMap::new();
    let ids: Vec<_> = texts
        .into_iter()
        .enumerate()
        .map(|(at, text)| {
            sources.add(|id| SourceFile::text_file(id, format!("{at}.yaml"), Encoding::Utf8, text))
        })
        .collect();
    let standards = ids
        .par_iter()
        .flat_map_iter(|id| Definition.read(sources.file(*id), &sources).standards)
        .collect();
    let corpus = Corpus::build(
        Loaded { sources, standards, ..Loaded::default() },
        "2026-01-01".parse().unwrap(),
    );
    let read = start.elapsed();
    let judged: Vec<StandardId> =
        corpus.ids().filter(|id| !corpus.standard(*id).adopts.is_empty()).collect();
    let mut policy = Policy::new(Profiles::built_in().unwrap(), judged);
    policy.select = ["ADO003", "ADO004", "ADO008", "ADO010", "HAR"].map(str::to_owned).to_vec();
    let rules = RuleSet::built_in().unwrap();
    let start = Instant::now();
    let outcome = check(&rules, &corpus, &policy);
    let checked = start.elapsed();
    println!(
        "{pairs} pairs of {CLAUSES} clauses, {:.1} MB: read in {:.2} s, verified in {:.2} s on {} threads",
        bytes as f64 / 1e6,
        read.as_secs_f64(),
        checked.as_secs_f64(),
        rayon::current_num_threads(),
    );
    accuracy(pairs, &outcome.findings);
}

/// Sets what was told against what was planted, clause by clause.
fn accuracy(pairs: usize, findings: &[consonance::finding::Finding]) {
    let mut told: BTreeSet<(usize, String)> = BTreeSet::new();
    for finding in findings {
        let doc: usize =
            finding.standard["GB/T ".len()..].split('-').next().unwrap().parse().unwrap();
        // A clause that was left out is told by the source's words.
        let clause = if finding.rule == "HAR002" {
            finding.related.first().and_then(|it| it.clause.clone())
        } else {
            finding.clause.clone()
        };
        told.insert((doc - 10_000, clause.unwrap_or_default()));
    }
    let mut counts: BTreeMap<(bool, Change), (usize, usize)> = BTreeMap::new();
    let mut planted: BTreeSet<(usize, String)> = BTreeSet::new();
    for doc in 0..pairs {
        for (at, change) in changes(doc) {
            let letter = if change == Change::Added { "A" } else { "" };
            let name = (doc, format!("{}.{}{letter}", at / 10 + 1, at % 10 + 1));
            let count = counts.entry((is_translation(doc), change)).or_default();
            count.0 += 1;
            count.1 += usize::from(told.contains(&name));
            if change != Change::Editorial {
                planted.insert(name);
            }
        }
    }
    for ((translated, change), (all, found)) in counts {
        let languages = if translated { "zh of en" } else { "en of en" };
        println!("  {languages} {change:?}: {found} of {all} told");
    }
    let wrong: Vec<_> = told.difference(&planted).collect();
    println!(
        "  clauses told without a cause: {} {:?}",
        wrong.len(),
        wrong.iter().take(5).collect::<Vec<_>>()
    );
}
