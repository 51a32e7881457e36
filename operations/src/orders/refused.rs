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
}
