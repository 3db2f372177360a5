//! Days of the calendar, without a time zone but for the one in which quotas start anew.

use std::time::Duration;

const SECONDS_PER_DAY: i64 = 86_400;

/// Days since 1970-01-01, by the algorithm of Hinnant, "chrono-compatible low-level date algorithms".
pub(crate) fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Year, month and day of a number of days since 1970-01-01.
pub(crate) fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (year, month, day_of_year - (153 * shifted_month + 2) / 5 + 1)
}

/// Reads `2026-03-31`, also where a time follows as in `2026-03-31T08:00:00Z`; refuses days that do not exist.
pub(crate) fn parse_date(text: &str) -> Option<i64> {
    let date = match text.get(10..) {
        Some("") => text,
        Some(time) if time.starts_with('T') || time.starts_with(' ') => &text[..10],
        _ => return None,
    };
    let digits = |range: std::ops::Range<usize>| {
        let part = &date.as_bytes()[range];
        part.iter()
            .all(u8::is_ascii_digit)
            .then(|| part.iter().fold(0, |value, digit| value * 10 + i64::from(digit - b'0')))
    };
    if !date.is_ascii() || date.as_bytes()[4] != b'-' || date.as_bytes()[7] != b'-' {
        return None;
    }
    let (year, month, day) = (digits(0..4)?, digits(5..7)?, digits(8..10)?);
    let days = days_from_civil(year, month, day);
    ((1..=12).contains(&month) && civil_from_days(days) == (year, month, day)).then_some(days)
}

/// `2026-03-31`.
pub(crate) fn format_date(days: i64) -> String {
    let (year, month, day) = civil_from_days(days);
    format!("{year:04}-{month:02}-{day:02}")
}

/// The day in Los Angeles, in days since 1970-01-01: the service's quotas, and so budgets of a day, start anew with it.
pub(crate) fn pacific_day(wall_clock: Duration) -> i64 {
    let now = seconds(wall_clock);
    let yesterday = (now - 8 * 3600).div_euclid(SECONDS_PER_DAY) - 1;
    // In summer, midnight is an hour earlier in UTC: the last midnight up to now is looked for.
    (yesterday..yesterday + 3).rfind(|&day| pacific_midnight(day) <= now).unwrap_or(yesterday)
}

/// How long until the next midnight in Los Angeles.
pub(crate) fn until_pacific_midnight(wall_clock: Duration) -> Duration {
    let left = pacific_midnight(pacific_day(wall_clock) + 1) - seconds(wall_clock);
    Duration::from_secs(u64::try_from(left).unwrap_or_default())
}

/// When a day begins in Los Angeles, in seconds since 1970-01-01 UTC.
fn pacific_midnight(day: i64) -> i64 {
    day * SECONDS_PER_DAY + if is_pacific_summer(day) { 7 * 3600 } else { 8 * 3600 }
}

fn seconds(wall_clock: Duration) -> i64 {
    i64::try_from(wall_clock.as_secs()).unwrap_or(i64::MAX / 2)
}

/// Whether a day starts in daylight saving time: after the second Sunday of March, up to the first of November.
fn is_pacific_summer(day: i64) -> bool {
    let (year, _, _) = civil_from_days(day);
    // 1970-01-01 was a Thursday, so day 3 was the first Sunday.
    let sunday_from = |day: i64| day + (3 - day).rem_euclid(7);
    let start = sunday_from(days_from_civil(year, 3, 8));
    let end = sunday_from(days_from_civil(year, 11, 1));
    start < day && day <= end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_round_trip_over_four_centuries() {
        for day in days_from_civil(1900, 1, 1)..days_from_civil(2300, 1, 1) {
            assert_eq!(parse_date(&format_date(day)), Some(day));
        }
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        let wrong = ["2026-02-29", "2026-13-01", "2026-00-10", "2026-1-01", "20260101", "2026-01-01x", "", "é026-01-0"];
        for text in wrong {
            assert_eq!(parse_date(text), None, "{text}");
        }
        assert_eq!(parse_date("2024-02-29T08:00:00Z"), Some(days_from_civil(2024, 2, 29)));
    }

    #[track_caller]
    fn check_midnight(utc: (i64, i64, i64), hour: u64, hours_left: u64) {
        let seconds = u64::try_from(days_from_civil(utc.0, utc.1, utc.2)).expect("after 1970") * 86_400 + hour * 3600;
        assert_eq!(until_pacific_midnight(Duration::from_secs(seconds)), Duration::from_secs(hours_left * 3600));
    }

    #[test]
    fn days_follow_each_other_at_midnight() {
        for start in [(2026, 1, 1), (2026, 7, 1), (2026, 3, 7), (2026, 10, 31)] {
            let mut now = Duration::from_secs(
                u64::try_from(days_from_civil(start.0, start.1, start.2)).expect("after 1970") * 86_400,
            );
            for _ in 0..3 {
                let (day, left) = (pacific_day(now), until_pacific_midnight(now));
                assert_eq!(pacific_day(now + left.saturating_sub(Duration::from_secs(1))), day);
                assert_eq!(pacific_day(now + left), day + 1);
                now += left;
            }
        }
    }

    #[test]
    fn pacific_midnight_follows_daylight_saving_time() {
        check_midnight((2026, 1, 15), 7, 1);
        check_midnight((2026, 1, 15), 8, 24);
        check_midnight((2026, 7, 15), 6, 1);
        check_midnight((2026, 7, 15), 7, 24);
        // The clocks change on 2026-03-08 and on 2026-11-01: days of 23 and of 25 hours.
        check_midnight((2026, 3, 8), 8, 23);
        check_midnight((2026, 11, 1), 7, 25);
    }
}
