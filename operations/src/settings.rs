//! What the house can set: a few numbers with defaults.

use domain::{
    FieldProblem, Problem,
    access::{Actor, Operation},
};

use crate::{
    Failure, Office, Result,
    db::Tx,
    journal::{self, Action, Entry, Fields, Subject, fields},
    reading, within,
};

/// The settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Days until an unpaid order is cancelled (domain.md 1.1): 1 to 365.
    pub unpaid_days: u32,
    /// Hours that an exported file is kept (domain.md 4.7): 1 to 720.
    pub export_hours: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { unpaid_days: 7, export_hours: 72 }
    }
}

/// Name of the setting, and its highest value; the lowest is 1.
pub const UNPAID_DAYS: (&str, u32) = ("unpaid_days", 365);
/// Name of the setting, and its highest value; the lowest is 1.
pub const EXPORT_HOURS: (&str, u32) = ("export_hours", 720);
const ALL: &str = "SELECT name, value FROM settings WHERE name IN ('unpaid_days', 'export_hours')";

impl Settings {
    /// The settings in force.
    pub async fn load(office: &Office) -> Result<Self> {
        let rows: Vec<(String, String)> =
            reading!(&office.db, |pool| sqlx::query_as(ALL).fetch_all(pool).await)?;
        Ok(Self::of(&rows))
    }

    /// A value that is missing or out of range gives the default.
    fn of(rows: &[(String, String)]) -> Self {
        let mut settings = Self::default();
        for (name, value) in rows {
            let value: Option<u32> = value.parse().ok();
            match (name.as_str(), value) {
                ("unpaid_days", Some(v)) if in_range(v, UNPAID_DAYS.1) => settings.unpaid_days = v,
                ("export_hours", Some(v)) if in_range(v, EXPORT_HOURS.1) => settings.export_hours = v,
                _ => tracing::warn!(name, "a setting in the database is not understood"),
            }
        }
        settings
    }

    fn fields(self) -> Fields {
        fields! { UnpaidDays: self.unpaid_days, ExportHours: self.export_hours }
    }

    fn problems(self) -> Vec<FieldProblem> {
        [(UNPAID_DAYS, self.unpaid_days), (EXPORT_HOURS, self.export_hours)]
            .into_iter()
            .filter(|((_, most), value)| !in_range(*value, *most))
            .map(|((name, most), value)| {
                Problem::NotANumber { value: value.to_string(), least: 1, most: i64::from(most) }.of(name)
            })
            .collect()
    }
}

fn in_range(value: u32, most: u32) -> bool {
    (1..=most).contains(&value)
}

/// The settings, for whoever may see them.
///
/// # Errors
/// `Denied`.
pub async fn read(office: &Office, actor: &Actor) -> Result<Settings> {
    actor.may(Operation::ReadSettings)?;
    Settings::load(office).await
}

/// Changes the settings.
///
/// # Errors
/// `Denied`, `Invalid` (each field by name).
pub async fn save(office: &Office, actor: &Actor, new: Settings) -> Result<()> {
    actor.may(Operation::ManageSettings)?;
    let problems = new.problems();
    if !problems.is_empty() {
        return Err(Failure::Invalid(problems));
    }
    let mut tx = office.db.begin().await?;
    lock(&mut tx).await?;
    let rows: Vec<(String, String)> = within!(&mut tx, |c| sqlx::query_as(ALL).fetch_all(c).await)?;
    let old = Settings::of(&rows);
    if old == new {
        return Ok(());
    }
    for (name, value) in [(UNPAID_DAYS.0, new.unpaid_days), (EXPORT_HOURS.0, new.export_hours)] {
        put(&mut tx, office, name, &value.to_string()).await?;
    }
    let entry = Entry::new(Action::SettingsChanged, Subject::Settings).changed(old.fields(), new.fields());
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(())
}

/// Nobody else changes a setting until the transaction ends.
pub(crate) async fn lock(tx: &mut Tx) -> Result<()> {
    if let Tx::Postgres(open) = tx {
        // There may be no row to lock yet.
        sqlx::query("LOCK TABLE settings IN SHARE ROW EXCLUSIVE MODE").execute(&mut **open).await?;
    }
    Ok(())
}

/// Writes a setting.
pub(crate) async fn put(tx: &mut Tx, office: &Office, name: &str, value: &str) -> Result<()> {
    Ok(within!(tx, |c| sqlx::query(
        "INSERT INTO settings (name, value, changed_at) VALUES ($1, $2, $3) \
         ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at"
    )
    .bind(name)
    .bind(value)
    .bind(office.clock.millis())
    .execute(c)
    .await
    .map(|_| ()))?)
}
