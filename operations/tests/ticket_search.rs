//! Tickets are found by what was written on them.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/books.rs"]
mod books;
mod common;

use books::{granted, person};
use common::{import, set_clock, staff};
use domain::access::{Actor, Role};
use operations::{
    Office,
    db::Sql,
    list::{Filter, Page},
    tickets::{self, LIST, NEWEST, NewMessage, NewTicket, Ticket, open, say},
};

fn owner() -> Actor {
    staff(Role::Owner)
}

async fn shop(office: &Office) {
    person(office, "owner", Role::Owner).await;
    let file = "order_no,order_type,business_kind,delivery_type,product_id,product_name,customer_id,customer_name,duration,duration_unit,deal_price,state,created_at,billing_mode\n\
        O1,NEW,general,saas_auto,P-1,云服务,C-1,远山贸易,1,month,10.00,pending_payment,2026-11-20 09:00:00,PERIOD\n\
        O2,NEW,general,saas_auto,P-2,数据备份,C-2,Northwind,1,month,10.00,pending_payment,2026-11-20 09:00:00,PERIOD\n";
    import(office, &owner(), "orders.csv", file).await.unwrap();
    let morning = domain::Zone::default().parse("2026-11-23 10:00:00").unwrap();
    set_clock(office, morning.timestamp_millis());
}

async fn opened(office: &Office, order: &str, subject: &str, description: &str) -> String {
    let new = NewTicket {
        subject: subject.into(),
        description: description.into(),
        order_no: order.into(),
        ..NewTicket::default()
    };
    open(office, &owner(), &new).await.unwrap().ticket.no()
}

async fn write(office: &Office, no: &str, body: &str, public: bool) {
    let by = if public { "customer" } else { "staff" };
    let new = NewMessage { body: body.into(), public, by: by.into(), ..NewMessage::default() };
    say(office, &owner(), no, &new).await.unwrap();
}

async fn page(office: &Office, actor: &Actor, query: &str) -> Page<Ticket> {
    let query = serde_urlencoded::to_string([("q", query)]).unwrap();
    let (filter, problems) = Filter::read_query(&LIST, &query);
    assert!(problems.is_empty(), "{query}: {problems:?}");
    tickets::list(office, actor, &filter).await.unwrap()
}

async fn found(office: &Office, actor: &Actor, query: &str) -> Vec<String> {
    page(office, actor, query).await.rows.into_iter().map(|row| row.no()).collect()
}

both! {
    async fn words_of_subject_and_conversation_find_it(office) {
        shop(&office).await;
        let first = opened(&office, "O1", "控制台登录失败", "点击登录后，页面显示 Error ECS.0219。").await;
        let second = opened(&office, "O2", "Backup slow", "The nightly backup takes five hours.").await;
        write(&office, &second, "请把 Agent 升级到 3.4 版本，再试一次。", true).await;
        write(&office, &second, "备注：供应商已确认是 throttling 引起的", false).await;
        for (query, no) in [
            ("登录", &first),
            ("控制台 ecs.0219", &first),
            ("页面显示", &first),
            ("ＥＣＳ", &first),
            ("nightly", &second),
            ("NIGHT", &second),
            ("升级到", &second),
            ("agent 版本", &second),
            ("throttling", &second),
            (" 3.4", &second),
        ] {
            assert_eq!(found(&office, &owner(), query).await, [no.as_str()], "{query}");
        }
        for query in ["登陆", "升级 nightly", "升到级", "ightly", "控制台 Agent", "\" OR *", "'; --", "登录 )"] {
            assert_eq!(found(&office, &owner(), query).await, Vec::<String>::new(), "{query}");
        }
        // Names and numbers are found as before, and together with words.
        assert_eq!(found(&office, &owner(), "Northwind").await, [second.as_str()]);
        assert_eq!(found(&office, &owner(), &first).await, [first.as_str()]);
    }

    async fn the_place_of_the_words_stands_on_the_row(office) {
        shop(&office).await;
        let no = opened(&office, "O1", "登录失败", "第一次").await;
        write(&office, &no, "您好，\n问题出在证书过期，请续期。", true).await;
        let found = page(&office, &owner(), "证书").await;
        assert!(!found.partial);
        let place = found.rows[0].excerpt.clone().unwrap();
        assert_eq!((place.before.as_str(), place.word.as_str()), ("您好， 问题出在", "证书"));
        assert_eq!(page(&office, &owner(), "远山").await.rows[0].excerpt, None, "its customer is meant");
    }

    async fn nobody_finds_what_they_may_not_read(office) {
        shop(&office).await;
        let first = opened(&office, "O1", "备份", "口令 orchid 泄露").await;
        opened(&office, "O2", "备份", "口令 orchid 泄露").await;
        let li = person(&office, "li", Role::Support).await;
        let support = granted(&office, &li, "P-1").await;
        assert_eq!(found(&office, &support, "orchid").await, [first]);
        let finance = person(&office, "wang", Role::Finance).await;
        assert_eq!(page(&office, &finance, "").await.rows.len(), 2, "finance sees the queue");
        assert_eq!(found(&office, &finance, "orchid").await, Vec::<String>::new());
        assert_eq!(found(&office, &staff(Role::Auditor), "orchid").await.len(), 2);
    }

    async fn of_too_many_messages_the_newest_are_looked_at(office) {
        shop(&office).await;
        let old = opened(&office, "O1", "旧的", "服务器 orchid 重启").await;
        let new = opened(&office, "O2", "新的", "重启").await;
        many(&office, &new, NEWEST).await;
        // Written before there was an index.
        assert_eq!(i64::try_from(tickets::index_more(&office).await.unwrap()).unwrap(), NEWEST);
        assert_eq!(tickets::index_more(&office).await.unwrap(), 0);
        let all = page(&office, &owner(), "重启").await;
        assert!(all.partial);
        assert_eq!(all.rows.iter().map(Ticket::no).collect::<Vec<_>>(), [new]);
        // One word more, and the old one is among the newest again.
        let few = page(&office, &owner(), "重启 orchid").await;
        assert!(!few.partial);
        assert_eq!(few.rows.iter().map(Ticket::no).collect::<Vec<_>>(), [old]);
    }
}

/// Messages that are in no index.
async fn many(office: &Office, no: &str, count: i64) {
    let id: i64 = no.trim_start_matches('T').parse::<i64>().unwrap() - 100_000;
    let mut tx = office.db.begin().await.unwrap();
    for _ in 0..count {
        let mut sql = Sql::new(
            "INSERT INTO ticket_messages (ticket_id, at, side, public, actor_kind, actor_name, body) VALUES (",
        );
        sql.arg(id).push(", 1, 'staff', 1, 'staff', 'x', '服务器需要重启，请稍候。')");
        sql.execute_in(&mut tx).await.unwrap();
    }
    tx.commit().await.unwrap();
}
