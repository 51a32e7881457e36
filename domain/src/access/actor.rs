//! Who acts.

use super::{Grant, Operation, Role, grant};

/// Who acts. Every operation takes one and begins with the permission that it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A member of staff who signed in.
    Staff {
        /// Row of the member of staff.
        id: i64,
        /// Name, for the journal.
        name: String,
        /// Role.
        role: Role,
        /// Products granted; only support needs them.
        products: Vec<i64>,
    },
    /// A program with an API token.
    Token {
        /// Row of the token.
        id: i64,
        /// Name, for the journal.
        name: String,
        /// Role.
        role: Role,
    },
    /// A buyer with a link: acts on the delivery and the tickets of one order and sees nothing else.
    Buyer {
        /// Row of the link.
        id: i64,
        /// Row of the order.
        order_id: i64,
        /// Name of the customer, for the journal.
        name: String,
    },
    /// The clock, or somebody at the command line of the server.
    System,
}

/// The permission was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not allowed: {operation}")]
pub struct Denied {
    /// What was asked for.
    pub operation: Operation,
}

/// How far the actor sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Everything.
    All,
    /// Only these products.
    Products(Vec<i64>),
}

impl Reach {
    /// Whether everything that another reach sees is seen.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::All, _) => true,
            (Self::Products(mine), Self::Products(theirs)) => theirs.iter().all(|p| mine.contains(p)),
            (Self::Products(_), Self::All) => false,
        }
    }
}

/// What a link is for.
const OF_BUYERS: [Operation; 5] = [
    Operation::ReadSupervision,
    Operation::ActSupervision,
    Operation::ReadTicket,
    Operation::OpenTicket,
    Operation::ActTicket,
];

impl Actor {
    /// Whether the actor may do this, and on what.
    ///
    /// # Errors
    /// [`Denied`].
    pub fn may(&self, operation: Operation) -> Result<Reach, Denied> {
        let (role, products) = match self {
            Self::System => return Ok(Reach::All),
            // No product: what does not ask for the order of the link shows nothing.
            Self::Buyer { .. } if OF_BUYERS.contains(&operation) => return Ok(Reach::Products(Vec::new())),
            Self::Buyer { .. } => return Err(Denied { operation }),
            Self::Staff { role, products, .. } => (*role, products.as_slice()),
            Self::Token { role, .. } => (*role, [].as_slice()),
        };
        match grant(role, operation) {
            Grant::Yes => Ok(Reach::All),
            Grant::Granted => Ok(Reach::Products(products.to_vec())),
            Grant::No => Err(Denied { operation }),
        }
    }

    /// `staff`, `token`, `buyer` or `system`: for the journal.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Staff { .. } => "staff",
            Self::Token { .. } => "token",
            Self::Buyer { .. } => "buyer",
            Self::System => "system",
        }
    }

    /// Row of the member of staff, token or link.
    #[must_use]
    pub const fn id(&self) -> Option<i64> {
        match self {
            Self::Staff { id, .. } | Self::Token { id, .. } | Self::Buyer { id, .. } => Some(*id),
            Self::System => None,
        }
    }

    /// Row of the member of staff.
    #[must_use]
    pub const fn staff_id(&self) -> Option<i64> {
        match self {
            Self::Staff { id, .. } => Some(*id),
            _ => None,
        }
    }

    /// Row of the order that a buyer's link is for.
    #[must_use]
    pub const fn order_id(&self) -> Option<i64> {
        match self {
            Self::Buyer { order_id, .. } => Some(*order_id),
            _ => None,
        }
    }

    /// Name, for the journal.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Staff { name, .. } | Self::Token { name, .. } | Self::Buyer { name, .. } => name,
            Self::System => "system",
        }
    }

    /// The role; `None` for a buyer and the system.
    #[must_use]
    pub const fn role(&self) -> Option<Role> {
        match self {
            Self::Staff { role, .. } | Self::Token { role, .. } => Some(*role),
            Self::Buyer { .. } | Self::System => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn support_sees_granted_products_only() {
        let actor = Actor::Staff { id: 1, name: "客服".into(), role: Role::Support, products: vec![7] };
        assert_eq!(actor.may(Operation::ReadOrder), Ok(Reach::Products(vec![7])));
        assert_eq!(actor.may(Operation::CancelOrder), Err(Denied { operation: Operation::CancelOrder }));
        let token = Actor::Token { id: 1, name: "t".into(), role: Role::Support };
        assert_eq!(token.may(Operation::ListOrders), Ok(Reach::Products(vec![])));
    }

    #[test]
    fn a_buyer_acts_on_one_order_and_does_nothing_else() {
        let buyer = Actor::Buyer { id: 3, order_id: 9, name: "客户".into() };
        for operation in Operation::ALL {
            let allowed = OF_BUYERS.contains(operation);
            assert_eq!(buyer.may(*operation).ok(), allowed.then_some(Reach::Products(vec![])), "{operation}");
        }
        assert_eq!(buyer.order_id(), Some(9));
    }

    #[test]
    fn a_reach_covers_what_is_within_it() {
        let of = |products: &[i64]| Reach::Products(products.to_vec());
        assert!(Reach::All.covers(&Reach::All) && Reach::All.covers(&of(&[1])));
        assert!(of(&[2, 1]).covers(&of(&[1])) && of(&[]).covers(&of(&[])));
        assert!(!of(&[1]).covers(&of(&[1, 2])) && !of(&[1]).covers(&Reach::All));
    }
}
