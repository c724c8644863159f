//! The standards system: schemes, plans, states, totals, and the command `coverage`.

use std::collections::{BTreeMap, BTreeSet};
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

use crate::cli::consonance;
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

// ---- the command ----

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = consonance(folder).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn fixture() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/trade-in-services")
}

#[test]
fn the_map_reads_without_colour_at_eighty_columns() {
    for language in ["en", "zh"] {
        let (code, out, err) = run(&fixture(), &["coverage", "--lang", language]);
        assert_eq!((code, err.as_str()), (0, ""));
        for line in out.lines() {
            assert!(unicode_width(line) <= 80, "{line}");
        }
        assert!(!out.contains('\u{1b}'));
        insta::assert_snapshot!(format!("coverage_terminal_{language}"), out);
    }
}

fn unicode_width(line: &str) -> usize {
    line.chars().map(|c| if ('\u{2e80}'..'\u{ffe0}').contains(&c) { 2 } else { 1 }).sum()
}

#[test]
fn colour_changes_no_word() {
    let (_, plain, _) = run(&fixture(), &["coverage", "--color", "never"]);
    let (_, coloured, _) = run(&fixture(), &["coverage", "--color", "always"]);
    let mut stripped = String::new();
    let mut rest = coloured.as_str();
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        stripped.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    stripped.push_str(rest);
    assert_ne!(plain, coloured);
    assert_eq!(plain, stripped);
}

#[test]
fn a_narrow_terminal_gets_blocks() {
    let output = consonance(&fixture()).args(["coverage"]).env("COLUMNS", "40").output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    for line in out.lines() {
        assert!(unicode_width(line) <= 40, "{line}");
    }
    // Every column is there, in one of the blocks.
    for head in ["ter", "per", "int"] {
        assert!(out.contains(head), "{head}\n{out}");
    }
}

#[test]
fn quiet_says_only_what_is_to_be_done() {
    let (_, out, _) = run(&fixture(), &["coverage", "-q"]);
    assert!(out.contains("missing (1)") && !out.contains("distribution"), "{out}");
    assert_eq!(run(&fixture(), &["coverage", "-qq"]).1, "");
}

#[test]
fn json_keeps_the_published_schema_on_any_number_of_threads() {
    let folder = fixture();
    let schema: Value = serde_json::from_str(&run(&folder, &["schema", "coverage"]).1).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for more in [&[][..], &["--by", "level"], &["--scheme", "ics"], &["--crosswalk"]] {
        let of = |threads| {
            let base = ["coverage", "--format", "json", "--threads", threads];
            run(&folder, &[&base, more].concat()).1
        };
        let out = of("1");
        assert_eq!(out, of("4"));
        let document: Value = serde_json::from_str(&out).unwrap();
        let faults: Vec<_> = validator.iter_errors(&document).map(|it| it.to_string()).collect();
        assert_eq!(faults, Vec::<String>::new());
    }
    let out = run(&folder, &["coverage", "--format", "json"]).1;
    let document: Value = serde_json::from_str(&out).unwrap();
    let coverage = &document["coverage"];
    insta::assert_json_snapshot!(
        "coverage_json",
        serde_json::json!({
            "as_of": document["as_of"],
            "scheme": coverage["scheme"],
            "totals": coverage["totals"],
            "unclassified": coverage["unclassified"],
            "levels": coverage["levels"],
            "cell": coverage["cells"].as_array().unwrap().iter().find(|it| it["below_minimum"] == true),
            "by_aspect": coverage["by_aspect"],
        })
    );
}

