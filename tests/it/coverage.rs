//! The standards system: schemes, plans, states, totals.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use consonance::corpus::Corpus;
use consonance::coverage::{
    AspectList, GapKind, Matrix, MatrixCell, Plan, Scheme, State, gats, ics,
};
use consonance::reader::definition::Definition;
use consonance::reader::{Loaded, Reader};
use consonance::source::{Encoding, SourceFile, SourceMap};
use proptest::prelude::*;
use serde_json::Value;

use crate::shared_data::shared_data;

fn corpus(text: &str) -> Corpus {
    let mut sources = SourceMap::new();
    let id = sources.add(|id| SourceFile::text_file(id, "corpus.yaml", Encoding::Utf8, text));
    let reading = Definition.read(sources.file(id), &sources);
    assert!(reading.problems.is_empty(), "{:#?}", reading.problems);
    let loaded = Loaded {
        sources,
        standards: reading.standards,
        systems: reading.systems,
        ..Loaded::default()
    };
    Corpus::build(loaded, "2026-01-01".parse().unwrap())
}

fn matrix_in(text: &str, scheme: &Scheme) -> Matrix {
    let corpus = corpus(text);
    let systems: Vec<u32> = (0..).take(corpus.systems().len()).collect();
    let plan = Plan::of(&corpus, &systems, scheme, AspectList::built_in());
    Matrix::build(&corpus, scheme, AspectList::built_in(), &plan, false)
}

fn matrix(text: &str) -> Matrix {
    matrix_in(text, gats())
}

fn cell<'m>(matrix: &'m Matrix, sector: &str, aspect: &str) -> Option<&'m MatrixCell> {
    matrix.cells.iter().find(|it| it.sector == sector && it.aspect == aspect)
}

fn state(matrix: &Matrix, sector: &str, aspect: &str) -> State {
    cell(matrix, sector, aspect).map_or(State::Empty, |it| it.state)
}

/// A standard in force, in one line.
fn standard(id: &str, sectors: &str, aspects: &str) -> String {
    format!(
        "  - {{standard: \"{id}\", title: {{zh: 服务}}, status: current, \
         classification: {{sectors: [{sectors}], aspects: [{aspects}]}}}}\n"
    )
}

#[test]
fn the_tables_are_whole() {
    assert_eq!(ics().sectors().len(), 1381);
    let twelve = gats().sectors().iter().filter(|it| it.parent.is_none()).count();
    assert_eq!((twelve, gats().leaves().len()), (12, 56));
    let verified: Vec<&str> =
        gats().sectors().iter().filter(|it| it.verified).map(|it| it.code.as_str()).collect();
    assert_eq!(verified, ["1.A", "1.B", "1.C", "1.D", "1.E", "1.F", "6.C"]);
    let list = AspectList::built_in();
    let groups: Vec<&str> = list.groups.iter().map(|it| it.key.as_str()).collect();
    assert_eq!(
        groups,
        ["general", "support", "provision", "evaluation", "complaint", "digital", "interface"]
    );
    assert_eq!(list.aspects.len(), 13);
    for scheme in [gats(), ics()] {
        for sector in scheme.sectors() {
            assert!(!sector.title.en.is_empty() && !sector.title.zh.is_empty(), "{}", sector.code);
        }
    }
    let heads = list.aspects.iter().map(|it| (it.short.en.len(), it.short.zh.chars().count()));
    assert!(heads.clone().all(|it| it == (4, 2)), "{:?}", heads.collect::<Vec<_>>());
    // Marks of the source are kept: `**` a part of the code, `*` a component.
    let cpc = |code: &str| gats().get(code).unwrap().cpc.clone();
    assert_eq!(cpc("7.A"), ["812**"]);
    let parts = &gats().get("1.F").unwrap().parts;
    assert!(parts.iter().any(|it| it.cpc == ["87909*"]));
}

#[test]
fn the_notice_of_the_code_table_goes_along() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let notice = fs::read_to_string(root.join("data/ics-LICENSE.md")).unwrap();
    assert!(notice.contains("MIT License") && notice.contains("WITHOUT WARRANTY OF ANY KIND"));
    let table = fs::read_to_string(root.join("data/ics.tsv")).unwrap();
    assert!(table.starts_with('#') && table.contains("data/ics-LICENSE.md"));
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    assert!(!manifest.contains("\"/data"), "a package without data would lack the notice");
}

