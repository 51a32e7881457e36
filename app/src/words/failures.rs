//! The words of why an operation did not happen.

use domain::{order::Refusal, settlement::NotSettled};
use operations::{Failure, exports, orders, staff, statements};

use super::{codes::Worded, deliveries, fields::field_problem, files, fill, undo};
use crate::lang::Lang;

/// Why it did not happen, in a sentence.
#[must_use]
pub fn failure(failure: &Failure, lang: Lang) -> String {
    match failure {
        Failure::Denied(_) => {
            lang.pick("您没有权限进行此操作。", "You are not allowed to do this.").to_owned()
        }
        Failure::NotFound => lang.pick("没有找到。", "Not found.").to_owned(),
        Failure::Invalid(problems) => problems
            .iter()
            .map(|wrong| field_problem(wrong, lang))
            .collect::<Vec<_>>()
            .join(lang.pick("；", "; ")),
        Failure::Order(refusal) => order(*refusal, lang),
        Failure::Desk(why) => desk(why, lang),
        Failure::Statement(why) => statement(why, lang),
        Failure::Reconciliation(why) => super::reconciliation::refused(why, lang),
        Failure::Bill(why) => super::bill_refused::refused(why, lang),
        Failure::Export(why) => export(*why, lang).to_owned(),
        Failure::File(why) => files::refused(why, lang),
        Failure::Import(why) => undo::refused(why, lang),
        Failure::Supervision(why) => deliveries::supervision(why, lang),
        Failure::Document(why) => deliveries::document(why, lang),
        Failure::Upload(why) => deliveries::upload(why, lang),
        Failure::Refund(why) => deliveries::refund(why, lang),
        Failure::Ticket(why) => super::ticket::refused(why, lang),
        Failure::Rule(why) => super::rule::refused(*why, lang).to_owned(),
        Failure::Staff(why) => staff(*why, lang).to_owned(),
        Failure::TooMany { seconds } => wait(*seconds, lang),
        Failure::Database(_) | Failure::Documents(_) | Failure::Internal(_) => {
            lang.pick("出错了，数据没有改变。", "Something went wrong; nothing was changed.").to_owned()
        }
    }
}

/// Too many tries: what is a minute or longer is told in minutes, and none too few.
fn wait(seconds: u64, lang: Lang) -> String {
    let (text, n) = if seconds < 60 {
        let text =
            lang.pick("尝试次数过多，请在 {n} 秒后再试。", "Too many tries. Wait {n} {n|second|seconds}.");
        (text, seconds)
    } else {
        let text =
            lang.pick("尝试次数过多，请在 {n} 分钟后再试。", "Too many tries. Wait {n} {n|minute|minutes}.");
        (text, seconds.div_ceil(60))
    };
    fill(text, &[("n", &n.to_string())])
}

fn desk(why: &orders::Refused, lang: Lang) -> String {
    match why {
        orders::Refused::NoteChanged => lang
            .pick(
                "此备注在您打开页面之后已被更正，请先查看现在的内容；您输入的内容已保留。",
                "The note was corrected since you opened the page. Read what it says now; what you entered is kept.",
            )
            .to_owned(),
        orders::Refused::Assigned { to: Some(name) } => fill(
            lang.pick("此订单现在由 {v} 负责，请先查看。", "{v} looks after this order now. Have a look first."),
            &[("v", name)],
        ),
        orders::Refused::Assigned { to: None } => lang
            .pick("此订单现在没有负责人，请先查看。", "Nobody looks after this order now. Have a look first.")
            .to_owned(),
        orders::Refused::NotPaid => lang
            .pick("订单未支付，不能登记发票。", "An invoice is for what was paid; this order was not.")
            .to_owned(),
        orders::Refused::Withdrawn { import } => fill(
            lang.pick(
                "此订单已在撤销导入 {id} 时移出；再次导入含有它的文件，它就会回来。",
                "This order was taken away when import {id} was undone. It comes back with the next file that has it.",
            ),
            &[("id", import)],
        ),
        orders::Refused::NotSeenBy { name } => fill(
            lang.pick(
                "{v} 没有获得此订单中任何商品的授权，看不到此订单。",
                "{v} may not see this order: none of its products is granted to {v}.",
            ),
            &[("v", name)],
        ),
        orders::Refused::NoteOfOther => lang
            .pick("只有备注的作者可以更正或删除它。", "Only who wrote a note can correct or delete it.")
            .to_owned(),
    }
}

