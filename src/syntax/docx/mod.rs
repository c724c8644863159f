//! Word files, as paragraphs: their words, styles, and the numbers that Word would print.
//!
//! A Word file has no lines. It is rendered as text with one paragraph (or table row, or footnote)
//! a line, its computed number before a tab, so that a place is a paragraph's number and every
//! word of it has an offset.

mod numbering;
mod package;
mod styles;

use roxmltree::{Document, Node, ParsingOptions};

use self::numbering::{Counters, Numbering};
use self::package::Package;
pub use self::package::part;
use self::styles::Styles;
use crate::bilingual;
use crate::source::{Problem, ProblemCode};

/// Elements nested deeper than this are not followed.
const DEPTH_LIMIT: usize = 256;

/// What a line of the rendered text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A paragraph of the body.
    Paragraph,
    /// A row of a table: cells set apart by tabs. The table is counted from 0.
    Row(usize),
    /// A footnote.
    Footnote,
}

/// A paragraph, row or footnote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// What it is.
    pub kind: Kind,
    /// Name of its style as the user sees it (`heading 1`, 章标题), in lower case.
    pub style: String,
    /// Level of the outline, from 0, where the style or paragraph has one.
    pub outline: Option<u8>,
    /// The number or bullet that Word prints before it.
    pub label: String,
    /// Level of the list, from 0.
    pub level: u8,
    /// The words.
    pub text: String,
    /// Footnotes cited in it, by id.
    pub footnotes: Vec<String>,
    /// Id, of a footnote.
    pub id: String,
    /// It holds a picture.
    pub has_picture: bool,
}

/// Reads a Word file.
///
/// # Errors
/// What is wrong with the container or its main part; nothing can be read then.
pub fn read(bytes: &[u8], path: &str) -> Result<Vec<Paragraph>, Box<Problem>> {
    let mut package = Package::open(bytes, path)?;
    let main = package.main_part();
    let Some(document) = package.part(&main)? else {
        return Err(Box::new(
            Problem::with_path(
                ProblemCode::Syntax,
                path,
                bilingual!(
                    "the file has no {main}: it is no Word document",
                    "文件中没有 {main}，不是 Word 文档"
                ),
            )
            .help(bilingual!(
                "save it as .docx from the word processor",
                "请用文字处理软件另存为 .docx"
            )),
        ));
    };
    let folder = main.rsplit_once('/').map_or("word", |(folder, _)| folder).to_owned();
    let numbering = package.part(&format!("{folder}/numbering.xml"))?.unwrap_or_default();
    let styles = package.part(&format!("{folder}/styles.xml"))?.unwrap_or_default();
    let footnotes = package.part(&format!("{folder}/footnotes.xml"))?.unwrap_or_default();
    let main_tree = parse(&document, path, &main)?;
    let styles = parse(&styles, path, "styles.xml").map(|it| Styles::read(&it)).unwrap_or_default();
    let numbering =
        parse(&numbering, path, "numbering.xml").map(|it| Numbering::read(&it)).unwrap_or_default();
    let mut body = Body {
        styles: &styles,
        numbering: &numbering,
        counters: Counters::default(),
        out: Vec::new(),
        tables: 0,
    };
    if let Some(start) = child(main_tree.root_element(), "body") {
        body.blocks(start, 0);
    }
    if let Ok(tree) = parse(&footnotes, path, "footnotes.xml") {
        for note in tree.root_element().children().filter(|it| name(*it) == "footnote") {
            // The separators are footnotes of a type.
            if attribute(note, "type").is_none() {
                let from = body.out.len();
                body.blocks(note, 0);
                for paragraph in &mut body.out[from..] {
                    paragraph.kind = Kind::Footnote;
                    paragraph.id = attribute(note, "id").unwrap_or("").to_owned();
                }
            }
        }
    }
    Ok(body.out)
}

fn parse<'a>(text: &'a str, path: &str, part: &str) -> Result<Document<'a>, Box<Problem>> {
    let options = ParsingOptions { nodes_limit: 20_000_000, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| {
        Box::new(Problem::with_path(
            ProblemCode::Syntax,
            path,
            bilingual!(
                "{part} inside the file is not well-formed: {error}",
                "文件中的 {part} 格式不正确：{error}"
            ),
        ))
    })
}

fn name<'a>(node: Node<'a, '_>) -> &'a str {
    if node.is_element() { node.tag_name().name() } else { "" }
}

fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|it| it.name() == name).map(|it| it.value())
}

fn child<'a, 'i: 'a>(node: Node<'a, 'i>, wanted: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|it| name(*it) == wanted)
}

/// The `val` of a child element.
fn value<'a>(node: Node<'a, '_>, wanted: &str) -> Option<&'a str> {
    child(node, wanted).and_then(|it| attribute(it, "val"))
}

struct Body<'s> {
    styles: &'s Styles,
    numbering: &'s Numbering,
    counters: Counters,
    out: Vec<Paragraph>,
    tables: usize,
}

/// What the runs of a paragraph say.
#[derive(Default)]
struct Words {
    text: String,
    footnotes: Vec<String>,
    has_picture: bool,
}

