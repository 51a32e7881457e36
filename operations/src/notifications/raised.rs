//! What an entry of the journal tells people.

use domain::{
    FieldName,
    access::Actor,
    notification::Event,
    supervision::{Action as Deed, Side},
    ticket::{Action as Step, Alarm, Side as Party},
};
use serde_json::Value;

use crate::journal::{self, Action};

/// What people may have to be told of by an entry; `None`: nothing. Whether anybody is concerned is looked at later.
#[must_use]
pub fn raised(entry: &journal::Event) -> Option<Event> {
    let by_system = entry.actor_kind == Actor::System.kind();
    Some(match entry.action()? {
        Action::TicketOpened => Event::TicketOpened,
        Action::TicketWritten => written(entry)?,
        Action::TicketActed => stepped(entry)?,
        Action::TicketAlarm => alarm(entry)?,
        Action::TicketMailFailed | Action::TicketHeldBack => Event::TicketUnsent,
        // What comes with a file tells nothing by itself: the import does.
        Action::SupervisionOpened
            if by_system || entry.reason.as_deref().is_some_and(|why| !why.is_empty()) =>
        {
            return None;
        }
        Action::SupervisionOpened => Event::SupervisionOpened,
        Action::SupervisionActed => acted(entry)?,
        Action::SupervisionAssigned => given(entry).then_some(Event::SupervisionAssigned)?,
        Action::SupervisionReminded => Event::SupervisionReminded,
        Action::SupervisionInfected => Event::SupervisionInfected,
        Action::RefundRequested => Event::RefundRequested,
        Action::RefundActed if said(entry, FieldName::By) == Side::Buyer.code() => Event::RefundActed,
        Action::StatementIssued => Event::StatementIssued,
        Action::StatementReversed => Event::StatementReversed,
        Action::ImportDone => Event::ImportDone,
        Action::ImportFailed => Event::ImportFailed,
        Action::ImportUndone => Event::ImportUndone,
        Action::ExportReady => Event::ExportReady,
        Action::ExportFailed => Event::ExportFailed,
        Action::OrderAssigned => given(entry).then_some(Event::OrderAssigned)?,
        _ => return None,
    })
}

/// What the customer wrote, or a note to colleagues, in which somebody may be named.
fn written(entry: &journal::Event) -> Option<Event> {
    if said(entry, FieldName::By) == Party::Customer.code() {
        return Some(Event::TicketWritten);
    }
    (said(entry, FieldName::Public) == "false").then_some(Event::TicketMentioned)
}

fn alarm(entry: &journal::Event) -> Option<Event> {
    Some(match Alarm::from_code(&said(entry, FieldName::Alarm))? {
        Alarm::Warn => Event::TicketDueSoon,
        // Whoever gets it is told of that.
        Alarm::HandOver => return None,
        Alarm::Escalate => Event::TicketEscalated,
        Alarm::Break => Event::TicketOverdue,
    })
}

fn stepped(entry: &journal::Event) -> Option<Event> {
    let by_customer = said(entry, FieldName::By) == Party::Customer.code();
    Some(match Step::from_code(&said(entry, FieldName::Action))? {
        Step::Assign | Step::Transfer if given(entry) => Event::TicketAssigned,
        Step::Urge if by_customer => Event::TicketUrged,
        Step::Reject | Step::Reopen if by_customer => Event::TicketRejected,
        Step::Withdraw if by_customer => Event::TicketWithdrawn,
        _ => return None,
    })
}

fn acted(entry: &journal::Event) -> Option<Event> {
    if said(entry, FieldName::By) != Side::Buyer.code() {
        return None;
    }
    Some(match Deed::from_code(&said(entry, FieldName::Action))? {
        Deed::SubmitRequirement | Deed::ConfirmDesign => Event::SupervisionSubmitted,
        Deed::Accept => Event::SupervisionAccepted,
        Deed::RejectDesign | Deed::RejectAcceptance => Event::SupervisionRejected,
        Deed::Appeal => Event::SupervisionAppealed,
        _ => return None,
    })
}

/// Whether it was given to somebody, not to nobody.
fn given(entry: &journal::Event) -> bool {
    !said(entry, FieldName::Assignee).is_empty()
}

