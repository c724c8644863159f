use super::*;
use crate::source::{Encoding, FileId};
use crate::syntax::yaml;

#[test]
fn the_reader_asks_for_no_key_that_is_not_in_the_table() {
    let text = "standard: A\nclauses: [{text: x}]\n";
    let file = SourceFile::text_file(FileId::from_index(0), "a.yaml", Encoding::Utf8, text);
    let parsed = yaml::parse(&file);
    let access = Access::new(&parsed.tree);
    for root in access.roots() {
        assert!(read_standard(root).is_some());
    }
    for (shape, key) in access.asked() {
        let shape = shape::shape(&shape).unwrap();
        assert!(shape.keys().any(|each| each == key), "{}.{key}", shape.name);
    }
}
