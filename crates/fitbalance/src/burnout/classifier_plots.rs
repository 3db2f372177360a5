//! Pictures that every burnout model has, and those of trees.

use anyhow::{Context, Result};
use ensembles::permutation_importance;
use features::Columns;
use metrics::{ReliabilityBin, RocPoint, auc};
use predict::burnout::{BurnoutKind, BurnoutModel, ContributionUnit, Contributions, FeatureValue};
use registry::Draft;
use words::USER_COLUMN;

use crate::burnout::classification::{Classification, DECISION_THRESHOLD, Probabilistic};
use crate::burnout::options::TrainOptions;
use crate::plot::{
    ImportanceRow, Picture, ShareCurve, Swarm, WaterfallStep, confusion_matrix_plot, importances_plot,
    share_curves_plot, swarm_plot, waterfall_plot,
};
use crate::table::Table;

/// Features that a swarm or waterfall shows; the rest of a waterfall is one step.
const N_SHOWN: usize = 12;

/// ROC curve, reliability before and after calibration, confusion matrix.
pub(crate) fn write_classification(draft: &Draft, kind: BurnoutKind, figures: &Classification) -> Result<()> {
    let label = kind.label();
    let points = |curve: &[RocPoint]| curve.iter().map(|p| (p.false_positive_rate, p.true_positive_rate)).collect();
    let curve = |name: &str, auc: f64, roc: &[RocPoint]| ShareCurve {
        label: format!("{name}: AUC {auc:.3}"),
        points: points(roc),
        intervals: Vec::new(),
    };
    let people = figures.n_people;
    let curves = [curve(label, figures.auc, &figures.roc), curve("oracle", figures.auc_oracle, &figures.roc_oracle)];
    let axes = ["false alarms among those who stay well", "found among those who burn out"];
    let roc = share_curves_plot(&format!("{label}: ROC, {people} held-out people"), axes, &curves)?;
    draft.write("roc_curve.png", roc.png()?)?;

    let reliability = |name: &str, figures: &Probabilistic| ShareCurve {
        label: format!("{name}: Brier {:.3}", figures.brier),
        points: figures.reliability.iter().map(|bin| (bin.mean_probability, bin.observed_share)).collect(),
        intervals: figures.reliability.iter().map(|bin: &ReliabilityBin| (bin.low, bin.high)).collect(),
    };
    let curves = [reliability("as fitted", &figures.raw), reliability("calibrated", &figures.calibrated)];
    let axes = ["predicted probability, mean of a fifth", "share who burnt out, 95 % interval"];
    let title = format!("{label}: calibration, {people} held-out people");
    draft.write("calibration.png", share_curves_plot(&title, axes, &curves)?.png()?)?;

    let labels = ["stays well", "burnout"].map(str::to_owned);
    let count = |truth| (0..2).map(|predicted| figures.confusion.count(truth, predicted)).collect();
    let title = format!("Calibrated ≥ {DECISION_THRESHOLD}");
    let confusion = confusion_matrix_plot(&title, &labels, &[count(0), count(1)])?;
    draft.write("confusion_matrix.png", confusion.png()?)?;
    Ok(())
}

/// Importances, SHAP summary and the waterfall of the held-out person at the highest risk; nothing for the Cox model.
pub(crate) fn write_trees(
    draft: &Draft,
    model: &BurnoutModel,
    people: &Table,
    labels: &[bool],
    options: &TrainOptions,
) -> Result<()> {
    let (impurity, file) = match model {
        BurnoutModel::Cox(_) => return Ok(()),
        BurnoutModel::Forest(pipeline) => (pipeline.model.impurity_importances(), "random_forest_importances.png"),
        BurnoutModel::Boosting(pipeline) => {
            (pipeline.model.impurity_importances(), "gradient_boosting_importances.png")
        }
    };
    let label = model.kind().label();
    let columns = model.encoder().columns_of_terms();
    let x = model.inputs(people)?;
    let shuffled = permutation_importance(x.view(), &columns, options.n_shuffles, options.seed, |x| {
        anyhow::Ok(auc(&model.probabilities(x.view())?, labels)?)
    })?;
    let mut importances: Vec<Importance> = model
        .encoder()
        .terms()
        .into_iter()
        .zip(&columns)
        .zip(shuffled)
        .map(|((feature, columns), shuffled)| Importance {
            feature,
            impurity: columns.iter().map(|&column| impurity[column]).sum(),
            permutation_auc_loss: shuffled.mean,
            permutation_auc_loss_sd: shuffled.sd,
        })
        .collect();
    importances.sort_by(|a, b| b.impurity.total_cmp(&a.impurity));
    let rows: Vec<ImportanceRow> = importances
        .iter()
        .map(|importance| ImportanceRow {
            name: readable(&importance.feature),
            impurity: importance.impurity,
            permutation: Some((importance.permutation_auc_loss, importance.permutation_auc_loss_sd)),
        })
        .collect();
    draft.write(file, importances_plot(&format!("{label}: what it looks at"), &rows)?.png()?)?;
    draft.write_json("importances.json", &importances)?;

    let contributions = Contributions::of(model, x.view())?;
    draft.write(
        "shap_summary.png",
        summary_plot(&format!("{label}: held-out people"), &contributions, people)?.png()?,
    )?;
    let riskiest = (0..people.n_rows())
        .max_by(|&a, &b| contributions.predictions[a].total_cmp(&contributions.predictions[b]))
        .context("the held-out part has people")?;
    let user = people.strings(USER_COLUMN)?.swap_remove(riskiest);
    let title = format!("{label}: user {user}, the highest risk among held-out people");
    draft.write("shap_waterfall.png", person_plot(&title, &contributions, people, riskiest, None)?.png()?)?;
    Ok(())
}

