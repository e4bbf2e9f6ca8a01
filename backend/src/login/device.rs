//! Where a person is signed in: one row a browser, and how long it lasts. It ends 12 hours
//! after it was last seen and 14 days after it began, whichever comes first; at the very
//! instant of a limit it has ended.
//!
//! Looking somebody up is one statement and writes nothing, but for a note every five minutes
//! that they were seen. `now` is the machine's time.

use super::row::{self, PersonRow, actor};
use super::{SignedIn, Token};
use crate::fault::Fault;
use crate::people::Person;
use crate::store::news::Topic;
use crate::store::{Store, StoreFault, Tx, codec, sql};
use domain::actor::Actor;
use domain::ids::AccountId;
use domain::permission::Denied;
use domain::time::{Instant, TimeDelta};
use sqlx::FromRow;

pub const IDLE: TimeDelta = TimeDelta::hours(12);
pub const LONGEST: TimeDelta = TimeDelta::days(14);
/// How old the note may become before it is written anew.
pub const NOTE: TimeDelta = TimeDelta::minutes(5);

/// Signs an account in, whoever asks for it.
///
/// # Errors
/// Hidden where there is no such account, or the machinery failed.
pub async fn begin(store: &Store, id: AccountId, now: Instant) -> Result<SignedIn, Fault> {
    let command = store.write("sign in as", move |tx| {
        Box::pin(async move { open(tx, id, now).await })
    });
    command.await
}

/// Who is signed in with this token at `now`.
///
/// # Errors
/// The machinery failed.
pub async fn find(
    store: &Store,
    token: &Token,
    now: Instant,
) -> Result<Option<(Actor, Person)>, Fault> {
    let digest = token.digest();
    let Some(row) = look_up(store, digest.clone()).await? else {
        return Ok(None);
    };
    let began = codec::instant("login.created_at", row.created_at)?;
    let seen = codec::instant("login.seen_at", row.seen_at)?;
    if has_ended(began, seen, now) {
        return Ok(None);
    }
    if now - seen >= NOTE {
        note(store, digest, now).await;
    }
    let person = row.person.into_person()?;
    Ok(Some((actor(&person), person)))
}

/// Who is signed in with this token at `now`, and until when if nobody is seen again. It is no
/// visit: nothing is noted.
///
/// # Errors
/// The machinery failed.
pub async fn standing(
    store: &Store,
    token: &Token,
    now: Instant,
) -> Result<Option<(Actor, Instant)>, Fault> {
    let Some(row) = look_up(store, token.digest()).await? else {
        return Ok(None);
    };
    let began = codec::instant("login.created_at", row.created_at)?;
    let seen = codec::instant("login.seen_at", row.seen_at)?;
    if has_ended(began, seen, now) {
        return Ok(None);
    }
    let until = (seen + IDLE).min(began + LONGEST);
    Ok(Some((actor(&row.person.into_person()?), until)))
}

/// # Errors
/// The machinery failed; a token that nobody is signed in with is no failure.
pub async fn end(store: &Store, token: &Token) -> Result<(), Fault> {
    let digest = token.digest();
    let command = store.write("sign out", move |tx| {
        Box::pin(async move {
            let end = sql("DELETE FROM login WHERE token_hash = $1 RETURNING account_id");
            if let Some((account,)) = tx.optional::<(String,)>(end.bind(digest)).await? {
                tx.tell(Topic::SignIns(codec::id("login.account_id", &account)?));
            }
            Ok(())
        })
    });
    command.await
}

/// Part of a command that signs in.
pub(super) async fn open(tx: &mut Tx, id: AccountId, now: Instant) -> Result<SignedIn, Fault> {
    sweep(tx, now).await?;
    put(tx, id, now).await
}

/// Part of a command that signs in here and out everywhere else.
pub(super) async fn open_only(tx: &mut Tx, id: AccountId, now: Instant) -> Result<SignedIn, Fault> {
    // First the rows of all, then one's own: two such commands do not wait for one another.
    sweep(tx, now).await?;
    end_all(tx, id).await?;
    put(tx, id, now).await
}

/// Part of a command after which nobody is signed in any more. How many were.
pub(super) async fn end_all(tx: &mut Tx, id: AccountId) -> Result<u64, StoreFault> {
    tx.tell(Topic::SignIns(id));
    tx.run(sql("DELETE FROM login WHERE account_id = $1").bind(id))
        .await
}

/// Deletes what has ended, anybody's: nobody else comes to clear up after those who stay away.
async fn sweep(tx: &mut Tx, now: Instant) -> Result<(), StoreFault> {
    tx.run(
        sql("DELETE FROM login WHERE created_at <= $1 OR seen_at <= $2")
            .bind(now - LONGEST)
            .bind(now - IDLE),
    )
    .await?;
    Ok(())
}

async fn put(tx: &mut Tx, id: AccountId, now: Instant) -> Result<SignedIn, Fault> {
    let row = row::by_id(tx, id).await?.ok_or(Denied::Hidden)?;
    let actor = actor(&row.into_person()?);
    let token = Token::draw();
    tx.run(
        sql(
            "INSERT INTO login (token_hash, account_id, created_at, seen_at) \
             VALUES ($1, $2, $3, $4)",
        )
        .bind(token.digest())
        .bind(id)
        .bind(now)
        .bind(now),
    )
    .await?;
    Ok(SignedIn { token, actor })
}

#[derive(FromRow)]
struct LoginRow {
    #[sqlx(flatten)]
    person: PersonRow,
    created_at: i64,
    seen_at: i64,
}

async fn look_up(store: &Store, digest: String) -> Result<Option<LoginRow>, StoreFault> {
    let query = sql("SELECT a.id, a.role, a.name, a.email, a.zone, a.city, \
                            l.created_at, l.seen_at \
                     FROM login l JOIN account a ON a.id = l.account_id \
                     WHERE l.token_hash = $1");
    store.find(query.bind(digest)).await
}

fn has_ended(began: Instant, seen: Instant, now: Instant) -> bool {
    now - seen >= IDLE || now - began >= LONGEST
}

/// Without the note the sign-in only ends sooner, which is no reason to refuse a page.
async fn note(store: &Store, digest: String, now: Instant) {
    let command = store.write("note a sign-in", move |tx| {
        Box::pin(async move {
            // Several requests find the note old at once: the first one writes it.
            tx.run(
                sql("UPDATE login SET seen_at = $1 WHERE token_hash = $2 AND seen_at <= $3")
                    .bind(now)
                    .bind(digest)
                    .bind(now - NOTE),
            )
            .await
        })
    });
    let noted: Result<u64, StoreFault> = command.await;
    if let Err(error) = noted {
        tracing::warn!(%error, "a sign-in could not be noted as seen");
    }
}
