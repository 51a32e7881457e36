//! A file of orders that could be true, and tickets: for demonstrations, tests and measurements.
//!
//! The same numbers give the same file, byte by byte.

mod names;
mod order;
pub mod tickets;

use std::io::{Result, Write};

use domain::Moment;

use crate::imports::COLUMNS;
use order::Made;

/// Writes `count` orders of the 36 months before `until` as CSV. Times are wall-clock times of
/// Beijing, without an offset. About three orders in a hundred have more than one line.
///
/// # Errors
/// What the writer says.
pub fn write_sample(count: u64, seed: u64, until: Moment, out: &mut impl Write) -> Result<()> {
    const SPAN: i64 = 3 * 365 * 86_400;
    const BEIJING: i64 = 8 * 3600;
    let mut dice = Dice(seed ^ 0x9E37_79B9_7F4A_7C15);
    let until = until.timestamp() + BEIJING;
    let customers = (count / 20).max(50);
    let step = SPAN / i64::try_from(count).unwrap_or(i64::MAX).max(1);
    let mut text = String::with_capacity(1 << 16);
    text.push('\u{feff}');
    for (n, column) in COLUMNS.iter().enumerate() {
        text.push_str(if n > 0 { "," } else { "" });
        text.push_str(column.name);
    }
    text.push('\n');
    for n in 0..count {
        // Evenly over the years, in the order of their creation but for some jostling.
        let elapsed = i128::from(SPAN) * i128::from(n) / i128::from(count.max(1));
        let created = until - SPAN + i64::try_from(elapsed).unwrap_or_default();
        let created =
            created + i64::try_from(dice.below(u64::try_from(step).unwrap_or(0) + 1)).unwrap_or_default();
        Made::roll(&mut dice, n, created.min(until - 1), until, customers).write(&mut text);
        if text.len() > 60_000 {
            out.write_all(text.as_bytes())?;
            text.clear();
        }
    }
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Random numbers that are the same on every machine (SplitMix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Less than `limit`, which is not 0.
    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }

    /// From `least` to `most`.
    fn between(&mut self, least: i64, most: i64) -> i64 {
        let width = u64::try_from(most - least + 1).unwrap_or(1);
        least + i64::try_from(self.below(width)).unwrap_or(0)
    }

    /// True so many times in a hundred.
    fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }

    /// One of these, each as often as its weight of a hundred says; the last one otherwise.
    fn weighted<T: Copy>(&mut self, choices: &[(u64, T)], otherwise: T) -> T {
        let mut roll = self.below(100);
        for (weight, choice) in choices {
            if roll < *weight {
                return *choice;
            }
            roll -= weight;
        }
        otherwise
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(count: u64, seed: u64) -> String {
        let until = chrono::DateTime::from_timestamp(1_794_715_200, 0).unwrap();
        let mut out = Vec::new();
        write_sample(count, seed, until, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_same_numbers_give_the_same_file() {
        assert_eq!(sample(300, 1), sample(300, 1));
        assert_ne!(sample(300, 1), sample(300, 2));
    }

    #[test]
    fn orders_are_distinct_and_rows_complete() {
        let text = sample(5_000, 3);
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let mut lines = std::collections::BTreeSet::new();
        let mut orders = std::collections::BTreeSet::new();
        let mut customers = std::collections::BTreeMap::new();
        for row in reader.records() {
            let row = row.unwrap();
            assert!(lines.insert((row[0].to_owned(), row[1].to_owned())), "{row:?}");
            orders.insert(row[0].to_owned());
            let name = customers.entry(row[13].to_owned()).or_insert_with(|| row[14].to_owned());
            assert_eq!(*name, row[14]);
        }
        assert_eq!(orders.len(), 5_000);
        assert!(lines.len() > 5_100 && lines.len() < 5_600, "{}", lines.len());
        let names: std::collections::BTreeSet<&String> = customers.values().collect();
        assert_eq!(names.len(), customers.len());
        assert!(names.len() > 200, "{}", names.len());
    }
}
