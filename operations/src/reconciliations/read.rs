//! Reading a bill of the marketplace: its lines, the rows that cannot be read, and its sums.

use std::{collections::HashMap, ops::ControlFlow, path::Path};

use domain::{
    Currency, FieldProblem, Period, Problem, Zone,
    bill::Item,
    money::Amount,
    order::{self, OrderType},
    reconciliation::Side,
    text,
};

use super::{
    Refused,
    columns::{COLUMNS, Col},
    ours::Ours,
};
use crate::{
    Result,
    db::millis,
    files::{
        Form, Unreadable,
        cell::{disarmed, is_error, whole_id},
        header::Header,
        read::{self, Found, Position, Record},
    },
};

/// Lines of a file: more than a sheet of a workbook has.
const MOST_LINES: usize = 1_200_000;
/// Rows that cannot be read beyond which the file as a whole is none.
const MOST_REFUSED: usize = 50_000;
/// What the first cell of a sum says.
const SUMS: [&str; 8] = ["合计", "总计", "小计", "累计", "total", "subtotal", "grand total", "sum"];

/// A line of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Theirs {
    pub(super) table: usize,
    pub(super) row: u64,
    pub(super) order_no: String,
    pub(super) line_no: Option<i64>,
    pub(super) back: bool,
    pub(super) product_name: String,
    pub(super) amount_minor: i64,
    pub(super) currency: Currency,
    pub(super) day: Option<i64>,
}

impl Theirs {
    pub(super) fn side(&self) -> Side<'_> {
        Side {
            order_no: &self.order_no,
            line_no: self.line_no,
            back: self.back,
            amount_minor: self.amount_minor,
            currency: self.currency,
            day: self.day,
        }
    }
}

/// A row that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedRow {
    /// Name of its sheet; empty for a text.
    pub sheet: String,
    /// The row, as a spreadsheet counts.
    pub row: u64,
    /// What is wrong with it.
    pub problems: Vec<FieldProblem>,
}

/// What a file says.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) lines: Vec<Theirs>,
    /// By place, and the problems.
    pub(super) refused: Vec<(u64, Vec<FieldProblem>)>,
    /// Rows that are sums.
    pub(super) totals: u64,
    /// What the only sum says.
    pub(super) stated: Option<Amount>,
}

impl Read {
    /// Rows of the file below its headings.
    pub(super) fn rows(&self) -> u64 {
        self.totals + (self.lines.len() + self.refused.len()) as u64
    }
}

/// How cells are understood.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading<'a> {
    pub(super) form: &'a Form,
    pub(super) zone: Zone,
    pub(super) period: Period,
    /// Of amounts that say none, by the number of their order.
    pub(super) currency: &'a Known,
}

/// In which currency an amount is that says none.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// The only one of our bills.
    pub(super) only: Option<Currency>,
    /// That of an order; `None` for one that stands in bills of several.
    pub(super) orders: HashMap<String, Option<Currency>>,
}

impl Known {
    /// What our bills say.
    pub(super) fn of(lines: &[Ours]) -> Self {
        let mut known = Self { only: lines.first().map(|line| line.currency), orders: HashMap::new() };
        if lines.iter().all(|line| Some(line.currency) == known.only) {
            return known;
        }
        known.only = None;
        for line in lines.iter().filter(|line| !line.order_no.is_empty()) {
            let of = known.orders.entry(line.order_no.clone()).or_insert(Some(line.currency));
            *of = of.filter(|currency| *currency == line.currency);
        }
        known
    }

    fn currency(&self, order_no: &str) -> Option<Currency> {
        self.only.or_else(|| self.orders.get(order_no).copied().flatten())
    }
}

