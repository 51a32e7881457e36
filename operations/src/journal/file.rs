//! The journal as a file that somebody was given: whether its hashes are those of its entries, and whether its
//! chains are whole.

use std::{borrow::Cow, collections::HashMap, io::Read};

use domain::{Tongue, text::safe_cell};

use super::{Action, Broken, Event, SubjectKind};
use crate::{Failure, Result, exports::headings::heading};

/// The columns that a hash is made of, and the hash.
const COLUMNS: [&str; 13] = [
    "at_ms",
    "actor_kind",
    "actor_id",
    "actor",
    "action",
    "subject_kind",
    "subject",
    "seq",
    "before",
    "after",
    "reason",
    "previous_hash",
    "hash",
];
/// Who acts, as entries, Chinese and English files write it.
const ACTORS: [[&str; 3]; 4] = [
    ["staff", "员工", "Staff"],
    ["token", "接口令牌", "Token"],
    ["buyer", "客户", "Buyer"],
    ["system", "系统", "System"],
];

/// Who acts: a person, a program or the program itself.
pub(crate) fn actor_kind(code: &str, tongue: Tongue) -> Cow<'_, str> {
    let known = ACTORS.iter().find(|kind| kind[0] == code);
    Cow::Borrowed(known.map_or(code, |kind| kind[tongue as usize]))
}

/// What was found in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// Entries that were read.
    pub entries: u64,
    /// Entries between which others are missing, or the first of which is: the file was narrowed.
    pub gaps: u64,
    /// Those that do not fit.
    pub broken: Vec<Broken>,
}

/// A link: number, hash before, hash.
type Link = (i64, String, String);

/// Reads a CSV file of the journal in any language, every column of it, and computes each hash again.
///
/// # Errors
/// `Internal`, which says what is missing or cannot be read.
pub fn prove(file: impl Read) -> Result<Proof> {
    let unreadable = Failure::Internal;
    let mut reader = csv::Reader::from_reader(file);
    let names = reader.headers().map_err(|e| unreadable(e.to_string()))?.clone();
    let place = |name: &'static str| {
        let called = [Tongue::Codes, Tongue::Zh, Tongue::En].map(|tongue| heading(name, tongue));
        let found =
            names.iter().position(|given| called.iter().any(|c| c == given.trim_start_matches('\u{feff}')));
        found.ok_or_else(|| unreadable(format!("the file has no column {name}: export all columns")))
    };
    let places = COLUMNS.iter().map(|name| place(name)).collect::<Result<Vec<usize>>>()?;
    let (mut proof, mut chains) = (Proof::default(), HashMap::<(String, String), Vec<Link>>::new());
    for record in reader.records() {
        let record = record.map_err(|e| unreadable(e.to_string()))?;
        let event = event(|n| record.get(places[n]).unwrap_or_default())?;
        proof.entries += 1;
        if !is_hashed(&event) {
            proof.broken.push(broken(
                &event.subject_kind,
                &event.subject_id,
                event.seq,
                "the entry was changed",
            ));
        }
        let link = (event.seq, event.previous_hash, event.hash);
        chains.entry((event.subject_kind, event.subject_id)).or_default().push(link);
    }
    for ((kind, id), mut links) in chains {
        links.sort_unstable();
        proof.gaps += u64::from(links[0].0 != 1);
        for pair in links.windows(2) {
            let (before, link) = (&pair[0], &pair[1]);
            if link.0 != before.0 + 1 {
                proof.gaps += 1;
            } else if link.1 != before.2 {
                proof.broken.push(broken(&kind, &id, link.0, "the chain does not fit"));
            }
        }
    }
    Ok(proof)
}

fn event<'a>(cell: impl Fn(usize) -> &'a str) -> Result<Event> {
    let number = |n: usize| {
        let why = || Failure::Internal(format!("{:?} is no number of {}", cell(n), COLUMNS[n]));
        cell(n).parse::<i64>().map_err(|_| why())
    };
    let some = |n: usize| Some(cell(n)).filter(|text| !text.is_empty());
    let code = |kind: &[[&str; 3]], n: usize| {
        let found = kind.iter().find(|kind| kind.contains(&cell(n)));
        found.map_or(cell(n), |kind| kind[0]).to_owned()
    };
    Ok(Event {
        id: 0,
        at: number(0)?,
        actor_kind: code(&ACTORS, 1),
        actor_id: some(2).map(|_| number(2)).transpose()?,
        actor_name: cell(3).to_owned(),
        action: Action::from_code(cell(4)).map_or_else(|| cell(4).to_owned(), |a| a.code().to_owned()),
        subject_kind: SubjectKind::from_code(cell(5))
            .map_or_else(|| cell(5).to_owned(), |k| k.code().to_owned()),
        subject_id: cell(6).to_owned(),
        seq: number(7)?,
        before_json: some(8).map(str::to_owned),
        after_json: some(9).map(str::to_owned),
        reason: some(10).map(str::to_owned),
        previous_hash: cell(11).to_owned(),
        hash: cell(12).to_owned(),
    })
}

/// A file keeps texts from being formulas by a sign in front of them: what was there without it is looked for too.
fn is_hashed(event: &Event) -> bool {
    let bare = |text: &str| {
        let inner = text.strip_prefix('\'').filter(|inner| safe_cell(inner) == text);
        inner.unwrap_or(text).to_owned()
    };
    let disarmed = Event {
        actor_name: bare(&event.actor_name),
        subject_id: bare(&event.subject_id),
        reason: event.reason.as_deref().map(bare),
        ..event.clone()
    };
    event.hash == event.computed_hash() || event.hash == disarmed.computed_hash()
}

fn broken(kind: &str, id: &str, seq: i64, what: &'static str) -> Broken {
    Broken { subject_kind: kind.to_owned(), subject_id: id.to_owned(), seq, what }
}
