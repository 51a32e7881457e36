//! The first page: what waits for me, how the month stands.

use domain::access::{Operation, Role};
use leptos::prelude::*;
use operations::{
    Failure,
    home::{self, Home, Month, Waiting},
    list::Count,
};

use crate::{
    components::{
        chart::{Bar, bars},
        empty, money, page_head,
    },
    list::count_text,
    visit::{Page, Visit},
    words::{HomeWords, ShellWords, codes::Worded, fill},
};

pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let home = home::home(&visit.office, visit.actor()?).await?;
    let visit = visit.clone();
    Ok(Page::new(ShellWords::of(visit.lang).home, move || body(&visit, &home)))
}

fn body(visit: &Visit, home: &Home) -> impl IntoView + use<> {
    let words = HomeWords::of(visit.lang);
    let name = visit.actor.as_ref().map(|a| a.name().to_owned()).unwrap_or_default();
    let role = visit.role().map(|r| r.words(visit.lang).to_owned());
    let sees_all = !home.months.is_empty();
    let content = if sees_all && home.currency.is_none() && home.waiting.is_empty() {
        nothing(visit).into_any()
    } else {
        view! { {waiting(visit, &home.waiting)}{settled(visit, home)}{month(visit, home)}{chart(visit, home)} }.into_any()
    };
    view! {
        {page_head(fill(words.hello, &[("name", &name)]), None, role, ())}
        {content}
    }
}

/// No orders yet: the one next step.
fn nothing(visit: &Visit) -> impl IntoView + use<> {
    let words = HomeWords::of(visit.lang);
    if visit.may(Operation::ImportOrders) {
        let import = Some(("/imports/new".to_owned(), words.import));
        empty("orders", words.empty_title, words.empty_text, import)
    } else {
        empty("orders", words.empty_title, words.empty_read, None)
    }
}

fn waiting(visit: &Visit, all: &[Waiting]) -> impl IntoView + use<> {
    let words = HomeWords::of(visit.lang);
    let content = if all.is_empty() {
        view! { <p class="muted">{words.nothing_waits}</p> }.into_any()
    } else {
        let items = all.iter().map(|w| item(words, w)).collect_view();
        view! { <ul class="todo-list">{items}</ul> }.into_any()
    };
    // An auditor looks and does nothing.
    let title = if visit.role() == Some(Role::Auditor) { words.waiting_read } else { words.waiting };
    view! { <section class="block"><h2>{title}</h2>{content}</section> }
}

/// How many, of what, and since when; a link to where it is done.
fn item(words: &'static HomeWords, waiting: &Waiting) -> impl IntoView + use<> {
    let exactly = |n: i64| count_text(Count { rows: n, more: false });
    let (tone, count, text, note) = match waiting {
        Waiting::TimesOut { count } => {
            ("danger", count_text(*count), words.times_out.to_owned(), words.times_out_note.to_owned())
        }
        Waiting::LongProcessing { count, over_days, up_to: Some(up_to), from: Some(from), until } => {
            let (n, m) = ((over_days + 1).to_string(), up_to.to_string());
            let text = fill(words.slow_processing, &[("n", &n), ("m", &m)]);
            let dates = [("from", from.to_string()), ("until", until.to_string())];
            let note =
                fill(words.slow_processing_note, &dates.each_ref().map(|(name, day)| (*name, day.as_str())));
            ("warning", count_text(*count), text, note)
        }
        Waiting::LongProcessing { count, over_days, until, .. } => {
            let text = fill(words.long_processing, &[("n", &over_days.to_string())]);
            let note = fill(words.long_processing_note, &[("until", &until.to_string())]);
            ("warning", count_text(*count), text, note)
        }
        Waiting::Mine { count } => {
            ("info", count_text(*count), words.mine.to_owned(), words.mine_note.to_owned())
        }
        Waiting::LeftBehind { count } => {
            ("warning", count_text(*count), words.left_behind.to_owned(), words.left_behind_note.to_owned())
        }
        Waiting::DeliveriesLate { count } => {
            ("danger", count_text(*count), words.late.to_owned(), words.late_note.to_owned())
        }
        Waiting::Deliveries { count, days } => {
            let note = fill(words.deliveries_note, &[("n", &days.to_string())]);
            ("warning", count_text(*count), words.deliveries.to_owned(), note)
        }
        Waiting::DeliveriesFrozen { count } => {
            ("info", count_text(*count), words.frozen.to_owned(), words.frozen_note.to_owned())
        }
        Waiting::Refunds { count } => {
            ("warning", count_text(*count), words.refunds.to_owned(), words.refunds_note.to_owned())
        }
        Waiting::TicketsDue { count } => {
            ("danger", count_text(*count), words.tickets_due.to_owned(), words.tickets_due_note.to_owned())
        }
        Waiting::TicketsMine { count } => {
            ("warning", count_text(*count), words.tickets_mine.to_owned(), words.tickets_mine_note.to_owned())
        }
        Waiting::TicketsUnassigned { count } => {
            let note = words.tickets_unassigned_note.to_owned();
            ("warning", count_text(*count), words.tickets_unassigned.to_owned(), note)
        }
        Waiting::StatementsToIssue { drafts, months, oldest, .. } => {
            let values =
                [("drafts", exactly(*drafts)), ("months", exactly(*months)), ("oldest", oldest.dashed())];
            let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
            let note = fill(words.statements_note, &values);
            ("info", exactly(drafts + months), words.statements.to_owned(), note)
        }
        Waiting::ImportsRejected { count, .. } => {
            ("warning", exactly(*count), words.imports.to_owned(), words.imports_note.to_owned())
        }
        Waiting::ExportsReady { count } => {
            ("neutral", exactly(*count), words.exports.to_owned(), words.exports_note.to_owned())
        }
    };
    view! { <li data-tone=tone><a href=href(waiting)><b>{count}</b>" "<span>{text}" "<small>{note}</small></span></a></li> }
}

