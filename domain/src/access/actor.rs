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
            (Self::Products(_), Self::All) => false,
            (Self::Products(mine), Self::Products(theirs)) => theirs.iter().all(|p| mine.contains(p)),
        }
    }
}

impl Actor {
    /// Whether the actor may do this, and on what.
    ///
    /// # Errors
    /// [`Denied`].
    pub fn may(&self, operation: Operation) -> Result<Reach, Denied> {
        let (role, products) = match self {
            Self::System => return Ok(Reach::All),
            Self::Staff { role, products, .. } => (*role, products.as_slice()),
            Self::Token { role, .. } => (*role, [].as_slice()),
        };
        match grant(role, operation) {
            Grant::Yes => Ok(Reach::All),
            Grant::Granted => Ok(Reach::Products(products.to_vec())),
            Grant::No => Err(Denied { operation }),
        }
    }

    /// `staff`, `token` or `system`: for the journal.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Staff { .. } => "staff",
            Self::Token { .. } => "token",
            Self::System => "system",
        }
    }

    /// Row of the member of staff or token.
    #[must_use]
    pub const fn id(&self) -> Option<i64> {
        match self {
            Self::Staff { id, .. } | Self::Token { id, .. } => Some(*id),
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

    /// Name, for the journal.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Staff { name, .. } | Self::Token { name, .. } => name,
            Self::System => "system",
        }
    }

    /// The role; `None` for the system.
    #[must_use]
    pub const fn role(&self) -> Option<Role> {
        match self {
            Self::Staff { role, .. } | Self::Token { role, .. } => Some(*role),
            Self::System => None,
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
    fn a_reach_covers_what_is_within_it() {
        let of = |products: &[i64]| Reach::Products(products.to_vec());
        assert!(Reach::All.covers(&Reach::All) && Reach::All.covers(&of(&[1])));
        assert!(of(&[2, 1]).covers(&of(&[1])) && of(&[]).covers(&of(&[])));
        assert!(!of(&[1]).covers(&of(&[1, 2])) && !of(&[1]).covers(&Reach::All));
    }
}
