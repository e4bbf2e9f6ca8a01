//! The times that a session could have, for whoever moves it: what is open in the weeks to come,
//! and what was entered besides, each with its words on both clocks.

use crate::Backend;
use crate::deciding::wanted;
use crate::fault::Fault;
use crate::store::availability::candidates;
use crate::store::case;
use crate::zones::{self, Zone};
use domain::actor::Role;
use domain::ids::SessionId;
use domain::permission::{MoveSession, Permit};
use domain::time::{Instant, TimeDelta};
use domain::times::Candidate;
use domain::view::session::KnownTime;

/// Farther ahead a time is entered.
const LISTED: TimeDelta = TimeDelta::weeks(4);

/// `entered` are starts that somebody has typed.
///
/// # Errors
/// Of the store; hidden where the session is someone else's.
pub async fn page(
    backend: &Backend,
    permit: Permit<MoveSession>,
    session: SessionId,
    entered: Vec<Instant>,
) -> Result<Vec<KnownTime>, Fault> {
    let (actor, now) = (permit.actor(), backend.clock.now());
    let read = backend.store.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let case = case::own(tx, actor, session, now).await?;
            let session = &case.facts.session;
            let spans = entered.iter().map(|at| session.span.starting(*at));
            let asking = wanted::asking(session, Role::Therapist, spans.collect(), now);
            let listed = (session.span.length(), now + LISTED);
            let (asked, open) = candidates::with_open(tx, &asking, listed, now).await?;
            Ok((case, asked, open))
        })
    });
    let (case, asked, open) = read.await?;
    let own = Zone::named(&case.pair.therapist.zone, &case.pair.therapist.city)?;
    let theirs = Zone::named(&case.pair.client.zone, &case.pair.client.city)?;
    let known = |candidate: Candidate| KnownTime {
        when: zones::when(candidate.span, &own, &theirs, now),
        candidate,
        charge: None,
    };
    let open = open
        .into_iter()
        .filter(|span| *span != case.facts.session.span);
    let mut times: Vec<KnownTime> = open.map(Candidate::open).map(known).collect();
    for candidate in asked {
        if !times
            .iter()
            .any(|time| time.candidate.span == candidate.span)
        {
            times.push(known(candidate));
        }
    }
    Ok(times)
}
