//! Words of every list.

words! {
    /// Words of every list.
    ListWords {
        from: "从", "from";
        to: "到", "to";
        any: "不限", "Any";
        query: "查询", "Search";
        reset: "重置", "Reset";
        more_filters: "更多筛选", "More filters";
        clear_all: "清除全部筛选", "Clear all filters";
        remove_filter: "移除筛选", "Remove filter";
        all: "全部", "All";
        parts: "状态", "State";
        pages: "翻页", "Pages";
        first: "回到开头", "First page";
        next: "下一页", "Next";
        previous: "上一页", "Previous";
        page_size: "每页", "Per page";
        and_more: "{first} 等 {n} 个", "{first} and others, {n} in all";
        export_chosen: "导出所选", "Export selected";
        copy_chosen: "复制订单号", "Copy order numbers";
        copied: "已复制 {n} 个订单号", "{n} {n|number|numbers} copied";
        sorted_by: "排序", "Sorted by";
        not_known: "“{v}” 无法识别", "“{v}” is not known";
        columns: "列设置", "Columns";
        density: "行高", "Density";
        compact: "紧凑", "Compact";
        middle: "适中", "Middle";
        spacious: "宽松", "Spacious";
        apply: "应用", "Apply";
        refresh: "刷新", "Refresh";
        actions: "操作", "Actions";
        choose: "选择", "Select";
        chosen: "已选", "Selected:";
        choose_all: "全选符合条件的（{all}）", "Select all that match ({all})";
        full_screen: "全屏", "Full screen";
        bulk_title: "批量操作结果", "What came of each";
        bulk_done: "{done} 个已完成", "{done} done";
        bulk_left: "，{left} 个没有完成", ", {left} not done";
        bulk_row: "对象", "Which";
        bulk_outcome: "结果", "Result";
        bulk_again: "重试没有完成的", "Try again what is not done";
        bulk_tried: "没有完成的已重试。", "What was not done was tried again.";
        bulk_is: "状态为“{state}”，不能这样做。", "It is “{state}”, which stands against it.";
        choose_page: "选择本页全部", "Select all on this page";
        export: "导出", "Export";
        export_all: "全部列", "All columns";
        export_shown: "与页面相同的列", "Columns as shown";
        export_csv: "导出 CSV", "Export CSV";
        export_xlsx: "导出 Excel", "Export Excel";
        export_granted: "只含授权给您的商品的行", "Lines of products granted to you only";
        views: "视图", "Views";
        save_view: "另存为新视图", "Save as a new view";
        view_name: "视图名称", "Name of the view";
        share_view: "共享给所有人", "Share with everybody";
        remove_view: "删除视图", "Remove view";
        view_changed: "已修改", "changed";
        save_changes: "保存修改", "Save changes";
        back_to_saved: "恢复为已保存的", "Back to saved";
        rename_view: "重命名当前视图", "Rename this view";
        copy_view: "复制当前视图", "Duplicate this view";
        copy_of: "{name} 副本", "{name} (copy)";
        remove_view_title: "删除视图“{name}”？", "Remove the view “{name}”?";
        remove_view_shared: "它是共享的，所有人都不再看到它。", "It is shared: nobody will have it any more.";
        view_saved: "视图已保存。", "The view is saved.";
        view_removed: "视图已删除。", "The view is removed.";
        shared: "共享", "shared";
        partial: "包含这些词的消息太多，只查看了其中最新的 1,000 条；再加一个词，可以找到更早的工单。", "Too many messages have these words: the newest 1,000 were looked at. Another word finds older tickets.";
        none_text: "放宽或清除筛选条件后再试。", "Loosen or clear the filters.";
        invalid_filter: "有筛选条件无法识别，已忽略：", "A filter could not be read and was ignored:";
    }
}

impl ListWords {
    /// Heights of rows, with their words.
    #[must_use]
    pub const fn densities(&self) -> [(&'static str, &'static str); 3] {
        [("compact", self.compact), ("middle", self.middle), ("default", self.spacious)]
    }
}

/// The words of a noun's list.
#[derive(Clone, Copy, Debug)]
pub struct NounWords {
    /// `{n} orders`.
    pub total: &'static str,
    /// What the search box takes.
    pub search_hint: &'static str,
    /// There is nothing yet.
    pub empty_title: &'static str,
    /// What belongs here.
    pub empty_text: &'static str,
    /// Nothing matches.
    pub none_title: &'static str,
}
