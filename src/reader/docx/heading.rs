//! What each paragraph of a Word file is, by its style, its outline level or its typed number.

use std::ops::Range;

use crate::model::Element;
use crate::reader::elements;
use crate::syntax::docx::{Kind, Paragraph};

/// The part a paragraph plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Starts a clause.
    Heading,
    /// Text of a clause.
    Text,
    /// A note.
    Note,
    /// An example.
    Example,
    /// An item of a list.
    ListItem,
    /// A formula.
    Formula,
    /// The title of the table below.
    TableTitle,
    /// The title of the figure above.
    FigureTitle,
    /// The list of contents, headers: no text of the standard.
    Skip,
}

/// A paragraph as classified.
#[derive(Clone, Debug)]
pub(super) struct Heading {
    pub(super) role: Role,
    /// Level of a clause, from 1.
    pub(super) level: u8,
    /// The element it starts, for clauses of level 1.
    pub(super) element: Option<Element>,
    /// The number, where it is typed into the text.
    pub(super) typed: Option<Range<usize>>,
    /// Where the title, or the words after a label such as `NOTE`, start.
    pub(super) title_from: usize,
    /// A clause without a title: its words are text.
    pub(super) is_untitled: bool,
}

impl Heading {
    fn plain(role: Role) -> Self {
        Self { role, level: 0, element: None, typed: None, title_from: 0, is_untitled: false }
    }
}

const CHINESE_LEVELS: [&str; 5] = ["一级", "二级", "三级", "四级", "五级"];

/// Classifies every paragraph.
pub(super) fn classify(paragraphs: &[Paragraph]) -> Vec<Heading> {
    let mut found: Vec<Heading> = Vec::with_capacity(paragraphs.len());
    let mut last: Vec<String> = Vec::new();
    for paragraph in paragraphs {
        let heading = one(paragraph, &last);
        if heading.role == Role::Heading {
            let number = heading
                .typed
                .as_ref()
                .map_or(paragraph.label.as_str(), |it| &paragraph.text[it.clone()]);
            if !number.is_empty() {
                last = parts(number);
            }
        }
        found.push(heading);
    }
    found
}

