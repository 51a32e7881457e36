//! What keeps strangers out: other sites, guesses, stale sessions, and what every answer says to browsers.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;

use app::pages::{FORMS, PAGES};
use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use common::{Answer, HOST, House, ORDERS, PASSWORD, from_browser};
use domain::access::{Actor, Role};
use operations::{journal, staff};

const OWNER: &str = "owner@example.com";

async fn owned() -> (House, String) {
    let house = House::new().await;
    house.staff(OWNER, Role::Owner).await;
    house.bring_in(ORDERS).await;
    let cookie = house.sign_in(OWNER).await;
    (house, cookie)
}

async fn is_in(house: &House, cookie: &str) -> bool {
    house.get("/account", cookie).await.status == StatusCode::OK
}

#[tokio::test(flavor = "multi_thread")]
async fn another_site_cannot_ask_for_changes() {
    let (house, cookie) = owned().await;
    let post = async |headers: &[(&str, &str)], path: &str| {
        let mut request = Request::post(path).header("host", HOST).header("cookie", &cookie);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        house.send(request.body(Body::from("locale=en")).unwrap()).await.status.as_u16()
    };
    for (headers, expected) in [
        (&[("sec-fetch-site", "cross-site")][..], 403),
        (&[("sec-fetch-site", "same-site")], 403),
        (&[("sec-fetch-site", "cross-site"), ("authorization", "Bearer x")], 403),
        (&[("sec-fetch-site", "cross-site"), ("origin", "http://desk.example.com")], 403),
        (&[("origin", "https://evil.example")], 403),
        (&[("origin", "null")], 403),
        (&[("origin", "http://desk.example.com.evil.example")], 403),
        (&[("origin", "http://desk.example.com")], 303),
        (&[("sec-fetch-site", "same-origin")], 303),
        (&[], 303),
    ] {
        assert_eq!(post(headers, "/do/set-locale").await, expected, "{headers:?}");
    }
    for (path, _) in FORMS {
        assert_eq!(post(&[("sec-fetch-site", "cross-site")], path).await, 403, "{path}");
    }
    assert_eq!(post(&[("sec-fetch-site", "cross-site")], "/imports").await, 403);
    assert!(is_in(&house, &cookie).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_tells_browsers_what_it_may_do() {
    let (house, cookie) = owned().await;
    for path in [
        "/",
        "/sign-in",
        "/nowhere",
        "/api/v1/orders",
        "/api/v1/nowhere",
        "/pkg/a.1.css",
        "/pkg/none",
        "/health",
    ] {
        let answer = house.get(path, &cookie).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("x-frame-options", "DENY"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), value, "{path} {name}");
        }
        assert!(answer.header("content-security-policy").contains("default-src"), "{path}");
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
        let is_file = path.starts_with("/pkg/a");
        assert_eq!(answer.header("cache-control") == "no-store", !is_file, "{path}");
        assert_eq!(answer.header("strict-transport-security"), "", "{path}");
    }
    let file = house.get("/imports/template", &cookie).await;
    assert!(file.header("content-disposition").starts_with("attachment"));
    assert!(file.header("content-security-policy").contains("sandbox"));
}

