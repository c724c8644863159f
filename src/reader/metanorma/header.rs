//! What the document attributes say of the standard.

use std::collections::BTreeMap;

use thin_vec::ThinVec;

use crate::model::{
    Adoption, DeclaredPlaces, Lang, Localised, Said, Stage, Standard, Status, Target,
};
use crate::reader::correspondence;
use crate::source::{Span, Text};
use crate::syntax::adoc::Entry;

type Attributes = BTreeMap<String, Entry>;

fn value<'a>(attributes: &'a Attributes, name: &str) -> Option<&'a str> {
    attributes.get(name).map(|it| it.value.as_str()).filter(|it| !it.is_empty())
}

fn text(attributes: &Attributes, name: &str) -> Option<Text> {
    attributes.get(name).filter(|it| !it.value.is_empty()).map(|it| it.text.clone())
}

/// A date without the time of the day.
fn day(attributes: &Attributes, name: &str) -> Option<Text> {
    let text = text(attributes, name)?;
    let written = value(attributes, name)?;
    let is_timed = written.as_bytes().get(10) == Some(&b'T');
    Some(if is_timed { text.part(0..10) } else { text })
}

/// Documents of a list attribute. A number alone is that of an RFC, where they have no other.
fn targets(attributes: &Attributes, name: &str) -> impl Iterator<Item = Target> {
    let is_ietf = value(attributes, "mn-document-class") == Some("ietf");
    let words = attributes.get(name).map(|it| it.value.clone()).unwrap_or_default();
    let each = words.split([',', ';', '|']).map(str::trim).filter(|it| !it.is_empty());
    let each: Vec<String> = each.map(str::to_owned).collect();
    list(attributes, name).into_iter().zip(each).map(move |(text, words)| {
        let is_number = is_ietf && words.bytes().all(|it| it.is_ascii_digit());
        Target::named(if is_number {
            Text::decoded(text.span(), format!("RFC {words}"), [])
        } else {
            text
        })
    })
}

/// Pieces of a list attribute, each with its place.
fn list(attributes: &Attributes, name: &str) -> ThinVec<Text> {
    let Some(entry) = attributes.get(name) else { return ThinVec::new() };
    let mut at = 0;
    let mut found = ThinVec::new();
    for piece in entry.value.split([',', ';', '|']) {
        let start = at + piece.len() - piece.trim_start().len();
        at += piece.len() + 1;
        let words = piece.trim();
        if !words.is_empty() {
            found.push(entry.text.part(start..start + words.len()));
        }
    }
    found
}

/// Fills in what the attributes tell; `title` is the document's own title line.
pub(super) fn read(attributes: &Attributes, title: Option<Text>, standard: &mut Standard) {
    standard.identity = identity(attributes);
    titles(attributes, title, standard);
    stage(attributes, standard);
    standard.dates.published =
        ["published-date", "issued-date", "revdate"].iter().find_map(|it| day(attributes, it));
    standard.dates.effective =
        day(attributes, "implemented-date").or_else(|| day(attributes, "activated-date"));
    standard.dates.withdrawn = day(attributes, "obsoleted-date")
        .or_else(|| day(attributes, "withdrawn-date"))
        .map(Box::new);
    standard.dates.reviewed = day(attributes, "confirmed-date").map(Box::new);
    for name in ["obsoletes", "replaces", "supersedes"] {
        standard.replaces.extend(targets(attributes, name));
    }
    for name in ["amends", "updates"] {
        standard.amends.extend(targets(attributes, name));
    }
    for name in ["obsoleted-by", "superseded-by", "replaced-by"] {
        standard.replaced_by.extend(targets(attributes, name));
    }
    for name in ["part-of", "partof"] {
        standard.part_of.extend(targets(attributes, name));
    }
    let ics = list(attributes, "library-ics");
    let ccs = list(attributes, "library-ccs");
    if !ics.is_empty() || !ccs.is_empty() {
        let classification = standard.classification_mut();
        classification.ics = ics;
        classification.ccs = ccs;
    }
    adoption(attributes, standard);
    let details = standard.details_mut();
    details.edition = text(attributes, "edition");
    details.document_type = text(attributes, "doctype");
    details.issuer = text(attributes, "publisher").map(|text| {
        let written = attributes.get("publisher").map_or("", |it| it.value.as_str());
        let joined = publishers(written);
        if joined == written { text } else { Text::decoded(text.span(), joined, []) }
    });
    details.languages.extend(text(attributes, "language"));
}

