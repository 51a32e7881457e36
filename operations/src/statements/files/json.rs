//! A statement as JSON.

use std::io::Write;

use domain::{
    Tongue,
    access::{Actor, Operation},
    money,
};
use serde_json::{Value, json};

use super::{Row, unwritten};
use crate::{
    Failure, Office, Result,
    statements::{Head, lines::each, open::added},
};

/// Writes a statement, draft or preview: `reseller, period, currency, state, number, lines,
/// blocked, total`. The total comes last because it is summed while the lines are written.
///
/// # Errors
/// `Denied`, what the database said, or `Internal` when `out` does not take it.
pub async fn write_json<W: Write + Send>(
    office: &Office,
    actor: &Actor,
    head: &Head,
    mut out: W,
) -> Result<()> {
    actor.may(Operation::ReadStatements)?;
    let text = |value: Value| value.to_string();
    write!(
        out,
        "{{\"reseller\":{},\"period\":{},\"currency\":{},\"state\":{},\"number\":{},\"lines\":[",
        text(json!(head.reseller)),
        text(json!(head.period.to_string())),
        text(json!(head.currency.code())),
        text(json!(head.state.code())),
        text(json!(head.number)),
    )
    .map_err(unwritten)?;
    let (mut total, mut first, mut blocked) = (0, true, Vec::new());
    each(office, head, |candidate| {
        let line = match candidate {
            Ok(line) => line,
            Err(line) => {
                let problem = line.problem.to_string();
                blocked.push(json!({"order_no": line.order_no, "line_no": line.line_no, "problem": problem}));
                return Ok(());
            }
        };
        total = added(total, line.amount_minor)?;
        out.write_all(if first { b"\n" } else { b",\n" }).map_err(unwritten)?;
        first = false;
        serde_json::to_writer(&mut out, &Row::of(line, head.currency, Tongue::Codes)?).map_err(unwritten)
    })
    .await?;
    let total = json!(money::bare(total, head.currency));
    writeln!(out, "],\"blocked\":{},\"total\":{total}}}", Value::Array(blocked)).map_err(unwritten)?;
    out.flush().map_err(unwritten)
}

/// [`write_json`] as a value, for a statement of ordinary size.
///
/// # Errors
/// As [`write_json`].
pub async fn json(office: &Office, actor: &Actor, head: &Head) -> Result<Value> {
    let mut text = Vec::new();
    write_json(office, actor, head, &mut text).await?;
    serde_json::from_slice(&text).map_err(|e| Failure::Internal(e.to_string()))
}
