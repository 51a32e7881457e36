//! Words of undoing an import.

use operations::imports::{InTheWay, Obstacle, Refused};

use super::fill;
use crate::lang::Lang;

words! {
    /// Words of undoing an import.
    UndoWords {
        undo: "撤销此次导入", "Undo this import";
        title: "撤销导入 {file}", "Undo the import of {file}";
        would_do: "将会", "What it would do";
        withdrawn: "移出订单", "Orders taken away";
        put_back: "恢复原值的订单", "Orders put back";
        text: "此次导入新增的订单会从账中移出，它更改过的订单会恢复为导入前的内容；客户、商品和经销商的名称一并恢复。日志保留全部经过，文件之后可以再次导入。", "Orders that it brought in go, and those that it changed become what they were; names of customers, products and resellers with them. The journal keeps all of it, and the file can be imported again.";
        nothing: "账中没有此次导入留下的内容。", "Nothing in the books is of this import.";
        confirm: "确认撤销", "Undo it";
        begun: "已开始撤销。", "It is being undone.";
        in_progress: "正在撤销此次导入", "Undoing the import";
        wait: "可以离开此页面，撤销会继续进行。", "You can leave this page; it goes on.";
        in_way_title: "现在不能撤销：{n} 个订单在此之后又有变动", "It cannot be undone now: more happened to {n} {n|order|orders} since";
        in_way_text: "什么都没有改变。先处理下面的订单（例如撤销之后的导入、作废草稿），再来撤销。", "Nothing was changed. Deal with the orders below first — undo the later import, discard the draft —, then come back.";
        in_way_list: "妨碍撤销的订单", "Orders in the way";
        in_way_first: "妨碍撤销的订单（前 {shown} 个，共 {n} 个）", "Orders in the way (the first {shown} of {n})";
        order: "订单号", "Order";
        reason: "原因", "Why";
        cannot: "不能撤销", "It cannot be undone";
        undone: "{who} 于 {at} 撤销了此次导入：移出 {gone} 个订单，恢复 {back} 个，保留 {left} 个。", "{who} undid this import, {at}: {gone} {gone|order|orders} taken away, {back} put back, {left} left.";
        left_list: "撤销时保留的订单（前 {n} 个）", "Orders that were left (the first {n})";
        did: "当时的导入结果", "What it had done";
        back: "返回此次导入", "Back to the import";
    }
}

worded!(Obstacle {
    Import: "之后的导入更改了它", "A later import changed it";
    Cancelled: "已被取消", "Somebody cancelled it";
    Note: "有人写了备注", "Somebody wrote a note on it";
    Assignee: "有负责人", "Somebody looks after it";
    Draft: "其中的行在结算单草稿里", "A line of it is in a draft";
    Statement: "其中的行已进入结算单", "A line of it is in a statement";
    Ticket: "已有工单", "There is a ticket of it";
    Link: "已给客户生成链接", "A link was made for its buyer";
    Delivery: "交付已有进展", "Its delivery has gone on";
    Refund: "已有退订申请", "A refund was asked for";
    Other: "之后有变动", "Something happened to it since";
});

/// Why an import is not undone.
#[must_use]
pub fn refused(why: &Refused, lang: Lang) -> String {
    match why {
        Refused::UploadGone => lang.pick(
            "上传的文件已不再保留，请重新导入。",
            "The uploaded file is not kept any more. Import it again.",
        ),
        Refused::NothingLeft => lang.pick(
            "此导入没有留下需要处理的内容，或尚未结束。",
            "This import brought in everything, or has not ended: there is nothing to deal with.",
        ),
        Refused::NotEnded => lang.pick(
            "此导入尚未结束，没有可以撤销的内容。",
            "The import has not ended: there is nothing to undo yet.",
        ),
        Refused::UndoneAlready => {
            lang.pick("此导入已经撤销，或正在撤销。", "The import was undone already, or is being undone.")
        }
        Refused::NotKept => lang.pick(
            "此导入来自较早的版本，当时没有保留它更改前的内容，不能撤销。",
            "An earlier release brought it in and did not keep what it changed, so it cannot be undone.",
        ),
        Refused::AnotherUndone => lang.pick(
            "另一个导入正在撤销，请等它结束。",
            "Another import is being undone. Wait until that has ended.",
        ),
        Refused::InTheWay(way) => {
            let n = way.count.to_string();
            return fill(UndoWords::of(lang).in_way_title, &[("n", &n)]);
        }
    }
    .to_owned()
}

/// What stands in the way of an order, and which import or statement it is.
#[must_use]
pub fn which(one: &InTheWay) -> Option<(String, Option<String>)> {
    let which = one.which.clone()?;
    let link = (one.why == Obstacle::Import).then(|| format!("/imports/{which}"));
    Some((which, link))
}