/// An entry of `importances.json`.
#[derive(serde::Serialize)]
struct Importance {
    feature: String,
    impurity: f64,
    permutation_auc_loss: f64,
    permutation_auc_loss_sd: f64,
}

/// Swarms of the features that add most.
pub(crate) fn summary_plot(title: &str, contributions: &Contributions, people: &Table) -> Result<Picture> {
    let mut values = contributions.values_of(people)?;
    // A metric whose mean, spread and trend are explained together is coloured by its mean.
    for (column, feature) in values.iter_mut().zip(&contributions.features) {
        let mean = format!("{feature}_mean");
        if people.has_column(&mean) {
            *column = people.numeric(&mean)?.into_iter().map(FeatureValue::Number).collect();
        }
    }
    let swarm = |feature: usize| {
        let column = &values[feature];
        let numbers = column.iter().filter_map(|value| match value {
            FeatureValue::Number(number) => Some(*number),
            FeatureValue::Category(_) => None,
        });
        let (low, high) = numbers.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| (a.min(v), b.max(v)));
        let position = |value: &FeatureValue| match value {
            FeatureValue::Number(number) if high > low => Some((number - low) / (high - low)),
            FeatureValue::Number(_) => Some(0.5),
            FeatureValue::Category(_) => None,
        };
        let points = contributions.values.column(feature).iter().copied().zip(column.iter().map(position)).collect();
        Swarm { label: readable(&contributions.features[feature]), points }
    };
    let swarms: Vec<Swarm> = contributions.ranked_overall().into_iter().take(N_SHOWN).map(swarm).collect();
    let below = format!("what each feature adds to the {} of burnout; grey: categories", contributions.unit);
    swarm_plot(title, &below, &swarms)
}

/// The waterfall of one person.
pub(crate) fn person_plot(
    title: &str,
    contributions: &Contributions,
    people: &Table,
    person: usize,
    calibrated: Option<f64>,
) -> Result<Picture> {
    let values = contributions.values_of(people)?;
    let ranked = contributions.ranked(person);
    let mut steps: Vec<WaterfallStep> = ranked
        .iter()
        .take(N_SHOWN)
        .map(|&feature| WaterfallStep {
            label: format!("{} = {}", readable(&contributions.features[feature]), values[feature][person]),
            contribution: contributions.values[[person, feature]],
        })
        .collect();
    let rest: Vec<usize> = ranked.into_iter().skip(N_SHOWN).collect();
    if !rest.is_empty() {
        let contribution = rest.iter().map(|&feature| contributions.values[[person, feature]]).sum();
        steps.push(WaterfallStep { label: format!("{} other features", rest.len()), contribution });
    }
    let below = format!("{} of burnout", contributions.unit);
    let unit = contributions.unit;
    let notes =
        [meaning(unit, contributions.base_value, None), meaning(unit, contributions.predictions[person], calibrated)];
    waterfall_plot(title, &below, contributions.base_value, &steps, &notes)
}

/// What a number of an explanation means as a probability, and what `predict` makes of it.
pub(crate) fn meaning(unit: ContributionUnit, value: f64, calibrated: Option<f64>) -> String {
    let percent = |share: f64| format!("{:.1} %", 100.0 * share);
    let calibrated = calibrated.map(|share| format!("calibrated {}", percent(share)));
    match unit {
        ContributionUnit::LogOdds => {
            let plain = format!("probability {}", percent(1.0 / (1.0 + (-value).exp())));
            format!(" ({})", std::iter::once(plain).chain(calibrated).collect::<Vec<_>>().join(", "))
        }
        ContributionUnit::Probability => calibrated.map_or_else(String::new, |text| format!(" ({text})")),
    }
}

/// A feature's name in words.
pub(crate) fn readable(feature: &str) -> String {
    feature.replace('_', " ")
}
