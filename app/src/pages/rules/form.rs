//! The form of a draft: a new one, or one that is changed.

use domain::{
    Currency,
    access::Operation,
    bill::MERCHANT,
    order::{BusinessKind, DeliveryType},
    settlement::rules::{RatioKind, ScopeKind, WrittenBand, WrittenRule},
};
use leptos::prelude::*;
use operations::{
    Failure,
    rules::{self, Rule},
};

use super::told::{formula, one_of};
use crate::{
    components::{Field, area, error_summary, field, hidden, ledger, page_head, select},
    forms::{Done, Form},
    lang::Lang,
    visit::{Page, Visit},
    words::{RuleWords, codes::Worded, problems::problem},
};

/// The form that saves a draft.
pub(super) const SAVE: &str = "/do/save-rule";
/// So many rows for bands are free at the end.
const FREE: usize = 3;

/// The page of a new draft.
///
/// # Errors
/// `Denied`.
pub async fn new(visit: &Visit) -> Result<Page, Failure> {
    visit.actor()?.may(Operation::DraftRule)?;
    let visit = visit.clone();
    let words = RuleWords::of(visit.lang);
    Ok(Page::new(words.new_title, move || {
        let back = ("/settlement/rules".to_owned(), words.title);
        view! {
            {page_head(words.new_title, Some(back), Some(words.new_note.to_owned()), ())}
            {error_summary(&visit, SAVE)}
            {fields(&visit, None)}
        }
    }))
}

/// The form, with what a draft says.
pub(super) fn fields(visit: &Visit, draft: Option<&Rule>) -> impl IntoView + use<> {
    let (words, lang) = (RuleWords::of(visit.lang), visit.lang);
    let usual = || WrittenRule { formula: MERCHANT[0].to_string(), ..WrittenRule::default() };
    let of = draft.map_or_else(usual, Rule::written);
    let formulas = MERCHANT.iter().map(|one| (one.to_string(), formula(*one, lang))).collect();
    let kinds = RatioKind::ALL.iter().map(|one| (one.to_string(), one.words(lang).to_owned())).collect();
    let text = |name, label, value: &str| Field::text(name, label).value(value);
    let until = of.effective_until.as_deref().unwrap_or_default();
    let named = [ScopeKind::Product, ScopeKind::Reseller].map(ScopeKind::code).contains(&of.scope.as_str());
    let scope_of = if named { of.scope_of.as_str() } else { "" };
    let seen = draft.map(|one| {
        let id = one.id.unwrap_or_default().to_string();
        view! { {hidden("id", id)}{hidden("revision", one.revision.to_string())} }
    });
    view! {
        <form class="form" method="post" action=SAVE novalidate>
            {seen}
            {select(visit, SAVE, "formula", words.formula, formulas, &of.formula)}
            <div class="pair">
                {select(visit, SAVE, "scope", words.scope, scopes(lang), &chosen(&of))}
                {field(visit, SAVE, text("scope_of", words.scope_of, scope_of).optional().hint(words.scope_of_hint))}
            </div>
            <div class="pair">
                {field(visit, SAVE, text("effective_from", words.from, &of.effective_from).kind("date"))}
                {field(visit, SAVE, text("effective_until", words.until, until).kind("date").optional().hint(words.until_hint))}
            </div>
            <div class="pair">
                {select(visit, SAVE, "ratio_kind", words.ratio_kind, kinds, &of.ratio_kind)}
                {field(visit, SAVE, text("ratio", words.ratio_or_fee, &of.ratio).hint(words.ratio_hint))}
            </div>
            <fieldset>
                <legend>{words.bands}</legend>
                {band_rows(visit, &of)}
            </fieldset>
            {area(visit, SAVE, text("note", words.note_field, &of.note).optional().hint(words.note_hint), 500)}
            <div class="form-actions"><button class="button primary">{words.save_draft}</button></div>
        </form>
    }
}

/// Kinds that have codes are chosen with them: `kind/general`.
fn scopes(lang: Lang) -> Vec<(String, String)> {
    let plain = |kind: ScopeKind| (kind.to_string(), kind.words(lang).to_owned());
    let within =
        |kind: ScopeKind, code: &str, word: &str| (format!("{kind}/{code}"), one_of(kind, word, lang));
    let kinds = BusinessKind::ALL.iter().map(|one| within(ScopeKind::Kind, one.code(), one.words(lang)));
    let deliveries =
        DeliveryType::ALL.iter().map(|one| within(ScopeKind::Delivery, one.code(), one.words(lang)));
    std::iter::once(plain(ScopeKind::All))
        .chain(kinds)
        .chain(deliveries)
        .chain([plain(ScopeKind::Product), plain(ScopeKind::Reseller)])
        .collect()
}

fn chosen(of: &WrittenRule) -> String {
    match of.scope.as_str() {
        "kind" | "delivery" => format!("{}/{}", of.scope, of.scope_of),
        scope => scope.to_owned(),
    }
}

