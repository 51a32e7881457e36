//! A document that was handed in is scanned, where there is a scanner: until it was let through nobody reads it, and
//! what was found in one is told to whoever waits for it.

use domain::access::{Actor, Operation};
use sqlx::FromRow;

use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
    documents::{self, Trouble, Verdict},
    jobs::{self, Lease},
    journal::{self, Action, Entry, Subject, fields},
    supervisions::row::{Row, held},
};

/// A scan. It is never given up: a file that no scanner has looked at stays closed, and is tried again.
pub const SCAN: jobs::Kind = jobs::Kind {
    code: "documents.scan",
    lease: 10 * 60_000,
    attempts: i64::MAX,
    every: None,
    run: |office, lease| Box::pin(scan(office, lease)),
    gave_up: |_, _, _, _| Box::pin(std::future::ready(Ok(()))),
};

/// A document that may wait.
#[derive(FromRow)]
struct Waiting {
    name: String,
    file: String,
    request_id: Option<i64>,
    order_no: String,
}

async fn scan(office: &Office, lease: &Lease) -> Result<()> {
    let id = lease.subject_id;
    let mut sql = Sql::new(
        "SELECT d.name, d.file, sd.request_id, o.order_no FROM documents d \
         JOIN supervision_documents sd ON sd.document_id = d.id JOIN supervisions s ON s.id = sd.supervision_id \
         JOIN orders o ON o.id = s.order_id WHERE d.scan = 'scanning' AND d.id = ",
    );
    sql.arg(id);
    let Some(waiting) = sql.fetch_optional::<Waiting>(&office.db).await? else { return Ok(()) };
    let verdict = match &office.scanner {
        Some(scanner) => {
            let content = documents::open(&office.documents, &waiting.file).await;
            // Without its file a document is nothing that could be let through, now or later.
            let content = content.map_err(|failure| Failure::Internal(failure.to_string()))?;
            scanner.scan(content.bytes).await?
        }
        None => Verdict::None(Trouble::NotSet),
    };
    let mut tx = office.db.begin().await?;
    let reach = Actor::System.may(Operation::ActSupervision)?;
    let row = held(&mut tx, &Actor::System, &reach, &waiting.order_no).await?;
    let (state, finding) = match &verdict {
        Verdict::Clean => ("clean", None),
        Verdict::Infected(name) => ("infected", Some(name.clone())),
        Verdict::None(trouble) => ("scanning", Some(trouble.code().to_owned())),
    };
    let mut sql = Sql::new("UPDATE documents SET scan = ");
    sql.arg(state).push(", finding = ").arg(finding).push(" WHERE scan = 'scanning' AND id = ").arg(id);
    let is_first = sql.execute_in(&mut tx).await? > 0;
    if is_first && let Verdict::Infected(name) = &verdict {
        refused(&mut tx, office, &row, (id, &waiting), name).await?;
    }
    tx.commit().await?;
    match verdict {
        Verdict::None(trouble) => Err(Failure::Internal(format!("no verdict: {trouble}"))),
        _ => Ok(()),
    }
}

/// What it answered is open again, unless something else answers it; and the log says so.
async fn refused(
    tx: &mut Tx,
    office: &Office,
    row: &Row,
    (id, waiting): (i64, &Waiting),
    found: &str,
) -> Result<()> {
    if let Some(request) = waiting.request_id {
        let mut sql = Sql::new(
            "UPDATE supervision_requests SET state = 'open' WHERE state IN ('handed_in', 'replaced')",
        );
        sql.push(" AND NOT EXISTS (SELECT 1 FROM supervision_documents sd JOIN documents d ON d.id = ");
        sql.push("sd.document_id WHERE sd.request_id = supervision_requests.id AND sd.replaced_by IS NULL ");
        sql.push("AND d.scan <> 'infected') AND id = ").arg(request);
        sql.execute_in(tx).await?;
    }
    let after = fields! { Documents: [id], Name: waiting.name.as_str(), Finding: found };
    let entry = Entry::new(Action::SupervisionInfected, Subject::Supervision(&row.order_no)).after(after);
    journal::append(tx, office, &Actor::System, entry).await?;
    Ok(())
}
