//! A bill as a file, for browsers and for programs.

use app::{lang::Lang, pdf, visit::Visit};
use axum::response::Response;
use domain::{Tongue, access::Actor};
use operations::{
    Failure, Office,
    bills::{
        self, Bill,
        files::{self, BillFormat, taken},
    },
};

use super::{
    attachment::{Attachment, CSV, JSON, PDF, XLSX},
    kept::Kept,
};

/// The file of a bill, in the language of the visitor; `format` is `csv`, `xlsx`, `pdf` or `json`.
pub(super) async fn file(visit: &Visit) -> Result<Response, Failure> {
    let (office, actor) = (&visit.office, visit.actor()?);
    let bill = bills::get(office, actor, visit.row("id")?).await?;
    let format = format_of(visit.value("format").as_deref())?.unwrap_or(BillFormat::Csv);
    sent(office, actor, bill, format, Some(visit.lang)).await
}

/// The format that is asked for, where one is.
pub(crate) fn format_of(given: Option<&str>) -> Result<Option<BillFormat>, Failure> {
    let given = given.filter(|text| !text.trim().is_empty()).map(BillFormat::parse);
    Ok(given.transpose().map_err(|problem| problem.of("format"))?)
}

/// Its media type.
pub(crate) const fn media_type(format: BillFormat) -> &'static str {
    match format {
        BillFormat::Csv => CSV,
        BillFormat::Xlsx => XLSX,
        BillFormat::Pdf => PDF,
        BillFormat::Json => JSON,
    }
}

/// Makes it whole, notes that it is taken, and sends it. Without a language it has the codes of programs, and paper is
/// Chinese.
pub(crate) async fn sent(
    office: &Office,
    actor: &Actor,
    bill: Bill,
    format: BillFormat,
    lang: Option<Lang>,
) -> Result<Response, Failure> {
    let attachment = Attachment::new(&name_of(&bill, format), media_type(format));
    if format == BillFormat::Pdf {
        let paper = pdf::Bill::load(office, actor, bill.clone(), lang.unwrap_or(Lang::Zh)).await?;
        let made = tokio::task::spawn_blocking(move || paper.pdf()).await;
        let bytes = made.map_err(|e| Failure::Internal(format!("the PDF broke off: {e}")))??;
        taken(office, actor, &bill, format).await?;
        return Ok(attachment.sized(bytes.len() as u64).of(bytes.into()));
    }
    let tongue = lang.map_or(Tongue::Codes, super::tongue);
    let (of, who, what) = (office.clone(), actor.clone(), bill.clone());
    let kept = Kept::written(move |runtime, out| {
        runtime.block_on(async {
            match format {
                BillFormat::Xlsx => files::write_xlsx(&of, &who, &what, tongue, out).await,
                BillFormat::Json => files::write_json(&of, &who, &what, out).await,
                BillFormat::Csv | BillFormat::Pdf => files::write_csv(&of, &who, &what, tongue, out).await,
            }
        })
    });
    let kept = kept.await?;
    taken(office, actor, &bill, format).await?;
    Ok(attachment.sized(kept.size).streamed(kept.pieces()))
}

fn name_of(bill: &Bill, format: BillFormat) -> String {
    let draft = || format!("bill-{}-{}-{}-{}", bill.period, bill.kind, bill.payment, bill.currency);
    format!("{}.{format}", bill.number.clone().unwrap_or_else(draft))
}
