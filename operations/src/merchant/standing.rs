//! What the marketplace says of the merchant, as owner or finance record it. One setting of the house.

use domain::{
    access::{Actor, Operation},
    merchant::{Standing, WrittenStanding},
};

use super::Merchant;
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
    journal::{self, Action, Entry, Fields, Subject, fields},
    settings,
};

/// Its name among the settings.
const SETTING: &str = "merchant.standing";

fn read(text: &str) -> Result<Standing> {
    serde_json::from_str(text)
        .map_err(|e| Failure::Internal(format!("the standing of the merchant cannot be read: {e}")))
}

fn select() -> Sql {
    let mut sql = Sql::new("SELECT value FROM settings WHERE name = ");
    sql.arg(SETTING);
    sql
}

/// Certification and agreement as they were recorded last; nothing is recorded in the beginning.
///
/// # Errors
/// `Denied`.
pub async fn standing(office: &Office, actor: &Actor) -> Result<Standing> {
    actor.may(Operation::ReadMerchant)?;
    recorded(office).await
}

/// As [`standing`], for what depends on it.
pub(crate) async fn recorded(office: &Office) -> Result<Standing> {
    let found: Option<(String,)> = select().fetch_optional(&office.db).await?;
    found.map_or_else(|| Ok(Standing::default()), |(text,)| read(&text))
}

/// Records what the marketplace says; what is not written stays as it is. What stands then.
///
/// # Errors
/// `Denied`; `Invalid` with each field by name, such as `certification.account_no`.
pub async fn record(office: &Office, actor: &Actor, written: &WrittenStanding) -> Result<Standing> {
    actor.may(Operation::ManageMerchant)?;
    let company = Merchant::load(office).await?;
    let mut tx = office.db.begin().await?;
    settings::lock(&mut tx).await?;
    let before = recorded_in(&mut tx).await?;
    let names = [company.company_zh.as_str(), company.company_en.as_str()];
    let after = written.after(&before, &names).map_err(Failure::Invalid)?;
    if after == before {
        return Ok(after);
    }
    let text = serde_json::to_string(&after).map_err(|e| Failure::Internal(e.to_string()))?;
    settings::put(&mut tx, office, SETTING, &text).await?;
    let (was, is) = told(&before).differing(told(&after));
    let entry = Entry::new(Action::StandingRecorded, Subject::Settings).changed(was, is);
    let entry = match after.certification.reason.as_str() {
        "" => entry,
        reason => entry.because(reason),
    };
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(after)
}

/// As [`recorded`], in the caller's transaction.
pub(crate) async fn recorded_in(tx: &mut Tx) -> Result<Standing> {
    let found: Option<(String,)> = select().fetch_optional_in(tx).await?;
    found.map_or_else(|| Ok(Standing::default()), |(text,)| read(&text))
}

/// What of it the journal says.
fn told(standing: &Standing) -> Fields {
    let (of, agreement) = (&standing.certification, &standing.agreement);
    fields! {
        Certification: of.state,
        AccountName: of.account_name.as_str(),
        Bank: of.bank.as_str(),
        BankAccount: of.account_no.as_str(),
        Taxpayer: of.taxpayer,
        Currency: of.currency.code(),
        Agreement: agreement.version.as_str(),
        Signed: agreement.signed,
        Site: agreement.site,
    }
}
