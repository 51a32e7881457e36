//! What a form sends, and what is said about it on the page after it.
//!
//! Every form is a real form. Its function calls one operation; then the browser is sent back to a
//! page (303), which says what happened and shows once more what was entered into a refused form.

use domain::{FieldProblem, Problem};
use operations::Failure;
use serde::{Deserialize, Serialize};

use crate::{
    lang::Lang,
    words::{ShellWords, failures},
};

/// The fields that were sent.
#[derive(Clone, Debug, Default)]
pub struct Form(pub Vec<(String, String)>);

impl Form {
    /// The first value of a field; empty when it was not sent.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }

    /// That these fields were filled in.
    ///
    /// # Errors
    /// A problem for each one that was not.
    pub fn require(&self, names: &[&str]) -> Result<(), Failure> {
        let missing = names.iter().filter(|name| self.get(name).is_empty());
        let missing: Vec<_> = missing.map(|name| Problem::Missing.of(name)).collect();
        if missing.is_empty() { Ok(()) } else { Err(Failure::Invalid(missing)) }
    }

    /// Every value of a field.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(n, _)| n == name).map(|(_, v)| v.as_str()).collect()
    }

    /// Whether a checkbox was ticked.
    #[must_use]
    pub fn ticked(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }

    /// A field that is a row or another whole number.
    ///
    /// # Errors
    /// A problem with that field.
    pub fn number(&self, name: &str) -> Result<i64, FieldProblem> {
        self.get(name).trim().parse().map_err(|_| {
            Problem::NotANumber { value: self.get(name).chars().take(40).collect(), least: 0, most: i64::MAX }
                .of(name)
        })
    }
}

/// What the session of the browser is to become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    None,
    /// Signed in as this member of staff, under a new id.
    SignIn(i64),
    /// Signed out.
    SignOut,
    /// Another language.
    Lang(Lang),
    /// Another theme.
    Theme(String),
    /// What stands in the fields of another form on the page that comes.
    Fill(&'static str, Vec<(String, String)>),
}

/// A form that was carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Where to go; empty: back to where the form was.
    pub to: String,
    /// What is said there.
    pub said: Option<String>,
    /// Something that is shown once and never again, such as a token.
    pub secret: Option<String>,
    /// What happens to the session.
    pub effect: Effect,
}

impl Done {
    /// Back to where the form was.
    #[must_use]
    pub const fn back() -> Self {
        Self { to: String::new(), said: None, secret: None, effect: Effect::None }
    }

    /// On to a page.
    #[must_use]
    pub fn to(path: impl Into<String>) -> Self {
        Self { to: path.into(), ..Self::back() }
    }

    /// Says something there.
    #[must_use]
    pub fn saying(self, text: impl Into<String>) -> Self {
        Self { said: Some(text.into()), ..self }
    }

    /// Shows something once.
    #[must_use]
    pub fn showing(self, secret: String) -> Self {
        Self { secret: Some(secret), ..self }
    }

    /// Changes the session.
    #[must_use]
    pub fn with(self, effect: Effect) -> Self {
        Self { effect, ..self }
    }
}

/// What the page after a form says.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Flash {
    /// Which form; its path.
    pub form: String,
    /// What happened, when it was carried out.
    pub said: Option<String>,
    /// Something that is shown once.
    pub secret: Option<String>,
    /// Why it was refused, when it was not about a field.
    pub refused: Option<String>,
    /// What is wrong with which field.
    pub problems: Vec<FieldProblem>,
    /// What was entered, without passwords.
    pub entered: Vec<(String, String)>,
    /// The member of staff that alone may see it; `None`: whoever holds the cookie.
    #[serde(default)]
    pub of: Option<i64>,
    /// The form goes on: what was entered is there again, with something more.
    #[serde(default)]
    pub goes_on: bool,
}

/// The longest value that is kept of a refused form, in bytes.
const LONGEST_ENTERED: usize = 64 * 1024;

/// What was entered, without what is secret.
fn entered(fields: &Form) -> Vec<(String, String)> {
    let secret = |name: &str| name.contains("password") || name.contains("secret") || name == "token";
    fields.0.iter().filter(|(n, v)| !secret(n) && v.len() < LONGEST_ENTERED).cloned().collect()
}

impl Flash {
    /// A form that was carried out.
    #[must_use]
    pub fn done(form: &str, done: &Done) -> Self {
        if let Effect::Fill(form, fields) = &done.effect {
            return Self { said: done.said.clone(), ..Self::going_on(form, &Form(fields.clone())) };
        }
        Self {
            form: form.to_owned(),
            said: done.said.clone(),
            secret: done.secret.clone(),
            ..Self::default()
        }
    }

    /// A form that was refused, with what was entered.
    #[must_use]
    pub fn refusal(form: &str, fields: &Form, failure: &Failure, lang: Lang) -> Self {
        let (problems, refused) = match failure {
            Failure::Invalid(problems) => (problems.clone(), None),
            other => (Vec::new(), Some(failures::failure(other, lang))),
        };
        Self { form: form.to_owned(), problems, refused, entered: entered(fields), ..Self::default() }
    }

    /// A form that came after the session had ended: nothing was done, and what was entered is there again.
    #[must_use]
    pub fn too_late(form: &str, fields: &Form, lang: Lang) -> Self {
        let refused = Some(ShellWords::of(lang).held.to_owned());
        Self { form: form.to_owned(), refused, entered: entered(fields), ..Self::default() }
    }

    /// A form that goes on with what was entered.
    #[must_use]
    pub fn going_on(form: &str, fields: &Form) -> Self {
        Self { form: form.to_owned(), entered: entered(fields), goes_on: true, ..Self::default() }
    }

    /// Whether a form was refused, or goes on: what was entered belongs into it.
    #[must_use]
    pub const fn is_refusal(&self) -> bool {
        self.refused.is_some() || !self.problems.is_empty() || self.goes_on
    }

    /// Whether it is a sentence only, which may travel in a cookie.
    #[must_use]
    pub const fn is_harmless(&self) -> bool {
        self.secret.is_none() && !self.is_refusal()
    }

    /// What was entered into a field.
    #[must_use]
    pub fn entered(&self, name: &str) -> Option<&str> {
        self.entered.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// What is wrong with a field.
    #[must_use]
    pub fn problem(&self, name: &str) -> Option<&Problem> {
        self.problems.iter().find(|p| p.field == name).map(|p| &p.problem)
    }
}
