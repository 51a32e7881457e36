//! A calendar as people type it into a form: a line of hours for each day, a line for each date.

use chrono::NaiveDate;
use domain::reception::{Day, Workday, Written};

/// A calendar as lines of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Hours of each day of the week from Monday, such as `09:00-12:00, 13:30-18:00`.
    pub days: [String; 7],
    /// A date a line, or the first and the last of several: `2026-10-01 - 2026-10-07`.
    pub holidays: String,
    /// A date and its hours a line.
    pub workdays: String,
}

impl Typed {
    /// How a calendar is typed.
    #[must_use]
    pub fn of(calendar: &Written) -> Self {
        let line = |all: &[(String, String)]| {
            all.iter().map(|(from, to)| format!("{from}-{to}")).collect::<Vec<_>>().join(", ")
        };
        let day = |code: &str| calendar.days.get(code).map(|all| line(all)).unwrap_or_default();
        let workdays = calendar.workdays.iter().map(|one| format!("{} {}", one.date, line(&one.intervals)));
        Self {
            days: std::array::from_fn(|at| day(Day::CODES[at])),
            holidays: folded(&calendar.holidays).join("\n"),
            workdays: workdays.collect::<Vec<_>>().join("\n"),
        }
    }

    /// The calendar that was typed; what it means is not looked at.
    #[must_use]
    pub fn read(&self, time_zone: &str) -> Written {
        let days = Day::CODES.iter().zip(&self.days).map(|(code, line)| ((*code).to_owned(), hours(line)));
        let lines = |text: &str| -> Vec<String> {
            text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
        };
        let workday = |line: &String| {
            let (date, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
            Workday { date: date.to_owned(), intervals: hours(rest) }
        };
        Written {
            time_zone: time_zone.trim().to_owned(),
            days: days.filter(|(_, hours)| !hours.is_empty()).collect(),
            holidays: lines(&self.holidays).iter().flat_map(|line| dates(line)).collect(),
            workdays: lines(&self.workdays).iter().map(workday).collect(),
        }
    }
}

/// Days that follow one another as the first and the last of them; what is no date stays as it is.
fn folded(dates: &[String]) -> Vec<String> {
    let mut spans: Vec<(String, String)> = Vec::new();
    for date in dates {
        let follows = |last: &String| {
            let next = last.parse::<NaiveDate>().ok().and_then(|last| last.succ_opt());
            next.is_some_and(|next| next.to_string() == *date)
        };
        match spans.last_mut() {
            Some((_, last)) if follows(last) => last.clone_from(date),
            _ => spans.push((date.clone(), date.clone())),
        }
    }
    let line =
        |(first, last): (String, String)| if first == last { first } else { format!("{first} - {last}") };
    spans.into_iter().map(line).collect()
}

/// Intervals of a line: `09:00-12:00, 13:30–18:00` or `9:00至12:00、13:30~18:00`. What is no interval is kept, so that it
/// is refused where it stands.
#[must_use]
pub fn hours(line: &str) -> Vec<(String, String)> {
    let spans = line.split([',', '，', '、', ';', '；']).map(str::trim).filter(|span| !span.is_empty());
    let ends = |span: &str| {
        let (from, to) = span.split_once(['-', '–', '—', '~', '～', '至', '到']).unwrap_or((span, ""));
        (from.trim().to_owned(), to.trim().to_owned())
    };
    spans.map(ends).collect()
}

/// The dates of a line: one, or every day from the first to the last. What is no date is kept, so that it is refused.
#[must_use]
pub fn dates(line: &str) -> Vec<String> {
    const MOST: usize = 400;
    let day = |text: &str| text.trim().replace('/', "-").parse::<NaiveDate>().ok();
    let ends = [" - ", "–", "—", "~", "～", "至", "到"].iter().find_map(|sign| line.split_once(sign));
    match ends.map(|(first, last)| (day(first), day(last))) {
        Some((Some(first), Some(last))) if first <= last => {
            let days = first.iter_days().take_while(|day| *day <= last).take(MOST);
            days.map(|day| day.to_string()).collect()
        }
        _ => vec![line.trim().to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_as_people_type_them() {
        let span = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        let both = vec![span("09:00", "12:00"), span("13:30", "18:00")];
        for line in ["09:00-12:00, 13:30-18:00", "09:00–12:00；13:30～18:00", "09:00至12:00、13:30 - 18:00,"]
        {
            assert_eq!(hours(line), both, "{line}");
        }
        assert_eq!(hours("all day"), [span("all day", "")], "refused later, by its place");
        assert_eq!(hours(" "), []);
        assert_eq!(dates("2026-10-01"), ["2026-10-01"]);
        assert_eq!(dates("2026-09-30 - 2026-10-02"), ["2026-09-30", "2026-10-01", "2026-10-02"]);
        assert_eq!(dates("2026/12/31至2027/1/1"), ["2026-12-31", "2027-01-01"]);
        assert_eq!(dates("2026-10-02 - 2026-10-01"), ["2026-10-02 - 2026-10-01"]);
    }

    #[test]
    fn what_was_typed_is_shown_again() {
        let typed = Typed {
            days: std::array::from_fn(|day| if day < 5 { "09:00-18:00".to_owned() } else { String::new() }),
            holidays: "2026-05-01\n2026-10-01 - 2026-10-07".into(),
            workdays: "2026-10-10 09:00-12:00, 13:00-18:00".into(),
        };
        assert_eq!(Typed::of(&typed.read("Asia/Shanghai")), typed);
    }
}
