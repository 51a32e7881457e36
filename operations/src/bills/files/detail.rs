//! The lines of a bill with everything that decided them, page by page.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use domain::{access::Actor, settlement::RuleVersion};

use crate::{
    Failure, Office, Result,
    bills::{Bill, LINES, Line, lines},
    db::Sql,
    list::Filter,
    rules,
};

/// Lines in memory at a time.
const PAGE: i64 = 2_000;

/// A line of a bill with everything that decided it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    /// The bill.
    pub bill: Arc<Bill>,
    /// The line.
    pub line: Line,
    /// The rule and its version, such as `general v2`; empty for what no formula computes.
    pub rule: String,
    /// The values that went into the formula as JSON: amounts in minor units, rates in millionths. Empty without one.
    pub inputs: String,
    /// The formula with its numbers; empty without one.
    pub calculation: String,
    /// The value before the one rounding; `…` at its end: more digits follow.
    pub unrounded: String,
    /// The line of another bill that it corrects.
    pub corrects: Option<Corrected>,
}

/// A line of another bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Corrected {
    /// Row of the bill.
    pub bill: i64,
    /// Its number, when it has one.
    pub number: Option<String>,
    /// Position of the line; 0 for the bill as a whole.
    pub position: i64,
}

impl Corrected {
    /// The bill, and the line in it: `GB-202610-0001/3`.
    #[must_use]
    pub fn written(&self) -> String {
        let bill = self.number.clone().unwrap_or_else(|| self.bill.to_string());
        if self.position == 0 { bill } else { format!("{bill}/{}", self.position) }
    }
}

/// Reads the lines of a bill in their order, a page in memory at a time.
pub(crate) struct Reader {
    office: Office,
    actor: Actor,
    bill: Arc<Bill>,
    rules: Arc<[RuleVersion]>,
    /// Bills that lines correct, with their numbers.
    numbers: BTreeMap<i64, Option<String>>,
    /// What is still to be read.
    rest: Option<Filter>,
    /// Lines so far, and what they come to.
    read: (i64, i128),
}

impl Reader {
    /// Begins with the first line. The rules are read with [`rules::versions`].
    pub(crate) fn new(office: &Office, actor: &Actor, bill: Arc<Bill>, rules: Arc<[RuleVersion]>) -> Self {
        Self {
            office: office.clone(),
            actor: actor.clone(),
            bill,
            rules,
            numbers: BTreeMap::new(),
            rest: Some(Filter::of(&LINES).sized(PAGE)),
            read: (0, 0),
        }
    }

    /// The same, when nothing else needs the rules.
    ///
    /// # Errors
    /// What the database said.
    pub(crate) async fn open(office: &Office, actor: &Actor, bill: &Bill) -> Result<Self> {
        let rules = rules::versions(office).await?;
        Ok(Self::new(office, actor, Arc::new(bill.clone()), rules.into()))
    }

    /// The next lines; none behind the last one.
    ///
    /// # Errors
    /// `Denied`; the agreement in force is not signed; `NotFound` when the bill was made anew meanwhile; `Internal` when
    /// the lines do not come to what its head says, so that no file is taken for whole.
    pub(crate) async fn page(&mut self) -> Result<Vec<Detail>> {
        let Some(filter) = self.rest.take() else { return Ok(Vec::new()) };
        let (_, page) = lines(&self.office, &self.actor, self.bill.id, &filter).await?;
        for line in &page.rows {
            self.read.0 += 1;
            self.read.1 += i128::from(line.amount_minor);
        }
        self.rest = page.next.map(|next| filter.at(Some(next)));
        if self.rest.is_none() && self.read != (self.bill.line_count, i128::from(self.bill.total_minor)) {
            let what = "its lines do not come to its total: try again, and verify the books";
            return Err(Failure::Internal(format!("bill {}: {what}", self.bill.called())));
        }
        self.look_up(&page.rows).await?;
        page.rows.into_iter().map(|line| self.detail(line)).collect()
    }

    async fn look_up(&mut self, rows: &[Line]) -> Result<()> {
        let wanted: BTreeSet<i64> = rows.iter().filter_map(|line| Some(line.corrects?.0)).collect();
        let missing: Vec<i64> = wanted.into_iter().filter(|bill| !self.numbers.contains_key(bill)).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let mut sql = Sql::new("SELECT id, number FROM bills WHERE 1 = 1");
        sql.among("id", &missing);
        self.numbers.extend(sql.fetch_all::<(i64, Option<String>)>(&self.office.db).await?);
        Ok(())
    }

    fn detail(&self, line: Line) -> Result<Detail> {
        let settled = line.explanation(&self.rules)?;
        Ok(Detail {
            bill: Arc::clone(&self.bill),
            rule: line.rule.map(|rule| rule.name()).unwrap_or_default(),
            inputs: line.written()?.unwrap_or_default(),
            calculation: settled.map(|settled| settled.formula()).unwrap_or_default(),
            unrounded: line.exact.bare(self.bill.currency),
            corrects: line.corrects.map(|(bill, position)| Corrected {
                bill,
                number: self.numbers.get(&bill).cloned().flatten(),
                position,
            }),
            line,
        })
    }
}
