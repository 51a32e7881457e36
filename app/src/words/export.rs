//! Words of the page of exports.

words! {
    /// Words of the page of exports.
    ExportWords {
        title: "导出记录", "Exports";
        caption: "我的导出", "My exports";
        note: "只显示您自己的导出；文件到期后自动删除。", "Only your own; a file is removed when its time has come.";
        what: "内容", "What";
        orders: "订单", "Orders";
        all_orders: "全部订单", "All orders";
        filtered: "已筛选的订单", "Filtered orders";
        format: "格式", "Format";
        created: "创建时间", "Asked for";
        rows: "行数", "Rows";
        size: "大小", "Size";
        state: "状态", "State";
        expires: "保留至", "Kept until";
        file: "文件", "File";
        queued: "排队中", "Waiting";
        running: "进行中", "Running";
        ready: "可下载", "Ready";
        expired: "已过期", "Expired";
        failed: "失败", "Failed";
        in_progress: "正在导出", "Exporting";
        download: "下载", "Download";
        retry: "重新导出", "Export again";
        created_done: "导出已开始，完成后可在这里下载。", "The export has begun; the file can be fetched here when it is done.";
        failed_text: "导出没有完成，请重试。", "The export did not finish. Try again.";
        empty_title: "还没有导出", "Nothing was exported yet";
        empty_text: "在订单列表中筛选好，再点“导出”：文件里就是列表里的订单。", "Filter the list of orders and press Export: the file has exactly those orders.";
        to_orders: "打开订单列表", "Open the list of orders";
    }
}
