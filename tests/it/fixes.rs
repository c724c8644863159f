//! `check --fix`: what is changed, what is left, and what is refused.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::cli::consonance;

/// A project with house rules that mend titles, so that every kind of fix can be tried.
struct Project(TempDir);

/// A rule that replaces something of a standard's title, or of what it finds there.
fn rule(code: &str, condition: &str, safe: bool, replace: &str) -> String {
    format!(
        "code: {code}\ntitle: {{en: House rule, zh: 内部规则}}\nsince: 0.1.0\nlife: stable\n\
         confidence: certain\nseverity: warning\nlanguage: both\nsource: [{{document: the house}}]\n\
         on: standard\nwhere:\n  {condition}\nreport:\n  at: title\n  message: {{en: not like this, zh: 不应如此}}\n\
         \x20 help: {{en: write it otherwise, zh: 请改写}}\nfix:\n  safe: {safe}\n  message: {{en: rewrite, zh: 改写}}\n  at: title\n\
         \x20 replace: {replace}\nwhy: {{en: because, zh: 因为}}\n"
    )
}

impl Project {
    fn new(rules: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("house")).unwrap();
        for (index, text) in rules.iter().enumerate() {
            fs::write(folder.path().join(format!("house/{index}.yaml")), text).unwrap();
        }
        let config = "drafts: [a.yaml]\nrules: [house]\nselect: [HSE]\nas_of: 2026-01-01\n";
        fs::write(folder.path().join("consonance.yaml"), config).unwrap();
        Self(folder)
    }

    /// With one rule that turns the title `Old` into something.
    fn replacing(by: &str) -> Self {
        Self::new(&[&rule("HSE001", "title: {matches: '^Old'}", true, by)])
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path().join(name), bytes).unwrap();
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path().join(name)).unwrap()
    }

    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = consonance(self.path()).args(arguments).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    /// What becomes of `a.yaml`.
    fn fixed(&self, text: &str) -> String {
        self.write("a.yaml", text);
        let (code, out, err) = self.run(&["check", "--fix"]);
        assert!(code <= 1, "{out}{err}");
        String::from_utf8(self.read("a.yaml")).unwrap()
    }
}

const DRAFT: &str = "# 保留\nstandard: T/EXAMPLE 1-2021   # kept, too\ntitle: {en:   Old   }\n\nstatus:   current\n";

#[test]
fn only_the_place_is_changed() {
    let project = Project::replacing("New");
    assert_eq!(project.fixed(DRAFT), DRAFT.replace("Old", "New"));
    let (code, out, err) = project.run(&["check", "--fix"]);
    assert_eq!(code, 0);
    assert!(
        out.contains("no findings") && err.contains("fixed 0 findings in 0 files"),
        "{out}{err}"
    );
}

#[test]
fn a_dry_run_shows_the_changes_and_makes_none() {
    let project = Project::replacing("New");
    project.write("a.yaml", DRAFT);
    let (code, out, err) = project.run(&["check", "--fix", "--dry-run"]);
    assert_eq!(project.read("a.yaml"), DRAFT.as_bytes());
    assert_eq!(code, 0, "warnings do not fail");
    assert_eq!(
        out,
        "--- a/a.yaml\n+++ b/a.yaml\n@@ -1,5 +1,5 @@\n # 保留\n standard: T/EXAMPLE 1-2021   # kept, too\n\
         -title: {en:   Old   }\n+title: {en:   New   }\n \n status:   current\n"
    );
    assert!(err.contains("1 finding would be fixed in 1 file"), "{err}");
    assert_eq!(project.run(&["check", "--fix", "--dry-run", "--fail-on", "warning"]).0, 1);
    assert_eq!(project.run(&["check", "--dry-run"]).0, 2);
}

#[test]
fn suggestions_have_to_be_asked_for() {
    let text = rule("HSE001", "title: Old", false, "New");
    let project = Project::new(&[&text]);
    project.write("a.yaml", DRAFT);
    let (_, _, err) = project.run(&["check", "--fix"]);
    assert!(err.contains("1 suggestion left: --unsafe-fixes"), "{err}");
    assert_eq!(project.read("a.yaml"), DRAFT.as_bytes());
    project.run(&["check", "--fix", "--unsafe-fixes"]);
    assert_eq!(project.read("a.yaml"), DRAFT.replace("Old", "New").as_bytes());
}

