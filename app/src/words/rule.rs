//! Words of settlement rules.

use domain::settlement::rules::{RatioKind, RuleState, ScopeKind, life::Refusal};
use operations::rules::Refused;

use crate::lang::Lang;

worded!(RuleState {
    Draft: "草稿", "Draft";
    Published: "已发布", "Published";
    Discarded: "已放弃", "Given up";
});
worded!(ScopeKind {
    All: "全部", "Everything";
    Kind: "业务类型", "Business kind";
    Delivery: "商品接入类型", "Delivery type";
    Product: "商品", "Product";
    Reseller: "经销商", "Reseller";
});
worded!(RatioKind {
    Fixed: "固定为", "Always";
    AtMost: "按约定，不超过", "As agreed, at most";
    Usual: "默认，另有约定的除外", "Unless another was agreed";
});

/// Why a rule is not changed, replayed or published.
#[must_use]
pub const fn refused(why: Refused, lang: Lang) -> &'static str {
    match why {
        Refused::Life(Refusal::NotNow { state: RuleState::Published }) => lang.pick(
            "此版本已发布，不能再修改：请起草下一个版本。",
            "This version was published and does not change: draft the next one.",
        ),
        Refused::Life(Refusal::NotNow { .. }) => {
            lang.pick("此草稿已放弃，请另行起草。", "The draft was given up: draft another one.")
        }
        Refused::Life(Refusal::OwnWork) => lang.pick(
            "起草或修改过的人不能发布：请由另一位财务或所有者发布。",
            "Whoever wrote a rule does not publish it: another one of finance, or an owner, does.",
        ),
        Refused::Life(Refusal::NotReplayed) => lang.pick(
            "草稿修改后尚未回放：请先选择一个过去的月份回放。",
            "The draft was not replayed since it was last changed: replay a past month first.",
        ),
        Refused::Changed => lang.pick(
            "在您打开页面之后草稿已被修改，请重新查看。",
            "The draft was changed since you looked at it. Look at it again.",
        ),
    }
}
