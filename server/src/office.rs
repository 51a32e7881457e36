//! Opening the office that all commands work in.

use std::sync::Arc;

use anyhow::{Context, bail};
use object_store::{ObjectStore, local::LocalFileSystem, memory::InMemory};
use operations::{
    Office,
    db::Db,
    office::{Clock, Random},
};

use crate::config::{Config, redacted};

/// Opens the database (and brings its tables up to date) and the document store.
///
/// # Errors
/// What could not be opened, and why.
pub async fn open(config: &Config) -> anyhow::Result<Office> {
    let db = Db::open(&config.database_url)
        .await
        .with_context(|| format!("cannot open {}", redacted(&config.database_url)))?;
    db.migrate().await?;
    Ok(Office {
        db,
        documents: documents(&config.documents_url)?,
        clock: Clock::System,
        random: Random::System,
        zone: config.zone,
        bell: operations::db::Bell::default(),
        sightings: operations::sightings::Sightings::default(),
    })
}

fn documents(url: &str) -> anyhow::Result<Arc<dyn ObjectStore>> {
    if url == "memory://" {
        return Ok(Arc::new(InMemory::new()));
    }
    let Some(folder) = url.strip_prefix("file://") else {
        bail!("DOCUMENTS_URL is '{url}': write file://FOLDER");
    };
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {folder}"))?;
    let store = LocalFileSystem::new_with_prefix(folder)
        .with_context(|| format!("cannot use the folder {folder}"))?
        .with_fsync(true);
    Ok(Arc::new(store))
}
