//! Why something is not done with bills.

use domain::{
    bill::{NotDecided, Refusal},
    merchant::Gate,
};
use operations::bills::Refused;

use super::{codes::Worded, fill, standing};
use crate::lang::Lang;

/// Why something is not done with bills.
#[must_use]
pub fn refused(why: &Refused, lang: Lang) -> String {
    let p = |zh, en, values: &[(&str, &str)]| fill(lang.pick(zh, en), values);
    match why {
        Refused::NotCertified { state } => standing::gate(&Gate::NotCertified(*state), lang),
        Refused::NotSigned { version } => standing::gate(&Gate::NotSigned { version: version.clone() }, lang),
        Refused::NotOver { period, day } => p(
            "{m} 的账单从 {d} 起才能出账。",
            "The bills of {m} are made from {d} on.",
            &[("m", &period.dashed()), ("d", &day.to_string())],
        ),
        Refused::Running { period } => p(
            "正在为 {m} 出账，请等待完成。",
            "The bills of {m} are being made. Wait until that is done.",
            &[("m", &period.dashed())],
        ),
        Refused::Life(Refusal::NotNow { action, state }) => p(
            "账单现在是“{s}”，不能“{v}”。",
            "The bill is “{s}”, where “{v}” is not possible.",
            &[("s", state.words(lang)), ("v", action.words(lang))],
        ),
        Refused::Life(Refusal::OwnWork) => lang
            .pick(
                "提交账单的人不能批准它，须由另一位财务或所有者批准。",
                "Whoever submitted a bill does not approve it: another one of finance, or an owner, does.",
            )
            .to_owned(),
        Refused::Outdated { period } => p(
            "生成账单之后订单有变化，请退回账单并重新为 {m} 出账。",
            "Orders changed since the bill was made. Send it back and run {m} again.",
            &[("m", &period.dashed())],
        ),
        Refused::BelowZero
        | Refused::NotUnderWay { .. }
        | Refused::NotDisputable
        | Refused::Disputed
        | Refused::Dispute(_)
        | Refused::NotLocked { .. } => after_locking(why, lang),
        Refused::MadeAnew { period } => p(
            "{m} 已重新出账，请再看一遍这张账单。",
            "The bills of {m} were made anew. Look at this one again.",
            &[("m", &period.dashed())],
        ),
        Refused::Carried { number } => p(
            "账单 {n} 已包含它的结转或调整，请先作废那张账单。",
            "Bill {n} carries it over, or an adjustment of it. Void that one first.",
            &[("n", number)],
        ),
        Refused::TooLong { most } => p(
            "超过 {v} 行，不适合做成 PDF，请导出 CSV 或 Excel。",
            "It has more than {v} lines, too many for a PDF. Take it as CSV or Excel.",
            &[("v", &domain::money::thousands(*most as u64))],
        ),
    }
}

/// Why something is not done with a bill that is locked, or is not.
fn after_locking(why: &Refused, lang: Lang) -> String {
    let p = |zh, en, values: &[(&str, &str)]| fill(lang.pick(zh, en), values);
    match why {
        Refused::BelowZero => lang
            .pick(
                "金额为负的账单不会支付，由同类的下一张账单结转。",
                "A bill below zero is not paid: the next one of its kind carries it over.",
            )
            .to_owned(),
        Refused::NotUnderWay { state } => p(
            "账单现在是“{s}”，只有已锁定的账单才登记云市场进度。",
            "The bill is “{s}”; what the marketplace does with it is noted while it is locked.",
            &[("s", state.words(lang))],
        ),
        Refused::NotDisputable => lang
            .pick(
                "结转来的账单请在原账单中提出争议。",
                "Dispute what is carried over in the bill that it comes from.",
            )
            .to_owned(),
        Refused::Disputed => lang
            .pick(
                "该账单行已有处理中的争议，请在其中补充，或先作出裁定。",
                "The line is disputed already. Add to that dispute, or decide it first.",
            )
            .to_owned(),
        Refused::Dispute(NotDecided::Over { state }) => p(
            "争议现在是“{s}”，不能再裁定。",
            "The dispute is “{s}”; only an open one is decided.",
            &[("s", state.words(lang))],
        ),
        Refused::Dispute(NotDecided::NotOwn) => lang
            .pick(
                "只有提出争议的人可以撤回它；您可以驳回并说明理由。",
                "Only whoever opened a dispute withdraws it. Reject it, with the reason.",
            )
            .to_owned(),
        Refused::Dispute(NotDecided::OwnWork) => lang
            .pick(
                "提出争议的人不能裁定它，须由另一位财务或所有者裁定。",
                "Whoever opened a dispute does not decide it: another one of finance, or an owner, does.",
            )
            .to_owned(),
        Refused::NotLocked { state } => p(
            "账单现在是“{s}”，只能对已锁定或已支付账单的行提出争议。",
            "The bill is “{s}”; only the lines of a locked or paid one are disputed.",
            &[("s", state.words(lang))],
        ),
        other => other.to_string(),
    }
}
