//! Workbooks, written as they come: nothing waits in memory or in a temporary file, so that a
//! million rows take no longer than they must.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// Rows of a sheet below its headings: a spreadsheet takes 1,048,576.
const ROWS: u32 = 1_000_000;

/// Bytes that wait until they are compressed.
const BUFFER: usize = 64 * 1_024;

const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const SHEET: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const TYPES: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// What stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number,
    /// A number that is shown with two decimals.
    Money,
}

/// A workbook with one table, on as many sheets as it needs.
pub(super) struct Sheets {
    zip: ZipWriter<BufWriter<File>>,
    name: &'static str,
    headings: Vec<(&'static str, u8)>,
    /// Letters of the columns.
    letters: Vec<String>,
    /// Number of the sheet, and the last row on it.
    sheet: usize,
    row: u32,
    buffer: Vec<u8>,
}

impl Sheets {
    /// Begins with headings and their widths in characters.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn new(file: File, name: &'static str, headings: &[(&'static str, u8)]) -> io::Result<Self> {
        let mut sheets = Self {
            zip: ZipWriter::new(BufWriter::with_capacity(BUFFER, file)),
            name,
            headings: headings.to_vec(),
            letters: (0..headings.len()).map(letters).collect(),
            sheet: 0,
            row: 0,
            buffer: Vec::with_capacity(2 * BUFFER),
        };
        sheets.begin()?;
        Ok(sheets)
    }

    /// Writes a row; an empty cell is left out.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn row<'a>(&mut self, cells: impl Iterator<Item = (Kind, &'a str)>) -> io::Result<()> {
        if self.row > ROWS {
            self.finish()?;
            self.begin()?;
        }
        self.open_row();
        let row = self.row.to_string();
        for (letters, (kind, text)) in self.letters.iter().zip(cells) {
            if !text.is_empty() {
                push_cell(&mut self.buffer, letters, &row, kind, text);
            }
        }
        self.close_row()
    }

    /// Writes what has to stand at the end.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn end(mut self) -> io::Result<()> {
        self.finish()?;
        for (path, content) in parts(self.name, self.sheet) {
            self.zip.start_file(path, options())?;
            self.zip.write_all(content.as_bytes())?;
        }
        self.zip.finish()?.flush()
    }

    fn begin(&mut self) -> io::Result<()> {
        self.sheet += 1;
        self.row = 0;
        self.zip.start_file(format!("xl/worksheets/sheet{}.xml", self.sheet), options())?;
        let out = &mut self.buffer;
        write!(out, "{XML}<worksheet xmlns=\"{SHEET}\"><sheetViews><sheetView workbookViewId=\"0\">")?;
        out.extend_from_slice(
            b"<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>",
        );
        out.extend_from_slice(b"</sheetView></sheetViews><cols>");
        for (n, (_, width)) in (1..).zip(&self.headings) {
            write!(out, "<col min=\"{n}\" max=\"{n}\" width=\"{width}\" customWidth=\"1\"/>")?;
        }
        out.extend_from_slice(b"</cols><sheetData>");
        self.open_row();
        for (letters, (name, _)) in self.letters.iter().zip(&self.headings) {
            write!(self.buffer, "<c r=\"{letters}1\" s=\"2\" t=\"inlineStr\"><is><t>{name}</t></is></c>")?;
        }
        self.close_row()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.buffer.extend_from_slice(b"</sheetData></worksheet>");
        self.zip.write_all(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }

    fn open_row(&mut self) {
        self.row += 1;
        self.buffer.extend_from_slice(b"<row r=\"");
        self.buffer.extend_from_slice(self.row.to_string().as_bytes());
        self.buffer.extend_from_slice(b"\">");
    }

    fn close_row(&mut self) -> io::Result<()> {
        self.buffer.extend_from_slice(b"</row>");
        if self.buffer.len() >= BUFFER {
            self.zip.write_all(&self.buffer)?;
            self.buffer.clear();
        }
        Ok(())
    }
}

/// The lowest level of compression: somebody waits for the file, and it is kept for days only.
fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).compression_level(Some(1))
}

/// `A` … `Z`, `AA` …
fn letters(column: usize) -> String {
    let last = char::from(b'A' + (column % 26) as u8).to_string();
    if column < 26 { last } else { letters(column / 26 - 1) + &last }
}

fn push_cell(out: &mut Vec<u8>, letters: &str, row: &str, kind: Kind, text: &str) {
    out.extend_from_slice(b"<c r=\"");
    out.extend_from_slice(letters.as_bytes());
    out.extend_from_slice(row.as_bytes());
    if kind == Kind::Text {
        // Without the word, readers drop blanks at both ends.
        let blanks = text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace);
        out.extend_from_slice(b"\" t=\"inlineStr\"><is><t");
        out.extend_from_slice(if blanks { b" xml:space=\"preserve\">" } else { b">" });
        push_escaped(out, text);
        out.extend_from_slice(b"</t></is></c>");
    } else {
        out.extend_from_slice(if kind == Kind::Money { b"\" s=\"1\"><v>" } else { b"\" s=\"0\"><v>" });
        out.extend_from_slice(text.as_bytes());
        out.extend_from_slice(b"</v></c>");
    }
}

