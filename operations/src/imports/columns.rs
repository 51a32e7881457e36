//! The columns of the file that the marketplace gives, and the names that they go by.

use std::borrow::Cow;

use domain::{
    Tongue,
    order::{
        BillingMode, BusinessKind, DeliveryType, DurationUnit, OrderState, OrderType, PaymentMethod,
        SalesChannel,
    },
    settlement::PriceBasis,
    supervision::Node,
};

use crate::{exports::headings::heading, files::header::Column};

macro_rules! columns {
    ($($variant:ident $name:literal $need:tt [$($alias:literal),* $(,)?],)+) => {
        /// Place of a column in [`COLUMNS`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Col { $($variant),+ }

        /// Every column, in the order of the template.
        pub const COLUMNS: &[Column] = &[$(columns!(@ $name $need [$($alias),*])),+];
    };
    (@ $name:literal optional [$($alias:literal),*]) => {
        Column { name: $name, aliases: &[$($alias),*], required: false, instead: None }
    };
    (@ $name:literal required [$($alias:literal),*]) => {
        Column { name: $name, aliases: &[$($alias),*], required: true, instead: None }
    };
    (@ $name:literal (or $instead:literal) [$($alias:literal),*]) => {
        Column { name: $name, aliases: &[$($alias),*], required: true, instead: Some($instead) }
    };
}

columns! {
    OrderNo "order_no" required ["订单号", "订单编号", "订单ID", "order_number", "order_id"],
    LineNo "line_no" optional ["行号", "订单行号", "订单行", "line_number", "line", "order_line_id", "订单行ID"],
    OrderType "order_type" optional ["订单类型"],
    BillingMode "billing_mode" optional ["计费模式", "计费方式", "charging_mode"],
    BusinessKind "business_kind" optional ["业务类型", "商品业务类型", "商品类别"],
    DeliveryType "delivery_type" optional ["接入类型", "交付类型", "商品接入类型", "交付方式"],
    SalesChannel "sales_channel" optional ["销售渠道", "渠道", "销售模式", "channel"],
    Reseller "reseller" optional ["经销商", "经销商名称", "reseller_name"],
    CommissionRatio "commission_ratio" optional ["佣金比例", "分成比例", "ratio"],
    ProductId "product_id" optional ["商品ID", "商品编号", "商品编码", "product_code"],
    ProductName "product_name" (or "product_id") ["商品名称", "商品", "product"],
    SkuCode "sku_code" optional ["SKU编码", "规格编码", "sku_id"],
    SkuName "sku_name" optional ["规格", "规格名称", "SKU名称", "sku"],
    CustomerId "customer_id" optional ["客户ID", "客户编号", "客户账号", "customer_code"],
    CustomerName "customer_name" (or "customer_id") ["客户名称", "客户", "customer"],
    Quantity "quantity" optional ["数量", "购买数量", "qty"],
    Duration "duration" optional ["时长", "购买时长"],
    DurationUnit "duration_unit" optional ["时长单位", "购买时长单位"],
    Currency "currency" optional ["币种", "货币"],
    ListPrice "list_price" optional ["目录价", "列表价", "目录价格", "原价"],
    DealPrice "deal_price" required ["成交价", "成交价格"],
    FloorPrice "floor_price" optional ["底价", "结算底价"],
    Coupon "coupon" optional ["优惠券", "代金券", "优惠券金额", "代金券金额"],
    PaidAmount "paid_amount" optional ["实付金额", "实付", "paid"],
    OutputTax "output_tax" optional ["销项税率", "销项税"],
    ServiceTax "service_tax" optional ["服务费税率", "服务税率"],
    PlatformFee "platform_fee" optional ["平台费率", "平台服务费率", "平台服务费"],
    PriceBasis "price_basis" optional ["计价口径", "价格口径", "计价基准", "pricing_basis"],
    ManagementFee "management_fee" optional ["管理费比例", "云管理费比例", "管理费率"],
    PartnerTax "partner_tax" optional ["伙伴开票税率", "伙伴税率"],
    Wht1 "wht1" optional ["客户预提税", "客户预提税（WHT1）"],
    Dst1 "dst1" optional ["客户数字服务税", "客户数字服务税（DST1）"],
    Wht2 "wht2" optional ["商家预提税", "商家预提税（WHT2）"],
    Dst2 "dst2" optional ["商家数字服务税", "商家数字服务税（DST2）"],
    State "state" required ["状态", "订单状态", "status", "order_status"],
    CreatedAt "created_at" required ["创建时间", "下单时间", "created"],
    PaidAt "paid_at" optional ["支付时间", "付款时间"],
    EffectiveAt "effective_at" optional ["生效时间"],
    CompletedAt "completed_at" optional ["完成时间", "验收时间", "开通时间"],
    RepaidAt "repaid_at" optional ["还款时间", "还清时间"],
    CancelledAt "cancelled_at" optional ["取消时间", "canceled_at"],
    PaymentMethod "payment_method" optional ["支付方式", "付款方式"],
    SupervisionNode "supervision_node" optional ["监管环节", "服务监管环节", "交付环节"],
    SupervisionSince "supervision_since" optional ["环节开始时间", "进入环节时间"],
}

impl Col {
    /// Its name.
    pub(super) const fn name(self) -> &'static str {
        COLUMNS[self as usize].name
    }
}

