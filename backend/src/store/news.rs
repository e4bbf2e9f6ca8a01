//! Who hears of a commit. A piece of news is a topic and a revision, never data: whoever hears
//! it asks again, through the same door and with the same permission as before.
//!
//! Nothing that concerned a follower is passed over in silence: who was too slow, or cannot
//! know what was missed, hears `Everything`.

use domain::ids::AccountId;
use std::collections::{HashMap, VecDeque};
use std::fmt::{self, Display};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::broadcast::{self, error::RecvError};
use tokio::time::Instant;

/// How much may lie before a follower who is slow.
const WAITING: usize = 64;
/// How often one account may listen at the same time.
const MOST: usize = 16;
/// A page was made a little before its browser began to count.
const SLACK: Duration = Duration::from_secs(2);

/// What can change under someone's eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// Something on the pages of one therapist or one client.
    Account(AccountId),
    /// Something that waits for the team.
    Team,
    /// An account's sign-ins: some have ended.
    SignIns(AccountId),
}

/// What a follower hears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// The revision counts the changes of this topic since the program began.
    Changed { topic: Topic, revision: u64 },
    /// Nobody can say what was missed.
    Everything,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotHeard {
    #[error("the house is closing")]
    Closing,
    #[error("this account listens {MOST} times already")]
    TooMany,
}

/// The hub; clones share it.
#[derive(Clone)]
pub(super) struct News(Arc<Hub>);

struct Hub {
    told: broadcast::Sender<Told>,
    state: Mutex<State>,
}

struct State {
    /// The last change of each topic.
    last: HashMap<Topic, (u64, Instant)>,
    /// Nothing is known of what was before.
    since: Instant,
    listening: HashMap<AccountId, usize>,
    closing: bool,
}

#[derive(Clone)]
enum Told {
    Changed(Arc<[(Topic, u64)]>),
    Everything,
    End,
}

impl Default for News {
    fn default() -> Self {
        let state = State {
            last: HashMap::new(),
            since: Instant::now(),
            listening: HashMap::new(),
            closing: false,
        };
        News(Arc::new(Hub {
            told: broadcast::channel(WAITING).0,
            state: Mutex::new(state),
        }))
    }
}

impl News {
    /// Each topic once, however often it was touched.
    pub(super) fn publish(&self, topics: &[Topic], now: Instant) {
        if topics.is_empty() {
            return;
        }
        let mut state = self.0.state();
        let mut changed: Vec<(Topic, u64)> = Vec::new();
        for topic in topics {
            if changed.iter().any(|(told, _)| told == topic) {
                continue;
            }
            let last = state.last.entry(*topic).or_insert((0, now));
            *last = (last.0 + 1, now);
            changed.push((*topic, last.0));
        }
        // Told under the lock, so that revisions arrive in their order; nobody may be listening.
        let _ = self.0.told.send(Told::Changed(changed.into()));
    }

    /// What was told meanwhile is not known.
    pub(super) fn publish_everything(&self, now: Instant) {
        let mut state = self.0.state();
        state.since = now;
        let _ = self.0.told.send(Told::Everything);
    }

    pub(super) fn end(&self) {
        self.0.state().closing = true;
        let _ = self.0.told.send(Told::End);
    }

    pub(super) fn follow(
        &self,
        account: AccountId,
        topics: Vec<Topic>,
        age: Option<Duration>,
        now: Instant,
    ) -> Result<Following, NotHeard> {
        let mut state = self.0.state();
        if state.closing {
            return Err(NotHeard::Closing);
        }
        let seats = state.listening.entry(account).or_default();
        if *seats >= MOST {
            return Err(NotHeard::TooMany);
        }
        *seats += 1;
        Ok(Following {
            heard: state.missed(&topics, age, now).into_iter().collect(),
            told: self.0.told.subscribe(),
            topics,
            _seat: Seat {
                hub: Arc::downgrade(&self.0),
                account,
            },
        })
    }
}

impl Hub {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn missed(&self, topics: &[Topic], age: Option<Duration>, now: Instant) -> Option<Heard> {
        let seen = age.and_then(|age| now.checked_sub(age.checked_add(SLACK)?));
        let Some(seen) = seen.filter(|seen| *seen >= self.since) else {
            return Some(Heard::Everything);
        };
        topics.iter().find_map(|topic| {
            let (revision, at) = *self.last.get(topic)?;
            let topic = *topic;
            (at >= seen).then_some(Heard::Changed { topic, revision })
        })
    }
}

/// Somebody who listens.
pub struct Following {
    topics: Vec<Topic>,
    told: broadcast::Receiver<Told>,
    heard: VecDeque<Heard>,
    _seat: Seat,
}

impl Following {
    /// The next piece of news about what is followed; `None` when there will be no more.
    pub async fn next(&mut self) -> Option<Heard> {
        loop {
            if let Some(heard) = self.heard.pop_front() {
                return Some(heard);
            }
            match self.told.recv().await {
                Ok(Told::Changed(changed)) => {
                    let own = changed.iter().filter(|(of, _)| self.topics.contains(of));
                    let heard = own.map(|&(topic, revision)| Heard::Changed { topic, revision });
                    self.heard.extend(heard);
                }
                Ok(Told::Everything) | Err(RecvError::Lagged(_)) => {
                    return Some(Heard::Everything);
                }
                Ok(Told::End) | Err(RecvError::Closed) => return None,
            }
        }
    }
}

