//! The what-if calculator: the same `domain` code as a statement, in the browser.

use domain::settlement::{
    Settled, StepKind,
    quote::{QuoteText, quote},
};
use leptos::prelude::*;

use crate::{lang::Lang, words::IslandWords};

/// The calculator. Types are what the person typed; the form is sent to the same page when no
/// script runs.
#[island]
pub fn Quote(
    /// Language.
    lang: Lang,
    /// What the fields hold at first.
    start: QuoteFields,
) -> impl IntoView {
    let words = IslandWords::of(lang);
    let fields = RwSignal::new(start);
    // Asked by every field and by the answer: computed once for each key.
    let result = Memo::new(move |_| {
        let f = fields.get();
        quote(&QuoteText {
            currency: "",
            formula: &f.formula,
            deal: &f.deal,
            floor: &f.floor,
            ratio: &f.ratio,
            output_tax: &f.output_tax,
            service_tax: &f.service_tax,
        })
    });
    let input = move |name: &'static str, label: &'static str, hint: &'static str| {
        let wrong = move || result.with(|r| r.as_ref().err()?.iter().find(|p| p.field == name).cloned());
        view! {
            <div class="field">
                <label for=name>{label}</label>
                {(!hint.is_empty()).then(|| view! { <p class="hint">{hint}</p> })}
                <input id=name name=name inputmode="decimal" autocomplete="off" value=fields.get_untracked().of(name)
                    aria-invalid=move || wrong().is_some().then_some("true")
                    on:input=move |e| { let value = event_target_value(&e); fields.update(|f| f.set(name, value)); }/>
                <p class="error">{move || wrong().map(|p| crate::words::problems::problem(&p.problem, lang))}</p>
            </div>
        }
    };
    let is_co_sale = move || fields.get().formula == "reseller_co_sale";
    view! {
        <div class="quote-sides">
        <form class="form quote" method="get" action="/settlement/quote">
            <div class="field">
                <label for="formula">{words.formula}</label>
                <select id="formula" name="formula"
                    on:change=move |e| { let value = event_target_value(&e); fields.update(|f| f.set("formula", value)); }>
                    <option value="reseller" selected=move || !is_co_sale()>{words.reseller}</option>
                    <option value="reseller_co_sale" selected=is_co_sale>{words.co_sale}</option>
                </select>
            </div>
            {input("deal", words.deal, "")}
            {input("floor", words.floor, "")}
            {input("output_tax", words.output_tax, "")}
            {input("service_tax", words.service_tax, "")}
            {input("ratio", words.ratio, words.ratio_hint)}
            <div class="form-actions"><button class="button primary">{words.compute}</button></div>
        </form>
        <section class="block quote-result" aria-live="polite" aria-label=words.amount>
            <h2>{words.amount}</h2>
            {move || result.with(|r| r.as_ref().ok().map(|settled| view! {
                <p class="quote-amount money"><output id="amount">{settled.amount()}</output></p>
                {steps(settled, lang)}
                <p class="formula-note">{settled.rule.name()}</p>
            }))}
        </section>
        </div>
    }
}

/// The steps that led to an amount.
#[must_use]
pub fn steps(settled: &Settled, lang: Lang) -> impl IntoView + use<> {
    let words = IslandWords::of(lang);
    let steps = settled
        .shown()
        .map(|step| {
            let (text, operation) = (step_words(step.kind, words), step.operation(settled.currency));
            let value = step.shown_value(settled.currency);
            view! { <li><span class="step-text">{text}" "<span class="mono">{operation}</span></span><span class="step-value">{value}</span></li> }
        })
        .collect_view();
    view! { <ol class="steps">{steps}</ol> }
}

/// The words of a step of the arithmetic.
const fn step_words(kind: StepKind, words: &IslandWords) -> &'static str {
    match kind {
        StepKind::Margin => words.margin,
        StepKind::BelowFloor => words.below_floor,
        StepKind::OutputTax => words.without_tax,
        StepKind::ServiceTax => words.with_fee_tax,
        StepKind::Ratio => words.share,
        StepKind::Reversal => words.reversal,
        StepKind::Rounded => words.rounded,
    }
}

/// What the calculator's fields hold.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct QuoteFields {
    /// Code of the formula.
    pub formula: String,
    /// Deal price.
    pub deal: String,
    /// Floor price.
    pub floor: String,
    /// Ratio of a co-sale.
    pub ratio: String,
    /// Output tax.
    pub output_tax: String,
    /// Tax of the service fee.
    pub service_tax: String,
}

impl QuoteFields {
    fn of(&self, name: &str) -> String {
        match name {
            "deal" => self.deal.clone(),
            "floor" => self.floor.clone(),
            "ratio" => self.ratio.clone(),
            "output_tax" => self.output_tax.clone(),
            _ => self.service_tax.clone(),
        }
    }

    fn set(&mut self, name: &str, value: String) {
        match name {
            "formula" => self.formula = value,
            "deal" => self.deal = value,
            "floor" => self.floor = value,
            "ratio" => self.ratio = value,
            "output_tax" => self.output_tax = value,
            _ => self.service_tax = value,
        }
    }
}
