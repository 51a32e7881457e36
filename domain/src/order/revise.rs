//! What may become of an order by what a file, a form or the marketplace says of it (`domain.md` 1.1–1.5).

mod head;
mod line;
mod settled;
#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, fmt::Display};

use super::{
    BillingMode, BusinessKind, DeliveryType, DurationUnit, Head, Line, Order, OrderState, OrderType, PartyId,
    PaymentMethod, SalesChannel,
};
use crate::{
    Currency, FieldName, FieldProblem, Moment, Problem, Rate, Zone, money::Amount, settlement::PriceBasis,
    supervision::Node, text::identity,
};

/// What is said of one line of an order and of what its lines share. `None`: nothing is said, so the books
/// keep what they have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "as in the order and its lines")]
pub struct Revision {
    pub order_no: String,
    pub line_no: i64,
    pub order_type: Option<OrderType>,
    pub billing_mode: Option<BillingMode>,
    pub business_kind: Option<BusinessKind>,
    pub delivery_type: Option<DeliveryType>,
    pub sales_channel: Option<SalesChannel>,
    pub reseller: Option<String>,
    pub ratio: Option<Rate>,
    pub product_code: Option<String>,
    pub product_name: Option<String>,
    pub sku_code: Option<String>,
    pub sku_name: Option<String>,
    pub customer_code: Option<String>,
    pub customer_name: Option<String>,
    pub quantity: Option<i64>,
    pub duration: Option<i64>,
    pub duration_unit: Option<DurationUnit>,
    pub currency: Option<Currency>,
    /// Amounts are of a currency that only the books may know.
    pub list: Option<Amount>,
    pub deal: Option<Amount>,
    pub floor: Option<Amount>,
    pub coupon: Option<Amount>,
    pub paid: Option<Amount>,
    pub output_tax: Option<Rate>,
    pub service_tax: Option<Rate>,
    pub platform_fee: Option<Rate>,
    pub management_fee: Option<Rate>,
    pub partner_tax: Option<Rate>,
    pub wht1: Option<Amount>,
    pub dst1: Option<Amount>,
    pub wht2: Option<Amount>,
    pub dst2: Option<Amount>,
    pub price_basis: Option<PriceBasis>,
    pub state: Option<OrderState>,
    pub created_at: Option<Moment>,
    pub paid_at: Option<Moment>,
    pub effective_at: Option<Moment>,
    pub completed_at: Option<Moment>,
    pub repaid_at: Option<Moment>,
    pub cancelled_at: Option<Moment>,
    pub payment_method: Option<PaymentMethod>,
    /// Where its delivery stands, and since when: only when it opens.
    pub supervision_node: Option<Node>,
    pub supervision_since: Option<Moment>,
}

/// A customer or a product as the books have it.
#[derive(Clone, Copy, Debug)]
pub struct Party<'a> {
    /// Its row.
    pub id: PartyId,
    /// Its id on the marketplace; its name where the marketplace gave none.
    pub code: &'a str,
    /// Its name.
    pub name: &'a str,
    /// How a product reaches customers; of a customer without meaning.
    pub delivery_type: DeliveryType,
}

/// What the books say beside the order itself.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// That of the order; of a new order the one that the revision names.
    pub customer: Option<Party<'a>>,
    /// That of the line; of a new line the one that the revision names.
    pub product: Option<Party<'a>>,
    /// The one that the revision names.
    pub reseller: Option<PartyId>,
    /// The statements in which lines are settled, by line; empty while a statement is being issued.
    pub settled: &'a BTreeMap<i64, String>,
    /// The locked bills in which lines stand, by line.
    pub billed: &'a BTreeMap<i64, String>,
    /// The business time zone.
    pub zone: Zone,
}

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    /// It is new.
    Created,
    /// It changed, or what it shares with others.
    Updated,
    /// The books had all of it.
    Unchanged,
}

