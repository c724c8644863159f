//! The page of a report, in a browser where there is one.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;

use crate::pages::browse;

/// A report as a page, for the files of a folder.
fn page(folder: &Path, arguments: &[&str], to: &Path) -> String {
    let output = Command::cargo_bin("consonance")
        .unwrap()
        .current_dir(folder)
        .args(["report", "--format", "html", "--lang", "en", "-o"])
        .arg(to)
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::read_to_string(to).unwrap()
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
    fs::write(at("hostile.yaml"), HOSTILE).unwrap();
    let text = page(folder.path(), &["hostile.yaml"], &at("hostile.html"));
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

    browse(
        "report",
        &[("page", &at("page.html")), ("hostile", &at("hostile.html")), ("many", &at("many.html"))],
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
