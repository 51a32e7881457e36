//! The list of bills with the statements of resellers in it.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

mod common;
#[path = "statements/shop.rs"]
mod shop;
#[path = "common/sold.rs"]
mod sold;

use common::staff;
use domain::{
    access::Role,
    bill::{BillAction, BillKind, BillState, Stage},
};
use operations::{
    Failure, Office,
    bills::{self, LIST, Listed, Refused},
    list::{Filter, Page},
    statements,
};
use shop::{RESELLER, Sale, finance, period};
use sold::{certified, october, step};

async fn listed(office: &Office, query: &str) -> Page<Listed> {
    let (filter, problems) = Filter::read_query(&LIST, query);
    assert_eq!(problems, Vec::new(), "{query}");
    bills::list(office, &finance(), &filter).await.unwrap()
}

fn told(page: &Page<Listed>) -> Vec<(BillKind, BillState, Option<i64>)> {
    page.rows.iter().map(|one| (one.kind, one.state, one.total_minor)).collect()
}

both! {
    async fn statements_of_resellers_stand_among_the_bills_with_their_numbers(office) {
        certified(&office).await;
        Sale::new("S1").put(&office).await;
        october(&office).await;
        let id = statements::draft(&office, &finance(), RESELLER, period("202610"), None).await.unwrap();
        let general = (BillKind::General, BillState::Draft, Some(950_000));
        assert_eq!(
            told(&listed(&office, "").await),
            [general, (BillKind::Reseller, BillState::Draft, Some(180_000))],
            "a draft comes to what its dues come to"
        );
        let issued = statements::issue(&office, &finance(), id).await.unwrap();
        let page = listed(&office, "kind=reseller&period=202610&state=locked").await;
        let [one] = &page.rows[..] else { unreachable!("{page:?}") };
        assert_eq!((one.id, &one.number, &one.lines_hash), (id, &issued.number, &issued.lines_hash));
        assert_eq!((one.reseller.as_deref(), one.payment, one.run_id), (Some(RESELLER), None, None));
        // Page by page each of them once.
        let first = listed(&office, "size=1").await;
        let (filter, _) = Filter::read_query(&LIST, "size=1");
        let filter = filter.sized(1).at(None);
        let first_page = bills::list(&office, &finance(), &filter).await.unwrap();
        let second = bills::list(&office, &finance(), &filter.clone().at(first_page.next)).await.unwrap();
        assert_eq!(first.counts.of(&[]).rows, 2);
        assert_eq!(
            (told(&first_page), told(&second)),
            (vec![general], vec![(BillKind::Reseller, BillState::Locked, Some(180_000))])
        );
        let months = bills::year(&office, &finance(), 2026).await.unwrap();
        let sums: Vec<_> = months.iter().map(|month| (month.kind, month.bills, month.total_minor)).collect();
        assert_eq!(sums, [(BillKind::General, 1, 950_000), (BillKind::Reseller, 1, 180_000)]);
        // Who may not read statements sees none, and counts none.
        let (filter, _) = Filter::read_query(&LIST, "");
        let page = bills::list(&office, &staff(Role::Operations), &filter).await.unwrap();
        assert_eq!((told(&page), page.counts.of(&[]).rows), (vec![general], 1));
        let own = bills::own(&office, &finance(), &filter).await.unwrap();
        assert_eq!(own.rows.len(), 1);
    }

    async fn what_the_marketplace_does_with_a_locked_bill_is_noted(office) {
        certified(&office).await;
        Sale::new("S1").put(&office).await;
        october(&office).await;
        let bill = sold::all(&office).await.pop().unwrap();
        let early = bills::note_stage(&office, &finance(), bill.id, Stage::Countersigning).await.unwrap_err();
        assert!(matches!(early, Failure::Bill(Refused::NotUnderWay { state: BillState::Draft })), "{early}");
        for (who, action) in [(1, BillAction::Submit), (2, BillAction::Approve), (1, BillAction::Lock)] {
            step(&office, who, &bill, action).await.unwrap();
        }
        // Nobody invoices general products of the mainland.
        let unfit = bills::note_stage(&office, &finance(), bill.id, Stage::AwaitingInvoice).await.unwrap_err();
        assert!(matches!(&unfit, Failure::Invalid(problems) if problems[0].field == "stage"), "{unfit}");
        for stage in [Stage::Countersigning, Stage::CountersignRejected, Stage::Countersigning] {
            let noted = bills::note_stage(&office, &finance(), bill.id, stage).await.unwrap();
            assert_eq!(noted.stage.map(|(stage, _)| stage), Some(stage));
        }
        assert_eq!(listed(&office, "stage=countersigning").await.rows.len(), 1);
        assert_eq!(listed(&office, "stage=awaiting_requisition").await.rows.len(), 0);
        let denied = bills::note_stage(&office, &staff(Role::Auditor), bill.id, Stage::Generated).await;
        assert!(matches!(denied, Err(Failure::Denied(_))), "{denied:?}");
        step(&office, 1, &bill, BillAction::Pay).await.unwrap();
        let listed = listed(&office, "state=paid").await;
        assert_eq!(listed.rows[0].stage, None, "it is paid");
    }
}
