//! Signing in, asked of both databases by the same tests. PostgreSQL takes part when
//! KEPT_TEST_POSTGRES names a server: `script/with-postgres cargo test -p backend`.

#[path = "login/devices.rs"]
mod devices;
#[path = "login/invites.rs"]
mod invites;
#[path = "login/passwords.rs"]
mod passwords;
#[allow(dead_code, reason = "the store's own tests ask it for more")]
#[path = "store_contract/place.rs"]
mod place;

use backend::clock::Clock;
use backend::login::invite::{self, Newcomer};
use backend::login::{Secrets, SignedIn};
use backend::store::{Store, StoreFault, sql};
use domain::actor::Role;
use place::Place;

macro_rules! promises {
    ($($subject:ident { $($promise:ident),* $(,)? })*) => {
        mod on_sqlite {$($(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $promise() {
                let place = crate::Place::sqlite();
                crate::$subject::$promise(&crate::World::at(&place).await).await;
                place.leave().await;
            }
        )*)*}
        mod on_postgres {$($(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $promise() {
                let Some(place) = crate::Place::postgres().await else { return };
                crate::$subject::$promise(&crate::World::at(&place).await).await;
                place.leave().await;
            }
        )*)*}
    };
}

promises! {
    devices {
        a_token_stands_for_its_person,
        a_sign_in_ends_twelve_hours_after_it_was_last_seen,
        a_sign_in_ends_after_fourteen_days_however_busy,
        a_page_is_one_statement_and_notes_the_visit_every_five_minutes_at_most,
        signing_out_ends_this_device_only,
        signing_out_everywhere_ends_every_device_of_this_account_only,
        what_has_ended_is_deleted_when_somebody_signs_in,
        tokens_are_nowhere_in_the_database,
        moving_the_clock_signs_nobody_out,
        nobody_signs_in_as_an_account_that_does_not_exist,
    }
    passwords {
        an_address_is_found_however_it_was_typed,
        a_wrong_address_and_a_wrong_password_are_refused_alike,
        no_password_fits_an_account_that_has_none_yet,
        no_sign_in_with_the_old_password_outlives_its_change,
    }
    invites {
        an_invited_person_sets_a_password_and_is_signed_in,
        a_link_works_once,
        a_link_is_good_for_seven_days,
        a_new_link_makes_the_old_ones_void,
        a_new_password_ends_every_other_sign_in,
        a_password_that_is_too_short_leaves_the_link_good,
        an_address_of_another_role_is_refused,
        what_cannot_be_is_refused_and_writes_nothing,
        of_twenty_who_use_one_link_at_once_one_succeeds,
        of_twenty_links_made_at_once_for_one_address_one_is_good,
    }
}

const PASSWORD: &str = "a quiet room in March";
const MAYA: Newcomer<'static> = Newcomer {
    email: "maya@kept.example",
    name: "Maya Okafor",
    zone: "Europe/London",
    city: "London",
    role: Role::Therapist,
};
const DANIEL: Newcomer<'static> = Newcomer {
    email: "daniel@kept.example",
    name: "Daniel Reyes",
    zone: "Europe/Madrid",
    city: "Madrid",
    role: Role::Client,
};

/// An empty house.
struct World {
    store: Store,
    clock: Clock,
    secrets: Secrets,
}

impl World {
    async fn at(place: &Place) -> World {
        World {
            store: Store::open(&place.url).await.unwrap(),
            clock: Clock::machine(),
            secrets: Secrets::new(b"pepper"),
        }
    }

    /// The token of a fresh link.
    async fn link(&self, newcomer: Newcomer<'_>) -> String {
        let path = invite::invite(&self.store, &self.clock, newcomer).await;
        let path = path.unwrap();
        path.strip_prefix("/welcome/").unwrap().to_owned()
    }

    /// Invited, welcomed, and signed in on a first device.
    async fn join(&self, newcomer: Newcomer<'_>) -> SignedIn {
        let link = self.link(newcomer).await;
        self.accept(&link, PASSWORD).await.unwrap()
    }

    async fn accept(&self, link: &str, password: &str) -> Result<SignedIn, invite::AcceptRefusal> {
        invite::accept(&self.store, &self.clock, &self.secrets, link, password).await
    }

    /// The number that a question such as `SELECT COUNT(*) …` answers.
    async fn number(&self, question: &'static str) -> i64 {
        let answer: Result<(i64,), StoreFault> = self
            .store
            .read(|tx| Box::pin(async move { tx.one(sql(question)).await }))
            .await;
        answer.unwrap().0
    }

    async fn texts(&self, question: &'static str) -> Vec<String> {
        let rows: Result<Vec<(String,)>, StoreFault> = self
            .store
            .read(|tx| Box::pin(async move { tx.all(sql(question)).await }))
            .await;
        rows.unwrap().into_iter().map(|row| row.0).collect()
    }
}
