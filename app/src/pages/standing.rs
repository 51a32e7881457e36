//! What the marketplace says of the merchant: certification and agreement, and what they stand against.

use domain::{
    access::Operation,
    bill::Region,
    merchant::{
        CertificationState, Standing, Taxpayer, WrittenAgreement, WrittenCertification, WrittenStanding,
    },
};
use leptos::prelude::*;
use operations::{Failure, merchant};

use crate::{
    components::{Field, block, error_summary_of, fact, facts, field, notice::notice, page_head, select},
    forms::{Done, Form},
    visit::{Page, Visit},
    words::{RuleWords, ShellWords, StandingWords, codes::Worded, fill, standing::gate},
};

const CERTIFICATION: &str = "/do/record-certification";
const AGREEMENT: &str = "/do/record-agreement";

/// The page.
///
/// # Errors
/// `Denied`.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let standing = merchant::standing(&visit.office, visit.actor()?).await?;
    let visit = visit.clone();
    Ok(Page::new(StandingWords::of(visit.lang).title, move || body(&visit, &standing)))
}

fn body(visit: &Visit, standing: &Standing) -> impl IntoView + use<> {
    let words = StandingWords::of(visit.lang);
    let changes = visit.may(Operation::ManageMerchant);
    let back = visit.may(Operation::ReadSettings).then(|| ("/settings".to_owned(), words.back));
    let note = if changes { words.note.to_owned() } else { format!("{}{}", words.note, words.note_read) };
    let gates = standing.gates();
    let stands = match gates.is_empty() {
        true => notice("success", view! { <p>{words.ready}</p> }).into_any(),
        false => {
            let lines = gates.iter().map(|one| view! { <li>{gate(one, visit.lang)}</li> }).collect_view();
            notice("warning", view! { <ul>{lines}</ul> }).into_any()
        }
    };
    let rules = visit
        .may(Operation::ReadRules)
        .then(|| view! { <a class="button" href="/settlement/rules">{RuleWords::of(visit.lang).open}</a> });
    let content = if changes { forms(visit, standing).into_any() } else { told(visit, standing).into_any() };
    view! {
        {page_head(words.title, back, Some(note), rules)}
        {error_summary_of(visit, CERTIFICATION, &labels(words))}
        {error_summary_of(visit, AGREEMENT, &labels(words))}
        {stands}
        {content}
    }
}

fn labels(words: &StandingWords) -> [(&'static str, &'static str); 9] {
    [
        ("state", words.state),
        ("account_name", words.account_name),
        ("bank", words.bank),
        ("account_no", words.account_no),
        ("taxpayer", words.taxpayer),
        ("currency", words.currency),
        ("reason", words.reason),
        ("version", words.version),
        ("site", words.site),
    ]
}

