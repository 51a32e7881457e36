//! Settlement rules that are drafted, replayed and published.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

#[path = "common/books.rs"]
mod books;
mod common;
#[path = "rules/shop.rs"]
mod shop;

use books::{bring, journalled, person};
use common::staff;
use domain::{
    Problem,
    access::{Actor, Role},
    bill::{Earner, Region},
    settlement::rules::{RuleState, VERSIONS, WrittenBand, life::Refusal},
};
use operations::{
    Failure, Office,
    rules::{self, Refused, WrittenRule},
};
use shop::{general, october, of_product, row, sold};

async fn three(office: &Office) -> [Actor; 3] {
    [
        person(office, "wang", Role::Finance).await,
        person(office, "li", Role::Finance).await,
        person(office, "zhao", Role::Owner).await,
    ]
}

/// A draft that one person wrote and replayed, and that another may publish.
async fn ready(office: &Office, by: &Actor, written: &WrittenRule) -> i64 {
    let id = row(&rules::draft(office, by, written).await.unwrap());
    rules::replay(office, by, id, october()).await.unwrap();
    id
}

fn life<T: std::fmt::Debug>(result: operations::Result<T>) -> Refusal {
    match result {
        Err(Failure::Rule(Refused::Life(refusal))) => refusal,
        other => panic!("{other:?}"),
    }
}

/// What is wrong, each with its field.
fn wrong<T: std::fmt::Debug>(result: operations::Result<T>) -> Vec<(String, Problem)> {
    match result {
        Err(Failure::Invalid(problems)) => problems.into_iter().map(|one| (one.field, one.problem)).collect(),
        other => panic!("{other:?}"),
    }
}

/// The versions that settle the only line of an order: the one that does, and those that it beat.
async fn chosen(office: &Office, order_no: &str) -> Vec<String> {
    let named = operations::orders::get(office, &Actor::System, order_no).await.unwrap().named;
    let versions = rules::versions(office).await.unwrap();
    let earner = Earner { rules: &versions, region: Region::Mainland };
    let earned = earner.of(&named.order.head, &named.order.lines[0]).unwrap();
    std::iter::once(earned.choice.winner).chain(earned.choice.beaten).map(|rule| rule.name()).collect()
}

