//! The JSON Schema of the definition format, for editors.

use serde_json::{Map, Value as Json, json};

use crate::model::Lang;

use super::shape::{SHAPES, Shape, Value};

/// The schema (draft 2020-12), made from the table that the reader uses.
#[must_use]
pub fn schema() -> Json {
    let definitions: Map<String, Json> =
        SHAPES.iter().map(|shape| (shape.name.to_owned(), mapping(shape))).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": concat!(env!("CARGO_PKG_HOMEPAGE"), "/schema/definition.json"),
        "title": "consonance definition",
        "description": "A standard, several standards, mapping sets, or the plan of a standards system.",
        "anyOf": [
            {"$ref": "#/$defs/standard"},
            {"$ref": "#/$defs/file"},
            {"type": "array", "items": {"$ref": "#/$defs/standard"}}
        ],
        "$defs": definitions
    })
}

fn mapping(shape: &Shape) -> Json {
    let properties: Map<String, Json> = shape
        .fields
        .iter()
        .map(|field| {
            let mut value = value(&field.value);
            if let Some(object) = value.as_object_mut() {
                object.insert("description".to_owned(), json!(field.doc));
            }
            (field.key.to_owned(), value)
        })
        .collect();
    let required: Vec<&str> =
        shape.fields.iter().filter(|field| field.required).map(|field| field.key).collect();
    let mut object = json!({
        "description": shape.doc,
        "type": "object",
        "properties": properties,
        "additionalProperties": false
    });
    if !required.is_empty() {
        object["required"] = json!(required);
    }
    object
}

/// A text: YAML reads `5.10` as a number, and we do not mind.
fn text() -> Json {
    json!({"type": ["string", "number", "boolean"]})
}

fn value(value: &Value) -> Json {
    match value {
        Value::Text => text(),
        Value::Localised => json!({"anyOf": [
            text(),
            languages(&text()),
            {"type": "array", "items": {"anyOf": [text(), languages(&text())]}}
        ]}),
        Value::Bool => json!({"type": "boolean"}),
        Value::Date => json!({
            "type": ["string", "integer"],
            "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
        }),
        Value::Stage => json!({
            "type": ["string", "number"],
            "pattern": "^[0-9]{2}([.]?[0-9]{2})?$"
        }),
        Value::Word(words) => json!({"type": "string", "enum": words}),
        Value::Shape(name) => json!({"$ref": format!("#/$defs/{name}")}),
        Value::List(item) => json!({"type": "array", "items": self::value(item)}),
        Value::OneOrMore(item) => json!({
            "anyOf": [self::value(item), {"type": "array", "items": self::value(item)}]
        }),
        Value::Either(values) => {
            json!({"anyOf": values.iter().map(self::value).collect::<Vec<_>>()})
        }
        Value::RowsByLanguage => {
            let row = json!({"type": "array", "items": text()});
            languages(&json!({"type": "array", "items": row}))
        }
        Value::ByLanguage => {
            let texts = json!({"anyOf": [text(), {"type": "array", "items": text()}]});
            json!({"anyOf": [
                text(),
                languages(&texts),
                {"type": "array", "items": {"anyOf": [text(), languages(&text())]}}
            ]})
        }
    }
}

/// One value a language.
fn languages(value: &Json) -> Json {
    let properties: Map<String, Json> =
        Lang::WORDS.iter().map(|word| ((*word).to_owned(), value.clone())).collect();
    json!({"type": "object", "properties": properties, "minProperties": 1})
}