/// The language of the text, as the header states it.
pub(super) fn language(attributes: &Attributes) -> Lang {
    value(attributes, "language")
        .and_then(|it| it.split([',', ';']).next())
        .map_or(Lang::Unstated, |it| Lang::from_word(it.trim()).unwrap_or(Lang::Other))
}

fn year(attributes: &Attributes) -> Option<&str> {
    let year = |name: &str| {
        value(attributes, name)
            .and_then(|it| it.get(..4))
            .filter(|it| it.bytes().all(|b| b.is_ascii_digit()))
    };
    ["copyright-year", "published-date", "revdate"].iter().find_map(|it| year(it))
}

/// `ISO;IEC` as it is printed.
fn publishers(written: &str) -> String {
    let each = written.split([';', ',']).map(str::trim).filter(|it| !it.is_empty());
    each.collect::<Vec<_>>().join("/")
}

/// The identifier, put together as the flavour of the document does.
fn identity(attributes: &Attributes) -> Option<Target> {
    let place = text(attributes, "docidentifier").or_else(|| text(attributes, "docnumber"))?;
    let prefix = text(attributes, "prefix");
    let span = prefix.as_ref().map_or(place.span(), Text::span);
    let whole = |written: String| Some(Target::named(Text::decoded(span, written, [])));
    if let Some(written) = value(attributes, "docidentifier") {
        let class = value(attributes, "mn-document-class").unwrap_or("");
        let has_year = is_dated(class) && class != "itu";
        let dated = match year(attributes) {
            Some(year) if has_year && !written.contains(':') => format!("{written}:{year}"),
            _ => written.to_owned(),
        };
        return whole(dated);
    }
    let number = value(attributes, "docnumber")?;
    let part = value(attributes, "partnumber");
    let year = year(attributes);
    if value(attributes, "mn-document-class") == Some("gb") {
        let prefix = value(attributes, "prefix").unwrap_or(match value(attributes, "mandate") {
            Some("recommended") => "GB/T",
            Some("guidelines") => "GB/Z",
            _ => "GB",
        });
        let part = part.map(|it| format!(".{it}")).unwrap_or_default();
        let year = year.map(|it| format!("-{it}")).unwrap_or_default();
        return whole(format!("{prefix} {number}{part}{year}"));
    }
    let class = value(attributes, "mn-document-class").unwrap_or("iso");
    if class == "ietf" {
        // The number is the name: `draft-…`, or that of an RFC.
        let is_draft = value(attributes, "name").is_some_and(|it| it.starts_with("draft-"));
        let is_number = !is_draft && number.bytes().all(|it| it.is_ascii_digit());
        let written = value(attributes, "name").filter(|it| !it.is_empty()).unwrap_or(number);
        return whole(if is_number { format!("RFC {number}") } else { written.to_owned() });
    }
    let publisher = value(attributes, "publisher").map_or_else(
        || match (class, value(attributes, "bureau")) {
            ("itu", bureau) => format!("ITU-{}", bureau.unwrap_or("T")),
            _ => class.to_uppercase(),
        },
        publishers,
    );
    let kind = match value(attributes, "doctype") {
        Some("technical-report") => "TR",
        Some("technical-specification") => "TS",
        Some("publicly-available-specification") => "PAS",
        Some("guide") => "Guide",
        _ => "",
    };
    let stage_of = stage_of(attributes);
    let is_approved = stage_of.is_some_and(|it| it.substage == 99);
    let stage = match (stage_of.map(|it| it.stage), class) {
        (Some(0), "iso" | "iec") => "PWI",
        (Some(10), "iso") if is_approved => "AWI",
        (Some(10), "iso" | "iec") => "NP",
        (Some(20), "iso" | "iec") => "WD",
        (Some(30), "iso") => "CD",
        (Some(30), "iec") => "CD",
        (Some(40), "iso") => "DIS",
        (Some(40), "iec") => "CDV",
        (Some(50), "iso" | "iec") => "FDIS",
        _ => "",
    };
    // A number that begins with its publisher is whole.
    if number.starts_with(&format!("{publisher} ")) {
        return whole(number.to_owned());
    }
    if let Some(series) = value(attributes, "series")
        && let Some(written) = in_series(class, series, number, value(attributes, "revision"))
    {
        return whole(written);
    }
    let mut written = publisher;
    // `OIML R 99901`: the series stands before the number.
    if let Some(series) = value(attributes, "series").filter(|_| class == "oiml") {
        written.push_str(&format!(" {series}"));
    }
    let marks: Vec<&str> = [stage, kind].into_iter().filter(|it| !it.is_empty()).collect();
    if !marks.is_empty() {
        written.push_str(if written.contains('/') { " " } else { "/" });
        written.push_str(&marks.join(" "));
    }
    written.push_str(&format!(" {number}"));
    if let Some(part) = part {
        written.push_str(&format!("-{part}"));
    }
    // A draft has no year yet.
    if let Some(year) = year.filter(|_| stage.is_empty() && is_dated(class)) {
        written.push_str(&format!(":{year}"));
    }
    whole(written)
}

