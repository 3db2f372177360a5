//! `fitbalance forest` and `fitbalance boost`: tree ensembles on any table.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use ensembles::{EarlyStopping, FeaturesPerSplit, GradientBoosting, RandomForest};
use features::Formula;
use ndarray::{Array2, Axis};
use predict::fitted::FittedModel;
use rayon::prelude::*;

use crate::cli::fits::save_fit;
use crate::cli::output::{hint, hint_left_out, print};
use crate::cli::outputs::check_distinct;
use crate::cli::pictures::{PictureFile, of_kind, save_picture};
use crate::cli::save::save;
use crate::cli::table::{TableArgs, column_list};
use crate::ensemble::{
    CrossValidated, EnsembleColumns, EnsembleData, EnsembleReport, HeldOut, LabelKind, Labels, Predicted, Unseen,
    out_of_fold,
};
use crate::progress::Steps;
use crate::table::Covariates;

/// What both commands share.
#[derive(Debug, Args)]
struct Common {
    #[command(flatten)]
    table: TableArgs,
    /// Column to predict: text or a few whole numbers are classes, other numbers are numbers
    #[arg(long, value_name = "COLUMN")]
    label: String,
    /// What the label is
    #[arg(long, value_enum, default_value_t = KindArg::Auto)]
    label_kind: KindArg,
    /// Features, comma-separated; if not given, every other column but those that name rows, hold dates or one value. Columns of
    /// groups are one-hot encoded
    #[arg(long, value_name = "A,B")]
    features: Vec<String>,
    /// Features as a formula, such as '. - site + C(site) + log(crp) + I(weight / height^2)'
    #[arg(long, value_name = "FORMULA", allow_hyphen_values = true, conflicts_with = "features")]
    formula: Option<Formula>,
    /// Column of the weights of the rows: their shares of the loss, or of the rows that a tree of a forest draws
    #[arg(long, value_name = "COLUMN")]
    weight: Option<String>,
    /// Weights of the classes, beside those of the rows; probabilities are then of classes that are equally frequent
    #[arg(long, value_enum, default_value_t = ClassWeightArg::Equal)]
    class_weight: ClassWeightArg,
    /// Judge by K-fold cross-validation, stratified by class
    #[arg(long, value_name = "K")]
    cv: Option<usize>,
    /// Seed of samples and folds
    #[arg(long, default_value_t = 42)]
    seed: u64,
    /// Write the results as JSON to this file; `-` writes JSON to stdout instead of the tables
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Write the prediction of each row by the fit of --cv that has not seen it, as CSV, to this file
    #[arg(long, value_name = "FILE.csv", requires = "cv")]
    out_of_fold: Option<PathBuf>,
    /// Draw, as PNG or SVG: `importances=` (or nothing), `roc=` or `calibration=` of rows that a fit has not seen; may be repeated
    #[arg(long, value_name = "[KIND=]FILE", value_parser = of_kind::<EnsemblePlot>)]
    plot: Vec<PictureFile<EnsemblePlot>>,
    /// Save the fit to this file, for `predict`, `explain` and `evaluate --model`
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Forest {
    #[command(flatten)]
    common: Common,
    /// Number of trees
    #[arg(long, value_name = "N", default_value_t = 200)]
    trees: usize,
    /// Most splits between root and leaf
    #[arg(long, value_name = "N", default_value_t = 10)]
    depth: u16,
    /// Rows a node needs to be split
    #[arg(long, value_name = "N", default_value_t = 5)]
    min_split: usize,
    /// Rows each side of a split needs
    #[arg(long, value_name = "N", default_value_t = 2)]
    min_leaf: usize,
    /// Features tried at a split [default: the square root of their number for classes, a third for numbers]
    #[arg(long, value_name = "N")]
    features_per_split: Option<usize>,
}

#[derive(Debug, Args)]
pub(crate) struct Boost {
    #[command(flatten)]
    common: Common,
    /// Number of rounds
    #[arg(long, value_name = "N", default_value_t = 100)]
    rounds: usize,
    /// Share of each step that is taken
    #[arg(long, value_name = "RATE", allow_negative_numbers = true, default_value_t = 0.1)]
    rate: f64,
    /// Most splits between root and leaf
    #[arg(long, value_name = "N", default_value_t = 3)]
    depth: u16,
    /// Rows each side of a split needs
    #[arg(long, value_name = "N", default_value_t = 1)]
    min_leaf: usize,
    /// Share of the rows each tree is grown on
    #[arg(long, value_name = "SHARE", allow_negative_numbers = true, default_value_t = 1.0)]
    subsample: f64,
    /// Stop after so many rounds without a lower loss on a tenth of the rows, which is set aside; keep the best round
    #[arg(long, value_name = "ROUNDS")]
    early_stop: Option<usize>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum KindArg {
    Auto,
    Classes,
    Numbers,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum EnsemblePlot {
    Importances,
    Roc,
    Calibration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ClassWeightArg {
    /// Each row counts as much
    Equal,
    /// Each class counts as much
    Balanced,
}

/// Share of the rows by which a fit without --cv is judged.
const HELD_OUT_SHARE: f64 = 0.2;

/// Share of the rows that early stopping sets aside.
const VALIDATION_SHARE: f64 = 0.1;

/// What the two ensembles have in common.
trait Ensemble: Sized + Send {
    /// Whether the fit itself says how right it is on rows that it has not seen.
    const KNOWS_ITS_ERROR: bool;
    fn importances(&self) -> &[f64];
    fn numbers(&self, x: &Array2<f64>) -> ensembles::Result<Vec<f64>>;
    fn probabilities(&self, x: &Array2<f64>) -> ensembles::Result<Array2<f64>>;
    fn fitted(self) -> FittedModel;
}

macro_rules! ensemble {
    ($($model:ty => $variant:ident, $knows:literal);+) => {$(
        impl Ensemble for $model {
            const KNOWS_ITS_ERROR: bool = $knows;
            fn importances(&self) -> &[f64] {
                self.impurity_importances()
            }
            fn numbers(&self, x: &Array2<f64>) -> ensembles::Result<Vec<f64>> {
                self.predict(x.view())
            }
            fn probabilities(&self, x: &Array2<f64>) -> ensembles::Result<Array2<f64>> {
                self.predict_probabilities(x.view())
            }
            fn fitted(self) -> FittedModel {
                FittedModel::$variant(self)
            }
        }
    )+};
}

ensemble!(RandomForest => Forest, true; GradientBoosting => Boosting, false);

impl Forest {
    pub(crate) fn run(self) -> Result<()> {
        let data = self.common.read()?;
        let features_per_split = match (self.features_per_split, &data.labels) {
            (Some(count), _) => FeaturesPerSplit::Count(count),
            (None, Labels::Classes { .. }) => FeaturesPerSplit::SquareRoot,
            (None, Labels::Numbers(_)) => FeaturesPerSplit::Third,
        };
        let params = RandomForest::params()
            .n_trees(self.trees)
            .max_depth(self.depth)
            .min_samples_split(self.min_split)
            .min_samples_leaf(self.min_leaf)
            .features_per_split(features_per_split)
            .seed(self.common.seed)
            .feature_names(data.names.iter().cloned());
        // Two classes are one output, several are one each.
        let trees =
            Steps::new("grow trees", self.trees * self.common.n_fits::<RandomForest>() * data.labels.n_outputs());
        let fit = |x: &Array2<f64>, rows: &[usize], is_fold: bool| {
            let params = params.clone().allow_constant_columns(is_fold);
            params.fit_watched(x.view(), &data.target(rows)?, &|grown| trees.advance_by(grown))
        };
        let (model, mut report, mut judged) = self.common.fit("random forest", &data, fit)?;
        trees.finish();
        report.out_of_bag = model.out_of_bag().and_then(ensembles::OutOfBag::score);
        if let (None, Some(out_of_bag)) = (&judged, model.out_of_bag()) {
            judged = Unseen::out_of_bag(&data.labels, out_of_bag);
        }
        self.common.draw(&data, &report, judged)?;
        self.common.write(model, &data, &report)
    }
}

impl Boost {
    pub(crate) fn run(self) -> Result<()> {
        let data = self.common.read()?;
        let mut params = GradientBoosting::params()
            .n_rounds(self.rounds)
            .learning_rate(self.rate)
            .max_depth(self.depth)
            .min_samples_leaf(self.min_leaf)
            .subsample(self.subsample)
            .seed(self.common.seed)
            .feature_names(data.names.iter().cloned());
        if let Some(patience) = self.early_stop {
            params = params.early_stopping(EarlyStopping { validation_share: VALIDATION_SHARE, patience });
        }
        let rounds = Steps::new("boost", self.rounds * self.common.n_fits::<GradientBoosting>());
        let fit = |x: &Array2<f64>, rows: &[usize], is_fold: bool| {
            let params = params.clone().allow_constant_columns(is_fold);
            params.fit_watched(x.view(), &data.target(rows)?, &|| rounds.advance_by(1))
        };
        let (model, mut report, judged) = self.common.fit("gradient boosting", &data, fit)?;
        rounds.finish();
        self.common.draw(&data, &report, judged)?;
        report.n_rounds = Some(model.n_rounds());
        self.common.write(model, &data, &report)
    }
}

impl Common {
    fn read(&self) -> Result<EnsembleData> {
        let mut outputs = vec![
            ("--json", self.json.as_deref()),
            ("--save", self.save.as_deref()),
            ("--out-of-fold", self.out_of_fold.as_deref()),
        ];
        outputs.extend(self.plot.iter().map(|plot| ("--plot", Some(plot.path.as_path()))));
        check_distinct(&outputs)?;
        let table = self.table.read()?;
        let weight = self.weight.iter().map(|column| column.trim().to_owned()).next();
        let columns = EnsembleColumns {
            weight,
            is_balanced: self.class_weight == ClassWeightArg::Balanced,
            label: self.label.clone(),
            kind: match self.label_kind {
                KindArg::Auto => LabelKind::Auto,
                KindArg::Classes => LabelKind::Classes,
                KindArg::Numbers => LabelKind::Numbers,
            },
            features: match &self.formula {
                Some(formula) => Covariates::Formula(formula.clone()),
                None => Covariates::Columns(column_list("--features", &self.features, &table)?),
            },
        };
        let data = EnsembleData::new(&table, &columns, self.table.missing.into())?;
        hint_left_out(&data.left_out);
        for (column, level) in &data.reference_levels {
            hint(format_args!("{column}: one-hot encoded, no column for `{level}`"));
        }
        Ok(data)
    }

    /// How often an ensemble is fitted: to all rows, and to judge it.
    fn n_fits<M: Ensemble>(&self) -> usize {
        1 + self.cv.unwrap_or(usize::from(!M::KNOWS_ITS_ERROR))
    }

    /// Fits to all rows and, if asked, to the rows outside of each fold.
    fn fit<M: Ensemble>(
        &self,
        name: &'static str,
        data: &EnsembleData,
        fit: impl Fn(&Array2<f64>, &[usize], bool) -> ensembles::Result<M> + Sync,
    ) -> Result<(M, EnsembleReport, Option<Unseen>)> {
        let all: Vec<usize> = (0..data.x.nrows()).collect();
        let model = fit(&data.x, &all, false)?;
        let judge = |split: &metrics::Split| -> Result<Predicted> {
            let fitted = fit(&data.x.select(Axis(0), &split.train), &split.train, true)?;
            let x = data.x.select(Axis(0), &split.test);
            Ok(match &data.labels {
                Labels::Numbers(_) => Predicted::Numbers(fitted.numbers(&x)?),
                Labels::Classes { .. } => Predicted::Probabilities(fitted.probabilities(&x)?),
            })
        };
        let mut unseen = None;
        let cross_validation = match self.cv {
            None => None,
            Some(folds) => {
                let splits = data.labels.folds(folds, self.seed)?;
                let predicted = splits.par_iter().map(judge).collect::<Result<Vec<_>>>()?;
                if let Some(path) = &self.out_of_fold {
                    save(path, out_of_fold(data, &splits, &predicted)?, self.table.file.path())?;
                    hint(format_args!("out-of-fold predictions saved as {}", path.display()));
                }
                let scores = CrossValidated::new(&data.labels, &splits, &predicted)?;
                let rows = splits.iter().flat_map(|split| split.test.iter().copied()).collect();
                unseen = Some(Unseen::new(format!("{folds}-fold cross-validation"), rows, &predicted));
                Some(scores)
            }
        };
        // A forest tells by the rows that its trees have not seen how good it is; others need rows that are set aside.
        let held_out = match data.labels.held_out(HELD_OUT_SHARE, self.seed) {
            Some(split) if cross_validation.is_none() && !M::KNOWS_ITS_ERROR => {
                let held_out = judge(&split).and_then(|predicted| {
                    let scores = HeldOut::new(&data.labels, &split, &predicted)?;
                    Ok((scores, Unseen::new("held out".to_owned(), split.test.clone(), &[predicted])))
                });
                held_out.ok().map(|(scores, rows)| {
                    unseen = Some(rows);
                    scores
                })
            }
            _ => None,
        };
        let file = self.table.file.path();
        let mut report = EnsembleReport::new(name, &self.label, file, data, model.importances(), cross_validation);
        report.held_out = held_out;
        Ok((model, report, unseen))
    }

    /// Draws what was asked for.
    fn draw(&self, data: &EnsembleData, report: &EnsembleReport, unseen: Option<Unseen>) -> Result<()> {
        let input = self.table.file.path();
        let judged = unseen.and_then(|unseen| unseen.judged(&data.labels));
        for PictureFile { kind, path } in &self.plot {
            let of_unseen =
                || judged.as_ref().context("there are no classes of unseen rows to draw: is the label one of numbers?");
            let picture = match kind {
                EnsemblePlot::Importances => report.importances_plot()?,
                EnsemblePlot::Roc => of_unseen()?.roc()?,
                EnsemblePlot::Calibration => of_unseen()?.calibration()?,
            };
            save_picture(path, &picture, input)?;
        }
        Ok(())
    }

    fn write(&self, model: impl Ensemble, data: &EnsembleData, report: &EnsembleReport) -> Result<()> {
        if let Some(path) = &self.save {
            let (encoder, outcome) = (data.encoder.clone(), data.labels.outcome(&self.label));
            save_fit(path, model.fitted(), outcome, encoder, &data.table, self.table.file.path())?;
        }
        let Some(path) = &self.json else { return print(report) };
        let json = serde_json::to_string_pretty(report).context("the results hold a number JSON has no form for")?;
        if path.as_os_str() == "-" {
            return print(json);
        }
        save(path, json + "\n", self.table.file.path())?;
        print(report)
    }
}