fn parts(number: &str) -> Vec<String> {
    number.split('.').filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

fn one(paragraph: &Paragraph, last: &[String]) -> Heading {
    if paragraph.kind != Kind::Paragraph {
        return Heading::plain(Role::Text);
    }
    let style = paragraph.style.trim_start_matches("标准文件_");
    let text = paragraph.text.as_str();
    if style.starts_with("toc")
        || style.starts_with("目录")
        || style.starts_with("目次")
        || style == "header"
        || style == "footer"
        || style.starts_with("contents")
    {
        return Heading::plain(Role::Skip);
    }
    if let Some(heading) = by_style(style, paragraph) {
        return heading;
    }
    if let Some(heading) = labelled(style, text) {
        return heading;
    }
    if let Some(title) = caption(style, text) {
        return Heading::plain(title);
    }
    if style.contains("公式") || style == "formula" {
        return Heading::plain(Role::Formula);
    }
    if style.contains("列项") || style.starts_with("list") {
        return Heading::plain(Role::ListItem);
    }
    if let Some(heading) = by_number(paragraph, last) {
        return heading;
    }
    if !paragraph.label.is_empty() {
        return Heading::plain(Role::ListItem);
    }
    // Headings that bear no number: 前言, Foreword, 参考文献.
    if let Some(element) = elements::element_of(text).filter(|_| text.chars().count() <= 40) {
        let unnumbered = matches!(
            element,
            Element::Foreword | Element::Introduction | Element::Bibliography | Element::Index
        );
        if unnumbered {
            return Heading {
                role: Role::Heading,
                level: 1,
                element: Some(element),
                typed: None,
                title_from: 0,
                is_untitled: false,
            };
        }
    }
    if let Some(heading) = typed_annex(text) {
        return heading;
    }
    Heading::plain(Role::Text)
}

/// Headings by the styles of the templates and by outline level.
fn by_style(style: &str, paragraph: &Paragraph) -> Option<Heading> {
    let text = paragraph.text.as_str();
    let heading = |level: u8, element: Option<Element>| {
        if level == 1
            && element.is_none()
            && let Some(annex) = typed_annex(text)
        {
            return Some(annex);
        }
        let typed = if paragraph.label.is_empty() { typed_number(text) } else { None };
        let title_from = typed.as_ref().map_or(0, |it| skip_blanks(text, it.end));
        let element =
            element.or_else(|| elements::element_of(&text[title_from..]).filter(|_| level == 1));
        Some(Heading { role: Role::Heading, level, element, typed, title_from, is_untitled: false })
    };
    if style.contains("附录标识")
        || style == "annex"
        || style.starts_with("annex title")
        || style == "附录"
    {
        let start = typed_annex(text)
            .map_or_else(|| text.len() - without_status(text).len(), |it| it.title_from);
        let typed = typed_annex(text).and_then(|it| it.typed);
        return Some(Heading {
            role: Role::Heading,
            level: 1,
            element: Some(Element::Annex),
            typed,
            title_from: start,
            is_untitled: false,
        });
    }
    if style.contains("参考文献") && style.contains("标题")
        || style == "biblio title"
        || style == "bibliotitle"
    {
        return heading(1, elements::element_of(text).or(Some(Element::Bibliography)));
    }
    if style.contains("前言") && style.contains("标题")
        || style == "foreword title"
        || style == "introtitle"
        || style == "intro title"
    {
        return heading(1, elements::element_of(text).or(Some(Element::Foreword)));
    }
    if style.contains("章标题") {
        return heading(if style.contains("附录") { 2 } else { 1 }, None);
    }
    for (index, word) in CHINESE_LEVELS.iter().enumerate() {
        let level = u8::try_from(index).unwrap_or(0) + if style.contains("附录") { 3 } else { 2 };
        if style.contains(word) && style.contains("条标题") {
            return heading(level, None);
        }
        // 一级无: a numbered clause without a title; its words are its text.
        let untitled = style.starts_with(word) && style[word.len()..].starts_with('无');
        if untitled
            || style.contains(&format!("附录{word}无"))
            || style.contains(&format!("{word}无标题"))
        {
            return Some(Heading {
                role: Role::Heading,
                level,
                element: None,
                typed: None,
                title_from: text.len(),
                is_untitled: true,
            });
        }
        if style.contains("术语条") && style.contains(&word[..3]) {
            return heading(level, None);
        }
    }
    if style == "术语条" || style == "termnum" || style == "term num" || style == "term_num" {
        return heading(2, None);
    }
    if let Some(level) = style
        .strip_prefix("heading ")
        .or_else(|| style.strip_prefix("标题 "))
        .and_then(|it| it.trim().parse::<u8>().ok())
    {
        return heading(level, None);
    }
    // `a2`, `a3`: subclauses of an annex in the ISO template.
    if let Some(level) = style
        .strip_prefix('a')
        .and_then(|it| it.parse::<u8>().ok())
        .filter(|it| (2..=6).contains(it))
    {
        return heading(level, None);
    }
    // `p2`, `p3`: numbered paragraphs of the ISO template.
    if let Some(level) = style
        .strip_prefix('p')
        .and_then(|it| it.parse::<u8>().ok())
        .filter(|it| (2..=6).contains(it))
    {
        return Some(Heading {
            role: Role::Heading,
            level,
            element: None,
            typed: None,
            title_from: text.len(),
            is_untitled: true,
        });
    }
    if let Some(level) = paragraph.outline {
        return heading(level + 1, None);
    }
    None
}

/// Notes and examples by style or by their label.
fn labelled(style: &str, text: &str) -> Option<Heading> {
    let starts = |labels: &[&str]| {
        labels.iter().find_map(|label| {
            let rest = text.strip_prefix(label)?;
            // A number may follow: 注1：, NOTE 1, Note 1 to entry:
            let rest = rest.trim_start_matches(|c: char| {
                c.is_ascii_digit() || c == ' ' || c == '\u{a0}' || c == 'X'
            });
            let rest = rest.strip_prefix("to entry").unwrap_or(rest);
            let after = rest
                .strip_prefix([':', '：', '\t', '—', '–'])
                .or_else(|| (rest.len() < text.len() - label.len()).then_some(rest))?;
            Some(text.len() - after.trim_start().len())
        })
    };
    let note = starts(&["注", "NOTE", "Note"]);
    let example = starts(&["示例", "EXAMPLE", "Example"]);
    if let Some(from) = note {
        return Some(Heading { title_from: from, ..Heading::plain(Role::Note) });
    }
    if let Some(from) = example {
        return Some(Heading { title_from: from, ..Heading::plain(Role::Example) });
    }
    if style.starts_with('注') || style == "note" || style.starts_with("note ") {
        return Some(Heading::plain(Role::Note));
    }
    (style.starts_with("示例") || style == "example").then(|| Heading::plain(Role::Example))
}

fn caption(style: &str, text: &str) -> Option<Role> {
    let numbered = |word: &str| {
        text.strip_prefix(word).is_some_and(|rest| {
            let rest = rest.trim_start();
            let digits = rest.trim_start_matches(|c: char| c.is_ascii_uppercase() || c == '.');
            digits.starts_with(|c: char| c.is_ascii_digit())
                && text.chars().count() < 80
                && !text.ends_with(['。', '.', '；'])
        })
    };
    if style.contains("表标题")
        || style == "table title"
        || (style == "caption" && numbered("Table"))
        || (style.starts_with("题注") && numbered("表"))
    {
        return Some(Role::TableTitle);
    }
    if style.contains("图标题")
        || style == "figure title"
        || (style == "caption" && numbered("Figure"))
        || (style.starts_with("题注") && numbered("图"))
    {
        return Some(Role::FigureTitle);
    }
    if numbered("表") || numbered("Table ") {
        return Some(Role::TableTitle);
    }
    (numbered("图") || numbered("Figure ")).then_some(Role::FigureTitle)
}

/// A heading whose number is typed or comes from a list, in a file without heading styles: the
/// number goes on from the last heading's, and the words are short.
fn by_number(paragraph: &Paragraph, last: &[String]) -> Option<Heading> {
    let text = paragraph.text.as_str();
    let typed = if paragraph.label.is_empty() { typed_number(text) } else { None };
    let number = match &typed {
        Some(range) => text[range.clone()].to_owned(),
        None => paragraph.label.trim_end_matches('.').to_owned(),
    };
    let own = parts(&number);
    if own.is_empty()
        || !own.iter().skip(1).all(|it| it.bytes().all(|b| b.is_ascii_digit()))
        || !goes_on(last, &own)
    {
        return None;
    }
    let title_from = typed.as_ref().map_or(0, |it| skip_blanks(text, it.end));
    let title = &text[title_from..];
    let is_short = title.chars().count() <= 60 && !title.ends_with(['。', '；', '：', ';', ':']);
    let level = u8::try_from(own.len()).unwrap_or(u8::MAX);
    // A chapter has a title; a numbered sentence is an untitled clause.
    if !is_short && own.len() == 1 {
        return None;
    }
    let is_untitled = !is_short;
    let title_from = if is_short { title_from } else { text.len() };
    let element = elements::element_of(title).filter(|_| level == 1);
    Some(Heading { role: Role::Heading, level, element, typed, title_from, is_untitled })
}

/// Whether a number can follow the last one: its first child, or the next of one of its levels.
fn goes_on(last: &[String], own: &[String]) -> bool {
    if last.is_empty() {
        return own.len() == 1 && own[0] == "1";
    }
    if own.len() == last.len() + 1 && own[..last.len()] == *last {
        return own[last.len()] == "1";
    }
    if own.len() > last.len() {
        return false;
    }
    let at = own.len() - 1;
    let next = |it: &str| it.parse::<u32>().ok().map(|it| it + 1);
    own[..at] == last[..at]
        && own[at].parse::<u32>().ok() == next(&last[at])
        && next(&last[at]).is_some()
        || (own.len() == 1 && own[0] == "1" && last[0].parse::<u32>().is_err())
}

/// A number typed at the start: `5.2`, `A.3.1`, `1`, followed by white space.
fn typed_number(text: &str) -> Option<Range<usize>> {
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || c == '.' || c.is_ascii_uppercase()))
        .unwrap_or(text.len());
    let number = text[..end].trim_end_matches('.');
    let mut pieces = number.split('.');
    let first = pieces.next()?;
    let is_number = |it: &str| !it.is_empty() && it.bytes().all(|b| b.is_ascii_digit());
    let lettered = first.len() == 1 && first.as_bytes()[0].is_ascii_uppercase() && number.len() > 1;
    let rest = &text[end..];
    // A number is followed by a blank; Chinese typists leave it out before the title.
    let set_off = rest.is_empty()
        || rest.starts_with([' ', '\u{3000}', '\t', '\u{a0}'])
        || rest.chars().next().is_some_and(|c| {
            ('\u{4e00}'..='\u{9fff}').contains(&c)
                && !matches!(
                    c,
                    '个' | '年' | '月' | '日' | '次' | '人' | '级' | '类' | '种' | '家' | '项'
                )
        });
    ((is_number(first) && first.len() <= 2 || lettered)
        && pieces.all(|it| is_number(it) && it.len() <= 2)
        && set_off)
        .then_some(0..number.len())
}

