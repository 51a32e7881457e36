use chrono::{Duration, NaiveDate, TimeZone, Timelike, Utc};
use proptest::prelude::*;

use super::*;
use crate::Moment;

fn written(zone: &str, days: &[(&str, &[(&str, &str)])]) -> Written {
    let hours = |all: &[(&str, &str)]| all.iter().map(|(a, b)| ((*a).into(), (*b).into())).collect();
    let days = days.iter().map(|(day, all)| ((*day).into(), hours(all))).collect();
    Written { time_zone: zone.into(), days, ..Written::default() }
}

/// Monday to Friday with a lunch break, in Beijing; National Day free, the Saturday after it swapped.
fn office() -> Calendar {
    let day: &[(&str, &str)] = &[("09:00", "12:00"), ("13:30", "18:00")];
    let mut office =
        written("Asia/Shanghai", &Day::CODES[..5].iter().map(|code| (*code, day)).collect::<Vec<_>>());
    office.holidays = (1..=7).map(|day| format!("2026-10-0{day}")).collect();
    let intervals = vec![("09:00".into(), "18:00".into())];
    office.workdays = vec![Workday { date: "2026-10-10".into(), intervals }];
    office.read().unwrap()
}

fn at(text: &str) -> Moment {
    chrono::DateTime::parse_from_rfc3339(text).unwrap().with_timezone(&Utc)
}

fn over(calendar: &Calendar, from: &str, minutes: i64) -> String {
    let zone = calendar.zone();
    zone.second(calendar.over(at(from), Duration::minutes(minutes)).unwrap())
}

#[test]
fn minutes_count_inside_intervals_only() {
    let office = office();
    for (from, minutes, expected) in [
        // The last 40 minutes before the holiday, then the day after it.
        ("2026-09-30T17:20:00+08:00", 40, "2026-09-30 18:00:00"),
        ("2026-09-30T17:20:00+08:00", 41, "2026-10-08 09:01:00"),
        ("2026-09-30T17:20:00+08:00", 240, "2026-10-08 13:50:00"),
        // The lunch break stands still; its beginning is an end.
        ("2026-11-23T11:00:00+08:00", 60, "2026-11-23 12:00:00"),
        ("2026-11-23T11:00:00+08:00", 61, "2026-11-23 13:31:00"),
        ("2026-11-23T12:30:00+08:00", 1, "2026-11-23 13:31:00"),
        // A swapped Saturday counts, the one after it does not.
        ("2026-10-09T17:59:30+08:00", 1, "2026-10-10 09:00:30"),
        ("2026-10-10T17:59:30+08:00", 1, "2026-10-12 09:00:30"),
        ("2026-11-22T10:00:00+08:00", 0, "2026-11-22 10:00:00"),
    ] {
        assert_eq!(over(&office, from, minutes), expected, "{from} + {minutes}");
    }
    let between = office.between(at("2026-09-30T17:20:00+08:00"), at("2026-10-08T13:50:00+08:00"));
    assert_eq!(between, Duration::minutes(240));
    assert_eq!(
        office.between(at("2026-10-08T13:50:00+08:00"), at("2026-09-30T17:20:00+08:00")),
        Duration::zero()
    );
}

#[test]
fn it_says_whether_and_when_it_is_open() {
    let office = office();
    for (moment, open, opens) in [
        ("2026-11-23T09:00:00+08:00", true, "2026-11-23 09:00:00"),
        ("2026-11-23T12:00:00+08:00", false, "2026-11-23 13:30:00"),
        ("2026-11-23T17:59:59+08:00", true, "2026-11-23 17:59:59"),
        ("2026-11-27T18:00:00+08:00", false, "2026-11-30 09:00:00"),
        ("2026-10-01T10:00:00+08:00", false, "2026-10-08 09:00:00"),
    ] {
        assert_eq!(office.is_open(at(moment)), open, "{moment}");
        assert_eq!(office.zone().second(office.opens(at(moment)).unwrap()), opens, "{moment}");
    }
    let never = written("Asia/Shanghai", &[]).read().unwrap();
    assert_eq!(never.opens(at("2026-11-23T09:00:00+08:00")), None);
    assert_eq!(never.over(at("2026-11-23T09:00:00+08:00"), Duration::minutes(1)), None);
}

