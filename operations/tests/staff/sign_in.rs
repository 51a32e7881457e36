use argon2::password_hash::{PasswordHasher, SaltString};
use domain::access::{Actor, Role};
use operations::{
    Failure,
    staff::{self, Refused},
};

use crate::{
    OTHER_PASSWORD, PASSWORD, actions, active, both, common, execute, journal, journal_is_free_of, new,
};

const HERE: &str = "10.0.0.1";

#[track_caller]
fn is_wrong<T: std::fmt::Debug>(result: Result<T, Failure>) {
    assert!(matches!(result, Err(Failure::Staff(Refused::WrongSignIn))), "{result:?}");
}

#[track_caller]
fn seconds<T: std::fmt::Debug>(result: Result<T, Failure>) -> u64 {
    match result {
        Err(Failure::TooMany { seconds }) => seconds,
        other => panic!("{other:?}"),
    }
}

both! {
    async fn with_the_right_password(office) {
        let (id, _) = active(&office, "li@x.cn", Role::Finance).await;
        let staff = staff::sign_in(&office, " LI@x.cn", PASSWORD, HERE).await.unwrap();
        assert_eq!((staff.id, staff.last_sign_in_at), (id, Some(common::NOW)));
        let entry = &journal(&office).await[0];
        assert_eq!((entry.action.as_str(), entry.actor_id), ("staff.signed_in", Some(id)));
        assert_eq!(entry.after_json.as_deref(), Some(r#"{"address":"10.0.0.1"}"#));
        assert_eq!(crate::everybody(&office).await[0].last_sign_in_at, Some(common::NOW));
    }

    async fn whatever_is_wrong_the_answer_is_the_same(office) {
        active(&office, "owner@x.cn", Role::Owner).await;
        let (disabled, _) = active(&office, "gone@x.cn", Role::Finance).await;
        staff::disable(&office, &Actor::System, disabled).await.unwrap();
        staff::add(&office, &Actor::System, &new("invited@x.cn", Role::Finance)).await.unwrap();
        let before = actions(&office).await.len();
        is_wrong(staff::sign_in(&office, "nobody@x.cn", PASSWORD, HERE).await);
        is_wrong(staff::sign_in(&office, "' OR 1=1 --", PASSWORD, HERE).await);
        is_wrong(staff::sign_in(&office, "gone@x.cn", PASSWORD, HERE).await);
        is_wrong(staff::sign_in(&office, "invited@x.cn", "", HERE).await);
        is_wrong(staff::sign_in(&office, "owner@x.cn", OTHER_PASSWORD, HERE).await);
        is_wrong(staff::sign_in(&office, "owner@x.cn", &PASSWORD.repeat(20), HERE).await);
        // Failures are journalled beside the answer.
        for _ in 0..100 {
            if actions(&office).await.len() == before + 4 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        let failed: Vec<_> = journal(&office).await.into_iter().filter(|e| e.action == "staff.sign_in_failed").collect();
        assert_eq!(failed.len(), 4, "unknown accounts have no subject to write on");
        journal_is_free_of(&office, &[]).await;
    }

    async fn five_failures_for_an_account_close_it_for_a_while(office) {
        active(&office, "li@x.cn", Role::Owner).await;
        for i in 0..5 {
            is_wrong(staff::sign_in(&office, "li@x.cn", "wrong", &format!("10.0.1.{i}")).await);
        }
        let wait = staff::sign_in(&office, "li@x.cn", PASSWORD, HERE).await;
        assert_eq!(seconds(wait), 900);
        common::set_clock(&office, common::NOW + 899_000);
        assert_eq!(seconds(staff::sign_in(&office, "li@x.cn", PASSWORD, HERE).await), 1);
        common::set_clock(&office, common::NOW + 900_000);
        staff::sign_in(&office, "li@x.cn", PASSWORD, HERE).await.unwrap();
    }

    async fn tries_at_once_do_not_slip_through(office) {
        active(&office, "li@x.cn", Role::Owner).await;
        let tries = (0..12).map(|_| staff::sign_in(&office, "li@x.cn", "wrong", HERE));
        let results = futures::future::join_all(tries).await;
        let tried = results.iter().filter(|r| matches!(r, Err(Failure::Staff(Refused::WrongSignIn)))).count();
        assert_eq!(tried, 5);
    }

    async fn a_success_clears_the_account(office) {
        active(&office, "li@x.cn", Role::Owner).await;
        for _ in 0..3 {
            for _ in 0..4 {
                is_wrong(staff::sign_in(&office, "li@x.cn", "wrong", HERE).await);
            }
            staff::sign_in(&office, "li@x.cn", PASSWORD, HERE).await.unwrap();
        }
    }

    async fn thirty_failures_from_an_address_close_it_for_every_account(office) {
        active(&office, "li@x.cn", Role::Owner).await;
        for i in 0..30 {
            is_wrong(staff::sign_in(&office, &format!("{i}@x.cn"), "wrong", HERE).await);
        }
        assert_eq!(seconds(staff::sign_in(&office, "li@x.cn", PASSWORD, HERE).await), 900);
        staff::sign_in(&office, "li@x.cn", PASSWORD, "10.0.0.2").await.unwrap();
    }

    async fn an_old_hash_is_made_anew(office) {
        active(&office, "li@x.cn", Role::Owner).await;
        let weak = argon2::Argon2::new(
            argon2::Algorithm::Argon2id,
            argon2::Version::V0x13,
            argon2::Params::new(64, 1, 1, None).unwrap(),
        );
        let salt = SaltString::encode_b64(b"0123456789abcdef").unwrap();
        let hash = weak.hash_password(PASSWORD.as_bytes(), &salt).unwrap().to_string();
        execute(&office, &format!("UPDATE staff SET password_hash = '{hash}'")).await;
        staff::sign_in(&office, "li@x.cn", PASSWORD, HERE).await.unwrap();
        let kept: String = operations::reading!(&office.db, |pool| {
            sqlx::query_scalar("SELECT password_hash FROM staff").fetch_one(pool).await
        })
        .unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        staff::sign_in(&office, "li@x.cn", PASSWORD, HERE).await.unwrap();
    }
}
