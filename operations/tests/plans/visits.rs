//! What people and programs look at and do.

use domain::{
    Period,
    access::{Actor, Role},
    order::OrderState,
};
use operations::{
    Office,
    documents::{read::read, sweep},
    find, home, imports,
    jobs::{self, UNDOS},
    journal,
    list::{Cursor, Filter, List},
    notifications::{self, Which},
    orders::{self, LIST},
    refunds, rules, search, sessions, statements, supervisions,
    tickets::{self, NewMessage, NewTicket},
    tokens,
};

use crate::{
    bills,
    books::{bring, granted, line, person, try_to_bring},
};

/// Addresses of the list of orders; every page of it, and the order before and after.
const LISTS: [&str; 77] = [
    "",
    "state=completed",
    "state=processing,pending_payment",
    "state=completed&order_type=NEW",
    "order_type=RENEW",
    "billing_mode=PERIOD",
    "business_kind=general",
    "sales_channel=reseller",
    "delivery_type=license",
    "state=completed&created_from=2026-03-01&created_to=2026-03-31",
    "created_from=2026-03-01&sort=created",
    "amount_from=100&amount_to=200",
    "amount_from=100&sort=-paid",
    "amount_from=100&business_kind=joint",
    "state=completed&sort=paid",
    "created_from=2026-03-01&sort=-paid",
    "customer=有限",
    "customer=有限&state=completed",
    "product=云",
    "customer=有限&product=云",
    "reseller=RESELLER",
    "reseller=RESELLER&state=completed&sort=-paid",
    "q=有限",
    "q=ORDER",
    "q=END",
    "q=2026",
    "q=SKU-01-1",
    "q=公司 上海",
    "product=云 备份&state=completed",
    "assignee=me",
    "assignee=me&state=processing,pending_payment",
    "assignee=me&sort=-paid",
    "assignee=nobody",
    "assignee=nobody&state=processing",
    "assignee=gone",
    "assignee=owner&q=有限",
    "assignee=li",
    "assignee=li&state=processing",
    "assignee=li&created_from=2026-03-01&sort=-paid",
    "date=last_month",
    "date=last_quarter&sort=-paid",
    "age=30",
    "age=30&state=processing,pending_payment",
    "overdue=payment,opening,acceptance",
    "overdue=opening&state=processing",
    "overdue=acceptance&sort=created",
    "overdue=payment&sort=-paid",
    "overdue=opening&q=有限",
    "statement=STATEMENT",
    "order_no=ORDER,CS1",
    "order_no=ORDER&state=completed&sort=-paid",
    "statement=STATEMENT&state=completed&sort=-paid",
    "statement=draft-2",
    "settlement=settled",
    "settlement=open",
    "settlement=open&state=completed",
    "settlement=unsettled&sort=-paid",
    "settlement=refused",
    "settlement=floor_unknown,not_repaid",
    "settlement=not_paid&q=有限",
    "billing=billed",
    "billing=billed&state=completed&sort=-paid",
    "billing=open",
    "billing=open&sort=created",
    "billing=refused",
    "billing=below_minimum",
    "billing=unpaid",
    "billing=unpaid&sort=-paid",
    "billing=supervision_open",
    "billing=not_provisioned",
    "billing=not_effective",
    "billing=completion_unknown",
    "billing=not_repaid",
    "billing=trial",
    "billing=cancelled",
    "billing=open,unpaid&q=有限",
    "billing=open&settlement=open&created_from=2026-03-01",
];