#[test]
fn a_skipped_hour_has_no_minutes_and_a_repeated_one_has_them_twice() {
    for (zone, day, hours, expected) in [
        ("America/New_York", "2026-03-08", ("02:00", "03:00"), 0),
        ("America/New_York", "2026-03-08", ("01:00", "04:00"), 120),
        ("America/New_York", "2026-11-01", ("01:00", "02:00"), 120),
        ("America/New_York", "2026-11-01", ("01:30", "02:30"), 90),
        ("America/New_York", "2026-11-01", ("00:00", "24:00"), 1500),
        ("Europe/Berlin", "2026-03-29", ("00:00", "24:00"), 1380),
        // Clocks that change by half an hour, at midnight, and by a whole day.
        ("Australia/Lord_Howe", "2026-04-05", ("00:00", "24:00"), 1470),
        ("America/Sao_Paulo", "2018-11-04", ("00:00", "02:00"), 60),
        ("America/Sao_Paulo", "2018-02-17", ("23:00", "24:00"), 120),
        ("Pacific/Apia", "2011-12-30", ("00:00", "24:00"), 0),
    ] {
        let intervals = vec![(hours.0.into(), hours.1.into())];
        let only = Workday { date: day.into(), intervals };
        let calendar = Written { workdays: vec![only], ..written(zone, &[]) }.read().unwrap();
        let begin = Utc.from_utc_datetime(&day.parse::<NaiveDate>().unwrap().into());
        let around = calendar.between(begin - Duration::days(3), begin + Duration::days(4));
        assert_eq!(around.num_minutes(), expected, "{zone} {day} {hours:?}");
    }
}

/// Minute by minute: what a wall clock says.
fn counted(calendar: &Calendar, from: Moment, to: Moment) -> i64 {
    let mut at = from;
    let mut minutes = 0;
    while at < to {
        let wall = calendar.zone().wall(at);
        let minute = u16::try_from(wall.hour() * 60 + wall.minute()).unwrap();
        let inside =
            calendar.of(wall.date()).iter().any(|one| one.bounds().0 <= minute && minute < one.bounds().1);
        minutes += i64::from(inside);
        at += Duration::minutes(1);
    }
    minutes
}

