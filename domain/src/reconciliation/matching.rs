//! Which lines of the marketplace's bill are which of ours.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::LineState;
use crate::Currency;

/// A line of either side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side<'a> {
    /// Number of the order; empty for what is of none.
    pub order_no: &'a str,
    /// Number of the line in the order; `None` where the file does not say it.
    pub line_no: Option<i64>,
    /// Whether it takes something back.
    pub back: bool,
    /// In minor units.
    pub amount_minor: i64,
    /// Of the amount.
    pub currency: Currency,
    /// When it was earned, in days since 1970; `None` where nothing says it.
    pub day: Option<i64>,
}

/// Lines of either side that belong together, by their places in the lists; nothing on one of them for a line that only
/// the other has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Lines of the file.
    pub theirs: Vec<usize>,
    /// Lines of our bills.
    pub ours: Vec<usize>,
    /// What they are.
    pub state: LineState,
}

/// Days between two lines that may be the same.
const NEAR: i64 = 3;

/// So many pairs of lines of an order are compared with each other.
const FEW: usize = 10_000;

/// What is left of both sides.
#[derive(Default)]
struct Left {
    theirs: Vec<usize>,
    ours: Vec<usize>,
}

/// Matches the lines of a file with ours: by order line and kind, then by order, then, as a proposal, by amount and
/// date where only one on each side fits. The result does not depend on the order of either list but for the places in
/// it, and has each line once.
#[must_use]
pub fn matches(theirs: &[Side<'_>], ours: &[Side<'_>], tolerance_minor: i64) -> Vec<Match> {
    let mut work = Work { theirs, ours, tolerance_minor, found: Vec::with_capacity(theirs.len()) };
    let mut orders: BTreeMap<&str, Left> = BTreeMap::new();
    for (at, line) in theirs.iter().enumerate() {
        orders.entry(line.order_no).or_default().theirs.push(at);
    }
    for (at, line) in ours.iter().enumerate() {
        orders.entry(line.order_no).or_default().ours.push(at);
    }
    let mut left = orders.remove("").unwrap_or_default();
    for of in orders.into_values() {
        let rest = if of.theirs.is_empty() || of.ours.is_empty() { of } else { work.order(of) };
        left.theirs.extend(rest.theirs);
        left.ours.extend(rest.ours);
    }
    work.propose(left);
    work.found.sort_by_key(|of| (of.theirs.first().copied().unwrap_or(usize::MAX), of.ours.first().copied()));
    work.found
}

struct Work<'a> {
    theirs: &'a [Side<'a>],
    ours: &'a [Side<'a>],
    tolerance_minor: i64,
    found: Vec<Match>,
}

