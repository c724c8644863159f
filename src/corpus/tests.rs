//! The corpus on small made-up standards, one a line.

use super::*;
use crate::identifier::IdentifierId;
use crate::model::{
    Adoption, Degree, Localised, Reference, ReferenceRole, Said, Standard, Status, Target, Text,
};
use crate::reader::Loaded;
use crate::source::{Encoding, SourceFile, SourceMap, Span};

/// `identifier; word value; word value` a line: the smallest form that says all that the corpus asks.
pub(super) fn corpus(text: &str, as_of: &str) -> Corpus {
    let mut sources = SourceMap::new();
    let file =
        sources.add(|id| SourceFile::text_file(id, "standards", Encoding::Utf8, text.to_owned()));
    let mut standards = Vec::new();
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        if line.trim().is_empty() {
            continue;
        }
        let span_of = |word: &str| {
            let at = word.as_ptr() as usize - text.as_ptr() as usize;
            Span::new(file, at, at + word.len())
        };
        let mut parts = line.split(';').map(str::trim);
        let identity = parts.next().unwrap_or("");
        let mut standard = Standard::at(Span::new(file, start, offset));
        if let Some(key) = identity.strip_prefix('#') {
            standard.key = Some(Box::new(Text::verbatim(span_of(key))));
        } else {
            standard.identity = Some(Target::named(Text::verbatim(span_of(identity))));
        }
        for part in parts {
            let (word, value) = part.split_once(' ').unwrap_or((part, &part[part.len()..]));
            let written = Text::verbatim(span_of(value));
            let span = span_of(value);
            let target = match value.strip_prefix('#') {
                Some(key) => Target::keyed(Text::verbatim(span_of(key))),
                None => Target::named(written.clone()),
            };
            let cite = |role| Reference::new(target.clone(), role, span);
            match word {
                "published" => standard.dates.published = Some(written),
                "effective" => standard.dates.effective = Some(written),
                "withdrawn" => standard.dates.withdrawn = Some(Box::new(written)),
                "edition" => standard.details_mut().edition = Some(written),
                "title" => standard.title = Localised::one(crate::model::Lang::Unstated, written),
                "status" => {
                    let status = Status::from_word(value).expect("a status");
                    standard.status = Some(Said::new(status, span));
                }
                "stage" => {
                    let stage = crate::model::Stage::parse(value).expect("a stage");
                    standard.details_mut().stage = Some(Said::new(stage, span));
                }
                "id" => standard.other_identifiers.push(target),
                "cites" => {
                    standard.references.get_or_insert_default().push(cite(ReferenceRole::Normative))
                }
                "mentions" => standard
                    .references
                    .get_or_insert_default()
                    .push(cite(ReferenceRole::Informative)),
                "replaces" => standard.replaces.push(target),
                "replaced-by" => standard.replaced_by.push(target),
                "amends" => standard.amends.push(target),
                "part-of" => standard.part_of.push(target),
                "adopted-as" => standard.adopted_as.push(target),
                "adopts" => {
                    let mut adoption = Adoption::of(target, span);
                    adoption.degree = Some(Said::new(Degree::Idt, span));
                    standard.adopts.push(adoption);
                }
                other => panic!("unknown word {other}"),
            }
        }
        standards.push(standard);
    }
    let loaded = Loaded { sources, standards, ..Loaded::default() };
    Corpus::build(loaded, as_of.parse().expect("a date"))
}

fn named(corpus: &Corpus, name: &str) -> NodeId {
    corpus
        .graph()
        .nodes()
        .filter(|(_, node)| !matches!(node, Node::Work(_)))
        .map(|(node, _)| node)
        .find(|&node| corpus.name(node) == name)
        .unwrap_or_else(|| panic!("no node {name}"))
}

