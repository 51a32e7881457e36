use domain::access::{Actor, Role};
use operations::{
    documents::name::Endings,
    settings::{self, Setting, Settings},
};

use crate::{active, both, execute, fields, journal};

fn unpaid(days: u32) -> Settings {
    Settings::default().with(Setting::UnpaidDays, days)
}

both! {
    async fn defaults_until_changed(office) {
        let (_, owner) = active(&office, "o@x.cn", Role::Owner).await;
        assert_eq!(Settings::load(&office).await.unwrap(), Settings::default());
        let mut new = unpaid(365).with(Setting::LinkMb, 300);
        new.endings = Endings::read("pdf, png").unwrap();
        settings::save(&office, &owner, new).await.unwrap();
        settings::save(&office, &owner, new).await.unwrap();
        assert_eq!(settings::read(&office, &owner).await.unwrap(), new);
        let entries = journal(&office).await;
        assert_eq!(entries.iter().filter(|e| e.action == "settings.changed").count(), 1);
        let before = r#"{"document_endings":"pdf, doc, docx, xls, xlsx, ppt, pptx, zip, rar, png, jpg, jpeg","link_mb":200,"unpaid_days":7}"#;
        assert_eq!(entries[0].before_json.as_deref(), Some(before));
        let after = r#"{"document_endings":"pdf, png","link_mb":300,"unpaid_days":365}"#;
        assert_eq!(entries[0].after_json.as_deref(), Some(after));
    }

    async fn what_is_out_of_range_is_refused(office) {
        for setting in Setting::ALL {
            for bad in [setting.least().checked_sub(1), Some(setting.most() + 1)].into_iter().flatten() {
                let new = Settings::default().with(*setting, bad);
                assert_eq!(fields(settings::save(&office, &Actor::System, new).await), [setting.code()]);
            }
            for good in [setting.least(), setting.most()] {
                let new = Settings::default().with(*setting, good);
                settings::save(&office, &Actor::System, new).await.unwrap();
            }
        }
        let mut none = Settings::default();
        none.endings = Endings::read("").unwrap();
        assert_eq!(fields(settings::save(&office, &Actor::System, none).await), ["document_endings"]);
        execute(&office, "UPDATE settings SET value = 'soon'").await;
        assert_eq!(Settings::load(&office).await.unwrap(), Settings::default());
    }

    async fn two_who_save_at_once_both_count(office) {
        let (a, b) = tokio::join!(
            settings::save(&office, &Actor::System, unpaid(8)),
            settings::save(&office, &Actor::System, unpaid(9)),
        );
        a.unwrap();
        b.unwrap();
        assert_eq!(journal(&office).await.len(), 2);
    }
}
