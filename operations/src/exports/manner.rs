//! How a list is written into a file.

use domain::Tongue;

/// How a list is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// In which words.
    pub tongue: Tongue,
    /// What stands above the headings of a workbook: what it is, and what it was narrowed by. A second line
    /// says how many rows it has, when it was made and by whom.
    pub title: Option<String>,
    /// The columns by name, where not all of them are wanted.
    pub columns: Option<Vec<String>>,
}

impl Manner {
    /// Whether a column is wanted.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.columns.as_ref().is_none_or(|wanted| wanted.iter().any(|wanted| wanted == name))
    }
}
