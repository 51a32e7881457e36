//! The parts of a mail: texts to show, files, and mails within it.

use super::{
    Attachment, Automatic, MOST_BYTES, MOST_DEPTH, MOST_PARTS, MOST_PARTS_AT_ALL, Note, Unreadable,
    about::{self, About},
    body::{self, Piece},
    bounce, charset,
    field::Fields,
    flowed,
    letter::Notes,
    split::sections,
    transfer,
};

/// Characters of the subject that a mail within the mail is named by.
const MOST_TITLE: usize = 100;

/// What the parts of a mail come to.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) attachments: Vec<Attachment>,
    pub(super) notes: Notes,
    /// Whether one of them reports what became of a mail.
    pub(super) reports: bool,
    /// Ids of the mails within it.
    nested: Vec<String>,
    /// Bytes of everything that was decoded.
    decoded: usize,
    count: usize,
    left_out: usize,
}

/// What a part stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    /// It is the whole mail.
    Nothing,
    /// Parts that follow each other.
    Several,
    /// Mails that follow each other.
    Digest,
}

impl Parts {
    /// Begins with what the head of the mail notes.
    pub(super) fn new(fields: &Fields) -> Self {
        let mut parts = Self::default();
        parts.take_notes(fields);
        parts
    }

    fn take_notes(&mut self, fields: &Fields) {
        for note in &fields.notes {
            self.notes.add(note.clone());
        }
    }

    /// Reads all parts. Gives the texts to show; the rest is in [`Parts::attachments`].
    ///
    /// # Errors
    /// `TooManyParts`, `TooDeep` or `TooLarge`.
    pub(super) fn read(&mut self, fields: &Fields, raw: &[u8]) -> Result<Vec<Piece>, Unreadable> {
        let found = self.part(fields, raw, Within::Nothing, 0)?;
        if self.left_out > 0 {
            self.notes.add(Note::PartsLeftOut(self.left_out));
        }
        Ok(found)
    }

    /// The ids of the mails that did not arrive.
    pub(super) fn bounced(&mut self, automatic: Option<Automatic>, found: &[Piece]) -> Vec<String> {
        if automatic != Some(Automatic::Bounce) {
            return Vec::new();
        }
        let mut ids = std::mem::take(&mut self.nested);
        if ids.is_empty() {
            ids = found.iter().flat_map(|piece| bounce::ids_in_text(piece.written())).collect();
        }
        bounce::each_once(ids)
    }

    fn part(
        &mut self,
        fields: &Fields,
        raw: &[u8],
        within: Within,
        depth: usize,
    ) -> Result<Vec<Piece>, Unreadable> {
        self.count += 1;
        if self.count > MOST_PARTS_AT_ALL {
            return Err(Unreadable::TooManyParts);
        }
        let about = About::of(fields, "content-type");
        if about.word.starts_with("multipart/") {
            if depth >= MOST_DEPTH {
                return Err(Unreadable::TooDeep);
            }
            return self.multipart(&about, raw, depth);
        }
        if self.count > MOST_PARTS {
            self.left_out += 1;
            return Ok(Vec::new());
        }
        self.take_notes(fields);
        self.single(fields, &about, raw, within)
    }

    fn multipart(&mut self, about: &About, raw: &[u8], depth: usize) -> Result<Vec<Piece>, Unreadable> {
        if about.word == "multipart/encrypted" {
            self.notes.add(Note::Encrypted);
        }
        let (sections, closed) = sections(raw, about.plain("boundary"));
        if sections.is_empty() {
            // Whoever reads it may make something of it.
            self.notes.add(Note::NoParts);
            return self.text(raw, "", about).map(|text| vec![Piece::Plain(text)]);
        }
        if !closed {
            self.notes.add(Note::CutOff);
        }
        let within = if about.word == "multipart/digest" { Within::Digest } else { Within::Several };
        let mut each = Vec::new();
        for section in sections {
            let (fields, rest) = Fields::of_part(section);
            each.push(self.part(&fields, rest, within, depth + 1)?);
        }
        if about.word == "multipart/alternative" {
            return Ok(body::best(each));
        }
        Ok(each.into_iter().flatten().collect())
    }

