//! The front of RFC XML: what the document is, and its parts before the text.

use roxmltree::Node;
use thin_vec::{ThinVec, thin_vec};

use super::Rfc;
use crate::bilingual;
use crate::model::{Clause, Element, Lang, Localised, Said, Standard, Status, Target, Text};
use crate::source::{Problem, ProblemCode, SourceFile, Span};
use crate::syntax::xml;

impl Rfc<'_> {
    pub(super) fn identity(&mut self, rfc: Node<'_, '_>, standard: &mut Standard) {
        let number = xml::attribute(self.file, rfc, "number")
            .filter(|it| !it.span().is_empty())
            .or_else(|| series(rfc, "RFC").and_then(|it| xml::attribute(self.file, it, "value")));
        let draft = xml::attribute(self.file, rfc, "docName").or_else(|| {
            // Version 3 says it in the front, too.
            xml::attribute(self.file, series(rfc, "Internet-Draft")?, "value")
        });
        // The name of the file may stand for that of the draft.
        let draft = draft.map(|name| {
            let words = self.words(&name);
            let bare = words.strip_suffix(".txt").or_else(|| words.strip_suffix(".xml"));
            bare.map_or_else(|| name.clone(), |it| name.part(0..it.len()))
        });
        for name in ["BCP", "STD", "FYI"] {
            if let Some(value) =
                series(rfc, name).and_then(|it| xml::attribute(self.file, it, "value"))
                && !value.span().is_empty()
            {
                let number = self.words(&value).trim().trim_start_matches('0').to_owned();
                let written = xml::stands_for(value.span(), format!("{name} {number}"));
                standard.part_of.push(Target::named(written));
            }
        }
        let published = match &number {
            Some(number) => {
                let value = self.file.slice(number.span()).trim();
                (!value.is_empty() && value.bytes().all(|b| b.is_ascii_digit())).then(|| {
                    let value = value.trim_start_matches('0');
                    xml::stands_for(number.span(), format!("RFC {value}"))
                })
            }
            None => None,
        };
        let is_published = published.is_some();
        standard.identity = match (published, draft) {
            (Some(rfc), draft) => {
                standard
                    .other_identifiers
                    .extend(draft.filter(|it| !it.span().is_empty()).map(Target::named));
                Some(Target::named(rfc))
            }
            (None, Some(draft)) => Some(Target::named(draft)),
            (None, None) => {
                self.problems.push(
                    Problem::at(
                        ProblemCode::MissingKey,
                        self.tag(rfc),
                        bilingual!(
                            "<rfc> has neither a number nor a docName",
                            "<rfc> 既无 number 也无 docName"
                        ),
                    )
                    .help(bilingual!(
                        "add docName=\"draft-…\" or number=\"…\"",
                        "请添加 docName=\"draft-…\" 或 number=\"…\""
                    )),
                );
                None
            }
        };
        if !is_published {
            standard.status = Some(Said::new(Status::Draft, self.tag(rfc)));
        }
        standard.details_mut().document_type = xml::attribute(self.file, rfc, "category");
        for (attribute, list) in
            [("obsoletes", &mut standard.replaces), ("updates", &mut standard.amends)]
        {
            if let Some(value) = xml::attribute(self.file, rfc, attribute) {
                list.extend(numbers(self.file, value.span()));
            }
        }
    }

    pub(super) fn front(&mut self, front: Node<'_, '_>, standard: &mut Standard) {
        if let Some(title) = xml::child(front, "title").and_then(|it| xml::text_of(self.file, it)) {
            standard.title = Localised::one(Lang::En, title);
        }
        if let Some(date) = xml::child(front, "date") {
            standard.dates.published = self.date(date);
            // An RFC is in force from its publication on, until another one obsoletes it.
            if standard.status.is_none() {
                standard.dates.effective.clone_from(&standard.dates.published);
            }
        }
    }

    pub(super) fn date(&self, date: Node<'_, '_>) -> Option<Text> {
        let year = date.attribute("year")?.trim();
        let mut value = year.to_owned();
        if let Some(month) = date.attribute("month").and_then(super::super::month_number) {
            value.push_str(&format!("-{month:02}"));
            if let Some(day) = date.attribute("day").and_then(|day| day.trim().parse::<u8>().ok()) {
                value.push_str(&format!("-{day:02}"));
            }
        }
        Some(xml::stands_for(self.span(date), value))
    }

    /// Abstract, notes and boilerplate: parts before the text.
    pub(super) fn preliminary(&mut self, front: Node<'_, '_>, clauses: &mut ThinVec<Clause>) {
        for part in front.children().filter(Node::is_element) {
            match xml::name(part) {
                "abstract" | "note" => {
                    let mut clause = Clause::at(self.span(part));
                    clause.element = Some(Said::new(Element::Preliminary, self.tag(part)));
                    clause.title = self.title(part);
                    self.blocks(part, &mut clause.blocks, 0);
                    clauses.push(clause);
                }
                "boilerplate" => {
                    for section in xml::children(part, "section") {
                        let mut clause = Clause::at(self.span(section));
                        clause.element = Some(Said::new(Element::Preliminary, self.tag(section)));
                        clause.title = self.title(section);
                        self.blocks(section, &mut clause.blocks, 0);
                        clauses.push(clause);
                    }
                }
                _ => {}
            }
        }
    }
}

/// The entry of a series in the front.
fn series<'a, 'i: 'a>(rfc: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    let front = xml::child(rfc, "front")?;
    front.children().find(|it| {
        xml::name(*it) == "seriesInfo" && it.attribute("name").is_some_and(|it| it.trim() == name)
    })
}

/// RFCs named by number in `obsoletes` and `updates`.
fn numbers(file: &SourceFile, span: Span) -> ThinVec<Target> {
    let mut targets = thin_vec![];
    let value = file.slice(span);
    let mut at = 0;
    for piece in value.split([',', ';', ' ', '\n', '\t']) {
        let start = at + piece.len() - piece.trim_start().len();
        at += piece.len() + 1;
        let word = piece.trim();
        if word.is_empty() || word.eq_ignore_ascii_case("rfc") {
            continue;
        }
        let place = span.within(start..start + word.len());
        let digits = word.trim_start_matches(['R', 'F', 'C', 'r', 'f', 'c']);
        let written = if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
            format!("RFC {}", digits.trim_start_matches('0'))
        } else {
            word.to_owned()
        };
        targets.push(Target::named(xml::stands_for(place, written)));
    }
    targets
}
