//! Catalogs: groups and controls become clauses.

use rustc_hash::FxHashMap;
use thin_vec::ThinVec;

use super::form::{Form, parameter_in};
use super::names;
use crate::bilingual;
use crate::model::{
    Block, BlockKind, Clause, Element, ExplicitCitation, Lang, Localised, Reference, ReferenceRole,
    Said, Standard, Status, Target, WithdrawnItem,
};
use crate::reader::Reading;
use crate::source::{Problem, ProblemCode, SourceFile, Text};

/// Groups, controls and parts nested deeper than this are left out.
const DEPTH_LIMIT: usize = 128;

/// Reads one catalog.
pub(super) fn read<F: Form>(catalog: F, file: &SourceFile, reading: &mut Reading) {
    let mut standard = Standard::at(catalog.span());
    metadata(catalog, &mut standard, reading);
    let mut walk =
        Walk { parameters: FxHashMap::default(), withdrawn: ThinVec::new(), too_deep: None };
    walk.collect_parameters(catalog, 0);
    let mut clauses = ThinVec::new();
    walk.children(catalog, &mut clauses, 0);
    if let Some(place) = walk.too_deep {
        reading.problems.push(Problem::at(
            ProblemCode::Limit,
            place,
            bilingual!(
                "nested deeper than {DEPTH_LIMIT} levels; what lies below is left out",
                "嵌套超过 {DEPTH_LIMIT} 层，以下内容略去"
            ),
        ));
    }
    let mut references = ThinVec::new();
    if let Some(matter) = catalog.object("back-matter") {
        // What the metadata call the catalog itself in another form is no document that it cites.
        let own: Vec<String> = catalog
            .object("metadata")
            .into_iter()
            .flat_map(|it| it.list("links", "link"))
            .filter(|it| it.is("rel", "canonical") || it.is("rel", "alternate"))
            .filter_map(|it| it.string("href"))
            .collect();
        for resource in matter.list("resources", "resource") {
            let is_own = resource
                .with("uuid", |uuid| own.iter().any(|it| it.strip_prefix('#') == Some(uuid)))
                .unwrap_or(false);
            if !is_own {
                references.extend(reference(resource));
            }
        }
    }
    standard.clauses = Some(clauses);
    standard.references = Some(references);
    if !walk.withdrawn.is_empty() {
        standard.details_mut().withdrawn_items = walk.withdrawn;
    }
    let _ = file;
    reading.standards.push(standard);
}

fn metadata<F: Form>(catalog: F, standard: &mut Standard, reading: &mut Reading) {
    let Some(metadata) = catalog.object("metadata") else {
        reading.problems.push(
            Problem::at(
                ProblemCode::MissingKey,
                catalog.place(),
                bilingual!(
                    "the catalog has no metadata: neither title nor version is known",
                    "目录没有 metadata：标题与版本均不可知"
                ),
            )
            .help(bilingual!(
                "add metadata with title, version and oscal-version",
                "请添加含 title、version、oscal-version 的 metadata"
            )),
        );
        return;
    };
    let title = metadata.value("title");
    // The title starts with the number of the document: `… 800-53 Revision 4: Security …`.
    let by_title = || title.as_ref().map(|it| names::of_catalog(it, &metadata.words(it)));
    standard.identity = declared(metadata).or_else(by_title);
    if let Some(title) = title {
        standard.title = Localised::one(Lang::En, title);
    }
    for name in ["published", "last-modified"] {
        if standard.dates.published.is_none()
            && let Some(date) = metadata.value(name)
        {
            // The day is enough: `2023-10-12T00:00:00-04:00`.
            let words = metadata.words(&date);
            let end = words.find('T').unwrap_or(words.len());
            standard.dates.published = Some(date.part(0..end));
        }
    }
    standard.status = Some(Said::new(Status::Current, metadata.place()));
    let details = standard.details_mut();
    details.edition = metadata.value("version");
}

/// The identifier that an object declares: as it stands, or as its DOI ends.
fn declared<F: Form>(node: F) -> Option<Target> {
    let ids = || {
        node.list("document-ids", "document-id")
            .filter_map(|it| it.value("identifier").or_else(|| it.value("id")))
    };
    let is_doi = |it: &Text| names::is_doi(&node.words(it));
    ids()
        .find(|it| !is_doi(it))
        .map(Target::named)
        .or_else(|| ids().find_map(|it| names::by_doi(&it, &node.words(&it))))
}

