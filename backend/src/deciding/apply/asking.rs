//! What is asked of others in writing, and a cause that is disputed.

use super::Doing;
use crate::crash::{self, Point};
use crate::fault::Fault;
use crate::store::request::{self, About};
use crate::store::{Tx, dispute};
use domain::request::RequestEffect;

pub(super) async fn write(tx: &mut Tx, doing: &Doing<'_>) -> Result<(), Fault> {
    let (session, act, at) = (&doing.case.facts.session, doing.act, doing.received_at);
    match &doing.done.request {
        None => {}
        Some(RequestEffect::Filed(filed)) => {
            let about = About {
                therapist: session.therapist,
                session: Some(session.id),
            };
            let particulars = filed.particulars.as_ref();
            let body = particulars
                .map(|said| serde_json::to_string(said).expect("plain data is always JSON"));
            request::file(tx, about, filed, body, act).await?;
            crash::point(Point::RequestWritten);
        }
        Some(RequestEffect::Voided(kinds)) => {
            for kind in kinds {
                request::void(tx, session.id, *kind, act, at).await?;
            }
            crash::point(Point::RequestWritten);
        }
    }
    if let Some(disputed) = &doing.done.dispute {
        dispute::write(tx, session.id, doing.done.revision, disputed, act).await?;
        crash::point(Point::DisputeWritten);
    }
    Ok(())
}
