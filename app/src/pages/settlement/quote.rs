//! The what-if calculator. The island computes in the browser; without a script its form comes back
//! here and the same code has computed on the server.

use domain::settlement::Formula;
use leptos::prelude::*;
use operations::Failure;

use crate::{
    components::page_head,
    islands::{Quote, QuoteFields},
    lang::Lang,
    visit::{Page, Visit},
    words::SettlementWords,
};

/// The page.
///
/// # Errors
/// None; every page may have one.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let lang = visit.lang;
    let fields = fields_of(&visit.pairs());
    Ok(Page::new(SettlementWords::of(lang).quote_title, move || body(lang, fields)))
}

fn body(lang: Lang, fields: QuoteFields) -> impl IntoView {
    let words = SettlementWords::of(lang);
    view! {
        {page_head(words.quote_title, None, Some(words.quote_note.to_owned()), ())}
        <Quote lang=lang start=fields/>
    }
}

/// What was asked, or the first example of the reference. A field that was emptied stays empty.
fn fields_of(pairs: &[(String, String)]) -> QuoteFields {
    let given = |name: &str| pairs.iter().find(|(n, _)| n == name).map(|(_, v)| v.chars().take(60).collect());
    let or = |name: &str, usual: &str| given(name).unwrap_or_else(|| usual.to_owned());
    let formula = given("formula").and_then(|f: String| Formula::from_code(&f)).unwrap_or(Formula::Reseller);
    QuoteFields {
        formula: formula.code().to_owned(),
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
        let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
        owner.with(|| body(lang, fields_of(&pairs)).into_view().to_html())
    }

    #[test]
    fn the_server_computes_what_the_form_asks() {
        assert!(answer("", Lang::Zh).contains("1,800.00"));
        let asked = answer(
            "formula=reseller_co_sale&deal=10,000&floor=8000&ratio=45%25&output_tax=13%25&service_tax=6%25",
            Lang::En,
        );
        assert!(asked.contains("844.25") && asked.contains("÷ (1 + 13 %)"), "{asked}");
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
}
