//! People and days as tables.

use polars::prelude::*;
use words::{CHANGE_METRICS, DailyMetric, EVENT_COLUMN, MEAN_METRICS, RunInFeature, TIME_COLUMN};

use crate::burnout::features::{N_RUN_IN_FEATURES, RunInFeatures};
use crate::burnout::hazard::Outcome;
use crate::burnout::metric::metric_description;
use crate::burnout::profile::Profile;
use crate::burnout::user::BurnoutUser;
use crate::manifest::ColumnEntry;
use crate::{Error, Result};

pub(super) const LONGITUDINAL: &str = "burnout_longitudinal_dataset";
pub(super) const AGGREGATED: &str = "burnout_aggregated_dataset";

/// 2024-01-01, a Monday, in days since 1970-01-01: everybody's day 0.
const FIRST_DATE: i32 = 19_723;

/// A person without daily records.
pub(super) struct AggregatedRow {
    user_id: u32,
    profile: Profile,
    features: RunInFeatures,
    outcome: Outcome,
}

impl AggregatedRow {
    pub(super) fn of(user: &BurnoutUser) -> Self {
        Self { user_id: user.user_id, profile: user.profile, features: user.features(), outcome: user.outcome }
    }
}

/// The daily rows of `users`, one after another.
pub(super) fn longitudinal(users: &[BurnoutUser]) -> Result<DataFrame> {
    let n_days = users.first().map_or(0, |user| user.daily.n_days());
    let n_rows = users.len() * n_days;
    let days = || 0..u32::try_from(n_days).expect("`BurnoutParams::check` limits records to 3,650 days");
    let mut columns = Vec::with_capacity(10 + DailyMetric::ALL.len());
    columns.push(repeat_u32("user_id", n_days, users, |user| user.user_id));
    columns.push(repeat_u32("age", n_days, users, |user| user.profile.age));
    columns.push(repeat_text("gender", n_days, users, |user| user.profile.gender.name()));
    columns.push(repeat_text("occupation", n_days, users, |user| user.profile.occupation.name()));
    columns.push(repeat_text("archetype", n_days, users, |user| user.profile.archetype.name()));
    columns.push(Column::new("day".into(), users.iter().flat_map(|_| days()).collect::<Vec<_>>()));
    let dates = users.iter().flat_map(|_| days()).map(|day| FIRST_DATE + day.cast_signed()).collect();
    columns.push(Int32Chunked::from_vec("date".into(), dates).into_date().into_column());
    for metric in DailyMetric::ALL {
        let mut values = Vec::with_capacity(n_rows);
        for user in users {
            values.extend_from_slice(user.daily.series(metric));
        }
        columns.push(Column::new(metric.name().into(), values));
    }
    let burnout_days = || users.iter().flat_map(|user| days().map(|day| (day, user.outcome.burnout_day())));
    let events = burnout_days().map(|(day, burnout)| u32::from(burnout == Some(day))).collect::<Vec<_>>();
    columns.push(Column::new("burnout_event".into(), events));
    let days_to = burnout_days().map(|(day, burnout)| burnout.and_then(|b| b.checked_sub(day))).collect::<Vec<_>>();
    columns.push(Column::new("days_to_burnout".into(), days_to));
    columns.push(repeat_u32(EVENT_COLUMN, n_days, users, |user| u32::from(user.outcome.burnout_occurred)));
    DataFrame::new(n_rows, columns).map_err(|source| Error::Table { table: LONGITUDINAL, source })
}

/// One row a person.
pub(super) fn aggregated(rows: &[AggregatedRow]) -> Result<DataFrame> {
    let u32s =
        |name: &str, of: fn(&AggregatedRow) -> u32| Column::new(name.into(), rows.iter().map(of).collect::<Vec<_>>());
    let texts = |name: &str, of: fn(&AggregatedRow) -> &'static str| {
        StringChunked::from_iter_values(name.into(), rows.iter().map(of)).into_column()
    };
    let mut columns = vec![
        u32s("user_id", |row| row.user_id),
        u32s("age", |row| row.profile.age),
        texts("gender", |row| row.profile.gender.name()),
        texts("occupation", |row| row.profile.occupation.name()),
        texts("archetype", |row| row.profile.archetype.name()),
    ];
    for (index, name) in RunInFeature::NAMES[RunInFeature::N - N_RUN_IN_FEATURES..].iter().enumerate() {
        let values: Vec<_> = rows.iter().map(|row| row.features.values()[index]).collect();
        columns.push(Column::new((*name).into(), values));
    }
    columns.push(u32s(TIME_COLUMN, |row| row.outcome.time_days));
    columns.push(u32s(EVENT_COLUMN, |row| u32::from(row.outcome.burnout_occurred)));
    DataFrame::new(rows.len(), columns).map_err(|source| Error::Table { table: AGGREGATED, source })
}

