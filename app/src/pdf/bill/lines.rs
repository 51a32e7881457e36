//! The lines of a bill as a table, and what they come to by product.

use domain::money::{grouped, thousands};
use operations::bills::files::Detail;
use paper::{Align, Column, Length, Table, mm, tenths};

use super::Bill;
use crate::words::{codes::Worded, fill};

/// An amount is never broken.
const WHOLE: Length = mm(90);

pub(super) fn table(bill: &Bill) -> Table {
    let words = bill.words();
    let columns = vec![
        Column::own(words.position, Align::Right, WHOLE),
        Column::own(words.order_no, Align::Left, mm(32)),
        Column::shared(words.customer, mm(22)),
        Column::shared(words.product, mm(22)),
        Column::own(words.item, Align::Left, mm(18)),
        Column::own(words.rule, Align::Left, mm(27)),
        Column::shared(words.calculation, mm(30)),
        Column::own(words.amount, Align::Right, WHOLE),
    ];
    let whole = &bill.whole;
    let rows = whole.details.iter().map(|detail| row(bill, detail)).collect();
    let mut sums = vec![String::new(); columns.len()];
    sums[1] = fill(words.sum, &[("n", &thousands(whole.details.len() as u64))]);
    sums[7] = grouped(whole.bill.total_minor, whole.bill.currency);
    Table { columns, rows, sums, size: tenths(70) }
}

fn row(bill: &Bill, Detail { line, calculation, corrects, .. }: &Detail) -> Vec<String> {
    let order_no = match (line.line_no, line.part) {
        (0 | 1, 0) => line.order_no.clone(),
        (line_no, 0) => format!("{} / {line_no}", line.order_no),
        (line_no, part) => format!("{} / {line_no} / {part}", line.order_no),
    };
    let corrects = corrects.as_ref().map(|of| fill(bill.words().corrects, &[("v", &of.written())]));
    let item = line.item.words(bill.lang).to_owned();
    vec![
        thousands(line.position.unsigned_abs()),
        order_no,
        line.customer_name.clone(),
        line.product_name.clone(),
        [Some(item), corrects].into_iter().flatten().collect::<Vec<_>>().join(" "),
        line.rule.map(|rule| rule.in_words(bill.lang.tongue())).unwrap_or_default(),
        calculation.clone(),
        grouped(line.amount_minor, bill.whole.bill.currency),
    ]
}

pub(super) fn subtotals(bill: &Bill) -> Table {
    let (words, whole) = (bill.words(), &bill.whole);
    let columns = vec![
        Column::shared(words.product, mm(40)),
        Column::own(words.lines, Align::Right, WHOLE),
        Column::own(words.amount, Align::Right, WHOLE),
    ];
    let row = |sum: &operations::bills::files::Subtotal| {
        let name = if sum.product.is_empty() { words.no_product } else { sum.product.as_str() };
        let lines = thousands(sum.lines.unsigned_abs());
        vec![name.to_owned(), lines, grouped(sum.amount_minor, whole.bill.currency)]
    };
    let sums = vec![
        String::new(),
        thousands(whole.details.len() as u64),
        grouped(whole.bill.total_minor, whole.bill.currency),
    ];
    Table { columns, rows: whole.subtotals.iter().map(row).collect(), sums, size: tenths(75) }
}
