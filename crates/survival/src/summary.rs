//! The printed summary, laid out as R's `summary(coxph(…))`.

use std::fmt::{self, Display, Formatter};

use crate::inference::{ChiSquareTest, CoefficientRow};
use crate::model::CoxPh;
use crate::proportional_hazards::ProportionalHazardsTest;
use crate::r_format::{format_columns, p_value, p_values, significant};

/// Significant digits of the tables.
const DIGITS: usize = 4;

/// Prints what R prints for the same fit: coefficient table, hazard ratios with 95 % intervals, concordance and tests.
///
/// Penalised fits have no standard errors: their table holds coefficients, hazard ratios and the size of the penalty.
impl Display for CoxPh {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "  n= {}, number of events= {}\n", self.n_rows, self.n_events)?;
        let rows = self.coefficient_table();
        if self.covariance.is_some() {
            self.write_inference(f, &rows)?;
        } else {
            let columns =
                [rows.iter().map(|row| row.coef).collect(), rows.iter().map(|row| row.hazard_ratio).collect()];
            let cells = format_columns(&columns, DIGITS);
            write_table(f, &names(&rows), &["coef", "exp(coef)"], &cells, None)?;
            writeln!(
                f,
                "\nElastic net: lambda= {}, l1 ratio= {}, {} of {} coefficients are not 0",
                significant(self.penalty, DIGITS),
                significant(self.l1_ratio, DIGITS),
                self.n_nonzero(),
                rows.len()
            )?;
        }
        if let Some(concordance) = self.concordance() {
            let (value, error) = (round3(concordance.value()), round3(concordance.standard_error()));
            writeln!(f, "\nConcordance= {value}  (se = {error} )")?;
        }
        let tests = [
            ("Likelihood ratio test", self.likelihood_ratio_test()),
            ("Wald test            ", self.wald_test()),
            ("Score (logrank) test ", self.score_test()),
        ];
        for (name, test) in tests {
            let Some(test) = test else { continue };
            write!(f, "{name}= {}  on {} df,   p={}", statistic(test), test.degrees_of_freedom, p_value(test.p))?;
            match self.robust_score_test().filter(|_| name.starts_with("Score")) {
                Some(robust) => writeln!(f, ",   Robust = {}  p={}", statistic(robust), p_value(robust.p))?,
                None => writeln!(f)?,
            }
        }
        if self.robust_covariance.is_some() {
            writeln!(f, "\n  (Note: the likelihood ratio and score tests assume independence of")?;
            writeln!(f, "     observations within a cluster, the Wald and robust score tests do not).")?;
        }
        Ok(())
    }
}

/// Prints one row a covariate and one for all together.
impl Display for ProportionalHazardsTest {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let tests = self.covariates.iter().map(|(name, test)| (name.as_str(), *test)).chain([("GLOBAL", self.global)]);
        let (names, tests): (Vec<&str>, Vec<ChiSquareTest>) = tests.unzip();
        let p = |test: &ChiSquareTest| if test.p < 1e-4 { format!("{:.1e}", test.p) } else { format!("{:.4}", test.p) };
        let cells = [
            tests.iter().map(|test| format!("{:.3}", test.statistic)).collect(),
            tests.iter().map(|test| test.degrees_of_freedom.to_string()).collect(),
            tests.iter().map(p).collect(),
        ];
        writeln!(f, "Proportional hazards (small p: the hazard ratio changes over time)")?;
        write_table(f, &names, &["chisq", "df", "p"], &cells, None)
    }
}

