//! From a filter to SQL: its conditions, and the place and size of its page.

use std::borrow::Cow;

use chrono::Duration;
use domain::money::Amount;

use super::{Filter, Takes, Value};
use crate::{
    Office,
    db::{Sql, millis},
};

/// A column as a condition writes it. Orders hide some from the planner.
pub(crate) enum Column {
    /// Of numbers.
    Number(&'static str),
    /// Of texts.
    Text(&'static str),
}

/// As it is.
#[expect(clippy::needless_pass_by_value, reason = "it is handed over as a function")]
pub(crate) const fn plain(column: Column) -> Cow<'static, str> {
    match column {
        Column::Number(name) | Column::Text(name) => Cow::Borrowed(name),
    }
}

impl Filter {
    /// Appends ` AND …` for what narrows the noun's own columns.
    pub(crate) fn conditions(
        &self,
        sql: &mut Sql,
        office: &Office,
        written: impl Fn(Column) -> Cow<'static, str>,
    ) {
        let (zone, now) = (office.zone, office.clock.now());
        // `read` has refused what is finer than the currency.
        let minor = |amount: &Amount| amount.minor(self.currency()).unwrap_or_default();
        if let Some(column) = self.currency_column() {
            let currency = self.currency().code();
            sql.push(" AND ").push(&written(Column::Text(column))).push(" = ").arg(currency);
        }
        for (field, value) in self.given() {
            match (field.takes, value) {
                (Takes::Codes { column, .. }, Value::Codes(codes)) => {
                    sql.any_of(&written(Column::Text(column)), codes);
                }
                (Takes::From(column), Value::Day(day)) => {
                    compare(sql, &written(Column::Number(column)), " >= ", millis(zone.day(*day).0));
                }
                (Takes::Upto(column), Value::Day(day)) => {
                    compare(sql, &written(Column::Number(column)), " < ", millis(zone.day(*day).1));
                }
                (Takes::Within(column), Value::Span(span)) => {
                    let (first, last) = span.days(zone.wall(now).date());
                    let column = written(Column::Number(column));
                    compare(sql, &column, " >= ", millis(zone.day(first).0));
                    compare(sql, &column, " < ", millis(zone.day(last).1));
                }
                (Takes::Older(column), Value::Days(days)) => {
                    let before = now - Duration::days(i64::from(*days));
                    compare(sql, &written(Column::Number(column)), " < ", millis(before));
                }
                (Takes::AtLeast(column), Value::Amount(amount)) => {
                    compare(sql, &written(Column::Number(column)), " >= ", minor(amount));
                }
                (Takes::AtMost(column), Value::Amount(amount)) => {
                    compare(sql, &written(Column::Number(column)), " <= ", minor(amount));
                }
                (Takes::Month(column), Value::Month(period)) => {
                    compare(sql, &written(Column::Number(column)), " = ", period.number());
                }
                (Takes::AnyOf(column), Value::Texts(texts)) => {
                    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
                    sql.any_of(&written(Column::Text(column)), &texts);
                }
                (Takes::Is(column), Value::Text(text)) => {
                    sql.push(" AND ").push(&written(Column::Text(column))).push(" = ").arg(text.as_str());
                }
                // A text means what the noun says; a value of another kind is never read for a field.
                _ => {}
            }
        }
    }

    /// The column that must hold its currency: one is asked for, or an amount is.
    fn currency_column(&self) -> Option<&'static str> {
        let asked = |(_, value): &(_, Value)| matches!(value, Value::Currency(_) | Value::Amount(_));
        self.given().iter().any(asked).then_some(())?;
        self.list.fields.iter().find_map(|field| match field.takes {
            Takes::Currency(column) => Some(column),
            _ => None,
        })
    }

    /// Whether days or amounts bound this column.
    pub(crate) fn bounds(&self, column: &str) -> bool {
        self.given().iter().any(|(field, _)| match field.takes {
            Takes::From(c) | Takes::Upto(c) | Takes::Within(c) | Takes::Older(c) => c == column,
            Takes::AtLeast(c) | Takes::AtMost(c) => c == column,
            _ => false,
        })
    }

    /// The same filter with nothing but the bounds of this column; amounts keep their currency.
    pub(crate) fn only_bounds(&self, column: &str) -> Self {
        let amounts = self.given().iter().any(|(field, _)| match field.takes {
            Takes::AtLeast(c) | Takes::AtMost(c) => c == column,
            _ => false,
        });
        let others = self.given().iter().filter(|(field, _)| match field.takes {
            Takes::Currency(_) => !amounts,
            Takes::From(c) | Takes::Upto(c) | Takes::Within(c) | Takes::Older(c) => c != column,
            Takes::AtLeast(c) | Takes::AtMost(c) => c != column,
            _ => true,
        });
        others.fold(self.clone(), |rest, (field, _)| rest.without(field.name))
    }

    /// The same filter with nothing but its bounds of days and amounts, and its currency.
    pub(crate) fn only_ranges(&self) -> Self {
        let others = self.given().iter().filter(|(field, _)| {
            use Takes::{AtLeast, AtMost, Currency, From, Older, Upto, Within};
            !matches!(
                field.takes,
                From(_) | Upto(_) | Within(_) | Older(_) | AtLeast(_) | AtMost(_) | Currency(_)
            )
        });
        others.fold(self.clone(), |rest, (field, _)| rest.without(field.name))
    }

    /// Appends the place in the list, the order and the size, one row more than the page has. With
    /// `hidden`, columns are written so that no engine walks the list in sorted order.
    pub(crate) fn keyset(&self, sql: &mut Sql, hidden: bool) {
        self.keyset_by(sql, self.sort.column, hidden);
    }

    /// The same, sorted by this in place of its column.
    pub(crate) fn keyset_by(&self, sql: &mut Sql, column: &str, hidden: bool) {
        let plus = if hidden { "+" } else { "" };
        let (column, id) = (format!("{plus}{column}"), format!("{plus}{}", self.list.id));
        let by_row = self.sort.column == self.list.id;
        let down = self.sort.descending != self.cursor.is_some_and(|c| c.backwards);
        let (sign, way) = if down { (" < ", " DESC") } else { (" > ", "") };
        if let Some(cursor) = self.cursor {
            if by_row {
                compare(sql, &id, sign, cursor.id);
            } else {
                sql.push(" AND (").push(&column).push(", ").push(&id).push(")").push(sign).push("(");
                sql.arg(cursor.value).push(", ").arg(cursor.id).push(")");
            }
        }
        sql.push(" ORDER BY ");
        if !by_row {
            sql.push(&column).push(way).push(", ");
        }
        // The sum keeps SQLite from planning anew for each size that is bound.
        sql.push(&id).push(way).limit(self.size + 1);
    }
}

fn compare(sql: &mut Sql, column: &str, sign: &str, value: i64) {
    sql.push(" AND ").push(column).push(sign).arg(value);
}
