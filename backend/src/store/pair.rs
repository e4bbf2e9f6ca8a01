//! A therapist and a client who work together, by one statement.

use super::{Tx, codec, sql};
use crate::fault::Fault;
use crate::people::{Pair, Person};
use domain::actor::Role;
use domain::ids::{ClientId, TherapistId};
use domain::permission::Denied;
use sqlx::FromRow;

#[derive(FromRow)]
struct Row {
    therapist_name: String,
    therapist_email: String,
    therapist_zone: String,
    therapist_city: String,
    client_name: String,
    client_email: String,
    client_zone: String,
    client_city: String,
    since: i64,
    policy_version: i64,
    policy_agreed_at: i64,
    discreet: i64,
}

const PAIR: &str = "\
SELECT t.name AS therapist_name, t.email AS therapist_email, t.zone AS therapist_zone, \
t.city AS therapist_city, c.name AS client_name, c.email AS client_email, \
c.zone AS client_zone, c.city AS client_city, p.since, p.policy_version, p.policy_agreed_at, \
p.discreet FROM pairing p JOIN account t ON t.id = p.therapist_id \
JOIN account c ON c.id = p.client_id WHERE p.therapist_id = $1 AND p.client_id = $2";

/// # Errors
/// Hidden where the two are no pair.
pub async fn of(tx: &mut Tx, therapist: TherapistId, client: ClientId) -> Result<Pair, Fault> {
    let row: Option<Row> = tx.optional(sql(PAIR).bind(therapist).bind(client)).await?;
    let row = row.ok_or(Denied::Hidden)?;
    Ok(Pair {
        therapist: Person {
            id: therapist.into(),
            role: Role::Therapist,
            name: row.therapist_name,
            email: row.therapist_email,
            zone: row.therapist_zone,
            city: row.therapist_city,
        },
        client: Person {
            id: client.into(),
            role: Role::Client,
            name: row.client_name,
            email: row.client_email,
            zone: row.client_zone,
            city: row.client_city,
        },
        since: codec::instant("pairing.since", row.since)?,
        policy_version: codec::count("pairing.policy_version", row.policy_version)?,
        policy_agreed_at: codec::instant("pairing.policy_agreed_at", row.policy_agreed_at)?,
        discreet: row.discreet == 1,
    })
}
