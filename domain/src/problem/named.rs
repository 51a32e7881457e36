//! A problem with the field that has it.

use serde::{Deserialize, Serialize};

use super::Problem;

/// A problem with a named field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{field} {problem}")]
pub struct FieldProblem {
    /// Name of the field or column.
    pub field: String,
    /// What is wrong with it.
    pub problem: Problem,
}

impl Problem {
    /// Names the field that has this problem.
    #[must_use]
    pub fn of(self, field: &str) -> FieldProblem {
        FieldProblem { field: field.to_owned(), problem: self }
    }
}
