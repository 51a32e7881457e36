//! Opening the office that all commands work in.

use anyhow::{Context, bail};
use domain::Zone;
use futures::TryStreamExt;
use object_store::{
    aws::AmazonS3Builder, local::LocalFileSystem, memory::InMemory, path::Path, prefix::PrefixStore,
};
use operations::{
    Office,
    db::Db,
    documents::Store,
    mail::{Desk, Mailbox, Post},
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
        documents: documents(&config.documents_url).await?,
        scanner: config.scanner.clone(),
        post: post(&config.mail_url, &config.mail_from, &config.public_url, config.zone)?,
        clock: Clock::System,
        random: Random::System,
        zone: config.zone,
        bell: operations::db::Bell::default(),
        live: operations::live::Live::default(),
        sightings: operations::sightings::Sightings::default(),
    })
}

/// The way that mails go.
///
/// # Errors
/// The URL or the address is none.
pub fn post(url: &str, from: &str, desk: &str, zone: Zone) -> anyhow::Result<Post> {
    let mailbox = Mailbox::parse(from)
        .with_context(|| format!("MAIL_FROM is '{from}': write an address, or Name <desk@example.com>"))?;
    let desk = Desk { url: desk.to_owned(), zone };
    Post::at(url, mailbox, desk, app::mail::write).with_context(|| format!("MAIL_URL is '{}'", redacted(url)))
}

async fn documents(url: &str) -> anyhow::Result<Store> {
    if url == "memory://" {
        return Ok(Store::here(InMemory::new()));
    }
    if let Some(place) = url.strip_prefix("s3://") {
        return remote(place).await.with_context(|| format!("cannot use {url}"));
    }
    let Some(folder) = url.strip_prefix("file://") else {
        bail!("DOCUMENTS_URL is '{url}': write file://FOLDER or s3://BUCKET");
    };
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {folder}"))?;
    let store = LocalFileSystem::new_with_prefix(folder)
        .with_context(|| format!("cannot use the folder {folder}"))?
        .with_fsync(true);
    Ok(Store::here(store))
}

/// A bucket, or a folder in it; who may use it and where it is stand in the usual `AWS_` variables. One that cannot
/// be read is told now and not with the first document.
async fn remote(place: &str) -> anyhow::Result<Store> {
    // Whoever chose another before has chosen.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let (bucket, folder) = place.split_once('/').unwrap_or((place, ""));
    if bucket.is_empty() {
        bail!("write s3://BUCKET or s3://BUCKET/FOLDER");
    }
    let objects = AmazonS3Builder::from_env().with_bucket_name(bucket).build()?;
    let store = match folder.trim_matches('/') {
        "" => Store::remote(objects),
        folder => Store::remote(PrefixStore::new(objects, Path::parse(folder)?)),
    };
    // Not by reading a file: that one is not there says nothing of the bucket.
    store.list(None).try_next().await?;
    Ok(store)
}