/// Free again when the follower leaves.
struct Seat {
    hub: Weak<Hub>,
    account: AccountId,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let Some(hub) = self.hub.upgrade() else {
            return;
        };
        let mut state = hub.state();
        if let Some(seats) = state.listening.get_mut(&self.account) {
            *seats -= 1;
            if *seats == 0 {
                state.listening.remove(&self.account);
            }
        }
    }
}

impl Topic {
    /// As [`Display`] writes it.
    pub(super) fn parse(text: &str) -> Option<Topic> {
        match text.split_once(':') {
            None => (text == "team").then_some(Topic::Team),
            Some(("account", id)) => id.parse().ok().map(Topic::Account),
            Some(("sign-ins", id)) => id.parse().ok().map(Topic::SignIns),
            Some(_) => None,
        }
    }
}

impl Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Topic::Account(id) => write!(f, "account:{id}"),
            Topic::Team => f.write_str("team"),
            Topic::SignIns(id) => write!(f, "sign-ins:{id}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::FutureExt;

    fn account(number: u128) -> AccountId {
        format!("01900000-0000-7000-8000-{number:012}")
            .parse()
            .expect("an id")
    }

    /// A hub that knows all that was told in the last minute, and now.
    fn hub() -> (News, Instant) {
        let (news, began) = (News::default(), Instant::now());
        news.publish_everything(began);
        (news, began + Duration::from_secs(60))
    }

    const JUST_NOW: Option<Duration> = Some(Duration::from_millis(300));

    #[test]
    fn topics_are_read_as_they_are_written() {
        for topic in [
            Topic::Account(account(1)),
            Topic::Team,
            Topic::SignIns(account(2)),
        ] {
            assert_eq!(Topic::parse(&topic.to_string()), Some(topic));
        }
        assert_eq!(Topic::parse("account:nobody"), None);
        assert_eq!(Topic::parse("everyone"), None);
    }

    #[tokio::test]
    async fn one_hears_of_ones_own_and_of_nothing_else() {
        let (news, now) = hub();
        let own = Topic::Account(account(1));
        let mut follower = news
            .follow(account(1), vec![own], JUST_NOW, now)
            .expect("a seat");
        news.publish(&[Topic::Account(account(2)), Topic::Team], now);
        news.publish(&[own, own], now);
        news.publish(&[own], now);
        for revision in [1, 2] {
            let heard = follower.next().await;
            assert_eq!(
                heard,
                Some(Heard::Changed {
                    topic: own,
                    revision
                })
            );
        }
        let more = follower.next().now_or_never();
        assert_eq!(more, None);
    }

    #[tokio::test]
    async fn what_happened_since_the_page_was_made_is_told_first() {
        let (news, now) = hub();
        let (own, other) = (Topic::Account(account(1)), Topic::Account(account(2)));
        news.publish(&[own], now);
        let now = now + Duration::from_secs(5);
        let first = |topic, age| {
            let mut follower = news
                .follow(account(1), vec![topic], age, now)
                .expect("a seat");
            follower.next().now_or_never().flatten()
        };
        let changed = Some(Heard::Changed {
            topic: own,
            revision: 1,
        });
        assert_eq!(first(own, Some(Duration::from_secs(20))), changed);
        assert_eq!(first(own, JUST_NOW), None);
        assert_eq!(first(other, Some(Duration::from_secs(20))), None);
        let before = Some(Duration::from_secs(3600));
        assert_eq!(first(other, before), Some(Heard::Everything));
        assert_eq!(first(other, None), Some(Heard::Everything));
    }

    #[tokio::test]
    async fn who_is_too_slow_is_told_to_ask_for_everything() {
        let (news, now) = hub();
        let own = Topic::Account(account(1));
        let mut follower = news
            .follow(account(1), vec![own], JUST_NOW, now)
            .expect("a seat");
        for _ in 0..=WAITING {
            news.publish(&[own], now);
        }
        assert_eq!(follower.next().await, Some(Heard::Everything));
        let heard = follower.next().await;
        assert!(
            matches!(heard, Some(Heard::Changed { revision: 2, .. })),
            "{heard:?}"
        );
    }

    #[tokio::test]
    async fn an_account_has_sixteen_seats_and_gets_them_back() {
        let (news, now) = hub();
        let follow = |id| news.follow(account(id), vec![Topic::Team], JUST_NOW, now);
        let mut seats: Vec<_> = (0..MOST).map(|_| follow(1).expect("a seat")).collect();
        assert_eq!(follow(1).err(), Some(NotHeard::TooMany));
        assert!(follow(2).is_ok());
        seats.pop();
        assert!(follow(1).is_ok());
    }

    #[tokio::test]
    async fn when_the_house_closes_everybody_is_sent_home() {
        let (news, now) = hub();
        let mut follower = news
            .follow(account(1), vec![Topic::Team], JUST_NOW, now)
            .expect("a seat");
        news.end();
        assert_eq!(follower.next().await, None);
        let refused = news
            .follow(account(1), vec![Topic::Team], JUST_NOW, now)
            .err();
        assert_eq!(refused, Some(NotHeard::Closing));
    }
}