/// What an entry says afterwards; nothing where it does not.
pub(super) fn said(entry: &journal::Event, field: FieldName) -> String {
    let after: Value =
        entry.after_json.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    match &after[field.code()] {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(action: Action, actor_kind: &str, after: &str, reason: Option<&str>) -> journal::Event {
        journal::Event {
            id: 1,
            at: 0,
            actor_kind: actor_kind.to_owned(),
            actor_id: None,
            actor_name: String::new(),
            action: action.code().to_owned(),
            subject_kind: String::new(),
            subject_id: String::new(),
            seq: 1,
            before_json: None,
            after_json: Some(after.to_owned()),
            reason: reason.map(str::to_owned),
            previous_hash: String::new(),
            hash: String::new(),
        }
    }

    #[test]
    fn an_entry_tells_what_its_action_and_its_side_say() {
        use Action as A;
        for (action, after, expected) in [
            (A::TicketOpened, "{}", Some(Event::TicketOpened)),
            (A::TicketWritten, r#"{"by":"customer","public":true}"#, Some(Event::TicketWritten)),
            (A::TicketWritten, r#"{"by":"staff","public":true}"#, None),
            (A::TicketWritten, r#"{"by":"staff","public":false}"#, Some(Event::TicketMentioned)),
            (A::TicketActed, r#"{"by":"customer","action":"urge"}"#, Some(Event::TicketUrged)),
            (A::TicketActed, r#"{"by":"customer","action":"reject"}"#, Some(Event::TicketRejected)),
            (A::TicketActed, r#"{"by":"staff","action":"reopen"}"#, None),
            (
                A::TicketActed,
                r#"{"by":"staff","action":"transfer","assignee":"li"}"#,
                Some(Event::TicketAssigned),
            ),
            (A::TicketActed, r#"{"by":"staff","action":"assign","assignee":null}"#, None),
            (A::TicketActed, r#"{"by":"staff","action":"accept","assignee":"li"}"#, None),
            (A::TicketAlarm, r#"{"alarm":"break"}"#, Some(Event::TicketOverdue)),
            (A::TicketAlarm, r#"{"alarm":"warn"}"#, Some(Event::TicketDueSoon)),
            (A::TicketAlarm, r#"{"alarm":"escalate"}"#, Some(Event::TicketEscalated)),
            (A::TicketAlarm, r#"{"alarm":"hand_over"}"#, None),
            (A::TicketMailFailed, "{}", Some(Event::TicketUnsent)),
            (A::TicketHeldBack, "{}", Some(Event::TicketUnsent)),
            (A::SupervisionActed, r#"{"by":"buyer","action":"accept"}"#, Some(Event::SupervisionAccepted)),
            (
                A::SupervisionActed,
                r#"{"by":"buyer","action":"reject_design"}"#,
                Some(Event::SupervisionRejected),
            ),
            (A::SupervisionActed, r#"{"by":"buyer","action":"appeal"}"#, Some(Event::SupervisionAppealed)),
            (A::SupervisionActed, r#"{"by":"merchant","action":"appeal"}"#, None),
            (A::SupervisionActed, r#"{"by":"merchant","action":"complete"}"#, None),
            (A::RefundActed, r#"{"by":"buyer","action":"send_back"}"#, Some(Event::RefundActed)),
            (A::RefundActed, r#"{"by":"merchant","action":"approve"}"#, None),
            (A::OrderAssigned, r#"{"assignee":null}"#, None),
            (A::OrderUpdated, "{}", None),
        ] {
            assert_eq!(raised(&entry(action, "staff", after, None)), expected, "{action} {after}");
        }
    }

    #[test]
    fn what_comes_with_a_file_tells_nothing_by_itself() {
        let opened = |kind, why| raised(&entry(Action::SupervisionOpened, kind, "{}", why));
        assert_eq!(opened("staff", Some("import 7")), None);
        assert_eq!(opened("system", Some("")), None);
        assert_eq!(opened("token", Some("")), Some(Event::SupervisionOpened));
    }

    #[test]
    fn every_event_is_told_by_some_action() {
        let told: Vec<Option<Event>> = Action::ALL
            .iter()
            .flat_map(|action| {
                ["customer", "buyer", "staff"].into_iter().flat_map(move |by| {
                    let steps = Step::CODES.iter().chain(Deed::CODES);
                    steps.flat_map(move |step| {
                        [("true", "warn"), ("false", "escalate"), ("false", "break")].map(|(flag, alarm)| {
                            let after = format!(
                                r#"{{"by":"{by}","action":"{step}","assignee":"li","public":{flag},"alarm":"{alarm}"}}"#
                            );
                            raised(&entry(*action, "staff", &after, None))
                        })
                    })
                })
            })
            .collect();
        for event in Event::ALL {
            assert!(told.contains(&Some(*event)), "{event}");
        }
    }
}
