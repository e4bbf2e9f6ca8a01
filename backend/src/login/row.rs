//! An account's row as a person, for the statements of this folder.

use crate::fault::Fault;
use crate::people::Person;
use crate::store::{StoreFault, Tx, codec, sql};
use domain::actor::{Actor, Role};
use domain::ids::AccountId;
use sqlx::FromRow;

#[derive(FromRow)]
pub(super) struct PersonRow {
    id: String,
    role: String,
    name: String,
    email: String,
    zone: String,
    city: String,
}

impl PersonRow {
    pub(super) fn into_person(self) -> Result<Person, Fault> {
        Ok(Person {
            id: codec::id("account.id", &self.id)?,
            role: codec::text("account.role", &self.role, Role::parse)?,
            name: self.name,
            email: self.email,
            zone: self.zone,
            city: self.city,
        })
    }
}

pub(super) async fn by_id(tx: &mut Tx, id: AccountId) -> Result<Option<PersonRow>, StoreFault> {
    tx.optional(sql("SELECT id, role, name, email, zone, city FROM account WHERE id = $1").bind(id))
        .await
}

pub(super) fn actor(person: &Person) -> Actor {
    Actor {
        id: person.id,
        role: person.role,
    }
}
