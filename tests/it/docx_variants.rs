//! What Word writes in other ways than the templates do: each paragraph is read as Word shows it.

use std::io::{Cursor, Write as _};

use consonance::source::{SourceFile, SourceMap};
use consonance::syntax::docx::{Kind, Paragraph};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
                 xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\" \
                 xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"";

/// A package with a body and further parts, by the way in which they are related to it.
fn word(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut write = |name: &str, text: &str| {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    let relation = |id: usize, kind: &str, target: &str| {
        format!(
            "<Relationship Id=\"r{id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/>"
        )
    };
    let relations = |inner: String| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inner}</Relationships>"
        )
    };
    write(
        "[Content_Types].xml",
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>",
    );
    // Word on the web numbers its parts.
    write("_rels/.rels", &relations(relation(1, "officeDocument", "word/document2.xml")));
    write("word/document2.xml", &format!("<w:document {W}><w:body>{body}</w:body></w:document>"));
    let further = parts.iter().enumerate().map(|(id, (kind, _))| {
        relation(id, kind.trim_end_matches(char::is_numeric), &format!("{kind}2.xml"))
    });
    write("word/_rels/document2.xml.rels", &relations(further.collect()));
    for (kind, text) in parts {
        write(&format!("word/{kind}2.xml"), text);
    }
    zip.finish().unwrap().into_inner()
}

fn paragraphs(body: &str, parts: &[(&str, &str)]) -> Vec<Paragraph> {
    consonance::syntax::docx::read(&word(body, parts), "draft.docx").unwrap()
}

/// Label and words of each paragraph.
fn shown(body: &str, parts: &[(&str, &str)]) -> Vec<String> {
    paragraphs(body, parts)
        .iter()
        .map(|it| format!("{} {}", it.label, it.text).trim().to_owned())
        .collect()
}

fn paragraph(words: &str) -> String {
    format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>")
}

fn numbered(id: u8, level: u8, words: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{id}\"/></w:numPr></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"
    )
}

fn numbering(inner: &str) -> String {
    format!("<w:numbering {W}>{inner}</w:numbering>")
}

fn level(index: u8, format: &str, text: &str, more: &str) -> String {
    format!(
        "<w:lvl w:ilvl=\"{index}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>{more}<w:lvlText w:val=\"{text}\"/></w:lvl>"
    )
}

#[test]
fn content_controls_are_text_and_prompts_are_not() {
    let body = format!(
        "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>\
         <w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Click here</w:t></w:r></w:sdtContent></w:sdt>\
         <w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>filled in</w:t></w:r></w:sdtContent></w:sdt></w:p>",
        paragraph("controlled")
    );
    assert_eq!(shown(&body, &[]), ["controlled", "filled in"]);
}

#[test]
fn tracked_changes_are_read_as_accepted() {
    let body = "<w:p><w:r><w:t>It </w:t></w:r><w:del><w:r><w:delText>may</w:delText></w:r></w:del>\
        <w:ins><w:r><w:t>shall</w:t></w:r></w:ins><w:r><w:t> hold.</w:t></w:r></w:p>\
        <w:p><w:pPr><w:rPr><w:moveFrom/></w:rPr></w:pPr><w:moveFrom><w:r><w:t>Moved.</w:t></w:r></w:moveFrom></w:p>\
        <w:p><w:moveTo><w:r><w:t>Moved.</w:t></w:r></w:moveTo></w:p>";
    assert_eq!(shown(body, &[]), ["It shall hold.", "Moved."]);
}

#[test]
fn a_paragraph_whose_mark_was_deleted_goes_on_and_is_not_counted() {
    let list = numbering(&format!(
        "<w:abstractNum w:abstractNumId=\"0\">{}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>",
        level(0, "decimal", "%1", "")
    ));
    let deleted = "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>Air </w:t></w:r></w:p>";
    let body = format!(
        "{}{deleted}{}{}",
        numbered(1, 0, "Scope"),
        numbered(1, 0, "quality"),
        numbered(1, 0, "Noise")
    );
    assert_eq!(shown(&body, &[("numbering", &list)]), ["1 Scope", "2 Air quality", "3 Noise"]);
}

#[test]
fn overrides_and_linked_styles_number_as_word_does() {
    let list = numbering(&format!(
        "<w:abstractNum w:abstractNumId=\"0\">{}{}<w:styleLink w:val=\"Clauses\"/></w:abstractNum>\
         <w:abstractNum w:abstractNumId=\"1\"><w:numStyleLink w:val=\"Clauses\"/></w:abstractNum>\
         <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>\
         <w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/></w:num>\
         <w:num w:numId=\"3\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"5\"/><w:numFmt w:val=\"upperLetter\"/><w:lvlText w:val=\"(%1)\"/></w:lvl></w:lvlOverride></w:num>\
         <w:num w:numId=\"4\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"9\"/></w:lvlOverride></w:num>",
        level(0, "chineseCounting", "第%1章", ""),
        level(1, "decimal", "%1.%2", "<w:isLgl/>"),
    ));
    let body = [(1, 0), (2, 0), (2, 1), (2, 1), (3, 0), (4, 0), (4, 0)]
        .map(|(id, level)| numbered(id, level, "x"))
        .concat();
    assert_eq!(
        shown(&body, &[("numbering", &list)]),
        ["第一章 x", "第二章 x", "2.1 x", "2.2 x", "(E) x", "第九章 x", "第十章 x"]
    );
}