/// Reads a whole file.
///
/// # Errors
/// `Unreadable`, also when hardly a row can be read.
pub(super) fn read(path: &Path, reading: Reading<'_>, position: &Position) -> Result<Read> {
    let headers: Vec<Header> = reading.form.tables.iter().map(|table| Header::of(COLUMNS, table)).collect();
    let mut file = Read::default();
    read::read(path, reading.form, position, &mut |found| {
        let (record, why) = match found {
            Found::Row(record) => (record, None),
            Found::Unreadable(record, why) => (record, Some(why)),
        };
        let Some(header) = headers.get(record.table) else { return Ok(ControlFlow::Continue(())) };
        if let Some(why) = why {
            let problem = Problem::Unreadable { why }.of("");
            file.refused.push((record.place(), vec![problem]));
            return Ok(ControlFlow::Continue(()));
        }
        record.fit(header.width);
        let cells = Cells { record, header, reading };
        if cells.is_sum() {
            file.totals += 1;
            let amount = Amount::parse(cells.text(Col::Amount), reading.form.numbers).ok();
            file.stated = amount.filter(|_| file.totals == 1);
            return Ok(ControlFlow::Continue(()));
        }
        match cells.line() {
            Ok(_) if file.lines.len() == MOST_LINES => {
                return Err(Refused::TooManyLines { most: MOST_LINES }.into());
            }
            Ok(line) => file.lines.push(line),
            Err(problems) => file.refused.push((record.place(), problems)),
        }
        let hopeless = file.refused.len() > MOST_REFUSED && file.refused.len() > file.lines.len();
        Ok(if hopeless { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })?;
    if file.lines.is_empty() && file.refused.is_empty() {
        return Err(Unreadable::NoRows.into());
    }
    Ok(file)
}

struct Cells<'a> {
    record: &'a Record,
    header: &'a Header,
    reading: Reading<'a>,
}

impl Cells<'_> {
    fn text(&self, column: Col) -> &str {
        self.header.place(column as usize).map_or("", |place| disarmed(self.record.cell(place)).trim())
    }

    /// Whether a row is a sum: it names no order, and one of its cells says so.
    fn is_sum(&self) -> bool {
        let says = |cell: &str| {
            let plain = text::folded(cell.trim().trim_end_matches([':', '：']));
            SUMS.contains(&plain.as_str())
        };
        let number = self.text(Col::OrderNo);
        (number.is_empty() || says(number)) && self.record.cells().any(says)
    }

    /// # Errors
    /// Every problem of its cells.
    fn line(&self) -> Result<Theirs, Vec<FieldProblem>> {
        if self.record.len() != self.header.width {
            let (cells, headings) = (self.record.len() as u64, self.header.width as u64);
            return Err(vec![Problem::RowWidth { cells, headings }.of("")]);
        }
        let mut problems = Vec::new();
        let mut said = Said { cells: self, problems: &mut problems };
        let number = |text: &str| order::parse_number(whole_id(text)?);
        let order_no = said.get(Col::OrderNo, number).unwrap_or_default();
        // A number of another kind than ours says nothing: the order decides then.
        let line_no = said.get(Col::LineNo, |text| Ok(order::parse_line_number(text).ok())).flatten();
        let item = said.get(Col::Item, |text| Ok(Item::from_code(text)));
        let order_type = said.get(Col::OrderType, |text| Ok(OrderType::from_code(text)));
        let product_name = said.get(Col::ProductName, |text| text::required(text, 200)).unwrap_or_default();
        said.period();
        let day = said.get(Col::Day, |text| self.reading.zone.parse_as(text, self.reading.form.dates));
        let amount = said.amount(&order_no);
        if order_no.is_empty() && product_name.is_empty() && problems.is_empty() {
            problems.push(Problem::Missing.of("order_no"));
        }
        let Some((amount_minor, currency)) = amount.filter(|_| problems.is_empty()) else {
            return Err(problems);
        };
        let back = amount_minor < 0
            || item.flatten() == Some(Item::Refund)
            || order_type.flatten() == Some(OrderType::Unsubscribe);
        Ok(Theirs {
            table: self.record.table,
            row: self.record.row,
            day: day
                .map(|at| millis(self.reading.zone.day(self.reading.zone.wall(at).date()).0) / 86_400_000),
            order_no,
            line_no,
            back,
            product_name,
            amount_minor,
            currency,
        })
    }
}

/// Values that are taken from cells, and what is wrong with them.
struct Said<'a, 'p> {
    cells: &'a Cells<'a>,
    problems: &'p mut Vec<FieldProblem>,
}

impl Said<'_, '_> {
    fn get<T>(&mut self, column: Col, read: impl FnOnce(&str) -> Result<T, Problem>) -> Option<T> {
        let cell = self.cells.text(column);
        if cell.is_empty() {
            return None;
        }
        let value =
            if is_error(cell) { Err(Problem::ErrorCell { value: cell.to_owned() }) } else { read(cell) };
        match value {
            Ok(value) => Some(value),
            Err(problem) => {
                self.problems.push(problem.of(COLUMNS[column as usize].name));
                None
            }
        }
    }

    /// A line of another month is none of this bill.
    fn period(&mut self) {
        let wanted = self.cells.reading.period;
        self.get(Col::Period, |text| match Period::parse(text)? {
            period if period == wanted => Ok(()),
            period => Err(Problem::OtherMonth { value: period.to_string(), wanted: wanted.to_string() }),
        });
    }

    /// The amount, in minor units of its currency: that of its column, of its sign, or of our bills.
    fn amount(&mut self, order_no: &str) -> Option<(i64, Currency)> {
        let reading = self.cells.reading;
        let given = self.get(Col::Currency, Currency::parse);
        if self.cells.text(Col::Amount).is_empty() {
            self.problems.push(Problem::Missing.of("amount"));
            return None;
        }
        let amount = self.get(Col::Amount, |text| Amount::parse(text, reading.form.numbers))?;
        let signed = match amount.currency() {
            Ok(signed) => signed,
            Err(problem) if given.is_none() => {
                self.problems.push(problem.of("amount"));
                return None;
            }
            Err(_) => None,
        };
        let Some(currency) = given.or(signed).or_else(|| reading.currency.currency(order_no)) else {
            self.problems.push(Problem::Missing.of("currency"));
            return None;
        };
        match amount.minor(currency) {
            Ok(minor) => Some((minor, currency)),
            Err(problem) => {
                self.problems.push(problem.of("amount"));
                None
            }
        }
    }
}
