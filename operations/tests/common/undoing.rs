//! Undoing imports, and the whole of the books.

#![allow(dead_code, reason = "each test file uses a part of it")]

use domain::access::{Actor, Role};
use operations::{
    Office,
    db::Sql,
    dues,
    imports::{self, Import},
    jobs::{self, UNDOS},
    journal,
    orders::summary,
};

use crate::{
    books::{Line, try_to_bring},
    common::staff,
};

/// What an import writes to, but for sums and the index of names.
const BOOKS: [&str; 9] = [
    "orders",
    "order_lines",
    "dues",
    "customers",
    "products",
    "resellers",
    "party_names",
    "skus",
    "order_notes",
];

/// Every row of the books as text.
pub async fn books(office: &Office) -> Vec<String> {
    let mut rows = Vec::new();
    for table in BOOKS {
        let text = if office.db.is_postgres() {
            format!("SELECT CAST(row_to_json(t) AS TEXT) AS row FROM {table} t ORDER BY t.id")
        } else {
            let columns = Sql::new(&format!("SELECT name FROM pragma_table_info('{table}')"));
            let columns: Vec<(String,)> = columns.fetch_all(&office.db).await.unwrap();
            let columns: Vec<String> =
                columns.into_iter().map(|(name,)| format!("'{name}', {name}")).collect();
            format!("SELECT json_object({}) AS row FROM {table} ORDER BY id", columns.join(", "))
        };
        let found: Vec<(String,)> = Sql::new(&text).fetch_all(&office.db).await.unwrap();
        rows.extend(found.into_iter().map(|(row,)| format!("{table} {row}")));
    }
    rows
}

/// Sums, dues and the journal say what the orders say.
pub async fn verified(office: &Office) {
    assert_eq!(summary::verify(office).await.unwrap(), []);
    assert_eq!(dues::verify(office).await.unwrap().1, []);
    assert_eq!(journal::verify(office).await.unwrap().1, []);
}

/// Brings lines in; the row of the import.
pub async fn import(office: &Office, lines: &[Line]) -> i64 {
    let outcome = try_to_bring(office, lines).await;
    assert!(outcome.rejected.is_empty(), "{:?}", outcome.rejected);
    outcome.import_id
}

/// Undoes an import; what came of it.
pub async fn undo(office: &Office, id: i64) -> Import {
    imports::undo(office, &staff(Role::Operations), id).await.unwrap();
    jobs::drain(office, UNDOS).await.unwrap();
    get(office, id).await
}

/// An import as it is.
pub async fn get(office: &Office, id: i64) -> Import {
    imports::get(office, &Actor::System, id).await.unwrap()
}

/// Orders taken away, put back, and left.
pub fn counts(import: &Import) -> (i64, i64, i64) {
    (import.withdrawn, import.put_back, import.left_alone)
}
