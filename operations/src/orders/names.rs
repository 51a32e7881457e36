//! From what somebody typed to rows: order numbers, customers, products, a reseller.

use domain::{
    access::{Actor, Operation, Reach},
    text,
};

use super::{
    assignee::{Assigned, asked},
    filter::NUMBER,
    overdue::Overdue,
    plan::{MOST_ORDERS, Meaning, Plan, Resolved, Way},
    query::found,
    stands::Stands,
};
use crate::{
    Office, Result, customers,
    db::{Sql, dialect::LAST},
    list::Filter,
    parties, products,
    search::{Found, Names, find},
    skus,
    statements::OrdersOf,
};

/// Up to so many order numbers that begin alike are collected and sorted. More than those of names,
/// because walking the list meets them late: numbers that begin alike were given at the same time.
const MOST_NUMBERS: i64 = 10_000;

/// Looks up the reseller, who looks after the orders, and every text of a filter.
pub(super) async fn look_up(
    office: &Office,
    actor: &Actor,
    reach: &Reach,
    filter: &Filter,
) -> Result<Resolved> {
    let mut resolved = Resolved::default();
    if let Reach::Products(granted) = reach {
        resolved.granted = Some(granted.clone());
    }
    let (mut nothing, mut leave_few) = (false, false);
    if let Some(name) = filter.text("reseller") {
        match parties::reseller(&office.db, name).await? {
            Some((id, _)) => resolved.reseller_id = Some(id),
            None => nothing = true,
        }
    }
    if let Some(number) = filter.text("statement") {
        // Who may not read statements knows of none.
        if actor.may(Operation::ReadStatements).is_ok() {
            resolved.statement = OrdersOf::named(office, number).await?;
        }
        nothing = nothing || resolved.statement.is_none();
        leave_few = true;
    }
    let by_number = filter.value("order_no").map(|_| NUMBER);
    leave_few = leave_few || by_number.is_some();
    resolved.overdue = Overdue::asked(office, filter).await?;
    resolved.stands = Stands::asked(actor, filter);
    nothing = nothing || resolved.stands.iter().any(Stands::is_nothing);
    if let Some(given) = filter.text("assignee") {
        let assigned = asked(office, actor, given).await?;
        nothing = nothing || assigned == Assigned::To(Vec::new());
        resolved.assigned = Some(assigned);
    }
    for (field, kinds) in [
        ("q", &[Kind::Numbers, Kind::Customers, Kind::Products, Kind::Skus][..]),
        ("customer", &[Kind::Customers]),
        ("product", &[Kind::Products]),
    ] {
        let Some(given) = filter.text(field) else { continue };
        let meaning = mean(office, reach, given, kinds).await?;
        nothing = nothing || meaning.ways().is_empty();
        leave_few = leave_few || meaning.few;
        resolved.meanings.push(meaning);
    }
    if nothing {
        resolved.plan = Plan::Nothing;
    } else if leave_few {
        resolved.plan = Plan::Collect { through: by_number, every_state: true };
    }
    Ok(resolved)
}

/// What a text is looked up among.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Numbers,
    Customers,
    Products,
    Skus,
}

async fn mean(office: &Office, reach: &Reach, given: &str, kinds: &[Kind]) -> Result<Meaning> {
    let among = async |kind: Kind, names: Names| match kinds.contains(&kind) {
        true => find(office, names, given).await,
        false => Ok(Found::NONE),
    };
    let (customers, products, skus) = futures::future::try_join3(
        among(Kind::Customers, customers::NAMES),
        among(Kind::Products, products::NAMES),
        among(Kind::Skus, skus::NAMES),
    )
    .await?;
    let products = match reach {
        Reach::Products(granted) if products.is_some() => among_granted(office, granted, given).await?,
        _ => products,
    };
    let (given, reach) = (given.to_owned(), reach.clone());
    let mut meaning = Meaning { given, begin: None, end: None, customers, products, skus, few: false, reach };
    if kinds.contains(&Kind::Numbers)
        && let Some(typed) = number(&meaning.given)
    {
        look_up_numbers(office, &mut meaning, &typed).await?;
    }
    meaning.few = few(office, &meaning).await?;
    Ok(meaning)
}

