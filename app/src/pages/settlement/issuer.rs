//! Who issues a statement: the seal, the letterhead, and what is missing to hand it over.

use domain::access::Operation;
use leptos::prelude::*;
use operations::{
    merchant::{Merchant, Place},
    statements::Head,
};

use super::seal;
use crate::{
    components::notice::notice,
    lang::Lang,
    visit::Visit,
    words::{MerchantWords, SettlementWords, codes::Worded, fill},
};

/// The seal of an issued statement: the merchant's own picture, or the stamp of the house.
pub fn seal_or_picture(head: &Head, merchant: &Merchant, lang: Lang) -> impl IntoView + use<> {
    head.state.is_frozen().then(|| match merchant.picture(Place::Seal) {
        Some(_) => {
            let words = SettlementWords::of(lang);
            view! { <img class="seal-picture" src=address(head, Place::Seal) alt=words.issued/> }.into_any()
        }
        None => seal(head.period, lang).into_any(),
    })
}

fn address(head: &Head, place: Place) -> String {
    format!("/settlement/{}/picture/{place}", head.id)
}

/// What is missing to hand a statement over, with the way to fill it in.
pub fn missing_notice(visit: &Visit, head: &Head, merchant: &Merchant) -> impl IntoView + use<> {
    let words = MerchantWords::of(visit.lang);
    let missing = merchant.missing();
    (!missing.is_empty()).then(|| {
        let what: Vec<&str> = missing.iter().map(|field| field.words(visit.lang)).collect();
        let what = what.join(visit.lang.pick("、", ", "));
        let issued = head.state.is_frozen();
        let text = fill(if issued { words.missing_issued } else { words.missing }, &[("what", &what)]);
        let way = if visit.may(Operation::ManageMerchant) {
            view! { <a href="/settings/merchant">{words.fill_in}</a> }.into_any()
        } else {
            words.ask.into_any()
        };
        let way = (!issued).then(|| view! { " "{way} });
        notice("info", view! { <p>{text}{way}</p> })
    })
}

/// Above a statement on paper: logo, names, and what is known of the company.
pub fn letterhead(head: &Head, merchant: &Merchant, lang: Lang) -> impl IntoView + use<> {
    let words = MerchantWords::of(lang);
    let (name, other) = (merchant.company(lang == Lang::Zh), merchant.company(lang != Lang::Zh));
    let details: Vec<(&str, &String)> = [
        (words.tax_number, &merchant.tax_number),
        (words.company_address, &merchant.company_address),
        (words.contact, &merchant.contact),
        (words.bank, &merchant.bank),
        (words.bank_account, &merchant.bank_account),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .collect();
    if name.is_empty() && details.is_empty() && merchant.logo.is_none() {
        return None;
    }
    let logo = merchant.logo.as_ref().map(|_| view! { <img src=address(head, Place::Logo) alt=""/> });
    let other = (other != name).then(|| view! { <p>{other.to_owned()}</p> });
    let details = details
        .into_iter()
        .map(|(name, value)| view! { <div><dt>{name}</dt>" "<dd>{value.clone()}</dd></div> })
        .collect_view();
    Some(view! {
        <div class="letterhead">
            {logo}
            <div><p class="company">{name.to_owned()}</p>{other}<dl>{details}</dl></div>
        </div>
    })
}

/// Who signs, each with a line to sign on.
pub fn signatures(merchant: &Merchant, lang: Lang) -> impl IntoView + use<> {
    let names = match lang {
        Lang::Zh => merchant.signatures_zh.clone(),
        Lang::En => merchant.signatures_en.clone(),
    };
    let lines = names.into_iter().map(|name| view! { <li>{name}</li> }).collect_view();
    view! { <ul class="signatures">{lines}</ul> }
}
