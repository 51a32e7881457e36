use super::*;

#[test]
fn every_operation_computes_and_says_what_it_did() {
    let six = Rate::percent(6);
    let fee = Working::explained(10_000).times(StepKind::Ratio, Rate::percent(10)).unwrap();
    let bonus = Working::explained(500);
    let done = Working::explained(10_000)
        .less(StepKind::Margin, fee)
        .and_then(|w| w.over_one_plus(StepKind::OutputTax, six))
        .and_then(|w| w.times_one_plus(StepKind::ServiceTax, six))
        .and_then(|w| w.plus(StepKind::Margin, bonus))
        .and_then(|w| w.negated(StepKind::Reversal))
        .unwrap();
    assert_eq!(done.exact(), Fraction::whole(-9_500));
    let (amount, steps) = done.rounded(StepKind::Rounded).unwrap();
    assert_eq!(amount, -9_500);
    let operands: Vec<Operand> = steps.iter().map(|step| step.operand).collect();
    assert_eq!(
        operands,
        [
            Operand::Times(Rate::percent(10)),
            Operand::Less(Fraction::whole(1_000)),
            Operand::OverOnePlus(six),
            Operand::TimesOnePlus(six),
            Operand::Plus(Fraction::whole(500)),
            Operand::Negated,
            Operand::None,
        ]
    );
    // Each step begins where the one before it ended, but for the first of the main line.
    for pair in steps[1..].windows(2) {
        assert_eq!(pair[0].value, pair[1].from);
    }
}

#[test]
fn nothing_is_kept_where_nothing_is_explained() {
    let nothing = Working::unexplained(-5).above_zero(StepKind::BelowFloor).unwrap();
    assert_eq!(nothing.rounded(StepKind::Rounded), Ok((0, Vec::new())));
    assert_eq!(Working::unexplained(i64::MAX).rounded(StepKind::Rounded), Err(TooLarge));
}
