//! Working days: Monday to Friday without the holidays of a year, and the weekend days that are worked
//! (调休).
//!
//! Which they are is policy ([`Calendar`]); a year without a calendar has its weekdays. What is
//! counted is the days *after* one, up to and with another: from Friday to Monday one working
//! day passes, and none from Friday to Sunday.
//!
//! ```
//! use qledger::domain::policy::Calendar;
//! use qledger::domain::workdays::Workdays;
//!
//! let day = |text: &str| text.parse().unwrap();
//! // 2027-10-01 is a Friday and free, the 9th a Saturday and worked.
//! let october = Calendar {
//!     year: 2027,
//!     holidays: vec![day("2027-10-01"), day("2027-10-04")],
//!     workdays: vec![day("2027-10-09")],
//! };
//! let workdays = Workdays::of([october]);
//! assert_eq!(workdays.between(day("2027-09-30"), day("2027-10-05")), 1);
//! assert_eq!(workdays.between(day("2027-10-08"), day("2027-10-10")), 1);
//! ```

use std::collections::{BTreeMap, BTreeSet};

use super::moment::Day;
use super::policy::Calendar;

/// Days of a week that are worked where no calendar says otherwise.
const WORKDAYS_PER_WEEK: u32 = 5;
const DAYS_PER_WEEK: u32 = 7;

/// Whether a day is worked, by the calendar of its year.
///
/// A day that stands in both lists is worked.
pub fn is_workday(calendar: Option<&Calendar>, day: Day) -> bool {
    match calendar {
        Some(calendar) if calendar.workdays.contains(&day) => true,
        Some(calendar) if calendar.holidays.contains(&day) => false,
        Some(_) | None => !day.is_weekend(),
    }
}

/// The calendars of some years, for counting.
#[derive(Debug, Clone, Default)]
pub struct Workdays {
    /// Days that are not as their weekday says: free weekdays `false`, worked weekend days `true`.
    exceptions: BTreeMap<Day, bool>,
}

impl Workdays {
    /// By these calendars, at most one a year; each speaks of its own year alone.
    pub fn of(calendars: impl IntoIterator<Item = Calendar>) -> Self {
        let mut exceptions = BTreeMap::new();
        for calendar in calendars {
            let listed = calendar.workdays.iter().chain(&calendar.holidays);
            let days: BTreeSet<Day> = listed.copied().collect();
            for day in days.into_iter().filter(|day| day.year() == calendar.year) {
                let worked = is_workday(Some(&calendar), day);
                if worked == day.is_weekend() {
                    exceptions.insert(day, worked);
                }
            }
        }
        Self { exceptions }
    }

    /// Working days after `from`, up to and with `until`; none where `until` is not later.
    pub fn between(&self, from: Day, until: Day) -> u32 {
        let days = from.days_until(until);
        if days == 0 {
            return 0;
        }
        let weeks = days / DAYS_PER_WEEK;
        let mut count = weeks * WORKDAYS_PER_WEEK;
        let mut day = from.plus_days((weeks * DAYS_PER_WEEK).into());
        while day < until {
            day = day.plus_days(1);
            count += u32::from(!day.is_weekend());
        }
        let (free, worked): (Vec<_>, Vec<_>) = self
            .exceptions
            .range(from.plus_days(1)..=until)
            .partition(|(_, worked)| !**worked);
        let of = |days: Vec<_>| u32::try_from(days.len()).unwrap_or(u32::MAX);
        (count + of(worked)).saturating_sub(of(free))
    }

    /// The day on which `count` working days have passed since `from`: the last of a time limit.
    pub fn after(&self, from: Day, count: u16) -> Day {
        let mut day = from;
        let mut left = count;
        while left > 0 {
            let next = day.plus_days(1);
            if next == day {
                break;
            }
            day = next;
            let worked = self.exceptions.get(&day).copied();
            if worked.unwrap_or(!day.is_weekend()) {
                left -= 1;
            }
        }
        day
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_time_limit_ends_on_its_last_working_day() {
        let october = Calendar {
            year: 2027,
            holidays: vec![day("2027-10-01"), day("2027-10-04")],
            workdays: vec![day("2027-10-09")],
        };
        let workdays = Workdays::of([october]);
        for (count, last) in [(0, "2027-09-30"), (1, "2027-10-05"), (5, "2027-10-09")] {
            let found = workdays.after(day("2027-09-30"), count);
            assert_eq!(found, day(last), "{count} working days");
            assert_eq!(workdays.between(day("2027-09-30"), found), u32::from(count));
        }
    }

    /// Day by day, as a clerk would count on a wall calendar.
    fn counted(calendars: &[Calendar], from: Day, until: Day) -> u32 {
        let mut count = 0;
        let mut day = from;
        while day < until {
            day = day.plus_days(1);
            let calendar = calendars.iter().find(|c| c.year == day.year());
            count += u32::from(is_workday(calendar, day));
        }
        count
    }

    /// A calendar with any days in it: of the year and of others, twice, and in both lists.
    fn calendar(year: u16) -> impl Strategy<Value = Calendar> {
        let first = Day::new(year - 1, 12, 1).unwrap();
        let days = || proptest::collection::vec(0_u64..420, 0..40);
        (days(), days()).prop_map(move |(holidays, workdays)| {
            let of = |days: Vec<u64>| days.into_iter().map(|n| first.plus_days(n)).collect();
            Calendar {
                year,
                holidays: of(holidays),
                workdays: of(workdays),
            }
        })
    }

    proptest! {
        #[test]
        fn counting_by_weeks_is_counting_day_by_day(
            calendars in (calendar(2027), calendar(2028)),
            start in 0_u64..900,
            length in 0_u64..900,
        ) {
            let calendars = [calendars.0, calendars.1];
            let from = day("2026-11-15").plus_days(start);
            let until = from.plus_days(length);
            let workdays = Workdays::of(calendars.clone());
            prop_assert_eq!(workdays.between(from, until), counted(&calendars, from, until));
            prop_assert_eq!(workdays.between(until, from), 0);
        }

        #[test]
        fn what_passes_until_a_day_and_after_it_adds_up(
            calendar in calendar(2027),
            cuts in proptest::array::uniform3(0_u64..500),
        ) {
            let mut cuts = cuts.map(|n| day("2026-12-01").plus_days(n));
            cuts.sort();
            let workdays = Workdays::of([calendar]);
            let [a, b, c] = cuts;
            prop_assert_eq!(
                workdays.between(a, b) + workdays.between(b, c),
                workdays.between(a, c)
            );
        }
    }

    #[test]
    fn the_week_of_the_national_day_is_passed_over() {
        let october = Calendar {
            year: 2027,
            holidays: (1..=7).map(|n| Day::new(2027, 10, n).unwrap()).collect(),
            workdays: vec![day("2027-10-09")],
        };
        let cases = [
            ("2027-09-30", "2027-10-07", 0),
            ("2027-09-30", "2027-10-08", 1),
            ("2027-09-30", "2027-10-09", 2),
            ("2027-09-30", "2027-10-10", 2),
            ("2027-09-29", "2027-10-11", 4),
        ];
        let (with, without) = (Workdays::of([october]), Workdays::default());
        for (from, until, count) in cases {
            assert_eq!(with.between(day(from), day(until)), count, "{from} {until}");
        }
        assert_eq!(without.between(day("2027-09-30"), day("2027-10-07")), 5);
    }
}
