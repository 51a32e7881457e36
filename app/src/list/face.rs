//! How the list of a noun looks.

use domain::access::Operation;
use operations::list::List;

use super::{
    cells::{Cell, Seen},
    columns::Column,
};
use crate::{lang::Lang, words::NounWords};

/// How the list of a noun looks: what does not change from visit to visit.
#[derive(Debug)]
pub struct Face<R: 'static> {
    /// What it is narrowed and sorted by.
    pub list: &'static List,
    /// Where it is.
    pub path: &'static str,
    /// Its picture, when it is empty.
    pub icon: &'static str,
    /// What it is called.
    pub title: fn(Lang) -> &'static str,
    /// Its other words.
    pub words: fn(Lang) -> NounWords,
    /// What a value of a field means: of codes, and of texts that stand for something.
    pub word: fn(&str, &str, Lang) -> String,
    /// So many inputs of the filter stand in front.
    pub front: usize,
    /// The column that leads and is always there.
    pub lead: Column<R>,
    /// The others, in the order of the table.
    pub columns: &'static [Column<R>],
    /// What can be done with a row, and who may do anything of it.
    pub actions: Option<(Operation, Cell<R>)>,
    /// Whether a row is the one that is looked at beside the list.
    pub chosen: Option<fn(&Seen<'_>, &R) -> bool>,
    /// What can be done with many rows at once.
    pub bulks: &'static [Bulk<R>],
    /// The fields of which several codes are ticked, where others are chosen one at a time. The field of the tabs is
    /// asked for in the form when it is among them.
    pub ticks: &'static [&'static str],
    /// Rows of several lines, so that cells begin at the top.
    pub tall: bool,
}

/// What can be done with many rows at once.
#[derive(Debug)]
pub struct Bulk<R: 'static> {
    /// Path of the form.
    pub form: &'static str,
    /// Who may.
    pub need: Operation,
    /// How a row is named there; `None` when it cannot be done with that row.
    pub key: fn(&R, Lang) -> Option<Key>,
    /// Class of its buttons: `seal` where there is no way back, `primary` elsewhere.
    pub class: &'static str,
    /// Its words.
    pub words: fn(Lang) -> BulkWords,
}

/// The words of what is done with many rows.
#[derive(Clone, Copy, Debug)]
pub struct BulkWords {
    /// The button that asks.
    pub button: &'static str,
    /// The question.
    pub title: &'static str,
    /// What it does, and whether there is a way back.
    pub text: &'static str,
    /// The button that does it.
    pub confirm: &'static str,
    /// What the reason is called, where one is needed.
    pub reason: Option<&'static str>,
    /// What is chosen from among the choices of the list, the field that is sent, and its heading.
    pub choice: Option<(&'static str, &'static str, &'static str)>,
}

/// A row among those that something is done with.
#[derive(Clone, Debug)]
pub struct Key {
    /// What the form sends.
    pub value: String,
    /// What people call it.
    pub name: String,
}
