//! How many tickets there were in a time, how soon they were answered and solved, how many clocks broke, and how they were
//! rated: by product, person, week or severity. What is counted is what the queue shows with the same filter.

use chrono::{Datelike, Days, NaiveDate};
use domain::{
    FieldName, FieldProblem, Problem,
    access::{Actor, Operation},
};
use sqlx::FromRow;

use super::row::seen;
use crate::{
    Failure, Office, Result,
    db::{Sql, millis},
};

/// Lines of a report at most.
pub const MOST_LINES: usize = 200;
/// Weeks that a report covers at most.
const MOST_WEEKS: u64 = 53;
/// Weeks that it covers where nothing is said.
const USUAL_WEEKS: u64 = 12;

domain::codes! {
    /// What a line of a report is about.
    pub enum By {
        /// A week from Monday to Sunday, by the day on which tickets were opened.
        Week = "week" | "周",
        /// A product.
        Product = "product" | "商品",
        /// Who works on them.
        Person = "person" | "处理人",
        /// How bad it is for the customer.
        Severity = "severity" | "严重程度",
    }
}

/// What a report is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The first day on which tickets were opened, in the office.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// What each line is about.
    pub by: By,
}

impl Asked {
    /// Reads what was typed; what is empty is the last twelve weeks, week by week.
    ///
    /// # Errors
    /// `NotADay`, `EndsBeforeItBegins`, a time of more than a year, an unknown `by`; each with its field.
    pub fn read(office: &Office, [from, to, by]: [&str; 3]) -> Result<Self> {
        let mut problems: Vec<FieldProblem> = Vec::new();
        let mut day = |field: &str, given: &str| {
            let plain = domain::text::plain(given);
            if plain.is_empty() {
                return None;
            }
            let read = NaiveDate::parse_from_str(&plain, "%Y-%m-%d").ok();
            if read.is_none() {
                let value = plain.chars().take(40).collect();
                problems.push(Problem::NotADay { value }.of(field));
            }
            read
        };
        let (from, to) = (day("from", from), day("to", to));
        let by = match by.trim() {
            "" => By::Week,
            code => By::parse(code).unwrap_or_else(|problem| {
                problems.push(problem.of(FieldName::By.code()));
                By::Week
            }),
        };
        let to = to.unwrap_or_else(|| office.zone.wall(office.clock.now()).date());
        let usual = monday(to).checked_sub_days(Days::new(7 * (USUAL_WEEKS - 1))).unwrap_or(to);
        let from = from.unwrap_or(usual);
        if problems.is_empty() && to < from {
            problems
                .push(Problem::EndsBeforeItBegins { from: from.to_string(), to: to.to_string() }.of("to"));
        } else if problems.is_empty() && (to - from).num_days() >= (7 * MOST_WEEKS) as i64 {
            let most = (7 * MOST_WEEKS) as i64;
            let value = format!("{}", (to - from).num_days() + 1);
            problems.push(Problem::NotANumber { value, least: 1, most }.of("to"));
        }
        if problems.is_empty() { Ok(Self { from, to, by }) } else { Err(Failure::Invalid(problems)) }
    }

    /// The weeks that it touches, each as far as it lies within.
    fn weeks(&self) -> Vec<(NaiveDate, NaiveDate)> {
        let mut weeks = Vec::new();
        let mut begin = self.from;
        while begin <= self.to {
            let sunday = monday(begin).checked_add_days(Days::new(6)).unwrap_or(self.to);
            weeks.push((begin, sunday.min(self.to)));
            let Some(next) = sunday.succ_opt() else { break };
            begin = next;
        }
        weeks
    }
}

/// The Monday of the week of a day.
fn monday(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into())).unwrap_or(day)
}

/// What a line counts. Times are milliseconds of reception, added up.
#[derive(Clone, Debug, Default, FromRow, PartialEq, Eq)]
pub struct Figures {
    /// Tickets that were opened.
    pub opened: i64,
    /// Of them answered.
    pub answered: i64,
    /// Until they were answered; of how many that is known.
    answered_ms: i64,
    timed: i64,
    /// Of them said to be solved.
    pub solved: i64,
    solved_ms: i64,
    /// The clock of the first response broke.
    pub first_broken: i64,
    /// The clock of the solution broke.
    pub resolution_broken: i64,
    /// Rated by the customer.
    pub rated: i64,
    rating: i64,
}

impl Figures {
    /// Minutes of reception until the first response, on average; `None` where nobody answered.
    #[must_use]
    pub const fn first_minutes(&self) -> Option<i64> {
        if self.timed == 0 { None } else { Some(self.answered_ms / self.timed / 60_000) }
    }

    /// Minutes of reception until the solution, without the time in which the customer was waited for, on average.
    #[must_use]
    pub const fn solution_minutes(&self) -> Option<i64> {
        if self.solved == 0 { None } else { Some(self.solved_ms / self.solved / 60_000) }
    }

