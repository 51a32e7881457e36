//! Whom an invoice is made out to, and where it goes (`domain.md` 6.3; 6.5 for the template of the platform fee).

use serde::{Deserialize, Serialize};

use super::{InvoiceType, MOST_NUMBER, MOST_TEXT, TaxNumber, VatKind, reader::Reader};
use crate::{FieldName as F, FieldProblem};

/// Whom an invoice is made out to, as somebody wrote it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WrittenAddressee {
    /// In whose name (抬头).
    pub title: String,
    /// Tax number.
    pub tax_number: String,
    /// Bank and branch.
    pub bank: String,
    /// Number of the account.
    pub bank_account: String,
    /// Address of the company, as it stands on the invoice.
    pub company_address: String,
    /// Who gets it.
    pub recipient: String,
    /// Telephone.
    pub phone: String,
    /// Where paper is sent.
    pub address: String,
    /// Where a file is sent.
    pub email: String,
}

/// Whom an invoice is made out to. Texts that nobody gave are empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addressee {
    /// In whose name (抬头).
    pub title: String,
    /// Tax number; a special invoice always has one.
    pub tax_number: Option<TaxNumber>,
    /// Bank and branch.
    pub bank: String,
    /// Number of the account.
    pub bank_account: String,
    /// Address of the company, as it stands on the invoice.
    pub company_address: String,
    /// Who gets it.
    pub recipient: String,
    /// Telephone.
    pub phone: String,
    /// Where paper is sent.
    pub address: String,
    /// Where a file is sent, in small letters.
    pub email: String,
}

impl WrittenAddressee {
    /// Whom an invoice of a type is made out to. A special one needs tax number and bank data; paper needs a recipient,
    /// a telephone and an address, a file a mail address. What is not needed may be there, and is read all the same.
    ///
    /// # Errors
    /// What is wrong, by field.
    pub fn read(&self, of: InvoiceType) -> Result<Addressee, Vec<FieldProblem>> {
        let mut reader = Reader::default();
        let special = of.vat() == VatKind::Special;
        let sent_with = |field: &F| of.medium().asked_with().contains(field);
        let title = reader.text(F::Title, &self.title, MOST_TEXT, true);
        let tax_number = if special || !self.tax_number.trim().is_empty() {
            reader.keep(F::TaxNumber, TaxNumber::parse(&self.tax_number))
        } else {
            None
        };
        let addressee = Addressee {
            title,
            tax_number,
            bank: reader.text(F::Bank, &self.bank, MOST_TEXT, special),
            bank_account: reader.text(F::BankAccount, &self.bank_account, MOST_NUMBER, special),
            company_address: reader.text(F::CompanyAddress, &self.company_address, MOST_TEXT, false),
            recipient: reader.text(F::Recipient, &self.recipient, MOST_TEXT, sent_with(&F::Recipient)),
            phone: reader.text(F::Phone, &self.phone, MOST_NUMBER, sent_with(&F::Phone)),
            address: reader.text(F::Address, &self.address, MOST_TEXT, sent_with(&F::Address)),
            email: reader.mail(F::Email, &self.email, sent_with(&F::Email)),
        };
        reader.done(Some(addressee))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::{Problem, invoice::Medium};

    pub(in crate::invoice) fn written() -> WrittenAddressee {
        let text = str::to_owned;
        WrittenAddressee {
            title: text("腾讯科技（深圳）有限公司"),
            tax_number: text("9144030071526726xg"),
            bank: text("招商银行深圳分行"),
            bank_account: text("8179 0000 1111"),
            company_address: text("深圳市南山区"),
            recipient: text("李雷"),
            phone: text("0755-86013388"),
            address: text("深圳市南山区科技中一路"),
            email: text("Invoice@Example.com"),
        }
    }

    fn named(written: &WrittenAddressee, of: InvoiceType) -> Vec<String> {
        let wrong = written.read(of).err().unwrap_or_default();
        wrong.into_iter().map(|problem| problem.field).collect()
    }

    #[test]
    fn all_of_it_fits_every_type_and_is_read_as_it_is() {
        for of in InvoiceType::ALL {
            let addressee = written().read(*of).unwrap();
            assert_eq!(addressee.tax_number.unwrap().as_str(), "9144030071526726XG");
            assert_eq!(addressee.email, "invoice@example.com");
            assert_eq!(addressee.title, "腾讯科技（深圳）有限公司");
        }
    }

    #[test]
    fn nothing_at_all_lacks_what_kind_and_medium_need() {
        for of in InvoiceType::ALL {
            let mut needed = vec!["title"];
            if of.vat() == VatKind::Special {
                needed.extend(["tax_number", "bank", "bank_account"]);
            }
            match of.medium() {
                Medium::Paper => needed.extend(["recipient", "phone", "address"]),
                Medium::Electronic | Medium::Digital => needed.push("email"),
            }
            let empty = WrittenAddressee::default();
            assert_eq!(named(&empty, *of), needed, "{of}");
            assert!(empty.read(*of).unwrap_err().iter().all(|one| one.problem == Problem::Missing), "{of}");
        }
    }

    #[test]
    fn a_person_has_no_tax_number_and_a_wrong_one_is_told_even_where_none_is_needed() {
        let person = WrittenAddressee { tax_number: " ".into(), ..written() };
        assert_eq!(person.read(InvoiceType::OrdinaryDigital).unwrap().tax_number, None);
        assert_eq!(named(&person, InvoiceType::SpecialDigital), ["tax_number"]);
        let typo =
            WrittenAddressee { tax_number: "9144030071526726XX".into(), email: "x".into(), ..written() };
        assert_eq!(named(&typo, InvoiceType::OrdinaryPaper), ["tax_number", "email"]);
        let long = WrittenAddressee { title: "长".repeat(201), phone: "1".repeat(61), ..written() };
        assert_eq!(named(&long, InvoiceType::OrdinaryDigital), ["title", "phone"]);
    }
}
