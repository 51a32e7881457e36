//! What is not in a statement, as a file.

use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
};
use domain::{Problem, Tongue, access::Actor, settlement::NotSettled};
use operations::statements::{self, LeftOutReason};

use super::{
    ApiError, ErrorBody,
    request::{Query, invalid, row},
};
use crate::{
    desk::Desk,
    web::files::statement::{What, format_of, sent},
};

/// What is not in a statement or draft, and why: a file with the columns of an import, to be corrected and
/// brought in again.
#[utoipa::path(
    get,
    path = "/settlement/statements/{id}/left-out",
    tag = "settlement",
    params(
        ("id" = i64, Path, description = "Its row"),
        ("format" = Option<String>, Query, description = "`csv` or `xlsx`; `csv` when absent"),
        ("reason" = Option<String>, Query, description = "Such as `not_paid` or `floor_unknown`, or the month in which they come; every reason when absent")
    ),
    responses(
        (status = OK, description = "The file", content(
            (String = "text/csv"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        )),
        (status = NOT_FOUND, body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "No such format or reason; `field` names it", body = ErrorBody)
    )
)]
pub(super) async fn file(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    query: Query,
) -> Result<Response, ApiError> {
    let format = format_of(query.get("format"))?;
    let reason = query.get("reason").map(|text| text.parse::<LeftOutReason>().map_err(|()| unknown(text)));
    let head = statements::head_of(&desk.office, &actor, row(&id)?).await?;
    Ok(sent(&desk.office, &actor, head, What::LeftOut(reason.transpose()?), (format, Tongue::Codes)).await?)
}

fn unknown(text: &str) -> ApiError {
    let allowed = format!("{}, or a month such as 202610", NotSettled::CODES.join(", "));
    invalid(Problem::UnknownCode { value: text.chars().take(40).collect(), allowed }.of("reason"))
}
