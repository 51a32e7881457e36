//! A document that was handed in is scanned, where there is a scanner: until it was let through nobody reads it, and
//! what was found in one is told where it belongs.

use domain::access::Actor;
use sqlx::FromRow;

use super::{Trouble, Verdict, open};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
    jobs::{self, Lease},
    journal::{self, Action, Entry, Subject, fields},
    supervisions, tickets,
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

/// A document that may wait, and where it belongs.
#[derive(FromRow)]
struct Waiting {
    name: String,
    file: String,
    request_id: Option<i64>,
    order_no: Option<String>,
    ticket_id: Option<i64>,
}

async fn scan(office: &Office, lease: &Lease) -> Result<()> {
    let id = lease.subject_id;
    let mut sql = Sql::new(
        "SELECT d.name, d.file, sd.request_id, o.order_no, td.ticket_id FROM documents d \
         LEFT JOIN supervision_documents sd ON sd.document_id = d.id LEFT JOIN supervisions s ON s.id = sd.supervision_id \
         LEFT JOIN orders o ON o.id = s.order_id LEFT JOIN ticket_documents td ON td.document_id = d.id \
         WHERE d.scan = 'scanning' AND d.id = ",
    );
    sql.arg(id);
    let Some(waiting) = sql.fetch_optional::<Waiting>(&office.db).await? else { return Ok(()) };
    let verdict = match &office.scanner {
        Some(scanner) => {
            let content = open(&office.documents, &waiting.file).await;
            // Without its file a document is nothing that could be let through, now or later.
            let content = content.map_err(|failure| Failure::Internal(failure.to_string()))?;
            scanner.scan(content.bytes).await?
        }
        None => Verdict::None(Trouble::NotSet),
    };
    let mut tx = office.db.begin().await?;
    if let Some(order_no) = &waiting.order_no {
        supervisions::documents::hold(&mut tx, order_no).await?;
    }
    let (state, finding) = match &verdict {
        Verdict::Clean => ("clean", None),
        Verdict::Infected(name) => ("infected", Some(name.clone())),
        Verdict::None(trouble) => ("scanning", Some(trouble.code().to_owned())),
    };
    let mut sql = Sql::new("UPDATE documents SET scan = ");
    sql.arg(state).push(", finding = ").arg(finding).push(" WHERE scan = 'scanning' AND id = ").arg(id);
    let is_first = sql.execute_in(&mut tx).await? > 0;
    if is_first && let Verdict::Infected(name) = &verdict {
        refused(&mut tx, office, (id, &waiting), name).await?;
    }
    tx.commit().await?;
    match verdict {
        Verdict::None(trouble) => Err(Failure::Internal(format!("no verdict: {trouble}"))),
        _ => Ok(()),
    }
}

/// What it answered is open again; and the log of where it belongs says why.
async fn refused(tx: &mut Tx, office: &Office, (id, waiting): (i64, &Waiting), found: &str) -> Result<()> {
    if let Some(request) = waiting.request_id {
        supervisions::documents::asked_again(tx, request).await?;
    }
    let after = fields! { Documents: [id], Name: waiting.name.as_str(), Finding: found };
    let no = waiting.ticket_id.map(tickets::number);
    let entry = match (&waiting.order_no, &no) {
        (Some(order_no), _) => Entry::new(Action::SupervisionInfected, Subject::Supervision(order_no)),
        (None, Some(no)) => Entry::new(Action::TicketInfected, Subject::Ticket(no)),
        (None, None) => return Ok(()),
    };
    journal::append(tx, office, &Actor::System, entry.after(after)).await
}
