//! Files arrive whole, whatever compression the browser asks for.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;

use axum::body::Body;
use common::{House, ORDERS, from_browser};
use domain::access::Role;

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_made_while_it_goes_out_arrives_under_every_compression() {
    let house = House::new().await;
    house
        .bring_in(&format!(
            "{ORDERS}CS4,1,NEW,PERIOD,direct,,P-1,x,C-1,y,1,abc,,,,,completed,2025-09-01,,,\n"
        ))
        .await;
    house.staff("owner@example.com", Role::Owner).await;
    let cookie = house.sign_in("owner@example.com").await;
    for path in ["/orders/export?format=csv", "/orders/export?format=xlsx", "/imports/1/rejected"] {
        for encoding in ["identity", "gzip", "br", "zstd"] {
            let request = from_browser("GET", path, &cookie).header("accept-encoding", encoding);
            let answer = house.send(request.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status, 200, "{path} {encoding}");
            let packed = answer.header("content-encoding");
            assert!(packed == encoding || packed.is_empty(), "{path} {encoding}: {packed}");
            assert!(!answer.body.is_empty(), "{path} {encoding}");
        }
    }
}
