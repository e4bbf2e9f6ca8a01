//! Who is in the demo, the same as in the tests and the README.

use crate::fault::Fault;
use crate::store::{Tx, sql};
use domain::actor::Role;
use domain::ids::AccountId;
use domain::policy::Policy;
use domain::time::{Instant, TimeDelta};
use uuid::Uuid;

/// Someone of the cast. Ids are fixed, so that links into the demo stay valid.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    pub number: u128,
    pub role: Role,
    pub name: &'static str,
    pub email: &'static str,
    pub zone: &'static str,
    pub city: &'static str,
}

const fn member(
    number: u128,
    role: Role,
    name: &'static str,
    email: &'static str,
    zone: &'static str,
    city: &'static str,
) -> Member {
    Member {
        number,
        role,
        name,
        email,
        zone,
        city,
    }
}

use Role::{Client, Staff, Therapist};

pub const MAYA: Member = member(
    1,
    Therapist,
    "Maya Okafor",
    "maya@kept.example",
    "Europe/London",
    "London",
);
pub const TOMAS: Member = member(
    2,
    Therapist,
    "Tomás Silva",
    "tomas@kept.example",
    "Europe/Lisbon",
    "Lisbon",
);
pub const RUTH: Member = member(
    3,
    Therapist,
    "Ruth Klein",
    "ruth@kept.example",
    "Europe/Berlin",
    "Berlin",
);
pub const DANIEL: Member = member(
    4,
    Client,
    "Daniel Reyes",
    "daniel@kept.example",
    "Europe/Madrid",
    "Madrid",
);
pub const LENA: Member = member(
    5,
    Client,
    "Lena Brandt",
    "lena@kept.example",
    "Europe/Berlin",
    "Hamburg",
);
pub const PRIYA: Member = member(
    6,
    Client,
    "Priya Singh",
    "priya@kept.example",
    "Europe/London",
    "London",
);
pub const ANNA: Member = member(
    7,
    Client,
    "Anna Lindqvist",
    "anna@kept.example",
    "Europe/Stockholm",
    "Stockholm",
);
pub const NOOR: Member = member(
    8,
    Staff,
    "Noor Haddad",
    "noor@kept.example",
    "Europe/London",
    "London",
);

pub const CAST: [Member; 8] = [MAYA, TOMAS, RUTH, DANIEL, LENA, PRIYA, ANNA, NOOR];

/// Who works with whom, since how many days, and whether in discreet words.
const PAIRS: [(Member, Member, i64, bool); 7] = [
    (MAYA, DANIEL, 264, false),
    (MAYA, LENA, 130, false),
    (MAYA, PRIYA, 9, false),
    (MAYA, ANNA, 75, true),
    (TOMAS, LENA, 60, false),
    (TOMAS, ANNA, 40, true),
    (RUTH, PRIYA, 90, false),
];

impl Member {
    pub fn id(self) -> AccountId {
        AccountId(Uuid::from_u128(
            0x0190_0000_0000_7000_8000_0000_0000_0000 + self.number,
        ))
    }
}

/// When the pair agreed to the policy, counted from `now`.
pub fn agreed(therapist: Member, client: Member, now: Instant) -> Instant {
    let pair = PAIRS
        .iter()
        .find(|(t, c, ..)| (t.number, c.number) == (therapist.number, client.number));
    now - TimeDelta::days(pair.map_or(0, |(_, _, days, _)| *days))
}

/// Everyone, and who works with whom since when.
pub async fn write(tx: &mut Tx, now: Instant) -> Result<(), Fault> {
    for member in CAST {
        tx.run(
            sql(
                "INSERT INTO account (id, role, name, email, zone, city, created_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7)",
            )
            .bind(member.id())
            .bind(member.role.as_str())
            .bind(member.name)
            .bind(member.email)
            .bind(member.zone)
            .bind(member.city)
            // In the order of the cast, which is the order that they are listed in.
            .bind(now - TimeDelta::days(400) + TimeDelta::seconds(member.number as i64)),
        )
        .await?;
    }
    for (therapist, client, _, discreet) in PAIRS {
        let since = agreed(therapist, client, now);
        tx.run(
            sql(
                "INSERT INTO pairing (therapist_id, client_id, since, policy_version, \
                 policy_agreed_at, discreet) VALUES ($1, $2, $3, $4, $5, $6)",
            )
            .bind(therapist.id())
            .bind(client.id())
            .bind(since)
            .bind(Policy::in_force().version)
            .bind(since)
            .bind(i64::from(discreet)),
        )
        .await?;
    }
    Ok(())
}
