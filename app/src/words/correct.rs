//! Words of correcting an issued statement.

use operations::statements::Nature;

words! {
    /// Words of correcting an issued statement.
    CorrectWords {
        supplement: "补充", "Supplement";
        supplement_title: "为 {number} 起草补充结算单？", "Draft a supplement of {number}?";
        supplement_text: "{period} 迟到的订单行计入补充结算单，而不再滚入以后的月份；出具后有自己的编号。", "What came late to {period} goes into it instead of the statement of a later month. It has a number of its own when it is issued.";
        supplement_confirm: "起草补充", "Draft it";
        supplemented: "补充结算单草稿已就绪。", "The supplement is drafted.";
        supplement_name: "补充结算单", "Supplement";
        reverse: "红冲", "Reverse";
        reverse_title: "红冲结算单 {number}？", "Reverse statement {number}?";
        reverse_text: "开出一张红字结算单，逐行冲销 {n} 行，合计 {total}，不能撤回。其中的订单行重新待结算，更正后可再次起草 {period}。", "A reversal takes back its {n} {n|line|lines}, {total} in all, for good. The lines are due again; correct them and draft {period} once more.";
        reverse_confirm: "确认红冲", "Reverse it";
        reason: "红冲原因", "Reason";
        reversed_done: "结算单 {number} 已红冲，红字结算单编号 {reversal}。", "Statement {number} is reversed by {reversal}.";
        reverse_begun: "已开始红冲，完成后自动编号。", "It is being reversed; the reversal is numbered when that is done.";
        reversal_name: "红字结算单", "Reversal";
        takes_back: "红冲", "Takes back";
        supplements: "补充", "Supplements";
        taken_back_by: "已被红冲：", "Taken back by";
        supplemented_by: "已有补充：", "Supplemented by";
        draft: "草稿", "draft";
        reopening: "其中的订单行正在恢复为待结算", "Its lines become due again";
    }
}

worded!(Nature {
    Regular: "结算单", "Statement";
    Supplement: "补充", "Supplement";
    Reversal: "红冲", "Reversal";
});
