//! What can be done with many rows: whose rows it takes, and how it is done with one of them.

use domain::{
    access::{Actor, Operation},
    order::Refusal,
};

use super::{Chosen, Given, MOST, Outcome};
use crate::{
    Failure, Office, Result,
    db::Sql,
    exports::{self, ExportState},
    imports::{self, ImportState},
    list::{Filter, List, Page},
    orders::{self, Colleague},
    statements::{self, drafts::DraftKey},
    supervisions, tickets, tokens,
};

domain::codes! {
    /// What is done with the rows.
    pub enum Deed {
        /// Unpaid orders are cancelled.
        CancelOrders = "orders.cancel",
        /// Orders are given to somebody, or to nobody.
        AssignOrders = "orders.assign",
        /// Deliveries are given to somebody, or to nobody.
        AssignDeliveries = "supervisions.assign",
        /// Whoever is waited for is reminded.
        RemindDeliveries = "supervisions.remind",
        /// Tickets are given to somebody, or to nobody.
        AssignTickets = "tickets.assign",
        /// The same reply goes to each.
        ReplyTickets = "tickets.reply",
        /// API tokens are revoked.
        RevokeTokens = "tokens.revoke",
        /// Imports that broke off go on where they stopped.
        GoOnImports = "imports.go_on",
        /// Exports that failed or expired are made again.
        RetryExports = "exports.retry",
        /// Statements of a month are begun.
        DraftStatements = "statements.draft",
        /// Drafts are frozen and numbered.
        IssueStatements = "statements.issue",
    }
}

domain::codes! {
    /// What stands against a row, where it is not its state.
    pub enum Hindrance {
        /// It is not the person's to hand over.
        NotYours = "not_yours",
        /// None of its products is granted to the person.
        NotSeen = "not_seen",
        /// The file that an import came from is not kept any more.
        UploadGone = "upload_gone",
        /// Another export of the same list and person is being made.
        AnotherRuns = "another_runs",
        /// It was issued before.
        IssuedBefore = "issued_before",
        /// Somebody is issuing it, or it is long and goes on by itself.
        BeingIssued = "being_issued",
        /// Its month is not over.
        MonthNotOver = "month_not_over",
        /// It has no line.
        NoLine = "no_line",
        /// The formula refuses a line of it.
        LineRefused = "line_refused",
        /// It was discarded.
        Discarded = "discarded",
    }
}

/// Key and name of a row.
pub(super) type Named = (String, String);

impl Deed {
    /// The permission that it needs.
    #[must_use]
    pub const fn operation(self) -> Operation {
        match self {
            Self::CancelOrders => Operation::CancelOrder,
            Self::AssignOrders => Operation::AssignOrder,
            Self::AssignDeliveries => Operation::AssignSupervision,
            Self::RemindDeliveries => Operation::ActSupervision,
            Self::AssignTickets | Self::ReplyTickets => Operation::ActTicket,
            Self::RevokeTokens => Operation::ManageTokens,
            Self::GoOnImports => Operation::ImportOrders,
            Self::RetryExports => Operation::ExportOrders,
            Self::DraftStatements => Operation::DraftStatement,
            Self::IssueStatements => Operation::IssueStatement,
        }
    }

