//! Mapping collections (OSCAL 1.2). Several targets of one map mean their union.

use thin_vec::ThinVec;

use super::form::Form;
use super::names;
use crate::bilingual;
use crate::model::{Map, MapEnd, MappingSet, Relation, Said, Target};
use crate::reader::Reading;
use crate::source::{Problem, ProblemCode, Text};
use crate::syntax::did_you_mean;

/// Reads one collection: each of its mappings is a set.
pub(super) fn read<F: Form>(collection: F, reading: &mut Reading) {
    for mapping in collection.list("mappings", "mapping") {
        let left = resource(collection, mapping, "source-resource", reading);
        let right = resource(collection, mapping, "target-resource", reading);
        let (Some(left), Some(right)) = (left, right) else { continue };
        let mut maps = ThinVec::new();
        for map in mapping.list("maps", "map") {
            maps.push(read_map(map, reading));
        }
        if let Some(summary) = mapping.object("target-gap-summary") {
            reading.problems.push(Problem::at(
                ProblemCode::NotUnderstood,
                summary.place(),
                bilingual!(
                    "controls of the target that have no counterpart are not read",
                    "目标一侧无对应项的控制项未读入"
                ),
            ));
        }
        let unmapped = mapping.object("source-gap-summary").map(|it| gaps(it)).unwrap_or_default();
        reading.mappings.push(MappingSet {
            span: mapping.span(),
            left,
            right,
            maps,
            unmapped,
            analysed: ThinVec::new(),
        });
    }
}

/// The document at one side: by the title of its entry in the back matter, else as referred to.
fn resource<F: Form>(
    collection: F,
    mapping: F,
    name: &str,
    reading: &mut Reading,
) -> Option<Target> {
    let resource = mapping.object(name);
    let href = resource.and_then(|it| it.value("href"));
    let (Some(resource), Some(href)) = (resource, href) else {
        reading.problems.push(
            Problem::at(
                ProblemCode::MissingKey,
                mapping.place(),
                bilingual!("the mapping does not say its {name}", "该映射缺少 {name}"),
            )
            .help(bilingual!(
                "add {name} with an href to the catalog",
                "请添加 {name}，其 href 指向目录"
            )),
        );
        return None;
    };
    let words = resource.words(&href);
    if let Some(id) = words.strip_prefix('#') {
        let entry = collection
            .object("back-matter")
            .into_iter()
            .flat_map(|it| it.list("resources", "resource"))
            .find(|it| it.is("uuid", id));
        if let Some((entry, title)) = entry.and_then(|it| Some((it, it.value("title")?))) {
            return Some(names::of_side(&title, &entry.words(&title)));
        }
    }
    let titled = resource.value("title").or_else(|| {
        resource
            .list("props", "prop")
            .find(|it| it.is("name", "title") || it.is("name", "identifier"))
            .and_then(|it| it.value("value"))
    });
    Some(Target::named(titled.unwrap_or(href)))
}

fn read_map<F: Form>(map: F, reading: &mut Reading) -> Map {
    // A word, or an object where its namespace is said.
    let word = map.value("relationship").or_else(|| {
        let said = map.object("relationship")?;
        ["type", "value", "name"].iter().find_map(|it| said.value(it))
    });
    let relation = word.and_then(|text| {
        let words = map.words(&text);
        let said = Relation::from_word(words.trim()).map(|it| Said::new(it, text.span()));
        if said.is_none() {
            let mut problem = Problem::at(
                ProblemCode::WrongType,
                text.span(),
                bilingual!("\"{words}\" is no relationship", "“{words}”不是有效的关系"),
            );
            let known = [
                "equal-to",
                "equivalent-to",
                "subset-of",
                "superset-of",
                "intersects-with",
                "no-relationship",
            ];
            if let Some(near) = did_you_mean(&words, known) {
                problem = problem.help(bilingual!("did you mean {near}?", "是否应为 {near}？"));
            }
            reading.problems.push(problem);
        }
        said
    });
    let rationale = map
        .value("remarks")
        .or_else(|| map.list("qualifiers", "qualifier").find_map(|it| it.value("description")));
    let confidence = map
        .object("confidence-score")
        .and_then(|it| it.value("category").or_else(|| it.value("percentage")));
    Map {
        span: map.span(),
        left: map.list("sources", "source").filter_map(end).collect(),
        right: map.list("targets", "target").filter_map(end).collect(),
        relation,
        rationale: rationale.or_else(|| map.value("matching-rationale")),
        confidence,
    }
}

fn end<F: Form>(item: F) -> Option<MapEnd> {
    Some(MapEnd {
        id: item.value("id-ref")?,
        uuid: item.value("uuid"),
        hash: item.value("hash"),
        title: item.value("title"),
    })
}

/// Controls that are said to have no counterpart.
fn gaps<F: Form>(summary: F) -> ThinVec<(MapEnd, Option<Text>)> {
    let reason =
        summary.value("remarks").or_else(|| summary.prose("remarks", &|_| None).into_iter().next());
    summary
        .list("unmapped-controls", "unmapped-controls")
        .flat_map(|it| it.values("with-ids", "with-id"))
        .map(|id| (MapEnd { id, uuid: None, hash: None, title: None }, reason.clone()))
        .collect()
}
