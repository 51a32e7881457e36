//! Words of settlement rules.

use domain::{
    Rate, Tongue,
    order::{BusinessKind, DeliveryType},
    settlement::{
        Formula,
        rules::{RatioKind, RuleState, ScopeKind, life::Refusal},
    },
};
use operations::rules::Refused;

use super::{codes::worded, fill};
use crate::lang::Lang;

words! {
    /// Words of settlement rules.
    RuleWords {
        title: "结算规则", "Settlement rules";
        open: "结算规则…", "Settlement rules…";
        back: "结算", "Settlement";
        note: "规则以版本存放：由一位财务起草，按过去的月份回放，再由另一位发布。已发布的版本不能修改，由下一个版本接替。", "Rules are versions: one of finance drafts them and replays a past month, and another person publishes them. What is published never changes; the next version takes its place.";
        precedence: "适用范围的先后", "Which version settles an order";
        precedence_text: "按订单生效日期（东八区）选择版本；同时适用的几个版本中，范围越具体越优先：", "The version is chosen by the day on which the order took effect (+08:00). Of several that hold for it, the narrower scope wins:";
        precedence_order: "经销商 → 商品 → 商品接入类型 → 业务类型 → 全部", "reseller → product → delivery type → business kind → everything";
        resellers_note: "给经销商的结算单按账期使用内置版本，此处起草的版本不影响它们；变更价格同样如此。", "Statements of resellers count by account periods and have the built-in versions: drafts here do not change them, nor the price of an upgrade.";
        drafts: "草稿", "Drafts";
        no_drafts: "没有草稿", "No draft";
        no_drafts_text: "起草的版本在发布之前不结算任何订单。", "A draft settles nothing before it is published.";
        new: "起草新版本", "Draft a version";
        new_title: "起草结算规则", "Draft a settlement rule";
        new_note: "在发布之前不结算任何订单。", "It settles nothing before somebody else has published it.";
        formula: "公式", "Formula";
        version: "版本", "Version";
        version_n: "第 {n} 版", "Version {n}";
        holds: "现行", "Holds today";
        scope: "适用范围", "Scope";
        one_of: "{kind}：{name}", "{kind}: {name}";
        scope_of: "商品 ID 或经销商名称", "Id of the product, or name of the reseller";
        scope_of_hint: "仅在适用范围为商品或经销商时填写。", "Only where the scope is a product or a reseller.";
        dates: "日期", "Days";
        from: "起始日期", "First day";
        until: "截止日期（不含）", "First day after it";
        until_hint: "留空：到同一范围的下一个版本为止。", "Empty: until the next version of its scope begins.";
        from_on: "自 {from} 起", "from {from}";
        from_until: "{from} 至 {until}（不含）", "from {from} until before {until}";
        ratio: "比例", "Ratio";
        ratio_or_fee: "比例；通用商品和国际站为平台费率", "Ratio; of general and international products the fee";
        ratio_hint: "例如 5% 或 0.05，最多 6 位小数。", "Such as 5% or 0.05, six decimals at most.";
        ratio_kind: "比例的含义", "How it is meant";
        bands: "当月总额档位", "Bands of the month's total";
        bands_hint: "仅通用商品。按商品当月实付总额，整月适用所在档位的增量；第一档从 0 开始。清空一行即删除。", "Only of general products: by what buyers paid for a product in a month, the increment of its band holds for the whole month. The first begins at 0. A row that is emptied is removed.";
        band_from: "总额从", "From a total of";
        increment: "增量", "Increment";
        bands_fee: "参与的费率", "Fee that takes part";
        bands_fee_hint: "只有费率恰好等于它的订单行参与；有档位时必填。", "Only lines with exactly this fee take part; needed with bands.";
        bands_currency: "币种", "Currency";
        note_field: "说明", "Note";
        note_hint: "为什么起草，最多 500 字。", "Why it is drafted, at most 500 characters.";
        drafted_by: "起草", "Drafted";
        changed_by: "最后修改", "Last changed";
        published_by: "发布", "Published";
        built_in: "内置", "Built in";
        draft_title: "{formula}草稿 {n}", "{formula}: draft {n}";
        save_draft: "保存草稿", "Save the draft";
        edit: "修改草稿", "Change the draft";
        saved: "草稿已保存，请回放后由他人发布。", "The draft is saved. Replay it, and let somebody else publish it.";
        diff: "与所接替版本的差异", "What it changes";
        diff_against: "对照：{name}", "Against {name}";
        diff_none: "没有可对照的版本。", "There is no version whose place it takes.";
        diff_same: "没有差异。", "Nothing differs.";
        field: "字段", "Field";
        before: "之前", "Before";
        after: "之后", "After";
        replay: "回放", "Replay";
        replay_note: "选择一个过去的月份，逐笔订单比较现行规则与加上此草稿之后的金额。增量激励按商品和当月总额另算，单独列出。", "Choose a past month: order by order, what it came to and what it would have come to with this draft. Increments follow from the month's total of a product and are told beside.";
        replay_button: "回放", "Replay";
        period: "月份", "Month";
        replayed: "已回放 {period}：共 {lines} 行，{changed} 行金额有变化。", "Replayed {period}: {lines} {lines|line|lines}, {changed} of them {changed|comes|come} to something else.";
        replayed_at: "{at} 回放", "replayed on {at}";
        not_replayed: "修改后尚未回放，因此还不能发布。", "Not replayed since it was last changed, so it cannot be published yet.";
        replay_empty: "该月没有已计入账单的订单行。", "The month holds no line of an order.";
        increments: "增量激励", "Increments";
        totals: "合计", "Totals";
        currency: "币种", "Currency";
        lines: "行数", "Lines";
        changed: "有变化", "Changed";
        refused: "无法结算（之前 → 之后）", "Refused (before → after)";
        difference: "差额", "Difference";
        most: "变化最大的订单行", "Lines that change most";
        all_changes: "按订单顺序逐行查看", "Every line, in the order of the books";
        changes: "有变化的订单行", "Lines that change";
        next_page: "下一页", "Next page";
        first_page: "返回", "Back";
        no_changes: "没有金额变化的订单行。", "No line comes to something else.";
        order: "订单", "Order";
        product: "商品", "Product";
        line: "第 {n} 行", "line {n}";
        milestone: "里程碑 {n}", "milestone {n}";
        cannot: "无法结算", "refused";
        this_draft: "此草稿", "this draft";
        publish: "发布", "Publish";
        publish_title: "发布此版本？", "Publish this version?";
        publish_text: "{name}，{dates}，{ratio}；增量档位：{bands}。发布后即用于结算，不能再修改或删除；已锁定的账单不变。", "{name}, {dates}, {ratio}; bands: {bands}. It settles orders from then on, and is never changed or deleted. Locked bills stay as they are.";
        bands_end: "它接替的版本有增量档位，此版本没有：从首日起不再有增量激励。", "The version whose place it takes has bands and this one has none: there are no increments from its first day on.";
        replay_before: "该月早于此草稿的首日（{from}），因此没有一笔订单用到它。", "The month is before the first day of this draft ({from}), so that no order used it.";
        published_done: "已发布。", "Published.";
        own: "由您起草或修改：请由另一位财务或所有者发布。", "You wrote it: another one of finance, or an owner, publishes it.";
        discard: "放弃草稿", "Give the draft up";
        discard_title: "放弃此草稿？", "Give this draft up?";
        discard_text: "草稿不再能修改或发布；操作日志保留其内容。", "It can no longer be changed or published; the journal keeps what it said.";
        discarded_done: "草稿已放弃。", "The draft was given up.";
        empty_none: "没有档位", "none";
    }
}

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

