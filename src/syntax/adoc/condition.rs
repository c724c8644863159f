//! Conditions: `ifdef`, `ifndef`, `ifeval`.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::preprocess::{Entry, substitute};

type Attributes = BTreeMap<String, Entry>;

/// What a line does to the conditions that are open.
pub(super) enum Condition {
    /// What follows counts where this holds.
    Opens(bool),
    Closes,
    /// The text in the brackets counts where this holds: where it starts, and its length.
    Guards {
        holds: bool,
        start: usize,
        len: usize,
    },
}

impl Condition {
    /// The condition that a line states.
    pub(super) fn of(line: &str, attributes: &Attributes) -> Option<Self> {
        let text = line.trim_end();
        if text.starts_with("endif::") && text.ends_with(']') {
            return Some(Self::Closes);
        }
        if let Some(rest) = text.strip_prefix("ifeval::[") {
            return rest.strip_suffix(']').map(|it| Self::Opens(evaluate(it, attributes)));
        }
        let (wants_defined, rest) = match text.strip_prefix("ifdef::") {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix("ifndef::")?),
        };
        let (names, inner) = rest.strip_suffix(']')?.split_once('[')?;
        let mut defined =
            names.split([',', '+']).map(|it| attributes.contains_key(&it.trim().to_lowercase()));
        let is_defined =
            if names.contains(',') { defined.any(|it| it) } else { defined.all(|it| it) };
        let holds = is_defined == wants_defined;
        if inner.is_empty() {
            return Some(Self::Opens(holds));
        }
        Some(Self::Guards { holds, start: text.len() - 1 - inner.len(), len: inner.len() })
    }
}

/// `"{status}" == "draft"`. What is no comparison holds, so that no text is lost by it.
fn evaluate(expression: &str, attributes: &Attributes) -> bool {
    const SIGNS: [&str; 6] = ["==", "!=", "<=", ">=", "<", ">"];
    let Some((at, sign)) =
        SIGNS.iter().filter_map(|it| Some((outside_quotes(expression, it)?, *it))).min_by(
            // `<=` and `<` begin at one place: the longer is meant.
            |left, right| left.0.cmp(&right.0).then(right.1.len().cmp(&left.1.len())),
        )
    else {
        return true;
    };
    let value = |written: &str| {
        let written = written.trim();
        let bare = written.trim_matches(['"', '\'']);
        let resolved = substitute(bare, attributes);
        // An attribute that is not defined is empty here.
        let is_unknown = resolved.starts_with('{') && resolved.ends_with('}');
        if is_unknown { String::new() } else { resolved }
    };
    let (left, right) = (value(&expression[..at]), value(&expression[at + sign.len()..]));
    let order = match (left.parse::<f64>(), right.parse::<f64>()) {
        (Ok(left), Ok(right)) => left.partial_cmp(&right).unwrap_or(Ordering::Equal),
        _ => left.cmp(&right),
    };
    match sign {
        "==" => order.is_eq(),
        "!=" => order.is_ne(),
        "<" => order.is_lt(),
        "<=" => order.is_le(),
        ">" => order.is_gt(),
        _ => order.is_ge(),
    }
}

fn outside_quotes(text: &str, sign: &str) -> Option<usize> {
    let mut quote = None;
    text.char_indices().find_map(|(at, c)| {
        match quote {
            Some(open) if open == c => quote = None,
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None if text[at..].starts_with(sign) => return Some(at),
            _ => {}
        }
        None
    })
}
