use domain::access::{Actor, Role};
use operations::settings::{self, Settings};

use crate::{active, both, execute, fields, journal};

both! {
    async fn defaults_until_changed(office) {
        let (_, owner) = active(&office, "o@x.cn", Role::Owner).await;
        assert_eq!(Settings::load(&office).await.unwrap(), Settings { unpaid_days: 7, export_hours: 72 });
        let new = Settings { unpaid_days: 365, export_hours: 1 };
        settings::save(&office, &owner, new).await.unwrap();
        settings::save(&office, &owner, new).await.unwrap();
        assert_eq!(settings::read(&office, &owner).await.unwrap(), new);
        let entries = journal(&office).await;
        assert_eq!(entries.iter().filter(|e| e.action == "settings.changed").count(), 1);
        assert_eq!(entries[0].before_json.as_deref(), Some(r#"{"export_hours":72,"unpaid_days":7}"#));
        assert_eq!(entries[0].after_json.as_deref(), Some(r#"{"export_hours":1,"unpaid_days":365}"#));
    }

    async fn what_is_out_of_range_is_refused(office) {
        for bad in [Settings { unpaid_days: 0, export_hours: 721 }, Settings { unpaid_days: 366, export_hours: 0 }] {
            let result = settings::save(&office, &Actor::System, bad).await;
            assert_eq!(fields(result), ["unpaid_days", "export_hours"]);
        }
        execute(&office, "INSERT INTO settings (name, value, changed_at) VALUES ('unpaid_days', 'soon', 0)").await;
        assert_eq!(Settings::load(&office).await.unwrap(), Settings::default());
    }

    async fn two_who_save_at_once_both_count(office) {
        let (a, b) = tokio::join!(
            settings::save(&office, &Actor::System, Settings { unpaid_days: 8, export_hours: 72 }),
            settings::save(&office, &Actor::System, Settings { unpaid_days: 9, export_hours: 72 }),
        );
        a.unwrap();
        b.unwrap();
        assert_eq!(journal(&office).await.len(), 2);
    }
}
