//! Identifiers: what each family must read, on made-up cases, random text and real lists.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use consonance::identifier::{Grammar, did_you_mean, find, find_internal_elements, fold, parse};
use proptest::prelude::*;

use crate::shared_data::shared_data;

fn canonical(text: &str) -> String {
    match parse(text) {
        Ok(id) => id.canonical.to_string(),
        Err(error) => panic!("{text}: {error}"),
    }
}

#[test]
fn one_spelling_for_what_is_typed_in_many() {
    for (written, expected) in [
        ("GB/T19001－2016", "GB/T 19001-2016"),
        ("ＧＢ／Ｔ 1.1—2020", "GB/T 1.1-2020"),
        ("GB/T 1.1 — 2020", "GB/T 1.1-2020"),
        ("gb/t 1.1-2020", "GB/T 1.1-2020"),
        ("GB 1234-86", "GB 1234-1986"),
        ("T/EXAMPLE001-2018", "T/EXAMPLE 001-2018"),
        ("JJF(电子)0069-2021", "JJF(电子) 0069-2021"),
        ("DB11/T212—2009", "DB11/T 212-2009"),
        ("ISO/IEC TR24718:2005", "ISO/IEC TR 24718:2005"),
        ("ISO 9001:2015(en)", "ISO 9001:2015"),
        ("ISO 9001-2015", "ISO 9001:2015"),
        ("ISO 8624:2011/Amd.1:2015(fr)", "ISO 8624:2011/Amd 1:2015"),
        ("ISO/IEC 10918 (所有部分)", "ISO/IEC 10918 (all parts)"),
        ("IEC 60050-103:2009/AMD1:2017 ED1", "IEC 60050-103:2009/AMD1:2017"),
        ("EN 527\u{ad}2:2016+A1:2019", "EN 527-2:2016+A1:2019"),
        ("GOST R ISO 9001-2015", "ГОСТ Р ИСО 9001-2015"),
        ("ГОСТ Р 71039— 2023", "ГОСТ Р 71039-2023"),
        ("ГОСТ 9466-1975", "ГОСТ 9466-75"),
        ("RFC8446", "RFC 8446"),
        ("IETF RFC 8446:2018", "RFC 8446"),
        ("RFC 8446 (2018)", "RFC 8446"),
        ("ITU-T Recommendation X.680", "ITU-T X.680"),
        ("Recommendation ITU-T X.680 (02/2021)", "ITU-T X.680 (02/2021)"),
        ("NIST SP 800-53 Rev. 5", "NIST SP 800-53r5"),
        ("NISTIR 8105", "NIST IR 8105"),
        ("IEEE Std 1003.1™-2017 (Revision of IEEE Std 1003.1-2008)", "IEEE Std 1003.1-2017"),
        ("IEEE P1876/D1, Jan 2019", "IEEE P1876/D1, January 2019"),
        ("ECMA 262", "ECMA-262"),
        ("OIML D 12, edition 1986 (E)", "OIML D 12:1986"),
    ] {
        assert_eq!(canonical(written), expected, "{written}");
    }
}

#[test]
fn adopted_documents_are_nested() {
    let chain = |text: &str| {
        let mut id = parse(text).unwrap();
        let mut out = vec![id.canonical.to_string()];
        while let Some(adopted) = id.adopts.take() {
            id = *adopted;
            out.push(id.canonical.to_string());
        }
        out
    };
    assert_eq!(
        chain("BS EN ISO 9001:2015+A1:2018"),
        ["BS EN ISO 9001:2015+A1:2018", "EN ISO 9001:2015+A1:2018", "ISO 9001:2015"]
    );
    assert_eq!(chain("DIN EN ISO 9001:2015-11").len(), 3);
    assert_eq!(chain("ГОСТ ISO 10079-1-2012"), ["ГОСТ ISO 10079-1-2012", "ISO 10079-1"]);
    assert_eq!(chain("ГОСТ Р ИСО/МЭК 25001-2017"), ["ГОСТ Р ИСО/МЭК 25001-2017", "ISO/IEC 25001"]);
    assert_eq!(
        chain("ГОСТ 31425.5-2025/ISO 9902-5:2001"),
        ["ГОСТ 31425.5-2025", "ISO 9902-5:2001"]
    );
    assert_eq!(
        chain("ГОСТ 35311.2-2025 (EN 1129-2:1995)"),
        ["ГОСТ 35311.2-2025", "EN 1129-2:1995"]
    );
    assert_eq!(chain("GB/T 19001-2016/ISO 9001:2015"), ["GB/T 19001-2016", "ISO 9001:2015"]);
    assert_eq!(
        chain("GB/T 19000—2016（ISO 9000:2015，IDT）"),
        ["GB/T 19000-2016", "ISO 9000:2015"]
    );
}

