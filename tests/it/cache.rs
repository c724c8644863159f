//! The cache: what is told with it is what is told without it, whatever has happened to the files,
//! or to the cache.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use super::cli::consonance;
use super::packs::{Numbers, catalogue, document, run, text_document};

const DAY: [&str; 2] = ["--as-of", "2026-01-01"];

/// What a command tells: exit code, report, and words beside it.
type Told = (i32, String, String);

fn without(folder: &Path, arguments: &[&str]) -> Told {
    run(folder, &[arguments, &DAY, &["--no-cache"]].concat())
}

fn with(folder: &Path, arguments: &[&str]) -> Told {
    run(folder, &[arguments, &DAY, &["--cache", "cache"]].concat())
}

pub(crate) fn same(folder: &Path, arguments: &[&str], when: &str) {
    let (plain, cached) = (without(folder, arguments), with(folder, arguments));
    let differing = plain.1.lines().zip(cached.1.lines()).find(|it| it.0 != it.1);
    assert_eq!(differing, None, "{when}: {arguments:?}");
    assert!(plain == cached, "{when}: {arguments:?}\n{}\n{}", plain.2, cached.2);
}

/// Whole reports are too long to be shown.
fn equal(told: &Told, expected: &Told, when: &str) {
    let differing = told.1.lines().zip(expected.1.lines()).find(|it| it.0 != it.1);
    assert_eq!(differing, None, "{when}");
    assert!(told == expected, "{when}: {} {}", told.2, expected.2);
}

/// How many files a run takes from the cache.
fn kept(folder: &Path, arguments: &[&str]) -> String {
    let (_, _, err) = with(folder, &[arguments, &["-v"]].concat());
    err.lines().find(|it| it.starts_with("cache: ")).unwrap_or_default().to_owned()
}

/// Lets files be old enough to be believed by their times.
fn age(folder: &Path) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            age(&path);
        } else {
            let file = fs::File::options().append(true).open(&path).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(86_400)).unwrap();
        }
    }
}

const CHECK: [&str; 6] = ["check", "drafts", "--corpus", "corpus", "--format", "json"];

/// A catalogue in all forms that reading tells apart, and drafts.
fn mixed(all: usize, seed: u64) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    catalogue(root, all, seed);
    let write = |name: &str, text: &str| fs::write(root.join(name), text).unwrap();
    write("corpus/bad.yaml", "standard: ISO 990000:2015\nstatus: nonsense\ntitel: x\n");
    write("corpus/none.yaml", "a: [b\n");
    write("corpus/notes.txt", "Nothing of ours.\n");
    write("corpus/list.csv", "nr,name\nISO 990401:2015,Illustrative list\n");
    write("consonance.yaml", "lists: [{path: \"*.csv\", columns: {number: nr, title: name}}]\n");
    fs::write(root.join("corpus/picture.png"), b"\x89PNG\r\n\x1a\n\0\0\0\0").unwrap();
    let gbk = b"standard: GB/T 990402-2019\ntitle: {zh: \xb1\xea\xd7\xbc}\nstatus: current\n";
    fs::write(root.join("corpus/gbk.yaml"), gbk).unwrap();
    write(
        "corpus/book.adoc",
        "= Illustrative book\n:docnumber: ISO 990403\n\ninclude::part.adoc[]\n",
    );
    write("corpus/part.adoc", "== Scope\n\nThis document specifies illustrations.\n");
    let lines = (0..30).map(|at| {
        format!("{{\"id\":\"X{at}\",\"docid\":[{{\"id\":\"ISO {}:2015\",\"type\":\"ISO\",\"primary\":true}}],\"title\":[{{\"content\":\"Line {at}\"}}],\"relation\":[{{\"type\":\"obsoletes\",\"target\":\"ISO {}:2015\"}}]}}\n", 990_004 + 4 * at, 990_000 + 4 * at)
    });
    let lines: String = lines.collect();
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(lines.as_bytes()).unwrap();
    fs::write(root.join("corpus/lines.jsonl.gz"), gz.finish().unwrap()).unwrap();
    let draft = root.join("drafts/0.yaml");
    let text = fs::read_to_string(&draft).unwrap();
    fs::write(draft, format!("# consonance: allow REF -- reasons\n{text}")).unwrap();
    folder
}

