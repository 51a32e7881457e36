//! Words of the documents of a delivery.

words! {
    /// Words of the documents of a delivery.
    DocumentWords {
        title: "交付文件", "Documents";
        note: "PDF、Word、Excel、PowerPoint、图片或压缩包，每个不超过 20 MB；一次可选多个。", "PDF, Word, Excel, PowerPoint, pictures or archives, 20 MB each at most; several at once.";
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
        infected: "未通过检查", "refused by the scanner";
        by: "{who} · {name} · {at}", "{who} · {name} · {at}";
        waive: "标记为不需要", "Not needed";
        waive_reason: "为什么不需要", "Why it is not needed";
        ask_again: "恢复要求", "Ask for it again";
        waived_said: "已标记为不需要。", "Marked as not needed.";
        asked_said: "已恢复要求。", "It is asked for again.";
        hash: "SHA-256", "SHA-256";
    }
}
