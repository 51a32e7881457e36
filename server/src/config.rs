//! Configuration by environment. The table in `docs/configuration.md` says the same.

use std::net::SocketAddr;

use anyhow::{Context, bail};
use domain::Zone;
use operations::documents::Scanner;

/// Everything that can be set.
#[derive(Clone)]
pub struct Config {
    /// Where the database is.
    pub database_url: String,
    /// Where files are kept.
    pub documents_url: String,
    /// What looks for viruses in documents.
    pub scanner: Option<Scanner>,
    /// Where mails go.
    pub mail_url: String,
    /// Whose mails they are: `Name <address>`.
    pub mail_from: String,
    /// Address to listen on.
    pub listen: SocketAddr,
    /// Address under which the program is reached, without a slash at its end.
    pub public_url: String,
    /// Business time zone.
    pub zone: Zone,
    /// Folder of the site files; `None`: those inside the program.
    pub site_root: Option<String>,
    /// The demo shop.
    pub demo: bool,
    /// Reload pages when the server was rebuilt.
    pub dev_reload: bool,
}

impl std::fmt::Debug for Config {
    /// Without the database's password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Config")
            .field("database_url", &redacted(&self.database_url))
            .field("documents_url", &self.documents_url)
            .field("scanner", &self.scanner)
            .field("mail_url", &redacted(&self.mail_url))
            .field("listen", &self.listen)
            .field("public_url", &self.public_url)
            .field("zone", &self.zone)
            .field("demo", &self.demo)
            .finish_non_exhaustive()
    }
}

/// A URL without the password in it.
#[must_use]
pub fn redacted(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    match rest.rsplit_once('@') {
        Some((who, host)) => {
            let user = who.split(':').next().unwrap_or_default();
            format!("{scheme}://{user}:***@{host}")
        }
        None => url.to_owned(),
    }
}

fn variable(name: &str, default: &str) -> String {
    std::env::var(name).ok().filter(|v| !v.trim().is_empty()).unwrap_or_else(|| default.to_owned())
}

impl Config {
    /// Reads the environment.
    ///
    /// # Errors
    /// A variable that cannot be understood, with its name and what to write.
    pub fn from_env(demo: bool) -> anyhow::Result<Self> {
        let (database, documents, mails) = if demo {
            ("sqlite://data/demo.db", "file://data/demo-documents", "file://data/demo-mails")
        } else {
            ("sqlite://data/countinghouse.db", "file://data/documents", "file://data/mails")
        };
        let listen = variable("LISTEN", "127.0.0.1:3000");
        let listen: SocketAddr = listen.parse().with_context(|| {
            format!("LISTEN is '{listen}': write an address and a port, like 127.0.0.1:3000")
        })?;
        let zone = variable("BUSINESS_TIME_ZONE", "Asia/Shanghai");
        let public_url = variable("PUBLIC_URL", &format!("http://{listen}"));
        if !public_url.starts_with("http://") && !public_url.starts_with("https://") {
            bail!("PUBLIC_URL is '{public_url}': write it like https://desk.example.com");
        }
        // A demo never opens the database of the real shop, even when DATABASE_URL names it.
        let database_url =
            if demo { variable("DEMO_DATABASE_URL", database) } else { variable("DATABASE_URL", database) };
        let documents_url = if demo { documents.to_owned() } else { variable("DOCUMENTS_URL", documents) };
        // Nor does it write to anybody.
        let mail_url = if demo { mails.to_owned() } else { variable("MAIL_URL", mails) };
        let scanner =
            match variable("SCANNER_URL", "") {
                url if url.is_empty() => None,
                url => Some(Scanner::at(url.trim()).with_context(|| {
                    format!("SCANNER_URL is '{url}': write tcp://HOST:3310 or unix:///PATH")
                })?),
            };
        Ok(Self {
            database_url,
            documents_url,
            scanner,
            mail_url,
            mail_from: variable("MAIL_FROM", "Countinghouse <desk@localhost>"),
            listen,
            public_url: public_url.trim_end_matches('/').to_owned(),
            zone: Zone::named(&zone).with_context(|| {
                format!("BUSINESS_TIME_ZONE is '{zone}': write a name like Asia/Shanghai")
            })?,
            site_root: (!cfg!(feature = "embedded") || std::env::var("SITE_ROOT").is_ok())
                .then(|| variable("SITE_ROOT", "target/site")),
            demo,
            dev_reload: std::env::var("DEV_RELOAD").is_ok_and(|v| v == "1"),
        })
    }

    /// Whether browsers reach the program by HTTPS: then cookies are `Secure` and `__Host-`.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_not_shown() {
        assert_eq!(redacted("postgres://u:p%40ss@h:5432/d"), "postgres://u:***@h:5432/d");
        assert_eq!(redacted("sqlite://data/x.db"), "sqlite://data/x.db");
    }
}
