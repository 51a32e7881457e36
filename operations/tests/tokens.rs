//! API tokens on both engines.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;

use domain::access::{Actor, Role};
use operations::{
    Failure, Office, journal,
    list::Filter,
    office::hashed,
    tokens::{self, Token},
};

const DAY: i64 = 86_400_000;

async fn only(office: &Office) -> Token {
    let mut all = tokens::list(office, &Actor::System, &Filter::of(&tokens::LIST)).await.unwrap().rows;
    assert_eq!(all.len(), 1);
    all.remove(0)
}

both! {
    async fn a_token_acts_until_it_expires(office) {
        let owner = common::staff(Role::Owner);
        let (id, secret) = tokens::create(&office, &owner, " 对账机器人 ", Role::Finance, 30).await.unwrap();
        assert!(secret.starts_with("ch_") && secret.len() == 46, "{secret}");
        let actor = Actor::Token { id, name: "对账机器人".into(), role: Role::Finance };
        assert_eq!(tokens::authenticate(&office, &secret).await.unwrap(), Some(actor));
        let token = only(&office).await;
        assert!(secret.ends_with(&token.hint) && token.hint.len() == 4);
        assert_eq!((token.created_by.as_str(), token.expires_at), ("owner", common::NOW + 30 * DAY));
        common::set_clock(&office, common::NOW + 30 * DAY - 1);
        assert!(tokens::authenticate(&office, &secret).await.unwrap().is_some());
        common::set_clock(&office, common::NOW + 30 * DAY);
        assert_eq!(tokens::authenticate(&office, &secret).await.unwrap(), None);
    }

    async fn a_revoked_token_is_dead_at_once(office) {
        let owner = common::staff(Role::Owner);
        let (id, secret) = tokens::create(&office, &owner, "a", Role::Auditor, 1).await.unwrap();
        let (_, other) = tokens::create(&office, &owner, "b", Role::Auditor, 1).await.unwrap();
        assert_ne!(secret, other);
        let (x, y) = tokio::join!(tokens::revoke(&office, &owner, id), tokens::revoke(&office, &owner, id));
        x.unwrap();
        y.unwrap();
        assert_eq!(tokens::authenticate(&office, &secret).await.unwrap(), None);
        assert!(tokens::authenticate(&office, &other).await.unwrap().is_some());
        assert!(matches!(tokens::revoke(&office, &owner, 999).await, Err(Failure::NotFound)));
        let events = journal::list(&office, &Actor::System, &Filter::of(&journal::LIST)).await.unwrap().rows;
        let actions: Vec<_> = events.iter().rev().map(|e| e.action.as_str()).collect();
        assert_eq!(actions, ["token.created", "token.created", "token.revoked"]);
        for event in &events {
            let text = format!("{event:?}");
            for secret in [&secret, &other] {
                assert!(!text.contains(secret.as_str()) && !text.contains(&hashed(secret)), "{text}");
            }
        }
        assert!(journal::verify(&office).await.unwrap().1.is_empty());
    }

    async fn what_is_no_token_opens_nothing(office) {
        tokens::create(&office, &Actor::System, "a", Role::Owner, 1).await.unwrap();
        let kept: String = operations::reading!(&office.db, |pool| {
            sqlx::query_scalar("SELECT token_hash FROM tokens").fetch_one(pool).await
        })
        .unwrap();
        let long = format!("ch_{}", "x".repeat(100_000));
        for bad in ["", "ch_", "ch_' OR 1=1 --", kept.as_str(), &format!("ch_{kept}"), &long] {
            assert_eq!(tokens::authenticate(&office, bad).await.unwrap(), None);
        }
    }

    async fn use_is_noted_once_a_minute(office) {
        let (_, secret) = tokens::create(&office, &Actor::System, "a", Role::Owner, 1).await.unwrap();
        assert_eq!(only(&office).await.last_used_at, None);
        for (later, noted) in [(0, 0), (59_999, 0), (60_000, 60_000)] {
            common::set_clock(&office, common::NOW + later);
            tokens::authenticate(&office, &secret).await.unwrap();
            office.sightings.write(&office.db).await.unwrap();
            assert_eq!(only(&office).await.last_used_at, Some(common::NOW + noted));
        }
        // A long change does not keep programs waiting.
        common::set_clock(&office, common::NOW + 200_000);
        let import = office.db.begin().await.unwrap();
        let use_it = tokens::authenticate(&office, &secret);
        let actor = tokio::time::timeout(std::time::Duration::from_secs(5), use_it).await.unwrap().unwrap();
        assert!(actor.is_some());
        drop(import);
    }

    async fn name_and_days_are_checked(office) {
        for days in [0, 3651] {
            match tokens::create(&office, &Actor::System, " ", Role::Owner, days).await {
                Err(Failure::Invalid(problems)) => {
                    assert_eq!(problems.iter().map(|p| p.field.as_str()).collect::<Vec<_>>(), ["name", "days"]);
                }
                other => panic!("{other:?}"),
            }
        }
        tokens::create(&office, &Actor::System, "a", Role::Owner, 3650).await.unwrap();
    }
}