impl Body<'_> {
    fn blocks(&mut self, node: Node<'_, '_>, depth: usize) {
        if depth >= DEPTH_LIMIT {
            return;
        }
        for block in node.children() {
            match name(block) {
                "p" => self.paragraph(block, depth),
                "tbl" => self.table(block, depth),
                "sdt" | "sdtContent" | "customXml" | "ins" | "smartTag" | "AlternateContent"
                | "Choice" => self.blocks(block, depth + 1),
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, node: Node<'_, '_>, depth: usize) {
        let properties = child(node, "pPr");
        let style_id = properties.and_then(|it| value(it, "pStyle")).unwrap_or("");
        let style = self.styles.get(style_id);
        let outline = properties
            .and_then(|it| value(it, "outlineLvl"))
            .and_then(|it| it.parse().ok())
            .or(style.outline)
            .filter(|it| *it < 9);
        let own = properties.and_then(|it| child(it, "numPr"));
        let number_id = own
            .and_then(|it| value(it, "numId"))
            .map(str::to_owned)
            .or_else(|| style.number_id.clone());
        let level = own
            .and_then(|it| value(it, "ilvl"))
            .and_then(|it| it.parse().ok())
            .or_else(|| {
                number_id.as_deref().and_then(|id| self.numbering.level_of_style(id, style_id))
            })
            .or(style.level)
            .unwrap_or(0_u8);
        let mut words = Words::default();
        gather(node, &mut words, 0);
        let is_empty = words.text.trim().is_empty() && !words.has_picture;
        let label = match number_id.as_deref() {
            // Number 0 takes the numbering away; an empty paragraph that bears a number counts.
            Some("0") | None => String::new(),
            Some(id) => self.numbering.label(id, level, &mut self.counters),
        };
        if !is_empty || !label.is_empty() {
            self.out.push(Paragraph {
                kind: Kind::Paragraph,
                style: style.name.clone(),
                outline,
                label,
                level,
                text: tidy(&words.text),
                footnotes: words.footnotes,
                id: String::new(),
                has_picture: words.has_picture,
            });
        }
        // Text boxes stand inside runs; a cover is made of them.
        for text_box in node.descendants().filter(|it| name(*it) == "txbxContent") {
            let in_fallback =
                text_box.ancestors().take_while(|it| *it != node).any(|it| name(it) == "Fallback");
            let nested = text_box
                .ancestors()
                .skip(1)
                .take_while(|it| *it != node)
                .any(|it| name(it) == "txbxContent");
            if !in_fallback && !nested && depth < 8 {
                self.blocks(text_box, depth + 1);
            }
        }
    }

    fn table(&mut self, node: Node<'_, '_>, depth: usize) {
        let index = self.tables;
        self.tables += 1;
        for row in
            node.descendants().filter(|it| name(*it) == "tr" && nearest_table(*it) == Some(node))
        {
            let mut cells = Vec::new();
            let mut footnotes = Vec::new();
            for cell in
                row.descendants().filter(|it| name(*it) == "tc" && nearest_table(*it) == Some(node))
            {
                let mut words = Words::default();
                for paragraph in cell.descendants().filter(|it| name(*it) == "p") {
                    if !words.text.is_empty() {
                        words.text.push(' ');
                    }
                    gather(paragraph, &mut words, 0);
                }
                footnotes.append(&mut words.footnotes);
                cells.push(tidy(&words.text).replace('\t', " "));
            }
            self.out.push(Paragraph {
                kind: Kind::Row(index),
                style: String::new(),
                outline: None,
                label: String::new(),
                level: 0,
                text: cells.join("\t"),
                footnotes,
                id: String::new(),
                has_picture: false,
            });
        }
        let _ = depth;
    }
}

fn nearest_table<'a, 'i>(node: Node<'a, 'i>) -> Option<Node<'a, 'i>> {
    node.ancestors().skip(1).find(|it| name(*it) == "tbl")
}

/// One line, without white space at its ends.
fn tidy(text: &str) -> String {
    text.replace(['\n', '\r', '\u{b}', '\u{c}'], " ").trim().to_owned()
}

/// Collects the runs of a paragraph: deletions, field codes and hidden alternatives left out.
fn gather(node: Node<'_, '_>, words: &mut Words, depth: usize) {
    if depth >= DEPTH_LIMIT {
        return;
    }
    for part in node.children() {
        match name(part) {
            "t" => words.text.push_str(part.text().unwrap_or("")),
            "tab" if name(node) == "r" => words.text.push('\t'),
            "br" | "cr" => words.text.push('\n'),
            "noBreakHyphen" => words.text.push('-'),
            "sym" => {
                let code = attribute(part, "char").and_then(|it| u32::from_str_radix(it, 16).ok());
                words.text.extend(code.and_then(char::from_u32));
            }
            "footnoteReference" => words.footnotes.extend(attribute(part, "id").map(str::to_owned)),
            "drawing" | "pict" | "object" => words.has_picture = true,
            "del" | "moveFrom" | "instrText" | "delText" | "pPr" | "rPr" | "Fallback"
            | "txbxContent" | "footnoteRef" => {}
            // Formulas: the words of their runs.
            _ => gather(part, words, depth + 1),
        }
    }
}
