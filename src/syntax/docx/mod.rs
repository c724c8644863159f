//! Word files, as paragraphs: their words, styles, and the numbers that Word would print.
//!
//! A Word file has no lines. It is rendered as text with one paragraph (or table row, or footnote)
//! a line, its computed number before a tab, so that a place is a paragraph's number and every
//! word of it has an offset.

mod numbering;
mod package;
mod styles;
mod symbols;
mod words;

use roxmltree::{Document, Node, ParsingOptions};

use self::numbering::{Counters, Numbering};
use self::package::Package;
pub use self::package::part;
use self::styles::Styles;
use self::words::{Fields, Words, gather, text_boxes, tidy};
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
    /// A footnote or endnote.
    Footnote,
    /// A line at the head of every page.
    Header,
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
    /// Footnotes and endnotes cited in it, by id.
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
    let mut part = |kind: &str| -> Result<String, Box<Problem>> {
        let name = package.related(&main, kind).into_iter().next();
        let folder = main.rsplit_once('/').map_or("word", |(folder, _)| folder);
        let name = name.unwrap_or_else(|| format!("{folder}/{kind}.xml"));
        Ok(package.part(&name)?.unwrap_or_default())
    };
    let numbering = part("numbering")?;
    let styles = part("styles")?;
    let notes = [("footnote", "", part("footnotes")?), ("endnote", "e", part("endnotes")?)];
    let mut headers = Vec::new();
    for name in package.related(&main, "header") {
        headers.extend(package.part(&name)?);
    }
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
        fields: Fields::default(),
        in_contents: false,
        joined: None,
    };
    if let Some(start) = child(main_tree.root_element(), "body") {
        body.blocks(start, 0);
        body.flush();
    }
    for (element, prefix, text) in &notes {
        let Ok(tree) = parse(text, path, "footnotes.xml") else { continue };
        for note in tree.root_element().children().filter(|it| name(*it) == *element) {
            // The separators are footnotes of a type.
            if attribute(note, "type").is_none_or(|it| it == "normal") {
                let id = format!("{prefix}{}", attribute(note, "id").unwrap_or(""));
                body.further(note, Kind::Footnote, &id);
            }
        }
    }
    for text in &headers {
        if let Ok(tree) = parse(text, path, "header.xml") {
            body.further(tree.root_element(), Kind::Header, "");
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
    fields: Fields,
    /// Inside the content control that holds the list of contents.
    in_contents: bool,
    /// Words of paragraphs whose mark was deleted: they go on in the next.
    joined: Option<Words>,
}

impl Body<'_> {
    fn blocks(&mut self, node: Node<'_, '_>, depth: usize) {
        if depth >= DEPTH_LIMIT {
            return;
        }
        for block in node.children() {
            match name(block) {
                "p" => self.paragraph(block, depth),
                "tbl" => self.table(block),
                "sdt" => {
                    let outer = self.in_contents;
                    self.in_contents |= is_contents_control(block);
                    self.blocks(block, depth + 1);
                    self.in_contents = outer;
                }
                "sdtContent" | "customXml" | "ins" | "moveTo" | "smartTag" | "AlternateContent"
                | "Choice" => self.blocks(block, depth + 1),
                _ => {}
            }
        }
    }

    /// Paragraphs outside the body.
    fn further(&mut self, node: Node<'_, '_>, kind: Kind, id: &str) {
        let from = self.out.len();
        self.fields = Fields::default();
        self.blocks(node, 0);
        self.flush();
        for paragraph in &mut self.out[from..] {
            paragraph.kind = kind;
            id.clone_into(&mut paragraph.id);
        }
    }

    /// Ends what was to go on in a next paragraph.
    fn flush(&mut self) {
        let Some(words) = self.joined.take() else { return };
        if !words.text.trim().is_empty() {
            self.out.push(Paragraph {
                kind: Kind::Paragraph,
                style: String::new(),
                outline: None,
                label: String::new(),
                level: 0,
                text: tidy(&words.text),
                footnotes: words.notes,
                id: String::new(),
                has_picture: words.has_picture,
            });
        }
    }

    /// The number that Word prints before a paragraph, and its level.
    fn label(&mut self, properties: Option<Node<'_, '_>>, style_id: &str) -> (String, u8) {
        let style = self.styles.get(style_id);
        let own = properties.and_then(|it| child(it, "numPr"));
        let number_id = own.and_then(|it| value(it, "numId")).or(style.number_id.as_deref());
        let level = own
            .and_then(|it| value(it, "ilvl"))
            .and_then(|it| it.parse().ok())
            .or_else(|| number_id.and_then(|id| self.numbering.level_of_style(id, style_id)))
            .or(style.level)
            .unwrap_or(0_u8);
        let label = match number_id {
            // Number 0 takes the numbering away; an empty paragraph that bears a number counts.
            Some("0") | None => String::new(),
            Some(id) => self.numbering.label(id, level, &mut self.counters),
        };
        (label, level)
    }

    fn paragraph(&mut self, node: Node<'_, '_>, depth: usize) {
        let properties = child(node, "pPr");
        let style_id = properties.and_then(|it| value(it, "pStyle")).unwrap_or("");
        let style = self.styles.get(style_id);
        let (style_name, style_outline) = (style.name.clone(), style.outline);
        let outline = properties
            .and_then(|it| value(it, "outlineLvl"))
            .and_then(|it| it.parse().ok())
            .or(style_outline)
            .filter(|it| *it < 9);
        if outline.is_some() {
            self.fields.heading();
        }
        let mut words = self.joined.take().unwrap_or_default();
        let in_contents = self.fields.in_contents();
        gather(node, &mut words, &mut self.fields);
        let in_contents = in_contents || self.fields.in_contents() || self.in_contents;
        self.fields.end_of_paragraph();
        let mark = properties.and_then(|it| child(it, "rPr"));
        let is_joined =
            mark.is_some_and(|it| child(it, "del").is_some() || child(it, "moveFrom").is_some());
        if is_joined {
            self.joined = Some(words);
        } else {
            let (label, level) = self.label(properties, style_id);
            let is_empty = words.text.trim().is_empty() && !words.has_picture;
            if !is_empty || !label.is_empty() {
                self.out.push(Paragraph {
                    kind: Kind::Paragraph,
                    style: if in_contents { "toc".to_owned() } else { style_name },
                    outline,
                    label,
                    level,
                    text: tidy(&words.text),
                    footnotes: words.notes,
                    id: String::new(),
                    has_picture: words.has_picture,
                });
            }
        }
        // Text boxes stand inside runs; a cover is made of them.
        if depth < 8 {
            for text_box in text_boxes(node) {
                self.blocks(text_box, depth + 1);
            }
        }
    }

    fn table(&mut self, node: Node<'_, '_>) {
        let index = self.tables;
        self.tables += 1;
        for row in
            node.descendants().filter(|it| name(*it) == "tr" && nearest_table(*it) == Some(node))
        {
            let properties = child(row, "trPr");
            if properties.is_some_and(|it| child(it, "del").is_some()) {
                continue;
            }
            let number = |of: Option<Node<'_, '_>>, wanted: &str| {
                let said = of.and_then(|it| value(it, wanted)).and_then(|it| it.parse().ok());
                said.unwrap_or(0_usize).min(64)
            };
            let mut cells = vec![String::new(); number(properties, "gridBefore")];
            let mut footnotes = Vec::new();
            for cell in
                row.descendants().filter(|it| name(*it) == "tc" && nearest_table(*it) == Some(node))
            {
                let mut words = Words::default();
                self.cell(cell, &mut words, 0);
                footnotes.append(&mut words.notes);
                cells.push(tidy(&words.text).replace('\t', " "));
                // A cell that goes over several columns leaves the others empty.
                let across = number(child(cell, "tcPr"), "gridSpan").max(1);
                cells.resize(cells.len() + across - 1, String::new());
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
    }

    /// The words of a cell, with the numbers of its paragraphs; of a table inside it, too.
    fn cell(&mut self, node: Node<'_, '_>, words: &mut Words, depth: usize) {
        if depth >= DEPTH_LIMIT {
            return;
        }
        for part in node.children() {
            match name(part) {
                "p" => {
                    let properties = child(part, "pPr");
                    let style = properties.and_then(|it| value(it, "pStyle")).unwrap_or("");
                    let (label, _) = self.label(properties, style);
                    let mut own = Words { text: label, ..Words::default() };
                    if !own.text.is_empty() {
                        own.text.push(' ');
                    }
                    gather(part, &mut own, &mut self.fields);
                    self.fields.end_of_paragraph();
                    if !words.text.is_empty() && !own.text.is_empty() {
                        words.text.push(' ');
                    }
                    words.append(own);
                    for text_box in text_boxes(part) {
                        self.cell(text_box, words, depth + 1);
                    }
                }
                "tbl" | "tr" | "tc" | "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo"
                | "smartTag" | "AlternateContent" | "Choice" => {
                    self.cell(part, words, depth + 1);
                }
                _ => {}
            }
        }
    }
}

/// Whether a content control is the list of contents.
fn is_contents_control(node: Node<'_, '_>) -> bool {
    child(node, "sdtPr")
        .and_then(|it| child(it, "docPartObj"))
        .and_then(|it| value(it, "docPartGallery"))
        .is_some_and(|it| it.eq_ignore_ascii_case("table of contents"))
}

fn nearest_table<'a, 'i>(node: Node<'a, 'i>) -> Option<Node<'a, 'i>> {
    node.ancestors().skip(1).find(|it| name(*it) == "tbl")
}