    fn single(
        &mut self,
        fields: &Fields,
        about: &About,
        raw: &[u8],
        within: Within,
    ) -> Result<Vec<Piece>, Unreadable> {
        let disposition = About::of(fields, "content-disposition");
        let name = about::file_name(&disposition, about);
        let kind = kind(about, within);
        let encoding = fields.token("content-transfer-encoding");
        // The only part of a mail is its text, even when it has a name.
        let is_file = disposition.word == "attachment" || (name.is_some() && within != Within::Nothing);
        match kind {
            "text/plain" if !is_file => {
                let text = self.text(raw, &encoding, about)?;
                return Ok(vec![Piece::Plain(flowed::join(&text, about))]);
            }
            "text/html" if !is_file => return Ok(vec![Piece::Html(self.text(raw, &encoding, about)?)]),
            _ => {}
        }
        let decoded = transfer::decode(raw, &encoding);
        self.spend(decoded.bytes.len())?;
        let name = self.look_into(kind, name, &decoded.bytes);
        if !decoded.whole {
            self.notes.add(Note::Damaged(name.clone()));
        }
        self.attachments.push(Attachment { name, content_type: kind.to_owned(), bytes: decoded.bytes });
        Ok(Vec::new())
    }

    /// What can be told of a file from its kind; gives the name that it is kept under.
    fn look_into(&mut self, kind: &str, name: Option<String>, bytes: &[u8]) -> String {
        match kind {
            "message/rfc822" | "message/global" => {
                let (fields, _) = Fields::read(bytes);
                self.nested.extend(bounce::own_id(&fields));
                let name = name.unwrap_or_else(|| {
                    let title = fields.text("subject", MOST_TITLE);
                    format!("{}.eml", if title.is_empty() { "mail" } else { &title })
                });
                self.notes.add(Note::NestedMail(name.clone()));
                return name;
            }
            "text/rfc822-headers" | "message/rfc822-headers" | "message/global-headers" => {
                self.nested.extend(bounce::own_id(&Fields::read(bytes).0));
            }
            "message/delivery-status" | "message/global-delivery-status" => {
                self.reports = true;
                self.nested.extend(bounce::ids_in_report(bytes));
            }
            "application/pkcs7-mime" | "application/x-pkcs7-mime" => {
                // What is only signed has its text within it, and is no more readable here.
                self.notes.add(Note::Encrypted);
            }
            _ => {}
        }
        let name = name.unwrap_or_else(|| format!("part-{}.{}", self.attachments.len() + 1, ending(kind)));
        if kind.ends_with("ms-tnef") || name.eq_ignore_ascii_case("winmail.dat") {
            self.notes.add(Note::OutlookPacket(name.clone()));
        }
        name
    }

    /// A part that is text, as text.
    fn text(&mut self, raw: &[u8], encoding: &str, about: &About) -> Result<String, Unreadable> {
        let decoded = transfer::decode(raw, encoding);
        if !decoded.whole {
            self.notes.add(Note::Damaged("the text".to_owned()));
        }
        let label = match about.plain("charset") {
            "" if about.word == "text/html" => super::html::charset(&decoded.bytes),
            label => label.to_owned(),
        };
        let read = charset::decode(&decoded.bytes, &label);
        self.spend(read.text.len())?;
        if let Some(note) = read.note {
            self.notes.add(note);
        }
        Ok(super::clean::lines(&read.text))
    }

    fn spend(&mut self, bytes: usize) -> Result<(), Unreadable> {
        self.decoded = self.decoded.saturating_add(bytes);
        if self.decoded > MOST_BYTES { Err(Unreadable::TooLarge) } else { Ok(()) }
    }
}

/// The kind of a part; one that says nothing, or nothing that is a kind, is text or unknown.
fn kind(about: &About, within: Within) -> &str {
    match about.word.as_str() {
        "" if within == Within::Digest => "message/rfc822",
        "" | "text" | "text/" | "plain" | "text/text" => "text/plain",
        "html" => "text/html",
        word if word.contains('/') => word,
        _ if within == Within::Nothing => "text/plain",
        _ => "application/octet-stream",
    }
}

/// What the name of a file ends with that has none.
fn ending(kind: &str) -> &'static str {
    match kind {
        "image/png" => "png",
        "image/jpeg" | "image/jpg" | "image/pjpeg" => "jpg",
        "image/gif" => "gif",
        "image/webp" => "webp",
        "application/pdf" => "pdf",
        "application/zip" | "application/x-zip-compressed" => "zip",
        "text/calendar" => "ics",
        "text/csv" => "csv",
        "text/html" => "html",
        "application/pgp-signature" => "asc",
        "application/pkcs7-mime" | "application/x-pkcs7-mime" => "p7m",
        "application/pkcs7-signature" | "application/x-pkcs7-signature" => "p7s",
        _ if kind.starts_with("text/") || kind.starts_with("message/") => "txt",
        _ => "bin",
    }
}