/// Text as XML takes it. Control characters have no place there.
fn push_escaped(out: &mut Vec<u8>, text: &str) {
    for byte in text.bytes() {
        match byte {
            b'&' => out.extend_from_slice(b"&amp;"),
            b'<' => out.extend_from_slice(b"&lt;"),
            b'>' => out.extend_from_slice(b"&gt;"),
            b'\r' => out.extend_from_slice(b"&#13;"),
            b'\t' | b'\n' | b' '.. => out.push(byte),
            _ => {}
        }
    }
}

/// The parts of the package beside the sheets.
fn parts(name: &str, sheets: usize) -> [(&'static str, String); 5] {
    let each = |part: &dyn Fn(usize) -> String| (1..=sheets).map(part).collect::<String>();
    let types = each(&|n| {
        format!("<Override PartName=\"/xl/worksheets/sheet{n}.xml\" ContentType=\"{TYPES}.worksheet+xml\"/>")
    });
    let names = each(&|n| {
        let name = if n == 1 { name.to_owned() } else { format!("{name} ({n})") };
        format!("<sheet name=\"{name}\" sheetId=\"{n}\" r:id=\"rId{n}\"/>")
    });
    let targets = each(&|n| {
        format!(
            "<Relationship Id=\"rId{n}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"
        )
    });
    [
        (
            "xl/workbook.xml",
            format!(
                "{XML}<workbook xmlns=\"{SHEET}\" xmlns:r=\"{OFFICE}\"><sheets>{names}</sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "{XML}<Relationships xmlns=\"{PACKAGE}/relationships\">{targets}\
                 <Relationship Id=\"rId0\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/></Relationships>"
            ),
        ),
        ("xl/styles.xml", format!("{XML}<styleSheet xmlns=\"{SHEET}\">{STYLES}</styleSheet>")),
        (
            "_rels/.rels",
            format!(
                "{XML}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" \
                 Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "[Content_Types].xml",
            format!(
                "{XML}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" \
                 ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
                 <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
                 <Override PartName=\"/xl/workbook.xml\" ContentType=\"{TYPES}.sheet.main+xml\"/>\
                 <Override PartName=\"/xl/styles.xml\" ContentType=\"{TYPES}.styles+xml\"/>{types}</Types>"
            ),
        ),
    ]
}

/// Plain, with two decimals (the built-in format 2), and bold.
const STYLES: &str = "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>\
    <font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>\
    <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>\
    <fill><patternFill patternType=\"gray125\"/></fill></fills>\
    <borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
    <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
    <cellXfs count=\"3\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>\
    <xf numFmtId=\"2\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>\
    <xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/></cellXfs>\
    <cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>";

#[cfg(test)]
mod tests {
    use calamine::{Data, Reader, Xlsx, open_workbook};

    use super::*;

    #[test]
    fn columns_have_letters() {
        assert_eq!([0, 25, 26, 34, 701, 702].map(letters), ["A", "Z", "AA", "AI", "ZZ", "AAA"]);
    }

    #[test]
    fn cells_are_read_back() {
        let file = tempfile::NamedTempFile::with_suffix(".xlsx").unwrap();
        let mut sheets =
            Sheets::new(file.reopen().unwrap(), "orders", &[("a", 8), ("b", 8), ("c", 8)]).unwrap();
        let row =
            [(Kind::Text, " <华为> & 'x'\nz\u{1} "), (Kind::Money, "-1080.05"), (Kind::Number, "0.000001")];
        sheets.row(row.into_iter()).unwrap();
        sheets.row([(Kind::Text, ""), (Kind::Text, ""), (Kind::Number, "7")].into_iter()).unwrap();
        // The next sheet begins where this one is full.
        sheets.row = ROWS + 1;
        sheets.row([(Kind::Text, "next")].into_iter()).unwrap();
        sheets.end().unwrap();
        let mut book: Xlsx<_> = open_workbook(file.path()).unwrap();
        assert_eq!(book.sheet_names(), ["orders", "orders (2)"]);
        let first = book.worksheet_range("orders").unwrap();
        let text = Data::String(" <华为> & 'x'\nz ".to_owned());
        let rows: Vec<_> = first.rows().skip(1).collect();
        assert_eq!(rows[0], [text, Data::Float(-1080.05), Data::Float(0.000_001)]);
        assert_eq!(rows[1], [Data::Empty, Data::Empty, Data::Float(7.0)]);
        let second = book.worksheet_range("orders (2)").unwrap();
        assert_eq!(second.get((1, 0)), Some(&Data::String("next".to_owned())));
        assert_eq!(second.get((0, 2)), Some(&Data::String("c".to_owned())));
    }
}