#[test]
fn traps_of_the_field() {
    let level = |text: &str| parse(text).unwrap().level.as_str();
    assert_eq!(level("GB 18030-2022"), "national");
    assert_eq!(level("HB 5469-1991"), "sector");
    assert_eq!(level("DB/T 1-2008"), "sector");
    assert_eq!(level("DB11/T 1-2008"), "local");
    assert_eq!(level("T/EXAMPLECODE 1-2021"), "association");
    assert_eq!(level("Q/EXAMPLE 001-2020"), "enterprise");
    assert_eq!(level("ISO 9001"), "international");
    assert_eq!(level("EN 196-3"), "regional");
    assert_eq!(parse("GBZ 1-2010").unwrap().publisher, "GBZ");
    assert_eq!(parse("GB/Z 1-2010").unwrap().kind.unwrap(), "Z");
    let beijing = parse("DB11/T 1-2008").unwrap().division().unwrap();
    assert_eq!((beijing.known, beijing.name), (true, Some("北京市")));
    let unknown = parse("DB4499/T 1-2008").unwrap().division().unwrap();
    assert_eq!((unknown.known, unknown.province_known), (false, true));
    assert!(!parse("DB99/T 1-2008").unwrap().division().unwrap().province_known);
    assert!(parse("DB/T 1-2008").unwrap().division().is_none());
}

#[test]
fn a_wrong_identifier_gets_its_column_and_what_was_meant() {
    for (written, column, meant) in [
        ("GB/X 1-2020", 4, Some("GB/T 1-2020")),
        ("T/T/EXAMPLE 1-2020", 4, Some("T/EXAMPLE 1-2020")),
        ("ISO 9OO1:2015", 6, Some("ISO 9001:2015")),
        ("GB/T 1.1-2020 draft", 14, Some("GB/T 1.1-2020")),
        ("  ＧＢ/Ｘ 1-2020", 6, Some("GB/T 1-2020")),
        ("GB/T", 5, None),
        ("GB/-2010", 4, None),
        ("/foo 1-2020", 1, None),
        ("", 1, None),
    ] {
        let error = parse(written).unwrap_err();
        assert_eq!(error.column, column, "{written}: {error}");
        assert_eq!(error.suggestion.as_deref(), meant, "{written}");
        assert!(!error.message.en.is_empty() && !error.message.zh.is_empty());
    }
    assert_eq!(parse("IOS 9001").unwrap().grammar, Grammar::Open);
    assert_eq!(did_you_mean("IOS 9001").as_deref(), Some("ISO 9001"));
    assert_eq!(did_you_mean("GBT 19001-2016").as_deref(), Some("GB/T 19001-2016"));
    assert_eq!(did_you_mean("ISO 9001"), None);
}

#[test]
fn works_and_editions() {
    let id = |text: &str| parse(text).unwrap();
    let edition = id("ISO 9001:2015/Amd 1:2024");
    assert_eq!(edition.undated().canonical, "ISO 9001");
    assert!(edition.same_work(&id("ISO 9001:2008")));
    assert!(!edition.same_work(&id("ISO/TS 9001")));
    assert!(id("ISO 9001").covers(&edition) && !id("ISO 9001:2015").covers(&edition));
    assert!(id("ISO/IEC 10918 (all parts)").covers(&id("ISO/IEC 10918-3:1997")));
    assert!(!id("ISO/IEC 10918 (all parts)").covers(&id("ISO/IEC 10919-3:1997")));
    assert!(id("GB/T 5606 (all parts)").covers(&id("GB/T 5606.1-2004")));
    assert!(id("GB 1-2000").is_dated() && !id("GB/T 1").is_dated() && id("RFC 8446").is_dated());
    assert_eq!(id("prEN 14885:2020").work_key(), "EN 14885");
    assert_eq!(id("ISO/DIS 9001").work_key(), "ISO 9001");
    assert_eq!(id("draft-example-foo-03").work_key(), "draft-example-foo");
    assert_eq!(id("BS EN ISO 9001:2015").undated().adopts.unwrap().canonical, "EN ISO 9001");
}

