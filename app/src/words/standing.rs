//! Words of what the marketplace says of the merchant.

use domain::{
    bill::Region,
    merchant::{CertificationState, Gate, Taxpayer},
};

use super::codes::Worded;
use crate::{lang::Lang, words::fill};

words! {
    /// Words of what the marketplace says of the merchant.
    StandingWords {
        title: "认证与协议", "Certification and agreement";
        open: "认证与协议…", "Certification and agreement…";
        note: "登记云市场对商家的认证结果和合作协议。未通过认证不能出账；协议有新版本时，签署之前不显示账单。", "What the marketplace says of the merchant. Without a passed certification nothing is billed; while a new version of the agreement is not signed, bills are not shown.";
        note_read: "只有所有者和财务可以登记。", " Only owners and finance record it.";
        back: "设置", "Settings";
        certification: "商业信息认证", "Certification of the business information";
        state: "状态", "State";
        account_name: "账户名称", "Account in the name of";
        account_hint: "须与公司名称一致。", "The name of the company.";
        bank: "开户行", "Bank";
        account_no: "账号", "Account";
        taxpayer: "纳税人身份", "Taxpayer";
        currency: "结算币种", "Paid in";
        reason: "驳回原因", "Why it was sent back";
        rejections: "已被驳回 {n} 次；驳回 3 次会锁定，需要向云市场提工单解锁。", "Sent back {n} {n|time|times}; the third time locks it, and a ticket to the marketplace unlocks it.";
        agreement: "合作协议", "Agreement";
        version: "当前版本", "Version in force";
        signed: "已签署这个版本", "This version is signed";
        sign: "是否签署", "Signed";
        yes: "已签署", "Yes";
        no: "未签署", "Not yet";
        site: "站点", "Site";
        site_hint: "决定结算公式和出账日：中国站每月 3 日，国际站每月 7 日。只影响以后的出账，已出的账单不变。", "It decides the formulas and the day of bills: the 3rd of the month on the mainland, the 7th on the international site. Only later runs go by it; bills that were made stay as they are.";
        none: "未登记", "not recorded";
        saved: "已登记。", "Recorded.";
        ready: "可以出账。", "Bills can be made.";
    }
}

worded!(CertificationState {
    Draft: "未提交", "Not handed in";
    UnderReview: "审核中", "Under review";
    Rejected: "已驳回", "Sent back";
    Passed: "已通过", "Passed";
    Locked: "已锁定", "Locked";
});
worded!(Region {
    Mainland: "中国站", "Mainland";
    International: "国际站", "International";
});
worded!(Taxpayer {
    General: "一般纳税人", "General taxpayer";
    Small: "小规模纳税人", "Small-scale taxpayer";
});

/// What stands against bills, and what to do.
#[must_use]
pub fn gate(gate: &Gate, lang: Lang) -> String {
    match gate {
        Gate::NotCertified(state) => fill(
            lang.pick(
                "不能出账：商业信息认证“{s}”，通过后登记在“认证与协议”中。",
                "Nothing is billed: certification {s}. Record it under “Certification and agreement” when it has passed.",
            ),
            &[("s", &state.words(lang).to_lowercase())],
        ),
        Gate::NotSigned { version } if version.is_empty() => lang
            .pick(
                "不显示账单：还没有登记合作协议。",
                "Bills are not shown: no agreement is recorded.",
            )
            .to_owned(),
        Gate::NotSigned { version } => fill(
            lang.pick(
                "不显示账单：合作协议 {v} 还没有签署，请在云市场签署后登记在“认证与协议”中。",
                "Bills are not shown: the agreement {v} is not signed. Sign it with the marketplace and record that under “Certification and agreement”.",
            ),
            &[("v", version)],
        ),
    }
}
