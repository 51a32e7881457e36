//! Who issues statements: what they say of the company, and its pictures.

use domain::access::Operation;
use leptos::prelude::*;
use operations::{
    Failure,
    merchant::{self, LARGEST, Merchant, PIXELS, Picture, Place},
};

use crate::{
    components::{Field, block, error_summary, fact, facts, field, hidden, page_head},
    forms::{Done, Form},
    visit::{Page, Visit},
    words::{MerchantWords, ShellWords, fill},
};

const SAVE: &str = "/do/save-merchant";
const REMOVE: &str = "/do/remove-picture";

/// The page.
///
/// # Errors
/// `Denied`, or what the database said.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let merchant = merchant::read(&visit.office, visit.actor()?).await?;
    let visit = visit.clone();
    Ok(Page::new(MerchantWords::of(visit.lang).title, move || body(&visit, &merchant)))
}

fn body(visit: &Visit, merchant: &Merchant) -> impl IntoView + use<> {
    let words = MerchantWords::of(visit.lang);
    let changes = visit.may(Operation::ManageMerchant);
    let back = visit.may(Operation::ReadSettings).then(|| ("/settings".to_owned(), words.back));
    let note = if changes { words.note.to_owned() } else { format!("{}{}", words.note, words.note_read) };
    let texts = if changes { form(visit, merchant).into_any() } else { told(visit, merchant).into_any() };
    let pictures = view! {
        <p class="hint">{limits(words)}</p>
        <div class="pictures">
            {picture(visit, Place::Logo, merchant.logo.as_ref())}
            {picture(visit, Place::Seal, merchant.seal.as_ref())}
        </div>
    };
    view! {
        {page_head(words.title, back, Some(note), ())}
        {error_summary(visit, SAVE)}
        {block(words.company, texts)}
        {block(words.pictures, pictures)}
    }
}

/// Signature lines as they are typed.
fn joined(lines: &[String]) -> String {
    lines.join(" / ")
}

fn form(visit: &Visit, merchant: &Merchant) -> impl IntoView + use<> {
    let words = MerchantWords::of(visit.lang);
    let text = |name, label, value: &str| Field::text(name, label).optional().value(value);
    let (zh, en) = (joined(&merchant.signatures_zh), joined(&merchant.signatures_en));
    let fields = [
        text("company_zh", words.company_zh, &merchant.company_zh).hint(words.name_hint),
        text("company_en", words.company_en, &merchant.company_en),
        text("tax_number", words.tax_number, &merchant.tax_number),
        text("company_address", words.company_address, &merchant.company_address),
        text("bank", words.bank, &merchant.bank),
        text("bank_account", words.bank_account, &merchant.bank_account),
        text("contact", words.contact, &merchant.contact).hint(words.contact_hint),
        text("signatures_zh", words.signatures_zh, &zh).hint(words.signatures_hint),
        text("signatures_en", words.signatures_en, &en),
    ];
    view! {
        <form class="form" method="post" action=SAVE novalidate>
            {fields.map(|one| field(visit, SAVE, one).into_any()).collect_view()}
            <div class="form-actions"><button class="button primary">{ShellWords::of(visit.lang).save}</button></div>
        </form>
    }
}

/// For those who may only read it.
fn told(visit: &Visit, merchant: &Merchant) -> impl IntoView + use<> {
    let words = MerchantWords::of(visit.lang);
    let or_dash = |text: &str| if text.is_empty() { "—".to_owned() } else { text.to_owned() };
    facts(view! {
        {fact(words.company_zh, or_dash(&merchant.company_zh))}
        {fact(words.company_en, or_dash(&merchant.company_en))}
        {fact(words.tax_number, or_dash(&merchant.tax_number))}
        {fact(words.company_address, or_dash(&merchant.company_address))}
        {fact(words.bank, or_dash(&merchant.bank))}
        {fact(words.bank_account, or_dash(&merchant.bank_account))}
        {fact(words.contact, or_dash(&merchant.contact))}
        {fact(words.signatures_zh, or_dash(&joined(&merchant.signatures_zh)))}
        {fact(words.signatures_en, or_dash(&joined(&merchant.signatures_en)))}
    })
}

fn limits(words: &MerchantWords) -> String {
    let (least, most) = PIXELS;
    let mb = (LARGEST >> 20).to_string();
    fill(words.limits, &[("mb", &mb), ("least", &least.to_string()), ("most", &most.to_string())])
}

fn picture(visit: &Visit, place: Place, kept: Option<&Picture>) -> impl IntoView + use<> {
    let words = MerchantWords::of(visit.lang);
    let (name, hint) = match place {
        Place::Logo => (words.logo, words.logo_hint),
        Place::Seal => (words.seal, words.seal_hint),
    };
    let shown = match kept {
        Some(kept) => view! {
            <figure class="picture">
                <img src=format!("/settings/merchant/{place}?{}", kept.sha256.get(..12).unwrap_or_default()) alt=name/>
                <figcaption class="hint">{pixels(kept, words)}</figcaption>
            </figure>
        }
        .into_any(),
        None => view! { <p class="hint">{words.no_picture}</p> }.into_any(),
    };
    let change = visit.may(Operation::ManageMerchant).then(|| change(visit, place, kept.is_some()));
    view! {
        <section>
            <h3>{name}</h3>
            <p class="hint">{hint}</p>
            {shown}
            {change}
        </section>
    }
}

fn pixels(kept: &Picture, words: &MerchantWords) -> String {
    fill(words.pixels, &[("w", &kept.width.to_string()), ("h", &kept.height.to_string())])
}

/// Uploading another picture, and taking it away: a form each.
fn change(visit: &Visit, place: Place, there: bool) -> impl IntoView + use<> {
    let words = MerchantWords::of(visit.lang);
    let id = format!("f-{place}");
    let send = if there { words.replace } else { words.upload };
    let remove = there.then(|| {
        view! {
            <form method="post" action=REMOVE>
                {hidden("place", place.code())}
                <button class="button small">{words.remove}</button>
            </form>
        }
    });
    view! {
        <form method="post" action=format!("/settings/merchant/{place}") enctype="multipart/form-data">
            <label for=id.clone()>{words.choose}</label>
            <input id=id type="file" name="file" accept="image/png,image/jpeg" required=true/>
            <button class="button small">{send}</button>
        </form>
        {remove}
    }
}

/// Saves everything but the pictures.
///
/// # Errors
/// A problem with a field.
pub async fn save(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let text = |name: &str| form.get(name).trim().to_owned();
    let lines = |name: &str| {
        let parts = form.get(name).split(['/', '／', '、', '\n']).map(str::trim);
        parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    let new = Merchant {
        company_zh: text("company_zh"),
        company_en: text("company_en"),
        tax_number: text("tax_number"),
        company_address: text("company_address"),
        bank: text("bank"),
        bank_account: text("bank_account"),
        contact: text("contact"),
        signatures_zh: lines("signatures_zh"),
        signatures_en: lines("signatures_en"),
        ..Merchant::default()
    };
    merchant::save(&visit.office, visit.actor()?, new).await?;
    Ok(Done::back().saying(MerchantWords::of(visit.lang).saved))
}

/// Takes a picture away.
///
/// # Errors
/// `NotFound` for a place that there is not.
pub async fn remove(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let place = Place::from_code(form.get("place")).ok_or(Failure::NotFound)?;
    merchant::remove_picture(&visit.office, visit.actor()?, place).await?;
    Ok(Done::back().saying(MerchantWords::of(visit.lang).removed))
}
