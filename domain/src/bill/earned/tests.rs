use super::*;
use crate::{
    Currency,
    order::{DeliveryType, sample},
    settlement::{PriceBasis, Scope, evaluate, formula::amount, rules::VERSIONS},
};

fn rules(extra: &[RuleVersion]) -> Vec<RuleVersion> {
    VERSIONS.iter().chain(extra).cloned().collect()
}

fn published(formula: Formula, scope: Scope, percent: u16) -> RuleVersion {
    let ratio = Ratio::Fixed(Rate::percent(percent));
    let first = RuleVersion::newest(formula).unwrap().clone();
    RuleVersion { version: 7 + i64::from(percent), scope, ratio, ..first }
}

fn sold(kind: BusinessKind) -> (Head, Line) {
    (Head { business_kind: kind, ..sample::head() }, sample::line(1))
}

fn earns(rules: &[RuleVersion], of: &(Head, Line)) -> Result<(String, i64), FieldProblem> {
    let earned = Earner { rules, region: Region::Mainland }.of(&of.0, &of.1)?;
    let rule = earned.choice.winner;
    assert_eq!(evaluate(rule, &earned.inputs).map(|it| it.amount_minor), amount(rule, &earned.inputs));
    Ok((rule.name(), amount(rule, &earned.inputs)?))
}

#[test]
fn general_products_by_the_policy_of_their_day() {
    let (mut head, mut line) = sold(BusinessKind::General);
    line.deal_minor = 100_000;
    line.coupon_minor = 10_000;
    head.effective_at = sample::at("2024-02-29 23:59:59");
    assert_eq!(earns(VERSIONS, &(head, line.clone())), Ok(("general v1".into(), 85_500)), "G2");
    head.effective_at = sample::at("2024-03-01 00:00:00");
    assert_eq!(earns(VERSIONS, &(head, line.clone())), Ok(("general v2".into(), 85_500)));
    line.platform_fee = Some(Rate::percent(15));
    assert_eq!(earns(VERSIONS, &(head, line)), Ok(("general v2".into(), 76_500)));
}

#[test]
fn selected_products_by_their_floor_price_which_has_to_be_there() {
    let mut of = sold(BusinessKind::Selected);
    assert_eq!(earns(VERSIONS, &of), Ok(("selected v1".into(), 720_000)), "S1");
    of.1.floor_minor = None;
    assert_eq!(earns(VERSIONS, &of), Err(Problem::Missing.of("floor")));
}

#[test]
fn joint_products_by_the_rule_that_has_a_ratio() {
    let mut of = sold(BusinessKind::Joint);
    of.1.deal_minor = 2_160_000;
    assert_eq!(earns(VERSIONS, &of), Err(Problem::Missing.of("ratio")), "nothing was agreed");
    let deal = published(Formula::JointDeal, Scope::All, 70);
    assert_eq!(
        earns(&rules(std::slice::from_ref(&deal)), &of),
        Ok(("joint_deal v77".into(), 1_426_415)),
        "J1"
    );
    of.1.output_tax = Some(Rate::percent(13));
    assert_eq!(earns(&rules(std::slice::from_ref(&deal)), &of).map(|it| it.1), Ok(1_338_053), "J2");
    of.1.output_tax = None;
    of.1.floor_minor = Some(1_920_000);
    let floor = published(Formula::JointFloor, Scope::Product(5), 90);
    let both = [deal, floor];
    assert_eq!(
        earns(&rules(&both), &of),
        Ok(("joint_floor v97".into(), 1_630_189)),
        "J3: the product says more"
    );
    let turned: Vec<_> = rules(&both).into_iter().rev().collect();
    assert_eq!(earns(&turned, &of), earns(&rules(&both), &of), "in any order");
}

#[test]
fn a_partner_by_the_ratio_of_the_product() {
    let of = sold(BusinessKind::Provider);
    assert_eq!(earns(VERSIONS, &of), Err(Problem::Missing.of("ratio")));
    let rule = published(Formula::Partner, Scope::Product(5), 10);
    assert_eq!(earns(&rules(&[rule]), &of), Ok(("partner v17".into(), 100_000)));
}

/// Sold abroad for dollars.
fn abroad(deal_minor: i64, percent: u16) -> (Head, Line) {
    let (head, line) = sold(BusinessKind::General);
    let line = Line { deal_minor, platform_fee: Some(Rate::percent(percent)), ..line };
    (Head { currency: Currency::USD, ..head }, line)
}

fn earns_abroad(of: &(Head, Line)) -> Result<i64, FieldProblem> {
    let earned = Earner { rules: VERSIONS, region: Region::International }.of(&of.0, &of.1)?;
    let rule = earned.choice.winner;
    assert_eq!(rule.formula, Formula::International);
    assert_eq!(evaluate(rule, &earned.inputs).map(|it| it.amount_minor), amount(rule, &earned.inputs));
    amount(rule, &earned.inputs)
}

