//! The flows against the tables of `domain.md` 2.1–2.3, written out.

use chrono::DateTime;
use proptest::prelude::*;

use super::*;
use crate::{Moment, Zone, order::BusinessKind};

/// What may be done, a row for each node, action, actor and where it leads; nothing else may.
fn table(kind: FlowKind, review: bool) -> Vec<String> {
    let requirement = "submit_requirement submit_requirement buyer confirm_requirement
        confirm_requirement confirm_requirement merchant implement
        confirm_requirement reject_requirement merchant submit_requirement";
    let design = "submit_requirement submit_requirement buyer confirm_requirement
        confirm_requirement confirm_requirement merchant design_submit
        confirm_requirement reject_requirement merchant submit_requirement
        design_submit submit_design merchant design_confirm
        design_confirm confirm_design buyer implement
        design_confirm reject_design buyer design_submit";
    let plain = "implement complete merchant buyer_acceptance";
    let reviewed = "implement complete merchant platform_review";
    let review_rows = "platform_review approve_review operator buyer_acceptance
        platform_review reject_review operator implement";
    let acceptance = "buyer_acceptance accept buyer done
        buyer_acceptance reject_acceptance buyer implement";
    let delivery = if review { reviewed } else { plain };
    let parts: Vec<&str> = match kind {
        FlowKind::Standard | FlowKind::OfflineLicense | FlowKind::DataFile | FlowKind::AppOrchestration => {
            vec![requirement, delivery, review_rows, acceptance]
        }
        FlowKind::Website => vec![design, delivery, review_rows, acceptance],
        FlowKind::IdentificationCode => {
            vec!["submit_requirement submit_requirement buyer implement", delivery, review_rows, acceptance]
        }
        FlowKind::LicenseCode => vec![
            "implement complete merchant code_activation
            code_activation claim_code buyer code_activation
            code_activation activate_code merchant done
            code_activation activate_code buyer done",
        ],
        FlowKind::Hardware => vec![
            "implement ship merchant buyer_acceptance
            buyer_acceptance sign courier buyer_acceptance
            buyer_acceptance accept system done",
            acceptance,
        ],
    };
    let mut rows: Vec<String> =
        parts.iter().flat_map(|part| part.lines()).map(|row| row.trim().to_owned()).collect();
    for node in Node::ALL.iter().filter(|node| !node.is_final()) {
        if *node != Node::FrozenAppeal {
            rows.push(format!("{node} appeal buyer frozen_appeal"));
            rows.push(format!("{node} appeal merchant frozen_appeal"));
        }
        rows.push(format!("{node} close_refunded system closed_refunded"));
    }
    rows.push("frozen_appeal decide_appeal operator as_decided".to_owned());
    rows
}

#[test]
fn every_node_action_and_actor_of_every_flow() {
    let mut walked = 0;
    for kind in FlowKind::ALL {
        for review in [false, true] {
            let (table, flow) = (table(*kind, review), Flow { kind: *kind, review });
            let mut met = 0;
            for node in Node::ALL {
                for action in Action::ALL {
                    for by in Side::ALL {
                        let row = format!("{node} {action} {by} ");
                        let expected = table.iter().find_map(|r| r.strip_prefix(&row));
                        let told = flow.after(*node, *action, *by).map(|next| match next {
                            Next::Node(next) => next.code(),
                            Next::AsDecided => "as_decided",
                        });
                        assert_eq!(told.ok(), expected, "{kind} {row}{told:?}");
                        met += usize::from(expected.is_some());
                        walked += 1;
                    }
                }
            }
            assert_eq!(met, table.len(), "{kind}: a row of the table was not met");
        }
    }
    assert_eq!(walked, FlowKind::ALL.len() * 2 * Node::ALL.len() * Action::ALL.len() * Side::ALL.len());
}

#[test]
fn refusals_say_why() {
    let flow = Flow { kind: FlowKind::Standard, review: false };
    let refused = |node, action, by| flow.after(node, action, by).unwrap_err();
    use Action as A;
    assert_eq!(refused(Node::Done, A::Accept, Side::Buyer), Refusal::Accepted);
    assert_eq!(refused(Node::ClosedRefunded, A::Complete, Side::Merchant), Refusal::Refunded);
    assert_eq!(refused(Node::FrozenAppeal, A::Complete, Side::Merchant), Refusal::Frozen);
    assert_eq!(refused(Node::FrozenAppeal, A::Appeal, Side::Buyer), Refusal::Frozen);
    let (node, action) = (Node::BuyerAcceptance, A::Accept);
    let theirs = Refusal::NotYours { action, node, theirs: Side::Buyer };
    assert_eq!(refused(node, action, Side::Merchant), theirs);
    let (node, action) = (Node::SubmitRequirement, A::ConfirmRequirement);
    assert_eq!(refused(node, action, Side::Merchant), Refusal::NotNow { action, node });
    assert_eq!(refused(node, A::Ship, Side::Merchant), Refusal::NotInFlow { action: A::Ship });
    assert_eq!(
        refused(node, A::DecideAppeal, Side::Operator),
        Refusal::NotNow { action: A::DecideAppeal, node }
    );
}

