//! `countinghouse serve`

use std::{io::Write, net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Context;
use axum::serve::ListenerExt;
use clap::Args;
use operations::{Office, live::Live, staff};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    sync::watch,
};

use crate::{
    config::{Config, redacted},
    demo,
    desk::Desk,
    jobs, office, router, spool,
    spool::Spool,
    web::SiteFiles,
};

/// Requests that are under way when the program is told to end have so long.
const GRACE: Duration = Duration::from_secs(20);

/// How it is served.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  countinghouse serve --demo\n  LISTEN=127.0.0.1:8080 PUBLIC_URL=https://desk.example.com \
                  countinghouse serve\n\nWhere nobody works yet, a one-time link that makes the owner is printed."
)]
pub(super) struct Serve {
    /// A demo shop in a database of its own, filled the first time
    #[arg(long)]
    demo: bool,
}

impl Serve {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let config = Config::from_env(self.demo)?;
        let spool = Spool::begin()?;
        let files = SiteFiles::load(config.site_root.as_deref())?;
        let site = Arc::new(files.site(config.dev_reload)?);
        let listener = TcpListener::bind(config.listen).await;
        let listener = listener.with_context(|| format!("cannot listen on {}", config.listen))?;
        let office = office::open(&config).await?;
        greet(&config, &office).await?;
        let desk = Desk { office: office.clone(), config: Arc::new(config.clone()), site };
        let app = router::router(desk, files)?;
        let jobs = jobs::start(&office).await.context("the jobs cannot be started")?;
        let clean = tokio::spawn(spool::keep_clean(config.documents_url.clone(), office.clock.clone()));
        let address = listener.local_addr().context("the address that is listened on")?;
        tracing::info!(database = %redacted(&config.database_url), engine = office.db.engine(), "open");
        say(&format!("listening on http://{address}"))?;
        let served = answer(listener, app, office.live.clone()).await;
        jobs.stop().await;
        clean.abort();
        office.db.close().await;
        drop(spool);
        tracing::info!("closed");
        served
    }
}

/// Serves until the program is told to end, and then what is under way.
async fn answer(listener: TcpListener, app: axum::Router, live: Live) -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate()).context("cannot wait for signals")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot wait for signals")?;
    let (end, mut ended) = watch::channel(false);
    let told = async move {
        tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
        tracing::info!("ending: no new connections, what is under way is finished");
        // Pages that listen would wait for ever.
        live.end();
        let _ = end.send(true);
    };
    // Small answers must not wait for the acknowledgement of the one before.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let service = app.into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, service).with_graceful_shutdown(told);
    let too_late = async {
        if ended.wait_for(|ended| *ended).await.is_err() {
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        done = served => done.context("serving ended"),
        () = too_late => {
            tracing::warn!("requests that were still under way were broken off");
            Ok(())
        }
    }
}

/// Fills the demo shop the first time, and says how to come in.
async fn greet(config: &Config, office: &Office) -> anyhow::Result<()> {
    if config.demo {
        if demo::is_unfinished(office).await? {
            say("filling the demo shop …")?;
            demo::fill(office).await.context("cannot fill the demo shop")?;
        }
        say(&format!("demo sign-ins, password {}:", demo::PASSWORD))?;
        for (account, name, role) in demo::STAFF {
            say(&format!("  {account:<24} {:<11} {name}", role.code()))?;
        }
    } else if let Some(secret) = staff::setup_link(office).await? {
        say("nobody works here yet: whoever opens this link first becomes the owner")?;
        say(&format!("  {}/welcome/{secret}", config.public_url))?;
    }
    Ok(())
}

/// A line on standard output, at once.
fn say(line: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).context("cannot write to standard output")
}
