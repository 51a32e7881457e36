//! Uploads that this browser began and did not end, so that they are found again after a reload. Where nothing may be
//! stored, they begin anew.

use web_sys::{File, Storage};

/// What a file is known by when it is chosen again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// Whose page it is, and the order.
    pub(super) scope: String,
    /// Row of the request that it answers; may be empty.
    pub(super) request: String,
    pub(super) bytes: u64,
    /// When it was changed last, in milliseconds.
    pub(super) changed: u64,
    pub(super) name: String,
}

const PREFIX: &str = "upload|";

impl Mark {
    pub(super) fn of(scope: &str, request: &str, file: &File) -> Self {
        let (bytes, changed) = (file.size() as u64, file.last_modified() as u64);
        Self { scope: scope.to_owned(), request: request.to_owned(), bytes, changed, name: file.name() }
    }

    fn key(&self) -> String {
        let Self { scope, request, bytes, changed, name } = self;
        format!("{PREFIX}{scope}|{request}|{bytes}|{changed}|{name}")
    }

    fn read(key: &str) -> Option<Self> {
        let mut parts = key.strip_prefix(PREFIX)?.splitn(5, '|');
        let mut part = || parts.next();
        let (scope, request) = (part()?.to_owned(), part()?.to_owned());
        let (bytes, changed) = (part()?.parse().ok()?, part()?.parse().ok()?);
        Some(Self { scope, request, bytes, changed, name: part()?.to_owned() })
    }

    /// Keeps where it goes up.
    pub(super) fn keep(&self, id: &str) {
        let _ = storage().map(|storage| storage.set_item(&self.key(), id));
    }

    pub(super) fn forget(&self) {
        let _ = storage().map(|storage| storage.remove_item(&self.key()));
    }
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// Every upload that was kept for a page, each with its id.
pub(super) fn all(scope: &str) -> Vec<(Mark, String)> {
    let Some(storage) = storage() else { return Vec::new() };
    (0..storage.length().unwrap_or_default())
        .filter_map(|n| {
            let key = storage.key(n).ok()??;
            let mark = Mark::read(&key).filter(|mark| mark.scope == scope)?;
            Some((mark, storage.get_item(&key).ok()??))
        })
        .collect()
}
