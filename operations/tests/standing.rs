//! Certification and agreement as they are recorded.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

mod common;

use common::staff;
use domain::{
    access::Role,
    merchant::{CertificationState, Gate, WrittenAgreement, WrittenCertification, WrittenStanding},
};
use operations::{
    Failure, journal,
    list::Filter,
    merchant::{self, Merchant},
};

fn certification(state: &str) -> WrittenStanding {
    let certification = WrittenCertification {
        state: state.into(),
        account_name: "杭州云帆软件有限公司".into(),
        bank: "招商银行".into(),
        account_no: "6214".into(),
        reason: "执照过期".into(),
        ..WrittenCertification::default()
    };
    WrittenStanding { certification: Some(certification), agreement: None }
}

fn agreement(version: &str, signed: bool) -> WrittenStanding {
    let agreement = WrittenAgreement { version: version.into(), signed, site: String::new() };
    WrittenStanding { certification: None, agreement: Some(agreement) }
}

both! {
    async fn what_is_recorded_opens_and_closes_the_gates(office) {
        let owner = staff(Role::Owner);
        assert_eq!(merchant::standing(&office, &owner).await.unwrap().gates().len(), 2);
        merchant::record(&office, &owner, &certification("passed")).await.unwrap();
        merchant::record(&office, &owner, &agreement("2026-1", true)).await.unwrap();
        assert_eq!(merchant::standing(&office, &owner).await.unwrap().gates(), []);
        merchant::record(&office, &owner, &agreement("2027-1", false)).await.unwrap();
        let closed = merchant::standing(&office, &owner).await.unwrap().gates();
        assert_eq!(closed, [Gate::NotSigned { version: "2027-1".into() }]);
        for _ in 0..2 {
            merchant::record(&office, &owner, &certification("rejected")).await.unwrap();
            merchant::record(&office, &owner, &certification("under_review")).await.unwrap();
        }
        let locked = merchant::record(&office, &owner, &certification("rejected")).await.unwrap();
        assert_eq!(locked.certification.state, CertificationState::Locked);
        // Each change is in the journal once; what changes nothing is not.
        merchant::record(&office, &owner, &agreement("2027-1", false)).await.unwrap();
        let (filter, _) = Filter::read_query(&journal::LIST, "kind=settings");
        let told = journal::list(&office, &owner, &filter).await.unwrap().rows;
        assert_eq!(told.len(), 8);
        assert!(told.iter().any(|entry| entry.reason.as_deref() == Some("执照过期")));
        assert_eq!(journal::verify(&office).await.unwrap().1.len(), 0);
    }

    async fn the_account_is_the_companys(office) {
        let owner = staff(Role::Owner);
        let company = Merchant { company_zh: "深圳云梯科技有限公司".into(), ..Merchant::default() };
        merchant::save(&office, &owner, company).await.unwrap();
        match merchant::record(&office, &owner, &certification("passed")).await {
            Err(Failure::Invalid(problems)) => assert_eq!(problems[0].field, "certification.account_name"),
            other => unreachable!("{other:?}"),
        }
        assert_eq!(merchant::standing(&office, &owner).await.unwrap().gates().len(), 2);
        let denied = merchant::record(&office, &staff(Role::Operations), &agreement("1", true)).await;
        assert!(matches!(denied, Err(Failure::Denied(_))), "{denied:?}");
    }
}
