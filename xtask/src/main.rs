//! The commands of this repository: `cargo xtask run | test | dev | site | build | release | bench | tidy`.

mod apt;
mod bench;
mod browser;
mod compress;
mod css;
mod dev;
mod node;
mod paths;
mod postgres;
mod prerequisites;
mod process;
mod profile;
mod progress;
mod release;
mod run;
mod site;
mod small;
mod suite;
mod summary;
mod tidy;
mod wasm;
mod wasm_target;

use anyhow::{Result, bail};
use paths::Paths;
use profile::Profile;
use progress::Progress;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask COMMAND

  run [-- ARGS]     build everything and serve the demo shop on 127.0.0.1:3000
  dev [-- ARGS]     the same, and rebuild and restart whenever a file changes
  test [STEP...]    run every check and test, or only: fmt clippy tidy site rust e2e
  site [--release]  build the files that the browser loads
  build             site and server, without starting it
  release           one self-contained program: target/release/countinghouse
  bench [OPTIONS]   measure the release build (bench --help)
  tidy              only the checks of the source's shape
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<ExitCode> {
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", arguments),
    };
    let paths = Paths::find()?;
    if ships(command, rest) && !cfg!(feature = "release") {
        return with_release_tools(&paths, arguments);
    }
    match command {
        "run" => run::run(&paths, after_dashes(rest)).map(|never| match never {}),
        "dev" => dev::dev(&paths, after_dashes(rest)),
        "test" => suite::test(&paths, rest),
        "site" => {
            let profile = match rest {
                [] => Profile::Dev,
                [flag] if flag == "--release" => Profile::Release,
                _ => bail!("usage: cargo xtask site [--release]"),
            };
            let mut progress = Progress::new(run::SITE_STEPS);
            run::prepare(&paths, &mut progress)?;
            site::build(&paths, profile, &mut progress).map(|_| ExitCode::SUCCESS)
        }
        "build" => {
            let mut progress = Progress::new(run::BUILD_STEPS);
            run::build(&paths, &mut progress).map(|_| ExitCode::SUCCESS)
        }
        "release" => release::release(&paths).map(|_| ExitCode::SUCCESS),
        "bench" => bench::bench(&paths, rest),
        "tidy" => tidy::report(&paths.root),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        other => bail!("there is no command `{other}`\n\n{HELP}"),
    }
}

/// Whether the command makes the files of a release.
fn ships(command: &str, rest: &[String]) -> bool {
    let has = |flag: &str| rest.iter().any(|argument| argument == flag);
    match command {
        "release" => true,
        "bench" => !has("--program") && !has("--help"),
        "site" => has("--release"),
        _ => false,
    }
}

/// The same command by this program with the crates that only a release needs.
fn with_release_tools(paths: &Paths, arguments: &[String]) -> Result<ExitCode> {
    let mut command = process::cargo(paths);
    command.args(["run", "--quiet", "--package", "xtask", "--features", "release", "--"]).args(arguments);
    Ok(match command.status()?.success() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

/// Both `run -- --x` and `run --x` reach the server as `--x`.
fn after_dashes(arguments: &[String]) -> &[String] {
    match arguments.split_first() {
        Some((first, rest)) if first == "--" => rest,
        _ => arguments,
    }
}
