//! What the marketplace says of the merchant.

use axum::{Extension, Json, extract::State};
use domain::{
    access::Actor,
    merchant::{Gate, Standing, WrittenAgreement, WrittenCertification, WrittenStanding},
};
use operations::merchant;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    ApiError, ErrorBody,
    request::{Given, text_or_number},
};
use crate::desk::Desk;

/// Certification and agreement.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Merchant {
    /// The certification of the business information.
    certification: Certified,
    /// The cooperation agreement.
    agreement: Agreed,
    /// What stands against bills: `not_certified` (none is made), `agreement_required` (none is shown).
    blocked_by: Vec<&'static str>,
}

#[derive(Debug, Serialize, ToSchema)]
struct Certified {
    /// `draft`, `under_review`, `rejected`, `passed` or `locked`.
    state: String,
    /// In whose name the account is.
    account_name: String,
    /// Bank and branch.
    bank: String,
    /// Number of the account.
    account_no: String,
    /// `general` or `small`.
    taxpayer: String,
    /// In which currency the marketplace pays.
    currency: String,
    /// Why it was sent back.
    reason: Option<String>,
    /// How often it was sent back; the third time locks it.
    rejections: u32,
}

#[derive(Debug, Serialize, ToSchema)]
struct Agreed {
    /// The version in force; null when none is recorded.
    version: Option<String>,
    /// Whether it is signed.
    signed: bool,
    /// `mainland` or `international`: whose formulas settle orders, and whose days bills keep.
    site: String,
}

impl Merchant {
    pub(crate) fn of(standing: Standing) -> Self {
        let code = |gate: Gate| match gate {
            Gate::NotCertified(_) => "not_certified",
            Gate::NotSigned { .. } => "agreement_required",
        };
        let blocked_by = standing.gates().into_iter().map(code).collect();
        let said = |text: String| Some(text).filter(|text| !text.is_empty());
        let (of, agreement) = (standing.certification, standing.agreement);
        Self {
            certification: Certified {
                state: of.state.to_string(),
                account_name: of.account_name,
                bank: of.bank,
                account_no: of.account_no,
                taxpayer: of.taxpayer.to_string(),
                currency: of.currency.code().to_owned(),
                reason: said(of.reason),
                rejections: of.rejections,
            },
            agreement: Agreed {
                version: said(agreement.version),
                signed: agreement.signed,
                site: agreement.site.to_string(),
            },
            blocked_by,
        }
    }
}

/// What is recorded; what is not there stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Recorded {
    #[serde(default)]
    certification: Option<RecordedCertification>,
    #[serde(default)]
    agreement: Option<RecordedAgreement>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RecordedCertification {
    /// `draft`, `under_review`, `rejected`, `passed` or `locked`.
    state: String,
    /// In whose name the account is: the company's. Needed once it has passed.
    #[serde(default)]
    account_name: String,
    /// Bank and branch. Needed once it has passed.
    #[serde(default)]
    bank: String,
    /// Number of the account. Needed once it has passed.
    #[serde(default, deserialize_with = "text_or_number")]
    account_no: String,
    /// `general` (when absent) or `small`.
    #[serde(default)]
    taxpayer: String,
    /// CNY when absent.
    #[serde(default)]
    currency: String,
    /// Why it was sent back. Needed when it was.
    #[serde(default)]
    reason: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RecordedAgreement {
    /// The version in force.
    #[serde(deserialize_with = "text_or_number")]
    version: String,
    /// Whether it is signed; false when absent.
    #[serde(default)]
    signed: bool,
    /// `mainland` or `international`; as it was when absent.
    #[serde(default)]
    site: String,
}

impl Recorded {
    fn written(self) -> WrittenStanding {
        WrittenStanding {
            certification: self.certification.map(|given| WrittenCertification {
                state: given.state,
                account_name: given.account_name,
                bank: given.bank,
                account_no: given.account_no,
                taxpayer: given.taxpayer,
                currency: given.currency,
                reason: given.reason,
            }),
            agreement: self.agreement.map(|given| WrittenAgreement {
                version: given.version,
                signed: given.signed,
                site: given.site,
            }),
        }
    }
}

/// What the marketplace says of the merchant: without it nothing is billed.
#[utoipa::path(get, path = "/merchant", tag = "merchant", responses((status = OK, body = Merchant)))]
pub(super) async fn get(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
) -> Result<Json<Merchant>, ApiError> {
    Ok(Json(Merchant::of(merchant::standing(&desk.office, &actor).await?)))
}

/// Records what the marketplace says of the merchant; what is absent stays as it is.
#[utoipa::path(
    put,
    path = "/merchant",
    tag = "merchant",
    request_body = Recorded,
    responses(
        (status = OK, description = "As it stands now", body = Merchant),
        (status = UNPROCESSABLE_ENTITY, description = "What was given is wrong; `field` names it, such as `certification.account_no`", body = ErrorBody)
    )
)]
pub(super) async fn put(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Given(given): Given<Recorded>,
) -> Result<Json<Merchant>, ApiError> {
    Ok(Json(Merchant::of(merchant::record(&desk.office, &actor, &given.written()).await?)))
}
