//! Words of the documents of a delivery.

use operations::{
    documents::{Trouble, name::Endings},
    settings::{Setting, Settings},
};

use super::{codes::Worded, fill};
use crate::lang::Lang;

words! {
    /// Words of the documents of a delivery.
    DocumentWords {
        title: "交付文件", "Documents";
        note: "{kinds}，每个不超过 {mb} MB；一次可选多个。", "{kinds}, {mb} MB each at most; several at once.";
        kinds: "PDF、Word、Excel、PowerPoint、图片或压缩包", "PDF, Word, Excel, PowerPoint, pictures or archives";
        taken: "已上传 {n} 个文件。", "{n} {n|file|files} handed in.";
        further: "其他文件", "Further documents";
        none: "还没有文件。", "No documents yet.";
        required: "必需", "required";
        optional: "选填", "optional";
        least: "至少 {n} 份", "at least {n}";
        state_open: "未上传", "not there yet";
        state_handed_in: "已上传", "handed in";
        state_replaced: "已替换", "replaced";
        state_not_needed: "不需要", "not needed";
        at_node: "在“{node}”环节上传", "handed in at “{node}”";
        upload: "上传", "Hand in";
        choose: "选择文件", "Choose files";
        attach: "附件（选填）", "Files (optional)";
        replace: "替换", "Replace";
        replaces: "替换哪一个", "Which one it replaces";
        replaces_none: "不替换，新增", "None, it is a further one";
        download: "下载", "Download";
        preview: "预览", "Preview";
        preview_title: "预览 {name}", "Preview of {name}";
        older: "旧版本（{n}）", "Earlier versions ({n})";
        version: "第 {n} 版", "version {n}";
        macros: "含宏", "has macros";
        scanning: "检查中", "being scanned";
        infected: "未通过病毒扫描", "refused by the scanner";
        found: "扫描程序发现：{finding}。文件不能打开，请上传一份干净的文件。", "The scanner found {finding}. The file stays closed: hand in a clean one.";
        scanned_soon: "病毒扫描通常只需几秒，之后文件才能打开。", "It can be opened once it is scanned, in some seconds as a rule.";
        no_verdict: "{trouble}。文件暂时不能打开，系统会自动重试。", "{trouble}. The file stays closed; it is tried again by itself.";
        look_again: "刷新", "Look again";
        by: "{who} · {name} · {at}", "{who} · {name} · {at}";
        waive: "标记为不需要", "Not needed";
        waive_reason: "为什么不需要", "Why it is not needed";
        ask_again: "恢复要求", "Ask for it again";
        waived_said: "已标记为不需要。", "Marked as not needed.";
        asked_said: "已恢复要求。", "It is asked for again.";
        hash: "SHA-256", "SHA-256";
    }
}

/// Which files are taken, and how large they may be.
#[must_use]
pub fn taken_files(settings: &Settings, lang: Lang) -> String {
    let words = DocumentWords::of(lang);
    let kinds = if settings.endings == Endings::default() {
        words.kinds.to_owned()
    } else {
        settings.endings.iter().collect::<Vec<_>>().join(lang.pick("、", ", "))
    };
    fill(words.note, &[("kinds", &kinds), ("mb", &settings.get(Setting::DocumentMb).to_string())])
}

worded!(Trouble {
    NotSet: "未配置扫描程序", "No scanner is set";
    Away: "扫描程序未响应", "The scanner does not answer";
    Silent: "扫描程序超时", "The scanner took too long";
    TooLarge: "文件超出扫描程序的大小上限", "The file is larger than the scanner takes";
    Unclear: "扫描程序报告错误", "The scanner answered with an error";
});

/// What to expect of a document that cannot be opened; nothing of one that can.
#[must_use]
pub fn scan_said(scan: &str, finding: Option<&str>, lang: Lang) -> Option<String> {
    let words = DocumentWords::of(lang);
    let finding = finding.unwrap_or_default();
    match (scan, Trouble::from_code(finding)) {
        ("infected", _) => Some(fill(words.found, &[("finding", finding)])),
        ("scanning", Some(trouble)) => Some(fill(words.no_verdict, &[("trouble", trouble.words(lang))])),
        ("scanning", None) => Some(words.scanned_soon.to_owned()),
        _ => None,
    }
}
