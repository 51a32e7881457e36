//! The links of an order for its buyer: made, shown once, revoked.

use domain::access::Operation;
use leptos::prelude::*;
use operations::{
    Failure,
    orders::{self, Link},
};

use crate::{
    components::{block, error_summary, hidden, select, tag::tag},
    forms::{Done, Form},
    visit::Visit,
    words::{BuyerWords, fill},
};

const FORM: &str = "/do/make-link";

/// The links, and the form that makes one unless it has ended.
#[must_use]
pub fn links_block(
    visit: &Visit,
    order_no: &str,
    ended: bool,
    links: &[Link],
) -> Option<impl IntoView + use<>> {
    let words = BuyerWords::of(visit.lang);
    if !visit.may(Operation::LinkSupervision) || (ended && links.is_empty()) {
        return None;
    }
    let rows = links.iter().map(|link| row(visit, link)).collect_view();
    let none = links.is_empty().then(|| view! { <p class="muted">{words.links_none}</p> });
    let hours = [
        ("24", words.link_day),
        ("168", words.link_week),
        ("720", words.link_month),
        ("2208", words.link_quarter),
    ];
    let hours = hours.map(|(value, word)| (value.to_owned(), word.to_owned())).to_vec();
    let languages = vec![("zh".to_owned(), "中文".to_owned()), ("en".to_owned(), "English".to_owned())];
    let form = (!ended).then(|| view! {
        <details class="more-fields" open=visit.refused(FORM).is_some()>
            <summary>{words.link_make}</summary>
            <form class="form" method="post" action=FORM>
                {hidden("order_no", order_no.to_owned())}
                {select(visit, FORM, "hours", words.link_hours, hours, "168")}
                {select(visit, FORM, "language", words.link_language, languages, visit.lang.pick("zh", "en"))}
                <button class="button">{words.link_make}</button>
            </form>
        </details>
    });
    Some(block(
        words.links,
        view! { {error_summary(visit, FORM)}<p class="hint">{words.links_note}</p>{none}<ul class="changes">{rows}</ul>{form} },
    ))
}

fn row(visit: &Visit, link: &Link) -> impl IntoView + use<> {
    let words = BuyerWords::of(visit.lang);
    let language = if link.language == "en" { "English" } else { "中文" };
    let text = fill(
        words.link_until,
        &[("language", language), ("name", &link.actor_name), ("at", &visit.minute(link.expires_at))],
    );
    let good = link.is_good(visit.office.clock.millis());
    let end = if good {
        view! {
            <form method="post" action="/do/revoke-link">
                {hidden("id", link.id.to_string())}
                <button class="button small">{words.link_revoke}</button>
            </form>
        }
        .into_any()
    } else {
        let word = if link.revoked_at.is_some() { words.link_revoked } else { words.link_expired };
        tag("neutral", word.to_owned()).into_any()
    };
    view! { <li class="link-row"><span class="muted">{text}</span>{end}</li> }
}

/// Makes a link and shows its address once.
///
/// # Errors
/// A problem with how long it is to last.
pub async fn make(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let words = BuyerWords::of(visit.lang);
    let (office, actor) = (&visit.office, visit.actor()?);
    let hours = Some(form.number("hours")?);
    let made = orders::make_link(office, actor, form.get("order_no"), hours, form.get("language")).await?;
    Ok(Done::back().saying(words.link_made).showing(format!("{}/d/{}", visit.public_url, made.key)))
}

/// Revokes a link.
///
/// # Errors
/// `NotFound`.
pub async fn revoke(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let id = form.get("id").parse().map_err(|_| Failure::NotFound)?;
    orders::revoke_link(&visit.office, visit.actor()?, id).await?;
    Ok(Done::back().saying(BuyerWords::of(visit.lang).link_revoked_said))
}
