//! Words of the what-if calculator: what the formulas and their fields are called there, and what is said beside them.

use domain::settlement::{Field, Formula, Ratio, RuleName, RuleVersion};

use super::{codes::Worded, fill};
use crate::lang::Lang;

worded!(Formula {
    Reseller: "经销商：独立拓展", "Reseller, selling alone";
    ResellerCoSale: "经销商：共同销售", "Reseller, selling together with the provider";
    General: "通用商品", "General products";
    JointDeal: "联营商品：按成交价分成", "Joint products, by deal price";
    JointFloor: "联营商品：按目录价和底价折扣分成", "Joint products, by list price and floor discount";
    Selected: "严选商品", "Selected products";
    Partner: "客户服务商", "Customer service partner";
    International: "国际站商品", "Products of the international site";
    Upgrade: "变更规格的价格", "Price of an upgrade";
});

words! {
    /// Words of the calculator.
    QuoteWords {
        formula: "结算公式", "Formula";
        currency: "币种", "Currency";
        optional: "（选填）", " (optional)";
        compute: "计算", "Compute";
        example: "填入示例", "Fill in the example";
        example_coupon: "含优惠券的示例", "Example with a coupon";
        amount: "结算金额", "Settlement amount";
        amount_with_tax: "结算金额（含税）", "Settlement amount (tax included)";
        upgrade_price: "变更费用", "Price of the upgrade";
        nothing_yet: "请更正标出的各项。", "Correct the fields that are marked.";
        calculation: "算式", "Calculation";
        unrounded: "舍入前", "Before rounding";
        rule: "规则", "Rule";
        rule_version: "{formula}（第 {n} 版）", "{formula} (version {n})";
        applies: "适用于", "Holds for";
        applies_from: "{from} 起生效的订单", "Orders that take effect from {from}";
        applies_between: "{from} 起、{until} 之前生效的订单", "Orders that take effect from {from} and before {until}";
        chosen: "选用依据", "Chosen by";
        chosen_by_day: "订单生效日 {day}（北京时间）", "{day}, the day the order takes effect (Beijing time)";
        chosen_newest: "未填生效时间，用最新一版", "No date is given: the newest version";
    }
}

/// What a field is called under a formula. The same words mean the same thing, so that a value may be kept when
/// another formula is chosen.
#[must_use]
pub fn label(formula: Formula, field: Field, lang: Lang) -> &'static str {
    use Formula::{General, International, JointDeal, JointFloor, Partner, Selected};
    let (zh, en) = match (field, formula) {
        (Field::Formula, _) => ("结算公式", "Formula"),
        (Field::Currency, _) => ("币种", "Currency"),
        (Field::EffectiveAt, _) => ("订单生效时间（北京时间）", "Order takes effect (Beijing time)"),
        (Field::List, _) => ("目录价（单价）", "List price of a unit"),
        (Field::Deal, JointDeal) => ("成交价（单价）", "Deal price of a unit"),
        (Field::Deal, _) => ("成交价", "Deal price"),
        (Field::Floor, Selected) => ("底价（单价）", "Floor price of a unit"),
        (Field::Floor, _) => ("底价", "Floor price"),
        (Field::FloorDiscount, _) => ("底价折扣", "Floor discount"),
        (Field::Quantity, _) => ("数量", "Quantity"),
        (Field::Duration, _) => ("时长", "Duration"),
        (Field::Ratio, JointDeal | JointFloor) => ("伙伴分成比例", "Partner's share"),
        (Field::Ratio, Selected) => ("结算比例", "Settlement ratio"),
        (Field::Ratio, Partner) => ("激励比例", "Incentive ratio"),
        (Field::Ratio, _) => ("佣金比例", "Commission ratio"),
        (Field::Sales, International) => ("销售金额（不含增值税）", "Sales without VAT"),
        (Field::Sales, General) => ("销售金额", "Sales"),
        (Field::Sales, _) => ("商品收入（计管理费）", "Revenue for the management fee"),
        (Field::Coupon, _) => ("优惠券", "Coupon"),
        (Field::BearRatio, _) => ("商家承担比例", "The merchant's part of the coupon"),
        (Field::Fee, JointDeal | JointFloor) => ("管理费比例", "Management fee"),
        (Field::Fee, _) => ("平台服务费比例", "Platform fee"),
        (Field::MonthPaidTotal, _) => ("商品当月实付总额", "Paid for the product in the month"),
        (Field::OutputTax, _) => ("商品销项税率", "Output tax"),
        (Field::ServiceTax, _) => ("服务费税率", "Service-fee tax"),
        (Field::PartnerTax, _) => ("伙伴开票税率", "Tax of the partner's invoice"),
        (Field::Wht1, _) => ("客户预提税（WHT1）", "Customer's withholding tax (WHT1)"),
        (Field::Dst1, _) => ("客户数字服务税（DST1）", "Customer's digital service tax (DST1)"),
        (Field::Wht2, _) => ("商家预提税（WHT2）", "Merchant's withholding tax (WHT2)"),
        (Field::Dst2, _) => ("商家数字服务税（DST2）", "Merchant's digital service tax (DST2)"),
        (Field::NewPrice, _) => ("新规格每天的价格", "New price a day"),
        (Field::OldPrice, _) => ("原规格每天的价格", "Old price a day"),
        (Field::Days, _) => ("剩余天数", "Remaining days"),
        (Field::Discount, _) => ("折扣", "Discount"),
    };
    lang.pick(zh, en)
}

