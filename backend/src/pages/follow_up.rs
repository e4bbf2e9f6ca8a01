//! What a follow-up would be, before it is there: its facts, its words, and the times that it could
//! have, each with the instant at which it would be charged.

use super::session;
use crate::Backend;
use crate::booking::terms::{self, Terms};
use crate::deciding::wanted;
use crate::fault::Fault;
use crate::people::Pair;
use crate::store::availability::candidates;
use crate::store::case::Case;
use crate::store::{Tx, pair};
use crate::zones::{self, Zone};
use domain::actor::Role;
use domain::facts::Facts;
use domain::ids::{ClientId, SessionId, TherapistId};
use domain::payment::charge::Due;
use domain::permission::{BookFollowUp, Permit};
use domain::session::Session;
use domain::time::{Instant, TimeDelta};
use domain::times::Candidate;
use domain::view::session::{KnownTime, SessionDetail};

/// Farther ahead a time is entered.
const LISTED: TimeDelta = TimeDelta::weeks(4);

/// Under the id that the page has drawn for it; `entered` are starts that somebody has typed. The
/// session that it shows has no time of its own yet: whatever is chosen takes its place.
///
/// # Errors
/// Of the store; hidden where the two are no pair.
pub async fn page(
    backend: &Backend,
    permit: Permit<BookFollowUp>,
    (id, client): (SessionId, ClientId),
    entered: Vec<Instant>,
) -> Result<(SessionDetail, Vec<KnownTime>), Fault> {
    let (therapist, now) = (TherapistId(permit.actor().id.0), backend.clock.now());
    let read = backend.store.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let terms = terms::of(tx, therapist, client).await?;
            let session = terms.session(id, (therapist, client), now + TimeDelta::days(3), now)?;
            let spans = entered.iter().map(|at| session.span.starting(*at));
            let asking = wanted::asking(&session, Role::Therapist, spans.collect(), now);
            let listed = (session.span.length(), now + LISTED);
            let (asked, open) = candidates::with_open(tx, &asking, listed, now).await?;
            Ok((case(tx, &terms, session).await?, asked, open))
        })
    });
    let (case, asked, open) = read.await?;
    let mut times: Vec<Candidate> = open.into_iter().map(Candidate::open).collect();
    for candidate in asked {
        if !times.iter().any(|time| time.span == candidate.span) {
            times.push(candidate);
        }
    }
    let times = times.into_iter().map(|time| known(time, &case, now));
    let times = times.collect::<Result<_, _>>()?;
    Ok((session::detail(case, &[], Vec::new(), now)?, times))
}

async fn case(tx: &mut Tx, terms: &Terms, session: Session) -> Result<Case, Fault> {
    let pair: Pair = pair::of(tx, session.therapist, session.client).await?;
    let mut facts: Facts = terms.facts(session)?;
    facts.times.restricted = terms::restricted(tx, facts.session.therapist).await?;
    Ok(Case {
        facts,
        pair,
        place: terms.place.clone(),
        moved_from: None,
        provider_charge: None,
    })
}

fn known(candidate: Candidate, case: &Case, now: Instant) -> Result<KnownTime, Fault> {
    let zone = |person: &crate::people::Person| Zone::named(&person.zone, &person.city);
    let (own, theirs) = (zone(&case.pair.therapist)?, zone(&case.pair.client)?);
    let charge = match Due::before(candidate.span.start(), now) {
        Due::At(at) => Some(own.moment(at, now).label),
        Due::AtOnce => None,
    };
    Ok(KnownTime {
        when: zones::when(candidate.span, &own, &theirs, now),
        charge,
        candidate,
    })
}
