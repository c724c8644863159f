//! The page of a report, in a browser where there is one.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;

use crate::pages::browse;

/// What a command writes, for the files of a folder.
fn written(command: &str, folder: &Path, format: &str, arguments: &[&str], to: &Path) -> String {
    let output = Command::cargo_bin("consonance")
        .unwrap()
        .current_dir(folder)
        .args([command, "--format", format, "--lang", "en", "-o"])
        .arg(to)
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::read_to_string(to).unwrap()
}

/// A report as a page.
fn page(folder: &Path, arguments: &[&str], to: &Path) -> String {
    written("report", folder, "html", arguments, to)
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/trade-in-services")
}

/// Texts that want to be markup, end the script they stand in, or turn the direction of what follows.
const HOSTILE: &str = r#"
- standard: T/EXAMPLE 901-2021
  title: {zh: "<img src=x onerror=window.pwned=1>", en: "</script><script>window.pwned=1</script><b>bold</b>"}
  status: current
  dates: {published: 2021-01-01}
  classification: {ics: ["03.080<svg onload=window.pwned=1>"], sectors: ["1.F"], aspects: [quality]}
  references:
    normative: ["ISO 99901:2019", "<img src=x onerror=window.pwned=1>", "javascript:window.pwned=1", "]]></script><!--"]
  clauses:
    - number: "1"
      title: {en: "</title><h1>x</h1>"}
      element: scope
      text: {en: "<!--<script> {{ survey }} {% raw %} \u2028\u2029\u202e It shall be <b>bold</b>."}
    - number: "<b>2</b>"
      title: {en: "a\u0000b"}
      text: {en: "The hall shall be at most 5 m high </script>. ~0 ~~ ~"}
- standard: T/EXAMPLE 902-2021
  title: "~12"
  status: current
"#;

#[test]
fn a_report_is_a_page_that_people_can_use() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let text = page(&fixtures(), &[], &at("page.html"));
    assert!(text.contains("default-src 'none'"), "no content policy");
    written("report", &fixtures(), "json", &[], &at("page.json"));
    written("coverage", &fixtures(), "html", &["--fail-on", "never"], &at("coverage.html"));

    fs::write(at("hostile.yaml"), HOSTILE).unwrap();
    let text = page(folder.path(), &["hostile.yaml"], &at("hostile.html"));
    written("report", folder.path(), "json", &["hostile.yaml"], &at("hostile.json"));
    let (_, data) = text.split_once("id=\"survey-data\"").unwrap();
    let (data, after) = data.split_once("</script>").unwrap();
    assert!(!data.contains("<") && !data.contains('\u{2028}'), "the data can end its element");
    assert_eq!(after.matches("</script>").count(), 1, "a text has become a script");

    let mut many = String::from(
        "standard: T/EXAMPLE 903-2021\ntitle: {en: Many}\nstatus: current\ndates: {published: 2021-01-01}\nreferences:\n  normative:\n",
    );
    for number in 0..10_000 {
        writeln!(many, "    - ISO {}:2019", 900_000 + number).unwrap();
    }
    fs::write(at("many.yaml"), many).unwrap();
    page(folder.path(), &["many.yaml"], &at("many.html"));
    written("report", folder.path(), "json", &["many.yaml"], &at("many.json"));

    browse(
        "report",
        &[
            ("page", &at("page.html")),
            ("json", &at("page.json")),
            ("coverage", &at("coverage.html")),
            ("hostile", &at("hostile.html")),
            ("hostile_json", &at("hostile.json")),
            ("many", &at("many.html")),
            ("many_json", &at("many.json")),
        ],
    );
}

#[test]
fn a_page_is_the_same_every_time() {
    let folder = tempfile::tempdir().unwrap();
    let (one, many) = (folder.path().join("1.html"), folder.path().join("n.html"));
    let one = page(&fixtures(), &["--threads", "1"], &one);
    let many = page(&fixtures(), &["--threads", "4"], &many);
    assert!(one == many, "the page depends on threads");
}

#[test]
fn a_page_is_made_from_the_users_own_template() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let shipped = Command::cargo_bin("consonance")
        .unwrap()
        .args(["report", "--print-template", "html"])
        .output()
        .unwrap();
    let shipped = String::from_utf8(shipped.stdout).unwrap();
    let with_name =
        shipped.replace("<div id=\"page\">", "<p>Example Institute</p><div id=\"page\">");
    assert_ne!(shipped, with_name);
    fs::write(at("own.html"), &with_name).unwrap();
    let own = at("own.html");
    let own = ["--template", own.to_str().unwrap()];
    let (usual, own) =
        (page(&fixtures(), &[], &at("usual.html")), page(&fixtures(), &own, &at("page.html")));
    assert_eq!(own.replace("<p>Example Institute</p>", ""), usual);

    fs::write(at("wrong.html"), "<p>{{ survey.nothing }}</p>").unwrap();
    let output = Command::cargo_bin("consonance")
        .unwrap()
        .current_dir(fixtures())
        .args(["report", "--format", "html", "-o", "-", "--lang", "en", "--template"])
        .arg(at("wrong.html"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("wrong.html:1:"), "the place is not told: {said}");
    assert!(output.stdout.is_empty());
}
