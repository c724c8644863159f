//! Provisions against texts whose requirement keywords are known.

use std::collections::BTreeMap;
use std::process::Command;

use consonance::language::{Convention, provisions, provisions_with};
use consonance::model::Lang;

use crate::shared_data::shared_data;

/// Elements of RFC XML that hold a run of text of their own.
const BLOCKS: &[&str] = &[
    "t",
    "dd",
    "dt",
    "li",
    "td",
    "th",
    "blockquote",
    "aside",
    "name",
    "note",
    "ttcol",
    "c",
    "postamble",
    "preamble",
    "texttable",
    "list",
    "ul",
    "ol",
    "dl",
    "table",
    "tr",
    "section",
    "figure",
    "middle",
    "back",
    "front",
    "abstract",
    "thead",
    "tbody",
    "title",
];
const SKIPPED: &[&str] = &[
    "artwork",
    "sourcecode",
    "references",
    "reference",
    "toc",
    "author",
    "boilerplate",
    "svg",
    "cref",
];

/// A run of text with the places that `<bcp14>` marks in it.
#[derive(Default)]
struct Run {
    text: String,
    truth: Vec<(usize, usize)>,
}

fn collect(node: roxmltree::Node<'_, '_>, run: &mut Run, done: &mut Vec<Run>) {
    for child in node.children() {
        if child.is_text() {
            let words = child.text().unwrap_or("");
            for c in words.chars() {
                // lines are wrapped in the source; the wrap means nothing
                let c = if c.is_whitespace() { ' ' } else { c };
                if !(c == ' ' && run.text.ends_with(' ')) {
                    run.text.push(c);
                }
            }
        } else if child.is_element() {
            let name = child.tag_name().name();
            if SKIPPED.contains(&name) {
                continue;
            }
            if BLOCKS.contains(&name) {
                done.push(std::mem::take(run));
                collect(child, run, done);
                done.push(std::mem::take(run));
            } else {
                let start = run.text.len();
                collect(child, run, done);
                if name == "bcp14" && run.text.len() > start {
                    run.truth.push((start, run.text.len()));
                }
                if name == "xref" && child.text().unwrap_or("").is_empty() {
                    run.text.push_str("[ref]");
                }
            }
        }
    }
}

#[test]
fn rfc_keywords_agree_with_their_markup() {
    let Some(archive) = shared_data("rfc/rfcxml-dev.tar.xz") else { return };
    let folder = tempfile::tempdir().unwrap();
    let unpacked =
        Command::new("tar").arg("xJf").arg(&archive).arg("-C").arg(folder.path()).status();
    if !unpacked.is_ok_and(|status| status.success()) {
        crate::shared_data::aloud("skipped: no tar that unpacks xz");
        return;
    }
    let mut paths: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let (mut hit, mut miss, mut extra, mut files, mut boilerplate) =
        (0usize, 0usize, 0usize, 0usize, 0usize);
    let mut examples = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
        let Ok(tree) = roxmltree::Document::parse_with_options(&text, options) else { continue };
        // a text that nobody marked up says nothing about what is a keyword
        if !tree.descendants().any(|node| node.has_tag_name("bcp14")) {
            continue;
        }
        files += 1;
        let mut done = Vec::new();
        let mut run = Run::default();
        collect(tree.root_element(), &mut run, &mut done);
        done.push(run);
        for run in done {
            if run.truth.len() >= 8 && run.text.contains("interpreted") {
                // the paragraph that introduces the keywords requires nothing
                boilerplate += run.truth.len();
                let found = provisions_with(&run.text, Lang::En, Convention::Bcp14);
                extra += found
                    .iter()
                    .filter(|each| each.keyword.start <= run.truth[run.truth.len() - 1].1)
                    .count();
                continue;
            }
            let found: Vec<(usize, usize)> =
                provisions_with(&run.text, Lang::En, Convention::Bcp14)
                    .into_iter()
                    .map(|each| (each.keyword.start, each.keyword.end))
                    .collect();
            for truth in &run.truth {
                if found.contains(truth) {
                    hit += 1;
                } else {
                    miss += 1;
                    examples.push(format!(
                        "- {} {:?}",
                        path.file_name().unwrap().display(),
                        context(&run.text, *truth)
                    ));
                }
            }
            for each in &found {
                if !run.truth.contains(each) {
                    extra += 1;
                    examples.push(format!(
                        "+ {} {:?}",
                        path.file_name().unwrap().display(),
                        context(&run.text, *each)
                    ));
                }
            }
        }
    }
    let precision = hit as f64 / (hit + extra) as f64;
    let recall = hit as f64 / (hit + miss) as f64;
    eprintln!(
        "bcp14: {files} files, {hit} agree, {miss} missed, {extra} extra, {boilerplate} in boilerplate; precision {precision:.4}, recall {recall:.4}"
    );
    if std::env::var_os("CONSONANCE_SHOW").is_some() {
        for example in examples {
            eprintln!("{example}");
        }
    }
    assert!(hit > 5000);
    assert!(precision >= 0.995, "precision {precision:.4}");
    assert!(recall >= 0.995, "recall {recall:.4}");
}

fn context(text: &str, (start, end): (usize, usize)) -> String {
    let from = text.floor_char_boundary(start.saturating_sub(50));
    let to = text.floor_char_boundary((end + 50).min(text.len()));
    format!("{}>>{}<<{}", &text[from..start], &text[start..end], &text[end..to])
}

/// F1 of the modalities found in a labelled part against the labels, counted one by one.
fn labelled(part: &str) -> (f64, usize) {
    let data = include_str!("../data/provisions.tsv");
    let (mut hit, mut miss, mut extra, mut count) = (0usize, 0usize, 0usize, 0usize);
    let mut confusion: BTreeMap<String, usize> = BTreeMap::new();
    for line in data.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [of, lang, labels, sentence] = fields[..] else { panic!("four fields: {line}") };
        if of != part {
            continue;
        }
        count += 1;
        let sentence = sentence.replace("\\n", "\n");
        let lang = Lang::from_word(lang).unwrap();
        let mut found: Vec<String> =
            provisions(&sentence, lang).iter().map(|each| each.modality.to_string()).collect();
        let shown = found.join(" ");
        let mut right = true;
        for label in labels.split(' ') {
            if let Some(index) = found.iter().position(|each| each == label) {
                found.remove(index);
                hit += 1;
            } else {
                miss += 1;
                right = false;
            }
        }
        extra += found.len();
        if !right || !found.is_empty() {
            *confusion.entry(format!("{labels} -> {shown}")).or_default() += 1;
            if std::env::var_os("CONSONANCE_SHOW").is_some() {
                eprintln!("{labels} -> {shown}\t{sentence}");
            }
        }
    }
    let f1 = 2.0 * hit as f64 / (2 * hit + miss + extra) as f64;
    eprintln!("{part}: {count} sentences, {hit} right, {miss} missed, {extra} extra, F1 {f1:.4}");
    for (pair, times) in confusion {
        eprintln!("  {times} {pair}");
    }
    (f1, count)
}

#[test]
fn labelled_sentences_in_english_and_chinese() {
    let (f1, count) = labelled("a");
    assert!(count >= 400, "{count} sentences");
    assert!(f1 >= 0.97, "F1 {f1:.4}");
}

#[test]
fn labelled_sentences_kept_aside() {
    let (f1, count) = labelled("b");
    assert!(count >= 100, "{count} sentences");
    // this part was not looked at while the rules were made
    assert!(f1 >= 0.90, "F1 {f1:.4}");
}
