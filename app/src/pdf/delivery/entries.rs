//! An entry of the log on paper: when, whose step, what, from where to where, why, and its hash.

use domain::{
    FieldName,
    supervision::{Node, Outcome},
};
use operations::supervisions::LogEntry;
use paper::{Ink, Sheet, mm};

use super::{super::paragraph, DeliveryLog, SMALL, TEXT};
use crate::words::{
    DeliveryWords,
    codes::{Worded, worded},
    fill,
    journal::{actor_name, reason},
};

impl DeliveryLog<'_> {
    pub(super) fn entry(&self, sheet: &mut Sheet, entry: &LogEntry) {
        let (lang, event) = (self.lang, &entry.event);
        let lines = self.said(entry);
        sheet.keep((2 + lines.len() as i64) * TEXT.line());
        sheet.rule(sheet.left(), sheet.width(), 25, Ink::Light);
        let what = match (entry.action(), event.action()) {
            (Some(action), _) => action.words(lang).to_owned(),
            (None, Some(action)) => action.words(lang).to_owned(),
            (None, None) => event.action.clone(),
        };
        let head = format!("{}　{}　{what}　{}", event.seq, self.minute(event.at), self.who(entry));
        paragraph(sheet, TEXT.strong(), &head);
        for line in lines {
            paragraph(sheet, TEXT, &line);
        }
        paragraph(sheet, SMALL.grey(), &format!("SHA-256 {}", event.hash));
        sheet.skip(mm(1));
    }

    fn who(&self, entry: &LogEntry) -> String {
        let name = actor_name(&entry.event.actor_name, self.lang);
        let side = entry.side().words(self.lang);
        if entry.is_recorded() {
            let recorded = fill(DeliveryWords::of(self.lang).log_recorded, &[("name", name)]);
            return format!("{side} · {recorded}");
        }
        format!("{side} · {name}")
    }

    /// What stands below the head of an entry, line by line.
    fn said(&self, entry: &LogEntry) -> Vec<String> {
        let (lang, colon) = (self.lang, self.lang.pick("：", ": "));
        let node = |code: &str| worded(code, Node::from_code, lang);
        let moved = entry.node_before().zip(entry.node_after()).filter(|(from, to)| from != to);
        let moved = moved.map(|(from, to)| {
            fill(DeliveryWords::of(lang).log_from_to, &[("from", &node(from)), ("to", &node(to))])
        });
        let mut lines: Vec<String> = moved.into_iter().collect();
        let why = entry.event.reason.as_deref().filter(|text| !text.is_empty());
        lines.extend(why.map(|text| reason(&entry.event, text, lang)));
        for field in
            [FieldName::Result, FieldName::Courier, FieldName::Waybill, FieldName::Phone, FieldName::Name]
        {
            lines.extend(entry.text(field).map(|text| format!("{}{colon}{text}", field.words(lang))));
        }
        lines.extend(entry.text(FieldName::Outcome).map(|code| worded(code, Outcome::from_code, lang)));
        for id in entry.documents() {
            // Numbered as in the list of documents.
            let found = (1..).zip(&self.pack.files).find(|(_, packed)| packed.document.id == id);
            lines.extend(found.map(|(number, packed)| format!("{number:02}　{}", packed.document.name)));
        }
        lines
    }
}
