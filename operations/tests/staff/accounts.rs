use domain::access::{Actor, Reach, Role};
use domain::{Problem, access::Operation};
use operations::{
    Failure,
    staff::{self, StaffState},
};

use crate::{
    actions, active, both, everybody, execute, fields, is_refused, journal, journal_is_free_of, new,
};

both! {
    async fn adding_and_listing(office) {
        let (_, owner) = active(&office, "owner@x.cn", Role::Owner).await;
        let (id, secret) = staff::add(&office, &owner, &new(" Li@X.cn ", Role::Finance)).await.unwrap();
        let all = everybody(&office).await;
        assert_eq!(all.iter().map(|s| s.account.as_str()).collect::<Vec<_>>(), ["owner@x.cn", "li@x.cn"]);
        assert_eq!((all[1].id, all[1].state, all[1].role), (id, StaffState::Invited, Role::Finance));
        assert_eq!(staff::load_actor(&office, id).await.unwrap(), None, "invited staff cannot act");
        assert_eq!(actions(&office).await, ["staff.added", "staff.added"]);
        journal_is_free_of(&office, &[&secret]).await;
    }

    async fn an_account_is_taken_once_whatever_its_spelling(office) {
        active(&office, "li@x.cn", Role::Owner).await;
        match staff::add(&office, &Actor::System, &new("LI@x.cn", Role::Owner)).await {
            Err(Failure::Invalid(problems)) => {
                assert_eq!(problems, [Problem::Taken { value: "li@x.cn".into() }.of("account")]);
            }
            other => panic!("{other:?}"),
        }
        let at_once = new("wang@x.cn", Role::Finance);
        let (a, b) = tokio::join!(
            staff::add(&office, &Actor::System, &at_once),
            staff::add(&office, &Actor::System, &at_once),
        );
        assert_eq!(u8::from(a.is_ok()) + u8::from(b.is_ok()), 1);
    }

    async fn every_problem_is_told_at_once(office) {
        let mut bad = new("not an address", Role::Owner);
        bad.name = " ".into();
        assert_eq!(
            fields(staff::add_active(&office, &Actor::System, &bad, "1234567890").await),
            ["account", "name", "password"]
        );
        assert!(journal(&office).await.is_empty());
    }

    async fn the_last_active_owner_stays(office) {
        let (id, owner) = active(&office, "owner@x.cn", Role::Owner).await;
        staff::add(&office, &owner, &new("invited@x.cn", Role::Owner)).await.unwrap();
        is_refused(staff::disable(&office, &owner, id).await, &staff::Refused::LastOwner);
        is_refused(staff::set_role(&office, &owner, id, Role::Auditor).await, &staff::Refused::LastOwner);
        let (second, _) = active(&office, "second@x.cn", Role::Owner).await;
        staff::set_role(&office, &owner, id, Role::Auditor).await.unwrap();
        is_refused(staff::disable(&office, &Actor::System, second).await, &staff::Refused::LastOwner);
        let after = staff::load_actor(&office, id).await.unwrap().unwrap();
        assert_eq!(after.role(), Some(Role::Auditor));
        let entry = &journal(&office).await[0];
        assert_eq!(entry.before_json.as_deref(), Some(r#"{"role":"owner"}"#));
        assert_eq!(entry.after_json.as_deref(), Some(r#"{"role":"auditor"}"#));
    }

    async fn two_owners_who_disable_each_other_leave_one(office) {
        let (a, actor_a) = active(&office, "a@x.cn", Role::Owner).await;
        let (b, actor_b) = active(&office, "b@x.cn", Role::Owner).await;
        let (x, y) = tokio::join!(staff::disable(&office, &actor_a, b), staff::disable(&office, &actor_b, a));
        assert_eq!(u8::from(x.is_ok()) + u8::from(y.is_ok()), 1, "{x:?} {y:?}");
        is_refused(if x.is_ok() { y } else { x }, &staff::Refused::LastOwner);
    }

    async fn disabling_shuts_out_and_enabling_lets_in(office) {
        active(&office, "owner@x.cn", Role::Owner).await;
        let (id, _) = active(&office, "li@x.cn", Role::Finance).await;
        let (invited, secret) = staff::add(&office, &Actor::System, &new("w@x.cn", Role::Finance)).await.unwrap();
        for id in [id, invited] {
            staff::disable(&office, &Actor::System, id).await.unwrap();
            staff::disable(&office, &Actor::System, id).await.unwrap();
            assert_eq!(staff::load_actor(&office, id).await.unwrap(), None);
        }
        assert_eq!(staff::peek(&office, &secret).await.unwrap(), None);
        staff::enable(&office, &Actor::System, id).await.unwrap();
        staff::enable(&office, &Actor::System, invited).await.unwrap();
        assert!(staff::load_actor(&office, id).await.unwrap().is_some());
        assert_eq!(staff::load_actor(&office, invited).await.unwrap(), None, "never set a password");
        assert_eq!(actions(&office).await.iter().filter(|a| *a == "staff.disabled").count(), 2);
        for result in [
            staff::disable(&office, &Actor::System, 999).await,
            staff::enable(&office, &Actor::System, 999).await,
            staff::set_role(&office, &Actor::System, 999, Role::Owner).await,
            staff::set_grants(&office, &Actor::System, 999, &[]).await,
        ] {
            assert!(matches!(result, Err(Failure::NotFound)), "{result:?}");
        }
    }

    async fn grants_reach_support_only(office) {
        for id in 1..=3 {
            let sql = format!("INSERT INTO products (id, code, name, delivery_type) VALUES ({id}, 'p{id}', 'P', 'saas')");
            execute(&office, &sql).await;
        }
        let (id, _) = active(&office, "s@x.cn", Role::Support).await;
        staff::set_grants(&office, &Actor::System, id, &[3, 1, 3]).await.unwrap();
        staff::set_grants(&office, &Actor::System, id, &[1, 3]).await.unwrap();
        let actor = staff::load_actor(&office, id).await.unwrap().unwrap();
        assert_eq!(actor.may(Operation::ReadOrder).unwrap(), Reach::Products(vec![1, 3]));
        staff::set_grants(&office, &Actor::System, id, &[2, 3]).await.unwrap();
        assert_eq!(everybody(&office).await[0].products, [2, 3]);
        let unknown = staff::set_grants(&office, &Actor::System, id, &[2, 99]).await;
        assert!(matches!(unknown, Err(Failure::NotFound)));
        let entries = journal(&office).await;
        assert_eq!(entries.len(), 3, "the same grants again change nothing");
        assert_eq!(entries[0].before_json.as_deref(), Some(r#"{"products":[1,3]}"#));
        staff::set_grants(&office, &Actor::System, id, &[]).await.unwrap();
        let actor = staff::load_actor(&office, id).await.unwrap().unwrap();
        assert_eq!(actor.may(Operation::ReadOrder).unwrap(), Reach::Products(vec![]));
        staff::set_role(&office, &Actor::System, id, Role::Auditor).await.unwrap();
        let actor = staff::load_actor(&office, id).await.unwrap().unwrap();
        assert_eq!(actor.may(Operation::ReadOrder).unwrap(), Reach::All);
    }

    async fn an_unknown_role_may_nothing(office) {
        let (id, _) = active(&office, "s@x.cn", Role::Support).await;
        execute(&office, "UPDATE staff SET role = 'emperor'").await;
        assert_eq!(staff::load_actor(&office, id).await.unwrap(), None);
    }
}
