//! A line of a bill: what went in, what came out.

use domain::{
    Period,
    bill::Item,
    order::DeliveryType,
    settlement::{Formula, Fraction, Inputs, Parts, RuleName, RuleVersion, Settled, evaluate},
};
use sha2::{Digest, Sha256};
use sqlx::FromRow;

use crate::{
    Failure, Result,
    db::{Arg, Bulk, Tx},
};

/// A line of a bill, as it was frozen when the bill was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Counts upwards from 1.
    pub position: i64,
    /// What it is.
    pub item: Item,
    /// Row of its earning; `None` for what is of no order.
    pub(super) earning_id: Option<i64>,
    /// Row of its order.
    pub(super) order_id: Option<i64>,
    /// Order number; empty for what is of no order. Of what is carried over the number of that bill.
    pub order_no: String,
    /// Number of the line in the order.
    pub line_no: i64,
    /// The milestone; 0 when it is billed at once.
    pub part: i64,
    /// Code of [`domain::order::OrderType`]; empty for what is of no order.
    pub order_type: String,
    /// Customer; empty for what is of no order.
    pub customer_name: String,
    /// Row of the product.
    pub(super) product_id: Option<i64>,
    /// Product; empty for what is carried over.
    pub product_name: String,
    /// How it is delivered; `None` for what is carried over.
    pub delivery_type: Option<DeliveryType>,
    /// The month in which it was earned.
    pub period: Period,
    /// The rule that settled it; `None` for what no formula computes.
    pub rule: Option<RuleName>,
    /// What went into the formula.
    pub inputs: Option<Inputs>,
    /// The value before the one rounding, in minor units.
    pub exact: Fraction,
    /// The amount in minor units.
    pub amount_minor: i64,
    /// Bill and position of the line that it corrects.
    pub corrects: Option<(i64, i64)>,
    /// Why.
    pub reason: Option<String>,
}

/// The columns of a line, in the order in which they are written.
pub(super) const COLUMNS: &str = "bill_id, position, item, earning_id, order_id, order_no, line_no, part, order_type, \
     customer_name, product_id, product_name, delivery_type, period, formula, rule_version, inputs, numerator, \
     denominator, amount_minor, corrects_bill_id, corrects_position, reason";

/// The same, of `bill_lines l` beside other tables.
pub(super) fn of_lines() -> String {
    COLUMNS.split(',').map(|name| format!("l.{}", name.trim())).collect::<Vec<_>>().join(", ")
}

#[derive(FromRow)]
pub(super) struct LineRow {
    pub(super) position: i64,
    item: String,
    earning_id: Option<i64>,
    order_id: Option<i64>,
    order_no: String,
    line_no: i64,
    part: i64,
    order_type: String,
    customer_name: String,
    product_id: Option<i64>,
    product_name: String,
    delivery_type: String,
    period: i64,
    formula: Option<String>,
    rule_version: Option<i64>,
    inputs: Option<String>,
    numerator: String,
    denominator: String,
    amount_minor: i64,
    corrects_bill_id: Option<i64>,
    corrects_position: Option<i64>,
    reason: Option<String>,
}

impl TryFrom<LineRow> for Line {
    type Error = Failure;

    fn try_from(row: LineRow) -> Result<Self> {
        let wrong = || Failure::Internal(format!("line {} of a bill was not frozen like this", row.position));
        let term = |text: &str| text.parse::<i128>().map_err(|_| wrong());
        let formula = row.formula.as_deref().map(|code| Formula::from_code(code).ok_or_else(wrong));
        let inputs = row.inputs.as_deref().map(|text| serde_json::from_str(text).map_err(|_| wrong()));
        let delivery = match row.delivery_type.as_str() {
            "" => None,
            code => Some(DeliveryType::from_code(code).ok_or_else(wrong)?),
        };
        Ok(Self {
            item: Item::from_code(&row.item).ok_or_else(wrong)?,
            delivery_type: delivery,
            period: Period::from_number(row.period).ok_or_else(wrong)?,
            rule: formula
                .transpose()?
                .zip(row.rule_version)
                .map(|(formula, version)| RuleName { formula, version }),
            inputs: inputs.transpose()?,
            exact: Fraction::of(term(&row.numerator)?, term(&row.denominator)?).ok_or_else(wrong)?,
            corrects: row.corrects_bill_id.zip(row.corrects_position),
            position: row.position,
            earning_id: row.earning_id,
            order_id: row.order_id,
            order_no: row.order_no,
            line_no: row.line_no,
            part: row.part,
            order_type: row.order_type,
            customer_name: row.customer_name,
            product_id: row.product_id,
            product_name: row.product_name,
            amount_minor: row.amount_minor,
            reason: row.reason,
        })
    }
}