#[test]
fn cold_and_warm_tell_the_same() {
    let folder = mixed(150, 3);
    let folder = folder.path();
    for when in ["cold", "answered before", "aged", "warm"] {
        if when == "aged" {
            age(&folder.join("corpus"));
        }
        if when == "warm" {
            forget_answers(folder);
        }
        same(folder, &CHECK, when);
        same(folder, &["check", "drafts", "--corpus", "corpus"], when);
        same(folder, &["check", "corpus", "--format", "sarif"], when);
        same(
            folder,
            &["check", "corpus/0002.yaml", "--corpus", "corpus", "--format", "json"],
            when,
        );
        let verified = with(folder, &[&CHECK[..], &["--verify-cache"]].concat());
        equal(&verified, &without(folder, &CHECK), when);
        same(folder, &["graph", "drafts", "--corpus", "corpus", "--format", "json"], when);
    }
    assert_eq!(kept(folder, &CHECK), "cache: 163 of 165 files are as they were");
    // Another format, and other columns, are another reading.
    same(folder, &[&CHECK[..], &["--input-format", "definition"]].concat(), "forced");
    fs::write(
        folder.join("consonance.yaml"),
        "lists: [{path: \"*.csv\", columns: {number: name}}]\n",
    )
    .unwrap();
    same(folder, &CHECK, "other columns");
}

/// Changes some files of the corpus in one of many ways.
fn disturb(folder: &Path, numbers: &mut Numbers, all: usize) -> String {
    let name = |at: usize| folder.join(format!("corpus/{at:04}.yaml"));
    let at = numbers.below(all);
    let what = numbers.below(6);
    let path = name(at);
    match what {
        0 => fs::write(&path, document(at, all, numbers)).unwrap(),
        1 => _ = fs::remove_file(&path),
        2 => fs::write(
            folder.join(format!("corpus/new{at}.yaml")),
            document(3 * all + at, all, numbers),
        )
        .unwrap(),
        // The document takes the name of another one.
        3 => fs::write(&path, document(numbers.below(all), all, numbers)).unwrap(),
        4 if path.exists() => {
            let text = fs::read_to_string(&path).unwrap();
            let (old, new) = if text.contains("status: current") {
                ("status: current", "status: withdrawn")
            } else {
                ("status: withdrawn", "status: current")
            };
            fs::write(&path, text.replace(old, new)).unwrap();
        }
        _ if path.exists() => {
            let text = fs::read_to_string(&path).unwrap();
            fs::write(&path, format!("# a line more\n{text}")).unwrap();
        }
        _ => {}
    }
    format!("{what} of {}", path.display())
}

#[test]
fn what_has_changed_is_told_as_without_a_cache() {
    for seed in [2, 31, 777] {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        catalogue(folder, 250, seed);
        let mut numbers = Numbers(seed);
        with(folder, &CHECK);
        with(folder, &["graph", "corpus"]);
        let mut done = vec![format!("seed {seed}")];
        for _ in 0..12 {
            done.push(disturb(folder, &mut numbers, 250));
            same(folder, &CHECK, &done.join(", "));
        }
        same(folder, &["graph", "corpus", "--format", "json"], "graph");
        assert!(!kept(folder, &CHECK).is_empty());
    }
}

/// How many files a run judges again, of how many; `None` where it judges all.
fn again(folder: &Path, arguments: &[&str]) -> Option<usize> {
    let (_, _, err) = with(folder, &[arguments, &["-v"]].concat());
    let line = err.lines().find(|it| it.ends_with("files are judged again"))?;
    line.strip_prefix("cache: ")?.split(' ').next()?.parse().ok()
}

/// A folder of documents with texts.
fn texts(all: usize, seed: u64) -> (TempDir, Numbers) {
    let folder = tempfile::tempdir().unwrap();
    let mut numbers = Numbers(seed);
    fs::create_dir(folder.path().join("corpus")).unwrap();
    for at in 0..all {
        let mut text = text_document(at, all, &mut numbers);
        if at % 9 == 0 {
            _ = write!(text, "---\n{}", text_document(at + all, all, &mut numbers));
        }
        if at % 40 == 0 {
            text.insert_str(0, "# consonance: allow REF003 -- reasons\n");
        }
        fs::write(folder.path().join(format!("corpus/{at:04}.yaml")), text).unwrap();
    }
    (folder, numbers)
}

