//! The table of a rule version that is drafted here: whoever publishes it is somebody else than whoever wrote it, and
//! has seen what it changes.

use serde::{Deserialize, Serialize};

use crate::codes;

codes! {
    /// How far a version has come.
    pub enum RuleState {
        /// It settles nothing yet.
        Draft = "draft" | "草稿",
        /// It settles orders, and never changes again.
        Published = "published" | "已发布",
        /// It was given up before it settled anything.
        Discarded = "discarded" | "已放弃",
    }
}

codes! {
    /// What ends a draft.
    pub enum RuleAction {
        /// It settles orders from now on.
        Publish = "publish" | "发布",
        /// It is given up.
        Discard = "discard" | "放弃",
    }
}

/// Why a draft goes no further.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Refusal {
    /// It is no draft any more.
    #[error("the rule is {state}: only a draft changes")]
    NotNow {
        /// What it is.
        state: RuleState,
    },
    /// Whoever wrote it does not publish it.
    #[error("whoever wrote a rule does not publish it: another one of finance, or an owner, does")]
    OwnWork,
    /// Nobody has seen what it changes.
    #[error("replay a past month first: the draft was not replayed since it was last changed")]
    NotReplayed,
}

/// Whether a draft can still be worked on.
///
/// # Errors
/// [`Refusal::NotNow`].
pub const fn open(state: RuleState) -> Result<(), Refusal> {
    match state {
        RuleState::Draft => Ok(()),
        RuleState::Published | RuleState::Discarded => Err(Refusal::NotNow { state }),
    }
}

/// The state after an action; `wrote`: whether whoever acts drafted or last changed it, `replayed`: whether it was
/// replayed since.
///
/// # Errors
/// Why not.
pub fn after(
    state: RuleState,
    action: RuleAction,
    wrote: bool,
    replayed: bool,
) -> Result<RuleState, Refusal> {
    open(state)?;
    match action {
        RuleAction::Discard => Ok(RuleState::Discarded),
        RuleAction::Publish if wrote => Err(Refusal::OwnWork),
        RuleAction::Publish if !replayed => Err(Refusal::NotReplayed),
        RuleAction::Publish => Ok(RuleState::Published),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_people_and_a_replay_publish_a_draft_and_nothing_leaves_what_is_published() {
        let (publish, discard) = (RuleAction::Publish, RuleAction::Discard);
        assert_eq!(after(RuleState::Draft, publish, false, true), Ok(RuleState::Published));
        assert_eq!(after(RuleState::Draft, publish, true, true), Err(Refusal::OwnWork));
        assert_eq!(after(RuleState::Draft, publish, false, false), Err(Refusal::NotReplayed));
        assert_eq!(after(RuleState::Draft, discard, true, false), Ok(RuleState::Discarded));
        for state in [RuleState::Published, RuleState::Discarded] {
            for action in RuleAction::ALL {
                assert_eq!(after(state, *action, false, true), Err(Refusal::NotNow { state }));
            }
        }
    }
}
