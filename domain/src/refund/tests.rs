use proptest::prelude::*;

use super::{Action as A, Delivered, Facts, Ground, State as S, Why, refundable, shared};
use crate::{
    order::{BillingMode, DeliveryType as D, OrderState, OrderType, sample},
    supervision::{Node, Side},
};

/// Every step that there is; all others are refused.
const STEPS: &[(S, A, Side, S)] = &[
    (S::PendingMerchantReview, A::Approve, Side::Merchant, S::Approved),
    (S::PendingMerchantReview, A::Reject, Side::Merchant, S::Rejected),
    (S::PendingMerchantReview, A::Reject, Side::System, S::Rejected),
    (S::PendingMerchantReview, A::Withdraw, Side::Buyer, S::Withdrawn),
    (S::AwaitingReturn, A::Withdraw, Side::Buyer, S::Withdrawn),
    (S::AwaitingReturn, A::SendBack, Side::Buyer, S::AwaitingAcceptance),
    (S::AwaitingAcceptance, A::AcceptGoods, Side::Merchant, S::Refunding),
    (S::AwaitingAcceptance, A::AcceptGoods, Side::System, S::Refunding),
    (S::AwaitingAcceptance, A::RejectGoods, Side::Merchant, S::Rejected),
    (S::AwaitingAcceptance, A::Appeal, Side::Merchant, S::Appealed),
    (S::Appealed, A::AcceptGoods, Side::Merchant, S::Refunding),
    (S::Appealed, A::AcceptGoods, Side::Operator, S::Refunding),
    (S::Appealed, A::RejectGoods, Side::Operator, S::Rejected),
    (S::Approved, A::PaidBack, Side::Operator, S::Refunded),
    (S::Refunding, A::PaidBack, Side::Operator, S::Refunded),
];

#[test]
fn every_state_action_and_side_is_as_the_table_says() {
    for state in S::ALL {
        for action in A::ALL {
            for side in Side::ALL {
                let step = STEPS.iter().find(|s| (s.0, s.1, s.2) == (*state, *action, *side));
                let told = step.map(|s| s.3);
                assert_eq!(state.after(*action, *side, false), told, "{state} {action} {side}");
                let returned = if told == Some(S::Approved) { Some(S::AwaitingReturn) } else { told };
                assert_eq!(state.after(*action, *side, true), returned, "{state} {action} {side}");
            }
        }
        assert_eq!(state.possible().is_empty(), state.is_final(), "{state}");
    }
}

fn at(text: &str) -> crate::Moment {
    sample::at(text).unwrap()
}

fn facts(delivery: D) -> Facts {
    Facts {
        order_type: OrderType::New,
        state: OrderState::Processing,
        billing_mode: BillingMode::Period,
        delivery,
        supervised: delivery.supervised(),
        delivered: None,
        paid_at: Some(at("2026-11-01 10:00:00")),
        effective_at: None,
        ends_at: None,
        invoiced: false,
        refunded: false,
    }
}

fn delivered(node: Node) -> Option<Delivered> {
    Some(Delivered { node, code_claimed: false, shipped: false, signed: false })
}