#[test]
fn only_what_an_edit_can_touch_is_judged_again() {
    const ALL: [&str; 4] = ["check", "corpus", "--format", "json"];
    for seed in [5, 41] {
        let (folder, mut numbers) = texts(400, seed);
        let folder = folder.path();
        same(folder, &ALL, "first");
        // Another form of what was found before.
        same(folder, &["check", "corpus"], "in another form");
        assert_eq!(again(folder, &["check", "corpus", "--format", "sarif"]), Some(0));
        let mut done = vec![format!("seed {seed}")];
        let mut spared = 0;
        for _ in 0..10 {
            done.push(match numbers.below(3) {
                0 => disturb(folder, &mut numbers, 400),
                1 => {
                    let at = numbers.below(400);
                    let path = folder.join(format!("corpus/{at:04}.yaml"));
                    fs::write(path, text_document(at, 400, &mut numbers)).unwrap();
                    format!("another text of {at}")
                }
                _ => {
                    let path = folder.join(format!("corpus/{:04}.yaml", numbers.below(400)));
                    let text = fs::read_to_string(&path).unwrap_or_default();
                    fs::write(&path, text.replacen("shall", "should", 1)).unwrap();
                    format!("should in {}", path.display())
                }
            });
            let judged = again(folder, &["check", "corpus", "--format", "markdown"]);
            spared += usize::from(judged.is_some_and(|it| it < 200));
            same(folder, &ALL, &done.join(", "));
        }
        assert!(spared > 0, "all was judged each time: {done:?}");
    }
}

/// Each edit is of one file, and what it changes is told of another one, of which nothing was found
/// that points into the first.
#[test]
fn an_edit_is_told_where_it_matters() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::create_dir(folder.join("corpus")).unwrap();
    let write = |name: &str, text: &str| {
        fs::write(folder.join(format!("corpus/{name}.yaml")), text).unwrap();
    };
    let clause = |words: &str| {
        format!(
            "clauses:\n  - number: \"4\"\n    title: {{en: Temperature}}\n    text: {{en: \"{words}\"}}\n"
        )
    };
    let limit =
        |at: u32| clause(&format!("The temperature of the reading room shall not exceed {at} °C."));
    let head = |number: &str, title: &str| {
        format!("standard: {number}\nstatus: current\ntitle: {{en: {title}}}\n")
    };
    // By the subject of the title; by a text that is adopted; by a clause that is cited.
    write("title", &head("ISO 990001:2015", "Storage of fruit"));
    write("titled", &head("GB/T 990002-2019", "Care of visitors — Requirements"));
    write("source", &(head("ISO 990003:2015", "Reading rooms") + &limit(25)));
    let adopts = "adopts: [{standard: \"ISO 990003:2015\", degree: IDT}]\n";
    write("adopter", &(head("GB/T 990004-2019", "Reading halls") + adopts + &limit(25)));
    write("cited", &(head("ISO 990005:2015", "Lamps") + &limit(30)));
    let cites = "references: {normative: [\"ISO 990005:2015\"]}\n";
    let citation = clause("Lamps shall be as in ISO 990005:2015, Clause 4.");
    write("citing", &(head("ISO 990006:2016", "Halls with lamps") + cites + &citation));
    for at in 0..40 {
        let number = format!("ISO {}:2015", 991_000 + at);
        write(&format!("other{at}"), &head(&number, &format!("Illustrative things {at}")));
    }
    const ALL: [&str; 4] = ["check", "corpus", "--format", "json"];
    same(folder, &ALL, "first");
    let edits = [
        ("title", head("ISO 990001:2015", "Care of visitors"), "titled", "HAR001"),
        ("source", head("ISO 990003:2015", "Reading rooms") + &limit(20), "adopter", "ADO003"),
        (
            "cited",
            head("ISO 990005:2015", "Lamps") + &limit(30).replace("\"4\"", "\"5\""),
            "citing",
            "REF008",
        ),
    ];
    for (name, text, told, rule) in edits {
        let tells = |report: &str| {
            let report: serde_json::Value = serde_json::from_str(report).unwrap();
            report["findings"].as_array().unwrap().iter().any(|it| {
                it["rule"] == rule && it["location"]["path"] == format!("corpus/{told}.yaml")
            })
        };
        assert!(!tells(&with(folder, &ALL).1), "{rule} before the edit");
        write(name, &text);
        let judged = again(folder, &["check", "corpus", "--format", "sarif"]);
        assert!(judged.is_some_and(|it| it < 12), "{name}: {judged:?}");
        same(folder, &ALL, name);
        assert!(tells(&with(folder, &ALL).1), "{rule} of {told}");
    }
}

