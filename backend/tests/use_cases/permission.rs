//! Who may do what, through the pages' subjects and the permits of the use cases.

use crate::acts::{Acting, asked_now, attend, give_back};
use crate::world::{World, follow_up};
use backend::deciding::Asked;
use backend::fault::Fault;
use backend::pages;
use backend::seed::bookings::Booking;
use backend::seed::cast::{ANNA, DANIEL, LENA, MAYA, Member, NOOR, PRIYA, RUTH, TOMAS};
use backend::{attendance, cancellation, refunding};
use domain::Command;
use domain::ids::{ClientId, SessionId};
use domain::payment::refund::Choice;
use domain::permission::{
    CancelOwnSession, CancelSession, Deed, Denied, GiveBackPayment, RecordAttendance, SeeSession,
    permit,
};
use domain::session::attend::Attendance;
use domain::session::cancel::Cancel;
use uuid::Uuid;

async fn may<D: Deed>(world: &World, who: Member, session: SessionId) -> Result<(), Denied> {
    let subject = pages::session::subject(&world.backend, session)
        .await
        .unwrap();
    permit::<D>(Some(who.actor()), subject).map(drop)
}

pub async fn the_neighbours_sessions_and_clients_are_hidden_like_what_does_not_exist(
    world: &World,
) {
    let session = world.paid_in(72).await;
    let unknown = SessionId(Uuid::from_u128(7));
    for (who, session) in [
        (TOMAS, session),
        (RUTH, session),
        (MAYA, unknown),
        (TOMAS, unknown),
    ] {
        let hidden = Err(Denied::Hidden);
        assert_eq!(may::<SeeSession>(world, who, session).await, hidden);
        assert_eq!(may::<CancelSession>(world, who, session).await, hidden);
        assert_eq!(may::<RecordAttendance>(world, who, session).await, hidden);
        assert_eq!(may::<GiveBackPayment>(world, who, session).await, hidden);
    }
    let nobody = ClientId(Uuid::from_u128(7));
    let pairs = [
        (TOMAS, ClientId(DANIEL.id().0)),
        (RUTH, ClientId(ANNA.id().0)),
        (MAYA, nobody),
    ];
    for (who, client) in pairs {
        let answer = pages::client::page(&world.backend, who.actor(), client, 1).await;
        let hidden = matches!(answer, Err(Fault::Denied(Denied::Hidden)));
        assert!(hidden, "{}: {answer:?}", who.name);
    }
}

pub async fn a_client_cannot_cancel_as_a_therapist_nor_for_another_client(world: &World) {
    let session = world.paid_in(72).await;
    for who in [DANIEL, PRIYA, NOOR] {
        assert_eq!(
            may::<CancelSession>(world, who, session).await,
            Err(Denied::Forbidden)
        );
        assert_eq!(
            may::<SeeSession>(world, who, session).await,
            Err(Denied::Forbidden)
        );
    }
    assert_eq!(
        may::<CancelOwnSession>(world, PRIYA, session).await,
        Err(Denied::Hidden)
    );
    assert_eq!(
        may::<CancelOwnSession>(world, MAYA, session).await,
        Err(Denied::Forbidden)
    );
    assert_eq!(
        may::<CancelOwnSession>(world, DANIEL, session).await,
        Ok(())
    );
    let subject = pages::session::subject(&world.backend, session)
        .await
        .unwrap();
    let stranger = permit::<SeeSession>(None, subject).map(drop);
    assert_eq!(stranger, Err(Denied::SignInFirst));
}

#[track_caller]
fn denied<T: std::fmt::Debug>(outcome: Result<T, Fault>, expected: Denied) {
    match outcome {
        Err(Fault::Denied(denied)) if denied == expected => {}
        other => panic!("{expected:?} expected, but it was {other:?}"),
    }
}

/// A server function that mixed two sessions up would be stopped by the use case.
pub async fn a_permit_of_ones_own_pair_opens_no_other(world: &World) {
    let mayas = world.paid_in(72).await;
    let tomass = Booking {
        therapist: TOMAS,
        client: LENA,
        ..follow_up(world.hours(72))
    };
    let tomass = world.book_one(tomass).await;
    let before = world.everything().await;
    let backend = &world.backend;
    let subject = pages::session::subject(backend, tomass).await.unwrap();
    let asked = world.asked(mayas, Command::Cancel(asked_now())).await;
    let own = permit(Some(TOMAS.actor()), subject).unwrap();
    denied(
        cancellation::by_therapist(backend, own, asked).await,
        Denied::Hidden,
    );
    let own = permit(Some(LENA.actor()), subject).unwrap();
    let outcome =
        cancellation::by_client(backend, own, mayas, None, None, "k".into(), world.now()).await;
    denied(outcome, Denied::Hidden);
    assert_eq!(world.everything().await, before);
}

pub async fn a_permit_for_one_thing_does_no_other(world: &World) {
    let session = world.paid_in(-1).await;
    let before = world.everything().await;
    let subject = pages::session::subject(&world.backend, session)
        .await
        .unwrap();
    let (backend, maya) = (&world.backend, Some(MAYA.actor()));
    let took_place = attend(Attendance::TookPlace, Choice::Policy);
    let as_client = Command::Cancel(Cancel::by_client(None));
    let cancel = Command::Cancel(asked_now());
    for command in [took_place.clone(), give_back(Choice::All), as_client] {
        let asked = Asked {
            commitment: None,
            ..world.asked(session, command).await
        };
        let leave = permit(maya, subject).unwrap();
        denied(
            cancellation::by_therapist(backend, leave, asked).await,
            Denied::Forbidden,
        );
    }
    for command in [cancel.clone(), give_back(Choice::All)] {
        let asked = Asked {
            commitment: None,
            ..world.asked(session, command).await
        };
        let leave = permit(maya, subject).unwrap();
        denied(
            attendance::record(backend, leave, asked).await,
            Denied::Forbidden,
        );
    }
    for command in [cancel, took_place] {
        let asked = Asked {
            commitment: None,
            ..world.asked(session, command).await
        };
        let leave = permit(maya, subject).unwrap();
        denied(
            refunding::give_back(backend, leave, asked).await,
            Denied::Forbidden,
        );
    }
    assert_eq!(world.everything().await, before);
}
