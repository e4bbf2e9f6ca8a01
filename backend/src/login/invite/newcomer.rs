//! Somebody who is invited, and the account that this makes or finds. One mailbox is one
//! account, and one account has one role, for good.

use crate::chance;
use crate::fault::Fault;
use crate::login::address::{self, AddressRefusal};
use crate::store::{StoreFault, Tx, codec, sql};
use crate::zones::Zone;
use domain::actor::Role;
use domain::ids::AccountId;
use domain::time::Instant;

/// Who is invited, as it was typed. Of an account that exists only the link is new.
#[derive(Clone, Copy, Debug)]
pub struct Newcomer<'a> {
    pub email: &'a str,
    pub name: &'a str,
    /// IANA name: `Europe/London`.
    pub zone: &'a str,
    /// What people call where they are: `London`.
    pub city: &'a str,
    pub role: Role,
}

#[derive(Clone, Debug, thiserror::Error)]
pub enum InviteRefusal {
    #[error(transparent)]
    Address(#[from] AddressRefusal),
    #[error("a name is needed")]
    NoName,
    #[error("there is no time zone '{zone}'")]
    UnknownZone { zone: String },
    #[error("the account with this address has another role: {}", role.as_str())]
    OtherRole { role: Role },
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<StoreFault> for InviteRefusal {
    fn from(fault: StoreFault) -> Self {
        InviteRefusal::Fault(fault.into())
    }
}

#[derive(Clone)]
pub(super) struct NewAccount {
    email: String,
    name: String,
    zone: String,
    city: String,
    role: Role,
}

impl NewAccount {
    pub(super) fn read(typed: Newcomer<'_>) -> Result<NewAccount, InviteRefusal> {
        let email = address::read(typed.email)?;
        let name = typed.name.trim();
        if name.is_empty() {
            return Err(InviteRefusal::NoName);
        }
        let (zone, city) = (typed.zone.trim(), typed.city.trim());
        if Zone::named(zone, city).is_err() {
            let zone = zone.to_owned();
            return Err(InviteRefusal::UnknownZone { zone });
        }
        Ok(NewAccount {
            email,
            name: name.to_owned(),
            zone: zone.to_owned(),
            city: city.to_owned(),
            role: typed.role,
        })
    }

    /// The account of the address, its row locked.
    pub(super) async fn make_or_find(
        self,
        tx: &mut Tx,
        now: Instant,
    ) -> Result<AccountId, InviteRefusal> {
        let make = sql(
            "INSERT INTO account (id, role, name, email, zone, city, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (email) DO NOTHING",
        );
        let make = make
            .bind(AccountId(chance::id(now)))
            .bind(self.role.as_str())
            .bind(self.name)
            .bind(&self.email)
            .bind(self.zone)
            .bind(self.city)
            .bind(now);
        tx.run(make).await?;
        let find = sql("SELECT id, role FROM account WHERE email = $1").bind(&self.email);
        let (id, role): (String, String) = tx.one(find.for_update()).await?;
        let role = codec::text("account.role", &role, Role::parse)?;
        if role != self.role {
            return Err(InviteRefusal::OtherRole { role });
        }
        Ok(codec::id("account.id", &id)?)
    }
}
