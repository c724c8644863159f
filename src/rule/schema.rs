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
    let mut schema = json!({
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
    });
    for (place, en, zh) in ABOUT {
        let place = place.replace('.', "/properties/");
        if let Some(key) = schema.pointer_mut(&format!("/properties/{place}")) {
            key["description"] = pick(en, zh, language).into();
        }
    }
    schema
}

/// What each key is for, by its way from the root.
const ABOUT: &[(&str, &str, &str)] = &[
    (
        "code",
        "The code by which the rule is called: capital letters and a number, as in HOUSE001.",
        "规则代码：大写字母加数字，如 HOUSE001。",
    ),
    ("title", "The defect, in few words.", "简短写出缺陷。"),
    ("since", "The version in which the rule came.", "规则自哪个版本起有。"),
    (
        "life",
        "Where the rule stands in its life: preview rules run only when selected.",
        "规则所处阶段：试行的规则仅在选用时运行。",
    ),
    (
        "confidence",
        "Whether what it finds is certain; heuristic rules run only when selected.",
        "所发现的是否确定；启发式规则仅在选用时运行。",
    ),
    ("severity", "How bad a finding is; one word, or cases.", "发现的级别：一个词，或按情形分列。"),
    ("language", "Documents of which language it is for.", "用于何种语言的文件。"),
    ("source", "What the rule rests on: documents and their clauses.", "依据：文件及其条款。"),
    ("on", "The kind of fact that it is asked about.", "规则所判断的事实类型。"),
    (
        "where",
        "Conditions by field: it finds each fact of its kind for which all of them hold.",
        "按字段给出的条件：全部成立的事实即为发现。",
    ),
    ("report", "What is said of a finding, and where.", "如何报告，指向何处。"),
    ("report.at", "The place that the finding points at.", "发现所指的位置。"),
    ("report.label", "What is to be seen at the place.", "该位置上所见为何。"),
    (
        "report.message",
        "What is wrong here; {field} stands for the value of a field.",
        "问题所在；{field} 代表字段的值。",
    ),
    ("report.help", "What to do about it.", "如何改正。"),
    ("report.related", "Further places, each with a word about it.", "其他相关位置，各附说明。"),
    ("report.evidence", "Named values that led here.", "得出结论所依据的值。"),
    ("fix", "A change of the text that resolves it.", "可解决问题的文字改动。"),
    (
        "fix.safe",
        "Whether the change keeps the meaning; others are suggestions.",
        "改动是否不改变含义；否则为修改建议。",
    ),
    (
        "fix.markup",
        "Whether what replaces is written as the file is, and not words still to be quoted.",
        "替换内容是否已是文件的写法，而非待加引号的文字。",
    ),
    (
        "fix.when",
        "Conditions for the fix beyond those of the rule.",
        "规则条件之外，适用修复的条件。",
    ),
    ("fix.message", "What the fix does.", "修复做什么。"),
    ("fix.at", "What is replaced.", "替换何处。"),
    ("fix.replace", "By what.", "替换为何。"),
    ("why", "Why it is a rule: what goes wrong otherwise.", "为何有此规则：否则会怎样。"),
    (
        "examples",
        "Definitions that it must find something in, and such in which it must not.",
        "应有发现的定义与不应有发现的定义。",
    ),
];

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
