//! What a list is, as data.

use domain::{Problem, access::Operation};

/// A list: what it can be narrowed and sorted by.
#[derive(Debug)]
pub struct List {
    /// Its code: the key of its views and of its exports.
    pub code: &'static str,
    /// Column of the row, which breaks ties between equal places.
    pub id: &'static str,
    /// What it is narrowed by, in the order in which pages and papers name it.
    pub fields: &'static [Field],
    /// How it is sorted; the first one unless another is asked for.
    pub sorts: &'static [Sort],
    /// The field whose codes are its tabs.
    pub tab: Option<&'static str>,
}

impl List {
    /// The field of this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// What is counted: the codes of its tabs, or the whole of a list without.
    #[must_use]
    pub fn counted(&self) -> &'static [&'static str] {
        match self.tabs() {
            [] => &[""],
            tabs => tabs,
        }
    }

    /// The codes of its tabs; none for a list without.
    #[must_use]
    pub fn tabs(&self) -> &'static [&'static str] {
        match self.tab.and_then(|tab| self.field(tab)).map(|field| field.takes) {
            Some(Takes::Codes { all, .. } | Takes::States { all, .. }) => all,
            _ => &[],
        }
    }
}

/// Something that a list is narrowed by.
#[derive(Debug)]
pub struct Field {
    /// Its name in addresses.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// What it says, for the papers of the API; of codes, what there is to say besides them.
    pub about: &'static str,
    /// Whoever may not do this finds nothing by it, and is not asked for it.
    pub need: Option<Operation>,
}

impl Field {
    /// A field.
    pub(crate) const fn new(name: &'static str, takes: Takes, about: &'static str) -> Self {
        Self { name, takes, about, need: None }
    }

    /// The same, for whoever may do this.
    pub(crate) const fn for_who_may(self, operation: Operation) -> Self {
        Self { need: Some(operation), ..self }
    }
}

/// What a field takes, and the column that it narrows.
#[derive(Clone, Copy, Debug)]
pub enum Takes {
    /// Any of these codes; several by comma.
    Codes {
        /// The column.
        column: &'static str,
        /// Every code.
        all: &'static [&'static str],
        /// From a code, or another spelling of it, to the code.
        read: fn(&str) -> Result<&'static str, Problem>,
    },
    /// Any of these codes, to which the noun gives a meaning; several by comma.
    States {
        /// Every code.
        all: &'static [&'static str],
        /// From a code, or another spelling of it, to the code.
        read: fn(&str) -> Result<&'static str, Problem>,
    },
    /// On this day or later, in the business time zone.
    From(&'static str),
    /// On this day or earlier.
    Upto(&'static str),
    /// On the days that are called so, told from today.
    Within(&'static str),
    /// More than so many days ago.
    Older(&'static str),
    /// In this currency, which is also that of the amounts.
    Currency(&'static str),
    /// At least this amount of the currency that is asked for, of renminbi where none is.
    AtLeast(&'static str),
    /// At most this amount, likewise.
    AtMost(&'static str),
    /// An amount of whatever currency, to which the noun gives a meaning.
    Figure,
    /// In this month of the calendar.
    Month(&'static str),
    /// Exactly this text.
    Is(&'static str),
    /// Any of these texts; several by comma, space or line.
    AnyOf(&'static str),
    /// A text to which the noun gives a meaning.
    Text,
}

/// A way to sort a list. The column holds whole numbers and is never NULL.
#[derive(Debug, PartialEq, Eq)]
pub struct Sort {
    /// As it stands in the address.
    pub code: &'static str,
    /// The column.
    pub column: &'static str,
    /// Largest first.
    pub descending: bool,
}
