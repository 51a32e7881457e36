//! What the house can set: whole numbers with a range and a default, and the kinds of files that deliveries take.

mod table;

use domain::{
    FieldName, FieldProblem, Problem,
    access::{Actor, Operation},
};

pub use self::table::Setting;
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
    documents::name::Endings,
    journal::{self, Action, Entry, Fields, Subject},
    within,
};

/// Name of the setting that lists the endings of files.
pub const ENDINGS: &str = "document_endings";

/// The settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    numbers: [u32; Setting::ALL.len()],
    /// The kinds of files that deliveries take, by ending (`domain.md` 2.4).
    pub endings: Endings,
}

impl Default for Settings {
    fn default() -> Self {
        let mut settings = Self { numbers: [0; Setting::ALL.len()], endings: Endings::default() };
        for setting in Setting::ALL {
            settings.numbers[*setting as usize] = setting.default();
        }
        settings
    }
}

impl Settings {
    /// The settings in force.
    ///
    /// # Errors
    /// What the database said.
    pub async fn load(office: &Office) -> Result<Self> {
        let rows: Vec<(String, String)> = select().fetch_all(&office.db).await?;
        Ok(Self::of(&rows))
    }

    /// A number, in the unit of its setting.
    #[must_use]
    pub const fn get(&self, setting: Setting) -> u32 {
        self.numbers[setting as usize]
    }

    /// The same with one number changed.
    #[must_use]
    pub const fn with(mut self, setting: Setting, value: u32) -> Self {
        self.numbers[setting as usize] = value;
        self
    }

    /// A size that is set in megabytes, in bytes.
    #[must_use]
    pub fn bytes(&self, setting: Setting) -> u64 {
        u64::from(self.get(setting)) << 20
    }

    /// A value that is missing or out of range gives the default.
    fn of(rows: &[(String, String)]) -> Self {
        let mut settings = Self::default();
        for (name, value) in rows {
            let number = Setting::from_code(name)
                .and_then(|setting| Some((setting, value.parse().ok().filter(|n| setting.takes(*n))?)));
            if let Some((setting, number)) = number {
                settings = settings.with(setting, number);
            } else if let Some(endings) = (name == ENDINGS).then(|| Endings::read(value)).flatten() {
                settings.endings = endings;
            } else {
                tracing::warn!(name, "a setting in the database is not understood");
            }
        }
        settings
    }

    /// What differs from the others.
    fn fields(self, others: Self) -> Fields {
        let mut fields = Fields::default();
        for setting in Setting::ALL.iter().filter(|setting| self.get(**setting) != others.get(**setting)) {
            fields.set(setting.field(), self.get(*setting));
        }
        if self.endings != others.endings {
            fields.set(FieldName::DocumentEndings, self.endings.to_string());
        }
        fields
    }

    fn problems(self) -> Vec<FieldProblem> {
        let wrong = Setting::ALL.iter().filter(|setting| !setting.takes(self.get(**setting)));
        let mut problems: Vec<FieldProblem> =
            wrong.map(|setting| setting.out_of_range(&self.get(*setting).to_string())).collect();
        if self.endings.is_empty() {
            problems.push(Problem::Missing.of(ENDINGS));
        }
        problems
    }
}

fn select() -> Sql {
    let mut sql = Sql::new("SELECT name, value FROM settings WHERE name IN ");
    sql.list(Setting::CODES.iter().copied().chain([ENDINGS]));
    sql
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
    let rows: Vec<(String, String)> = select().fetch_all_in(&mut tx).await?;
    let old = Settings::of(&rows);
    if old == new {
        return Ok(());
    }
    for setting in Setting::ALL {
        put(&mut tx, office, setting.code(), &new.get(*setting).to_string()).await?;
    }
    put(&mut tx, office, ENDINGS, &new.endings.to_string()).await?;
    let entry = Entry::new(Action::SettingsChanged, Subject::Settings);
    let entry = entry.changed(old.fields(new), new.fields(old));
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
