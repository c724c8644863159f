//! XML, read with byte ranges.
//!
//! Nothing is ever fetched: external entities and inclusions are reported, not followed. Entities
//! that XML does not know but documents use (`&nbsp;`, `&mdash;`) are read as the characters that
//! HTML gives them. They are patched in place, byte for byte, so that every range still names the
//! bytes of the source.

use std::borrow::Cow;
use std::ops::Range;

use roxmltree::{Document, Node, ParsingOptions};
use rustc_hash::FxHashSet;

use super::text_builder::TextBuilder;
use crate::bilingual;
use crate::model::Text;
use crate::source::{FileId, Problem, ProblemCode, SourceFile, Span};

/// Elements nested deeper than this are not followed.
pub const DEPTH_LIMIT: usize = 512;
/// More nodes than this are refused.
const NODES_LIMIT: u32 = 20_000_000;
/// The target of the processing instruction that takes the place of an external entity.
pub const EXTERNAL_ENTITY: &str = "x";

/// Name spaces that documents use and leave to their document type to declare.
const BORROWED_PREFIXES: [&str; 4] = ["tbx", "mml", "xlink", "xi"];

/// A local name, without a prefix that had to be joined to it.
fn bare(name: &str) -> &str {
    // Asked of every node many times over: most names are done with at their first letter.
    if !matches!(name.as_bytes().first(), Some(b't' | b'm' | b'x')) {
        return name;
    }
    match name.split_once('_') {
        Some((prefix, local)) if BORROWED_PREFIXES.contains(&prefix) => local,
        _ => name,
    }
}

/// Text of a source, patched where needed, ready to be parsed.
pub struct Prepared<'a> {
    text: Cow<'a, str>,
    file: FileId,
    /// Entities declared as external: name and system identifier.
    external: Vec<(String, String)>,
}

/// Patches undeclared and external entities, reporting those that stay unknown.
pub fn prepare<'a>(file: &'a SourceFile, problems: &mut Vec<Problem>) -> Prepared<'a> {
    let text = file.text();
    let subset = internal_subset(text);
    let external = external_entities(&text[subset.clone()]);
    let declared = |name: &str| {
        matches!(name, "lt" | "gt" | "amp" | "apos" | "quot")
            || text[subset.clone()].match_indices("<!ENTITY").any(|(at, word)| {
                text[subset.start + at + word.len()..].split_whitespace().next() == Some(name)
            })
    };
    let mut patched: Option<Vec<u8>> = None;
    for stray in stray_text(text) {
        problems.push(
            Problem::at(
                ProblemCode::Syntax,
                Span::new(file.id(), stray.start, stray.end),
                bilingual!("text outside the root element", "根元素之外有文字"),
            )
            .help(bilingual!(
                "take it out; the rest is read without it",
                "请删去；其余部分照常读取"
            )),
        );
        patched.get_or_insert_with(|| text.as_bytes().to_vec())[stray].fill(b' ');
    }
    for prefix in BORROWED_PREFIXES {
        let is_there = |needle: &str| memchr::memmem::find(text.as_bytes(), needle.as_bytes());
        if is_there(&format!("{prefix}:")).is_none()
            || is_there(&format!("xmlns:{prefix}")).is_some()
        {
            continue;
        }
        // Declared in a document type that is not fetched: the prefix is joined to the name.
        for opener in ["<", "</", " ", "\n", "\t"] {
            let needle = format!("{opener}{prefix}:");
            for at in memchr::memmem::find_iter(text.as_bytes(), needle.as_bytes()) {
                let is_markup = opener.starts_with('<')
                    || text[at..]
                        .find(['<', '>'])
                        .is_some_and(|end| text.as_bytes()[at + end] == b'>');
                if is_markup {
                    let bytes = patched.get_or_insert_with(|| text.as_bytes().to_vec());
                    bytes[at + needle.len() - 1] = b'_';
                }
            }
        }
    }
    let mut from = subset.end;
    while let Some(at) = memchr::memchr(b'&', &text.as_bytes()[from..]).map(|at| from + at) {
        from = at + 1;
        let name: &str = {
            let tail = &text[at + 1..];
            let end = tail
                .find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-' | '_')))
                .unwrap_or(tail.len());
            &tail[..end]
        };
        let end = at + 1 + name.len();
        if name.is_empty() || text.as_bytes().get(end) != Some(&b';') {
            continue;
        }
        let whole = at..end + 1;
        let is_external = external.iter().any(|(each, _)| each == name);
        if !is_external && declared(name) || in_cdata_or_comment(text, at) {
            continue;
        }
        let replacement = if is_external {
            processing_instruction(whole.len())
        } else if let Some(character) = html_entity(name) {
            same_length_reference(character, whole.len())
        } else {
            problems.push(
                Problem::at(
                    ProblemCode::Syntax,
                    Span::new(file.id(), whole.start, whole.end),
                    bilingual!(
                        "entity &{name}; is not declared; it is read as nothing",
                        "实体 &{name}; 未声明，按空处理"
                    ),
                )
                .help(bilingual!(
                    "declare it in the document type, or write the character itself",
                    "在文档类型中声明该实体，或直接写出该字符"
                )),
            );
            Some(" ".repeat(whole.len()))
        };
        let bytes = patched.get_or_insert_with(|| text.as_bytes().to_vec());
        match replacement {
            Some(new) if new.len() == whole.len() => bytes[whole].copy_from_slice(new.as_bytes()),
            _ => bytes[whole].fill(b' '),
        }
    }
    let text = match patched {
        Some(bytes) => Cow::Owned(String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())),
        None => Cow::Borrowed(text),
    };
    Prepared { text, file: file.id(), external }
}