fn nonce(page: &Answer) -> String {
    let policy = page.header("content-security-policy");
    let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
    assert!(nonce.len() >= 16, "{policy}");
    assert!(page.text().contains(&format!("nonce=\"{nonce}\"")));
    nonce.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_script_has_the_nonce_of_its_page_and_no_two_pages_share_one() {
    let (house, cookie) = owned().await;
    let (first, second) = (house.get("/orders", &cookie).await, house.get("/orders", &cookie).await);
    assert_ne!(nonce(&first), nonce(&second));
    for (path, _) in PAGES.iter().filter(|(path, _)| !path.contains('{')) {
        let page = house.get(path, &cookie).await;
        let own = page.header("content-security-policy").to_owned();
        assert!(own.contains("'nonce-") && !own.contains("unsafe-inline"), "{path}: {own}");
        let text = page.text();
        for script in text.split("<script").skip(1) {
            assert!(script.split('>').next().unwrap().contains("nonce="), "{path}: <script{}", &script[..60]);
        }
        assert!(!text.contains(" onclick=") && !text.contains("<style"), "{path}");
        assert!(!text.contains(" style=\""), "{path} has an inline style");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_gets_a_new_id_at_sign_in_and_ends_at_sign_out() {
    let house = House::new().await;
    house.staff(OWNER, Role::Owner).await;
    let refused = house.post("/do/sign-in", "", &[("account", OWNER), ("password", "not this one")]).await;
    assert_eq!(refused.session(), None);
    // An id that somebody else chose is never adopted.
    let planted = "countinghouse_session=AAAAAAAAAAAAAAAAAAAAAA";
    let first = house.post("/do/sign-in", planted, &[("account", OWNER), ("password", PASSWORD)]).await;
    assert_ne!(first.session().as_deref(), Some(planted));
    assert!(!is_in(&house, planted).await);
    let before = first.session().unwrap();
    assert!(is_in(&house, &before).await);
    let answer = house.post("/do/sign-in", &before, &[("account", OWNER), ("password", PASSWORD)]).await;
    let after = answer.session().unwrap();
    assert_ne!(before, after);
    assert!(is_in(&house, &after).await && !is_in(&house, &before).await);
    let header = answer.header("set-cookie");
    assert!(
        header.contains("HttpOnly") && header.contains("SameSite=Lax") && header.contains("Path=/"),
        "{header}"
    );
    let out = house.post("/do/sign-out", &after, &[]).await;
    assert_eq!(out.status, StatusCode::SEE_OTHER);
    assert!(out.header("clear-site-data").contains("cache"));
    assert!(!is_in(&house, &after).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_there_is_https_cookies_are_bound_to_it() {
    let house = House::at("https://desk.example.com").await;
    house.staff(OWNER, Role::Owner).await;
    let answer = house.post("/do/sign-in", "", &[("account", OWNER), ("password", PASSWORD)]).await;
    let cookies: Vec<&str> =
        answer.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap()).collect();
    assert!(cookies.iter().any(|cookie| cookie.starts_with("__Host-countinghouse_session=")), "{cookies:?}");
    for cookie in cookies {
        assert!(cookie.starts_with("__Host-") && cookie.contains("Secure"), "{cookie}");
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
    assert!(answer.header("strict-transport-security").contains("max-age=31536000"));
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_is_slowed_down_and_does_not_tell_who_works_here() {
    let house = House::new().await;
    house.staff(OWNER, Role::Owner).await;
    let attempt = async |account: &str, password: &str| {
        let answer = house.post("/do/sign-in", "", &[("account", account), ("password", password)]).await;
        let page = house.get("/sign-in", &answer.flash().unwrap()).await;
        let text = page.text().split("<main").nth(1).unwrap().replace(account, "");
        (answer.session(), answer.header("location").to_owned(), page.status, text)
    };
    let (_, known, status, said) = attempt(OWNER, "not this one").await;
    assert_eq!((known, status, said), {
        let (_, unknown, status, said) = attempt("nobody@example.com", "not this one").await;
        (unknown, status, said)
    });
    for _ in 0..4 {
        attempt(OWNER, "not this one").await;
    }
    let (cookie, ..) = attempt(OWNER, PASSWORD).await;
    assert_eq!(cookie, None, "the sixth try is not looked at");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_disabled_or_re_roled_notices_at_once() {
    let (house, owner) = owned().await;
    let id = house.staff("finance@example.com", Role::Finance).await;
    let cookie = house.sign_in("finance@example.com").await;
    assert_eq!(house.get("/settlement", &cookie).await.status, StatusCode::OK);
    staff::set_role(&house.office, &Actor::System, id, Role::Operations).await.unwrap();
    let after = house.get("/settlement", &cookie).await.status;
    assert_ne!(after, StatusCode::OK);
    let cookie = house.sign_in("finance@example.com").await;
    assert!(is_in(&house, &cookie).await);
    let disabled = house.post("/do/disable-staff", &owner, &[("id", &id.to_string())]).await;
    assert_eq!(disabled.status, StatusCode::SEE_OTHER, "{}", disabled.text());
    assert!(!is_in(&house, &cookie).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn looking_changes_nothing() {
    let (house, cookie) = owned().await;
    for (path, _) in FORMS {
        let answer = house.get(path, &cookie).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
    }
    let before = journal::verify(&house.office).await.unwrap();
    for (path, _) in PAGES {
        let path = path.replace("{order_no}", "CS1").replace("{id}", "1").replace("{token}", "x");
        let query =
            "state=cancelled&reason=x&id=1&q=CS&password=x&locale=zh-CN&theme=dark&reseller=x&period=202510";
        house.get(&format!("{path}?{query}"), &cookie).await;
    }
    let after = journal::verify(&house.office).await.unwrap();
    assert_eq!(before.0, after.0, "the journal has new entries");
    assert!(is_in(&house, &cookie).await);
    assert!(house.get("/orders/CS1", &cookie).await.text().contains("CS1"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sends_nobody_to_another_site() {
    let (house, cookie) = owned().await;
    for referer in ["https://evil.example/x", "http://desk.example.com//evil.example", "javascript:alert(1)"]
    {
        let request = from_browser("POST", "/do/set-locale", &cookie);
        let mut request = request.header("content-type", "application/x-www-form-urlencoded");
        request.headers_mut().unwrap().insert("referer", referer.parse().unwrap());
        let answer = house.send(request.body(Body::from("locale=en")).unwrap()).await;
        assert_eq!(answer.header("location"), "/", "{referer}");
    }
    for next in ["https://evil.example/", "//evil.example/", "/\\evil.example", "/%2f/evil.example"] {
        let fields = [("account", OWNER), ("password", PASSWORD), ("next", next)];
        let answer = house.post("/do/sign-in", "", &fields).await;
        let to = answer.header("location");
        assert!(to.starts_with('/') && !to.starts_with("//") && !to.starts_with("/\\"), "{next} led to {to}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_without_end_is_refused() {
    let (house, cookie) = owned().await;
    let large = "x".repeat(300_000);
    let answer = house.post("/do/cancel-order", &cookie, &[("order_no", "CS1"), ("reason", &large)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}
