//! What can be read on the pages of a PDF that `paper` made: one text for each page, a line for each
//! piece that was put. For tests; knows no more of PDF than `paper` writes.

use std::{collections::HashMap, io::Read};

/// The object of each number, with its stream unpacked.
type Objects = HashMap<usize, (String, Vec<u8>)>;

/// The text of every page.
pub fn pages(pdf: &[u8]) -> Vec<String> {
    let objects = objects(pdf);
    let letters = letters(&objects);
    let (tree, _) = objects.values().find(|(head, _)| head.contains("/Type/Pages")).unwrap();
    let kids = &tree[tree.find("/Kids[").unwrap() + 6..];
    let kids = numbers(&kids[..kids.find(']').unwrap()]);
    // References are written `6 0 R`.
    kids.chunks(2)
        .map(|kid| {
            let (page, _) = &objects[&kid[0]];
            let content = numbers(&page[page.find("/Contents ").unwrap() + 10..])[0];
            shown(&objects[&content].1, &letters)
        })
        .collect()
}

fn numbers(text: &str) -> Vec<usize> {
    text.split(|c: char| !c.is_ascii_digit()).filter_map(|word| word.parse().ok()).collect()
}

fn find(bytes: &[u8], what: &[u8], from: usize) -> Option<usize> {
    bytes[from..].windows(what.len()).position(|window| window == what).map(|at| from + at)
}

fn objects(pdf: &[u8]) -> Objects {
    let (mut objects, mut at) = (Objects::new(), 0);
    while let Some(begin) = find(pdf, b" 0 obj\n", at) {
        let number = pdf[..begin].iter().rposition(|b| !b.is_ascii_digit()).unwrap();
        let number = numbers(std::str::from_utf8(&pdf[number..begin]).unwrap())[0];
        let end = find(pdf, b"\nendobj", begin).unwrap();
        let body = &pdf[begin + 7..end];
        let (head, stream) = match find(body, b"stream\n", 0) {
            Some(at) => (&body[..at], &body[at + 7..]),
            None => (body, &[][..]),
        };
        let head = String::from_utf8_lossy(head).into_owned();
        let mut unpacked = Vec::new();
        if head.contains("FlateDecode") {
            flate2::read::ZlibDecoder::new(stream).read_to_end(&mut unpacked).unwrap();
        }
        objects.insert(number, (head, unpacked));
        at = end;
    }
    objects
}

/// What each glyph of the only font stands for.
fn letters(objects: &Objects) -> HashMap<u16, String> {
    let (_, map) = objects.values().find(|(head, _)| head.contains("/Type/CMap")).unwrap();
    let map = String::from_utf8_lossy(map).into_owned();
    let mut letters = HashMap::new();
    for part in map.split("beginbfchar").skip(1) {
        for line in part.split("endbfchar").next().unwrap().lines() {
            let mut words = line.split(['<', '>']).filter(|word| !word.trim().is_empty());
            let (Some(glyph), Some(text)) = (words.next(), words.next()) else { continue };
            letters.insert(u16::from_str_radix(glyph, 16).unwrap(), utf16(&hex(text)));
        }
    }
    letters
}

fn hex(text: &str) -> Vec<u8> {
    text.as_bytes()
        .chunks(2)
        .map(|two| u8::from_str_radix(std::str::from_utf8(two).unwrap(), 16).unwrap())
        .collect()
}

fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes.chunks(2).map(|two| u16::from_be_bytes([two[0], two[1]])).collect();
    String::from_utf16_lossy(&units).trim_start_matches('\u{feff}').to_owned()
}

/// Walks through the operators of a page. What a stretch says of itself (`ActualText`) counts, not its glyphs.
fn shown(content: &[u8], letters: &HashMap<u16, String>) -> String {
    let (mut out, mut at, mut strings, mut said) = (String::new(), 0, Vec::new(), None::<String>);
    while at < content.len() {
        match content[at] {
            b'(' => {
                let (string, end) = literal(content, at + 1);
                strings.push(string);
                at = end;
            }
            b'<' if content[at + 1] == b'<' => at += 2,
            b'<' => {
                let end = find(content, b">", at).unwrap();
                strings.push(hex(std::str::from_utf8(&content[at + 1..end]).unwrap()));
                at = end + 1;
            }
            b'A'..=b'Z' | b'a'..=b'z' => {
                let end = content[at..].iter().position(|b| !b.is_ascii_alphanumeric() && *b != b'*');
                let end = end.map_or(content.len(), |length| at + length);
                match &content[at..end] {
                    b"TJ" | b"Tj" if said.is_none() => {
                        for string in strings.drain(..) {
                            for two in string.chunks(2) {
                                let glyph = u16::from_be_bytes([two[0], two[1]]);
                                out.push_str(letters.get(&glyph).map_or("?", String::as_str));
                            }
                        }
                    }
                    b"BDC" => said = strings.pop().map(|bytes| utf16(&bytes)),
                    b"EMC" => out.push_str(&said.take().unwrap_or_default()),
                    b"ET" => out.push('\n'),
                    _ => {}
                }
                strings.clear();
                at = end;
            }
            b'/' => at += 1 + content[at + 1..].iter().position(|b| !b.is_ascii_alphanumeric()).unwrap(),
            _ => at += 1,
        }
    }
    out
}

/// A string in brackets, and where it ends.
fn literal(content: &[u8], mut at: usize) -> (Vec<u8>, usize) {
    let (mut string, mut depth) = (Vec::new(), 1);
    loop {
        match content[at] {
            b'\\' => {
                at += 1;
                match content[at] {
                    b'n' => string.push(b'\n'),
                    b'r' => string.push(b'\r'),
                    b't' => string.push(b'\t'),
                    b'b' => string.push(8),
                    b'f' => string.push(12),
                    b'0'..=b'7' => {
                        let digits =
                            content[at..at + 3].iter().take_while(|b| (b'0'..=b'7').contains(b)).count();
                        let text = std::str::from_utf8(&content[at..at + digits]).unwrap();
                        string.push(u16::from_str_radix(text, 8).unwrap() as u8);
                        at += digits - 1;
                    }
                    other => string.push(other),
                }
            }
            b'(' => {
                depth += 1;
                string.push(b'(');
            }
            b')' => {
                depth -= 1;
                if depth == 0 {
                    return (string, at + 1);
                }
                string.push(b')');
            }
            other => string.push(other),
        }
        at += 1;
    }
}