#[test]
fn the_code_table_is_that_of_its_source() {
    let Some(path) = shared_data("ics/ics-ed7.json") else { return };
    let list: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    for entry in list.as_array().unwrap() {
        let code = entry["code"].as_str().unwrap();
        let sector = ics().get(code).unwrap_or_else(|| panic!("no {code}"));
        assert_eq!(sector.title.en, entry["description"].as_str().unwrap().trim());
    }
}

#[test]
fn spellings_of_aspects_are_many() {
    let list = AspectList::built_in();
    let key = |word: &str| {
        let range = list.resolve(word)?;
        Some(list.aspects[range].iter().map(|it| it.key.as_str()).collect::<Vec<_>>().join(" "))
    };
    for (word, means) in [
        ("quality", "quality"),
        ("Service_Quality", "quality"),
        ("服务质量", "quality"),
        ("provision", "process quality"),
        ("服务保障", "facility safety information personnel"),
        (" Digital and Data ", "digital"),
        ("消费者", "complaint"),
    ] {
        assert_eq!(key(word).as_deref(), Some(means), "{word}");
    }
    assert_eq!(key("colour"), None);
    assert_eq!(list.resolve("*"), Some(0..13));
}

#[test]
fn codes_mean_what_the_scheme_says() {
    let leaves = |code: &str| {
        let found = gats().resolve(code)?;
        let codes = gats().leaves_of(found.sector).map(|at| gats().leaf(at).unwrap().code.clone());
        Some(codes.collect::<Vec<_>>().join(" "))
    };
    assert_eq!(leaves("9").as_deref(), Some("9.A 9.B 9.C 9.D"));
    assert_eq!(leaves("9.B").as_deref(), Some("9.B"));
    assert_eq!(leaves("1.F.p").as_deref(), Some("1.F"));
    assert_eq!(leaves("12").as_deref(), Some("12"));
    assert_eq!((leaves("9.Z"), leaves("99"), leaves("")), (None, None, None));
}

/// One plan that has a cell in every state.
const EVERY_STATE: &str = r#"
system:
  most_of_a_level: 2
  coverage:
    - {sector: "9.A", aspect: [terms, symbols, classification], required: true}
    - {sector: "9.B", aspect: [process, quality], required: true, min_level: national}
    - {sector: "9.C", aspect: "*", na_reason: 不提供}
    - {sector: "9.D", aspect: [digital, interface], required: true}
standards:
  - {standard: GB/T 99901-2024, title: {zh: 住宿}, status: current, dates: {published: 2024-01-01}, classification: {sectors: ["9.A"], aspects: [terms]}}
  - {standard: GB/T 99902-2026, title: {zh: 住宿}, status: draft, classification: {sectors: ["9.A"], aspects: [classification]}}
  - {standard: "ISO 99901:2022", title: {en: Agencies}, status: current, classification: {sectors: ["9.B"], aspects: [process]}}
  - {standard: T/EXAMPLE 1-2023, title: {zh: 旅行社}, status: current, classification: {sectors: ["9.B"], aspects: [quality]}}
  - {standard: GB/T 99903-2010, title: {zh: 其他旅游}, status: current, dates: {published: 2010-05-01}, classification: {sectors: ["9.D"], aspects: [digital]}}
  - {standard: GB/T 99904-2019, title: {zh: 接口}, classification: {sectors: ["9.D"], aspects: [interface]}}
  - {standard: LB/T 99901-2023, title: {zh: 行程}, status: current, classification: {sectors: ["9.D"], aspects: [process]}}
  - {standard: LB/T 99902-2023, title: {zh: 票务}, status: current, classification: {sectors: ["9.D"], aspects: [process]}}
  - {standard: LB/T 99903-2023, title: {zh: 咨询}, status: current, classification: {sectors: ["9.D"], aspects: [process]}}
"#;

