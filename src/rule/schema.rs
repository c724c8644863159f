//! The JSON Schema of rule files, made from the schema of facts.

use serde_json::{Map, Value, json};

use super::compile::operators;
use crate::fact::{CONTEXT, Facts, Field, KINDS, Kind, KindDef, Type};
use crate::source::Language;

/// The JSON Schema of a rule file, for editors.
#[must_use]
pub fn json_schema(language: Language) -> Value {
    let mut definitions = Map::new();
    definitions.insert("bilingual".into(), bilingual());
    definitions.insert("bilingualCases".into(), cases(&json!({"$ref": "#/$defs/bilingual"})));
    definitions.insert("severity".into(), cases(&json!({"enum": ["error", "warning", "info"]})));
    let mut branches = Vec::new();
    for kind in KINDS {
        definitions.insert(format!("{}Predicate", kind.name), predicate(kind, language));
        branches.push(json!({
            "if": {"properties": {"on": {"const": kind.name}}},
            "then": {"properties": {
                "where": {"$ref": format!("#/$defs/{}Predicate", kind.name)},
                "report": {"properties": {"at": place(kind)}},
            }},
        }));
    }
    let kinds: Vec<Value> = KINDS
        .iter()
        .map(|kind| json!({"const": kind.name, "description": pick(kind.en, kind.zh, language)}))
        .collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": pick("consonance rule", "consonance 规则", language),
        "type": "object",
        "additionalProperties": false,
        "required": ["code", "title", "severity", "on", "where", "report", "why"],
        "properties": {
            "code": {"type": "string", "pattern": "^[A-Z]{2,}-?[0-9]+$"},
            "title": {"$ref": "#/$defs/bilingual"},
            "since": {"type": "string"},
            "life": {"enum": super::Life::WORDS},
            "confidence": {"enum": ["certain", "heuristic"]},
            "severity": {"$ref": "#/$defs/severity"},
            "language": {"enum": ["en", "zh", "both"]},
            "source": {"type": "array", "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["document"],
                "properties": {"document": {"type": "string"}, "clause": {"type": "string"}},
            }},
            "on": {"oneOf": kinds},
            "where": {"type": "object"},
            "report": {
                "type": "object",
                "additionalProperties": false,
                "required": ["at", "message"],
                "properties": {
                    "at": {"type": "string"},
                    "label": {"$ref": "#/$defs/bilingualCases"},
                    "message": {"$ref": "#/$defs/bilingualCases"},
                    "help": {"$ref": "#/$defs/bilingualCases"},
                    "related": {"type": "array", "items": {
                        "type": "object",
                        "additionalProperties": false,
                        "required": ["at", "message"],
                        "properties": {
                            "at": {"type": "string"},
                            "message": {"$ref": "#/$defs/bilingualCases"},
                        },
                    }},
                    "evidence": {"type": "object", "additionalProperties": {"type": "string"}},
                },
            },
            "fix": {
                "type": "object",
                "additionalProperties": false,
                "required": ["safe", "message", "at", "replace"],
                "properties": {
                    "safe": {"type": "boolean"},
                    "markup": {"type": "boolean"},
                    "when": {"type": "object"},
                    "message": {"$ref": "#/$defs/bilingual"},
                    "at": {"type": "string"},
                    "replace": cases(&json!({"type": "string"})),
                },
            },
            "why": {"$ref": "#/$defs/bilingual"},
            "examples": {
                "type": "object",
                "additionalProperties": false,
                "properties": {"bad": examples(), "good": examples()},
            },
        },
        "allOf": branches,
        "$defs": definitions,
    })
}

fn pick(en: &str, zh: &str, language: Language) -> String {
    match language {
        Language::En => en,
        Language::Zh => zh,
    }
    .to_owned()
}

fn bilingual() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["en", "zh"],
        "properties": {"en": {"type": "string"}, "zh": {"type": "string"}},
    })
}

/// A value, or a list of cases.
fn cases(value: &Value) -> Value {
    json!({"oneOf": [value, {"type": "array", "items": {
        "type": "object",
        "additionalProperties": false,
        "required": ["is"],
        "properties": {"when": {"type": "object"}, "is": value},
    }}]})
}

fn examples() -> Value {
    json!({"type": "array", "items": {
        "type": "object",
        "additionalProperties": false,
        "required": ["standards"],
        "properties": {
            "as_of": {"type": "string"},
            "profile": {"enum": crate::fact::PROFILES},
            "judge": {"enum": ["first", "all"]},
            "partial": {"type": "boolean"},
            "standards": {"type": "array", "items": {"type": "object"}},
            "note": {"type": "string"},
        },
    }})
}

fn predicate(kind: &KindDef, language: Language) -> Value {
    let own = format!("#/$defs/{}Predicate", kind.name);
    let mut properties = Map::new();
    properties.insert("all".into(), json!({"type": "array", "items": {"$ref": own}}));
    properties.insert("any".into(), json!({"type": "array", "items": {"$ref": own}}));
    properties.insert("not".into(), json!({"$ref": own}));
    for field in kind.fields.iter().chain(CONTEXT) {
        let mut schema = test(field);
        if let Value::Object(schema) = &mut schema {
            schema.insert("description".into(), pick(field.en, field.zh, language).into());
        }
        properties.insert(field.name.into(), schema);
    }
    // A chain of fields (`target.status`) is checked when the rule is loaded.
    json!({
        "type": "object",
        "properties": properties,
        "patternProperties": {r"^[a-z_]+(\.[a-z_]+)+$": {}},
        "additionalProperties": false,
    })
}

fn test(field: &Field) -> Value {
    let mut operations = Map::new();
    for operator in operators(field.ty, field.is_list()) {
        operations.insert((*operator).into(), json!({}));
    }
    operations.insert("exists".into(), json!({"type": "boolean"}));
    let operations =
        json!({"type": "object", "additionalProperties": false, "properties": operations});
    if field.is_list() {
        return operations;
    }
    let value = match field.ty {
        Type::Bool => json!({"type": "boolean"}),
        Type::Number => json!({"type": "number"}),
        Type::Text => json!({"type": ["string", "number"]}),
        Type::Word(words) => json!({"enum": words}),
        Type::Date => json!({"type": ["string", "number"]}),
        Type::Fact(_) => return operations,
    };
    json!({"anyOf": [value, operations]})
}

fn place(kind: &KindDef) -> Value {
    let own = kind.places.iter().map(|place| place.name);
    let facts = kind.fields.iter().filter(|field| matches!(field.ty, Type::Fact(_)));
    let mut names: Vec<&str> = own.chain(facts.map(|field| field.name)).collect();
    if Kind::from_name(kind.name).is_some_and(Facts::has_parts) {
        names.push(super::matched::NAME);
    }
    names.sort_unstable();
    names.dedup();
    json!({"anyOf": [{"enum": names}, {"type": "string", "pattern": r"\."}]})
}
