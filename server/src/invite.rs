//! `kept staff add` and `kept therapist add`: print the one-use link by which a person sets
//! their password.

use crate::run::{Done, settings};
use backend::Backend;
use backend::login::invite::{Newcomer, invite};
use domain::actor::Role;

/// `options` come in pairs: `--name`, `--zone`, `--city`.
pub async fn add(role: &str, mail: &str, options: &[&str]) -> Done {
    let role = Role::parse(role).ok_or("only staff and therapists are added this way")?;
    let option = |name: &str| {
        let at = options.iter().position(|option| *option == name)?;
        options.get(at + 1).copied()
    };
    for pair in options.chunks(2) {
        if !["--name", "--zone", "--city"].contains(&pair[0]) || pair.len() < 2 {
            return Err(format!("{} is not an option that takes a value here", pair[0]).into());
        }
    }
    let settings = settings()?;
    let backend = Backend::open(&settings).await?;
    let local = mail.split('@').next().unwrap_or(mail);
    let zone = option("--zone").unwrap_or("Europe/London");
    let city = zone.rsplit('/').next().unwrap_or(zone).replace('_', " ");
    let newcomer = Newcomer {
        email: mail,
        name: option("--name").unwrap_or(local),
        zone,
        city: option("--city").unwrap_or(&city),
        role,
    };
    let path = invite(&backend.store, &backend.clock, newcomer).await?;
    backend.store.close().await;
    println!("{}{path}", settings.origin);
    Ok(())
}