both! {
    async fn one_person_writes_and_another_publishes_what_was_replayed(office) {
        let [wang, li, zhao] = three(&office).await;
        assert_eq!(rules::versions(&office).await.unwrap().len(), VERSIONS.len());
        let draft = rules::draft(&office, &wang, &general("4%")).await.unwrap();
        let id = row(&draft);
        assert_eq!((draft.state, draft.rule.name().as_str()), (RuleState::Draft, "general v3"));
        assert_eq!(rules::versions(&office).await.unwrap().len(), VERSIONS.len(), "a draft settles nothing");
        assert_eq!(life(rules::publish(&office, &wang, id, None).await), Refusal::OwnWork);
        assert_eq!(life(rules::publish(&office, &li, id, None).await), Refusal::NotReplayed);
        rules::replay(&office, &wang, id, october()).await.unwrap();
        assert_eq!(life(rules::publish(&office, &wang, id, None).await), Refusal::OwnWork);
        let published = rules::publish(&office, &li, id, Some(draft.revision)).await.unwrap();
        assert_eq!((published.state, published.rule.version), (RuleState::Published, 3));
        assert_eq!(published.published.unwrap().name, "li");
        let versions = rules::versions(&office).await.unwrap();
        let names: Vec<String> = versions.iter().map(|rule| rule.name()).filter(|name| name.starts_with("general")).collect();
        assert_eq!(names, ["general v1", "general v2", "general v3"]);
        // What is published stays as it is.
        let state = RuleState::Published;
        assert_eq!(life(rules::publish(&office, &zhao, id, None).await), Refusal::NotNow { state });
        assert_eq!(life(rules::revise(&office, &wang, id, &general("3%"), None).await), Refusal::NotNow { state });
        assert_eq!(life(rules::discard(&office, &wang, id, None).await), Refusal::NotNow { state });
        assert_eq!(life(rules::replay(&office, &wang, id, october()).await), Refusal::NotNow { state });
        for action in ["rule.drafted", "rule.replayed", "rule.published"] {
            assert_eq!(journalled(&office, action).await, 1, "{action}");
        }
        let found = rules::find(&office, &li, "general-v3").await.unwrap();
        assert_eq!((found.id, found.replay.map(|replay| replay.lines)), (Some(id), Some(0)));
        assert_eq!(rules::find(&office, &li, "general-v2").await.unwrap().id, None);
        assert!(matches!(rules::find(&office, &li, "general-v4").await, Err(Failure::NotFound)));
        assert!(matches!(rules::find(&office, &li, "99").await, Err(Failure::NotFound)));
    }

    async fn a_changed_draft_is_replayed_again_and_belongs_to_both(office) {
        let [wang, li, zhao] = three(&office).await;
        let id = ready(&office, &wang, &general("4%")).await;
        let same = rules::revise(&office, &li, id, &general("0.04"), Some(1)).await.unwrap();
        assert!(same.replayed.is_some() && same.revision == 1, "nothing changed");
        let changed = rules::revise(&office, &li, id, &general("3.5%"), Some(1)).await.unwrap();
        assert_eq!((changed.revision, changed.replayed), (2, None));
        let stale = rules::revise(&office, &wang, id, &general("3%"), Some(1)).await;
        assert!(matches!(stale, Err(Failure::Rule(Refused::Changed))), "{stale:?}");
        assert_eq!(life(rules::publish(&office, &zhao, id, None).await), Refusal::NotReplayed);
        rules::replay(&office, &li, id, october()).await.unwrap();
        for author in [&wang, &li] {
            assert_eq!(life(rules::publish(&office, author, id, None).await), Refusal::OwnWork);
        }
        let stale = rules::publish(&office, &zhao, id, Some(1)).await;
        assert!(matches!(stale, Err(Failure::Rule(Refused::Changed))), "{stale:?}");
        rules::publish(&office, &zhao, id, Some(2)).await.unwrap();
        assert_eq!(journalled(&office, "rule.revised").await, 1);
    }

    async fn a_draft_can_be_given_up(office) {
        let [wang, li, _] = three(&office).await;
        let id = ready(&office, &wang, &general("4%")).await;
        rules::discard(&office, &wang, id, None).await.unwrap();
        let state = RuleState::Discarded;
        assert_eq!(life(rules::publish(&office, &li, id, None).await), Refusal::NotNow { state });
        let general = rules::list(&office, &li).await.unwrap().into_iter().find(|of| of.formula.code() == "general").unwrap();
        assert!(general.drafts.is_empty());
        assert_eq!(journalled(&office, "rule.discarded").await, 1);
        assert_eq!(rules::find(&office, &li, &id.to_string()).await.unwrap().state, state);
    }

    async fn what_is_wrong_is_named_by_its_field(office) {
        let wang = person(&office, "wang", Role::Finance).await;
        for (ratio, code) in [("0.0400001", "TooFine"), ("1e5", "NotARate"), ("100.01%", "RatioTooHigh"), ("-4%", "Negative")] {
            let problems = wrong(rules::draft(&office, &wang, &general(ratio)).await);
            assert_eq!(problems.len(), 1);
            assert_eq!(problems[0].0, "ratio");
            assert!(format!("{:?}", problems[0].1).starts_with(code), "{:?}", problems[0].1);
        }
        let bands = |increment: &str| WrittenRule {
            bands_fee: Some("4%".into()),
            bands: vec![WrittenBand { from: "0".into(), increment: increment.into() }],
            ..general("4%")
        };
        assert_eq!(wrong(rules::draft(&office, &wang, &bands("1e-2")).await)[0].0, "bands[0].increment");
        assert_eq!(wrong(rules::draft(&office, &wang, &bands("4.5%")).await)[0].0, "bands", "more than the fee");
        for (formula, field) in [("reseller", "formula"), ("upgrade", "formula"), ("reseller_co_sale", "formula")] {
            let draft = WrittenRule { formula: formula.into(), ..general("4%") };
            assert_eq!(wrong(rules::draft(&office, &wang, &draft).await)[0].0, field);
        }
        let nobody = wrong(rules::draft(&office, &wang, &of_product("4%", "P9")).await);
        assert_eq!(nobody, [("scope_of".to_owned(), Problem::NoSuchProduct { value: "P9".into() })]);
        let reseller = WrittenRule { scope: "reseller".into(), scope_of: "无此公司".into(), ..general("4%") };
        assert_eq!(wrong(rules::draft(&office, &wang, &reseller).await)[0].0, "scope_of");
        assert_eq!(journalled(&office, "rule.drafted").await, 0);
    }

    async fn versions_of_a_scope_do_not_overlap(office) {
        let [wang, li, _] = three(&office).await;
        let early = WrittenRule { effective_from: "2023-01-01".into(), ..general("4%") };
        let problems = wrong(rules::draft(&office, &wang, &early).await);
        assert_eq!(problems[0].0, "effective_from");
        let Problem::Overlaps { one, other } = &problems[0].1 else { panic!("{problems:?}") };
        assert_eq!((one.as_str(), other.as_str()), ("general v1 (2015-01-01 – 2024-03-01)", "general v3 (2023-01-01 – )"));
        // Two drafts may overlap, and one of them is published.
        let first = ready(&office, &wang, &general("4%")).await;
        let until = WrittenRule { effective_from: "2026-09-01".into(), effective_until: Some("2026-11-01".into()), ..general("3%") };
        let second = ready(&office, &wang, &until).await;
        rules::publish(&office, &li, first, None).await.unwrap();
        let problems = wrong(rules::publish(&office, &li, second, None).await);
        let Problem::Overlaps { one, other } = &problems[0].1 else { panic!("{problems:?}") };
        assert_eq!((one.as_str(), other.as_str()), ("general v4 (2026-09-01 – 2026-11-01)", "general v3 (2026-10-01 – )"));
        assert_eq!(rules::find(&office, &li, &second.to_string()).await.unwrap().state, RuleState::Draft);
        assert!(matches!(rules::replay(&office, &wang, second, october()).await, Err(Failure::Invalid(_))));
    }

    async fn two_that_publish_at_the_same_time_get_one_number_each_and_never_overlap(office) {
        let [wang, li, zhao] = three(&office).await;
        bring(&office, &[sold("CS1", "P1", "100.00")]).await;
        for round in 0..4 {
            let from = format!("2027-0{}-01", round + 1);
            let same = WrittenRule { effective_from: from.clone(), ..general("4%") };
            let one = ready(&office, &wang, &same).await;
            let two = ready(&office, &wang, &same).await;
            let beside = ready(&office, &wang, &WrittenRule { effective_from: from, ..of_product("4%", "P1") }).await;
            let (a, b, c) = futures::join!(
                rules::publish(&office, &li, one, None),
                rules::publish(&office, &zhao, two, None),
                rules::publish(&office, &li, beside, None),
            );
            c.unwrap();
            let lost = match (a, b) {
                (Ok(_), lost @ Err(_)) | (lost @ Err(_), Ok(_)) => lost,
                other => panic!("{other:?}"),
            };
            assert!(matches!(wrong(lost)[0].1, Problem::Overlaps { .. }));
        }
        let versions = rules::versions(&office).await.unwrap();
        let numbers: Vec<i64> =
            versions.iter().filter(|rule| rule.formula.code() == "general").map(|rule| rule.version).collect();
        assert_eq!(numbers, (1..=10).collect::<Vec<_>>());
        assert_eq!(domain::settlement::overlap(&versions), None);
    }

    async fn the_narrowest_version_settles_and_says_what_it_beat(office) {
        let [wang, li, _] = three(&office).await;
        bring(&office, &[
            sold("CS1", "P1", "100.00").with("sales_channel", "reseller").with("reseller", "远山").with("floor_price", "80.00"),
            sold("CS2", "P2", "100.00"),
        ]).await;
        let kinds = WrittenRule { scope: "kind".into(), scope_of: "general".into(), ..general("4.5%") };
        let reseller = WrittenRule { scope: "reseller".into(), scope_of: "远山".into(), ..general("3%") };
        for written in [kinds, of_product("4%", "P1"), reseller] {
            let id = ready(&office, &wang, &written).await;
            rules::publish(&office, &li, id, None).await.unwrap();
        }
        assert_eq!(chosen(&office, "CS1").await, ["general v5", "general v4", "general v3", "general v2"]);
        assert_eq!(chosen(&office, "CS2").await, ["general v3", "general v2"]);
        let all = rules::list(&office, &staff(Role::Auditor)).await.unwrap();
        let of = all.iter().find(|of| of.formula.code() == "general").unwrap();
        let hold: Vec<i64> = of.versions.iter().filter(|(_, holds)| *holds).map(|(one, _)| one.rule.version).collect();
        assert_eq!(hold, [2, 3, 4, 5], "each for its scope");
        assert_eq!(of.versions[3].0.of.as_ref().unwrap().name, "商品 P1");
    }

    async fn a_version_differs_from_the_one_whose_place_it_takes(office) {
        let [wang, li, _] = three(&office).await;
        bring(&office, &[sold("CS1", "P1", "100.00")]).await;
        let draft = rules::draft(&office, &wang, &of_product("4%", "P1")).await.unwrap();
        let diff = rules::diff(&office, &li, &draft.key()).await.unwrap();
        assert_eq!(diff.against.unwrap().rule.name(), "general v2", "nothing narrower is there");
        let said: Vec<_> = diff.fields.iter().map(|one| (one.field.code(), one.before.as_str(), one.after.as_str())).collect();
        assert!(said.contains(&("scope", "all", "product")) && said.contains(&("ratio", "0.05", "0.04")), "{said:?}");
        assert!(said.iter().any(|(field, before, after)| *field == "bands" && !before.is_empty() && after.is_empty()));
        rules::replay(&office, &wang, row(&draft), october()).await.unwrap();
        rules::publish(&office, &li, row(&draft), None).await.unwrap();
        let next = WrittenRule { effective_from: "2027-01-01".into(), ..of_product("3%", "P1") };
        let next = rules::draft(&office, &wang, &next).await.unwrap();
        let diff = rules::diff(&office, &li, &next.key()).await.unwrap();
        assert_eq!(diff.against.unwrap().rule.name(), "general v3");
        let fields: Vec<&str> = diff.fields.iter().map(|one| one.field.code()).collect();
        assert_eq!(fields, ["effective_from", "ratio"]);
    }

    async fn a_reseller_that_was_merged_keeps_its_rule(office) {
        let [wang, li, _] = three(&office).await;
        let by = |no: &str, name: &str| {
            sold(no, "P1", "100.00").with("sales_channel", "reseller").with("reseller", name).with("floor_price", "80.00")
        };
        bring(&office, &[by("CS1", "远山"), by("CS2", "远山科技")]).await;
        let written = WrittenRule { scope: "reseller".into(), scope_of: "远山".into(), ..general("3%") };
        let id = ready(&office, &wang, &written).await;
        rules::publish(&office, &li, id, None).await.unwrap();
        operations::resellers::merge(&office, &Actor::System, 1, 2).await.unwrap();
        operations::jobs::drain(&office, operations::jobs::CLASSES[5]).await.unwrap();
        assert_eq!(chosen(&office, "CS1").await, ["general v3", "general v2"]);
        let found = rules::find(&office, &li, "general-v3").await.unwrap();
        assert_eq!(found.of.unwrap().name, "远山科技");
    }

    async fn finance_drafts_and_others_read(office) {
        let id = ready(&office, &person(&office, "wang", Role::Finance).await, &general("4%")).await;
        for role in [Role::Operations, Role::Auditor, Role::Support] {
            let actor = staff(role);
            let denied = |failure: Option<Failure>| matches!(failure, Some(Failure::Denied(_)));
            assert!(denied(rules::draft(&office, &actor, &general("4%")).await.err()), "{role}");
            assert!(denied(rules::revise(&office, &actor, id, &general("4%"), None).await.err()), "{role}");
            assert!(denied(rules::replay(&office, &actor, id, october()).await.err()), "{role}");
            assert!(denied(rules::publish(&office, &actor, id, None).await.err()), "{role}");
            assert!(denied(rules::discard(&office, &actor, id, None).await.err()), "{role}");
            assert_eq!(denied(rules::list(&office, &actor).await.err()), role == Role::Support, "{role}");
            let read = rules::changes(&office, &actor, id, october(), 0, 10).await;
            assert_eq!(denied(read.err()), role == Role::Support, "{role}");
        }
    }
}
