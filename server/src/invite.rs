//! `kept staff add` and `kept therapist add`: print the one-use link by which a person sets
//! their password.

use crate::run::{Done, settings};
use backend::Backend;
use backend::login::invite::{Newcomer, invite};
use domain::actor::Role;

const OPTIONS: [&str; 3] = ["--name", "--zone", "--city"];

/// They come in pairs, a name and its value.
pub fn are_options(options: &[&str]) -> bool {
    let mut pairs = options.chunks(2);
    pairs.all(|pair| pair.len() == 2 && OPTIONS.contains(&pair[0]))
}

/// # Errors
/// What was typed cannot be, or the database cannot be used.
pub async fn add(role: &str, mail: &str, options: &[&str]) -> Done {
    let role = Role::parse(role).ok_or("only staff and therapists are added this way")?;
    let option = |name: &str| {
        let at = options.iter().position(|option| *option == name)?;
        options.get(at + 1).copied()
    };
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