#[test]
fn every_state_is_reached() {
    let matrix = matrix(EVERY_STATE);
    let expected = [
        ("9.A", "terms", State::Covered),
        ("9.A", "symbols", State::Missing),
        ("9.A", "classification", State::Planned),
        ("9.B", "process", State::InternationalOnly),
        ("9.B", "quality", State::AssociationOnly),
        ("9.D", "digital", State::Stale),
        ("9.D", "process", State::Oversupplied),
        ("9.C", "terms", State::NotApplicable),
        ("10.A", "terms", State::Empty),
        ("9.D", "interface", State::Unknown),
    ];
    for (sector, aspect, wanted) in expected {
        assert_eq!(state(&matrix, sector, aspect), wanted, "{sector} {aspect}");
    }
    let reached: BTreeSet<State> = expected.iter().map(|it| it.2).collect();
    assert_eq!(reached.len(), State::ALL.len());
    for state in State::ALL {
        assert!(matrix.totals.of(state) > 0, "{}", state.as_str());
    }
    // An association standard is below the national level that the plan wants; an ISO standard not.
    assert!(cell(&matrix, "9.B", "quality").unwrap().below_minimum);
    assert!(!cell(&matrix, "9.B", "process").unwrap().below_minimum);
    let gaps: Vec<(GapKind, usize)> =
        matrix.gaps().iter().map(|it| (it.kind, it.cells.len())).collect();
    assert_eq!(
        gaps,
        [
            (GapKind::Missing, 1),
            (GapKind::InternationalOnly, 1),
            (GapKind::Planned, 1),
            (GapKind::BelowMinimum, 1),
            (GapKind::Stale, 1),
            (GapKind::Unknown, 1),
        ]
    );
    let t = &matrix.totals;
    assert_eq!((t.cells, t.not_applicable, t.applicable), (728, 13, 715));
    assert_eq!((t.required, t.required_filled, t.filled), (7, 4, 6));
}

#[test]
fn a_standard_on_a_sector_above_fills_all_its_leaves() {
    let text = format!("standards:\n{}", standard("GB/T 99901-2024", "\"9\"", "provision"));
    let matrix = matrix(&text);
    let filled: Vec<(&str, &str)> =
        matrix.cells.iter().map(|it| (it.sector.as_str(), it.aspect.as_str())).collect();
    let expected: Vec<(&str, &str)> = ["9.A", "9.B", "9.C", "9.D"]
        .iter()
        .flat_map(|sector| [(*sector, "process"), (*sector, "quality")])
        .collect();
    assert_eq!(filled, expected);
    assert_eq!(matrix.levels.iter().map(|it| it.count).sum::<usize>(), 1, "one standard, once");
}

#[test]
fn only_what_is_in_force_fills_a_cell() {
    for (status, expected) in [
        ("status: current", State::Covered),
        ("status: confirmed", State::Covered),
        ("status: draft", State::Planned),
        ("dates: {published: 2025-10-01, effective: 2026-06-01}", State::Planned),
        ("status: withdrawn", State::Empty),
        ("status: replaced", State::Empty),
        ("public: true", State::Unknown),
    ] {
        let text = format!(
            "standards:\n  - {{standard: GB/T 99901-2024, {status}, \
             classification: {{sectors: [\"9.B\"], aspects: [quality]}}}}\n"
        );
        assert_eq!(state(&matrix(&text), "9.B", "quality"), expected, "{status}");
    }
}

#[test]
fn what_has_no_cell_is_counted_by_the_reason() {
    let text = "\
standards:
  - {standard: GB/T 99901-2024, status: current}
  - {standard: GB/T 99902-2024, status: current, classification: {sectors: ['9.B'], aspects: []}}
  - {standard: GB/T 99903-2024, status: current, classification: {ics: ['03.200'], aspects: [quality]}}
  - {standard: GB/T 99904-2024, status: current, classification: {sectors: ['9.Z'], aspects: [quality]}}
  - {standard: GB/T 99905-2024, status: current, classification: {sectors: ['9.B'], aspects: [colour]}}
  - {standard: GB/T 99906-2024, status: current, classification: {sectors: ['9.B', '9.Z'], aspects: [quality]}}
  - {standard: GB/T 99907-2014, status: withdrawn, classification: {sectors: ['9.B'], aspects: [quality]}}
  - {standard: GB/T 99908-2024, status: current, amends: [GB/T 99906-2024], classification: {sectors: ['9.B'], aspects: [quality]}}
  - {standard: GB/T 99906-2024, status: current}
";
    let matrix = matrix(text);
    let (t, u) = (&matrix.totals, &matrix.unclassified);
    assert_eq!((u.neither, u.no_aspect, u.no_sector), (1, 1, 1));
    assert_eq!((u.unknown_sector, u.unknown_aspect), (1, 1));
    assert_eq!((t.classified, t.unclassified), (1, 5));
    assert_eq!((t.ended, t.amendments, t.told_twice, t.standards), (1, 1, 1, 9));
    let unknown: Vec<(&str, &str, usize)> =
        matrix.unknown_codes.iter().map(|it| (it.of, it.code.as_str(), it.standards)).collect();
    assert_eq!(unknown, [("aspect", "colour", 1), ("sector", "9.Z", 2)]);
    assert_eq!(cell(&matrix, "9.B", "quality").unwrap().standards, ["GB/T 99906-2024"]);
}

