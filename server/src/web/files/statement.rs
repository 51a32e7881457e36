//! A statement as a file.

use app::{lang::Lang, pdf, visit::Visit};
use axum::response::Response;
use domain::{Tongue, access::Actor};
use operations::{
    Failure, Office,
    exports::Format,
    jobs::Step,
    statements::{
        self, Head, LeftOutReason,
        files::{write_csv, write_left_out, write_xlsx},
    },
};

use super::{
    attachment::{Attachment, CSV, PDF, XLSX},
    kept::Kept,
};

/// The file of a statement or draft; `format` is `csv` or `xlsx`.
pub(super) async fn file(visit: &Visit) -> Result<Response, Failure> {
    let head = statements::head_of(&visit.office, visit.actor()?, visit.row("id")?).await?;
    let asked = (format_of(visit.value("format").as_deref())?, super::tongue(visit.lang));
    sent(&visit.office, visit.actor()?, head, What::Lines, asked).await
}

/// What is not in it, for the reason that `left` names or for every reason.
pub(super) async fn left_out(visit: &Visit) -> Result<Response, Failure> {
    let head = statements::head_of(&visit.office, visit.actor()?, visit.row("id")?).await?;
    let reason = visit.value("left").and_then(|text| text.parse().ok());
    let asked = (format_of(visit.value("format").as_deref())?, super::tongue(visit.lang));
    sent(&visit.office, visit.actor()?, head, What::LeftOut(reason), asked).await
}

/// The format that is asked for; CSV where none is.
pub(crate) fn format_of(given: Option<&str>) -> Result<Format, Failure> {
    let format = given.filter(|text| !text.is_empty()).map_or(Ok(Format::Csv), Format::parse);
    Ok(format.map_err(|problem| problem.of("format"))?)
}

/// What of a statement a file has.
#[derive(Clone, Copy)]
pub(crate) enum What {
    /// The lines in it.
    Lines,
    /// Those that are not, for this reason or for every one.
    LeftOut(Option<LeftOutReason>),
}

/// Writes it to the disk, and sends it from there.
pub(crate) async fn sent(
    office: &Office,
    actor: &Actor,
    head: Head,
    what: What,
    (format, tongue): (Format, Tongue),
) -> Result<Response, Failure> {
    let name = match what {
        What::Lines => name_of(&head, format.code()),
        What::LeftOut(reason) => {
            let reason = reason.map_or_else(|| "left-out".to_owned(), |reason| reason.to_string());
            name_of(&head, &format!("{reason}.{}", format.code()))
        }
    };
    let (office, actor) = (office.clone(), actor.clone());
    let kept = Kept::written(move |runtime, out| {
        runtime.block_on(async {
            match (what, format) {
                (What::Lines, Format::Csv) => write_csv(&office, &actor, &head, tongue, out).await,
                (What::Lines, Format::Xlsx) => write_xlsx(&office, &actor, &head, tongue, out).await,
                (What::LeftOut(reason), format) => {
                    write_left_out(&office, &actor, &head, reason, (format, tongue), out).await
                }
            }
        })
    });
    let kept = kept.await?;
    let kind = match format {
        Format::Csv => CSV,
        Format::Xlsx => XLSX,
    };
    Ok(Attachment::new(&name, kind).sized(kept.size).streamed(kept.pieces()))
}

/// The statement or draft on paper, in the language of the visitor.
pub(super) async fn pdf(visit: &Visit) -> Result<Response, Failure> {
    let actor = visit.actor()?;
    let head = statements::head_of(&visit.office, actor, visit.row("id")?).await?;
    let (name, bytes) = on_paper(&visit.office, actor, head, visit.lang).await?;
    Ok(Attachment::new(&name, PDF).sized(bytes.len() as u64).of(bytes.into()))
}

/// A statement on paper, and what the file is called.
pub(crate) async fn on_paper(
    office: &Office,
    actor: &Actor,
    head: Head,
    lang: Lang,
) -> Result<(String, Vec<u8>), Failure> {
    let name = name_of(&head, "pdf");
    let statement = pdf::Statement::load(office, actor, head, lang).await?;
    let made = tokio::task::spawn_blocking(move || statement.pdf()).await;
    Ok((name, made.map_err(|e| Failure::Internal(format!("the PDF broke off: {e}")))??))
}

/// How far issuing it is, in lines.
pub(super) async fn progress(visit: &Visit) -> Result<Response, Failure> {
    let head = statements::head_of(&visit.office, visit.actor()?, visit.row("id")?).await?;
    let step = head.issuing.map(|issuing| Step { done: issuing.lines, total: issuing.of });
    Ok(super::progress(step))
}

fn name_of(head: &Head, ending: &str) -> String {
    let number = head.number.clone().unwrap_or_else(|| format!("draft-{}-{}", head.period, head.currency));
    format!("{number} {}.{ending}", head.reseller)
}
