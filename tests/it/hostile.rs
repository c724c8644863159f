//! Hostile documents of each format: a clear problem each, no panic, bounded time and memory, and
//! the files beside them are read all the same.

use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use consonance::reader::{LoadOptions, Loaded, load};
use consonance::source::ProblemCode;

/// What hangs takes for ever; what does not takes seconds, also where a machine does much else.
const LONG: Duration = Duration::from_secs(240);

const GOOD: &str = "standard: T/EXAMPLE 1-2021\ntitle: 服务评价通则\n";

/// Loads one hostile file beside a good one, which must be read; gives what was said of the former.
fn beside_a_good_one(name: &str, bytes: &[u8]) -> (Loaded, Vec<(ProblemCode, String)>) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), bytes).unwrap();
    std::fs::write(folder.path().join("zz-good.yaml"), GOOD).unwrap();
    let paths: Vec<PathBuf> = vec![folder.path().join(name), folder.path().join("zz-good.yaml")];
    let start = Instant::now();
    let loaded = load(&paths, &LoadOptions::default());
    assert!(start.elapsed() < LONG, "{name} took {:?}", start.elapsed());
    let is_good = |it: &&consonance::model::Standard| {
        it.identity.as_ref().is_some_and(|it| it.written.get(&loaded.sources) == "T/EXAMPLE 1-2021")
    };
    assert_eq!(loaded.standards.iter().filter(is_good).count(), 1, "{name}: the good file is read");
    let said = loaded.problems.iter().map(|it| (it.code, it.message.en.clone())).collect();
    (loaded, said)
}

fn problem(name: &str, bytes: &[u8], code: ProblemCode, words: &str) {
    let (_, said) = beside_a_good_one(name, bytes);
    assert!(
        said.iter().any(|(found, message)| *found == code && message.contains(words)),
        "{name}: {said:?}"
    );
}

fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        out.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

const RELATIONS: &[u8] = br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;

#[test]
fn containers_that_unpack_without_end_are_refused() {
    // 300 MiB of blanks in 300 kB.
    let blanks = vec![b' '; 300 << 20];
    let word = zip(&[("_rels/.rels", RELATIONS), ("word/document.xml", &blanks)]);
    assert!(word.len() < 1 << 20);
    problem("bomb.docx", &word, ProblemCode::Limit, "unpacks to more than");
    let sheet = zip(&[("xl/workbook.xml", &blanks)]);
    let (_, said) = beside_a_good_one("bomb.xlsx", &sheet);
    assert!(said.iter().any(|it| it.0.is_failure()), "{said:?}");
    let (_, said) = beside_a_good_one("bomb.yaml.gz", &gzip(&blanks));
    assert!(said.iter().any(|it| it.0 == ProblemCode::TooLarge), "{said:?}");
}

#[test]
fn damaged_containers_are_said() {
    let document = br#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>GB/T 99901-2020</w:t></w:r></w:p></w:body></w:document>"#;
    let word = zip(&[("_rels/.rels", RELATIONS), ("word/document.xml", document)]);
    for len in [4, word.len() / 2, word.len() - 10] {
        let (_, said) = beside_a_good_one("cut.docx", &word[..len]);
        assert!(said.iter().any(|it| it.0.is_failure()), "{len}: {said:?}");
    }
    for len in [4, 100] {
        let (_, said) = beside_a_good_one("cut.xlsx", &word[..len]);
        assert!(said.iter().any(|it| it.0.is_failure()), "{len}: {said:?}");
    }
    // Names that lead out of the container name no part, and nothing is written anywhere.
    let outside = zip(&[("../../word/document.xml", document), ("_rels/.rels", RELATIONS)]);
    let (_, said) = beside_a_good_one("outside.docx", &outside);
    assert!(said.iter().any(|it| it.0.is_failure()), "{said:?}");
    // A part that is no XML, and one that nests without end.
    let broken = zip(&[("_rels/.rels", RELATIONS), ("word/document.xml", b"<w:document><w:body>")]);
    problem("broken.docx", &broken, ProblemCode::Syntax, "");
    let deep = format!("<w:document xmlns:w=\"x\">{}", "<w:p>".repeat(100_000));
    let deep = zip(&[("_rels/.rels", RELATIONS), ("word/document.xml", deep.as_bytes())]);
    let (_, said) = beside_a_good_one("deep.docx", &deep);
    assert!(said.iter().any(|it| it.0.is_failure()), "{said:?}");
}