#[test]
fn every_row_of_the_table_holds() {
    let (early, late) = (at("2026-11-06 10:00:00"), at("2026-11-06 10:00:01"));
    let done = |delivery| Facts { state: OrderState::Completed, ..facts(delivery) };
    let at_node = |delivery, node| Facts { delivered: delivered(node), ..facts(delivery) };
    let claimed = Delivered { code_claimed: true, ..delivered(Node::CodeActivation).unwrap() };
    let sent = Delivered { shipped: true, ..delivered(Node::BuyerAcceptance).unwrap() };
    let renewal =
        |begin| Facts { order_type: OrderType::Renew, effective_at: Some(begin), ..done(D::SaasManual) };
    let rows = [
        (done(D::SaasAuto), early, Ok(Ground::FiveDays)),
        (Facts { billing_mode: BillingMode::OneTime, ..done(D::SaasAuto) }, early, Ok(Ground::FiveDays)),
        (done(D::SaasAuto), late, Err(Why::FiveDaysOver)),
        (facts(D::SaasAuto), late, Ok(Ground::FailedProvisioning)),
        (done(D::Image), early, Ok(Ground::FiveDays)),
        (done(D::Image), late, Err(Why::ImageFiveDaysOver)),
        (Facts { billing_mode: BillingMode::OnDemand, ..done(D::Image) }, early, Err(Why::ByUse)),
        (
            Facts { billing_mode: BillingMode::OnDemandPackage, ..facts(D::SaasManual) },
            early,
            Err(Why::ByUse),
        ),
        (done(D::Api), early, Err(Why::NeverRefunded)),
        (done(D::AiAsset), early, Err(Why::NeverRefunded)),
        (Facts { order_type: OrderType::Trial, ..done(D::SaasAuto) }, early, Err(Why::Trial)),
        (
            Facts { order_type: OrderType::Unsubscribe, ..done(D::SaasAuto) },
            early,
            Err(Why::IsUnsubscription),
        ),
        (Facts { ends_at: Some(early), ..done(D::SaasAuto) }, early, Err(Why::Expired)),
        (renewal(late), early, Ok(Ground::Renewal)),
        (renewal(early), early, Err(Why::RenewalEffective)),
        (facts(D::License), late, Ok(Ground::Negotiated)),
        (done(D::HumanService), early, Err(Why::Accepted)),
        (at_node(D::HumanService, Node::Implement), late, Ok(Ground::Negotiated)),
        (at_node(D::DataFile, Node::Done), late, Err(Why::Accepted)),
        (at_node(D::HumanService, Node::ClosedRefunded), late, Err(Why::Refunded)),
        (at_node(D::HumanService, Node::FrozenAppeal), late, Err(Why::Frozen)),
        (Facts { delivered: Some(claimed), ..facts(D::License) }, late, Err(Why::CodeClaimed)),
        (Facts { delivered: Some(sent), ..facts(D::Hardware) }, late, Err(Why::InTransit)),
        (
            Facts { delivered: Some(Delivered { signed: true, ..sent }), ..facts(D::Hardware) },
            late,
            Ok(Ground::Negotiated),
        ),
        (Facts { invoiced: true, ..done(D::SaasAuto) }, early, Err(Why::InvoiceFirst)),
        (Facts { refunded: true, ..done(D::SaasAuto) }, early, Err(Why::Refunded)),
        (Facts { state: OrderState::PendingPayment, ..facts(D::SaasAuto) }, early, Err(Why::NotPaid)),
        (Facts { state: OrderState::Cancelled, ..facts(D::SaasAuto) }, early, Err(Why::NotPaid)),
    ];
    for (no, (order, now, told)) in rows.into_iter().enumerate() {
        assert_eq!(refundable(&order, now), told, "row {no}");
    }
}

proptest! {
    #[test]
    fn the_lines_add_up_and_none_takes_back_more_than_it_cost(
        paid in prop::collection::vec(0_i64..1_000_000_000, 1..12), part in 1_i64..=1_000_000
    ) {
        let total: i64 = paid.iter().sum();
        prop_assume!(total > 0);
        let amount = i64::try_from(i128::from(total) * i128::from(part) / 1_000_000).unwrap().max(1);
        let parts = shared(amount, &paid);
        prop_assert_eq!(parts.iter().sum::<i64>(), amount);
        prop_assert!(parts.iter().zip(&paid).all(|(part, paid)| (0..=*paid).contains(part)));
    }

    #[test]
    fn a_random_life_ends_only_in_a_final_state(
        steps in prop::collection::vec((0_usize..8, 0_usize..5, any::<bool>()), 0..30)
    ) {
        let mut state = S::PendingMerchantReview;
        for (action, side, returns) in steps {
            let (action, side) = (A::ALL[action], Side::ALL[side % Side::ALL.len()]);
            if let Some(next) = state.after(action, side, returns) {
                prop_assert!(!state.is_final());
                // Money once given back is not taken again.
                prop_assert!(!state.gives_back() || next.gives_back());
                state = next;
            }
        }
    }
}