/// The page where it is done.
fn href(waiting: &Waiting) -> String {
    if let Some(filter) = waiting.orders() {
        let pairs: Vec<String> = filter.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        return format!("/orders?{}", pairs.join("&"));
    }
    match waiting {
        Waiting::ImportsRejected { count: 1, last_id } => format!("/imports/{last_id}"),
        Waiting::ImportsRejected { .. } => "/imports".to_owned(),
        Waiting::ExportsReady { .. } => "/exports".to_owned(),
        Waiting::DeliveriesLate { .. } => "/supervisions?overdue=true,soon&sort=opened".to_owned(),
        Waiting::Deliveries { .. } => "/supervisions?stage=merchant&sort=since".to_owned(),
        Waiting::DeliveriesFrozen { .. } => "/supervisions?stage=frozen&sort=since".to_owned(),
        Waiting::Refunds { .. } => {
            "/refunds?state=pending_merchant_review,awaiting_acceptance&sort=created".to_owned()
        }
        Waiting::TicketsDue { .. } => "/tickets?overdue=true,soon&sort=changed".to_owned(),
        Waiting::TicketsMine { .. } => "/tickets?queue=mine&sort=changed".to_owned(),
        Waiting::TicketsUnassigned { .. } => "/tickets?queue=unassigned&sort=created".to_owned(),
        Waiting::StatementsToIssue { oldest, several: false, .. } => format!("/settlement/months/{oldest}"),
        // Its months stand there, the oldest first.
        _ => "/settlement".to_owned(),
    }
}

/// What was issued for the month before, and what is still to be paid.
fn settled(visit: &Visit, home: &Home) -> impl IntoView + use<> {
    let words = HomeWords::of(visit.lang);
    let settled = home.settled?;
    let code = settled.currency.code();
    let count = |text, n: i64| fill(text, &[("n", &count_text(Count { rows: n, more: false }))]);
    let further = settled.further_currencies.then(|| {
        view! { <p class="hint">{fill(words.settled_further, &[("currency", code)])}</p> }
    });
    Some(view! {
        <section class="block">
            <header><h2>{words.settled}</h2><a href="/settlement">{words.settled_open}</a></header>
            <dl class="figures">
                <div>
                    <dt>{fill(words.settled_last, &[("month", &settled.last.dashed())])}</dt>
                    <dd>{money(settled.issued_minor, code)}</dd>
                    <dd class="note">{count(words.settled_last_note, settled.issued)}</dd>
                </div>
                <div>
                    <dt>{words.settled_unpaid}</dt>
                    <dd>{money(settled.unpaid_minor, code)}</dd>
                    <dd class="note">{count(words.settled_unpaid_note, settled.unpaid)}</dd>
                </div>
            </dl>
            {further}
        </section>
    })
}

