//! Reads the fields of a form, and collects what is wrong with them.

use chrono::NaiveDate;

use crate::{FieldName, FieldProblem, Problem, text, time::parse_day};

/// What was wrong so far.
#[derive(Debug, Default)]
pub(super) struct Reader {
    problems: Vec<FieldProblem>,
}

impl Reader {
    /// The value, or its problem is kept.
    pub(super) fn keep<T>(&mut self, field: FieldName, read: Result<T, impl Into<Problem>>) -> Option<T> {
        read.map_err(|problem| self.wrong(field, problem)).ok()
    }

    /// Keeps a problem.
    pub(super) fn wrong(&mut self, field: FieldName, problem: impl Into<Problem>) {
        self.wrong_at(field.code(), problem);
    }

    /// Keeps a problem of a place within a field, such as `lines[0].amount`.
    pub(super) fn wrong_at(&mut self, place: &str, problem: impl Into<Problem>) {
        self.problems.push(problem.into().of(place));
    }

    /// Keeps problems that have their fields.
    pub(super) fn all<T>(&mut self, read: Result<T, Vec<FieldProblem>>) -> Option<T> {
        read.map_err(|problems| self.problems.extend(problems)).ok()
    }

    /// A text of at most so many characters; empty when there is none.
    pub(super) fn text(&mut self, field: FieldName, given: &str, most: u32, needed: bool) -> String {
        let read = text::optional(given, most);
        match self.keep(field, read).map(Option::unwrap_or_default) {
            Some(found) if found.is_empty() && needed => self.wrong(field, Problem::Missing),
            Some(found) => return found,
            None => {}
        }
        String::new()
    }

    /// A mail address; empty when there is none.
    pub(super) fn mail(&mut self, field: FieldName, given: &str, needed: bool) -> String {
        if given.trim().is_empty() && !needed {
            return String::new();
        }
        self.keep(field, text::mail_address(given)).unwrap_or_default()
    }

    /// Something that has no place here.
    pub(super) fn unwanted(&mut self, field: FieldName, given: &str) {
        let given = given.trim();
        if !given.is_empty() {
            self.wrong(field, Problem::NotWanted { value: given.chars().take(40).collect() });
        }
    }

    /// The day of an invoice: not to come, and not before the day of what it is for.
    pub(super) fn issued_on(&mut self, given: &str, first: NaiveDate, today: NaiveDate) -> Option<NaiveDate> {
        let field = FieldName::IssuedOn;
        let day = self.keep(field, parse_day(given))?;
        if day > today {
            self.wrong(field, Problem::NotYet { value: day.to_string() });
        } else if day < first {
            self.wrong(field, Problem::Before { other: first.to_string() });
        }
        Some(day)
    }

    /// The whole, when all of it is there and nothing was wrong.
    pub(super) fn done<T>(self, whole: Option<T>) -> Result<T, Vec<FieldProblem>> {
        match whole {
            Some(whole) if self.problems.is_empty() => Ok(whole),
            _ => Err(self.problems),
        }
    }
}
