//! What a version says, in words.

use domain::{
    Tongue, money,
    settlement::{
        Formula, Scope,
        rules::{RuleState, ScopeKind},
    },
};
use operations::rules::{Rule, Who};

use crate::{
    lang::Lang,
    visit::Visit,
    words::{RuleWords, codes::Worded, fill, journal::actor_name},
};

/// How files are told in the language of a page.
pub(super) const fn tongue(lang: Lang) -> Tongue {
    match lang {
        Lang::Zh => Tongue::Zh,
        Lang::En => Tongue::En,
    }
}

/// The name of a formula.
pub(super) fn formula(of: Formula, lang: Lang) -> String {
    of.in_words(tongue(lang)).into_owned()
}

/// What a version or a draft is called.
pub(super) fn name(one: &Rule, lang: Lang) -> String {
    match (one.state, one.id) {
        (RuleState::Published, _) | (_, None) => one.rule.in_words(tongue(lang)),
        (_, Some(id)) => fill(
            RuleWords::of(lang).draft_title,
            &[("formula", &formula(one.rule.formula, lang)), ("n", &id.to_string())],
        ),
    }
}

/// What it holds for.
pub(super) fn scope(one: &Rule, lang: Lang) -> String {
    let of = match one.rule.scope {
        Scope::All => return ScopeKind::All.words(lang).to_owned(),
        Scope::Kind(kind) => kind.words(lang).to_owned(),
        Scope::Delivery(delivery) => delivery.words(lang).to_owned(),
        Scope::Product(_) | Scope::Reseller(_) => {
            one.of.as_ref().map(|of| of.name.clone()).unwrap_or_default()
        }
    };
    one_of(one.rule.scope.kind(), &of, lang)
}

/// `Product: …`.
pub(super) fn one_of(kind: ScopeKind, name: &str, lang: Lang) -> String {
    fill(RuleWords::of(lang).one_of, &[("kind", kind.words(lang)), ("name", name)])
}

/// Its days.
pub(super) fn dates(one: &Rule, lang: Lang) -> String {
    let words = RuleWords::of(lang);
    let from = one.rule.effective_from.to_string();
    match one.rule.effective_until {
        Some(until) => fill(words.from_until, &[("from", &from), ("until", &until.to_string())]),
        None => fill(words.from_on, &[("from", &from)]),
    }
}

/// Its ratio, and how that is meant.
pub(super) fn ratio(one: &Rule, lang: Lang) -> String {
    let (kind, rate) = (one.rule.ratio.kind(), one.rule.ratio.rate());
    format!("{rate}{}", lang.pick("（{}）", " ({})").replace("{}", &kind.words(lang).to_lowercase()))
}

/// Its bands.
pub(super) fn bands(one: &Rule, lang: Lang) -> String {
    let Some(scheme) = &one.rule.scheme else { return RuleWords::of(lang).empty_none.to_owned() };
    let sign = scheme.currency.sign();
    let band = |band: &domain::settlement::rules::Band| {
        format!("≥ {sign}{}: {}", money::grouped(band.from_minor, scheme.currency), band.increment)
    };
    scheme.bands.iter().map(band).collect::<Vec<_>>().join(lang.pick("；", "; "))
}

/// Who did something, and when; nobody those that the program brings.
pub(super) fn who(visit: &Visit, who: Option<&Who>) -> String {
    match who {
        Some(who) => format!("{} · {}", actor_name(&who.name, visit.lang), visit.minute(who.at)),
        None => RuleWords::of(visit.lang).built_in.to_owned(),
    }
}
