//! Orders from a file: the body of the request goes to a temporary file, then into the books.

use axum::{Extension, Json, body::Body, extract::State, http::HeaderMap};
use domain::access::Actor;
use operations::{
    Failure, Office,
    files::{self, Encoding, Form, Told},
    imports::{self, COLUMNS, Preview, Rejection, Upload},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{ApiError, ErrorBody, request::Query, shape::stamp};
use crate::{
    desk::Desk,
    web::received::{self, GIGABYTES, LARGEST, Received, Refusal, received},
};

/// What came of an import. Counts are rows of the file, that is lines of orders.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Imported {
    /// The import, as on the page Imports; null when nothing was brought in.
    import_id: Option<i64>,
    /// New lines.
    created: u64,
    /// Lines of the books that changed.
    updated: u64,
    /// Rows that the books had already.
    unchanged: u64,
    /// Why rows were rejected: the first 1,000 reasons.
    rejected: Vec<Rejected>,
    /// How many rows were rejected.
    rejected_rows: u64,
    /// Headings that mean nothing here; their columns were ignored.
    unknown_columns: Vec<String>,
    /// The encoding of its text, where it was guessed; say `encoding` if names are wrong.
    encoding_guessed: Option<&'static str>,
    /// Sheets of a workbook that were not read: hidden, empty or without headings.
    sheets_left_out: Vec<String>,
    /// What was remembered of files with these headings and used; null where nothing was.
    remembered: Option<Remembered>,
}

/// What is remembered of how files with certain headings are read.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Remembered {
    /// The file of which it was said.
    file_name: String,
    /// Who said it.
    by: String,
    /// When.
    at: String,
    /// What is said of how this file is written, by the names of the parameters; `columns` are plain headings with the
    /// field that each is, or nothing.
    #[schema(value_type = Object)]
    told: Told,
}

impl Remembered {
    fn of(office: &Office, from: files::Remembered, told: Told) -> Self {
        Self { file_name: from.file_name, by: from.by, at: stamp(office.zone, from.at), told }
    }
}

/// Why a row did not go in.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Rejected {
    /// The sheet, where a workbook has several that are read.
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<String>,
    /// The row as a spreadsheet numbers it.
    row: u64,
    /// The column; empty for the whole row.
    column: String,
    /// The reason in English.
    reason: String,
}

impl From<Rejection> for Rejected {
    fn from(Rejection { sheet, row, column, reason, .. }: Rejection) -> Self {
        Self { sheet, row, column, reason }
    }
}

/// Brings orders in from a CSV or XLSX file: the file is the body, at most 1 GiB. What it is, is
/// seen from its content.
#[utoipa::path(
    post,
    path = "/orders/import",
    tag = "orders",
    params(
        ("dry_run" = Option<bool>, Query, description = "`true`: say what the file would do, and bring nothing in"),
        ("file_name" = Option<String>, Query, description = "Name of the file, for the page Imports"),
        ("encoding" = Option<String>, Query, description = "Encoding of a text, such as `gb18030`; recognised when absent"),
        ("separator" = Option<String>, Query, description = "`comma`, `semicolon`, `tab` or `pipe`; recognised when absent"),
        ("numbers" = Option<String>, Query, description = "`point` or `comma` before decimals; what is ambiguous is refused when absent"),
        ("dates" = Option<String>, Query, description = "`day_first` or `month_first` where the year comes last; such dates are refused when absent"),
        ("sheet" = Option<String>, Query, description = "The one sheet that is read; all that have the headings when absent"),
        ("heading_row" = Option<u64>, Query, description = "The row of the headings, 1 to 20; found when absent"),
        ("remembered" = Option<bool>, Query, description = "`false`: do not use what is remembered of files with these headings"),
        ("column" = Option<Vec<String>>, Query, description = "What a column is, as `Heading=field`, `Heading=` for one that is not used; once for each column")
    ),
    request_body(content(
        (String = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    )),
    responses(
        (status = OK, description = "The file was read; `rejected` says what did not go in", body = Imported),
        (status = UNPROCESSABLE_ENTITY, description = "The file as a whole cannot be read; nothing went in", body = ErrorBody),
        (status = PAYLOAD_TOO_LARGE, body = ErrorBody)
    )
)]
pub(super) async fn import(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    query: Query,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Imported>, ApiError> {
    if received::announced(&headers) > LARGEST {
        return Err(Refusal::TooLarge.into());
    }
    let Received { path, .. } = received(body.into_data_stream()).await?;
    let mut told = Told::read(|name| query.get(name))?;
    told.choose(COLUMNS, query.all("column"))?;
    let file_name = query.get("file_name").unwrap_or("api").to_owned();
    let (dry_run, remembered) =
        (query.flag("dry_run")? == Some(true), query.flag("remembered")? != Some(false));
    let upload = Upload { told, remembered, ..Upload::new(file_name, path.to_path_buf()) };
    let office = desk.office.clone();
    if dry_run {
        let (form, preview) = imports::dry_run(&office, &actor, &upload).await?;
        return Ok(Json(Imported::foreseen(&office, &form, &preview)));
    }
    // A task of its own: a caller that hangs up takes neither the file nor the import away.
    let task = tokio::spawn(async move {
        let outcome = imports::import(&desk.office, &actor, upload).await;
        drop(path);
        outcome
    });
    let outcome = task.await.map_err(|e| Failure::Internal(format!("the import broke off: {e}")))??;
    Ok(Json(Imported {
        import_id: Some(outcome.import_id),
        created: outcome.created,
        updated: outcome.updated,
        unchanged: outcome.unchanged,
        rejected: outcome.rejected.into_iter().map(Rejected::from).collect(),
        rejected_rows: outcome.rejected_rows,
        encoding_guessed: outcome.encoding_guessed.map(Encoding::code),
        unknown_columns: outcome.unknown_columns,
        sheets_left_out: outcome.sheets_left_out,
        remembered: outcome.remembered.map(|(from, told)| Remembered::of(&office, from, told)),
    }))
}

impl Imported {
    /// What a file would do.
    fn foreseen(office: &Office, form: &Form, preview: &Preview) -> Self {
        Self {
            import_id: None,
            created: preview.created,
            updated: preview.updated,
            unchanged: preview.unchanged,
            rejected: preview.rejections(form).into_iter().map(Rejected::from).collect(),
            rejected_rows: preview.rejected,
            encoding_guessed: form.guessed().map(Encoding::code),
            unknown_columns: form.unknown().map(str::to_owned).collect(),
            sheets_left_out: form.left_out.iter().map(|sheet| sheet.name.clone()).collect(),
            remembered: form.remembered.clone().map(|from| Remembered::of(office, from, form.told.clone())),
        }
    }
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::TooLarge => Self::too_large(&format!("{GIGABYTES} GiB")),
            Refusal::BrokenOff => Self::broken_off(),
            Refusal::Failed(failure) => failure.into(),
        }
    }
}