fn stays(reseller: &str, lang: Lang) -> String {
    let text =
        lang.pick("{v} 已出具结算单：请保留这个名称。", "Statements of {v} were issued: let that name stay.");
    fill(text, &[("v", reseller)])
}

fn nothing_late(number: &str, lang: Lang) -> String {
    let text = lang.pick(
        "{v} 出具之后没有迟到的订单行，无需补充。",
        "No line came after {v} was issued: there is nothing to supplement.",
    );
    fill(text, &[("v", number)])
}

/// What stands against a statement.
#[must_use]
pub fn statement(why: &statements::Refused, lang: Lang) -> String {
    use statements::Refused as R;
    let p = |zh, en, values: &[(&str, &str)]| fill(lang.pick(zh, en), values);
    match why {
        R::Issued { number } => p(
            "结算单 {v} 已经出具，不再变化。",
            "Statement {v} was issued already and does not change.",
            &[("v", number)],
        ),
        R::Reversed { number } => {
            p("结算单 {v} 已经红冲。", "Statement {v} was reversed already.", &[("v", number)])
        }
        R::IsReversal { number } => p(
            "{v} 是红冲单，不再更正：其中的订单行已重新待结算，请起草当月结算单。",
            "{v} is a reversal and is not corrected: its lines are due again, so draft a statement of the month.",
            &[("v", number)],
        ),
        R::ResellerSettled { reseller } => stays(reseller, lang),
        R::DraftStands { period } => p(
            "{v} 还有草稿，请先出具或作废。",
            "There is a draft of {v}: issue or discard it first.",
            &[("v", &period.dashed())],
        ),
        R::NotIssued => p("这是草稿，请先出具。", "The statement is a draft; issue it first.", &[]),
        R::Discarded => p("草稿已作废，请重新起草。", "The draft was discarded; begin another one.", &[]),
        R::Issuing => {
            p("结算单正在出具，请等它完成。", "The statement is being issued; wait until that is done.", &[])
        }
        R::PeriodNotOver { period } => p(
            "{v} 还没有结束，次月 1 日起才能出具。",
            "{v} is not over; it can be issued from the first day of the next month.",
            &[("v", &period.dashed())],
        ),
        R::NothingLate { number } => nothing_late(number, lang),
        R::NothingToSettle => p("没有可以结算的行。", "There is no line to settle.", &[]),
        R::Line { order_no, problem } => p(
            "订单 {v}：{why}",
            "Order {v}: {why}",
            &[("v", order_no), ("why", &field_problem(problem, lang))],
        ),
        R::TooLong { most } => p(
            "超过 {v} 行，不适合做成 PDF，请导出 CSV 或 Excel。",
            "It has more than {v} lines, too many for a PDF. Take it as CSV or Excel.",
            &[("v", &domain::money::thousands(*most as u64))],
        ),
        R::SeveralCurrencies { currencies } => p(
            "有多种币种（{v}），请选择。",
            "There are several currencies ({v}): choose one.",
            &[("v", currencies)],
        ),
        R::Paid { number, on } => p(
            "结算单 {v} 已于 {on} 付款。",
            "Statement {v} was paid on {on}.",
            &[("v", number), ("on", &on.to_string())],
        ),
        R::NotPaid { number } => {
            p("结算单 {v} 没有登记付款。", "Statement {v} was not paid.", &[("v", number)])
        }
        R::NothingToPay { number } => p(
            "结算单 {v} 在付款前已红冲，没有需要付的款。",
            "There is nothing to pay for statement {v}: it was cancelled before it was paid.",
            &[("v", number)],
        ),
        R::ReversedSince { number } => p(
            "结算单 {v} 付款后已红冲，付款登记不再撤回，请在红冲单上登记。",
            "Statement {v} was reversed since. Its payment stays; note the money that comes back on the reversal.",
            &[("v", number)],
        ),
    }
}