#[test]
fn the_closer_entry_of_a_plan_counts() {
    let matrix = matrix(
        r#"
system:
  coverage:
    - {sector: "9.B", aspect: quality, na_reason: 由其他体系规定}
    - {sector: "*", aspect: "*", required: false}
    - {sector: "9", aspect: provision, required: true, min_level: sector}
    - {sector: ["9.C", "9.D"], aspect: [process], required: false}
standards: []
"#,
    );
    assert_eq!(state(&matrix, "9.A", "process"), State::Missing);
    assert_eq!(state(&matrix, "9.B", "process"), State::Missing);
    assert_eq!(state(&matrix, "9.B", "quality"), State::NotApplicable);
    assert_eq!(state(&matrix, "9.C", "process"), State::Empty);
    assert_eq!(matrix.totals.required, 8 - 1 - 2);
}

#[test]
fn what_a_plan_names_in_vain_is_said_at_its_line() {
    let matrix = matrix(
        "system:\n  coverage:\n    - {sector: '9.Z', aspect: quality, required: true}\n    - {sector: '9.B', aspect: colour, required: true}\n    - {sector: 1.F.p, aspect: quality, required: true}\n",
    );
    let faults: Vec<(u32, &str)> =
        matrix.plan_faults.iter().map(|it| (it.line, it.message.en.as_str())).collect();
    assert_eq!(
        faults,
        [
            (3, "\"9.Z\" is no sector of gats-w120"),
            (4, "\"colour\" is no aspect"),
            // Finer than the scheme: nobody can tell which standards fill it.
            (5, "\"1.F.p\" is no sector of gats-w120"),
        ]
    );
    assert_eq!(matrix.totals.required, 0);
}

#[test]
fn a_scheme_is_cut_at_a_depth() {
    let cut = gats().down_to(1);
    assert_eq!(cut.leaves().len(), 12);
    let text = "\
system:
  coverage:
    - {sector: '9.A', aspect: quality, required: true}
    - {sector: '9.B', aspect: quality, na_reason: 不提供}
    - {sector: '10', aspect: quality, na_reason: 不提供}
standards:
  - {standard: GB/T 99901-2024, status: current, classification: {sectors: ['9.C'], aspects: [quality]}}
";
    let matrix = matrix_in(text, &cut);
    assert!(matrix.plan_faults.is_empty());
    let nine = cell(&matrix, "9", "quality").unwrap();
    // One of its sectors needs none: that says nothing of the others.
    assert_eq!((nine.state, nine.required), (State::Covered, true));
    assert_eq!(state(&matrix, "10", "quality"), State::NotApplicable);
}

