//! The form that says how a product is delivered.

use domain::supervision::FlowKind;
use leptos::prelude::*;
use operations::{
    Failure,
    products::{self, Asked, Given, Shown},
};

use super::{detail::percent, standard};
use crate::{
    components::{Field, field, hidden, select},
    forms::{Done, Form},
    visit::Visit,
    words::{ProductWords, ShellWords, codes::Worded, fill},
};

/// Its path.
pub(super) const SAVE: &str = "/do/set-delivery";

/// The form.
pub(super) fn form(visit: &Visit, shown: &Shown) -> impl IntoView + use<> {
    let words = ProductWords::of(visit.lang);
    let delivery = &shown.delivery;
    let usually = fill(words.as_type, &[("is", usually(shown, words))]);
    let supervised = vec![
        (String::new(), usually),
        ("yes".to_owned(), words.supervised_yes.to_owned()),
        ("no".to_owned(), words.supervised_no.to_owned()),
    ];
    let says = match delivery.says {
        None => "",
        Some(true) => "yes",
        Some(false) => "no",
    };
    let flows = FlowKind::ALL.iter().map(|flow| (flow.code().to_owned(), flow.words(visit.lang).to_owned()));
    let asked: Vec<Asked> = match visit.refused(SAVE) {
        Some(flash) => standard::entered(&flash.entered),
        None => delivery.requests.iter().map(Asked::of).collect(),
    };
    let parts = Field::text("milestones", words.milestones)
        .hint(words.milestones_hint)
        .value(percent(&delivery.shares))
        .complete("off")
        .optional();
    view! {
        <form class="delivery-form" method="post" action=SAVE novalidate>
            {hidden("product", shown.code.clone())}
            {hidden("seen", delivery.version.to_string())}
            <section class="block">
                <h2>{words.delivery}</h2>
                <div class="form">
                    <div class="pair">
                        {select(visit, SAVE, "supervised", words.supervised, supervised, says)}
                        {select(visit, SAVE, "flow", words.flow, flows.collect(), delivery.flow.code())}
                    </div>
                    {field(visit, SAVE, parts)}
                </div>
            </section>
            <section class="block">
                <h2>{words.standard}</h2>
                <p class="hint">{words.standard_text}</p>
                {standard::rows(visit, SAVE, &asked)}
                <p class="hint">{words.rows_text}</p>
            </section>
            <div class="form-actions"><button class="button primary">{ShellWords::of(visit.lang).save}</button></div>
        </form>
    }
}

/// Whether products of its type are supervised.
fn usually(shown: &Shown, words: &'static ProductWords) -> &'static str {
    let delivery = domain::order::DeliveryType::from_code(&shown.delivery_type);
    let supervised = delivery.is_some_and(domain::order::DeliveryType::supervised);
    if supervised { words.supervised_yes } else { words.supervised_no }
}

/// Says how a product is delivered.
///
/// # Errors
/// A problem with its place; a conflict when somebody changed it meanwhile.
pub async fn set_delivery(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let parts = form.get("milestones").split([' ', ',', '，', '、', ';', '；']);
    let parts = parts.filter(|part| !part.trim().is_empty()).map(str::to_owned).collect();
    let given = Given {
        supervised: Some(match form.get("supervised") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        }),
        flow: Some(form.get("flow").to_owned()),
        standard: Some(standard::entered(&form.0)),
        milestones: Some(parts),
        seen: Some(form.number("seen")?),
    };
    products::set_delivery(&visit.office, visit.actor()?, form.get("product"), given).await?;
    Ok(Done::back().saying(ProductWords::of(visit.lang).saved))
}