/// What the first reference of the first standard means: how, and which.
fn first_reference(corpus: &Corpus) -> (How, Vec<String>) {
    let resolution = corpus.references(StandardId(0)).swap_remove(0);
    (resolution.how, resolution.nodes.iter().map(|&node| corpus.name(node)).collect())
}

fn status(corpus: &Corpus, name: &str) -> Status {
    corpus.standing(named(corpus, name), corpus.day_of(StandardId(0))).status
}

#[test]
fn a_dated_reference_means_its_edition() {
    let corpus = corpus(
        "ISO 99901:2019; cites ISO 99902:2010\nISO 99902:2015; status current\nISO 99902:2010; status replaced\n",
        "2026-01-01",
    );
    assert_eq!(first_reference(&corpus), (How::Identifier, vec!["ISO 99902:2010".to_owned()]));
}

#[test]
fn a_dated_reference_to_an_edition_that_is_not_there_is_unknown_and_names_the_others() {
    let corpus = corpus(
        "ISO 99901:2019; cites ISO 99902:2012\nISO 99902:2015; status current\n",
        "2026-01-01",
    );
    let (how, names) = first_reference(&corpus);
    assert_eq!((how, names), (How::NotInCorpus, vec!["ISO 99902:2012".to_owned()]));
    let target = &corpus.standards()[0].references.as_ref().unwrap()[0].target;
    assert_eq!(corpus.resolve(target, StandardId(0)).others, [StandardId(1)]);
    assert_eq!(status(&corpus, "ISO 99902:2012"), Status::Unknown);
}

#[test]
fn an_undated_reference_means_the_edition_current_on_the_day() {
    let text = "ISO 99901:2019; cites ISO 99902\n\
                ISO 99902:2015; published 2015-09-15\n\
                ISO 99902:2010; published 2010-01\n";
    let on = |day: &str| first_reference(&corpus(text, day)).1;
    assert_eq!(on("2026-01-01"), ["ISO 99902:2015"]);
    assert_eq!(on("2015-09-15"), ["ISO 99902:2015"]);
    assert_eq!(on("2015-09-14"), ["ISO 99902:2010"]);
    // as of publication of the citing document
    let text = text.replace("99901:2019;", "99901:2013; published 2013;");
    assert_eq!(first_reference(&corpus(&text, "publication")).1, ["ISO 99902:2010"]);
}

#[test]
fn an_undated_reference_prefers_what_is_in_force_to_what_is_later() {
    let corpus = corpus(
        "ISO 99901:2019; cites ISO 99902\nISO 99902:2025; status draft\nISO 99902:2015; status current\nISO 99902:2010; status current\n",
        "2026-01-01",
    );
    assert_eq!(first_reference(&corpus), (How::CurrentEdition, vec!["ISO 99902:2015".to_owned()]));
}

#[test]
fn editions_with_one_undated_identifier_are_told_apart_by_date_and_edition() {
    let text = "X 1; cites ECMA-999\nECMA-999; edition 1; published 1985-09\nECMA-999; edition 3; published 1999\nECMA-999; edition 2; published 1988-12\n";
    let corpus = corpus(text, "1990-01-01");
    let resolution = corpus.references(StandardId(0)).swap_remove(0);
    assert_eq!(resolution.nodes, [StandardId(3).node()]);
    assert!(corpus.duplicates().is_empty());
    let standing = |at| corpus.own_standing(StandardId(at)).status;
    assert_eq!(
        [standing(1), standing(3), standing(2)],
        [Status::Replaced, Status::Unknown, Status::Draft]
    );
}

#[test]
fn descriptions_that_clash_are_duplicates_and_the_richer_is_meant() {
    let corpus = corpus(
        "X 1; cites ISO 99902:2015\nISO 99902:2015; title one\nISO 99902:2015; status current; title two\nISO 99903:2015\nISO 99903:2015\n",
        "2026-01-01",
    );
    assert_eq!(corpus.references(StandardId(0))[0].nodes, [StandardId(2).node()]);
    let told: Vec<_> = corpus
        .duplicates()
        .iter()
        .map(|it| (it.standards.iter().map(|id| id.0).collect::<Vec<_>>(), it.same_content))
        .collect();
    assert_eq!(told, [(vec![1, 2], false), (vec![3, 4], true)]);
}

