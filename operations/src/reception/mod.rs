//! Whether tickets are received, in which hours, and how long each may take (`domain.md` 3.1, 3.3): one setting of the
//! house.

mod holidays;
mod typed;

use domain::{
    FieldName, FieldProblem, Problem,
    access::{Actor, Operation},
    reception::{Calendar, Day, Written},
    ticket::Rule,
};
use serde::{Deserialize, Serialize};

pub use holidays::{OFFICIAL, Official};
pub use typed::{Typed, dates, hours};

use crate::{
    Failure, Office, Result,
    db::{Sql, Tx, matching},
    jobs,
    journal::{self, Action, Entry, Fields, Subject},
    settings, tickets,
};

/// Its name among the settings.
const SETTING: &str = "reception";
/// So many rules say how long tickets may take.
const MOST_RULES: usize = 200;

/// The reception as it is written: nothing of it is checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// Whether tickets are received at all.
    #[serde(default = "yes")]
    pub receives: bool,
    /// The hours.
    pub calendar: Written,
    /// How long tickets may take.
    #[serde(default)]
    pub limits: Vec<Rule>,
}

const fn yes() -> bool {
    true
}

impl Default for Wanted {
    /// Monday to Friday, 9 to 12 and 13 to 18 in the zone of the business, without the holidays that are known.
    fn default() -> Self {
        let span = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        let day = vec![span("09:00", "12:00"), span("13:00", "18:00")];
        let mut calendar = Written {
            time_zone: domain::Zone::default().0.name().to_owned(),
            days: Day::CODES[..5].iter().map(|code| ((*code).to_owned(), day.clone())).collect(),
            ..Written::default()
        };
        for year in OFFICIAL.iter() {
            year.put_into(&mut calendar);
        }
        Self { receives: true, calendar, limits: Vec::new() }
    }
}

/// The reception in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reception {
    /// As it is written.
    pub wanted: Wanted,
    /// The hours.
    pub calendar: Calendar,
}

impl Reception {
    /// The reception in force.
    pub(crate) async fn load(office: &Office) -> Result<Self> {
        let mut sql = Sql::new("SELECT value FROM settings WHERE name = ");
        sql.arg(SETTING);
        Self::of(sql.fetch_optional(&office.db).await?)
    }

    fn of(found: Option<(String,)>) -> Result<Self> {
        let broken = |why: String| Failure::Internal(format!("the reception cannot be read: {why}"));
        let wanted: Wanted = match found {
            Some((text,)) => serde_json::from_str(&text).map_err(|e| broken(e.to_string()))?,
            None => Wanted::default(),
        };
        let calendar = wanted.calendar.read().map_err(|problems| broken(format!("{problems:?}")))?;
        Ok(Self { wanted, calendar })
    }

    /// What the journal tells of it, as people read it.
    fn fields(&self) -> Fields {
        let typed = Typed::of(&self.wanted.calendar);
        let days = Day::CODES.iter().zip(&typed.days).filter(|(_, hours)| !hours.is_empty());
        let days = days.map(|(day, hours)| format!("{day} {hours}")).collect::<Vec<_>>().join("; ");
        let rules = self.wanted.limits.iter().map(|rule| {
            let of = [rule.product_id.as_deref(), rule.severity.map(domain::ticket::Severity::code)];
            let of = of.into_iter().flatten().collect::<Vec<_>>().join(" ");
            format!("{of} {}/{}", rule.first_response_minutes, rule.resolution_minutes).trim().to_owned()
        });
        [
            (FieldName::Receives, self.wanted.receives.into()),
            (FieldName::TimeZone, self.wanted.calendar.time_zone.clone().into()),
            (FieldName::ReceptionHours, days.into()),
            (FieldName::Holidays, typed.holidays.replace('\n', ", ").into()),
            (FieldName::Workdays, typed.workdays.replace('\n', ", ").into()),
            (FieldName::Limits, rules.collect::<Vec<_>>().join("; ").into()),
        ]
        .into_iter()
        .collect()
    }
}

