//! What names a document in OSCAL: often a title, sometimes an identifier, now and then a DOI.

use crate::identifier::{Grammar, parse};
use crate::model::Target;
use crate::source::Text;
use crate::syntax::xml::stands_for;

/// The identifier that a title is, or begins with before a colon.
pub(super) fn identified(title: &Text, words: &str) -> Option<Target> {
    let head = head(words);
    if is_known(head) {
        return Some(Target::named(title.part(0..head.len())));
    }
    let written = spelled_out(head)?;
    Some(Target::named(stands_for(title.span_of(0..head.len()), written)))
}

/// The identifier of a catalog by its own title. A title that reads as none, and does not begin with
/// the name of a publisher whose identifiers are known, names the catalog all the same.
pub(super) fn of_catalog(title: &Text, words: &str) -> Target {
    let head = head(words);
    identified(title, words).unwrap_or_else(|| match parse(head) {
        Ok(_) => Target::named(title.part(0..head.len())),
        Err(_) => Target::titled(title.part(0..head.len())),
    })
}

/// The identifier that a DOI ends with: `https://doi.org/10.99999/NIST.SP.999-1`.
pub(super) fn by_doi(doi: &Text, words: &str) -> Option<Target> {
    let at = words.find("10.")?;
    let slash = at + words[at..].find('/')? + 1;
    let suffix = words[slash..].trim_end();
    is_known(suffix).then(|| Target::named(doi.part(slash..slash + suffix.len())))
}

/// The document at one side of a mapping, by the title of its entry.
pub(super) fn of_side(title: &Text, words: &str) -> Target {
    identified(title, words).unwrap_or_else(|| match parse(words) {
        Ok(_) => Target::named(title.clone()),
        Err(_) => Target::titled(title.clone()),
    })
}

/// Whether words are a DOI.
pub(super) fn is_doi(words: &str) -> bool {
    let words = words.trim();
    let bare = words
        .strip_prefix("https://doi.org/")
        .or_else(|| words.strip_prefix("http://dx.doi.org/"))
        .or_else(|| words.strip_prefix("doi:"))
        .unwrap_or(words);
    bare.strip_prefix("10.").is_some_and(|it| it.contains('/'))
}

fn head(words: &str) -> &str {
    words[..words.find(": ").unwrap_or(words.len())].trim_end()
}

fn is_known(words: &str) -> bool {
    parse(words).is_ok_and(|it| {
        it.grammar != Grammar::Open && it.number.contains(|c: char| c.is_ascii_digit())
    })
}

/// Identifiers of NIST in the words in which catalogs write them: `IR 9999`, `FIPS Publication 999`,
/// `NIST Special Publication 999-1, Revision 2`.
fn spelled_out(words: &str) -> Option<String> {
    let plain = words.replace(',', "");
    let bare = plain.strip_prefix("NIST ").unwrap_or(&plain);
    let written = [
        ("FIPS Publication ", "FIPS "),
        ("Federal Information Processing Standards Publication ", "FIPS "),
        ("Special Publication ", "SP "),
        ("Interagency Report ", "IR "),
        ("Internal Report ", "IR "),
        ("IR ", "IR "),
        ("SP ", "SP "),
    ]
    .iter()
    .find_map(|(long, short)| Some(format!("NIST {short}{}", bare.strip_prefix(long)?)))?;
    is_known(&written).then_some(written)
}
