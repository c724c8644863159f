//! Reference lists of RFC XML, and the documents that their entries name.

use roxmltree::Node;
use thin_vec::ThinVec;

use super::Rfc;
use super::sections::Numbering;
use crate::bilingual;
use crate::model::{
    Clause, Element, Lang, Localised, Reference, ReferenceRole, Said, Target, Text,
};
use crate::source::{Problem, ProblemCode, Span};
use crate::syntax::xml;

impl Rfc<'_> {
    pub(super) fn reference_list(
        &mut self,
        list: Node<'_, '_>,
        inherited: Option<ReferenceRole>,
        numbering: &mut Numbering,
        depth: usize,
        references: &mut ThinVec<Reference>,
    ) -> Clause {
        let mut clause = Clause::at(self.span(list));
        clause.anchor = xml::attribute(self.file, list, "anchor");
        clause.title = self.title(list);
        clause.number = Some(xml::stands_for(self.tag(list), numbering.next(depth)));
        let role = clause.title.first().and_then(|it| role_of(self.words(it)));
        let element = match role.or(inherited) {
            Some(ReferenceRole::Normative) => Element::NormativeReferences,
            _ => Element::Bibliography,
        };
        clause.element = Some(Said::new(element, self.tag(list)));
        // A list that does not say what it is binds nobody; one right below "Normative references"
        // still does.
        let entry_role = match (role, inherited) {
            (Some(role), _) => role,
            (None, Some(ReferenceRole::Normative)) => ReferenceRole::Normative,
            (None, _) => ReferenceRole::Unstated,
        };
        for child in list.children() {
            match xml::name(child) {
                "references" if depth < xml::DEPTH_LIMIT => {
                    let inner = self.reference_list(
                        child,
                        role.or(inherited),
                        numbering,
                        depth + 1,
                        references,
                    );
                    clause.clauses.push(inner);
                }
                "reference" => references.push(self.reference(child, entry_role)),
                "referencegroup" => self.group(child, entry_role, references),
                "include" => {
                    self.included(child.attribute("href"), self.span(child), entry_role, references)
                }
                _ => {
                    if let Some(instruction) = child.pi() {
                        let place = self.span(child);
                        let named = match instruction.target {
                            "rfc" => instruction.value.and_then(|value| {
                                value.trim().strip_prefix("include=").map(str::to_owned)
                            }),
                            xml::EXTERNAL_ENTITY => self
                                .prepared
                                .external_entity(self.file.slice(place))
                                .map(str::to_owned),
                            _ => continue,
                        };
                        self.included(named.as_deref(), place, entry_role, references);
                    }
                }
            }
        }
        clause
    }

    /// An entry kept outside the file: never fetched, but its name tells which document it is.
    pub(super) fn included(
        &mut self,
        name: Option<&str>,
        place: Span,
        role: ReferenceRole,
        references: &mut ThinVec<Reference>,
    ) {
        let Some(name) = name else { return };
        match document_of_include(name) {
            Some(document) => {
                let anchor = anchor_of_include(name, &document);
                let anchor = xml::stands_for(place, anchor);
                let mut reference =
                    Reference::new(Target::named(xml::stands_for(place, document)), role, place);
                reference.details_mut().anchor = Some(anchor);
                references.push(reference);
            }
            None => self.problems.push(
                Problem::at(
                    ProblemCode::Include,
                    place,
                    bilingual!("the included entry {name} is not fetched, and its name does not say which document it is", "未获取所包含的条目 {name}，其名称也未说明是哪份文件"),
                )
                .help(bilingual!("put the <reference> into the file", "请将 <reference> 写入本文件")),
            ),
        }
    }

    pub(super) fn reference(&mut self, node: Node<'_, '_>, role: ReferenceRole) -> Reference {
        let mut reference = Reference::new(self.named(node), role, self.span(node));
        let front = xml::child(node, "front");
        let title =
            front.and_then(|it| xml::child(it, "title")).and_then(|it| xml::text_of(self.file, it));
        let details = reference.details_mut();
        details.anchor = xml::attribute(self.file, node, "anchor");
        if let Some(title) = title {
            details.title = Localised::one(Lang::En, title);
        }
        reference
    }

    /// A group (a BCP or STD of several RFCs): each member is an entry, cited by its own anchor or
    /// by the group's. A group without members is one entry, named by its series.
    pub(super) fn group(
        &mut self,
        node: Node<'_, '_>,
        role: ReferenceRole,
        references: &mut ThinVec<Reference>,
    ) {
        let anchor = xml::attribute(self.file, node, "anchor");
        let members: Vec<_> = xml::children(node, "reference").collect();
        if members.is_empty() {
            let name = anchor.as_ref().map(|it| self.words(it).to_owned()).unwrap_or_default();
            let written = node.attribute("target").and_then(series_of_target).unwrap_or(name);
            let place = anchor.as_ref().map_or_else(|| self.tag(node), Text::span);
            let mut reference = Reference::new(
                Target::named(xml::stands_for(place, written)),
                role,
                self.span(node),
            );
            reference.details_mut().anchor = anchor;
            references.push(reference);
            return;
        }
        for member in members {
            let mut reference = self.reference(member, role);
            reference.details_mut().group.clone_from(&anchor);
            references.push(reference);
        }
    }

    /// The document that an entry names, as written: by series, else by what the entry says of it,
    /// else by title.
    pub(super) fn named(&self, node: Node<'_, '_>) -> Target {
        let front = xml::child(node, "front");
        let series: Vec<_> = front
            .into_iter()
            .chain([node])
            .flat_map(|it| xml::children(it, "seriesInfo"))
            .collect();
        let of = |wanted: &str| {
            series
                .iter()
                .copied()
                .find(|it| it.attribute("name").is_some_and(|name| name.trim() == wanted))
        };
        for (wanted, prefix) in [
            ("RFC", "RFC "),
            ("Internet-Draft", ""),
            ("BCP", "BCP "),
            ("STD", "STD "),
            ("FYI", "FYI "),
        ] {
            if let Some(info) = of(wanted)
                && let Some(value) = xml::attribute(self.file, info, "value")
                && !value.span().is_empty()
            {
                let words = self.words(&value).trim().to_owned();
                let words = if prefix.is_empty() {
                    words
                } else {
                    words.trim_start_matches('0').to_owned()
                };
                return Target::named(xml::stands_for(value.span(), format!("{prefix}{words}")));
            }
        }
        for info in series.iter().filter(|it| it.attribute("name") != Some("DOI")) {
            let (Some(name), Some(value)) = (
                xml::attribute(self.file, *info, "name"),
                xml::attribute(self.file, *info, "value"),
            ) else {
                continue;
            };
            let (first, second) = (self.words(&name).trim(), self.words(&value).trim());
            let written = if second.starts_with(first) || first.is_empty() {
                second.to_owned()
            } else {
                format!("{first} {second}")
            };
            if !written.is_empty() && names_a_standard(&written) {
                return Target::named(xml::stands_for(name.span().join(value.span()), written));
            }
        }
        let contents = xml::children(node, "refcontent").filter(|_| !is_erratum(node));
        for content in contents {
            if let Some(text) = xml::text_of(self.file, content)
                && names_a_standard(self.words(&text))
            {
                return Target::named(text);
            }
        }
        if let Some(target) = node.attribute("target")
            && let Some(series) = series_of_target(target)
            && let Some(attribute) = xml::attribute(self.file, node, "target")
        {
            return Target::named(xml::stands_for(attribute.span(), series));
        }
        let title = front
            .and_then(|it| xml::child(it, "title"))
            .and_then(|it| xml::text_of(self.file, it))
            .or_else(|| xml::attribute(self.file, node, "anchor"))
            .unwrap_or_else(|| Text::verbatim(self.tag(node)));
        Target::titled(title)
    }
}

