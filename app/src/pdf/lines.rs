//! The lines of a statement as a table: what went in, what came out, on one line.

use domain::{
    money::{grouped, thousands},
    order::OrderType,
};
use operations::statements::Line;
use paper::{Align, Column, Length, Table, mm, tenths};

use super::{Formulas, Statement};
use crate::words::{codes::worded, fill};

/// A number or rate is never broken.
const WHOLE: Length = mm(90);

pub(super) fn table(statement: &Statement, formulas: &Formulas) -> Table {
    let words = statement.words();
    let number = |heading: &str| Column::own(heading, Align::Right, WHOLE);
    let columns = vec![
        number(words.position),
        Column::own(words.order_no, Align::Left, mm(34)),
        Column::shared(words.customer, mm(26)),
        Column::shared(words.product, mm(26)),
        number(words.deal),
        number(words.floor),
        number(words.output_tax),
        number(words.service_tax),
        number(words.ratio),
        number(words.formula),
        number(words.amount),
    ];
    let lines = &statement.whole.lines;
    let rows = lines.iter().map(|line| row(statement, formulas, line)).collect();
    Table { columns, rows, sums: sums(statement, lines), size: tenths(70) }
}

fn row(statement: &Statement, formulas: &Formulas, line: &Line) -> Vec<String> {
    let currency = statement.whole.head.currency;
    let order_no = match line.line_no {
        1 => line.order_no.clone(),
        further => format!("{} / {further}", line.order_no),
    };
    let kind = (line.order_type != OrderType::New.code())
        .then(|| worded(&line.order_type, OrderType::from_code, statement.lang));
    let product = [Some(line.product_name.clone()), Some(line.sku_name.clone()), kind];
    let product: Vec<String> = product.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    vec![
        thousands(line.position.unsigned_abs()),
        order_no,
        line.customer_name.clone(),
        product.join("·"),
        grouped(line.deal_minor, currency),
        grouped(line.floor_minor, currency),
        line.output_tax.to_string(),
        line.service_tax.to_string(),
        line.ratio.to_string(),
        formulas.number(line).to_string(),
        grouped(line.amount_minor, currency),
    ]
}

fn sums(statement: &Statement, lines: &[Line]) -> Vec<String> {
    let head = &statement.whole.head;
    // Prices of very many lines may come to more than the books hold; nobody is owed them.
    let sum = |of: fn(&Line) -> i64| {
        let sum: i128 = lines.iter().map(|line| i128::from(of(line))).sum();
        i64::try_from(sum).map(|minor| grouped(minor, head.currency)).unwrap_or_default()
    };
    let count = thousands(lines.len() as u64);
    let mut sums = vec![String::new(); 11];
    sums[1] = fill(statement.words().sum, &[("n", &count)]);
    sums[4] = sum(|line| line.deal_minor);
    sums[5] = sum(|line| line.floor_minor);
    sums[10] = grouped(head.total_minor.unwrap_or(0), head.currency);
    sums
}
