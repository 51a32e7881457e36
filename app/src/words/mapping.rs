//! Words for what the columns of a file are taken for.

use operations::files::{Form, Told};

use super::{codes::Worded, fields::field_name, fill};
use crate::lang::Lang;

words! {
    /// Words for what the columns of a file are taken for.
    MappingWords {
        title: "各列是什么（共 {n} 列，使用 {used} 列）", "What its columns are ({n}, of which {used} are used)";
        heading: "文件中的列", "Column of the file";
        examples: "示例", "Examples";
        means: "作为", "Taken for";
        no_heading: "第 {n} 列（没有列名）", "Column {n}, without a heading";
        recognised: "自动识别：{v}", "Recognised: {v}";
        nothing: "不使用（没有识别）", "Not used (not recognised)";
        ours: "不使用（是本系统的文件添加的）", "Not used: our own files add it";
        unused: "不使用", "Not used";
        as_in: "同工作表 {v}", "As in the sheet {v}";
        wanting_title: "请先说明各列是什么", "Say first what its columns are";
        missing: "缺少：{v}。请在下面选择哪一列是它；如果整行都不对，请更正文件写法。", "Missing: {v}. Choose below which column it is; where all of the row is wrong, put right how the file is written.";
        twice: "有几列都作为{v}：{columns}。请只留一列，其余选“不使用”。", "Several columns are taken for {v}: {columns}. Keep one, and choose *Not used* for the others.";
        twice_here: "另一列也作为它", "Another column is taken for it, too";
        said: "指定的列", "Columns as they were said";
        recognised_so: "自动识别（{v}）", "Recognise it ({v})";
        remembered: "按记住的写法读取：来自 {file}，{who} 于 {at}", "Read as was remembered of {file}, said by {who}, {at}";
        forget: "忘记", "Forget";
        forgotten: "已忘记，以后这样的文件会自动识别。", "Forgotten: such files are recognised by themselves from now on.";
        all: "记住的文件写法", "What is remembered of files";
        all_text: "确认导入时指定的列和写法会被记住，用于列名相同的文件。", "What is said of a file that is let in is remembered for files with the same headings.";
        of_file: "来自文件", "Said of";
        said_so: "写法", "What was said";
        by: "记住者", "By";
        every_sheet: "所有有表头的工作表", "Every sheet that has the headings";
    }
}

/// A column of the books with the name that it has in files.
#[must_use]
pub fn column_name(name: &str, lang: Lang) -> String {
    let word = field_name(name, lang);
    fill(lang.pick("{word}（{name}）", "{word} ({name})"), &[("word", &word), ("name", name)])
}

/// What was said of columns: `Auftrag → 订单号、Ort → 不使用`.
#[must_use]
pub fn said_columns(form: &Form, lang: Lang) -> String {
    let mut said: Vec<String> = Vec::new();
    for (heading, key) in form.tables.iter().flat_map(|table| table.headings.iter().zip(table.keys())) {
        let Some(name) = form.told.columns.get(&key) else { continue };
        let of = arrow(heading, name, lang);
        if !said.contains(&of) {
            said.push(of);
        }
    }
    said.join(lang.pick("、", ", "))
}

/// What was said of columns, where only their plain headings are known.
#[must_use]
pub fn said_keys(told: &Told, lang: Lang) -> String {
    let said = told.columns.iter().map(|(key, name)| arrow(key, name, lang));
    said.collect::<Vec<_>>().join(lang.pick("、", ", "))
}

fn arrow(heading: &str, name: &str, lang: Lang) -> String {
    match name {
        "" => format!("{heading} → {}", MappingWords::of(lang).unused),
        name => format!("{heading} → {}", field_name(name, lang)),
    }
}

/// What was said beside the columns: `数字写法：小数逗号`.
#[must_use]
pub fn said_otherwise(told: &Told, lang: Lang) -> String {
    let fields = [
        ("encoding", told.encoding.map(|of| of.words(lang).to_owned())),
        ("separator", told.separator.map(|of| of.words(lang).to_owned())),
        ("numbers", told.numbers.map(|of| of.words(lang).to_owned())),
        ("dates", told.dates.map(|of| of.words(lang).to_owned())),
        ("sheet", told.sheet.clone()),
        ("heading_row", told.heading_row.map(|row| row.to_string())),
    ];
    let colon = lang.pick("：", ": ");
    let said = fields.into_iter().filter_map(|(name, value)| Some((name, value?)));
    let said = said.map(|(name, value)| format!("{}{colon}{value}", field_name(name, lang)));
    said.collect::<Vec<_>>().join(lang.pick("；", "; "))
}