#[test]
fn what_was_found_is_kept_for_the_rules_that_looked() {
    let (folder, _) = texts(60, 8);
    let folder = folder.path();
    same(folder, &["check", "corpus"], "first");
    let other = ["check", "corpus", "--select", "REF"];
    assert_eq!(again(folder, &other), None);
    same(folder, &other, "other rules");
    fs::write(folder.join("consonance.yaml"), "severity: {REF001: info}\n").unwrap();
    same(folder, &other, "another severity");
    let last = ["check", "corpus", "--select", "REF", "--format", "json"];
    assert_eq!(again(folder, &last), Some(0));
    // A damaged docket is not believed.
    for path in files_of_cache(folder, "judged") {
        let mut bytes = fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(&path, bytes).unwrap();
    }
    forget_answers(folder);
    same(folder, &last, "damaged");
}

#[test]
fn what_was_found_goes_with_what_was_read() {
    let (folder, _) = texts(20, 7);
    let folder = folder.path();
    same(folder, &["check", "corpus"], "first");
    for path in files_of_cache(folder, "index") {
        let file = fs::File::options().append(true).open(&path).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(100 * 86_400)).unwrap();
    }
    // Whoever writes tidies.
    fs::create_dir(folder.join("other")).unwrap();
    fs::copy(folder.join("corpus/0001.yaml"), folder.join("other/1.yaml")).unwrap();
    same(folder, &["check", "other"], "another folder");
    for extension in ["index", "judged", "reply"] {
        assert_eq!(files_of_cache(folder, extension).len(), 1, "{extension}");
    }
}

#[test]
fn a_baseline_is_held_against_what_is_known() {
    let (folder, _) = texts(300, 9);
    let folder = folder.path();
    run(folder, &[&["baseline", "corpus", "-o", "b.json"][..], &DAY].concat());
    let held = ["check", "corpus", "--baseline", "b.json"];
    same(folder, &held, "first");
    let mut files = (0..300).map(|at| folder.join(format!("corpus/{at:04}.yaml")));
    let path = files.find(|it| fs::read_to_string(it).unwrap().contains("shall")).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("shall", "must", 1)).unwrap();
    assert!(again(folder, &held).is_some());
    same(folder, &held, "edited");
    assert!(!with(folder, &held).1.contains("no findings"), "nothing is new");
}

#[test]
fn a_changed_include_is_seen() {
    let folder = mixed(20, 5);
    let folder = folder.path();
    let tells = || with(folder, &["check", "corpus/book.adoc", "corpus", "--format", "json"]);
    tells();
    age(&folder.join("corpus"));
    let before = tells();
    let other = "== Scope\n\nThis document is for nobody.\n\n== Terms\n\n== Limits\n\nNone.\n";
    fs::write(folder.join("corpus/part.adoc"), other).unwrap();
    let after = tells();
    assert!(before != after, "an included file has changed, and nothing is told otherwise");
    same(folder, &["check", "corpus/book.adoc", "corpus", "--format", "json"], "changed");
    // What was kept as a document of its own becomes a part of another one.
    fs::write(folder.join("corpus/0000.adoc"), "= Book\n:docnumber: ISO 990404\n\n== A\n\nText.\n")
        .unwrap();
    same(folder, &["check", "corpus", "--format", "json"], "alone");
    fs::write(
        folder.join("corpus/a.adoc"),
        "= Whole\n:docnumber: ISO 990405\n\ninclude::0000.adoc[]\n",
    )
    .unwrap();
    same(folder, &["check", "corpus", "--format", "json"], "included");
}

