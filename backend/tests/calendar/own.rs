//! What therapists do with their own time: edits and blocks, another zone, hours that are still
//! right, a pause, and a follow-up that they book.

use super::dice::Dice;
use super::look::{Own, THERAPISTS};
use super::run::Run;
use super::send::{Form, Member, Wish};
use super::steps::Stepped;
use super::wishes;
use domain::ids::{ClientId, SessionId};
use uuid::Uuid;

impl Run {
    /// Mostly Maya, with whom most people are.
    fn therapist(&self, dice: &mut Dice, often: &[usize]) -> (Member, &Own) {
        let number = dice.pick(often);
        (THERAPISTS[number], &self.seen.own[number])
    }

    pub fn edit(&mut self, dice: &mut Dice) -> Stepped {
        let form = self.edited(dice);
        self.send(vec![form], Self::dies(dice))
    }

    fn edited(&mut self, dice: &mut Dice) -> Form {
        let (who, own) = self.therapist(dice, &[0, 0, 0, 1, 2]);
        let wish = wishes::edit(dice, &self.seen, own, self.house.now());
        self.form(who, SessionId(Uuid::nil()), wish)
    }

    /// An edit or a follow-up, for whoever sends several forms.
    pub fn about_time(&mut self, dice: &mut Dice) -> Form {
        match dice.upto(2) {
            0 if !self.is_full() => self.followed_up(dice),
            _ => self.edited(dice),
        }
    }

    /// Are your hours still right? Now and then it is said of older ones.
    pub fn review(&mut self, dice: &mut Dice) -> Stepped {
        let (who, own) = self.therapist(dice, &[0, 0, 1, 2]);
        let behind = u32::from(dice.upto(4) == 0);
        let wish = Wish::Review(own.calendar.revision.saturating_sub(behind));
        let form = self.form(who, SessionId(Uuid::nil()), wish);
        self.send(vec![form], Self::dies(dice))
    }

    /// Seldom Maya, with whom most people are.
    pub fn pause(&mut self, dice: &mut Dice) -> Stepped {
        let (who, own) = self.therapist(dice, &[0, 1, 1, 2, 2]);
        let wish = match own.is_restricted() {
            true => Wish::Return,
            false => wishes::pause(dice, &self.seen, own, self.house.now()),
        };
        let form = self.form(who, SessionId(Uuid::nil()), wish);
        self.send(vec![form], Self::dies(dice))
    }

    /// With somebody whom they know; past their own rules where the dice have it so.
    pub fn follow_up(&mut self, dice: &mut Dice) -> Stepped {
        if self.is_full() {
            return self.press(dice);
        }
        let form = self.followed_up(dice);
        self.send(vec![form], Self::dies(dice))
    }

    fn followed_up(&mut self, dice: &mut Dice) -> Form {
        let row = dice.pick(&self.seen.sessions);
        let now = self.house.now();
        let start = wishes::time(dice, &self.seen, &row, now);
        let client: ClientId = row.client_id.parse().expect("an id");
        let session = SessionId(backend::chance::id(now));
        let wish = Wish::FollowUp(client, start);
        self.form(wishes::member(&row.therapist_id), session, wish)
    }
}
