//! A bill as XLSX: amounts are numbers, with what came out before the rounding and the calculation beside them.

use std::io::Write;

use domain::{Tongue, access::Actor, money::grouped};

use super::{Reader, certification};
use crate::{Office, Result, bills::Bill, exports::details::Book};

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
    let mut book = Book::begin(&name, titles, tongue, bill.locked.as_ref().map_or(bill.made_at, |of| of.at))?;
    loop {
        let page = reader.page().await?;
        if page.is_empty() {
            return book.end(out);
        }
        book.rows(&page, office.zone)?;
    }
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
