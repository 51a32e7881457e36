//! What the formulas are given: the one table that the reader of question files, the API and the form go by.

use super::Formula;
use crate::codes;

codes! {
    /// A field of a question, and a value that a line is settled from.
    pub enum Field {
        /// The formula.
        Formula = "formula" | "公式",
        /// Currency of every amount; renminbi when empty.
        Currency = "currency" | "币种",
        /// The moment that the order takes effect: it chooses the version of the rule, the newest when empty.
        EffectiveAt = "effective_at" | "生效时间" | "订单生效时间",
        /// List price.
        List = "list" | "目录价",
        /// Deal price.
        Deal = "deal" | "成交价",
        /// Floor price.
        Floor = "floor" | "底价",
        /// The discount from the list price down to the floor (5.3).
        FloorDiscount = "floor_discount" | "底价折扣",
        /// Pieces.
        Quantity = "quantity" | "数量",
        /// Months or years, in the unit of the price.
        Duration = "duration" | "时长" | "购买时长",
        /// The share of the one who is settled with.
        Ratio = "ratio" | "佣金比例" | "比例" | "分成比例",
        /// Sales; for joint products the revenue that a management fee is taken from.
        Sales = "sales" | "销售金额" | "商品销售金额",
        /// Coupon.
        Coupon = "coupon" | "优惠券" | "代金券",
        /// The part of a coupon that the merchant bears (5.2).
        BearRatio = "bear_ratio" | "承担比例" | "商家承担比例",
        /// Fee of the platform; for joint products the management fee (5.3).
        Fee = "fee" | "平台服务费比例" | "平台服务费率" | "管理费比例",
        /// What buyers actually paid for the product in the month (5.2).
        MonthPaidTotal = "month_paid_total" | "当月实付总额" | "商品当月实付总额",
        /// Output tax of the product.
        OutputTax = "output_tax" | "销项税率",
        /// Tax of the service fee.
        ServiceTax = "service_tax" | "服务费税率",
        /// Tax of the partner's own invoice (5.3).
        PartnerTax = "partner_tax" | "伙伴开票税率",
        /// Withholding tax of the buyer (5.8).
        Wht1 = "wht1" | "客户预提税",
        /// Digital service tax of the buyer (5.8).
        Dst1 = "dst1" | "客户数字服务税",
        /// Withholding tax of the merchant (5.8).
        Wht2 = "wht2" | "商家预提税",
        /// Digital service tax of the merchant (5.8).
        Dst2 = "dst2" | "商家数字服务税",
        /// Price a day of what it becomes (1.6).
        NewPrice = "new_price" | "新价格",
        /// Price a day of what it was (1.6).
        OldPrice = "old_price" | "原价格",
        /// Days that remain (1.6).
        Days = "days" | "剩余天数",
        /// The discount as what is left of the price: 0.9 takes a tenth off (1.6).
        Discount = "discount" | "折扣",
    }
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The code of something.
    Code,
    /// A moment.
    Moment,
    /// An amount of zero or more, within the books.
    Amount,
    /// A tax: any rate.
    Tax,
    /// A ratio or a fee: a rate up to 100 %.
    Share,
    /// A whole number from [`LEAST_COUNT`] to [`MOST_COUNT`].
    Count,
}

/// The smallest number of pieces, months or days.
pub const LEAST_COUNT: i64 = 1;
/// The largest.
pub const MOST_COUNT: i64 = 999_999_999;

impl Field {
    /// What it holds.
    #[must_use]
    pub const fn kind(self) -> Kind {
        match self {
            Self::Formula | Self::Currency => Kind::Code,
            Self::EffectiveAt => Kind::Moment,
            Self::OutputTax | Self::ServiceTax | Self::PartnerTax => Kind::Tax,
            Self::FloorDiscount | Self::Ratio | Self::BearRatio | Self::Fee | Self::Discount => Kind::Share,
            Self::Quantity | Self::Duration | Self::Days => Kind::Count,
            Self::List
            | Self::Deal
            | Self::Floor
            | Self::Sales
            | Self::Coupon
            | Self::MonthPaidTotal
            | Self::Wht1
            | Self::Dst1
            | Self::Wht2
            | Self::Dst2
            | Self::NewPrice
            | Self::OldPrice => Kind::Amount,
        }
    }
}

