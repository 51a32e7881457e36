//! When a delivery opens, where it may stand, and when it does not.

use domain::access::{Actor, Role};
use operations::{Failure, Office, imports, jobs, supervisions};

use crate::{
    both,
    common::{import, staff},
    shop::{HEADER, bring, get, owner, paid, stands},
};

async fn is_there(office: &Office, order_no: &str) -> bool {
    match supervisions::get(office, &owner(), order_no).await {
        Ok(_) => true,
        Err(Failure::NotFound) => false,
        Err(other) => panic!("{other}"),
    }
}

both! {
    async fn a_paid_new_order_of_a_supervised_type_opens_one_and_nothing_else_does(office) {
        let mut rows: Vec<String> = ["human_service", "saas_manual", "license", "hardware", "app_orchestration", "data_file"]
            .iter().map(|delivery| paid(&format!("CS{delivery}"), "general", delivery)).collect();
        rows.push(paid("CSimage", "general", "image"));
        rows.push(paid("CSrenewal", "general", "human_service").replacen("NEW", "RENEW", 1));
        rows.push(paid("CSunpaid", "general", "human_service").replace("processing", "pending_payment").replace("2026-11-01 10:00:00", ""));
        rows.push(paid("CSdone", "general", "human_service").replace("processing", "completed"));
        bring(&office, &rows).await;
        for supervised in ["human_service", "saas_manual", "license", "hardware", "app_orchestration", "data_file"] {
            let detail = get(&office, &format!("CS{supervised}")).await;
            let opened = detail.log.first().unwrap();
            assert_eq!(opened.event.action, "supervision.opened");
            assert_eq!(opened.event.actor_name, "owner");
            assert_eq!(detail.row.flow_version, "v2");
            assert_eq!(detail.row.node, detail.row.flow.first());
            assert!(detail.row.due_at.unwrap() - detail.row.bought_at == 180 * 86_400_000);
        }
        assert_eq!(stands(&office, "CShardware").await, ("implement".into(), Some("merchant".into())));
        assert_eq!(stands(&office, "CSlicense").await, ("submit_requirement".into(), Some("buyer".into())));
        for other in ["CSimage", "CSrenewal", "CSunpaid", "CSdone", "CSnobody"] {
            assert!(!is_there(&office, other).await, "{other}");
        }
        // It opens in the transaction in which the order becomes paid, once.
        bring(&office, &[paid("CSunpaid", "general", "human_service")]).await;
        bring(&office, &[paid("CSunpaid", "general", "human_service")]).await;
        assert_eq!(get(&office, "CSunpaid").await.log.len(), 1);
    }

    async fn a_file_may_say_where_a_delivery_stands(office) {
        let header = format!("{HEADER},supervision_node,supervision_since");
        let said = |no: &str, more: &str| format!("{},{more}", paid(no, "general", "human_service"));
        let rows = [
            said("CS1", "implement,2026-11-05 10:00:00"),
            said("CS2", "用户确认验收,"),
            said("CS3", "frozen_appeal,"),
            said("CS4", "code_activation,"),
            said("CS5", "done,"),
            said("CS6", ",2026-11-05 10:00:00"),
            said("CS7", "implement,2026-11-01 09:59:59"),
            said("CS8", "implement,2026-11-16 10:00:00"),
            said("CS9", "implement,").replacen("NEW", "RENEW", 1),
            said("CS10", "done,").replace("processing", "completed"),
        ];
        let done = import(&office, &owner(), "orders.csv", format!("{header}\n{}\n", rows.join("\n"))).await.unwrap();
        assert_eq!((done.created, done.rejected.len()), (3, 7), "{done:?}");
        let first = get(&office, "CS1").await.row;
        assert_eq!((first.node.code(), first.node_since), ("implement", 1_793_844_000_000));
        assert_eq!(stands(&office, "CS2").await.0, "buyer_acceptance");
        assert_eq!(get(&office, "CS10").await.row.stage, "done");
    }

    async fn orders_of_the_books_get_theirs_by_a_job(office) {
        bring(&office, &[paid("CS1", "general", "human_service"), paid("CS2", "general", "image")]).await;
        let mut tx = office.db.begin().await.unwrap();
        for table in ["supervision_requests", "supervisions"] {
            let sql = operations::db::Sql::new(&format!("DELETE FROM {table}"));
            sql.execute_in(&mut tx).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert!(!is_there(&office, "CS1").await);
        jobs::plan(&office, jobs::OPENINGS).await.unwrap();
        jobs::drain(&office, jobs::OPENINGS).await.unwrap();
        assert!(is_there(&office, "CS1").await && !is_there(&office, "CS2").await);
        let step = jobs::progress(&office, "supervisions.open", 0).await.unwrap().unwrap();
        assert_eq!((step.done, step.total), (2, 2));
    }

    async fn support_sees_deliveries_of_granted_products_only(office) {
        bring(&office, &[paid("CS1", "general", "human_service")]).await;
        let product = get(&office, "CS1").await.row.product_id;
        let support = |products| Actor::Staff { id: 9, name: "客服".into(), role: Role::Support, products };
        assert!(supervisions::get(&office, &support(vec![product]), "CS1").await.is_ok());
        let strange = supervisions::get(&office, &support(vec![product + 1]), "CS1").await;
        assert!(matches!(strange, Err(Failure::NotFound)));
        let order_id = get(&office, "CS1").await.row.order_id;
        let buyer = |order_id| Actor::Buyer { id: 1, order_id, name: "远山贸易".into() };
        assert!(supervisions::get(&office, &buyer(order_id), "CS1").await.is_ok());
        assert!(matches!(supervisions::get(&office, &buyer(order_id + 1), "CS1").await, Err(Failure::NotFound)));
        assert!(matches!(supervisions::act(&office, &staff(Role::Finance), "CS1", &supervisions::Given::default()).await, Err(Failure::Denied(_))));
    }

    async fn a_delivery_that_nobody_touched_goes_with_its_import(office) {
        let file = format!("{HEADER}\n{}\n", paid("CS1", "general", "human_service"));
        let done = import(&office, &owner(), "orders.csv", file).await.unwrap();
        imports::undo(&office, &owner(), done.import_id).await.unwrap();
        jobs::drain(&office, jobs::UNDOS).await.unwrap();
        assert!(!is_there(&office, "CS1").await);
        let file = format!("{HEADER}\n{}\n", paid("CS1", "general", "human_service"));
        let done = import(&office, &owner(), "orders.csv", file).await.unwrap();
        crate::shop::walk(&office, "CS1", &[("submit_requirement", "buyer")]).await;
        let way = imports::undo(&office, &owner(), done.import_id).await.unwrap_err().to_string();
        assert!(way.contains("the delivery of CS1 has gone on"), "{way}");
    }
}
