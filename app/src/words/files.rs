//! What a file is, and what is wrong with it.

use domain::{money::Numbers, time::Dates};
use operations::files::{Encoding, Refused, Separator, Unreadable, WhyLeftOut};

use super::{codes::Worded, fields::headings, fill};
use crate::lang::Lang;

worded!(Encoding {
    Utf8: "UTF-8", "UTF-8";
    Utf16Le: "UTF-16（小端）", "UTF-16, little end first";
    Utf16Be: "UTF-16（大端）", "UTF-16, big end first";
    Gb18030: "GB18030（GBK、GB2312）", "GB18030 (GBK, GB2312)";
    Big5: "Big5（繁体中文）", "Big5 (traditional Chinese)";
    ShiftJis: "Shift_JIS（日文）", "Shift_JIS (Japanese)";
    EucKr: "EUC-KR（韩文）", "EUC-KR (Korean)";
    Windows1252: "Windows-1252（西欧）", "Windows-1252 (Western European)";
});

worded!(Separator {
    Comma: "逗号 ,", "Comma ,";
    Semicolon: "分号 ;", "Semicolon ;";
    Tab: "制表符", "Tab";
    Pipe: "竖线 |", "Vertical bar |";
});

worded!(Numbers {
    Usual: "1,234.50（有歧义时拒绝）", "1,234.50; what could mean two amounts is refused";
    Point: "小数点：1.200 是 1.2", "Decimal point: 1.200 is 1.2";
    Comma: "小数逗号：1.200,50", "Decimal comma: 1.200,50";
});

worded!(Dates {
    Usual: "年在前：2026-10-18", "Year first: 2026-10-18";
    DayFirst: "日/月/年：18/10/2026", "Day first: 18/10/2026";
    MonthFirst: "月/日/年：10/18/2026", "Month first: 10/18/2026";
});

worded!(WhyLeftOut {
    Hidden: "已隐藏", "hidden";
    Empty: "空", "empty";
    NoHeadings: "没有表头", "no headings";
    NotAsked: "未选择", "not chosen";
});

/// Why a file as a whole is not taken in.
#[must_use]
pub fn refused(why: &Refused, lang: Lang) -> String {
    match why {
        Refused::Unreadable(why) => fill(
            lang.pick("文件无法读取：{v}", "The file cannot be read: {v}"),
            &[("v", &unreadable(why, lang))],
        ),
        Refused::MissingColumns { columns, row, found } => fill(
            lang.pick(
                "文件缺少列：{v}。最像表头的第 {row} 行有：{found}",
                "The file has no column {v}. Row {row}, which looks most like headings, has: {found}",
            ),
            &[("v", &headings(columns, lang)), ("row", &row.to_string()), ("found", found)],
        ),
    }
}

/// Why a file cannot be read at all.
#[must_use]
pub fn unreadable(why: &Unreadable, lang: Lang) -> String {
    let Lang::Zh = lang else { return why.to_string() };
    let text = match why {
        Unreadable::Empty => "文件是空的",
        Unreadable::OldExcel => "是旧版 Excel 文件（.xls）或加了密码，请另存为 .xlsx 或 CSV",
        Unreadable::Pdf => "是 PDF，请把表格导出为 CSV 或 XLSX",
        Unreadable::Packed => "是压缩文件，请先解压",
        Unreadable::Picture => "是图片，请把表格导出为 CSV 或 XLSX",
        Unreadable::Database => "是数据库文件，请把表格导出为 CSV 或 XLSX",
        Unreadable::WebPage => "是网页，请把表格导出为 CSV 或 XLSX",
        Unreadable::NoTable => "既不是文本也不是 XLSX，请使用 CSV 或 XLSX 文件",
        Unreadable::Damaged => "不是 XLSX 工作簿，或已损坏，请重新保存，或另存为 CSV",
        Unreadable::Password => "加了密码，请去掉密码后另存",
        Unreadable::Bomb => "解压后大得不合常理，请另存为 CSV",
        Unreadable::NoRows => "没有数据行",
        Unreadable::NoHeadings => "没有所指定的表头行",
        Unreadable::UnclearEncoding(one, other) => {
            return fill(
                "文字编码可能是 {a}，也可能是 {b}，请指定编码",
                &[("a", one.words(lang)), ("b", other.words(lang))],
            );
        }
        Unreadable::OtherEncoding(name) => {
            return fill("文字编码似乎是 {v}，无法读取；请另存为 UTF-8，或指定编码", &[("v", name)]);
        }
        Unreadable::NoSheet(name) => return fill("没有名为 {v} 的工作表", &[("v", name)]),
        Unreadable::ColumnTwice { column, heading } => {
            return fill("有两列都是 {a}：“{b}” 重复了", &[("a", &headings(column, lang)), ("b", heading)]);
        }
        Unreadable::TooManyCells(row) => {
            return fill("第 {n} 行超过 1,024 个单元格", &[("n", &row.to_string())]);
        }
    };
    text.to_owned()
}