#[cfg(unix)]
#[test]
fn a_change_is_seen_whatever_the_clock_says() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    catalogue(folder, 60, 8);
    let path = folder.join("corpus/0002.yaml");
    let check = ["check", "corpus", "--format", "json"];
    age(&folder.join("corpus"));
    with(folder, &check);
    with(folder, &check);
    let modified = fs::metadata(&path).unwrap().modified().unwrap();
    let text = fs::read_to_string(&path).unwrap();
    // As long as before, and said to be as old.
    fs::write(&path, text.replace("status: current", "status: curtain")).unwrap();
    fs::File::options().append(true).open(&path).unwrap().set_modified(modified).unwrap();
    let told = with(folder, &check);
    assert!(told.1.contains("curtain"), "{}", told.1);
    equal(&told, &without(folder, &check), "changed");
}

fn files_of_cache(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder.join("cache")).unwrap().map(|it| it.unwrap().path());
    let mut files: Vec<_> =
        entries.filter(|it| it.extension().is_some_and(|it| it == extension)).collect();
    files.sort();
    files
}

/// So that documents are asked for, and not only what was told of them.
fn forget_answers(folder: &Path) {
    files_of_cache(folder, "reply").iter().for_each(|it| fs::remove_file(it).unwrap());
}

#[test]
fn an_answer_is_only_for_the_same_question() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    catalogue(folder, 60, 21);
    let kinds: [&[&str]; 5] = [
        &["--format", "json"],
        &["--lang", "zh"],
        &["--fail-on", "never", "-q"],
        &["--select", "REF001", "--format", "sarif"],
        &["--corpus", "drafts"],
    ];
    for _ in 0..2 {
        for more in kinds {
            same(folder, &[&["check", "corpus"], more].concat(), "again");
        }
    }
    assert_eq!(files_of_cache(folder, "reply").len(), 2);
    let check = ["check", "corpus", "--format", "json"];
    same(folder, &check, "answered");
    // As on another day, and with other settings.
    let day =
        |day: &str, cache: &[&str]| run(folder, &[&check[..], &["--as-of", day], cache].concat());
    let cached = ["--cache", "cache"];
    equal(&day("2017-01-01", &cached), &day("2017-01-01", &["--no-cache"]), "another day");
    fs::write(folder.join("consonance.yaml"), "ignore: [REF]\n").unwrap();
    same(folder, &check, "other settings");
    same(folder, &check, "other settings again");
    for (at, path) in files_of_cache(folder, "reply").into_iter().enumerate() {
        let mut bytes = fs::read(&path).unwrap();
        let middle = bytes.len() / (2 + at);
        bytes[middle] ^= 4;
        fs::write(&path, bytes).unwrap();
    }
    same(folder, &check, "a damaged answer");
}

#[test]
fn a_damaged_cache_is_never_believed() {
    let folder = mixed(40, 11);
    let folder = folder.path();
    let expected = without(folder, &CHECK);
    let whole = ["check", "corpus", "--format", "json"];
    let expected_whole = without(folder, &whole);
    let mut numbers = Numbers(17);
    let mut said = 0;
    for round in 0..24 {
        equal(&with(folder, &CHECK), &expected, "damaged");
        equal(&with(folder, &whole), &expected_whole, "damaged");
        forget_answers(folder);
        let extension = if round % 2 == 0 { "pack" } else { "index" };
        for path in files_of_cache(folder, extension) {
            let mut bytes = fs::read(&path).unwrap();
            let at = numbers.below(bytes.len());
            match round % 5 {
                0 => bytes.truncate(at),
                _ => bytes[at] ^= 1 << numbers.below(8),
            }
            fs::write(&path, bytes).unwrap();
        }
        let (code, out, err) = with(folder, &[&CHECK[..], &["-v"]].concat());
        equal(
            &(code, out, String::new()),
            &(expected.0, expected.1.clone(), String::new()),
            "round",
        );
        said += usize::from(err.contains("the cache is damaged"));
        forget_answers(folder);
        equal(&with(folder, &whole), &expected_whole, "after damage");
    }
    assert!(said > 8, "{said}");
}

