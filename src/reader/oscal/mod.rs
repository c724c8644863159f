//! OSCAL 1.0 to 1.2: catalogs and mapping collections, in JSON, YAML and XML.
//!
//! The three forms differ in spelling only: a list `controls` in JSON is repeated `<control>` in
//! XML, and a value is a member here and an attribute or element there. [`Form`] hides that.

mod catalog;
mod form;
mod mapping;
mod names;

use roxmltree::Node;

use self::form::{Form, InTree, InXml};
use super::{Reader, Reading};
use crate::bilingual;
use crate::source::{Problem, ProblemCode, SourceFile, SourceMap, Span};
use crate::syntax::{self, peek, xml};

/// Models of OSCAL that hold no requirements of their own.
const OTHER_MODELS: [&str; 6] = [
    "profile",
    "component-definition",
    "system-security-plan",
    "assessment-plan",
    "assessment-results",
    "plan-of-action-and-milestones",
];

fn is_other(name: &str) -> bool {
    OTHER_MODELS.contains(&name)
}

/// Reads OSCAL.
#[derive(Debug)]
pub(super) struct Oscal;

impl Reader for Oscal {
    fn name(&self) -> &'static str {
        "oscal"
    }

    fn recognises(&self, file: &SourceFile) -> bool {
        match super::root_element(file.text()) {
            Some(root) if root == "catalog" || root == "mapping-collection" || is_other(root) => {
                syntax::lines::head(file.text(), 4096).contains("oscal")
            }
            Some(_) => false,
            None => {
                let peek = peek(file.text());
                peek.has("catalog")
                    || peek.has("mapping-collection")
                    || (OTHER_MODELS.iter().any(|it| peek.has(it))
                        && syntax::lines::head(file.text(), 4096).contains("oscal-version"))
            }
        }
    }

    fn read(&self, file: &SourceFile, _sources: &SourceMap) -> Reading {
        let mut reading = Reading::default();
        if super::root_element(file.text()).is_some() {
            let prepared = xml::prepare(file, &mut reading.problems);
            match prepared.parse() {
                Ok(document) => {
                    let root: Node<'_, '_> = document.root_element();
                    model(xml::name(root), InXml::new(file, root), file, &mut reading);
                }
                Err(problem) => reading.problems.push(*problem),
            }
            return reading;
        }
        let parsed = syntax::parse(file);
        reading.problems.extend(parsed.problems);
        let tree = &parsed.tree;
        for document in tree.documents() {
            let mut found = false;
            for name in ["catalog", "mapping-collection"] {
                if let Some(node) = tree.get(document.root, name) {
                    found = true;
                    model(name, InTree::new(tree, node), file, &mut reading);
                }
            }
            let other =
                OTHER_MODELS.iter().find_map(|it| Some((*it, tree.get(document.root, it)?)));
            if let Some((name, node)) = other.filter(|_| !found) {
                model(name, InTree::new(tree, node), file, &mut reading);
            } else if !found {
                reading.problems.push(Problem::at(
                    ProblemCode::UnknownFormat,
                    Span::new(file.id(), 0, 0),
                    bilingual!(
                        "neither a catalog nor a mapping collection of OSCAL",
                        "既不是 OSCAL 目录（catalog），也不是映射集（mapping-collection）"
                    ),
                ));
            }
        }
        reading
    }
}

fn model<F: Form>(name: &str, node: F, file: &SourceFile, reading: &mut Reading) {
    match name {
        "catalog" => catalog::read(node, file, reading),
        "mapping-collection" => mapping::read(node, reading),
        other => reading.problems.push(
            Problem::at(
                ProblemCode::UnknownFormat,
                node.place(),
                bilingual!(
                    "a {other} of OSCAL: it chooses controls and holds none of its own",
                    "OSCAL 的 {other}：只选用控制项，本身不含控制项"
                ),
            )
            .help(bilingual!(
                "resolve it to a catalog with an OSCAL tool, and read that",
                "请先用 OSCAL 工具解析为目录（catalog），再读入"
            )),
        ),
    }
}
