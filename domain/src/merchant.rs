//! What the marketplace says of the merchant: the certification of its business information and the agreement. Without
//! them nothing is billed (`domain.md` 4.1, 9).

use serde::{Deserialize, Serialize};

use crate::{Currency, FieldProblem, Problem, bill::Region, codes, text};

codes! {
    /// Where the certification of the business information stands (`domain.md` 9).
    pub enum CertificationState {
        /// Not handed in.
        Draft = "draft" | "草稿",
        /// Handed in.
        UnderReview = "under_review" | "审核中",
        /// Sent back.
        Rejected = "rejected" | "已驳回",
        /// Passed: bills can be made.
        Passed = "passed" | "已通过",
        /// Sent back three times: a ticket to the marketplace unlocks it.
        Locked = "locked" | "已锁定",
    }
}

codes! {
    /// Which taxpayer the merchant is: by this the tax of a service fee is chosen (`domain.md` 5.10).
    pub enum Taxpayer {
        /// General taxpayer.
        General = "general" | "一般纳税人",
        /// Small-scale taxpayer.
        Small = "small" | "小规模纳税人",
    }
}

/// Sent back so often, the certification is locked.
pub const MOST_REJECTIONS: u32 = 3;
/// The longest name, bank or reason, in characters.
const MOST_TEXT: u32 = 200;
/// The longest number of an account, and version of an agreement, in characters.
const MOST_NUMBER: u32 = 60;

/// The certification of the business information.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certification {
    /// Where it stands.
    pub state: CertificationState,
    /// In whose name the account is: the company's.
    pub account_name: String,
    /// Bank and branch.
    pub bank: String,
    /// Number of the account.
    pub account_no: String,
    /// Which taxpayer it is.
    pub taxpayer: Taxpayer,
    /// In which currency the marketplace pays.
    pub currency: Currency,
    /// Why it was sent back; empty otherwise.
    pub reason: String,
    /// How often it was sent back since it last passed or was unlocked.
    pub rejections: u32,
}

impl Default for Certification {
    /// Nothing is recorded yet.
    fn default() -> Self {
        Self {
            state: CertificationState::Draft,
            account_name: String::new(),
            bank: String::new(),
            account_no: String::new(),
            taxpayer: Taxpayer::General,
            currency: Currency::CNY,
            reason: String::new(),
            rejections: 0,
        }
    }
}

/// The cooperation agreement.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// The version in force; empty when none is recorded.
    pub version: String,
    /// Whether the merchant signed that version.
    pub signed: bool,
    /// The site that it is about: its formulas settle orders, and bills keep its days (`domain.md` 4.5, 5.8).
    #[serde(default)]
    pub site: Region,
}

/// What the marketplace says of the merchant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The certification of the business information.
    pub certification: Certification,
    /// The cooperation agreement.
    pub agreement: Agreement,
}

/// What stands against bills.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gate {
    /// No bill is made before the certification has passed.
    NotCertified(CertificationState),
    /// Bills are shown to nobody before the version in force is signed.
    NotSigned {
        /// The version; empty when none is recorded.
        version: String,
    },
}

impl Standing {
    /// What stands against making bills, and against showing them.
    #[must_use]
    pub fn gates(&self) -> Vec<Gate> {
        let mut gates = Vec::new();
        if self.certification.state != CertificationState::Passed {
            gates.push(Gate::NotCertified(self.certification.state));
        }
        if !self.agreement.signed {
            gates.push(Gate::NotSigned { version: self.agreement.version.clone() });
        }
        gates
    }
}

/// A certification as somebody wrote it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WrittenCertification {
    /// Code of [`CertificationState`].
    pub state: String,
    /// In whose name the account is.
    pub account_name: String,
    /// Bank and branch.
    pub bank: String,
    /// Number of the account.
    pub account_no: String,
    /// Code of [`Taxpayer`]; `general` when nothing is said.
    pub taxpayer: String,
    /// Code of the currency; CNY when nothing is said.
    pub currency: String,
    /// Why it was sent back.
    pub reason: String,
}

/// An agreement as somebody wrote it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WrittenAgreement {
    /// The version in force.
    pub version: String,
    /// Whether it is signed.
    pub signed: bool,
    /// Code of [`Region`]; the site stays as it is when nothing is said.
    pub site: String,
}

/// What somebody wrote; what is not there stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WrittenStanding {
    /// The certification.
    pub certification: Option<WrittenCertification>,
    /// The agreement.
    pub agreement: Option<WrittenAgreement>,
}

/// Reads texts of one part, and collects what is wrong with them.
struct Reader {
    part: &'static str,
    problems: Vec<FieldProblem>,
}