#[test]
fn keys_of_a_reference_graph_find_their_nodes() {
    let corpus = corpus("#a; cites #b; cites #b; cites #c; cites #a\n#b\n", "2026-01-01");
    let how: Vec<_> = corpus.references(StandardId(0)).iter().map(|it| it.how).collect();
    assert_eq!(how, [How::Key, How::Key, How::NoSuchKey, How::Key]);
    assert_eq!(corpus.dangling_keys().len(), 1);
    assert!(corpus.graph().edges().all(|(_, edge)| is_public(&edge.link)));
    assert_eq!(corpus.graph().edge_count(), 4);
}

#[test]
fn malformed_identifiers_have_nodes_too() {
    let corpus = corpus("X 1; cites  \n", "2026-01-01");
    assert_eq!(corpus.references(StandardId(0))[0].how, How::Malformed);
}

#[test]
fn dates_decide_where_they_tell() {
    let on = |life: &str, day: &str| {
        let corpus = corpus(&format!("X 1; {life}\n"), day);
        let standing = corpus.own_standing(StandardId(0));
        (standing.status, standing.because)
    };
    let life = "published 2020-01-01; effective 2020-07-01; withdrawn 2024";
    assert_eq!(on(life, "2019-12-31"), (Status::Draft, Because::NotPublishedYet));
    assert_eq!(on(life, "2020-06-30"), (Status::NotYetEffective, Because::NotInForceYet));
    assert_eq!(on(life, "2020-07-01"), (Status::Current, Because::InForce));
    assert_eq!(on(life, "2024-06-01"), (Status::Current, Because::InForce), "2024 may be its end");
    assert_eq!(on(life, "2024-12-31"), (Status::Withdrawn, Because::DateOfWithdrawal));
    assert_eq!(on("status withdrawn", "2024-12-31"), (Status::Withdrawn, Because::Said));
    assert_eq!(
        on("status withdrawn; withdrawn 2025-01-01", "2024-12-31"),
        (Status::Current, Because::EndedLater)
    );
    let ahead = "status published_not_effective; effective 2020-07-01";
    assert_eq!(on(ahead, "2020-01-01"), (Status::NotYetEffective, Because::NotInForceYet));
    assert_eq!(on(ahead, "2021-01-01"), (Status::Current, Because::InForce));
    assert_eq!(on("stage 90.93", "2021-01-01"), (Status::Confirmed, Because::Stage));
    assert_eq!(on("stage 40.20", "2021-01-01"), (Status::Draft, Because::Stage));
    assert_eq!(on("published 2020", "2021-01-01"), (Status::Unknown, Because::Nothing));
}

#[test]
fn a_successor_ends_a_document_from_its_own_entry_into_force() {
    let text = "X 1; published 2010; effective 2010\nX 2; replaces X 1; published 2020-01-01; effective 2020-07-01\n";
    let on = |day: &str| status(&corpus(text, day), "X 1");
    assert_eq!(on("2020-06-30"), Status::Current);
    assert_eq!(on("2020-07-01"), Status::Replaced);
    // what says of itself that it is current is taken at its word: both are current then
    let text = text.replace("X 1; published", "X 1; status current; published");
    assert_eq!(status(&corpus(&text, "2021-01-01"), "X 1"), Status::Current);
    // said to be replaced, and the only successor came after the day
    let text = text.replace("status current", "status replaced");
    assert_eq!(status(&corpus(&text, "2015-01-01"), "X 1"), Status::Current);
}

