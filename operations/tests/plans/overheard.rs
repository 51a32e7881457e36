//! What is said to the databases, from the log of sqlx.

use std::{
    collections::BTreeSet,
    fmt::Debug,
    sync::{Arc, Mutex},
};

use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

/// What was overheard since it was last forgotten.
#[derive(Clone, Default)]
pub struct Heard(Arc<Mutex<(BTreeSet<String>, Vec<String>)>>);

/// Begins to listen, on every thread.
pub fn listen() -> Heard {
    let heard = Heard::default();
    tracing::subscriber::set_global_default(heard.clone()).unwrap();
    heard
}

impl Heard {
    /// Forgets everything.
    pub fn forget(&self) {
        *self.0.lock().unwrap() = Default::default();
    }

    /// The statements of SQLite.
    pub fn statements(&self) -> BTreeSet<String> {
        self.0.lock().unwrap().0.clone()
    }

    /// The plans of PostgreSQL, as JSON.
    pub fn plans(&self) -> Vec<String> {
        self.0.lock().unwrap().1.clone()
    }
}

impl Subscriber for Heard {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("sqlx::query")
            || metadata.target().starts_with("sqlx::postgres::notice")
    }

    fn event(&self, event: &Event<'_>) {
        let mut said = Said::default();
        event.record(&mut said);
        let mut heard = self.0.lock().unwrap();
        if event.metadata().target() == "sqlx::query" {
            // A short statement is its own summary.
            let text = if said.statement.is_empty() { said.summary } else { said.statement };
            heard.0.insert(text.trim().to_owned());
        } else if let Some((_, plan)) = said.message.split_once("plan:\n") {
            heard.1.push(plan.to_owned());
        }
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[derive(Default)]
struct Said {
    message: String,
    summary: String,
    statement: String,
}

impl Visit for Said {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "message" => value.clone_into(&mut self.message),
            "summary" => value.clone_into(&mut self.summary),
            "db.statement" => value.clone_into(&mut self.statement),
            _ => {}
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "message" {
            self.message = format!("{value:?}");
        }
    }
}
