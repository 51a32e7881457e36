//! Addresses, and the secret in them by which an answer finds its ticket.

use domain::text;

/// Whose mail it is: a name and an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    /// The name that is shown; it may be empty.
    pub name: String,
    /// The address, in small letters.
    pub address: String,
}

impl Mailbox {
    /// Reads `Name <desk@example.com>` or an address alone; `None` when it is neither.
    #[must_use]
    pub fn parse(given: &str) -> Option<Self> {
        let given = given.trim();
        let (name, address) = match given.split_once('<') {
            Some((name, rest)) => (name.trim().trim_matches('"'), rest.strip_suffix('>')?),
            None => ("", given),
        };
        let (local, host) = address.rsplit_once('@')?;
        // A host within a network has no point in its name.
        let checked =
            if host.contains('.') { address.to_owned() } else { format!("{local}@{host}.internal") };
        text::mail_address(&checked).ok()?;
        let is_plain = !address.chars().any(char::is_control) && !name.chars().any(char::is_control);
        is_plain.then(|| Self { name: name.to_owned(), address: address.to_lowercase() })
    }

    /// The host of the address.
    #[must_use]
    pub fn host(&self) -> &str {
        self.address.rsplit_once('@').map_or("localhost", |(_, host)| host)
    }

    /// The address to which answers about a ticket go: `desk+KEY@example.com`.
    #[must_use]
    pub(crate) fn with_key(&self, key: &str) -> String {
        match self.address.rsplit_once('@') {
            Some((local, host)) => format!("{local}+{key}@{host}"),
            None => self.address.clone(),
        }
    }

    /// The secret in an address that [`Mailbox::with_key`] made.
    pub(crate) fn key_in<'a>(&self, address: &'a str) -> Option<&'a str> {
        let (local, host) = self.address.rsplit_once('@')?;
        let (theirs, their_host) = address.rsplit_once('@')?;
        let key = theirs.get(local.len()..)?.strip_prefix('+')?;
        let same =
            theirs.get(..local.len())?.eq_ignore_ascii_case(local) && their_host.eq_ignore_ascii_case(host);
        (same && key.len() == KEY && key.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some(key)
    }
}

/// Characters of the secret in an address: 80 bits.
pub(crate) const KEY: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;

    fn desk() -> Mailbox {
        Mailbox { name: String::new(), address: "desk@example.com".into() }
    }

    #[test]
    fn a_mailbox_is_read_with_and_without_a_name() {
        let read = |given| Mailbox::parse(given).map(|one| (one.name, one.address));
        assert_eq!(read("Desk <Desk@Example.com>"), Some(("Desk".into(), "desk@example.com".into())));
        assert_eq!(
            read("\"远山 支持\" <desk@example.com>"),
            Some(("远山 支持".into(), "desk@example.com".into()))
        );
        assert_eq!(read("desk@localhost"), Some((String::new(), "desk@localhost".into())));
        for bad in ["", "desk", "<desk@example.com", "a b <>", "desk@example.com\r\nBcc: x@y.cn", "a@b@c.cn"]
        {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_secret_in_an_address_is_found_again() {
        let key = "0123456789abcdef0123";
        let address = desk().with_key(key);
        assert_eq!(desk().key_in(&address), Some(key));
        assert_eq!(desk().key_in(&address.to_uppercase()), Some("0123456789ABCDEF0123"));
        for other in [
            "desk@example.com",
            "desk+@example.com",
            "desk+short@example.com",
            "other+0123456789abcdef0123@example.com",
            "desk+0123456789abcdef0123@example.org",
            "desk+0123456789abcdef012%@example.com",
            "远+0123456789abcdef0123@example.com",
        ] {
            assert_eq!(desk().key_in(other), None, "{other}");
        }
    }
}