/// What a replay found, in a sentence.
#[must_use]
pub(crate) fn replayed(replay: &operations::rules::Replay, lang: Lang) -> String {
    let count = domain::money::thousands;
    fill(
        RuleWords::of(lang).replayed,
        &[
            ("period", &replay.period.dashed()),
            ("lines", &count(replay.lines)),
            ("changed", &count(replay.changed)),
        ],
    )
}

/// The words of a value of a version that has a code; names of products and resellers stay as they are.
#[must_use]
pub(crate) fn value(field: &str, code: &str, lang: Lang) -> String {
    let tongue = if lang == Lang::Zh { Tongue::Zh } else { Tongue::En };
    match field {
        "ratio" | "bands_fee" => Rate::parse(code).map_or_else(|_| code.to_owned(), |rate| rate.to_string()),
        "formula" => Formula::worded(code, tongue).into_owned(),
        "scope" => worded(code, ScopeKind::from_code, lang),
        "ratio_kind" => worded(code, RatioKind::from_code, lang),
        _ => match (DeliveryType::CODES.contains(&code), BusinessKind::CODES.contains(&code)) {
            (true, _) => worded(code, DeliveryType::from_code, lang),
            (_, true) => worded(code, BusinessKind::from_code, lang),
            _ => code.to_owned(),
        },
    }
}