/// Cheap test whether a `&` stands in a CDATA section or comment: looks back to the last opener.
fn in_cdata_or_comment(text: &str, at: usize) -> bool {
    // A bound keeps this linear on hostile input; longer sections are read as text, where a stray
    // reference is reported and nothing worse happens.
    const WINDOW: usize = 1 << 16;
    let start = (at.saturating_sub(WINDOW)..=at).find(|&i| text.is_char_boundary(i)).unwrap_or(0);
    let before = &text[start..at];
    let open = |opener: &str, closer: &str| match (before.rfind(opener), before.rfind(closer)) {
        (Some(opened), Some(closed)) => opened > closed,
        (opened, _) => opened.is_some(),
    };
    open("<![CDATA[", "]]>") || open("<!--", "-->")
}

/// The internal subset of the document type declaration (empty where there is none).
fn internal_subset(text: &str) -> Range<usize> {
    // A document type stands before the root element.
    let root = walk_prolog(text, |_| ()).unwrap_or(text.len());
    let Some(doctype) = text[..root].find("<!DOCTYPE") else { return 0..0 };
    let tail = &text[doctype..];
    let (Some(open), Some(close)) = (tail.find('['), tail.find('>')) else { return 0..0 };
    if close < open {
        return doctype..doctype + close + 1;
    }
    let end = tail.find("]>").or_else(|| tail.find(']')).unwrap_or(tail.len() - 1);
    doctype + open..doctype + end + 1
}

/// Words that stand outside the root element, where only markup may: before it (between the
/// declaration, comments and instructions) and after it.
fn stray_text(text: &str) -> Vec<Range<usize>> {
    let words = |range: Range<usize>| {
        let piece = &text[range.clone()];
        let start = range.start + piece.len()
            - piece.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).len();
        let end = range.start + piece.trim_end().len();
        (start < end).then_some(start..end)
    };
    let mut found = Vec::new();
    let root = walk_prolog(text, |range| found.extend(words(range)));
    if root.is_some()
        && let Some(last) = text.rfind('>')
    {
        found.extend(words(last + 1..text.len()));
    }
    found
}

/// The local name of the root element, found without parsing the text.
#[must_use]
pub fn root_element(text: &str) -> Option<&str> {
    let tail = &text[walk_prolog(text, |_| ())? + 1..];
    let end = tail.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
    let name = &tail[..end];
    Some(name.rsplit(':').next().unwrap_or(name))
}

