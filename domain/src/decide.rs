//! The one decision function: what a command does to a session, or why it does nothing.
//!
//! The browser calls it to show the consequence; the server calls it again inside the
//! transaction with the instant at which it received the command.

use crate::actor::Role;
use crate::consequence::Consequence;
use crate::facts::Facts;
use crate::payment::refund::{self, GiveBack};
use crate::refusal::Refusal;
use crate::request::{self, AskToCarry, AskToMove};
use crate::session::attend::{self, Attend};
use crate::session::book::{self, Book};
use crate::session::cancel::{self, Cancel};
use crate::session::confirm::{self, Decline};
use crate::session::moving::{self, Move};
use crate::session::object::{self, Object};
use crate::session::offer::{self, Answer, Offer};
use crate::session::waive::{self, WaiveLate};
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// What someone wants done to a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Command {
    Cancel(Cancel),
    Attend(Attend),
    /// Refund later, or the rest.
    GiveBack(GiveBack),
    /// To another time, agreed already; or by the client.
    Move(Move),
    /// Other times for the client to choose from.
    Offer(Offer),
    AnswerOffer(Answer),
    /// What is in checkout, or a follow-up.
    Book(Book),
    Confirm,
    Decline(Decline),
    /// A job's: nobody confirmed in time.
    Expire,
    /// A client's, to a move that they did not make.
    Object(Object),
    /// The therapist's, of a late mark.
    WaiveLate(WaiveLate),
    /// The payment of a session that has started.
    AskToCarry(AskToCarry),
    /// A client's, of their therapist.
    AskToMove(AskToMove),
}

impl Command {
    /// As what the actor acts; a job acts for the house.
    pub fn by(&self) -> Role {
        match self {
            Command::Cancel(cancel) => cancel.by,
            Command::Move(moving) => moving.by,
            Command::AnswerOffer(answer) => answer.by(),
            Command::Book(book) => book.by,
            Command::AskToCarry(ask) => ask.by,
            Command::Expire => Role::Staff,
            Command::Object(_) | Command::AskToMove(_) => Role::Client,
            Command::Confirm | Command::Decline(_) | Command::WaiveLate(_) => Role::Therapist,
            Command::Attend(_) | Command::Offer(_) | Command::GiveBack(_) => Role::Therapist,
        }
    }
}

/// What `command`, received at `now`, does.
///
/// # Errors
/// The rule that forbids it, or the field that has to be filled in otherwise.
pub fn decide(facts: &Facts, command: &Command, now: Instant) -> Result<Consequence, Refusal> {
    match command {
        Command::Cancel(command) => cancel::decide(facts, command, now),
        Command::Attend(command) => attend::decide(facts, command, now),
        Command::Offer(command) => offer::decide(facts, command, now),
        Command::Book(command) => book::decide(facts, command, now),
        Command::Confirm => confirm::confirm(facts, now),
        Command::Decline(command) => confirm::decline(facts, command, now),
        Command::Expire => confirm::expire(facts, now),
        Command::Object(command) => object::decide(facts, command, now),
        Command::WaiveLate(command) => waive::decide(facts, command, now),
        Command::AskToMove(command) => request::another_time(facts, command, now),
        Command::AskToCarry(command) => request::carry(facts, command, now),
        Command::AnswerOffer(answer) => offer::answer(facts, *answer, now),
        Command::Move(command) => moving::decide(facts, command, now),
        Command::GiveBack(command) => refund::decide(facts, command, now),
    }
}
