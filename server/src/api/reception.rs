//! When tickets are received, and how long each may take.

use axum::{Extension, Json, extract::State};
use domain::{
    access::Actor,
    reception::{Workday, Written},
    ticket::{Rule, Severity},
};
use operations::reception::{self, Wanted};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

use super::{ApiError, ErrorBody, request::Given, shape::stamp};
use crate::desk::Desk;

/// The hours in which tickets are received, and how long each may take.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Reception {
    /// Whether tickets are received; true when absent.
    #[serde(default = "yes")]
    receives: bool,
    /// IANA name of the zone of its times.
    time_zone: String,
    /// The intervals of each day, `mon` to `sun`: `[["09:00", "12:00"], ["13:30", "18:00"]]`, up to `24:00`. Five days
    /// need eight hours each.
    #[serde(default)]
    days: BTreeMap<String, Vec<(String, String)>>,
    /// Dates without hours.
    #[serde(default)]
    holidays: Vec<String>,
    /// Dates with hours of their own.
    #[serde(default)]
    workdays: Vec<OtherDay>,
    /// How long tickets may take, by product and severity: the usual 24 and 72 hours where no row fits.
    #[serde(default)]
    limits: Vec<Limit>,
    /// When it opens next; the present moment when it is open, null when it never does. Not read when it is sent.
    #[serde(default)]
    opens_at: Option<String>,
}

const fn yes() -> bool {
    true
}

/// A date with hours of its own.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OtherDay {
    /// The date.
    date: String,
    /// Its intervals.
    intervals: Vec<(String, String)>,
}

/// How long the tickets of a product or severity may take.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Limit {
    /// Id of the product; every one when null.
    #[serde(default)]
    product_id: Option<String>,
    /// `low`, `normal`, `high` or `urgent`; every one when null.
    #[serde(default)]
    severity: Option<String>,
    /// Minutes of reception until the first response, 1 to 60000.
    first_response_minutes: u32,
    /// Minutes of reception until the solution, not fewer.
    resolution_minutes: u32,
}

impl Reception {
    fn of(desk: &Desk, reception: reception::Reception) -> Self {
        let now = desk.office.clock.now();
        let opens = reception.calendar.opens(now).filter(|_| reception.wanted.receives);
        let Wanted { receives, calendar, limits } = reception.wanted;
        let day = |one: Workday| OtherDay { date: one.date, intervals: one.intervals };
        let limit = |rule: Rule| Limit {
            product_id: rule.product_id,
            severity: rule.severity.map(|severity| severity.code().to_owned()),
            first_response_minutes: rule.first_response_minutes,
            resolution_minutes: rule.resolution_minutes,
        };
        Self {
            receives,
            time_zone: calendar.time_zone,
            days: calendar.days,
            holidays: calendar.holidays,
            workdays: calendar.workdays.into_iter().map(day).collect(),
            limits: limits.into_iter().map(limit).collect(),
            opens_at: opens.map(|at| stamp(desk.office.zone, at.timestamp_millis())),
        }
    }

    fn wanted(self) -> Result<Wanted, ApiError> {
        let mut limits = Vec::new();
        for (at, limit) in self.limits.into_iter().enumerate() {
            let read = |code: String| {
                Severity::parse(&code).map_err(|problem| problem.of(&format!("limits[{at}].severity")))
            };
            limits.push(Rule {
                product_id: limit.product_id,
                severity: limit.severity.map(read).transpose().map_err(operations::Failure::from)?,
                first_response_minutes: limit.first_response_minutes,
                resolution_minutes: limit.resolution_minutes,
            });
        }
        let day = |one: OtherDay| Workday { date: one.date, intervals: one.intervals };
        let calendar = Written {
            time_zone: self.time_zone,
            days: self.days,
            holidays: self.holidays,
            workdays: self.workdays.into_iter().map(day).collect(),
        };
        Ok(Wanted { receives: self.receives, calendar, limits })
    }
}

/// When tickets are received.
#[utoipa::path(get, path = "/reception", tag = "tickets", responses((status = OK, body = Reception)))]
pub(super) async fn get(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
) -> Result<Json<Reception>, ApiError> {
    let reception = reception::read(&desk.office, &actor).await?;
    Ok(Json(Reception::of(&desk, reception)))
}

/// Says when tickets are received; all of it.
#[utoipa::path(
    put,
    path = "/reception",
    tag = "tickets",
    request_body = Reception,
    responses(
        (status = OK, description = "The reception as it is now", body = Reception),
        (status = UNPROCESSABLE_ENTITY, description = "What was given is wrong; `field` names it, such as `days.mon[0]`", body = ErrorBody)
    )
)]
pub(super) async fn put(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Given(given): Given<Reception>,
) -> Result<Json<Reception>, ApiError> {
    let reception = reception::save(&desk.office, &actor, given.wanted()?).await?;
    Ok(Json(Reception::of(&desk, reception)))
}
