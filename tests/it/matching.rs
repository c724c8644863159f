//! Documents set side by side: pairs of clauses, their differences, what is declared.

use std::path::PathBuf;

use consonance::corpus::{AsOf, Corpus, StandardId};
use consonance::fact::matching::{Basis, DocumentPair};
use consonance::fact::{Facts, Scope, Tables};
use consonance::reader::{LoadOptions, load};

/// Sets the documents of a folder side by side, all of them judged, and asks `look`.
fn with_facts(paths: &[PathBuf], look: impl FnOnce(&Facts<'_>)) {
    let corpus = Corpus::build(load(paths, &LoadOptions::default()), AsOf::today());
    let judged: Vec<StandardId> = corpus.ids().collect();
    let tables = Tables::build(Scope::of(&corpus, &judged));
    look(&Facts::new(&tables));
}

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

fn adoption<'a>(f: &Facts<'a>, name: &str) -> &'a DocumentPair {
    let doc = f.corpus().ids().find(|id| f.name(id.0).starts_with(name)).unwrap();
    f.matching().of(doc.0).iter().find(|it| it.basis == Basis::Adoption).unwrap()
}

#[test]
fn an_adoption_stands_beside_its_source_clause_by_clause() {
    with_facts(&[fixture("trade-in-services-clean")], |f| {
        let pair = adoption(f, "GB/T 99912");
        assert!(pair.hindrance.is_none() && !pair.one_language);
        assert!(pair.pairs.iter().filter(|it| it.accepted).count() > 30);
        for each in pair.pairs.iter().filter(|it| it.accepted) {
            let numbers = (pair.left.number(f, each.left), pair.right.number(f, each.right));
            assert_eq!(numbers.0, numbers.1);
        }
        assert!(pair.left_only.is_empty() && pair.right_only.is_empty());
        let undeclared: Vec<_> = pair.technical().filter(|it| it.deviation.is_none()).collect();
        assert!(undeclared.is_empty(), "{undeclared:#?}");
        let bilingual = adoption(f, "GB/T 99911");
        assert!(bilingual.one_language);
        assert!(bilingual.technical().next().is_none(), "{:#?}", bilingual.differences);
    });
}

#[test]
fn planted_deviations_are_found_with_both_places() {
    with_facts(&[fixture("trade-in-services")], |f| {
        let pair = adoption(f, "GB/T 99912");
        let noise = pair
            .technical()
            .find(|it| {
                it.left.is_some()
                    && it.right_member.and_then(|at| pair.right.number(f, at)) == Some("4.3")
            })
            .unwrap();
        let words = |place: Option<consonance::fact::Place>| f.sources().slice(place.unwrap().span);
        assert!(words(noise.left).contains("75 dB"), "{}", words(noise.left));
        assert!(words(noise.right).contains("70 dB"), "{}", words(noise.right));
    });
}
