//! Pages that are made by the program are as the program makes them:
//! `UPDATE=1 cargo test --test it docs` renews them.

use std::fs;
use std::path::PathBuf;

use crate::cli::consonance;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn output(arguments: &[&str]) -> String {
    let output = consonance(&root()).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Holds `text` against the page, or writes it there.
fn page(name: &str, text: &str) {
    let path = root().join(name);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, text).unwrap();
    }
    let page = fs::read_to_string(&path).unwrap_or_default();
    let difference = page.lines().zip(text.lines()).find(|(page, text)| page != text);
    assert!(
        page == text,
        "{name} is not up to date (first difference: {difference:?}): `UPDATE=1 cargo test --test it docs` renews it"
    );
}

#[test]
fn the_command_line_page_is_up_to_date() {
    let mut text = String::from(
        "# Command line\n\n\
         Made from the program's own help. Help and messages are in English and Chinese: `--lang zh`.\n\n\
         | Exit code | Means |\n|---|---|\n\
         | 0 | nothing at or above the fail level |\n\
         | 1 | findings (for other commands: the answer is no) |\n\
         | 2 | wrong usage or configuration |\n\
         | 3 | input that could not be read; the rest was still checked |\n\
         | 70 | a bug in consonance; the findings so far are still printed |\n\n\
         2 wins over 3, 3 over 1. Data goes to standard output, everything said to people to standard error; `-` is\n\
         standard input.\n",
    );
    let help = output(&["--help"]);
    let mut section = |title: &str, help: &str| {
        // The flags that every command has are shown once.
        let own = match title {
            "consonance" => help,
            _ => help.split("\nCommon options:").next().unwrap_or(help),
        };
        let own: Vec<_> = own.trim_end().lines().map(str::trim_end).collect();
        text.push_str(&format!("\n## {title}\n\n```text\n{}\n```\n", own.join("\n")));
    };
    section("consonance", &help);
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    for line in commands.take_while(|line| !line.is_empty()) {
        let Some(command) = line.strip_prefix("  ").filter(|it| !it.starts_with(' ')) else {
            continue;
        };
        let command = command.split(' ').next().unwrap_or_default();
        section(&format!("consonance {command}"), &output(&[command, "--help"]));
    }
    section("consonance rules test", &output(&["rules", "test", "--help"]));
    page("docs/cli.md", &text);
}

#[test]
fn the_rule_reference_is_up_to_date() {
    page("docs/rules.md", &output(&["rules", "--format", "markdown"]));
}

/// The picture in the README is what the program prints: a few findings, and the last lines.
#[test]
fn the_picture_in_the_readme_is_real() {
    let config = "fixtures/trade-in-services/consonance.yaml";
    let printed = consonance(&root()).args(["check", "--config", config]).output().unwrap();
    let printed = String::from_utf8(printed.stdout).unwrap();
    let parts: Vec<&str> = printed.trim_end().split("\n\n").collect();
    let shown =
        ["error[CON012]", "error[ADO008]: 4.3", "error[REF007]: T/EXAMPLE 111-2023"].map(|head| {
            parts
                .iter()
                .find(|part| part.starts_with(head))
                .unwrap_or_else(|| panic!("{head} is not found"))
        });
    let mut picture = format!("$ consonance check --config {config}\n");
    for part in shown {
        picture.push_str(&format!("{part}\n\n…\n\n"));
    }
    picture.push_str(parts.last().unwrap());
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let (before, rest) = readme.split_once("```text\n").unwrap();
    let (_, after) = rest.split_once("\n```\n").unwrap();
    page("README.md", &format!("{before}```text\n{picture}\n```\n{after}"));
}

