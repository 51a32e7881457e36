//! Who issues statements: names, tax number, bank, signature lines and pictures, as they stand on paper.
//!
//! One setting of the house. A statement that is issued keeps a copy of its own.

mod picture;
mod standing;
mod turned;

pub use picture::{LARGEST, PIXELS, Picture, Place};
pub use standing::{record, standing};
pub(crate) use standing::{recorded, recorded_in};

use std::path::Path;

use domain::{
    FieldName, FieldProblem, Problem,
    access::{Actor, Operation},
    text::optional,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
    journal::{self, Action, Entry, Fields, Subject},
    settings,
};

/// Its name among the settings.
const SETTING: &str = "merchant";
/// Signature lines, and the characters of one.
pub const SIGNATURES: (usize, u32) = (4, 20);

/// Who issues statements. What is empty is not said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Merchant {
    /// Name of the company in Chinese.
    pub company_zh: String,
    /// Name of the company in English.
    pub company_en: String,
    /// Taxpayer identification number.
    pub tax_number: String,
    /// Address of the company.
    pub company_address: String,
    /// Bank and branch.
    pub bank: String,
    /// Account at that bank.
    pub bank_account: String,
    /// Whom to ask: a name, a telephone number, a mail address.
    pub contact: String,
    /// Who signs, from left to right, in Chinese.
    pub signatures_zh: Vec<String>,
    /// The same in English.
    pub signatures_en: Vec<String>,
    /// At the head of a statement.
    pub logo: Option<Picture>,
    /// Beside the signatures of an issued statement.
    pub seal: Option<Picture>,
}

impl Default for Merchant {
    /// Nobody yet; the usual three sign.
    fn default() -> Self {
        let all = |names: [&str; 3]| names.map(str::to_owned).to_vec();
        Self {
            company_zh: String::new(),
            company_en: String::new(),
            tax_number: String::new(),
            company_address: String::new(),
            bank: String::new(),
            bank_account: String::new(),
            contact: String::new(),
            signatures_zh: all(["制表", "复核", "对方确认"]),
            signatures_en: all(["Prepared by", "Checked by", "Confirmed by"]),
            logo: None,
            seal: None,
        }
    }
}

impl Merchant {
    /// The one in force.
    pub(crate) async fn load(office: &Office) -> Result<Self> {
        let found: Option<(String,)> = select().fetch_optional(&office.db).await?;
        found.map_or_else(|| Ok(Self::default()), |(text,)| Self::from_json(&text))
    }

    /// As a statement keeps it.
    pub(crate) fn from_json(text: &str) -> Result<Self> {
        serde_json::from_str(text)
            .map_err(|e| Failure::Internal(format!("a merchant profile cannot be read: {e}")))
    }

    /// What the company is called in Chinese or in English; when it has no such name, by the other one.
    #[must_use]
    pub fn company(&self, chinese: bool) -> &str {
        match (chinese, self.company_zh.as_str(), self.company_en.as_str()) {
            (true, "", other) | (false, other, "") => other,
            (true, name, _) | (false, _, name) => name,
        }
    }

    /// The picture in a place.
    #[must_use]
    pub const fn picture(&self, place: Place) -> Option<&Picture> {
        match place {
            Place::Logo => self.logo.as_ref(),
            Place::Seal => self.seal.as_ref(),
        }
    }

    /// What a statement would lack to be handed over.
    #[must_use]
    pub fn missing(&self) -> Vec<FieldName> {
        let mut missing = Vec::new();
        if self.company_zh.is_empty() && self.company_en.is_empty() {
            missing.push(FieldName::CompanyZh);
        }
        let texts = self.texts().into_iter().skip(2).filter(|(.., text)| text.is_empty());
        missing.extend(texts.map(|(field, ..)| field));
        missing
    }

    /// Every text with its field and its most characters.
    const fn texts(&self) -> [(FieldName, u32, &String); 7] {
        [
            (FieldName::CompanyZh, 100, &self.company_zh),
            (FieldName::CompanyEn, 100, &self.company_en),
            (FieldName::TaxNumber, 40, &self.tax_number),
            (FieldName::CompanyAddress, 200, &self.company_address),
            (FieldName::Bank, 100, &self.bank),
            (FieldName::BankAccount, 60, &self.bank_account),
            (FieldName::Contact, 200, &self.contact),
        ]
    }

    const fn signatures(&self) -> [(FieldName, &Vec<String>); 2] {
        [(FieldName::SignaturesZh, &self.signatures_zh), (FieldName::SignaturesEn, &self.signatures_en)]
    }

