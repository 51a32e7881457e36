//! Words of the page of exports.

use operations::exports::{ExportState, Format};

words! {
    /// Words of the page of exports.
    ExportWords {
        note: "文件到期后自动删除；到期后可以重新导出。订单文件每个订单行占一行，行数可能多于订单数。", "A file is removed when its time has come; it can be made again. A file of orders has a row for each line, and so may have more rows than orders.";
        total: "{n} 次导出", "{n} {n|export|exports}";
        search_hint: "导出人", "Who asked for it";
        none_title: "没有符合条件的导出", "No export matches";
        who: "导出人", "By";
        what: "内容", "What";
        format: "格式", "Format";
        created: "创建时间", "Asked for";
        rows: "行数", "Rows";
        size: "大小", "Size";
        state: "状态", "State";
        expires: "保留至", "Kept until";
        in_progress: "正在导出", "Exporting";
        download: "下载", "Download";
        retry: "重新导出", "Export again";
        retry_many_title: "重新导出选中的文件？", "Make the selected files again?";
        retry_many_text: "文件按现在的数据重新生成。同一列表一次只导出一个，其余的可以在结果页重试。", "They are made again with the data of today. Of one list, one is made at a time; the others can be tried again from the result.";
        created_done: "导出已开始，完成后可在这里下载。", "The export has begun; the file can be fetched here when it is done.";
        retried: "导出已重新开始。", "The export has begun again.";
        forbidden: "导出人已没有查看该列表的权限。", "Whoever asked for it may not see that list any more.";
        stopped: "服务多次中断，没有写完。", "The server was stopped each time before it was written.";
        internal: "写文件时出错，请重试或联系管理员。", "It could not be written. Try again, or tell your administrator.";
        empty_title: "还没有导出", "Nothing was exported yet";
        empty_text: "在订单等列表中筛选好，再点“导出”：文件里就是列表里的内容。", "Filter a list, such as that of orders, and press Export: the file has exactly what the list shows.";
        to_orders: "打开订单列表", "Open the list of orders";
    }
}

noun!(ExportWords);

worded!(ExportState {
    Queued: "排队中", "Waiting";
    Running: "正在导出", "Exporting";
    Ready: "可下载", "Ready";
    Expired: "已过期", "Expired";
    Failed: "失败", "Failed";
});
worded!(Format {
    Csv: "CSV", "CSV";
    Xlsx: "Excel", "Excel";
});
