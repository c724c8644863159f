//! The words of a paragraph as Word shows them: without deletions, field codes, hidden text and
//! the second form of alternatives.

use roxmltree::Node;

use super::{DEPTH_LIMIT, attribute, child, name, symbols, value};

/// What the runs of a paragraph say.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub(super) text: String,
    /// Ids of the footnotes and endnotes cited.
    pub(super) notes: Vec<String>,
    pub(super) has_picture: bool,
}

impl Words {
    /// Adds what follows.
    pub(super) fn append(&mut self, other: Self) {
        self.text.push_str(&other.text);
        self.notes.extend(other.notes);
        self.has_picture |= other.has_picture;
    }
}

/// A field that was begun and not yet ended.
#[derive(Clone, Copy, Debug)]
struct Field {
    /// Its instruction is being read, not yet its result.
    in_code: bool,
    /// It lists the contents.
    is_contents: bool,
}

/// Fields go on over paragraphs: a list of contents is one.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<Field>);

impl Fields {
    fn mark(&mut self, kind: &str) {
        match kind {
            "begin" => self.0.push(Field { in_code: true, is_contents: false }),
            "separate" => {
                if let Some(last) = self.0.last_mut() {
                    last.in_code = false;
                }
            }
            "end" => {
                self.0.pop();
            }
            _ => {}
        }
    }

    fn instruction(&mut self, words: &str) {
        if let Some(last) = self.0.last_mut()
            && last.in_code
        {
            last.is_contents |= is_contents(words);
        }
    }

    /// Whether what follows is an instruction, or a result inside one: not shown.
    fn hides(&self) -> bool {
        self.0.iter().any(|it| it.in_code)
    }

    /// Whether the list of contents is being read.
    pub(super) fn in_contents(&self) -> bool {
        self.0.iter().any(|it| it.is_contents)
    }

    /// An instruction ends with its paragraph, whatever a damaged file says.
    pub(super) fn end_of_paragraph(&mut self) {
        self.0.retain(|it| !it.in_code);
    }

    /// A heading of the text ends a list of contents that nothing else ended.
    pub(super) fn heading(&mut self) {
        self.0.retain(|it| !it.is_contents);
    }
}

fn is_contents(instruction: &str) -> bool {
    instruction.split_whitespace().next().is_some_and(|it| it.eq_ignore_ascii_case("toc"))
}

/// Whether a property that is on or off is on: `<w:vanish/>`, `<w:vanish w:val="0"/>`.
fn is_on(properties: Node<'_, '_>, wanted: &str) -> bool {
    child(properties, wanted)
        .is_some_and(|it| !matches!(attribute(it, "val"), Some("0" | "false" | "off")))
}

/// What the properties of a run say of its words.
#[derive(Clone, Copy, Debug, Default)]
struct Run {
    is_raised: bool,
    is_symbols: bool,
}

/// Collects the words of a paragraph.
pub(super) fn gather(node: Node<'_, '_>, words: &mut Words, fields: &mut Fields) {
    Gatherer { words, fields }.children(node, Run::default(), 0);
}

struct Gatherer<'w> {
    words: &'w mut Words,
    fields: &'w mut Fields,
}

