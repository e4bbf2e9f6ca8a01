//! Runs a check over many seeds on all processors, and says how to run the seed that fails again.

use std::thread;

/// A number out of the environment.
pub fn number(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    let number = text.parse();
    Some(number.unwrap_or_else(|_| panic!("{name} is no number: {text}")))
}

/// Answers with what each processor has tallied.
pub fn each<T, F>(many: u64, check: F) -> Vec<T>
where
    T: Default + Send,
    F: Fn(u64, &mut T) -> Result<(), String> + Sync,
{
    let from = number("KEPT_SLOTS_FROM").unwrap_or(1);
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let run = |first: u64| {
        let mut tally = T::default();
        for seed in (first..from + many).step_by(threads) {
            check(seed, &mut tally).map_err(|what| (seed, what))?;
        }
        Ok(tally)
    };
    let ends: Vec<Result<T, (u64, String)>> = thread::scope(|scope| {
        let firsts = from..from + threads as u64;
        let running: Vec<_> = firsts
            .map(|first| scope.spawn(move || run(first)))
            .collect();
        let ends = running.into_iter().map(|thread| thread.join());
        ends.map(|end| end.expect("a check does not panic"))
            .collect()
    });
    let tallies: Result<Vec<T>, (u64, String)> = ends.into_iter().collect();
    tallies.unwrap_or_else(|(seed, what)| {
        panic!(
            "seed {seed} fails: {what}\nagain: KEPT_SLOTS_FROM={seed} KEPT_SLOTS_SCHEDULES=1 \
             cargo test -p domain"
        )
    })
}
