//! Words of refunds and of invoices that buyers have.

use domain::{
    order::Invoice,
    refund::{Action, Ground, State},
};

use super::codes::Worded;
use crate::lang::Lang;

worded!(State {
    PendingMerchantReview: "待审核", "To be reviewed";
    Approved: "已同意", "Approved";
    AwaitingReturn: "待退货", "Goods to come back";
    AwaitingAcceptance: "待验收", "Goods to be accepted";
    Appealed: "申诉中", "Appealed";
    Refunding: "退款中", "Being paid back";
    Refunded: "已退订", "Refunded";
    Rejected: "已驳回", "Rejected";
    Withdrawn: "已撤回", "Withdrawn";
});
worded!(Ground {
    Negotiated: "担保期协商", "Agreed before acceptance";
    FiveDays: "五天无理由", "Within five days";
    FailedProvisioning: "开通失败", "Never opened";
    Renewal: "续费未生效", "Renewal not begun";
});
worded!(Action {
    Approve: "同意", "Approve";
    Reject: "驳回", "Reject";
    Withdraw: "撤回", "Withdraw";
    SendBack: "寄回商品", "Send the goods back";
    AcceptGoods: "确认验收", "Accept the goods";
    RejectGoods: "验收驳回", "Reject the goods";
    Appeal: "发起申诉", "Appeal";
    PaidBack: "已退款", "Paid back";
});
worded!(Invoice {
    None: "未开票", "None";
    Issued: "已开票", "Issued";
    Returned: "已退票", "Returned";
});

/// The colour of a state: warning where the merchant acts, info where others do.
#[must_use]
pub const fn tone(state: State) -> &'static str {
    match state {
        State::PendingMerchantReview | State::AwaitingAcceptance => "warning",
        State::Approved | State::AwaitingReturn | State::Refunding => "info",
        State::Appealed => "danger",
        State::Refunded => "success",
        State::Rejected | State::Withdrawn => "neutral",
    }
}

/// Its colour and its words.
#[must_use]
pub fn toned(state: State, lang: Lang) -> (&'static str, String) {
    (tone(state), state.words(lang).to_owned())
}

words! {
    /// Words of refunds.
    RefundWords {
        total: "{n} 个退订申请", "{n} {n|refund|refunds}";
        search_hint: "订单号、客户或商品", "Order number, customer or product";
        empty_title: "还没有退订申请", "No refunds yet";
        empty_text: "客户要求退订时，在订单页面登记；之后在这里审核。", "When a buyer asks for a refund, note it on the page of the order; it is reviewed here.";
        none_title: "没有符合条件的退订申请", "No refund matches";
        order: "订单", "Order";
        customer: "客户", "Customer";
        product: "商品", "Product";
        amount: "退款金额", "Amount that goes back";
        paid: "实付金额", "Paid";
        state: "状态", "State";
        ground: "退订依据", "Ground";
        reason: "退订原因", "Reason";
        created: "申请时间", "Asked for";
        by: "登记人", "Noted by";
        decided: "审核时间", "Decided";
        decision: "审核意见", "What we said";
        courier: "退货快递", "Courier";
        waybill: "退货运单号", "Waybill";
        sent_back: "寄回时间", "Sent back";
        accepts: "自动验收时间", "Accepted by itself";
        unsubscribe: "退订订单", "Unsubscribe order";
        ended: "结束时间", "Ended";
        title: "{number} 的退订", "Refund of {number}";
        back: "所有退订", "All refunds";
        back_filtered: "返回筛选结果", "Back to the filtered list";
        previous: "上一个", "Previous";
        next: "下一个", "Next";
        about: "申请内容", "What was asked for";
        beside: "订单与交付", "Order and delivery";
        delivery: "服务监管", "Delivery";
        see_delivery: "查看交付", "See the delivery";
        log: "处理记录", "What happened";
        now_review: "等待我方审核。同意后生成退订订单、结束交付，并由平台退款；驳回须说明原因。", "Waits for our review. Approving makes the unsubscribe order, ends the delivery, and the platform pays back. Rejecting needs a reason.";
        now_review_goods: "等待我方审核。客户已签收商品：同意后客户先寄回，我方验收后再退款。", "Waits for our review. The buyer has the goods: they come back first, and money follows when we have accepted them.";
        now_return: "我方已同意。等待客户寄回商品。", "Approved. The buyer sends the goods back.";
        now_goods: "商品已寄回，等待我方验收；{at} 前未办理则自动验收并退款。", "The goods were sent back and wait for us. On {at} they count as accepted, and the money goes back.";
        now_appealed: "我方对退回的商品提出申诉，等待平台裁定。", "We appealed about the goods; the operator decides.";
        now_paying: "退订订单已生成，等待平台向客户退款。", "The unsubscribe order is made. The platform pays the buyer back.";
        now_refunded: "平台已向客户退款。", "The platform paid the buyer back.";
        now_rejected: "已驳回，订单和交付照常进行。", "Rejected: order and delivery go on.";
        now_withdrawn: "客户已撤回，订单和交付照常进行。", "The buyer withdrew it: order and delivery go on.";
        invoiced: "客户申请了发票，退订自动失败", "An invoice came between";
        acts: "办理", "What can be done";
        recorded: "他人的操作，由您登记", "What others did, recorded by you";
        opinion: "意见（驳回时必填）", "What we say (needed to reject)";
        opinion_goods: "意见（驳回或申诉时必填）", "What we say (needed to reject or appeal)";
        decision_operator: "平台的裁定意见（驳回时必填）", "What the operator says (needed to reject)";
        approve_title: "同意退款 {amount}？", "Approve {amount} going back?";
        approve_text: "将生成金额为负的退订订单；服务监管随之结束，不能恢复。", "An unsubscribe order with a negative amount is made and the delivery ends. There is no way back.";
        approve_goods_text: "客户随后寄回商品；我方验收后才生成退订订单并退款。", "The buyer then sends the goods back; money follows when we have accepted them.";
        accept_title: "确认退回的商品无误？", "Are the goods that came back in order?";
        accept_text: "将生成金额为负的退订订单并结束服务监管，不能恢复。", "The unsubscribe order is made and the delivery ends. There is no way back.";
        paid_back: "平台已退款给客户", "The platform paid the buyer back";
        withdraw: "客户撤回申请", "The buyer withdraws";
        send_back: "客户已寄回商品", "The buyer sent the goods back";
        not_yours: "审核由所有者或运营办理。", "An owner or operations reviews it.";
        done_said: "已办理：{action}。", "Done: {action}.";
        block: "退订与发票", "Refunds and invoice";
        none_asked: "没有退订申请。", "No refund was asked for.";
        ask: "登记退订申请", "Note that the buyer asks for a refund";
        ask_hint_negotiated: "担保期内，金额由双方协商：大于 0，不超过实付 {paid}。须我方审核。", "Before acceptance the amount is agreed: more than 0, at most the {paid} paid. We review it.";
        ask_hint_whole: "依据：{ground}。全额退款 {paid}，无须审核，登记后立即生成退订订单。", "Ground: {ground}. All of {paid} goes back without a review: the unsubscribe order is made at once.";
        asked_said: "退订申请已登记。", "The refund is noted.";
        invoice: "发票", "Invoice";
        invoice_note: "登记发票", "Note the invoice";
        invoice_hint: "开票后须先退票才能退订；退订待审核时开票，退订自动失败。", "An invoice has to come back before a refund. Issued while a refund waits for review, it ends the refund.";
        invoice_said: "发票已登记：{state}。", "Noted: invoice {state}.";
    }
}

noun!(RefundWords);
