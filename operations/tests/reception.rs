//! When tickets are received: the setting, what is wrong with one, and what the journal tells of it.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

mod common;

use common::{import, staff};
use domain::{
    access::{Actor, Role},
    ticket::{Rule, Severity},
};
use operations::{
    Failure, Office, journal,
    list::Filter,
    reception::{self, Reception, Wanted, read, save, take_holidays},
};

fn owner() -> Actor {
    staff(Role::Owner)
}

fn rule(product: Option<&str>, severity: Option<Severity>, minutes: u32) -> Rule {
    Rule {
        product_id: product.map(str::to_owned),
        severity,
        first_response_minutes: minutes,
        resolution_minutes: minutes,
    }
}

/// Places and sentences of what is wrong.
fn wrong(result: operations::Result<Reception>) -> Vec<String> {
    match result {
        Err(Failure::Invalid(problems)) => problems.iter().map(ToString::to_string).collect(),
        other => unreachable!("{other:?}"),
    }
}

async fn changes(office: &Office) -> Vec<journal::Event> {
    let page = journal::list(office, &Actor::System, &Filter::of(&journal::LIST)).await.unwrap();
    page.rows.into_iter().filter(|event| event.action == "settings.reception_changed").collect()
}

both! {
    async fn nobody_has_set_it_and_it_is_there(office) {
        let found = read(&office, &staff(Role::Support)).await.unwrap();
        assert!(found.wanted.receives);
        assert_eq!(found.calendar.is_enough(), Ok(()));
        assert!(found.calendar.of("2026-10-01".parse().unwrap()).is_empty(), "a holiday");
        assert_eq!(found.calendar.of("2026-10-10".parse().unwrap()).len(), 2, "a Saturday that is worked");
    }

    async fn it_is_changed_by_owners_and_operations_and_the_journal_tells_what(office) {
        let mut wanted = Wanted::default();
        wanted.calendar.days.insert("sat".into(), vec![("10:00".into(), "24:00".into())]);
        wanted.limits = vec![rule(None, Some(Severity::Urgent), 60)];
        for role in [Role::Finance, Role::Support, Role::Auditor] {
            let denied = save(&office, &staff(role), wanted.clone()).await;
            assert!(matches!(denied, Err(Failure::Denied(_))), "{role}");
        }
        save(&office, &staff(Role::Operations), wanted.clone()).await.unwrap();
        assert_eq!(read(&office, &staff(Role::Support)).await.unwrap().wanted, wanted);

        // The same once more is no change.
        save(&office, &owner(), wanted).await.unwrap();
        let told = changes(&office).await;
        assert_eq!(told.len(), 1);
        let after: serde_json::Value = serde_json::from_str(told[0].after_json.as_deref().unwrap()).unwrap();
        assert!(after["reception_hours"].as_str().unwrap().contains("sat 10:00-24:00"), "{after}");
        assert_eq!(after["limits"], "urgent 60/60");
        assert!(after.get("holidays").is_none(), "what stayed is not told: {after}");
    }

    async fn what_is_wrong_is_refused_by_its_place_and_nothing_is_kept(office) {
        let mut wanted = Wanted::default();
        wanted.calendar.days.insert("fri".into(), vec![("09:00".into(), "16:00".into())]);
        let short = save(&office, &owner(), wanted.clone()).await;
        assert_eq!(wrong(short), ["days has 4 days of 8 hours and needs 5; minutes that are missing: fri 60"], "39 hours");
        wanted.receives = false;
        save(&office, &owner(), wanted.clone()).await.unwrap();

        wanted.receives = true;
        wanted.calendar.time_zone = "Beijing".into();
        wanted.calendar.days.insert("fri".into(), vec![("18:00".into(), "09:00".into())]);
        wanted.calendar.days.insert("tue".into(), vec![("09:00".into(), "13:00".into()), ("12:00".into(), "18:00".into())]);
        wanted.limits = vec![rule(None, None, 0), rule(Some("P-404"), None, 60)];
        let places = wrong(save(&office, &owner(), wanted.clone()).await).into_iter().map(|said| said.split(' ').next().unwrap().to_owned());
        let expected = ["limits[0].first_response_minutes", "time_zone", "days.fri[0]", "days.tue"];
        assert_eq!(places.collect::<Vec<_>>(), expected);
        assert!(!read(&office, &owner()).await.unwrap().wanted.receives, "as it was");
    }

    async fn rules_are_about_products_that_are_there(office) {
        let file = "order_no,order_type,business_kind,delivery_type,product_id,product_name,customer_id,customer_name,duration,duration_unit,deal_price,state,created_at,billing_mode\n\
            O1,NEW,general,saas_auto,P-1,云服务,C-1,远山贸易,1,month,10.00,pending_payment,2026-11-01 09:00:00,PERIOD\n";
        import(&office, &owner(), "orders.csv", file.to_owned()).await.unwrap();
        let mut wanted = Wanted { limits: vec![rule(Some("P-1"), None, 60), rule(Some("P-2"), None, 60)], ..Wanted::default() };
        let said = wrong(save(&office, &owner(), wanted.clone()).await);
        assert_eq!(said, ["limits[1].product_id 'P-2' is the id of no product"]);
        wanted.limits.pop();
        save(&office, &owner(), wanted).await.unwrap();
    }

    async fn public_holidays_are_taken_over_and_other_days_stay(office) {
        let mut wanted = Wanted::default();
        wanted.calendar.holidays = vec!["2026-12-24".into(), "2026-10-10".into()];
        wanted.calendar.workdays.clear();
        save(&office, &owner(), wanted).await.unwrap();
        assert!(matches!(take_holidays(&office, &staff(Role::Support)).await, Err(Failure::Denied(_))));
        let taken = take_holidays(&office, &staff(Role::Operations)).await.unwrap();
        let hours = |day: &str| taken.calendar.of(day.parse().unwrap()).len();
        assert_eq!((hours("2026-12-24"), hours("2026-10-01"), hours("2026-10-10")), (0, 0, 2));
        assert_eq!(reception::OFFICIAL.len(), 2);
    }
}
