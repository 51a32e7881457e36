//! Orders that are billed, and what is needed to bill them.

#![allow(dead_code, reason = "each test file uses a part of it")]

use domain::{
    Period,
    access::{Actor, Role},
    bill::BillAction,
    merchant::{Standing, WrittenStanding},
};
use operations::{
    Office,
    bills::{self, Bill, LIST, Run, RunState},
    list::Filter,
    merchant,
};

use crate::common::{import, staff};

pub const HEADER: &str = "order_no,order_type,business_kind,delivery_type,product_id,product_name,customer_id,\
    customer_name,deal_price,coupon,floor_price,state,created_at,paid_at,completed_at,billing_mode,\
    payment_method,platform_fee,repaid_at\n";

/// 2026-11-15 in Beijing, where the clock of tests stands, is past the bill day of October.
pub const OCTOBER: &str = "202610";

pub fn finance(id: i64) -> Actor {
    Actor::Staff { id, name: format!("财务{id}"), role: Role::Finance, products: vec![] }
}

/// An order of October 2026.
pub struct Sold {
    pub no: &'static str,
    pub kind: &'static str,
    pub product: &'static str,
    pub deal: &'static str,
    pub coupon: &'static str,
    pub completed: &'static str,
    pub payment: &'static str,
    pub fee: &'static str,
    pub created: &'static str,
    pub repaid: &'static str,
}

impl Sold {
    pub const fn of(no: &'static str, product: &'static str, deal: &'static str) -> Self {
        Self {
            no,
            kind: "general",
            product,
            deal,
            coupon: "0",
            completed: "2026-10-06 10:00:00",
            payment: "prepaid",
            fee: "",
            created: "2026-10-05",
            repaid: "",
        }
    }

    pub fn row(&self) -> String {
        let Self { no, kind, product, deal, coupon, completed, payment, fee, created, repaid } = self;
        let state = if completed.is_empty() { "processing" } else { "completed" };
        format!(
            "{no},NEW,{kind},saas_auto,{product},{product} 云盘,C-1,远山贸易,{deal},{coupon},80.00,{state},\
             {created} 09:00:00,{created} 10:00:00,{completed},PERIOD,{payment},{fee},{repaid}\n"
        )
    }
}

pub async fn bring(office: &Office, orders: &[Sold]) {
    let rows: String = orders.iter().map(Sold::row).collect();
    let done = import(office, &staff(Role::Owner), "orders.csv", format!("{HEADER}{rows}")).await.unwrap();
    assert!(done.rejected.is_empty(), "{done:?}");
}

pub async fn certified(office: &Office) -> Standing {
    let written: WrittenStanding = serde_json::from_str(
        r#"{"certification": {"state": "passed", "account_name": "示例科技", "bank": "招商银行",
            "account_no": "6225", "taxpayer": "general", "currency": "CNY"},
            "agreement": {"version": "V1", "signed": true}}"#,
    )
    .unwrap();
    merchant::record(office, &staff(Role::Owner), &written).await.unwrap()
}

pub async fn run_of(office: &Office, period: &str) -> operations::Result<Run> {
    bills::run_now(office, &finance(1), Period::parse(period).unwrap(), None).await
}

pub async fn october(office: &Office) -> Run {
    let run = run_of(office, OCTOBER).await.unwrap();
    assert_eq!(run.state, RunState::Done, "{run:?}");
    run
}

pub async fn all(office: &Office) -> Vec<Bill> {
    let (filter, _) = Filter::read_query(&LIST, "sort=created");
    bills::own(office, &finance(1), &filter).await.unwrap().rows
}

pub async fn step(office: &Office, who: i64, bill: &Bill, action: BillAction) -> operations::Result<Bill> {
    bills::act(office, &finance(who), bill.id, action, "不对").await
}
