//! Moments and days. The ledger's civil time is UTC+08:00 everywhere; a day ends at 00:00 +08:00 of
//! the next, so a date can never be shown a day off.

use std::fmt;
use std::str::FromStr;

use chrono::{
    DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveDateTime, SecondsFormat, Weekday,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Milliseconds in a minute.
pub const MINUTE_MS: u64 = 60_000;
/// Milliseconds in a day.
pub const DAY_MS: u64 = 86_400_000;
/// UTC+08:00 in milliseconds.
const OFFSET_MS: u64 = 8 * 3_600_000;
/// 9999-12-31: beyond it no text form exists.
const MOMENT_MS_MAX: u64 = 253_402_271_999_999;

/// Why a text is not a date or a moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MomentError {
    /// Not a calendar day.
    #[error("`{0}` is not a date: write it as 2027-10-01")]
    NotADay(String),
    /// Not a moment in the record's one spelling.
    #[error("`{0}` is not a moment: write it as 2027-10-01T09:30:00.000+08:00")]
    NotAMoment(String),
}

/// A point in time in milliseconds since 1970-01-01T00:00:00Z; leaves carry it as `admitted_ms`.
/// Its text form is RFC 3339 in +08:00 with three decimals.
///
/// In texts it is that form, in rows the milliseconds: rules read rows far too often to parse one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(u64);

impl Moment {
    /// 1970-01-01T00:00:00Z.
    pub const EPOCH: Self = Self(0);

    /// From milliseconds; `None` beyond the year 9999.
    pub fn from_ms(ms: u64) -> Option<Self> {
        (ms <= MOMENT_MS_MAX).then_some(Self(ms))
    }

    /// Milliseconds since the epoch.
    pub fn ms(self) -> u64 {
        self.0
    }

    /// The civil day in +08:00.
    pub fn day(self) -> Day {
        Day(self.local().date())
    }

    /// Later by `ms`, at most the end of the year 9999.
    #[must_use]
    pub fn plus_ms(self, ms: u64) -> Self {
        Self(self.0.saturating_add(ms).min(MOMENT_MS_MAX))
    }

    /// Earlier by `ms`, at least the epoch.
    #[must_use]
    pub fn minus_ms(self, ms: u64) -> Self {
        Self(self.0.saturating_sub(ms))
    }

    fn local(self) -> NaiveDateTime {
        let ms = i64::try_from(self.0 + OFFSET_MS).unwrap_or(i64::MAX);
        DateTime::from_timestamp_millis(ms)
            .unwrap_or_default()
            .naive_utc()
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}+08:00", self.local().format("%Y-%m-%dT%H:%M:%S%.3f"))
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Moment({self})")
    }
}

impl FromStr for Moment {
    type Err = MomentError;
    fn from_str(text: &str) -> Result<Self, MomentError> {
        let wrong = || MomentError::NotAMoment(text.to_owned());
        let parsed: DateTime<FixedOffset> =
            DateTime::parse_from_rfc3339(text).map_err(|_| wrong())?;
        let ms = u64::try_from(parsed.timestamp_millis()).map_err(|_| wrong())?;
        let moment = Self::from_ms(ms).ok_or_else(wrong)?;
        let spelled = parsed.to_rfc3339_opts(SecondsFormat::Millis, false);
        if moment.to_string() == text && spelled == text {
            Ok(moment)
        } else {
            Err(wrong())
        }
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            serializer.serialize_u64(self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let text = String::deserialize(deserializer)?;
            return text.parse().map_err(de::Error::custom);
        }
        let ms = u64::deserialize(deserializer)?;
        Self::from_ms(ms).ok_or_else(|| de::Error::custom("a moment beyond the year 9999"))
    }
}

impl From<Moment> for String {
    fn from(moment: Moment) -> String {
        moment.to_string()
    }
}

/// A calendar day in +08:00, written `2027-10-01`.
///
/// In rows it is the number of days since 1970-01-01.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

impl Day {
    /// From year, month and day of month.
    pub fn new(year: u16, month: u32, day: u32) -> Option<Self> {
        if !(1970..=9999).contains(&year) {
            return None;
        }
        NaiveDate::from_ymd_opt(i32::from(year), month, day).map(Self)
    }

    /// Days since 1970-01-01.
    fn number(self) -> u32 {
        let days = self
            .0
            .signed_duration_since(NaiveDate::default())
            .num_days();
        // A day never lies before 1970.
        u32::try_from(days).unwrap_or(0)
    }

    /// The day so many days after 1970-01-01.
    fn from_number(number: u32) -> Option<Self> {
        let date = NaiveDate::default().checked_add_days(Days::new(number.into()))?;
        (date.year() <= 9999).then_some(Self(date))
    }

