//! Tickets of the sample stand as operations would have left them.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/books.rs"]
mod books;
mod common;

use books::person;
use common::{NOW, import};
use domain::{
    access::{Actor, Role},
    ticket::Waiting,
};
use operations::{
    Failure,
    list::Filter,
    sample::{
        self,
        tickets::{Amount, fill},
    },
    tickets::{LIST, close_unanswered, get, list_page, raise_alarms, set_first_alarms},
};

both! {
    async fn tickets_of_the_sample_fit_the_queue_and_nothing_is_due_of_them(office) {
        let mut orders = Vec::new();
        sample::write_sample(300, 7, office.clock.now(), &mut orders).unwrap();
        import(&office, &Actor::System, "orders.csv", orders).await.unwrap();
        let owner = person(&office, "chen", Role::Owner).await;
        person(&office, "li", Role::Operations).await;
        let amount = Amount { tickets: 1_500, messages: 4_000, seed: 1 };
        let filled = fill(&office, amount).await.unwrap();
        assert_eq!((filled.tickets, filled.messages), (1_500, 4_000));
        assert!(matches!(fill(&office, amount).await, Err(Failure::Internal(_))), "beside others");

        assert_eq!(raise_alarms(&office).await.unwrap(), 0);
        assert_eq!(close_unanswered(&office).await.unwrap(), 0);
        assert_eq!(set_first_alarms(&office).await.unwrap(), 0);

        let mut filter = Filter::of(&LIST).sized(500);
        let mut seen = 0;
        loop {
            let page = list_page(&office, &owner, &filter).await.unwrap();
            for ticket in &page.rows {
                let place = match (ticket.waiting_for(), ticket.assignee_id) {
                    (Waiting::Nobody, _) => "ended",
                    (_, None) => "unassigned",
                    (Waiting::Customer, _) => "customer",
                    (Waiting::Us, _) => "ours",
                };
                assert_eq!(ticket.place, place, "{}", ticket.no());
                assert!(ticket.created_at <= ticket.changed_at && ticket.changed_at <= NOW, "{}", ticket.no());
                assert_eq!(ticket.due_at.is_some(), ticket.waiting_for() == Waiting::Us, "{}", ticket.no());
            }
            seen += page.rows.len();
            match page.next {
                Some(next) => filter.cursor = Some(next),
                None => break,
            }
        }
        assert_eq!(seen, 1_500);
        for query in [
            "queue=unassigned",
            "queue=customer",
            "queue=ended",
            "overdue=true",
            "severity=urgent",
            "state=awaiting_confirmation",
            "assignee=li@example.com",
        ] {
            let (filter, problems) = Filter::read_query(&LIST, query);
            assert!(problems.is_empty(), "{query}");
            assert!(!list_page(&office, &owner, &filter).await.unwrap().rows.is_empty(), "{query}");
        }
        assert!(!get(&office, &owner, "T100700").await.unwrap().messages.is_empty());
    }
}