#[test]
fn entities_do_not_expand_without_end() {
    let laughs: String = (1..12)
        .map(|n| format!("<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10)))
        .collect();
    for root in [
        "standard><front><iso-meta><std-ref>&a11;</std-ref></iso-meta></front></standard",
        "rfc><middle><section><t>&a11;</t></section></middle></rfc",
        "iso-standard xmlns=\"https://www.metanorma.org/ns/iso\"><bibdata/><sections><clause><p>&a11;</p></clause></sections></iso-standard",
        "catalog xmlns='http://csrc.nist.gov/ns/oscal/1.0'><metadata><title>&a11;</title></metadata></catalog",
    ] {
        let name = root.split(['>', ' ']).next().unwrap();
        let text = format!("<!DOCTYPE {name} [<!ENTITY a0 \"lol\">{laughs}]><{root}>");
        let (_, said) = beside_a_good_one("laughs.xml", text.as_bytes());
        assert!(
            said.iter().any(|it| matches!(it.0, ProblemCode::Limit | ProblemCode::Syntax)),
            "{name}: {said:?}"
        );
    }
    // An external entity is never fetched.
    let secret = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(secret.path(), "SECRET").unwrap();
    let text = format!(
        "<!DOCTYPE standard [<!ENTITY x SYSTEM \"file://{}\">]><standard><front><iso-meta><std-ref>ISO 99901:2019</std-ref></iso-meta></front><body><sec><title>A</title><p>words &x; more</p></sec></body></standard>",
        secret.path().display()
    );
    let (loaded, _) = beside_a_good_one("external.xml", text.as_bytes());
    assert!(!format!("{:?}", loaded.standards).contains("SECRET"));
}

#[test]
fn markup_that_nests_without_end_is_said() {
    for (open, close, name) in [
        ("<sec>", "</sec>", "standard"),
        ("<section>", "</section>", "rfc"),
        ("<clause>", "</clause>", "iso-standard"),
        ("<p>", "</p>", "adoption"),
    ] {
        let depth = 100_000;
        let body = format!("{}x{}", open.repeat(depth), close.repeat(depth));
        let text = format!("<{name}><front/><body>{body}</body></{name}>");
        let (_, said) = beside_a_good_one("deep.xml", text.as_bytes());
        assert!(said.iter().any(|it| it.0.is_failure()), "{name}: {said:?}");
    }
    let deep = format!("{{\"catalog\":{{\"groups\":[{}", "{\"groups\":[".repeat(100_000));
    let (_, said) = beside_a_good_one("deep.json", deep.as_bytes());
    assert!(said.iter().any(|it| it.0.is_failure()), "{said:?}");
    let headings: String =
        (1..3_000).map(|n| format!("{} h{n}\n\ntext\n\n", "=".repeat(n))).collect();
    beside_a_good_one("deep.adoc", format!("= T\n:docnumber: 1\n\n{headings}").as_bytes());
    let lists: String = (1..3_000).map(|n| format!("{} item\n", "*".repeat(n))).collect();
    beside_a_good_one("lists.adoc", format!("= T\n:docnumber: 1\n\n== A\n\n{lists}").as_bytes());
}

#[test]
fn wrong_declared_encodings_and_nul_bytes_do_no_harm() {
    let text = "<standard><front><iso-meta><std-ref>ISO 99901:2019</std-ref></iso-meta></front><body><sec><title>范围</title><p>文字</p></sec></body></standard>";
    // Declared otherwise than it is: read as it is.
    let (loaded, said) = beside_a_good_one(
        "latin.xml",
        format!("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>{text}").as_bytes(),
    );
    let title = loaded.standards[0].clauses.as_ref().unwrap()[0].title.first().unwrap();
    assert_eq!(title.get(&loaded.sources), "范围", "{said:?}");
    let declared = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>{text}");
    let chinese = encoding_rs::GB18030.encode(&declared).0.into_owned();
    let (loaded, said) = beside_a_good_one("gb.xml", &chinese);
    let title = loaded.standards[0].clauses.as_ref().unwrap()[0].title.first().unwrap();
    assert_eq!(title.get(&loaded.sources), "范围", "{said:?}");
    // Bytes of no text.
    for name in ["nul.xml", "nul.adoc", "nul.csv", "nul.json", "nul.txt"] {
        let (_, said) =
            beside_a_good_one(name, b"<standard>\0\0<front/>\0number,title\0= T\n:docnumber: 1\0");
        assert!(said.iter().any(|it| it.0.is_failure()), "{name}: {said:?}");
    }
}

fn adoc(include: &str) -> String {
    format!(
        "= T\n:docnumber: 99901\n:publisher: ISO\n\n== Scope\n\ninclude::{include}[]\n\nText.\n"
    )
}

#[test]
fn includes_stay_inside_and_end() {
    let folder = tempfile::tempdir().unwrap();
    let inside = folder.path().join("inside");
    std::fs::create_dir(&inside).unwrap();
    std::fs::write(folder.path().join("secret.adoc"), "SECRET").unwrap();
    let secret = folder.path().join("secret.adoc");
    let check = |include: &str| {
        std::fs::write(inside.join("a.adoc"), adoc(include)).unwrap();
        let loaded = load(&[inside.join("a.adoc")], &LoadOptions::default());
        assert!(
            loaded.problems.iter().any(|it| it.code == ProblemCode::Include),
            "{include}: {:?}",
            loaded.problems
        );
        assert!(loaded.sources.files().iter().all(|it| !it.text().contains("SECRET")), "{include}");
        assert_eq!(loaded.standards.len(), 1, "{include}: the rest is read");
    };
    check("../secret.adoc");
    check("x/../../secret.adoc");
    check(&secret.to_string_lossy());
    check("a.adoc");
    check("missing.adoc");
    std::fs::write(inside.join("b.adoc"), "include::c.adoc[]\n").unwrap();
    std::fs::write(inside.join("c.adoc"), "include::b.adoc[]\n").unwrap();
    check("b.adoc");
    // Twice as much at each step.
    for n in 0..30 {
        std::fs::write(
            inside.join(format!("n{n}.adoc")),
            format!("include::n{}.adoc[]\ninclude::n{}.adoc[]\n", n + 1, n + 1),
        )
        .unwrap();
    }
    std::fs::write(inside.join("n30.adoc"), "words\n").unwrap();
    let start = Instant::now();
    // Values of attributes that hold each other twice.
    let values: String = (1..60).map(|n| format!(":v{n}: {{v{0}}}{{v{0}}}\n", n - 1)).collect();
    let text = adoc("n0.adoc")
        .replace(":publisher: ISO\n", &format!(":publisher: ISO\n:v0: lol\n{values}"));
    std::fs::write(inside.join("a.adoc"), text + "\n{v59} {v59} {v59}\n").unwrap();
    let loaded = load(&[inside.join("a.adoc")], &LoadOptions::default());
    assert!(start.elapsed() < LONG, "{:?}", start.elapsed());
    assert!(
        loaded.problems.iter().any(|it| it.code.is_failure()),
        "said: {:?}",
        loaded.problems.len()
    );
}

#[cfg(unix)]
#[test]
fn links_out_of_the_folder_are_not_followed_by_includes() {
    let folder = tempfile::tempdir().unwrap();
    let inside = folder.path().join("inside");
    std::fs::create_dir(&inside).unwrap();
    std::fs::write(folder.path().join("secret.adoc"), "SECRET").unwrap();
    std::os::unix::fs::symlink("../secret.adoc", inside.join("link.adoc")).unwrap();
    std::fs::write(inside.join("a.adoc"), adoc("link.adoc")).unwrap();
    let loaded = load(&[inside.join("a.adoc")], &LoadOptions::default());
    assert!(loaded.sources.files().iter().all(|it| !it.text().contains("SECRET")));
    assert!(loaded.problems.iter().any(|it| it.code == ProblemCode::Include));
    // A folder that holds itself.
    std::os::unix::fs::symlink(".", inside.join("loop")).unwrap();
    let loaded = load(std::slice::from_ref(&inside), &LoadOptions::default());
    assert_eq!(loaded.standards.len(), 1);
}

#[test]
fn lists_without_end_of_columns_or_quotes_end() {
    let wide = format!("number,title,{}\n{}\n", "x,".repeat(100_000), "ISO 99901:2019,T");
    beside_a_good_one("wide.csv", wide.as_bytes());
    let open = format!("number,title\n{}", "\"ISO 99901:2019,T\n".repeat(50_000));
    beside_a_good_one("open.csv", open.as_bytes());
    let json = format!("[{}", "{\"number\":\"ISO 99901:2019\",\"title\":".repeat(50_000));
    beside_a_good_one("open.json", json.as_bytes());
}

/// A small generator of numbers: the same ones on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit.max(1) as u64).unwrap()
    }
}

