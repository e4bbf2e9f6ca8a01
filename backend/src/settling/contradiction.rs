//! Where the provider's books and ours cannot both be right: nothing is moved on a guess, and a
//! task says what differs and what a person does about it.

use crate::people::Pair;
use crate::store::refund::Refund;

/// What the provider says that cannot be, by our books.
#[derive(Clone, Copy, Debug)]
pub(super) enum Contradiction<'a> {
    /// Another charge or another amount than was asked for.
    NotOurs,
    /// It knows the key, for something else.
    KeyReused,
    /// It accepted the refund once and now says that it cannot be.
    RefusedAfterAll { words: &'a str },
    /// It failed, the money was held again, and now it has arrived. `still_held` where it was not
    /// sent anew meanwhile.
    ArrivedAfterAll { still_held: bool },
}

impl Contradiction<'_> {
    /// For the team: what is the matter, and what to do next.
    pub(super) fn note(self, refund: &Refund, pair: &Pair) -> String {
        let Refund { id, amount, .. } = refund;
        let client = pair.client.first_name();
        let therapist = pair.therapist.first_name();
        match self {
            Contradiction::NotOurs => format!(
                "The provider answers for the refund of {amount} with what is not ours: charge \
                 or amount differ. Look up {id} in the provider’s own pages, and correct there \
                 what is wrong. Nothing was moved in our books."
            ),
            Contradiction::KeyReused => format!(
                "The provider knows the key of the refund of {amount} for something else. Look \
                 up {id} in the provider’s own pages: what stands there has to be put right \
                 before this refund can leave. Nothing was moved in our books."
            ),
            Contradiction::RefusedAfterAll { words } => format!(
                "The refund of {amount} was sent, and is refused now: {words}. Ask the provider \
                 where the money is, and agree with {therapist} that nothing more of this \
                 payment is refunded until it has answered."
            ),
            Contradiction::ArrivedAfterAll { still_held: true } => format!(
                "{amount} to the {} was booked as failed, and has arrived after all. It is \
                 still held in our books: agree with {therapist} that it is not refunded once \
                 more, and have the books corrected.",
                refund.card
            ),
            Contradiction::ArrivedAfterAll { still_held: false } => format!(
                "{amount} to the {} was booked as failed, and has arrived after all. It was \
                 sent anew meanwhile, so that {client} has it twice, or will: ask the provider \
                 to stop the second refund, and if that is too late, agree with {client} on \
                 giving it back.",
                refund.card
            ),
        }
    }
}
