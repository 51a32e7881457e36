//! Bills of the demo: the merchant is certified, joint products have a rule, and each month of the last year is billed.

use anyhow::Context;
use domain::{
    access::Actor,
    bill::{BillAction, BillKind, DisputeAction, Stage},
    merchant::WrittenStanding,
    money,
    order::PaymentMethod,
    settlement::rules::WrittenRule,
};
use operations::{
    Failure, Office,
    bills::{
        self, Bill, LIST,
        disputes::{self, NewDispute},
    },
    list::Filter,
    merchant, rules,
};

use super::reconciliation::reconcile;

const STANDING: &str = r#"{
    "certification": {"state": "passed", "account_name": "数桥示例科技有限公司", "bank": "招商银行北京分行",
        "account_no": "110900000000001", "taxpayer": "general", "currency": "CNY"},
    "agreement": {"version": "2026-01", "signed": true}}"#;

/// What was agreed on joint products and with the provider.
const RULES: [&str; 2] = [
    r#"{"formula": "joint_deal", "scope": "all", "effective_from": "2015-01-02", "ratio_kind": "fixed", "ratio": "70%"}"#,
    r#"{"formula": "partner", "scope": "all", "effective_from": "2015-01-02", "ratio_kind": "fixed", "ratio": "8%"}"#,
];

/// Months that are billed.
const MONTHS: usize = 12;

/// Bills each month; all but the last are locked, the older ones paid.
pub(super) async fn bill(office: &Office, finance: &Actor, owner: &Actor) -> anyhow::Result<()> {
    let standing: WrittenStanding = serde_json::from_str(STANDING).context("the standing")?;
    merchant::record(office, owner, &standing).await?;
    let last = office.zone.period(office.clock.now()).previous();
    for rule in RULES {
        let written: WrittenRule = serde_json::from_str(rule).context("a rule")?;
        let draft = rules::draft(office, finance, &written).await?;
        let id = draft.id.context("a draft has a row")?;
        rules::replay(office, finance, id, last).await?;
        rules::publish(office, owner, id, None).await?;
    }
    let months: Vec<_> =
        std::iter::successors(Some(last), |month| Some(month.previous())).take(MONTHS).collect();
    for (age, period) in months.into_iter().enumerate().rev() {
        match bills::run_now(office, finance, period, None).await {
            // At the beginning of a month the last one is not billed yet.
            Ok(_) | Err(Failure::Bill(_)) => {}
            Err(failure) => return Err(failure.into()),
        }
        let steps: &[(&Actor, BillAction)] = match age {
            0 => &[],
            1 => &[(finance, BillAction::Submit), (owner, BillAction::Approve), (finance, BillAction::Lock)],
            _ => &[
                (finance, BillAction::Submit),
                (owner, BillAction::Approve),
                (finance, BillAction::Lock),
                (finance, BillAction::Pay),
            ],
        };
        let (filter, _) = Filter::read_query(&LIST, &format!("period={period}"));
        for bill in bills::own(office, finance, &filter).await?.rows {
            // Nobody pays a bill below zero.
            let owes = |action: BillAction| action == BillAction::Pay && bill.total_minor < 0;
            for (who, action) in steps.iter().filter(|(_, action)| !owes(*action)) {
                bills::act(office, who, bill.id, *action, "").await?;
            }
            if age == 1 && bill.total_minor >= 0 {
                let invoices = bill.kind.needs_invoice();
                let stage = if invoices { Stage::AwaitingInvoice } else { Stage::Countersigning };
                bills::note_stage(office, finance, bill.id, stage).await?;
            }
            if bill.kind == BillKind::General && bill.payment == PaymentMethod::Prepaid {
                dispute(office, finance, owner, (&bill, age)).await?;
            }
        }
        if age == 1 {
            reconcile(office, finance, period).await?;
        }
    }
    Ok(())
}

/// Of one locked month a dispute was accepted, of another it is talked about.
async fn dispute(
    office: &Office,
    finance: &Actor,
    owner: &Actor,
    (bill, age): (&Bill, usize),
) -> anyhow::Result<()> {
    let (reason, answer) = match age {
        2 => ("合同约定的平台费率低于账单所用的费率，见附件二。", "云市场运营 2 日邮件确认，按附件二更正。"),
        1 => ("实付金额与客户的付款记录相差一笔优惠。", "已向云市场提交付款回单，等待答复。"),
        _ => return Ok(()),
    };
    let line = disputes::of_line(office, finance, bill.id, 1).await?;
    let should = money::bare(line.line.amount_minor + 12_600, bill.currency);
    let given = NewDispute { reason, should: if age == 2 { &should } else { "" } };
    let dispute = disputes::open(office, finance, (bill.id, 1), &given).await?;
    disputes::say(office, owner, dispute.id, answer).await?;
    if age == 2 {
        let decision = (DisputeAction::Accept, "与合同附件二一致。", should.as_str());
        disputes::act(office, owner, dispute.id, decision).await?;
    }
    Ok(())
}