/// The reception in force, for whoever may see it.
///
/// # Errors
/// `Denied`.
pub async fn read(office: &Office, actor: &Actor) -> Result<Reception> {
    actor.may(Operation::ReadReception)?;
    Reception::load(office).await
}

/// Changes the reception.
///
/// # Errors
/// `Denied`; every problem by its place (`days.mon[0]`, `holidays[2]`, `limits[1].severity`), or `days` when there are
/// fewer than five days of eight hours.
pub async fn save(office: &Office, actor: &Actor, wanted: Wanted) -> Result<Reception> {
    actor.may(Operation::ManageReception)?;
    let calendar = checked(&wanted)?;
    let mut tx = office.db.begin().await?;
    settings::lock(&mut tx).await?;
    known(&mut tx, &wanted).await?;
    let mut sql = Sql::new("SELECT value FROM settings WHERE name = ");
    sql.arg(SETTING);
    let old = Reception::of(sql.fetch_optional_in(&mut tx).await?)?;
    let new = Reception { wanted, calendar };
    let text = serde_json::to_string(&new.wanted).map_err(|e| Failure::Internal(e.to_string()))?;
    settings::put(&mut tx, office, SETTING, &text).await?;
    if old != new {
        let entry = Entry::new(Action::ReceptionChanged, Subject::Settings);
        let (before, after) = old.fields().differing(new.fields());
        journal::append(&mut tx, office, actor, entry.changed(before, after)).await?;
        jobs::push(&mut tx, office, &tickets::RECKON, 1, office.clock.millis()).await?;
    }
    tx.commit().await?;
    Ok(new)
}

/// Takes over the public holidays that are known.
///
/// # Errors
/// As [`save`].
pub async fn take_holidays(office: &Office, actor: &Actor) -> Result<Reception> {
    actor.may(Operation::ManageReception)?;
    let mut wanted = Reception::load(office).await?.wanted;
    OFFICIAL.iter().for_each(|year| year.put_into(&mut wanted.calendar));
    save(office, actor, wanted).await
}

/// The hours, when everything is as it has to be.
fn checked(wanted: &Wanted) -> Result<Calendar> {
    let mut problems = Rule::problems(&wanted.limits);
    if wanted.limits.len() > MOST_RULES {
        problems.push(Problem::TooMany { most: 200 }.of("limits"));
    }
    let calendar = match wanted.calendar.read() {
        Ok(calendar) => {
            if let (true, Err(problem)) = (wanted.receives, calendar.is_enough()) {
                problems.push(problem.of("days"));
            }
            Some(calendar)
        }
        Err(wrong) => {
            problems.extend(wrong);
            None
        }
    };
    match calendar {
        Some(calendar) if problems.is_empty() => Ok(calendar),
        _ => Err(Failure::Invalid(problems)),
    }
}

/// Rules are about products that are there.
async fn known(tx: &mut Tx, wanted: &Wanted) -> Result<()> {
    let codes: Vec<&str> = wanted.limits.iter().filter_map(|rule| rule.product_id.as_deref()).collect();
    let found: Vec<(String,)> = match codes.as_slice() {
        [] => return Ok(()),
        codes => matching(tx, "SELECT code FROM products WHERE code IN", codes, "").await?,
    };
    let missing = |rule: &Rule| {
        let code = rule.product_id.as_deref()?;
        (!found.iter().any(|(known,)| known == code))
            .then(|| Problem::NoSuchProduct { value: code.to_owned() })
    };
    let problems: Vec<FieldProblem> = (wanted.limits.iter().enumerate())
        .filter_map(|(at, rule)| Some(missing(rule)?.of(&format!("limits[{at}].product_id"))))
        .collect();
    if problems.is_empty() { Ok(()) } else { Err(Failure::Invalid(problems)) }
}