/// Which list a heading announces.
fn role_of(title: &str) -> Option<ReferenceRole> {
    let title = title.to_lowercase();
    if title.contains("informative")
        || title.contains("non-normative")
        || title.contains("informational")
    {
        return Some(ReferenceRole::Informative);
    }
    title.contains("normative").then_some(ReferenceRole::Normative)
}

/// `https://www.rfc-editor.org/info/rfc2119` names RFC 2119.
fn series_of_target(target: &str) -> Option<String> {
    let last = target.trim_end_matches('/').rsplit('/').next()?;
    if !target.contains("rfc-editor.org") {
        return None;
    }
    let last = last.split('.').next()?.to_uppercase();
    let digits = last.find(|c: char| c.is_ascii_digit())?;
    let (series, number) = last.split_at(digits);
    (matches!(series, "RFC" | "BCP" | "STD" | "FYI") && number.bytes().all(|b| b.is_ascii_digit()))
        .then(|| format!("{series} {}", number.trim_start_matches('0')))
}

/// The anchor that an included entry brings: drafts and RFCs have theirs, the others bear their file
/// name.
fn anchor_of_include(name: &str, document: &str) -> String {
    if let Some(draft) = document.strip_prefix("draft-") {
        return format!("I-D.{draft}");
    }
    if ["RFC ", "BCP ", "STD ", "FYI "].iter().any(|it| document.starts_with(it)) {
        return document.replace(' ', "");
    }
    let last = name
        .trim()
        .trim_matches(['"', '\''])
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or(name);
    let last = last.strip_suffix(".xml").unwrap_or(last);
    last.strip_prefix("reference.").unwrap_or(last).to_owned()
}