    fn problems(&self) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        for (field, most, text) in self.texts() {
            problems.extend(optional(text, most).err().map(|problem| problem.of(field.code())));
        }
        let (many, long) = SIGNATURES;
        for (field, all) in self.signatures() {
            if all.len() > many {
                problems.push(Problem::TooMany { most: many as u32 }.of(field.code()));
            }
            problems
                .extend(all.iter().find_map(|line| optional(line, long).err()).map(|p| p.of(field.code())));
        }
        problems
    }

    /// What of it the journal says: fields that differ from another one.
    fn fields(&self, other: &Self) -> Fields {
        let texts = self.texts().into_iter().zip(other.texts()).filter(|(ours, theirs)| ours.2 != theirs.2);
        let texts = texts.map(|((field, _, text), _)| (field, Value::from(text.as_str())));
        let signs = self.signatures().into_iter().zip(other.signatures()).filter(|(o, t)| o.1 != t.1);
        let signs = signs.map(|((field, lines), _)| (field, Value::from(lines.join(" / "))));
        let pictures = Place::ALL.iter().filter(|p| self.picture(**p) != other.picture(**p));
        let pictures = pictures.map(|place| {
            (place.field(), self.picture(*place).map_or(Value::Null, |p| Value::from(p.sha256.as_str())))
        });
        texts.chain(signs).chain(pictures).collect()
    }
}

fn select() -> Sql {
    let mut sql = Sql::new("SELECT value FROM settings WHERE name = ");
    sql.arg(SETTING);
    sql
}

/// The one in force as JSON, for a statement that is being issued; nothing when nobody has said who issues.
pub(crate) async fn frozen(tx: &mut Tx) -> Result<Option<String>> {
    let found: Option<(String,)> = select().fetch_optional_in(tx).await?;
    Ok(found.map(|(text,)| text))
}

/// Who issues statements.
///
/// # Errors
/// `Denied`.
pub async fn read(office: &Office, actor: &Actor) -> Result<Merchant> {
    actor.may(Operation::ReadMerchant)?;
    Merchant::load(office).await
}

/// Changes everything but the pictures.
///
/// # Errors
/// `Denied`, `Invalid` (each field by name).
pub async fn save(office: &Office, actor: &Actor, new: Merchant) -> Result<()> {
    actor.may(Operation::ManageMerchant)?;
    let problems = new.problems();
    if !problems.is_empty() {
        return Err(Failure::Invalid(problems));
    }
    change(office, actor, |old| Merchant { logo: old.logo, seal: old.seal, ..new }).await
}

/// Puts a picture in its place, from a file that somebody brought.
///
/// # Errors
/// `Denied`; `Invalid` when it is no PNG or JPEG, or too large.
pub async fn set_picture(office: &Office, actor: &Actor, place: Place, file: &Path) -> Result<()> {
    actor.may(Operation::ManageMerchant)?;
    let picture = picture::keep(office, place, file).await?;
    change(office, actor, |old| with(old, place, Some(picture))).await
}

/// Takes a picture away. Statements that were issued with it keep it.
///
/// # Errors
/// `Denied`.
pub async fn remove_picture(office: &Office, actor: &Actor, place: Place) -> Result<()> {
    actor.may(Operation::ManageMerchant)?;
    change(office, actor, |old| with(old, place, None)).await
}

fn with(merchant: Merchant, place: Place, picture: Option<Picture>) -> Merchant {
    match place {
        Place::Logo => Merchant { logo: picture, ..merchant },
        Place::Seal => Merchant { seal: picture, ..merchant },
    }
}

async fn change(office: &Office, actor: &Actor, to: impl FnOnce(Merchant) -> Merchant) -> Result<()> {
    let mut tx = office.db.begin().await?;
    settings::lock(&mut tx).await?;
    let old = match frozen(&mut tx).await? {
        Some(text) => Merchant::from_json(&text)?,
        None => Merchant::default(),
    };
    let new = to(old.clone());
    if old == new {
        return Ok(());
    }
    let text = serde_json::to_string(&new).map_err(|e| Failure::Internal(e.to_string()))?;
    settings::put(&mut tx, office, SETTING, &text).await?;
    let entry = Entry::new(Action::MerchantChanged, Subject::Settings);
    let entry = entry.changed(old.fields(&new), new.fields(&old));
    journal::append(&mut tx, office, actor, entry).await?;
    Ok(tx.commit().await?)
}