impl CoxPh {
    fn write_inference(&self, f: &mut Formatter<'_>, rows: &[CoefficientRow]) -> fmt::Result {
        let column = |value: fn(&CoefficientRow) -> Option<f64>| rows.iter().filter_map(value).collect::<Vec<_>>();
        let (p, z) = (column(|row| row.p), column(|row| row.z));
        let mut headers = vec!["coef", "exp(coef)", "se(coef)"];
        let mut estimates = vec![column(|row| Some(row.coef)), column(|row| Some(row.hazard_ratio))];
        estimates.push(self.model_standard_errors().unwrap_or_default());
        if let Some(robust) = self.robust_standard_errors() {
            headers.push("robust se");
            estimates.push(robust);
        }
        // R formats the estimates and their errors together: one number of decimals, one width.
        let common = format_columns(&[estimates.concat()], DIGITS).remove(0);
        let width = common.iter().map(String::len).max().unwrap_or(0);
        let common: Vec<String> = common.into_iter().map(|cell| format!("{cell:>width$}")).collect();
        let mut cells: Vec<Vec<String>> = common.chunks(rows.len()).map(<[String]>::to_vec).collect();
        cells.push(z.iter().map(|z| format!("{z:.3}")).collect());
        cells.push(p_values(&p));
        headers.extend(["z", "Pr(>|z|)"]);
        let stars: Vec<_> = p.iter().map(|&p| stars(p)).collect();
        write_table(f, &names(rows), &headers, &cells, Some(&stars))?;
        if stars.iter().any(|stars| !stars.is_empty()) {
            writeln!(f, "---\nSignif. codes:  0 ‘***’ 0.001 ‘**’ 0.01 ‘*’ 0.05 ‘.’ 0.1 ‘ ’ 1")?;
        }
        writeln!(f)?;
        let ratios = [
            column(|row| Some(row.hazard_ratio)),
            column(|row| Some((-row.coef).exp())),
            column(|row| row.ci_low),
            column(|row| row.ci_high),
        ];
        let headers = ["exp(coef)", "exp(-coef)", "lower .95", "upper .95"];
        write_table(f, &names(rows), &headers, &format_columns(&ratios, DIGITS), None)
    }
}

fn names(rows: &[CoefficientRow]) -> Vec<&str> {
    rows.iter().map(|row| row.name.as_str()).collect()
}

/// Writes right-aligned columns under their headers, names on the left, marks on the right.
fn write_table(
    f: &mut Formatter<'_>,
    names: &[&str],
    headers: &[&str],
    columns: &[Vec<String>],
    marks: Option<&[&str]>,
) -> fmt::Result {
    let length = |text: &str| text.chars().count();
    let cell_width = |(header, cells): (&&str, &Vec<String>)| {
        cells.iter().map(|cell| length(cell)).max().unwrap_or(0).max(length(header))
    };
    let widths: Vec<usize> = headers.iter().zip(columns).map(cell_width).collect();
    let mark_width = marks.map_or(0, |marks| marks.iter().map(|mark| mark.len()).max().unwrap_or(0));
    let names: Vec<String> = names.iter().map(|name| shortened(name)).collect();
    let name_width = names.iter().map(|name| length(name)).max().unwrap_or(0);
    write!(f, "{:name_width$}", "")?;
    for (header, width) in headers.iter().zip(&widths) {
        write!(f, " {header:>width$}")?;
    }
    writeln!(f, "{:1$}", "", if mark_width > 0 { mark_width + 1 } else { 0 })?;
    for (row, name) in names.iter().enumerate() {
        write!(f, "{name:name_width$}")?;
        for (column, width) in columns.iter().zip(&widths) {
            write!(f, " {:>width$}", column[row])?;
        }
        match marks {
            Some(marks) if mark_width > 0 => writeln!(f, " {:mark_width$}", marks[row])?,
            _ => writeln!(f)?,
        }
    }
    Ok(())
}

fn statistic(test: ChiSquareTest) -> String {
    significant((test.statistic * 100.0).round() / 100.0, DIGITS)
}

/// A name of at most 80 characters, so that one monster does not push the numbers off the page.
fn shortened(name: &str) -> String {
    const MOST: usize = 80;
    if name.chars().count() <= MOST { name.to_owned() } else { name.chars().take(MOST - 1).chain(['…']).collect() }
}

fn round3(value: f64) -> String {
    significant((value * 1000.0).round() / 1000.0, DIGITS)
}

fn stars(p: f64) -> &'static str {
    match p {
        p if p <= 0.001 => "***",
        p if p <= 0.01 => "**",
        p if p <= 0.05 => "*",
        p if p <= 0.1 => ".",
        _ => "",
    }
}
