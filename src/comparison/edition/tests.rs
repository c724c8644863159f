use super::*;
use crate::alignment::Aligner;

fn compared(old: &str, new: &str) -> Vec<(Vec<String>, Vec<String>, Vec<Fate>)> {
    let read = |text: &str| List::from_json_lines("x", text).unwrap();
    let (old, new) = (read(old), read(new));
    let aligner = Aligner::new(Vec::new());
    let options = Options::default();
    let comparison = aligner.compare(&old, &new, &options);
    let (a, b) = (Passages::of_list(&old), Passages::of_list(&new));
    let found = edition(&comparison, &a, &b, &[0], &options);
    let ids = |places: &[usize], list: &List<'_>| {
        places.iter().map(|it| list.items[*it].id.to_string()).collect()
    };
    found
        .rows
        .iter()
        .map(|row| (ids(&row.old, &old), ids(&row.new, &new), row.fates.clone()))
        .collect()
}

const OLD: &str = r#"{"id": "1", "title": "Scope", "text": "This standard specifies requirements for storage rooms of museums."}
{"id": "2", "title": "Climate", "text": "The air temperature shall not exceed 22 °C in any storage room. The relative humidity shall be recorded twice a day by the keeper."}
{"id": "3", "title": "Lighting", "text": "Lamps should be switched off when nobody is in the storage room."}
{"id": "4", "title": "Insects", "text": "Traps for insects shall be looked at every week and replaced when full."}
{"id": "5", "title": "Keys", "text": "Keys are kept in a locked cabinet beside the entrance."}"#;

const NEW: &str = r#"{"id": "1", "title": "Scope", "text": "This standard specifies requirements for storage rooms of museums."}
{"id": "2", "title": "Temperature", "text": "The air temperature shall not exceed 20 °C in any storage room."}
{"id": "3", "title": "Humidity", "text": "The relative humidity shall be recorded twice a day by the keeper."}
{"id": "4", "title": "Lighting", "text": "Lamps shall be switched off when nobody is in the storage room."}
{"id": "5", "title": "Fire", "text": "Extinguishers are inspected by a qualified contractor each spring."}
{"id": "6", "title": "Keys", "text": "The keys are kept in a locked cabinet beside the entrance."}"#;

#[test]
fn every_clause_has_its_fate() {
    use Fate::{Added, Deleted, Editorial, Renumbered, Requirement, Split, Unchanged};
    let found = compared(OLD, NEW);
    let fates = |old: &[&str], new: &[&str]| {
        let row = found.iter().find(|row| row.0 == old && row.1 == new);
        row.map(|it| it.2.clone()).unwrap_or_else(|| panic!("{old:?} {new:?} in {found:?}"))
    };
    assert_eq!(fates(&["1"], &["1"]), [Unchanged]);
    assert_eq!(fates(&["2"], &["2", "3"]), [Requirement, Split]);
    assert_eq!(fates(&["3"], &["4"]), [Requirement, Renumbered]);
    assert_eq!(fates(&["4"], &[]), [Deleted]);
    assert_eq!(fates(&["5"], &["6"]), [Editorial, Renumbered]);
    assert_eq!(fates(&[], &["5"]), [Added]);
    // Backwards, what was split is merged.
    let back = compared(NEW, OLD);
    assert!(back.iter().any(|row| row.0 == ["2", "3"] && row.2.contains(&Fate::Merged)));
}

#[test]
fn the_same_edition_is_unchanged() {
    assert!(compared(OLD, OLD).iter().all(|row| row.2 == [Fate::Unchanged]));
}
