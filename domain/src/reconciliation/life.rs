//! What is possible with a reconciliation and with its lines. Whoever locks it is somebody else than whoever submitted it.

use super::{Decision, LineState, Reason, State};
use crate::{Period, codes};

codes! {
    /// A step of a reconciliation.
    pub enum LifeAction {
        /// Its work is done.
        Submit = "submit" | "提交审核",
        /// Something is to be done again.
        Reject = "reject" | "退回",
        /// It does not change any more.
        Lock = "lock" | "锁定",
    }
}

codes! {
    /// What is done with a line.
    pub enum LineAction {
        /// Theirs is right: when the reconciliation is locked, an adjustment of ours follows.
        Accept = "accept" | "接受",
        /// Ours is right: the marketplace is asked.
        Dispute = "dispute" | "争议",
        /// The difference is understood and stays.
        Explain = "explain" | "说明",
        /// What was proposed is the same.
        ConfirmMatch = "confirm_match" | "确认匹配",
        /// What was proposed is not the same.
        RejectMatch = "reject_match" | "否认匹配",
        /// What somebody made of it is taken back.
        Reopen = "reopen" | "撤回",
    }
}

/// Why a step is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is possible in another state.
    NotNow,
    /// Lines still need work.
    Unfinished,
    /// Whoever submitted it does not lock it.
    OwnWork,
}

/// The state after a step, with so many lines that still need work; people by what four eyes know them by.
///
/// # Errors
/// [`Refusal`].
pub fn after(
    state: State,
    action: LifeAction,
    open_lines: i64,
    (submitted_by, by): (Option<i64>, i64),
) -> Result<State, Refusal> {
    match (state, action) {
        (State::Open, LifeAction::Submit) if open_lines > 0 => Err(Refusal::Unfinished),
        (State::Open, LifeAction::Submit) => Ok(State::InReview),
        (State::InReview, LifeAction::Reject) => Ok(State::Open),
        (State::InReview, LifeAction::Lock) if submitted_by == Some(by) => Err(Refusal::OwnWork),
        (State::InReview, LifeAction::Lock) => Ok(State::Locked),
        _ => Err(Refusal::NotNow),
    }
}

/// Where a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What it is.
    pub state: LineState,
    /// Why the sides differ.
    pub reason: Option<Reason>,
    /// What somebody made of it.
    pub decision: Option<Decision>,
}

/// Why nothing is done with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotDecided {
    /// Both sides agree.
    Nothing,
    /// Somebody dealt with it already.
    Already,
    /// Only what may be the same is confirmed or not, and it is nothing else.
    NoProposal,
    /// There is not one line of ours that could be adjusted.
    NothingToAdjust,
    /// What is explained counts as something.
    NoReason,
}

impl Standing {
    /// Where it stands after an action. `ours` are the lines of ours in it, `given` is what an explained difference counts
    /// as. Of a proposal that is not the same it is what the file has alone.
    ///
    /// # Errors
    /// [`NotDecided`].
    pub fn after(self, action: LineAction, ours: usize, given: Option<Reason>) -> Result<Self, NotDecided> {
        if !self.state.needs_work() && self.decision.is_none() {
            return Err(NotDecided::Nothing);
        }
        if action == LineAction::Reopen {
            // A match that was confirmed is a proposal again.
            let proposed = self.reason == Some(Reason::LikelySame);
            let state = if proposed { LineState::Proposed } else { self.state };
            return Ok(Self { state, decision: None, ..self });
        }
        if self.decision.is_some() {
            return Err(NotDecided::Already);
        }
        let is_proposed = self.state == LineState::Proposed;
        if is_proposed != matches!(action, LineAction::ConfirmMatch | LineAction::RejectMatch) {
            return Err(NotDecided::NoProposal);
        }
        let decided = |decision| Self { decision: Some(decision), ..self };
        Ok(match action {
            LineAction::Accept if ours != 1 || self.state == LineState::Currency => {
                return Err(NotDecided::NothingToAdjust);
            }
            LineAction::Accept => decided(Decision::Accepted),
            LineAction::Dispute => decided(Decision::Disputed),
            LineAction::Explain => {
                let reason = given.or(self.reason).filter(|reason| *reason != Reason::Unexplained);
                Self { reason: Some(reason.ok_or(NotDecided::NoReason)?), ..decided(Decision::Explained) }
            }
            LineAction::ConfirmMatch => Self { state: LineState::Matched, ..decided(Decision::Explained) },
            LineAction::RejectMatch | LineAction::Reopen => {
                Self { state: LineState::MissingHere, reason: Some(Reason::UnknownOrder), decision: None }
            }
        })
    }
}

/// Where an order stands that no bill of the comparison has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Elsewhere {
    /// In a bill of this month.
    Billed(Period),
    /// In no bill.
    Unbilled,
    /// Nowhere: it is not in the books.
    Unknown,
}

