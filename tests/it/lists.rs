//! Catalogue lists.

use std::path::PathBuf;

use consonance::identifier;
use consonance::reader::{LoadOptions, Loaded, load};

use crate::shared_data::shared_data;

fn read(path: PathBuf) -> Loaded {
    load(&[path], &LoadOptions::default())
}

#[test]
fn real_lists_load_without_a_mapping() {
    for (name, count, with_status) in [
        ("national-standards.csv", 3_260, 3_260),
        ("standards-with-replacement.json", 487, 487),
        ("association-standards.txt", 100, 100),
    ] {
        let Some(path) = shared_data(&format!("china/{name}")) else { return };
        let loaded = read(path);
        let standards = &loaded.standards;
        let malformed: Vec<&str> = standards
            .iter()
            .map(|it| it.identity.as_ref().unwrap().written.get(&loaded.sources))
            .filter(|it| identifier::parse(it).is_err())
            .collect();
        let replaces: usize = standards.iter().map(|it| it.replaces.len()).sum();
        eprintln!(
            "{name}: {} standards, {replaces} replaced, malformed {malformed:?}, {:?}",
            standards.len(),
            loaded.problems.first()
        );
        assert!(loaded.problems.iter().all(|it| !it.code.is_failure()), "{:?}", loaded.problems);
        assert!(standards.len() >= count, "{}", standards.len());
        assert!(
            standards.iter().filter(|it| it.status.is_some()).count()
                >= with_status.min(standards.len()) * 99 / 100
        );
        assert!(standards.iter().all(|it| !it.title.is_empty() || name.ends_with("txt")));
    }
}

fn load_text(name: &str, text: &str, config: Option<&str>) -> (tempfile::TempDir, Loaded) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), text).unwrap();
    let config = config.map(|text| {
        let path = folder.path().join("consonance.yaml");
        std::fs::write(&path, text).unwrap();
        consonance::config::Config::load(&path).map_err(|it| format!("{:?}", it.problems)).unwrap()
    });
    let lists = config.map(|it| it.lists).unwrap_or_default();
    let options = LoadOptions { lists: &lists, ..LoadOptions::default() };
    let loaded = load(&[folder.path().join(name)], &options);
    (folder, loaded)
}

#[test]
fn a_mapping_names_the_columns_of_a_list_of_ones_own() {
    let text = "ref;what;since\n\"T/EXAMPLE 1-2021\";\"Say \"\"so\"\"\";2021-01-02\nT/EXAMPLE 2-2022;Two;2022-03-04\n";
    let (_folder, without) = load_text("own.csv", text, None);
    assert!(without.standards.is_empty());
    let config =
        "lists:\n  - path: '*.csv'\n    columns: {number: ref, title: what, published: since}\n";
    let (_folder, with) = load_text("own.csv", text, Some(config));
    assert!(with.problems.is_empty(), "{:?}", with.problems);
    let titles: Vec<_> =
        with.standards.iter().map(|it| it.title.first().unwrap().get(&with.sources)).collect();
    assert_eq!(titles, ["Say \"so\"", "Two"]);
    let date = with.standards[1].dates.published.as_ref().unwrap();
    assert_eq!(with.sources.location(date.span()).start.line, 3);
    let config = "lists:\n  - path: own.csv\n    columns: {number: reff}\n";
    let (_folder, wrong) = load_text("own.csv", text, Some(config));
    assert_eq!(wrong.problems[0].message.en, "the list has no column \"reff\"");
    assert_eq!(wrong.problems[0].help.as_ref().unwrap().en, "its columns: ref, what, since");
}

#[test]
fn a_workbook_is_a_list() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, words) in ["标准号", "标准名称", "状态", "发布日期"].into_iter().enumerate()
    {
        sheet.write_string(0, u16::try_from(column).unwrap(), words).unwrap();
    }
    sheet.write_string(1, 0, "GB/T 99911-2019").unwrap();
    sheet.write_string(1, 1, "服务质量术语").unwrap();
    sheet.write_string(1, 2, "现行").unwrap();
    let date = rust_xlsxwriter::ExcelDateTime::from_ymd(2019, 5, 6).unwrap();
    sheet
        .write_datetime_with_format(
            1,
            3,
            &date,
            &rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd"),
        )
        .unwrap();
    book.save(&path).unwrap();
    let loaded = read(path);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let standard = &loaded.standards[0];
    assert_eq!(standard.identity.as_ref().unwrap().written.get(&loaded.sources), "GB/T 99911-2019");
    assert_eq!(standard.dates.published.as_ref().unwrap().get(&loaded.sources), "2019-05-06");
    assert_eq!(standard.status.unwrap().value.as_str(), "current");
}

#[test]
fn a_quote_that_is_never_closed_costs_one_record() {
    let (_folder, loaded) =
        load_text("q.csv", "number,title\n\"A 1,x\nT/EXAMPLE 2-2022,Two\n", None);
    assert_eq!(loaded.problems.len(), 1);
    assert_eq!(loaded.standards.last().unwrap().title.first().unwrap().get(&loaded.sources), "Two");
}

#[test]
fn headings_and_status_words_of_common_lists_are_known() {
    let text = "Standard No.,标准名称（中文）,Title (EN),Status,Published date,Superseded by\n\
        GB/T 99911-2019,术语,Terms,已废止,2019-05-06,GB/T 99911-2023\n\
        GB/T 99912-2019,术语,Terms,现行有效,2019-05-06,\n\
        GB/T 99913-2019,术语,Terms,已实施,2019-05-06,\n\
        GB/T 99914-2019,术语,Terms,未实施,2019-05-06,\n";
    let (_folder, loaded) = load_text("list.csv", text, None);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let words: Vec<_> =
        loaded.standards.iter().map(|it| it.status.unwrap().value.as_str()).collect();
    assert_eq!(words, ["withdrawn", "current", "current", "published_not_effective"]);
    let first = &loaded.standards[0];
    let titles: Vec<_> = first.title.texts.iter().map(|(_, it)| it.get(&loaded.sources)).collect();
    assert_eq!(titles, ["术语", "Terms"]);
    assert_eq!(first.dates.published.as_ref().unwrap().get(&loaded.sources), "2019-05-06");
    assert_eq!(first.replaced_by.len(), 1);

    let text = "标准编号,中文标准名称,英文标准名称\nGB/T 99911-2019,术语,Terms\n";
    let (_folder, loaded) = load_text("zh.csv", text, None);
    assert_eq!(loaded.standards[0].title.texts.len(), 2);
}
