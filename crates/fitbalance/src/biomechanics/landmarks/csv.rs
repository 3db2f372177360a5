//! Landmarks as CSV: a row a frame, 99 or 132 columns of landmarks, perhaps a timestamp, and any others.
//!
//! Columns are named by number, `x1, y1, z1, v1 … v33` (or from 0 to 32), or by landmark, `left_knee_x … left_knee_v` (or
//! `_visibility`), in any order and case. An empty field is missing.

use anyhow::{Context, Result, bail, ensure};
use words::Landmark;
use words::landmark::N_LANDMARKS;

use super::timestamps::unit_s;
use super::{Frames, MISSING};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Column {
    /// Landmark and coordinate.
    Landmark(usize, usize),
    /// Seconds a unit.
    Time(f64),
    Other,
}

pub(super) fn parse(text: &str) -> Result<Frames> {
    let mut reader =
        ::csv::ReaderBuilder::new().trim(::csv::Trim::All).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let header = reader.headers().context("its header cannot be read")?.clone();
    let columns = columns(header.iter())?;
    let mut frames = Frames::default();
    for record in reader.records() {
        let record = record.context("it cannot be read as CSV")?;
        let line = record.position().map_or(0, ::csv::Position::line);
        let mut frame = MISSING;
        for ((field, column), name) in record.iter().zip(&columns).zip(&header) {
            let number = || -> Result<f64> {
                if field.is_empty() {
                    return Ok(f64::NAN);
                }
                field.parse().ok().with_context(|| format!("line {line}, column `{name}`: `{field}` is not a number"))
            };
            match *column {
                #[expect(clippy::cast_possible_truncation, reason = "landmarks are single precision")]
                Column::Landmark(joint, axis) => frame[joint][axis] = number()? as f32,
                Column::Time(unit_s) => frames.timestamps_s.push(number()? * unit_s),
                Column::Other => {}
            }
        }
        frames.points.push(frame);
    }
    Ok(frames)
}

fn columns<'a>(names: impl Iterator<Item = &'a str>) -> Result<Vec<Column>> {
    let names: Vec<String> = names.map(str::to_ascii_lowercase).collect();
    // `x0` is the nose where there is one, else `x1`.
    let first = usize::from(!names.iter().any(|name| name == "x0"));
    let mut columns = Vec::with_capacity(names.len());
    let mut is_there = [[false; 4]; N_LANDMARKS];
    for name in &names {
        let column = column(name, first);
        match column {
            Column::Landmark(joint, axis) if is_there[joint][axis] => bail!("two columns hold what `{name}` holds"),
            Column::Landmark(joint, axis) => is_there[joint][axis] = true,
            Column::Time(_) if columns.iter().any(|one| matches!(one, Column::Time(_))) => {
                bail!("two columns hold times: `{name}` is the second")
            }
            Column::Time(_) | Column::Other => {}
        }
        columns.push(column);
    }
    if let Some(joint) = (0..N_LANDMARKS).find(|joint| is_there[*joint][..3].iter().any(|is| !is)) {
        let axis = ["x", "y", "z"][(0..3).find(|axis| !is_there[joint][*axis]).unwrap_or(0)];
        let by_name = Landmark::NAMES[joint];
        bail!("no column `{axis}{}` or `{by_name}_{axis}`: expected x, y and z of all 33 landmarks", joint + first);
    }
    let n_visible = is_there.iter().filter(|is_there| is_there[3]).count();
    ensure!(
        n_visible == 0 || n_visible == N_LANDMARKS,
        "{n_visible} of 33 landmarks have a column of visibility: expected all or none"
    );
    Ok(columns)
}

fn column(name: &str, first: usize) -> Column {
    if matches!(name, "timestamp" | "timestamp_s" | "timestamp_ms" | "time" | "time_s" | "time_ms" | "t") {
        return Column::Time(unit_s(name));
    }
    let axis_of = |axis: &str| match axis {
        "x" => Some(0),
        "y" => Some(1),
        "z" => Some(2),
        "v" | "visibility" => Some(3),
        _ => None,
    };
    let by_name = || {
        let (landmark, axis) = name.rsplit_once('_')?;
        Some(Column::Landmark(Landmark::from_name(landmark)?.index(), axis_of(axis)?))
    };
    let by_number = || {
        let at = name.find(|character: char| character.is_ascii_digit())?;
        let joint = name[at..].parse::<usize>().ok()?.checked_sub(first)?;
        (joint < N_LANDMARKS).then_some(Column::Landmark(joint, axis_of(&name[..at])?))
    };
    by_name().or_else(by_number).unwrap_or(Column::Other)
}

#[cfg(test)]
mod tests {
    use super::super::LandmarksFile;
    use super::*;

    fn read(text: &str) -> Result<LandmarksFile> {
        parse(text).and_then(Frames::into_file)
    }

    fn header(name: impl Fn(usize, &str) -> String) -> String {
        let names = (0..33).flat_map(|joint| ["x", "y", "z", "v"].map(|axis| name(joint, axis)));
        names.collect::<Vec<_>>().join(",")
    }

    fn row(frame: usize) -> String {
        (0..132).map(|column| (frame * 1000 + column).to_string()).collect::<Vec<_>>().join(",")
    }

    #[test]
    fn columns_by_number_and_by_name_are_the_same() {
        let rows = format!("{}\n{}\n", row(0), row(1));
        let by_number =
            read(&format!("{}\n{rows}", header(|joint, axis| format!("{axis}{}", joint + 1)))).expect("rows");
        let from_zero = read(&format!("{}\n{rows}", header(|joint, axis| format!("{axis}{joint}")))).expect("rows");
        let by_name = header(|joint, axis| format!("{}_{}", Landmark::NAMES[joint].to_uppercase(), axis));
        let by_name = read(&format!("\u{feff}{by_name}\r\n{}", rows.replace('\n', "\r\n"))).expect("rows");
        assert_eq!(by_number.array.shape, [2, 33, 4]);
        assert_eq!(by_number.array.values[132..136], [1000.0, 1001.0, 1002.0, 1003.0]);
        assert_eq!((&by_number, &by_number), (&from_zero, &by_name));
    }

    #[test]
    fn times_labels_and_gaps_are_read() {
        let names = header(|joint, axis| format!("{axis}{}", joint + 1));
        let gap = ",".repeat(131);
        let text = format!("class,timestamp_ms,{names}\nup,0,{}\ndown,50,{gap}\nup,100,{}\n", row(0), row(2));
        let file = read(&text).expect("three rows");
        assert!((file.fps.expect("from the times") - 20.0).abs() < 1e-9);
        assert!(file.array.values[132..264].iter().all(|value| value.is_nan()));
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        let check = |text: &str, expected: &str| {
            let error = format!("{:#}", read(text).expect_err("unusable"));
            assert!(error.contains(expected), "`{error}` does not contain `{expected}`");
        };
        let names = header(|joint, axis| format!("{axis}{}", joint + 1));
        check("a,b\n1,2\n", "no column `x1` or `nose_x`: expected x, y and z of all 33 landmarks");
        check(&format!("{}\n", names.replace(",v7", "")), "32 of 33 landmarks have a column of visibility");
        check(&format!("{names},x1\n"), "two columns hold what `x1` holds");
        check(
            &format!("{names}\n{}\n", row(0).replacen('0', "left", 1)),
            "line 2, column `x1`: `left` is not a number",
        );
        check(&format!("{names}\n1,2\n"), "it cannot be read as CSV");
    }
}
