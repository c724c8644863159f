//! What a reviewer sees.

use consonance::bilingual;
use consonance::finding::RelatedPlace;
use consonance::report::{Look, terminal};
use consonance::source::{Encoding, Language, SourceFile, SourceMap, Span};
use proptest::prelude::*;

use crate::sample;

fn look(language: Language, width: usize) -> Look {
    Look { language, color: false, width, verbose: 0, quiet: 0 }
}

#[test]
fn english_at_80_columns() {
    let sources = sample::sources();
    let text = terminal::render(&sample::report(&sources), look(Language::En, 80));
    insta::assert_snapshot!(text);
}

#[test]
fn chinese_at_120_columns() {
    let sources = sample::sources();
    let text = terminal::render(&sample::report(&sources), look(Language::Zh, 120));
    insta::assert_snapshot!(text);
}

/// Far places of one file are two snippets, near ones one; many are cut short, and say so.
#[test]
fn far_places_are_split_and_many_are_cut() {
    let mut sources = SourceMap::new();
    let text: String = (1..=500).map(|line| format!("line {line} of the text\n")).collect();
    let id = sources.add(|id| SourceFile::text_file(id, "long.yaml", Encoding::Utf8, text));
    let file = sources.file(id);
    let at = |line: usize| file.whole().within(file.line_range(line - 1)).within(0..4);
    let related = |line| RelatedPlace {
        standard: "ISO 99901:2019".to_owned(),
        clause: Some("4".to_owned()),
        message: bilingual!("and here", "以及此处"),
        span: at(line),
    };
    let mut finding = sample::report(&sample::sources()).findings[1].finding.clone();
    finding.span = at(10);
    finding.related = [12, 400, 402, 100, 200, 300].map(related).to_vec();
    insta::assert_snapshot!(terminal::finding(&finding, &sources, look(Language::En, 80)));
}

/// A line of many megabytes: the window is cut around the words, and the column counts characters.
#[test]
fn a_line_longer_than_any_terminal_is_cropped() {
    let mut sources = SourceMap::new();
    let text = format!("{}标准{}", "甲乙丙 ".repeat(50_000), " tail".repeat(50_000));
    let start = 50_000 * "甲乙丙 ".len();
    let id = sources.add(|id| SourceFile::text_file(id, "one-line.json", Encoding::Utf8, text));
    let mut finding = sample::report(&sample::sources()).findings[1].finding.clone();
    finding.span = Span::new(id, start, start + "标准".len());
    finding.related.clear();
    let drawn = terminal::finding(&finding, &sources, look(Language::En, 80));
    assert!(drawn.contains("[one-line.json:1:200001]"), "{drawn}");
    insta::assert_snapshot!(drawn);
}

#[test]
fn colours_are_only_added() {
    let sources = sample::sources();
    let report = sample::report(&sources);
    let plain = terminal::render(&report, look(Language::En, 80));
    let coloured = terminal::render(&report, Look { color: true, ..look(Language::En, 80) });
    assert!(coloured.contains("\u{1b}[1;31merror[REF007]\u{1b}[0m"));
    let escapes = regex::Regex::new("\u{1b}\\[[0-9;]*m").unwrap();
    let stripped = escapes.replace_all(&coloured, "");
    // miette pads after a colour, so lines may differ in blanks at their end.
    let trim = |text: &str| text.lines().map(|it| it.trim_end().to_owned()).collect::<Vec<_>>();
    assert_eq!(trim(&stripped), trim(&plain));
}

/// The label of a mark that stands behind another one in a line that is cut.
#[test]
fn a_later_mark_keeps_its_label_within_the_width() {
    let mut sources = SourceMap::new();
    let text = format!("{}\n", "x".repeat(300));
    let id = sources.add(|id| SourceFile::text_file(id, "a.yaml", Encoding::Utf8, text));
    let mut finding = sample::report(&sample::sources()).findings[0].finding.clone();
    (finding.span, finding.fix) = (Span::new(id, 0, 0), None);
    let related = |span| RelatedPlace {
        standard: "ISO 99901:2019".to_owned(),
        clause: None,
        message: bilingual!("a", "a"),
        span,
    };
    finding.related = [Span::new(id, 290, 290), Span::new(id, 296, 300)].map(related).to_vec();
    let drawn = terminal::finding(&finding, &sources, look(Language::En, 40));
    let widest = drawn.lines().map(unicode_width::UnicodeWidthStr::width).max();
    assert!(widest <= Some(40), "{drawn}");
}

fn awkward_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-z ]{0,12}",
        "[甲乙，。（）]{0,8}",
        Just("\t".to_owned()),
        Just("\r\n".to_owned()),
        Just("\n".to_owned()),
        Just("\r".to_owned()),
        Just("e\u{301}\u{200b}\u{202e}\u{feff}\u{1b}[31m".to_owned()),
        Just("👩‍🔬🇨🇳".to_owned()),
        Just("x".repeat(300)),
    ];
    proptest::collection::vec(piece, 0..30).prop_map(|it| it.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Any span in any text is drawn, without a panic and within the width.
    #[test]
    fn anything_is_drawn_within_the_width(
        text in awkward_text(),
        spans in proptest::collection::vec((0_usize..900, 0_usize..120), 1..6),
        width in 40_usize..140,
        words in "[a-z甲 ]{0,60}",
    ) {
        let mut sources = SourceMap::new();
        let id = sources.add(|id| SourceFile::text_file(id, "a.yaml", Encoding::Utf8, text));
        let spans: Vec<Span> =
            spans.into_iter().map(|(start, len)| Span::new(id, start, start + len)).collect();
        let mut finding = sample::report(&sample::sources()).findings[0].finding.clone();
        finding.span = spans[0];
        finding.fix = None;
        finding.related = spans[1..]
            .iter()
            .map(|&span| RelatedPlace {
                standard: "ISO 99901:2019".to_owned(),
                clause: None,
                message: bilingual!("{words}", "{words}"),
                span,
            })
            .collect();
        let drawn = terminal::finding(&finding, &sources, look(Language::En, width));
        for line in drawn.lines() {
            prop_assert!(unicode_width::UnicodeWidthStr::width(line) <= width, "{}\n{}", line, drawn);
        }
    }
}
