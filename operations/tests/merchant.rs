//! Who issues statements: the setting, its pictures, and the copy that an issued statement keeps.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

mod common;
#[path = "statements/shop.rs"]
mod shop;

use std::path::PathBuf;

use common::staff;
use domain::{
    Problem,
    access::{Actor, Role},
};
use operations::{
    Failure, Office,
    journal::Event,
    merchant::{self, LARGEST, Merchant, Place, read, remove_picture, save, set_picture},
    settings::{self, Setting, Settings},
    statements::{self, StatementState},
};
use shop::{RESELLER, Sale, finance, period};

fn company(name: &str) -> Merchant {
    Merchant {
        company_zh: name.into(),
        tax_number: "91310000X".into(),
        bank: "招商银行".into(),
        ..Merchant::default()
    }
}

/// A picture of one colour.
fn png(width: u32, height: u32, shade: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&vec![shade; (width * height * 3) as usize]).unwrap();
    writer.finish().unwrap();
    bytes
}

fn file(bytes: &[u8]) -> PathBuf {
    let (_, path) = tempfile::NamedTempFile::new().unwrap().keep().unwrap();
    std::fs::write(&path, bytes).unwrap();
    path
}

fn problem(result: operations::Result<()>) -> (String, Problem) {
    match result {
        Err(Failure::Invalid(problems)) => (problems[0].field.clone(), problems[0].problem.clone()),
        other => unreachable!("{other:?}"),
    }
}

async fn changes(office: &Office) -> Vec<Event> {
    let filter = journal_filter();
    let page = operations::journal::list(office, &Actor::System, &filter).await.unwrap();
    page.rows.into_iter().filter(|event| event.action == "settings.merchant_changed").collect()
}

fn journal_filter() -> operations::list::Filter {
    operations::list::Filter::of(&operations::journal::LIST)
}

async fn issued(office: &Office, month: &str) -> statements::Head {
    let id = statements::draft(office, &finance(), RESELLER, period(month), None).await.unwrap();
    statements::issue(office, &finance(), id).await.unwrap()
}