/// Addresses of the list of deliveries.
const DELIVERIES: [&str; 25] = [
    "",
    "sort=opened",
    "sort=since",
    "stage=merchant",
    "stage=merchant&sort=since",
    "stage=overdue&sort=opened",
    "stage=frozen",
    "waiting_for=operator",
    "waiting_for=nobody",
    "waiting_for=merchant&node=implement",
    "node=implement",
    "flow=website&sort=opened",
    "flow=standard&node=buyer_acceptance",
    "product=云",
    "customer=有限",
    "q=有限",
    "q=ORDER",
    "assignee=me",
    "assignee=nobody&stage=buyer",
    "assignee=li",
    "overdue=true",
    "overdue=true,soon&sort=opened",
    "frozen=true",
    "age=30&stage=merchant",
    "opened_from=2026-03-01&opened_to=2026-03-31",
];

/// Addresses of the queue of tickets.
const TICKETS: [&str; 23] = [
    "",
    "sort=changed",
    "sort=-created",
    "queue=unassigned",
    "queue=mine",
    "queue=others",
    "queue=customer&sort=created",
    "queue=overdue",
    "queue=ended",
    "state=in_progress",
    "state=closed,withdrawn&severity=urgent",
    "mine=true",
    "mine=false&overdue=true",
    "overdue=true,soon&sort=changed",
    "waiting_for=us",
    "waiting_for=customer",
    "product=云",
    "customer=有限",
    "q=T100001",
    "q=登录失败",
    "q=登录 100&state=closed",
    "order_no=ORDER",
    "created_from=2026-03-01&created_to=2026-03-31",
];

/// Addresses of the list of refunds.
const REFUNDS: [&str; 8] = [
    "",
    "state=pending_merchant_review&sort=created",
    "state=refunded,rejected",
    "ground=negotiated",
    "q=ORDER",
    "q=有限",
    "customer=有限&product=P-7",
    "created_from=2026-03-01&created_to=2026-03-31",
];

/// Goes everywhere once.
pub async fn everywhere(office: &Office) {
    let owner = person(office, "owner", Role::Owner).await;
    let support = person(office, "support", Role::Support).await;
    let any = orders::list_page(office, &owner, &Filter::of(&LIST).sized(50)).await.unwrap();
    let sold =
        orders::list_page(office, &owner, &filter("sales_channel=reseller&state=completed")).await.unwrap();
    let sold = orders::get(office, &owner, &sold.rows[0].order_no).await.unwrap();
    let reseller = sold.named.reseller.clone().unwrap();
    let support = granted(office, &support, &sold.named.products[0].code).await;
    let issued = statements::list(office, &owner, &Filter::of(&statements::LIST)).await.unwrap();
    let number = issued.rows.iter().find_map(|head| head.number.clone()).unwrap();
    for actor in [&owner, &support] {
        for address in LISTS {
            let address = address.replace("RESELLER", &reseller).replace("ORDER", &any.rows[3].order_no);
            let address = address.replace("STATEMENT", &number);
            let address = address.replace("END", &any.rows[3].order_no[any.rows[3].order_no.len() - 4..]);
            list(office, actor, &address).await;
        }
        for address in DELIVERIES {
            deliveries(office, actor, &address.replace("ORDER", &any.rows[3].order_no)).await;
        }
        for address in TICKETS {
            tickets(office, actor, &address.replace("ORDER", &any.rows[3].order_no)).await;
        }
        for address in REFUNDS {
            refunds(office, actor, &address.replace("ORDER", &any.rows[3].order_no)).await;
        }
        let order = orders::get(office, actor, &sold.named.order.number).await.unwrap().named;
        refunds::of_order(office, actor, &order, None).await.unwrap();
        tickets::of_order(office, actor, &sold.named.order.number).await.unwrap();
        home::home(office, actor).await.unwrap();
        for given in ["有限", "RS-2026", &sold.named.order.number] {
            find::find(office, actor, given).await.unwrap();
        }
    }
    handling(office, &owner, &sold.named.order.number).await;
    conversation(office, &owner, &sold.named.order.number).await;
    the_rest(office, &owner).await;
    for actor in [&owner, &support] {
        notifications(office, actor).await;
    }
    settlement(office, &owner, &reseller, &sold.named.order.number).await;
    settlement_rules(office, &owner).await;
    bills::everywhere(office, &owner, &any.rows[3].order_no).await;
    changes(office, &owner, &any.rows.iter().map(|row| row.order_no.as_str()).collect::<Vec<_>>()).await;
    undoing(office, &owner).await;
}

