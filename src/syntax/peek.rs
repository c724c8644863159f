//! A look at the start of a text, to recognise its format without reading it.

/// What the start of a text looks like.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Peek<'a> {
    /// It starts as JSON does: a bracket.
    pub is_json: bool,
    /// It starts as XML does.
    pub is_xml: bool,
    /// Keys of the top level, or of the first item where the top level is a list: of the first
    /// document, as far as they stand in the first part of the text.
    pub keys: Vec<&'a str>,
}

/// How much of a text is looked at.
const HEAD: usize = 256 << 10;

/// Looks at the start of a text.
#[must_use]
pub fn peek(text: &str) -> Peek<'_> {
    let mut end = text.len().min(HEAD);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = &text[..end];
    let start = head.trim_start();
    if start.starts_with(['{', '[']) {
        return Peek { is_json: true, is_xml: false, keys: json_keys(start) };
    }
    if start.starts_with('<') {
        return Peek { is_json: false, is_xml: true, keys: Vec::new() };
    }
    Peek { is_json: false, is_xml: false, keys: yaml_keys(head) }
}

impl Peek<'_> {
    /// Whether a key stands on the top level.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.keys.contains(&key)
    }
}

/// Keys at the start of a line, or behind the first `- ` and in its column.
fn yaml_keys(text: &str) -> Vec<&str> {
    let mut keys = Vec::new();
    let mut column = 0;
    let mut started = false;
    let mut from = 0;
    while from < text.len() {
        let feed = memchr::memchr(b'\n', &text.as_bytes()[from..]).map(|it| from + it);
        let line = &text[from..feed.unwrap_or(text.len())];
        from = feed.map_or(text.len(), |it| it + 1);
        // Most lines stand inside the value of a key.
        if started && column == 0 && line.starts_with([' ', '\t']) {
            continue;
        }
        if line.starts_with("---") {
            if started {
                break;
            }
            continue;
        }
        if line.starts_with('#') || line.starts_with('%') || line.trim().is_empty() {
            continue;
        }
        let mut line = line;
        if !started && line.starts_with("- ") {
            column = line.len() - line[1..].trim_start().len();
            line = &line[column..];
        } else if column > 0 {
            let is_inside = line.len() > column
                && line.is_char_boundary(column)
                && line[..column].bytes().all(|byte| byte == b' ');
            if !is_inside {
                break;
            }
            line = &line[column..];
        }
        started = true;
        if line.starts_with([' ', '\t', '-']) {
            continue;
        }
        let Some(colon) = memchr::memchr(b':', line.as_bytes()) else { continue };
        let (key, after) = (&line[..colon], &line[colon + 1..]);
        if after.is_empty() || after.starts_with([' ', '\t', '\r']) {
            keys.push(key.trim_end().trim_matches(['"', '\'']));
        }
    }
    keys
}

/// Keys of the first object.
fn json_keys(text: &str) -> Vec<&str> {
    let bytes = text.as_bytes();
    let mut keys = Vec::new();
    // Depth of the first object: 1 for `{`, 2 for `[{`.
    let mut top = None;
    let (mut depth, mut at) = (0_usize, 0_usize);
    while at < bytes.len() {
        match bytes[at] {
            b'{' | b'[' => {
                depth += 1;
                if bytes[at] == b'{' {
                    top.get_or_insert(depth);
                }
            }
            b'}' | b']' => {
                if top == Some(depth) {
                    break;
                }
                depth = depth.saturating_sub(1);
            }
            b'"' => {
                let start = at + 1;
                at = start;
                while at < bytes.len() && bytes[at] != b'"' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                let end = at.min(bytes.len());
                let colon = bytes[(at + 1).min(bytes.len())..]
                    .iter()
                    .find(|byte| !byte.is_ascii_whitespace());
                if top == Some(depth) && colon == Some(&b':') {
                    keys.extend(text.get(start..end));
                }
            }
            _ => {}
        }
        at += 1;
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::peek;

    #[test]
    fn top_level_keys_only() {
        assert_eq!(
            peek("# c\n---\nstandard: A\ntitle:\n  en: x\n---\nb: 1").keys,
            ["standard", "title"]
        );
        assert_eq!(peek("- id: 1\n  title: x\n- b: 2").keys, ["id", "title"]);
        assert_eq!(
            peek("{\"a\": {\"x\": 1}, \"b\": \"c: {\", \"d\\\"\" : [1]}").keys,
            ["a", "b", "d\\\""]
        );
        assert_eq!(peek("[{\"a\": 1}, {\"b\": 1}]").keys, ["a"]);
        assert!(peek(" <x>").is_xml);
        assert!(peek("").keys.is_empty());
        assert_eq!(peek("{\"a\\").keys, Vec::<&str>::new());
    }
}