/// Walks the parts before the root element, giving the gaps between them; where the root starts.
fn walk_prolog(text: &str, mut gap: impl FnMut(Range<usize>)) -> Option<usize> {
    let mut at = 0;
    // A prolog has few parts; a bound keeps this linear on hostile input.
    for _ in 0..256 {
        let open = at + memchr::memchr(b'<', &text.as_bytes()[at..])?;
        gap(at..open);
        let tail = &text[open..];
        let len = if tail.starts_with("<!--") {
            tail.find("-->").map(|end| end + 3)
        } else if tail.starts_with("<?") {
            tail.find("?>").map(|end| end + 2)
        } else if tail.starts_with("<!DOCTYPE") {
            match (tail.find('['), tail.find('>')) {
                (Some(subset), Some(close)) if subset < close => tail
                    .find(']')
                    .and_then(|end| tail[end..].find('>').map(|close| end + close + 1)),
                (_, close) => close.map(|close| close + 1),
            }
        } else {
            return Some(open);
        };
        at = open + len?;
    }
    None
}

/// Entities declared with a system or public identifier.
fn external_entities(subset: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (at, word) in subset.match_indices("<!ENTITY") {
        let declaration = &subset[at + word.len()..];
        let declaration = &declaration[..declaration.find('>').unwrap_or(declaration.len())];
        let mut words = declaration.split_whitespace();
        let (Some(name), Some(kind)) = (words.next(), words.next()) else { continue };
        if !matches!(kind, "SYSTEM" | "PUBLIC") {
            continue;
        }
        let quoted: Vec<&str> = declaration.split(['"', '\'']).skip(1).step_by(2).collect();
        if let Some(system) = quoted.last() {
            found.push((name.to_owned(), (*system).to_owned()));
        }
    }
    found
}

fn processing_instruction(len: usize) -> Option<String> {
    let shortest = EXTERNAL_ENTITY.len() + 4;
    (len >= shortest).then(|| {
        let padding = " ".repeat(len - shortest);
        format!("<?{EXTERNAL_ENTITY}{padding}?>")
    })
}

/// A character reference of exactly `len` bytes, or the character itself with blanks after it.
fn same_length_reference(character: char, len: usize) -> Option<String> {
    let digits = (character as u32).to_string();
    if let Some(zeros) = len.checked_sub(digits.len() + 3) {
        return Some(format!("&#{}{digits};", "0".repeat(zeros)));
    }
    let padding = len.checked_sub(character.len_utf8())?;
    Some(format!("{character}{}", " ".repeat(padding)))
}

/// Characters that documents name as HTML does.
pub(crate) fn html_entity(name: &str) -> Option<char> {
    Some(match name {
        "nbsp" => '\u{a0}',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "laquo" => '«',
        "raquo" => '»',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        "deg" => '°',
        "plusmn" => '±',
        "times" => '×',
        "divide" => '÷',
        "micro" => 'µ',
        "middot" => '·',
        "bull" => '•',
        "sect" => '§',
        "para" => '¶',
        "sup1" => '¹',
        "sup2" => '²',
        "sup3" => '³',
        "frac12" => '½',
        "frac14" => '¼',
        "frac34" => '¾',
        "le" => '≤',
        "ge" => '≥',
        "ne" => '≠',
        "asymp" => '≈',
        "infin" => '∞',
        "minus" => '−',
        "alpha" => 'α',
        "beta" => 'β',
        "gamma" => 'γ',
        "delta" => 'δ',
        "Delta" => 'Δ',
        "lambda" => 'λ',
        "mu" => 'μ',
        "pi" => 'π',
        "rho" => 'ρ',
        "sigma" => 'σ',
        "Sigma" => 'Σ',
        "tau" => 'τ',
        "phi" => 'φ',
        "omega" => 'ω',
        "Omega" => 'Ω',
        "ohm" => 'Ω',
        "euro" => '€',
        "pound" => '£',
        "yen" => '¥',
        "cent" => '¢',
        "agrave" => 'à',
        "aacute" => 'á',
        "acirc" => 'â',
        "auml" => 'ä',
        "aring" => 'å',
        "aelig" => 'æ',
        "ccedil" => 'ç',
        "egrave" => 'è',
        "eacute" => 'é',
        "ecirc" => 'ê',
        "euml" => 'ë',
        "iacute" => 'í',
        "icirc" => 'î',
        "iuml" => 'ï',
        "ntilde" => 'ñ',
        "oacute" => 'ó',
        "ocirc" => 'ô',
        "ouml" => 'ö',
        "oslash" => 'ø',
        "uacute" => 'ú',
        "ugrave" => 'ù',
        "ucirc" => 'û',
        "uuml" => 'ü',
        "szlig" => 'ß',
        "Auml" => 'Ä',
        "Ouml" => 'Ö',
        "Uuml" => 'Ü',
        "Eacute" => 'É',
        "larr" => '←',
        "rarr" => '→',
        "thinsp" => '\u{2009}',
        "ensp" => '\u{2002}',
        "emsp" => '\u{2003}',
        "zwsp" => '\u{200b}',
        "nbhy" => '\u{2011}',
        "wj" => '\u{2060}',
        "shy" => '\u{ad}',
        _ => return None,
    })
}

