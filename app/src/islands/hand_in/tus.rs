//! One file on its way, by the tus protocol.

use std::{cell::Cell, rc::Rc};

use web_sys::{Blob, XmlHttpRequest};

use crate::islands::http::{Answer, ask, wait};

/// Bytes that go at once. What is on its way when a server dies goes once more.
const PIECE: u64 = 4 << 20;
/// Tries in a row without a byte that gets through.
const TRIES: u32 = 20;

/// A file and where it goes.
pub(super) struct Way {
    /// Where uploads begin.
    pub(super) to: String,
    pub(super) file: Blob,
    pub(super) bytes: u64,
    /// What is said of it, as the protocol writes it.
    pub(super) said: String,
    /// The upload, once it has begun.
    pub(super) id: Option<String>,
}

/// Why a file does not go on.
pub(super) enum End {
    /// No connection, or it was broken off.
    Lost,
    /// It has to begin anew.
    Gone,
    /// Whoever sent it is not signed in any more.
    SignedOut,
    /// Why not, in words.
    Refused(String),
}

/// What is told while it goes.
pub(super) trait Watch: Clone + 'static {
    /// So many bytes have gone.
    fn gone(&self, bytes: u64);
    /// It has a place on the server, or none any more.
    fn placed(&self, id: Option<&str>);
    /// The request that is running.
    fn runs(&self, request: &XmlHttpRequest);
    /// The connection was lost; whether to go on trying.
    fn lost(&self) -> bool;
}

impl Way {
    /// Brings it up, from where it stands to its end. The document that it became, where that is known.
    pub(super) async fn go(&mut self, watch: &impl Watch) -> Result<Option<String>, End> {
        let (mut tries, reached) = (0, Rc::new(Cell::new(0)));
        loop {
            let before = reached.get();
            match self.once(watch, &reached).await {
                Err(End::Gone) if tries < TRIES => {
                    self.id = None;
                    watch.placed(None);
                }
                Err(End::Lost) if tries < TRIES => {
                    if !watch.lost() {
                        return Err(End::Lost);
                    }
                    wait(500 << tries.min(5)).await;
                    if !watch.lost() {
                        return Err(End::Lost);
                    }
                }
                done => return done,
            }
            tries = if reached.get() > before { 0 } else { tries + 1 };
        }
    }

    async fn once(&mut self, watch: &impl Watch, reached: &Cell<u64>) -> Result<Option<String>, End> {
        let (id, mut offset) = match self.id.clone() {
            Some(id) => {
                let answer = self.send("HEAD", &id, watch).await?;
                let document = answer.header("upload-document");
                if !document.is_empty() {
                    return Ok(Some(document));
                }
                (id, number(&answer, "upload-offset")?)
            }
            None => (self.begin(watch).await?, 0),
        };
        loop {
            reached.set(offset);
            watch.gone(offset);
            let answer = match self.piece(&id, offset, watch).await {
                Err(End::Refused(why)) => {
                    // Where somebody else sent a piece of it, it goes on from there. One that is gone was refused for
                    // good: to send it again would end in the same way.
                    let head = match self.send("HEAD", &id, watch).await {
                        Err(End::Gone) => return Err(End::Refused(why)),
                        head => head?,
                    };
                    if number(&head, "upload-offset")? == offset {
                        return Err(End::Refused(why));
                    }
                    head
                }
                answer => answer?,
            };
            offset = number(&answer, "upload-offset")?;
            if offset >= self.bytes {
                let document = answer.header("upload-document");
                return Ok((!document.is_empty()).then_some(document));
            }
        }
    }

