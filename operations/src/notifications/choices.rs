//! What one is told of, by which channel, and when mails come: as the catalogue says, or as one chose.

use domain::{
    FieldName, FieldProblem, Problem,
    access::{Actor, Operation, Role},
    notification::{Channel, DIGEST_HOURS, Event, Manner, told},
    reception::{Day, Interval},
    text,
};

use crate::{
    Failure, Office, Result,
    db::{Bulk, Sql, dialect::for_update},
};

/// Whether one is told of something by a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What happened.
    pub event: Event,
    /// By which channel.
    pub channel: Channel,
    /// Whether one is told.
    pub chosen: bool,
    /// Whether one would be, had one not chosen.
    pub usual: bool,
}

/// Everything that one can choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices {
    /// Each event that the role may see, by each channel.
    pub each: Vec<Choice>,
    /// When mails come.
    pub manner: Manner,
}

/// What somebody wants, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The events, by their channel.
    pub told: Vec<(Event, Channel)>,
    /// Codes of the days on which mails come.
    pub days: Vec<String>,
    /// The hours within which they come.
    pub from: String,
    /// Their end.
    pub to: String,
    /// The hour of the one mail of a day; empty: each at once.
    pub digest: String,
}

fn own(actor: &Actor) -> Result<(i64, Role)> {
    actor.may(Operation::OwnNotifications)?;
    actor.staff_id().zip(actor.role()).ok_or(Failure::NotFound)
}

/// Each event that the role may see, by each channel.
fn usual(role: Role) -> impl Iterator<Item = Choice> {
    let each = Event::ALL.iter().flat_map(|event| Channel::ALL.iter().map(|channel| (*event, *channel)));
    each.filter_map(move |(event, channel)| {
        let usual = told(role, event, channel)?;
        Some(Choice { event, channel, chosen: usual, usual })
    })
}

/// What one is told of now.
///
/// # Errors
/// `Denied`; `NotFound` for whoever is no member of staff.
pub async fn read(office: &Office, actor: &Actor) -> Result<Choices> {
    let (id, role) = own(actor)?;
    let mut sql = Sql::new("SELECT event, channel, chosen FROM notification_choices WHERE staff_id = ");
    sql.arg(id);
    let kept: Vec<(String, String, i64)> = sql.fetch_all(&office.db).await?;
    let mut sql = Sql::new("SELECT mail_manner FROM staff WHERE id = ");
    sql.arg(id);
    let manner: Option<(Option<String>,)> = sql.fetch_optional(&office.db).await?;
    let manner = manner.and_then(|(text,)| Manner::read(&text?)).unwrap_or_default();
    let chosen = |choice: &Choice| {
        let is_it = |(event, channel, _): &&(String, String, i64)| {
            event == choice.event.code() && channel == choice.channel.code()
        };
        kept.iter().find(is_it).map_or(choice.usual, |(.., chosen)| *chosen != 0)
    };
    let each = usual(role).map(|choice| Choice { chosen: chosen(&choice), ..choice });
    Ok(Choices { each: each.collect(), manner })
}

/// Chooses what one is told of, and when mails come. Only what differs from the catalogue is kept, so that the rest
/// follows the role. Not journalled: nobody else is concerned.
///
/// # Errors
/// `Denied`; `NotFound` for whoever is no member of staff; problems with `from`, `to` and `digest`.
pub async fn choose(office: &Office, actor: &Actor, wanted: &Wanted) -> Result<()> {
    let (id, role) = own(actor)?;
    let manner = manner(wanted).map_err(Failure::Invalid)?;
    let kept = if manner == Manner::default() { None } else { Some(manner.written()) };
    let mut rows = Bulk::new(4);
    for Choice { event, channel, usual, .. } in usual(role) {
        let chosen = wanted.told.contains(&(event, channel));
        if chosen != usual {
            rows.row([id.into(), event.code().into(), channel.code().into(), i64::from(chosen).into()]);
        }
    }
    write(office, id, kept, rows).await
}

/// Goes back to the catalogue, and to the usual hours.
///
/// # Errors
/// `Denied`; `NotFound` for whoever is no member of staff.
pub async fn reset(office: &Office, actor: &Actor) -> Result<()> {
    let (id, _) = own(actor)?;
    write(office, id, None, Bulk::new(4)).await
}

async fn write(office: &Office, id: i64, manner: Option<String>, rows: Bulk) -> Result<()> {
    let mut tx = office.db.begin().await?;
    // Of two that are saved at the same time the later one holds, whole.
    let mut sql = Sql::new("SELECT id FROM staff WHERE id = ");
    sql.arg(id).push(for_update(&tx));
    sql.fetch_optional_in::<(i64,)>(&mut tx).await?.ok_or(Failure::NotFound)?;
    let mut sql = Sql::new("UPDATE staff SET mail_manner = ");
    sql.arg(manner).push(" WHERE id = ").arg(id);
    sql.execute_in(&mut tx).await?;
    let mut sql = Sql::new("DELETE FROM notification_choices WHERE staff_id = ");
    sql.arg(id);
    sql.execute_in(&mut tx).await?;
    if !rows.is_empty() {
        let head = "INSERT INTO notification_choices (staff_id, event, channel, chosen) VALUES ";
        rows.execute(&mut tx, head, "").await?;
    }
    Ok(tx.commit().await?)
}

fn manner(wanted: &Wanted) -> Result<Manner, Vec<FieldProblem>> {
    let mut problems = Vec::new();
    let hours = Interval::read(&wanted.from, &wanted.to).map_err(|problem| {
        let begins = Interval::read(&wanted.from, "24:00").is_err() && problem_is_of_one(&problem);
        problems.push(problem.of(if begins { FieldName::From } else { FieldName::To }.code()));
    });
    let digest = match text::plain(&wanted.digest) {
        hour if hour.is_empty() => None,
        hour => match hour.parse().ok().filter(|hour| DIGEST_HOURS.contains(hour)) {
            Some(hour) => Some(hour),
            None => {
                let value = hour.chars().take(20).collect();
                let (least, most) = (i64::from(*DIGEST_HOURS.start()), i64::from(*DIGEST_HOURS.end()));
                problems.push(Problem::NotANumber { value, least, most }.of("digest"));
                None
            }
        },
    };
    let days = Day::ALL.iter().copied().filter(|day| wanted.days.iter().any(|code| code == day.code()));
    match hours {
        Ok(hours) if problems.is_empty() => Ok(Manner { days: days.collect(), hours, digest }),
        _ => Err(problems),
    }
}

/// Whether it is about one of two times, not about both.
const fn problem_is_of_one(problem: &Problem) -> bool {
    !matches!(problem, Problem::EndsBeforeItBegins { .. })
}