impl Gatherer<'_> {
    fn children(&mut self, node: Node<'_, '_>, run: Run, depth: usize) {
        if depth >= DEPTH_LIMIT {
            return;
        }
        for part in node.children().filter(Node::is_element) {
            self.part(part, run, depth);
        }
    }

    fn part(&mut self, part: Node<'_, '_>, run: Run, depth: usize) {
        match name(part) {
            "fldChar" => self.fields.mark(attribute(part, "fldCharType").unwrap_or("")),
            "instrText" => self.fields.instruction(part.text().unwrap_or("")),
            "fldSimple" if attribute(part, "instr").is_some_and(is_contents) => {}
            "del" | "moveFrom" | "delText" | "pPr" | "rPr" | "sdtPr" | "sdtEndPr" | "Fallback"
            | "txbxContent" | "footnoteRef" | "endnoteRef" | "annotationRef" | "rt" => {}
            _ if self.fields.hides() && name(part) != "r" => {}
            "r" => {
                let properties = child(part, "rPr");
                if properties.is_some_and(|it| is_on(it, "vanish")) {
                    return;
                }
                let font = properties
                    .and_then(|it| child(it, "rFonts"))
                    .and_then(|it| attribute(it, "ascii"));
                let run = Run {
                    is_raised: properties.and_then(|it| value(it, "vertAlign"))
                        == Some("superscript"),
                    is_symbols: font.is_some_and(|it| it.eq_ignore_ascii_case("symbol")),
                };
                self.children(part, run, depth + 1);
            }
            "t" => self.text(part.text().unwrap_or(""), run),
            "tab" if name(part.parent().unwrap_or(part)) == "r" => self.words.text.push('\t'),
            "ptab" => self.words.text.push('\t'),
            "br" | "cr" => self.words.text.push('\n'),
            "noBreakHyphen" => self.words.text.push('-'),
            "sym" => {
                let code = attribute(part, "char").and_then(|it| u32::from_str_radix(it, 16).ok());
                let font = attribute(part, "font").unwrap_or("");
                self.words.text.extend(
                    code.and_then(|it| symbols::of_font(font, it).or_else(|| char::from_u32(it))),
                );
            }
            "footnoteReference" => {
                self.words.notes.extend(attribute(part, "id").map(str::to_owned));
            }
            "endnoteReference" => {
                self.words.notes.extend(attribute(part, "id").map(|it| format!("e{it}")));
            }
            "drawing" | "pict" | "object" => self.words.has_picture = true,
            // A prompt to fill in is no text.
            "sdt" if child(part, "sdtPr").is_some_and(|it| is_on(it, "showingPlcHdr")) => {}
            "oMath" | "oMathPara" => self.formula(part, run, depth + 1),
            _ => self.children(part, run, depth + 1),
        }
    }

    fn text(&mut self, text: &str, run: Run) {
        // A raised number is an exponent only as a raised character.
        let is_exponent = run.is_raised
            && !text.is_empty()
            && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '−' | '–'))
            && self.words.text.ends_with(|c: char| c.is_ascii_alphanumeric() || c == 'Ω');
        if is_exponent && text.chars().any(|it| it.is_ascii_digit()) {
            self.words.text.extend(text.chars().map(raised));
        } else if run.is_symbols || symbols::has_private(text) {
            self.words.text.push_str(&symbols::shown(text));
        } else {
            self.words.text.push_str(text);
        }
    }

    /// A formula in one line: `a/b`, `x^2`, `√(y)`.
    fn formula(&mut self, node: Node<'_, '_>, run: Run, depth: usize) {
        if depth >= DEPTH_LIMIT {
            return;
        }
        for part in node.children().filter(Node::is_element) {
            let inner = |it: &mut Self, wanted: &str| {
                if let Some(inner) = child(part, wanted) {
                    it.formula(inner, run, depth + 1);
                }
            };
            match name(part) {
                "f" => {
                    inner(self, "num");
                    self.words.text.push('/');
                    inner(self, "den");
                }
                "sSup" | "sSub" | "sSubSup" => {
                    inner(self, "e");
                    for (wanted, sign) in [("sub", '_'), ("sup", '^')] {
                        if child(part, wanted).is_some() {
                            self.words.text.push(sign);
                            inner(self, wanted);
                        }
                    }
                }
                "rad" => {
                    inner(self, "deg");
                    self.words.text.push_str("√(");
                    inner(self, "e");
                    self.words.text.push(')');
                }
                "d" => {
                    let properties = child(part, "dPr");
                    let sign = |wanted: &str, usual: &'static str| {
                        properties.and_then(|it| value(it, wanted)).unwrap_or(usual).to_owned()
                    };
                    self.words.text.push_str(&sign("begChr", "("));
                    for (index, each) in part.children().filter(|it| name(*it) == "e").enumerate() {
                        if index > 0 {
                            self.words.text.push_str(&sign("sepChr", "|"));
                        }
                        self.formula(each, run, depth + 1);
                    }
                    self.words.text.push_str(&sign("endChr", ")"));
                }
                "nary" => {
                    let sign = child(part, "naryPr").and_then(|it| value(it, "chr"));
                    self.words.text.push_str(sign.unwrap_or("∫"));
                    for wanted in ["sub", "sup", "e"] {
                        inner(self, wanted);
                    }
                }
                "r" | "t" | "sym" => self.part(part, run, depth + 1),
                "ctrlPr" | "fPr" | "sSupPr" | "sSubPr" | "sSubSupPr" | "radPr" => {}
                _ => self.formula(part, run, depth + 1),
            }
        }
    }
}

fn raised(c: char) -> char {
    match c.to_digit(10) {
        Some(digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(digit as usize).unwrap_or(c),
        None => '⁻',
    }
}

/// One line, without white space at its ends.
pub(super) fn tidy(text: &str) -> String {
    text.replace(['\n', '\r', '\u{b}', '\u{c}'], " ").trim().to_owned()
}

/// The text boxes that stand in a paragraph, each once.
pub(super) fn text_boxes<'a, 'i>(node: Node<'a, 'i>) -> Vec<Node<'a, 'i>> {
    let is_shown = |text_box: &Node<'_, '_>| {
        let outside = || text_box.ancestors().skip(1).take_while(|it| *it != node);
        !outside().any(|it| matches!(name(it), "Fallback" | "txbxContent" | "del" | "moveFrom"))
    };
    node.descendants().filter(|it| name(*it) == "txbxContent").filter(is_shown).collect()
}