#[test]
fn fields_show_their_results() {
    let field = |code: &str, result: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>{result}</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
        )
    };
    let nested = format!(
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>IF </w:instrText></w:r>{}<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>yes</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
        field("PAGE", "7")
    );
    let body = format!(
        "<w:p><w:r><w:t>Table </w:t></w:r><w:fldSimple w:instr=\" SEQ Table \"><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>\
         <w:p><w:r><w:t>see </w:t></w:r>{}</w:p><w:p>{nested}</w:p>",
        field("REF _Ref1 \\r \\h", "4.2")
    );
    assert_eq!(shown(&body, &[]), ["Table 1", "see 4.2", "yes"]);
}

#[test]
fn the_list_of_contents_is_marked_whatever_its_style() {
    let body = format!(
        "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> TOC \\o \"1-3\" </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1 Scope 3</w:t></w:r></w:p>\
         {}<w:p><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>\
         <w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/></w:docPartObj></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>{}",
        paragraph("2 Terms 4"),
        paragraph("Contents"),
        paragraph("1 Scope")
    );
    let styles: Vec<_> = paragraphs(&body, &[]).into_iter().map(|it| (it.style, it.text)).collect();
    let is_contents: Vec<_> = styles.iter().map(|(style, _)| style == "toc").collect();
    assert_eq!(is_contents, [true, true, true, false], "{styles:?}");
}

#[test]
fn alternatives_are_read_once_in_text_and_in_cells() {
    let alternative = "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice>\
         <mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>";
    let body = format!(
        "<w:p>{alternative}</w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r>{alternative}</w:p></w:tc></w:tr></w:tbl>"
    );
    let all = shown(&body, &[]).join("|");
    assert_eq!(all.matches("boxed").count(), 2, "{all}");
}

#[test]
fn cells_keep_their_columns_and_their_numbers() {
    let list = numbering(&format!(
        "<w:abstractNum w:abstractNumId=\"0\">{}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>",
        level(0, "decimal", "%1", "")
    ));
    let cell = |properties: &str, inner: &str| {
        format!("<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>")
    };
    let body = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}{}</w:tr><w:tr><w:trPr><w:del/></w:trPr>{}</w:tr></w:tbl>",
        cell("<w:gridSpan w:val=\"2\"/>", &paragraph("head")),
        cell("", &paragraph("last")),
        cell("", &numbered(1, 0, "first")),
        cell("", &numbered(1, 0, "")),
        cell("", &paragraph("c")),
        cell("", &paragraph("deleted row"))
    );
    assert_eq!(shown(&body, &[("numbering", &list)]), ["head\t\tlast", "1 first\t2\tc"]);
}

#[test]
fn notes_at_the_end_belong_to_their_paragraph() {
    let notes = format!(
        "<w:endnotes {W}><w:endnote w:type=\"separator\" w:id=\"0\"><w:p/></w:endnote><w:endnote w:id=\"2\"><w:p><w:r><w:endnoteRef/></w:r><w:r><w:t>at the end</w:t></w:r></w:p></w:endnote></w:endnotes>"
    );
    let body = "<w:p><w:r><w:t>Text</w:t></w:r><w:r><w:endnoteReference w:id=\"2\"/></w:r></w:p>";
    let read = paragraphs(body, &[("endnotes", &notes)]);
    assert_eq!(read[0].footnotes, ["e2"]);
    assert_eq!(
        (read[1].kind, read[1].id.as_str(), read[1].text.as_str()),
        (Kind::Footnote, "e2", "at the end")
    );
}

#[test]
fn signs_are_read_as_they_are_shown() {
    let body = "<w:p><w:r><w:sym w:font=\"Symbol\" w:char=\"F0B3\"/></w:r><w:r><w:t> 18 </w:t></w:r><w:r><w:sym w:font=\"Symbol\" w:char=\"F0B0\"/></w:r><w:r><w:t>C</w:t></w:r></w:p>\
        <w:p><w:r><w:t>30 m</w:t></w:r><w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>3</w:t></w:r><w:r><w:t>/h</w:t></w:r></w:p>\
        <w:p><w:r><w:t>co</w:t><w:softHyphen/><w:t>operate non</w:t><w:noBreakHyphen/><w:t>stop</w:t></w:r></w:p>\
        <w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:t>seen</w:t></w:r></w:p>\
        <w:p><m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f></m:oMath></w:p>\
        <w:p><w:r><w:ruby><w:rt><w:r><w:t>lǐ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>理</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>";
    assert_eq!(shown(body, &[]), ["≥ 18 °C", "30 m³/h", "cooperate non-stop", "seen", "a/b", "理"]);
}

#[test]
fn the_number_may_stand_at_the_head_of_the_pages_only() {
    let header = format!("<w:hdr {W}>{}</w:hdr>", paragraph("T/EXAMPLE 12—2021"));
    let heading =
        "<w:p><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr><w:r><w:t>1 Scope</w:t></w:r></w:p>";
    let body = format!("{heading}{}", paragraph("This document gives an example."));
    let mut sources = SourceMap::new();
    let bytes = word(&body, &[("header", &header)]);
    let id = sources.add(|id| SourceFile::container(id, "draft.docx", bytes));
    let reader = consonance::reader::READERS.iter().find(|it| it.name() == "docx").unwrap();
    let reading = reader.read(sources.file(id), &sources);
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let standard = &reading.standards[0];
    assert_eq!(standard.identity.as_ref().unwrap().written.get(&sources), "T/EXAMPLE 12—2021");
    let clauses = standard.clauses.as_ref().unwrap();
    assert_eq!(clauses[0].number.as_ref().unwrap().get(&sources), "1");
    assert_eq!(clauses[0].blocks.len(), 1);
}
