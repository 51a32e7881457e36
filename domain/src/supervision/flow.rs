//! The flows as tables, and the one function that says what comes next (`domain.md` 2.1, 2.3).

use chrono::NaiveDate;

use super::{
    Action as A, Node as N, Scene, Side as S,
    names::{Action, FlowKind, Node, Side},
};
use crate::{
    Moment, Zone, codes,
    order::{BusinessKind, DeliveryType},
};

/// A row of a flow: where, what, by whom, and where it leads.
pub type Step = (Node, Action, &'static [Side], Node);

/// Merchant and buyer may appeal wherever the delivery is open; what the operator decides leads on. The books
/// themselves end it when a refund was approved.
const REQUIREMENT: [Step; 3] = [
    (N::SubmitRequirement, A::SubmitRequirement, &[S::Buyer], N::ConfirmRequirement),
    (N::ConfirmRequirement, A::ConfirmRequirement, &[S::Merchant], N::Implement),
    (N::ConfirmRequirement, A::RejectRequirement, &[S::Merchant], N::SubmitRequirement),
];
const DELIVERY: [Step; 5] = [
    (N::Implement, A::Complete, &[S::Merchant], N::BuyerAcceptance),
    (N::PlatformReview, A::ApproveReview, &[S::Operator], N::BuyerAcceptance),
    (N::PlatformReview, A::RejectReview, &[S::Operator], N::Implement),
    (N::BuyerAcceptance, A::Accept, &[S::Buyer], N::Done),
    (N::BuyerAcceptance, A::RejectAcceptance, &[S::Buyer], N::Implement),
];
const STANDARD: &[&[Step]] = &[&REQUIREMENT, &DELIVERY];
const WEBSITE: &[&[Step]] = &[
    &[
        (N::SubmitRequirement, A::SubmitRequirement, &[S::Buyer], N::ConfirmRequirement),
        (N::ConfirmRequirement, A::ConfirmRequirement, &[S::Merchant], N::DesignSubmit),
        (N::ConfirmRequirement, A::RejectRequirement, &[S::Merchant], N::SubmitRequirement),
        (N::DesignSubmit, A::SubmitDesign, &[S::Merchant], N::DesignConfirm),
        (N::DesignConfirm, A::ConfirmDesign, &[S::Buyer], N::Implement),
        (N::DesignConfirm, A::RejectDesign, &[S::Buyer], N::DesignSubmit),
    ],
    &DELIVERY,
];
/// The platform makes the code. The merchant's software reports the activation, or the buyer tells of it.
const LICENSE_CODE: &[&[Step]] = &[&[
    (N::Implement, A::Complete, &[S::Merchant], N::CodeActivation),
    (N::CodeActivation, A::ClaimCode, &[S::Buyer], N::CodeActivation),
    (N::CodeActivation, A::ActivateCode, &[S::Merchant, S::Buyer], N::Done),
]];
/// The buyer answers for the code that was handed in, so there is nothing to confirm.
const IDENTIFICATION_CODE: &[&[Step]] =
    &[&[(N::SubmitRequirement, A::SubmitRequirement, &[S::Buyer], N::Implement)], &DELIVERY];
/// Goods are accepted by the clock when nobody does it (2.2).
const HARDWARE: &[&[Step]] = &[&[
    (N::Implement, A::Ship, &[S::Merchant], N::BuyerAcceptance),
    (N::BuyerAcceptance, A::Sign, &[S::Courier], N::BuyerAcceptance),
    (N::BuyerAcceptance, A::Accept, &[S::Buyer, S::System], N::Done),
    (N::BuyerAcceptance, A::RejectAcceptance, &[S::Buyer], N::Implement),
]];

impl FlowKind {
    /// Its rows, as the table of 2.3 has them.
    #[must_use]
    pub const fn table(self) -> &'static [&'static [Step]] {
        match self {
            Self::Standard | Self::OfflineLicense | Self::DataFile | Self::AppOrchestration => STANDARD,
            Self::Website => WEBSITE,
            Self::LicenseCode => LICENSE_CODE,
            Self::IdentificationCode => IDENTIFICATION_CODE,
            Self::Hardware => HARDWARE,
        }
    }

    /// How a product of this type is delivered, unless it says otherwise.
    #[must_use]
    pub const fn of(delivery: DeliveryType) -> Self {
        match delivery {
            DeliveryType::License => Self::OfflineLicense,
            DeliveryType::Hardware => Self::Hardware,
            DeliveryType::DataFile => Self::DataFile,
            DeliveryType::AppOrchestration => Self::AppOrchestration,
            _ => Self::Standard,
        }
    }

    /// Its rows, one after the other.
    pub fn steps(self) -> impl Iterator<Item = &'static Step> {
        self.table().iter().flat_map(|part| part.iter())
    }

    /// Where it begins.
    #[must_use]
    pub fn first(self) -> Node {
        self.steps().next().map_or(Node::SubmitRequirement, |step| step.0)
    }

    /// The nodes that a delivery goes through, in their order; the review where it is asked for.
    #[must_use]
    pub fn nodes(self, review: bool) -> Vec<Node> {
        let mut nodes: Vec<Node> = Vec::new();
        let on = self.steps().map(|step| step.0).filter(|node| review || *node != Node::PlatformReview);
        for node in on.chain([Node::Done]) {
            if !nodes.contains(&node) {
                nodes.push(node);
            }
        }
        nodes
    }
}