impl Work<'_> {
    /// The lines of an order: line by line and kind by kind, what is left by kind, the rest stays.
    fn order(&mut self, of: Left) -> Left {
        let mut lines: BTreeMap<(i64, bool), Left> = BTreeMap::new();
        let mut rest = Left::default();
        for at in of.theirs {
            match self.theirs[at].line_no {
                Some(line_no) => lines.entry((line_no, self.theirs[at].back)).or_default().theirs.push(at),
                None => rest.theirs.push(at),
            }
        }
        for at in of.ours {
            let line = (self.ours[at].line_no.unwrap_or_default(), self.ours[at].back);
            lines.entry(line).or_default().ours.push(at);
        }
        for of in lines.into_values() {
            let both = !of.theirs.is_empty() && !of.ours.is_empty();
            let left = if both { self.settle(of) } else { of };
            rest.theirs.extend(left.theirs);
            rest.ours.extend(left.ours);
        }
        let mut kinds: BTreeMap<bool, Left> = BTreeMap::new();
        rest.theirs.into_iter().for_each(|at| kinds.entry(self.theirs[at].back).or_default().theirs.push(at));
        rest.ours.into_iter().for_each(|at| kinds.entry(self.ours[at].back).or_default().ours.push(at));
        let mut rest = Left::default();
        for of in kinds.into_values() {
            let left = if of.theirs.is_empty() || of.ours.is_empty() { of } else { self.settle(of) };
            rest.theirs.extend(left.theirs);
            rest.ours.extend(left.ours);
        }
        self.repeated(rest)
    }

    /// Lines of the same order and kind: equal amounts first; what is left of both belongs together where one side has
    /// a single line or both come to the same.
    fn settle(&mut self, of: Left) -> Left {
        let Left { mut theirs, mut ours } = of;
        let mut amounts: HashMap<(Currency, i64), Vec<usize>> = HashMap::new();
        for one in ours.iter().rev() {
            amounts.entry((self.ours[*one].currency, self.ours[*one].amount_minor)).or_default().push(*one);
        }
        theirs.retain(|at| {
            let amount = (self.theirs[*at].currency, self.theirs[*at].amount_minor);
            let Some(one) = amounts.get_mut(&amount).and_then(Vec::pop) else { return true };
            self.found.push(Match { theirs: vec![*at], ours: vec![one], state: LineState::Matched });
            false
        });
        let left: HashSet<usize> = amounts.into_values().flatten().collect();
        ours.retain(|one| left.contains(one));
        if theirs.is_empty() || ours.is_empty() {
            return Left { theirs, ours };
        }
        let sums = |work: &Self, theirs: &[usize], ours: &[usize]| {
            let of_theirs: i128 = theirs.iter().map(|at| i128::from(work.theirs[*at].amount_minor)).sum();
            let of_ours: i128 = ours.iter().map(|at| i128::from(work.ours[*at].amount_minor)).sum();
            of_theirs == of_ours
        };
        if theirs.len() == 1 || sums(self, &theirs, &ours) {
            self.pair(theirs, ours);
            return Left::default();
        }
        // The one that comes closest is the same line with another amount; the others stay. Of very many the order
        // of their amounts decides.
        let mut rest = Left { theirs, ours };
        let many = rest.theirs.len().saturating_mul(rest.ours.len()) > FEW;
        if many {
            rest.theirs.sort_by_key(|at| std::cmp::Reverse(self.theirs[*at].amount_minor));
            rest.ours.sort_by_key(|one| std::cmp::Reverse(self.ours[*one].amount_minor));
        }
        while let (Some(at), Some(one)) = (rest.theirs.last().copied(), rest.ours.last().copied()) {
            let (at, one) = if many { (at, one) } else { self.closest(&rest) };
            remove(&mut rest.theirs, at);
            remove(&mut rest.ours, one);
            self.pair(vec![at], vec![one]);
        }
        rest
    }

    fn closest(&self, of: &Left) -> (usize, usize) {
        let apart = |at: usize, one: usize| {
            let (theirs, ours) = (&self.theirs[at], &self.ours[one]);
            (theirs.currency != ours.currency, theirs.amount_minor.abs_diff(ours.amount_minor), at, one)
        };
        let all = of.theirs.iter().flat_map(|at| of.ours.iter().map(move |one| (*at, *one)));
        all.min_by_key(|(at, one)| apart(*at, *one)).unwrap_or_default()
    }

    /// Both sides of one thing.
    fn pair(&mut self, theirs: Vec<usize>, ours: Vec<usize>) {
        let mut currencies = theirs.iter().map(|at| self.theirs[*at].currency);
        let mut all = currencies.by_ref().chain(ours.iter().map(|one| self.ours[*one].currency));
        let first = all.next();
        let one_currency = all.all(|currency| Some(currency) == first);
        let of_theirs: i128 = theirs.iter().map(|at| i128::from(self.theirs[*at].amount_minor)).sum();
        let of_ours: i128 = ours.iter().map(|one| i128::from(self.ours[*one].amount_minor)).sum();
        let state = match of_theirs.abs_diff(of_ours) {
            _ if !one_currency => LineState::Currency,
            0 => LineState::Matched,
            by if by <= u128::from(self.tolerance_minor.unsigned_abs()) => LineState::Tolerated,
            _ => LineState::Different,
        };
        self.found.push(Match { theirs, ours, state });
    }

    /// What is left of an order: lines of the file that it has already are there twice.
    fn repeated(&mut self, of: Left) -> Left {
        let Left { theirs, ours } = of;
        let key = |at: usize| (self.theirs[at].line_no, self.theirs[at].back, self.theirs[at].amount_minor);
        let order_no = theirs.first().map_or("", |at| self.theirs[*at].order_no);
        let of_order = self
            .found
            .iter()
            .rev()
            .take_while(|of| of.theirs.first().is_some_and(|at| self.theirs[*at].order_no == order_no));
        let there: Vec<_> = of_order.flat_map(|of| of.theirs.iter().map(|at| key(*at))).collect();
        let (twice, rest): (Vec<usize>, Vec<usize>) =
            theirs.into_iter().partition(|at| there.contains(&key(*at)));
        let twice =
            twice.into_iter().map(|at| Match { theirs: vec![at], ours: Vec::new(), state: LineState::Twice });
        self.found.extend(twice);
        Left { theirs: rest, ours }
    }

    /// Where only one line on each side has an amount, they may be the same.
    fn propose(&mut self, left: Left) {
        let mut amounts: BTreeMap<(&'static str, i64), Left> = BTreeMap::new();
        for at in left.theirs {
            let line = &self.theirs[at];
            amounts.entry((line.currency.code(), line.amount_minor)).or_default().theirs.push(at);
        }
        for one in left.ours {
            let line = &self.ours[one];
            amounts.entry((line.currency.code(), line.amount_minor)).or_default().ours.push(one);
        }
        for ((_, amount), of) in amounts {
            if let ([at], [one]) = (&of.theirs[..], &of.ours[..])
                && amount != 0
                && self.are_near(*at, *one)
            {
                self.found.push(Match { theirs: of.theirs, ours: of.ours, state: LineState::Proposed });
                continue;
            }
            let theirs = of.theirs.into_iter().map(|at| Match {
                theirs: vec![at],
                ours: Vec::new(),
                state: LineState::MissingHere,
            });
            let ours = of.ours.into_iter().map(|one| Match {
                theirs: Vec::new(),
                ours: vec![one],
                state: LineState::MissingThere,
            });
            self.found.extend(theirs.chain(ours));
        }
    }

    fn are_near(&self, at: usize, one: usize) -> bool {
        match (self.theirs[at].day, self.ours[one].day) {
            (Some(theirs), Some(ours)) => theirs.abs_diff(ours) <= NEAR.unsigned_abs(),
            _ => true,
        }
    }
}

/// Takes a place out of a list; the last one is found first.
fn remove(places: &mut Vec<usize>, place: usize) {
    if let Some(at) = places.iter().rposition(|other| *other == place) {
        places.remove(at);
    }
}