#[test]
fn abroad_less_the_taxes_of_customer_and_merchant() {
    let mut first = abroad(100_000, 15);
    assert_eq!(earns_abroad(&first), Ok(85_000), "I2");
    (first.1.wht1_minor, first.1.dst1_minor) = (Some(15_000), Some(5_000));
    let second = abroad(50_000, 5);
    let mut last = second.clone();
    (last.1.wht2_minor, last.1.dst2_minor) = (Some(10_000), Some(2_000));
    let both = [earns_abroad(&first), earns_abroad(&last)];
    assert_eq!(
        both,
        [Ok(68_000), Ok(35_500)],
        "I3: 1,035.00 together, the merchant's taxes by the last line"
    );
    (first.1.wht2_minor, first.1.dst2_minor) = (Some(10_000), Some(2_000));
    assert_eq!([earns_abroad(&first), earns_abroad(&second)], [Ok(56_000), Ok(47_500)], "I1, and I3 again");
    assert_eq!(earns(VERSIONS, &first).map(|it| it.1), Ok(85_000), "the mainland asks for none of them");
    let beyond = Line { dst1_minor: Some(85_001), ..first.1.clone() };
    assert_eq!(earns_abroad(&(first.0, beyond)).unwrap_err().field, "dst1");
    let silent = Line { platform_fee: None, ..first.1.clone() };
    assert_eq!(earns_abroad(&(first.0, silent)).unwrap_err().field, "fee");
    // What takes back without naming an order has its own taxes, with or without their sign.
    for sign in [1, -1] {
        let (mut head, mut line) = first.clone();
        head.order_type = OrderType::Unsubscribe;
        line.deal_minor *= sign;
        for tax in [&mut line.wht1_minor, &mut line.dst1_minor, &mut line.wht2_minor, &mut line.dst2_minor] {
            *tax = tax.map(|minor| minor * sign);
        }
        assert_eq!(earns_abroad(&(head, line)), Ok(-56_000));
    }
}

#[test]
fn joint_products_less_the_management_fee_and_with_the_partners_tax() {
    let mut of = sold(BusinessKind::Joint);
    of.1 = Line { quantity: 2, duration: Some(12), price_basis: PriceBasis::Unit, ..of.1 };
    (of.1.deal_minor, of.1.management_fee) = (90_000, Some(Rate::percent(3)));
    let deal = published(Formula::JointDeal, Scope::All, 70);
    let floor = published(Formula::JointFloor, Scope::All, 90);
    let earned =
        |rule: &RuleVersion, of: &(Head, Line)| earns(&rules(std::slice::from_ref(rule)), of).map(|it| it.1);
    assert_eq!(earned(&deal, &of), Ok(1_361_615), "J5: 3 % of 21,600.00 less");
    of.1.floor_minor = Some(80_000);
    assert_eq!(earned(&floor, &of), Ok(1_630_189 - 64_800), "J3, the fee of what was sold");
    of.1.management_fee = None;
    of.1.partner_tax = Some(Rate::percent(6));
    assert_eq!(earned(&deal, &of), Ok(1_512_000), "J1 with the tax of the partner's invoice");
    // By amounts of the line it comes to the same.
    let whole = Line { quantity: 1, duration: None, price_basis: PriceBasis::Line, ..of.1.clone() };
    let whole =
        Line { deal_minor: 2_160_000, management_fee: Some(Rate::percent(3)), partner_tax: None, ..whole };
    assert_eq!(earned(&deal, &(of.0, whole)), Ok(1_361_615));
}

#[test]
fn an_unsubscription_takes_back_with_or_without_its_sign() {
    for sign in [1, -1] {
        let (mut head, mut line) = sold(BusinessKind::General);
        head.order_type = OrderType::Unsubscribe;
        line.deal_minor *= sign;
        assert_eq!(earns(VERSIONS, &(head, line)).map(|it| it.1), Ok(-950_000));
    }
}

#[test]
fn a_day_without_a_rule_is_refused_by_its_name() {
    let (mut head, line) = sold(BusinessKind::General);
    head.effective_at = sample::at("2014-12-31 12:00:00");
    let problem = earns(VERSIONS, &(head, line)).unwrap_err();
    assert_eq!(problem, Problem::NoRule { day: "2014-12-31".into() }.of("formula"));
}

#[test]
fn hardware_has_the_tax_of_hardware() {
    let mut of = sold(BusinessKind::Joint);
    of.1.deal_minor = 2_160_000;
    of.1.delivery_type = DeliveryType::Hardware;
    let deal = published(Formula::JointDeal, Scope::All, 70);
    assert_eq!(earns(&rules(&[deal]), &of).map(|it| it.1), Ok(1_338_053));
}

#[test]
fn prices_of_a_unit_are_multiplied_as_the_formula_says() {
    let unit = |kind, deal, floor| {
        let (head, line) = sold(kind);
        let line =
            Line { deal_minor: deal, floor_minor: Some(floor), quantity: 2, duration: Some(12), ..line };
        (head, Line { price_basis: PriceBasis::Unit, ..line })
    };
    let joint = unit(BusinessKind::Joint, 90_000, 80_000);
    let deal = published(Formula::JointDeal, Scope::All, 70);
    assert_eq!(earns(&rules(&[deal]), &joint).map(|it| it.1), Ok(1_426_415), "J1");
    let floor = published(Formula::JointFloor, Scope::All, 90);
    assert_eq!(earns(&rules(&[floor]), &joint).map(|it| it.1), Ok(1_630_189), "J3");
    let selected = unit(BusinessKind::Selected, 0, 400_000);
    assert_eq!(earns(VERSIONS, &selected).map(|it| it.1), Ok(720_000), "S1: without the duration");
    let general = unit(BusinessKind::General, 1_000, 0);
    assert_eq!(earns(VERSIONS, &general).map(|it| it.1), Ok(22_800), "95 % of 240.00");
    let partner = unit(BusinessKind::Provider, 1_000, 0);
    let rule = published(Formula::Partner, Scope::Product(5), 10);
    assert_eq!(earns(&rules(&[rule]), &partner).map(|it| it.1), Ok(2_400));
}