impl Reader {
    fn problem(&mut self, field: &str, problem: Problem) {
        self.problems.push(problem.of(&format!("{}.{field}", self.part)));
    }

    fn text(&mut self, field: &str, given: &str, most: u32, needed: bool) -> String {
        match text::optional(given, most) {
            Ok(None) if needed => self.problem(field, Problem::Missing),
            Ok(found) => return found.unwrap_or_default(),
            Err(problem) => self.problem(field, problem),
        }
        String::new()
    }
}

impl WrittenStanding {
    /// What stands after this was recorded: `company` are the names of the merchant's company, of which one is that of the
    /// account. The third time in a row that it is sent back locks it.
    ///
    /// # Errors
    /// Each field that is wrong: `certification.state`, `agreement.version` and so on.
    pub fn after(&self, before: &Standing, company: &[&str]) -> Result<Standing, Vec<FieldProblem>> {
        let mut problems = Vec::new();
        let mut standing = before.clone();
        if let Some(given) = &self.certification {
            match given.read(&before.certification, company) {
                Ok(certification) => standing.certification = certification,
                Err(wrong) => problems.extend(wrong),
            }
        }
        if let Some(given) = &self.agreement {
            let mut reader = Reader { part: "agreement", problems: Vec::new() };
            let version = reader.text("version", &given.version, MOST_NUMBER, true);
            let mut site = before.agreement.site;
            if !given.site.trim().is_empty() {
                match Region::parse(&given.site) {
                    Ok(given) => site = given,
                    Err(problem) => reader.problem("site", problem),
                }
            }
            problems.extend(reader.problems);
            standing.agreement = Agreement { version, signed: given.signed, site };
        }
        if problems.is_empty() { Ok(standing) } else { Err(problems) }
    }
}

impl WrittenCertification {
    fn read(&self, before: &Certification, company: &[&str]) -> Result<Certification, Vec<FieldProblem>> {
        let mut reader = Reader { part: "certification", problems: Vec::new() };
        let parsed = CertificationState::parse(&self.state);
        let state = parsed.map_err(|problem| reader.problem("state", problem)).ok();
        let taxpayer = match self.taxpayer.trim() {
            "" => Some(Taxpayer::General),
            code => Taxpayer::parse(code).map_err(|problem| reader.problem("taxpayer", problem)).ok(),
        };
        let currency = match self.currency.trim() {
            "" => Some(Currency::CNY),
            code => Currency::parse(code).map_err(|problem| reader.problem("currency", problem)).ok(),
        };
        // Money goes to this account: once it has passed it is known.
        let needed = state == Some(CertificationState::Passed);
        let account_name = reader.text("account_name", &self.account_name, MOST_TEXT, needed);
        let bank = reader.text("bank", &self.bank, MOST_TEXT, needed);
        let account_no = reader.text("account_no", &self.account_no, MOST_NUMBER, needed);
        let rejected = state == Some(CertificationState::Rejected);
        let reason = reader.text("reason", &self.reason, MOST_TEXT, rejected);
        let company: Vec<&str> = company.iter().copied().filter(|name| !name.is_empty()).collect();
        let is_company = |name: &&str| text::identity(name) == text::identity(&account_name);
        if !account_name.is_empty() && !company.is_empty() && !company.iter().any(is_company) {
            reader.problem("account_name", Problem::NotTheCompany { company: company.join(" / ") });
        }
        let (Some(state), Some(taxpayer), Some(currency)) = (state, taxpayer, currency) else {
            return Err(reader.problems);
        };
        if !reader.problems.is_empty() {
            return Err(reader.problems);
        }
        let (state, rejections) = counted(before, state);
        Ok(Certification { state, account_name, bank, account_no, taxpayer, currency, reason, rejections })
    }
}

