//! How a refund falls on the lines of its order.

/// Divides an amount over lines in proportion to what was paid for each, exact to the smallest unit: what rounding
/// leaves goes to the lines that lost most of it, the first of equals first.
#[must_use]
pub fn shared(amount: i64, paid: &[i64]) -> Vec<i64> {
    let total: i128 = paid.iter().map(|minor| i128::from((*minor).max(0))).sum();
    if total == 0 {
        return vec![0; paid.len()];
    }
    let exact = |minor: &i64| i128::from(amount) * i128::from((*minor).max(0));
    let part = |minor: &i64| i64::try_from(exact(minor) / total).unwrap_or(i64::MAX);
    let mut parts: Vec<i64> = paid.iter().map(part).collect();
    let left = i128::from(amount) - parts.iter().map(|part| i128::from(*part)).sum::<i128>();
    let mut order: Vec<(i128, usize)> =
        paid.iter().enumerate().map(|(at, minor)| (-(exact(minor) % total), at)).collect();
    order.sort_unstable();
    let winners = order.into_iter().take(usize::try_from(left).unwrap_or_default());
    for (_, at) in winners {
        if let Some(part) = parts.get_mut(at) {
            *part += 1;
        }
    }
    parts
}