impl Prepared<'_> {
    /// The tree, or what is wrong with the text and where.
    ///
    /// # Errors
    /// A problem with its place: not well-formed, or beyond the limits.
    pub fn parse(&self) -> Result<Document<'_>, Box<Problem>> {
        let options = ParsingOptions {
            allow_dtd: true,
            nodes_limit: NODES_LIMIT,
            ..ParsingOptions::default()
        };
        Document::parse_with_options(&self.text, options)
            .map_err(|error| Box::new(self.problem(&error)))
    }

    /// Reads it, or tells why not.
    pub(crate) fn parse_or_tell(&self, problems: &mut Vec<Problem>) -> Option<Document<'_>> {
        self.parse().map_err(|problem| problems.push(*problem)).ok()
    }

    /// Whether the document type declares entities that stand outside the file.
    #[must_use]
    pub fn has_external_entities(&self) -> bool {
        !self.external.is_empty()
    }

    /// The system identifier of the external entity that stood at `range` of the source.
    pub fn external_entity(&self, source: &str) -> Option<&str> {
        let name = source.trim_start_matches('&').trim_end_matches(';');
        self.external.iter().find(|(each, _)| each == name).map(|(_, system)| system.as_str())
    }

    fn problem(&self, error: &roxmltree::Error) -> Problem {
        let place = error.pos();
        let row = place.row.saturating_sub(1) as usize;
        let column = place.col.saturating_sub(1) as usize;
        let line_start: usize = self.text.split_inclusive('\n').take(row).map(str::len).sum();
        let line = self.text.get(line_start..).and_then(|rest| rest.lines().next()).unwrap_or("");
        let at = line_start + line.char_indices().nth(column).map_or(line.len(), |(at, _)| at);
        let end = self.text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
        let code = match error {
            roxmltree::Error::NodesLimitReached | roxmltree::Error::EntityReferenceLoop(_) => {
                ProblemCode::Limit
            }
            _ => ProblemCode::Syntax,
        };
        // The parser's own words name the element; its place is ours to give.
        let words = error.to_string();
        let words = words.split(" at ").next().unwrap_or(&words);
        Problem::at(
            code,
            Span::new(self.file, at, end),
            bilingual!("the XML is not well-formed: {words}", "XML 格式不正确：{words}"),
        )
        .help(bilingual!(
            "mend the markup at this place; nothing of this file could be read",
            "请修正此处的标记；该文件未能读取"
        ))
    }
}

/// The bytes of a node.
#[must_use]
pub fn span(file: FileId, node: Node<'_, '_>) -> Span {
    let range = node.range();
    Span::new(file, range.start, range.end)
}

/// An attribute's value.
#[must_use]
pub fn attribute(file: &SourceFile, node: Node<'_, '_>, name: &str) -> Option<Text> {
    let attribute = node.attributes().find(|each| bare(each.name()) == name)?;
    let range = attribute.range_value();
    let span = Span::new(file.id(), range.start, range.end);
    let value = attribute.value();
    if file.slice(span) == value {
        return Some(Text::verbatim(span));
    }
    Some(Text::decoded(span, value, []))
}

/// Child elements of a name.
pub fn children<'a, 'i: 'a>(
    node: Node<'a, 'i>,
    name: &'a str,
) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |child| self::name(*child) == name)
}

/// The first child element of a name.
#[must_use]
pub fn child<'a, 'i: 'a>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| self::name(*child) == name)
}

/// The local name of an element; empty for other nodes.
#[must_use]
pub fn name<'a>(node: Node<'a, '_>) -> &'a str {
    if node.is_element() { bare(node.tag_name().name()) } else { "" }
}

