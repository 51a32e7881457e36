//! From a filter of deliveries to the conditions of a query.

use domain::access::{Actor, Reach};

use super::filter::{Answer, Late, SOON_DAYS, Stage};
use crate::{
    Office, Result,
    db::Sql,
    list::{Filter, OVERDUE, any, plain},
    orders::{Assigned, assigned},
    search::MeantNames,
};

const DAY: i64 = 86_400_000;

/// A filter with its names looked up.
pub(super) struct Narrow {
    meant: MeantNames,
    assigned: Option<Assigned>,
    reach: Reach,
    /// So many are overdue that the rows of a page are met by walking the list in its order; fewer are collected and
    /// sorted.
    many_late: bool,
}

/// As many that are overdue are collected.
const FEW: i64 = 1_000;

impl Narrow {
    /// Looks up every name of a filter.
    pub(super) async fn of(office: &Office, actor: &Actor, reach: Reach, filter: &Filter) -> Result<Self> {
        let meant = MeantNames::of(office, filter).await?;
        let assigned = match filter.text("assignee") {
            Some(given) => Some(assigned(office, actor, given).await?),
            None => None,
        };
        let many_late = asks_for_late(filter) && many_late(office).await?;
        Ok(Self { meant, assigned, reach, many_late })
    }

    /// Appends ` FROM … WHERE …` of `supervisions s`, with the tables that the conditions need; `all` for what a row
    /// shows, too.
    pub(super) fn source(&self, sql: &mut Sql, office: &Office, filter: &Filter, all: bool) {
        sql.push(" FROM supervisions s");
        if all {
            sql.push(" JOIN orders o ON o.id = s.order_id");
        }
        self.meant.tables(sql, "s", all);
        if all {
            sql.push(" LEFT JOIN staff a ON a.id = s.assignee_id");
        }
        sql.push(" WHERE 1 = 1");
        filter.conditions(sql, office, plain);
        // A sign before a column keeps a query from going along its index.
        let due = if all && self.many_late { "+s.due_at" } else { "s.due_at" };
        states(sql, office, filter, due);
        self.meant.conditions(sql, &office.db, "s");
        match &self.assigned {
            None => {}
            Some(Assigned::Nobody) => {
                sql.push(" AND s.assignee_id IS NULL");
            }
            Some(Assigned::To(people)) => {
                sql.among("s.assignee_id", people);
            }
        }
        seen(sql, &self.reach);
    }
}

/// Whether a filter is met by what is overdue alone.
fn asks_for_late(filter: &Filter) -> bool {
    filter.codes("stage") == [OVERDUE] || filter.codes("overdue") == [Late::Yes.code()]
}

async fn many_late(office: &Office) -> Result<bool> {
    let mut sql = Sql::new("SELECT COUNT(*) FROM (SELECT 1 AS one FROM supervisions s WHERE s.due_at < ");
    sql.arg(office.clock.millis()).limit(FEW + 1).push(") AS found");
    let found: Option<(i64,)> = sql.fetch_optional(&office.db).await?;
    Ok(found.is_some_and(|(found,)| found > FEW))
}

/// Everything that is said of where a delivery stands is one set of stages: what contradicts itself has no row, and
/// nobody looks for one.
fn states(sql: &mut Sql, office: &Office, filter: &Filter, due: &str) {
    let now = office.clock.millis();
    let overdue = filter.codes("overdue");
    let tabs = filter.codes("stage");
    let on_overdue = tabs.contains(&OVERDUE);
    let fits = |stage: Stage| {
        let frozen = if stage == Stage::Frozen { Answer::Yes } else { Answer::No };
        let of = |field: &str, code: &str| {
            let codes = filter.codes(field);
            codes.is_empty() || codes.contains(&code)
        };
        of("waiting_for", stage.waits_for().code())
            && of("frozen", frozen.code())
            && (on_overdue || of("stage", stage.code()))
    };
    let every = || Stage::ALL.iter().copied().filter(|stage| *stage != Stage::Overdue);
    let stages: Vec<&str> = every().filter(|stage| fits(*stage)).map(Stage::code).collect();
    if stages.len() < every().count() {
        among(sql.push(" AND "), &stages);
    }
    if on_overdue {
        let others: Vec<&str> = tabs.iter().copied().filter(|tab| *tab != OVERDUE).collect();
        sql.push(" AND (").push(due).push(" < ").arg(now);
        if !others.is_empty() {
            among(sql.push(" OR "), &others);
        }
        sql.push(")");
    }
    any(sql, overdue, |sql, code| {
        match Late::from_code(code) {
            Some(Late::Yes) => sql.push(due).push(" < ").arg(now),
            Some(Late::Soon) => {
                sql.push("(s.due_at >= ").arg(now).push(" AND s.due_at < ").arg(now + SOON_DAYS * DAY);
                sql.push(")")
            }
            _ => sql.push("(s.due_at IS NULL OR s.due_at >= ").arg(now).push(")"),
        };
    });
}

/// Appends that the stage is one of these; of one alone a query goes along its index.
fn among(sql: &mut Sql, stages: &[&str]) {
    match stages {
        [] => sql.push("1 = 0"),
        [one] => sql.push("s.stage = ").arg(*one),
        more => {
            sql.push("s.stage IN (");
            for (at, stage) in more.iter().enumerate() {
                sql.push(if at > 0 { ", " } else { "" }).arg(*stage);
            }
            sql.push(")")
        }
    };
}

/// Appends ` AND …` that only deliveries `s` meet that are seen: those of granted products (`domain.md` 2.8).
pub(crate) fn seen(sql: &mut Sql, reach: &Reach) {
    if let Reach::Products(products) = reach {
        sql.among("s.product_id", products);
    }
}
