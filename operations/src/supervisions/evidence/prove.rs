//! Proving a pack: every file against the manifest, the log against its own hashes, the archive byte for byte.

use std::io::{Read, Seek};

use super::{
    archive::{Found, altered, files},
    claims::Claims,
    manifest::{MANIFEST, MANIFEST_HASH, hash_line},
};
use crate::{Result, documents::disk, journal};

/// Something in a pack that is not as it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Name of the file, or what else it is.
    pub place: String,
    /// What is wrong with it.
    pub what: &'static str,
}

/// What was found in a pack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// Number of its order.
    pub order_no: String,
    /// When it was made.
    pub made_at: String,
    /// Documents that are in it.
    pub documents: usize,
    /// Entries of its log.
    pub entries: usize,
    /// Documents that are named and not in it, each with the reason.
    pub not_packed: Vec<(String, String)>,
    /// What is not as it was made.
    pub wrong: Vec<Wrong>,
}

impl Proof {
    fn wrong(&mut self, place: impl Into<String>, what: &'static str) {
        self.wrong.push(Wrong { place: place.into(), what });
    }
}

/// Proves a pack; needs nothing but the pack.
///
/// # Errors
/// The file cannot be read.
pub fn prove(mut file: impl Read + Seek) -> Result<Proof> {
    let mut proof = Proof::default();
    let Some(found) = files(&mut file) else {
        proof.wrong("the archive", "cannot be read as a ZIP: its directory was changed or cut off");
        return Ok(proof);
    };
    let Some(claims) = claims(&mut proof, &found) else { return Ok(proof) };
    compare(&mut proof, &found, &claims);
    log(&mut proof, &claims);
    if proof.wrong.is_empty() {
        let order = [MANIFEST, MANIFEST_HASH].into_iter().chain(claims.files().map(|(name, ..)| name));
        let order = order.filter_map(|name| of(&found, name));
        match altered(&mut file, order).map_err(disk)? {
            None => {}
            Some(Some(name)) => proof.wrong(name, "its header in the archive was changed"),
            Some(None) => proof.wrong("the archive", "its directory was changed"),
        }
    }
    Ok(proof)
}

fn of<'f>(found: &'f [Found], name: &str) -> Option<&'f Found> {
    found.iter().find(|file| file.name == name)
}

/// The manifest, as far as it can be read, with its own hash.
fn claims(proof: &mut Proof, found: &[Found]) -> Option<Claims> {
    let Some(manifest) = of(found, MANIFEST) else {
        proof.wrong(MANIFEST, "is missing");
        return None;
    };
    match of(found, MANIFEST_HASH) {
        None => proof.wrong(MANIFEST_HASH, "is missing"),
        Some(hash) if !hash.whole => proof.wrong(MANIFEST_HASH, "was changed"),
        Some(hash) if hash.content != hash_line(&manifest.content).as_bytes() || !manifest.whole => {
            proof.wrong(MANIFEST, "was changed: it has another hash than manifest.sha256 says");
        }
        Some(_) => {}
    }
    match Claims::read(&manifest.content) {
        Ok(claims) => Some(claims),
        Err(what) => {
            proof.wrong(MANIFEST, what);
            None
        }
    }
}

fn compare(proof: &mut Proof, found: &[Found], claims: &Claims) {
    (proof.order_no, proof.made_at) = (claims.order_no.clone(), claims.made_at.clone());
    for (name, size, sha256) in claims.files() {
        match of(found, name) {
            None => proof.wrong(name, "is missing"),
            Some(file) if !file.whole || file.size != size || file.sha256 != sha256 => {
                proof.wrong(name, "was changed: it has another hash than the manifest says");
            }
            Some(_) => {}
        }
    }
    for file in found {
        let known = claims.files().any(|(name, ..)| name == file.name);
        if !known && file.name != MANIFEST && file.name != MANIFEST_HASH {
            proof.wrong(file.name.as_str(), "was added: the manifest does not know it");
        }
    }
    proof.documents = claims.files().count() - 1;
    let reason = |d: &super::claims::Claim| Some((d.name.clone(), d.not_packed.clone()?));
    proof.not_packed = claims.documents.iter().filter_map(reason).collect();
}

fn log(proof: &mut Proof, claims: &Claims) {
    let subjects = claims.log().find(|event| event.subject_id != claims.order_no);
    if let Some(event) = subjects {
        proof.wrong(format!("{MANIFEST}, log entry {}", event.seq), "belongs to another order");
    }
    let (entries, broken) = journal::walked(claims.log());
    proof.entries = entries;
    for entry in broken {
        proof.wrong(format!("{MANIFEST}, log entry {}", entry.seq), entry.what);
    }
}
