//! A client's own way to one session, from a letter and without signing in: 256 random bits, of
//! which only a digest is kept. It is drawn when the letter leaves, so that neither the database
//! nor the outbox holds it; a letter that is sent again carries another, and both are good. A link
//! opens a page; whatever is done there is asked of the permission table as by the client.

use crate::Backend;
use crate::fault::Fault;
use crate::login::Token;
use crate::mail::LinkFor;
use crate::store::{Store, Tx, codec, sql};
use domain::actor::Actor;
use domain::ids::{ClientId, SessionId};
use domain::permission::{Action, Deed, Denied, Permit, Subject, permit};
use domain::time::{Instant, TimeDelta};
use sqlx::FromRow;

/// For so long after the session's end it leads there; it goes with the session to a new time.
pub const VALID: TimeDelta = TimeDelta::days(30);

/// What a client may do by a link alone.
const DEEDS: [Action; 6] = [
    Action::AnswerOffer,
    Action::ObjectToMove,
    Action::CancelOwnSession,
    Action::UndoOwnCancel,
    Action::MoveOwnSession,
    Action::AskToMove,
];

/// Whoever holds a good link is this session's client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opened {
    pub session: SessionId,
    client: ClientId,
    pair: Subject,
}

impl Opened {
    /// Leave to do one thing, to this session.
    ///
    /// # Errors
    /// Forbidden where it takes more than a link.
    pub fn permit<D: Deed>(&self) -> Result<Permit<D>, Denied> {
        match DEEDS.contains(&D::ACTION) {
            true => permit(Some(Actor::client(self.client)), self.pair),
            false => Err(Denied::Forbidden),
        }
    }

    pub fn client(&self) -> ClientId {
        self.client
    }
}

#[derive(FromRow)]
struct Row {
    session_id: String,
    client_id: String,
    therapist_id: String,
    expires_at: i64,
}

/// # Errors
/// Of the store; hidden where the link was never drawn, or is good no longer.
pub async fn find(backend: &Backend, token: &str) -> Result<Opened, Fault> {
    let hidden = Fault::Denied(Denied::Hidden);
    let Some(token) = Token::parse(token) else {
        return Err(hidden);
    };
    let find = sql(
        "SELECT l.session_id, l.client_id, s.therapist_id, l.expires_at FROM personal_link l \
         JOIN session s ON s.id = l.session_id AND s.client_id = l.client_id \
         WHERE l.token_hash = $1",
    );
    let row: Option<Row> = backend.store.find(find.bind(token.digest())).await?;
    let Some(row) = row else { return Err(hidden) };
    let until = codec::instant("personal_link.expires_at", row.expires_at)?;
    if backend.clock.now() >= until {
        return Err(hidden);
    }
    let client = codec::id("personal_link.client_id", &row.client_id)?;
    Ok(Opened {
        session: codec::id("personal_link.session_id", &row.session_id)?,
        client,
        pair: Subject::Pair {
            therapist: codec::id("session.therapist_id", &row.therapist_id)?,
            client,
        },
    })
}

/// A new link, for a letter that is about to leave: `/mine/<token>`, which says nothing of what it
/// leads to. It is not to be had again.
///
/// # Errors
/// Of the store.
pub(crate) async fn draw(store: &Store, link: LinkFor, now: Instant) -> Result<String, Fault> {
    let token = Token::draw();
    let path = format!("/mine/{}", token.as_str());
    store
        .write::<_, Fault, _>("personal link", move |tx| {
            Box::pin(async move { put(tx, link, &token, now).await })
        })
        .await?;
    Ok(path)
}

async fn put(tx: &mut Tx, link: LinkFor, token: &Token, now: Instant) -> Result<(), Fault> {
    let over = sql("DELETE FROM personal_link WHERE session_id = $1 AND expires_at <= $2");
    tx.run(over.bind(link.session).bind(now)).await?;
    let put = sql(
        "INSERT INTO personal_link (token_hash, session_id, client_id, created_at, expires_at) \
         SELECT $1, id, client_id, $2, ends_at + $3 FROM session WHERE id = $4 AND client_id = $5",
    );
    let put = put.bind(token.digest()).bind(now);
    let put = put.bind(VALID.num_milliseconds()).bind(link.session);
    tx.run(put.bind(link.client)).await?;
    Ok(())
}

/// Links go with their session to another time, and are good for no less than before.
pub(crate) async fn follow(tx: &mut Tx, session: SessionId, end: Instant) -> Result<(), Fault> {
    let until = end + VALID;
    let follow = sql("UPDATE personal_link SET expires_at = $1 \
         WHERE session_id = $2 AND expires_at < $3");
    tx.run(follow.bind(until).bind(session).bind(until)).await?;
    Ok(())
}