    /// The list whose rows it takes.
    #[must_use]
    pub fn list(self) -> &'static List {
        match self {
            Self::CancelOrders | Self::AssignOrders => &orders::LIST,
            Self::AssignDeliveries | Self::RemindDeliveries => &supervisions::LIST,
            Self::AssignTickets | Self::ReplyTickets => &tickets::LIST,
            Self::RevokeTokens => &tokens::LIST,
            Self::GoOnImports => &imports::LIST,
            Self::RetryExports => &exports::LIST,
            Self::DraftStatements | Self::IssueStatements => &statements::LIST,
        }
    }

    /// Whether it is done for a reason that somebody gives.
    pub(super) const fn has_reason(self) -> bool {
        matches!(self, Self::CancelOrders | Self::AssignDeliveries | Self::ReplyTickets)
    }

    /// Characters of the longest reason; a reply is as long as any.
    pub(super) const fn longest(self) -> u32 {
        match self {
            Self::ReplyTickets => tickets::MOST_CHARACTERS,
            _ => 500,
        }
    }

    /// Who may be given the rows, where they are given to somebody.
    pub(super) fn given_to(self) -> Option<fn(&Colleague) -> bool> {
        match self {
            Self::AssignOrders => Some(Colleague::takes_orders),
            Self::AssignDeliveries => Some(Colleague::delivers),
            Self::AssignTickets => Some(Colleague::takes_tickets),
            _ => None,
        }
    }

    /// Key and name of every chosen row; one more than [`MOST`] when there are too many.
    pub(super) async fn rows(self, office: &Office, actor: &Actor, chosen: Chosen<'_>) -> Result<Vec<Named>> {
        let rows = match chosen {
            Chosen::Matching(query) => return self.matching(office, actor, query).await,
            Chosen::Rows(rows) => rows,
        };
        let mut sql = Sql::new(match self {
            Self::CancelOrders
            | Self::AssignOrders
            | Self::AssignDeliveries
            | Self::RemindDeliveries
            | Self::AssignTickets
            | Self::ReplyTickets => {
                return Ok(rows.iter().map(|number| ((*number).to_owned(), (*number).to_owned())).collect());
            }
            Self::RevokeTokens => "SELECT id, name FROM tokens WHERE id IN ",
            Self::GoOnImports => "SELECT id, file_name FROM imports WHERE id IN ",
            Self::RetryExports => "SELECT e.id, e.kind FROM exports e WHERE e.id IN ",
            Self::DraftStatements => return statements::drafts::chosen(office, actor, rows).await,
            Self::IssueStatements => return statements::drafts::named(office, actor, rows).await,
        });
        let ids: Vec<i64> = rows.iter().filter_map(|id| id.parse().ok()).collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        sql.list(ids.iter().copied().take(MOST as usize + 1));
        if self == Self::RetryExports {
            exports::visible(&mut sql, exports::whose(actor)?);
        }
        sql.push(" ORDER BY id DESC");
        let found: Vec<(i64, String)> = sql.fetch_all(&office.db).await?;
        Ok(found.into_iter().map(|(id, name)| (id.to_string(), name)).collect())
    }

    async fn matching(self, office: &Office, actor: &Actor, query: &str) -> Result<Vec<Named>> {
        let (filter, problems) = Filter::read_query(self.list(), query);
        if !problems.is_empty() {
            return Err(Failure::Invalid(problems));
        }
        if self == Self::DraftStatements {
            return statements::drafts::matching(office, actor, &filter).await;
        }
        let mut filter = filter.at(None).sized(500);
        let mut found = Vec::new();
        loop {
            let page = self.page(office, actor, &filter).await?;
            found.extend(page.rows);
            if page.next.is_none() || found.len() > MOST as usize {
                found.truncate(MOST as usize + 1);
                return Ok(found);
            }
            filter.cursor = page.next;
        }
    }

    /// Key and name of the rows of a page.
    async fn page(self, office: &Office, actor: &Actor, filter: &Filter) -> Result<Page<Named>> {
        Ok(match self {
            Self::CancelOrders | Self::AssignOrders => {
                let page = orders::list_page(office, actor, filter).await?;
                page.map(|order| (order.order_no.clone(), order.order_no))
            }
            Self::AssignDeliveries | Self::RemindDeliveries => {
                let page = supervisions::list_page(office, actor, filter).await?;
                page.map(|row| (row.order_no.clone(), row.order_no))
            }
            Self::AssignTickets | Self::ReplyTickets => {
                tickets::list_page(office, actor, filter).await?.map(|row| (row.no(), row.no()))
            }
            Self::RevokeTokens => {
                tokens::list(office, actor, filter).await?.map(|token| (token.id.to_string(), token.name))
            }
            Self::GoOnImports => {
                let page = imports::list(office, actor, filter).await?;
                page.map(|import| (import.id.to_string(), import.file_name))
            }
            Self::RetryExports => {
                let page = exports::list(office, actor, filter).await?;
                page.map(|export| (export.id.to_string(), export.kind))
            }
            Self::DraftStatements | Self::IssueStatements => {
                let page = statements::list(office, actor, filter).await?;
                page.map(|head| (head.id.to_string(), head.called()))
            }
        })
    }

    /// Does it with one row, for the reason or with the person that is given: what came of it, and what stands against it. What ends everything, such
    /// as a database that is away, is an error.
    pub(super) async fn one(
        self,
        office: &Office,
        actor: &Actor,
        subject: &str,
        given: Given<'_>,
    ) -> Result<(Outcome, Option<&'static str>)> {
        match self.tried(office, actor, subject, given).await {
            Ok(None) => Ok((Outcome::Done, None)),
            Ok(Some(state)) => Ok((Outcome::Refused, Some(state))),
            Err(Failure::NotFound) => Ok((Outcome::Gone, None)),
            Err(Failure::Order(
                Refusal::OnlyUnpaidCanBeCancelled(state)
                | Refusal::OnlyUnpaidCanBePaid(state)
                | Refusal::OnlyProcessingCanBeCompleted(state),
            )) => Ok((Outcome::Refused, Some(state.code()))),
            Err(Failure::Supervision(supervisions::Refused::NotNow { node, .. })) => {
                Ok((Outcome::Refused, Some(node.code())))
            }
            Err(Failure::Supervision(supervisions::Refused::NotYoursToGive)) => {
                Ok((Outcome::Refused, Some(Hindrance::NotYours.code())))
            }
            Err(Failure::Ticket(tickets::Refused::NotNow { state, .. })) => {
                Ok((Outcome::Refused, Some(state.code())))
            }
            Err(
                Failure::Desk(orders::Refused::NotSeenBy { .. })
                | Failure::Supervision(supervisions::Refused::NotSeenBy { .. })
                | Failure::Ticket(tickets::Refused::NotSeenBy { .. }),
            ) => Ok((Outcome::Refused, Some(Hindrance::NotSeen.code()))),
            Err(Failure::Import(imports::Refused::UploadGone)) => {
                Ok((Outcome::Refused, Some(Hindrance::UploadGone.code())))
            }
            Err(Failure::Export(exports::Refused::Running)) => {
                Ok((Outcome::Refused, Some(Hindrance::AnotherRuns.code())))
            }
            Err(Failure::Statement(why)) => Ok((Outcome::Refused, Some(hindrance(&why).code()))),
            Err(failure) => Err(failure),
        }
    }

    /// The state that stands against it, if one does.
    async fn tried(
        self,
        office: &Office,
        actor: &Actor,
        subject: &str,
        given: Given<'_>,
    ) -> Result<Option<&'static str>> {
        let id = || subject.parse().map_err(|_| Failure::NotFound);
        match self {
            Self::CancelOrders => orders::cancel(office, actor, subject, given.reason).await?,
            Self::AssignOrders => orders::assign(office, actor, subject, given.assignee, None).await?,
            Self::AssignDeliveries => {
                let given = (given.assignee, given.reason);
                supervisions::assign(office, actor, subject, given, None).await?;
            }
            Self::RemindDeliveries => supervisions::remind(office, actor, subject).await?,
            Self::AssignTickets => {
                let (action, to) = ("assign".to_owned(), given.assignee.to_owned());
                let step = tickets::Given { action, to, ..tickets::Given::default() };
                tickets::act(office, actor, subject, &step).await?;
            }
            Self::ReplyTickets => {
                let body = given.reason.to_owned();
                // What was broken off and is done again is the same message.
                let key = Some(format!("bulk {}", given.bulk));
                let new = tickets::NewMessage { body, key, ..tickets::NewMessage::default() };
                tickets::say(office, actor, subject, &new).await?;
            }
            Self::RevokeTokens => tokens::revoke(office, actor, id()?).await?,
            Self::GoOnImports => return go_on(office, actor, id()?).await,
            Self::RetryExports => return retry(office, actor, id()?).await,
            Self::DraftStatements => {
                let DraftKey { reseller_id, period, currency } =
                    subject.parse().map_err(|()| Failure::NotFound)?;
                statements::draft_of(office, actor, reseller_id, period, currency).await?;
            }
            Self::IssueStatements => {
                let head = statements::issue(office, actor, id()?).await?;
                if head.issuing.is_some() {
                    return Ok(Some(Hindrance::BeingIssued.code()));
                }
            }
        }
        Ok(None)
    }
}