fn calendars() -> impl Strategy<Value = Calendar> {
    let zones: &'static [&str] =
        &["Asia/Shanghai", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu"];
    let cuts = prop::collection::btree_set(0_u16..=96, 0..7);
    let week = prop::collection::vec(cuts, 7);
    (prop::sample::select(zones), week).prop_map(|(zone, week)| {
        let time = |quarter: &u16| format!("{:02}:{:02}", quarter / 4, quarter % 4 * 15);
        let days = Day::CODES.iter().zip(&week).map(|(code, cuts)| {
            let cuts: Vec<_> = cuts.iter().map(time).collect();
            let pairs = cuts.chunks_exact(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect();
            ((*code).to_owned(), pairs)
        });
        let holidays = vec!["2026-03-27".into(), "2026-11-02".into()];
        Written { time_zone: zone.into(), days: days.collect(), holidays, ..Written::default() }
            .read()
            .unwrap()
    })
}

/// A whole minute around a change of clocks of 2026.
fn moments() -> impl Strategy<Value = Moment> {
    let around: &'static [&str] =
        &["2026-03-08", "2026-03-29", "2026-04-05", "2026-11-01", "2026-12-31", "2028-02-28"];
    (prop::sample::select(around), -5_000_i64..5_000).prop_map(|(day, minutes)| {
        Utc.from_utc_datetime(&day.parse::<NaiveDate>().unwrap().into()) + Duration::minutes(minutes)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn it_counts_what_a_wall_clock_counts(calendar in calendars(), from in moments(), minutes in 0_i64..4_000) {
        let to = from + Duration::minutes(minutes);
        prop_assert_eq!(calendar.between(from, to).num_minutes(), counted(&calendar, from, to));
    }

    #[test]
    fn splits_add_up(calendar in calendars(), from in moments(), a in 0_i64..400_000, b in 0_i64..400_000) {
        let (middle, end) = (from + Duration::seconds(a), from + Duration::seconds(a + b));
        prop_assert_eq!(calendar.between(from, middle) + calendar.between(middle, end), calendar.between(from, end));
    }

    #[test]
    fn what_is_over_took_so_long_and_never_runs_backwards(
        calendar in calendars(), from in moments(), a in 0_i64..3_000, b in 0_i64..3_000,
    ) {
        let (a, b) = (Duration::minutes(a), Duration::minutes(b));
        if let Some(first) = calendar.over(from, a) {
            prop_assert!(first >= from);
            prop_assert_eq!(calendar.between(from, first), a);
            // The very end: a moment earlier it was not over.
            prop_assert!(a.is_zero() || calendar.between(from, first - Duration::milliseconds(1)) < a);
            let whole = if b.is_zero() { Some(first) } else { calendar.over(from, a + b) };
            prop_assert_eq!(calendar.over(first, b), whole);
            prop_assert!(whole.is_none_or(|whole| whole >= first));
        }
    }

    #[test]
    fn within_one_interval_it_is_wall_time(minutes in 0_i64..=180, second in 0_i64..60) {
        let from = at("2026-11-23T09:00:00+08:00") + Duration::seconds(second);
        let minutes = Duration::minutes(minutes) - Duration::seconds(second);
        if minutes >= Duration::zero() {
            prop_assert_eq!(office().over(from, minutes), Some(from + minutes));
        }
    }

    #[test]
    fn a_calendar_is_written_as_it_was_read(calendar in calendars()) {
        prop_assert_eq!(calendar.written().read(), Ok(calendar));
    }
}

#[test]
fn ten_years_ahead_it_still_ends() {
    let office = office();
    let from = at("2024-02-29T09:00:00+08:00");
    let end = office.over(from, Duration::minutes(450 * 260 * 10)).unwrap();
    assert!(end > from + Duration::days(3_600));
    assert_eq!(office.between(from, end), Duration::minutes(450 * 260 * 10));
}

#[test]
fn what_is_wrong_is_told_by_its_place() {
    let mut wrong = written(
        "Asia/Peking",
        &[
            ("mon", &[("18:00", "09:00")]),
            ("tue", &[("09:00", "13:00"), ("12:59", "18:00")]),
            ("wed", &[("09:00", "late")]),
            ("monday", &[]),
        ],
    );
    wrong.holidays = vec!["2026-02-30".into(), "2026-10-01".into(), "2026/10/1".into()];
    wrong.workdays =
        vec![Workday { date: "2026-10-01".into(), intervals: vec![("".into(), "18:00".into())] }];
    let problems = wrong.read().unwrap_err();
    let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let places: Vec<&str> = problems.iter().map(|problem| problem.field.as_str()).collect();
    let expected = [
        "time_zone",
        "days.mon[0]",
        "days",
        "days.tue",
        "days.wed[0]",
        "holidays[0]",
        "holidays[2]",
        "workdays[0].intervals[0]",
        "workdays[0].date",
    ];
    assert_eq!(places, expected, "{said:?}");
}

#[test]
fn five_days_of_eight_hours_are_the_least() {
    let full: &[(&str, &str)] = &[("09:00", "12:00"), ("13:00", "18:00")];
    let short: &[(&str, &str)] = &[("09:00", "12:00"), ("13:30", "18:00")];
    let of = |days: &[&[(&str, &str)]]| {
        let days: Vec<_> = Day::CODES.iter().copied().zip(days.iter().copied()).collect();
        written("Asia/Shanghai", &days).read().unwrap().is_enough()
    };
    assert_eq!(of(&[full; 5]), Ok(()));
    assert_eq!(of(&[full, full, full, full, short, full]), Ok(()), "any five days");
    // 39 hours and a half.
    let lacks = |full, lacking: &str| Err(crate::Problem::TooFewHours { full, lacking: lacking.into() });
    assert_eq!(of(&[full, full, full, full, short]), lacks(4, "fri 30"));
    assert_eq!(of(&[full, full, full]), lacks(3, "thu 480, fri 480"));
    // Many hours on few days are not enough.
    assert_eq!(of(&[&[("00:00", "24:00")][..]; 4]), lacks(4, "fri 480"));
}