/// A draft is written, replayed over a month with lines, and looked at.
async fn settlement_rules(office: &Office, owner: &Actor) {
    let written = rules::WrittenRule {
        formula: "general".into(),
        effective_from: "2026-01-01".into(),
        ratio_kind: "usual".into(),
        ratio: "4%".into(),
        ..rules::WrittenRule::default()
    };
    let draft = rules::draft(office, owner, &written).await.unwrap();
    let id = draft.id.unwrap();
    let month = Period::parse("202603").unwrap();
    let replayed = rules::replay(office, owner, id, month).await.unwrap();
    assert!(replayed.replay.unwrap().lines > 0, "the month holds lines");
    rules::changes(office, owner, id, month, 0, 50).await.unwrap();
    rules::list(office, owner).await.unwrap();
    rules::diff(office, owner, &draft.key()).await.unwrap();
    let published = rules::publish(office, &Actor::System, id, None).await.unwrap();
    rules::find(office, owner, &published.rule.name().replace(' ', "-")).await.unwrap();
    rules::versions(office).await.unwrap();
}

fn filter(address: &str) -> Filter {
    filter_of(&LIST, address)
}

const fn cursor(id: i64) -> Cursor {
    Cursor { value: id, id, backwards: false }
}

fn filter_of(list: &'static List, address: &str) -> Filter {
    let pairs = address.split('&').filter_map(|pair| pair.split_once('='));
    let (filter, problems) = Filter::read(list, pairs);
    assert!(problems.is_empty(), "{address}: {problems:?}");
    filter
}

async fn list(office: &Office, actor: &Actor, address: &str) {
    let mut filter = filter(address);
    let first = orders::list(office, actor, &filter).await.unwrap();
    if let Some(row) = first.rows.get(1) {
        let detail = orders::get(office, actor, &row.order_no).await.unwrap();
        orders::neighbours(office, actor, &filter, &detail.named).await.unwrap();
    }
    orders::sums(office, actor, &filter, true).await.unwrap();
    filter.cursor = first.next;
    orders::list_page(office, actor, &filter).await.unwrap();
}

async fn tickets(office: &Office, actor: &Actor, address: &str) {
    let mut filter = filter_of(&tickets::LIST, address);
    let first = tickets::list(office, actor, &filter).await.unwrap();
    if let Some(row) = first.rows.get(1) {
        tickets::get(office, actor, &row.no()).await.unwrap();
        tickets::neighbours(office, actor, &filter, row).await.unwrap();
    }
    filter.cursor = first.next;
    tickets::list_page(office, actor, &filter).await.unwrap();
    tickets::close_unanswered(office).await.unwrap();
    tickets::raise_alarms(office).await.unwrap();
    tickets::set_first_alarms(office).await.unwrap();
    tickets::duty(office, actor).await.unwrap();
    for by in tickets::By::CODES {
        let asked = tickets::Asked::read(office, ["2026-11-02", "2026-11-08", *by]).unwrap();
        tickets::report(office, actor, asked).await.unwrap();
    }
}