#[test]
fn words_are_quoted_as_their_place_is() {
    let project = Project::replacing("\"It's: \\\"#\\\" \\\\ so\"");
    let value = |text: String| {
        let file = consonance::source::SourceFile::text_file(
            consonance::source::FileId::from_index(0),
            "a.yaml",
            consonance::source::Encoding::Utf8,
            text,
        );
        let parsed = consonance::syntax::parse(&file);
        assert!(parsed.problems.is_empty());
        let tree = &parsed.tree;
        let title = tree.get(tree.documents()[0].root, "title").unwrap();
        tree.str(tree.get(title, "en").unwrap()).to_owned()
    };
    for title in ["Old", "'Old'", "\"Old\"", "\"\\x4fld\""] {
        let fixed = project.fixed(&DRAFT.replace("Old", title));
        assert_eq!(value(fixed), "It's: \"#\" \\ so", "{title}");
    }
    let json = "{\"standard\": \"T/EXAMPLE 1-2021\", \"title\": {\"en\": \"Old\"}}";
    let fixed = project.fixed(json);
    assert_eq!(value(fixed.clone()), "It's: \"#\" \\ so");
    serde_json::from_str::<serde_json::Value>(&fixed).unwrap();
}

#[test]
fn encodings_marks_and_line_ends_stay() {
    let project = Project::replacing("新 — “名称”");
    let new = |text: &str| text.replace("Old", "新 — “名称”");
    let crlf = DRAFT.replace('\n', "\r\n");
    let utf16 = |text: &str, le: bool| -> Vec<u8> {
        let bytes = |it: u16| if le { it.to_le_bytes() } else { it.to_be_bytes() };
        format!("\u{feff}{text}").encode_utf16().flat_map(bytes).collect()
    };
    let gb = |text: &str| encoding_rs_gb18030(&text.replace("保留", "保留：服务规范"));
    let cases: [(Vec<u8>, Vec<u8>); 5] = [
        (crlf.clone().into_bytes(), new(&crlf).into_bytes()),
        (format!("\u{feff}{DRAFT}").into_bytes(), format!("\u{feff}{}", new(DRAFT)).into_bytes()),
        (utf16(DRAFT, true), utf16(&new(DRAFT), true)),
        (utf16(&crlf, false), utf16(&new(&crlf), false)),
        (gb(DRAFT), gb(&new(DRAFT))),
    ];
    for (index, (before, after)) in cases.into_iter().enumerate() {
        project.write("a.yaml", before);
        project.run(&["check", "--fix"]);
        assert_eq!(project.read("a.yaml"), after, "case {index}");
    }
}