/// How often it was sent back now; the third time locks it.
fn counted(before: &Certification, state: CertificationState) -> (CertificationState, u32) {
    use CertificationState as S;
    let again = before.state != S::Rejected;
    match state {
        S::Rejected => match before.rejections + u32::from(again) {
            all if all >= MOST_REJECTIONS => (S::Locked, all),
            all => (S::Rejected, all),
        },
        S::Passed => (state, 0),
        S::Locked => (state, before.rejections),
        // What was locked was unlocked by the marketplace.
        S::Draft | S::UnderReview if before.state == S::Locked => (state, 0),
        S::Draft | S::UnderReview => (state, before.rejections),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passed() -> WrittenCertification {
        let text = str::to_owned;
        WrittenCertification {
            state: text("passed"),
            account_name: text("杭州云帆软件有限公司"),
            bank: text("招商银行"),
            account_no: text("6214 0000"),
            taxpayer: text("small"),
            ..WrittenCertification::default()
        }
    }

    fn with(certification: WrittenCertification) -> WrittenStanding {
        WrittenStanding { certification: Some(certification), agreement: None }
    }

    fn in_state(state: &str) -> WrittenStanding {
        let reason = "材料不全".to_owned();
        with(WrittenCertification { state: state.to_owned(), reason, ..passed() })
    }

    #[test]
    fn nothing_recorded_stands_in_the_way_twice() {
        let gates = Standing::default().gates();
        assert_eq!(gates[0], Gate::NotCertified(CertificationState::Draft));
        assert_eq!(gates[1], Gate::NotSigned { version: String::new() });
        let agreement = WrittenAgreement { version: "2026-2".into(), signed: true, ..Default::default() };
        let agreement = Some(agreement);
        let all = WrittenStanding { certification: Some(passed()), agreement };
        let standing = all.after(&Standing::default(), &[]).unwrap();
        assert_eq!(standing.gates(), []);
        assert_eq!(standing.certification.taxpayer, Taxpayer::Small);
        // A new version, and the bills are closed until it is signed.
        let newer = Some(WrittenAgreement { version: "2027-1".into(), ..Default::default() });
        let newer = WrittenStanding { certification: None, agreement: newer };
        let standing = newer.after(&standing, &[]).unwrap();
        assert_eq!(standing.gates(), [Gate::NotSigned { version: "2027-1".into() }]);
        assert_eq!(standing.certification.bank, "招商银行", "what is not written stays");
    }

    #[test]
    fn the_third_rejection_locks_it_and_the_marketplace_unlocks_it() {
        let mut standing = Standing::default();
        let mut states = Vec::new();
        for state in
            ["rejected", "rejected", "under_review", "rejected", "draft", "rejected", "draft", "rejected"]
        {
            standing = in_state(state).after(&standing, &[]).unwrap();
            states.push((standing.certification.state.code(), standing.certification.rejections));
        }
        assert_eq!(
            states,
            [
                ("rejected", 1),
                ("rejected", 1),
                ("under_review", 1),
                ("rejected", 2),
                ("draft", 2),
                ("locked", 3),
                ("draft", 0),
                ("rejected", 1),
            ]
        );
        let passed = in_state("passed").after(&standing, &[]).unwrap();
        assert_eq!(passed.certification.rejections, 0);
    }

    #[test]
    fn each_field_that_is_wrong_is_named() {
        let named = |written: &WrittenStanding, company: &[&str]| -> Vec<String> {
            let wrong = written.after(&Standing::default(), company).unwrap_err();
            wrong.into_iter().map(|problem| problem.field).collect()
        };
        let bare = with(WrittenCertification { state: "passed".into(), ..WrittenCertification::default() });
        assert_eq!(
            named(&bare, &[]),
            ["certification.account_name", "certification.bank", "certification.account_no"]
        );
        let wrong = with(WrittenCertification {
            state: "done".into(),
            taxpayer: "big".into(),
            currency: "JPY!".into(),
            ..passed()
        });
        assert_eq!(
            named(&wrong, &[]),
            ["certification.state", "certification.taxpayer", "certification.currency"]
        );
        assert_eq!(named(&with(passed()), &["别的公司", ""]), ["certification.account_name"]);
        assert!(with(passed()).after(&Standing::default(), &["杭州云帆软件有限公司", "Yunfan"]).is_ok());
        let silent = with(WrittenCertification { state: "rejected".into(), ..passed() });
        assert_eq!(named(&silent, &[]), ["certification.reason"]);
        let agreement = Some(WrittenAgreement { version: " ".into(), signed: true, site: "moon".into() });
        assert_eq!(
            named(&WrittenStanding { certification: None, agreement }, &[]),
            ["agreement.version", "agreement.site"]
        );
    }

    #[test]
    fn the_site_is_the_mainland_until_another_one_is_named_and_then_stays() {
        let recorded: Agreement = serde_json::from_str(r#"{"version": "V1", "signed": true}"#).unwrap();
        assert_eq!(recorded.site, Region::Mainland, "as it was recorded before there was a choice");
        let mut standing = Standing::default();
        for (site, then) in [
            ("", Region::Mainland),
            ("国际站", Region::International),
            ("", Region::International),
            ("mainland", Region::Mainland),
        ] {
            let agreement = WrittenAgreement { version: "V1".into(), signed: true, site: site.into() };
            let written = WrittenStanding { certification: None, agreement: Some(agreement) };
            standing = written.after(&standing, &[]).unwrap();
            assert_eq!(standing.agreement.site, then, "'{site}'");
        }
    }
}
