use domain::access::{Actor, Role};
use operations::{
    Failure, Office, sessions,
    staff::{self, Acceptance, LINK_HOURS, Link},
};

use crate::{
    OTHER_PASSWORD, PASSWORD, actions, active, both, common, fields, is_refused, journal, journal_is_free_of,
    new,
};

const ACCEPT: Acceptance<'_> = Acceptance { account: None, name: None, password: OTHER_PASSWORD };

fn set_up(account: &str) -> Acceptance<'_> {
    Acceptance { account: Some(account), name: Some("账房先生"), password: PASSWORD }
}

async fn invited(office: &Office) -> (i64, String) {
    staff::add(office, &Actor::System, &new("li@x.cn", Role::Finance)).await.unwrap()
}

both! {
    async fn a_link_works_once(office) {
        let (id, secret) = invited(&office).await;
        let link = Link::Member { account: "li@x.cn".into(), name: "finance 李".into(), is_first: true };
        assert_eq!(staff::peek(&office, &secret).await.unwrap(), Some(link));
        let common = Acceptance { password: "password123", ..ACCEPT };
        assert_eq!(fields(staff::accept(&office, &secret, common).await), ["password"]);
        let named = Acceptance { name: Some("李四"), ..ACCEPT };
        assert_eq!(staff::accept(&office, &secret, named).await.unwrap(), id);
        let signed_in = staff::get(&office, &Actor::System, id).await.unwrap().last_sign_in_at;
        assert_eq!(signed_in, Some(office.clock.millis()), "the link signs in");
        assert_eq!(staff::load_actor(&office, id).await.unwrap().unwrap().name(), "李四");
        assert_eq!(staff::peek(&office, &secret).await.unwrap(), None);
        is_refused(staff::accept(&office, &secret, ACCEPT).await, &staff::Refused::LinkSpent);
        is_refused(staff::accept(&office, "unknown", ACCEPT).await, &staff::Refused::LinkSpent);
        staff::sign_in(&office, "li@x.cn", OTHER_PASSWORD, "10.0.0.1").await.unwrap();
        assert_eq!(actions(&office).await, ["staff.added", "staff.link_accepted", "staff.signed_in"]);
        journal_is_free_of(&office, &[&secret]).await;
    }

    async fn a_link_gets_too_old(office) {
        let (_, secret) = invited(&office).await;
        common::set_clock(&office, common::NOW + LINK_HOURS * 3_600_000 - 1);
        assert!(staff::peek(&office, &secret).await.unwrap().is_some());
        common::set_clock(&office, common::NOW + LINK_HOURS * 3_600_000);
        assert_eq!(staff::peek(&office, &secret).await.unwrap(), None);
        is_refused(staff::accept(&office, &secret, ACCEPT).await, &staff::Refused::LinkSpent);
        assert_eq!(staff::delete_expired_links(&office).await.unwrap(), 1);
    }

    async fn two_who_accept_one_link_at_once_are_one(office) {
        let (_, secret) = invited(&office).await;
        let (a, b) = tokio::join!(
            staff::accept(&office, &secret, ACCEPT),
            staff::accept(&office, &secret, Acceptance { password: PASSWORD, ..ACCEPT }),
        );
        assert_eq!(u8::from(a.is_ok()) + u8::from(b.is_ok()), 1, "{a:?} {b:?}");
        is_refused(if a.is_ok() { b } else { a }, &staff::Refused::LinkSpent);
    }

    async fn a_new_link_voids_the_older_and_resets_the_password(office) {
        let (id, first) = invited(&office).await;
        let second = staff::invite_again(&office, &Actor::System, id).await.unwrap();
        is_refused(staff::accept(&office, &first, ACCEPT).await, &staff::Refused::LinkSpent);
        staff::accept(&office, &second, ACCEPT).await.unwrap();

        let record = sessions::Record {
            id_hash: operations::office::hashed("s"), staff_id: Some(id), data: "{}".into(), expires_at: i64::MAX,
        };
        sessions::create(&office, &record).await.unwrap();
        let third = staff::invite_again(&office, &Actor::System, id).await.unwrap();
        assert!(matches!(staff::peek(&office, &third).await.unwrap(), Some(Link::Member { is_first: false, .. })));
        let renamed = Acceptance { name: Some("somebody else"), password: PASSWORD, account: None };
        staff::accept(&office, &third, renamed).await.unwrap();
        let actor = staff::load_actor(&office, id).await.unwrap().unwrap();
        assert_eq!(actor.name(), "finance 李", "a reset does not rename");
        assert_eq!(sessions::load(&office, &record.id_hash).await.unwrap(), None);
        assert!(staff::sign_in(&office, "li@x.cn", OTHER_PASSWORD, "a").await.is_err());
        assert!(staff::sign_in(&office, "li@x.cn", PASSWORD, "a").await.is_ok());
        journal_is_free_of(&office, &[&first, &second, &third]).await;

        let fourth = staff::invite_again(&office, &Actor::System, id).await.unwrap();
        staff::disable(&office, &Actor::System, id).await.unwrap();
        is_refused(staff::accept(&office, &fourth, ACCEPT).await, &staff::Refused::LinkSpent);
        is_refused(staff::invite_again(&office, &Actor::System, id).await, &staff::Refused::NotActive);
        assert!(matches!(staff::invite_again(&office, &Actor::System, 999).await, Err(Failure::NotFound)));
    }

    async fn the_set_up_makes_the_first_owner(office) {
        let old = staff::setup_link(&office).await.unwrap().unwrap();
        let secret = staff::setup_link(&office).await.unwrap().unwrap();
        assert_eq!(staff::peek(&office, &old).await.unwrap(), None);
        assert_eq!(staff::peek(&office, &secret).await.unwrap(), Some(Link::SetUp));
        assert_eq!(fields(staff::accept(&office, &secret, ACCEPT).await), ["account", "name"]);
        let id = staff::accept(&office, &secret, set_up("Owner@X.cn")).await.unwrap();
        let actor = staff::load_actor(&office, id).await.unwrap().unwrap();
        assert_eq!((actor.role(), actor.name()), (Some(Role::Owner), "账房先生"));
        assert_eq!(staff::setup_link(&office).await.unwrap(), None);
        is_refused(staff::accept(&office, &secret, set_up("b@x.cn")).await, &staff::Refused::LinkSpent);
        let entry = &journal(&office).await[0];
        assert_eq!((entry.action.as_str(), entry.actor_id), ("staff.set_up", Some(id)));
        journal_is_free_of(&office, &[&old, &secret]).await;
    }

    async fn a_set_up_link_is_worthless_once_somebody_works_here(office) {
        let secret = staff::setup_link(&office).await.unwrap().unwrap();
        active(&office, "owner@x.cn", Role::Owner).await;
        assert_eq!(staff::peek(&office, &secret).await.unwrap(), None);
        is_refused(staff::accept(&office, &secret, set_up("b@x.cn")).await, &staff::Refused::LinkSpent);
    }

    async fn two_who_set_up_at_once_give_one_owner(office) {
        let secret = staff::setup_link(&office).await.unwrap().unwrap();
        let (a, b) = tokio::join!(
            staff::accept(&office, &secret, set_up("a@x.cn")),
            staff::accept(&office, &secret, set_up("b@x.cn")),
        );
        assert_eq!(u8::from(a.is_ok()) + u8::from(b.is_ok()), 1, "{a:?} {b:?}");
        is_refused(if a.is_ok() { b } else { a }, &staff::Refused::LinkSpent);
        assert_eq!(crate::everybody(&office).await.len(), 1);
    }

    async fn servers_that_start_at_once_leave_one_set_up_link(office) {
        let (a, b) = tokio::join!(staff::setup_link(&office), staff::setup_link(&office));
        let (a, b) = (a.unwrap().unwrap(), b.unwrap().unwrap());
        let good = [staff::peek(&office, &a).await.unwrap(), staff::peek(&office, &b).await.unwrap()];
        assert_eq!(good.iter().flatten().count(), 1);
    }
}
