use proptest::prelude::*;

use super::*;

/// `domain.md` 3.2 and 3.3 once more, written by hand: what each side may do in each state.
const BY_HAND: &[(State, Side, &[&str])] = &[
    (State::Pending, Side::Staff, &["accept", "note", "assign", "transfer", "merge", "link"]),
    (State::Pending, Side::Customer, &["reply", "withdraw", "urge"]),
    (State::Pending, Side::System, &["transfer"]),
    (State::InProgress, Side::Staff, &["reply", "note", "assign", "transfer", "resolve", "merge", "link"]),
    (State::InProgress, Side::Customer, &["reply", "urge"]),
    (State::InProgress, Side::System, &["transfer"]),
    (State::AwaitingConfirmation, Side::Staff, &["reply", "note", "assign", "transfer", "link"]),
    (State::AwaitingConfirmation, Side::Customer, &["reply", "confirm", "reject"]),
    (State::AwaitingConfirmation, Side::System, &["transfer", "close"]),
    (State::Closed, Side::Staff, &["note", "reopen", "link"]),
    (State::Closed, Side::Customer, &["reopen", "rate"]),
    (State::Closed, Side::System, &[]),
    (State::Withdrawn, Side::Staff, &["note", "link"]),
    (State::Withdrawn, Side::Customer, &[]),
    (State::Withdrawn, Side::System, &[]),
];

#[test]
fn every_state_action_and_side_is_as_the_table_says() {
    let mut seen = 0;
    for state in State::ALL {
        for by in Side::ALL {
            let row = BY_HAND.iter().find(|row| row.0 == *state && row.1 == *by);
            let allowed = row.map_or(&[][..], |row| row.2);
            for action in Action::ALL {
                seen += 1;
                let found = after(*state, *action, *by);
                assert_eq!(
                    found.is_ok(),
                    allowed.contains(&action.code()),
                    "{state} {action} {by}: {found:?}"
                );
            }
        }
    }
    assert_eq!(seen, State::ALL.len() * Side::ALL.len() * Action::ALL.len());
    assert_eq!(BY_HAND.len(), State::ALL.len() * Side::ALL.len());
}

#[test]
fn a_step_leads_where_it_should() {
    for (state, action, by, next) in [
        (State::Pending, Action::Accept, Side::Staff, State::InProgress),
        (State::Pending, Action::Withdraw, Side::Customer, State::Withdrawn),
        (State::InProgress, Action::Resolve, Side::Staff, State::AwaitingConfirmation),
        (State::AwaitingConfirmation, Action::Confirm, Side::Customer, State::Closed),
        (State::AwaitingConfirmation, Action::Reject, Side::Customer, State::InProgress),
        (State::AwaitingConfirmation, Action::Close, Side::System, State::Closed),
        (State::Closed, Action::Reopen, Side::Customer, State::InProgress),
        (State::InProgress, Action::Merge, Side::Staff, State::Closed),
    ] {
        assert_eq!(after(state, action, by), Ok(next), "{state} {action} {by}");
    }
    let theirs = Refusal::NotYours {
        action: Action::Confirm,
        state: State::AwaitingConfirmation,
        theirs: Side::Customer,
    };
    assert_eq!(after(State::AwaitingConfirmation, Action::Confirm, Side::Staff), Err(theirs));
    let late = Refusal::NotNow { action: Action::Reply, state: State::Withdrawn };
    assert_eq!(after(State::Withdrawn, Action::Reply, Side::Staff), Err(late));
}

#[test]
fn each_action_of_a_state_stands_in_the_table_once() {
    for (at, row) in STEPS.iter().enumerate() {
        assert!(!STEPS[..at].iter().any(|other| (other.0, other.1) == (row.0, row.1)), "{row:?}");
        assert!(!row.2.is_empty());
    }
    for action in Action::ALL {
        assert!(STEPS.iter().any(|row| row.1 == *action), "{action} is possible somewhere");
    }
}

proptest! {
    #[test]
    fn a_life_ends_in_an_end_only(steps in prop::collection::vec((0..Action::ALL.len(), 0..3_usize), 0..60)) {
        let mut state = State::Pending;
        for (action, by) in steps {
            let (action, by) = (Action::ALL[action], Side::ALL[by]);
            let Ok(next) = after(state, action, by) else { continue };
            // Only being reopened leads out of an end, and nothing out of what was withdrawn.
            prop_assert!(!state.is_over() || next.is_over() || action == Action::Reopen);
            prop_assert!(state != State::Withdrawn || next == State::Withdrawn);
            // Nobody has worked on what is still to be accepted.
            prop_assert!(next != State::Pending || state == State::Pending);
            state = next;
        }
        let any = possible(state).count();
        prop_assert!(any > 0);
    }
}

#[test]
fn the_rule_that_says_most_of_a_ticket_counts() {
    let rule = |product: Option<&str>, severity, first: u32| Rule {
        product_id: product.map(str::to_owned),
        severity,
        first_response_minutes: first,
        resolution_minutes: 2 * first,
    };
    let rules = [
        rule(None, Some(Severity::Urgent), 60),
        rule(Some("P-1"), None, 120),
        rule(Some("P-1"), Some(Severity::Urgent), 30),
    ];
    for (product, severity, first) in [
        (None, Severity::Low, 1_440),
        (None, Severity::Urgent, 60),
        (Some("P-1"), Severity::Low, 120),
        (Some("P-1"), Severity::Urgent, 30),
        (Some("P-2"), Severity::Urgent, 60),
    ] {
        assert_eq!(limits(&rules, product, severity).first_response, first, "{product:?} {severity}");
    }
    assert_eq!(Rule::problems(&rules), []);
    let wrong = [rule(None, None, 0), rule(None, None, 40_000), rule(None, None, 10)];
    let places: Vec<String> = Rule::problems(&wrong).into_iter().map(|problem| problem.field).collect();
    let expected = [
        "limits[0].first_response_minutes",
        "limits[1].resolution_minutes",
        "limits[1].severity",
        "limits[2].severity",
    ];
    assert_eq!(places, expected);
}