/// What `iconv -t GB18030` gives, for characters that GB 2312 has.
fn encoding_rs_gb18030(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

#[test]
fn what_cannot_be_changed_is_said() {
    use std::io::Write as _;
    let project = Project::replacing("New");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(DRAFT.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    project.write("a.yaml.gz", &packed);
    let (_, _, err) = project.run(&["check", "--fix", "a.yaml.gz"]);
    assert!(err.contains("HSE001 at a.yaml.gz:3:") && err.contains("unpack it first"), "{err}");
    assert_eq!(project.read("a.yaml.gz"), packed);
    let (code, _, err) = project.run(&["check", "--fix", "-"]);
    assert!(code == 2 && err.contains("standard input cannot be changed"), "{err}");
    // An alias stands for words that are somewhere else.
    let text = "standard: T/EXAMPLE 1-2021\nscope: {en: &it Old}\ntitle: {en: *it}\n";
    project.write("a.yaml", text);
    let (_, _, err) = project.run(&["check", "--fix"]);
    let now = String::from_utf8(project.read("a.yaml")).unwrap();
    assert!(now == text || now == text.replace("Old", "New"), "{now}\n{err}");
}

#[test]
fn fixes_that_touch_are_applied_one_after_the_other() {
    let first = rule("HSE001", "title: Old", true, "Older");
    let second = rule("HSE002", "title: {in: [Old, Older]}", true, "Oldest");
    let project = Project::new(&[&first, &second]);
    let fixed = project.fixed(DRAFT);
    assert_eq!(fixed, DRAFT.replace("Old", "Oldest"));
}

#[test]
fn fixes_that_undo_each_other_come_to_rest() {
    let first = rule("HSE001", "title: Old", true, "Older");
    let second = rule("HSE002", "title: Older", true, "Old");
    let project = Project::new(&[&first, &second]);
    project.write("a.yaml", DRAFT);
    let (_, _, err) = project.run(&["check", "--fix"]);
    assert!(err.contains("fixes undo each other"), "{err}");
    assert_eq!(project.read("a.yaml"), DRAFT.replace("Old", "Older").as_bytes());
}

#[test]
fn a_fix_that_fixes_nothing_is_taken_back() {
    let project = Project::new(&[&rule("HSE001", "title: {matches: Old}", true, "Old and older")]);
    project.write("a.yaml", DRAFT);
    let (_, _, err) = project.run(&["check", "--fix"]);
    assert!(err.contains("HSE001 at a.yaml:3:15 is not fixed: it would not resolve"), "{err}");
    assert_eq!(project.read("a.yaml"), DRAFT.as_bytes());
}

#[test]
fn a_fix_that_brings_an_error_or_breaks_the_file_is_taken_back_and_the_others_stay() {
    let good = rule("HSE001", "title: Old", true, "New");
    let worse = rule("HSE002", "status: current", true, "withdrawn")
        .replace("at: title\n  replace", "at: status\n  replace");
    let error = rule("HSE003", "status: withdrawn", true, "x")
        .replace("severity: warning", "severity: error");
    let error = error.split("fix:").next().unwrap().to_owned() + "why: {en: because, zh: 因为}\n";
    let project = Project::new(&[&good, &worse, &error]);
    project.write("a.yaml", DRAFT);
    let (_, out, err) = project.run(&["check", "--fix"]);
    assert_eq!(project.read("a.yaml"), DRAFT.replace("Old", "New").as_bytes(), "{out}{err}");
    assert!(
        err.contains("HSE002 at a.yaml:3") && err.contains("it would bring a new error, HSE003"),
        "{err}"
    );
    assert!(err.contains("fixed 1 finding in 1 file"), "{err}");
    // Markup is written as it is; here it breaks the file.
    let broken = worse
        .replace("safe: true", "safe: true\n  markup: true")
        .replace("replace: withdrawn", "replace: \"}}\"");
    let project = Project::new(&[&good, &broken]);
    project.write("a.yaml", DRAFT);
    let (_, _, err) = project.run(&["check", "--fix"]);
    assert_eq!(project.read("a.yaml"), DRAFT.replace("Old", "New").as_bytes(), "{err}");
    assert!(err.contains("HSE002") && err.contains("is not fixed"), "{err}");
}

#[test]
fn waived_and_baselined_findings_are_left() {
    let project = Project::replacing("New");
    let waived = DRAFT.replace("Old   }", "Old   }  # consonance: allow HSE001 -- a name");
    assert_eq!(project.fixed(&waived), waived);
    project.write("a.yaml", DRAFT);
    assert_eq!(project.run(&["baseline"]).0, 0);
    project.run(&["check", "--fix", "--baseline", "consonance-baseline.yaml"]);
    assert_eq!(project.read("a.yaml"), DRAFT.as_bytes());
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay_and_read_only_files_are_left() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::replacing("New");
    let target = project.path().join("real.yaml");
    fs::write(&target, DRAFT).unwrap();
    fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink("real.yaml", project.path().join("a.yaml")).unwrap();
    project.run(&["check", "--fix"]);
    assert_eq!(project.read("real.yaml"), DRAFT.replace("Old", "New").as_bytes());
    assert!(fs::symlink_metadata(project.path().join("a.yaml")).unwrap().is_symlink());
    assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o640);
    fs::write(&target, DRAFT).unwrap();
    fs::set_permissions(&target, fs::Permissions::from_mode(0o444)).unwrap();
    let (code, _, err) = project.run(&["check", "--fix"]);
    assert!(code == 0 && err.contains("is not fixed: the file may only be read"), "{err}");
    assert_eq!(project.read("real.yaml"), DRAFT.as_bytes());
    let left = fs::read_dir(project.path()).unwrap().count();
    assert_eq!(left, 4, "nothing half-written lies about");
}

#[test]
fn machine_formats_give_the_words_as_they_have_to_be_written() {
    let project = Project::replacing("\"It's\"");
    project.write("a.yaml", DRAFT.replace("Old", "'Old'"));
    let (_, out, _) = project.run(&["check", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    let edit = &report["findings"][0]["fix"]["edits"][0];
    assert_eq!(edit["replacement"], "It''s");
    assert_eq!(edit["location"]["start"]["column"], 16);
    let (_, out, _) = project.run(&["check", "--format", "sarif"]);
    let log: serde_json::Value = serde_json::from_str(&out).unwrap();
    let change = &log["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["replacements"][0]["insertedContent"]["text"], "It''s");
}

/// Lists and plain texts are no YAML, whatever they look like.
#[test]
fn words_of_lists_and_plain_texts_are_written_as_they_are() {
    let list = "number,title,status\nT/EXAMPLE 1-2021,Old,current\nT/EXAMPLE 2-2021,\"A: b, # c\",current\n";
    let draft = "Network Working Group                                          A. Author\n\
                 Internet-Draft                                                   Example\n\
                 Intended status: Standards Track                              3 May 2020\n\
                 Expires: 4 November 2020\n\n\n                           Old\n\
                 \x20                       draft-example-lamps-03\n\nAbstract\n\n   Practice: # lamps.\n\n\
                 1.  Introduction\n\n   A lamp shines.\n";
    let labelled = "标准编号：T/EXAMPLE 1-2021\n标准名称：Old\n\n标准编号：T/EXAMPLE 2-2021\n标准名称：A: b # c\n";
    for (name, text) in [("list.csv", list), ("draft.txt", draft), ("list.txt", labelled)] {
        let project = Project::replacing("New");
        project.write(name, text);
        let (_, out, err) = project.run(&["check", "--fix", name]);
        let fixed = String::from_utf8(project.read(name)).unwrap();
        assert_eq!(fixed, text.replace("Old", "New"), "{out}{err}");
    }
    // What would be another column is left to people.
    let project = Project::replacing("\"New, too\"");
    project.write("list.csv", list);
    let (_, _, err) = project.run(&["check", "--fix", "list.csv"]);
    assert!(err.contains("HSE001 at list.csv:2:"), "{err}");
    assert_eq!(project.read("list.csv"), list.as_bytes());
}

#[test]
fn every_file_is_fixed_in_one_round() {
    let good = rule("HSE001", "title: Old", true, "New");
    let project = Project::new(&[&good]);
    fs::create_dir(project.path().join("drafts")).unwrap();
    for number in 0..50 {
        let text = DRAFT.replace("EXAMPLE 1-", &format!("EXAMPLE {number}-"));
        project.write(&format!("drafts/{number}.yaml"), text);
    }
    let (_, _, err) = project.run(&["check", "--fix", "drafts"]);
    assert!(err.contains("fixed 50 findings in 50 files"), "{err}");
}

/// The wording of earlier drafting rules gives way to the present one, and other words stay.
#[test]
fn an_old_lead_in_is_replaced_and_not_doubled() {
    let project = Project::new(&[]);
    let mended = |text: &str| {
        project.write(
            "a.yaml",
            format!(
                "standard: GB/T 99901-2020\nreferences: {{normative: [GB/T 99902-2019]}}\nclauses:\n  \
                 - {{number: \"2\", title: 规范性引用文件, element: references, text: \"{text}\"}}\n"
            ),
        );
        let (code, out, err) = project.run(&["check", "--fix", "--select", "STR004", "a.yaml"]);
        assert_eq!(code, 0, "{out}{err}");
        String::from_utf8(project.read("a.yaml")).unwrap()
    };
    let old = mended(
        "下列文件对于本文件的应用是必不可少的。凡是注日期的引用文件，仅注日期的版本适用于本文件。",
    );
    assert!(!old.contains("必不可少的。凡是"), "{old}");
    assert_eq!(old.matches("注日期的引用文件").count(), 2, "{old}");
    let own = mended("本章列出引用的文件。");
    assert!(own.contains("版本（包括所有的修改单）适用于本文件。本章列出引用的文件。"), "{own}");
}

/// Every rule with a fix resolves what its bad examples show, or says why it cannot.
#[test]
fn the_fixes_of_the_rules_resolve_their_bad_examples() {
    let rules = consonance::rule::RuleSet::built_in().unwrap();
    let mut failures = Vec::new();
    for rule in rules.iter().filter(|it| it.fix.is_some()) {
        let mut resolved = 0;
        for (index, example) in rule.bad.iter().enumerate() {
            let file = rules.sources().file(rule.span.file);
            let column = file.location(example.span).start.column as usize - 1;
            let text = format!("{}{}", " ".repeat(column), file.slice(example.span));
            let value: serde_json::Value = match yaml(&text) {
                Some(value) => value,
                None => continue,
            };
            let folder = tempfile::tempdir().unwrap();
            let standards = value["standards"].as_array().unwrap();
            let (first, others) = standards.split_first().unwrap();
            let write = |name: &str, value: &serde_json::Value| {
                fs::write(folder.path().join(name), serde_json::to_string_pretty(value).unwrap())
                    .unwrap();
            };
            // Flow values in a block: what YAML takes and JSON does not may be put in.
            let draft =
                first.as_object().unwrap().iter().map(|(key, value)| format!("{key}: {value}\n"));
            fs::write(folder.path().join("draft.yaml"), draft.collect::<String>()).unwrap();
            write("others.json", &serde_json::Value::from(others.to_vec()));
            let as_of = value["as_of"].as_str().unwrap_or("2026-01-01").to_owned();
            let mut arguments =
                vec!["--select", &rule.code, "--as-of", &as_of, "--input-format", "definition"];
            if let Some(profile) = value["profile"].as_str() {
                arguments.extend(["--profile", profile]);
            }
            let run = |further: &[&str]| {
                let mut all = vec!["check", "--format", "json", "draft.yaml"];
                all.extend(further);
                all.extend(&arguments);
                if !others.is_empty() {
                    all.extend(["--corpus", "others.json"]);
                }
                let output = consonance(folder.path()).args(&all).output().unwrap();
                let report: serde_json::Value =
                    serde_json::from_slice(&output.stdout).unwrap_or_default();
                let err = String::from_utf8(output.stderr).unwrap();
                (report["findings"].as_array().map_or(0, Vec::len), err)
            };
            let (before, _) = run(&[]);
            let (after, err) = run(&["--fix", "--unsafe-fixes"]);
            if after < before {
                resolved += 1;
            } else if err.contains("is not fixed") {
                failures.push(format!("{} example {index}: {err}", rule.code));
            }
        }
        if resolved == 0 {
            failures.push(format!("{}: no bad example is resolved by its fix", rule.code));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// An example as JSON, read by the YAML reader: no value is typed.
fn yaml(text: &str) -> Option<serde_json::Value> {
    use consonance::source::{Encoding, FileId, SourceFile};
    use consonance::syntax::{NodeId, NodeKind, Tree};
    fn value(tree: &Tree<'_>, node: NodeId) -> serde_json::Value {
        match tree.kind(node) {
            NodeKind::Scalar if tree.is_null(node) => serde_json::Value::Null,
            NodeKind::Scalar
                if tree.is_plain(node) && matches!(tree.str(node), "true" | "false") =>
            {
                (tree.str(node) == "true").into()
            }
            NodeKind::Scalar => tree.str(node).into(),
            NodeKind::Sequence => tree.items(node).map(|it| value(tree, it)).collect(),
            NodeKind::Mapping => tree
                .entries(node)
                .map(|(key, it)| (tree.str(key).to_owned(), value(tree, it)))
                .collect::<serde_json::Map<_, _>>()
                .into(),
            NodeKind::Missing => serde_json::Value::Null,
        }
    }
    let file = SourceFile::text_file(FileId::from_index(0), "x", Encoding::Utf8, text);
    let parsed = consonance::syntax::yaml::parse(&file);
    let root = parsed.tree.documents().first()?.root;
    parsed.problems.is_empty().then(|| value(&parsed.tree, root))
}
