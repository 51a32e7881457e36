//! What came with a mail: by the same rules as every other document; what is not kept is told with its reason.

use std::io::Cursor;

use serde::{Deserialize, Serialize};

use super::read::{Attachment, Letter, Note};
use crate::{
    Failure, Office, Result,
    documents::{self, Refused, Taken},
    settings::Settings,
    tickets::{FOLDER, MOST_DOCUMENTS},
};

/// The longest text of a mail, in characters; what is longer is told as left out.
const LONGEST: usize = 200_000;

/// Files of a mail.
#[derive(Debug, Default)]
pub(super) struct Attached {
    /// Those that lie in their place.
    pub(super) files: Vec<Taken>,
    /// Those that are not kept.
    pub(super) left_out: Vec<LeftOut>,
}

/// A file that is not kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LeftOut {
    /// What it was called.
    pub name: String,
    /// Why it is not kept.
    pub why: Refused,
}

impl LeftOut {
    fn of(name: &str, why: &Refused) -> Self {
        Self { name: name.chars().take(200).collect(), why: why.clone() }
    }
}

impl Attached {
    /// Nothing of it is kept, for this reason.
    pub(super) async fn give_up(self, office: &Office, why: &Refused) -> Self {
        documents::give_up(office, &self.files).await;
        let all = self.files.iter().map(|file| LeftOut::of(&file.name, why));
        Self { files: Vec::new(), left_out: self.left_out.into_iter().chain(all).collect() }
    }

    /// As it stands in the table; nothing when nothing was left out.
    pub(super) fn told(&self) -> Option<String> {
        (!self.left_out.is_empty()).then(|| serde_json::to_string(&self.left_out).unwrap_or_default())
    }
}

/// Takes the files of a mail; what is the rest of a long text goes back to where it belongs.
///
/// # Errors
/// What the disk or the store said; nothing is kept then.
pub(super) async fn take(office: &Office, letter: &mut Letter) -> Result<Attached> {
    let settings = Settings::load(office).await?;
    let mut attached = Attached::default();
    for one in std::mem::take(&mut letter.attachments) {
        if goes_on(letter, &one) {
            continue;
        }
        if attached.files.len() == MOST_DOCUMENTS {
            let why = Refused::TooMany { most: MOST_DOCUMENTS as i64 };
            attached.left_out.push(LeftOut::of(&one.name, &why));
            continue;
        }
        match documents::take(office, &settings, (FOLDER, &one.name), Cursor::new(one.bytes)).await {
            Ok(file) => attached.files.push(file),
            Err(Failure::Document(why)) => attached.left_out.push(LeftOut::of(&one.name, &why)),
            Err(failure) => {
                documents::give_up(office, &attached.files).await;
                return Err(failure);
            }
        }
    }
    Ok(attached)
}

/// Whether it is the rest of a text, which is put back. A file that the writer called so is a file.
fn goes_on(letter: &mut Letter, one: &Attachment) -> bool {
    let is_rest = |note: &Note| matches!(note, Note::TextGoesOn(name) if *name == one.name);
    if !letter.notes.iter().any(is_rest) {
        return false;
    }
    let text = match one.name.as_str() {
        "mail.txt" => &mut letter.text,
        "quoted.txt" => &mut letter.quoted,
        _ => return false,
    };
    let rest = std::str::from_utf8(&one.bytes).unwrap_or_default();
    let fits =
        one.content_type.starts_with("text/plain") && text.chars().count() + rest.chars().count() <= LONGEST;
    if fits {
        text.push_str(rest);
    }
    fits
}