/// What stands beside a field; empty where its name says it all.
#[must_use]
pub fn hint(formula: Formula, field: Field, lang: Lang) -> String {
    let (zh, en) = match (field, formula) {
        (Field::EffectiveAt, _) => {
            ("如 2024-03-01；留空用最新一版规则", "Such as 2024-03-01; empty: the newest version of the rule")
        }
        (Field::Duration, _) => ("月数或年数，与单价的单位一致", "Months or years, as the price counts them"),
        (Field::FloorDiscount | Field::Discount, _) => {
            ("打折后所剩：九折写 0.9 或 90%", "What is left of the price: 0.9 or 90% takes a tenth off")
        }
        (Field::BearRatio, _) => ("留空则与销售金额同样分成", "Empty: shared as the sales are"),
        (Field::MonthPaidTotal, _) => (
            "决定增量分成的档位；留空为本笔实付",
            "It decides the band of the increment; empty: what this line paid",
        ),
        (Field::PartnerTax, _) => ("要含税金额时填写", "For an amount that includes it"),
        (Field::Fee, Formula::JointDeal | Formula::JointFloor) => {
            ("要扣管理费时填写", "Where a management fee is due")
        }
        (Field::Sales, Formula::JointDeal) => (
            "有管理费时用；留空为成交价 × 数量 × 时长",
            "With a management fee; empty: deal price × quantity × duration",
        ),
        (Field::Sales, Formula::JointFloor) => ("有管理费时必填", "Needed with a management fee"),
        (Field::Wht1 | Field::Dst1 | Field::Wht2 | Field::Dst2, _) => {
            ("金额，不是税率", "An amount, not a rate")
        }
        _ if field == formula.ratio_field() => return of_the_rule(formula, lang),
        _ => ("", ""),
    };
    lang.pick(zh, en).to_owned()
}

/// What the newest version of a rule says of its ratio or fee.
fn of_the_rule(formula: Formula, lang: Lang) -> String {
    let Some(rule) = RuleVersion::newest(formula) else { return String::new() };
    let text = match rule.ratio {
        Ratio::Fixed(_) => lang.pick("留空即可：规则定为 {rate}", "Leave it empty: the rule has {rate}"),
        Ratio::AtMost(_) => lang.pick("最高 {rate}", "At most {rate}"),
        Ratio::Usual(_) => lang.pick("留空为 {rate}", "Empty: {rate}"),
    };
    fill(text, &[("rate", &rule.ratio.rate().to_string())])
}

/// What the amount of a formula is called: that of joint and international products has a tax only where one was put on.
#[must_use]
pub const fn amount(formula: Formula, lang: Lang) -> &'static str {
    let words = QuoteWords::of(lang);
    match formula {
        Formula::Reseller
        | Formula::ResellerCoSale
        | Formula::General
        | Formula::Selected
        | Formula::Partner => words.amount_with_tax,
        Formula::JointDeal | Formula::JointFloor | Formula::International => words.amount,
        Formula::Upgrade => words.upgrade_price,
    }
}

/// `通用商品（第 2 版）`, `General products (version 2)`.
#[must_use]
pub fn rule(rule: RuleName, lang: Lang) -> String {
    let version = rule.version.to_string();
    fill(QuoteWords::of(lang).rule_version, &[("formula", rule.formula.words(lang)), ("n", &version)])
}

/// The orders that a version settles; empty where it is none of the reference.
#[must_use]
pub fn holds_for(rule: RuleName, lang: Lang) -> String {
    let words = QuoteWords::of(lang);
    let Some(version) = RuleVersion::numbered(rule.formula, rule.version) else { return String::new() };
    let from = version.effective_from.to_string();
    match version.effective_until {
        None => fill(words.applies_from, &[("from", &from)]),
        Some(until) => fill(words.applies_between, &[("from", &from), ("until", &until.to_string())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_a_formula_have_names_of_their_own() {
        for (formula, lang) in Formula::ALL.iter().flat_map(|f| [(*f, Lang::Zh), (*f, Lang::En)]) {
            let mut names: Vec<_> = formula.needs().iter().map(|n| label(formula, n.field, lang)).collect();
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count, "{formula}");
        }
        let mut names: Vec<_> = Formula::ALL.iter().map(|formula| formula.words(Lang::En)).collect();
        names.dedup();
        assert_eq!(names.len(), Formula::ALL.len());
    }

    #[test]
    fn the_ratio_of_the_rule_stands_beside_its_field() {
        assert_eq!(hint(Formula::ResellerCoSale, Field::Ratio, Lang::En), "At most 90.00 %");
        assert_eq!(hint(Formula::General, Field::Fee, Lang::Zh), "留空为 5.00 %");
        assert!(hint(Formula::Selected, Field::Ratio, Lang::En).contains("90.00 %"));
        assert_eq!(hint(Formula::Reseller, Field::Deal, Lang::En), "");
    }

    #[test]
    fn a_version_says_what_it_holds_for() {
        let named = |version| RuleName { formula: Formula::General, version };
        assert_eq!(rule(named(2), Lang::En), "General products (version 2)");
        assert_eq!(holds_for(named(1), Lang::Zh), "2015-01-01 起、2024-03-01 之前生效的订单");
        assert_eq!(holds_for(named(2), Lang::En), "Orders that take effect from 2024-03-01");
        assert_eq!(holds_for(named(9), Lang::En), "");
    }
}
