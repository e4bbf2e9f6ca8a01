//! Every promise is kept on both databases. PostgreSQL takes part when KEPT_TEST_POSTGRES names
//! a server: `script/with-postgres cargo test -p backend`.

macro_rules! promises {
    ($($subject:ident { $($promise:ident),* $(,)? })*) => {
        mod on_sqlite {$(mod $subject {$(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $promise() {
                let place = crate::place::Place::sqlite();
                crate::$subject::$promise(&crate::world::World::at(place).await).await;
            }
        )*})*}
        mod on_postgres {$(mod $subject {$(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $promise() {
                let Some(place) = crate::place::Place::postgres().await else { return };
                crate::$subject::$promise(&crate::world::World::at(place).await).await;
            }
        )*})*}
    };
}
pub(crate) use promises;
