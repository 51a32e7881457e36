//! `test`: every check and every test, one step after the other, with one summary.

use crate::paths::Paths;
use crate::postgres::Postgres;
use crate::process::{cargo, check, mirrored};
use crate::profile::Profile;
use crate::progress::Progress;
use crate::site;
use crate::summary::{self, Counts, Line};
use crate::wasm_target::TARGET;
use crate::{browser, prerequisites, run, tidy, wasm_target};
use anyhow::{Result, bail};
use std::process::{Command, ExitCode};
use std::time::Instant;

/// What may be named to run only that.
const STEPS: [&str; 6] = ["fmt", "clippy", "tidy", "site", "rust", "e2e"];

/// Runs the named steps, or all. A step that fails does not keep the others from running.
pub fn test(paths: &Paths, filter: &[String]) -> Result<ExitCode> {
    if let Some(unknown) = filter.iter().find(|name| !STEPS.contains(&name.as_str())) {
        bail!("there is no step `{unknown}`; the steps are {}", STEPS.join(", "));
    }
    prerequisites::check()?;
    std::fs::create_dir_all(&paths.work)?;
    let mut session = Session { paths, filter, lines: Vec::new(), postgres: None };
    session.checks();
    session.tests();
    let Session { lines, postgres, .. } = session;
    // Stopped before the summary, which is to be the last that is said.
    drop(postgres);
    let (text, ok) = summary::text(&lines);
    print!("{text}");
    Ok(if ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

struct Session<'a> {
    paths: &'a Paths,
    filter: &'a [String],
    lines: Vec<Line>,
    postgres: Option<Postgres>,
}

impl Session<'_> {
    fn wanted(&self, step: &str) -> bool {
        self.filter.is_empty() || self.filter.iter().any(|name| name == step)
    }

    /// Does a step and keeps its line. Says whether it went well.
    fn step(&mut self, name: &'static str, work: impl FnOnce(&mut Self) -> Result<Counts>) -> bool {
        println!("\n== {name}");
        let started = Instant::now();
        let (counts, reason) = match work(self) {
            Ok(counts) => (counts, None),
            Err(error) => {
                eprintln!("{error:#}");
                (Counts::default(), Some(format!("{error:#}")))
            }
        };
        let line = Line { name, took: started.elapsed(), counts, reason };
        let ok = line.ok();
        self.lines.push(line);
        ok
    }

    /// Runs a command that reports nothing but success.
    fn command(&mut self, name: &'static str, mut command: Command) -> bool {
        self.step(name, |_| check(&mut command).map(|()| Counts::default()))
    }

    fn checks(&mut self) {
        let paths = self.paths;
        if self.wanted("fmt") {
            let mut command = cargo(paths);
            command.args(["fmt", "--all", "--check"]);
            self.command("fmt", command);
        }
        if self.wanted("clippy") {
            let mut command = cargo(paths);
            command.args([
                "clippy",
                "--workspace",
                "--all-targets",
                "--features",
                "xtask/release",
                "--",
                "-D",
                "warnings",
            ]);
            self.command("clippy", command);
        }
        if self.wanted("tidy") {
            // With the tests of this program, which are not repeated under `rust`.
            self.step("tidy", |session| {
                println!("{}", tidy::added(&session.paths.root)?);
                session.cargo_test(&["--package", "xtask", "--features", "release"])
            });
        }
    }

    fn tests(&mut self) {
        let paths = self.paths;
        let (browser, rust) = (self.wanted("e2e"), self.wanted("rust"));
        let mut ready = true;
        if self.wanted("site") || self.wanted("clippy") || browser {
            ready = self.step("wasm target", |_| wasm_target::ensure().map(|()| Counts::default()));
        }
        if self.wanted("site") || browser {
            ready &= self.step("site", |_| {
                site::build(paths, Profile::Dev, &mut Progress::new(4)).map(|_| Counts::default())
            });
        }
        if self.wanted("clippy") {
            let mut command = cargo(paths);
            command.args(["clippy", "--package", "app", "--no-default-features"]).args([
                "--features",
                "hydrate",
                "--target",
                TARGET,
                "--",
                "-D",
                "warnings",
            ]);
            self.command("clippy wasm", command);
        }
        if rust || browser {
            self.step("postgres", |session| {
                session.postgres = Some(Postgres::start()?);
                Ok(Counts::default())
            });
        }
        if rust {
            self.step("rust", |session| session.cargo_test(&["--workspace", "--exclude", "xtask"]));
        }
        if browser {
            ready &= self.step("server", |_| run::server(paths).map(|()| Counts::default()));
            self.step("e2e", |session| {
                if !ready {
                    bail!("the browser tests need the site and the server, which were not built");
                }
                let url = session.postgres.as_ref().map(Postgres::url);
                browser::test(paths, url.as_deref())
            });
        }
    }

    /// All tests of the selected packages, including those after the first failure.
    fn cargo_test(&self, selection: &[&str]) -> Result<Counts> {
        let mut command = cargo(self.paths);
        command.args(["test", "--no-fail-fast"]).args(selection).env("SITE_ROOT", &self.paths.site);
        // Whatever the caller's shell says, these tests may only touch the server started here.
        match &self.postgres {
            Some(postgres) => command.env("TEST_POSTGRES_URL", postgres.url()),
            None => command.env_remove("TEST_POSTGRES_URL"),
        };
        let (ok, output) = mirrored(&mut command)?;
        Ok(Counts::of_cargo(&output).or_failure(ok))
    }
}
