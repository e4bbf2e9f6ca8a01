//! Many at once, on several threads, as the real server has it.

use super::subjects::Subjects;
use super::world::World;
use app::routes::PAGES;
use backend::seed::cast::MAYA;
use futures::future::join_all;
use std::time::Duration;
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pages_that_are_asked_for_together_are_all_answered() {
    let world = World::demo().await;
    let subjects = Subjects::of(&world).await;
    let maya = world.sign_in(MAYA).await;
    let paths: Vec<String> = PAGES
        .iter()
        .map(|(pattern, _)| subjects.path(pattern))
        .collect();
    let mut alone = Vec::new();
    for path in &paths {
        alone.push(maya.get(path).await.status);
    }
    let ask = |reader: usize| {
        let (paths, maya) = (paths.clone(), maya.clone());
        tokio::spawn(async move {
            let mut answered = Vec::new();
            for at in 0..paths.len() {
                let at = (at + reader) % paths.len();
                answered.push((at, maya.get(&paths[at]).await.status));
            }
            answered
        })
    };
    let all = timeout(PATIENCE, join_all((0..24).map(ask))).await;
    for (at, status) in all
        .expect("a page hangs")
        .into_iter()
        .flat_map(Result::unwrap)
    {
        assert_eq!(status, alone[at], "{}", paths[at]);
    }
}
