//! The whole program as a service, on a database of its own.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    http::{HeaderMap, Request, StatusCode, header, request::Builder},
};
use domain::{
    Zone,
    access::{Actor, Role},
};
use operations::{
    Office,
    imports::{self, Upload},
    staff::{self, NewStaff},
    tokens,
};
use serde_json::Value;
use server::{config::Config, desk::Desk, office, router::router, web::SiteFiles};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tower::ServiceExt;

/// The password of everybody in the tests.
pub const PASSWORD: &str = "wheat river candle";
/// Where the tests come from, as browsers say it.
pub const HOST: &str = "desk.example.com";

/// The program.
pub struct House {
    /// The office, for what a test arranges or looks up.
    pub office: Office,
    /// The service.
    pub router: Router,
    /// Where its files are.
    pub folder: TempDir,
}

/// An answer with its body.
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Bytes,
}

impl Answer {
    /// A header as text; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The cookie of the session that the answer sets.
    pub fn session(&self) -> Option<String> {
        self.cookie("countinghouse_session=")
    }

    /// The cookie that leads to what a form left.
    pub fn flash(&self) -> Option<String> {
        self.cookie("countinghouse_flash=")
    }

    fn cookie(&self, name: &str) -> Option<String> {
        let cookies = self.headers.get_all(header::SET_COOKIE).iter();
        let pair = |v: &header::HeaderValue| v.to_str().unwrap().split(';').next().unwrap().to_owned();
        cookies.map(pair).find(|pair| pair.contains(name))
    }
}

impl House {
    /// A program with nobody and nothing in it.
    pub async fn new() -> Self {
        Self::at("http://desk.example.com").await
    }

    /// The same under another address.
    pub async fn at(public_url: &str) -> Self {
        Self::built(public_url, |office| office).await
    }

    /// The same with an office that was changed before anything was built on it.
    pub async fn built(public_url: &str, change: impl FnOnce(Office) -> Office) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path().join("site");
        std::fs::create_dir_all(site.join("pkg")).unwrap();
        std::fs::write(site.join("manifest.json"), r#"{"css":"/pkg/a.1.css","script":"a.1"}"#).unwrap();
        std::fs::write(site.join("pkg/a.1.css"), "body{}").unwrap();
        let config = Config {
            scanner: None,
            database_url: format!("sqlite://{}/test.db", folder.path().display()),
            documents_url: "memory://".to_owned(),
            mail_url: format!("file://{}/mails", folder.path().display()),
            mail_from: "Desk <desk@shop.example>".to_owned(),
            listen: "127.0.0.1:0".parse().unwrap(),
            public_url: public_url.to_owned(),
            zone: Zone::default(),
            site_root: Some(site.display().to_string()),
            demo: false,
            dev_reload: false,
        };
        let office = change(office::open(&config).await.unwrap());
        let files = SiteFiles::load(config.site_root.as_deref()).unwrap();
        let desk = Desk {
            office: office.clone(),
            site: Arc::new(files.site(false).unwrap()),
            config: Arc::new(config),
        };
        Self { office, router: router(desk, files).unwrap(), folder }
    }

    /// Sends a request.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        // A stream of events does not end by itself.
        let endless = parts.headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream");
        let body = if endless { Default::default() } else { to_bytes(body, usize::MAX).await.unwrap() };
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// Serves it on a port of its own, as the program does; where.
    pub async fn serve(&self) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let service = self.router.clone().into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        address
    }

    /// Sends a request whose answer does not end by itself.
    pub async fn open(&self, request: Request<Body>) -> axum::response::Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// A page or file, with the cookie of a session.
    pub async fn get(&self, path: &str, cookie: &str) -> Answer {
        self.send(from_browser("GET", path, cookie).body(Body::empty()).unwrap()).await
    }

    /// A form.
    pub async fn post(&self, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
        let body = serde_urlencoded::to_string(fields).unwrap();
        let request = from_browser("POST", path, cookie)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body));
        self.send(request.unwrap()).await
    }

    /// A call of the API, with a JSON body unless it is null.
    pub async fn call(&self, method: &str, path: &str, token: &str, body: Value) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header("host", HOST);
        if !token.is_empty() {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let body = if body.is_null() {
            Body::empty()
        } else {
            request = request.header("content-type", "application/json");
            Body::from(body.to_string())
        };
        self.send(request.body(body).unwrap()).await
    }

    /// Adds somebody who can sign in.
    pub async fn staff(&self, account: &str, role: Role) -> i64 {
        let new = NewStaff { account: account.to_owned(), name: format!("{role} 李"), role };
        staff::add_active(&self.office, &Actor::System, &new, PASSWORD).await.unwrap()
    }

    /// Signs in; the cookie.
    pub async fn sign_in(&self, account: &str) -> String {
        let answer = self.post("/do/sign-in", "", &[("account", account), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        answer.session().expect("signing in sets a cookie")
    }

    /// An API token.
    pub async fn token(&self, role: Role) -> String {
        tokens::create(&self.office, &Actor::System, "test", role, 1).await.unwrap().1
    }

    /// Brings a file of orders in.
    pub async fn bring_in(&self, text: &str) -> imports::Outcome {
        let path = self.folder.path().join("orders.csv");
        std::fs::write(&path, text).unwrap();
        let upload = Upload::new("orders.csv", path);
        imports::import(&self.office, &Actor::System, upload).await.unwrap()
    }
}

/// A request as a browser sends it from one of our own pages.
pub fn from_browser(method: &str, path: &str, cookie: &str) -> Builder {
    let request = Request::builder().method(method).uri(path).header("host", HOST);
    let request = request.header("sec-fetch-site", "same-origin").header("accept-language", "en");
    let request = request.header("referer", format!("http://{HOST}/orders"));
    if cookie.is_empty() { request } else { request.header("cookie", cookie) }
}

/// Three orders of September and October 2025: one unpaid, one direct with two lines, and one that a
/// reseller brought.
pub const ORDERS: &str = "\
order_no,line_no,order_type,billing_mode,sales_channel,reseller,product_id,product_name,customer_id,customer_name,quantity,deal_price,floor_price,paid_amount,output_tax,service_tax,state,created_at,paid_at,effective_at,completed_at
CS1,1,NEW,PERIOD,direct,,P-1,云端进销存,C-1,远山贸易,1,100.00,,0,6%,6%,pending_payment,2025-09-01 10:00:00,,,
CS2,1,NEW,PERIOD,direct,,P-1,云端进销存,C-2,Northwind,1,200.00,,200.00,6%,6%,completed,2025-09-02 10:00:00,2025-09-02 10:05:00,2025-09-02 10:06:00,2025-09-02 10:06:00
CS2,2,NEW,PERIOD,direct,,P-2,数据备份,C-2,Northwind,2,50.50,,50.50,6%,6%,completed,2025-09-02 10:00:00,2025-09-02 10:05:00,2025-09-02 10:06:00,2025-09-02 10:06:00
CS3,1,NEW,PERIOD,reseller,云梯,P-1,云端进销存,C-1,远山贸易,1,10000,8000,10000,13%,6%,completed,2025-10-03 10:00:00,2025-10-03 10:05:00,2025-10-03 10:06:00,2025-10-03 10:06:00
";
