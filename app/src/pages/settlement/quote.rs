//! The what-if calculator. What the address asks is answered here, as the API and the command line
//! answer it; from then on the island computes in the browser, or the form comes back without a script.

use domain::{Currency, access::Actor, settlement::Formula};
use leptos::prelude::*;
use operations::{Failure, quote::quote_one};

use crate::{
    components::page_head,
    islands::{Amount, Answer, Quote, QuoteFields},
    lang::Lang,
    visit::{Page, Visit},
    words::SettlementWords,
};

/// The page.
///
/// # Errors
/// `Denied`.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let lang = visit.lang;
    let fields = fields_of(&visit.pairs());
    let answer = answer_to(&fields, visit.actor()?, lang)?;
    Ok(Page::new(SettlementWords::of(lang).quote_title, move || body(lang, fields, answer)))
}

fn answer_to(fields: &QuoteFields, actor: &Actor, lang: Lang) -> Result<Answer, Failure> {
    match quote_one(actor, &fields.text()) {
        Ok(settled) => Ok(Ok(Amount::of(&settled, lang))),
        Err(Failure::Invalid(problems)) => Ok(Err(problems)),
        Err(failure) => Err(failure),
    }
}

fn body(lang: Lang, fields: QuoteFields, answer: Answer) -> impl IntoView {
    let words = SettlementWords::of(lang);
    view! {
        {page_head(words.quote_title, None, Some(words.quote_note.to_owned()), ())}
        <Quote lang=lang start=fields answer=answer/>
    }
}

/// What was asked, or the first example of the reference. A field that was emptied stays empty.
fn fields_of(pairs: &[(String, String)]) -> QuoteFields {
    let given = |name: &str| pairs.iter().find(|(n, _)| n == name).map(|(_, v)| v.chars().take(60).collect());
    let or = |name: &str, usual: &str| given(name).unwrap_or_else(|| usual.to_owned());
    let formula = given("formula").and_then(|f: String| Formula::from_code(&f));
    // The fields of the form are those of resellers.
    let formula = formula.filter(|f| matches!(f, Formula::Reseller | Formula::ResellerCoSale));
    let formula = formula.unwrap_or(Formula::Reseller);
    // A currency that nobody knows stays as it was given, so that it is refused by name.
    let currency = given("currency").filter(|code: &String| !code.trim().is_empty());
    let currency = currency.unwrap_or_else(|| Currency::CNY.code().to_owned());
    QuoteFields {
        formula: formula.code().to_owned(),
        currency: Currency::from_code(&currency).map_or(currency, |known| known.code().to_owned()),
        deal: or("deal", "10000"),
        floor: or("floor", "8000"),
        ratio: or("ratio", ""),
        output_tax: or("output_tax", "6%"),
        service_tax: or("service_tax", "6%"),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use hydration_context::SsrSharedContext;

    use super::*;

    /// The page as somebody without a script gets it.
    fn answer(query: &str, lang: Lang) -> String {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap();
        let fields = fields_of(&pairs);
        let answer = answer_to(&fields, &Actor::System, lang).unwrap();
        let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
        owner.with(|| body(lang, fields, answer).into_view().to_html())
    }

    #[test]
    fn the_server_computes_what_the_form_asks() {
        assert!(answer("", Lang::Zh).contains("1,800.00"));
        let asked = answer(
            "formula=reseller_co_sale&deal=10,000&floor=8000&ratio=45%25&output_tax=13%25&service_tax=6%25",
            Lang::En,
        );
        assert!(asked.contains("844.25") && asked.contains("÷ (1 + 13.00 %)"), "{asked}");
        assert!(asked.contains(r#"value="10,000""#), "{asked}");
    }

    #[test]
    fn the_server_says_what_is_wrong() {
        let wrong = answer("deal=x&floor=8000&ratio=60%25", Lang::Zh);
        assert!(wrong.contains("“x” 不是金额") && wrong.contains("比例由规则定为"), "{wrong}");
        assert!(wrong.contains(r#"aria-invalid="true""#) && !wrong.contains("quote-amount"), "{wrong}");
        let high = answer("formula=reseller_co_sale&ratio=90.01%25", Lang::En);
        assert!(high.contains("is above the highest ratio"), "{high}");
        assert!(answer("deal=&floor=1", Lang::En).contains("Fill this in"));
    }
    #[test]
    fn every_currency_has_its_own_decimals() {
        let asked = |currency: &str| {
            answer(
                &format!("currency={currency}&deal=10000&floor=8000&output_tax=13%25&service_tax=6%25"),
                Lang::En,
            )
        };
        let yen = asked("JPY");
        assert!(yen.contains(r#"<output id="amount">1,688<"#) && yen.contains("a whole number"), "{yen}");
        assert!(yen.contains(r#"<option value="JPY" selected"#), "{yen}");
        assert!(asked("kwd").contains(r#"<output id="amount">1,688.496<"#));
        assert!(asked("").contains(r#"<output id="amount">1,688.50<"#));
        for currency in Currency::all() {
            assert!(yen.contains(&format!(r#"<option value="{currency}""#)), "{currency}");
        }
        let shells = asked("XYZ");
        assert!(
            !shells.contains("quote-amount") && shells.contains(r#"<option value="XYZ" selected"#),
            "{shells}"
        );
        assert!(answer("currency=JPY&deal=0.5&floor=0", Lang::En).contains("decimals"));
    }

    #[test]
    fn who_may_not_ask_is_refused() {
        let token = Actor::Token { id: 1, name: "t".into(), role: domain::access::Role::Support };
        assert!(matches!(answer_to(&fields_of(&[]), &token, Lang::En), Err(Failure::Denied(_))));
    }
}
