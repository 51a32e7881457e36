//! One row goes into the books, whole or not at all.

use domain::{Currency, FieldProblem, Problem, Zone, money, order::OrderState};

use super::{
    books::{Books, Head, Held, HeldLine, Item, period},
    judge::{Judge, due},
    parties::{Parties, Party},
};
use crate::imports::{columns::Col, row::Line};

/// More lines than this are no order.
const MOST_LINES: usize = 10_000;

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Came {
    /// A new line.
    Created,
    /// A line of the books, or what it shares with others, changed.
    Updated,
    /// The books had all of it.
    Unchanged,
}

/// What became of a row, and whom and what it is about.
#[derive(Clone, Copy, Debug)]
pub(super) struct Taken {
    pub(super) came: Came,
    pub(super) customer: usize,
    pub(super) product: usize,
}

/// Puts a row into the books of the batch.
///
/// # Errors
/// Everything that is wrong with it; the books are as before.
pub(super) fn take(books: &mut Books, row: &Line, zone: Zone) -> Result<Taken, Vec<FieldProblem>> {
    let mut judge = Judge::new(row);
    let reseller = row.reseller.as_deref().map(|name| books.resellers.find_or_add(name, name, None));
    let held = books.orders.get(&row.order_no);
    let (mut head, old) = match held {
        Some(held) => {
            let head = judge.next_head(&held.head, reseller);
            known(&mut judge, &books.customers, held.head.customer, &CUSTOMER);
            (Some(head), Some(held.head))
        }
        None => {
            let customer = named(&mut books.customers, &CUSTOMER, row);
            (judge.first_head(customer, reseller), None)
        }
    };
    if let Some(head) = &mut head {
        judge.check_head(head);
    }
    let line = held.and_then(|held| held.lines.iter().find(|line| line.item.line_no == row.line_no));
    let item = match (&head, line) {
        (Some(head), Some(line)) => {
            known(&mut judge, &books.products, line.item.product, &PRODUCT);
            Some(judge.next_item(head, &line.item))
        }
        (head, _) => new_item(&mut judge, &mut books.products, head.as_ref()),
    };
    if let (Some(held), Some(head), Some(old), Some(item)) = (held, &head, &old, &item) {
        judge.check_settled(&held.lines, old, head, item);
        check_size(&mut judge, &held.lines, head.currency, item);
        if judge.problems.is_empty() {
            check_period(&mut judge, held, head, item, zone);
        }
    }
    match (head, item) {
        (Some(head), Some(item)) if judge.problems.is_empty() => Ok(put(books, row, head, item)),
        _ => Err(judge.problems),
    }
}

/// How a row names a customer or a product.
struct Naming {
    code: Col,
    name: Col,
    of: fn(&Line) -> (Option<&str>, Option<&str>),
}

const CUSTOMER: Naming = Naming {
    code: Col::CustomerId,
    name: Col::CustomerName,
    of: |row| (row.customer_code.as_deref(), row.customer_name.as_deref()),
};

const PRODUCT: Naming = Naming {
    code: Col::ProductId,
    name: Col::ProductName,
    of: |row| (row.product_code.as_deref(), row.product_name.as_deref()),
};

/// The one that a row of a new order or line names. One without an id goes by its name.
fn named(parties: &mut Parties, naming: &Naming, row: &Line) -> Option<usize> {
    let (code, name) = (naming.of)(row);
    let code_or_name = code.or(name)?;
    Some(parties.find_or_add(code_or_name, name.unwrap_or(code_or_name), row.delivery_type))
}

/// The one that the books have: its id stays, its name may change unless it goes by its name.
fn known(judge: &mut Judge<'_>, parties: &Parties, place: usize, naming: &Naming) {
    let Party { code: old, name: old_name, .. } = parties.at(place);
    match (naming.of)(judge.row) {
        (Some(code), _) => judge.stays(naming.code, old.as_str(), Some(code)),
        (None, Some(name)) if old == old_name => judge.stays(naming.name, old_name.as_str(), Some(name)),
        _ => {}
    }
}

