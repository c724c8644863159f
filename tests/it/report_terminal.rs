//! What a reviewer sees.

use consonance::report::{Look, terminal};
use consonance::source::Language;

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
