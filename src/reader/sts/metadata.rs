//! The metadata blocks of STS.

use roxmltree::Node;

use super::Document;
use super::layers::{is_metadata, layers};
use crate::model::{Adoption, Lang, Said, Stage, Standard, Status, Target};
use crate::source::{Span, Text};
use crate::syntax::xml;

/// The language of the text as the metadata state it.
pub(super) fn content_language(blocks: &[Node<'_, '_>]) -> Lang {
    blocks
        .iter()
        .flat_map(|it| it.descendants())
        .find(|it| matches!(xml::name(*it), "content-language" | "language"))
        .and_then(|it| it.text())
        .map_or(Lang::Unstated, language)
}

/// A language code.
pub(super) fn language(code: &str) -> Lang {
    let code = code.trim().to_lowercase();
    let primary = code.split(['-', '_']).next().unwrap_or("");
    match primary {
        "" => Lang::Unstated,
        word => Lang::from_word(word).unwrap_or(Lang::Other),
    }
}

impl Document<'_> {
    /// The metadata of an adoption's front.
    pub(super) fn metadata(&mut self, front: Node<'_, '_>, standard: &mut Standard) {
        let blocks: Vec<_> = front.children().filter(|it| is_metadata(xml::name(*it))).collect();
        if let Some(block) = layers(&blocks).first() {
            self.metadata_block(*block, standard);
        }
    }

    pub(super) fn metadata_block(&mut self, block: Node<'_, '_>, standard: &mut Standard) {
        standard.identity = self.identity(block);
        for wrap in xml::children(block, "title-wrap") {
            let lang = self.language(wrap);
            if let Some(title) = self.title(wrap) {
                standard.title.texts.push((lang, title));
            }
        }
        for child in block.children().filter(Node::is_element) {
            let text = || xml::text_of(self.file, child);
            match xml::name(child) {
                "pub-date" | "release-date" | "meta-date" | "date" => self.date(child, standard),
                "ics" => {
                    if let Some(code) = text() {
                        standard.classification_mut().ics.push(code);
                    }
                }
                "ics-wrap" => {
                    let codes: Vec<_> =
                        child.descendants().filter(|it| xml::name(*it) == "ics").collect();
                    for code in codes {
                        // The code stands first, its words in elements of their own.
                        if let Some(text) = xml::text_without(self.file, code, &["ics-desc"]) {
                            standard.classification_mut().ics.push(text);
                        }
                    }
                }
                "std-xref" | "related-object" => self.relation(child, standard),
                "supersedes" => standard.replaces.extend(text().map(Target::named)),
                "std-org" => {
                    let name = ["std-org-abbrev", "std-org-name"]
                        .iter()
                        .find_map(|it| xml::child(child, it))
                        .unwrap_or(child);
                    standard.details_mut().issuer = xml::text_of(self.file, name);
                }
                "is-proof" => {}
                "doc-ident" | "std-ident" | "std-doc-ident" => {
                    let version =
                        child.descendants().find(|it| xml::name(*it) == "release-version");
                    if let Some(version) = version.and_then(|it| xml::text_of(self.file, it)) {
                        self.release(&version, standard);
                    }
                    for name in ["sdo", "originator"] {
                        let body =
                            xml::child(child, name).and_then(|it| xml::text_of(self.file, it));
                        let details = standard.details_mut();
                        details.issuer = details.issuer.take().or(body);
                    }
                    if let Some(kind) =
                        xml::child(child, "doc-type").and_then(|it| xml::text_of(self.file, it))
                    {
                        standard.details_mut().document_type = Some(kind);
                    }
                    if let Some(edition) =
                        xml::child(child, "edition").and_then(|it| xml::text_of(self.file, it))
                    {
                        standard.details_mut().edition = Some(edition);
                    }
                }
                "release-version" => {
                    if let Some(version) = text() {
                        self.release(&version, standard);
                    }
                }
                _ => {}
            }
        }
        if let Some(language) =
            xml::child(block, "content-language").and_then(|it| xml::text_of(self.file, it))
        {
            standard.details_mut().languages.push(language);
        }
    }

    /// A date of what kind its type says, in the form of ISO 8601 where that is given too.
    fn date(&self, node: Node<'_, '_>, standard: &mut Standard) {
        let text = xml::attribute(self.file, node, "iso-8601-date")
            .filter(|it| !it.span().is_empty())
            .or_else(|| xml::text_of(self.file, node));
        let Some(date) = text else { return };
        let kind = node.attribute("type").or_else(|| node.attribute("date-type"));
        let kind = kind.unwrap_or("").to_ascii_lowercase();
        let dates = &mut standard.dates;
        match kind.as_str() {
            "effective" | "implementation" | "dop" => dates.effective = Some(date),
            "withdrawal" | "withdrawn" | "vwithdrawn" => dates.withdrawn = Some(Box::new(date)),
            "review" | "confirmation" | "reviewed" => dates.reviewed = Some(Box::new(date)),
            "dow" => dates.conflicting_withdrawn = Some(Box::new(date)),
            "published" | "publication" => dates.published = Some(date),
            "dav" => {
                dates.published.get_or_insert(date);
            }
            _ => match xml::name(node) {
                "pub-date" => dates.published = Some(date),
                "release-date" => {
                    dates.published.get_or_insert(date);
                }
                _ => {}
            },
        }
    }

    /// `IS` is published; `CD`, `DIS`, `FDIS` are drafts at the stage of that name.
    fn release(&self, version: &Text, standard: &mut Standard) {
        let stage = |stage, substage| Some(Stage { stage, substage });
        let word = self.words(version).trim().to_uppercase();
        let (status, code) = match word.as_str() {
            "IS" | "PUB" | "PUBLISHED" | "TS" | "TR" | "PAS" => (Status::Current, stage(60, 60)),
            "WD" => (Status::Draft, stage(20, 0)),
            "CD" => (Status::Draft, stage(30, 0)),
            "DIS" | "DAM" | "ENQ" => (Status::Draft, stage(40, 0)),
            "FDIS" | "FDAM" => (Status::Draft, stage(50, 0)),
            "PRF" => (Status::Draft, stage(60, 0)),
            _ => return,
        };
        standard.status.get_or_insert(Said::new(status, version.span()));
        if let Some(code) = code {
            standard.details_mut().stage.get_or_insert(Said::new(code, version.span()));
        }
    }

    /// The dated reference is the identifier; failing it, the document reference without its
    /// language, or what `std-ident` spells out.
    fn identity(&self, block: Node<'_, '_>) -> Option<Target> {
        let references: Vec<_> = xml::children(block, "std-ref").collect();
        let dated = references
            .iter()
            .copied()
            .find(|it| {
                matches!(
                    it.attribute("type").or_else(|| it.attribute("std-ref-type")),
                    Some("dated")
                )
            })
            .and_then(|it| xml::text_of(self.file, it));
        if let Some(text) = dated {
            return Some(Target::named(text));
        }
        if let Some(text) = xml::child(block, "doc-ref").and_then(|it| xml::text_of(self.file, it))
        {
            let words = self.words(&text);
            let end = words.rfind('(').filter(|_| words.ends_with(')')).unwrap_or(words.len());
            let end = words[..end].trim_end().len();
            return Some(Target::named(text.part(0..end)));
        }
        if let Some(text) = references.first().and_then(|it| xml::text_of(self.file, *it)) {
            return Some(Target::named(text));
        }
        let ident =
            block.children().find(|it| matches!(xml::name(*it), "std-ident" | "std-doc-ident"))?;
        let part = |name: &str| {
            xml::child(ident, name)
                .and_then(|it| it.text())
                .map(str::trim)
                .filter(|it| !it.is_empty())
        };
        let number = part("doc-number")?;
        let Some(originator) = part("originator") else {
            // The number alone, where it is the whole identifier: `SP 800-53`.
            let is_known = crate::identifier::parse(number)
                .is_ok_and(|it| it.grammar != crate::identifier::Grammar::Open);
            let place = xml::child(ident, "doc-number").and_then(|it| xml::text_of(self.file, it));
            return place.filter(|_| is_known).map(Target::named);
        };
        let mut written = originator.to_owned();
        if let Some(kind @ ("TR" | "TS" | "PAS" | "GUIDE")) =
            part("doc-type").map(str::to_uppercase).as_deref()
        {
            written.push_str(&format!("/{kind}"));
        }
        written.push_str(&format!(" {number}"));
        if let Some(part) = part("part-number") {
            written.push_str(&format!("-{part}"));
        }
        let supplement = part("suppl-type").map(|kind| {
            let kind = match kind.to_lowercase().as_str() {
                "amd" | "am" | "amendment" => "Amd",
                "cor" | "corrigendum" => "Cor",
                _ => kind,
            };
            format!("/{kind} {}", part("suppl-number").unwrap_or(""))
        });
        if let Some(supplement) = supplement {
            written.push_str(supplement.trim_end());
        }
        if let Some(year) =
            xml::child(block, "pub-date").and_then(|it| it.text()).and_then(|it| it.trim().get(..4))
        {
            written.push_str(&format!(":{year}"));
        }
        Some(Target::named(xml::stands_for(self.span(ident), written)))
    }

    fn title(&self, wrap: Node<'_, '_>) -> Option<Text> {
        let of = |name: &str| {
            // NISO STS may wrap a piece once more: `main-title-wrap`.
            let wrapped = || {
                let is_wrap = |it: &Node<'_, '_>| {
                    xml::name(*it).strip_suffix("-title-wrap").is_some_and(|it| it == name)
                };
                wrap.children().find(is_wrap).and_then(|it| xml::child(it, name))
            };
            xml::child(wrap, name).or_else(wrapped).and_then(|it| self.printed(it, &["xref"]))
        };
        if let Some(full) = of("full") {
            return Some(full);
        }
        let pieces: Vec<Text> = ["intro", "main", "compl"].into_iter().filter_map(of).collect();
        match pieces.as_slice() {
            [] => None,
            [only] => Some(only.clone()),
            several => {
                let joined: Vec<&str> = several.iter().map(|it| self.words(it)).collect();
                let span = several.iter().map(Text::span).reduce(Span::join)?;
                Some(xml::stands_for(span, joined.join(" — ")))
            }
        }
    }

    /// `std-xref`: what relation, to which document.
    fn relation(&mut self, node: Node<'_, '_>, standard: &mut Standard) {
        let kind = node
            .attribute("type")
            .or_else(|| node.attribute("content-type"))
            .unwrap_or("")
            .to_lowercase();
        let Some(text) = xml::child(node, "std-ref")
            .or_else(|| node.descendants().find(|it| xml::name(*it) == "std-ref"))
            .and_then(|it| xml::text_of(self.file, it))
        else {
            return;
        };
        let target = Target::named(text);
        match kind.as_str() {
            "replaces" | "supersedes" | "revises" | "isrevisionof" => {
                standard.replaces.push(target)
            }
            "isreplacedby" | "replacedby" | "supersededby" | "isrevisedby" | "revisedby" => {
                standard.replaced_by.push(target);
            }
            "amends" | "corrects" | "supplements" => standard.amends.push(target),
            "adopts" | "isadoptionof" | "adoptionof" | "adoptedfrom" | "implements"
            | "adoption" => {
                let span = self.span(node);
                standard.adopts.push(Adoption::of(target, span));
            }
            "isadoptedby" | "adoptedas" | "isadoptedas" => standard.adopted_as.push(target),
            "ispartof" | "partof" => standard.part_of.push(target),
            // Informative relations (informs, isInformedBy) say nothing that is checked.
            _ => {}
        }
    }
}