#[test]
fn markdown_has_the_numbers_first() {
    let (code, out, _) = run(&fixture(), &["coverage", "--format", "markdown"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!("coverage_markdown", out);
}

#[test]
fn the_exit_code_follows_the_gaps() {
    let code = |fail_on| run(&fixture(), &["coverage", "-qq", "--fail-on", fail_on]).0;
    assert_eq!((code("error"), code("warning"), code("info"), code("never")), (0, 1, 1, 0));
    let clean = fixture().with_file_name("trade-in-services-clean");
    assert_eq!(run(&clean, &["coverage", "-qq", "--fail-on", "warning"]).0, 0);
    assert_eq!(run(&fixture(), &["coverage", "no-such-file.yaml"]).0, 3);
    let (code, _, err) = run(&fixture(), &["coverage", "--scheme", "nace"]);
    assert_eq!(code, 2);
    assert!(err.contains("no sector scheme nace") && err.contains("gats-w120, ics"), "{err}");
    assert_eq!(run(&fixture(), &["coverage", "--scheme", "ics", "--crosswalk"]).0, 2);
}

const OWN: &str = "\
scheme: house
title: {en: our services, zh: 本单位服务}
sectors:
  - code: A
    title: {en: counter, zh: 柜台}
    ics: ['03.080.30']
    sectors: [{code: A.1, title: {en: advice, zh: 咨询}}, {code: A.2, title: {en: payment, zh: 收费}}]
  - {code: B, title: delivery}
";

#[test]
fn a_scheme_of_the_users_own() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("sectors.yaml", OWN);
    fs::create_dir(folder.path().join("plans")).unwrap();
    write(
        "plans/plan.yaml",
        "system:\n  scheme: ../sectors.yaml\n  coverage: [{sector: A, aspect: quality, required: true}]\nstandards:\n  - {standard: Q/EXAMPLE 1-2024, status: current, public: true, classification: {ics: ['03.080.20'], sectors: [A.1, 9.B], aspects: [quality]}}\n",
    );
    let json = |arguments: &[&str]| -> Value {
        let (code, out, err) =
            run(folder.path(), &[&["coverage", "--format", "json"], arguments].concat());
        assert_eq!(code, 0, "{err}");
        serde_json::from_str::<Value>(&out).unwrap()["coverage"].clone()
    };
    for arguments in [&["plans"][..], &["plans", "--scheme", "sectors.yaml"]] {
        let coverage = json(arguments);
        assert_eq!(coverage["scheme"]["key"], "house", "{arguments:?}");
        assert_eq!(
            (&coverage["totals"]["cells"], &coverage["totals"]["covered"]),
            (&39.into(), &0.into())
        );
        assert_eq!(coverage["totals"]["association_only"], 1);
        assert_eq!(coverage["unknown_codes"][0]["code"], "9.B");
    }
    // The rules know it, too: A.1 is a sector, 9.B is none, and A.2 has nothing.
    let (_, out, _) = run(
        folder.path(),
        &["check", "plans", "--format", "json", "--select", "SYS001,SYS003,GAP001"],
    );
    let report: Value = serde_json::from_str(&out).unwrap();
    let found: Vec<String> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| format!("{} {}", it["rule"].as_str().unwrap(), it["message"].as_str().unwrap()))
        .collect();
    assert_eq!(
        found,
        [
            "GAP001 no standard for A.2 payment, quality: none in force, none under way",
            "SYS003 sector A.1 is usually found under ICS 03.080.30, and Q/EXAMPLE 1-2024 has no code there",
            "SYS001 \"9.B\" is no sector of the scheme in use",
        ]
    );
    // In the configuration.
    write("consonance.yaml", "drafts: [plans]\nsectors: sectors.yaml\n");
    write(
        "plans/plan.yaml",
        "system:\n  coverage: [{sector: B, aspect: quality, required: true}]\n",
    );
    assert_eq!(json(&[])["totals"]["missing"], 1);
    // What is wrong with it is said at its place.
    write("sectors.yaml", "scheme: house\nsectors: [{code: A}, {code: A}, {cod: B}]\n");
    let (code, _, err) = run(folder.path(), &["coverage"]);
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("unknown key \"cod\"") && err.contains("did you mean \"code\"?"), "{err}");
    write("consonance.yaml", "drafts: [plans]\n");
    write(
        "plans/plan.yaml",
        "system: {scheme: gone.yaml, coverage: [{sector: A, aspect: quality}]}\n",
    );
    let (code, _, err) = run(folder.path(), &["coverage"]);
    assert_eq!(code, 3, "{err}");
    assert!(err.contains("the sector scheme") && err.contains("cannot be read"), "{err}");
}

#[test]
fn a_plan_is_judged_in_the_light_of_what_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write(
        "plan.yaml",
        "system: {coverage: [{sector: '9.B', aspect: quality, required: true}, {sector: '9.Z', aspect: quality, required: true}]}\n",
    );
    write(
        "corpus.yaml",
        "standards: [{standard: GB/T 99901-2024, public: true, classification: {sectors: ['9.B'], aspects: [quality]}}]\n",
    );
    let check = |more: &[&str]| -> (Vec<String>, Vec<String>) {
        let base = ["check", "plan.yaml", "--format", "json", "--select", "GAP001"];
        let (_, out, _) = run(folder.path(), &[&base, more].concat());
        let report: Value = serde_json::from_str(&out).unwrap();
        let list = |key: &str, field: &str| {
            report[key]
                .as_array()
                .unwrap()
                .iter()
                .map(|it| it[field].as_str().unwrap().to_owned())
                .collect()
        };
        (list("findings", "clause"), list("not_checkable", "reason"))
    };
    // No corpus: nothing is there. A sector that is nowhere is not passed over.
    let unknown = "the plan names a sector or an aspect that is not there".to_owned();
    assert_eq!(check(&[]), (vec!["9.B/quality".to_owned()], vec![unknown.clone()]));
    // A standard whose status nobody knows settles nothing.
    let doubt = "whether it is in force is not known".to_owned();
    assert_eq!(check(&["--corpus", "corpus.yaml"]), (vec![], vec![doubt, unknown.clone()]));
    // Nor does a corpus that is declared partial.
    write("consonance.yaml", "partial: true\n");
    let partial =
        "the corpus is declared partial: what fills its cells may not be in it".to_owned();
    let (found, reasons) = check(&[]);
    assert_eq!(found, Vec::<String>::new());
    assert!(reasons.contains(&partial) && reasons.contains(&unknown), "{reasons:?}");
}