/// `reference.RFC.2119.xml`, `…/bibxml3/reference.I-D.ietf-quic-http.xml`: the document an include
/// is named after.
fn document_of_include(name: &str) -> Option<String> {
    let name = name.trim().trim_matches(['"', '\'']);
    let last = name.rsplit('/').next()?;
    let last = last.strip_suffix(".xml").unwrap_or(last);
    let rest = last.strip_prefix("reference.").unwrap_or(last);
    if rest.starts_with("draft-") {
        return Some(rest.to_owned());
    }
    if let Some(number) = rest.strip_prefix("rfc").or_else(|| rest.strip_prefix("RFC"))
        && !number.is_empty()
        && number.bytes().all(|it| it.is_ascii_digit())
    {
        return Some(format!("RFC {}", number.trim_start_matches('0')));
    }
    let (series, number) = rest.split_once('.')?;
    match series {
        "RFC" | "BCP" | "STD" | "FYI" => {
            Some(format!("{series} {}", number.trim_start_matches('0')))
        }
        "I-D" => Some(if number.starts_with("draft-") {
            number.to_owned()
        } else {
            format!("draft-{number}")
        }),
        "ISO" => Some(match number.rsplit_once('.') {
            Some((number, year))
                if year.len() == 4 && year.bytes().all(|it| it.is_ascii_digit()) =>
            {
                format!("ISO {}:{year}", number.replace('.', "-"))
            }
            _ => format!("ISO {}", number.replace('.', "-")),
        }),
        "IEEE" => Some(format!("IEEE {}", number.replace('_', "-"))),
        "SDO-3GPP" => Some(format!("3GPP TS {number}")),
        "W3C" | "ITU-T" | "ANSI" | "FIPS" | "NIST" | "3GPP" | "ETSI" | "CCITT" => {
            Some(format!("{series} {number}"))
        }
        _ => None,
    }
}

/// Whether words read as an identifier of a known publisher; `W3C Recommendation` is the name of a
/// series.
fn names_a_standard(words: &str) -> bool {
    crate::identifier::parse(words).is_ok_and(|it| {
        it.grammar != crate::identifier::Grammar::Open
            && it.number.contains(|ch: char| ch.is_ascii_digit())
    })
}

/// Whether an entry lists a correction of a document, which is not the document.
fn is_erratum(node: Node<'_, '_>) -> bool {
    if node.attribute("target").is_some_and(|it| it.contains("/errata/")) {
        return true;
    }
    let Some(front) = xml::child(node, "front") else { return false };
    let by_the_editor = xml::children(front, "author")
        .filter_map(|it| xml::child(it, "organization"))
        .any(|it| it.text().is_some_and(|name| name.trim() == "RFC Errata"));
    let titled = xml::child(front, "title")
        .and_then(|it| it.text())
        .is_some_and(|title| title.trim_start().starts_with("Errat"));
    by_the_editor || titled
}
