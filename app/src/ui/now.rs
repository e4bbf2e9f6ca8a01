//! *Now*, as the server sees it: the instant that the page was made plus the time since, so
//! that a wrong clock on the device changes nothing. Only an effect ticks: what the server
//! rendered and what the browser finds are the same text.

use domain::time::Instant;
use leptos::prelude::*;

/// How often *now* goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// Every quarter of a minute: for what changes with hours and days.
    Slow,
    /// Several times a second: for seconds that are counted down.
    Seconds,
}

/// As [`use_paced_now`], slowly.
pub fn use_now(made_at: Signal<Instant>) -> Signal<Instant> {
    use_paced_now(made_at, Pace::Slow)
}

/// Ticks in the browser, and stands still on the server. Begins anew when what is shown was made
/// anew.
pub fn use_paced_now(made_at: Signal<Instant>, pace: Pace) -> Signal<Instant> {
    let now = RwSignal::new(made_at.get_untracked());
    #[cfg(target_arch = "wasm32")]
    {
        let elapsed = || window().performance().map_or(0.0, |clock| clock.now());
        Effect::new(move |_| {
            let (made_at, begun) = (made_at.get(), elapsed());
            now.set(made_at);
            let tick = move || {
                let since = domain::time::TimeDelta::milliseconds((elapsed() - begun) as i64);
                now.set(made_at + since);
            };
            let every = std::time::Duration::from_millis(match pace {
                Pace::Slow => 15_000,
                Pace::Seconds => 250,
            });
            if let Ok(handle) = set_interval_with_handle(tick, every) {
                on_cleanup(move || handle.clear());
            }
        });
    }
    #[cfg(not(target_arch = "wasm32"))]
    let _ = pace;
    now.into()
}

/// Whether the page has come alive; until then it has to work as a plain page.
pub fn use_alive() -> ReadSignal<bool> {
    let (alive, set_alive) = signal(false);
    Effect::new(move |_| set_alive.set(true));
    alive
}