fn forms(visit: &Visit, standing: &Standing) -> impl IntoView + use<> {
    let (words, lang) = (StandingWords::of(visit.lang), visit.lang);
    let of = &standing.certification;
    let states =
        CertificationState::ALL.iter().map(|one| (one.code().to_owned(), one.words(lang).to_owned()));
    let payers = Taxpayer::ALL.iter().map(|one| (one.code().to_owned(), one.words(lang).to_owned()));
    let text = |name, label, value: &str| Field::text(name, label).optional().value(value);
    let rejections = (of.rejections > 0).then(
        || view! { <p class="hint">{fill(words.rejections, &[("n", &of.rejections.to_string())])}</p> },
    );
    let certification = view! {
        <form class="form" method="post" action=CERTIFICATION novalidate>
            {select(visit, CERTIFICATION, "state", words.state, states.collect(), of.state.code())}
            {rejections}
            {field(visit, CERTIFICATION, text("account_name", words.account_name, &of.account_name).hint(words.account_hint))}
            {field(visit, CERTIFICATION, text("bank", words.bank, &of.bank))}
            {field(visit, CERTIFICATION, text("account_no", words.account_no, &of.account_no))}
            {select(visit, CERTIFICATION, "taxpayer", words.taxpayer, payers.collect(), of.taxpayer.code())}
            {field(visit, CERTIFICATION, text("currency", words.currency, of.currency.code()))}
            {field(visit, CERTIFICATION, text("reason", words.reason, &of.reason))}
            <div class="form-actions"><button class="button primary">{ShellWords::of(lang).save}</button></div>
        </form>
    };
    let signs = vec![("".to_owned(), words.no.to_owned()), ("yes".to_owned(), words.yes.to_owned())];
    let sites = Region::ALL.iter().map(|one| (one.code().to_owned(), one.words(lang).to_owned()));
    let agreement = view! {
        <form class="form" method="post" action=AGREEMENT novalidate>
            {field(visit, AGREEMENT, Field::text("version", words.version).value(standing.agreement.version.as_str()))}
            {select(visit, AGREEMENT, "signed", words.sign, signs, if standing.agreement.signed { "yes" } else { "" })}
            {select(visit, AGREEMENT, "site", words.site, sites.collect(), standing.agreement.site.code())}
            <p class="hint">{words.site_hint}</p>
            <div class="form-actions"><button class="button primary">{ShellWords::of(lang).save}</button></div>
        </form>
    };
    view! { {block(words.certification, certification)}{block(words.agreement, agreement)} }
}

/// For those who may only read it.
fn told(visit: &Visit, standing: &Standing) -> impl IntoView + use<> {
    let (words, of) = (StandingWords::of(visit.lang), &standing.certification);
    let or_none = |text: &str| if text.is_empty() { words.none.to_owned() } else { text.to_owned() };
    let signed = if standing.agreement.signed { words.yes } else { words.no };
    let certification = facts(view! {
        {fact(words.state, of.state.words(visit.lang))}
        {fact(words.account_name, or_none(&of.account_name))}
        {fact(words.bank, or_none(&of.bank))}
        {fact(words.account_no, or_none(&of.account_no))}
        {fact(words.taxpayer, of.taxpayer.words(visit.lang))}
        {fact(words.currency, of.currency.code())}
        {(!of.reason.is_empty()).then(|| fact(words.reason, of.reason.clone()))}
    });
    let agreement = facts(view! {
        {fact(words.version, or_none(&standing.agreement.version))}
        {fact(words.sign, signed)}
        {fact(words.site, standing.agreement.site.words(visit.lang))}
    });
    view! { {block(words.certification, certification)}{block(words.agreement, agreement)} }
}

/// The fields of a part are fields of its form.
fn of_form(failure: Failure) -> Failure {
    let Failure::Invalid(mut problems) = failure else { return failure };
    for problem in &mut problems {
        if let Some((_, field)) = problem.field.split_once('.') {
            problem.field = field.to_owned();
        }
    }
    Failure::Invalid(problems)
}

async fn record(visit: &Visit, written: WrittenStanding) -> Result<Done, Failure> {
    merchant::record(&visit.office, visit.actor()?, &written).await.map_err(of_form)?;
    Ok(Done::to("/settings/standing").saying(StandingWords::of(visit.lang).saved))
}

/// Records the certification.
///
/// # Errors
/// A problem with each field.
pub async fn certification(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let text = |name: &str| form.get(name).to_owned();
    let certification = WrittenCertification {
        state: text("state"),
        account_name: text("account_name"),
        bank: text("bank"),
        account_no: text("account_no"),
        taxpayer: text("taxpayer"),
        currency: text("currency"),
        reason: text("reason"),
    };
    record(visit, WrittenStanding { certification: Some(certification), agreement: None }).await
}

/// Records the agreement.
///
/// # Errors
/// A problem with the version or the site.
pub async fn agreement(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let agreement = WrittenAgreement {
        version: form.get("version").to_owned(),
        signed: form.ticked("signed"),
        site: form.get("site").to_owned(),
    };
    record(visit, WrittenStanding { certification: None, agreement: Some(agreement) }).await
}