/// Pieces that mean something to one format or another.
const PIECES: &[&str] = &[
    "<",
    ">",
    "</",
    "/>",
    "<!--",
    "]]>",
    "<![CDATA[",
    "&",
    "&#0;",
    "&#x110000;",
    "&nope;",
    "\"",
    "'",
    "<sec>",
    "</p>",
    "<?xml version=\"1.0\"?>",
    "<!DOCTYPE x [",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "1e999",
    "\\u0000",
    "\\ud800",
    "== ",
    "======== ",
    "|===",
    "----",
    "[[[",
    "<<",
    ">>",
    "include::x[]",
    "ifdef::a[]",
    "endif::[]",
    ":a: {a}",
    "* ",
    "。",
    "第",
    "\u{feff}",
    "\0",
    "\r",
    "\t",
    "\u{2028}",
    "9999999999999999999999",
    "RFC",
    "   ",
];

/// Whatever happens to a good file of any format, it does no harm: no panic, an end, and the same
/// answer twice.
#[test]
fn mutations_of_every_format_do_no_harm() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats");
    let seeds: Vec<PathBuf> = ignore::Walk::new(root)
        .flatten()
        .filter(|it| it.file_type().is_some_and(|it| it.is_file()))
        .map(ignore::DirEntry::into_path)
        .filter(|it| it.extension().is_none_or(|it| it != "py"))
        .collect();
    assert!(seeds.len() > 15);
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let folder = tempfile::tempdir().unwrap();
    for (number, seed) in seeds.iter().enumerate() {
        let good = std::fs::read(seed).unwrap();
        let ending = seed.extension().unwrap().to_string_lossy();
        for round in 0..40 {
            let mut bytes = good.clone();
            for _ in 0..=random.below(6) {
                let at = random.below(bytes.len() + 1);
                match random.below(6) {
                    0 => bytes.truncate(at),
                    1 if at < bytes.len() => bytes[at] = u8::try_from(random.below(256)).unwrap(),
                    2 => {
                        let end = (at + random.below(30)).min(bytes.len());
                        bytes.drain(at..end);
                    }
                    3 => {
                        let end = (at + random.below(200)).min(bytes.len());
                        let again = bytes[at..end].to_vec();
                        let to = random.below(bytes.len() + 1);
                        bytes.splice(to..to, again);
                    }
                    _ => {
                        let piece = PIECES[random.below(PIECES.len())];
                        bytes.splice(at..at, piece.bytes());
                    }
                }
            }
            std::fs::write(folder.path().join(format!("{number}-{round}.{ending}")), bytes)
                .unwrap();
        }
    }
    let start = Instant::now();
    let loaded = load(&[folder.path().to_owned()], &LoadOptions::default());
    assert!(start.elapsed() < LONG, "{:?}", start.elapsed());
    assert!(loaded.standards.len() > 300, "{}", loaded.standards.len());
    let again = load(&[folder.path().to_owned()], &LoadOptions::default());
    assert_eq!(loaded.standards, again.standards);
    assert_eq!(loaded.problems, again.problems);
    // What was read can be written, whatever it is.
    let content = consonance::export::Content {
        standards: &loaded.standards,
        mappings: &loaded.mappings,
        ..consonance::export::Content::default()
    };
    let target = folder.path().join("all.yaml");
    std::fs::write(&target, consonance::export::definition(&loaded.sources, content)).unwrap();
    let back = load(std::slice::from_ref(&target), &LoadOptions::default());
    assert_eq!(back.problems.iter().map(|it| &it.message.en).next(), None);
    assert_eq!(back.standards.len(), loaded.standards.len());
}
