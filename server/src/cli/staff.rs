//! `countinghouse staff add --email E --name N --role R`

use std::io::Read;

use anyhow::Context;
use clap::Subcommand;
use domain::access::{Actor, Role};
use operations::staff::{self, LINK_HOURS, NewStaff};

use super::{code, open};

/// Who works here.
#[derive(Debug, Subcommand)]
pub(super) enum Staff {
    /// Add somebody; without a password it prints a one-time link
    #[command(
        after_help = "Examples:\n  countinghouse staff add --email li@example.com --name 李明 --role finance\n  printf %s \
                      \"$PASSWORD\" | countinghouse staff add --email li@example.com --name 李明 --role owner \
                      --password-stdin\n\nRoles: owner, operations, finance, support, auditor."
    )]
    Add {
        /// Mail address to sign in with
        #[arg(long)]
        email: String,
        /// Name; when absent, what stands before the @
        #[arg(long)]
        name: Option<String>,
        /// What the person may do
        #[arg(long, value_parser = code(Role::parse))]
        role: Role,
        /// Read the password from standard input
        #[arg(long)]
        password_stdin: bool,
    },
}

impl Staff {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let Self::Add { email, name, role, password_stdin } = self;
        let password = if password_stdin { Some(password()?) } else { None };
        let name = name.unwrap_or_else(|| email.split('@').next().unwrap_or_default().to_owned());
        let new = NewStaff { account: email, name, role };
        let (office, config) = open().await?;
        match password {
            Some(password) => {
                let id = staff::add_active(&office, &Actor::System, &new, &password).await?;
                println!("member of staff {id}, {}: {role}, can sign in", new.account);
            }
            None => {
                let (id, secret) = staff::add(&office, &Actor::System, &new).await?;
                println!(
                    "member of staff {id}, {}: {role}. One-time link, good for {LINK_HOURS} hours:",
                    new.account
                );
                println!("{}/welcome/{secret}", config.public_url);
            }
        }
        office.db.close().await;
        Ok(())
    }
}

/// All of standard input without the line's end.
fn password() -> anyhow::Result<String> {
    let mut text = String::new();
    std::io::stdin()
        .lock()
        .read_to_string(&mut text)
        .context("cannot read the password from standard input")?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}