fn band_rows(visit: &Visit, of: &WrittenRule) -> impl IntoView + use<> {
    let words = RuleWords::of(visit.lang);
    let bands = visit.refused(SAVE).map_or_else(|| of.bands.clone(), |flash| typed(&flash.entered));
    let free = WrittenBand::default();
    let rows = bands.iter().chain(std::iter::repeat_n(&free, FREE)).enumerate();
    let rows = rows.map(|(at, band)| band_row(visit, at, band)).collect_view();
    let head =
        [words.band_from, words.increment].map(|word| view! { <th scope="col">{word}</th> }).collect_view();
    let wrong =
        visit.refused(SAVE).and_then(|flash| flash.problem("bands")).map(|one| problem(one, visit.lang));
    let wrong = wrong.map(|text| view! { <p class="error">{text}</p> });
    let fee = Field::text("bands_fee", words.bands_fee).optional().hint(words.bands_fee_hint);
    let fee = fee.value(of.bands_fee.clone().unwrap_or_default());
    let currency = Field::text("bands_currency", words.bands_currency).optional();
    let currency =
        currency.value(of.bands_currency.clone().unwrap_or_else(|| Currency::CNY.code().to_owned()));
    view! {
        <p class="hint" id="f-bands" tabindex="-1">{words.bands_hint}</p>
        {wrong}
        <div class="pair">{field(visit, SAVE, fee)}{field(visit, SAVE, currency)}</div>
        {ledger(words.bands, "compact", head, rows)}
    }
}

fn band_row(visit: &Visit, at: usize, band: &WrittenBand) -> impl IntoView + use<> {
    let words = RuleWords::of(visit.lang);
    let cell = |part: &str, name: &'static str, word: &'static str, value: &str| {
        let place = format!("bands[{at}].{part}");
        let wrong =
            visit.refused(SAVE).and_then(|flash| flash.problem(&place)).map(|p| problem(p, visit.lang));
        let wrong = wrong.map(|text| view! { <p class="error">{text}</p> });
        let (value, label) = (value.to_owned(), format!("{word} {}", at + 1));
        view! {
            <td data-label=word id=format!("f-{place}")>
                <input name=name value=value aria-label=label autocomplete="off"/>
                {wrong}
            </td>
        }
    };
    view! {
        <tr>
            {cell("from", "band_from", words.band_from, &band.from)}
            {cell("increment", "band_increment", words.increment, &band.increment)}
        </tr>
    }
}

/// The bands that were typed; free rows are none.
fn typed(pairs: &[(String, String)]) -> Vec<WrittenBand> {
    let all = |name: &str| -> Vec<&str> {
        pairs.iter().filter(|(n, _)| n == name).map(|(_, value)| value.trim()).collect()
    };
    let [from, increments] = ["band_from", "band_increment"].map(all);
    let bands = from
        .iter()
        .zip(increments)
        .map(|(from, increment)| WrittenBand { from: (*from).to_owned(), increment: increment.to_owned() });
    bands.filter(|band| !(band.from.is_empty() && band.increment.is_empty())).collect()
}

/// What was typed into the form.
fn entered(form: &Form) -> WrittenRule {
    let text = |name: &str| form.get(name).trim().to_owned();
    let some = |name: &str| Some(text(name)).filter(|text| !text.is_empty());
    let scope = text("scope");
    let (scope, scope_of) = match scope.split_once('/') {
        Some((kind, code)) => (kind.to_owned(), code.to_owned()),
        None => (scope, text("scope_of")),
    };
    WrittenRule {
        formula: text("formula"),
        scope,
        scope_of,
        effective_from: text("effective_from"),
        effective_until: some("effective_until"),
        ratio_kind: text("ratio_kind"),
        ratio: text("ratio"),
        bands_fee: some("bands_fee"),
        bands_currency: some("bands_currency"),
        bands: typed(&form.0),
        note: text("note"),
    }
}

/// Saves a draft, a new one or one that is changed.
///
/// # Errors
/// A problem with each field; a conflict when it is no draft any more, or was changed meanwhile.
pub async fn save(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let (actor, written) = (visit.actor()?, entered(form));
    let saved = if form.get("id").is_empty() {
        rules::draft(&visit.office, actor, &written).await?
    } else {
        let (id, seen) = (form.number("id")?, form.number("revision")?);
        rules::revise(&visit.office, actor, id, &written, Some(seen)).await?
    };
    let to = format!("/settlement/rules/{}", saved.key());
    Ok(Done::to(to).saying(RuleWords::of(visit.lang).saved))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_with_a_code_is_one_choice_and_free_rows_are_no_bands() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let form = Form(vec![
            pair("scope", "kind/general"),
            pair("scope_of", "P1"),
            pair("band_from", "0"),
            pair("band_increment", "0"),
            pair("band_from", " "),
            pair("band_increment", ""),
            pair("band_from", ""),
            pair("band_increment", "1%"),
        ]);
        let read = entered(&form);
        assert_eq!((read.scope.as_str(), read.scope_of.as_str(), read.bands.len()), ("kind", "general", 2));
        assert_eq!(chosen(&read), "kind/general");
        let codes: Vec<String> = scopes(Lang::Zh).into_iter().map(|(code, _)| code).collect();
        assert!(codes.contains(&chosen(&read)) && codes.contains(&"reseller".to_owned()));
    }
}