/// What somebody was told, and what is told now.
async fn notifications(office: &Office, actor: &Actor) {
    for headers in ["", "In-Reply-To: <m1>\r\n"] {
        let raw = format!(
            "From: li{}@x.cn\r\nTo: desk+0123456789abcdef0123@shop.example\r\n{headers}\r\nx\r\n",
            headers.len()
        );
        operations::mail::receive(office, actor, raw.into_bytes()).await.unwrap();
    }
    jobs::drain(office, jobs::MAILS).await.unwrap();
    notifications::mail_due(office).await.unwrap();
    for address in ["", "unread=true", "unread=false&sort=at", "event=ticket.opened,ticket.overdue"] {
        let mut filter = filter_of(&notifications::LIST, address);
        filter.cursor = notifications::list(office, actor, &filter).await.unwrap().next;
        notifications::list(office, actor, &filter).await.unwrap();
    }
    notifications::unread(office, actor).await.unwrap();
    notifications::choices(office, actor).await.unwrap();
    for which in [Which::These(vec![1, 2]), Which::Upto(7), Which::All] {
        notifications::mark_read(office, actor, &which).await.unwrap();
    }
    notifications::tell(office).await.unwrap();
    notifications::forget(office).await.unwrap();
}

async fn refunds(office: &Office, actor: &Actor, address: &str) {
    let mut filter = filter_of(&refunds::LIST, address);
    let first = refunds::list(office, actor, &filter).await.unwrap();
    if let Some(row) = first.rows.get(1) {
        let refund = refunds::get(office, actor, row.id).await.unwrap();
        refunds::neighbours(office, actor, &filter, &refund).await.unwrap();
        refunds::history(office, actor, &refund).await.unwrap();
    }
    filter.cursor = first.next;
    refunds::list(office, actor, &filter).await.unwrap();
}

async fn deliveries(office: &Office, actor: &Actor, address: &str) {
    let mut filter = filter_of(&supervisions::LIST, address);
    let first = supervisions::list(office, actor, &filter).await.unwrap();
    if let Some(row) = first.rows.get(1) {
        let detail = supervisions::get(office, actor, &row.order_no).await.unwrap();
        supervisions::neighbours(office, actor, &filter, &detail.row).await.unwrap();
    }
    filter.cursor = first.next;
    supervisions::list_page(office, actor, &filter).await.unwrap();
    supervisions::remind_overdue(office).await.unwrap();
}

/// Notes, and who looks after an order.
async fn handling(office: &Office, owner: &Actor, order_no: &str) {
    let note = orders::write_note(office, owner, order_no, "一", Some("key")).await.unwrap();
    orders::write_note(office, owner, order_no, "一", Some("key")).await.unwrap();
    orders::change_note(office, owner, order_no, (note.id, 1), "二").await.unwrap();
    orders::delete_note(office, owner, order_no, (note.id, 2)).await.unwrap();
    orders::notes(office, owner, order_no).await.unwrap();
    orders::assign(office, owner, order_no, orders::ME, None).await.unwrap();
    orders::assign(office, owner, order_no, orders::NOBODY, None).await.unwrap();
    orders::colleagues(office, owner).await.unwrap();
}

/// A ticket with documents: handed in, sent, read, and forgotten when nobody sent them.
async fn conversation(office: &Office, owner: &Actor, order_no: &str) {
    const PDF: &[u8] = b"%PDF-1.4\n%%EOF\n";
    let new = NewTicket {
        subject: "x".into(),
        description: "x".into(),
        order_no: order_no.into(),
        ..NewTicket::default()
    };
    let no = tickets::open(office, owner, &new).await.unwrap().ticket.no();
    let take = async || tickets::take(office, owner, Some(&no), "a.pdf", PDF).await.unwrap();
    let kept = tickets::hand_in(office, owner, &no, &[take().await, take().await]).await.unwrap();
    let documents = vec![kept[0].id];
    let new = NewMessage { documents, files: vec![take().await], public: false, ..NewMessage::default() };
    let said = tickets::say(office, owner, &no, &new).await.unwrap();
    read(office, owner, said.messages[1].documents[0].id).await.unwrap();
    sweep(office).await.unwrap();
}