#[test]
fn urns() {
    let urn = |text: &str| parse(text).unwrap().urn().map(|it| it.to_string());
    assert_eq!(urn("ISO/TS 99901-2:2019").as_deref(), Some("urn:iso:std:iso:ts:99901:-2"));
    assert_eq!(urn("ISO/IEC 27001").as_deref(), Some("urn:iso:std:iso-iec:27001"));
    assert_eq!(urn("RFC 8446").as_deref(), Some("urn:ietf:rfc:8446"));
    assert_eq!(urn("GB/T 1.1"), None);
}

#[test]
fn prose_names_what_it_cites() {
    let text = "本文件按照GB/T 1.1—2020的规定起草，见ISO/IEC 27001:2022, A.5.7，RFC 8446 Section 4.2；见表2。";
    let found = find(text);
    let shown: Vec<_> = found
        .iter()
        .map(|it| (&text[it.range.clone()], it.elements.first().map(|it| it.number.to_string())))
        .collect();
    assert_eq!(
        shown,
        [
            ("GB/T 1.1—2020", None),
            ("ISO/IEC 27001:2022", Some("A.5.7".to_owned())),
            ("RFC 8446", Some("4.2".to_owned())),
        ]
    );
    assert_eq!(find_internal_elements(text).len(), 1);
}

proptest! {
    #[test]
    fn never_panics(text in "\\PC{0,60}") {
        let _ = (parse(&text), find(&text), find_internal_elements(&text), did_you_mean(&text));
    }

    #[test]
    fn never_panics_near_identifiers(
        head in prop::sample::select(vec![
            "GB/T ", "T/AB ", "DB11/T ", "ISO/IEC ", "IEC ", "EN ", "BS ", "ГОСТ Р ", "JIS Q ", "IEEE Std P", "ETSI EN ",
            "NIST SP ", "ITU-T ", "OIML R ", "ASTM A", "CCSDS ", "W3C ", "RFC ", "draft-", "Q/", "JJF(", "100/", "ECMA-", "DIN EN ",
        ]),
        tail in "[-0-9A-Za-z/:.()+ 一—（）×é]{0,24}",
    ) {
        let text = format!("{head}{tail}");
        if let Ok(id) = parse(&text) {
            // The canonical form is a fixed point, and means the same work.
            let again = parse(&id.canonical).map_err(|error| TestCaseError::fail(format!("{text} -> {}: {error}", id.canonical)))?;
            prop_assert_eq!(&again.canonical, &id.canonical, "{}", text);
        } else {
            let error = parse(&text).unwrap_err();
            prop_assert!(error.column as usize <= text.chars().count() + 1);
            prop_assert!(error.column >= 1);
        }
        for found in find(&text) {
            prop_assert!(text.get(found.range.clone()).is_some());
            for element in &found.elements {
                prop_assert!(text.get(element.range.clone()).is_some());
            }
        }
    }

    #[test]
    fn folding_is_a_fixed_point(text in "\\PC{0,40}") {
        let once = fold(&text).into_owned();
        prop_assert_eq!(fold(&once).into_owned(), once);
    }
}

/// The lines of the conformance lists: written form, and the second form where one is given.
fn conformance(root: &Path) -> BTreeMap<String, Vec<(String, Option<String>)>> {
    fn walk(folder: &Path, out: &mut Vec<PathBuf>) {
        let mut entries: Vec<_> =
            fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                walk(&path, out);
            } else if path.extension().is_some_and(|it| it == "txt") {
                out.push(path);
            }
        }
    }
    let mut files = Vec::new();
    walk(root, &mut files);
    let mut out: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for file in files {
        let relative = file.strip_prefix(root).unwrap();
        if relative.components().count() < 2
            || relative.components().any(|it| it.as_os_str() == "fail")
        {
            continue;
        }
        let publisher =
            relative.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
        let lines = out.entry(publisher).or_default();
        for line in fs::read_to_string(&file).unwrap().lines() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(pair) = line.strip_prefix('!') {
                let mut forms = pair.split('!');
                let written = forms.next().unwrap_or("").to_owned();
                let second = forms.next().filter(|it| !it.is_empty()).map(str::to_owned);
                if !written.trim().is_empty() {
                    lines.push((written, second));
                }
            } else {
                lines.push((line.to_owned(), None));
            }
        }
    }
    out
}

/// Publishers that must be read by their own family.
const NAMED: &[&str] = &[
    "astm",
    "bsi",
    "ccsds",
    "cen_cenelec",
    "easc",
    "ecma",
    "etsi",
    "gb",
    "gost",
    "iec",
    "ieee",
    "ietf",
    "iso",
    "itu",
    "jis",
    "nist",
    "oasis",
    "oiml",
    "w3c",
];