/// The columns of [`longitudinal`], described.
pub(super) fn longitudinal_columns() -> Vec<ColumnEntry> {
    let mut columns = person_columns();
    columns.push(ColumnEntry::new("day", "uint32", "days", "day of the record, from 0; the run-in is 0-89"));
    columns.push(ColumnEntry::new("date", "date", "", "calendar date; day 0 is Monday 2024-01-01 for everybody"));
    for metric in DailyMetric::ALL {
        columns.push(ColumnEntry::new(metric.name(), "float64", metric.unit(), metric_description(metric)));
    }
    columns.push(ColumnEntry::new("burnout_event", "uint32", "", "1 on the day of an observed burnout, else 0"));
    let description = "days until the observed burnout, 0 on its day; null after it and where none was observed";
    columns.push(ColumnEntry::new("days_to_burnout", "uint32", "days", description));
    columns.push(event_column());
    columns
}

/// The columns of [`aggregated`], described.
pub(super) fn aggregated_columns() -> Vec<ColumnEntry> {
    let mut columns = person_columns();
    for (name, unit) in RunInFeature::NAMES[RunInFeature::N - N_RUN_IN_FEATURES..].iter().zip(units()) {
        let description = match name.rsplit_once('_') {
            Some((metric, "mean")) => format!("mean of {metric} over days 0-89"),
            Some((metric, "sd")) => format!("standard deviation of {metric} over days 0-89"),
            Some((metric, _)) => format!("mean of {metric} over days 60-89 minus mean over days 0-29"),
            None => String::new(),
        };
        columns.push(ColumnEntry::new(name, "float64", unit, &description));
    }
    let description = "time from the end of the run-in to burnout or censoring, at least 1";
    columns.push(ColumnEntry::new(TIME_COLUMN, "uint32", "days", description));
    columns.push(event_column());
    columns
}

fn person_columns() -> Vec<ColumnEntry> {
    vec![
        ColumnEntry::new("user_id", "uint32", "", "number of the person, from 0"),
        ColumnEntry::new("age", "uint32", "years", "age"),
        ColumnEntry::new("gender", "string", "", "female or male"),
        ColumnEntry::new("occupation", "string", "", "field of work"),
        ColumnEntry::new("archetype", "string", "", "kind of life that the person was drawn from; never a feature"),
    ]
}

fn event_column() -> ColumnEntry {
    ColumnEntry::new(EVENT_COLUMN, "uint32", "", "1 if the person's burnout was observed during follow-up, else 0")
}

fn repeat_u32(name: &str, n_days: usize, users: &[BurnoutUser], of: fn(&BurnoutUser) -> u32) -> Column {
    let mut values = Vec::with_capacity(users.len() * n_days);
    for user in users {
        values.resize(values.len() + n_days, of(user));
    }
    Column::new(name.into(), values)
}

fn repeat_text(name: &str, n_days: usize, users: &[BurnoutUser], of: fn(&BurnoutUser) -> &'static str) -> Column {
    let values = users.iter().flat_map(|user| std::iter::repeat_n(of(user), n_days));
    StringChunked::from_iter_values(name.into(), values).into_column()
}

/// Units of the features of the run-in, in their order.
fn units() -> [&'static str; N_RUN_IN_FEATURES] {
    let mut units = [""; N_RUN_IN_FEATURES];
    for (unit, metric) in units.iter_mut().zip(MEAN_METRICS.iter().chain(&CHANGE_METRICS).chain(&CHANGE_METRICS)) {
        *unit = metric.unit();
    }
    units
}
