//! Every refusal of the API in one shape: `{"error": {"code", "message", "field"?, "request_id"}}`.

use axum::{
    Json,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::supervision::{Action, Side};
use operations::{Failure, imports, supervisions};
use serde::Serialize;
use utoipa::ToSchema;

use super::undo::Obstacle;
use crate::{desk::RequestId, web::respond};

/// The body of every refusal.
#[derive(Debug, Serialize, ToSchema)]
pub struct ErrorBody {
    /// What went wrong.
    pub error: ErrorDetail,
}

/// What went wrong.
#[derive(Debug, Serialize, ToSchema)]
pub struct ErrorDetail {
    /// Stable name of the kind of refusal, such as `invalid` or `conflict`.
    pub code: String,
    /// The reason in English.
    pub message: String,
    /// The parameter or field that is to be put right, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The orders that stand in the way of undoing an import: the first 50.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub in_the_way: Vec<Obstacle>,
    /// Where a delivery is whose flow refused a step (`not_now`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node: Option<String>,
    /// What is possible there, and by whom.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub possible: Vec<PossibleStep>,
    /// Identifies the request in the server's log.
    pub request_id: String,
}

/// A step of a delivery that is possible.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PossibleStep {
    /// What.
    pub action: String,
    /// By whom.
    pub by: String,
}

/// A refusal on its way out. [`finish`] writes its body, because only there is the request known.
#[derive(Clone, Debug)]
pub struct ApiError {
    status: StatusCode,
    code: &'static str,
    message: String,
    field: Option<String>,
    header: Option<Box<(header::HeaderName, String)>>,
    /// What the log is to know and the caller is not.
    cause: Option<Box<str>>,
    in_the_way: Box<[Obstacle]>,
    stands: Option<Box<(String, Vec<PossibleStep>)>>,
}

impl ApiError {
    /// A refusal.
    #[must_use]
    pub fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            field: None,
            header: None,
            cause: None,
            in_the_way: Box::default(),
            stands: None,
        }
    }

    /// Names the field.
    #[must_use]
    pub fn at(self, field: impl Into<String>) -> Self {
        Self { field: Some(field.into()), ..self }
    }

    /// Says which file it is about.
    #[must_use]
    pub fn about(self, file: &str) -> Self {
        Self { message: format!("{file}: {}", self.message), ..self }
    }

    /// Adds a header.
    #[must_use]
    pub fn with(self, name: header::HeaderName, value: impl Into<String>) -> Self {
        Self { header: Some(Box::new((name, value.into()))), ..self }
    }

    /// No such path, or nothing there.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "not found")
    }

    /// No token, or not a good one.
    #[must_use]
    pub fn unauthorized(has_token: bool) -> Self {
        let (message, challenge) = if has_token {
            (
                "the token is unknown, expired or revoked",
                "Bearer realm=\"countinghouse\", error=\"invalid_token\"",
            )
        } else {
            ("send an API token: Authorization: Bearer ch_…", "Bearer realm=\"countinghouse\"")
        };
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", message).with(header::WWW_AUTHENTICATE, challenge)
    }

    /// Larger than what is taken.
    #[must_use]
    pub fn too_large(most: &str) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", format!("the body is larger than {most}"))
    }

    /// The caller did not send all of the body.
    #[must_use]
    pub fn broken_off() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed", "the body broke off")
    }

    fn internal(cause: String) -> Self {
        let message = "something went wrong; nothing was changed";
        Self {
            cause: Some(cause.into()),
            ..Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", message)
        }
    }
}

impl From<Failure> for ApiError {
    fn from(failure: Failure) -> Self {
        let status = respond::status(&failure);
        if failure.is_full() {
            let message = "the server's disk is full: nothing was changed";
            let full = Self::new(status, failure.code(), message);
            return Self { cause: Some(failure.to_string().into()), ..full };
        }
        if failure.is_unavailable() {
            let message = "the database is away: nothing was changed, try again in a moment";
            let away = Self::new(status, failure.code(), message);
            return Self { cause: Some(failure.to_string().into()), ..away }.with(header::RETRY_AFTER, "5");
        }
        if failure.is_internal() {
            return Self::internal(failure.to_string());
        }
        let error = Self::new(status, failure.code(), failure.to_string());
        match &failure {
            Failure::Invalid(problems) => match problems.first() {
                Some(first) => error.at(first.field.as_str()),
                None => error,
            },
            Failure::Import(imports::Refused::InTheWay(way)) => {
                Self { in_the_way: Obstacle::all(&way.first).into(), ..error }
            }
            Failure::Supervision(supervisions::Refused::NotNow { node, possible, .. }) => {
                let step = |(action, by): &(Action, Side)| PossibleStep {
                    action: action.to_string(),
                    by: by.to_string(),
                };
                let possible = possible.iter().map(step).collect();
                Self { stands: Some(Box::new((node.to_string(), possible))), ..error }
            }
            Failure::TooMany { seconds } => error.with(header::RETRY_AFTER, seconds.to_string()),
            _ => error,
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// What is said when a handler panicked; the panic itself is in the log.
pub fn panicked(_: Box<dyn std::any::Any + Send + 'static>) -> Response {
    ApiError::internal("a handler panicked".to_owned()).into_response()
}

/// Writes the body of every refusal, also of those that the framework makes.
pub async fn finish(request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().map(|r| r.0.clone()).unwrap_or_default();
    let mut response = next.run(request).await;
    let status = response.status();
    let error = match response.extensions_mut().remove::<ApiError>() {
        Some(error) => error,
        None if status.is_client_error() || status.is_server_error() => unnamed(status),
        None => return response,
    };
    if let Some(cause) = &error.cause {
        tracing::error!(request = %id, %cause, "an API request failed");
    }
    let ApiError { status, code, message, field, header, in_the_way, stands, .. } = error;
    let (node, possible) = stands.map(|stands| *stands).unzip();
    let message = message.trim().to_owned();
    let body = ErrorBody {
        error: ErrorDetail {
            code: code.to_owned(),
            message,
            field,
            in_the_way: in_the_way.into_vec(),
            node,
            possible: possible.unwrap_or_default(),
            request_id: id,
        },
    };
    let mut finished = (status, Json(body)).into_response();
    if let Some((name, value)) = header.map(|header| *header)
        && let Ok(value) = HeaderValue::from_str(&value)
    {
        finished.headers_mut().insert(name, value);
    }
    finished
}

/// A refusal that the framework made.
fn unnamed(status: StatusCode) -> ApiError {
    let code = match status {
        StatusCode::NOT_FOUND => "not_found",
        StatusCode::METHOD_NOT_ALLOWED => "method_not_allowed",
        StatusCode::PAYLOAD_TOO_LARGE => "too_large",
        s if s.is_server_error() => "internal",
        _ => "malformed",
    };
    ApiError::new(status, code, status.canonical_reason().unwrap_or("refused").to_lowercase())
}
