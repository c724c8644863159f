//! Whatever comes in: a clear problem, the rest read, no panic, bounded time.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use consonance::reader::{LoadOptions, Loaded, READERS, load};
use consonance::source::{Encoding, FileId, LoadLimits, ProblemCode, SourceFile, SourceMap};
use consonance::syntax::{json, yaml};

const GOOD: &str = "standard: T/EXAMPLE 1-2021\ntitle: 服务评价通则\nclauses:\n- {number: '1', text: 服务应达标。}\n";

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

fn read(paths: &[PathBuf]) -> Loaded {
    load(paths, &LoadOptions::default())
}

fn read_folder(path: &Path) -> Loaded {
    read(&[path.to_owned()])
}

fn titles(loaded: &Loaded) -> Vec<String> {
    let title = |it: &consonance::model::Standard| {
        it.title.first().map_or(String::new(), |it| it.get(&loaded.sources).to_owned())
    };
    loaded.standards.iter().map(title).collect()
}

fn codes(loaded: &Loaded) -> Vec<ProblemCode> {
    loaded.problems.iter().map(|it| it.code).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn every_encoding_gives_the_same_text() {
    let utf16 = |little: bool| -> Vec<u8> {
        let pair = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
        GOOD.encode_utf16().flat_map(pair).collect()
    };
    let marked = |mark: &[u8], rest: Vec<u8>| [mark.to_vec(), rest].concat();
    let gb = encoding_rs::GB18030.encode(GOOD).0.into_owned();
    let cases: Vec<(Vec<u8>, Encoding)> = vec![
        (GOOD.into(), Encoding::Utf8),
        (marked(&[0xef, 0xbb, 0xbf], GOOD.into()), Encoding::Utf8),
        (marked(&[0xff, 0xfe], utf16(true)), Encoding::Utf16Le),
        (marked(&[0xfe, 0xff], utf16(false)), Encoding::Utf16Be),
        (utf16(true), Encoding::Utf16Le),
        (utf16(false), Encoding::Utf16Be),
        (gb, Encoding::Gb18030),
        (gzip(GOOD.as_bytes()), Encoding::Utf8),
    ];
    for (bytes, encoding) in cases {
        let folder = folder(&[("a.yaml", &bytes)]);
        let loaded = read_folder(folder.path());
        assert_eq!(loaded.problems, []);
        assert_eq!(titles(&loaded), ["服务评价通则"]);
        let file = &loaded.sources.files()[0];
        assert_eq!((file.encoding(), file.text()), (encoding, GOOD));
    }
}

#[test]
fn line_ends_are_kept() {
    let text = GOOD.replace('\n', "\r\n");
    let folder = folder(&[("a.yaml", text.as_bytes())]);
    let loaded = read_folder(folder.path());
    assert_eq!(loaded.problems, []);
    assert_eq!(loaded.sources.files()[0].text(), text);
    let title = loaded.standards[0].title.first().unwrap();
    assert_eq!(loaded.sources.location(title.span()).start.line, 2);
}

#[test]
fn damaged_utf8_is_not_taken_for_chinese_in_another_encoding() {
    // Cut in the middle of the last character.
    let cut = &GOOD.as_bytes()[..GOOD.len() - 4];
    let folder = folder(&[("a.yaml", cut)]);
    let loaded = read_folder(folder.path());
    assert_eq!(loaded.sources.files()[0].encoding(), Encoding::Utf8);
    assert!(codes(&loaded).contains(&ProblemCode::Encoding), "{:?}", loaded.problems);
    assert_eq!(titles(&loaded), ["服务评价通则"]);
}

#[test]
fn one_bad_file_does_not_stop_the_others() {
    let cut_gzip = &gzip(GOOD.repeat(50).as_bytes())[..60];
    let folder = folder(&[
        ("a.yaml", GOOD.as_bytes()),
        ("binary.yaml", &[0, 159, 146, 150, 0, 1, 2, 3]),
        ("cut.yaml", b"standard: A 1\ntitle: \"x"),
        ("cut.yaml.gz", cut_gzip),
        ("deep.yaml", "- ".repeat(5_000).as_bytes()),
        ("empty.yaml", b""),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0"),
        ("notes.txt", b"nothing of ours"),
        ("other.yaml", b"name: ci\non: push\n"),
        ("z.yaml", GOOD.as_bytes()),
    ]);
    let loaded = read_folder(folder.path());
    let good = titles(&loaded).iter().filter(|it| *it == "服务评价通则").count();
    assert!(good >= 2, "{:?}", titles(&loaded));
    let said = |name: &str| {
        loaded.problems.iter().find(|problem| {
            let path = problem.span.map(|span| loaded.sources.file(span.file).path().to_owned());
            path.or(problem.path.clone()).is_some_and(|path| path.ends_with(name))
        })
    };
    assert_eq!(said("binary.yaml").unwrap().code, ProblemCode::Encoding);
    assert_eq!(said("cut.yaml").unwrap().code, ProblemCode::Syntax);
    assert_eq!(said("cut.yaml.gz").unwrap().code, ProblemCode::Unreadable);
    assert_eq!(said("empty.yaml").unwrap().code, ProblemCode::UnknownFormat);
    assert_eq!(said("deep.yaml").unwrap().code, ProblemCode::NotUnderstood);
    assert_eq!(said("other.yaml").unwrap().code, ProblemCode::NotUnderstood);
    assert!(
        said("picture.png").is_none() && said("notes.txt").is_none(),
        "not ours, not asked for"
    );
    for problem in &loaded.problems {
        assert!(problem.help.is_some(), "no way out: {problem:?}");
    }
}

#[test]
fn what_is_named_must_be_readable() {
    let folder =
        folder(&[("notes.txt", b"nothing of ours"), ("empty", b""), ("x.png", b"\x89PNG\0\0")]);
    for name in ["notes.txt", "empty", "x.png", "missing.yaml"] {
        let loaded = read(&[folder.path().join(name)]);
        assert_eq!(loaded.problems.len(), 1, "{name}: {:?}", loaded.problems);
        assert!(loaded.problems[0].code.is_failure(), "{name}");
    }
}

#[test]
fn a_format_can_be_named() {
    let folder = folder(&[("a.yaml", b"titel: x\n")]);
    let path = folder.path().join("a.yaml");
    let options = LoadOptions { input_format: Some("definition"), ..LoadOptions::default() };
    assert!(codes(&load(std::slice::from_ref(&path), &options)).contains(&ProblemCode::UnknownKey));
    let options = LoadOptions { input_format: Some("definitoin"), ..LoadOptions::default() };
    let help = load(&[path], &options).problems[0].help.clone().unwrap();
    assert_eq!(help.en, "did you mean definition?");
}

#[test]
fn too_large_is_said_before_it_is_read() {
    let big = GOOD.repeat(100);
    let folder = folder(&[
        ("a.yaml", big.as_bytes()),
        ("b.yaml.gz", &gzip(big.as_bytes())),
        ("c.yaml", GOOD.as_bytes()),
    ]);
    let options = LoadOptions {
        limits: LoadLimits { bytes: 1024, ..LoadLimits::default() },
        ..LoadOptions::default()
    };
    let loaded = load(&[folder.path().to_owned()], &options);
    assert_eq!(codes(&loaded), [ProblemCode::TooLarge, ProblemCode::TooLarge]);
    assert_eq!(loaded.problems[0].message.en, "larger than the limit of 1 KiB");
    assert_eq!(loaded.standards.len(), 1);
}

#[test]
fn ignored_files_and_order() {
    let folder = folder(&[
        (".gitignore", b"drafts/\n"),
        ("drafts/x.yaml", GOOD.as_bytes()),
        ("b/2.yaml", b"standard: B 2\ntitle: b2\n"),
        ("b/10.yaml", b"standard: B 10\ntitle: b10\n"),
        ("a.yaml", b"standard: A 1\ntitle: a\n"),
        (".hidden/x.yaml", GOOD.as_bytes()),
    ]);
    let loaded = read_folder(folder.path());
    assert_eq!(titles(&loaded), ["a", "b10", "b2"]);
    // The order of the arguments is kept, and a file that is met twice is read once.
    let paths = [folder.path().join("b"), folder.path().to_owned(), folder.path().join("a.yaml")];
    let loaded = read(&paths);
    assert_eq!(titles(&loaded), ["b10", "b2", "a"]);
    let arguments: Vec<usize> = loaded.origins.iter().map(|it| it.argument).collect();
    assert_eq!(arguments, [0, 0, 1]);
}

#[cfg(unix)]
#[test]
fn loops_and_locked_files() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder(&[("a/a.yaml", GOOD.as_bytes()), ("locked.yaml", GOOD.as_bytes())]);
    symlink(folder.path(), folder.path().join("a/loop")).unwrap();
    symlink("/nowhere/at/all", folder.path().join("broken.yaml")).unwrap();
    let locked = folder.path().join("locked.yaml");
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o000)).unwrap();
    // Whoever may read everything (root) may read this too.
    let is_locked = std::fs::read(&locked).is_err();
    let loaded = read_folder(folder.path());
    assert_eq!(titles(&loaded).len(), if is_locked { 1 } else { 2 });
    let said: Vec<&str> = loaded.problems.iter().map(|it| it.message.en.as_str()).collect();
    assert!(said.iter().any(|it| it.starts_with("a link that leads back to")), "{said:?}");
    assert!(said.contains(&"there is no such file or folder"), "{said:?}");
    assert_eq!(said.contains(&"no permission to read it"), is_locked);
}