    /// Tenths of a star, on average.
    #[must_use]
    pub const fn rating_tenths(&self) -> Option<i64> {
        if self.rated == 0 { None } else { Some((self.rating * 10 + self.rated / 2) / self.rated) }
    }
}

/// A line of a report.
#[derive(Clone, Debug, FromRow, PartialEq, Eq)]
pub struct Line {
    /// What the queue is narrowed by to see it: id of a product, account, code of a severity, first day of a week; nothing
    /// where there is none.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// Its figures.
    #[sqlx(flatten)]
    pub figures: Figures,
}

/// A report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What it is about.
    pub asked: Asked,
    /// Its lines: weeks in their order, otherwise the most tickets first.
    pub lines: Vec<Line>,
    /// There are more lines.
    pub more: bool,
    /// All of them together.
    pub total: Figures,
}

const FIGURES: &str = "COUNT(*) AS opened, COUNT(t.first_responded_at) AS answered, \
     CAST(COALESCE(SUM(t.first_spent_ms), 0) AS BIGINT) AS answered_ms, COUNT(t.first_spent_ms) AS timed, \
     COUNT(t.resolved_at) AS solved, CAST(COALESCE(SUM(CASE WHEN t.resolved_at IS NOT NULL THEN t.resolution_limit_ms - \
     t.resolution_left_ms END), 0) AS BIGINT) AS solved_ms, COUNT(CASE WHEN t.first_broken_at IS NOT NULL OR \
     t.first_responded_at > t.first_response_due_at THEN 1 END) AS first_broken, COUNT(t.resolution_broken_at) AS \
     resolution_broken, COUNT(t.rating) AS rated, CAST(COALESCE(SUM(t.rating), 0) AS BIGINT) AS rating";

/// Makes a report of the tickets that the actor sees.
///
/// # Errors
/// `Denied`.
pub async fn report(office: &Office, actor: &Actor, asked: Asked) -> Result<Report> {
    let reach = actor.may(Operation::ListTickets)?;
    let (from, _) = office.zone.day(asked.from);
    let (_, to) = office.zone.day(asked.to);
    let source = |sql: &mut Sql| {
        sql.push(" WHERE t.created_at >= ").arg(millis(from)).push(" AND t.created_at < ").arg(millis(to));
        seen(sql, actor, &reach);
    };
    let mut sql = Sql::new("SELECT ");
    sql.push(FIGURES).push(" FROM tickets t");
    source(&mut sql);
    let total: Figures = sql.fetch_optional(&office.db).await?.unwrap_or_default();
    let mut sql = Sql::new("SELECT ");
    let tables = match asked.by {
        By::Product => {
            sql.push("COALESCE(p.code, '') AS key, COALESCE(p.name, '') AS name, ");
            " LEFT JOIN products p ON p.id = t.product_id"
        }
        By::Person => {
            sql.push("COALESCE(a.account, '') AS key, COALESCE(a.name, '') AS name, ");
            " LEFT JOIN staff a ON a.id = t.assignee_id"
        }
        By::Severity => {
            sql.push("t.severity AS key, t.severity AS name, ");
            ""
        }
        By::Week => {
            week_of(&mut sql, office, &asked);
            sql.push(" AS key, CAST('' AS TEXT) AS name, ");
            ""
        }
    };
    sql.push(FIGURES).push(" FROM tickets t").push(tables);
    source(&mut sql);
    sql.push(" GROUP BY 1, 2 ORDER BY ").push(if asked.by == By::Week { "1" } else { "3 DESC, 1" });
    sql.limit(MOST_LINES as i64 + 1);
    let mut lines: Vec<Line> = sql.fetch_all(&office.db).await?;
    let more = lines.len() > MOST_LINES;
    lines.truncate(MOST_LINES);
    if asked.by == By::Week {
        lines = every_week(&asked, lines);
    }
    Ok(Report { asked, lines, more, total })
}

/// Appends the first day of the week in which a ticket was opened.
fn week_of(sql: &mut Sql, office: &Office, asked: &Asked) {
    sql.push("CASE");
    for (begin, end) in asked.weeks() {
        let (_, over) = office.zone.day(end);
        sql.push(" WHEN t.created_at < ")
            .arg(millis(over))
            .push(" THEN '")
            .push(&begin.to_string())
            .push("'");
    }
    sql.push(" ELSE '' END");
}

/// A week without a ticket is a line, too.
fn every_week(asked: &Asked, found: Vec<Line>) -> Vec<Line> {
    let line = |(begin, end): (NaiveDate, NaiveDate)| {
        let figures =
            found.iter().find(|line| line.key == begin.to_string()).map(|line| line.figures.clone());
        Line { key: begin.to_string(), name: end.to_string(), figures: figures.unwrap_or_default() }
    };
    asked.weeks().into_iter().map(line).collect()
}