/// Appends the words of a text node, each byte with its place in the source.
pub fn push_text(builder: &mut TextBuilder, file: &SourceFile, node: Node<'_, '_>, fold: bool) {
    let Some(decoded) = node.text() else { return };
    let range = node.range();
    let raw = file.text().get(range.clone()).unwrap_or("");
    if raw == decoded {
        if fold {
            builder.folded(decoded, range.start)
        } else {
            builder.verbatim(decoded, range.start)
        }
        return;
    }
    if !push_marked_up(builder, raw, decoded, range.start, fold) {
        // Text around or out of a declared entity. Words that stand in the range as they are keep
        // their place; others stand for the reference as a whole.
        let words = decoded.trim();
        if decoded.starts_with(|c: char| c.is_whitespace()) {
            builder.blank(range.start, range.start);
        }
        match raw.find(words) {
            Some(at) if fold => builder.folded(words, range.start + at),
            Some(at) => builder.verbatim(words, range.start + at),
            None if fold => {
                let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
                builder.replaced(&words, range.start, range.end);
            }
            None => builder.replaced(words, range.start, range.end),
        }
        if decoded.ends_with(|c: char| c.is_whitespace()) {
            builder.blank(range.end, range.end);
        }
    }
}

/// Walks raw text with references and CDATA beside its decoded form. False (and nothing appended)
/// when the two do not answer to each other.
fn push_marked_up(
    builder: &mut TextBuilder,
    raw: &str,
    decoded: &str,
    start: usize,
    fold: bool,
) -> bool {
    let mut pieces: Vec<(&str, Range<usize>, bool)> = Vec::new();
    let mut at = 0;
    let mut rest = decoded;
    let mut in_cdata = false;
    while at < raw.len() {
        let tail = &raw[at..];
        if !in_cdata && tail.starts_with("<![CDATA[") {
            in_cdata = true;
            at += "<![CDATA[".len();
        } else if in_cdata && tail.starts_with("]]>") {
            in_cdata = false;
            at += "]]>".len();
        } else if !in_cdata && tail.starts_with('&') {
            let Some(end) = tail.find(';') else { return false };
            let Some(character) = rest.chars().next() else { return false };
            pieces.push((&rest[..character.len_utf8()], at..at + end + 1, false));
            rest = &rest[character.len_utf8()..];
            at += end + 1;
        } else if tail.starts_with('\r') {
            // XML reads \r\n and \r as \n.
            let len = if tail.starts_with("\r\n") { 2 } else { 1 };
            if !rest.starts_with('\n') {
                return false;
            }
            pieces.push((&rest[..1], at..at + len, false));
            rest = &rest[1..];
            at += len;
        } else {
            let stop = tail
                .char_indices()
                .skip(1)
                .find(|&(i, c)| {
                    matches!(c, '&' | '\r') && !(in_cdata && c == '&')
                        || tail[i..].starts_with("<![CDATA[")
                        || tail[i..].starts_with("]]>")
                })
                .map_or(tail.len(), |(i, _)| i);
            let Some(after) = rest.strip_prefix(&tail[..stop]) else { return false };
            pieces.push((&rest[..stop], at..at + stop, true));
            rest = after;
            at += stop;
        }
    }
    if !rest.is_empty() {
        return false;
    }
    for (piece, range, verbatim) in pieces {
        let (from, to) = (start + range.start, start + range.end);
        match (verbatim, fold) {
            (true, true) => builder.folded(piece, from),
            (true, false) => builder.verbatim(piece, from),
            (false, true) if piece == "\n" => builder.blank(from, to),
            (false, _) => builder.replaced(piece, from, to),
        }
    }
    true
}

/// What to do with an element met while collecting text.
pub enum Inline {
    /// Collect the text inside it.
    Enter,
    /// Leave it out, or done with: the hook has appended what stands for it.
    Skip,
}

/// Appends all text below an element, iteratively. `hook` sees each element before its content.
pub fn collect<'a, 'i: 'a>(
    builder: &mut TextBuilder,
    file: &SourceFile,
    node: Node<'a, 'i>,
    hook: &mut dyn FnMut(&mut TextBuilder, Node<'a, 'i>) -> Inline,
) {
    let mut next = node.first_child();
    while let Some(current) = next {
        let mut enters = false;
        if current.is_text() {
            push_text(builder, file, current, true);
        } else if current.is_element() {
            if matches!(name(current), "br" | "break" | "vspace") {
                let range = current.range();
                builder.blank(range.start, range.end);
            }
            enters = matches!(hook(builder, current), Inline::Enter);
        }
        next = if enters { current.first_child() } else { None };
        // On to what follows it, or follows what it stands in.
        let mut done = current;
        while next.is_none() && done != node {
            next = done.next_sibling();
            match done.parent() {
                Some(parent) if next.is_none() => done = parent,
                _ => break,
            }
        }
    }
}

