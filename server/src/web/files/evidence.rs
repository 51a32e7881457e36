//! The evidence pack of a delivery.

use app::{lang::Lang, pdf::DeliveryLog, visit::Visit};
use axum::response::Response;
use domain::access::Actor;
use operations::{
    Failure, Office,
    supervisions::evidence::{Stream, evidence},
};

use super::{attachment::Attachment, list::noted};

/// The pack, in the language of the visitor.
pub(super) async fn file(visit: &Visit) -> Result<Response, Failure> {
    let order_no = visit.param("order_no");
    let (name, pack) = packed(&visit.office, visit.actor()?, order_no, visit.lang).await?;
    Ok(answer(&name, pack, visit.request_id.clone()))
}

/// The pack as the answer to a request.
pub(crate) fn answer(name: &str, pack: Stream, request_id: String) -> Response {
    Attachment::new(name, "application/zip").sized(pack.size).streamed(noted(request_id, pack.bytes))
}

/// The pack of a delivery with its log on paper, and what it is called.
pub(crate) async fn packed(
    office: &Office,
    actor: &Actor,
    order_no: &str,
    lang: Lang,
) -> Result<(String, Stream), Failure> {
    let pack = evidence(office, actor, order_no).await?;
    let (name, zone) = (pack.name(), office.zone);
    let made = tokio::task::spawn_blocking(move || {
        let log = DeliveryLog::of(&pack, zone, lang).pdf()?;
        pack.stream(log)
    });
    Ok((name, made.await.map_err(|e| Failure::Internal(format!("the log broke off: {e}")))??))
}