impl LineRow {
    /// Bill and position of the line that it corrects.
    pub(super) fn corrects(&self) -> Option<(i64, i64)> {
        self.corrects_bill_id.zip(self.corrects_position)
    }
}

impl Line {
    /// A line of no order that comes to nothing yet.
    pub(super) fn plain(item: Item, period: Period) -> Self {
        Self {
            position: 0,
            item,
            earning_id: None,
            order_id: None,
            order_no: String::new(),
            line_no: 0,
            part: 0,
            order_type: String::new(),
            customer_name: String::new(),
            product_id: None,
            product_name: String::new(),
            delivery_type: None,
            period,
            rule: None,
            inputs: None,
            exact: Fraction::whole(0),
            amount_minor: 0,
            corrects: None,
            reason: None,
        }
    }

    /// How the amount came about, from the inputs and the version of the rule that it was computed with; `None` for
    /// what no formula computes.
    ///
    /// # Errors
    /// `Internal` when the line holds what no formula would have taken.
    pub fn explanation(&self, rules: &[RuleVersion]) -> Result<Option<Settled>> {
        let Some((name, inputs)) = self.rule.zip(self.inputs) else { return Ok(None) };
        let wrong = |what: String| Failure::Internal(format!("line {} of a bill: {what}", self.position));
        let rule = rules.iter().find(|rule| rule.id() == name);
        let rule = rule.ok_or_else(|| wrong(format!("there is no {}", name.name())))?;
        evaluate(rule, &inputs).map(Some).map_err(|problem| wrong(problem.to_string()))
    }

    /// What its amount is made of (4.3): nothing for what no formula computes. `None` beyond the books.
    #[must_use]
    pub fn parts(&self) -> Option<Parts> {
        self.inputs.as_ref().map_or(Some(Parts::default()), |inputs| Parts::of(inputs, self.amount_minor))
    }

    /// Its inputs as they are kept.
    pub(super) fn written(&self) -> Result<Option<String>> {
        let written = |inputs| serde_json::to_string(inputs).map_err(|e| Failure::Internal(e.to_string()));
        self.inputs.as_ref().map(written).transpose()
    }

    /// The hash of the lines up to this one; `before` is that of the lines before it, empty for the first. Lengths
    /// stand in front of texts, so that no two lines are written alike.
    pub(super) fn hash_after(&self, before: &[u8], written: Option<&str>) -> Vec<u8> {
        let mut hasher = Sha256::new();
        let formula = self.rule.map_or("", |rule| rule.formula.code());
        let (numerator, denominator) =
            (self.exact.numerator().to_string(), self.exact.denominator().to_string());
        hasher.update(before);
        for text in [
            self.item.code(),
            &self.order_no,
            &self.order_type,
            &self.customer_name,
            &self.product_name,
            self.delivery_type.map_or("", DeliveryType::code),
            formula,
            written.unwrap_or_default(),
            &numerator,
            &denominator,
            self.reason.as_deref().unwrap_or_default(),
        ] {
            hasher.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
            hasher.update(text);
        }
        for number in [
            self.position,
            self.line_no,
            self.part,
            self.period.number(),
            self.rule.map_or(0, |rule| rule.version),
            self.amount_minor,
            self.corrects.map_or(0, |of| of.0),
            self.corrects.map_or(0, |of| of.1),
        ] {
            hasher.update(number.to_be_bytes());
        }
        hasher.finalize().to_vec()
    }
}

/// Writes lines, each with its inputs as they are kept, into the bill of this row.
pub(super) async fn insert(tx: &mut Tx, bill_id: i64, lines: Vec<(Line, Option<String>)>) -> Result<()> {
    let mut bulk = Bulk::new(23);
    for (line, inputs) in lines {
        bulk.row::<23>([
            bill_id.into(),
            line.position.into(),
            line.item.code().into(),
            line.earning_id.into(),
            line.order_id.into(),
            line.order_no.into(),
            line.line_no.into(),
            line.part.into(),
            line.order_type.into(),
            line.customer_name.into(),
            line.product_id.into(),
            line.product_name.into(),
            line.delivery_type.map_or("", DeliveryType::code).into(),
            line.period.number().into(),
            Arg::MaybeText(line.rule.map(|rule| rule.formula.code().to_owned())),
            line.rule.map(|rule| rule.version).into(),
            inputs.into(),
            line.exact.numerator().to_string().into(),
            line.exact.denominator().to_string().into(),
            line.amount_minor.into(),
            line.corrects.map(|of| of.0).into(),
            line.corrects.map(|of| of.1).into(),
            line.reason.into(),
        ]);
    }
    Ok(bulk.execute(tx, &format!("INSERT INTO bill_lines ({COLUMNS}) VALUES "), "").await?)
}
