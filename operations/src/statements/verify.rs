//! Proving that issued statements are what was issued.

mod merchant;

use super::{Head, Line, freeze, head};
use crate::{Office, Result, db::Sql};
use domain::{
    money,
    settlement::{Nature, RuleVersion, StatementState, evaluate},
};

/// Rows read at once.
const PAGE: i64 = 2_000;

/// Something in an issued statement that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Number of the statement.
    pub number: String,
    /// Position of the line; `None` for the statement as a whole.
    pub position: Option<i64>,
    /// What does not fit, in words.
    pub what: String,
}

/// Recomputes every line of every issued statement from its frozen inputs and rule version, and
/// compares amounts, totals and hashes. Statements checked, lines checked, and what does not fit.
pub async fn verify(office: &Office) -> Result<(u64, u64, Vec<Difference>)> {
    let mut check = Check::default();
    let mut after = 0;
    loop {
        let page = head::issued_after(office, after, 200).await?;
        let Some(last) = page.last() else { break };
        after = last.id;
        for head in &page {
            check.statement(office, head).await?;
        }
    }
    Ok((check.statements, check.lines, check.differences))
}

#[derive(Default)]
struct Check {
    statements: u64,
    lines: u64,
    differences: Vec<Difference>,
}

impl Check {
    async fn statement(&mut self, office: &Office, head: &Head) -> Result<()> {
        self.statements += 1;
        let (mut count, mut position, mut total) = (0, 0, 0i128);
        let mut hash = String::new();
        loop {
            let rows = freeze::rows(office, head, position, PAGE).await?;
            let Some(last) = rows.last() else { break };
            position = last.position;
            for row in rows {
                count += 1;
                let at = row.position;
                match Line::try_from(row) {
                    Ok(line) => {
                        hash = line.hash_after(&hash);
                        total += i128::from(line.amount_minor);
                        self.line(head, &line);
                    }
                    Err(unreadable) => self.differs(head, Some(at), unreadable.to_string()),
                }
            }
        }
        self.lines += count;
        if i64::try_from(count).ok() != head.line_count || position != head.line_count.unwrap_or_default() {
            let said = head.line_count.unwrap_or_default();
            self.differs(head, None, format!("has {count} lines where {said} were issued"));
        }
        if total != i128::from(head.total_minor.unwrap_or_default()) {
            let said = money::bare(head.total_minor.unwrap_or_default(), head.currency);
            self.differs(head, None, format!("the total is {said}, the lines come to another sum"));
        }
        self.corrected(office, head).await?;
        if head.lines_hash.as_deref() != Some(hash.as_str()) {
            self.differs(head, None, "the lines are not the ones that were issued".to_owned());
        }
        self.merchant(office, head).await
    }

    /// A reversal takes back every line of the statement that it names, and nothing else; a reversed statement has
    /// one.
    async fn corrected(&mut self, office: &Office, head: &Head) -> Result<()> {
        if head.state == StatementState::Reversed && reversals(office, head.id).await? != 1 {
            self.differs(head, None, "is reversed, and no reversal names it".to_owned());
        }
        let Some(of) = head.corrects.as_ref().filter(|_| head.nature == Nature::Reversal) else {
            return Ok(());
        };
        let of = head::find(office, of.id).await?;
        let total = of.total_minor.map(|minor| -minor);
        let unlike = unlike(office, head.id, of.id).await?;
        if of.state != StatementState::Reversed
            || (of.line_count, total) != (head.line_count, head.total_minor)
            || unlike > 0
        {
            let number = of.number.unwrap_or_default();
            self.differs(head, None, format!("does not take back {number} line by line"));
        }
        Ok(())
    }

    fn line(&mut self, head: &Head, line: &Line) {
        let Some(rule) = RuleVersion::numbered(line.formula, line.rule_version) else {
            let what = format!("{} has no version {}", line.formula, line.rule_version);
            return self.differs(head, Some(line.position), what);
        };
        match evaluate(rule, &line.inputs(head.currency).into()) {
            Ok(again) => {
                if again.amount_minor != line.amount_minor || again.exact != line.exact {
                    let bare = |minor| money::bare(minor, head.currency);
                    let (was, is) = (bare(line.amount_minor), bare(again.amount_minor));
                    let what = format!("order {}: {was} was issued, {is} is computed", line.order_no);
                    self.differs(head, Some(line.position), what);
                }
            }
            Err(problem) => {
                self.differs(head, Some(line.position), format!("order {}: {problem}", line.order_no))
            }
        }
    }

    fn differs(&mut self, head: &Head, position: Option<i64>, what: String) {
        self.differences.push(Difference { number: head.number.clone().unwrap_or_default(), position, what });
    }
}

/// Reversals of a statement that count.
async fn reversals(office: &Office, id: i64) -> Result<i64> {
    let mut sql = Sql::new("SELECT COUNT(*) FROM statements s WHERE s.corrects_id = ");
    sql.arg(id).push(" AND s.nature = 'reversal' AND s.state = 'issued'");
    Ok(sql.fetch_optional::<(i64,)>(&office.db).await?.map_or(0, |(count,)| count))
}

/// Lines of a reversal that are not a line of the other statement with the other sign.
async fn unlike(office: &Office, reversal: i64, of: i64) -> Result<i64> {
    let mut sql = Sql::new(
        "SELECT COUNT(*) FROM statement_lines f LEFT JOIN statement_lines o ON o.id = f.corrects_id AND o.statement_id = ",
    );
    sql.arg(of).push(" WHERE f.statement_id = ").arg(reversal);
    sql.push(
        " AND (o.id IS NULL OR o.position <> f.position OR o.due_id <> f.due_id OR o.deal_minor + f.deal_minor <> 0 \
         OR o.floor_minor + f.floor_minor <> 0 OR o.amount_minor + f.amount_minor <> 0)",
    );
    Ok(sql.fetch_optional::<(i64,)>(&office.db).await?.map_or(0, |(count,)| count))
}