/// A file to begin with: the header and two orders, one of them sold together with a reseller. In words, they are
/// those that files come out with.
#[must_use]
pub fn template_csv(tongue: Tongue) -> String {
    let names: Vec<_> = COLUMNS.iter().map(|c| heading(c.name, tongue)).collect();
    let direct = [
        "CS2610181819B4LVS,1,NEW,PERIOD,general,saas_auto,direct,,,P-1001,云端进销存,SKU-01,标准版,C-20001,",
        "杭州远山贸易有限公司,1,1,year,CNY,1200.00,1080.00,,80.00,1000.00,6%,6%,10%,line,,,,,,,completed,",
        "2026-10-18 18:19:00,2026-10-18 18:21:30,2026-10-18 18:25:00,2026-10-18 18:25:00,,,prepaid,,",
    ];
    let co_sale = [
        "CS2610190930C7KQX,1,NEW,ONE_TIME,general,human_service,co_sale,上海云梯信息技术有限公司,60%,P-1002,",
        "上云迁移服务,SKU-09,基础包,C-20002,Northwind Trading,1,,,CNY,5000.00,4800.00,3000.00,,4800.00,6%,6%,,line,,,,,,,",
        "processing,2026-10-19 09:30:00,2026-10-19 10:02:00,,,,,postpaid,implement,2026-10-21 09:00:00",
    ];
    let row = |row: String| -> String {
        let cells = COLUMNS.iter().zip(row.split(',').map(str::to_owned));
        cells.map(|(column, cell)| worded(column.name, &cell, tongue)).collect::<Vec<_>>().join(",")
    };
    format!("\u{feff}{}\r\n{}\r\n{}\r\n", names.join(","), row(direct.concat()), row(co_sale.concat()))
}

/// A code in words; other cells stay as they are.
fn worded(column: &str, cell: &str, tongue: Tongue) -> String {
    let word: for<'a> fn(&'a str, Tongue) -> Cow<'a, str> = match column {
        "order_type" => OrderType::worded,
        "billing_mode" => BillingMode::worded,
        "business_kind" => BusinessKind::worded,
        "delivery_type" => DeliveryType::worded,
        "sales_channel" => SalesChannel::worded,
        "duration_unit" => DurationUnit::worded,
        "price_basis" => PriceBasis::worded,
        "state" => OrderState::worded,
        "payment_method" => PaymentMethod::worded,
        "supervision_node" => Node::worded,
        _ => |cell, _| Cow::Borrowed(cell),
    };
    word(cell, tongue).into_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::files::{
        header::{Candidate, Header, plain_heading},
        read::Record,
    };

    #[test]
    fn no_heading_means_two_columns() {
        let mut all: Vec<String> = COLUMNS
            .iter()
            .flat_map(|c| std::iter::once(&c.name).chain(c.aliases))
            .map(|name| plain_heading(name))
            .collect();
        let count = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count);
        assert_eq!(COLUMNS[Col::PaymentMethod as usize].name, "payment_method");
        assert_eq!(COLUMNS.len(), 44);
    }

    fn candidate(text: &str) -> Candidate {
        let mut record = Record::default();
        record.row = 1;
        text.split(',').for_each(|cell| record.push(cell));
        Candidate::of(COLUMNS, &BTreeMap::new(), &record)
    }

    #[test]
    fn headings_are_read_as_people_write_them() {
        let text = "\u{feff}订单号, Product Name ,Customer-ID,ＳＴＡＴＥ,下单时间,成交价,Colour,";
        let table = candidate(text).table;
        let header = Header::of(COLUMNS, &table);
        assert_eq!(header.place(Col::OrderNo as usize), Some(0));
        assert_eq!(header.place(Col::ProductName as usize), Some(1));
        assert_eq!(header.place(Col::CustomerId as usize), Some(2));
        assert_eq!(header.place(Col::State as usize), Some(3));
        assert_eq!(table.unknown().collect::<Vec<_>>(), ["Colour"]);
        assert_eq!(header.width, 7);
    }

    #[test]
    fn what_is_missing_or_there_twice_is_named() {
        let fails = |text: &str| candidate(text).table.check(COLUMNS).unwrap_err().to_string();
        let missing = fails("order_no,state,created_at,Preis");
        for name in
            ["product_name (or product_id)", "customer_name (or customer_id)", "deal_price", "row 1", "Preis"]
        {
            assert!(missing.contains(name), "{missing}");
        }
        let twice = fails("order_no,订单编号,state,created_at,product_id,customer_id,deal_price");
        assert!(twice.contains("order_no") && twice.contains("订单编号"), "{twice}");
        assert!(fails("a,b,c").contains("row 1 has a, b, c"));
    }

    #[test]
    fn headings_that_are_there_twice_are_told_apart() {
        let told = BTreeMap::from([
            ("preis".to_owned(), String::new()),
            ("preis#2".to_owned(), "deal_price".to_owned()),
        ]);
        let mut record = Record::default();
        "order_no,Preis,PREIS,product_id,customer_id,state,created_at"
            .split(',')
            .for_each(|cell| record.push(cell));
        let Candidate { table, is_whole, .. } = Candidate::of(COLUMNS, &told, &record);
        assert_eq!((table.columns[1].as_deref(), table.columns[2].as_deref()), (None, Some("deal_price")));
        assert!(
            is_whole && Candidate::of(COLUMNS, &BTreeMap::new(), &record).table.missing(COLUMNS).count() == 1
        );
        let twice = candidate("order_no,订单编号,state");
        assert_eq!((twice.is_whole, twice.table.again().collect::<Vec<_>>()), (false, vec![1]));
    }

    #[test]
    fn the_template_is_a_file_that_goes_in() {
        for tongue in [Tongue::Codes, Tongue::Zh, Tongue::En] {
            let text = template_csv(tongue);
            let mut lines = text.trim_start_matches('\u{feff}').lines();
            let Candidate { table, is_whole, .. } = candidate(lines.next().unwrap());
            assert!(is_whole);
            assert_eq!(table.unknown().count(), 0, "{text}");
            for line in lines {
                assert_eq!(line.split(',').count(), table.headings.len(), "{line}");
            }
        }
    }
}
