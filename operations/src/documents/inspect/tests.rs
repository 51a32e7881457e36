//! Files that are what they say, and files that are not.

use std::io::{Cursor, Write};

use zip::{ZipWriter, write::SimpleFileOptions};

use super::*;
use crate::Failure;

fn file(content: &[u8]) -> tempfile::TempPath {
    let path = tempfile::NamedTempFile::new().unwrap().into_temp_path();
    std::fs::write(&path, content).unwrap();
    path
}

fn looked(name: &str, content: &[u8]) -> std::result::Result<Found, Refused> {
    match inspect(&file(content), name) {
        Ok(found) => Ok(found),
        Err(Failure::Document(refused)) => Err(refused),
        Err(other) => panic!("{name}: {other}"),
    }
}

fn packed(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// One grey pixel.
fn png() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in [
        (b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0][..]),
        (b"IDAT", &[0x78, 0x9c, 0x63, 0x60, 0, 0, 0, 2, 0, 1][..]),
        (b"IEND", &[][..]),
    ] {
        bytes.extend((data.len() as u32).to_be_bytes());
        bytes.extend(kind);
        bytes.extend(data);
        bytes.extend([0; 4]);
    }
    bytes
}

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n";

#[test]
fn files_that_are_what_they_say() {
    assert_eq!(looked("a.PDF", PDF).unwrap().kind, "pdf");
    assert_eq!(looked("a.png", &png()).unwrap().kind, "png");
    assert_eq!(looked("a.jpeg", b"\xff\xd8\xff\xe0\0\x10JFIF\0rest\xff\xd9").unwrap().kind, "jpeg");
    assert_eq!(looked("a.rar", b"Rar!\x1a\x07\x01\0rest").unwrap().kind, "rar");
    let word = [("[Content_Types].xml", &b"<x/>"[..]), ("word/document.xml", b"<x/>")];
    assert_eq!(looked("a.docx", &packed(&word)).unwrap().notices, Vec::<&str>::new());
    let macros = [word[0], word[1], ("word/vbaProject.bin", b"x")];
    assert_eq!(looked("a.docx", &packed(&macros)).unwrap().notices, ["macros"]);
    assert_eq!(
        looked("a.zip", &packed(&[("一/二.txt", b"x"), ("a.docx", &packed(&word))])).unwrap().kind,
        "zip"
    );
    let mut old = OLE.to_vec();
    old.extend("_VBA_PROJECT".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(looked("a.doc", &old).unwrap().notices, ["macros"]);
}

#[test]
fn files_that_are_something_else() {
    let other = |name: &str, content: &[u8]| {
        assert!(matches!(looked(name, content), Err(Refused::NotWhatItSays { .. })), "{name}");
    };
    other("a.pdf", &png());
    other("a.png", PDF);
    other("a.pdf", b"MZ\x90\0 a program");
    other("a.pdf", b"%PDF-1.4 and then nothing");
    other("a.docx", &packed(&[("a.txt", b"x")]));
    other("a.xlsx", b"MZ");
    other("a.doc", PDF);
    // Something else besides: a picture or a PDF that opens as an archive too, and one with a tail.
    let archive = packed(&[("evil.html", b"<script>")]);
    other("a.pdf", &[PDF, &archive, b"%%EOF"].concat());
    other("a.png", &[png(), archive.clone()].concat());
    other("a.png", &[png(), b"<script>".to_vec()].concat());
    other("a.jpg", &[b"\xff\xd8\xff\xe0\0\x10JFIF\0\xff\xd9", PDF].concat());
    other("a.zip", &[PDF, &archive].concat());
    assert_eq!(looked("a.pdf", b""), Err(Refused::Empty));
    assert!(matches!(looked("a.html", b"<p>"), Err(Refused::Ending { .. })));
}

#[test]
fn archives_are_looked_through() {
    let inner = packed(&[("a.txt", b"x")]);
    assert!(matches!(looked("a.zip", &packed(&[("b.zip", &inner)])), Err(Refused::Nested { .. })));
    assert!(matches!(looked("a.zip", &packed(&[("b.txt", &inner)])), Err(Refused::Nested { .. })));
    assert!(matches!(looked("a.zip", &packed(&[("b.gz", b"x")])), Err(Refused::Nested { .. })));
    for name in ["../x", "/etc/x", "a/../../x", "C:\\x"] {
        assert!(matches!(looked("a.zip", &packed(&[(name, b"x")])), Err(Refused::LeadsOut { .. })), "{name}");
    }
    assert_eq!(looked("a.zip", b"PK\x03\x04 and nothing"), Err(Refused::Unreadable));
    let zeros = vec![0; 40 << 20];
    assert_eq!(looked("a.zip", &packed(&[("zeros", &zeros)])), Err(Refused::Bomb));
    let many: Vec<String> = (0..5_001).map(|n| format!("{n}")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(looked("a.zip", &packed(&many)), Err(Refused::Bomb));
}
