//! What the scripts of pages need: data in their elements, and a way through the content policy.

/// The same JSON, of which nothing can end the element it stands in, open a comment or another element,
/// or end a line for one reader and not for another.
pub(super) fn script_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + json.len() / 64);
    for character in json.chars() {
        match character {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            it => out.push(it),
        }
    }
    out
}

/// The word that lets a page's own script and style through its content policy, and nothing else. It
/// depends on all that the page says, so that nothing that is said there can know it; and it is the same
/// for the same page.
pub(super) fn nonce(parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(part.as_bytes()).update(b"\0");
    }
    hasher.finalize().to_hex()[..32].to_owned()
}
