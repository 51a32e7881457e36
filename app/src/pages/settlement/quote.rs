//! The what-if calculator. What the address asks is answered here, as the API and the command line
//! answer it; from then on the island computes in the browser, or the form comes back without a script.

use domain::{
    Currency,
    access::Operation,
    settlement::{Field, Formula, field::COMMON},
};
use leptos::prelude::*;
use operations::{Failure, quote::quote_one};

use crate::{
    components::page_head,
    islands::{Quote, QuoteFields},
    lang::Lang,
    visit::{Page, Visit},
    words::{RuleWords, SettlementWords},
};

/// The page.
///
/// # Errors
/// `Denied`.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let lang = visit.lang;
    let fields = fields_of(&visit.pairs());
    match quote_one(visit.actor()?, &fields.text()) {
        // The island says both the amount and what is wrong, by the same arithmetic.
        Ok(_) | Err(Failure::Invalid(_)) => {}
        Err(failure) => return Err(failure),
    }
    let rules = visit.may(Operation::ReadRules);
    Ok(Page::new(SettlementWords::of(lang).quote_title, move || body(lang, rules, fields)))
}

fn body(lang: Lang, rules: bool, fields: QuoteFields) -> impl IntoView {
    let words = SettlementWords::of(lang);
    let rules =
        rules.then(|| view! { <a class="button" href="/settlement/rules">{RuleWords::of(lang).open}</a> });
    view! {
        {page_head(words.quote_title, None, Some(words.quote_note.to_owned()), rules)}
        <Quote lang=lang start=fields/>
    }
}

/// What was asked, or the example of the formula where only that was said. The form says which formula its fields
/// `was` of: when another one was chosen, they are no answers to what that one asks.
fn fields_of(pairs: &[(String, String)]) -> QuoteFields {
    let given = |name: &str| -> Option<String> {
        pairs.iter().find(|(n, _)| n == name).map(|(_, v)| v.chars().take(60).collect())
    };
    let code = given(Field::Formula.code()).unwrap_or_else(|| Formula::Reseller.code().to_owned());
    let Some(formula) = Formula::from_code(&code) else {
        // One that nobody knows stays as it was given, so that it is refused by name.
        let mut fields = read(Formula::Reseller, given);
        fields.set(Field::Formula, code);
        return fields;
    };
    match given("was").filter(|was| was != formula.code()) {
        None => read(formula, given),
        Some(was) => match Formula::from_code(&was) {
            Some(was) => read(was, given).switched(formula, None),
            None => QuoteFields::example(formula),
        },
    }
}

/// The fields of a formula as they were given. A field that was emptied stays empty, and so does one that stands
/// beside others and was not given.
fn read(formula: Formula, given: impl Fn(&str) -> Option<String>) -> QuoteFields {
    let asked = formula.needs().iter().any(|need| given(need.field.code()).is_some());
    let mut fields = if asked { QuoteFields::blank(formula) } else { QuoteFields::example(formula) };
    for need in formula.needs().iter().chain(&COMMON) {
        match (need.field, given(need.field.code())) {
            (Field::Formula, _) | (_, None) => {}
            (Field::Currency, Some(code)) if code.trim().is_empty() => {}
            // As its choice is called; one that nobody knows stays as it was given.
            (Field::Currency, Some(code)) => {
                let known = Currency::from_code(&code).map(|currency| currency.code().to_owned());
                fields.set(Field::Currency, known.unwrap_or(code));
            }
            (field, Some(value)) => fields.set(field, value),
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::access::{Actor, Role};
    use hydration_context::SsrSharedContext;

    use super::*;

    /// The page as somebody without a script gets it.
    fn answer(query: &str, lang: Lang) -> String {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap();
        let fields = fields_of(&pairs);
        let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
        owner.with(|| body(lang, false, fields).into_view().to_html())
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
    fn every_formula_shows_its_fields_and_its_example() {
        for formula in Formula::ALL {
            let page = answer(&format!("formula={formula}"), Lang::Zh);
            for field in Field::ALL {
                let own = formula.needs().iter().chain(&COMMON).find(|need| need.field == *field);
                assert_eq!(page.contains(&format!(r#"name="{field}""#)), own.is_some(), "{formula} {field}");
            }
            assert!(page.contains(&format!(r#"<option value="{formula}" selected"#)), "{formula}");
            assert!(page.contains(&format!(r#"name="was" value="{formula}""#)), "{page}");
            assert!(page.contains(r#"<output id="amount">"#), "{formula}");
        }
        let general = answer("formula=general", Lang::En);
        assert!(
            general.contains("1,455,000.00") && general.contains("General products (version 2)"),
            "{general}"
        );
        assert!(general.contains("1,500,000.00 × (1 − 5.00 % + 2.00 %)"), "{general}");
        assert!(answer("formula=international", Lang::En).contains(r#"<option value="USD" selected"#));
    }

    #[test]
    fn the_effective_date_chooses_the_version_and_the_page_says_so() {
        let old = answer("formula=general&sales=1500000&effective_at=2024-02-29", Lang::En);
        assert!(old.contains("1,425,000.00") && old.contains("General products (version 1)"), "{old}");
        assert!(old.contains("2024-02-29, the day the order takes effect"), "{old}");
        let newest = answer("formula=general&sales=1500000&effective_at=", Lang::En);
        assert!(newest.contains("1,455,000.00") && newest.contains("No date is given"), "{newest}");
        assert!(
            answer("formula=general&sales=1&effective_at=2014-01-01", Lang::Zh).contains("早于 2015-01-01")
        );
    }

    #[test]
    fn another_formula_is_answered_with_its_own_fields() {
        let asked = "was=reseller&formula=partner&deal=21200&floor=x&ratio=&output_tax=6%25&service_tax=6%25&currency=CNY&effective_at=";
        let page = answer(asked, Lang::En);
        // What both call the same is kept, and what only the other one asks is not missed.
        assert!(
            page.contains(r#"<output id="amount">2,120.00<"#) && !page.contains(r#"aria-invalid="true""#),
            "{page}"
        );
        let same = answer("was=reseller&formula=reseller&deal=x&floor=8000", Lang::En);
        assert!(same.contains(r#"aria-invalid="true""#), "{same}");
        assert!(answer("was=gift&formula=upgrade&deal=x", Lang::En).contains("720.00"));
        // The example with a coupon stands in the form as an address.
        let coupon = answer("formula=general&sales=1000&coupon=100&bear_ratio=100%25&fee=5%25", Lang::En);
        assert!(coupon.contains(r#"<output id="amount">850.00<"#), "{coupon}");
    }

    #[test]
    fn a_formula_that_nobody_knows_is_refused_by_name() {
        let page = answer("formula=gift", Lang::En);
        assert!(
            page.contains("“gift” is not known") && page.contains(r#"<option value="gift" selected"#),
            "{page}"
        );
    }

    #[test]
    fn bands_are_in_one_currency() {
        let page = answer("formula=general&sales=1000&currency=USD", Lang::En);
        assert!(page.contains("The bands of this rule are in CNY, not in USD"), "{page}");
    }

    #[test]
    fn who_may_not_ask_is_refused() {
        let token = Actor::Token { id: 1, name: "t".into(), role: Role::Support };
        assert!(matches!(quote_one(&token, &fields_of(&[]).text()), Err(Failure::Denied(_))));
    }
}