#[test]
fn real_lists_are_read_by_their_own_family() {
    let Some(root) = shared_data("identifiers") else { return };
    let (mut all, mut read) = (0, 0);
    let mut missed = Vec::new();
    for (publisher, lines) in conformance(&root) {
        if !NAMED.contains(&publisher.as_str()) {
            continue;
        }
        let before = missed.len();
        for (written, _) in &lines {
            if parse(written).is_ok_and(|id| id.grammar != Grammar::Open) {
                read += 1;
            } else {
                missed.push(format!("{publisher}: {written}"));
            }
        }
        all += lines.len();
        let share = 1.0 - (missed.len() - before) as f64 / lines.len().max(1) as f64;
        assert!(
            lines.len() < 100 || share >= 0.98,
            "{publisher}: {share:.4}\n{}",
            missed.join("\n")
        );
    }
    assert!(all > 10_000, "only {all} lines");
    let share = f64::from(read) / all as f64;
    eprintln!("{read} of {all} lines read by their own family");
    assert!(share >= 0.995, "{share:.4}\n{}", missed.join("\n"));
}

#[test]
fn real_lists_are_stable() {
    let Some(root) = shared_data("identifiers") else { return };
    let mut unstable = Vec::new();
    for (publisher, lines) in conformance(&root) {
        for text in
            lines.into_iter().flat_map(|(written, second)| [Some(written), second]).flatten()
        {
            let Ok(id) = parse(&text) else { continue };
            match parse(&id.canonical) {
                Ok(again)
                    if again.canonical == id.canonical && again.work_key() == id.work_key() => {}
                again => {
                    unstable.push(format!("{publisher}: {text} -> {} -> {again:?}", id.canonical))
                }
            }
        }
    }
    assert!(unstable.is_empty(), "{} unstable\n{}", unstable.len(), unstable.join("\n"));
}

#[test]
fn real_malformed_lines_are_rejected() {
    let Some(file) = shared_data("identifiers/gb/fail/malformed.txt") else { return };
    let text = fs::read_to_string(file).unwrap();
    let lines: Vec<_> = text.lines().filter(|it| !it.is_empty() && !it.starts_with('#')).collect();
    assert!(!lines.is_empty());
    for line in lines {
        assert!(parse(line).is_err(), "{line}");
    }
}

/// Rows of the Chinese lists that are no identifier, and why. Each was looked at.
const MALFORMED: &[(&str, &str)] = &[
    ("978", "the ISBN of a book in the column of standard numbers"),
    ("GB/T 12498-1990 GB/T 12499-1990", "two identifiers in one field"),
    ("GB/T 13059～13060-1991", "a span of two standards, not one identifier"),
];

#[test]
fn real_chinese_numbers_are_read() {
    let Some(root) = shared_data("china") else { return };
    let mut numbers = Vec::new();
    let mut table = csv::Reader::from_path(root.join("national-standards.csv")).unwrap();
    for row in table.records() {
        numbers.push(row.unwrap().get(0).unwrap().to_owned());
    }
    let replaced: serde_json::Value =
        serde_json::from_slice(&fs::read(root.join("standards-with-replacement.json")).unwrap())
            .unwrap();
    for row in replaced.as_array().unwrap() {
        numbers.push(row["code"].as_str().unwrap().to_owned());
    }
    let mut name = String::new();
    for line in fs::read_to_string(root.join("association-standards.txt")).unwrap().lines() {
        if let Some(value) = line.strip_prefix("标准名称 ：") {
            name = value.split_whitespace().next().unwrap_or("").to_owned();
        } else if let Some(code) = line.strip_prefix("标准编号 ：") {
            numbers.push(format!("{} {name}", code.trim()));
        }
    }
    assert!(numbers.len() > 3000, "only {}", numbers.len());
    let missed: Vec<_> = numbers
        .iter()
        .filter(|it| !parse(it).is_ok_and(|id| id.grammar == Grammar::Gb))
        .filter(|it| !MALFORMED.iter().any(|(start, _)| it.starts_with(start)))
        .collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn a_dash_in_the_place_of_the_date_is_a_document_without_one_yet() {
    for written in ["ISO 16634:—", "ISO 16634:--", "ISO 16634: -", "ISO 16634：—"] {
        let parsed = consonance::identifier::parse(written);
        assert_eq!(
            parsed.map(|it| (it.canonical.to_string(), it.year)),
            Ok(("ISO 16634".to_owned(), None)),
            "{written}"
        );
    }
    assert!(consonance::identifier::parse("GB/T 19001—").is_err());
}
