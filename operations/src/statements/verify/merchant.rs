//! Proving that a statement still says who issued it.

use domain::FieldName;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{
    super::{Head, whole},
    Check,
};
use crate::{
    Failure, Office, Result,
    db::Sql,
    journal::{Action, Subject},
    merchant::{Merchant, Place},
    office::hashed,
};

impl Check {
    /// Who issued it is what the journal has noted, and its pictures are the ones that were there.
    pub(super) async fn merchant(&mut self, office: &Office, head: &Head) -> Result<()> {
        let kept = whole::kept(office, head).await?;
        let noted = noted_merchant(office, head).await?;
        if kept.as_deref().map(hashed) != noted {
            self.differs(head, None, "who issued it is not what was noted then".to_owned());
        }
        let Some(merchant) = kept.as_deref().and_then(|text| Merchant::from_json(text).ok()) else {
            return Ok(());
        };
        for picture in Place::ALL.iter().filter_map(|place| merchant.picture(*place)) {
            match picture.bytes(office).await {
                Ok(bytes) if hex::encode(Sha256::digest(&bytes)) == picture.sha256 => {}
                Ok(_) => self.differs(head, None, "a picture is not the one that was issued".to_owned()),
                Err(Failure::NotFound) => self.differs(head, None, "a picture is gone".to_owned()),
                Err(failure) => return Err(failure),
            }
        }
        Ok(())
    }
}

/// What the journal noted of who issues, when the statement was issued.
async fn noted_merchant(office: &Office, head: &Head) -> Result<Option<String>> {
    let subject = Subject::Statement(head.id);
    let mut sql = Sql::new("SELECT after_json FROM events WHERE subject_kind = ");
    sql.arg(subject.kind().code()).push(" AND subject_id = ").arg(subject.id().into_owned());
    sql.push(" AND action = ").arg(Action::StatementIssued.code());
    let entry: Option<(Option<String>,)> = sql.fetch_optional(&office.db).await?;
    let entry = entry.and_then(|(text,)| text).and_then(|text| serde_json::from_str::<Value>(&text).ok());
    Ok(entry.and_then(|entry| entry.get(FieldName::Merchant.code())?.as_str().map(str::to_owned)))
}