/// A document of the back matter: by its title where that is an identifier, else by the identifier
/// that it declares or that its link ends with, else by its title.
fn reference<F: Form>(resource: F) -> Option<Reference> {
    let anchor = resource.value("uuid");
    let title = resource.value("title");
    let citation = resource
        .object("citation")
        .and_then(|it| it.value("text").or_else(|| it.prose("text", &|_| None).into_iter().next()));
    let links = || resource.list("rlinks", "rlink").filter_map(|it| it.value("href"));
    let by_link = || links().find_map(|it| names::by_doi(&it, &resource.words(&it)));
    let target = title
        .as_ref()
        .and_then(|it| names::identified(it, &resource.words(it)))
        .or_else(|| declared(resource))
        .or_else(by_link)
        .or_else(|| {
            let words = title.clone().or_else(|| citation.clone()).or_else(|| links().next())?;
            Some(Target::titled(words))
        })?;
    let mut reference = Reference::new(target, ReferenceRole::Informative, resource.span());
    let details = reference.details_mut();
    details.anchor = anchor;
    if let Some(title) = citation.or(title) {
        details.title = Localised::one(Lang::En, title);
    }
    Some(reference)
}

struct Walk {
    /// The words that stand for parameters, by id; further parameters may be named in them.
    parameters: FxHashMap<String, String>,
    withdrawn: ThinVec<WithdrawnItem>,
    too_deep: Option<crate::source::Span>,
}

/// A property's value: as printed, rather than padded with zeros for sorting.
fn property<F: Form>(node: F, name: &str) -> Option<Text> {
    let mut padded = None;
    for property in node.list("props", "prop").filter(|it| it.is("name", name)) {
        if !property.with("class", |it| it.contains("zero-padded")).unwrap_or(false) {
            return property.value("value");
        }
        padded.get_or_insert(property);
    }
    padded?.value("value")
}

/// Parameters that name each other are followed this far.
const NESTED_PARAMETERS: usize = 4;

impl Walk {
    fn collect_parameters<F: Form>(&mut self, node: F, depth: usize) {
        if depth >= DEPTH_LIMIT {
            return;
        }
        for parameter in node.list("params", "param") {
            let Some(id) = parameter.string("id") else { continue };
            let joined = |values: Vec<Text>, by: &str| {
                let words: Vec<String> = values.iter().map(|it| parameter.words(it)).collect();
                (!words.is_empty()).then(|| words.join(by))
            };
            // A value that was set (in a resolved profile) is printed instead of the label.
            let label = joined(parameter.values("values", "value"), ", ")
                .or_else(|| parameter.string("label"))
                .or_else(|| joined(parameter.object("select")?.values("choice", "choice"), "; "));
            if let Some(label) = label {
                self.parameters.insert(id, label);
            }
        }
        for group in node.list("groups", "group") {
            self.collect_parameters(group, depth + 1);
        }
        for control in node.list("controls", "control") {
            self.collect_parameters(control, depth + 1);
        }
    }

    /// The words for a parameter, with those for the parameters named in them.
    fn words_for(&self, id: &str) -> Option<String> {
        let mut words = self.parameters.get(id)?.clone();
        for _ in 0..NESTED_PARAMETERS {
            let Some(open) = words.find("{{") else { break };
            let Some(close) = words[open..].find("}}").map(|at| open + at + 2) else { break };
            let inner = parameter_in(&words[open + 2..close - 2]);
            let inner = match self.parameters.get(inner) {
                Some(label) => format!("[{label}]"),
                None => format!("[{inner}]"),
            };
            words.replace_range(open..close, &inner);
        }
        Some(words)
    }

    fn children<F: Form>(&mut self, node: F, out: &mut ThinVec<Clause>, depth: usize) {
        if depth >= DEPTH_LIMIT {
            self.too_deep.get_or_insert(node.place());
            return;
        }
        for group in node.list("groups", "group") {
            let mut clause = self.clause(group);
            self.parts(group, &mut clause, depth);
            self.children(group, &mut clause.clauses, depth + 1);
            out.push(clause);
        }
        for control in node.list("controls", "control") {
            let is_withdrawn = control.list("props", "prop").any(|it| {
                it.is("name", "status")
                    && it
                        .with("value", |it| it.trim().eq_ignore_ascii_case("withdrawn"))
                        .unwrap_or(false)
            });
            if is_withdrawn {
                self.withdrawn(control);
                // What a withdrawn control holds is looked at all the same.
                self.children(control, out, depth + 1);
                continue;
            }
            let mut clause = self.clause(control);
            clause.element = Some(Said::new(Element::Requirement, control.place()));
            self.parts(control, &mut clause, depth);
            self.guidelines(control, &mut clause);
            self.children(control, &mut clause.clauses, depth + 1);
            out.push(clause);
        }
    }

