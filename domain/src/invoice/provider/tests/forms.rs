use super::super::*;
use crate::{
    Currency, FieldProblem, Period, Problem, Rate, Zone,
    invoice::{Fault, TaxNumber},
};

const AMOUNT: i64 = super::AMOUNT;

fn notice() -> Notice {
    Notice {
        requisition: RequisitionNo::parse("PR20261101").unwrap(),
        period: Period::parse("202610").unwrap(),
        amount_minor: AMOUNT,
        currency: Currency::CNY,
        noticed_at: Zone::default().parse("2026-11-15 09:00:00").unwrap(),
    }
}

fn known<'a>(notice: &'a Notice, invoices: &'a [i64], right: &'a TaxNumber) -> Known<'a> {
    Known {
        notice,
        noticed_on: "2026-11-15".parse().unwrap(),
        today: "2026-11-20".parse().unwrap(),
        held: Held { amount_minor: notice.amount_minor, currency: notice.currency, invoices },
        certified: Certified { names: &["华为技术有限公司", "Huawei"], tax_number: Some(right) },
        others: &[],
    }
}

fn huawei() -> TaxNumber {
    TaxNumber::parse("914403001922038216").unwrap()
}

fn line(item: &str, tax_rate: &str, amount: &str) -> WrittenLine {
    WrittenLine { item: item.to_owned(), tax_rate: tax_rate.to_owned(), amount: amount.to_owned() }
}

fn written() -> WrittenProviderInvoice {
    let text = str::to_owned;
    WrittenProviderInvoice {
        invoice_type: text("数电专票"),
        invoice_number: text("24442000000012345678"),
        issued_on: text("2026-11-16"),
        title: text("华为技术有限公司"),
        tax_number: text("914403001922038216"),
        lines: vec![line("软件服务费", "6%", "10000"), line("技术服务费", "0.06", "2,345.67")],
        remark: compose_remark(&notice()),
        file: text("a.ofd"),
        ..Default::default()
    }
}

fn read(written: &WrittenProviderInvoice, invoices: &[i64]) -> Result<ProviderInvoice, Vec<FieldProblem>> {
    written.read(&known(&notice(), invoices, &huawei()))
}

fn wrong(change: fn(&mut WrittenProviderInvoice)) -> Vec<FieldProblem> {
    let mut form = written();
    change(&mut form);
    read(&form, &[]).unwrap_err()
}

fn must_be(value: &str, right: &str) -> Problem {
    Fault::MustBe { value: value.to_owned(), right: right.to_owned() }.into()
}

#[test]
fn an_invoice_is_entered_with_its_items_and_its_one_rate() {
    let invoice = read(&written(), &[]).unwrap();
    assert_eq!((invoice.amount_minor, invoice.rate), (AMOUNT, Rate::percent(6)));
    assert_eq!(invoice.lines.iter().map(|line| line.amount_minor).collect::<Vec<_>>(), [1_000_000, 234_567]);
    assert_eq!((invoice.file.as_str(), invoice.courier.as_str()), ("a.ofd", ""));
    let paper = WrittenProviderInvoice {
        invoice_type: "special_paper".into(),
        invoice_code: "4403164320".into(),
        invoice_number: "00123456".into(),
        courier: "顺丰".into(),
        waybill: "SF1".into(),
        file: String::new(),
        ..written()
    };
    assert_eq!(read(&paper, &[]).unwrap().waybill, "SF1");
    let both = WrittenProviderInvoice { file: "a.pdf".into(), waybill: " ".into(), ..paper };
    let told: Vec<_> = read(&both, &[]).unwrap_err().into_iter().map(|one| one.field).collect();
    assert_eq!(told, ["waybill", "file"]);
}

#[test]
fn only_special_ones_as_originals_are_taken() {
    let told = wrong(|form| form.invoice_type = "ordinary_digital".into());
    let allowed = "special_paper, special_electronic, special_digital".to_owned();
    assert_eq!(told[0].problem, Problem::UnknownCode { value: "ordinary_digital".into(), allowed });
    let told = wrong(|form| form.file = "photo.png".into());
    assert_eq!(told[0].to_string(), "file 'png' is not known: use one of pdf, ofd, xml");
}

#[test]
fn different_rates_are_on_different_invoices() {
    let told = wrong(|form| form.lines[1].tax_rate = "13%".into());
    let rates = "6.00 %, 13.00 %".to_owned();
    assert_eq!(told, [Problem::from(Fault::SeveralRates { rates }).of("tax_rate")]);
    let fields = |change| -> Vec<String> { wrong(change).into_iter().map(|one| one.field).collect() };
    assert_eq!(fields(|form| form.lines.clear()), ["lines"]);
    assert_eq!(fields(|form| form.lines = vec![line("服务", "6%", "1"); 101]), ["lines"]);
    assert_eq!(
        fields(
            |form| form.lines = vec![line("服务", "6%", "1"), line("", "6", "-1"), line("服务", "6%", "0")]
        ),
        ["lines[1].item", "lines[1].tax_rate", "lines[1].amount", "lines[2].amount"]
    );
}

