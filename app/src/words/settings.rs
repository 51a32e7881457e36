//! Words of the settings.

use operations::settings::Setting;

use crate::lang::Lang;

words! {
    /// Words of the settings.
    SettingsWords {
        range: "{least} 到 {most}。", "{least} to {most}.";
        books: "订单与导出", "Orders and exports";
        documents: "交付文件", "Documents of deliveries";
        endings_hint: "只接受勾选的类型；文件内容必须与类型一致。", "Only these are taken; the content of a file has to be what its ending says.";
        documents_note: "新的上限对以后上传的文件生效，已上传的文件不受影响。", "New limits count for what is handed in from now on. What is there stays.";
        saved: "设置已保存。", "The settings are saved.";
        note: "更改对所有人生效，并记入操作日志。", "Changes count for everybody and are noted in the journal.";
        note_read: "只有所有者可以更改。", "Only an owner may change them.";
    }
}

/// What a setting does, in a sentence.
#[must_use]
pub const fn about(setting: Setting, lang: Lang) -> &'static str {
    match setting {
        Setting::UnpaidDays => lang.pick(
            "下单后超过这些天仍未付款的订单由系统取消。",
            "The system cancels an order that was not paid within so many days.",
        ),
        Setting::BillMinimum => lang.pick(
            "某一交付类型合计不足此金额时，本月不出账，顺延至以后月份。",
            "A delivery type that comes to less is not billed in that month: it waits until there is more.",
        ),
        Setting::ExportHours => {
            lang.pick("到期后文件删除，可以重新导出。", "Then the file is deleted; it can be exported again.")
        }
        Setting::DocumentMb => {
            lang.pick("更大的文件在上传前就会被拒绝。", "A larger file is refused before it comes.")
        }
        Setting::DocumentFiles => lang
            .pick("验收标准要求更多时，以标准为准。", "Where a standard asks for more, the standard counts."),
        Setting::OrderMb => {
            lang.pick("包括旧版本和正在上传的文件。", "With earlier versions and with what is on its way.")
        }
        Setting::LinkMb => {
            lang.pick("客户通过一个链接最多上传这么多。", "So much a buyer hands in by one link.")
        }
    }
}