fn new_item(judge: &mut Judge<'_>, products: &mut Parties, head: Option<&Head>) -> Option<Item> {
    let product = named(products, &PRODUCT, judge.row);
    if product.is_none() {
        judge.wrong(Col::ProductName, Problem::Missing);
    }
    let product = product?;
    let delivery = products.delivery(product);
    judge.first_item(head?, product, delivery)
}

/// An order stays within what the books can hold.
fn check_size(judge: &mut Judge<'_>, lines: &[HeldLine], currency: Currency, item: &Item) {
    if lines.len() >= MOST_LINES && !lines.iter().any(|l| l.item.line_no == item.line_no) {
        let value = format!("{} lines", MOST_LINES + 1);
        judge.wrong(Col::LineNo, Problem::TooLarge { value });
    }
    type Amount = fn(&Item) -> i64;
    let amounts: [(Col, Amount); 4] = [
        (Col::DealPrice, |i| i.deal),
        (Col::ListPrice, |i| i.list.unwrap_or(i.deal)),
        (Col::Coupon, |i| i.coupon),
        (Col::PaidAmount, |i| i.paid),
    ];
    for (column, of) in amounts {
        let others = lines.iter().filter(|l| l.item.line_no != item.line_no);
        let sum: i128 = others.map(|l| i128::from(of(&l.item))).sum::<i128>() + i128::from(of(item));
        if sum.unsigned_abs() > u128::from(money::MOST_MINOR.unsigned_abs()) {
            judge.wrong(column, Problem::TooLarge { value: money::bare(of(item), currency) });
            return;
        }
    }
}

fn check_period(judge: &mut Judge<'_>, held: &Held, head: &Head, item: &Item, zone: Zone) {
    let Some(settled) = held.lines.iter().find_map(|l| l.settled.as_deref()) else { return };
    let Some(delivery) = held.lines.first().map(|first| first.item.delivery_type) else { return };
    let others = held.lines.iter().filter(|l| l.item.line_no != item.line_no).all(|l| l.item.floor.is_some());
    let all = held.lines.iter().all(|l| l.item.floor.is_some());
    let was = period(&held.head, delivery, all, zone);
    if was != period(head, delivery, others && item.floor.is_some(), zone) {
        judge.check_period(settled, &held.head, head);
    }
}

fn put(books: &mut Books, row: &Line, head: Head, item: Item) -> Taken {
    books.customers.keep(head.customer);
    books.products.keep(item.product);
    if let Some(reseller) = head.reseller {
        books.resellers.keep(reseller);
    }
    let (customer, product) = (head.customer, item.product);
    let taken = |came| Taken { came, customer, product };
    let Some(held) = books.orders.get_mut(&row.order_no) else {
        let lines = vec![HeldLine { item, was: None, settled: None }];
        let held = Held { id: None, head, was: None, ours: false, lines };
        books.orders.insert(row.order_no.clone(), held);
        return taken(Came::Created);
    };
    let changed = held.head != head;
    let paid_now = is_unpaid(held.head.state) && !is_unpaid(head.state);
    held.head = head;
    if paid_now {
        // The other lines were paid with this one, unless the file says otherwise.
        for line in held.lines.iter_mut().filter(|l| l.item.paid == 0 && l.item.line_no != item.line_no) {
            line.item.paid = due(head.state, line.item.deal, line.item.coupon);
        }
    }
    let place = held.lines.partition_point(|line| line.item.line_no < item.line_no);
    match held.lines.get_mut(place).filter(|line| line.item.line_no == item.line_no) {
        Some(line) => {
            let mut item = item;
            if paid_now && row.paid.is_none() && item.paid == 0 {
                item.paid = due(head.state, item.deal, item.coupon);
            }
            let changed = changed || line.item != item;
            line.item = item;
            taken(if changed { Came::Updated } else { Came::Unchanged })
        }
        None => {
            held.lines.insert(place, HeldLine { item, was: None, settled: None });
            taken(Came::Created)
        }
    }
}

const fn is_unpaid(state: OrderState) -> bool {
    matches!(state, OrderState::PendingPayment)
}