/// All text below an element, folded; `None` where there is none.
#[must_use]
pub fn text_of(file: &SourceFile, node: Node<'_, '_>) -> Option<Text> {
    text_without(file, node, &[])
}

/// All text below an element, folded, with elements of the given names left out.
#[must_use]
pub fn text_without(file: &SourceFile, node: Node<'_, '_>, left_out: &[&str]) -> Option<Text> {
    if let Some(text) = only_text(file, node) {
        return (!text.span().is_empty()).then_some(text);
    }
    let mut builder = builder_for(node);
    collect(&mut builder, file, node, &mut |_, element| {
        if left_out.contains(&name(element)) { Inline::Skip } else { Inline::Enter }
    });
    (!builder.is_empty()).then(|| builder.finish(span(file.id(), node)))
}

/// The text of an element that holds nothing else, where folding leaves it as it stands.
fn only_text(file: &SourceFile, node: Node<'_, '_>) -> Option<Text> {
    let child = node.first_child().filter(|it| it.is_text() && it.next_sibling().is_none())?;
    let range = child.range();
    let raw = file.text().get(range.clone())?;
    if child.text() != Some(raw) {
        return None;
    }
    let words = raw.trim_matches([' ', '\t', '\n', '\r']);
    let start = range.start + (raw.len() - raw.trim_start_matches([' ', '\t', '\n', '\r']).len());
    super::text_builder::is_folded(words)
        .then(|| Text::verbatim(Span::new(file.id(), start, start + words.len())))
}

/// A builder with room for all words of an element.
#[must_use]
pub fn builder_for(node: Node<'_, '_>) -> TextBuilder {
    // A table or a whole section holds more markup than words.
    TextBuilder::with_room(node.range().len().min(1 << 12))
}

/// Columns of a table: which of them cells of rows above still reach into.
#[derive(Debug, Default)]
pub struct Grid {
    /// How many more rows a cell takes, by column.
    below: Vec<u32>,
}

impl Grid {
    /// More columns than this are not counted.
    const WIDEST: usize = 1_000;

    /// The cells of the next row by column; `None` where a cell from above or from the left
    /// reaches in.
    pub fn row<'a, 'i: 'a>(
        &mut self,
        cells: impl Iterator<Item = Node<'a, 'i>>,
    ) -> Vec<Option<Node<'a, 'i>>> {
        let span = |cell: Node<'_, '_>, name: &str| {
            let said = cell.attribute(name).and_then(|it| it.trim().parse::<u32>().ok());
            said.unwrap_or(1).max(1)
        };
        let mut row = Vec::new();
        for cell in cells {
            self.reach_in(&mut row);
            let (across, down) = (span(cell, "colspan"), span(cell, "rowspan"));
            row.push(Some(cell));
            for _ in 1..across {
                if row.len() < Self::WIDEST {
                    row.push(None);
                }
            }
            let from = row.len() - (across as usize).min(row.len());
            if self.below.len() < row.len() {
                self.below.resize(row.len(), 0);
            }
            self.below[from..row.len()].fill(down - 1);
        }
        self.reach_in(&mut row);
        row
    }

    fn reach_in(&mut self, row: &mut Vec<Option<Node<'_, '_>>>) {
        while let Some(rows) = self.below.get_mut(row.len()).filter(|it| **it > 0) {
            *rows -= 1;
            row.push(None);
        }
    }
}

/// The values of identifying attributes anywhere in a document.
#[must_use]
pub fn ids<'a>(document: &'a Document<'_>, names: &[&str]) -> FxHashSet<&'a str> {
    document
        .descendants()
        .filter(Node::is_element)
        .flat_map(|it| it.attributes())
        .filter(|it| names.contains(&it.name()))
        .map(|it| it.value())
        .collect()
}

/// A value that stands at `span` in another form.
#[must_use]
pub fn stands_for(span: Span, value: impl Into<Box<str>>) -> Text {
    Text::decoded(span, value, [])
}
