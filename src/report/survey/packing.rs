//! JSON made small without losing anything: values that come again are written once, in a pool, and
//! lists of like objects are written as columns. `page/data.js` undoes it.
//!
//! ```text
//! {"pool": [V, …], "value": V}
//! V: "~12" is the entry 12 of the pool; a text that begins with ~ gets another one before it;
//!    {"~": [keys], "rows": [[V, …], …]} is a list of objects that all have these keys.
//! ```

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use serde_json::Value;

/// Values shorter than a mention of the pool would be are written where they are.
const WORTH_SHARING: usize = 12;
/// A list of fewer objects is written as it is.
const WORTH_COLUMNS: usize = 3;

/// A value by its parts; the parts by their numbers, so that equal values are equal at once.
#[derive(PartialEq, Eq, Hash)]
enum Node<'a> {
    /// A number, a truth value, nothing: as JSON.
    Plain(String),
    Text(&'a str),
    List(Box<[usize]>),
    Object(Box<[(&'a str, usize)]>),
}

#[derive(Clone, Copy, Default)]
struct Uses {
    times: usize,
    bytes: usize,
    /// Place in the pool, from 1; 0 where it has none.
    place: usize,
}

#[derive(Default)]
struct Nodes<'a> {
    nodes: IndexMap<Node<'a>, Uses, FxBuildHasher>,
}

/// The small form of a value.
pub(super) fn pack(value: &Value) -> String {
    let mut nodes = Nodes::default();
    let root = nodes.add(value);
    let shared = nodes.share();
    let mut out = String::from("{\"pool\":[");
    for (index, id) in shared.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        nodes.write(&mut out, *id);
    }
    out.push_str("],\"value\":");
    nodes.mention(&mut out, root);
    out.push('}');
    out
}

impl<'a> Nodes<'a> {
    /// Parts come before what they are parts of, so an entry of the pool mentions only earlier ones.
    fn add(&mut self, value: &'a Value) -> usize {
        let (node, bytes) = match value {
            Value::String(text) => (Node::Text(text), text.len() + 2),
            Value::Array(items) => {
                let items: Box<[usize]> = items.iter().map(|it| self.add(it)).collect();
                let bytes = 2 + items.iter().map(|it| self.bytes(*it) + 1).sum::<usize>();
                (Node::List(items), bytes)
            }
            Value::Object(fields) => {
                let fields: Box<[(&str, usize)]> =
                    fields.iter().map(|(key, it)| (key.as_str(), self.add(it))).collect();
                let bytes = 2 + fields
                    .iter()
                    .map(|(key, it)| key.len() + 4 + self.bytes(*it))
                    .sum::<usize>();
                (Node::Object(fields), bytes)
            }
            plain => {
                let plain = plain.to_string();
                let bytes = plain.len();
                (Node::Plain(plain), bytes)
            }
        };
        if let Some((id, _, uses)) = self.nodes.get_full_mut(&node) {
            uses.times += 1;
            // what is written once has its parts once
            for part in parts(&node) {
                self.forget(part);
            }
            return id;
        }
        self.nodes.insert_full(node, Uses { times: 1, bytes, place: 0 }).0
    }

    fn bytes(&self, id: usize) -> usize {
        self.nodes.get_index(id).map_or(0, |(_, uses)| uses.bytes)
    }

    fn forget(&mut self, id: usize) {
        if let Some((_, uses)) = self.nodes.get_index_mut(id) {
            uses.times -= 1;
        }
    }

    /// Gives places in the pool; the entries in their order.
    fn share(&mut self) -> Vec<usize> {
        let mut shared = Vec::new();
        for (id, uses) in self.nodes.values_mut().enumerate() {
            if uses.times > 1 && uses.bytes >= WORTH_SHARING {
                shared.push(id);
                uses.place = shared.len();
            }
        }
        shared
    }

    fn mention(&self, out: &mut String, id: usize) {
        match self.nodes.get_index(id) {
            Some((_, Uses { place, .. })) if *place > 0 => {
                out.push_str("\"~");
                out.push_str(&(place - 1).to_string());
                out.push('"');
            }
            _ => self.write(out, id),
        }
    }

    fn write(&self, out: &mut String, id: usize) {
        let Some((node, _)) = self.nodes.get_index(id) else { return };
        match node {
            Node::Plain(plain) => out.push_str(plain),
            Node::Text(text) if text.starts_with('~') => write_text(out, &format!("~{text}")),
            Node::Text(text) => write_text(out, text),
            Node::List(items) => match self.columns(items) {
                Some(keys) => self.write_columns(out, &keys, items),
                None => {
                    out.push('[');
                    self.write_all(out, items.iter().copied());
                    out.push(']');
                }
            },
            Node::Object(fields) => {
                out.push('{');
                for (index, (key, value)) in fields.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    write_text(out, key);
                    out.push(':');
                    self.mention(out, *value);
                }
                out.push('}');
            }
        }
    }

    fn write_all(&self, out: &mut String, items: impl Iterator<Item = usize>) {
        for (index, it) in items.enumerate() {
            if index > 0 {
                out.push(',');
            }
            self.mention(out, it);
        }
    }

    /// The keys that all of many objects have in this order.
    fn columns(&self, items: &[usize]) -> Option<Vec<&'a str>> {
        let fields = |id: &usize| match self.nodes.get_index(*id) {
            Some((Node::Object(fields), _)) => Some(fields),
            _ => None,
        };
        if items.len() < WORTH_COLUMNS {
            return None;
        }
        let keys: Vec<&str> = fields(items.first()?)?.iter().map(|it| it.0).collect();
        let alike = items
            .iter()
            .all(|it| fields(it).is_some_and(|it| it.iter().map(|it| &it.0).eq(keys.iter())));
        (alike && !keys.is_empty()).then_some(keys)
    }

    fn write_columns(&self, out: &mut String, keys: &[&str], items: &[usize]) {
        out.push_str("{\"~\":[");
        for (index, key) in keys.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            write_text(out, key);
        }
        out.push_str("],\"rows\":[");
        for (index, id) in items.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            match self.nodes.get_index(*id) {
                Some((Node::Object(fields), Uses { place: 0, .. })) => {
                    out.push('[');
                    self.write_all(out, fields.iter().map(|it| it.1));
                    out.push(']');
                }
                _ => self.mention(out, *id),
            }
        }
        out.push_str("]}");
    }
}

fn parts(node: &Node<'_>) -> Vec<usize> {
    match node {
        Node::List(items) => items.to_vec(),
        Node::Object(fields) => fields.iter().map(|it| it.1).collect(),
        Node::Plain(_) | Node::Text(_) => Vec::new(),
    }
}

fn write_text(out: &mut String, text: &str) {
    out.push_str(&Value::from(text).to_string());
}
