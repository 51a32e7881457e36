use domain::access::{Actor, Role};
use operations::{
    Failure, Office,
    office::hashed,
    sessions::{self, Record},
    staff::{self, PreferenceChange},
};

use crate::{OTHER_PASSWORD, PASSWORD, actions, active, both, fields, journal_is_free_of};

async fn session(office: &Office, id: &str, staff_id: i64) -> String {
    let record =
        Record { id_hash: hashed(id), staff_id: Some(staff_id), data: "{}".into(), expires_at: i64::MAX };
    assert!(sessions::create(office, &record).await.unwrap());
    record.id_hash
}

both! {
    async fn a_new_password_ends_the_other_sessions(office) {
        let (id, actor) = active(&office, "li@x.cn", Role::Finance).await;
        let (here, there) = (session(&office, "here", id).await, session(&office, "there", id).await);
        let change = (PASSWORD, OTHER_PASSWORD);
        staff::change_password(&office, &actor, change, &here, "a").await.unwrap();
        assert!(sessions::load(&office, &here).await.unwrap().is_some());
        assert!(sessions::load(&office, &there).await.unwrap().is_none());
        assert!(staff::sign_in(&office, "li@x.cn", PASSWORD, "a").await.is_err());
        assert!(staff::sign_in(&office, "li@x.cn", OTHER_PASSWORD, "a").await.is_ok());
        assert!(actions(&office).await.contains(&"staff.password_changed".to_owned()));
        journal_is_free_of(&office, &[]).await;
    }

    async fn the_old_password_is_needed_and_cannot_be_guessed(office) {
        let (_, actor) = active(&office, "li@x.cn", Role::Finance).await;
        let short = staff::change_password(&office, &actor, (PASSWORD, "short"), "", "a").await;
        assert_eq!(fields(short), ["new_password"]);
        let guess = ("wrong", OTHER_PASSWORD);
        for _ in 0..5 {
            let result = staff::change_password(&office, &actor, guess, "", "a").await;
            assert_eq!(fields(result), ["old_password"]);
        }
        let right = (PASSWORD, OTHER_PASSWORD);
        let result = staff::change_password(&office, &actor, right, "", "a").await;
        assert!(matches!(result, Err(Failure::TooMany { .. })), "{result:?}");
        let result = staff::change_password(&office, &Actor::System, right, "", "a").await;
        assert!(matches!(result, Err(Failure::NotFound)), "{result:?}");
    }

    async fn preferences_stay_until_changed(office) {
        let (id, actor) = active(&office, "li@x.cn", Role::Finance).await;
        let here = session(&office, "here", id).await;
        let change = PreferenceChange { theme: Some("dark".into()), shortcuts: Some(false), ..Default::default() };
        staff::set_preferences(&office, &actor, &change).await.unwrap();
        let change = PreferenceChange { locale: Some("en".into()), ..Default::default() };
        staff::set_preferences(&office, &actor, &change).await.unwrap();
        let kept = operations::visits::load(&office, &here).await.unwrap().unwrap().preferences.unwrap();
        assert_eq!((kept.locale.as_deref(), kept.theme.as_deref()), (Some("en"), Some("dark")));
        assert_eq!((kept.density, kept.shortcuts), (None, false));
        let change = PreferenceChange { density: Some("compact".into()), ..Default::default() };
        staff::set_preferences(&office, &actor, &change).await.unwrap();
        let kept = operations::visits::load(&office, &here).await.unwrap().unwrap().preferences.unwrap();
        assert_eq!((kept.density.as_deref(), kept.theme.as_deref()), (Some("compact"), Some("dark")));
        let change = PreferenceChange { density: Some("<script>".into()), ..Default::default() };
        assert_eq!(fields(staff::set_preferences(&office, &actor, &change).await), ["density"]);
        let result = staff::set_preferences(&office, &Actor::System, &change).await;
        assert!(matches!(result, Err(Failure::NotFound)), "{result:?}");
    }
}