#[test]
fn replacement_chains_lead_to_the_living_and_survive_cycles() {
    let corpus = corpus(
        "X 1; replaced-by X 2\nX 2; status replaced; replaced-by X 3\nX 3; status current; replaces X 2\nX 8; replaces X 9\nX 9; replaces X 8\n",
        "2026-01-01",
    );
    let names = |chain: Vec<NodeId>| -> Vec<String> {
        chain.into_iter().map(|node| corpus.name(node)).collect()
    };
    assert_eq!(names(corpus.replacement_chain(named(&corpus, "X 1"))), ["X 2", "X 3"]);
    let living = corpus.living_successor(named(&corpus, "X 1"), StandardId(0));
    assert_eq!(living, Some(named(&corpus, "X 3")));
    assert_eq!(names(corpus.replacement_chain(named(&corpus, "X 8"))), ["X 9"]);
    assert_eq!(corpus.living_successor(named(&corpus, "X 8"), StandardId(0)), None);
    // X 2 and X 3 both say it: one edge
    let link = corpus
        .links_from(named(&corpus, "X 3"))
        .find(|(_, _, link)| link.kind == LinkKind::Replaces);
    assert_eq!(link.map(|(_, _, link)| link.declared), Some(DeclaredBy::Both));
}

#[test]
fn an_undated_replaces_means_the_edition_before() {
    let corpus = corpus(
        "X 1:2020; replaces X 1\nX 1:2010\nX 1:2015\nX 1:2025\nX 2:2021; replaces X 1\n",
        "2026-01-01",
    );
    let replaced = |name: &str| {
        let mut links = corpus.links_from(named(&corpus, name));
        let link = links.find(|(_, _, link)| link.kind == LinkKind::Replaces);
        corpus.name(link.expect("a replacement").1)
    };
    assert_eq!(replaced("X 1:2020"), "X 1:2015");
    assert_eq!(replaced("X 2:2021"), "X 1:2020");
}

#[test]
fn both_ends_may_declare_an_adoption() {
    let corpus =
        corpus("A 1; adopts B 1\nB 1; adopted-as A 1; adopted-as A 2\nA 2\n", "2026-01-01");
    let adopters = corpus.adopters(named(&corpus, "B 1"));
    assert_eq!(adopters.len(), 2);
    assert_eq!(corpus.adoption_chain(named(&corpus, "A 1"))[0].degree, Some(Degree::Idt));
    assert_eq!(corpus.adoption_chain(named(&corpus, "A 2"))[0].degree, None);
}

#[test]
fn cycles_are_components() {
    let corpus = corpus(
        "A; cites B\nB; cites C\nC; cites A\nD; cites D; cites E\nE; mentions D\n",
        "2026-01-01",
    );
    let normative = |_, _, link: &Link| link.kind == LinkKind::Cites(ReferenceRole::Normative);
    let all = corpus.components(|_, _, link| is_public(link));
    assert_eq!(all.iter().map(Vec::len).collect::<Vec<_>>(), [3, 2]);
    assert_eq!(corpus.components(normative).len(), 1);
    let closure = corpus.normative_closure(named(&corpus, "A"));
    assert_eq!(closure.len(), 2);
}

#[test]
fn every_target_gets_its_identifier() {
    let corpus = corpus(
        "A; cites B; replaces C; replaced-by D; amends E; part-of F; adopts G; adopted-as H; id I\n",
        "2026-01-01",
    );
    let standard = corpus.standard(StandardId(0));
    let targets = [
        &standard.references.as_ref().unwrap()[0].target,
        &standard.replaces[0],
        &standard.replaced_by[0],
        &standard.amends[0],
        &standard.part_of[0],
        &standard.adopts[0].source,
        &standard.adopted_as[0],
        &standard.other_identifiers[0],
    ];
    let mut names: Vec<_> = targets
        .iter()
        .map(|target| corpus.identifiers().canonical(target.identifier).to_owned())
        .collect();
    names.sort();
    assert_eq!(names, ["B", "C", "D", "E", "F", "G", "H", "I"]);
    assert!(targets.iter().all(|target| target.identifier != IdentifierId::NONE));
}

