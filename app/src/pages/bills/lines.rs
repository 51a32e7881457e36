//! The lines of a bill, each with its arithmetic behind the amount.

use domain::{
    bill::Item,
    money::thousands,
    order::OrderType,
    settlement::{RuleVersion, Settled},
};
use leptos::prelude::*;
use operations::{
    Failure,
    bills::{self, Bill, LINES, Line},
    list::Filter,
};

use super::line::line_path;
use crate::{
    components::{Field, field, formula::formula, ledger, money, select},
    lang::Lang,
    visit::{Visit, encoded},
    words::{
        BillWords, ListWords,
        codes::{Worded, worded},
        fields::field_problem,
    },
};

/// What the lines are narrowed by.
const NAMES: [&str; 4] = ["item", "product", "delivery_type", "order_no"];

/// A page of lines, and what they are narrowed to.
pub(super) struct Lines {
    rows: Vec<(Line, Option<Settled>)>,
    narrowed: Vec<(&'static str, String)>,
    previous: Option<String>,
    next: Option<String>,
    problem: Option<String>,
}

impl Lines {
    /// Those that the address asks for.
    pub(super) async fn read(visit: &Visit, bill: &Bill, rules: &[RuleVersion]) -> Result<Self, Failure> {
        let pairs = visit.pairs();
        let pairs = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let (filter, problems) = Filter::read(&LINES, pairs);
        let (_, page) = bills::lines(&visit.office, visit.actor()?, bill.id, &filter).await?;
        let explained = page.rows.into_iter().map(|line| Ok((line.clone(), line.explanation(rules)?)));
        Ok(Self {
            rows: explained.collect::<Result<_, Failure>>()?,
            narrowed: filter.pairs(),
            previous: page.previous.map(|cursor| cursor.code()),
            next: page.next.map(|cursor| cursor.code()),
            problem: problems.first().map(|problem| field_problem(problem, visit.lang)),
        })
    }

    fn chosen(&self, name: &str) -> String {
        self.narrowed.iter().find(|(n, _)| *n == name).map(|(_, value)| value.clone()).unwrap_or_default()
    }

