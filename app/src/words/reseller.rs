//! Words of resellers.

words! {
    /// Words of resellers.
    ResellerWords {
        total: "{n} 家经销商", "{n} {n|reseller|resellers}";
        search_hint: "名称的任一种写法", "A part of the name, in any spelling";
        name: "名称", "Name";
        spellings: "其他写法", "Also written";
        orders: "订单数", "Orders";
        settled: "已结算金额", "Settled";
        last: "最近的结算单", "Last statement";
        empty_title: "还没有经销商", "No resellers yet";
        empty_text: "经销商随订单导入而来。", "Resellers come in with the orders that name them.";
        none_title: "没有符合条件的经销商", "No reseller matches";
        likely: "可能是同一家", "They may be one firm";
        likely_text: "名称只差公司形式、标点或一个字。只有您能判断：合并，或标为不同的两家。", "Their names differ in legal form, signs or one character only. You know: merge them, or say that they are two.";
        orders_of: "{n} 个订单", "{n} {n|order|orders}";
        merge: "合并…", "Merge …";
        merge_title: "合并为一家？", "Make one firm of them?";
        merge_text: "选择保留的名称。合并不能撤销；另一个名称以后作为它的写法识别。", "Choose the name that stays. Merging cannot be undone; the other name counts as a spelling of it from now on.";
        keep: "保留「{name}」", "Keep “{name}”";
        keep_text: "「{gone}」的 {orders} 个订单转到「{stays}」名下，{drafts} 份结算单草稿作废。", "{orders} {orders|order|orders} of “{gone}” {orders|moves|move} to “{stays}”; {drafts} {drafts|draft|drafts} of its statements {drafts|is|are} discarded.";
        both_settled: "两家都已出具结算单，不能合并。", "Statements of both were issued, so they cannot be merged.";
        merged_done: "已合并到「{name}」，订单随后转移。", "Merged into “{name}”; the orders follow in a moment.";
        apart: "不是同一家", "Not the same";
        apart_done: "已记下：这是不同的两家。", "Noted: they are two firms.";
    }
}

noun!(ResellerWords);
