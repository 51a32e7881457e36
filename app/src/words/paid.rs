//! Words of what was paid, and of what a reseller is owed.

use operations::statements::Payment;

words! {
    /// Words of what was paid, and of what a reseller is owed.
    PaidWords {
        pay: "登记付款", "Note payment";
        pay_title: "登记结算单 {number} 的付款？", "Note the payment of statement {number}?";
        pay_text: "全额 {total}。登记后计入应付余额；登记错了可以写明原因撤回。", "{total} in full. It counts for the balance; a mistake can be taken back with a reason.";
        pay_confirm: "登记", "Note it";
        paid_on: "付款日期", "Paid on";
        reference: "付款凭证号（可不填）", "Reference of the payment (may stay empty)";
        paid_done: "结算单 {number} 的付款已登记。", "The payment of statement {number} is noted.";
        paid: "已付款", "Paid";
        paid_fact: "付款", "Paid";
        take_back: "撤回付款登记", "Take the payment back";
        take_back_title: "撤回结算单 {number} 的付款登记？", "Take back that statement {number} was paid?";
        take_back_text: "它会重新计入未付款。", "It waits for payment again.";
        take_back_confirm: "确认撤回", "Take it back";
        reason: "原因", "Reason";
        taken_back_done: "结算单 {number} 的付款登记已撤回。", "The payment of statement {number} is taken back.";
        balance: "余额", "Balance";
        balances: "应付余额", "Balances";
        balances_note: "已出具（扣除红冲）减去已登记的付款；负数为多付。", "What was issued, reversals taken off, less what was paid. Below zero, too much was paid.";
        balances_none: "没有未付的余额。", "Nothing is left to pay.";
        balances_more: "还有 {n} 家，请在结算单列表中按经销商筛选。", "{n} more; narrow the list of statements by reseller.";
        issued_sum: "已出具", "Issued";
        paid_sum: "已付款", "Paid";
    }
}

worded!(Payment {
    Unpaid: "未付款", "Unpaid";
    Paid: "已付款", "Paid";
});
