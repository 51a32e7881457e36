//! One numbered line for each step, with the seconds that it took.

use anyhow::Result;
use std::io::{IsTerminal, Write};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// Counts the steps of a command.
#[derive(Debug)]
pub struct Progress {
    total: usize,
    done: usize,
    started: Instant,
}

impl Progress {
    /// A command of `total` steps begins now.
    pub fn new(total: usize) -> Self {
        Self { total, done: 0, started: Instant::now() }
    }

    /// Does one step under its line. On a terminal the seconds count while it runs.
    pub fn step<T>(&mut self, label: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        self.done += 1;
        let line = format!("[{}/{}] {label}", self.done, self.total);
        print!("{line} … ");
        let _ = std::io::stdout().flush();
        let started = Instant::now();
        let result = std::thread::scope(|scope| {
            let (finished, ticks) = channel::<()>();
            if std::io::stdout().is_terminal() {
                scope.spawn(move || {
                    while let Err(RecvTimeoutError::Timeout) = ticks.recv_timeout(Duration::from_secs(1)) {
                        print!("\r{line} … {} s", started.elapsed().as_secs());
                        let _ = std::io::stdout().flush();
                    }
                    print!("\r{line} … ");
                });
            }
            let result = work();
            drop(finished);
            result
        });
        match &result {
            Ok(_) => println!("{}", seconds(started.elapsed())),
            Err(_) => println!("failed after {}", seconds(started.elapsed())),
        }
        result
    }

    /// A step that needs nothing this time.
    pub fn unchanged(&mut self, label: &str) {
        self.done += 1;
        println!("[{}/{}] {label} … unchanged", self.done, self.total);
    }

    /// Time since the command began.
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }
}

/// `12.3 s`.
pub fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}
