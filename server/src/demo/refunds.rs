//! A refund in every state, on orders of their own.

use std::fmt::Write;

use chrono::Duration;
use domain::access::Actor;
use operations::{
    Office,
    refunds::{self, Given},
    supervisions,
};
use tempfile::TempDir;

use super::{bring_in, deliveries::go_on};

/// What is asked for, and how far it is taken: product, amount, reason, steps of the delivery, steps of the refund.
type Asked = (Product, &'static str, &'static str, usize, &'static [(&'static str, &'static str)]);

#[derive(Clone, Copy)]
enum Product {
    Service,
    Hardware,
    Instant,
}

impl Product {
    /// Id, name, type, state of the order, days since the payment.
    const fn facts(self) -> (&'static str, &'static str, &'static str, &'static str, i64) {
        match self {
            Self::Service => ("P-2001", "上云迁移实施", "human_service", "processing", 45),
            Self::Hardware => ("P-2006", "边缘计算一体机", "hardware", "processing", 45),
            Self::Instant => ("P-2009", "云备份标准版", "saas_auto", "completed", 2),
        }
    }
}

const STANDARD: [(&str, &str); 2] = [("submit_requirement", "buyer"), ("confirm_requirement", "merchant")];
const SIGNED: [(&str, &str); 2] = [("ship", "merchant"), ("sign", "courier")];

const ASKED: [Asked; 9] = [
    (Product::Service, "6400.00", "项目缩减，双方协商退一半。", 2, &[]),
    (Product::Service, "12800.00", "项目取消，尚未实施。", 1, &[("approve", "同意全额退款。")]),
    (Product::Service, "3000.00", "部分内容不再需要。", 2, &[("approve", "同意"), ("paid_back", "")]),
    (Product::Service, "12800.00", "希望更换供应商。", 2, &[("reject", "已完成大部分实施，请先协商金额。")]),
    (Product::Service, "1000.00", "误操作。", 1, &[("withdraw", "")]),
    (Product::Hardware, "12800.00", "型号与机房不匹配。", 2, &[("approve", "请在 7 天内寄回。")]),
    (Product::Hardware, "12800.00", "噪音过大。", 2, &[("approve", "同意退货。"), ("send_back", "")]),
    (
        Product::Hardware,
        "12800.00",
        "不再需要。",
        2,
        &[("approve", "同意退货。"), ("send_back", ""), ("appeal", "退回的设备外壳破损，要求平台裁定。")],
    ),
    (Product::Instant, "", "五天内无理由退订。", 0, &[]),
];

/// Brings in the orders, and asks for the refunds.
pub(super) async fn refund(office: &Office, actor: &Actor, folder: &TempDir) -> anyhow::Result<()> {
    let mut orders = "order_no,product_id,product_name,delivery_type,customer_id,customer_name,duration,\
                      duration_unit,deal_price,state,created_at,paid_at,completed_at\n"
        .to_owned();
    for (n, (product, ..)) in ASKED.iter().enumerate() {
        let (code, name, delivery, state, ago) = product.facts();
        let day = (office.clock.now() - Duration::days(ago)).format("%Y-%m-%d %H:%M:%S");
        let done = if state == "completed" { day.to_string() } else { String::new() };
        writeln!(
            orders,
            "{},{code},{name},{delivery},C-300{n},杭州云帆软件有限公司,1,year,12800.00,{state},{day},{day},{done}",
            number(n)
        )?;
    }
    bring_in(office, actor, folder, "refunds.csv", &orders).await?;
    for (n, (product, amount, reason, delivered, steps)) in ASKED.iter().enumerate() {
        let (number, way) = (number(n), if matches!(product, Product::Hardware) { SIGNED } else { STANDARD });
        // A demo that was interrupted finds some of them asked for.
        let order = operations::orders::get(office, actor, &number).await?.named;
        let row = supervisions::glance(office, actor, &number).await?;
        let there = refunds::of_order(office, actor, &order, row.as_ref()).await?;
        if there.is_some_and(|of| !of.refunds.is_empty()) {
            continue;
        }
        if row.is_some() {
            go_on(office, actor, &number, &way[..*delivered]).await?;
        }
        let made = refunds::request(office, actor, &number, amount, reason).await?;
        for (action, why) in *steps {
            let given = Given {
                action: (*action).to_owned(),
                reason: (*why).to_owned(),
                courier: "顺丰速运".to_owned(),
                waybill: format!("SF{number}"),
            };
            refunds::act(office, actor, made.id, &given).await?;
        }
    }
    Ok(())
}

/// Looks like a number of the marketplace, and is the same after an interruption.
fn number(n: usize) -> String {
    format!("CS2611150930RFD{n}")
}