/// `附录A（规范性）标题`, `Annex B (informative)`: the letter and where the title starts.
fn typed_annex(text: &str) -> Option<Heading> {
    let rest = text
        .strip_prefix("附录")
        .or_else(|| text.strip_prefix("附 录"))
        .or_else(|| text.strip_prefix("附　录"))
        .or_else(|| text.strip_prefix("Annex "))
        .or_else(|| text.strip_prefix("ANNEX "))?;
    let rest = rest.trim_start_matches([' ', '\u{3000}']);
    let start = text.len() - rest.len();
    let letters = rest.bytes().take_while(u8::is_ascii_uppercase).count();
    if letters == 0 || letters > 2 {
        return None;
    }
    let after = &rest[letters..];
    // `附录A给出了……` is a sentence.
    let is_heading = after.trim().is_empty()
        || after.trim_start().starts_with(['(', '（'])
        || (after.starts_with([' ', '\u{3000}'])
            && text.chars().count() <= 60
            && !text.ends_with(['。', '.']));
    if !is_heading {
        return None;
    }
    let title = after.trim_start();
    let title = without_status(title);
    Some(Heading {
        role: Role::Heading,
        level: 1,
        element: Some(Element::Annex),
        typed: Some(start..start + letters),
        title_from: text.len() - title.len(),
        is_untitled: false,
    })
}

/// The title of an annex without `（规范性）`, `(informative)` before it.
fn without_status(title: &str) -> &str {
    match title.strip_prefix(['(', '（']).and_then(|it| it.split_once([')', '）'])) {
        Some((_, title)) => title.trim_start(),
        None => title,
    }
}

fn skip_blanks(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    from + rest.len() - rest.trim_start_matches([' ', '\u{3000}', '\t', '\u{a0}', '.']).len()
}
