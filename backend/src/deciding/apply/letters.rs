//! The letters that a decision sends, rendered here and now, and left to the outbox.

use super::Doing;
use crate::crash::{self, Point};
use crate::fault::Fault;
use crate::mail::templates::{self, About};
use crate::outbox;
use crate::store::Tx;
use domain::sentences::returned::Returned;
use domain::told::Told;

pub(super) async fn write(tx: &mut Tx, doing: &Doing<'_>) -> Result<(), Fault> {
    let reference = doing.act.reference();
    for told in &doing.done.told {
        let letter = templates::letter(told.template, &about(doing, told, &reference))?;
        let (session, revision) = (doing.done.session, doing.done.revision);
        let leaving = doing.leaving();
        outbox::post(tx, told.template, session, revision, &letter, leaving).await?;
        crash::point(Point::LetterWritten);
    }
    Ok(())
}

fn about<'a>(doing: &'a Doing<'_>, told: &'a Told, reference: &'a str) -> About<'a> {
    let (case, done) = (doing.case, doing.done);
    let money = done.money.as_ref();
    About {
        pair: &case.pair,
        session: &case.facts.session,
        place: &case.place,
        revision: done.revision,
        to: told.to,
        clause: done.clauses.first().map(|clause| clause.id),
        refund: money.map(|m| m.refund).filter(|m| !m.is_zero()),
        kept: money.map(|m| m.kept).filter(|m| !m.is_zero()),
        done: Some(done),
        note: told.words.as_deref(),
        failure: None,
        returned: Returned::default(),
        reference,
        origin: &doing.setting.origin,
        now: doing.received_at,
    }
}