/// Why the sides of a line differ. `back`: it takes something back; `found`: what explains their amount; `elsewhere`: where
/// the order stands of what only the file has, `None` for what is of no order.
#[must_use]
pub fn reason(
    (state, period): (LineState, Period),
    back: bool,
    found: Option<Reason>,
    elsewhere: Option<Elsewhere>,
) -> Option<Reason> {
    Some(match state {
        LineState::Matched => return None,
        LineState::Tolerated => Reason::Tolerance,
        LineState::Twice => Reason::Twice,
        LineState::Currency => Reason::Currency,
        LineState::Proposed => Reason::LikelySame,
        LineState::Different => found.unwrap_or(Reason::Unexplained),
        LineState::MissingThere if back => Reason::RefundMissing,
        LineState::MissingThere => Reason::NotInFile,
        LineState::MissingHere => match elsewhere {
            Some(Elsewhere::Unknown) => Reason::UnknownOrder,
            Some(Elsewhere::Unbilled) => Reason::NotBilled,
            Some(Elsewhere::Billed(of)) if of != period => Reason::Month,
            Some(Elsewhere::Billed(_)) if back => Reason::RefundMissing,
            Some(Elsewhere::Billed(_)) | None => Reason::Unexplained,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_person_locks_what_is_finished() {
        let by = |state, action, open, submitted| after(state, action, open, (submitted, 7));
        assert_eq!(by(State::Open, LifeAction::Submit, 1, None), Err(Refusal::Unfinished));
        assert_eq!(by(State::Open, LifeAction::Submit, 0, None), Ok(State::InReview));
        assert_eq!(by(State::InReview, LifeAction::Lock, 0, Some(7)), Err(Refusal::OwnWork));
        assert_eq!(by(State::InReview, LifeAction::Lock, 0, Some(-7)), Ok(State::Locked));
        assert_eq!(by(State::InReview, LifeAction::Reject, 0, Some(7)), Ok(State::Open));
        let allowed =
            State::ALL.iter().flat_map(|state| LifeAction::ALL.iter().map(move |action| (*state, *action)));
        let allowed = allowed.filter(|(state, action)| by(*state, *action, 0, Some(1)).is_ok());
        assert_eq!(allowed.count(), 3);
    }

    #[test]
    fn every_action_of_every_line() {
        for state in LineState::ALL.iter().copied() {
            let fresh = Standing { state, reason: Some(Reason::Fee), decision: None };
            for action in LineAction::ALL.iter().copied() {
                let came = fresh.after(action, 1, None);
                let proposal = matches!(action, LineAction::ConfirmMatch | LineAction::RejectMatch);
                let expected = match (state.needs_work(), action) {
                    (false, _) => Some(NotDecided::Nothing),
                    (true, LineAction::Reopen) => None,
                    _ if (state == LineState::Proposed) != proposal => Some(NotDecided::NoProposal),
                    (_, LineAction::Accept) if state == LineState::Currency => {
                        Some(NotDecided::NothingToAdjust)
                    }
                    _ => None,
                };
                assert_eq!(came.err(), expected, "{state} {action}");
                if let Ok(after) = came
                    && after.decision.is_some()
                {
                    assert_eq!(after.after(LineAction::Dispute, 1, None), Err(NotDecided::Already));
                    assert!(
                        after.after(LineAction::Reopen, 1, None).is_ok_and(|again| again.decision.is_none())
                    );
                }
            }
        }
    }

    #[test]
    fn what_is_explained_counts_as_something() {
        let of = |reason| Standing { state: LineState::Different, reason, decision: None };
        let explain = |from: Standing, given| from.after(LineAction::Explain, 1, given).map(|to| to.reason);
        assert_eq!(explain(of(Some(Reason::Unexplained)), None), Err(NotDecided::NoReason));
        assert_eq!(explain(of(Some(Reason::Unexplained)), Some(Reason::Month)), Ok(Some(Reason::Month)));
        assert_eq!(explain(of(Some(Reason::Fee)), None), Ok(Some(Reason::Fee)));
        assert_eq!(of(None).after(LineAction::Accept, 2, None), Err(NotDecided::NothingToAdjust));
    }

    #[test]
    fn what_only_the_file_has_says_where_the_order_stands() {
        let month = |text| Period::parse(text).unwrap_or_else(|_| unreachable!("{text}"));
        let here = month("202610");
        let of = |back, elsewhere| reason((LineState::MissingHere, here), back, None, elsewhere);
        assert_eq!(of(false, Some(Elsewhere::Unknown)), Some(Reason::UnknownOrder));
        assert_eq!(of(false, Some(Elsewhere::Unbilled)), Some(Reason::NotBilled));
        assert_eq!(of(false, Some(Elsewhere::Billed(month("202609")))), Some(Reason::Month));
        assert_eq!(of(true, Some(Elsewhere::Billed(here))), Some(Reason::RefundMissing));
        assert_eq!(
            (of(false, Some(Elsewhere::Billed(here))), of(false, None)),
            (Some(Reason::Unexplained), Some(Reason::Unexplained))
        );
    }
}
