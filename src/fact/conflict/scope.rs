//! Whether what two documents apply to has anything in common.

use super::{Ground, Scopes};
use crate::corpus::StandardId;
use crate::fact::Facts;
use crate::fact::clash::jurisdiction;
use crate::model::{Classification, Level, Text};

/// What two documents are to each other.
pub(crate) fn scopes(f: &Facts<'_>, left: u32, right: u32, ground: Ground) -> Scopes {
    if left == right {
        return Scopes::Linked;
    }
    // what holds in a region, or everywhere, holds in its countries too
    let place = |doc: u32| {
        let level = f.own_identifier(doc).map(|it| it.level);
        let wide = matches!(level, Some(Level::International | Level::Regional));
        jurisdiction(f, doc).filter(|it| !wide && *it != "world")
    };
    if let (Some(a), Some(b)) = (place(left), place(right))
        && a != b
    {
        return Scopes::Apart;
    }
    let nodes = (StandardId(left).node(), StandardId(right).node());
    if ground == Ground::Mapping || f.corpus().graph().are_joined(nodes.0, nodes.1) {
        return Scopes::Linked;
    }
    // what is mandatory binds whatever its class
    if ground == Ground::Key && (binds(f, left, right) || binds(f, right, left)) {
        return Scopes::Shared;
    }
    let class = |doc: u32| f.standard(doc).classification.as_deref();
    match (class(left), class(right)) {
        (Some(a), Some(b)) => shared(f, a, b),
        _ => Scopes::Unknown,
    }
}

/// Whether a document binds what `from` provides: a mandatory national standard, and what stands
/// below it (Standardization Law of the PRC, Articles 2 and 21).
pub(crate) fn binds(f: &Facts<'_>, doc: u32, from: u32) -> bool {
    f.is_of_china(doc)
        && f.is_of_china(from)
        && f.rank(doc, from) == Some(1)
        && f.rank(from, from).is_some_and(|rank| rank > 1)
}

fn shared(f: &Facts<'_>, a: &Classification, b: &Classification) -> Scopes {
    let words = |all: &[Text]| -> Vec<String> {
        all.iter().map(|it| f.text(it).trim().to_owned()).filter(|it| !it.is_empty()).collect()
    };
    let sectors = |it: &Classification| words(it.sectors.as_deref().unwrap_or_default());
    let (x, y) = (sectors(a), sectors(b));
    let above = |a: &str, b: &str| {
        b.strip_prefix(a).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let sector = x.iter().any(|a| y.iter().any(|b| above(a, b) || above(b, a)));
    let (p, q) = (words(&a.ics), words(&b.ics));
    let ics = p.iter().any(|code| q.contains(code));
    if sector || ics {
        Scopes::Shared
    } else if x.is_empty() && p.is_empty() || y.is_empty() && q.is_empty() {
        Scopes::Unknown
    } else {
        Scopes::Apart
    }
}