    async fn begin(&mut self, watch: &impl Watch) -> Result<String, End> {
        let length = self.bytes.to_string();
        let headers =
            [("tus-resumable", "1.0.0"), ("upload-length", &length), ("upload-metadata", &self.said)];
        let asked = ask(("POST", &self.to), &headers, None, |request| watch.runs(request), |_| {}).await;
        let answer = asked.map_err(|_| End::Lost)?;
        // It is the order or the link that is gone: to begin anew would be no use.
        if matches!(answer.status(), 404 | 410) {
            return Err(End::Refused(answer.text()));
        }
        let answer = good(answer)?;
        let place = answer.header("location");
        let id = place.rsplit('/').next().unwrap_or_default().to_owned();
        watch.placed(Some(&id));
        self.id = Some(id.clone());
        Ok(id)
    }

    async fn piece(&self, id: &str, offset: u64, watch: &impl Watch) -> Result<Answer, End> {
        let url = format!("{}/{id}", self.to);
        let at = offset.to_string();
        let headers = [
            ("tus-resumable", "1.0.0"),
            ("content-type", "application/offset+octet-stream"),
            ("upload-offset", &*at),
        ];
        let end = (offset + PIECE).min(self.bytes);
        let part = self.file.slice_with_f64_and_f64(offset as f64, end as f64).map_err(|_| End::Lost)?;
        let seen = watch.clone();
        let moved = move |gone: u64| seen.gone((offset + gone).min(end));
        let asked = ask(("PATCH", &url), &headers, Some(&part), |request| watch.runs(request), moved).await;
        good(asked.map_err(|_| End::Lost)?)
    }

    async fn send(&self, method: &str, id: &str, watch: &impl Watch) -> Result<Answer, End> {
        let url = format!("{}/{id}", self.to);
        let headers = [("tus-resumable", "1.0.0")];
        let asked = ask((method, &url), &headers, None, |request| watch.runs(request), |_| {}).await;
        good(asked.map_err(|_| End::Lost)?)
    }
}

/// How far an upload is, in bytes; nothing when it is gone or is a document already.
pub(super) async fn stands(to: &str, id: &str) -> Result<u64, End> {
    let url = format!("{to}/{id}");
    let asked = ask(("HEAD", &url), &[("tus-resumable", "1.0.0")], None, |_| {}, |_| {}).await;
    let answer = good(asked.map_err(|_| End::Lost)?)?;
    if answer.header("upload-document").is_empty() {
        number(&answer, "upload-offset")
    } else {
        Err(End::Gone)
    }
}

/// Gives an upload up. While the server does not know yet that its last piece broke off, it asks to wait.
pub(super) async fn give_up(to: &str, id: &str) {
    let url = format!("{to}/{id}");
    for pause in [500, 2_000, 6_000] {
        let asked = ask(("DELETE", &url), &[("tus-resumable", "1.0.0")], None, |_| {}, |_| {}).await;
        if asked.is_ok_and(|answer| answer.status() != 423 && answer.status() != 0) {
            return;
        }
        wait(pause).await;
    }
}

fn number(answer: &Answer, header: &str) -> Result<u64, End> {
    answer.header(header).parse().map_err(|_| End::Lost)
}

fn good(answer: Answer) -> Result<Answer, End> {
    match answer.status() {
        200..=299 => Ok(answer),
        401 => Err(End::SignedOut),
        404 | 410 => Err(End::Gone),
        // Somebody sends a piece of it, too much at once, or the server is away: it tries again.
        0 | 423 | 429 | 500.. => Err(End::Lost),
        _ => Err(End::Refused(answer.text())),
    }
}

/// Pairs of a key and a value, as the protocol writes them.
pub(super) fn said(pairs: &[(&str, &str)]) -> String {
    let filled = pairs.iter().filter(|(_, value)| !value.is_empty());
    filled.map(|(key, value)| format!("{key} {}", base64(value))).collect::<Vec<_>>().join(",")
}

/// A text as the browser itself writes it in Base64, which takes bytes only.
fn base64(text: &str) -> String {
    let bytes: String = text.bytes().map(char::from).collect();
    web_sys::window().and_then(|window| window.btoa(&bytes).ok()).unwrap_or_default()
}
