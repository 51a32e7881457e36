//! What the kernel says about processes: CPU time spent and memory resident.

use anyhow::{Context, Result};

/// Microseconds of one clock tick in `/proc/<pid>/stat`: Linux has shown 100 ticks a second for decades.
const TICK_MICROS: u64 = 10_000;

/// The processes that together answer a request.
#[derive(Debug, Clone)]
pub struct Meter {
    server: u32,
    /// PostgreSQL's parent process; its backends are its children.
    database: Option<u32>,
}

impl Meter {
    /// Watches the server, and the database where it is another process.
    pub fn new(server: u32, database: Option<u32>) -> Self {
        Self { server, database }
    }

    /// CPU time of all of them so far, in microseconds.
    pub fn cpu_micros(&self) -> Result<u64> {
        let mut ticks = Stat::of(self.server)?.own;
        if let Some(database) = self.database {
            let parent = Stat::of(database)?;
            // Backends that have ended are in the parent's account of its children.
            ticks += parent.own + parent.ended_children;
            ticks += children(database)?.iter().map(|stat| stat.own).sum::<u64>();
        }
        Ok(ticks * TICK_MICROS)
    }

    /// The highest memory counts from here: signing in takes 19 MB for the hash of a password.
    pub fn forget_highest(&self) -> Result<()> {
        Ok(std::fs::write(format!("/proc/{}/clear_refs", self.server), "5")?)
    }

    /// Resident memory of the server now and at its highest, in kilobytes.
    pub fn memory_kb(&self) -> Result<(u64, u64)> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.server))?;
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            line.and_then(|rest| rest.split_whitespace().next()?.parse().ok())
                .with_context(|| format!("no {name} in /proc"))
        };
        Ok((field("VmRSS:")?, field("VmHWM:")?))
    }
}

struct Stat {
    parent: u32,
    own: u64,
    ended_children: u64,
}

impl Stat {
    fn of(process: u32) -> Result<Self> {
        let text = std::fs::read_to_string(format!("/proc/{process}/stat"))
            .with_context(|| format!("process {process} is gone"))?;
        Self::parse(&text).with_context(|| format!("unexpected /proc/{process}/stat"))
    }

    /// The name in brackets may hold spaces, so counting starts behind it.
    fn parse(text: &str) -> Option<Self> {
        let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
        let number = |index: usize| fields.get(index)?.parse::<u64>().ok();
        Some(Self {
            parent: fields.get(1)?.parse().ok()?,
            own: number(11)? + number(12)?,
            ended_children: number(13)? + number(14)?,
        })
    }
}

fn children(parent: u32) -> Result<Vec<Stat>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let Ok(process) = name.to_string_lossy().parse::<u32>() else {
            continue;
        };
        // A process may end between the listing and the reading.
        if let Ok(stat) = Stat::of(process)
            && stat.parent == parent
        {
            found.push(stat);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_behind_a_name_with_brackets() {
        let text = "12 (a (b) c) S 7 12 12 0 -1 4194560 1 2 3 4 100 20 5 6 20 0 1 0 1 1 1";
        let stat = Stat::parse(text).unwrap();
        assert_eq!((stat.parent, stat.own, stat.ended_children), (7, 120, 11));
    }

    #[test]
    fn our_own_process_can_be_measured() {
        let meter = Meter::new(std::process::id(), None);
        assert!(meter.cpu_micros().is_ok());
        let (now, highest) = meter.memory_kb().unwrap();
        assert!(now > 0 && highest >= now);
    }
}
