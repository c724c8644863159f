//! What `bibdata` says of the document.

use roxmltree::Node;

use super::{Markup, primary};
use crate::model::{Adoption, Lang, Said, Stage, Standard, Status, Target};
use crate::reader::correspondence;
use crate::reader::metanorma::{header, placeholder};
use crate::source::{Problem, Text};
use crate::syntax::xml;

impl Markup<'_> {
    pub(super) fn bibdata(
        &mut self,
        data: Node<'_, '_>,
        standard: &mut Standard,
        problems: &mut Vec<Problem>,
    ) {
        standard.identity = primary(data)
            .and_then(|it| xml::text_of(self.file, it))
            .filter(|it| self.is_given(it, problems))
            .map(Target::named);
        if let Some(language) = xml::child(data, "language") {
            self.lang =
                language.text().and_then(|it| Lang::from_word(it.trim())).unwrap_or(Lang::Unstated);
            standard.details_mut().languages.extend(xml::text_of(self.file, language));
        }
        for title in xml::children(data, "title") {
            let whole = matches!(title.attribute("type"), None | Some("main" | "title-full"));
            let lang = title
                .attribute("language")
                .map_or(self.lang, |it| Lang::from_word(it).unwrap_or(Lang::Other));
            if whole && standard.title.in_lang(lang).is_none() {
                standard.title.texts.extend(xml::text_of(self.file, title).map(|it| (lang, it)));
            }
        }
        let is_dated =
            xml::children(data, "date").any(|it| it.attribute("type") == Some("published"));
        for date in xml::children(data, "date") {
            let on = xml::child(date, "on").or_else(|| xml::child(date, "from")).unwrap_or(date);
            let text = xml::text_of(self.file, on).filter(|it| self.is_given(it, problems));
            match date.attribute("type") {
                Some("published") => standard.dates.published = text,
                // The day of a print, which may follow on that of publication.
                Some("issued") if !is_dated => standard.dates.published = text,
                Some("implemented" | "activated") => standard.dates.effective = text,
                Some("obsoleted" | "withdrawn") => standard.dates.withdrawn = text.map(Box::new),
                Some("confirmed") => standard.dates.reviewed = text.map(Box::new),
                _ => {}
            }
        }
        if let Some(status) = xml::child(data, "status") {
            let stage = xml::child(status, "stage").and_then(|it| it.text()).unwrap_or("").trim();
            let substage = xml::child(status, "substage").and_then(|it| it.text()).map(str::trim);
            let substage = substage.unwrap_or(header::default_substage(stage));
            let place = self.tag(status);
            if let Some(stage) = Stage::parse(&format!("{stage}.{substage}")) {
                let value = match stage.stage {
                    0..60 => Status::Draft,
                    95 if stage.substage >= 99 => Status::Withdrawn,
                    _ => Status::Current,
                };
                standard.status = Some(Said::new(value, place));
                standard.details_mut().stage = Some(Said::new(stage, place));
            } else {
                let value = match stage.to_lowercase().as_str() {
                    "published" | "approved" | "final" => Some(Status::Current),
                    "withdrawn" | "retired" | "cancelled" => Some(Status::Withdrawn),
                    it if it.contains("draft") || it == "proposal" => Some(Status::Draft),
                    _ => None,
                };
                standard.status = value.map(|it| Said::new(it, place));
            }
        }
        for relation in xml::children(data, "relation") {
            self.relation(relation, standard);
        }
        if let Some(ext) = xml::child(data, "ext") {
            for ics in xml::children(ext, "ics") {
                let code = xml::child(ics, "code").unwrap_or(ics);
                if let Some(code) = xml::text_of(self.file, code) {
                    standard.classification_mut().ics.push(code);
                }
            }
            for ccs in xml::children(ext, "ccs") {
                let code = xml::child(ccs, "code").unwrap_or(ccs);
                if let Some(code) = xml::text_of(self.file, code) {
                    standard.classification_mut().ccs.push(code);
                }
            }
            standard.details_mut().document_type =
                xml::child(ext, "doctype").and_then(|it| xml::text_of(self.file, it));
        }
        let publishers: Vec<_> = xml::children(data, "contributor")
            .filter(|it| {
                xml::children(*it, "role").any(|it| it.attribute("type") == Some("publisher"))
            })
            .filter_map(|it| xml::child(it, "organization"))
            .filter_map(|it| xml::child(it, "abbreviation").or_else(|| xml::child(it, "name")))
            .filter_map(|it| xml::text_of(self.file, it))
            .collect();
        standard.details_mut().issuer = match publishers.as_slice() {
            [] => None,
            [only] => Some(only.clone()),
            [first, ..] => {
                let words: Vec<&str> = publishers.iter().map(|it| self.words(it)).collect();
                Some(Text::decoded(first.span(), words.join("/"), []))
            }
        };
        standard.details_mut().edition =
            xml::child(data, "edition").and_then(|it| xml::text_of(self.file, it));
    }

    /// Whether a value is one, and does not only keep the place for it.
    fn is_given(&self, text: &Text, problems: &mut Vec<Problem>) -> bool {
        let words = self.words(text);
        let is_given = !placeholder::is_placeholder(words);
        if !is_given {
            problems.push(placeholder::report(words, text.span()));
        }
        is_given
    }

    pub(super) fn relation(&self, relation: Node<'_, '_>, standard: &mut Standard) {
        let Some(item) = xml::child(relation, "bibitem") else { return };
        let named = primary(item)
            .or_else(|| xml::child(item, "formattedref"))
            .and_then(|it| xml::text_of(self.file, it));
        let Some(target) = named.map(Target::named) else { return };
        match relation.attribute("type").unwrap_or("") {
            "obsoletes" | "replaces" | "supersedes" | "successorOf" => {
                standard.replaces.push(target)
            }
            "obsoletedBy" | "replacedBy" | "hasSuccessor" => standard.replaced_by.push(target),
            "updates" | "amends" | "corrects" => standard.amends.push(target),
            "adoptedFrom" | "identicalTo" | "equivalent" | "nonequivalent" => {
                let kind = relation.attribute("type").unwrap_or("");
                let mut adoption = Adoption::of(target, self.span(relation));
                adoption.degree = correspondence::degree_word(kind.trim_end_matches("To"))
                    .map(|it| Said::new(it, self.tag(relation)));
                standard.adopts.push(adoption);
            }
            "adoptedAs" => standard.adopted_as.push(target),
            "partOf" => standard.part_of.push(target),
            _ => {}
        }
    }
}
