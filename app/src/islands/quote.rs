//! The what-if calculator: the same `domain` code as a statement, on the server first and then in the browser.

mod fields;

use domain::{
    Currency, FieldProblem,
    settlement::{
        Field, Formula, Need, Settled, Step, StepKind, effective_day,
        field::{COMMON, Kind},
        quote,
    },
};
use leptos::prelude::*;

pub use self::fields::QuoteFields;
use crate::{
    lang::Lang,
    words::{
        IslandWords, QuoteWords,
        codes::Worded,
        currency::currency_named,
        fill,
        problems::problem,
        quote::{amount, hint, holds_for, label, rule},
    },
};

/// The amount, or what is wrong with which field.
type Answer = Result<Settled, Vec<FieldProblem>>;

/// The calculator. Types are what the person typed; the form is sent to the same page when no
/// script runs.
#[island]
pub fn Quote(
    /// Language.
    lang: Lang,
    /// What the fields hold at first.
    start: QuoteFields,
) -> impl IntoView {
    let words = QuoteWords::of(lang);
    let [formula, currency] = [Field::Formula, Field::Currency].map(|field| start.get(field).to_owned());
    // Apart from what is typed: the fields are made anew only when another formula is chosen.
    let shown = RwSignal::new(start.formula());
    let fields = RwSignal::new(start);
    // What was typed under the formulas before: arrow keys go through all of them.
    let left = StoredValue::new(Vec::<QuoteFields>::new());
    let result = Memo::new(move |_| fields.with(|now| quote(&now.text())));
    let form = Form { fields, result, lang };
    let choose = move |code: String| {
        let now = fields.with_untracked(QuoteFields::formula);
        let Some(to) = Formula::from_code(&code).filter(|to| *to != now) else {
            return form.put(Field::Formula, code);
        };
        fields.update(|fields| {
            let next = left.with_value(|left| fields.switched(to, left.iter().find(|l| l.formula() == to)));
            let before = std::mem::replace(fields, next);
            left.update_value(|left| {
                left.retain(|l| l.formula() != now);
                left.push(before);
            });
        });
        shown.set(to);
    };
    view! {
        <div class="quote-sides">
        <form class="form quote" method="get" action="/settlement/quote" autocomplete="off" novalidate>
            // Which formula the fields are of: another choice without a script is answered with other fields.
            <input type="hidden" name="was" value=move || form.holds(Field::Formula)/>
            {form.select(Field::Formula, words.formula, formulas(&formula, lang), choose)}
            <div class="pair">
                {form.select(Field::Currency, words.currency, currencies(&currency, lang), move |code| form.put(Field::Currency, code))}
                {move || form.inputs(shown.get())}
            </div>
            <div class="form-actions">
                <button class="button primary">{words.compute}</button>
                <a class="button" href=move || format!("/settlement/quote?formula={}", shown.get())>{words.example}</a>
                {move || (shown.get() == Formula::General).then(|| view! { <a class="button" href=WITH_COUPON>{words.example_coupon}</a> })}
            </div>
        </form>
        <section class="block quote-result" aria-labelledby="quote-title">
            <h2 id="quote-title">{move || amount(shown.get(), lang)}</h2>
            <div aria-live="polite">{move || result.with(|r| total(r, words))}</div>
            {move || result.with(|r| r.as_ref().ok().map(|settled| fields.with(|now| working(settled, now, lang))))}
        </section>
        </div>
    }
}

/// V2 of the reference: the merchant bears all of a coupon.
const WITH_COUPON: &str =
    "/settlement/quote?formula=general&sales=1000&coupon=100&bear_ratio=100%25&fee=5%25";

/// The form: what is typed into it, and what comes of that.
#[derive(Clone, Copy)]
struct Form {
    fields: RwSignal<QuoteFields>,
    result: Memo<Answer>,
    lang: Lang,
}

impl Form {
    fn holds(self, field: Field) -> String {
        self.fields.with(|now| now.get(field).to_owned())
    }

    fn put(self, field: Field, value: String) {
        self.fields.update(|now| now.set(field, value));
    }

