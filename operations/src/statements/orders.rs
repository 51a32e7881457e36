//! The orders of a statement, for a list that is narrowed by it.

use domain::{
    settlement::{Nature, StatementState},
    text,
};

use super::{
    head::find,
    open::{Party, months, of_party},
    reader::Reader,
};
use crate::{
    Failure, Office, Result,
    db::{Db, Sql, dialect::looked_up},
};

/// How a draft, which has no number yet, is called: this, and its row.
pub const DRAFT: &str = "draft-";

/// The orders that stand in a statement, or that a draft would take up.
#[derive(Clone, Debug)]
pub(crate) struct OrdersOf {
    id: i64,
    /// Of a draft, the months whose dues it takes up.
    open: Option<(Party, Vec<i64>)>,
}

impl OrdersOf {
    /// By the number of an issued one, or `draft-12`; `None` when there is none that is called so.
    pub(crate) async fn named(office: &Office, given: &str) -> Result<Option<Self>> {
        let given = text::plain(given);
        let Some(row) = given.to_ascii_lowercase().strip_prefix(DRAFT).map(str::to_owned) else {
            let mut sql = Sql::new("SELECT id FROM statements WHERE number = ");
            sql.arg(given.to_uppercase());
            let found: Option<(i64,)> = sql.fetch_optional(&office.db).await?;
            return Ok(found.map(|(id,)| Self { id, open: None }));
        };
        let Ok(id) = row.parse() else { return Ok(None) };
        let head = match find(office, id).await {
            Err(Failure::NotFound) => return Ok(None),
            head => head?,
        };
        let takes_up = head.state == StatementState::Draft && head.nature != Nature::Reversal;
        let open = match takes_up {
            true => Some((head.party(), months(&mut Reader::Pool(&office.db), &head).await?)),
            false => None,
        };
        Ok(Some(Self { id, open }))
    }

    /// Appends ` AND …` that just these orders meet.
    pub(crate) fn conditions(&self, sql: &mut Sql, db: &Db) {
        let (among, end) = looked_up(db);
        sql.push(" AND o.id ").push(among).push("SELECT order_id FROM statement_lines WHERE statement_id = ");
        sql.arg(self.id);
        match &self.open {
            // In the order of the index that has them.
            None => sql.push(" ORDER BY position"),
            Some((party, months)) => {
                sql.push(" UNION ALL SELECT d.order_id FROM dues d WHERE ");
                of_party(sql, *party);
                sql.among("d.period", months)
            }
        };
        sql.push(end);
    }
}
