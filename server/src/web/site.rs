//! The site's files: style sheet, script, WASM, icon. Held in memory, compressed beforehand.

use std::{collections::HashMap, sync::Arc};

use anyhow::Context;
use app::shell::Site;
use axum::{
    Router,
    body::Bytes,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
    routing::get,
};

use super::client;
use crate::desk::Desk;

/// The files by path, such as `pkg/countinghouse.1a2b.css`.
#[derive(Clone, Debug, Default)]
pub struct SiteFiles(Arc<HashMap<String, Bytes>>);

#[cfg(feature = "embedded")]
#[derive(rust_embed::RustEmbed)]
#[folder = "$SITE_ROOT"]
struct Embedded;

impl SiteFiles {
    /// Reads the folder, or the files inside the program.
    ///
    /// # Errors
    /// The folder is not there.
    pub fn load(folder: Option<&str>) -> anyhow::Result<Self> {
        let mut files = HashMap::new();
        if let Some(folder) = folder {
            read(std::path::Path::new(folder), "", &mut files).with_context(|| {
                format!("cannot read the site files in {folder}: build them with `cargo xtask site`")
            })?;
        } else {
            #[cfg(feature = "embedded")]
            for name in Embedded::iter() {
                if let Some(file) = Embedded::get(&name) {
                    files.insert(name.to_string(), Bytes::from(file.data.into_owned()));
                }
            }
        }
        Ok(Self(Arc::new(files)))
    }

    /// The names that pages refer to.
    ///
    /// # Errors
    /// The manifest is not there or cannot be read.
    pub fn site(&self, reload: bool) -> anyhow::Result<Site> {
        #[derive(serde::Deserialize)]
        struct Manifest {
            css: String,
            script: String,
        }
        let manifest = self.0.get("manifest.json").context("the site has no manifest.json")?;
        let Manifest { css, script } = serde_json::from_slice(manifest)?;
        Ok(Site { css, script, reload })
    }
}

fn read(folder: &std::path::Path, prefix: &str, files: &mut HashMap<String, Bytes>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            read(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.insert(name, Bytes::from(std::fs::read(entry.path())?));
        }
    }
    Ok(())
}

/// `/pkg/…` and the icon.
pub fn router(files: SiteFiles) -> Router<Desk> {
    let serve = move |State(files): State<SiteFiles>, request: Request| async move {
        let (request, _) = request.into_parts();
        answer(&files, &request)
    };
    Router::new().route("/pkg/{*path}", get(serve)).route("/favicon.svg", get(serve)).with_state(files)
}

fn answer(files: &SiteFiles, request: &Parts) -> Response {
    let path = request.uri.path().trim_start_matches('/');
    let accepts = client::header(request, "accept-encoding");
    let found = [("br", ".br"), ("gzip", ".gz")]
        .into_iter()
        .filter(|(encoding, _)| accepts.contains(encoding))
        .find_map(|(encoding, ending)| files.0.get(&format!("{path}{ending}")).map(|f| (Some(encoding), f)))
        .or_else(|| files.0.get(path).map(|f| (None, f)));
    let Some((encoding, body)) = found else {
        return (StatusCode::NOT_FOUND, "not found\n").into_response();
    };
    let mut response = body.clone().into_response();
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(kind.as_ref()) {
        headers.insert(header::CONTENT_TYPE, value);
    }
    // Named by content, so they never change under their name.
    let hashed = path.starts_with("pkg/");
    let cache = if hashed { "public, max-age=31536000, immutable" } else { "public, max-age=3600" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'"));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}