codes! {
    /// Which version of the flows an order follows, by its date (2.1).
    pub enum FlowVersion {
        /// Bought before 2025-03-26.
        V1 = "v1",
        /// Bought on that day or later.
        V2 = "v2",
    }
}

impl FlowVersion {
    /// The version of an order that was bought at this moment.
    #[must_use]
    pub fn of(bought: Moment, zone: Zone) -> Self {
        if day(bought, zone) < date(2025, 3, 26) { Self::V1 } else { Self::V2 }
    }
}

fn day(moment: Moment, zone: Zone) -> NaiveDate {
    zone.wall(moment).date()
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// Whether the platform reviews what was delivered: joint and provider orders bought after 2023-04-28 in the
/// enablement scene, earlier ones always (2.1).
#[must_use]
pub fn reviewed(kind: BusinessKind, bought: Moment, scene: Option<Scene>, zone: Zone) -> bool {
    let shared = matches!(kind, BusinessKind::Joint | BusinessKind::Provider);
    shared && (day(bought, zone) <= date(2023, 4, 28) || scene == Some(Scene::Enablement))
}

/// How a delivery goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Its table.
    pub kind: FlowKind,
    /// The platform looks at what was delivered.
    pub review: bool,
}

/// What an action leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// This node.
    Node(Node),
    /// Whatever the operator decides: [`super::Outcome::next`].
    AsDecided,
}

/// Why an action is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The flow has no such action.
    #[error("{action} is no step of this flow")]
    NotInFlow {
        /// What was asked for.
        action: Action,
    },
    /// Not at this node.
    #[error("{action} is not possible at {node}")]
    NotNow {
        /// What was asked for.
        action: Action,
        /// Where it is.
        node: Node,
    },
    /// Possible at this node, but for somebody else.
    #[error("at {node} it is the {theirs} who does {action}")]
    NotYours {
        /// What was asked for.
        action: Action,
        /// Where it is.
        node: Node,
        /// Who may.
        theirs: Side,
    },
    /// Somebody appealed.
    #[error("somebody appealed: nobody acts until the operator has decided")]
    Frozen,
    /// It was accepted already.
    #[error("it was accepted already")]
    Accepted,
    /// It ended with a refund.
    #[error("it ended with a refund")]
    Refunded,
}

impl Flow {
    /// Where an action leads that somebody does at a node. Pure: the whole machine is this function.
    ///
    /// # Errors
    /// Why not.
    pub fn after(self, node: Node, action: Action, by: Side) -> Result<Next, Refusal> {
        match node {
            Node::Done => return Err(Refusal::Accepted),
            Node::ClosedRefunded => return Err(Refusal::Refunded),
            _ => {}
        }
        let theirs = |who: &[Side], next| match who {
            who if who.contains(&by) => Ok(next),
            who => Err(Refusal::NotYours { action, node, theirs: *who.first().unwrap_or(&Side::System) }),
        };
        match (action, node) {
            (Action::CloseRefunded, _) => theirs(&[Side::System], Next::Node(Node::ClosedRefunded)),
            (Action::DecideAppeal, Node::FrozenAppeal) => theirs(&[Side::Operator], Next::AsDecided),
            (Action::DecideAppeal, _) => Err(Refusal::NotNow { action, node }),
            (_, Node::FrozenAppeal) => Err(Refusal::Frozen),
            (Action::Appeal, _) => theirs(&[Side::Buyer, Side::Merchant], Next::Node(Node::FrozenAppeal)),
            _ => match self.kind.steps().find(|step| step.0 == node && step.1 == action) {
                Some((_, _, who, next)) => theirs(who, Next::Node(self.leads(*next, action))),
                None if self.kind.steps().any(|step| step.1 == action) => {
                    Err(Refusal::NotNow { action, node })
                }
                None => Err(Refusal::NotInFlow { action }),
            },
        }
    }

    /// What was delivered goes by the operator where the platform reviews it.
    fn leads(self, next: Node, action: Action) -> Node {
        match (action, next) {
            (Action::Complete, Node::BuyerAcceptance) if self.review => Node::PlatformReview,
            _ => next,
        }
    }

    /// Everything that can be done at a node, and by whom; without what only the books do.
    #[must_use]
    pub fn possible(self, node: Node) -> Vec<(Action, Side)> {
        let sides = [Side::Merchant, Side::Buyer, Side::Operator, Side::Courier];
        let all = Action::ALL.iter().flat_map(|action| sides.map(|by| (*action, by)));
        all.filter(|(action, by)| self.after(node, *action, *by).is_ok()).collect()
    }
}
