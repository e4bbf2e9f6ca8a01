//! A therapist's time as the rules want it: what they offer, what is taken, and whether the
//! account can be booked. Three statements, whatever the number of days; inside a write
//! transaction the caller locks therapist and client first (`store::person::lock`).

pub mod blocks;
pub mod busy;
pub mod candidates;
pub mod concerned;
pub mod kept;
pub mod schedule;
pub mod to_come;

use super::Tx;
use crate::fault::Fault;
use crate::zones::Zone;
use busy::{Booked, Window, With};
use domain::availability::next_free::BEYOND;
use domain::availability::{Account, Busy, BusyTimes, Diary, NextFree, Rules, Schedule};
use domain::ids::TherapistId;
use domain::time::zone::ZoneTable;
use domain::time::{Instant, TimeDelta, interval::Interval};

/// One therapist's time over a window.
#[derive(Clone, Debug)]
pub struct Calendar {
    pub therapist: TherapistId,
    pub zone: Zone,
    /// Its clocks, over the window and beyond on both sides.
    pub table: ZoneTable,
    pub account: Account,
    pub schedule: Schedule,
    /// Of hours, dates, rules, zone and blocks.
    pub revision: u32,
    pub reviewed_at: Option<Instant>,
    /// Everything that touched this time is counted here.
    pub changes: i64,
    pub kept: Option<NextFree>,
    /// Sessions and holds, with whose they are.
    pub booked: Vec<Booked>,
    pub busy: BusyTimes,
}

/// Beside a window, what a slot in it or the nearest one can depend on.
const BESIDE: TimeDelta = TimeDelta::days(1);
/// Whether the wall has shown a time already is told by what was before.
const BEFORE: TimeDelta = TimeDelta::days(2);

/// With all that decides about starts within a span; `None` where there is no such therapist.
pub async fn load(
    tx: &mut Tx,
    therapist: TherapistId,
    within: Interval,
    now: Instant,
) -> Result<Option<Calendar>, Fault> {
    load_window(tx, therapist, now, |_| {
        (within.start() - BESIDE, within.end() + BESIDE)
    })
    .await
}

/// With all that decides about every start up to a week past the horizon.
pub async fn load_bookable(
    tx: &mut Tx,
    therapist: TherapistId,
    now: Instant,
) -> Result<Option<Calendar>, Fault> {
    load_window(tx, therapist, now, |schedule| bookable(schedule, now)).await
}

/// Whoever looks for the next free start, or the nearest, looks here.
fn bookable(schedule: &Schedule, now: Instant) -> (Instant, Instant) {
    (now, now + schedule.rules.horizon() + BEYOND)
}

async fn load_window(
    tx: &mut Tx,
    therapist: TherapistId,
    now: Instant,
    window: impl FnOnce(&Schedule) -> (Instant, Instant),
) -> Result<Option<Calendar>, Fault> {
    let Some(head) = schedule::head(tx, therapist).await? else {
        return Ok(None);
    };
    let window = around(head.offered.rules, window(&head.offered));
    let found = busy::load(tx, Window::of(therapist, window)).await?;
    calendar(tx, head, found, window, now).await.map(Some)
}

/// The window with what a session at its edges can touch.
fn around(rules: Rules, (from, to): (Instant, Instant)) -> (Instant, Instant) {
    (from - rules.gap(), to + rules.length() + rules.gap())
}

async fn calendar(
    tx: &mut Tx,
    head: schedule::Head,
    found: busy::Found,
    (from, to): (Instant, Instant),
    now: Instant,
) -> Result<Calendar, Fault> {
    let schedule::Head {
        therapist,
        zone,
        account,
        mut offered,
        revision,
        reviewed_at,
        changes,
        kept,
    } = head;
    let (blocks, more) = blocks::load(tx, therapist, from.min(now)).await?;
    offered.blocks = blocks;
    let last = bookable(&offered, now).1;
    let table = zone.table(from.min(now) - BEFORE, to.max(last));
    let busy = found.busy().chain(more).collect();
    Ok(Calendar {
        therapist,
        zone,
        table,
        account,
        schedule: offered,
        revision,
        reviewed_at,
        changes,
        kept,
        booked: found.booked,
        busy,
    })
}

impl Calendar {
    pub fn diary(&self) -> Diary<'_> {
        self.diary_with(&self.busy)
    }

    pub fn diary_with<'a>(&'a self, busy: &'a BusyTimes) -> Diary<'a> {
        Diary {
            account: self.account,
            schedule: &self.schedule,
            zone: &self.table,
            busy,
        }
    }

    /// What stands in the therapist's way, but for what is somebody's own.
    fn busy_without(&self, own: impl Fn(&Booked) -> bool) -> impl Iterator<Item = Busy> {
        let booked = self.booked.iter().filter(|b| b.with == With::ThisTherapist);
        let booked = booked.filter(move |booked| !own(booked)).map(Booked::busy);
        let walls = self.busy.iter().filter(|busy| !busy.keeps_gap());
        booked.chain(walls)
    }
}
