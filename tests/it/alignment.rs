//! Clause alignment through the library: editions, odd lists, models of meaning from outside.

use consonance::alignment::{Aligner, Alignment, List, Options, SimilarityModel};

fn list(items: &[(&str, &str, &str)]) -> List<'static> {
    let lines: Vec<String> = items
        .iter()
        .map(|(id, title, text)| {
            serde_json::json!({"id": id, "title": title, "text": text}).to_string()
        })
        .collect();
    List::from_json_lines("list", &lines.join("\n")).unwrap()
}

/// Accepted pairs by their numbers, with group and whether they left the order.
fn pairs<'a>(
    alignment: &Alignment,
    left: &'a List<'_>,
    right: &'a List<'_>,
) -> Vec<(&'a str, &'a str, usize, bool)> {
    let id = |list: &'a List<'_>, at: usize| -> &'a str { &list.items[at].id };
    alignment
        .pairs
        .iter()
        .map(|it| (id(left, it.left), id(right, it.right), it.group, it.moved))
        .collect()
}

const OLD: &[(&str, &str, &str)] = &[
    ("1", "Scope", "This document gives rules for the care of visitors in public reading rooms."),
    ("4", "Opening hours", "A reading room shall be open at least 40 h a week."),
    ("5", "Seats", "There shall be one seat for every ten registered readers of the town."),
    ("6", "Lighting", "The illuminance on a desk shall not be below 500 lx at any hour."),
    (
        "7",
        "Air",
        "The concentration of carbon dioxide in occupied rooms shall stay below 1000 ppm.",
    ),
    (
        "8",
        "Staff and lending",
        "Staff shall answer a spoken question within 5 min. Books shall be lent out for 28 days and may be renewed twice by telephone.",
    ),
    ("9", "Card catalogue", "The wooden card catalogue shall stand beside the entrance door."),
    ("10", "Quiet", "The sound level between the shelves should not exceed 45 dB(A)."),
    ("11", "Complaints", "A written complaint shall be answered by letter within two weeks."),
];

const NEW: &[(&str, &str, &str)] = &[
    ("1", "Scope", "This document gives rules for the care of visitors in public reading rooms."),
    ("4", "Quiet", "The sound level between the shelves shall not exceed 40 dB(A)."),
    ("5", "Opening hours", "A reading room shall be open at least 48 h a week."),
    ("6", "Wireless network", "Visitors shall be able to join a wireless network free of charge."),
    ("7", "Seats", "There shall be one seat for every ten registered readers of the town."),
    ("8", "Lighting", "The illuminance on a desk shall not be below 500 lx at any hour."),
    ("9", "Air", "The concentration of carbon dioxide in occupied rooms shall stay below 800 ppm."),
    ("10", "Staff", "Staff shall answer a spoken question within 5 min."),
    ("11", "Lending", "Books shall be lent out for 28 days and may be renewed twice by telephone."),
    ("12", "Complaints", "A written complaint shall be answered by letter within two weeks."),
];

#[test]
fn two_editions_show_what_moved_split_came_and_went() {
    let (old, new) = (list(OLD), list(NEW));
    let options = Options::default();
    let aligner = Aligner::default();
    let alignment = aligner.compare(&old, &new, &options).alignment(&options);
    let pairs = pairs(&alignment, &old, &new);
    let plain: Vec<(&str, &str)> = pairs.iter().map(|it| (it.0, it.1)).collect();
    assert_eq!(
        plain,
        [
            ("1", "1"),
            ("4", "5"),
            ("5", "7"),
            ("6", "8"),
            ("7", "9"),
            ("8", "11"),
            ("8", "10"),
            ("10", "4"),
            ("11", "12")
        ]
    );
    let moved: Vec<&str> = pairs.iter().filter(|it| it.3).map(|it| it.0).collect();
    assert_eq!(moved, ["10"], "the clause on quiet went to the front");
    let groups: Vec<usize> = pairs.iter().filter(|it| it.0 == "8").map(|it| it.2).collect();
    assert_eq!(groups[0], groups[1], "a split clause is one group");
    let alone = |list: &List<'_>, at: &[usize]| -> Vec<String> {
        at.iter().map(|at| list.items[*at].id.to_string()).collect()
    };
    assert_eq!(alone(&old, &alignment.left_only), ["9"]);
    assert_eq!(alone(&new, &alignment.right_only), ["6"]);
}

