//! The one door that pages, forms, files and the API stand behind.

use domain::access::{Actor, Denied, DoorKind, Need, door};
use operations::Failure;

/// Why a door stays shut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nobody knows who it is: a sign-in or a token would help.
    Unknown,
    /// It is known who it is, and it is not theirs.
    Denied(Denied),
    /// The permission table has no such way in.
    NoDoor,
}

impl From<Refusal> for Failure {
    /// What is said to a person: a way in that is not in the table leads nowhere.
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Denied(denied) => Self::Denied(denied),
            Refusal::Unknown | Refusal::NoDoor => Self::NotFound,
        }
    }
}

/// Whether somebody may pass.
///
/// # Errors
/// Why not.
pub fn admit(kind: DoorKind, path: &str, actor: Option<&Actor>) -> Result<(), Refusal> {
    match (door(kind, path).map(|door| door.need), actor) {
        (Some(Need::Nothing), _) => Ok(()),
        (Some(Need::May(operation)), Some(actor)) => {
            actor.may(operation).map(|_| ()).map_err(Refusal::Denied)
        }
        (Some(Need::May(_)), None) => Err(Refusal::Unknown),
        (None, _) => Err(Refusal::NoDoor),
    }
}