/// The granted products whose name is meant: names of others lead to no order.
async fn among_granted(office: &Office, granted: &[i64], given: &str) -> Result<Found> {
    let mut sql = Sql::new("SELECT p.id FROM products p WHERE 1 = 1");
    sql.among("p.id", granted).push(" AND ");
    products::NAMES.meets(&mut sql, "p.", given);
    let rows: Vec<(i64,)> = sql.fetch_all(&office.db).await?;
    Ok(Found::Rows(rows.into_iter().map(|(id,)| id).collect()))
}

/// What could be the beginning or the end of an order number.
fn number(given: &str) -> Option<String> {
    let typed = text::plain(given).into_owned();
    let fits = typed.len() >= 2 && typed.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    fits.then_some(typed)
}

/// Order numbers that begin and those that end with the text as it was typed, or in capitals, if there
/// is one.
async fn look_up_numbers(office: &Office, meaning: &mut Meaning, typed: &str) -> Result<()> {
    for from in spelled(typed) {
        // '~' is behind every character that a number can have.
        let end = format!("{from}~");
        meaning.begin = Some((from, end));
        if orders(office, meaning, &[Way::Begin], 1).await? > 0 {
            break;
        }
        meaning.begin = None;
    }
    for end in spelled(typed).into_iter().filter(|end| end.len() >= LAST) {
        meaning.end = Some(end);
        if orders(office, meaning, &[Way::End], 1).await? > 0 {
            break;
        }
        meaning.end = None;
    }
    Ok(())
}

/// As it was typed, and in capitals.
fn spelled(typed: &str) -> Vec<String> {
    let capitals = typed.to_ascii_uppercase();
    if capitals == typed { vec![capitals] } else { vec![typed.to_owned(), capitals] }
}

/// The order whose number is the text.
pub(super) async fn exact(office: &Office, given: &str) -> Result<Option<i64>> {
    let Some(typed) = number(given) else { return Ok(None) };
    let mut sql = Sql::new("SELECT id FROM orders WHERE order_no IN ");
    sql.list(spelled(&typed)).push(" ORDER BY order_no DESC").limit(1);
    Ok(sql.fetch_optional::<(i64,)>(&office.db).await?.map(|(id,)| id))
}

/// Whether a text has few orders; one that is found in two ways counts twice.
async fn few(office: &Office, meaning: &Meaning) -> Result<bool> {
    if [&meaning.customers, &meaning.products, &meaning.skus].contains(&&Found::TooMany) {
        return Ok(false);
    }
    let (numbers, others): (Vec<Way>, Vec<Way>) =
        meaning.ways().into_iter().partition(|way| *way == Way::Begin);
    Ok(orders(office, meaning, &numbers, MOST_NUMBERS + 1).await? <= MOST_NUMBERS
        && orders(office, meaning, &others, MOST_ORDERS + 1).await? <= MOST_ORDERS)
}

/// Orders that are found in these ways; of each up to so many.
async fn orders(office: &Office, meaning: &Meaning, ways: &[Way], most: i64) -> Result<i64> {
    if ways.is_empty() {
        return Ok(0);
    }
    let mut sql = Sql::new("SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT 1 AS one WHERE 1 = 0");
    for way in ways {
        sql.push(" UNION ALL SELECT one FROM (SELECT 1 AS one FROM (");
        found(&mut sql, &office.db, meaning, *way);
        sql.push(") AS way").limit(most).push(") AS part");
    }
    sql.push(") AS found");
    let (count,) = sql.fetch_optional::<(i64,)>(&office.db).await?.unwrap_or_default();
    Ok(count)
}
