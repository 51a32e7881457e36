//! What a request gives: a JSON body, and the pairs of its query string.

use std::convert::Infallible;

use app::lang::Lang;
use axum::{
    Json,
    extract::{FromRequest, FromRequestParts, Request, rejection::JsonRejection},
    http::{StatusCode, request::Parts},
};
use domain::{FieldProblem, Problem, text};
use operations::Failure;
use serde::{Deserialize, Deserializer, de::DeserializeOwned};

use super::ApiError;

/// Rows on a page when `limit` does not say.
const LIMIT: i64 = 50;
/// Rows on the largest page.
const LARGEST: i64 = 500;

/// The row that a path names.
///
/// # Errors
/// `NotFound` for what is no number.
pub(super) fn row(id: &str) -> Result<i64, Failure> {
    id.parse().map_err(|_| Failure::NotFound)
}

/// A JSON body.
#[derive(Debug)]
pub struct Given<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Given<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        match Json::<T>::from_request(request, state).await {
            Ok(Json(given)) => Ok(Self(given)),
            Err(rejection) => Err(refused(&rejection)),
        }
    }
}

fn refused(rejection: &JsonRejection) -> ApiError {
    let status = rejection.status();
    let text = rejection.body_text();
    match rejection {
        JsonRejection::JsonDataError(_) => {
            // "Failed to deserialize …: deal: invalid type …": the path comes before the reason.
            let reason = text.split_once(": ").map_or(text.as_str(), |(_, reason)| reason);
            let error = ApiError::new(status, "invalid", reason);
            let is_name = |name: &&str| name.chars().all(|c| c.is_ascii_lowercase() || c == '_');
            match reason.split_once(": ").map(|(path, _)| path).filter(is_name) {
                Some(field) => error.at(field),
                None => error,
            }
        }
        _ if status == StatusCode::PAYLOAD_TOO_LARGE => ApiError::too_large("256 KiB"),
        _ => ApiError::new(status, "malformed", text),
    }
}

/// The pairs of the query string.
#[derive(Debug)]
pub struct Query(pub Vec<(String, String)>);

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(serde_urlencoded::from_str(parts.uri.query().unwrap_or_default()).unwrap_or_default()))
    }
}

impl Query {
    /// The first value of a name, if it is not empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, v)| n == name && !v.trim().is_empty()).map(|(_, v)| v.trim())
    }

    /// Every value of a name that is not empty.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let values = self.0.iter().filter(move |(n, _)| n == name).map(|(_, v)| v.trim());
        values.filter(|v| !v.is_empty())
    }

    /// `language`: the words of something on paper; Chinese when it is absent.
    ///
    /// # Errors
    /// It is neither `zh` nor `en`.
    pub fn language(&self) -> Result<Lang, ApiError> {
        let read = |code: &str| {
            let allowed = "zh, en".to_owned();
            Lang::from_code(code)
                .ok_or(Problem::UnknownCode { value: code.chars().take(40).collect(), allowed })
        };
        Ok(self.read("language", read)?.unwrap_or(Lang::Zh))
    }

    /// A value, read.
    ///
    /// # Errors
    /// What `read` says, with the name.
    pub fn read<T>(
        &self,
        name: &str,
        read: impl FnOnce(&str) -> Result<T, Problem>,
    ) -> Result<Option<T>, ApiError> {
        self.get(name).map(read).transpose().map_err(|problem| invalid(problem.of(name)))
    }

    /// `true` or `false`; nothing else is taken for either, because what was to be tried would be done.
    ///
    /// # Errors
    /// It is neither.
    pub fn flag(&self, name: &str) -> Result<Option<bool>, ApiError> {
        let wrong =
            |value: &str| Problem::UnknownCode { value: short(value), allowed: "true, false".to_owned() };
        self.read(name, |value| value.parse().map_err(|_| wrong(value)))
    }

    /// Rows on a page: `limit`, from 1 to 500.
    ///
    /// # Errors
    /// It is not such a number.
    pub fn limit(&self) -> Result<i64, ApiError> {
        let read = |value: &str| {
            let wrong = || Problem::NotANumber { value: short(value), least: 1, most: LARGEST };
            text::plain(value).parse().ok().filter(|n| (1..=LARGEST).contains(n)).ok_or_else(wrong)
        };
        Ok(self.read("limit", read)?.unwrap_or(LIMIT))
    }

    /// Where the page begins: `cursor`, as an earlier answer gave it.
    ///
    /// # Errors
    /// No answer gave it.
    pub fn cursor<T: std::str::FromStr>(&self) -> Result<Option<T>, ApiError> {
        let wrong =
            |value: &str| Problem::UnknownCode { value: short(value), allowed: "next_cursor".to_owned() };
        self.read("cursor", |value| value.parse().map_err(|_| wrong(value)))
    }
}

fn short(value: &str) -> String {
    value.chars().take(40).collect()
}

/// A refusal of one field.
#[must_use]
pub fn invalid(problem: FieldProblem) -> ApiError {
    Failure::Invalid(vec![problem]).into()
}

/// Text that somebody may also write as a whole number, such as a month, or leave out by `null`.
///
/// # Errors
/// None of these.
pub fn text_or_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Value {
        Text(String),
        Number(i64),
    }
    Ok(match Option::<Value>::deserialize(deserializer)? {
        None => String::new(),
        Some(Value::Text(text)) => text,
        Some(Value::Number(number)) => number.to_string(),
    })
}