async fn the_rest(office: &Office, owner: &Actor) {
    for address in [
        "",
        "kind=order",
        "kind=import&id=1",
        "action=order.cancelled",
        "action=order.cancelled&from=2026-03-01&to=2026-03-02",
        "who=owner",
        "who=system",
        "from=2026-03-01",
        "to=2026-03-01&sort=at",
        "import=7",
        "id=CS1",
        "amount=100.00&from=2026-03-01&to=2026-03-02",
        "sign_ins=shown",
    ] {
        let filter = filter_of(&journal::LIST, address).at(Some(cursor(900_000)));
        journal::list(office, owner, &filter).await.unwrap();
    }
    for address in ["", "state=failed"] {
        let filter = filter_of(&imports::LIST, address).at(Some(cursor(900_000)));
        imports::list(office, owner, &filter).await.unwrap();
    }
    imports::get(office, owner, 1).await.unwrap();
    imports::changed(office, owner, 1).await.unwrap();
    search::fold(office).await.unwrap();
    tickets::index_more(office).await.unwrap();
    sessions::load(office, "none").await.unwrap();
    sessions::list_own(office, owner, "none").await.unwrap();
    sessions::delete_expired(office).await.unwrap();
    tokens::authenticate(office, "none").await.unwrap();
}

async fn settlement(office: &Office, owner: &Actor, reseller: &str, sold: &str) {
    statements::months(office, owner).await.unwrap();
    statements::balances(office, owner, None).await.unwrap();
    let months = statements::waiting(office, owner).await.unwrap();
    let over = months
        .iter()
        .find(|month| month.reseller == reseller && month.period < Period::parse("202611").unwrap());
    let period = over.unwrap().period;
    statements::month(office, owner, period).await.unwrap();
    let id = statements::draft(office, owner, reseller, period, None).await.unwrap();
    let looks = async || {
        statements::get(office, owner, id).await.unwrap();
        statements::lines(office, owner, id, statements::Cursor::default(), 20).await.unwrap();
        for group in statements::left_out(office, owner, id).await.unwrap() {
            statements::left_out_of(office, owner, id, group.reason, (0, 0), 20).await.unwrap();
        }
        statements::month(office, owner, period).await.unwrap();
        let order = orders::get(office, owner, sold).await.unwrap();
        statements::standing(office, owner, &order.named).await.unwrap();
        statements::amounts(office, owner, &order.named).await.unwrap();
        statements::draft_in(office, owner, &order.named, period).await.unwrap();
        for address in [format!("reseller={reseller}&period={period}"), "state=draft&sort=-period".to_owned()]
        {
            statements::list(office, owner, &filter_of(&statements::LIST, &address)).await.unwrap();
        }
    };
    looks().await;
    statements::issue(office, owner, id).await.unwrap();
    looks().await;
}

/// Brings a file in with orders of the books and a new one, and cancels.
async fn changes(office: &Office, owner: &Actor, known: &[&str]) {
    try_to_bring(office, &known.iter().map(|no| line(no)).collect::<Vec<_>>()).await;
    bring(office, &[line("N-1").with("state", OrderState::PendingPayment.code())]).await;
    orders::cancel(office, owner, "N-1", "not wanted").await.unwrap();
    orders::cancel_unpaid(office, 3_000).await.unwrap();
}

/// Undoes an import that brought in and changed orders, with customers and products.
async fn undoing(office: &Office, owner: &Actor) {
    try_to_bring(office, &[line("N-2"), line("N-3")]).await;
    let new = line("N-4").with("customer_id", "N").with("product_id", "N").with("reseller", "N");
    let lines =
        [line("N-2").with("deal_price", "90"), line("N-3").with("line_no", 2), new.with("floor_price", "1")];
    let lines = lines.map(|line| line.with("sales_channel", "reseller").with("reseller", "N"));
    let id = try_to_bring(office, &lines).await.import_id;
    imports::undo_dry_run(office, owner, id).await.unwrap();
    imports::undo(office, owner, id).await.unwrap();
    jobs::drain(office, UNDOS).await.unwrap();
    imports::undo_left(office, owner, id).await.unwrap();
    assert!(imports::get(office, owner, id).await.unwrap().withdrawn > 0);
}
