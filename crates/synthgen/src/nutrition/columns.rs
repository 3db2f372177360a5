//! The columns of the data set's tables.

use super::diary::in_words;
use crate::manifest::ColumnEntry;
use words::DiaryMetric;

/// Columns of `images.csv`.
pub(super) fn images() -> Vec<ColumnEntry> {
    vec![
        ColumnEntry::new("path", "string", "", "PNG, 64 x 64 pixels, 8-bit RGB"),
        ColumnEntry::new("class", "string", "", "the food"),
        ColumnEntry::new("split", "string", "", "train or val"),
        ColumnEntry::new("sha256", "string", "", "SHA-256 of the file in hexadecimal"),
    ]
}

/// Columns of `protein_diaries.csv`.
pub(super) fn diaries() -> Vec<ColumnEntry> {
    let mut columns = vec![
        ColumnEntry::new("user_id", "uint32", "", "number of the person, from 0"),
        ColumnEntry::new("day", "uint32", "", "day of the diary, from 0"),
        ColumnEntry::new("weight_kg", "float64", "kg", "body weight"),
        ColumnEntry::new("height_cm", "float64", "cm", "height"),
        ColumnEntry::new("age_years", "uint32", "years", "age"),
        ColumnEntry::new("sex", "string", "", "female or male"),
        ColumnEntry::new("goal", "string", "", "maintain, muscle_gain or fat_loss"),
        ColumnEntry::new("training_status", "string", "", "sedentary, recreational or trained"),
    ];
    for metric in DiaryMetric::ALL {
        let (unit, description) = in_words(metric);
        columns.push(ColumnEntry::new(metric.name(), "float64", unit, description));
    }
    columns.push(ColumnEntry::new("protein_intake_g", "float64", "g", "protein eaten on the day"));
    columns.push(ColumnEntry::new("need_g_per_day", "float64", "g/day", "need as observed, with noise"));
    columns.push(ColumnEntry::new(
        "need_noise_free_g_per_day",
        "float64",
        "g/day",
        "need that follows from the profile and the metrics of the last 14 days, or of those recorded",
    ));
    columns
}

/// The header line with its line feed.
pub(super) fn header(columns: &[ColumnEntry]) -> String {
    let names: Vec<_> = columns.iter().map(|column| column.name.as_str()).collect();
    names.join(",") + "\n"
}