#[test]
fn a_plan_looks_into_the_whole_of_a_pack() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("plan.yaml", "system: {coverage: [{sector: '9.B', aspect: quality, required: true}]}\n");
    write(
        "corpus.yaml",
        &format!("standards:\n{}", standard("GB/T 99901-2024", "'9.B'", "quality")),
    );
    assert_eq!(run(folder.path(), &["pack", "corpus.yaml", "-o", "all.pack"]).0, 0);
    let arguments = ["check", "plan.yaml", "--select", "GAP", "--fail-on", "info", "--corpus"];
    assert_eq!(run(folder.path(), &[&arguments[..], &["all.pack"]].concat()).0, 0);
    assert_eq!(run(folder.path(), &arguments[..6]).0, 1);
}

// ---- real data ----

/// Standards in force by ICS leaf, counted from the file itself.
fn counted_by_hand(list: &Value, table: &Value) -> (BTreeMap<String, usize>, usize) {
    let codes: BTreeSet<&str> =
        table.as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap()).collect();
    let under = |code: &str, above: &str| code == above || code.starts_with(&format!("{above}."));
    let leaves: Vec<&&str> = codes
        .iter()
        .filter(|code| !codes.iter().any(|it| it != *code && under(it, code)))
        .collect();
    let mut counts = BTreeMap::new();
    let mut with_code = 0;
    for entry in list.as_array().unwrap() {
        let in_force =
            ["现行", "即将实施", "确认有效"].contains(&entry["status"].as_str().unwrap());
        let ics = entry["ics"].as_str().unwrap();
        if !in_force || ics.is_empty() {
            continue;
        }
        let mut own: BTreeSet<&&&str> = BTreeSet::new();
        for code in ics.split(',') {
            // A code finer than the table counts for the leaf that it lies under.
            let known = codes.contains(code);
            let finer = |leaf: &str| !known && under(code, leaf);
            own.extend(leaves.iter().filter(|leaf| under(leaf, code) || finer(leaf)));
        }
        with_code += usize::from(!own.is_empty());
        for leaf in own {
            *counts.entry((**leaf).to_string()).or_default() += 1;
        }
    }
    (counts, with_code)
}

#[test]
fn a_real_catalogue_by_ics_has_the_counts_of_its_file() {
    let (Some(china), Some(table)) = (shared_data("china"), shared_data("ics/ics-ed7.json")) else {
        return;
    };
    let read = |path: &Path| -> Value {
        serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
    };
    let list = read(&china.join("standards-with-replacement.json"));
    let (counts, with_code) = counted_by_hand(&list, &read(&table));
    let folder = tempfile::tempdir().unwrap();
    let of = |path: &Path| -> Value {
        // By then all that are published are in force.
        let arguments = ["--scheme", "ics", "--as-of", "2029-06-01", "--format", "json"];
        let output =
            consonance(folder.path()).arg("coverage").arg(path).args(arguments).output().unwrap();
        serde_json::from_slice::<Value>(&output.stdout).unwrap()["coverage"].clone()
    };
    let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    let coverage = of(&china.join("standards-with-replacement.json"));
    let found: BTreeMap<String, usize> = coverage["by_sector"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["sector"].as_str().unwrap().to_owned(), number(&it["standards"])))
        .filter(|it| it.1 > 0)
        .collect();
    assert!(counts.len() > 100, "{}", counts.len());
    assert_eq!(found, counts);
    let with_sector: usize =
        coverage["levels"].as_array().unwrap().iter().map(|it| number(&it["with_sector"])).sum();
    assert_eq!(with_sector, with_code);
    let totals = &coverage["totals"];
    assert_eq!(number(&totals["standards"]), list.as_array().unwrap().len());
    // The whole folder: nothing is lost between what was read and what is said.
    let totals = &of(&china)["totals"];
    let sum: usize = ["classified", "unclassified", "ended", "amendments", "told_twice"]
        .iter()
        .map(|it| number(&totals[*it]))
        .sum();
    assert_eq!(sum, number(&totals["standards"]));
    assert!(sum > 3_000, "{sum}");
}
