//! Writing words so that they are read as they are meant: in YAML and JSON scalars, and in XML.

use serde_json::Value;

use crate::syntax::Quoting;

/// Part of a scalar, as it is written in a scalar of this kind; `None` where it cannot be.
///
/// `around` is what stands before and behind it in the scalar.
pub(super) fn in_scalar(
    new: &str,
    around: (&str, &str),
    quoting: Quoting,
    in_flow: bool,
) -> Option<String> {
    match quoting {
        Quoting::Double => Some(escaped(new)),
        Quoting::Single => (!has_control(new)).then(|| new.replace('\'', "''")),
        Quoting::Plain => {
            let whole = format!("{}{new}{}", around.0, around.1);
            is_plain(&whole, in_flow).then(|| new.to_owned())
        }
        // A line of a block has nothing that is special in it, but for its end.
        Quoting::Block => (!has_control(new)).then(|| new.to_owned()),
    }
}

/// A whole scalar, written like the one that it replaces where it can be.
pub(super) fn scalar(new: &str, quoting: Quoting, in_flow: bool) -> Option<String> {
    match quoting {
        Quoting::Plain if is_plain(new, in_flow) => Some(new.to_owned()),
        Quoting::Single if !has_control(new) => Some(format!("'{}'", new.replace('\'', "''"))),
        Quoting::Plain | Quoting::Single | Quoting::Double => Some(Value::from(new).to_string()),
        Quoting::Block => None,
    }
}

/// Inside double quotes: the escapes of JSON, which are those of YAML too.
fn escaped(text: &str) -> String {
    let quoted = Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

fn has_control(text: &str) -> bool {
    text.contains(|it: char| it.is_control() || matches!(it, '\u{2028}' | '\u{2029}' | '\u{feff}'))
}

/// Whether a text is read as itself without quotes (YAML 1.2.2, 7.3.3), with some care.
fn is_plain(text: &str, in_flow: bool) -> bool {
    let indicator = |it: char| "-?:,[]{}#&*!|>'\"%@`=~".contains(it);
    let special = |it: char| in_flow && ",[]{}".contains(it);
    !text.is_empty()
        && text.trim() == text
        && !text.starts_with(indicator)
        && !text.ends_with(':')
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.contains(special)
        && !(in_flow && text.contains(":\""))
        && !text.chars().any(|it| has_control(it.encode_utf8(&mut [0; 4])))
        && !matches!(text, "null" | "Null" | "NULL" | "true" | "false")
}

/// Text between tags, or in an attribute.
pub(super) fn in_xml(new: &str) -> Option<String> {
    if new.contains(|it: char| it.is_control() && it != '\n' && it != '\t') {
        return None;
    }
    let mut out = String::with_capacity(new.len());
    for character in new.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            _ => out.push(character),
        }
    }
    Some(out)
}

/// A field of a table of values: nothing that would need quotes, or end them.
pub(super) fn in_csv(new: &str) -> Option<String> {
    let special = |it: char| it.is_control() || ",;\"".contains(it);
    (!new.contains(special)).then(|| new.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{in_scalar, in_xml, scalar};
    use crate::syntax::Quoting;

    #[test]
    fn words_are_escaped_for_their_quotes() {
        let part = |new, quoting| in_scalar(new, ("a ", " b"), quoting, false);
        assert_eq!(part("it's", Quoting::Single).as_deref(), Some("it''s"));
        assert_eq!(part("a \"b\" \\", Quoting::Double).as_deref(), Some("a \\\"b\\\" \\\\"));
        assert_eq!(part("it's \"so\"", Quoting::Plain).as_deref(), Some("it's \"so\""));
        assert_eq!(part("x: y", Quoting::Plain), None);
        assert_eq!(part("# y", Quoting::Plain), None);
        assert_eq!(in_scalar("a, b", ("", ""), Quoting::Plain, true), None);
        assert_eq!(in_scalar("a, b", ("", ""), Quoting::Plain, false).as_deref(), Some("a, b"));
        assert_eq!(part("a\nb", Quoting::Block), None);
        assert_eq!(in_xml("<a & 'b'>").as_deref(), Some("&lt;a &amp; &apos;b&apos;&gt;"));
    }

    #[test]
    fn a_whole_scalar_is_quoted_where_it_has_to_be() {
        assert_eq!(scalar("x: y", Quoting::Plain, false).as_deref(), Some("\"x: y\""));
        assert_eq!(scalar("x", Quoting::Plain, false).as_deref(), Some("x"));
        assert_eq!(scalar("it's", Quoting::Single, false).as_deref(), Some("'it''s'"));
        assert_eq!(scalar("it's", Quoting::Double, false).as_deref(), Some("\"it's\""));
        assert_eq!(scalar("x", Quoting::Block, false), None);
    }
}