#[test]
fn a_cache_of_another_version_is_written_anew() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    catalogue(folder, 30, 6);
    let expected = with(folder, &CHECK);
    for path in files_of_cache(folder, "index") {
        let mut bytes = fs::read(&path).unwrap();
        bytes[16] ^= 1;
        fs::write(&path, bytes).unwrap();
    }
    let (code, out, err) = with(folder, &[&CHECK[..], &["-v"]].concat());
    equal(&(code, out, String::new()), &(expected.0, expected.1.clone(), String::new()), "other");
    assert!(err.contains("another version of consonance"), "{err}");
    assert!(kept(folder, &CHECK).contains("36 of 36"), "{}", kept(folder, &CHECK));
    // What no manifest names is gone.
    assert_eq!(files_of_cache(folder, "pack").len(), 2);
}

#[test]
fn without_a_place_to_write_the_check_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    catalogue(folder, 20, 4);
    fs::write(folder.join("cache"), "a file where a folder would be").unwrap();
    same(folder, &CHECK, "no folder");
    let (_, _, err) = with(folder, &[&CHECK[..], &["-v"]].concat());
    assert!(err.contains("could not be written"), "{err}");
}

#[test]
fn runs_at_the_same_time_do_not_disturb_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    catalogue(folder, 80, 12);
    let expected = without(folder, &CHECK);
    for round in 0..3 {
        let start = |_| {
            let mut command = consonance(folder);
            command.args(CHECK).args(DAY).args(["--cache", "cache"]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        };
        let started: Vec<_> = (0..4).map(start).collect();
        for child in started {
            let output = child.wait_with_output().unwrap();
            let text = |bytes| String::from_utf8(bytes).unwrap();
            let told = (output.status.code().unwrap(), text(output.stdout), text(output.stderr));
            equal(&told, &expected, "at the same time");
        }
        fs::write(folder.join("corpus/0001.yaml"), document(1, 80, &mut Numbers(round + 1)))
            .unwrap();
        same(folder, &CHECK, "changed");
        fs::write(folder.join("corpus/0001.yaml"), document(1, 80, &mut Numbers(99))).unwrap();
        if round == 0 {
            fs::remove_dir_all(folder.join("cache")).unwrap();
        }
    }
}

#[test]
fn where_it_lies_can_be_said() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    catalogue(folder, 20, 4);
    let check = |variables: &[(&str, &str)], more: &[&str]| {
        let mut command = consonance(folder);
        command.args(CHECK).args(more).envs(variables.iter().copied());
        command.output().unwrap();
    };
    check(&[("CONSONANCE_CACHE_DIR", "by-variable")], &[]);
    assert!(folder.join("by-variable").is_dir());
    fs::write(folder.join("consonance.yaml"), "cache: by-file\n").unwrap();
    check(&[("CONSONANCE_NO_CACHE", "1")], &[]);
    check(&[], &["--no-cache"]);
    assert!(!folder.join("by-file").exists());
    check(&[], &[]);
    assert!(folder.join("by-file").is_dir());
    fs::write(folder.join("consonance.yaml"), "cache: off\n").unwrap();
    check(&[("HOME", "home")], &[]);
    assert!(!folder.join("home").exists() && !folder.join("off").exists());
    // Small inputs are kept only where somebody asks for it.
    fs::write(folder.join("consonance.yaml"), "").unwrap();
    check(&[("HOME", "home")], &[]);
    assert!(!folder.join("home").exists());
    for at in 0..520 {
        let text = format!("standard: ISO {}:2015\n", 980_000 + at);
        fs::write(folder.join(format!("corpus/more{at}.yaml")), text).unwrap();
    }
    let home = folder.join("home");
    check(&[("HOME", home.to_str().unwrap())], &[]);
    let below = if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" };
    if !cfg!(windows) {
        assert!(home.join(below).join("consonance").is_dir());
    }
}
