//! Therapist and client cancel one after the other: the second hears that the first can still be
//! undone, and sometimes the first is.

use super::dice::Dice;
use super::forms::{self, Form, Wish};
use super::model::Case;
use super::run::Run;
use super::steps::Stepped;
use backend::store::Dies;
use domain::time::TimeDelta;

impl Run {
    pub fn compete(&mut self, dice: &mut Dice) -> Stepped {
        let now = self.house.now();
        let to_come = |case: &&Case| case.state == "confirmed" && now < case.start;
        let to_come: Vec<Case> = self.model.cases.iter().filter(to_come).cloned().collect();
        if to_come.is_empty() {
            return self.press(dice);
        }
        let case = dice.pick(&to_come);
        let mut both = self.both(dice, &case)?;
        if dice.yes() {
            both.reverse();
        }
        for (form, later) in both.into_iter().zip([dice.upto(9), dice.upto(9)]) {
            self.send(vec![form], Self::dies(dice, 9, 60))?;
            self.house.clock.advance(TimeDelta::seconds(later));
        }
        match dice.yes() {
            true => self.take_back(&case),
            false => Ok(()),
        }
    }

    /// Each has filled in before the other has sent.
    fn both(&mut self, dice: &mut Dice, case: &Case) -> Result<Vec<Form>, String> {
        let now = self.house.now();
        let commands = [
            forms::of_client(dice, case),
            forms::of_therapist(dice, case, now),
        ];
        let mut both = Vec::new();
        for (who, command) in commands {
            let (key, model, id) = (self.new_key(), &self.model, case.id);
            both.push(self.house.ask(|backend| async move {
                forms::open(&backend, model, who, id, command, key).await
            })?);
        }
        Ok(both)
    }

    /// By whoever came first.
    fn take_back(&mut self, case: &Case) -> Stepped {
        let Some(won) = self.model.case(case.id).won.clone() else {
            return Ok(());
        };
        let undo = Form {
            actor: match won.by == case.client.role {
                true => case.client,
                false => case.therapist,
            },
            session: case.id,
            wish: Wish::Undo(won.act),
            commitment: None,
            shown: None,
            key: self.new_key(),
        };
        self.send(vec![undo], Dies::Never)
    }
}
