//! What stands against handling an order.

/// What somebody else did meanwhile, or what is somebody else's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The note has another text than the one that was corrected.
    #[error("the note was changed meanwhile: read it again")]
    NoteChanged,
    /// Only who wrote a note corrects or deletes it.
    #[error("only who wrote a note can change it")]
    NoteOfOther,
    /// Somebody gave the order to somebody else, or to nobody.
    #[error("{}", .to.as_ref().map_or("nobody looks after the order now".to_owned(), |name| format!("{name} looks after the order now")))]
    Assigned {
        /// Who has it now.
        to: Option<String>,
    },
    /// Nothing was paid that an invoice could be for.
    #[error("an invoice is for what was paid; this order was not")]
    NotPaid,
    /// It went when the import that had brought it in was undone.
    #[error("the order was taken away when import {import} was undone")]
    Withdrawn {
        /// The import.
        import: String,
    },
    /// The order has no product that is granted to the person.
    #[error("{name} may not see the order")]
    NotSeenBy {
        /// Name of the person.
        name: String,
    },
}
