//! Words of an evidence pack and of the log on paper in it.

use operations::supervisions::evidence::NotPacked;

words! {
    /// Words of an evidence pack.
    EvidenceWords {
        button: "下载证据包", "Evidence pack";
        title: "服务监管日志", "Log of a delivery";
        documents: "文件", "Documents";
        no_documents: "没有文件。", "There are none.";
        document_by: "{who} 于 {at} 上传，{size} 字节", "Uploaded by {who} at {at}, {size} bytes";
        asked: "要求的文件", "Documents asked for";
        log: "操作日志", "Log";
        made: "制作", "Made";
    }
}

worded!(NotPacked {
    Infected: "未收入证据包：发现病毒", "Not in the pack: something harmful was found in it";
    Scanning: "未收入证据包：尚未完成病毒扫描", "Not in the pack: it is still being scanned";
    Missing: "未收入证据包：文件库中缺失或大小不符", "Not in the pack: it is not in the document store as it was";
});