#[test]
fn a_long_chain_of_replacements_and_references_is_only_long() {
    const LEN: usize = 50_000;
    let mut text = String::from("Q 0; status current\n");
    for at in 1..LEN {
        let before = at - 1;
        text.push_str(&format!(
            "Q {at}; status replaced; cites Q {before}; replaced-by Q {before}\n"
        ));
    }
    let corpus = corpus(&text, "2026-01-01");
    let last = StandardId(u32::try_from(LEN - 1).unwrap());
    assert_eq!(corpus.replacement_chain(last.node()).len(), LEN - 1);
    assert_eq!(corpus.living_successor(last.node(), last), Some(StandardId(0).node()));
    assert_eq!(corpus.normative_closure(last.node()).len(), LEN - 1);
    assert_eq!(corpus.impact(&[StandardId(0).node()], Event::Withdrawn).affected.len(), LEN - 1);
    assert_eq!(corpus.counts().components, [LEN]);
}

#[test]
fn identifiers_alone_tell_adoptions_and_amendments() {
    let corpus = corpus(
        "X 1; cites GB/T 99901-2016\nBS EN ISO 99901:2015\nISO 99901:2015\nISO 99901:2015/Amd 1:2018\nGB/T 99901-2016/ISO 99901:2015\n",
        "2026-01-01",
    );
    let chain = |name: &str| -> Vec<String> {
        let steps = corpus.adoption_chain(named(&corpus, name));
        steps.iter().map(|step| corpus.name(step.source)).collect()
    };
    assert_eq!(chain("BS EN ISO 99901:2015"), ["EN ISO 99901:2015", "ISO 99901:2015"]);
    assert_eq!(chain("GB/T 99901-2016"), ["ISO 99901:2015"]);
    let amendments = corpus.amendments(named(&corpus, "ISO 99901:2015"));
    assert_eq!(amendments, [StandardId(3).node()]);
}

#[test]
fn an_amendment_is_no_edition_of_what_it_amends() {
    let corpus = corpus(
        "X 1; cites ISO 99901\nISO 99901:2015; status current\nISO 99901:2015/Amd 1:2024; status current\n",
        "2026-01-01",
    );
    assert_eq!(first_reference(&corpus).1, ["ISO 99901:2015"]);
    assert_eq!(status(&corpus, "ISO 99901:2015"), Status::Current);
}

#[test]
fn all_parts_means_each_part() {
    let text = "X 1; cites ISO 99901 (all parts)\nISO 99901-1:2010; status replaced\nISO 99901-1:2015; status current\nISO 99901-2:2012; status withdrawn\nISO 99902-1:2012\n";
    let corpus = corpus(text, "2026-01-01");
    let (how, mut names) = first_reference(&corpus);
    names.sort();
    assert_eq!(how, How::AllParts);
    assert_eq!(names, ["ISO 99901-1:2015", "ISO 99901-2:2012"]);
}

#[test]
fn a_name_that_only_parts_have_means_them() {
    let corpus = corpus("X 1; cites ISO 99901\nISO 99901-1:2015; status current\n", "2026-01-01");
    assert_eq!(first_reference(&corpus), (How::Series, vec!["ISO 99901-1:2015".to_owned()]));
}

#[test]
fn in_a_reference_graph_nothing_is_added_to_what_is_shown() {
    let corpus = corpus("#a; cites #b\n#b\n", "2026-01-01");
    let counts = corpus.counts();
    assert_eq!((counts.nodes, counts.edges), (2, 1));
}

