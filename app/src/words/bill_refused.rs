//! Why something is not done with bills.

use domain::{bill::Refusal, merchant::Gate};
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
        Refused::Carried { number } => p(
            "账单 {n} 已结转它，请先作废那张账单。",
            "Bill {n} carries it over. Void that one first.",
            &[("n", number)],
        ),
        Refused::TooLong { most } => p(
            "超过 {v} 行，不适合做成 PDF，请导出 CSV 或 Excel。",
            "It has more than {v} lines, too many for a PDF. Take it as CSV or Excel.",
            &[("v", &domain::money::thousands(*most as u64))],
        ),
        Refused::NotLocked { state } => p(
            "账单现在是“{s}”，只有锁定的账单才需要更正。",
            "The bill is “{s}”; only a locked one is corrected.",
            &[("s", state.words(lang))],
        ),
    }
}
