//! Every operation of this part against every role.

use domain::access::{Actor, Grant, Operation, Role, grant};
use operations::{
    Failure, Result,
    list::Filter,
    sessions, settings,
    staff::{self, PreferenceChange},
    tokens,
};

use crate::{both, common, journal, new};

#[track_caller]
fn check<T>(role: Role, operation: Operation, result: Result<T>) {
    let denied = matches!(result, Err(Failure::Denied(d)) if d.operation == operation);
    assert_eq!(denied, grant(role, operation) == Grant::No, "{role} {operation}");
}

both! {
    async fn each_role_may_what_the_table_says(office) {
        use Operation as O;
        // Member 999 is not there: who may gets "not found", who may not is told so first.
        for role in Role::ALL.iter().copied() {
            let actor = common::staff(role);
            let actor = Actor::Staff { id: 999, name: actor.name().into(), role, products: vec![] };
            check(role, O::ReadStaff, staff::list(&office, &actor, &Filter::of(&staff::LIST)).await);
            check(role, O::ManageStaff, staff::add(&office, &actor, &new("", role)).await);
            check(role, O::ManageStaff, staff::add_active(&office, &actor, &new("", role), "").await);
            check(role, O::ManageStaff, staff::set_role(&office, &actor, 999, Role::Owner).await);
            check(role, O::ManageStaff, staff::disable(&office, &actor, 999).await);
            check(role, O::ManageStaff, staff::enable(&office, &actor, 999).await);
            check(role, O::ManageStaff, staff::invite_again(&office, &actor, 999).await);
            check(role, O::ManageStaff, staff::set_grants(&office, &actor, 999, &[]).await);
            check(role, O::ManageStaff, sessions::end_all_of(&office, &actor, 999).await);
            check(role, O::OwnAccount, staff::set_preferences(&office, &actor, &PreferenceChange::default()).await);
            let changed = staff::change_password(&office, &actor, ("", ""), "", "").await;
            check(role, O::OwnAccount, changed);
            check(role, O::OwnAccount, sessions::list_own(&office, &actor, "").await);
            check(role, O::OwnAccount, sessions::end_own(&office, &actor, "").await);
            check(role, O::OwnAccount, sessions::end_others(&office, &actor, "").await);
            check(role, O::OwnAccount, sessions::sign_out(&office, &actor, "").await);
            check(role, O::ReadTokens, tokens::list(&office, &actor, &Filter::of(&tokens::LIST)).await);
            check(role, O::ManageTokens, tokens::create(&office, &actor, "", role, 0).await);
            check(role, O::ManageTokens, tokens::revoke(&office, &actor, 999).await);
            check(role, O::ReadSettings, settings::read(&office, &actor).await);
            let settings = settings::Settings::default();
            check(role, O::ManageSettings, settings::save(&office, &actor, settings).await);
        }
        assert!(journal(&office).await.is_empty());
    }
}
