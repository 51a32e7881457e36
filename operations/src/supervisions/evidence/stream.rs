//! A pack while it goes out: one document at a time, piece by piece, and never all of one in memory.

use std::collections::VecDeque;

use bytes::Bytes;
use crc32fast::Hasher;
use futures::{StreamExt, TryStreamExt, stream};

use super::{
    Pack, Stream,
    manifest::{LOG, MANIFEST, MANIFEST_HASH, hash_line},
    zip::Layout,
};
use crate::{
    Failure, Result,
    documents::{self, Store},
};

/// A file that waits for its turn.
struct Waiting {
    name: String,
    size: u64,
    content: Content,
}

enum Content {
    Here(Vec<u8>),
    Stored(String),
}

/// A file that goes out.
struct Open {
    bytes: documents::Bytes,
    left: u64,
    crc: Hasher,
    name: String,
}

struct Going {
    store: Store,
    layout: Layout,
    waiting: VecDeque<Waiting>,
    open: Option<Open>,
    ended: bool,
}

/// The pack, with its size.
pub(super) fn of(pack: Pack, manifest: Vec<u8>, log: Vec<u8>) -> Stream {
    let here = |name: &str, content: Vec<u8>| Waiting {
        name: name.to_owned(),
        size: content.len() as u64,
        content: Content::Here(content),
    };
    let hash = hash_line(&manifest).into_bytes();
    let mut waiting = VecDeque::from([here(MANIFEST, manifest), here(MANIFEST_HASH, hash), here(LOG, log)]);
    waiting.extend(pack.files.into_iter().filter_map(|packed| {
        let size = u64::try_from(packed.document.size_bytes).unwrap_or_default();
        packed.file.ok().map(|name| Waiting { name, size, content: Content::Stored(packed.place) })
    }));
    let size = Layout::length(waiting.iter().map(|file| (file.name.as_str(), file.size)));
    let going = Going { store: pack.store, layout: Layout::default(), waiting, open: None, ended: false };
    let bytes = stream::try_unfold(going, |mut going| async move {
        Ok::<_, Failure>(going.next().await?.map(|piece| (piece, going)))
    });
    Stream { size, bytes: bytes.boxed() }
}

impl Going {
    /// The next piece; nothing at the end.
    async fn next(&mut self) -> Result<Option<Bytes>> {
        if let Some(mut open) = self.open.take() {
            let Some(piece) = open.bytes.try_next().await? else { return self.close(open).map(Some) };
            // The length was promised, and the directory is made of it.
            open.left = open.left.checked_sub(piece.len() as u64).ok_or_else(|| changed(&open.name))?;
            open.crc.update(&piece);
            self.open = Some(open);
            return Ok(Some(piece));
        }
        let Some(file) = self.waiting.pop_front() else {
            let last = (!self.ended).then(|| self.layout.directory().into());
            self.ended = true;
            return Ok(last);
        };
        let bytes = match file.content {
            Content::Here(content) => stream::iter([Ok(Bytes::from(content))]).boxed(),
            Content::Stored(place) => documents::open(&self.store, &place).await?.bytes,
        };
        let head = self.layout.begin(&file.name, file.size);
        self.open = Some(Open { bytes, left: file.size, crc: Hasher::new(), name: file.name });
        Ok(Some(head.into()))
    }

    fn close(&mut self, open: Open) -> Result<Bytes> {
        if open.left > 0 {
            return Err(changed(&open.name));
        }
        Ok(self.layout.end(open.crc.finalize()).into())
    }
}

fn changed(name: &str) -> Failure {
    Failure::Internal(format!("{name} was changed in the document store while it was packed"))
}