    fn withdrawn<F: Form>(&mut self, control: F) {
        let Some(id) = control.value("id") else { return };
        let links = control
            .list("links", "link")
            .filter_map(|link| {
                let (relation, href) = (link.value("rel")?, link.value("href")?);
                let words = link.words(&href);
                let from = usize::from(words.starts_with('#'));
                Some((relation, href.part(from..words.len())))
            })
            .collect();
        self.withdrawn.push(WithdrawnItem {
            span: control.span(),
            id,
            title: control.value("title"),
            links,
        });
    }

    fn clause<F: Form>(&self, node: F) -> Clause {
        let mut clause = Clause::at(node.span());
        clause.anchor = node.value("id");
        clause.number = property(node, "label").or_else(|| node.value("id"));
        if let Some(title) = node.value("title") {
            clause.title = Localised::one(Lang::En, title);
        }
        clause
    }

    fn parts<F: Form>(&mut self, node: F, clause: &mut Clause, depth: usize) {
        for part in node.list("parts", "part") {
            self.part(part, clause, BlockKind::Paragraph, depth, 0);
        }
        let citations: ThinVec<ExplicitCitation> = node
            .list("links", "link")
            .filter_map(|link| {
                let href = link.value("href")?;
                let words = link.words(&href);
                let anchor = words.strip_prefix('#').map(|_| href.part(1..words.len()))?;
                Some(ExplicitCitation { span: href.span(), anchor, element: None, dangling: false })
            })
            .collect();
        if citations.is_empty() {
            return;
        }
        if clause.blocks.is_empty() {
            clause.blocks.push(Block::new(BlockKind::Note, node.place(), Localised::default()));
        }
        clause.blocks[0].citations.extend(citations);
    }

    /// Guidelines for choosing a parameter are notes.
    fn guidelines<F: Form>(&self, control: F, clause: &mut Clause) {
        let texts = control
            .list("params", "param")
            .flat_map(|it| it.list("guidelines", "guideline"))
            .flat_map(|it| it.prose("prose", &|id| self.words_for(id)));
        clause.blocks.extend(
            texts.map(|it| Block::new(BlockKind::Note, it.span(), Localised::one(Lang::En, it))),
        );
    }

    fn part<F: Form>(
        &mut self,
        part: F,
        clause: &mut Clause,
        inherited: BlockKind,
        depth: usize,
        level: u8,
    ) {
        if depth >= DEPTH_LIMIT {
            self.too_deep.get_or_insert(part.place());
            return;
        }
        let name = part.string("name").unwrap_or_default();
        let texts = part.prose("prose", &|id| self.words_for(id));
        let is_test = name.starts_with("assessment") || name == "objective" || name == "objects";
        let kind = match name.as_str() {
            "guidance" | "overview" | "information" | "instruction" => BlockKind::Note,
            "example" => BlockKind::Example,
            "item" if inherited == BlockKind::Paragraph => BlockKind::ListItem,
            _ => inherited,
        };
        if is_test {
            clause.tests.extend(texts);
        } else {
            let label = property(part, "label");
            let anchor = part.value("id");
            let title = part.value("title");
            let mut first = true;
            for text in texts {
                let mut block = Block::new(kind, text.span(), Localised::one(Lang::En, text));
                block.depth = level;
                if std::mem::take(&mut first) {
                    block.number.clone_from(&label);
                    block.anchor.clone_from(&anchor);
                    block.title =
                        title.clone().map(|it| Localised::one(Lang::En, it)).unwrap_or_default();
                }
                clause.blocks.push(block);
            }
        }
        let inner = if kind == BlockKind::ListItem { BlockKind::ListItem } else { kind };
        let level = if kind == BlockKind::ListItem { level.saturating_add(1) } else { level };
        for nested in part.list("parts", "part") {
            if is_test {
                self.tests(nested, clause, depth + 1);
            } else {
                self.part(nested, clause, inner, depth + 1, level);
            }
        }
    }

    fn tests<F: Form>(&mut self, part: F, clause: &mut Clause, depth: usize) {
        if depth >= DEPTH_LIMIT {
            return;
        }
        clause.tests.extend(part.prose("prose", &|id| self.words_for(id)));
        for nested in part.list("parts", "part") {
            self.tests(nested, clause, depth + 1);
        }
    }
}