/// Standards of a few levels and states over a few sectors and aspects.
fn standards() -> impl Strategy<Value = String> {
    let identifier = prop::sample::select(vec!["GB/T 999", "ISO 999", "T/EXAMPLE ", "LB/T 999"]);
    let status =
        prop::sample::select(vec!["current", "draft", "withdrawn", "unknown", "confirmed"]);
    let sectors = prop::collection::vec(
        prop::sample::select(vec!["9", "9.A", "9.B", "10", "12", "9.Z"]),
        0..3,
    );
    let aspects = prop::collection::vec(
        prop::sample::select(vec!["general", "terms", "quality", "provision", "colour"]),
        0..3,
    );
    let one = (identifier, status, sectors, aspects);
    prop::collection::vec(one, 0..24).prop_map(|all| {
        let mut text = String::from("standards:\n");
        for (at, (identifier, status, sectors, aspects)) in all.into_iter().enumerate() {
            let year = if identifier.starts_with("ISO") { ":2024" } else { "-2024" };
            let sectors: Vec<String> = sectors.iter().map(|it| format!("'{it}'")).collect();
            text.push_str(&format!(
                "  - {{standard: \"{identifier}{at:02}{year}\", status: {status}, \
                 classification: {{sectors: [{}], aspects: [{}]}}}}\n",
                sectors.join(", "),
                aspects.join(", ")
            ));
        }
        if text.lines().count() == 1 { "standards: []\n".to_owned() } else { text }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Nothing is lost and nothing is counted twice.
    #[test]
    fn totals_add_up(text in standards(), plan in prop::bool::ANY) {
        let plan = if plan {
            "system:\n  coverage:\n    - {sector: '9', aspect: provision, required: true}\n    \
             - {sector: '12', aspect: '*', na_reason: 无}\n"
        } else {
            ""
        };
        let matrix = matrix(&format!("{plan}{text}"));
        let t = &matrix.totals;
        let states: usize = State::ALL.iter().map(|it| t.of(*it)).sum();
        prop_assert_eq!(states, t.cells);
        prop_assert_eq!(t.applicable, t.cells - t.not_applicable);
        let filled: usize =
            State::ALL.iter().filter(|it| it.is_filled()).map(|it| t.of(*it)).sum();
        prop_assert_eq!(filled, t.filled);
        prop_assert_eq!(
            t.classified + t.unclassified + t.ended + t.amendments + t.told_twice,
            t.standards
        );
        let u = &matrix.unclassified;
        prop_assert_eq!(
            u.neither + u.no_sector + u.no_aspect + u.unknown_sector + u.unknown_aspect,
            t.unclassified
        );
        for (covered, of, required, required_covered) in [
            matrix.by_sector.iter().fold((0, 0, 0, 0), |s, it| {
                (s.0 + it.covered, s.1 + it.of, s.2 + it.required, s.3 + it.required_covered)
            }),
            matrix.by_aspect.iter().fold((0, 0, 0, 0), |s, it| {
                (s.0 + it.covered, s.1 + it.of, s.2 + it.required, s.3 + it.required_covered)
            }),
        ] {
            prop_assert_eq!(covered, t.filled);
            prop_assert_eq!(of, t.applicable);
            prop_assert_eq!(required, t.required);
            prop_assert_eq!(required_covered, t.required_filled);
        }
        for cell in &matrix.cells {
            let by_level: usize = cell.by_level.iter().map(|it| it.count).sum();
            prop_assert_eq!(by_level, cell.standards.len());
            if cell.state != State::NotApplicable {
                prop_assert_eq!(cell.state.is_filled(), !cell.standards.is_empty());
            }
        }
    }

    /// A standard on a sector fills what one on each of its leaves would.
    #[test]
    fn a_sector_above_is_all_its_leaves(at in 0..12_usize, aspect in 0..13_usize) {
        let tops: Vec<_> = gats().sectors().iter().filter(|it| it.parent.is_none()).collect();
        let leaves: Vec<String> = gats()
            .sectors()
            .iter()
            .filter(|it| it.code == tops[at].code || it.code.starts_with(&format!("{}.", tops[at].code)))
            .filter(|it| gats().resolve(&it.code).is_some_and(|it| gats().leaves_of(it.sector).len() == 1))
            .map(|it| format!("'{}'", it.code))
            .collect();
        let aspect = &AspectList::built_in().aspects[aspect].key;
        let cells = |sectors: &str| -> Vec<(String, String)> {
            let text = format!("standards:\n{}", standard("GB/T 99901-2024", sectors, aspect));
            matrix(&text).cells.into_iter().map(|it| (it.sector, it.aspect)).collect()
        };
        let above = cells(&format!("'{}'", tops[at].code));
        prop_assert_eq!(above.len(), leaves.len());
        prop_assert_eq!(above, cells(&leaves.join(", ")));
    }
}
