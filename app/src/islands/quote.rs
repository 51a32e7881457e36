//! The what-if calculator: the same `domain` code as a statement, in the browser.

use domain::{
    Currency, FieldProblem,
    settlement::{Field, QuoteText, Settled, Step, StepKind, quote},
};
use leptos::prelude::*;

use crate::{
    lang::Lang,
    words::{IslandWords, codes::Worded, currency::currency_named},
};

/// The calculator. Types are what the person typed; the form is sent to the same page when no
/// script runs.
#[island]
pub fn Quote(
    /// Language.
    lang: Lang,
    /// What the fields hold at first.
    start: QuoteFields,
    /// What the server answers to that.
    answer: Answer,
) -> impl IntoView {
    let words = IslandWords::of(lang);
    let fields = RwSignal::new(start.clone());
    // Asked by every field and by the answer: computed once for each key.
    let result = Memo::new(move |_| {
        fields.with(|now| {
            if *now == start {
                answer.clone()
            } else {
                quote(&now.text()).map(|settled| Amount::of(&settled, lang))
            }
        })
    });
    let wrong = move |name: &'static str| {
        move || result.with(|r| r.as_ref().err()?.iter().find(|p| p.field == name).cloned())
    };
    let error = move |name: &'static str| {
        let wrong = wrong(name);
        view! { <p class="error">{move || wrong().map(|p| crate::words::problems::problem(&p.problem, lang))}</p> }
    };
    let input = move |name: &'static str, label: &'static str, hint: &'static str| {
        let wrong = wrong(name);
        view! {
            <div class="field">
                <label for=name>{label}</label>
                {(!hint.is_empty()).then(|| view! { <p class="hint">{hint}</p> })}
                <input id=name name=name inputmode="decimal" autocomplete="off" value=fields.get_untracked().of(name)
                    aria-invalid=move || wrong().is_some().then_some("true")
                    on:input=move |e| { let value = event_target_value(&e); fields.update(|f| f.set(name, value)); }/>
                {error(name)}
            </div>
        }
    };
    let no_currency = wrong("currency");
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
            <div class="field">
                <label for="currency">{words.currency}</label>
                <select id="currency" name="currency" aria-invalid=move || no_currency().is_some().then_some("true")
                    on:change=move |e| { let value = event_target_value(&e); fields.update(|f| f.set("currency", value)); }>
                    {currencies(fields.get_untracked().currency, lang)}
                </select>
                {error("currency")}
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
            {move || result.with(|r| r.as_ref().ok().map(|amount| view! {
                <p class="quote-amount money"><span class="cur">{amount.sign.clone()}</span><output id="amount">{amount.amount.clone()}</output></p>
                {list_of(&amount.steps)}
                <p class="formula-note">{amount.rule.clone()}</p>
            }))}
        </section>
        </div>
    }
}

/// Every currency; before them one that nobody knows, as it was given.
fn currencies(asked: String, lang: Lang) -> impl IntoView + use<> {
    let known = Currency::all()
        .map(|currency| {
            let selected = currency.code() == asked;
            view! { <option value=currency.code() selected=selected>{currency_named(currency, lang)}</option> }
        })
        .collect_view();
    let unknown = Currency::from_code(&asked).is_none();
    view! { {unknown.then(|| view! { <option value=asked.clone() selected>{asked.clone()}</option> })}{known} }
}

/// What the calculator says: the amount, or what is wrong with which field.
pub type Answer = Result<Amount, Vec<FieldProblem>>;

/// An amount and how it came about, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Amount {
    /// The sign of the currency.
    pub sign: String,
    /// The amount without it.
    pub amount: String,
    /// The arithmetic, line under line.
    pub steps: Vec<ShownStep>,
    /// Name of the rule.
    pub rule: String,
}

/// A line of the arithmetic.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ShownStep {
    text: String,
    operation: String,
    value: String,
}

impl Amount {
    /// Of a line that is settled.
    #[must_use]
    pub fn of(settled: &Settled, lang: Lang) -> Self {
        Self {
            sign: settled.currency.sign().into_owned(),
            amount: settled.amount(),
            steps: shown_steps(settled, lang),
            rule: settled.rule.in_words(lang.tongue()),
        }
    }
}

/// The steps that led to an amount.
#[must_use]
pub fn steps(settled: &Settled, lang: Lang) -> impl IntoView + use<> {
    list_of(&shown_steps(settled, lang))
}

fn shown_steps(settled: &Settled, lang: Lang) -> Vec<ShownStep> {
    let step = |step: &Step| ShownStep {
        text: step_words(step.kind, settled.currency, lang).to_owned(),
        operation: step.operation(settled.currency),
        value: step.shown_value(settled.currency),
    };
    settled.shown().map(step).collect()
}

fn list_of(steps: &[ShownStep]) -> impl IntoView + use<> {
    let steps = steps
        .iter()
        .cloned()
        .map(|ShownStep { text, operation, value }| {
            view! { <li><span class="step-text">{text}" "<span class="mono">{operation}</span></span><span class="step-value">{value}</span></li> }
        })
        .collect_view();
    view! { <ol class="steps">{steps}</ol> }
}

/// The words of a step of the arithmetic.
fn step_words(kind: StepKind, currency: Currency, lang: Lang) -> &'static str {
    let words = IslandWords::of(lang);
    match (kind, currency.exponent()) {
        (StepKind::Rounded, 0) => words.rounded_whole,
        (StepKind::Rounded, 3) => words.rounded_fine,
        (kind, _) => kind.words(lang),
    }
}

/// What the calculator's fields hold.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct QuoteFields {
    /// Code of the formula.
    pub formula: String,
    /// Code of the currency of both prices.
    pub currency: String,
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
    /// The question that they ask.
    #[must_use]
    pub fn text(&self) -> QuoteText<'_> {
        QuoteText::of([
            (Field::Currency, self.currency.as_str()),
            (Field::Formula, self.formula.as_str()),
            (Field::Deal, self.deal.as_str()),
            (Field::Floor, self.floor.as_str()),
            (Field::Ratio, self.ratio.as_str()),
            (Field::OutputTax, self.output_tax.as_str()),
            (Field::ServiceTax, self.service_tax.as_str()),
        ])
    }

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
            "currency" => self.currency = value,
            "deal" => self.deal = value,
            "floor" => self.floor = value,
            "ratio" => self.ratio = value,
            "output_tax" => self.output_tax = value,
            _ => self.service_tax = value,
        }
    }
}