#[test]
fn the_page_of_facts_is_up_to_date() {
    use consonance::fact::{CONTEXT, Field, KINDS, Type};

    let row = |text: &mut String, field: &Field| {
        let words = match field.ty {
            Type::Word(words) => format!(": {}", words.join(", ")),
            _ => String::new(),
        };
        let ty = field.type_name();
        text.push_str(&format!("| `{}` | {ty} | {}{words} |\n", field.name, field.en));
    };
    let mut text = String::from(
        "# Facts\n\n\
         What rules look at and what they can ask ([rule-format.md](rule-format.md) says how). Made from the schema in\n\
         `src/fact`, which also checks every rule when it is loaded.\n\n\
         ## Every fact\n\n| Field | Type | Says |\n|---|---|---|\n",
    );
    for field in CONTEXT {
        row(&mut text, field);
    }
    for kind in KINDS {
        text.push_str(&format!(
            "\n## {}\n\n{}.\n\n| Field | Type | Says |\n|---|---|---|\n",
            kind.name, kind.en
        ));
        for field in kind.fields {
            row(&mut text, field);
        }
        text.push_str("\n| Place | Is |\n|---|---|\n");
        for place in kind.places {
            text.push_str(&format!("| `{}` | {} |\n", place.name, place.en));
        }
    }
    page("docs/facts.md", &text);
}

#[test]
fn the_house_rule_of_the_guide_works() {
    let guide = fs::read_to_string(root().join("docs/rule-format.md")).unwrap();
    let rule = guide
        .split("```yaml\n")
        .skip(1)
        .filter_map(|block| block.split("```").next())
        .find(|block| block.contains("code: HOUSE001"))
        .unwrap();
    let files = [("house-rules/association-target.yaml".to_owned(), rule.to_owned())];
    let rules = consonance::rule::RuleSet::from_files(files)
        .unwrap_or_else(|errors| panic!("{:#?}", errors.problems));
    let profiles = consonance::rule::Profiles::built_in().unwrap();
    let results = consonance::rule::examples::run(&rules, &profiles, |_| true);
    assert_eq!(results.len(), 2);
    for result in results {
        assert!(result.failure.is_none(), "{:?}", result.failure);
    }
}

/// Worked examples: a fence that opens with `$ consonance …` holds what that prints in the fixtures'
/// folder at 100 columns. `<!-- only: 4.1, 4.3 -->` before it keeps, of a page in blocks, its head,
/// the blocks with a line that begins so, and its sum.
#[test]
fn worked_examples_are_what_the_program_prints() {
    let folder = root().join("fixtures/trade-in-services");
    let mut examples = 0;
    for name in ["docs/alignment.md", "docs/comparing.md"] {
        let text = fs::read_to_string(root().join(name)).unwrap();
        let mut renewed = String::new();
        for (at, part) in text.split("```text\n").enumerate() {
            if at == 0 {
                renewed.push_str(part);
                continue;
            }
            renewed.push_str("```text\n");
            let (old, after) = part.split_once("\n```").unwrap();
            let command = old.lines().next().unwrap();
            let Some(arguments) = command.strip_prefix("$ consonance ") else {
                renewed.push_str(part);
                continue;
            };
            examples += 1;
            let arguments: Vec<String> = arguments
                .split('\'')
                .enumerate()
                .flat_map(|(at, piece)| match at % 2 {
                    1 => vec![piece.to_owned()],
                    _ => piece.split_whitespace().map(str::to_owned).collect(),
                })
                .collect();
            let output =
                consonance(&folder).env("COLUMNS", "100").args(&arguments).output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            let printed = String::from_utf8(output.stdout).unwrap();
            let before = renewed.rsplit("<!-- only: ").next().unwrap_or_default();
            let only = before.split_once(" -->\n\n```text\n").filter(|it| it.1.is_empty());
            let shown = match only {
                None => printed.trim_end().to_owned(),
                Some((only, _)) => {
                    let blocks: Vec<&str> = printed.trim_end().split("\n\n").collect();
                    let wanted = |block: &str| {
                        only.split(", ").any(|it| {
                            block.lines().any(|line| line.starts_with(&format!("{it}  ")))
                        })
                    };
                    let last = blocks.len() - 1;
                    let kept = blocks
                        .iter()
                        .enumerate()
                        .filter(|(at, block)| *at == 0 || *at == last || wanted(block))
                        .map(|it| *it.1);
                    kept.collect::<Vec<_>>().join("\n\n")
                }
            };
            renewed.push_str(&format!("{command}\n{shown}\n```{after}"));
        }
        page(name, &renewed);
    }
    assert!(examples >= 4);
}
