//! `kept serve` and `kept proof`: reads the settings, opens the house, works until told to
//! stop.

use app::Services;
use backend::Backend;
use backend::config::{Config as Settings, Post};
use backend::limits::Limits;
use backend::login::Secrets;
use backend::login::cookie::Cookie;
use server::config::{Config, log_format, rates};
use server::{Terms, log, require_site, router, serve as serve_on, stop};
use std::env;
use std::error::Error;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::signal;
use tracing_subscriber::EnvFilter;

pub type Done = Result<(), Box<dyn Error>>;

/// The settings of the backend, from the environment.
pub fn settings() -> Result<Settings, String> {
    Settings::read(|name| env::var(name).ok())
}

pub async fn serve() -> Done {
    let filter = EnvFilter::try_from_env("KEPT_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let setting = |name: &str| env::var(name).ok();
    log::begin(log_format(setting("KEPT_LOG_FORMAT").as_deref())?, filter)?;

    let (settings, config) = (settings()?, Config::from_env()?);
    let limits = Limits::new(rates(setting)?);
    require_site(&config.site)?;
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
    // What cannot be served is refused before anything is made.
    let cookie = Cookie::at(&settings.origin)?;
    let backend = Backend::open(&settings).await?;
    let _alone = backend.store.serve_alone()?;
    if settings.demo {
        backend::seed::if_empty(&backend).await?;
    }
    let services = services(&settings, backend.clone(), limits, cookie);
    let (stop, stopping) = stop();
    let router = router(&config, services, stopping.clone())?;

    let worker = tokio::spawn(backend.worker().run(stopping.clone().told()));
    println!("Kept is listening on {address}");
    let store = backend.store.clone();
    tokio::spawn(async move {
        told_to_stop().await;
        stop.now();
        store.end_following();
    });
    let (terms, proxies) = (Terms::default(), config.proxies.clone());
    serve_on(listener, router, terms, proxies, stopping.told()).await;
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

fn services(settings: &Settings, backend: Backend, limits: Limits, cookie: Cookie) -> Services {
    let demo_post = match &settings.post {
        Post::Folder(folder) if settings.demo => Some(Arc::new(folder.clone())),
        _ => None,
    };
    Services {
        backend,
        secrets: Arc::new(Secrets::new(&settings.secret)),
        cookie,
        limits: Arc::new(limits),
        demo_post,
    }
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
