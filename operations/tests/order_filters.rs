//! Whatever way the engine takes to the orders, a filter gives what looking at each order gives.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

mod common;

use std::collections::BTreeMap;

use common::staff;
use domain::{
    access::{Actor, Role},
    order::{Awaited, DeliveryType},
    time::Span,
};
use operations::{
    Office,
    imports::{self, Upload},
    list::Filter,
    orders::{self, OrderRow, Sums},
    sample,
};
use rand::{Rng, SeedableRng, rngs::StdRng, seq::IndexedRandom};

/// More than are collected and sorted, so that every way is taken.
const ORDERS: u64 = 6_000;

async fn fill(office: &Office) -> Vec<OrderRow> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("orders.csv");
    let mut file = std::fs::File::create(&path).unwrap();
    sample::write_sample(ORDERS, 7, office.clock.now(), &mut file).unwrap();
    imports::import(office, &Actor::System, Upload::new("orders.csv", path)).await.unwrap();
    let mut filter = Filter::of(&orders::LIST).sized(500);
    let mut all = Vec::new();
    loop {
        let page = orders::list_page(office, &staff(Role::Owner), &filter).await.unwrap();
        all.extend(page.rows);
        match page.next {
            Some(next) => filter.cursor = Some(next),
            None => return all,
        }
    }
}