    fn href(&self, bill: &Bill, place: Option<(&str, &str)>) -> String {
        let pairs = self.narrowed.iter().map(|(name, value)| format!("{name}={}", encoded(value)));
        let place = place.map(|(name, code)| format!("{name}={code}"));
        let query = pairs.chain(place).collect::<Vec<_>>().join("&");
        format!("/bills/{}?{query}#lines", bill.id)
    }
}

/// The form, the lines of this page, and the way to the others.
pub(super) fn lines_block(visit: &Visit, bill: &Bill, lines: &Lines) -> impl IntoView + use<> {
    let words = BillWords::of(visit.lang);
    let rows = lines.rows.iter().map(|(line, settled)| row(bill, line, settled.as_ref(), visit.lang));
    let head = view! {
        <th scope="col" class="num">{words.position}</th>
        <th scope="col">{words.order_no}</th>
        <th scope="col">{words.item}</th>
        <th scope="col">{words.customer}</th>
        <th scope="col">{words.product}</th>
        <th scope="col">{words.month}</th>
        <th scope="col">{words.rule}</th>
        <th scope="col" class="num">{words.amount}</th>
    };
    let table = match lines.rows.is_empty() {
        true => view! { <p class="hint">{words.no_lines}</p> }.into_any(),
        false => ledger(words.lines, "compact", head, rows.collect_view()).into_any(),
    };
    view! {
        <div id="lines">
            {narrow(visit, bill, lines)}
            {lines.problem.clone().map(|problem| view! { <p class="error">{problem}</p> })}
            {table}
            {pager(visit, bill, lines)}
        </div>
    }
}

fn narrow(visit: &Visit, bill: &Bill, lines: &Lines) -> impl IntoView + use<> {
    let words = BillWords::of(visit.lang);
    let items = std::iter::once((String::new(), words.any.to_owned()));
    let items =
        items.chain(Item::ALL.iter().map(|item| (item.code().to_owned(), item.words(visit.lang).to_owned())));
    let order_no = Field::text("order_no", words.order_no).value(lines.chosen("order_no")).optional();
    let kept = ["product", "delivery_type"].map(|name| {
        let value = lines.chosen(name);
        (!value.is_empty()).then(|| crate::components::hidden(name, value))
    });
    let clear = NAMES.iter().any(|name| !lines.chosen(name).is_empty()).then(|| {
        view! { <a class="button quiet" href=format!("/bills/{}#lines", bill.id)>{words.clear}</a> }
    });
    view! {
        <form class="filters screen-only" method="get" action=format!("/bills/{}", bill.id)>
            {kept.into_iter().collect_view()}
            {field(visit, "", order_no)}
            {select(visit, "", "item", words.item, items.collect(), &lines.chosen("item"))}
            <div class="filter-actions"><button class="button">{words.narrow}</button>{clear}</div>
        </form>
    }
}

/// The order of a line, which of its lines, and which milestone.
pub(super) fn order_link(line: &Line) -> AnyView {
    match (line.order_no.as_str(), line.item) {
        ("", _) => "—".into_any(),
        (no, Item::Carry) => no.to_owned().into_any(),
        (no, _) => {
            let further = (line.line_no > 1).then(|| format!(" / {}", line.line_no));
            let part = (line.part > 0).then(|| format!(" · {}", line.part));
            view! { <a class="mono nowrap" href=format!("/orders/{no}")>{no.to_owned()}{further}{part}</a> }
                .into_any()
        }
    }
}

fn row(bill: &Bill, line: &Line, settled: Option<&Settled>, lang: Lang) -> impl IntoView + use<> {
    let words = BillWords::of(lang);
    let number = order_link(line);
    let kind = (!line.order_type.is_empty() && line.order_type != OrderType::New.code()).then(|| {
        let kind = worded(&line.order_type, OrderType::from_code, lang);
        view! { " "<small class="muted nowrap">{kind}</small> }
    });
    let corrects = line.corrects.map(|(of, position)| {
        let (href, said) = match position {
            0 => (format!("/bills/{of}"), words.carries),
            _ => (line_path(of, position), words.corrects),
        };
        view! { " "<small><a href=href>{said}</a></small> }
    });
    let amount = match settled {
        Some(settled) => formula(settled, lang).into_any(),
        None => money(line.amount_minor, bill.currency.code()).into_any(),
    };
    let (customer, product) = (line.customer_name.clone(), line.product_name.clone());
    view! {
        <tr>
            <td data-label=words.position class="num"><a href=line_path(bill.id, line.position)>{thousands(line.position.unsigned_abs())}</a></td>
            <th scope="row">{number}{kind}</th>
            <td data-label=words.item class="nowrap">{line.item.words(lang)}{corrects}</td>
            <td data-label=words.customer class="clip" title=customer.clone()>{customer.clone()}</td>
            <td data-label=words.product class="clip" title=product.clone()>{product.clone()}</td>
            <td data-label=words.month class="nowrap">{line.period.dashed()}</td>
            <td data-label=words.rule class="nowrap">{line.rule.map(|rule| rule.in_words(lang.tongue()))}</td>
            <td data-label=words.amount class="num">{amount}</td>
        </tr>
    }
}

fn pager(visit: &Visit, bill: &Bill, lines: &Lines) -> impl IntoView + use<> {
    let words = ListWords::of(visit.lang);
    let previous = lines.previous.as_deref().map(|code| lines.href(bill, Some(("before", code))));
    let next = lines.next.as_deref().map(|code| lines.href(bill, Some(("after", code))));
    (previous.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="pager screen-only" aria-label=words.pages>
                {previous.map(|href| view! { <a class="button small" rel="prev" href=href>{words.previous}</a> })}
                {next.map(|href| view! { <a class="button small" rel="next" href=href>{words.next}</a> })}
            </nav>
        }
    })
}
