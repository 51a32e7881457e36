//! The bills of a month while they are put together.

use std::collections::BTreeMap;

use domain::{
    Currency, Period, Problem,
    bill::{BillKind, Earner, Item},
    money,
    order::{DeliveryType, PaymentMethod},
    settlement::{Parts, RuleName, RuleVersion},
};

use super::Run;
use crate::{
    Failure, Office, Result,
    bills::{
        disputes,
        line::{self, Line},
    },
    db::{Sql, Tx},
    jobs::Lease,
    rules,
};

/// Which bill of a month it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) kind: BillKind,
    pub(super) payment: PaymentMethod,
    pub(super) currency: Currency,
}

/// What lines of one sort come to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sum {
    pub(super) lines: i64,
    pub(super) amount_minor: i64,
    /// What buyers paid for lines that take part in increments.
    pub(super) base_minor: i64,
    /// What the amount is made of.
    pub(super) parts: Parts,
}

/// Product, how it is delivered, item, month in which it was earned.
pub(super) type Sort = (i64, &'static str, Item, i64);

/// What takes part in the increment of a product in a month, under a rule (5.2).
#[derive(Clone, Debug)]
pub(super) struct Base {
    pub(super) base_minor: i64,
    pub(super) product_name: String,
    pub(super) delivery_type: DeliveryType,
}

/// A bill while it is put together.
pub(super) struct Draft {
    pub(super) id: i64,
    pub(super) key: Key,
    pub(super) position: i64,
    pub(super) lines: i64,
    pub(super) total_minor: i64,
    pub(super) hash: Vec<u8>,
    pub(super) sums: BTreeMap<Sort, Sum>,
    pub(super) bases: BTreeMap<(i64, Period, RuleName), Base>,
    /// Rows of the earnings that take something back: they come after what they take it from.
    pub(super) refunds: Vec<i64>,
    /// Lines were taken out again.
    pub(super) gaps: bool,
}

impl Draft {
    /// What its total is made of.
    pub(super) fn parts(&self) -> Result<Parts> {
        let all = self.sums.values().try_fold(Parts::default(), |all, sum| all.plus(sum.parts));
        all.ok_or_else(|| beyond(self.total_minor, "its parts"))
    }

    /// Puts a line at the end.
    pub(super) fn take(&mut self, mut line: Line, base_minor: i64) -> Result<(Line, Option<String>)> {
        self.position += 1;
        line.position = self.position;
        let written = line.written()?;
        self.hash = line.hash_after(&self.hash, written.as_deref());
        self.total_minor = added(self.total_minor, line.amount_minor)?;
        self.lines += 1;
        let delivery = line.delivery_type.map_or("", DeliveryType::code);
        let sort = (line.product_id.unwrap_or_default(), delivery, line.item, line.period.number());
        let sum = self.sums.entry(sort).or_default();
        sum.lines += 1;
        sum.amount_minor = added(sum.amount_minor, line.amount_minor)?;
        sum.base_minor = added(sum.base_minor, base_minor)?;
        let parts = line.parts().and_then(|parts| sum.parts.plus(parts));
        sum.parts = parts.ok_or_else(|| beyond(line.amount_minor, "its parts"))?;
        Ok((line, written))
    }
}

/// A sum within the books.
pub(super) fn added(sum: i64, minor: i64) -> Result<i64> {
    let within = sum.checked_add(minor).filter(|sum| sum.abs() <= money::MOST_MINOR);
    within.ok_or_else(|| beyond(sum, minor))
}

fn beyond(sum: i64, more: impl std::fmt::Display) -> Failure {
    Failure::Invalid(vec![Problem::TooLarge { value: format!("{sum} + {more}") }.of("total")])
}

/// The bills of a month while they are put together.
pub(super) struct Build<'a> {
    pub(super) office: &'a Office,
    pub(super) run: &'a Run,
    pub(super) lease: &'a mut Lease,
    /// The versions that counted when it began.
    pub(super) rules: Vec<RuleVersion>,
    pub(super) drafts: Vec<Draft>,
    pub(super) done: i64,
    pub(super) total: i64,
}

impl<'a> Build<'a> {
    /// Nothing is put together yet.
    pub(super) async fn new(office: &'a Office, run: &'a Run, lease: &'a mut Lease) -> Result<Self> {
        let rules = rules::versions(office).await?;
        let mut sql = Sql::new("SELECT COUNT(*) FROM earnings WHERE bill_id IS NULL AND period <= ");
        sql.arg(run.period.number());
        let (total,) = sql.fetch_optional::<(i64,)>(&office.db).await?.unwrap_or_default();
        Ok(Self { office, run, lease, rules, drafts: Vec::new(), done: 0, total })
    }