const fn export(why: exports::Refused, lang: Lang) -> &'static str {
    match why {
        exports::Refused::Running => lang.pick("已有一个导出正在进行。", "An export is running already."),
        exports::Refused::Expired => {
            lang.pick("文件已过保留期。", "The file was kept until its expiry and is gone.")
        }
        exports::Refused::NotReady => lang.pick("文件还没有生成好。", "The file is not ready yet."),
        exports::Refused::Withdrawn => lang.pick(
            "文件生成后您的权限有变化，其中有您现在无权查看的内容。请重新导出列表。",
            "What you may see has changed since the file was made, and it shows more than that. Export the list again.",
        ),
    }
}

const fn staff(why: staff::Refused, lang: Lang) -> &'static str {
    match why {
        staff::Refused::LastOwner => {
            lang.pick("至少要有一个在用的所有者。", "There must be one active owner.")
        }
        staff::Refused::NotActive => lang.pick("账号未启用。", "The account is not active."),
        staff::Refused::LinkSpent => lang.pick(
            "此链接已使用或已过期，请索取新的链接。",
            "This link was used or is too old. Ask for a new one.",
        ),
        staff::Refused::WrongSignIn => super::ShellWords::of(lang).sign_in_wrong,
    }
}

fn order(refusal: Refusal, lang: Lang) -> String {
    let (zh, en, state) = match refusal {
        Refusal::OnlyUnpaidCanBeCancelled(s) => (
            "只有待付款的订单可以取消，此订单{v}。",
            "Only an order that waits for payment can be cancelled; this one is {v}.",
            s,
        ),
        Refusal::OnlyUnpaidCanBePaid(s) => (
            "只有待付款的订单可以付款，此订单{v}。",
            "Only an order that waits for payment can be paid; this one is {v}.",
            s,
        ),
        Refusal::OnlyProcessingCanBeCompleted(s) => (
            "只有处理中的订单可以完成，此订单{v}。",
            "Only an order in processing can be completed; this one is {v}.",
            s,
        ),
    };
    fill(lang.pick(zh, en), &[("v", state.words(lang))])
}

/// Why an order is not settled, in words (`domain.md` 4.4).
#[must_use]
pub fn not_settled(why: NotSettled, lang: Lang) -> String {
    let text = match why {
        NotSettled::SoldDirectly => {
            lang.pick("直销订单，没有经销商结算。", "Sold directly: there is no reseller to settle with.")
        }
        NotSettled::Trial => {
            lang.pick("试用订单不收费，无需结算。", "A trial costs nothing, so there is nothing to settle.")
        }
        NotSettled::NotPaid => lang.pick("客户还没有付款。", "The customer has not paid."),
        NotSettled::Cancelled => {
            lang.pick("订单在付款前已取消。", "The order was cancelled before it was paid.")
        }
        NotSettled::NotAccepted => lang.pick(
            "服务监管尚未完成：客户还没有确认验收。",
            "The delivery is supervised and the customer has not accepted it.",
        ),
        NotSettled::NotProvisioned => lang.pick("服务还没有开通成功。", "The service has not been opened."),
        NotSettled::RenewalNotEffective => lang.pick(
            "续费的新周期何时开始未知（缺少生效时间）。",
            "It is not known when the renewed term begins (no effective time).",
        ),
        NotSettled::CompletionUnknown => lang.pick(
            "缺少完成时间，无法确定账期。",
            "The time of completion is missing, so the month is not known.",
        ),
        NotSettled::NotRepaid => {
            lang.pick("后付费客户还没有全部还清。", "The postpaid customer has not repaid in full.")
        }
        NotSettled::FloorUnknown => {
            lang.pick("缺少底价，无法计算。", "The floor price is missing, so nothing can be computed.")
        }
    };
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_waits_are_told_in_minutes() {
        for (seconds, zh, en) in [
            (1, "1 秒", "1 second."),
            (59, "59 秒", "59 seconds."),
            (60, "1 分钟", "1 minute."),
            (61, "2 分钟", "2 minutes."),
            (900, "15 分钟", "15 minutes."),
        ] {
            let too_many = Failure::TooMany { seconds };
            assert!(failure(&too_many, Lang::Zh).contains(zh), "{seconds}");
            assert!(failure(&too_many, Lang::En).ends_with(en), "{seconds}");
        }
    }
}
