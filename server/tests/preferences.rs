//! How somebody wants the pages stays with the account.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;

use common::{House, ORDERS};
use domain::access::Role;

#[tokio::test(flavor = "multi_thread")]
async fn a_density_holds_for_every_list_until_its_address_says_otherwise() {
    let house = House::new().await;
    house.bring_in(ORDERS).await;
    house.staff("owner@example.com", Role::Owner).await;
    let cookie = house.sign_in("owner@example.com").await;
    let shows = async |path: &str, density: &str| {
        let page = house.get(path, &cookie).await.text();
        page.contains(&format!("data-density=\"{density}\""))
    };
    assert!(shows("/orders", "middle").await);
    let done = house.post("/do/set-density", &cookie, &[("density", "compact")]).await;
    assert_eq!(done.status, 303, "{}", done.text());
    assert!(shows("/orders", "compact").await && shows("/imports", "compact").await);
    assert!(shows("/orders?density=default", "default").await);
    let refused = house.post("/do/set-density", &cookie, &[("density", "huge")]).await;
    assert!(refused.status.is_redirection() || refused.status.is_client_error());
    assert!(shows("/orders", "compact").await, "what is not known changes nothing");
}
