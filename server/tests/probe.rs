#[path = "support/page.rs"]
mod page;
#[path = "support/rows.rs"]
mod rows;
#[path = "support/visitor.rs"]
mod visitor;
#[path = "support/world.rs"]
mod world;
use backend::seed::cast::*;
use world::World;
#[tokio::test]
async fn probe() {
    let world = World::demo().await;
    let all = rows::everything(&world).await;
    for (t, r) in &all {
        println!("{t}: {}", r.len());
    }
    let id = world.next_session((MAYA, DANIEL)).await;
    let maya = world.sign_in(MAYA).await;
    let a = maya
        .get(&format!("/clients/{}/sessions/{id}/cancel", DANIEL.id()))
        .await;
    println!("{} {:?}\n{}", a.status, a.headers, a.text);
    let tomas = world.sign_in(TOMAS).await;
    let daniel = world.sign_in(DANIEL).await;
    for v in [&tomas, &daniel, &world.stranger()] {
        for f in [&[("session", id.to_string())][..], &[]] {
            let a = v.submit("/do/cancel_session", "/today", f).await;
            println!("{} {:?}\n{}", a.status, a.headers, a.text);
            let a = v.send("/do/cancel_session", f).await;
            println!("{} {:?}\n{}", a.status, a.headers, a.text);
        }
    }
    let a = daniel.get("/today").await;
    println!("{} {:?}\n{}", a.status, a.headers, a.text);
}
