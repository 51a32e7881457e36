//! The numbers that can be set, in one table.

use domain::{FieldName, FieldProblem, Problem, order};

domain::codes! {
    /// A number that can be set. Its code is its name in the database, in forms and in the journal.
    pub enum Setting {
        /// Days until an unpaid order is cancelled (`domain.md` 1.1).
        UnpaidDays = "unpaid_days",
        /// What a delivery type has to come to before it is billed, in yuan (`domain.md` 4.4).
        BillMinimum = "bill_minimum",
        /// Hours that an exported file is kept (`domain.md` 4.7).
        ExportHours = "export_hours",
        /// The largest document of a delivery, in megabytes (`domain.md` 2.4).
        DocumentMb = "document_mb",
        /// Documents that a request takes (`domain.md` 2.4).
        DocumentFiles = "document_files",
        /// What is kept of documents for an order, in megabytes.
        OrderMb = "order_mb",
        /// What is kept of documents that come by one link, in megabytes.
        LinkMb = "link_mb",
    }
}

impl Setting {
    /// Lowest, highest and default value.
    const fn numbers(self) -> (u32, u32, u32) {
        match self {
            Self::UnpaidDays => (1, 365, order::UNPAID_DAYS),
            Self::BillMinimum => (0, 1_000_000, 1_000),
            Self::ExportHours => (1, 720, 72),
            // What is looked into is unpacked once, and 300 MB of it at most.
            Self::DocumentMb => (1, 100, 20),
            Self::DocumentFiles => (1, 50, 10),
            Self::OrderMb => (1, 10_240, 1_024),
            Self::LinkMb => (1, 10_240, 200),
        }
    }

    /// The lowest value.
    #[must_use]
    pub const fn least(self) -> u32 {
        self.numbers().0
    }

    /// The highest value.
    #[must_use]
    pub const fn most(self) -> u32 {
        self.numbers().1
    }

    /// The value where nobody has set another.
    #[must_use]
    pub const fn default(self) -> u32 {
        self.numbers().2
    }

    /// Whether a value is within its range.
    #[must_use]
    pub const fn takes(self, value: u32) -> bool {
        self.least() <= value && value <= self.most()
    }

    /// The field of the journal.
    #[must_use]
    pub const fn field(self) -> FieldName {
        match self {
            Self::UnpaidDays => FieldName::UnpaidDays,
            Self::BillMinimum => FieldName::BillMinimum,
            Self::ExportHours => FieldName::ExportHours,
            Self::DocumentMb => FieldName::DocumentMb,
            Self::DocumentFiles => FieldName::DocumentFiles,
            Self::OrderMb => FieldName::OrderMb,
            Self::LinkMb => FieldName::LinkMb,
        }
    }

    /// Reads a value as it was typed.
    ///
    /// # Errors
    /// `Missing`; `NotANumber` with the range.
    pub fn read(self, given: &str) -> Result<u32, FieldProblem> {
        let given = domain::text::plain(given);
        if given.is_empty() {
            return Err(Problem::Missing.of(self.code()));
        }
        given.parse().ok().filter(|n| self.takes(*n)).ok_or_else(|| self.out_of_range(&given))
    }

    /// The problem of a value that it does not take.
    #[must_use]
    pub fn out_of_range(self, given: &str) -> FieldProblem {
        let value = given.chars().take(40).collect();
        let (least, most) = (i64::from(self.least()), i64::from(self.most()));
        Problem::NotANumber { value, least, most }.of(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_its_field_and_a_default_within_its_range() {
        for setting in Setting::ALL {
            assert_eq!(setting.field().code(), setting.code());
            assert!(setting.takes(setting.default()), "{setting}");
        }
    }

    #[test]
    fn what_was_typed_is_read_or_refused_with_the_range() {
        assert_eq!(Setting::ExportHours.read(" 720 "), Ok(720));
        for bad in ["", "0", "721", "-1", "1.5", "soon"] {
            assert_eq!(
                Setting::ExportHours.read(bad).map_err(|wrong| wrong.field),
                Err("export_hours".into())
            );
        }
    }
}
