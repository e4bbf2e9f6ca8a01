//! `kept serve` and `kept proof`: reads the settings, opens the house, works until told to
//! stop.

use app::Services;
use backend::Backend;
use backend::config::{Config as Settings, Post};
use backend::login::Secrets;
use backend::login::cookie::Cookie;
use server::{config::Config, router, serve as serve_on};
use std::env;
use std::error::Error;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::signal;
use tokio::sync::watch;
use tracing_subscriber::EnvFilter;

pub type Done = Result<(), Box<dyn Error>>;

/// The settings of the backend, from the environment.
pub fn settings() -> Result<Settings, String> {
    Settings::read(|name| env::var(name).ok())
}

pub async fn serve() -> Done {
    let filter = EnvFilter::try_from_env("KEPT_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();

    let (settings, config) = (settings()?, Config::from_env()?);
    // The port first: with port 0 the demo's own address is only known now.
    let listener = TcpListener::bind(&config.address)
        .await
        .map_err(|fault| format!("cannot listen on {}: {fault}", config.address))?;
    let address = format!("http://{}", listener.local_addr()?);
    let settings = match env::var("KEPT_ORIGIN") {
        Err(_) if settings.demo => Settings {
            origin: address.clone(),
            ..settings
        },
        _ => settings,
    };
    let backend = Backend::open(&settings).await?;
    if settings.demo {
        backend::seed::if_empty(&backend).await?;
    }
    let services = services(&settings, backend.clone())?;
    let router = router(&config, services)?;

    let (stop, stopped) = watch::channel(false);
    let worker = tokio::spawn(backend.worker().run(wait(stopped.clone())));
    println!("Kept is listening on {address}");
    tokio::spawn(async move {
        told_to_stop().await;
        let _ = stop.send(true);
    });
    serve_on(listener, router, wait(stopped)).await;
    worker.await?;
    backend.store.close().await;
    Ok(())
}

/// Says whether the books are in order, and names each break.
pub async fn proof() -> Done {
    let backend = Backend::open(&settings()?).await?;
    match backend::proof::money_proof(&backend.store).await {
        Ok(green) => {
            println!(
                "green: {} payments, {} entries",
                green.payments, green.entries
            );
            Ok(())
        }
        Err(breaks) => {
            let lines: Vec<String> = breaks.iter().map(ToString::to_string).collect();
            Err(lines.join("\n").into())
        }
    }
}

fn services(settings: &Settings, backend: Backend) -> Result<Services, Box<dyn Error>> {
    let demo_post = match &settings.post {
        Post::Folder(folder) if settings.demo => Some(Arc::new(folder.clone())),
        _ => None,
    };
    Ok(Services {
        backend,
        secrets: Arc::new(Secrets::new(&settings.secret)),
        cookie: Cookie::at(&settings.origin)?,
        demo_post,
    })
}

async fn wait(mut stopped: watch::Receiver<bool>) {
    // An error means that nobody is left who could tell: stop as well.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

/// Ends on ctrl-c or, where it exists, on SIGTERM.
async fn told_to_stop() {
    #[cfg(unix)]
    let terminated = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut signals) => drop(signals.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();

    tokio::select! {
        _ = signal::ctrl_c() => {}
        () = terminated => {}
    }
}