#[test]
fn what_is_possible_is_what_is_not_refused() {
    let flow = Flow { kind: FlowKind::Hardware, review: false };
    let possible = flow.possible(Node::BuyerAcceptance);
    let expected = [
        (Action::Accept, Side::Buyer),
        (Action::RejectAcceptance, Side::Buyer),
        (Action::Sign, Side::Courier),
        (Action::Appeal, Side::Merchant),
        (Action::Appeal, Side::Buyer),
    ];
    assert_eq!(possible, expected);
    assert_eq!(flow.possible(Node::Done), []);
}

#[test]
fn flows_are_drawn_in_their_order() {
    let codes =
        |kind: FlowKind, review| -> Vec<&str> { kind.nodes(review).iter().map(|n| n.code()).collect() };
    assert_eq!(
        codes(FlowKind::Standard, true),
        [
            "submit_requirement",
            "confirm_requirement",
            "implement",
            "platform_review",
            "buyer_acceptance",
            "done"
        ]
    );
    assert_eq!(codes(FlowKind::LicenseCode, false), ["implement", "code_activation", "done"]);
    assert_eq!(codes(FlowKind::Website, false)[2..4], ["design_submit", "design_confirm"]);
    for kind in FlowKind::ALL {
        assert_eq!(kind.first(), kind.nodes(false)[0]);
    }
}

fn at(text: &str) -> Moment {
    DateTime::parse_from_rfc3339(text).unwrap().into()
}

#[test]
fn versions_and_reviews_follow_the_date_in_beijing() {
    let zone = Zone::default();
    assert_eq!(FlowVersion::of(at("2025-03-25T23:59:59+08:00"), zone), FlowVersion::V1);
    assert_eq!(FlowVersion::of(at("2025-03-26T00:00:00+08:00"), zone), FlowVersion::V2);
    let (before, after) = (at("2023-04-28T23:59:59+08:00"), at("2023-04-29T00:00:00+08:00"));
    for kind in [BusinessKind::Joint, BusinessKind::Provider] {
        assert!(reviewed(kind, before, None, zone) && reviewed(kind, before, Some(Scene::Base), zone));
        assert!(reviewed(kind, after, Some(Scene::Enablement), zone));
        assert!(!reviewed(kind, after, Some(Scene::Base), zone) && !reviewed(kind, after, None, zone));
    }
    assert!(!reviewed(BusinessKind::General, before, Some(Scene::Enablement), zone));
}

#[test]
fn goods_are_accepted_by_the_clock_unless_nobody_can_follow_them() {
    let signed = at("2026-01-01T09:00:00+08:00");
    let mut goods = Shipment { shipped_at: Some(signed), signed_at: None, phone_differs: false };
    assert_eq!((goods.accepted_at(), goods.waits_for()), (None, Side::Courier));
    goods.signed_at = Some(signed);
    assert_eq!(goods.accepted_at(), Some(at("2026-01-11T09:00:00+08:00")));
    assert_eq!(goods.waits_for(), Side::Buyer);
    goods.phone_differs = true;
    assert_eq!((goods.accepted_at(), goods.waits_for()), (None, Side::Buyer));
}

proptest! {
    /// A random life: nothing but `done` and `closed_refunded` ends it, and once ended nothing goes on.
    #[test]
    fn only_the_end_ends_it(
        kind in 0..FlowKind::ALL.len(),
        review: bool,
        deeds in prop::collection::vec((0..Action::ALL.len(), 0..Side::ALL.len(), 0..Outcome::ALL.len()), 1..60),
    ) {
        let flow = Flow { kind: FlowKind::ALL[kind], review };
        let (mut node, mut frozen) = (flow.kind.first(), None);
        for (action, by, outcome) in deeds {
            let next = match flow.after(node, Action::ALL[action], Side::ALL[by]) {
                Ok(Next::Node(next)) => next,
                Ok(Next::AsDecided) => match Outcome::ALL[outcome].next(frozen.unwrap()) {
                    Some(next) => next,
                    None => continue,
                },
                Err(_) => continue,
            };
            prop_assert!(!node.is_final(), "something went on after {node}");
            frozen = (next == Node::FrozenAppeal).then_some(node);
            prop_assert!(next == Node::FrozenAppeal || next == Node::ClosedRefunded || flow.kind.nodes(true).contains(&next));
            node = next;
            prop_assert_eq!(node.is_final(), flow.possible(node).is_empty());
            prop_assert_eq!(node.is_final(), node.waits_for().is_none());
        }
    }
}
