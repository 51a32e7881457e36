use chrono::Weekday;

use super::*;
use crate::{
    Moment, Zone,
    access::{Grant, Role, grant},
    reception::{Day, Interval},
};

#[test]
fn every_event_stands_in_the_catalogue_once() {
    for event in Event::ALL {
        assert_eq!(CATALOGUE.iter().filter(|row| row.event == *event).count(), 1, "{event}");
        let noun = event.code().split('.').next().unwrap();
        assert_eq!(event.noun().code(), noun, "{event}");
    }
}

#[test]
fn nobody_is_told_of_what_the_role_may_not_see() {
    for row in CATALOGUE {
        for role in Role::ALL {
            let is_told = row.told[*role as usize] != Told::No;
            assert!(!is_told || grant(*role, row.need) != Grant::No, "{} {role}", row.event);
        }
    }
    assert_eq!(told(Role::Support, Event::StatementIssued, Channel::Program), None);
    assert_eq!(told(Role::Finance, Event::StatementIssued, Channel::Program), Some(true));
    assert_eq!(told(Role::Finance, Event::StatementIssued, Channel::Mail), Some(false));
}

fn at(text: &str) -> Moment {
    Zone::default().parse(text).unwrap()
}

fn due(manner: &Manner, now: &str, pace: Pace) -> Option<String> {
    manner.due(at(now), pace, Zone::default()).map(|at| Zone::default().minute(at))
}

#[test]
fn a_mail_waits_for_the_hours_unless_it_is_urgent() {
    let manner = Manner::default();
    // The 27th of November 2026 is a Friday.
    for (now, expected) in [
        ("2026-11-27 08:59:59", "2026-11-27 09:00"),
        ("2026-11-27 09:00:00", "2026-11-27 09:00"),
        ("2026-11-27 12:30:00", "2026-11-27 12:30"),
        ("2026-11-27 17:59:00", "2026-11-27 17:59"),
        ("2026-11-27 18:00:00", "2026-11-30 09:00"),
        ("2026-11-28 12:00:00", "2026-11-30 09:00"),
        ("2026-11-29 23:59:00", "2026-11-30 09:00"),
    ] {
        assert_eq!(due(&manner, now, Pace::Usual).as_deref(), Some(expected), "{now}");
        assert_eq!(due(&manner, now, Pace::Urgent).as_deref(), Some(&now[..16]), "{now}");
    }
}

#[test]
fn a_mail_of_a_day_goes_out_at_its_hour() {
    let manner = Manner { digest: Some(17), ..Manner::default() };
    for (now, expected) in [
        ("2026-11-27 09:00:00", "2026-11-27 17:00"),
        ("2026-11-27 17:00:00", "2026-11-27 17:00"),
        ("2026-11-27 17:00:01", "2026-11-30 17:00"),
        ("2026-11-28 01:00:00", "2026-11-30 17:00"),
    ] {
        assert_eq!(due(&manner, now, Pace::Usual).as_deref(), Some(expected), "{now}");
    }
    assert_eq!(due(&manner, "2026-11-28 01:00:00", Pace::Urgent).as_deref(), Some("2026-11-28 01:00"));
}

#[test]
fn a_week_with_one_day_finds_it_and_one_without_any_never_mails() {
    let one = Manner { days: vec![Day::Fri], ..Manner::default() };
    assert_eq!(due(&one, "2026-11-27 18:00:00", Pace::Usual).as_deref(), Some("2026-12-04 09:00"));
    let none = Manner { days: Vec::new(), ..Manner::default() };
    assert_eq!(due(&none, "2026-11-27 12:00:00", Pace::Usual), None);
    assert_eq!(due(&none, "2026-11-27 12:00:00", Pace::Urgent).as_deref(), Some("2026-11-27 12:00"));
}

#[test]
fn hours_are_those_of_the_office_whatever_its_zone() {
    let zone = Zone::named("Europe/Berlin").unwrap();
    // 08:30 on the Monday after the clocks were put back.
    let now = zone.parse("2026-10-26 08:30:00").unwrap();
    let due = Manner::default().due(now, Pace::Usual, zone).unwrap();
    assert_eq!(zone.minute(due), "2026-10-26 09:00");
    assert_eq!(chrono::Datelike::weekday(&zone.wall(due)), Weekday::Mon);
}

#[test]
fn what_was_written_is_read_again() {
    let hours = Interval::read("08:30", "24:00").unwrap();
    for manner in [
        Manner::default(),
        Manner { days: vec![Day::Sun], hours, digest: Some(0) },
        Manner { days: Vec::new(), hours, digest: Some(23) },
    ] {
        assert_eq!(Manner::read(&manner.written()), Some(manner));
    }
    for text in ["", "mon", "mon 09:00", "mon 18:00 09:00", "moon 09:00 18:00", "mon 09:00 18:00 24"] {
        assert_eq!(Manner::read(text), None, "{text}");
    }
}
