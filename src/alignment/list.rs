//! What is aligned: lists of clauses, flat or with a tree over them.

use std::borrow::Cow;

use super::facts::Facts;
use crate::bilingual;
use crate::model::Lang;
use crate::source::Bilingual;

/// A clause to align.
#[derive(Clone, Debug, Default)]
pub struct Item<'a> {
    /// Its number, or whatever names it on its side.
    pub id: Cow<'a, str>,
    /// The clause above it, by its place in the list; always an earlier one.
    pub parent: Option<usize>,
    /// Its title.
    pub title: Cow<'a, str>,
    /// Its own text, piece by piece.
    pub text: Vec<Cow<'a, str>>,
    /// Further text, such as notes and examples: weaker evidence.
    pub further: Vec<Cow<'a, str>>,
    /// What no language changes, where it was found already.
    pub facts: Facts,
}

/// One side of an alignment.
#[derive(Clone, Debug, Default)]
pub struct List<'a> {
    /// What the side is called: an identifier or the name of a file.
    pub name: String,
    /// Its clauses, in order.
    pub items: Vec<Item<'a>>,
    /// Its language, where known; guessed otherwise.
    pub lang: Option<Lang>,
}

/// Why a list of clauses could not be read, and in which line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListError {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: Bilingual,
}

/// Fields that say how an item is graded or named rather than what it says.
const NOT_TEXT: &[&str] = &["id", "parent", "title", "text", "lang", "language", "uuid", "url"];

impl List<'static> {
    /// Reads JSON Lines: objects with `id`, and `title`, `text` and any further text fields.
    ///
    /// # Errors
    /// On a line that is no object, an item without `id`, and an `id` used twice.
    pub fn from_json_lines(name: &str, text: &str) -> Result<Self, ListError> {
        use serde_json::Value;
        let mut list = Self { name: name.to_owned(), ..Self::default() };
        let mut places = rustc_hash::FxHashMap::<String, usize>::default();
        let mut parents = Vec::new();
        for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            let wrong = |message| ListError { line: index + 1, message };
            let value: Value = serde_json::from_str(line).map_err(|error| {
                wrong(bilingual!("not JSON: {error}", "不是有效的 JSON：{error}"))
            })?;
            let Value::Object(fields) = value else {
                return Err(wrong(bilingual!(
                    "a line is an object such as `{{\"id\": \"5.2\", \"title\": \"…\", \"text\": \"…\"}}`",
                    "每行应为对象，例如 `{{\"id\": \"5.2\", \"title\": \"…\", \"text\": \"…\"}}`"
                )));
            };
            let id = match fields.get("id") {
                Some(Value::String(id)) if !id.trim().is_empty() => id.clone(),
                Some(Value::Number(id)) => id.to_string(),
                _ => return Err(wrong(bilingual!("no `id`", "缺少 `id`"))),
            };
            if let Some(before) = places.insert(id.clone(), list.items.len()) {
                return Err(wrong(bilingual!(
                    "id {id} was used before, by item {}",
                    "编号 {id} 已被第 {} 项使用",
                    before + 1
                )));
            }
            parents.push(fields.get("parent").and_then(Value::as_str).map(str::to_owned));
            let mut item = Item { id: Cow::Owned(id), ..Item::default() };
            let mut title = Vec::new();
            for (key, value) in &fields {
                match key.as_str() {
                    "title" => strings(value, &mut title),
                    "text" => strings(value, &mut item.text),
                    other if NOT_TEXT.contains(&other) => {}
                    _ => strings(value, &mut item.further),
                }
            }
            item.title = Cow::Owned(title.join(" "));
            list.items.push(item);
        }
        for (at, parent) in parents.into_iter().enumerate() {
            list.items[at].parent =
                parent.and_then(|id| places.get(&id).copied()).filter(|place| *place < at);
        }
        Ok(list)
    }
}

/// All strings in a JSON value, in order. Depth is bounded by the parser.
fn strings(value: &serde_json::Value, out: &mut Vec<Cow<'static, str>>) {
    use serde_json::Value;
    match value {
        Value::String(text) if !text.trim().is_empty() => out.push(Cow::Owned(text.clone())),
        Value::Array(all) => all.iter().for_each(|each| strings(each, out)),
        Value::Object(all) => all.values().for_each(|each| strings(each, out)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_find_their_place() {
        let list = List::from_json_lines(
            "a",
            "{\"id\": \"5\", \"title\": \"Keys\", \"text\": \"Keep them.\"}\n\n\
             {\"id\": 6, \"parent\": \"5\", \"text\": [\"a\", \"b\"], \"notes\": [{\"x\": \"n\"}], \"level\": 2}\n",
        )
        .unwrap();
        assert_eq!(list.items.len(), 2);
        assert_eq!(list.items[0].title, "Keys");
        assert_eq!((&*list.items[1].id, list.items[1].parent), ("6", Some(0)));
        assert_eq!(list.items[1].text, ["a", "b"]);
        assert_eq!(list.items[1].further, ["n"]);
    }

    #[test]
    fn faults_name_their_line() {
        let line = |text: &str| List::from_json_lines("a", text).unwrap_err().line;
        assert_eq!(line("{\"id\": \"1\"}\n[1]"), 2);
        assert_eq!(line("{\"text\": \"x\"}"), 1);
        assert_eq!(line("{\"id\": \"1\"}\n\n{\"id\": \"1\"}"), 3);
        assert_eq!(line("{"), 1);
    }
}