    fn is_wrong(self, field: Field) -> Option<&'static str> {
        let wrong = self
            .result
            .with(|r| r.as_ref().err().is_some_and(|all| all.iter().any(|p| p.field == field.code())));
        wrong.then_some("true")
    }

    /// What is wrong with a field; empty and in its place also when nothing is.
    fn error(self, field: Field) -> impl IntoView + use<> {
        let said = move || {
            self.result.with(|r| {
                let wrong = r.as_ref().err()?.iter().find(|p| p.field == field.code())?;
                Some(problem(&wrong.problem, self.lang))
            })
        };
        view! { <p class="error" id=format!("{field}-error")>{said}</p> }
    }

    fn select(
        self,
        field: Field,
        label: &'static str,
        options: Vec<Choice>,
        chosen: impl Fn(String) + 'static,
    ) -> impl IntoView {
        let options = options
            .into_iter()
            .map(|Choice { code, name, selected }| view! { <option value=code selected=selected>{name}</option> })
            .collect_view();
        view! {
            <div class="field">
                <label for=field.code()>{label}</label>
                {self.error(field)}
                <select id=field.code() name=field.code() prop:value=move || self.holds(field)
                    aria-invalid=move || self.is_wrong(field) aria-describedby=format!("{field}-error")
                    on:change=move |e| chosen(event_target_value(&e))>
                    {options}
                </select>
            </div>
        }
    }

    /// The fields of a formula, in the order of its arithmetic, and the moment that chooses its version.
    fn inputs(self, formula: Formula) -> impl IntoView + use<> {
        let moment = COMMON.iter().filter(|need| need.field == Field::EffectiveAt);
        formula.needs().iter().chain(moment).map(|need| self.input(formula, *need)).collect_view()
    }

    fn input(self, formula: Formula, Need { field, required }: Need) -> impl IntoView + use<> {
        let hint = hint(formula, field, self.lang);
        let described =
            if hint.is_empty() { format!("{field}-error") } else { format!("{field}-hint {field}-error") };
        let keyboard = match field.kind() {
            Kind::Amount | Kind::Tax | Kind::Share => Some("decimal"),
            Kind::Count => Some("numeric"),
            Kind::Code | Kind::Moment => None,
        };
        let optional = (!required).then(|| QuoteWords::of(self.lang).optional);
        view! {
            <div class="field">
                <label for=field.code()>{label(formula, field, self.lang)}{optional}</label>
                {(!hint.is_empty()).then(|| view! { <p class="hint" id=format!("{field}-hint")>{hint}</p> })}
                {self.error(field)}
                <input id=field.code() name=field.code() inputmode=keyboard autocomplete="off" required=required
                    value=self.fields.with_untracked(|now| now.get(field).to_owned()) prop:value=move || self.holds(field)
                    aria-invalid=move || self.is_wrong(field) aria-describedby=described
                    on:input=move |e| self.put(field, event_target_value(&e))/>
            </div>
        }
    }
}

/// What can be chosen.
struct Choice {
    code: String,
    name: String,
    selected: bool,
}

/// Every formula; before them one that nobody knows, as it was given.
fn formulas(asked: &str, lang: Lang) -> Vec<Choice> {
    choices(asked, Formula::ALL.iter().map(|formula| (formula.code(), formula.words(lang).to_owned())))
}

/// Every currency; before them one that nobody knows, as it was given.
fn currencies(asked: &str, lang: Lang) -> Vec<Choice> {
    choices(asked, Currency::all().map(|currency| (currency.code(), currency_named(currency, lang))))
}

fn choices(asked: &str, known: impl Iterator<Item = (&'static str, String)>) -> Vec<Choice> {
    let choice =
        |(code, name): (&str, String)| Choice { code: code.to_owned(), name, selected: code == asked };
    let mut all: Vec<Choice> = known.map(choice).collect();
    if !all.iter().any(|choice| choice.selected) {
        all.insert(0, choice((asked, asked.to_owned())));
    }
    all
}

/// The amount, or that there is none.
fn total(answer: &Answer, words: &'static QuoteWords) -> impl IntoView + use<> {
    let settled = answer.as_ref().ok();
    let amount = settled.map(|s| (s.currency.sign().into_owned(), s.amount()));
    view! {
        {answer.is_err().then(|| view! { <p class="hint">{words.nothing_yet}</p> })}
        {amount.map(|(sign, amount)| view! {
            <p class="quote-amount money"><span class="cur">{sign}</span><output id="amount">{amount}</output></p>
        })}
    }
}

/// How an amount came about: the formula with its numbers, its steps, and which version of the rule it is of.
fn working(settled: &Settled, fields: &QuoteFields, lang: Lang) -> impl IntoView + use<> {
    let words = QuoteWords::of(lang);
    let chosen = match effective_day(&fields.text()) {
        Ok(Some(day)) => fill(words.chosen_by_day, &[("day", &day.to_string())]),
        _ => words.chosen_newest.to_owned(),
    };
    let facts = [
        (words.unrounded, settled.exact.grouped(settled.currency)),
        (words.rule, rule(settled.rule, lang)),
        (words.applies, holds_for(settled.rule, lang)),
        (words.chosen, chosen),
    ];
    let facts =
        facts.map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }).collect_view();
    view! {
        <p class="quote-formula mono"><span class="visually-hidden">{words.calculation}" "</span>{settled.formula()}</p>
        {steps(settled, lang)}
        <dl class="facts">{facts}</dl>
    }
}

/// The steps that led to an amount.
#[must_use]
pub fn steps(settled: &Settled, lang: Lang) -> impl IntoView + use<> {
    let currency = settled.currency;
    let step = |step: &Step| {
        let (text, operation) = (step_words(step.kind, currency, lang), step.operation(currency));
        let value = step.shown_value(currency);
        view! { <li><span class="step-text">{text}" "<span class="mono">{operation}</span></span><span class="step-value">{value}</span></li> }
    };
    view! { <ol class="steps">{settled.shown().map(step).collect_view()}</ol> }
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
