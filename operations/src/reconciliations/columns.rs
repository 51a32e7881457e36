//! The columns of a bill of the marketplace, and the names that they go by.

use crate::files::header::Column;

macro_rules! columns {
    ($($variant:ident $name:literal $required:literal [$($alias:literal),* $(,)?],)+) => {
        /// Place of a column in [`COLUMNS`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Col { $($variant),+ }

        /// Every column that is understood; others are ignored, and said to be.
        pub const COLUMNS: &[Column] =
            &[$(Column { name: $name, aliases: &[$($alias),*], required: $required, instead: None }),+];
    };
}

columns! {
    OrderNo "order_no" true ["订单号", "订单编号", "订单ID", "交易号", "order_number", "order_id"],
    LineNo "line_no" false ["行号", "订单行号", "订单行", "订单行ID", "line_number", "line", "order_line_id"],
    Amount "amount" true [
        "结算金额", "本期结算金额", "结算金额（含税）", "结算金额(含税)", "伙伴结算金额(含税)", "应结金额", "金额", "settlement_amount",
        "settlement", "total"
    ],
    Item "item" false ["项目", "行类型", "费用类型", "明细类型", "line_type"],
    OrderType "order_type" false ["订单类型"],
    ProductName "product_name" false ["商品名称", "商品", "product"],
    Currency "currency" false ["币种", "货币"],
    Period "period" false ["账期", "结算账期", "settlement_period", "month"],
    Day "day" false ["日期", "交易日期", "交易时间", "完成时间", "生效时间", "订单生效时间", "date", "effective_at", "completed_at"],
}
