//! The numbers of a therapist: how long a session is, how far apart two are, how late and how
//! early one can be booked, and at which minutes one may start.

use crate::time::TimeDelta;
use serde::{Deserialize, Serialize};

/// Within their bounds, and consistent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RuleNumbers", into = "RuleNumbers")]
pub struct Rules(RuleNumbers);

/// As they are typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RuleNumbers {
    pub length_minutes: u32,
    /// On both sides of each session and hold.
    pub gap_minutes: u32,
    pub lead_minutes: u32,
    pub horizon_days: u32,
    /// From the start of each range of hours.
    pub step_minutes: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RuleField {
    Length,
    Gap,
    Lead,
    Horizon,
    Step,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
pub enum RuleFault {
    #[error("{field:?} is less than {least}")]
    Below { field: RuleField, least: u32 },
    #[error("{field:?} is more than {most}")]
    Above { field: RuleField, most: u32 },
    #[error("it would have to be booked before it can be booked")]
    LeadPastHorizon { horizon_days: u32 },
}

impl RuleFault {
    pub fn field(self) -> RuleField {
        match self {
            RuleFault::Below { field, .. } | RuleFault::Above { field, .. } => field,
            RuleFault::LeadPastHorizon { .. } => RuleField::Lead,
        }
    }
}

const MINUTES_A_DAY: u32 = 24 * 60;

impl Default for RuleNumbers {
    /// Fifty minutes with ten between, on the hour, from a day to 60 days ahead.
    fn default() -> Self {
        RuleNumbers {
            length_minutes: 50,
            gap_minutes: 10,
            lead_minutes: MINUTES_A_DAY,
            horizon_days: 60,
            step_minutes: 60,
        }
    }
}

impl RuleField {
    /// In the order of the form.
    pub const ALL: [RuleField; 5] = [
        RuleField::Length,
        RuleField::Gap,
        RuleField::Lead,
        RuleField::Horizon,
        RuleField::Step,
    ];

    /// Least and most, in the unit of its number.
    pub fn bounds(self) -> (u32, u32) {
        match self {
            RuleField::Length => (5, 480),
            RuleField::Gap => (0, 240),
            RuleField::Lead => (0, 60 * MINUTES_A_DAY),
            RuleField::Horizon => (1, 366),
            RuleField::Step => (5, 480),
        }
    }
}

impl RuleNumbers {
    pub fn set(&mut self, field: RuleField, number: u32) {
        *match field {
            RuleField::Length => &mut self.length_minutes,
            RuleField::Gap => &mut self.gap_minutes,
            RuleField::Lead => &mut self.lead_minutes,
            RuleField::Horizon => &mut self.horizon_days,
            RuleField::Step => &mut self.step_minutes,
        } = number;
    }

    pub fn get(self, field: RuleField) -> u32 {
        match field {
            RuleField::Length => self.length_minutes,
            RuleField::Gap => self.gap_minutes,
            RuleField::Lead => self.lead_minutes,
            RuleField::Horizon => self.horizon_days,
            RuleField::Step => self.step_minutes,
        }
    }

    fn fault(self, field: RuleField) -> Option<RuleFault> {
        let (number, (least, most)) = (self.get(field), field.bounds());
        match number {
            _ if number < least => Some(RuleFault::Below { field, least }),
            _ if number > most => Some(RuleFault::Above { field, most }),
            _ => None,
        }
    }
}

impl Rules {
    /// # Errors
    /// Everything that is wrong, each at its field.
    pub fn new(numbers: RuleNumbers) -> Result<Rules, Vec<RuleFault>> {
        let faults = RuleField::ALL.into_iter();
        let mut faults: Vec<RuleFault> = faults.filter_map(|field| numbers.fault(field)).collect();
        let horizon_days = numbers.horizon_days;
        if faults.is_empty() && numbers.lead_minutes > horizon_days * MINUTES_A_DAY {
            faults.push(RuleFault::LeadPastHorizon { horizon_days });
        }
        match faults.is_empty() {
            true => Ok(Rules(numbers)),
            false => Err(faults),
        }
    }

    /// With another number; none where it cannot be.
    pub fn with(self, field: RuleField, number: u32) -> Option<Rules> {
        let mut numbers = self.0;
        numbers.set(field, number);
        Rules::new(numbers).ok()
    }

    pub fn numbers(self) -> RuleNumbers {
        self.0
    }

    pub fn length(self) -> TimeDelta {
        TimeDelta::minutes(self.0.length_minutes.into())
    }

    pub fn gap(self) -> TimeDelta {
        TimeDelta::minutes(self.0.gap_minutes.into())
    }

    pub fn lead(self) -> TimeDelta {
        TimeDelta::minutes(self.0.lead_minutes.into())
    }

    /// Elapsed time: days of 24 hours.
    pub fn horizon(self) -> TimeDelta {
        TimeDelta::days(self.0.horizon_days.into())
    }

    pub fn step(self) -> TimeDelta {
        TimeDelta::minutes(self.0.step_minutes.into())
    }
}

impl TryFrom<RuleNumbers> for Rules {
    type Error = RuleFault;
    fn try_from(numbers: RuleNumbers) -> Result<Self, RuleFault> {
        Rules::new(numbers).map_err(|faults| faults[0])
    }
}

impl From<Rules> for RuleNumbers {
    fn from(rules: Rules) -> Self {
        rules.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(change: impl Fn(&mut RuleNumbers), expected: &[RuleFault]) {
        let mut numbers = RuleNumbers::default();
        change(&mut numbers);
        let faults = Rules::new(numbers).err().unwrap_or_default();
        assert_eq!(faults, expected);
    }

    #[test]
    fn every_number_has_its_bounds_and_every_fault_its_field() {
        use RuleFault::*;
        use RuleField::*;
        check(|_| {}, &[]);
        check(
            |n| n.length_minutes = 0,
            &[Below {
                field: Length,
                least: 5,
            }],
        );
        check(
            |n| n.length_minutes = 481,
            &[Above {
                field: Length,
                most: 480,
            }],
        );
        check(|n| n.gap_minutes = 0, &[]);
        check(|n| n.lead_minutes = 0, &[]);
        check(|n| n.lead_minutes = 60 * 1440, &[]);
        check(|n| n.horizon_days = 1, &[]);
        check(
            |n| (n.horizon_days, n.lead_minutes) = (1, 1441),
            &[LeadPastHorizon { horizon_days: 1 }],
        );
        let both = [
            Below {
                field: Horizon,
                least: 1,
            },
            Below {
                field: Step,
                least: 5,
            },
        ];
        check(|n| (n.horizon_days, n.step_minutes) = (0, 4), &both);
        assert_eq!(both.map(RuleFault::field), [Horizon, Step]);
    }

    #[test]
    fn rules_over_the_wire_are_checked() {
        let text = serde_json::to_string(&Rules::default()).expect("text");
        assert_eq!(
            serde_json::from_str::<Rules>(&text).expect("rules"),
            Rules::default()
        );
        let wrong = text.replace("\"length_minutes\":50", "\"length_minutes\":0");
        serde_json::from_str::<Rules>(&wrong).expect_err("no length");
    }
}