/// Makes of an order what a revision says; without an order it opens one.
///
/// # Errors
/// Everything that is wrong with the revision; the order is as before.
pub fn revise(
    order: &mut Option<Order>,
    revision: &Revision,
    context: &Context<'_>,
) -> Result<Came, Vec<FieldProblem>> {
    let mut judge = Judge { revision, context, problems: Vec::new() };
    let head = match order {
        Some(order) => Some(judge.next_head(&order.head)),
        None => judge.first_head(),
    };
    let head = head.map(|head| judge.checked(head));
    let old = order.as_ref().and_then(|order| order.line(revision.line_no));
    let line = match (&head, old) {
        (Some(head), Some(old)) => Some(judge.next_line(head, old)),
        (head, _) => judge.first_line(head.as_ref()),
    };
    if let (Some(head), Some(line)) = (&head, &line) {
        judge.fits(order.as_ref(), head, line);
    }
    if let (Some(order), Some(head), Some(line)) = (order.as_ref(), &head, &line) {
        judge.settled_stays(order, head, line);
        if judge.problems.is_empty() {
            judge.period_stays(order, head, line);
        }
    }
    match (head, line) {
        (Some(head), Some(line)) if judge.problems.is_empty() => Ok(put(order, revision, head, line)),
        _ => Err(judge.problems),
    }
}

/// Collects what is wrong with a revision.
struct Judge<'a> {
    revision: &'a Revision,
    context: &'a Context<'a>,
    problems: Vec<FieldProblem>,
}

impl Judge<'_> {
    fn wrong(&mut self, field: FieldName, problem: Problem) {
        self.problems.push(problem.of(field.code()));
    }

    /// A value that a new order or line cannot do without.
    fn needed<T>(&mut self, field: FieldName, given: Option<T>) -> Option<T> {
        if given.is_none() {
            self.wrong(field, Problem::Missing);
        }
        given
    }

    /// A value that stays as it is once it is in the books.
    fn stays<T: PartialEq + Display>(&mut self, field: FieldName, old: T, given: Option<T>) {
        if let Some(given) = given.filter(|given| *given != old) {
            self.wrong(field, Problem::MayNotChange { from: old.to_string(), to: given.to_string() });
        }
    }

    /// A party of the books: its id stays, its name may change unless it goes by its name. Then it may be spelled
    /// in another way.
    fn party_stays(
        &mut self,
        old: Option<Party<'_>>,
        (code_field, code): (FieldName, Option<&str>),
        (name_field, name): (FieldName, Option<&str>),
    ) {
        let Some(old) = old else { return };
        match (code, name) {
            (Some(code), _) => self.stays(code_field, old.code, Some(code)),
            (None, Some(name)) if old.code == old.name && identity(old.name) != identity(name) => {
                self.stays(name_field, old.name, Some(name));
            }
            _ => {}
        }
    }
}

/// What a customer has paid where nobody says it: nothing before payment, the deal price less the coupon
/// afterwards.
fn usually_paid(state: OrderState, deal: i64, coupon: i64) -> i64 {
    match state {
        OrderState::PendingPayment | OrderState::Cancelled => 0,
        OrderState::Processing | OrderState::Completed if deal < 0 => (deal - coupon).min(0),
        OrderState::Processing | OrderState::Completed => (deal - coupon).max(0),
    }
}

fn put(order: &mut Option<Order>, revision: &Revision, head: Head, mut line: Line) -> Came {
    let Some(order) = order else {
        *order = Some(Order { number: revision.order_no.clone(), head, lines: vec![line] });
        return Came::Created;
    };
    let changed = order.head != head;
    let paid_now = order.head.state.unpaid() && !head.state.unpaid();
    order.head = head;
    let paid = |line: &Line| usually_paid(head.state, line.deal_of_line_minor(), line.coupon_minor);
    if paid_now {
        // The other lines were paid with this one, unless somebody says otherwise.
        for other in order.lines.iter_mut().filter(|l| l.paid_minor == 0 && l.line_no != line.line_no) {
            other.paid_minor = paid(other);
        }
    }
    let place = order.lines.partition_point(|other| other.line_no < line.line_no);
    match order.lines.get_mut(place).filter(|other| other.line_no == line.line_no) {
        Some(old) => {
            if paid_now && revision.paid.is_none() && line.paid_minor == 0 {
                line.paid_minor = paid(&line);
            }
            let changed = changed || *old != line;
            *old = line;
            if changed { Came::Updated } else { Came::Unchanged }
        }
        None => {
            order.lines.insert(place, line);
            Came::Created
        }
    }
}