both! {
    async fn nobody_is_named_until_somebody_is(office) {
        let none = read(&office, &staff(Role::Auditor)).await.unwrap();
        assert_eq!(none, Merchant::default());
        let missing: Vec<&str> = none.missing().iter().map(|field| field.code()).collect();
        assert_eq!(missing, ["company_zh", "tax_number", "company_address", "bank", "bank_account", "contact"]);
        save(&office, &staff(Role::Finance), company("上海账房科技有限公司")).await.unwrap();
        save(&office, &staff(Role::Finance), company("上海账房科技有限公司")).await.unwrap();
        let now = read(&office, &staff(Role::Owner)).await.unwrap();
        assert_eq!((now.company(true), now.company(false)), ("上海账房科技有限公司", "上海账房科技有限公司"));
        // The other settings are as they were.
        assert_eq!(Settings::load(&office).await.unwrap(), Settings::default());
        settings::save(&office, &Actor::System, Settings::default().with(Setting::UnpaidDays, 9)).await.unwrap();
        assert_eq!(read(&office, &Actor::System).await.unwrap(), now);
        let journal = changes(&office).await;
        assert_eq!(journal.len(), 1);
        assert_eq!(journal[0].before_json.as_deref(), Some(r#"{"bank":"","company_zh":"","tax_number":""}"#));
    }

    async fn owners_and_finance_change_it_and_support_does_not_see_it(office) {
        for role in [Role::Operations, Role::Support, Role::Auditor] {
            let denied = save(&office, &staff(role), company("x")).await;
            assert!(matches!(denied, Err(Failure::Denied(_))), "{role}");
            let denied = remove_picture(&office, &staff(role), Place::Seal).await;
            assert!(matches!(denied, Err(Failure::Denied(_))), "{role}");
            let denied = set_picture(&office, &staff(role), Place::Seal, &file(&png(64, 64, 9))).await;
            assert!(matches!(denied, Err(Failure::Denied(_))), "{role}");
        }
        assert!(matches!(read(&office, &staff(Role::Support)).await, Err(Failure::Denied(_))));
    }

    async fn what_is_too_long_is_refused_by_name(office) {
        let long = Merchant {
            company_en: "x".repeat(101),
            signatures_zh: vec!["制".repeat(21)],
            signatures_en: vec!["a".into(); 5],
            ..Merchant::default()
        };
        let Err(Failure::Invalid(problems)) = save(&office, &Actor::System, long).await else { unreachable!() };
        let fields: Vec<&str> = problems.iter().map(|p| p.field.as_str()).collect();
        assert_eq!(fields, ["company_en", "signatures_zh", "signatures_en"]);
        assert_eq!(problems[2].problem, Problem::TooMany { most: 4 });
        assert_eq!(read(&office, &Actor::System).await.unwrap(), Merchant::default());
    }

    async fn a_picture_is_what_it_is_and_not_what_it_is_called(office) {
        let set = async |bytes: &[u8]| set_picture(&office, &Actor::System, Place::Seal, &file(bytes)).await;
        for bad in [&b"GIF89a"[..], b"<svg/>", b"", b"\x89PNG\r\n\x1a\nnot at all", b"\xff\xd8\xff\xe0nor this", &png(64, 64, 1)[..90]] {
            assert_eq!(problem(set(bad).await), ("seal".to_owned(), Problem::NotAPicture), "{bad:?}");
        }
        let size = problem(set(&png(1_501, 40, 1)).await).1;
        assert_eq!(size, Problem::PictureSize { width: 1_501, height: 40, least: 32, most: 1_500 });
        assert!(matches!(problem(set(&png(31, 40, 1)).await).1, Problem::PictureSize { .. }));
        let heavy = vec![0; LARGEST as usize + 1];
        assert_eq!(problem(set(&heavy).await).1, Problem::FileTooLarge { most: 1 });
        let good = png(120, 80, 200);
        set(&good).await.unwrap();
        let seal = read(&office, &Actor::System).await.unwrap().seal.unwrap();
        assert_eq!((seal.kind.as_str(), seal.width, seal.height, seal.media_type()), ("png", 120, 80, "image/png"));
        assert_eq!(seal.bytes(&office).await.unwrap(), good);
        // Texts leave pictures alone.
        save(&office, &Actor::System, company("甲")).await.unwrap();
        assert_eq!(read(&office, &Actor::System).await.unwrap().seal, Some(seal));
        remove_picture(&office, &Actor::System, Place::Seal).await.unwrap();
        assert_eq!(read(&office, &Actor::System).await.unwrap().seal, None);
        assert_eq!(changes(&office).await.len(), 3);
    }

    async fn an_issued_statement_keeps_what_it_was_issued_with(office) {
        Sale::new("CS1").put(&office).await;
        Sale { completed: "2026-09-06 10:00:00", ..Sale::new("CS0") }.put(&office).await;
        let without = issued(&office, "202609").await;
        save(&office, &Actor::System, company("甲公司")).await.unwrap();
        set_picture(&office, &Actor::System, Place::Seal, &file(&png(64, 64, 7))).await.unwrap();
        let before = read(&office, &Actor::System).await.unwrap();
        let with = issued(&office, "202610").await;
        save(&office, &Actor::System, company("乙公司")).await.unwrap();
        remove_picture(&office, &Actor::System, Place::Seal).await.unwrap();
        let merchant = async |head: &statements::Head| statements::merchant(&office, &finance(), head).await.unwrap();
        assert_eq!(merchant(&with).await, before);
        assert_eq!(merchant(&without).await, Merchant::default());
        // Its picture is still there, though the settings have none.
        let seal = merchant(&with).await.seal.unwrap();
        assert_eq!(seal.bytes(&office).await.unwrap(), png(64, 64, 7));
        let whole = statements::whole(&office, &finance(), with.clone()).await.unwrap();
        assert_eq!((whole.merchant, whole.lines.len(), whole.head), (before, 1, with.clone()));
        assert_eq!(statements::verify(&office).await.unwrap(), (2, 2, vec![]));
        shop::tamper(&office, "UPDATE statements SET merchant = REPLACE(merchant, '甲', '丙') WHERE merchant IS NOT NULL").await;
        let (.., differences) = statements::verify(&office).await.unwrap();
        assert_eq!(differences.len(), 1, "{differences:?}");
        assert!(differences[0].what.contains("who issued it"));
        // A draft has what is in the settings today.
        let id = statements::draft(&office, &finance(), RESELLER, period("202611"), None).await.unwrap();
        let draft = statements::head_of(&office, &finance(), id).await.unwrap();
        assert_eq!(draft.state, StatementState::Draft);
        assert_eq!(merchant(&draft).await.company(true), "乙公司");
        assert!(matches!(merchant::read(&office, &staff(Role::Operations)).await, Err(Failure::Denied(_))));
    }
}
