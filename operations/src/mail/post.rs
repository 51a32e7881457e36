//! The way that mails go: a folder, or a mail server.

use std::{path::PathBuf, sync::Arc};

use domain::{Tongue, Zone};

use super::{Letter, Mailbox, Words, server::Server};

/// Where the program is reached, and its time zone: for links and times in mails.
#[derive(Clone, Debug)]
pub struct Desk {
    /// Its address, without a slash at the end.
    pub url: String,
    /// Its time zone.
    pub zone: Zone,
}

/// Gives a letter its words.
pub type Write = fn(&Letter, Tongue, &Desk) -> Words;

/// Where mails go, whose they are, and who gives them their words. Cheap to clone.
#[derive(Clone)]
pub struct Post {
    way: Way,
    /// Whose mails they are.
    pub from: Mailbox,
    desk: Desk,
    write: Write,
}

#[derive(Clone)]
enum Way {
    Folder(PathBuf),
    Server(Arc<Server>),
}

/// Why a mail did not go out.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unsent {
    /// Trying again is of no use.
    #[error("{0}")]
    Refused(String),
    /// It may go out later.
    #[error("{0}")]
    Later(String),
    /// It may have gone out: nobody knows.
    #[error("{0}")]
    Unknown(String),
}

/// Why an address of a mail server is none.
#[derive(Debug, thiserror::Error)]
#[error(
    "write file://FOLDER, smtps://USER:PASSWORD@HOST:465, or smtp://USER:PASSWORD@HOST:587 (STARTTLS; ?tls=none for a server that has none){0}"
)]
pub struct Unusable(pub(super) String);

impl Post {
    /// The way that a URL says.
    ///
    /// # Errors
    /// It is none.
    pub fn at(url: &str, from: Mailbox, desk: Desk, write: Write) -> Result<Self, Unusable> {
        let way = match url.split_once("://") {
            Some(("file", folder)) if !folder.is_empty() => Way::Folder(folder.into()),
            Some(("smtp" | "smtps", _)) => Way::Server(Arc::new(Server::at(url)?)),
            _ => return Err(Unusable(String::new())),
        };
        Ok(Self { way, from, desk, write })
    }

    /// A letter in words.
    pub(super) fn words(&self, letter: &Letter, tongue: Tongue) -> Words {
        (self.write)(letter, tongue, &self.desk)
    }

    /// The same mail twice is one mail: where it goes into a folder, and nowhere else.
    pub(super) const fn knows_repeats(&self) -> bool {
        matches!(self.way, Way::Folder(_))
    }

    /// Sends a mail.
    pub(super) async fn send(&self, mail: &lettre::Message, id: &str) -> Result<(), Unsent> {
        match &self.way {
            Way::Folder(folder) => put(folder.clone(), id.to_owned(), mail.formatted())
                .await
                .map_err(|error| Unsent::Later(format!("{}: {error}", folder.display()))),
            Way::Server(server) => server.send(mail).await,
        }
    }
}

/// Writes the mail whole or not at all; one that is there already is the same.
async fn put(folder: PathBuf, id: String, content: Vec<u8>) -> std::io::Result<()> {
    let written = tokio::task::spawn_blocking(move || {
        std::fs::create_dir_all(&folder)?;
        let mut file = tempfile::NamedTempFile::new_in(&folder)?;
        std::io::Write::write_all(&mut file, &content)?;
        file.as_file().sync_all()?;
        file.persist(folder.join(format!("{id}.eml"))).map_err(|error| error.error)?;
        Ok(())
    });
    written.await.map_err(std::io::Error::other)?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(url: &str) -> Result<Post, Unusable> {
        let from = Mailbox { name: String::new(), address: "desk@example.com".into() };
        let desk = Desk { url: String::new(), zone: Zone::default() };
        let write = |_: &Letter, _, _: &Desk| Words {
            subject: String::new(),
            text: String::new(),
            html: String::new(),
        };
        Post::at(url, from, desk, write)
    }

    #[tokio::test]
    async fn the_way_is_said_by_a_url() {
        for good in [
            "file://mails",
            "file:///tmp/mails",
            "smtps://u:p%40ss@mail.example.com",
            "smtp://mail.example.com:2525",
            "smtp://mail.example.com?tls=required",
            "smtp://127.0.0.1:25?tls=none",
        ] {
            assert!(at(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "mails",
            "file://",
            "smtp://",
            "http://mail.example.com",
            "smtps://mail.example.com?tls=none",
            "smtp://h?tls=maybe",
        ] {
            let why = at(bad).err().map(|why| why.to_string()).unwrap_or_default();
            assert!(why.starts_with("write file://"), "{bad}: {why}");
        }
    }
}
