//! `countinghouse clock --calendar FILE …`: time that passes in the hours of a calendar.

use std::path::PathBuf;

use anyhow::{Context, bail};
use chrono::{DateTime, Duration, SecondsFormat};
use clap::Args;
use domain::{
    Moment,
    reception::{Calendar, Written},
};

/// A question to a calendar.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  countinghouse clock --calendar calendar.json --from 2026-09-30T17:20:00+08:00 --minutes 240\n  \
                  countinghouse clock --calendar calendar.json --between 2026-09-30T17:20:00+08:00 2026-10-08T13:50:00+08:00\n\n\
                  Needs no database. The file: {\"time_zone\": \"Asia/Shanghai\", \"days\": {\"mon\": [[\"09:00\", \"12:00\"],\n\
                  [\"13:30\", \"18:00\"]], …}, \"holidays\": [\"2026-10-01\"], \"workdays\": [{\"date\": \"2026-10-10\",\n\
                  \"intervals\": [[\"09:00\", \"18:00\"]]}]}"
)]
pub(super) struct Clock {
    /// The calendar as JSON
    #[arg(long, value_name = "FILE")]
    calendar: PathBuf,
    /// When the minutes begin to count, with its offset from UTC
    #[arg(long, value_name = "MOMENT", requires = "minutes", required_unless_present = "between")]
    from: Option<String>,
    /// Prints the moment at which so many minutes are over
    #[arg(long, value_name = "N", requires = "from")]
    minutes: Option<u32>,
    /// Prints the whole minutes between two moments
    #[arg(long, num_args = 2, value_names = ["A", "B"], conflicts_with_all = ["from", "minutes"])]
    between: Option<Vec<String>>,
}

impl Clock {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let calendar = self.read()?;
        if let Some([from, to]) = self.between.as_deref() {
            println!("{}", calendar.between(moment(from)?, moment(to)?).num_minutes());
            return Ok(());
        }
        let (Some(from), Some(minutes)) = (&self.from, self.minutes) else {
            bail!("say --from and --minutes, or --between");
        };
        let over = calendar.over(moment(from)?, Duration::minutes(minutes.into()));
        let over = over.context("the calendar has not so many minutes within 40 years")?;
        println!("{}", over.with_timezone(&calendar.zone().0).to_rfc3339_opts(SecondsFormat::AutoSi, false));
        Ok(())
    }

    fn read(&self) -> anyhow::Result<Calendar> {
        let name = self.calendar.display();
        let text = std::fs::read_to_string(&self.calendar).with_context(|| format!("cannot read {name}"))?;
        let written: Written =
            serde_json::from_str(&text).with_context(|| format!("{name} is not a calendar"))?;
        written.read().map_err(|problems| {
            let all: Vec<_> = problems.iter().map(ToString::to_string).collect();
            anyhow::anyhow!("{name}: {}", all.join("; "))
        })
    }
}

fn moment(text: &str) -> anyhow::Result<Moment> {
    let read = DateTime::parse_from_rfc3339(text.trim());
    let read = read.with_context(|| {
        format!("{text} is not a moment: write it with its offset, like 2026-09-30T17:20:00+08:00")
    })?;
    Ok(read.to_utc())
}
