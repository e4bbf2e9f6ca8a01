//! Accounts and pairs, read for pages and messages.

use super::{Tx, codec, sql};
use crate::fault::Fault;
use crate::people::Person;
use domain::actor::Role;
use domain::ids::AccountId;
use sqlx::FromRow;

#[derive(Clone, Debug, FromRow)]
struct Row {
    id: String,
    role: String,
    name: String,
    email: String,
    zone: String,
    city: String,
}

pub async fn load(tx: &mut Tx, id: AccountId) -> Result<Option<Person>, Fault> {
    let row: Option<Row> = tx
        .optional(
            sql("SELECT id, role, name, email, zone, city FROM account WHERE id = $1").bind(id),
        )
        .await?;
    row.map(read).transpose()
}

/// Everyone of a role, by name.
pub async fn all(tx: &mut Tx) -> Result<Vec<Person>, Fault> {
    let rows: Vec<Row> = tx
        .all(sql(
            "SELECT id, role, name, email, zone, city FROM account ORDER BY created_at, name",
        ))
        .await?;
    rows.into_iter().map(read).collect()
}

fn read(row: Row) -> Result<Person, Fault> {
    Ok(Person {
        id: codec::id("account.id", &row.id)?,
        role: codec::text("account.role", &row.role, Role::parse)?,
        name: row.name,
        email: row.email,
        zone: row.zone,
        city: row.city,
    })
}

/// Keeps two commands of one person from running at once; the database forgets it at the end
/// of the transaction. Therapists are locked before clients, so that nobody waits in a ring.
pub async fn lock(tx: &mut Tx, id: AccountId) -> Result<(), Fault> {
    Ok(tx
        .lock(sql("SELECT id FROM account WHERE id = $1").bind(id))
        .await?)
}
