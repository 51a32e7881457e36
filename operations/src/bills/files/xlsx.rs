//! A bill as XLSX: amounts are numbers, with what came out before the rounding and the calculation beside them; where a
//! spreadsheet would lose digits of one, each stands to the last digit beside its number too.

use std::io::Write;

use domain::{
    Tongue,
    access::Actor,
    money::{bare, grouped},
};

use super::{Reader, certification};
use crate::{Office, Result, bills::Bill, db::Sql, exports::details::Book, sheets};

/// Writes the lines of a bill with what it is above them and their sum below, a page in memory at a time.
///
/// # Errors
/// As [`super::write_csv`].
pub async fn write_xlsx<W: Write + Send>(
    office: &Office,
    actor: &Actor,
    bill: &Bill,
    tongue: Tongue,
    out: W,
) -> Result<()> {
    let mut reader = Reader::open(office, actor, bill).await?;
    let merchant = certification(office, actor, bill).await?;
    let name = format!("{} {}", bill.period.dashed(), bill.currency);
    let titles = titles(bill, &merchant.account_name, tongue);
    let at = bill.locked.as_ref().map_or(bill.made_at, |of| of.at);
    let exact_total = is_long(office, bill).await?.then(|| bare(bill.total_minor, bill.currency));
    let mut book = Book::begin(&name, titles, tongue, at, exact_total)?;
    loop {
        let page = reader.page().await?;
        if page.is_empty() {
            return book.end(out);
        }
        book.rows(&page, office.zone)?;
    }
}

/// Whether a spreadsheet would not keep every digit of an amount of it.
async fn is_long(office: &Office, bill: &Bill) -> Result<bool> {
    if !sheets::keeps(bill.total_minor) {
        return Ok(true);
    }
    let mut sql = Sql::new(
        "SELECT amount_minor FROM (SELECT MAX(amount_minor) AS amount_minor FROM bill_lines WHERE bill_id = ",
    );
    sql.arg(bill.id)
        .push(" UNION ALL SELECT MIN(amount_minor) FROM bill_lines WHERE bill_id = ")
        .arg(bill.id);
    sql.push(") AS ends WHERE amount_minor IS NOT NULL");
    Ok(sql.fetch_all::<(i64,)>(&office.db).await?.iter().any(|(minor,)| !sheets::keeps(*minor)))
}

/// What it is, what it comes to to the last digit, and by which hash its lines are known.
fn titles(bill: &Bill, merchant: &str, tongue: Tongue) -> Vec<String> {
    let (kind, payment) = (bill.kind.in_words(tongue), bill.payment.in_words(tongue));
    let state = bill.state.in_words(tongue);
    let mut first = vec![bill.called(), kind.into_owned(), payment.into_owned(), state.into_owned()];
    first.extend([bill.period.dashed(), bill.currency.code().to_owned(), merchant.to_owned()]);
    first.retain(|part| !part.is_empty());
    let total = grouped(bill.total_minor, bill.currency);
    vec![
        first.join(" · "),
        format!("{} {total}", tongue.pick("合计", "Total")),
        format!("{}: {}", tongue.pick("明细哈希（SHA-256）", "SHA-256 of its lines"), bill.lines_hash),
    ]
}
