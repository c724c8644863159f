//! JSON Schemas of the files that are written by hand, walked along with the cursor.

use serde_json::Value;

use super::outline::Step;
use crate::source::Language;

/// What a schema says of a place.
#[derive(Debug, Default)]
pub(super) struct Said<'s> {
    /// Every form that the value may have.
    forms: Vec<&'s Value>,
    /// A document may be named here.
    pub(super) document: bool,
}

/// A schema.
#[derive(Debug)]
pub(super) struct Schema {
    root: Value,
}

/// Shapes in place of which a document may be named by its identifier alone.
const DOCUMENTS: [&str; 4] = ["document", "reference", "counterpart", "term_source"];

/// References followed at one place: more than any schema of ours needs.
const DEEPEST: usize = 256;

impl Schema {
    pub(super) fn definition() -> Self {
        Self { root: crate::reader::definition::schema() }
    }

    pub(super) fn config() -> Self {
        Self { root: crate::config::schema() }
    }

    pub(super) fn rule(language: Language) -> Self {
        Self { root: crate::rule::json_schema(language) }
    }

    /// What it says of the value at the end of `steps`. `on` is the kind of fact of a rule, on
    /// which some of a rule's schema depends.
    pub(super) fn at(&self, steps: &[Step], on: Option<&str>) -> Said<'_> {
        let mut said = self.forms([&self.root], on);
        for step in steps {
            let inner = said.forms.iter().flat_map(|form| inner(form, step)).collect::<Vec<_>>();
            said = self.forms(inner, on);
        }
        said
    }

    /// The forms behind references and alternatives.
    fn forms<'s>(
        &'s self,
        start: impl IntoIterator<Item = &'s Value>,
        on: Option<&str>,
    ) -> Said<'s> {
        let mut said = Said::default();
        let mut open: Vec<&Value> = start.into_iter().collect();
        open.reverse();
        let mut looked_at = 0;
        while let Some(form) = open.pop() {
            looked_at += 1;
            if looked_at > DEEPEST {
                break;
            }
            if let Some(name) = form["$ref"].as_str() {
                let name_only = name.rsplit('/').next().unwrap_or("");
                said.document |= DOCUMENTS.contains(&name_only);
                open.extend(name.strip_prefix('#').and_then(|it| self.root.pointer(it)));
                continue;
            }
            let alternatives = ["anyOf", "oneOf"].iter().filter_map(|it| form[*it].as_array());
            let alternatives: Vec<&Value> = alternatives.flatten().collect();
            open.extend(alternatives.iter().rev());
            for branch in form["allOf"].as_array().into_iter().flatten() {
                let wanted = branch["if"]["properties"]["on"]["const"].as_str();
                if wanted == on && on.is_some() {
                    open.push(&branch["then"]);
                }
            }
            said.forms.push(form);
        }
        said
    }
}

/// The schemas of what lies one step further in.
fn inner<'s>(form: &'s Value, step: &Step) -> Option<&'s Value> {
    match step {
        Step::Item => form.get("items"),
        Step::Key(key) => form.get("properties").and_then(|it| it.get(key)).or_else(|| {
            // Keys of any name.
            form.get("additionalProperties").filter(|it| it.is_object())
        }),
    }
}

impl<'s> Said<'s> {
    /// The keys that may stand here, with what each is for.
    pub(super) fn keys(&self) -> Vec<(&'s str, &'s str)> {
        let mut keys: Vec<(&str, &str)> = Vec::new();
        for (key, schema) in
            self.forms.iter().filter_map(|it| it["properties"].as_object()).flatten()
        {
            match keys.iter_mut().find(|(known, _)| known == key) {
                Some((_, about)) if about.is_empty() => *about = about_of(schema),
                Some(_) => {}
                None => keys.push((key, about_of(schema))),
            }
        }
        keys
    }

    /// The words of closed lists, with what each means.
    pub(super) fn words(&self) -> Vec<(&'s str, &'s str)> {
        let mut words: Vec<(&str, &str)> = Vec::new();
        for form in &self.forms {
            let listed = form["enum"].as_array().into_iter().flatten();
            words.extend(listed.filter_map(Value::as_str).map(|it| (it, "")));
            words.extend(form["const"].as_str().map(|it| (it, about_of(form))));
            if form["type"] == "boolean" {
                words.extend([("true", ""), ("false", "")]);
            }
        }
        words.dedup();
        words
    }

    /// What a key here is for.
    pub(super) fn about(&self, key: &str) -> Option<&'s str> {
        let (_, about) = self.keys().into_iter().find(|(it, _)| *it == key)?;
        (!about.is_empty()).then_some(about)
    }
}

fn about_of(schema: &Value) -> &str {
    schema["description"].as_str().unwrap_or("")
}
