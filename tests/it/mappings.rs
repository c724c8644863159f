//! Mappings between frameworks: OSCAL collections in both spellings, and what the graph says of
//! controls that were withdrawn.

use consonance::corpus::{Corpus, LinkKind, View};
use consonance::model::{Relation, Status};
use consonance::reader::{LoadOptions, load};
use consonance::rule::{Outcome, Policy, Profiles, RuleSet, check};

use crate::shared_data::shared_data;

fn corpus(files: &[&str]) -> Corpus {
    let paths: Vec<std::path::PathBuf> =
        files.iter().map(|it| std::path::Path::new("fixtures/formats/oscal").join(it)).collect();
    let loaded = load(&paths, &LoadOptions::default());
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    Corpus::build(loaded, "2026-01-01".parse().unwrap())
}

/// The rules on the mapping sets that stand alone.
fn judge(corpus: &Corpus) -> Outcome {
    let rules = RuleSet::built_in().unwrap_or_else(|it| panic!("{:#?}", it.problems));
    let mut policy = Policy::new(Profiles::built_in().unwrap(), Vec::new());
    policy.select = vec!["MAP".to_owned()];
    policy.maps = (0..u32::try_from(corpus.mappings().len()).unwrap()).collect();
    check(&rules, corpus, &policy)
}

fn told(corpus: &Corpus) -> Vec<(String, String)> {
    let mut told: Vec<(String, String)> =
        judge(corpus).findings.into_iter().map(|it| (it.rule, it.message.en)).collect();
    told.sort();
    told
}

const A: &str = "Example Framework A: Care for booking data";
const B: &str = "Example Framework B: Reliable travel services";

#[test]
fn every_planted_fault_is_found_in_both_spellings() {
    let json = told(&corpus(&["mapping.json", "catalog-a.json", "catalog-b.xml"]));
    let xml = told(&corpus(&["mapping.xml", "catalog-a.json", "catalog-b.xml"]));
    assert_eq!(json, xml);
    let wanted = [
        ("MAP001", "Example Framework A has withdrawn bk-3, which went into bk-2".to_owned()),
        ("MAP001", "Example Framework B has no rt-9".to_owned()),
        ("MAP003", "bk-1 → rt-1 is declared as intersects here and as subset before".to_owned()),
        ("MAP004", "rt-1 → bk-1 is declared as subset, and the way back as subset".to_owned()),
        ("MAP005", "BK-1 → RT-1 is mapped twice".to_owned()),
        ("MAP006", "BK-1(1) → rt-1 follows from the map of bk-1 → rt-1".to_owned()),
        (
            "MAP008",
            format!(
                "Example Framework C: Not at hand is not in the corpus: its maps to or from {A} (1) \
                 cannot be checked"
            ),
        ),
        (
            "MAP010",
            format!(
                "1 of 4 requirements of Example Framework A have neither a map to {B} nor a reason: BK-4"
            ),
        ),
        (
            "MAP010",
            "2 of 4 requirements of Example Framework A have neither a map to Example Framework C: Not at hand \
                 nor a reason: BK-1, BK-1(1)".to_owned(),
        ),
    ];
    let wanted: Vec<(String, String)> =
        wanted.into_iter().map(|(rule, message)| (rule.to_owned(), message)).collect();
    assert_eq!(json, wanted);
}

#[test]
fn frameworks_that_are_not_there_are_never_green() {
    let outcome = judge(&corpus(&["mapping.json"]));
    let unresolved = outcome.findings.iter().filter(|it| it.rule == "MAP008").count();
    assert!(unresolved >= 3, "{:?}", outcome.findings);
    assert!(outcome.findings.iter().all(|it| it.rule != "MAP001"));
    assert!(outcome.not_checkable.iter().any(|it| it.rules.contains(&"MAP001".to_owned())));
}

#[test]
fn withdrawn_controls_lead_to_where_their_content_went() {
    let corpus = corpus(&["catalog-a.json"]);
    let node = corpus.find("Example Framework A#BK-5").unwrap()[0];
    assert_eq!(corpus.status(node), Status::Withdrawn);
    let links = corpus.links_from(node);
    let said: Vec<_> = links
        .map(|(link, to, it)| (corpus.name(to), corpus.status(to), it.kind, corpus.written(link)))
        .collect();
    let kind = LinkKind::Maps(Some(Relation::Equal));
    assert_eq!(
        said,
        [
            ("Example Framework A#bk-4".to_owned(), Status::Current, kind, Some("moved-to")),
            ("Example Framework A#bk-9".to_owned(), Status::Unknown, kind, Some("moved-to")),
        ]
    );
}

#[test]
fn each_of_the_113_links_of_revision_4_is_an_edge() {
    let Some(path) = shared_data("oscal/NIST_SP-800-53_rev4_catalog-min.json") else { return };
    let loaded = load(&[path], &LoadOptions::default());
    let corpus = Corpus::build(loaded, "2026-01-01".parse().unwrap());
    let view = View::new(&corpus, &Default::default());
    let edges: Vec<_> = view
        .edges
        .iter()
        .filter(|(link, from, _)| {
            corpus.written(*link) == Some("incorporated-into")
                && corpus.status(*from) == Status::Withdrawn
        })
        .collect();
    assert_eq!(edges.len(), 113);
    // Three lead to the address of the document, for an appendix that is not in the catalogue.
    let outside: Vec<String> = edges
        .iter()
        .filter(|(_, _, to)| corpus.element(*to).is_some_and(|it| it.status == Status::Unknown))
        .map(|(_, _, to)| corpus.name(*to))
        .collect();
    assert_eq!(outside.len(), 3);
    assert!(outside.iter().all(|it| it.starts_with("https://")), "{outside:?}");
}
