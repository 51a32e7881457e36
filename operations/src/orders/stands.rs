//! Orders by where their lines stand: in the settlement with the reseller, and in bills — in there, open, or why not yet.

use std::collections::HashMap;

use domain::{
    access::{Actor, Operation},
    bill::BillingState,
    settlement::SettlementState,
};

use super::plan::{MOST_ORDERS, Name, Resolved};
use crate::{
    Office, Result,
    db::{Db, Sql, dialect::looked_up},
    list::Filter,
};

/// Code of [`BillingState`] of earnings `d`.
macro_rules! billing_state {
    () => {
        "(CASE WHEN d.bill_id IS NOT NULL THEN 'billed' WHEN d.reason IS NULL THEN 'open' ELSE d.reason END)"
    };
}
pub(crate) use billing_state;

/// What is kept of every line by where it stands, with an index by that and the age of the order.
#[derive(Debug)]
struct Account {
    /// What the way along that index is called.
    name: Name,
    /// The field of the list that asks for it; who may not do this finds nothing by it.
    field: &'static str,
    need: Operation,
    table: &'static str,
    /// As the index says it, of the table as `d`.
    stands: &'static str,
    /// From a code of the field to what a single line has.
    each: fn(&str) -> Vec<&'static str>,
}

/// What is owed to resellers, and what the merchant earns.
const ACCOUNTS: [&Account; 2] = [&SETTLEMENT, &BILLING];

const SETTLEMENT: Account = Account {
    name: "d.settlement",
    field: "settlement",
    need: Operation::ReadStatements,
    table: "dues d",
    stands: "(CASE WHEN d.statement_id IS NOT NULL THEN 'settled' WHEN d.reason IS NULL THEN 'open' \
             ELSE d.reason END)",
    each: |code| {
        let each = SettlementState::from_code(code).map(SettlementState::each).unwrap_or_default();
        each.into_iter().map(SettlementState::code).collect()
    },
};

const BILLING: Account = Account {
    name: "d.billing",
    field: "billing",
    need: Operation::ReadBills,
    table: "earnings d",
    stands: billing_state!(),
    each: |code| BillingState::from_code(code).map(BillingState::code).into_iter().collect(),
};

/// What is asked of an account: what a line has there, any of it.
#[derive(Clone, Debug)]
pub(crate) struct Stands {
    account: &'static Account,
    places: Vec<&'static str>,
}

impl Stands {
    /// What a filter asks for.
    pub(super) fn asked(actor: &Actor, filter: &Filter) -> Vec<Self> {
        let of = |account: &'static Account| {
            let codes = filter.codes(account.field);
            let may = actor.may(account.need).is_ok();
            let mut places: Vec<_> = codes.iter().flat_map(|code| (account.each)(code)).collect();
            places.retain(|_| may);
            places.sort_unstable();
            places.dedup();
            (!codes.is_empty()).then_some(Self { account, places })
        };
        ACCOUNTS.into_iter().filter_map(of).collect()
    }

    /// Whether no line has it.
    pub(super) const fn is_nothing(&self) -> bool {
        self.places.is_empty()
    }

    /// What the way along its index is called.
    pub(super) const fn name(&self) -> Name {
        self.account.name
    }

    /// Appends ` AND …` that just these orders meet.
    pub(super) fn conditions(&self, sql: &mut Sql, db: &Db, resolved: &Resolved) {
        let Account { name, table, stands, .. } = self.account;
        if resolved.plan.is_along(name) {
            let (among, end) = looked_up(db);
            sql.push(" AND o.id ").push(among);
            for (at, place) in self.places.iter().enumerate() {
                sql.push(if at == 0 { "" } else { " UNION ALL " });
                // Few they are: said so, in the order of the index, PostgreSQL does not walk through all lines.
                sql.push("SELECT order_id FROM (SELECT d.order_id FROM ").push(table).push(" WHERE ");
                sql.push(stands).push(" = ").arg(*place);
                sql.push(" ORDER BY d.ordered_at, d.order_id").limit(MOST_ORDERS + 1).push(") AS here");
            }
            sql.push(end);
        } else {
            // Given EXISTS, PostgreSQL walks through all lines once instead of looking up those of an order.
            sql.push(" AND (SELECT 1 FROM ").push(table).push(" WHERE d.order_id = o.id");
            // Hidden from its index: the lines of one order are few.
            sql.any_of(&format!("({stands} || '')"), &self.places).push(" LIMIT 1) IS NOT NULL");
        }
    }

    /// Whether so few lines stand there that their orders are collected.
    pub(super) async fn leaves_few(&self, office: &Office) -> Result<bool> {
        let mut sql = Sql::new("SELECT COUNT(*) FROM (SELECT 1 AS one FROM ");
        sql.push(self.account.table).push(" WHERE 1 = 1");
        sql.any_of(self.account.stands, &self.places).limit(MOST_ORDERS + 1).push(") AS found");
        let (found,) = sql.fetch_optional::<(i64,)>(&office.db).await?.unwrap_or_default();
        Ok(found <= MOST_ORDERS)
    }
}

/// Where the lines of these orders stand in bills, each place once; `None` for whoever may not read bills.
pub(super) async fn billed(
    office: &Office,
    actor: &Actor,
    orders: &[i64],
) -> Result<Option<HashMap<i64, Vec<BillingState>>>> {
    if actor.may(Operation::ReadBills).is_err() {
        return Ok(None);
    }
    if orders.is_empty() {
        return Ok(Some(HashMap::new()));
    }
    let mut sql =
        Sql::new(concat!("SELECT d.order_id, ", billing_state!(), " AS place FROM earnings d WHERE 1 = 1"));
    sql.among("d.order_id", orders).push(" ORDER BY d.order_id, d.line_no, d.part");
    let mut stand: HashMap<i64, Vec<BillingState>> = HashMap::new();
    for (order, code) in sql.fetch_all::<(i64, String)>(&office.db).await? {
        let places = stand.entry(order).or_default();
        places.extend(BillingState::from_code(&code).filter(|place| !places.contains(place)));
    }
    Ok(Some(stand))
}