#[test]
fn one_to_one_uses_nothing_twice() {
    let (old, new) = (list(OLD), list(NEW));
    let options = Options { one_to_one: true, ..Options::default() };
    let alignment = Aligner::default().compare(&old, &new, &options).alignment(&options);
    let lefts = alignment.pairs.iter().map(|it| it.left).collect::<Vec<_>>();
    let rights = alignment.pairs.iter().map(|it| it.right).collect::<Vec<_>>();
    assert!(lefts.len() > 5);
    for mut used in [lefts, rights] {
        let all = used.len();
        used.sort_unstable();
        used.dedup();
        assert_eq!(used.len(), all);
    }
}

/// A model that knows two words for one thing; it has no other language, and no letters.
struct Toy;

impl Toy {
    fn meaning(text: &str) -> Option<&'static str> {
        [("kettle", "boil"), ("Wasserkocher", "boil"), ("ladder", "climb"), ("Leiter", "climb")]
            .into_iter()
            .find(|(word, _)| text.contains(word))
            .map(|(_, meaning)| meaning)
    }

    fn agree(left: &List<'_>, right: &List<'_>, (l, r): (usize, usize)) -> bool {
        let of = |list: &List<'_>, at: usize| {
            list.items[at].text.iter().find_map(|it| Self::meaning(it))
        };
        of(left, l).is_some() && of(left, l) == of(right, r)
    }
}

impl SimilarityModel for Toy {
    fn name(&self) -> &str {
        "toy"
    }

    fn similarities(
        &self,
        left: &List<'_>,
        right: &List<'_>,
        pairs: &[(usize, usize)],
    ) -> Vec<f32> {
        pairs.iter().map(|it| if Self::agree(left, right, *it) { 0.95 } else { 0.05 }).collect()
    }

    fn candidates(&self, left: &List<'_>, right: &List<'_>, limit: usize) -> Vec<Vec<usize>> {
        let near =
            |l: usize| (0..right.items.len()).filter(move |r| Self::agree(left, right, (l, *r)));
        (0..left.items.len()).map(|l| near(l).take(limit).collect()).collect()
    }
}

#[test]
fn a_model_of_meaning_finds_what_no_word_shows() {
    let left = list(&[
        ("a", "", "Der Wasserkocher ist nach Gebrauch zu leeren."),
        ("b", "", "Die Leiter ist vor Gebrauch zu besehen."),
    ]);
    let right = list(&[
        ("1", "", "Look at each ladder first."),
        ("2", "", "Empty a kettle when done."),
        ("3", "", "Lock up at night."),
    ]);
    let options = Options { numbers: false, ..Options::default() };
    let first = |aligner: &Aligner| -> Vec<Option<usize>> {
        let compared = aligner.compare(&left, &right, &options);
        compared.ranked.iter().map(|it| it.first().map(|it| it.right)).collect()
    };
    assert_ne!(first(&Aligner::default()), [Some(1), Some(0)], "the test shows nothing");
    let aligner = Aligner::default().with_model(Box::new(Toy));
    assert_eq!(first(&aligner), [Some(1), Some(0)]);
    let alignment = aligner.compare(&left, &right, &options).alignment(&options);
    assert_eq!(alignment.right_only, [2]);
    let said = alignment.pairs[0].evidence.named().find(|(name, _)| *name == "model");
    assert_eq!(said, Some(("model", 0.95)));
}

/// A model that keeps none of the rules.
struct Broken;

impl SimilarityModel for Broken {
    fn name(&self) -> &str {
        "broken"
    }

