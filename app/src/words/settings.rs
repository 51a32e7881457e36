//! Words of the settings.

words! {
    /// Words of the settings.
    SettingsWords {
        unpaid_days: "未付款订单自动取消（天）", "Cancel unpaid orders after (days)";
        unpaid_days_hint: "1 到 365。下单后超过这些天仍未付款的订单由系统取消。", "1 to 365. The system cancels an order that was not paid within so many days.";
        export_hours: "导出文件保留（小时）", "Keep exported files for (hours)";
        export_hours_hint: "1 到 720。到期后文件删除，可以重新导出。", "1 to 720. Then the file is deleted; it can be exported again.";
        saved: "设置已保存。", "The settings are saved.";
        note: "更改对所有人生效，并记入操作日志。", "Changes count for everybody and are noted in the journal.";
        note_read: "只有所有者可以更改。", "Only an owner may change them.";
    }
}