#[test]
fn no_more_is_invoiced_than_is_left() {
    assert!(read(&written(), &[0]).is_ok());
    for (invoices, rest) in [(&[1][..], "12345.66"), (&[AMOUNT], "0.00"), (&[AMOUNT, 9], "0.00")] {
        let why = Fault::AboveRest { value: "12345.67".into(), rest: rest.into() };
        assert_eq!(read(&written(), invoices), Err(vec![Problem::from(why).of("amount")]));
    }
}

#[test]
fn the_taxpayer_is_the_certified_one() {
    let told = wrong(|form| form.title = "别的公司".into());
    assert_eq!(told[0].problem, Problem::NotTheCompany { company: "华为技术有限公司 / Huawei".into() });
    let told = wrong(|form| form.tax_number = "9144030071526726XG".into());
    assert_eq!(told[0].problem, must_be("9144030071526726XG", "914403001922038216"));
    let english = WrittenProviderInvoice { title: " HUAWEI".into(), ..written() };
    assert!(read(&english, &[]).is_ok());
    let (notice, right) = (notice(), huawei());
    let nobody = Certified { names: &[], tax_number: None };
    let known = Known { certified: nobody, ..known(&notice, &[], &right) };
    let other = WrittenProviderInvoice { title: "别的公司".into(), ..written() };
    assert!(other.read(&known).is_ok(), "nothing was certified that it could differ from");
}

#[test]
fn the_remark_and_the_day_are_checked() {
    let told = wrong(|form| form.remark = "202610".into());
    assert_eq!(told, [Problem::from(Fault::NotNamed { wanted: "PR20261101".into() }).of("remark")]);
    let told = wrong(|form| form.issued_on = "2026-11-14".into());
    assert_eq!(told[0].problem, Problem::Before { other: "2026-11-15".into() });
    let told = wrong(|form| form.issued_on = "2026-11-21".into());
    assert_eq!(told[0].problem, Problem::NotYet { value: "2026-11-21".into() });
    let fields: Vec<_> = read(&WrittenProviderInvoice::default(), &[]).unwrap_err();
    let fields: Vec<_> = fields.into_iter().map(|one| one.field).collect();
    assert_eq!(fields, ["invoice_type", "issued_on", "title", "tax_number", "lines", "remark"]);
}

fn abroad() -> WrittenAbroadInvoice {
    let text = str::to_owned;
    WrittenAbroadInvoice {
        invoice_number: text("INV-2026-001"),
        issued_on: text("2026-11-20"),
        requisition: text("pr20261101"),
        item: text("Marketplace Service"),
        period: text("2026-10"),
        amount: text("12,345.67"),
        file: text("invoice.PDF"),
    }
}

#[test]
fn abroad_everything_is_as_the_notice_says() {
    let (notice, right) = (Notice { currency: Currency::USD, ..notice() }, huawei());
    let read = |form: &WrittenAbroadInvoice| form.read(&known(&notice, &[], &right));
    let invoice = read(&abroad()).unwrap();
    assert_eq!((invoice.number.as_str(), invoice.amount_minor), ("INV-2026-001", AMOUNT));
    assert_eq!(invoice.requisition, notice.requisition);
    let differs = WrittenAbroadInvoice {
        requisition: "PR2".into(),
        item: "Software".into(),
        period: "202611".into(),
        amount: "12345.66".into(),
        ..abroad()
    };
    let told: Vec<_> = read(&differs).unwrap_err();
    assert_eq!(
        told,
        [
            must_be("PR2", "PR20261101").of("requisition"),
            must_be("Software", SERVICE_ITEM).of("item"),
            must_be("202611", "202610").of("period"),
            must_be("12345.66", "12345.67").of("amount"),
        ]
    );
    let told: Vec<_> = read(&WrittenAbroadInvoice::default()).unwrap_err();
    assert!(told.iter().all(|one| one.problem == Problem::Missing), "{told:?}");
    assert_eq!(told.len(), 7);
    let signs = WrittenAbroadInvoice { invoice_number: "INV/1".into(), ..abroad() };
    assert_eq!(read(&signs).unwrap_err()[0].field, "invoice_number");
    let long = WrittenAbroadInvoice { invoice_number: "1".repeat(65), ..abroad() };
    assert_eq!(read(&long).unwrap_err()[0].problem, Problem::TooLong { most: 64 });
    let again = abroad().read(&known(&notice, &[AMOUNT], &right)).unwrap_err();
    assert!(matches!(&again[0].problem, Problem::OfInvoice { why: Fault::AboveRest { .. } }));
}