fn file(text: String) -> SourceFile {
    SourceFile::text_file(FileId::from_index(0), "a.yaml", Encoding::Utf8, text)
}

/// Reads with everything that reads YAML or JSON, and says how many problems there were.
fn everything(text: &str) -> usize {
    let file = file(text.to_owned());
    let mut count = yaml::parse(&file).problems.len() + json::parse(&file).problems.len();
    let sources = SourceMap::new();
    for reader in
        READERS.iter().filter(|it| matches!(it.name(), "definition" | "relaton" | "graph"))
    {
        let reading = reader.read(&file, &sources);
        let _ = reader.recognises(&file);
        for problem in &reading.problems {
            if let Some(span) = problem.span {
                let _ = (file.location(span), file.slice(span));
            }
        }
        count += reading.problems.len();
    }
    count
}

fn within(limit: Duration, text: &str) -> usize {
    let start = Instant::now();
    let count = everything(text);
    let took = start.elapsed();
    assert!(took < limit, "{took:?} for {} bytes", text.len());
    count
}

#[test]
fn extremes_end_soon() {
    // To tell what hangs from what is slow on a busy machine.
    let limit = Duration::from_secs(240);
    let laughs: String = (1..10)
        .map(|n| format!("a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 10].join(", ")))
        .collect();
    let chain: String = (1..3000).map(|n| format!("- &a{n} [*a{}]\n", n - 1)).collect();
    let keys: String = (0..20_000).map(|n| format!("k{}: {n}\n", n % 10_000)).collect();
    for text in [
        format!("a0: &a0 lol\n{laughs}"),
        format!("- &a0 [x]\n{chain}"),
        "a: &a [*a]\nb: &b {c: *b}\nstandard: &s {x: *s}\n".to_owned(),
        "[".repeat(100_000),
        "{a: ".repeat(100_000),
        "- ".repeat(100_000),
        (0..3000).map(|n| format!("{}a:\n", " ".repeat(n))).collect::<String>(),
        "{\"a\":".repeat(100_000),
        "[\"a\",".repeat(100_000),
        format!("standard: {}\n", "长".repeat(1_000_000)),
        format!("standard: \"{}\"\n", "\\u957f".repeat(200_000)),
        format!("standard: A\nclauses:\n- text: |\n{}", "    line\n\n".repeat(100_000)),
        "# c\n".repeat(100_000) + "standard: A\n# d",
        keys,
        "standard: A\n---\n".repeat(5_000),
        "{\"standard\": 1}\n".repeat(5_000),
        "a: *x\n".repeat(3_000),
        "\"".repeat(99_999),
        "'".repeat(99_999),
        "? ".repeat(50_000),
        "&a ".repeat(50_000),
        "!<".repeat(50_000),
        "%TAG ! x\n".repeat(20_000),
        "a: b: ".repeat(20_000),
        "\u{feff}".repeat(10_000),
        "x".repeat(3_000_000),
    ] {
        within(limit, &text);
    }
}

#[test]
fn a_bomb_of_aliases_is_one_clear_problem() {
    let laughs: String = (1..10)
        .map(|n| format!("a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 10].join(", ")))
        .collect();
    let file = file(format!("a0: &a0 lol\n{laughs}"));
    let parsed = yaml::parse(&file);
    assert_eq!(parsed.problems.len(), 1);
    assert_eq!(parsed.problems[0].code, ProblemCode::Limit);
    let parsed_file = self::file("a: &a [1, *a]\nb: *c\nc: &c 1\nd: *C\n".to_owned());
    let said: Vec<String> =
        yaml::parse(&parsed_file).problems.iter().map(|it| it.message.en.clone()).collect();
    assert_eq!(
        said,
        [
            "the alias *a stands inside the value that it names: it would never end",
            "no anchor &c stands before the alias *c",
            "no anchor &C stands before the alias *C",
        ]
    );
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

/// Pieces that mean something to YAML, JSON or us.
const PIECES: &[&str] = &[
    "*a",
    "&a ",
    "[",
    "]",
    "{",
    "}",
    "\t",
    "- ",
    ": ",
    "|\n",
    ">-\n",
    "\"",
    "'",
    "<<: *a",
    "\u{feff}",
    "\n---\n",
    "\n...\n",
    "# ",
    "!x ",
    "%",
    "@",
    "`",
    "\\u",
    "\\",
    "? ",
    ",",
    "\r\n",
    "\r",
    "\0",
    "~",
    "standard: ",
    "clauses:\n",
    "应",
    "\u{2028}",
    "  ",
    "\n",
    "\u{85}",
];

fn mutate(random: &mut Random, seed: &str) -> String {
    let mut bytes = seed.as_bytes().to_vec();
    for _ in 0..=random.below(6) {
        let at = random.below(bytes.len() + 1);
        match random.below(6) {
            0 => bytes.truncate(at),
            1 if at < bytes.len() => bytes[at] = u8::try_from(random.below(256)).unwrap(),
            2 => {
                let end = (at + random.below(20)).min(bytes.len());
                bytes.drain(at..end);
            }
            3 => {
                let end = (at + random.below(60)).min(bytes.len());
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
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn mutations_of_good_input_do_no_harm() {
    let docs = include_str!("../../docs/definition-format.md");
    let mut seeds: Vec<String> = docs
        .split("```yaml\n")
        .skip(1)
        .filter_map(|part| part.split("```").next())
        .map(str::to_owned)
        .collect();
    let as_json = |text: &String| {
        let value: serde_yaml::Value = serde_yaml::from_str(text).unwrap();
        serde_json::to_string(&value).unwrap()
    };
    seeds.extend(seeds.iter().map(as_json).collect::<Vec<_>>());
    seeds.push("a: &a {b: [1, 2]}\nc: *a\nd: |\n  x\n  y\ne: >\n  z\n\n  w\nf: 'it''s'\ng: \"\\u00e9\\n\"\n".to_owned());
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let rounds = 400;
    for round in 0..rounds {
        let seed = &seeds[round % seeds.len()];
        let text = mutate(&mut random, seed);
        within(Duration::from_secs(10), &text);
    }
}

#[test]
fn mutated_bytes_of_files_do_no_harm() {
    let mut random = Random(42);
    let gb = encoding_rs::GB18030.encode(GOOD).0.into_owned();
    let utf16: Vec<u8> = GOOD.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let seeds = [GOOD.as_bytes().to_vec(), gb, utf16, gzip(GOOD.as_bytes())];
    let folder = tempfile::tempdir().unwrap();
    for round in 0..200 {
        let mut bytes = seeds[round % seeds.len()].clone();
        for _ in 0..=random.below(4) {
            let at = random.below(bytes.len().max(1));
            if random.below(3) == 0 {
                bytes.truncate(at);
            } else if let Some(byte) = bytes.get_mut(at) {
                *byte = u8::try_from(random.below(256)).unwrap();
            }
        }
        std::fs::write(folder.path().join(format!("{round}.yaml")), bytes).unwrap();
    }
    let loaded = read_folder(folder.path());
    assert!(!loaded.standards.is_empty());
    // Twice the same, to the byte.
    let again = read_folder(folder.path());
    assert_eq!(loaded.problems, again.problems);
    assert_eq!(loaded.standards, again.standards);
}