/// Whether identifiers of a flavour end with the year.
fn is_dated(class: &str) -> bool {
    !matches!(class, "bipm" | "ieee" | "ietf" | "iho" | "nist" | "ogc" | "un")
}

/// `IHO S-44`, `NIST SP 800-53r5`.
fn in_series(class: &str, series: &str, number: &str, revision: Option<&str>) -> Option<String> {
    match class {
        "iho" => Some(format!("IHO {series}-{number}")),
        "nist" => {
            let name = match series.to_lowercase().as_str() {
                "nist-ir" | "nistir" => "NIST IR".to_owned(),
                other => format!("NIST {}", other.trim_start_matches("nist-").to_uppercase()),
            };
            let revision = revision.map(|it| format!("r{it}")).unwrap_or_default();
            Some(format!("{name} {number}{revision}"))
        }
        _ => None,
    }
}

/// What a stage without substage means: 60 is published (60.60), others have begun.
pub(super) fn default_substage(stage: &str) -> &'static str {
    if stage == "60" { "60" } else { "00" }
}

fn stage_of(attributes: &Attributes) -> Option<Stage> {
    let stage = value(attributes, "docstage").or_else(|| value(attributes, "status"))?;
    let substage = value(attributes, "docsubstage").unwrap_or(default_substage(stage));
    Stage::parse(&format!("{stage}.{substage}")).or_else(|| Stage::parse(stage))
}

fn stage(attributes: &Attributes, standard: &mut Standard) {
    let Some(place) =
        text(attributes, "docstage").or_else(|| text(attributes, "status")).map(|it| it.span())
    else {
        return;
    };
    if let Some(stage) = stage_of(attributes) {
        let status = match stage.stage {
            0..60 => Status::Draft,
            60 if stage.substage < 60 => Status::Draft,
            95 if stage.substage >= 99 => Status::Withdrawn,
            _ => Status::Current,
        };
        standard.status = Some(Said::new(status, place));
        standard.details_mut().stage = Some(Said::new(stage, place));
        return;
    }
    let status = match value(attributes, "docstage")
        .or_else(|| value(attributes, "status"))
        .map(str::to_lowercase)
        .as_deref()
    {
        Some("published" | "approved" | "final" | "in-force") => Status::Current,
        Some("withdrawn" | "retired" | "cancelled") => Status::Withdrawn,
        Some("draft" | "proposal" | "working-draft" | "committee-draft" | "in-force-draft") => {
            Status::Draft
        }
        Some(other) if other.contains("draft") => Status::Draft,
        _ => return,
    };
    standard.status = Some(Said::new(status, place));
}

