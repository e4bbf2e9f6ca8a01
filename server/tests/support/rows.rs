//! Looks at the whole database, past every use case: whichever tables there are.

use super::world::World;
use backend::store::{StoreFault, sql};
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;

/// Table by table, every row as text.
pub type Everything = BTreeMap<String, Vec<String>>;

pub async fn everything(world: &World) -> Everything {
    let read = world.backend.store.read::<_, StoreFault, _>(|tx| {
        Box::pin(async move {
            // As many columns as the table has, each as SQL would write it.
            let tables = "SELECT m.name, group_concat('quote(\"' || c.name || '\")', ' || '' '' || ') \
                          FROM sqlite_master m, pragma_table_info(m.name) c \
                          WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' GROUP BY m.name";
            let tables: Vec<(String, String)> = tx.all(sql(tables)).await?;
            let mut everything = Everything::new();
            for (table, row) in tables {
                let rows = format!("SELECT {row} FROM {table} ORDER BY 1");
                let rows: Vec<(String,)> = tx.all(sql(AssertSqlSafe(rows))).await?;
                everything.insert(table, rows.into_iter().map(|(row,)| row).collect());
            }
            Ok(everything)
        })
    });
    read.await.unwrap()
}

/// The tables whose rows differ.
pub fn changed<'e>(before: &'e Everything, after: &Everything) -> Vec<&'e str> {
    let differ = before
        .iter()
        .filter(|(table, rows)| after[*table] != **rows);
    differ.map(|(table, _)| table.as_str()).collect()
}
