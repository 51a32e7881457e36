//! `countinghouse token create --name N --role R`

use clap::Subcommand;
use domain::access::{Actor, Role};
use operations::tokens;

use super::{code, open};

/// API tokens.
#[derive(Debug, Subcommand)]
pub(super) enum Token {
    /// Make a token; it stands alone on the last line and is shown only once
    #[command(
        after_help = "Example:\n  countinghouse token create --name warehouse --role operations --days 90\n\nRoles: owner, \
                      operations, finance, support, auditor."
    )]
    Create {
        /// What it is for
        #[arg(long)]
        name: String,
        /// What it may do
        #[arg(long, value_parser = code(Role::parse))]
        role: Role,
        /// Days that it is good for
        #[arg(long, default_value_t = 365, value_parser = clap::value_parser!(u32).range(1..=3650))]
        days: u32,
    },
}

impl Token {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let Self::Create { name, role, days } = self;
        let (office, _) = open().await?;
        let (id, secret) = tokens::create(&office, &Actor::System, &name, role, days).await?;
        println!("token {id}, {name}: {role}, good for {days} days. Keep it now, it is not shown again.");
        println!("{secret}");
        office.db.close().await;
        Ok(())
    }
}
