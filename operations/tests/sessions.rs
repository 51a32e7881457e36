//! Sessions on both engines.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

mod common;

use domain::access::{Actor, Operation, Reach, Role};
use operations::{
    Failure, Office, journal,
    list::Filter,
    office::hashed,
    sessions::{self, Record},
    staff::{self, NewStaff},
    visits,
};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

async fn member(office: &Office, account: &str, role: Role) -> (i64, Actor) {
    let new = NewStaff { account: account.into(), name: account.into(), role };
    let id = staff::add_active(office, &Actor::System, &new, "wheat river candle").await.unwrap();
    (id, staff::load_actor(office, id).await.unwrap().unwrap())
}

fn record(id: &str, staff_id: Option<i64>) -> Record {
    Record { id_hash: hashed(id), staff_id, data: r#"{"k":"v"}"#.into(), expires_at: common::NOW + 30 * DAY }
}

async fn session(office: &Office, id: &str, staff_id: i64) -> String {
    assert!(sessions::create(office, &record(id, Some(staff_id))).await.unwrap());
    hashed(id)
}

/// The session is seen, and the server writes it.
async fn seen(office: &Office, id_hash: &str, user_agent: &str, address: &str) {
    sessions::touch(office, id_hash, user_agent, address);
    office.sightings.write(&office.db).await.unwrap();
}

async fn is_alive(office: &Office, id_hash: &str) -> bool {
    let loaded = sessions::load(office, id_hash).await.unwrap().is_some();
    assert_eq!(visits::load(office, id_hash).await.unwrap().is_some(), loaded);
    loaded
}

async fn actions(office: &Office) -> Vec<String> {
    let all = Filter::read(&journal::LIST, [("sign_ins", "shown")]).0.sized(100);
    let events = journal::list(office, &Actor::System, &all).await.unwrap();
    events.rows.into_iter().rev().map(|e| e.action).filter(|a| a != "staff.added").collect()
}

both! {
    async fn a_session_is_kept_changed_and_ended(office) {
        let (id, _) = member(&office, "li@x.cn", Role::Finance).await;
        let mut kept = record("a", None);
        assert!(sessions::create(&office, &kept).await.unwrap());
        assert!(!sessions::create(&office, &kept).await.unwrap(), "the id is taken");
        kept.staff_id = Some(id);
        kept.data = "{}".into();
        assert!(sessions::save(&office, &kept).await.unwrap());
        let loaded = sessions::load(&office, &kept.id_hash).await.unwrap().unwrap();
        assert_eq!((loaded.data.as_str(), loaded.staff_id), ("{}", Some(id)));
        assert_eq!((loaded.created_at, loaded.seen_at), (common::NOW, common::NOW));
        assert_eq!(sessions::load(&office, "a").await.unwrap(), None, "only the hash opens it");
        assert_eq!(sessions::load(&office, &loaded.public_id).await.unwrap(), None);
        sessions::delete(&office, &kept.id_hash).await.unwrap();
        assert!(!is_alive(&office, &kept.id_hash).await);
        assert!(!sessions::save(&office, &kept).await.unwrap(), "an ended session does not come back");
        assert!(!is_alive(&office, &kept.id_hash).await);
    }

    async fn the_visit_has_actor_and_grants(office) {
        let (id, _) = member(&office, "s@x.cn", Role::Support).await;
        let mut tx = office.db.begin().await.unwrap();
        let product = "INSERT INTO products (id, code, name, delivery_type) VALUES (7, 'P-7', 'P', 'api')";
        operations::within!(&mut tx, |c| sqlx::query(product).execute(c).await.map(|_| ())).unwrap();
        operations::within!(&mut tx, |c| sqlx::query("INSERT INTO staff_products VALUES ($1, 7, 0)")
            .bind(id).execute(c).await.map(|_| ())).unwrap();
        tx.commit().await.unwrap();
        let visit = visits::load(&office, &session(&office, "a", id).await).await.unwrap().unwrap();
        let actor = visit.actor.unwrap();
        assert_eq!((actor.staff_id(), actor.role()), (Some(id), Some(Role::Support)));
        assert_eq!(actor.may(Operation::ListOrders).unwrap(), Reach::Products(vec![7]));
        assert!(visit.preferences.unwrap().shortcuts);
        sessions::create(&office, &record("nobody", None)).await.unwrap();
        let visit = visits::load(&office, &hashed("nobody")).await.unwrap().unwrap();
        assert_eq!((visit.actor, visit.preferences), (None, None));
    }

    async fn disabled_staff_lose_their_sessions(office) {
        member(&office, "owner@x.cn", Role::Owner).await;
        let (id, _) = member(&office, "li@x.cn", Role::Finance).await;
        let here = session(&office, "a", id).await;
        staff::disable(&office, &Actor::System, id).await.unwrap();
        assert!(!is_alive(&office, &here).await);
        // One that a sign-in made in the same moment opens nothing, then or later.
        let late = session(&office, "b", id).await;
        let visit = visits::load(&office, &late).await.unwrap().unwrap();
        assert_eq!(visit.actor, None);
        staff::enable(&office, &Actor::System, id).await.unwrap();
        assert!(!is_alive(&office, &late).await);
    }

    async fn idle_for_too_long(office) {
        let (id, _) = member(&office, "li@x.cn", Role::Finance).await;
        let here = session(&office, "a", id).await;
        common::set_clock(&office, common::NOW + 12 * HOUR - 1);
        assert!(is_alive(&office, &here).await);
        seen(&office, &here, "Firefox", "10.0.0.1").await;
        common::set_clock(&office, common::NOW + 24 * HOUR - 2);
        assert!(is_alive(&office, &here).await);
        common::set_clock(&office, common::NOW + 24 * HOUR - 1);
        assert!(!is_alive(&office, &here).await);
    }

    async fn too_old_however_busy(office) {
        let (id, _) = member(&office, "li@x.cn", Role::Finance).await;
        let here = session(&office, "a", id).await;
        for step in 1..=28 {
            let now = common::NOW + step * 6 * HOUR;
            common::set_clock(&office, now - 1);
            assert!(is_alive(&office, &here).await, "{step}");
            seen(&office, &here, "Firefox", "10.0.0.1").await;
        }
        common::set_clock(&office, common::NOW + 7 * DAY);
        assert!(!is_alive(&office, &here).await);
    }

    async fn the_session_layer_lets_it_end_sooner(office) {
        let mut kept = record("a", None);
        kept.expires_at = common::NOW + HOUR;
        sessions::create(&office, &kept).await.unwrap();
        common::set_clock(&office, common::NOW + HOUR);
        assert!(!is_alive(&office, &kept.id_hash).await);
    }

    async fn the_job_forgets_what_is_over(office) {
        let (id, _) = member(&office, "li@x.cn", Role::Finance).await;
        session(&office, "idle", id).await;
        let mut short = record("short", None);
        short.expires_at = common::NOW + 1;
        sessions::create(&office, &short).await.unwrap();
        common::set_clock(&office, common::NOW + 12 * HOUR);
        let fresh = session(&office, "fresh", id).await;
        assert_eq!(sessions::delete_expired(&office).await.unwrap(), 2);
        assert!(is_alive(&office, &fresh).await);
    }

    async fn seen_is_remembered_and_written_together(office) {
        let (id, actor) = member(&office, "li@x.cn", Role::Finance).await;
        let here = session(&office, "a", id).await;
        let due = async |now| sessions::load(&office, &here).await.unwrap().unwrap().is_due(now);
        assert!(due(common::NOW).await, "the browser is not known yet");
        sessions::touch(&office, &here, "Fire\nfox", "10.0.0.1");
        assert!(due(common::NOW).await, "a request writes nothing");
        office.sightings.write(&office.db).await.unwrap();
        assert!(!due(common::NOW + 59_999).await);
        let own = sessions::list_own(&office, &actor, &here).await.unwrap();
        assert_eq!((own[0].seen_at, own[0].user_agent.as_deref()), (common::NOW, Some("Firefox")));
        common::set_clock(&office, common::NOW + 60_000);
        assert!(due(common::NOW + 60_000).await);
        seen(&office, &here, "Chrome", "10.0.0.2").await;
        // What another server saw earlier comes too late.
        common::set_clock(&office, common::NOW + 30_000);
        seen(&office, &here, "Edge", "10.0.0.3").await;
        let own = sessions::list_own(&office, &actor, &here).await.unwrap();
        assert_eq!((own[0].seen_at, own[0].address.as_deref()), (common::NOW + 60_000, Some("10.0.0.2")));
    }

    async fn everybody_sees_and_ends_their_own(office) {
        let (li, actor) = member(&office, "li@x.cn", Role::Finance).await;
        let (wang, _) = member(&office, "wang@x.cn", Role::Owner).await;
        let (here, there) = (session(&office, "here", li).await, session(&office, "there", li).await);
        let foreign = session(&office, "foreign", wang).await;
        let own = sessions::list_own(&office, &actor, &here).await.unwrap();
        assert_eq!(own.len(), 2);
        assert_eq!(own.iter().filter(|s| s.current).count(), 1);
        let not_mine = sessions::load(&office, &foreign).await.unwrap().unwrap().public_id;
        for unknown in [not_mine.as_str(), "nothing", ""] {
            let result = sessions::end_own(&office, &actor, unknown).await;
            assert!(matches!(result, Err(Failure::NotFound)), "{result:?}");
        }
        let other = own.iter().find(|s| !s.current).unwrap();
        sessions::end_own(&office, &actor, &other.public_id).await.unwrap();
        assert!(is_alive(&office, &here).await && !is_alive(&office, &there).await);
        session(&office, "third", li).await;
        session(&office, "fourth", li).await;
        assert_eq!(sessions::end_others(&office, &actor, &here).await.unwrap(), 2);
        assert!(is_alive(&office, &here).await && is_alive(&office, &foreign).await);
        assert!(matches!(sessions::sign_out(&office, &actor, &foreign).await, Err(Failure::NotFound)));
        sessions::sign_out(&office, &actor, &here).await.unwrap();
        assert!(!is_alive(&office, &here).await && is_alive(&office, &foreign).await);
        assert_eq!(
            actions(&office).await,
            ["staff.session_ended", "staff.sessions_ended", "staff.signed_out"]
        );
    }

    async fn an_owner_ends_all_of_somebody(office) {
        let (_, owner) = member(&office, "owner@x.cn", Role::Owner).await;
        let (id, actor) = member(&office, "li@x.cn", Role::Finance).await;
        let here = session(&office, "a", id).await;
        assert!(matches!(sessions::end_all_of(&office, &actor, id).await, Err(Failure::Denied(_))));
        assert!(matches!(sessions::end_all_of(&office, &owner, 999).await, Err(Failure::NotFound)));
        assert!(is_alive(&office, &here).await);
        assert_eq!(sessions::end_all_of(&office, &owner, id).await.unwrap(), 1);
        assert!(!is_alive(&office, &here).await);
        let token = Actor::Token { id: 1, name: "t".into(), role: Role::Owner };
        assert!(matches!(sessions::list_own(&office, &token, "").await, Err(Failure::NotFound)));
    }
}