    pub(super) fn earner(&self) -> Earner<'_> {
        Earner { rules: &self.rules, region: self.run.site }
    }

    /// The bills that there is something for, and of which no other one of the month stands.
    async fn keys(&self) -> Result<Vec<Key>> {
        let mut sql = Sql::new(
            "SELECT DISTINCT e.kind, e.payment, e.currency FROM earnings e WHERE e.bill_id IS NULL AND e.period <= ",
        );
        sql.arg(self.run.period.number());
        let mut found: Vec<(String, String, String)> = sql.fetch_all(&self.office.db).await?;
        let mut sql =
            Sql::new("SELECT kind, payment, currency FROM bills WHERE state <> 'void' AND period = ");
        sql.arg(self.run.period.number()).push(" AND made_at IS NOT NULL");
        let stand: Vec<(String, String, String)> = sql.fetch_all(&self.office.db).await?;
        // A bill below zero is carried over although nothing else was earned.
        let mut sql = Sql::new(
            "SELECT DISTINCT kind, payment, currency FROM bills WHERE total_minor < 0 AND carried_by_id IS NULL AND \
             state IN ('locked', 'paid') AND period < ",
        );
        sql.arg(self.run.period.number());
        found.extend(sql.fetch_all::<(String, String, String)>(&self.office.db).await?);
        found.extend(disputes::keys(self.office, self.run.period).await?);
        found.retain(|key| !stand.contains(key));
        let unknown = |code: &str| Failure::Internal(format!("earnings of '{code}' are not known"));
        let key = |(kind, payment, currency): (String, String, String)| {
            Ok(Key {
                kind: BillKind::from_code(&kind).ok_or_else(|| unknown(&kind))?,
                payment: PaymentMethod::from_code(&payment).ok_or_else(|| unknown(&payment))?,
                currency: Currency::from_code(&currency).ok_or_else(|| unknown(&currency))?,
            })
        };
        let mut keys = found.into_iter().map(key).collect::<Result<Vec<_>>>()?;
        keys.sort_unstable();
        keys.dedup();
        Ok(keys)
    }

    /// Takes up the lines of orders, all but what takes something back.
    pub(super) async fn lines(&mut self) -> Result<()> {
        for key in self.keys().await? {
            let id = self.bill(key).await?;
            let mut draft = Draft {
                id,
                key,
                position: 0,
                lines: 0,
                total_minor: 0,
                hash: Vec::new(),
                sums: BTreeMap::new(),
                bases: BTreeMap::new(),
                refunds: Vec::new(),
                gaps: false,
            };
            let mut after = (0, 0);
            while let Some(last) = self.slice(&mut draft, after).await? {
                after = last;
            }
            self.drafts.push(draft);
        }
        Ok(())
    }

    /// The row of a bill: that of the draft which is made anew, so that it keeps its address.
    async fn bill(&self, key: Key) -> Result<i64> {
        let mut tx = self.office.db.begin().await?;
        let mut sql = Sql::new(
            "UPDATE bills SET outdated = 0, line_count = 0, total_minor = 0, lines_hash = NULL, submitted_by = NULL, \
             submitter = NULL, submitted_at = NULL, approver = NULL, approved_at = NULL, reason = NULL, run_id = ",
        );
        sql.arg(self.run.id)
            .push(" WHERE id = (SELECT MIN(b.id) FROM bills b WHERE b.made_at IS NULL AND b.kind = ");
        sql.arg(key.kind.code()).push(" AND b.payment = ").arg(key.payment.code()).push(" AND b.currency = ");
        sql.arg(key.currency.code()).push(" AND b.period = ").arg(self.run.period.number());
        sql.push(") RETURNING id");
        if let Some((id,)) = sql.fetch_optional_in::<(i64,)>(&mut tx).await? {
            tx.commit().await?;
            return Ok(id);
        }
        let mut sql = Sql::new("INSERT INTO bills (kind, payment, currency, period, state, run_id) VALUES (");
        sql.arg(key.kind.code()).push(", ").arg(key.payment.code()).push(", ").arg(key.currency.code());
        sql.push(", ")
            .arg(self.run.period.number())
            .push(", 'draft', ")
            .arg(self.run.id)
            .push(") RETURNING id");
        let (id,) = sql.fetch_optional_in::<(i64,)>(&mut tx).await?.ok_or(Failure::NotFound)?;
        tx.commit().await?;
        Ok(id)
    }

    /// Writes lines of a bill, and notes how far the run is.
    pub(super) async fn write(
        &mut self,
        tx: &mut Tx,
        bill: i64,
        lines: Vec<(Line, Option<String>)>,
    ) -> Result<()> {
        line::insert(tx, bill, lines).await?;
        self.lease.advance(tx, self.done, self.total).await
    }
}

/// Appends what makes of `earnings e` those of a bill that stand in none.
pub(super) fn open(sql: &mut Sql, key: Key) -> &mut Sql {
    sql.push("e.kind = ").arg(key.kind.code()).push(" AND e.payment = ").arg(key.payment.code());
    sql.push(" AND e.currency = ").arg(key.currency.code()).push(" AND e.bill_id IS NULL")
}
