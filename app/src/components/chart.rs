//! Bars drawn on the server, with their table behind them.

use domain::{
    Currency,
    money::{grouped, thousands},
};
use leptos::prelude::*;

/// A bar of the chart.
#[derive(Clone, Debug)]
pub struct Bar {
    /// Words under it.
    pub label: String,
    /// Its height, in minor units.
    pub minor: i64,
    /// Orders behind it.
    pub orders: i64,
    /// The month that is running.
    pub now: bool,
}

const WIDTH: i64 = 720;
const HEIGHT: i64 = 180;
const FOOT: i64 = 22;

/// A chart of amounts by month. `heads` are the words over the columns of the table.
#[must_use]
pub fn bars(
    caption: String,
    table_word: &'static str,
    heads: [&'static str; 3],
    bars: Vec<Bar>,
    currency: Currency,
) -> impl IntoView {
    let most = bars.iter().map(|b| b.minor).max().unwrap_or(0).max(1);
    let count = i64::try_from(bars.len()).unwrap_or(1).max(1);
    let step = WIDTH / count;
    let drawn = bars
        .iter()
        .enumerate()
        .map(|(i, bar)| {
            let x = i64::try_from(i).unwrap_or(0) * step;
            // Whole pixels: 128 bits, because amounts are large.
            let height = i128::from(bar.minor.max(0)) * i128::from(HEIGHT) / i128::from(most);
            let height = i64::try_from(height).unwrap_or(0);
            let class = if bar.now { "bar now" } else { "bar" };
            let title = format!("{}: {}", bar.label, grouped(bar.minor, currency));
            view! {
                <g>
                    <title>{title}</title>
                    <rect class=class x=x + step / 6 y=HEIGHT - height width=step * 2 / 3 height=height.max(1)/>
                    <text class="label" x=x + step / 2 y=HEIGHT + 16 text-anchor="middle">{bar.label.clone()}</text>
                </g>
            }
        })
        .collect_view();
    let rows = bars
        .iter()
        .map(|b| {
            let orders = thousands(b.orders.unsigned_abs());
            view! { <tr><th scope="row">{b.label.clone()}</th><td class="num">{orders}</td><td class="num">{grouped(b.minor, currency)}</td></tr> }
        })
        .collect_view();
    let view_box = format!("0 0 {WIDTH} {}", HEIGHT + FOOT);
    let [month, orders, amount] = heads;
    view! {
        <figure class="chart">
            <figcaption>{caption.clone()}</figcaption>
            <svg viewBox=view_box role="img" aria-label=caption>
                <line class="axis" x1="0" x2=WIDTH y1=HEIGHT y2=HEIGHT/>
                {drawn}
            </svg>
            <details>
                <summary>{table_word}</summary>
                <table class="ledger">
                    <thead><tr><th scope="col">{month}</th><th scope="col" class="num">{orders}</th><th scope="col" class="num">{amount}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </details>
        </figure>
    }
}