#[test]
fn documents_are_found_by_folded_identifier_work_and_key() {
    let corpus =
        corpus("GB/T 99901-2016\nGB/T 99901-2026; cites ISO 99904:2020\n#some key\n", "2026-01-01");
    let found = |asked: &str| corpus.find(asked).map(|nodes| nodes.len()).unwrap_or(0);
    assert_eq!(found("gb/t 99901—2016"), 1);
    assert_eq!(found("GB/T 99901"), 2);
    assert_eq!(found("ISO 99904:2020"), 1);
    assert_eq!(found("some key"), 1);
    let error = corpus.find("GB/T 99901-2017").unwrap_err();
    assert_eq!(error.near, ["GB/T 99901-2016", "GB/T 99901-2026"]);
    let error = corpus.find("gb/t 99991").unwrap_err();
    assert_eq!(error.near, ["GB/T 99901-2016", "GB/T 99901-2026"]);
}

#[test]
fn an_undated_name_is_not_part_of_itself() {
    let corpus = corpus("ISO 99901:2003; part-of ISO 99901\n", "2026-01-01");
    assert_eq!(corpus.counts().edges, 0);
}

#[test]
fn of_a_successor_that_is_not_here_its_identifier_tells() {
    let on = |text: &str, day: &str| corpus(text, day).own_standing(StandardId(0)).status;
    let text = "ISO 99901:2010; status withdrawn; replaced-by ISO 99901:2024\n";
    assert_eq!(on(text, "2020-01-01"), Status::Current);
    assert_eq!(on(text, "2025-01-01"), Status::Withdrawn);
    let text = "ISO 99901:2010; replaced-by ISO/CD 99901\n";
    assert_eq!(on(text, "2020-01-01"), Status::Unknown);
    let text = "ISO 99901:2010; replaced-by ISO 99901:2024\n";
    assert_eq!(on(text, "2020-01-01"), Status::Unknown);
    assert_eq!(on(text, "2025-01-01"), Status::Replaced);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]

    /// Whatever names what: every reference has a node, and the same input gives the same graph.
    #[test]
    fn any_corpus_is_joined_whole(
        lines in proptest::collection::vec(
            (0_usize..12, proptest::collection::vec((0_usize..9, 0_usize..12), 0..6)),
            0..12,
        ),
        publication in proptest::bool::ANY,
    ) {
        const NAMES: [&str; 12] = [
            "ISO 1", "ISO 1:2000", "ISO 1:2010", "ISO 1-1:2005", "ISO 1-2:2006", "ISO 1 (all parts)",
            "ISO 1:2000/Amd 1:2004", "GB/T 1-2001/ISO 1:2000", "GB/T 1-2001", "ECMA-1", "%%", "ISO/CD 1",
        ];
        const WORDS: [&str; 9] = [
            "cites", "mentions", "replaces", "replaced-by", "amends", "part-of", "adopts", "adopted-as",
            "id",
        ];
        let mut text = String::new();
        for (name, parts) in &lines {
            text.push_str(NAMES[*name]);
            for (word, name) in parts {
                text.push_str(&format!("; {} {}", WORDS[*word], NAMES[*name]));
            }
            text.push('\n');
        }
        let as_of = if publication { "publication" } else { "2012-01-01" };
        let first = corpus(&text, as_of);
        for id in first.ids() {
            for resolution in first.references(id) {
                proptest::prop_assert!(!resolution.nodes.is_empty());
            }
            let chain = first.replacement_chain(id.node());
            proptest::prop_assert!(chain.len() <= first.graph().node_count());
            proptest::prop_assert!(first.adoption_chain(id.node()).len() <= first.graph().node_count());
            let _ = first.living_successor(id.node(), id);
        }
        let second = corpus(&text, as_of);
        let edges = |corpus: &Corpus| -> Vec<(usize, usize, Link)> {
            let edges = corpus.graph().edges();
            edges.map(|(_, it)| (it.from.index(), it.to.index(), it.link)).collect()
        };
        proptest::prop_assert_eq!(edges(&first), edges(&second));
        proptest::prop_assert_eq!(first.counts(), second.counts());
    }
}