/// `title-intro-en`, `title-main-en`, `title-part-en`: one title a language.
fn titles(attributes: &Attributes, own: Option<Text>, standard: &mut Standard) {
    let languages: Vec<&str> = attributes
        .keys()
        .filter_map(|it| it.strip_prefix("title-main-").or_else(|| it.strip_prefix("title-")))
        .filter(|it| {
            (2..=7).contains(&it.len())
                && !it.contains("intro")
                && !it.contains("main")
                && !it.contains("part")
        })
        .collect();
    let mut seen: Vec<&str> = Vec::new();
    for language in languages {
        if seen.contains(&language) {
            continue;
        }
        seen.push(language);
        let part = |kind: &str| text(attributes, &format!("title-{kind}-{language}"));
        let mut pieces: Vec<(String, Span)> = Vec::new();
        for kind in ["intro", "main", "part"] {
            let Some(entry) = attributes.get(&format!("title-{kind}-{language}")) else { continue };
            let words = match (kind, value(attributes, "partnumber")) {
                ("part", Some(number)) => match language {
                    "zh" => format!("第{number}部分：{}", entry.value),
                    "fr" => format!("Partie {number}: {}", entry.value),
                    _ => format!("Part {number}: {}", entry.value),
                },
                _ => entry.value.clone(),
            };
            pieces.push((words, entry.text.span()));
        }
        let lang = Lang::from_word(language).unwrap_or(Lang::Other);
        let title = match pieces.as_slice() {
            [] => text(attributes, &format!("title-{language}")),
            [_] => part("main").or_else(|| part("intro")).or_else(|| part("part")),
            several => {
                let words: Vec<&str> = several.iter().map(|(words, _)| words.as_str()).collect();
                several.iter().map(|(_, span)| *span).reduce(Span::join).map(|span| {
                    Text::decoded(span, words.join(if language == "zh" { "　" } else { " — " }), [])
                })
            }
        };
        if let Some(title) = title {
            standard.title.texts.push((lang, dashed(attributes, language, title)));
        }
    }
    if standard.title.is_empty()
        && let Some(own) = own
    {
        standard.title = Localised::one(language(attributes), own);
    }
}

/// A title with the dashes that are printed for two hyphens.
fn dashed(attributes: &Attributes, language: &str, title: Text) -> Text {
    let own = title.owned().map(|it| it.value.to_string());
    let written = own.or_else(|| {
        let named = ["title-main-", "title-intro-", "title-part-", "title-"]
            .iter()
            .filter_map(|it| attributes.get(&format!("{it}{language}")));
        named.into_iter().find(|it| it.text.span() == title.span()).map(|it| it.value.clone())
    });
    match written.filter(|it| it.contains(" -- ")) {
        Some(words) => Text::decoded(title.span(), words.replace(" -- ", " — "), []),
        None => title,
    }
}

fn adoption(attributes: &Attributes, standard: &mut Standard) {
    let source = ["iso-standard", "identical-iso-standard", "adopted-from", "identical-to"]
        .iter()
        .find_map(|it| attributes.get(*it));
    let Some(source) = source else { return };
    // The title of the source may follow its identifier.
    let end = source.value.find([',', ';']).unwrap_or(source.value.len());
    let target = Target::named(source.text.part(0..source.value[..end].trim_end().len()));
    let mut adoption = Adoption::of(target, source.text.span());
    if let Some(entry) = attributes.get("equivalence")
        && let Some(degree) = correspondence::degree_word(&entry.value)
    {
        let said = Said::new(degree, entry.text.span());
        adoption.degree = Some(said);
        adoption.places =
            Some(Box::new(DeclaredPlaces { cover: Some(said), ..DeclaredPlaces::default() }));
    }
    standard.adopts.push(adoption);
}