/// A filter as a person might put it together: mostly one or two conditions, now and then many.
fn rolled(dice: &mut StdRng, all: &[OrderRow]) -> Vec<(&'static str, String)> {
    let mut pairs: Vec<(&'static str, String)> = Vec::new();
    for _ in 0..dice.random_range(0..=3) {
        let (one, other) = (all.choose(dice).unwrap(), all.choose(dice).unwrap());
        let both = |a: &str, b: &str, dice: &mut StdRng| match dice.random_bool(0.3) {
            true => format!("{a},{b}"),
            false => a.to_owned(),
        };
        let day = |row: &OrderRow| common::day(row.created_at);
        let amount = |row: &OrderRow| domain::money::bare(row.paid_minor, domain::Currency::CNY);
        pairs.push(match dice.random_range(0..18) {
            0 => ("state", both(&one.state, &other.state, dice)),
            1 => ("order_type", both(&one.order_type, &other.order_type, dice)),
            2 => ("billing_mode", both(&one.billing_mode, &other.billing_mode, dice)),
            3 => ("business_kind", both(&one.business_kind, &other.business_kind, dice)),
            4 => ("sales_channel", both(&one.sales_channel, &other.sales_channel, dice)),
            5 => ("created_from", day(one)),
            6 => ("created_to", day(one)),
            7 => ("amount_from", amount(one)),
            8 => ("amount_to", amount(one)),
            9 => ("customer", ["有限", "司", "Ltd", "a", "没有这个人"].choose(dice).unwrap().to_string()),
            10 => ("q", ["有限", "司", "贸易"].choose(dice).unwrap().to_string()),
            11 => ("customer", one.customer_name.chars().take(dice.random_range(1..=6)).collect()),
            12 => ("date", Span::CODES.choose(dice).unwrap().to_string()),
            13 => ("age", dice.random_range(0..400).to_string()),
            14 => (
                "overdue",
                both(Awaited::CODES.choose(dice).unwrap(), Awaited::CODES.choose(dice).unwrap(), dice),
            ),
            15 => ("overdue", Awaited::CODES.join(",")),
            16 => ("order_no", both(&one.order_no, &other.order_no, dice)),
            _ => match &one.reseller_name {
                Some(name) => ("reseller", name.clone()),
                None => ("q", one.order_no.chars().take(dice.random_range(3..=12)).collect()),
            },
        });
    }
    pairs.sort();
    pairs.dedup_by_key(|(name, _)| *name);
    pairs.push(("sort", ["-created", "created", "-paid", "paid"].choose(dice).unwrap().to_string()));
    pairs
}

fn matches(office: &Office, row: &OrderRow, name: &str, value: &str) -> bool {
    let now = office.clock.now();
    let one_of = |code: &str| value.split(',').any(|v| v == code);
    match name {
        "state" => one_of(&row.state),
        "order_no" => one_of(&row.order_no),
        "order_type" => one_of(&row.order_type),
        "billing_mode" => one_of(&row.billing_mode),
        "business_kind" => one_of(&row.business_kind),
        "sales_channel" => one_of(&row.sales_channel),
        "date" => {
            let (first, last) = Span::from_code(value).unwrap().days(office.zone.wall(now).date());
            let day = common::day(row.created_at);
            (first.to_string()..=last.to_string()).contains(&day)
        }
        "age" => now.timestamp_millis() - row.created_at > value.parse::<i64>().unwrap() * 86_400_000,
        "overdue" => {
            let new = row.order_type == "NEW";
            let supervised = new && DeliveryType::from_code(&row.delivery_type).unwrap().supervised();
            let (what, days) = match row.state.as_str() {
                "pending_payment" => ("payment", 7),
                "processing" if supervised => ("acceptance", 180),
                "processing" => ("opening", 30),
                _ => return false,
            };
            let late = now.timestamp_millis() - row.created_at - days * 86_400_000;
            assert_eq!(row.overdue_days, (late > 0).then_some(late / 86_400_000), "{}", row.order_no);
            late > 0 && one_of(what)
        }
        "created_from" => common::day(row.created_at).as_str() >= value,
        "created_to" => common::day(row.created_at).as_str() <= value,
        // Amounts of another currency are neither more nor less.
        "amount_from" | "amount_to" if row.currency != "CNY" => false,
        "amount_from" => row.paid_minor >= domain::money::parse_minor(value, domain::Currency::CNY).unwrap(),
        "amount_to" => row.paid_minor <= domain::money::parse_minor(value, domain::Currency::CNY).unwrap(),
        "sort" if value.ends_with("paid") => row.currency == "CNY",
        "customer" => row.customer_name.to_lowercase().contains(&value.to_lowercase()),
        "reseller" => row.reseller_name.as_deref() == Some(value),
        "q" => row.order_no.starts_with(value) || row.customer_name.contains(value),
        _ => true,
    }
}

/// Support sees orders of some products: the tabs count what the pages show.
async fn granted_are_counted(office: &Office) -> usize {
    let products = operations::products::all(office, &Actor::System).await.unwrap();
    let products = products.iter().take(3).map(|product| product.id).collect();
    let support = Actor::Staff { id: 1, name: "客服".into(), role: Role::Support, products };
    let mut page = Filter::of(&orders::LIST).sized(500);
    let (mut shown, counted) = (0, orders::list(office, &support, &page).await.unwrap().counts.of(&[]));
    loop {
        let listing = orders::list_page(office, &support, &page).await.unwrap();
        shown += listing.rows.len();
        match listing.next {
            Some(next) => page.cursor = Some(next),
            None => break,
        }
    }
    assert_eq!((counted.rows as usize, counted.more), (shown, false));
    shown
}

both! {
    async fn every_way_leads_to_the_same_orders(office) {
        let all = fill(&office).await;
        assert_eq!(all.len() as u64, ORDERS);
        let mut dice = StdRng::seed_from_u64(20_261_123);
        let (mut empty, mut long) = (0, 0);
        for _ in 0..200 {
            let pairs = rolled(&mut dice, &all);
            let (filter, problems) = Filter::read(&orders::LIST, pairs.iter().map(|(n, v)| (*n, v.as_str())));
            assert!(problems.is_empty(), "{pairs:?}: {problems:?}");
            let mut wanted: Vec<&OrderRow> =
                all.iter().filter(|row| pairs.iter().all(|(n, v)| matches(&office, row, n, v))).collect();
            let sort = pairs.last().unwrap().1.as_str();
            wanted.sort_by_key(|row| match sort {
                "-created" => (-row.created_at, -row.id),
                "created" => (row.created_at, row.id),
                "-paid" => (-row.paid_minor, -row.id),
                _ => (row.paid_minor, row.id),
            });
            let (mut found, mut page) = (Vec::new(), filter.clone().sized(100));
            for _ in 0..3 {
                let listing = orders::list(&office, &staff(Role::Owner), &page).await.unwrap();
                let count = listing.counts.of(filter.codes("state"));
                assert_eq!((count.rows as usize, count.more), (wanted.len(), false), "{pairs:?}");
                found.extend(listing.rows.iter().map(|row| row.id));
                let Some(next) = listing.next else { break };
                page.cursor = Some(next);
            }
            let first: Vec<i64> = wanted.iter().take(300).map(|row| row.id).collect();
            assert_eq!(found, first, "{pairs:?}");
            let mut paid: BTreeMap<String, (i64, i64)> = BTreeMap::new();
            for row in &wanted {
                let of_currency = paid.entry(row.currency.clone()).or_default();
                *of_currency = (of_currency.0 + 1, of_currency.1 + row.paid_minor);
            }
            let sums = orders::sums(&office, &staff(Role::Owner), &filter, true).await.unwrap();
            let exact = if let Sums::Exact(sums) = sums { Some(sums) } else { None };
            let sums: BTreeMap<_, _> = exact
                .expect("fewer than are looked at")
                .into_iter().map(|sum| (sum.currency, (sum.orders, sum.paid_minor))).collect();
            assert_eq!(sums, paid, "{pairs:?}");
            empty += u32::from(wanted.is_empty());
            long += u32::from(wanted.len() > 2_000);
        }
        let counted = granted_are_counted(&office).await;
        assert!(counted > 100, "{counted} orders of granted products");
        assert!(empty > 5 && long > 10, "{empty} filters found nothing and {long} very many");
    }
}