/// A field that a formula takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// The field.
    pub field: Field,
    /// The formula cannot do without it.
    pub required: bool,
}

const fn must(field: Field) -> Need {
    Need { field, required: true }
}

const fn may(field: Field) -> Need {
    Need { field, required: false }
}

/// What every question has beside the fields of its formula.
pub const COMMON: [Need; 3] = [must(Field::Formula), may(Field::Currency), may(Field::EffectiveAt)];

const RESELLER: &[Need] = &[
    must(Field::Deal),
    must(Field::Floor),
    may(Field::Ratio),
    must(Field::OutputTax),
    must(Field::ServiceTax),
];
const CO_SALE: &[Need] = &[
    must(Field::Deal),
    must(Field::Floor),
    must(Field::Ratio),
    must(Field::OutputTax),
    must(Field::ServiceTax),
];
const GENERAL: &[Need] = &[
    must(Field::Sales),
    may(Field::Coupon),
    may(Field::BearRatio),
    may(Field::Fee),
    may(Field::MonthPaidTotal),
];
const JOINT_DEAL: &[Need] = &[
    must(Field::Deal),
    must(Field::Quantity),
    must(Field::Duration),
    must(Field::Ratio),
    must(Field::OutputTax),
    may(Field::PartnerTax),
    may(Field::Fee),
    may(Field::Sales),
];
const JOINT_FLOOR: &[Need] = &[
    must(Field::List),
    must(Field::FloorDiscount),
    must(Field::Quantity),
    must(Field::Duration),
    must(Field::Ratio),
    must(Field::OutputTax),
    may(Field::PartnerTax),
    may(Field::Fee),
    may(Field::Sales),
];
const SELECTED: &[Need] = &[must(Field::Floor), must(Field::Quantity), may(Field::Ratio)];
const PARTNER: &[Need] =
    &[must(Field::Deal), must(Field::Ratio), must(Field::OutputTax), must(Field::ServiceTax)];
const INTERNATIONAL: &[Need] = &[
    must(Field::Sales),
    may(Field::Wht1),
    may(Field::Dst1),
    must(Field::Fee),
    may(Field::Wht2),
    may(Field::Dst2),
];
const UPGRADE: &[Need] =
    &[must(Field::NewPrice), must(Field::OldPrice), must(Field::Days), must(Field::Discount)];

impl Formula {
    /// The fields that it takes beside [`COMMON`], in the order of its arithmetic. A ratio or fee that is not
    /// required has the one of the rule.
    #[must_use]
    pub const fn needs(self) -> &'static [Need] {
        match self {
            Self::Reseller => RESELLER,
            Self::ResellerCoSale => CO_SALE,
            Self::General => GENERAL,
            Self::JointDeal => JOINT_DEAL,
            Self::JointFloor => JOINT_FLOOR,
            Self::Selected => SELECTED,
            Self::Partner => PARTNER,
            Self::International => INTERNATIONAL,
            Self::Upgrade => UPGRADE,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_of_some_formula_and_none_is_asked_twice() {
        let all: Vec<Field> = Formula::ALL.iter().flat_map(|f| f.needs()).map(|need| need.field).collect();
        for field in Field::ALL {
            let common = COMMON.iter().any(|need| need.field == *field);
            assert_ne!(common, all.contains(field), "{field}");
        }
        for formula in Formula::ALL {
            let mut fields: Vec<Field> = formula.needs().iter().map(|need| need.field).collect();
            let count = fields.len();
            fields.sort_unstable();
            fields.dedup();
            assert_eq!(fields.len(), count, "{formula}");
        }
    }

    #[test]
    fn headings_are_read_in_chinese_too() {
        assert_eq!(Field::from_code("商品销售金额"), Some(Field::Sales));
        assert_eq!(Field::from_code("Month Paid Total"), Some(Field::MonthPaidTotal));
    }
}