fn month(visit: &Visit, figures: &Home) -> impl IntoView + use<> {
    let words = HomeWords::of(visit.lang);
    let this = &figures.this_month;
    let period = this.period.dashed();
    let before = figures.months.iter().rev().nth(1);
    // The list shows the orders that the figure counts.
    let states = home::STANDING.map(|state| state.code()).join(",");
    let all = format!("/orders?created_from={period}-01&state={states}");
    let further = figures.currency.filter(|_| figures.further_currencies).map(|currency| {
        view! { <p class="hint">{fill(words.further, &[("currency", currency.code())])}</p> }
    });
    let granted = figures.months.is_empty().then(|| view! { <p class="hint">{words.granted}</p> });
    view! {
        <section class="block">
            <header><h2>{fill(words.month, &[("month", &period)])}</h2><a href=all>{words.open_list}</a></header>
            <dl class="figures">
                {paid(words, figures, before)}
                <div>
                    <dt>{words.orders}</dt>
                    <dd>{count_text(this.orders)}</dd>
                    <dd class="note">{before.map_or_else(|| words.orders_note.to_owned(), |m| fill(words.orders_before, &[("n", &count_text(Count { rows: m.orders, more: false }))]))}</dd>
                </div>
                <div><dt>{words.completed}</dt><dd>{count_text(this.completed)}</dd></div>
                <div><dt>{words.pending}</dt><dd>{count_text(this.pending)}</dd></div>
            </dl>
            {further}{granted}
        </section>
    }
}

/// What was paid this month, and the month before.
fn paid(words: &'static HomeWords, home: &Home, before: Option<&Month>) -> impl IntoView + use<> {
    let (Some(currency), Some(minor)) = (home.currency, home.this_month.paid_minor) else { return None };
    let code = currency.code();
    let before =
        before.map(|m| view! { <dd class="note">{words.paid_before}{money(m.paid_minor, code)}</dd> });
    Some(view! { <div><dt>{words.paid}</dt><dd>{money(minor, code)}</dd>{before}</div> })
}

fn chart(visit: &Visit, home: &Home) -> impl IntoView + use<> {
    let words = HomeWords::of(visit.lang);
    let currency = home.currency?;
    let drawn = home
        .months
        .iter()
        .map(|m| Bar {
            label: m.period.dashed(),
            minor: m.paid_minor,
            orders: m.orders,
            now: m.period == home.this_month.period,
        })
        .collect();
    let caption = fill(words.chart, &[("currency", currency.code())]);
    let heads = [words.chart_month, words.chart_orders, words.paid];
    Some(view! { <section class="block">{bars(caption, words.chart_data, heads, drawn, currency)}</section> })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_leads_to_where_it_is_done() {
        let count = Count { rows: 3, more: false };
        let until = operations::db::moment(1_779_062_400_000).date_naive();
        let oldest = domain::Period::parse("202610").unwrap();
        for (waiting, expected) in [
            (Waiting::TimesOut { count }, "/orders?state=pending_payment&sort=created"),
            (
                Waiting::LongProcessing { count, over_days: 180, up_to: None, from: None, until },
                "/orders?state=processing&created_to=2026-05-18&sort=created",
            ),
            (Waiting::Mine { count }, "/orders?state=pending_payment,processing&assignee=me"),
            (Waiting::LeftBehind { count }, "/orders?state=pending_payment,processing&assignee=gone"),
            (
                Waiting::LongProcessing { count, over_days: 30, up_to: Some(180), from: Some(until), until },
                "/orders?state=processing&created_from=2026-05-18&created_to=2026-05-18&sort=created",
            ),
            (
                Waiting::StatementsToIssue { drafts: 1, months: 0, oldest, several: false },
                "/settlement/months/202610",
            ),
            (Waiting::StatementsToIssue { drafts: 1, months: 1, oldest, several: true }, "/settlement"),
            (Waiting::ImportsRejected { count: 1, last_id: 7 }, "/imports/7"),
            (Waiting::ImportsRejected { count: 2, last_id: 7 }, "/imports"),
            (Waiting::ExportsReady { count: 1 }, "/exports"),
            (Waiting::Deliveries { count, days: 3 }, "/supervisions?stage=merchant&sort=since"),
            (Waiting::DeliveriesLate { count }, "/supervisions?overdue=true,soon&sort=opened"),
            (Waiting::TicketsDue { count }, "/tickets?overdue=true,soon&sort=changed"),
            (Waiting::TicketsMine { count }, "/tickets?queue=mine&sort=changed"),
            (Waiting::TicketsUnassigned { count }, "/tickets?queue=unassigned&sort=created"),
            (Waiting::DeliveriesFrozen { count }, "/supervisions?stage=frozen&sort=since"),
            (
                Waiting::Refunds { count },
                "/refunds?state=pending_merchant_review,awaiting_acceptance&sort=created",
            ),
        ] {
            assert_eq!(href(&waiting), expected);
        }
    }
}