    /// The year.
    pub fn year(self) -> u16 {
        u16::try_from(self.0.year()).unwrap_or(0)
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    pub fn day_of_month(self) -> u32 {
        self.0.day()
    }

    /// Whether it is a Saturday or Sunday; the calendar of holidays and make-up days comes on top.
    pub fn is_weekend(self) -> bool {
        matches!(self.0.weekday(), Weekday::Sat | Weekday::Sun)
    }

    /// Days from this one to a later one; 0 where `later` is not later.
    pub fn days_until(self, later: Self) -> u32 {
        later.number().saturating_sub(self.number())
    }

    /// The day `days` later, at most the last of the year 9999.
    #[must_use]
    pub fn plus_days(self, days: u64) -> Self {
        let last = Moment(MOMENT_MS_MAX).day();
        let later = self.0.checked_add_days(Days::new(days)).map(Self);
        later.map_or(last, |day| day.min(last))
    }

    /// The day before; stays where the calendar begins.
    #[must_use]
    pub fn before(self) -> Self {
        self.0.checked_sub_days(Days::new(1)).map_or(self, Self)
    }

    /// 00:00 +08:00 of this day.
    pub fn start(self) -> Moment {
        let ms = self
            .0
            .and_hms_opt(0, 0, 0)
            .map_or(0, |t| t.and_utc().timestamp_millis());
        Moment(u64::try_from(ms).unwrap_or(0).saturating_sub(OFFSET_MS))
    }

    /// 00:00 +08:00 of the next day: a last day is over then. The last day of the year 9999 ends
    /// with the last moment there is.
    pub fn end(self) -> Moment {
        let next = self.0.checked_add_days(Days::new(1)).map_or(self, Self);
        next.start().min(Moment(MOMENT_MS_MAX))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Day({self})")
    }
}

impl FromStr for Day {
    type Err = MomentError;
    fn from_str(text: &str) -> Result<Self, MomentError> {
        let wrong = || MomentError::NotADay(text.to_owned());
        let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| wrong())?;
        let day = Self(date);
        let in_range = (1970..=9999).contains(&date.year());
        if in_range && day.to_string() == text {
            Ok(day)
        } else {
            Err(wrong())
        }
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            serializer.serialize_u32(self.number())
        }
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let text = String::deserialize(deserializer)?;
            return text.parse().map_err(de::Error::custom);
        }
        let number = u32::deserialize(deserializer)?;
        Self::from_number(number).ok_or_else(|| de::Error::custom("a day beyond the year 9999"))
    }
}

impl From<Day> for String {
    fn from(day: Day) -> String {
        day.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_at_midnight_in_beijing() {
        let day: Day = "2027-12-31".parse().unwrap();
        assert_eq!(day.end().to_string(), "2028-01-01T00:00:00.000+08:00");
        assert_eq!(day.end().minus_ms(1).day(), day);
        assert_eq!(day.end().day().to_string(), "2028-01-01");
    }

    #[test]
    fn the_calendar_ends_with_the_year_9999() {
        let last: Day = "9999-12-31".parse().unwrap();
        assert_eq!(last.end().to_string(), "9999-12-31T23:59:59.999+08:00");
        assert_eq!(last.before().end(), last.start());
        for days in [0, 1, 365, u64::MAX] {
            assert_eq!(last.plus_days(days), last);
        }
        let row = postcard::to_stdvec(&(last.end(), last.plus_days(1))).unwrap();
        assert!(postcard::from_bytes::<(Moment, Day)>(&row).is_ok());
        let first: Day = "1970-01-01".parse().unwrap();
        assert_eq!(first.end().to_string(), "1970-01-02T00:00:00.000+08:00");
    }

    #[test]
    fn a_moment_has_one_spelling() {
        let text = "2027-10-01T09:30:00.000+08:00";
        assert_eq!(text.parse::<Moment>().unwrap().to_string(), text);
        for other in [
            "2027-10-01T01:30:00.000Z",
            "2027-10-01T09:30:00+08:00",
            "2027-10-01 09:30:00.000+08:00",
            "2027-10-01T09:30:00.0000+08:00",
            "2027-02-30T09:30:00.000+08:00",
        ] {
            assert!(other.parse::<Moment>().is_err(), "{other} was accepted");
        }
    }

    #[test]
    fn a_day_has_one_spelling() {
        assert!("2027-10-01".parse::<Day>().is_ok());
        for other in [
            "2027-1-1",
            "27-10-01",
            "2027-13-01",
            "2027-02-29",
            "2027/10/01",
            "",
        ] {
            assert!(other.parse::<Day>().is_err(), "{other} was accepted");
        }
    }

    #[test]
    fn texts_carry_the_spelling_and_rows_the_number() {
        let moment: Moment = "2027-10-01T09:30:00.000+08:00".parse().unwrap();
        let day: Day = "2027-10-01".parse().unwrap();
        let json = serde_json::to_string(&(moment, day)).unwrap();
        assert_eq!(json, r#"["2027-10-01T09:30:00.000+08:00","2027-10-01"]"#);
        assert_eq!(
            serde_json::from_str::<(Moment, Day)>(&json).unwrap(),
            (moment, day)
        );
        assert!(serde_json::from_str::<Day>("20727").is_err());
        let row = postcard::to_stdvec(&(moment, day)).unwrap();
        assert_eq!(
            row,
            postcard::to_stdvec(&(moment.ms(), 21_092_u32)).unwrap()
        );
        for day in ["1970-01-01", "2027-10-01", "9999-12-31"] {
            let day: Day = day.parse().unwrap();
            let row = postcard::to_stdvec(&day).unwrap();
            assert_eq!(postcard::from_bytes::<Day>(&row).unwrap(), day);
        }
        let beyond = postcard::to_stdvec(&u32::MAX).unwrap();
        assert!(postcard::from_bytes::<Day>(&beyond).is_err());
        let beyond = postcard::to_stdvec(&u64::MAX).unwrap();
        assert!(postcard::from_bytes::<Moment>(&beyond).is_err());
    }
}