    fn similarities(&self, _: &List<'_>, _: &List<'_>, pairs: &[(usize, usize)]) -> Vec<f32> {
        [f32::NAN, 7.0, -1.0, f32::INFINITY].into_iter().cycle().take(pairs.len() / 2).collect()
    }

    fn candidates(&self, _: &List<'_>, _: &List<'_>, _: usize) -> Vec<Vec<usize>> {
        vec![vec![0, 0, usize::MAX]; 100]
    }
}

#[test]
fn a_broken_model_breaks_nothing() {
    let (old, new) = (list(OLD), list(NEW));
    let options = Options::default();
    let aligner = Aligner::default().with_model(Box::new(Broken));
    let compared = aligner.compare(&old, &new, &options);
    for ranked in &compared.ranked {
        assert!(ranked.iter().all(|it| (0.0..=1.0).contains(&it.score)), "{ranked:?}");
        let mut rights: Vec<usize> = ranked.iter().map(|it| it.right).collect();
        rights.sort_unstable();
        rights.dedup();
        assert_eq!(rights.len(), ranked.len(), "a candidate twice");
    }
}

#[test]
fn odd_lists_are_survived() {
    let huge = "The vessel shall hold 5 l of water, and no more. ".repeat(400);
    let unusual = List::from_json_lines(
        "odd",
        "{\"id\": 1, \"text\": null, \"level\": 3, \"deep\": {\"a\": [[\"x\", {\"b\": \"y\"}]]}}\n\
         {\"id\": \"2\", \"title\": [\"a\", \"b\"], \"text\": {\"p\": \"q\"}, \"ok\": true, \"parent\": \"9\"}\n\
         {\"id\": \"３\", \"text\": \"\\u0000\\ufeff\\ud83d\\ude00 e\\u0301\"}\n",
    )
    .unwrap();
    let lists = [
        list(&[]),
        list(&[("1", "", "")]),
        list(&[("1", "", " "), ("2", "\u{3000}", "……"), ("3", "", "!")]),
        list(&[
            ("1", "Same", "Same text."),
            ("2", "Same", "Same text."),
            ("3", "Same", "Same text."),
        ]),
        list(&[("1", "", &huge), ("2", "", "The vessel shall hold 5 l of water.")]),
        list(&[("1", "容器", "容器应能盛 5 l 水。"), ("2", "", "验证 vessel。")]),
        unusual,
        list(OLD),
    ];
    for left in &lists {
        for right in &lists {
            for numbers in [false, true] {
                for one_to_one in [false, true] {
                    let options = Options { candidates: 3, numbers, one_to_one };
                    let compared = Aligner::default().compare(left, right, &options);
                    let alignment = compared.alignment(&options);
                    let ranking = compared.candidates(&options);
                    let sound = |it: &consonance::alignment::Pair| {
                        it.left < left.items.len()
                            && it.right < right.items.len()
                            && (0.0..=1.0).contains(&it.score)
                    };
                    assert!(alignment.pairs.iter().all(sound));
                    assert!(ranking.pairs.iter().all(sound));
                    for left in 0..left.items.len() {
                        for right in 0..right.items.len() {
                            assert_eq!(compared.explain(left, right).right, right);
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn equal_clauses_meet_in_order() {
    let same = list(&[
        ("5.1", "", "The device shall be marked."),
        ("5.2", "", "The device shall be marked."),
        ("5.3", "", "The device shall be marked."),
        ("5.4", "", "Doors shall open outwards on every storey."),
        ("5.5", "", "Ropes are inspected yearly by a competent person."),
        ("5.6", "", "Lamps shall burn for 12 h without a new battery."),
    ]);
    let options = Options { one_to_one: true, ..Options::default() };
    let alignment = Aligner::default().compare(&same, &same, &options).alignment(&options);
    assert!(alignment.pairs.iter().all(|it| it.left == it.right), "{:?}", alignment.pairs);
}