/// The state of an import that has not broken off, for nothing is done with it.
async fn go_on(office: &Office, actor: &Actor, id: i64) -> Result<Option<&'static str>> {
    let import = imports::get(office, actor, id).await?;
    match ImportState::from_code(&import.state) {
        Some(ImportState::Failed) | None => imports::go_on(office, actor, id).await.map(|()| None),
        Some(state) => Ok(Some(state.code())),
    }
}

/// The state of an export that waits, runs or is ready, for nothing is done with it.
async fn retry(office: &Office, actor: &Actor, id: i64) -> Result<Option<&'static str>> {
    match exports::get(office, actor, id).await?.state {
        ExportState::Failed | ExportState::Expired => exports::retry(office, actor, id).await.map(|()| None),
        state => Ok(Some(state.code())),
    }
}

/// What stands against drafting or issuing a statement.
const fn hindrance(why: &statements::Refused) -> Hindrance {
    use statements::Refused as R;
    match why {
        R::Issued { .. } => Hindrance::IssuedBefore,
        R::Issuing => Hindrance::BeingIssued,
        R::Discarded => Hindrance::Discarded,
        R::PeriodNotOver { .. } => Hindrance::MonthNotOver,
        R::Line { .. } => Hindrance::LineRefused,
        // Most of these come of other deeds than drafting and issuing.
        R::NothingToSettle
        | R::NothingLate { .. }
        | R::SeveralCurrencies { .. }
        | R::TooLong { .. }
        | R::NotIssued
        | R::Reversed { .. }
        | R::IsReversal { .. }
        | R::DraftStands { .. }
        | R::Paid { .. }
        | R::NotPaid { .. }
        | R::NothingToPay { .. }
        | R::ReversedSince { .. }
        | R::ResellerSettled { .. } => Hindrance::NoLine,
    }
}
