//! What is wrong with a file. The books keep it in English; here it is said in Chinese.

use crate::lang::Lang;

/// Each sentence with its gaps, and the same in Chinese.
const SENTENCES: [(&str, &str); 26] = [
    ("it has no rows", "没有数据行"),
    ("it is damaged", "文件已损坏"),
    ("it is not the file that was uploaded", "不是上传的那个文件"),
    ("it is empty", "文件是空的"),
    (
        "it is an old Excel file (.xls) or one with a password: save it as .xlsx or CSV",
        "是旧版 Excel 文件（.xls）或加了密码，请另存为 .xlsx 或 CSV",
    ),
    ("it has a password: save it without one", "加了密码，请去掉密码后另存"),
    ("it is a PDF: export the table as CSV or XLSX", "是 PDF，请把表格导出为 CSV 或 XLSX"),
    ("it is compressed with gzip: unpack it first", "是 gzip 压缩文件，请先解压"),
    ("it is a 7z archive: unpack it first", "是 7z 压缩包，请先解压"),
    ("it is a RAR archive: unpack it first", "是 RAR 压缩包，请先解压"),
    ("it is a picture: export the table as CSV or XLSX", "是图片，请把表格导出为 CSV 或 XLSX"),
    ("it is a database: export the table as CSV or XLSX", "是数据库文件，请把表格导出为 CSV 或 XLSX"),
    ("it is a web page: export the table as CSV or XLSX", "是网页，请把表格导出为 CSV 或 XLSX"),
    (
        "it is neither text nor XLSX: give a CSV or XLSX file",
        "既不是文本也不是 XLSX，请使用 CSV 或 XLSX 文件",
    ),
    (
        "it is no XLSX workbook, or a damaged one: save it again, or as CSV",
        "不是 XLSX 工作簿，或已损坏，请重新保存，或另存为 CSV",
    ),
    ("it has too many parts: save it as CSV", "部件太多，请另存为 CSV"),
    ("it is larger than 4 GiB when it is unpacked: save it as CSV", "解压后超过 4 GiB，请另存为 CSV"),
    ("it is out of all proportion when it is unpacked: save it as CSV", "解压后大得不合常理，请另存为 CSV"),
    ("a part of it is out of all proportion: save it as CSV", "其中一个部件大得不合常理，请另存为 CSV"),
    ("it has bytes that are no text in the encoding of the file", "有不属于文件编码的字节"),
    ("row {} does not end: a quotation mark is not closed", "第 {} 行没有结束：引号没有闭合"),
    ("row {} has more than {} cells", "第 {} 行超过 {} 个单元格"),
    ("it has {} cells and the header has {}", "有 {} 个单元格，而表头有 {} 个"),
    ("two columns are called {}: '{}' again", "有两列都是 {}：“{}” 重复了"),
    ("the header row: it has {} cells and the header has {}", "表头：有 {} 个单元格，应有 {} 个"),
    ("the header row: {}", "表头：{}"),
];

/// The sentence in a language; as it is when it is not among those known.
#[must_use]
pub fn detail(text: &str, lang: Lang) -> String {
    if lang == Lang::En {
        return text.to_owned();
    }
    SENTENCES
        .iter()
        .find_map(|(en, zh)| Some(filled(zh, &gaps(en, text)?)))
        .unwrap_or_else(|| text.to_owned())
}

/// What stands in the gaps of a sentence; `None` when the text is another one.
fn gaps<'a>(sentence: &str, text: &'a str) -> Option<Vec<&'a str>> {
    let mut parts = sentence.split("{}");
    let mut rest = text.strip_prefix(parts.next()?)?;
    let mut found = Vec::new();
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        let end = if parts.peek().is_none() { rest.strip_suffix(part)?.len() } else { rest.find(part)? };
        found.push(&rest[..end]);
        rest = &rest[end + part.len()..];
    }
    rest.is_empty().then_some(found)
}

fn filled(sentence: &str, gaps: &[&str]) -> String {
    let mut parts = sentence.split("{}");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for (part, gap) in parts.zip(gaps) {
        text.push_str(gap);
        text.push_str(part);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_said_with_its_gaps() {
        let zh = |text| detail(text, Lang::Zh);
        assert_eq!(zh("row 12 has more than 1000 cells"), "第 12 行超过 1000 个单元格");
        assert_eq!(zh("it is empty"), "文件是空的");
        assert_eq!(zh("two columns are called state: '状态' again"), "有两列都是 state：“状态” 重复了");
        assert_eq!(zh("something new"), "something new");
        assert_eq!(detail("it is empty", Lang::En), "it is empty");
    }

    #[test]
    fn both_languages_have_the_same_gaps() {
        for (en, zh) in SENTENCES {
            assert_eq!(en.matches("{}").count(), zh.matches("{}").count(), "{en}");
        }
    }
}
