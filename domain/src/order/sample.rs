//! An order for tests: sold by a reseller and completed in October 2026.

use super::{
    BillingMode, BusinessKind, DeliveryType, Head, Line, Order, OrderState, OrderType, PaymentMethod,
    SalesChannel,
};
use crate::{Currency, Moment, Zone, settlement::PriceBasis};

pub fn at(text: &str) -> Option<Moment> {
    Zone::default().parse(text).ok()
}

pub fn head() -> Head {
    Head {
        order_type: OrderType::New,
        billing_mode: BillingMode::Period,
        business_kind: BusinessKind::General,
        sales_channel: SalesChannel::Reseller,
        reseller: Some(7),
        ratio: None,
        state: OrderState::Completed,
        customer: 3,
        currency: Currency::CNY,
        payment_method: PaymentMethod::Prepaid,
        created_at: at("2018-01-01 09:00:00").unwrap_or_default(),
        paid_at: None,
        effective_at: None,
        completed_at: at("2026-10-06 10:00:00"),
        repaid_at: None,
        cancelled_at: None,
        timed_out: false,
        completed_here: false,
    }
}

pub fn line(line_no: i64) -> Line {
    Line {
        line_no,
        product: 5,
        delivery_type: DeliveryType::SaasAuto,
        sku_code: String::new(),
        sku_name: String::new(),
        quantity: 1,
        duration: None,
        duration_unit: None,
        price_basis: PriceBasis::Line,
        list_minor: None,
        deal_minor: 1_000_000,
        floor_minor: Some(800_000),
        coupon_minor: 0,
        paid_minor: 1_000_000,
        output_tax: None,
        service_tax: None,
        platform_fee: None,
        management_fee: None,
        partner_tax: None,
        wht1_minor: None,
        dst1_minor: None,
        wht2_minor: None,
        dst2_minor: None,
    }
}

pub fn order() -> Order {
    Order { number: "CS1".into(), head: head(), lines: vec![line(1)] }
}
